//! What `gen watch` looks at: every place that a run's documents may be made from, whether or not
//! it is there now.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};
use std::sync::mpsc::Sender;

use briefkit::batch::{self, MANIFEST_FILE};
use briefkit::project::{Project, SETTINGS_FILE};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::args::RenderArgs;
use crate::request::{brief_paths, font_folders};

/// What the system tells of.
pub enum Change {
    /// Something about these files or folders.
    Paths(Vec<PathBuf>),
    /// More than it can tell of.
    Anything,
}

/// What a document is made from ends so: briefs, settings, themes and labels, templates, pictures,
/// Word templates, fonts. Pictures may end otherwise; what else changes in a project is mostly not
/// one of them.
const EXTENSIONS: [&str; 13] = [
    "yaml", "yml", "jinja", "png", "jpg", "jpeg", "jpe", "jfif", "webp", "svg", "docx", "ttf",
    "otf",
];

/// Places that documents may be made from. Paths are whole, with links followed as far as they
/// exist.
#[derive(Default)]
pub struct WatchSet {
    /// Folders with all that lies below them: projects, and font folders elsewhere.
    trees: Vec<PathBuf>,
    /// Folders whose files matter, and not what lies deeper: those of themes and templates named by
    /// their paths.
    folders: Vec<PathBuf>,
    /// Files that are named, whatever their ending.
    files: Vec<PathBuf>,
}

impl WatchSet {
    /// Those of a run.
    pub fn from_args(args: &RenderArgs) -> Self {
        let mut watch_set = Self::default();
        let mut fonts = font_folders();
        for path in brief_paths(args) {
            let folder = if path.is_file() || is_file_name(&path) {
                watch_set.files.push(canonical_path(&path));
                parent_folder(&path)
            } else {
                path
            };
            // What is wrong with the settings is told when they are read.
            let project = Project::find(&folder).ok();
            fonts.extend(
                project
                    .iter()
                    .flat_map(|it| it.settings.fonts.iter().map(|fonts| it.root.join(fonts))),
            );
            watch_set
                .trees
                .push(canonical_path(&settings_folder(&folder).unwrap_or(folder)));
        }
        watch_set.trees.extend(
            fonts
                .iter()
                .filter(|folder| folder.is_dir())
                .map(|folder| canonical_path(folder)),
        );
        // A name without an ending is looked for among the project's own.
        let asked = [args.theme.as_ref(), args.template.as_ref()]
            .into_iter()
            .flatten()
            .map(Path::new);
        let asked =
            asked.filter(|path| path.extension().is_some() || path.components().count() > 1);
        for file in asked.chain(args.reference.as_deref()) {
            watch_set.folders.push(canonical_path(&parent_folder(file)));
            watch_set.files.push(canonical_path(file));
        }
        watch_set
    }

    /// Whether a change there may change a document.
    pub fn covers(&self, path: &Path) -> bool {
        let is_above = |place: &PathBuf| place.starts_with(path);
        let is_in = |tree: &PathBuf| {
            path.strip_prefix(tree)
                .is_ok_and(|below| !below.components().any(is_editor_file))
        };
        let mut watch_set = self.trees.iter().chain(&self.folders).chain(&self.files);
        let is_settings = path.file_name().is_some_and(|name| name == SETTINGS_FILE);
        watch_set.any(is_above)
            || is_settings
                && path
                    .parent()
                    .is_some_and(|folder| self.trees.iter().any(|tree| tree.starts_with(folder)))
            || may_be_dependency(path)
                && (self.trees.iter().any(is_in)
                    || self
                        .folders
                        .iter()
                        .any(|folder| path.parent() == Some(folder)))
    }

    /// The folders to be watched: a place, and what lies above it, as a folder does not tell of its
    /// own making. Of one that is not there, the nearest one above that is.
    fn watched_folders(&self) -> BTreeMap<PathBuf, RecursiveMode> {
        let mut watched = BTreeMap::new();
        for place in self.trees.iter().chain(&self.folders) {
            let above = place.ancestors().skip(1).find(|folder| folder.is_dir());
            watched.extend(above.map(|folder| (folder.to_owned(), RecursiveMode::NonRecursive)));
        }
        let there = self.folders.iter().filter(|folder| folder.is_dir());
        watched.extend(there.map(|folder| (folder.clone(), RecursiveMode::NonRecursive)));
        for tree in self.trees.iter().filter(|folder| folder.is_dir()) {
            watched.insert(tree.clone(), RecursiveMode::Recursive);
        }
        let covered = |folder: &Path| {
            let in_tree =
                |tree: &&PathBuf| tree.is_dir() && folder != **tree && folder.starts_with(tree);
            self.trees.iter().any(|tree| in_tree(&tree))
        };
        watched.retain(|folder, _| !covered(folder));
        watched
    }
}

/// Keeps looking at places, and sends what changes there.
pub struct Watcher {
    watcher: RecommendedWatcher,
    watched: BTreeMap<PathBuf, RecursiveMode>,
}

impl Watcher {
    /// Looks at nothing yet.
    ///
    /// # Errors
    ///
    /// When the system tells nobody of changes.
    pub fn new(changes: Sender<Change>) -> notify::Result<Self> {
        let watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
            let change = match event {
                Ok(event) if event.need_rescan() => Change::Anything,
                Ok(event) if is_change(&event) => Change::Paths(event.paths),
                Ok(_) => return,
                Err(_) => Change::Anything,
            };
            // Whoever listened has gone.
            let _ = changes.send(change);
        })?;
        Ok(Self {
            watcher,
            watched: BTreeMap::new(),
        })
    }

    /// Looks at these places, and no others.
    ///
    /// # Errors
    ///
    /// When a place cannot be watched that is there.
    pub fn update(&mut self, watch_set: &WatchSet) -> notify::Result<()> {
        let wanted = watch_set.watched_folders();
        let gone: Vec<_> = self
            .watched
            .keys()
            .filter(|folder| wanted.get(*folder) != self.watched.get(*folder))
            .cloned()
            .collect();
        gone.iter().for_each(|folder| self.forget(folder));
        for (folder, mode) in wanted {
            if self.watched.contains_key(&folder) {
                continue;
            }
            match self.watcher.watch(&folder, mode) {
                Ok(()) => drop(self.watched.insert(folder, mode)),
                // It has gone meanwhile, which is told, or is a folder above a place that is not
                // ours to read.
                Err(_) if mode == RecursiveMode::NonRecursive || !folder.is_dir() => {}
                Err(why) => return Err(why),
            }
        }
        Ok(())
    }

    /// Notes that these have changed: a folder that was made anew is not the one that was watched.
    pub fn forget_changed(&mut self, paths: &BTreeSet<PathBuf>) {
        paths.iter().for_each(|path| self.forget(path));
    }

    /// Looks at everything anew.
    pub fn forget_all(&mut self) {
        let all: Vec<_> = self.watched.keys().cloned().collect();
        all.iter().for_each(|folder| self.forget(folder));
    }

    fn forget(&mut self, folder: &Path) {
        if self.watched.remove(folder).is_some() {
            // The system forgets a folder that is gone by itself.
            let _ = self.watcher.unwatch(folder);
        }
    }
}

/// What this program has written, by the manifests beside it.
#[derive(Default)]
pub struct OwnOutputs {
    /// What a manifest records, by its folder.
    recorded: BTreeMap<PathBuf, BTreeSet<PathBuf>>,
}

impl OwnOutputs {
    /// Whether a file is one of them, or a folder made for them. One that is gone is not: it is to
    /// be made again.
    pub fn contains(&mut self, path: &Path) -> bool {
        path.exists()
            && (path.file_name().is_some_and(|name| name == MANIFEST_FILE) || self.records(path))
    }

    fn records(&mut self, path: &Path) -> bool {
        let is_folder = path.is_dir();
        path.ancestors()
            .skip(usize::from(!is_folder))
            .any(|folder| {
                let recorded = self
                    .recorded
                    .entry(folder.to_owned())
                    .or_insert_with(|| batch::recorded_files(folder));
                recorded.contains(path)
                    || is_folder && recorded.iter().any(|file| file.starts_with(path))
            })
    }
}

/// Whether a file was changed, and not only read.
fn is_change(event: &Event) -> bool {
    matches!(
        event.kind,
        EventKind::Create(_) | EventKind::Modify(_) | EventKind::Remove(_)
    )
}

/// Whether a file or folder is what editors and version control keep for themselves: hidden, or a
/// copy of another.
fn is_editor_file(part: Component<'_>) -> bool {
    let name = part.as_os_str().to_string_lossy();
    name.starts_with(['.', '~']) || name.ends_with('~')
}

/// Whether documents are made from such files. What a path was that leads nowhere any more, nobody
/// knows.
fn may_be_dependency(path: &Path) -> bool {
    let ending = path
        .extension()
        .and_then(|it| it.to_str())
        .unwrap_or_default();
    EXTENSIONS
        .iter()
        .any(|known| known.eq_ignore_ascii_case(ending))
        || path.is_dir()
        || !path.exists()
}

/// Whether a path that may not exist is to be a brief, and not a folder of briefs.
fn is_file_name(path: &Path) -> bool {
    !path.is_dir()
        && path
            .extension()
            .is_some_and(|it| it == "yaml" || it == "yml")
}

fn parent_folder(file: &Path) -> PathBuf {
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// The nearest folder upward that has settings, whether or not they are good.
fn settings_folder(folder: &Path) -> Option<PathBuf> {
    let whole = std::path::absolute(folder).ok()?;
    whole
        .ancestors()
        .find(|folder| folder.join(SETTINGS_FILE).is_file())
        .map(Path::to_owned)
}

/// A whole path, links followed as far as it exists: the system may tell of changes by such paths.
pub fn canonical_path(path: &Path) -> PathBuf {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let there = whole
        .ancestors()
        .find_map(|folder| Some((folder, folder.canonicalize().ok()?)));
    match there {
        Some((folder, real)) => match whole.strip_prefix(folder) {
            Ok(rest) if !rest.as_os_str().is_empty() => real.join(rest),
            _ => real,
        },
        None => whole,
    }
}
