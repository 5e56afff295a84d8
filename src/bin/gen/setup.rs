//! Sets up what a run needs: threads, interrupts, and panics that become diagnostics.

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use briefkit::diagnostic::{Code, Diagnostic};

use crate::args::RenderArgs;
use crate::exit_status;
use crate::reporter::{Reporter, print_and_fail, print_line};

/// The stack of a rendering thread. It has room for the deepest documents that the limits allow.
const STACK_BYTES: usize = 16 << 20;

/// Sets up a run, does the work, and reports its problems. The flag that `work` receives is set
/// when the user interrupts the run.
pub fn with_setup(
    args: &RenderArgs,
    work: impl FnOnce(&Reporter, &Arc<AtomicBool>) -> Result<ExitCode, Vec<Diagnostic>>,
) -> ExitCode {
    let reporter = Reporter::new(args);
    // This fails only if there is a thread pool already, and nothing has made one.
    let _ = rayon::ThreadPoolBuilder::new()
        .num_threads(usize::from(args.jobs.unwrap_or(0)))
        .stack_size(STACK_BYTES)
        .build_global();
    let cancel = Arc::new(AtomicBool::new(false));
    if let Err(why) = cancel_on_interrupt(&cancel) {
        let message = format!("cannot listen for interrupts: {why}");
        return print_and_fail(&Diagnostic::error(Code::InternalError, message));
    }
    // A panic while a brief is rendered is reported as a problem of that brief.
    let verbose = reporter.verbose;
    std::panic::set_hook(Box::new(move |panic| {
        if verbose {
            print_line(&panic.to_string());
        }
    }));
    let status = match work(&reporter, &cancel) {
        Ok(status) => status,
        Err(problems) => {
            reporter.report_all(&problems);
            exit_status::FAILED
        }
    };
    reporter.finish_run();
    // An interrupted run has done only a part of the work, whatever the outcome of that part.
    if cancel.load(Ordering::Relaxed) {
        ExitCode::from(exit_status::INTERRUPTED)
    } else {
        status
    }
}

/// The first interrupt lets the documents in progress finish. The second one ends the program at
/// once; unfinished files have temporary names, so none is left incomplete.
fn cancel_on_interrupt(cancel: &Arc<AtomicBool>) -> Result<(), ctrlc::Error> {
    let cancel = Arc::clone(cancel);
    ctrlc::set_handler(move || {
        if cancel.swap(true, Ordering::Relaxed) {
            std::process::exit(exit_status::INTERRUPTED.into());
        }
    })
}
