//! Converts the sources of a brief into the list of sources of a document.

use super::values::ValueReader;
use crate::brief;
use crate::document::{Inline, Source, plain_text};

impl ValueReader<'_> {
    /// All sources: first those that are cited, in the order of their first citation, then the
    /// others.
    pub fn document_sources(&mut self, sources: &[brief::Source]) -> Vec<Source> {
        let mut list = Vec::new();
        while list.len() < sources.len() {
            // The text of a source may cite another one, which then follows those cited before it.
            let at = match self.register.listed.get(list.len()) {
                Some(at) => *at,
                None => {
                    let Some(uncited) = self.register.list_uncited() else {
                        break;
                    };
                    uncited
                }
            };
            list.push(self.convert_source(&sources[at]));
        }
        for (source, at) in list.iter_mut().zip(&self.register.listed) {
            source.cited = self.register.is_cited(*at);
        }
        list
    }

    fn convert_source(&mut self, source: &brief::Source) -> Source {
        let title = self.inline(&source.title);
        let parts = vec![
            self.optional(&source.author),
            self.mark_title(title),
            self.optional(&source.publisher),
            self.optional_date(&source.date),
        ];
        let url = source.url.as_deref().unwrap_or_default().trim();
        let has_url = !url.is_empty();
        Source {
            id: source.id.0.clone(),
            text: self.join_parts(parts),
            url: has_url.then(|| url.to_owned()),
            cited: false,
            places: Vec::new(),
            numbered: true,
        }
    }

    /// How a caption names a source: author (or else publisher), title and date, which link to its
    /// address.
    pub fn source_name(&mut self, source: &brief::Source) -> Vec<Inline> {
        let title = self.inline(&source.title);
        let author = self.optional(&source.author);
        let publisher = match author.is_empty() {
            true => self.optional(&source.publisher),
            false => Vec::new(),
        };
        let date = self.optional_date(&source.date);
        let parts = vec![author, self.mark_title(title), publisher, date];
        let body = self.join_parts(parts);
        let url = source.url.as_deref().unwrap_or_default().trim();
        if url.is_empty() || body.iter().any(|it| matches!(it, Inline::Link { .. })) {
            return body;
        }
        let url = url.to_owned();
        vec![Inline::Link { url, body }]
    }

    fn mark_title(&self, title: Vec<Inline>) -> Vec<Inline> {
        let open = self.language.labels.get("title-open");
        let close = self.language.labels.get("title-close");
        if open.is_empty() {
            return vec![Inline::Emph { body: title }];
        }
        // Languages without italics, such as Chinese, have marks for titles instead.
        if is_marked_title(&plain_text(&title), open, close) {
            return title;
        }
        let mut marked = vec![Inline::text(open)];
        marked.extend(title);
        marked.push(Inline::text(close));
        marked
    }
}

/// Whether the author has put a title into the marks of titles, as in 《年度报告》 or, with the number of
/// the document in brackets, 《年度报告》（〔2026〕3号）. 《甲》与《乙》 are two titles.
fn is_marked_title(title: &str, open: &str, close: &str) -> bool {
    let title = title.trim();
    if !title.starts_with(open) {
        return false;
    }
    let mut depth = 0_usize;
    for (at, _) in title.char_indices() {
        if title[at..].starts_with(open) {
            depth += 1;
        } else if title[at..].starts_with(close) {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                let rest = title[at + close.len()..].trim();
                return rest.is_empty() || is_one_bracket(rest);
            }
        }
    }
    false
}

/// Whether a text is one pair of brackets with something inside.
fn is_one_bracket(text: &str) -> bool {
    let pairs = [
        ('（', '）'),
        ('(', ')'),
        ('〔', '〕'),
        ('［', '］'),
        ('[', ']'),
    ];
    pairs.iter().any(|(open, close)| {
        let inside = text.strip_prefix(*open);
        let inside = inside.and_then(|rest| rest.strip_suffix(*close));
        inside.is_some_and(|it| !it.contains([*open, *close]))
    })
}
