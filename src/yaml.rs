//! Parses YAML into a tree with positions, within limits.
//!
//! [`parse`] builds a tree of [`Node`]s from the events of the parser. Positions give
//! [`Diagnostic`]s their lines, a [`Schema`] finds all problems of a tree at once, and `serde`
//! reads typed values from it. Scalars keep their spelling, so that a bare number is printed
//! exactly as written.

mod fold;
mod read;
mod schema;

use std::cell::Cell;
use std::ops::Range;

pub use schema::Schema;

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError};

use crate::diagnostic::{Code, Diagnostic, SourceText, Span};

/// Limits of a YAML text. Each limit has its own message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the text.
    pub bytes: usize,
    /// Levels of nested mappings and sequences.
    pub depth: usize,
    /// Scalars, mappings and sequences. Values that aliases repeat count each time.
    pub nodes: usize,
}

impl Default for Limits {
    /// 1 MiB, 32 levels, 100,000 nodes.
    fn default() -> Self {
        Self {
            bytes: 1 << 20,
            depth: 32,
            nodes: 100_000,
        }
    }
}

/// A part of a YAML text.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Its kind and content.
    pub kind: NodeKind,
}

/// The kind and content of a [`Node`].
#[derive(Debug, Clone, PartialEq)]
pub enum NodeKind {
    /// A scalar: its text, and whether it is written without quotation marks.
    Scalar(String, bool),
    /// A sequence.
    Sequence(Vec<Node>),
    /// A mapping in the order of the text; keys are scalars.
    Mapping(Vec<(Node, Node)>),
}

/// One step from a node to a node inside it.
#[derive(Debug, Clone, PartialEq)]
pub enum Step<'a> {
    /// Into a mapping.
    Key(&'a str),
    /// Into a sequence.
    Index(usize),
}

impl Node {
    /// The value of `key`, if this is a mapping with that key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        match &self.kind {
            NodeKind::Mapping(entries) => entries
                .iter()
                .find(|(name, _)| name.scalar() == Some(key))
                .map(|(_, value)| value),
            NodeKind::Scalar(..) | NodeKind::Sequence(_) => None,
        }
    }

    /// Its text, if this is a scalar.
    #[must_use]
    pub fn scalar(&self) -> Option<&str> {
        match &self.kind {
            NodeKind::Scalar(text, _) => Some(text),
            NodeKind::Sequence(_) | NodeKind::Mapping(_) => None,
        }
    }

    /// Its items, if this is a sequence; none otherwise.
    #[must_use]
    pub fn items(&self) -> &[Self] {
        match &self.kind {
            NodeKind::Sequence(items) => items,
            NodeKind::Scalar(..) | NodeKind::Mapping(_) => &[],
        }
    }

    /// Whether it is null: an unquoted empty text, `~` or `null`.
    #[must_use]
    pub fn is_null(&self) -> bool {
        matches!(&self.kind, NodeKind::Scalar(text, true) if matches!(text.as_str(), "" | "~" | "null" | "Null" | "NULL"))
    }

    /// Whether it is null or consists of white space.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.is_null() || self.scalar().is_some_and(|text| text.trim().is_empty())
    }

    /// The node at `path`, or the last existing node on the way to it.
    #[must_use]
    pub fn follow(&self, path: &[Step<'_>]) -> &Self {
        let mut node = self;
        for step in path {
            let next = match step {
                Step::Key(key) => node.get(key),
                Step::Index(index) => node.items().get(*index),
            };
            match next {
                Some(found) => node = found,
                None => break,
            }
        }
        node
    }

    /// Calls `visit` with every scalar that is a value, in the order of the text.
    pub fn each_text<'a>(&'a self, visit: &mut dyn FnMut(&'a Self, &'a str)) {
        match &self.kind {
            NodeKind::Scalar(text, _) => visit(self, text),
            NodeKind::Sequence(items) => items.iter().for_each(|item| item.each_text(visit)),
            NodeKind::Mapping(entries) => {
                entries.iter().for_each(|(_, value)| value.each_text(visit))
            }
        }
    }

    /// Its position.
    #[must_use]
    pub fn span(&self, source: &SourceText) -> Option<Span> {
        Some(Span {
            source: source.clone(),
            start: self.start,
            end: self.end,
        })
    }

    /// The position of `needle` inside it, or its whole position if the spelling differs, as with
    /// escapes.
    #[must_use]
    pub fn narrowed(&self, source: &SourceText, needle: &str) -> Option<Span> {
        let Some(at) = source.text.get(self.start..self.end)?.find(needle) else {
            return self.span(source);
        };
        let start = self.start + at;
        Some(Span {
            source: source.clone(),
            start,
            end: start + needle.len(),
        })
    }
}

/// Parses a text. An empty text is an empty mapping.
///
/// # Errors
///
/// When the text is not YAML, has more than one document, or exceeds one of `limits`.
pub fn parse(source: &SourceText, limits: Limits) -> Result<Node, Diagnostic> {
    let text = &*source.text;
    if text.len() > limits.bytes {
        return Err(Diagnostic::error(
            Code::FileTooLarge,
            format!(
                "`{}` has {} bytes; the limit is {}",
                source.name,
                text.len(),
                limits.bytes
            ),
        ));
    }
    TreeBuilder::new(source, limits).build_tree()
}

struct TreeBuilder<'a> {
    source: &'a SourceText,
    limits: Limits,
    /// The last character index that was converted, and its byte. The next one is usually near.
    last_position: Cell<(usize, usize)>,
    /// Open collections, innermost last, with the anchor each has.
    open_collections: Vec<(Node, usize, Option<Node>)>,
    anchors: Vec<(usize, Node, usize)>,
    node_count: usize,
    root: Option<Node>,
}

impl<'a> TreeBuilder<'a> {
    fn new(source: &'a SourceText, limits: Limits) -> Self {
        Self {
            source,
            limits,
            last_position: Cell::default(),
            open_collections: Vec::new(),
            anchors: Vec::new(),
            node_count: 0,
            root: None,
        }
    }

    /// Advice about braces in the line of a byte, or in the line before, that YAML interprets.
    fn expression_hint(&self, at: usize) -> Option<&'static str> {
        let text = &self.source.text;
        let before = text.get(..at)?.trim_end();
        let start = before.rfind('\n').map_or(0, |end| end + 1);
        let end = text
            .get(at..)?
            .find('\n')
            .map_or(text.len(), |length| at + length);
        text.get(start..end)?
            .contains("{{")
            .then_some("a text with `{{ … }}` needs quotation marks: \"{{ name }}\"")
    }

    /// Converts the index of a character into that of its first byte.
    fn byte_of_character(&self, index: usize) -> usize {
        let text = &self.source.text;
        let (last, at) = self.last_position.get();
        let byte = if index < last {
            let back = text[..at].char_indices().rev().nth(last - index - 1);
            back.map_or(0, |(byte, _)| byte)
        } else {
            let on = text[at..].char_indices().nth(index - last);
            on.map_or(text.len(), |(byte, _)| at + byte)
        };
        if byte < text.len() {
            self.last_position.set((index, byte));
        }
        byte
    }

    fn error(
        &self,
        code: Code,
        start: usize,
        end: usize,
        message: impl Into<String>,
    ) -> Diagnostic {
        let Range { start, end } = self.source.whole(start, end);
        Diagnostic::error(code, message).at(Some(Span {
            source: self.source.clone(),
            start,
            end,
        }))
    }

    fn too_deep(&self, start: usize, end: usize) -> Diagnostic {
        self.error(
            Code::NestedTooDeeply,
            start,
            end,
            format!("nested deeper than {} levels", self.limits.depth),
        )
    }

    fn build_tree(mut self) -> Result<Node, Diagnostic> {
        let source = self.source;
        for event in Parser::new_from_str(&source.text) {
            let (event, span) = event.map_err(|why| self.syntax_problem(&why))?;
            let start = self.byte_of_character(span.start.index());
            let end = self.byte_of_character(span.end.index());
            self.add_event(event, start, end)?;
        }
        Ok(self.root.unwrap_or(Node {
            start: 0,
            end: source.text.len().min(1),
            kind: NodeKind::Mapping(Vec::new()),
        }))
    }

    fn syntax_problem(&self, why: &ScanError) -> Diagnostic {
        let at = self.byte_of_character(why.marker().index());
        if why.info() == "recursion limit exceeded" {
            return self.too_deep(at, at + 1);
        }
        let hint = self.expression_hint(at).unwrap_or(
            "texts that hold `: ` or ` #`, or begin with punctuation, need quotation marks or a `|` block",
        );
        let message = format!("this is not YAML: {}", why.info());
        self.error(Code::InvalidYaml, at, at + 1, message)
            .hint(hint)
    }

    fn add_event(&mut self, event: Event<'_>, start: usize, end: usize) -> Result<(), Diagnostic> {
        match event {
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => Ok(()),
            Event::DocumentStart(_) if self.root.is_some() => {
                let message = "a second YAML document begins here";
                Err(self
                    .error(Code::InvalidYaml, start, end, message)
                    .hint("one brief is one file"))
            }
            Event::DocumentStart(_) => Ok(()),
            Event::Scalar(text, style, anchor, _) => {
                let text = self
                    .unfolded_scalar(&text, style, start, end)
                    .unwrap_or_else(|| text.into_owned());
                let node = Node {
                    start,
                    end: self.end_without_blanks(start, end),
                    kind: NodeKind::Scalar(text, style == ScalarStyle::Plain),
                };
                self.add_node(node, anchor, 1)
            }
            Event::SequenceStart(anchor, _) => {
                self.open_collection(start, end, NodeKind::Sequence(Vec::new()), anchor)
            }
            Event::MappingStart(anchor, _) => {
                self.open_collection(start, end, NodeKind::Mapping(Vec::new()), anchor)
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let Some((mut node, anchor, _)) = self.open_collections.pop() else {
                    return Ok(());
                };
                node.end = self.end_without_blanks(node.start, end);
                self.add_node(node, anchor, 1)
            }
            Event::Alias(anchor) => self.add_alias(anchor, start, end),
        }
    }

    /// Adds a copy of the node with this anchor, at the position of the alias.
    fn add_alias(&mut self, anchor: usize, start: usize, end: usize) -> Result<(), Diagnostic> {
        // An anchor may be defined again; an alias means the last definition before it.
        let target = self.anchors.iter().rev().find(|(id, ..)| *id == anchor);
        let Some((_, mut node, size)) = target.cloned() else {
            let message = "this alias points to nothing";
            return Err(self.error(Code::InvalidYaml, start, end, message));
        };
        (node.start, node.end) = (start, end);
        self.add_node(node, 0, size)
    }

    /// A scalar without the blanks of folded line breaks between characters of scripts without
    /// blanks.
    fn unfolded_scalar(
        &self,
        text: &str,
        style: ScalarStyle,
        start: usize,
        end: usize,
    ) -> Option<String> {
        let raw = self.source.text.get(start..end)?;
        let raw = match style {
            ScalarStyle::Literal => return None,
            ScalarStyle::Plain => raw,
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => {
                raw.get(1..raw.len().checked_sub(1)?)?
            }
            // The first line is the indicator `|` or `>` if the parser's span includes it.
            ScalarStyle::Folded if raw.starts_with('>') => raw.split_once('\n')?.1,
            ScalarStyle::Folded => raw,
        };
        fold::unfolded(text, raw)
    }

    /// Removes the line breaks and blanks that the parser includes at the end of a block.
    fn end_without_blanks(&self, start: usize, end: usize) -> usize {
        self.source
            .text
            .get(start..end)
            .map_or(end, |text| start + text.trim_end().len())
    }

    fn open_collection(
        &mut self,
        start: usize,
        end: usize,
        kind: NodeKind,
        anchor: usize,
    ) -> Result<(), Diagnostic> {
        if self.open_collections.len() >= self.limits.depth {
            return Err(self.too_deep(start, end));
        }
        self.open_collections
            .push((Node { start, end, kind }, anchor, None));
        Ok(())
    }

    /// Adds a finished node to the open collection. `size` is the number of nodes that it counts
    /// for.
    fn add_node(&mut self, node: Node, anchor: usize, size: usize) -> Result<(), Diagnostic> {
        self.node_count += size;
        if self.node_count > self.limits.nodes {
            let message = format!(
                "more than {} values, counting what aliases repeat",
                self.limits.nodes
            );
            return Err(self.error(Code::FileTooLarge, node.start, node.end, message));
        }
        if anchor != 0 {
            let size = count_nodes(&node);
            self.anchors.push((anchor, node.clone(), size));
        }
        let Some((parent, _, pending)) = self.open_collections.last_mut() else {
            self.root = Some(node);
            return Ok(());
        };
        match &mut parent.kind {
            NodeKind::Sequence(items) => items.push(node),
            NodeKind::Mapping(entries) => match pending.take() {
                Some(key) => entries.push((key, node)),
                None if node.scalar().is_some() => *pending = Some(node),
                None => {
                    let problem = self.error(
                        Code::InvalidYaml,
                        node.start,
                        node.end,
                        "a key must be a plain text",
                    );
                    let hint = self.expression_hint(node.start).map(str::to_owned);
                    return Err(Diagnostic { hint, ..problem });
                }
            },
            NodeKind::Scalar(..) => {}
        }
        Ok(())
    }
}

fn count_nodes(node: &Node) -> usize {
    match &node.kind {
        NodeKind::Scalar(..) => 1,
        NodeKind::Sequence(items) => 1 + items.iter().map(count_nodes).sum::<usize>(),
        NodeKind::Mapping(entries) => {
            1 + entries
                .iter()
                .map(|(_, value)| 1 + count_nodes(value))
                .sum::<usize>()
        }
    }
}
