//! Pages to pixels.
//!
//! Upright edges lie between pixels, and text stands on them: so rules are equally thick and lines
//! of text equally crisp wherever they stand, and what touches on the page touches in the picture.

use resvg::tiny_skia::{
    Color as Ink, FillRule, IntRect, LineCap, LineJoin, Paint, Path, PathBuilder, Pixmap, Rect,
    Stroke as Pen, StrokeDash, Transform,
};

use super::glyphs::Glyphs;
use super::images::PaintedImages;
use super::scale::Scale;
use crate::assets::ImageFile;
use crate::diagnostic::{Code, Diagnostic};
use crate::drawing::{Position, Segment, Stroke};
use crate::fonts::Fonts;
use crate::frame::{Frame, GlyphRun, Item, Page, finite_points};
use crate::length::Pt;
use crate::stage::Stage;
use crate::theme::Color;

/// Places in a pixel that a glyph may begin at.
const STEPS: f32 = 4.0;

/// Glyphs of a face that reaches over more whole pixels than these begin at whole ones, as they do
/// in Poppler, which many viewers paint with.
const LARGE: f32 = 47.0;

/// How far beyond its corner a pointed join reaches, in line widths (ISO 32000-1, 8.4.3.5).
const MITER_LIMIT: f32 = 10.0;

/// Paints pages one after another.
pub(super) struct Painter<'a> {
    glyphs: Glyphs<'a>,
    images: PaintedImages<'a>,
    scale: Scale,
}

impl<'a> Painter<'a> {
    pub(super) fn new(
        fonts: &'a Fonts,
        images: &'a std::collections::BTreeMap<String, ImageFile>,
        scale: Scale,
    ) -> Self {
        Self {
            glyphs: Glyphs::new(fonts),
            images: PaintedImages::new(images),
            scale,
        }
    }

    /// Paints a page on white.
    ///
    /// # Errors
    ///
    /// When a picture cannot be shown.
    pub(super) fn page(&mut self, page: &Page) -> Result<Pixmap, Diagnostic> {
        let _stage = Stage::Paint.enter();
        let (width, height) = self.scale.size(page);
        let mut pixmap = Pixmap::new(width, height).ok_or_else(|| {
            Diagnostic::error(Code::PageTooLarge, "a page is too large to be painted")
        })?;
        pixmap.fill(page.background.map_or(Ink::WHITE, ink));
        let mut canvas = Canvas {
            pixmap,
            pixels: self.scale.pixels(),
            painter: self,
        };
        for placed in &page.items {
            canvas.item(&placed.item)?;
        }
        Ok(canvas.pixmap)
    }
}

/// One page while it is painted.
struct Canvas<'p, 'a> {
    painter: &'p mut Painter<'a>,
    pixmap: Pixmap,
    /// In a point.
    pixels: f32,
}

impl Canvas<'_, '_> {
    fn item(&mut self, item: &Item) -> Result<(), Diagnostic> {
        match item {
            Item::Run(run) => self.run(run),
            Item::Rect { frame, fill } => self.rectangle(*frame, *fill),
            Item::Path {
                from,
                segments,
                closed,
                fill,
                stroke,
            } => {
                if let (Some(stroke), [Segment::Line(to)], None) =
                    (stroke, segments.as_slice(), fill)
                    && let Some(frame) = upright(*from, *to, *stroke)
                {
                    self.rectangle(frame, stroke.color);
                } else if let Some(path) = self.outline(*from, segments, *closed) {
                    self.path(&path, segments.len() > 1, *fill, *stroke);
                }
            }
            Item::Image { file, frame } => return self.paint_image(file, *frame),
        }
        Ok(())
    }

    fn px(&self, length: Pt) -> f32 {
        finite_points(length) * self.pixels
    }

    fn run(&mut self, run: &GlyphRun) {
        let pixels = self.pixels;
        let Some(face) = self.painter.glyphs.face(run.face) else {
            return;
        };
        let scale = finite_points(run.size).clamp(0.001, 10_000.0) * pixels / face.units_per_em;
        let (low, high) = face.reach;
        let is_large = (high * scale).trunc() - (low * scale).trunc() > LARGE;
        let steps = if is_large { 1.0 } else { STEPS };
        let mut at = f64::from(finite_points(run.x));
        for glyph in &run.glyphs {
            let x = ((at as f32 + finite_points(glyph.dx)) * pixels * steps).floor() / steps;
            let y = ((finite_points(run.baseline) - finite_points(glyph.dy)) * pixels).floor();
            let quarters = ((x - x.floor()) * STEPS) as u8;
            if let Some(stamp) = face.stamp(glyph.id, scale, quarters) {
                stamp.paint(&mut self.pixmap, (x.floor() as i32, y as i32), run.color);
            } else if let Some(outline) = face.glyph(glyph.id) {
                let place = Transform::from_row(scale, 0.0, 0.0, -scale, x, y);
                self.pixmap
                    .fill_path(outline, &paint(run.color), FillRule::Winding, place, None);
            }
            at += f64::from(finite_points(glyph.advance));
        }
    }

    fn rectangle(&mut self, frame: Frame, fill: Color) {
        if finite_points(frame.width) > 0.0
            && finite_points(frame.height) > 0.0
            && let Some(area) = self.area(frame)
        {
            self.pixmap
                .fill_rect(area, &paint(fill), Transform::identity(), None);
        }
    }

    fn path(&mut self, path: &Path, round: bool, fill: Option<Color>, stroke: Option<Stroke>) {
        if let Some(color) = fill {
            self.pixmap.fill_path(
                path,
                &paint(color),
                FillRule::Winding,
                Transform::identity(),
                None,
            );
        }
        if let Some(stroke) = stroke {
            let pen = self.pen(stroke, round);
            self.pixmap.stroke_path(
                path,
                &paint(stroke.color),
                &pen,
                Transform::identity(),
                None,
            );
        }
    }

    fn paint_image(&mut self, file: &str, frame: Frame) -> Result<(), Diagnostic> {
        let Some(area) = self.area(frame).and_then(|area| area.round()) else {
            return Ok(());
        };
        // One beside the page is not seen.
        let on_page = IntRect::from_xywh(0, 0, self.pixmap.width(), self.pixmap.height());
        if on_page.and_then(|page| page.intersect(&area)).is_none() {
            return Ok(());
        }
        self.painter.images.paint(file, area, &mut self.pixmap)
    }

    /// The pixels of a frame: from edge to edge, each the nearest between two pixels, and at least
    /// one.
    fn area(&self, frame: Frame) -> Option<Rect> {
        let stretch = |start: Pt, length: Pt| {
            let first = self.px(start).round();
            (
                first,
                (self.px(start) + self.px(length)).round().max(first + 1.0),
            )
        };
        let ((left, right), (top, bottom)) = (
            stretch(frame.x, frame.width),
            stretch(frame.y, frame.height),
        );
        Rect::from_ltrb(left, top, right, bottom)
    }

    fn outline(&self, from: Position, segments: &[Segment], closed: bool) -> Option<Path> {
        let place = |at: Position| (self.px(at.x), self.px(at.y));
        let mut path = PathBuilder::new();
        let (x, y) = place(from);
        path.move_to(x, y);
        for segment in segments {
            match *segment {
                Segment::Line(to) => {
                    let (x, y) = place(to);
                    path.line_to(x, y);
                }
                Segment::Curve(first, second, to) => {
                    let ((x1, y1), (x2, y2), (x, y)) = (place(first), place(second), place(to));
                    path.cubic_to(x1, y1, x2, y2, x, y);
                }
            }
        }
        if closed {
            path.close();
        }
        path.finish()
    }

    fn pen(&self, stroke: Stroke, round: bool) -> Pen {
        let dash = stroke.dash.and_then(|dash| {
            let lengths = [dash.on, dash.off].map(|length| self.px(length).max(0.0));
            StrokeDash::new(lengths.to_vec(), 0.0)
        });
        let (line_cap, line_join) = if round {
            (LineCap::Round, LineJoin::Round)
        } else {
            (LineCap::Butt, LineJoin::Miter)
        };
        Pen {
            width: self.px(stroke.width).max(0.0),
            miter_limit: MITER_LIMIT,
            line_cap,
            line_join,
            dash,
        }
    }
}

/// The area of a solid line that is upright or level.
fn upright(from: Position, to: Position, stroke: Stroke) -> Option<Frame> {
    if stroke.dash.is_some() {
        return None;
    }
    let (x, y) = (from.x.min(to.x), from.y.min(to.y));
    let (width, height) = ((to.x - from.x).abs(), (to.y - from.y).abs());
    let half = stroke.width / 2.0;
    if width == Pt::ZERO {
        Some(Frame {
            x: x - half,
            y,
            width: stroke.width,
            height,
        })
    } else if height == Pt::ZERO {
        Some(Frame {
            x,
            y: y - half,
            width,
            height: stroke.width,
        })
    } else {
        None
    }
}

fn paint(color: Color) -> Paint<'static> {
    let mut paint = Paint {
        anti_alias: true,
        ..Paint::default()
    };
    paint.set_color(ink(color));
    paint
}

fn ink(color: Color) -> Ink {
    Ink::from_rgba8(color.red, color.green, color.blue, u8::MAX)
}
