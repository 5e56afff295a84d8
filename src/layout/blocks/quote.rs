//! Quotations, with a bar beside them.

use crate::document::{Inline, Quote};
use crate::frame::{Frame, Role};
use crate::layout::context::LayoutContext;
use crate::layout::galley::{Content, Galley};
use crate::layout::inline::TextStyle;
use crate::length::Pt;

impl LayoutContext<'_> {
    pub(super) fn lay_out_quote(&mut self, quote: &Quote, measure: Pt) -> Galley {
        let indent = self.units(2.5);
        let inner = measure - indent;
        let style = TextStyle {
            balance: false,
            ..self.text_style(self.metrics.lead)
        };
        let labels = &self.document.labels;
        let (open, close) = (
            Inline::text(labels.get("quote-open")),
            Inline::text(labels.get("quote-close")),
        );
        let words = [&[open], quote.text.as_slice(), &[close]].concat();
        let mut galley = self.in_new_tag(Role::Quote, |context| {
            let mut galley = context
                .lay_out_paragraph(&words, style, inner)
                .keep_with_next();
            let by = context.muted_style(context.metrics.caption);
            let above = context.units(0.75);
            galley.append(
                context
                    .lay_out_paragraph(&quote.by, by, inner)
                    .spaced(above, Pt::ZERO),
            );
            galley
        });
        galley = galley.indented(indent);
        let accent = self.theme.colors.accent;
        let (above, below) = (self.units(3.0), self.units(3.0));
        let bar = |content: &mut Content, frame: Frame, _| {
            content.rect_behind(
                Frame {
                    width: Pt(2.0),
                    ..frame
                },
                accent,
            )
        };
        self.on_background(galley, measure, [Pt::ZERO, Pt::ZERO], bar)
            .spaced(above, below)
    }
}
