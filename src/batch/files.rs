//! Outputs on disk: each whole or not at all.

use std::collections::BTreeSet;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::backend::{ASSETS, Rendered};
use crate::diagnostic::{Code, Diagnostic};
use crate::io::parent_folder;

/// `STEM.assets` beside a file.
pub(super) fn assets_folder(file: &Path) -> PathBuf {
    file.with_extension("assets")
}

/// Puts the real name of the folder of pictures where the backend could only hold its place.
pub(super) fn insert_assets_name(rendered: &mut Rendered, file: &Path) {
    if rendered.assets.is_empty() {
        return;
    }
    let name = assets_folder(file)
        .file_name()
        .map(|it| address(&it.to_string_lossy()))
        .unwrap_or_default();
    let text = String::from_utf8_lossy(&rendered.bytes).replace(ASSETS, &name);
    rendered.bytes = text.into_bytes();
}

/// A file name as a relative address: everything but letters, digits and `-._~` percent-encoded, as
/// RFC 3986 says.
fn address(name: &str) -> String {
    name.bytes()
        .fold(String::with_capacity(name.len()), |mut out, byte| {
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                    out.push(char::from(byte))
                }
                _ => out.push_str(&format!("%{byte:02X}")),
            }
            out
        })
}

/// The file of a page, counted from 1, if each has its own: the document's for the first, then
/// `STEM-2.EXT` and so on.
pub(super) fn page_file(file: &Path, page: usize) -> PathBuf {
    if page < 2 {
        return file.to_owned();
    }
    let mut name = file.file_stem().unwrap_or_default().to_owned();
    name.push(format!("-{page}"));
    if let Some(extension) = file.extension() {
        name.push(".");
        name.push(extension);
    }
    file.with_file_name(name)
}

/// Every file of a document with its bytes: the pictures beside it, its further pages, and itself
/// last.
fn all_files<'r>(path: &Path, rendered: &'r Rendered) -> Vec<(PathBuf, &'r [u8])> {
    let folder = assets_folder(path);
    let images = rendered
        .assets
        .iter()
        .map(|(name, bytes)| (folder.join(name), bytes.as_slice()));
    let further = rendered
        .further
        .iter()
        .zip(2..)
        .map(|(bytes, page)| (page_file(path, page), bytes.as_slice()));
    images
        .chain(further)
        .chain([(path.to_owned(), rendered.bytes.as_slice())])
        .collect()
}

/// Writes a document and all that is beside it, the document last.
pub(super) fn write_document(path: &Path, rendered: &Rendered) -> Result<(), Diagnostic> {
    let folder = parent_folder(path);
    all_files(path, rendered)
        .into_iter()
        .try_for_each(|(file, bytes)| {
            write_atomically(&folder, &file, &|into| into.write_all(bytes))
        })
}

/// Writes a file whole or not at all: beside its place, then renamed.
///
/// # Errors
///
/// When its folder cannot be made or written to.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), Diagnostic> {
    write_file_with(path, &|file| file.write_all(bytes))
}

/// The same with what `write` writes.
pub(super) fn write_file_with(
    path: &Path,
    write: &dyn Fn(&mut dyn Write) -> std::io::Result<()>,
) -> Result<(), Diagnostic> {
    write_atomically(&parent_folder(path), path, write)
}

/// How the name of a file in the making begins and ends; between are so many random letters and
/// digits. Nothing that a person has made is called so.
const TEMPORARY_NAME: (&str, usize, &str) = (".gen-", 8, ".tmp");

/// Whether a file of that name is one in the making.
fn is_temporary_name(name: &str) -> bool {
    let (before, length, after) = TEMPORARY_NAME;
    let between = name
        .strip_prefix(before)
        .and_then(|name| name.strip_suffix(after));
    between
        .is_some_and(|it| it.len() == length && it.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// A new file in a folder, which is locked as long as it is written, so that a run that sweeps the
/// folder sees that it has an owner who lives. Who drops it removes it.
pub(super) fn create_temporary(folder: &Path) -> std::io::Result<NamedTempFile> {
    let (before, length, after) = TEMPORARY_NAME;
    let mut builder = tempfile::Builder::new();
    let file = builder
        .prefix(before)
        .rand_bytes(length)
        .suffix(after)
        .tempfile_in(folder)?;
    // Where there are no locks, nobody sweeps either.
    let _ = file.as_file().try_lock();
    Ok(file)
}

/// How often a file is begun again because its folder is missing, or because it was taken for a
/// dead run's between its making and its locking.
const RETRIES: usize = 3;

/// Writes a file by way of one in `folder`.
fn write_atomically(
    folder: &Path,
    path: &Path,
    write: &dyn Fn(&mut dyn Write) -> std::io::Result<()>,
) -> Result<(), Diagnostic> {
    let attempt = || {
        let mut file = create_temporary(folder)?;
        let mut buffered = BufWriter::new(file.as_file_mut());
        write(&mut buffered)?;
        buffered.flush()?;
        drop(buffered);
        make_readable(file.as_file())?;
        file.persist(path).map_err(|why| why.error)
    };
    let make_folders = || {
        std::fs::create_dir_all(folder)?;
        std::fs::create_dir_all(parent_folder(path))
    };
    // Nearly always the folders are there.
    let mut result = attempt();
    for _ in 0..RETRIES {
        match &result {
            Err(why) if why.kind() == std::io::ErrorKind::NotFound => {
                result = make_folders().and_then(|()| attempt())
            }
            _ => break,
        }
    }
    result.map(drop).map_err(|why| {
        let mut above = path
            .ancestors()
            .skip(1)
            .filter(|it| !it.as_os_str().is_empty());
        let why = match above.find(|it| it.is_file()) {
            Some(file) => format!("`{}` is a file, not a folder", file.display()),
            // What follows is the random name of the file in the making.
            None => why
                .to_string()
                .split(" at path ")
                .next()
                .unwrap_or_default()
                .to_owned(),
        };
        Diagnostic::error(
            Code::UnwritableFile,
            format!("cannot write `{}`: {why}", path.display()),
        )
    })
}

/// Removes what runs that were killed left in the making in these folders.
pub(super) fn remove_abandoned(folders: impl Iterator<Item = PathBuf>) {
    let folders: BTreeSet<PathBuf> = folders.collect();
    for entry in folders
        .iter()
        .flat_map(std::fs::read_dir)
        .flatten()
        .flatten()
    {
        if entry.file_name().to_str().is_some_and(is_temporary_name)
            && entry.file_type().is_ok_and(|kind| kind.is_file())
        {
            remove_if_abandoned(&entry.path());
        }
    }
}

/// Removes a file in the making whose owner is dead: the lock of one who lives is not to be had.
/// One that cannot be opened or removed is in nobody's way.
fn remove_if_abandoned(file: &Path) {
    let Ok(opened) = std::fs::OpenOptions::new().write(true).open(file) else {
        return;
    };
    if opened.try_lock().is_ok() {
        let _ = std::fs::remove_file(file);
    }
}

/// A temporary file is its owner's alone; what is written is to be read by all, as any other file
/// is.
#[cfg(unix)]
fn make_readable(file: &std::fs::File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn make_readable(_: &std::fs::File) -> std::io::Result<()> {
    Ok(())
}

/// Holds what would be written against what is there.
pub(super) fn compare_document(path: &Path, rendered: &Rendered) -> Result<(), Diagnostic> {
    for (file, bytes) in all_files(path, rendered) {
        match std::fs::read(&file) {
            Ok(there) if there == *bytes => {}
            Ok(_) => {
                return Err(Diagnostic::error(
                    Code::OutOfDate,
                    format!("`{}` is out of date", file.display()),
                ));
            }
            Err(_) => {
                return Err(Diagnostic::error(
                    Code::MissingOutput,
                    format!("`{}` is missing", file.display()),
                ));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_page_has_a_name() {
        let file = |name, page| {
            page_file(Path::new(name), page)
                .to_string_lossy()
                .into_owned()
        };
        assert_eq!(file("out/a.png", 1), "out/a.png");
        assert_eq!(file("out/a.png", 2), "out/a-2.png");
        assert_eq!(file("a.deck.png", 12), "a.deck-12.png");
        assert_eq!(file("简 报.png", 3), "简 报-3.png");
    }

    #[test]
    fn an_address_holds_any_name() {
        assert_eq!(address("plan b (1).assets"), "plan%20b%20%281%29.assets");
        assert_eq!(address("简报.assets"), "%E7%AE%80%E6%8A%A5.assets");
    }
}
