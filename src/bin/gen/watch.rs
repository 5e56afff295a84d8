//! `gen watch`: renders, then again whenever something changes that a brief may be made from.
//!
//! A change of briefs alone renders those briefs. After any other change, whatever is not up to
//! date is rendered.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use briefkit::batch::{BriefInput, Mode, Request};
use briefkit::diagnostic::{Code, Diagnostic};

use crate::args::RenderArgs;
use crate::render::render_to_files;
use crate::reporter::{Reporter, print_line, usage_error};
use crate::request::{build_request, find_inputs};
use crate::watcher::{Change, OwnOutputs, WatchSet, Watcher, canonical_path};

/// After a change, further ones are waited for as long as this: editors write a file in several
/// steps.
const SETTLE: Duration = Duration::from_millis(40);

/// Where changes have no end, they are waited for no longer than this.
const MAX_SETTLE: Duration = Duration::from_millis(400);

/// How often an interrupt is looked for.
const INTERRUPT_POLL: Duration = Duration::from_millis(200);

/// Watches until interrupted.
pub fn watch_briefs(
    args: &RenderArgs,
    reporter: &Reporter,
    cancel: &Arc<AtomicBool>,
) -> Result<ExitCode, Vec<Diagnostic>> {
    if args.briefs.iter().any(|brief| brief == Path::new("-"))
        || args.output.as_deref() == Some(Path::new("-"))
    {
        return Ok(usage_error("only files and folders can be watched"));
    }
    if args.data.is_some() {
        return Ok(usage_error(
            "rows of data cannot be watched: every change would make all documents again",
        ));
    }
    let problem = |why: notify::Error| {
        vec![Diagnostic::error(
            Code::CannotWatch,
            format!("cannot watch: {why}"),
        )]
    };
    let (sender, changes) = mpsc::channel();
    let mut watcher = Watcher::new(sender).map_err(problem)?;
    watcher
        .update(&WatchSet::from_args(args))
        .map_err(problem)?;
    let mut touched = Changes::Anything;
    // Whether the last run over all briefs came as far as to render them.
    let mut has_rendered_all = false;
    loop {
        // First, so that what changes while a run reads is told.
        let watch_set = WatchSet::from_args(args);
        if let Err(why) = watcher.update(&watch_set) {
            problem(why)
                .iter()
                .for_each(|problem| reporter.report(problem));
        }
        let ran = find_inputs(args).and_then(|inputs| {
            let only = touched.briefs(&inputs).filter(|_| has_rendered_all);
            let request = Request {
                only,
                ..build_request(args, cancel)?
            };
            render_to_files(inputs, &request, Mode::Write, reporter)
        });
        has_rendered_all = ran.is_ok();
        ran.unwrap_or_else(|problems| {
            problems.iter().for_each(|problem| reporter.report(problem));
            ExitCode::FAILURE
        });
        reporter.finish();
        match wait_for_changes(&changes, cancel, &watch_set) {
            Some(found) => touched = found,
            None => return Ok(ExitCode::SUCCESS),
        }
        match &touched {
            Changes::Anything => watcher.forget_all(),
            Changes::Paths(paths) => watcher.forget_changed(paths),
        }
    }
}

/// What has changed.
enum Changes {
    /// Nobody knows.
    Anything,
    /// These files and folders, our own left out.
    Paths(BTreeSet<PathBuf>),
}

impl Changes {
    /// The briefs that are all that has changed; `None` if that is not so.
    fn briefs(&self, inputs: &[BriefInput]) -> Option<BTreeSet<PathBuf>> {
        let Self::Paths(paths) = self else {
            return None;
        };
        let briefs = inputs
            .iter()
            .filter(|input| input.text.is_none())
            .map(|input| &input.file);
        let touched: Vec<_> = briefs
            .filter(|file| paths.contains(&canonical_path(file)))
            .collect();
        let real: BTreeSet<_> = touched.iter().map(|file| canonical_path(file)).collect();
        (real.len() == paths.len()).then(|| touched.into_iter().cloned().collect())
    }
}

/// Waits for the end of a series of changes; `None` if interrupted.
fn wait_for_changes(
    changes: &Receiver<Change>,
    cancel: &AtomicBool,
    watch_set: &WatchSet,
) -> Option<Changes> {
    loop {
        let first = changes.recv_timeout(INTERRUPT_POLL);
        if cancel.load(Ordering::Relaxed) {
            return None;
        }
        let mut found = match first {
            Ok(change) => vec![change],
            Err(RecvTimeoutError::Timeout) => continue,
            Err(RecvTimeoutError::Disconnected) => {
                print_line("the system has stopped telling of changes");
                return None;
            }
        };
        let until = Instant::now() + MAX_SETTLE;
        while let Some(left) = until.checked_duration_since(Instant::now())
            && let Ok(change) = changes.recv_timeout(SETTLE.min(left))
        {
            found.push(change);
        }
        if let Some(touched) = relevant_changes(found, watch_set) {
            return Some(touched);
        }
    }
}

/// What matters of the changes; `None` if nothing does.
fn relevant_changes(found: Vec<Change>, watch_set: &WatchSet) -> Option<Changes> {
    let mut touched = BTreeSet::new();
    for change in found {
        match change {
            Change::Anything => return Some(Changes::Anything),
            Change::Paths(paths) => {
                touched.extend(paths.into_iter().filter(|path| watch_set.covers(path)))
            }
        }
    }
    let mut outputs = OwnOutputs::default();
    touched.retain(|path| !outputs.contains(path));
    (!touched.is_empty()).then_some(Changes::Paths(touched))
}
