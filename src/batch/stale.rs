//! What earlier runs wrote and no brief has any more: of briefs that are gone, or in formats and
//! templates that a brief and its settings name no more.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::digest::{PathKey, has_digest, path_key};
use super::owners::OutputOwners;
use super::partition::Partition;
use super::plan::PlannedBrief;
use super::record::OutputRecord;
use super::request::{Mode, Request};
use crate::diagnostic::{Code, Diagnostic};
use crate::io::{display_path, normalize_path, parent_folder};

/// How many files a message names.
const MAX_NAMED_FILES: usize = 3;

/// Which records of a manifest are stale, as far as a run covers them.
pub(super) struct StaleCheck<'a> {
    request: &'a Request,
    files: &'a OutputOwners,
    /// Folders that were asked for: whole paths, and as they were named.
    covered: Vec<(PathBuf, &'a Path)>,
    briefs: &'a [PlannedBrief],
    /// Numbers of the briefs without errors.
    without_errors: &'a [usize],
    /// See [`StaleCheck::folders`].
    written_folders: OnceCell<BTreeSet<(PathKey, PathKey)>>,
}

impl<'a> StaleCheck<'a> {
    pub fn new(
        request: &'a Request,
        briefs: &'a [PlannedBrief],
        files: &'a OutputOwners,
        without_errors: &'a [usize],
    ) -> Self {
        let covered = request
            .folders
            .iter()
            .map(|folder| (normalize_path(folder), folder.as_path()))
            .collect();
        Self {
            request,
            files,
            covered,
            briefs,
            without_errors,
            written_folders: OnceCell::new(),
        }
    }

    /// Briefs without errors, with the folders that they are written to. What a broken brief would
    /// be is not known. Most runs need not know it.
    fn written_folders(&self) -> &BTreeSet<(PathKey, PathKey)> {
        self.written_folders.get_or_init(|| {
            let without_errors = self
                .without_errors
                .iter()
                .filter_map(|&number| self.briefs.get(number));
            without_errors
                .map(|brief| {
                    (
                        path_key(&normalize_path(&brief.input.file)),
                        path_key(&normalize_path(&brief.documents_folder())),
                    )
                })
                .collect()
        })
    }

    /// Whether a record of that file may be stale: no brief of the run has it.
    pub fn may_be_stale(&self, file: &Path) -> bool {
        !self.request.is_cancelled() && self.files.owner_of(file).is_none()
    }

    /// Whether a record of a folder's manifest, which may be stale, is so.
    pub fn is_stale(&self, folder: &Path, entry: &OutputRecord) -> bool {
        let Some(source) = &entry.source else {
            return false;
        };
        let (file, brief) = (
            folder.join(&entry.path),
            normalize_path(&folder.join(source)),
        );
        let brief_key = path_key(&brief);
        if self
            .written_folders()
            .range((brief_key, PathKey::default())..)
            .next()
            .is_some_and(|(without_errors, _)| *without_errors == brief_key)
        {
            let is_written_to = self
                .written_folders()
                .contains(&(brief_key, path_key(&normalize_path(&parent_folder(&file)))));
            !entry.asked && !self.request.names_documents() && is_written_to
        } else {
            self.covers(&brief) && is_gone(&brief)
        }
    }

    /// Whether a brief that is gone would have been a part of the run.
    fn covers(&self, brief: &Path) -> bool {
        let inside = self
            .covered
            .iter()
            .find_map(|(whole, named)| Some(named.join(brief.strip_prefix(whole).ok()?)));
        let partition: Option<Partition> = self.request.partition;
        inside.is_some_and(|brief| {
            partition.is_none_or(|partition| partition.contains(&display_path(&brief)))
        })
    }
}

fn is_gone(brief: &Path) -> bool {
    std::fs::symlink_metadata(brief).is_err_and(|why| why.kind() == ErrorKind::NotFound)
}

/// What became of stale files.
#[derive(Debug, Default)]
pub(super) struct Leftovers {
    /// Those that are still there.
    pub there: Vec<PathBuf>,
    /// Those that were removed.
    pub removed: Vec<PathBuf>,
    /// Those that could not be, or that a person has made their own.
    pub problems: Vec<Diagnostic>,
}

impl Leftovers {
    /// What is to be said about them.
    pub fn into_diagnostics(mut self, mode: Mode) -> Vec<Diagnostic> {
        let one = self.there.len() == 1;
        if !self.there.is_empty() {
            let names: Vec<_> = self
                .there
                .iter()
                .take(MAX_NAMED_FILES)
                .map(|it| format!("`{}`", display_path(it)))
                .collect();
            let more = self.there.len() - names.len();
            let more = if more > 0 {
                format!(" and {more} more")
            } else {
                String::new()
            };
            let verb = if one { "is" } else { "are" };
            let message = format!(
                "{}{more} {verb} left over: no brief has {} any more",
                names.join(", "),
                pronoun(one)
            );
            let hint = format!("a run with `--prune` removes {}", pronoun(one));
            let problem = if mode == Mode::Compare {
                Diagnostic::error(Code::LeftOver, message)
            } else {
                Diagnostic::warning(Code::LeftOver, message)
            };
            self.problems.push(problem.hint(hint));
        }
        self.problems
    }

    /// Finds the files of stale records that no other record has.
    pub fn find(
        &mut self,
        folder: &Path,
        stale: &[OutputRecord],
        kept: &mut dyn Iterator<Item = OutputRecord>,
        files: &OutputOwners,
    ) {
        let there = unclaimed_files(folder, stale, kept, files).into_keys();
        self.there.extend(there.filter(|file| file.is_file()));
    }

    /// Removes the files of stale records that no other record has and that are as they were
    /// written, and folders that are empty then.
    pub fn remove(
        &mut self,
        folder: &Path,
        stale: &[OutputRecord],
        kept: &mut dyn Iterator<Item = OutputRecord>,
        files: &OutputOwners,
    ) {
        for (file, digest) in unclaimed_files(folder, stale, kept, files) {
            if !file.is_file() || !lies_in(&file, folder) {
                continue;
            }
            if !has_digest(&file, digest) {
                let message = format!(
                    "`{}` stays, as someone has changed it; it is recorded no more",
                    display_path(&file)
                );
                self.problems
                    .push(Diagnostic::warning(Code::LeftOver, message));
            } else if let Err(why) = std::fs::remove_file(&file) {
                let message = format!("cannot remove `{}`: {why}", display_path(&file));
                self.problems
                    .push(Diagnostic::error(Code::UnremovableFile, message));
            } else {
                let above = file.ancestors().skip(1).take_while(|it| *it != folder);
                // A folder that is not empty is refused, and stays with those above it.
                let _ = above
                    .map(std::fs::remove_dir)
                    .take_while(Result::is_ok)
                    .count();
                self.removed.push(file);
            }
        }
    }
}

fn pronoun(one: bool) -> &'static str {
    if one { "it" } else { "them" }
}

/// The files of some records that neither other records nor the run have, with their digests.
fn unclaimed_files<'o>(
    folder: &Path,
    stale: &'o [OutputRecord],
    kept: &mut dyn Iterator<Item = OutputRecord>,
    files: &OutputOwners,
) -> BTreeMap<PathBuf, &'o str> {
    let own = stale.iter().flat_map(|entry| entry.files(folder));
    let mut own: BTreeMap<_, _> = own
        .filter(|(file, _)| files.owner_of(file).is_none())
        .collect();
    // Nearly always there are none, and nobody needs to read the others.
    while !own.is_empty()
        && let Some(entry) = kept.next()
    {
        for (file, _) in entry.files(folder) {
            own.remove(&file);
        }
    }
    own
}

/// Whether a file lies inside a folder, links followed: a record is no permission to remove what is
/// elsewhere.
fn lies_in(file: &Path, folder: &Path) -> bool {
    match (parent_folder(file).canonicalize(), folder.canonicalize()) {
        (Ok(parent), Ok(folder)) => parent.starts_with(folder),
        _ => false,
    }
}
