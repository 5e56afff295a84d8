//! Reads and writes the manifest, which records the outputs of a folder.
//!
//! A manifest can have very many records. Reading it yields only their locations, and it is written
//! from an iterator, so that never more than one record is in memory.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufRead, Read, Seek, SeekFrom, Write};

use serde::ser::{Error, SerializeSeq, Serializer};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::manifest_record::OutputRecord;

/// The name of the manifest in a folder of outputs.
pub const MANIFEST_FILE: &str = "manifest.json";

/// The version of the file format.
const VERSION: u8 = 1;

/// The file that contains the text of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RecordFile {
    Manifest,
    /// The temporary file for the new records of a run.
    Spool,
}

/// The location of a record's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct RecordLocation {
    pub file: RecordFile,
    /// In bytes.
    pub offset: u64,
    /// In bytes.
    pub length: usize,
}

impl RecordLocation {
    /// Reads the text. `file` is an open handle of `self.file`.
    pub fn read_text(self, mut file: &File) -> io::Result<String> {
        file.seek(SeekFrom::Start(self.offset))?;
        let mut bytes = vec![0; self.length];
        file.read_exact(&mut bytes)?;
        String::from_utf8(bytes).map_err(io::Error::other)
    }
}

/// The locations of records, by the paths of their outputs.
pub(super) type RecordLocations = BTreeMap<String, RecordLocation>;

/// Finds the records in a manifest. A damaged manifest, or one of another version, has none.
pub(super) fn locate_records(mut manifest: impl BufRead) -> io::Result<RecordLocations> {
    let mut scanner = RecordScanner::default();
    loop {
        let block = manifest.fill_buf()?;
        if block.is_empty() {
            return Ok(scanner.finish().unwrap_or_default());
        }
        if scanner.scan(block).is_none() {
            return Ok(RecordLocations::new());
        }
        let length = block.len();
        manifest.consume(length);
    }
}

/// Finds the records in the blocks of a manifest. A parser would hold the whole file in memory;
/// this only follows braces and brackets, and parses one record at a time.
#[derive(Default)]
struct RecordScanner {
    depth: JsonDepth,
    /// The number of bytes in the blocks that were scanned.
    scanned: u64,
    /// The manifest with a `0` in place of each record, so that its frame can be parsed.
    frame: Vec<u8>,
    /// The beginning of a record that continues in the next block.
    record: Vec<u8>,
    locations: RecordLocations,
}

impl RecordScanner {
    /// Scans the next block. `None` if a record is damaged.
    fn scan(&mut self, block: &[u8]) -> Option<()> {
        // The part of the block from here on belongs to the frame or to a record.
        let mut start = 0;
        for (index, &byte) in block.iter().enumerate() {
            let was_in_record = self.depth.is_in_record();
            self.depth.advance(byte);
            match (was_in_record, self.depth.is_in_record()) {
                // The opening brace belongs to the record, and so does the closing one.
                (false, true) => {
                    self.frame.extend_from_slice(&block[start..index]);
                    start = index;
                }
                (true, false) => {
                    self.record.extend_from_slice(&block[start..=index]);
                    start = index + 1;
                    self.end_record(self.scanned + start as u64)?;
                }
                _ => {}
            }
        }
        let rest = if self.depth.is_in_record() {
            &mut self.record
        } else {
            &mut self.frame
        };
        rest.extend_from_slice(&block[start..]);
        self.scanned += block.len() as u64;
        Some(())
    }

    /// Takes the record that ends before the byte at `end`.
    fn end_record(&mut self, end: u64) -> Option<()> {
        let RecordPath { path } = serde_json::from_slice(&self.record).ok()?;
        let length = self.record.len();
        let location = RecordLocation {
            file: RecordFile::Manifest,
            offset: end - length as u64,
            length,
        };
        self.locations.insert(path, location);
        self.record.clear();
        // The frame stays JSON with any value in the place of the record; `0` is the shortest.
        self.frame.push(b'0');
        Some(())
    }

    /// The locations, if the manifest is complete and has the right version.
    fn finish(self) -> Option<RecordLocations> {
        // A manifest that was cut off has a frame without an end.
        let frame: ManifestFrame = serde_json::from_slice(&self.frame).ok()?;
        (frame.version == VERSION).then_some(self.locations)
    }
}

/// A manifest without its records.
#[derive(Deserialize)]
struct ManifestFrame {
    version: u8,
    #[serde(rename = "outputs")]
    _outputs: Vec<u8>,
}

/// The only field of a record that is needed to find it again.
#[derive(Deserialize)]
struct RecordPath {
    path: String,
}

/// Counts the open braces and brackets in JSON.
#[derive(Default)]
struct JsonDepth {
    depth: u32,
    in_string: bool,
    is_escaped: bool,
}

impl JsonDepth {
    fn advance(&mut self, byte: u8) {
        match byte {
            _ if self.is_escaped => self.is_escaped = false,
            // A backslash outside of a string is an error, which parsing the record or frame finds.
            b'\\' => self.is_escaped = self.in_string,
            b'"' => self.in_string = !self.in_string,
            b'{' | b'[' if !self.in_string => self.depth += 1,
            b'}' | b']' if !self.in_string => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
    }

    /// Records are inside the object of the manifest and its list `outputs`.
    fn is_in_record(&self) -> bool {
        self.depth > 2
    }
}

/// Writes a manifest with these records, which are given as [`record_text`]s.
pub(super) fn write_manifest(
    records: impl Iterator<Item = io::Result<String>>,
    mut into: &mut dyn Write,
) -> io::Result<()> {
    let manifest = SerializedManifest {
        version: VERSION,
        outputs: LazyList(Cell::new(Some(records))),
    };
    serde_json::to_writer_pretty(&mut into, &manifest)?;
    into.write_all(b"\n")
}

/// The text of a record with the indentation that it has in a manifest.
pub(super) fn record_text(record: &OutputRecord) -> io::Result<String> {
    let text = serde_json::to_string_pretty(record)?;
    // JSON strings contain no line ends, so each line end is between tokens.
    Ok(text.replace('\n', "\n    "))
}

#[derive(Serialize)]
struct SerializedManifest<L: Serialize> {
    version: u8,
    outputs: L,
}

/// A list that is serialized item by item from an iterator. It can be serialized only once.
struct LazyList<I>(Cell<Option<I>>);

impl<I: Iterator<Item = io::Result<String>>> Serialize for LazyList<I> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // The number of items is not known before the last one, and JSON does not need it.
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

    /// Any text in a record, including texts that look like parts of a manifest.
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

    fn located(manifest: &str, block: usize) -> RecordLocations {
        locate_records(BufReader::with_capacity(block, manifest.as_bytes()))
            .expect("it is in memory")
    }

    proptest! {
        #[test]
        fn records_are_found_at_their_locations((manifest, records) in manifest(), block in 1_usize..64) {
            let expected: BTreeMap<&str, &Value> =
                records.iter().map(|record| (record["path"].as_str().expect("a path"), record)).collect();
            let located = located(&manifest, block);
            prop_assert_eq!(located.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>());
            for (path, RecordLocation { offset, length, .. }) in located {
                let at = usize::try_from(offset).expect("a short text");
                let text = &manifest[at..at + length];
                prop_assert_eq!(&serde_json::from_str::<Value>(text).expect("a record"), expected[path.as_str()]);
            }
        }

        #[test]
        fn a_truncated_manifest_has_no_records((manifest, _) in manifest(), end in any::<prop::sample::Index>()) {
            let end = manifest.floor_char_boundary(end.index(manifest.len()));
            prop_assert!(located(&manifest[..end], 16).is_empty());
        }

        #[test]
        fn record_texts_are_written_unchanged((_, records) in manifest()) {
            let texts = records.iter().map(|record| Ok(record.to_string()));
            let mut bytes = Vec::new();
            write_manifest(texts, &mut bytes).expect("it is in memory");
            let expected = json!({ "version": VERSION, "outputs": records });
            prop_assert_eq!(serde_json::from_slice::<Value>(&bytes).expect("a manifest"), expected);
        }
    }

    #[test]
    fn a_manifest_of_another_version_has_no_records() {
        let manifest = json!({ "version": VERSION + 1, "outputs": [{ "path": "a.pdf" }] });
        assert!(located(&manifest.to_string(), 16).is_empty());
    }
}
