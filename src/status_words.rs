//! The words that mean a status, and how a value is compared with them.
//!
//! Words come from the labels of a language (`status-done` and so on) and from themes. A value is a
//! status only as a whole: `not done` and `done.` are texts.

use std::borrow::Cow;
use std::collections::BTreeMap;

use icu_casemap::CaseMapper;
use unicode_normalization::{UnicodeNormalization, is_nfc};

use crate::document::{Labels, StatusLevel};

/// What separates the words of a level: the commas of all scripts.
const COMMAS: [char; 4] = [',', '،', '、', '，'];

/// The words of a language, and what they mean.
#[derive(Debug)]
pub(crate) struct StatusWords {
    levels: BTreeMap<String, StatusLevel>,
    case: CaseFolding,
}

impl StatusWords {
    /// The words that `labels` of the language `lang` list.
    pub fn new(labels: &Labels, lang: &str) -> Self {
        let case = CaseFolding::of_language(lang);
        let mut levels = BTreeMap::new();
        for level in StatusLevel::ALL {
            for word in split_words(labels, level) {
                levels.entry(case.folded(word)).or_insert(level);
            }
        }
        Self { levels, case }
    }

    /// What a whole value means; `None` if it is no word for a status.
    pub fn level(&self, value: &str) -> Option<StatusLevel> {
        self.levels.get(&self.case.folded(value)).copied()
    }
}

/// Adds words to those that `labels` of the language `lang` list. A word means what it was last
/// listed for; a level whose list has no words loses those that it had.
pub(crate) fn add_words(
    labels: &mut Labels,
    lang: &str,
    added: &BTreeMap<StatusLevel, Vec<String>>,
) {
    let case = CaseFolding::of_language(lang);
    let mut taken = Vec::new();
    for word in added.values().flatten() {
        taken.push(case.folded(word));
    }
    for level in StatusLevel::ALL {
        let mut words: Vec<String> = Vec::new();
        let own = added.get(&level);
        let is_emptied = own.is_some_and(Vec::is_empty);
        if !is_emptied {
            words.extend(own.into_iter().flatten().cloned());
            for word in split_words(labels, level) {
                if !taken.contains(&case.folded(word)) {
                    words.push(word.to_owned());
                }
            }
        }
        let name = level.words_label().to_owned();
        labels.0.insert(name, words.join(", "));
    }
}

/// The words for a level in a list with commas.
pub(crate) fn split_list(list: &str) -> impl Iterator<Item = &str> {
    let words = list.split(COMMAS).map(str::trim);
    words.filter(|word| !word.is_empty())
}

fn split_words(labels: &Labels, level: StatusLevel) -> impl Iterator<Item = &str> {
    let list = labels.0.get(level.words_label());
    split_list(list.map(String::as_str).unwrap_or_default())
}

/// How a language compares letters without case.
#[derive(Debug, Clone, Copy, PartialEq)]
enum CaseFolding {
    Common,
    /// Dotted and dotless i are two letters (status `T` in `CaseFolding.txt` of Unicode).
    Turkic,
}

impl CaseFolding {
    fn of_language(lang: &str) -> Self {
        match lang.split('-').next().unwrap_or_default() {
            "tr" | "az" => Self::Turkic,
            _ => Self::Common,
        }
    }

    /// A value without differences of case, blanks, hyphens, apostrophes and composition.
    fn folded(self, value: &str) -> String {
        let composed: Cow<str> = if value.is_ascii() || is_nfc(value) {
            Cow::Borrowed(value)
        } else {
            Cow::Owned(value.nfc().collect())
        };
        let mut plain = String::with_capacity(composed.len());
        for character in composed.trim().chars() {
            match character {
                // `on-track` is `on track`. Hebrew has a hyphen of its own.
                '-' | '\u{5be}' | '\u{2010}' | '\u{2011}' => push_blank(&mut plain),
                _ if character.is_whitespace() => push_blank(&mut plain),
                // A soft hyphen only says where a word may be divided.
                '\u{ad}' => {}
                '’' => plain.push('\''),
                _ => plain.push(character),
            }
        }
        if self == Self::Common && plain.is_ascii() {
            plain.make_ascii_lowercase();
            return plain;
        }
        let mapper = CaseMapper::new();
        match self {
            Self::Common if plain.is_ascii() => plain.to_ascii_lowercase(),
            Self::Common => mapper.fold_string(&plain).into_owned(),
            Self::Turkic => mapper.fold_turkic_string(&plain).into_owned(),
        }
    }
}

fn push_blank(text: &mut String) {
    if !text.ends_with(' ') {
        text.push(' ');
    }
}
