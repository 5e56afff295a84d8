//! Vector drawings ([`Drawing`]): what charts make and backends paint.
//!
//! x runs to the right and y downwards, from the top left corner.

use crate::fonts::Weight;
use crate::length::Pt;
use crate::theme::Color;

/// Shapes in a frame, which are painted in order.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawing {
    /// Width of the frame. Every shape is inside it.
    pub width: Pt,
    /// Height of the frame.
    pub height: Pt,
    /// Later shapes cover earlier ones.
    pub shapes: Vec<Shape>,
}

/// A shape in a [`Drawing`].
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// An upright rectangle.
    Rect {
        /// Left edge.
        x: Pt,
        /// Top edge.
        y: Pt,
        /// 0 or more.
        width: Pt,
        /// 0 or more.
        height: Pt,
        /// The colour of its area. It has no outline.
        fill: Color,
    },
    /// A straight line with flat ends.
    Line {
        /// One end.
        from: Position,
        /// The other end.
        to: Position,
        /// Its thickness, colour and dashes.
        stroke: Stroke,
    },
    /// A line through several points, or an area. Its joins and ends are round.
    Path(VectorPath),
    /// A circle.
    Circle {
        /// Its centre.
        center: Position,
        /// 0 or more.
        radius: Pt,
        /// The colour of its area. It has no outline.
        fill: Color,
    },
    /// One line of text in the theme's body fonts.
    Text {
        /// The x of the `anchor`.
        x: Pt,
        /// The y of the baseline.
        baseline: Pt,
        /// The part of the text that is at `x`.
        anchor: TextAnchor,
        /// The sum of its advances. A backend must not set it wider: it would leave the frame or
        /// cover its neighbours.
        width: Pt,
        /// The font size.
        size: Pt,
        /// The font weight.
        weight: Weight,
        /// Its colour, with a contrast of 4.5:1 or more to what is below it.
        color: Color,
        /// The text, without line breaks and control characters.
        text: String,
    },
}

/// A line or an area, of straight and curved segments.
#[derive(Debug, Clone, PartialEq)]
pub struct VectorPath {
    /// The first point.
    pub from: Position,
    /// Lines and curves, each from where the one before it ends.
    pub segments: Vec<Segment>,
    /// Whether it returns to the first point.
    pub closed: bool,
    /// The colour of its area; `None` for a line alone.
    pub fill: Option<Color>,
    /// Its outline, which is painted over the area.
    pub stroke: Option<Stroke>,
}

impl VectorPath {
    /// Moves all positions.
    pub(crate) fn move_positions(&mut self, map: impl Fn(Position) -> Position) {
        self.from = map(self.from);
        for segment in &mut self.segments {
            *segment = segment.map_positions(&map);
        }
    }
}

/// A point in a drawing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Position {
    /// From the left edge.
    pub x: Pt,
    /// From the top edge.
    pub y: Pt,
}

/// A piece of a [`VectorPath`], from the end of the one before it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Segment {
    /// A straight line to a point.
    Line(Position),
    /// A cubic Bézier curve: two control points and the end.
    Curve(Position, Position, Position),
}

impl Segment {
    /// The same segment with all its positions moved.
    pub(crate) fn map_positions(self, map: impl Fn(Position) -> Position) -> Self {
        match self {
            Self::Line(end) => Self::Line(map(end)),
            Self::Curve(first, second, end) => Self::Curve(map(first), map(second), map(end)),
        }
    }
}

/// The look of a line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stroke {
    /// The thickness of the line.
    pub width: Pt,
    /// The colour of the line.
    pub color: Color,
    /// `None` for a solid line.
    pub dash: Option<Dash>,
}

/// The pattern of a dashed line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dash {
    /// The length of a dash.
    pub on: Pt,
    /// The length of a gap.
    pub off: Pt,
}

/// The part of a text that its x refers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextAnchor {
    /// The left end.
    Start,
    /// The middle.
    Middle,
    /// The right end.
    End,
}
