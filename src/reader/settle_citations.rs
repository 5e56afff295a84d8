//! Settles the citations of a document that has been read: the words of their places, the order
//! inside a group, and the side of a stop on which they stand.
//!
//! - English: after a stop and its quotation mark (*Chicago Manual of Style*, 17th ed., 14.26; *New
//!   Hart's Rules*, 17.2.4).
//! - French: before the stop (Imprimerie nationale, *Lexique des règles typographiques*, « Appel de
//!   note »).
//! - Other languages: where the author put them. In German and Chinese, the position shows whether
//!   the citation refers to the sentence or to its last word (Duden, *Fußnoten- und
//!   Anmerkungszeichen*).

use super::brief_language::BriefLanguage;
use super::places::printed_place;
use crate::document::{Block, CitationGroup, Document, Inline, Source, plain_text};

/// The side of a stop on which a citation stands.
#[derive(Debug, Clone, Copy, PartialEq)]
enum StopSide {
    After,
    Before,
    AsTyped,
}

impl StopSide {
    fn of_language(tag: &str) -> Self {
        match tag.split('-').next() {
            Some("en") => Self::After,
            Some("fr") => Self::Before,
            _ => Self::AsTyped,
        }
    }
}

/// Settles all citations, and lists the places with their sources.
pub(super) fn settle_citations(document: &mut Document, language: &BriefLanguage) {
    if document.sources.is_empty() {
        return;
    }
    let mut settler = CitationSettler {
        language,
        side: StopSide::of_language(&language.tag),
        places: vec![Vec::new(); document.sources.len()],
    };
    document.for_each_words_mut(&mut |words| {
        if let Some(text) = words.into_inlines() {
            settler.settle_text(text);
        }
    });
    for (source, places) in document.sources.iter_mut().zip(settler.places) {
        source.places = places;
    }
}

/// Removes the numbers of the sources, and the heading above them.
pub(super) fn hide_numbers(document: &mut Document) {
    document.for_each_words_mut(&mut |words| {
        if let Some(text) = words.into_inlines() {
            text.retain(|it| !matches!(it, Inline::Cite { .. }));
        }
    });
    for Source { numbered, .. } in &mut document.sources {
        *numbered = false;
    }
    // "Source: …" says what a heading "Sources" above it would say.
    let heading = document.labels.get("sources").to_owned();
    let mut body = std::mem::take(&mut document.body).into_iter().peekable();
    while let Some(block) = body.next() {
        let is_heading =
            matches!(&block, Block::Heading { text, .. } if plain_text(text) == heading);
        if !(is_heading && matches!(body.peek(), Some(Block::Sources))) {
            document.body.push(block);
        }
    }
}

struct CitationSettler<'l> {
    language: &'l BriefLanguage,
    side: StopSide,
    /// The places in each source, in the order of their first citation.
    places: Vec<Vec<String>>,
}

impl CitationSettler<'_> {
    fn settle_text(&mut self, text: &mut Vec<Inline>) {
        let mut has_citation = false;
        for inline in text.iter_mut() {
            match inline {
                Inline::Emph { body }
                | Inline::Strong { body }
                | Inline::Marked { mark: _, body }
                | Inline::Link { url: _, body }
                | Inline::Status { level: _, body } => self.settle_text(body),
                Inline::Cite { .. } => has_citation = true,
                Inline::Text { .. } | Inline::Code { .. } | Inline::LineBreak => {}
            }
        }
        if !has_citation {
            return;
        }
        let mut settled: Vec<Inline> = Vec::with_capacity(text.len());
        for inline in std::mem::take(text) {
            match inline {
                Inline::Cite { sources, places } => {
                    self.push_citation(sources, places, &mut settled);
                }
                Inline::Text { text } => self.push_text(text, &mut settled),
                other => settled.push(other),
            }
        }
        *text = settled;
    }

    /// Adds a citation. One that follows another becomes a group with it.
    fn push_citation(
        &mut self,
        sources: Vec<usize>,
        places: Vec<String>,
        settled: &mut Vec<Inline>,
    ) {
        if matches!(settled.as_slice(), [.., Inline::Cite { .. }, Inline::Text { text }] if text.trim().is_empty())
        {
            settled.pop();
        }
        // One that follows the stop after another belongs to the same sentence.
        let mut stop_between = None;
        if let [.., Inline::Cite { .. }, Inline::Text { text }] = settled.as_slice()
            && matches!(split_stop(text), Some((_, after)) if after.trim().is_empty())
        {
            stop_between = settled.pop();
        }
        let mut group = CitationGroup::default();
        if let Some(Inline::Cite { .. }) = settled.last()
            && let Some(Inline::Cite { sources, places }) = settled.pop()
        {
            add_to_group(&mut group, sources, places);
        }
        let mut printed = Vec::new();
        for (index, place) in places.into_iter().enumerate() {
            let place = printed_place(&place, &self.language.tag, &self.language.labels);
            if let Some(listed) = sources.get(index).and_then(|it| self.places.get_mut(*it))
                && !place.is_empty()
                && !listed.contains(&place)
            {
                listed.push(place.clone());
            }
            printed.push(place);
        }
        add_to_group(&mut group, sources, printed);
        group.sort();
        let citation = group.into_inline();
        let stop = match self.side {
            StopSide::Before => take_stop_before(settled),
            StopSide::After | StopSide::AsTyped => None,
        };
        settled.push(citation);
        settled.extend(stop.map(Inline::text));
        settled.extend(stop_between);
    }

    /// Adds a text. A stop at its start goes before the citation if the language puts citations
    /// after stops.
    fn push_text(&self, text: String, settled: &mut Vec<Inline>) {
        let mut rest = text.as_str();
        if self.side == StopSide::After
            && let [.., before, Inline::Cite { .. }] = settled.as_mut_slice()
            && let Some((stop, after)) = split_stop(rest)
        {
            match before {
                // The stop of an abbreviation ends the sentence as well: "in 3 hrs."
                Inline::Text { text } if text.ends_with('.') => {
                    text.push_str(stop.strip_prefix('.').unwrap_or(stop));
                }
                Inline::Text { text } => text.push_str(stop),
                _ => settled.insert(settled.len() - 1, Inline::text(stop)),
            }
            rest = after;
        }
        match settled.last_mut() {
            _ if rest.is_empty() => {}
            Some(Inline::Text { text }) => text.push_str(rest),
            _ => settled.push(Inline::text(rest)),
        }
    }
}

fn add_to_group(group: &mut CitationGroup, sources: Vec<usize>, places: Vec<String>) {
    for (index, source) in sources.into_iter().enumerate() {
        group.add(source, places.get(index).cloned().unwrap_or_default());
    }
}

/// The stop at the start of a text, with closing quotation marks around it, and the text after it.
/// `None` if a word follows without a blank.
fn split_stop(text: &str) -> Option<(&str, &str)> {
    let is_mark = |it: char| matches!(it, '”' | '’' | '"' | '\'');
    let end = text
        .find(|it| !is_stop(it) && !is_mark(it))
        .unwrap_or(text.len());
    let (stop, after) = text.split_at(end);
    let is_apart = after.is_empty() || after.starts_with(char::is_whitespace);
    (is_apart && stop.contains(is_stop)).then_some((stop, after))
}

fn is_stop(character: char) -> bool {
    ".,;:!?…。，；：！？、।؛،؟".contains(character)
}

/// The fewest letters of a word whose stop is taken for that of a sentence, not of an abbreviation.
const MIN_WORD: usize = 4;

/// Takes a stop off the end of a text, with the blank before it.
fn take_stop_before(settled: &mut [Inline]) -> Option<String> {
    let Some(Inline::Text { text }) = settled.last_mut() else {
        return None;
    };
    let words = text.trim_end_matches(is_stop).trim_end();
    let stop = text[words.len()..].to_owned();
    if words.is_empty() || !stop.contains(is_stop) {
        return None;
    }
    let last_word = words.rsplit(|it: char| !it.is_alphanumeric()).next()?;
    let is_number = last_word.chars().all(char::is_numeric) && !last_word.is_empty();
    if stop == "." && !is_number && last_word.chars().count() < MIN_WORD {
        return None;
    }
    text.truncate(words.len());
    Some(stop)
}
