//! The colours of marks: which of them stand out ([`Emphasis`]), and how a theme shows that
//! ([`Palette`]). Drawn charts and the native charts of Word share them.

use std::collections::BTreeSet;

use crate::document::Highlight;
use crate::drawing::Dash;
use crate::length::Pt;
use crate::theme::{Color, Colors};

/// How much of the background is mixed into the grey of marks that do not stand out. They take
/// turns, so that neighbours in a stack differ.
pub(crate) const GREYS: [f32; 4] = [0.3, 0.6, 0.45, 0.7];

/// How much of the background is mixed into the colour of a series in categories that do not stand
/// out.
pub(crate) const PALE: f32 = 0.6;

/// The colour of a mark, independent of the theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tone {
    /// The accent for 0, then the theme's colours for series.
    Full(usize),
    /// The same, for a category that does not stand out.
    Pale(usize),
    /// One of [`GREYS`], for a series that does not stand out.
    Grey(usize),
}

/// Tells what stands out in a chart.
#[derive(Clone, Copy)]
pub(crate) struct Emphasis<'a> {
    highlight: &'a Highlight,
    series_count: usize,
}

impl<'a> Emphasis<'a> {
    pub(crate) fn new(highlight: &'a Highlight, series_count: usize) -> Self {
        Self {
            highlight,
            series_count,
        }
    }

    /// The tone of a series, for its line and its key.
    pub(crate) fn series_tone(&self, series: usize) -> Tone {
        tone_among(&self.highlight.series, series)
    }

    /// The tone of the mark of a series in a category.
    pub(crate) fn mark_tone(&self, series: usize, category: usize) -> Tone {
        let chosen = &self.highlight.categories;
        let tone = self.series_tone(series);
        if chosen.is_empty() || chosen.contains(&category) {
            return tone;
        }
        match tone {
            // Paler, not grey: the series must still be told from its neighbours.
            Tone::Full(at) if self.series_count > 1 => Tone::Pale(at),
            _ => Tone::Grey(0),
        }
    }

    /// The tone of a part of a whole.
    pub(crate) fn part_tone(&self, category: usize) -> Tone {
        tone_among(&self.highlight.categories, category)
    }

    /// Whether the brief highlights a category.
    pub(crate) fn highlights_category(&self, category: usize) -> bool {
        self.highlight.categories.contains(&category)
    }

    /// Whether a series is drawn with more weight than others: a highlighted one, or the first if
    /// the brief highlights none.
    pub(crate) fn is_leading_series(&self, series: usize) -> bool {
        let chosen = &self.highlight.series;
        if chosen.is_empty() {
            series == 0
        } else {
            chosen.contains(&series)
        }
    }
}

/// The tone of the one at `index`, if those that are `chosen` stand out. The first chosen one has
/// the accent, wherever it is.
fn tone_among(chosen: &BTreeSet<usize>, index: usize) -> Tone {
    if chosen.is_empty() {
        return Tone::Full(index);
    }
    let chosen_before = chosen.range(..index).count();
    if chosen.contains(&index) {
        Tone::Full(chosen_before)
    } else {
        Tone::Grey(index - chosen_before)
    }
}

/// Gives the theme's colours for tones.
#[derive(Clone, Copy)]
pub(crate) struct Palette<'a>(pub(crate) &'a Colors);

impl Palette<'_> {
    pub(crate) fn tone_color(&self, tone: Tone) -> Color {
        let colors = self.0;
        match tone {
            Tone::Full(index) => self.color_in_turn(index),
            Tone::Pale(index) => self.color_in_turn(index).mixed(colors.ground, PALE),
            Tone::Grey(index) => {
                let share = GREYS[index % GREYS.len()];
                colors.muted.mixed(colors.ground, share)
            }
        }
    }

    /// The accent, then the theme's other colours. After these the same colours again, lighter.
    fn color_in_turn(&self, index: usize) -> Color {
        let colors = self.0;
        // The accent is not among the colours for series, so it counts as one more before them.
        let count = 1 + colors.series.len();
        let color = match index % count {
            0 => colors.accent,
            turn => colors.series[turn - 1],
        };
        // After three turns colours repeat. No reader can tell that many series apart.
        let lightness = match index / count % 3 {
            0 => 0.0,
            1 => 0.35,
            _ => 0.2,
        };
        color.mixed(colors.ground, lightness)
    }
}

/// The dashes of a series' line where a legend names the lines: they can be told apart without
/// colours.
pub(super) fn series_dash(series: usize, em: Pt) -> Option<Dash> {
    let (on, off) = match series % 4 {
        0 => return None,
        1 => (0.8, 0.4),
        2 => (0.25, 0.35),
        _ => (1.4, 0.5),
    };
    Some(Dash {
        on: on * em,
        off: off * em,
    })
}
