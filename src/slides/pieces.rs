//! Taking apart blocks whose pieces are more than their items: what all of them share goes along.

use crate::document::{Block, Group, Inline, Table};

/// A list that goes on over slides keeps its numbers by carrying them in the text.
pub(super) fn numbered_item(number: usize, mut item: Vec<Block>) -> Vec<Block> {
    let label = Inline::text(format!("{number}. "));
    match item.first_mut() {
        Some(Block::Paragraph { text }) => text.insert(0, label),
        _ => item.insert(0, Block::Paragraph { text: vec![label] }),
    }
    item
}

/// The introduction of a group, then its items one by one.
pub(super) fn group_pieces(group: Group) -> Vec<Block> {
    let intro = Group {
        items: Vec::new(),
        ..group.clone()
    };
    let intro = (!intro.text.is_empty()).then_some(Block::Group(intro));
    let items = group.items.into_iter().map(|item| {
        Block::Group(Group {
            heading: group.heading.clone(),
            text: Vec::new(),
            items: vec![item],
        })
    });
    intro.into_iter().chain(items).collect()
}

/// The rows of a table, each below its header; the note stands below the last.
pub(super) fn table_pieces(table: Table) -> Vec<Block> {
    let last = table.rows.len().saturating_sub(1);
    let rows = table.rows.into_iter().enumerate().map(|(at, row)| {
        Block::Table(Table {
            title: table.title.clone(),
            columns: table.columns.clone(),
            rows: vec![row],
            note: if at == last {
                table.note.clone()
            } else {
                Vec::new()
            },
        })
    });
    rows.collect()
}
