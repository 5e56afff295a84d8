//! The keys of a brief, as users write them.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::Deserializer;
use serde::{Deserialize, Serialize};

use super::columns::TableColumn;
use super::fields::Fields;
use super::statuses::Statuses;
use super::templates::Templates;
use super::text::{Priority, Text, Texts};

/// The kinds of charts are those of the document.
pub use crate::document::ChartKind;

/// A report's key points.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Brief {
    /// The title. Required.
    pub title: Text,
    /// A second line below the title.
    pub subtitle: Option<Text>,
    /// The brief's date, ISO 8601 (`2026-11-23`); printed in the brief's language. Required.
    pub date: Text,
    /// BCP 47 language tag; `en` by default. It decides labels, dates, hyphenation and direction.
    pub lang: Option<Text>,
    /// A handling marking, at the top and bottom of every page and on every slide.
    pub marking: Option<Text>,
    /// The organization's own reference number.
    pub reference: Option<Text>,
    /// The issuing organization.
    pub organization: Option<Text>,
    /// Addressees: one text or a list.
    pub to: Texts,
    /// Senders: one text or a list.
    pub from: Texts,
    /// Recipients of a copy: one text or a list.
    pub cc: Texts,
    /// Who gets the document: one text or a list.
    pub distribution: Texts,
    /// The version, for example `draft 2`.
    pub version: Option<Text>,
    /// The event that the brief reports on.
    pub event: Option<Event>,
    /// The answer first, in two or three sentences. Rich: may hold paragraphs, lists and tables.
    /// Required.
    pub bottom_line: Text,
    /// The decision that the reader must make: a text, a list of its parts, or keys.
    #[schemars(schema_with = "text_list_or_ask")]
    pub ask: Option<Ask>,
    /// The most important numbers.
    #[serde(deserialize_with = "list")]
    pub metrics: Vec<Metric>,
    /// Key points, most important first.
    #[serde(deserialize_with = "list")]
    pub points: Vec<Point>,
    /// Named sets of parallel items, such as four directions.
    #[serde(deserialize_with = "list")]
    pub groups: Vec<Group>,
    /// A quotation.
    #[serde(deserialize_with = "list")]
    pub quotes: Vec<Quote>,
    /// The people involved.
    #[serde(deserialize_with = "list")]
    pub people: Vec<Person>,
    /// Past and future events.
    #[serde(deserialize_with = "list")]
    pub timeline: Vec<TimelineItem>,
    /// The options to choose from.
    #[serde(deserialize_with = "list")]
    pub options: Vec<Choice>,
    /// The risks.
    #[serde(deserialize_with = "list")]
    pub risks: Vec<Risk>,
    /// Actions with their owners and dates.
    #[serde(deserialize_with = "list")]
    pub actions: Vec<Action>,
    /// Charts.
    #[serde(deserialize_with = "list")]
    pub charts: Vec<Chart>,
    /// Pictures from files.
    #[serde(deserialize_with = "list")]
    pub images: Vec<Image>,
    /// A table.
    #[serde(deserialize_with = "list")]
    pub tables: Vec<Table>,
    /// Likely questions with prepared answers.
    #[serde(deserialize_with = "list")]
    pub questions: Vec<Question>,
    /// Free text for the note.
    #[serde(deserialize_with = "list")]
    pub sections: Vec<Section>,
    /// Attachments to the note, each on a new page.
    #[serde(deserialize_with = "list")]
    pub annexes: Vec<Annex>,
    /// Terms and their definitions.
    #[serde(deserialize_with = "list")]
    pub glossary: Vec<Term>,
    /// People to ask.
    #[serde(deserialize_with = "list")]
    pub contacts: Vec<Contact>,
    /// The people who sign: names, or keys.
    #[serde(deserialize_with = "list")]
    #[schemars(schema_with = "texts_or_items::<Signatory>")]
    pub signatories: Vec<Signatory>,
    /// Values for templates of one's own, by any names: `fields.NAME` in a template.
    pub fields: Fields,
    /// The sources of the brief. Cite them as `[@id]` in any text.
    #[serde(deserialize_with = "list")]
    pub sources: Vec<Source>,
    /// Name or path of a theme; `default` by default.
    pub theme: Option<Text>,
    /// Templates to use instead of the formats' own: a name or a path for each format.
    pub templates: Option<Templates>,
    /// Whether words for a status get a coloured sign.
    pub statuses: Statuses,
    /// The most pages, for paged output whose template sets no limit itself.
    pub fit: Option<Fit>,
    /// Whether quotation marks, dashes and blanks are set by the rules of the language; they are by
    /// default.
    pub typography: Option<Typography>,
}

/// What becomes of quotation marks, dashes and blanks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Typography {
    /// Set by the rules of the language.
    #[default]
    ByLanguage,
    /// Printed as they are written.
    AsWritten,
}

/// What the reader does with a part of a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum DecisionKind {
    /// To agree to it.
    Agree,
    /// To take note of it.
    Note,
    /// To sign it.
    Sign,
}

macro_rules! items {
    ($($(#[$doc:meta])* $name:ident { $($(#[$meta:meta])* $field:ident: $type:ty,)* })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields)]
        pub struct $name { $($(#[$meta])* pub $field: $type,)* }
    )*};
}

items! {
    /// The event that a brief reports on.
    Event {
        /// Its name.
        name: Text,
        /// The place.
        #[serde(default)] place: Option<Text>,
        /// An ISO 8601 date: a day, or a month or year alone. Without `end` also a period such as
        /// `2026-11-23/2026-11-25`.
        #[serde(default)] start: Option<Text>,
        /// An ISO 8601 date, not before `start`.
        #[serde(default)] end: Option<Text>,
        /// The host.
        #[serde(default)] host: Option<Text>,
    }
    /// The decision that the reader must make.
    Ask {
        /// The decision. Rich: may hold paragraphs and lists. It may be left out if there are
        /// `decisions`.
        #[serde(default)] text: Option<Text>,
        /// An ISO 8601 date: a day, or a month or year alone.
        #[serde(default)] by: Option<Text>,
        /// The parts of the decision, if there are several.
        #[serde(default, deserialize_with = "list")]
        #[schemars(schema_with = "texts_or_items::<Decision>")]
        decisions: Vec<Decision>,
        /// Speaker's notes. Rich text.
        #[serde(default)] notes: Option<Text>,
    }
    /// A part of the decision.
    Decision {
        /// The text of the decision.
        text: Text,
        /// What the reader does with it.
        #[serde(default)] kind: Option<DecisionKind>,
        /// An ISO 8601 date: a day, or a month or year alone.
        #[serde(default)] by: Option<Text>,
    }
    /// A key number.
    Metric {
        /// The name of the number.
        label: Text,
        /// The number. A bare one is printed in the form of the brief's language, one in quotation
        /// marks exactly as written.
        value: Text,
        /// For example `%`.
        #[serde(default)] unit: Option<Text>,
        /// For example `+3.1 on the year`.
        #[serde(default)] change: Option<Text>,
        /// The date of the number: an ISO 8601 date or any text.
        #[serde(default)] as_of: Option<Text>,
        /// A source's id.
        #[serde(default)] source: Option<Text>,
        /// Speaker's notes. Rich text.
        #[serde(default)] notes: Option<Text>,
    }
    /// One key point.
    Point {
        /// A name for links to it: `[text](#costs)` leads to `id: costs`. It has letters, digits,
        /// `-`, `_`, `.` and `:`.
        #[serde(default)] id: Option<Text>,
        /// The finding as a full sentence.
        headline: Text,
        /// The evidence, in a sentence or two.
        #[serde(default)] text: Option<Text>,
        /// How the matter stands, for example `at risk`.
        #[serde(default)] status: Option<Text>,
        /// More detail, for the note. Rich text.
        #[serde(default)] detail: Option<Text>,
        /// Speaker's notes. Rich text.
        #[serde(default)] notes: Option<Text>,
        /// From 1 to 5; 3 by default. When a page is too full, 5 is left out first and 1 last.
        #[serde(default)] priority: Option<Priority>,
        /// Ids of sources.
        #[serde(default, deserialize_with = "list")] sources: Vec<Text>,
    }
    /// A named set of parallel items.
    Group {
        /// The name of the set.
        heading: Text,
        /// A sentence about the whole group.
        #[serde(default)] text: Option<Text>,
        /// The items.
        #[serde(default, deserialize_with = "list")] items: Vec<GroupItem>,
        /// Speaker's notes. Rich text.
        #[serde(default)] notes: Option<Text>,
    }
    /// An item of a group.
    GroupItem {
        /// Its name.
        name: Text,
        /// A sentence about it.
        #[serde(default)] text: Option<Text>,
    }
    /// A quotation.
    Quote {
        /// A name for links to it: `[text](#costs)` leads to `id: costs`. It has letters, digits,
        /// `-`, `_`, `.` and `:`.
        #[serde(default)] id: Option<Text>,
        /// The quoted text, without quotation marks.
        text: Text,
        /// The speaker or author.
        #[serde(default)] by: Option<Text>,
        /// The role of the speaker.
        #[serde(default)] role: Option<Text>,
        /// A source's id.
        #[serde(default)] source: Option<Text>,
        /// Speaker's notes. Rich text.
        #[serde(default)] notes: Option<Text>,
    }
    /// A person.
    Person {
        /// The name in the brief's language.
        name: Text,
        /// The name in the person's own language.
        #[serde(default)] native_name: Option<Text>,
        /// The person's role.
        #[serde(default)] role: Option<Text>,
        /// The person's organization.
        #[serde(default)] organization: Option<Text>,
        /// Speaker's notes. Rich text.
        #[serde(default)] notes: Option<Text>,
    }
    /// An event.
    TimelineItem {
        /// An ISO 8601 date, month or period (`2026-05/2026-07`), printed in the brief's language,
        /// or any text.
        date: Text,
        /// The event in a few words.
        text: Text,
        /// Speaker's notes. Rich text.
        #[serde(default)] notes: Option<Text>,
    }
    /// An option.
    Choice {
        /// Its name.
        name: Text,
        /// A description.
        #[serde(default)] text: Option<Text>,
        /// How the option stands, for example `open`.
        #[serde(default)] status: Option<Text>,
        /// Arguments for it.
        #[serde(default, deserialize_with = "list")] pros: Vec<Text>,
        /// Arguments against it.
        #[serde(default, deserialize_with = "list")] cons: Vec<Text>,
        /// Its cost.
        #[serde(default)] cost: Option<Text>,
        /// Its risk.
        #[serde(default)] risk: Option<Text>,
        /// Whether it is the recommended option.
        #[serde(default)] recommended: bool,
        /// Speaker's notes. Rich text.
        #[serde(default)] notes: Option<Text>,
    }
    /// A risk.
    Risk {
        /// The text.
        risk: Text,
        /// The likelihood: `low`, `medium`, `high`, or any other text.
        #[serde(default)] likelihood: Option<Text>,
        /// The impact: `low`, `medium`, `high`, or any other text.
        #[serde(default)] impact: Option<Text>,
        /// The measures against it.
        #[serde(default)] mitigation: Option<Text>,
        /// The person or office responsible.
        #[serde(default)] owner: Option<Text>,
        /// Speaker's notes. Rich text.
        #[serde(default)] notes: Option<Text>,
    }
    /// Actions with their owners and dates.
    Action {
        /// The text.
        action: Text,
        /// The owner.
        #[serde(default)] owner: Option<Text>,
        /// An ISO 8601 date, month or period (`2026-05/2026-07`), printed in the brief's language,
        /// or any text.
        #[serde(default)] due: Option<Text>,
        /// The status, for example `done`. A word for a status gets a coloured sign.
        #[serde(default)] status: Option<Text>,
        /// Speaker's notes. Rich text.
        #[serde(default)] notes: Option<Text>,
    }
    /// A chart.
    Chart {
        /// A name for links to it: `[text](#costs)` leads to `id: costs`. It has letters, digits,
        /// `-`, `_`, `.` and `:`.
        #[serde(default)] id: Option<Text>,
        /// The finding.
        title: Text,
        /// The kind of chart.
        kind: ChartKind,
        /// Names along the category axis.
        categories: Vec<Text>,
        /// The series of numbers.
        series: Vec<Series>,
        /// The unit of the values.
        #[serde(default)] unit: Option<Text>,
        /// The names of the series or categories that the title is about. They get the accent
        /// colour.
        #[serde(default)] highlight: Texts,
        /// Whether the note also prints the numbers as a table after its annexes.
        #[serde(default)] data: bool,
        /// Alternative text; made from the numbers if absent.
        #[serde(default)] alt: Option<Text>,
        /// A source's id.
        #[serde(default)] source: Option<Text>,
        /// A note below it.
        #[serde(default)] note: Option<Text>,
        /// Speaker's notes. Rich text.
        #[serde(default)] notes: Option<Text>,
    }
    /// A series of numbers.
    Series {
        /// Its name.
        name: Text,
        /// One number for each category; null leaves a gap. A number in quotation marks keeps its
        /// spelling.
        #[schemars(schema_with = "chart_values")] values: Vec<Option<Text>>,
    }
    /// An image from a file.
    Image {
        /// A name for links to it: `[text](#costs)` leads to `id: costs`. It has letters, digits,
        /// `-`, `_`, `.` and `:`.
        #[serde(default)] id: Option<Text>,
        /// A PNG, JPEG, WebP or SVG file, relative to the brief.
        file: Text,
        /// Alternative text.
        #[serde(default)] alt: Option<Text>,
        /// The caption below it.
        #[serde(default)] caption: Option<Text>,
        /// The photographer or maker.
        #[serde(default)] credit: Option<Text>,
        /// Whether the picture only decorates and needs no alternative text.
        #[serde(default)] decorative: bool,
        /// Speaker's notes. Rich text.
        #[serde(default)] notes: Option<Text>,
    }
    /// A table.
    Table {
        /// A name for links to it: `[text](#costs)` leads to `id: costs`. It has letters, digits,
        /// `-`, `_`, `.` and `:`.
        #[serde(default)] id: Option<Text>,
        /// The title above it.
        #[serde(default)] title: Option<Text>,
        /// Header cells, with settings or without.
        columns: Vec<TableColumn>,
        /// The rows. Each has as many cells as `columns`.
        rows: Vec<Vec<Text>>,
        /// A source's id.
        #[serde(default)] source: Option<Text>,
        /// A note below it.
        #[serde(default)] note: Option<Text>,
        /// Speaker's notes. Rich text.
        #[serde(default)] notes: Option<Text>,
    }
    /// A likely question and its prepared answer.
    Question {
        /// The question.
        question: Text,
        /// The answer. Rich text.
        #[serde(default)] answer: Option<Text>,
        /// Speaker's notes. Rich text.
        #[serde(default)] notes: Option<Text>,
    }
    /// Free text for the note.
    Section {
        /// A name for links to it: `[text](#costs)` leads to `id: costs`. It has letters, digits,
        /// `-`, `_`, `.` and `:`.
        #[serde(default)] id: Option<Text>,
        /// Its heading.
        heading: Text,
        /// The text. Rich text: it may have paragraphs, lists and tables.
        body: Text,
        /// Speaker's notes. Rich text.
        #[serde(default)] notes: Option<Text>,
    }
    /// An attachment to the note.
    Annex {
        /// A name for links to it: `[text](#costs)` leads to `id: costs`. It has letters, digits,
        /// `-`, `_`, `.` and `:`.
        #[serde(default)] id: Option<Text>,
        /// Its title.
        title: Text,
        /// The text. Rich text: it may have paragraphs, lists and tables.
        body: Text,
        /// Speaker's notes. Rich text.
        #[serde(default)] notes: Option<Text>,
    }
    /// A term and its definition.
    Term {
        /// The term.
        term: Text,
        /// The definition.
        definition: Text,
        /// Speaker's notes. Rich text.
        #[serde(default)] notes: Option<Text>,
    }
    /// People to ask.
    Contact {
        /// Name.
        name: Text,
        /// The person's role.
        #[serde(default)] role: Option<Text>,
        /// Telephone number.
        #[serde(default)] phone: Option<Text>,
        /// The e-mail address.
        #[serde(default)] email: Option<Text>,
        /// Speaker's notes. Rich text.
        #[serde(default)] notes: Option<Text>,
    }
    /// A person who signs the document.
    Signatory {
        /// The name.
        name: Text,
        /// The person's role.
        #[serde(default)] role: Option<Text>,
        /// The person's organization.
        #[serde(default)] organization: Option<Text>,
        /// An ISO 8601 date, printed in the brief's language, or any text; without it there is room
        /// for one.
        #[serde(default)] date: Option<Text>,
    }
    /// A source that can be cited.
    Source {
        /// The name in `[@id]`: letters, digits, `-`, `_`, `.` and `:`.
        id: Text,
        /// Its title.
        title: Text,
        /// The author.
        #[serde(default)] author: Option<Text>,
        /// The publisher.
        #[serde(default)] publisher: Option<Text>,
        /// An ISO 8601 date, month or period (`2026-05/2026-07`), printed in the brief's language,
        /// or any text.
        #[serde(default)] date: Option<Text>,
        /// The address: `https:`, `http:` or `mailto:`.
        #[serde(default)] url: Option<Text>,
    }
    /// A page limit.
    Fit {
        /// The most pages; at least 1.
        #[schemars(range(min = 1))] pages: u16,
    }
}

impl Brief {
    /// The language; `en` by default.
    #[must_use]
    pub fn language(&self) -> &str {
        self.lang.as_deref().unwrap_or("en")
    }

    /// Fills in values that the brief leaves out from `defaults`.
    pub(super) fn fill_from(&mut self, defaults: &Self) {
        macro_rules! fill {
            ($($field:ident)*) => {
                // Naming every field makes the compiler ask for a new one here.
                let Self { $($field),* } = self;
                $(if is_default($field) { $field.clone_from(&defaults.$field); })*
            };
        }
        fill!(title subtitle date lang marking reference organization to from cc distribution version event bottom_line ask metrics points
            groups quotes people timeline options risks actions charts images tables questions sections annexes
            glossary contacts signatories fields sources theme templates statuses fit typography);
    }
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    // An empty value counts as absent, so that it does not override a default.
    *value == T::default()
}

/// A list whose items are texts or mappings.
fn texts_or_items<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    let item = generator.subschema_for::<T>();
    let text = generator.subschema_for::<Text>();
    json_schema!({ "type": "array", "items": { "anyOf": [item, text] } })
}

/// An ask: keys, a text or a list of texts or decisions.
fn text_list_or_ask(generator: &mut SchemaGenerator) -> Schema {
    let ask = generator.subschema_for::<Ask>();
    let text = generator.subschema_for::<Text>();
    let decisions = texts_or_items::<Decision>(generator);
    json_schema!({ "anyOf": [ask, text, decisions, { "type": "null" }] })
}

/// The values of a series: numbers, in quotation marks or not.
fn chart_values(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "array", "items": { "type": ["number", "string", "null"] } })
}

/// A list that may also be empty, which YAML reads as null.
fn list<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    Ok(Option::<Vec<T>>::deserialize(deserializer)?.unwrap_or_default())
}
