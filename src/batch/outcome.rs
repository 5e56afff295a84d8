//! What became of the briefs of a run: of each, of all, and in figures.

use std::path::PathBuf;
use std::sync::Arc;

use super::record::OutputRecord;
use crate::diagnostic::{Diagnostic, Severity};

/// What became of one brief.
#[derive(Debug, Clone, Default)]
pub struct BriefOutcome {
    /// Its number among all briefs of the run, from 0.
    pub number: usize,
    /// The brief, as messages name it.
    pub brief: String,
    /// Everything that was found.
    pub diagnostics: Vec<Diagnostic>,
    /// What was rendered, or is up to date.
    pub outputs: Vec<Arc<OutputRecord>>,
    /// How many of `outputs` were up to date already.
    pub up_to_date: usize,
    /// Whether anything failed, warnings included if they are asked to.
    pub failed: bool,
}

/// A run that has ended.
///
/// Files are left over if the manifest records them and no brief has them any more: their brief is
/// gone from one of [`Request::folders`](super::Request::folders); or, in a run for whatever formats and templates briefs
/// and settings name, they were made in such a run and the brief, which is without errors, does not
/// name them any more. What [`Request::partition`](super::Request::partition) leaves to others, and what was made from
/// standard input, is never left over.
#[derive(Debug, Clone, Default)]
pub struct BatchOutcome {
    /// What became of the briefs, and how many warnings there were, those about files that are left
    /// over included.
    pub summary: Summary,
    /// What is to be said about files that are left over.
    pub diagnostics: Vec<Diagnostic>,
    /// What was removed, if [`Request::prune`](super::Request::prune) is set, of what was left over and as it was written.
    pub removed: Vec<PathBuf>,
}

impl BatchOutcome {
    /// Whether anything failed.
    #[must_use]
    pub fn failed(&self) -> bool {
        self.summary.failed > 0 || self.diagnostics.iter().any(Diagnostic::is_error)
    }
}

/// What became of briefs, or of the rows of a merge, each of which counts as one. Those of other
/// parts, and those that a cancelled run never began, are not counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Summary {
    /// Briefs.
    pub briefs: usize,
    /// Briefs of which anything failed, warnings included if they are asked to.
    pub failed: usize,
    /// Files that were written, or compared, or would be written, or were up to date.
    pub files: usize,
    /// How many of `files` were up to date.
    pub up_to_date: usize,
    /// Warnings.
    pub warnings: usize,
}

impl Summary {
    pub(super) fn add(&mut self, report: &BriefOutcome) {
        let files = |outputs: &[Arc<OutputRecord>]| {
            outputs
                .iter()
                .map(|output| 1 + output.further.len())
                .sum::<usize>()
        };
        self.briefs += 1;
        self.failed += usize::from(report.failed);
        self.files += files(&report.outputs);
        self.up_to_date += report.outputs.get(..report.up_to_date).map_or(0, files);
        self.add_warnings(&report.diagnostics);
    }

    pub(super) fn add_warnings(&mut self, found: &[Diagnostic]) {
        self.warnings += found
            .iter()
            .filter(|problem| problem.severity == Severity::Warning)
            .count();
    }
}
