//! Processes one brief of a run: renders it in all its formats, and writes, compares or skips the
//! files.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use super::files::{self, page_file};
use super::manifest_record::OutputRecord;
use super::outcome::BriefOutcome;
use super::owners::{OutputOwners, SAME_FILE_HINT};
use super::plan::{BriefPlan, Job};
use super::prepare::PreparedBrief;
use super::records::OutputRecords;
use super::request::{Mode, Request};
use super::shared::SharedResources;
use super::up_to_date::{UpToDateBrief, find_up_to_date};
use crate::backend::Rendered;
use crate::diagnostic::{Code, Diagnostic, Severity, distinct};
use crate::io::display_path;

/// The hint when a format with a file for each page is asked to write several pages to one file or
/// to standard output.
pub const FILE_PER_PAGE_HINT: &str =
    "each page has a file: name a folder, --output DIR, for STEM.png, STEM-2.png and so on";

/// What all briefs of a run share.
pub(super) struct BatchRun<'a> {
    pub request: &'a Request,
    pub mode: Mode,
    pub shared: &'a SharedResources,
    pub records: &'a OutputRecords,
    pub owners: &'a OutputOwners,
}

impl BatchRun<'_> {
    /// Processes a brief. With [`Request::strict`] all its warnings become errors.
    pub fn process(&self, plan: &BriefPlan) -> BriefOutcome {
        let brief = display_path(&plan.input.file);
        let mut outcome = BriefOutcome {
            brief: brief.clone(),
            ..BriefOutcome::default()
        };
        // After a panic in this check, the brief is rendered as if it were not up to date.
        let up_to_date = catch_panics(&brief, || Ok(self.find_up_to_date(plan)));
        if let Ok(Some(up_to_date)) = up_to_date {
            self.accept_up_to_date(plan, up_to_date, &mut outcome);
        } else {
            let prepare = || PreparedBrief::new(plan, self.request, self.shared);
            match catch_panics(&brief, prepare) {
                Ok(prepared) => self.render_documents(&prepared, &mut outcome),
                Err(problems) => outcome.diagnostics = problems,
            }
        }
        outcome.diagnostics = distinct(outcome.diagnostics);
        if self.request.strict {
            turn_into_errors(&mut outcome.diagnostics);
        }
        outcome.failed = outcome.diagnostics.iter().any(Diagnostic::is_error);
        outcome
    }

    /// Whether files that are up to date are left alone.
    fn skips_up_to_date(&self) -> bool {
        self.mode == Mode::Write && !self.request.force
    }

    fn find_up_to_date(&self, plan: &BriefPlan) -> Option<UpToDateBrief> {
        if !self.skips_up_to_date() {
            return None;
        }
        find_up_to_date(plan, self.request, self.shared, self.records)
    }

    /// Reports again what was reported when the files were rendered.
    fn accept_up_to_date(
        &self,
        plan: &BriefPlan,
        up_to_date: UpToDateBrief,
        outcome: &mut BriefOutcome,
    ) {
        let UpToDateBrief { source, outputs } = up_to_date;
        let sources = plan.sources(&source);
        for (job, output) in plan.jobs.iter().zip(&outputs) {
            let diagnostics = output.diagnostics(&sources);
            let name = document_name(plan, job);
            outcome.diagnostics.extend(with_context(&name, diagnostics));
        }
        self.records.confirm_unchanged(plan, outputs.len());
        outcome.up_to_date = outputs.len();
        outcome.outputs = outputs.into_iter().map(Arc::new).collect();
    }

    fn render_documents(&self, prepared: &PreparedBrief<'_>, outcome: &mut BriefOutcome) {
        let plan = prepared.plan;
        outcome.diagnostics = prepared.warnings();
        // All documents are rendered before the first is written, see below.
        let mut documents = Vec::new();
        for job in plan.jobs.iter().filter(|job| prepared.can_show(job)) {
            match self.render_document(prepared, job, outcome) {
                Ok(document) => documents.extend(document),
                Err(problems) => {
                    let name = document_name(plan, job);
                    outcome.diagnostics.extend(with_context(&name, problems));
                }
            }
        }
        // So far, only documents that were up to date have outputs.
        outcome.up_to_date = outcome.outputs.len();
        // With `strict`, a brief with any problem writes nothing, whichever format has it.
        if self.request.strict && !outcome.diagnostics.is_empty() {
            return;
        }
        for document in documents {
            match self.store(plan, &document) {
                Ok(()) => outcome.outputs.push(document.output),
                Err(problem) => outcome.diagnostics.push(problem),
            }
        }
    }

    /// Renders one document; `None` if it is up to date. Its diagnostics are added to `outcome`.
    fn render_document<'j>(
        &self,
        prepared: &PreparedBrief<'_>,
        job: &'j Job,
        outcome: &mut BriefOutcome,
    ) -> Result<Option<RenderedDocument<'j>>, Vec<Diagnostic>> {
        let plan = prepared.plan;
        let name = document_name(plan, job);
        let fingerprints = prepared.fingerprints(job);
        let previous = self.records.find(plan, job);
        // A brief with warnings comes here although its outputs are up to date, and so does a brief
        // with one output that is not.
        if self.skips_up_to_date()
            && let Some(previous) = &previous
            && previous.is_up_to_date(job, &prepared.theme_name, &fingerprints)
        {
            let diagnostics = previous.diagnostics(&plan.sources(&prepared.source));
            outcome.diagnostics.extend(with_context(&name, diagnostics));
            let output = OutputRecord {
                requested: prepared.requested.clone(),
                ..previous.clone()
            };
            match self.records.add(plan, &output, Some(previous)) {
                Ok(()) => outcome.outputs.push(Arc::new(output)),
                Err(problem) => outcome.diagnostics.push(problem),
            }
            return Ok(None);
        }
        // A panic in one format does not affect the other formats of the brief.
        let rendered = catch_panics(&outcome.brief, || prepared.render(job))?;
        self.check_page_files(job, &rendered)
            .map_err(|problem| vec![problem])?;
        let diagnostics = rendered.diagnostics.clone();
        outcome.diagnostics.extend(with_context(&name, diagnostics));
        let output = OutputRecord {
            asked: self.request.names_documents(),
            requested: prepared.requested.clone(),
            ..OutputRecord::new(plan, job, &prepared.theme_name, fingerprints, &rendered)
        };
        Ok(Some(RenderedDocument {
            job,
            rendered,
            output: Arc::new(output),
            previous,
        }))
    }

    /// Checks that each page with a file of its own can be written.
    fn check_page_files(&self, job: &Job, rendered: &Rendered) -> Result<(), Diagnostic> {
        let pages = 1 + rendered.further.len();
        if pages > 1 && job.has_fixed_path {
            let file = job.path.display();
            let message = format!("this has {pages} pages, and `{file}` takes one");
            return Err(Diagnostic::error(Code::SingleFileOutput, message).hint(FILE_PER_PAGE_HINT));
        }
        for page in 2..=pages {
            let file = page_file(&job.path, page);
            if let Some(owner) = self.owners.owner_of(&file) {
                let (file, owner) = (file.display(), display_path(owner));
                let message = format!("its page {page} and `{owner}` would both write `{file}`");
                return Err(Diagnostic::error(Code::OutputConflict, message).hint(SAME_FILE_HINT));
            }
        }
        Ok(())
    }

    /// Writes a document or compares it with the files on disk. Files of pages that it no longer
    /// has are removed or reported.
    fn store(&self, plan: &BriefPlan, document: &RenderedDocument<'_>) -> Result<(), Diagnostic> {
        let path = &document.job.path;
        let pages = 1 + document.rendered.further.len();
        let mut left_over = match &document.previous {
            Some(previous) => previous.pages_beyond(pages, path),
            None => Vec::new(),
        };
        // Another brief may be about to write a file with the name of a former page.
        left_over.retain(|file| self.owners.owner_of(file).is_none());
        match self.mode {
            Mode::Write => {
                files::write_document(path, &document.rendered)?;
                for file in left_over {
                    if let Err(why) = std::fs::remove_file(&file) {
                        let message = format!("cannot remove `{}`: {why}", file.display());
                        return Err(Diagnostic::error(Code::UnremovableFile, message));
                    }
                }
                // The record comes last: without it, the next run renders the document again.
                let previous = document.previous.as_ref();
                self.records.add(plan, &document.output, previous)
            }
            Mode::Compare => {
                files::compare_document(path, &document.rendered)?;
                match left_over.first() {
                    Some(file) => {
                        let message = format!("`{}` is left over", file.display());
                        Err(Diagnostic::error(Code::LeftOver, message))
                    }
                    None => Ok(()),
                }
            }
            Mode::Dry => Ok(()),
        }
    }
}

/// A document that is rendered and not yet written.
struct RenderedDocument<'a> {
    job: &'a Job,
    rendered: Rendered,
    /// Its new record.
    output: Arc<OutputRecord>,
    /// The record of an earlier run under the same path.
    previous: Option<OutputRecord>,
}

/// Turns all warnings into errors.
pub(super) fn turn_into_errors(problems: &mut [Diagnostic]) {
    for problem in problems {
        problem.severity = Severity::Error;
    }
}

/// Does some work, and turns a panic into an error of the brief, so that the run can go on.
pub(super) fn catch_panics<T>(
    brief: &str,
    work: impl FnOnce() -> Result<T, Vec<Diagnostic>>,
) -> Result<T, Vec<Diagnostic>> {
    // This is unwind safe: briefs share only what is behind locks or made once, and each change of
    // it is complete in one step.
    let panic = match catch_unwind(AssertUnwindSafe(work)) {
        Ok(result) => return result,
        Err(panic) => panic,
    };
    let text = panic_text(panic.as_ref());
    let message = format!("internal error in `{brief}`: {text}");
    let problem = Diagnostic::error(Code::InternalError, message);
    let hint = "this is a bug in gen; please report it with the brief";
    Err(vec![problem.hint(hint)])
}

/// The message of a panic. `panic!` makes a `&str` of a literal, and a `String` of anything else.
fn panic_text(panic: &(dyn Any + Send)) -> &str {
    if let Some(text) = panic.downcast_ref::<String>() {
        return text;
    }
    panic.downcast_ref::<&str>().copied().unwrap_or("unknown")
}

/// The name of a document in messages.
pub(super) fn document_name(plan: &BriefPlan, job: &Job) -> String {
    format!(
        "`{}` as {}",
        display_path(&plan.input.file),
        job.format.name
    )
}

/// Adds the name of the document to problems that do not point to a line.
pub(super) fn with_context(name: &str, mut problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
    for problem in &mut problems {
        if problem.span.is_none() {
            problem.message = format!("{name}: {}", problem.message);
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_a_problem_of_its_document() {
        let message_of = |work: fn() -> Result<(), Vec<Diagnostic>>| {
            catch_panics("a.yaml", work).map_err(|found| found[0].to_string())
        };
        assert_eq!(message_of(|| Ok(())), Ok(()));
        let expected = "error: internal error in `a.yaml`: why (this is a bug in gen; please report it with the brief)";
        assert_eq!(message_of(|| panic!("why")), Err(expected.to_owned()));
        assert_eq!(message_of(|| panic!("wh{}", 'y')), Err(expected.to_owned()));
        assert_eq!(
            message_of(|| Err(vec![Diagnostic::error(Code::InternalError, "found")])),
            Err("error: found".to_owned())
        );
    }
}
