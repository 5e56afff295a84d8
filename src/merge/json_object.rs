//! The values of a row that a program has as a JSON object.

use std::collections::BTreeMap;

use minijinja::value::Value;
use serde_json::{Map, Value as Json};

use super::lines::{MAX_DEPTH, parse_number};
use super::record::MAX_COLUMNS;
use super::values::RowValues;
use crate::diagnostic::{Code, Diagnostic};

impl RowValues {
    /// The values of a JSON object. They mean what they mean in a line of JSON Lines: expressions can
    /// compute with numbers, and `null` prints nothing.
    ///
    /// # Errors
    ///
    /// More than 1,024 columns, and lists and objects that are nested deeper than 32 levels.
    pub fn from_json(object: &Map<String, Json>) -> Result<Self, Diagnostic> {
        let count = object.len();
        if count > MAX_COLUMNS {
            let message = format!("this has {count} columns; the limit is {MAX_COLUMNS}");
            return Err(Diagnostic::error(Code::RowTooLarge, message));
        }
        let mut columns = Vec::with_capacity(count);
        let mut cells = Vec::with_capacity(count);
        for (column, json) in object {
            let Some(cell) = expression_value(json, 1) else {
                let message = format!("`{column}` is nested deeper than {MAX_DEPTH} levels");
                return Err(Diagnostic::error(Code::InvalidRow, message));
            };
            columns.push(column.clone());
            cells.push(cell);
        }
        Ok(Self::new(columns.into(), cells))
    }
}

/// A value for expressions; `None` if it is nested too deeply.
fn expression_value(json: &Json, depth: usize) -> Option<Value> {
    if depth > MAX_DEPTH {
        return None;
    }
    Some(match json {
        Json::Null => Value::from(()),
        Json::Bool(flag) => Value::from(*flag),
        Json::Number(number) => parse_number(&number.to_string()),
        Json::String(text) => Value::from(text.as_str()),
        Json::Array(list) => {
            let mut items = Vec::with_capacity(list.len());
            for item in list {
                items.push(expression_value(item, depth + 1)?);
            }
            Value::from(items)
        }
        Json::Object(entries) => {
            let mut values = BTreeMap::new();
            for (key, inner) in entries {
                values.insert(key.clone(), expression_value(inner, depth + 1)?);
            }
            Value::from(values)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merge::lines::parse_row;

    #[test]
    fn a_value_means_what_it_means_in_json_lines() {
        let line = r#"{"a": "x", "b": 7, "c": -1.5, "d": 0.1, "e": 18446744073709551615,
            "f": null, "g": true, "h": [1, {"i": "j"}], "k": {"l": [0.5, false]}}"#;
        let object: Map<String, Json> = serde_json::from_str(line).expect("it is an object");
        let values = RowValues::from_json(&object).expect("it is a row");
        let read = parse_row(line).ok().expect("it is a line");
        assert_eq!(format!("{values:?}"), format!("{read:?}"));
    }

    #[test]
    fn a_row_has_limits() {
        let mut nested = Json::Null;
        for _ in 0..MAX_DEPTH {
            nested = Json::from(vec![nested]);
        }
        let message_of = |object: Map<String, Json>| {
            let refused = RowValues::from_json(&object).map(drop);
            refused.expect_err("it is too large").message
        };
        let deep = Map::from_iter([("a".to_owned(), nested)]);
        assert_eq!(message_of(deep), "`a` is nested deeper than 32 levels");
        let columns = (0..=MAX_COLUMNS).map(|number| (number.to_string(), Json::Null));
        assert!(message_of(columns.collect()).contains("the limit is 1024"));
    }
}
