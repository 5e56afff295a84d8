//! Reads rows of data one at a time.

use std::collections::BTreeSet;
use std::io::{self, BufRead, Chain, Cursor, Read};
use std::path::Path;
use std::sync::Arc;

use minijinja::value::Value;

use super::csv::{Fault, Record, Records, find_separator};
use super::lines;
use super::record::{MAX_COLUMNS, MAX_ROW_BYTES, RowProblem};
use super::values::RowValues;
use crate::diagnostic::{Code, Diagnostic, SourceText, Span};

/// The most characters of a row in a message.
const MAX_SHOWN_CHARACTERS: usize = 200;

/// A data format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowFormat {
    /// Comma-separated values (RFC 4180) with a header line. The separator is the one of comma,
    /// semicolon and tab that occurs in the header outside of quotation marks; the comma wins over
    /// the others.
    Csv,
    /// The same, separated by tabs.
    Tsv,
    /// One JSON object a line.
    JsonLines,
}

impl RowFormat {
    /// The format for a file extension: `csv`, `tsv`, `tab`, `jsonl` or `ndjson`.
    #[must_use]
    pub fn from_file_name(file: &Path) -> Option<Self> {
        match file.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "csv" => Some(Self::Csv),
            "tsv" | "tab" => Some(Self::Tsv),
            "jsonl" | "ndjson" => Some(Self::JsonLines),
            _ => None,
        }
    }
}

/// A row of data.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its number, from 1; the header and empty lines are not counted.
    pub number: u64,
    /// Its first line in the data, or the line of the problem. Long lines are truncated.
    pub place: Span,
    /// Its size in bytes; 0 if it was not read from data.
    pub bytes: usize,
    /// Its values, or the problem with it.
    pub values: Result<RowValues, Diagnostic>,
}

impl Row {
    /// A row that was not read from data. Messages call it `data:number`, such as `orders:17`.
    #[must_use]
    pub fn new(data: &str, number: u64, values: Result<RowValues, Diagnostic>) -> Self {
        let line = usize::try_from(number).unwrap_or(usize::MAX);
        Self {
            number,
            place: Span {
                source: SourceText::part(data, "", line),
                start: 0,
                end: 0,
            },
            bytes: 0,
            values,
        }
    }

    /// The name of the row in messages: `rows.csv:17`.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{}:{}", self.place.source.name, self.line())
    }

    /// Its line in the data, from 1.
    #[must_use]
    pub fn line(&self) -> usize {
        self.place.source.first_line
    }
}

/// An iterator over the rows of some data. It reads little more than the row that it returns. A row
/// with a problem does not end it; a read error does.
pub struct Rows<R> {
    input: Chain<Cursor<Vec<u8>>, R>,
    name: Arc<str>,
    reader: RowReader,
    number: u64,
    has_ended: bool,
}

enum RowReader {
    Csv {
        records: Box<Records>,
        columns: Arc<[String]>,
    },
    Lines {
        line: Vec<u8>,
        number: usize,
    },
}

impl<R: BufRead> Rows<R> {
    /// Rows of `input`, which messages call `name`. Without a `kind`, data whose first line begins
    /// with `{` are JSON Lines, others are comma-separated values. A byte order mark is skipped.
    ///
    /// # Errors
    ///
    /// When the data cannot be read, when there is no header line, or when a column has no name or
    /// the name of another.
    pub fn new(name: &str, mut input: R, kind: Option<RowFormat>) -> Result<Self, Diagnostic> {
        let mut head = Vec::new();
        read_first_line(&mut input, &mut head).map_err(|why| unreadable_data(name, &why))?;
        // The byte order marks of UTF-16, in which Excel saves "Unicode text".
        if head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]) {
            let problem = Diagnostic::error(Code::NotUtf8, format!("`{name}` is UTF-16 text"));
            return Err(problem.hint("save it as UTF-8"));
        }
        if head.starts_with("\u{feff}".as_bytes()) {
            head.drain(..'\u{feff}'.len_utf8());
        }
        let is_object = head.iter().find(|it| !it.is_ascii_whitespace()) == Some(&b'{');
        let guess = if is_object {
            RowFormat::JsonLines
        } else {
            RowFormat::Csv
        };
        let separator = match kind.unwrap_or(guess) {
            RowFormat::Csv => Some(find_separator(head.trim_ascii_start())),
            RowFormat::Tsv => Some(b'\t'),
            RowFormat::JsonLines => None,
        };
        let mut input = Cursor::new(head).chain(input);
        let reader = match separator {
            Some(separator) => read_header(name, Records::new(separator), &mut input)?,
            None => RowReader::Lines {
                line: Vec::new(),
                number: 0,
            },
        };
        Ok(Self {
            input,
            name: name.into(),
            reader,
            number: 0,
            has_ended: false,
        })
    }

    /// The names of the columns, if the data have a header line. JSON objects each have their own.
    #[must_use]
    pub fn columns(&self) -> Option<&[String]> {
        match &self.reader {
            RowReader::Csv { columns, .. } => Some(columns),
            RowReader::Lines { .. } => None,
        }
    }
}

impl<R: BufRead> Iterator for Rows<R> {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        if self.has_ended {
            return None;
        }
        let (name, input) = (&self.name, &mut self.input);
        let found = match &mut self.reader {
            RowReader::Csv { records, columns } => next_record(name, records, columns, input),
            RowReader::Lines { line, number } => next_line(name, line, number, input),
        };
        let (place, bytes, values) = match found {
            Ok(Some(found)) => found,
            Ok(None) => return None,
            Err(why) => {
                // A stream that fails may fail for ever.
                self.has_ended = true;
                let place = Span {
                    source: SourceText::part(name, "", self.reader.last_line()),
                    start: 0,
                    end: 0,
                };
                (place, 0, Err(unreadable_data(name, &why)))
            }
        };
        self.number += 1;
        Some(Row {
            number: self.number,
            place,
            bytes,
            values,
        })
    }
}

impl RowReader {
    /// The line of the last row.
    fn last_line(&self) -> usize {
        match self {
            Self::Csv { records, .. } => records.record.line,
            Self::Lines { number, .. } => *number,
        }
    }
}

/// The first line that is not blank, with everything before it, up to the size limit of a row.
fn read_first_line(input: &mut impl BufRead, head: &mut Vec<u8>) -> io::Result<()> {
    loop {
        let room = (MAX_ROW_BYTES + 1).saturating_sub(head.len()) as u64;
        let read = input.by_ref().take(room).read_until(b'\n', head)?;
        if read == 0 || !head.trim_ascii().is_empty() {
            return Ok(());
        }
    }
}

fn unreadable_data(name: &str, why: &io::Error) -> Diagnostic {
    Diagnostic::error(Code::UnreadableFile, format!("cannot read `{name}`: {why}"))
}

/// A row without its number: its place, its size in bytes, and its values.
type UnnumberedRow = (Span, usize, Result<RowValues, Diagnostic>);

fn next_line(
    name: &str,
    line: &mut Vec<u8>,
    number: &mut usize,
    input: &mut impl BufRead,
) -> io::Result<Option<UnnumberedRow>> {
    loop {
        *number += 1;
        if !lines::read_line(input, line)? {
            return Ok(None);
        }
        if line.trim_ascii().is_empty() {
            continue;
        }
        let values = if line.len() > MAX_ROW_BYTES {
            let message = format!("this row has more than {MAX_ROW_BYTES} bytes");
            Err(RowProblem::at(0, Code::RowTooLarge, message))
        } else {
            as_utf8(line).and_then(lines::parse_row)
        };
        return Ok(Some(unnumbered_row(name, line, *number, values)));
    }
}

fn next_record(
    name: &str,
    records: &mut Records,
    columns: &Arc<[String]>,
    input: &mut impl BufRead,
) -> io::Result<Option<UnnumberedRow>> {
    if !records.read(input)? {
        return Ok(None);
    }
    let values = record_values(records, columns);
    let record = &records.record;
    let row = unnumbered_row(name, &record.raw, record.line, values);
    Ok(Some(row))
}

/// The values of a record, which must have one for each column.
fn record_values(records: &Records, columns: &Arc<[String]>) -> Result<RowValues, RowProblem> {
    let cells = record_cells(records)?;
    let (count, wanted) = (cells.len(), columns.len());
    if count != wanted {
        let value = if count == 1 { "value" } else { "values" };
        let column = if wanted == 1 { "column" } else { "columns" };
        let message = format!("{count} {value} for {wanted} {column}");
        let hint = "a value that holds the separator, a quotation mark or a line end stands in quotation marks";
        return Err(RowProblem::at(0, Code::InvalidRow, message).hint(hint));
    }
    let cells = cells.into_iter().map(Value::from).collect();
    Ok(RowValues::new(Arc::clone(columns), cells))
}

fn unnumbered_row(
    name: &str,
    raw: &[u8],
    line: usize,
    values: Result<RowValues, RowProblem>,
) -> UnnumberedRow {
    match values {
        Ok(values) => {
            let place = span_in_row(name, raw, line, 0);
            (place, raw.len(), Ok(values))
        }
        Err(problem) => {
            let place = span_in_row(name, raw, line, problem.at);
            let problem = diagnostic_at(place.clone(), problem);
            (place, raw.len(), Err(problem))
        }
    }
}

fn diagnostic_at(place: Span, problem: RowProblem) -> Diagnostic {
    let RowProblem {
        code,
        message,
        hint,
        ..
    } = problem;
    Diagnostic {
        hint,
        ..Diagnostic::error(code, message).at(Some(place))
    }
}

/// The line of a row that contains a byte; of a long line, the part near the byte.
fn span_in_row(name: &str, raw: &[u8], line: usize, at: usize) -> Span {
    let before = raw.get(..at).unwrap_or(raw);
    let line_start = match before.iter().rposition(|byte| *byte == b'\n') {
        Some(line_end) => line_end + 1,
        None => 0,
    };
    let line = line + before.iter().filter(|byte| **byte == b'\n').count();
    let rest = raw.get(line_start..).unwrap_or_default();
    let length = rest.iter().position(is_line_end).unwrap_or(rest.len());
    // A problem after the end of the line, such as a missing value, is shown at its end.
    let split = at.saturating_sub(line_start).min(length);
    let (before, after) = rest[..length].split_at(split);
    // The row may be no UTF-8 text, or the split be inside a character.
    let before = String::from_utf8_lossy(before);
    let after = String::from_utf8_lossy(after);
    let count_before = before.chars().count();
    let skipped = count_before.saturating_sub(MAX_SHOWN_CHARACTERS / 2);
    let before: String = before.chars().skip(skipped).collect();
    let after: String = after.chars().take(MAX_SHOWN_CHARACTERS).collect();
    let source = SourceText::part(name, &format!("{before}{after}"), line);
    Span {
        start: before.len(),
        end: source.text.len(),
        source,
    }
}

fn is_line_end(byte: &u8) -> bool {
    matches!(byte, b'\n' | b'\r')
}

fn as_utf8(bytes: &[u8]) -> Result<&str, RowProblem> {
    std::str::from_utf8(bytes).map_err(|why| {
        RowProblem::at(why.valid_up_to(), Code::NotUtf8, "this is not UTF-8 text")
            .hint("save the data as UTF-8")
    })
}

/// Converts the values of a record into texts.
fn record_cells(records: &Records) -> Result<Vec<&str>, RowProblem> {
    match records.record.fault {
        Some(Fault::TooLong) => {
            // An open quotation mark takes all following lines for one value.
            let message = format!("this row has more than {MAX_ROW_BYTES} bytes");
            return Err(RowProblem::at(0, Code::RowTooLarge, message)
                .hint("is there a quotation mark that nothing closes?"));
        }
        Some(Fault::TooManyValues) => {
            let message = format!("this row has more than {MAX_COLUMNS} columns");
            return Err(RowProblem::at(0, Code::RowTooLarge, message));
        }
        Some(Fault::UnclosedQuote) => {
            let message = "this row opens a quotation mark that nothing closes";
            return Err(RowProblem::at(0, Code::InvalidRow, message)
                .hint("a quotation mark inside of a value is doubled: \"\""));
        }
        None => {}
    }
    // The whole row is checked first, because a position in it is one in the data. Values have lost
    // their quotation marks.
    as_utf8(&records.record.raw)?;
    records.values().map(as_utf8).collect()
}

/// Reads the header line.
fn read_header(
    name: &str,
    mut records: Records,
    input: &mut impl BufRead,
) -> Result<RowReader, Diagnostic> {
    let has_header = records
        .read(input)
        .map_err(|why| unreadable_data(name, &why))?;
    if !has_header {
        let problem = Diagnostic::error(Code::EmptyData, format!("`{name}` is empty"));
        return Err(problem.hint("its first line has the names of the columns"));
    }
    match column_names(&records) {
        Ok(columns) => Ok(RowReader::Csv {
            columns: columns.into(),
            records: records.into(),
        }),
        Err(problem) => {
            let Record { raw, line, .. } = &records.record;
            let place = span_in_row(name, raw, *line, problem.at);
            Err(diagnostic_at(place, problem))
        }
    }
}

/// The names of the columns in the header line, each once.
fn column_names(records: &Records) -> Result<Vec<String>, RowProblem> {
    let mut columns = Vec::new();
    let mut seen = BTreeSet::new();
    for (cell, number) in record_cells(records)?.into_iter().zip(1..) {
        let column = cell.trim();
        if column.is_empty() {
            let message = format!("column {number} has no name");
            return Err(RowProblem::at(0, Code::InvalidColumnName, message));
        }
        if !seen.insert(column) {
            let message = format!("two columns are named `{column}`");
            return Err(RowProblem::at(0, Code::InvalidColumnName, message));
        }
        columns.push(column.to_owned());
    }
    Ok(columns)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rows(text: &[u8], kind: Option<RowFormat>) -> Rows<&[u8]> {
        Rows::new("rows", text, kind).expect("it has a header line")
    }

    /// Each row: its line, and what a column holds, or what is wrong.
    fn column(rows: Rows<impl BufRead>, name: &str) -> Vec<(usize, Result<String, String>)> {
        let one = |row: Row| {
            let value = |values: RowValues| {
                values
                    .context("en")
                    .get_attr(name)
                    .expect("a column")
                    .to_string()
            };
            let line = row.line();
            (
                line,
                row.values.map(value).map_err(|problem| problem.message),
            )
        };
        rows.map(one).collect()
    }

    fn good(line: usize, text: &str) -> (usize, Result<String, String>) {
        (line, Ok(text.to_owned()))
    }

    fn bad(line: usize, text: &str) -> (usize, Result<String, String>) {
        (line, Err(text.to_owned()))
    }

    #[test]
    fn records_are_those_of_the_standard() {
        let text =
            b"\xef\xbb\xbfname,about\r\n\r\nAnn,\"a, \"\"b\"\"\r\nc\"\r\n\nBob,5\" pipe\nCem,";
        let all = [good(3, "a, \"b\"\r\nc"), good(6, "5\" pipe"), good(7, "")];
        assert_eq!(column(rows(text, None), "about"), all);
        // However few bytes come at a time.
        let slow = io::BufReader::with_capacity(1, &text[..]);
        assert_eq!(
            column(Rows::new("rows", slow, None).expect("a header"), "about"),
            all
        );
        let old = rows(b"name,about\rAnn,x\r\rBob,y\r", Some(RowFormat::Csv));
        assert_eq!(column(old, "about"), [good(2, "x"), good(4, "y")]);
        assert_eq!(
            column(rows(b"\xef\xbb\xbf\"name\"\nx\n", None), "name"),
            [good(2, "x")]
        );
        assert_eq!(rows(b"a\n", None).count(), 0);
    }

    #[test]
    fn the_header_tells_the_separator() {
        let columns = |text: &[u8], kind| rows(text, kind).columns().expect("a header").join("|");
        assert_eq!(columns(b"a,b\n", None), "a|b");
        assert_eq!(columns(b"a;b c\n", None), "a|b c");
        assert_eq!(columns(b"a\tb\n", None), "a|b");
        assert_eq!(columns(b"\n\n\"a, or\";b\n", None), "a, or|b");
        assert_eq!(columns(b"a;b, or c\n", None), "a;b|or c");
        assert_eq!(columns(b"a,b\tc\n", Some(RowFormat::Tsv)), "a,b|c");
        assert_eq!(columns(b"a", None), "a");
    }

    #[test]
    fn headers_must_be_told_apart() {
        let wrong = |text: &[u8]| {
            Rows::new("rows", text, None)
                .map(drop)
                .expect_err("it is wrong")
                .to_string()
        };
        assert!(wrong(b"").contains("`rows` is empty"));
        assert!(wrong(b"\n\n").contains("`rows` is empty"));
        assert_eq!(wrong(b"a,,b\n"), "rows:1:1: error: column 2 has no name");
        assert_eq!(
            wrong(b"\na, b ,b\n"),
            "rows:2:1: error: two columns are named `b`"
        );
        assert!(wrong(b"caf\xe9,b\n").starts_with("rows:1:4: error: this is not UTF-8 text"));
        assert!(wrong(b"\xff\xfea\0").contains("is UTF-16 text"));
        assert!(wrong(b"\"a,b\n").contains("opens a quotation mark that nothing closes"));
        assert!(wrong(vec![b','; MAX_COLUMNS].as_slice()).contains("more than 1024 columns"));
        assert!(
            wrong(vec![b'a'; MAX_ROW_BYTES + 1].as_slice()).contains("more than 1048576 bytes")
        );
        let widest = vec!["a"; MAX_COLUMNS]
            .iter()
            .zip(0..)
            .map(|(a, at)| format!("{a}{at}"))
            .collect::<Vec<_>>();
        assert!(Rows::new("rows", widest.join(",").as_bytes(), None).is_ok());
    }

    #[test]
    fn a_bad_record_leaves_the_others() {
        let long = "x".repeat(MAX_ROW_BYTES);
        let text = format!(
            "a,b\n1\n2,x\n3,y,z\n4,{long}\n5,\"{long}\n\n\",\n6,{}\n7,end\n",
            ",".repeat(MAX_COLUMNS)
        );
        let mut bytes = text.into_bytes();
        bytes.extend(b"8,\"one\ntwo \xe9\"\n9,nine\n10,\"open\n");
        let found = column(rows(&bytes, None), "b");
        let expected = [
            bad(2, "1 value for 2 columns"),
            good(3, "x"),
            bad(4, "3 values for 2 columns"),
            bad(5, "this row has more than 1048576 bytes"),
            bad(6, "this row has more than 1048576 bytes"),
            bad(9, "this row has more than 1024 columns"),
            good(10, "end"),
            bad(12, "this is not UTF-8 text"),
            good(13, "nine"),
            bad(14, "this row opens a quotation mark that nothing closes"),
        ];
        assert_eq!(found, expected);
        let numbers: Vec<u64> = rows(&bytes, None).map(|row| row.number).collect();
        assert_eq!(numbers, (1..=10).collect::<Vec<_>>());
    }

    #[test]
    fn a_message_shows_what_is_near() {
        let text = format!(
            "a\n\"{}\nb\u{e9}\u{4e2d}{}\n",
            "x".repeat(500),
            "y".repeat(500)
        );
        let problem = rows(text.as_bytes(), None)
            .next()
            .expect("a row")
            .values
            .expect_err("it is open");
        let span = problem.span.expect("a place");
        assert_eq!(
            (span.source.first_line, span.start, span.end),
            (2, 0, MAX_SHOWN_CHARACTERS)
        );
        let text = [
            b"a\n".as_slice(),
            "\u{e9}".repeat(300).as_bytes(),
            b"\xff\xff",
            &[b'z'; 300],
        ]
        .concat();
        let problem = rows(&text, None)
            .next()
            .expect("a row")
            .values
            .expect_err("it is no text");
        let span = problem.span.expect("a place");
        assert_eq!(
            span.source.line_column(span.start),
            (2, MAX_SHOWN_CHARACTERS / 2 + 1)
        );
        assert!(span.source.text[span.start..].starts_with("\u{fffd}\u{fffd}z"));
    }

    #[test]
    fn each_line_is_an_object() {
        let text = "{\"a\": \"x\", \"b\": {\"c\": [1, 2.5]}}\r\n\n{\"a\": 71.20}\n{\"a\": 1e3}\n{\"a\": null}\n{\"a\": true}\n\
            {\"a\": 12345678901234567890123}\n{\"a\": -7}\n{\"a\": 0.1}";
        let all = [
            "x",
            "71.20",
            "1e3",
            "None",
            "True",
            "12345678901234567890123",
            "-7",
            "0.1",
        ];
        let found = column(rows(text.as_bytes(), None), "a").into_iter();
        assert_eq!(
            found
                .map(|(_, value)| value.expect("a value"))
                .collect::<Vec<_>>(),
            all
        );
        let nested = rows(text.as_bytes(), None)
            .next()
            .expect("a row")
            .values
            .expect("values")
            .context("en");
        assert_eq!(
            nested.get_attr("b").expect("b").to_string(),
            "{'c': [1, 2.5]}"
        );
        assert!(rows(b"{}", None).columns().is_none());
    }

    #[test]
    fn a_bad_line_leaves_the_others() {
        let deep = format!("{{\"a\": {}1{}}}", "[".repeat(40), "]".repeat(40));
        let wide: Vec<String> = (0..=MAX_COLUMNS).map(|at| format!("\"{at}\":0")).collect();
        let long = "x".repeat(MAX_ROW_BYTES);
        let text = format!(
            "{{\"a\": 1\n[1]\n{deep}\n{{{}}}\n{{\"a\": \"{long}\"}}\n{{\"a\": 1, \"a\": 2}}\n{{\"a\": 1}} x\n{{\"a\": 1}}\n",
            wide.join(",")
        );
        let found = column(rows(text.as_bytes(), None), "a");
        let why: Vec<_> = found
            .iter()
            .filter_map(|(_, value)| value.as_ref().err())
            .map(String::as_str)
            .collect();
        assert_eq!(found.len(), 8);
        assert_eq!(found[7], good(8, "1"));
        assert!(why[0].starts_with("this is no row: EOF"), "{why:?}");
        assert!(why[1].contains("expected an object"), "{why:?}");
        assert!(why[2].contains("nested deeper than 32 levels"), "{why:?}");
        assert!(
            why[3].contains("this has 1025 columns; the limit is 1024"),
            "{why:?}"
        );
        assert!(why[4].contains("more than 1048576 bytes"), "{why:?}");
        assert!(why[5].contains("`a` stands here twice"), "{why:?}");
        assert!(why[6].contains("trailing characters"), "{why:?}");
    }

    #[test]
    fn data_that_break_off_end_with_a_row_that_says_so() {
        struct Broken;
        impl Read for Broken {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::Error::other("the disk is gone"))
            }
        }
        for head in ["a\n1\n", "{\"a\": 1}\n"] {
            let input = io::BufReader::new(head.as_bytes().chain(Broken));
            let found = column(Rows::new("rows", input, None).expect("a beginning"), "a");
            assert_eq!(found.len(), 2);
            assert_eq!(
                found[1].1,
                Err("cannot read `rows`: the disk is gone".to_owned())
            );
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_rows(text in "[a,;\"\r\n\t{}:\\[\\]0-9.\u{e9}\u{feff}]{0,60}", bytes in proptest::collection::vec(any::<u8>(), 0..4)) {
            let all = [text.as_bytes(), &bytes, text.as_bytes()].concat();
            for kind in [None, Some(RowFormat::Csv), Some(RowFormat::Tsv), Some(RowFormat::JsonLines)] {
                let told = |found: Result<Vec<Row>, Diagnostic>| match found {
                    Ok(rows) => rows.into_iter().map(|row| (row.number, row.name(), row.bytes, row.values.map(drop))).collect(),
                    Err(problem) => vec![(0, String::new(), 0, Err(problem))],
                };
                let whole = Rows::new("rows", all.as_slice(), kind).map(Iterator::collect);
                let slow = Rows::new("rows", io::BufReader::with_capacity(1, all.as_slice()), kind).map(Iterator::collect);
                let whole = told(whole);
                for problem in whole.iter().filter_map(|(.., values)| values.as_ref().err()) {
                    let span = problem.span.iter().all(|span| span.source.text.get(span.start..span.end).is_some());
                    prop_assert!(span, "{problem:?}");
                }
                prop_assert_eq!(whole, told(slow));
            }
        }
    }
}
