//! Quotations, with a bar beside them.

use crate::document::Quote;
use crate::frame::{Frame, Role};
use crate::layout::context::LayoutContext;
use crate::layout::galley::{Galley, Padding};
use crate::length::Pt;

/// Thickness of the bar beside a quotation.
const QUOTE_BAR_WIDTH: Pt = Pt(2.0);

impl LayoutContext<'_> {
    pub(super) fn lay_out_quote(&mut self, quote: &Quote, measure: Pt) -> Galley {
        let indent = self.units(2.5);
        let inner = measure - indent;
        let text_style = self.text_style(self.metrics.lead).as_lead();
        let author_style = self.muted_style(self.metrics.caption);
        let galley = self.in_new_tag(Role::Quote, |context| {
            let mut galley = context
                .lay_out_paragraph(&quote.text, text_style, inner)
                .keep_with_next();
            let author = context.lay_out_paragraph(&quote.by, author_style, inner);
            galley.append(context.with_space(author, 0.75, 0.0));
            galley
        });
        let accent = self.theme.colors.accent;
        // As a background, the bar goes on where a page ends inside of the quotation.
        let indented = galley.indented(indent);
        let padding = Padding::default();
        let with_bar = self.on_background(indented, measure, padding, |content, frame, _| {
            let bar = Frame {
                width: QUOTE_BAR_WIDTH,
                ..frame
            };
            content.rect_behind(bar, accent);
        });
        self.with_space(with_bar, 3.0, 3.0)
    }
}
