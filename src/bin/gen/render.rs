//! Renders briefs: to files, or one document to standard output.

use std::path::Path;
use std::process::ExitCode;

use briefkit::batch::{self, Batch, BriefInput, Mode, Request};
use briefkit::diagnostic::{Code, Diagnostic, Severity};

use crate::args::RenderArgs;
use crate::merge;
use crate::reporter::{Voice, print, usage};
use crate::request::{arguments, request};
use crate::setup::prepared;
use crate::summary::summary;

pub fn render(args: &RenderArgs, mode: Mode) -> ExitCode {
    if let Some(data) = &args.data {
        return merge::merge(args, data, mode);
    }
    let to_standard_output = args.output.as_deref() == Some(Path::new("-"));
    if to_standard_output && args.format.len() != 1 {
        return usage("standard output takes one document: name one --format");
    }
    prepared(args, |voice, cancel| {
        let request = request(args, cancel)?;
        if to_standard_output && mode == Mode::Write {
            print_one(
                args,
                &Request {
                    output: None,
                    ..request
                },
                voice,
            )
        } else {
            to_files(arguments(args)?, &request, mode, voice)
        }
    })
}

fn print_one(
    args: &RenderArgs,
    request: &Request,
    voice: &Voice,
) -> Result<ExitCode, Vec<Diagnostic>> {
    let one = |message: &str, hint: &str| {
        vec![Diagnostic::error(Code::InvalidArgument, message).hint(hint)]
    };
    let mut inputs = arguments(args)?;
    let (Some(input), true) = (inputs.pop(), inputs.is_empty()) else {
        return Err(one("standard output takes one document", "name one brief"));
    };
    let (rendered, mut found) = batch::render_one(input, request)?;
    if args.strict {
        found
            .iter_mut()
            .for_each(|problem| problem.severity = Severity::Error);
    }
    found.iter().for_each(|problem| voice.tell(problem));
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
    Ok(print(&rendered.bytes))
}

pub fn to_files(
    inputs: Vec<BriefInput>,
    request: &Request,
    mode: Mode,
    voice: &Voice,
) -> Result<ExitCode, Vec<Diagnostic>> {
    let batch = Batch::new(inputs, request)?;
    let teller = voice.teller(batch.len());
    let ended = batch.run(mode, &|report| teller.done(report));
    teller.finish();
    let ended = ended?;
    voice.removed(&ended.removed);
    ended
        .diagnostics
        .iter()
        .for_each(|problem| voice.tell(problem));
    voice.sum_up(&summary(&ended, mode));
    Ok(if ended.failed() {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}
