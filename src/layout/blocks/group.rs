//! Groups: a heading over items in cells.

use crate::document::{Group, Medium};
use crate::frame::Role;
use crate::layout::context::LayoutContext;
use crate::layout::galley::Galley;
use crate::layout::text_style::TextStyle;
use crate::length::Pt;
use crate::slides::geometry::grid_columns;

/// On paper, no more items than this are side by side.
const MAX_GROUP_COLUMNS: usize = 4;

impl LayoutContext<'_> {
    pub(super) fn lay_out_group(&mut self, group: &Group, measure: Pt) -> Galley {
        let accent = self.theme.colors.accent;
        let mut galley = match self.metrics.medium {
            // The slide's title says it.
            Medium::Slides => Galley::default(),
            Medium::Sheet | Medium::Pages => {
                let style = TextStyle::new(self.metrics.headings[1], accent).as_heading();
                let heading = self.lay_out_heading(2, &group.heading, style, measure);
                self.with_space(heading, 4.0, 0.5)
            }
        };
        let body_style = self.text_style(self.metrics.body);
        let introduction = self
            .lay_out_paragraph(&group.text, body_style, measure)
            .keep_with_next();
        galley.append(self.with_space(introduction, 0.0, 1.0));
        let count = group.items.len();
        let name_style = body_style.as_heading();
        let text_style = self.text_style(self.metrics.small);
        let mut widest_word = Pt::ZERO;
        for item in &group.items {
            let name = self.inline_widths(&item.name, name_style).min;
            let text = self.inline_widths(&item.text, text_style).min;
            widest_word = widest_word.max(name).max(text);
        }
        let grid = match self.metrics.medium {
            Medium::Slides => self.grid_of_columns(grid_columns(count), measure),
            Medium::Sheet | Medium::Pages => {
                self.grid_of_cells(count, MAX_GROUP_COLUMNS, widest_word, measure)
            }
        };
        let width = grid.cell_width;
        let mut cells = Vec::new();
        // A list, for readers who cannot see the cells.
        self.in_new_tag(Role::List { ordered: false }, |context| {
            for item in &group.items {
                let cell = context.in_list_item(|context| {
                    let name = context.lay_out_paragraph(&item.name, name_style, width);
                    let text = context.lay_out_paragraph(&item.text, text_style, width);
                    let mut cell = context.with_space(name, 0.0, 0.25);
                    cell.append(text);
                    cell
                });
                cells.push(context.with_rule_above(cell, width, accent));
            }
        });
        let rows = self.cell_rows(cells, grid);
        galley.append(self.with_space(rows, 1.5, 3.0));
        galley
    }
}
