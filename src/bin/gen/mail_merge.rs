//! `gen --data`: renders a set of documents for each row of data.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;
use std::process::ExitCode;

use briefkit::batch::{
    BriefInput, MailMerge, Mode, Request, RowFormat, Rows, display_path, find_briefs,
};
use briefkit::diagnostic::{Code, Diagnostic};

use crate::args::RenderArgs;
use crate::exit_status;
use crate::reporter::{Reporter, usage_error};
use crate::request::{build_request, is_stream, read_standard_input};
use crate::setup::with_setup;
use crate::summary::mail_merge_summary;

/// Renders the documents of all rows.
pub fn merge_rows(args: &RenderArgs, data: &Path, mode: Mode) -> ExitCode {
    if let Some(message) = check_usage(args, data) {
        return usage_error(message);
    }
    with_setup(args, |reporter, cancel| {
        let request = build_request(args, cancel)?;
        open_and_merge(args, data, &request, mode, reporter)
    })
}

/// Finds arguments that do not go together with `--data`.
fn check_usage(args: &RenderArgs, data: &Path) -> Option<&'static str> {
    let [brief] = args.briefs.as_slice() else {
        return Some("--data takes one brief, the pattern");
    };
    if brief.is_dir() {
        return Some("--data takes one brief, the pattern, and not a folder");
    }
    // A stream can be read once only.
    if is_stream(brief) && is_stream(data) {
        return Some("standard input is the pattern or the data, not both");
    }
    if args.output.as_deref().is_some_and(is_stream) {
        return Some("standard output takes one document, and not those of rows");
    }
    None
}

fn open_and_merge(
    args: &RenderArgs,
    data: &Path,
    request: &Request,
    mode: Mode,
    reporter: &Reporter,
) -> Result<ExitCode, Vec<Diagnostic>> {
    let merge = MailMerge::new(read_pattern(args)?, args.name.as_deref(), request)?;
    let rows = open_rows(data)?;
    merge_and_report(&merge, rows, args, mode, reporter)
}

/// Opens a data file or standard input, whose format follows from its first line.
fn open_rows(data: &Path) -> Result<Rows<Box<dyn BufRead>>, Diagnostic> {
    if is_stream(data) {
        return Rows::new("stdin", Box::new(BufReader::new(io::stdin())), None);
    }
    let name = display_path(data);
    match File::open(data) {
        Ok(file) => {
            let input = Box::new(BufReader::new(file));
            Rows::new(&name, input, RowFormat::from_file_name(data))
        }
        Err(why) => {
            let message = format!("cannot read `{name}`: {why}");
            Err(Diagnostic::error(Code::UnreadableFile, message))
        }
    }
}

fn read_pattern(args: &RenderArgs) -> Result<BriefInput, Vec<Diagnostic>> {
    if args.briefs.iter().any(|brief| is_stream(brief)) {
        return read_standard_input();
    }
    let briefs = find_briefs(&args.briefs)?;
    briefs.into_iter().next().ok_or_else(Vec::new)
}

fn merge_and_report<R: BufRead>(
    merge: &MailMerge,
    mut rows: Rows<R>,
    args: &RenderArgs,
    mode: Mode,
    reporter: &Reporter,
) -> Result<ExitCode, Vec<Diagnostic>> {
    let unused_data = unused_data_warning(merge, args.strict);
    if let Some(problem) = &unused_data {
        reporter.report(problem);
        if problem.is_error() {
            return Ok(exit_status::FAILED);
        }
    }
    let progress = reporter.row_progress();
    let summary = merge.run(&mut rows, mode, &|outcome| progress.done(outcome));
    // The bar is removed before a problem with the whole run is printed.
    progress.finish();
    let mut summary = summary?;
    summary.warnings += usize::from(unused_data.is_some());
    reporter.print_summary(&mail_merge_summary(&summary, mode));
    if summary.failed > 0 {
        Ok(exit_status::FAILED)
    } else {
        Ok(ExitCode::SUCCESS)
    }
}

/// Warns that the pattern has no fields, so that the data has no effect.
fn unused_data_warning(merge: &MailMerge, strict: bool) -> Option<Diagnostic> {
    let pattern = merge.pattern();
    if pattern.has_expressions() {
        return None;
    }
    let message = format!(
        "`{}` holds no `{{{{ column }}}}`: all rows give the same documents",
        pattern.source().name
    );
    if strict {
        Some(Diagnostic::error(Code::PatternWithoutColumns, message))
    } else {
        Some(Diagnostic::warning(Code::PatternWithoutColumns, message))
    }
}
