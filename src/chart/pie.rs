//! Pies: parts of a whole, clockwise from the top, each with its name and value beside it.

use std::f32::consts::{FRAC_PI_2, TAU};

use super::canvas::{
    ChartCanvas, LEADING, MIDDLE, PlacedText, PlotPoint, spread_apart, to_position,
};
use super::data::ChartData;
use super::legend::{Legend, LegendKeys};
use super::ruler::ChartRuler;
use crate::drawing::{Position, Segment, Shape, Stroke, TextAnchor, VectorPath};
use crate::fonts::Weight;
use crate::length::Pt;

/// Lines of the legend.
const LEGEND_LINES: usize = 4;

/// Space above and below the pie, in ems.
const MARGIN: f32 = 0.2;

/// A pie beside a list takes at most this share of the width.
const MAX_SHARE_BESIDE_LIST: f32 = 0.42;

/// Lines of a name beside the pie.
const NAME_LINES: usize = 3;

/// Lines of a name in a list.
const LISTED_NAME_LINES: usize = 4;

/// Space between the entries of a list, in ems.
const LIST_GAP: f32 = 0.5;

/// From a part to its name beside the pie, and from a list to the pie, in ems.
const GAP: f32 = 1.2;

/// A part of the whole.
struct Slice {
    /// Where it starts and ends, in turns clockwise from the top.
    start: f32,
    end: f32,
    /// Its category, which decides its colour.
    category: usize,
    name: String,
    value: String,
}

impl Slice {
    fn middle(&self) -> f32 {
        f32::midpoint(self.start, self.end)
    }

    fn is_on_right(&self) -> bool {
        self.middle() < 0.5
    }
}

/// The circle of a pie.
#[derive(Clone, Copy)]
struct Circle {
    center: PlotPoint,
    radius: Pt,
}

impl Circle {
    /// The point `distance` from the centre, at `turn` turns clockwise from the top.
    fn point_at(self, distance: Pt, turn: f32) -> PlotPoint {
        let (sin, cos) = angle(turn).sin_cos();
        let (x, y) = self.center;
        (x + distance * cos, y + distance * sin)
    }

    /// The point on the circle at `turn` turns clockwise from the top.
    fn edge(self, turn: f32) -> PlotPoint {
        self.point_at(self.radius, turn)
    }

    /// Half of the chord at `distance` from the centre.
    fn half_chord(self, distance: Pt) -> Pt {
        let square = self.radius.0 * self.radius.0 - distance.0 * distance.0;
        Pt(square.max(0.0).sqrt())
    }

    /// An arc as curves of at most a quarter turn each.
    fn arc_curves(self, start: f32, end: f32) -> Vec<Segment> {
        let count = ((end - start) * 4.0).ceil().max(1.0);
        let step = (end - start) / count;
        // The distance of control points from the ends of a curve, along the tangent.
        // With 4/3 of the tangent of a quarter of the angle, a curve meets its arc in the middle.
        let reach = self.radius * 4.0 / 3.0 * (step * TAU / 4.0).tan();
        let mut curves = Vec::new();
        for at in 0..count as usize {
            let from = start + step * at as f32;
            let to = start + step * (at + 1) as f32;
            curves.push(Segment::Curve(
                self.control_point(from, reach),
                self.control_point(to, -reach),
                to_position(self.edge(to)),
            ));
        }
        curves
    }

    /// The point `distance` along the tangent from the edge at `turn`, clockwise.
    fn control_point(self, turn: f32, distance: Pt) -> Position {
        let (x, y) = self.edge(turn);
        let (sin, cos) = angle(turn).sin_cos();
        Position {
            x: x - distance * sin,
            y: y + distance * cos,
        }
    }
}

/// Radians from the positive x axis, for turns clockwise from the top.
fn angle(turn: f32) -> f32 {
    turn * TAU - FRAC_PI_2
}

/// The height at which a list beside the pie has room for all names and values.
pub(super) fn pie_list_height(ruler: &ChartRuler, em: Pt, width: Pt, data: &ChartData) -> Pt {
    let slices = pie_slices(data);
    let room = width - list_left(width * MAX_SHARE_BESIDE_LIST, em);
    let list = SliceList::new(ruler, em, room, &slices, Pt(f32::INFINITY));
    let legend = pie_legend(ruler, em, width, data);
    legend.height(em) + list.height(em) + 2.0 * MARGIN * em
}

/// The labels name the parts, so the legend says no more than what is counted.
fn pie_legend(ruler: &ChartRuler, em: Pt, width: Pt, data: &ChartData) -> Legend {
    Legend::new(ruler, em, width, LEGEND_LINES, data, LegendKeys::None)
}

pub(super) fn draw_pie_chart(canvas: &mut ChartCanvas, data: &ChartData) {
    let legend = pie_legend(canvas.ruler, canvas.em, canvas.width, data);
    let top = legend.draw_legend(canvas);
    let slices = pie_slices(data);
    match AroundPie::new(canvas, &slices, top) {
        Some(plan) => plan.draw_pie_and_labels(canvas, &slices),
        None => draw_with_list_beside(canvas, &slices, top),
    }
}

fn pie_slices(data: &ChartData) -> Vec<Slice> {
    let Some(series) = data.series.first() else {
        return Vec::new();
    };
    // Shares of the largest number: the sum of the numbers themselves may leave the range of `f64`.
    let mut most = 0.0_f64;
    for number in series.numbers() {
        most = most.max(number);
    }
    let whole: f64 = series.numbers().map(|number| number / most).sum();
    let mut done = 0.0;
    let mut slices = Vec::new();
    let names = data.categories.iter();
    for (category, (name, point)) in names.zip(&series.points).enumerate() {
        let Some(point) = point else { continue };
        let start = done;
        done += point.number / most / whole;
        slices.push(Slice {
            start: start as f32,
            end: done as f32,
            category,
            name: name.clone(),
            value: point.text.clone(),
        });
    }
    slices
}

/// A label beside a pie: the lines of a name and the value.
struct SliceLabel {
    lines: Vec<(String, Weight)>,
    width: Pt,
}

impl SliceLabel {
    /// `None` if the name or the value is wider than `room`.
    fn new(canvas: &ChartCanvas, slice: &Slice, room: Pt) -> Option<Self> {
        let (ruler, em) = (canvas.ruler, canvas.em);
        let name = ruler.name_lines(&slice.name, em, room, NAME_LINES)?;
        let mut lines = Vec::new();
        for line in name {
            if !line.is_empty() {
                lines.push((line, Weight::Regular));
            }
        }
        lines.push((slice.value.clone(), Weight::SemiBold));
        let mut width = Pt::ZERO;
        for (line, weight) in &lines {
            width = width.max(canvas.text_width(line, *weight));
        }
        (width <= room).then_some(Self { lines, width })
    }
}

/// A pie with labels all around it.
struct AroundPie {
    circle: Circle,
    /// One for each slice.
    labels: Vec<SliceLabel>,
    /// Slices and the middles of their labels, in the order in which labels are written.
    middles: Vec<(usize, Pt)>,
}

impl AroundPie {
    /// `None` if the labels do not fit, or would leave the pie too small.
    fn new(canvas: &ChartCanvas, slices: &[Slice], top: Pt) -> Option<Self> {
        let em = canvas.em;
        let width = canvas.width;
        let height = canvas.height - top - 2.0 * MARGIN * em;
        // A smaller pie shows less than a list beside a larger one.
        let smallest = (height * 0.62).min(12.0 * em).max(6.0 * em);
        let room = (width - smallest) / 2.0 - GAP * em;
        let mut labels = Vec::new();
        let (mut left, mut right) = (Pt::ZERO, Pt::ZERO);
        for slice in slices {
            let label = SliceLabel::new(canvas, slice, room)?;
            let side = if slice.is_on_right() {
                &mut right
            } else {
                &mut left
            };
            *side = side.max(label.width + GAP * em);
            labels.push(label);
        }
        let diameter = height.min(width - left - right);
        if diameter < smallest {
            return None;
        }
        let radius = diameter / 2.0;
        // In the middle of the frame, or as near to it as the labels allow. Not `clamp`, which
        // panics if rounding lets the two limits cross.
        let x = (width / 2.0).max(left + radius).min(width - right - radius);
        let circle = Circle {
            center: (x, top + MARGIN * em + height / 2.0),
            radius,
        };
        let mut middles = Vec::new();
        for is_right in [true, false] {
            middles.extend(spread_side(canvas, slices, &labels, circle, top, is_right)?);
        }
        Some(Self {
            circle,
            labels,
            middles,
        })
    }

    fn draw_pie_and_labels(&self, canvas: &mut ChartCanvas, slices: &[Slice]) {
        draw_slices(canvas, slices, self.circle);
        for &(at, middle) in &self.middles {
            write_slice_label(canvas, &slices[at], &self.labels[at], middle, self.circle);
        }
    }
}

/// The middles of the labels on one side, from the upper to the lower, each as near to its slice as
/// the others allow. `None` if they do not all fit.
fn spread_side(
    canvas: &ChartCanvas,
    slices: &[Slice],
    labels: &[SliceLabel],
    circle: Circle,
    top: Pt,
    is_right: bool,
) -> Option<Vec<(usize, Pt)>> {
    let em = canvas.em;
    let mut wanted: Vec<(usize, Pt)> = Vec::new();
    for (index, slice) in slices.iter().enumerate() {
        if slice.is_on_right() == is_right {
            let distance = circle.radius + 0.6 * em;
            let (_, y) = circle.point_at(distance, slice.middle());
            wanted.push((index, y));
        }
    }
    // Slices run clockwise, so those on the left come from the lower to the upper.
    wanted.sort_by(|(_, a), (_, b)| a.total_cmp(b));
    let mut order = Vec::new();
    let mut ascending = Vec::new();
    let mut heights = Vec::new();
    for (at, middle) in wanted {
        let line_count = labels[at].lines.len() as f32;
        order.push(at);
        ascending.push(middle);
        heights.push(line_count * LEADING * em + 0.15 * em);
    }
    let middles = spread_apart(&ascending, &heights, top, canvas.height)?;
    Some(order.into_iter().zip(middles).collect())
}

/// Writes a label around `middle`, as near to the pie as its circle allows at that height, and
/// leads a line to it if it is far from its slice.
fn write_slice_label(
    canvas: &mut ChartCanvas,
    slice: &Slice,
    label: &SliceLabel,
    middle: Pt,
    circle: Circle,
) {
    let em = canvas.em;
    let is_right = slice.is_on_right();
    let outward = if is_right { 1.0 } else { -1.0 };
    let half = label.lines.len() as f32 * LEADING * em / 2.0;
    // Half of the chord of the circle at the height of the label's edge that is nearest to the
    // centre.
    let (center_x, center_y) = circle.center;
    let middle_distance = (middle - center_y).abs();
    let nearest = (middle_distance - half).max(Pt::ZERO).min(circle.radius);
    let reach = circle.half_chord(nearest);
    let x = center_x + outward * (reach + 0.8 * em);
    // Far out, a label would leave the frame and not be written.
    let (x, anchor) = if is_right {
        (x.min(canvas.width - label.width), TextAnchor::Start)
    } else {
        (x.max(label.width), TextAnchor::End)
    };
    let color = canvas.theme.colors.text;
    let first = middle - half + (LEADING / 2.0 + MIDDLE) * em;
    for (line, (text, weight)) in label.lines.iter().enumerate() {
        canvas.write_if_room(PlacedText {
            text,
            x,
            baseline: first + LEADING * em * line as f32,
            anchor,
            weight: *weight,
            color,
        });
    }
    let (edge_x, edge_y) = circle.edge(slice.middle());
    if (edge_y - middle).abs() > half + 0.3 * em {
        let stroke = Stroke {
            width: canvas.hairline(),
            color: canvas.theme.colors.muted,
            dash: None,
        };
        let leader_end = (x - outward * 0.25 * em, middle);
        canvas.straight_line((edge_x, edge_y), leader_end, stroke);
    }
}

/// The pie at the left, and a list of names and values at the right.
fn draw_with_list_beside(canvas: &mut ChartCanvas, slices: &[Slice], top: Pt) {
    let em = canvas.em;
    let height = canvas.height - top - 2.0 * MARGIN * em;
    let diameter = height.min(canvas.width * MAX_SHARE_BESIDE_LIST);
    let radius = diameter / 2.0;
    let center_y = top + MARGIN * em + height / 2.0;
    let circle = Circle {
        center: (radius, center_y),
        radius,
    };
    draw_slices(canvas, slices, circle);

    let left = list_left(diameter, em);
    let list = SliceList::new(canvas.ruler, em, canvas.width - left, slices, height);
    // A list without room for all its entries shows the first, which are the largest in most pies.
    let list_top = (center_y - list.height(em) / 2.0).max(top);
    list.write_list(canvas, slices, (left, list_top));
}

/// The left edge of a list beside a pie.
fn list_left(diameter: Pt, em: Pt) -> Pt {
    diameter + GAP * em
}

/// The names and values of slices below each other.
struct SliceList {
    /// The lines of each name.
    names: Vec<Vec<String>>,
    /// From the left edge of the names to the right edge of the values beside them; `None` if the
    /// values are too wide and stand below the names.
    values_end: Option<Pt>,
    /// Whether no name is shortened.
    is_whole: bool,
    /// Space between entries.
    gap: Pt,
}

impl SliceList {
    /// Fits a list into `width` by `height`. One that is higher even with shortened names stays so.
    fn new(ruler: &ChartRuler, em: Pt, width: Pt, slices: &[Slice], height: Pt) -> Self {
        let values = slices.iter().map(|slice| &*slice.value);
        let values_width = ruler.widest(values, em, Weight::SemiBold);
        let size = (width, height);
        if values_width > width * 0.6 {
            return Self::with_values(ruler, em, size, slices, None);
        }
        let beside = Self::with_values(ruler, em, size, slices, Some(values_width));
        if beside.is_whole {
            return beside;
        }
        // Below their names, values leave more room for these.
        let below = Self::with_values(ruler, em, size, slices, None);
        if below.is_whole && below.height(em) <= height {
            below
        } else {
            beside
        }
    }

    /// A list with a column of values of that width beside the names, or with values below them.
    fn with_values(
        ruler: &ChartRuler,
        em: Pt,
        (width, height): (Pt, Pt),
        slices: &[Slice],
        values_width: Option<Pt>,
    ) -> Self {
        // The key takes 1.2 ems, the space before the values 0.6, and a little is to spare.
        let room = width - 2.0 * em - values_width.unwrap_or(Pt::ZERO);
        let value_lines = if values_width.is_some() { 0 } else { 1 };
        let mut is_whole = true;
        let mut names = Vec::new();
        let mut text_height = Pt::ZERO;
        // In few lines, more of them are shortened.
        for max_lines in (1..=LISTED_NAME_LINES).rev() {
            names.clear();
            is_whole = true;
            let mut line_count = 0;
            for slice in slices {
                let lines = ruler.name_lines(&slice.name, em, room, max_lines);
                is_whole &= lines.is_some();
                let lines =
                    lines.unwrap_or_else(|| ruler.clip_to_lines(&slice.name, em, room, max_lines));
                line_count += lines.len() + value_lines;
                names.push(lines);
            }
            text_height = line_count as f32 * LEADING * em;
            if text_height <= height {
                break;
            }
        }
        let names_width = ruler.widest(
            names.iter().flatten().map(String::as_str),
            em,
            Weight::Regular,
        );
        let spare = (height - text_height).max(Pt::ZERO) / slices.len().max(1) as f32;
        Self {
            names,
            values_end: values_width.map(|width| names_width + 0.6 * em + width),
            is_whole,
            gap: spare.min(LIST_GAP * em),
        }
    }

    fn height(&self, em: Pt) -> Pt {
        let entry_heights = self.names.iter().map(|lines| self.entry_height(lines, em));
        entry_heights.sum()
    }

    /// The height of a name in `lines`, its value, and the space around both.
    fn entry_height(&self, lines: &[String], em: Pt) -> Pt {
        let value_lines = if self.values_end.is_some() { 0 } else { 1 };
        (lines.len() + value_lines) as f32 * LEADING * em + self.gap
    }

    /// Writes the list from `top` on, with the keys of the slices. Entries below the frame are left
    /// out.
    fn write_list(&self, canvas: &mut ChartCanvas, slices: &[Slice], (left, top): PlotPoint) {
        let em = canvas.em;
        let color = canvas.theme.colors.text;
        let mut top = top + self.gap / 2.0;
        for (slice, lines) in slices.iter().zip(&self.names) {
            let entry_end = top + self.entry_height(lines, em) - self.gap;
            if entry_end > canvas.height {
                break;
            }
            let first_middle = top + LEADING / 2.0 * em;
            let tone = canvas.emphasis.part_tone(slice.category);
            canvas.key_square((left, first_middle), canvas.tone_color(tone));
            let mut place = PlacedText {
                text: "",
                x: left + 1.2 * em,
                baseline: first_middle + MIDDLE * em,
                anchor: TextAnchor::Start,
                weight: Weight::Regular,
                color,
            };
            let names_left = place.x;
            let first_baseline = place.baseline;
            for text in lines {
                canvas.write_if_room(PlacedText { text, ..place });
                place.baseline += LEADING * em;
            }
            let value = PlacedText {
                text: &slice.value,
                weight: Weight::SemiBold,
                ..place
            };
            canvas.write_if_room(match self.values_end {
                Some(end) => PlacedText {
                    x: names_left + end,
                    baseline: first_baseline,
                    anchor: TextAnchor::End,
                    ..value
                },
                None => value,
            });
            top = entry_end + self.gap;
        }
    }
}

/// Draws the slices, with seams in the colour of the page between them.
fn draw_slices(canvas: &mut ChartCanvas, slices: &[Slice], circle: Circle) {
    let seam = Stroke {
        width: 0.12 * canvas.em,
        color: canvas.theme.colors.ground,
        dash: None,
    };
    // Half of a seam lies outside of its slice, but not outside of the pie's circle.
    let circle = Circle {
        radius: circle.radius - seam.width / 2.0,
        ..circle
    };
    for slice in slices {
        // A part of zero has a label but no area.
        if slice.end <= slice.start {
            continue;
        }
        let tone = canvas.emphasis.part_tone(slice.category);
        let fill = canvas.tone_color(tone);
        if slice.end - slice.start > 0.9999 {
            // The whole pie has no seam.
            canvas.dot(circle.center, circle.radius, fill);
            continue;
        }
        let mut segments = vec![Segment::Line(to_position(circle.edge(slice.start)))];
        segments.extend(circle.arc_curves(slice.start, slice.end));
        canvas.push_shape(Shape::Path(VectorPath {
            from: to_position(circle.center),
            segments,
            closed: true,
            fill: Some(fill),
            stroke: Some(seam),
        }));
    }
}
