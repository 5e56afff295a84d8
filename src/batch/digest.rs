//! SHA-256 of what is in memory and on disk.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use sha2::{Digest as _, Sha256};

/// A SHA-256.
pub(super) type Digest = [u8; 32];

pub(super) fn digest(bytes: &[u8]) -> Digest {
    Sha256::digest(bytes).into()
}

/// What a path is known by where many of them are kept: no two will ever have the same.
pub(super) type Key = [u8; 16];

pub(super) fn key(path: &Path) -> Key {
    let digest = digest(path.as_os_str().as_encoded_bytes());
    std::array::from_fn(|at| digest[at])
}

/// The digest of a file from where it is read next, of which no more than a piece is in memory.
pub(super) fn digest_of(mut file: &File) -> io::Result<Digest> {
    let mut hasher = Sha256::new();
    io::copy(&mut file, &mut Hashing(&mut hasher))?;
    Ok(hasher.finalize().into())
}

/// Takes what is written into a digest.
struct Hashing<'h>(&'h mut Sha256);

impl Write for Hashing<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn hexadecimal(digest: &Digest) -> String {
    let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or_default();
    digest
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
        .collect()
}

/// SHA-256 in hexadecimal digits.
pub(super) fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&digest(bytes))
}

/// Whether a file has a digest, given in hexadecimal digits.
pub(super) fn has_digest(file: &Path, digest: &str) -> bool {
    File::open(file)
        .and_then(|file| digest_of(&file))
        .is_ok_and(|it| hexadecimal(&it) == digest)
}
