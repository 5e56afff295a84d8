//! Parses the Markdown in values: inline (`text`), or with paragraphs, lists and tables (`rich`).
//!
//! Everything else that looks like Markdown — headings, rules, raw HTML, fences, images — is shown
//! as it was written, so that no value can change the structure of a template.

mod blocks;
mod guard;
mod inlines;
mod links;
mod parsed;
mod tables;
mod verbatim;

use crate::document::{Block, Inline, plain_text};
use blocks::parsed_blocks;
use inlines::is_unmarked;
pub use inlines::{Resolve, inline};
pub use links::{is_link_address, link_addresses};
pub use tables::table;
pub(crate) use verbatim::{EDGE, trimmed};
pub use verbatim::{spelled, verbatim};

/// Parses rich Markdown: paragraphs, lists and tables. Everything else becomes paragraphs of text.
pub fn rich(text: &str, resolve: &mut Resolve<'_>) -> Vec<Block> {
    let blocks = blocks(text.trim_end(), resolve, false);
    if !blocks.is_empty() || text.trim().is_empty() {
        return blocks;
    }
    // The text may consist of link definitions only, for example.
    vec![Block::Paragraph {
        text: inline(text, resolve),
    }]
}

/// Parses the Markdown of a template: like [`rich`], with headings and slide breaks.
pub fn template(text: &str, resolve: &mut Resolve<'_>) -> Vec<Block> {
    blocks(text, resolve, true)
}

fn blocks(text: &str, resolve: &mut Resolve<'_>, structural: bool) -> Vec<Block> {
    // A text that begins with a letter is a paragraph.
    if text.starts_with(char::is_alphabetic) && is_unmarked(text) {
        return vec![Block::Paragraph {
            text: verbatim::inlines(text.trim_end_matches(' ')),
        }];
    }
    parsed_blocks(text, resolve, structural)
}

/// Joins the blocks of a rich text into inline text, for places that can only hold that.
#[must_use]
pub fn flatten(blocks: Vec<Block>) -> Vec<Inline> {
    let mut out = Vec::new();
    for block in blocks {
        let inlines = match block {
            Block::Paragraph { text } => text,
            Block::List { items, .. } => items
                .into_iter()
                .flat_map(|item| {
                    [
                        vec![Inline::text("• ")],
                        flatten(item),
                        vec![Inline::LineBreak],
                    ]
                    .concat()
                })
                .collect(),
            Block::Table(table) => table
                .rows
                .into_iter()
                .flat_map(|row| [row.join(&Inline::text(" · ")), vec![Inline::LineBreak]].concat())
                .collect(),
            // `rich` makes no other blocks.
            _ => Vec::new(),
        };
        if !out.is_empty() && out.last() != Some(&Inline::LineBreak) {
            out.push(Inline::LineBreak);
        }
        out.extend(inlines);
    }
    if out.last() == Some(&Inline::LineBreak) {
        out.pop();
    }
    out
}

/// The visible words of a rich text, with character references decoded.
#[must_use]
pub fn words(text: &str) -> String {
    plain_text(&flatten(rich(text, &mut |_| None)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::inlines::{marked, parsed};
    use super::{blocks, parsed_blocks, rich};

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

        #[test]
        fn what_is_not_parsed_reads_as_if_it_were(
            text in "[ -~]{0,3}[ a-zA-Z0-9.,;:'\"!?@#%()>|~=+/\u{a0}\u{e9}\u{2013}\u{3000}\u{4e2d}\u{fdd3}\u{fdd4}-]{0,40}[ -~\n]{0,2}"
        ) {
            prop_assert_eq!(marked(&text, &mut |_| None), parsed(&text, &mut |_| None));
            prop_assert_eq!(blocks(&text, &mut |_| None, true), parsed_blocks(&text, &mut |_| None, true));
            let trimmed = parsed_blocks(text.trim_end(), &mut |_| None, false);
            prop_assert!(trimmed.is_empty() || rich(&text, &mut |_| None) == trimmed);
        }
    }
}
