//! Reads files within a size limit, and turns paths into the forms that messages, manifests and
//! links need.
//!
//! Writing files is not done here: see [`batch`](crate::batch).

use std::io::Read;
use std::path::{Component, Path, PathBuf};

use crate::diagnostic::{Code, Diagnostic, SourceText, Span};

/// Reads a regular file. Error messages leave out its name, so that the caller can add it in its
/// own words.
///
/// # Errors
///
/// If the file cannot be read, is not a regular file, or is longer than `limit` bytes.
pub fn read_bytes(file: &Path, limit: u64) -> Result<Vec<u8>, Diagnostic> {
    let unreadable = |why: std::io::Error| Diagnostic::error(Code::UnreadableFile, why.to_string());
    let too_long = |size: u64| {
        let message = format!("it has {size} bytes; the limit is {limit}");
        Diagnostic::error(Code::FileTooLarge, message)
    };
    let metadata = std::fs::metadata(file).map_err(unreadable)?;
    if !metadata.is_file() {
        return Err(Diagnostic::error(
            Code::NotAFile,
            "it is not a regular file",
        ));
    }
    if metadata.len() > limit {
        return Err(too_long(metadata.len()));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or_default());
    // The file may grow while it is being read, so the limit is checked again.
    std::fs::File::open(file)
        .map_err(unreadable)?
        .take(limit.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    if bytes.len() as u64 > limit {
        return Err(too_long(bytes.len() as u64));
    }
    Ok(bytes)
}

/// Reads a text file.
///
/// # Errors
///
/// If the file cannot be read, is longer than `limit` bytes, or is not UTF-8.
pub fn read_text(file: &Path, limit: usize) -> Result<SourceText, Diagnostic> {
    let name = display_path(file);
    let bytes = read_bytes(file, limit as u64).map_err(|problem| Diagnostic {
        message: format!("cannot read `{name}`: {}", problem.message),
        ..problem
    })?;
    decode_text(&name, bytes)
}

/// Decodes UTF-8 text. A byte order mark at its start is removed.
///
/// # Errors
///
/// If the bytes are not UTF-8. The diagnostic marks the first byte that is wrong.
pub fn decode_text(name: &str, bytes: Vec<u8>) -> Result<SourceText, Diagnostic> {
    let text = String::from_utf8(bytes).map_err(|why| {
        let start = why.utf8_error().valid_up_to();
        let source = SourceText::new(name, &String::from_utf8_lossy(why.as_bytes()));
        let end = start + char::REPLACEMENT_CHARACTER.len_utf8();
        Diagnostic::error(Code::NotUtf8, format!("`{name}` is not UTF-8 text"))
            .at(Some(Span { source, start, end }))
            .label("this does not belong there")
            .hint("save it as UTF-8 in your editor")
    })?;
    Ok(SourceText::new(
        name,
        text.strip_prefix('\u{feff}').unwrap_or(&text),
    ))
}

/// A path as messages and the manifest show it, with `/` between folders. An absolute path inside
/// the working folder is shown relative to it.
#[must_use]
pub fn display_path(path: &Path) -> String {
    let working_folder = if path.is_absolute() {
        std::env::current_dir().ok()
    } else {
        None
    };
    let shown = working_folder
        .and_then(|folder| path.strip_prefix(folder).ok())
        .unwrap_or(path);
    shown
        .to_string_lossy()
        .replace(std::path::MAIN_SEPARATOR, "/")
}

/// Makes a path absolute. It is returned unchanged if the working folder is unknown.
pub(crate) fn absolute_path(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

/// Makes a path absolute and resolves `.` and `..` in it, without following links.
pub(crate) fn normalize_path(path: &Path) -> PathBuf {
    let mut normalized = PathBuf::new();
    for part in absolute_path(path).components() {
        match part {
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
    let shared = folder
        .components()
        .zip(file.components())
        .take_while(|(one, two)| one == two)
        .count();
    let mut parts = vec![".."; folder.components().count() - shared];
    for part in file.components().skip(shared) {
        parts.push(part.as_os_str().to_str()?);
    }
    Some(parts.join("/"))
}

/// Whether a path contains `..` after the name of a folder.
fn climbs_after_descending(path: &Path) -> bool {
    path.components()
        .skip_while(|part| !matches!(part, Component::Normal(_)))
        .any(|part| part == Component::ParentDir)
}

/// Whether a recorded name is a relative path without `.` or `..`, so that it stays below the
/// folder it is joined to.
pub(crate) fn is_below(name: &str) -> bool {
    let mut parts = Path::new(name).components().peekable();
    parts.peek().is_some() && parts.all(|part| matches!(part, Component::Normal(_)))
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
    file.file_name()
        .map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

/// The name of a file, without folders and extension.
pub(crate) fn file_stem(file: &Path) -> String {
    file.file_stem()
        .map_or_else(String::new, |stem| stem.to_string_lossy().into_owned())
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
