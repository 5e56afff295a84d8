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
    pub fn new(
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

    pub fn is_enabled(&self) -> bool {
        self.setting.hyphenate
    }

    /// Where a text without spaces, which begins at `start` in the paragraph, can be hyphenated: as
    /// ascending offsets from its own start.
    pub fn syllable_offsets(&self, text: &str, start: usize) -> Arc<Vec<usize>> {
        if self.multilingual {
            // The cache knows one language for a text. This one may change its language inside.
            let lang_at = |offset| self.patterns_at(start + offset);
            return Arc::new(find_syllables(text, lang_at));
        }
        let Some(language) = self.language else {
            return Arc::default();
        };
        let find = || find_syllables(text, |_| Lang::from_iso(language));
        self.faces.cached_syllables(language, text, find)
    }

    /// The patterns for the language at an offset of the paragraph.
    fn patterns_at(&self, offset: usize) -> Option<Lang> {
        let tag = self.language_at(offset)?;
        Lang::from_iso(language_code(tag)?)
    }

    /// The language tag of the text at an offset of the paragraph.
    fn language_at(&self, offset: usize) -> Option<&str> {
        let starts = &self.shaped.span_starts;
        let next_span = starts.partition_point(|&start| start <= offset);
        let span = next_span.checked_sub(1)?;
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
    // Every piece but the last ends with one character that is no letter.
    for piece in text.split_inclusive(is_no_letter) {
        let word = piece.trim_end_matches(is_no_letter);
        let start = next;
        next += piece.len();
        if !can_be_hyphenated(word) {
            continue;
        }
        let Some(lang) = lang_at(start) else { continue };
        // The patterns of some languages want more letters on a side than is asked for here.
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
    if text.contains(['/', '@', '_', '\\', '=', '#', '&', '-', '‐']) {
        return true;
    }
    // A dot inside the text: one at its end only ends the sentence.
    let has_inner_dot = text.trim_end_matches(['.', ' ']).contains('.');
    has_inner_dot || text.contains(char::is_numeric)
}

/// Whether a character is neither a letter nor a mark that combines with one.
fn is_no_letter(character: char) -> bool {
    !character.is_alphabetic() && character.script() != Script::Inherited
}

fn can_be_hyphenated(word: &str) -> bool {
    let letters = word.chars().count();
    if !(MIN_HYPHENATED_LETTERS..=MAX_HYPHENATED_LETTERS).contains(&letters) {
        return false;
    }
    // A capital after the first letter makes an acronym or a product's name.
    let has_inner_capital = word.chars().skip(1).any(char::is_uppercase);
    !has_inner_capital && !word.chars().any(is_cjk)
}
