//! Converts values of a brief into inline text and blocks, and resolves their citations.

use super::citations::CitationRegister;
use crate::brief::{Brief, Text};
use crate::document::{Block, Inline, Labels};
use crate::lang;
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

    pub(super) fn non_empty_texts(&mut self, texts: &[Text]) -> Vec<Vec<Inline>> {
        texts
            .iter()
            .map(|text| self.inline(text))
            .filter(|text| !text.is_empty())
            .collect()
    }

    pub(super) fn optional_rich(&mut self, text: Option<&Text>) -> Vec<Block> {
        text.map(|text| self.rich(text)).unwrap_or_default()
    }

    /// A date in the document's language, or text.
    pub(super) fn date_or_text(&mut self, text: Option<&Text>) -> Vec<Inline> {
        let Some(text) = text else { return Vec::new() };
        match lang::parse_date(text) {
            Some(_) => vec![Inline::text(lang::date_text(text, self.lang_tag))],
            None => self.inline(text),
        }
    }

    pub(super) fn with_citation(
        &mut self,
        mut text: Vec<Inline>,
        source: Option<&Text>,
    ) -> Vec<Inline> {
        text.extend(source.and_then(|id| self.cite(std::slice::from_ref(&id.0))));
        text
    }

    /// The parts that are not empty, joined by the separator of the language.
    pub(super) fn join_parts(&self, parts: Vec<Vec<Inline>>) -> Vec<Inline> {
        let mut out = Vec::new();
        for part in parts.into_iter().filter(|part| !part.is_empty()) {
            if !out.is_empty() {
                append_text(&mut out, self.labels.get("separator"));
            }
            append_inlines(&mut out, part);
        }
        out
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
