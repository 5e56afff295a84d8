//! Rectangles, paths and pictures.

use image::metadata::Orientation;
use printpdf::XObjectId;

use super::canvas::{Artifact, Canvas, Mark, Pen, rgb};
use crate::backend::pdf::serialize;
use crate::backend::pdf::values::number;
use crate::drawing::{Position, Segment, Stroke};
use crate::frame::{Frame, TagId};
use crate::theme::Color;

impl Canvas<'_, '_> {
    pub(super) fn rectangle(&mut self, tag: Option<TagId>, frame: Frame, fill: Color) {
        let (width, height) = (number(frame.width), number(frame.height));
        if width <= 0.0 || height <= 0.0 {
            return;
        }
        self.mark(Mark::of(tag, Artifact::Layout));
        self.end_text();
        self.set_fill(fill);
        let (x, y) = (
            number(frame.x),
            number(self.height - frame.y - frame.height),
        );
        self.out.numbers([x, y, width, height], "re");
        self.out.operator("f");
    }

    pub(super) fn path(
        &mut self,
        tag: Option<TagId>,
        from: Position,
        segments: &[Segment],
        closed: bool,
        (fill, stroke): (Option<Color>, Option<Stroke>),
    ) {
        let Some(paint) = paint_operator(fill.is_some(), stroke.is_some()) else {
            return;
        };
        if segments.is_empty() {
            return;
        }
        self.mark(Mark::of(tag, Artifact::Layout));
        self.end_text();
        if let Some(color) = fill {
            self.set_fill(color);
        }
        if let Some(stroke) = stroke {
            self.set_pen(Pen {
                stroke,
                round: segments.len() > 1,
            });
        }
        self.places("m", &[from]);
        for segment in segments {
            match segment {
                Segment::Line(to) => self.places("l", &[*to]),
                Segment::Curve(first, second, to) => self.places("c", &[*first, *second, *to]),
            }
        }
        if closed {
            self.out.operator("h");
        }
        self.out.operator(paint);
    }

    pub(super) fn paint_image(
        &mut self,
        tag: Option<TagId>,
        id: &XObjectId,
        turn: Orientation,
        frame: Frame,
    ) {
        self.mark(Mark::of(tag, Artifact::Layout));
        self.end_text();
        let [a, b, c, d, e, f] = turned(turn);
        let (left, bottom) = (
            number(frame.x),
            number(self.height - frame.y - frame.height),
        );
        let (width, height) = (number(frame.width), number(frame.height));
        let matrix = [
            a * width,
            b * height,
            c * width,
            d * height,
            left + e * width,
            bottom + f * height,
        ];
        self.out.operator("q");
        self.out.numbers(matrix, "cm");
        let out = self.out.operands();
        out.push(b'/');
        out.extend_from_slice(id.0.as_bytes());
        out.push(b' ');
        self.out.operator("Do");
        self.out.operator("Q");
    }

    fn set_pen(&mut self, pen: Pen) {
        if self.pen == Some(pen) {
            return;
        }
        self.out.numbers(rgb(pen.stroke.color), "RG");
        self.out.numbers([number(pen.stroke.width).max(0.0)], "w");
        let out = self.out.operands();
        out.push(b'[');
        for (at, length) in dashes(pen.stroke).into_iter().flatten().enumerate() {
            if at > 0 {
                out.push(b' ');
            }
            serialize::number(out, length);
        }
        out.extend_from_slice(b"] 0 ");
        self.out.operator("d");
        let round = f32::from(pen.round);
        self.out.numbers([round], "J");
        self.out.numbers([round], "j");
        self.pen = Some(pen);
    }

    /// An operator whose operands are places.
    fn places(&mut self, operator: &str, places: &[Position]) {
        let height = self.height;
        self.out.numbers(
            places
                .iter()
                .flat_map(|it| [number(it.x), number(height - it.y)]),
            operator,
        );
    }
}

/// The matrix that turns the unit square onto itself, as a camera says that its samples are to be
/// turned.
fn turned(turn: Orientation) -> [f32; 6] {
    match turn {
        Orientation::NoTransforms => [1.0, 0.0, 0.0, 1.0, 0.0, 0.0],
        Orientation::FlipHorizontal => [-1.0, 0.0, 0.0, 1.0, 1.0, 0.0],
        Orientation::Rotate180 => [-1.0, 0.0, 0.0, -1.0, 1.0, 1.0],
        Orientation::FlipVertical => [1.0, 0.0, 0.0, -1.0, 0.0, 1.0],
        Orientation::Rotate90 => [0.0, -1.0, 1.0, 0.0, 0.0, 1.0],
        Orientation::Rotate270 => [0.0, 1.0, -1.0, 0.0, 1.0, 0.0],
        Orientation::Rotate90FlipH => [0.0, -1.0, -1.0, 0.0, 1.0, 1.0],
        Orientation::Rotate270FlipH => [0.0, 1.0, 1.0, 0.0, 0.0, 0.0],
    }
}

fn paint_operator(fill: bool, stroke: bool) -> Option<&'static str> {
    match (fill, stroke) {
        (true, true) => Some("B"),
        (true, false) => Some("f"),
        (false, true) => Some("S"),
        (false, false) => None,
    }
}

/// The lengths of dashes and gaps; those that would never advance are solid.
fn dashes(stroke: Stroke) -> Option<[f32; 2]> {
    let lengths = stroke
        .dash
        .map(|dash| [number(dash.on).max(0.0), number(dash.off).max(0.0)]);
    lengths.filter(|lengths| lengths.iter().sum::<f32>() > 0.0)
}
