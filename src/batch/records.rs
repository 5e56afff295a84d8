//! The output records of a run: those of earlier runs and new ones.
//!
//! A run can have very many records, so only their locations are in memory. Old records are read
//! from the manifests one at a time, and new ones wait in a temporary file until the run ends.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, BufReader, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tempfile::NamedTempFile;

use super::digest::{Digest, digest_bytes, digest_file};
use super::files::{create_temporary, write_file_with};
use super::lock::ManifestLock;
use super::manifest::{
    MANIFEST_FILE, RecordFile, RecordLocation, RecordLocations, locate_records, record_text,
    write_manifest,
};
use super::manifest_record::{OutputRecord, entry_path};
use super::owners::OutputOwners;
use super::plan::{BriefPlan, Job, PlannedBrief, manifest_folders};
use super::request::Request;
use super::stale::{Leftovers, StaleCheck};
use crate::diagnostic::{Code, Diagnostic};

/// The records in all folders that a run writes to.
#[derive(Default)]
pub(super) struct OutputRecords {
    folders: BTreeMap<PathBuf, FolderRecords>,
    spool: Spool,
}

/// The records in one folder.
struct FolderRecords {
    manifest: ManifestFile,
    new: Mutex<NewEntries>,
}

/// What a run adds to the manifest of a folder.
#[derive(Default)]
struct NewEntries {
    /// The number of outputs whose records have not changed.
    unchanged: usize,
    /// The locations of new and changed records in the spool.
    locations: RecordLocations,
}

impl OutputRecords {
    /// Loads the locations of records from the manifests of earlier runs. A missing or damaged
    /// manifest counts as empty.
    pub fn load(briefs: &[PlannedBrief], request: &Request) -> Self {
        let mut folders = BTreeMap::new();
        for folder in manifest_folders(briefs, request) {
            let records = FolderRecords {
                manifest: ManifestFile::load(&folder),
                new: Mutex::default(),
            };
            folders.insert(folder, records);
        }
        Self {
            folders,
            spool: Spool::default(),
        }
    }

    /// The record of an earlier run for the output of a job.
    pub fn find(&self, plan: &BriefPlan, job: &Job) -> Option<OutputRecord> {
        let folder = self.folders.get(plan.manifest_folder())?;
        folder.manifest.read_record(&entry_path(plan, job))
    }

    /// Notes that the records of some outputs have not changed.
    pub fn confirm_unchanged(&self, plan: &BriefPlan, outputs: usize) {
        if let Some(folder) = self.folders.get(plan.manifest_folder()) {
            lock_ignoring_poison(&folder.new).unchanged += outputs;
        }
    }

    /// Records an output. `previous` is its record of an earlier run.
    ///
    /// # Errors
    ///
    /// If the record cannot be written to the spool, for example because the disk is full.
    pub fn add(
        &self,
        plan: &BriefPlan,
        output: &OutputRecord,
        previous: Option<&OutputRecord>,
    ) -> Result<(), Diagnostic> {
        if previous == Some(output) {
            self.confirm_unchanged(plan, 1);
            return Ok(());
        }
        let Some(folder) = self.folders.get(plan.manifest_folder()) else {
            return Ok(());
        };
        let location = match self.spool.add_record(plan.manifest_folder(), output) {
            Ok(location) => location,
            Err(why) => {
                let message = format!("cannot record `{}`: {why}", output.path);
                return Err(Diagnostic::error(Code::UnwritableFile, message));
            }
        };
        let mut new = lock_ignoring_poison(&folder.new);
        new.locations.insert(output.path.clone(), location);
        Ok(())
    }

    /// Finds left-over files, and changes nothing.
    pub fn find_leftovers(&self, stale: &StaleCheck<'_>, owners: &OutputOwners) -> Leftovers {
        let mut leftovers = Leftovers::default();
        for folder in self.folders.values() {
            let manifest = &folder.manifest;
            let stale_records = manifest.stale_records(stale, &self.spool);
            let mut others = manifest.other_records(&stale_records, &self.spool);
            leftovers.find(&manifest.folder, &stale_records, &mut others, owners);
        }
        leftovers
    }

    /// Writes the new records to the manifests, and finds left-over files or, with `prune`, removes
    /// them. Records of other briefs and of other runs stay in a manifest as long as their files
    /// exist.
    ///
    /// # Errors
    ///
    /// If a manifest cannot be written.
    pub fn write(
        self,
        owners: &OutputOwners,
        stale: &StaleCheck<'_>,
        prune: bool,
    ) -> Result<Leftovers, Diagnostic> {
        let mut leftovers = Leftovers::default();
        for records in self.folders.into_values() {
            records.write(&self.spool, owners, stale, prune, &mut leftovers)?;
        }
        Ok(leftovers)
    }
}

impl FolderRecords {
    fn write(
        self,
        spool: &Spool,
        owners: &OutputOwners,
        stale: &StaleCheck<'_>,
        prune: bool,
        leftovers: &mut Leftovers,
    ) -> Result<(), Diagnostic> {
        let mut manifest = self.manifest;
        let new = self
            .new
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        let folder = manifest.folder.clone();
        // Most runs change nothing. Then the folder may be read-only.
        if manifest.is_complete(&new) {
            let stale_records = manifest.stale_records(stale, spool);
            if stale_records.is_empty() || !prune {
                let mut others = manifest.other_records(&stale_records, spool);
                leftovers.find(&folder, &stale_records, &mut others, owners);
                return Ok(());
            }
        }
        let _lock = ManifestLock::acquire(&folder)?;
        // Another run may have written the manifest since it was loaded.
        if !manifest.is_as_loaded() {
            manifest = ManifestFile::load(&folder);
        }
        let count_before = manifest.locations.len();
        let has_new = !new.locations.is_empty();
        manifest.locations.extend(new.locations);
        manifest
            .locations
            .retain(|path, _| folder.join(path).is_file());
        let stale_records = manifest.stale_records(stale, spool);
        let mut others = manifest.other_records(&stale_records, spool);
        if prune {
            leftovers.remove(&folder, &stale_records, &mut others, owners);
            drop(others);
            // Also of files that someone has changed: they belong to the user now.
            for record in &stale_records {
                manifest.locations.remove(&record.path);
            }
        } else {
            leftovers.find(&folder, &stale_records, &mut others, owners);
            drop(others);
        }
        if has_new || manifest.locations.len() != count_before {
            write_file_with(&manifest.file(), &|into| {
                write_manifest(manifest.record_texts(spool, |_| true), into)
            })?;
        }
        Ok(())
    }
}

/// Locks a mutex even if a thread has panicked while it held the lock. Every change under these
/// locks is complete in one step.
pub(super) fn lock_ignoring_poison<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The manifest of a folder, as the locations of its records. New records are added to them when
/// the run ends.
struct ManifestFile {
    folder: PathBuf,
    /// The digest of the file when it was loaded.
    digest: Digest,
    locations: RecordLocations,
}

impl ManifestFile {
    fn load(folder: &Path) -> Self {
        // A file that cannot be read counts as an empty one, here and in `current_digest`.
        Self::try_load(folder).unwrap_or_else(|_| Self {
            folder: folder.to_owned(),
            digest: digest_bytes(&[]),
            locations: RecordLocations::new(),
        })
    }

    fn try_load(folder: &Path) -> io::Result<Self> {
        let mut file = File::open(folder.join(MANIFEST_FILE))?;
        let digest = digest_file(&file)?;
        file.rewind()?;
        Ok(Self {
            folder: folder.to_owned(),
            digest,
            locations: locate_records(BufReader::new(file))?,
        })
    }

    fn file(&self) -> PathBuf {
        self.folder.join(MANIFEST_FILE)
    }

    /// The record of an output; `None` if it cannot be read.
    fn read_record(&self, path: &str) -> Option<OutputRecord> {
        let location = self.locations.get(path)?;
        let file = File::open(self.file()).ok()?;
        let text = location.read_text(&file).ok()?;
        let record: OutputRecord = serde_json::from_str(&text).ok()?;
        // If another run has written the manifest in the meantime, another record may be there.
        (record.path == path).then_some(record)
    }

    /// Whether the file is the same as when it was loaded.
    fn is_as_loaded(&self) -> bool {
        self.current_digest() == self.digest
    }

    fn current_digest(&self) -> Digest {
        let digest = File::open(self.file()).and_then(|file| digest_file(&file));
        digest.unwrap_or_else(|_| digest_bytes(&[]))
    }

    /// Whether the file needs no change: there are no new records, all recorded files exist, and no
    /// other run has written it.
    fn is_complete(&self, new: &NewEntries) -> bool {
        if !new.locations.is_empty() {
            return false;
        }
        // The run has seen the files of unchanged records itself.
        if new.unchanged != self.locations.len() {
            for path in self.locations.keys() {
                if !self.folder.join(path).is_file() {
                    return false;
                }
            }
        }
        self.is_as_loaded()
    }

    /// The texts of the records whose paths are wanted.
    fn record_texts<'k>(
        &'k self,
        spool: &'k Spool,
        is_wanted: impl Fn(&str) -> bool + 'k,
    ) -> impl Iterator<Item = io::Result<String>> + 'k {
        // The file is opened once for all records.
        let file = File::open(self.file()).ok();
        let wanted = self
            .locations
            .iter()
            .filter(move |(path, _)| is_wanted(path));
        wanted.map(move |(_, location)| match location.file {
            RecordFile::Manifest => {
                location.read_text(file.as_ref().ok_or(io::ErrorKind::NotFound)?)
            }
            RecordFile::Spool => spool.read_text(*location),
        })
    }

    /// The records whose paths are wanted, except those that cannot be read.
    fn records<'k>(
        &'k self,
        spool: &'k Spool,
        is_wanted: impl Fn(&str) -> bool + 'k,
    ) -> impl Iterator<Item = OutputRecord> + 'k {
        self.record_texts(spool, is_wanted)
            .filter_map(|text| serde_json::from_str(&text.ok()?).ok())
    }

    fn stale_records(&self, stale: &StaleCheck<'_>, spool: &Spool) -> Vec<OutputRecord> {
        let may_be_stale = |path: &str| stale.may_be_stale(&self.folder.join(path));
        self.records(spool, may_be_stale)
            .filter(|record| stale.is_stale(&self.folder, record))
            .collect()
    }

    /// All records except the stale ones.
    fn other_records<'k>(
        &'k self,
        stale_records: &'k [OutputRecord],
        spool: &'k Spool,
    ) -> impl Iterator<Item = OutputRecord> + 'k {
        let mut stale_paths = BTreeSet::new();
        for record in stale_records {
            stale_paths.insert(record.path.as_str());
        }
        self.records(spool, move |path| !stale_paths.contains(path))
    }
}

/// A temporary file in which new records wait for the end of the run.
#[derive(Default)]
struct Spool(Mutex<Option<SpoolFile>>);

struct SpoolFile {
    file: NamedTempFile,
    length: u64,
}

impl Spool {
    /// Adds a record. The first one creates the file in `folder`.
    fn add_record(&self, folder: &Path, record: &OutputRecord) -> io::Result<RecordLocation> {
        // This is done before the lock is taken, so that other threads do not wait for it.
        let text = record_text(record)?;
        let mut spool = lock_ignoring_poison(&self.0);
        let spool = match &mut *spool {
            Some(spool) => spool,
            none => none.insert(SpoolFile {
                file: create_temporary(folder)?,
                length: 0,
            }),
        };
        // The last write may have failed half-way on a full disk, so the position is set each time.
        spool.file.seek(SeekFrom::Start(spool.length))?;
        spool.file.write_all(text.as_bytes())?;
        let location = RecordLocation {
            file: RecordFile::Spool,
            offset: spool.length,
            length: text.len(),
        };
        spool.length += text.len() as u64;
        Ok(location)
    }

    fn read_text(&self, location: RecordLocation) -> io::Result<String> {
        let spool = lock_ignoring_poison(&self.0);
        let spool = spool.as_ref().ok_or(io::ErrorKind::NotFound)?;
        location.read_text(spool.file.as_file())
    }
}

/// Every file that the manifest of a folder records.
#[must_use]
pub fn recorded_files(folder: &Path) -> BTreeSet<PathBuf> {
    let mut files = BTreeSet::new();
    for record in ManifestFile::load(folder).records(&Spool::default(), |_| true) {
        for (file, _) in record.files(folder) {
            files.insert(file);
        }
    }
    files
}

/// Every file that the manifest of a folder records, with its brief.
pub(super) fn recorded_owners(folder: &Path) -> OutputOwners {
    let mut owners = OutputOwners::new();
    for record in ManifestFile::load(folder).records(&Spool::default(), |_| true) {
        for (file, _) in record.files(folder) {
            owners.claim(&file, Path::new(&record.brief));
        }
    }
    owners
}
