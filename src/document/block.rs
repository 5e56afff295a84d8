//! What a document is made of: blocks, and the items that some of them list.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::inline::Inline;
use super::labels::Labels;

/// Something that starts on its own line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "block", rename_all = "kebab-case")]
pub enum Block {
    /// The title, subtitle, marking, date and so on, from `Meta`.
    Masthead,
    /// To, from, date, subject and the like: what a letter has at its head.
    Particulars {
        /// In order.
        rows: Vec<Particular>,
    },
    /// A section title. Level 1 is the outermost below the document's title; 3 is the innermost.
    Heading {
        /// 1 to 3.
        level: u8,
        /// Its words.
        text: Vec<Inline>,
    },
    /// Running text.
    Paragraph {
        /// Its words.
        text: Vec<Inline>,
    },
    /// A list.
    List {
        /// Numbered from 1, or with bullets.
        ordered: bool,
        /// Each item is a sequence of blocks, mostly one paragraph.
        items: Vec<Vec<Block>>,
    },
    /// Rows and columns.
    Table(Table),
    /// The answer first.
    BottomLine {
        /// Two or three sentences, mostly one paragraph.
        body: Vec<Block>,
    },
    /// What the reader must decide.
    Ask {
        /// The decision.
        text: Vec<Inline>,
        /// By when, as printed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<String>,
    },
    /// The few numbers that matter.
    Metrics {
        /// In order.
        items: Vec<Metric>,
    },
    /// One key point.
    Point(Point),
    /// A named set of parallel items.
    Group(Group),
    /// Somebody's words.
    Quote(Quote),
    /// Who is who.
    People {
        /// In order.
        items: Vec<Person>,
    },
    /// What happened or will happen, and when.
    Timeline {
        /// In order.
        items: Vec<Event>,
    },
    /// What could be decided.
    Options {
        /// In order.
        items: Vec<Choice>,
    },
    /// What could go wrong.
    Risks {
        /// In order.
        items: Vec<Risk>,
    },
    /// Who does what, by when.
    Actions {
        /// In order.
        items: Vec<Action>,
    },
    /// Lines to take.
    Questions {
        /// In order.
        items: Vec<Question>,
    },
    /// Terms and what they mean.
    Glossary {
        /// In order.
        items: Vec<Term>,
    },
    /// Whom to ask.
    Contacts {
        /// In order.
        items: Vec<Contact>,
    },
    /// Numbers as a picture.
    Chart(Chart),
    /// A picture from a file.
    Image(Image),
    /// A main column beside a narrower one, on a surface that is wide enough; else one below the
    /// other.
    Columns {
        /// The wide column.
        main: Vec<Block>,
        /// The narrow column.
        side: Vec<Block>,
    },
    /// Said but not shown: a speaker's notes.
    Notes {
        /// In order.
        body: Vec<Block>,
    },
    /// Where `Document::sources` are listed.
    Sources,
    /// The end of a page in print, of a slide in a deck.
    Break,
}

/// One line of a [`Block::Particulars`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Particular {
    /// For example `To`.
    pub label: String,
    /// For example the addressees.
    pub text: Vec<Inline>,
}

/// Rows and columns.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// Its title, shown above it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub title: Vec<Inline>,
    /// Every row has as many cells.
    pub columns: Vec<Column>,
    /// The body.
    pub rows: Vec<Vec<Vec<Inline>>>,
    /// A remark, and the source, shown below it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub note: Vec<Inline>,
}

/// A column of a [`Table`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// Its header cell.
    pub header: Vec<Inline>,
    /// Whether every filled cell is a number, to be aligned as such.
    #[serde(default)]
    pub numeric: bool,
}

/// A number that matters.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Metric {
    /// What is counted.
    pub label: Vec<Inline>,
    /// The number as the brief spells it.
    pub value: Vec<Inline>,
    /// For example `%` or `billion yuan`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unit: Vec<Inline>,
    /// For example `+3.1 on the year`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub change: Vec<Inline>,
    /// Whether `change` is a rise or a fall, from its sign.
    #[serde(default)]
    pub trend: Trend,
    /// The time that the number belongs to, and its citation.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub as_of: Vec<Inline>,
}

/// Which way a number went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Trend {
    /// It rose.
    Up,
    /// It fell.
    Down,
    /// It stayed, or nothing is known.
    #[default]
    Flat,
}

/// One key point: a finding as a full sentence, and what supports it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Point {
    /// The finding.
    pub headline: Vec<Inline>,
    /// One short paragraph with the citations, or nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub text: Vec<Inline>,
    /// What a document with room adds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub detail: Vec<Block>,
    /// What a speaker says.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Block>,
    /// 1 is kept longest, 5 goes first.
    pub priority: u8,
}

/// A named set of parallel items.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// The name of the set.
    pub heading: Vec<Inline>,
    /// What holds it together.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub text: Vec<Inline>,
    /// Each a name and what is said about it.
    pub items: Vec<GroupItem>,
}

/// One of a [`Group`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GroupItem {
    /// Its name.
    pub name: Vec<Inline>,
    /// What is said about it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub text: Vec<Inline>,
}

/// Somebody's words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Quote {
    /// The words, without quotation marks.
    pub text: Vec<Inline>,
    /// Name and role and citation.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub by: Vec<Inline>,
}

/// Somebody.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// The name in the document's language.
    pub name: Vec<Inline>,
    /// The name in the person's own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub native_name: Vec<Inline>,
    /// What they do.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub role: Vec<Inline>,
    /// For whom.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub organization: Vec<Inline>,
}

/// Something that happened or will happen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// As printed.
    pub date: Vec<Inline>,
    /// What happens.
    pub text: Vec<Inline>,
}

/// Something that could be decided.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Its name.
    pub name: Vec<Inline>,
    /// What it is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub text: Vec<Inline>,
    /// What speaks for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pros: Vec<Vec<Inline>>,
    /// What speaks against it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cons: Vec<Vec<Inline>>,
    /// What it costs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cost: Vec<Inline>,
    /// What could go wrong with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub risk: Vec<Inline>,
    /// Whether the authors would take it.
    #[serde(default)]
    pub recommended: bool,
}

/// Something that could go wrong.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Risk {
    /// What.
    pub risk: Vec<Inline>,
    /// How likely.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub likelihood: Option<Degree>,
    /// How bad.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub impact: Option<Degree>,
    /// What is done about it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mitigation: Vec<Inline>,
    /// Who looks after it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub owner: Vec<Inline>,
}

/// How likely, or how bad; [`Labels`] has the words for it.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Degree {
    /// Low.
    Low,
    /// Medium.
    Medium,
    /// High.
    High,
}

impl Degree {
    /// The words for it.
    #[must_use]
    pub fn label(self, labels: &Labels) -> &str {
        labels.get(match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        })
    }
}

/// Who does what, by when.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Action {
    /// What.
    pub action: Vec<Inline>,
    /// Who.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub owner: Vec<Inline>,
    /// By when, as printed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub due: Vec<Inline>,
    /// How far it is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub status: Vec<Inline>,
}

/// A question that may come, and the answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// What may be asked.
    pub question: Vec<Inline>,
    /// The line to take.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answer: Vec<Block>,
}

/// A term and what it means.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// The term.
    pub term: Vec<Inline>,
    /// What it means.
    pub definition: Vec<Inline>,
}

/// Whom to ask.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// Name.
    pub name: Vec<Inline>,
    /// What they do.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub role: Vec<Inline>,
    /// Telephone number as written.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub phone: Vec<Inline>,
    /// Address of mail, as a link.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub email: Vec<Inline>,
}

/// Numbers as a picture.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Chart {
    /// The finding.
    pub title: Vec<Inline>,
    /// How it is drawn.
    pub kind: ChartKind,
    /// Names along the category axis, as plain text.
    pub categories: Vec<String>,
    /// At least one; each as long as `categories`.
    pub series: Vec<Series>,
    /// What the title speaks of; nothing if it speaks of all alike.
    #[serde(default, skip_serializing_if = "Highlight::is_empty")]
    pub highlight: Highlight,
    /// What the values count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// What a reader who cannot see it is told; never empty.
    pub alt: String,
    /// A remark, and the source, shown below it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub note: Vec<Inline>,
}

/// The parts of a [`Chart`] that stand out from the others.
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
    /// Whether nothing stands out.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.series.is_empty() && self.categories.is_empty()
    }
}

/// How a [`Chart`] is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ChartKind {
    /// Horizontal bars.
    Bar,
    /// Vertical bars.
    Column,
    /// A line for each series.
    Line,
    /// Vertical bars, series upon series.
    Stacked,
    /// Parts of a whole; its first series counts.
    Pie,
}

/// One row of numbers of a [`Chart`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Series {
    /// Its name, as plain text.
    pub name: String,
    /// `None` is a gap.
    pub values: Vec<Option<Value>>,
}

/// A number with its spelling.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Value {
    /// What is drawn.
    pub number: f64,
    /// What is printed.
    pub text: String,
}

/// A picture from a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Image {
    /// The file as the brief names it: the key of the document's assets.
    pub file: String,
    /// What a reader who cannot see it is told. Empty for a decorative one.
    #[serde(default)]
    pub alt: String,
    /// Says nothing that the text does not say.
    #[serde(default)]
    pub decorative: bool,
    /// Set below it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub caption: Vec<Inline>,
    /// Who made it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub credit: Vec<Inline>,
}
