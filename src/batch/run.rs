//! Renders one brief of a run in all its formats, and writes, compares or skips the files.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use super::files::{self, page_file};
use super::outcome::BriefOutcome;
use super::owners::{OutputOwners, SAME_FILE_HINT};
use super::plan::{BriefPlan, Job};
use super::prepare::PreparedBrief;
use super::record::OutputRecord;
use super::records::OutputRecords;
use super::request::{Mode, Request};
use super::shared::SharedResources;
use super::up_to_date::{self, UpToDateBrief};
use crate::backend::Rendered;
use crate::diagnostic::{Code, Diagnostic, Severity, distinct};
use crate::io::display_path;

/// What to do when a document with a file for each page is given one file, or a stream.
pub const FILE_PER_PAGE_HINT: &str =
    "each page has a file: name a folder, --output DIR, for STEM.png, STEM-2.png and so on";

/// What all briefs of a run share.
pub(super) struct BatchRun<'a> {
    pub request: &'a Request,
    pub mode: Mode,
    pub shared: &'a SharedResources,
    pub records: &'a OutputRecords,
    pub files: &'a OutputOwners,
}

impl BatchRun<'_> {
    pub fn process(&self, plan: &BriefPlan) -> BriefOutcome {
        let brief = display_path(&plan.input.file);
        let mut report = BriefOutcome {
            brief: brief.clone(),
            ..BriefOutcome::default()
        };
        match catch_panics(&brief, || Ok(self.find_up_to_date(plan))) {
            Ok(Some(unchanged)) => self.replay_diagnostics(plan, unchanged, &mut report),
            _ => match catch_panics(&brief, || {
                PreparedBrief::new(plan, self.request, self.shared)
            }) {
                Ok(prepared) => self.render_documents(&prepared, &mut report),
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

    /// See [`up_to_date::find_up_to_date`]; `None` if all is to be rendered.
    fn find_up_to_date(&self, plan: &BriefPlan) -> Option<UpToDateBrief> {
        self.skips_up_to_date()
            .then(|| up_to_date::find_up_to_date(plan, self.request, self.shared, self.records))
            .flatten()
    }

    /// Tells of a brief that is unchanged what was told when its files were made.
    fn replay_diagnostics(
        &self,
        plan: &BriefPlan,
        unchanged: UpToDateBrief,
        report: &mut BriefOutcome,
    ) {
        let UpToDateBrief { source, outputs } = unchanged;
        let sources = plan.sources(&source);
        for (job, output) in plan.jobs.iter().zip(&outputs) {
            let again = with_context(&document_name(plan, job), output.diagnostics(&sources));
            report.diagnostics.extend(again);
        }
        self.records.confirm_unchanged(plan, outputs.len());
        report.up_to_date = outputs.len();
        report.outputs = outputs.into_iter().map(Arc::new).collect();
    }

    /// Whether files that are up to date stay as they are.
    fn skips_up_to_date(&self) -> bool {
        self.mode == Mode::Write && !self.request.force
    }

    fn render_documents(&self, prepared: &PreparedBrief<'_>, report: &mut BriefOutcome) {
        let plan = prepared.plan;
        report.diagnostics = prepared.warnings();
        let mut finished = Vec::new();
        for job in plan.jobs.iter().filter(|job| prepared.can_show(job)) {
            let inputs = prepared.fingerprints(job);
            let name = document_name(plan, job);
            let previous = self.records.find(plan, job);
            let is_up_to_date = |previous: &&OutputRecord| {
                previous.is_up_to_date(job, &prepared.theme_name, &inputs)
            };
            if self.skips_up_to_date()
                && let Some(previous) = previous.as_ref().filter(is_up_to_date)
            {
                let again = previous.diagnostics(&plan.sources(&prepared.source));
                report.diagnostics.extend(with_context(&name, again));
                let output = OutputRecord {
                    requested: prepared.requested.clone(),
                    ..previous.clone()
                };
                match self.records.add(plan, &output, Some(previous)) {
                    Ok(()) => report.outputs.push(Arc::new(output)),
                    Err(problem) => report.diagnostics.push(problem),
                }
                continue;
            }
            let rendered = catch_panics(&report.brief, || prepared.render(job));
            match rendered.and_then(|rendered| self.check_page_files(job, rendered)) {
                Ok(rendered) => {
                    let problems = rendered.diagnostics.clone();
                    report.diagnostics.extend(with_context(&name, problems));
                    let asked = self.request.names_documents();
                    let requested = prepared.requested.clone();
                    let made =
                        OutputRecord::new(plan, job, &prepared.theme_name, inputs, &rendered);
                    let output = Arc::new(OutputRecord {
                        asked,
                        requested,
                        ..made
                    });
                    finished.push(RenderedDocument {
                        job,
                        rendered,
                        output,
                        previous,
                    });
                }
                Err(problems) => report.diagnostics.extend(with_context(&name, problems)),
            }
        }
        report.up_to_date = report.outputs.len();
        if self.request.strict && !report.diagnostics.is_empty() {
            return;
        }
        for document in finished {
            match self.store(plan, &document) {
                Ok(()) => report.outputs.push(document.output),
                Err(problem) => report.diagnostics.push(problem),
            }
        }
    }

    /// A document, if there is a place for each of its pages that has a file of its own.
    fn check_page_files(&self, job: &Job, rendered: Rendered) -> Result<Rendered, Vec<Diagnostic>> {
        let pages = 1 + rendered.further.len();
        if pages > 1 && job.has_fixed_path {
            let message = format!(
                "this has {pages} pages, and `{}` takes one",
                job.path.display()
            );
            return Err(vec![
                Diagnostic::error(Code::SingleFileOutput, message).hint(FILE_PER_PAGE_HINT),
            ]);
        }
        let taken = |page| Some((page, self.files.owner_of(&page_file(&job.path, page))?));
        match (2..=pages).find_map(taken) {
            None => Ok(rendered),
            Some((page, owner)) => {
                let (file, owner) = (page_file(&job.path, page), display_path(owner));
                let message = format!(
                    "its page {page} and `{owner}` would both write `{}`",
                    file.display()
                );
                Err(vec![
                    Diagnostic::error(Code::OutputConflict, message).hint(SAME_FILE_HINT),
                ])
            }
        }
    }

    fn store(
        &self,
        plan: &BriefPlan,
        RenderedDocument {
            job,
            rendered,
            output,
            previous,
        }: &RenderedDocument<'_>,
    ) -> Result<(), Diagnostic> {
        let pages = 1 + rendered.further.len();
        let beyond = previous
            .iter()
            .flat_map(|previous| previous.pages_beyond(pages, &job.path));
        let mut left_over = beyond.filter(|file| self.files.owner_of(file).is_none());
        match self.mode {
            Mode::Write => {
                files::write_document(&job.path, rendered)?;
                left_over.try_for_each(|file| {
                    let problem = |why| {
                        Diagnostic::error(
                            Code::UnremovableFile,
                            format!("cannot remove `{}`: {why}", file.display()),
                        )
                    };
                    std::fs::remove_file(&file).map_err(problem)
                })?;
                self.records.add(plan, output, previous.as_ref())
            }
            Mode::Compare => {
                files::compare_document(&job.path, rendered)?;
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
struct RenderedDocument<'a> {
    job: &'a Job,
    rendered: Rendered,
    /// What is to be recorded of it.
    output: Arc<OutputRecord>,
    /// What an earlier run recorded under its path.
    previous: Option<OutputRecord>,
}

/// A panic in one document is a problem of that document.
pub(super) fn catch_panics<T>(
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
pub(super) fn document_name(plan: &BriefPlan, job: &Job) -> String {
    format!(
        "`{}` as {}",
        display_path(&plan.input.file),
        job.format.name
    )
}

/// Says which document a problem is about, where no line of its brief does.
pub(super) fn with_context(name: &str, mut problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
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
            catch_panics("a.yaml", work).map_err(|found| found[0].to_string())
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
