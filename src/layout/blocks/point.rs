//! Points: a headline, what supports it, details, and notes for the speaker.

use crate::document::{Block, Inline, Medium, Point};
use crate::frame::Role;
use crate::layout::context::LayoutContext;
use crate::layout::galley::Galley;
use crate::layout::text_style::TextStyle;
use crate::length::Pt;
use crate::text::Balance;

impl LayoutContext<'_> {
    fn headline_style(&self) -> TextStyle {
        let headline_size = match self.metrics.medium {
            Medium::Sheet => self.metrics.body,
            Medium::Pages | Medium::Slides => self.metrics.headings[2],
        };
        TextStyle {
            balance: Balance::LastLine,
            ..self.text_style(headline_size).as_heading()
        }
    }

    /// Whether all words of a point's headline and text fit in a measure.
    pub(in crate::layout) fn point_words_fit(&self, point: &Point, measure: Pt) -> bool {
        let text_style = self.text_style(self.metrics.body);
        self.inline_widths(&point.headline, self.headline_style())
            .min
            <= measure
            && self.inline_widths(&point.text, text_style).min <= measure
    }

    pub(super) fn lay_out_point(&mut self, point: &Point, measure: Pt) -> Galley {
        let headline_style = self.headline_style();
        let text_style = self.text_style(self.metrics.body);
        let headline = self.lay_out_heading(3, &point.headline, headline_style, measure);
        let mut galley = self.with_space(headline, 2.5, 0.25);
        let text = self.lay_out_paragraph(&point.text, text_style, measure);
        galley.append(self.with_space(text, 0.0, 1.5));
        galley.append(self.lay_out_blocks(&point.detail, measure));
        galley.append(self.lay_out_notes(&point.notes, measure));
        // A headline alone keeps with nothing: the next point may begin on another page.
        galley.release_last();
        galley
    }

    /// What the speaker says. A note carries everything, so it has this in small type; a sheet and
    /// slides, which others see, do not have it.
    pub(super) fn lay_out_notes(&mut self, body: &[Block], measure: Pt) -> Galley {
        if body.is_empty() || self.metrics.medium != Medium::Pages {
            return Galley::default();
        }
        let indent = self.units(4.0);
        let inner = measure - indent;
        let label = [Inline::text(self.label_text("speaker-notes"))];
        let label_style = self.muted_style(self.metrics.caption).strong();
        let galley = self.in_new_tag(Role::Section, |context| {
            let mut galley = context
                .lay_out_paragraph(&label, label_style, inner)
                .keep_with_next();
            // Blocks of all kinds take the size of running text from the metrics.
            let small = context.metrics.small;
            let body_size = std::mem::replace(&mut context.metrics.body, small);
            let notes = context.lay_out_blocks(body, inner);
            context.metrics.body = body_size;
            galley.append(notes);
            galley
        });
        self.with_space(galley.indented(indent), 0.0, 1.5)
    }
}
