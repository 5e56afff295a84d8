//! Which brief each file of a run belongs to.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::digest::{PathKey, path_key};
use crate::io::absolute_path;

/// What to do about two documents with one file.
pub(super) const SAME_FILE_HINT: &str = "rename one of them, or render them into different folders";

/// Files with the briefs that they are made of: every one that a run is asked for, further pages
/// not being known yet, or every one that is not a run's to write.
#[derive(Default)]
pub(super) struct OutputOwners {
    /// Places in `briefs`, by the files' whole paths.
    owners: HashMap<PathKey, u32>,
    briefs: Vec<Box<Path>>,
    /// The working folder, which is dear to ask for again and again.
    working_folder: PathBuf,
}

impl OutputOwners {
    pub fn new() -> Self {
        Self {
            working_folder: std::env::current_dir().unwrap_or_default(),
            ..Self::default()
        }
    }

    /// Adds a file, and gives the brief that it is made of already.
    pub fn claim(&mut self, file: &Path, brief: &Path) -> Option<PathBuf> {
        if self.briefs.last().is_none_or(|last| **last != *brief) {
            self.briefs.push(brief.into());
        }
        let brief = u32::try_from(self.briefs.len() - 1).unwrap_or(u32::MAX);
        let before = self.owners.insert(self.file_key(file), brief);
        before.and_then(|before| Some(self.briefs.get(before as usize)?.to_path_buf()))
    }

    /// The brief that a file is made of, if it is one of these.
    pub fn owner_of(&self, file: &Path) -> Option<&Path> {
        let brief = *self.owners.get(&self.file_key(file))?;
        self.briefs.get(brief as usize).map(AsRef::as_ref)
    }

    fn file_key(&self, file: &Path) -> PathKey {
        path_key(&absolute_path(&self.working_folder.join(file)))
    }
}
