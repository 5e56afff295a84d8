use std::path::Path;
use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::fonts::{Weight, needs_no_glyph};

const INK: Color = Color { red: 0, green: 0, blue: 0 };

fn shaper() -> Shaper {
    let mut fonts = Fonts::built_in();
    fonts.add_folder(Path::new("fonts")).unwrap();
    Shaper::new(Arc::new(fonts))
}

fn setting() -> Setting {
    Setting { families: vec!["Source Sans 3".into(), "Noto Sans SC".into()], hyphenate: true, ..Setting::default() }
}

fn text(line: &Line) -> String {
    line.runs.iter().flat_map(|piece| &piece.run.glyphs).map(|glyph| &*glyph.text).collect()
}

fn set(words: &str, setting: &Setting, size: f32, measure: f32) -> Vec<String> {
    let paragraph = shaper().paragraph(&[Span::new(words, INK)], setting);
    paragraph.lines(size, measure).iter().map(text).collect()
}

#[test]
fn words_stay_whole_where_there_is_room() {
    let lines = set("The quick brown fox jumps over the lazy dog", &setting(), 10.0, 100.0);
    assert_eq!(lines.concat(), "The quick brown fox jumps over the lazy dog");
    assert!(lines.len() > 1);
}

fn shared() -> &'static Shaper {
    static SHAPER: std::sync::OnceLock<Shaper> = std::sync::OnceLock::new();
    SHAPER.get_or_init(shaper)
}

/// What is left to compare when spaces, hyphens and characters without a glyph are left out.
fn essence(text: &str) -> String {
    let fonts = shared().faces.fonts();
    let kept = |it: &char| !needs_no_glyph(*it) && !it.is_whitespace() && *it != '-' && fonts.can_show(*it);
    text.chars().filter(kept).collect()
}

fn check(paragraph: &Paragraph, size: f32, measure: f32, source: &str) {
    let lines = paragraph.lines(size, measure);
    assert_eq!(lines.len(), paragraph.line_count(size, measure));
    for line in &lines {
        let mut pen = 0.0;
        for Piece { run, .. } in &line.runs {
            assert!((run.x - pen).abs() < 0.01, "a run at {} where the pen is at {pen}", run.x);
            for glyph in &run.glyphs {
                assert!(glyph.id != 0 && glyph.advance.is_finite(), "{glyph:?}");
            }
            pen += run.glyphs.iter().map(|glyph| glyph.advance).sum::<f32>();
        }
        assert!((line.width - pen).abs() < 0.01, "{} is not {pen}", line.width);
        let clusters = line.runs.iter().flat_map(|it| &it.run.glyphs).filter(|it| !it.text.trim().is_empty()).count();
        assert!(line.width <= measure + 0.01 || clusters <= 1, "{:?} is {} wide", text(line), line.width);
    }
    // Text that runs both ways comes out in visual order.
    let sorted = |text: &str| {
        let mut characters: Vec<char> = essence(text).chars().collect();
        characters.sort_unstable();
        characters
    };
    let placed: String = lines.iter().map(text).collect();
    if paragraph.shaped.mixed {
        assert_eq!(sorted(&placed), sorted(source));
    } else {
        assert_eq!(essence(&placed), essence(source));
    }
}

fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-z]{1,9} ",
        1 => "[A-Z][a-zéüßø]{2,22}[,.;:!?]? ",
        1 => "[0-9]{1,6}(\\.[0-9]{1,2})?( ?%| km| billion)? ",
        2 => "[一二三中国经济增长，。、；：？！“”‘’（）《》「」—…·ーァッ％]{1,12}",
        1 => "[אבגדה]{1,8} ?",
        1 => "[ابتثجلا]{1,8} ?",
        1 => "(https?://)?[a-z]{1,12}[./_?&=-][a-z0-9/._?&=-]{1,80}",
        1 => "e\u{301}|o\u{323}\u{302}|👩\u{200d}🚀|🇨🇳|☺\u{fe0f}|क्षि|ﬃ|\u{1100}\u{1161}",
        1 => "[\\n\\t\u{ad}\u{200b}\u{200d}\u{2060}\u{202e}\u{202c}\u{2067}\u{2069}\u{feff}\u{a0}\u{2003}\u{3000} \\r\u{85}]{1,3}",
        1 => "\\PC{1,6}",
        1 => any::<char>().prop_map(String::from),
    ];
    proptest::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(96) })]

    #[test]
    fn lines_keep_the_measure_and_the_text(
        words in proptest::collection::vec(any_text(), 1..4),
        flags in any::<[bool; 5]>(),
        lang in prop_oneof![Just("en"), Just("zh-Hans"), Just("de"), Just("ar"), Just("")],
        tracking in prop_oneof![3 => Just(0.0_f32), 1 => -0.02_f32..0.2],
        scale in prop_oneof![3 => Just(1.0_f32), 1 => 0.5_f32..2.0],
        size in 5.0_f32..40.0,
        measure in 20.0_f32..600.0,
    ) {
        let [hyphenate, balance, justify, tabular, backwards] = flags;
        let direction = if backwards { Direction::Rtl } else { Direction::Ltr };
        let setting = Setting { lang: lang.into(), direction, tracking, tabular, hyphenate, balance, justify, ..setting() };
        let weights = [Weight::Regular, Weight::SemiBold, Weight::Bold];
        let spans: Vec<Span> = words.iter().zip(weights).enumerate().map(|(at, (text, weight))| Span {
            style: FontStyle { weight, italic: at == 1 },
            scale: if at == 1 { scale } else { 1.0 },
            mark: at as u32,
            ..Span::new(text, INK)
        }).collect();
        let paragraph = shared().paragraph(&spans, &setting);
        check(&paragraph, size, measure, &words.concat());
    }
}

#[test]
fn extreme_sizes_and_measures_are_borne() {
    let paragraph = shared().paragraph(&[Span::new("Every word 每一个字 of it", INK)], &setting());
    for size in [0.0, -1.0, f32::NAN, f32::INFINITY, f32::MIN_POSITIVE, 1e30] {
        for measure in [0.0, -1.0, f32::NAN, f32::INFINITY, f32::MIN_POSITIVE, 1e30] {
            assert_eq!(paragraph.lines(size, measure).len(), paragraph.line_count(size, measure));
        }
    }
    assert!(shared().paragraph(&[], &setting()).lines(10.0, 100.0).is_empty());
    assert!(shared().paragraph(&[Span::new(" \t ", INK)], &setting()).lines(10.0, 100.0).len() <= 1);
}

#[test]
fn huge_paragraphs_take_no_time() {
    for piece in ["word ", "x", "中", "\u{2003}", "\n", "مرحبا ", "-", "e\u{301}", "\u{ad}a", "\u{200b}", "“"] {
        let source = piece.repeat(30_000 / piece.len());
        let began = std::time::Instant::now();
        let paragraph = shared().paragraph(&[Span::new(&source, INK)], &setting());
        let shaped = began.elapsed();
        let count = paragraph.lines(10.0, 300.0).len();
        println!("{piece:?}: {count} lines, shaped in {shaped:?}, all in {:?}", began.elapsed());
        assert!(began.elapsed().as_secs() < 20, "{piece:?} took {:?}", began.elapsed());
    }
}
