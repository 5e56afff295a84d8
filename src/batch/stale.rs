//! What earlier runs wrote and no brief has any more: of briefs that are gone, or in formats and templates that a brief
//! and its settings name no more.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

use super::digest::has_digest;
use super::manifest::Output;
use super::plan::{Files, Partition, Plan, folder_of, plain};
use super::{End, Mode, Request};
use crate::diagnostic::Diagnostic;
use crate::project::display;

/// How many files a message names.
const NAMED: usize = 3;

/// Which records of a manifest are stale, as far as a run covers them.
pub(super) struct Stale<'a> {
    request: &'a Request,
    files: &'a Files,
    /// Folders that were asked for: whole paths, and as they were named.
    covered: Vec<(PathBuf, &'a Path)>,
    plans: &'a [Plan],
    ends: &'a [End],
    /// See [`Stale::sound`].
    sound: OnceCell<BTreeMap<PathBuf, BTreeSet<PathBuf>>>,
}

impl<'a> Stale<'a> {
    pub fn new(request: &'a Request, plans: &'a [Plan], files: &'a Files, ends: &'a [End]) -> Self {
        let covered = request.folders.iter().map(|folder| (plain(folder), folder.as_path())).collect();
        Self { request, files, covered, plans, ends, sound: OnceCell::new() }
    }

    /// The folders that briefs without errors are written to. What a broken brief would be is not known. Most runs need
    /// not know it.
    fn sound(&self) -> &BTreeMap<PathBuf, BTreeSet<PathBuf>> {
        self.sound.get_or_init(|| {
            let mut sound: BTreeMap<PathBuf, BTreeSet<PathBuf>> = BTreeMap::new();
            let ends = self.ends.iter().filter(|end| !end.failed);
            for plan in ends.filter_map(|end| self.plans.get(end.number)) {
                let folders = plan.jobs.iter().map(|job| plain(&folder_of(&job.path)));
                sound.entry(plain(&plan.input.file)).or_default().extend(folders);
            }
            sound
        })
    }

    /// Whether a record of a folder's manifest is stale.
    pub fn is_stale(&self, folder: &Path, entry: &Output) -> bool {
        let file = folder.join(&entry.path);
        let Some(source) = &entry.source else { return false };
        if self.request.is_cancelled() || self.files.owner(&file).is_some() {
            return false;
        }
        let brief = plain(&folder.join(source));
        match self.sound().get(&brief) {
            Some(folders) => {
                !entry.asked && !self.request.names_documents() && folders.contains(&plain(&folder_of(&file)))
            }
            None => self.covers(&brief) && is_gone(&brief),
        }
    }

    /// Whether a brief that is gone would have been a part of the run.
    fn covers(&self, brief: &Path) -> bool {
        let inside = self.covered.iter().find_map(|(whole, named)| Some(named.join(brief.strip_prefix(whole).ok()?)));
        let partition: Option<Partition> = self.request.partition;
        inside.is_some_and(|brief| partition.is_none_or(|partition| partition.has(&display(&brief))))
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
            let names: Vec<_> = self.there.iter().take(NAMED).map(|it| format!("`{}`", display(it))).collect();
            let more = self.there.len() - names.len();
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            let verb = if one { "is" } else { "are" };
            let message = format!("{}{more} {verb} left over: no brief has {} any more", names.join(", "), them(one));
            let hint = format!("a run with `--prune` removes {}", them(one));
            let problem = if mode == Mode::Compare { Diagnostic::error(message) } else { Diagnostic::warning(message) };
            self.problems.push(problem.hint(hint));
        }
        self.problems
    }

    /// Finds the files of stale records that no other record has.
    pub fn find(&mut self, folder: &Path, stale: &[&Output], kept: &[&Output], files: &Files) {
        let there = own_files(folder, stale, kept, files).into_keys();
        self.there.extend(there.filter(|file| file.is_file()));
    }

    /// Removes the files of stale records that no other record has and that are as they were written, and folders that
    /// are empty then.
    pub fn remove(&mut self, folder: &Path, stale: &[&Output], kept: &[&Output], files: &Files) {
        for (file, digest) in own_files(folder, stale, kept, files) {
            if !file.is_file() || !lies_in(&file, folder) {
                continue;
            }
            if !has_digest(&file, digest) {
                let message = format!("`{}` stays, as someone has changed it; it is recorded no more", display(&file));
                self.problems.push(Diagnostic::warning(message));
            } else if let Err(why) = std::fs::remove_file(&file) {
                let message = format!("cannot remove `{}`: {why}", display(&file));
                self.problems.push(Diagnostic::error(message));
            } else {
                let above = file.ancestors().skip(1).take_while(|it| *it != folder);
                // A folder that is not empty is refused, and stays with those above it.
                let _ = above.map(std::fs::remove_dir).take_while(Result::is_ok).count();
                self.removed.push(file);
            }
        }
    }
}

fn them(one: bool) -> &'static str {
    if one { "it" } else { "them" }
}

/// The files of some records that neither other records nor the run have, with their digests.
fn own_files<'o>(folder: &Path, stale: &[&'o Output], kept: &[&Output], files: &Files) -> BTreeMap<PathBuf, &'o str> {
    if stale.is_empty() {
        return BTreeMap::new();
    }
    let kept: BTreeSet<PathBuf> = kept.iter().flat_map(|entry| entry.files(folder)).map(|(file, _)| file).collect();
    let own = stale.iter().flat_map(|entry| entry.files(folder));
    own.filter(|(file, _)| !kept.contains(file) && files.owner(file).is_none()).collect()
}

/// Whether a file lies inside a folder, links followed: a record is no permission to remove what is elsewhere.
fn lies_in(file: &Path, folder: &Path) -> bool {
    match (folder_of(file).canonicalize(), folder.canonicalize()) {
        (Ok(parent), Ok(folder)) => parent.starts_with(folder),
        _ => false,
    }
}

/// Whether a recorded name leads down from its folder and nowhere else.
pub(super) fn leads_down(name: &str) -> bool {
    let mut parts = Path::new(name).components().peekable();
    parts.peek().is_some() && parts.all(|part| matches!(part, Component::Normal(_)))
}
