//! The keys of a brief, as users write them.

use schemars::JsonSchema;
use serde::de::Deserializer;
use serde::{Deserialize, Serialize};

use super::templates::Templates;
use super::text::{Priority, Text, Texts};

/// How likely, or how bad.
pub use crate::document::{ChartKind, Degree};

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
    /// BCP 47 language tag; `en` if absent. Labels and dates follow it.
    pub lang: Option<Text>,
    /// A handling marking, on top and bottom of every page and on every slide.
    pub marking: Option<Text>,
    /// The organization's own reference number.
    pub reference: Option<Text>,
    /// The issuing organization.
    pub organization: Option<Text>,
    /// Addressees: one text or a list.
    pub to: Texts,
    /// Senders: one text or a list.
    pub from: Texts,
    /// Copied to: one text or a list.
    pub cc: Texts,
    /// The event that the brief reports on.
    pub event: Option<Event>,
    /// The answer first, in two or three sentences. Rich: may hold paragraphs, lists and tables.
    /// Required.
    pub bottom_line: Text,
    /// What the reader must decide.
    pub ask: Option<Ask>,
    /// The few numbers that matter.
    #[serde(deserialize_with = "list")]
    pub metrics: Vec<Metric>,
    /// Key points, most important first.
    #[serde(deserialize_with = "list")]
    pub points: Vec<Point>,
    /// Named sets of parallel items, such as four directions.
    #[serde(deserialize_with = "list")]
    pub groups: Vec<Group>,
    /// Somebody's words.
    #[serde(deserialize_with = "list")]
    pub quotes: Vec<Quote>,
    /// Who is who.
    #[serde(deserialize_with = "list")]
    pub people: Vec<Person>,
    /// What happened or will happen, and when.
    #[serde(deserialize_with = "list")]
    pub timeline: Vec<TimelineItem>,
    /// What could be decided.
    #[serde(deserialize_with = "list")]
    pub options: Vec<Choice>,
    /// What could go wrong.
    #[serde(deserialize_with = "list")]
    pub risks: Vec<Risk>,
    /// Who does what, by when.
    #[serde(deserialize_with = "list")]
    pub actions: Vec<Action>,
    /// Numbers as pictures.
    #[serde(deserialize_with = "list")]
    pub charts: Vec<Chart>,
    /// Pictures from files.
    #[serde(deserialize_with = "list")]
    pub images: Vec<Image>,
    /// Rows and columns.
    #[serde(deserialize_with = "list")]
    pub tables: Vec<Table>,
    /// Lines to take.
    #[serde(deserialize_with = "list")]
    pub questions: Vec<Question>,
    /// Free text for the note.
    #[serde(deserialize_with = "list")]
    pub sections: Vec<Section>,
    /// Attachments to the note, each on a new page.
    #[serde(deserialize_with = "list")]
    pub annexes: Vec<Annex>,
    /// Terms and what they mean.
    #[serde(deserialize_with = "list")]
    pub glossary: Vec<Term>,
    /// Whom to ask.
    #[serde(deserialize_with = "list")]
    pub contacts: Vec<Contact>,
    /// What the brief relies on; cited as `[@id]` in any text.
    #[serde(deserialize_with = "list")]
    pub sources: Vec<Source>,
    /// Name or path of a theme; `default` if absent.
    pub theme: Option<Text>,
    /// Templates to use instead of the formats' own: a name or a path for each format.
    pub templates: Option<Templates>,
    /// A page contract for paged output whose template makes no promise of its own.
    pub fit: Option<Fit>,
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
        /// Where.
        #[serde(default)] place: Option<Text>,
        /// ISO 8601 date.
        #[serde(default)] start: Option<Text>,
        /// ISO 8601 date, not before `start`.
        #[serde(default)] end: Option<Text>,
        /// Who invited.
        #[serde(default)] host: Option<Text>,
    }
    /// What the reader must decide.
    Ask {
        /// The decision.
        text: Text,
        /// ISO 8601 date.
        #[serde(default)] by: Option<Text>,
    }
    /// A number that matters.
    Metric {
        /// What is counted.
        label: Text,
        /// The number, printed exactly as written.
        value: Text,
        /// For example `%`.
        #[serde(default)] unit: Option<Text>,
        /// For example `+3.1 on the year`.
        #[serde(default)] change: Option<Text>,
        /// The time it belongs to.
        #[serde(default)] as_of: Option<Text>,
        /// A source's id.
        #[serde(default)] source: Option<Text>,
    }
    /// One key point.
    Point {
        /// The finding as a full sentence.
        headline: Text,
        /// What supports it, in a sentence or two.
        #[serde(default)] text: Option<Text>,
        /// What a document with room adds. Rich.
        #[serde(default)] detail: Option<Text>,
        /// What a speaker says. Rich.
        #[serde(default)] notes: Option<Text>,
        /// 1 is kept longest, 5 goes first; 3 if absent.
        #[serde(default)] priority: Option<Priority>,
        /// Ids of sources.
        #[serde(default, deserialize_with = "list")] sources: Vec<Text>,
    }
    /// A named set of parallel items.
    Group {
        /// The name of the set.
        heading: Text,
        /// What holds it together.
        #[serde(default)] text: Option<Text>,
        /// Its members.
        #[serde(default, deserialize_with = "list")] items: Vec<GroupItem>,
    }
    /// One of a group.
    GroupItem {
        /// Its name.
        name: Text,
        /// What is said about it.
        #[serde(default)] text: Option<Text>,
    }
    /// Somebody's words.
    Quote {
        /// The words, without quotation marks.
        text: Text,
        /// Who said it.
        #[serde(default)] by: Option<Text>,
        /// As what.
        #[serde(default)] role: Option<Text>,
        /// A source's id.
        #[serde(default)] source: Option<Text>,
    }
    /// Somebody.
    Person {
        /// The name in the brief's language.
        name: Text,
        /// The name in the person's own.
        #[serde(default)] native_name: Option<Text>,
        /// What they do.
        #[serde(default)] role: Option<Text>,
        /// For whom.
        #[serde(default)] organization: Option<Text>,
    }
    /// Something that happened or will happen.
    TimelineItem {
        /// An ISO 8601 date, printed in the brief's language, or any text.
        date: Text,
        /// What happens.
        text: Text,
    }
    /// Something that could be decided.
    Choice {
        /// Its name.
        name: Text,
        /// What it is.
        #[serde(default)] text: Option<Text>,
        /// What speaks for it.
        #[serde(default, deserialize_with = "list")] pros: Vec<Text>,
        /// What speaks against it.
        #[serde(default, deserialize_with = "list")] cons: Vec<Text>,
        /// What it costs.
        #[serde(default)] cost: Option<Text>,
        /// What could go wrong with it.
        #[serde(default)] risk: Option<Text>,
        /// Whether the authors would take it.
        #[serde(default)] recommended: bool,
    }
    /// Something that could go wrong.
    Risk {
        /// What.
        risk: Text,
        /// How likely.
        #[serde(default)] likelihood: Option<Degree>,
        /// How bad.
        #[serde(default)] impact: Option<Degree>,
        /// What is done about it.
        #[serde(default)] mitigation: Option<Text>,
        /// Who looks after it.
        #[serde(default)] owner: Option<Text>,
    }
    /// Who does what, by when.
    Action {
        /// What.
        action: Text,
        /// Who.
        #[serde(default)] owner: Option<Text>,
        /// An ISO 8601 date, printed in the brief's language, or any text.
        #[serde(default)] due: Option<Text>,
        /// How far it is.
        #[serde(default)] status: Option<Text>,
    }
    /// Numbers as a picture.
    Chart {
        /// The finding.
        title: Text,
        /// How it is drawn.
        kind: ChartKind,
        /// Names along the category axis.
        categories: Vec<Text>,
        /// Rows of numbers.
        series: Vec<Series>,
        /// What the values count.
        #[serde(default)] unit: Option<Text>,
        /// Series or categories that the title speaks of, by name; they stand out from the others.
        #[serde(default)] highlight: Texts,
        /// Whether the note has the numbers as a table among its annexes.
        #[serde(default)] data: bool,
        /// What a reader who cannot see it is told; made from the numbers if absent.
        #[serde(default)] alt: Option<Text>,
        /// A source's id.
        #[serde(default)] source: Option<Text>,
        /// A remark below it.
        #[serde(default)] note: Option<Text>,
    }
    /// One row of numbers.
    Series {
        /// Its name.
        name: Text,
        /// As many as there are categories; null is a gap.
        #[schemars(with = "Vec<Option<f64>>")] values: Vec<Option<Text>>,
    }
    /// A picture from a file.
    Image {
        /// A PNG, JPEG, WebP or SVG file, relative to the brief.
        file: Text,
        /// What a reader who cannot see it is told.
        #[serde(default)] alt: Option<Text>,
        /// Set below it.
        #[serde(default)] caption: Option<Text>,
        /// Who made it.
        #[serde(default)] credit: Option<Text>,
        /// Says nothing that the text does not say.
        #[serde(default)] decorative: bool,
    }
    /// Rows and columns.
    Table {
        /// Set above it.
        #[serde(default)] title: Option<Text>,
        /// Header cells.
        columns: Vec<Text>,
        /// Each as long as `columns`.
        rows: Vec<Vec<Text>>,
        /// A source's id.
        #[serde(default)] source: Option<Text>,
        /// A remark below it.
        #[serde(default)] note: Option<Text>,
    }
    /// A question that may come, and the line to take.
    Question {
        /// The question.
        question: Text,
        /// The answer. Rich.
        #[serde(default)] answer: Option<Text>,
    }
    /// Free text for the note.
    Section {
        /// Its heading.
        heading: Text,
        /// Rich.
        body: Text,
    }
    /// An attachment to the note.
    Annex {
        /// Its title.
        title: Text,
        /// Rich.
        body: Text,
    }
    /// A term and what it means.
    Term {
        /// The term.
        term: Text,
        /// What it means.
        definition: Text,
    }
    /// Whom to ask.
    Contact {
        /// Name.
        name: Text,
        /// What they do.
        #[serde(default)] role: Option<Text>,
        /// Telephone number.
        #[serde(default)] phone: Option<Text>,
        /// Address of mail.
        #[serde(default)] email: Option<Text>,
    }
    /// Something that can be cited.
    Source {
        /// What `[@id]` names it by: letters, digits, `-`, `_`, `.` and `:`.
        id: Text,
        /// Its title.
        title: Text,
        /// Who wrote it.
        #[serde(default)] author: Option<Text>,
        /// Who published it.
        #[serde(default)] publisher: Option<Text>,
        /// An ISO 8601 date, printed in the brief's language, or any text.
        #[serde(default)] date: Option<Text>,
        /// Where it can be read: an `https:`, `http:` or `mailto:` address.
        #[serde(default)] url: Option<Text>,
    }
    /// A page contract.
    Fit {
        /// Not more than this many pages; at least 1.
        #[schemars(range(min = 1))] pages: u16,
    }
}

impl Brief {
    /// The language, `en` if the brief names none.
    #[must_use]
    pub fn language(&self) -> &str {
        self.lang.as_deref().unwrap_or("en")
    }

    /// Takes each value that the brief leaves out from `defaults`.
    pub(super) fn fill_from(&mut self, defaults: &Self) {
        macro_rules! fill {
            ($($field:ident)*) => {
                // Naming every field makes the compiler ask for a new one here.
                let Self { $($field),* } = self;
                $(if is_default($field) { $field.clone_from(&defaults.$field); })*
            };
        }
        fill!(title subtitle date lang marking reference organization to from cc event bottom_line ask metrics points
            groups quotes people timeline options risks actions charts images tables questions sections annexes
            glossary contacts sources theme templates fit);
    }
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// A list that may also be left empty, which YAML reads as null.
fn list<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    Ok(Option::<Vec<T>>::deserialize(deserializer)?.unwrap_or_default())
}
