//! Line charts: a value axis at the left, the names and last values of the series at the ends of
//! their lines, and gaps where a number is missing.

use std::collections::BTreeSet;

use super::canvas::{
    BELOW, ChartCanvas, MIDDLE, PlacedText, PlotPoint, TextBox, needs_leader_line, spread_labels,
};
use super::category_labels::{CategoryLabels, Completeness};
use super::data::{ChartData, DataPoint, SeriesData};
use super::legend::{Legend, LegendKeys, MAX_LEGEND_LINES};
use super::palette::series_dash;
use super::ruler::ChartRuler;
use super::scale::{Ticks, ValueScale};
use super::value_axis::{draw_grid, plan_value_axis};
use crate::drawing::{Dash, Stroke, TextAnchor};
use crate::fonts::Weight;
use crate::length::Pt;
use crate::theme::Color;

/// Names and values at the ends of lines take at most this share of the width.
const MAX_ENDS_SHARE: f32 = 0.38;

/// Values at the ends of lines take at most this share of the width.
const MAX_VALUES_SHARE: f32 = 0.25;

/// Space between a value at the end of a line and the name after it, in ems.
const END_GAP: f32 = 0.4;

/// From the end of a line to a name, in ems.
const NAME_LEADER: f32 = 1.2;

/// From the end of a line to a value without a name, in ems.
const VALUE_LEADER: f32 = 0.7;

/// Lines of a name below the plot.
const NAME_LINES: usize = 3;

/// A single line of more points than this has values only at some of them.
const MAX_VALUES: usize = 12;

/// A part of a line without gaps.
type Piece = Vec<PlotPoint>;

/// The height of legend and names.
pub(super) fn line_chart_margins(ruler: &ChartRuler, em: Pt, width: Pt, data: &ChartData) -> Pt {
    let positions = category_positions(data, (Pt::ZERO, width));
    let names = CategoryLabels::new(
        ruler,
        em,
        &data.categories,
        &positions,
        (Pt::ZERO, width),
        NAME_LINES,
    );
    let legend = Legend::new(ruler, em, width, MAX_LEGEND_LINES, data, LegendKeys::None);
    legend.height(em) + names.height(em)
}

pub(super) fn draw_line_chart(canvas: &mut ChartCanvas, data: &ChartData) {
    let ends = SeriesEnds::new(canvas, data);
    let keys = if ends.has_names || data.series.len() < 2 {
        LegendKeys::None
    } else {
        LegendKeys::Lines
    };
    let top = Legend::for_canvas(canvas, data, keys).draw_legend(canvas);
    if data.categories.is_empty() {
        return;
    }
    let plot = LinePlot::new(canvas, data, &ends, top);
    plot.draw_axes(canvas);
    let mut lines = Vec::new();
    for series in &data.series {
        lines.push(plot.unbroken_pieces(series));
    }
    // Before the lines, which the areas behind the values must not cover. The values of several
    // lines could not be told apart.
    if let ([series], [pieces]) = (&data.series[..], &lines[..]) {
        plot.write_point_values(canvas, series, pieces);
    }
    draw_lines(canvas, &lines, keys);
    plot.draw_highlighted_points(canvas, data);
    ends.draw_ends(canvas, &lines, &plot);
}

/// The plot area of a line chart: its edges, its axes and the names of its categories.
struct LinePlot {
    left: Pt,
    right: Pt,
    top: Pt,
    bottom: Pt,
    ticks: Ticks,
    scale: ValueScale,
    /// The x of each category.
    positions: Vec<Pt>,
    names: CategoryLabels,
}

impl LinePlot {
    fn new(canvas: &ChartCanvas, data: &ChartData, ends: &SeriesEnds, top: Pt) -> Self {
        let em = canvas.em;
        let (ticks, left) = plan_value_axis(canvas, axis_range(data), top);
        // Dots at the first and last points need some room.
        let right = canvas.width - ends.width.max(0.4 * em);
        let positions = category_positions(data, (left + 0.6 * em, right - 0.3 * em));
        let names = CategoryLabels::new(
            canvas.ruler,
            em,
            &data.categories,
            &positions,
            (left, canvas.width),
            NAME_LINES,
        );
        // The number at the lowest line needs room even where there are no names.
        let bottom = canvas.height - names.height(em).max(BELOW * em);
        let lowest = bottom - 0.1 * em;
        let highest = (top + 0.5 * em).min(bottom);
        let scale = ValueScale::new(ticks.value_range(), (lowest, highest));
        Self {
            left,
            right,
            top,
            bottom,
            scale,
            ticks,
            positions,
            names,
        }
    }

    /// Draws the grid, the zero line and the names below. If names are missing, the others have
    /// marks on the axis.
    fn draw_axes(&self, canvas: &mut ChartCanvas) {
        draw_grid(canvas, &self.ticks, &self.scale, (self.left, self.right));
        let (low, high) = self.ticks.value_range();
        let floor = self.scale.position_of(low.max(0.0));
        // An axis line where there is no zero would suggest that there is.
        if low <= 0.0 && high >= 0.0 {
            canvas.axis_line((self.left, floor), (self.right, floor));
        }
        self.names.draw_labels(canvas, self.bottom);
        if self.names.completeness == Completeness::Whole {
            return;
        }
        for category in self.names.named_categories() {
            if let Some(&x) = self.positions.get(category) {
                canvas.axis_line((x, floor), (x, floor + 0.22 * canvas.em));
            }
        }
    }

    /// The points of a series, split at gaps.
    fn unbroken_pieces(&self, series: &SeriesData) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut piece = Piece::new();
        for (point, &x) in series.points.iter().zip(&self.positions) {
            match point {
                Some(point) => piece.push((x, self.scale.position_of(point.number))),
                None => pieces.push(std::mem::take(&mut piece)),
            }
        }
        pieces.push(piece);
        pieces.retain(|piece| !piece.is_empty());
        pieces
    }

    /// Draws larger dots at the points of highlighted categories.
    fn draw_highlighted_points(&self, canvas: &mut ChartCanvas, data: &ChartData) {
        let emphasis = canvas.emphasis;
        for (index, series) in data.series.iter().enumerate() {
            // Dots on pale lines would draw attention to what the brief does not highlight.
            if !emphasis.is_leading_series(index) {
                continue;
            }
            for (category, &x) in self.positions.iter().enumerate() {
                if let Some(Some(point)) = series.points.get(category)
                    && emphasis.highlights_category(category)
                {
                    let y = self.scale.position_of(point.number);
                    canvas.dot((x, y), 0.3 * canvas.em, canvas.series_color(index));
                }
            }
        }
    }

    /// Writes values at the points of a single line, where they cross neither the line nor each
    /// other. Those that matter most come first, as they take the room of others.
    fn write_point_values(&self, canvas: &mut ChartCanvas, series: &SeriesData, pieces: &[Piece]) {
        let mut known = Vec::new();
        for (category, point) in series.points.iter().enumerate() {
            if let Some(point) = point {
                known.push(KnownPoint { category, point });
            }
        }
        let last = series.points.len().saturating_sub(1);
        let mut done = BTreeSet::new();
        for index in value_order(canvas, &known) {
            let Some(&KnownPoint { category, point }) = known.get(index) else {
                continue;
            };
            // The last value is at the end of the line already.
            let is_at_end = category == last && category > 0;
            if is_at_end || !done.insert(category) {
                continue;
            }
            let Some(&x) = self.positions.get(category) else {
                continue;
            };
            let is_above = is_no_lower_than_neighbours(&known, index);
            let place = (x, self.scale.position_of(point.number));
            write_point_label(canvas, &point.text, place, is_above, pieces);
        }
    }
}

/// A category that has a number, and its point.
#[derive(Clone, Copy)]
struct KnownPoint<'d> {
    category: usize,
    point: &'d DataPoint,
}

/// Whether a point is no lower than the mean of its neighbours. Above such a point the line leaves
/// most room.
fn is_no_lower_than_neighbours(known: &[KnownPoint], index: usize) -> bool {
    let number = known[index].point.number;
    // At an end of the line there is a neighbour on one side only.
    let mut before = number;
    if index > 0 {
        before = known[index - 1].point.number;
    }
    let mut after = number;
    if let Some(next) = known.get(index + 1) {
        after = next.point.number;
    }
    number >= f64::midpoint(before, after)
}

/// Indices of points in the order in which they get values: highlighted ones, the first, the
/// highest and the lowest, and then all if they are few.
fn value_order(canvas: &ChartCanvas, known: &[KnownPoint]) -> Vec<usize> {
    let mut order = Vec::new();
    let mut highest = 0;
    let mut lowest = 0;
    for (index, known_point) in known.iter().enumerate() {
        if canvas.emphasis.highlights_category(known_point.category) {
            order.push(index);
        }
        // Of equal values the last is the highest, and the first the lowest.
        let number = known_point.point.number;
        if number >= known[highest].point.number {
            highest = index;
        }
        if number < known[lowest].point.number {
            lowest = index;
        }
    }
    order.extend([0, highest, lowest]);
    if known.len() <= MAX_VALUES {
        order.extend(0..known.len());
    }
    order
}

/// Writes a value near its point, at the first place where it fits and crosses no line.
fn write_point_label(
    canvas: &mut ChartCanvas,
    text: &str,
    (x, y): PlotPoint,
    is_above: bool,
    pieces: &[Piece],
) {
    let em = canvas.em;
    let color = canvas.readable_color(canvas.theme.colors.accent);
    let half = canvas.text_width(text, Weight::SemiBold) / 2.0;
    let up = y - 0.55 * em;
    let down = y + 1.15 * em;
    let aside = (half - 0.2 * em).max(Pt::ZERO);
    // Beside a steep line there is room on one side of its point only.
    let above = [(Pt::ZERO, up), (-aside, up), (aside, up)];
    let below = [(Pt::ZERO, down), (aside, down), (-aside, down)];
    let places = if is_above {
        [above, below]
    } else {
        [below, above]
    };
    for (shift, baseline) in places.into_iter().flatten() {
        let label = PlacedText {
            text,
            x: (x + shift).max(half).min(canvas.width - half),
            baseline,
            anchor: TextAnchor::Middle,
            weight: Weight::SemiBold,
            color,
        };
        let text_box = canvas.text_box(&label);
        if crosses_line(&text_box, pieces) || !canvas.write_if_room(label) {
            continue;
        }
        // An area in the colour of the page interrupts the grid lines behind the value.
        canvas.rect(
            (text_box.left, text_box.top + 0.1 * em),
            (text_box.right, text_box.bottom - 0.1 * em),
            canvas.theme.colors.ground,
        );
        return;
    }
}

fn crosses_line(text_box: &TextBox, pieces: &[Piece]) -> bool {
    for piece in pieces {
        for pair in piece.windows(2) {
            if crosses_box(text_box, pair[0], pair[1]) {
                return true;
            }
        }
    }
    false
}

/// Whether the straight line between two points enters a box: clips it to the box, side by side
/// (Liang and Barsky).
fn crosses_box(text_box: &TextBox, (x0, y0): PlotPoint, (x1, y1): PlotPoint) -> bool {
    let horizontal = (x1 - x0, text_box.left - x0, text_box.right - x0);
    let vertical = (y1 - y0, text_box.top - y0, text_box.bottom - y0);
    // The part of the line inside the box, as shares of its length.
    let (mut enter, mut leave) = (0.0f32, 1.0f32);
    for (delta, to_low, to_high) in [horizontal, vertical] {
        // A line that is parallel to these two sides crosses neither.
        if delta == Pt::ZERO {
            if to_low > Pt::ZERO || to_high < Pt::ZERO {
                return false;
            }
            continue;
        }
        // Which of the two sides comes first depends on the direction of the line.
        let at_low = to_low / delta;
        let at_high = to_high / delta;
        enter = enter.max(at_low.min(at_high));
        leave = leave.min(at_low.max(at_high));
    }
    enter <= leave
}

/// Draws the lines, and dots at their ends and at points without neighbours.
fn draw_lines(canvas: &mut ChartCanvas, lines: &[Vec<Piece>], keys: LegendKeys) {
    let em = canvas.em;
    // Leading series come last, so that no other line covers them.
    let mut order: Vec<usize> = (0..lines.len()).rev().collect();
    // The sort is stable, so the first series is above the later ones.
    order.sort_by_key(|series| canvas.emphasis.is_leading_series(*series));
    for series in order {
        let pieces = &lines[series];
        let leads = canvas.emphasis.is_leading_series(series);
        let color = canvas.series_color(series);
        // Lines with names at their ends need no dashes to be told apart.
        let dash = match keys {
            LegendKeys::Lines => series_dash(series, em),
            LegendKeys::None | LegendKeys::Squares => None,
        };
        let stroke = Stroke {
            width: if leads { 0.22 * em } else { 0.16 * em },
            color,
            dash,
        };
        for piece in pieces {
            canvas.polyline(piece, stroke);
            // A point between two gaps would not be seen at all.
            if let [alone] = piece[..] {
                canvas.dot(alone, 0.24 * em, color);
            }
        }
        if let Some(end) = line_end(pieces) {
            let radius = if leads { 0.3 * em } else { 0.24 * em };
            canvas.dot(end, radius, color);
        }
    }
}

fn line_end(pieces: &[Piece]) -> Option<PlotPoint> {
    pieces.last()?.last().copied()
}

/// The x of each category between `left` and `right`.
fn category_positions(data: &ChartData, (left, right): (Pt, Pt)) -> Vec<Pt> {
    let count = data.categories.len();
    if count == 1 {
        return vec![Pt::midpoint(left, right)];
    }
    let width = right - left;
    let mut positions = Vec::new();
    for category in 0..count {
        positions.push(left + width * category as f32 / (count - 1) as f32);
    }
    positions
}

/// The range that the axis has to show. It starts at zero, unless the numbers lie so far from zero
/// that their differences would vanish.
pub(super) fn axis_range(data: &ChartData) -> (f64, f64) {
    let mut low = f64::INFINITY;
    let mut high = f64::NEG_INFINITY;
    for number in data.all_numbers() {
        low = low.min(number);
        high = high.max(number);
    }
    if low > high {
        // There are no numbers.
        (0.0, 0.0)
    } else if low >= 0.0 && (low <= high * 0.5 || low == high) {
        (0.0, high)
    } else if high <= 0.0 && (high >= low * 0.5 || low == high) {
        (low, 0.0)
    } else {
        (low, high)
    }
}

/// The names and last values at the right ends of lines.
struct SeriesEnds {
    /// One for each series.
    entries: Vec<SeriesEnd>,
    has_names: bool,
    /// From the left edge of the values to the names; zero if no values are shown.
    name_offset: Pt,
    /// The width that is reserved for all of this.
    width: Pt,
}

/// The last point of a series that has one.
struct LineEnd {
    series: usize,
    x: Pt,
    y: Pt,
}

/// Texts that are not shown are empty.
struct SeriesEnd {
    value: String,
    name: String,
}

impl SeriesEnds {
    fn new(canvas: &ChartCanvas, data: &ChartData) -> Self {
        let ruler = canvas.ruler;
        let em = canvas.em;
        let count = data.series.len();
        let mut values = last_values(data);
        let value_texts = values.iter().map(String::as_str);
        let mut values_width = ruler.widest(value_texts, em, Weight::SemiBold);
        // Some values alone would look as if the other lines had none.
        if values_width > canvas.width * MAX_VALUES_SHARE {
            values_width = Pt::ZERO;
        }
        if values_width == Pt::ZERO {
            values = vec![String::new(); count];
        }
        let gap = if values_width > Pt::ZERO {
            END_GAP * em
        } else {
            Pt::ZERO
        };
        let room = canvas.width * MAX_ENDS_SHARE - values_width - gap - NAME_LEADER * em;
        let has_names = names_belong_at_ends(canvas, data, room);
        let names = if has_names {
            ruler.shorten_distinctly(&data.series_names(), em, room, Weight::Regular)
        } else {
            vec![String::new(); count]
        };
        let name_texts = names.iter().map(String::as_str);
        let names_width = ruler.widest(name_texts, em, Weight::Regular);
        let width = if values_width + names_width > Pt::ZERO {
            leader_length(has_names, em) + values_width + gap + names_width
        } else {
            Pt::ZERO
        };
        let mut entries = Vec::new();
        for (value, name) in values.into_iter().zip(names) {
            entries.push(SeriesEnd { value, name });
        }
        Self {
            entries,
            has_names,
            name_offset: values_width + gap,
            width,
        }
    }

    /// Writes values and names as near to the ends of their lines as they have room, with leader
    /// lines to those that had to be moved.
    fn draw_ends(&self, canvas: &mut ChartCanvas, lines: &[Vec<Piece>], plot: &LinePlot) {
        let em = canvas.em;
        let mut ends = Vec::new();
        let mut wanted = Vec::new();
        for (series, pieces) in lines.iter().enumerate() {
            if let Some((x, y)) = line_end(pieces) {
                ends.push(LineEnd { series, x, y });
                wanted.push(y);
            }
        }
        let highest = (plot.top - 0.3 * em).max(Pt::ZERO);
        let lowest = plot.bottom + 0.2 * em;
        let Some(middles) = spread_labels(&wanted, em, (highest, lowest)) else {
            return;
        };
        let ends_left = canvas.width - self.width;
        let text_x = ends_left + leader_length(self.has_names, em) - 0.3 * em;
        for (index, middle) in middles {
            let end = &ends[index];
            let color = canvas.readable_color(canvas.series_color(end.series));
            let is_written = self.write_end(canvas, end.series, (text_x, middle), color);
            let ends_early = plot.right - end.x > 1.2 * em;
            let is_moved = needs_leader_line(end.y, middle, em) || ends_early;
            // The only line has no other text near its end, so its value needs no leader.
            if !is_written || !is_moved || self.entries.len() == 1 {
                continue;
            }
            // A leader over the gap of a line that ends early is dotted, so that no reader takes it
            // for numbers.
            let mut dash = None;
            if ends_early {
                dash = Some(Dash {
                    on: 0.06 * em,
                    off: 0.3 * em,
                });
            }
            let stroke = Stroke {
                width: canvas.hairline(),
                color,
                dash,
            };
            let leader_start = (end.x + 0.35 * em, end.y);
            let leader_end = (text_x - 0.15 * em, middle);
            canvas.straight_line(leader_start, leader_end, stroke);
        }
    }

    /// Writes the value and the name of a series. Tells whether one of them had room.
    fn write_end(
        &self,
        canvas: &mut ChartCanvas,
        series: usize,
        (x, middle): PlotPoint,
        color: Color,
    ) -> bool {
        let Some(SeriesEnd { value, name }) = self.entries.get(series) else {
            return false;
        };
        let em = canvas.em;
        let value = PlacedText {
            text: value,
            x,
            baseline: middle + MIDDLE * em,
            anchor: TextAnchor::Start,
            weight: Weight::SemiBold,
            color,
        };
        // All names begin at one x, so that they read as a column.
        let name = PlacedText {
            text: name,
            x: x + self.name_offset,
            weight: Weight::Regular,
            ..value
        };
        let has_value = canvas.write_if_room(value);
        let has_name = canvas.write_if_room(name);
        has_value || has_name
    }
}

/// The value of each series in the last category, if it has one.
fn last_values(data: &ChartData) -> Vec<String> {
    // A single point has its value right beside it.
    let is_single_point = data.series.len() == 1 && data.categories.len() == 1;
    let mut values = Vec::new();
    for series in &data.series {
        match series.points.last() {
            Some(Some(point)) if !is_single_point => values.push(point.text.clone()),
            _ => values.push(String::new()),
        }
    }
    values
}

/// Whether the names of series are better at the ends of lines, in `room`, than in a legend.
fn names_belong_at_ends(canvas: &ChartCanvas, data: &ChartData, room: Pt) -> bool {
    let em = canvas.em;
    let count = data.series.len();
    let fits_in_height = count as f32 * 1.15 * em <= canvas.height - 4.0 * em;
    // A series without a value has no line, so its name is in the legend.
    let are_all_drawn = data.series.iter().all(|it| it.numbers().next().is_some());
    if count < 2 || !are_all_drawn || !fits_in_height || room < 3.0 * em {
        return false;
    }
    // Names that would be shortened here have room in a legend.
    let names = data.series.iter().map(|series| &*series.name);
    let widest = canvas.ruler.widest(names, em, Weight::Regular);
    widest <= room || !Legend::for_canvas(canvas, data, LegendKeys::Lines).is_whole()
}

/// From the end of a line to the first text after it.
fn leader_length(has_names: bool, em: Pt) -> Pt {
    if has_names {
        NAME_LEADER * em
    } else {
        VALUE_LEADER * em
    }
}
