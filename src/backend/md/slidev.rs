//! The dialect of Slidev: a block of settings at the head of a slide names its layout, and a
//! slide's last comment is its notes. The settings are fenced, so that other readers do not take
//! the rule below them for a heading's.

use super::blocks::Part;
use super::notes::Notes;
use super::syntax::{Deck, Syntax, quoted};
use super::text::Marks;
use crate::document::plain_text;
use crate::slides::{Slide, SlideKind};

pub(super) struct Slidev;

impl Syntax for Slidev {
    fn marks(&self) -> Marks {
        Marks {
            braces: true,
            ..Marks::default()
        }
    }

    /// No font comes from the network.
    fn front(&self, deck: &Deck<'_>) -> String {
        let meta = &deck.document.meta;
        let author = meta.from.first().or(meta.organization.as_ref());
        let author = author
            .map(|it| format!("author: {}\n", quoted(it)))
            .unwrap_or_default();
        // It would take the first slide for a cover, whatever it is.
        let layout = deck.slides.first().and_then(layout).unwrap_or("default");
        format!(
            "---\ntheme: default\ntitle: {}\n{author}htmlAttrs:\n  lang: {}\nfonts:\n  provider: none\nlayout: {layout}\n---\n\n",
            quoted(&plain_text(&meta.title)),
            quoted(&meta.lang)
        )
    }

    fn rule(&self, slide: &Slide) -> String {
        match layout(slide) {
            Some(layout) => format!("---\n\n```yaml\nlayout: {layout}\n```\n\n"),
            None => "---\n\n".to_owned(),
        }
    }

    fn heading(&self, _: &Deck<'_>, _: usize, heading: String) -> Vec<String> {
        vec![heading]
    }

    fn body(&self, parts: Vec<Part>) -> Vec<String> {
        parts
            .iter()
            .map(|part| match part {
                // Its bundler finds only what is so written.
                Part::Image { alt, file } => {
                    super::commonmark::markdown_image(alt, &format!("./{file}"))
                }
                part => self.part(part),
            })
            .collect()
    }

    fn notes(&self, notes: &Notes<'_>) -> Option<String> {
        notes.comment()
    }
}

/// The layout of Slidev's own that suits a slide; `None` for its usual one.
fn layout(slide: &Slide) -> Option<&'static str> {
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
