//! Compression of what files hold (RFC 1951): streams of a PDF, parts of a Word document.
//!
//! Each thread has one compressor for all of its documents: making one costs more than compressing
//! what most parts hold.

use std::cell::RefCell;

use libdeflater::{CompressionLvl, Compressor};

use crate::stage::Stage;

/// The next level takes half as long again, for files that are a fiftieth smaller.
const LEVEL: i32 = 1;

/// What stands around compressed data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Framing {
    /// Nothing, as in a ZIP file.
    Raw,
    /// A header and a checksum (RFC 1950), as in a PDF.
    Zlib,
}

/// A compressor, and room for what comes out of it.
struct ThreadCompressor {
    compressor: Compressor,
    buffer: Vec<u8>,
}

/// Room for more than this is not kept: few streams are larger.
const MAX_KEPT_BUFFER: usize = 1 << 20;

thread_local! {
    static COMPRESSOR: RefCell<ThreadCompressor> = RefCell::new(ThreadCompressor {
        compressor: Compressor::new(CompressionLvl::new(LEVEL).unwrap_or_default()),
        buffer: Vec::new(),
    });
}

/// `content`, compressed; `None` if that is longer than `most` bytes.
pub(crate) fn deflate_bytes(content: &[u8], framing: Framing, most: usize) -> Option<Vec<u8>> {
    let _stage = Stage::Compress.enter();
    COMPRESSOR.with_borrow_mut(|ThreadCompressor { compressor, buffer }| {
        // What does not become shorter is stored in blocks, which have a few bytes of their own.
        let bound = match framing {
            Framing::Raw => compressor.deflate_compress_bound(content.len()),
            Framing::Zlib => compressor.zlib_compress_bound(content.len()),
        };
        let needed = bound.min(most);
        if buffer.len() < needed {
            buffer.resize(needed, 0);
        }
        let out = &mut buffer[..needed];
        let length = match framing {
            Framing::Raw => compressor.deflate_compress(content, out),
            Framing::Zlib => compressor.zlib_compress(content, out),
        };
        let compressed = length.ok().map(|length| out[..length].to_vec());
        if buffer.len() > MAX_KEPT_BUFFER {
            *buffer = Vec::new();
        }
        compressed
    })
}

#[cfg(test)]
mod tests {
    use libdeflater::Decompressor;

    use super::*;

    #[test]
    fn what_was_packed_is_found_again() {
        for content in [
            Vec::new(),
            b"a".to_vec(),
            b"abc".repeat(1000),
            (0..=255).collect(),
            vec![7; MAX_KEPT_BUFFER + 1],
        ] {
            let mut unpacked = vec![0; content.len()];
            let raw = deflate_bytes(&content, Framing::Raw, usize::MAX).unwrap();
            assert_eq!(
                Decompressor::new().deflate_decompress(&raw, &mut unpacked),
                Ok(content.len())
            );
            assert_eq!(unpacked, content);
            let framed = deflate_bytes(&content, Framing::Zlib, usize::MAX).unwrap();
            assert_eq!(
                Decompressor::new().zlib_decompress(&framed, &mut unpacked),
                Ok(content.len())
            );
            assert_eq!(unpacked, content);
            assert_eq!(
                deflate_bytes(&content, Framing::Zlib, framed.len()),
                Some(framed.clone())
            );
            assert_eq!(
                deflate_bytes(&content, Framing::Zlib, framed.len() - 1),
                None
            );
        }
    }
}
