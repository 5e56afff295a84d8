//! Risks as a matrix beside their names; their table follows on slides of its own.

use super::geometry::{self, LIST_INDENT, MATRIX_CELL, MATRIX_WIDTH, SlideSizes};
use super::measure::SlideMeasurer;
use crate::document::{Direction, Inline, Risk};
use crate::length::Px;
use crate::risk_matrix::RiskMatrix;

/// Share of the width between a matrix and the names beside it.
const NAMES_GAP: f32 = 0.04;

/// Names beside a matrix may be as high as this many of its cells: that leaves room for a line of
/// sources.
const MAX_CELLS: f32 = 4.3;

impl SlideMeasurer<'_> {
    /// Whether the names of the risks stand beside their matrix: if they have room there in the
    /// smallest text.
    #[must_use]
    pub fn has_names_beside_matrix(&self, items: &[Risk]) -> bool {
        let least = geometry::text_scales(&self.theme.slide)
            .last()
            .copied()
            .unwrap_or(1.0);
        self.risk_names_height(items, &SlideSizes::at_scale(&self.theme.slide, least))
            <= MAX_CELLS * MATRIX_CELL
    }

    fn risk_names_height(&self, items: &[Risk], sizes: &SlideSizes) -> Px {
        let set = sizes.small;
        let width = self.width() * (1.0 - MATRIX_WIDTH - NAMES_GAP) - LIST_INDENT;
        let lines = items
            .iter()
            .map(|risk| self.body.line_count(&risk.risk, set.size, false, width));
        lines.sum::<usize>() as f32 * set.leading
            + sizes.item_gap * items.len().saturating_sub(1) as f32
    }

    /// Height of a matrix, and of the names beside it.
    pub(super) fn matrix_height(
        &self,
        matrix: &RiskMatrix,
        items: &[Risk],
        sizes: &SlideSizes,
    ) -> Px {
        let set = sizes.small;
        let named = self.has_names_beside_matrix(items);
        let width = self.width() * if named { MATRIX_WIDTH } else { 1.0 } / 4.0;
        let table = matrix.to_table(self.labels, Direction::default());
        let row = |cells: &Vec<Vec<Inline>>| {
            let lines = cells.iter().map(|cell| {
                self.body
                    .line_count(cell, set.size, true, width - 2.0 * sizes.cell_pad)
            });
            (lines.max().unwrap_or(1) as f32 * set.leading + 2.0 * sizes.cell_pad).max(MATRIX_CELL)
                + Px(1.0)
        };
        let head: Vec<_> = table
            .columns
            .iter()
            .map(|column| column.header.clone())
            .collect();
        let height = row(&head) + table.rows.iter().map(row).sum::<Px>();
        if named {
            height.max(self.risk_names_height(items, sizes))
        } else {
            height
        }
    }
}
