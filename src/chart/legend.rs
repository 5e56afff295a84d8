//! The line above the plot: what is counted, in what unit, and which colour is which series.

use super::canvas::{ABOVE, ChartCanvas, LEADING, MIDDLE, PlacedText};
use super::data::ChartData;
use super::palette::series_dash;
use super::ruler::ChartRuler;
use crate::drawing::{Stroke, TextAnchor};
use crate::fonts::Weight;
use crate::length::Pt;

/// How a series is shown beside its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LegendKeys {
    /// Its name stands at its marks.
    None,
    /// A square of its colour.
    Squares,
    /// A piece of its line.
    Lines,
}

/// Space between entries, in ems.
const GAP: f32 = 1.0;

/// Width of a key and the space after it, in ems.
const KEY: f32 = 1.2;

struct Entry {
    /// Which series it explains.
    series: Option<usize>,
    text: String,
    weight: Weight,
}

/// Entries with their places, in lines.
pub(super) struct Legend {
    entries: Vec<(Entry, Pt, usize)>,
    lines: usize,
    keys: LegendKeys,
}

impl Legend {
    /// Places what fits into `most` lines: names are shortened before one is left out.
    pub(super) fn new(
        ruler: &ChartRuler,
        em: Pt,
        width: Pt,
        most: usize,
        data: &ChartData,
        keys: LegendKeys,
    ) -> Self {
        let mut plan = Self {
            entries: Vec::new(),
            lines: 0,
            keys,
        };
        for share in [1.0, 0.5, 0.333, 0.25, 0.2] {
            plan.entries = place_entries(
                ruler,
                em,
                width,
                legend_entries(ruler, em, width * share, data, keys),
            );
            plan.lines = plan.entries.last().map_or(0, |(_, _, line)| line + 1);
            if plan.lines <= most {
                return plan;
            }
        }
        plan.lines = most;
        plan.entries.retain(|(_, _, line)| *line < most);
        plan
    }

    pub(super) fn height(&self, em: Pt) -> Pt {
        if self.lines == 0 {
            Pt::ZERO
        } else {
            (self.lines as f32 * LEADING + 0.35) * em
        }
    }

    pub(super) fn draw_legend(&self, canvas: &mut ChartCanvas) -> Pt {
        let em = canvas.em;
        for (entry, x, line) in &self.entries {
            let baseline = (ABOVE + LEADING * *line as f32) * em;
            let mut x = *x;
            if let Some(at) = entry.series.filter(|_| self.keys != LegendKeys::None) {
                let (middle, color) = (baseline - MIDDLE * em, canvas.series_color(at));
                match self.keys {
                    LegendKeys::Lines => {
                        let stroke = Stroke {
                            width: 0.2 * em,
                            color,
                            dash: series_dash(at, em),
                        };
                        canvas.straight_line((x, middle), (x + 0.9 * em, middle), stroke);
                    }
                    _ => canvas.rect(
                        (x, middle - 0.36 * em),
                        (x + 0.72 * em, middle + 0.36 * em),
                        color,
                    ),
                }
                x += KEY * em;
            }
            let colors = &canvas.theme.colors;
            let color = if entry.series.is_some() {
                colors.text
            } else {
                colors.muted
            };
            let color = canvas.readable_color(color);
            canvas.write_if_room(PlacedText {
                text: &entry.text,
                x,
                baseline,
                anchor: TextAnchor::Start,
                weight: entry.weight,
                color,
            });
        }
        self.height(em)
    }
}

/// The name of a single series and the unit, or the unit and the names of all series.
fn legend_entries(
    ruler: &ChartRuler,
    em: Pt,
    room: Pt,
    data: &ChartData,
    keys: LegendKeys,
) -> Vec<Entry> {
    let key = if keys == LegendKeys::None {
        Pt::ZERO
    } else {
        KEY * em
    };
    let single = data.series.len() == 1;
    let weight = if single {
        Weight::SemiBold
    } else {
        Weight::Regular
    };
    let shown = if single || keys != LegendKeys::None {
        data.series.len()
    } else {
        0
    };
    let names: Vec<String> = data
        .series
        .iter()
        .take(shown)
        .map(|row| row.name.clone())
        .collect();
    let names = ruler.shorten_distinctly(&names, em, (room - key).max(Pt::ZERO), weight);
    let named = names.into_iter().enumerate().map(|(at, text)| Entry {
        series: Some(at),
        text,
        weight,
    });
    // A series that is named as what it counts says it already.
    let said = single
        && data
            .series
            .iter()
            .any(|row| row.name.to_lowercase() == data.unit.to_lowercase());
    let unit = if said {
        Vec::new()
    } else {
        ruler.shorten_distinctly(std::slice::from_ref(&data.unit), em, room, Weight::Regular)
    };
    let unit = unit.into_iter().map(|text| Entry {
        series: None,
        text,
        weight: Weight::Regular,
    });
    let mut entries: Vec<Entry> = if single {
        named.chain(unit).collect()
    } else {
        unit.chain(named).collect()
    };
    entries.retain(|entry| !entry.text.is_empty());
    entries
}

/// One after the other, in lines no wider than `width`.
fn place_entries(
    ruler: &ChartRuler,
    em: Pt,
    width: Pt,
    entries: Vec<Entry>,
) -> Vec<(Entry, Pt, usize)> {
    let keyed = entries
        .iter()
        .filter(|entry| entry.series.is_some())
        .count()
        > 1;
    let key = |entry: &Entry| {
        if keyed && entry.series.is_some() {
            KEY * em
        } else {
            Pt::ZERO
        }
    };
    let needed = |entry: &Entry| key(entry) + ruler.width(&entry.text, em, entry.weight);
    let all = entries
        .iter()
        .map(|entry| needed(entry) + GAP * em)
        .sum::<Pt>()
        - GAP * em;
    let (mut x, mut line) = (Pt::ZERO, 0);
    let mut placed = Vec::new();
    for entry in entries {
        let needed = needed(&entry);
        // A unit that shares its line with some of the keys would look like one of them.
        let after_unit =
            keyed && line == 0 && all > width && placed.len() == 1 && entry.series == Some(0);
        if x > Pt::ZERO && (x + needed > width || after_unit) {
            (x, line) = (Pt::ZERO, line + 1);
        }
        placed.push((entry, x, line));
        x += needed + GAP * em;
    }
    placed
}
