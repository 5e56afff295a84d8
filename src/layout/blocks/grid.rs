//! Cells side by side in rows, as metrics, groups, options and images stand.

use crate::document::Medium;
use crate::frame::{Frame, Role};
use crate::layout::context::LayoutContext;
use crate::layout::galley::{Galley, side_by_side_breakable};
use crate::length::Pt;
use crate::theme::Color;

/// Cells narrower than this many ems of body text are stacked instead.
const MIN_CELL_EMS: f32 = 10.0;

impl LayoutContext<'_> {
    /// Cells in rows, tops aligned.
    pub(super) fn cell_rows(&self, cells: Vec<Galley>, columns: usize, width: Pt) -> Galley {
        let gutter = self.metrics.gutter;
        let mut rows = Galley::default();
        let mut cells = cells.into_iter().peekable();
        while cells.peek().is_some() {
            let row = cells.by_ref().take(columns.max(1)).enumerate();
            let row = row
                .map(|(at, cell)| (at as f32 * (width + gutter), cell))
                .collect();
            let above = self.units(2.5);
            rows.append(side_by_side_breakable(row).spaced(above, Pt::ZERO));
        }
        rows
    }

    /// How many of `count` cells stand in a row, and how wide each is.
    pub(super) fn cell_grid(&self, count: usize, most: usize, measure: Pt) -> (usize, Pt) {
        let gutter = self.metrics.gutter;
        let narrowest = match self.metrics.medium {
            Medium::Slides => MIN_CELL_EMS * self.theme.slide.small.size.pt(),
            Medium::Sheet | Medium::Pages => MIN_CELL_EMS * self.metrics.small.size,
        };
        let possible = ((measure + gutter) / (narrowest + gutter)).floor().max(1.0) as usize;
        let most = most.min(possible).max(1);
        // Rows of nearly equal length: five cells are three and two, not four and one.
        let rows = count.div_ceil(most).max(1);
        let columns = count.div_ceil(rows).max(1);
        (
            columns,
            (measure - gutter * (columns - 1) as f32) / columns as f32,
        )
    }

    /// The columns that the plan of a slide counts on, and how wide each is.
    pub(super) fn planned_grid(&self, columns: usize, measure: Pt) -> (usize, Pt) {
        (
            columns,
            (measure - self.metrics.gutter * (columns - 1) as f32) / columns as f32,
        )
    }

    /// A rule over a cell, in a colour that ranks it.
    pub(super) fn with_rule_above(&self, mut galley: Galley, width: Pt, color: Color) -> Galley {
        let drop = self.units(1.25);
        let height = if self.metrics.medium == Medium::Slides {
            Pt(3.0)
        } else {
            Pt(1.5)
        };
        if let Some(first) = galley.fragments.first_mut() {
            first.shift(Pt::ZERO, drop);
            first.height += drop;
            self.add_content(first, |content| {
                content.rect_behind(
                    Frame {
                        x: Pt::ZERO,
                        y: Pt::ZERO,
                        width,
                        height,
                    },
                    color,
                )
            });
        }
        galley
    }

    /// An item of a list without a label of its own.
    pub(super) fn in_list_item(&mut self, body: impl FnOnce(&mut Self) -> Galley) -> Galley {
        self.in_new_tag(Role::ListItem, |context| {
            context.in_new_tag(Role::ListBody, body)
        })
    }
}
