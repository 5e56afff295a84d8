//! `gen watch`: renders, then again whenever something changes that a brief may be made from.
//!
//! What is up to date is not rendered again, so a change costs what it touches.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::Duration;

use briefkit::batch::{self, MANIFEST, Mode};
use briefkit::diagnostic::Diagnostic;
use briefkit::project::Project;
use notify::{Event, EventKind, RecursiveMode, Watcher};

use crate::voice::{Voice, say};
use crate::{RenderArgs, named, request, to_files};

/// After a change, further ones are waited for as long as this: editors write a file in several steps.
const SETTLE: Duration = Duration::from_millis(80);

/// How often an interrupt is looked for.
const TICK: Duration = Duration::from_millis(200);

/// Watches until interrupted.
pub fn watch(args: &RenderArgs, voice: &Voice, cancel: &Arc<AtomicBool>) -> Result<ExitCode, Vec<Diagnostic>> {
    if args.briefs.iter().any(|brief| brief == Path::new("-")) || args.output.as_deref() == Some(Path::new("-")) {
        return Ok(crate::usage("only files and folders can be watched"));
    }
    if args.data.is_some() {
        return Ok(crate::usage("rows of data cannot be watched: every change would make all documents again"));
    }
    let problem = |why: notify::Error| vec![Diagnostic::error(format!("cannot watch: {why}"))];
    let (sender, changes) = mpsc::channel();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
        if let Ok(event) = event
            && is_change(&event)
        {
            let _ = sender.send(event.paths);
        }
    })
    .map_err(problem)?;
    for folder in folders(args) {
        watcher.watch(&folder, RecursiveMode::Recursive).map_err(problem)?;
    }
    loop {
        let request = request(args, cancel)?;
        if let Err(problems) = to_files(args, &request, Mode::Write, voice) {
            problems.iter().for_each(|problem| voice.tell(problem));
        }
        voice.close();
        if !wait(&changes, cancel) {
            return Ok(ExitCode::SUCCESS);
        }
    }
}

/// Waits for the end of a series of changes; false if interrupted.
fn wait(changes: &Receiver<Vec<PathBuf>>, cancel: &AtomicBool) -> bool {
    loop {
        match changes.recv_timeout(TICK) {
            _ if cancel.load(Ordering::Relaxed) => return false,
            Ok(paths) if matters(&paths) => break,
            Ok(_) => {}
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => {
                say("the system has stopped telling of changes");
                return false;
            }
        }
    }
    while changes.recv_timeout(SETTLE).is_ok() {}
    true
}

/// Folders with everything that the briefs may be made from: their projects.
fn folders(args: &RenderArgs) -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = Vec::new();
    for path in named(args) {
        let folder = if path.is_dir() { path } else { path.parent().map(Path::to_owned).unwrap_or_default() };
        let root = Project::find(&folder).map(|project| project.root).unwrap_or(folder);
        if root.is_dir() && !folders.iter().any(|known| root.starts_with(known)) {
            folders.push(root);
        }
    }
    folders
}

/// Whether a file was changed, and not only read.
fn is_change(event: &Event) -> bool {
    matches!(event.kind, EventKind::Create(_) | EventKind::Modify(_) | EventKind::Remove(_))
}

/// Whether a change of these files may have changed a brief: not that of our own outputs.
fn matters(paths: &[PathBuf]) -> bool {
    !paths.iter().all(|path| is_output(path))
}

/// Whether a file is of the kind that this program writes: known by its ending, or by the manifest beside it.
fn is_output(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    let ending = path.extension().and_then(|it| it.to_str()).unwrap_or_default();
    let in_assets = path.ancestors().any(|folder| folder.extension().is_some_and(|it| it == "assets"));
    name.starts_with(".gen-")
        || name == MANIFEST
        || in_assets
        || matches!(ending, "pdf" | "docx" | "md" | "assets")
        || is_recorded(path)
}

/// Whether a manifest in one of the folders above a file records it.
fn is_recorded(path: &Path) -> bool {
    let folders = path.ancestors().skip(1).filter(|folder| folder.join(MANIFEST).is_file());
    folders.into_iter().any(|folder| batch::recorded_files(folder).contains(path))
}
