//! Patterns: briefs whose scalars hold expressions.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Value, ValueKind};
use minijinja::{AutoEscape, Environment, Error, ErrorKind, UndefinedBehavior};

use super::fields::{Field, drops_empty, field};
use super::name::file_stem;
use super::values::{ROW, Values};
use crate::brief;
use crate::diagnostic::{Diagnostic, SourceText, Span, nearest};
use crate::lang;
use crate::markup;
use crate::yaml::{self, Limits, Node, NodeKind};

/// Bytes of all texts of a brief that a pattern makes of a row. A character that could mean something to Markdown counts
/// for up to four.
pub const MAX_BRIEF_BYTES: usize = 16 << 20;

/// Work that the expressions of one scalar may do, in minijinja's instructions.
const FUEL: u64 = 100_000;

/// The tags that may stand in a pattern: those that choose, and none that make or name anything.
const TAGS: [&str; 4] = ["if", "elif", "else", "endif"];

/// How many columns a message names.
const NAMED: usize = 12;

const OTHER_COLUMNS: &str = "a column whose name is not one word is written row[\"First name\"]";

/// A brief whose scalars hold expressions: what stands in `{{ … }}` is printed as
/// [minijinja](https://docs.rs/minijinja/latest/minijinja/syntax/index.html) has it, with all its filters and tests, and
/// `{% if %}`, `{% elif %}`, `{% else %}` and `{% endif %}` choose between parts of one scalar. Keys, numbers of items
/// and scalars without expressions are as they are written.
///
/// - A column that there is not is an error. One that is empty prints nothing; for `default` it is as one that there is
///   not, so that `{{ name | default("n/a") }}` prints `n/a`.
/// - Where a field is Markdown, values show as they are written. Dates, ids, addresses, paths, numbers and words are
///   read as if they stood in the brief. Blanks around the whole are not shown.
/// - A field whose expressions all print nothing is absent, as are a mapping and a row of a table all of whose
///   expressions do: a list has fewer items then. An empty item of a list of texts is left out in `to`, `from`, `cc`,
///   `pros`, `cons` and `sources`, and keeps its place elsewhere.
pub struct Pattern {
    source: SourceText,
    node: Node,
    /// The scalars that hold expressions, compiled; each has its own text as its name.
    environment: Environment<'static>,
    /// The name of the files of a row.
    file_name: Option<SourceText>,
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    ///
    /// When the text is no YAML or passes a limit; every expression that is wrong in itself; and everything else that is
    /// wrong whatever the rows hold, such as unknown keys.
    pub fn read(source: &SourceText) -> Result<Self, Vec<Diagnostic>> {
        let node = yaml::parse(source, Limits::default()).map_err(|problem| vec![problem])?;
        let mut pattern = Self { source: source.clone(), environment: environment(), node, file_name: None };
        let mut problems = Vec::new();
        let mut texts = Vec::new();
        pattern.node.each_text(&mut |node, text| texts.push((node.clone(), text.to_owned())));
        for (node, text) in &texts {
            if let Some((character, why)) = brief::unwanted(text) {
                let message = format!("U+{:04X} must not stand in a text: {why}", u32::from(character));
                problems.push(Diagnostic::error(message).at(node.narrowed(source, &character.to_string())));
            } else if is_expression(text) {
                problems.extend(compile(&mut pattern.environment, source, node, text).err());
            }
        }
        problems.extend(pattern.wrong_in_itself());
        if problems.is_empty() { Ok(pattern) } else { Err(problems) }
    }

    /// The same with a name for the files of each row: a text with expressions, of which [`file_stem`] makes the name.
    ///
    /// # Errors
    ///
    /// When an expression is wrong in itself.
    pub fn named(mut self, name: &str) -> Result<Self, Diagnostic> {
        let source = SourceText::new("--name", name);
        compile(&mut self.environment, &source, &whole(&source), name)?;
        self.file_name = Some(source);
        Ok(self)
    }

    /// Its text.
    #[must_use]
    pub fn source(&self) -> &SourceText {
        &self.source
    }

    /// Whether it holds any expression.
    #[must_use]
    pub fn holds_expressions(&self) -> bool {
        let mut holds = false;
        self.node.each_text(&mut |_, text| holds |= is_expression(text));
        holds
    }

    /// Every column that an expression names and that is not among these.
    #[must_use]
    pub fn unknown_columns(&self, columns: &[String]) -> Vec<Diagnostic> {
        let mut problems = Vec::new();
        let mut look = |source: &SourceText, node: &Node, text: &str| {
            for name in self.variables(text).into_iter().filter(|name| !columns.contains(name)) {
                problems.push(unknown_column(&name, columns).at(node.narrowed(source, &name)));
            }
        };
        self.node.each_text(&mut |node, text| look(&self.source, node, text));
        if let Some(source) = &self.file_name {
            look(source, &whole(source), &source.text);
        }
        problems
    }

    /// The brief that a row makes; [`Brief::examine_bound`](brief::Brief::examine_bound) reads it.
    ///
    /// # Errors
    ///
    /// Every expression that cannot be printed, at its place in the pattern.
    pub fn bind(&self, values: &Values) -> Result<Node, Vec<Diagnostic>> {
        let (context, problems) = (values.context(), Vec::new());
        let mut binder = Binder { pattern: self, values, context, bytes: 0, problems };
        let mut path = Vec::new();
        let node = binder.bind(&self.node, &mut path).node;
        if binder.problems.is_empty() { Ok(node) } else { Err(binder.problems) }
    }

    /// The name of a row's files without their ending, if [`Pattern::named`] gave one.
    ///
    /// # Errors
    ///
    /// When an expression cannot be printed, or what is printed cannot be a name.
    pub fn file_name(&self, values: &Values) -> Result<Option<String>, Diagnostic> {
        let Some(source) = &self.file_name else { return Ok(None) };
        let node = whole(source);
        let printed = self.print(source, &node, &source.text, values, &values.context())?;
        let stem = file_stem(&markup::spelled(&printed));
        stem.map(Some).map_err(|why| Diagnostic::error(why).at(node.span(source)))
    }

    /// What the schema says against it, but for values that rows decide.
    fn wrong_in_itself(&self) -> Vec<Diagnostic> {
        static SCHEMA: LazyLock<serde_json::Value> = LazyLock::new(|| {
            let mut schema = brief::schema();
            // The project's defaults may have what is required.
            schema.as_object_mut().map(|object| object.remove("required"));
            schema
        });
        let mut bound: Vec<(usize, usize)> = Vec::new();
        self.node.each_text(&mut |node, text| {
            if is_expression(text) {
                bound.push((node.start, node.end));
            }
        });
        let mut problems = yaml::validate(&self.node, &SCHEMA, &self.source);
        problems.retain(|problem| {
            let of_row = |span: &Span| bound.iter().any(|(start, end)| *start <= span.start && span.end <= *end);
            !problem.span.as_ref().is_some_and(of_row)
        });
        problems
    }

    /// The columns that the expressions of a text name.
    fn variables(&self, text: &str) -> BTreeSet<String> {
        let template = self.environment.get_template(text);
        let names = template.map(|template| template.undeclared_variables(false)).unwrap_or_default();
        names.into_iter().filter(|name| name != ROW).collect()
    }

    /// What a text prints: its own markup, and values verbatim.
    fn print(
        &self,
        source: &SourceText,
        node: &Node,
        text: &str,
        values: &Values,
        context: &Value,
    ) -> Result<String, Diagnostic> {
        let printed = self.environment.get_template(text).and_then(|template| template.render(context.clone()));
        printed.map_err(|why| match why.kind() {
            ErrorKind::UndefinedError => self.missing(source, node, text, values, why.range()),
            _ => problem(source, node, text, &why),
        })
    }

    /// What a row does not have.
    fn missing(
        &self,
        source: &SourceText,
        node: &Node,
        text: &str,
        values: &Values,
        range: Option<Range<usize>>,
    ) -> Diagnostic {
        let part = range.and_then(|range| text.get(range)).unwrap_or_default().trim();
        let unknown = self.variables(text).into_iter().filter(|name| !values.columns().contains(name));
        let unknown: Vec<String> = unknown.collect();
        let named = unknown.iter().find(|name| *name == part).or(unknown.iter().find(|name| part.contains(*name)));
        match named {
            Some(name) => unknown_column(name, values.columns()).at(node.narrowed(source, name)),
            None => Diagnostic::error(format!("the row has no `{part}`")).at(node.narrowed(source, part)),
        }
    }
}

/// Whether a text is more than itself in a pattern.
fn is_expression(text: &str) -> bool {
    text.contains("{{") || text.contains("{%")
}

/// A text that is one scalar.
fn whole(source: &SourceText) -> Node {
    Node { start: 0, end: source.text.len(), kind: NodeKind::Scalar(source.text.to_string(), false) }
}

fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(FUEL));
    environment.set_debug(true);
    environment.set_syntax(syntax());
    environment.set_formatter(|out, _, value| {
        out.write_str(&markup::verbatim(&printed(value)?))?;
        Ok(())
    });
    environment.add_filter("default", default);
    environment.add_filter("d", default);
    let globals: Vec<String> = environment.globals().map(|(name, _)| name.to_owned()).collect();
    globals.iter().for_each(|name| environment.remove_global(name));
    environment
}

/// A line that holds only a `{% … %}` leaves nothing behind, as in templates. There are no comments: YAML has its own.
fn syntax() -> SyntaxConfig {
    let mut builder = SyntaxConfig::builder();
    builder.trim_blocks(true).lstrip_blocks(true).comment_delimiters("\u{fdd0}", "\u{fdd1}");
    builder.build().expect("the delimiters are well-formed")
}

/// `value | default("n/a")`: another value for one that is absent or empty.
fn default(value: Value, other: Option<Value>) -> Value {
    let is_empty = value.is_undefined() || value.is_none() || value.as_str().is_some_and(|text| text.trim().is_empty());
    if is_empty { other.unwrap_or_else(|| Value::from("")) } else { value }
}

/// The text of a value.
fn printed(value: &Value) -> Result<String, Error> {
    let failure = |kind, message: String| Err(Error::new(kind, message));
    let text = match value.kind() {
        ValueKind::Undefined => return failure(ErrorKind::UndefinedError, String::new()),
        ValueKind::None => String::new(),
        ValueKind::Seq | ValueKind::Map | ValueKind::Iterable => {
            let hint = "a list or a mapping has no text; name one of its values, or join them: `list | join(', ')`";
            return failure(ErrorKind::InvalidOperation, hint.to_owned());
        }
        _ => value.to_string(),
    };
    match text.chars().find(|it| brief::is_no_character(*it)) {
        Some(character) => {
            let message = format!("U+{:04X} must not stand in a text: it is not a character", u32::from(character));
            failure(ErrorKind::InvalidOperation, message)
        }
        None => Ok(text),
    }
}

/// Compiles the expressions of a text.
fn compile(
    environment: &mut Environment<'static>,
    source: &SourceText,
    node: &Node,
    text: &str,
) -> Result<(), Diagnostic> {
    for (at, _) in text.match_indices("{%") {
        let inside = text[at + 2..].trim_start_matches(['-', '+']).trim_start();
        let end = inside.find(|it: char| !it.is_alphanumeric() && it != '_').unwrap_or(inside.len());
        let tag = &inside[..end];
        if !TAGS.contains(&tag) {
            let problem = Diagnostic::error(format!("`{tag}` cannot stand in a pattern"));
            let hint = format!("the tags of a pattern are {}; lists and mappings are its own", TAGS.join(", "));
            return Err(problem.at(node.narrowed(source, tag)).hint(hint));
        }
    }
    let done = environment.add_template_owned(text.to_owned(), text.to_owned());
    done.map_err(|why| problem(source, node, text, &why).hint(OTHER_COLUMNS))
}

fn unknown_column(name: &str, columns: &[String]) -> Diagnostic {
    let hint = match nearest(name, columns.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => {
            let named: Vec<&str> = columns.iter().take(NAMED).map(String::as_str).collect();
            let more = if columns.len() > NAMED { " …" } else { "" };
            format!("the columns are: {}{more}", named.join(", "))
        }
    };
    Diagnostic::error(format!("unknown column `{name}`")).hint(hint)
}

/// What minijinja has to say, at its place in the pattern.
fn problem(source: &SourceText, node: &Node, text: &str, why: &Error) -> Diagnostic {
    let message = match (why.kind(), why.detail()) {
        (ErrorKind::OutOfFuel, _) => "this expression runs for too long".to_owned(),
        (kind, Some(detail)) => format!("{kind}: {detail}"),
        (kind, None) => kind.to_string(),
    };
    let part = why.range().and_then(|range| text.get(range)).unwrap_or_default();
    let place = if part.is_empty() { node.span(source) } else { node.narrowed(source, part) };
    Diagnostic::error(message).at(place)
}

/// A part of the brief of a row.
struct Bound {
    node: Node,
    /// Whether any expression inside has printed something; `None` if there is none.
    says: Option<bool>,
}

/// What YAML has where nothing stands after a key.
fn absent() -> NodeKind {
    NodeKind::Scalar(String::new(), true)
}

struct Binder<'a> {
    pattern: &'a Pattern,
    values: &'a Values,
    context: Value,
    bytes: usize,
    problems: Vec<Diagnostic>,
}

impl<'a> Binder<'a> {
    fn bind(&mut self, node: &'a Node, path: &mut Vec<&'a str>) -> Bound {
        match &node.kind {
            NodeKind::Scalar(text, _) if is_expression(text) => self.scalar(node, text, path),
            NodeKind::Scalar(..) => Bound { node: node.clone(), says: None },
            NodeKind::Sequence(items) => self.sequence(node, items, path),
            NodeKind::Mapping(entries) => self.mapping(node, entries, path),
        }
    }

    fn scalar(&mut self, node: &Node, text: &str, path: &[&str]) -> Bound {
        let made = |text: String, plain| {
            let says = Some(!text.is_empty());
            Bound { node: Node { kind: NodeKind::Scalar(text, plain), ..*node }, says }
        };
        let printed = match self.pattern.print(&self.pattern.source, node, text, self.values, &self.context) {
            Ok(printed) => markup::trimmed(&printed),
            Err(problem) => {
                self.problems.push(problem);
                return Bound { node: node.clone(), says: Some(true) };
            }
        };
        let before = self.bytes;
        self.bytes = before.saturating_add(printed.len());
        if self.bytes > MAX_BRIEF_BYTES {
            if before <= MAX_BRIEF_BYTES {
                let message = format!("this row makes a brief of more than {MAX_BRIEF_BYTES} bytes");
                self.problems.push(Diagnostic::error(message).at(node.span(&self.pattern.source)));
            }
            return made(String::new(), false);
        }
        let spelled = || markup::spelled(&printed).into_owned();
        match field(path) {
            Field::Number => made(spelled(), true),
            Field::Word => made(spelled(), false),
            Field::DateOrText if lang::parse_date(&spelled()).is_some() => made(spelled(), false),
            Field::Text | Field::DateOrText => made(printed, false),
        }
    }

    fn sequence(&mut self, node: &Node, items: &'a [Node], path: &mut Vec<&'a str>) -> Bound {
        let mut says = None;
        let mut kept = Vec::with_capacity(items.len());
        for item in items {
            let bound = self.bind(item, path);
            let is_empty = bound.says == Some(false);
            says = says.max(bound.says);
            if !is_empty || item.scalar().is_some() && !drops_empty(path) {
                kept.push(bound.node);
            }
        }
        Bound { node: Node { kind: NodeKind::Sequence(kept), ..*node }, says }
    }

    fn mapping(&mut self, node: &Node, entries: &'a [(Node, Node)], path: &mut Vec<&'a str>) -> Bound {
        let mut says = None;
        let mut bound_entries = Vec::with_capacity(entries.len());
        for (key, value) in entries {
            path.push(key.scalar().unwrap_or_default());
            let mut bound = self.bind(value, path);
            path.pop();
            says = says.max(bound.says);
            if bound.says == Some(false) && bound.node.scalar().is_some() {
                bound.node.kind = absent();
            }
            bound_entries.push((key.clone(), bound.node));
        }
        let is_absent = says == Some(false) && !path.is_empty();
        let kind = if is_absent { absent() } else { NodeKind::Mapping(bound_entries) };
        Bound { node: Node { kind, ..*node }, says }
    }
}
