//! Splits blocks that are too high for a slide into smaller ones.
//!
//! Every function returns the smaller blocks in reading order, or nothing if the block cannot be
//! split. Which of them a block needs is decided in [`block_rules`](super::block_rules); when a slide
//! is split, in [`planner`](super::planner).

use super::geometry::{BAR_SIDE, LIST_INDENT};
use super::measure::{BlockSizes, ROW_RULE, SlideMeasurer};
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
    /// A paragraph in two.
    pub(super) fn split_paragraph(
        &self,
        text: &[Inline],
        text_type: Type<Px>,
        available: Px,
    ) -> Vec<Block> {
        let max_lines = available / text_type.leading;
        match self.split_text(text, text_type.size, self.width(), max_lines) {
            Some((head, tail)) => vec![paragraph_block(head), paragraph_block(tail)],
            None => Vec::new(),
        }
    }

    /// A bottom line of a single block, split as that block is.
    pub(super) fn split_bottom_line(
        &self,
        body: &[Block],
        sizes: &BlockSizes,
        available: Px,
    ) -> Vec<Block> {
        let [only] = body else { return Vec::new() };
        let mut parts = Vec::new();
        for block in self.split_oversized(only, sizes, available) {
            parts.push(Block::BottomLine { body: vec![block] });
        }
        parts
    }

    /// The ask as paragraphs, without its box.
    pub(super) fn split_ask(
        &self,
        text: &[Inline],
        by: Option<&str>,
        body: &[Block],
    ) -> Vec<Block> {
        let heading = ask_heading(by, self.labels);
        let mut parts = filled_paragraphs([strong_text(&heading), text.to_vec()]);
        parts.extend_from_slice(body);
        parts
    }

    /// A quote in two, of which the second names its author; or, if its words cannot be split, the
    /// quote and its author.
    pub(super) fn split_quote(
        &self,
        quote: &Quote,
        sizes: &BlockSizes,
        available: Px,
    ) -> Vec<Block> {
        let Quote { id: _, text, by } = quote;
        let inner = self.width() - BAR_SIDE;
        // The second part needs a line for the author and the gap above it.
        let text_height = available - sizes.gap - sizes.body.leading;
        let Type { size, leading } = sizes.quote;
        if let Some((head, tail)) = self.split_text(text, size, inner, text_height / leading) {
            return vec![quote_block(head, Vec::new()), quote_block(tail, by.clone())];
        }
        if by.is_empty() || text.is_empty() {
            return filled_paragraphs([by.clone()]);
        }
        vec![
            quote_block(text.clone(), Vec::new()),
            paragraph_block(by.clone()),
        ]
    }

    /// An image, and its caption as a paragraph.
    pub(super) fn split_image(&self, image: &Image) -> Vec<Block> {
        if image.caption.is_empty() && image.credit.is_empty() {
            return Vec::new();
        }
        let mut bare = image.clone();
        bare.caption.clear();
        bare.credit.clear();
        let caption = caption_with_credit(image, self.labels);
        vec![Block::Image(bare), paragraph_block(caption)]
    }

    /// A list of a single item in smaller lists and other blocks.
    pub(super) fn split_list(
        &self,
        items: &[Vec<Block>],
        sizes: &BlockSizes,
        available: Px,
    ) -> Vec<Block> {
        let [item] = items else { return Vec::new() };
        match item.as_slice() {
            [] => Vec::new(),
            [Block::Paragraph { text }] => {
                let Type { size, leading } = sizes.running;
                let inner = self.width() - LIST_INDENT;
                match self.split_text(text, size, inner, available / leading) {
                    Some((head, tail)) => vec![
                        list_of_one(paragraph_block(head)),
                        list_of_one(paragraph_block(tail)),
                    ],
                    None => Vec::new(),
                }
            }
            // Without the outer bullet, the items of the nested list can be split.
            [inner @ Block::List { .. }] => vec![inner.clone()],
            // As a paragraph it can be split, if the next attempt has to.
            [other] => vec![paragraph_block(flatten_block(other))],
            [first, rest @ ..] => {
                let mut parts = vec![list_of_one(first.clone())];
                parts.extend_from_slice(rest);
                parts
            }
        }
    }

    /// A table of a single row in two: the cells go on in the second one.
    pub(super) fn split_row(&self, table: &Table, sizes: &BlockSizes, available: Px) -> Vec<Block> {
        let [row] = table.rows.as_slice() else {
            return Vec::new();
        };
        // A row without the note may fit as it is.
        if !table.note.is_empty() {
            let mut bare = table.clone();
            let note = std::mem::take(&mut bare.note);
            return vec![Block::Table(bare), paragraph_block(note)];
        }
        let text_type = sizes.small;
        let shares = column_shares(table, &self.body, text_type, self.width());
        let header_height = self.header_row_height(table, &shares, sizes);
        let text_height = available - header_height - 2.0 * sizes.cell_pad - ROW_RULE;
        let max_lines = (text_height / text_type.leading).floor();
        if max_lines < 1.0 {
            // The header alone fills the slide, so a table is of no use.
            let mut texts = Vec::new();
            for (column, cell) in table.columns.iter().zip(row) {
                texts.push(column.header.clone());
                texts.push(cell.clone());
            }
            return filled_paragraphs(texts);
        }
        let mut first = Vec::new();
        let mut second = Vec::new();
        for (cell, share) in row.iter().zip(&shares) {
            let (head, tail) = self.split_cell(cell, text_type.size, *share, max_lines);
            first.push(head);
            second.push(tail);
        }
        // No cell could be split, so another attempt would give the same row.
        if second.iter().all(Vec::is_empty) {
            return Vec::new();
        }
        vec![
            table_of_one_row(table, first),
            table_of_one_row(table, second),
        ]
    }

    /// The part of a cell that fits in `max_lines`, and the rest, which may be empty.
    fn split_cell(
        &self,
        cell: &[Inline],
        size: Px,
        share: usize,
        max_lines: f32,
    ) -> (Vec<Inline>, Vec<Inline>) {
        let width = self.cell_width(share);
        let line_count = self.body.line_count(cell, size, false, width);
        if line_count as f32 > max_lines
            && let Some(parts) = self.split_text(cell, size, width, max_lines)
        {
            return parts;
        }
        (cell.to_vec(), Vec::new())
    }

    /// Splits a text into at most `max_lines` and the rest, neither of them empty; `None` if it
    /// cannot be split.
    fn split_text(
        &self,
        text: &[Inline],
        size: Px,
        width: Px,
        max_lines: f32,
    ) -> Option<(Vec<Inline>, Vec<Inline>)> {
        let lines = self.body.lines(text, size, false, width);
        let max_lines = max_lines.max(0.0) as usize;
        // Even where all lines would fit, the last one goes to the rest.
        let line_count = max_lines.min(lines.count().saturating_sub(1));
        if line_count == 0 {
            return None;
        }
        let (head, tail) = split_inlines(text, lines.split_point(line_count));
        if head.is_empty() || tail.is_empty() {
            return None;
        }
        Some((head, tail))
    }
}

/// Each metric as paragraphs.
pub(super) fn split_metrics(items: &[Metric]) -> Vec<Block> {
    let mut texts = Vec::new();
    for metric in items {
        texts.push(strong_text(&metric_value(metric)));
        texts.push(metric_details(metric));
    }
    filled_paragraphs(texts)
}

/// A group as paragraphs.
pub(super) fn split_group(group: &Group) -> Vec<Block> {
    let mut texts = vec![group.text.clone()];
    for item in &group.items {
        texts.push(strong_text(&item.name));
        texts.push(item.text.clone());
    }
    filled_paragraphs(texts)
}

/// Each question as a heading above its answer.
pub(super) fn split_questions(items: &[Question]) -> Vec<Block> {
    let mut parts = Vec::new();
    for item in items {
        parts.push(Block::Heading {
            id: String::new(),
            level: 3,
            text: item.question.clone(),
        });
        parts.extend_from_slice(&item.answer);
    }
    parts
}

/// Each particular as paragraphs.
pub(super) fn split_particulars(rows: &[Particular]) -> Vec<Block> {
    let mut texts = Vec::new();
    for row in rows {
        let label = Inline::text(&row.label);
        texts.push(strong_text(&[label]));
        texts.push(row.text.clone());
    }
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

/// The names of the risks of a matrix, numbered as in it. The matrix itself is lost, but the table
/// of the same risks follows anyway.
pub(super) fn split_matrix(items: &[Risk]) -> Block {
    let mut names = Vec::new();
    for risk in items {
        names.push(vec![paragraph_block(risk.risk.clone())]);
    }
    Block::List {
        ordered: true,
        first: 1,
        items: names,
    }
}

/// A table with the header of `table` and a single row.
fn table_of_one_row(table: &Table, row: Vec<Vec<Inline>>) -> Block {
    Block::Table(Table {
        rows: vec![row],
        ..table.clone()
    })
}

fn quote_block(text: Vec<Inline>, by: Vec<Inline>) -> Block {
    Block::Quote(Quote {
        id: String::new(),
        text,
        by,
    })
}

fn paragraph_block(text: Vec<Inline>) -> Block {
    Block::Paragraph { text }
}

fn list_of_one(item: Block) -> Block {
    Block::List {
        ordered: false,
        first: 1,
        items: vec![vec![item]],
    }
}

/// The texts that are not empty, as paragraphs.
fn filled_paragraphs(texts: impl IntoIterator<Item = Vec<Inline>>) -> Vec<Block> {
    let mut paragraphs = Vec::new();
    for text in texts {
        if !text.is_empty() {
            paragraphs.push(paragraph_block(text));
        }
    }
    paragraphs
}

pub(super) fn strong_text(text: &[Inline]) -> Vec<Inline> {
    vec![Inline::Strong {
        body: text.to_vec(),
    }]
}
