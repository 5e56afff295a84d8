//! Balances the lines of titles and leads with an indent at the end of their lines.
//!
//! Word has no balanced lines. [`end_indent`](LineBalance::end_indent) finds the smallest indent
//! with which no paragraph ends in a short line, and lines rather end after punctuation. It tries
//! indents in small steps and takes one whose neighbours do as well, because Word's fonts are not
//! exactly as wide as ours. The text stays as it is: when someone edits it, lines are at most a
//! fifth shorter.

use std::cell::OnceCell;

use super::column_widths::{is_wide_character, width_in_ems};
use super::metrics::DocxMetrics;
use super::paragraph_style::ParagraphStyle;
use crate::document::{Inline, plain_text};
use crate::fonts::{FontStyle, Fonts, Weight};
use crate::length::Pt;
use crate::text::ruler::{LineShape, SAFETY_FACTOR, TextRuler};

/// The largest indent, as a share of the measure.
const MAX_INDENT: f32 = 0.2;

/// A step between two indents, as a share of the measure.
const STEP: f32 = 0.005;

/// How many steps to either side have to look as good.
const NEIGHBOURS: i32 = 3;

/// The least length of a last line, as a share of the longest line.
const MIN_LAST_LINE: f32 = 0.4;

/// How much wider a text may be than the sum of average widths.
const ROUGH_SLACK: f32 = 1.1;

/// The family of our own in which the widths of known Word fonts are estimated.
const KNOWN_FAMILY: &str = "Source Sans 3";

/// Balances the lines of one document.
pub(super) struct LineBalance<'a> {
    metrics: &'a DocxMetrics<'a>,
    fonts: &'a Fonts,
    /// Made for the first text of more than one line, which many documents do not have.
    headings: OnceCell<Option<FontRuler<'a>>>,
    body: OnceCell<Option<FontRuler<'a>>>,
}

/// Measures text in one of Word's fonts.
struct FontRuler<'a> {
    ruler: TextRuler<'a>,
    /// How wide regular and bold text is, compared to the ruler's.
    factors: [f32; 2],
}

impl<'a> LineBalance<'a> {
    pub(super) fn new(metrics: &'a DocxMetrics<'a>, fonts: &'a Fonts) -> Self {
        Self {
            metrics,
            fonts,
            headings: OnceCell::new(),
            body: OnceCell::new(),
        }
    }

    /// The indent at the end of the lines of a text, in twentieths of a point; `None` if it needs
    /// none or its font is unknown. `width` is the measure, in twentieths of a point.
    pub(super) fn end_indent(
        &self,
        style: ParagraphStyle,
        text: &[Inline],
        width: usize,
    ) -> Option<usize> {
        let measures = style.measures(&self.metrics.scale);
        let width = Pt::from_twips(width.saturating_sub(measures.indent));
        let size = measures.font.size;
        let is_short = width_in_ems(&plain_text(text)) * ROUGH_SLACK * size <= width;
        // Where the author breaks lines, these stay as they are.
        if is_short || text.contains(&Inline::LineBreak) {
            return None;
        }
        let font = self.font_ruler(style)?;
        let mut trials = font.ruler.line_trials(text, measures.bold);
        let factor = font.width_factor(text, measures.bold);
        let width_at = |step: i32| width * (1.0 - STEP * step as f32) * factor;
        let most_lines = trials.lines_at(size, width_at(0)).len();
        if most_lines < 2 {
            return None;
        }
        let step = best_step(|step| {
            let lines = trials.lines_at(size, width_at(step));
            penalty(lines, most_lines)
        })?;
        Some((width.twips() * STEP * step as f32) as usize)
    }

    /// The ruler for the font of a style, if that is known.
    fn font_ruler(&self, style: ParagraphStyle) -> Option<&FontRuler<'a>> {
        let theme_fonts = &self.metrics.theme.fonts;
        let (ruler, name) = if style.has_heading_font() {
            (&self.headings, &theme_fonts.word_heading)
        } else {
            (&self.body, &theme_fonts.word)
        };
        let ruler = ruler.get_or_init(|| FontRuler::of_word_font(name, self.fonts));
        ruler.as_ref()
    }
}

impl<'a> FontRuler<'a> {
    fn of_word_font(name: &str, fonts: &'a Fonts) -> Option<Self> {
        let style = FontStyle {
            weight: Weight::Regular,
            italic: false,
        };
        let (family, factors) = if fonts.nearest_face(name, style).is_some() {
            (name, [1.0, 1.0])
        } else {
            (KNOWN_FAMILY, known_width_factors(name)?)
        };
        Some(Self {
            ruler: TextRuler::new(fonts, &[family.to_owned()]),
            factors,
        })
    }

    /// How wide the ruler's text may be, compared to that of the Word font.
    fn width_factor(&self, text: &[Inline], bold: bool) -> f32 {
        // Chinese, Japanese and Korean characters are as wide as high in every font.
        let factor = if plain_text(text).contains(is_wide_character) {
            1.0
        } else {
            self.factors[usize::from(bold)]
        };
        SAFETY_FACTOR / factor
    }
}

/// How wide the regular and the bold text of a Word font is, compared to [`KNOWN_FAMILY`]: the mean
/// of sentences in seven languages, measured in the font or its metric-compatible twin. `None` for
/// other fonts.
fn known_width_factors(font: &str) -> Option<[f32; 2]> {
    match font {
        "Calibri" | "Carlito" => Some([0.975, 0.969]),
        "Cambria" | "Caladea" => Some([0.985, 1.05]),
        "Arial" | "Liberation Sans" | "Helvetica" => Some([1.065, 1.113]),
        "Times New Roman" | "Liberation Serif" => Some([0.965, 1.0]),
        _ => None,
    }
}

/// The smallest number of steps with the smallest penalty around it; `None` if no step is clearly
/// better than 0.
fn best_step(mut penalty: impl FnMut(i32) -> f32) -> Option<i32> {
    /// The least improvement that is worth an indent.
    const MIN_GAIN: f32 = 0.5;
    /// Of equal lines, those with the smaller indent are better.
    const STEP_PENALTY: f32 = 0.01;
    let last = (MAX_INDENT / STEP) as i32;
    let mut penalties = Vec::new();
    for step in -NEIGHBOURS..=last + NEIGHBOURS {
        penalties.push(penalty(step));
        // Nothing can be better by so much than lines that are good without an indent.
        if step == NEIGHBOURS && penalties.iter().all(|it| *it <= MIN_GAIN) {
            return None;
        }
    }
    let window = 2 * NEIGHBOURS as usize + 1;
    let mut best = (f32::MAX, 0);
    let mut without_indent = 0.0;
    for (step, near) in (0..).zip(penalties.windows(window)) {
        let worst = near.iter().copied().fold(0.0, f32::max);
        if step == 0 {
            without_indent = worst;
        }
        let total = worst + STEP_PENALTY * step as f32;
        if total < best.0 {
            best = (total, step);
        }
    }
    let (penalty, step) = best;
    (step > 0 && penalty + MIN_GAIN < without_indent).then_some(step)
}

/// How bad lines look: a short last line most of all, then ends of lines without punctuation.
fn penalty(lines: &[LineShape], most_lines: usize) -> f32 {
    if lines.len() > most_lines || lines.iter().any(|line| line.is_cut) {
        return 100.0;
    }
    let Some((last, others)) = lines.split_last() else {
        return 0.0;
    };
    let longest = lines.iter().map(|line| line.width).fold(0.0, f32::max);
    let share = last.width / longest.max(f32::MIN_POSITIVE);
    let mut sum = 0.0;
    if !others.is_empty() && share < MIN_LAST_LINE {
        sum += 2.0 + 10.0 * (MIN_LAST_LINE - share);
    }
    for line in others {
        if !line.ends_with_punctuation {
            sum += 1.0 / others.len() as f32;
        }
    }
    sum
}
