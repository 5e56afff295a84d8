//! Comma-separated values (RFC 4180), record by record.

use std::io::{self, BufRead};

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use super::record::{MAX_COLUMNS, MAX_ROW_BYTES};

/// The possible separators, in order of preference.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

/// The separator of a file with this header line: the one of comma, semicolon and tab that occurs
/// outside of quotation marks. The comma wins over the others, and is used if none occurs.
pub(super) fn find_separator(header: &[u8]) -> u8 {
    let mut is_quoted = false;
    let mut found = [false; SEPARATORS.len()];
    for byte in header {
        // A doubled quotation mark ends and begins the quotation again, which changes nothing.
        if *byte == b'"' {
            is_quoted = !is_quoted;
        }
        for (is_found, separator) in found.iter_mut().zip(SEPARATORS) {
            *is_found |= *byte == separator && !is_quoted;
        }
    }
    for (is_found, separator) in found.into_iter().zip(SEPARATORS) {
        if is_found {
            return separator;
        }
    }
    SEPARATORS[0]
}

/// Reads records, reusing its buffers.
pub(super) struct Records {
    core: Reader,
    /// The line of the next byte, from 1.
    line: usize,
    /// Whether the last byte was the first half of a line end.
    after_return: bool,
    /// The values of the record, one after the other, and their ends.
    text: Vec<u8>,
    ends: Vec<usize>,
    /// The record.
    pub record: Record,
}

/// A record as written in the data.
#[derive(Default)]
pub(super) struct Record {
    /// The line where it begins, from 1.
    pub line: usize,
    /// Its bytes with the end of its last line; at most [`MAX_ROW_BYTES`].
    pub raw: Vec<u8>,
    /// The ends of its values in the text.
    fields: usize,
    /// The problem with the whole record, if any.
    pub fault: Option<Fault>,
}

/// A problem that keeps a record from being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// It has too many bytes.
    TooLong,
    /// It has too many values.
    TooManyValues,
    /// The data end inside of quotation marks.
    UnclosedQuote,
}

impl Records {
    pub fn new(separator: u8) -> Self {
        let core = ReaderBuilder::new().delimiter(separator).build();
        let (text, ends) = (vec![0; 4096], vec![0; 64]);
        Self {
            core,
            line: 1,
            after_return: false,
            text,
            ends,
            record: Record::default(),
        }
    }

    /// Reads the next record; false at the end of the data.
    pub fn read(&mut self, input: &mut impl BufRead) -> io::Result<bool> {
        self.record = Record {
            raw: std::mem::take(&mut self.record.raw),
            ..Record::default()
        };
        self.record.raw.clear();
        let (mut written, mut fields) = (0, 0);
        loop {
            let available = match input.fill_buf() {
                Err(why) if why.kind() == io::ErrorKind::Interrupted => continue,
                available => available?,
            };
            let is_end = available.is_empty();
            // Adding a line end after the last line reveals open quotation marks.
            let bytes = if is_end { b"\n" } else { available };
            let text_room = &mut self.text[written..];
            let ends_room = &mut self.ends[fields..];
            let (result, read, new_bytes, new_fields) =
                self.core.read_record(bytes, text_room, ends_room);
            written += new_bytes;
            fields += new_fields;
            if !is_end {
                let consumed = bytes.get(..read).unwrap_or_default();
                append_raw(
                    consumed,
                    &mut self.record,
                    &mut self.line,
                    &mut self.after_return,
                );
                input.consume(read);
            }
            match result {
                ReadRecordResult::Record => {
                    if fields > MAX_COLUMNS {
                        self.record.fault.get_or_insert(Fault::TooManyValues);
                    }
                    self.record.fields = fields;
                    return Ok(true);
                }
                ReadRecordResult::End => return Ok(false),
                ReadRecordResult::InputEmpty if is_end => {
                    self.record.fault = Some(Fault::UnclosedQuote);
                    return Ok(!self.record.raw.is_empty());
                }
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull if self.text.len() < MAX_ROW_BYTES => {
                    self.text.resize(self.text.len() * 2, 0)
                }
                // The rest of the record is read over its beginning, to find where it ends.
                ReadRecordResult::OutputFull => {
                    self.record.fault = Some(Fault::TooLong);
                    written = 0;
                }
                ReadRecordResult::OutputEndsFull if self.ends.len() <= MAX_COLUMNS => {
                    self.ends.resize(self.ends.len() * 2, 0);
                }
                ReadRecordResult::OutputEndsFull => {
                    self.record.fault.get_or_insert(Fault::TooManyValues);
                    fields = 0;
                }
            }
        }
    }

    /// The values of the record.
    pub fn values(&self) -> impl ExactSizeIterator<Item = &[u8]> {
        let ends = self.ends.get(..self.record.fields).unwrap_or_default();
        let mut start = 0;
        ends.iter().map(move |end| {
            let value = self.text.get(start..*end).unwrap_or_default();
            start = *end;
            value
        })
    }
}

/// Adds bytes to the raw text of a record. Empty lines before it are skipped.
fn append_raw(bytes: &[u8], record: &mut Record, line: &mut usize, after_return: &mut bool) {
    for byte in bytes {
        let is_end = matches!(byte, b'\n' | b'\r');
        if record.raw.is_empty() {
            record.line = *line;
        }
        // A return and a line feed together end one line, also if they come in two reads.
        if is_end && !(*byte == b'\n' && *after_return) {
            *line += 1;
        }
        *after_return = *byte == b'\r';
        if record.raw.len() >= MAX_ROW_BYTES {
            record.fault = Some(Fault::TooLong);
        } else if !(is_end && record.raw.is_empty()) {
            record.raw.push(*byte);
        }
    }
}
