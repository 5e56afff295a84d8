//! The dialect of Marp: style sheet in the front matter, a class for each slide, notes in comments.
//!
//! The title and the author are in the comment of the first slide, because other programs would
//! make a slide of them if they were in the front matter.

use std::fmt::Write;

use super::notes::SlideNotes;
use super::signs::SignMarkup;
use super::stylesheet;
use super::syntax::{Deck, Syntax, yaml_quoted};
use super::text::{self, DialectEscapes, SlideLinks};
use crate::document::{Inline, plain_text};

pub(super) struct Marp;

impl Syntax for Marp {
    fn escapes(&self) -> DialectEscapes<'static> {
        // Pandoc reads this dialect too, so its syntax is escaped as well.
        DialectEscapes {
            slide_links: SlideLinks::Markdown,
            emoji: true,
            letters: true,
            signs: SignMarkup::Class,
            ..DialectEscapes::default()
        }
    }

    fn shows_marking(&self) -> bool {
        true
    }

    fn front_matter(&self, deck: &Deck<'_>, slides: &str) -> String {
        let meta = &deck.document.meta;
        // Pandoc would make a slide of `title`; `pagetitle` only names the page.
        let mut out = format!(
            "---\nmarp: true\npaginate: true\nlang: {}\npagetitle: {}\n",
            yaml_quoted(&meta.lang),
            yaml_quoted(&plain_text(&meta.title))
        );
        if let Some(marking) = &meta.marking {
            // It has one colour in the margins, and so have signs in it.
            let escapes = DialectEscapes {
                signs: SignMarkup::None,
                ..self.escapes()
            };
            let marking = text::line_text(&[Inline::text(marking)], escapes);
            let marking = yaml_quoted(&marking);
            // Writing to a string does not fail.
            let _ = writeln!(out, "header: {marking}\nfooter: {marking}");
        }
        out.push_str("style: |\n");
        for line in stylesheet::deck_css(deck, slides).lines() {
            out.extend([if line.is_empty() { "" } else { "  " }, line, "\n"]);
        }
        out + "---\n\n"
    }

    fn slide_address(&self, at: usize, _: &str) -> Option<String> {
        Some(format!("#{}", at + 1))
    }

    fn heading_paragraphs(&self, deck: &Deck<'_>, at: usize, heading: String) -> Vec<String> {
        let classes = match deck.classes().get(at) {
            Some(classes) => classes.join(" "),
            None => String::new(),
        };
        // The underscore limits a directive to its slide.
        let class = format!("_class: {classes}");
        if at > 0 {
            return vec![heading, format!("<!-- {class} -->")];
        }
        let meta = &deck.document.meta;
        let author = meta.from.first().or(meta.organization.as_ref());
        let author = match author {
            Some(name) => format!("author: {}\n", yaml_quoted(name)),
            None => String::new(),
        };
        let title = yaml_quoted(&plain_text(&meta.title));
        vec![
            heading,
            format!("<!--\ntitle: {title}\n{author}{class}\n-->"),
        ]
    }

    fn notes_paragraph(&self, notes: &SlideNotes<'_>, _: DialectEscapes) -> Option<String> {
        notes.to_marp_comment()
    }
}
