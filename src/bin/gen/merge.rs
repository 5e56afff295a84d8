//! `gen --data`: a set of documents for each row.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;
use std::process::ExitCode;

use briefkit::batch::{self, BriefInput, MailMerge, Mode, Request, Summary};
use briefkit::diagnostic::{Code, Diagnostic, Severity};
use briefkit::io::display;
use briefkit::merge::{Kind, Rows};

use crate::args::RenderArgs;
use crate::reporter::{Voice, usage};
use crate::request::{request, standard_input};
use crate::setup::prepared;
use crate::summary::row_summary;

/// What rows and the other arguments have to say about each other.
fn wrong_usage(args: &RenderArgs, data: &Path) -> Option<&'static str> {
    let is_stream = |path: &Path| path == Path::new("-");
    let takes_input = is_stream(data) && args.briefs.iter().any(|brief| is_stream(brief));
    match args.briefs.as_slice() {
        [one] if one.is_dir() => Some("--data takes one brief, the pattern, and not a folder"),
        [_] if takes_input => Some("standard input is the pattern or the data, not both"),
        [_] if args.output.as_deref().is_some_and(is_stream) => {
            Some("standard output takes one document, and not those of rows")
        }
        [_] => None,
        _ => Some("--data takes one brief, the pattern"),
    }
}

/// Makes the documents of all rows.
pub fn merge(args: &RenderArgs, data: &Path, mode: Mode) -> ExitCode {
    match wrong_usage(args, data) {
        Some(wrong) => usage(wrong),
        None => prepared(args, |voice, cancel| {
            with_data(args, data, &request(args, cancel)?, mode, voice)
        }),
    }
}

fn with_data(
    args: &RenderArgs,
    data: &Path,
    request: &Request,
    mode: Mode,
    voice: &Voice,
) -> Result<ExitCode, Vec<Diagnostic>> {
    let merge = MailMerge::new(pattern(args)?, args.name.as_deref(), request)?;
    let one = |problem| vec![problem];
    if data == Path::new("-") {
        let rows = Rows::new("stdin", BufReader::new(io::stdin()), None).map_err(one)?;
        return run(&merge, rows, args, mode, voice);
    }
    let name = display(data);
    let opened = File::open(data).map_err(|why| {
        one(Diagnostic::error(
            Code::UnreadableFile,
            format!("cannot read `{name}`: {why}"),
        ))
    })?;
    run(
        &merge,
        Rows::new(&name, BufReader::new(opened), Kind::of(data)).map_err(one)?,
        args,
        mode,
        voice,
    )
}

fn pattern(args: &RenderArgs) -> Result<BriefInput, Vec<Diagnostic>> {
    if args.briefs.iter().any(|brief| brief == Path::new("-")) {
        return standard_input();
    }
    let inputs = batch::find_briefs(&args.briefs).map_err(|problem| vec![problem])?;
    inputs.into_iter().next().ok_or_else(Vec::new)
}

fn run<R: BufRead>(
    merge: &MailMerge<'_>,
    mut rows: Rows<R>,
    args: &RenderArgs,
    mode: Mode,
    voice: &Voice,
) -> Result<ExitCode, Vec<Diagnostic>> {
    let alike = alike(merge, args.strict);
    alike.iter().for_each(|problem| voice.tell(problem));
    if alike.as_ref().is_some_and(Diagnostic::is_error) {
        return Ok(ExitCode::FAILURE);
    }
    let teller = voice.row_teller();
    let summary = merge.run(&mut rows, mode, &|report| teller.done(report));
    teller.finish();
    let summary = summary?;
    let summary = Summary {
        warnings: summary.warnings + usize::from(alike.is_some()),
        ..summary
    };
    voice.sum_up(&row_summary(&summary, mode));
    Ok(if summary.failed > 0 {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

/// Says that a pattern does not use the rows.
fn alike(merge: &MailMerge<'_>, strict: bool) -> Option<Diagnostic> {
    let source = merge.pattern().source();
    let problem = Diagnostic {
        severity: if strict {
            Severity::Error
        } else {
            Severity::Warning
        },
        ..Diagnostic::error(
            Code::PatternWithoutColumns,
            format!(
                "`{}` holds no `{{{{ column }}}}`: all rows give the same documents",
                source.name
            ),
        )
    };
    (!merge.pattern().holds_expressions()).then_some(problem)
}
