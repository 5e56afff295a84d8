//! Break opportunities between the words of scripts that have no blanks between words: Thai, Lao,
//! Khmer and Burmese. UAX 14 leaves them to a dictionary (class SA, "Complex Context").

use icu_segmenter::LineSegmenter;
use unicode_linebreak::{BreakClass, break_property};

/// No character of these scripts comes before this one, the first of Thai.
const FIRST_COMPLEX: char = '\u{e01}';

/// The repetition mark and the abbreviation mark of Thai, and those of Lao and Khmer. They belong to
/// the word before them, even after a blank.
const REPETITION_MARKS: [char; 5] = ['\u{e46}', '\u{e2f}', '\u{ec6}', '\u{eaf}', '\u{17d7}'];

/// Whether a text begins with a mark that belongs to the word before it.
pub(super) fn begins_with_repetition_mark(text: &str) -> bool {
    text.starts_with(REPETITION_MARKS)
}

/// Whether a word of a dictionary may begin or end at this character.
pub(super) fn is_in_dictionary_script(character: char) -> bool {
    character >= FIRST_COMPLEX && break_property(u32::from(character)) == BreakClass::ComplexContext
}

/// Offsets between words of the dictionaries of ICU4X.
pub(super) fn dictionary_breaks(text: &str) -> Vec<usize> {
    let mut offsets = Vec::new();
    if !text.contains(is_in_dictionary_script) {
        return offsets;
    }
    let segmenter = LineSegmenter::new_dictionary(Default::default());
    for offset in segmenter.segment_str(text) {
        let (before, after) = text.split_at(offset);
        // The other opportunities of the segmenter are those of UAX 14, which are found already.
        if before.ends_with(is_in_dictionary_script)
            && after.starts_with(is_in_dictionary_script)
            && !begins_with_repetition_mark(after)
        {
            offsets.push(offset);
        }
    }
    offsets
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        let mut words = Vec::new();
        let mut start = 0;
        for end in dictionary_breaks(text).into_iter().chain([text.len()]) {
            words.push(&text[start..end]);
            start = end;
        }
        words
    }

    #[test]
    fn words_of_each_script_are_found() {
        let cases: [(&str, &[&str]); 6] = [
            ("โรงเรียนประจำจังหวัด", &["โรงเรียน", "ประจำ", "จังหวัด"]),
            ("ขออนุมัติแผน", &["ขอ", "อนุมัติ", "แผน"]),
            ("ໂຮງໝໍແຂວງ", &["ໂຮງໝໍ", "ແຂວງ"]),
            ("មន្ទីរពេទ្យខេត្ត", &["មន្ទីរពេទ្យ", "ខេត្ត"]),
            ("ဆေးရုံကြီး", &["ဆေးရုံ", "ကြီး"]),
            ("plain text", &["plain text"]),
        ];
        for (text, expected) in cases {
            assert_eq!(words(text), expected, "{text}");
        }
    }

    #[test]
    fn compounds_end_between_their_words_unless_joined() {
        assert_eq!(words("โรงพยาบาล"), ["โรง", "พยาบาล"]);
        assert_eq!(words("ผู้ป่วย"), ["ผู้", "ป่วย"]);
        assert_eq!(words("งบประมาณ"), ["งบ", "ประมาณ"]);
        assert_eq!(words("โรง\u{2060}พยาบาล"), ["โรง\u{2060}พยาบาล"]);
    }

    #[test]
    fn marks_of_repetition_stay_with_their_word() {
        assert_eq!(words("ต่างๆ"), ["ต่างๆ"]);
        assert!(begins_with_repetition_mark("ๆ กัน"));
    }
}
