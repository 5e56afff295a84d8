//! The dialect of the Markdown plugin of reveal.js: slides between rules, and no front matter. The
//! page that loads the deck sets the size of slides, which must be 1280 × 720. Its language may be
//! another, so each slide says that of the deck.

use super::notes::SlideNotes;
use super::signs::SignMarkup;
use super::slide_classes;
use super::syntax::{Deck, Syntax};
use super::text::{DialectEscapes, SlideLinks};
use crate::document::{Block, Direction};
use crate::slides::geometry::SlideSizes;

pub(super) struct Reveal;

impl Syntax for Reveal {
    fn escapes(&self) -> DialectEscapes<'static> {
        DialectEscapes {
            slide_links: SlideLinks::Markdown,
            note: true,
            signs: SignMarkup::Drawing,
            ..DialectEscapes::default()
        }
    }

    fn front_matter(&self, _: &Deck<'_>, _: &str) -> String {
        String::new()
    }

    fn slide_address(&self, at: usize, _: &str) -> Option<String> {
        Some(format!("#/{at}"))
    }

    fn heading_paragraphs(&self, deck: &Deck<'_>, at: usize, heading: String) -> Vec<String> {
        let Some(slide) = deck.slides.get(at) else {
            return vec![heading];
        };
        let sizes = SlideSizes::at_scale(&deck.theme.slide, slide.scale);
        // Cells are one below the other here, so they need the smaller type.
        let text_type = if slide.blocks.iter().any(has_cells) {
            sizes.small
        } else {
            sizes.running_text(slide.kind)
        };
        let size = text_type.size.0;
        let class = slide_classes::user_classes(slide).join(" ");
        let meta = &deck.document.meta;
        let lang = &meta.lang;
        let language = match meta.direction {
            Direction::Ltr => format!("lang=\"{lang}\""),
            Direction::Rtl => format!("lang=\"{lang}\" dir=\"rtl\""),
        };
        vec![
            heading,
            format!("<!-- .slide: {language} class=\"{class}\" style=\"font-size: {size}px\" -->"),
        ]
    }

    fn notes_paragraph(&self, notes: &SlideNotes<'_>, escapes: DialectEscapes) -> Option<String> {
        let paragraphs = notes.to_markdown(escapes);
        if paragraphs.is_empty() {
            return None;
        }
        let text = paragraphs.join("\n\n");
        Some(format!("Note:\n\n{text}"))
    }
}

fn has_cells(block: &Block) -> bool {
    matches!(block, Block::Metrics { .. } | Block::Group(_))
}
