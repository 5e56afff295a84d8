//! The two boxes that a reader must not miss: the bottom line, and the ask.

use crate::document::{Block, Inline, Medium};
use crate::frame::{Frame, Role};
use crate::layout::context::LayoutContext;
use crate::layout::galley::{Content, Galley, GalleyEnds, Padding};
use crate::layout::text_style::TextStyle;
use crate::length::Pt;
use crate::theme::Color;

/// Thickness of the accent bar beside the bottom line. The text of the ask is as far from its edge.
const ACCENT_BAR_WIDTH: Pt = Pt(3.0);

/// Thickness of the lines around the ask.
const ASK_LINE_WIDTH: Pt = Pt(0.75);

impl LayoutContext<'_> {
    /// The bottom line on a tinted background, with a bar beside it.
    pub(super) fn lay_out_bottom_line(&mut self, body: &[Block], measure: Pt) -> Galley {
        let padding = Padding {
            sides: self.units(3.0),
            ends: self.units(2.25),
        };
        let inner = measure - 2.0 * padding.sides - ACCENT_BAR_WIDTH;
        let label = self.label_text("bottom-line");
        let mut galley = self.in_new_tag(Role::Section, |context| {
            let mut galley = match context.metrics.medium {
                // The slide's title says it.
                Medium::Slides => Galley::default(),
                Medium::Sheet | Medium::Pages => context.lay_out_box_label(label, inner),
            };
            galley.append(context.lay_out_lead(body, inner));
            galley
        });
        // The space below a box is its own, whatever its last block wants.
        if let Some(last) = galley.fragments.last_mut() {
            last.below = Pt::ZERO;
        }
        let colors = &self.theme.colors;
        let accent = colors.accent;
        let tint = colors.tint;
        let has_tint = tint != colors.ground;
        let indented = galley.indented(ACCENT_BAR_WIDTH);
        let boxed = self.on_background(indented, measure, padding, |content, frame, _| {
            let bar = Frame {
                width: ACCENT_BAR_WIDTH,
                ..frame
            };
            // Each goes behind all before it, so the bar covers the tint.
            content.rect_behind(bar, accent);
            if has_tint {
                content.rect_behind(frame, tint);
            }
        });
        self.with_space(boxed, 2.5, 2.5)
    }

    /// The ask in a frame of thin lines.
    pub(super) fn lay_out_ask(
        &mut self,
        text: &[Inline],
        by: Option<&str>,
        body: &[Block],
        measure: Pt,
    ) -> Galley {
        let padding = Padding {
            sides: self.units(3.0),
            ends: self.units(1.75),
        };
        let inner = measure - 2.0 * padding.sides - ACCENT_BAR_WIDTH;
        let mut label = self.label_text("ask").to_owned();
        if let Some(date) = by {
            let labels = &self.document.labels;
            let deadline = labels.fill("ask-by", &[("date", date)]);
            label.push_str("\u{2002}·\u{2002}");
            label.push_str(&deadline);
        }
        let style = self.text_style(self.metrics.lead).strong().as_lead();
        let mut galley = self.in_new_tag(Role::Section, |context| {
            let mut galley = context.lay_out_box_label(&label, inner);
            if !text.is_empty() || body.is_empty() {
                galley.append(context.lay_out_paragraph(text, style, inner));
            }
            galley.append(context.lay_out_lead(body, inner));
            galley
        });
        if let Some(last) = galley.fragments.last_mut() {
            last.below = Pt::ZERO;
        }
        let color = self.theme.colors.accent;
        // As far from the edge as the bottom line's text, so that the texts of both boxes align.
        let indented = galley.indented(ACCENT_BAR_WIDTH);
        let boxed = self.on_background(indented, measure, padding, |content, frame, ends| {
            draw_box_lines(content, frame, ends, color);
        });
        self.with_space(boxed, 2.5, 2.5)
    }

    /// The small heading inside a box.
    fn lay_out_box_label(&mut self, label: &str, measure: Pt) -> Galley {
        let color = self.theme.colors.accent;
        let style = TextStyle::new(self.metrics.caption, color).strong();
        let label = [Inline::text(label)];
        let label = self
            .lay_out_paragraph(&label, style, measure)
            .keep_with_next();
        self.with_space(label, 0.0, 0.5)
    }

    /// Blocks with their running text in the size of a lead.
    fn lay_out_lead(&mut self, body: &[Block], measure: Pt) -> Galley {
        // Blocks of all kinds take the size of running text from the metrics.
        let lead = self.metrics.lead;
        let body_size = std::mem::replace(&mut self.metrics.body, lead);
        let mut galley = Galley::default();
        for block in body {
            galley.append(match block {
                Block::Paragraph { text } => {
                    let style = self.text_style(lead).as_lead();
                    let paragraph = self.lay_out_paragraph(text, style, measure);
                    self.with_space(paragraph, 0.0, 1.5)
                }
                other => self.lay_out_block(other, measure),
            });
        }
        self.metrics.body = body_size;
        galley
    }
}

/// Draws the lines around one fragment of a box, which is open where a page ends.
fn draw_box_lines(content: &mut Content, frame: Frame, ends: GalleyEnds, color: Color) {
    let left = Frame {
        width: ASK_LINE_WIDTH,
        ..frame
    };
    let right = Frame {
        x: frame.width - ASK_LINE_WIDTH,
        ..left
    };
    let top = Frame {
        height: ASK_LINE_WIDTH,
        ..frame
    };
    let bottom = Frame {
        y: frame.height - ASK_LINE_WIDTH,
        ..top
    };
    content.rect(left, color);
    content.rect(right, color);
    if ends.first {
        content.rect(top, color);
    }
    if ends.last {
        content.rect(bottom, color);
    }
}
