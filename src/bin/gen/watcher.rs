//! What `gen watch` looks at: every place that a run's documents may be made from, whether or not
//! it is there now.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};
use std::sync::mpsc::Sender;

use briefkit::batch::{self, MANIFEST_FILE};
use briefkit::project::{Project, SETTINGS_FILE};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use crate::args::RenderArgs;
use crate::request::{font_folders, named};

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
const ENDINGS: [&str; 13] = [
    "yaml", "yml", "jinja", "png", "jpg", "jpeg", "jpe", "jfif", "webp", "svg", "docx", "ttf",
    "otf",
];

/// Places that documents may be made from. Paths are whole, with links followed as far as they
/// exist.
#[derive(Default)]
pub struct Places {
    /// Folders with all that lies below them: projects, and font folders elsewhere.
    trees: Vec<PathBuf>,
    /// Folders whose files matter, and not what lies deeper: those of themes and templates named by
    /// their paths.
    folders: Vec<PathBuf>,
    /// Files that are named, whatever their ending.
    files: Vec<PathBuf>,
}

impl Places {
    /// Those of a run.
    pub fn of(args: &RenderArgs) -> Self {
        let mut places = Self::default();
        let mut fonts = font_folders();
        for path in named(args) {
            let folder = if path.is_file() || is_file_name(&path) {
                places.files.push(real(&path));
                folder_of(&path)
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
            places
                .trees
                .push(real(&settings_folder(&folder).unwrap_or(folder)));
        }
        places.trees.extend(
            fonts
                .iter()
                .filter(|folder| folder.is_dir())
                .map(|folder| real(folder)),
        );
        // A name without an ending is looked for among the project's own.
        let asked = [args.theme.as_ref(), args.template.as_ref()]
            .into_iter()
            .flatten()
            .map(Path::new);
        let asked =
            asked.filter(|path| path.extension().is_some() || path.components().count() > 1);
        for file in asked.chain(args.reference.as_deref()) {
            places.folders.push(real(&folder_of(file)));
            places.files.push(real(file));
        }
        places
    }

    /// Whether a change there may change a document.
    pub fn concern(&self, path: &Path) -> bool {
        let is_above = |place: &PathBuf| place.starts_with(path);
        let is_in = |tree: &PathBuf| {
            path.strip_prefix(tree)
                .is_ok_and(|below| !below.components().any(is_private))
        };
        let mut places = self.trees.iter().chain(&self.folders).chain(&self.files);
        let is_settings = path.file_name().is_some_and(|name| name == SETTINGS_FILE);
        places.any(is_above)
            || is_settings
                && path
                    .parent()
                    .is_some_and(|folder| self.trees.iter().any(|tree| tree.starts_with(folder)))
            || may_be_used(path)
                && (self.trees.iter().any(is_in)
                    || self
                        .folders
                        .iter()
                        .any(|folder| path.parent() == Some(folder)))
    }

    /// The folders to be watched: a place, and what lies above it, as a folder does not tell of its
    /// own making. Of one that is not there, the nearest one above that is.
    fn watched(&self) -> BTreeMap<PathBuf, RecursiveMode> {
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
pub struct Sight {
    watcher: RecommendedWatcher,
    watched: BTreeMap<PathBuf, RecursiveMode>,
}

impl Sight {
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
    pub fn turn_to(&mut self, places: &Places) -> notify::Result<()> {
        let wanted = places.watched();
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
    pub fn lost(&mut self, paths: &BTreeSet<PathBuf>) {
        paths.iter().for_each(|path| self.forget(path));
    }

    /// Looks at everything anew.
    pub fn lost_all(&mut self) {
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
pub struct Outputs {
    /// What a manifest records, by its folder.
    recorded: BTreeMap<PathBuf, BTreeSet<PathBuf>>,
}

impl Outputs {
    /// Whether a file is one of them, or a folder made for them. One that is gone is not: it is to
    /// be made again.
    pub fn have(&mut self, path: &Path) -> bool {
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
fn is_private(part: Component<'_>) -> bool {
    let name = part.as_os_str().to_string_lossy();
    name.starts_with(['.', '~']) || name.ends_with('~')
}

/// Whether documents are made from such files. What a path was that leads nowhere any more, nobody
/// knows.
fn may_be_used(path: &Path) -> bool {
    let ending = path
        .extension()
        .and_then(|it| it.to_str())
        .unwrap_or_default();
    ENDINGS
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

fn folder_of(file: &Path) -> PathBuf {
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
pub fn real(path: &Path) -> PathBuf {
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
