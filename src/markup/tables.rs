//! Builds tables whose rows all have as many cells as there are headers.

use crate::document::{Column, Inline, Table, plain_text};

/// Builds a table. Short rows are filled up with empty cells.
#[must_use]
pub fn build_table(
    title: Vec<Inline>,
    headers: Vec<Vec<Inline>>,
    mut rows: Vec<Vec<Vec<Inline>>>,
    note: Vec<Inline>,
) -> Table {
    rows.iter_mut()
        .for_each(|row| row.resize(headers.len(), Vec::new()));
    let columns = headers.into_iter().enumerate().map(|(at, header)| {
        let mut cells = rows
            .iter()
            .map(|row| plain_text(&row[at]))
            .filter(|cell| !cell.trim().is_empty())
            .peekable();
        let numeric = cells.peek().is_some() && cells.all(|cell| is_number(&cell));
        Column { header, numeric }
    });
    Table {
        title,
        columns: columns.collect(),
        rows,
        note,
    }
}

/// Whether a cell is a number: digits, with signs, separators, currency or a per cent sign around
/// them.
fn is_number(cell: &str) -> bool {
    let cell = cell.trim();
    cell.chars().any(|it| it.is_ascii_digit())
        && cell
            .chars()
            .all(|it| it.is_ascii_digit() || "+-\u{2212}.,\u{a0}\u{202f} %‰()£$€¥~≈<>".contains(it))
        || matches!(cell, "–" | "—" | "-" | "n/a")
}
