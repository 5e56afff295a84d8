//! Risks as a matrix with their names beside it. The table of the same risks follows on slides of
//! its own.

use super::geometry::{LIST_INDENT, MATRIX_CELL, MATRIX_NAMES_GAP, MATRIX_WIDTH, text_scales};
use super::measure::{BlockSizes, ROW_RULE, SlideMeasurer, gaps_between, table_row_height};
use super::slide::SlideKind;
use crate::document::{Direction, Inline, Risk};
use crate::length::Px;
use crate::risk_matrix::RiskMatrix;

/// Height of the names beside a matrix, in cells of the matrix, that leaves room for a line of
/// sources.
const MAX_NAMES_HEIGHT: f32 = 4.3;

impl SlideMeasurer<'_> {
    /// Whether the names of the risks are shown beside their matrix: they are if they fit there at
    /// the smallest scale.
    #[must_use]
    pub fn has_names_beside_matrix(&self, items: &[Risk]) -> bool {
        let scales = text_scales(&self.theme.slide);
        let least = scales.last().copied().unwrap_or(1.0);
        let sizes = self.block_sizes(SlideKind::Exhibit, least);
        self.risk_names_height(items, &sizes) <= MAX_NAMES_HEIGHT * MATRIX_CELL
    }

    fn risk_names_height(&self, items: &[Risk], sizes: &BlockSizes) -> Px {
        let text_type = sizes.small;
        let names_share = 1.0 - MATRIX_WIDTH - MATRIX_NAMES_GAP;
        let width = self.width() * names_share - LIST_INDENT;
        let mut lines = 0;
        for risk in items {
            lines += self
                .body
                .line_count(&risk.risk, text_type.size, false, width);
        }
        let gaps = gaps_between(items.len(), sizes.item_gap);
        lines as f32 * text_type.leading + gaps
    }

    /// Height of a matrix and of the names beside it.
    pub(super) fn matrix_height(
        &self,
        matrix: &RiskMatrix,
        items: &[Risk],
        sizes: &BlockSizes,
    ) -> Px {
        let has_names = self.has_names_beside_matrix(items);
        let width_share = if has_names { MATRIX_WIDTH } else { 1.0 };
        // Four columns: the header of the rows, and three degrees.
        let column_width = self.width() * width_share / 4.0;
        let cell_width = column_width - 2.0 * sizes.cell_pad;
        let table = matrix.to_table(self.labels, Direction::default());
        let headers = table.columns.iter().map(|column| &column.header);
        let mut height = self.matrix_row_height(headers, cell_width, sizes);
        for row in &table.rows {
            height += self.matrix_row_height(row, cell_width, sizes);
        }
        if has_names {
            height.max(self.risk_names_height(items, sizes))
        } else {
            height
        }
    }

    fn matrix_row_height<'b>(
        &self,
        cells: impl IntoIterator<Item = &'b Vec<Inline>>,
        width: Px,
        sizes: &BlockSizes,
    ) -> Px {
        let mut lines = 1;
        let size = sizes.small.size;
        for cell in cells {
            let cell_lines = self.body.line_count(cell, size, true, width);
            lines = lines.max(cell_lines);
        }
        table_row_height(lines, sizes).max(MATRIX_CELL + ROW_RULE)
    }
}
