//! Placed pages: what a person reads off them, and what must hold for any brief.

use std::fmt::Write;

use super::fixtures;
use crate::assets::Assets;
use crate::frame::{Frame, GlyphRun, HeaderScope, Item, LinkTarget, Page, Pages, Role};
use crate::layout::{LaidOut, lay_out};
use crate::length::Pt;
use crate::theme::Theme;
use proptest::prelude::*;

const TEMPLATES: [&str; 3] = ["one-pager", "note", "deck"];

fn laid(yaml: &str, template: &str) -> Result<LaidOut, String> {
    let document = fixtures::document(yaml, template);
    let assets = fixtures::assets(&document, &fixtures::root().join("tests/briefs"));
    lay(&document, &assets)
}

fn lay(document: &crate::document::Document, assets: &Assets) -> Result<LaidOut, String> {
    lay_out(document, &Theme::default(), assets).map_err(|problems| {
        problems
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join("\n")
    })
}

/// Pages as lines: where, how large, in which face, what.
fn readable(pages: &Pages) -> String {
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
                    let face = &fixtures::SHAPER.fonts().face(run.face).postscript_name;
                    let (x, baseline, size) = (run.x.0, run.baseline.0, run.size.0);
                    writeln!(
                        out,
                        "{x:7.1} {baseline:7.1} {size:5.1} {face} {role}: {}",
                        text(run)
                    )
                }
                Item::Rect { frame, .. } => writeln!(out, "{} rectangle {role}", place(frame)),
                Item::Image { frame, file } => {
                    writeln!(out, "{} picture {file} {role}", place(frame))
                }
                Item::Path { from, segments, .. } => {
                    writeln!(
                        out,
                        "{:7.1} {:7.1} path of {} {role}",
                        from.x.0,
                        from.y.0,
                        segments.len()
                    )
                }
            };
        }
        for link in &page.links {
            let target = match &link.target {
                LinkTarget::Url(url) => url.clone(),
                LinkTarget::Source(at) => format!("source {}", at + 1),
                LinkTarget::Citation(at) => format!("citation {}", at + 1),
            };
            let _ = writeln!(out, "{} link to {target}", place(&link.frame));
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

fn place(frame: &Frame) -> String {
    format!(
        "{:7.1} {:7.1} {:.1} × {:.1}",
        frame.x.0, frame.y.0, frame.width.0, frame.height.0
    )
}

fn text(run: &GlyphRun) -> String {
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
        let yaml =
            std::fs::read_to_string(fixtures::root().join(format!("tests/briefs/{name}.yaml")))
                .expect("a brief");
        let laid = laid(&yaml, template).unwrap_or_else(|why| panic!("{name}: {why}"));
        let text = format!(
            "{}\n{:#?}",
            readable(&laid.pages),
            fixtures::messages(&laid.diagnostics)
        );
        insta::assert_snapshot!(format!("{name}-{template}"), text);
    }
}

/// The ink of a run, without the room above and below its letters.
fn ink(run: &GlyphRun) -> Frame {
    // A space at a line's end may hang out.
    let blank = run
        .glyphs
        .iter()
        .rev()
        .take_while(|glyph| glyph.text.trim().is_empty())
        .count();
    let width = run
        .glyphs
        .iter()
        .take(run.glyphs.len() - blank)
        .map(|glyph| glyph.advance)
        .sum();
    Frame {
        x: run.x,
        y: run.baseline - 0.62 * run.size,
        width,
        height: 0.62 * run.size,
    }
}

/// What is wrong with a page: ink that leaves it, or text over text.
fn accidents(page: &Page) -> Vec<String> {
    let mut found = Vec::new();
    let mut runs: Vec<(Frame, &GlyphRun)> = Vec::new();
    for placed in &page.items {
        let frame = match &placed.item {
            Item::Run(run) => ink(run),
            Item::Rect { frame, .. } | Item::Image { frame, .. } => *frame,
            Item::Path { from, .. } => Frame {
                x: from.x,
                y: from.y,
                width: Pt::ZERO,
                height: Pt::ZERO,
            },
        };
        let Frame {
            x,
            y,
            width,
            height,
        } = frame;
        if [x, y, width, height].iter().any(|it| !it.0.is_finite())
            || x < Pt(-0.6)
            || y < Pt(-0.6)
            || x + width > page.width + Pt(0.6)
            || y + height > page.height + Pt(0.6)
        {
            found.push(format!("{frame:?} leaves the page"));
        }
        if let Item::Run(run) = &placed.item
            && !text(run).trim().is_empty()
        {
            runs.push((frame, run));
        }
    }
    for (at, (a, run)) in runs.iter().enumerate() {
        for (b, other) in &runs[at + 1..] {
            let across = (a.x + a.width).min(b.x + b.width) - a.x.max(b.x);
            let along = (a.y + a.height).min(b.y + b.height) - a.y.max(b.y);
            if across > Pt(1.0) && along > Pt(0.8) {
                found.push(format!(
                    "“{}” and “{}” overlap by {across:.1} × {along:.1}",
                    text(run),
                    text(other)
                ));
            }
        }
    }
    found
}

fn brief_with_points(count: usize) -> String {
    let mut yaml =
        "title: Points of many kinds\ndate: 2026-11-23\nmarking: INTERNAL\nbottom_line: The answer.\npoints:\n"
            .to_owned();
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
fn a_one_pager_is_one_page_or_says_by_how_much_not() {
    for count in [0, 1, 2, 5, 8, 12, 20, 40, 60, 200] {
        match laid(&brief_with_points(count), "one-pager") {
            Ok(laid) => {
                assert_eq!(laid.pages.pages.len(), 1, "{count} points");
                assert_eq!(
                    accidents(&laid.pages.pages[0]),
                    Vec::<String>::new(),
                    "{count} points"
                );
                assert_eq!(
                    laid.diagnostics.is_empty(),
                    count <= 20,
                    "{count} points: {:?}",
                    laid.diagnostics
                );
            }
            Err(why) => assert!(
                why.contains(" mm too long") && count > 60,
                "{count} points: {why}"
            ),
        }
    }
}

#[test]
fn the_matrix_of_risks_is_the_first_thing_to_go() {
    let risks =
        "risks:\n".to_owned() + &"  - {risk: It rains, likelihood: high, impact: low}\n".repeat(4);
    let matrices = |laid: &LaidOut| {
        laid.pages
            .tags
            .iter()
            .filter(|tag| tag.role == Role::HeaderCell(HeaderScope::Row))
            .count()
            / 3
    };
    let mut ledgers = Vec::new();
    for count in 3..14 {
        let laid = laid(&(brief_with_points(count) + &risks), "one-pager").expect("it fits");
        assert_eq!(
            laid.diagnostics.is_empty(),
            matrices(&laid) == 1,
            "{count} points: {:?}",
            laid.diagnostics
        );
        ledgers.push(fixtures::messages(&laid.diagnostics));
    }
    let first = ledgers
        .into_iter()
        .find(|ledger| !ledger.is_empty())
        .expect("one is too long");
    assert_eq!(first, ["left out: the matrix of the risks"]);
}

#[test]
fn events_are_read_in_order() {
    let yaml = "title: Dates\ndate: 2026-11-23\nbottom_line: Soon.\ntimeline:\n".to_owned();
    for count in [1, 2, 3, 7, 8] {
        let events = (0..count)
            .map(|at| format!("  - {{date: day {at}, text: it is {at}}}\n"))
            .collect::<String>();
        let laid = laid(&(yaml.clone() + &events), "note").expect("it fits");
        let items = laid.pages.pages[0]
            .items
            .iter()
            .filter(|placed| placed.tag.is_some());
        let words: Vec<String> = items
            .filter_map(|it| {
                if let Item::Run(run) = &it.item {
                    Some(text(run))
                } else {
                    None
                }
            })
            .collect();
        let words = words.concat();
        let wanted: String = (0..count).map(|at| format!("day {at}it is {at}")).collect();
        assert!(words.ends_with(&wanted), "{words}");
        let dots = laid.pages.pages[0]
            .items
            .iter()
            .filter(|it| matches!(it.item, Item::Path { .. }) && it.tag.is_none());
        assert_eq!(dots.count(), count);
    }
}

#[test]
fn what_can_never_fit_says_by_how_much() {
    let yaml = format!(
        "title: Long\ndate: 2026-11-23\nbottom_line: {}\n",
        "many words ".repeat(2000)
    );
    let why = laid(&yaml, "one-pager").expect_err("22,000 characters on a page");
    assert!(
        why.contains("mm too long") && why.contains("bottom line"),
        "{why}"
    );
}

/// YAML for a text that may hold anything.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).expect("a string is JSON, and JSON is YAML")
}

fn words() -> impl Strategy<Value = String> {
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

fn brief() -> impl Strategy<Value = String> {
    let texts = proptest::collection::vec(words(), 24);
    (texts, 0_usize..12, any::<bool>()).prop_map(|(texts, count, chinese)| {
        let text = |at: usize| quoted(&texts[at % texts.len()]);
        let lang = if chinese { "zh-Hans" } else { "en" };
        let mut yaml = format!(
            "title: {}\ndate: 2026-11-23\nlang: {lang}\nmarking: M\nbottom_line: {}\n",
            text(0),
            text(1)
        );
        let mut list = |key: &str, item: &dyn Fn(usize) -> String| {
            let _ = writeln!(yaml, "{key}:");
            for at in 0..count {
                let _ = writeln!(yaml, "  - {{{}}}", item(at));
            }
        };
        list("points", &|at| {
            format!(
                "headline: {}, text: {}, priority: {}",
                text(at),
                text(at + 1),
                at % 5 + 1
            )
        });
        list("metrics", &|at| {
            format!(
                "label: {}, value: {}, unit: {}",
                text(at + 2),
                text(at + 3),
                text(at)
            )
        });
        list("quotes", &|at| {
            format!("text: {}, by: {}", text(at + 4), text(at + 5))
        });
        list("people", &|at| {
            format!("name: {}, role: {}", text(at + 6), text(at + 7))
        });
        list("actions", &|at| {
            format!(
                "action: {}, owner: {}, due: {}",
                text(at + 8),
                text(at + 9),
                text(at + 10)
            )
        });
        list("options", &|at| {
            format!(
                "name: {}, pros: [{}], cons: [{}]",
                text(at + 11),
                text(at + 12),
                text(at + 13)
            )
        });
        list("tables", &|at| {
            format!(
                "columns: [{}, {}], rows: [[{}, 1]]",
                text(at),
                text(at + 14),
                text(at + 15)
            )
        });
        list("timeline", &|at| {
            format!("date: {}, text: {}", text(at + 19), text(at + 20))
        });
        list("risks", &|at| {
            let degree = |at: usize| ["low", "medium", "high"][at % 3];
            format!(
                "risk: {}, likelihood: {}, impact: {}, owner: {}",
                text(at + 21),
                degree(at),
                degree(at / 3),
                text(at + 22)
            )
        });
        list("groups", &|at| {
            format!(
                "heading: {}, items: [{{name: {}, text: {}}}]",
                text(at + 16),
                text(at + 17),
                text(at + 18)
            )
        });
        yaml
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 30, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_overlaps_or_leaves_the_page(yaml in brief()) {
        for template in TEMPLATES {
            match laid(&yaml, template) {
                Ok(laid) => {
                    prop_assert!(template != "one-pager" || laid.pages.pages.len() == 1);
                    for page in &laid.pages.pages {
                        prop_assert_eq!(accidents(page), Vec::<String>::new(), "{}", template);
                    }
                }
                Err(why) => prop_assert!(why.contains(" mm too long") || why.contains(" px too long"), "{}", why),
            }
        }
    }
}

/// Where the first line that says `words` stands.
fn baseline(page: &Page, words: &str) -> Pt {
    let runs = page.items.iter().filter_map(|placed| match &placed.item {
        Item::Run(run) => Some(run),
        Item::Rect { .. } | Item::Path { .. } | Item::Image { .. } => None,
    });
    let mut said = runs.filter(|run| text(run).contains(words));
    said.next()
        .unwrap_or_else(|| panic!("nothing says {words}"))
        .baseline
}

#[test]
fn columns_of_points_end_together() {
    let points = |texts: [&str; 4]| {
        let mut yaml =
            "title: Columns\ndate: 2026-11-23\nbottom_line: The answer.\npoints:\n".to_owned();
        for (at, text) in texts.iter().enumerate() {
            let _ = write!(
                yaml,
                "  - headline: Finding {at}.\n    text: {text} The end of {at}.\n"
            );
        }
        yaml
    };
    let long = "One of the texts is so long that it needs two lines.";
    let laid = laid(&points([long, "Short.", "Short.", "Short."]), "one-pager").expect("a page");
    let page = &laid.pages.pages[0];
    assert!((baseline(page, "end of 1") - baseline(page, "end of 3")).abs() < Pt(0.1));
}

#[test]
fn options_stand_aspect_beside_aspect() {
    let yaml = "title: Options\ndate: 2026-11-23\nbottom_line: The answer.\noptions:\n\
                \x20 - {name: One, pros: [first good, second good], cons: [left bad], cost: 1 crown, recommended: true}\n\
                \x20 - {name: Two, text: With a text., cons: [right bad], cost: 2 crowns}\n";
    for template in ["one-pager", "note"] {
        let laid = laid(yaml, template).expect("pages");
        let page = &laid.pages.pages[0];
        for (left, right) in [("left bad", "right bad"), ("1 crown", "2 crowns")] {
            assert_eq!(baseline(page, left), baseline(page, right), "{template}");
        }
    }
}

#[test]
fn a_note_has_no_page_for_a_few_lines() {
    let note = |lines: usize| {
        let body = "      A paragraph of the section.\n\n".repeat(lines);
        format!(
            "title: Pages\ndate: 2026-11-23\nbottom_line: The answer.\nsections:\n  - heading: All\n    body: |\n{body}"
        )
    };
    let pages = |lines: usize| laid(&note(lines), "note").expect("pages").pages.pages;
    for lines in 1..60 {
        let pages = pages(lines);
        let last = pages.last().map_or(0, |page| page.items.len());
        // The page number and a paragraph or two would be all there is.
        assert!(
            pages.len() == 1 || last > 3,
            "{lines} lines leave {last} items on the last page"
        );
    }
}

#[test]
fn a_picture_that_is_not_there_is_told() {
    let yaml = std::fs::read_to_string(fixtures::root().join("tests/briefs/images.yaml"))
        .expect("a brief");
    for template in TEMPLATES {
        let document = fixtures::document(&yaml, template);
        let assets = fixtures::assets(&document, &fixtures::root().join("tests/briefs"));
        let assets = Assets {
            images: std::collections::BTreeMap::new(),
            ..assets
        };
        let why = lay(&document, &assets).expect_err("a page without its pictures");
        assert!(why.contains("picture `pictures/"), "{why}");
    }
}
