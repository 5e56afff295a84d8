//! Taking apart blocks that are too high for a slide.

use super::geometry::{self, SlideSizes};
use super::measure::SlideMeasurer;
use super::slide::SlideKind;
use super::tables::column_shares;
use super::wording::{
    ask_heading, caption_with_credit, flatten_block, metric_details, metric_value,
};
use crate::document::{
    Block, Chart, Group, Image, Inline, Metric, Particular, Question, Quote, Risk, Table,
};
use crate::length::Px;
use crate::text::ruler::split_inlines;
use crate::theme::Type;

impl SlideMeasurer<'_> {
    /// Parts a paragraph in two.
    pub(super) fn split_paragraph(
        &self,
        text: &[Inline],
        set: Type<Px>,
        available: Px,
    ) -> Vec<Block> {
        let parts = self.split_text(text, set.size, self.width(), available / set.leading);
        parts
            .map(|(head, tail)| vec![paragraph_block(head), paragraph_block(tail)])
            .unwrap_or_default()
    }

    /// Parts a bottom line of one block as that block is parted.
    pub(super) fn split_bottom_line(
        &self,
        body: &[Block],
        kind: SlideKind,
        scale: f32,
        available: Px,
    ) -> Vec<Block> {
        let [only] = body else { return Vec::new() };
        let parts = self.split_oversized(only, kind, scale, available);
        parts
            .into_iter()
            .map(|block| Block::BottomLine { body: vec![block] })
            .collect()
    }

    /// The ask as paragraphs.
    pub(super) fn split_ask(&self, text: &[Inline], by: Option<&str>) -> Vec<Block> {
        filled_paragraphs([strong_text(&ask_heading(by, self.labels)), text.to_vec()])
    }

    /// Parts a quote in two, or takes what it is from off it.
    pub(super) fn split_quote(
        &self,
        quote: &Quote,
        sizes: &SlideSizes,
        available: Px,
    ) -> Vec<Block> {
        let Quote { text, by } = quote;
        let inner = self.width() - geometry::BAR_SIDE;
        let room = (available - sizes.gap - sizes.body.leading) / sizes.quote.leading;
        let part = |text: &[Inline], by: &[Inline]| {
            Block::Quote(Quote {
                text: text.to_vec(),
                by: by.to_vec(),
            })
        };
        match self.split_text(text, sizes.quote.size, inner, room) {
            Some((head, tail)) => vec![part(&head, &[]), part(&tail, by)],
            None if by.is_empty() || text.is_empty() => filled_paragraphs([by.clone()]),
            None => vec![part(text, &[]), paragraph_block(by.clone())],
        }
    }

    /// An image, and its caption as a paragraph.
    pub(super) fn split_image(&self, image: &Image) -> Vec<Block> {
        if image.caption.is_empty() && image.credit.is_empty() {
            return Vec::new();
        }
        let mut bare = image.clone();
        (bare.caption, bare.credit) = (Vec::new(), Vec::new());
        let caption = caption_with_credit(image, self.labels);
        vec![Block::Image(bare), paragraph_block(caption)]
    }

    /// Parts a text after as many lines as there is room for; `None` if it cannot be parted.
    fn split_text(
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
        let (head, tail) = split_inlines(text, set.split_point(room));
        (!head.is_empty() && !tail.is_empty()).then_some((head, tail))
    }

    /// Parts the one item of a list.
    pub(super) fn split_list(
        &self,
        items: &[Vec<Block>],
        kind: SlideKind,
        sizes: &SlideSizes,
        available: Px,
    ) -> Vec<Block> {
        let list = |item: Vec<Block>| Block::List {
            ordered: false,
            items: vec![item],
        };
        let [item] = items else { return Vec::new() };
        match item.as_slice() {
            [Block::Paragraph { text }] => {
                let set = sizes.running_text(kind);
                let inner = self.width() - geometry::LIST_INDENT;
                let parts = self.split_text(text, set.size, inner, available / set.leading);
                parts
                    .map(|(head, tail)| {
                        [head, tail]
                            .map(|text| list(vec![Block::Paragraph { text }]))
                            .to_vec()
                    })
                    .unwrap_or_default()
            }
            [block @ Block::List { .. }] => vec![block.clone()],
            [other] => vec![Block::Paragraph {
                text: flatten_block(other),
            }],
            [first, rest @ ..] => std::iter::once(list(vec![first.clone()]))
                .chain(rest.iter().cloned())
                .collect(),
            [] => Vec::new(),
        }
    }

    /// Parts the one row of `table` cell by cell.
    pub(super) fn split_row(&self, table: &Table, sizes: &SlideSizes, available: Px) -> Vec<Block> {
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
                .split_text(cell, set.size, self.cell_width(*share), room)
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

/// Each metric as paragraphs.
pub(super) fn split_metrics(items: &[Metric]) -> Vec<Block> {
    let texts = items
        .iter()
        .flat_map(|metric| [strong_text(&metric_value(metric)), metric_details(metric)]);
    filled_paragraphs(texts)
}

/// A group as paragraphs.
pub(super) fn split_group(group: &Group) -> Vec<Block> {
    let items = group
        .items
        .iter()
        .flat_map(|item| [strong_text(&item.name), item.text.clone()]);
    filled_paragraphs(std::iter::once(group.text.clone()).chain(items))
}

/// Each question as a heading above its answer.
pub(super) fn split_questions(items: &[Question]) -> Vec<Block> {
    let mut parts = Vec::new();
    for item in items {
        parts.push(Block::Heading {
            level: 3,
            text: item.question.clone(),
        });
        parts.extend(item.answer.iter().cloned());
    }
    parts
}

/// Each particular as paragraphs.
pub(super) fn split_particulars(rows: &[Particular]) -> Vec<Block> {
    let texts = rows
        .iter()
        .flat_map(|row| [strong_text(&[Inline::text(&row.label)]), row.text.clone()]);
    filled_paragraphs(texts)
}

/// A chart, and its note as a paragraph.
pub(super) fn split_chart(chart: &Chart) -> Vec<Block> {
    if chart.note.is_empty() {
        return Vec::new();
    }
    let mut bare = chart.clone();
    let note = std::mem::take(&mut bare.note);
    vec![Block::Chart(bare), paragraph_block(note)]
}

/// The names of the risks of a matrix, numbered as in the matrix; their table follows.
pub(super) fn split_matrix(items: &[Risk]) -> Block {
    let names = items
        .iter()
        .map(|risk| vec![paragraph_block(risk.risk.clone())]);
    Block::List {
        ordered: true,
        items: names.collect(),
    }
}

fn paragraph_block(text: Vec<Inline>) -> Block {
    Block::Paragraph { text }
}

/// The texts that are not empty, as paragraphs.
fn filled_paragraphs(texts: impl IntoIterator<Item = Vec<Inline>>) -> Vec<Block> {
    let filled = texts.into_iter().filter(|text| !text.is_empty());
    filled.map(paragraph_block).collect()
}

pub(super) fn strong_text(text: &[Inline]) -> Vec<Inline> {
    vec![Inline::Strong {
        body: text.to_vec(),
    }]
}
