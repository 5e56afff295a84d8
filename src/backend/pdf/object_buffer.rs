//! Objects that are serialized already, and the streams that hold them.

use lopdf::{ObjectId, Stream, dictionary};

use super::serialize;

/// The most objects that share a stream: readers unpack all of them to come to one.
pub(super) const OBJECTS_PER_STREAM: usize = 1000;

/// Objects that are buffer already, one after another, and are no streams.
#[derive(Default)]
pub(super) struct ObjectBuffer {
    bytes: Vec<u8>,
    /// Their numbers, and where they begin.
    starts: Vec<(u32, usize)>,
}

impl ObjectBuffer {
    /// Where the spelling of an object goes, up to when the next one begins.
    pub(super) fn begin_object(&mut self, (number, _): ObjectId) -> &mut Vec<u8> {
        self.bytes.push(b'\n');
        self.starts.push((number, self.bytes.len()));
        &mut self.bytes
    }

    /// Them as streams (ISO 32000-1, 7.5.7), and the numbers of those in each.
    pub(super) fn into_streams(self) -> Vec<(Stream, Vec<u32>)> {
        let ends = self
            .starts
            .iter()
            .skip(OBJECTS_PER_STREAM)
            .step_by(OBJECTS_PER_STREAM)
            .map(|(_, start)| *start);
        let parts = self
            .starts
            .chunks(OBJECTS_PER_STREAM)
            .zip(ends.chain([self.bytes.len()]));
        let stream = |(objects, end): (&[(u32, usize)], usize)| {
            let first = objects.first().map_or(end, |(_, start)| *start);
            let mut content = Vec::with_capacity(end - first + 12 * objects.len());
            for (number, start) in objects {
                for value in [i64::from(*number), (start - first) as i64] {
                    serialize::write_integer(&mut content, value);
                    content.push(b' ');
                }
            }
            let about = dictionary! {
                "Type" => "ObjStm",
                "N" => objects.len() as i64,
                "First" => content.len() as i64,
            };
            content.extend_from_slice(&self.bytes[first..end]);
            (
                Stream::new(about, content),
                objects.iter().map(|(number, _)| *number).collect(),
            )
        };
        parts.map(stream).collect()
    }
}
