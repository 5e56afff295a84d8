//! Patterns: briefs whose values contain expressions.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Value, ValueKind};
use minijinja::{AutoEscape, Environment, Error, ErrorKind, Output, State, UndefinedBehavior};

use super::fields::{Field, drops_empty_items, field_at};
use super::name::file_stem;
use super::values::{IS_RTL, LANG, ROW, RowValues};
use crate::brief::{self, Defaults};
use crate::diagnostic::{Code, Diagnostic, SourceText, Span, nearest};
use crate::document::{self, Direction};
use crate::lang;
use crate::markup;
use crate::yaml::{self, Limits, Node, NodeKind};

/// The most bytes of all texts in the brief of a row. A character that Markdown could interpret
/// counts up to four bytes.
pub const MAX_BRIEF_BYTES: usize = 16 << 20;

/// The most steps of the expressions in one value: instructions, and one for each 64 bytes of
/// output.
const EXPRESSION_FUEL: u64 = 1_000_000;

/// The tags that are allowed in a pattern: only those that choose between texts.
const ALLOWED_TAGS: [&str; 4] = ["if", "elif", "else", "endif"];

/// The most columns that a message names.
const MAX_NAMED_COLUMNS: usize = 12;

const QUOTED_COLUMN_HINT: &str =
    "a column whose name is not one word is written row[\"First name\"]";

/// A brief whose values contain expressions. `{{ … }}` is evaluated by
/// [minijinja](https://docs.rs/minijinja/latest/minijinja/syntax/index.html), with all its filters
/// and tests, and with `date`, which prints a date in the brief's language. `{% if %}`, `{% elif
/// %}`, `{% else %}` and `{% endif %}` choose between parts of one value. Keys, the number of items
/// and values without expressions stay as written.
///
/// - An unknown column is an error. An empty one prints nothing, and `default` replaces it: `{{
///   name | default("n/a") }}` prints `n/a`.
/// - In Markdown fields, values are shown as written. Dates, ids, addresses, paths, numbers and
///   words are read as if they were written in the brief. Blanks around a value are removed.
/// - A field is absent if all its expressions print nothing. So is an item of a list or a row of a
///   table, and the list then has fewer items. An empty item in a list of texts is left out in
///   `to`, `from`, `cc`, `pros`, `cons` and `sources`, and keeps its place elsewhere.
pub struct Pattern {
    source: SourceText,
    node: Node,
    /// The compiled values with expressions. The name of each is its own text.
    environment: Environment<'static>,
    /// The language of briefs without `lang`.
    lang: String,
    /// The name of the files of a row.
    file_name: Option<SourceText>,
}

impl Pattern {
    /// Reads a pattern; `defaults` are those of its project.
    ///
    /// # Errors
    ///
    /// When the text is not YAML or exceeds a limit; invalid expressions; and every other problem
    /// that does not depend on the rows, such as unknown keys.
    pub fn read(source: &SourceText, defaults: Option<&Defaults>) -> Result<Self, Vec<Diagnostic>> {
        let mut node = yaml::parse(source, Limits::default())?;
        brief::list_sources(&mut node);
        let mut pattern = Self {
            source: source.clone(),
            environment: expression_environment(),
            node,
            lang: default_language(defaults).unwrap_or("en").to_owned(),
            file_name: None,
        };
        let mut problems = Vec::new();
        // The texts are copied because compiling them changes the pattern that contains them.
        let mut texts = Vec::new();
        pattern
            .node
            .each_text(&mut |node, text| texts.push((node.clone(), text.to_owned())));
        for (node, text) in &texts {
            if let Some((character, why)) = brief::unwanted_character(text) {
                let message = forbidden_character(character, why);
                let place = node.narrowed(source, &character.to_string());
                problems.push(Diagnostic::error(Code::ForbiddenCharacter, message).at(place));
            } else if is_expression(text) {
                let placed = PlacedText { source, node, text };
                let compiled = compile_expressions(&mut pattern.environment, placed);
                problems.extend(compiled.err());
            }
        }
        problems.extend(pattern.problems_of_pattern(defaults));
        if problems.is_empty() {
            Ok(pattern)
        } else {
            Err(problems)
        }
    }

    /// Sets the name of the files of each row: a text with expressions, from which [`file_stem`]
    /// makes the name.
    ///
    /// # Errors
    ///
    /// When an expression is invalid.
    pub fn named(mut self, name: &str) -> Result<Self, Diagnostic> {
        let source = SourceText::new("--name", name);
        let node = whole_text_node(&source);
        let placed = PlacedText {
            source: &source,
            node: &node,
            text: name,
        };
        compile_expressions(&mut self.environment, placed)?;
        self.file_name = Some(source);
        Ok(self)
    }

    /// Its text.
    #[must_use]
    pub fn source(&self) -> &SourceText {
        &self.source
    }

    /// Whether it contains any expression.
    #[must_use]
    pub fn has_expressions(&self) -> bool {
        let mut has_expressions = false;
        self.node
            .each_text(&mut |_, text| has_expressions |= is_expression(text));
        has_expressions
    }

    /// The columns in expressions that are not among these.
    #[must_use]
    pub fn unknown_columns(&self, columns: &[String]) -> Vec<Diagnostic> {
        let mut problems = Vec::new();
        self.node.each_text(&mut |node, text| {
            let source = &self.source;
            let placed = PlacedText { source, node, text };
            problems.extend(self.unknown_columns_in(placed, columns));
        });
        if let Some(source) = &self.file_name {
            let placed = PlacedText {
                source,
                node: &whole_text_node(source),
                text: &source.text,
            };
            problems.extend(self.unknown_columns_in(placed, columns));
        }
        problems
    }

    /// The columns in the expressions of one text that are not among these.
    fn unknown_columns_in(&self, placed: PlacedText<'_>, columns: &[String]) -> Vec<Diagnostic> {
        let mut problems = Vec::new();
        for name in self.named_columns(placed.text) {
            if !columns.contains(&name) {
                let problem = unknown_column(&name, columns);
                problems.push(problem.at(placed.span_of(&name)));
            }
        }
        problems
    }

    /// Fills the pattern with a row. [`Brief::examine_bound`](brief::Brief::examine_bound) reads
    /// the result.
    ///
    /// # Errors
    ///
    /// Every expression that cannot be evaluated, with its place in the pattern.
    pub fn bind(&self, values: &RowValues) -> Result<Node, Vec<Diagnostic>> {
        let context = values.context(&self.language_of_row(values));
        let mut binder = Binder {
            pattern: self,
            values,
            context,
            bytes: 0,
            problems: Vec::new(),
        };
        let mut path = Vec::new();
        let node = binder.bind_node(&self.node, &mut path).node;
        if binder.problems.is_empty() {
            Ok(node)
        } else {
            Err(binder.problems)
        }
    }

    /// The name of a row's files without extension, if [`Pattern::named`] has set one.
    ///
    /// # Errors
    ///
    /// When an expression cannot be evaluated, or the result cannot be a name.
    pub fn file_name(&self, values: &RowValues) -> Result<Option<String>, Diagnostic> {
        let Some(source) = &self.file_name else {
            return Ok(None);
        };
        let placed = PlacedText {
            source,
            node: &whole_text_node(source),
            text: &source.text,
        };
        let context = values.context(&self.language_of_row(values));
        let printed = self.render_text(placed, values, &context)?;
        // Expressions print escaped text, as Markdown needs it. A file name is no Markdown.
        match file_stem(&unformatted(&printed)) {
            Ok(stem) => Ok(Some(stem)),
            Err(why) => {
                let problem = Diagnostic::error(Code::InvalidFileName, why);
                Err(problem.at(placed.span()))
            }
        }
    }

    /// The language of the brief of a row.
    fn language_of_row(&self, values: &RowValues) -> String {
        match self.own_language(values) {
            Some(tag) if lang::is_tag(&tag) => tag,
            // Checking the brief of the row reports a wrong tag.
            _ => self.lang.clone(),
        }
    }

    /// The value of `lang` for a row; `None` if the pattern has none or it cannot be evaluated.
    fn own_language(&self, values: &RowValues) -> Option<String> {
        let node = self.node.get("lang")?;
        let text = node.scalar()?;
        if !is_expression(text) {
            return Some(text.to_owned());
        }
        // The language is not known yet, so that dates in this value are in that of the project.
        let context = values.context(&self.lang);
        let source = &self.source;
        let printed = self.render_text(PlacedText { source, node, text }, values, &context);
        Some(unformatted(&printed.ok()?))
    }

    /// Problems that the schema finds, except in values that depend on the rows.
    fn problems_of_pattern(&self, defaults: Option<&Defaults>) -> Vec<Diagnostic> {
        let mut row_dependent: Vec<Range<usize>> = Vec::new();
        self.node.each_text(&mut |node, text| {
            if is_expression(text) {
                row_dependent.push(node.start..node.end);
            }
        });
        let mut problems = brief::schema_beside(defaults).validate(&self.node, &self.source);
        problems.retain(|problem| !is_inside_any(problem, &row_dependent));
        problems
    }

    /// The columns that the expressions of a text name.
    fn named_columns(&self, text: &str) -> BTreeSet<String> {
        let Ok(template) = self.environment.get_template(text) else {
            return BTreeSet::new();
        };
        // Not the nested names: of `address.city` only `address` is a column.
        let variables = template.undeclared_variables(false);
        let mut names: BTreeSet<String> = variables.into_iter().collect();
        names.remove(ROW);
        names
    }

    /// Evaluates a text: its own Markdown, with verbatim values.
    fn render_text(
        &self,
        placed: PlacedText<'_>,
        values: &RowValues,
        context: &Value,
    ) -> Result<String, Diagnostic> {
        let template = self.environment.get_template(placed.text);
        match template.and_then(|template| template.render(context.clone())) {
            Ok(printed) => Ok(printed),
            Err(why) if why.kind() == ErrorKind::UndefinedError => {
                let part = failing_part(placed.text, &why).trim();
                Err(self.missing_value(placed, values, part))
            }
            Err(why) => Err(expression_problem(placed, &why)),
        }
    }

    /// An error about a column that a row lacks. `part` is the expression that could not be
    /// evaluated.
    fn missing_value(&self, placed: PlacedText<'_>, values: &RowValues, part: &str) -> Diagnostic {
        let columns = values.columns();
        let mut unknown = self.named_columns(placed.text);
        unknown.retain(|name| !columns.contains(name));
        // `part` can be a whole expression, such as `name | upper`, of which the name is a part.
        let name = if unknown.contains(part) {
            Some(part)
        } else {
            let mut names = unknown.iter().map(String::as_str);
            names.find(|name| part.contains(name))
        };
        let Some(name) = name else {
            // The column exists, and its object has no such key: `address.city`.
            let message = format!("the row has no `{part}`");
            let problem = Diagnostic::error(Code::MissingRowValue, message);
            return problem.at(placed.span_of(part));
        };
        unknown_column(name, columns).at(placed.span_of(name))
    }
}

/// A text of the pattern, or the text of `--name`, and where it is.
#[derive(Clone, Copy)]
struct PlacedText<'t> {
    source: &'t SourceText,
    node: &'t Node,
    text: &'t str,
}

impl PlacedText<'_> {
    fn span(self) -> Option<Span> {
        self.node.span(self.source)
    }

    /// The place of a part of the text.
    fn span_of(self, part: &str) -> Option<Span> {
        self.node.narrowed(self.source, part)
    }
}

/// The language that a project sets for its briefs.
fn default_language(defaults: Option<&Defaults>) -> Option<&str> {
    defaults?.get("lang")?.scalar()
}

/// Whether a problem is about something inside one of these ranges of the pattern.
fn is_inside_any(problem: &Diagnostic, ranges: &[Range<usize>]) -> bool {
    let Some(span) = &problem.span else {
        return false;
    };
    for range in ranges {
        if range.start <= span.start && span.end <= range.end {
            return true;
        }
    }
    false
}

/// Whether a text contains an expression or a tag.
fn is_expression(text: &str) -> bool {
    text.contains("{{") || text.contains("{%")
}

/// A scalar node with a text.
fn whole_text_node(source: &SourceText) -> Node {
    Node {
        start: 0,
        end: source.text.len(),
        kind: NodeKind::Scalar(source.text.to_string(), false),
    }
}

fn expression_environment() -> Environment<'static> {
    let mut environment = Environment::new();
    // By default minijinja escapes for HTML in templates whose names end with `.html`, and the name
    // of a template is its text here.
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(EXPRESSION_FUEL));
    // minijinja documents `Error::range` for debug mode only. Without it messages would point to
    // the whole value and could not name the column that a row lacks.
    environment.set_debug(true);
    environment.set_syntax(expression_syntax());
    environment.set_formatter(write_verbatim);
    environment.add_filter("default", default_filter);
    // minijinja has `d` as another name of `default`.
    environment.add_filter("d", default_filter);
    environment.add_filter("date", date_filter);
    // minijinja's own globals, such as `range`, would hide columns of that name and pass as known.
    let mut globals = Vec::new();
    for (name, _) in environment.globals() {
        globals.push(name.to_owned());
    }
    for name in globals {
        environment.remove_global(&name);
    }
    environment
}

/// Prints a value so that Markdown shows it as written.
fn write_verbatim(
    out: &mut Output<'_>,
    state: &mut State<'_, '_>,
    value: &Value,
) -> Result<(), Error> {
    let text = text_of_value(value)?;
    let is_rtl = state.lookup(IS_RTL).is_some_and(|it| it.is_true());
    let direction = if is_rtl {
        Direction::Rtl
    } else {
        Direction::Ltr
    };
    let isolated = match text.contains('\n') {
        // A text of several lines is no name that stands beside others.
        true => Cow::Borrowed(text.as_str()),
        false => lang::isolated(&text, direction),
    };
    out.write_str(&markup::escape_verbatim(&isolated))?;
    Ok(())
}

/// A printed text whose only part is an isolated value, without the isolate.
fn without_needless_isolate(printed: String) -> String {
    if printed.is_ascii() {
        return printed;
    }
    let isolated = printed.trim_matches(markup::VERBATIM_EDGE);
    let inner = document::without_outer_isolate(isolated);
    match inner.len() == isolated.len() {
        true => printed,
        false => format!("{0}{inner}{0}", markup::VERBATIM_EDGE),
    }
}

/// What a text prints, for a value that is no Markdown.
fn unformatted(printed: &str) -> String {
    let text = markup::unescape_verbatim(printed);
    document::without_isolates(&text).into_owned()
}

/// `value | date`: a date in the brief's language.
fn date_filter(state: &State<'_, '_>, text: String) -> String {
    let lang = state.lookup(LANG).unwrap_or_default().to_string();
    lang::date_text(&text, &lang)
}

/// A line with only a `{% … %}` prints nothing, as in templates. There are no comments, because
/// YAML has its own.
fn expression_syntax() -> SyntaxConfig {
    let mut builder = SyntaxConfig::builder();
    builder
        .trim_blocks(true)
        .lstrip_blocks(true)
        // A brief must not contain these noncharacters, so nothing is taken for a comment.
        .comment_delimiters("\u{fdd0}", "\u{fdd1}");
    builder.build().expect("the delimiters are well-formed")
}

/// `value | default("n/a")`: replaces a value that is absent or empty.
fn default_filter(value: Value, other: Option<Value>) -> Value {
    let is_blank = match value.as_str() {
        Some(text) => text.trim().is_empty(),
        None => value.is_undefined() || value.is_none(),
    };
    if is_blank {
        other.unwrap_or_else(|| Value::from(""))
    } else {
        value
    }
}

/// The text of a value.
fn text_of_value(value: &Value) -> Result<String, Error> {
    let text = match value.kind() {
        // Undefined columns have been reported before; this is an `if` without an `else`.
        ValueKind::Undefined | ValueKind::None => String::new(),
        ValueKind::Bool => value.is_true().to_string(),
        ValueKind::Seq | ValueKind::Map | ValueKind::Iterable => {
            let message = "a list or an object has no text; name one of its values, or join them: `list | join(', ')`";
            return Err(Error::new(ErrorKind::InvalidOperation, message));
        }
        _ => value.to_string(),
    };
    match text.chars().find(|it| brief::is_no_character(*it)) {
        Some(character) => {
            let message = forbidden_character(character, "it is not a character");
            Err(Error::new(ErrorKind::InvalidOperation, message))
        }
        None => Ok(text),
    }
}

fn forbidden_character(character: char, why: &str) -> String {
    let code = u32::from(character);
    format!("U+{code:04X} must not stand in a text: {why}")
}

/// Compiles the expressions of a text.
fn compile_expressions(
    environment: &mut Environment<'static>,
    placed: PlacedText<'_>,
) -> Result<(), Diagnostic> {
    let text = placed.text;
    for (at, _) in text.match_indices("{%") {
        // `{%-` and `{%+` set how blanks before the tag are treated.
        let inside = text[at + 2..].trim_start_matches(['-', '+']).trim_start();
        let end_of_name = inside
            .find(|it: char| !it.is_alphanumeric() && it != '_')
            .unwrap_or(inside.len());
        let tag = &inside[..end_of_name];
        // minijinja also accepts `for`, `set` and others.
        if !ALLOWED_TAGS.contains(&tag) {
            let message = format!("`{tag}` cannot stand in a pattern");
            let problem = Diagnostic::error(Code::InvalidExpression, message);
            let hint = format!(
                "the tags of a pattern are {}; its lists and keys cannot depend on the rows",
                ALLOWED_TAGS.join(", ")
            );
            return Err(problem.at(placed.span_of(tag)).hint(hint));
        }
    }
    match environment.add_template_owned(text.to_owned(), text.to_owned()) {
        Ok(()) => Ok(()),
        Err(why) => {
            let problem = expression_problem(placed, &why);
            Err(problem.hint(QUOTED_COLUMN_HINT))
        }
    }
}

fn unknown_column(name: &str, columns: &[String]) -> Diagnostic {
    let hint = match nearest(name, columns.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => {
            let named: Vec<&str> = columns
                .iter()
                .take(MAX_NAMED_COLUMNS)
                .map(String::as_str)
                .collect();
            let more = if columns.len() > MAX_NAMED_COLUMNS {
                " …"
            } else {
                ""
            };
            format!("the columns are: {}{more}", named.join(", "))
        }
    };
    Diagnostic::error(Code::UnknownColumn, format!("unknown column `{name}`")).hint(hint)
}

/// An error of minijinja, with its place in the pattern.
fn expression_problem(placed: PlacedText<'_>, why: &Error) -> Diagnostic {
    let message = match (why.kind(), why.detail()) {
        (ErrorKind::OutOfFuel, _) => "this expression runs for too long".to_owned(),
        (kind, Some(detail)) => format!("{kind}: {detail}"),
        (kind, None) => kind.to_string(),
    };
    let place = match failing_part(placed.text, why) {
        "" => placed.span(),
        part => placed.span_of(part),
    };
    Diagnostic::error(Code::InvalidExpression, message).at(place)
}

/// The part of a text to which an error of minijinja points; empty if it points to none.
fn failing_part<'t>(text: &'t str, why: &Error) -> &'t str {
    match why.range() {
        Some(range) => text.get(range).unwrap_or_default(),
        None => "",
    }
}

/// A part of the brief of a row.
struct BoundNode {
    node: Node,
    /// Whether an expression inside has printed something; `None` without expressions.
    printed: Option<bool>,
}

/// The null node of a key without a value.
fn null_scalar() -> NodeKind {
    NodeKind::Scalar(String::new(), true)
}

/// A scalar in the place of `node`. `is_plain` says that it is read as if it had no quotation marks.
fn bound_scalar(node: &Node, text: String, is_plain: bool) -> BoundNode {
    BoundNode {
        printed: Some(!text.is_empty()),
        node: Node {
            kind: NodeKind::Scalar(text, is_plain),
            ..*node
        },
    }
}

/// Fills a pattern with the values of one row.
struct Binder<'a> {
    pattern: &'a Pattern,
    values: &'a RowValues,
    context: Value,
    /// The size of all texts so far, which [`MAX_BRIEF_BYTES`] limits.
    bytes: usize,
    problems: Vec<Diagnostic>,
}

impl<'a> Binder<'a> {
    fn bind_node(&mut self, node: &'a Node, path: &mut Vec<&'a str>) -> BoundNode {
        match &node.kind {
            NodeKind::Scalar(text, _) if is_expression(text) => self.bind_scalar(node, text, path),
            NodeKind::Scalar(..) => BoundNode {
                node: node.clone(),
                printed: None,
            },
            NodeKind::Sequence(items) => self.bind_sequence(node, items, path),
            NodeKind::Mapping(entries) => self.bind_mapping(node, entries, path),
        }
    }

    fn bind_scalar(&mut self, node: &Node, text: &str, path: &[&str]) -> BoundNode {
        let pattern = self.pattern;
        let placed = PlacedText {
            source: &pattern.source,
            node,
            text,
        };
        let printed = match pattern.render_text(placed, self.values, &self.context) {
            Ok(printed) => without_needless_isolate(markup::trim_verbatim(&printed)),
            Err(problem) => {
                self.problems.push(problem);
                // The other expressions are evaluated all the same, to report all problems.
                return BoundNode {
                    node: node.clone(),
                    printed: Some(true),
                };
            }
        };
        let before = self.bytes;
        self.bytes = before.saturating_add(printed.len());
        if self.bytes > MAX_BRIEF_BYTES {
            // Only the value that passes the limit is reported, and not every one after it.
            if before <= MAX_BRIEF_BYTES {
                let message =
                    format!("this row makes a brief of more than {MAX_BRIEF_BYTES} bytes");
                let problem = Diagnostic::error(Code::RowTooLarge, message);
                self.problems.push(problem.at(placed.span()));
            }
            return bound_scalar(node, String::new(), false);
        }
        let as_written = unformatted(&printed);
        match field_at(path) {
            // In quotation marks a number would be a text.
            Field::Number => bound_scalar(node, as_written, true),
            // As a text it is not formatted.
            Field::ChartValue => {
                let is_gap = as_written.trim().is_empty();
                bound_scalar(node, printed, is_gap)
            }
            Field::Word => bound_scalar(node, as_written, false),
            Field::DateOrText if lang::is_formatted_date(&as_written) => {
                bound_scalar(node, as_written, false)
            }
            Field::Text | Field::DateOrText => bound_scalar(node, printed, false),
        }
    }

    fn bind_sequence(
        &mut self,
        node: &Node,
        items: &'a [Node],
        path: &mut Vec<&'a str>,
    ) -> BoundNode {
        let mut printed = None;
        let mut kept = Vec::with_capacity(items.len());
        for item in items {
            let bound = self.bind_node(item, path);
            let is_empty = bound.printed == Some(false);
            // `None` < `Some(false)` < `Some(true)`: one part that printed something is enough.
            printed = printed.max(bound.printed);
            // In other lists of values an empty one keeps its place: in a chart it is a gap.
            let keeps_its_place = item.scalar().is_some() && !drops_empty_items(path);
            if !is_empty || keeps_its_place {
                kept.push(bound.node);
            }
        }
        BoundNode {
            node: Node {
                kind: NodeKind::Sequence(kept),
                ..*node
            },
            printed,
        }
    }

    fn bind_mapping(
        &mut self,
        node: &Node,
        entries: &'a [(Node, Node)],
        path: &mut Vec<&'a str>,
    ) -> BoundNode {
        let mut printed = None;
        let mut bound_entries = Vec::with_capacity(entries.len());
        for (key, value) in entries {
            path.push(key.scalar().unwrap_or_default());
            let mut bound = self.bind_node(value, path);
            path.pop();
            printed = printed.max(bound.printed);
            if bound.printed == Some(false) && bound.node.scalar().is_some() {
                bound.node.kind = null_scalar();
            }
            bound_entries.push((key.clone(), bound.node));
        }
        // The brief itself stays a mapping, so that checking it can name the keys that are missing.
        let is_absent = printed == Some(false) && !path.is_empty();
        let kind = if is_absent {
            null_scalar()
        } else {
            NodeKind::Mapping(bound_entries)
        };
        BoundNode {
            node: Node { kind, ..*node },
            printed,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::brief::Brief;

    const HEAD: &str = "title: T\ndate: 2026-11-23\nbottom_line: B\n";

    fn pattern(text: &str) -> Pattern {
        Pattern::read(&SourceText::new("p.yaml", &format!("{HEAD}{text}")), None)
            .unwrap_or_else(|problems| panic!("{problems:#?}"))
    }

    fn refused(text: &str) -> String {
        let problems =
            Pattern::read(&SourceText::new("p.yaml", &format!("{HEAD}{text}")), None).map(drop);
        problems
            .expect_err("it is wrong")
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join("\n")
    }

    /// The brief of a row with these columns.
    fn brief(text: &str, cells: &[(&str, &str)]) -> Brief {
        let pattern = pattern(text);
        let node = pattern
            .bind(&RowValues::of(cells.iter().copied()))
            .unwrap_or_else(|problems| panic!("{problems:#?}"));
        let examined = Brief::examine_bound(pattern.source(), node, None);
        examined
            .brief
            .unwrap_or_else(|| panic!("{:#?}", examined.problems))
    }

    fn binding_problems(text: &str, cells: &[(&str, &str)]) -> String {
        let problems = pattern(text)
            .bind(&RowValues::of(cells.iter().copied()))
            .expect_err("it is wrong");
        problems
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join("\n")
    }

    fn spelled(text: &brief::Text) -> String {
        markup::unescape_verbatim(text).into_owned()
    }

    #[test]
    fn fields_are_read_as_what_they_are() {
        let text = "lang: '{{ l }}'\nask: {text: Go, by: '{{ d }}'}\nsources: [{id: '{{ s }}', title: S, url: '{{ u }}'}]\n\
            points: [{headline: H, priority: '{{ n }}', sources: ['{{ s }}'], text: 'See [@{{ s }}].'}]\n\
            actions: [{action: A, due: '{{ d }}'}, {action: A, due: '{{ w }}'}]\n\
            charts: [{title: C, kind: '{{ k }}', categories: ['{{ w }}', b], series: [{name: N, values: ['{{ v }}', '{{ e }}']}],\n\
            \x20   highlight: '{{ w }}', data: '{{ b }}'}]\nrisks: [{risk: R, likelihood: '{{ h }}'}]\n";
        let cells = [
            ("l", "fr"),
            ("d", "2026-12-24"),
            ("s", "a.b-c"),
            ("u", "https://x.org/a_b?c=*"),
            ("n", "2"),
            ("w", "-1.5*"),
            ("k", "bar"),
            ("v", "-1.50"),
            ("e", ""),
            ("b", "true"),
            ("h", "high"),
        ];
        let brief = brief(text, &cells);
        assert_eq!(brief.language(), "fr");
        assert_eq!(
            brief.sources[0].url.as_deref(),
            Some("https://x.org/a_b?c=*")
        );
        assert_eq!(brief.points[0].priority.map(|it| it.get()), Some(2));
        assert_eq!(
            &*brief.actions[0].due.clone().expect("a date"),
            "2026-12-24"
        );
        assert_eq!(
            spelled(&brief.actions[1].due.clone().expect("a text")),
            "-1.5*"
        );
        let values = &brief.charts[0].series[0].values;
        assert_eq!(values[0].as_ref().map(spelled).as_deref(), Some("-1.50"));
        assert!(values[1].is_none());
        assert!(brief.charts[0].data);
    }

    #[test]
    fn what_says_nothing_is_absent() {
        let text = "subtitle: ' {{ e }} '\nevent: {name: '{{ e }}', place: Here}\nto: ['{{ e }}', '{{ x }}']\n\
            points:\n  - {headline: '{{ e }}', text: fixed}\n  - {headline: fixed, text: '{{ e }}'}\n  - {headline: '{{ x }}', text: '{{ e }}'}\n\
            options: [{name: N, pros: ['{{ e }}', '{{ x }}', fixed], cons: ['{{ e }}']}]\n\
            tables: [{columns: [a, b], rows: [['{{ e }}', '{{ x }}'], ['{{ e }}', '{{ e }}'], [c, '']]}]\n";
        let brief = brief(text, &[("e", " \n"), ("x", "y")]);
        assert_eq!((&brief.subtitle, &brief.event), (&None, &None));
        assert_eq!(brief.to.0.len(), 1);
        assert_eq!(
            brief
                .points
                .iter()
                .map(|point| spelled(&point.headline))
                .collect::<Vec<_>>(),
            ["y"]
        );
        assert_eq!(
            (brief.options[0].pros.len(), brief.options[0].cons.len()),
            (2, 0)
        );
        assert_eq!(brief.tables[0].rows.len(), 2);
        assert_eq!(spelled(&brief.tables[0].rows[0][0]), "");
    }

    #[test]
    fn expressions_choose_and_filter() {
        let text = "subtitle: |\n  {% if n | int > 3 %}\n  {{ name | upper }} \n  {% else %}\n  few\n  {% endif %}\n\
            marking: '{{ e | default(\"none\") }} {# {{ d | date }}'\nlang: fr\nreference: '{{ row[\"a b\"] }}{{ \"{{\" }}'\n";
        let cells = |n| {
            [
                ("n", n),
                ("name", "ann"),
                ("e", ""),
                ("d", "2026-11-23"),
                ("a b", "c"),
            ]
        };
        let many = brief(text, &cells("10"));
        assert_eq!(spelled(many.subtitle.as_ref().expect("a text")), "ANN");
        assert_eq!(
            spelled(many.marking.as_ref().expect("a text")),
            "none {# 23 novembre 2026"
        );
        assert_eq!(spelled(many.reference.as_ref().expect("a text")), "c{{");
        assert_eq!(brief(text, &cells("2")).subtitle.as_deref(), Some("few"));
    }

    #[test]
    fn wrong_patterns_are_told_before_any_row() {
        assert!(refused("to: '{{ name'\n").starts_with("p.yaml:4:9: error: syntax error"));
        assert!(refused("to: '{{ First name }}'\n").contains("row[\"First name\"]"));
        assert!(
            refused("to: 'a {% for x in y %}{{ x }}{% endfor %}'\n")
                .contains("p.yaml:4:11: error: `for` cannot stand")
        );
        assert!(
            refused("to: {{ name }}\n").contains("a text with `{{ … }}` needs quotation marks")
        );
        assert!(
            refused("metrics: [{label: {{ l }}, value: 1}]\n").contains("needs quotation marks")
        );
        assert!(refused("too: '{{ name }}'\n").contains("unknown key `too`"));
        assert!(refused("to: 'a\u{fdd3}b'\n").contains("U+FDD3 must not stand in a text"));
        let bare = Pattern::read(&SourceText::new("p.yaml", "title: '{{ a }}'\n"), None).map(drop);
        assert_eq!(bare.expect_err("it lacks keys").len(), 2);
    }

    #[test]
    fn unknown_columns_are_named_with_the_nearest() {
        let pattern = pattern("to: 'Dear {{ surnam }}, {{ name }} {{ row.x }}'\n")
            .named("{{ idd | default(1) }}");
        let problems = pattern.map(|it| {
            it.unknown_columns(&["name".to_owned(), "surname".to_owned(), "id".to_owned()])
        });
        let told: Vec<String> = problems
            .expect("a name")
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(
            told,
            [
                "p.yaml:4:14: error: unknown column `surnam` (did you mean `surname`?)",
                "--name:1:4: error: unknown column `idd` (did you mean `id`?)",
            ]
        );
    }

    #[test]
    fn a_row_may_lack_what_others_have() {
        let told = binding_problems(
            "to: '{{ name }}'\ncc: ['x', '{{ name.last }}', '{{ row.b }}', '{{ a - 1 }}']\n",
            &[("a", "z"), ("nam", "")],
        );
        let expected = [
            "p.yaml:4:9: error: unknown column `name` (did you mean `nam`?)",
            "p.yaml:5:15: error: unknown column `name` (did you mean `nam`?)",
            "p.yaml:5:34: error: the row has no `row.b`",
        ];
        for line in expected {
            assert!(told.lines().any(|it| it == line), "no `{line}` in:\n{told}");
        }
        assert_eq!(told.lines().count(), 4, "{told}");
        assert!(
            told.lines()
                .last()
                .is_some_and(|it| it.starts_with("p.yaml:5:49: error: invalid operation")),
            "{told}"
        );
        let brief = brief(
            "cc: '{{ a if a }}'\nto: '{{ name | default(\"you\") }}{% if x is defined %}!{% endif %}'\n",
            &[("a", "")],
        );
        assert_eq!(
            (spelled(&brief.to.0[0]).as_str(), brief.cc.0.len()),
            ("you", 0)
        );
    }

    #[test]
    fn values_have_limits() {
        let long = "x".repeat(MAX_BRIEF_BYTES / 2);
        assert!(
            binding_problems("to: ['{{ a }}', '{{ a }}', '{{ a }}']\n", &[("a", &long)])
                .contains("more than 16777216 bytes")
        );
        assert!(
            binding_problems("to: '{{ a }}'\n", &[("a", "\u{fdd3}")])
                .contains("U+FDD3 must not stand in a text")
        );
        let rows = super::super::Rows::new("r", "{\"a\": [1], \"b\": {}}\n".as_bytes(), None)
            .expect("rows");
        let values = rows
            .map(|row| row.values.expect("values"))
            .next()
            .expect("a row");
        let told = pattern("to: '{{ a }}'\ncc: '{{ b }}'\n")
            .bind(&values)
            .expect_err("no texts");
        assert!(
            told.len() == 2 && told.iter().all(|it| it.message.contains("has no text")),
            "{told:#?}"
        );
    }

    #[test]
    fn names_are_made_of_rows() {
        let name = |name: &str| {
            pattern("")
                .named(name)
                .expect("a name")
                .file_name(&RowValues::of([("a", "x/y: **z**")]))
        };
        assert_eq!(
            name("{{ a }}-1").expect("a name").as_deref(),
            Some("x-y- --z---1")
        );
        assert!(
            name("{{ b }}")
                .expect_err("unknown")
                .to_string()
                .contains("unknown column `b`")
        );
        assert!(
            name(" {{ '' }}")
                .expect_err("empty")
                .to_string()
                .contains("--name:1:1: error: the name is empty")
        );
        assert_eq!(
            pattern("").file_name(&RowValues::of([("a", "b")])),
            Ok(None)
        );
    }

    proptest! {
        #[test]
        fn any_text_is_a_pattern_or_wrong(text in "[{}%|\"' ab.:,\\[\\]()*~+-]{0,30}", word in "(if|endif|else|for|a|b|not|in|is)") {
            let text = format!("{HEAD}to: |\n  {{{{ {text} }}}}{{% {word} {text} %}}\nmarking: {text}\n");
            if let Ok(pattern) = Pattern::read(&SourceText::new("p.yaml", &text), None) {
                let values = RowValues::of([("a", "x"), ("b", "")]);
                let examined = pattern.bind(&values).map(|node| Brief::examine_bound(pattern.source(), node, None));
                prop_assert!(examined.is_ok() || !pattern.unknown_columns(&[]).is_empty() || text.contains("{{"));
            }
        }
    }
}
