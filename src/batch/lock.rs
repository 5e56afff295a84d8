//! Locks a folder's manifest, so that two runs do not overwrite each other's entries.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::diagnostic::{Code, Diagnostic};

/// The name of the file that is locked while the manifest beside it is written. It exists only
/// during that time.
const LOCK_FILE: &str = ".gen-lock";

/// How long to wait for another run. Writing a manifest takes milliseconds.
const WAIT: Duration = Duration::from_secs(30);

/// The time between two attempts to get the lock.
const PAUSE: Duration = Duration::from_millis(5);

/// The lock on a folder's manifest; dropping it releases it. The system releases it, too, when the
/// process ends or is killed. On a file system without locks, acquiring it always succeeds.
pub(super) struct ManifestLock {
    path: PathBuf,
    _file: File,
}

impl ManifestLock {
    /// Waits until no other run holds the lock.
    ///
    /// # Errors
    ///
    /// If the folder cannot be written to, or another run holds the lock for 30 seconds.
    pub fn acquire(folder: &Path) -> Result<Self, Diagnostic> {
        Self::acquire_within(folder, WAIT)
    }

    fn acquire_within(folder: &Path, wait: Duration) -> Result<Self, Diagnostic> {
        let path = folder.join(LOCK_FILE);
        let start = Instant::now();
        loop {
            let file = open_lock_file(&path)?;
            match file.try_lock() {
                Err(TryLockError::WouldBlock) if start.elapsed() >= wait => {
                    let (file, seconds) = (path.display(), wait.as_secs());
                    let message = format!("another run has held `{file}` for {seconds} seconds");
                    let hint = "what was rendered is written, and not recorded; when the other run has ended, run again";
                    return Err(Diagnostic::error(Code::Locked, message).hint(hint));
                }
                // The file is opened again each time, because the other run removes it in the end.
                Err(TryLockError::WouldBlock) => std::thread::sleep(PAUSE),
                // The run that held the lock has removed its file in the meantime.
                Ok(()) if !is_same_file(&file, &path) => {}
                Ok(()) | Err(TryLockError::Error(_)) => return Ok(Self { path, _file: file }),
            }
        }
    }
}

fn open_lock_file(path: &Path) -> Result<File, Diagnostic> {
    // The file is always empty; clippy wants `truncate` to be said.
    let opened = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(path);
    match opened {
        Ok(file) => Ok(file),
        Err(why) => {
            let message = format!("cannot write `{}`: {why}", path.display());
            Err(Diagnostic::error(Code::UnwritableFile, message))
        }
    }
}

impl Drop for ManifestLock {
    /// Removes the file while the lock is still held. A run that is waiting for the lock then sees
    /// that its open file is no longer the one with that name.
    fn drop(&mut self) {
        // Elsewhere `is_same_file` could not tell that the file was removed.
        if cfg!(unix) {
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

/// Whether an open file is still the one at `path`.
#[cfg(unix)]
fn is_same_file(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (file.metadata(), std::fs::symlink_metadata(path)) {
        // An inode has its number only within its file system.
        (Ok(open), Ok(named)) => open.ino() == named.ino() && open.dev() == named.dev(),
        _ => false,
    }
}

/// Outside Unix the lock file is never removed.
#[cfg(not(unix))]
fn is_same_file(_: &File, _: &Path) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_run_at_a_time_holds_the_lock_and_removes_its_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let lock = ManifestLock::acquire(folder.path()).expect("the lock is free");
        let other = ManifestLock::acquire_within(folder.path(), Duration::ZERO);
        assert!(other.is_err_and(|why| why.message.contains("another run has held")));
        drop(lock);
        drop(
            ManifestLock::acquire_within(folder.path(), Duration::ZERO)
                .expect("the lock is free again"),
        );
        assert!(cfg!(not(unix)) || !folder.path().join(LOCK_FILE).exists());
    }

    #[test]
    fn the_lock_file_of_a_killed_run_does_not_block() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join(LOCK_FILE), "").expect("a file");
        ManifestLock::acquire_within(folder.path(), Duration::ZERO).expect("the lock is free");
    }
}
