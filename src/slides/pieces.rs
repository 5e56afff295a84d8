//! Pieces of blocks that are more than one of their items: each keeps what the whole block had in
//! common, such as the header of a table.

use crate::document::{Block, Group, Inline, Particular, Table, item_number};

/// A list for each item. The items of an ordered list carry their numbers in their text, because a
/// list that goes on over several slides would begin at 1 on each.
pub(super) fn list_pieces(first: Option<u32>, items: Vec<Vec<Block>>) -> Vec<Block> {
    let mut pieces = Vec::new();
    for (index, item) in items.into_iter().enumerate() {
        let item = match first {
            Some(first) => numbered_item(item_number(first, index), item),
            None => item,
        };
        pieces.push(Block::List {
            ordered: false,
            first: 1,
            items: vec![item],
        });
    }
    pieces
}

fn numbered_item(number: usize, mut item: Vec<Block>) -> Vec<Block> {
    let label = Inline::text(format!("{number}. "));
    match item.first_mut() {
        Some(Block::Paragraph { text }) => text.insert(0, label),
        _ => item.insert(0, Block::Paragraph { text: vec![label] }),
    }
    item
}

/// The introduction of a group, then a group for each item.
pub(super) fn group_pieces(group: Group) -> Vec<Block> {
    let mut pieces = Vec::new();
    if !group.text.is_empty() {
        pieces.push(Block::Group(Group {
            heading: group.heading.clone(),
            text: group.text,
            items: Vec::new(),
        }));
    }
    for item in group.items {
        pieces.push(Block::Group(Group {
            heading: group.heading.clone(),
            text: Vec::new(),
            items: vec![item],
        }));
    }
    pieces
}

/// A table for each row, all with the same header. The note stays below the last row.
pub(super) fn table_pieces(table: Table) -> Vec<Block> {
    let mut pieces = Vec::new();
    for row in table.rows {
        pieces.push(Table {
            id: String::new(),
            title: table.title.clone(),
            columns: table.columns.clone(),
            rows: vec![row],
            note: Vec::new(),
        });
    }
    if let Some(last) = pieces.last_mut() {
        last.note = table.note;
    }
    pieces.into_iter().map(Block::Table).collect()
}

/// Each particular by itself.
pub(super) fn particulars_pieces(rows: Vec<Particular>) -> Vec<Block> {
    let mut pieces = Vec::new();
    for row in rows {
        pieces.push(Block::Particulars { rows: vec![row] });
    }
    pieces
}
