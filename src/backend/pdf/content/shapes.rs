//! Rectangles, paths and images (ISO 32000-1, 8.5 and 8.9).

use image::metadata::Orientation;
use printpdf::XObjectId;

use super::page_content::{ArtifactType, ContentMark, PageContent, StrokeState, rgb_operands};
use crate::backend::pdf::serialize::write_number;
use crate::backend::pdf::values::coordinate;
use crate::drawing::{Position, Segment, Stroke, VectorPath};
use crate::frame::{Frame, TagId};
use crate::theme::Color;

impl PageContent<'_, '_> {
    pub fn paint_rectangle(&mut self, tag: Option<TagId>, frame: Frame, fill: Color) {
        let width = coordinate(frame.width);
        let height = coordinate(frame.height);
        // Viewers paint even a rectangle without area, as a line one pixel wide.
        if width <= 0.0 || height <= 0.0 {
            return;
        }
        self.mark_content(ContentMark::for_tag(tag, ArtifactType::Layout));
        // Paths are not allowed inside a text object (ISO 32000-1, 8.2).
        self.end_text_object();
        self.set_fill_color(fill);
        let [left, bottom] = self.lower_left(frame);
        let rectangle = [left, bottom, width, height];
        self.operators.push_numeric_operator(rectangle, "re");
        self.operators.push_operator("f");
    }

    pub fn paint_path(&mut self, tag: Option<TagId>, path: &VectorPath) {
        let is_filled = path.fill.is_some();
        let is_stroked = path.stroke.is_some();
        let Some(paint) = paint_operator(is_filled, is_stroked) else {
            return;
        };
        if path.segments.is_empty() {
            return;
        }
        self.mark_content(ContentMark::for_tag(tag, ArtifactType::Layout));
        self.end_text_object();
        if let Some(color) = path.fill {
            self.set_fill_color(color);
        }
        if let Some(stroke) = path.stroke {
            self.set_stroke(StrokeState {
                stroke,
                round: path.segments.len() > 1,
            });
        }
        // The colours come first: nothing but path operators may stand between the beginning of a
        // path and its painting (ISO 32000-1, 8.2).
        self.push_points("m", &[path.from]);
        for segment in &path.segments {
            match segment {
                Segment::Line(to) => self.push_points("l", &[*to]),
                Segment::Curve(first, second, to) => {
                    self.push_points("c", &[*first, *second, *to]);
                }
            }
        }
        if path.closed {
            self.operators.push_operator("h");
        }
        self.operators.push_operator(paint);
    }

    pub fn paint_image(
        &mut self,
        tag: Option<TagId>,
        id: &XObjectId,
        orientation: Orientation,
        frame: Frame,
    ) {
        self.mark_content(ContentMark::for_tag(tag, ArtifactType::Layout));
        self.end_text_object();
        // An image fills the unit square, so the matrix scales it to the frame.
        let [a, b, c, d, e, f] = orientation_matrix(orientation);
        let [left, bottom] = self.lower_left(frame);
        let width = coordinate(frame.width);
        let height = coordinate(frame.height);
        let matrix = [
            a * width,
            b * height,
            c * width,
            d * height,
            left + e * width,
            bottom + f * height,
        ];
        // Only `Q` undoes a matrix. The recorded colours stay valid, since none is set in between.
        self.operators.push_operator("q");
        self.operators.push_numeric_operator(matrix, "cm");
        let out = self.operators.operands();
        out.push(b'/');
        out.extend_from_slice(id.0.as_bytes());
        out.push(b' ');
        self.operators.push_operator("Do");
        self.operators.push_operator("Q");
    }

    fn set_stroke(&mut self, state: StrokeState) {
        if self.stroke == Some(state) {
            return;
        }
        let color = rgb_operands(state.stroke.color);
        self.operators.push_numeric_operator(color, "RG");
        let width = coordinate(state.stroke.width).max(0.0);
        self.operators.push_numeric_operator([width], "w");
        let out = self.operators.operands();
        out.push(b'[');
        // A solid line has an empty array.
        if let Some([dash, gap]) = dash_lengths(state.stroke) {
            write_number(out, dash);
            out.push(b' ');
            write_number(out, gap);
        }
        out.extend_from_slice(b"] 0 ");
        self.operators.push_operator("d");
        // Line cap and line join: 0 is butt and miter, 1 is round.
        let round = f32::from(state.round);
        self.operators.push_numeric_operator([round], "J");
        self.operators.push_numeric_operator([round], "j");
        self.stroke = Some(state);
    }

    /// The lower left corner of a frame, in PDF's coordinates.
    fn lower_left(&self, frame: Frame) -> [f32; 2] {
        let bottom = self.height - frame.y - frame.height;
        [coordinate(frame.x), coordinate(bottom)]
    }

    /// Pushes an operator whose operands are points, in PDF's coordinates.
    fn push_points(&mut self, operator: &str, points: &[Position]) {
        let height = self.height;
        let operands = points.iter().flat_map(|point| {
            let y = height - point.y;
            [coordinate(point.x), coordinate(y)]
        });
        self.operators.push_numeric_operator(operands, operator);
    }
}

/// The matrix that turns or mirrors an image in the unit square, as the Exif orientation of its
/// file demands.
fn orientation_matrix(orientation: Orientation) -> [f32; 6] {
    match orientation {
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

/// The path-painting operator (ISO 32000-1, table 60); `None` if there is nothing to paint.
fn paint_operator(fill: bool, stroke: bool) -> Option<&'static str> {
    match (fill, stroke) {
        (true, true) => Some("B"),
        (true, false) => Some("f"),
        (false, true) => Some("S"),
        (false, false) => None,
    }
}

/// The lengths of dashes and gaps; `None` for a solid line. Lengths that add up to 0 are an error
/// in PDF (ISO 32000-1, 8.4.3.6), so such a line is solid, too.
fn dash_lengths(stroke: Stroke) -> Option<[f32; 2]> {
    let dash = stroke.dash?;
    let on = coordinate(dash.on).max(0.0);
    let off = coordinate(dash.off).max(0.0);
    if on + off <= 0.0 {
        return None;
    }
    Some([on, off])
}
