mod scripts;

use std::sync::{Arc, LazyLock, OnceLock};

use proptest::prelude::*;

use super::line::{LineRun, TextLine};
use super::paragraph::Paragraph;
use super::shaper::Shaper;
use super::span::{Balance, ParagraphSetting, TextSpan};
use crate::document::Direction;
use crate::fonts::{FaceId, FontStyle, Fonts, Weight, needs_no_glyph};
use crate::hyphenation::{Hyphenation, TokenKind, token_kind};
use crate::length::Pt;
use crate::theme::Color;

const INK: Color = Color {
    red: 0,
    green: 0,
    blue: 0,
};

fn setting() -> ParagraphSetting<'static> {
    static FAMILIES: LazyLock<[String; 2]> =
        LazyLock::new(|| ["Source Sans 3", "Noto Sans SC"].map(str::to_owned));
    ParagraphSetting {
        families: &*FAMILIES,
        hyphenate: true,
        ..ParagraphSetting::default()
    }
}

/// English without the words of any document.
fn plain_language() -> Hyphenation<'static> {
    Hyphenation::of_language("en")
}

fn text_of(line: &TextLine) -> String {
    line.runs
        .iter()
        .flat_map(|run| &run.run.glyphs)
        .map(|glyph| &*glyph.text)
        .collect()
}

fn lines_of(words: &str, setting: &ParagraphSetting<'_>, size: f32, measure: f32) -> Vec<String> {
    let paragraph = shaper().paragraph(&[TextSpan::new(words, INK)], setting);
    paragraph
        .lines(
            Pt(size),
            Pt(measure),
            &Hyphenation::of_language(setting.lang),
        )
        .iter()
        .map(text_of)
        .collect()
}

#[test]
fn words_stay_whole_where_there_is_room() {
    let lines = lines_of(
        "The quick brown fox jumps over the lazy dog",
        &setting(),
        10.0,
        100.0,
    );
    assert_eq!(
        lines.concat(),
        "The quick brown fox jumps over the lazy dog"
    );
    assert!(lines.len() > 1);
}

fn shaper() -> &'static Shaper {
    static SHAPER: OnceLock<Shaper> = OnceLock::new();
    SHAPER.get_or_init(|| Shaper::new(Fonts::built_in()))
}

/// The text without spaces, hyphens and characters without a glyph, to compare before and after
/// setting.
fn visible_text(text: &str) -> String {
    let fonts = shaper().fonts();
    let wanting = fonts.missing_characters(&text.chars().collect());
    let kept = |it: &char| {
        !needs_no_glyph(*it) && !it.is_whitespace() && *it != '-' && !wanting.contains(it)
    };
    text.chars().filter(kept).collect()
}

fn check_lines(paragraph: &Paragraph, size: Pt, measure: Pt, source: &str) {
    let lines = paragraph.lines(size, measure, &plain_language());
    assert_eq!(
        lines.len(),
        paragraph.line_count(size, measure, &plain_language())
    );
    for line in &lines {
        let mut pen = Pt::ZERO;
        for LineRun { run, .. } in &line.runs {
            assert!(
                (run.x - pen).abs() < Pt(0.01),
                "a run at {} where the pen is at {pen}",
                run.x
            );
            for glyph in &run.glyphs {
                assert!(glyph.id != 0 && glyph.advance.0.is_finite(), "{glyph:?}");
            }
            pen += run.glyphs.iter().map(|glyph| glyph.advance).sum::<Pt>();
        }
        assert!(
            (line.width - pen).abs() < Pt(0.01),
            "{} is not {pen}",
            line.width
        );
        let clusters = line
            .runs
            .iter()
            .flat_map(|it| &it.run.glyphs)
            .filter(|it| !it.text.trim().is_empty())
            .count();
        // A number is never broken, and a single letter may have a hyphen after it.
        let has_number = line.defect.is_some() && source.contains(char::is_numeric);
        let has_hyphen = text_of(line).contains('-');
        let is_shortest = clusters <= 1 || clusters == 2 && has_hyphen;
        assert!(
            line.width <= measure + Pt(0.01) || is_shortest || has_number,
            "{:?} is {} wide",
            text_of(line),
            line.width
        );
    }
    // Bidirectional text is placed in visual order, so only its characters can be compared.
    let sorted = |text: &str| {
        let mut characters: Vec<char> = visible_text(text).chars().collect();
        characters.sort_unstable();
        characters
    };
    let placed: String = lines.iter().map(text_of).collect();
    if paragraph.shaped.bidirectional {
        assert_eq!(sorted(&placed), sorted(source));
    } else {
        assert_eq!(visible_text(&placed), visible_text(source));
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

fn any_balance(balanced: bool) -> Balance {
    if balanced {
        Balance::AllLines
    } else {
        Balance::LastLine
    }
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
        let setting = ParagraphSetting { lang, direction, tracking, tabular, hyphenate, balance: any_balance(balance), justify, ..setting() };
        let weights = [Weight::Regular, Weight::SemiBold, Weight::Bold];
        let spans: Vec<TextSpan> = words.iter().zip(weights).enumerate().map(|(at, (text, weight))| TextSpan {
            style: FontStyle { weight, italic: at == 1 },
            scale: if at == 1 { scale } else { 1.0 },
            mark: at as u32,
            ..TextSpan::new(text, INK)
        }).collect();
        let paragraph = shaper().paragraph(&spans, &setting);
        check_lines(&paragraph, Pt(size), Pt(measure), &words.concat());
    }
}

#[test]
fn a_sign_after_a_space_and_a_joiner_is_kept() {
    for joined in [" \u{200d}☺", " \u{200d}☺\u{fe0f}", " \u{200d}\u{200d}→"] {
        let text = format!("On time{joined} and complete");
        let paragraph = shaper().paragraph(&[TextSpan::new(&text, INK)], &setting());
        for measure in [20.0, 60.0, 600.0] {
            check_lines(&paragraph, Pt(10.0), Pt(measure), &text);
        }
    }
}

/// A shaper with the fonts of [`shaper`] that never shapes words separately.
fn shaper_of_whole_text() -> &'static Shaper {
    static SHAPER: OnceLock<Shaper> = OnceLock::new();
    SHAPER.get_or_init(|| {
        let shaper = Shaper::new(Fonts::built_in());
        for separate_words in &shaper.caches.separate_words {
            separate_words.set(false).unwrap();
        }
        shaper
    })
}

#[test]
fn faces_that_kern_spaces_cannot_shape_words_separately() {
    let faces = shaper().faces();
    for (at, face) in shaper().fonts().faces().iter().enumerate() {
        assert_eq!(
            faces.can_shape_words_separately(FaceId(at)),
            face.family != "Source Serif 4" && face.advances().get(' ').is_some(),
            "{}",
            face.postscript_name
        );
    }
}

fn plain_text() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        4 => "[A-Za-z]{1,12}[,.;:!?)]?",
        2 => "(ff|fi|fl|ffi|ft|fj|tt|st|Th|AV|To|Wa|LT|Ty|P\\.|r\\.|f’|‘A){1,4}",
        2 => "[À-ſȘ-țα-ωΆ-Ώά-ώА-яЂ-џḀ-ỿ]{1,9}",
        2 => "[$€£¥+−]?[0-9]{1,4}([.,/:–-][0-9]{1,3})?[%‰°]?",
        1 => "[“”‘’„«»–—…·()\\[\\]&*/^~|<>'\"‰†‡•™℃→≤×÷½¾ªº²³]{1,3}",
        1 => "[a-z]{1,4}\u{a0}[a-zA-Z0-9]{1,4}",
        1 => "[ -~\u{a0}-\u{ac}\u{ae}-\u{2ff}\u{2010}-\u{2027}\u{2030}-\u{2043}]{1,6}",
    ];
    (proptest::collection::vec(word, 1..16), any::<[bool; 2]>()).prop_map(
        |(words, [before, after])| {
            let space = |there: bool| if there { " " } else { "" };
            format!("{}{}{}", space(before), words.join(" "), space(after))
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(512) })]

    #[test]
    fn words_are_shaped_as_they_are_in_the_whole_text(
        words in proptest::collection::vec(prop_oneof![6 => plain_text(), 1 => any_text()], 1..4),
        family in prop_oneof![3 => Just("Source Sans 3"), 1 => Just("Source Serif 4"), 1 => Just("Noto Sans SC")],
        weight in prop_oneof![Just(Weight::Regular), Just(Weight::SemiBold), Just(Weight::Bold)],
        flags in any::<[bool; 4]>(),
        lang in prop_oneof![Just("en"), Just("de"), Just("nl"), Just("tr"), Just("ro"), Just("ru"), Just("el"), Just("zh")],
        tracking in prop_oneof![Just(0.0_f32), -0.02_f32..0.2],
    ) {
        let [italic, tabular, raised, backwards] = flags;
        let families = [family.to_owned()];
        let direction = if backwards { Direction::Rtl } else { Direction::Ltr };
        let setting = ParagraphSetting { families: &families, lang, tracking, tabular, direction, ..ParagraphSetting::default() };
        let spans: Vec<TextSpan> = words.iter().enumerate().map(|(at, text)| TextSpan {
            style: FontStyle { weight, italic: italic != (at == 1) },
            rise: if raised && at == 1 { 0.3 } else { 0.0 },
            ..TextSpan::new(text, INK)
        }).collect();
        let separate = shaper().paragraph(&spans, &setting);
        let whole = shaper_of_whole_text().paragraph(&spans, &setting);
        prop_assert_eq!(&separate.shaped.clusters, &whole.shaped.clusters);
        prop_assert_eq!(&separate.shaped.glyphs, &whole.shaped.glyphs);
    }
}

#[test]
fn extreme_sizes_and_measures_do_no_harm() {
    let paragraph = shaper().paragraph(
        &[TextSpan::new("Every word 每一个字 of it", INK)],
        &setting(),
    );
    let extremes = [0.0, -1.0, f32::NAN, f32::INFINITY, f32::MIN_POSITIVE, 1e30].map(Pt);
    for size in extremes {
        for measure in extremes {
            assert_eq!(
                paragraph.lines(size, measure, &plain_language()).len(),
                paragraph.line_count(size, measure, &plain_language())
            );
        }
    }
    assert!(
        shaper()
            .paragraph(&[], &setting())
            .lines(Pt(10.0), Pt(100.0), &plain_language())
            .is_empty()
    );
    assert!(
        shaper()
            .paragraph(&[TextSpan::new(" \t ", INK)], &setting())
            .lines(Pt(10.0), Pt(100.0), &plain_language())
            .len()
            <= 1
    );
}

#[test]
fn huge_paragraphs_take_no_time() {
    for piece in [
        "word ",
        "x",
        "中",
        "\u{2003}",
        "\n",
        "مرحبا ",
        "-",
        "e\u{301}",
        "\u{ad}a",
        "\u{200b}",
        "“",
    ] {
        let source = piece.repeat(30_000 / piece.len());
        let began = std::time::Instant::now();
        let paragraph = shaper().paragraph(&[TextSpan::new(&source, INK)], &setting());
        let _ = paragraph.lines(Pt(10.0), Pt(300.0), &plain_language());
        assert!(
            began.elapsed().as_secs() < 20,
            "{piece:?} took {:?}",
            began.elapsed()
        );
    }
}

#[test]
fn ligatures_are_one_glyph_with_all_its_letters() {
    let paragraph = shaper().paragraph(&[TextSpan::new("off the shaft", INK)], &setting());
    let lines = paragraph.lines(Pt(10.0), Pt(500.0), &plain_language());
    let texts: Vec<&str> = lines[0].runs[0]
        .run
        .glyphs
        .iter()
        .map(|glyph| &*glyph.text)
        .collect();
    assert_eq!(texts.concat(), "off the shaft");
    assert!(texts.contains(&"ff") && texts.contains(&"ft"), "{texts:?}");
    let spaced = ParagraphSetting {
        tracking: 0.1,
        ..setting()
    };
    let lines = shaper()
        .paragraph(&[TextSpan::new("shaft", INK)], &spaced)
        .lines(Pt(10.0), Pt(500.0), &plain_language());
    assert_eq!(lines[0].runs[0].run.glyphs.len(), 5);
}

#[test]
fn kerning_brings_letters_together() {
    let width = |text: &str| {
        shaper()
            .paragraph(&[TextSpan::new(text, INK)], &setting())
            .natural_width(Pt(100.0))
    };
    assert!(width("AV") < width("A") + width("V") - Pt(1.0));
}

#[test]
fn tabular_figures_are_equally_wide() {
    let tabular = ParagraphSetting {
        tabular: true,
        ..setting()
    };
    let width = |text: &str| {
        shaper()
            .paragraph(&[TextSpan::new(text, INK)], &tabular)
            .natural_width(Pt(10.0))
    };
    for figure in '0'..='9' {
        assert!((width(&figure.to_string().repeat(4)) - width("0000")).abs() < Pt(1e-3));
    }
}

#[test]
fn long_words_are_hyphenated_where_a_line_would_be_loose() {
    let lines = lines_of(
        "The internationalization of manufacturing",
        &setting(),
        10.0,
        90.0,
    );
    assert!(lines.iter().any(|line| line.ends_with('-')), "{lines:?}");
    assert_eq!(
        lines.concat().replace('-', ""),
        "The internationalization of manufacturing"
    );
    for line in lines.iter().filter(|line| line.ends_with('-')) {
        let left = line
            .trim_end_matches('-')
            .rsplit(' ')
            .next()
            .unwrap_or_default();
        assert!(left.chars().count() >= 2, "{line}");
    }
    let unhyphenated = ParagraphSetting {
        hyphenate: false,
        ..setting()
    };
    assert!(
        !lines_of(
            "The internationalization of trade",
            &unhyphenated,
            10.0,
            110.0
        )
        .concat()
        .contains('-')
    );
    for word in [
        "UNCONSTITUTIONALITY",
        "B2Binternational7",
        "econometric/statistical",
    ] {
        let lines = lines_of(&format!("{word} {word} {word}"), &setting(), 10.0, 125.0);
        assert!(!lines.concat().contains('-'), "{lines:?}");
    }
}

#[test]
fn hyphens_are_rare() {
    let words = "Foreign investors may now hold whole subsidiaries in telecommunications, and the administrative \
                 authorisation that was previously indispensable is discontinued for manufacturing establishments.";
    for measure in (120..420).step_by(10) {
        let lines = lines_of(words, &setting(), 10.0, measure as f32);
        let hyphens: Vec<bool> = lines.iter().map(|line| line.ends_with('-')).collect();
        assert!(
            hyphens.windows(2).all(|pair| !(pair[0] && pair[1])),
            "{lines:?}"
        );
        assert!(
            !hyphens.iter().rev().nth(1).is_some_and(|&it| it),
            "{lines:?}"
        );
        assert!(measure < 300 || !hyphens.contains(&true), "{lines:?}");
    }
}

#[test]
fn soft_hyphens_show_only_where_they_are_used() {
    let soft = "Ver\u{ad}wal\u{ad}tung";
    assert_eq!(lines_of(soft, &setting(), 10.0, 300.0), ["Verwaltung"]);
    assert_eq!(lines_of(soft, &setting(), 10.0, 45.0), ["Verwal-", "tung"]);
}

#[test]
fn chinese_lines_neither_begin_nor_end_with_the_wrong_mark() {
    let words = "商务部表示，“扩大开放”（含制造业）是《外商投资法》的要求。他说：“我们将继续推进——包括服务业……”。";
    let chinese = ParagraphSetting {
        lang: "zh-Hans",
        ..setting()
    };
    for measure in 60..300 {
        for line in lines_of(words, &chinese, 10.0, measure as f32) {
            assert!(
                !line.starts_with(['，', '。', '”', '）', '》', '：', '…']),
                "{line}"
            );
            assert!(!line.ends_with(['“', '（', '《']), "{line}");
        }
    }
}

#[test]
fn quotation_marks_follow_the_language() {
    let is_fullwidth = |words: &str, lang: &str| {
        let setting = ParagraphSetting { lang, ..setting() };
        let lines = shaper()
            .paragraph(&[TextSpan::new(words, INK)], &setting)
            .lines(Pt(10.0), Pt(900.0), &plain_language());
        let mut glyphs = lines[0]
            .runs
            .iter()
            .flat_map(|run| run.run.glyphs.iter().map(move |it| (it, run.run.face)));
        let (_, face) = glyphs
            .find(|(glyph, _)| glyph.text.contains(['“', '’']))
            .unwrap();
        &shaper().fonts().face(face).family == "Briefkit Han"
    };
    assert!(is_fullwidth("他说“开放”了", "zh-Hans"));
    assert!(is_fullwidth("加入“CPTPP”谈判", "zh-Hans"));
    assert!(!is_fullwidth("“Open” it is", "zh-Hans"));
    // The apostrophe of a Western name is none of theirs.
    assert!(!is_fullwidth("代表O’Neill出席", "zh-Hans"));
    assert!(!is_fullwidth("Xi’an市", "zh-Hans"));
    assert!(!is_fullwidth("代表D’Angelo氏", "ja"));
    assert!(is_fullwidth("这里’是", "zh-Hans"));
    assert!(is_fullwidth("说‘Open’了", "zh-Hans"));
    assert!(!is_fullwidth("他说“开放”了", "en"));
    // Western letters stand on both sides, whatever comes after them.
    assert!(!is_fullwidth(
        "A ‘single soul’ in two bodies：谚语",
        "zh-Hans"
    ));
    assert!(!is_fullwidth(
        "谚语：a “single soul” in two bodies",
        "zh-Hans"
    ));
}

#[test]
fn latin_in_chinese_has_space_around_it() {
    let chinese = ParagraphSetting {
        lang: "zh-Hans",
        ..setting()
    };
    let width = |text: &str| {
        shaper()
            .paragraph(&[TextSpan::new(text, INK)], &chinese)
            .natural_width(Pt(12.0))
    };
    assert!((width("中A") - width("中") - width("A") - Pt(12.0 * 0.095)).abs() < Pt(0.01));
    // With letter-spacing, the space before the numeral is no wider, or readers would copy a blank.
    let spaced = ParagraphSetting {
        tracking: 0.08,
        ..chinese
    };
    let spaced_width = |text: &str| {
        shaper()
            .paragraph(&[TextSpan::new(text, INK)], &spaced)
            .natural_width(Pt(12.0))
    };
    let apart = spaced_width("1年") - spaced_width("1") - spaced_width("年");
    assert!((apart - Pt(12.0 * 0.095)).abs() < Pt(0.01), "{apart}");
    assert!((width("」「") - Pt(18.0)).abs() < Pt(0.1));
    assert!(
        (width("「」") - Pt(12.0)).abs() < Pt(0.1),
        "{}",
        width("「」")
    );
}

#[test]
fn numbers_keep_their_units() {
    let words = "Investment rose by 5 % to 71.2 billion yuan and by 3 % to 69.4 billion yuan in the year before";
    for measure in (100..400).step_by(5) {
        for line in lines_of(words, &setting(), 10.0, measure as f32) {
            assert!(
                !line.trim_end().ends_with(|it: char| it.is_ascii_digit()),
                "{line}"
            );
        }
    }
}

#[test]
fn balanced_chinese_lines_end_after_punctuation() {
    let balanced = ParagraphSetting {
        lang: "zh-Hans",
        balance: Balance::AllLines,
        ..setting()
    };
    let title = "防汛值班快报（第7期）：长河江州站水位14.85米，超警0.35米";
    let lines = lines_of(title, &balanced, 20.0, 378.0);
    assert_eq!(
        lines,
        [
            "防汛值班快报（第7期）：",
            "长河江州站水位14.85米，超警0.35米"
        ]
    );
}

#[test]
fn balanced_lines_are_alike() {
    let title = "Ministry opens seventeen further sectors to foreign investors and asks for comments by March";
    let balanced = ParagraphSetting {
        balance: Balance::AllLines,
        hyphenate: false,
        ..setting()
    };
    let ragged = ParagraphSetting {
        hyphenate: false,
        ..setting()
    };
    for measure in (250..600).step_by(10) {
        let spread = |setting: &ParagraphSetting<'_>| {
            let lines = shaper()
                .paragraph(&[TextSpan::new(title, INK)], setting)
                .lines(Pt(22.0), Pt(measure as f32), &plain_language());
            let widths = || lines.iter().map(|line| line.width);
            (
                lines.len(),
                widths().fold(Pt::ZERO, Pt::max) - widths().fold(Pt::MAX, Pt::min),
            )
        };
        let (balanced, ragged) = (spread(&balanced), spread(&ragged));
        assert_eq!(balanced.0, ragged.0);
        assert!(balanced.1 <= ragged.1 + Pt(0.01));
    }
}

#[test]
fn justified_lines_fill_the_measure_but_for_the_last() {
    let justified = ParagraphSetting {
        justify: true,
        ..setting()
    };
    let words = "Investors may hold whole subsidiaries in telecommunications and the authorisation that was needed so far \
                 is no longer asked for in manufacturing, which the ministries confirmed.\nA line of its own.";
    let lines = shaper()
        .paragraph(&[TextSpan::new(words, INK)], &justified)
        .lines(Pt(10.0), Pt(220.0), &plain_language());
    let full = lines
        .iter()
        .filter(|line| (line.width - Pt(220.0)).abs() < Pt(0.05))
        .count();
    assert_eq!(full, lines.len() - 2);
}

#[test]
fn right_to_left_text_is_placed_from_the_right() {
    // No face here has Hebrew, so an override makes Latin run from right to left.
    let words = "\u{202e}abc\u{202c}";
    assert_eq!(lines_of(words, &setting(), 10.0, 300.0), ["cba"]);
    let backwards = ParagraphSetting {
        direction: Direction::Rtl,
        ..setting()
    };
    for (logical, visual) in [
        ("abc (12) def:", ":abc (12) def"),
        // All of a sentence runs from left to right, and so does its full stop.
        ("abc (12) def.", "abc (12) def."),
        ("abc. \u{202e}AB\u{202c}.", ".BA .abc"),
        ("\u{2068}abc.\u{2069} 12 \u{202e}AB\u{202c}", "BA 12 abc."),
    ] {
        assert_eq!(lines_of(logical, &backwards, 10.0, 300.0), [visual]);
    }
}

#[test]
fn a_lead_is_where_the_lines_of_the_paragraph_begin() {
    let backwards = ParagraphSetting {
        direction: Direction::Rtl,
        ..setting()
    };
    // The room in ems before and after the glyphs, from left to right.
    let room = |words: &str, setting: &ParagraphSetting<'_>| {
        let glyphs_with = |lead: f32| {
            let span = TextSpan {
                lead,
                ..TextSpan::new(words, INK)
            };
            let lines =
                shaper()
                    .paragraph(&[span], setting)
                    .lines(Pt(10.0), Pt(300.0), &plain_language());
            lines[0].runs[0].run.glyphs.clone()
        };
        let (without, with) = (glyphs_with(0.0), glyphs_with(0.5));
        let left = with[0].dx - without[0].dx;
        let last = without.len() - 1;
        let right = with[last].advance - without[last].advance;
        (left.0.round(), right.0.round())
    };
    let from_right = "\u{202e}abc\u{202c}";
    assert_eq!(room("abc", &setting()), (5.0, 0.0));
    assert_eq!(room(from_right, &setting()), (5.0, 0.0));
    assert_eq!(room("abc", &backwards), (0.0, 5.0));
    assert_eq!(room(from_right, &backwards), (0.0, 5.0));
}

#[test]
fn marks_and_colors_cut_runs() {
    let red = Color {
        red: 200,
        green: 0,
        blue: 0,
    };
    let spans = [
        TextSpan::new("See ", INK),
        TextSpan {
            mark: 7,
            ..TextSpan::new("the source", red)
        },
        TextSpan::new(" twice", INK),
    ];
    let lines =
        shaper()
            .paragraph(&spans, &setting())
            .lines(Pt(10.0), Pt(300.0), &plain_language());
    let marks: Vec<_> = lines[0]
        .runs
        .iter()
        .map(|run| (run.mark, run.run.color))
        .collect();
    assert_eq!(marks, [(0, INK), (7, red), (0, INK)]);
}

#[test]
fn raised_text_is_set_in_superiors_where_the_face_has_them() {
    let runs_of = |text: &str| {
        let spans = [
            TextSpan::new("2", INK),
            TextSpan {
                rise: 0.35,
                scale: 0.65,
                mark: 1,
                ..TextSpan::new(text, INK)
            },
        ];
        let lines =
            shaper()
                .paragraph(&spans, &setting())
                .lines(Pt(10.0), Pt(300.0), &plain_language());
        lines[0]
            .runs
            .iter()
            .map(|run| run.run.clone())
            .collect::<Vec<_>>()
    };
    let superior = runs_of("2");
    assert_eq!(
        (
            superior[1].size.0,
            superior[1].baseline.0,
            &*superior[1].glyphs[0].text
        ),
        (10.0, 0.0, "2")
    );
    assert_ne!(superior[0].glyphs[0].id, superior[1].glyphs[0].id);
    let scaled = runs_of("2\u{2122}");
    assert_eq!((scaled[1].size.0, scaled[1].baseline.0), (6.5, -3.5));
    assert_eq!(scaled[0].glyphs[0].id, scaled[1].glyphs[0].id);
}

#[test]
fn the_author_breaks_lines() {
    assert_eq!(
        lines_of("one\ntwo\r\n\nfour\n", &setting(), 10.0, 300.0),
        ["one", "two", "", "four"]
    );
    assert_eq!(
        lines_of(" one \t two ", &setting(), 10.0, 300.0),
        ["one two"]
    );
    assert_eq!(
        lines_of("one\u{a0}two three", &setting(), 10.0, 50.0),
        ["one\u{a0}two ", "three"]
    );
}

#[test]
fn paragraphs_are_shaped_once() {
    let (a, b) = (
        TextSpan::new("once", INK),
        TextSpan {
            mark: 1,
            ..TextSpan::new("once", INK)
        },
    );
    let first = shaper().paragraph(std::slice::from_ref(&a), &setting());
    assert!(Arc::ptr_eq(&first, &shaper().paragraph(&[a], &setting())));
    assert!(!Arc::ptr_eq(&first, &shaper().paragraph(&[b], &setting())));
}

/// Words, numbers and addresses of several languages with blanks between them.
fn any_tokens() -> impl Strategy<Value = Vec<String>> {
    let token = prop_oneof![
        4 => "[a-zäöüß]{1,40}",
        2 => "[A-ZÄÖÜ][a-zäöüß]{3,40}[,.;:!?)]?",
        1 => "[А-Я][а-я]{3,40}",
        1 => "[Α-Ρ][α-ω]{3,30}",
        1 => "[(„«][a-z]{3,30}[)“»],?",
        1 => "[A-Z][a-z]{3,20}-[A-Z][a-z]{3,30}",
        2 => "[-+−€$]?[1-9][0-9]{0,2}([.,’][0-9]{3}){0,6}([.,][0-9]{1,3})?(%|km|€|kWh)?",
        1 => "[0-9]{1,40}",
        1 => "https://[a-z]{3,30}\\.org/[a-z0-9_/]{1,60}",
        1 => "[a-z]{3,20}@[a-z]{3,30}\\.example",
        1 => "[A-Z]{2}[0-9]{4}[A-Z]{3,30}[0-9]{2}",
    ];
    proptest::collection::vec(token, 1..8)
}

/// Where the text of lines, without the hyphens added to them, goes on after each line: offsets in
/// the words joined by blanks.
fn line_ends_in(source: &str, lines: &[String]) -> Vec<(usize, bool)> {
    let mut ends = Vec::new();
    let mut at = 0;
    for line in lines {
        let line = line.trim();
        let rest = &source[at..];
        let rest = rest.trim_start();
        at = source.len() - rest.len();
        if rest.starts_with(line) {
            at += line.len();
            ends.push((at, false));
        } else {
            let line = line.strip_suffix('-').expect("only hyphens are added");
            assert!(rest.starts_with(line), "{line:?} is not in {rest:?}");
            at += line.len();
            ends.push((at, true));
        }
    }
    assert_eq!(at, source.len(), "letters are lost: {lines:?}");
    ends
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    #[test]
    fn words_end_with_hyphens_and_numbers_are_whole(
        tokens in any_tokens(),
        lang in prop_oneof![
            Just("de"), Just("nl"), Just("fi"), Just("pl"), Just("hu"), Just("ru"), Just("el"),
            Just("tr"), Just("en"), Just("fr"), Just("vi"), Just("id"), Just("sw"),
        ],
        hyphenate in any::<bool>(),
        balance in prop_oneof![Just(Balance::None), Just(Balance::LastLine), Just(Balance::AllLines)],
        measure in 15.0_f32..300.0,
    ) {
        let source = tokens.join(" ");
        let setting = ParagraphSetting { lang, hyphenate, balance, ..setting() };
        let lines = lines_of(&source, &setting, 10.0, measure);
        let mut ends = line_ends_in(&source, &lines);
        ends.pop();
        for (end, added_hyphen) in ends {
            let start = source[..end].rfind(' ').map_or(0, |at| at + 1);
            let length = source[end..].find(' ').unwrap_or(source.len() - end);
            let token = &source[start..end + length];
            let is_inside = start < end && length > 0;
            let kind = token_kind(token);
            prop_assert!(!(is_inside && kind == TokenKind::Number), "{token}: {lines:?}");
            let ends_with_mark = !source[..end].ends_with(char::is_alphanumeric)
                || !source[end..].starts_with(char::is_alphanumeric);
            let is_allowed = !is_inside || added_hyphen || ends_with_mark || kind == TokenKind::Address;
            prop_assert!(is_allowed, "{token}: {lines:?}");
            prop_assert!(!(added_hyphen && kind == TokenKind::Address), "{token}: {lines:?}");
        }
    }

    #[test]
    fn last_lines_are_not_short_where_breaks_allow_longer_ones(
        words in proptest::collection::vec("[a-z]{2,8}", 6..20),
        measure in 100.0_f32..200.0,
        all in any::<bool>(),
    ) {
        let source = words.join(" ");
        let setting = ParagraphSetting { balance: any_balance(all), hyphenate: false, ..setting() };
        let paragraph = shaper().paragraph(&[TextSpan::new(&source, INK)], &setting);
        let lines = paragraph.lines(Pt(10.0), Pt(measure), &plain_language());
        let longest = lines.iter().map(|line| line.width).fold(Pt::ZERO, Pt::max);
        let last = lines.last().map_or(Pt::ZERO, |line| line.width);
        // Words of up to eight letters can always be moved.
        prop_assert!(last >= longest * 0.4, "{:?}", lines.iter().map(text_of).collect::<Vec<_>>());
    }
}

/// With `maaaaa` on the last line, the longest line is another one and the least width grows.
#[test]
fn last_lines_are_long_enough_for_the_new_longest_line() {
    let source = "kua amaaa wmaw am ni aaaaa aaaaaaa mciaxia aiuafai iuku abbi kaw kaaa aaa maaaaa \
                  wxx kinac";
    let setting = ParagraphSetting {
        balance: Balance::LastLine,
        hyphenate: false,
        ..setting()
    };
    let lines = lines_of(source, &setting, 10.0, 105.335_915);
    assert_eq!(lines.last().map(String::as_str), Some("maaaaa wxx kinac"));
    assert_eq!(lines.len(), 5);
}

#[test]
fn numbers_with_hyphens_and_dashes_are_whole() {
    let numbers = [
        "555-1234",
        "2019–2024",
        "9–14",
        "$3–$5",
        "2026/27",
        "030-18",
        "26-119)",
        "COVID-19",
    ];
    for number in numbers {
        let text = format!("and then {number} and so on {number}");
        for measure in 45..90 {
            for line in lines_of(&text, &setting(), 10.0, measure as f32) {
                let rest = line.replace(number, "");
                assert!(!rest.contains(char::is_numeric), "{line} at {measure}");
            }
        }
    }
    // A range that is wider than the measure yields at its dash.
    let lines = lines_of("1,250,000–1,500,000", &setting(), 10.0, 50.0);
    assert_eq!(lines, ["1,250,000–", "1,500,000"]);
}

#[test]
fn numbers_with_blanks_between_their_digits_are_whole() {
    let lines = |text: &str, measure| lines_of(text, &setting(), 10.0, measure);
    for measure in 60..120 {
        for line in lines("The grant is 25 000 000,00 euros a year", measure as f32) {
            let is_whole = line.contains("25 000 000,00") || !line.contains('0');
            assert!(is_whole, "{line}");
        }
    }
    // A list of numbers still has lines.
    let numbers = "100 200 300 400 500 600 700 800 900";
    assert!(lines(numbers, 60.0).len() > 1);
    assert_eq!(
        lines("in 2024 300 people", 40.0),
        ["in 2024 ", "300 ", "people"]
    );
}

#[test]
fn words_that_are_too_wide_end_at_their_best_joints() {
    let cases: &[(&str, &str, f32, &[&str])] = &[
        (
            "de",
            "Wahrscheinlichkeit",
            60.0,
            &["Wahrschein-", "lichkeit"],
        ),
        (
            "de",
            "Arbeitslosenversicherung",
            90.0,
            &["Arbeitslosen-", "versicherung"],
        ),
        (
            "nl",
            "Verantwoordelijkheid",
            70.0,
            &["Verantwoor-", "delijkheid"],
        ),
        ("fi", "Todennäköisyys", 50.0, &["Todennä-", "köisyys"]),
        ("pl", "Odpowiedzialność", 60.0, &["Odpowie-", "dzialność"]),
        ("hu", "Valószínűség", 40.0, &["Valószí-", "nűség"]),
        ("ru", "Ответственность", 60.0, &["Ответ-", "ственность"]),
        ("el", "Πιθανότητα", 35.0, &["Πιθα-", "νότητα"]),
        ("tr", "Sorumluluklarımız", 60.0, &["Sorumlu-", "luklarımız"]),
        (
            "fr",
            "l’anticonstitutionnalité",
            75.0,
            &["l’anticonsti-", "tutionnalité"],
        ),
        ("en", "Appropriation", 45.0, &["Appro-", "priation"]),
        ("en", "€1,234,567.89", 20.0, &["€1,234,567.89"]),
        (
            "de",
            "10\u{a0}000\u{a0}000\u{a0}Euro",
            50.0,
            &["10\u{a0}000\u{a0}000\u{a0}", "Euro"],
        ),
        (
            "id",
            "pertanggungjawaban",
            60.0,
            &["pertanggu-", "ngjawaban"],
        ),
    ];
    for (lang, word, measure, expected) in cases {
        let heading = ParagraphSetting {
            lang,
            balance: Balance::AllLines,
            ..setting()
        };
        let lines = lines_of(word, &heading, 10.0, *measure);
        assert_eq!(lines, *expected, "{lang}");
    }
}

#[test]
fn numbers_in_right_to_left_text_keep_their_signs() {
    // No face here has Hebrew, so an override makes the capitals run from right to left.
    let backwards = ParagraphSetting {
        direction: Direction::Rtl,
        ..setting()
    };
    for (logical, visual) in [
        ("−12.5%", "−12.5%"),
        ("\u{202e}AB\u{202c} −12.5 +2.1", "+2.1 −12.5 BA"),
        ("\u{202e}AB\u{202c} +972-3-1234567.", ".+972-3-1234567 BA"),
        ("\u{202e}AB\u{202c} +972 3 123 4567", "+972 3 123 4567 BA"),
        ("\u{202e}AB\u{202c} [46%] 5–7", "7–5 ]46%[ BA"),
        ("\u{202e}AB\u{202c} $5m 04/03/2026", "04/03/2026 $5m BA"),
        ("12\u{a0}km \u{202e}AB\u{202c}", "BA 12\u{a0}km"),
        (
            "12/x-3 \u{202e}AB\u{202c} https://a.org/",
            "https://a.org/ BA 12/x-3",
        ),
    ] {
        assert_eq!(
            lines_of(logical, &backwards, 10.0, 400.0),
            [visual],
            "{logical}"
        );
    }
}

#[test]
fn raised_numbers_stand_left_of_figures_in_right_to_left_text() {
    let backwards = ParagraphSetting {
        direction: Direction::Rtl,
        ..setting()
    };
    let spans = [
        TextSpan::new("2021\u{2066}", INK),
        TextSpan {
            rise: 0.3,
            scale: 0.7,
            mark: 1,
            ..TextSpan::new("3", INK)
        },
        TextSpan::new("\u{2069}", INK),
    ];
    let lines =
        shaper()
            .paragraph(&spans, &backwards)
            .lines(Pt(10.0), Pt(300.0), &plain_language());
    let marks: Vec<u32> = lines[0].runs.iter().map(|run| run.mark).collect();
    assert_eq!(marks, [1, 0]);
}
