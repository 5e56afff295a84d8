//! Collects serialized objects and packs them into object streams (ISO 32000-1, 7.5.7).
//!
//! Most objects of a tagged file are small structure elements. They are serialized straight into
//! one buffer, which spares building each as a [`lopdf::Object`].

use lopdf::{ObjectId, Stream, dictionary};

use super::serialize::write_integer;

/// The most objects in one stream. A reader inflates the whole stream to get at one object.
pub(super) const OBJECTS_PER_STREAM: usize = 1000;

/// Serialized objects, one after another. None of them is a stream: object streams must not
/// contain streams.
#[derive(Default)]
pub(super) struct ObjectBuffer {
    bytes: Vec<u8>,
    objects: Vec<BufferedObject>,
}

struct BufferedObject {
    number: u32,
    /// Offset of its first byte in the buffer.
    start: usize,
}

/// An object stream, and the numbers of the objects in it.
pub(super) struct ObjectStream {
    pub stream: Stream,
    pub numbers: Vec<u32>,
}

impl ObjectBuffer {
    /// Begins the object with this number; the caller appends its bytes to the result.
    pub fn begin_object(&mut self, (number, _): ObjectId) -> &mut Vec<u8> {
        // Keeps the last token of one object apart from the first of the next.
        self.bytes.push(b'\n');
        self.objects.push(BufferedObject {
            number,
            start: self.bytes.len(),
        });
        &mut self.bytes
    }

    /// Packs all objects, in order, into object streams.
    pub fn into_object_streams(self) -> Vec<ObjectStream> {
        let mut streams = Vec::new();
        let mut chunks = self.objects.chunks(OBJECTS_PER_STREAM).peekable();
        while let Some(objects) = chunks.next() {
            // The last object of a stream ends where the first of the next one begins.
            let end = match chunks.peek() {
                Some([next, ..]) => next.start,
                Some([]) | None => self.bytes.len(),
            };
            streams.push(object_stream(objects, &self.bytes[..end]));
        }
        streams
    }
}

/// Packs `objects` into a stream; the last one ends where `bytes` ends.
fn object_stream(objects: &[BufferedObject], bytes: &[u8]) -> ObjectStream {
    let start = match objects {
        [first, ..] => first.start,
        [] => bytes.len(),
    };
    // A pair of number and offset takes about 12 bytes.
    let mut content = Vec::with_capacity(bytes.len() - start + 12 * objects.len());
    let mut numbers = Vec::with_capacity(objects.len());
    for object in objects {
        write_integer(&mut content, object.number.into());
        content.push(b' ');
        let offset = object.start - start;
        write_integer(&mut content, offset as i64);
        content.push(b' ');
        numbers.push(object.number);
    }
    let entries = dictionary! {
        "Type" => "ObjStm",
        "N" => objects.len() as i64,
        "First" => content.len() as i64,
    };
    content.extend_from_slice(&bytes[start..]);
    ObjectStream {
        stream: Stream::new(entries, content),
        numbers,
    }
}
