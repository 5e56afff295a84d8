//! Break opportunities between the words of scripts that have no blanks between words: Thai, Lao,
//! Khmer and Burmese. UAX 14 leaves them to a dictionary (class SA, "Complex Context").

use std::cmp::Ordering;

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

/// Compounds that the dictionary of ICU4X divides, sorted, one in a line, each character as its
/// distance from U+0E00 and U+0020 added. `thai_compounds.py` makes it.
const THAI_COMPOUNDS: &[u8] = include_bytes!("thai_compounds.txt");

/// No compound has more characters; a test holds it.
const MAX_COMPOUND_LENGTH: usize = 14;

/// Offsets between words of the dictionaries of ICU4X, but for those inside Thai compounds.
pub(super) fn dictionary_breaks(text: &str) -> Vec<usize> {
    let mut offsets = breaks_with_those_of_compounds(text);
    join_thai_compounds(text, &mut offsets);
    offsets
}

/// Offsets between words of the dictionaries of ICU4X, also inside Thai compounds.
pub(super) fn breaks_with_those_of_compounds(text: &str) -> Vec<usize> {
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
            && !divides_thai_syllable(before, after)
        {
            offsets.push(offset);
        }
    }
    offsets
}

/// Whether a break would part a vowel from the consonant that it is written with. The dictionary
/// does so where it takes a wrong way.
fn divides_thai_syllable(before: &str, after: &str) -> bool {
    before.ends_with(|it| matches!(it, '\u{e40}'..='\u{e44}'))
        || after.starts_with(
            |it| matches!(it, '\u{e30}'..='\u{e3a}' | '\u{e45}' | '\u{e47}'..='\u{e4e}'),
        )
}

/// Removes the offsets inside compounds. From the end, because the modifiers of a Thai compound
/// follow its head: การ|ท่องเที่ยว, not การท่อง|เที่ยว.
fn join_thai_compounds(text: &str, offsets: &mut Vec<usize>) {
    let mut last = offsets.len();
    while last > 0 {
        last -= 1;
        let end = end_of_word(text, offsets, last);
        // The longest compound that ends here.
        let mut first = last + 1;
        for candidate in (0..=last).rev() {
            let start = start_of_word(text, offsets, candidate);
            let word = &text[start..end];
            if !word.chars().all(is_thai) || word.chars().count() > MAX_COMPOUND_LENGTH {
                break;
            }
            if is_thai_compound(word) {
                first = candidate;
            }
        }
        offsets.drain(first..=last);
        last = last.min(first);
    }
}

/// Where the word after the offset at `index` ends: at the next offset, or where its script ends.
fn end_of_word(text: &str, offsets: &[usize], index: usize) -> usize {
    let start = offsets[index];
    let next = offsets.get(index + 1).copied().unwrap_or(text.len());
    let length = text[start..next].find(|it| !is_in_dictionary_script(it));
    length.map_or(next, |it| start + it)
}

/// Where the word before the offset at `index` starts.
fn start_of_word(text: &str, offsets: &[usize], index: usize) -> usize {
    let previous = index.checked_sub(1).map_or(0, |it| offsets[it]);
    let before = &text[previous..offsets[index]];
    let letters = before.trim_end_matches(is_in_dictionary_script);
    previous + letters.len()
}

fn is_thai(character: char) -> bool {
    matches!(character, '\u{e01}'..='\u{e5b}')
}

/// Whether a Thai word is in the table.
fn is_thai_compound(word: &str) -> bool {
    let mut wanted = [0; MAX_COMPOUND_LENGTH];
    let mut length = 0;
    for (character, byte) in word.chars().zip(&mut wanted) {
        // Thai ends at U+0E5B, so that the sum is a byte.
        *byte = (u32::from(character) - 0xe00 + 0x20) as u8;
        length += 1;
    }
    let wanted = &wanted[..length];
    let (mut low, mut high) = (0, THAI_COMPOUNDS.len());
    while low < high {
        let middle = (low + high) / 2;
        let line_start = THAI_COMPOUNDS[..middle].iter().rposition(|it| *it == b'\n');
        let start = line_start.map_or(0, |it| it + 1);
        let length = THAI_COMPOUNDS[start..].iter().position(|it| *it == b'\n');
        let end = start + length.unwrap_or_default();
        match THAI_COMPOUNDS[start..end].cmp(wanted) {
            Ordering::Equal => return true,
            Ordering::Less => low = end + 1,
            Ordering::Greater => high = start,
        }
    }
    false
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
            ("โรงเรียนในจังหวัด", &["โรงเรียน", "ใน", "จังหวัด"]),
            ("ขออนุมัติแผน", &["ขออนุมัติ", "แผน"]),
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
    fn thai_compounds_are_whole() {
        for word in [
            "โรงพยาบาล",
            "ผู้ป่วย",
            "งบประมาณ",
            "นักเรียน",
            "มหาวิทยาลัย",
            "สิ่งแวดล้อม",
            "ค่าใช้จ่าย",
            "พระราชบัญญัติ",
            "ฝุ่นละออง",
            "ผู้อำนวยการ",
        ] {
            assert_eq!(words(word), [word]);
        }
        let cases: [(&str, &[&str]); 5] = [
            (
                "การท่องเที่ยวแห่งประเทศไทย",
                &["การ", "ท่องเที่ยว", "แห่ง", "ประเทศไทย"],
            ),
            ("ผู้อำนวยการโรงพยาบาล", &["ผู้อำนวยการ", "โรงพยาบาล"]),
            ("งบประมาณรายจ่ายประจำปี", &["งบประมาณ", "รายจ่าย", "ประจำปี"]),
            ("ที่ประชุมมีมติเห็นชอบ", &["ที่ประชุม", "มีมติ", "เห็นชอบ"]),
            ("ราคา 12 บาท ค่าใช้จ่ายรวม", &["ราคา 12 บาท ค่าใช้จ่าย", "รวม"]),
        ];
        for (text, expected) in cases {
            assert_eq!(words(text), expected, "{text}");
        }
        assert_eq!(
            words("ขยะ\u{2060}มูล\u{200b}ฝอย"),
            ["ขยะ\u{2060}มูล\u{200b}ฝอย"]
        );
    }

    #[test]
    fn no_break_divides_a_thai_syllable() {
        let words = words("รายงานผลการดำเนินงาน");
        assert!(!words.iter().any(|it| it.starts_with('า')), "{words:?}");
    }

    #[test]
    fn the_table_of_compounds_is_sorted() {
        let lines: Vec<&str> = std::str::from_utf8(THAI_COMPOUNDS)
            .expect("ASCII")
            .lines()
            .collect();
        assert!(lines.is_sorted() && lines.len() > 29_000);
        for line in lines {
            let word: String = line
                .bytes()
                .filter_map(|it| char::from_u32(u32::from(it) - 0x20 + 0xe00))
                .collect();
            assert!(
                word.chars().count() <= MAX_COMPOUND_LENGTH && is_thai_compound(&word),
                "{word}"
            );
        }
    }

    #[test]
    fn marks_of_repetition_stay_with_their_word() {
        assert_eq!(words("ต่างๆ"), ["ต่างๆ"]);
        assert!(begins_with_repetition_mark("ๆ กัน"));
    }
}
