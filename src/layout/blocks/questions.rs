//! Questions with their answers.

use crate::document::{Medium, Question};
use crate::layout::context::LayoutContext;
use crate::layout::galley::Galley;
use crate::layout::text_style::TextStyle;
use crate::length::Pt;

impl LayoutContext<'_> {
    pub(super) fn lay_out_questions(&mut self, items: &[Question], measure: Pt) -> Galley {
        let size = match self.metrics.medium {
            Medium::Sheet => self.metrics.body,
            Medium::Pages | Medium::Slides => self.metrics.headings[2],
        };
        let color = self.heading_color(3);
        let style = TextStyle::new(size, color).as_heading();
        let mut galley = Galley::default();
        for item in items {
            let question = self.lay_out_heading(3, &item.question, style, measure);
            galley.append(self.with_space(question, 2.5, 0.5));
            galley.append(self.lay_out_blocks(&item.answer, measure));
            // A question without an answer is not kept with the next question.
            galley.release_last();
        }
        galley
    }
}
