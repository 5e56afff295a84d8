//! Writes output files so that each is complete or absent, and compares them with those on disk.
//!
//! A file is written under a temporary name and then renamed. Temporary files that a killed run
//! left behind are removed by [`remove_abandoned`].

use std::collections::BTreeSet;
use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::backend::{ASSETS, Rendered};
use crate::diagnostic::{Code, Diagnostic};
use crate::io::{parent_folder, percent_encode_path};

/// Writes the content of a file.
type WriteContent<'w> = &'w dyn Fn(&mut dyn Write) -> io::Result<()>;

/// The folder for the images of a document: `STEM.assets` beside it.
pub(super) fn assets_folder(file: &Path) -> PathBuf {
    file.with_extension("assets")
}

/// Replaces the placeholder for the name of the assets folder by its name.
pub(super) fn insert_assets_name(rendered: &mut Rendered, file: &Path) {
    if rendered.assets.is_empty() {
        return;
    }
    let folder = assets_folder(file);
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    // Only text formats have assets. Their links are URLs, in which a blank would end the address.
    let text = match String::from_utf8(std::mem::take(&mut rendered.bytes)) {
        Ok(text) => text,
        Err(other) => String::from_utf8_lossy(other.as_bytes()).into_owned(),
    };
    let encoded = percent_encode_path(&name);
    rendered.bytes = text.replace(ASSETS, &encoded).into_bytes();
}

/// The file of a page, counted from 1, in a format with a file per page. The first page has the
/// document's own file, the others have `STEM-2.EXT` and so on.
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

/// Every file of a document with its bytes: the images beside it, further pages, and the document
/// itself last.
fn all_files<'r>(path: &Path, rendered: &'r Rendered) -> Vec<(PathBuf, &'r [u8])> {
    let folder = assets_folder(path);
    let mut files: Vec<(PathBuf, &[u8])> = Vec::new();
    for (name, bytes) in &rendered.assets {
        files.push((folder.join(name), bytes));
    }
    for (bytes, page) in rendered.further.iter().zip(2..) {
        files.push((page_file(path, page), bytes));
    }
    files.push((path.to_owned(), &rendered.bytes));
    files
}

/// Writes all files of a document. The document itself is written last, so that its images are
/// there before it.
pub(super) fn write_document(path: &Path, rendered: &Rendered) -> Result<(), Diagnostic> {
    // Temporary files lie beside the document, where a later run looks for abandoned ones.
    let folder = parent_folder(path);
    for (file, bytes) in all_files(path, rendered) {
        write_atomically(&folder, &file, &|into| into.write_all(bytes))?;
    }
    Ok(())
}

/// Writes a file completely or not at all: under a temporary name beside it, and then renames it.
///
/// # Errors
///
/// If its folder cannot be created or written to.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), Diagnostic> {
    write_file_with(path, &|file| file.write_all(bytes))
}

/// As [`write_file`], for content that is not in memory.
pub(super) fn write_file_with(path: &Path, write: WriteContent<'_>) -> Result<(), Diagnostic> {
    write_atomically(&parent_folder(path), path, write)
}

/// The parts of a temporary name: a prefix, the number of random letters and digits, and a suffix.
/// No file of a user is likely to have such a name.
const TEMPORARY_NAME: (&str, usize, &str) = (".gen-", 8, ".tmp");

fn is_temporary_name(name: &str) -> bool {
    let (prefix, length, suffix) = TEMPORARY_NAME;
    let rest = name.strip_prefix(prefix);
    let Some(random) = rest.and_then(|rest| rest.strip_suffix(suffix)) else {
        return false;
    };
    random.len() == length && random.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// Creates a temporary file, which is removed when it is dropped. Its lock tells other runs that
/// its owner is alive.
pub(super) fn create_temporary(folder: &Path) -> io::Result<NamedTempFile> {
    let (prefix, length, suffix) = TEMPORARY_NAME;
    let file = tempfile::Builder::new()
        .prefix(prefix)
        .rand_bytes(length)
        .suffix(suffix)
        .tempfile_in(folder)?;
    // On a file system without locks no run removes the files of another, so a failure is harmless.
    let _ = file.as_file().try_lock();
    Ok(file)
}

/// How often a write is retried because the folder does not exist, or because another run took the
/// temporary file for abandoned between its creation and its locking.
const RETRIES: usize = 3;

/// Writes a file under a temporary name in `folder`, then renames it to `path`.
fn write_atomically(folder: &Path, path: &Path, write: WriteContent<'_>) -> Result<(), Diagnostic> {
    // The folders nearly always exist, so they are created only after a failure.
    let mut result = try_write(folder, path, write);
    for _ in 0..RETRIES {
        match &result {
            Err(why) if why.kind() == io::ErrorKind::NotFound => {
                result = create_folders(folder, path).and_then(|()| try_write(folder, path, write));
            }
            _ => break,
        }
    }
    let Err(why) = result else {
        return Ok(());
    };
    let reason = explain_write_error(path, &why);
    let message = format!("cannot write `{}`: {reason}", path.display());
    Err(Diagnostic::error(Code::UnwritableFile, message))
}

fn try_write(folder: &Path, path: &Path, write: WriteContent<'_>) -> io::Result<()> {
    let mut file = create_temporary(folder)?;
    let mut buffered = BufWriter::new(file.as_file_mut());
    write(&mut buffered)?;
    // A buffer that is dropped would lose the error of its last write.
    buffered.flush()?;
    drop(buffered);
    // This comes before the file gets its name: no output exists that users cannot read.
    make_readable(file.as_file())?;
    file.persist(path).map_err(|why| why.error)?;
    Ok(())
}

fn create_folders(folder: &Path, path: &Path) -> io::Result<()> {
    std::fs::create_dir_all(folder)?;
    std::fs::create_dir_all(parent_folder(path))
}

/// Why a file cannot be written, without the random name of the temporary file.
fn explain_write_error(path: &Path, why: &io::Error) -> String {
    // The system says "not a directory" and does not say which.
    for above in path.ancestors().skip(1) {
        if above.is_file() {
            return format!("`{}` is a file, not a folder", above.display());
        }
    }
    let text = why.to_string();
    // The crate `tempfile` adds ` at path` and the temporary name.
    let reason = text.split(" at path ").next();
    reason.unwrap_or_default().to_owned()
}

/// Removes the temporary files that killed runs left in these folders.
pub(super) fn remove_abandoned(folders: impl Iterator<Item = PathBuf>) {
    let folders: BTreeSet<PathBuf> = folders.collect();
    for folder in folders {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        for entry in entries {
            if !entry.file_name().to_str().is_some_and(is_temporary_name) {
                continue;
            }
            // Not a link, which someone else must have made.
            if entry.file_type().is_ok_and(|kind| kind.is_file()) {
                remove_if_abandoned(&entry.path());
            }
        }
    }
}

/// Removes a temporary file unless a running process holds its lock. A file that cannot be opened
/// or removed does no harm.
fn remove_if_abandoned(file: &Path) {
    let Ok(opened) = OpenOptions::new().write(true).open(file) else {
        return;
    };
    if opened.try_lock().is_ok() {
        let _ = std::fs::remove_file(file);
    }
}

/// A temporary file is private to its owner. An output is readable by everyone, as files usually
/// are.
#[cfg(unix)]
fn make_readable(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn make_readable(_: &File) -> io::Result<()> {
    Ok(())
}

/// Compares all files of a document with those on disk.
pub(super) fn compare_document(path: &Path, rendered: &Rendered) -> Result<(), Diagnostic> {
    for (file, bytes) in all_files(path, rendered) {
        let (code, state) = match std::fs::read(&file) {
            Ok(on_disk) if on_disk == *bytes => continue,
            Ok(_) => (Code::OutOfDate, "out of date"),
            Err(_) => (Code::MissingOutput, "missing"),
        };
        let message = format!("`{}` is {state}", file.display());
        return Err(Diagnostic::error(code, message));
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
}
