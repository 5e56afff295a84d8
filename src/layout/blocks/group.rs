//! Groups: a heading over items in cells.

use crate::document::{Group, Medium};
use crate::frame::Role;
use crate::layout::context::LayoutContext;
use crate::layout::galley::Galley;
use crate::layout::inline::TextStyle;
use crate::length::Pt;
use crate::slides::geometry::grid_columns;

impl LayoutContext<'_> {
    pub(super) fn lay_out_group(&mut self, group: &Group, measure: Pt) -> Galley {
        let mut galley = match self.metrics.medium {
            // The slide's title says it.
            Medium::Slides => Galley::default(),
            Medium::Sheet | Medium::Pages => {
                let size = self.metrics.headings[1];
                let style = TextStyle::new(size, self.theme.colors.accent).as_heading();
                let (above, below) = (self.units(4.0), self.units(0.5));
                self.lay_out_heading(2, &group.heading, style, measure)
                    .spaced(above, below)
            }
        };
        let body = self.text_style(self.metrics.body);
        let below = self.units(1.0);
        galley.append(
            self.lay_out_paragraph(&group.text, body, measure)
                .keep_with_next()
                .spaced(Pt::ZERO, below),
        );
        let (columns, width) = match self.metrics.medium {
            Medium::Slides => self.planned_grid(grid_columns(group.items.len()), measure),
            Medium::Sheet | Medium::Pages => self.cell_grid(group.items.len(), 4, measure),
        };
        let (name, text) = (
            self.text_style(self.metrics.body).as_heading(),
            self.text_style(self.metrics.small),
        );
        let accent = self.theme.colors.accent;
        let cells = self.in_new_tag(Role::List { ordered: false }, |context| {
            let cells = group.items.iter().map(|item| {
                let cell = context.in_list_item(|context| {
                    let below = context.units(0.25);
                    let mut cell = context
                        .lay_out_paragraph(&item.name, name, width)
                        .spaced(Pt::ZERO, below);
                    cell.append(context.lay_out_paragraph(&item.text, text, width));
                    cell
                });
                context.with_rule_above(cell, width, accent)
            });
            cells.collect()
        });
        let (above, below) = (self.units(1.5), self.units(3.0));
        galley.append(self.cell_rows(cells, columns, width).spaced(above, below));
        galley
    }
}
