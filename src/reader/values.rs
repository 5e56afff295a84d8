//! Converts values of a brief into inline text and blocks, and resolves their citations.

use std::collections::BTreeMap;

use crate::brief::{Brief, Text};
use crate::document::{Block, Inline, Labels};
use crate::markup;

/// Converts the values of one brief.
pub(super) struct Values<'a> {
    pub(super) labels: &'a Labels,
    /// The language of the brief.
    pub(super) tag: &'a str,
    register: Register,
}

impl<'a> Values<'a> {
    pub(super) fn new(brief: &'a Brief, labels: &'a Labels) -> Self {
        Self {
            labels,
            tag: brief.language(),
            register: Register::new(brief),
        }
    }

    /// The cited sources, in order of their first citation.
    pub(super) fn cited_sources(&self) -> &[usize] {
        &self.register.cited
    }

    /// Inline Markdown of a value.
    pub(super) fn inline(&mut self, text: &str) -> Vec<Inline> {
        let register = &mut self.register;
        markup::inline(text, &mut |id| register.cite(id))
    }

    /// Rich Markdown of a value.
    pub(super) fn rich(&mut self, text: &str) -> Vec<Block> {
        let register = &mut self.register;
        markup::rich(text, &mut |id| register.cite(id))
    }

    pub(super) fn cite(&mut self, ids: &[String]) -> Option<Inline> {
        let sources: Vec<usize> = ids.iter().filter_map(|id| self.register.cite(id)).collect();
        (!sources.is_empty()).then_some(Inline::Cite { sources })
    }

    pub(super) fn optional(&mut self, text: Option<&Text>) -> Vec<Inline> {
        text.map(|text| self.inline(text)).unwrap_or_default()
    }
}

/// The sources of a brief by id, and those that are cited, in the order of their first citation.
struct Register {
    known: BTreeMap<String, usize>,
    cited: Vec<usize>,
}

impl Register {
    fn new(brief: &Brief) -> Self {
        let known = brief
            .sources
            .iter()
            .enumerate()
            .map(|(at, source)| (source.id.0.clone(), at))
            .collect();
        Self {
            known,
            cited: Vec::new(),
        }
    }

    fn cite(&mut self, id: &str) -> Option<usize> {
        let source = *self.known.get(id)?;
        Some(
            self.cited
                .iter()
                .position(|it| *it == source)
                .unwrap_or_else(|| {
                    self.cited.push(source);
                    self.cited.len() - 1
                }),
        )
    }
}

/// Appends inline text. Adjacent texts are merged, because they are shaped as one.
pub(super) fn extend(out: &mut Vec<Inline>, inlines: Vec<Inline>) {
    for inline in inlines {
        match inline {
            Inline::Text { text } => push_text(out, &text),
            other => out.push(other),
        }
    }
}

pub(super) fn push_text(out: &mut Vec<Inline>, text: &str) {
    if text.is_empty() {
        return;
    }
    match out.last_mut() {
        Some(Inline::Text { text: before }) => before.push_str(text),
        _ => out.push(Inline::text(text)),
    }
}
