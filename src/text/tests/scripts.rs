//! Shapes and line breaks of scripts that no built-in font has, with the fonts of `tests/scripts`.

use std::path::Path;
use std::sync::OnceLock;

use super::super::shaper::Shaper;
use super::super::span::{ParagraphSetting, TextSpan};
use super::INK;
use crate::document::Direction;
use crate::fonts::Fonts;
use crate::hyphenation::Hyphenation;
use crate::lang;
use crate::length::Pt;

/// Size of all text, so that measures can be given in ems.
const SIZE: Pt = Pt(10.0);

fn shaper() -> &'static Shaper {
    static SHAPER: OnceLock<Shaper> = OnceLock::new();
    SHAPER.get_or_init(|| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scripts/fonts");
        let mut fonts = Fonts::built_in();
        fonts
            .add_folder(&folder)
            .expect("the fonts are well-formed");
        Shaper::new(fonts)
    })
}

fn setting(lang: &str) -> ParagraphSetting<'_> {
    ParagraphSetting {
        families: &[],
        lang,
        direction: lang::direction(lang),
        ..ParagraphSetting::default()
    }
}

/// The lines of a text at a measure in ems.
fn lines(lang: &str, text: &str, ems: f32) -> Vec<String> {
    let paragraph = shaper().paragraph(&[TextSpan::new(text, INK)], &setting(lang));
    let lines = paragraph.lines(SIZE, ems * SIZE, &Hyphenation::of_language(lang));
    let glyphs = lines
        .iter()
        .map(|line| line.runs.iter().flat_map(|run| &run.run.glyphs));
    glyphs
        .map(|glyphs| glyphs.map(|glyph| &*glyph.text).collect())
        .collect()
}

/// The glyphs of a text on one line, from left to right, each with the family of its face.
fn glyphs(lang: &str, text: &str) -> Vec<(u16, String)> {
    let paragraph = shaper().paragraph(&[TextSpan::new(text, INK)], &setting(lang));
    let lines = paragraph.lines(SIZE, Pt(1000.0), &Hyphenation::of_language(lang));
    let mut glyphs = Vec::new();
    for run in lines.iter().flat_map(|line| &line.runs) {
        let face = shaper().fonts().face(run.run.face);
        glyphs.extend(
            run.run
                .glyphs
                .iter()
                .map(|glyph| (glyph.id, face.family.clone())),
        );
    }
    glyphs
}

fn glyph_ids(lang: &str, text: &str) -> Vec<u16> {
    glyphs(lang, text).into_iter().map(|(id, _)| id).collect()
}

#[test]
fn the_language_chooses_among_han_fonts() {
    for (lang, family) in [
        ("ja", "Briefkit Test JP"),
        ("ja-JP", "Briefkit Test JP"),
        ("zh-Hant", "Briefkit Test TC"),
        ("zh-TW", "Briefkit Test TC"),
        ("zh-Hant-HK", "Briefkit Test TC"),
        ("zh-Hans", "Briefkit Han"),
        ("zh", "Briefkit Han"),
        ("en", "Briefkit Han"),
    ] {
        for text in ["直", "骨", "海"] {
            let found = glyphs(lang, text);
            assert_eq!(found.len(), 1);
            assert_eq!(found[0].1, family, "{text} in {lang}");
        }
    }
}

#[test]
fn arabic_letters_join() {
    // Alone, at the start, in the middle and at the end of a word, from right to left.
    let alone = glyph_ids("ar", "ح");
    let joined = glyph_ids("ar", "ححح");
    assert_eq!(joined.len(), 3);
    let mut forms = [alone, joined].concat();
    forms.sort_unstable();
    forms.dedup();
    assert_eq!(forms.len(), 4, "a letter has four forms");
    assert_eq!(setting("ar").direction, Direction::Rtl);
}

#[test]
fn devanagari_has_conjuncts_and_reordered_vowels() {
    assert_eq!(glyph_ids("hi", "क्ष").len(), 1);
    // The vowel sign i is written after its consonant and stands before it.
    let syllable = glyph_ids("hi", "नि");
    let consonant = glyph_ids("hi", "न");
    assert_eq!(syllable.last(), consonant.last());
    assert_ne!(syllable.first(), consonant.first());
}

#[test]
fn marks_take_no_room() {
    for (lang, bare, marked) in [
        ("th", "กก", "ก่ก้"),
        ("th", "ป", "ปี่"),
        ("he", "שלום", "שָׁלוֹם"),
        ("ar", "محمد", "مُحَمَّد"),
    ] {
        let width = |text| {
            let paragraph = shaper().paragraph(&[TextSpan::new(text, INK)], &setting(lang));
            paragraph.natural_width(SIZE).0
        };
        assert!((width(bare) - width(marked)).abs() < 0.01, "{marked}");
    }
}

#[test]
fn lines_end_between_words() {
    for (lang, text, ems, expected) in [
        (
            "th",
            "ขออนุมัติงบประมาณและแผนการประชุม",
            9.0,
            "ขออนุมัติงบประมาณ|และแผนการประชุม",
        ),
        (
            "th",
            "ไม่ต้องรอเรียกชื่อซ้ำ ๆ เหมือนแต่ก่อน",
            6.6,
            "ไม่ต้องรอ|เรียกชื่อซ้ำ ๆ |เหมือนแต่ก่อน",
        ),
        // A compound that is wider than its line ends between its parts.
        ("th", "โรงพยาบาล", 3.6, "โรง|พยาบาล"),
        (
            "ko",
            "가나다라 마바사아 자차카타",
            7.5,
            "가나다라 |마바사아 |자차카타",
        ),
        // A word that is wider than its line is divided between syllables, without a hyphen.
        ("ko", "가나다라마바사", 4.0, "가나다라|마바사"),
        (
            "ja",
            "免税、直接。「関連」語彙",
            5.6,
            "免税、直接。|「関連」語彙",
        ),
        // A small kana and the mark of a long vowel begin no line.
        ("ja", "ああああアーア", 5.0, "ああああ|アーア"),
    ] {
        assert_eq!(lines(lang, text, ems).join("|"), expected, "{text}");
    }
}
