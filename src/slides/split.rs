//! Taking blocks apart, so that they can go on over several slides.

use super::geometry::{self, Sizes};
use super::measure::Room;
use super::slide::SlideKind;
use super::tables::{as_table, column_shares};
use super::wording::{ask_head, image_caption, metric_value, metric_words, run_together};
use crate::document::{Block, Group, Inline, Quote, Risk, Table};
use crate::length::Px;
use crate::matrix::Matrix;
use crate::measure::split;

/// The pieces of a block that may stand on different slides: items, rows, paragraphs.
pub(super) fn pieces(block: Block) -> Vec<Block> {
    fn each<T>(items: Vec<T>, make: impl Fn(Vec<T>) -> Block) -> Vec<Block> {
        items.into_iter().map(|item| make(vec![item])).collect()
    }
    match block {
        Block::List {
            ordered: false,
            items,
        } => each(items, |items| Block::List {
            ordered: false,
            items,
        }),
        Block::List {
            ordered: true,
            items,
        } => {
            let numbered = items
                .into_iter()
                .enumerate()
                .map(|(at, item)| numbered(at + 1, item))
                .collect();
            each(numbered, |items| Block::List {
                ordered: false,
                items,
            })
        }
        Block::BottomLine { body } => body
            .into_iter()
            .flat_map(pieces)
            .map(|block| Block::BottomLine { body: vec![block] })
            .collect(),
        Block::Metrics { items } => each(items, |items| Block::Metrics { items }),
        Block::Group(group) => group_pieces(group),
        Block::Table(table) => table_pieces(table),
        Block::People { items } => each(items, |items| Block::People { items }),
        Block::Timeline { items } => each(items, |items| Block::Timeline { items }),
        Block::Options { items } => each(items, |items| Block::Options { items }),
        // A matrix of some of the risks would have other numbers.
        Block::Risks { ref items } if Matrix::of(items).is_some() => vec![block],
        Block::Risks { items } => each(items, |items| Block::Risks { items }),
        Block::Actions { items } => each(items, |items| Block::Actions { items }),
        Block::Questions { items } => each(items, |items| Block::Questions { items }),
        Block::Glossary { items } => each(items, |items| Block::Glossary { items }),
        Block::Contacts { items } => each(items, |items| Block::Contacts { items }),
        Block::Particulars { rows } => each(rows, |rows| Block::Particulars { rows }),
        Block::Masthead
        | Block::Heading { .. }
        | Block::Paragraph { .. }
        | Block::Ask { .. }
        | Block::Point(_)
        | Block::Quote(_)
        | Block::Chart(_)
        | Block::Image(_)
        | Block::Columns { .. }
        | Block::Notes { .. }
        | Block::Sources
        | Block::Break => vec![block],
    }
}

/// A list that goes on over slides keeps its numbers by carrying them in the text.
fn numbered(number: usize, mut item: Vec<Block>) -> Vec<Block> {
    let label = Inline::text(format!("{number}. "));
    match item.first_mut() {
        Some(Block::Paragraph { text }) => text.insert(0, label),
        _ => item.insert(0, Block::Paragraph { text: vec![label] }),
    }
    item
}

fn group_pieces(group: Group) -> Vec<Block> {
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

fn table_pieces(table: Table) -> Vec<Block> {
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

/// Puts `next`, a piece of the same block, after `block`; gives it back if it stands by itself.
pub(super) fn join(block: &mut Block, next: Block) -> Option<Block> {
    match (block, next) {
        (
            Block::List { ordered: a, items },
            Block::List {
                ordered: b,
                items: more,
            },
        ) if *a == b => items.extend(more),
        (Block::BottomLine { body }, Block::BottomLine { body: more }) => {
            for next in more {
                let rest = match body.last_mut() {
                    Some(last) => join(last, next),
                    None => Some(next),
                };
                body.extend(rest);
            }
        }
        (Block::Metrics { items }, Block::Metrics { items: more }) => items.extend(more),
        (Block::Group(group), Block::Group(more)) if more.text.is_empty() => {
            group.items.extend(more.items)
        }
        (Block::Table(table), Block::Table(more))
            if table.note.is_empty() && table.columns == more.columns =>
        {
            table.rows.extend(more.rows);
            table.note = more.note;
        }
        (Block::People { items }, Block::People { items: more }) => items.extend(more),
        (Block::Timeline { items }, Block::Timeline { items: more }) => items.extend(more),
        (Block::Options { items }, Block::Options { items: more }) => items.extend(more),
        (Block::Risks { items }, Block::Risks { items: more }) => items.extend(more),
        (Block::Actions { items }, Block::Actions { items: more }) => items.extend(more),
        (Block::Questions { items }, Block::Questions { items: more }) => items.extend(more),
        (Block::Glossary { items }, Block::Glossary { items: more }) => items.extend(more),
        (Block::Contacts { items }, Block::Contacts { items: more }) => items.extend(more),
        (Block::Particulars { rows }, Block::Particulars { rows: more }) => rows.extend(more),
        (_, next) => return Some(next),
    }
    None
}

/// Items of a block that a slide holds a limited number of.
pub(super) fn count(block: &Block) -> usize {
    match block {
        Block::Metrics { items } => items.len(),
        Block::Group(group) => group.items.len(),
        Block::Table(table) => table.rows.len(),
        Block::People { items } => items.len(),
        Block::Timeline { items } => items.len(),
        Block::Options { items } => items.len(),
        Block::Risks { items } => items.len(),
        Block::Actions { items } => items.len(),
        Block::Questions { items } => items.len(),
        Block::Glossary { items } => items.len(),
        Block::Contacts { items } => items.len(),
        Block::Masthead
        | Block::Particulars { .. }
        | Block::Heading { .. }
        | Block::Paragraph { .. }
        | Block::List { .. }
        | Block::BottomLine { .. }
        | Block::Ask { .. }
        | Block::Point(_)
        | Block::Quote(_)
        | Block::Chart(_)
        | Block::Image(_)
        | Block::Columns { .. }
        | Block::Notes { .. }
        | Block::Sources
        | Block::Break => 0,
    }
}

impl Room<'_> {
    /// Smaller pieces of a piece that is too high for a slide; nothing if it cannot be taken apart.
    pub(super) fn crush(
        &self,
        block: &Block,
        kind: SlideKind,
        scale: f32,
        available: Px,
    ) -> Vec<Block> {
        let sizes = Sizes::at(&self.theme.slide, scale);
        let paragraph = |text: Vec<Inline>| Block::Paragraph { text };
        let filled = |texts: Vec<Vec<Inline>>| -> Vec<Block> {
            texts
                .into_iter()
                .filter(|text| !text.is_empty())
                .map(paragraph)
                .collect()
        };
        let strong = |text: &[Inline]| {
            vec![Inline::Strong {
                body: text.to_vec(),
            }]
        };
        match block {
            Block::Paragraph { text } => {
                let set = sizes.running(kind);
                let parts = self.halves(text, set.size, self.width(), available / set.leading);
                parts
                    .map(|(head, tail)| vec![paragraph(head), paragraph(tail)])
                    .unwrap_or_default()
            }
            Block::BottomLine { body } => match body.as_slice() {
                [one] => {
                    let parts = self.crush(one, kind, scale, available);
                    parts
                        .into_iter()
                        .map(|block| Block::BottomLine { body: vec![block] })
                        .collect()
                }
                _ => Vec::new(),
            },
            Block::Heading { text, .. } => vec![paragraph(strong(text))],
            Block::List { items, .. } => self.crush_list(items, kind, &sizes, available),
            Block::Ask { text, by } => filled(vec![
                strong(&ask_head(by.as_deref(), self.labels)),
                text.clone(),
            ]),
            Block::Metrics { items } => {
                let texts = items
                    .iter()
                    .flat_map(|it| [strong(&metric_value(it)), metric_words(it)])
                    .collect();
                filled(texts)
            }
            Block::Group(group) => {
                let items = group
                    .items
                    .iter()
                    .flat_map(|item| [strong(&item.name), item.text.clone()]);
                filled(std::iter::once(group.text.clone()).chain(items).collect())
            }
            Block::Quote(Quote { text, by }) => {
                let inner = self.width() - geometry::BAR_SIDE;
                let room = (available - sizes.gap - sizes.body.leading) / sizes.quote.leading;
                match self.halves(text, sizes.quote.size, inner, room) {
                    Some((head, tail)) => vec![
                        Block::Quote(Quote {
                            text: head,
                            by: Vec::new(),
                        }),
                        Block::Quote(Quote {
                            text: tail,
                            by: by.clone(),
                        }),
                    ],
                    None if by.is_empty() || text.is_empty() => filled(vec![by.clone()]),
                    None => vec![
                        Block::Quote(Quote {
                            text: text.clone(),
                            by: Vec::new(),
                        }),
                        paragraph(by.clone()),
                    ],
                }
            }
            Block::Questions { items } => items
                .iter()
                .flat_map(|item| {
                    let head = Block::Heading {
                        level: 3,
                        text: item.question.clone(),
                    };
                    std::iter::once(head).chain(item.answer.iter().cloned().flat_map(pieces))
                })
                .collect(),
            Block::Particulars { rows } => rows
                .iter()
                .flat_map(|row| filled(vec![strong(&[Inline::text(&row.label)]), row.text.clone()]))
                .collect(),
            Block::Chart(chart) if !chart.note.is_empty() => {
                let mut bare = chart.clone();
                let note = std::mem::take(&mut bare.note);
                vec![Block::Chart(bare), paragraph(note)]
            }
            Block::Image(image) if !(image.caption.is_empty() && image.credit.is_empty()) => {
                let mut bare = image.clone();
                let caption = image_caption(&bare, self.labels);
                (bare.caption, bare.credit) = (Vec::new(), Vec::new());
                vec![Block::Image(bare), paragraph(caption)]
            }
            // Without its line it has a little more room.
            Block::Timeline { .. } => as_table(block, self.labels)
                .map(Block::Table)
                .into_iter()
                .collect(),
            // Too many for a matrix: their table follows.
            Block::Risks { items } if Matrix::of(items).is_some() => {
                let name = |risk: &Risk| {
                    vec![Block::Paragraph {
                        text: risk.risk.clone(),
                    }]
                };
                pieces(Block::List {
                    ordered: true,
                    items: items.iter().map(name).collect(),
                })
            }
            Block::Table(_)
            | Block::People { .. }
            | Block::Options { .. }
            | Block::Risks { .. }
            | Block::Actions { .. }
            | Block::Glossary { .. }
            | Block::Contacts { .. } => as_table(block, self.labels)
                .map(|table| self.crush_row(&table, &sizes, available))
                .unwrap_or_default(),
            Block::Chart(_)
            | Block::Image(_)
            | Block::Masthead
            | Block::Point(_)
            | Block::Columns { .. }
            | Block::Notes { .. }
            | Block::Sources
            | Block::Break => Vec::new(),
        }
    }

    /// Parts a text after as many lines as there is room for; `None` if it cannot be parted.
    fn halves(
        &self,
        text: &[Inline],
        size: Px,
        width: Px,
        lines: f32,
    ) -> Option<(Vec<Inline>, Vec<Inline>)> {
        let set = self.body.lines(text, size, false, width);
        let room = (lines.max(0.0) as usize).min(set.count().saturating_sub(1));
        if room == 0 {
            return None;
        }
        let (head, tail) = split(text, set.cut(room));
        (!head.is_empty() && !tail.is_empty()).then_some((head, tail))
    }

    fn crush_list(
        &self,
        items: &[Vec<Block>],
        kind: SlideKind,
        sizes: &Sizes,
        available: Px,
    ) -> Vec<Block> {
        let list = |item: Vec<Block>| Block::List {
            ordered: false,
            items: vec![item],
        };
        let [item] = items else { return Vec::new() };
        match item.as_slice() {
            [Block::Paragraph { text }] => {
                let set = sizes.running(kind);
                let inner = self.width() - geometry::LIST_INDENT;
                let parts = self.halves(text, set.size, inner, available / set.leading);
                parts
                    .map(|(head, tail)| {
                        [head, tail]
                            .map(|text| list(vec![Block::Paragraph { text }]))
                            .to_vec()
                    })
                    .unwrap_or_default()
            }
            [block @ Block::List { .. }] => pieces(block.clone()),
            [other] => vec![Block::Paragraph {
                text: run_together(other),
            }],
            [first, rest @ ..] => std::iter::once(list(vec![first.clone()]))
                .chain(rest.iter().cloned().flat_map(pieces))
                .collect(),
            [] => Vec::new(),
        }
    }

    /// Parts the one row of `table` cell by cell.
    fn crush_row(&self, table: &Table, sizes: &Sizes, available: Px) -> Vec<Block> {
        let [row] = table.rows.as_slice() else {
            return Vec::new();
        };
        if !table.note.is_empty() {
            let bare = Table {
                note: Vec::new(),
                ..table.clone()
            };
            return vec![
                Block::Table(bare),
                Block::Paragraph {
                    text: table.note.clone(),
                },
            ];
        }
        let set = sizes.small;
        let shares = column_shares(table, &self.body, set, self.width());
        let head = table.columns.iter().zip(&shares).map(|(column, share)| {
            self.body
                .lines(&column.header, set.size, true, self.cell_width(*share))
                .count()
        });
        let head = head.max().unwrap_or(1) as f32 * set.leading + 2.0 * sizes.cell_pad + Px(1.0);
        // A header that takes up the slide is set as a paragraph above a table of which nothing is
        // left.
        let room = ((available - head - 2.0 * sizes.cell_pad - Px(1.0)) / set.leading).floor();
        if room < 1.0 {
            let cells = table
                .columns
                .iter()
                .zip(row)
                .flat_map(|(column, cell)| [column.header.clone(), cell.clone()]);
            return cells
                .filter(|text| !text.is_empty())
                .map(|text| Block::Paragraph { text })
                .collect();
        }
        let (mut first, mut second) = (Vec::new(), Vec::new());
        for (cell, share) in row.iter().zip(&shares) {
            let (head, tail) = self
                .halves(cell, set.size, self.cell_width(*share), room)
                .filter(|_| {
                    let lines = self
                        .body
                        .lines(cell, set.size, false, self.cell_width(*share));
                    lines.count() as f32 > room
                })
                .unwrap_or_else(|| (cell.clone(), Vec::new()));
            first.push(head);
            second.push(tail);
        }
        if second.iter().all(Vec::is_empty) {
            return Vec::new();
        }
        [first, second]
            .map(|row| {
                Block::Table(Table {
                    rows: vec![row],
                    ..table.clone()
                })
            })
            .to_vec()
    }
}
