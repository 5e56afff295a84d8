//! Which brief each file of a run belongs to.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::digest::{Key, key};
use crate::io::absolute;

/// What to do about two documents with one file.
pub(super) const APART: &str = "rename one of them, or render them into different folders";

/// Files with the briefs that they are made of: every one that a run is asked for, further pages
/// not being known yet, or every one that is not a run's to write.
#[derive(Default)]
pub(super) struct Files {
    /// Places in `briefs`, by the files' whole paths.
    owners: HashMap<Key, u32>,
    briefs: Vec<Box<Path>>,
    /// The working folder, which is dear to ask for again and again.
    here: PathBuf,
}

impl Files {
    pub fn new() -> Self {
        Self {
            here: std::env::current_dir().unwrap_or_default(),
            ..Self::default()
        }
    }

    /// Adds a file, and gives the brief that it is made of already.
    pub fn insert(&mut self, file: &Path, brief: &Path) -> Option<PathBuf> {
        if self.briefs.last().is_none_or(|last| **last != *brief) {
            self.briefs.push(brief.into());
        }
        let brief = u32::try_from(self.briefs.len() - 1).unwrap_or(u32::MAX);
        let before = self.owners.insert(self.key(file), brief);
        before.and_then(|before| Some(self.briefs.get(before as usize)?.to_path_buf()))
    }

    /// The brief that a file is made of, if it is one of these.
    pub fn owner(&self, file: &Path) -> Option<&Path> {
        let brief = *self.owners.get(&self.key(file))?;
        self.briefs.get(brief as usize).map(AsRef::as_ref)
    }

    fn key(&self, file: &Path) -> Key {
        key(&absolute(&self.here.join(file)))
    }
}
