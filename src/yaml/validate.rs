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
        let referred = self.referred(schema);
        if let Some((name, _)) = referred
            && let Some(&known) = self.named.get(name)
        {
            return known;
        }
        // The rule gets its place before it is read, because it may refer to itself.
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

    /// The name and schema that `$ref` of a schema refers to.
    fn referred(&self, schema: &'a Json) -> Option<(&'a str, &'a Json)> {
        let path = schema.get("$ref")?.as_str()?;
        let name = path.strip_prefix("#/$defs/")?;
        let referred = self.root.get("$defs")?.get(name)?;
        Some((name, referred))
    }

    fn read_rule(&mut self, schema: &'a Json) -> Rule {
        let mut rule = Rule {
            words: allowed_words(schema),
            kinds: schema.get("type").map(allowed_kinds),
            minimum: schema.get("minimum").and_then(Json::as_f64),
            maximum: schema.get("maximum").and_then(Json::as_f64),
            ..Rule::default()
        };
        for choice in list_in(schema, "anyOf") {
            rule.choices.push(self.read(choice));
        }
        if let Some(items) = schema.get("items") {
            rule.items = Some(self.read(items));
        }
        if let Some(Json::Object(all)) = schema.get("properties") {
            let mut properties = BTreeMap::new();
            for (key, inner) in all {
                properties.insert(key.clone(), self.read(inner));
            }
            rule.properties = Some(properties);
        }
        for key in list_in(schema, "required") {
            rule.required.extend(key.as_str().map(str::to_owned));
        }
        rule
    }
}

/// The items of the list `key` in a schema; none if it is absent.
fn list_in<'s>(schema: &'s Json, key: &str) -> &'s [Json] {
    match schema.get(key) {
        Some(Json::Array(items)) => items,
        _ => &[],
    }
}

/// The types in `type`: one or a list.
fn allowed_kinds(names: &Json) -> Vec<Kind> {
    match names {
        Json::Array(names) => names.iter().filter_map(parse_kind).collect(),
        name => parse_kind(name).into_iter().collect(),
    }
}

fn parse_kind(name: &Json) -> Option<Kind> {
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
fn allowed_words(schema: &Json) -> Option<Vec<String>> {
    let mut words = Vec::new();
    if let Some(listed) = schema.get("enum") {
        for word in listed.as_array()? {
            words.push(word.as_str()?.to_owned());
        }
    } else {
        // schemars writes an enum whose variants have descriptions like this.
        for variant in schema.get("oneOf")?.as_array()? {
            words.push(variant.get("const")?.as_str()?.to_owned());
        }
    }
    Some(words)
}

impl Rule {
    /// Whether the type of the node, without its contents, is allowed by the rule.
    fn allows(&self, node: &Node) -> bool {
        if self.words.is_some() {
            return node.scalar().is_some() && !node.is_null();
        }
        match &self.kinds {
            Some(kinds) => kinds.iter().any(|kind| kind.is_of(node)),
            None => true,
        }
    }

    fn takes(&self, kind: Kind) -> bool {
        match &self.kinds {
            Some(kinds) => kinds.contains(&kind),
            None => false,
        }
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
        // confuse. What takes no truth value is a number, which may be spelled as a text.
        let takes_text = self.takes(Kind::String) && self.takes(Kind::Boolean);
        let mut expected = Vec::new();
        for kind in kinds {
            let is_mentioned = match kind {
                Kind::Null => false,
                Kind::String => takes_text || !self.takes(Kind::Number),
                Kind::Array => true,
                Kind::Object | Kind::Number | Kind::Integer | Kind::Boolean => !takes_text,
            };
            if is_mentioned {
                expected.push(kind.in_words());
            }
        }
        expected.join(" or ")
    }

    /// Advice about a value of another type, where the message does not suffice.
    fn mismatch_hint(&self, node: &Node) -> Option<String> {
        let takes_number = self.takes(Kind::Number) || self.takes(Kind::Integer);
        match &node.kind {
            NodeKind::Scalar(text, true)
                if node.is_null() && !text.is_empty() && self.takes(Kind::String) =>
            {
                Some(format!("write \"{text}\" in quotation marks to print it"))
            }
            NodeKind::Scalar(..) if self.takes(Kind::Array) => {
                Some("begin each item with `- ` on a line of its own".to_owned())
            }
            NodeKind::Scalar(_, false) if takes_number || self.takes(Kind::Boolean) => {
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
            // A bare number is a text, too: a title may be `2026`.
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

const COMMA_HINT: &str =
    "inside braces and brackets a comma parts values; put the value into quotation marks";

const NO_CELL_HINT: &str = "write – or \"\" where a number or a word is missing";

struct Validator<'a> {
    schema: &'a Schema,
    source: &'a SourceText,
    problems: &'a mut Vec<Diagnostic>,
}

impl<'a> Validator<'a> {
    fn check(&mut self, node: &Node, rule: &'a Rule, name: Name<'_>) {
        let schema = self.schema;
        if let Some(first) = rule.choices.first() {
            // schemars writes an optional struct as the struct or null. If neither fits, a message
            // about the struct helps more.
            let mut choices = rule.choices.iter();
            let fitting = choices.find(|&&choice| schema.rule(choice).allows(node));
            self.check(node, schema.rule(*fitting.unwrap_or(first)), name);
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
                match name.depth {
                    2 if node.is_null() => Some(NO_CELL_HINT.to_owned()),
                    _ => rule.mismatch_hint(node),
                },
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
                    for item in items {
                        self.check(item, schema.rule(inner), name);
                    }
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
        let low = rule.minimum.unwrap_or(f64::NEG_INFINITY);
        let high = rule.maximum.unwrap_or(f64::INFINITY);
        // NaN is in no range and is reported.
        if let Ok(value) = text.parse::<f64>()
            && !(low..=high).contains(&value)
        {
            let message = format!("{name} must be {limits}");
            self.report(Code::OutOfRange, node, message, None);
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
        let mut misspelt: Vec<&str> = Vec::new();
        for (key, value) in entries {
            let word = key.scalar().unwrap_or_default();
            if seen.contains(&word) {
                let message = format!("`{word}` stands here twice");
                self.report(Code::DuplicateKey, key, message, None);
            } else if let Some(&inner) = properties.get(word) {
                // A key without a value counts as absent.
                if !value.is_null() {
                    let name = Name {
                        key: word,
                        depth: 0,
                    };
                    self.check(value, self.schema.rule(inner), name);
                }
            } else {
                let known: Vec<&str> = properties.keys().map(String::as_str).collect();
                let near = nearest(word, known.iter().copied());
                misspelt.extend(near);
                let hint = match near {
                    Some(near) => format!("did you mean `{near}`?"),
                    None if value.is_null() && self.follows_comma(key) => COMMA_HINT.to_owned(),
                    None => format!("known keys: {}", known.join(", ")),
                };
                let message = format!("unknown key `{word}`");
                self.report(Code::UnknownKey, key, message, Some(hint));
            }
            seen.push(word);
        }
        for key in &rule.required {
            let hint = Some(format!("`{key}` is required"));
            match entries.iter().find(|(name, _)| name.scalar() == Some(key)) {
                // A misspelt key is one problem: it is not reported as missing too.
                None if misspelt.contains(&key.as_str()) => {}
                None => {
                    let message = format!("{name} has no `{key}`");
                    self.report(Code::MissingKey, node, message, hint);
                }
                Some((word, value)) if value.is_blank() => {
                    let message = format!("`{key}` is empty");
                    self.report(Code::EmptyValue, word, message, hint);
                }
                Some(_) => {}
            }
        }
    }

    /// Whether a key is directly after a comma, as the second part of `{value: 2,229}` is, which
    /// YAML reads as a key without a value.
    fn follows_comma(&self, key: &Node) -> bool {
        match self.source.text.get(..key.start) {
            Some(before) => before.ends_with(','),
            None => false,
        }
    }

    fn check_word(&mut self, node: &Node, known: &[String], name: Name<'_>) {
        let word = node.scalar().unwrap_or_default();
        if known.iter().any(|it| it == word) {
            return;
        }
        let near = nearest(word, known.iter().map(String::as_str));
        let hint = near.map(|near| format!("did you mean `{near}`?"));
        let message = format!("{name} must be one of: {}", known.join(", "));
        self.report(Code::UnknownValue, node, message, hint);
    }

    /// The first line of a node: a message that underlines a long list would show all of it.
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
        let span = self.first_line(node).span(self.source);
        let mut problem = Diagnostic::error(code, message).at(span);
        problem.hint = hint;
        self.problems.push(problem);
    }
}
