//! `gen --data`: a set of documents for each row.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;
use std::process::ExitCode;

use briefkit::batch::{
    self, BriefInput, MailMerge, Mode, Request, RowFormat, Rows, Summary, display_path,
};
use briefkit::diagnostic::{Code, Diagnostic, Severity};

use crate::args::RenderArgs;
use crate::reporter::{Reporter, usage_error};
use crate::request::{build_request, read_standard_input};
use crate::setup::with_setup;
use crate::summary::mail_merge_summary;

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
pub fn merge_rows(args: &RenderArgs, data: &Path, mode: Mode) -> ExitCode {
    match wrong_usage(args, data) {
        Some(wrong) => usage_error(wrong),
        None => with_setup(args, |reporter, cancel| {
            open_and_merge(args, data, &build_request(args, cancel)?, mode, reporter)
        }),
    }
}

fn open_and_merge(
    args: &RenderArgs,
    data: &Path,
    request: &Request,
    mode: Mode,
    reporter: &Reporter,
) -> Result<ExitCode, Vec<Diagnostic>> {
    let merge = MailMerge::new(read_pattern(args)?, args.name.as_deref(), request)?;
    let one = |problem| vec![problem];
    if data == Path::new("-") {
        let rows = Rows::new("stdin", BufReader::new(io::stdin()), None).map_err(one)?;
        return merge_and_report(&merge, rows, args, mode, reporter);
    }
    let name = display_path(data);
    let opened = File::open(data).map_err(|why| {
        one(Diagnostic::error(
            Code::UnreadableFile,
            format!("cannot read `{name}`: {why}"),
        ))
    })?;
    merge_and_report(
        &merge,
        Rows::new(&name, BufReader::new(opened), RowFormat::of(data)).map_err(one)?,
        args,
        mode,
        reporter,
    )
}

fn read_pattern(args: &RenderArgs) -> Result<BriefInput, Vec<Diagnostic>> {
    if args.briefs.iter().any(|brief| brief == Path::new("-")) {
        return read_standard_input();
    }
    let inputs = batch::find_briefs(&args.briefs).map_err(|problem| vec![problem])?;
    inputs.into_iter().next().ok_or_else(Vec::new)
}

fn merge_and_report<R: BufRead>(
    merge: &MailMerge<'_>,
    mut rows: Rows<R>,
    args: &RenderArgs,
    mode: Mode,
    reporter: &Reporter,
) -> Result<ExitCode, Vec<Diagnostic>> {
    let warning = unused_data_warning(merge, args.strict);
    warning.iter().for_each(|problem| reporter.report(problem));
    if warning.as_ref().is_some_and(Diagnostic::is_error) {
        return Ok(ExitCode::FAILURE);
    }
    let progress = reporter.row_progress();
    let summary = merge.run(&mut rows, mode, &|report| progress.done(report));
    progress.finish();
    let summary = summary?;
    let summary = Summary {
        warnings: summary.warnings + usize::from(warning.is_some()),
        ..summary
    };
    reporter.print_summary(&mail_merge_summary(&summary, mode));
    Ok(if summary.failed > 0 {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

/// Says that a pattern does not use the rows.
fn unused_data_warning(merge: &MailMerge<'_>, strict: bool) -> Option<Diagnostic> {
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
