//! Asks the system to report changes in everything that is watched ([`WatchSet`]), whether or not
//! it exists now.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;

use briefkit::batch::{MANIFEST_FILE, recorded_files};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::watch_set::WatchSet;

/// A change that the system reports.
pub enum Change {
    /// Changes of these files or folders.
    Paths(Vec<PathBuf>),
    /// Changes that the system cannot name.
    Unknown,
}

impl Change {
    /// `None` if nothing has changed.
    fn from_event(event: notify::Result<Event>) -> Option<Self> {
        match event {
            // Events may be missing, for example because a queue of the system was full.
            Ok(event) if event.need_rescan() => Some(Self::Unknown),
            Ok(event) if is_change(&event) => Some(Self::Paths(event.paths)),
            Ok(_) => None,
            Err(_) => Some(Self::Unknown),
        }
    }
}

/// Asks the system to report changes in the folders of a [`WatchSet`].
pub struct Watcher {
    watcher: RecommendedWatcher,
    watched: BTreeMap<PathBuf, RecursiveMode>,
}

impl Watcher {
    /// A watcher that watches nothing yet, and sends changes to `changes`.
    ///
    /// # Errors
    ///
    /// If the system cannot report changes.
    pub fn new(changes: Sender<Change>) -> notify::Result<Self> {
        let watcher = notify::recommended_watcher(move |event| {
            if let Some(change) = Change::from_event(event) {
                // This fails if the receiver is gone, because the program is about to end.
                let _ = changes.send(change);
            }
        })?;
        Ok(Self {
            watcher,
            watched: BTreeMap::new(),
        })
    }

    /// Watches the folders of a set, and no others.
    ///
    /// # Errors
    ///
    /// If a folder exists and cannot be watched.
    pub fn update(&mut self, watch_set: &WatchSet) -> notify::Result<()> {
        let wanted = watch_set.watched_folders();
        for (folder, mode) in self.watched.clone() {
            if wanted.get(&folder) != Some(&mode) {
                self.forget(&folder);
            }
        }
        for (folder, mode) in wanted {
            if self.watched.contains_key(&folder) {
                continue;
            }
            match self.watcher.watch(&folder, mode) {
                Ok(()) => drop(self.watched.insert(folder, mode)),
                // The folder was deleted in the meantime, which its parent reports. Or it is a
                // folder above the set that may not be read, which is harmless.
                Err(_) if mode == RecursiveMode::NonRecursive || !folder.is_dir() => {}
                Err(why) => return Err(why),
            }
        }
        Ok(())
    }

    /// Stops watching folders that have changed. The next update watches them again, because a
    /// folder that was created again is another one for the system.
    pub fn forget_changed(&mut self, paths: &BTreeSet<PathBuf>) {
        for path in paths {
            self.forget(path);
        }
    }

    /// Stops watching everything until the next update.
    pub fn forget_all(&mut self) {
        for folder in self.watched.clone().into_keys() {
            self.forget(&folder);
        }
    }

    fn forget(&mut self, folder: &Path) {
        if self.watched.remove(folder).is_some() {
            // This fails if the folder was deleted, and then the system does not watch it any more.
            let _ = self.watcher.unwatch(folder);
        }
    }
}

/// The outputs of this program, which manifests record. They are no reason to render again.
#[derive(Default)]
pub struct OwnOutputs {
    /// The files that manifests record, by the folder of the manifest.
    recorded: BTreeMap<PathBuf, BTreeSet<PathBuf>>,
}

impl OwnOutputs {
    /// Whether a path is an output or a folder of outputs. A deleted output does not count, because
    /// it has to be rendered again.
    pub fn contains(&mut self, path: &Path) -> bool {
        if !path.exists() {
            return false;
        }
        // A manifest does not record itself.
        path.ends_with(MANIFEST_FILE) || self.is_recorded(path)
    }

    /// Whether a manifest in a folder above records the file, or files in the folder.
    fn is_recorded(&mut self, path: &Path) -> bool {
        let is_folder = path.is_dir();
        // A file has no manifest in it.
        for folder in path.ancestors().skip(usize::from(!is_folder)) {
            let recorded = self
                .recorded
                .entry(folder.to_owned())
                .or_insert_with(|| recorded_files(folder));
            if recorded.contains(path) {
                return true;
            }
            if is_folder && recorded.iter().any(|file| file.starts_with(path)) {
                return true;
            }
        }
        false
    }
}

/// Whether an event is a change, and not only a read.
fn is_change(event: &Event) -> bool {
    matches!(
        event.kind,
        EventKind::Create(_) | EventKind::Modify(_) | EventKind::Remove(_)
    )
}
