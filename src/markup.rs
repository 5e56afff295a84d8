//! Parses the Markdown in values: inline (`text`), or with paragraphs, lists and tables (`rich`).
//!
//! Everything else that looks like Markdown — headings, rules, raw HTML, fences, images — is shown
//! as it was written, so that no value can change the structure of a template.

mod blocks;
mod citation_groups;
mod events;
mod guard;
mod inlines;
mod links;
mod literal;
mod tables;
#[cfg(test)]
mod tests;
mod verbatim;

use std::borrow::Cow;

use crate::document::{Block, Inline, plain_text};
pub use blocks::explicit_aligns;
use blocks::parse_marked_blocks;
pub use citation_groups::{is_id_character, parse_citation};
use inlines::is_single_plain_line;
pub use inlines::{Resolve, parse_inline};
pub use links::{LINK_SCHEME_HINT, LINK_SCHEMES, is_link_address, link_addresses};
pub use tables::build_table;
pub(crate) use verbatim::{VERBATIM_EDGE, trim_verbatim};
pub use verbatim::{escape_verbatim, unescape_verbatim};

/// Parses rich Markdown: paragraphs, lists and tables. Everything else becomes paragraphs of text.
pub fn parse_rich(text: &str, resolve: &mut Resolve<'_>) -> Vec<Block> {
    let blocks = parse_blocks(text.trim_end(), resolve, false);
    if !blocks.is_empty() || text.trim().is_empty() {
        return blocks;
    }
    // The text may consist of link definitions only, for example.
    vec![Block::Paragraph {
        text: parse_inline(text, resolve),
    }]
}

/// Parses the Markdown of a template: like [`parse_rich`], with headings and slide breaks.
///
/// The columns of its tables are not decided yet: [`explicit_aligns`] gives what the template sets.
pub fn parse_template(text: &str, resolve: &mut Resolve<'_>) -> Vec<Block> {
    parse_blocks(text, resolve, true)
}

fn parse_blocks(text: &str, resolve: &mut Resolve<'_>, structural: bool) -> Vec<Block> {
    // A text that begins with a letter is a paragraph.
    if text.starts_with(char::is_alphabetic) && is_single_plain_line(text) {
        return vec![Block::Paragraph {
            text: verbatim::verbatim_to_inlines(text.trim_end_matches(' ')),
        }];
    }
    parse_marked_blocks(text, resolve, structural)
}

/// Joins the blocks of a rich text into inline text, for places that can only hold that.
#[must_use]
pub fn flatten_blocks(blocks: Vec<Block>) -> Vec<Inline> {
    let mut out = Vec::new();
    for block in blocks {
        let inlines = match block {
            Block::Paragraph { text } => text,
            Block::List { items, .. } => {
                let mut lines = Vec::new();
                for item in items {
                    lines.push(Inline::text("• "));
                    lines.extend(flatten_blocks(item));
                    lines.push(Inline::LineBreak);
                }
                lines
            }
            Block::Table(table) => {
                let mut lines = Vec::new();
                for row in table.rows {
                    lines.extend(row.join(&Inline::text(" · ")));
                    lines.push(Inline::LineBreak);
                }
                lines
            }
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

/// A text with its character references and escapes resolved.
pub(crate) fn text_as_shown(text: &str) -> Cow<'_, str> {
    if text.contains('&') {
        shown_words(text).into()
    } else {
        unescape_verbatim(text)
    }
}

/// The visible words of a rich text, with character references decoded.
#[must_use]
pub fn shown_words(text: &str) -> String {
    plain_text(&flatten_blocks(parse_rich(text, &mut |_| None)))
}
