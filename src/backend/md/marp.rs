//! The dialect of Marp: style sheet in the front matter, a class for each slide, notes in comments.
//!
//! The title and the author are in the comment of the first slide, because other programs would
//! make a slide of them if they were in the front matter.

use std::fmt::Write;

use super::notes::Notes;
use super::stylesheet;
use super::syntax::{Deck, Syntax, quoted};
use super::text::{self, Marks};
use crate::document::{Inline, plain_text};

pub(super) struct Marp;

impl Syntax for Marp {
    fn marks(&self) -> Marks {
        // Pandoc reads this dialect too, so its syntax is escaped as well.
        Marks {
            emoji: true,
            letters: true,
            ..Marks::default()
        }
    }

    fn has_marking(&self) -> bool {
        true
    }

    fn front(&self, deck: &Deck<'_>) -> String {
        let meta = &deck.document.meta;
        // Pandoc would make a slide of `title`; `pagetitle` only names the page.
        let mut out = format!(
            "---\nmarp: true\npaginate: true\nlang: {}\npagetitle: {}\n",
            quoted(&meta.lang),
            quoted(&plain_text(&meta.title))
        );
        if let Some(marking) = &meta.marking {
            let marking = quoted(&text::line(&[Inline::text(marking)], self.marks()));
            // Writing to a string does not fail.
            let _ = writeln!(out, "header: {marking}\nfooter: {marking}");
        }
        out.push_str("style: |\n");
        for line in stylesheet::sheet(deck).lines() {
            out.extend([if line.is_empty() { "" } else { "  " }, line, "\n"]);
        }
        out + "---\n\n"
    }

    fn heading(&self, deck: &Deck<'_>, at: usize, heading: String) -> Vec<String> {
        let classes = deck
            .classes()
            .get(at)
            .map(|classes| classes.join(" "))
            .unwrap_or_default();
        let class = format!("_class: {classes}");
        if at > 0 {
            return vec![heading, format!("<!-- {class} -->")];
        }
        let meta = &deck.document.meta;
        let author = meta.from.first().or(meta.organization.as_ref());
        let author = author
            .map(|it| format!("author: {}\n", quoted(it)))
            .unwrap_or_default();
        let title = quoted(&plain_text(&meta.title));
        vec![
            heading,
            format!("<!--\ntitle: {title}\n{author}{class}\n-->"),
        ]
    }

    fn notes(&self, notes: &Notes<'_>) -> Option<String> {
        notes.marp_comment()
    }
}
