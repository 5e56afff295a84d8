//! What earlier runs recorded and what this one adds. Of neither is more in memory than where it
//! lies: records are read one at a time from the manifests, and those of this run wait in a file of
//! their own.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, BufReader, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tempfile::NamedTempFile;

use super::digest::{Digest, digest_bytes, digest_file};
use super::files::{create_temporary, write_file_with};
use super::lock::ManifestLock;
use super::manifest::{self, MANIFEST_FILE, RecordFile, RecordLocation, RecordLocations};
use super::owners::OutputOwners;
use super::plan::{BriefPlan, Job, PlannedBrief, manifest_folders};
use super::record::{OutputRecord, entry_path};
use super::request::Request;
use super::stale::{Leftovers, StaleCheck};
use crate::diagnostic::{Code, Diagnostic};

/// The records of all folders that a run writes to.
#[derive(Default)]
pub(super) struct OutputRecords {
    folders: BTreeMap<PathBuf, FolderRecords>,
    spool: Spool,
}

/// The records of a folder.
struct FolderRecords {
    known: ManifestFile,
    ours: Mutex<NewEntries>,
}

/// What a run has to say of a folder.
#[derive(Default)]
struct NewEntries {
    /// How many outputs are as they were known.
    same: usize,
    /// Where the records of the others lie in the spool.
    new: RecordLocations,
}

impl OutputRecords {
    /// Finds those of earlier runs. A manifest that is missing or damaged records nothing.
    pub fn load(briefs: &[PlannedBrief], request: &Request) -> Self {
        let folder = |folder: PathBuf| {
            let known = ManifestFile::find(&folder);
            (
                folder,
                FolderRecords {
                    known,
                    ours: Mutex::default(),
                },
            )
        };
        let folders = manifest_folders(briefs, request)
            .into_iter()
            .map(folder)
            .collect();
        Self {
            folders,
            spool: Spool::default(),
        }
    }

    /// The record of a job's files.
    pub fn find(&self, plan: &BriefPlan, job: &Job) -> Option<OutputRecord> {
        self.folders
            .get(plan.manifest_folder())?
            .known
            .get(&entry_path(plan, job))
    }

    /// Takes note of outputs that are up to date, as they are known.
    pub fn confirm_unchanged(&self, plan: &BriefPlan, outputs: usize) {
        if let Some(folder) = self.folders.get(plan.manifest_folder()) {
            lock_ignoring_poison(&folder.ours).same += outputs;
        }
    }

    /// Records an output, which an earlier run may have recorded as it was then `known`.
    ///
    /// # Errors
    ///
    /// When there is no room for the record.
    pub fn add(
        &self,
        plan: &BriefPlan,
        output: &OutputRecord,
        known: Option<&OutputRecord>,
    ) -> Result<(), Diagnostic> {
        if known == Some(output) {
            self.confirm_unchanged(plan, 1);
            return Ok(());
        }
        let Some(folder) = self.folders.get(plan.manifest_folder()) else {
            return Ok(());
        };
        let location = manifest::record_text(output)
            .and_then(|text| self.spool.add(plan.manifest_folder(), &text));
        let location = location.map_err(|why| {
            Diagnostic::error(
                Code::UnwritableFile,
                format!("cannot record `{}`: {why}", output.path),
            )
        })?;
        lock_ignoring_poison(&folder.ours)
            .new
            .insert(output.path.clone(), location);
        Ok(())
    }

    /// What is stale.
    pub fn stale(&self, stale: &StaleCheck<'_>, files: &OutputOwners) -> Leftovers {
        let mut leftovers = Leftovers::default();
        for folder in self.folders.values() {
            let gone = folder.known.stale(stale, &self.spool);
            leftovers.find(
                &folder.known.folder,
                &gone,
                &mut folder.known.outputs_but(&gone, &self.spool),
                files,
            );
        }
        leftovers
    }

    /// Writes what was added and, if it is to be pruned, removes what is stale. Entries of other
    /// briefs stay as long as their files do, those of other runs that have ended meanwhile too.
    ///
    /// # Errors
    ///
    /// When a manifest cannot be written.
    pub fn write(
        self,
        files: &OutputOwners,
        stale: &StaleCheck<'_>,
        prune: bool,
    ) -> Result<Leftovers, Diagnostic> {
        let (spool, mut leftovers) = (self.spool, Leftovers::default());
        for (folder, FolderRecords { mut known, ours }) in self.folders {
            let ours = ours.into_inner().unwrap_or_else(PoisonError::into_inner);
            // In most runs nothing has changed, and then the folder need not be one that can be
            // written to.
            if known.is_final(&ours) {
                let gone = known.stale(stale, &spool);
                if gone.is_empty() || !prune {
                    leftovers.find(&folder, &gone, &mut known.outputs_but(&gone, &spool), files);
                    continue;
                }
            }
            let _lock = ManifestLock::acquire(&folder)?;
            if !known.is_as_it_was() {
                known = ManifestFile::find(&folder);
            }
            let (before, adds) = (known.locations.len(), !ours.new.is_empty());
            known.locations.extend(ours.new);
            known
                .locations
                .retain(|path, _| folder.join(path).is_file());
            let gone = known.stale(stale, &spool);
            if prune {
                leftovers.remove(&folder, &gone, &mut known.outputs_but(&gone, &spool), files);
                for output in &gone {
                    known.locations.remove(&output.path);
                }
            } else {
                leftovers.find(&folder, &gone, &mut known.outputs_but(&gone, &spool), files);
            }
            if adds || known.locations.len() != before {
                write_file_with(&known.file(), &|into| {
                    manifest::write_manifest(known.texts(&spool, |_| true), into)
                })?;
            }
        }
        Ok(leftovers)
    }
}

fn lock_ignoring_poison<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The records of a folder's manifest, and what is added to them.
struct ManifestFile {
    folder: PathBuf,
    /// Of the file.
    digest: Digest,
    locations: RecordLocations,
}

impl ManifestFile {
    fn find(folder: &Path) -> Self {
        let found = File::open(folder.join(MANIFEST_FILE)).and_then(|mut file| {
            let digest = digest_file(&file)?;
            file.rewind()?;
            Ok((digest, manifest::locate_records(BufReader::new(file))?))
        });
        let (digest, locations) =
            found.unwrap_or_else(|_| (digest_bytes(&[]), RecordLocations::new()));
        Self {
            folder: folder.to_owned(),
            digest,
            locations,
        }
    }

    fn file(&self) -> PathBuf {
        self.folder.join(MANIFEST_FILE)
    }

    /// The record of an output. One that cannot be read is none.
    fn get(&self, path: &str) -> Option<OutputRecord> {
        let location = self.locations.get(path)?;
        let text = File::open(self.file())
            .and_then(|file| location.read_text(&file))
            .ok()?;
        // Another run may have written the file anew meanwhile.
        serde_json::from_str::<OutputRecord>(&text)
            .ok()
            .filter(|output| output.path == path)
    }

    /// Whether the manifest is as it was read.
    fn is_as_it_was(&self) -> bool {
        File::open(self.file())
            .and_then(|file| digest_file(&file))
            .unwrap_or_else(|_| digest_bytes(&[]))
            == self.digest
    }

    /// Whether the manifest is as it was read, and a run adds nothing to it. The files of its own
    /// outputs are there.
    fn is_final(&self, ours: &NewEntries) -> bool {
        let is_there = |path: &String| self.folder.join(path).is_file();
        ours.new.is_empty()
            && (ours.same == self.locations.len() || self.locations.keys().all(is_there))
            && self.is_as_it_was()
    }

    /// The texts of the records that are wanted by their paths.
    fn texts<'k>(
        &'k self,
        spool: &'k Spool,
        is_wanted: impl Fn(&str) -> bool + 'k,
    ) -> impl Iterator<Item = io::Result<String>> + 'k {
        let file = File::open(self.file()).ok();
        let wanted = self
            .locations
            .iter()
            .filter(move |(path, _)| is_wanted(path));
        wanted.map(move |(_, location)| match location.file {
            RecordFile::Manifest => {
                location.read_text(file.as_ref().ok_or(io::ErrorKind::NotFound)?)
            }
            RecordFile::Spool => spool.text(*location),
        })
    }

    /// Those of them that can be read.
    fn outputs<'k>(
        &'k self,
        spool: &'k Spool,
        is_wanted: impl Fn(&str) -> bool + 'k,
    ) -> impl Iterator<Item = OutputRecord> + 'k {
        self.texts(spool, is_wanted)
            .filter_map(|text| serde_json::from_str(&text.ok()?).ok())
    }

    /// Those that are stale.
    fn stale(&self, stale: &StaleCheck<'_>, spool: &Spool) -> Vec<OutputRecord> {
        let may_be = |path: &str| stale.may_be_stale(&self.folder.join(path));
        self.outputs(spool, may_be)
            .filter(|output| stale.is_stale(&self.folder, output))
            .collect()
    }

    /// The others, if these are.
    fn outputs_but<'k>(
        &'k self,
        gone: &'k [OutputRecord],
        spool: &'k Spool,
    ) -> impl Iterator<Item = OutputRecord> + 'k {
        let gone: BTreeSet<&str> = gone.iter().map(|output| output.path.as_str()).collect();
        self.outputs(spool, move |path| !gone.contains(path))
    }
}

/// Where records wait for the end of a run: a file among those in the making.
#[derive(Default)]
struct Spool(Mutex<Option<SpoolFile>>);

struct SpoolFile {
    file: NamedTempFile,
    length: u64,
}

impl Spool {
    /// Adds the text of a record; the first makes the file, in `folder`.
    fn add(&self, folder: &Path, text: &str) -> io::Result<RecordLocation> {
        let mut spooled = lock_ignoring_poison(&self.0);
        let spooled = match &mut *spooled {
            Some(spooled) => spooled,
            none => none.insert(SpoolFile {
                file: create_temporary(folder)?,
                length: 0,
            }),
        };
        // Not where the last one ended that there was no room for.
        spooled.file.seek(SeekFrom::Start(spooled.length))?;
        spooled.file.write_all(text.as_bytes())?;
        let location = RecordLocation {
            file: RecordFile::Spool,
            offset: spooled.length,
            length: text.len(),
        };
        spooled.length += text.len() as u64;
        Ok(location)
    }

    fn text(&self, location: RecordLocation) -> io::Result<String> {
        location.read_text(
            lock_ignoring_poison(&self.0)
                .as_ref()
                .ok_or(io::ErrorKind::NotFound)?
                .file
                .as_file(),
        )
    }
}

/// Every file that the manifest of a folder records.
#[must_use]
pub fn recorded_files(folder: &Path) -> BTreeSet<PathBuf> {
    let mut files = BTreeSet::new();
    for_each_recorded_file(folder, |file, _| files.extend([file]));
    files
}

/// Every file that the manifest of a folder records, with its brief.
pub(super) fn recorded_owners(folder: &Path) -> OutputOwners {
    let mut files = OutputOwners::new();
    for_each_recorded_file(folder, |file, brief| {
        drop(files.claim(&file, Path::new(brief)))
    });
    files
}

/// Calls `found` with every file that the manifest of a folder records, and its brief.
fn for_each_recorded_file(folder: &Path, mut found: impl FnMut(PathBuf, &str)) {
    for output in ManifestFile::find(folder).outputs(&Spool::default(), |_| true) {
        for (file, _) in output.files(folder) {
            found(file, &output.brief);
        }
    }
}
