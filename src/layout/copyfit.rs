//! Copyfitting: makes a document fit on the pages that it may have.
//!
//! [`copyfit`] does as little as it can, and in this order: it leaves out the matrix of risks,
//! which repeats their table; tightens space; makes type smaller, down to the theme's floor; and
//! leaves content out, the least important first and details before headlines. A document with room
//! to spare gets larger type, up to a limit, and then wider space.
//!
//! It does not lay anything out itself: its caller tells by how much an attempt is too long, its
//! *overflow*. An overflow of 0 or less fits.

use std::borrow::Cow;

use super::omissions::{
    Extent, Omission, for_each_numbered_block, is_block_omitted, possible_omissions,
    without_omissions,
};
use super::squeeze::Squeeze;
use super::step_search::{TriedStep, first_fitting, last_fitting};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Block, Document, Inline, plain_text, shown_ids, unlink_missing};
use crate::lang::is_written_in_han;
use crate::length::Pt;
use crate::risk_matrix::RiskMatrix;
use crate::stage::Stage;
use crate::theme::{Type, TypeScale};

/// Space between blocks that is tried one after the other, as a share of the theme's.
const TIGHTER_SPACES: [f32; 3] = [0.85, 0.7, 0.55];

const TIGHTEST_SPACE: f32 = TIGHTER_SPACES[TIGHTER_SPACES.len() - 1];

/// Least leading of running text, as a share of its size.
const MIN_LEADING: f32 = 1.28;

/// The same for Han characters, which fill their lines from top to bottom.
const MIN_HAN_LEADING: f32 = 1.4;

/// One step of type size, as a share of the theme's.
const TYPE_STEP: f32 = 0.02;

/// One step of leading or space that is given back, as a share of the theme's.
const LOOSEN_STEP: f32 = 0.02;

/// One step of space that is added to fill a page, as a share of the theme's.
const WIDEN_STEP: f32 = 0.1;

/// To fill a page, body text is made no larger than this.
const MAX_BODY_SIZE: Pt = Pt(11.0);

/// To fill a page, space between blocks is made no wider than this share of the theme's.
const WIDEST_SPACE: f32 = 1.6;

/// About how much shorter a page becomes with the tightest space. A guess that saves attempts.
const SAVED_BY_SPACE: Pt = Pt(100.0);

/// About how much shorter a page becomes with each omission. A guess that saves attempts.
const SAVED_BY_OMISSION: Pt = Pt(40.0);

/// How often it is tried to do without an omission. A document with more is far too long anyway.
const MAX_RESTORE_ATTEMPTS: usize = 24;

/// The sizes that an attempt may have.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct SizeRange {
    /// Size of body text in the theme.
    pub body: Pt,
    /// Least size of body text.
    pub floor: Pt,
    /// Body text has a size that is a multiple of this, unless it is at the floor; 0 allows every
    /// size.
    pub grain: Pt,
    /// Least leading, as a share of the theme's; 1 leaves it as it is.
    pub leading: f32,
}

impl SizeRange {
    /// Every size from the scale's own down to its floor, and leading as tight as can be read in a
    /// language.
    pub fn for_language(scale: &TypeScale, lang: &str) -> Self {
        let Type { size, leading } = scale.body;
        let min_leading = if is_written_in_han(lang) {
            MIN_HAN_LEADING
        } else {
            MIN_LEADING
        };
        Self {
            body: size,
            floor: scale.floor,
            grain: Pt::ZERO,
            leading: (min_leading * size / leading.max(Pt(0.1))).min(1.0),
        }
    }

    /// The largest allowed share of the theme's size that is not above `share`.
    fn allowed_share(self, share: f32) -> f32 {
        if self.grain <= Pt::ZERO || share == 1.0 {
            return share;
        }
        // A size that rounding put a hair below a multiple is that multiple.
        let multiple = (self.body * share / self.grain + 0.001).floor() * self.grain;
        multiple.max(self.floor.min(self.body)) / self.body
    }
}

/// How a document was made to fit.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Fitted<'a> {
    pub squeeze: Squeeze,
    /// The document's body, without what was left out.
    pub body: Cow<'a, [Block]>,
    /// Warnings about what was changed.
    pub ledger: Vec<Diagnostic>,
}

/// A document that cannot be made to fit, and its least overflow.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct TooLong(pub Pt);

/// Finds the least intrusive way to fit.
///
/// `overflow` gives the overflow of a body in a squeeze. It must not grow when the body or the
/// squeeze becomes smaller.
pub(crate) fn copyfit(
    body: &[Block],
    range: SizeRange,
    overflow: impl FnMut(&[Block], Squeeze) -> Pt,
) -> Result<Fitted<'_>, TooLong> {
    let _stage = Stage::Fit.enter();
    let mut fitter = Fitter {
        range,
        unsqueezed: Squeeze::default(),
        overflow,
        attempts: 0,
    };
    let unsqueezed_overflow = fitter.overflow(body, fitter.unsqueezed);
    if unsqueezed_overflow <= Pt::ZERO || !has_risk_matrix(body) {
        let measured = MeasuredOverflows {
            unsqueezed: Some(unsqueezed_overflow),
            tightest: None,
        };
        return fitter.fit(body, measured);
    }
    fitter.unsqueezed.risk_matrix = false;
    // If the document is much too long, the tightest squeeze shows at once whether something has to
    // be left out.
    let mut tightest = None;
    if unsqueezed_overflow > SAVED_BY_SPACE {
        tightest = Some(fitter.overflow(body, fitter.tightest()));
    }
    // The overflow above was measured with the matrix of risks. Without it, it has to be measured
    // again.
    let measured = MeasuredOverflows {
        unsqueezed: None,
        tightest,
    };
    let mut fitted = fitter.fit(body, measured)?;
    // The risks themselves may have been left out since.
    if has_risk_matrix(&fitted.body) {
        let warning = Diagnostic::warning(Code::MatrixLeftOut, "left out: the matrix of the risks");
        fitted.ledger.insert(0, warning);
    }
    Ok(fitted)
}

fn has_risk_matrix(body: &[Block]) -> bool {
    let mut has_matrix = false;
    for_each_numbered_block(body, |_, block| {
        if let Block::Risks { items } = block {
            has_matrix |= RiskMatrix::from_risks(items).is_some();
        }
    });
    has_matrix
}

/// Overflows of the whole body that were measured already.
struct MeasuredOverflows {
    unsqueezed: Option<Pt>,
    tightest: Option<Pt>,
}

/// A squeeze that was tried and fits.
#[derive(Clone, Copy)]
struct FittingSqueeze {
    squeeze: Squeeze,
    /// 0 or less.
    overflow: Pt,
}

/// Tries squeezes on a document.
struct Fitter<F> {
    range: SizeRange,
    /// The theme's own sizes, with or without a matrix of risks.
    unsqueezed: Squeeze,
    overflow: F,
    attempts: usize,
}

impl<F: FnMut(&[Block], Squeeze) -> Pt> Fitter<F> {
    fn overflow(&mut self, body: &[Block], squeeze: Squeeze) -> Pt {
        let _stage = Stage::for_attempt(self.attempts).enter();
        self.attempts += 1;
        (self.overflow)(body, squeeze)
    }

    /// The squeeze in which a document is shortest.
    fn tightest(&self) -> Squeeze {
        Squeeze {
            size: (self.range.floor / self.range.body).min(1.0),
            space: TIGHTEST_SPACE,
            leading: self.range.leading,
            ..self.unsqueezed
        }
    }

    /// Makes a body fit with all of its content, or else with some of it left out.
    fn fit<'b>(
        &mut self,
        body: &'b [Block],
        measured: MeasuredOverflows,
    ) -> Result<Fitted<'b>, TooLong> {
        let tightest_overflow = match self.fit_whole(body, measured) {
            Ok(fitted) => return Ok(fitted),
            Err(TooLong(overflow)) => overflow,
        };
        let (omissions, overflow) = self.choose_omissions(body, tightest_overflow)?;
        let shown = shown_ids(body);
        let mut body = without_omissions(body, &omissions);
        let unlinked = unlink_missing(&mut body, &shown);
        // The overflow of the rest in the theme's own sizes has not been measured. `Pt::MAX` makes
        // the search begin at the tightest space. It probably ends there too, because something had
        // to be left out even in that space.
        let squeeze = self
            .tighten(&body, Pt::MAX, Some(overflow))
            .unwrap_or(self.tightest());
        let mut ledger = fit_warnings(squeeze, self.range, &omissions);
        for id in unlinked {
            let message = format!("a link to `#{id}` is plain text, as that is left out");
            ledger.push(Diagnostic::warning(Code::LinkLeftOut, message));
        }
        Ok(Fitted {
            squeeze,
            ledger,
            body: body.into(),
        })
    }

    /// Makes a body fit by space and type alone.
    fn fit_whole<'b>(
        &mut self,
        body: &'b [Block],
        measured: MeasuredOverflows,
    ) -> Result<Fitted<'b>, TooLong> {
        if let Some(overflow) = measured.tightest
            && overflow > Pt::ZERO
        {
            return Err(TooLong(overflow));
        }
        let unsqueezed_overflow = match measured.unsqueezed {
            Some(overflow) => overflow,
            None => self.overflow(body, self.unsqueezed),
        };
        if unsqueezed_overflow <= Pt::ZERO {
            return Ok(Fitted {
                squeeze: self.fill_page(body, unsqueezed_overflow),
                body: body.into(),
                ledger: Vec::new(),
            });
        }
        let squeeze = self.tighten(body, unsqueezed_overflow, measured.tightest)?;
        Ok(Fitted {
            squeeze,
            body: body.into(),
            ledger: fit_warnings(squeeze, self.range, &[]),
        })
    }

    /// The omissions with which a body fits in the tightest squeeze, and its overflow then.
    /// `overflow_of_all` is the overflow with nothing left out.
    fn choose_omissions(
        &mut self,
        body: &[Block],
        overflow_of_all: Pt,
    ) -> Result<(Vec<Omission>, Pt), TooLong> {
        let possible = possible_omissions(body);
        let tightest = self.tightest();
        let needed = first_fitting(
            possible.len(),
            overflow_of_all,
            SAVED_BY_OMISSION,
            |count| self.overflow(&without_omissions(body, &possible[..count]), tightest),
        );
        let Ok(needed) = needed else {
            let least = without_omissions(body, &possible);
            return Err(TooLong(self.overflow(&least, tightest)));
        };
        let mut chosen = possible[..needed.index].to_vec();
        let mut overflow = needed.overflow;
        // Some omissions may turn out not to be needed: where two columns are side by side, only
        // what is taken out of the longer one helps. The most valuable are tried first. The very
        // last one is needed, because the document did not fit before it.
        let all_but_last = chosen.len().saturating_sub(1);
        for at in (0..all_but_last).rev().take(MAX_RESTORE_ATTEMPTS) {
            let omission = chosen.remove(at);
            // Without its headline, a point's detail makes no sense.
            if !is_block_omitted(&chosen, omission.block) {
                let overflow_restored = self.overflow(&without_omissions(body, &chosen), tightest);
                if overflow_restored <= Pt::ZERO {
                    overflow = overflow_restored;
                    continue;
                }
            }
            chosen.insert(at, omission);
        }
        Ok((chosen, overflow))
    }

    /// Squeezes a body that does not fit: space alone if that is enough, else space, leading and
    /// type. If the smallest type leaves room, type, leading and space are enlarged again, in this
    /// order.
    fn tighten(
        &mut self,
        body: &[Block],
        unsqueezed_overflow: Pt,
        tightest_overflow: Option<Pt>,
    ) -> Result<Squeeze, TooLong> {
        let unsqueezed = self.unsqueezed;
        let spaced = |step: usize| Squeeze {
            space: TIGHTER_SPACES[step - 1],
            ..unsqueezed
        };
        let steps = TIGHTER_SPACES.len();
        let saved = SAVED_BY_SPACE / steps as f32;
        let fitting = first_fitting(steps, unsqueezed_overflow, saved, |step| {
            self.overflow(body, spaced(step))
        });
        let spaced_overflow = match fitting {
            Ok(step) => return Ok(spaced(step.index)),
            Err(overflow) => overflow,
        };
        let squeeze = self.tightest();
        let overflow = match tightest_overflow {
            Some(overflow) => overflow,
            None => self.overflow(body, squeeze),
        };
        if overflow > Pt::ZERO {
            return Err(TooLong(overflow));
        }
        let tightest = FittingSqueeze { squeeze, overflow };
        let enlarged = self.enlarge_type(body, tightest, spaced_overflow);
        let leaded = self.loosen(body, enlarged, |squeeze| &mut squeeze.leading);
        let loosened = self.loosen(body, leaded, |squeeze| &mut squeeze.space);
        Ok(loosened.squeeze)
    }

    /// The largest type that fits in the tightest space. `full_overflow` is by how much a document
    /// in the theme's type is too long there. It may be off a little, as it only sets where the
    /// search begins.
    fn enlarge_type(
        &mut self,
        body: &[Block],
        tightest: FittingSqueeze,
        full_overflow: Pt,
    ) -> FittingSqueeze {
        let range = self.range;
        let least_size = tightest.squeeze.size;
        let steps = ((1.0 - least_size) / TYPE_STEP).ceil().max(0.0) as usize;
        // Sizes are counted down from the theme's, so that they are round shares of it.
        let enlarged = |step: usize| {
            let share = 1.0 - (steps - step) as f32 * TYPE_STEP;
            Squeeze {
                size: range.allowed_share(share.max(least_size)),
                ..tightest.squeeze
            }
        };
        let growth = (full_overflow - tightest.overflow) / steps.max(1) as f32;
        let largest = last_fitting(steps, tightest.overflow, Some(growth), |step| {
            self.overflow(body, enlarged(step))
        });
        fitting_squeeze(largest, enlarged)
    }

    /// Gives room that is left over back to a share of the theme's sizes, up to the whole.
    fn loosen(
        &mut self,
        body: &[Block],
        from: FittingSqueeze,
        share: impl Fn(&mut Squeeze) -> &mut f32,
    ) -> FittingSqueeze {
        let mut squeeze = from.squeeze;
        let least = *share(&mut squeeze);
        let steps = ((1.0 - least) / LOOSEN_STEP).ceil() as usize;
        let loosened = |step: usize| {
            let mut squeeze = from.squeeze;
            *share(&mut squeeze) = (least + step as f32 * LOOSEN_STEP).min(1.0);
            squeeze
        };
        let loosest = last_fitting(steps, from.overflow, None, |step| {
            self.overflow(body, loosened(step))
        });
        fitting_squeeze(loosest, loosened)
    }

    /// Enlarges a body that fits: first type and then space, as far as it still fits.
    fn fill_page(&mut self, body: &[Block], unsqueezed_overflow: Pt) -> Squeeze {
        let range = self.range;
        let unsqueezed = self.unsqueezed;
        let max_size = (MAX_BODY_SIZE / range.body).max(1.0);
        let steps = ((max_size - 1.0) / TYPE_STEP).floor() as usize;
        let larger = |step: usize| Squeeze {
            size: range.allowed_share(1.0 + step as f32 * TYPE_STEP),
            ..unsqueezed
        };
        let largest = last_fitting(steps, unsqueezed_overflow, None, |step| {
            self.overflow(body, larger(step))
        });
        let larger = fitting_squeeze(largest, larger);
        let steps = ((WIDEST_SPACE - 1.0) / WIDEN_STEP).round() as usize;
        let wider = |step: usize| Squeeze {
            space: 1.0 + step as f32 * WIDEN_STEP,
            ..larger.squeeze
        };
        let widest = last_fitting(steps, larger.overflow, None, |step| {
            self.overflow(body, wider(step))
        });
        wider(widest.index)
    }
}

fn fitting_squeeze(step: TriedStep, squeeze_at: impl Fn(usize) -> Squeeze) -> FittingSqueeze {
    FittingSqueeze {
        squeeze: squeeze_at(step.index),
        overflow: step.overflow,
    }
}

/// Warns the writer of the brief about what was changed.
fn fit_warnings(squeeze: Squeeze, range: SizeRange, omissions: &[Omission]) -> Vec<Diagnostic> {
    let mut warnings = Vec::new();
    let mut warn = |code, message| warnings.push(Diagnostic::warning(code, message));
    // In the order in which the changes were tried, from the least to the most intrusive.
    if squeeze.space < 1.0 {
        let percent = squeeze.space * 100.0;
        let message = format!("space between blocks is {percent:.0} % of the theme's");
        warn(Code::SpaceReduced, message);
    }
    if squeeze.leading < 1.0 {
        let percent = squeeze.leading * 100.0;
        let message = format!("space between lines is {percent:.0} % of the theme's");
        warn(Code::LeadingReduced, message);
    }
    if squeeze.size < 1.0 {
        let size = range.body * squeeze.size;
        let message = format!("body text is set in {size:.1} instead of {:.1}", range.body);
        warn(Code::TypeMadeSmaller, message);
    }
    let mut blocks = Vec::new();
    let mut details = Vec::new();
    for omission in omissions {
        match omission.extent {
            Extent::Whole => blocks.push(omission.name.as_str()),
            // A block that is gone is not named again for its detail.
            Extent::Detail if is_block_omitted(omissions, omission.block) => {}
            Extent::Detail => details.push(omission.name.as_str()),
        }
    }
    if !blocks.is_empty() {
        warn(Code::LeftOut, format!("left out: {}", blocks.join(", ")));
    }
    if !details.is_empty() {
        let names = details.join(", ");
        let message = format!("left out all but the headline of: {names}");
        warn(Code::DetailLeftOut, message);
    }
    warnings
}

/// The error for a document that does not fit on its pages, with its least overflow.
pub(crate) fn too_long_error(document: &Document, pages: u16, overflow: Pt) -> Diagnostic {
    let limit = if pages == 1 {
        "one page".to_owned()
    } else {
        format!("{pages} pages")
    };
    let message = format!(
        "this does not fit on {limit}: {:.0} too long even with everything left out that may be",
        overflow.mm()
    );
    let error = Diagnostic::error(Code::TooManyPages, message);
    match longest_required_text(document) {
        Some((length, name)) => error.hint(format!(
            "shorten {name}, which is longest with {length} characters"
        )),
        None => error,
    }
}

/// The longest text that is never left out: its length in characters, and what to call it.
fn longest_required_text(document: &Document) -> Option<(usize, &'static str)> {
    let mut longest = None;
    for block in &document.body {
        let (name, length) = match block {
            Block::BottomLine { body } => ("the bottom line", characters_in_blocks(body)),
            Block::Ask { text, body, .. } => {
                let length = character_count(text) + characters_in_blocks(body);
                ("the ask", length)
            }
            Block::Paragraph { text } => ("a paragraph", character_count(text)),
            Block::Sources => ("the list of sources", characters_in_sources(document)),
            _ => continue,
        };
        let is_longest = match longest {
            Some((longest_length, _)) => length >= longest_length,
            None => length > 0,
        };
        if is_longest {
            longest = Some((length, name));
        }
    }
    longest
}

fn characters_in_sources(document: &Document) -> usize {
    let mut count = 0;
    for source in &document.sources {
        count += character_count(&source.text);
    }
    count
}

fn characters_in_blocks(blocks: &[Block]) -> usize {
    let mut count = 0;
    for block in blocks {
        block.for_each_text(&mut |text| count += character_count(text));
    }
    count
}

fn character_count(text: &[Inline]) -> usize {
    plain_text(text).chars().count()
}
