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
const MAX_DEPTH: usize = 32;

/// Reads one line without its end; false at the end of the data. Only the beginning of a line that
/// is too long is kept.
pub(super) fn read(input: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<bool> {
    line.clear();
    let limit = MAX_ROW_BYTES as u64 + 1;
    if input.by_ref().take(limit).read_until(b'\n', line)? == 0 {
        return Ok(false);
    }
    if line.len() > MAX_ROW_BYTES && line.last() != Some(&b'\n') {
        while skip(input)? {}
        return Ok(true);
    }
    while matches!(line.last(), Some(b'\n' | b'\r')) {
        line.pop();
    }
    Ok(true)
}

/// Skips a part of a line; false if the line ends there.
fn skip(input: &mut impl BufRead) -> io::Result<bool> {
    let there = match input.fill_buf() {
        Err(why) if why.kind() == io::ErrorKind::Interrupted => return Ok(true),
        there => there?,
    };
    let end = there.iter().position(|byte| *byte == b'\n');
    let length = end.map_or(there.len(), |at| at + 1);
    let is_last = end.is_some() || there.is_empty();
    input.consume(length);
    Ok(!is_last)
}

/// The values of the object in a line.
pub(super) fn values(line: &str) -> Result<RowValues, RowProblem> {
    let object: Object<'_> = serde_json::from_str(line).map_err(|why| wrong(&why))?;
    if object.0.len() > MAX_COLUMNS {
        return Err(RowProblem::at(
            0,
            Code::RowTooLarge,
            format!(
                "this has {} columns; the limit is {MAX_COLUMNS}",
                object.0.len()
            ),
        ));
    }
    let (columns, cells): (Vec<String>, Vec<&RawValue>) = object.0.into_iter().unzip();
    let cells = cells
        .into_iter()
        .map(|cell| value(cell.get(), 1))
        .collect::<Result<Vec<_>, _>>();
    Ok(RowValues::new(
        columns.into(),
        cells.map_err(|why| wrong(&why))?,
    ))
}

fn wrong(why: &serde_json::Error) -> RowProblem {
    let text = why.to_string();
    let text = text.split(" at line ").next().unwrap_or_default();
    // serde_json counts columns in bytes from 1.
    let wrong = RowProblem::at(
        why.column().saturating_sub(1),
        Code::InvalidRow,
        format!("this is no row: {text}"),
    );
    wrong.hint("each line is one JSON object, such as {\"name\": \"Ann\"}")
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
fn value(json: &str, depth: usize) -> Result<Value, serde_json::Error> {
    let json = json.trim();
    if depth > MAX_DEPTH {
        return Err(serde_json::Error::custom(format!(
            "nested deeper than {MAX_DEPTH} levels"
        )));
    }
    match json.bytes().next() {
        Some(b'{') => {
            let object: Object<'_> = serde_json::from_str(json)?;
            let entries = object
                .0
                .into_iter()
                .map(|(key, inner)| Ok((key, value(inner.get(), depth + 1)?)));
            entries
                .collect::<Result<BTreeMap<_, _>, _>>()
                .map(Value::from)
        }
        Some(b'[') => {
            let items: Vec<&RawValue> = serde_json::from_str(json)?;
            items
                .into_iter()
                .map(|inner| value(inner.get(), depth + 1))
                .collect::<Result<Vec<_>, _>>()
                .map(Value::from)
        }
        Some(b'"') => serde_json::from_str::<String>(json).map(Value::from),
        Some(b'n') => Ok(Value::from(())),
        Some(b't') => Ok(Value::from(true)),
        Some(b'f') => Ok(Value::from(false)),
        _ => Ok(number::<i64>(json)
            .or_else(|| number::<f64>(json))
            .unwrap_or_else(|| Value::from(json))),
    }
}

fn number<T: FromStr + Into<Value>>(spelling: &str) -> Option<Value> {
    let value: Value = spelling.parse::<T>().ok()?.into();
    (value.to_string() == spelling).then_some(value)
}
