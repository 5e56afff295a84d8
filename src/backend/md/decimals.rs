//! Spaces that put the decimal signs of a column below each other in HTML, where style sheets
//! cannot.
//!
//! The cells of such a column end at one edge. A number with fewer decimals than others is followed
//! by spaces that are as wide as digits and a full stop. To those who edit the Markdown they look
//! like any blanks at the end of a cell.

use super::text::WORD_JOINER;
use crate::cell_number::missing_decimals;
use crate::document::{ColumnAlign, Direction, Document, Table, plain_text};
use crate::lang::cldr::decimal_sign;

/// As wide as a digit.
const FIGURE_SPACE: &str = "\u{2007}";
/// As wide as a full stop.
const PUNCTUATION_SPACE: char = '\u{2008}';

/// The spaces for the cells of a table.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct CellPads {
    /// By row and column. Rows and columns without any are left out at the end.
    spaces: Vec<Vec<String>>,
    /// Whether they stand before the number: where text runs from right to left, what stands at the
    /// right comes first.
    come_first: bool,
}

impl CellPads {
    /// The text of a cell with its spaces.
    pub(super) fn pad(&self, row: usize, column: usize, text: String) -> String {
        let row = self.spaces.get(row).map_or(&[][..], Vec::as_slice);
        let spaces = row.get(column).filter(|it| !it.is_empty());
        match spaces {
            // The word joiner stands between the spaces and the edge on either side.
            Some(spaces) if self.come_first && !text.is_empty() => {
                let spaces = spaces.trim_end_matches(WORD_JOINER);
                format!("{WORD_JOINER}{spaces}{text}")
            }
            Some(spaces) if !text.is_empty() => text + spaces,
            _ => text,
        }
    }
}

pub(super) fn decimal_pads(table: &Table, document: &Document) -> CellPads {
    let mut pads: Vec<Vec<String>> = Vec::new();
    for (at, column) in table.columns.iter().enumerate() {
        if column.align != ColumnAlign::Decimal {
            continue;
        }
        let mut cells = Vec::new();
        for row in &table.rows {
            cells.push(row.get(at).map(|cell| plain_text(cell)).unwrap_or_default());
        }
        let sign = decimal_sign(&document.meta.lang);
        for (row, missing) in missing_decimals(&cells, sign).into_iter().enumerate() {
            if missing.digits == 0 {
                continue;
            }
            let mut pad = FIGURE_SPACE.repeat(missing.digits);
            if missing.sign {
                pad.push(PUNCTUATION_SPACE);
            }
            // Programs drop spaces at the end of a cell. It also keeps the line from ending at one.
            pad.push(WORD_JOINER);
            if pads.len() <= row {
                pads.resize_with(row + 1, Vec::new);
            }
            pads[row].resize_with(at, String::new);
            pads[row].push(pad);
        }
    }
    CellPads {
        spaces: pads,
        come_first: document.meta.direction == Direction::Rtl,
    }
}
