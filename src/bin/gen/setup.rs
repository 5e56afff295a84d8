//! What a run needs before it begins: threads, interrupts, panics that are told as problems.

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use briefkit::diagnostic::{Code, Diagnostic};

use crate::args::RenderArgs;
use crate::reporter::{Reporter, print_and_fail, print_line};

/// Interrupted: 128 and the number of SIGINT.
const INTERRUPTED: u8 = 130;

/// The threads that render have room for deeply nested documents.
const STACK_BYTES: usize = 16 << 20;

/// Sets up what rendering needs, and does it.
pub fn with_setup(
    args: &RenderArgs,
    work: impl FnOnce(&Reporter, &Arc<AtomicBool>) -> Result<ExitCode, Vec<Diagnostic>>,
) -> ExitCode {
    let reporter = Reporter::new(args);
    let threads = usize::from(args.jobs.unwrap_or(0));
    // Only fails if a pool was made before, which nothing here does.
    let _ = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .stack_size(STACK_BYTES)
        .build_global();
    let cancel = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&cancel);
    let handler = move || {
        // Whoever asks a second time does not want to wait. Files in the making are never seen
        // under their names.
        if flag.swap(true, Ordering::Relaxed) {
            std::process::exit(INTERRUPTED.into());
        }
    };
    if let Err(why) = ctrlc::set_handler(handler) {
        return print_and_fail(&Diagnostic::error(
            Code::InternalError,
            format!("cannot listen for interrupts: {why}"),
        ));
    }
    // A panic in one document is told as a problem of that document.
    let verbose = reporter.verbose;
    std::panic::set_hook(Box::new(move |panic| {
        if verbose {
            print_line(&panic.to_string());
        }
    }));
    let status = work(&reporter, &cancel).unwrap_or_else(|problems| {
        problems.iter().for_each(|problem| reporter.report(problem));
        ExitCode::FAILURE
    });
    reporter.finish();
    if cancel.load(Ordering::Relaxed) {
        ExitCode::from(INTERRUPTED)
    } else {
        status
    }
}
