//! How slides treat each kind of block: its title, whether it needs a slide of its own, its height,
//! and how it is split.
//!
//! All decisions by kind are here, so a new kind of block changes no other file of the planner.
//! The heights themselves are measured in [`measure`](super::measure), and blocks are split in
//! [`pieces`](super::pieces) and [`split_block`](super::split_block).

use std::borrow::Cow;

use super::geometry::MIN_FIGURE_HEIGHT;
use super::measure::{BlockSizes, SlideMeasurer};
use super::pieces::{group_pieces, list_pieces, particulars_pieces, table_pieces};
use super::record_table::record_table;
use super::slide::SlideKind;
use super::split_block::{
    split_chart, split_group, split_matrix, split_metrics, split_particulars, split_questions,
    strong_text,
};
use super::tables::{FittingTexts, fitting_texts};
use super::wording::caption_with_credit;
use crate::document::{Block, Group, Inline, Labels, Point, Table, record_block};
use crate::length::Px;
use crate::risk_matrix::RiskMatrix;

/// Rows of a table on one slide.
const MAX_ROWS: usize = 7;

/// Options in a table on one slide; they have more text than other rows.
const MAX_OPTIONS: usize = MAX_ROWS - 3;

/// Metrics, or cells of a group, on one slide.
const MAX_CELLS: usize = 6;

/// Questions with their answers on one slide.
const MAX_QUESTIONS: usize = 3;

/// How a block is treated on slides.
pub(super) struct BlockRules<'b> {
    /// The title of a slide that begins with the block, if there is no heading.
    pub title: DefaultTitle<'b>,
    /// Whether the block needs a layout of its own, so that a slide can hold one such block only.
    pub is_exhibit: bool,
    /// Whether there is nothing to show.
    pub is_empty: bool,
    /// Whether the block has more items than a slide holds.
    pub has_too_many_items: bool,
}

/// The title of a slide that begins with a block and has no heading.
pub(super) enum DefaultTitle<'b> {
    /// A label of this name.
    Label(&'static str),
    /// The title of the section's slide before, marked as continued. The section's first slide has
    /// the label.
    LabelUnlessContinued(&'static str),
    /// The title of the section's slide before, marked as continued. The section's first slide has
    /// the title of the document.
    Continued,
    /// The title of the document.
    Document,
    /// The block's own words.
    Text(&'b [Inline]),
}

impl<'b> BlockRules<'b> {
    pub fn for_block(block: &'b Block) -> Self {
        use DefaultTitle::{Continued, Document, Label, LabelUnlessContinued, Text};
        match block {
            Block::Masthead => Self::for_text(Document, false),
            Block::Particulars { rows } => Self {
                is_exhibit: true,
                ..Self::for_text(Document, rows.is_empty())
            },
            Block::Heading { text, .. } => Self::for_text(Text(text), text.is_empty()),
            Block::Paragraph { text } => Self::for_text(Continued, text.is_empty()),
            Block::List { items, .. } => Self::for_text(Continued, items.is_empty()),
            Block::Table(table) => Self {
                title: LabelUnlessContinued("table"),
                is_empty: table.columns.is_empty(),
                ..Self::for_rows("table", &table.rows)
            },
            Block::BottomLine { body } => Self::for_text(Label("bottom-line"), body.is_empty()),
            Block::Ask { text, body, .. } => {
                Self::for_text(Label("ask"), text.is_empty() && body.is_empty())
            }
            Block::Metrics { items } => Self::for_items("metrics", items.len(), MAX_CELLS),
            Block::Point(point) => {
                let is_empty = point.headline.is_empty()
                    && point.text.is_empty()
                    && point.detail.is_empty()
                    && point.notes.is_empty();
                Self::for_text(Label("points"), is_empty)
            }
            Block::Group(group) => {
                let has_words = !group.heading.is_empty() || !group.text.is_empty();
                Self {
                    is_empty: !has_words && group.items.is_empty(),
                    ..Self::for_items("points", group.items.len(), MAX_CELLS)
                }
            }
            Block::Quote(quote) => {
                let is_empty = quote.text.is_empty() && quote.by.is_empty();
                Self::for_text(Label("quote"), is_empty)
            }
            Block::People { items } => Self::for_rows("people", items),
            Block::Timeline { items } => Self::for_rows("timeline", items),
            Block::Options { items } => Self::for_items("options", items.len(), MAX_OPTIONS),
            Block::Risks { items } => {
                let mut rules = Self::for_rows("risks", items);
                // A matrix of some of the risks would have other numbers.
                if RiskMatrix::from_risks(items).is_some() {
                    rules.has_too_many_items = false;
                }
                rules
            }
            Block::Actions { items } => Self::for_rows("actions", items),
            Block::Questions { items } => Self {
                is_exhibit: false,
                ..Self::for_items("questions", items.len(), MAX_QUESTIONS)
            },
            Block::Glossary { items } => Self::for_rows("glossary", items),
            Block::Contacts { items } => Self::for_rows("contacts", items),
            Block::Chart(_) => Self::for_figure("chart"),
            Block::Image(_) => Self::for_figure("figure"),
            Block::Columns { main, side } => {
                Self::for_text(Continued, main.is_empty() && side.is_empty())
            }
            Block::Notes { body } => Self::for_text(Continued, body.is_empty()),
            Block::Sources => Self::for_figure("sources"),
            Block::Break => Self::for_text(Continued, false),
        }
    }

    /// The rules of text, which may share its slide with other text.
    fn for_text(title: DefaultTitle<'b>, is_empty: bool) -> Self {
        Self {
            title,
            is_exhibit: false,
            is_empty,
            has_too_many_items: false,
        }
    }

    /// The rules of an exhibit that is a table with a row for each item.
    fn for_rows<T>(label: &'static str, items: &[T]) -> Self {
        Self::for_items(label, items.len(), MAX_ROWS)
    }

    /// The rules of an exhibit with `count` items, of which a slide holds at most `max`.
    fn for_items(label: &'static str, count: usize, max: usize) -> Self {
        Self {
            title: DefaultTitle::Label(label),
            is_exhibit: true,
            is_empty: count == 0,
            has_too_many_items: count > max,
        }
    }

    /// The rules of an exhibit that is shown as a whole.
    fn for_figure(label: &'static str) -> Self {
        Self {
            title: DefaultTitle::Label(label),
            is_exhibit: true,
            is_empty: false,
            has_too_many_items: false,
        }
    }
}

/// Whether a block needs a layout of its own, so that a slide can hold one such block only.
pub(super) fn is_exhibit(block: &Block) -> bool {
    BlockRules::for_block(block).is_exhibit
}

/// A slide that shows a single block.
#[expect(
    clippy::large_enum_variant,
    reason = "there is one at a time, and it is taken apart at once"
)]
pub(super) enum StandaloneSlide<'b> {
    /// A point; its headline is the title.
    Point(&'b Point),
    /// Any other block below a title.
    Titled {
        kind: SlideKind,
        /// Empty for the default title.
        title: Vec<Inline>,
        /// The block without the words that are the slide's title.
        shown: Option<Block>,
    },
}

/// The slide of a block that is alone on its slide; `None` for a block that shares one.
pub(super) fn standalone_slide(block: &Block) -> Option<StandaloneSlide<'_>> {
    let slide = match block {
        Block::Point(point) => StandaloneSlide::Point(point),
        Block::Group(group) => group_slide(group),
        Block::Quote(_) => StandaloneSlide::Titled {
            kind: SlideKind::Quote,
            title: Vec::new(),
            shown: Some(block.clone()),
        },
        Block::Chart(chart) => exhibit_slide(&chart.title, block.clone()),
        Block::Image(image) => {
            let mut bare = image.clone();
            bare.caption.clear();
            exhibit_slide(&image.caption, Block::Image(bare))
        }
        Block::Table(table) if !table.title.is_empty() => {
            let mut bare = table.clone();
            bare.title.clear();
            exhibit_slide(&table.title, Block::Table(bare))
        }
        Block::Masthead
        | Block::Particulars { .. }
        | Block::Heading { .. }
        | Block::Paragraph { .. }
        | Block::List { .. }
        | Block::Table(_)
        | Block::BottomLine { .. }
        | Block::Ask { .. }
        | Block::Metrics { .. }
        | record_block!()
        | Block::Timeline { .. }
        | Block::Options { .. }
        | Block::Risks { .. }
        | Block::Questions { .. }
        | Block::Columns { .. }
        | Block::Notes { .. }
        | Block::Sources
        | Block::Break => return None,
    };
    Some(slide)
}

/// The slide of a group. A heading alone is a statement.
fn group_slide(group: &Group) -> StandaloneSlide<'_> {
    let title = group.heading.clone();
    if group.items.is_empty() && group.text.is_empty() {
        return StandaloneSlide::Titled {
            kind: SlideKind::Statement,
            title,
            shown: None,
        };
    }
    StandaloneSlide::Titled {
        kind: SlideKind::Content,
        title,
        shown: Some(Block::Group(group.clone())),
    }
}

fn exhibit_slide<'b>(title: &[Inline], shown: Block) -> StandaloneSlide<'b> {
    StandaloneSlide::Titled {
        kind: SlideKind::Exhibit,
        title: title.to_vec(),
        shown: Some(shown),
    }
}

/// The note below a chart or a table, which may end with the source.
pub(super) fn note_mut(block: &mut Block) -> Option<&mut Vec<Inline>> {
    match block {
        Block::Chart(chart) => Some(&mut chart.note),
        Block::Table(table) => Some(&mut table.note),
        _ => None,
    }
}

/// The table in which people, options, risks and other records are shown, without columns that are
/// empty in every row; `None` for a block that is not shown as a table.
#[must_use]
pub fn block_to_table(block: &Block, labels: &Labels) -> Option<Table> {
    block_as_table(block, labels).map(Cow::into_owned)
}

/// As [`block_to_table`], but does not copy a block that is a table already.
pub(crate) fn block_as_table<'a>(block: &'a Block, labels: &Labels) -> Option<Cow<'a, Table>> {
    let table = match block {
        Block::Table(table) => return Some(Cow::Borrowed(table)),
        Block::People { items } => record_table(items, labels),
        Block::Timeline { items } => record_table(items, labels),
        Block::Options { items } => record_table(items, labels),
        Block::Risks { items } => record_table(items, labels),
        Block::Actions { items } => record_table(items, labels),
        Block::Glossary { items } => record_table(items, labels),
        Block::Contacts { items } => record_table(items, labels),
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
        | Block::Break => return None,
    };
    Some(Cow::Owned(table))
}

/// Makes a block for each item: `one_each!(items => Block::People)`.
macro_rules! one_each {
    ($items:expr => $($block:tt)+) => {{
        let mut blocks = Vec::new();
        for item in $items {
            blocks.push($($block)+ { items: vec![item] });
        }
        blocks
    }};
}

/// Divides a block into the smallest blocks that make sense on different slides: one for each item
/// or row.
pub(super) fn split_into_pieces(block: Block) -> Vec<Block> {
    match block {
        Block::List {
            ordered,
            first,
            items,
        } => list_pieces(ordered.then_some(first), items),
        Block::BottomLine { body } => {
            let mut blocks = Vec::new();
            for piece in split_all_into_pieces(body) {
                blocks.push(Block::BottomLine { body: vec![piece] });
            }
            blocks
        }
        Block::Metrics { items } => one_each!(items => Block::Metrics),
        Block::Group(group) => group_pieces(group),
        Block::Table(table) => table_pieces(table),
        Block::People { items } => one_each!(items => Block::People),
        Block::Timeline { items } => one_each!(items => Block::Timeline),
        Block::Options { items } => one_each!(items => Block::Options),
        // A matrix of some of the risks would have other numbers.
        Block::Risks { ref items } if RiskMatrix::from_risks(items).is_some() => vec![block],
        Block::Risks { items } => one_each!(items => Block::Risks),
        Block::Actions { items } => one_each!(items => Block::Actions),
        Block::Questions { items } => one_each!(items => Block::Questions),
        Block::Glossary { items } => one_each!(items => Block::Glossary),
        Block::Contacts { items } => one_each!(items => Block::Contacts),
        Block::Particulars { rows } => particulars_pieces(rows),
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

fn split_all_into_pieces(blocks: Vec<Block>) -> Vec<Block> {
    blocks.into_iter().flat_map(split_into_pieces).collect()
}

/// Adds a piece to `block`, which holds earlier pieces of the same block. Returns a piece that must
/// remain a block of its own.
pub(super) fn append_piece(block: &mut Block, next: Block) -> Option<Block> {
    match (block, next) {
        (
            Block::List {
                ordered: false,
                items,
                ..
            },
            Block::List {
                ordered: false,
                items: more,
                ..
            },
        ) => items.extend(more),
        (Block::BottomLine { body }, Block::BottomLine { body: more }) => {
            for next in more {
                let rest = match body.last_mut() {
                    Some(last) => append_piece(last, next),
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
        // Every kind by name, so that a new kind of block stops the build here.
        (
            _,
            next @ (Block::Masthead
            | Block::Particulars { .. }
            | Block::Heading { .. }
            | Block::Paragraph { .. }
            | Block::List { .. }
            | Block::Table(_)
            | Block::BottomLine { .. }
            | Block::Ask { .. }
            | Block::Metrics { .. }
            | Block::Point(_)
            | Block::Group(_)
            | Block::Quote(_)
            | Block::People { .. }
            | Block::Timeline { .. }
            | Block::Options { .. }
            | Block::Risks { .. }
            | Block::Actions { .. }
            | Block::Questions { .. }
            | Block::Glossary { .. }
            | Block::Contacts { .. }
            | Block::Chart(_)
            | Block::Image(_)
            | Block::Columns { .. }
            | Block::Notes { .. }
            | Block::Sources
            | Block::Break),
        ) => return Some(next),
    }
    None
}

impl SlideMeasurer<'_> {
    /// Which texts fit in the columns of a block that is shown as a table; all of any other block.
    pub(super) fn fitting_texts(&self, block: &Block, sizes: &BlockSizes) -> FittingTexts {
        let is_table = matches!(
            block,
            Block::Table(_)
                | Block::People { .. }
                | Block::Risks { .. }
                | Block::Actions { .. }
                | Block::Glossary { .. }
                | Block::Contacts { .. }
        );
        match block_as_table(block, self.labels) {
            Some(table) if is_table => fitting_texts(&table, &self.body, sizes.small, self.width()),
            _ => FittingTexts::NumbersAndWords,
        }
    }

    /// Height of a block over the slide's whole width; an image or chart is as low as it may be.
    pub(super) fn block_height(&self, block: &Block, sizes: &BlockSizes) -> Px {
        let width = self.width();
        match block {
            Block::Heading { text, .. } => self.strong_height(text, sizes.body, width),
            Block::Paragraph { text } => self.text_height(text, sizes.running, width),
            Block::List { items, .. } => self.list_height(items, width, sizes),
            Block::BottomLine { body } => self.stack_height(body, sizes),
            Block::Ask { text, by, body } => self.ask_height(text, by.as_deref(), body, sizes),
            Block::Metrics { items } => self.metrics_height(items, sizes),
            Block::Group(group) => self.group_height(group, sizes),
            Block::Quote(quote) => self.quote_height(quote, sizes),
            Block::Questions { items } => self.questions_height(items, sizes),
            Block::Particulars { rows } => self.particulars_height(rows, sizes),
            Block::Chart(chart) => {
                let note_height = self.note_height(&chart.note, sizes);
                MIN_FIGURE_HEIGHT + note_height
            }
            Block::Image(image) => {
                let caption = caption_with_credit(image, self.labels);
                MIN_FIGURE_HEIGHT + self.note_height(&caption, sizes)
            }
            Block::Timeline { items } => self.timeline_height(items, sizes),
            Block::Risks { items } => match RiskMatrix::from_risks(items) {
                Some(matrix) => self.matrix_height(&matrix, items, sizes),
                None => self.record_table_height(block, sizes),
            },
            Block::Table(_) | record_block!() | Block::Options { .. } => {
                self.record_table_height(block, sizes)
            }
            // The planner puts none of these on a slide.
            Block::Masthead
            | Block::Point(_)
            | Block::Columns { .. }
            | Block::Notes { .. }
            | Block::Sources
            | Block::Break => Px::ZERO,
        }
    }

    fn record_table_height(&self, block: &Block, sizes: &BlockSizes) -> Px {
        match block_as_table(block, self.labels) {
            Some(table) => self.table_height(&table, sizes),
            None => Px::ZERO,
        }
    }

    /// Splits a piece that is too high for a slide; returns nothing if it cannot be split.
    pub(super) fn split_oversized(
        &self,
        block: &Block,
        sizes: &BlockSizes,
        available: Px,
    ) -> Vec<Block> {
        match block {
            Block::Paragraph { text } => self.split_paragraph(text, sizes.running, available),
            Block::BottomLine { body } => self.split_bottom_line(body, sizes, available),
            // A paragraph can be split, a heading cannot.
            Block::Heading { text, .. } => {
                let text = strong_text(text);
                vec![Block::Paragraph { text }]
            }
            Block::List { items, .. } => {
                let parts = self.split_list(items, sizes, available);
                split_all_into_pieces(parts)
            }
            Block::Ask { text, by, body } => self.split_ask(text, by.as_deref(), body),
            Block::Metrics { items } => split_metrics(items),
            Block::Group(group) => split_group(group),
            Block::Quote(quote) => self.split_quote(quote, sizes, available),
            Block::Questions { items } => split_all_into_pieces(split_questions(items)),
            Block::Particulars { rows } => split_particulars(rows),
            Block::Chart(chart) => split_chart(chart),
            Block::Image(image) => self.split_image(image),
            // As a table it needs no space for the line.
            Block::Timeline { .. } => match block_to_table(block, self.labels) {
                Some(table) => vec![Block::Table(table)],
                None => Vec::new(),
            },
            Block::Risks { items } if RiskMatrix::from_risks(items).is_some() => {
                split_into_pieces(split_matrix(items))
            }
            Block::Table(_) | record_block!() | Block::Options { .. } | Block::Risks { .. } => {
                match block_as_table(block, self.labels) {
                    Some(table) => self.split_row(&table, sizes, available),
                    None => Vec::new(),
                }
            }
            Block::Masthead
            | Block::Point(_)
            | Block::Columns { .. }
            | Block::Notes { .. }
            | Block::Sources
            | Block::Break => Vec::new(),
        }
    }
}
