//! The columns of a table in a brief: a text, or a text with settings.

use std::fmt;

use schemars::JsonSchema;
use serde::de::value::MapAccessDeserializer;
use serde::de::{self, Deserializer, MapAccess, Visitor};
use serde::{Deserialize, Serialize};

use super::text::Text;
use crate::document::ColumnAlign;

/// A column: its header, or its header with settings.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum TableColumn {
    /// Its header.
    Header(Text),
    /// Its header and settings.
    Settings(ColumnSettings),
}

/// A column with settings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ColumnSettings {
    /// The header.
    pub text: Text,
    /// Where the cells stand; by default, numbers stand with their decimal signs below each other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub align: Option<ColumnAlign>,
    /// The share of the table's width, more than 0; columns without it count 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("exclusiveMinimum" = 0))]
    pub width: Option<f32>,
    /// Whether a row below the others has the sum of its numbers.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub total: bool,
    /// What its cells are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<ColumnFormat>,
}

/// What the cells of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ColumnFormat {
    /// Numbers: bare ones are printed in the form of the brief's language.
    Number,
    /// Texts, even if they look like numbers.
    Text,
    /// Words for a status.
    Status,
}

impl TableColumn {
    /// The header.
    #[must_use]
    pub fn text(&self) -> &Text {
        match self {
            Self::Header(text) => text,
            Self::Settings(settings) => &settings.text,
        }
    }

    /// The settings, if it has any.
    #[must_use]
    pub fn settings(&self) -> Option<&ColumnSettings> {
        match self {
            Self::Header(_) => None,
            Self::Settings(settings) => Some(settings),
        }
    }
}

impl<'de> Deserialize<'de> for TableColumn {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextOrSettings;

        impl<'de> Visitor<'de> for TextOrSettings {
            type Value = TableColumn;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a text or settings")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<TableColumn, E> {
                Ok(TableColumn::Header(text.into()))
            }

            fn visit_map<A: MapAccess<'de>>(self, settings: A) -> Result<TableColumn, A::Error> {
                let deserializer = MapAccessDeserializer::new(settings);
                ColumnSettings::deserialize(deserializer).map(TableColumn::Settings)
            }
        }

        deserializer.deserialize_any(TextOrSettings)
    }
}
