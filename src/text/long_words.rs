//! Where words that are wider than their line get soft hyphens, for formats that break their lines
//! themselves: slides in Markdown and Word documents.
//!
//! [`divide_word`] takes the best joints that make every part fit. A word without joints is cut
//! between its clusters where a hyphen can be read there.

use unicode_script::Script;
use unicode_segmentation::UnicodeSegmentation;

use crate::hyphenation::{Hyphenation, JointQuality, TokenKind, token_kind};
use crate::lang;

/// Where a line may end with a hyphen that is not shown anywhere else (UAX 14, class BA).
pub(crate) const SOFT_HYPHEN: char = '\u{ad}';

/// Advance of a hyphen in ems, at least that of the usual fonts.
pub(super) const HYPHEN_ADVANCE: f32 = 0.35;

/// The fewest letters before and after a cut between clusters.
const MIN_CLUSTERS: usize = 2;

/// A word without blanks, with the advances of its characters in ems.
pub(super) struct LongWord<'a> {
    pub(super) text: &'a str,
    pub(super) advances: &'a [f32],
}

/// Where a word is divided, counted in characters.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct DividedWord {
    pub(super) places: Vec<usize>,
    /// Whether no joint is known where a part had to end.
    pub(super) is_cut: bool,
}

/// Divides a word so that each part fits into a measure in ems with its hyphen. Numbers and
/// addresses are not divided.
pub(super) fn divide_word(
    word: &LongWord<'_>,
    measure: f32,
    hyphenation: &Hyphenation<'_>,
) -> DividedWord {
    let mut divided = DividedWord::default();
    if token_kind(word.text) != TokenKind::Word {
        return divided;
    }
    let mut joints = Vec::new();
    for joint in hyphenation.joints(word.text) {
        let character = word.text[..joint.offset].chars().count();
        joints.push((character, joint.quality));
    }
    for worst in [
        JointQuality::Compound,
        JointQuality::Syllable,
        JointQuality::ShortSyllable,
    ] {
        for (start, end) in word.wide_parts(&divided.places, measure) {
            for &(place, quality) in &joints {
                if quality <= worst && start < place && place < end {
                    divided.places.push(place);
                }
            }
        }
        divided.places.sort_unstable();
        divided.places.dedup();
    }
    for (start, end) in word.wide_parts(&divided.places, measure) {
        let cuts = word.cluster_cuts(start, end, measure);
        divided.is_cut |= !cuts.is_empty();
        divided.places.extend(cuts);
    }
    divided.places.sort_unstable();
    divided
}

impl LongWord<'_> {
    /// The parts between `places` that do not fit into a measure with a hyphen.
    fn wide_parts(&self, places: &[usize], measure: f32) -> Vec<(usize, usize)> {
        let mut parts = Vec::new();
        let mut start = 0;
        for end in places.iter().copied().chain([self.advances.len()]) {
            let hyphen = if end < self.advances.len() {
                HYPHEN_ADVANCE
            } else {
                0.0
            };
            if self.width_between(start, end) + hyphen > measure {
                parts.push((start, end));
            }
            start = end;
        }
        parts
    }

    fn width_between(&self, start: usize, end: usize) -> f32 {
        self.advances[start..end].iter().sum()
    }

    /// Cuts a part into pieces of about the same width, between its clusters.
    fn cluster_cuts(&self, start: usize, end: usize, measure: f32) -> Vec<usize> {
        let mut cuts = Vec::new();
        let room = measure - HYPHEN_ADVANCE;
        let width = self.width_between(start, end);
        let is_too_narrow = room <= 0.0 || width / room > self.advances.len() as f32;
        if is_too_narrow || !self.text.chars().all(takes_hyphen) {
            return cuts;
        }
        let pieces = (width / room).ceil();
        let mut boundaries = Vec::new();
        let mut character = 0;
        for cluster in self.text.graphemes(true) {
            if character > start && character < end {
                boundaries.push(character);
            }
            character += cluster.chars().count();
        }
        let mut piece_start = start;
        for (index, &boundary) in boundaries.iter().enumerate() {
            let next = boundaries.get(index + 1).copied().unwrap_or(end);
            let is_full = self.width_between(piece_start, next) > width / pieces;
            let is_at_end = boundaries.len() - index < MIN_CLUSTERS;
            if is_full && !is_at_end && index + 1 >= MIN_CLUSTERS {
                cuts.push(boundary);
                piece_start = boundary;
            }
        }
        cuts
    }
}

/// Whether a word with this character may be divided by a hyphen. Joined letters would change
/// their shape, and other scripts divide words without one.
fn takes_hyphen(character: char) -> bool {
    match lang::script(character) {
        Script::Common
        | Script::Inherited
        | Script::Latin
        | Script::Greek
        | Script::Cyrillic
        | Script::Armenian
        | Script::Georgian
        | Script::Hebrew => true,
        script => lang::is_indian_script(script),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A word of characters that are half an em wide, divided at a measure in characters.
    fn divided(tag: &str, text: &str, measure: usize) -> (String, bool) {
        let advances = vec![0.5; text.chars().count()];
        let word = LongWord {
            text,
            advances: &advances,
        };
        let measure = measure as f32 * 0.5 + HYPHEN_ADVANCE;
        let divided = divide_word(&word, measure, &Hyphenation::of_language(tag));
        let mut out = String::new();
        for (index, character) in text.chars().enumerate() {
            if divided.places.contains(&index) {
                out.push('|');
            }
            out.push(character);
        }
        (out, divided.is_cut)
    }

    #[test]
    fn only_parts_that_do_not_fit_are_divided_further() {
        let cases = [
            ("de", "Verantwortung", 13, "Verantwortung"),
            ("de", "Verantwortung", 8, "Verant|wor|tung"),
            ("de", "Abteilung", 5, "Abtei|lung"),
            ("de", "Abteilung", 4, "Ab|tei|lung"),
            ("nl", "Verantwoordelijkheid", 9, "Verant|woor|de|lijk|heid"),
            ("hu", "Felelősségvállalás", 10, "Fele|lős|ség|vál|lalás"),
        ];
        for (tag, word, measure, expected) in cases {
            assert_eq!(divided(tag, word, measure), (expected.to_owned(), false));
        }
    }

    #[test]
    fn a_word_without_patterns_is_cut_evenly() {
        let (word, is_cut) = divided("id", "pertanggungjawaban", 10);
        assert_eq!((word.as_str(), is_cut), ("pertanggu|ngjawaban", true));
        let (word, is_cut) = divided("vi", "chịutráchnhiệmchính", 7);
        assert_eq!((word.as_str(), is_cut), ("chịutr|áchnhi|ệmchính", true));
    }

    #[test]
    fn numbers_addresses_and_joined_scripts_are_not_divided() {
        for word in [
            "1,234,567,890.00",
            "https://example.org/verantwortung",
            "مسؤوليةالمشروعات",
            "ความรับผิดชอบของโครงการ",
        ] {
            assert_eq!(divided("de", word, 5), (word.to_owned(), false));
        }
    }
}
