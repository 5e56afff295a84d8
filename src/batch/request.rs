//! What is asked of a run.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::partition::Partition;
use crate::options::FormatOptions;

/// What is asked of a run.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// Formats; what the project's settings say if empty, else pdf, docx and md.
    pub formats: Vec<&'static str>,
    /// A template instead of the briefs' and the formats' own: a name, or a path relative to the
    /// working folder.
    pub template: Option<String>,
    /// A theme instead of the briefs' own: a name, or a path relative to the working folder.
    pub theme: Option<String>,
    /// Options of formats; what the projects' settings say where these say nothing.
    pub options: FormatOptions,
    /// A folder, or a file if it has the extension of the one format asked for. `output` if absent.
    pub output: Option<PathBuf>,
    /// Whether warnings fail.
    pub strict: bool,
    /// Whether to render even what is up to date.
    pub force: bool,
    /// Whether to remove what is left over of briefs that are gone; see [`BatchOutcome`](super::BatchOutcome).
    pub prune: bool,
    /// The folders of briefs that were asked for: what is missing there, and was there in an
    /// earlier run, is gone.
    pub folders: Vec<PathBuf>,
    /// Which part of the briefs; all if absent.
    pub partition: Option<Partition>,
    /// Which of the inputs, by their files; all if absent. The others' files stay theirs.
    pub only: Option<BTreeSet<PathBuf>>,
    /// Folders with fonts besides those that projects name, tried in order; missing ones are passed
    /// over.
    pub font_folders: Vec<PathBuf>,
    /// Set from outside to end the run after the documents that are being made.
    pub cancel: Arc<AtomicBool>,
}

impl Request {
    pub(super) fn is_cancelled(&self) -> bool {
        self.cancel.load(Ordering::Relaxed)
    }

    /// Whether the formats or the template are asked for here, and not by the briefs and settings
    /// alone.
    pub(super) fn names_documents(&self) -> bool {
        !self.formats.is_empty() || self.template.is_some()
    }
}

/// What is done with what was rendered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Write it.
    Write,
    /// Compare it with what is there.
    Compare,
    /// Nothing: only the problems matter.
    Dry,
}
