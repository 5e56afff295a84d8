//! Numbers and names that run from left to right inside of text that runs from right to left, in
//! Word and Markdown. For PDF, `src/text/tests.rs` has the order on the line.

use std::io::Read;
use std::path::Path;

use crate::copied_text::copied_text;
use crate::sandbox::Sandbox;
use crate::scripts::scripts_sandbox;

const HEBREW: &str = "\
title: דוח עלויות
date: 2026-03-04
lang: he
bottom_line: \"העלות ירדה −12.5% ל־+1,250.00; טלפון +972 3 123 4567, עמודים 5–7 ו-46%, \\\"AT&T\\\" בתיק 12/A-3.\"
metrics: [{label: שינוי, value: -0.5}, {label: הפרש, value: -3.2, unit: \"%\"}]
";

/// What runs from left to right in it as a whole.
const STRETCHES: [&str; 6] = [
    "−12.5%",
    "+1,250.00",
    "+972 3 123 4567",
    "12/A-3",
    "−0.5",
    "−3.2%",
];

/// Controls of direction, which programs cannot see and searches do not expect.
const CONTROLS: [char; 9] = [
    '\u{200e}', '\u{200f}', '\u{61c}', '\u{202a}', '\u{202b}', '\u{202c}', '\u{2066}', '\u{2068}',
    '\u{2069}',
];

fn word_document(file: &Path) -> String {
    let file = std::fs::File::open(file).expect("a document");
    let mut archive = zip::ZipArchive::new(file).expect("a package");
    let mut xml = String::new();
    let mut part = archive.by_name("word/document.xml").expect("the part");
    part.read_to_string(&mut xml).expect("text");
    xml
}

#[test]
fn word_has_a_run_for_what_runs_from_left_to_right() {
    let sandbox = Sandbox::new();
    sandbox.write("briefs/a.yaml", HEBREW);
    sandbox.run(&["briefs", "-f", "docx"]).exits_with(0);
    let xml = word_document(&sandbox.path("output/a.docx"));
    // LibreOffice needs a mark before the first sign or figure: it knows no direction of runs.
    for stretch in ["−12.5%", "+1,250.00", "+972", "12/A", "−0.5", "−3.2%"] {
        assert!(
            xml.contains(&format!(">\u{200e}{stretch}")),
            "{stretch} in {xml}"
        );
    }
    let marks = xml.matches('\u{200e}').count();
    let xml = xml.replace(">\u{200e}", ">");
    assert_eq!(marks, STRETCHES.len(), "{xml}");
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

#[test]
fn decks_isolate_what_runs_from_left_to_right_in_tables_and_metrics() {
    let sandbox = Sandbox::new();
    let brief = "title: דוח\ndate: 2026-03-04\nlang: he\nbottom_line: א\n\
                 metrics: [{label: שינוי, value: '-3.2', unit: '%'}]\n\
                 tables: [{columns: [א, ב], rows: [[ג, '-12.5%'], [ד, +1.5%]]}]\n";
    sandbox.write("a.yaml", brief);
    for (dialect, direction) in [
        ("marp", "direction: rtl;"),
        (
            "reveal",
            "<!-- .slide: lang=\"he\" dir=\"rtl\" class=\"title",
        ),
        ("slidev", "\nhtmlAttrs:\n  lang: \"he\"\n  dir: rtl\n"),
        ("pandoc", "\nlang: \"he\"\ndir: rtl\n"),
    ] {
        let arguments = ["a.yaml", "-f", "md", "-t", "deck", "--dialect", dialect];
        sandbox
            .run(&[&arguments[..], &["--force"]].concat())
            .exits_with(0);
        let deck = sandbox.read("output/a.md");
        assert!(deck.contains(direction), "{dialect}: {deck}");
        for number in ["−3.2%", "−12.5%", "+1.5%"] {
            let element = format!("<bdi dir=\"ltr\">{number}</bdi>");
            let is_isolated = deck.contains(&element);
            assert_eq!(is_isolated, dialect != "pandoc", "{number} in {deck}");
        }
    }
}

/// A brief that was filled with a row: a value in a sentence, and alone.
fn filled_brief(lang: &str, name: &str, rest: &str, format: &[&str]) -> (Sandbox, String) {
    let sandbox = scripts_sandbox();
    let brief = format!(
        "title: A\ndate: 2026-03-04\nlang: {lang}\norganization: \"{{{{ name }}}}\"\n\
         bottom_line: \"{{{{ name }}}} {rest}\"\n"
    );
    sandbox.write("all.yaml", &brief);
    sandbox.write("rows.csv", &format!("name\n{name}\n"));
    let arguments = ["all.yaml", "--data", "rows.csv", "--name", "a {{ name }} 1"];
    sandbox.run(&[&arguments, format].concat()).exits_with(0);
    let extension = format!(".{}", format[1]);
    let mut files = sandbox.files().into_iter();
    let file = files.find(|file| file.starts_with("output/") && file.ends_with(&extension));
    (sandbox, file.expect("a file"))
}

/// Language, value, what follows it, and whether the value runs against the language.
const FILLED: [(&str, &str, &str, bool); 6] = [
    ("he", "John Smith Ltd.", "12 עובדים", true),
    ("he", "דנה לוי", "12 עובדים", false),
    ("ar", "Bäcker", "12 موظفًا", true),
    ("en", "דנה לוי", "12 people", true),
    ("en", "شركة 4", "12 people", true),
    ("en", "John Smith Ltd.", "12 people", false),
];

#[test]
fn decks_isolate_the_values_of_rows() {
    for (lang, name, rest, is_isolated) in FILLED {
        let (sandbox, file) = filled_brief(lang, name, rest, &["-f", "md", "--dialect", "marp"]);
        assert!(!file.contains(CONTROLS), "{file}");
        let deck = sandbox.read(&file);
        assert!(!deck.contains(CONTROLS), "{deck}");
        let mut deck = deck.replace("</span>", "");
        for language in ["<span lang=\"he\">", "<span lang=\"ar\">"] {
            deck = deck.replace(language, "");
        }
        let element = format!("<bdi>{name}</bdi> 12");
        assert_eq!(deck.contains(&element), is_isolated, "{element} in {deck}");
        let (sandbox, file) = filled_brief(lang, name, rest, &["-f", "md", "--dialect", "pandoc"]);
        let deck = sandbox.read(&file);
        assert!(!deck.contains(CONTROLS) && !deck.contains("bdi"), "{deck}");
    }
}

#[test]
fn word_has_a_run_for_the_values_of_rows() {
    for (lang, name, rest, is_isolated) in FILLED {
        let (sandbox, file) = filled_brief(lang, name, rest, &["-f", "docx"]);
        // Runs against the direction have marks for LibreOffice.
        let xml = word_document(&sandbox.path(&file)).replace('\u{200e}', "");
        assert!(!xml.contains(CONTROLS), "{xml}");
        let mut alone = Vec::new();
        for run in xml.split("<w:r>") {
            if run.contains(&format!(">{name}</w:t>")) {
                alone.push(run);
            }
        }
        // In the particulars, and in the sentence if it is isolated there.
        assert_eq!(
            alone.len(),
            if is_isolated { 2 } else { 1 },
            "{name}: {xml}"
        );
        for run in alone {
            let runs_backwards = (lang == "en") == is_isolated;
            assert_eq!(run.contains("<w:rtl/>"), runs_backwards, "{run}");
        }
        let after = xml.split("<w:r>").find(|run| run.contains(&rest[3..]));
        let after = after.unwrap_or_else(|| panic!("{rest} is there: {xml}"));
        assert!(after.contains("12"), "{after}");
        assert_eq!(after.contains("<w:rtl/>"), lang != "en", "{after}");
    }
}

#[test]
fn controls_of_direction_are_not_copied_from_pdf() {
    for (lang, name, rest, _) in FILLED {
        let (sandbox, file) = filled_brief(lang, name, rest, &["-f", "pdf"]);
        let text = copied_text(&sandbox.path(&file));
        assert!(!text.contains(CONTROLS), "{text}");
    }
}

/// A chart part of the Word note of a brief in a language.
fn word_chart(lang: &str, kind: &str) -> (String, String) {
    let sandbox = Sandbox::new();
    let brief = format!(
        "title: T\ndate: 2026-03-04\nlang: {lang}\nbottom_line: B\ncharts:\n  - {{title: T, kind: {kind}, \
         categories: [\"2025\", \"2026\"], series: [{{name: A, values: [1.5, -3.2]}}]}}\n"
    );
    sandbox.write("briefs/a.yaml", &brief);
    sandbox.run(&["briefs", "-f", "docx"]).exits_with(0);
    let file = std::fs::File::open(sandbox.path("output/a.docx")).expect("a document");
    let mut archive = zip::ZipArchive::new(file).expect("a package");
    let mut xml = String::new();
    let mut part = archive.by_name("word/charts/chart1.xml").expect("the part");
    part.read_to_string(&mut xml).expect("text");
    (xml, word_document(&sandbox.path("output/a.docx")))
}

/// The orientation and the position of an axis.
fn axis_setting(chart: &str, name: &str) -> (String, String) {
    let axis = chart.split_once(&format!("<{name}>")).expect("the axis").1;
    let value = |element: &str| {
        let (_, rest) = axis.split_once(element).expect("the setting");
        rest.split('"').nth(1).expect("a value").to_owned()
    };
    (value("<c:orientation"), value("<c:axPos"))
}

#[test]
fn charts_of_word_run_from_right_to_left() {
    for (lang, kind, categories, values) in [
        ("en", "column", ("minMax", "b"), ("minMax", "l")),
        ("he", "column", ("maxMin", "b"), ("minMax", "r")),
        ("ar", "line", ("maxMin", "b"), ("minMax", "r")),
        ("en", "bar", ("maxMin", "l"), ("minMax", "b")),
        ("he", "bar", ("maxMin", "r"), ("maxMin", "b")),
    ] {
        let (chart, document) = word_chart(lang, kind);
        let expect =
            |(orientation, position): (&str, &str)| (orientation.to_owned(), position.to_owned());
        assert_eq!(
            axis_setting(&chart, "c:catAx"),
            expect(categories),
            "{lang} {kind}"
        );
        assert_eq!(
            axis_setting(&chart, "c:valAx"),
            expect(values),
            "{lang} {kind}"
        );
        let is_right_to_left = lang != "en";
        assert_eq!(
            chart.contains("rtl=\"1\""),
            is_right_to_left,
            "{lang} {kind}"
        );
        // LibreOffice draws the figures backwards in a paragraph from right to left.
        let before = document.split_once("<w:drawing>").expect("a drawing").0;
        let paragraph = before.rsplit("<w:p>").next().expect("its paragraph");
        let is_set = paragraph.contains("<w:bidi w:val=\"0\"/>");
        assert_eq!(is_set, is_right_to_left, "{lang} {kind}: {paragraph}");
    }
}
