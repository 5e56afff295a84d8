//! Lists, tables, quotes and images in CommonMark, for all dialects.

use super::text::{DialectEscapes, line_text, paragraph_text};
use crate::document::{Block, Table};
use crate::slides::flatten_block;

/// An image.
pub(super) fn markdown_image(alt: &str, file: &str) -> String {
    format!("![{alt}]({file})")
}

/// A list with its nested lists. It is loose when an item has several paragraphs.
pub(super) fn markdown_list(
    items: &[Vec<Block>],
    ordered: bool,
    escapes: DialectEscapes,
) -> String {
    let loose = items.iter().any(|blocks| {
        blocks
            .iter()
            .filter(|block| !matches!(block, Block::List { .. }))
            .count()
            > 1
    });
    let one = |(at, blocks): (usize, &Vec<Block>)| {
        let inner = blocks.iter().map(|block| match block {
            Block::List { ordered, items } => markdown_list(items, *ordered, escapes),
            Block::Paragraph { text } | Block::Heading { text, .. } => {
                paragraph_text(text, escapes)
            }
            other => paragraph_text(&flatten_block(other), escapes),
        });
        let inner = inner
            .collect::<Vec<_>>()
            .join(if loose { "\n\n" } else { "\n" });
        list_item(
            &if ordered {
                format!("{}. ", at + 1)
            } else {
                "- ".to_owned()
            },
            &inner,
        )
    };
    items
        .iter()
        .enumerate()
        .map(one)
        .collect::<Vec<_>>()
        .join(if loose { "\n\n" } else { "\n" })
}

/// A list item: the further lines of `text` are indented to the width of the marker.
pub(super) fn list_item(marker: &str, text: &str) -> String {
    let indent = " ".repeat(marker.len());
    let mut out = String::from(marker);
    for (at, line) in text.lines().enumerate() {
        if at > 0 {
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
    text.lines()
        .map(|line| {
            if line.is_empty() {
                ">".to_owned()
            } else {
                format!("> {line}")
            }
        })
        .collect::<Vec<_>>()
        .join("\n")
}

/// A table. `dashes` gives the number of dashes below the header of a column, at least 3: Pandoc
/// derives the widths of columns from them.
pub(super) fn markdown_table(
    table: &Table,
    escapes: DialectEscapes,
    dashes: impl Fn(usize) -> usize,
) -> String {
    let mut out = String::new();
    push_row(
        table
            .columns
            .iter()
            .map(|column| line_text(&column.header, escapes)),
        &mut out,
    );
    let rule = table.columns.iter().enumerate().map(|(at, column)| {
        let rule = "-".repeat(dashes(at).max(3));
        if column.numeric { rule + ":" } else { rule }
    });
    out.push('\n');
    push_row(rule, &mut out);
    for cells in &table.rows {
        out.push('\n');
        push_row(cells.iter().map(|it| line_text(it, escapes)), &mut out);
    }
    out
}

fn push_row(cells: impl Iterator<Item = String>, out: &mut String) {
    out.push('|');
    for (at, cell) in cells.enumerate() {
        out.push_str(if at > 0 { "| " } else { " " });
        if !cell.is_empty() {
            out.extend([&cell, " "]);
        }
    }
    out.push('|');
}
