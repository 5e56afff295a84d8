//! The results of a run: of each brief, of the whole run, and as counts.

use std::path::PathBuf;
use std::sync::Arc;

use super::manifest_record::OutputRecord;
use crate::diagnostic::{Diagnostic, Severity};

/// The result of one brief.
#[derive(Debug, Clone, Default)]
pub struct BriefOutcome {
    /// The position of the brief in the run, from 0.
    pub number: usize,
    /// The name of the brief in messages.
    pub brief: String,
    /// Every problem that was found.
    pub diagnostics: Vec<Diagnostic>,
    /// The documents that were rendered or are up to date. Those that are up to date come first.
    pub outputs: Vec<Arc<OutputRecord>>,
    /// How many of `outputs` were up to date.
    pub up_to_date: usize,
    /// Whether there was an error; with [`Request::strict`](super::Request::strict) also a warning.
    pub failed: bool,
}

/// The result of a run.
///
/// A file is left over if the manifest records it and no brief produces it any more. Either its
/// brief has been deleted from one of [`Request::folders`](super::Request::folders); or the request
/// names neither formats nor a template, nor did the run that wrote the file, and the brief, which
/// has no errors, no longer asks for the file. Briefs outside
/// [`Request::partition`](super::Request::partition) and briefs from standard input leave nothing
/// over.
#[derive(Debug, Clone, Default)]
pub struct BatchOutcome {
    /// Counts of briefs, files and warnings, including warnings about left-over files.
    pub summary: Summary,
    /// Problems with left-over files.
    pub diagnostics: Vec<Diagnostic>,
    /// The left-over files that were removed. Only [`Request::prune`](super::Request::prune)
    /// removes files, and only files that are still as they were written.
    pub removed: Vec<PathBuf>,
}

impl BatchOutcome {
    /// Whether a brief failed or a left-over file is an error.
    #[must_use]
    pub fn failed(&self) -> bool {
        self.summary.failed > 0 || self.diagnostics.iter().any(Diagnostic::is_error)
    }
}

/// Counts for the briefs of a run. In a mail merge each row counts as a brief. Briefs of other
/// parts, and those that a cancelled run did not start, are not counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Summary {
    /// The number of briefs.
    pub briefs: usize,
    /// The number of briefs that failed.
    pub failed: usize,
    /// The number of files that were written, compared, checked, or up to date.
    pub files: usize,
    /// The number of files that were up to date.
    pub up_to_date: usize,
    /// The number of warnings.
    pub warnings: usize,
}

impl Summary {
    pub(super) fn add(&mut self, outcome: &BriefOutcome) {
        self.briefs += 1;
        self.failed += usize::from(outcome.failed);
        // Those that were up to date come first, and each page with a file of its own counts.
        for (position, output) in outcome.outputs.iter().enumerate() {
            let files = 1 + output.further.len();
            self.files += files;
            if position < outcome.up_to_date {
                self.up_to_date += files;
            }
        }
        self.add_warnings(&outcome.diagnostics);
    }

    pub(super) fn add_warnings(&mut self, problems: &[Diagnostic]) {
        for problem in problems {
            if problem.severity == Severity::Warning {
                self.warnings += 1;
            }
        }
    }
}
