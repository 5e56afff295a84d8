//! `gen watch`: renders briefs, and again whenever something changes that they depend on.
//!
//! If only briefs have changed, only those are rendered. After any other change all briefs are
//! processed, and those that are not up to date are rendered.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use briefkit::batch::{BriefInput, Mode};
use briefkit::diagnostic::{Code, Diagnostic};

use crate::args::RenderArgs;
use crate::render::render_to_files;
use crate::reporter::{Reporter, print_line, usage_error};
use crate::request::{build_request, find_inputs, is_stream};
use crate::watch_set::{WatchSet, canonical_path};
use crate::watcher::{Change, OwnOutputs, Watcher};

/// How long to wait for further changes after each one. Editors write a file in several steps.
const SETTLE: Duration = Duration::from_millis(40);

/// How long to wait at most if the changes do not end.
const MAX_SETTLE: Duration = Duration::from_millis(400);

/// The time between two checks for an interrupt.
const INTERRUPT_POLL: Duration = Duration::from_millis(200);

/// Renders and watches until the user interrupts.
pub fn watch_briefs(
    args: &RenderArgs,
    reporter: &Reporter,
    cancel: &Arc<AtomicBool>,
) -> Result<ExitCode, Vec<Diagnostic>> {
    if let Some(message) = check_usage(args) {
        return Ok(usage_error(message));
    }
    let (sender, changes) = mpsc::channel();
    let mut watcher = Watcher::new(sender).map_err(cannot_watch)?;
    watcher
        .update(&WatchSet::from_args(args))
        .map_err(cannot_watch)?;
    let mut changed = ChangedPaths::Unknown;
    // Whether the last run rendered all briefs, so that the next may render only changed ones.
    let mut has_rendered_all = false;
    loop {
        // The watcher is updated before files are read, so that a change during the run is noticed.
        let watch_set = WatchSet::from_args(args);
        if let Err(why) = watcher.update(&watch_set) {
            reporter.report_all(&cannot_watch(why));
        }
        let changed_before = has_rendered_all.then_some(&changed);
        match render_changed(args, changed_before, reporter, cancel) {
            Ok(()) => has_rendered_all = true,
            Err(problems) => {
                has_rendered_all = false;
                reporter.report_all(&problems);
            }
        }
        reporter.finish_run();
        match wait_for_changes(&changes, cancel, &watch_set) {
            Some(paths) => changed = paths,
            None => return Ok(ExitCode::SUCCESS),
        }
        // A folder that was deleted and created again is not the one that is being watched.
        match &changed {
            ChangedPaths::Unknown => watcher.forget_all(),
            ChangedPaths::Known(paths) => watcher.forget_changed(paths),
        }
    }
}

/// Finds arguments that cannot be watched.
fn check_usage(args: &RenderArgs) -> Option<&'static str> {
    let reads_stream = args.briefs.iter().any(|brief| is_stream(brief));
    if reads_stream || args.output.as_deref().is_some_and(is_stream) {
        return Some("only files and folders can be watched");
    }
    if args.data.is_some() {
        return Some("rows of data cannot be watched: every change would make all documents again");
    }
    None
}

fn cannot_watch(why: notify::Error) -> Vec<Diagnostic> {
    let message = format!("cannot watch: {why}");
    vec![Diagnostic::error(Code::CannotWatch, message)]
}

/// Renders the briefs that have changed, or all if anything else has. With `None` it renders all.
/// Only problems that prevent the whole run are errors.
fn render_changed(
    args: &RenderArgs,
    changed: Option<&ChangedPaths>,
    reporter: &Reporter,
    cancel: &Arc<AtomicBool>,
) -> Result<(), Vec<Diagnostic>> {
    let inputs = find_inputs(args)?;
    let mut request = build_request(args, cancel)?;
    request.only = changed.and_then(|changed| changed.only_briefs(&inputs));
    render_to_files(inputs, &request, Mode::Write, reporter)?;
    Ok(())
}

/// The files and folders that have changed, without our own outputs.
enum ChangedPaths {
    Known(BTreeSet<PathBuf>),
    /// The system could not name them.
    Unknown,
}

impl ChangedPaths {
    /// The briefs that have changed; `None` if anything else has changed, too.
    fn only_briefs(&self, inputs: &[BriefInput]) -> Option<BTreeSet<PathBuf>> {
        let Self::Known(paths) = self else {
            return None;
        };
        let mut briefs = BTreeSet::new();
        // Several arguments can lead to one file, so the files are counted by their real paths.
        let mut real_paths = BTreeSet::new();
        for input in inputs {
            let real_path = canonical_path(&input.file);
            if input.text.is_none() && paths.contains(&real_path) {
                briefs.insert(input.file.clone());
                real_paths.insert(real_path);
            }
        }
        let is_all = real_paths.len() == paths.len();
        is_all.then_some(briefs)
    }
}

/// Waits for changes that matter, and until they have settled. `None` if interrupted.
fn wait_for_changes(
    changes: &Receiver<Change>,
    cancel: &AtomicBool,
    watch_set: &WatchSet,
) -> Option<ChangedPaths> {
    loop {
        // The handler of interrupts cannot wake a receiver, so it looks from time to time.
        let first = changes.recv_timeout(INTERRUPT_POLL);
        if cancel.load(Ordering::Relaxed) {
            return None;
        }
        let mut found = match first {
            Ok(change) => vec![change],
            Err(RecvTimeoutError::Timeout) => continue,
            Err(RecvTimeoutError::Disconnected) => {
                print_line("the system has stopped reporting changes");
                return None;
            }
        };
        let deadline = Instant::now() + MAX_SETTLE;
        while let Some(left) = deadline.checked_duration_since(Instant::now())
            && let Ok(change) = changes.recv_timeout(SETTLE.min(left))
        {
            found.push(change);
        }
        if let Some(changed) = relevant_changes(found, watch_set) {
            return Some(changed);
        }
    }
}

/// The changes that can affect a document; `None` if there are none.
fn relevant_changes(found: Vec<Change>, watch_set: &WatchSet) -> Option<ChangedPaths> {
    let mut changed = BTreeSet::new();
    for change in found {
        match change {
            Change::Unknown => return Some(ChangedPaths::Unknown),
            Change::Paths(paths) => changed.extend(paths),
        }
    }
    changed.retain(|path| watch_set.is_relevant(path));
    // Manifests are read last, and only for paths that matter.
    let mut outputs = OwnOutputs::default();
    changed.retain(|path| !outputs.contains(path));
    (!changed.is_empty()).then_some(ChangedPaths::Known(changed))
}
