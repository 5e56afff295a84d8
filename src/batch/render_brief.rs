//! Renders the documents of one brief: the one way from a plan to bytes, which a session, a batch and
//! a mail merge share. What becomes of a document is up to its [`DocumentReceiver`].

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::plan::{BriefPlan, Job};
use super::prepare::PreparedBrief;
use super::request::Request;
use super::shared::SharedResources;
use crate::backend::Rendered;
use crate::diagnostic::{Code, Diagnostic, Severity, distinct};
use crate::io::display_path;

/// Receives the documents of a brief.
pub(super) trait DocumentReceiver<'p> {
    /// A document that nothing is wrong with.
    type Document;

    /// Whether a document need not be rendered because an earlier run has done so. Returns what was
    /// reported about it then.
    fn reuse(&mut self, prepared: &PreparedBrief<'p>, job: &'p Job) -> Option<Vec<Diagnostic>>;

    /// Receives a rendered document.
    ///
    /// # Errors
    ///
    /// If there is no place for it. Then what was reported about its content does not matter.
    fn receive(
        &mut self,
        prepared: &PreparedBrief<'p>,
        job: &'p Job,
        rendered: Rendered,
    ) -> Result<Self::Document, Diagnostic>;
}

/// The documents of a brief, and everything that was found. [`conclude`] judges it.
pub(super) struct BriefDocuments<D> {
    pub documents: Vec<D>,
    pub diagnostics: Vec<Diagnostic>,
}

/// Prepares a brief and renders it in all its formats. A problem in one format does not affect the
/// others, except with [`Request::strict`]: then a brief with any problem has no documents.
pub(super) fn render_brief<'p, R: DocumentReceiver<'p>>(
    plan: &'p BriefPlan,
    request: &Request,
    shared: &SharedResources,
    receiver: &mut R,
) -> BriefDocuments<R::Document> {
    let brief = display_path(&plan.input.file);
    let mut rendered = match catch_panics(&brief, || PreparedBrief::new(plan, request, shared)) {
        Ok(prepared) => render_documents(&prepared, &brief, receiver),
        Err(diagnostics) => BriefDocuments {
            documents: Vec::new(),
            diagnostics,
        },
    };
    // This is known only now, because the last format may have the first problem.
    let has_problem = |it: &Diagnostic| it.severity != Severity::Note;
    if request.strict && rendered.diagnostics.iter().any(has_problem) {
        rendered.documents.clear();
    }
    rendered
}

fn render_documents<'p, R: DocumentReceiver<'p>>(
    prepared: &PreparedBrief<'p>,
    brief: &str,
    receiver: &mut R,
) -> BriefDocuments<R::Document> {
    let plan = prepared.plan;
    let mut documents = Vec::with_capacity(plan.jobs.len());
    let mut diagnostics = prepared.warnings();
    for job in plan.jobs.iter().filter(|job| prepared.can_show(job)) {
        let found = match receiver.reuse(prepared, job) {
            Some(found) => found,
            None => match render_document(prepared, job, brief, receiver) {
                Ok((document, warnings)) => {
                    documents.push(document);
                    warnings
                }
                Err(problems) => problems,
            },
        };
        diagnostics.extend(with_context(&document_name(plan, job), found));
    }
    BriefDocuments {
        documents,
        diagnostics,
    }
}

/// Renders one document. Returns it with the warnings about it.
fn render_document<'p, R: DocumentReceiver<'p>>(
    prepared: &PreparedBrief<'p>,
    job: &'p Job,
    brief: &str,
    receiver: &mut R,
) -> Result<(R::Document, Vec<Diagnostic>), Vec<Diagnostic>> {
    let rendered = catch_panics(brief, || prepared.render(job))?;
    let warnings = rendered.diagnostics.clone();
    match receiver.receive(prepared, job, rendered) {
        Ok(document) => Ok((document, warnings)),
        Err(problem) => Err(vec![problem]),
    }
}

/// The problems as they are reported, each once, and whether the brief has failed. With
/// [`Request::strict`] all warnings become errors.
pub(super) fn conclude(problems: Vec<Diagnostic>, request: &Request) -> (Vec<Diagnostic>, bool) {
    let mut problems = distinct(problems);
    if request.strict {
        turn_into_errors(&mut problems);
    }
    let failed = problems.iter().any(Diagnostic::is_error);
    (problems, failed)
}

/// Turns all warnings into errors. Notes stay what they are.
pub(super) fn turn_into_errors(problems: &mut [Diagnostic]) {
    for problem in problems {
        if problem.severity == Severity::Warning {
            problem.severity = Severity::Error;
        }
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
