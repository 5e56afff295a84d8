//! The Markdown deck: its text in every dialect, how its slides are planned, and that no words of a
//! brief change its structure.

use std::path::{Path, PathBuf};

use super::fixtures;
use crate::assets::{Assets, RunCaches};
use crate::backend::Backend;
use crate::backend::md::{Dialect, Markdown};
use crate::batch::{BriefInput, Mode, Request, render_one, run_batch};
use crate::diagnostic::SourceText;
use crate::document::{
    Block, Column, Degree, Direction, Document, Fit, Group, GroupItem, Inline, Medium, Meta,
    Metric, Particular, Point, Quote, Rating, Risk, Table, Trend, plain_text,
};
use crate::fonts::Fonts;
use crate::labels;
use crate::layout::lay_out;
use crate::options::FormatOptions;
use crate::slides::{SlideKind, SlideMeasurer, SlidePlan, geometry, plan_slides};
use crate::theme::{BUILT_IN, MIN_CONTRAST, Theme};
use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

fn text(words: &str) -> Vec<Inline> {
    vec![Inline::text(words)]
}

fn paragraph(words: &str) -> Block {
    Block::Paragraph { text: text(words) }
}

fn document(body: Vec<Block>) -> Document {
    let meta = Meta {
        title: text("A title"),
        subtitle: Vec::new(),
        date: "2025-01-01".to_owned(),
        date_text: "January 1, 2025".to_owned(),
        lang: "en".to_owned(),
        direction: Direction::Ltr,
        marking: None,
        reference: None,
        organization: None,
        from: Vec::new(),
        event: Vec::new(),
        place: None,
    };
    Document {
        template: "deck".to_owned(),
        meta,
        medium: Medium::Slides,
        fit: Fit::default(),
        labels: labels::built_in_labels("en")
            .expect("English is built in")
            .into(),
        body,
        sources: Vec::new(),
    }
}

fn plan_body(body: Vec<Block>) -> SlidePlan {
    let (document, theme, fonts) = (document(body), Theme::default(), Fonts::built_in());
    plan_slides(
        &document,
        &SlideMeasurer::new(&theme, &fonts, &document.labels),
    )
}

fn render_deck(body: Vec<Block>, dialect: Dialect) -> String {
    let assets = Assets::new(RunCaches::new(Fonts::built_in()));
    let rendered = Markdown { dialect }
        .render(&document(body), &Theme::default(), &assets)
        .expect("it fits");
    String::from_utf8(rendered.bytes).expect("a deck is UTF-8")
}

/// A deck without its front matter, if it has any.
fn without_front_matter(deck: &str) -> &str {
    if deck.starts_with("---\n") {
        deck.split_once("\n---\n").expect("front matter ends").1
    } else {
        deck
    }
}

/// A brief rendered as the command renders it, and its ledger.
fn render_brief(file: &Path, dialect: Dialect) -> (String, Vec<String>) {
    let input = BriefInput {
        text: None,
        file: file.to_owned(),
        subfolder: PathBuf::new(),
    };
    let request = Request {
        formats: vec!["md"],
        options: FormatOptions {
            dialect: Some(dialect),
            ..FormatOptions::default()
        },
        ..Request::default()
    };
    let (deck, _) = render_one(input, &request).expect("it renders");
    (
        String::from_utf8(deck.bytes).expect("a deck is UTF-8"),
        fixtures::messages(&deck.diagnostics),
    )
}

#[test]
fn decks() {
    insta::glob!("../../tests/decks", "*.yaml", |path| {
        let (text, ledger) = render_brief(path, Dialect::Marp);
        let head = text.split_once("style: |").expect("a deck has a style").0;
        insta::assert_snapshot!(format!(
            "{head}…\n{}\nledger: {ledger:#?}",
            without_front_matter(&text)
        ));
    });
}

#[test]
fn dialects() {
    for name in ["chinese", "everything", "hostile"] {
        let file = fixtures::root().join(format!("tests/decks/{name}.yaml"));
        for dialect in Dialect::ALL.into_iter().skip(1) {
            let (text, _) = render_brief(&file, dialect);
            insta::assert_snapshot!(format!("{name}.{}", dialect.name()), text);
        }
    }
}

#[test]
fn a_deck_in_another_dialect_is_not_up_to_date() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let brief = folder.path().join("a.yaml");
    std::fs::copy(fixtures::root().join("tests/decks/bare.yaml"), &brief)
        .expect("it can be copied");
    let run_with = |dialect| {
        let input = BriefInput {
            text: None,
            file: brief.clone(),
            subfolder: PathBuf::new(),
        };
        let output = Some(folder.path().join("output"));
        let request = Request {
            formats: vec!["md"],
            options: FormatOptions {
                dialect,
                ..FormatOptions::default()
            },
            output,
            ..Request::default()
        };
        let reports = run_batch(vec![input], &request, Mode::Write, &|_| {}).expect("it runs");
        (reports[0].up_to_date, reports[0].outputs[0].options.dialect)
    };
    let up_to_date = |count: usize, dialect: &str| (count, Dialect::named(dialect));
    assert_eq!(run_with(None), up_to_date(0, "marp"));
    assert_eq!(run_with(Some(Dialect::Plain)), up_to_date(0, "plain"));
    assert_eq!(run_with(Some(Dialect::Plain)), up_to_date(1, "plain"));
    // The settings of a project choose a dialect; an option of the command overrides them.
    std::fs::write(folder.path().join("gen.yaml"), "dialect: reveal\n").expect("it can be written");
    assert_eq!(run_with(None), up_to_date(0, "reveal"));
    assert_eq!(run_with(Some(Dialect::Marp)), up_to_date(0, "marp"));
}

#[test]
fn a_long_text_is_set_smaller_then_split() {
    let words = |count: usize| "some words that go on and on. ".repeat(count);
    let short = plan_body(vec![paragraph("Few words.")]);
    assert!(short.slides[0].scale > 1.0 && short.ledger.is_empty());
    let long = plan_body(vec![paragraph(&words(50))]);
    assert_eq!(long.slides.len(), 1);
    assert!(long.slides[0].scale < 1.0 && long.ledger.len() == 1);
    let longer = plan_body(vec![paragraph(&words(300))]);
    let parts = longer.slides.len();
    assert!(parts > 2);
    assert_eq!(longer.slides[1].part, Some((2, parts)));
    let shown: String = longer
        .slides
        .iter()
        .flat_map(|slide| &slide.blocks)
        .map(block_text)
        .collect();
    assert_eq!(printed(&shown), printed(&words(300)));
}

#[test]
fn a_long_table_is_split_evenly() {
    let row = |at: usize| vec![text(&at.to_string()), text("a cell")];
    let column = |name: &str| Column::of_text(text(name));
    let table = Table {
        id: String::new(),
        title: text("Rows"),
        columns: vec![column("a"), column("b")],
        rows: (0..8).map(row).collect(),
        note: Vec::new(),
    };
    let plan = plan_body(vec![Block::Table(table)]);
    let rows: Vec<usize> = plan
        .slides
        .iter()
        .flat_map(|slide| &slide.blocks)
        .map(|block| {
            if let Block::Table(table) = block {
                table.rows.len()
            } else {
                0
            }
        })
        .collect();
    assert_eq!(rows, [4, 4]);
}

#[test]
fn risks_keep_their_numbers_over_all_slides() {
    let risk = |at: usize| Risk {
        risk: text(&format!("Risk {at}")),
        likelihood: (at != 2).then_some(Rating::Degree(Degree::High)),
        impact: Some(Rating::Degree(if at.is_multiple_of(2) {
            Degree::Low
        } else {
            Degree::High
        })),
        mitigation: Vec::new(),
        owner: Vec::new(),
    };
    let plan = plan_body(vec![Block::Risks {
        items: (1..=12).map(risk).collect(),
    }]);
    let (first, rest) = plan.slides.split_first().expect("slides");
    assert!(matches!(first.blocks.as_slice(), [Block::Risks { items }] if items.len() == 12));
    let tables = rest.iter().flat_map(|slide| &slide.blocks);
    let rows = tables.filter_map(|block| {
        if let Block::Table(table) = block {
            Some(&table.rows)
        } else {
            None
        }
    });
    let rows: Vec<String> = rows
        .flatten()
        .map(|row| format!("{}: {}", plain_text(&row[0]), plain_text(&row[1])))
        .collect();
    assert_eq!(
        rows,
        (1..=12)
            .map(|at| format!("{at}: Risk {at}"))
            .collect::<Vec<_>>()
    );
    let deck = render_deck(
        vec![Block::Risks {
            items: (1..=12).map(risk).collect(),
        }],
        Dialect::Marp,
    );
    let deck = without_front_matter(&deck);
    assert!(
        deck.contains("| **High** | 4, 6, 8, 10, 12 | | 1, 3, 5, 7, 9, 11 |"),
        "{deck}"
    );
    assert!(deck.contains("12. Risk 12"), "{deck}");
}

#[test]
fn a_split_timeline_looks_the_same_on_each_slide() {
    let event = |at: usize| crate::document::Event {
        date: text(&format!("Day {at}")),
        text: text("It is."),
    };
    let timeline = |count| Block::Timeline {
        items: (0..count).map(event).collect(),
    };
    assert!(
        without_front_matter(&render_deck(vec![timeline(5)], Dialect::Marp))
            .contains("- **Day 4**")
    );
    let deck = render_deck(vec![timeline(9)], Dialect::Marp);
    assert!(!without_front_matter(&deck).contains("- **Day"), "{deck}");
    assert_eq!(
        without_front_matter(&deck).matches("| **Day").count(),
        9,
        "{deck}"
    );
}

fn point(words: &str, detail: Vec<Block>) -> Point {
    Point {
        id: String::new(),
        headline: text("A finding"),
        text: text(words),
        detail,
        notes: vec![paragraph("Say it.")],
        priority: 3,
    }
}

#[test]
fn a_point_shows_the_detail_that_fits_and_the_notes_have_all_of_it() {
    let plan = plan_body(vec![
        Block::Masthead,
        Block::Break,
        Block::Point(point("It is so.", vec![paragraph("More.")])),
    ]);
    let kinds: Vec<SlideKind> = plan.slides.iter().map(|slide| slide.kind).collect();
    assert_eq!(kinds, [SlideKind::Title, SlideKind::Point]);
    assert_eq!(
        plan.slides[1].blocks,
        [paragraph("It is so."), paragraph("More.")]
    );
    assert_eq!(
        plan.slides[1].notes,
        [paragraph("Say it."), paragraph("More.")]
    );
}

#[test]
fn a_short_text_alone_is_a_remark() {
    let plan = plan_body(vec![Block::Point(point("It is so.", vec![]))]);
    assert_eq!(plan.slides[0].kind, SlideKind::Remark);
    let plan = plan_body(vec![Block::Point(point(&"It is so. ".repeat(40), vec![]))]);
    assert_eq!(plan.slides[0].kind, SlideKind::Point);
}

#[test]
fn only_whole_sentences_and_whole_lists_of_a_detail_are_shown() {
    let long = format!("One sentence. {}", "and so on, ".repeat(60));
    let plan = plan_body(vec![Block::Point(point(
        "It is so.",
        vec![paragraph(&long)],
    ))]);
    assert_eq!(plan.slides[0].blocks[1], paragraph("One sentence. "));
    let list = Block::List {
        ordered: false,
        first: 1,
        items: vec![vec![paragraph("Item.")]; 9],
    };
    let plan = plan_body(vec![Block::Point(point(
        "It is so.",
        vec![paragraph("Nine reasons:"), list],
    ))]);
    assert_eq!(plan.slides[0].blocks, [paragraph("It is so.")]);
}

/// CommonMark with the extensions that most viewers have.
fn parser_options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_HEADING_ATTRIBUTES
}

/// The titles of a deck as a CommonMark parser reads them.
fn slide_titles(deck: &str) -> Vec<String> {
    let (mut titles, mut open) = (Vec::new(), None);
    for event in Parser::new_ext(without_front_matter(deck), parser_options()) {
        match event {
            Event::Start(Tag::Heading { level, .. }) if level as u8 <= 2 => {
                open = Some(String::new())
            }
            Event::End(TagEnd::Heading(_)) => {
                titles.extend(open.take().map(|title| printed(&title)))
            }
            Event::Text(text) | Event::Code(text) => {
                if let Some(title) = open.as_mut() {
                    title.push_str(&text);
                }
            }
            _ => {}
        }
    }
    titles
}

/// Checks the deck of every brief in the repository.
fn for_each_brief(check: impl Fn(&str, &Document, &Assets)) {
    for folder in ["briefs", "tests/briefs"] {
        let folder = fixtures::root().join(folder);
        let mut files: Vec<PathBuf> = std::fs::read_dir(&folder)
            .expect("a folder")
            .map(|entry| entry.expect("an entry").path())
            .collect();
        files.retain(|file| file.extension().is_some_and(|it| it == "yaml"));
        files.sort();
        for file in files {
            let document =
                fixtures::document(&std::fs::read_to_string(&file).expect("a text"), "deck");
            check(
                &file.display().to_string(),
                &document,
                &fixtures::assets(&document, &folder),
            );
        }
    }
}

#[test]
fn a_pdf_of_the_deck_has_the_same_slides() {
    for_each_brief(|name, document, assets| {
        let deck = Markdown::default()
            .render(document, &Theme::default(), assets)
            .unwrap_or_else(|_| panic!("{name}"));
        let laid = lay_out(document, &Theme::default(), assets)
            .unwrap_or_else(|why| panic!("{name}: {why:?}"));
        let mut bookmarks = laid.pages.bookmarks;
        bookmarks.dedup_by_key(|bookmark| bookmark.destination.page);
        let places: Vec<usize> = bookmarks
            .iter()
            .map(|bookmark| bookmark.destination.page)
            .collect();
        assert_eq!(
            places,
            (0..laid.pages.pages.len()).collect::<Vec<_>>(),
            "{name}"
        );
        let shown: Vec<String> = bookmarks
            .iter()
            .map(|bookmark| printed(&bookmark.title))
            .collect();
        assert_eq!(
            shown,
            slide_titles(&String::from_utf8(deck.bytes).expect("a deck is UTF-8")),
            "{name}"
        );
    });
}

/// Collects the words of all texts in a document that was serialized as JSON.
fn collect_words(value: &serde_json::Value, out: &mut Vec<String>) {
    match value {
        serde_json::Value::Object(object) => {
            if let (Some(_), Some(text)) = (
                object.get("inline"),
                object.get("text").and_then(|it| it.as_str()),
            ) {
                out.extend(text.split_whitespace().map(printed));
            }
            object.values().for_each(|value| collect_words(value, out));
        }
        serde_json::Value::Array(items) => items.iter().for_each(|item| collect_words(item, out)),
        _ => {}
    }
}

#[test]
fn every_word_of_a_brief_is_in_the_deck_in_every_dialect() {
    for_each_brief(|name, document, assets| {
        let mut words = Vec::new();
        collect_words(
            &serde_json::to_value(&document.body).expect("a document is JSON"),
            &mut words,
        );
        for dialect in Dialect::ALL {
            let deck = Markdown { dialect }.render(document, &Theme::default(), assets);
            let deck = String::from_utf8(deck.expect("it fits").bytes).expect("a deck is UTF-8");
            let (mut shown, mut headings) = (String::new(), 0);
            for event in Parser::new_ext(without_front_matter(&deck), parser_options()) {
                match event {
                    Event::Text(text) | Event::Code(text) | Event::Html(text) => {
                        shown.push_str(&text)
                    }
                    Event::Start(Tag::Heading { level, .. }) if level as u8 <= 2 => headings += 1,
                    _ => {}
                }
            }
            let shown = printed(&shown);
            for word in &words {
                assert!(
                    shown.contains(word),
                    "{name} as {}: {word} is missing",
                    dialect.name()
                );
            }
            let slides = planned_slides(document, assets);
            match dialect {
                Dialect::Marp | Dialect::Reveal | Dialect::Slidev => {
                    assert_eq!(headings, slides, "{name}")
                }
                // Pandoc makes the cover from the front matter.
                Dialect::Pandoc => assert_eq!(headings + 1, slides, "{name}"),
                Dialect::Plain => {}
            }
        }
    });
}

fn planned_slides(document: &Document, assets: &Assets) -> usize {
    plan_slides(
        document,
        &SlideMeasurer::new(&Theme::default(), assets.fonts(), &document.labels),
    )
    .slides
    .len()
}

#[test]
fn particulars_and_the_bottom_line_are_two_slides() {
    let rows = vec![Particular {
        label: "To".to_owned(),
        text: text("You"),
    }];
    let plan = plan_body(vec![
        Block::Masthead,
        Block::Particulars { rows },
        Block::BottomLine {
            body: vec![paragraph("The answer.")],
        },
    ]);
    let titles: Vec<String> = plan
        .slides
        .iter()
        .map(|slide| plain_text(&slide.title))
        .collect();
    assert_eq!(titles, ["A title", "A title", "Bottom line"]);
    assert_eq!(plan.slides[2].kind, SlideKind::Summary);
}

#[test]
fn a_shortened_title_is_whole_in_the_content() {
    let headline = "a very long headline ".repeat(30);
    let point = Point {
        id: String::new(),
        headline: text(&headline),
        text: text("x"),
        detail: vec![],
        notes: vec![],
        priority: 3,
    };
    let plan = plan_body(vec![Block::Point(point)]);
    assert!(plain_text(&plan.slides[0].title).ends_with('…'));
    assert!(printed(&block_text(&plan.slides[0].blocks[0])).contains(&printed(&headline)));
    assert_eq!(plan.slides[0].title_step, 2);
}

#[test]
fn every_kind_of_slide_has_enough_contrast() {
    let kinds = [SlideKind::Title, SlideKind::Statement, SlideKind::Point];
    for (name, _) in BUILT_IN {
        let theme = Theme::built_in(name).expect("it is built in");
        let theme = theme.for_slides();
        for colors in kinds.map(|kind| geometry::slide_colors(&theme.colors, kind)) {
            let inks = [
                colors.text,
                colors.muted,
                colors.accent,
                colors.marking,
                colors.positive,
                colors.negative,
            ];
            // A cover shows no changes for better or worse, so those two colours do not matter.
            for ink in &inks[..if colors.text == colors.accent { 4 } else { 6 }] {
                assert!(
                    ink.contrast(colors.ground) >= MIN_CONTRAST,
                    "{name}: {ink:?} on {:?}",
                    colors.ground
                );
            }
        }
    }
}

#[test]
fn dark_slides_do_not_change_pages() {
    let (dark, default) = (
        Theme::built_in("dark").expect("it is built in"),
        Theme::default(),
    );
    assert!(
        dark.for_slides().colors.ground.is_dark()
            && !geometry::slide_colors(&dark.colors, SlideKind::Point)
                .ground
                .is_dark()
    );
    assert_eq!(dark.colors, default.colors);
    let read = |text: &str| Theme::read(&SourceText::new("t", text));
    let house = read("colors: {marking: \"#7a1f00\"}\nslide: {colors: {tint: \"#ffffff\"}}")
        .expect("a theme");
    let slides = &house.for_slides().colors;
    assert_eq!(
        (slides.marking, slides.accent),
        (house.colors.marking, default.colors.accent)
    );
    let weak =
        read("slide: {colors: {ground: \"#000000\"}}").expect_err("dark words on a dark ground");
    assert!(
        weak.iter()
            .all(|problem| problem.message.contains("contrast"))
    );
    assert!(read("slide: {colors: {ground: black}}").is_err());
}

#[test]
fn no_scale_sets_text_below_the_floor() {
    let theme = Theme::default();
    for scale in geometry::text_scales(&theme.slide) {
        let sizes = geometry::SlideSizes::at_scale(&theme.slide, scale);
        for set in [
            sizes.body,
            sizes.lead,
            sizes.statement,
            sizes.quote,
            sizes.small,
        ] {
            assert!(set.size >= theme.slide.floor && set.leading > set.size);
        }
    }
}

fn block_text(block: &Block) -> String {
    match block {
        Block::Paragraph { text } => plain_text(text),
        _ => String::new(),
    }
}

/// The characters of a text that print something. White space is left out because a deck may break
/// lines anywhere.
fn printed(text: &str) -> String {
    text.chars()
        .filter(|it| !it.is_whitespace() && !it.is_control())
        .filter(|it| !matches!(it, '\u{ad}' | '\u{2060}' | '\u{fe0e}' | '\u{fe0f}'))
        .collect()
}

/// How many elements of each kind a CommonMark parser finds in a deck, and its text.
#[derive(Debug, Default, PartialEq)]
struct DeckStructure {
    headings: usize,
    rules: usize,
    items: usize,
    tables: usize,
    rows: usize,
    quotes: usize,
    comments: usize,
    images: usize,
    unexpected: usize,
    text: String,
}

/// The elements for line breaks, other languages and signs.
const ELEMENTS: [&str; 8] = [
    "<br>",
    "<span lang=",
    "<span class=",
    "<span style=",
    "</span>",
    "<svg style=",
    "<path fill=",
    "</svg>",
];

fn structure_of(deck: &str) -> DeckStructure {
    let mut structure = DeckStructure::default();
    let mut comment = false;
    for event in Parser::new_ext(without_front_matter(deck), parser_options()) {
        match event {
            Event::Start(Tag::Heading { .. }) => structure.headings += 1,
            Event::Start(Tag::Item) => structure.items += 1,
            Event::Start(Tag::Table(_)) => structure.tables += 1,
            Event::Start(Tag::TableRow) => structure.rows += 1,
            Event::Start(Tag::BlockQuote(_)) => structure.quotes += 1,
            Event::Start(Tag::Image { .. }) => structure.images += 1,
            Event::Start(Tag::HtmlBlock) => comment = true,
            Event::End(TagEnd::HtmlBlock) => {
                comment = false;
                structure.comments += 1;
            }
            Event::Rule => structure.rules += 1,
            Event::Html(_) if comment => {}
            Event::InlineHtml(html) if ELEMENTS.iter().any(|it| html.starts_with(it)) => {}
            Event::Text(text) | Event::Code(text) => structure.text.push_str(&text),
            Event::Html(_)
            | Event::InlineHtml(_)
            | Event::Start(Tag::CodeBlock(_) | Tag::Link { .. } | Tag::Strikethrough) => {
                structure.unexpected += 1;
            }
            _ => {}
        }
    }
    structure.text = printed(&structure.text);
    structure
}

/// Words full of characters that mean something in a dialect.
fn hostile_words() -> impl Strategy<Value = String> {
    let marks = [
        "*",
        "_",
        "**",
        "`",
        "[",
        "](",
        ")",
        "<",
        ">",
        "<!--",
        "-->",
        "--!>",
        "#",
        "-",
        "+",
        "1.",
        "2)",
        "|",
        "\\",
        "&amp;",
        "&",
        ":smile:",
        "$",
        "~~",
        "---",
        "===",
        "***",
        "```",
        ":::",
        "![",
        "{",
        "}",
        "^",
        "http://a.de",
        "Note: ",
        "{{",
        "---\nlayout: x",
        "::: notes",
        "[click]",
        "@a",
        "😀",
        "🔴",
        "🇩🇪",
        "👩\u{200d}💻",
        "ש",
        "\u{fe0f}",
        "=",
        "!",
        "a",
        "b",
        " ",
        " ",
        "开",
        "。",
        "“",
        "\n",
        "<br>",
        "\u{a0}",
        "www.a.de",
        "%",
        "class: lead",
        "\t",
        "    ",
        "'",
        "\"",
    ];
    let marks = prop::collection::vec(prop::sample::select(marks.to_vec()), 1..10)
        .prop_map(|parts| format!("x{}", parts.concat()));
    let any_text = "\\PC{1,12}".prop_map(|any| format!("x{any}"));
    prop_oneof![3 => marks, 1 => any_text]
}

/// Words with every kind of markup.
fn marked_up(words: &str) -> Vec<Inline> {
    let body = text(words);
    vec![
        Inline::Emph { body: body.clone() },
        Inline::text(words),
        Inline::Strong { body: body.clone() },
        Inline::Code {
            text: words.replace(['\n', '\t'], " "),
        },
        Inline::LineBreak,
        Inline::text(words),
        Inline::Strong {
            body: vec![Inline::Emph { body }],
        },
    ]
}

/// How many lines a viewer of this dialect would take for its own syntax before it parses Markdown:
/// rules between slides, or the beginning of notes.
fn reserved_lines(deck: &str, dialect: Dialect) -> usize {
    let opens_notes = |line: &str| {
        let word = line.split(':').next().unwrap_or_default().to_lowercase();
        word.len() < line.len() && matches!(word.as_str(), "note" | "notes")
    };
    let lines = without_front_matter(deck).lines().map(str::trim_start);
    match dialect {
        Dialect::Reveal => lines.filter(|line| opens_notes(line)).count(),
        Dialect::Slidev => {
            let shown = without_front_matter(deck)
                .split("<!--")
                .next()
                .unwrap_or_default();
            assert!(!shown.contains("{{"), "{shown}");
            lines
                .filter(|line| {
                    line.starts_with("---") || line.starts_with("```") || line.starts_with("<<<")
                })
                .count()
        }
        Dialect::Marp | Dialect::Pandoc | Dialect::Plain => {
            lines.filter(|line| line.starts_with("---")).count()
        }
    }
}

#[test]
fn no_line_begins_a_markdown_block() {
    let openers = [
        "# a",
        "- a",
        "+ a",
        "* a",
        "1. a",
        "2) a",
        "(iv) a",
        "A. a",
        "#. a",
        "(@a) b",
        "> a",
        "=== ",
        "---",
        "***",
        "___",
        "```",
        "~~~",
        ":::",
        "::: notes",
        "Note: a",
        "notes: a",
        "NOTE:",
        "{{ a }}",
        "| a | b |",
        "<!-- a -->",
        "[a]: b",
        "$$",
        "% a",
        ": a",
        "layout: x",
        "<<< @/a",
        "@import a",
        "\\begin{a}",
        "![a](b)",
        "--- a",
        "<div>",
        "^a",
        "&nbsp;",
    ];
    for opener in openers {
        for dialect in Dialect::ALL {
            let lines = vec![Inline::text("x"), Inline::LineBreak, Inline::text(opener)];
            let item = vec![Block::Paragraph {
                text: lines.clone(),
            }];
            let body = vec![
                Block::Heading {
                    id: String::new(),
                    level: 1,
                    text: text(opener),
                },
                paragraph(opener),
                Block::Paragraph { text: lines },
                Block::List {
                    ordered: false,
                    first: 1,
                    items: vec![item, vec![paragraph(opener)]],
                },
                Block::Quote(Quote {
                    id: String::new(),
                    text: text(opener),
                    by: text(opener),
                }),
                Block::Notes {
                    body: vec![paragraph(opener)],
                },
            ];
            let deck = render_deck(body, dialect);
            let structure = structure_of(&deck);
            let notes_are_quotes = usize::from(dialect == Dialect::Plain);
            let (slides, quotes) = (slide_titles(&deck).len(), 1 + notes_are_quotes);
            assert_eq!(
                (
                    structure.items,
                    structure.quotes,
                    structure.tables,
                    structure.images
                ),
                (2, quotes, 0, 0),
                "{dialect:?}\n{deck}"
            );
            assert_eq!(
                (structure.unexpected, structure.rules),
                (0, structure.rules.min(slides - 1)),
                "{dialect:?}\n{deck}"
            );
            assert!(
                structure.text.matches(&printed(opener)).count() >= 5,
                "{dialect:?}\n{deck}"
            );
            // Notes in reveal.js begin with a line of their own.
            let reserved = if dialect == Dialect::Reveal {
                1
            } else {
                structure.rules
            };
            assert_eq!(
                reserved_lines(&deck, dialect),
                reserved,
                "{dialect:?}\n{deck}"
            );
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    /// A deck has the same structure whatever its words are, and every word is in it.
    #[test]
    fn words_never_become_structure(words in prop::collection::vec(hostile_words(), 12)) {
        let body = body_of_words(&words);
        for dialect in Dialect::ALL {
            let deck = render_deck(body.clone(), dialect);
            let structure = structure_of(&deck);
            let mut expected = expected_structure(dialect);
            expected.text.clone_from(&structure.text);
            let slides = without_front_matter(&deck);
            prop_assert_eq!(&structure, &expected, "{:?}\n{}", dialect, slides);
            let reserved = if dialect == Dialect::Reveal { 1 } else { expected.rules };
            prop_assert_eq!(reserved_lines(&deck, dialect), reserved);
            for words in &words {
                let words = printed(words);
                let text = &structure.text;
                prop_assert!(text.contains(&words), "{words} is not in {text}\n{slides}");
            }
        }
    }
}

/// Blocks of many kinds with the given words.
fn body_of_words(words: &[String]) -> Vec<Block> {
    let column = |words: &str| Column::of_text(text(words));
    let item = |name: &str, words: &str| GroupItem {
        name: text(name),
        text: text(words),
    };
    vec![
        Block::Heading {
            id: String::new(),
            level: 1,
            text: text(&words[0]),
        },
        paragraph(&words[1]),
        Block::Paragraph {
            text: marked_up(&words[2]),
        },
        Block::List {
            ordered: false,
            first: 1,
            items: vec![vec![paragraph(&words[3])], vec![paragraph(&words[4])]],
        },
        Block::Notes {
            body: vec![paragraph(&words[11]), paragraph(&words[2])],
        },
        Block::Break,
        Block::Metrics {
            items: vec![Metric {
                label: text(&words[5]),
                value: text("5"),
                unit: Vec::new(),
                change: text(&words[6]),
                trend: Trend::Up,
                as_of: Vec::new(),
            }],
        },
        Block::Break,
        Block::Group(Group {
            heading: text(&words[7]),
            text: Vec::new(),
            items: vec![item(&words[8], &words[9]), item(&words[10], &words[11])],
        }),
        Block::Quote(Quote {
            id: String::new(),
            text: text(&words[0]),
            by: text(&words[1]),
        }),
        Block::Table(Table {
            id: String::new(),
            title: text(&words[2]),
            columns: vec![column(&words[3]), column(&words[4])],
            rows: vec![vec![text(&words[5]), marked_up(&words[6])]],
            note: Vec::new(),
        }),
    ]
}

/// The structure of the deck of [`body_of_words`], without its text.
fn expected_structure(dialect: Dialect) -> DeckStructure {
    let (headings, rules, quotes, comments) = match dialect {
        // One comment for the notes, one for the class of each slide.
        Dialect::Marp => (5, 4, 1, 1 + 5),
        Dialect::Pandoc => (5, 0, 1, 0),
        // One comment for the attributes of each slide.
        Dialect::Reveal => (5, 4, 1, 5),
        Dialect::Slidev => (5, 4, 1, 1),
        Dialect::Plain => (3, 0, 2, 0),
    };
    DeckStructure {
        headings,
        rules,
        quotes,
        comments,
        // Of the list, the metrics and the group.
        items: 2 + 1 + 2,
        tables: 1,
        rows: 1,
        ..DeckStructure::default()
    }
}

#[test]
fn links_to_blocks_lead_to_their_slides() {
    let file = fixtures::root().join("tests/briefs/cross-references.yaml");
    for (dialect, link) in [
        (Dialect::Marp, "[Figure\u{a0}2](#6)"),
        (Dialect::Pandoc, "[Figure\u{a0}2](#slide-6)"),
        (Dialect::Reveal, "[Figure\u{a0}2](#/5)"),
        (Dialect::Slidev, "<Link to=\"6\">Figure\u{a0}2</Link>"),
        (Dialect::Plain, "grew (Figure\u{a0}2)"),
    ] {
        let (markdown, _) = render_brief(&file, dialect);
        assert!(markdown.contains(link), "{dialect:?}: {markdown}");
    }
    let (markdown, _) = render_brief(&file, Dialect::Pandoc);
    assert!(markdown.contains("## Figure\u{a0}2: Passengers {#slide-6 "));
}
