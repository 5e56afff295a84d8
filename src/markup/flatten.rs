//! Joins the blocks of a rich text into one text.

use crate::document::{Block, Inline, item_number, plain_text};

/// Joins the blocks of a rich text into inline text, for places that can only hold that.
#[must_use]
pub fn flatten_blocks(blocks: Vec<Block>) -> Vec<Inline> {
    flatten_at(blocks, 0)
}

/// `depth` is that of the list around the blocks.
fn flatten_at(blocks: Vec<Block>, depth: usize) -> Vec<Inline> {
    let mut out = Vec::new();
    for block in blocks {
        let inlines = match block {
            Block::Paragraph { text } => text,
            Block::List {
                ordered,
                first,
                items,
            } => {
                let mut lines = Vec::new();
                let indent = "\u{a0}".repeat(3 * depth);
                for (index, item) in items.into_iter().enumerate() {
                    lines.push(Inline::text(if ordered {
                        format!("{indent}{}. ", item_number(first, index))
                    } else {
                        format!("{indent}• ")
                    }));
                    lines.extend(flatten_at(item, depth + 1));
                    lines.push(Inline::LineBreak);
                }
                lines
            }
            Block::Table(table) => {
                let mut lines = Vec::new();
                let heads = Vec::from_iter(table.columns.into_iter().map(|it| it.header));
                for row in std::iter::once(heads).chain(table.rows) {
                    lines.extend(row.join(&Inline::text(" · ")));
                    lines.push(Inline::LineBreak);
                }
                lines
            }
            Block::Quote(quote) => in_quotation_marks(quote.text),
            Block::Heading { text, .. } => vec![Inline::Strong { body: text }],
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

/// A quotation with the marks of a typewriter around it, unless it has marks already. Typography
/// makes them those of the language.
fn in_quotation_marks(mut text: Vec<Inline>) -> Vec<Inline> {
    let words = plain_text(&text);
    if !words.starts_with(['"', '“', '„', '«', '»', '「', '『', '”']) {
        text.insert(0, Inline::text("\""));
        text.push(Inline::text("\""));
    }
    text
}
