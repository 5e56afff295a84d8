//! Renders briefs to files, or one document to standard output.

use std::process::ExitCode;

use briefkit::batch::{Batch, BriefInput, FILE_PER_PAGE_HINT, Mode, Request, render_one};
use briefkit::diagnostic::{Code, Diagnostic};

use crate::args::RenderArgs;
use crate::exit_status;
use crate::mail_merge::merge_rows;
use crate::reporter::{Reporter, print_result, usage_error};
use crate::request::{build_request, find_inputs, is_stream};
use crate::setup::with_setup;
use crate::summary::batch_summary;

/// Renders, compares or checks the briefs that the arguments name.
pub fn render_briefs(args: &RenderArgs, mode: Mode) -> ExitCode {
    if let Some(data) = &args.data {
        return merge_rows(args, data, mode);
    }
    let to_stdout = args.output.as_deref().is_some_and(is_stream);
    if to_stdout && args.format.len() != 1 {
        return usage_error("standard output takes one document: name one --format");
    }
    with_setup(args, |reporter, cancel| {
        let mut request = build_request(args, cancel)?;
        if to_stdout && mode == Mode::Write {
            // `-` is not the name of a folder.
            request.output = None;
            render_to_stdout(args, &request, reporter)
        } else {
            render_to_files(find_inputs(args)?, &request, mode, reporter)
        }
    })
}

fn render_to_stdout(
    args: &RenderArgs,
    request: &Request,
    reporter: &Reporter,
) -> Result<ExitCode, Vec<Diagnostic>> {
    let mut inputs = find_inputs(args)?;
    let (Some(input), true) = (inputs.pop(), inputs.is_empty()) else {
        let message = "standard output takes one document";
        return Err(refuse_stdout(message, "name one brief"));
    };
    let (rendered, problems) = render_one(input, request)?;
    reporter.report_all(&problems);
    if !rendered.further.is_empty() {
        let pages = 1 + rendered.further.len();
        let message = format!("this has {pages} pages, and standard output takes one");
        return Err(refuse_stdout(&message, FILE_PER_PAGE_HINT));
    }
    if !rendered.assets.is_empty() {
        let message = "this document has pictures beside it";
        let hint = "write it into a folder: --output DIR";
        return Err(refuse_stdout(message, hint));
    }
    Ok(print_result(&rendered.bytes))
}

/// Says why something cannot be written to standard output.
fn refuse_stdout(message: &str, hint: &str) -> Vec<Diagnostic> {
    vec![Diagnostic::error(Code::InvalidArgument, message).hint(hint)]
}

/// Renders, compares or checks briefs, and reports the outcome.
pub fn render_to_files(
    inputs: Vec<BriefInput>,
    request: &Request,
    mode: Mode,
    reporter: &Reporter,
) -> Result<ExitCode, Vec<Diagnostic>> {
    let batch = Batch::new(inputs, request)?;
    let progress = reporter.brief_progress(batch.len());
    let outcome = batch.run(mode, &|outcome| progress.done(outcome));
    // The bar is removed before a problem with the whole run is printed.
    progress.finish();
    let outcome = outcome?;
    reporter.report_removed(&outcome.removed);
    reporter.report_all(&outcome.diagnostics);
    reporter.print_summary(&batch_summary(&outcome, mode));
    if outcome.failed() {
        Ok(exit_status::FAILED)
    } else {
        Ok(ExitCode::SUCCESS)
    }
}
