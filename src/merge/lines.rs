//! Reads JSON Lines: one object a line (<https://jsonlines.org/>).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io::{self, BufRead, Read};
use std::str::FromStr;

use minijinja::value::Value;
use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::record::{MAX_COLUMNS, MAX_ROW_BYTES, RowProblem};
use super::values::RowValues;
use crate::diagnostic::Code;

/// The deepest nesting of lists and objects.
pub(super) const MAX_DEPTH: usize = 32;

/// Reads one line without its end; false at the end of the data. Only the beginning of a line that
/// is too long is kept.
pub(super) fn read_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<bool> {
    line.clear();
    // One byte more than a row may have tells a row of the largest size from a larger one.
    let limit = MAX_ROW_BYTES as u64 + 1;
    if input.by_ref().take(limit).read_until(b'\n', line)? == 0 {
        return Ok(false);
    }
    if line.len() > MAX_ROW_BYTES && line.last() != Some(&b'\n') {
        while skip_part_of_line(input)? {}
        return Ok(true);
    }
    while matches!(line.last(), Some(b'\n' | b'\r')) {
        line.pop();
    }
    Ok(true)
}

/// Skips a part of a line; false if the line ends there.
fn skip_part_of_line(input: &mut impl BufRead) -> io::Result<bool> {
    let available = match input.fill_buf() {
        Err(why) if why.kind() == io::ErrorKind::Interrupted => return Ok(true),
        available => available?,
    };
    let is_end_of_data = available.is_empty();
    match available.iter().position(|byte| *byte == b'\n') {
        Some(line_end) => {
            input.consume(line_end + 1);
            Ok(false)
        }
        None => {
            let length = available.len();
            input.consume(length);
            Ok(!is_end_of_data)
        }
    }
}

/// The values of the object in a line.
pub(super) fn parse_row(line: &str) -> Result<RowValues, RowProblem> {
    let object: Object<'_> = serde_json::from_str(line).map_err(invalid_row)?;
    let count = object.0.len();
    if count > MAX_COLUMNS {
        let message = format!("this has {count} columns; the limit is {MAX_COLUMNS}");
        return Err(RowProblem::at(0, Code::RowTooLarge, message));
    }
    let mut columns = Vec::with_capacity(count);
    let mut cells = Vec::with_capacity(count);
    for (column, json) in object.0 {
        columns.push(column);
        cells.push(parse_value(json.get(), 1).map_err(invalid_row)?);
    }
    Ok(RowValues::new(columns.into(), cells))
}

fn invalid_row(why: serde_json::Error) -> RowProblem {
    let text = why.to_string();
    // The row is one line of many, so that the line that serde_json counts would mislead.
    let text = text.split(" at line ").next().unwrap_or_default();
    // serde_json counts columns in bytes from 1.
    let position = why.column().saturating_sub(1);
    let message = format!("this is no row: {text}");
    RowProblem::at(position, Code::InvalidRow, message)
        .hint("each line is one JSON object, such as {\"name\": \"Ann\"}")
}

/// The keys and values of an object, each key once.
struct Object<'a>(Vec<(String, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Object<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Keys;

        impl<'de> Visitor<'de> for Keys {
            type Value = Vec<(String, &'de RawValue)>;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut entries: Self::Value = Vec::new();
                let mut seen = BTreeSet::new();
                while let Some((key, value)) = map.next_entry::<String, &RawValue>()? {
                    // JSON leaves open which of two values counts, so neither is guessed.
                    if !seen.insert(key.clone()) {
                        return Err(A::Error::custom(format!("`{key}` stands here twice")));
                    }
                    entries.push((key, value));
                }
                Ok(entries)
            }
        }

        deserializer.deserialize_map(Keys).map(Self)
    }
}

/// A value for expressions. A number whose spelling would be lost becomes a text, so that it is
/// printed as written: `71.20`, `1e3`, an identifier of twenty digits.
fn parse_value(json: &str, depth: usize) -> Result<Value, serde_json::Error> {
    let json = json.trim();
    // serde_json limits the depth of what it parses itself, but a raw value starts at 0 again.
    if depth > MAX_DEPTH {
        return Err(serde_json::Error::custom(format!(
            "nested deeper than {MAX_DEPTH} levels"
        )));
    }
    match json.bytes().next() {
        Some(b'{') => {
            let object: Object<'_> = serde_json::from_str(json)?;
            let mut entries = BTreeMap::new();
            for (key, inner) in object.0 {
                entries.insert(key, parse_value(inner.get(), depth + 1)?);
            }
            Ok(Value::from(entries))
        }
        Some(b'[') => {
            let raw_items: Vec<&RawValue> = serde_json::from_str(json)?;
            let mut items = Vec::with_capacity(raw_items.len());
            for inner in raw_items {
                items.push(parse_value(inner.get(), depth + 1)?);
            }
            Ok(Value::from(items))
        }
        Some(b'"') => serde_json::from_str::<String>(json).map(Value::from),
        Some(b'n') => Ok(Value::from(())),
        Some(b't') => Ok(Value::from(true)),
        Some(b'f') => Ok(Value::from(false)),
        _ => Ok(parse_number(json)),
    }
}

/// The number of this spelling, or the spelling as a text.
pub(super) fn parse_number(spelling: &str) -> Value {
    if let Some(integer) = exact_number::<i64>(spelling) {
        return integer;
    }
    match exact_number::<f64>(spelling) {
        Some(number) => number,
        None => Value::from(spelling),
    }
}

/// The number of this spelling, if it is printed with the same spelling.
fn exact_number<T: FromStr + Into<Value>>(spelling: &str) -> Option<Value> {
    let value: Value = spelling.parse::<T>().ok()?.into();
    (value.to_string() == spelling).then_some(value)
}
