//! Currencies before numbers, and units behind them.

use super::digits::is_digit;
use crate::lang::cldr::{is_currency, is_scale};

/// Units that are known without other cells that share them: those of the SI (BIPM, The
/// International System of Units) and of business, and signs.
const UNITS: &[&str] = &[
    "%", "‰", "٪", "％", "°", "°C", "°F", "pp", "p.p.", "pts", "bp", "bps", "×", "x", "′", "″",
    "m", "km", "cm", "mm", "µm", "μm", "nm", "m2", "m²", "m3", "m³", "km2", "km²", "cm²", "ha",
    "g", "kg", "mg", "µg", "t", "kt", "Mt", "Gt", "l", "L", "ml", "mL", "hl", "s", "ms", "min",
    "h", "d", "W", "kW", "MW", "GW", "TW", "Wh", "kWh", "MWh", "GWh", "TWh", "kWp", "J", "kJ",
    "MJ", "GJ", "TJ", "PJ", "V", "kV", "A", "mA", "Hz", "kHz", "MHz", "GHz", "Pa", "hPa", "bar",
    "K", "dB", "kB", "MB", "GB", "TB", "PB", "lb", "oz", "ft", "in", "yd", "mi", "mph",
];

/// Make ordinals of numbers, if nothing follows: "1st", but not "1st floor".
const ORDINAL_ENDINGS: &[&str] = &["st", "nd", "rd", "th", "º", "ª"];

/// Refer to a note, behind a number.
const NOTE_MARKS: &[char] = &[
    '*', '†', '‡', '§', '¶', '¹', '²', '³', '⁰', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹', 'ᵃ', 'ᵇ', 'ᶜ', 'ᵈ',
    'ᵉ', '⁺',
];

/// The longest word that counts as a unit, in characters.
const MAX_WORD: usize = 16;

/// The most words of a unit: 5 billion kWh per year.
const MAX_WORDS: usize = 4;

/// Whether a character refers to a note, behind a number.
pub(super) fn is_note_mark(character: char) -> bool {
    !character.is_ascii_alphanumeric() && NOTE_MARKS.contains(&character)
}

/// The length in bytes of the currency at the start of `text`.
pub(super) fn read_currency(text: &str) -> usize {
    let ends_word = |it: char| {
        it.is_whitespace() || is_digit(it) || matches!(it, '-' | '+' | '\u{2212}' | '–' | '(')
    };
    let word = &text[..text.find(ends_word).unwrap_or(text.len())];
    if !word.is_empty() && is_currency(word) {
        word.len()
    } else {
        0
    }
}

/// What stands behind the digits of a number.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct ReadUnit {
    /// In bytes, with the space before it.
    pub length: usize,
    /// Its first word if that is not known.
    pub word: Option<String>,
}

/// The unit at the start of `text`, which may be empty. `None` if a text follows that is no unit.
pub(super) fn read_unit(text: &str) -> Option<ReadUnit> {
    let mut unit = ReadUnit::default();
    if text.is_empty() {
        return Some(unit);
    }
    if ORDINAL_ENDINGS.contains(&text.trim_end()) {
        unit.length = text.trim_end().len();
        return Some(unit);
    }
    for index in 0..=MAX_WORDS {
        let rest = &text[unit.length..];
        let word_start = rest.trim_start();
        let is_glued = word_start.len() == rest.len();
        if word_start.is_empty() {
            return Some(unit);
        }
        let word = unit_word(word_start);
        if word.is_empty() {
            return Some(unit);
        }
        if index == MAX_WORDS {
            return None;
        }
        if is_glued && is_upper_letter(word) && !is_scale(word) {
            return None;
        }
        if !is_known_unit(word) {
            if !may_be_unit(word, is_glued) {
                return None;
            }
            // What follows a known unit is what it counts: 3 million people, 5 t CO2.
            if index == 0 {
                unit.word = Some(word.to_owned());
            }
        }
        unit.length = text.len() - word_start.len() + word.len();
    }
    Some(unit)
}

/// The word at the start of `text`, without note marks behind it.
fn unit_word(text: &str) -> &str {
    let ends_word = |it: char| it.is_whitespace() || "()–—±~～〜+\u{2212}".contains(it);
    let end = text.find(ends_word).unwrap_or(text.len());
    let word = &text[..end];
    // A range whose numbers both have a unit: 5%-7%.
    let begins_number = |it: &str| it.starts_with(|it| is_digit(it) || is_sign(it));
    let word = match word.split_once('-') {
        Some(("", "")) => "",
        Some((before, after)) if begins_number(after) => before,
        _ => word,
    };
    if UNITS.contains(&word) {
        return word;
    }
    word.trim_end_matches(is_note_mark)
}

fn is_sign(character: char) -> bool {
    is_currency(character.encode_utf8(&mut [0; 4]))
}

/// Whether this is a unit, a currency or a scale, or one of them per something else.
fn is_known_unit(word: &str) -> bool {
    let is_known = |it: &str| UNITS.contains(&it) || is_currency(it) || is_scale(it);
    if is_known(word) {
        return true;
    }
    // Scale and currency without a space between them: 5M€.
    let signs = word.trim_end_matches(is_sign);
    match word.split_once(['/', '·']) {
        Some((first, second)) => is_known(first) && !second.is_empty(),
        None => signs.len() < word.len() && is_known(signs),
    }
}

/// Whether a word that is not known may be a unit.
fn may_be_unit(word: &str, is_glued: bool) -> bool {
    let begins_well = word.starts_with(|it: char| it.is_alphabetic() || "€$£%".contains(it));
    let is_letter = |it: char| it.is_alphanumeric() || "./-’'·²³%״׳".contains(it);
    let is_short = word.chars().count() <= MAX_WORD;
    // 3a and 12h30 are names. Scripts without spaces have their units beside the digits.
    let may_be_glued = word.chars().count() > 1 || !word.starts_with(char::is_lowercase);
    let is_glued_well = may_be_glued && !word.contains(is_digit);
    begins_well && is_short && word.chars().all(is_letter) && (!is_glued || is_glued_well)
}

fn is_upper_letter(word: &str) -> bool {
    word.chars().count() == 1 && word.starts_with(char::is_uppercase)
}
