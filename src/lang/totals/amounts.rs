//! Reads a cell that is one amount: its digits, sign, currency and unit.

use crate::lang::cldr::is_currency;
use crate::lang::numbers::{MINUS, NumberForm, is_direction_mark};

/// Marks of a note, which are no part of an amount.
const NOTE_MARKS: [char; 3] = ['*', '†', '‡'];

/// Stand for missing decimals, as in `5,–`.
const DASHES: [char; 4] = ['-', '–', '—', MINUS];

/// Units that are no words. `%` may also stand before a number, as in Turkish.
const PERCENT_SIGNS: [char; 5] = ['%', '‰', '٪', '؉', '％'];
const UNIT_SIGNS: [char; 5] = ['°', '′', '″', '×', '/'];

/// Make ordinals of numbers, which are no amounts: `1st`.
const ORDINAL_ENDINGS: [&str; 6] = ["st", "nd", "rd", "th", "º", "ª"];

/// Letters that are units or scales directly behind a number. `3a` is a name.
const UNIT_LETTERS: &str = "gmtslhdkxKMBTWVA";

/// The most words of a unit: `5 billion kWh per year`.
const MAX_UNIT_WORDS: usize = 4;

/// A number in a cell, with what stands around it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Amount {
    /// A currency or a percent sign, with the space after it. Without the sign of the number.
    pub(super) before: String,
    /// A unit, with the space before it.
    pub(super) after: String,
    /// The currency, wherever it stands; empty without one.
    pub(super) currency: String,
    /// The other words of the unit, such as a scale.
    pub(super) words: Vec<String>,
    /// As YAML spells it.
    pub(super) spelling: String,
    /// Whether it has signs between groups of digits.
    pub is_grouped: bool,
    /// What it has for its decimals, if that is a dash: the `,–` of `5,–`.
    pub(super) empty_decimals: String,
    /// Whether it has brackets as a sign, and whether they enclose the unit after it.
    pub(super) brackets: Option<bool>,
    pub(super) decimal_sign: Option<char>,
    /// That of the language, if it is only another character for it.
    pub(super) group_sign: Option<char>,
    /// Whether it would be another number in YAML.
    pub is_ambiguous: bool,
}

impl Amount {
    /// Whether the integer has five digits or more.
    pub fn has_five_digits(&self) -> bool {
        self.whole_digit_count() >= 5
    }

    /// Whether it could have groups of digits and has none.
    pub fn is_long_without_groups(&self) -> bool {
        !self.is_grouped && self.whole_digit_count() >= 4
    }

    /// About its value.
    pub fn number(&self) -> f64 {
        self.spelling.parse().unwrap_or_default()
    }

    fn whole_digit_count(&self) -> usize {
        let digits = self.spelling.trim_start_matches(['-', '+']);
        digits.find('.').unwrap_or(digits.len())
    }

    /// Whether it is zero without a scale or a unit.
    pub(super) fn is_any_zero(&self) -> bool {
        let is_zero = |it: u8| matches!(it, b'0' | b'.' | b'-' | b'+');
        self.words.is_empty() && self.spelling.bytes().all(is_zero)
    }

    pub(super) fn is_without_unit(&self) -> bool {
        self.currency.is_empty() && self.words.is_empty()
    }
}

impl NumberForm {
    /// Reads the text of a cell that is one amount; `None` for another text.
    pub fn read_amount(&self, text: &str) -> Option<Amount> {
        let text = text.replace(is_direction_mark, "");
        let text = without_note(text.trim());
        let start = text.find(is_decimal_digit)?;
        let end = start + digits_length(&text[start..]);
        let (before, digits, after) = (&text[..start], &text[start..end], &text[end..]);
        let (before, is_negative, has_bracket) = read_signs(before)?;
        let number = self.read_digits(digits)?;
        let has_decimals = number.spelling.contains('.');
        let dashes = if has_decimals {
            0
        } else {
            empty_decimals_length(after)
        };
        let (empty_decimals, after) = after.split_at(dashes);
        let (after, brackets) = read_closing_bracket(after, has_bracket)?;
        if !is_unit(&after) {
            return None;
        }
        let (currency, words) = split_unit(&before, &after)?;
        let sign = if is_negative { "-" } else { "" };
        Some(Amount {
            before,
            after,
            currency,
            words,
            spelling: format!("{sign}{}", number.spelling),
            is_grouped: number.group_sign.is_some(),
            empty_decimals: empty_decimals.to_owned(),
            brackets,
            decimal_sign: number.decimal_sign,
            group_sign: number.group_sign,
            is_ambiguous: number.is_ambiguous,
        })
    }

    /// Reads digits in the form of the language, as YAML spells them, or with separators that
    /// leave no doubt.
    fn read_digits(&self, digits: &str) -> Option<Digits> {
        let is_plain = digits.bytes().all(|it| it.is_ascii_digit() || it == b'.');
        let plain = digits.parse::<f64>().ok().filter(|_| is_plain);
        let own = self.spelling(digits);
        let has_own = own.is_some();
        if own.is_none() && plain.is_none() {
            return self.read_other_separators(digits);
        }
        let is_ambiguous = match (&own, plain) {
            (Some(own), Some(plain)) => own.parse() != Ok(plain),
            // In a language with other signs, 1.200 may be 1200.
            (None, Some(_)) => looks_grouped(digits),
            _ => false,
        };
        let has_group = has_own && digits.contains(|it| self.is_group_sign(it));
        let spelling = own.unwrap_or_else(|| digits.to_owned());
        let decimal_sign = if has_own { self.decimal } else { '.' };
        Some(Digits {
            decimal_sign: spelling.contains('.').then_some(decimal_sign),
            spelling,
            group_sign: self.group_sign_of(digits).filter(|_| has_group),
            is_ambiguous,
        })
    }

    /// The sign of the language, or the apostrophe that its authors type instead.
    fn group_sign_of(&self, digits: &str) -> Option<char> {
        match self.group {
            Some(group) if group.is_whitespace() && digits.contains(['\'', '’']) => Some('\''),
            group => group,
        }
    }

    /// Reads `1 234,5` and `1.234,50` in languages with other signs: the last separator is the
    /// decimal sign if it differs from those before it.
    fn read_other_separators(&self, digits: &str) -> Option<Digits> {
        let is_separator = |it: char| !it.is_ascii_digit();
        if digits.contains(|it: char| it.is_numeric() && !it.is_ascii_digit()) {
            return None;
        }
        let first = digits.chars().find(|it| is_separator(*it))?;
        let (at, last) = digits.char_indices().rfind(|(_, it)| is_separator(*it))?;
        let has_decimals = last != first && matches!(last, '.' | ',');
        let (whole, fraction) = if has_decimals {
            (&digits[..at], Some(&digits[at + 1..]))
        } else {
            (digits, None)
        };
        // One comma or full stop may be a decimal sign of another language.
        let is_single = whole.matches(first).count() == 1;
        if fraction.is_none() && is_single && matches!(first, '.' | ',') {
            return None;
        }
        let groups: Vec<&str> = whole.split(first).collect();
        let (head, others) = groups.split_first()?;
        let are_digits = groups.iter().all(|it| !it.contains(is_separator));
        let are_groups = others.iter().all(|it| it.len() == 3) && (1..=3).contains(&head.len());
        if !are_digits || !are_groups || head.starts_with('0') {
            return None;
        }
        let mut spelling = groups.concat();
        if let Some(fraction) = fraction {
            spelling.push('.');
            spelling.push_str(fraction);
        }
        let group_sign = match first {
            sign if self.is_group_sign(sign) => self.group_sign_of(digits),
            sign if sign.is_whitespace() => Some('\u{a0}'),
            '\'' => Some('’'),
            sign => Some(sign),
        };
        Some(Digits {
            spelling,
            decimal_sign: has_decimals.then_some(last),
            group_sign,
            is_ambiguous: false,
        })
    }
}

/// The digits of an amount.
struct Digits {
    /// As YAML spells it, without a sign.
    spelling: String,
    decimal_sign: Option<char>,
    group_sign: Option<char>,
    is_ambiguous: bool,
}

/// Without note marks at the end, and without a letter in brackets: `100(a)`.
fn without_note(text: &str) -> &str {
    let text = text.trim_end_matches(NOTE_MARKS).trim_end();
    let Some((rest, inside)) = text.strip_suffix(')').and_then(|it| it.rsplit_once('(')) else {
        return text;
    };
    let mut letters = inside.chars();
    match (letters.next(), letters.next()) {
        (Some(letter), None) if letter.is_lowercase() => rest.trim_end(),
        _ => text,
    }
}

/// Whether this is a digit of any script, and not a fraction or an exponent.
fn is_decimal_digit(character: char) -> bool {
    character.is_ascii_digit()
        || (!character.is_ascii()
            && character.is_numeric()
            && !character.is_alphabetic()
            && !matches!(character, '²' | '³' | '¹' | '¼'..='¾' | '\u{2070}'..='\u{24ff}'))
}

/// The length in bytes of the digits at the start of `text`, with single separators between them.
fn digits_length(text: &str) -> usize {
    let mut end = 0;
    let mut separator = false;
    for (at, character) in text.char_indices() {
        if is_decimal_digit(character) {
            end = at + character.len_utf8();
            separator = false;
        } else if separator || !is_separator(character) {
            break;
        } else {
            separator = true;
        }
    }
    end
}

fn is_separator(character: char) -> bool {
    character.is_whitespace() || matches!(character, '.' | ',' | '\'' | '’' | '٫' | '٬')
}

/// Whether a number with one separator may be an integer in groups: `1.234`, but not `0.125`.
fn looks_grouped(digits: &str) -> bool {
    match digits.split_once('.') {
        Some((whole, rest)) => {
            rest.len() == 3 && (1..=3).contains(&whole.len()) && !whole.starts_with('0')
        }
        None => false,
    }
}

/// What stands before the digits, without their sign; whether they are negative, and whether a
/// bracket says so. `None` if there is anything but a sign and a currency.
fn read_signs(before: &str) -> Option<(String, bool, bool)> {
    let is_minus = |it: char| matches!(it, '-' | '–' | MINUS);
    let is_sign = |it: char| is_minus(it) || matches!(it, '+' | '(');
    // Two signs would be a riddle. Accountants write negative numbers in brackets.
    if before.matches(is_sign).count() > 1 {
        return None;
    }
    let has_bracket = before.contains('(');
    let is_negative = has_bracket || before.contains(is_minus);
    let unit = before.replace(is_sign, "").trim_start().to_owned();
    let word = unit.trim();
    let is_known = word.is_empty() || is_currency(word) || word.parse().is_ok_and(is_percent);
    is_known.then_some((unit, is_negative, has_bracket))
}

fn is_percent(character: char) -> bool {
    PERCENT_SIGNS.contains(&character)
}

/// The length of what stands for missing decimals, such as `,–`; 0 if nothing does.
fn empty_decimals_length(after: &str) -> usize {
    let Some(rest) = after.strip_prefix(['.', ',']) else {
        return 0;
    };
    let left = rest.trim_start_matches(DASHES);
    if left.len() < rest.len() {
        after.len() - left.len()
    } else {
        0
    }
}

/// The unit without the closing bracket of a negative number, and whether the bracket follows the
/// unit. `None` if the brackets do not match.
fn read_closing_bracket(after: &str, has_bracket: bool) -> Option<(String, Option<bool>)> {
    if !has_bracket {
        return Some((after.trim_end().to_owned(), None));
    }
    let (inside, outside) = after.split_once(')')?;
    let has_both = !inside.trim().is_empty() && !outside.trim().is_empty();
    if has_both {
        return None;
    }
    let encloses = !inside.trim().is_empty();
    let unit = format!("{inside}{outside}");
    Some((unit.trim_end().to_owned(), Some(encloses)))
}

/// Whether what follows the digits is empty or a unit, with the space before it.
fn is_unit(after: &str) -> bool {
    let words: Vec<&str> = after.split_whitespace().collect();
    let Some(first) = words.first() else {
        return true;
    };
    let is_glued = !after.starts_with(char::is_whitespace);
    if is_glued && !may_be_glued(first) {
        return false;
    }
    words.len() <= MAX_UNIT_WORDS && words.iter().all(|it| is_unit_word(it))
}

/// Whether a word may stand directly behind digits: `5kg`, but not `3a`, `1st` and `12h30`.
fn may_be_glued(word: &str) -> bool {
    let mut letters = word.chars();
    if let (Some(letter), None) = (letters.next(), letters.next())
        && letter.is_ascii_alphabetic()
    {
        return UNIT_LETTERS.contains(letter);
    }
    let without_power = match word.strip_suffix(['2', '3']) {
        Some(length) if length.ends_with('m') => length,
        _ => word,
    };
    !ORDINAL_ENDINGS.contains(&word) && !without_power.contains(char::is_numeric)
        || word.ends_with(['²', '³'])
}

fn is_unit_word(word: &str) -> bool {
    let is_mark = |it: char| {
        is_percent(it) || UNIT_SIGNS.contains(&it) || is_currency(it.encode_utf8(&mut [0; 4]))
    };
    let is_allowed = |it: char| it.is_alphanumeric() || is_mark(it) || ".-’'·".contains(it);
    let begins_well = word.starts_with(|it: char| it.is_alphabetic() || is_mark(it));
    // A second number: 5 €-7 €.
    let joints = word.char_indices().filter(|(_, it)| "-./".contains(*it));
    let mut rests = joints.map(|(at, _)| &word[at + 1..]);
    let has_number = rests.any(|it| it.starts_with(char::is_numeric));
    begins_well && !has_number && word.chars().all(is_allowed)
}

/// The currency of an amount and the other words of its unit. `None` with two currencies.
fn split_unit(before: &str, after: &str) -> Option<(String, Vec<String>)> {
    let mut currency = String::new();
    let mut words = Vec::new();
    for word in before.split_whitespace().chain(after.split_whitespace()) {
        let is_sign = |it: char| is_currency(it.encode_utf8(&mut [0; 4]));
        // Scale and currency without a space between them: 5M€.
        let (scale, sign) = match word.char_indices().next_back() {
            _ if is_currency(word) => ("", word),
            Some((at, last)) if is_sign(last) => word.split_at(at),
            _ => (word, ""),
        };
        if !scale.is_empty() {
            words.push(scale.to_owned());
        }
        if !sign.is_empty() {
            if !currency.is_empty() {
                return None;
            }
            sign.clone_into(&mut currency);
        }
    }
    Some((currency, words))
}
