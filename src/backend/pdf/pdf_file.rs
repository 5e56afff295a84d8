//! The file around the objects, and where each of them is (ISO 32000-1, 7.5).
//!
//! lopdf would spell every object several times, a hundred to a stream, with an encoder made anew
//! for each.

use lopdf::{Dictionary, Document, Object, Stream, StringFormat};
use sha2::{Digest, Sha256};

use super::object_buffer::ObjectBuffer;
use super::serialize;
use crate::deflate::{self, Framing};
use crate::diagnostic::{Code, Diagnostic};

/// Content that is shorter gains next to nothing: the filter has to be named, and the compressor to
/// be cleared.
const MIN_DEFLATE_LENGTH: usize = 256;

/// Content for the filter `FlateDecode`, if it becomes shorter.
pub(super) fn deflate_stream(content: &[u8]) -> Option<Vec<u8>> {
    if content.len() < MIN_DEFLATE_LENGTH {
        return None;
    }
    deflate::deflate_bytes(content, Framing::Zlib, content.len())
}

/// The bytes of a file: the objects of a document, and others. Its identifier is made of all of
/// them.
///
/// # Errors
///
/// When the file is so large that its cross_references need more than four bytes.
pub(super) fn write_file(
    mut document: Document,
    mut buffer: ObjectBuffer,
) -> Result<Vec<u8>, Diagnostic> {
    let mut file = PdfFile::new(document.max_id);
    for (id, object) in std::mem::take(&mut document.objects) {
        match object {
            Object::Stream(stream) => file.write_stream(id.0, stream),
            object => serialize::write_object(buffer.begin_object(id), &object),
        }
    }
    for (stream, numbers) in buffer.into_streams() {
        let number = file.reserve_number();
        for (index, inside) in numbers.into_iter().enumerate() {
            file.cross_references[inside as usize] = CrossReference::InStream {
                stream: number,
                index: index as u16,
            };
        }
        file.write_stream(number, stream);
    }
    let bytes = file.into_bytes(document.trailer);
    match u32::try_from(bytes.len()) {
        Ok(_) => Ok(bytes),
        Err(_) => Err(Diagnostic::error(
            Code::UnwritableDocument,
            "the PDF file would have more than 4 GiB",
        )),
    }
}

/// Where an object is.
#[derive(Clone, Copy)]
enum CrossReference {
    /// Nowhere: there is no such object.
    Free,
    /// At an offset.
    Offset(u32),
    /// One of those in a stream.
    InStream { stream: u32, index: u16 },
}

/// A file in the making.
struct PdfFile {
    bytes: Vec<u8>,
    /// By the number of the object.
    cross_references: Vec<CrossReference>,
}

impl PdfFile {
    /// A file whose objects have numbers up to `last`.
    fn new(last: u32) -> Self {
        // Four bytes above 127 tell programs that copy the file that it is no text.
        let mut bytes = Vec::with_capacity(1 << 16);
        bytes.extend_from_slice(b"%PDF-1.7\n%\xBB\xAD\xC0\xDE\n");
        Self {
            bytes,
            cross_references: vec![CrossReference::Free; last as usize + 1],
        }
    }

    /// The number of a further object.
    fn reserve_number(&mut self) -> u32 {
        self.cross_references.push(CrossReference::Free);
        self.cross_references.len() as u32 - 1
    }

    fn write_stream(&mut self, number: u32, mut stream: Stream) {
        if stream.allows_compression
            && !stream.dict.has(b"Filter")
            && let Some(packed) = deflate_stream(&stream.content)
        {
            stream.dict.set("Filter", "FlateDecode");
            stream.set_content(packed);
        }
        self.cross_references[number as usize] = CrossReference::Offset(self.bytes.len() as u32);
        serialize::write_integer(&mut self.bytes, number.into());
        self.bytes.extend_from_slice(b" 0 obj\n");
        serialize::write_dictionary(&mut self.bytes, &stream.dict);
        self.bytes.extend_from_slice(b"stream\n");
        self.bytes.extend_from_slice(&stream.content);
        self.bytes.extend_from_slice(b"\nendstream\nendobj\n");
    }

    /// Ends it with the cross_references of all objects (ISO 32000-1, 7.5.8).
    fn into_bytes(mut self, mut trailer: Dictionary) -> Vec<u8> {
        // At least 16 bytes that hardly any other file has (ISO 32000-2, 14.4).
        let id = Object::String(
            Sha256::digest(&self.bytes)[..16].to_vec(),
            StringFormat::Hexadecimal,
        );
        let start = self.bytes.len();
        let number = self.reserve_number();
        self.cross_references[number as usize] = CrossReference::Offset(start as u32);
        trailer.set("Type", "XRef");
        trailer.set("Size", self.cross_references.len() as i64);
        trailer.set("W", vec![1.into(), 4.into(), 2.into()]);
        trailer.set("ID", vec![id.clone(), id]);
        let content = self
            .cross_references
            .iter()
            .flat_map(|reference| reference.to_bytes())
            .collect();
        self.write_stream(number, Stream::new(trailer, content));
        self.bytes.extend_from_slice(b"startxref\n");
        serialize::write_integer(&mut self.bytes, start as i64);
        self.bytes.extend_from_slice(b"\n%%EOF");
        self.bytes
    }
}

impl CrossReference {
    /// Its type and two fields of four and two bytes (ISO 32000-1, table 18).
    fn to_bytes(self) -> [u8; 7] {
        let (kind, first, second) = match self {
            Self::Free => (0, 0, u16::MAX),
            Self::Offset(offset) => (1, offset, 0),
            Self::InStream { stream, index } => (2, stream, index),
        };
        let ([a, b, c, d], [e, f]) = (first.to_be_bytes(), second.to_be_bytes());
        [kind, a, b, c, d, e, f]
    }
}

#[cfg(test)]
mod tests {
    use lopdf::{ObjectId, dictionary};

    use super::*;
    use crate::backend::pdf::object_buffer::OBJECTS_PER_STREAM;

    #[test]
    fn every_object_is_found_again() {
        let mut document = Document::new();
        let mut buffer = ObjectBuffer::default();
        let stream = document.add_object(Stream::new(Dictionary::new(), vec![b'x'; 10_000]));
        let ids: Vec<ObjectId> = (0..2 * OBJECTS_PER_STREAM + 1)
            .map(|_| document.new_object_id())
            .collect();
        for (index, id) in ids.iter().enumerate() {
            serialize::write_integer(buffer.begin_object(*id), index as i64);
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
