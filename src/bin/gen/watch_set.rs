//! The files and folders that `gen watch` watches.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use briefkit::project::{Project, SETTINGS_FILE};
use notify::RecursiveMode;

use crate::args::RenderArgs;
use crate::default_font_folders::default_font_folders;
use crate::request::brief_paths;

/// The extensions of files that documents depend on: briefs, settings, themes, labels, templates,
/// images, Word documents and fonts. An image may have any other extension, but other changes in a
/// project rarely concern one.
const EXTENSIONS: [&str; 13] = [
    "yaml", "yml", "jinja", "png", "jpg", "jpeg", "jpe", "jfif", "webp", "svg", "docx", "ttf",
    "otf",
];

/// The files and folders that documents may depend on, as paths from [`canonical_path`].
#[derive(Default)]
pub struct WatchSet {
    /// Folders with all their subfolders: projects, and folders with fonts.
    trees: Vec<PathBuf>,
    /// Folders without their subfolders: those of themes and templates that are named by path.
    folders: Vec<PathBuf>,
    /// Files that are named by path, whatever their extension.
    files: Vec<PathBuf>,
}

impl WatchSet {
    /// Everything that a run with these arguments may depend on.
    pub fn from_args(args: &RenderArgs) -> Self {
        let mut watch_set = Self::default();
        for path in brief_paths(args) {
            watch_set.add_briefs(&absolute_path(&path));
        }
        for folder in default_font_folders() {
            watch_set.add_font_folder(&folder);
        }
        // A theme or template that is given by name is inside the project.
        let themes_and_templates = [&args.theme, &args.template].into_iter().flatten();
        for path in themes_and_templates.map(Path::new) {
            if path.extension().is_some() || path.components().count() > 1 {
                watch_set.add_file(path);
            }
        }
        if let Some(reference_doc) = &args.reference {
            watch_set.add_file(reference_doc);
        }
        watch_set
    }

    /// Adds a brief or a folder of briefs with its project.
    fn add_briefs(&mut self, path: &Path) {
        let folder = match path.parent() {
            // An editor may have removed the brief for a moment, so its name has to do.
            Some(parent) if path.is_file() || is_brief_name(path) => {
                self.files.push(canonical_path(path));
                parent
            }
            _ => path,
        };
        // Problems in the settings are reported when a run reads them.
        if let Ok(project) = Project::find(folder) {
            for fonts in &project.settings.fonts {
                self.add_font_folder(&project.root.join(fonts));
            }
        }
        let root = Project::find_root(folder);
        self.trees.push(canonical_path(&root));
    }

    fn add_font_folder(&mut self, folder: &Path) {
        if folder.is_dir() {
            self.trees.push(canonical_path(folder));
        }
    }

    fn add_file(&mut self, file: &Path) {
        let file = absolute_path(file);
        self.folders.extend(file.parent().map(canonical_path));
        self.files.push(canonical_path(&file));
    }

    /// Whether a change of this file or folder can affect a document.
    pub fn is_relevant(&self, path: &Path) -> bool {
        // A folder above may have been created, deleted or renamed.
        for watched in self.trees.iter().chain(&self.folders).chain(&self.files) {
            if watched.starts_with(path) {
                return true;
            }
        }
        let parent = path.parent().unwrap_or(path);
        // Settings above a folder of briefs make another folder the project.
        if path.ends_with(SETTINGS_FILE) && self.has_tree_below(parent) {
            return true;
        }
        if !may_be_dependency(path) {
            return false;
        }
        for tree in &self.trees {
            if is_visible_in(path, tree) {
                return true;
            }
        }
        self.folders.iter().any(|folder| folder == parent)
    }

    fn has_tree_below(&self, folder: &Path) -> bool {
        self.trees.iter().any(|tree| tree.starts_with(folder))
    }

    /// The folders to ask the system to watch. Each folder of the set is among them, and the
    /// nearest existing folder above it, because watching a folder does not report that the folder
    /// itself was created.
    pub fn watched_folders(&self) -> BTreeMap<PathBuf, RecursiveMode> {
        let mut watched = BTreeMap::new();
        for folder in self.trees.iter().chain(&self.folders) {
            if let Some(above) = folder.ancestors().skip(1).find(|above| above.is_dir()) {
                watched.insert(above.to_owned(), RecursiveMode::NonRecursive);
            }
        }
        for folder in &self.folders {
            if folder.is_dir() {
                watched.insert(folder.clone(), RecursiveMode::NonRecursive);
            }
        }
        // Trees come last: a folder that is also a tree has to be watched with its subfolders.
        for tree in &self.trees {
            if tree.is_dir() {
                watched.insert(tree.clone(), RecursiveMode::Recursive);
            }
        }
        watched.retain(|folder, _| !self.is_inside_tree(folder));
        watched
    }

    /// Whether a folder is inside a tree that exists, and so is watched with it.
    fn is_inside_tree(&self, folder: &Path) -> bool {
        for tree in &self.trees {
            if folder != tree && folder.starts_with(tree) && tree.is_dir() {
                return true;
            }
        }
        false
    }
}

/// Whether a path is in a tree and is not private to an editor or to version control.
fn is_visible_in(path: &Path, tree: &Path) -> bool {
    match path.strip_prefix(tree) {
        Ok(below) => !below.components().any(is_private),
        Err(_) => false,
    }
}

/// Whether a file or folder is private to an editor or to version control: hidden, or a backup.
fn is_private(part: Component<'_>) -> bool {
    let name = part.as_os_str().to_string_lossy();
    name.starts_with(['.', '~']) || name.ends_with('~')
}

/// Whether a document may depend on a file with such a name. A path that does not exist any more
/// may have been a folder.
fn may_be_dependency(path: &Path) -> bool {
    let extension = path.extension().unwrap_or_default();
    for known in EXTENSIONS {
        if extension.eq_ignore_ascii_case(known) {
            return true;
        }
    }
    path.is_dir() || !path.exists()
}

/// Whether a path that may not exist names a brief, and not a folder of briefs.
fn is_brief_name(path: &Path) -> bool {
    let extension = path.extension().unwrap_or_default();
    !path.is_dir() && (extension == "yaml" || extension == "yml")
}

fn absolute_path(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

/// An absolute path in which links are followed as far as it exists. The system may report changes
/// with such paths.
pub fn canonical_path(path: &Path) -> PathBuf {
    let path = absolute_path(path);
    for existing in path.ancestors() {
        let Ok(real) = existing.canonicalize() else {
            continue;
        };
        // Joining an empty path would add a slash.
        return match path.strip_prefix(existing) {
            Ok(rest) if !rest.as_os_str().is_empty() => real.join(rest),
            _ => real,
        };
    }
    path
}
