//! The frame that a chart is drawn in ([`ChartCanvas`]). It takes only texts that stay inside of it
//! and touch no other text, so that no chart has to check this for itself.

use super::palette::{Emphasis, Palette, Tone};
use super::ruler::ChartRuler;
use crate::document::Chart;
use crate::drawing::{Drawing, Position, Segment, Shape, Stroke, TextAnchor, VectorPath};
use crate::fonts::Weight;
use crate::lang::NumberForm;
use crate::length::Pt;
use crate::theme::{Color, MIN_CONTRAST, Theme};

/// Height of a line of text above its baseline, in ems. No letter and no Chinese character is
/// higher.
pub(super) const ABOVE: f32 = 0.86;

/// Depth of a line of text below its baseline, in ems.
pub(super) const BELOW: f32 = 0.24;

/// From baseline to baseline, in ems.
pub(super) const LEADING: f32 = 1.2;

/// From the middle of letters down to their baseline, in ems.
pub(super) const MIDDLE: f32 = 0.34;

/// Height of a label with the space around it, in ems.
const LABEL_PITCH: f32 = 1.12;

/// Rounding errors up to this do not count as leaving the frame.
const SLACK: Pt = Pt(0.01);

/// x and y of a place in the drawing.
pub(super) type PlotPoint = (Pt, Pt);

/// A drawing that is being made.
pub(super) struct ChartCanvas<'a> {
    pub theme: &'a Theme,
    pub ruler: &'a ChartRuler<'a>,
    pub emphasis: Emphasis<'a>,
    /// For the numbers on an axis.
    pub numbers: &'a NumberForm,
    pub width: Pt,
    pub height: Pt,
    /// The size of all text; other lengths follow it.
    pub em: Pt,
    marks: Vec<Shape>,
    texts: Vec<Shape>,
    /// Where there is text already.
    taken: Vec<TextBox>,
    /// Whether values are read from an axis. Without one, each value has to be written.
    pub has_value_axis: bool,
    /// How many values of stacked bars are not written.
    pub unwritten_stack_values: usize,
}

/// The rectangle that a text takes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct TextBox {
    pub left: Pt,
    pub top: Pt,
    pub right: Pt,
    pub bottom: Pt,
}

/// A line of text and its place.
#[derive(Debug, Clone, Copy)]
pub(super) struct PlacedText<'t> {
    pub text: &'t str,
    pub x: Pt,
    pub baseline: Pt,
    pub anchor: TextAnchor,
    pub weight: Weight,
    pub color: Color,
}

impl TextBox {
    fn touches(&self, other: &Self) -> bool {
        let side_by_side = self.right <= other.left || other.right <= self.left;
        let one_below_the_other = self.bottom <= other.top || other.bottom <= self.top;
        !side_by_side && !one_below_the_other
    }
}

impl<'a> ChartCanvas<'a> {
    /// A frame of `width` by `height` for `chart`, with text of size `em`.
    pub fn new(
        chart: &'a Chart,
        theme: &'a Theme,
        ruler: &'a ChartRuler<'a>,
        numbers: &'a NumberForm,
        (width, height): (Pt, Pt),
        em: Pt,
    ) -> Self {
        let emphasis = Emphasis::new(&chart.highlight, chart.series.len());
        Self {
            theme,
            ruler,
            emphasis,
            numbers,
            width,
            height,
            em,
            marks: Vec::new(),
            texts: Vec::new(),
            taken: Vec::new(),
            has_value_axis: false,
            unwritten_stack_values: 0,
        }
    }

    /// The texts that have been written, in this order.
    pub fn written_texts(&self) -> impl Iterator<Item = &str> {
        self.texts.iter().filter_map(|shape| match shape {
            Shape::Text { text, .. } => Some(text.as_str()),
            Shape::Rect { .. } | Shape::Line { .. } | Shape::Path(_) | Shape::Circle { .. } => None,
        })
    }

    /// The drawing. Text lies above all marks.
    pub fn into_drawing(mut self) -> Drawing {
        self.marks.append(&mut self.texts);
        Drawing {
            width: self.width,
            height: self.height,
            shapes: self.marks,
        }
    }

    pub fn text_width(&self, text: &str, weight: Weight) -> Pt {
        self.ruler.width(text, self.em, weight)
    }

    /// The rectangle that a text would take.
    pub fn text_box(&self, text: &PlacedText) -> TextBox {
        let width = self.text_width(text.text, text.weight);
        let left = match text.anchor {
            TextAnchor::Start => text.x,
            TextAnchor::Middle => text.x - width / 2.0,
            TextAnchor::End => text.x - width,
        };
        TextBox {
            left,
            top: text.baseline - ABOVE * self.em,
            right: left + width,
            bottom: text.baseline + BELOW * self.em,
        }
    }

    fn is_free(&self, text_box: &TextBox) -> bool {
        let is_inside = text_box.left >= -SLACK
            && text_box.top >= -SLACK
            && text_box.right <= self.width + SLACK
            && text_box.bottom <= self.height + SLACK;
        if !is_inside {
            return false;
        }
        for other in &self.taken {
            if other.touches(text_box) {
                return false;
            }
        }
        true
    }

    /// Writes a text if it would stay in the frame and touch no other text. Tells whether it did.
    pub fn write_if_room(&mut self, text: PlacedText) -> bool {
        let text_box = self.text_box(&text);
        if text.text.is_empty() || !self.is_free(&text_box) {
            return false;
        }
        self.taken.push(text_box);
        let width = self.text_width(text.text, text.weight);
        // Not the width of the box: rounding may have changed it a little.
        self.texts.push(Shape::Text {
            x: text.x,
            baseline: text.baseline,
            anchor: text.anchor,
            width,
            size: self.em,
            weight: text.weight,
            color: text.color,
            text: text.text.to_owned(),
        });
        true
    }

    /// An upright rectangle between two corners; nothing if it has no area.
    pub fn rect(&mut self, (x0, y0): PlotPoint, (x1, y1): PlotPoint, fill: Color) {
        let width = (x1 - x0).abs();
        let height = (y1 - y0).abs();
        // A value of zero has no bar: its rectangle would be a needless shape in every format.
        if width > Pt::ZERO && height > Pt::ZERO {
            self.marks.push(Shape::Rect {
                x: x0.min(x1),
                y: y0.min(y1),
                width,
                height,
                fill,
            });
        }
    }

    /// The square that shows the colour of a name right of it. `left` is the middle of its left
    /// edge.
    pub fn key_square(&mut self, left: PlotPoint, fill: Color) {
        let (x, middle) = left;
        self.rect(
            (x, middle - 0.36 * self.em),
            (x + 0.72 * self.em, middle + 0.36 * self.em),
            fill,
        );
    }

    /// A straight line. If it is upright or level and lies at an edge of the frame, it is moved so
    /// that all of its thickness is inside.
    pub fn straight_line(&mut self, from: PlotPoint, to: PlotPoint, stroke: Stroke) {
        let mut from = to_position(from);
        let mut to = to_position(to);
        // Ends of slanted lines stay: moving one of them would change the slope.
        if from.x == to.x {
            from.x = keep_line_inside(from.x, stroke.width, self.width);
            to.x = from.x;
        } else if from.y == to.y {
            from.y = keep_line_inside(from.y, stroke.width, self.height);
            to.y = from.y;
        }
        self.marks.push(Shape::Line { from, to, stroke });
    }

    /// A line through points. A single point draws nothing.
    pub fn polyline(&mut self, points: &[PlotPoint], stroke: Stroke) {
        let [from, rest @ ..] = points else { return };
        if rest.is_empty() {
            return;
        }
        let mut segments = Vec::new();
        for &point in rest {
            segments.push(Segment::Line(to_position(point)));
        }
        self.marks.push(Shape::Path(VectorPath {
            from: to_position(*from),
            segments,
            closed: false,
            fill: None,
            stroke: Some(stroke),
        }));
    }

    pub fn push_shape(&mut self, shape: Shape) {
        self.marks.push(shape);
    }

    pub fn dot(&mut self, center: PlotPoint, radius: Pt, fill: Color) {
        self.marks.push(Shape::Circle {
            center: to_position(center),
            radius,
            fill,
        });
    }

    /// A pale line that helps to compare values.
    pub fn grid_line(&mut self, from: PlotPoint, to: PlotPoint) {
        let stroke = Stroke {
            width: self.hairline(),
            color: self.theme.colors.rule.mixed(self.theme.colors.ground, 0.35),
            dash: None,
        };
        self.straight_line(from, to, stroke);
    }

    /// The line that bars start from, and the marks on it.
    pub fn axis_line(&mut self, from: PlotPoint, to: PlotPoint) {
        let stroke = Stroke {
            width: self.hairline() * 1.5,
            color: self.theme.colors.muted,
            dash: None,
        };
        self.straight_line(from, to, stroke);
    }

    pub fn hairline(&self) -> Pt {
        self.em * 0.06
    }

    /// The colour of a series, for its line and its key.
    pub fn series_color(&self, series: usize) -> Color {
        self.tone_color(self.emphasis.series_tone(series))
    }

    /// The colour of the mark of a series in a category.
    pub fn mark_color(&self, series: usize, category: usize) -> Color {
        self.tone_color(self.emphasis.mark_tone(series, category))
    }

    pub fn tone_color(&self, tone: Tone) -> Color {
        Palette(&self.theme.colors).tone_color(tone)
    }

    /// `color` for text on the page, mixed with the theme's text colour until it can be read.
    pub fn readable_color(&self, color: Color) -> Color {
        let colors = &self.theme.colors;
        for step in 0..10 {
            let mixed = color.mixed(colors.text, step as f32 / 10.0);
            if mixed.contrast(colors.ground) >= MIN_CONTRAST + 0.1 {
                return mixed;
            }
        }
        colors.text
    }

    /// The colour of text on an area of colour `fill`. `None` if neither the page's background nor
    /// its text colour can be read on it.
    pub fn readable_color_on(&self, fill: Color) -> Option<Color> {
        let colors = &self.theme.colors;
        let is_readable = |color: Color| color.contrast(fill) >= MIN_CONTRAST;
        if is_readable(colors.ground) {
            Some(colors.ground)
        } else if is_readable(colors.text) {
            Some(colors.text)
        } else {
            None
        }
    }
}

/// The middle of an upright or level line, moved so that its whole thickness is between 0 and
/// `side`.
fn keep_line_inside(middle: Pt, thickness: Pt, side: Pt) -> Pt {
    // `clamp` panics if its ends are the wrong way round, as they are for so thick a line.
    if side <= thickness {
        return middle;
    }
    let half = thickness / 2.0;
    middle.clamp(half, side - half)
}

pub(super) fn to_position((x, y): PlotPoint) -> Position {
    Position { x, y }
}

/// The middles of labels that want to stand at `wanted`, between `top` and `bottom`: each with the
/// index of its wish, from the upper to the lower. `None` if the labels do not fit.
pub(super) fn spread_labels(
    wanted: &[Pt],
    em: Pt,
    (top, bottom): (Pt, Pt),
) -> Option<Vec<(usize, Pt)>> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    // The sort is stable: labels that want one place keep the order of their series.
    order.sort_by(|a, b| wanted[*a].total_cmp(&wanted[*b]));
    let ascending: Vec<Pt> = order.iter().map(|index| wanted[*index]).collect();
    let heights = vec![LABEL_PITCH * em; wanted.len()];
    let middles = spread_apart(&ascending, &heights, top, bottom)?;
    Some(order.into_iter().zip(middles).collect())
}

/// Moves boxes of `heights` apart that want their middles at `wanted` (ascending), between `top`
/// and `bottom`, and gives their middles. `None` if they do not fit.
///
/// Boxes that push each other form a group, which stands at the mean of what its boxes want.
pub(super) fn spread_apart(wanted: &[Pt], heights: &[Pt], top: Pt, bottom: Pt) -> Option<Vec<Pt>> {
    let total: Pt = heights.iter().sum();
    if total > bottom - top {
        return None;
    }
    let mut groups: Vec<TouchingBoxes> = Vec::new();
    for (middle, height) in wanted.iter().zip(heights) {
        let mut group = TouchingBoxes {
            start_sum: *middle - *height / 2.0,
            count: 1.0,
            height: *height,
        };
        // A group that has grown may reach the one before it, so this goes on upwards.
        while let Some(before) = groups.pop() {
            let end_before = before.start(top, bottom) + before.height;
            if end_before <= group.start(top, bottom) {
                groups.push(before);
                break;
            }
            // Each box of the lower group wants the joint group to start higher by the height of
            // the upper one.
            group.start_sum += before.start_sum - group.count * before.height;
            group.count += before.count;
            group.height += before.height;
        }
        groups.push(group);
    }
    let mut middles = Vec::new();
    for group in &groups {
        let mut edge = group.start(top, bottom);
        let own_heights = heights.iter().skip(middles.len());
        for height in own_heights.take(group.count as usize) {
            middles.push(edge + *height / 2.0);
            edge += *height;
        }
    }
    Some(middles)
}

/// Boxes that touch each other.
struct TouchingBoxes {
    /// Each box wants the group to start at some height. This is the sum of these.
    start_sum: Pt,
    count: f32,
    height: Pt,
}

impl TouchingBoxes {
    /// Where the group starts: at the mean of the wishes of its boxes, if it fits there.
    fn start(&self, top: Pt, bottom: Pt) -> Pt {
        let mean = self.start_sum / self.count;
        mean.min(bottom - self.height).max(top)
    }
}

/// Whether a label stands so far from its mark that a line has to lead to it.
pub(super) fn needs_leader_line(mark: Pt, label: Pt, em: Pt) -> bool {
    (label - mark).abs() > 0.45 * em
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_that_touch_are_spread_around_the_middle_of_their_wishes() {
        let spread_out = |wanted: &[f32], heights: &[f32]| {
            let lengths = |numbers: &[f32]| numbers.iter().copied().map(Pt).collect::<Vec<_>>();
            let middles = spread_apart(&lengths(wanted), &lengths(heights), Pt::ZERO, Pt(10.0))?;
            Some(
                middles
                    .into_iter()
                    .map(|length| length.0)
                    .collect::<Vec<_>>(),
            )
        };
        assert_eq!(spread_out(&[1.0, 5.0], &[2.0, 2.0]), Some(vec![1.0, 5.0]));
        assert_eq!(spread_out(&[5.0, 5.0], &[2.0, 2.0]), Some(vec![4.0, 6.0]));
        assert_eq!(spread_out(&[9.5, 9.5], &[2.0, 2.0]), Some(vec![7.0, 9.0]));
        assert_eq!(
            spread_out(&[0.0, 0.0, 9.0], &[2.0, 2.0, 2.0]),
            Some(vec![1.0, 3.0, 9.0])
        );
        assert_eq!(spread_out(&[1.0, 1.0], &[6.0, 6.0]), None);
    }
}
