//! Writes ZIP files (PKWARE's APPNOTE 6.3), with a cache of compressed parts.
//!
//! The documents of a batch share most of their parts. A [`CompressionCache`] compresses those once;
//! the zip crate would set up a compressor for each part of each document.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use foldhash::fast::FixedState;
use libdeflater::crc32;

use crate::deflate::{Deflater, Framing};

/// Extensions of parts that are compressed already.
const COMPRESSED_EXTENSIONS: [&str; 5] = ["gif", "jpeg", "jpg", "png", "xlsx"];

/// A ZIP file in the making.
pub(crate) struct ZipWriter<'a> {
    bytes: Vec<u8>,
    /// The central directory, which comes after all entries.
    directory: Vec<u8>,
    entries: u16,
    deflater: Deflater,
    cache: &'a CompressionCache,
}

impl<'a> ZipWriter<'a> {
    /// An empty file. The cache is shared with other files.
    pub(crate) fn new(cache: &'a CompressionCache) -> Self {
        Self {
            bytes: Vec::new(),
            directory: Vec::new(),
            entries: 0,
            deflater: Deflater::default(),
            cache,
        }
    }

    /// Adds a part. `is_shared` says that other documents are likely to hold the same part, so that
    /// it is worth caching.
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
            self.cache.compress(part, &mut self.deflater)?
        } else {
            Arc::new(CompressedPart::new(part, &mut self.deflater)?)
        };
        self.write_entry(
            name,
            DEFLATED,
            &compressed.deflated,
            part.len(),
            compressed.checksum,
        )
    }

    /// Writes a local file header (APPNOTE 4.3.7) with its data, and a header of the central
    /// directory (4.3.12). `size` is that of the part before compression.
    fn write_entry(
        &mut self,
        name: &str,
        method: u16,
        data: &[u8],
        size: usize,
        checksum: u32,
    ) -> Result<(), String> {
        let header_offset = length_field(self.bytes.len())?;
        let data_length = length_field(data.len())?;
        let part_length = length_field(size)?;
        let name_length =
            u16::try_from(name.len()).map_err(|_| "a part's name is too long".to_owned())?;
        let flags = if name.is_ascii() { 0 } else { UTF8_NAME };
        // Both headers have these fields. The zeros are midnight, and no extra field.
        let fields = LittleEndian::default()
            .u16s(&[VERSION, flags, method])
            .u16s(&[0, DOS_DATE])
            .u32s(&[checksum])
            .u32s(&[data_length, part_length])
            .u16s(&[name_length, 0])
            .0;
        self.bytes.extend_from_slice(b"PK\x03\x04");
        self.bytes.extend_from_slice(&fields);
        self.bytes.extend_from_slice(name.as_bytes());
        self.bytes.extend_from_slice(data);

        let made_by = UNIX_HOST << 8 | VERSION;
        let made_by = LittleEndian::default().u16s(&[made_by]).0;
        // No comment, on the first disk, binary. Word on macOS warns of entries without a mode,
        // which Unix hosts have in the upper half of the external attributes.
        let position = LittleEndian::default()
            .u16s(&[0, 0, 0])
            .u32s(&[FILE_MODE << 16, header_offset])
            .0;
        self.directory.extend_from_slice(b"PK\x01\x02");
        self.directory.extend_from_slice(&made_by);
        self.directory.extend_from_slice(&fields);
        self.directory.extend_from_slice(&position);
        self.directory.extend_from_slice(name.as_bytes());
        self.entries = self.entries.checked_add(1).ok_or(TOO_LARGE)?;
        Ok(())
    }

    /// The whole file: the entries, the central directory and its end record (APPNOTE 4.3.16).
    ///
    /// # Errors
    ///
    /// When it is larger than a ZIP file can be.
    pub(crate) fn into_bytes(mut self) -> Result<Vec<u8>, String> {
        let directory_length = length_field(self.directory.len())?;
        let directory_offset = length_field(self.bytes.len())?;
        // The entries are counted twice: those on this disk, and those on all disks.
        let end = LittleEndian::default()
            .u16s(&[0, 0, self.entries, self.entries])
            .u32s(&[directory_length, directory_offset])
            .u16s(&[0])
            .0;
        self.bytes.extend_from_slice(&self.directory);
        self.bytes.extend_from_slice(b"PK\x05\x06");
        self.bytes.extend_from_slice(&end);
        Ok(self.bytes)
    }
}

/// Compression methods.
const STORED: u16 = 0;
const DEFLATED: u16 = 8;

/// The version of the format that a reader has to know for deflated data: 2.0.
const VERSION: u16 = 20;

/// The flag of a name that is not ASCII.
const UTF8_NAME: u16 = 1 << 11;

/// 1980-01-01, the first date that a ZIP file can hold. Equal documents give equal bytes.
const DOS_DATE: u16 = 1 << 5 | 1;

/// The host whose modes entries have.
const UNIX_HOST: u16 = 3;

/// A plain file that its owner can write and everyone can read.
const FILE_MODE: u32 = 0o100_644;

const TOO_LARGE: &str = "it is larger than a ZIP file can be";

fn length_field(length: usize) -> Result<u32, String> {
    u32::try_from(length).map_err(|_| TOO_LARGE.to_owned())
}

/// The bytes of a row of numbers, the lowest byte of each first.
#[derive(Default)]
struct LittleEndian(Vec<u8>);

impl LittleEndian {
    fn u16s(mut self, numbers: &[u16]) -> Self {
        for number in numbers {
            self.0.extend_from_slice(&number.to_le_bytes());
        }
        self
    }

    fn u32s(mut self, numbers: &[u32]) -> Self {
        for number in numbers {
            self.0.extend_from_slice(&number.to_le_bytes());
        }
        self
    }
}

struct CompressedPart {
    /// The CRC-32 of the part before compression.
    checksum: u32,
    deflated: Vec<u8>,
}

impl CompressedPart {
    fn new(part: &[u8], deflater: &mut Deflater) -> Result<Self, String> {
        let deflated = deflater.deflate(part, Framing::Raw, usize::MAX);
        let deflated = deflated.ok_or(TOO_LARGE)?;
        Ok(Self {
            checksum: crc32(part),
            deflated,
        })
    }
}

/// Compressed parts that the files of a run share. Compressing them for each file costs 5 % of a
/// batch.
#[derive(Default)]
pub(crate) struct CompressionCache(Mutex<CompressedParts>);

impl CompressionCache {
    /// Compresses a part, or takes it from the cache.
    fn compress(
        &self,
        part: &[u8],
        deflater: &mut Deflater,
    ) -> Result<Arc<CompressedPart>, String> {
        if let Some(compressed) = self.lock().by_content.get(part) {
            return Ok(Arc::clone(compressed));
        }
        // Other threads need not wait while this one compresses.
        let compressed = Arc::new(CompressedPart::new(part, deflater)?);
        self.lock().insert(part, &compressed);
        Ok(compressed)
    }

    fn lock(&self) -> MutexGuard<'_, CompressedParts> {
        // A panic of another thread leaves a map that is whole: parts are inserted in one step.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[derive(Default)]
struct CompressedParts {
    by_content: HashMap<Vec<u8>, Arc<CompressedPart>, FixedState>,
    /// Bytes of all parts, both before and after compression.
    size: usize,
}

impl CompressedParts {
    /// The most bytes that are cached. Everything is dropped when one more part does not fit.
    const LIMIT: usize = 4 << 20;

    fn insert(&mut self, part: &[u8], compressed: &Arc<CompressedPart>) {
        let size = part.len() + compressed.deflated.len();
        if size > Self::LIMIT {
            return;
        }
        if self.size + size > Self::LIMIT {
            self.by_content.clear();
            self.size = 0;
        }
        let replaced = self
            .by_content
            .insert(part.to_owned(), Arc::clone(compressed));
        // Another thread may have compressed the same part meanwhile.
        if replaced.is_none() {
            self.size += size;
        }
    }
}
