//! What can be left out of a document that does not fit, and in which order.

use std::cmp::Reverse;

use crate::document::{Block, Inline, Point, for_each_column_block, plain_text};

/// Something that can be left out.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Omission {
    /// The number of the block: all blocks are counted in reading order from 0, with those inside
    /// of columns.
    pub block: usize,
    pub extent: Extent,
    /// What the warning calls it.
    pub name: String,
}

/// How much of a block is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Extent {
    /// Text and detail of a point, or the texts of a group's items.
    Detail,
    /// All of it.
    Whole,
}

/// What can be left out of one block, and when its turn comes.
struct BlockOmission {
    /// Lower ranks go first.
    rank: u8,
    extent: Extent,
    /// As in [`Omission::name`].
    name: String,
}

/// Everything that can be left out, in the order in which it goes: details first and then whole
/// blocks, the less important before the more important, and of equals the last first.
pub(super) fn possible_omissions(body: &[Block]) -> Vec<Omission> {
    let mut ranked: Vec<(usize, BlockOmission)> = Vec::new();
    for_each_numbered_block(body, |number, block| {
        for omission in omissions_of(block) {
            ranked.push((number, omission));
        }
    });
    ranked.sort_by_key(|(block, omission)| (omission.rank, Reverse(*block)));
    let mut omissions = Vec::with_capacity(ranked.len());
    for (block, BlockOmission { extent, name, .. }) in ranked {
        omissions.push(Omission {
            block,
            extent,
            name,
        });
    }
    omissions
}

/// What can be left out of a block.
fn omissions_of(block: &Block) -> Vec<BlockOmission> {
    // The ranks of points are even. Odd ranks put the other blocks between those of two priorities.
    match block {
        Block::Point(point) => omissions_of_point(point),
        Block::Image(_) => whole(3, "a picture"),
        Block::Quote(quote) => whole(3, &format!("quotation {}", quoted_quotation(&quote.text))),
        Block::Glossary { .. } => whole(3, "glossary"),
        Block::Contacts { .. } => whole(3, "contacts"),
        Block::Questions { .. } => whole(3, "questions"),
        Block::People { .. } => whole(3, "people"),
        Block::Timeline { .. } => whole(3, "timeline"),
        Block::Table(table) => whole(5, &format!("table {}", quoted(&table.title))),
        Block::Risks { .. } => whole(5, "risks"),
        Block::Group(group) => {
            let name = quoted(&group.heading);
            let mut omissions = whole(25, &name);
            // Without any text there is nothing to gain.
            if group.items.iter().any(|item| !item.text.is_empty()) {
                omissions.push(detail_of(5, name));
            }
            omissions
        }
        Block::Chart(chart) => whole(7, &format!("chart {}", quoted(&chart.title))),
        Block::Options { .. } => whole(25, "options"),
        Block::Actions { .. } => whole(25, "actions"),
        Block::Metrics { .. } => whole(25, "metrics"),
        Block::Masthead
        | Block::Particulars { .. }
        | Block::Heading { .. }
        | Block::Paragraph { .. }
        | Block::List { .. }
        | Block::BottomLine { .. }
        | Block::Ask { .. }
        | Block::Columns { .. }
        | Block::Notes { .. }
        | Block::Sources
        | Block::Break => Vec::new(),
    }
}

fn whole(rank: u8, name: &str) -> Vec<BlockOmission> {
    vec![BlockOmission {
        rank,
        extent: Extent::Whole,
        name: name.to_owned(),
    }]
}

fn detail_of(rank: u8, name: String) -> BlockOmission {
    BlockOmission {
        rank,
        extent: Extent::Detail,
        name,
    }
}

/// A point loses its detail at rank 0 to 8 and its headline at rank 20 to 26, the lower the less
/// important it is. A headline of the first priority stays.
fn omissions_of_point(point: &Point) -> Vec<BlockOmission> {
    let priority = point.priority.clamp(1, 5);
    let unimportance = 2 * (5 - priority);
    let name = quoted(&point.headline);
    let mut omissions = Vec::new();
    if !(point.text.is_empty() && point.detail.is_empty()) {
        omissions.push(detail_of(unimportance, name.clone()));
    }
    if priority > 1 {
        omissions.extend(whole(20 + unimportance, &name));
    }
    omissions
}

/// The first 40 characters of a text, between quotation marks.
fn quoted(inlines: &[Inline]) -> String {
    quoted_start(&plain_text(inlines))
}

/// Like [`quoted`], without the quotation marks that the text has in the document.
fn quoted_quotation(inlines: &[Inline]) -> String {
    let is_mark = |it: char| "\"'“”„‚‘’«»‹›「」『』".contains(it) || it.is_whitespace();
    quoted_start(plain_text(inlines).trim_matches(is_mark))
}

fn quoted_start(text: &str) -> String {
    let mut words: String = text.chars().take(40).collect();
    // Both are prefixes of the same text, so their bytes can be compared.
    if words.len() < text.len() {
        words.truncate(words.trim_end().len());
        words.push('…');
    }
    format!("“{words}”")
}

/// Calls `visit` with every block and its number, as in [`Omission::block`].
pub(super) fn for_each_numbered_block<'a>(
    blocks: &'a [Block],
    mut visit: impl FnMut(usize, &'a Block),
) {
    let mut number = 0;
    for_each_column_block(blocks, &mut |block| {
        visit(number, block);
        number += 1;
    });
}

/// Whether a whole block is left out.
pub(super) fn is_block_omitted(omissions: &[Omission], block: usize) -> bool {
    extent_of(omissions, block) == Some(Extent::Whole)
}

/// How much of a block is left out; `None` if all of it is kept.
fn extent_of(omissions: &[Omission], block: usize) -> Option<Extent> {
    let mut extent: Option<Extent> = None;
    for omission in omissions {
        // The detail of a block may be left out first, and then all of it.
        if omission.block == block {
            extent = extent.max(Some(omission.extent));
        }
    }
    extent
}

/// The blocks without the omissions, and without headings that have nothing below them then.
pub(super) fn without_omissions(body: &[Block], omissions: &[Omission]) -> Vec<Block> {
    reduce_blocks(body, omissions, &mut 0)
}

/// `number` is that of the next block. Blocks inside of columns are counted where they are, as
/// [`for_each_numbered_block`] does.
fn reduce_blocks(blocks: &[Block], omissions: &[Omission], number: &mut usize) -> Vec<Block> {
    let mut reduced: Vec<Block> = Vec::new();
    let mut bare_headings = Vec::new();
    for block in blocks {
        let block_number = *number;
        *number += 1;
        match (block, extent_of(omissions, block_number)) {
            (Block::Columns { main, side }, _) => {
                let main = reduce_blocks(main, omissions, number);
                let side = reduce_blocks(side, omissions, number);
                if main.is_empty() || side.is_empty() {
                    // What is left has the whole width.
                    reduced.extend(main);
                    reduced.extend(side);
                } else {
                    reduced.push(Block::Columns { main, side });
                }
            }
            (_, Some(Extent::Whole)) => {
                if let Some(Block::Heading { .. }) = reduced.last() {
                    bare_headings.push(reduced.len() - 1);
                }
            }
            (_, Some(Extent::Detail)) => reduced.push(without_detail(block)),
            (_, None) => reduced.push(block.clone()),
        }
    }
    without_idle_headings(reduced, &bare_headings)
}

fn without_detail(block: &Block) -> Block {
    match block.clone() {
        Block::Point(point) => Block::Point(Point {
            text: Vec::new(),
            detail: Vec::new(),
            ..point
        }),
        Block::Group(mut group) => {
            for item in &mut group.items {
                item.text.clear();
            }
            Block::Group(group)
        }
        block => block,
    }
}

/// Removes headings that are followed by a heading of the same or of a higher rank, or by nothing.
/// The list of sources, which may follow without a heading of its own, is nothing below those at
/// the indices `bare`, which lost the block below them.
fn without_idle_headings(blocks: Vec<Block>, bare: &[usize]) -> Vec<Block> {
    // Goes from the end to the beginning: a heading that follows may itself be removed.
    let mut kept: Vec<Block> = Vec::new();
    for (index, block) in blocks.into_iter().enumerate().rev() {
        if let Block::Heading { level, .. } = &block {
            let is_idle = match kept.last() {
                Some(Block::Heading { level: next, .. }) => next <= level,
                Some(Block::Sources) => bare.contains(&index),
                Some(_) => false,
                None => true,
            };
            if is_idle {
                continue;
            }
        }
        kept.push(block);
    }
    kept.reverse();
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_without_its_block_goes_even_above_the_sources() {
        let heading = |text: &str| Block::Heading {
            id: String::new(),
            level: 1,
            text: vec![Inline::text(text)],
        };
        let risks = Block::Risks { items: Vec::new() };
        let body = [heading("Risks"), risks, Block::Sources];
        let omissions = possible_omissions(&body);
        assert_eq!(without_omissions(&body, &omissions), [Block::Sources]);
        let body = [heading("Sources"), Block::Sources];
        assert_eq!(without_omissions(&body, &[]), body);
    }
}
