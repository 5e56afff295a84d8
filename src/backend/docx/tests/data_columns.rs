//! Alignment of the columns of tables.

use super::*;

/// Markdown above tables of a brief.
const ALIGNED: &str = "\
title: T
date: 2026-11-23
bottom_line: |
  Text.

  | Year | Middle | Right | Left |
  |------|:------:|------:|:-----|
  | 2027 | 84,000 | words | 12.5 |
tables:
- columns: [Item, Amount]
  rows:
  - [a, \"1,204.50\"]
  - [b, 41]
  - [c, 7.5]
  - [d, –]
  - [e, (30)]
";

/// The paragraph properties of the cell with this text.
fn properties_of<'x>(xml: &'x str, text: &str) -> &'x str {
    let end = xml.find(&format!(">{text}</w:t>")).expect(text);
    let start = xml[..end].rfind("<w:pPr>").expect("properties");
    let properties = &xml[start + "<w:pPr>".len()..];
    &properties[..properties.find("</w:pPr>").expect("their end")]
}

/// The indent of a cell at one side, in twentieths of a point; 0 if there is none.
fn indent_of(xml: &str, text: &str, side: &str) -> usize {
    let properties = properties_of(xml, text);
    let Some((_, indent)) = properties.split_once(&format!("<w:ind w:{side}=\"")) else {
        return 0;
    };
    let (indent, _) = indent.split_once('"').expect("a quotation mark");
    indent.parse().expect("a number")
}

#[test]
fn colons_of_markdown_align_cells_and_headers() {
    let parts = linted(&from_brief(ALIGNED, "note"));
    let xml = part_text(&parts, "word/document.xml");
    for cell in ["Middle", "84,000"] {
        assert!(properties_of(&xml, cell).contains("Center\""), "{cell}");
    }
    for cell in ["Right", "words"] {
        assert!(properties_of(&xml, cell).contains("End\""), "{cell}");
    }
    for cell in ["Year", "2027", "Left", "12.5"] {
        let properties = properties_of(&xml, cell);
        assert!(
            properties.contains("\"TableHeading\"") || properties.contains("\"TableText\""),
            "{cell}"
        );
    }
    let styles = part_text(&parts, "word/styles.xml");
    for (style, side) in [("TableCenter", "center"), ("TableHeadingEnd", "right")] {
        let (_, style) = styles
            .split_once(&format!("w:styleId=\"{style}\""))
            .expect(style);
        let (style, _) = style.split_once("</w:style>").expect("its end");
        assert!(
            style.contains(&format!("<w:jc w:val=\"{side}\"/>")),
            "{style}"
        );
    }
}

#[test]
fn numbers_are_indented_by_the_decimals_that_they_lack() {
    let xml = part_text(&linted(&from_brief(ALIGNED, "note")), "word/document.xml");
    let indent = |text| indent_of(&xml, text, "right");
    let lacks_all = indent("41");
    let lacks_one = indent("7.5");
    assert_eq!(indent("1,204.50"), 0);
    assert!(lacks_one > 0);
    // Two digits and a point, against one digit.
    assert!(
        lacks_all > 2 * lacks_one && lacks_all < 3 * lacks_one,
        "{lacks_all}"
    );
    assert_eq!(indent("–"), lacks_all);
    // The bracket hangs into the decimals.
    assert!(indent("(30)") > 0 && indent("(30)") < lacks_all);
    assert!(properties_of(&xml, "41").contains("\"TableNumber\""));
}

#[test]
fn numbers_in_right_to_left_documents_are_indented_at_the_right_too() {
    let mut document = from_brief(ALIGNED, "note");
    document.meta.lang = "he".to_owned();
    document.meta.direction = Direction::Rtl;
    let xml = part_text(&linted(&document), "word/document.xml");
    // Word turns `left` and `right` round in such paragraphs.
    assert!(indent_of(&xml, "41", "left") > indent_of(&xml, "7.5", "left"));
    assert_eq!(indent_of(&xml, "1,204.50", "left"), 0);
}

#[test]
fn numbers_in_crowded_columns_are_indented_as_long_as_they_have_room() {
    for (count, is_indented) in [(12, true), (40, false)] {
        let xml = crowded_table(count);
        assert_eq!(
            indent_of(&xml, "7", "right") > 0,
            is_indented,
            "{count} columns"
        );
    }
}

/// A document with a table of `count` columns of numbers with long headers.
fn crowded_table(count: usize) -> String {
    let mut document = from_brief(ALIGNED, "note");
    let header = || vec![Inline::text("w".repeat(30))];
    let column = || Column {
        header: header(),
        numeric: true,
        align: ColumnAlign::Decimal,
        width: None,
    };
    let text = |text: &str| vec![vec![Inline::text(text)]; count];
    document.body = vec![Block::Table(Table {
        id: String::new(),
        title: Vec::new(),
        columns: std::iter::repeat_with(column).take(count).collect(),
        rows: vec![text("1.25"), text("7")],
        note: Vec::new(),
    })];
    part_text(&linted(&document), "word/document.xml")
}
