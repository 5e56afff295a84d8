//! Many briefs to many files: which briefs, which outputs, one report.
//!
//! Files are read before the first step and written after the last; one bad brief, or a panic in
//! one, leaves the others as they are. What is up to date, by the content of all it was made from,
//! is not rendered again.

mod coverage;
mod dependencies;
mod digest;
mod files;
mod find;
mod images;
mod lock;
mod manifest;
mod merge;
mod outcome;
mod owners;
mod partition;
mod plan;
mod prepare;
mod record;
mod records;
mod replay;
mod request;
mod resolve;
mod resources;
mod run;
mod shared;
mod stale;
mod up_to_date;
mod wanted;

use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

pub use files::write_file;
pub use find::{Input, holds_none, inputs};
pub use manifest::MANIFEST;
pub use merge::Merge;
pub use outcome::{Ended, Report, Tally};
pub use partition::Partition;
pub use record::Output;
pub use records::recorded_files;
pub use replay::{RecordedPlace, RecordedWarning};
pub use request::{Mode, Request};
pub use run::A_FILE_EACH;

use crate::backend::Rendered;
use crate::diagnostic::{Diagnostic, Severity, distinct};
use owners::Files;
use plan::{Outline, sites};
use prepare::Prepared;
use records::Records;
use run::{Run, about, named};
use shared::Shelf;
use stale::Stale;

/// A set of briefs, ready to run.
pub struct Batch<'a> {
    request: &'a Request,
    outlines: Vec<Outline>,
    files: Files,
}

impl<'a> Batch<'a> {
    /// Decides what becomes of each brief.
    ///
    /// # Errors
    ///
    /// Settings that are wrong, or two briefs that would write the same file.
    pub fn new(inputs: Vec<Input>, request: &'a Request) -> Result<Self, Vec<Diagnostic>> {
        let (outlines, files) = plan::outlines(inputs, request)?;
        Ok(Self {
            request,
            outlines,
            files,
        })
    }

    /// How many briefs there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.outlines.len()
    }

    /// Whether there are none, as may be in one part of a few.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.outlines.is_empty()
    }

    /// Renders all, in parallel on the threads of the current rayon pool, and tells `done` about
    /// each brief as it is finished.
    ///
    /// # Errors
    ///
    /// When a manifest cannot be written.
    pub fn run(
        &self,
        mode: Mode,
        done: &(dyn Fn(&Report) + Sync),
    ) -> Result<Ended, Vec<Diagnostic>> {
        let shelf = Shelf::new(
            sites(&self.outlines).map(|site| &site.project),
            self.request,
        );
        if mode == Mode::Write {
            let manifests = sites(&self.outlines).map(|site| site.manifest_folder.clone());
            files::sweep(self.outlines.iter().map(Outline::folder).chain(manifests));
        }
        let records = if mode == Mode::Dry {
            Records::default()
        } else {
            Records::find(&self.outlines, self.request)
        };
        let run = Run {
            request: self.request,
            mode,
            shelf: &shelf,
            records: &records,
            files: &self.files,
        };
        let tally = Mutex::new(Tally::default());
        // One after another, so that what waits for its turn to be told does not pile up.
        let sound: Vec<usize> = (self.outlines.iter().enumerate().par_bridge())
            .filter_map(|(number, outline)| {
                if self.request.is_cancelled() {
                    return None;
                }
                let report = Report {
                    number,
                    ..run.report(&outline.plan())
                };
                done(&report);
                tally
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .add(&report);
                (!report.failed).then_some(number)
            })
            .collect();
        let tally = tally.into_inner().unwrap_or_else(PoisonError::into_inner);
        self.ended(mode, records, &sound, tally)
            .map_err(|problem| vec![problem])
    }

    /// Records what was written, and sees to what is left over. `sound` are the numbers of the
    /// briefs without errors.
    fn ended(
        &self,
        mode: Mode,
        records: Records,
        sound: &[usize],
        mut tally: Tally,
    ) -> Result<Ended, Diagnostic> {
        let stale = Stale::new(self.request, &self.outlines, &self.files, sound);
        let mut leftovers = match mode {
            Mode::Dry => {
                return Ok(Ended {
                    tally,
                    ..Ended::default()
                });
            }
            Mode::Compare => records.stale(&stale, &self.files),
            Mode::Write => records.write(&self.files, &stale, self.request.prune)?,
        };
        let removed = std::mem::take(&mut leftovers.removed);
        let mut diagnostics = leftovers.told(mode);
        if self.request.strict {
            diagnostics
                .iter_mut()
                .for_each(|problem| problem.severity = Severity::Error);
        }
        tally.add_warnings(&diagnostics);
        Ok(Ended {
            tally,
            diagnostics,
            removed,
        })
    }
}

/// Plans and renders briefs, and keeps what there is to say about each; see [`Batch`], whose word
/// on files that are left over is not passed on.
///
/// # Errors
///
/// As [`Batch::new`] and [`Batch::run`].
pub fn run(
    inputs: Vec<Input>,
    request: &Request,
    mode: Mode,
    done: &(dyn Fn(&Report) + Sync),
) -> Result<Vec<Report>, Vec<Diagnostic>> {
    let reports = Mutex::new(Vec::new());
    let keep = |report: &Report| {
        reports
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(report.clone())
    };
    Batch::new(inputs, request)?.run(mode, &|report| {
        done(report);
        keep(report);
    })?;
    let mut reports = reports.into_inner().unwrap_or_else(PoisonError::into_inner);
    reports.sort_unstable_by_key(|report| report.number);
    Ok(reports)
}

/// Renders one brief to one format and gives the finished file, with the name of its folder of
/// pictures put in, and what is to be said about it.
///
/// # Errors
///
/// Every problem of the brief.
pub fn render_one(
    input: Input,
    request: &Request,
) -> Result<(Rendered, Vec<Diagnostic>), Vec<Diagnostic>> {
    let (outlines, _) = plan::outlines(vec![input], request)?;
    let plan = outlines.first().map(Outline::plan);
    let Some((plan, job)) = plan
        .as_ref()
        .and_then(|plan| Some((plan, plan.jobs.first()?)))
    else {
        return Ok((Rendered::default(), Vec::new()));
    };
    let shelf = Shelf::new([plan.project()].into_iter(), request);
    let prepared = Prepared::new(plan, request, &shelf)?;
    let mut found = prepared.warnings();
    if !prepared.can_show(job) {
        return Err(found);
    }
    let name = named(plan, job);
    let rendered = prepared
        .render(job)
        .map_err(|problems| about(&name, problems))?;
    found.extend(about(&name, rendered.diagnostics.clone()));
    Ok((rendered, distinct(found)))
}
