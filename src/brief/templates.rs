//! The templates that a brief names for formats.

use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use super::text::Text;
use crate::formats::FORMATS;

/// A template for each format, by the format's name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "BTreeMap<String, Option<Text>>")]
pub struct Templates(BTreeMap<String, Option<Text>>);

impl TryFrom<BTreeMap<String, Option<Text>>> for Templates {
    type Error = String;

    /// Adds an entry for every format, so that templates can use any of them.
    fn try_from(mut named: BTreeMap<String, Option<Text>>) -> Result<Self, String> {
        let mut all = BTreeMap::new();
        for format in FORMATS {
            let template = named.remove(format.name).flatten();
            all.insert(format.name.to_owned(), template);
        }
        match named.into_keys().next() {
            Some(unknown) => Err(format!("unknown format `{unknown}`")),
            None => Ok(Self(all)),
        }
    }
}

impl JsonSchema for Templates {
    fn schema_name() -> Cow<'static, str> {
        "Templates".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let mut properties = serde_json::Map::new();
        for format in FORMATS {
            let template = serde_json::json!({
                "description": format!("For `{}` files.", format.name),
                "type": ["string", "number", "boolean", "null"],
            });
            properties.insert(format.name.to_owned(), template);
        }
        json_schema!({
            "description": "A template for each format.",
            "type": "object",
            "properties": properties,
            "additionalProperties": false,
        })
    }
}
