//! The dialect of Slidev: settings at the head of a slide name its layout, and the last comment of
//! a slide is its notes. The settings are a fenced block, because other programs would read a line
//! above `---` as a heading.

use super::blocks::MarkdownPart;
use super::commonmark::markdown_image;
use super::notes::SlideNotes;
use super::signs::SignMarkup;
use super::syntax::{Deck, Syntax, yaml_quoted};
use super::text::{DialectEscapes, SlideLinks};
use crate::document::{Direction, plain_text};
use crate::slides::{Slide, SlideKind};

pub(super) struct Slidev;

impl Syntax for Slidev {
    fn escapes(&self) -> DialectEscapes<'static> {
        DialectEscapes {
            slide_links: SlideLinks::Component,
            braces: true,
            signs: SignMarkup::Drawing,
            ..DialectEscapes::default()
        }
    }

    /// `provider: none` keeps Slidev from loading fonts from the network.
    fn front_matter(&self, deck: &Deck<'_>, _: &str) -> String {
        let meta = &deck.document.meta;
        let author = meta.from.first().or(meta.organization.as_ref());
        let author = match author {
            Some(name) => format!("author: {}\n", yaml_quoted(name)),
            None => String::new(),
        };
        // Without a layout, Slidev would show the first slide as a cover.
        let layout = deck.slides.first().and_then(slide_layout);
        let layout = layout.unwrap_or("default");
        let direction = match meta.direction {
            Direction::Ltr => "",
            Direction::Rtl => "  dir: rtl\n",
        };
        format!(
            "---\ntheme: default\ntitle: {}\n{author}htmlAttrs:\n  lang: {}\n{direction}fonts:\n  provider: none\nlayout: {layout}\n---\n\n",
            yaml_quoted(&plain_text(&meta.title)),
            yaml_quoted(&meta.lang)
        )
    }

    fn separator(&self, slide: &Slide) -> String {
        match slide_layout(slide) {
            Some(layout) => format!("---\n\n```yaml\nlayout: {layout}\n```\n\n"),
            None => "---\n\n".to_owned(),
        }
    }

    fn slide_address(&self, at: usize, _: &str) -> Option<String> {
        Some(format!("#{}", at + 1))
    }

    fn heading_paragraphs(&self, _: &Deck<'_>, _: usize, heading: String) -> Vec<String> {
        vec![heading]
    }

    fn body_paragraphs(&self, parts: Vec<MarkdownPart>, escapes: DialectEscapes) -> Vec<String> {
        let mut paragraphs = Vec::new();
        for part in &parts {
            paragraphs.push(match part {
                // Slidev's bundler only finds files whose path begins with `./`.
                MarkdownPart::Image { alt, file } => markdown_image(alt, &format!("./{file}")),
                part => self.part_paragraph(part, escapes),
            });
        }
        paragraphs
    }

    fn notes_paragraph(&self, notes: &SlideNotes<'_>, _: DialectEscapes) -> Option<String> {
        notes.to_comment()
    }
}

/// The Slidev layout for a slide; `None` for the default layout.
fn slide_layout(slide: &Slide) -> Option<&'static str> {
    match slide.kind {
        SlideKind::Title => Some("cover"),
        SlideKind::Section => Some("section"),
        SlideKind::Statement => Some("statement"),
        SlideKind::Quote
        | SlideKind::Summary
        | SlideKind::Point
        | SlideKind::Remark
        | SlideKind::Content
        | SlideKind::Exhibit
        | SlideKind::Sources => None,
    }
}
