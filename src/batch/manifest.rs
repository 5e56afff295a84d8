//! The file that records a folder's outputs. It is read and written piece by piece, however many
//! there are.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufRead, Read, Seek, SeekFrom, Write};

use serde::ser::{Error, SerializeSeq, Serializer};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::record::OutputRecord;

/// The name of the record of a folder's outputs.
pub const MANIFEST_FILE: &str = "manifest.json";

/// The version of the record's shape.
const VERSION: u8 = 1;

/// Which file the text of a record lies in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RecordFile {
    /// In the manifest.
    Manifest,
    /// In the file where those of a run wait for its end.
    Spool,
}

/// Where the text of a record lies: the file, and bytes of that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct RecordLocation {
    pub file: RecordFile,
    pub offset: u64,
    pub length: usize,
}

impl RecordLocation {
    /// The text there, `file` being the one that it lies in.
    pub fn read_text(self, mut file: &File) -> io::Result<String> {
        file.seek(SeekFrom::Start(self.offset))?;
        let mut bytes = vec![0; self.length];
        file.read_exact(&mut bytes)?;
        String::from_utf8(bytes).map_err(io::Error::other)
    }
}

/// Where records lie, by the paths of their outputs.
pub(super) type RecordLocations = BTreeMap<String, RecordLocation>;

/// Where the records of a manifest lie; nowhere if it is damaged.
pub(super) fn locate_records(mut manifest: impl BufRead) -> io::Result<RecordLocations> {
    let (mut scan, mut locations) = (JsonDepth::default(), RecordLocations::new());
    // What is not a record, and in whose locations there are numbers: a manifest that is soon parsed.
    let (mut frame, mut record) = (Vec::new(), Vec::new());
    let mut read = 0;
    loop {
        let block = manifest.fill_buf()?;
        if block.is_empty() {
            break;
        }
        let mut begin = 0;
        for (at, &byte) in block.iter().enumerate() {
            let was_inside = scan.is_inside();
            scan.advance(byte);
            match (was_inside, scan.is_inside()) {
                (false, true) => {
                    frame.extend_from_slice(&block[begin..at]);
                    begin = at;
                }
                (true, false) => {
                    record.extend_from_slice(&block[begin..=at]);
                    begin = at + 1;
                    let Ok(RecordPath { path }) = serde_json::from_slice(&record) else {
                        return Ok(RecordLocations::new());
                    };
                    let length = record.len();
                    let offset = read + begin as u64 - length as u64;
                    locations.insert(
                        path,
                        RecordLocation {
                            file: RecordFile::Manifest,
                            offset,
                            length,
                        },
                    );
                    record.clear();
                    frame.push(b'0');
                }
                _ => {}
            }
        }
        let rest = if scan.is_inside() {
            &mut record
        } else {
            &mut frame
        };
        rest.extend_from_slice(&block[begin..]);
        let length = block.len();
        read += length as u64;
        manifest.consume(length);
    }
    let is_whole =
        serde_json::from_slice::<ManifestFrame>(&frame).is_ok_and(|frame| frame.version == VERSION);
    Ok(if is_whole {
        locations
    } else {
        RecordLocations::new()
    })
}

/// A manifest without its records.
#[derive(Deserialize)]
struct ManifestFrame {
    version: u8,
    #[serde(rename = "outputs")]
    _outputs: Vec<u8>,
}

/// What has to be known of a record to find it.
#[derive(Deserialize)]
struct RecordPath {
    path: String,
}

/// Finds how deep in braces and brackets JSON is.
#[derive(Default)]
struct JsonDepth {
    depth: u32,
    in_text: bool,
    is_escaped: bool,
}

impl JsonDepth {
    fn advance(&mut self, byte: u8) {
        match byte {
            _ if self.is_escaped => self.is_escaped = false,
            b'\\' => self.is_escaped = self.in_text,
            b'"' => self.in_text = !self.in_text,
            b'{' | b'[' if !self.in_text => self.depth += 1,
            b'}' | b']' if !self.in_text => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
    }

    /// Whether this is inside a record: within the manifest and the list of records.
    fn is_inside(&self) -> bool {
        self.depth > 2
    }
}

/// Writes a manifest of these texts of records.
pub(super) fn write_manifest(
    records: impl Iterator<Item = io::Result<String>>,
    mut into: &mut dyn Write,
) -> io::Result<()> {
    let outputs = LazyList(Cell::new(Some(records)));
    serde_json::to_writer_pretty(
        &mut into,
        &SerializedManifest {
            version: VERSION,
            outputs,
        },
    )?;
    into.write_all(b"\n")
}

/// The text of a record as it stands in a manifest.
pub(super) fn record_text(output: &OutputRecord) -> io::Result<String> {
    let text = serde_json::to_string_pretty(output)?;
    // Texts in it have no line ends of their own.
    Ok(text.replace('\n', "\n    "))
}

/// The file: one entry per output.
#[derive(Serialize)]
struct SerializedManifest<L: Serialize> {
    version: u8,
    outputs: L,
}

/// A list whose items are had one after another, once.
struct LazyList<I>(Cell<Option<I>>);

impl<I: Iterator<Item = io::Result<String>>> Serialize for LazyList<I> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(None)?;
        for text in self.0.take().into_iter().flatten() {
            let record = text.map_err(Error::custom)?;
            list.serialize_element(&RawValue::from_string(record).map_err(Error::custom)?)?;
        }
        list.end()
    }
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    /// Anything that may stand in a record, and what looks like a part of the manifest.
    fn text() -> impl Strategy<Value = String> {
        prop_oneof![any::<String>(), "[]\\[{}\\\\\",:0a \n]{0,12}"]
    }

    fn manifest() -> impl Strategy<Value = (String, Vec<Value>)> {
        let record = (text(), text(), proptest::collection::vec(text(), 0..3))
            .prop_map(|(path, brief, ledger)| json!({ "path": path, "brief": { "of": brief }, "ledger": ledger }));
        (proptest::collection::vec(record, 0..5), any::<bool>()).prop_map(|(records, is_pretty)| {
            let whole = json!({ "version": VERSION, "outputs": records, "further": null });
            let text = if is_pretty {
                serde_json::to_string_pretty(&whole)
            } else {
                serde_json::to_string(&whole)
            };
            (text.expect("a value as text"), records)
        })
    }

    fn found(manifest: &str, block: usize) -> RecordLocations {
        locate_records(BufReader::with_capacity(block, manifest.as_bytes()))
            .expect("it is in memory")
    }

    proptest! {
        #[test]
        fn records_are_found_where_they_lie((manifest, records) in manifest(), block in 1_usize..64) {
            let expected: BTreeMap<&str, &Value> =
                records.iter().map(|record| (record["path"].as_str().expect("a path"), record)).collect();
            let found = found(&manifest, block);
            prop_assert_eq!(found.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>());
            for (path, RecordLocation { offset, length, .. }) in found {
                let at = usize::try_from(offset).expect("a short text");
                let text = &manifest[at..at + length];
                prop_assert_eq!(&serde_json::from_str::<Value>(text).expect("a record"), expected[path.as_str()]);
            }
        }

        #[test]
        fn a_part_of_a_manifest_has_no_records((manifest, _) in manifest(), end in any::<prop::sample::Index>()) {
            let end = manifest.floor_char_boundary(end.index(manifest.len()));
            prop_assert!(found(&manifest[..end], 16).is_empty());
        }

        #[test]
        fn texts_are_written_as_they_are((_, records) in manifest()) {
            let texts = records.iter().map(|record| Ok(record.to_string()));
            let mut bytes = Vec::new();
            write_manifest(texts, &mut bytes).expect("it is in memory");
            let expected = json!({ "version": VERSION, "outputs": records });
            prop_assert_eq!(serde_json::from_slice::<Value>(&bytes).expect("a manifest"), expected);
        }
    }

    #[test]
    fn other_versions_have_no_records() {
        let manifest = json!({ "version": VERSION + 1, "outputs": [{ "path": "a.pdf" }] });
        assert!(found(&manifest.to_string(), 16).is_empty());
    }
}
