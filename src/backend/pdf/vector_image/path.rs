//! Paths of SVG images: fills, strokes and clips (ISO 32000-1, 8.5).

use std::fmt::{self, Write};

use printpdf::DictItem;
use resvg::tiny_skia::{self, PathSegment, Point, Transform};
use resvg::usvg::{
    BaseGradient, Color, Fill, FillRule, LineCap, LineJoin, Paint, PaintOrder, Path, Stroke,
};

use super::clip::ClipArea;
use super::form_builder::{FormBuilder, GraphicsState};
use super::gradient;

/// An area to fill.
struct Area<'a> {
    path: &'a tiny_skia::Path,
    rule: FillRule,
    paint: &'a Paint,
    opacity: f32,
}

impl FormBuilder<'_> {
    /// Draws a path. `transform` leads from its coordinates to those of the whole image.
    pub fn draw_path(&mut self, path: &Path, transform: Transform) {
        if path.paint_order() == PaintOrder::StrokeAndFill
            && let Some(stroke) = path.stroke()
        {
            self.draw_stroke(path, stroke, transform);
        }
        if let Some(fill) = path.fill() {
            self.draw_fill(path, fill, transform);
        }
        if path.paint_order() == PaintOrder::FillAndStroke
            && let Some(stroke) = path.stroke()
        {
            self.draw_stroke(path, stroke, transform);
        }
    }

    fn draw_fill(&mut self, path: &Path, fill: &Fill, transform: Transform) {
        let area = Area {
            path: path.data(),
            rule: fill.rule(),
            paint: fill.paint(),
            opacity: fill.opacity().get(),
        };
        self.fill_area(&area, transform);
    }

    fn draw_stroke(&mut self, path: &Path, stroke: &Stroke, transform: Transform) {
        let opacity = stroke.opacity().get();
        if let Paint::Color(color) = stroke.paint()
            && let Some(scale) = uniform_scale(transform)
        {
            let Some(data) = self.space.form_path(path.data(), transform) else {
                return;
            };
            self.save_state();
            self.set_state(GraphicsState::opacity(opacity));
            self.set_color(*color, "RG");
            self.set_line_style(stroke, scale * self.space.scale);
            self.trace_path(&data);
            self.content.push_str("S\n");
            self.restore_state();
            return;
        }
        // Lines in PDF have the same width in every direction, and shadings fill areas only. So
        // any other line becomes an area.
        let style = stroke.to_tiny_skia();
        let (across, down) = transform.get_scale();
        // Curves of the outline are as precise as their size in the form demands.
        let resolution = across.max(down) * self.space.scale;
        let dashed = match &style.dash {
            Some(dash) => path.data().dash(dash, resolution),
            None => Some(path.data().clone()),
        };
        let Some(outline) = dashed.and_then(|path| path.stroke(&style, resolution)) else {
            return;
        };
        let area = Area {
            path: &outline,
            rule: FillRule::NonZero,
            paint: stroke.paint(),
            opacity,
        };
        self.fill_area(&area, transform);
    }

    fn fill_area(&mut self, area: &Area<'_>, transform: Transform) {
        let Some(data) = self.space.form_path(area.path, transform) else {
            return;
        };
        match area.paint {
            Paint::Color(color) => {
                self.save_state();
                self.set_state(GraphicsState::opacity(area.opacity));
                self.set_color(*color, "rg");
                self.trace_path(&data);
                self.content.push_str(match area.rule {
                    FillRule::EvenOdd => "f*\n",
                    FillRule::NonZero => "f\n",
                });
                self.restore_state();
            }
            Paint::LinearGradient(gradient) => {
                let shading = gradient::linear_shading(gradient);
                self.shade_area(area, &data, transform, gradient, shading);
            }
            Paint::RadialGradient(gradient) => {
                let shading = gradient::radial_shading(gradient);
                self.shade_area(area, &data, transform, gradient, shading);
            }
            // Paths with patterns are rasterized instead.
            Paint::Pattern(_) => {}
        }
    }

    /// Paints a shading through the area, which is `data` in form units, as a clip.
    fn shade_area(
        &mut self,
        area: &Area<'_>,
        data: &tiny_skia::Path,
        transform: Transform,
        gradient: &BaseGradient,
        shading: DictItem,
    ) {
        let matrix = self
            .space
            .to_form(transform)
            .pre_concat(gradient.transform());
        if !matrix.is_finite() {
            return;
        }
        let opacity = area.opacity * gradient::gradient_opacity(gradient);
        self.save_state();
        self.set_state(GraphicsState::opacity(opacity));
        self.trace_path(data);
        self.end_clipping_path(area.rule);
        self.concat_matrix(matrix);
        // Writing to a string does not fail.
        let _ = writeln!(self.content, "/G{} sh", self.shadings.len());
        self.shadings.push(shading);
        self.restore_state();
    }

    /// Restricts the following content to the areas of a clip.
    pub fn clip_to_areas(&mut self, areas: &[ClipArea]) {
        let Some(first) = areas.first() else { return };
        for area in areas {
            let path = self.space.form_path(&area.path, Transform::identity());
            if let Some(path) = path {
                self.trace_path(&path);
            }
        }
        self.end_clipping_path(first.rule);
    }

    fn end_clipping_path(&mut self, rule: FillRule) {
        self.content.push_str(match rule {
            FillRule::EvenOdd => "W* n\n",
            FillRule::NonZero => "W n\n",
        });
    }

    fn set_color(&mut self, color: Color, operator: &str) {
        let channels = [color.red, color.green, color.blue];
        let [red, green, blue] = channels.map(|channel| FormNumber(f32::from(channel) / 255.0));
        let _ = writeln!(self.content, "{red} {green} {blue} {operator}");
    }

    fn set_line_style(&mut self, stroke: &Stroke, scale: f32) {
        let cap = match stroke.linecap() {
            LineCap::Butt => 0,
            LineCap::Round => 1,
            LineCap::Square => 2,
        };
        let join = match stroke.linejoin() {
            // PDF has no join that is clipped at the miter limit.
            LineJoin::Miter | LineJoin::MiterClip => 0,
            LineJoin::Round => 1,
            LineJoin::Bevel => 2,
        };
        let width = FormNumber(stroke.width().get() * scale);
        let miter_limit = FormNumber(stroke.miterlimit().get());
        let _ = writeln!(self.content, "{width} w {cap} J {join} j {miter_limit} M");
        let lengths = stroke.dasharray().unwrap_or_default();
        if lengths.is_empty() {
            return;
        }
        self.content.push('[');
        for (index, length) in lengths.iter().enumerate() {
            if index > 0 {
                self.content.push(' ');
            }
            let _ = write!(self.content, "{}", FormNumber(length * scale));
        }
        let offset = FormNumber(stroke.dashoffset() * scale);
        let _ = writeln!(self.content, "] {offset} d");
    }

    /// Writes the path construction operators (ISO 32000-1, 8.5.2) of a path in form units.
    fn trace_path(&mut self, path: &tiny_skia::Path) {
        let mut current = Point::zero();
        for segment in path.segments() {
            match segment {
                PathSegment::MoveTo(to) => {
                    let _ = writeln!(self.content, "{} m", FormPoint(to));
                    current = to;
                }
                PathSegment::LineTo(to) => {
                    let _ = writeln!(self.content, "{} l", FormPoint(to));
                    current = to;
                }
                PathSegment::CubicTo(first, second, to) => {
                    self.trace_curve(first, second, to);
                    current = to;
                }
                PathSegment::QuadTo(control, to) => {
                    // PDF has only cubic curves. The same curve has control points at two thirds
                    // of the way to the quadratic one's.
                    let first = two_thirds(current, control);
                    let second = two_thirds(to, control);
                    self.trace_curve(first, second, to);
                    current = to;
                }
                PathSegment::Close => self.content.push_str("h\n"),
            }
        }
    }

    fn trace_curve(&mut self, first: Point, second: Point, to: Point) {
        let first = FormPoint(first);
        let second = FormPoint(second);
        let to = FormPoint(to);
        let _ = writeln!(self.content, "{first} {second} {to} c");
    }
}

/// The point at two thirds of the way between two points.
fn two_thirds(from: Point, to: Point) -> Point {
    let x = from.x + (to.x - from.x) * 2.0 / 3.0;
    let y = from.y + (to.y - from.y) * 2.0 / 3.0;
    Point::from_xy(x, y)
}

/// How much a transform enlarges lines; `None` if it does so more in one direction than in another,
/// by more than a thousandth.
fn uniform_scale(transform: Transform) -> Option<f32> {
    let (across, down) = transform.get_scale();
    let has_equal_scales = (across - down).abs() <= across * 1e-3;
    // The scalar product of the images of both axes, which is 0 if they are still at right angles.
    let product = transform.sx * transform.kx + transform.ky * transform.sy;
    let keeps_right_angles = product.abs() <= across * down * 1e-3;
    (has_equal_scales && keeps_right_angles).then_some(across)
}

/// A finite number with at most three decimals, far within the range that PDF/A allows (ISO
/// 19005-2, 6.1.13).
struct FormNumber(f32);

impl fmt::Display for FormNumber {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rounded = (self.0.clamp(-1e6, 1e6) * 1000.0).round() / 1000.0;
        // NaN stays NaN so far, and a content stream cannot hold it.
        if rounded.is_finite() {
            write!(out, "{rounded}")
        } else {
            write!(out, "0")
        }
    }
}

/// Two operands: x and y.
struct FormPoint(Point);

impl fmt::Display for FormPoint {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} {}", FormNumber(self.0.x), FormNumber(self.0.y))
    }
}
