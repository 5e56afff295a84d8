//! Adds soft hyphens to words that are wider than their place on a slide, for formats in which
//! another program breaks the lines.
//!
//! The planner has measured the slide with the same hyphens. Tables are hyphenated last: the widths
//! of their columns come from whole words.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::block_rules::block_as_table;
use super::geometry::{
    BAR_SIDE, LIST_INDENT, MATRIX_NAMES_GAP, MATRIX_WIDTH, column_width, grid_columns,
    metric_columns, title_steps,
};
use super::measure::{AUTHOR_WIDTH, BlockSizes, SlideMeasurer};
use super::slide::{Slide, SlideKind};
use super::tables::column_shares;
use crate::document::{Block, Group, Inline, Labels, Metric, Question, Quote, Table, record_block};
use crate::hyphenation::Hyphenation;
use crate::length::Px;
use crate::risk_matrix::RiskMatrix;
use crate::text::ruler::TextRuler;
use crate::text::soft_hyphens::insert_soft_hyphens;
use crate::theme::Type;

impl<'a> SlideMeasurer<'a> {
    /// A measurer that hyphenates words that are wider than their line.
    #[must_use]
    pub fn with_hyphenation(self, hyphenation: &'a Hyphenation<'a>) -> Self {
        Self {
            body: self.body.with_hyphenation(hyphenation),
            heading: self.heading.with_hyphenation(hyphenation),
            ..self
        }
    }

    /// Whether blocks have words that are hyphenated on a slide of this kind and scale. Tables whose
    /// fit [`fitting_texts`](Self::fitting_texts) tells do not count.
    pub(super) fn needs_hyphens(&self, blocks: &[Block], kind: SlideKind, scale: f32) -> bool {
        let mut hyphenator = SlideHyphenator::new(self, kind, scale);
        for block in blocks {
            hyphenator.block(block);
            let is_table = match block {
                Block::Timeline { items } => !self.sets_events_in_row(items),
                Block::Options { .. } => true,
                _ => false,
            };
            if !is_table {
                continue;
            }
            if let Some(table) = block_as_table(block, self.labels) {
                let small = hyphenator.sizes.small;
                let shares = column_shares(&table, &self.body, small, self.width());
                hyphenator.table(&mut table.into_owned(), &shares);
            }
        }
        hyphenator.has_added
    }
}

/// Whether all texts of a block are in cells of its table.
fn is_only_table(block: &Block) -> bool {
    match block {
        Block::Table(table) => table.note.is_empty(),
        Block::Risks { items } => RiskMatrix::from_risks(items).is_none(),
        record_block!() | Block::Timeline { .. } | Block::Options { .. } => true,
        Block::Masthead
        | Block::Particulars { .. }
        | Block::Heading { .. }
        | Block::Paragraph { .. }
        | Block::List { .. }
        | Block::BottomLine { .. }
        | Block::Ask { .. }
        | Block::Metrics { .. }
        | Block::Point(_)
        | Block::Group(_)
        | Block::Quote(_)
        | Block::Questions { .. }
        | Block::Chart(_)
        | Block::Image(_)
        | Block::Columns { .. }
        | Block::Notes { .. }
        | Block::Sources
        | Block::Break => false,
    }
}

/// Adds soft hyphens to the texts of one slide.
pub struct SlideHyphenator<'a> {
    measurer: SlideMeasurer<'a>,
    sizes: BlockSizes,
    has_added: bool,
    /// Whether numbers get word joiners where a browser would break them.
    joins_figures: bool,
    /// Words that were cut where no joint is known.
    pub cut_words: BTreeSet<String>,
    /// Numbers that are wider than their columns.
    pub too_wide: BTreeSet<String>,
}

impl<'a> SlideHyphenator<'a> {
    /// A hyphenator for the sizes of `slide`. A measurer without hyphenation adds no hyphens.
    #[must_use]
    pub fn for_slide(measurer: &SlideMeasurer<'a>, slide: &Slide) -> Self {
        Self::new(measurer, slide.kind, slide.scale)
    }

    fn new(measurer: &SlideMeasurer<'a>, kind: SlideKind, scale: f32) -> Self {
        Self {
            measurer: measurer.clone(),
            sizes: measurer.block_sizes(kind, scale),
            has_added: false,
            joins_figures: false,
            cut_words: BTreeSet::new(),
            too_wide: BTreeSet::new(),
        }
    }

    /// Keeps numbers whole for a browser, which would break them at hyphens and dashes. They get a
    /// word joiner there (U+2060), where a text has more than one line.
    #[must_use]
    pub fn joining_figures(self, joins_figures: bool) -> Self {
        Self {
            joins_figures,
            ..self
        }
    }

    /// The title of the slide as it is shown.
    pub fn title(&mut self, slide: &Slide, labels: &Labels) -> Vec<Inline> {
        let steps = title_steps(&self.measurer.theme.slide, slide.kind);
        let size = steps[slide.title_step.min(steps.len() - 1)].text_type.size;
        let mut title = slide.shown_title(labels);
        let width = self.measurer.width();
        let ruler = self.measurer.heading.clone();
        self.hyphenate(&mut title, &ruler, size, true, width);
        title
    }

    /// A block of the slide. Tables stay as they are: [`table`](Self::table) hyphenates them.
    pub fn block<'b>(&mut self, block: &'b Block) -> Cow<'b, Block> {
        if is_only_table(block) {
            return Cow::Borrowed(block);
        }
        let mut block = block.clone();
        self.hyphenate_block(&mut block);
        Cow::Owned(block)
    }

    /// The cells of a table whose columns have these shares of the slide's width.
    pub fn table(&mut self, table: &mut Table, shares: &[usize]) {
        let small = self.sizes.small;
        for (column, share) in table.columns.iter_mut().zip(shares) {
            let width = self.measurer.cell_width(*share);
            self.strong(&mut column.header, small, width);
        }
        for row in &mut table.rows {
            for (cell, share) in row.iter_mut().zip(shares) {
                let width = self.measurer.cell_width(*share);
                self.text(cell, small, width);
            }
        }
    }

    fn hyphenate_block(&mut self, block: &mut Block) {
        let width = self.measurer.width();
        let sizes = self.sizes;
        match block {
            Block::Heading { text, .. } => self.strong(text, sizes.body, width),
            Block::Paragraph { text } => self.text(text, sizes.running, width),
            Block::List { items, .. } => self.list(items, width),
            Block::BottomLine { body } => self.blocks(body),
            Block::Ask { text, by: _, body } => {
                let inner = width - 2.0 * BAR_SIDE;
                self.text(text, sizes.body, inner);
                for block in body {
                    match block {
                        Block::List { items, .. } => self.list(items, inner),
                        other => self.hyphenate_block(other),
                    }
                }
            }
            Block::Metrics { items } => self.metrics(items),
            Block::Group(group) => self.group(group),
            Block::Quote(Quote { text, by, .. }) => {
                let inner = width - BAR_SIDE;
                self.text(text, sizes.quote, inner);
                self.text(by, sizes.body, inner * AUTHOR_WIDTH);
            }
            Block::Questions { items } => {
                for Question { question, answer } in items {
                    self.strong(question, sizes.body, width);
                    self.blocks(answer);
                }
            }
            Block::Particulars { rows } => {
                for row in rows {
                    self.text(&mut row.text, sizes.running, width - LIST_INDENT);
                }
            }
            Block::Chart(chart) => self.text(&mut chart.note, sizes.running, width),
            Block::Image(image) => {
                self.text(&mut image.caption, sizes.running, width);
                self.text(&mut image.credit, sizes.running, width);
            }
            Block::Risks { items } if RiskMatrix::from_risks(items).is_some() => {
                let share = 1.0 - MATRIX_WIDTH - MATRIX_NAMES_GAP;
                for risk in items {
                    self.text(&mut risk.risk, sizes.small, width * share - LIST_INDENT);
                }
            }
            Block::Table(table) => self.text(&mut table.note, sizes.running, width),
            // No word in a row of events is wider than its column.
            Block::Timeline { .. }
            | record_block!()
            | Block::Options { .. }
            | Block::Risks { .. }
            | Block::Masthead
            | Block::Point(_)
            | Block::Columns { .. }
            | Block::Notes { .. }
            | Block::Sources
            | Block::Break => {}
        }
    }

    fn blocks(&mut self, blocks: &mut [Block]) {
        for block in blocks {
            self.hyphenate_block(block);
        }
    }

    fn list(&mut self, items: &mut [Vec<Block>], width: Px) {
        let running = self.sizes.running;
        let inner = (width - LIST_INDENT).max(running.size);
        for block in items.iter_mut().flatten() {
            match block {
                Block::List { items, .. } => self.list(items, inner),
                Block::Paragraph { text } | Block::Heading { text, .. } => {
                    self.text(text, running, inner);
                }
                other => self.hyphenate_block(other),
            }
        }
    }

    fn metrics(&mut self, items: &mut [Metric]) {
        let columns = metric_columns(items.len());
        let width = column_width(&self.measurer.theme.slide, columns);
        let step = self.measurer.metric_number_step(items);
        let number = self.measurer.metric_number_type(step);
        let small = self.sizes.small;
        for item in items {
            self.strong(&mut item.value, number, width);
            self.text(&mut item.unit, small, width);
            self.text(&mut item.label, small, width);
            self.strong(&mut item.change, small, width);
            self.text(&mut item.as_of, small, width);
        }
    }

    fn group(&mut self, group: &mut Group) {
        let sizes = self.sizes;
        let columns = grid_columns(group.items.len());
        let width = column_width(&self.measurer.theme.slide, columns);
        self.text(&mut group.text, sizes.running, self.measurer.width());
        for item in &mut group.items {
            self.strong(&mut item.name, sizes.body, width);
            self.text(&mut item.text, sizes.small, width);
        }
    }

    fn text(&mut self, text: &mut Vec<Inline>, text_type: Type<Px>, width: Px) {
        let ruler = self.measurer.body.clone();
        self.hyphenate(text, &ruler, text_type.size, false, width);
    }

    fn strong(&mut self, text: &mut Vec<Inline>, text_type: Type<Px>, width: Px) {
        let ruler = self.measurer.body.clone();
        self.hyphenate(text, &ruler, text_type.size, true, width);
    }

    fn hyphenate(
        &mut self,
        text: &mut Vec<Inline>,
        ruler: &TextRuler<'_>,
        size: Px,
        strong: bool,
        width: Px,
    ) {
        if text.is_empty() {
            return;
        }
        let mut hyphens = ruler.soft_hyphens(text, size, strong, width);
        self.has_added |= !hyphens.is_empty();
        if self.joins_figures {
            hyphens.joined = ruler.joints_of_figures(text, size, strong, width);
        }
        if !hyphens.is_empty() {
            *text = insert_soft_hyphens(text, &hyphens);
        }
        self.cut_words.extend(hyphens.cut_words);
        self.too_wide.extend(hyphens.too_wide);
    }
}
