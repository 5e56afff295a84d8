//! Parts in memory as a ZIP file (PKWARE's APPNOTE 6.3).
//!
//! The zip crate would make a compressor for each part.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use foldhash::fast::FixedState;
use libdeflater::crc32;

use crate::deflate::{self, Framing};

/// Extensions of parts that are compressed already.
const COMPRESSED_EXTENSIONS: [&str; 5] = ["gif", "jpeg", "jpg", "png", "xlsx"];

/// A file that grows by one part after the other.
#[derive(Default)]
pub(crate) struct ZipWriter {
    bytes: Vec<u8>,
    /// What stands at its end.
    directory: Vec<u8>,
    parts: u16,
}

impl ZipWriter {
    /// Adds a part: dated 1980-01-01, readable by all, for Word on macOS warns of entries without a
    /// mode. What `is_shared` to many documents is compressed once for all of them.
    ///
    /// # Errors
    ///
    /// When the file would be larger than a ZIP file can be.
    pub(crate) fn add_entry(
        &mut self,
        name: &str,
        part: &[u8],
        is_shared: bool,
    ) -> Result<(), String> {
        let extension = name.rsplit('.').next().unwrap_or_default();
        if COMPRESSED_EXTENSIONS.contains(&extension) {
            return self.write_entry(name, STORED, part, part.len(), crc32(part));
        }
        let compressed = if is_shared {
            compress_cached(part)?
        } else {
            Arc::new(CompressedPart::new(part)?)
        };
        self.write_entry(
            name,
            DEFLATED,
            &compressed.deflated,
            part.len(),
            compressed.checksum,
        )
    }

    fn write_entry(
        &mut self,
        name: &str,
        method: u16,
        data: &[u8],
        size: usize,
        checksum: u32,
    ) -> Result<(), String> {
        let start = length_field(self.bytes.len())?;
        let name_length =
            u16::try_from(name.len()).map_err(|_| "a part's name is too long".to_owned())?;
        let utf8 = if name.is_ascii() { 0 } else { 1 << 11 };
        // Version 2.0 of the standard, as deflated data asks for.
        let common = LittleEndian::default()
            .u16s(&[20, utf8, method])
            .u16s(&[0, DOS_DATE])
            .u32s(&[checksum]);
        let common = common
            .u32s(&[length_field(data.len())?, length_field(size)?])
            .u16s(&[name_length, 0])
            .0;
        self.bytes.extend_from_slice(b"PK\x03\x04");
        self.bytes.extend_from_slice(&common);
        self.bytes.extend_from_slice(name.as_bytes());
        self.bytes.extend_from_slice(data);
        let made_by = UNIX_HOST << 8 | 20;
        self.directory.extend_from_slice(b"PK\x01\x02");
        self.directory
            .extend_from_slice(&LittleEndian::default().u16s(&[made_by]).0);
        self.directory.extend_from_slice(&common);
        // No comment, on the first disk, binary.
        self.directory.extend_from_slice(
            &LittleEndian::default()
                .u16s(&[0, 0, 0])
                .u32s(&[FILE_MODE << 16, start])
                .0,
        );
        self.directory.extend_from_slice(name.as_bytes());
        self.parts = self.parts.checked_add(1).ok_or(TOO_LARGE)?;
        Ok(())
    }

    /// The whole file.
    ///
    /// # Errors
    ///
    /// When it is larger than a ZIP file can be.
    pub(crate) fn into_bytes(mut self) -> Result<Vec<u8>, String> {
        let (length, start) = (
            length_field(self.directory.len())?,
            length_field(self.bytes.len())?,
        );
        let end = LittleEndian::default()
            .u16s(&[0, 0, self.parts, self.parts])
            .u32s(&[length, start])
            .u16s(&[0])
            .0;
        self.bytes.extend_from_slice(&self.directory);
        self.bytes.extend_from_slice(b"PK\x05\x06");
        self.bytes.extend_from_slice(&end);
        Ok(self.bytes)
    }
}

const STORED: u16 = 0;
const DEFLATED: u16 = 8;

/// 1980-01-01, the first date there is.
const DOS_DATE: u16 = 1 << 5 | 1;

/// Where the modes of entries are those of UNIX.
const UNIX_HOST: u16 = 3;

/// A plain file that its owner writes and everyone reads.
const FILE_MODE: u32 = 0o100_644;

const TOO_LARGE: &str = "it is larger than a ZIP file can be";

fn length_field(length: usize) -> Result<u32, String> {
    u32::try_from(length).map_err(|_| TOO_LARGE.to_owned())
}

/// Numbers as they stand in a ZIP file, the lowest byte first.
#[derive(Default)]
struct LittleEndian(Vec<u8>);

impl LittleEndian {
    fn u16s(mut self, numbers: &[u16]) -> Self {
        numbers
            .iter()
            .for_each(|number| self.0.extend_from_slice(&number.to_le_bytes()));
        self
    }

    fn u32s(mut self, numbers: &[u32]) -> Self {
        numbers
            .iter()
            .for_each(|number| self.0.extend_from_slice(&number.to_le_bytes()));
        self
    }
}

/// A part, compressed.
struct CompressedPart {
    checksum: u32,
    deflated: Vec<u8>,
}

impl CompressedPart {
    fn new(part: &[u8]) -> Result<Self, String> {
        let deflated = deflate::deflate_bytes(part, Framing::Raw, usize::MAX).ok_or(TOO_LARGE)?;
        Ok(Self {
            checksum: crc32(part),
            deflated,
        })
    }
}

/// Parts that were compressed before, with what came of it.
struct CompressionCache {
    parts: HashMap<Vec<u8>, Arc<CompressedPart>, FixedState>,
    /// Their bytes, compressed or not.
    size: usize,
}

impl CompressionCache {
    /// So large it grows before it forgets everything.
    const LIMIT: usize = 4 << 20;

    fn insert(&mut self, part: &[u8], compressed: &Arc<CompressedPart>) {
        let size = part.len() + compressed.deflated.len();
        if size > Self::LIMIT {
            return;
        }
        if self.size + size > Self::LIMIT {
            self.parts.clear();
            self.size = 0;
        }
        if self
            .parts
            .insert(part.to_owned(), Arc::clone(compressed))
            .is_none()
        {
            self.size += size;
        }
    }
}

static CACHE: Mutex<CompressionCache> = Mutex::new(CompressionCache {
    parts: HashMap::with_hasher(FixedState::with_seed(0)),
    size: 0,
});

/// A part that other documents are likely to hold, too, compressed now or before.
fn compress_cached(part: &[u8]) -> Result<Arc<CompressedPart>, String> {
    let cache = || CACHE.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = cache().parts.get(part) {
        return Ok(Arc::clone(known));
    }
    let compressed = Arc::new(CompressedPart::new(part)?);
    cache().insert(part, &compressed);
    Ok(compressed)
}
