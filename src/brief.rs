//! The brief: what the user wrote, typed, with where they wrote it.
//!
//! [`Brief::read`] turns YAML into a [`Brief`] or into every problem it has. The field names are
//! what users write; the JSON Schema for editors is [`schema`].

mod check;

pub(crate) use check::{is_no_character, is_picture_path, unwanted};

use std::borrow::Cow;
use std::sync::LazyLock;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Deserializer, SeqAccess, Visitor};
use serde::{Deserialize, Serialize};

use crate::diagnostic::{Diagnostic, SourceText, Span};
use crate::markup;
use crate::stage::Stage;
use crate::yaml::{self, Limits, Node};

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
    /// A template for each format.
    Templates {
        /// For PDF.
        #[serde(default)] pdf: Option<Text>,
        /// For Word.
        #[serde(default)] docx: Option<Text>,
        /// For Markdown.
        #[serde(default)] md: Option<Text>,
        /// For pictures of pages.
        #[serde(default)] png: Option<Text>,
        /// For the document model.
        #[serde(default)] json: Option<Text>,
    }
    /// A page contract.
    Fit {
        /// Not more than this many pages; at least 1.
        #[schemars(range(min = 1))] pages: u16,
    }
}

/// A text of the user: inline Markdown, or rich where the field says so. A bare number is a text,
/// spelled as written.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(transparent)]
pub struct Text(pub String);

impl std::ops::Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self)
    }
}

impl JsonSchema for Text {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Text".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": ["string", "number", "boolean"] })
    }
}

/// One text or a list of texts.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(transparent)]
pub struct Texts(pub Vec<Text>);

impl Texts {
    /// Those that say something.
    fn filled(mut texts: Vec<Text>) -> Self {
        texts.retain(|text| !text.trim().is_empty());
        Self(texts)
    }
}

impl<'de> Deserialize<'de> for Texts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OneOrMany;

        impl<'de> Visitor<'de> for OneOrMany {
            type Value = Texts;

            fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                out.write_str("a text or a list of texts")
            }

            fn visit_unit<E>(self) -> Result<Texts, E> {
                Ok(Texts::default())
            }

            fn visit_str<E>(self, text: &str) -> Result<Texts, E> {
                Ok(Texts::filled(vec![text.into()]))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Texts, A::Error> {
                let mut texts = Vec::new();
                while let Some(text) = items.next_element()? {
                    texts.push(text);
                }
                Ok(Texts::filled(texts))
            }
        }

        deserializer.deserialize_any(OneOrMany)
    }
}

impl JsonSchema for Texts {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Texts".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let text = ["string", "number", "boolean"];
        json_schema!({
            "type": ["string", "number", "boolean", "array", "null"],
            "items": { "type": text }
        })
    }
}

/// How firmly a point is kept when room is short: 1 is kept longest, 5 goes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Priority(u8);

impl Priority {
    /// 1 to 5.
    #[must_use]
    pub fn get(self) -> u8 {
        self.0
    }
}

impl Default for Priority {
    fn default() -> Self {
        Self(3)
    }
}

impl TryFrom<u8> for Priority {
    type Error = &'static str;

    fn try_from(value: u8) -> Result<Self, Self::Error> {
        if (1..=5).contains(&value) {
            Ok(Self(value))
        } else {
            Err("a priority is a whole number from 1 to 5")
        }
    }
}

impl From<Priority> for u8 {
    fn from(priority: Priority) -> Self {
        priority.0
    }
}

impl JsonSchema for Priority {
    fn schema_name() -> Cow<'static, str> {
        "Priority".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "integer", "minimum": 1, "maximum": 5 })
    }
}

/// How likely, or how bad.
pub use crate::document::{ChartKind, Degree};

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// A list that may also be left empty, which YAML reads as null.
fn list<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    Ok(Option::<Vec<T>>::deserialize(deserializer)?.unwrap_or_default())
}

/// A brief with the text it was read from.
#[derive(Debug, Clone)]
pub struct SourcedBrief {
    /// What it says; defaults are filled in.
    pub brief: Brief,
    /// Where it says so.
    pub positions: Positions,
}

/// Where the values of a brief stand: in its own text, or in the project's defaults.
#[derive(Debug, Clone)]
pub struct Positions {
    own: (SourceText, Node),
    defaults: Option<(SourceText, Node)>,
    /// Whether texts of its own may hold what [`markup::verbatim`] makes.
    is_bound: bool,
}

impl Positions {
    /// Where the value at `path` stands; if there is none, where the nearest value around it does.
    #[must_use]
    pub fn span(&self, path: &[yaml::Step<'_>]) -> Option<Span> {
        let (source, node) = self.text_of(path);
        node.follow(path).span(source)
    }

    /// The value of a key of the brief, its own or the defaults', with the text it stands in.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<(&SourceText, &Node)> {
        let (source, node) = self.text_of(&[yaml::Step::Key(key)]);
        node.get(key)
            .filter(|value| !value.is_null())
            .map(|value| (source, value))
    }

    /// Whether the value of a key is the brief's own, and not the defaults'.
    #[must_use]
    pub fn is_own(&self, key: &str) -> bool {
        self.own.1.get(key).is_some_and(|value| !value.is_null())
            || self
                .defaults
                .as_ref()
                .is_none_or(|(_, node)| node.get(key).is_none())
    }

    /// Every text with its place: the brief's own, then the defaults that it does not override.
    pub fn each_text<'a>(&'a self, visit: &mut dyn FnMut(&'a SourceText, &'a Node, &'a str)) {
        self.own
            .1
            .each_text(&mut |node, text| visit(&self.own.0, node, text));
        let Some((source, root)) = &self.defaults else {
            return;
        };
        let yaml::NodeKind::Mapping(entries) = &root.kind else {
            return;
        };
        for (key, value) in entries {
            if !self.is_own(key.scalar().unwrap_or_default()) {
                value.each_text(&mut |node, text| visit(source, node, text));
            }
        }
    }

    /// The characters of a text as they were written.
    fn written<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.is_bound {
            markup::spelled(text)
        } else {
            text.into()
        }
    }

    fn text_of(&self, path: &[yaml::Step<'_>]) -> (&SourceText, &Node) {
        match (path.first(), &self.defaults) {
            (Some(yaml::Step::Key(key)), Some((source, node))) if !self.is_own(key) => {
                (source, node)
            }
            _ => (&self.own.0, &self.own.1),
        }
    }
}

/// Defaults for briefs: what the project's `gen.yaml` says besides its settings.
#[derive(Debug, Clone)]
pub struct Defaults {
    brief: Brief,
    source: SourceText,
    node: Node,
    /// Of the briefs that they are for.
    schema_beside: yaml::Schema,
}

impl Defaults {
    /// Reads defaults; any key of a brief may stand there, none is required.
    ///
    /// # Errors
    ///
    /// Every problem of the text.
    pub fn read(source: &SourceText) -> Result<Self, Vec<Diagnostic>> {
        let node = yaml::parse(source, Limits::default()).map_err(|problem| vec![problem])?;
        Self::from_node(source, node, &[])
    }

    /// Reads defaults from a part of a text; `also` are further keys that a user may have meant.
    pub(crate) fn from_node(
        source: &SourceText,
        node: Node,
        also: &[&str],
    ) -> Result<Self, Vec<Diagnostic>> {
        let mut schema = schema();
        if let Some(known) = schema
            .get_mut("properties")
            .and_then(serde_json::Value::as_object_mut)
        {
            known.extend(
                also.iter()
                    .map(|key| ((*key).to_owned(), serde_json::Value::Bool(true))),
            );
        }
        let problems = yaml::Schema::new(&schema)
            .requiring(|_| false)
            .validate(&node, source);
        if !problems.is_empty() {
            return Err(problems);
        }
        let brief = Brief::deserialize(&node).map_err(|why| vec![why.diagnose(source)])?;
        let schema_beside = SCHEMA.clone().requiring(|key| node.get(key).is_none());
        Ok(Self {
            brief,
            source: source.clone(),
            node,
            schema_beside,
        })
    }

    /// The text they stand in.
    #[must_use]
    pub fn source(&self) -> &SourceText {
        &self.source
    }

    /// The value of a key, if it says something.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.node.get(key).filter(|value| !value.is_null())
    }
}

/// What reading a brief found.
#[derive(Debug, Clone)]
pub struct Examined {
    /// What it says, with defaults filled in; `None` if there are problems.
    pub brief: Option<Brief>,
    /// Where it says so.
    pub positions: Positions,
    /// Everything wrong that can be known without any other file.
    pub problems: Vec<Diagnostic>,
}

impl Brief {
    /// Reads a brief and checks all that can be known without any other file.
    ///
    /// # Errors
    ///
    /// Every problem of the text, in the order of its lines.
    pub fn read(
        source: &SourceText,
        defaults: Option<&Defaults>,
    ) -> Result<SourcedBrief, Vec<Diagnostic>> {
        let Examined {
            brief,
            positions,
            mut problems,
        } = Self::examine(source, defaults).map_err(|problem| vec![problem])?;
        match brief {
            Some(brief) => Ok(SourcedBrief { brief, positions }),
            None => {
                problems.sort_by_key(|problem| problem.span.as_ref().map(|span| span.start));
                Err(problems)
            }
        }
    }

    /// As [`Brief::read`], but gives the positions of a faulty brief too, so that a caller with
    /// more files at hand can look for further problems.
    ///
    /// # Errors
    ///
    /// When the text is no YAML, or passes a limit.
    pub fn examine(
        source: &SourceText,
        defaults: Option<&Defaults>,
    ) -> Result<Examined, Diagnostic> {
        let _stage = Stage::Read.enter();
        let node = yaml::parse(source, Limits::default())?;
        Ok(Self::examine_node(source, node, defaults, false))
    }

    /// As [`Brief::examine`] of a tree that was read from `source`, in whose texts a
    /// [`merge::Pattern`](crate::merge::Pattern) has bound values. Only there may texts hold what
    /// [`markup::verbatim`] makes.
    #[must_use]
    pub fn examine_bound(source: &SourceText, node: Node, defaults: Option<&Defaults>) -> Examined {
        Self::examine_node(source, node, defaults, true)
    }

    fn examine_node(
        source: &SourceText,
        node: Node,
        defaults: Option<&Defaults>,
        is_bound: bool,
    ) -> Examined {
        let _stage = Stage::Read.enter();
        let positions = Positions {
            own: (source.clone(), node),
            defaults: defaults.map(|it| (it.source.clone(), it.node.clone())),
            is_bound,
        };
        let mut problems = schema_beside(defaults).validate(&positions.own.1, source);
        problems.extend(check::check(&positions));
        let mut brief = None;
        if problems.is_empty() {
            match Self::deserialize(&positions.own.1) {
                Ok(own) => brief = Some(own.filled_from(defaults)),
                Err(why) => problems.push(why.diagnose(source)),
            }
        }
        Examined {
            brief,
            positions,
            problems,
        }
    }

    /// The language, `en` if the brief names none.
    #[must_use]
    pub fn language(&self) -> &str {
        self.lang.as_deref().unwrap_or("en")
    }

    fn filled_from(mut self, defaults: Option<&Defaults>) -> Self {
        if let Some(defaults) = defaults {
            self.fill_from(&defaults.brief);
        }
        self
    }

    fn fill_from(&mut self, defaults: &Self) {
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

/// The schema of a brief.
static SCHEMA: LazyLock<yaml::Schema> = LazyLock::new(|| yaml::Schema::new(&schema()));

/// Keys that every brief has, unless its project's defaults have them.
pub const REQUIRED: [&str; 3] = ["title", "date", "bottom_line"];

/// The JSON Schema (2020-12) of a brief, for editors.
///
/// # Panics
///
/// Never: the schema of a struct is an object.
#[must_use]
pub fn schema() -> serde_json::Value {
    let mut schema = schemars::schema_for!(Brief).to_value();
    let object = schema
        .as_object_mut()
        .expect("a struct's schema is an object");
    object.insert("required".to_owned(), serde_json::json!(REQUIRED));
    strip_defaults(&mut schema);
    allow_empty(&mut schema);
    schema
}

/// A key of a list that need not be there may also stand without a value, which YAML reads as null.
fn allow_empty(schema: &mut serde_json::Value) {
    let required = schema.get("required").cloned().unwrap_or_default();
    let is_required = |key: &str| {
        required
            .as_array()
            .is_some_and(|keys| keys.iter().any(|it| it == key))
    };
    match schema {
        serde_json::Value::Object(object) => {
            if let Some(properties) = object
                .get_mut("properties")
                .and_then(serde_json::Value::as_object_mut)
            {
                for (_, property) in properties.iter_mut().filter(|(key, _)| !is_required(key)) {
                    if property["type"] == "array" {
                        property["type"] = serde_json::json!(["array", "null"]);
                    }
                }
            }
            object.values_mut().for_each(allow_empty);
        }
        serde_json::Value::Array(items) => items.iter_mut().for_each(allow_empty),
        _ => {}
    }
}

/// Defaults that serde needs to read a partial brief say nothing to an editor.
fn strip_defaults(schema: &mut serde_json::Value) {
    match schema {
        serde_json::Value::Object(object) => {
            if object
                .get("default")
                .is_some_and(|value| !value.is_object())
                || !object.contains_key("properties")
            {
                object.remove("default");
            }
            object.values_mut().for_each(strip_defaults);
        }
        serde_json::Value::Array(items) => items.iter_mut().for_each(strip_defaults),
        _ => {}
    }
}

/// The schema, without the required keys that the defaults supply.
pub(crate) fn schema_beside(defaults: Option<&Defaults>) -> &yaml::Schema {
    defaults.map_or(&*SCHEMA, |defaults| &defaults.schema_beside)
}
