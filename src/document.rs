//! The document model: what a document says, before anyone picks a format.
//!
//! The [reader](crate::reader) builds a [`Document`] from a filled template and backends read it;
//! nothing here names a format or a look. The model is closed: a backend matches every variant by
//! name, without `_`, so that a new kind of block stops the build at each place that must decide
//! about it. It is also what `--format json` prints; its JSON Schema is [`schema`].

mod block;
mod inline;
mod labels;
mod walk;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use block::{
    Action, Block, Chart, ChartKind, Choice, Column, Contact, Degree, Event, Group, GroupItem,
    Highlight, Image, Metric, Particular, Person, Point, Question, Quote, Risk, Series, Table,
    Term, Trend, Value,
};
pub use inline::{Inline, plain_text};
pub use labels::Labels;
pub use walk::{BlockPart, collect_citations, for_each_column_block, has_citation};

/// A whole document, ready for any backend.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// The template's name, for example `one-pager`.
    pub template: String,
    /// What is known about the document as a whole.
    pub meta: Meta,
    /// The kind of surface it was written for.
    pub medium: Medium,
    /// What the document promises about its length.
    #[serde(default)]
    pub fit: Fit,
    /// The words that a document says by itself, in its language.
    pub labels: Labels,
    /// The body, in reading order.
    pub body: Vec<Block>,
    /// What citations point to; [`Inline::Cite`] holds indices into this list. Cited ones come
    /// first, in order of their first citation.
    #[serde(default)]
    pub sources: Vec<Source>,
}

/// What is known about a document as a whole. Backends draw the masthead or title slide from it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Meta {
    /// The title.
    pub title: Vec<Inline>,
    /// A second line below the title.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub subtitle: Vec<Inline>,
    /// ISO 8601 date, `YYYY-MM-DD`: file properties take it, never the clock.
    pub date: String,
    /// The same date as a reader of the document's language expects it.
    pub date_text: String,
    /// BCP 47 language tag, for example `en` or `zh-Hans`.
    pub lang: String,
    /// Main direction of the text.
    #[serde(default)]
    pub direction: Direction,
    /// A handling marking, shown on top and bottom of every page and on every slide.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub marking: Option<String>,
    /// The organization's own reference number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The issuing organization.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization: Option<String>,
    /// Who it is from; file properties take the first as author.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub from: Vec<String>,
    /// The place of the event, for the masthead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
}

/// Main direction of a document's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// Left to right.
    #[default]
    Ltr,
    /// Right to left.
    Rtl,
}

/// The kind of surface that a template writes for. A backend without such a surface does what comes
/// nearest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Medium {
    /// One composed page.
    Sheet,
    /// Flowing pages.
    Pages,
    /// Slides of a fixed size, parted by [`Block::Break`] and by headings of level 1 and 2.
    Slides,
}

/// What a document promises about its length.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Fit {
    /// Not more than this many pages. `None` promises nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pages: Option<u16>,
}

/// Something that can be cited.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The brief's name for it.
    pub id: String,
    /// Author, title, publisher and date as one line of text, without the address.
    pub text: Vec<Inline>,
    /// Where it can be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Whether anything cites it.
    pub cited: bool,
}

/// The JSON Schema (2020-12) of what `--format json` prints.
#[must_use]
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(Document).to_value()
}
