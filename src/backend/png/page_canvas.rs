//! Paints the items of a page on a pixmap.
//!
//! Vertical and horizontal edges, and baselines, are moved to the nearest edge between pixels. So
//! rules are equally thick and lines of text equally crisp wherever they are on the page, and items
//! that touch on the page touch in the image.

use std::collections::BTreeMap;

use resvg::tiny_skia::{
    Color as PixelColor, FillRule, IntRect, LineCap, LineJoin, Paint, Path, PathBuilder, Pixmap,
    Rect, Stroke as PixelStroke, StrokeDash, Transform,
};

use super::glyph_cache::{GlyphCache, STEPS_PER_PIXEL};
use super::images::ImageCache;
use super::scale::Scale;
use crate::assets::ImageFile;
use crate::diagnostic::{Code, Diagnostic};
use crate::drawing::{Dash, Position, Segment, Stroke, VectorPath};
use crate::fonts::Fonts;
use crate::frame::{Frame, GlyphRun, Item, MAX_TEXT_SIZE, MIN_TEXT_SIZE, Page, finite_points};
use crate::length::Pt;
use crate::stage::Stage;
use crate::theme::Color;

/// If the glyphs of a face may be higher than this, in pixels, they begin at whole pixels. Poppler,
/// which many viewers use, does the same.
const LARGE_FACE: f32 = 47.0;

/// The miter limit of pointed joins, in line widths: PDF's default (ISO 32000-1, 8.4.3.5).
const MITER_LIMIT: f32 = 10.0;

/// Paints pages one after another, with caches for their glyphs and images.
pub(super) struct PagePainter<'a> {
    glyphs: GlyphCache<'a>,
    images: ImageCache<'a>,
    scale: Scale,
}

impl<'a> PagePainter<'a> {
    pub fn new(fonts: &'a Fonts, images: &'a BTreeMap<String, ImageFile>, scale: Scale) -> Self {
        Self {
            glyphs: GlyphCache::new(fonts),
            images: ImageCache::new(images),
            scale,
        }
    }

    /// Paints a page on its background, or on white if it has none.
    ///
    /// # Errors
    ///
    /// When an image is missing or damaged, or the page is too large.
    pub fn paint_page(&mut self, page: &Page) -> Result<Pixmap, Diagnostic> {
        let _stage = Stage::Paint.enter();
        let (width, height) = self.scale.pixel_size(page);
        let mut pixmap = Pixmap::new(width, height).ok_or_else(|| {
            Diagnostic::error(Code::PageTooLarge, "a page is too large to be painted")
        })?;
        let background = match page.background {
            Some(color) => opaque_color(color),
            None => PixelColor::WHITE,
        };
        pixmap.fill(background);
        let mut canvas = PageCanvas {
            pixmap,
            pixels_per_point: self.scale.pixels_per_point(),
            painter: self,
        };
        for placed in &page.items {
            canvas.paint_item(&placed.item)?;
        }
        Ok(canvas.pixmap)
    }
}

/// A page while it is painted.
struct PageCanvas<'p, 'a> {
    painter: &'p mut PagePainter<'a>,
    pixmap: Pixmap,
    pixels_per_point: f32,
}

impl PageCanvas<'_, '_> {
    fn paint_item(&mut self, item: &Item) -> Result<(), Diagnostic> {
        match item {
            Item::Run(run) => self.paint_run(run),
            Item::Rect { frame, fill } => self.paint_rectangle(*frame, *fill),
            Item::Path(path) => self.paint_path(path),
            Item::Image { file, frame } => return self.paint_image(file, *frame),
        }
        Ok(())
    }

    fn to_pixels(&self, length: Pt) -> f32 {
        finite_points(length) * self.pixels_per_point
    }

    /// Paints the glyphs of a run: small ones from stamps, large ones as outlines.
    fn paint_run(&mut self, run: &GlyphRun) {
        let pixels_per_point = self.pixels_per_point;
        let Some(face) = self.painter.glyphs.face_glyphs(run.face) else {
            return;
        };
        let size = finite_points(run.size).clamp(MIN_TEXT_SIZE, MAX_TEXT_SIZE);
        let scale = size * pixels_per_point / face.units_per_em;
        let (low, high) = face.vertical_extent;
        let face_height = (high * scale).trunc() - (low * scale).trunc();
        let is_large = face_height > LARGE_FACE;
        let steps = if is_large { 1.0 } else { STEPS_PER_PIXEL };
        // Double precision, so that rounding does not add up along the line.
        let mut pen_x = f64::from(finite_points(run.x));
        for glyph in &run.glyphs {
            let x_points = pen_x as f32 + finite_points(glyph.dx);
            let x = (x_points * pixels_per_point * steps).floor() / steps;
            let y_points = finite_points(run.baseline) - finite_points(glyph.dy);
            let y = (y_points * pixels_per_point).floor();
            let step = ((x - x.floor()) * STEPS_PER_PIXEL) as u8;
            if let Some(stamp) = face.glyph_stamp(glyph.id, scale, step) {
                let origin = (x.floor() as i32, y as i32);
                stamp.paint_on(&mut self.pixmap, origin, run.color);
            } else if let Some(outline) = face.glyph_outline(glyph.id) {
                // The glyph is too large for a stamp.
                let to_page = Transform::from_row(scale, 0.0, 0.0, -scale, x, y);
                let paint = solid_paint(run.color);
                self.pixmap
                    .fill_path(outline, &paint, FillRule::Winding, to_page, None);
            }
            pen_x += f64::from(finite_points(glyph.advance));
        }
    }

    fn paint_rectangle(&mut self, frame: Frame, fill: Color) {
        if finite_points(frame.width) > 0.0
            && finite_points(frame.height) > 0.0
            && let Some(area) = self.pixel_area(frame)
        {
            self.pixmap
                .fill_rect(area, &solid_paint(fill), Transform::identity(), None);
        }
    }

    fn paint_path(&mut self, path: &VectorPath) {
        // A straight rule is filled as a rectangle, so that its edges are crisp.
        if let Some(stroke) = path.stroke
            && let [Segment::Line(to)] = path.segments.as_slice()
            && path.fill.is_none()
            && let Some(frame) = line_as_frame(path.from, *to, stroke)
        {
            self.paint_rectangle(frame, stroke.color);
            return;
        }
        let Some(pixel_path) = self.pixel_path(path) else {
            return;
        };
        if let Some(color) = path.fill {
            self.pixmap.fill_path(
                &pixel_path,
                &solid_paint(color),
                FillRule::Winding,
                Transform::identity(),
                None,
            );
        }
        if let Some(stroke) = path.stroke {
            let is_round = path.segments.len() > 1;
            let pixel_stroke = self.pixel_stroke(stroke, is_round);
            self.pixmap.stroke_path(
                &pixel_path,
                &solid_paint(stroke.color),
                &pixel_stroke,
                Transform::identity(),
                None,
            );
        }
    }

    fn paint_image(&mut self, file: &str, frame: Frame) -> Result<(), Diagnostic> {
        let Some(area) = self.pixel_area(frame).and_then(|area| area.round()) else {
            return Ok(());
        };
        // An image beside the page is not even decoded.
        let page = IntRect::from_xywh(0, 0, self.pixmap.width(), self.pixmap.height());
        let is_on_page = page.is_some_and(|page| page.intersect(&area).is_some());
        if !is_on_page {
            return Ok(());
        }
        self.painter
            .images
            .paint_image(file, area, &mut self.pixmap)
    }

    /// The pixels of a frame. Each edge is moved to the nearest edge between pixels, and at least one
    /// pixel is left between them.
    fn pixel_area(&self, frame: Frame) -> Option<Rect> {
        let (left, right) = self.pixel_edges(frame.x, frame.width);
        let (top, bottom) = self.pixel_edges(frame.y, frame.height);
        Rect::from_ltrb(left, top, right, bottom)
    }

    /// The first and the last edge of a side of a frame.
    fn pixel_edges(&self, position: Pt, length: Pt) -> (f32, f32) {
        let exact = self.to_pixels(position);
        let first = exact.round();
        // Not the rounded edge plus the rounded length: items that touch would overlap or gape.
        let last = (exact + self.to_pixels(length)).round();
        (first, last.max(first + 1.0))
    }

    /// The path in pixels; `None` if it has no segments or is not finite.
    fn pixel_path(&self, path: &VectorPath) -> Option<Path> {
        let mut builder = PathBuilder::new();
        let (x, y) = self.pixel_position(path.from);
        builder.move_to(x, y);
        for segment in &path.segments {
            match *segment {
                Segment::Line(to) => {
                    let (x, y) = self.pixel_position(to);
                    builder.line_to(x, y);
                }
                Segment::Curve(first, second, to) => {
                    let (x1, y1) = self.pixel_position(first);
                    let (x2, y2) = self.pixel_position(second);
                    let (x, y) = self.pixel_position(to);
                    builder.cubic_to(x1, y1, x2, y2, x, y);
                }
            }
        }
        if path.closed {
            builder.close();
        }
        builder.finish()
    }

    fn pixel_position(&self, point: Position) -> (f32, f32) {
        (self.to_pixels(point.x), self.to_pixels(point.y))
    }

    fn pixel_dash(&self, dash: Dash) -> Option<StrokeDash> {
        let on = self.to_pixels(dash.on).max(0.0);
        let off = self.to_pixels(dash.off).max(0.0);
        // Lengths that add up to 0 give `None`, a solid line.
        StrokeDash::new(vec![on, off], 0.0)
    }

    fn pixel_stroke(&self, stroke: Stroke, round: bool) -> PixelStroke {
        let dash = stroke.dash.and_then(|dash| self.pixel_dash(dash));
        let (line_cap, line_join) = if round {
            (LineCap::Round, LineJoin::Round)
        } else {
            (LineCap::Butt, LineJoin::Miter)
        };
        PixelStroke {
            width: self.to_pixels(stroke.width).max(0.0),
            miter_limit: MITER_LIMIT,
            line_cap,
            line_join,
            dash,
        }
    }
}

/// The area of a solid line if it is vertical or horizontal.
fn line_as_frame(from: Position, to: Position, stroke: Stroke) -> Option<Frame> {
    if stroke.dash.is_some() {
        return None;
    }
    let x = from.x.min(to.x);
    let y = from.y.min(to.y);
    let width = (to.x - from.x).abs();
    let height = (to.y - from.y).abs();
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

fn solid_paint(color: Color) -> Paint<'static> {
    let mut paint = Paint {
        anti_alias: true,
        ..Paint::default()
    };
    paint.set_color(opaque_color(color));
    paint
}

fn opaque_color(color: Color) -> PixelColor {
    PixelColor::from_rgba8(color.red, color.green, color.blue, u8::MAX)
}
