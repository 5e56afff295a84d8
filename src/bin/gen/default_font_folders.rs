//! Where the command looks for fonts by default. Folders of projects come first, and those of the
//! system last: `batch/font_folders.rs` of the library adds both.

use std::path::PathBuf;

/// The folders to search for fonts after those that projects name. The end of `gen --help`
/// describes them.
pub fn font_folders() -> Vec<PathBuf> {
    let variable = std::env::var_os("BRIEFKIT_FONTS").unwrap_or_default();
    let mut folders: Vec<PathBuf> = std::env::split_paths(&variable)
        .filter(|folder| !folder.as_os_str().is_empty())
        .collect();
    let program = std::env::current_exe().and_then(|path| path.canonicalize());
    if let Ok(program) = program {
        // A program in `target/release` of a checkout finds `fonts` there.
        let near = program.ancestors().skip(1).take(3);
        folders.extend(near.map(|folder| folder.join("fonts")));
        // The program is in `bin` of the folder that it is installed in.
        let installed_in = program.ancestors().nth(2);
        folders.extend(installed_in.map(|folder| folder.join("share/briefkit/fonts")));
    }
    folders.extend(user_data_folder().map(|folder| folder.join("briefkit/fonts")));
    folders
}

/// The user's data folder after the XDG Base Directory Specification, which ignores relative paths.
fn user_data_folder() -> Option<PathBuf> {
    let variable = std::env::var_os("XDG_DATA_HOME").map(PathBuf::from);
    match variable.filter(|path| path.is_absolute()) {
        Some(folder) => Some(folder),
        None => Some(std::env::home_dir()?.join(".local/share")),
    }
}
