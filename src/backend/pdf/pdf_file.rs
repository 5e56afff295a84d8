//! Serializes a file around its objects: header, streams and cross-reference stream (ISO 32000-1,
//! 7.5).
//!
//! lopdf's own writer is not used because it is slow: it serializes every object several times,
//! packs only a hundred into a stream, and makes a new compressor for each stream.

use lopdf::{Dictionary, Document, Object, Stream, StringFormat};
use sha2::{Digest, Sha256};

use super::object_buffer::ObjectBuffer;
use super::serialize::{write_dictionary, write_integer, write_object};
use crate::deflate::{Deflater, Framing};
use crate::diagnostic::{Code, Diagnostic};

/// Shorter content is not compressed, in bytes. It would gain next to nothing, because the filter
/// has to be named, and clearing the compressor takes time.
const MIN_DEFLATE_LENGTH: usize = 256;

/// Compresses content for the filter `FlateDecode`; `None` if it does not become shorter.
pub(super) fn deflate_stream(content: &[u8], deflater: &mut Deflater) -> Option<Vec<u8>> {
    if content.len() < MIN_DEFLATE_LENGTH {
        return None;
    }
    deflater.deflate(content, Framing::Zlib, content.len())
}

/// Serializes the objects of a document, and those in `buffer`, as a file.
///
/// # Errors
///
/// When the file is larger than 4 GiB, so that offsets do not fit into four bytes.
pub(super) fn write_file(
    mut document: Document,
    mut buffer: ObjectBuffer,
) -> Result<Vec<u8>, Diagnostic> {
    let mut file = PdfFile::new(document.max_id);
    for (id, object) in std::mem::take(&mut document.objects) {
        match object {
            Object::Stream(stream) => file.write_stream(id.0, stream),
            object => write_object(buffer.begin_object(id), &object),
        }
    }
    for object_stream in buffer.into_object_streams() {
        let stream = file.reserve_number();
        for (index, number) in (0..).zip(object_stream.numbers) {
            file.cross_references[number as usize] = CrossReference::InStream { stream, index };
        }
        file.write_stream(stream, object_stream.stream);
    }
    let bytes = file.into_bytes(document.trailer);
    // In a larger file, offsets were cut off to four bytes.
    if u32::try_from(bytes.len()).is_err() {
        return Err(Diagnostic::error(
            Code::UnwritableDocument,
            "the PDF file would have more than 4 GiB",
        ));
    }
    Ok(bytes)
}

/// Bytes of an entry of the cross-reference stream.
const CROSS_REFERENCE_LENGTH: usize = 7;

/// The beginning of a file, up to the last object that was written.
struct PdfFile {
    bytes: Vec<u8>,
    /// Indexed by object number.
    cross_references: Vec<CrossReference>,
    deflater: Deflater,
}

/// Where to find an object (ISO 32000-1, table 18).
#[derive(Clone, Copy)]
enum CrossReference {
    /// No object has this number.
    Free,
    /// Bytes from the beginning of the file.
    Offset(u32),
    /// Number of an object stream, and the index in it.
    InStream { stream: u32, index: u16 },
}

impl PdfFile {
    /// A file whose objects have numbers up to `last`.
    fn new(last: u32) -> Self {
        let mut bytes = Vec::with_capacity(1 << 16);
        // Four bytes above 127 tell programs that copy the file that it is binary (ISO 32000-1,
        // 7.5.2).
        bytes.extend_from_slice(b"%PDF-1.7\n%\xBB\xAD\xC0\xDE\n");
        Self {
            bytes,
            cross_references: vec![CrossReference::Free; last as usize + 1],
            deflater: Deflater::default(),
        }
    }

    /// The number of an additional object.
    fn reserve_number(&mut self) -> u32 {
        self.cross_references.push(CrossReference::Free);
        self.cross_references.len() as u32 - 1
    }

    fn set_offset(&mut self, number: u32, offset: usize) {
        // Only a file of more than 4 GiB has offsets that are cut off here, and that is an error.
        self.cross_references[number as usize] = CrossReference::Offset(offset as u32);
    }

    /// Writes a stream as an indirect object, compressed unless it forbids that.
    fn write_stream(&mut self, number: u32, mut stream: Stream) {
        if stream.allows_compression
            && !stream.dict.has(b"Filter")
            && let Some(deflated) = deflate_stream(&stream.content, &mut self.deflater)
        {
            stream.dict.set("Filter", "FlateDecode");
            // This also sets the length in the dictionary.
            stream.set_content(deflated);
        }
        self.set_offset(number, self.bytes.len());
        write_integer(&mut self.bytes, number.into());
        self.bytes.extend_from_slice(b" 0 obj\n");
        write_dictionary(&mut self.bytes, &stream.dict);
        self.bytes.extend_from_slice(b"stream\n");
        self.bytes.extend_from_slice(&stream.content);
        self.bytes.extend_from_slice(b"\nendstream\nendobj\n");
    }

    /// Ends the file with a cross-reference stream (ISO 32000-1, 7.5.8), which is the trailer too.
    fn into_bytes(mut self, mut trailer: Dictionary) -> Vec<u8> {
        // ISO 32000-2, 14.4 asks for at least 16 bytes. A hash of the content, unlike a random
        // number, is the same whenever the same document is written.
        let hash = Sha256::digest(&self.bytes)[..16].to_vec();
        let id = Object::String(hash, StringFormat::Hexadecimal);
        let start = self.bytes.len();
        // The stream has an entry for itself, too.
        let number = self.reserve_number();
        self.set_offset(number, start);
        let count = self.cross_references.len();
        trailer.set("Type", "XRef");
        trailer.set("Size", count as i64);
        // Bytes of each field of an entry.
        trailer.set("W", vec![1.into(), 4.into(), 2.into()]);
        // Both identifiers are the same until somebody changes the file (ISO 32000-1, 14.4).
        trailer.set("ID", vec![id.clone(), id]);
        let mut content = Vec::with_capacity(CROSS_REFERENCE_LENGTH * count);
        for reference in &self.cross_references {
            content.extend_from_slice(&reference.to_bytes());
        }
        self.write_stream(number, Stream::new(trailer, content));
        self.bytes.extend_from_slice(b"startxref\n");
        write_integer(&mut self.bytes, start as i64);
        // PDF/A allows no more than a line end after this (ISO 19005-2, 6.1.3).
        self.bytes.extend_from_slice(b"\n%%EOF");
        self.bytes
    }
}

impl CrossReference {
    /// The type in one byte, and two fields of four and two bytes.
    fn to_bytes(self) -> [u8; CROSS_REFERENCE_LENGTH] {
        let (kind, first, second) = match self {
            // Object 0 is always free and has this generation number (ISO 32000-1, 7.5.4).
            Self::Free => (0, 0, u16::MAX),
            Self::Offset(offset) => (1, offset, 0),
            Self::InStream { stream, index } => (2, stream, index),
        };
        let [a, b, c, d] = u32::to_be_bytes(first);
        let [e, f] = u16::to_be_bytes(second);
        [kind, a, b, c, d, e, f]
    }
}

#[cfg(test)]
mod tests {
    use lopdf::{ObjectId, dictionary};

    use super::*;
    use crate::backend::pdf::object_buffer::OBJECTS_PER_STREAM;

    #[test]
    fn objects_inside_and_outside_of_streams_can_be_read() {
        let mut document = Document::new();
        let mut buffer = ObjectBuffer::default();
        let stream = document.add_object(Stream::new(Dictionary::new(), vec![b'x'; 10_000]));
        let ids: Vec<ObjectId> = (0..2 * OBJECTS_PER_STREAM + 1)
            .map(|_| document.new_object_id())
            .collect();
        for (index, id) in ids.iter().enumerate() {
            write_integer(buffer.begin_object(*id), index as i64);
        }
        let root = document.add_object(dictionary! { "Type" => "Catalog", "Stream" => stream });
        document.trailer.set("Root", root);
        let bytes = write_file(document, buffer).unwrap();
        let read = Document::load_mem(&bytes).unwrap();
        for (index, id) in ids.iter().enumerate() {
            assert_eq!(
                read.get_object(*id).unwrap(),
                &Object::Integer(index as i64)
            );
        }
        let content = read.get_object(stream).unwrap().as_stream().unwrap();
        assert_eq!(content.get_plain_content().unwrap(), vec![b'x'; 10_000]);
        assert!(bytes.len() < 20_000 && read.catalog().unwrap().has_type(b"Catalog"));
    }
}
