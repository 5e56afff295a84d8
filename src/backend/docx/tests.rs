//! Tests whole Word documents: each is linted, and has the same bytes every time.

mod as_docx_rs;
mod data_columns;
mod extremes;
mod fixtures;
mod reference_doc;
mod whole_words;

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::lint::lint_docx;
use super::{Docx, build, schema_order};
use crate::assets::{Assets, ImageFile, ImageLimits, RunCaches};
use crate::backend::Backend;
use crate::brief::Brief;
use crate::diagnostic::SourceText;
use crate::document::*;
use crate::fonts::Fonts;
use crate::labels;
use crate::lang;
use crate::ooxml::number_format::ChartNumberFormats;
use crate::ooxml::workbook::chart_workbook;
use crate::ooxml::xml::parse_xml;
use crate::template::Template;
use crate::theme::Theme;
use fixtures::every_block_document;

/// A PNG of one pixel.
const PNG: &[u8] = &[
    0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, b'I', b'H', b'D', b'R', 0, 0, 0,
    1, 0, 0, 0, 1, 8, 0, 0, 0, 0, 0x3a, 0x7e, 0x9b, 0x55, 0, 0, 0, 10, b'I', b'D', b'A', b'T',
    0x78, 0x9c, 0x63, 0x60, 0, 0, 0, 2, 0, 1, 0x48, 0xaf, 0xa4, 0x71, 0, 0, 0, 0, b'I', b'E', b'N',
    b'D', 0xae, 0x42, 0x60, 0x82,
];

fn assets() -> Assets {
    let image = ImageFile::read("map.png", PNG, ImageLimits::default(), &Fonts::built_in())
        .unwrap()
        .0;
    Assets {
        images: BTreeMap::from([("map.png".to_owned(), image)]),
        ..Assets::new(RunCaches::new(Fonts::built_in()))
    }
}

fn build_parts(document: &Document) -> BTreeMap<String, Vec<u8>> {
    build(document, &Theme::default(), &assets()).unwrap().parts
}

/// The parts of a document, in which the lint must find nothing.
#[track_caller]
fn linted(document: &Document) -> BTreeMap<String, Vec<u8>> {
    let parts = build_parts(document);
    assert_eq!(lint_docx(&parts), Vec::<String>::new());
    parts
}

fn part_text(parts: &BTreeMap<String, Vec<u8>>, name: &str) -> String {
    String::from_utf8(parts[name].clone()).unwrap()
}

fn from_brief(yaml: &str, template: &str) -> Document {
    let brief = Brief::read(&SourceText::new("brief.yaml", yaml), None)
        .unwrap()
        .brief;
    let labels = labels::built_in_labels("en").unwrap();
    let template = Template::built_in(template).unwrap();
    let filled = template.fill(&brief, &labels).unwrap();
    crate::reader::read(&template, &filled, &brief, &labels).unwrap()
}

const BRIEF: &str = "\
title: Two words
date: 2026-11-23
bottom_line: The answer [@a].
ask: {text: Approve it, by: 2026-12-01}
points:
  - {headline: It works., text: 'It does [@a].', detail: \"1. one\\n2. two\", notes: Say so.}
actions:
  - {action: Do it, owner: Us, due: 2026-12-02}
  - {action: Do that}
sources:
  - {id: a, author: Somebody, title: A book, url: 'https://example.org/'}
";

#[test]
fn links_to_blocks_lead_to_their_bookmarks() {
    let yaml = "\
title: T
date: 2026-11-23
bottom_line: See [](#p), [](#t) and [the quote](#ü.1-q).
points: [{id: p, headline: P}]
tables: [{id: t, columns: [a], rows: [[b]]}]
quotes: [{id: ü.1-q, text: Q}]
";
    let parts = linted(&from_brief(yaml, "note"));
    let document = part_text(&parts, "word/document.xml");
    for (name, caption) in [
        ("_RefBlock1", "1.\u{a0}P"),
        ("_RefBlock2", "Table"),
        ("_RefBlock3", "“Q”"),
    ] {
        let link = format!("<w:hyperlink w:anchor=\"{name}\" w:history=\"1\">");
        assert!(document.contains(&link), "{name}");
        let after = document.split_once(&format!("w:name=\"{name}\"/>"));
        let (_, after) = after.expect("the bookmark");
        let (_, text) = after.split_once("<w:t xml:space=\"preserve\">").unwrap();
        assert!(text.starts_with(caption), "{name}: {text:.40}");
    }
    // The number of the caption is a field, and stands there once.
    let (_, after) = document.split_once("SEQ Table").expect("a field");
    let (_, number) = after.split_once("<w:t").unwrap();
    assert!(number.starts_with(" xml:space=\"preserve\">1</w:t>"));
    let caption = after.split_once("</w:p>").unwrap().0;
    assert!(!caption.contains("Table") && !caption.contains("\u{2002}"));
}

#[test]
fn every_block() {
    let parts = linted(&every_block_document("Words", "en", Medium::Pages));
    let document = part_text(&parts, "word/document.xml")
        .replace("<w:p>", "\n<w:p>")
        .replace("<w:tbl>", "\n<w:tbl>");
    insta::assert_snapshot!(document);
}

#[test]
fn hostile_words_are_sound_in_every_medium_and_direction() {
    let hostile = [
        "",
        " ",
        "a\u{1}b\u{0}\u{fffe}c",
        "\n\t\r\n",
        "]]><w:p/>&amp;\"'",
        "\u{202e}abc\u{202c} שלום مرحبا 你好，“世界” Привет 🎉👩‍👩‍👧",
        "1234 %",
    ];
    for words in hostile {
        for medium in [Medium::Pages, Medium::Sheet, Medium::Slides] {
            for lang in ["en", "zh-Hans", "ar", "he", "ru", "not a tag"] {
                linted(&every_block_document(words, lang, medium));
            }
        }
    }
}

#[test]
fn a_word_of_a_hundred_thousand_letters_is_written() {
    let mut document = every_block_document("Words", "en", Medium::Pages);
    let long = vec![Inline::text("w".repeat(100_000))];
    let table = Table {
        id: String::new(),
        title: long.clone(),
        columns: vec![Column::of_text(long.clone()); 2],
        rows: vec![vec![long.clone(); 2]],
        note: Vec::new(),
    };
    document.meta.title = long.clone();
    document.body = vec![
        Block::Masthead,
        Block::Table(table),
        Block::Paragraph { text: long },
    ];
    linted(&document);
}

#[test]
fn empty_and_huge_documents_are_sound() {
    let mut document = every_block_document("Words", "en", Medium::Pages);
    document.sources = Vec::new();
    document.body = Vec::new();
    linted(&document);
    document.body = vec![
        Block::Break,
        Block::Sources,
        Block::Metrics { items: Vec::new() },
        Block::Break,
    ];
    linted(&document);
    let cell = || vec![Inline::text("1")];
    let wide = Table {
        id: String::new(),
        title: Vec::new(),
        columns: (0..200)
            .map(|_| Column {
                header: cell(),
                numeric: true,
                align: ColumnAlign::Decimal,
                width: None,
            })
            .collect(),
        rows: vec![(0..201).map(|_| cell()).collect(), Vec::new()],
        note: Vec::new(),
    };
    let item = || vec![Block::Paragraph { text: cell() }];
    document.body = vec![
        Block::Table(wide),
        Block::List {
            ordered: true,
            first: 1,
            items: (0..3000).map(|_| item()).collect(),
        },
        Block::Table(Table {
            id: String::new(),
            title: cell(),
            columns: Vec::new(),
            rows: Vec::new(),
            note: cell(),
        }),
    ];
    linted(&document);
}

#[test]
fn the_same_bytes_on_every_thread() {
    let (theme, assets) = (Theme::default(), assets());
    let document = every_block_document("Words 字", "en", Medium::Pages);
    let render = || Docx.render(&document, &theme, &assets).unwrap().bytes;
    let first = render();
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8)
            .map(|_| scope.spawn(|| (render(), render())))
            .collect();
        for thread in threads {
            assert_eq!(thread.join().unwrap(), (first.clone(), first.clone()));
        }
    });
}

#[test]
fn earlier_documents_make_no_difference() {
    let assets = assets();
    let of_look = |at: u8| {
        let mut theme = Theme::default();
        theme.colors.accent.red = at;
        let lang = ["en", "zh-Hans", "ar", "ru"][usize::from(at % 4)];
        let medium = if at.is_multiple_of(3) {
            Medium::Sheet
        } else {
            Medium::Pages
        };
        (
            every_block_document(&format!("Words {at}"), lang, medium),
            theme,
        )
    };
    // More themes than the cache of formatting parts holds.
    for at in (0..10).chain(0..10) {
        let (document, theme) = of_look(at);
        let alone = build_parts_with(&document, &theme, &self::assets());
        assert!(
            build_parts_with(&document, &theme, &assets) == alone,
            "{at}"
        );
    }
}

fn build_parts_with(
    document: &Document,
    theme: &Theme,
    assets: &Assets,
) -> BTreeMap<String, Vec<u8>> {
    build(document, theme, assets).unwrap().parts
}

#[test]
fn a_note_can_be_edited_and_filled_in() {
    let parts = linted(&from_brief(BRIEF, "note"));
    let document = part_text(&parts, "word/document.xml");
    for expected in [
        "<w:tag w:val=\"actions[0].owner\"/>",
        "<w:tag w:val=\"actions[1].due\"/>",
        "<w:tag w:val=\"ask.by\"/>",
        "<w:dateFormat w:val=\"MMMM\u{a0}d, yyyy\"/>",
        "<w:tblHeader/>",
        "<w:pStyle w:val=\"Heading2\"/>",
    ] {
        assert!(document.contains(expected), "{expected}");
    }
    let notes = part_text(&parts, "word/footnotes.xml");
    assert!(
        notes.contains("NOTEREF _RefNote1"),
        "a repeated source refers to its first note"
    );
    assert!(
        notes.contains("w:hyperlink"),
        "a source's address is a link in its note"
    );
    assert!(!part_text(&parts, "word/settings.xml").contains("updateFields"));
    assert!(part_text(&parts, "docProps/core.xml").contains("2026-11-23T00:00:00Z"));
}

#[test]
fn columns_with_long_names_become_bars_and_dark_ones_have_light_labels() {
    let chart = |name: &str| {
        let names: Vec<String> = ["a", "b", "c", "d", "e", "f"]
            .map(|it| format!("{name} {it}"))
            .into();
        let yaml = format!(
            "{BRIEF}charts:\n  - title: Costs\n    kind: stacked\n    categories: {names:?}\n    series:\n      \
             - {{name: A, values: [1, 2, 3, 4, 5, 6]}}\n      - {{name: B, values: [1, 2, 3, 4, 5, 6]}}\n      \
             - {{name: C, values: [1, 2, 3, 4, 5, 6]}}\n"
        );
        part_text(
            &linted(&from_brief(&yaml, "note")),
            "word/charts/chart1.xml",
        )
    };
    let (short, long) = (
        chart("Region"),
        chart("Directorate-General for Agriculture and Rural Development, Division"),
    );
    assert!(short.contains("<c:barDir val=\"col\"/>") && long.contains("<c:barDir val=\"bar\"/>"));
    assert!(
        long.contains("<c:grouping val=\"stacked\"/>")
            && long.contains("<c:orientation val=\"maxMin\"/>")
    );
    // The accent and the second of the other colours are dark.
    let labels: Vec<&str> = short
        .split("<c:dLbls>")
        .skip(1)
        .filter_map(|it| it.split("</c:dLbls>").next())
        .collect();
    let light: Vec<bool> = labels
        .iter()
        .map(|it| it.contains("schemeClr val=\"bg1\""))
        .collect();
    assert_eq!(light, [true, false, true]);
}

#[test]
fn one_pagers_and_decks_are_sound() {
    for template in ["one-pager", "deck"] {
        linted(&from_brief(BRIEF, template));
    }
}

#[test]
fn styles_are_in_the_order_of_the_schema() {
    for (lang, medium) in [
        ("en", Medium::Pages),
        ("ar", Medium::Pages),
        ("zh-Hans", Medium::Sheet),
    ] {
        let written = &build_parts(&every_block_document("words", lang, medium))["word/styles.xml"];
        let mut root = parse_xml(written).unwrap();
        schema_order::put_in_order(&mut root);
        assert_eq!(
            String::from_utf8(root.to_part()).unwrap(),
            String::from_utf8_lossy(written)
        );
    }
}

#[test]
fn a_workbook_holds_what_its_chart_shows() {
    let value = |text: &str, number: f64| {
        Some(Value {
            text: text.to_owned(),
            number,
        })
    };
    let series = |name: &str, values| Series {
        name: name.to_owned(),
        values,
    };
    let chart = Chart {
        id: String::new(),
        title: Vec::new(),
        kind: ChartKind::Bar,
        categories: vec!["2028".to_owned(), "R&D _x0041_".to_owned()],
        series: vec![
            series("Fares", vec![value("11.0", 11.0), None]),
            series("", vec![value("1,200", 1200.0), value("about 7", 7.0)]),
        ],
        highlight: Highlight::default(),
        unit: None,
        alt: "Fares".to_owned(),
        note: Vec::new(),
    };
    let formats = ChartNumberFormats::new(&chart, "en");
    let caches = (&Default::default(), &Default::default());
    let bytes = chart_workbook(&chart, &formats, caches.0, caches.1).unwrap();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut part = |name: &str| {
        let mut text = String::new();
        std::io::Read::read_to_string(&mut archive.by_name(name).unwrap(), &mut text).unwrap();
        text
    };
    insta::assert_snapshot!(part("xl/worksheets/sheet1.xml"));
    let styles = part("xl/styles.xml");
    assert!(styles.contains("formatCode=\"[$-409]#,##0.0\""), "{styles}");
}

#[test]
fn lists_start_at_one() {
    let item = |text: &str| {
        vec![Block::Paragraph {
            text: vec![Inline::text(text)],
        }]
    };
    let mut document = from_brief(BRIEF, "note");
    let list = Block::List {
        ordered: true,
        first: 1,
        items: vec![item("a"), item("b")],
    };
    document.body = vec![
        list.clone(),
        Block::Paragraph {
            text: vec![Inline::text("between")],
        },
        list,
    ];
    let parts = linted(&document);
    let numbering = parse_xml(&parts["word/numbering.xml"]).unwrap();
    let restarts = numbering
        .elements()
        .filter(|list| list.find("w:lvlOverride").is_some())
        .count();
    assert_eq!(restarts, 2);
}

#[test]
fn a_vector_image_has_a_raster_copy() {
    let drawing = b"<svg xmlns='http://www.w3.org/2000/svg' width='96' height='48'><path d='M0 0h96v48z'/></svg>";
    let read = |name: &str, bytes: &[u8]| {
        ImageFile::read(name, bytes, ImageLimits::default(), &Fonts::built_in())
            .unwrap()
            .0
    };
    let mut assets = assets();
    assets
        .images
        .insert("plan.svg".to_owned(), read("plan.svg", drawing));
    assets.logo = Some(read("logo.svg", drawing));
    let mut document = from_brief(BRIEF, "note");
    let image = |alt: &str| {
        Block::Image(Image {
            id: String::new(),
            file: "plan.svg".to_owned(),
            alt: alt.to_owned(),
            decorative: alt.is_empty(),
            caption: Vec::new(),
            credit: Vec::new(),
        })
    };
    document.body = vec![image("A plan"), image("")];
    let parts = build(&document, &Theme::default(), &assets).unwrap().parts;
    assert_eq!(lint_docx(&parts), Vec::<String>::new());
    let pixels = image::load_from_memory(&parts["word/media/image2.png"]).unwrap();
    assert_eq!(
        (pixels.width(), pixels.height()),
        (300, 150),
        "an inch of print"
    );
    assert!(part_text(&parts, "word/media/image2.svg").starts_with("<svg "));
    assert!(parts.contains_key("word/media/logo.png") && parts.contains_key("word/media/logo.svg"));
    let body = part_text(&parts, "word/document.xml");
    assert_eq!(body.matches("<asvg:svgBlip ").count(), 2);
    assert_eq!(
        body.matches("cx=\"914400\" cy=\"457200\"").count(),
        4,
        "its own size"
    );
    assert_eq!(body.matches("adec:decorative ").count(), 1);
}

#[test]
fn a_missing_image_is_reported() {
    let mut document = from_brief(BRIEF, "note");
    document.body = vec![Block::Image(Image {
        id: String::new(),
        file: "gone.png".to_owned(),
        alt: "A map".to_owned(),
        decorative: false,
        caption: Vec::new(),
        credit: Vec::new(),
    })];
    let problems = Docx
        .render(&document, &Theme::default(), &assets())
        .unwrap_err();
    assert_eq!(problems[0].message, "picture `gone.png` not found");
}

#[test]
fn a_logo_is_at_the_head_of_the_first_page() {
    let theme = Theme {
        logo: Some("logo.png".to_owned()),
        ..Theme::default()
    };
    let assets = Assets {
        logo: assets().images.remove("map.png"),
        ..assets()
    };
    for (organization, marking) in [(None, None), (Some("Office"), Some("INTERNAL"))] {
        for medium in [Medium::Pages, Medium::Sheet] {
            let mut document = every_block_document("Words", "en", medium);
            document.meta.organization = organization.map(str::to_owned);
            document.meta.marking = marking.map(str::to_owned);
            let parts = build(&document, &theme, &assets).unwrap().parts;
            assert_eq!(lint_docx(&parts), Vec::<String>::new());
            let header = part_text(&parts, "word/header2.xml");
            assert_eq!(
                header.contains("adec:decorative"),
                organization.is_none(),
                "without a name it says nothing"
            );
            assert!(
                header.contains("Letterhead")
                    && !part_text(&parts, "word/header1.xml").contains("Letterhead")
            );
        }
    }
}

#[test]
fn only_running_text_turns_against_the_direction_of_the_document() {
    let mut document = every_block_document("Words", "ar", Medium::Pages);
    let words = || vec![Inline::text("Latin words")];
    document.body = vec![
        Block::Heading {
            id: String::new(),
            level: 1,
            text: words(),
        },
        Block::Paragraph { text: words() },
    ];
    let text = part_text(&linted(&document), "word/document.xml");
    assert!(
        text.contains("<w:pStyle w:val=\"Heading1\"/></w:pPr>"),
        "{text}"
    );
    assert!(
        text.contains("<w:pStyle w:val=\"BodyText\"/><w:bidi w:val=\"0\"/>"),
        "{text}"
    );
}

#[test]
fn breaks_at_the_end_begin_no_page() {
    let mut document = every_block_document("Words", "en", Medium::Pages);
    document.body = vec![
        Block::Paragraph {
            text: vec![Inline::text("Words")],
        },
        Block::Break,
        Block::Break,
    ];
    assert!(!part_text(&linted(&document), "word/document.xml").contains("pageBreakBefore"));
}

#[test]
fn the_lint_finds_faults() {
    let good = linted(&from_brief(BRIEF, "note"));
    let broken = |from: &str, to: &str| {
        let mut parts = good.clone();
        let changed = part_text(&parts, "word/document.xml").replacen(from, to, 1);
        assert_ne!(
            changed.as_bytes(),
            &parts["word/document.xml"][..],
            "{from}"
        );
        parts.insert("word/document.xml".to_owned(), changed.into_bytes());
        lint_docx(&parts)
    };
    for (from, to) in [
        ("w:val=\"BodyText\"", "w:val=\"Nowhere\""),
        ("<w:numId w:val=\"10\"/>", "<w:numId w:val=\"99\"/>"),
        ("w:fldCharType=\"end\"", "w:fldCharType=\"separate\""),
        ("w:name=\"_RefNote1\"", "w:name=\"_Other\""),
        ("<w:tblHeader/>", ""),
        ("<w:tc>", "<w:tc/><w:tc>"),
        (
            "<w:pStyle w:val=\"Title\"/>",
            "<w:pStyle w:val=\"Title\"/><w:jc w:val=\"center\"/>",
        ),
    ] {
        let good = part_text(&good, "word/document.xml");
        if good.contains(from) {
            assert_ne!(broken(from, to), Vec::<String>::new(), "{from}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_words_are_sound(words in any::<String>(), lang in prop::sample::select(vec!["en", "zh-Hans", "ar"])) {
        let parts = build_parts(&every_block_document(&words, lang, Medium::Pages));
        prop_assert_eq!(lint_docx(&parts), Vec::<String>::new());
    }

    #[test]
    fn addresses_are_never_malformed(url in "(https?://|mailto:|)\\PC{0,40}") {
        if let Some(address) = crate::ooxml::hyperlink::hyperlink_target(&url) {
            let forbidden = |it: char| it.is_whitespace() || it.is_control() || "<>\"{}|\\^`".contains(it);
            let malformed = address.contains(forbidden);
            prop_assert!(!malformed, "malformed: {}", address);
        }
    }
}

#[test]
fn a_sheet_keeps_to_its_page_and_reports_what_it_left_out() {
    let mut document = every_block_document("Words", "en", Medium::Sheet);
    document.fit = Fit { pages: Some(1) };
    let words = |count: usize| vec![Inline::text("words and words ".repeat(count))];
    let point = |at: usize| {
        Block::Point(Point {
            id: String::new(),
            headline: vec![Inline::text(format!("Headline {at}"))],
            text: words(20),
            detail: Vec::new(),
            notes: Vec::new(),
            priority: 3,
        })
    };
    document.body = (0..60).map(point).collect();
    let built = build(&document, &Theme::default(), &assets()).unwrap();
    assert!(
        (built.diagnostics.iter()).any(|it| it.message.starts_with("left out")),
        "{:?}",
        built.diagnostics
    );
    document.body = vec![Block::Paragraph { text: words(2000) }];
    let problems = build(&document, &Theme::default(), &assets())
        .err()
        .unwrap();
    assert!(
        problems[0].message.contains("does not fit on one page"),
        "{}",
        problems[0].message
    );
}
