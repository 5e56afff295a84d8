//! Renders one brief of a run in all its formats, and writes, compares or skips the files.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use super::files::{self, page_file};
use super::outcome::Report;
use super::owners::{APART, Files};
use super::plan::{Job, Plan};
use super::prepare::Prepared;
use super::record::Output;
use super::records::Records;
use super::request::{Mode, Request};
use super::shared::Shelf;
use super::up_to_date::{self, Unchanged};
use crate::backend::Rendered;
use crate::diagnostic::{Code, Diagnostic, Severity, distinct};
use crate::io::display;

/// What to do when a document with a file for each page is given one file, or a stream.
pub const A_FILE_EACH: &str =
    "each page has a file: name a folder, --output DIR, for STEM.png, STEM-2.png and so on";

/// What all briefs of a run share.
pub(super) struct Run<'a> {
    pub request: &'a Request,
    pub mode: Mode,
    pub shelf: &'a Shelf,
    pub records: &'a Records,
    pub files: &'a Files,
}

impl Run<'_> {
    pub fn report(&self, plan: &Plan) -> Report {
        let brief = display(&plan.input.file);
        let mut report = Report {
            brief: brief.clone(),
            ..Report::default()
        };
        match guarded(&brief, || Ok(self.unchanged(plan))) {
            Ok(Some(unchanged)) => self.tell_again(plan, unchanged, &mut report),
            _ => match guarded(&brief, || Prepared::new(plan, self.request, self.shelf)) {
                Ok(prepared) => self.render(&prepared, &mut report),
                Err(problems) => report.diagnostics = problems,
            },
        }
        report.diagnostics = distinct(report.diagnostics);
        if self.request.strict {
            report
                .diagnostics
                .iter_mut()
                .for_each(|problem| problem.severity = Severity::Error);
        }
        report.failed = report.diagnostics.iter().any(Diagnostic::is_error);
        report
    }

    /// See [`up_to_date::unchanged`]; `None` if all is to be rendered.
    fn unchanged(&self, plan: &Plan) -> Option<Unchanged> {
        self.keeps()
            .then(|| up_to_date::unchanged(plan, self.request, self.shelf, self.records))
            .flatten()
    }

    /// Tells of a brief that is unchanged what was told when its files were made.
    fn tell_again(&self, plan: &Plan, unchanged: Unchanged, report: &mut Report) {
        let Unchanged { source, outputs } = unchanged;
        let sources = plan.sources(&source);
        for (job, output) in plan.jobs.iter().zip(&outputs) {
            let again = about(&named(plan, job), output.diagnostics(&sources));
            report.diagnostics.extend(again);
        }
        self.records.confirm(plan, outputs.len());
        report.up_to_date = outputs.len();
        report.outputs = outputs.into_iter().map(Arc::new).collect();
    }

    /// Whether files that are up to date stay as they are.
    fn keeps(&self) -> bool {
        self.mode == Mode::Write && !self.request.force
    }

    fn render(&self, prepared: &Prepared<'_>, report: &mut Report) {
        let plan = prepared.plan;
        report.diagnostics = prepared.warnings();
        let mut finished = Vec::new();
        for job in plan.jobs.iter().filter(|job| prepared.can_show(job)) {
            let inputs = prepared.inputs(job);
            let name = named(plan, job);
            let known = self.records.of(plan, job);
            let is_up_to_date =
                |known: &&Output| known.is_up_to_date(job, &prepared.theme_name, &inputs);
            if self.keeps()
                && let Some(known) = known.as_ref().filter(is_up_to_date)
            {
                let again = known.diagnostics(&plan.sources(&prepared.source));
                report.diagnostics.extend(about(&name, again));
                let output = Output {
                    asks: prepared.asks.clone(),
                    ..known.clone()
                };
                match self.records.add(plan, &output, Some(known)) {
                    Ok(()) => report.outputs.push(Arc::new(output)),
                    Err(problem) => report.diagnostics.push(problem),
                }
                continue;
            }
            let rendered = guarded(&report.brief, || prepared.render(job));
            match rendered.and_then(|rendered| self.placed(job, rendered)) {
                Ok(rendered) => {
                    let problems = rendered.diagnostics.clone();
                    report.diagnostics.extend(about(&name, problems));
                    let asked = self.request.names_documents();
                    let asks = prepared.asks.clone();
                    let made = Output::new(plan, job, &prepared.theme_name, inputs, &rendered);
                    let output = Arc::new(Output {
                        asked,
                        asks,
                        ..made
                    });
                    finished.push(Finished {
                        job,
                        rendered,
                        output,
                        known,
                    });
                }
                Err(problems) => report.diagnostics.extend(about(&name, problems)),
            }
        }
        report.up_to_date = report.outputs.len();
        if self.request.strict && !report.diagnostics.is_empty() {
            return;
        }
        for document in finished {
            match self.keep(plan, &document) {
                Ok(()) => report.outputs.push(document.output),
                Err(problem) => report.diagnostics.push(problem),
            }
        }
    }

    /// A document, if there is a place for each of its pages that has a file of its own.
    fn placed(&self, job: &Job, rendered: Rendered) -> Result<Rendered, Vec<Diagnostic>> {
        let pages = 1 + rendered.further.len();
        if pages > 1 && job.is_named {
            let message = format!(
                "this has {pages} pages, and `{}` takes one",
                job.path.display()
            );
            return Err(vec![
                Diagnostic::error(Code::SingleFileOutput, message).hint(A_FILE_EACH),
            ]);
        }
        let taken = |page| Some((page, self.files.owner(&page_file(&job.path, page))?));
        match (2..=pages).find_map(taken) {
            None => Ok(rendered),
            Some((page, owner)) => {
                let (file, owner) = (page_file(&job.path, page), display(owner));
                let message = format!(
                    "its page {page} and `{owner}` would both write `{}`",
                    file.display()
                );
                Err(vec![
                    Diagnostic::error(Code::OutputConflict, message).hint(APART),
                ])
            }
        }
    }

    fn keep(
        &self,
        plan: &Plan,
        Finished {
            job,
            rendered,
            output,
            known,
        }: &Finished<'_>,
    ) -> Result<(), Diagnostic> {
        let pages = 1 + rendered.further.len();
        let beyond = known
            .iter()
            .flat_map(|known| known.pages_beyond(pages, &job.path));
        let mut left_over = beyond.filter(|file| self.files.owner(file).is_none());
        match self.mode {
            Mode::Write => {
                files::write(&job.path, rendered)?;
                left_over.try_for_each(|file| {
                    let problem = |why| {
                        Diagnostic::error(
                            Code::UnremovableFile,
                            format!("cannot remove `{}`: {why}", file.display()),
                        )
                    };
                    std::fs::remove_file(&file).map_err(problem)
                })?;
                self.records.add(plan, output, known.as_ref())
            }
            Mode::Compare => {
                files::compare(&job.path, rendered)?;
                match left_over.next() {
                    Some(file) => Err(Diagnostic::error(
                        Code::LeftOver,
                        format!("`{}` is left over", file.display()),
                    )),
                    None => Ok(()),
                }
            }
            Mode::Dry => Ok(()),
        }
    }
}

/// A document that is made, and not yet written.
struct Finished<'a> {
    job: &'a Job,
    rendered: Rendered,
    /// What is to be recorded of it.
    output: Arc<Output>,
    /// What an earlier run recorded under its path.
    known: Option<Output>,
}

/// A panic in one document is a problem of that document.
pub(super) fn guarded<T>(
    brief: &str,
    work: impl FnOnce() -> Result<T, Vec<Diagnostic>>,
) -> Result<T, Vec<Diagnostic>> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| {
        let why = panic
            .downcast_ref::<String>()
            .map(String::as_str)
            .or(panic.downcast_ref::<&str>().copied());
        let problem = Diagnostic::error(
            Code::InternalError,
            format!("internal error in `{brief}`: {}", why.unwrap_or("unknown")),
        );
        Err(vec![problem.hint(
            "this is a bug in gen; please report it with the brief",
        )])
    })
}

/// A document as messages name it.
pub(super) fn named(plan: &Plan, job: &Job) -> String {
    format!("`{}` as {}", display(&plan.input.file), job.format.name)
}

/// Says which document a problem is about, where no line of its brief does.
pub(super) fn about(name: &str, mut problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
    for problem in problems.iter_mut().filter(|problem| problem.span.is_none()) {
        problem.message = format!("{name}: {}", problem.message);
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_a_problem_of_its_document() {
        let told = |work: fn() -> Result<(), Vec<Diagnostic>>| {
            guarded("a.yaml", work).map_err(|found| found[0].to_string())
        };
        assert_eq!(told(|| Ok(())), Ok(()));
        let expected = "error: internal error in `a.yaml`: why (this is a bug in gen; please report it with the brief)";
        assert_eq!(told(|| panic!("why")), Err(expected.to_owned()));
        assert_eq!(told(|| panic!("wh{}", 'y')), Err(expected.to_owned()));
        assert_eq!(
            told(|| Err(vec![Diagnostic::error(Code::InternalError, "found")])),
            Err("error: found".to_owned())
        );
    }
}
