//! Horizontal bars: names at the left, values at the ends.

use std::collections::BTreeSet;

use super::bar_marks::{BarMark, BarMarks};
use super::canvas::{ABOVE, BELOW, ChartCanvas, LEADING, MIDDLE, PlacedText};
use super::data::ChartData;
use super::legend::{Legend, LegendKeys};
use super::ruler::ChartRuler;
use super::scale::{Ticks, ValueScale};
use crate::drawing::TextAnchor;
use crate::fonts::Weight;
use crate::length::Pt;

/// CategoryLabels take at most this share of the width.
const NAMES: f32 = 0.42;

/// Space between a bar and its value, in ems.
const GAP: f32 = 0.35;

/// The thickest bar, in ems.
const THICKEST: f32 = 1.9;

/// Lines of a name at most.
const NAME_LINES: usize = 3;

/// The height at which every name and value finds its place.
pub(super) fn bar_chart_height(
    ruler: &ChartRuler,
    em: Pt,
    width: Pt,
    data: &ChartData,
    marks: &BarMarks,
) -> Pt {
    let legend = Legend::new(ruler, em, width, 4, data, legend_keys(data));
    let names = wrapped_names(ruler, em, width, data, NAME_LINES);
    let row = least_row_height(em, &names) + 0.4 * em;
    let row = row.max(
        if marks.lanes > 1 {
            marks.lanes as f32 * 1.2 + 0.6
        } else {
            1.75
        } * em,
    );
    let (above, below) = overhang(em, &names, row);
    legend.height(em) + above + row * names.len().max(1) as f32 + below
}

/// The row at which names of neighbours do not touch: a long one reaches into what a short one
/// beside it leaves.
fn least_row_height(em: Pt, names: &[Vec<String>]) -> Pt {
    let pairs = names
        .windows(2)
        .map(|pair| Pt::midpoint(lines_height(em, &pair[0]), lines_height(em, &pair[1])));
    pairs.fold(LEADING * em, Pt::max)
}

/// Room above the first row and below the last for names that are higher than a row.
fn overhang(em: Pt, names: &[Vec<String>], row: Pt) -> (Pt, Pt) {
    let over = |name: Option<&Vec<String>>| {
        name.map_or(Pt::ZERO, |lines| {
            ((lines_height(em, lines) - row) / 2.0).max(Pt::ZERO)
        })
    };
    (over(names.first()), over(names.last()))
}

fn lines_height(em: Pt, lines: &[String]) -> Pt {
    lines.len() as f32 * LEADING * em
}

pub(super) fn draw_bar_chart(canvas: &mut ChartCanvas, data: &ChartData, marks: &BarMarks) {
    let em = canvas.em;
    let most = (canvas.height * 0.35 / (LEADING * em)).max(1.0) as usize;
    let top = Legend::new(
        canvas.ruler,
        em,
        canvas.width,
        most,
        data,
        legend_keys(data),
    )
    .draw_legend(canvas);
    let count = data.categories.len();
    if count == 0 {
        return;
    }
    let full_row = (canvas.height - top) / count as f32;
    let pitch = if marks.lanes > 1 {
        full_row * 0.84 / marks.lanes as f32
    } else {
        full_row
    };
    let mut labelled = pitch >= (ABOVE + BELOW) * em;
    let axis = (LEADING + 0.2) * em;
    let names_below = |top: Pt| {
        let fewer = (1..=NAME_LINES)
            .rev()
            .map(|most| wrapped_names(canvas.ruler, em, canvas.width, data, most));
        let mut fitting = fewer.filter(|names| {
            BarRows::new(em, names, top, canvas.height).row >= least_row_height(em, names)
        });
        let names = fitting
            .next()
            .unwrap_or_else(|| wrapped_names(canvas.ruler, em, canvas.width, data, 1));
        let gutter = names
            .iter()
            .flatten()
            .map(|line| canvas.text_width(line, Weight::Regular))
            .fold(Pt::ZERO, Pt::max);
        (
            names,
            if gutter > Pt::ZERO {
                gutter + 0.7 * em
            } else {
                Pt::ZERO
            },
        )
    };
    let (mut names, mut left) = names_below(if labelled { top } else { top + axis });
    let scale = if labelled {
        scale_beside_values(canvas, data, marks, left, canvas.width - left)
    } else {
        None
    };
    if labelled && scale.is_none() {
        (names, left) = names_below(top + axis);
    }
    labelled = scale.is_some();
    let (top, bottom) = (top + if labelled { Pt::ZERO } else { axis }, canvas.height);
    let scale = scale.unwrap_or_else(|| {
        draw_value_axis(
            canvas,
            marks,
            (left, canvas.width - 0.5 * em),
            (top, bottom),
        )
    });
    let rows = BarRows::new(em, &names, top, bottom);
    write_bar_names(canvas, &names, &rows);
    for bar in &marks.bars {
        let (start, end) = rows.bar_edges(bar, marks.lanes, em);
        let color = canvas.tone_color(canvas.emphasis.mark_tone(bar.series, bar.category));
        let seam = if marks.is_stacked && bar.start != 0.0 {
            canvas.hairline() * 1.5
        } else {
            Pt::ZERO
        };
        let (from, to) = (scale.position_of(bar.start), scale.position_of(bar.end));
        let from = if bar.end < bar.start {
            (from - seam).max(to)
        } else {
            (from + seam).min(to)
        };
        canvas.rect((from, start), (to, end), color);
    }
    let zero = scale
        .position_of(0.0)
        .clamp(canvas.hairline(), canvas.width - canvas.hairline());
    canvas.axis_line((zero, top), (zero, bottom));
    if labelled || marks.is_stacked {
        write_bar_values(canvas, data, marks, &rows, &scale);
    }
}

fn legend_keys(data: &ChartData) -> LegendKeys {
    if data.series.len() > 1 {
        LegendKeys::Squares
    } else {
        LegendKeys::None
    }
}

/// Each name in at most so many lines; shortened if it does not fit.
fn wrapped_names(
    ruler: &ChartRuler,
    em: Pt,
    width: Pt,
    data: &ChartData,
    most: usize,
) -> Vec<Vec<String>> {
    let room = width * NAMES;
    let clipped = |name: &String| {
        ruler
            .wrap_evenly(name, em, room, most)
            .unwrap_or_else(|| ruler.clip_to_lines(name, em, room, most))
    };
    let names: Vec<Vec<String>> = data.categories.iter().map(clipped).collect();
    let distinct = |names: &mut dyn Iterator<Item = String>| names.collect::<BTreeSet<_>>().len();
    let told_apart = distinct(&mut names.iter().map(|lines| lines.concat()));
    if told_apart >= distinct(&mut data.categories.iter().cloned()) {
        return names;
    }
    let short = ruler.shorten_distinctly(&data.categories, em, room, Weight::Regular);
    let clear = |(lines, short): (Vec<String>, String)| {
        if lines.concat().ends_with('…') {
            vec![short]
        } else {
            lines
        }
    };
    names.into_iter().zip(short).map(clear).collect()
}

struct BarRows {
    top: Pt,
    row: Pt,
}

impl BarRows {
    /// A row for each name between `top` and `bottom`.
    fn new(em: Pt, names: &[Vec<String>], top: Pt, bottom: Pt) -> Self {
        let count = names.len().max(1) as f32;
        let mut row = (bottom - top) / count;
        let mut above = Pt::ZERO;
        // Smaller rows need more room around them; the steps shrink with the count of rows.
        for _ in 0..16 {
            let (over, under) = overhang(em, names, row);
            (above, row) = (over, ((bottom - top - over - under) / count).max(Pt::ZERO));
        }
        Self {
            top: top + above,
            row,
        }
    }

    fn category_middle(&self, category: usize) -> Pt {
        self.top + self.row * (category as f32 + 0.5)
    }

    /// Upper and lower edge of a bar.
    fn bar_edges(&self, bar: &BarMark, lanes: usize, em: Pt) -> (Pt, Pt) {
        let share = if lanes > 1 { 0.84 } else { 0.68 };
        let pitch = (self.row * share / lanes as f32).min(THICKEST * em);
        let start =
            self.category_middle(bar.category) + pitch * (bar.lane as f32 - lanes as f32 / 2.0);
        let seam = if lanes > 1 { pitch * 0.06 } else { Pt::ZERO };
        (start + seam, start + pitch - seam)
    }
}

/// The scale at which every bar and its value fit side by side; `None` if values would take most of
/// the room.
fn scale_beside_values(
    canvas: &ChartCanvas,
    data: &ChartData,
    marks: &BarMarks,
    left: Pt,
    room: Pt,
) -> Option<ValueScale> {
    let (low, high) = marks.value_range;
    let extent = (high / 2.0 - low / 2.0) * 2.0;
    let extent = if extent > 0.0 { extent } else { 1.0 };
    let ends: Vec<(f64, Pt)> = if marks.is_stacked {
        let label = |at: usize| {
            marks
                .totals
                .get(at)?
                .as_ref()
                .map(|cell| canvas.text_width(&cell.text, Weight::SemiBold))
        };
        marks
            .bars
            .iter()
            .map(|bar| {
                (
                    bar.end,
                    label(bar.category).map_or(Pt::ZERO, |it| it + GAP * canvas.em),
                )
            })
            .collect()
    } else {
        let wide =
            |bar: &BarMark| canvas.text_width(&bar.text, value_weight(data)) + GAP * canvas.em;
        marks.bars.iter().map(|bar| (bar.end, wide(bar))).collect()
    };
    let side = |size: Pt, below: bool| {
        let on_side = ends.iter().filter(|(end, _)| (*end < 0.0) == below);
        on_side
            .map(|(end, label)| (end / extent).abs() as f32 * size + *label)
            .fold(Pt::ZERO, Pt::max)
    };
    let fits = |size: Pt| side(size, true) + side(size, false) <= room;
    if !fits(room * 0.3) {
        return None;
    }
    let (mut size, mut too_large) = (room * 0.3, room);
    for _ in 0..30 {
        let middle = Pt::midpoint(size, too_large);
        if fits(middle) {
            size = middle
        } else {
            too_large = middle
        }
    }
    let zero = left + side(size, true);
    let start = zero + (low / extent) as f32 * size;
    Some(ValueScale::new(
        (low, if high > low { high } else { low + 1.0 }),
        (start, start + size),
    ))
}

/// Grid lines with their numbers above, where bars have no values.
fn draw_value_axis(
    canvas: &mut ChartCanvas,
    marks: &BarMarks,
    (left, right): (Pt, Pt),
    (top, bottom): (Pt, Pt),
) -> ValueScale {
    let em = canvas.em;
    let ticks = Ticks::covering(
        marks.value_range,
        ((right - left) / (5.0 * em)).clamp(1.0, 5.0) as usize,
    );
    let scale = ValueScale::new(ticks.value_range(), (left, right));
    let color = canvas.readable_color(canvas.theme.colors.muted);
    for (number, text) in ticks.with_labels() {
        let x = scale.position_of(number);
        canvas.grid_line((x, top), (x, bottom));
        let half = canvas.text_width(&text, Weight::Regular) / 2.0;
        let x = x.min(canvas.width - half).max(half);
        let baseline = top - (BELOW + 0.1) * em;
        canvas.write_if_room(PlacedText {
            text: &text,
            x,
            baseline,
            anchor: TextAnchor::Middle,
            weight: Weight::Regular,
            color,
        });
    }
    scale
}

fn write_bar_names(canvas: &mut ChartCanvas, names: &[Vec<String>], rows: &BarRows) {
    let (em, color) = (canvas.em, canvas.theme.colors.text);
    let stride = ((ABOVE + BELOW) * em / rows.row).ceil().max(1.0) as usize;
    for (at, lines) in names.iter().enumerate().step_by(stride) {
        let first = rows.category_middle(at) + MIDDLE * em
            - LEADING * em * (lines.len() as f32 - 1.0) / 2.0;
        let lowest = canvas.height - BELOW * em - LEADING * em * (lines.len() as f32 - 1.0);
        let first = first.max(ABOVE * em).min(lowest);
        for (line, text) in lines.iter().enumerate() {
            let baseline = first + LEADING * em * line as f32;
            canvas.write_if_room(PlacedText {
                text,
                x: Pt::ZERO,
                baseline,
                anchor: TextAnchor::Start,
                weight: Weight::Regular,
                color,
            });
        }
    }
}

fn value_weight(data: &ChartData) -> Weight {
    if data.series.len() == 1 {
        Weight::SemiBold
    } else {
        Weight::Regular
    }
}

fn write_bar_values(
    canvas: &mut ChartCanvas,
    data: &ChartData,
    marks: &BarMarks,
    rows: &BarRows,
    scale: &ValueScale,
) {
    let (em, weight) = (canvas.em, value_weight(data));
    for bar in &marks.bars {
        let (top, bottom) = rows.bar_edges(bar, marks.lanes, em);
        let baseline = Pt::midpoint(top, bottom) + MIDDLE * em;
        let (from, to) = (scale.position_of(bar.start), scale.position_of(bar.end));
        if marks.is_stacked {
            let color = canvas.readable_color_on(
                canvas.tone_color(canvas.emphasis.mark_tone(bar.series, bar.category)),
            );
            let fits = canvas.text_width(&bar.text, weight) + 0.4 * em <= (to - from).abs()
                && bottom - top >= em;
            if let Some(color) = color.filter(|_| fits) {
                let x = Pt::midpoint(from, to);
                canvas.write_if_room(PlacedText {
                    text: &bar.text,
                    x,
                    baseline,
                    anchor: TextAnchor::Middle,
                    weight,
                    color,
                });
            }
            continue;
        }
        let (x, anchor) = if bar.end < 0.0 {
            (to - GAP * em, TextAnchor::End)
        } else {
            (to + GAP * em, TextAnchor::Start)
        };
        canvas.write_if_room(PlacedText {
            text: &bar.text,
            x,
            baseline,
            anchor,
            weight,
            color: canvas.theme.colors.text,
        });
    }
    for (at, total) in marks.totals.iter().enumerate() {
        let Some(total) = total else { continue };
        let (x, baseline) = (
            scale.position_of(total.number) + GAP * em,
            rows.category_middle(at) + MIDDLE * em,
        );
        let color = canvas.theme.colors.text;
        let weight = Weight::SemiBold;
        canvas.write_if_room(PlacedText {
            text: &total.text,
            x,
            baseline,
            anchor: TextAnchor::Start,
            weight,
            color,
        });
    }
}
