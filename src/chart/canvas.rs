//! The frame that a chart is drawn in. It takes only words that stay inside of it and touch no
//! other words.

use super::palette::{Emphasis, Palette, Tone};
use super::ruler::ChartRuler;
use crate::document::Chart;
use crate::drawing::{Drawing, Position, Segment, Shape, Stroke, TextAnchor};
use crate::fonts::Weight;
use crate::length::Pt;
use crate::theme::{Color, MIN_CONTRAST, Theme};

/// Height of a line of words above its baseline, in ems: no letter and no Chinese character is
/// higher.
pub(super) const ABOVE: f32 = 0.86;

/// Depth of a line of words below its baseline, in ems.
pub(super) const BELOW: f32 = 0.24;

/// From baseline to baseline, in ems.
pub(super) const LEADING: f32 = 1.2;

/// From the middle of letters down to their baseline, in ems.
pub(super) const MIDDLE: f32 = 0.34;

/// A drawing in the making.
pub(super) struct ChartCanvas<'a> {
    pub(super) theme: &'a Theme,
    pub(super) ruler: &'a ChartRuler<'a>,
    pub(super) emphasis: Emphasis<'a>,
    pub(super) width: Pt,
    pub(super) height: Pt,
    /// Size of all words; other lengths follow it.
    pub(super) em: Pt,
    marks: Vec<Shape>,
    words: Vec<Shape>,
    taken: Vec<TextBox>,
}

/// An upright rectangle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct TextBox {
    pub(super) left: Pt,
    pub(super) top: Pt,
    pub(super) right: Pt,
    pub(super) bottom: Pt,
}

/// PlacedText and their place.
#[derive(Debug, Clone, Copy)]
pub(super) struct PlacedText<'t> {
    pub(super) text: &'t str,
    pub(super) x: Pt,
    pub(super) baseline: Pt,
    pub(super) anchor: TextAnchor,
    pub(super) weight: Weight,
    pub(super) color: Color,
}

impl TextBox {
    fn touches(&self, other: &Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }
}

impl<'a> ChartCanvas<'a> {
    /// A frame of `width` by `height` for `chart`, with words of size `em`.
    pub(super) fn new(
        chart: &'a Chart,
        theme: &'a Theme,
        ruler: &'a ChartRuler<'a>,
        (width, height): (Pt, Pt),
        em: Pt,
    ) -> Self {
        let emphasis = Emphasis::new(&chart.highlight, chart.series.len());
        Self {
            theme,
            ruler,
            emphasis,
            width,
            height,
            em,
            marks: Vec::new(),
            words: Vec::new(),
            taken: Vec::new(),
        }
    }

    /// PlacedText lie above marks.
    pub(super) fn into_drawing(mut self) -> Drawing {
        self.marks.append(&mut self.words);
        Drawing {
            width: self.width,
            height: self.height,
            shapes: self.marks,
        }
    }

    pub(super) fn text_width(&self, text: &str, weight: Weight) -> Pt {
        self.ruler.width(text, self.em, weight)
    }

    /// The area that words would take.
    pub(super) fn text_box(&self, words: &PlacedText) -> TextBox {
        let width = self.text_width(words.text, words.weight);
        let left = match words.anchor {
            TextAnchor::Start => words.x,
            TextAnchor::Middle => words.x - width / 2.0,
            TextAnchor::End => words.x - width,
        };
        let (top, bottom) = (
            words.baseline - ABOVE * self.em,
            words.baseline + BELOW * self.em,
        );
        TextBox {
            left,
            top,
            right: left + width,
            bottom,
        }
    }

    /// Whether words there would stay in the frame and touch no others.
    pub(super) fn has_room(&self, words: &PlacedText) -> bool {
        let area = self.text_box(words);
        let slack = Pt(0.01);
        let inside = area.left >= -slack
            && area.top >= -slack
            && area.right <= self.width + slack
            && area.bottom <= self.height + slack;
        inside && !self.taken.iter().any(|other| other.touches(&area))
    }

    /// Sets words if there is room for them, and says whether there was.
    pub(super) fn write_if_room(&mut self, words: PlacedText) -> bool {
        if words.text.is_empty() || !self.has_room(&words) {
            return false;
        }
        self.taken.push(self.text_box(&words));
        self.words.push(Shape::Text {
            x: words.x,
            baseline: words.baseline,
            anchor: words.anchor,
            width: self.text_width(words.text, words.weight),
            size: self.em,
            weight: words.weight,
            color: words.color,
            text: words.text.to_owned(),
        });
        true
    }

    /// An upright rectangle between two corners; nothing if it has no area.
    pub(super) fn rect(&mut self, (x0, y0): (Pt, Pt), (x1, y1): (Pt, Pt), fill: Color) {
        let (x, y, width, height) = (x0.min(x1), y0.min(y1), (x1 - x0).abs(), (y1 - y0).abs());
        if width > Pt::ZERO && height > Pt::ZERO {
            self.marks.push(Shape::Rect {
                x,
                y,
                width,
                height,
                fill,
            });
        }
    }

    /// An upright or level line; at an edge of the frame all of its thickness stays inside.
    pub(super) fn straight_line(&mut self, from: (Pt, Pt), to: (Pt, Pt), stroke: Stroke) {
        let half = stroke.width / 2.0;
        let inside = |at: Pt, end: Pt| {
            if end > stroke.width {
                at.clamp(half, end - half)
            } else {
                at
            }
        };
        let (mut from, mut to) = (from, to);
        if from.0 == to.0 {
            from.0 = inside(from.0, self.width);
            to.0 = from.0;
        } else if from.1 == to.1 {
            from.1 = inside(from.1, self.height);
            to.1 = from.1;
        }
        self.marks.push(Shape::Line {
            from: to_position(from),
            to: to_position(to),
            stroke,
        });
    }

    /// A line through places; one place alone is nothing.
    pub(super) fn polyline(&mut self, places: &[(Pt, Pt)], stroke: Stroke) {
        if let [from, rest @ ..] = places
            && !rest.is_empty()
        {
            let segments = rest
                .iter()
                .map(|&to| Segment::Line(to_position(to)))
                .collect();
            self.marks.push(Shape::Path {
                from: to_position(*from),
                segments,
                closed: false,
                fill: None,
                stroke: Some(stroke),
            });
        }
    }

    pub(super) fn push_shape(&mut self, shape: Shape) {
        self.marks.push(shape);
    }

    pub(super) fn dot(&mut self, center: (Pt, Pt), radius: Pt, fill: Color) {
        self.marks.push(Shape::Circle {
            center: to_position(center),
            radius,
            fill,
        });
    }

    /// A pale line that helps to compare.
    pub(super) fn grid_line(&mut self, from: (Pt, Pt), to: (Pt, Pt)) {
        let color = self.theme.colors.rule.mixed(self.theme.colors.ground, 0.35);
        self.straight_line(
            from,
            to,
            Stroke {
                width: self.hairline(),
                color,
                dash: None,
            },
        );
    }

    /// The line that bars stand on.
    pub(super) fn axis_line(&mut self, from: (Pt, Pt), to: (Pt, Pt)) {
        let color = self.theme.colors.muted;
        self.straight_line(
            from,
            to,
            Stroke {
                width: self.hairline() * 1.5,
                color,
                dash: None,
            },
        );
    }

    pub(super) fn hairline(&self) -> Pt {
        self.em * 0.06
    }

    /// The colour of a series, of its line and of its key.
    pub(super) fn series_color(&self, at: usize) -> Color {
        self.tone_color(self.emphasis.series_tone(at))
    }

    pub(super) fn tone_color(&self, tone: Tone) -> Color {
        Palette(&self.theme.colors).tone_color(tone)
    }

    /// `color` for words on the page: made darker until they can be read.
    pub(super) fn readable_color(&self, color: Color) -> Color {
        let colors = &self.theme.colors;
        let readable = |it: &Color| it.contrast(colors.ground) >= MIN_CONTRAST + 0.1;
        (0..10)
            .map(|step| color.mixed(colors.text, step as f32 / 10.0))
            .find(readable)
            .unwrap_or(colors.text)
    }

    /// The colour of words on an area of colour `fill`, if any can be read on it.
    pub(super) fn readable_color_on(&self, fill: Color) -> Option<Color> {
        let colors = &self.theme.colors;
        [colors.ground, colors.text]
            .into_iter()
            .find(|it| it.contrast(fill) >= MIN_CONTRAST)
    }
}

pub(super) fn to_position((x, y): (Pt, Pt)) -> Position {
    Position { x, y }
}

/// Moves stretches of `heights` with their middles near `wanted` (ascending) apart, inside `top` to
/// `bottom`, and gives the middles; `None` if they do not fit. Stretches that push each other keep
/// the middle of the places they want.
pub(super) fn spread_apart(wanted: &[Pt], heights: &[Pt], top: Pt, bottom: Pt) -> Option<Vec<Pt>> {
    /// Stretches that touch.
    struct Group {
        /// Sum of the upper edges that each of them wants the group to have.
        wishes: Pt,
        count: f32,
        height: Pt,
    }
    if heights.iter().sum::<Pt>() > bottom - top {
        return None;
    }
    let start = |group: &Group| {
        (group.wishes / group.count)
            .min(bottom - group.height)
            .max(top)
    };
    let mut groups: Vec<Group> = Vec::new();
    for (middle, height) in wanted.iter().zip(heights) {
        let mut group = Group {
            wishes: *middle - *height / 2.0,
            count: 1.0,
            height: *height,
        };
        while let Some(before) = groups.pop() {
            if start(&before) + before.height <= start(&group) {
                groups.push(before);
                break;
            }
            group.wishes += before.wishes - group.count * before.height;
            group.count += before.count;
            group.height += before.height;
        }
        groups.push(group);
    }
    let mut middles = Vec::new();
    for group in &groups {
        let mut edge = start(group);
        for height in heights
            .iter()
            .skip(middles.len())
            .take(group.count as usize)
        {
            middles.push(edge + *height / 2.0);
            edge += *height;
        }
    }
    Some(middles)
}

/// Height of a name with the space around it, in ems.
const PITCH: f32 = 1.12;

/// The middles of names that stand beside these places, inside `top` to `bottom`: each with its
/// place's number, from the upper to the lower; `None` if they do not fit.
pub(super) fn spread_labels(
    places: &[Pt],
    em: Pt,
    (top, bottom): (Pt, Pt),
) -> Option<Vec<(usize, Pt)>> {
    let mut order: Vec<(usize, Pt)> = places.iter().copied().enumerate().collect();
    order.sort_by(|a, b| a.1.total_cmp(&b.1));
    let wanted: Vec<Pt> = order.iter().map(|place| place.1).collect();
    let middles = spread_apart(&wanted, &vec![PITCH * em; places.len()], top, bottom)?;
    Some(
        order
            .into_iter()
            .map(|place| place.0)
            .zip(middles)
            .collect(),
    )
}

/// Whether a name stands so far from its place that a line has to lead to it.
pub(super) fn needs_leader_line(place: Pt, middle: Pt, em: Pt) -> bool {
    (middle - place).abs() > 0.45 * em
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_are_spread_around_where_they_want_to_be() {
        let spread_out = |wanted: &[f32], heights: &[f32]| {
            let lengths = |them: &[f32]| them.iter().copied().map(Pt).collect::<Vec<_>>();
            let middles = spread_apart(&lengths(wanted), &lengths(heights), Pt::ZERO, Pt(10.0))?;
            Some(middles.into_iter().map(|it| it.0).collect::<Vec<_>>())
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
