//! The Markdown deck: what it says, that nothing in a brief changes its structure, and that its
//! slides are planned.

use std::path::{Path, PathBuf};

use super::fixtures;
use crate::assets::{Assets, Shaper};
use crate::backend::Backend;
use crate::backend::md::{Dialect, Markdown};
use crate::batch::{BriefInput, Mode, Request, render_one, run_batch};
use crate::diagnostic::SourceText;
use crate::document::{
    Block, Column, Degree, Direction, Document, Fit, Group, GroupItem, Inline, Medium, Meta,
    Metric, Particular, Point, Quote, Risk, Table, Trend, plain_text,
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
        place: None,
    };
    Document {
        template: "deck".to_owned(),
        meta,
        medium: Medium::Slides,
        fit: Fit::default(),
        labels: labels::built_in_labels("en").expect("English is built in"),
        body,
        sources: Vec::new(),
    }
}

fn planned(body: Vec<Block>) -> SlidePlan {
    let (document, theme, fonts) = (document(body), Theme::default(), Fonts::built_in());
    plan_slides(
        &document,
        &SlideMeasurer::new(&theme, &fonts, &document.labels),
    )
}

fn rendered(body: Vec<Block>, dialect: Dialect) -> String {
    let assets = Assets::new(Shaper::new(Fonts::built_in()));
    let rendered = Markdown { dialect }
        .render(&document(body), &Theme::default(), &assets)
        .expect("it fits");
    String::from_utf8(rendered.bytes).expect("a deck is UTF-8")
}

/// The slides of a deck, without its front matter if it has any.
fn slides(deck: &str) -> &str {
    if deck.starts_with("---\n") {
        deck.split_once("\n---\n").expect("front matter ends").1
    } else {
        deck
    }
}

/// A brief in `tests/decks` as the command renders it.
fn from_file(file: &Path, dialect: Dialect) -> (String, Vec<String>) {
    let input = BriefInput {
        text: None,
        file: file.to_owned(),
        below: PathBuf::new(),
    };
    let fonts = fixtures::root().join("fonts");
    let request = Request {
        formats: vec!["md"],
        options: FormatOptions {
            dialect: Some(dialect),
            ..FormatOptions::default()
        },
        font_folders: vec![fonts],
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
    insta::glob!("../../tests/decks/*.yaml", |path| {
        let (text, ledger) = from_file(path, Dialect::Marp);
        let head = text.split_once("style: |").expect("a deck has a style").0;
        insta::assert_snapshot!(format!("{head}…\n{}\nledger: {ledger:#?}", slides(&text)));
    });
}

#[test]
fn dialects() {
    for name in ["chinese", "everything", "hostile"] {
        let file = fixtures::root().join(format!("tests/decks/{name}.yaml"));
        for dialect in Dialect::ALL.into_iter().skip(1) {
            let (text, _) = from_file(&file, dialect);
            insta::assert_snapshot!(format!("{name}.{}", dialect.name()), text);
        }
    }
}

#[test]
fn a_file_is_up_to_date_in_its_own_dialect_alone() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let brief = place.path().join("a.yaml");
    std::fs::copy(fixtures::root().join("tests/decks/bare.yaml"), &brief)
        .expect("it can be copied");
    let kept = |dialect| {
        let input = BriefInput {
            text: None,
            file: brief.clone(),
            below: PathBuf::new(),
        };
        let output = Some(place.path().join("output"));
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
    let gave = |count: usize, dialect: &str| (count, Dialect::named(dialect));
    assert_eq!(kept(None), gave(0, "marp"));
    assert_eq!(kept(Some(Dialect::Plain)), gave(0, "plain"));
    assert_eq!(kept(Some(Dialect::Plain)), gave(1, "plain"));
    // Settings say it for a whole project; the command wins.
    std::fs::write(place.path().join("gen.yaml"), "dialect: reveal\n").expect("it can be written");
    assert_eq!(kept(None), gave(0, "reveal"));
    assert_eq!(kept(Some(Dialect::Marp)), gave(0, "marp"));
}

#[test]
fn a_long_text_is_set_smaller_then_parted() {
    let words = |count: usize| "some words that go on and on. ".repeat(count);
    let short = planned(vec![paragraph("Few words.")]);
    assert!(short.slides[0].scale > 1.0 && short.ledger.is_empty());
    let long = planned(vec![paragraph(&words(50))]);
    assert_eq!(long.slides.len(), 1);
    assert!(long.slides[0].scale < 1.0 && long.ledger.len() == 1);
    let longer = planned(vec![paragraph(&words(300))]);
    let parts = longer.slides.len();
    assert!(parts > 2);
    assert_eq!(longer.slides[1].part, Some((2, parts)));
    let said: String = longer
        .slides
        .iter()
        .flat_map(|slide| &slide.blocks)
        .map(block_text)
        .collect();
    assert_eq!(bare(&said), bare(&words(300)));
}

#[test]
fn a_long_table_is_parted_evenly() {
    let row = |at: usize| vec![text(&at.to_string()), text("a cell")];
    let column = |name: &str| Column {
        header: text(name),
        numeric: false,
    };
    let table = Table {
        title: text("Rows"),
        columns: vec![column("a"), column("b")],
        rows: (0..8).map(row).collect(),
        note: Vec::new(),
    };
    let plan = planned(vec![Block::Table(table)]);
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
        likelihood: (at != 2).then_some(Degree::High),
        impact: Some(if at.is_multiple_of(2) {
            Degree::Low
        } else {
            Degree::High
        }),
        mitigation: Vec::new(),
        owner: Vec::new(),
    };
    let plan = planned(vec![Block::Risks {
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
    let deck = rendered(
        vec![Block::Risks {
            items: (1..=12).map(risk).collect(),
        }],
        Dialect::Marp,
    );
    let deck = slides(&deck);
    assert!(
        deck.contains("| **High** | 4, 6, 8, 10, 12 | | 1, 3, 5, 7, 9, 11 |"),
        "{deck}"
    );
    assert!(deck.contains("12. Risk 12"), "{deck}");
}

#[test]
fn a_timeline_that_is_parted_looks_the_same_on_each_slide() {
    let event = |at: usize| crate::document::Event {
        date: text(&format!("Day {at}")),
        text: text("It is."),
    };
    let timeline = |count| Block::Timeline {
        items: (0..count).map(event).collect(),
    };
    assert!(slides(&rendered(vec![timeline(5)], Dialect::Marp)).contains("- **Day 4**"));
    let deck = rendered(vec![timeline(9)], Dialect::Marp);
    assert!(!slides(&deck).contains("- **Day"), "{deck}");
    assert_eq!(slides(&deck).matches("| **Day").count(), 9, "{deck}");
}

fn point(words: &str, detail: Vec<Block>) -> Point {
    Point {
        headline: text("A finding"),
        text: text(words),
        detail,
        notes: vec![paragraph("Say it.")],
        priority: 3,
    }
}

#[test]
fn a_point_is_a_slide_that_shows_what_fits_and_all_of_it_is_said() {
    let plan = planned(vec![
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
    let plan = planned(vec![Block::Point(point("It is so.", vec![]))]);
    assert_eq!(plan.slides[0].kind, SlideKind::Remark);
    let plan = planned(vec![Block::Point(point(&"It is so. ".repeat(40), vec![]))]);
    assert_eq!(plan.slides[0].kind, SlideKind::Point);
}

#[test]
fn detail_is_shown_by_whole_sentences_and_whole_lists() {
    let long = format!("One sentence. {}", "and so on, ".repeat(60));
    let plan = planned(vec![Block::Point(point(
        "It is so.",
        vec![paragraph(&long)],
    ))]);
    assert_eq!(plan.slides[0].blocks[1], paragraph("One sentence. "));
    let list = Block::List {
        ordered: false,
        items: vec![vec![paragraph("Item.")]; 9],
    };
    let plan = planned(vec![Block::Point(point(
        "It is so.",
        vec![paragraph("Nine reasons:"), list],
    ))]);
    assert_eq!(plan.slides[0].blocks, [paragraph("It is so.")]);
}

/// CommonMark, and what most of its readers add.
fn parser_options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_HEADING_ATTRIBUTES
}

/// The titles of a deck's slides, as a CommonMark parser reads them.
fn titles(deck: &str) -> Vec<String> {
    let (mut titles, mut open) = (Vec::new(), None);
    for event in Parser::new_ext(slides(deck), parser_options()) {
        match event {
            Event::Start(Tag::Heading { level, .. }) if level as u8 <= 2 => {
                open = Some(String::new())
            }
            Event::End(TagEnd::Heading(_)) => titles.extend(open.take().map(|title| bare(&title))),
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

/// Every brief of the repository as the document of its deck.
fn each_brief(check: impl Fn(&str, &Document, &Assets)) {
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
    each_brief(|name, document, assets| {
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
            .map(|bookmark| bare(&bookmark.title))
            .collect();
        assert_eq!(
            shown,
            titles(&String::from_utf8(deck.bytes).expect("a deck is UTF-8")),
            "{name}"
        );
    });
}

/// The words of every text in a document's body.
fn words_of(value: &serde_json::Value, out: &mut Vec<String>) {
    match value {
        serde_json::Value::Object(object) => {
            if let (Some(_), Some(text)) = (
                object.get("inline"),
                object.get("text").and_then(|it| it.as_str()),
            ) {
                out.extend(text.split_whitespace().map(bare));
            }
            object.values().for_each(|value| words_of(value, out));
        }
        serde_json::Value::Array(items) => items.iter().for_each(|item| words_of(item, out)),
        _ => {}
    }
}

#[test]
fn every_word_of_a_brief_is_shown_or_said_in_every_dialect() {
    each_brief(|name, document, assets| {
        let mut words = Vec::new();
        words_of(
            &serde_json::to_value(&document.body).expect("a document is JSON"),
            &mut words,
        );
        for dialect in Dialect::ALL {
            let deck = Markdown { dialect }.render(document, &Theme::default(), assets);
            let deck = String::from_utf8(deck.expect("it fits").bytes).expect("a deck is UTF-8");
            let (mut shown, mut headings) = (String::new(), 0);
            for event in Parser::new_ext(slides(&deck), parser_options()) {
                match event {
                    Event::Text(text) | Event::Code(text) | Event::Html(text) => {
                        shown.push_str(&text)
                    }
                    Event::Start(Tag::Heading { level, .. }) if level as u8 <= 2 => headings += 1,
                    _ => {}
                }
            }
            let shown = bare(&shown);
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
                // The cover is in the front matter.
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
fn particulars_are_one_slide_and_the_bottom_line_the_next() {
    let rows = vec![Particular {
        label: "To".to_owned(),
        text: text("You"),
    }];
    let plan = planned(vec![
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
fn a_title_that_is_too_long_is_below_in_full() {
    let headline = "a very long headline ".repeat(30);
    let point = Point {
        headline: text(&headline),
        text: text("x"),
        detail: vec![],
        notes: vec![],
        priority: 3,
    };
    let plan = planned(vec![Block::Point(point)]);
    assert!(plain_text(&plan.slides[0].title).ends_with('…'));
    assert!(bare(&block_text(&plan.slides[0].blocks[0])).contains(&bare(&headline)));
    assert_eq!(plan.slides[0].title_step, 2);
}

#[test]
fn words_stand_out_on_every_kind_of_slide() {
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
            // On a cover nothing is for better or worse.
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
fn dark_slides_leave_pages_as_they_are() {
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
fn every_scale_keeps_the_floor() {
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

/// Text without what has no width, and without white space: a deck breaks lines where it likes.
fn bare(text: &str) -> String {
    text.chars()
        .filter(|it| !it.is_whitespace() && !it.is_control())
        .filter(|it| !matches!(it, '\u{2060}' | '\u{fe0e}' | '\u{fe0f}'))
        .collect()
}

/// What a CommonMark parser makes of a deck.
#[derive(Debug, Default, PartialEq)]
struct Shape {
    headings: usize,
    rules: usize,
    items: usize,
    tables: usize,
    rows: usize,
    quotes: usize,
    comments: usize,
    pictures: usize,
    strange: usize,
    text: String,
}

fn shape(deck: &str) -> Shape {
    let mut shape = Shape::default();
    let mut comment = false;
    for event in Parser::new_ext(slides(deck), parser_options()) {
        match event {
            Event::Start(Tag::Heading { .. }) => shape.headings += 1,
            Event::Start(Tag::Item) => shape.items += 1,
            Event::Start(Tag::Table(_)) => shape.tables += 1,
            Event::Start(Tag::TableRow) => shape.rows += 1,
            Event::Start(Tag::BlockQuote(_)) => shape.quotes += 1,
            Event::Start(Tag::Image { .. }) => shape.pictures += 1,
            Event::Start(Tag::HtmlBlock) => comment = true,
            Event::End(TagEnd::HtmlBlock) => {
                comment = false;
                shape.comments += 1;
            }
            Event::Rule => shape.rules += 1,
            Event::Html(_) if comment => {}
            Event::InlineHtml(html) if &*html == "<br>" => {}
            Event::Text(text) | Event::Code(text) => shape.text.push_str(&text),
            Event::Html(_)
            | Event::InlineHtml(_)
            | Event::Start(Tag::CodeBlock(_) | Tag::Link { .. } | Tag::Strikethrough) => {
                shape.strange += 1;
            }
            _ => {}
        }
    }
    shape.text = bare(&shape.text);
    shape
}

fn hostile() -> impl Strategy<Value = String> {
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
    prop::collection::vec(prop::sample::select(marks.to_vec()), 1..10)
        .prop_map(|parts| format!("x{}", parts.concat()))
        .prop_union_with("\\PC{1,12}".prop_map(|any| format!("x{any}")))
}

trait UnionWith: Strategy<Value = String> + Sized + 'static {
    fn prop_union_with(
        self,
        other: impl Strategy<Value = String> + 'static,
    ) -> BoxedStrategy<String> {
        prop_oneof![3 => self, 1 => other].boxed()
    }
}

impl<T: Strategy<Value = String> + 'static> UnionWith for T {}

fn marked(words: &str) -> Vec<Inline> {
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

/// Lines that a reader of this dialect takes for its own before it reads Markdown: rules, or what
/// begins notes.
fn strange_lines(deck: &str, dialect: Dialect) -> usize {
    let opens_notes = |line: &str| {
        let word = line.split(':').next().unwrap_or_default().to_lowercase();
        word.len() < line.len() && matches!(word.as_str(), "note" | "notes")
    };
    let lines = slides(deck).lines().map(str::trim_start);
    match dialect {
        Dialect::Reveal => lines.filter(|line| opens_notes(line)).count(),
        Dialect::Slidev => {
            let shown = slides(deck).split("<!--").next().unwrap_or_default();
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
fn no_line_opens_anything() {
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
                    level: 1,
                    text: text(opener),
                },
                paragraph(opener),
                Block::Paragraph { text: lines },
                Block::List {
                    ordered: false,
                    items: vec![item, vec![paragraph(opener)]],
                },
                Block::Quote(Quote {
                    text: text(opener),
                    by: text(opener),
                }),
                Block::Notes {
                    body: vec![paragraph(opener)],
                },
            ];
            let deck = rendered(body, dialect);
            let shape = shape(&deck);
            let notes_are_quotes = usize::from(dialect == Dialect::Plain);
            let (slides, quotes) = (titles(&deck).len(), 1 + notes_are_quotes);
            assert_eq!(
                (shape.items, shape.quotes, shape.tables, shape.pictures),
                (2, quotes, 0, 0),
                "{dialect:?}\n{deck}"
            );
            assert_eq!(
                (shape.strange, shape.rules),
                (0, shape.rules.min(slides - 1)),
                "{dialect:?}\n{deck}"
            );
            assert!(
                shape.text.matches(&bare(opener)).count() >= 5,
                "{dialect:?}\n{deck}"
            );
            let own = if dialect == Dialect::Reveal {
                1
            } else {
                shape.rules
            };
            assert_eq!(strange_lines(&deck, dialect), own, "{dialect:?}\n{deck}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    /// Whatever the words are, the deck has the same structure, and every word is in it.
    #[test]
    fn words_never_become_structure(words in prop::collection::vec(hostile(), 12)) {
        let column = |words: &str| Column { header: text(words), numeric: false };
        let metric = Metric {
            label: text(&words[5]), value: text("5"), unit: Vec::new(), change: text(&words[6]),
            trend: Trend::Up, as_of: Vec::new(),
        };
        let item = |name: &str, words: &str| GroupItem { name: text(name), text: text(words) };
        let body = vec![
            Block::Heading { level: 1, text: text(&words[0]) },
            paragraph(&words[1]),
            Block::Paragraph { text: marked(&words[2]) },
            Block::List { ordered: false, items: vec![vec![paragraph(&words[3])], vec![paragraph(&words[4])]] },
            Block::Notes { body: vec![paragraph(&words[11]), paragraph(&words[2])] },
            Block::Break,
            Block::Metrics { items: vec![metric] },
            Block::Break,
            Block::Group(Group {
                heading: text(&words[7]), text: Vec::new(),
                items: vec![item(&words[8], &words[9]), item(&words[10], &words[11])],
            }),
            Block::Quote(Quote { text: text(&words[0]), by: text(&words[1]) }),
            Block::Table(Table {
                title: text(&words[2]), columns: vec![column(&words[3]), column(&words[4])],
                rows: vec![vec![text(&words[5]), marked(&words[6])]], note: Vec::new(),
            }),
        ];
        for dialect in Dialect::ALL {
            let deck = rendered(body.clone(), dialect);
            let shape = shape(&deck);
            let (headings, rules, quotes, comments) = match dialect {
                Dialect::Marp => (5, 4, 1, 5 + 1),
                Dialect::Pandoc => (5, 0, 1, 0),
                Dialect::Reveal => (5, 4, 1, 5),
                Dialect::Slidev => (5, 4, 1, 1),
                Dialect::Plain => (3, 0, 2, 0),
            };
            let expected = Shape {
                headings, rules, quotes, comments, items: 2 + 1 + 2, tables: 1, rows: 1, pictures: 0, strange: 0,
                text: shape.text.clone(),
            };
            prop_assert_eq!(&shape, &expected, "{:?}\n{}", dialect, slides(&deck));
            prop_assert_eq!(strange_lines(&deck, dialect), if dialect == Dialect::Reveal { 1 } else { rules });
            for words in &words {
                let words = bare(words);
                prop_assert!(shape.text.contains(&words), "{words} is not in {}\n{}", shape.text, slides(&deck));
            }
        }
    }
}
