//! What earlier runs wrote and no brief has any more: of briefs that are gone, or in formats and
//! templates that a brief and its settings name no more.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::digest::{Key, has_digest, key};
use super::owners::Files;
use super::partition::Partition;
use super::plan::Outline;
use super::record::Output;
use super::request::{Mode, Request};
use crate::diagnostic::{Code, Diagnostic};
use crate::io::{display, folder_of, plain};

/// How many files a message names.
const NAMED: usize = 3;

/// Which records of a manifest are stale, as far as a run covers them.
pub(super) struct Stale<'a> {
    request: &'a Request,
    files: &'a Files,
    /// Folders that were asked for: whole paths, and as they were named.
    covered: Vec<(PathBuf, &'a Path)>,
    outlines: &'a [Outline],
    /// Numbers of the briefs without errors.
    sound: &'a [usize],
    /// See [`Stale::folders`].
    folders: OnceCell<BTreeSet<(Key, Key)>>,
}

impl<'a> Stale<'a> {
    pub fn new(
        request: &'a Request,
        outlines: &'a [Outline],
        files: &'a Files,
        sound: &'a [usize],
    ) -> Self {
        let covered = request
            .folders
            .iter()
            .map(|folder| (plain(folder), folder.as_path()))
            .collect();
        Self {
            request,
            files,
            covered,
            outlines,
            sound,
            folders: OnceCell::new(),
        }
    }

    /// Briefs without errors, with the folders that they are written to. What a broken brief would
    /// be is not known. Most runs need not know it.
    fn folders(&self) -> &BTreeSet<(Key, Key)> {
        self.folders.get_or_init(|| {
            let sound = self
                .sound
                .iter()
                .filter_map(|&number| self.outlines.get(number));
            sound
                .map(|outline| {
                    (
                        key(&plain(&outline.input.file)),
                        key(&plain(&outline.folder())),
                    )
                })
                .collect()
        })
    }

    /// Whether a record of that file may be stale: no brief of the run has it.
    pub fn may_be(&self, file: &Path) -> bool {
        !self.request.is_cancelled() && self.files.owner(file).is_none()
    }

    /// Whether a record of a folder's manifest, which may be stale, is so.
    pub fn is_stale(&self, folder: &Path, entry: &Output) -> bool {
        let Some(source) = &entry.source else {
            return false;
        };
        let (file, brief) = (folder.join(&entry.path), plain(&folder.join(source)));
        let brief_key = key(&brief);
        if self
            .folders()
            .range((brief_key, Key::default())..)
            .next()
            .is_some_and(|(sound, _)| *sound == brief_key)
        {
            let is_written_to = self
                .folders()
                .contains(&(brief_key, key(&plain(&folder_of(&file)))));
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
        inside
            .is_some_and(|brief| partition.is_none_or(|partition| partition.has(&display(&brief))))
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
    pub fn told(mut self, mode: Mode) -> Vec<Diagnostic> {
        let one = self.there.len() == 1;
        if !self.there.is_empty() {
            let names: Vec<_> = self
                .there
                .iter()
                .take(NAMED)
                .map(|it| format!("`{}`", display(it)))
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
                them(one)
            );
            let hint = format!("a run with `--prune` removes {}", them(one));
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
        stale: &[Output],
        kept: &mut dyn Iterator<Item = Output>,
        files: &Files,
    ) {
        let there = own_files(folder, stale, kept, files).into_keys();
        self.there.extend(there.filter(|file| file.is_file()));
    }

    /// Removes the files of stale records that no other record has and that are as they were
    /// written, and folders that are empty then.
    pub fn remove(
        &mut self,
        folder: &Path,
        stale: &[Output],
        kept: &mut dyn Iterator<Item = Output>,
        files: &Files,
    ) {
        for (file, digest) in own_files(folder, stale, kept, files) {
            if !file.is_file() || !lies_in(&file, folder) {
                continue;
            }
            if !has_digest(&file, digest) {
                let message = format!(
                    "`{}` stays, as someone has changed it; it is recorded no more",
                    display(&file)
                );
                self.problems
                    .push(Diagnostic::warning(Code::LeftOver, message));
            } else if let Err(why) = std::fs::remove_file(&file) {
                let message = format!("cannot remove `{}`: {why}", display(&file));
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

fn them(one: bool) -> &'static str {
    if one { "it" } else { "them" }
}

/// The files of some records that neither other records nor the run have, with their digests.
fn own_files<'o>(
    folder: &Path,
    stale: &'o [Output],
    kept: &mut dyn Iterator<Item = Output>,
    files: &Files,
) -> BTreeMap<PathBuf, &'o str> {
    let own = stale.iter().flat_map(|entry| entry.files(folder));
    let mut own: BTreeMap<_, _> = own
        .filter(|(file, _)| files.owner(file).is_none())
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
    match (folder_of(file).canonicalize(), folder.canonicalize()) {
        (Ok(parent), Ok(folder)) => parent.starts_with(folder),
        _ => false,
    }
}
