//! Rectangles, paths and pictures.

use image::metadata::Orientation;
use printpdf::{
    Color as PdfColor, DictItem, Op, PaintMode, Pt as PdfPt, Rect, Rgb, WindingOrder, XObjectId, XObjectTransform,
};

use super::{Artifact, Canvas, Mark};
use crate::backend::pdf::values::{number, rounded};
use crate::chart::{Position, Segment, Stroke};
use crate::layout::page::{Frame, TagId};
use crate::theme::Color;

/// How lines are drawn at the moment.
#[derive(PartialEq, Clone, Copy)]
pub(super) struct Pen {
    stroke: Stroke,
    round: bool,
}

impl Canvas<'_, '_> {
    pub(super) fn rectangle(&mut self, tag: Option<TagId>, frame: Frame, fill: Color) {
        let (width, height) = (number(frame.width), number(frame.height));
        if width <= 0.0 || height <= 0.0 {
            return;
        }
        self.mark(Mark::of(tag, Artifact::Layout));
        self.end_text();
        self.set_fill(fill);
        let rectangle = Rect {
            x: PdfPt(number(frame.x)),
            y: PdfPt(number(self.height - frame.y - frame.height)),
            width: PdfPt(width),
            height: PdfPt(height),
            mode: Some(PaintMode::Fill),
            winding_order: Some(WindingOrder::NonZero),
        };
        self.ops.push(Op::DrawRectangle { rectangle });
    }

    pub(super) fn path(
        &mut self,
        tag: Option<TagId>,
        from: Position,
        segments: &[Segment],
        closed: bool,
        (fill, stroke): (Option<Color>, Option<Stroke>),
    ) {
        let Some(paint) = paint_operator(fill.is_some(), stroke.is_some()) else { return };
        if segments.is_empty() {
            return;
        }
        self.mark(Mark::of(tag, Artifact::Layout));
        self.end_text();
        if let Some(color) = fill {
            self.set_fill(color);
        }
        if let Some(stroke) = stroke {
            self.set_pen(Pen { stroke, round: segments.len() > 1 });
        }
        self.operator("m", &[from]);
        for segment in segments {
            match segment {
                Segment::Line(to) => self.operator("l", &[*to]),
                Segment::Curve(first, second, to) => self.operator("c", &[*first, *second, *to]),
            }
        }
        if closed {
            self.operator("h", &[]);
        }
        self.operator(paint, &[]);
    }

    pub(super) fn picture(&mut self, tag: Option<TagId>, id: XObjectId, turn: Orientation, frame: Frame) {
        self.mark(Mark::of(tag, Artifact::Layout));
        self.end_text();
        let transform = XObjectTransform {
            translate_x: Some(PdfPt(number(frame.x))),
            translate_y: Some(PdfPt(number(self.height - frame.y - frame.height))),
            scale_x: Some(number(frame.width)),
            scale_y: Some(number(frame.height)),
            no_auto_scale: true,
            ..XObjectTransform::default()
        };
        if turn == Orientation::NoTransforms {
            self.ops.push(Op::UseXobject { id, transform });
            return;
        }
        let [a, b, c, d, e, f] = turned(turn);
        let (left, bottom) = (number(frame.x), number(self.height - frame.y - frame.height));
        let (width, height) = (number(frame.width), number(frame.height));
        let matrix = [a * width, b * height, c * width, d * height, left + e * width, bottom + f * height];
        self.raw("q", Vec::new());
        self.raw("cm", matrix.map(DictItem::Real).to_vec());
        self.ops.push(Op::UseXobject {
            id,
            transform: XObjectTransform { no_auto_scale: true, ..XObjectTransform::default() },
        });
        self.raw("Q", Vec::new());
    }

    pub(super) fn set_fill(&mut self, color: Color) {
        if self.fill != Some(color) {
            self.flush();
            self.ops.push(Op::SetFillColor { col: rgb(color) });
            self.fill = Some(color);
        }
    }

    fn set_pen(&mut self, pen: Pen) {
        if self.pen == Some(pen) {
            return;
        }
        self.ops.push(Op::SetOutlineColor { col: rgb(pen.stroke.color) });
        self.ops.push(Op::SetOutlineThickness { pt: PdfPt(number(pen.stroke.width).max(0.0)) });
        self.raw("d", vec![DictItem::Array(dashes(pen.stroke)), DictItem::Int(0)]);
        self.raw("J", vec![DictItem::Int(pen.round.into())]);
        self.raw("j", vec![DictItem::Int(pen.round.into())]);
        self.pen = Some(pen);
    }

    /// An operator whose operands are places.
    fn operator(&mut self, name: &str, places: &[Position]) {
        let height = self.height;
        let operands = places.iter().flat_map(|it| [number(it.x), number(height - it.y)]).map(DictItem::Real).collect();
        self.raw(name, operands);
    }

    fn raw(&mut self, name: &str, operands: Vec<DictItem>) {
        self.ops.push(Op::Unknown { key: name.to_owned(), value: operands });
    }
}

/// The matrix that turns the unit square onto itself, as a camera says that its samples are to be turned.
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

/// The dash array; one that would never advance is solid.
fn dashes(stroke: Stroke) -> Vec<DictItem> {
    let lengths = stroke.dash.map_or([0.0; 2], |dash| [number(dash.on).max(0.0), number(dash.off).max(0.0)]);
    if lengths.iter().sum::<f32>() > 0.0 { lengths.map(DictItem::Real).to_vec() } else { Vec::new() }
}

fn rgb(color: Color) -> PdfColor {
    let part = |value: u8| rounded(f32::from(value) / 255.0);
    PdfColor::Rgb(Rgb { r: part(color.red), g: part(color.green), b: part(color.blue), icc_profile: None })
}
