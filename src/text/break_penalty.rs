//! What it costs to end a line at a break, apart from how much of the line stays empty.
//!
//! UAX 14 tells where a line may end; these penalties tell which of those places are good. A
//! penalty of `p` weighs as much as leaving the share `√p` of a line empty: 0.12 is a line that is
//! a third empty. See [`linebreak`](super::linebreak).

use super::characters::{
    cannot_start_line, is_cjk, is_closing_quote, is_open_punctuation, is_opening_quote,
};
use super::shaped::ClusteredText;
use crate::hyphenation::JointQuality;

/// Inside a word, at a syllable.
const HYPHEN_PENALTY: f32 = 0.12;
/// Inside a word, where the author put a soft hyphen.
pub(super) const SOFT_HYPHEN_PENALTY: f32 = 0.05;
/// Inside a word, at a joint that the label file or another word of the document shows.
const KNOWN_JOINT_PENALTY: f32 = 0.08;
/// Inside a word that is wider than the measure, at a syllable: a better joint may leave half of a
/// line empty.
const WIDE_SYLLABLE_PENALTY: f32 = 0.4;
/// Inside a word that is wider than the measure, at a syllable near one of its ends.
const WIDE_SHORT_SYLLABLE_PENALTY: f32 = 0.8;
/// After a no-break space, where what it joins is wider than the measure.
pub(super) const NO_BREAK_SPACE_PENALTY: f32 = 0.2;
/// In balanced text, where no punctuation ends the line.
pub(super) const UNPUNCTUATED_PENALTY: f32 = 0.02;
/// In balanced text, between two Han characters or kana: most of these places are inside of words.
pub(super) const BETWEEN_CJK_PENALTY: f32 = 0.06;
/// Between two words that no blank separates, in scripts whose blanks end phrases.
pub(super) const DICTIONARY_PENALTY: f32 = 0.01;
/// Between a number and its unit. It is worth more than another line.
const UNIT_PENALTY: f32 = 1.2;
/// Between a number and the word that it counts.
const COUNT_PENALTY: f32 = 0.02;
/// Between figures and a CJK character, which usually is a counter or a part of a date.
const CJK_COUNT_PENALTY: f32 = 0.1;
/// Between a currency and its amount, or between a noun such as `Table` and its number.
const NUMBERED_PENALTY: f32 = 0.2;
/// Around the kana of a Japanese counter: `三か月`, `5ヶ国`.
const KANA_COUNTER_PENALTY: f32 = 0.3;
/// Before a dash between spaces.
const BEFORE_DASH_PENALTY: f32 = 0.15;
/// After a word of one letter, and after a word of two.
const SHORT_WORD_PENALTY: [f32; 2] = [0.03, 0.01];
/// After a hyphen or dash inside a word.
const DASH_PENALTY: f32 = 0.04;
/// After an en dash that joins two words, as in `Basel–Milan`.
const JOINED_PENALTY: f32 = 0.12;
/// After the dash of a range of numbers that is wider than the measure.
pub(super) const RANGE_PENALTY: f32 = 0.3;
/// After a slash or another mark inside a URL.
const URL_PENALTY: f32 = 0.06;
/// Between the scheme of a URL and the rest.
const SCHEME_PENALTY: f32 = 0.5;
/// Inside a word that is wider than the measure, after a mark such as a slash.
const EMERGENCY_MARK_PENALTY: f32 = 0.3;
/// After a hyphen of a mail address that is wider than the measure.
pub(super) const MAIL_HYPHEN_PENALTY: f32 = 3.0;
/// Inside a word that is wider than the measure.
const EMERGENCY_PENALTY: f32 = 1.5;
/// Inside a word that is wider than the measure, where a line would start with closing punctuation
/// or end with opening punctuation.
const EMERGENCY_MISPLACED_PENALTY: f32 = 5.0;

/// Units that should stay on the line of their number.
const UNITS: &[&str] = &[
    "%", "‰", "°C", "°F", "°", "pp", "bp", "bps", "bn", "mn", "tn", "m", "km", "cm", "mm", "kg",
    "g", "t", "Mt", "Gt", "MW", "GW", "kW", "kWh", "MWh", "GWh", "TWh", "ha", "l", "s", "ms", "h",
    "min", "pt", "px", "GB", "MB", "TB", "kB", "Hz", "million", "billion", "trillion", "percent",
    "thousand", "am", "pm",
];

/// The first characters of units that are no letters.
const UNIT_SIGNS: [char; 3] = ['%', '‰', '°'];

/// Currency signs, which precede their amount.
const CURRENCIES: [char; 4] = ['$', '€', '£', '¥'];

/// Marks of a URL or path after which a line may end.
const URL_MARKS: [char; 7] = ['/', '.', '?', '&', '=', '_', '\\'];

/// Marks after which a word that is wider than the measure is broken rather than elsewhere.
const EMERGENCY_MARKS: [char; 10] = ['/', '.', '-', '_', '?', '&', '=', ':', '@', '\\'];

/// The hyphens and dashes that join two words or figures; the em dash never joins figures.
const JOINING_DASHES: [char; 3] = ['-', '‐', '–'];

/// Words that are usually followed by a number.
const NUMBERED_NOUNS: &[&str] = &[
    "No.", "Nr.", "Art.", "Article", "Fig.", "Figure", "Table", "Section", "Chapter", "Annex",
    "p.", "pp.", "§", "vol.",
];

/// The penalty of a break between two texts. `before` begins at the break opportunity before this
/// one and ends with the spaces of the line end, if there are any.
pub(super) fn break_penalty(before: &str, after: &str) -> f32 {
    // UAX 14 has its opportunities after the spaces of a line end, never before them.
    match before.chars().next_back() {
        None => 0.0,
        Some(' ') => penalty_at_space(before.trim_end(), after),
        Some(last) => penalty_without_space(before, last, after),
    }
}

fn penalty_without_space(before: &str, last: char, after: &str) -> f32 {
    if JOINING_DASHES.contains(&last) && after.starts_with(is_figure) {
        return RANGE_PENALTY;
    }
    if divides_kana_counter(last, after) {
        return KANA_COUNTER_PENALTY;
    }
    match last {
        '0'..='9' if after.starts_with(is_cjk) => CJK_COUNT_PENALTY,
        '/' if before.ends_with("//") => SCHEME_PENALTY,
        '–' => JOINED_PENALTY,
        '-' | '‐' | '—' => DASH_PENALTY,
        mark if URL_MARKS.contains(&mark) => URL_PENALTY,
        _ => 0.0,
    }
}

/// Whether a line would end before or after the kana of a Japanese counter.
fn divides_kana_counter(last: char, after: &str) -> bool {
    const KANA: [char; 6] = ['か', 'カ', 'ヵ', 'ヶ', 'ケ', '箇'];
    const COUNTED: [char; 5] = ['月', '国', '所', '条', '年'];
    if KANA.contains(&last) {
        return after.starts_with(COUNTED);
    }
    let is_number = is_figure(last) || "一二三四五六七八九十百千数何".contains(last);
    let counted = after.strip_prefix(KANA);
    is_number && counted.is_some_and(|counted| counted.starts_with(COUNTED))
}

fn penalty_at_space(word: &str, after: &str) -> f32 {
    if word.ends_with(is_figure) {
        return penalty_after_figure(after);
    }
    if after.starts_with(['—', '–']) {
        return BEFORE_DASH_PENALTY;
    }
    if after.starts_with(is_figure)
        && (word.ends_with(CURRENCIES) || NUMBERED_NOUNS.contains(&word))
    {
        return NUMBERED_PENALTY;
    }
    // A quotation mark or bracket makes a short word no longer.
    let unquoted = word.trim_start_matches(['(', '“', '‘', '"', '[']);
    short_word_penalty(unquoted)
}

/// The penalty of a break at the space between a number and another text.
fn penalty_after_figure(after: &str) -> f32 {
    if !after.starts_with(|it: char| it.is_alphabetic() || UNIT_SIGNS.contains(&it)) {
        return 0.0;
    }
    let next_word = after
        .split([' ', '\u{a0}', '\n'])
        .next()
        .unwrap_or_default();
    // A unit may end a clause or a bracket: `(3 km),`.
    let unit = next_word.trim_end_matches(['.', ',', ';', ':', ')']);
    if UNITS.contains(&unit) {
        UNIT_PENALTY
    } else if next_word.starts_with(char::is_alphabetic) {
        COUNT_PENALTY
    } else {
        0.0
    }
}

fn is_figure(character: char) -> bool {
    character.is_ascii_digit()
}

/// One-letter words such as “a” or “I” look forlorn at a line end, and Czech and Polish do not
/// allow them there.
fn short_word_penalty(word: &str) -> f32 {
    let is_letter = |it: char| it.is_alphabetic() && !is_cjk(it);
    match word.chars().count() {
        letters @ 1..=2 if word.chars().all(is_letter) => SHORT_WORD_PENALTY[letters - 1],
        _ => 0.0,
    }
}

/// The penalty of a break with a hyphen at a joint.
pub(super) fn joint_penalty(quality: JointQuality) -> f32 {
    match quality {
        JointQuality::SoftHyphen => SOFT_HYPHEN_PENALTY,
        JointQuality::Exception | JointQuality::Compound => KNOWN_JOINT_PENALTY,
        JointQuality::Syllable | JointQuality::ShortSyllable => HYPHEN_PENALTY,
    }
}

/// The same in a word that is wider than the measure.
pub(super) fn wide_joint_penalty(quality: JointQuality) -> f32 {
    match quality {
        JointQuality::Syllable => WIDE_SYLLABLE_PENALTY,
        JointQuality::ShortSyllable => WIDE_SHORT_SYLLABLE_PENALTY,
        better => joint_penalty(better),
    }
}

/// The penalty of a break before a cluster at which no break is allowed.
pub(super) fn emergency_penalty(shaped: &ClusteredText, cluster: usize) -> f32 {
    let (Some(before), Some(after)) =
        (shaped.cluster_before(cluster), shaped.clusters.get(cluster))
    else {
        return EMERGENCY_PENALTY;
    };
    let last = shaped.text_of(before).chars().next_back();
    let next = shaped.text_of(after).chars().next();
    if let Some(next) = next
        && (cannot_start_line(next) || is_closing_quote(next))
    {
        return EMERGENCY_MISPLACED_PENALTY;
    }
    match last {
        Some(last) if is_open_punctuation(last) || is_opening_quote(last) => {
            EMERGENCY_MISPLACED_PENALTY
        }
        Some(last) if EMERGENCY_MARKS.contains(&last) => EMERGENCY_MARK_PENALTY,
        _ => EMERGENCY_PENALTY,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn japanese_counters_are_rather_not_divided() {
        for (before, after, is_inside) in [
            ("か", "月早く", true),
            ("三", "か月", true),
            ("5", "ヶ国", true),
            ("ヶ", "所", true),
            ("か", "ら三", false),
            ("三", "つの", false),
        ] {
            let penalty = break_penalty(before, after);
            assert_eq!(
                penalty == KANA_COUNTER_PENALTY,
                is_inside,
                "{before}|{after}"
            );
        }
    }
}
