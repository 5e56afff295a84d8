//! Cells side by side in rows: the grid of metrics, groups, options and images.

use crate::document::Medium;
use crate::frame::{Frame, Role};
use crate::layout::context::LayoutContext;
use crate::layout::galley::{Galley, side_by_side_breakable};
use crate::length::Pt;
use crate::theme::Color;

/// Cells are at least this many ems of small text wide, if need be with fewer in a row.
const MIN_CELL_EMS: f32 = 10.0;

/// No fewer cells are side by side for the sake of a long word.
const MIN_WORD_COLUMNS: usize = 2;

/// How many cells are in a row, and how wide each is.
#[derive(Clone, Copy)]
pub(super) struct CellGrid {
    pub columns: usize,
    pub cell_width: Pt,
}

impl LayoutContext<'_> {
    /// A grid of this many columns, gutters between them.
    pub(super) fn grid_of_columns(&self, columns: usize, measure: Pt) -> CellGrid {
        let gutters = self.metrics.gutter * (columns - 1) as f32;
        CellGrid {
            columns,
            cell_width: (measure - gutters) / columns as f32,
        }
    }

    /// A grid for `count` cells, with `max_columns` or with as many as there is room for. Two columns
    /// and more have room for a word of the width `widest_word`, if that is possible.
    pub(super) fn grid_of_cells(
        &self,
        count: usize,
        max_columns: usize,
        widest_word: Pt,
        measure: Pt,
    ) -> CellGrid {
        let grid = self.grid_of_least_cells(count, max_columns, measure);
        if !self.metrics.widens_for_words || widest_word <= grid.cell_width {
            return grid;
        }
        for columns in (MIN_WORD_COLUMNS..grid.columns).rev() {
            let wider = self.grid_of_least_cells(count, columns, measure);
            if widest_word <= wider.cell_width {
                return wider;
            }
        }
        grid
    }

    fn grid_of_least_cells(&self, count: usize, max_columns: usize, measure: Pt) -> CellGrid {
        let gutter = self.metrics.gutter;
        let min_width = match self.metrics.medium {
            Medium::Slides => MIN_CELL_EMS * self.theme.slide.small.size.pt(),
            Medium::Sheet | Medium::Pages => MIN_CELL_EMS * self.metrics.small.size,
        };
        // `n` cells have one gutter less, so one more gutter is added to the measure.
        let cells_in_measure = (measure + gutter) / (min_width + gutter);
        let fitting_columns = cells_in_measure.floor().max(1.0) as usize;
        let max_columns = max_columns.min(fitting_columns).max(1);
        // Rows of nearly equal length: five cells are three and two, not four and one.
        let rows = count.div_ceil(max_columns).max(1);
        let columns = count.div_ceil(rows).max(1);
        self.grid_of_columns(columns, measure)
    }

    /// Puts cells into the rows of a grid; the tops of a row are at one height.
    pub(super) fn cell_rows(&self, cells: Vec<Galley>, grid: CellGrid) -> Galley {
        let step = grid.cell_width + self.metrics.gutter;
        let above = self.units(2.5);
        let mut rows = Galley::default();
        let mut row = Vec::new();
        for cell in cells {
            let x = row.len() as f32 * step;
            row.push((x, cell));
            if row.len() >= grid.columns {
                let full_row = side_by_side_breakable(std::mem::take(&mut row));
                rows.append(full_row.spaced(above, Pt::ZERO));
            }
        }
        if !row.is_empty() {
            rows.append(side_by_side_breakable(row).spaced(above, Pt::ZERO));
        }
        rows
    }

    /// Draws a rule above a cell, in a colour that ranks it.
    pub(super) fn with_rule_above(&self, mut cell: Galley, width: Pt, color: Color) -> Galley {
        let thickness = match self.metrics.medium {
            Medium::Slides => Pt(3.0),
            Medium::Sheet | Medium::Pages => Pt(1.5),
        };
        if let Some(first) = cell.fragments.first_mut() {
            first.lower(self.units(1.25));
            self.add_content(first, |content| {
                content.rect_behind(Frame::at_origin(width, thickness), color);
            });
        }
        cell
    }

    /// Runs `lay_out_body` inside an item of a list that has no label.
    pub(super) fn in_list_item<T>(&mut self, lay_out_body: impl FnOnce(&mut Self) -> T) -> T {
        // In PDF, an item consists of a label and a body, and content is in one of them.
        self.in_new_tag(Role::ListItem, |context| {
            context.in_new_tag(Role::ListBody, lay_out_body)
        })
    }
}
