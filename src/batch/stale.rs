//! Finds files that earlier runs wrote and no brief produces any more.
//!
//! [`StaleCheck`] decides which records of a manifest are stale, and [`Leftovers`] reports or
//! removes their files. [`BatchOutcome`](super::BatchOutcome) says when a file is left over.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::digest::{PathKey, has_digest, path_key};
use super::manifest_record::OutputRecord;
use super::owners::OutputOwners;
use super::plan::PlannedBrief;
use super::request::{Mode, Request};
use crate::diagnostic::{Code, Diagnostic};
use crate::io::{display_path, normalize_path, parent_folder};

/// How many left-over files a message names. It counts the others.
const MAX_NAMED_FILES: usize = 3;

/// Decides which records are stale.
pub(super) struct StaleCheck<'a> {
    request: &'a Request,
    owners: &'a OutputOwners,
    /// The requested folders, as normalized paths and as the user named them.
    searched_folders: Vec<(PathBuf, &'a Path)>,
    briefs: &'a [PlannedBrief],
    /// The indices of the briefs without errors.
    without_errors: &'a [usize],
    /// See [`StaleCheck::written_folders`].
    written_folders: OnceCell<BTreeSet<(PathKey, PathKey)>>,
}

impl<'a> StaleCheck<'a> {
    pub fn new(
        request: &'a Request,
        briefs: &'a [PlannedBrief],
        owners: &'a OutputOwners,
        without_errors: &'a [usize],
    ) -> Self {
        let mut searched_folders = Vec::new();
        for folder in &request.folders {
            searched_folders.push((normalize_path(folder), folder.as_path()));
        }
        Self {
            request,
            owners,
            searched_folders,
            briefs,
            without_errors,
            written_folders: OnceCell::new(),
        }
    }

    /// The briefs without errors, each with the folder of its documents. It is unknown what a brief
    /// with errors would produce. Most runs do not need this set, so it is built on first use.
    fn written_folders(&self) -> &BTreeSet<(PathKey, PathKey)> {
        self.written_folders.get_or_init(|| {
            let mut folders = BTreeSet::new();
            for &index in self.without_errors {
                let Some(brief) = self.briefs.get(index) else {
                    continue;
                };
                let file = path_key(&normalize_path(&brief.input.file));
                let folder = path_key(&normalize_path(&brief.documents_folder()));
                folders.insert((file, folder));
            }
            folders
        })
    }

    /// Whether the record of a file can be stale: no brief of the run owns the file. This is
    /// decided without reading the record.
    pub fn may_be_stale(&self, file: &Path) -> bool {
        // A cancelled run has not reached all briefs, and so does not know what they produce.
        !self.request.is_cancelled() && self.owners.owner_of(file).is_none()
    }

    /// Whether a record that may be stale is. `folder` is the folder of its manifest.
    pub fn is_stale(&self, folder: &Path, record: &OutputRecord) -> bool {
        let Some(source) = &record.source else {
            return false;
        };
        let brief = normalize_path(&folder.join(source));
        if !self.is_without_errors(&brief) {
            return self.covers(&brief) && is_deleted(&brief);
        }
        // The brief exists. It no longer asks for the file if neither this run nor the earlier one
        // was for certain formats, and the run writes to the folder of the file.
        let file_folder = normalize_path(&parent_folder(&folder.join(&record.path)));
        let is_written = (path_key(&brief), path_key(&file_folder));
        !record.asked
            && !self.request.names_documents()
            && self.written_folders().contains(&is_written)
    }

    fn is_without_errors(&self, brief: &Path) -> bool {
        let key = path_key(brief);
        // The set is sorted by brief, so a pair with this brief is the first from the least one on.
        let least = (key, PathKey::default());
        match self.written_folders().range(least..).next() {
            Some((brief, _)) => *brief == key,
            None => false,
        }
    }

    /// Whether a deleted brief would have been part of the run: it was in a requested folder and
    /// belonged to the requested part.
    fn covers(&self, brief: &Path) -> bool {
        for (normalized, named) in &self.searched_folders {
            if let Ok(below) = brief.strip_prefix(normalized) {
                // The part of a brief depends on its path as the user named it.
                let path = display_path(&named.join(below));
                return match self.request.partition {
                    Some(partition) => partition.contains(&path),
                    None => true,
                };
            }
        }
        false
    }
}

fn is_deleted(brief: &Path) -> bool {
    // Any other error, such as a folder that may not be read, does not mean that it is gone.
    match std::fs::symlink_metadata(brief) {
        Ok(_) => false,
        Err(why) => why.kind() == ErrorKind::NotFound,
    }
}

/// Left-over files of a run.
#[derive(Debug, Default)]
pub(super) struct Leftovers {
    /// Files that were found and not removed.
    pub found: Vec<PathBuf>,
    /// Files that were removed.
    pub removed: Vec<PathBuf>,
    /// Problems with files that could not be removed, or that someone has changed.
    pub problems: Vec<Diagnostic>,
}

impl Leftovers {
    /// All problems, and a diagnostic that names the files that were not removed.
    pub fn into_diagnostics(self, mode: Mode) -> Vec<Diagnostic> {
        let mut problems = self.problems;
        if self.found.is_empty() {
            return problems;
        }
        let mut names = Vec::new();
        for file in self.found.iter().take(MAX_NAMED_FILES) {
            names.push(format!("`{}`", display_path(file)));
        }
        let more = match self.found.len() - names.len() {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let names = names.join(", ");
        let (verb, pronoun) = match self.found.len() {
            1 => ("is", "it"),
            _ => ("are", "them"),
        };
        let message =
            format!("{names}{more} {verb} left over: no brief produces {pronoun} any more");
        let problem = match mode {
            Mode::Compare => Diagnostic::error(Code::LeftOver, message),
            _ => Diagnostic::warning(Code::LeftOver, message),
        };
        problems.push(problem.hint(format!("a run with `--prune` removes {pronoun}")));
        problems
    }

    /// Finds the files of stale records that belong to no other record.
    pub fn find(
        &mut self,
        folder: &Path,
        stale: &[OutputRecord],
        others: &mut dyn Iterator<Item = OutputRecord>,
        owners: &OutputOwners,
    ) {
        let files = unclaimed_files(folder, stale, others, owners).into_keys();
        self.found.extend(files.filter(|file| file.is_file()));
    }

    /// Removes the files of stale records that belong to no other record, and folders that are then
    /// empty. A file that someone has changed stays.
    pub fn remove(
        &mut self,
        folder: &Path,
        stale: &[OutputRecord],
        others: &mut dyn Iterator<Item = OutputRecord>,
        owners: &OutputOwners,
    ) {
        for (file, digest) in unclaimed_files(folder, stale, others, owners) {
            if !file.is_file() || !is_really_inside(&file, folder) {
                continue;
            }
            let shown = display_path(&file);
            if !has_digest(&file, digest) {
                let message =
                    format!("`{shown}` stays, as someone has changed it; it is recorded no more");
                self.problems
                    .push(Diagnostic::warning(Code::LeftOver, message));
            } else if let Err(why) = std::fs::remove_file(&file) {
                let message = format!("cannot remove `{shown}`: {why}");
                self.problems
                    .push(Diagnostic::error(Code::UnremovableFile, message));
            } else {
                remove_empty_folders(&file, folder);
                self.removed.push(file);
            }
        }
    }
}

/// Removes the folders between a removed file and `top`, up to the first that is not empty.
fn remove_empty_folders(file: &Path, top: &Path) {
    for folder in file.ancestors().skip(1).take_while(|it| *it != top) {
        // The system refuses to remove a folder that is not empty.
        if std::fs::remove_dir(folder).is_err() {
            return;
        }
    }
}

/// The files of stale records, with their digests, that belong to no other record and no brief of
/// the run.
fn unclaimed_files<'o>(
    folder: &Path,
    stale: &'o [OutputRecord],
    others: &mut dyn Iterator<Item = OutputRecord>,
    owners: &OutputOwners,
) -> BTreeMap<PathBuf, &'o str> {
    let mut files = BTreeMap::new();
    for record in stale {
        files.extend(record.files(folder));
    }
    files.retain(|file, _| owners.owner_of(file).is_none());
    // There are nearly always none. Then the other records need not be read.
    while !files.is_empty()
        && let Some(record) = others.next()
    {
        for (file, _) in record.files(folder) {
            files.remove(&file);
        }
    }
    files
}

/// Whether a file is inside a folder after all links are followed. A manifest may contain anything,
/// so a record alone is not enough to remove a file.
fn is_really_inside(file: &Path, folder: &Path) -> bool {
    match (parent_folder(file).canonicalize(), folder.canonicalize()) {
        (Ok(parent), Ok(folder)) => parent.starts_with(folder),
        _ => false,
    }
}
