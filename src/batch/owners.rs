//! Which brief owns each output file of a run, so that no two briefs write the same file.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::digest::{PathKey, path_key};
use crate::io::absolute_path;

/// The hint for two documents with the same file.
pub(super) const SAME_FILE_HINT: &str = "rename one of them, or render them into different folders";

/// The owner of each output file.
///
/// In a run these are the files that the briefs will write, apart from further pages, whose number
/// is not known yet. In a mail merge they are the files that the manifest records for other briefs.
/// Paths are kept as hashes because a run can have very many.
#[derive(Default)]
pub(super) struct OutputOwners {
    /// Indices into `briefs`, by the absolute paths of the files.
    owners: HashMap<PathKey, u32>,
    briefs: Vec<Box<Path>>,
    /// Kept here because asking the system for each file is slow.
    working_folder: PathBuf,
}

impl OutputOwners {
    pub fn new() -> Self {
        Self {
            working_folder: std::env::current_dir().unwrap_or_default(),
            ..Self::default()
        }
    }

    /// Makes a brief the owner of a file. Returns the previous owner, if there is one.
    pub fn claim(&mut self, file: &Path, brief: &Path) -> Option<PathBuf> {
        // The files of a brief are claimed one after the other, so only the last one is compared.
        let is_same = self.briefs.last().is_some_and(|last| **last == *brief);
        if !is_same {
            self.briefs.push(brief.into());
        }
        let index = u32::try_from(self.briefs.len() - 1).unwrap_or(u32::MAX);
        let previous = self.owners.insert(self.file_key(file), index)?;
        Some(self.briefs.get(previous as usize)?.to_path_buf())
    }

    /// The brief that owns a file.
    pub fn owner_of(&self, file: &Path) -> Option<&Path> {
        let index = *self.owners.get(&self.file_key(file))?;
        self.briefs.get(index as usize).map(AsRef::as_ref)
    }

    fn file_key(&self, file: &Path) -> PathKey {
        path_key(&absolute_path(&self.working_folder.join(file)))
    }
}
