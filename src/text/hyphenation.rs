//! Finds the syllables at which words can be hyphenated, with the Knuth-Liang patterns of `hypher`.

use std::sync::Arc;

use hypher::Lang;
use unicode_script::{Script, UnicodeScript};

use super::characters::is_cjk;
use super::faces::Faces;
use super::shaped::ClusteredText;
use super::span::{ParagraphSetting, TextSpan};

/// Shorter words are not hyphenated.
pub(super) const MIN_HYPHENATED_LETTERS: usize = 6;
/// Longer words are not hyphenated: they are no words of a language.
const MAX_HYPHENATED_LETTERS: usize = 60;
/// The fewest letters of a word that stay before a hyphen.
const MIN_LETTERS_BEFORE_HYPHEN: usize = 2;
/// The fewest letters of a word that move to the next line.
const MIN_LETTERS_AFTER_HYPHEN: usize = 3;

/// Hyphenates the words of one paragraph.
pub(super) struct Hyphenator<'a> {
    faces: Faces<'a>,
    shaped: &'a ClusteredText,
    spans: &'a [TextSpan],
    setting: &'a ParagraphSetting<'a>,
    /// Whether any span has a language of its own.
    multilingual: bool,
    /// The language of the paragraph.
    language: Option<[u8; 2]>,
}

impl<'a> Hyphenator<'a> {
    pub(super) fn new(
        faces: Faces<'a>,
        shaped: &'a ClusteredText,
        spans: &'a [TextSpan],
        setting: &'a ParagraphSetting<'a>,
    ) -> Self {
        Self {
            faces,
            shaped,
            spans,
            setting,
            multilingual: spans.iter().any(|span| span.lang.is_some()),
            language: language_code(setting.lang),
        }
    }

    pub(super) fn is_enabled(&self) -> bool {
        self.setting.hyphenate
    }

    /// Where a text without spaces, which begins at `start` in the paragraph, can be hyphenated: as
    /// ascending offsets from its own start.
    pub(super) fn syllable_offsets(&self, text: &str, start: usize) -> Arc<Vec<usize>> {
        if self.multilingual {
            let lang_at =
                |offset| Lang::from_iso(language_code(self.language_at(start + offset)?)?);
            return Arc::new(find_syllables(text, lang_at));
        }
        match self.language {
            Some(language) => {
                let find = || find_syllables(text, |_| Lang::from_iso(language));
                self.faces.cached_syllables(language, text, find)
            }
            None => Arc::default(),
        }
    }

    /// The language tag of the text at an offset of the paragraph.
    fn language_at(&self, offset: usize) -> Option<&str> {
        let starts = &self.shaped.span_starts;
        let span = starts
            .partition_point(|&start| start <= offset)
            .checked_sub(1)?;
        let own = self.spans.get(span)?.lang.as_deref();
        Some(own.unwrap_or(self.setting.lang))
    }
}

/// The ISO 639-1 code at the beginning of a language tag; languages without one have no patterns.
fn language_code(tag: &str) -> Option<[u8; 2]> {
    let language = tag.split(['-', '_']).next()?;
    language.to_ascii_lowercase().as_bytes().try_into().ok()
}

/// Where the words of a text without spaces can be hyphenated. `lang_at` tells the patterns for the
/// word at an offset.
fn find_syllables(text: &str, lang_at: impl Fn(usize) -> Option<Lang>) -> Vec<usize> {
    let mut offsets = Vec::new();
    if is_address_or_code(text) {
        return offsets;
    }
    let mut next = 0;
    for word in text.split(|it| !is_letter(it)) {
        let start = next;
        next += word.len();
        let separator = text.get(next..).and_then(|rest| rest.chars().next());
        next += separator.map_or(0, char::len_utf8);
        if !can_be_hyphenated(word) {
            continue;
        }
        let Some(lang) = lang_at(start) else { continue };
        let (before, after) = lang.bounds();
        let before = before.max(MIN_LETTERS_BEFORE_HYPHEN);
        let after = after.max(MIN_LETTERS_AFTER_HYPHEN);
        let mut offset = start;
        for syllable in hypher::hyphenate_bounded(word, lang, before, after) {
            if offset > start {
                offsets.push(offset);
            }
            offset += syllable.len();
        }
    }
    offsets
}

/// Whether a text looks like a URL, a file name, an identifier or a compound with hyphens, in which
/// another hyphen would mislead.
fn is_address_or_code(text: &str) -> bool {
    text.contains(['/', '@', '_', '\\', '=', '#', '&', '-', '‐'])
        || text.contains(char::is_numeric)
        || text.trim_end_matches(['.', ' ']).contains('.')
}

/// Whether a character is a letter or a mark that combines with one.
fn is_letter(character: char) -> bool {
    character.is_alphabetic() || character.script() == Script::Inherited
}

fn can_be_hyphenated(word: &str) -> bool {
    let is_acronym = word.chars().skip(1).any(char::is_uppercase);
    let letters = word.chars().count();
    !is_acronym
        && (MIN_HYPHENATED_LETTERS..=MAX_HYPHENATED_LETTERS).contains(&letters)
        && !word.chars().any(is_cjk)
}
