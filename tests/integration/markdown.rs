//! The Markdown of values, in every output.

use crate::numbers::{pdf_text, word_part};
use crate::sandbox::Sandbox;

/// A brief with every mark, rendered as a note.
fn rendered() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("a.yaml", include_str!("../briefs/markdown.yaml"));
    let formats = ["a.yaml", "-t", "note", "-f", "pdf,docx,md,json"];
    let output = sandbox.run(&formats);
    output.exits_with(0);
    sandbox
}

/// Each paragraph of a Word document as `Style: words`.
fn word_paragraphs(xml: &str) -> Vec<String> {
    let mut paragraphs = Vec::new();
    for paragraph in xml.split("<w:p>").skip(1) {
        let style = paragraph
            .split_once("<w:pStyle w:val=\"")
            .map_or("", |(_, rest)| rest.split('"').next().unwrap_or_default());
        let mut words = String::new();
        for run in paragraph.split("<w:t").skip(1) {
            let text = run.split_once('>').map_or("", |(_, rest)| rest);
            words.push_str(text.split('<').next().unwrap_or_default());
        }
        paragraphs.push(format!("{style}: {words}"));
    }
    paragraphs
}

#[test]
fn marks_of_texts_mean_the_same_in_every_output() {
    let sandbox = rendered();
    let pdf = pdf_text(&sandbox, "output/a.note.pdf");
    let word = word_part(&sandbox, "output/a.docx", "word/document.xml");
    let deck = sandbox.read("output/a.note.md").replace("\\.", ".");
    let json = sandbox.read("output/a.json");
    for words in [
        "24. Oktober ist Feiertag.",
        "Without the branch.",
        "Of tax.",
    ] {
        for (format, text) in [
            ("pdf", &pdf),
            ("docx", &word),
            ("md", &deck),
            ("json", &json),
        ] {
            assert!(text.contains(words), "{format}: {words}");
        }
    }
    for text in [&pdf, &word, &deck, &json] {
        assert!(!text.contains("[^"), "marks of footnotes are letters");
        assert!(!text.contains("not shown"), "comments are left out");
        assert!(!text.contains("## Alpha") || text == &deck, "{text}");
    }
    assert!(deck.contains("• fast <br>• cheap <br>\u{a0}\u{a0}\u{a0}• now |"));
    assert!(deck.contains("Traffic grew by a third.<sup>a</sup> It needs:"));
    assert!(deck.contains("one ~~depot~~ yard"));
    assert!(deck.contains("H<sub>2</sub>O, and an area 12 m<sup>2</sup>"));
    for (property, words) in [
        ("<w:strike/>", "depot"),
        ("<w:vertAlign w:val=\"subscript\"/>", "2"),
        ("<w:vertAlign w:val=\"superscript\"/>", "2"),
        ("<w:vertAlign w:val=\"superscript\"/>", "a"),
    ] {
        let run = format!("<w:rPr>{property}</w:rPr><w:t xml:space=\"preserve\">{words}</w:t>");
        assert!(word.contains(&run), "{run}");
    }
    for text in [
        "C:\\\\_archive\\\\x",
        "cp *.txt C:\\\\_old",
        "$5 to $10",
        "Kolleg*innen",
    ] {
        assert!(json.contains(text), "{text}");
    }
}

#[test]
fn headings_inside_of_texts_are_below_the_heading_above() {
    let sandbox = rendered();
    let word = word_part(&sandbox, "output/a.docx", "word/document.xml");
    let paragraphs = word_paragraphs(&word);
    let headings: Vec<_> = paragraphs
        .iter()
        .filter(|it| it.starts_with("Heading"))
        .map(String::as_str)
        .collect();
    assert_eq!(
        headings,
        [
            "Heading1: Key points",
            "Heading2: Water is H2O, and an area 12 m2",
            "Heading3: In the detail",
            "Heading1: Lists",
            "Heading1: Blocks",
            "Heading2: Alpha",
            "Heading3: Beta",
            "Heading2: Gamma",
        ]
    );
    let list: Vec<_> = paragraphs
        .iter()
        .filter(|it| it.contains("Fire doors") || it.contains("Check the invoices"))
        .map(String::as_str)
        .collect();
    assert_eq!(
        list,
        ["ListNumber: Check the invoices", "BodyText: 1. Fire doors"]
    );
    let bytes = std::fs::read(sandbox.path("output/a.note.pdf")).expect("a file");
    let pdf = lopdf::Document::load_mem(&bytes).expect("a PDF file");
    let mut tags: Vec<String> = Vec::new();
    for object in pdf.objects.values() {
        if let Ok(element) = object.as_dict()
            && let Ok(tag) = element.get(b"S").and_then(lopdf::Object::as_name)
            && tag.len() == 2
            && tag.starts_with(b"H")
        {
            tags.push(String::from_utf8_lossy(tag).into_owned());
        }
    }
    tags.sort();
    // The title; three sections; the point, Alpha and Gamma; Beta and the heading in the detail.
    assert_eq!(tags, ["H1", "H2", "H2", "H2", "H3", "H3", "H3", "H4", "H4"]);
}

#[test]
fn blocks_in_values_of_one_line_are_told_with_their_place() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "a.yaml",
        "title: \"## Plan\"\ndate: 2026-03-04\nbottom_line: |\n  - a\n  - b\npoints:\n  - headline: |\n      - fast\n      - cheap\n\
         sections:\n  - heading: Two lines - one\n    body: |\n      - c\n      - d\n\
         tables:\n  - title: \"| a | b |\\n|---|---|\\n| 1 | 2 |\"\n    columns: [A]\n    rows: [[\"- e\\n- f\"]]\n",
    );
    let run = sandbox.run(&["a.yaml", "-t", "note", "-f", "json"]);
    let output = run.exits_with(0);
    let messages = output.stderr();
    let told: Vec<&str> = messages
        .lines()
        .filter(|line| line.contains("is one line"))
        .collect();
    assert_eq!(
        told,
        [
            "warning: `title` is one line and holds a heading: it is shown in bold",
            "warning: `headline` is one line and holds a list: its items are shown as lines",
            "warning: `title` is one line and holds a table: its rows are shown as lines",
        ]
    );
    for place in ["a.yaml:1:8", "a.yaml:8:7", "a.yaml:16:12"] {
        assert!(messages.contains(place), "{place}: {messages}");
    }
}
