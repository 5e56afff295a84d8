//! Rows of data to documents of one pattern, a few rows at a time.

use std::collections::HashMap;
use std::io::BufRead;
use std::sync::Arc;

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::files;
use super::find::BriefInput;
use super::outcome::{BriefOutcome, Summary};
use super::owners::OutputOwners;
use super::plan::{self, BriefPlan};
use super::records::{OutputRecords, recorded_owners};
use super::request::{Mode, Request};
use super::resources::read_brief_text;
use super::run::{BatchRun, catch_panics};
use super::shared::SharedResources;
use crate::diagnostic::{Code, Diagnostic};
use crate::io::{file_stem, parent_folder};
use crate::merge::{Pattern, Row, Rows};

/// Rows that are read before the first of them is finished, for each thread.
const ROWS_AHEAD: usize = 16;

/// Bytes of rows that are read before the first of them is finished, but for the last row.
const BYTES_AHEAD: usize = 8 << 20;

/// A pattern, ready for rows.
///
/// Nothing is kept of rows that are finished, save, where files are named by their rows, a hash and
/// a line number, in some 25 bytes, by which two rows with one name are known. No manifest records
/// them; so each run renders all, and [`Request::force`] and [`Request::prune`] mean nothing.
pub struct MailMerge<'a> {
    request: &'a Request,
    plan: BriefPlan,
    pattern: Pattern,
    /// What files are named by whose rows do not name them.
    stem: String,
}

impl<'a> MailMerge<'a> {
    /// Reads a pattern. `name` is what the files of a row are named by, see [`Pattern::named`];
    /// without it they have the pattern's name and the row's number.
    ///
    /// # Errors
    ///
    /// Settings that are wrong, a request that rows cannot fulfil, or everything that is wrong with
    /// the pattern whatever the rows hold.
    pub fn new(
        input: BriefInput,
        name: Option<&str>,
        request: &'a Request,
    ) -> Result<Self, Vec<Diagnostic>> {
        let plan = plan::plan_pattern(input, request)?;
        if plan.project_plan.options.attach_source {
            let problem = Diagnostic::error(
                Code::CannotAttachSource,
                "documents of rows have no brief that could be attached to them",
            );
            return Err(vec![problem.hint(
                "leave out --attach-source, and `attach_source` in gen.yaml",
            )]);
        }
        let source = read_brief_text(&plan).map_err(|problem| vec![problem])?;
        let pattern = Pattern::read(&source, plan.project().defaults.as_ref())?;
        let pattern = match name {
            Some(name) => pattern.named(name).map_err(|problem| vec![problem])?,
            None => pattern,
        };
        let stem = file_stem(&plan.input.file);
        let plan = BriefPlan {
            input: BriefInput {
                text: Some(source),
                ..plan.input
            },
            ..plan
        };
        Ok(Self {
            request,
            plan,
            pattern,
            stem,
        })
    }

    /// The pattern.
    #[must_use]
    pub fn pattern(&self) -> &Pattern {
        &self.pattern
    }

    /// Makes the documents of rows, in parallel on the threads of the current rayon pool, and tells
    /// `done` about each row as it is finished, with its number in the run. Not more than 16 rows
    /// for each thread are read ahead, and not more than 8 MiB and one row.
    ///
    /// # Errors
    ///
    /// Columns that the pattern names and the header line does not. What is wrong with a row is
    /// told of that row.
    pub fn run<R: BufRead>(
        &self,
        rows: &mut Rows<R>,
        mode: Mode,
        done: &(dyn Fn(&BriefOutcome) + Sync),
    ) -> Result<Summary, Vec<Diagnostic>> {
        let unknown = rows
            .columns()
            .map(|columns| self.pattern.unknown_columns(columns))
            .unwrap_or_default();
        if !unknown.is_empty() {
            return Err(unknown);
        }
        if mode == Mode::Write {
            let folders = self.plan.jobs.iter().map(|job| parent_folder(&job.path));
            files::remove_abandoned(folders.chain([self.plan.manifest_folder().to_owned()]));
        }
        let shared = SharedResources::new([self.plan.project()].into_iter(), self.request);
        // What the folder's manifest records is not a row's to write.
        let files = if mode == Mode::Write {
            recorded_owners(self.plan.manifest_folder())
        } else {
            OutputOwners::default()
        };
        let records = OutputRecords::default();
        let run = BatchRun {
            request: self.request,
            mode,
            shared: &shared,
            records: &records,
            owners: &files,
        };
        let (mut summary, mut names) = (Summary::default(), RowFileNames::new(&self.plan));
        loop {
            let ahead = self.read_ahead(rows, &mut names);
            if ahead.is_empty() {
                return Ok(summary);
            }
            let reports: Vec<BriefOutcome> = (ahead.par_iter().enumerate())
                .filter_map(|(at, row)| {
                    if self.request.is_cancelled() {
                        return None;
                    }
                    let report = BriefOutcome {
                        number: summary.briefs + at,
                        ..self.process_row(&run, row)
                    };
                    done(&report);
                    Some(report)
                })
                .collect();
            reports.iter().for_each(|report| summary.add(report));
            if self.request.is_cancelled() {
                return Ok(summary);
            }
        }
    }

    /// The next rows of this part.
    fn read_ahead<R: BufRead>(
        &self,
        rows: &mut Rows<R>,
        names: &mut RowFileNames,
    ) -> Vec<NamedRow> {
        let mut ahead = Vec::new();
        let mut bytes = 0;
        let most = ROWS_AHEAD * rayon::current_num_threads();
        while ahead.len() < most && bytes < BYTES_AHEAD && !self.request.is_cancelled() {
            let Some(row) = rows.next() else { break };
            let numbered = format!("{}-{}", self.stem, row.number);
            let name = match &row.values {
                Ok(values) => catch_panics(&row.name(), || {
                    self.pattern
                        .file_name(values)
                        .map_err(|problem| vec![problem])
                }),
                Err(problem) => Err(vec![problem.clone()]),
            };
            let part = name
                .as_ref()
                .ok()
                .and_then(Option::as_ref)
                .unwrap_or(&numbered);
            if self
                .request
                .partition
                .is_some_and(|partition| !partition.contains(part))
            {
                continue;
            }
            let name = name.and_then(|name| match name {
                Some(name) => names.claim(name, &row).map_err(|problem| vec![problem]),
                None => Ok(numbered),
            });
            bytes += row.bytes;
            ahead.push(NamedRow { row, name });
        }
        ahead
    }

    fn process_row(&self, run: &BatchRun<'_>, named: &NamedRow) -> BriefOutcome {
        let (row, name) = (&named.row, named.row.name());
        let bound = || {
            let stem = named.name.as_ref().map_err(Clone::clone)?;
            let values = row
                .values
                .as_ref()
                .map_err(|problem| vec![problem.clone()])?;
            let plan = self.plan.for_row(self.pattern.bind(values)?, stem);
            match plan
                .jobs
                .iter()
                .find_map(|job| Some((job, run.owners.owner_of(&job.path)?)))
            {
                None => Ok(plan),
                Some((job, owner)) => {
                    let (file, owner) = (job.path.display(), owner.display());
                    let problem = Diagnostic::error(
                        Code::OutputConflict,
                        format!("`{file}` is recorded as a document of `{owner}`"),
                    );
                    Err(vec![problem.hint(
                        "name another folder, --output DIR, or other files, --name TEXT",
                    )])
                }
            }
        };
        let mut report = match catch_panics(&name, bound) {
            Ok(plan) => run.process(&plan),
            Err(problems) => BriefOutcome {
                failed: true,
                diagnostics: problems,
                ..BriefOutcome::default()
            },
        };
        report.brief.clone_from(&name);
        report
            .outputs
            .iter_mut()
            .for_each(|output| Arc::make_mut(output).brief.clone_from(&name));
        for problem in &mut report.diagnostics {
            point_to_row(problem, row, &name);
        }
        report
    }
}

/// Says which row a problem is of: by its place if there is no other, else in words.
fn point_to_row(problem: &mut Diagnostic, row: &Row, name: &str) {
    match &problem.span {
        None => problem.span = Some(row.place.clone()),
        Some(span) if span.source.name == row.place.source.name => {}
        Some(_) => problem.message = format!("{name}: {}", problem.message),
    }
}

/// A row with the name of its files, or what keeps it from having one.
struct NamedRow {
    row: Row,
    name: Result<String, Vec<Diagnostic>>,
}

/// The names that rows have given to their files, each with its row's line. Where two differ in
/// capitals alone, some systems have one file for both.
struct RowFileNames {
    lines: HashMap<[u32; 2], u32>,
    /// Whether a document may have a file for each page: beside `a` then, `a-2` and so on.
    allow_pages: bool,
}

impl RowFileNames {
    fn new(plan: &BriefPlan) -> Self {
        let allow_pages = plan.jobs.iter().any(|job| job.format.file_per_page);
        Self {
            lines: HashMap::new(),
            allow_pages,
        }
    }

    /// Takes a name for a row.
    ///
    /// # Errors
    ///
    /// When the files of another row may have it.
    fn claim(&mut self, name: String, row: &Row) -> Result<String, Diagnostic> {
        let line = u32::try_from(row.line()).unwrap_or(u32::MAX);
        let document = name.to_lowercase();
        let first = document
            .rsplit_once('-')
            .filter(|(_, page)| self.allow_pages && is_page_number(page))
            .map(|(first, _)| first);
        // Under this a document is known of which another may have a page's name.
        let pages = |name: &str| short_hash(&format!("{name}-"));
        let taken = [
            Some(short_hash(&document)),
            Some(pages(&document)),
            first.map(short_hash),
        ];
        if let Some(other) = taken
            .into_iter()
            .flatten()
            .find_map(|key| self.lines.get(&key))
        {
            let data = &row.place.source.name;
            let message = format!(
                "`{data}:{other}` and `{data}:{line}` would both write files named `{name}`"
            );
            let hint = "a name that tells rows apart holds a number or an id";
            return Err(Diagnostic::error(Code::OutputConflict, message)
                .at(Some(row.place.clone()))
                .hint(hint));
        }
        if let Some(first) = first {
            self.lines.entry(pages(first)).or_insert(line);
        }
        self.lines.insert(short_hash(&document), line);
        Ok(name)
    }
}

/// Whether a page's file may have this number.
fn is_page_number(number: &str) -> bool {
    !number.starts_with('0')
        && number != "1"
        && !number.is_empty()
        && number.bytes().all(|it| it.is_ascii_digit())
}

/// Eight bytes by which a name is known.
fn short_hash(name: &str) -> [u32; 2] {
    let digest = Sha256::digest(name.as_bytes());
    let word = |at: usize| {
        digest
            .iter()
            .skip(at * 4)
            .take(4)
            .fold(0, |word, byte| word << 8 | u32::from(*byte))
    };
    [word(0), word(1)]
}
