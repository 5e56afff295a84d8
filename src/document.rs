//! The document model: the content of a document, independent of formats.
//!
//! The [reader](crate::reader) builds a [`Document`] from a filled template, and backends read it.
//! Nothing here names a format or a look. The model is closed: a backend matches every variant by
//! name, without `_`, so that a new kind of block stops the build at each place that must handle
//! it. `--format json` prints the model; [`schema`] is its JSON Schema.

mod block;
mod chart;
mod inline;
mod isolates;
mod labels;
mod links;
mod status;
mod walk;
mod walk_mut;

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use block::*;
pub(crate) use block::{SECTION_LEVELS, levels_inside_text};
pub use chart::{Chart, ChartKind, Highlight, Series, Value};
pub use inline::{CitationGroup, Inline, TextMark, plain_text};
pub(crate) use isolates::{
    FIRST_STRONG_ISOLATE, POP_ISOLATE, has_isolates, is_isolate_control, isolate_parts,
    without_isolates, without_outer_isolate,
};
pub use labels::Labels;
pub(crate) use labels::with_capital;
pub(crate) use links::{for_each_text_in, is_block_link, shown_ids, text_of_words, unlink_missing};
pub use status::{PerStatus, StatusLevel};
pub use walk::{BlockPart, collect_citations, for_each_column_block, has_citation};
pub(crate) use walk_mut::WordsMut;

/// A whole document, ready for any backend.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// The template's name, for example `one-pager`.
    pub template: String,
    /// Title, date, language and so on.
    pub meta: Meta,
    /// The kind of pages it is for.
    pub medium: Medium,
    /// The page limit.
    #[serde(default)]
    pub fit: Fit,
    /// The words that documents add themselves, such as headings, in its language.
    pub labels: Arc<Labels>,
    /// The body, in reading order.
    pub body: Vec<Block>,
    /// The sources; [`Inline::Cite`] holds indices into this list. Cited sources come first, in the
    /// order of their first citation.
    #[serde(default)]
    pub sources: Vec<Source>,
}

/// Metadata of a document. Backends make the masthead or the title slide of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Meta {
    /// The title.
    pub title: Vec<Inline>,
    /// A second line below the title.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub subtitle: Vec<Inline>,
    /// ISO 8601 date, `YYYY-MM-DD`. File properties use it; the clock is never read.
    pub date: String,
    /// The same date in the document's language.
    pub date_text: String,
    /// BCP 47 language tag, for example `en` or `zh-Hans`.
    pub lang: String,
    /// Main direction of the text.
    #[serde(default)]
    pub direction: Direction,
    /// A handling marking, shown at the top and bottom of every page and on every slide.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub marking: Option<String>,
    /// The organization's own reference number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The issuing organization.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization: Option<String>,
    /// The senders. The first is the author in file properties.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub from: Vec<String>,
    /// The event that the document reports on: its name, dates, place and host, as far as they are
    /// known. A line of its own in the masthead and on the cover.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub event: Vec<String>,
    /// The place of the event. Shown with the date of documents without [`event`](Self::event).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
}

impl Meta {
    /// The place that stands with the document's date. Where the event has a line of its own, its
    /// place is there.
    pub(crate) fn place_beside_date(&self) -> Option<&String> {
        self.place.as_ref().filter(|_| self.event.is_empty())
    }
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

/// The kind of pages that a template is for. A backend without such pages uses the nearest kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Medium {
    /// One composed page.
    Sheet,
    /// Flowing pages.
    Pages,
    /// Slides of a fixed size. [`Block::Break`] and headings of level 1 and 2 begin a new slide.
    Slides,
}

/// The page limit of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Fit {
    /// The most pages; `None` for no limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pages: Option<u16>,
}

/// A source that can be cited.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Its id in the brief.
    pub id: String,
    /// Author, title, publisher and date as one line of text, without the address.
    pub text: Vec<Inline>,
    /// Its address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Whether it is cited.
    pub cited: bool,
    /// The places in it that are cited, such as `p. 12`, in the order of their first citation.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<String>,
    /// Whether it has a number. The only source of a document has none if it is cited for whole
    /// items alone.
    #[serde(default = "is_numbered", skip_serializing_if = "Clone::clone")]
    pub numbered: bool,
}

impl Source {
    /// Its text, and the places in it that are cited.
    pub(crate) fn text_with_places(&self, labels: &Labels) -> Vec<Inline> {
        let mut text = self.text.clone();
        for place in &self.places {
            text.push(Inline::text(labels.get("separator")));
            text.push(Inline::text(place));
        }
        text
    }
}

fn is_numbered() -> bool {
    true
}

/// The JSON Schema (2020-12) of the output of `--format json`.
#[must_use]
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(Document).to_value()
}
