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
pub(super) const MAX_LEGEND_LINES: usize = 8;

/// The legend takes at most this share of the height.
const MAX_SHARE: f32 = 0.45;

/// Lines of a name that is wider than the legend.
const NAME_LINES: usize = 3;

/// Semibold letters are wider than regular ones by about this factor.
const SEMIBOLD_WIDTH: f32 = 1.06;

/// Space between entries, in ems.
const GAP: f32 = 1.0;

/// Width of a key and the space after it, in ems.
const KEY_WIDTH: f32 = 1.2;

/// Shares of the width that a shortened name may have, tried one after the other until all entries
/// fit.
const SHORT_NAME_SHARES: [f32; 4] = [0.5, 0.333, 0.25, 0.2];

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
    is_whole: bool,
}

/// The unit, or the name of a series.
struct Entry {
    /// `None` for the unit.
    series: Option<usize>,
    text: String,
    /// The text in lines. Only one that is wider than the legend has several.
    lines: Vec<String>,
    weight: Weight,
}

struct PlacedEntry {
    entry: Entry,
    x: Pt,
    line: usize,
}

impl Legend {
    /// Fits the entries into `max_lines` lines. If they do not all fit, names are shortened, and
    /// entries that still do not fit are left out.
    pub fn new(
        ruler: &ChartRuler,
        em: Pt,
        width: Pt,
        max_lines: usize,
        data: &ChartData,
        keys: LegendKeys,
    ) -> Self {
        let mut entries = legend_entries(data, keys);
        let mut is_whole = true;
        for entry in &mut entries {
            is_whole &= wrap_entry(ruler, em, width, keys, entry);
        }
        let mut placed = place_entries(ruler, em, width, entries);
        is_whole &= count_lines(&placed) <= max_lines;
        for share in SHORT_NAME_SHARES {
            if count_lines(&placed) <= max_lines {
                break;
            }
            let mut entries = legend_entries(data, keys);
            shorten_entries(ruler, em, width * share, keys, &mut entries);
            placed = place_entries(ruler, em, width, entries);
        }
        // Too many series for any legend. Their values are still in the chart.
        placed.retain(|placed| placed.line + placed.entry.lines.len() <= max_lines);
        let lines = count_lines(&placed);
        Self {
            entries: placed,
            lines,
            keys,
            is_whole,
        }
    }

    /// A legend in as many lines as the height of `canvas` allows.
    pub fn for_canvas(canvas: &ChartCanvas, data: &ChartData, keys: LegendKeys) -> Self {
        let em = canvas.em;
        let lines_in_share = canvas.height * MAX_SHARE / (LEADING * em);
        let max_lines = lines_in_share.max(1.0) as usize;
        Self::new(canvas.ruler, em, canvas.width, max_lines, data, keys)
    }

    /// Whether it has every name and the unit in full.
    pub fn is_whole(&self) -> bool {
        self.is_whole
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
            for (below, text) in entry.lines.iter().enumerate() {
                canvas.write_if_room(PlacedText {
                    text,
                    x,
                    baseline: baseline + LEADING * below as f32 * em,
                    anchor: TextAnchor::Start,
                    weight: entry.weight,
                    color: canvas.readable_color(color),
                });
            }
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
fn legend_entries(data: &ChartData, keys: LegendKeys) -> Vec<Entry> {
    let is_single = data.series.len() == 1;
    let mut entries = Vec::new();
    if is_single || keys != LegendKeys::None {
        let weight = if is_single {
            Weight::SemiBold
        } else {
            Weight::Regular
        };
        for (series, text) in data.series_names().into_iter().enumerate() {
            entries.push(Entry::new(Some(series), text, weight));
        }
    }
    if !unit_is_named(data) {
        let unit = Entry::new(None, data.unit.clone(), Weight::Regular);
        if is_single {
            entries.push(unit);
        } else {
            entries.insert(0, unit);
        }
    }
    entries.retain(|entry| !entry.text.is_empty());
    entries
}

/// Whether the name of a single series already says the unit.
pub(super) fn unit_is_named(data: &ChartData) -> bool {
    match &data.series[..] {
        [series] => series.name.to_lowercase() == data.unit.to_lowercase(),
        _ => false,
    }
}

impl Entry {
    fn new(series: Option<usize>, text: String, weight: Weight) -> Self {
        Self {
            series,
            lines: vec![text.clone()],
            text,
            weight,
        }
    }

    /// The width of its key and the space after it.
    fn key_width(&self, em: Pt, keys: LegendKeys) -> Pt {
        if self.series.is_some() && keys != LegendKeys::None {
            KEY_WIDTH * em
        } else {
            Pt::ZERO
        }
    }
}

/// Breaks the text of an entry into lines if it is wider than `width`. Tells whether all of it is in
/// them.
fn wrap_entry(ruler: &ChartRuler, em: Pt, width: Pt, keys: LegendKeys, entry: &mut Entry) -> bool {
    let room = width - entry.key_width(em, keys);
    if ruler.width(&entry.text, em, entry.weight) <= room {
        return true;
    }
    let room = match entry.weight {
        Weight::Regular => room,
        Weight::SemiBold | Weight::Bold => room / SEMIBOLD_WIDTH,
    };
    match ruler.name_lines(&entry.text, em, room, NAME_LINES) {
        Some(lines) => {
            entry.lines = lines;
            true
        }
        None => {
            entry.lines = ruler.clip_to_lines(&entry.text, em, room, NAME_LINES);
            false
        }
    }
}

/// Shortens the texts of entries to one line in `room`.
fn shorten_entries(ruler: &ChartRuler, em: Pt, room: Pt, keys: LegendKeys, entries: &mut [Entry]) {
    let mut names = Vec::new();
    let mut widest_key = Pt::ZERO;
    let mut weight = Weight::Regular;
    for entry in entries.iter().filter(|entry| entry.series.is_some()) {
        names.push(entry.text.clone());
        widest_key = entry.key_width(em, keys);
        weight = entry.weight;
    }
    // All at once: names that are shortened one by one could become alike.
    let room_for_names = (room - widest_key).max(Pt::ZERO);
    let short_names = ruler.shorten_distinctly(&names, em, room_for_names, weight);
    let mut short_names = short_names.into_iter();
    for entry in entries {
        let short = if entry.series.is_some() {
            short_names.next()
        } else {
            let unit = std::slice::from_ref(&entry.text);
            ruler
                .shorten_distinctly(unit, em, room, Weight::Regular)
                .pop()
        };
        entry.lines = vec![short.unwrap_or_default()];
    }
}

fn count_lines(placed: &[PlacedEntry]) -> usize {
    let ends = placed.iter().map(|it| it.line + it.entry.lines.len());
    ends.max().unwrap_or(0)
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
        let lines = entry.lines.iter().map(String::as_str);
        widths.push(key + ruler.widest(lines, em, entry.weight));
    }
    let widths_and_gaps: Pt = widths.iter().map(|width| *width + GAP * em).sum();
    let total = widths_and_gaps - GAP * em;
    let (mut x, mut line) = (Pt::ZERO, 0);
    let mut placed: Vec<PlacedEntry> = Vec::new();
    for (entry, needed) in entries.into_iter().zip(widths) {
        // If keys need more than one line, the unit has the first line to itself. Beside some of
        // the keys it would look like one of them.
        let follows_unit = has_keys && line == 0 && placed.len() == 1 && entry.series == Some(0);
        let follows_wrapped = placed.last().is_some_and(|it| it.entry.lines.len() > 1);
        let is_wrapped = entry.lines.len() > 1;
        let starts_line = x + needed > width || follows_unit && total > width;
        // An entry that is wider than a line stays on it: a line of its own would not help.
        if x > Pt::ZERO && (starts_line || follows_wrapped || is_wrapped) {
            x = Pt::ZERO;
            line = count_lines(&placed);
        }
        placed.push(PlacedEntry { entry, x, line });
        x += needed + GAP * em;
    }
    placed
}
