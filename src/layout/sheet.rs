//! One composed page: masthead, bottom line and metrics over the whole width, points beside a
//! narrower column, the rest below, sources at the foot.

use super::context::{LayoutContext, LayoutInput};
use super::copyfit::{Fitted, SizeRange, TooLong, copyfit, too_long_error};
use super::finalize::{LaidOut, Paper, PlacedFragment, finalize_pages};
use super::galley::{Fragment, Galley, paginate, side_by_side, stacked_height};
use super::metrics::LayoutMetrics;
use super::squeeze::Squeeze;
use crate::chart;
use crate::diagnostic::Diagnostic;
use crate::document::{Block, Image, Medium};
use crate::length::Pt;

/// Shares of the width that the main column may have; the one that makes the columns end closest
/// together is taken.
const MAIN_COLUMN_SHARES: [f32; 6] = [0.62, 0.58, 0.66, 0.54, 0.5, 0.7];

/// Columns that end further apart than twice this many lines of body text, whatever their width,
/// are made one text that flows through two columns of one width.
const MAX_HOLE_LINES: f32 = 3.0;

/// Space of at least this many units parts one block of a column from the next.
const MIN_BLOCK_SPACE: f32 = 2.0;

/// The most by which the space between two blocks is opened to make columns end together, in lines
/// of body text.
const MAX_OPENED_LINES: f32 = 1.2;

/// Points without anything beside them stand in two columns from this many on.
const MIN_POINTS_FOR_TWO_COLUMNS: usize = 2;

/// Sets a document on one page.
pub(super) fn lay_out_sheet(input: &LayoutInput<'_>) -> Result<LaidOut, Vec<Diagnostic>> {
    let geometry = &input.theme.page;
    let paper = Paper {
        width: geometry.width.pt(),
        height: geometry.height.pt(),
        background: None,
    };
    let (side, top) = (geometry.sheet_side.pt(), geometry.sheet_top.pt());
    let (measure, room) = (paper.width - 2.0 * side, paper.height - 2.0 * top);
    let range = SizeRange::for_language(&input.theme.sheet, &input.document.meta.lang);
    let overflow = |body: &[Block], squeeze: Squeeze| {
        let mut context = input.context(LayoutMetrics::new(Medium::Sheet, input.theme, squeeze));
        context.measuring = true;
        let (main, foot) = context.sheet_galleys(body, measure);
        sheet_height(&main, &foot) - room
    };
    let Fitted {
        squeeze,
        body,
        mut ledger,
    } = copyfit(&input.document.body, range, overflow)
        .map_err(|TooLong(by)| vec![too_long_error(input.document, 1, by)])?;
    let mut context = input.context(LayoutMetrics::new(Medium::Sheet, input.theme, squeeze));
    let (main, foot) = context.sheet_galleys(&body, measure);
    let mut placed = context.handling_marking(paper, top);
    placed.extend(place_on_sheet(main, foot, (side, top), room));
    ledger.extend(chart::chart_warnings(&body));
    Ok(LaidOut {
        pages: finalize_pages(context, vec![placed], paper)?,
        diagnostics: ledger,
    })
}

/// How two columns of different width come out.
struct ColumnSplit {
    /// Share of the main column.
    ratio: f32,
    /// Of the higher one.
    height: Pt,
    /// Between their ends.
    apart: Pt,
}

fn sheet_height(main: &Galley, foot: &Galley) -> Pt {
    let gap = if foot.is_empty() { Pt::ZERO } else { Pt(8.0) };
    main.height() + gap + foot.height()
}

/// Puts the body at the top and the foot at the bottom of the page.
fn place_on_sheet(main: Galley, foot: Galley, (x, top): (Pt, Pt), room: Pt) -> Vec<PlacedFragment> {
    let foot_height = foot.height();
    let mut placed: Vec<PlacedFragment> = Vec::new();
    for (y, fragment) in paginate(main, Pt::MAX).into_iter().flatten() {
        placed.push(PlacedFragment::new(x, top + y, fragment));
    }
    if !foot.is_empty() {
        placed.push(PlacedFragment::new(
            x,
            top + room - foot_height,
            foot.into_fragment(),
        ));
    }
    placed
}

impl LayoutContext<'_> {
    /// The body, and what stands at the foot of the page.
    fn sheet_galleys(&mut self, blocks: &[Block], measure: Pt) -> (Galley, Galley) {
        let mut main = Galley::default();
        let mut foot = Galley::default();
        let mut rest = blocks;
        while let Some((block, after)) = rest.split_first() {
            let points = rest
                .iter()
                .take_while(|block| matches!(block, Block::Point(_)))
                .count();
            let images: Vec<&Image> = rest.iter().map_while(as_image).collect();
            match block {
                Block::Columns { main: wide, side } => {
                    main.append(self.lay_out_balanced_columns(wide, side, measure))
                }
                Block::Point(_) if points >= MIN_POINTS_FOR_TWO_COLUMNS => {
                    main.append(self.lay_out_two_columns(&[&rest[..points]], measure));
                    rest = &rest[points..];
                    continue;
                }
                Block::Image(_) if images.len() > 1 => {
                    main.append(self.lay_out_images(&images, measure));
                    rest = &rest[images.len()..];
                    continue;
                }
                Block::Sources => {
                    let mut fragment = Fragment::default();
                    self.draw_rule(
                        &mut fragment,
                        Pt::ZERO,
                        measure,
                        Pt(0.4),
                        self.theme.colors.rule,
                    );
                    foot.push(fragment);
                    foot.append(self.lay_out_block(block, measure));
                }
                _ => main.append(self.lay_out_block(block, measure)),
            }
            rest = after;
        }
        (main, foot)
    }

    /// Two columns of different width, as wide as makes them end closest together.
    fn lay_out_balanced_columns(&mut self, main: &[Block], side: &[Block], measure: Pt) -> Galley {
        let gutter = self.metrics.gutter * 1.6;
        let set = |context: &mut Self, ratio: f32| {
            let wide = (measure - gutter) * ratio;
            let main = context.lay_out_blocks(main, wide);
            let side = context.lay_out_blocks(side, measure - gutter - wide);
            (wide, main, side)
        };
        let heights = |context: &mut Self, ratio: f32| {
            let (_, main, side) = context.measure_only(|context| set(context, ratio));
            (main.height(), side.height())
        };
        let (left, right) = heights(self, MAIN_COLUMN_SHARES[0]);
        let mut best = ColumnSplit {
            ratio: MAIN_COLUMN_SHARES[0],
            height: left.max(right),
            apart: (left - right).abs(),
        };
        let line = self.metrics.body.leading;
        let main_is_higher = left > right;
        let promising = |ratio: &&f32| {
            if main_is_higher {
                **ratio > MAIN_COLUMN_SHARES[0]
            } else {
                **ratio < MAIN_COLUMN_SHARES[0]
            }
        };
        if best.apart > 2.0 * line {
            for ratio in MAIN_COLUMN_SHARES.iter().filter(promising) {
                let (left, right) = heights(self, *ratio);
                // Earlier ratios metrics better: a later one has to save a line.
                if left.max(right) + line < best.height {
                    best = ColumnSplit {
                        ratio: *ratio,
                        height: left.max(right),
                        apart: (left - right).abs(),
                    };
                }
                // The other column is the higher one now, and still higher with what is left to
                // try.
                if (left > right) != main_is_higher {
                    break;
                }
            }
        }
        // Columns that end close to each other have no hole that a text flowing through two could
        // fill.
        if best.apart > MAX_HOLE_LINES * line {
            let flowing = [main, side];
            let even = self
                .measure_only(|context| context.lay_out_two_columns(&flowing, measure))
                .height();
            if best.height - even > MAX_HOLE_LINES * line {
                return self.lay_out_two_columns(&flowing, measure);
            }
        }
        let fragment = if self.measuring {
            Fragment {
                height: best.height,
                ..Fragment::default()
            }
        } else {
            let (wide, mut main, mut side) = set(self, best.ratio);
            self.align_column_ends(&mut main, &mut side);
            side_by_side(vec![(Pt::ZERO, main), (wide + gutter, side)])
        };
        let space = self.units(3.0);
        Galley::from(fragment).spaced(space, space)
    }

    /// Opens the space between the blocks of the shorter of two columns, so that both end at one
    /// height.
    fn align_column_ends(&self, left: &mut Galley, right: &mut Galley) {
        let lacking = left.height() - right.height();
        let shorter = if lacking > Pt::ZERO { right } else { left };
        let between = self.units(MIN_BLOCK_SPACE);
        let gaps: Vec<usize> = (1..shorter.fragments.len())
            .filter(|&at| {
                !shorter.fragments[at - 1].keep_with_next && shorter.space_before(at) >= between
            })
            .collect();
        let share = (lacking.abs() / gaps.len().max(1) as f32)
            .min(MAX_OPENED_LINES * self.metrics.body.leading);
        for at in gaps {
            shorter.fragments[at].above = shorter.space_before(at) + share;
        }
    }

    /// Blocks, one part after the other, in two columns of one width that end as close together as
    /// their fragments allow.
    fn lay_out_two_columns(&mut self, parts: &[&[Block]], measure: Pt) -> Galley {
        let gutter = self.metrics.gutter * 1.6;
        let width = (measure - gutter) / 2.0;
        let mut galley = Galley::default();
        for blocks in parts {
            galley.append(self.lay_out_blocks(blocks, width));
        }
        let (mut left, mut right) = split_in_half(galley);
        self.align_column_ends(&mut left, &mut right);
        let fragment = side_by_side(vec![(Pt::ZERO, left), (width + gutter, right)]);
        let space = self.units(3.0);
        Galley::from(fragment).spaced(space, space)
    }
}

fn as_image(block: &Block) -> Option<&Image> {
    if let Block::Image(image) = block {
        Some(image)
    } else {
        None
    }
}

/// A galley cut where its halves come closest in height.
fn split_in_half(mut galley: Galley) -> (Galley, Galley) {
    let fragments = &galley.fragments;
    let cuts = (1..fragments.len())
        .rev()
        .filter(|at| !fragments[at - 1].keep_with_next);
    let taller =
        |at: &usize| stacked_height(&fragments[..*at]).max(stacked_height(&fragments[*at..]));
    // Of two cuts that come out alike the later one: the left column is not the shorter.
    let cut = cuts
        .min_by_key(|at| (taller(at).0 * 2.0).round() as i64)
        .unwrap_or(fragments.len());
    let right = galley.fragments.split_off(cut);
    (galley, Galley { fragments: right })
}
