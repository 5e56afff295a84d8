//! SHA-256 digests of bytes, files and paths.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use sha2::{Digest as _, Sha256};

/// A SHA-256 digest.
pub(super) type Digest = [u8; 32];

pub(super) fn digest_bytes(bytes: &[u8]) -> Digest {
    Sha256::digest(bytes).into()
}

/// The first half of the digest of a path. It takes less memory than the path, and 128 bits rule
/// out collisions.
pub(super) type PathKey = [u8; 16];

pub(super) fn path_key(path: &Path) -> PathKey {
    // Not the text of the path, in which all bytes that are not Unicode look alike.
    let digest = digest_bytes(path.as_os_str().as_encoded_bytes());
    std::array::from_fn(|at| digest[at])
}

/// The digest of a file from its current position to its end. The file is read in pieces.
pub(super) fn digest_file(mut file: &File) -> io::Result<Digest> {
    let mut hasher = Sha256::new();
    io::copy(&mut file, &mut HashWriter(&mut hasher))?;
    Ok(hasher.finalize().into())
}

/// Hashes everything that is written to it.
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
    let mut text = String::with_capacity(2 * digest.len());
    for byte in digest {
        text.push(hex_digit(byte >> 4));
        text.push(hex_digit(byte & 15));
    }
    text
}

/// The digit of a number from 0 to 15.
fn hex_digit(number: u8) -> char {
    char::from_digit(u32::from(number), 16).unwrap_or_default()
}

/// The SHA-256 of bytes in hexadecimal.
pub(super) fn sha256_hex(bytes: &[u8]) -> String {
    to_hex(&digest_bytes(bytes))
}

/// Whether a file has a digest, which is given in hexadecimal. `false` if it cannot be read.
pub(super) fn has_digest(file: &Path, digest: &str) -> bool {
    let Ok(opened) = File::open(file) else {
        return false;
    };
    match digest_file(&opened) {
        Ok(found) => to_hex(&found) == digest,
        Err(_) => false,
    }
}
