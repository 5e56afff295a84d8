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
mod mail_merge;
mod manifest;
mod outcome;
mod owners;
mod partition;
mod plan;
mod prepare;
mod record;
mod records;
mod replay;
mod request;
mod requested;
mod resolve;
mod resources;
mod run;
mod shared;
mod stale;
mod up_to_date;

use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

pub use files::write_file;
pub use find::{BriefInput, find_briefs, has_no_briefs};
pub use mail_merge::MailMerge;
pub use manifest::MANIFEST_FILE;
pub use outcome::{BatchOutcome, BriefOutcome, Summary};
pub use partition::Partition;
pub use record::OutputRecord;
pub use records::recorded_files;
pub use replay::{RecordedSpan, RecordedWarning};
pub use request::{Mode, Request};
pub use run::FILE_PER_PAGE_HINT;

pub use crate::io::display_path;
pub use crate::merge::{RowFormat, Rows};

use crate::backend::Rendered;
use crate::diagnostic::{Diagnostic, Severity, distinct};
use owners::OutputOwners;
use plan::{PlannedBrief, project_plans};
use prepare::PreparedBrief;
use records::OutputRecords;
use run::{BatchRun, document_name, with_context};
use shared::SharedResources;
use stale::StaleCheck;

/// A set of briefs, ready to run.
pub struct Batch<'a> {
    request: &'a Request,
    briefs: Vec<PlannedBrief>,
    files: OutputOwners,
}

impl<'a> Batch<'a> {
    /// Decides what becomes of each brief.
    ///
    /// # Errors
    ///
    /// Settings that are wrong, or two briefs that would write the same file.
    pub fn new(inputs: Vec<BriefInput>, request: &'a Request) -> Result<Self, Vec<Diagnostic>> {
        let (briefs, files) = plan::plan_batch(inputs, request)?;
        Ok(Self {
            request,
            briefs,
            files,
        })
    }

    /// How many briefs there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.briefs.len()
    }

    /// Whether there are none, as may be in one part of a few.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.briefs.is_empty()
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
        done: &(dyn Fn(&BriefOutcome) + Sync),
    ) -> Result<BatchOutcome, Vec<Diagnostic>> {
        let shared = SharedResources::new(
            project_plans(&self.briefs).map(|plan| &plan.project),
            self.request,
        );
        if mode == Mode::Write {
            let manifests = project_plans(&self.briefs).map(|plan| plan.manifest_folder.clone());
            files::remove_abandoned(
                self.briefs
                    .iter()
                    .map(PlannedBrief::documents_folder)
                    .chain(manifests),
            );
        }
        let records = if mode == Mode::Dry {
            OutputRecords::default()
        } else {
            OutputRecords::load(&self.briefs, self.request)
        };
        let run = BatchRun {
            request: self.request,
            mode,
            shared: &shared,
            records: &records,
            owners: &self.files,
        };
        let summary = Mutex::new(Summary::default());
        // One after another, so that what waits for its turn to be told does not pile up.
        let without_errors: Vec<usize> = (self.briefs.iter().enumerate().par_bridge())
            .filter_map(|(number, brief)| {
                if self.request.is_cancelled() {
                    return None;
                }
                let report = BriefOutcome {
                    number,
                    ..run.process(&brief.plan())
                };
                done(&report);
                summary
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .add(&report);
                (!report.failed).then_some(number)
            })
            .collect();
        let summary = summary.into_inner().unwrap_or_else(PoisonError::into_inner);
        self.conclude(mode, records, &without_errors, summary)
            .map_err(|problem| vec![problem])
    }

    /// Records what was written, and sees to what is left over. `without_errors` are the numbers of the
    /// briefs without errors.
    fn conclude(
        &self,
        mode: Mode,
        records: OutputRecords,
        without_errors: &[usize],
        mut summary: Summary,
    ) -> Result<BatchOutcome, Diagnostic> {
        let stale = StaleCheck::new(self.request, &self.briefs, &self.files, without_errors);
        let mut leftovers = match mode {
            Mode::Dry => {
                return Ok(BatchOutcome {
                    summary,
                    ..BatchOutcome::default()
                });
            }
            Mode::Compare => records.stale(&stale, &self.files),
            Mode::Write => records.write(&self.files, &stale, self.request.prune)?,
        };
        let removed = std::mem::take(&mut leftovers.removed);
        let mut diagnostics = leftovers.into_diagnostics(mode);
        if self.request.strict {
            diagnostics
                .iter_mut()
                .for_each(|problem| problem.severity = Severity::Error);
        }
        summary.add_warnings(&diagnostics);
        Ok(BatchOutcome {
            summary,
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
pub fn run_batch(
    inputs: Vec<BriefInput>,
    request: &Request,
    mode: Mode,
    done: &(dyn Fn(&BriefOutcome) + Sync),
) -> Result<Vec<BriefOutcome>, Vec<Diagnostic>> {
    let reports = Mutex::new(Vec::new());
    let keep = |report: &BriefOutcome| {
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
    input: BriefInput,
    request: &Request,
) -> Result<(Rendered, Vec<Diagnostic>), Vec<Diagnostic>> {
    let (briefs, _) = plan::plan_batch(vec![input], request)?;
    let plan = briefs.first().map(PlannedBrief::plan);
    let Some((plan, job)) = plan
        .as_ref()
        .and_then(|plan| Some((plan, plan.jobs.first()?)))
    else {
        return Ok((Rendered::default(), Vec::new()));
    };
    let shared = SharedResources::new([plan.project()].into_iter(), request);
    let prepared = PreparedBrief::new(plan, request, &shared)?;
    let mut found = prepared.warnings();
    if !prepared.can_show(job) {
        return Err(found);
    }
    let name = document_name(plan, job);
    let rendered = prepared
        .render(job)
        .map_err(|problems| with_context(&name, problems))?;
    found.extend(with_context(&name, rendered.diagnostics.clone()));
    Ok((rendered, distinct(found)))
}
