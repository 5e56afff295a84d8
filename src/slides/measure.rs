//! How much room blocks take on a slide.

use super::geometry::{
    self, ASK_PAD, BAR_SIDE, CELL_SIDE, LIST_INDENT, MIN_FIGURE_HEIGHT, SlideSizes, TILE_TOP,
};
use super::slide::{Slide, SlideKind};
use super::tables::column_shares;
use super::wording::{ask_heading, flatten_block, metric_details, metric_value};
use crate::document::{Block, Group, Inline, Labels, Metric, Particular, Question, Quote, Table};
use crate::fonts::Fonts;
use crate::length::Px;
use crate::text::ruler::TextRuler;
use crate::theme::{Theme, Type};

/// Measures what stands on slides. A clone shares what was measured.
#[derive(Clone)]
pub struct SlideMeasurer<'a> {
    pub(super) theme: &'a Theme,
    pub(super) labels: &'a Labels,
    /// For running text.
    pub body: TextRuler<'a>,
    /// For titles.
    pub heading: TextRuler<'a>,
    /// Whether what is measured stands on one slide, and does not go on over several.
    pub on_one_slide: bool,
}

impl<'a> SlideMeasurer<'a> {
    /// A measure for slides in `theme`.
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

    pub(super) fn width(&self) -> Px {
        geometry::content_width(&self.theme.slide)
    }

    /// Height of `blocks` one below the other; pictures at their lowest.
    pub(super) fn stack_height(&self, blocks: &[Block], kind: SlideKind, scale: f32) -> Px {
        self.stack_height_with(
            blocks,
            kind,
            &SlideSizes::at_scale(&self.theme.slide, scale),
        )
    }

    pub(super) fn stack_height_with(
        &self,
        blocks: &[Block],
        kind: SlideKind,
        sizes: &SlideSizes,
    ) -> Px {
        let mut height = Px::ZERO;
        for (at, block) in blocks.iter().enumerate() {
            if at > 0 {
                let tight = matches!(blocks[at - 1], Block::Heading { .. });
                height += if tight { sizes.item_gap } else { sizes.gap };
            }
            height += self.block_height(block, kind, sizes);
        }
        height
    }

    /// Height that is left for the picture or chart of `slide` when everything else has its place.
    #[must_use]
    pub fn figure_height(&self, slide: &Slide) -> Px {
        let used = self.stack_height(&slide.blocks, slide.kind, slide.scale) - MIN_FIGURE_HEIGHT;
        (self.height_below_title_box(slide.kind, &slide.source_line) - used)
            .floor()
            .max(MIN_FIGURE_HEIGHT)
    }

    /// Height below the title.
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
    pub(super) fn source_line_height(&self, line: &[Inline]) -> Px {
        let set = self.theme.slide.caption;
        if line.is_empty() {
            Px::ZERO
        } else {
            self.text_height(line, set, self.width()) + Px(16.0)
        }
    }

    pub(super) fn text_height(&self, text: &[Inline], set: Type<Px>, width: Px) -> Px {
        self.body.line_count(text, set.size, false, width) as f32 * set.leading
    }

    pub(super) fn strong_height(&self, text: &[Inline], set: Type<Px>, width: Px) -> Px {
        self.body.line_count(text, set.size, true, width) as f32 * set.leading
    }

    /// Height of the ask.
    pub(super) fn ask_height(&self, text: &[Inline], by: Option<&str>, sizes: &SlideSizes) -> Px {
        let inner = self.width() - 2.0 * BAR_SIDE;
        let head = ask_heading(by, self.labels);
        2.0 * ASK_PAD
            + self.strong_height(&head, sizes.body, inner)
            + sizes.item_gap
            + self.text_height(text, sizes.body, inner)
    }

    /// Height of a quote.
    pub(super) fn quote_height(&self, quote: &Quote, sizes: &SlideSizes) -> Px {
        let inner = self.width() - BAR_SIDE;
        let by = if quote.by.is_empty() {
            Px::ZERO
        } else {
            sizes.gap + self.text_height(&quote.by, sizes.body, inner * 0.95)
        };
        self.text_height(&quote.text, sizes.quote, inner) + by
    }

    /// Height of questions and their answers.
    pub(super) fn questions_height(
        &self,
        items: &[Question],
        kind: SlideKind,
        sizes: &SlideSizes,
    ) -> Px {
        let heights = items.iter().map(|item| {
            let answer = self.stack_height_with(&item.answer, kind, sizes);
            let gap = if item.answer.is_empty() {
                Px::ZERO
            } else {
                sizes.item_gap
            };
            self.strong_height(&item.question, sizes.body, self.width()) + gap + answer
        });
        heights.sum::<Px>() + sizes.gap * items.len().saturating_sub(1) as f32
    }

    /// Height of particulars.
    pub(super) fn particulars_height(
        &self,
        rows: &[Particular],
        set: Type<Px>,
        sizes: &SlideSizes,
    ) -> Px {
        let heights = rows.iter().map(|row| {
            let label = Inline::Strong {
                body: vec![Inline::text(format!("{}: ", row.label))],
            };
            self.text_height(
                &[&[label], row.text.as_slice()].concat(),
                set,
                self.width() - LIST_INDENT,
            )
        });
        let height: Px = heights.sum();
        height + sizes.item_gap * rows.len().saturating_sub(1) as f32
    }

    pub(super) fn note_height(&self, text: &[Inline], set: Type<Px>, sizes: &SlideSizes) -> Px {
        if text.is_empty() {
            Px::ZERO
        } else {
            sizes.gap + self.text_height(text, set, self.width())
        }
    }

    pub(super) fn list_height(
        &self,
        items: &[Vec<Block>],
        set: Type<Px>,
        width: Px,
        sizes: &SlideSizes,
    ) -> Px {
        let inner = (width - LIST_INDENT).max(set.size);
        let item = |blocks: &Vec<Block>| {
            let heights = blocks.iter().map(|block| match block {
                Block::List { items, .. } => self.list_height(items, set, inner, sizes),
                Block::Paragraph { text } | Block::Heading { text, .. } => {
                    self.text_height(text, set, inner)
                }
                other => self.text_height(&flatten_block(other), set, inner),
            });
            heights.sum::<Px>() + sizes.item_gap * blocks.len().saturating_sub(1) as f32
        };
        items
            .iter()
            .map(item)
            .map(|it| it.max(set.leading))
            .sum::<Px>()
            + sizes.item_gap * items.len().saturating_sub(1) as f32
    }

    pub(super) fn metrics_height(&self, items: &[Metric], sizes: &SlideSizes) -> Px {
        let columns = geometry::metric_columns(items.len());
        let width = geometry::column_width(&self.theme.slide, columns);
        let figure = self.metric_number_type(self.metric_number_step(items));
        let tile = |metric: &Metric| {
            TILE_TOP
                + self.strong_height(&metric_value(metric), figure, width)
                + self.text_height(&metric_details(metric), sizes.small, width)
        };
        tile_rows_height(items, columns, tile, self.theme.slide.gutter)
    }

    /// The theme.
    #[must_use]
    pub fn theme(&self) -> &'a Theme {
        self.theme
    }

    /// The words of the document's language.
    #[must_use]
    pub fn labels(&self) -> &'a Labels {
        self.labels
    }

    /// The type of a metric's number at a step of [`geometry::METRIC_NUMBER_FACTORS`].
    #[must_use]
    pub fn metric_number_type(&self, step: usize) -> Type<Px> {
        scaled_metric_number(
            self.theme,
            geometry::METRIC_NUMBER_FACTORS
                .get(step)
                .copied()
                .unwrap_or(1.0),
        )
    }

    /// Which of [`geometry::METRIC_NUMBER_FACTORS`] the numbers of `items` are set in.
    #[must_use]
    pub fn metric_number_step(&self, items: &[Metric]) -> usize {
        let width =
            geometry::column_width(&self.theme.slide, geometry::metric_columns(items.len()));
        let widest = items
            .iter()
            .map(|metric| self.body.width(&metric_value(metric), 1.0, true))
            .fold(0.0, f32::max);
        let fits = |factor: &f32| widest * scaled_metric_number(self.theme, *factor).size <= width;
        geometry::METRIC_NUMBER_FACTORS
            .iter()
            .position(fits)
            .unwrap_or(geometry::METRIC_NUMBER_FACTORS.len() - 1)
    }

    pub(super) fn group_height(&self, group: &Group, kind: SlideKind, sizes: &SlideSizes) -> Px {
        let columns = geometry::grid_columns(group.items.len());
        let width = geometry::column_width(&self.theme.slide, columns);
        let intro = if group.text.is_empty() {
            Px::ZERO
        } else {
            self.text_height(&group.text, sizes.running_text(kind), self.width())
        };
        if group.items.is_empty() {
            return intro;
        }
        let gap = if intro > Px::ZERO {
            sizes.gap
        } else {
            Px::ZERO
        };
        let cell = |item: &crate::document::GroupItem| {
            let text = if item.text.is_empty() {
                Px::ZERO
            } else {
                self.text_height(&item.text, sizes.small, width)
            };
            TILE_TOP + self.strong_height(&item.name, sizes.body, width) + text
        };
        intro + gap + tile_rows_height(&group.items, columns, cell, self.theme.slide.gutter)
    }

    pub(super) fn table_height(&self, table: &Table, kind: SlideKind, sizes: &SlideSizes) -> Px {
        let head = table.columns.iter().map(|column| &column.header);
        let shares = column_shares(table, &self.body, sizes.small, self.width());
        let rows = table
            .rows
            .iter()
            .map(|row| self.row_height(row.iter(), &shares, sizes, false));
        self.row_height(head, &shares, sizes, true)
            + rows.sum::<Px>()
            + self.note_height(&table.note, sizes.running_text(kind), sizes)
    }

    pub(super) fn row_height<'b>(
        &self,
        cells: impl Iterator<Item = &'b Vec<Inline>>,
        shares: &[usize],
        sizes: &SlideSizes,
        strong: bool,
    ) -> Px {
        let set = sizes.small;
        let lines = cells.zip(shares).map(|(cell, share)| {
            self.body
                .line_count(cell, set.size, strong, self.cell_width(*share))
        });
        lines.max().unwrap_or(1) as f32 * set.leading + 2.0 * sizes.cell_pad + Px(1.0)
    }

    /// Width of the words in a cell.
    pub(super) fn cell_width(&self, share: usize) -> Px {
        self.width() * share as f32 / geometry::TOTAL_SHARES as f32 - CELL_SIDE
    }
}

/// Height of equal columns of tiles, row by row.
fn tile_rows_height<T>(items: &[T], columns: usize, height: impl Fn(&T) -> Px, gap: Px) -> Px {
    let rows = items
        .chunks(columns.max(1))
        .map(|row| row.iter().map(&height).fold(Px::ZERO, Px::max));
    let count = items.len().div_ceil(columns.max(1));
    rows.sum::<Px>() + gap * count.saturating_sub(1) as f32
}

fn scaled_metric_number(theme: &Theme, factor: f32) -> Type<Px> {
    let from = theme.slide.figure;
    let size = (from.size * factor).round();
    Type {
        size,
        leading: (size.0 * from.leading / from.size.0).ceil(),
    }
}
