//! Horizontal bars: names at the left, values at the ends of the bars, or a value axis above them.

use std::collections::BTreeSet;

use super::bar_marks::{BarMark, BarMarks, value_weight, write_stack_values};
use super::canvas::{ABOVE, BELOW, ChartCanvas, LEADING, MIDDLE, PlacedText};
use super::data::ChartData;
use super::legend::{Legend, LegendKeys, MAX_LEGEND_LINES};
use super::ruler::ChartRuler;
use super::scale::{Ticks, ValueScale};
use crate::drawing::TextAnchor;
use crate::fonts::Weight;
use crate::length::Pt;

/// Names take at most this share of the width.
const MAX_NAMES_SHARE: f32 = 0.42;

/// Space between a bar and its value, in ems.
const GAP: f32 = 0.35;

/// The thickest bar, in ems.
const THICKEST: f32 = 1.9;

/// Lines of a name at most.
const NAME_LINES: usize = 4;

/// If values would leave less than this share of the room to their bars, they give way to an axis.
const MIN_BARS_SHARE: f32 = 0.3;

/// A name in lines.
type Lines = Vec<String>;

/// The height at which every name and value has room.
pub(super) fn bar_chart_height(
    ruler: &ChartRuler,
    em: Pt,
    width: Pt,
    data: &ChartData,
    marks: &BarMarks,
) -> Pt {
    let legend = Legend::new(ruler, em, width, MAX_LEGEND_LINES, data, legend_keys(data));
    let names = wrapped_names(ruler, em, width, data, NAME_LINES);
    let row_for_names = least_row_height(em, &names) + 0.4 * em;
    // A value beside its bar needs a line. Bars side by side have a little more than one each, and
    // space around the group.
    let row_in_ems = if marks.lanes > 1 {
        marks.lanes as f32 * 1.2 + 0.6
    } else {
        1.75
    };
    let row = row_for_names.max(row_in_ems * em);
    let (above, below) = overhang(em, &names, row);
    let rows = row * names.len().max(1) as f32;
    legend.height(em) + above + rows + below
}

pub(super) fn draw_bar_chart(canvas: &mut ChartCanvas, data: &ChartData, marks: &BarMarks) {
    let legend = Legend::for_canvas(canvas, data, legend_keys(data));
    let top = legend.draw_legend(canvas);
    if data.categories.is_empty() {
        return;
    }
    let plot = BarPlot::new(canvas, data, marks, top);
    let (top, bottom) = (plot.top, canvas.height);
    let rows = BarRows::new(canvas.em, &plot.names, top, bottom);
    // Bars side by side have either values or an axis; both would say the same.
    let shows_values = plot.scale.is_some() || marks.is_stacked;
    let scale = match plot.scale {
        Some(scale) => scale,
        None => {
            // Totals are beyond the ends of their bars, as far as the highest tick.
            let totals = marks.totals.iter().flatten().map(|total| &*total.text);
            let totals_width = canvas.ruler.widest(totals, canvas.em, Weight::SemiBold);
            let margin = (totals_width + GAP * canvas.em).max(0.5 * canvas.em);
            let right = (canvas.width - margin).max(plot.left);
            draw_value_axis(canvas, marks, (plot.left, right), (top, bottom))
        }
    };
    write_bar_names(canvas, &plot.names, &rows);
    draw_bars(canvas, marks, &rows, &scale);
    // Without names, zero is at the edge of the frame, where half of the line would be cut off.
    let hairline = canvas.hairline();
    let zero = scale.position_of(0.0);
    let zero = zero.clamp(hairline, canvas.width - hairline);
    canvas.axis_line((zero, top), (zero, bottom));
    if shows_values {
        write_bar_values(canvas, data, marks, &rows, &scale);
    }
}

/// What is decided before anything is drawn.
struct BarPlot {
    names: Vec<Lines>,
    /// The left edge of the bars.
    left: Pt,
    top: Pt,
    /// `None` if the values have no room beside their bars: the chart needs a value axis.
    scale: Option<ValueScale>,
}

impl BarPlot {
    fn new(canvas: &ChartCanvas, data: &ChartData, marks: &BarMarks, top: Pt) -> Self {
        let em = canvas.em;
        let row = (canvas.height - top) / data.categories.len() as f32;
        if marks.lane_width(row) >= (ABOVE + BELOW) * em {
            let (names, left) = fit_names(canvas, data, top);
            let scale = scale_beside_values(canvas, data, marks, left);
            let rows = BarRows::new(em, &names, top, canvas.height);
            if scale.is_some_and(|scale| stack_values_fit(canvas, data, marks, &rows, &scale)) {
                return Self {
                    names,
                    left,
                    top,
                    scale,
                };
            }
        }
        // The numbers of the axis are a line between the legend and the bars. The names are fitted
        // again, as the rows are lower now.
        let top = top + (LEADING + 0.2) * em;
        let (names, left) = fit_names(canvas, data, top);
        Self {
            names,
            left,
            top,
            scale: None,
        }
    }
}

/// Whether every stacked bar has room for its value; other bars have theirs beside them.
fn stack_values_fit(
    canvas: &ChartCanvas,
    data: &ChartData,
    marks: &BarMarks,
    rows: &BarRows,
    scale: &ValueScale,
) -> bool {
    if !marks.is_stacked {
        return true;
    }
    let mut bars = marks.bars.iter().filter(|bar| !bar.is_flat());
    bars.all(|bar| value_inside(canvas, data, marks, rows, scale, bar).is_some())
}

fn legend_keys(data: &ChartData) -> LegendKeys {
    if data.series.len() > 1 {
        LegendKeys::Squares
    } else {
        LegendKeys::None
    }
}

/// The names in as many lines as rows below `top` have room for, and the width they take.
fn fit_names(canvas: &ChartCanvas, data: &ChartData, top: Pt) -> (Vec<Lines>, Pt) {
    let em = canvas.em;
    let mut names = Vec::new();
    // If even single lines are too high for the rows, `write_bar_names` leaves some out.
    for max_lines in (1..=NAME_LINES).rev() {
        names = wrapped_names(canvas.ruler, em, canvas.width, data, max_lines);
        let rows = BarRows::new(em, &names, top, canvas.height);
        if rows.row >= least_row_height(em, &names) {
            break;
        }
    }
    let lines = names.iter().flatten().map(String::as_str);
    let widest = canvas.ruler.widest(lines, em, Weight::Regular);
    let left = if widest > Pt::ZERO {
        widest + 0.7 * em
    } else {
        Pt::ZERO
    };
    (names, left)
}

/// Each name in at most `max_lines` lines, shortened if it does not fit. Names that differ stay
/// different.
fn wrapped_names(
    ruler: &ChartRuler,
    em: Pt,
    width: Pt,
    data: &ChartData,
    max_lines: usize,
) -> Vec<Lines> {
    let room = width * MAX_NAMES_SHARE;
    let mut names: Vec<Lines> = Vec::new();
    let mut shown = BTreeSet::new();
    let mut given = BTreeSet::new();
    for name in &data.categories {
        let lines = match ruler.name_lines(name, em, room, max_lines) {
            Some(lines) => lines,
            None => ruler.clip_to_lines(name, em, room, max_lines),
        };
        shown.insert(lines.concat());
        given.insert(name);
        names.push(lines);
    }
    // A brief may give one name twice. That is no fault of shortening.
    if shown.len() >= given.len() {
        return names;
    }
    // Some names differ only in the ends that were cut off: shorten those where they are alike.
    let short = ruler.shorten_distinctly(&data.categories, em, room, Weight::Regular);
    for (lines, short) in names.iter_mut().zip(short) {
        if lines.concat().ends_with('…') {
            *lines = vec![short];
        }
    }
    names
}

/// The row height at which names of neighbours do not touch. A long name may reach into the room
/// that a short one beside it leaves.
fn least_row_height(em: Pt, names: &[Lines]) -> Pt {
    let mut least = LEADING * em;
    for pair in names.windows(2) {
        // Each name is centred in its row, so half of it reaches towards its neighbour.
        let upper = lines_height(em, &pair[0]);
        let lower = lines_height(em, &pair[1]);
        least = least.max(Pt::midpoint(upper, lower));
    }
    least
}

/// How far the first name reaches above its row, and the last one below its row.
fn overhang(em: Pt, names: &[Lines], row: Pt) -> (Pt, Pt) {
    let (Some(first), Some(last)) = (names.first(), names.last()) else {
        return (Pt::ZERO, Pt::ZERO);
    };
    let above = (lines_height(em, first) - row) / 2.0;
    let below = (lines_height(em, last) - row) / 2.0;
    (above.max(Pt::ZERO), below.max(Pt::ZERO))
}

fn lines_height(em: Pt, lines: &[String]) -> Pt {
    lines.len() as f32 * LEADING * em
}

/// The rows of the categories, all of one height.
struct BarRows {
    top: Pt,
    row: Pt,
}

impl BarRows {
    /// A row for each name between `top` and `bottom`, with room for names that are higher than
    /// their rows.
    fn new(em: Pt, names: &[Lines], top: Pt, bottom: Pt) -> Self {
        let count = names.len().max(1) as f32;
        let mut row = (bottom - top) / count;
        let mut above = Pt::ZERO;
        // Lower rows have a larger overhang, which makes them lower still. Each step changes a row
        // by the change before it divided by the count of rows, so 16 steps are enough.
        for _ in 0..16 {
            let (over, under) = overhang(em, names, row);
            above = over;
            row = ((bottom - top - over - under) / count).max(Pt::ZERO);
        }
        Self {
            top: top + above,
            row,
        }
    }

    fn category_middle(&self, category: usize) -> Pt {
        self.top + self.row * (category as f32 + 0.5)
    }

    /// The upper and lower edge of a bar.
    fn bar_edges(&self, bar: &BarMark, marks: &BarMarks, em: Pt) -> (Pt, Pt) {
        let band = (self.category_middle(bar.category), self.row);
        marks.bar_edges(bar, band, THICKEST * em, 0.06)
    }
}

/// The largest scale at which every bar and the value at its end fit side by side between `left`
/// and the right edge. `None` if values would take most of the room.
fn scale_beside_values(
    canvas: &ChartCanvas,
    data: &ChartData,
    marks: &BarMarks,
    left: Pt,
) -> Option<ValueScale> {
    let room = canvas.width - left;
    let (low, high) = marks.value_range;
    // Halves, as the difference of two numbers may leave the range of `f64`.
    let extent = (high / 2.0 - low / 2.0) * 2.0;
    let extent = if extent > 0.0 { extent } else { 1.0 };
    let mut ends = Vec::new();
    for bar in &marks.bars {
        ends.push(LabelledEnd {
            distance: (bar.end / extent).abs() as f32,
            is_negative: bar.end < 0.0,
            label_width: end_label_width(canvas, data, marks, bar),
        });
    }
    let fits = |size: Pt| side_width(&ends, true, size) + side_width(&ends, false, size) <= room;
    let mut size = room * MIN_BARS_SHARE;
    if !fits(size) {
        return None;
    }
    // Which label reaches farthest changes with the size, so the size is found by halving. After 30
    // steps the interval is far below what `f32` can tell apart.
    let mut too_large = room;
    for _ in 0..30 {
        let middle = Pt::midpoint(size, too_large);
        if fits(middle) {
            size = middle;
        } else {
            too_large = middle;
        }
    }
    let zero = left + side_width(&ends, true, size);
    let start = zero + (low / extent) as f32 * size;
    let high = if high > low { high } else { low + 1.0 };
    Some(ValueScale::new((low, high), (start, start + size)))
}

/// The end of a bar, and how much room its value takes there.
struct LabelledEnd {
    /// Its distance from zero, as a share of the whole range.
    distance: f32,
    /// Whether it is left of zero.
    is_negative: bool,
    label_width: Pt,
}

/// The room that bars and values take on one side of zero, if the whole range is `size` wide.
fn side_width(ends: &[LabelledEnd], is_negative: bool, size: Pt) -> Pt {
    let mut width = Pt::ZERO;
    for end in ends {
        if end.is_negative == is_negative {
            width = width.max(end.distance * size + end.label_width);
        }
    }
    width
}

/// The width of the value at the end of a bar and the space before it. A stack has its total there.
fn end_label_width(canvas: &ChartCanvas, data: &ChartData, marks: &BarMarks, bar: &BarMark) -> Pt {
    if !marks.is_stacked {
        let value_width = canvas.text_width(&bar.text, value_weight(data));
        return value_width + GAP * canvas.em;
    }
    let Some(Some(total)) = marks.totals.get(bar.category) else {
        return Pt::ZERO;
    };
    let total_width = canvas.text_width(&total.text, Weight::SemiBold);
    total_width + GAP * canvas.em
}

/// Draws vertical grid lines with their numbers above them, and gives the scale they show.
fn draw_value_axis(
    canvas: &mut ChartCanvas,
    marks: &BarMarks,
    (left, right): (Pt, Pt),
    (top, bottom): (Pt, Pt),
) -> ValueScale {
    let em = canvas.em;
    // The numbers are side by side, so a gap has to be wider than a long number.
    let gaps_with_room = (right - left) / (5.0 * em);
    let gaps = gaps_with_room.clamp(1.0, 5.0) as usize;
    let ticks = Ticks::covering(marks.value_range, gaps);
    let scale = ValueScale::new(ticks.value_range(), (left, right));
    canvas.has_value_axis = true;
    let color = canvas.readable_color(canvas.theme.colors.muted);
    for (number, text) in ticks.with_labels(canvas.numbers) {
        let x = scale.position_of(number);
        canvas.grid_line((x, top), (x, bottom));
        // Numbers at the edges of the frame move inwards, as they would be left out otherwise.
        let half = canvas.text_width(&text, Weight::Regular) / 2.0;
        canvas.write_if_room(PlacedText {
            text: &text,
            x: x.min(canvas.width - half).max(half),
            baseline: top - (BELOW + 0.1) * em,
            anchor: TextAnchor::Middle,
            weight: Weight::Regular,
            color,
        });
    }
    scale
}

fn draw_bars(canvas: &mut ChartCanvas, marks: &BarMarks, rows: &BarRows, scale: &ValueScale) {
    for bar in &marks.bars {
        let (top, bottom) = rows.bar_edges(bar, marks, canvas.em);
        let gap = marks.stack_gap(bar, canvas.hairline());
        let start = scale.position_of(bar.start);
        let end = scale.position_of(bar.end);
        // A bar that is shorter than the gap vanishes rather than growing the other way.
        let start = if bar.end < bar.start {
            (start - gap).max(end)
        } else {
            (start + gap).min(end)
        };
        let color = canvas.mark_color(bar.series, bar.category);
        canvas.rect((start, top), (end, bottom), color);
    }
}

/// Writes the names of the rows; where rows are lower than a line, of every second or third one.
fn write_bar_names(canvas: &mut ChartCanvas, names: &[Lines], rows: &BarRows) {
    let em = canvas.em;
    let color = canvas.theme.colors.text;
    // Where names do not fit, `write_if_room` alone would drop them unevenly.
    let line_height = (ABOVE + BELOW) * em;
    let stride = (line_height / rows.row).ceil().max(1.0) as usize;
    for (category, lines) in names.iter().enumerate().step_by(stride) {
        let below_first = LEADING * em * (lines.len() as f32 - 1.0);
        let first = rows.category_middle(category) + MIDDLE * em - below_first / 2.0;
        // The first and last name may reach beyond their rows, but not out of the frame.
        let lowest = canvas.height - BELOW * em - below_first;
        let first = first.max(ABOVE * em).min(lowest);
        for (line, text) in lines.iter().enumerate() {
            canvas.write_if_room(PlacedText {
                text,
                x: Pt::ZERO,
                baseline: first + LEADING * em * line as f32,
                anchor: TextAnchor::Start,
                weight: Weight::Regular,
                color,
            });
        }
    }
}

/// Writes values inside stacked bars, which have their totals at the end, and at the ends of
/// others.
fn write_bar_values(
    canvas: &mut ChartCanvas,
    data: &ChartData,
    marks: &BarMarks,
    rows: &BarRows,
    scale: &ValueScale,
) {
    let em = canvas.em;
    if marks.is_stacked {
        write_stack_values(canvas, marks, |canvas, bar| {
            value_inside(canvas, data, marks, rows, scale, bar)
        });
    }
    for bar in marks.bars.iter().filter(|_| !marks.is_stacked) {
        let (top, bottom) = rows.bar_edges(bar, marks, em);
        let end = scale.position_of(bar.end);
        // Values stand beyond the ends of their bars, so those below zero are at the left.
        let (x, anchor) = if bar.end < 0.0 {
            (end - GAP * em, TextAnchor::End)
        } else {
            (end + GAP * em, TextAnchor::Start)
        };
        canvas.write_if_room(PlacedText {
            text: &bar.text,
            x,
            baseline: Pt::midpoint(top, bottom) + MIDDLE * em,
            anchor,
            weight: value_weight(data),
            color: canvas.theme.colors.text,
        });
    }
    for (category, total) in marks.totals.iter().enumerate() {
        let Some(total) = total else { continue };
        canvas.write_if_room(PlacedText {
            text: &total.text,
            x: scale.position_of(total.number) + GAP * em,
            baseline: rows.category_middle(category) + MIDDLE * em,
            anchor: TextAnchor::Start,
            weight: Weight::SemiBold,
            color: canvas.theme.colors.text,
        });
    }
}

/// The value of a stacked bar inside of it, if it fits and can be read on its colour.
fn value_inside<'m>(
    canvas: &ChartCanvas,
    data: &ChartData,
    marks: &'m BarMarks,
    rows: &BarRows,
    scale: &ValueScale,
    bar: &'m BarMark,
) -> Option<PlacedText<'m>> {
    let em = canvas.em;
    let weight = value_weight(data);
    let (top, bottom) = rows.bar_edges(bar, marks, em);
    let start = scale.position_of(bar.start);
    let end = scale.position_of(bar.end);
    let needed = canvas.text_width(&bar.text, weight) + 0.4 * em;
    if needed > (end - start).abs() || bottom - top < em {
        return None;
    }
    let fill = canvas.mark_color(bar.series, bar.category);
    Some(PlacedText {
        text: &bar.text,
        x: Pt::midpoint(start, end),
        baseline: Pt::midpoint(top, bottom) + MIDDLE * em,
        anchor: TextAnchor::Middle,
        weight,
        color: canvas.readable_color_on(fill)?,
    })
}
