//! Lines over time: names and last values at their ends, a few grid lines, gaps where there is no
//! number.

use super::canvas::{
    ABOVE, BELOW, ChartCanvas, LEADING, MIDDLE, PlacedText, TextBox, needs_leader_line,
    spread_labels,
};
use super::category_labels::CategoryLabels;
use super::data::{ChartData, SeriesData};
use super::legend::{Legend, LegendKeys};
use super::palette::series_dash;
use super::ruler::ChartRuler;
use super::scale::{Ticks, ValueScale};
use crate::drawing::{Dash, Stroke, TextAnchor};
use crate::fonts::Weight;
use crate::length::Pt;

/// CategoryLabels at the ends of lines take at most this share of the width.
const ENDS: f32 = 0.38;

/// A legend for the sake of long names has at most this many.
const MOST_KEYS: usize = 4;

/// Lines of a name below the plot.
const NAME_LINES: usize = 2;

/// The height of head and names.
pub(super) fn line_chart_margins(ruler: &ChartRuler, em: Pt, width: Pt, data: &ChartData) -> Pt {
    let middles = point_positions(data, (Pt::ZERO, width));
    let names = CategoryLabels::new(
        ruler,
        em,
        &data.categories,
        &middles,
        (Pt::ZERO, width),
        NAME_LINES,
    );
    Legend::new(ruler, em, width, 4, data, LegendKeys::None).height(em) + names.height(em)
}

pub(super) fn draw_line_chart(canvas: &mut ChartCanvas, data: &ChartData) {
    let em = canvas.em;
    let ends = LineEnds::new(canvas, data);
    let legend = if ends.named || data.series.len() < 2 {
        LegendKeys::None
    } else {
        LegendKeys::Lines
    };
    let most = (canvas.height * 0.35 / (LEADING * em)).max(1.0) as usize;
    let top = Legend::new(canvas.ruler, em, canvas.width, most, data, legend).draw_legend(canvas);
    if data.categories.is_empty() {
        return;
    }
    let about = canvas.height - top - 1.5 * em;
    let ticks = Ticks::covering(
        axis_range(data),
        (about / (2.6 * em)).clamp(1.0, 5.0) as usize,
    );
    let widest = ticks
        .with_labels()
        .iter()
        .map(|(_, text)| canvas.text_width(text, Weight::Regular))
        .fold(Pt::ZERO, Pt::max);
    let left = (widest + 0.5 * em).min(canvas.width * 0.4);
    let right = canvas.width - ends.width.max(0.4 * em);
    let places = point_positions(data, (left + 0.6 * em, right - 0.3 * em));
    let names = CategoryLabels::new(
        canvas.ruler,
        em,
        &data.categories,
        &places,
        (left, canvas.width),
        NAME_LINES,
    );
    let bottom = canvas.height - names.height(em).max(BELOW * em);
    let scale = ValueScale::new(
        ticks.value_range(),
        (bottom - 0.1 * em, (top + 0.5 * em).min(bottom)),
    );
    draw_grid(canvas, &ticks, &scale, (left, right), left - 0.5 * em);
    let floor = scale.position_of(ticks.value_range().0.max(0.0));
    if ticks.value_range().0 <= 0.0 && ticks.value_range().1 >= 0.0 {
        canvas.axis_line((left, floor), (right, floor));
    }
    names.draw_labels(canvas, bottom);
    for at in names.named_categories() {
        if let Some(&x) = places.get(at).filter(|_| !names.complete) {
            canvas.axis_line((x, floor), (x, floor + 0.22 * em));
        }
    }
    let lines: Vec<Vec<Vec<(Pt, Pt)>>> = data
        .series
        .iter()
        .map(|row| unbroken_pieces(row, &places, &scale))
        .collect();
    if let [row] = &data.series[..] {
        write_point_values(
            canvas,
            row,
            &places,
            &scale,
            lines.first().map_or(&[], Vec::as_slice),
        );
    }
    // What leads is drawn last: nothing hides it.
    let mut order: Vec<usize> = (0..lines.len()).rev().collect();
    order.sort_by_key(|at| canvas.emphasis.is_leading_series(*at));
    for (at, pieces) in order
        .into_iter()
        .filter_map(|at| Some((at, lines.get(at)?)))
    {
        let leads = canvas.emphasis.is_leading_series(at);
        let color = canvas.series_color(at);
        let width = if leads { 0.22 * em } else { 0.16 * em };
        let dash = if legend == LegendKeys::Lines {
            series_dash(at, em)
        } else {
            None
        };
        for piece in pieces {
            canvas.polyline(piece, Stroke { width, color, dash });
            if let [alone] = piece[..] {
                canvas.dot(alone, 0.24 * em, color);
            }
        }
        if let Some(&end) = pieces.last().and_then(|piece| piece.last()) {
            canvas.dot(end, if leads { 0.3 * em } else { 0.24 * em }, color);
        }
    }
    let emphasis = canvas.emphasis;
    for (at, row) in data
        .series
        .iter()
        .enumerate()
        .filter(|(at, _)| emphasis.is_leading_series(*at))
    {
        for (category, &x) in places
            .iter()
            .enumerate()
            .filter(|(at, _)| emphasis.highlights_category(*at))
        {
            if let Some(Some(cell)) = row.points.get(category) {
                canvas.dot(
                    (x, scale.position_of(cell.number)),
                    0.3 * em,
                    canvas.series_color(at),
                );
            }
        }
    }
    ends.draw_ends(canvas, data, &lines, (right, top, bottom));
}

/// Horizontal grid lines, and their numbers with their right ends at `numbers`.
pub(super) fn draw_grid(
    canvas: &mut ChartCanvas,
    ticks: &Ticks,
    scale: &ValueScale,
    (left, right): (Pt, Pt),
    numbers: Pt,
) {
    let color = canvas.readable_color(canvas.theme.colors.muted);
    for (number, text) in ticks.with_labels() {
        let y = scale.position_of(number);
        canvas.grid_line((left, y), (right, y));
        let baseline = (y + MIDDLE * canvas.em).max(ABOVE * canvas.em);
        let words = PlacedText {
            text: &text,
            x: numbers,
            baseline,
            anchor: TextAnchor::End,
            weight: Weight::Regular,
            color,
        };
        canvas.write_if_room(words);
    }
}

fn point_positions(data: &ChartData, (left, right): (Pt, Pt)) -> Vec<Pt> {
    match data.categories.len() {
        1 => vec![Pt::midpoint(left, right)],
        count => (0..count)
            .map(|at| left + (right - left) * at as f32 / (count.max(2) - 1) as f32)
            .collect(),
    }
}

/// From zero, unless the numbers lie so far from it that their differences would vanish.
fn axis_range(data: &ChartData) -> (f64, f64) {
    let low = data.all_numbers().fold(f64::INFINITY, f64::min);
    let high = data.all_numbers().fold(f64::NEG_INFINITY, f64::max);
    if low > high {
        (0.0, 0.0)
    } else if low >= 0.0 && (low <= high * 0.5 || low == high) {
        (0.0, high)
    } else if high <= 0.0 && (high >= low * 0.5 || low == high) {
        (low, 0.0)
    } else {
        (low, high)
    }
}

/// The places of a series, parted at gaps.
fn unbroken_pieces(row: &SeriesData, places: &[Pt], scale: &ValueScale) -> Vec<Vec<(Pt, Pt)>> {
    let mut pieces = vec![Vec::new()];
    for (cell, &x) in row.points.iter().zip(places) {
        match (cell, pieces.last_mut()) {
            (Some(cell), Some(piece)) => piece.push((x, scale.position_of(cell.number))),
            _ => pieces.push(Vec::new()),
        }
    }
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

/// What stands at the right ends of lines.
struct LineEnds {
    /// Series, value at the last category, and name.
    entries: Vec<(usize, String, String)>,
    named: bool,
    values: Pt,
    width: Pt,
}

impl LineEnds {
    fn new(canvas: &ChartCanvas, data: &ChartData) -> Self {
        let em = canvas.em;
        let last = |row: &SeriesData| {
            row.points
                .last()
                .and_then(Option::as_ref)
                .map_or_else(String::new, |it| it.text.clone())
        };
        // A point alone has its value at itself.
        let alone = data.series.len() == 1 && data.categories.len() == 1;
        let last = |row: &SeriesData| if alone { String::new() } else { last(row) };
        let texts: Vec<String> = data.series.iter().map(last).collect();
        let values = canvas
            .ruler
            .widest(texts.iter().map(String::as_str), em, Weight::SemiBold);
        let values = if values <= canvas.width * 0.25 {
            values
        } else {
            Pt::ZERO
        };
        let gap = if values > Pt::ZERO {
            0.4 * em
        } else {
            Pt::ZERO
        };
        let room = canvas.width * ENDS - values - gap - 1.2 * em;
        let tall = data.series.len() as f32 * 1.15 * em <= canvas.height - 4.0 * em;
        let named = data.series.len() > 1 && tall && room >= 3.0 * em;
        let names: Vec<String> = data.series.iter().map(|row| row.name.clone()).collect();
        // A few names that would be cut here are whole in a legend.
        let widest = canvas
            .ruler
            .widest(names.iter().map(String::as_str), em, Weight::Regular);
        let told = names.len() <= MOST_KEYS && widest > room && widest <= canvas.width - 1.3 * em;
        let named = named && !told;
        let names = if named {
            canvas
                .ruler
                .shorten_distinctly(&names, em, room, Weight::Regular)
        } else {
            names
        };
        let names: Vec<String> = names
            .into_iter()
            .map(|name| if named { name } else { String::new() })
            .collect();
        let widest = canvas
            .ruler
            .widest(names.iter().map(String::as_str), em, Weight::Regular);
        let lead = if named { 1.2 * em } else { 0.7 * em };
        let width = if values + widest > Pt::ZERO {
            lead + values + gap + widest
        } else {
            Pt::ZERO
        };
        let entries = texts.into_iter().zip(names).enumerate();
        let entries = entries.map(|(at, (text, name))| {
            (
                at,
                if values > Pt::ZERO {
                    text
                } else {
                    String::new()
                },
                name,
            )
        });
        Self {
            entries: entries.collect(),
            named,
            values,
            width,
        }
    }

    fn draw_ends(
        &self,
        canvas: &mut ChartCanvas,
        data: &ChartData,
        lines: &[Vec<Vec<(Pt, Pt)>>],
        (right, top, bottom): (Pt, Pt, Pt),
    ) {
        let em = canvas.em;
        let end = |(at, pieces): (usize, &Vec<Vec<(Pt, Pt)>>)| Some((at, *pieces.last()?.last()?));
        let (series, ends): (Vec<usize>, Vec<(Pt, Pt)>) =
            lines.iter().enumerate().filter_map(end).unzip();
        let places: Vec<Pt> = ends.iter().map(|end| end.1).collect();
        let room = ((top - 0.3 * em).max(Pt::ZERO), bottom + 0.2 * em);
        for (end, middle) in spread_labels(&places, em, room).into_iter().flatten() {
            let (at, (x, y)) = (series[end], ends[end]);
            let Some((_, value, name)) = self.entries.get(at) else {
                continue;
            };
            let color = canvas.readable_color(canvas.series_color(at));
            let start =
                canvas.width - self.width + if self.named { 1.2 * em } else { 0.7 * em } - 0.3 * em;
            let baseline = middle + MIDDLE * em;
            let value = PlacedText {
                text: value,
                x: start,
                baseline,
                anchor: TextAnchor::Start,
                weight: Weight::SemiBold,
                color,
            };
            let gap = if self.values > Pt::ZERO {
                self.values + 0.4 * em
            } else {
                Pt::ZERO
            };
            let name = PlacedText {
                text: name,
                x: start + gap,
                weight: Weight::Regular,
                ..value
            };
            let wrote = canvas.write_if_room(value);
            let wrote = canvas.write_if_room(name) || wrote;
            let moved = needs_leader_line(y, middle, em) || right - x > 1.2 * em;
            if wrote && moved && data.series.len() > 1 {
                // Dots where a line ended early: no reader may take them for its numbers.
                let early = (right - x > 1.2 * em).then_some(Dash {
                    on: 0.06 * em,
                    off: 0.3 * em,
                });
                let stroke = Stroke {
                    width: canvas.hairline(),
                    color,
                    dash: early,
                };
                canvas.straight_line((x + 0.35 * em, y), (start - 0.15 * em, middle), stroke);
            }
        }
    }
}

/// Values at the points of a single line, where they cross neither the line nor each other: the
/// last at its end, then the first, the highest and lowest, and the others.
fn write_point_values(
    canvas: &mut ChartCanvas,
    row: &SeriesData,
    places: &[Pt],
    scale: &ValueScale,
    pieces: &[Vec<(Pt, Pt)>],
) {
    let points: Vec<(usize, f64, &str)> = row
        .points
        .iter()
        .enumerate()
        .filter_map(|(at, cell)| cell.as_ref().map(|it| (at, it.number, &*it.text)))
        .collect();
    let most = points
        .iter()
        .enumerate()
        .max_by(|a, b| a.1.1.total_cmp(&b.1.1))
        .map(|it| it.0);
    let least = points
        .iter()
        .enumerate()
        .min_by(|a, b| a.1.1.total_cmp(&b.1.1))
        .map(|it| it.0);
    let all = if points.len() <= 12 { points.len() } else { 0 };
    let chosen = |at: &usize| canvas.emphasis.highlights_category(points[*at].0);
    let chosen: Vec<usize> = (0..points.len()).filter(chosen).collect();
    let order = chosen
        .into_iter()
        .chain([Some(0), most, least].into_iter().flatten())
        .chain(0..all);
    let last = row.points.len().saturating_sub(1);
    let mut done = std::collections::BTreeSet::new();
    for index in order {
        let Some(&(at, number, text)) = points.get(index) else {
            continue;
        };
        if at == last && at > 0 || !done.insert(at) {
            continue;
        }
        let neighbour =
            |it: Option<usize>| it.and_then(|it| points.get(it)).map_or(number, |it| it.1);
        let around = f64::midpoint(neighbour(index.checked_sub(1)), neighbour(Some(index + 1)));
        let Some(&x) = places.get(at) else { continue };
        write_point_label(
            canvas,
            text,
            (x, scale.position_of(number)),
            number >= around,
            pieces,
        );
    }
}

fn write_point_label(
    canvas: &mut ChartCanvas,
    text: &str,
    (x, y): (Pt, Pt),
    above: bool,
    pieces: &[Vec<(Pt, Pt)>],
) {
    let (em, color) = (canvas.em, canvas.readable_color(canvas.theme.colors.accent));
    let half = canvas.text_width(text, Weight::SemiBold) / 2.0;
    let (up, down, aside) = (
        y - 0.55 * em,
        y + 1.15 * em,
        (half - 0.2 * em).max(Pt::ZERO),
    );
    // DirectLabels a steep line there is room to one side of its point only.
    let above_first = [
        (Pt::ZERO, up),
        (-aside, up),
        (aside, up),
        (Pt::ZERO, down),
        (aside, down),
        (-aside, down),
    ];
    let below_first = [
        (Pt::ZERO, down),
        (aside, down),
        (-aside, down),
        (Pt::ZERO, up),
        (-aside, up),
        (aside, up),
    ];
    for (shift, baseline) in if above { above_first } else { below_first } {
        let x = (x + shift).max(half).min(canvas.width - half);
        let words = PlacedText {
            text,
            x,
            baseline,
            anchor: TextAnchor::Middle,
            weight: Weight::SemiBold,
            color,
        };
        let area = canvas.text_box(&words);
        let crossed = pieces
            .iter()
            .flat_map(|piece| piece.windows(2))
            .any(|pair| crosses_box(&area, pair[0], pair[1]));
        if !crossed && canvas.write_if_room(words) {
            // Grid lines pause behind it.
            let ground = canvas.theme.colors.ground;
            canvas.rect(
                (area.left, area.top + 0.1 * em),
                (area.right, area.bottom - 0.1 * em),
                ground,
            );
            return;
        }
    }
}

/// Whether a straight line between two places enters an area.
fn crosses_box(area: &TextBox, (x0, y0): (Pt, Pt), (x1, y1): (Pt, Pt)) -> bool {
    let (dx, dy) = (x1 - x0, y1 - y0);
    let (mut enter, mut leave) = (0.0f32, 1.0f32);
    for (delta, to_low, to_high) in [
        (dx, area.left - x0, area.right - x0),
        (dy, area.top - y0, area.bottom - y0),
    ] {
        if delta == Pt::ZERO {
            if to_low > Pt::ZERO || to_high < Pt::ZERO {
                return false;
            }
            continue;
        }
        let (a, b) = (to_low / delta, to_high / delta);
        enter = enter.max(a.min(b));
        leave = leave.min(a.max(b));
    }
    enter <= leave
}
