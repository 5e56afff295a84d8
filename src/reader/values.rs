//! Converts texts, dates and ids of a brief into inline text and blocks ([`ValueReader`]), and
//! resolves their citations.

use super::brief_language::BriefLanguage;
use super::citations::CitationRegister;
use super::places::printed_place;

use crate::brief::{self, Brief, Statuses, Text};
use crate::document::{Block, CitationGroup, Document, Inline, for_each_column_block, plain_text};
use crate::lang;
use crate::markup::{self, parse_citation};

/// Between a status and the text after it.
const STATUS_SEPARATOR: &str = " · ";

/// Converts the values of one brief.
pub(super) struct ValueReader<'a> {
    pub language: &'a BriefLanguage,
    pub register: CitationRegister,
    statuses: Statuses,
    sources: &'a [brief::Source],
}

impl<'a> ValueReader<'a> {
    pub fn new(brief: &'a Brief, language: &'a BriefLanguage) -> Self {
        Self {
            language,
            register: CitationRegister::new(brief),
            statuses: brief.statuses,
            sources: &brief.sources,
        }
    }

    /// Inline Markdown of a value.
    pub fn inline(&mut self, text: &str) -> Vec<Inline> {
        let register = &mut self.register;
        markup::parse_text(text, &mut |id| register.cite_in_text(id))
    }

    /// Rich Markdown of a value.
    pub fn rich(&mut self, text: &str) -> Vec<Block> {
        let register = &mut self.register;
        markup::parse_rich(text, &mut |id| register.cite_in_text(id))
    }

    /// The citation of sources by their ids, each of which may have a place: `report, p. 12`. `None`
    /// if none of the ids is known.
    pub fn cite(&mut self, ids: &[String]) -> Option<Inline> {
        let mut citation = CitationGroup::default();
        for item in ids.iter().flat_map(|it| parse_citation(it)) {
            // An unknown id was reported as a problem of the brief.
            if let Some(source) = self.register.cite(&item.id) {
                self.register.is_cited_in_text |= !item.place.is_empty();
                citation.add(source, item.place);
            }
        }
        (!citation.is_empty()).then(|| citation.into_inline())
    }

    /// As [`cite`](Self::cite), in a text.
    pub fn cite_in_text(&mut self, ids: &[String]) -> Option<Inline> {
        self.register.is_cited_in_text = true;
        self.cite(ids)
    }

    /// Whether the only source of a document is cited for whole items alone, so that a number is
    /// not needed. The document must list it.
    pub fn needs_no_numbers(&self, document: &Document) -> bool {
        let [source] = document.sources.as_slice() else {
            return false;
        };
        let mut lists_sources = false;
        for_each_column_block(&document.body, &mut |block| {
            lists_sources |= *block == Block::Sources;
        });
        source.cited && lists_sources && !self.register.is_cited_in_text
    }

    /// A source as a caption names it, with the place that follows its id. The source counts as
    /// cited. `None` for an unknown id.
    pub fn named_source(&mut self, id: &Text) -> Option<Vec<Inline>> {
        let mut named = Vec::new();
        for item in parse_citation(id) {
            let sources = self.sources;
            let Some(source) = sources.iter().find(|it| it.id.0 == item.id) else {
                continue;
            };
            self.register.cite(&item.id);
            if !named.is_empty() {
                append_text(&mut named, self.language.labels.semicolon());
            }
            let place = printed_place(&item.place, &self.language.tag, &self.language.labels);
            let place = (!place.is_empty()).then(|| Inline::text(place));
            let parts = vec![self.source_name(source), place.into_iter().collect()];
            let name = self.join_parts(parts);
            append_inlines(&mut named, name);
        }
        (!named.is_empty()).then_some(named)
    }

    pub fn cite_source(&mut self, id: &Text) -> Option<Inline> {
        self.cite(std::slice::from_ref(&id.0))
    }

    pub fn optional(&mut self, text: &Option<Text>) -> Vec<Inline> {
        match text {
            Some(text) => self.inline(text),
            None => Vec::new(),
        }
    }

    /// The status of something. A value that is a word for a status, as a whole, is marked as one.
    pub fn status(&mut self, text: &str) -> Vec<Inline> {
        let body = self.inline(text);
        if body.is_empty() || self.statuses == Statuses::AsWritten {
            return body;
        }
        let words = self.language.status_words();
        match words.level(&plain_text(&body)) {
            Some(level) => vec![Inline::Status { level, body }],
            None => body,
        }
    }

    pub fn optional_status(&mut self, text: &Option<Text>) -> Vec<Inline> {
        match text {
            Some(text) => self.status(text),
            None => Vec::new(),
        }
    }

    /// A text with its status before it. A status without a level is preceded by the label `status`,
    /// because nothing else shows that it is one.
    pub fn text_after_status(&mut self, status: &Option<Text>, text: &Option<Text>) -> Vec<Inline> {
        let status = self.optional_status(status);
        let text = self.optional(text);
        if status.is_empty() {
            return text;
        }
        let mut out = Vec::new();
        if !matches!(status[..], [Inline::Status { .. }]) {
            append_text(&mut out, self.language.labels.get("status"));
            append_text(&mut out, self.language.labels.colon());
        }
        append_inlines(&mut out, status);
        if !text.is_empty() {
            append_text(&mut out, STATUS_SEPARATOR);
            append_inlines(&mut out, text);
        }
        out
    }

    pub fn non_empty_texts(&mut self, texts: &[Text]) -> Vec<Vec<Inline>> {
        let mut converted = Vec::new();
        for text in texts {
            let text = self.inline(text);
            if !text.is_empty() {
                converted.push(text);
            }
        }
        converted
    }

    pub fn optional_rich(&mut self, text: &Option<Text>) -> Vec<Block> {
        match text {
            Some(text) => self.rich(text),
            None => Vec::new(),
        }
    }

    /// A date in the document's language, or text such as "next spring".
    pub fn date_or_text(&mut self, text: &Text) -> Vec<Inline> {
        if lang::is_formatted_date(text) {
            vec![Inline::text(self.language.dates.date_text(text))]
        } else {
            self.inline(text)
        }
    }

    pub fn optional_date(&mut self, text: &Option<Text>) -> Vec<Inline> {
        match text {
            Some(text) => self.date_or_text(text),
            None => Vec::new(),
        }
    }

    pub fn with_citation(&mut self, mut text: Vec<Inline>, source: &Option<Text>) -> Vec<Inline> {
        if let Some(source) = source {
            text.extend(self.cite_source(source));
        }
        text
    }

    /// The parts that are not empty, joined by the separator of the language.
    pub fn join_parts(&self, parts: Vec<Vec<Inline>>) -> Vec<Inline> {
        let direction = self.language.direction;
        let mut out = Vec::new();
        for part in parts {
            if !part.is_empty() && !out.is_empty() {
                append_text(&mut out, self.language.labels.get("separator"));
            }
            if lang::runs_against(&plain_text(&part), direction) {
                append_text(&mut out, "\u{2068}");
                append_inlines(&mut out, part);
                append_text(&mut out, "\u{2069}");
            } else {
                append_inlines(&mut out, part);
            }
        }
        out
    }
}

/// The words of a value without its Markdown. Citations in it are neither shown nor counted.
pub(super) fn plain_value(text: &Text) -> String {
    plain_text(&markup::parse_inline(text, &mut |_| None))
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
