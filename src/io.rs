//! Reads files within a size limit, and turns paths into the forms that messages, manifests and
//! links need.
//!
//! Writing files is not done here: see [`batch`](crate::batch).

use std::io::Read;
use std::path::{Component, Path, PathBuf};
use std::string::FromUtf8Error;

use crate::diagnostic::{Code, Diagnostic, SourceText, Span};

/// Reads a regular file. Error messages leave out its name, so that the caller can add it in its
/// own words.
///
/// # Errors
///
/// If the file cannot be read, is not a regular file, or is longer than `limit` bytes.
pub fn read_bytes(file: &Path, limit: u64) -> Result<Vec<u8>, Diagnostic> {
    let metadata = std::fs::metadata(file).map_err(unreadable)?;
    // Reading a pipe or a device may never end.
    if !metadata.is_file() {
        return Err(Diagnostic::error(
            Code::NotAFile,
            "it is not a regular file",
        ));
    }
    let size = metadata.len();
    if size > limit {
        return Err(too_long(size, limit));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or_default());
    let file = std::fs::File::open(file).map_err(unreadable)?;
    // The file may grow while it is being read, so the limit is checked again.
    let mut file = file.take(limit.saturating_add(1));
    file.read_to_end(&mut bytes).map_err(unreadable)?;
    let size = bytes.len() as u64;
    if size > limit {
        return Err(too_long(size, limit));
    }
    Ok(bytes)
}

fn unreadable(why: std::io::Error) -> Diagnostic {
    Diagnostic::error(Code::UnreadableFile, why.to_string())
}

fn too_long(size: u64, limit: u64) -> Diagnostic {
    let message = format!("it has {size} bytes; the limit is {limit}");
    Diagnostic::error(Code::FileTooLarge, message)
}

/// Reads a text file.
///
/// # Errors
///
/// If the file cannot be read, is longer than `limit` bytes, or is not UTF-8.
pub fn read_text(file: &Path, limit: usize) -> Result<SourceText, Diagnostic> {
    let name = display_path(file);
    match read_bytes(file, limit as u64) {
        Ok(bytes) => decode_text(&name, bytes),
        Err(problem) => Err(Diagnostic {
            message: format!("cannot read `{name}`: {}", problem.message),
            ..problem
        }),
    }
}

/// Decodes UTF-8 text. A byte order mark at its start is removed.
///
/// # Errors
///
/// If the bytes are not UTF-8. The diagnostic marks the first byte that is wrong.
pub fn decode_text(name: &str, bytes: Vec<u8>) -> Result<SourceText, Diagnostic> {
    match String::from_utf8(bytes) {
        Ok(text) => {
            let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
            Ok(SourceText::new(name, text))
        }
        Err(why) => Err(not_utf8(name, &why)),
    }
}

fn not_utf8(name: &str, why: &FromUtf8Error) -> Diagnostic {
    // In the shown text a replacement character is in place of the wrong bytes. The text before it
    // is unchanged, so that its position is that of the first wrong byte.
    let source = SourceText::new(name, &String::from_utf8_lossy(why.as_bytes()));
    let start = why.utf8_error().valid_up_to();
    let end = start + char::REPLACEMENT_CHARACTER.len_utf8();
    Diagnostic::error(Code::NotUtf8, format!("`{name}` is not UTF-8 text"))
        .at(Some(Span { source, start, end }))
        .label("this does not belong there")
        .hint("save it as UTF-8 in your editor")
}

/// A path as messages and the manifest show it, with `/` between folders. An absolute path inside
/// the working folder is shown relative to it.
#[must_use]
pub fn display_path(path: &Path) -> String {
    let mut shown = path;
    if path.is_absolute()
        && let Ok(working_folder) = std::env::current_dir()
        && let Ok(inside) = path.strip_prefix(working_folder)
    {
        shown = inside;
    }
    let shown = shown.to_string_lossy();
    shown.replace(std::path::MAIN_SEPARATOR, "/")
}

/// Makes a path absolute. It is returned unchanged if the working folder is unknown.
pub(crate) fn absolute_path(path: &Path) -> PathBuf {
    match std::path::absolute(path) {
        Ok(absolute) => absolute,
        Err(_) => path.to_owned(),
    }
}

/// Makes a path absolute and resolves `.` and `..` in it, without following links.
pub(crate) fn normalize_path(path: &Path) -> PathBuf {
    let mut normalized = PathBuf::new();
    for part in absolute_path(path).components() {
        match part {
            // As in every system, the root is its own parent: `pop` does nothing there.
            Component::ParentDir => drop(normalized.pop()),
            Component::CurDir => {}
            part => normalized.push(part),
        }
    }
    normalized
}

/// The path from a folder to a file, with `/` between folders.
///
/// `None` if a name is not Unicode, or if one of the two paths contains `..` after a folder name:
/// where that folder is a link, `..` leads somewhere else than the text of the path suggests.
pub(crate) fn relative_path(folder: &Path, file: &Path) -> Option<String> {
    if climbs_after_descending(folder) || climbs_after_descending(file) {
        return None;
    }
    let (folder, file) = (normalize_path(folder), normalize_path(file));
    let mut shared = 0;
    for (one, other) in folder.components().zip(file.components()) {
        if one != other {
            break;
        }
        shared += 1;
    }
    let mut parts = vec![".."; folder.components().count() - shared];
    for part in file.components().skip(shared) {
        parts.push(part.as_os_str().to_str()?);
    }
    Some(parts.join("/"))
}

/// Whether a path contains `..` after the name of a folder.
fn climbs_after_descending(path: &Path) -> bool {
    let mut has_descended = false;
    for part in path.components() {
        match part {
            Component::Normal(_) => has_descended = true,
            Component::ParentDir if has_descended => return true,
            _ => {}
        }
    }
    false
}

/// Whether a recorded name is a relative path without `.` or `..`, so that it stays below the
/// folder it is joined to.
pub(crate) fn is_below(name: &str) -> bool {
    // An empty path has no parts and names the folder itself.
    let mut parts = Path::new(name).components();
    !name.is_empty() && parts.all(|part| matches!(part, Component::Normal(_)))
}

/// The folder of a file; `.` if its path has none.
pub(crate) fn parent_folder(file: &Path) -> PathBuf {
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// The name of a file, without folders.
pub(crate) fn file_name(file: &Path) -> String {
    let name = file.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

/// The name of a file, without folders and extension.
pub(crate) fn file_stem(file: &Path) -> String {
    let stem = file.file_stem().unwrap_or_default();
    stem.to_string_lossy().into_owned()
}

/// A relative path as a URI reference: every byte is percent-encoded except `/` and the unreserved
/// characters of RFC 3986, section 2.3.
pub(crate) fn percent_encode_path(path: &str) -> String {
    let mut encoded = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                encoded.push(char::from(byte));
            }
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_brief_is_found_from_its_manifest() {
        let path = |folder: &str, file: &str| relative_path(Path::new(folder), Path::new(file));
        assert_eq!(
            path("output", "briefs/a.yaml").as_deref(),
            Some("../briefs/a.yaml")
        );
        assert_eq!(path("./output/", "./briefs/../a.yaml"), None);
        assert_eq!(path(".", "a.yaml").as_deref(), Some("a.yaml"));
        assert_eq!(
            path("/out", "/briefs/a b/c.yaml").as_deref(),
            Some("../briefs/a b/c.yaml")
        );
        assert_eq!(
            path("../x/output", "../x/briefs/a.yaml").as_deref(),
            Some("../briefs/a.yaml")
        );
    }

    #[test]
    fn any_name_can_be_percent_encoded() {
        assert_eq!(
            percent_encode_path("plan b (1).assets"),
            "plan%20b%20%281%29.assets"
        );
        assert_eq!(
            percent_encode_path("简报.assets"),
            "%E7%AE%80%E6%8A%A5.assets"
        );
    }
}
