//! Renders briefs: to files, or one document to standard output.

use std::path::Path;
use std::process::ExitCode;

use briefkit::batch::{self, Batch, BriefInput, Mode, Request};
use briefkit::diagnostic::{Code, Diagnostic, Severity};

use crate::args::RenderArgs;
use crate::mail_merge::merge_rows;
use crate::reporter::{Reporter, print_result, usage_error};
use crate::request::{build_request, find_inputs};
use crate::setup::with_setup;
use crate::summary::batch_summary;

pub fn render_briefs(args: &RenderArgs, mode: Mode) -> ExitCode {
    if let Some(data) = &args.data {
        return merge_rows(args, data, mode);
    }
    let to_standard_output = args.output.as_deref() == Some(Path::new("-"));
    if to_standard_output && args.format.len() != 1 {
        return usage_error("standard output takes one document: name one --format");
    }
    with_setup(args, |reporter, cancel| {
        let request = build_request(args, cancel)?;
        if to_standard_output && mode == Mode::Write {
            render_to_stdout(
                args,
                &Request {
                    output: None,
                    ..request
                },
                reporter,
            )
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
    let one = |message: &str, hint: &str| {
        vec![Diagnostic::error(Code::InvalidArgument, message).hint(hint)]
    };
    let mut inputs = find_inputs(args)?;
    let (Some(input), true) = (inputs.pop(), inputs.is_empty()) else {
        return Err(one("standard output takes one document", "name one brief"));
    };
    let (rendered, mut found) = batch::render_one(input, request)?;
    if args.strict {
        found
            .iter_mut()
            .for_each(|problem| problem.severity = Severity::Error);
    }
    found.iter().for_each(|problem| reporter.report(problem));
    if args.strict && !found.is_empty() {
        return Ok(ExitCode::FAILURE);
    }
    if !rendered.further.is_empty() {
        let message = format!(
            "this has {} pages, and standard output takes one",
            1 + rendered.further.len()
        );
        return Err(one(&message, batch::FILE_PER_PAGE_HINT));
    }
    if !rendered.assets.is_empty() {
        return Err(one(
            "this document has pictures beside it",
            "write it into a folder: --output DIR",
        ));
    }
    Ok(print_result(&rendered.bytes))
}

pub fn render_to_files(
    inputs: Vec<BriefInput>,
    request: &Request,
    mode: Mode,
    reporter: &Reporter,
) -> Result<ExitCode, Vec<Diagnostic>> {
    let batch = Batch::new(inputs, request)?;
    let progress = reporter.brief_progress(batch.len());
    let outcome = batch.run(mode, &|report| progress.done(report));
    progress.finish();
    let outcome = outcome?;
    reporter.report_removed(&outcome.removed);
    outcome
        .diagnostics
        .iter()
        .for_each(|problem| reporter.report(problem));
    reporter.print_summary(&batch_summary(&outcome, mode));
    Ok(if outcome.failed() {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}
