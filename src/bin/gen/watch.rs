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
use crate::render::to_files;
use crate::reporter::{Voice, say, usage};
use crate::request::{arguments, request};
use crate::watcher::{Change, Outputs, Places, Sight, real};

/// After a change, further ones are waited for as long as this: editors write a file in several
/// steps.
const SETTLE: Duration = Duration::from_millis(40);

/// Where changes have no end, they are waited for no longer than this.
const PATIENCE: Duration = Duration::from_millis(400);

/// How often an interrupt is looked for.
const TICK: Duration = Duration::from_millis(200);

/// Watches until interrupted.
pub fn watch(
    args: &RenderArgs,
    voice: &Voice,
    cancel: &Arc<AtomicBool>,
) -> Result<ExitCode, Vec<Diagnostic>> {
    if args.briefs.iter().any(|brief| brief == Path::new("-"))
        || args.output.as_deref() == Some(Path::new("-"))
    {
        return Ok(usage("only files and folders can be watched"));
    }
    if args.data.is_some() {
        return Ok(usage(
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
    let mut sight = Sight::new(sender).map_err(problem)?;
    sight.turn_to(&Places::of(args)).map_err(problem)?;
    let mut touched = Touched::Anything;
    // Whether the last run over all briefs came as far as to render them.
    let mut is_known = false;
    loop {
        // First, so that what changes while a run reads is told.
        let places = Places::of(args);
        if let Err(why) = sight.turn_to(&places) {
            problem(why).iter().for_each(|problem| voice.tell(problem));
        }
        let ran = arguments(args).and_then(|inputs| {
            let only = touched.briefs(&inputs).filter(|_| is_known);
            let request = Request {
                only,
                ..request(args, cancel)?
            };
            to_files(inputs, &request, Mode::Write, voice)
        });
        is_known = ran.is_ok();
        ran.unwrap_or_else(|problems| {
            problems.iter().for_each(|problem| voice.tell(problem));
            ExitCode::FAILURE
        });
        voice.close();
        match wait(&changes, cancel, &places) {
            Some(found) => touched = found,
            None => return Ok(ExitCode::SUCCESS),
        }
        match &touched {
            Touched::Anything => sight.lost_all(),
            Touched::Paths(paths) => sight.lost(paths),
        }
    }
}

/// What has changed.
enum Touched {
    /// Nobody knows.
    Anything,
    /// These files and folders, our own left out.
    Paths(BTreeSet<PathBuf>),
}

impl Touched {
    /// The briefs that are all that has changed; `None` if that is not so.
    fn briefs(&self, inputs: &[BriefInput]) -> Option<BTreeSet<PathBuf>> {
        let Self::Paths(paths) = self else {
            return None;
        };
        let briefs = inputs
            .iter()
            .filter(|input| input.text.is_none())
            .map(|input| &input.file);
        let touched: Vec<_> = briefs.filter(|file| paths.contains(&real(file))).collect();
        let real: BTreeSet<_> = touched.iter().map(|file| real(file)).collect();
        (real.len() == paths.len()).then(|| touched.into_iter().cloned().collect())
    }
}

/// Waits for the end of a series of changes; `None` if interrupted.
fn wait(changes: &Receiver<Change>, cancel: &AtomicBool, places: &Places) -> Option<Touched> {
    loop {
        let first = changes.recv_timeout(TICK);
        if cancel.load(Ordering::Relaxed) {
            return None;
        }
        let mut found = match first {
            Ok(change) => vec![change],
            Err(RecvTimeoutError::Timeout) => continue,
            Err(RecvTimeoutError::Disconnected) => {
                say("the system has stopped telling of changes");
                return None;
            }
        };
        let until = Instant::now() + PATIENCE;
        while let Some(left) = until.checked_duration_since(Instant::now())
            && let Ok(change) = changes.recv_timeout(SETTLE.min(left))
        {
            found.push(change);
        }
        if let Some(touched) = sorted(found, places) {
            return Some(touched);
        }
    }
}

/// What matters of the changes; `None` if nothing does.
fn sorted(found: Vec<Change>, places: &Places) -> Option<Touched> {
    let mut touched = BTreeSet::new();
    for change in found {
        match change {
            Change::Anything => return Some(Touched::Anything),
            Change::Paths(paths) => {
                touched.extend(paths.into_iter().filter(|path| places.concern(path)))
            }
        }
    }
    let mut outputs = Outputs::default();
    touched.retain(|path| !outputs.have(path));
    (!touched.is_empty()).then_some(Touched::Paths(touched))
}
