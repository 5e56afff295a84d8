//! Headings, with their places in the outline.

use crate::document::{Inline, Medium, levels_inside_text, plain_text};
use crate::frame::Role;
use crate::layout::context::LayoutContext;
use crate::layout::galley::{Galley, PageAnchor, PageAnchorKind};
use crate::layout::text_style::TextStyle;
use crate::length::Pt;
use crate::theme::Color;

/// Space above the headings of a body, by level from 1, in units.
const SPACE_ABOVE_HEADINGS: [f32; 3] = [5.0, 4.0, 3.0];

impl LayoutContext<'_> {
    /// A heading that stays with what follows. Its level is `wanted`, or less if that would skip
    /// one.
    pub fn lay_out_heading(
        &mut self,
        wanted: u8,
        text: &[Inline],
        style: TextStyle,
        measure: Pt,
    ) -> Galley {
        if text.is_empty() {
            return Galley::default();
        }
        // After the check above: an empty heading must not count as a level.
        let level = self.next_heading_level(wanted);
        let style = self.heading_style_for_words(text, style, measure);
        let tag = self.new_tag(Role::Heading(level));
        let mut galley = self
            .lay_out_inlines(text, style, measure, tag)
            .keep_with_next();
        if let Some(first) = galley.fragments.first_mut() {
            // The words are copied only where they are kept, not in attempts at a fit.
            self.add_content(first, |content| {
                let kind = PageAnchorKind::Heading(level, plain_text(text));
                let y = Pt::ZERO;
                content.anchors.push(PageAnchor { y, kind });
            });
        }
        galley
    }

    /// The style of a heading, smaller if a word is wider than the measure, but not smaller than the
    /// text below the heading.
    fn heading_style_for_words(&self, text: &[Inline], style: TextStyle, measure: Pt) -> TextStyle {
        let size = style.size.size;
        let least_size = self.metrics.body.size.min(size);
        // On a slide, the planner chooses the size of titles.
        if self.metrics.medium == Medium::Slides || size <= least_size {
            return style;
        }
        let widest_word = self.inline_widths(text, style).min;
        if widest_word <= measure {
            return style;
        }
        // A hair less, so that rounding does not break the word after all.
        let share = (0.999 * measure / widest_word).max(least_size / size);
        TextStyle {
            size: style.size.scaled(share),
            ..style
        }
    }

    /// A heading of the body. The document's title is the only one of level 1 on the page, so they
    /// are one level deeper there. Headings inside of a text have the size of the text.
    pub(super) fn lay_out_section_heading(
        &mut self,
        level: u8,
        text: &[Inline],
        measure: Pt,
    ) -> Galley {
        let at = usize::from(level.clamp(1, 3)) - 1;
        let size = match levels_inside_text(level) {
            Some(_) => self.metrics.body,
            None => self.metrics.headings[at],
        };
        let color = self.heading_color(level);
        let style = TextStyle::new(size, color).as_heading();
        let heading = self.lay_out_heading(level + 1, text, style, measure);
        self.with_space(heading, SPACE_ABOVE_HEADINGS[at], 1.0)
    }

    /// The colour of a heading of the body. On a slide, headings of all levels have that of the
    /// first, as there is only one level below the title.
    pub(super) fn heading_color(&self, level: u8) -> Color {
        if level < 3 || self.metrics.medium == Medium::Slides {
            self.theme.colors.accent
        } else {
            self.theme.colors.text
        }
    }
}
