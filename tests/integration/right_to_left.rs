//! Numbers and names that run from left to right inside of text that runs from right to left, in
//! Word and Markdown. For PDF, `src/text/tests.rs` has the order on the line.

use std::io::Read;

use crate::sandbox::Sandbox;

const HEBREW: &str = "\
title: דוח עלויות
date: 2026-03-04
lang: he
bottom_line: \"העלות ירדה −12.5% ל־+1,250.00; טלפון +972 3 123 4567, עמודים 5–7 ו-46%, \\\"AT&T\\\" בתיק 12/A-3.\"
metrics: [{label: שינוי, value: -0.5}]
";

/// What runs from left to right in it as a whole.
const STRETCHES: [&str; 5] = ["−12.5%", "+1,250.00", "+972 3 123 4567", "12/A-3", "−0.5"];

/// Controls of direction, which programs cannot see and searches do not expect.
const CONTROLS: [char; 9] = [
    '\u{200e}', '\u{200f}', '\u{61c}', '\u{202a}', '\u{202b}', '\u{202c}', '\u{2066}', '\u{2068}',
    '\u{2069}',
];

#[test]
fn word_has_a_run_for_what_runs_from_left_to_right() {
    let sandbox = Sandbox::new();
    sandbox.write("briefs/a.yaml", HEBREW);
    sandbox.run(&["briefs", "-f", "docx"]).exits_with(0);
    let file = std::fs::File::open(sandbox.path("output/a.docx")).expect("a document");
    let mut archive = zip::ZipArchive::new(file).expect("a package");
    let mut xml = String::new();
    let mut part = archive.by_name("word/document.xml").expect("the part");
    part.read_to_string(&mut xml).expect("text");
    assert!(!xml.contains(CONTROLS), "{xml}");
    let hyphen = "</w:t><w:noBreakHyphen/><w:t xml:space=\"preserve\">";
    let xml = xml
        .replace('\u{a0}', " ")
        .replace('\u{2060}', "")
        .replace(hyphen, "-");
    for stretch in STRETCHES {
        let run = xml
            .split("<w:r>")
            .find(|run| run.contains(&format!(">{stretch}</w:t>")));
        let run = run.unwrap_or_else(|| panic!("{stretch} has a run of its own in {xml}"));
        assert!(!run.contains("<w:rtl/>"), "{run}");
    }
    let around = xml.split("<w:r>").find(|run| run.contains("העלות ירדה"));
    assert!(around.is_some_and(|run| run.contains("<w:rtl/>")), "{xml}");
}

#[test]
fn decks_isolate_what_runs_from_left_to_right() {
    let sandbox = Sandbox::new();
    sandbox.write("briefs/a.yaml", HEBREW);
    for dialect in ["marp", "reveal", "slidev"] {
        sandbox
            .run(&["briefs", "-f", "md", "--dialect", dialect, "--force"])
            .exits_with(0);
        let deck = sandbox
            .read("output/a.md")
            .replace('\u{a0}', " ")
            .replace('\u{2060}', "");
        let slides = deck
            .split_once("</style>")
            .map_or(deck.as_str(), |(_, rest)| rest);
        assert!(!slides.contains(CONTROLS), "{dialect}: {slides}");
        for stretch in STRETCHES {
            let element = format!("<bdi dir=\"ltr\">{stretch}</bdi>");
            assert!(
                slides.contains(&element),
                "{dialect}: {stretch} in {slides}"
            );
        }
        assert!(slides.contains("5–7 ו-46%"), "{dialect}: {slides}");
    }
}
