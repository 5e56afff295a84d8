//! The rules of a language.

use super::context::is_currency;
use super::languages::{Conventions, Dashes, FrenchSpaces};
use crate::document::Labels;
use crate::labels;
use crate::lang::cldr::{self, NumberWords, Punctuation};
use crate::lang::fallback_tags;

/// Opening and closing quotation marks, with the spaces inside them.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct QuotationMarks {
    pub open: String,
    pub close: String,
}

impl QuotationMarks {
    fn from_cldr((open, close): (&str, &str)) -> Self {
        Self {
            open: open.to_owned(),
            close: close.to_owned(),
        }
    }

    fn from_labels(labels: &Labels, open: &str, close: &str) -> Option<Self> {
        Some(Self {
            open: labels.0.get(open)?.clone(),
            close: labels.0.get(close)?.clone(),
        })
    }

    /// Whether a character is the opening mark, and not the closing one as well.
    pub fn is_opening(&self, character: char) -> bool {
        self.open.trim() != self.close.trim() && self.open.starts_with(character)
    }

    /// Whether a character is the closing mark, and not the opening one as well.
    pub fn is_closing(&self, character: char) -> bool {
        self.open.trim() != self.close.trim() && self.close.ends_with(character)
    }
}

/// What a document's language decides.
pub(crate) struct Rules {
    pub(super) outer: QuotationMarks,
    /// For a quotation inside another.
    pub(super) inner: QuotationMarks,
    pub(super) dashes: Dashes,
    pub(super) french: FrenchSpaces,
    /// Whether the sign of a currency stands before its amount and touches it: $5.
    pub(super) has_currency_before: bool,
    words: &'static NumberWords,
    conventions: &'static Conventions,
    /// The words before numbers and names, after numbers, and the currencies.
    known_words: WordFilter,
}

/// Tells which words are in none of several lists, by a few of their bytes and their length. Only
/// one word in twenty that is in none passes it.
struct WordFilter([u64; Self::WORDS]);

impl WordFilter {
    const WORDS: usize = 256;

    fn add(&mut self, words: &[&str]) {
        for word in words {
            let (index, bit) = Self::key(word);
            self.0[index] |= bit;
        }
    }

    /// Whether a word may be in one of the lists.
    fn may_have(&self, word: &str) -> bool {
        let (index, bit) = Self::key(word);
        self.0[index] & bit != 0
    }

    /// The position of a word: an index, and one bit there.
    fn key(word: &str) -> (usize, u64) {
        let bytes = word.as_bytes();
        let (Some(&first), Some(&last)) = (bytes.first(), bytes.last()) else {
            return (0, 1);
        };
        let middle = bytes[bytes.len() / 2];
        // Knuth's multiplicative hash; its upper bits depend on all bytes.
        let bytes = u32::from_le_bytes([first, middle, last, bytes.len() as u8]);
        let hash = bytes.wrapping_mul(0x9e37_79b1) >> 18;
        (hash as usize / 64, 1 << (hash % 64))
    }
}

/// Short forms of currencies that are words or share their letters with words, sorted.
const LOCAL_CURRENCIES: &[&str] = &[
    "Fr", "Fr.", "Ft", "Kč", "RMB", "Rp", "Rs", "Rs.", "TL", "din.", "kr", "kr.", "lei", "zł",
    "грн", "дин.", "лв.", "руб.",
];

impl Rules {
    /// The rules of the language `tag`, whose documents have these labels.
    pub fn new(tag: &str, labels: &Labels) -> Self {
        let tags = fallback_tags(tag);
        let (outer, inner) = quotation_marks(tag, &tags, labels);
        let conventions = Conventions::of_language(tag);
        let words = NumberWords::of_first_known(&tags);
        let mut known_words = WordFilter([0; WordFilter::WORDS]);
        known_words.add(conventions.before_number);
        known_words.add(conventions.before_name);
        known_words.add(conventions.after_number);
        known_words.add(words.months);
        known_words.add(LOCAL_CURRENCIES);
        known_words.add(cldr::CURRENCIES);
        for list in words.unit_lists() {
            known_words.add(list);
        }
        Self {
            outer,
            inner,
            words,
            dashes: Dashes::of_language(tag),
            french: FrenchSpaces::of_language(tag),
            has_currency_before: Punctuation::of_first_known(&tags).currency == ("¤", ""),
            conventions,
            known_words,
        }
    }

    /// Whether a text begins with a word that lost its beginning, as in `'tis`.
    pub fn is_elided_word(&self, text: &str) -> bool {
        let end = text.find(|it: char| !it.is_alphabetic());
        let word = &text[..end.unwrap_or(text.len())];
        let mut known = self.conventions.elided_words.iter();
        known.any(|it| it.eq_ignore_ascii_case(word))
    }

    /// Whether a `'` after this text may be an apostrophe although the word ends: `the clerks'`.
    pub fn ends_with_apostrophe(&self, text: &str) -> bool {
        text.ends_with(self.conventions.letters_before_apostrophe)
    }

    /// Whether a word has several letters of ASCII only and is in no list, as most words.
    pub fn is_ordinary_word(&self, word: &str) -> bool {
        word.len() > 1
            && !self.known_words.may_have(word)
            && word.bytes().all(|it| it.is_ascii_alphabetic())
    }

    /// Whether a word stays with the number after it.
    pub fn is_before_number(&self, word: &str) -> bool {
        self.known_words.may_have(word) && self.conventions.before_number.contains(&word)
    }

    /// Whether a hyphen between this word and a number is a minus: “from”, “to”.
    pub fn is_before_minus(&self, word: &str) -> bool {
        let mut words = self.conventions.before_minus.iter();
        words.any(|it| it.eq_ignore_ascii_case(word))
    }

    /// Whether a word stays with the name after it.
    pub fn is_before_name(&self, word: &str) -> bool {
        self.known_words.may_have(word) && self.conventions.before_name.contains(&word)
    }

    /// Whether a word that is no unit stays with the number before it.
    pub fn is_after_number(&self, word: &str) -> bool {
        self.known_words.may_have(word) && self.conventions.after_number.contains(&word)
    }

    /// Whether a word is a unit, or a word such as “million” that belongs to a number.
    pub fn is_unit(&self, word: &str) -> bool {
        self.known_words.may_have(word) && self.words.is_unit(word)
    }

    /// Whether a word is the name of a month.
    pub fn is_month(&self, word: &str) -> bool {
        self.known_words.may_have(word) && self.words.is_month(word)
    }

    /// Whether a word is a currency: a sign, an ISO 4217 code, or the usual short form of one.
    pub fn is_currency_word(&self, word: &str) -> bool {
        // `M€`, `k$`
        let word = match word.strip_prefix(['k', 'M', 'G']) {
            Some(sign) if sign.starts_with(is_currency) => sign,
            _ => word,
        };
        let is_character = word.chars().nth(1).is_none();
        (is_character || self.known_words.may_have(word))
            && (cldr::is_currency(word) || LOCAL_CURRENCIES.binary_search(&word).is_ok())
    }

    /// Whether two words are one abbreviation.
    pub fn is_pair(&self, one: &str, other: &str) -> bool {
        self.conventions.pairs.contains(&(one, other))
    }

    /// Whether the language keeps words of one letter from the end of a line.
    pub fn has_one_letter_words(&self) -> bool {
        !self.conventions.one_letter_words.is_empty()
    }

    /// Whether a letter, in lower case, is a word that does not end a line.
    pub fn is_one_letter_word(&self, letter: char) -> bool {
        self.conventions.one_letter_words.contains(&letter)
    }

    /// Whether a figure with a full stop is an ordinal number.
    pub fn has_ordinal_stop(&self) -> bool {
        self.conventions.ordinal_stop
    }

    /// Whether dates may have the month before the day.
    pub fn has_month_before_day(&self) -> bool {
        self.conventions.month_before_day
    }
}

/// The marks of the labels, if these are in the language of the document; else those of the CLDR. A
/// language without labels has the English ones.
fn quotation_marks(
    tag: &str,
    tags: &[String],
    labels: &Labels,
) -> (QuotationMarks, QuotationMarks) {
    let english = Punctuation::of_first_known(&[]);
    let outer = QuotationMarks::from_labels(labels, "quote-open", "quote-close");
    let inner = QuotationMarks::from_labels(labels, "quote-inner-open", "quote-inner-close");
    if let (Some(outer), Some(inner)) = (outer, inner) {
        let is_english = outer == QuotationMarks::from_cldr(english.quotes)
            && inner == QuotationMarks::from_cldr(english.inner_quotes);
        if !is_english || labels::built_in_file(tag).is_some() {
            return (outer, inner);
        }
    }
    let cldr = Punctuation::of_first_known(tags);
    let outer = QuotationMarks::from_cldr(cldr.quotes);
    (outer, QuotationMarks::from_cldr(cldr.inner_quotes))
}
