//! Parses the Markdown in values: inline (`text`), or with paragraphs, lists and tables (`rich`).
//!
//! What a text cannot hold — rules, raw HTML, images — is shown as it was written. Sub-headings,
//! quotations and lists stay inside of their value, so that none changes the structure of a template.

mod addresses;
mod blocks;
mod citation_groups;
#[cfg(test)]
mod commonmark_tests;
mod events;
mod flatten;
mod guard;
mod inlines;
mod links;
mod literal;
mod pasted;
mod tables;
#[cfg(test)]
mod tests;
mod unread_markup;
mod verbatim;

use std::borrow::Cow;

use crate::document::{Block, Inline, plain_text};
pub use blocks::explicit_aligns;
use blocks::parse_marked_blocks;
pub use citation_groups::{is_id_character, parse_citation};
pub use flatten::flatten_blocks;
use inlines::is_single_plain_line;
pub use inlines::{Resolve, parse_inline};
pub use links::{
    LINK_SCHEME_HINT, LINK_SCHEMES, is_link_address, is_link_to_id, is_no_address, link_addresses,
};
pub use tables::build_table;
pub use unread_markup::{LineBlock, UnreadMarkupKind, block_in_line, find_unread_markup};
pub(crate) use verbatim::{VERBATIM_EDGE, trim_verbatim};
pub use verbatim::{escape_verbatim, unescape_verbatim};

/// Parses rich Markdown: paragraphs, lists and tables. Everything else becomes paragraphs of text.
pub fn parse_rich(text: &str, resolve: &mut Resolve<'_>) -> Vec<Block> {
    let mut blocks = parse_blocks(text.trim_end(), resolve, false);
    if !blocks.is_empty() || text.trim().is_empty() {
        if addresses::may_hold_address(text) {
            addresses::link_blocks(&mut blocks, text);
        }
        return blocks;
    }
    // The text may consist of link definitions only, for example.
    vec![Block::Paragraph {
        text: parse_inline(text, resolve),
    }]
}

/// Parses the Markdown of a value that is one text. Lists, tables and footnotes of a value with
/// several lines become lines of it.
pub fn parse_text(text: &str, resolve: &mut Resolve<'_>) -> Vec<Inline> {
    if pasted::may_hold_blocks(text) {
        flatten_blocks(parse_rich(text, resolve))
    } else {
        parse_inline(text, resolve)
    }
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
