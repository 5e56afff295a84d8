//! Many briefs to many files: which briefs, which outputs, one report.
//!
//! Files are read before the first step and written after the last; one bad brief, or a panic in
//! one, leaves the others as they are. What is up to date, by the content of all it was made from,
//! is not rendered again.

mod coverage;
mod dependencies;
mod digest;
mod files;
mod lock;
mod manifest;
mod merge;
mod pictures;
mod plan;
mod prepare;
mod record;
mod records;
mod resolve;
mod shared;
mod stale;
mod tally;
mod up_to_date;

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

use files::page_file;
pub use files::write_file;
pub use manifest::MANIFEST;
pub use merge::Merge;
pub use plan::{Input, Partition, holds_none, inputs};
pub use record::Output;
pub use records::recorded_files;
pub use tally::Tally;

use crate::assets::Protection;
use crate::backend::Rendered;
use crate::backend::md::Dialect;
use crate::backend::png::Scale;
use crate::diagnostic::{Diagnostic, Severity};
use crate::io::display;
use plan::{APART, Files, Job, Outline, Plan, sites};
use prepare::Prepared;
use records::Records;
use shared::Shelf;
use stale::Stale;

/// What to do when a document with a file for each page is given one file, or a stream.
pub const A_FILE_EACH: &str =
    "each page has a file: name a folder, --output DIR, for STEM.png, STEM-2.png and so on";

/// What is asked of a run.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// Formats; what the project's settings say if empty, else pdf, docx and md.
    pub formats: Vec<&'static str>,
    /// A template instead of the briefs' and the formats' own: a name, or a path relative to the
    /// working folder.
    pub template: Option<String>,
    /// A theme instead of the briefs' own: a name, or a path relative to the working folder.
    pub theme: Option<String>,
    /// A Word document whose styles Word documents are to have, instead of the projects' own;
    /// relative to the working folder.
    pub reference: Option<PathBuf>,
    /// Who is to read Markdown; what the projects' settings say if absent, else Marp.
    pub dialect: Option<Dialect>,
    /// How large pictures of pages are; what the projects' settings say if absent, else 2.
    pub scale: Option<Scale>,
    /// What Word lets its users do to Word documents; what the project's settings say if absent.
    pub protection: Option<Protection>,
    /// A folder, or a file if it has the extension of the one format asked for. `output` if absent.
    pub output: Option<PathBuf>,
    /// Whether warnings fail.
    pub strict: bool,
    /// Whether documents carry their briefs, where the format can; what the project's settings say
    /// if not.
    pub attach_source: bool,
    /// Whether to render even what is up to date.
    pub force: bool,
    /// Whether to remove what is left over of briefs that are gone; see [`Ended`].
    pub prune: bool,
    /// The folders of briefs that were asked for: what is missing there, and was there in an
    /// earlier run, is gone.
    pub folders: Vec<PathBuf>,
    /// Which part of the briefs; all if absent.
    pub partition: Option<Partition>,
    /// Which of the inputs, by their files; all if absent. The others' files stay theirs.
    pub only: Option<BTreeSet<PathBuf>>,
    /// Folders with fonts besides those that projects name, tried in order; missing ones are passed
    /// over.
    pub font_folders: Vec<PathBuf>,
    /// Set from outside to end the run after the documents that are being made.
    pub cancel: Arc<AtomicBool>,
}

impl Request {
    fn is_cancelled(&self) -> bool {
        self.cancel.load(Ordering::Relaxed)
    }

    /// Whether the formats or the template are asked for here, and not by the briefs and settings
    /// alone.
    fn names_documents(&self) -> bool {
        !self.formats.is_empty() || self.template.is_some()
    }
}

/// What is done with what was rendered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Write it.
    Write,
    /// Compare it with what is there.
    Compare,
    /// Nothing: only the problems matter.
    Dry,
}

/// What became of one brief.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// Its number among all briefs of the run, from 0.
    pub number: usize,
    /// The brief, as messages name it.
    pub brief: String,
    /// Everything that was found.
    pub diagnostics: Vec<Diagnostic>,
    /// What was rendered, or is up to date.
    pub outputs: Vec<Arc<Output>>,
    /// How many of `outputs` were up to date already.
    pub up_to_date: usize,
    /// Whether anything failed, warnings included if they are asked to.
    pub failed: bool,
}

/// A run that has ended.
///
/// Files are left over if the manifest records them and no brief has them any more: their brief is
/// gone from one of [`Request::folders`]; or, in a run for whatever formats and templates briefs
/// and settings name, they were made in such a run and the brief, which is without errors, does not
/// name them any more. What [`Request::partition`] leaves to others, and what was made from
/// standard input, is never left over.
#[derive(Debug, Clone, Default)]
pub struct Ended {
    /// What became of the briefs, and how many warnings there were, those about files that are left
    /// over included.
    pub tally: Tally,
    /// What is to be said about files that are left over.
    pub diagnostics: Vec<Diagnostic>,
    /// What was removed, if [`Request::prune`] is set, of what was left over and as it was written.
    pub removed: Vec<PathBuf>,
}

impl Ended {
    /// Whether anything failed.
    #[must_use]
    pub fn failed(&self) -> bool {
        self.tally.failed > 0 || self.diagnostics.iter().any(Diagnostic::is_error)
    }
}

/// A set of briefs, ready to run.
pub struct Batch<'a> {
    request: &'a Request,
    outlines: Vec<Outline>,
    files: Files,
}

impl<'a> Batch<'a> {
    /// Decides what becomes of each brief.
    ///
    /// # Errors
    ///
    /// Settings that are wrong, or two briefs that would write the same file.
    pub fn new(inputs: Vec<Input>, request: &'a Request) -> Result<Self, Vec<Diagnostic>> {
        let (outlines, files) = plan::outlines(inputs, request)?;
        Ok(Self {
            request,
            outlines,
            files,
        })
    }

    /// How many briefs there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.outlines.len()
    }

    /// Whether there are none, as may be in one part of a few.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.outlines.is_empty()
    }

    /// Renders all, in parallel on the threads of the current rayon pool, and tells `done` about
    /// each brief as it is finished.
    ///
    /// # Errors
    ///
    /// When a manifest cannot be written.
    pub fn run(
        &self,
        mode: Mode,
        done: &(dyn Fn(&Report) + Sync),
    ) -> Result<Ended, Vec<Diagnostic>> {
        let shelf = Shelf::new(
            sites(&self.outlines).map(|site| &site.project),
            self.request,
        );
        if mode == Mode::Write {
            let manifests = sites(&self.outlines).map(|site| site.manifest_folder.clone());
            files::sweep(self.outlines.iter().map(Outline::folder).chain(manifests));
        }
        let records = if mode == Mode::Dry {
            Records::default()
        } else {
            Records::find(&self.outlines, self.request)
        };
        let run = Run {
            request: self.request,
            mode,
            shelf: &shelf,
            records: &records,
            files: &self.files,
        };
        let tally = Mutex::new(Tally::default());
        // One after another, so that what waits for its turn to be told does not pile up.
        let sound: Vec<usize> = (self.outlines.iter().enumerate().par_bridge())
            .filter_map(|(number, outline)| {
                if self.request.is_cancelled() {
                    return None;
                }
                let report = Report {
                    number,
                    ..run.report(&outline.plan())
                };
                done(&report);
                tally
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .add(&report);
                (!report.failed).then_some(number)
            })
            .collect();
        let tally = tally.into_inner().unwrap_or_else(PoisonError::into_inner);
        self.ended(mode, records, &sound, tally)
            .map_err(|problem| vec![problem])
    }

    /// Records what was written, and sees to what is left over. `sound` are the numbers of the
    /// briefs without errors.
    fn ended(
        &self,
        mode: Mode,
        records: Records,
        sound: &[usize],
        mut tally: Tally,
    ) -> Result<Ended, Diagnostic> {
        let stale = Stale::new(self.request, &self.outlines, &self.files, sound);
        let mut leftovers = match mode {
            Mode::Dry => {
                return Ok(Ended {
                    tally,
                    ..Ended::default()
                });
            }
            Mode::Compare => records.stale(&stale, &self.files),
            Mode::Write => records.write(&self.files, &stale, self.request.prune)?,
        };
        let removed = std::mem::take(&mut leftovers.removed);
        let mut diagnostics = leftovers.told(mode);
        if self.request.strict {
            diagnostics
                .iter_mut()
                .for_each(|problem| problem.severity = Severity::Error);
        }
        tally.add_warnings(&diagnostics);
        Ok(Ended {
            tally,
            diagnostics,
            removed,
        })
    }
}

/// Plans and renders briefs, and keeps what there is to say about each; see [`Batch`], whose word
/// on files that are left over is not passed on.
///
/// # Errors
///
/// As [`Batch::new`] and [`Batch::run`].
pub fn run(
    inputs: Vec<Input>,
    request: &Request,
    mode: Mode,
    done: &(dyn Fn(&Report) + Sync),
) -> Result<Vec<Report>, Vec<Diagnostic>> {
    let reports = Mutex::new(Vec::new());
    let keep = |report: &Report| {
        reports
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(report.clone())
    };
    Batch::new(inputs, request)?.run(mode, &|report| {
        done(report);
        keep(report);
    })?;
    let mut reports = reports.into_inner().unwrap_or_else(PoisonError::into_inner);
    reports.sort_unstable_by_key(|report| report.number);
    Ok(reports)
}

/// Renders one brief to one format and gives the finished file, with the name of its folder of
/// pictures put in, and what is to be said about it.
///
/// # Errors
///
/// Every problem of the brief.
pub fn render_one(
    input: Input,
    request: &Request,
) -> Result<(Rendered, Vec<Diagnostic>), Vec<Diagnostic>> {
    let (outlines, _) = plan::outlines(vec![input], request)?;
    let plan = outlines.first().map(Outline::plan);
    let Some((plan, job)) = plan
        .as_ref()
        .and_then(|plan| Some((plan, plan.jobs.first()?)))
    else {
        return Ok((Rendered::default(), Vec::new()));
    };
    let shelf = Shelf::new([plan.project()].into_iter(), request);
    let prepared = Prepared::new(plan, request, &shelf)?;
    let mut found = prepared.warnings();
    if !prepared.can_show(job) {
        return Err(found);
    }
    let name = named(plan, job);
    let rendered = prepared
        .render(job)
        .map_err(|problems| about(&name, problems))?;
    found.extend(said_by(&name, &rendered));
    Ok((rendered, distinct(found)))
}

/// What all briefs of a run share.
struct Run<'a> {
    request: &'a Request,
    mode: Mode,
    shelf: &'a Shelf,
    records: &'a Records,
    files: &'a Files,
}

impl Run<'_> {
    fn report(&self, plan: &Plan) -> Report {
        let brief = display(&plan.input.file);
        let mut report = Report {
            brief: brief.clone(),
            ..Report::default()
        };
        match guarded(&brief, || Ok(self.unchanged(plan))) {
            Ok(Some(outputs)) => self.tell_again(plan, outputs, &mut report),
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
                report.diagnostics.extend(said_again(&name, known));
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
                    report.diagnostics.extend(said_by(&name, &rendered));
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
            return Err(vec![Diagnostic::error(message).hint(A_FILE_EACH)]);
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
                Err(vec![Diagnostic::error(message).hint(APART)])
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
                        Diagnostic::error(format!("cannot remove `{}`: {why}", file.display()))
                    };
                    std::fs::remove_file(&file).map_err(problem)
                })?;
                self.records.add(plan, output, known.as_ref())
            }
            Mode::Compare => {
                files::compare(&job.path, rendered)?;
                match left_over.next() {
                    Some(file) => Err(Diagnostic::error(format!(
                        "`{}` is left over",
                        file.display()
                    ))),
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
fn guarded<T>(
    brief: &str,
    work: impl FnOnce() -> Result<T, Vec<Diagnostic>>,
) -> Result<T, Vec<Diagnostic>> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| {
        let why = panic
            .downcast_ref::<String>()
            .map(String::as_str)
            .or(panic.downcast_ref::<&str>().copied());
        let problem = Diagnostic::error(format!(
            "internal error in `{brief}`: {}",
            why.unwrap_or("unknown")
        ));
        Err(vec![problem.hint(
            "this is a bug in gen; please report it with the brief",
        )])
    })
}

/// A document as messages name it.
fn named(plan: &Plan, job: &Job) -> String {
    format!("`{}` as {}", display(&plan.input.file), job.format.name)
}

/// Says which document a problem is about, where no line of its brief does.
fn about(name: &str, mut problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
    for problem in problems.iter_mut().filter(|problem| problem.span.is_none()) {
        problem.message = format!("{name}: {}", problem.message);
    }
    problems
}

fn said_by(name: &str, rendered: &Rendered) -> Vec<Diagnostic> {
    let ledger = rendered.ledger.iter().map(Diagnostic::warning);
    about(
        name,
        ledger.chain(rendered.warnings.iter().cloned()).collect(),
    )
}

/// What was said when a file that is up to date was rendered.
fn said_again(name: &str, entry: &Output) -> Vec<Diagnostic> {
    let (nowhere, placed): (Vec<_>, Vec<_>) = entry
        .warnings
        .iter()
        .partition(|line| line.starts_with("warning: "));
    let nowhere = nowhere
        .into_iter()
        .map(|line| line.trim_start_matches("warning: ").to_owned());
    let nowhere = entry
        .ledger
        .iter()
        .cloned()
        .chain(nowhere)
        .map(Diagnostic::warning)
        .collect();
    let placed = placed
        .into_iter()
        .map(|line| Diagnostic::warning(line.replacen(" warning:", "", 1)));
    about(name, nowhere).into_iter().chain(placed).collect()
}

/// Each problem once, in the order of their first mention.
fn distinct(problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut distinct: Vec<Diagnostic> = Vec::with_capacity(problems.len());
    for problem in problems {
        if !distinct.contains(&problem) {
            distinct.push(problem);
        }
    }
    distinct
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
            told(|| Err(vec![Diagnostic::error("found")])),
            Err("error: found".to_owned())
        );
    }
}
