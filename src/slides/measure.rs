//! Measures how high blocks are on a slide.
//!
//! [`SlideMeasurer`] knows the heights of texts, lists, tables and the like. Which of them a block
//! needs is decided in [`block_rules`](super::block_rules).

use super::geometry::{
    self, ASK_PAD, BAR_SIDE, CELL_SIDE, LIST_INDENT, METRIC_NUMBER_FACTORS, MIN_FIGURE_HEIGHT,
    SOURCE_LINE_GAP, SlideSizes, TILE_TOP,
};
use super::slide::{Slide, SlideKind};
use super::tables::column_shares;
use super::wording::{ask_heading, flatten_block, metric_details, metric_value};
use crate::document::{
    Block, Group, GroupItem, Inline, Labels, Metric, Particular, Question, Quote, Table,
};
use crate::fonts::Fonts;
use crate::length::Px;
use crate::text::ruler::TextRuler;
use crate::theme::{Theme, Type};

/// Measures the content of slides in one theme. Clones share the cache of measured texts.
#[derive(Clone)]
pub struct SlideMeasurer<'a> {
    pub(super) theme: &'a Theme,
    pub(super) labels: &'a Labels,
    /// For running text.
    pub body: TextRuler<'a>,
    /// For titles.
    pub heading: TextRuler<'a>,
    /// Whether the measured content is that of one slide; false if it goes on over several.
    pub on_one_slide: bool,
}

impl<'a> SlideMeasurer<'a> {
    /// A measurer for slides in `theme`. Texts are measured in its fonts, as far as `fonts` has
    /// them, and otherwise in those that it has.
    #[must_use]
    pub fn new(theme: &'a Theme, fonts: &'a Fonts, labels: &'a Labels) -> Self {
        Self {
            theme,
            labels,
            body: TextRuler::new(fonts, &theme.fonts.body),
            heading: TextRuler::new(fonts, &theme.fonts.heading),
            on_one_slide: true,
        }
    }

    /// The theme of the slides.
    #[must_use]
    pub fn theme(&self) -> &'a Theme {
        self.theme
    }

    /// The labels in the document's language.
    #[must_use]
    pub fn labels(&self) -> &'a Labels {
        self.labels
    }

    pub(super) fn width(&self) -> Px {
        geometry::content_width(&self.theme.slide)
    }

    /// Height of `blocks` one below the other; images and charts are as low as they may be.
    pub(super) fn stack_height(&self, blocks: &[Block], kind: SlideKind, scale: f32) -> Px {
        let sizes = SlideSizes::at_scale(&self.theme.slide, scale);
        self.stack_height_with(blocks, kind, &sizes)
    }

    pub(super) fn stack_height_with(
        &self,
        blocks: &[Block],
        kind: SlideKind,
        sizes: &SlideSizes,
    ) -> Px {
        let mut height = Px::ZERO;
        let mut previous: Option<&Block> = None;
        for block in blocks {
            height += match previous {
                None => Px::ZERO,
                // A heading is close to the text that it belongs to.
                Some(Block::Heading { .. }) => sizes.item_gap,
                Some(_) => sizes.gap,
            };
            height += self.block_height(block, kind, sizes);
            previous = Some(block);
        }
        height
    }

    /// Height that the other blocks of `slide` leave for its image or chart, in whole pixels; at
    /// least [`MIN_FIGURE_HEIGHT`].
    #[must_use]
    pub fn figure_height(&self, slide: &Slide) -> Px {
        // The stack counts the figure with its least height.
        let used = self.stack_height(&slide.blocks, slide.kind, slide.scale) - MIN_FIGURE_HEIGHT;
        let available = self.height_below_title_box(slide.kind, &slide.source_line);
        (available - used).floor().max(MIN_FIGURE_HEIGHT)
    }

    /// Height between the box of the title, which covers have not, and the line of sources.
    pub(super) fn height_below_title_box(&self, kind: SlideKind, source_line: &[Inline]) -> Px {
        let slide = &self.theme.slide;
        let title = if geometry::is_cover(kind) {
            Px::ZERO
        } else {
            geometry::title_box_height(slide) + geometry::TITLE_GAP
        };
        geometry::content_height(slide) - title - self.source_line_height(source_line)
    }

    /// Height of the line of sources at the foot, with the space above it.
    fn source_line_height(&self, line: &[Inline]) -> Px {
        if line.is_empty() {
            return Px::ZERO;
        }
        self.text_height(line, self.theme.slide.caption, self.width()) + SOURCE_LINE_GAP
    }

    pub(super) fn text_height(&self, text: &[Inline], text_type: Type<Px>, width: Px) -> Px {
        let lines = self.body.line_count(text, text_type.size, false, width);
        lines as f32 * text_type.leading
    }

    pub(super) fn strong_height(&self, text: &[Inline], text_type: Type<Px>, width: Px) -> Px {
        let lines = self.body.line_count(text, text_type.size, true, width);
        lines as f32 * text_type.leading
    }

    /// As [`text_height`](Self::text_height), but an empty text takes no line.
    fn optional_text_height(&self, text: &[Inline], text_type: Type<Px>, width: Px) -> Px {
        if text.is_empty() {
            Px::ZERO
        } else {
            self.text_height(text, text_type, width)
        }
    }

    pub(super) fn ask_height(&self, text: &[Inline], by: Option<&str>, sizes: &SlideSizes) -> Px {
        // The side without the bar counts as much as the one with it.
        let inner = self.width() - 2.0 * BAR_SIDE;
        let heading = ask_heading(by, self.labels);
        let heading_height = self.strong_height(&heading, sizes.body, inner);
        let text_height = self.text_height(text, sizes.body, inner);
        2.0 * ASK_PAD + heading_height + sizes.item_gap + text_height
    }

    pub(super) fn quote_height(&self, quote: &Quote, sizes: &SlideSizes) -> Px {
        let inner = self.width() - BAR_SIDE;
        let author = if quote.by.is_empty() {
            Px::ZERO
        } else {
            // Narrower because of the dash before the author.
            sizes.gap + self.text_height(&quote.by, sizes.body, inner * 0.95)
        };
        self.text_height(&quote.text, sizes.quote, inner) + author
    }

    pub(super) fn questions_height(
        &self,
        items: &[Question],
        kind: SlideKind,
        sizes: &SlideSizes,
    ) -> Px {
        let mut height = Px::ZERO;
        for item in items {
            let question = self.strong_height(&item.question, sizes.body, self.width());
            let answer = self.stack_height_with(&item.answer, kind, sizes);
            let gap = if item.answer.is_empty() {
                Px::ZERO
            } else {
                sizes.item_gap
            };
            height += question + gap + answer;
        }
        height + gaps_between(items.len(), sizes.gap)
    }

    pub(super) fn particulars_height(
        &self,
        rows: &[Particular],
        text_type: Type<Px>,
        sizes: &SlideSizes,
    ) -> Px {
        let width = self.width() - LIST_INDENT;
        let mut height = Px::ZERO;
        for row in rows {
            let body = vec![Inline::text(format!("{}: ", row.label))];
            let mut line = vec![Inline::Strong { body }];
            line.extend_from_slice(&row.text);
            height += self.text_height(&line, text_type, width);
        }
        height + gaps_between(rows.len(), sizes.item_gap)
    }

    /// Height of a note or caption with the gap above it.
    pub(super) fn note_height(
        &self,
        text: &[Inline],
        text_type: Type<Px>,
        sizes: &SlideSizes,
    ) -> Px {
        if text.is_empty() {
            Px::ZERO
        } else {
            sizes.gap + self.text_height(text, text_type, self.width())
        }
    }

    pub(super) fn list_height(
        &self,
        items: &[Vec<Block>],
        text_type: Type<Px>,
        width: Px,
        sizes: &SlideSizes,
    ) -> Px {
        // Deeply nested lists keep room for a character.
        let inner = (width - LIST_INDENT).max(text_type.size);
        let mut height = Px::ZERO;
        for item in items {
            // An item without text still has its bullet.
            let item_height = self.list_item_height(item, text_type, inner, sizes);
            height += item_height.max(text_type.leading);
        }
        height + gaps_between(items.len(), sizes.item_gap)
    }

    fn list_item_height(
        &self,
        blocks: &[Block],
        text_type: Type<Px>,
        width: Px,
        sizes: &SlideSizes,
    ) -> Px {
        let mut height = Px::ZERO;
        for block in blocks {
            height += match block {
                Block::List { items, .. } => self.list_height(items, text_type, width, sizes),
                Block::Paragraph { text } | Block::Heading { text, .. } => {
                    self.text_height(text, text_type, width)
                }
                other => self.text_height(&flatten_block(other), text_type, width),
            };
        }
        height + gaps_between(blocks.len(), sizes.item_gap)
    }

    pub(super) fn metrics_height(&self, items: &[Metric], sizes: &SlideSizes) -> Px {
        let columns = geometry::metric_columns(items.len());
        let width = geometry::column_width(&self.theme.slide, columns);
        let number_type = self.metric_number_type(self.metric_number_step(items));
        let tile_height = |metric: &Metric| {
            let value = metric_value(metric);
            let details = metric_details(metric);
            let value_height = self.strong_height(&value, number_type, width);
            let details_height = self.text_height(&details, sizes.small, width);
            TILE_TOP + value_height + details_height
        };
        tile_rows_height(items, columns, tile_height, self.theme.slide.gutter)
    }

    /// The type of a metric's number at a step of [`METRIC_NUMBER_FACTORS`].
    #[must_use]
    pub fn metric_number_type(&self, step: usize) -> Type<Px> {
        let factor = METRIC_NUMBER_FACTORS.get(step).copied().unwrap_or(1.0);
        scaled_metric_number(self.theme, factor)
    }

    /// The first step of [`METRIC_NUMBER_FACTORS`] at which the numbers of `items` fit in their
    /// columns; the last one if none does.
    #[must_use]
    pub fn metric_number_step(&self, items: &[Metric]) -> usize {
        let columns = geometry::metric_columns(items.len());
        let width = geometry::column_width(&self.theme.slide, columns);
        // Width grows with size, so the numbers are measured once, in ems.
        let mut widest = 0.0_f32;
        for metric in items {
            widest = widest.max(self.body.width(&metric_value(metric), 1.0, true));
        }
        for (step, factor) in METRIC_NUMBER_FACTORS.iter().enumerate() {
            let size = scaled_metric_number(self.theme, *factor).size;
            if widest * size <= width {
                return step;
            }
        }
        METRIC_NUMBER_FACTORS.len() - 1
    }

    pub(super) fn group_height(&self, group: &Group, kind: SlideKind, sizes: &SlideSizes) -> Px {
        let columns = geometry::grid_columns(group.items.len());
        let width = geometry::column_width(&self.theme.slide, columns);
        let text_type = sizes.running_text(kind);
        let intro = self.optional_text_height(&group.text, text_type, self.width());
        if group.items.is_empty() {
            return intro;
        }
        let gap = if intro > Px::ZERO {
            sizes.gap
        } else {
            Px::ZERO
        };
        let cell_height = |item: &GroupItem| {
            let name = self.strong_height(&item.name, sizes.body, width);
            let text = self.optional_text_height(&item.text, sizes.small, width);
            TILE_TOP + name + text
        };
        let gutter = self.theme.slide.gutter;
        intro + gap + tile_rows_height(&group.items, columns, cell_height, gutter)
    }

    pub(super) fn table_height(&self, table: &Table, kind: SlideKind, sizes: &SlideSizes) -> Px {
        let shares = column_shares(table, &self.body, sizes.small, self.width());
        let headers = table.columns.iter().map(|column| &column.header);
        let header = self.row_height(headers, &shares, sizes, true);
        let mut rows = Px::ZERO;
        for row in &table.rows {
            rows += self.row_height(row.iter(), &shares, sizes, false);
        }
        let note = self.note_height(&table.note, sizes.running_text(kind), sizes);
        header + rows + note
    }

    /// Height of a row of a table with the rule below it; `strong` for the header.
    pub(super) fn row_height<'b>(
        &self,
        cells: impl Iterator<Item = &'b Vec<Inline>>,
        shares: &[usize],
        sizes: &SlideSizes,
        strong: bool,
    ) -> Px {
        let text_type = sizes.small;
        let mut lines = 1;
        for (cell, share) in cells.zip(shares) {
            let width = self.cell_width(*share);
            lines = lines.max(self.body.line_count(cell, text_type.size, strong, width));
        }
        table_row_height(lines, sizes)
    }

    /// Width of the words in a cell of a column that has `share` of the slide's width.
    pub(super) fn cell_width(&self, share: usize) -> Px {
        let column_width = self.width() * share as f32 / geometry::TOTAL_SHARES as f32;
        column_width - CELL_SIDE
    }
}

/// Height of a table's row of `lines` in small type, with the rule below it.
pub(super) fn table_row_height(lines: usize, sizes: &SlideSizes) -> Px {
    lines as f32 * sizes.small.leading + 2.0 * sizes.cell_pad + Px(1.0)
}

/// The gaps between `count` items.
pub(super) fn gaps_between(count: usize, gap: Px) -> Px {
    gap * count.saturating_sub(1) as f32
}

/// Height of tiles in equal columns: each row is as high as its highest tile.
fn tile_rows_height<T>(items: &[T], columns: usize, height: impl Fn(&T) -> Px, gap: Px) -> Px {
    let rows = items.chunks(columns.max(1));
    let gaps = gaps_between(rows.len(), gap);
    let mut sum = Px::ZERO;
    for row in rows {
        let mut highest = Px::ZERO;
        for tile in row {
            highest = highest.max(height(tile));
        }
        sum += highest;
    }
    sum + gaps
}

/// The theme's type of a metric's number, times `factor`.
fn scaled_metric_number(theme: &Theme, factor: f32) -> Type<Px> {
    let full = theme.slide.figure;
    let size = (full.size * factor).round();
    Type {
        size,
        leading: (size.0 * full.leading / full.size.0).ceil(),
    }
}
