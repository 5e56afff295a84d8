//! Which mark has which colour.

use std::collections::BTreeSet;

use crate::document::Highlight;
use crate::drawing::Dash;
use crate::length::Pt;
use crate::theme::{Color, Colors};

/// How much of the ground is mixed into the grey of what does not stand out, in turn: neighbours in
/// a stack differ.
pub(crate) const GREYS: [f32; 4] = [0.3, 0.6, 0.45, 0.7];

/// How much of the ground is mixed into the colour of a series where its category does not stand
/// out.
pub(crate) const PALE: f32 = 0.6;

/// The colour of a mark, whatever the theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tone {
    /// The accent, or that colour of the theme's that comes so many places after it.
    Full(usize),
    /// The same, for a category that does not stand out.
    Pale(usize),
    /// One of [`GREYS`], for what does not stand out.
    Grey(usize),
}

/// What stands out in a chart, and what does not.
#[derive(Clone, Copy)]
pub(crate) struct Emphasis<'a> {
    highlight: &'a Highlight,
    /// How many series there are.
    series_count: usize,
}

impl<'a> Emphasis<'a> {
    pub(crate) fn new(highlight: &'a Highlight, series_count: usize) -> Self {
        Self {
            highlight,
            series_count,
        }
    }

    /// Of a series, of its line and of its key.
    pub(crate) fn series_tone(&self, at: usize) -> Tone {
        tone_among(&self.highlight.series, at)
    }

    /// Of the mark of a series in a category.
    pub(crate) fn mark_tone(&self, series: usize, category: usize) -> Tone {
        let chosen = &self.highlight.categories;
        match self.series_tone(series) {
            tone if chosen.is_empty() || chosen.contains(&category) => tone,
            Tone::Full(at) if self.series_count > 1 => Tone::Pale(at),
            _ => Tone::Grey(0),
        }
    }

    /// Of a part of a whole.
    pub(crate) fn part_tone(&self, category: usize) -> Tone {
        tone_among(&self.highlight.categories, category)
    }

    /// Whether a category stands out from others.
    pub(crate) fn highlights_category(&self, category: usize) -> bool {
        self.highlight.categories.contains(&category)
    }

    /// Whether a series is drawn with more weight than the others: one that stands out; if none
    /// does, the first.
    pub(crate) fn is_leading_series(&self, series: usize) -> bool {
        let chosen = &self.highlight.series;
        if chosen.is_empty() {
            series == 0
        } else {
            chosen.contains(&series)
        }
    }
}

/// The tone of one of several, of which `chosen` stand out.
fn tone_among(chosen: &BTreeSet<usize>, at: usize) -> Tone {
    if chosen.is_empty() {
        return Tone::Full(at);
    }
    match chosen.iter().position(|it| *it == at) {
        Some(place) => Tone::Full(place),
        None => Tone::Grey(at - chosen.range(..at).count()),
    }
}

/// The theme's colours for tones.
#[derive(Clone, Copy)]
pub(crate) struct Palette<'a>(pub(crate) &'a Colors);

impl Palette<'_> {
    pub(crate) fn tone_color(&self, tone: Tone) -> Color {
        let colors = self.0;
        match tone {
            Tone::Full(at) => self.series_color(at),
            Tone::Pale(at) => self.series_color(at).mixed(colors.ground, PALE),
            Tone::Grey(at) => colors.muted.mixed(colors.ground, GREYS[at % GREYS.len()]),
        }
    }

    /// The accent, then the theme's other colours; beyond these the same ones, lighter.
    fn series_color(&self, at: usize) -> Color {
        let colors = self.0;
        let round = 1 + colors.series.len();
        let color = if at.is_multiple_of(round) {
            Some(&colors.accent)
        } else {
            colors.series.get(at % round - 1)
        };
        let paler = [0.0, 0.35, 0.2][at / round % 3];
        color.unwrap_or(&colors.accent).mixed(colors.ground, paler)
    }
}

/// How the line of a series is broken where a legend must tell lines apart without their colours.
pub(super) fn series_dash(series: usize, em: Pt) -> Option<Dash> {
    let lengths = [None, Some((0.8, 0.4)), Some((0.25, 0.35)), Some((1.4, 0.5))][series % 4];
    lengths.map(|(on, off)| Dash {
        on: on * em,
        off: off * em,
    })
}
