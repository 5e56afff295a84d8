//! Converts texts, dates and ids of a brief into inline text and blocks ([`ValueReader`]), and
//! resolves their citations.

use super::brief_language::BriefLanguage;
use super::citations::CitationRegister;

use crate::brief::{Brief, Statuses, Text};
use crate::document::{Block, Inline, plain_text};
use crate::lang;
use crate::markup;

/// Between a status and the text after it.
const STATUS_SEPARATOR: &str = " · ";

/// Converts the values of one brief.
pub(super) struct ValueReader<'a> {
    pub language: &'a BriefLanguage,
    register: CitationRegister,
    statuses: Statuses,
}

impl<'a> ValueReader<'a> {
    pub fn new(brief: &Brief, language: &'a BriefLanguage) -> Self {
        Self {
            language,
            register: CitationRegister::new(brief),
            statuses: brief.statuses,
        }
    }

    /// The cited sources, in order of their first citation.
    pub fn cited_sources(&self) -> &[usize] {
        &self.register.cited
    }

    /// Inline Markdown of a value.
    pub fn inline(&mut self, text: &str) -> Vec<Inline> {
        let register = &mut self.register;
        markup::parse_inline(text, &mut |id| register.cite(id))
    }

    /// Rich Markdown of a value.
    pub fn rich(&mut self, text: &str) -> Vec<Block> {
        let register = &mut self.register;
        markup::parse_rich(text, &mut |id| register.cite(id))
    }

    /// The citation of sources; `None` if none of the ids is known.
    pub fn cite(&mut self, ids: &[String]) -> Option<Inline> {
        let mut sources = Vec::new();
        for id in ids {
            // An unknown id was reported as a problem of the brief.
            sources.extend(self.register.cite(id));
        }
        if sources.is_empty() {
            return None;
        }
        Some(Inline::Cite { sources })
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
        let mut out = Vec::new();
        for part in parts {
            if !part.is_empty() && !out.is_empty() {
                append_text(&mut out, self.language.labels.get("separator"));
            }
            append_inlines(&mut out, part);
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
