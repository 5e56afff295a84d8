//! Everything that the command prints: diagnostics, progress and a summary on standard error, and
//! results on standard output.

use std::collections::BTreeMap;
use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use briefkit::batch::{BriefOutcome, OutputRecord};
use briefkit::diagnostic::render::{DiagnosticStyle, render_diagnostic, replace_controls};
use briefkit::diagnostic::sarif::{ReportedProblem, sarif_document};
use briefkit::diagnostic::{Code, Diagnostic};
use clap::CommandFactory;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::args::{Cli, ColorChoice, MessageFormat, RenderArgs};
use crate::exit_status;

/// The number of problems in a SARIF document. GitHub accepts no more results per run.
const MAX_SARIF_PROBLEMS: usize = 25_000;

/// Prints what happens in a run on standard error, in the format that the user wants.
pub struct Reporter {
    style: DiagnosticStyle,
    color: bool,
    quiet: bool,
    /// Whether to print more than problems and the summary.
    pub verbose: bool,
    /// The problems for the SARIF document. `None` if the document was printed and there was no
    /// problem since, so that it is not printed twice.
    sarif_problems: Mutex<Option<Vec<ReportedProblem>>>,
    /// The number of problems that did not fit into the SARIF document.
    omitted: AtomicUsize,
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
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => stderr_supports_color(),
        };
        Self {
            style,
            color,
            quiet: args.quiet,
            // Standard error must contain nothing but the SARIF document.
            verbose: args.verbose && style != DiagnosticStyle::Sarif,
            sarif_problems: Mutex::new(Some(Vec::new())),
            omitted: AtomicUsize::new(0),
        }
    }

    /// Reports a problem that does not belong to a brief.
    pub fn report(&self, problem: &Diagnostic) {
        self.report_for(None, problem);
    }

    /// Reports problems that do not belong to a brief.
    pub fn report_all(&self, problems: &[Diagnostic]) {
        for problem in problems {
            self.report(problem);
        }
    }

    fn report_for(&self, brief: Option<&str>, problem: &Diagnostic) {
        if self.quiet && !problem.is_error() {
            return;
        }
        if self.style == DiagnosticStyle::Sarif
            && let Ok(mut problems) = self.sarif_problems.lock()
        {
            let problems = problems.get_or_insert_default();
            if problems.len() < MAX_SARIF_PROBLEMS {
                problems.push((brief.map(str::to_owned), problem.clone()));
            } else {
                self.omitted.fetch_add(1, Ordering::Relaxed);
            }
            return;
        }
        print_line(&render_diagnostic(problem, self.style, self.color));
    }

    /// Ends a run: prints the SARIF document, if that is the format.
    pub fn finish_run(&self) {
        if self.style != DiagnosticStyle::Sarif {
            return;
        }
        let Ok(mut collected) = self.sarif_problems.lock() else {
            return;
        };
        let Some(mut problems) = collected.take() else {
            return;
        };
        let omitted = self.omitted.swap(0, Ordering::Relaxed);
        if omitted > 0 {
            let message = format!(
                "{omitted} further problems are left out: a document has room for {MAX_SARIF_PROBLEMS}"
            );
            problems.push((None, Diagnostic::warning(Code::ProblemsOmitted, message)));
        }
        print_line(&format!("{:#}", sarif_document(&problems)));
    }

    /// With `--verbose`, prints the names of files that were removed.
    pub fn report_removed(&self, files: &[PathBuf]) {
        if self.verbose {
            for file in files {
                print_line(&replace_controls(&format!("{} removed", file.display())));
            }
        }
    }

    /// Prints the last line of a run, unless the output is for a program.
    pub fn print_summary(&self, line: &str) {
        if !self.quiet && self.style == DiagnosticStyle::Human {
            print_line(line);
        }
    }

    /// Starts the progress of a run over briefs.
    pub fn brief_progress(&self, briefs: usize) -> Progress<'_> {
        let template = "{bar:24.cyan/dim} {pos}/{len} briefs {wide_msg:.dim}";
        self.start_progress(Some(briefs), template)
    }

    /// Starts the progress of a run over rows, whose number is not known.
    pub fn row_progress(&self) -> Progress<'_> {
        self.start_progress(None, "{human_pos} rows, {per_sec:.dim} {wide_msg:.dim}")
    }

    fn start_progress(&self, count: Option<usize>, template: &str) -> Progress<'_> {
        // Where there are no colours, standard error is no terminal, and a bar would fill a log.
        let is_for_people = !self.quiet && self.style == DiagnosticStyle::Human && self.color;
        let is_visible = is_for_people && count != Some(0) && count != Some(1);
        let target = if is_visible {
            ProgressDrawTarget::stderr()
        } else {
            ProgressDrawTarget::hidden()
        };
        let bar = ProgressBar::with_draw_target(count.map(|count| count as u64), target);
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style.progress_chars("━╸─"));
        }
        Progress {
            reporter: self,
            bar,
            queue: Mutex::new(OutcomeQueue::default()),
        }
    }

    fn report_outcome(&self, outcome: &BriefOutcome) {
        for problem in &outcome.diagnostics {
            self.report_for(Some(&outcome.brief), problem);
        }
        if !self.verbose {
            return;
        }
        for output in &outcome.outputs {
            let OutputRecord {
                brief, path, bytes, ..
            } = &**output;
            // File names may contain control characters.
            let line = format!("{brief} -> {path} ({bytes} bytes)");
            print_line(&replace_controls(&line));
        }
    }
}

/// Whether standard error is a terminal with colours, and the user does not object to them:
/// <https://no-color.org/>.
fn stderr_supports_color() -> bool {
    // NO_COLOR has no effect if it is empty.
    let is_rejected = !std::env::var_os("NO_COLOR").unwrap_or_default().is_empty();
    let is_dumb = std::env::var_os("TERM").unwrap_or_default() == "dumb";
    std::io::stderr().is_terminal() && !is_rejected && !is_dumb
}

/// The progress of a run: shows a bar, and reports the outcomes of briefs in order, whichever is
/// finished first.
pub struct Progress<'a> {
    reporter: &'a Reporter,
    bar: ProgressBar,
    queue: Mutex<OutcomeQueue>,
}

/// Outcomes that wait for those before them.
#[derive(Default)]
struct OutcomeQueue {
    /// The number of the brief to report next.
    next: usize,
    waiting: BTreeMap<usize, BriefOutcome>,
}

impl Progress<'_> {
    /// Takes the outcome of a brief. Reports it, and those that waited for it, when its turn comes.
    pub fn done(&self, outcome: &BriefOutcome) {
        self.bar.set_message(outcome.brief.clone());
        self.bar.inc(1);
        let Ok(mut queue) = self.queue.lock() else {
            return;
        };
        // The order of messages does not depend on which thread is faster.
        if outcome.number != queue.next {
            queue.waiting.insert(outcome.number, outcome.clone());
            return;
        }
        self.report_above_bar(outcome);
        queue.next += 1;
        loop {
            let next = queue.next;
            let Some(outcome) = queue.waiting.remove(&next) else {
                return;
            };
            self.report_above_bar(&outcome);
            queue.next += 1;
        }
    }

    fn report_above_bar(&self, outcome: &BriefOutcome) {
        // The bar must not be drawn over the lines.
        self.bar.suspend(|| self.reporter.report_outcome(outcome));
    }

    /// Removes the bar, and reports outcomes that still wait because the run was interrupted.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
        if let Ok(mut queue) = self.queue.lock() {
            for outcome in std::mem::take(&mut queue.waiting).values() {
                self.reporter.report_outcome(outcome);
            }
        }
    }
}

/// Prints a line on standard error. If that is closed, the run goes on.
pub fn print_line(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}

/// Prints a problem, and returns the exit status for a failure.
pub fn print_and_fail(problem: &Diagnostic) -> ExitCode {
    let color = stderr_supports_color();
    print_line(&render_diagnostic(problem, DiagnosticStyle::Human, color));
    exit_status::FAILED
}

/// Prints a message about wrong usage in the style of clap, and returns its exit status.
pub fn usage_error(message: &str) -> ExitCode {
    let error = Cli::command().error(clap::error::ErrorKind::ValueValidation, message);
    let _ = error.print();
    exit_status::wrong_usage()
}

/// Prints a result on standard output. A closed pipe is not a failure, because the reader may need
/// only a part.
pub fn print_result(bytes: &[u8]) -> ExitCode {
    let mut out = std::io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(why) if why.kind() != std::io::ErrorKind::BrokenPipe => {
            let message = format!("cannot write to standard output: {why}");
            print_and_fail(&Diagnostic::error(Code::UnwritableFile, message))
        }
        _ => ExitCode::SUCCESS,
    }
}

/// Prints JSON on standard output.
pub fn print_json(value: &serde_json::Value) -> ExitCode {
    print_result(format!("{value:#}\n").as_bytes())
}
