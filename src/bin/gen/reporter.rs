//! What the command says on standard error, and how.

use std::collections::BTreeMap;
use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use briefkit::batch::BriefOutcome;
use briefkit::diagnostic::render::{DiagnosticStyle, render_diagnostic, replace_controls};
use briefkit::diagnostic::sarif::{ReportedProblem, sarif_document};
use briefkit::diagnostic::{Code, Diagnostic};
use clap::CommandFactory;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::args::{Cli, Color, MessageFormat, RenderArgs};

/// Problems in one document: as many as GitHub takes for a run of code scanning.
const MAX_SARIF_PROBLEMS: usize = 25_000;

/// How this run speaks.
pub struct Reporter {
    style: DiagnosticStyle,
    color: bool,
    quiet: bool,
    /// Whether what is no problem is told, too.
    pub verbose: bool,
    /// What is told in one document at the end; `None` if there has been one and nothing was told
    /// since.
    collected: Mutex<Option<Vec<ReportedProblem>>>,
    /// How many problems were left out of it.
    left_out: AtomicUsize,
}

impl Reporter {
    pub fn new(args: &RenderArgs) -> Self {
        let style = match args.message_format {
            MessageFormat::Human => DiagnosticStyle::Human,
            MessageFormat::Short => DiagnosticStyle::Short,
            MessageFormat::Json => DiagnosticStyle::Json,
            MessageFormat::Github => DiagnosticStyle::Github,
            MessageFormat::Sarif => DiagnosticStyle::Sarif,
        };
        let color = match args.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => may_color(),
        };
        // A document is to be nothing else.
        let verbose = args.verbose && style != DiagnosticStyle::Sarif;
        Self {
            style,
            color,
            quiet: args.quiet,
            verbose,
            collected: Mutex::new(Some(Vec::new())),
            left_out: AtomicUsize::new(0),
        }
    }

    /// Tells a problem.
    pub fn report(&self, problem: &Diagnostic) {
        self.report_for(None, problem);
    }

    fn report_for(&self, brief: Option<&str>, problem: &Diagnostic) {
        if self.quiet && !problem.is_error() {
            return;
        }
        match (self.style, self.collected.lock()) {
            (DiagnosticStyle::Sarif, Ok(mut collected)) => {
                let collected = collected.get_or_insert_default();
                if collected.len() < MAX_SARIF_PROBLEMS {
                    collected.push((brief.map(str::to_owned), problem.clone()));
                } else {
                    self.left_out.fetch_add(1, Ordering::Relaxed);
                }
            }
            _ => print_line(&render_diagnostic(problem, self.style, self.color)),
        }
    }

    /// Tells what is told in one document.
    pub fn finish(&self) {
        if self.style == DiagnosticStyle::Sarif
            && let Some(mut collected) = self
                .collected
                .lock()
                .ok()
                .and_then(|mut collected| collected.take())
        {
            let left_out = self.left_out.swap(0, Ordering::Relaxed);
            if left_out > 0 {
                let message = format!(
                    "{left_out} further problems are left out: a document has room for {MAX_SARIF_PROBLEMS}"
                );
                collected.push((None, Diagnostic::warning(Code::ProblemsOmitted, message)));
            }
            print_line(&format!("{:#}", sarif_document(&collected)));
        }
    }

    /// Names files that were removed.
    pub fn report_removed(&self, files: &[PathBuf]) {
        for file in files.iter().filter(|_| self.verbose) {
            print_line(&replace_controls(&format!("{} removed", file.display())));
        }
    }

    /// A line for a person at the end.
    pub fn print_summary(&self, line: &str) {
        if !self.quiet && self.style == DiagnosticStyle::Human {
            print_line(line);
        }
    }

    /// For a run of so many briefs.
    pub fn brief_progress(&self, briefs: usize) -> Progress<'_> {
        self.start_progress(
            Some(briefs),
            "{bar:24.cyan/dim} {pos}/{len} briefs {wide_msg:.dim}",
        )
    }

    /// For a run of rows, whose number is not known before they are read.
    pub fn row_progress(&self) -> Progress<'_> {
        self.start_progress(None, "{human_pos} rows, {per_sec:.dim} {wide_msg:.dim}")
    }

    fn start_progress(&self, number: Option<usize>, template: &str) -> Progress<'_> {
        let bar = ProgressBar::with_draw_target(
            number.map(|number| number as u64),
            ProgressDrawTarget::stderr(),
        );
        if self.quiet
            || self.style != DiagnosticStyle::Human
            || !self.color
            || number.is_some_and(|number| number < 2)
        {
            bar.set_draw_target(ProgressDrawTarget::hidden());
        }
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style.progress_chars("━╸─"));
        }
        Progress {
            reporter: self,
            bar,
            queue: Mutex::new(Queue::default()),
        }
    }

    fn report_outcome(&self, outcome: &BriefOutcome) {
        outcome
            .diagnostics
            .iter()
            .for_each(|problem| self.report_for(Some(&outcome.brief), problem));
        if self.verbose {
            for output in &outcome.outputs {
                print_line(&replace_controls(&format!(
                    "{} -> {} ({} bytes)",
                    output.brief, output.path, output.bytes
                )));
            }
        }
    }
}

/// Whether standard error is a terminal that shows colours, and nobody minds them:
/// <https://no-color.org/>.
fn may_color() -> bool {
    let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|value| value == "dumb");
    std::io::stderr().is_terminal() && !plain && !dumb
}

/// Tells of briefs in their order, whichever is finished first, and shows how far the run is.
pub struct Progress<'a> {
    reporter: &'a Reporter,
    bar: ProgressBar,
    queue: Mutex<Queue>,
}

#[derive(Default)]
struct Queue {
    next: usize,
    waiting: BTreeMap<usize, BriefOutcome>,
}

impl Progress<'_> {
    /// Takes the report of a finished brief.
    pub fn done(&self, report: &BriefOutcome) {
        self.bar.set_message(report.brief.clone());
        self.bar.inc(1);
        let Ok(mut queue) = self.queue.lock() else {
            return;
        };
        if report.number != queue.next {
            queue.waiting.insert(report.number, report.clone());
            return;
        }
        self.bar.suspend(|| self.reporter.report_outcome(report));
        queue.next += 1;
        while let Some(report) = {
            let next = queue.next;
            queue.waiting.remove(&next)
        } {
            queue.next += 1;
            self.bar.suspend(|| self.reporter.report_outcome(&report));
        }
    }

    /// Tells what still waits, as after an interrupt, and takes the bar away.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
        if let Ok(mut queue) = self.queue.lock() {
            std::mem::take(&mut queue.waiting)
                .values()
                .for_each(|report| self.reporter.report_outcome(report));
        }
    }
}

/// A line on standard error. Nobody may be listening; that is no reason to fail.
pub fn print_line(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}

/// Tells a problem and fails.
pub fn print_and_fail(problem: &Diagnostic) -> ExitCode {
    print_line(&render_diagnostic(
        problem,
        DiagnosticStyle::Human,
        may_color(),
    ));
    ExitCode::FAILURE
}

/// Wrong usage, told as clap tells it.
pub fn usage_error(message: &str) -> ExitCode {
    let problem = Cli::command().error(clap::error::ErrorKind::ValueValidation, message);
    let _ = problem.print();
    ExitCode::from(2)
}

/// A result on standard output. A closed pipe is the reader's choice, anything else a failure.
pub fn print_result(bytes: &[u8]) -> ExitCode {
    let mut out = std::io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(why) if why.kind() != std::io::ErrorKind::BrokenPipe => {
            print_and_fail(&Diagnostic::error(
                Code::UnwritableFile,
                format!("cannot write to standard output: {why}"),
            ))
        }
        _ => ExitCode::SUCCESS,
    }
}

pub fn print_json(value: &serde_json::Value) -> ExitCode {
    print_result(format!("{value:#}\n").as_bytes())
}
