//! What a document is made of: blocks, and the items that some of them list.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::chart::Chart;
use super::inline::Inline;
use super::labels::Labels;

/// A block of content that starts on its own line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "block", rename_all = "kebab-case")]
pub enum Block {
    /// The title, subtitle, marking, date and so on, from `Meta`.
    Masthead,
    /// The head of a letter: to, from, date, subject and so on.
    Particulars {
        /// In order.
        rows: Vec<Particular>,
    },
    /// A section title, or a heading inside of a text.
    Heading {
        /// The name that links to it have, as in the address `#rates`; empty if it has none.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        id: String,
        /// 1 to 3 for section titles: 1 is the outermost below the document's title. From 4 to 6 for
        /// headings inside of a text: the outermost is one level below the heading above the text.
        level: u8,
        /// The text.
        text: Vec<Inline>,
    },
    /// Running text.
    Paragraph {
        /// The text.
        text: Vec<Inline>,
    },
    /// A list.
    List {
        /// Numbered, or with bullets.
        ordered: bool,
        /// The number of the first item of a numbered list. The others count on from it.
        #[serde(default = "first_number", skip_serializing_if = "is_first_number")]
        first: u32,
        /// Each item is a sequence of blocks, usually one paragraph.
        items: Vec<Vec<Block>>,
    },
    /// A table.
    Table(Table),
    /// The bottom line: the main message.
    BottomLine {
        /// Two or three sentences, usually one paragraph.
        body: Vec<Block>,
    },
    /// The decision that the reader must make.
    Ask {
        /// The decision.
        text: Vec<Inline>,
        /// The deadline, as printed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<String>,
        /// Paragraphs and lists below the text. The parts of a decision are a numbered list, each
        /// with its kind in strong text before it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        body: Vec<Block>,
    },
    /// The most important numbers.
    Metrics {
        /// In order.
        items: Vec<Metric>,
    },
    /// One key point.
    Point(Point),
    /// A named set of parallel items.
    Group(Group),
    /// A quotation.
    Quote(Quote),
    /// The people involved.
    People {
        /// In order.
        items: Vec<Person>,
    },
    /// Past and future events.
    Timeline {
        /// In order.
        items: Vec<Event>,
    },
    /// The options to choose from.
    Options {
        /// In order.
        items: Vec<Choice>,
    },
    /// The risks.
    Risks {
        /// In order.
        items: Vec<Risk>,
    },
    /// Actions with their owners and dates.
    Actions {
        /// In order.
        items: Vec<Action>,
    },
    /// Likely questions with prepared answers.
    Questions {
        /// In order.
        items: Vec<Question>,
    },
    /// Terms and their definitions.
    Glossary {
        /// In order.
        items: Vec<Term>,
    },
    /// People to ask.
    Contacts {
        /// In order.
        items: Vec<Contact>,
    },
    /// A chart.
    Chart(Chart),
    /// An image from a file.
    Image(Image),
    /// A main column beside a narrower one, on a surface that is wide enough; else one below the
    /// other.
    Columns {
        /// The wide column.
        main: Vec<Block>,
        /// The narrow column.
        side: Vec<Block>,
    },
    /// Speaker's notes, which are not shown.
    Notes {
        /// In order.
        body: Vec<Block>,
    },
    /// The place of the list of `Document::sources`.
    Sources,
    /// The end of a page in print, of a slide in a deck.
    Break,
}

impl Block {
    /// The name that links to this block have; empty if it has none.
    #[must_use]
    pub fn id(&self) -> &str {
        match self {
            Self::Heading { id, .. } => id,
            Self::Table(table) => &table.id,
            Self::Point(point) => &point.id,
            Self::Quote(quote) => &quote.id,
            Self::Chart(chart) => &chart.id,
            Self::Image(image) => &image.id,
            _ => "",
        }
    }
}

/// The innermost level of section titles. Deeper headings stand inside of a text.
pub(crate) const SECTION_LEVELS: u8 = 3;

/// How many levels a heading is below the heading above its text; `None` for a section title.
pub(crate) fn levels_inside_text(level: u8) -> Option<u8> {
    level.checked_sub(SECTION_LEVELS).filter(|depth| *depth > 0)
}

/// The number of the item at `index` of a list that is numbered from `first`.
pub(crate) fn item_number(first: u32, index: usize) -> usize {
    usize::try_from(first)
        .unwrap_or(usize::MAX)
        .saturating_add(index)
}

fn first_number() -> u32 {
    1
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde calls it with a reference"
)]
fn is_first_number(first: &u32) -> bool {
    *first == 1
}

/// Pattern for the blocks that slides and Markdown show as a table of records and nothing else. A
/// new one is named here and in the matches that take its items: `Block::for_each_part`,
/// `block_rules.rs` of slides, `layout/blocks.rs`, `layout/omissions.rs` and `docx/body.rs`.
///
/// Events, options and risks are not among them: some slides or pages show them in other forms.
macro_rules! record_block {
    () => {
        $crate::document::Block::People { .. }
            | $crate::document::Block::Actions { .. }
            | $crate::document::Block::Glossary { .. }
            | $crate::document::Block::Contacts { .. }
    };
}
pub(crate) use record_block;

/// One line of a [`Block::Particulars`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Particular {
    /// For example `To`.
    pub label: String,
    /// For example the addressees.
    pub text: Vec<Inline>,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// The name that links to it have, as in the address `#costs`; empty if it has none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub id: String,
    /// Its title, shown above it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub title: Vec<Inline>,
    /// The columns. Every row has as many cells.
    pub columns: Vec<Column>,
    /// The body.
    pub rows: Vec<Vec<Vec<Inline>>>,
    /// A note and the source, shown below it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub note: Vec<Inline>,
}

/// A column of a [`Table`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// Its header cell.
    pub header: Vec<Inline>,
    /// Whether all cells with text are numbers, which are then set with digits of equal width.
    #[serde(default)]
    pub numeric: bool,
    /// Where its cells and its header stand.
    #[serde(default, skip_serializing_if = "ColumnAlign::is_start")]
    pub align: ColumnAlign,
    /// Its share of the table's width, more than 0, in proportion to the other columns, which
    /// count 1 without one. If no column has one, the text decides.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub width: Option<f32>,
}

impl Column {
    /// A column of texts.
    #[must_use]
    pub fn of_text(header: Vec<Inline>) -> Self {
        Self {
            header,
            numeric: false,
            align: ColumnAlign::Start,
            width: None,
        }
    }
}

impl Table {
    /// The shares of the columns in the table's width; `None` if the text decides.
    #[must_use]
    pub fn width_shares(&self) -> Option<Vec<f32>> {
        let mut shares = Vec::new();
        for column in &self.columns {
            shares.push(column.width.unwrap_or(1.0));
        }
        let is_set = self.columns.iter().any(|it| it.width.is_some());
        is_set.then_some(shares)
    }
}

/// Where the cells of a [`Column`] stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ColumnAlign {
    /// At the start of the line: at the left where text runs from left to right.
    #[default]
    Start,
    /// In the middle.
    Center,
    /// At the end of the line.
    End,
    /// With the decimal signs of all cells below each other. Whole numbers end where the integers
    /// of the others end.
    Decimal,
}

impl ColumnAlign {
    fn is_start(&self) -> bool {
        *self == Self::Start
    }
}

/// A key number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Metric {
    /// The name of the number.
    pub label: Vec<Inline>,
    /// The number as printed, with a unit that stands before it in the language: `$7,167`.
    pub value: Vec<Inline>,
    /// What follows the number, with the no-break space before it if the language has one: `%`,
    /// `m`, ` billion yuan`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unit: Vec<Inline>,
    /// For example `+3.1 on the year`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub change: Vec<Inline>,
    /// Whether `change` is a rise or a fall, from its sign.
    #[serde(default)]
    pub trend: Trend,
    /// The date of the number, and its citation.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub as_of: Vec<Inline>,
}

/// The direction in which a number changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Trend {
    /// It rose.
    Up,
    /// It fell.
    Down,
    /// It did not change, or the change is unknown.
    #[default]
    Flat,
}

/// A key point: a finding as a full sentence, and its evidence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Point {
    /// The name that links to it have, as in the address `#costs`; empty if it has none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub id: String,
    /// The finding.
    pub headline: Vec<Inline>,
    /// One short paragraph with the citations, or nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub text: Vec<Inline>,
    /// More detail, for documents with enough room.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub detail: Vec<Block>,
    /// Speaker's notes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Block>,
    /// From 1 to 5. When a page is too full, 5 is left out first and 1 last.
    pub priority: u8,
}

/// A named set of parallel items.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// The name of the set.
    pub heading: Vec<Inline>,
    /// A sentence about the whole group.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub text: Vec<Inline>,
    /// The items.
    pub items: Vec<GroupItem>,
}

/// An item of a [`Group`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GroupItem {
    /// Its name.
    pub name: Vec<Inline>,
    /// A sentence about it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub text: Vec<Inline>,
}

/// Whether a text is one quotation as a whole, with outer marks of any language or with `open`
/// before it. A full stop or the like may follow.
pub(crate) fn has_outer_marks(text: &str, open: &str) -> bool {
    let Some(first) = text.chars().next() else {
        return false;
    };
    let closing = match first {
        '“' => "”",
        '„' => "“”",
        '«' => "»",
        '»' => "«»",
        '”' => "”",
        '「' => "」",
        '『' => "』",
        '‘' if open.starts_with('‘') => "’",
        _ => return false,
    };
    let is_after = |it: char| it.is_whitespace() || matches!(it, '.' | '!' | '?' | '…' | ',');
    let text = text.trim_end_matches(is_after);
    let mut depth = 0;
    let mut before = ' ';
    for (at, character) in text.char_indices() {
        let follows_boundary = before.is_whitespace() || matches!(before, '(' | '[' | '„' | '”');
        let after = text[at + character.len_utf8()..].chars().next();
        let is_apostrophe = character == '’' && after.is_some_and(char::is_alphanumeric);
        let is_opening = character == first && (!closing.contains(first) || follows_boundary);
        if is_opening && after.is_some() {
            depth += 1;
        } else if closing.contains(character) && !is_apostrophe {
            depth -= 1;
            if depth == 0 {
                return after.is_none();
            }
        }
        before = character;
    }
    false
}

/// A quotation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Quote {
    /// The name that links to it have, as in the address `#costs`; empty if it has none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub id: String,
    /// The quoted text, with quotation marks around it.
    pub text: Vec<Inline>,
    /// Name, role and citation.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub by: Vec<Inline>,
}

/// A person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// The name in the document's language.
    pub name: Vec<Inline>,
    /// The name in the person's own language.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub native_name: Vec<Inline>,
    /// The person's role.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub role: Vec<Inline>,
    /// The person's organization.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub organization: Vec<Inline>,
}

/// An event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// The date, as printed.
    pub date: Vec<Inline>,
    /// The event in a few words.
    pub text: Vec<Inline>,
}

/// An option.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Its name.
    pub name: Vec<Inline>,
    /// A description.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub text: Vec<Inline>,
    /// Arguments for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pros: Vec<Vec<Inline>>,
    /// Arguments against it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cons: Vec<Vec<Inline>>,
    /// Its cost.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cost: Vec<Inline>,
    /// Its risk.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub risk: Vec<Inline>,
    /// Whether it is the recommended option.
    #[serde(default)]
    pub recommended: bool,
}

/// A risk.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Risk {
    /// The text.
    pub risk: Vec<Inline>,
    /// The likelihood.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub likelihood: Option<Rating>,
    /// The impact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub impact: Option<Rating>,
    /// The measures against it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mitigation: Vec<Inline>,
    /// The person or office responsible.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub owner: Vec<Inline>,
}

/// A likelihood or an impact.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Rating {
    /// A level, shown by its label.
    Degree(Degree),
    /// The author's own words.
    #[serde(rename_all = "kebab-case")]
    Words {
        /// The level that they mean, if they mean one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        degree: Option<Degree>,
        /// The words, for example `$15,000`.
        text: Vec<Inline>,
    },
}

impl Rating {
    /// The level, if it is one or means one.
    #[must_use]
    pub fn degree(&self) -> Option<Degree> {
        match self {
            Self::Degree(degree) => Some(*degree),
            Self::Words { degree, .. } => *degree,
        }
    }

    /// What is shown.
    #[must_use]
    pub fn shown(&self, labels: &Labels) -> Vec<Inline> {
        match self {
            Self::Degree(degree) => vec![Inline::text(degree.label(labels))],
            Self::Words { text, .. } => text.clone(),
        }
    }

    /// The author's words, if there are any.
    pub(super) fn words_mut(&mut self) -> Option<&mut Vec<Inline>> {
        match self {
            Self::Degree(_) => None,
            Self::Words { text, .. } => Some(text),
        }
    }

    /// As [`words_mut`](Self::words_mut), to read them.
    pub(super) fn words(&self) -> Option<&Vec<Inline>> {
        match self {
            Self::Degree(_) => None,
            Self::Words { text, .. } => Some(text),
        }
    }
}

/// A level of likelihood or impact. [`Labels`] has its words.
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
    /// The label of this level.
    #[must_use]
    pub fn label(self, labels: &Labels) -> &str {
        labels.get(match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        })
    }
}

/// Actions with their owners and dates.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Action {
    /// The text.
    pub action: Vec<Inline>,
    /// The owner.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub owner: Vec<Inline>,
    /// The deadline, as printed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub due: Vec<Inline>,
    /// The status, for example `done`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub status: Vec<Inline>,
}

/// A likely question and its answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// The question.
    pub question: Vec<Inline>,
    /// The prepared answer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answer: Vec<Block>,
}

/// A term and its definition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// The term.
    pub term: Vec<Inline>,
    /// The definition.
    pub definition: Vec<Inline>,
}

/// People to ask.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// Name.
    pub name: Vec<Inline>,
    /// The person's role.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub role: Vec<Inline>,
    /// The telephone number, as written.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub phone: Vec<Inline>,
    /// The e-mail address, as a link.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub email: Vec<Inline>,
}

/// An image from a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Image {
    /// The name that links to it have, as in the address `#costs`; empty if it has none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub id: String,
    /// The file as the brief names it: the key of the document's assets.
    pub file: String,
    /// The alternative text; empty for a decorative image.
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
