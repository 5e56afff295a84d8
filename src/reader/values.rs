//! Converts values of a brief into inline text and blocks, and resolves their citations.

use std::collections::BTreeMap;

use crate::brief::{Brief, Text};
use crate::document::{Block, Inline, Labels};
use crate::markup;

/// Converts the values of one brief.
pub(super) struct ValueReader<'a> {
    pub(super) labels: &'a Labels,
    /// The language of the brief.
    pub(super) lang_tag: &'a str,
    register: CitationRegister,
}

impl<'a> ValueReader<'a> {
    pub(super) fn new(brief: &'a Brief, labels: &'a Labels) -> Self {
        Self {
            labels,
            lang_tag: brief.language(),
            register: CitationRegister::new(brief),
        }
    }

    /// The cited sources, in order of their first citation.
    pub(super) fn cited_sources(&self) -> &[usize] {
        &self.register.cited
    }

    /// Inline Markdown of a value.
    pub(super) fn inline(&mut self, text: &str) -> Vec<Inline> {
        let register = &mut self.register;
        markup::parse_inline(text, &mut |id| register.cite(id))
    }

    /// Rich Markdown of a value.
    pub(super) fn rich(&mut self, text: &str) -> Vec<Block> {
        let register = &mut self.register;
        markup::parse_rich(text, &mut |id| register.cite(id))
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
struct CitationRegister {
    sources_by_id: BTreeMap<String, usize>,
    cited: Vec<usize>,
}

impl CitationRegister {
    fn new(brief: &Brief) -> Self {
        let sources_by_id = brief
            .sources
            .iter()
            .enumerate()
            .map(|(at, source)| (source.id.0.clone(), at))
            .collect();
        Self {
            sources_by_id,
            cited: Vec::new(),
        }
    }

    fn cite(&mut self, id: &str) -> Option<usize> {
        let source = *self.sources_by_id.get(id)?;
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
pub(super) fn append_inlines(out: &mut Vec<Inline>, inlines: Vec<Inline>) {
    for inline in inlines {
        match inline {
            Inline::Text { text } => append_text(out, &text),
            other => out.push(other),
        }
    }
}

pub(super) fn append_text(out: &mut Vec<Inline>, text: &str) {
    if text.is_empty() {
        return;
    }
    match out.last_mut() {
        Some(Inline::Text { text: before }) => before.push_str(text),
        _ => out.push(Inline::text(text)),
    }
}
