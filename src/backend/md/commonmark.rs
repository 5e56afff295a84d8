//! Lists, tables, quotes and images in CommonMark, for all dialects.

use super::decimals::CellPads;
use super::text::{DialectEscapes, line_text, paragraph_text};
use crate::document::{Block, ColumnAlign, Table, item_number};
use crate::slides::flatten_block;

/// An image.
pub(super) fn markdown_image(alt: &str, file: &str) -> String {
    format!("![{alt}]({file})")
}

/// A list with its nested lists: numbered from `first`, or with bullets. It is loose when an item
/// has several paragraphs, or a list that does not begin with 1, which cannot follow a text
/// directly (CommonMark 0.31, section 5.2).
pub(super) fn markdown_list(
    items: &[Vec<Block>],
    first: Option<u32>,
    escapes: DialectEscapes,
) -> String {
    let is_loose = items
        .iter()
        .any(|item| has_several_paragraphs(item) || has_late_numbers(item));
    // Without an empty line, paragraphs of an item would become one.
    let separator = if is_loose { "\n\n" } else { "\n" };
    let mut lines = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let mut texts = Vec::new();
        for block in item {
            texts.push(list_block(block, escapes));
        }
        let marker = list_marker(first, index);
        lines.push(list_item(&marker, &texts.join(separator)));
    }
    lines.join(separator)
}

fn has_several_paragraphs(item: &[Block]) -> bool {
    let is_paragraph = |block: &&Block| !matches!(block, Block::List { .. });
    item.iter().filter(is_paragraph).count() > 1
}

fn has_late_numbers(item: &[Block]) -> bool {
    let begins_late =
        |block: &Block| matches!(block, Block::List { ordered: true, first, .. } if *first != 1);
    item.iter().any(begins_late)
}

/// A block inside a list item.
fn list_block(block: &Block, escapes: DialectEscapes) -> String {
    match block {
        Block::List {
            ordered,
            first,
            items,
        } => markdown_list(items, ordered.then_some(*first), escapes),
        Block::Paragraph { text } | Block::Heading { text, .. } => paragraph_text(text, escapes),
        other => paragraph_text(&flatten_block(other), escapes),
    }
}

/// What a list item begins with in a list that is numbered from `first`, or has bullets.
pub(super) fn list_marker(first: Option<u32>, index: usize) -> String {
    match first {
        Some(first) => format!("{}. ", item_number(first, index)),
        None => "- ".to_owned(),
    }
}

/// Cells as a list, where they cannot be side by side.
pub(super) fn cells_as_list(cells: &[String]) -> String {
    let mut items = Vec::new();
    for cell in cells {
        items.push(list_item("- ", cell));
    }
    items.join("\n")
}

/// A list item: the further lines of `text` are indented to the width of the marker.
pub(super) fn list_item(marker: &str, text: &str) -> String {
    let indent = " ".repeat(marker.len());
    let mut out = String::from(marker);
    for (index, line) in text.lines().enumerate() {
        if index > 0 {
            out.push('\n');
            if !line.is_empty() {
                out.push_str(&indent);
            }
        }
        out.push_str(line);
    }
    out
}

/// A block quote of Markdown.
pub(super) fn block_quote(text: &str) -> String {
    let mut lines = Vec::new();
    for line in text.lines() {
        lines.push(if line.is_empty() {
            // Without the mark, an empty line would end the quote.
            ">".to_owned()
        } else {
            format!("> {line}")
        });
    }
    lines.join("\n")
}

/// The dashes below a header; GitHub asks for at least three.
pub(super) const MIN_DASHES: usize = 3;

/// A table. `dashes` gives the number of dashes below the header of a column, at least
/// [`MIN_DASHES`]: Pandoc derives the widths of columns from them. `pads` are spaces in
/// cells.
pub(super) fn markdown_table(
    table: &Table,
    escapes: DialectEscapes,
    pads: &CellPads,
    dashes: impl Fn(usize) -> usize,
) -> String {
    let mut headers = Vec::new();
    let mut rules = Vec::new();
    for (index, column) in table.columns.iter().enumerate() {
        headers.push(line_text(&column.header, escapes));
        let rule = "-".repeat(dashes(index).max(MIN_DASHES));
        rules.push(match column.align {
            ColumnAlign::Start => rule,
            ColumnAlign::Center => format!(":{rule}:"),
            ColumnAlign::End | ColumnAlign::Decimal => format!("{rule}:"),
        });
    }
    let mut lines = vec![table_row(headers), table_row(rules)];
    for (index, row) in table.rows.iter().enumerate() {
        let mut cells = Vec::new();
        for (column, cell) in row.iter().enumerate() {
            cells.push(pads.pad(index, column, line_text(cell, escapes)));
        }
        lines.push(table_row(cells));
    }
    lines.join("\n")
}

fn table_row(cells: Vec<String>) -> String {
    let mut line = String::from("|");
    for (index, cell) in cells.iter().enumerate() {
        line.push_str(if index > 0 { "| " } else { " " });
        if !cell.is_empty() {
            line.extend([cell, " "]);
        }
    }
    line.push('|');
    line
}
