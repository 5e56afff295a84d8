//! Questions with their answers.

use crate::document::{Medium, Question};
use crate::layout::context::LayoutContext;
use crate::layout::galley::Galley;
use crate::layout::inline::TextStyle;
use crate::length::Pt;

impl LayoutContext<'_> {
    pub(super) fn lay_out_questions(&mut self, items: &[Question], measure: Pt) -> Galley {
        let mut galley = Galley::default();
        let size = if self.metrics.medium == Medium::Sheet {
            self.metrics.body
        } else {
            self.metrics.headings[2]
        };
        for question in items {
            let style = TextStyle::new(size, self.heading_color(3)).as_heading();
            let (above, below) = (self.units(2.5), self.units(0.5));
            galley.append(
                self.lay_out_heading(3, &question.question, style, measure)
                    .spaced(above, below),
            );
            galley.append(self.lay_out_blocks(&question.answer, measure));
            if let Some(last) = galley.fragments.last_mut() {
                last.keep_with_next = false;
            }
        }
        galley
    }
}
