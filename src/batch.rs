//! Renders many briefs to many files, or to bytes in memory.
//!
//! [`Batch`] is one run: it plans which file each brief becomes in each format, renders the briefs
//! in parallel, and records the files in a manifest. Files whose dependencies have not changed are
//! not rendered again. An error or a panic in one brief does not affect the others. [`MailMerge`]
//! renders one brief for each row of data. A [`Session`] renders briefs and rows to bytes and
//! writes nothing. All three take the same way from a brief to its documents.

mod brief_fonts;
mod character_names;
mod coverage;
mod dependencies;
mod digest;
mod files;
mod find;
mod font_folders;
mod han_characters;
mod images;
mod joined_signs;
mod lock;
mod mail_merge;
mod manifest;
mod manifest_record;
mod outcome;
mod owners;
mod partition;
mod plan;
mod prepare;
mod records;
mod render_brief;
mod replay;
mod request;
mod requested;
mod resolve;
mod resources;
mod row_pattern;
mod run;
mod session;
mod shared;
mod stale;
mod up_to_date;

use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

pub use brief_fonts::{BriefFontNeeds, find_brief_fonts};
pub use files::write_file;
pub use find::{BriefInput, find_briefs, has_no_briefs};
pub use mail_merge::MailMerge;
pub use manifest::MANIFEST_FILE;
pub use manifest_record::OutputRecord;
pub use outcome::{BatchOutcome, BriefOutcome, Summary};
pub use partition::Partition;
pub use records::recorded_files;
pub use replay::{RecordedSpan, RecordedWarning};
pub use request::{Mode, Request};
pub use row_pattern::RowPattern;
pub use run::FILE_PER_PAGE_HINT;
pub use session::{RenderedBrief, RenderedDocument, Session, render_one};

pub use crate::io::display_path;
pub use crate::merge::values::RowValues;
pub use crate::merge::{Row, RowFormat, Rows};

use crate::diagnostic::Diagnostic;
use owners::OutputOwners;
use plan::{PlannedBrief, project_plans};
use records::{OutputRecords, lock_ignoring_poison};
use render_brief::turn_into_errors;
use run::BatchRun;
use shared::SharedResources;
use stale::{Leftovers, StaleCheck};

/// A run over a set of briefs.
pub struct Batch<'a> {
    request: &'a Request,
    briefs: Vec<PlannedBrief>,
    owners: OutputOwners,
}

impl<'a> Batch<'a> {
    /// Plans which file each brief becomes in each format.
    ///
    /// # Errors
    ///
    /// Problems in settings, and two briefs that would write the same file.
    pub fn new(inputs: Vec<BriefInput>, request: &'a Request) -> Result<Self, Vec<Diagnostic>> {
        let (briefs, owners) = plan::plan_batch(inputs, request)?;
        Ok(Self {
            request,
            briefs,
            owners,
        })
    }

    /// The number of briefs.
    #[must_use]
    pub fn len(&self) -> usize {
        self.briefs.len()
    }

    /// Whether there are no briefs, which is possible for a part of few briefs.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.briefs.is_empty()
    }

    /// Renders all briefs on the threads of the current rayon pool. Calls `done` with the outcome
    /// of each brief as soon as it is finished.
    ///
    /// # Errors
    ///
    /// If a manifest cannot be written.
    pub fn run(
        &self,
        mode: Mode,
        done: &(dyn Fn(&BriefOutcome) + Sync),
    ) -> Result<BatchOutcome, Vec<Diagnostic>> {
        let plans = project_plans(&self.briefs);
        let shared = SharedResources::new(plans.clone().map(|plan| &plan.project), self.request);
        if mode == Mode::Write {
            let documents = self.briefs.iter().map(PlannedBrief::documents_folder);
            let manifests = plans.map(|plan| plan.manifest_folder.clone());
            files::remove_abandoned(documents.chain(manifests));
        }
        let records = match mode {
            Mode::Dry => OutputRecords::default(),
            Mode::Write | Mode::Compare => OutputRecords::load(&self.briefs, self.request),
        };
        let run = BatchRun {
            request: self.request,
            mode,
            shared: &shared,
            records: &records,
            owners: &self.owners,
        };
        let summary = Mutex::new(Summary::default());
        // `par_bridge` starts the briefs in order, so few outcomes have to wait to be reported.
        let process = |(number, brief): (usize, &PlannedBrief)| -> Option<usize> {
            if self.request.is_cancelled() {
                return None;
            }
            let mut outcome = run.process(&brief.plan());
            outcome.number = number;
            done(&outcome);
            lock_ignoring_poison(&summary).add(&outcome);
            // Only the number is kept, because a run can have very many briefs.
            (!outcome.failed).then_some(number)
        };
        let briefs = self.briefs.iter().enumerate();
        let without_errors: Vec<usize> = briefs.par_bridge().filter_map(process).collect();
        let summary = summary.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut outcome = self.conclude(mode, records, &without_errors, summary)?;
        outcome.diagnostics.extend(shared.notes_on_labels());
        Ok(outcome)
    }

    /// Writes the manifests, and finds or removes left-over files. `without_errors` are the indices
    /// of the briefs without errors.
    fn conclude(
        &self,
        mode: Mode,
        records: OutputRecords,
        without_errors: &[usize],
        mut summary: Summary,
    ) -> Result<BatchOutcome, Diagnostic> {
        let stale = StaleCheck::new(self.request, &self.briefs, &self.owners, without_errors);
        let mut leftovers = match mode {
            Mode::Dry => Leftovers::default(),
            Mode::Compare => records.find_leftovers(&stale, &self.owners),
            Mode::Write => records.write(&self.owners, &stale, self.request.prune)?,
        };
        let removed = std::mem::take(&mut leftovers.removed);
        let mut diagnostics = leftovers.into_diagnostics(mode);
        if self.request.strict {
            turn_into_errors(&mut diagnostics);
        }
        summary.add_warnings(&diagnostics);
        Ok(BatchOutcome {
            summary,
            diagnostics,
            removed,
        })
    }
}

/// Renders briefs as [`Batch`] does, and returns their outcomes in order. Left-over files are not
/// reported.
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
    let outcomes = Mutex::new(Vec::new());
    Batch::new(inputs, request)?.run(mode, &|outcome| {
        done(outcome);
        lock_ignoring_poison(&outcomes).push(outcome.clone());
    })?;
    let mut outcomes = outcomes
        .into_inner()
        .unwrap_or_else(PoisonError::into_inner);
    // They come in the order in which threads finish them.
    outcomes.sort_unstable_by_key(|outcome| outcome.number);
    Ok(outcomes)
}
