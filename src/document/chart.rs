//! Charts as data: the numbers, their names and the kind of chart.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::inline::Inline;

/// A chart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Chart {
    /// The name that links to it have, as in the address `#costs`; empty if it has none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub id: String,
    /// The finding.
    pub title: Vec<Inline>,
    /// The kind of chart.
    pub kind: ChartKind,
    /// Names along the category axis, as plain text.
    pub categories: Vec<String>,
    /// At least one; each as long as `categories`.
    pub series: Vec<Series>,
    /// The series or categories that the title is about; empty if it is about all of them.
    #[serde(default, skip_serializing_if = "Highlight::is_empty")]
    pub highlight: Highlight,
    /// The unit of the values.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The alternative text; never empty.
    pub alt: String,
    /// A note and the source, shown below it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub note: Vec<Inline>,
}

/// The highlighted parts of a [`Chart`].
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Highlight {
    /// Indices into [`Chart::series`].
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub series: BTreeSet<usize>,
    /// Indices into [`Chart::categories`].
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub categories: BTreeSet<usize>,
}

impl Highlight {
    /// Whether nothing is highlighted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.series.is_empty() && self.categories.is_empty()
    }
}

/// The kind of a [`Chart`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ChartKind {
    /// Horizontal bars.
    Bar,
    /// Vertical bars.
    Column,
    /// A line for each series.
    Line,
    /// Vertical bars, with the series stacked.
    Stacked,
    /// Parts of a whole; only the first series is drawn.
    Pie,
}

/// A series of numbers in a [`Chart`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Series {
    /// Its name, as plain text.
    pub name: String,
    /// `None` is a gap.
    pub values: Vec<Option<Value>>,
}

/// A number and its spelling.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Value {
    /// The number that is drawn.
    pub number: f64,
    /// The text that is printed.
    pub text: String,
}
