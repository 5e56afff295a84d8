//! Placed pages: snapshots that people can read, and what must hold for any brief.

use std::fmt::Write;

use super::fixtures;
use crate::assets::Assets;
use crate::document::Document;
use crate::frame::{Frame, Glyph, GlyphRun, HeaderScope, Item, LinkTarget, Page, Pages, Role, Tag};
use crate::layout::{LaidOut, lay_out};
use crate::length::Pt;
use crate::theme::Theme;
use proptest::prelude::*;

const TEMPLATES: [&str; 3] = ["one-pager", "note", "deck"];

fn lay_out_brief(yaml: &str, template: &str) -> Result<LaidOut, String> {
    let document = fixtures::document(yaml, template);
    let assets = fixtures::assets(&document, &fixtures::root().join("tests/briefs"));
    lay_out_document(&document, &assets)
}

fn lay_out_document(document: &Document, assets: &Assets) -> Result<LaidOut, String> {
    lay_out(document, &Theme::default(), assets).map_err(|problems| {
        let messages: Vec<String> = problems.iter().map(ToString::to_string).collect();
        messages.join("\n")
    })
}

fn read_brief(name: &str) -> String {
    let file = fixtures::root().join(format!("tests/briefs/{name}.yaml"));
    std::fs::read_to_string(file).expect("a brief")
}

/// One line for each item: its place, size, face, role and text.
fn describe_pages(pages: &Pages) -> String {
    let mut out = String::new();
    for (number, page) in pages.pages.iter().enumerate() {
        let _ = writeln!(
            out,
            "page {} ({:.0} × {:.0})",
            number + 1,
            page.width.0,
            page.height
        );
        for placed in &page.items {
            let role = placed.tag.map_or("artifact".to_owned(), |tag| {
                format!("{:?}", pages.tags[tag.0].role)
            });
            let _ = match &placed.item {
                Item::Run(run) => {
                    let face = &fixtures::RUN_CACHES.fonts().face(run.face).postscript_name;
                    let (x, baseline, size) = (run.x.0, run.baseline.0, run.size.0);
                    writeln!(
                        out,
                        "{x:7.1} {baseline:7.1} {size:5.1} {face} {role}: {}",
                        run_text(run)
                    )
                }
                Item::Rect { frame, .. } => {
                    writeln!(out, "{} rectangle {role}", describe_frame(frame))
                }
                Item::Image { frame, file } => {
                    writeln!(out, "{} picture {file} {role}", describe_frame(frame))
                }
                Item::Path(path) => {
                    writeln!(
                        out,
                        "{:7.1} {:7.1} path of {} {role}",
                        path.from.x.0,
                        path.from.y.0,
                        path.segments.len()
                    )
                }
            };
        }
        for link in &page.links {
            let target = match &link.target {
                LinkTarget::Url(url) => url.clone(),
                LinkTarget::Source(at) => format!("source {}", at + 1),
                LinkTarget::Citation(at) => format!("citation {}", at + 1),
                LinkTarget::Block(id) => format!("block {id}"),
            };
            let _ = writeln!(out, "{} link to {target}", describe_frame(&link.frame));
        }
    }
    for bookmark in &pages.bookmarks {
        let _ = writeln!(
            out,
            "bookmark {} page {} {}",
            bookmark.level,
            bookmark.destination.page + 1,
            bookmark.title
        );
    }
    out
}

fn describe_frame(frame: &Frame) -> String {
    format!(
        "{:7.1} {:7.1} {:.1} × {:.1}",
        frame.x.0, frame.y.0, frame.width.0, frame.height.0
    )
}

pub(super) fn run_text(run: &GlyphRun) -> String {
    run.glyphs.iter().map(|glyph| &*glyph.text).collect()
}

#[test]
fn placed_pages() {
    for (name, template) in [
        ("points-05", "one-pager"),
        ("chinese", "one-pager"),
        ("sections", "note"),
        ("table-numbers", "note"),
        ("options", "deck"),
        ("timeline", "note"),
        ("timeline-short", "note"),
        ("risks", "one-pager"),
        ("risks-many", "deck"),
    ] {
        let laid_out = lay_out_brief(&read_brief(name), template)
            .unwrap_or_else(|message| panic!("{name}: {message}"));
        let text = format!(
            "{}\n{:#?}",
            describe_pages(&laid_out.pages),
            fixtures::messages(&laid_out.diagnostics)
        );
        insta::assert_snapshot!(format!("{name}-{template}"), text);
    }
}

/// Height of capital letters, as a share of their size.
const CAPITAL_HEIGHT: f32 = 0.62;

/// The frame of a run's letters, without the space above and below them.
fn letters_frame(run: &GlyphRun) -> Frame {
    // A space at the end of a line may be outside of the measure.
    let is_blank = |glyph: &&Glyph| glyph.text.trim().is_empty();
    let blanks = run.glyphs.iter().rev().take_while(is_blank).count();
    let visible = &run.glyphs[..run.glyphs.len() - blanks];
    let height = CAPITAL_HEIGHT * run.size;
    Frame {
        x: run.x,
        y: run.baseline - height,
        width: visible.iter().map(|glyph| glyph.advance).sum(),
        height,
    }
}

/// What is wrong with a page: items that leave it, and text over text.
pub(super) fn page_faults(page: &Page) -> Vec<String> {
    let mut faults = Vec::new();
    let mut texts: Vec<(Frame, String)> = Vec::new();
    for placed in &page.items {
        let frame = match &placed.item {
            Item::Run(run) => letters_frame(run),
            Item::Rect { frame, .. } | Item::Image { frame, .. } => *frame,
            Item::Path(path) => Frame {
                x: path.from.x,
                y: path.from.y,
                width: Pt::ZERO,
                height: Pt::ZERO,
            },
        };
        if leaves_page(&frame, page) {
            faults.push(format!("{frame:?} leaves the page"));
        }
        if let Item::Run(run) = &placed.item {
            let text = run_text(run);
            if !text.trim().is_empty() {
                texts.push((frame, text));
            }
        }
    }
    for (at, (a, text)) in texts.iter().enumerate() {
        for (b, other) in &texts[at + 1..] {
            let across = (a.x + a.width).min(b.x + b.width) - a.x.max(b.x);
            let along = (a.y + a.height).min(b.y + b.height) - a.y.max(b.y);
            if across > Pt(1.0) && along > Pt(0.8) {
                faults.push(format!(
                    "“{text}” and “{other}” overlap by {across:.1} × {along:.1}"
                ));
            }
        }
    }
    faults
}

fn leaves_page(frame: &Frame, page: &Page) -> bool {
    let tolerance = Pt(0.6);
    let edges = [frame.x, frame.y, frame.width, frame.height];
    edges.iter().any(|edge| !edge.0.is_finite())
        || frame.x < -tolerance
        || frame.y < -tolerance
        || frame.x + frame.width > page.width + tolerance
        || frame.y + frame.height > page.height + tolerance
}

fn brief_with_points(count: usize) -> String {
    let mut yaml = "title: Points of many kinds\ndate: 2026-11-23\nmarking: INTERNAL\nbottom_line: The answer.\npoints:\n".to_owned();
    for at in 0..count {
        let _ = write!(
            yaml,
            "  - headline: Finding number {at} is a sentence of a dozen words that says what was found.\n    text: What supports it is told in two sentences. They are neither long nor short, as in any brief.\n    priority: {}\n",
            at % 5 + 1
        );
    }
    yaml
}

#[test]
fn a_one_pager_is_one_page_or_says_how_much_too_long_it_is() {
    for count in [0, 1, 2, 5, 8, 12, 20, 40, 60, 200] {
        match lay_out_brief(&brief_with_points(count), "one-pager") {
            Ok(LaidOut { pages, diagnostics }) => {
                assert_eq!(pages.pages.len(), 1, "{count} points");
                let faults = page_faults(&pages.pages[0]);
                assert_eq!(faults, Vec::<String>::new(), "{count} points");
                let fits_as_it_is = diagnostics.is_empty();
                assert_eq!(
                    fits_as_it_is,
                    count <= 20,
                    "{count} points: {diagnostics:?}"
                );
            }
            Err(message) => {
                assert!(count > 60, "{count} points: {message}");
                assert!(message.contains(" mm too long"), "{message}");
            }
        }
    }
}

#[test]
fn the_matrix_of_risks_is_the_first_to_be_left_out() {
    let risk = "  - {risk: It rains, likelihood: high, impact: low}\n";
    let risks = format!("risks:\n{}", risk.repeat(4));
    let mut first_warnings = None;
    for count in 3..14 {
        let yaml = brief_with_points(count) + &risks;
        let LaidOut { pages, diagnostics } = lay_out_brief(&yaml, "one-pager").expect("it fits");
        let is_row_header = |tag: &&Tag| tag.role == Role::HeaderCell(HeaderScope::Row);
        let has_matrix = pages.tags.iter().filter(is_row_header).count() == 3;
        assert_eq!(
            has_matrix,
            diagnostics.is_empty(),
            "{count} points: {diagnostics:?}"
        );
        if !diagnostics.is_empty() {
            first_warnings.get_or_insert(fixtures::messages(&diagnostics));
        }
    }
    let first_warnings = first_warnings.expect("a brief that is too long");
    assert_eq!(first_warnings, ["left out: the matrix of the risks"]);
}

/// PDF/UA-1 allows list items in a list and nothing else (ISO 14289-1, 7.2).
#[test]
fn the_only_source_is_a_list_only_with_a_number() {
    let brief = |words: &str| {
        format!(
            "title: T\ndate: 2026-11-23\nbottom_line: {words}\npoints: [{{headline: H, sources: [r]}}]\nsources: [{{id: r, title: Bulletin}}]\n"
        )
    };
    for (words, wanted) in [("\"B [@r].\"", 1), ("B.", 0)] {
        for template in ["one-pager", "note"] {
            let LaidOut { pages, .. } = lay_out_brief(&brief(words), template).expect("it fits");
            let is_list = |tag: &&Tag| matches!(tag.role, Role::List { .. });
            let lists = pages.tags.iter().filter(is_list).count();
            assert_eq!(lists, wanted, "{template}: {words}");
        }
    }
}

#[test]
fn events_are_read_in_order() {
    for count in [1, 2, 3, 7, 8] {
        let mut yaml = "title: Dates\ndate: 2026-11-23\nbottom_line: Soon.\ntimeline:\n".to_owned();
        let mut expected = String::new();
        for at in 0..count {
            let _ = writeln!(yaml, "  - {{date: day {at}, text: it is {at}}}");
            let _ = write!(expected, "day {at}it is {at}");
        }
        let laid_out = lay_out_brief(&yaml, "note").expect("it fits");
        let mut words = String::new();
        let mut dots = 0;
        for placed in &laid_out.pages.pages[0].items {
            match &placed.item {
                Item::Run(run) if placed.tag.is_some() => words.push_str(&run_text(run)),
                Item::Path(_) if placed.tag.is_none() => dots += 1,
                Item::Run(_) | Item::Path(_) | Item::Rect { .. } | Item::Image { .. } => {}
            }
        }
        assert!(words.ends_with(&expected), "{words}");
        assert_eq!(dots, count);
    }
}

#[test]
fn a_brief_that_cannot_fit_says_by_how_much_and_what_is_longest() {
    let words = "many words ".repeat(2000);
    let yaml = format!("title: Long\ndate: 2026-11-23\nbottom_line: {words}\n");
    let message = lay_out_brief(&yaml, "one-pager").expect_err("22,000 characters on a page");
    assert!(message.contains("mm too long"), "{message}");
    assert!(message.contains("bottom line"), "{message}");
}

/// A string as YAML, whatever is in it.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).expect("a string is JSON, and JSON is YAML")
}

fn random_words() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[A-Za-z]{1,12}",
        1 => "[0-9]{1,6}([.,][0-9]{1,3})?",
        1 => "[\u{4e00}-\u{4e80}]{1,20}",
        1 => "[A-Za-z]{30,90}",
        1 => "https://example\\.org/[a-z/]{5,60}",
        1 => "[“”‘’—…·、，。《》()%€]",
    ];
    proptest::collection::vec(piece, 1..25).prop_map(|pieces| pieces.join(" "))
}

/// The lists of a random brief: their keys, and the fields of an item. `<n>` becomes the nth random
/// text from that of the item on.
const RANDOM_LISTS: [(&str, &str); 10] = [
    ("points", "headline: <0>, text: <1>, priority: <priority>"),
    ("metrics", "label: <2>, value: <3>, unit: <0>"),
    ("quotes", "text: <4>, by: <5>"),
    ("people", "name: <6>, role: <7>"),
    ("actions", "action: <8>, owner: <9>, due: <10>"),
    ("options", "name: <11>, pros: [<12>], cons: [<13>]"),
    ("tables", "columns: [<0>, <14>], rows: [[<15>, 1]]"),
    ("timeline", "date: <19>, text: <20>"),
    (
        "risks",
        "risk: <21>, likelihood: <likelihood>, impact: <impact>, owner: <22>",
    ),
    ("groups", "heading: <16>, items: [{name: <17>, text: <18>}]"),
];

const RANDOM_TEXTS: usize = 24;

/// A brief with everything in it, `count` items in each list.
fn random_brief() -> impl Strategy<Value = String> {
    let texts = proptest::collection::vec(random_words(), RANDOM_TEXTS);
    (texts, 0_usize..12, any::<bool>()).prop_map(|(texts, count, is_chinese)| {
        let lang = if is_chinese { "zh-Hans" } else { "en" };
        let (title, bottom_line) = (quoted(&texts[0]), quoted(&texts[1]));
        let mut yaml = format!(
            "title: {title}\ndate: 2026-11-23\nlang: {lang}\nmarking: M\nbottom_line: {bottom_line}\n"
        );
        for (key, fields) in RANDOM_LISTS {
            let _ = writeln!(yaml, "{key}:");
            for at in 0..count {
                let _ = writeln!(yaml, "  - {{{}}}", fill_fields(fields, &texts, at));
            }
        }
        yaml
    })
}

fn fill_fields(fields: &str, texts: &[String], at: usize) -> String {
    let degree = |at: usize| ["low", "medium", "high"][at % 3];
    let mut filled = fields
        .replace("<priority>", &(at % 5 + 1).to_string())
        .replace("<likelihood>", degree(at))
        .replace("<impact>", degree(at / 3));
    for offset in 0..RANDOM_TEXTS {
        let text = &texts[(at + offset) % RANDOM_TEXTS];
        filled = filled.replace(&format!("<{offset}>"), &quoted(text));
    }
    filled
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 30, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_overlaps_or_leaves_the_page(yaml in random_brief()) {
        for template in TEMPLATES {
            match lay_out_brief(&yaml, template) {
                Ok(laid_out) => {
                    let pages = laid_out.pages.pages;
                    prop_assert!(template != "one-pager" || pages.len() == 1);
                    for page in &pages {
                        prop_assert_eq!(page_faults(page), Vec::<String>::new(), "{}", template);
                    }
                }
                Err(message) => {
                    let is_too_long = [" mm too long", " px too long"]
                        .iter()
                        .any(|words| message.contains(words));
                    prop_assert!(is_too_long, "{}", message);
                }
            }
        }
    }
}

/// The baseline of the first run with these words.
fn baseline_of(page: &Page, words: &str) -> Pt {
    for placed in &page.items {
        if let Item::Run(run) = &placed.item
            && run_text(run).contains(words)
        {
            return run.baseline;
        }
    }
    panic!("no run with {words}");
}

#[test]
fn columns_of_points_end_together() {
    let mut yaml =
        "title: Columns\ndate: 2026-11-23\nbottom_line: The answer.\npoints:\n".to_owned();
    let long = "One of the texts is so long that it needs two lines.";
    for (at, text) in [long, "Short.", "Short.", "Short."].iter().enumerate() {
        let _ = write!(
            yaml,
            "  - headline: Finding {at}.\n    text: {text} The end of {at}.\n"
        );
    }
    let laid_out = lay_out_brief(&yaml, "one-pager").expect("a page");
    let page = &laid_out.pages.pages[0];
    let difference = baseline_of(page, "end of 1") - baseline_of(page, "end of 3");
    assert!(difference.abs() < Pt(0.1), "{difference:.2}");
}

#[test]
fn aspects_of_options_are_beside_each_other() {
    let yaml = "title: Options\ndate: 2026-11-23\nbottom_line: The answer.\noptions:\n\
                \x20 - {name: One, pros: [first good, second good], cons: [left bad], cost: 1 crown, recommended: true}\n\
                \x20 - {name: Two, text: With a text., cons: [right bad], cost: 2 crowns}\n";
    for template in ["one-pager", "note"] {
        let laid_out = lay_out_brief(yaml, template).expect("pages");
        let page = &laid_out.pages.pages[0];
        for (left, right) in [("left bad", "right bad"), ("1 crown", "2 crowns")] {
            assert_eq!(
                baseline_of(page, left),
                baseline_of(page, right),
                "{template}"
            );
        }
    }
}

#[test]
fn a_note_has_no_page_for_a_few_lines() {
    for lines in 1..60 {
        let body = "      A paragraph of the section.\n\n".repeat(lines);
        let yaml = format!(
            "title: Pages\ndate: 2026-11-23\nbottom_line: The answer.\nsections:\n  - heading: All\n    body: |\n{body}"
        );
        let pages = lay_out_brief(&yaml, "note").expect("pages").pages.pages;
        if pages.len() > 1 {
            let last = pages.last().map_or(0, |page| page.items.len());
            // Three items are the page number and a paragraph or two.
            assert!(
                last > 3,
                "{lines} lines leave {last} items on the last page"
            );
        }
    }
}

#[test]
fn a_missing_image_is_an_error() {
    let yaml = read_brief("images");
    for template in TEMPLATES {
        let document = fixtures::document(&yaml, template);
        let assets = Assets {
            images: std::collections::BTreeMap::new(),
            ..fixtures::assets(&document, &fixtures::root().join("tests/briefs"))
        };
        let message = lay_out_document(&document, &assets).expect_err("pages without images");
        assert!(message.contains("picture `pictures/"), "{message}");
    }
}

#[test]
fn status_signs_have_a_name_a_colour_and_their_character() {
    for (lang, name) in [
        ("de", "grüner Punkt"),
        ("en", "green circle"),
        ("zh-Hans", "绿色圆"),
    ] {
        let brief = format!(
            "title: T\ndate: 2026-11-23\nlang: {lang}\nbottom_line: \"A 🟢 B ⚫ 🟢\u{fe0f}\"\n"
        );
        let pages = lay_out_brief(&brief, "note").expect("pages").pages;
        let mut named = 0;
        for placed in pages.pages.iter().flat_map(|page| &page.items) {
            let (Some(tag), Item::Run(run)) = (placed.tag, &placed.item) else {
                continue;
            };
            let is_sign = run_text(run).starts_with('🟢');
            let tag = &pages.tags[tag.0];
            assert_eq!(tag.alt.as_deref() == Some(name), is_sign, "{lang}: {run:?}");
            if is_sign {
                named += 1;
                assert_eq!(tag.lang, None);
                assert_ne!(run.color, Theme::default().colors.text);
                let face = fixtures::RUN_CACHES.fonts().face(run.face);
                assert_eq!(face.family, "Briefkit Status");
            }
        }
        assert_eq!(named, 2, "{lang}");
    }
}

#[test]
fn links_to_blocks_lead_to_where_they_are() {
    for template in TEMPLATES {
        let laid_out = lay_out_brief(&read_brief("cross-references"), template).unwrap();
        let pages = &laid_out.pages;
        let mut links = 0;
        for link in pages.pages.iter().flat_map(|page| &page.links) {
            if let LinkTarget::Block(id) = &link.target {
                assert!(pages.blocks.contains_key(id), "{template}: {id}");
                links += 1;
            }
        }
        assert!(links >= 5, "{template}: {links} links");
        // The chart with the link's caption begins where the link leads.
        let destination = pages.blocks["passengers"];
        let caption = pages.pages[destination.page].items.iter().find_map(|it| {
            let Item::Run(run) = &it.item else {
                return None;
            };
            run_text(run)
                .starts_with("Figure\u{a0}2:")
                .then_some(run.baseline)
        });
        let y = caption.unwrap_or_else(|| panic!("{template}: no caption on the page"));
        let below = y - destination.y;
        assert!(
            below >= Pt::ZERO && below < Pt(110.0),
            "{template}: {below}"
        );
    }
}

#[test]
fn a_link_to_what_was_left_out_becomes_text_with_a_warning() {
    let mut yaml = "title: T\ndate: 2026-01-12\nbottom_line: 'See [](#last) and [](#first).'\npoints:\n  - {id: first, headline: First, priority: 1}\n".to_owned();
    for _ in 0..120 {
        yaml.push_str("  - {headline: A finding, text: A text of some words., priority: 2}\n");
    }
    yaml.push_str("  - {id: last, headline: Last, priority: 5}\n");
    let laid_out = lay_out_brief(&yaml, "one-pager").unwrap();
    let messages = fixtures::messages(&laid_out.diagnostics);
    let expected = "a link to `#last` is plain text, as that is left out";
    assert!(
        messages.iter().any(|it| it.contains(expected)),
        "{messages:?}"
    );
    let links = &laid_out.pages.pages[0].links;
    let targets: Vec<_> = links.iter().map(|link| &link.target).collect();
    assert_eq!(targets, [&LinkTarget::Block("first".to_owned())]);
}

#[test]
fn no_line_begins_with_the_number_of_a_source() {
    // Each length of the text puts the number at another place of its line.
    for length in 1..45 {
        let words = "路".repeat(30 + length);
        let yaml = format!(
            "title: T\ndate: 2026-01-12\nlang: zh-Hans\nbottom_line: A\npoints: [{{headline: H, text: '{words}[@r]。', detail: B}}]\nsources: [{{id: r, title: R}}]\n"
        );
        let laid_out = lay_out_brief(&yaml, "deck").unwrap();
        let mut lines: Vec<(Pt, String)> = Vec::new();
        for placed in laid_out.pages.pages.iter().flat_map(|page| &page.items) {
            if let Item::Run(run) = &placed.item {
                match lines.last_mut() {
                    // A number is raised by less than half of a line.
                    Some((y, line)) if (run.baseline - *y).0.abs() < 15.0 => {
                        line.push_str(&run_text(run));
                    }
                    _ => lines.push((run.baseline, run_text(run))),
                }
            }
        }
        let cited = lines.iter().find(|(_, line)| line.contains("路 [1]"));
        assert!(cited.is_some(), "{length}: {lines:?}");
    }
}
