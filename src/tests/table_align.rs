//! Where the cells of tables stand on laid-out pages, and how decks align them.

use super::fixtures;
use crate::backend::Backend;
use crate::backend::md::{Dialect, Markdown};
use crate::document::{Block, BlockPart, ColumnAlign, Direction, Document, Medium};
use crate::frame::{GlyphRun, Item, Page};
use crate::layout::lay_out;
use crate::theme::Theme;

fn first_page(document: &Document) -> Page {
    let assets = fixtures::assets(document, fixtures::root());
    let laid_out = lay_out(document, &Theme::default(), &assets).expect("pages");
    laid_out.pages.pages[0].clone()
}

/// A document with one table of two columns, whose second one holds `cells`.
fn note_with_column(lang: &str, cells: &[&str]) -> Document {
    let mut yaml = format!(
        "title: T\nlang: {lang}\ntypography: as-written\ndate: 2026-03-04\nbottom_line: B\ntables:\n- title: Table\n  \
         columns: [Item, Head]\n  rows:\n"
    );
    for (index, cell) in cells.iter().enumerate() {
        yaml.push_str(&format!("  - [\"row {index}\", \"{cell}\"]\n"));
    }
    fixtures::document(&yaml, "note")
}

/// The left end of the part of a cell after `before`, and the right end of the cell.
fn part_ends(page: &Page, cell: &str, before: &str) -> (f32, f32) {
    let mut found = None;
    for placed in &page.items {
        let Item::Run(run) = &placed.item else {
            continue;
        };
        if text_of(run) == cell {
            found = Some(run);
        }
    }
    let run = found.unwrap_or_else(|| panic!("no run `{cell}`"));
    let mut x = run.x;
    let mut read = String::new();
    for glyph in &run.glyphs {
        if read == before {
            break;
        }
        read.push_str(&glyph.text);
        x += glyph.advance;
    }
    assert_eq!(read, before, "the start of `{cell}`");
    (x.0, (run.x + run.width()).0)
}

fn text_of(run: &GlyphRun) -> String {
    run.glyphs.iter().map(|glyph| glyph.text.as_str()).collect()
}

/// Checks that the integers of the cells, each cut by a bar where its integer ends, end together.
fn assert_integers_end_together(lang: &str, cut_cells: &[&str]) {
    let cells: Vec<String> = cut_cells.iter().map(|cell| cell.replace('|', "")).collect();
    let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
    let page = first_page(&note_with_column(lang, &cells));
    let mut first = None;
    for (cell, cut) in cells.iter().zip(cut_cells) {
        let (before, _) = cut.split_once('|').expect("a bar");
        let (x, _) = part_ends(&page, cell, before);
        let first = *first.get_or_insert(x);
        assert!(
            (x - first).abs() < 0.01,
            "`{cell}` in {lang}: {x}, not {first}"
        );
    }
}

#[test]
fn decimal_signs_stand_below_each_other() {
    assert_integers_end_together("en", &["1,204|.5", "1,280|.25", "41|", "−75|.75", "n/a|"]);
    assert_integers_end_together("en", &["$1|.2m", "$85|m", "(1,733|)", "12|*", "≈ 5|.25 km"]);
    assert_integers_end_together("en", &["10–12|", "5–7|.5", "3|", "+9|.3%", "–62|.75%"]);
    assert_integers_end_together("de", &["1.204|,5", "1.234|", "41|", "0|,125", "k. A.|"]);
    assert_integers_end_together("de-CH", &["1'204|.5", "CHF 5|.–", "41|.25"]);
    assert_integers_end_together("fr", &["1 204|,5 €", "41| €", "12|,25 %"]);
    assert_integers_end_together("en-IN", &["₹12,34,567|.89", "₹85|", "₹1,20,000|.5"]);
}

#[test]
fn the_widest_rest_ends_with_the_column() {
    let page = first_page(&note_with_column("en", &["1.25 km", "300", "7.5"]));
    let (_, head_end) = part_ends(&page, "Head", "");
    let (_, widest_end) = part_ends(&page, "1.25 km", "");
    assert!((head_end - widest_end).abs() < 0.01);
}

#[test]
fn in_right_to_left_tables_numbers_are_at_the_left_and_read_from_the_left() {
    let cells = ["1,204.5", "41", "7.25"];
    let page = first_page(&note_with_column("he", &cells));
    let (first, _) = part_ends(&page, "1,204.5", "1,204");
    for (cell, before) in [("41", "41"), ("7.25", "7")] {
        let (x, _) = part_ends(&page, cell, before);
        assert!((x - first).abs() < 0.01, "{cell}: {x}, not {first}");
    }
    let left = part_ends(&page, "1,204.5", "").0;
    assert!(left < 80.0, "the column of numbers begins at {left}");
}

#[test]
fn colons_of_markdown_win_over_numbers() {
    let brief = fixtures::root().join("tests/briefs/table-alignment.yaml");
    let yaml = std::fs::read_to_string(brief).expect("a brief");
    let document = fixtures::document(&yaml, "note");
    let mut aligns = Vec::new();
    for block in &document.body {
        block.for_each_part(|part| {
            if let BlockPart::Block(Block::Table(table)) = part {
                aligns = table.columns.iter().map(|column| column.align).collect();
            }
        });
    }
    use ColumnAlign::*;
    assert_eq!(aligns, [Start, Center, End, Start, Decimal]);
    let page = first_page(&document);
    // Both cells and their header have the same middle.
    let middle = |cell| {
        let (start, end) = part_ends(&page, cell, "");
        (start + end) / 2.0
    };
    assert!((middle("Middle") - middle("84,000")).abs() < 0.01);
    assert!((middle("Middle") - middle("9.25")).abs() < 0.01);
    let end = |cell| part_ends(&page, cell, "").1;
    assert!((end("Right") - end("words")).abs() < 0.01);
    assert!((part_ends(&page, "Left", "").0 - part_ends(&page, "12.5", "").0).abs() < 0.01);
}

/// The lines of the tables of a deck.
fn table_lines(document: &Document, dialect: Dialect) -> Vec<String> {
    let assets = fixtures::assets(document, fixtures::root());
    let rendered = Markdown { dialect }
        .render(document, &Theme::default(), &assets)
        .expect("a deck");
    let text = String::from_utf8(rendered.bytes).expect("a deck is UTF-8");
    let is_row = |line: &&str| line.starts_with('|');
    text.lines().filter(is_row).map(str::to_owned).collect()
}

#[test]
fn decks_fill_up_missing_decimals_with_spaces() {
    let mut document = note_with_column("en", &["1,204.50", "41", "7.5", "(30)"]);
    document.medium = Medium::Slides;
    let expected = [
        "| Item | Head |",
        "| --- | ---: |",
        "| row 0 | 1,204.50 |",
        "| row 1 | 41\u{2007}\u{2007}\u{2008}\u{2060} |",
        "| row 2 | 7.5\u{2007}\u{2060} |",
        "| row 3 | (30)\u{2007}\u{2007}\u{2060} |",
    ];
    for dialect in [Dialect::Marp, Dialect::Reveal, Dialect::Slidev] {
        assert_eq!(
            table_lines(&document, dialect),
            expected,
            "{}",
            dialect.name()
        );
    }
    for dialect in [Dialect::Plain, Dialect::Pandoc] {
        let lines = table_lines(&document, dialect);
        assert!(lines.contains(&"| row 1 | 41 |".to_owned()), "{lines:?}");
    }
    // At the right of text that runs from right to left is its start.
    document.meta.direction = Direction::Rtl;
    let lines = table_lines(&document, Dialect::Marp);
    assert_eq!(lines[4], "| row 2 | \u{2060}\u{2007}7.5 |");
}

#[test]
fn decks_keep_the_colons_of_markdown() {
    let brief = fixtures::root().join("tests/briefs/table-alignment.yaml");
    let yaml = std::fs::read_to_string(brief).expect("a brief");
    let document = fixtures::document(&yaml, "deck");
    for dialect in [
        Dialect::Marp,
        Dialect::Reveal,
        Dialect::Slidev,
        Dialect::Plain,
    ] {
        let lines = table_lines(&document, dialect);
        let rule = "| --- | :---: | ---: | --- | ---: |".to_owned();
        assert!(lines.contains(&rule), "{}: {lines:?}", dialect.name());
    }
}
