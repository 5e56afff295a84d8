//! Processes one brief of a run: renders it in all its formats, and writes, compares or skips the
//! files.

use std::sync::Arc;

use super::files::{self, page_file};
use super::manifest_record::OutputRecord;
use super::outcome::BriefOutcome;
use super::owners::{OutputOwners, SAME_FILE_HINT};
use super::plan::{BriefPlan, Job};
use super::prepare::PreparedBrief;
use super::records::OutputRecords;
use super::render_brief::{
    BriefDocuments, DocumentReceiver, catch_panics, conclude, document_name, render_brief,
    with_context,
};
use super::request::{Mode, Request};
use super::shared::SharedResources;
use super::up_to_date::{UpToDateBrief, find_up_to_date};
use crate::backend::Rendered;
use crate::diagnostic::{Code, Diagnostic};
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
        // After a panic in this check, the brief is rendered as if it were not up to date.
        let up_to_date = catch_panics(&brief, || Ok(self.find_up_to_date(plan)));
        let outcome = match up_to_date {
            Ok(Some(up_to_date)) => self.accept_up_to_date(plan, up_to_date),
            _ => self.render_and_store(plan),
        };
        let (diagnostics, failed) = conclude(outcome.diagnostics, self.request);
        BriefOutcome {
            brief,
            diagnostics,
            failed,
            ..outcome
        }
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
    fn accept_up_to_date(&self, plan: &BriefPlan, up_to_date: UpToDateBrief) -> BriefOutcome {
        let UpToDateBrief { source, outputs } = up_to_date;
        let sources = plan.sources(&source);
        let mut found = Vec::new();
        for (job, output) in plan.jobs.iter().zip(&outputs) {
            let diagnostics = output.diagnostics(&sources);
            found.extend(with_context(&document_name(plan, job), diagnostics));
        }
        self.records.confirm_unchanged(plan, outputs.len());
        BriefOutcome {
            diagnostics: found,
            up_to_date: outputs.len(),
            outputs: outputs.into_iter().map(Arc::new).collect(),
            ..BriefOutcome::default()
        }
    }

    fn render_and_store(&self, plan: &BriefPlan) -> BriefOutcome {
        let mut receiver = RunReceiver {
            run: self,
            up_to_date: Vec::new(),
        };
        let BriefDocuments {
            documents,
            mut diagnostics,
        } = render_brief(plan, self.request, self.shared, &mut receiver);
        let mut outputs = receiver.up_to_date;
        let up_to_date = outputs.len();
        for document in documents {
            match self.store(plan, &document) {
                Ok(()) => outputs.push(document.output),
                Err(problem) => diagnostics.push(problem),
            }
        }
        BriefOutcome {
            diagnostics,
            outputs,
            up_to_date,
            ..BriefOutcome::default()
        }
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
    fn store(&self, plan: &BriefPlan, document: &UnwrittenDocument<'_>) -> Result<(), Diagnostic> {
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

/// Leaves documents alone that are up to date, and prepares the others for writing.
struct RunReceiver<'a> {
    run: &'a BatchRun<'a>,
    /// The records of the documents that are up to date.
    up_to_date: Vec<Arc<OutputRecord>>,
}

impl<'p> DocumentReceiver<'p> for RunReceiver<'_> {
    type Document = UnwrittenDocument<'p>;

    fn reuse(&mut self, prepared: &PreparedBrief<'p>, job: &'p Job) -> Option<Vec<Diagnostic>> {
        // A brief with warnings comes here although its outputs are up to date, and so does a brief
        // with one output that is not.
        if !self.run.skips_up_to_date() {
            return None;
        }
        let plan = prepared.plan;
        let previous = self.run.records.find(plan, job)?;
        let fingerprints = prepared.fingerprints(job);
        if !previous.is_up_to_date(job, &prepared.theme_name, &fingerprints) {
            return None;
        }
        let mut diagnostics = previous.diagnostics(&plan.sources(&prepared.source));
        let output = OutputRecord {
            requested: prepared.requested.clone(),
            ..previous.clone()
        };
        match self.run.records.add(plan, &output, Some(&previous)) {
            Ok(()) => self.up_to_date.push(Arc::new(output)),
            Err(problem) => diagnostics.push(problem),
        }
        Some(diagnostics)
    }

    fn receive(
        &mut self,
        prepared: &PreparedBrief<'p>,
        job: &'p Job,
        rendered: Rendered,
    ) -> Result<UnwrittenDocument<'p>, Diagnostic> {
        let run = self.run;
        let plan = prepared.plan;
        run.check_page_files(job, &rendered)?;
        let fingerprints = prepared.fingerprints(job);
        let output = OutputRecord {
            asked: run.request.names_documents(),
            requested: prepared.requested.clone(),
            ..OutputRecord::new(plan, job, &prepared.theme_name, fingerprints, &rendered)
        };
        Ok(UnwrittenDocument {
            job,
            rendered,
            output: Arc::new(output),
            previous: run.records.find(plan, job),
        })
    }
}

/// A document that is rendered and not yet written.
struct UnwrittenDocument<'a> {
    job: &'a Job,
    rendered: Rendered,
    /// Its new record.
    output: Arc<OutputRecord>,
    /// The record of an earlier run under the same path.
    previous: Option<OutputRecord>,
}
