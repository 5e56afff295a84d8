//! The Markdown that may stand inside a value: inline (`text`) or with paragraphs, lists and tables
//! (`rich`).
//!
//! Whatever else looks like Markdown in a value — headings, rules, raw HTML, fences, pictures — is
//! text like any other and shows as it was written. So no value can change the structure that a
//! template gives.

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

/// Reads rich Markdown: paragraphs, lists and tables; anything else becomes paragraphs of text.
pub fn rich(text: &str, resolve: &mut Resolve<'_>) -> Vec<Block> {
    let blocks = blocks(text.trim_end(), resolve, false);
    if !blocks.is_empty() || text.trim().is_empty() {
        return blocks;
    }
    // Nothing but definitions of links, for example.
    vec![Block::Paragraph {
        text: inline(text, resolve),
    }]
}

/// Reads the Markdown of a template: what [`rich`] reads, and headings and slide breaks.
pub fn template(text: &str, resolve: &mut Resolve<'_>) -> Vec<Block> {
    blocks(text, resolve, true)
}

fn blocks(text: &str, resolve: &mut Resolve<'_>, structural: bool) -> Vec<Block> {
    // What begins with a letter is a paragraph.
    if text.starts_with(char::is_alphabetic) && is_unmarked(text) {
        return vec![Block::Paragraph {
            text: verbatim::inlines(text.trim_end_matches(' ')),
        }];
    }
    parsed_blocks(text, resolve, structural)
}

/// The blocks of a rich text run together into inlines, for a place that holds only those.
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
            // `rich` makes no others.
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

/// The words that a rich text shows, character references decoded.
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
