//! What a drawing is made of; x runs to the right and y downwards from the top left.

use crate::fonts::Weight;
use crate::length::Pt;
use crate::theme::Color;

/// Shapes in a frame, painted in order.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawing {
    /// Width of the frame. Every shape is inside it.
    pub width: Pt,
    /// Height of the frame.
    pub height: Pt,
    /// Later ones cover earlier ones.
    pub shapes: Vec<Shape>,
}

/// One thing to paint.
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
        /// Its area; it has no outline.
        fill: Color,
    },
    /// A straight line with flat ends.
    Line {
        /// One end.
        from: Position,
        /// The other.
        to: Position,
        /// How it is drawn.
        stroke: Stroke,
    },
    /// A line through many places, or an area.
    Path {
        /// Where it begins.
        from: Position,
        /// How it goes on. Joins and ends are round.
        segments: Vec<Segment>,
        /// Whether it returns to where it began.
        closed: bool,
        /// Its area.
        fill: Option<Color>,
        /// Its outline, painted over the area.
        stroke: Option<Stroke>,
    },
    /// A circle.
    Circle {
        /// Its middle.
        center: Position,
        /// 0 or more.
        radius: Pt,
        /// Its area.
        fill: Color,
    },
    /// One line of words, in the theme's body fonts.
    Text {
        /// Where `anchor` is.
        x: Pt,
        /// The line that letters stand on.
        baseline: Pt,
        /// Which part of the text is at `x`.
        anchor: TextAnchor,
        /// Sum of its advances: a backend that sets it wider leaves the frame or covers its
        /// neighbours.
        width: Pt,
        /// Size of the em.
        size: Pt,
        /// How heavy.
        weight: Weight,
        /// Its colour, with a contrast of 4.5:1 or more on what is below it.
        color: Color,
        /// The words, without line breaks and control characters.
        text: String,
    },
}

/// A place in a drawing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Position {
    /// From the left edge.
    pub x: Pt,
    /// From the top edge.
    pub y: Pt,
}

/// How a [`Shape::Path`] goes on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Segment {
    /// Straight to a place.
    Line(Position),
    /// A cubic Bézier curve: two control points and the end.
    Curve(Position, Position, Position),
}

/// How a line is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stroke {
    /// Thickness.
    pub width: Pt,
    /// Colour.
    pub color: Color,
    /// `None` is solid.
    pub dash: Option<Dash>,
}

/// Lengths of the pieces of a broken line and of the gaps between them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dash {
    /// Length of a piece.
    pub on: Pt,
    /// Length of a gap.
    pub off: Pt,
}

/// Which part of a text is at its x.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextAnchor {
    /// The left end.
    Start,
    /// The middle.
    Middle,
    /// The right end.
    End,
}
