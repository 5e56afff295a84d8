//! Parts of a whole, clockwise from the top, each with its name and value beside it.

use std::f32::consts::{FRAC_PI_2, TAU};

use super::canvas::{ChartCanvas, LEADING, MIDDLE, PlacedText, spread_apart, to_position};
use super::data::{ChartData, DataPoint};
use super::legend::{Legend, LegendKeys};
use crate::drawing::{Segment, Shape, Stroke, TextAnchor};
use crate::fonts::Weight;
use crate::length::Pt;

/// More parts than this cannot be compared.
pub(super) const MOST_PARTS: usize = 5;

/// Whether the first series can be shown as parts of a whole; else it is a list of bars.
pub(super) fn suits_pie(data: &ChartData) -> bool {
    let Some(row) = data.series.first() else {
        return false;
    };
    let numbers = || row.points.iter().flatten().map(|cell| cell.number);
    let parts = numbers().filter(|number| *number > 0.0).count();
    parts > 0 && data.categories.len() <= MOST_PARTS && numbers().all(|number| number >= 0.0)
}

/// A part of the whole.
struct Slice {
    /// Turns from the top, clockwise.
    start: f32,
    end: f32,
    /// Which category it is, and so which colour it has.
    category: usize,
    name: String,
    value: String,
}

impl Slice {
    fn middle(&self) -> f32 {
        f32::midpoint(self.start, self.end)
    }

    fn on_right(&self) -> bool {
        self.middle() < 0.5
    }
}

pub(super) fn draw_pie_chart(canvas: &mut ChartCanvas, data: &ChartData) {
    let em = canvas.em;
    let top =
        Legend::new(canvas.ruler, em, canvas.width, 2, data, LegendKeys::None).draw_legend(canvas);
    let slices = pie_slices(data);
    if !draw_with_labels_around(canvas, &slices, top) {
        draw_with_list_beside(canvas, &slices, top);
    }
}

fn pie_slices(data: &ChartData) -> Vec<Slice> {
    let Some(row) = data.series.first() else {
        return Vec::new();
    };
    let most = row
        .points
        .iter()
        .flatten()
        .map(|cell| cell.number)
        .fold(0.0, f64::max);
    let whole: f64 = row
        .points
        .iter()
        .flatten()
        .map(|cell| cell.number / most)
        .sum();
    let mut done = 0.0;
    let mut slices = Vec::new();
    for (category, (name, cell)) in data.categories.iter().zip(&row.points).enumerate() {
        let Some(DataPoint { number, text }) = cell else {
            continue;
        };
        let start = done;
        done += number / most / whole;
        let (name, value) = (name.clone(), text.clone());
        slices.push(Slice {
            start: start as f32,
            end: done as f32,
            category,
            name,
            value,
        });
    }
    slices
}

/// A label beside a pie: lines of a name and the value.
struct SliceLabel {
    lines: Vec<(String, Weight)>,
    width: Pt,
}

/// CategoryLabels and values all around the pie, if that leaves it large enough.
fn draw_with_labels_around(canvas: &mut ChartCanvas, slices: &[Slice], top: Pt) -> bool {
    let em = canvas.em;
    let (width, height) = (canvas.width, canvas.height - top - 0.4 * em);
    let smallest = (height * 0.62).min(12.0 * em).max(6.0 * em);
    let room = (width - smallest) / 2.0 - 1.2 * em;
    let labels: Option<Vec<SliceLabel>> = slices
        .iter()
        .map(|slice| plan_label(canvas, slice, room))
        .collect();
    let Some(labels) = labels else { return false };
    let side = |right: bool| {
        let on_side = slices
            .iter()
            .zip(&labels)
            .filter(|(slice, _)| slice.on_right() == right);
        on_side
            .map(|(_, label)| label.width + 1.2 * em)
            .fold(Pt::ZERO, Pt::max)
    };
    let (left, right) = (side(false), side(true));
    let diameter = height.min(width - left - right);
    if diameter < smallest {
        return false;
    }
    let radius = diameter / 2.0;
    // In the middle of what labels leave.
    let x = (width / 2.0).max(left + radius).min(width - right - radius);
    let center = (x, top + 0.2 * em + height / 2.0);
    let mut places = Vec::new();
    for right in [true, false] {
        let mut on_side: Vec<(usize, Pt)> = slices
            .iter()
            .enumerate()
            .filter(|(_, slice)| slice.on_right() == right)
            .map(|(at, slice)| {
                (
                    at,
                    point_on_circle(center, radius + 0.6 * em, slice.middle()).1,
                )
            })
            .collect();
        on_side.sort_by(|a, b| a.1.total_cmp(&b.1));
        let heights: Vec<Pt> = on_side
            .iter()
            .map(|(at, _)| labels[*at].lines.len() as f32 * LEADING * em + 0.15 * em)
            .collect();
        let wanted: Vec<Pt> = on_side.iter().map(|it| it.1).collect();
        let Some(middles) = spread_apart(&wanted, &heights, top, canvas.height) else {
            return false;
        };
        places.extend(
            on_side
                .iter()
                .zip(middles)
                .map(|((at, _), middle)| (*at, middle)),
        );
    }
    draw_slices(canvas, slices, center, radius);
    for (at, middle) in places {
        write_label(canvas, &slices[at], &labels[at], middle, center, radius);
    }
    true
}

fn plan_label(canvas: &ChartCanvas, slice: &Slice, room: Pt) -> Option<SliceLabel> {
    let mut lines = canvas.ruler.wrap_evenly(&slice.name, canvas.em, room, 2)?;
    lines.retain(|line| !line.is_empty());
    let mut lines: Vec<(String, Weight)> = lines
        .into_iter()
        .map(|line| (line, Weight::Regular))
        .collect();
    lines.push((slice.value.clone(), Weight::SemiBold));
    let width = lines
        .iter()
        .map(|(line, weight)| canvas.text_width(line, *weight))
        .fold(Pt::ZERO, Pt::max);
    (width <= room).then_some(SliceLabel { lines, width })
}

fn write_label(
    canvas: &mut ChartCanvas,
    slice: &Slice,
    label: &SliceLabel,
    middle: Pt,
    center: (Pt, Pt),
    radius: Pt,
) {
    let em = canvas.em;
    let right = slice.on_right();
    let out = if right { 1.0 } else { -1.0 };
    // As near as the circle allows at this height.
    let half = label.lines.len() as f32 * LEADING * em / 2.0;
    let nearest = ((middle - center.1).abs() - half).max(Pt::ZERO).min(radius);
    let reach = Pt((radius.0 * radius.0 - nearest.0 * nearest.0)
        .max(0.0)
        .sqrt());
    let x = center.0 + out * (reach + 0.8 * em);
    let x = if right {
        x.min(canvas.width - label.width)
    } else {
        x.max(label.width)
    };
    let anchor = if right {
        TextAnchor::Start
    } else {
        TextAnchor::End
    };
    let color = canvas.theme.colors.text;
    let first = middle - half + (LEADING / 2.0 + MIDDLE) * em;
    for (line, (text, weight)) in label.lines.iter().enumerate() {
        let baseline = first + LEADING * em * line as f32;
        canvas.write_if_room(PlacedText {
            text,
            x,
            baseline,
            anchor,
            weight: *weight,
            color,
        });
    }
    let from = point_on_circle(center, radius, slice.middle());
    if (from.1 - middle).abs() > half + 0.3 * em {
        let color = canvas.theme.colors.muted;
        let stroke = Stroke {
            width: canvas.hairline(),
            color,
            dash: None,
        };
        canvas.straight_line(from, (x - out * 0.25 * em, middle), stroke);
    }
}

/// The pie at the left and a list at the right.
fn draw_with_list_beside(canvas: &mut ChartCanvas, slices: &[Slice], top: Pt) {
    let em = canvas.em;
    let height = canvas.height - top - 0.4 * em;
    let diameter = height.min(canvas.width * 0.42);
    let radius = diameter / 2.0;
    let center = (radius, top + 0.2 * em + height / 2.0);
    draw_slices(canvas, slices, center, radius);
    let pitch = (height / slices.len().max(1) as f32)
        .min(1.7 * em)
        .max(LEADING * em * 0.95);
    let values = canvas.ruler.widest(
        slices.iter().map(|slice| &*slice.value),
        em,
        Weight::SemiBold,
    );
    let left = diameter + 1.2 * em;
    let values = if values > (canvas.width - left) * 0.6 {
        Pt::ZERO
    } else {
        values
    };
    let names: Vec<String> = slices.iter().map(|slice| slice.name.clone()).collect();
    let room = canvas.width - left - values - 2.0 * em;
    let names = canvas
        .ruler
        .shorten_distinctly(&names, em, room, Weight::Regular);
    let widest = canvas
        .ruler
        .widest(names.iter().map(String::as_str), em, Weight::Regular);
    for (at, (slice, name)) in slices.iter().zip(&names).enumerate() {
        let middle = center.1 + pitch * (at as f32 - (slices.len() as f32 - 1.0) / 2.0);
        let baseline = middle + MIDDLE * em;
        let color = canvas.tone_color(canvas.emphasis.part_tone(slice.category));
        canvas.rect(
            (left, middle - 0.36 * em),
            (left + 0.72 * em, middle + 0.36 * em),
            color,
        );
        let color = canvas.theme.colors.text;
        let x = left + 1.2 * em;
        canvas.write_if_room(PlacedText {
            text: name,
            x,
            baseline,
            anchor: TextAnchor::Start,
            weight: Weight::Regular,
            color,
        });
        if values > Pt::ZERO {
            let x = x + widest + 0.6 * em + values;
            let (text, weight) = (&*slice.value, Weight::SemiBold);
            canvas.write_if_room(PlacedText {
                text,
                x,
                baseline,
                anchor: TextAnchor::End,
                weight,
                color,
            });
        }
    }
}

fn draw_slices(canvas: &mut ChartCanvas, slices: &[Slice], center: (Pt, Pt), radius: Pt) {
    let seam = Stroke {
        width: 0.12 * canvas.em,
        color: canvas.theme.colors.ground,
        dash: None,
    };
    let radius = radius - seam.width / 2.0;
    for slice in slices.iter().filter(|slice| slice.end > slice.start) {
        let fill = canvas.tone_color(canvas.emphasis.part_tone(slice.category));
        if slice.end - slice.start > 0.9999 {
            canvas.dot(center, radius, fill);
            continue;
        }
        let mut segments = vec![Segment::Line(to_position(point_on_circle(
            center,
            radius,
            slice.start,
        )))];
        segments.extend(arc_curves(center, radius, slice.start, slice.end));
        let from = to_position(center);
        canvas.push_shape(Shape::Path {
            from,
            segments,
            closed: true,
            fill: Some(fill),
            stroke: Some(seam),
        });
    }
}

/// The place at `turn` turns clockwise from the top.
fn point_on_circle((x, y): (Pt, Pt), radius: Pt, turn: f32) -> (Pt, Pt) {
    let (sin, cos) = (turn * TAU - FRAC_PI_2).sin_cos();
    (x + radius * cos, y + radius * sin)
}

/// An arc as curves of at most a quarter turn.
fn arc_curves(center: (Pt, Pt), radius: Pt, start: f32, end: f32) -> Vec<Segment> {
    let count = ((end - start) * 4.0).ceil().max(1.0);
    let step = (end - start) / count;
    let reach = radius * 4.0 / 3.0 * (step * TAU / 4.0).tan();
    let along = |turn: f32, by: Pt| {
        let (x, y) = point_on_circle(center, radius, turn);
        let (sin, cos) = (turn * TAU - FRAC_PI_2).sin_cos();
        to_position((x - by * sin, y + by * cos))
    };
    let piece = |at: usize| {
        let (from, to) = (start + step * at as f32, start + step * (at + 1) as f32);
        Segment::Curve(
            along(from, reach),
            along(to, -reach),
            to_position(point_on_circle(center, radius, to)),
        )
    };
    (0..count as usize).map(piece).collect()
}
