//! Parses YAML into a tree with positions, within limits.
//!
//! [`parse`] builds a tree of [`Node`]s from the events of the parser. Positions give
//! [`Diagnostic`]s their lines. Scalars keep their spelling, so that a bare number is printed
//! exactly as written.
//!
//! `validate` finds all problems of a tree at once ([`Schema`]), `read` reads typed values from it
//! with serde, and `fold` joins the lines of texts in scripts without blanks.

mod fold;
mod read;
mod validate;

use std::cell::Cell;
use std::ops::Range;

pub use validate::Schema;

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
            NodeKind::Mapping(entries) => {
                let mut entries = entries.iter();
                let (_, value) = entries.find(|(name, _)| name.scalar() == Some(key))?;
                Some(value)
            }
            NodeKind::Scalar(..) | NodeKind::Sequence(_) => None,
        }
    }

    /// As [`Node::get`], to change the value.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Self> {
        let NodeKind::Mapping(entries) = &mut self.kind else {
            return None;
        };
        let mut entries = entries.iter_mut();
        let (_, value) = entries.find(|(name, _)| name.scalar() == Some(key))?;
        Some(value)
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

    /// Its keys and values, if this is a mapping; none otherwise.
    #[must_use]
    pub fn entries(&self) -> &[(Self, Self)] {
        match &self.kind {
            NodeKind::Mapping(entries) => entries,
            NodeKind::Scalar(..) | NodeKind::Sequence(_) => &[],
        }
    }

    /// Whether it is null: an unquoted empty text, `~` or `null`.
    #[must_use]
    pub fn is_null(&self) -> bool {
        // The spellings of null in the core schema of YAML 1.2.
        match &self.kind {
            NodeKind::Scalar(text, true) => {
                matches!(text.as_str(), "" | "~" | "null" | "Null" | "NULL")
            }
            NodeKind::Scalar(_, false) | NodeKind::Sequence(_) | NodeKind::Mapping(_) => false,
        }
    }

    /// Whether it is null or consists of white space.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        match self.scalar() {
            Some(text) => self.is_null() || text.trim().is_empty(),
            None => false,
        }
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
            NodeKind::Sequence(items) => {
                for item in items {
                    item.each_text(visit);
                }
            }
            NodeKind::Mapping(entries) => {
                for (_, value) in entries {
                    value.each_text(visit);
                }
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
    let (size, limit) = (source.text.len(), limits.bytes);
    if size > limit {
        let message = format!("`{}` has {size} bytes; the limit is {limit}", source.name);
        return Err(Diagnostic::error(Code::FileTooLarge, message));
    }
    TreeBuilder::new(source, limits).build_tree()
}

struct TreeBuilder<'a> {
    source: &'a SourceText,
    limits: Limits,
    /// The last character index that was converted, and its byte. The next one is usually near.
    last_position: Cell<(usize, usize)>,
    /// Innermost last.
    open_collections: Vec<OpenCollection>,
    /// In the order of their definition.
    anchors: Vec<Anchor>,
    node_count: usize,
    root: Option<Node>,
}

/// A sequence or mapping whose end was not reached yet.
struct OpenCollection {
    node: Node,
    /// The id of its anchor, or 0.
    anchor: usize,
    /// The key of a mapping whose value was not reached yet.
    pending_key: Option<Node>,
}

/// A node that aliases may repeat.
#[derive(Clone)]
struct Anchor {
    /// The number that the parser gave to its name.
    id: usize,
    node: Node,
    /// How many nodes it counts for.
    size: usize,
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
        // The parser notices braces of a value only after it, often at the start of the next line.
        let text = &self.source.text;
        let (before, after) = text.split_at_checked(at)?;
        let start = match before.trim_end().rfind('\n') {
            Some(end_of_line) => end_of_line + 1,
            None => 0,
        };
        let end = match after.find('\n') {
            Some(length) => at + length,
            None => text.len(),
        };
        text.get(start..end)?
            .contains("{{")
            .then_some("a text with `{{ … }}` needs quotation marks: \"{{ name }}\"")
    }

    /// Converts the index of a character into that of its first byte.
    fn byte_of_character(&self, index: usize) -> usize {
        let text = &self.source.text;
        let (last, at) = self.last_position.get();
        // Counting from the start of the text each time would take quadratic time.
        let byte = if index < last {
            match text[..at].char_indices().rev().nth(last - index - 1) {
                Some((byte, _)) => byte,
                None => 0,
            }
        } else {
            let mut rest = text[at..].chars();
            // `Chars` skips many characters at a time, which `CharIndices` does not.
            if let Some(skipped) = (index - last).checked_sub(1) {
                rest.nth(skipped);
            }
            text.len() - rest.as_str().len()
        };
        // Every index past the last character gives the end, so the end is no base for the next.
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
        // The parser has a limit of its own, which it may reach first.
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
                let text = match self.unfolded_scalar(&text, style, start, end) {
                    Some(unfolded) => unfolded,
                    None => text.into_owned(),
                };
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
                let Some(collection) = self.open_collections.pop() else {
                    return Ok(());
                };
                let OpenCollection {
                    mut node, anchor, ..
                } = collection;
                node.end = self.end_without_blanks(node.start, end);
                self.add_node(node, anchor, 1)
            }
            Event::Alias(anchor) => self.add_alias(anchor, start, end),
        }
    }

    /// Adds a copy of the node with this anchor, at the position of the alias.
    fn add_alias(&mut self, anchor: usize, start: usize, end: usize) -> Result<(), Diagnostic> {
        // An anchor may be defined again; an alias means the last definition before it.
        let target = self.anchors.iter().rev().find(|it| it.id == anchor);
        let Some(Anchor { node, size, .. }) = target.cloned() else {
            let message = "this alias points to nothing";
            return Err(self.error(Code::InvalidYaml, start, end, message));
        };
        let node = Node { start, end, ..node };
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
        match self.source.text.get(start..end) {
            Some(text) => start + text.trim_end().len(),
            None => end,
        }
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
        self.open_collections.push(OpenCollection {
            node: Node { start, end, kind },
            anchor,
            pending_key: None,
        });
        Ok(())
    }

    /// Adds a finished node to the open collection. `size` is the number of nodes that it counts
    /// for.
    fn add_node(&mut self, node: Node, anchor: usize, size: usize) -> Result<(), Diagnostic> {
        // Checked before a copy is stored, so that aliases of aliases cannot fill the memory.
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
            self.anchors.push(Anchor {
                id: anchor,
                node: node.clone(),
                size,
            });
        }
        let Some(parent) = self.open_collections.last_mut() else {
            self.root = Some(node);
            return Ok(());
        };
        match &mut parent.node.kind {
            NodeKind::Sequence(items) => items.push(node),
            // The parser gives keys and values in turn.
            NodeKind::Mapping(entries) => match parent.pending_key.take() {
                Some(key) => entries.push((key, node)),
                None if node.scalar().is_some() => parent.pending_key = Some(node),
                None => {
                    let message = "a key must be a plain text";
                    let problem = self.error(Code::InvalidYaml, node.start, node.end, message);
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
    let mut count = 1;
    match &node.kind {
        NodeKind::Scalar(..) => {}
        NodeKind::Sequence(items) => {
            for item in items {
                count += count_nodes(item);
            }
        }
        NodeKind::Mapping(entries) => {
            for (_, value) in entries {
                // The key counts, too.
                count += 1 + count_nodes(value);
            }
        }
    }
    count
}
