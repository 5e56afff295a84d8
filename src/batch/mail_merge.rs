//! Renders a set of documents for each row of data from one pattern.
//!
//! Rows are read and rendered a few at a time, so that data of any length can be merged.

use std::collections::HashMap;
use std::io::BufRead;
use std::sync::Arc;

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::files;
use super::find::BriefInput;
use super::outcome::{BriefOutcome, Summary};
use super::owners::OutputOwners;
use super::plan::BriefPlan;
use super::records::{OutputRecords, recorded_owners};
use super::render_brief::catch_panics;
use super::request::{Mode, Request};
use super::row_pattern::{RowPattern, point_to_row};
use super::run::BatchRun;
use super::session::Session;
use crate::diagnostic::{Code, Diagnostic};
use crate::io::parent_folder;
use crate::merge::{Pattern, Row, Rows};

/// The number of rows, per thread, that are read before the first of them is rendered.
const ROWS_AHEAD: usize = 16;

/// The number of bytes after which no further row is read before the first is rendered.
const BYTES_AHEAD: usize = 8 << 20;

/// A mail merge: a pattern that is ready for rows.
///
/// Rows that are finished are not kept. If rows name their files, about 25 bytes for each remain in
/// memory, to find two rows with the same name. No manifest records the documents, so each run
/// renders all of them, and [`Request::force`] and [`Request::prune`] have no effect.
pub struct MailMerge {
    session: Session,
    pattern: RowPattern,
}

impl MailMerge {
    /// Reads a pattern. `name` is a pattern for file names, see [`RowPattern::named`].
    ///
    /// # Errors
    ///
    /// Problems in settings, requests that a mail merge cannot fulfil, and all problems of the
    /// pattern that do not depend on the data.
    pub fn new(
        input: BriefInput,
        name: Option<&str>,
        request: &Request,
    ) -> Result<Self, Vec<Diagnostic>> {
        let session = Session::new(parent_folder(&input.file), request.clone())?;
        session.project_plan().check_takes_rows()?;
        let mut pattern = RowPattern::read(input, session.project_plan())?;
        if let Some(name) = name {
            pattern = pattern.named(name)?;
        }
        Ok(Self { session, pattern })
    }

    /// The pattern.
    #[must_use]
    pub fn pattern(&self) -> &Pattern {
        self.pattern.pattern()
    }

    fn request(&self) -> &Request {
        self.session.request()
    }

    /// Renders the documents of all rows on the threads of the current rayon pool. Calls `done`
    /// with the outcome of each row as soon as it is finished; its number is the position of the
    /// row in the run. At most 16 rows per thread, and 8 MiB and one row, are in memory.
    ///
    /// # Errors
    ///
    /// If the pattern names columns that the header line does not have. Problems with a row are
    /// part of its outcome.
    pub fn run<R: BufRead>(
        &self,
        rows: &mut Rows<R>,
        mode: Mode,
        done: &(dyn Fn(&BriefOutcome) + Sync),
    ) -> Result<Summary, Vec<Diagnostic>> {
        if let Some(columns) = rows.columns() {
            let unknown = self.pattern.unknown_columns(columns);
            if !unknown.is_empty() {
                return Err(unknown);
            }
        }
        let plan = self.pattern.plan();
        let manifest_folder = plan.manifest_folder();
        if mode == Mode::Write {
            let documents = plan.jobs.iter().map(|job| parent_folder(&job.path));
            files::remove_abandoned(documents.chain([manifest_folder.to_owned()]));
        }
        // A row must not overwrite the document of a brief.
        let owners = match mode {
            Mode::Write => recorded_owners(manifest_folder),
            Mode::Compare | Mode::Dry => OutputOwners::default(),
        };
        let run = BatchRun {
            request: self.request(),
            mode,
            shared: self.session.shared(),
            records: &OutputRecords::default(),
            owners: &owners,
        };
        let mut summary = Summary::default();
        let mut names = RowFileNames::new(plan);
        loop {
            // Threads that are finished wait for the slowest row before more rows are read. Then
            // never more rows than these are in memory.
            let ahead = self.read_ahead(rows, &mut names);
            if ahead.is_empty() {
                return Ok(summary);
            }
            let first_number = summary.briefs;
            let outcomes: Vec<BriefOutcome> = (ahead.par_iter().enumerate())
                .filter_map(|(at, row)| {
                    if self.request().is_cancelled() {
                        return None;
                    }
                    let mut outcome = self.process_row(&run, row);
                    outcome.number = first_number + at;
                    done(&outcome);
                    Some(outcome)
                })
                .collect();
            for outcome in &outcomes {
                summary.add(outcome);
            }
            if self.request().is_cancelled() {
                return Ok(summary);
            }
        }
    }

    /// Reads the next rows of the requested part, and names their files.
    fn read_ahead<R: BufRead>(
        &self,
        rows: &mut Rows<R>,
        names: &mut RowFileNames,
    ) -> Vec<NamedRow> {
        let max_rows = ROWS_AHEAD * rayon::current_num_threads();
        let mut ahead = Vec::new();
        let mut bytes = 0;
        while ahead.len() < max_rows && bytes < BYTES_AHEAD && !self.request().is_cancelled() {
            let Some(row) = rows.next() else { break };
            let default_name = self.pattern.default_file_stem(&row);
            let own_name = self.pattern.own_file_stem(&row);
            // The part of a row depends on the name of its files.
            let name = match &own_name {
                Ok(Some(name)) => name,
                _ => &default_name,
            };
            if let Some(partition) = self.request().partition
                && !partition.contains(name)
            {
                continue;
            }
            let name = match own_name {
                Ok(Some(name)) => names.claim(name, &row).map_err(|problem| vec![problem]),
                Ok(None) => Ok(default_name),
                Err(problems) => Err(problems),
            };
            bytes += row.bytes;
            ahead.push(NamedRow { row, name });
        }
        ahead
    }

    fn process_row(&self, run: &BatchRun<'_>, named: &NamedRow) -> BriefOutcome {
        let name = named.row.name();
        let mut outcome = match catch_panics(&name, || self.plan_row(run, named)) {
            Ok(plan) => run.process(&plan),
            Err(problems) => BriefOutcome {
                failed: true,
                diagnostics: problems,
                ..BriefOutcome::default()
            },
        };
        // All rows have the same brief, so messages name the row instead.
        outcome.brief.clone_from(&name);
        for output in &mut outcome.outputs {
            Arc::make_mut(output).brief.clone_from(&name);
        }
        point_to_row(&mut outcome.diagnostics, &named.row);
        outcome
    }

    /// Plans the documents of a row.
    fn plan_row(&self, run: &BatchRun<'_>, named: &NamedRow) -> Result<BriefPlan, Vec<Diagnostic>> {
        let stem = named.name.as_ref().map_err(Clone::clone)?;
        let plan = self.pattern.plan_row(&named.row, stem)?;
        for job in &plan.jobs {
            if let Some(owner) = run.owners.owner_of(&job.path) {
                let (file, owner) = (job.path.display(), owner.display());
                let message = format!("`{file}` is recorded as a document of `{owner}`");
                let problem = Diagnostic::error(Code::OutputConflict, message);
                let hint = "name another folder, --output DIR, or other files, --name TEXT";
                return Err(vec![problem.hint(hint)]);
            }
        }
        Ok(plan)
    }
}

/// A row with the name of its files, or the problems that prevent one.
struct NamedRow {
    row: Row,
    name: Result<String, Vec<Diagnostic>>,
}

/// The file names of the rows so far, and the line of each row in the data. Names are kept as
/// hashes in lower case, because some file systems do not distinguish upper and lower case.
struct RowFileNames {
    lines: HashMap<[u32; 2], u32>,
    /// Whether a document may have a file for each page: `a-2` and so on beside `a`.
    allow_pages: bool,
}

impl RowFileNames {
    fn new(plan: &BriefPlan) -> Self {
        let mut jobs = plan.jobs.iter();
        Self {
            lines: HashMap::new(),
            allow_pages: jobs.any(|job| job.format.file_per_page),
        }
    }

    /// Claims a name for the files of a row.
    ///
    /// # Errors
    ///
    /// If another row has the same name, or if a page of one row's document could have the name of
    /// the other's document.
    fn claim(&mut self, name: String, row: &Row) -> Result<String, Diagnostic> {
        // Only a message needs the line, so 32 bits do for any data.
        let line = u32::try_from(row.line()).unwrap_or(u32::MAX);
        let lower = name.to_lowercase();
        let document = short_hash(&lower);
        // The entry `a-` means that some row is named like a further page of `a`.
        let pages = short_hash(&format!("{lower}-"));
        let first_page = self.first_page(&lower);
        let mut conflict = self.lines.get(&document).or(self.lines.get(&pages));
        if let (None, Some(first_page)) = (conflict, first_page) {
            conflict = self.lines.get(&short_hash(first_page));
        }
        if let Some(other) = conflict {
            let data = &row.place.source.name;
            let message = format!(
                "`{data}:{other}` and `{data}:{line}` would both write files named `{name}`"
            );
            let hint = "a name that tells rows apart holds a number or an id";
            return Err(Diagnostic::error(Code::OutputConflict, message)
                .at(Some(row.place.clone()))
                .hint(hint));
        }
        if let Some(first_page) = first_page {
            let pages = short_hash(&format!("{first_page}-"));
            self.lines.entry(pages).or_insert(line);
        }
        self.lines.insert(document, line);
        Ok(name)
    }

    /// If `name` can be the file of a further page, the name of the document's first page.
    fn first_page<'n>(&self, name: &'n str) -> Option<&'n str> {
        let (first_page, number) = name.rsplit_once('-')?;
        (self.allow_pages && is_page_number(number)).then_some(first_page)
    }
}

/// Whether a further page can have this number in its file name: from 2, without leading zeros.
fn is_page_number(number: &str) -> bool {
    // The first page has no number.
    !number.starts_with('0')
        && number != "1"
        && !number.is_empty()
        && number.bytes().all(|digit| digit.is_ascii_digit())
}

/// The first eight bytes of a hash. Two 32-bit numbers take less memory in a map with 32-bit values
/// than one 64-bit number.
fn short_hash(name: &str) -> [u32; 2] {
    let digest = Sha256::digest(name.as_bytes());
    // By the birthday bound, two of a million names share 64 bits once in some 37 million runs.
    let mut words = [0; 2];
    for (at, byte) in digest.iter().take(8).enumerate() {
        words[at / 4] = words[at / 4] << 8 | u32::from(*byte);
    }
    words
}
