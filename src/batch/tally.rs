//! What became of the briefs of a run, in figures.

use std::sync::Arc;

use super::{Output, Report};
use crate::diagnostic::{Diagnostic, Severity};

/// What became of briefs, or of the rows of a merge, each of which counts as one. Those of other
/// parts, and those that a cancelled run never began, are not counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
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

impl Tally {
    pub(super) fn add(&mut self, report: &Report) {
        let files = |outputs: &[Arc<Output>]| {
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
