//! Files read with a limit, and paths as messages and the manifest show them.

use std::io::Read;
use std::path::{Component, Path, PathBuf};

use crate::diagnostic::{Code, Diagnostic, SourceText, Span};

/// Reads a regular file; the message of a problem does not name it.
///
/// # Errors
///
/// When it cannot be read, is no regular file, or is longer than `limit` bytes.
pub fn read_bytes(file: &Path, limit: u64) -> Result<Vec<u8>, Diagnostic> {
    let problem = |why: std::io::Error| Diagnostic::error(Code::UnreadableFile, why.to_string());
    let about = std::fs::metadata(file).map_err(problem)?;
    if !about.is_file() {
        return Err(Diagnostic::error(
            Code::NotAFile,
            "it is not a regular file",
        ));
    }
    let too_long = |size: u64| {
        Diagnostic::error(
            Code::FileTooLarge,
            format!("it has {size} bytes; the limit is {limit}"),
        )
    };
    if about.len() > limit {
        return Err(too_long(about.len()));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(about.len()).unwrap_or_default());
    let opened = std::fs::File::open(file).map_err(problem)?;
    // It may grow while it is read.
    opened
        .take(limit.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(problem)?;
    if bytes.len() as u64 > limit {
        Err(too_long(bytes.len() as u64))
    } else {
        Ok(bytes)
    }
}

/// Reads a text file, or says what is wrong with it.
///
/// # Errors
///
/// When it cannot be read, is longer than `limit` bytes, or is not UTF-8.
pub fn read_text(file: &Path, limit: usize) -> Result<SourceText, Diagnostic> {
    let name = display_path(file);
    let bytes = read_bytes(file, limit as u64).map_err(|problem| Diagnostic {
        message: format!("cannot read `{name}`: {}", problem.message),
        ..problem
    })?;
    decode_text(&name, bytes)
}

/// Bytes as text: UTF-8, with or without a byte order mark.
///
/// # Errors
///
/// When they are not UTF-8.
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

/// A path as messages and the manifest show it: relative to the working folder where it lies
/// inside, with `/`.
#[must_use]
pub fn display_path(path: &Path) -> String {
    let here = path
        .is_absolute()
        .then(std::env::current_dir)
        .and_then(Result::ok);
    let shown = here
        .and_then(|here| path.strip_prefix(here).ok())
        .unwrap_or(path);
    shown
        .to_string_lossy()
        .replace(std::path::MAIN_SEPARATOR, "/")
}

pub(crate) fn absolute_path(file: &Path) -> PathBuf {
    std::path::absolute(file).unwrap_or_else(|_| file.to_owned())
}

/// A whole path without `.` and `..`, links not followed.
pub(crate) fn normalize_path(path: &Path) -> PathBuf {
    absolute_path(path)
        .components()
        .fold(PathBuf::new(), |mut plain, part| {
            match part {
                Component::ParentDir => drop(plain.pop()),
                Component::CurDir => {}
                part => plain.push(part),
            }
            plain
        })
}

/// The way from a folder to a file, with `/` between folders. There is none if a name is no
/// Unicode, or if a path leads down and up again, which means another place where a folder is a
/// link.
pub(crate) fn relative_path(folder: &Path, file: &Path) -> Option<String> {
    let is_plain = |path: &Path| {
        let below = path
            .components()
            .skip_while(|part| !matches!(part, Component::Normal(_)));
        below.into_iter().all(|part| part != Component::ParentDir)
    };
    if !is_plain(folder) || !is_plain(file) {
        return None;
    }
    let (folder, file) = (normalize_path(folder), normalize_path(file));
    let shared = folder
        .components()
        .zip(file.components())
        .take_while(|(one, two)| one == two)
        .count();
    let up = folder.components().skip(shared).map(|_| Some(".."));
    let down = file
        .components()
        .skip(shared)
        .map(|part| part.as_os_str().to_str());
    let way: Option<Vec<&str>> = up.chain(down).collect();
    Some(way?.join("/"))
}

/// Whether a recorded name leads down from its folder and nowhere else.
pub(crate) fn is_below(name: &str) -> bool {
    let mut parts = Path::new(name).components().peekable();
    parts.peek().is_some() && parts.all(|part| matches!(part, Component::Normal(_)))
}

/// The folder that a file lies in.
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

/// The name of a file without folders and extension.
pub(crate) fn file_stem(file: &Path) -> String {
    file.file_stem()
        .map(|it| it.to_string_lossy().into_owned())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_to_a_brief_is_told_from_the_manifest() {
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
}
