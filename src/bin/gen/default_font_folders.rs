//! Where the command looks for fonts by default. Folders of projects come first, and those of the
//! system last: `batch/font_folders.rs` of the library adds both.

use std::path::PathBuf;

/// The folders to search for fonts after those that projects name. The end of `gen --help`
/// describes them.
pub fn default_font_folders() -> Vec<PathBuf> {
    let variable = std::env::var_os("BRIEFKIT_FONTS").unwrap_or_default();
    let mut folders: Vec<PathBuf> = std::env::split_paths(&variable).collect();
    // An unset variable, or a `:` at the end, gives an empty path, which would be the working folder.
    folders.retain(|folder| !folder.as_os_str().is_empty());
    if let Some(program) = program_path() {
        // A program in `target/release` of a checkout finds `fonts` there.
        for near in program.ancestors().skip(1).take(3) {
            folders.push(near.join("fonts"));
        }
        // The program is in `bin` of the folder that it is installed in.
        if let Some(prefix) = program.ancestors().nth(2) {
            folders.push(prefix.join("share/briefkit/fonts"));
        }
    }
    if let Some(data) = user_data_folder() {
        folders.push(data.join("briefkit/fonts"));
    }
    folders
}

/// The file of the program. Links to it are followed, because the fonts are near the file.
fn program_path() -> Option<PathBuf> {
    std::env::current_exe().ok()?.canonicalize().ok()
}

/// The user's data folder after the XDG Base Directory Specification, which ignores relative paths.
fn user_data_folder() -> Option<PathBuf> {
    let named = PathBuf::from(std::env::var_os("XDG_DATA_HOME").unwrap_or_default());
    if named.is_absolute() {
        return Some(named);
    }
    Some(std::env::home_dir()?.join(".local/share"))
}
