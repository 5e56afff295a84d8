//! The options of a run.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::partition::Partition;
use crate::io::display_path;
use crate::options::FormatOptions;

/// What to render and how: the options of a run.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// The formats to write. If empty: those in the project's settings, else pdf, docx and md.
    pub formats: Vec<&'static str>,
    /// The template to use instead of those that briefs and formats name: a name, or a path
    /// relative to the working folder.
    pub template: Option<String>,
    /// The theme to use instead of those that briefs name: a name, or a path relative to the
    /// working folder.
    pub theme: Option<String>,
    /// The options of formats. Those that are not set come from the project's settings.
    pub options: FormatOptions,
    /// The folder to write to, or a file if it has the extension of the only format. Default: the
    /// folder in the project's settings, else `output`.
    pub output: Option<PathBuf>,
    /// Whether warnings are errors.
    pub strict: bool,
    /// Whether to render documents that are up to date.
    pub force: bool,
    /// Whether to remove left-over files; see [`BatchOutcome`](super::BatchOutcome).
    pub prune: bool,
    /// The folders that were searched for briefs. A brief that an earlier run rendered from one of
    /// them, and that no longer exists, has been deleted.
    pub folders: Vec<PathBuf>,
    /// The part of the briefs to render; `None` for all.
    pub partition: Option<Partition>,
    /// The files of the briefs to render; `None` for all. The other briefs still own their outputs,
    /// which are neither overwritten nor left over.
    pub only: Option<BTreeSet<PathBuf>>,
    /// Folders with fonts, searched in order after those that projects name. Missing folders are
    /// skipped.
    pub font_folders: Vec<PathBuf>,
    /// Set it to stop the run once the documents in progress are finished.
    pub cancel: Arc<AtomicBool>,
}

impl Request {
    pub(super) fn is_cancelled(&self) -> bool {
        // The flag guards no other data, so the order of accesses does not matter.
        self.cancel.load(Ordering::Relaxed)
    }

    /// Whether the brief in a file is one of those to render.
    pub(super) fn includes(&self, brief: &Path) -> bool {
        if let Some(partition) = self.partition
            && !partition.contains(&display_path(brief))
        {
            return false;
        }
        match &self.only {
            Some(files) => files.contains(brief),
            None => true,
        }
    }

    /// Whether the request itself, and not only briefs and settings, names formats or a template.
    pub(super) fn names_documents(&self) -> bool {
        !self.formats.is_empty() || self.template.is_some()
    }
}

/// What a run does with the rendered files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Writes them.
    Write,
    /// Compares them with the files on disk.
    Compare,
    /// Discards them: the run is for its diagnostics.
    Dry,
}
