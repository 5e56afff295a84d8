//! Links to blocks of the same document, whose addresses are `#` and the id of a block.

use std::collections::BTreeSet;

use super::block::Block;
use super::inline::Inline;
use super::walk::for_each_column_block;
use super::walk_mut::{WordsMut, for_each_words_in};

/// Whether an address leads to a block of the document.
pub(crate) fn is_block_link(url: &str) -> bool {
    url.starts_with('#')
}

/// The ids of all blocks to which links can lead.
pub(crate) fn shown_ids(body: &[Block]) -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    for_each_column_block(body, &mut |block| {
        if !block.id().is_empty() {
            ids.insert(block.id().to_owned());
        }
    });
    ids
}

/// The text of words that may have links.
pub(crate) fn text_of_words(words: WordsMut<'_>) -> Option<&mut Vec<Inline>> {
    match words {
        WordsMut::Text(text)
        | WordsMut::Quotation(text)
        | WordsMut::Value(text)
        | WordsMut::Quantity(text) => Some(text),
        WordsMut::TelephoneNumber(_)
        | WordsMut::Plain(_)
        | WordsMut::PlainValue(_)
        | WordsMut::Paragraphs(_) => None,
    }
}

/// Calls `visit` with each text in blocks.
pub(crate) fn for_each_text_in(body: &mut [Block], visit: &mut dyn FnMut(&mut Vec<Inline>)) {
    for_each_words_in(body, &mut |words| {
        if let Some(text) = text_of_words(words) {
            visit(text);
        }
    });
}

/// Makes plain text of links to blocks that are not in `body`, and returns their ids. `before` are
/// the ids of the blocks that it had.
pub(crate) fn unlink_missing(body: &mut [Block], before: &BTreeSet<String>) -> BTreeSet<String> {
    let shown = shown_ids(body);
    let mut missing = BTreeSet::new();
    if *before == shown {
        return missing;
    }
    for_each_text_in(body, &mut |text| unlink(text, &shown, &mut missing));
    missing
}

/// Makes plain text of the links in a text that lead to none of the `shown` ids, which are added to
/// `missing`.
fn unlink(text: &mut Vec<Inline>, shown: &BTreeSet<String>, missing: &mut BTreeSet<String>) {
    let mut kept = Vec::with_capacity(text.len());
    for mut inline in std::mem::take(text) {
        if let Some(body) = inline.body_mut() {
            unlink(body, shown, missing);
        }
        match inline {
            Inline::Link { url, body } => match url.strip_prefix('#') {
                Some(id) if !shown.contains(id) => {
                    missing.insert(id.to_owned());
                    kept.extend(body);
                }
                _ => kept.push(Inline::Link { url, body }),
            },
            other => kept.push(other),
        }
    }
    *text = kept;
}
