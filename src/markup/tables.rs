//! Builds tables whose rows all have as many cells as there are headers.

use crate::document::{Column, ColumnAlign, Inline, Table, plain_text};

/// Builds a table. Short rows are filled up with empty cells.
///
/// `aligns` says where the cells of each column stand. For a column that it leaves out or has
/// `None` for, the cells decide: numbers stand with their decimal signs below each other.
#[must_use]
pub fn build_table(
    title: Vec<Inline>,
    headers: Vec<Vec<Inline>>,
    aligns: &[Option<ColumnAlign>],
    mut rows: Vec<Vec<Vec<Inline>>>,
    note: Vec<Inline>,
) -> Table {
    for row in &mut rows {
        row.resize(headers.len(), Vec::new());
    }
    let mut columns = Vec::new();
    for (index, header) in headers.into_iter().enumerate() {
        let numeric = is_numeric_column(&rows, index);
        let by_cells = if numeric {
            ColumnAlign::Decimal
        } else {
            ColumnAlign::Start
        };
        let align = aligns.get(index).copied().flatten().unwrap_or(by_cells);
        columns.push(Column {
            header,
            numeric,
            align,
        });
    }
    Table {
        title,
        columns,
        rows,
        note,
    }
}

/// Whether a column has numbers, and nothing but numbers and empty cells.
fn is_numeric_column(rows: &[Vec<Vec<Inline>>], column: usize) -> bool {
    let mut has_number = false;
    for row in rows {
        let cell = plain_text(&row[column]);
        if cell.trim().is_empty() {
            continue;
        }
        if !is_number(&cell) {
            return false;
        }
        has_number = true;
    }
    has_number
}

/// Whether a cell is a number: digits, with signs, separators, currency or a per cent sign around
/// them.
fn is_number(cell: &str) -> bool {
    const AROUND_DIGITS: &str = "+-\u{2212}.,\u{a0}\u{202f} %‰()£$€¥~≈<>";
    let cell = cell.trim();
    // These say that a number is missing, so they do not turn a column of numbers into text.
    if ["–", "—", "-", "n/a"].contains(&cell) {
        return true;
    }
    let mut has_digit = false;
    for character in cell.chars() {
        if character.is_ascii_digit() {
            has_digit = true;
        } else if !AROUND_DIGITS.contains(character) {
            return false;
        }
    }
    has_digit
}
