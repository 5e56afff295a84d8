//! Templates select the parts of a brief for a kind of document, and their order.
//!
//! A template is YAML front matter and Markdown with `:::` containers, filled by minijinja. Values
//! are **bound, not pasted**: `{{ … }}` prints a token, and the [reader](crate::reader) replaces
//! the token by the value after it has parsed the template's Markdown. So a value cannot open a
//! heading, a list or a container.

use std::ops::Range;
use std::sync::{Arc, LazyLock, Mutex};

use minijinja::filters;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Kwargs, Object, Rest, Serde, Value, ValueKind};
use minijinja::{AutoEscape, Environment, Error, ErrorKind, State, UndefinedBehavior};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::brief::Brief;
use crate::diagnostic::{Code, Diagnostic, SourceText, Span};
use crate::document::{Fit, Labels, Medium};
use crate::labels::period_joint;
use crate::lang::{self, DateFormatter, Grouping, NumberForm};
use crate::stage::Stage;
use crate::yaml::{self, Limits};

/// Work that one template may do: instructions, and one for each 64 bytes that it makes. A template
/// that passes it is an error, not a hang.
pub const FUEL: u64 = 1_000_000;

/// The most bytes of a template file.
pub const MAX_BYTES: usize = 256 * 1024;

/// The most bytes of all values in one filled template. A value counts each time it is printed.
pub const MAX_BOUND_BYTES: usize = 32 << 20;

/// The most bytes of a filled template, without its values.
pub const MAX_FILLED_BYTES: usize = 8 << 20;

/// The characters around the number of a [`Binding`] in a filled text. They are noncharacters,
/// which Unicode reserves for internal use, and a brief cannot contain them.
pub const TOKEN: (char, char) = ('\u{fdd0}', '\u{fdd1}');

/// The templates inside the program.
pub const BUILT_IN: [(&str, &str); 3] = [
    ("one-pager", include_str!("../templates/one-pager.md.jinja")),
    ("note", include_str!("../templates/note.md.jinja")),
    ("deck", include_str!("../templates/deck.md.jinja")),
];

/// A parsed template.
#[derive(Debug, Clone)]
pub struct Template {
    /// Its name, as in `--template NAME`.
    pub name: String,
    /// Its whole text, front matter included.
    pub source: SourceText,
    /// Its front matter.
    pub front: FrontMatter,
    /// The compiled body, or the error in it, which is reported when the template is filled.
    compiled: Arc<Result<Environment<'static>, Error>>,
}

/// The front matter of a template.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FrontMatter {
    /// A description of one line for `gen templates`.
    #[serde(default)]
    pub about: String,
    /// The kind of pages it is for.
    pub medium: Medium,
    /// The most pages. It takes precedence over the `fit` of a brief.
    #[serde(default)]
    pub fit: Fit,
    /// The keys that a brief must have for this template, such as `ask` or `fields.budget`.
    #[serde(default)]
    pub needs: Vec<String>,
}

/// The variables of a template: all keys of a brief, and the labels of its language.
#[derive(Debug, Clone)]
pub struct Values {
    context: Value,
    language: String,
    /// What the labels put between the two dates of a period.
    period_joint: Option<String>,
}

/// A filled template.
#[derive(Debug, Clone)]
pub struct Filled {
    /// Markdown with a token for each value.
    pub text: String,
    /// The values, indexed by the number in their token.
    pub bindings: Vec<Binding>,
}

/// A value that a template prints.
#[derive(Debug, Clone, PartialEq)]
pub enum Binding {
    /// Inline Markdown.
    Text(String),
    /// Markdown that may have several blocks: `{{ value | rich }}`.
    Rich(String),
    /// Citations: `{{ ids | cite }}`.
    Cite(Vec<String>),
    /// An item or a list for a container: `{{ actions }}`.
    Data(Json),
}

/// The values printed so far, and their size in bytes.
#[derive(Default)]
struct Bound {
    list: Vec<Binding>,
    bytes: usize,
}

impl Bound {
    fn push(&mut self, binding: Binding) -> Result<(), Error> {
        self.bytes += binding.bytes();
        if self.bytes > MAX_BOUND_BYTES {
            return Err(failure(&format!(
                "the template prints more than {MAX_BOUND_BYTES} bytes of values"
            )));
        }
        self.list.push(binding);
        Ok(())
    }
}

impl Binding {
    fn bytes(&self) -> usize {
        // The values themselves count, too: a loop may print a million empty texts.
        let mut bytes = size_of::<Self>();
        match self {
            Self::Text(text) | Self::Rich(text) => bytes += text.len(),
            Self::Cite(ids) => {
                for id in ids {
                    bytes += size_of::<String>() + id.len();
                }
            }
            Self::Data(data) => bytes += data_bytes(data),
        }
        bytes
    }
}

fn data_bytes(data: &Json) -> usize {
    let mut bytes = size_of::<Json>();
    match data {
        Json::String(text) => bytes += text.len(),
        Json::Array(items) => {
            for item in items {
                bytes += data_bytes(item);
            }
        }
        Json::Object(entries) => {
            for (key, value) in entries {
                bytes += key.len() + data_bytes(value);
            }
        }
        Json::Null | Json::Bool(_) | Json::Number(_) => {}
    }
    bytes
}

impl Values {
    /// The values of a brief.
    #[must_use]
    pub fn new(brief: &Brief, labels: &Labels) -> Self {
        let _stage = Stage::Template.enter();
        Self {
            context: Value::from(Serde(Context { brief, labels })),
            language: brief.language().to_owned(),
            period_joint: period_joint(labels, brief.language()).map(str::to_owned),
        }
    }
}

impl Template {
    /// Reads a template.
    ///
    /// # Errors
    ///
    /// When it is too long, or its front matter is missing or wrong.
    pub fn parse(name: &str, source: SourceText) -> Result<Self, Diagnostic> {
        if source.text.len() > MAX_BYTES {
            return Err(Diagnostic::error(
                Code::FileTooLarge,
                format!("template `{}` has more than {MAX_BYTES} bytes", source.name),
            ));
        }
        // The fences and the Markdown are matched by lines that end with a line feed alone.
        let source = if source.text.contains('\r') {
            SourceText::new(&source.name, &source.text.replace("\r\n", "\n"))
        } else {
            source
        };
        let text = &*source.text;
        let Some(end) = front_matter_end(text) else {
            let message = format!("template `{}` has no front matter", source.name);
            return Err(Diagnostic::error(Code::MissingFrontMatter, message)
                .hint("it begins with a line ---, then `medium: pages` (or sheet, or slides), then a line ---"));
        };
        // Front matter and body are parsed separately, each with the other part replaced by blanks,
        // so that positions are those in the file.
        let front = front_matter(&source, &(blank(FENCE) + &text[FENCE.len()..end]))?;
        let body = end + FENCE.len();
        let compiled = Arc::new(compile(blank(&text[..body]) + &text[body..]));
        Ok(Self {
            name: name.to_owned(),
            front,
            compiled,
            source,
        })
    }

    /// The built-in template of that name.
    #[must_use]
    pub fn built_in(name: &str) -> Option<Self> {
        let (name, text) = BUILT_IN.iter().find(|(known, _)| *known == name)?;
        Self::parse(name, SourceText::new(&format!("{name}.md.jinja"), text)).ok()
    }

    /// Fills the template from a brief.
    ///
    /// # Errors
    ///
    /// What minijinja reports, with the place in the template.
    pub fn fill(&self, brief: &Brief, labels: &Labels) -> Result<Filled, Diagnostic> {
        self.fill_from(&Values::new(brief, labels))
    }

    /// Fills the template from values that several templates share.
    ///
    /// # Errors
    ///
    /// Those of [`Template::fill`].
    pub fn fill_from(&self, values: &Values) -> Result<Filled, Diagnostic> {
        let _stage = Stage::Template.enter();
        self.check_needs(values)?;
        // A copy, because the formatter and two filters depend on the brief.
        let mut environment = match self.compiled.as_ref() {
            Ok(environment) => environment.clone(),
            Err(why) => return Err(self.problem(why)),
        };
        let bound = Arc::new(Mutex::new(Bound::default()));
        let sink = Arc::clone(&bound);
        environment.set_formatter(move |out, _, value| {
            let Some(binding) = bind(value)? else {
                return Ok(());
            };
            let Ok(mut bound) = sink.lock() else {
                return Err(failure("the list of values is broken"));
            };
            write!(out, "{}{}{}", TOKEN.0, bound.list.len(), TOKEN.1)?;
            bound.push(binding)
        });
        add_language_filters(&mut environment, values);
        let text = match render_body(&environment, values) {
            Ok(text) => text,
            Err(why) => return Err(self.problem(&why)),
        };
        // The formatter in the environment holds the other reference to the list.
        drop(environment);
        let bindings = match Arc::into_inner(bound).map(Mutex::into_inner) {
            Some(Ok(bound)) => bound.list,
            _ => Vec::new(),
        };
        let (name, size) = (&self.name, text.len());
        if size > MAX_FILLED_BYTES {
            let message = format!(
                "template `{name}` makes a text of {size} bytes; the limit is {MAX_FILLED_BYTES}"
            );
            return Err(Diagnostic::error(Code::TemplateOutputTooLong, message));
        }
        Ok(Filled { text, bindings })
    }

    /// Whether it may print the field `name` of a brief, for all that its text tells: it names the
    /// field, or uses `fields` as a whole.
    pub(crate) fn may_print_field(&self, name: &str) -> bool {
        let text = &*self.source.text;
        text.match_indices("fields").any(|(at, found)| {
            let rest = &text[at + found.len()..];
            let Some(rest) = rest.strip_prefix('.') else {
                return true;
            };
            let is_name = |it: char| it.is_alphanumeric() || it == '_';
            rest[..rest.find(|it| !is_name(it)).unwrap_or(rest.len())] == *name
        })
    }

    /// Checks that the brief has what the template needs.
    fn check_needs(&self, values: &Values) -> Result<(), Diagnostic> {
        let mut missing = Vec::new();
        for need in &self.front.needs {
            if !has_value(&values.context, need) {
                missing.push(format!("`{need}`"));
            }
        }
        let Some(first) = missing.first() else {
            return Ok(());
        };
        let name = &self.name;
        let message = format!(
            "template `{name}` needs {}, which the brief does not have",
            missing.join(", ")
        );
        let hint = format!("write {first} in the brief, or choose another template");
        Err(Diagnostic::error(Code::MissingKey, message).hint(hint))
    }

    fn problem(&self, why: &Error) -> Diagnostic {
        let code = match why.kind() {
            ErrorKind::OutOfFuel => Code::TemplateTooSlow,
            _ => Code::InvalidTemplate,
        };
        let message = match why.kind() {
            ErrorKind::OutOfFuel => format!("template `{}` runs for too long", self.name),
            kind => match why.detail() {
                Some(detail) => format!("{kind}: {detail}"),
                None => kind.to_string(),
            },
        };
        // Some errors of minijinja have a range of bytes, others only a line.
        let range = match (why.range(), why.line()) {
            (Some(range), _) => Some(range),
            (None, Some(line)) => Some(self.line_range(line)),
            (None, None) => None,
        };
        Diagnostic::error(code, message).at(range.map(|range| Span {
            source: self.source.clone(),
            start: range.start,
            end: range.end,
        }))
    }

    /// The bytes of a line, which is counted from 1.
    fn line_range(&self, line: usize) -> Range<usize> {
        let text = &self.source.text;
        let before = text.split_inclusive('\n').take(line.saturating_sub(1));
        let start: usize = before.map(str::len).sum();
        let line = text[start..].lines().next().unwrap_or_default();
        start..start + line.len()
    }
}

/// The line above and below the front matter.
const FENCE: &str = "---\n";

/// The first byte after the front matter, where its closing fence begins.
fn front_matter_end(text: &str) -> Option<usize> {
    let after_fence = text.strip_prefix(FENCE)?;
    let last_line_end = after_fence.find("\n---\n")?;
    Some(FENCE.len() + last_line_end + 1)
}

/// Whether the variables have a value at a path such as `fields.budget` that is not empty.
fn has_value(context: &Value, path: &str) -> bool {
    let mut value = context.clone();
    for key in path.split('.') {
        match value.get_attr(key) {
            Ok(inner) => value = inner,
            Err(_) => return false,
        }
    }
    match value.as_str() {
        Some(text) => !text.trim().is_empty(),
        None => value.is_true(),
    }
}

/// Adds the filters that print dates in the language of the brief, and those that read its numbers.
fn add_language_filters(environment: &mut Environment<'_>, values: &Values) {
    // A filter cannot keep a formatter, which belongs to one thread.
    let tag = values.language.clone();
    let joint = values.period_joint.clone();
    let dates = move || DateFormatter::new(&tag, joint.as_deref());
    let dates_of_periods = dates.clone();
    environment.add_filter("date", move |text: String| {
        if lang::is_formatted_date(&text) {
            dates().date_text(&text)
        } else {
            text
        }
    });
    environment.add_filter("until", move |start: String, end: Option<String>| {
        dates_of_periods().period_text(&start, end.as_deref().unwrap_or_default())
    });
    // Bare numbers of a brief are in the form of its language, which the usual filters cannot read.
    let tag = values.language.clone();
    environment.add_filter(
        "float",
        move |state: &State<'_, '_>, value: &Value, default: Option<Value>, options: Kwargs| {
            filters::float(state, &number_value(value, &tag), default, options)
        },
    );
    let tag = values.language.clone();
    environment.add_filter(
        "int",
        move |state: &State<'_, '_>,
              value: &Value,
              default: Option<Value>,
              base: Option<u32>,
              options: Kwargs| {
            filters::int(state, &number_value(value, &tag), default, base, options)
        },
    );
}

/// The number that a text in the form of the language stands for; any other value as it is.
fn number_value(value: &Value, tag: &str) -> Value {
    let Some(text) = value.as_str() else {
        return value.clone();
    };
    match NumberForm::new(tag, Grouping::OfLanguage).read_form(text) {
        Some(number) => Value::from(number),
        None => value.clone(),
    }
}

fn render_body(environment: &Environment<'_>, values: &Values) -> Result<String, Error> {
    let template = environment.get_template(COMPILED)?;
    template.render(values.context.clone())
}

/// Replaces every byte by a blank, except line ends.
fn blank(text: &str) -> String {
    text.bytes()
        .map(|byte| if byte == b'\n' { '\n' } else { ' ' })
        .collect()
}

fn front_matter(source: &SourceText, yaml: &str) -> Result<FrontMatter, Diagnostic> {
    // Like all schemas, made once for the process: it depends on the types alone.
    static SCHEMA: LazyLock<yaml::Schema> =
        LazyLock::new(|| yaml::Schema::new(&schemars::schema_for!(FrontMatter).to_value()));
    // Messages say `the front matter`, but point into the file, which has the same positions.
    let alone = SourceText::new("the front matter", yaml);
    let problem = match yaml::parse(&alone, Limits::default()) {
        Ok(node) => match SCHEMA.validate(&node, &alone).into_iter().next() {
            Some(problem) => problem,
            None => return FrontMatter::deserialize(&node).map_err(|why| why.diagnose(source)),
        },
        Err(problem) => problem,
    };
    let span = problem.span.map(|span| Span {
        source: source.clone(),
        ..span
    });
    Err(Diagnostic { span, ..problem })
}

/// The name of the one template in an environment.
const COMPILED: &str = "template";

fn compile(body: String) -> Result<Environment<'static>, Error> {
    let mut environment = Environment::new();
    // Values are tokens here. Only backends escape them.
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    // A misspelt name is an error, and not an empty text.
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(FUEL));
    environment.set_syntax(syntax());
    environment.add_filter("rich", |text: String| {
        Value::from_object(Marked::Rich(text))
    });
    environment.add_filter("cite", cite);
    environment.add_filter("without", without);
    environment.add_template_owned(COMPILED, body)?;
    Ok(environment)
}

/// A line with only a `{% … %}` prints nothing, not even its line end.
fn syntax() -> SyntaxConfig {
    SyntaxConfig::builder()
        .trim_blocks(true)
        .lstrip_blocks(true)
        .build()
        .expect("the usual delimiters are well-formed")
}

#[derive(Serialize)]
struct Context<'a> {
    #[serde(flatten)]
    brief: &'a Brief,
    labels: &'a Labels,
}

/// The result of a filter that marks a value.
#[derive(Debug)]
enum Marked {
    Rich(String),
    Cite(Vec<String>),
}

impl Object for Marked {}

/// The binding of a printed value; `None` if the value is absent.
fn bind(value: &Value) -> Result<Option<Binding>, Error> {
    if let Some(marked) = value.downcast_object_ref::<Marked>() {
        return Ok(Some(match marked {
            Marked::Rich(text) => Binding::Rich(text.clone()),
            Marked::Cite(ids) => Binding::Cite(ids.clone()),
        }));
    }
    Ok(match value.kind() {
        ValueKind::Undefined => {
            return Err(Error::new(
                ErrorKind::UndefinedError,
                "there is no such value in a brief",
            ));
        }
        ValueKind::None => None,
        ValueKind::Seq | ValueKind::Map | ValueKind::Iterable => {
            let data = serde_json::to_value(value).map_err(|why| failure(&why.to_string()))?;
            Some(Binding::Data(data))
        }
        _ => Some(Binding::Text(value.to_string())),
    })
}

fn remove_keys(item: &mut serde_json::Map<String, Json>, keys: &[String]) {
    for key in keys {
        item.remove(key);
    }
}

fn failure(message: &str) -> Error {
    Error::new(ErrorKind::InvalidOperation, message.to_owned())
}

/// `ids | cite`: a citation of one id or a list of ids.
fn cite(ids: Value) -> Result<Value, Error> {
    let ids = match ids.kind() {
        ValueKind::None => Vec::new(),
        ValueKind::Seq => ids.try_iter()?.map(|id| id.to_string()).collect(),
        _ => vec![ids.to_string()],
    };
    Ok(Value::from_object(Marked::Cite(ids)))
}

/// `point | without('detail', 'notes')`: the item without these keys.
fn without(value: Value, keys: Rest<String>, none: Kwargs) -> Result<Value, Error> {
    none.assert_all_used()?;
    let mut data = serde_json::to_value(&value).map_err(|why| failure(&why.to_string()))?;
    match &mut data {
        Json::Object(item) => remove_keys(item, &keys),
        Json::Array(items) => {
            for item in items.iter_mut().filter_map(Json::as_object_mut) {
                remove_keys(item, &keys);
            }
        }
        _ => {
            return Err(failure(
                "`without` takes an item of a brief, or a list of them",
            ));
        }
    }
    Ok(Value::from(Serde(data)))
}
