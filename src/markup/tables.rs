//! Builds tables whose rows all have as many cells as there are headers.

use crate::cell_number::{ColumnContent, column_content};
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
        let (numeric, by_cells) = align_by_cells(&rows, index);
        let align = aligns.get(index).copied().flatten().unwrap_or(by_cells);
        columns.push(Column {
            header,
            numeric,
            align,
            width: None,
        });
    }
    Table {
        id: String::new(),
        title,
        columns,
        rows,
        note,
    }
}

/// Whether a column holds numbers, and where they stand.
fn align_by_cells(rows: &[Vec<Vec<Inline>>], column: usize) -> (bool, ColumnAlign) {
    let cells = rows.iter().map(|row| plain_text(&row[column]));
    match column_content(cells) {
        ColumnContent::Texts => (false, ColumnAlign::Start),
        // In the first column years name the rows. In others they cannot be told from amounts, and
        // numbers of four digits stand below each other in any case.
        ColumnContent::Years if column == 0 => (false, ColumnAlign::Start),
        ColumnContent::Years => (true, ColumnAlign::End),
        ColumnContent::Numbers => (true, ColumnAlign::Decimal),
    }
}
