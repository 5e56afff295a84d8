//! Validates trees against JSON Schemas.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::Value as Json;

use super::{Node, NodeKind};
use crate::diagnostic::{Code, Diagnostic, SourceText, nearest};

/// A JSON Schema as schemars writes it for our types, compiled into rules.
///
/// It supports the part of the vocabulary that these types need: `$ref` into `$defs`, `anyOf`,
/// `type`, `properties`, `required`, `additionalProperties: false`, `items`, `enum`, `oneOf` of
/// `const`, `minimum`, `maximum`.
#[derive(Debug, Clone)]
pub struct Schema {
    /// The rules. The first is for the root.
    rules: Vec<Rule>,
}

/// The index of a rule in its schema.
type Id = usize;

/// The constraints on one value.
#[derive(Debug, Clone, Default)]
struct Rule {
    /// Alternatives (`anyOf`). If there are any, the other fields are not used.
    choices: Vec<Id>,
    /// The allowed words, if only certain words are allowed.
    words: Option<Vec<String>>,
    /// The allowed types; `None` allows all.
    kinds: Option<Vec<Kind>>,
    minimum: Option<f64>,
    maximum: Option<f64>,
    items: Option<Id>,
    /// The known keys; `None` allows all keys.
    properties: Option<BTreeMap<String, Id>>,
    required: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    Object,
    Array,
    String,
    Number,
    Integer,
    Boolean,
    Null,
}

impl Schema {
    /// Compiles a schema. Keywords outside of the vocabulary are ignored.
    #[must_use]
    pub fn new(schema: &Json) -> Self {
        let mut reader = Reader {
            root: schema,
            named: BTreeMap::new(),
            rules: Vec::new(),
        };
        reader.read(schema);
        Self {
            rules: reader.rules,
        }
    }

    /// The same schema, without some of the required keys of the root.
    #[must_use]
    pub fn requiring(mut self, is_required: impl Fn(&str) -> bool) -> Self {
        if let Some(whole) = self.rules.first_mut() {
            whole.required.retain(|key| is_required(key));
        }
        self
    }

    /// Validates `node`, which was read from `source`, and returns all problems.
    #[must_use]
    pub fn validate(&self, node: &Node, source: &SourceText) -> Vec<Diagnostic> {
        let mut problems = Vec::new();
        let name = Name {
            key: &source.name,
            depth: 0,
        };
        Validator {
            schema: self,
            source,
            problems: &mut problems,
        }
        .check(node, self.rule(0), name);
        problems
    }

    fn rule(&self, id: Id) -> &Rule {
        &self.rules[id]
    }
}

struct Reader<'a> {
    root: &'a Json,
    /// Compiles rules that others refer to; they may be recursive.
    named: BTreeMap<&'a str, Id>,
    rules: Vec<Rule>,
}

impl<'a> Reader<'a> {
    fn read(&mut self, schema: &'a Json) -> Id {
        let name = schema
            .get("$ref")
            .and_then(Json::as_str)
            .and_then(|path| path.strip_prefix("#/$defs/"));
        let referred = name.and_then(|name| Some((name, self.root.get("$defs")?.get(name)?)));
        if let Some(&known) = referred.and_then(|(name, _)| self.named.get(name)) {
            return known;
        }
        let id = self.rules.len();
        self.rules.push(Rule::default());
        let schema = match referred {
            Some((name, schema)) => {
                self.named.insert(name, id);
                schema
            }
            None => schema,
        };
        self.rules[id] = self.read_rule(schema);
        id
    }

    fn read_rule(&mut self, schema: &'a Json) -> Rule {
        let list = |key| {
            schema
                .get(key)
                .and_then(Json::as_array)
                .map(Vec::as_slice)
                .unwrap_or_default()
        };
        let kinds = match schema.get("type") {
            Some(Json::Array(many)) => Some(many.iter().filter_map(kind).collect()),
            one => one.map(|one| kind(one).into_iter().collect()),
        };
        let properties = schema.get("properties").and_then(Json::as_object);
        Rule {
            choices: list("anyOf")
                .iter()
                .map(|choice| self.read(choice))
                .collect(),
            words: words(schema),
            kinds,
            minimum: schema.get("minimum").and_then(Json::as_f64),
            maximum: schema.get("maximum").and_then(Json::as_f64),
            items: schema.get("items").map(|items| self.read(items)),
            properties: properties.map(|all| {
                all.iter()
                    .map(|(key, inner)| (key.clone(), self.read(inner)))
                    .collect()
            }),
            required: list("required")
                .iter()
                .filter_map(Json::as_str)
                .map(str::to_owned)
                .collect(),
        }
    }
}

/// A value of `type`.
fn kind(name: &Json) -> Option<Kind> {
    Some(match name.as_str()? {
        "object" => Kind::Object,
        "array" => Kind::Array,
        "string" => Kind::String,
        "number" => Kind::Number,
        "integer" => Kind::Integer,
        "boolean" => Kind::Boolean,
        "null" => Kind::Null,
        _ => return None,
    })
}

/// The allowed words of a schema, if it has any: `enum`, or a `oneOf` of `const`s.
fn words(schema: &Json) -> Option<Vec<String>> {
    let text = |word: &Json| word.as_str().map(str::to_owned);
    let listed = schema
        .get("enum")
        .and_then(Json::as_array)
        .map(|words| words.iter().map(text).collect());
    let each = || {
        Some(
            schema
                .get("oneOf")?
                .as_array()?
                .iter()
                .map(|one| text(one.get("const")?))
                .collect(),
        )
    };
    listed.or_else(each).flatten()
}

impl Rule {
    /// Whether the type of the node, without its contents, is allowed by the rule.
    fn allows(&self, node: &Node) -> bool {
        if self.words.is_some() {
            return node.scalar().is_some() && !node.is_null();
        }
        self.kinds
            .as_ref()
            .is_none_or(|kinds| kinds.iter().any(|kind| kind.is_of(node)))
    }

    fn takes(&self, kind: Kind) -> bool {
        self.kinds
            .as_ref()
            .is_some_and(|kinds| kinds.contains(&kind))
    }

    /// The expected types, in words.
    fn expected(&self) -> String {
        let Some(kinds) = &self.kinds else {
            return "something else".to_owned();
        };
        if let [only] = kinds.as_slice() {
            return only.in_words().to_owned();
        }
        // A text may be spelled as a number or a truth value, but mentioning this would only
        // confuse.
        let is_told = |kind: &Kind| match kind {
            Kind::Null => false,
            Kind::String | Kind::Array => true,
            _ => !self.takes(Kind::String),
        };
        kinds
            .iter()
            .copied()
            .filter(is_told)
            .map(Kind::in_words)
            .collect::<Vec<_>>()
            .join(" or ")
    }

    /// Advice about a value of another type, where the message does not suffice.
    fn mismatch_hint(&self, node: &Node) -> Option<String> {
        match &node.kind {
            NodeKind::Scalar(text, true)
                if node.is_null() && !text.is_empty() && self.takes(Kind::String) =>
            {
                Some(format!("write \"{text}\" in quotation marks to print it"))
            }
            NodeKind::Scalar(..) if self.takes(Kind::Array) => {
                Some("begin each item with `- ` on a line of its own".to_owned())
            }
            NodeKind::Scalar(_, false)
                if [Kind::Number, Kind::Integer, Kind::Boolean]
                    .into_iter()
                    .any(|kind| self.takes(kind)) =>
            {
                Some("leave the quotation marks out".to_owned())
            }
            NodeKind::Mapping(_) if self.takes(Kind::String) => {
                Some("a text that holds `: ` needs quotation marks or a `|` block".to_owned())
            }
            _ => None,
        }
    }
}

impl Kind {
    fn is_of(self, node: &Node) -> bool {
        match (self, &node.kind) {
            (Self::Object, NodeKind::Mapping(_)) | (Self::Array, NodeKind::Sequence(_)) => true,
            (Self::Null, NodeKind::Scalar(..)) => node.is_null(),
            (Self::String, NodeKind::Scalar(..)) => !node.is_null(),
            (Self::Number, NodeKind::Scalar(text, true)) => text.parse::<f64>().is_ok(),
            (Self::Integer, NodeKind::Scalar(text, true)) => text.parse::<i64>().is_ok(),
            (Self::Boolean, NodeKind::Scalar(text, true)) => {
                matches!(text.as_str(), "true" | "false")
            }
            _ => false,
        }
    }

    fn in_words(self) -> &'static str {
        match self {
            Self::Object => "`key: value` pairs",
            Self::Array => "a list",
            Self::String => "a text",
            Self::Number => "a number",
            Self::Integer => "a whole number",
            Self::Boolean => "true or false",
            Self::Null => "left out",
        }
    }
}

/// The name of a value in messages: its key, or an item of the list under that key, or of a list
/// inside it.
#[derive(Clone, Copy)]
struct Name<'a> {
    key: &'a str,
    /// The number of lists around it, below the key.
    depth: u8,
}

impl fmt::Display for Name<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.depth {
            0 => write!(formatter, "`{}`", self.key),
            1 => write!(formatter, "an item of `{}`", self.key),
            _ => write!(formatter, "a cell of `{}`", self.key),
        }
    }
}

struct Validator<'a> {
    schema: &'a Schema,
    source: &'a SourceText,
    problems: &'a mut Vec<Diagnostic>,
}

impl<'a> Validator<'a> {
    fn check(&mut self, node: &Node, rule: &'a Rule, name: Name<'_>) {
        let schema = self.schema;
        if let Some(first) = rule.choices.first() {
            let fits = rule
                .choices
                .iter()
                .find(|&&choice| schema.rule(choice).allows(node));
            self.check(node, schema.rule(*fits.unwrap_or(first)), name);
            return;
        }
        if let Some(words) = &rule.words {
            self.check_word(node, words, name);
            return;
        }
        if !rule.allows(node) {
            self.report(
                Code::WrongType,
                node,
                format!("{name} must be {}", rule.expected()),
                rule.mismatch_hint(node),
            );
            return;
        }
        match &node.kind {
            NodeKind::Scalar(text, _) => self.check_range(node, text, rule, name),
            NodeKind::Sequence(items) => {
                if let Some(inner) = rule.items {
                    let name = Name {
                        depth: name.depth.saturating_add(1),
                        ..name
                    };
                    items
                        .iter()
                        .for_each(|item| self.check(item, schema.rule(inner), name));
                }
            }
            NodeKind::Mapping(entries) => self.check_mapping(node, entries, rule, name),
        }
    }

    fn check_range(&mut self, node: &Node, text: &str, rule: &Rule, name: Name<'_>) {
        let limits = match (rule.minimum, rule.maximum) {
            (Some(low), Some(high)) => format!("from {low} to {high}"),
            (Some(low), None) => format!("{low} or more"),
            (None, Some(high)) => format!("{high} or less"),
            (None, None) => return,
        };
        let within =
            rule.minimum.unwrap_or(f64::NEG_INFINITY)..=rule.maximum.unwrap_or(f64::INFINITY);
        if text
            .parse::<f64>()
            .is_ok_and(|value| !within.contains(&value))
        {
            self.report(
                Code::OutOfRange,
                node,
                format!("{name} must be {limits}"),
                None,
            );
        }
    }

    fn check_mapping(
        &mut self,
        node: &Node,
        entries: &[(Node, Node)],
        rule: &'a Rule,
        name: Name<'_>,
    ) {
        let Some(properties) = &rule.properties else {
            return;
        };
        let mut seen: Vec<&str> = Vec::with_capacity(entries.len());
        let mut meant: Vec<&str> = Vec::new();
        for (key, value) in entries {
            let word = key.scalar().unwrap_or_default();
            if seen.contains(&word) {
                self.report(
                    Code::DuplicateKey,
                    key,
                    format!("`{word}` stands here twice"),
                    None,
                );
            } else if let Some(&inner) = properties.get(word) {
                // A key without a value counts as absent.
                if !value.is_null() {
                    self.check(
                        value,
                        self.schema.rule(inner),
                        Name {
                            key: word,
                            depth: 0,
                        },
                    );
                }
            } else {
                let hint = match nearest(word, properties.keys().map(String::as_str)) {
                    Some(near) => {
                        meant.push(near);
                        format!("did you mean `{near}`?")
                    }
                    None if value.is_null()
                        && self.source.text.get(..key.start).is_some_and(|it| it.ends_with(',')) =>
                    {
                        "inside braces and brackets a comma parts values; put the value into quotation marks".to_owned()
                    }
                    None => format!("known keys: {}", properties.keys().cloned().collect::<Vec<_>>().join(", ")),
                };
                self.report(
                    Code::UnknownKey,
                    key,
                    format!("unknown key `{word}`"),
                    Some(hint),
                );
            }
            seen.push(word);
        }
        for key in &rule.required {
            let hint = || Some(format!("`{key}` is required"));
            match entries.iter().find(|(name, _)| name.scalar() == Some(key)) {
                // A misspelt key is one problem: it is not reported as missing too.
                None if meant.contains(&key.as_str()) => {}
                None => self.report(
                    Code::MissingKey,
                    node,
                    format!("{name} has no `{key}`"),
                    hint(),
                ),
                Some((word, value)) if value.is_blank() => {
                    self.report(Code::EmptyValue, word, format!("`{key}` is empty"), hint())
                }
                Some(_) => {}
            }
        }
    }

    fn check_word(&mut self, node: &Node, known: &[String], name: Name<'_>) {
        let word = node.scalar().unwrap_or_default();
        if !known.iter().any(|it| it == word) {
            let near = nearest(word, known.iter().map(String::as_str));
            let hint = near.map(|near| format!("did you mean `{near}`?"));
            self.report(
                Code::UnknownValue,
                node,
                format!("{name} must be one of: {}", known.join(", ")),
                hint,
            );
        }
    }

    fn first_line(&self, node: &Node) -> Node {
        let text = self
            .source
            .text
            .get(node.start..node.end)
            .unwrap_or_default();
        let end = node.start + text.lines().next().unwrap_or_default().trim_end().len();
        Node {
            start: node.start,
            end,
            kind: NodeKind::Sequence(Vec::new()),
        }
    }

    fn report(&mut self, code: Code, node: &Node, message: String, hint: Option<String>) {
        let mut problem =
            Diagnostic::error(code, message).at(self.first_line(node).span(self.source));
        problem.hint = hint;
        self.problems.push(problem);
    }
}
