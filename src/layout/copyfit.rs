//! The page contract: how a document is made to fit, and what that cost.
//!
//! In order: no matrix of risks besides their table, tighter space, then smaller type down to the
//! theme's floor, then less content, the least important first and detail before headlines. Room to
//! spare makes type larger, up to a limit, then space wider.

use std::borrow::Cow;

use super::squeeze::Squeeze;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Block, Document, Inline, Point, for_each_column_block, plain_text};
use crate::lang::is_written_in_han;
use crate::length::Pt;
use crate::risk_matrix::RiskMatrix;
use crate::stage::Stage;
use crate::theme::{Type, TypeScale};

/// Space between blocks, step by step, as a share of the theme's.
const TIGHTER_SPACES: [f32; 3] = [0.85, 0.7, 0.55];

/// Lines of running text are never closer than this share of their size: of alphabets, and of Han
/// characters, which have no space between lines of their own.
const MIN_LEADING: [f32; 2] = [1.28, 1.4];

/// One step of type size, as a share of the theme's.
const TYPE_STEP: f32 = 0.02;

/// One step of leading and space, as a share of the theme's, when room that is left over is given
/// back.
const RELAX_STEP: f32 = 0.02;

/// Body text is never set larger than this to fill a page.
const MAX_BODY_SIZE: Pt = Pt(11.0);

/// By how much a page becomes shorter, about, with the tightest space between blocks.
const SAVED_BY_SPACE: Pt = Pt(100.0);

/// By how much a page becomes shorter, about, with something left out.
const SAVED_BY_OMISSION: Pt = Pt(40.0);

/// Space between blocks is never more than this share of the theme's.
const WIDEST_SPACE: f32 = 1.6;

/// Sizes that an attempt may have.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct SizeRange {
    /// Size of body text in the theme.
    pub body: Pt,
    /// Least size of body text.
    pub floor: Pt,
    /// Sizes of body text are multiples of it, as far as the floor allows; 0 takes every size.
    pub grain: Pt,
    /// Least leading, as a share of the theme's; 1 leaves it as it is.
    pub leading: f32,
}

impl SizeRange {
    /// Every size from the scale's own down to its floor, and leading as tight as a language can be
    /// read with.
    pub fn for_language(scale: &TypeScale, lang: &str) -> Self {
        let Type { size, leading } = scale.body;
        let least = MIN_LEADING[usize::from(is_written_in_han(lang))] * size / leading.max(Pt(0.1));
        Self {
            body: size,
            floor: scale.floor,
            grain: Pt::ZERO,
            leading: least.min(1.0),
        }
    }

    /// The share of the theme's size that is nearest to `share`, and not larger, that can be set.
    fn settable(self, share: f32) -> f32 {
        if self.grain <= Pt::ZERO || share == 1.0 {
            return share;
        }
        // A size that rounding put a hair below a multiple is that multiple.
        ((self.body * share / self.grain + 0.001).floor() * self.grain)
            .max(self.floor.min(self.body))
            / self.body
    }
}

/// Extent made a document fit.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Fitted<'a> {
    pub squeeze: Squeeze,
    /// Extent is left of the document.
    pub body: Cow<'a, [Block]>,
    pub ledger: Vec<Diagnostic>,
}

/// A document that cannot be made to fit: by how much, at the least.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct TooLong(pub Pt);

/// Finds the least intrusive way to fit. `overflow` tells by how much an attempt is too long; nothing
/// above 0 fits, and what is smaller or less is not longer.
pub(crate) fn copyfit(
    body: &[Block],
    range: SizeRange,
    mut overflow: impl FnMut(&[Block], Squeeze) -> Pt,
) -> Result<Fitted<'_>, TooLong> {
    let _stage = Stage::Fit.enter();
    let mut attempts = 0..;
    let mut overflow = |body: &[Block], squeeze| {
        let _stage = Stage::for_attempt(attempts.next().unwrap_or_default()).enter();
        overflow(body, squeeze)
    };
    let as_is = overflow(body, Squeeze::default());
    if as_is <= Pt::ZERO || !has_matrix(body) {
        return fit_type(body, range, Some(as_is), None, overflow);
    }
    // It is the first thing to go: the table says the same.
    let bare = |squeeze| Squeeze {
        risk_matrix: false,
        ..squeeze
    };
    let mut overflow = |body: &[Block], squeeze| overflow(body, bare(squeeze));
    // Where the smallest type does not fit, nothing does.
    let at_least = (as_is > SAVED_BY_SPACE).then(|| overflow(body, smallest_type(range)));
    let mut fitted = fit_type(body, range, None, at_least, overflow)?;
    fitted.squeeze = bare(fitted.squeeze);
    // All of the risks may have gone since.
    if has_matrix(&fitted.body) {
        fitted.ledger.insert(
            0,
            Diagnostic::warning(Code::MatrixLeftOut, "left out: the matrix of the risks"),
        );
    }
    Ok(fitted)
}

fn has_matrix(body: &[Block]) -> bool {
    let mut found = false;
    for_each_numbered_block(body, |_, block| {
        found |= matches!(block, Block::Risks { items } if RiskMatrix::from_risks(items).is_some());
    });
    found
}

/// Makes a document fit by space, type and omissions, in this order. `as_is` is the overflow of the
/// theme's own sizes and `at_least` that of [`smallest`], if they are known.
fn fit_type(
    body: &[Block],
    range: SizeRange,
    as_is: Option<Pt>,
    mut at_least: Option<Pt>,
    mut overflow: impl FnMut(&[Block], Squeeze) -> Pt,
) -> Result<Fitted<'_>, TooLong> {
    let least = smallest_type(range);
    if at_least.is_none_or(|by| by <= Pt::ZERO) {
        let as_is = as_is.unwrap_or_else(|| overflow(body, Squeeze::default()));
        if as_is <= Pt::ZERO {
            let squeeze = fill_page(range, as_is, |squeeze| overflow(body, squeeze));
            return Ok(Fitted {
                squeeze,
                body: body.into(),
                ledger: Vec::new(),
            });
        }
        match tighten(range, as_is, at_least, |squeeze| overflow(body, squeeze)) {
            Ok(squeeze) => {
                return Ok(Fitted {
                    squeeze,
                    body: body.into(),
                    ledger: fit_warnings(squeeze, range, &[]),
                });
            }
            Err(TooLong(by)) => at_least = Some(by),
        }
    }
    let omissions = possible_omissions(body);
    let over = at_least.unwrap_or(Pt::MAX);
    let needed = first_fitting(omissions.len(), over, SAVED_BY_OMISSION, |count| {
        overflow(&without_omissions(body, &omissions[..count]), least)
    });
    let Ok((count, mut room)) = needed else {
        return Err(TooLong(overflow(
            &without_omissions(body, &omissions),
            least,
        )));
    };
    let mut omitted = omissions[..count].to_vec();
    restore_unneeded(&mut omitted, |omissions| {
        let by = overflow(&without_omissions(body, omissions), least);
        let fits = by <= Pt::ZERO;
        if fits {
            room = by;
        }
        fits
    });
    let body = without_omissions(body, &omitted);
    // By how much the theme's type is too long now nobody knows: by much, for something had to go.
    let squeeze = tighten(range, Pt::MAX, Some(room), |squeeze| {
        overflow(&body, squeeze)
    })
    .unwrap_or(least);
    Ok(Fitted {
        squeeze,
        ledger: fit_warnings(squeeze, range, &omitted),
        body: body.into(),
    })
}

/// Takes back omissions that turned out not to be needed, as when the column beside was the longer one:
/// the most valuable first, as far as [`MAX_RESTORE_ATTEMPTS`] attempts go.
fn restore_unneeded(omissions: &mut Vec<Omission>, mut fits: impl FnMut(&[Omission]) -> bool) {
    for at in (0..omissions.len())
        .rev()
        .skip(1)
        .take(MAX_RESTORE_ATTEMPTS)
    {
        let omission = omissions.remove(at);
        // A point whose headline is gone has no use for its detail.
        let whole_is_out = omissions
            .iter()
            .any(|other| other.block == omission.block && other.extent == Extent::Whole);
        if whole_is_out || !fits(omissions) {
            omissions.insert(at, omission);
        }
    }
}

fn tightest_space() -> f32 {
    TIGHTER_SPACES[TIGHTER_SPACES.len() - 1]
}

fn smallest_type(range: SizeRange) -> Squeeze {
    Squeeze {
        size: (range.floor / range.body).min(1.0),
        space: tightest_space(),
        leading: range.leading,
        ..Squeeze::default()
    }
}

/// The least that has to be done to a document that is too long by `over`: less space between
/// blocks, then less leading, then smaller type. Extent room a step leaves goes back into leading,
/// then into space. `at_least` is the overflow of [`smallest`], if it is known.
fn tighten(
    range: SizeRange,
    over: Pt,
    at_least: Option<Pt>,
    mut overflow: impl FnMut(Squeeze) -> Pt,
) -> Result<Squeeze, TooLong> {
    let spaced = |step: usize| Squeeze {
        space: TIGHTER_SPACES[step - 1],
        ..Squeeze::default()
    };
    let saved = SAVED_BY_SPACE / TIGHTER_SPACES.len() as f32;
    let over = match first_fitting(TIGHTER_SPACES.len(), over, saved, |step| {
        overflow(spaced(step))
    }) {
        Ok((step, _)) => return Ok(spaced(step)),
        Err(over) => over,
    };
    let least = smallest_type(range);
    let room = at_least.unwrap_or_else(|| overflow(least));
    if room > Pt::ZERO {
        return Err(TooLong(room));
    }
    let (least, room) = enlarge_type(range, over, room, &mut overflow);
    let step = |step: usize, least: f32| (least + step as f32 * RELAX_STEP).min(1.0);
    let steps = |least: f32| ((1.0 - least) / RELAX_STEP).ceil() as usize;
    let leading = |at: usize| Squeeze {
        leading: step(at, least.leading),
        ..least
    };
    let (at, room) = last_fitting(steps(least.leading), room, None, |at| overflow(leading(at)));
    let looser = leading(at);
    let space = |at: usize| Squeeze {
        space: step(at, looser.space),
        ..looser
    };
    let (at, _) = last_fitting(steps(looser.space), room, None, |at| overflow(space(at)));
    Ok(space(at))
}

/// The largest type with which a document fits that is too long by about `over` for the theme's, at
/// the tightest space, and has an overflow of `room` with [`smallest`]; and its overflow then.
fn enlarge_type(
    range: SizeRange,
    over: Pt,
    room: Pt,
    mut overflow: impl FnMut(Squeeze) -> Pt,
) -> (Squeeze, Pt) {
    let least = smallest_type(range);
    let steps = ((1.0 - least.size) / TYPE_STEP).ceil().max(0.0) as usize;
    let at = |step: usize| Squeeze {
        size: range.settable((1.0 - step as f32 * TYPE_STEP).max(least.size)),
        ..least
    };
    let slope = (over - room) / steps.max(1) as f32;
    let (grown, room) = last_fitting(steps, room, Some(slope), |grown| {
        overflow(at(steps - grown))
    });
    (at(steps - grown), room)
}

/// The largest type, then the widest space, with which a document still fits that fits as it is.
fn fill_page(range: SizeRange, as_is: Pt, mut overflow: impl FnMut(Squeeze) -> Pt) -> Squeeze {
    let most = (MAX_BODY_SIZE / range.body).max(1.0);
    let steps = ((most - 1.0) / TYPE_STEP).floor() as usize;
    let larger = |step: usize| Squeeze {
        size: range.settable(1.0 + step as f32 * TYPE_STEP),
        ..Squeeze::default()
    };
    let (step, room) = last_fitting(steps, as_is, None, |step| overflow(larger(step)));
    let larger = larger(step);
    let wider = |step: usize| Squeeze {
        space: 1.0 + step as f32 * 0.1,
        ..larger
    };
    let steps = ((WIDEST_SPACE - 1.0) / 0.1).round() as usize;
    let (step, _) = last_fitting(steps, room, None, |step| overflow(wider(step)));
    wider(step)
}

/// The last step up to `last` that fits, and its overflow. Step 0 is known to fit, and a step after
/// one that does not fit does not either. `slope` is how much overflow is thought to grow from step
/// to step.
fn last_fitting(
    last: usize,
    at_first: Pt,
    slope: Option<Pt>,
    overflow: impl FnMut(usize) -> Pt,
) -> (usize, Pt) {
    bracket_root(last, at_first, slope, overflow).0
}

/// The first step up to `last` that fits, and its overflow; or the overflow of the last step. Step 0 is
/// known not to fit, and a step after one that fits does so too. `saved` is by how much overflow is
/// thought to fall from step to step.
fn first_fitting(
    last: usize,
    at_first: Pt,
    saved: Pt,
    overflow: impl FnMut(usize) -> Pt,
) -> Result<(usize, Pt), Pt> {
    let (before, after) = bracket_root(last, at_first, Some(-saved), overflow);
    after.ok_or(before.1)
}

/// The two steps between which a document begins, or ceases, to fit, each with its overflow: the last
/// that is as step 0 is, and the one after it, unless that would come after `last`.
///
/// Excess changes almost evenly from step to step: the next step to try is where it would come to
/// 0.
fn bracket_root(
    last: usize,
    at_first: Pt,
    mut slope: Option<Pt>,
    mut overflow: impl FnMut(usize) -> Pt,
) -> ((usize, Pt), Option<(usize, Pt)>) {
    let (mut before, mut after) = ((0, at_first), None);
    for attempt in 1.. {
        let end = after.map_or(last + 1, |(step, _)| step);
        if before.0 + 1 >= end {
            break;
        }
        let guess = match slope.map(|slope| -before.1 / slope) {
            // Excess that does not change evenly must not make the search a slow one.
            _ if attempt % 3 == 0 => usize::midpoint(before.0, end),
            Some(ahead) if ahead >= 0.0 => before.0.saturating_add(ahead as usize),
            Some(_) => last,
            None => 0,
        };
        let step = guess.clamp(before.0 + 1, end - 1);
        let by = overflow(step);
        slope = Some((by - before.1) / (step - before.0) as f32);
        if (by <= Pt::ZERO) == (at_first <= Pt::ZERO) {
            before = (step, by);
        } else {
            after = Some((step, by));
        }
    }
    (before, after)
}

/// Attempts at taking back omissions; a document that needs more is far too long anyway.
const MAX_RESTORE_ATTEMPTS: usize = 24;

/// Something that can be left out.
#[derive(Debug, Clone, PartialEq)]
struct Omission {
    /// Which block, counting every block in reading order, with those inside others.
    block: usize,
    extent: Extent,
    name: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Extent {
    /// Text and detail of a point, texts of a group's items.
    Detail,
    /// All of it.
    Whole,
}

/// Everything that can be left out, in the order in which it goes.
fn possible_omissions(body: &[Block]) -> Vec<Omission> {
    let mut ranked: Vec<(u8, usize, Omission)> = Vec::new();
    for_each_numbered_block(body, |number, block| {
        let mut add = |rank: u8, extent, name: String| {
            // Within a rank the last goes first.
            ranked.push((
                rank,
                usize::MAX - number,
                Omission {
                    block: number,
                    extent,
                    name,
                },
            ));
        };
        match block {
            Block::Point(point) => {
                let priority = point.priority.clamp(1, 5);
                if !(point.text.is_empty() && point.detail.is_empty()) {
                    add(
                        2 * (5 - priority),
                        Extent::Detail,
                        format!("“{}”", first_words(&point.headline)),
                    );
                }
                if priority > 1 {
                    add(
                        20 + 2 * (5 - priority),
                        Extent::Whole,
                        format!("“{}”", first_words(&point.headline)),
                    );
                }
            }
            Block::Image(_) => add(3, Extent::Whole, "a picture".to_owned()),
            Block::Quote(quote) => add(
                3,
                Extent::Whole,
                format!("quotation “{}”", first_words(&quote.text)),
            ),
            Block::Glossary { .. } => add(3, Extent::Whole, "glossary".to_owned()),
            Block::Contacts { .. } => add(3, Extent::Whole, "contacts".to_owned()),
            Block::Questions { .. } => add(3, Extent::Whole, "questions".to_owned()),
            Block::People { .. } => add(3, Extent::Whole, "people".to_owned()),
            Block::Timeline { .. } => add(3, Extent::Whole, "timeline".to_owned()),
            Block::Table(table) => add(
                5,
                Extent::Whole,
                format!("table “{}”", first_words(&table.title)),
            ),
            Block::Risks { .. } => add(5, Extent::Whole, "risks".to_owned()),
            Block::Group(group) => {
                if group.items.iter().any(|item| !item.text.is_empty()) {
                    add(
                        5,
                        Extent::Detail,
                        format!("“{}”", first_words(&group.heading)),
                    );
                }
                add(
                    25,
                    Extent::Whole,
                    format!("“{}”", first_words(&group.heading)),
                );
            }
            Block::Chart(chart) => add(
                7,
                Extent::Whole,
                format!("chart “{}”", first_words(&chart.title)),
            ),
            Block::Options { .. } => add(25, Extent::Whole, "options".to_owned()),
            Block::Actions { .. } => add(25, Extent::Whole, "actions".to_owned()),
            Block::Metrics { .. } => add(25, Extent::Whole, "metrics".to_owned()),
            Block::Masthead
            | Block::Particulars { .. }
            | Block::Heading { .. }
            | Block::Paragraph { .. }
            | Block::List { .. }
            | Block::BottomLine { .. }
            | Block::Ask { .. }
            | Block::Columns { .. }
            | Block::Notes { .. }
            | Block::Sources
            | Block::Break => {}
        }
    });
    ranked.sort_by_key(|(rank, reverse, _)| (*rank, *reverse));
    ranked
        .into_iter()
        .map(|(_, _, omission)| omission)
        .collect()
}

/// The first words of a text.
fn first_words(inlines: &[Inline]) -> String {
    let text = plain_text(inlines);
    let mut words: String = text.chars().take(40).collect();
    if words.len() < text.len() {
        words.truncate(words.trim_end().len());
        words.push('…');
    }
    words
}

/// Calls `visit` with every block and its number, as [`Omission::block`] counts.
fn for_each_numbered_block<'a>(blocks: &'a [Block], mut visit: impl FnMut(usize, &'a Block)) {
    let mut number = 0;
    for_each_column_block(blocks, &mut |block| {
        visit(number, block);
        number += 1;
    });
}

/// The blocks without what `omissions` name, and without headings that then stand over nothing.
fn without_omissions(body: &[Block], omissions: &[Omission]) -> Vec<Block> {
    let mut number = 0;
    reduce_blocks(body, omissions, &mut number)
}

fn reduce_blocks(blocks: &[Block], omissions: &[Omission], number: &mut usize) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::new();
    for block in blocks {
        let own = *number;
        *number += 1;
        let extent = omissions
            .iter()
            .filter(|omission| omission.block == own)
            .map(|omission| omission.extent)
            .max();
        let kept = match (block, extent) {
            (Block::Columns { main, side }, _) => {
                let main = reduce_blocks(main, omissions, number);
                let side = reduce_blocks(side, omissions, number);
                match (main.is_empty(), side.is_empty()) {
                    (false, false) => vec![Block::Columns { main, side }],
                    (_, true) => main,
                    (true, _) => side,
                }
            }
            (_, Some(Extent::Whole)) => Vec::new(),
            (block, Some(Extent::Detail)) => vec![without_detail(block)],
            (block, None) => vec![block.clone()],
        };
        out.extend(kept);
    }
    without_idle_headings(out)
}

/// A block without its detail.
fn without_detail(block: &Block) -> Block {
    match block.clone() {
        Block::Point(point) => Block::Point(Point {
            text: Vec::new(),
            detail: Vec::new(),
            ..point
        }),
        Block::Group(mut group) => {
            group.items.iter_mut().for_each(|item| item.text.clear());
            Block::Group(group)
        }
        block => block,
    }
}

fn without_idle_headings(blocks: Vec<Block>) -> Vec<Block> {
    let level = |block: Option<&Block>| match block {
        Some(Block::Heading { level, .. }) => Some(*level),
        Some(_) => None,
        None => Some(0),
    };
    let mut out: Vec<Block> = Vec::new();
    for block in blocks.into_iter().rev() {
        // From the end: what follows a heading is known by then.
        if let (Block::Heading { level: own, .. }, Some(next)) = (&block, level(out.last()))
            && next <= *own
        {
            continue;
        }
        out.push(block);
    }
    out.reverse();
    out
}

/// Extent was done, as sentences for the person who wrote the brief.
fn fit_warnings(squeeze: Squeeze, range: SizeRange, omissions: &[Omission]) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    if squeeze.space < 1.0 {
        out.push(Diagnostic::warning(
            Code::SpaceReduced,
            format!(
                "space between blocks is {:.0} % of the theme's",
                squeeze.space * 100.0
            ),
        ));
    }
    if squeeze.leading < 1.0 {
        out.push(Diagnostic::warning(
            Code::LeadingReduced,
            format!(
                "space between lines is {:.0} % of the theme's",
                squeeze.leading * 100.0
            ),
        ));
    }
    if squeeze.size < 1.0 {
        let size = range.body * squeeze.size;
        out.push(Diagnostic::warning(
            Code::TypeMadeSmaller,
            format!("body text is set in {size:.1} instead of {:.1}", range.body),
        ));
    }
    let whole = |omission: &&Omission| omission.extent == Extent::Whole;
    // Extent went whole is not named again for its detail.
    let detail = |omission: &&Omission| {
        omission.extent == Extent::Detail
            && !omissions
                .iter()
                .any(|other| other.block == omission.block && other.extent == Extent::Whole)
    };
    let names = |kept: &dyn Fn(&&Omission) -> bool| {
        omissions
            .iter()
            .filter(kept)
            .map(|omission| omission.name.as_str())
            .collect::<Vec<_>>()
            .join(", ")
    };
    for (code, done, names) in [
        (Code::LeftOut, "left out", names(&whole)),
        (
            Code::DetailLeftOut,
            "left out all but the headline of",
            names(&detail),
        ),
    ] {
        if !names.is_empty() {
            out.push(Diagnostic::warning(code, format!("{done}: {names}")));
        }
    }
    out
}

/// A document that cannot keep its promise.
pub(crate) fn too_long_error(document: &Document, pages: u16, by: Pt) -> Diagnostic {
    let promise = if pages == 1 {
        "one page".to_owned()
    } else {
        format!("{pages} pages")
    };
    let message = format!(
        "this does not fit on {promise}: {:.0} too long even with everything left out that may be",
        by.mm()
    );
    let problem = Diagnostic::error(Code::TooManyPages, message);
    match longest_required_block(document) {
        Some((length, name)) => problem.hint(format!(
            "shorten {name}, which is longest with {length} characters"
        )),
        None => problem,
    }
}

/// The longest of what is never left out.
fn longest_required_block(document: &Document) -> Option<(usize, &'static str)> {
    let sources = document
        .sources
        .iter()
        .map(|source| plain_text(&source.text).chars().count())
        .sum();
    let lengths = document.body.iter().filter_map(|block| {
        let (name, length) = match block {
            Block::BottomLine { body } => ("the bottom line", blocks_length(body)),
            Block::Ask { text, .. } => ("the ask", plain_text(text).chars().count()),
            Block::Paragraph { text } => ("a paragraph", plain_text(text).chars().count()),
            Block::Sources => ("the list of sources", sources),
            _ => return None,
        };
        Some((length, name))
    });
    lengths
        .max_by_key(|(length, _)| *length)
        .filter(|(length, _)| *length > 0)
}

/// How many characters blocks have.
fn blocks_length(blocks: &[Block]) -> usize {
    let mut length = 0;
    for block in blocks {
        block.for_each_text(&mut |text| length += plain_text(text).chars().count());
    }
    length
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{first_fitting, last_fitting};
    use crate::length::Pt;

    proptest! {
        #[test]
        fn the_last_step_that_fits_is_found_in_few_attempts(
            room in 0.0_f32..200.0,
            growth in prop::collection::vec(0.0_f32..40.0, 0..60),
            slope in prop::option::of(-5.0_f32..50.0),
        ) {
            let overflow: Vec<Pt> = growth.iter().scan(-room, |sum, by| { *sum += by; Some(Pt(*sum)) }).collect();
            let mut attempts = 0;
            let (step, by) = last_fitting(overflow.len(), Pt(-room), slope.map(Pt), |step| {
                attempts += 1;
                overflow[step - 1]
            });
            let fitting = overflow.iter().take_while(|it| **it <= Pt::ZERO).count();
            prop_assert_eq!(step, fitting);
            prop_assert_eq!(by, fitting.checked_sub(1).map_or(Pt(-room), |at| overflow[at]));
            let bits = usize::BITS - overflow.len().leading_zeros();
            prop_assert!(attempts <= 3 * bits, "{} attempts for {} steps", attempts, overflow.len());
        }

        #[test]
        fn the_first_step_that_fits_is_found_in_few_attempts(
            over in 0.1_f32..400.0,
            saved in prop::collection::vec(0.0_f32..40.0, 0..60),
            slope in -5.0_f32..50.0,
        ) {
            let overflow: Vec<Pt> = saved.iter().scan(over, |sum, by| { *sum -= by; Some(Pt(*sum)) }).collect();
            let mut attempts = 0;
            let found = first_fitting(overflow.len(), Pt(over), Pt(slope), |step| {
                attempts += 1;
                overflow[step - 1]
            });
            let fitting = overflow.iter().position(|it| *it <= Pt::ZERO).map(|at| (at + 1, overflow[at]));
            prop_assert_eq!(found, fitting.ok_or(overflow.last().copied().unwrap_or(Pt(over))));
            let bits = usize::BITS - overflow.len().leading_zeros();
            prop_assert!(attempts <= 3 * bits, "{} attempts for {} steps", attempts, overflow.len());
        }
    }
}
