//! The legend ([`Legend`]): the lines above a plot that say what is counted, in which unit, and
//! which colour is which series. Charts in Word have a legend of Word's own:
//! [`ooxml::chart`](crate::ooxml::chart).

use super::canvas::{ABOVE, ChartCanvas, LEADING, MIDDLE, PlacedText};
use super::data::ChartData;
use super::palette::series_dash;
use super::ruler::ChartRuler;
use crate::drawing::{Stroke, TextAnchor};
use crate::fonts::Weight;
use crate::length::Pt;

/// Lines of a legend for which the preferred height of a chart has room.
pub(super) const MAX_LEGEND_LINES: usize = 4;

/// The legend takes at most this share of the height.
const MAX_SHARE: f32 = 0.35;

/// Space between entries, in ems.
const GAP: f32 = 1.0;

/// Width of a key and the space after it, in ems.
const KEY_WIDTH: f32 = 1.2;

/// Shares of the width that a name may have, tried one after the other until all entries fit.
const NAME_SHARES: [f32; 5] = [1.0, 0.5, 0.333, 0.25, 0.2];

/// What a legend shows beside the name of a series.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LegendKeys {
    /// Nothing: the series are named at their marks.
    None,
    /// A square of its colour.
    Squares,
    /// A piece of its line.
    Lines,
}

/// Entries and their places.
pub(super) struct Legend {
    entries: Vec<PlacedEntry>,
    lines: usize,
    keys: LegendKeys,
}

/// The unit, or the name of a series.
struct Entry {
    /// `None` for the unit.
    series: Option<usize>,
    text: String,
    weight: Weight,
}

struct PlacedEntry {
    entry: Entry,
    x: Pt,
    line: usize,
}

impl Legend {
    /// Fits the entries into `max_lines` lines. Names are shortened first; entries that still do
    /// not fit are left out.
    pub fn new(
        ruler: &ChartRuler,
        em: Pt,
        width: Pt,
        max_lines: usize,
        data: &ChartData,
        keys: LegendKeys,
    ) -> Self {
        let mut placed = Vec::new();
        for share in NAME_SHARES {
            let entries = legend_entries(ruler, em, width * share, data, keys);
            placed = place_entries(ruler, em, width, entries);
            let lines = match placed.last() {
                Some(last) => last.line + 1,
                None => 0,
            };
            if lines <= max_lines {
                return Self {
                    entries: placed,
                    lines,
                    keys,
                };
            }
        }
        // Too many series for any legend. Their values are still in the chart.
        placed.retain(|placed| placed.line < max_lines);
        Self {
            entries: placed,
            lines: max_lines,
            keys,
        }
    }

    /// A legend in as many lines as the height of `canvas` allows.
    pub fn for_canvas(canvas: &ChartCanvas, data: &ChartData, keys: LegendKeys) -> Self {
        let em = canvas.em;
        let lines_in_share = canvas.height * MAX_SHARE / (LEADING * em);
        let max_lines = lines_in_share.max(1.0) as usize;
        Self::new(canvas.ruler, em, canvas.width, max_lines, data, keys)
    }

    /// The height of the lines and the space below them.
    pub fn height(&self, em: Pt) -> Pt {
        if self.lines == 0 {
            Pt::ZERO
        } else {
            (self.lines as f32 * LEADING + 0.35) * em
        }
    }

    /// Draws the legend at the top of the frame, and gives its height.
    pub fn draw_legend(&self, canvas: &mut ChartCanvas) -> Pt {
        let em = canvas.em;
        for PlacedEntry { entry, x, line } in &self.entries {
            let baseline = (ABOVE + LEADING * *line as f32) * em;
            let mut x = *x;
            if let Some(series) = entry.series
                && self.keys != LegendKeys::None
            {
                self.draw_key(canvas, series, x, baseline - MIDDLE * em);
                x += KEY_WIDTH * em;
            }
            let color = if entry.series.is_some() {
                canvas.theme.colors.text
            } else {
                canvas.theme.colors.muted
            };
            canvas.write_if_room(PlacedText {
                text: &entry.text,
                x,
                baseline,
                anchor: TextAnchor::Start,
                weight: entry.weight,
                color: canvas.readable_color(color),
            });
        }
        self.height(em)
    }

    fn draw_key(&self, canvas: &mut ChartCanvas, series: usize, x: Pt, middle: Pt) {
        let (em, color) = (canvas.em, canvas.series_color(series));
        match self.keys {
            LegendKeys::None => {}
            LegendKeys::Squares => canvas.key_square((x, middle), color),
            LegendKeys::Lines => {
                let stroke = Stroke {
                    width: 0.2 * em,
                    color,
                    dash: series_dash(series, em),
                };
                canvas.straight_line((x, middle), (x + 0.9 * em, middle), stroke);
            }
        }
    }
}

/// The name of a single series and then the unit; or the unit and then the names of all series.
/// Names and the unit are no wider than `room`.
fn legend_entries(
    ruler: &ChartRuler,
    em: Pt,
    room: Pt,
    data: &ChartData,
    keys: LegendKeys,
) -> Vec<Entry> {
    let is_single = data.series.len() == 1;
    let mut entries = Vec::new();
    if is_single || keys != LegendKeys::None {
        entries = series_entries(ruler, em, room, data, keys);
    }
    if let Some(unit) = unit_entry(ruler, em, room, data) {
        if is_single {
            entries.push(unit);
        } else {
            entries.insert(0, unit);
        }
    }
    entries.retain(|entry| !entry.text.is_empty());
    entries
}

fn series_entries(
    ruler: &ChartRuler,
    em: Pt,
    room: Pt,
    data: &ChartData,
    keys: LegendKeys,
) -> Vec<Entry> {
    let key_width = if keys == LegendKeys::None {
        Pt::ZERO
    } else {
        KEY_WIDTH * em
    };
    let weight = if data.series.len() == 1 {
        Weight::SemiBold
    } else {
        Weight::Regular
    };
    let names = data.series_names();
    let room = (room - key_width).max(Pt::ZERO);
    // All at once: names that are shortened one by one could become alike.
    let short_names = ruler.shorten_distinctly(&names, em, room, weight);
    let mut entries = Vec::new();
    for (series, text) in short_names.into_iter().enumerate() {
        entries.push(Entry {
            series: Some(series),
            text,
            weight,
        });
    }
    entries
}

/// The unit; `None` if the name of a single series already says it.
fn unit_entry(ruler: &ChartRuler, em: Pt, room: Pt, data: &ChartData) -> Option<Entry> {
    if let [series] = &data.series[..]
        && series.name.to_lowercase() == data.unit.to_lowercase()
    {
        return None;
    }
    let unit = std::slice::from_ref(&data.unit);
    let mut short_unit = ruler.shorten_distinctly(unit, em, room, Weight::Regular);
    Some(Entry {
        series: None,
        text: short_unit.pop()?,
        weight: Weight::Regular,
    })
}

/// Places entries one after the other, in lines no wider than `width`.
fn place_entries(ruler: &ChartRuler, em: Pt, width: Pt, entries: Vec<Entry>) -> Vec<PlacedEntry> {
    let mut series_count = 0;
    for entry in &entries {
        if entry.series.is_some() {
            series_count += 1;
        }
    }
    let has_keys = series_count > 1;
    let mut widths = Vec::new();
    for entry in &entries {
        let key = if has_keys && entry.series.is_some() {
            KEY_WIDTH * em
        } else {
            Pt::ZERO
        };
        widths.push(key + ruler.width(&entry.text, em, entry.weight));
    }
    let widths_and_gaps: Pt = widths.iter().map(|width| *width + GAP * em).sum();
    let total = widths_and_gaps - GAP * em;
    let (mut x, mut line) = (Pt::ZERO, 0);
    let mut placed = Vec::new();
    for (entry, needed) in entries.into_iter().zip(widths) {
        // If keys need more than one line, the unit has the first line to itself. Beside some of
        // the keys it would look like one of them.
        let follows_unit = has_keys && line == 0 && placed.len() == 1 && entry.series == Some(0);
        let starts_line = x + needed > width || follows_unit && total > width;
        // An entry that is wider than a line stays on it: a line of its own would not help.
        if x > Pt::ZERO && starts_line {
            x = Pt::ZERO;
            line += 1;
        }
        placed.push(PlacedEntry { entry, x, line });
        x += needed + GAP * em;
    }
    placed
}
