//! One composed page: masthead, bottom line and metrics over the whole width, points beside a
//! narrower column, the rest below, sources at the foot.

use super::context::{Context, Input};
use super::copyfit::{Fitted, Range, TooLong, fit, too_long};
use super::finalize::{At, Laid, Paper, press};
use super::galley::{Galley, Strip, beside, height, paginate};
use super::metrics::Look;
use super::squeeze::Squeeze;
use crate::chart;
use crate::diagnostic::Diagnostic;
use crate::document::{Block, Image, Medium};
use crate::length::Pt;

/// Shares of the width that the main column may have; the one that makes the columns end closest
/// together is taken.
const RATIOS: [f32; 6] = [0.62, 0.58, 0.66, 0.54, 0.5, 0.7];

/// Columns that end further apart than twice this many lines of body text, whatever their width,
/// are made one text that flows through two columns of one width.
const HOLE: f32 = 3.0;

/// Space of at least this many units parts one block of a column from the next.
const BETWEEN_BLOCKS: f32 = 2.0;

/// The most by which the space between two blocks is opened to make columns end together, in lines
/// of body text.
const MOST_OPENED: f32 = 1.2;

/// Points without anything beside them stand in two columns from this many on.
const TWO_COLUMNS_FROM: usize = 2;

/// Sets a document on one page.
pub(super) fn sheet(input: &Input<'_>) -> Result<Laid, Vec<Diagnostic>> {
    let geometry = &input.theme.page;
    let paper = Paper {
        width: geometry.width.pt(),
        height: geometry.height.pt(),
        ground: None,
    };
    let (side, top) = (geometry.sheet_side.pt(), geometry.sheet_top.pt());
    let (measure, room) = (paper.width - 2.0 * side, paper.height - 2.0 * top);
    let range = Range::of(&input.theme.sheet, &input.document.meta.lang);
    let excess = |body: &[Block], squeeze: Squeeze| {
        let mut context = input.context(Look::new(Medium::Sheet, input.theme, squeeze));
        context.measuring = true;
        let (main, foot) = context.sheet(body, measure);
        stacked_height(&main, &foot) - room
    };
    let Fitted {
        squeeze,
        body,
        mut ledger,
    } = fit(&input.document.body, range, excess)
        .map_err(|TooLong(by)| vec![too_long(input.document, 1, by)])?;
    let mut context = input.context(Look::new(Medium::Sheet, input.theme, squeeze));
    let (main, foot) = context.sheet(&body, measure);
    let mut placed = context.marking(paper, top);
    placed.extend(compose(main, foot, (side, top), room));
    ledger.extend(chart::chart_warnings(&body));
    Ok(Laid {
        pages: press(context, vec![placed], paper)?,
        diagnostics: ledger,
    })
}

/// How two columns of different width come out.
struct Split {
    /// Share of the main column.
    ratio: f32,
    /// Of the higher one.
    height: Pt,
    /// Between their ends.
    apart: Pt,
}

fn stacked_height(main: &Galley, foot: &Galley) -> Pt {
    let gap = if foot.is_empty() { Pt::ZERO } else { Pt(8.0) };
    main.height() + gap + foot.height()
}

/// Puts the body at the top and the foot at the bottom of the page.
fn compose(main: Galley, foot: Galley, (x, top): (Pt, Pt), room: Pt) -> Vec<At> {
    let foot_height = foot.height();
    let mut placed: Vec<At> = Vec::new();
    for (y, strip) in paginate(main, Pt::MAX).into_iter().flatten() {
        placed.push((x, top + y, strip));
    }
    if !foot.is_empty() {
        placed.push((x, top + room - foot_height, foot.stacked()));
    }
    placed
}

impl Context<'_> {
    /// The body, and what stands at the foot of the page.
    fn sheet(&mut self, blocks: &[Block], measure: Pt) -> (Galley, Galley) {
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
                    main.append(self.balanced_columns(wide, side, measure))
                }
                Block::Point(_) if points >= TWO_COLUMNS_FROM => {
                    main.append(self.two_columns(&[&rest[..points]], measure));
                    rest = &rest[points..];
                    continue;
                }
                Block::Image(_) if images.len() > 1 => {
                    main.append(self.images(&images, measure));
                    rest = &rest[images.len()..];
                    continue;
                }
                Block::Sources => {
                    let mut strip = Strip::default();
                    self.rule(
                        &mut strip,
                        Pt::ZERO,
                        measure,
                        Pt(0.4),
                        self.theme.colors.rule,
                    );
                    foot.push(strip);
                    foot.append(self.block(block, measure));
                }
                _ => main.append(self.block(block, measure)),
            }
            rest = after;
        }
        (main, foot)
    }

    /// Two columns of different width, as wide as makes them end closest together.
    fn balanced_columns(&mut self, main: &[Block], side: &[Block], measure: Pt) -> Galley {
        let gutter = self.look.gutter * 1.6;
        let set = |context: &mut Self, ratio: f32| {
            let wide = (measure - gutter) * ratio;
            let main = context.blocks(main, wide);
            let side = context.blocks(side, measure - gutter - wide);
            (wide, main, side)
        };
        let heights = |context: &mut Self, ratio: f32| {
            let (_, main, side) = context.trial(|context| set(context, ratio));
            (main.height(), side.height())
        };
        let (left, right) = heights(self, RATIOS[0]);
        let mut best = Split {
            ratio: RATIOS[0],
            height: left.max(right),
            apart: (left - right).abs(),
        };
        let line = self.look.body.leading;
        let main_is_higher = left > right;
        let promising = |ratio: &&f32| {
            if main_is_higher {
                **ratio > RATIOS[0]
            } else {
                **ratio < RATIOS[0]
            }
        };
        if best.apart > 2.0 * line {
            for ratio in RATIOS.iter().filter(promising) {
                let (left, right) = heights(self, *ratio);
                // Earlier ratios look better: a later one has to save a line.
                if left.max(right) + line < best.height {
                    best = Split {
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
        if best.apart > HOLE * line {
            let flowing = [main, side];
            let even = self
                .trial(|context| context.two_columns(&flowing, measure))
                .height();
            if best.height - even > HOLE * line {
                return self.two_columns(&flowing, measure);
            }
        }
        let strip = if self.measuring {
            Strip {
                height: best.height,
                ..Strip::default()
            }
        } else {
            let (wide, mut main, mut side) = set(self, best.ratio);
            self.end_together(&mut main, &mut side);
            beside(vec![(Pt::ZERO, main), (wide + gutter, side)])
        };
        let space = self.units(3.0);
        Galley::from(strip).spaced(space, space)
    }

    /// Opens the space between the blocks of the shorter of two columns, so that both end at one
    /// height.
    fn end_together(&self, left: &mut Galley, right: &mut Galley) {
        let lacking = left.height() - right.height();
        let shorter = if lacking > Pt::ZERO { right } else { left };
        let between = self.units(BETWEEN_BLOCKS);
        let gaps: Vec<usize> = (1..shorter.strips.len())
            .filter(|&at| !shorter.strips[at - 1].keep && shorter.gap(at) >= between)
            .collect();
        let share =
            (lacking.abs() / gaps.len().max(1) as f32).min(MOST_OPENED * self.look.body.leading);
        for at in gaps {
            shorter.strips[at].above = shorter.gap(at) + share;
        }
    }

    /// Blocks, one part after the other, in two columns of one width that end as close together as
    /// their strips allow.
    fn two_columns(&mut self, parts: &[&[Block]], measure: Pt) -> Galley {
        let gutter = self.look.gutter * 1.6;
        let width = (measure - gutter) / 2.0;
        let mut galley = Galley::default();
        for blocks in parts {
            galley.append(self.blocks(blocks, width));
        }
        let (mut left, mut right) = halved(galley);
        self.end_together(&mut left, &mut right);
        let strip = beside(vec![(Pt::ZERO, left), (width + gutter, right)]);
        let space = self.units(3.0);
        Galley::from(strip).spaced(space, space)
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
fn halved(mut galley: Galley) -> (Galley, Galley) {
    let strips = &galley.strips;
    let cuts = (1..strips.len()).rev().filter(|at| !strips[at - 1].keep);
    let taller = |at: &usize| height(&strips[..*at]).max(height(&strips[*at..]));
    // Of two cuts that come out alike the later one: the left column is not the shorter.
    let cut = cuts
        .min_by_key(|at| (taller(at).0 * 2.0).round() as i64)
        .unwrap_or(strips.len());
    let right = galley.strips.split_off(cut);
    (galley, Galley { strips: right })
}
