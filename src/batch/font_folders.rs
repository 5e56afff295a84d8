//! The folders that a run searches for fonts, in their order: those of projects, those of its
//! request and those of the system. The command puts the folders into a request that it finds in
//! `bin/gen/default_font_folders.rs`.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::request::Request;
use crate::project::Project;

/// Where systems keep fonts.
const SYSTEM_FONT_FOLDERS: [&str; 5] = [
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "/Library/Fonts",
    "/System/Library/Fonts",
    "C:/Windows/Fonts",
];

/// The folders with fonts, each once: first those that projects name, then those of the request
/// that exist, then those of the system if a project allows them.
pub(super) fn list_font_folders<'p>(
    projects: impl Iterator<Item = &'p Project> + Clone,
    request: &Request,
) -> Vec<PathBuf> {
    let mut folders = Vec::new();
    let mut use_system_fonts = false;
    for project in projects {
        for folder in &project.settings.fonts {
            folders.push(project.root.join(folder));
        }
        use_system_fonts |= project.settings.system_fonts;
    }
    let mut others = request.font_folders.clone();
    if use_system_fonts {
        others.extend(SYSTEM_FONT_FOLDERS.map(PathBuf::from));
    }
    // A folder that a project names and that does not exist is an error, these are only offers.
    others.retain(|folder| folder.is_dir());
    folders.extend(others);
    let mut seen = BTreeSet::new();
    folders.retain(|folder| seen.insert(folder.clone()));
    folders
}
