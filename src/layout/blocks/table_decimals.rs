//! Columns of numbers whose decimal signs stand below each other.
//!
//! Integers end at one place in such a column, which is as wide as the widest integer and the widest
//! rest. The rest is what follows the integer: decimals, units, note marks, a closing bracket.

use crate::cell_number::integer_ends;
use crate::document::{Direction, Inline, plain_text};
use crate::lang::cldr::decimal_sign;
use crate::layout::context::LayoutContext;
use crate::layout::text_style::TextStyle;
use crate::length::Pt;

/// A column of numbers.
#[derive(Debug, Default)]
pub(super) struct DecimalColumn {
    /// What its numbers need beside each other.
    pub width: Pt,
    /// For each row, the space between its cell and the end of the column.
    pub insets: Vec<Pt>,
}

/// A cell in parts: up to the end of its integer, and from there on.
#[derive(Clone, Copy, Default)]
struct CellParts {
    left: Pt,
    right: Pt,
    is_number: bool,
}

impl LayoutContext<'_> {
    /// Measures the cells of a column from top to bottom.
    pub(super) fn decimal_column(&self, cells: &[&[Inline]], style: TextStyle) -> DecimalColumn {
        let mut texts = Vec::new();
        for cell in cells {
            texts.push(text_before_citation(cell));
        }
        let style = style.tabular();
        let sign = decimal_sign(&self.document.meta.lang);
        let mut parts = Vec::new();
        for (cell, end) in cells.iter().zip(integer_ends(&texts, sign)) {
            parts.push(self.cell_parts(cell, end, style));
        }
        let mut widest = CellParts::default();
        for part in parts.iter().filter(|part| part.is_number) {
            widest.left = widest.left.max(part.left);
            widest.right = widest.right.max(part.right);
        }
        // Numbers run from left to right in every script. The end of the column is at the left
        // where the text runs from right to left.
        let is_rtl = self.document.meta.direction == Direction::Rtl;
        let mut insets = Vec::new();
        for part in parts {
            insets.push(match part.is_number {
                false => Pt::ZERO,
                true if is_rtl => widest.left - part.left,
                true => widest.right - part.right,
            });
        }
        DecimalColumn {
            width: widest.left + widest.right,
            insets,
        }
    }

    /// Measures a cell whose integer ends at an offset of its text.
    fn cell_parts(
        &self,
        cell: &[Inline],
        integer_end: Option<usize>,
        style: TextStyle,
    ) -> CellParts {
        let Some(offset) = integer_end else {
            return CellParts::default();
        };
        if cell.is_empty() {
            return CellParts::default();
        }
        let natural = self.inline_widths(cell, style).natural;
        let left = self.width_up_to(cell, offset, style);
        CellParts {
            left,
            right: natural - left,
            is_number: true,
        }
    }
}

/// The text of a cell up to its first citation, whose number is not part of the text.
fn text_before_citation(cell: &[Inline]) -> String {
    let is_citation = |it: &Inline| matches!(it, Inline::Cite { .. });
    let end = cell.iter().position(is_citation).unwrap_or(cell.len());
    plain_text(&cell[..end])
}
