//! Compresses data (RFC 1951) for PDF streams and the parts of Word documents.

use libdeflater::{CompressionLvl, Compressor};

use crate::stage::Stage;

/// The next level takes half as long again, for files that are 2 % smaller.
const LEVEL: i32 = 1;

/// A larger buffer is not kept for the next part: few parts are that large.
const MAX_KEPT_BUFFER: usize = 1 << 20;

/// The format around compressed data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Framing {
    /// Nothing, as in a ZIP file.
    Raw,
    /// A header and a checksum (RFC 1950), as in a PDF.
    Zlib,
}

/// Compresses the parts of one file. Making it costs more than compressing most parts, so the
/// writer of a file makes one for all of them.
pub(crate) struct Deflater {
    compressor: Compressor,
    /// The output of the compressor, before it is copied.
    buffer: Vec<u8>,
}

impl Default for Deflater {
    fn default() -> Self {
        Self {
            compressor: Compressor::new(CompressionLvl::new(LEVEL).unwrap_or_default()),
            buffer: Vec::new(),
        }
    }
}

impl Deflater {
    /// Compresses `content`. `None` if the result is longer than `max_length` bytes. The result does
    /// not depend on what was compressed before.
    pub fn deflate(
        &mut self,
        content: &[u8],
        framing: Framing,
        max_length: usize,
    ) -> Option<Vec<u8>> {
        let _stage = Stage::Compress.enter();
        let Self { compressor, buffer } = self;
        // The bound is larger than the content: data that cannot be compressed are stored in
        // blocks, each with a header.
        let bound = match framing {
            Framing::Raw => compressor.deflate_compress_bound(content.len()),
            Framing::Zlib => compressor.zlib_compress_bound(content.len()),
        };
        let needed = bound.min(max_length);
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
    }
}

#[cfg(test)]
mod tests {
    use libdeflater::Decompressor;

    use super::*;

    #[test]
    fn compressed_data_decompress_to_the_same() {
        let mut deflater = Deflater::default();
        let mut deflate =
            |content: &[u8], framing, length| deflater.deflate(content, framing, length);
        for content in [
            Vec::new(),
            b"a".to_vec(),
            b"abc".repeat(1000),
            (0..=255).collect(),
            vec![7; MAX_KEPT_BUFFER + 1],
        ] {
            let mut decompressed = vec![0; content.len()];
            let raw = deflate(&content, Framing::Raw, usize::MAX).unwrap();
            assert_eq!(
                Decompressor::new().deflate_decompress(&raw, &mut decompressed),
                Ok(content.len())
            );
            assert_eq!(decompressed, content);
            let framed = deflate(&content, Framing::Zlib, usize::MAX).unwrap();
            assert_eq!(
                Decompressor::new().zlib_decompress(&framed, &mut decompressed),
                Ok(content.len())
            );
            assert_eq!(decompressed, content);
            let length = framed.len();
            assert_eq!(deflate(&content, Framing::Zlib, length), Some(framed));
            assert_eq!(deflate(&content, Framing::Zlib, length - 1), None);
        }
    }
}
