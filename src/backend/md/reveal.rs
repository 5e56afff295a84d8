//! The dialect of the Markdown plugin of reveal.js: slides between rules, and no front matter. The
//! page that loads the deck sets the size of slides, which must be 1280 × 720.

use super::notes::Notes;
use super::slide_classes;
use super::syntax::{Deck, Syntax};
use super::text::Marks;
use crate::document::Block;
use crate::slides::geometry::SlideSizes;

pub(super) struct Reveal;

impl Syntax for Reveal {
    fn marks(&self) -> Marks {
        Marks {
            note: true,
            ..Marks::default()
        }
    }

    fn front(&self, _: &Deck<'_>) -> String {
        String::new()
    }

    fn heading(&self, deck: &Deck<'_>, at: usize, heading: String) -> Vec<String> {
        let Some(slide) = deck.slides.get(at) else {
            return vec![heading];
        };
        let sizes = SlideSizes::at_scale(&deck.theme.slide, slide.scale);
        // Cells are one below the other here, so they need the smaller type.
        let cells = slide
            .blocks
            .iter()
            .any(|it| matches!(it, Block::Metrics { .. } | Block::Group(_)));
        let size = if cells {
            sizes.small
        } else {
            sizes.running_text(slide.kind)
        }
        .size
        .0;
        let class = slide_classes::names(slide).join(" ");
        vec![
            heading,
            format!("<!-- .slide: class=\"{class}\" style=\"font-size: {size}px\" -->"),
        ]
    }

    fn notes(&self, notes: &Notes<'_>) -> Option<String> {
        let paragraphs = notes.markdown(self.marks());
        (!paragraphs.is_empty()).then(|| format!("Note:\n\n{}", paragraphs.join("\n\n")))
    }
}
