//! SHA-256 of what is in memory and on disk.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use sha2::{Digest as _, Sha256};

/// A SHA-256.
pub(super) type Digest = [u8; 32];

pub(super) fn digest_bytes(bytes: &[u8]) -> Digest {
    Sha256::digest(bytes).into()
}

/// What a path is known by where many of them are kept: no two will ever have the same.
pub(super) type PathKey = [u8; 16];

pub(super) fn path_key(path: &Path) -> PathKey {
    let digest = digest_bytes(path.as_os_str().as_encoded_bytes());
    std::array::from_fn(|at| digest[at])
}

/// The digest of a file from where it is read next, of which no more than a piece is in memory.
pub(super) fn digest_file(mut file: &File) -> io::Result<Digest> {
    let mut hasher = Sha256::new();
    io::copy(&mut file, &mut HashWriter(&mut hasher))?;
    Ok(hasher.finalize().into())
}

/// Takes what is written into a digest.
struct HashWriter<'h>(&'h mut Sha256);

impl Write for HashWriter<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn to_hex(digest: &Digest) -> String {
    let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or_default();
    digest
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
        .collect()
}

/// SHA-256 in to_hex digits.
pub(super) fn sha256_hex(bytes: &[u8]) -> String {
    to_hex(&digest_bytes(bytes))
}

/// Whether a file has a digest, given in to_hex digits.
pub(super) fn has_digest(file: &Path, digest: &str) -> bool {
    File::open(file)
        .and_then(|file| digest_file(&file))
        .is_ok_and(|it| to_hex(&it) == digest)
}
