//! The two boxes that a reader must not miss: the bottom line, and what is asked.

use crate::document::{Block, Inline, Medium};
use crate::frame::{Frame, Role};
use crate::layout::context::LayoutContext;
use crate::layout::galley::Galley;
use crate::layout::inline::TextStyle;
use crate::length::Pt;

/// Thickness of the accent bar beside the bottom line.
const ACCENT_BAR_WIDTH: Pt = Pt(3.0);

impl LayoutContext<'_> {
    /// A small heading over a box.
    fn lay_out_box_label(&mut self, words: &[Inline], measure: Pt) -> Galley {
        let style = TextStyle::new(self.metrics.caption, self.theme.colors.accent).strong();
        let below = self.units(0.5);
        self.lay_out_paragraph(words, style, measure)
            .keep_with_next()
            .spaced(Pt::ZERO, below)
    }

    pub(super) fn lay_out_bottom_line(&mut self, body: &[Block], measure: Pt) -> Galley {
        let padding = [3.0, 2.25].map(|units| self.units(units));
        let inner = measure - 2.0 * padding[0] - ACCENT_BAR_WIDTH;
        let words = [Inline::text(self.label_text("bottom-line"))];
        let mut galley = self.in_new_tag(Role::Section, |context| {
            let mut galley = match context.metrics.medium {
                // The slide's title says it.
                Medium::Slides => Galley::default(),
                Medium::Sheet | Medium::Pages => context.lay_out_box_label(&words, inner),
            };
            galley.append(context.leading_blocks(body, inner));
            galley
        });
        if let Some(last) = galley.fragments.last_mut() {
            last.below = Pt::ZERO;
        }
        let colors = &self.theme.colors;
        let (tint, accent, tinted) = (colors.tint, colors.accent, colors.tint != colors.ground);
        let galley = self.on_background(
            galley.indented(ACCENT_BAR_WIDTH),
            measure,
            padding,
            |content, frame, _| {
                content.rect_behind(
                    Frame {
                        width: ACCENT_BAR_WIDTH,
                        ..frame
                    },
                    accent,
                );
                if tinted {
                    content.rect_behind(frame, tint);
                }
            },
        );
        let space = self.units(2.5);
        galley.spaced(space, space)
    }

    /// Blocks with running text in the size of a lead.
    fn leading_blocks(&mut self, body: &[Block], measure: Pt) -> Galley {
        let body_size = std::mem::replace(&mut self.metrics.body, self.metrics.lead);
        let galley = self.lay_out_blocks(body, measure);
        self.metrics.body = body_size;
        galley
    }

    pub(super) fn lay_out_ask(&mut self, text: &[Inline], by: Option<&str>, measure: Pt) -> Galley {
        let padding = [3.0, 1.75].map(|units| self.units(units));
        let inner = measure - 2.0 * padding[0] - ACCENT_BAR_WIDTH;
        let mut words = self.label_text("ask").to_owned();
        if let Some(by) = by {
            words.push_str("\u{2002}·\u{2002}");
            words.push_str(&self.document.labels.fill("ask-by", &[("date", by)]));
        }
        let style = self.text_style(self.metrics.lead).strong();
        let galley = self.in_new_tag(Role::Section, |context| {
            let mut galley = context.lay_out_box_label(&[Inline::text(words)], inner);
            galley.append(context.lay_out_paragraph(text, style, inner));
            galley
        });
        let (color, thin) = (self.theme.colors.accent, Pt(0.75));
        let galley = self.on_background(
            galley.indented(ACCENT_BAR_WIDTH),
            measure,
            padding,
            |content, frame, [first, last]| {
                let side = Frame {
                    width: thin,
                    ..frame
                };
                let edge = Frame {
                    height: thin,
                    ..frame
                };
                content.rect(side, color);
                content.rect(
                    Frame {
                        x: frame.width - thin,
                        ..side
                    },
                    color,
                );
                if first {
                    content.rect(edge, color);
                }
                if last {
                    content.rect(
                        Frame {
                            y: frame.height - thin,
                            ..edge
                        },
                        color,
                    );
                }
            },
        );
        let space = self.units(2.5);
        galley.spaced(space, space)
    }
}
