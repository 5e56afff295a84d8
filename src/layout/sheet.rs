//! One composed page, as a one-pager has it: masthead, bottom line and metrics over the whole
//! width, points beside a narrower column, the rest below, sources at the foot.

use std::borrow::Cow;

use super::context::{LayoutContext, LayoutInput};
use super::copyfit::{Fitted, SizeRange, TooLong, copyfit, too_long_error};
use super::finalize::{LaidOut, Paper, PlacedFragment, finalize_pages, place_column};
use super::galley::{Fragment, Galley, side_by_side, stacked_height};
use super::metrics::LayoutMetrics;
use super::squeeze::Squeeze;
use crate::chart;
use crate::diagnostic::Diagnostic;
use crate::document::{Block, Image, Medium};
use crate::length::Pt;

/// Shares of the width that the main column may have. The first looks best; another is taken if it
/// makes the columns end closer together.
const MAIN_COLUMN_SHARES: [f32; 6] = [0.62, 0.58, 0.66, 0.54, 0.5, 0.7];

/// If two columns of any width end further apart than this many lines of body text, and flowing
/// through two columns of one width saves as much, then they are made to flow.
const MAX_HOLE_LINES: f32 = 3.0;

/// A gap of at least this many units is one between two blocks; smaller ones are inside of a block.
const MIN_BLOCK_SPACE: f32 = 2.0;

/// The space between two blocks is opened by at most this many lines of body text to make columns
/// end together.
const MAX_OPENED_LINES: f32 = 1.2;

/// From this many on, points without anything beside them are laid out in two columns.
const MIN_POINTS_FOR_TWO_COLUMNS: usize = 2;

/// Space between the body and the foot of the page.
const FOOT_GAP: Pt = Pt(8.0);

/// Lays a document out on one page.
///
/// # Errors
///
/// When it does not fit, or something in it cannot be laid out.
pub(super) fn lay_out_sheet(input: &LayoutInput<'_>) -> Result<LaidOut, Vec<Diagnostic>> {
    let geometry = &input.theme.page;
    let paper = Paper {
        width: geometry.width.pt(),
        height: geometry.height.pt(),
        background: None,
    };
    let side = geometry.sheet_side.pt();
    let top = geometry.sheet_top.pt();
    let measure = paper.width - 2.0 * side;
    let available_height = paper.height - 2.0 * top;
    let lang = &input.document.meta.lang;
    let range = SizeRange::for_language(&input.theme.sheet, lang);
    let metrics = |squeeze| LayoutMetrics::new(Medium::Sheet, input.theme, squeeze);
    let overflow = |body: &[Block], squeeze: Squeeze| {
        let mut trial = input.trial(metrics(squeeze));
        trial.lay_out_body(body, measure).height() - available_height
    };
    let fitted = match copyfit(&input.document.body, range, overflow) {
        Ok(fitted) => fitted,
        Err(TooLong(by)) => return Err(vec![too_long_error(input.document, 1, by)]),
    };
    let Fitted {
        squeeze,
        body,
        mut ledger,
    } = fitted;
    let mut context = input.context(metrics(squeeze));
    let galleys = context.lay_out_body(&body, measure);
    let mut placed = context.handling_marking(paper, top);
    placed.extend(galleys.place_on_sheet(side, top, available_height));
    ledger.extend(chart::chart_warnings(&body));
    ledger.append(&mut context.output.warnings);
    Ok(LaidOut {
        pages: finalize_pages(context, vec![placed], paper)?,
        diagnostics: ledger,
    })
}

/// What is laid out on a sheet.
#[derive(Default)]
struct SheetGalleys {
    /// Begins at the top of the page.
    body: Galley,
    /// Ends at the bottom of the page: the sources.
    foot: Galley,
}

impl SheetGalleys {
    fn height(&self) -> Pt {
        let gap = if self.foot.is_empty() {
            Pt::ZERO
        } else {
            FOOT_GAP
        };
        self.body.height() + gap + self.foot.height()
    }

    fn place_on_sheet(self, x: Pt, top: Pt, available_height: Pt) -> Vec<PlacedFragment> {
        let mut placed = place_column(self.body, x, top);
        if !self.foot.is_empty() {
            let y = top + available_height - self.foot.height();
            placed.push(PlacedFragment::new(x, y, self.foot.into_fragment()));
        }
        placed
    }
}

/// Two columns of different width beside each other.
struct ColumnSplit {
    /// Share of the width that the main column has.
    share: f32,
    main_height: Pt,
    side_height: Pt,
}

impl ColumnSplit {
    fn height(&self) -> Pt {
        self.main_height.max(self.side_height)
    }

    /// How far the ends of the columns are apart.
    fn hole(&self) -> Pt {
        (self.main_height - self.side_height).abs()
    }

    fn main_is_higher(&self) -> bool {
        self.main_height > self.side_height
    }
}

impl LayoutContext<'_> {
    fn lay_out_body(&mut self, blocks: &[Block], measure: Pt) -> SheetGalleys {
        let mut galleys = SheetGalleys::default();
        let mut rest = blocks;
        while let Some(block) = rest.first() {
            // Blocks of one kind in a row share the width: points flow through two columns, and
            // images are put beside each other.
            let points = leading_points(rest);
            let images = leading_images(rest);
            let (galley, taken) = if points.len() >= MIN_POINTS_FOR_TWO_COLUMNS
                && self.points_fit_in_half(points, measure)
            {
                let columns = self.lay_out_two_columns(&[points], measure);
                (columns, points.len())
            } else if images.len() > 1 {
                (self.lay_out_images(&images, measure), images.len())
            } else if let Block::Columns { main, side } = block {
                (self.lay_out_columns_of_sheet(main, side, measure), 1)
            } else {
                (self.lay_out_block(block, measure), 1)
            };
            if matches!(block, Block::Sources) {
                galleys.foot.push(self.foot_rule(measure));
                galleys.foot.append(galley);
            } else {
                galleys.body.append(galley);
            }
            rest = &rest[taken..];
        }
        galleys
    }

    /// Whether points have room for their words in half of the measure.
    fn points_fit_in_half(&self, points: &[Block], measure: Pt) -> bool {
        let half = (measure - self.column_gutter()) / 2.0;
        !self.metrics.widens_for_words
            || points.iter().all(|block| match block {
                Block::Point(point) => self.point_words_fit(point, half),
                _ => true,
            })
    }

    /// Two columns, and below them over the full measure the tables with words that do not fit in a
    /// column.
    fn lay_out_columns_of_sheet(&mut self, main: &[Block], side: &[Block], measure: Pt) -> Galley {
        let room = measure - self.column_gutter();
        let [preferred, ..] = MAIN_COLUMN_SHARES;
        let (main, mut wide) = self.without_wide_tables(main, room * preferred);
        let (side, wide_in_side) = self.without_wide_tables(side, room * (1.0 - preferred));
        wide.extend(wide_in_side);
        let mut galley = match (&*main, &*side) {
            ([], []) => Galley::default(),
            // What is left has the whole width.
            ([], blocks) | (blocks, []) => self.lay_out_blocks(blocks, measure),
            (main, side) => self.lay_out_balanced_columns(main, side, measure),
        };
        galley.append(self.lay_out_blocks(&wide, measure));
        galley
    }

    /// The blocks of a column without the tables whose words do not fit in it, and these tables.
    fn without_wide_tables<'b>(
        &mut self,
        blocks: &'b [Block],
        width: Pt,
    ) -> (Cow<'b, [Block]>, Vec<Block>) {
        let mut wide = Vec::new();
        if !self.metrics.widens_for_words {
            return (blocks.into(), wide);
        }
        let mut fits = Vec::new();
        for block in blocks {
            fits.push(match block {
                Block::Table(table) => self.table_words_width(table) <= width,
                _ => true,
            });
        }
        if fits.iter().all(|fits| *fits) {
            return (blocks.into(), wide);
        }
        let mut narrow = Vec::new();
        for (block, fits) in blocks.iter().zip(fits) {
            let column = if fits { &mut narrow } else { &mut wide };
            column.push(block.clone());
        }
        (narrow.into(), wide)
    }

    /// The line above the sources.
    fn foot_rule(&self, measure: Pt) -> Fragment {
        let mut rule = Fragment::default();
        let color = self.theme.colors.rule;
        self.draw_rule(&mut rule, Pt::ZERO, measure, Pt(0.4), color);
        rule
    }

    /// Two columns of different width, which is chosen so that they end close together.
    fn lay_out_balanced_columns(&mut self, main: &[Block], side: &[Block], measure: Pt) -> Galley {
        let split = self.best_column_split(main, side, measure);
        let max_hole = MAX_HOLE_LINES * self.metrics.body.leading;
        if split.hole() > max_hole {
            let flowing = [main, side];
            let even_columns = self.trial().lay_out_two_columns(&flowing, measure);
            let even_height = even_columns.height();
            if split.height() - even_height > max_hole {
                return self.lay_out_two_columns(&flowing, measure);
            }
        }
        // The heights of the columns are known, so an attempt need not lay them out once more.
        let row = if self.measuring {
            Fragment::blank(split.height())
        } else {
            let gutter = self.column_gutter();
            let main_width = (measure - gutter) * split.share;
            let (mut main, mut side) = self.lay_out_split(main, side, measure, split.share);
            self.align_column_ends(&mut main, &mut side);
            side_by_side(vec![(Pt::ZERO, main), (main_width + gutter, side)])
        };
        let space = self.units(3.0);
        Galley::from(row).spaced(space, space)
    }

    /// The width that a column needs for the words of its tables.
    fn words_width_of_tables(&self, blocks: &[Block]) -> Pt {
        let mut widest = Pt::ZERO;
        for block in blocks {
            if let Block::Table(table) = block {
                widest = widest.max(self.trial().table_words_width(table));
            }
        }
        widest
    }

    fn best_column_split(&self, main: &[Block], side: &[Block], measure: Pt) -> ColumnSplit {
        let [preferred, ref others @ ..] = MAIN_COLUMN_SHARES;
        let mut best = self.measure_split(main, side, measure, preferred);
        let line = self.metrics.body.leading;
        // A hole of two lines is hardly seen, and each other share costs a layout of both columns.
        if best.hole() <= 2.0 * line {
            return best;
        }
        let main_is_higher = best.main_is_higher();
        let room = measure - self.column_gutter();
        let least_main = self.words_width_of_tables(main);
        let least_side = self.words_width_of_tables(side);
        for &share in others {
            // Only a wider column becomes lower.
            if (share > preferred) != main_is_higher {
                continue;
            }
            if room * share < least_main || room * (1.0 - share) < least_side {
                continue;
            }
            let split = self.measure_split(main, side, measure, share);
            let has_crossed = split.main_is_higher() != main_is_higher;
            // Earlier shares look better: a later one has to save a line.
            if split.height() + line < best.height() {
                best = split;
            }
            // The other column is the higher one now, and would be for all shares that are left.
            if has_crossed {
                break;
            }
        }
        best
    }

    fn measure_split(
        &self,
        main: &[Block],
        side: &[Block],
        measure: Pt,
        share: f32,
    ) -> ColumnSplit {
        let (main, side) = self.trial().lay_out_split(main, side, measure, share);
        ColumnSplit {
            share,
            main_height: main.height(),
            side_height: side.height(),
        }
    }

    /// The main and the side column, if the main one has this share of the width.
    fn lay_out_split(
        &mut self,
        main: &[Block],
        side: &[Block],
        measure: Pt,
        share: f32,
    ) -> (Galley, Galley) {
        let gutter = self.column_gutter();
        let main_width = (measure - gutter) * share;
        let main = self.lay_out_blocks(main, main_width);
        let side = self.lay_out_blocks(side, measure - gutter - main_width);
        (main, side)
    }

    fn column_gutter(&self) -> Pt {
        self.metrics.gutter * 1.6
    }

    /// Opens the space between the blocks of the shorter of two columns, so that both end at the
    /// same height.
    fn align_column_ends(&self, left: &mut Galley, right: &mut Galley) {
        let missing = left.height() - right.height();
        let shorter = if missing > Pt::ZERO { right } else { left };
        let min_space = self.units(MIN_BLOCK_SPACE);
        let mut gaps = Vec::new();
        for at in 1..shorter.fragments.len() {
            let belongs_to_last = shorter.fragments[at - 1].keep_with_next;
            if !belongs_to_last && shorter.space_before(at) >= min_space {
                gaps.push(at);
            }
        }
        let share_of_each = missing.abs() / gaps.len().max(1) as f32;
        // Wider gaps would tear the column apart; then it rather ends early.
        let opened = share_of_each.min(MAX_OPENED_LINES * self.metrics.body.leading);
        for at in gaps {
            shorter.fragments[at].above = shorter.space_before(at) + opened;
        }
    }

    /// Blocks that flow through two columns of one width, cut where the columns end closest
    /// together.
    fn lay_out_two_columns(&mut self, parts: &[&[Block]], measure: Pt) -> Galley {
        let gutter = self.column_gutter();
        let width = (measure - gutter) / 2.0;
        let mut galley = Galley::default();
        for blocks in parts {
            galley.append(self.lay_out_blocks(blocks, width));
        }
        let (mut left, mut right) = split_in_half(galley);
        self.align_column_ends(&mut left, &mut right);
        let row = side_by_side(vec![(Pt::ZERO, left), (width + gutter, right)]);
        let space = self.units(3.0);
        Galley::from(row).spaced(space, space)
    }
}

fn leading_points(blocks: &[Block]) -> &[Block] {
    let mut count = 0;
    while let Some(Block::Point(_)) = blocks.get(count) {
        count += 1;
    }
    &blocks[..count]
}

fn leading_images(blocks: &[Block]) -> Vec<&Image> {
    let mut images = Vec::new();
    for block in blocks {
        let Block::Image(image) = block else {
            break;
        };
        images.push(image);
    }
    images
}

/// Cuts a galley where its halves come closest in height.
fn split_in_half(mut galley: Galley) -> (Galley, Galley) {
    let fragments = &galley.fragments;
    let mut best_cut = fragments.len();
    let mut best_height = i64::MAX;
    // Backwards, because the first of two equal cuts is taken: the left column is not the shorter.
    for cut in (1..fragments.len()).rev() {
        if fragments[cut - 1].keep_with_next {
            continue;
        }
        let (left, right) = fragments.split_at(cut);
        let height = stacked_height(left).max(stacked_height(right));
        // In half points: what differs by less counts as equal.
        let rounded_height = (height.0 * 2.0).round() as i64;
        if rounded_height < best_height {
            (best_cut, best_height) = (cut, rounded_height);
        }
    }
    let right = galley.fragments.split_off(best_cut);
    (galley, Galley { fragments: right })
}
