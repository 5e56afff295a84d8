//! What a text and a block cite.

use crate::document::{Block, Inline};

pub(super) fn cited(text: &[Inline], out: &mut Vec<usize>) {
    for inline in text {
        match inline {
            Inline::Cite { sources } => {
                for source in sources {
                    if !out.contains(source) {
                        out.push(*source);
                    }
                }
            }
            Inline::Emph { body } | Inline::Strong { body } | Inline::Link { body, .. } => {
                cited(body, out)
            }
            Inline::Text { .. } | Inline::Code { .. } | Inline::LineBreak => {}
        }
    }
}

/// What a block cites, in the order in which it is read.
pub(crate) fn cited_in_block(block: &Block, out: &mut Vec<usize>) {
    let mut all = |texts: &[&Vec<Inline>]| texts.iter().for_each(|text| cited(text, out));
    match block {
        Block::Particulars { rows } => rows.iter().for_each(|it| all(&[&it.text])),
        Block::Heading { text, .. } | Block::Paragraph { text } | Block::Ask { text, .. } => {
            all(&[text])
        }
        Block::List { items, .. } => items
            .iter()
            .flatten()
            .for_each(|block| cited_in_block(block, out)),
        Block::Table(table) => {
            all(&[&table.title]);
            table
                .columns
                .iter()
                .for_each(|column| all(&[&column.header]));
            table.rows.iter().flatten().for_each(|cell| all(&[cell]));
            all(&[&table.note]);
        }
        Block::BottomLine { body } | Block::Notes { body } => {
            body.iter().for_each(|block| cited_in_block(block, out))
        }
        Block::Metrics { items } => {
            items
                .iter()
                .for_each(|it| all(&[&it.value, &it.unit, &it.label, &it.change, &it.as_of]));
        }
        Block::Point(point) => {
            all(&[&point.headline, &point.text]);
            point
                .detail
                .iter()
                .chain(&point.notes)
                .for_each(|block| cited_in_block(block, out));
        }
        Block::Group(group) => {
            all(&[&group.heading, &group.text]);
            group.items.iter().for_each(|it| all(&[&it.name, &it.text]));
        }
        Block::Quote(quote) => all(&[&quote.text, &quote.by]),
        Block::People { items } => {
            items
                .iter()
                .for_each(|it| all(&[&it.name, &it.native_name, &it.role, &it.organization]));
        }
        Block::Timeline { items } => items.iter().for_each(|it| all(&[&it.date, &it.text])),
        Block::Options { items } => {
            for it in items {
                all(&[&it.name, &it.text]);
                it.pros.iter().chain(&it.cons).for_each(|text| all(&[text]));
                all(&[&it.cost, &it.risk]);
            }
        }
        Block::Risks { items } => items
            .iter()
            .for_each(|it| all(&[&it.risk, &it.mitigation, &it.owner])),
        Block::Actions { items } => items
            .iter()
            .for_each(|it| all(&[&it.action, &it.owner, &it.due, &it.status])),
        Block::Questions { items } => {
            for it in items {
                cited(&it.question, out);
                it.answer
                    .iter()
                    .for_each(|block| cited_in_block(block, out));
            }
        }
        Block::Glossary { items } => items.iter().for_each(|it| all(&[&it.term, &it.definition])),
        Block::Contacts { items } => items
            .iter()
            .for_each(|it| all(&[&it.name, &it.role, &it.phone, &it.email])),
        Block::Chart(chart) => all(&[&chart.title, &chart.note]),
        Block::Image(image) => all(&[&image.caption, &image.credit]),
        Block::Columns { main, side } => main
            .iter()
            .chain(side)
            .for_each(|block| cited_in_block(block, out)),
        Block::Masthead | Block::Sources | Block::Break => {}
    }
}
