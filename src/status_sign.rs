//! The signs before words for a status: their outlines, which all formats draw.
//!
//! Each level has a shape of its own, so that signs can be told apart in print without colours. A
//! sign is one area of one colour: a hole in it shows whatever the background is.

use crate::document::StatusLevel;
use crate::drawing::{Position, Segment};
use crate::length::Pt;

/// Width and height of a sign, in ems of the text.
pub(crate) const SIGN_SIZE: f32 = 0.68;

/// The room that a sign takes before its word, in ems of the text: its width and a blank.
pub(crate) const SIGN_ADVANCE: f32 = 0.94;

/// How far a sign reaches below the baseline, in ems: capitals are about 0.66 ems high, so that
/// both have the same middle.
pub(crate) const SIGN_DEPTH: f32 = 0.01;

/// A closed contour in a square whose sides are 1 point long, y downwards.
pub(crate) struct SignOutline {
    pub from: Position,
    pub segments: Vec<Segment>,
}

/// How far the control points of a quarter circle are from its ends, in radii.
const QUARTER_CIRCLE: f32 = 0.552_285;

/// The radius of the hole in a ring.
const RING_HOLE: f32 = 0.34;

type Point = (f32, f32);

impl SignOutline {
    /// The outline of the sign of a level.
    pub fn new(level: StatusLevel) -> Self {
        match level {
            StatusLevel::Done => Self::disc_with_hole(&[
                (0.21, 0.53),
                (0.43, 0.745),
                (0.79, 0.37),
                (0.70, 0.28),
                (0.43, 0.565),
                (0.30, 0.44),
            ]),
            StatusLevel::OnTrack => Self::disc(),
            StatusLevel::AtRisk => Self::polygon(&[(0.5, 0.03), (1.0, 0.94), (0.0, 0.94)]),
            StatusLevel::Late => Self::polygon(&[(0.5, 0.0), (1.0, 0.5), (0.5, 1.0), (0.0, 0.5)]),
            StatusLevel::Open => {
                let mut outline = Self::disc();
                outline.line((0.5, 0.5 - RING_HOLE));
                outline.line((0.5, 0.5 + RING_HOLE));
                outline.quarter_circles(RING_HOLE, &[(1.0, 0.0), (0.0, -1.0)], (0.0, 1.0));
                outline.line((0.5, 0.0));
                outline
            }
            StatusLevel::Blocked => {
                Self::disc_with_hole(&[(0.2, 0.41), (0.2, 0.59), (0.8, 0.59), (0.8, 0.41)])
            }
            StatusLevel::Cancelled => Self::polygon(&[
                (0.5, 0.35),
                (0.79, 0.06),
                (0.94, 0.21),
                (0.65, 0.5),
                (0.94, 0.79),
                (0.79, 0.94),
                (0.5, 0.65),
                (0.21, 0.94),
                (0.06, 0.79),
                (0.35, 0.5),
                (0.06, 0.21),
                (0.21, 0.06),
            ]),
            StatusLevel::NotStarted => {
                let mut outline = Self::disc();
                outline.line((0.5, 0.5 - RING_HOLE));
                let ends = [(-1.0, 0.0), (0.0, 1.0), (1.0, 0.0), (0.0, -1.0)];
                outline.quarter_circles(RING_HOLE, &ends, (0.0, -1.0));
                outline.line((0.5, 0.0));
                outline
            }
        }
    }

    /// The same outline in another square: `side` is its length, and `left` and `top` its corner.
    /// `mirrored` swaps left and right.
    pub fn placed(&self, (left, top): (Pt, Pt), side: Pt, mirrored: bool) -> Self {
        let place = |at: Position| {
            let x = if mirrored { Pt(1.0) - at.x } else { at.x };
            Position {
                x: left + side * x.0,
                y: top + side * at.y.0,
            }
        };
        let segments = self.segments.iter();
        Self {
            from: place(self.from),
            segments: segments.map(|it| it.map_positions(place)).collect(),
        }
    }

    fn polygon(points: &[Point]) -> Self {
        let mut outline = Self {
            from: position(points[0]),
            segments: Vec::new(),
        };
        for point in &points[1..] {
            outline.line(*point);
        }
        outline
    }

    /// A full circle, clockwise from the top.
    fn disc() -> Self {
        let mut outline = Self {
            from: position((0.5, 0.0)),
            segments: Vec::new(),
        };
        let ends = [(1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0)];
        outline.quarter_circles(0.5, &ends, (0.0, -1.0));
        outline
    }

    /// A disc without the area between `points`, which are given anticlockwise. A contour has one
    /// piece, so two lines on top of each other lead to the hole and back.
    fn disc_with_hole(points: &[Point]) -> Self {
        let mut outline = Self::disc();
        for point in points {
            outline.line(*point);
        }
        outline.line(points[0]);
        outline.line((0.5, 0.0));
        outline
    }

    fn line(&mut self, to: Point) {
        self.segments.push(Segment::Line(position(to)));
    }

    /// Quarters of a circle around the middle, by the directions in which they end; `start` is the
    /// one in which the first begins.
    fn quarter_circles(&mut self, radius: f32, ends: &[Point], start: Point) {
        let at = |x: f32, y: f32| position((0.5 + radius * x, 0.5 + radius * y));
        let mut before = start;
        for end in ends {
            let first = at(
                before.0 + QUARTER_CIRCLE * end.0,
                before.1 + QUARTER_CIRCLE * end.1,
            );
            let second = at(
                end.0 + QUARTER_CIRCLE * before.0,
                end.1 + QUARTER_CIRCLE * before.1,
            );
            let last = at(end.0, end.1);
            self.segments.push(Segment::Curve(first, second, last));
            before = *end;
        }
    }
}

fn position((x, y): Point) -> Position {
    Position { x: Pt(x), y: Pt(y) }
}
