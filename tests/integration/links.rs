//! Links inside of a brief: `[words](#id)`.

use briefkit::brief::Brief;
use briefkit::diagnostic::SourceText;
use briefkit::document::{Block, Document, Inline, plain_text};

use crate::documents::read;

/// The messages and hints about a brief that cannot be read, with the words that each points at.
fn problems(yaml: &str) -> Vec<String> {
    let source = SourceText::new("brief.yaml", yaml);
    let problems = Brief::read(&source, None).expect_err("it has problems");
    let mut shown = Vec::new();
    for problem in problems {
        let span = problem.span.expect("a place");
        let words = &source.text[span.start..span.end];
        let hint = problem.hint.unwrap_or_default();
        shown.push(format!("{words}: {}; {hint}", problem.message));
    }
    shown
}

/// A text with each link as `<#id words>` and each no-break space as `~`.
fn shown(text: &[Inline]) -> String {
    let mut out = String::new();
    for inline in text {
        match inline {
            Inline::Link { url, body } => out.push_str(&format!("<{url} {}>", shown(body))),
            other => out.push_str(&plain_text(std::slice::from_ref(other))),
        }
    }
    out.replace('\u{a0}', "~")
}

fn bottom_line(document: &Document) -> String {
    let text = document.body.iter().find_map(|block| match block {
        Block::BottomLine { body } => match &body[..] {
            [Block::Paragraph { text }] => Some(shown(text)),
            _ => None,
        },
        _ => None,
    });
    text.expect("a bottom line of one paragraph")
}

/// A brief with something of each kind, whose bottom line has these words.
fn brief(lang: &str, words: &str) -> String {
    format!(
        "title: T\ndate: 2026-11-23\nlang: {lang}\nbottom_line: {words:?}
points: [{{headline: A}}, {{id: p, headline: B, text: b}}]
charts:
  - {{title: C, kind: column, categories: [x], series: [{{name: s, values: [1]}}]}}
  - {{id: c, title: D, kind: column, categories: [x], series: [{{name: s, values: [1]}}]}}
tables: [{{id: t, title: E, columns: [a], rows: [[b]]}}]
quotes: [{{id: q, text: F, by: G}}, {{id: u, text: Unsigned}}]
sections: [{{id: s, heading: H, body: h}}]
annexes: [{{id: a, title: I, body: i}}]
"
    )
}

/// The captions of points, figures and tables in the order of a document.
fn captions(document: &Document) -> Vec<String> {
    let mut captions = Vec::new();
    for block in &document.body {
        captions.extend(match block {
            Block::Point(point) => Some(shown(&point.headline)),
            Block::Chart(chart) => Some(shown(&chart.title)),
            Block::Table(table) => Some(shown(&table.title)),
            _ => None,
        });
    }
    captions
}

#[test]
fn a_link_without_words_prints_the_number_or_name() {
    for (words, expected) in [
        ("See [](#c).", "See <#c Figure~2>."),
        ("See [](#t), [](#p).", "See <#t Table~1>, <#p Point~2>."),
        ("As [](#q) says.", "As <#q G> says."),
        ("[](#u)!", "<#u “Unsigned”>!"),
        ("[](#s) and [](#a)", "<#s H> and <#a I>"),
        ("See [**the** chart](#c).", "See <#c the chart>."),
        ("**[](#c)** is new", "Figure~2 is new"),
    ] {
        let document = read(&brief("en", words), "note");
        assert_eq!(bottom_line(&document), expected, "{words}");
    }
}

#[test]
fn words_for_numbers_are_those_of_the_language() {
    for (lang, middle, start) in [
        ("de", "Abbildung~2", "Abbildung~2"),
        ("fr", "figure~2", "Figure~2"),
        ("es", "figura~2", "Figura~2"),
        ("pl", "rysunek~2", "Rysunek~2"),
        ("tr", "Şekil~2", "Şekil~2"),
        ("ru", "рисунок~2", "Рисунок~2"),
        ("zh-Hans", "图2", "图2"),
        ("ja", "図2", "図2"),
        ("ko", "그림~2", "그림~2"),
    ] {
        let document = read(&brief(lang, "abc [](#c)"), "note");
        assert_eq!(
            bottom_line(&document),
            format!("abc <#c {middle}>"),
            "{lang}"
        );
        let document = read(&brief(lang, "Done today. [](#c)"), "note");
        let expected = format!("Done today. <#c {start}>");
        assert_eq!(bottom_line(&document), expected, "{lang}");
    }
    let document = read(&brief("fr", "voir [](#c). [](#t)"), "note");
    assert_eq!(bottom_line(&document), "voir <#c figure~2>. <#t Tableau~1>");
    // The stop of an abbreviation begins no sentence.
    let document = read(&brief("fr", "cf. [](#c)"), "note");
    assert_eq!(bottom_line(&document), "cf. <#c figure~2>");
}

#[test]
fn captions_have_numbers_where_a_link_prints_one() {
    for (words, expected) in [
        ("No link.", ["A", "B", "C", "D", "E"]),
        ("[words](#c)", ["A", "B", "C", "D", "E"]),
        ("[](#c)", ["A", "B", "Figure~1: C", "Figure~2: D", "E"]),
        ("[](#t)", ["A", "B", "C", "D", "Table~1: E"]),
        ("[](#p)", ["1.~A", "2.~B", "C", "D", "E"]),
    ] {
        let document = read(&brief("en", words), "note");
        assert_eq!(captions(&document), expected, "{words}");
    }
    let document = read(&brief("fr", "[](#c)"), "note");
    assert_eq!(captions(&document)[2], "Figure~1~: C");
    let document = read(&brief("zh-Hans", "[](#c)"), "note");
    assert_eq!(captions(&document)[2], "图1：C");
}

#[test]
fn what_a_document_does_not_show_is_named_without_a_link() {
    let document = read(
        &brief("en", "See [](#a) and [more](#s), [](#c)."),
        "one-pager",
    );
    assert_eq!(bottom_line(&document), "See I and more, <#c Figure~2>.");
    let document = read(&brief("en", "See [](#a)."), "deck");
    assert_eq!(bottom_line(&document), "See I.");
}

#[test]
fn unknown_and_double_ids_are_errors() {
    let unknown = brief("en", "See [the costs](#cc) and [](#elsewhere).");
    assert_eq!(
        problems(&unknown),
        [
            "#cc: a link leads to `#cc`, which nothing has as its id; did you mean `#c`?",
            "#elsewhere: a link leads to `#elsewhere`, which nothing has as its id; the ids are: p, c, t, q, u, s, a",
        ]
    );
    let double = brief("en", "A.").replace("id: t,", "id: p,");
    assert_eq!(problems(&double), ["p: two items have the id `p`; "]);
    let invalid = brief("en", "A.").replace("id: t,", "id: a b,");
    assert_eq!(
        problems(&invalid),
        ["a b: `a b` cannot be an id; an id has letters, digits and - _ . : only"]
    );
    let none = "title: T\ndate: 2026-11-23\nbottom_line: '[x](#y)'\n";
    assert_eq!(
        problems(none),
        [
            "#y: a link leads to `#y`, which nothing has as its id; give what it leads to an `id`: points, charts, images, tables, quotes, sections and annexes may have one"
        ]
    );
}
