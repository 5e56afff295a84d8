//! Measures how high blocks are on a slide.
//!
//! [`SlideMeasurer`] knows the heights of texts, lists, tables and the like. Which of them a block
//! needs is decided in [`block_rules`](super::block_rules).

use super::geometry::{
    ASK_PAD, BAR_SIDE, CELL_SIDE, LIST_INDENT, METRIC_NUMBER_FACTORS, MIN_FIGURE_HEIGHT,
    SOURCE_LINE_GAP, SlideSizes, TILE_TOP, TITLE_GAP, TOTAL_SHARES, column_width, content_height,
    content_width, grid_columns, is_cover, metric_columns, title_box_height,
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

/// Height of the rule below each row of a table.
pub(super) const ROW_RULE: Px = Px(1.0);

/// Share of the width of a quote that its author may take: the dash before the name needs the rest.
pub(super) const AUTHOR_WIDTH: f32 = 0.95;

/// Sizes in which the blocks of one slide are set, for its kind and at its scale.
#[derive(Clone, Copy)]
pub(super) struct BlockSizes {
    /// Paragraphs and lists.
    pub running: Type<Px>,
    /// Headings, the ask, and names.
    pub body: Type<Px>,
    pub quote: Type<Px>,
    /// Tables and cells.
    pub small: Type<Px>,
    /// Between blocks.
    pub gap: Px,
    /// Between the items of a list, and between the blocks of an item.
    pub item_gap: Px,
    /// Above and below the words in a table's cell.
    pub cell_pad: Px,
}

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
    /// Whether slides have notes for their speakers, which hold what slides do not show.
    pub has_notes: bool,
    /// Whether the list of sources has the places that are cited, because citations are bare
    /// numbers.
    pub lists_places: bool,
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
            has_notes: true,
            lists_places: false,
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
        content_width(&self.theme.slide)
    }

    /// The sizes in which the blocks of a slide are set.
    pub(super) fn block_sizes(&self, kind: SlideKind, scale: f32) -> BlockSizes {
        let sizes = SlideSizes::at_scale(&self.theme.slide, scale);
        BlockSizes {
            running: sizes.running_text(kind),
            body: sizes.body,
            quote: sizes.quote,
            small: sizes.small,
            gap: sizes.gap,
            item_gap: sizes.item_gap,
            cell_pad: sizes.cell_pad,
        }
    }

    /// Height of `blocks` one below the other; images and charts are as low as they may be.
    pub(super) fn stack_height(&self, blocks: &[Block], sizes: &BlockSizes) -> Px {
        let mut height = Px::ZERO;
        let mut previous: Option<&Block> = None;
        for block in blocks {
            height += match previous {
                None => Px::ZERO,
                // A heading is close to the text that it belongs to.
                Some(Block::Heading { .. }) => sizes.item_gap,
                Some(_) => sizes.gap,
            };
            height += self.block_height(block, sizes);
            previous = Some(block);
        }
        height
    }

    /// Height that the other blocks of `slide` leave for its image or chart, in whole pixels; at
    /// least [`MIN_FIGURE_HEIGHT`].
    #[must_use]
    pub fn figure_height(&self, slide: &Slide) -> Px {
        let sizes = self.block_sizes(slide.kind, slide.scale);
        // The stack counts the figure with its least height.
        let used = self.stack_height(&slide.blocks, &sizes) - MIN_FIGURE_HEIGHT;
        let available = self.height_below_title_box(slide.kind, &slide.source_line);
        (available - used).floor().max(MIN_FIGURE_HEIGHT)
    }

    /// Height between the box of the title, which covers have not, and the line of sources.
    pub(super) fn height_below_title_box(&self, kind: SlideKind, source_line: &[Inline]) -> Px {
        let slide = &self.theme.slide;
        let title = if is_cover(kind) {
            Px::ZERO
        } else {
            title_box_height(slide) + TITLE_GAP
        };
        content_height(slide) - title - self.source_line_height(source_line)
    }

    /// Height of the line of sources at the foot, with the space above it.
    fn source_line_height(&self, line: &[Inline]) -> Px {
        if line.is_empty() {
            return Px::ZERO;
        }
        let text_type = self.theme.slide.caption;
        SOURCE_LINE_GAP + self.text_height(line, text_type, self.width())
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

    pub(super) fn ask_height(
        &self,
        text: &[Inline],
        by: Option<&str>,
        body: &[Block],
        sizes: &BlockSizes,
    ) -> Px {
        // The side without the bar counts as much as the one with it.
        let inner = self.width() - 2.0 * BAR_SIDE;
        let heading = ask_heading(by, self.labels);
        let heading_height = self.strong_height(&heading, sizes.body, inner);
        let mut height = heading_height;
        if !text.is_empty() {
            height += sizes.item_gap + self.text_height(text, sizes.body, inner);
        }
        for block in body {
            height += sizes.gap;
            height += match block {
                Block::List { items, .. } => self.list_height(items, inner, sizes),
                Block::Paragraph { text } => self.text_height(text, sizes.running, inner),
                other => self.block_height(other, sizes),
            };
        }
        2.0 * ASK_PAD + height
    }

    pub(super) fn quote_height(&self, quote: &Quote, sizes: &BlockSizes) -> Px {
        if quote.by.is_empty() {
            // A quotation inside of a text stands on a tinted ground with room on all sides.
            let inner = self.width() - 2.0 * BAR_SIDE;
            return self.text_height(&quote.text, sizes.quote, inner) + 2.0 * ASK_PAD;
        }
        let inner = self.width() - BAR_SIDE;
        let author = self.text_height(&quote.by, sizes.body, inner * AUTHOR_WIDTH);
        self.text_height(&quote.text, sizes.quote, inner) + sizes.gap + author
    }

    pub(super) fn questions_height(&self, items: &[Question], sizes: &BlockSizes) -> Px {
        let width = self.width();
        let mut height = Px::ZERO;
        for item in items {
            let question = self.strong_height(&item.question, sizes.body, width);
            let answer = self.stack_height(&item.answer, sizes);
            let gap = if item.answer.is_empty() {
                Px::ZERO
            } else {
                sizes.item_gap
            };
            height += question + gap + answer;
        }
        height + gaps_between(items.len(), sizes.gap)
    }

    pub(super) fn particulars_height(&self, rows: &[Particular], sizes: &BlockSizes) -> Px {
        let width = self.width() - LIST_INDENT;
        let colon = self.labels().colon();
        let mut height = Px::ZERO;
        for row in rows {
            let label = Inline::text(format!("{}{colon}", row.label));
            let mut line = vec![Inline::Strong { body: vec![label] }];
            line.extend_from_slice(&row.text);
            height += self.text_height(&line, sizes.running, width);
        }
        height + gaps_between(rows.len(), sizes.item_gap)
    }

    /// Height of a note or caption with the gap above it.
    pub(super) fn note_height(&self, text: &[Inline], sizes: &BlockSizes) -> Px {
        if text.is_empty() {
            return Px::ZERO;
        }
        sizes.gap + self.text_height(text, sizes.running, self.width())
    }

    pub(super) fn list_height(&self, items: &[Vec<Block>], width: Px, sizes: &BlockSizes) -> Px {
        let Type { size, leading } = sizes.running;
        // Deeply nested lists keep room for a character.
        let inner = (width - LIST_INDENT).max(size);
        let mut height = Px::ZERO;
        for item in items {
            let item_height = self.list_item_height(item, inner, sizes);
            // An item without text still has its bullet.
            height += item_height.max(leading);
        }
        height + gaps_between(items.len(), sizes.item_gap)
    }

    fn list_item_height(&self, blocks: &[Block], width: Px, sizes: &BlockSizes) -> Px {
        let mut height = Px::ZERO;
        for block in blocks {
            height += match block {
                Block::List { items, .. } => self.list_height(items, width, sizes),
                Block::Paragraph { text } | Block::Heading { text, .. } => {
                    self.text_height(text, sizes.running, width)
                }
                other => {
                    let text = flatten_block(other);
                    self.text_height(&text, sizes.running, width)
                }
            };
        }
        height + gaps_between(blocks.len(), sizes.item_gap)
    }

    pub(super) fn metrics_height(&self, items: &[Metric], sizes: &BlockSizes) -> Px {
        let columns = metric_columns(items.len());
        let width = column_width(&self.theme.slide, columns);
        let number_step = self.metric_number_step(items);
        let number_type = self.metric_number_type(number_step);
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
        let columns = metric_columns(items.len());
        let width = column_width(&self.theme.slide, columns);
        // Width grows with size, so the numbers are measured once, in ems.
        let mut widest = 0.0_f32;
        for metric in items {
            let value = metric_value(metric);
            widest = widest.max(self.body.width(&value, 1.0, true));
        }
        for (step, factor) in METRIC_NUMBER_FACTORS.iter().enumerate() {
            let size = scaled_metric_number(self.theme, *factor).size;
            if widest * size <= width {
                return step;
            }
        }
        METRIC_NUMBER_FACTORS.len() - 1
    }

    pub(super) fn group_height(&self, group: &Group, sizes: &BlockSizes) -> Px {
        let columns = grid_columns(group.items.len());
        let width = column_width(&self.theme.slide, columns);
        let intro = self.optional_text_height(&group.text, sizes.running, self.width());
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
        let cells = tile_rows_height(&group.items, columns, cell_height, gutter);
        intro + gap + cells
    }

    pub(super) fn table_height(&self, table: &Table, sizes: &BlockSizes) -> Px {
        let shares = column_shares(table, &self.body, sizes.small, self.width());
        let mut height = self.header_row_height(table, &shares, sizes);
        for row in &table.rows {
            let lines = self.row_line_count(row, &shares, sizes.small.size, false);
            height += table_row_height(lines, sizes);
        }
        height + self.note_height(&table.note, sizes)
    }

    /// Height of the header of a table with the rule below it.
    pub(super) fn header_row_height(
        &self,
        table: &Table,
        shares: &[usize],
        sizes: &BlockSizes,
    ) -> Px {
        let headers = table.columns.iter().map(|column| &column.header);
        let lines = self.row_line_count(headers, shares, sizes.small.size, true);
        table_row_height(lines, sizes)
    }

    /// Lines of the highest cell of a row; at least one.
    fn row_line_count<'b>(
        &self,
        cells: impl IntoIterator<Item = &'b Vec<Inline>>,
        shares: &[usize],
        size: Px,
        strong: bool,
    ) -> usize {
        let mut lines = 1;
        for (cell, share) in cells.into_iter().zip(shares) {
            let width = self.cell_width(*share);
            let cell_lines = self.body.line_count(cell, size, strong, width);
            lines = lines.max(cell_lines);
        }
        lines
    }

    /// Width of the words in a cell of a column that has `share` of the slide's width.
    pub(super) fn cell_width(&self, share: usize) -> Px {
        let column_width = self.width() * share as f32 / TOTAL_SHARES as f32;
        column_width - CELL_SIDE
    }
}

/// Height of a table's row of `lines` in small type, with the rule below it.
pub(super) fn table_row_height(lines: usize, sizes: &BlockSizes) -> Px {
    let text_height = lines as f32 * sizes.small.leading;
    text_height + 2.0 * sizes.cell_pad + ROW_RULE
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
