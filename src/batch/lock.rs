//! One run at a time where two would lose each other's words.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::diagnostic::{Code, Diagnostic};

/// The file beside a manifest that is locked while that is written. It is there only as long.
const LOCK_FILE: &str = ".gen-lock";

/// How long another run is waited for. Writing a manifest takes it milliseconds.
const WAIT: Duration = Duration::from_secs(30);

/// How often it is looked whether the other run has finished.
const PAUSE: Duration = Duration::from_millis(5);

/// The right to write a folder's manifest. The system takes it back when the process ends, however
/// that ends. Where the file system has no locks, everyone has it.
pub(super) struct ManifestLock {
    path: PathBuf,
    _file: File,
}

impl ManifestLock {
    /// Waits until no other run has it.
    ///
    /// # Errors
    ///
    /// When the folder cannot be written to, or another run does not let go.
    pub fn acquire(folder: &Path) -> Result<Self, Diagnostic> {
        Self::acquire_within(folder, WAIT)
    }

    fn acquire_within(folder: &Path, wait: Duration) -> Result<Self, Diagnostic> {
        let path = folder.join(LOCK_FILE);
        let start = Instant::now();
        loop {
            let opened = OpenOptions::new()
                .create(true)
                .truncate(false)
                .write(true)
                .open(&path);
            let file = opened.map_err(|why| {
                Diagnostic::error(
                    Code::UnwritableFile,
                    format!("cannot write `{}`: {why}", path.display()),
                )
            })?;
            match file.try_lock() {
                Err(TryLockError::WouldBlock) if start.elapsed() >= wait => {
                    let message = format!(
                        "another run has held `{}` for {} seconds",
                        path.display(),
                        wait.as_secs()
                    );
                    let hint = "what was rendered is written, and not recorded; when the other run has ended, run again";
                    return Err(Diagnostic::error(Code::Locked, message).hint(hint));
                }
                Err(TryLockError::WouldBlock) => std::thread::sleep(PAUSE),
                Ok(()) if !is_same_file(&file, &path) => {} // the run that had it has removed it meanwhile
                Ok(()) | Err(TryLockError::Error(_)) => return Ok(Self { path, _file: file }),
            }
        }
    }
}

impl Drop for ManifestLock {
    /// Removed while it is still held: who waits for it sees that it is not the file of that name
    /// any more.
    fn drop(&mut self) {
        if cfg!(unix) {
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

/// Whether an open file is still the one of that name.
#[cfg(unix)]
fn is_same_file(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let identity = |metadata: std::fs::Metadata| (metadata.dev(), metadata.ino());
    match (file.metadata(), std::fs::symlink_metadata(path)) {
        (Ok(open), Ok(named)) => identity(open) == identity(named),
        _ => false,
    }
}

/// Here it is never removed.
#[cfg(not(unix))]
fn is_same_file(_: &File, _: &Path) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_has_it_at_a_time_and_nothing_stays_behind() {
        let folder = tempfile::tempdir().expect("a folder");
        let lock = ManifestLock::acquire(folder.path()).expect("nobody has it");
        let other = ManifestLock::acquire_within(folder.path(), Duration::ZERO);
        assert!(other.is_err_and(|why| why.message.contains("another run has held")));
        drop(lock);
        drop(
            ManifestLock::acquire_within(folder.path(), Duration::ZERO).expect("it is free again"),
        );
        assert!(cfg!(not(unix)) || !folder.path().join(LOCK_FILE).exists());
    }

    #[test]
    fn what_a_killed_run_left_behind_is_in_nobodys_way() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join(LOCK_FILE), "").expect("a file");
        ManifestLock::acquire_within(folder.path(), Duration::ZERO).expect("nobody has it");
    }
}
