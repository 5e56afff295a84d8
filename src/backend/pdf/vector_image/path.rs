//! Paths: their areas and their lines.

use std::fmt::Write;

use resvg::tiny_skia::{self, PathSegment, Transform};
use resvg::usvg::{Fill, FillRule, LineCap, LineJoin, Paint, PaintOrder, Path, Stroke};

use super::clip::ClipArea;
use super::form_builder::{FormBuilder, GraphicsState};
use super::gradient;

impl FormBuilder<'_> {
    /// A path whose coordinates are those inside of `transform`.
    pub(super) fn draw_path(&mut self, path: &Path, transform: Transform) {
        let fill = path.fill().map(|fill| (path, fill));
        let stroke = path.stroke().map(|stroke| (path, stroke));
        match path.paint_order() {
            PaintOrder::FillAndStroke => {
                self.draw_fill(fill, transform);
                self.draw_stroke(stroke, transform);
            }
            PaintOrder::StrokeAndFill => {
                self.draw_stroke(stroke, transform);
                self.draw_fill(fill, transform);
            }
        }
    }

    fn draw_fill(&mut self, fill: Option<(&Path, &Fill)>, transform: Transform) {
        if let Some((path, fill)) = fill {
            self.fill_area(
                path.data(),
                fill.rule(),
                fill.paint(),
                fill.opacity().get(),
                transform,
            );
        }
    }

    fn draw_stroke(&mut self, stroke: Option<(&Path, &Stroke)>, transform: Transform) {
        let Some((path, stroke)) = stroke else { return };
        if let (Paint::Color(color), Some(scale)) = (stroke.paint(), uniform_scale(transform)) {
            let Some(data) = path.data().clone().transform(self.space.to_form(transform)) else {
                return;
            };
            self.save_state();
            self.set_state(GraphicsState::opacity(stroke.opacity().get()));
            self.set_color(*color, "RG");
            self.set_line_style(stroke, scale * self.space.scale);
            self.trace_path(&data);
            self.content.push_str("S\n");
            self.restore_state();
            return;
        }
        // A line that is wider in one direction, or that changes its colour, is an area.
        let pen = stroke.to_tiny_skia();
        let scale = transform.get_scale();
        let detail = scale.0.max(scale.1) * self.space.scale;
        let dashed = pen.dash.as_ref().map_or_else(
            || Some(path.data().clone()),
            |it| path.data().dash(it, detail),
        );
        let Some(area) = dashed.and_then(|path| path.stroke(&pen, detail)) else {
            return;
        };
        self.fill_area(
            &area,
            FillRule::NonZero,
            stroke.paint(),
            stroke.opacity().get(),
            transform,
        );
    }

    fn fill_area(
        &mut self,
        path: &tiny_skia::Path,
        rule: FillRule,
        paint: &Paint,
        opacity: f32,
        transform: Transform,
    ) {
        let Some(data) = path.clone().transform(self.space.to_form(transform)) else {
            return;
        };
        let shade = |form: &mut Self, shading, own: Transform, opacity: f32| {
            let matrix = form.space.to_form(transform).pre_concat(own);
            if !matrix.is_finite() {
                return;
            }
            form.save_state();
            form.set_state(GraphicsState::opacity(opacity));
            form.trace_path(&data);
            form.content.push_str(if rule == FillRule::EvenOdd {
                "W* n\n"
            } else {
                "W n\n"
            });
            form.concat_matrix(matrix);
            // Writing to a string does not fail.
            let _ = writeln!(form.content, "/G{} sh", form.shadings.len());
            form.shadings.push(shading);
            form.restore_state();
        };
        match paint {
            Paint::Color(color) => {
                self.save_state();
                self.set_state(GraphicsState::opacity(opacity));
                self.set_color(*color, "rg");
                self.trace_path(&data);
                self.content.push_str(if rule == FillRule::EvenOdd {
                    "f*\n"
                } else {
                    "f\n"
                });
                self.restore_state();
            }
            Paint::LinearGradient(it) => {
                shade(
                    self,
                    gradient::linear_shading(it),
                    it.transform(),
                    opacity * gradient::gradient_opacity(it),
                );
            }
            Paint::RadialGradient(it) => {
                shade(
                    self,
                    gradient::radial_shading(it),
                    it.transform(),
                    opacity * gradient::gradient_opacity(it),
                );
            }
            // Whoever asks has had these painted.
            Paint::Pattern(_) => {}
        }
    }

    /// Leaves of what follows only what is in one of the areas.
    pub(super) fn clip_to_areas(&mut self, areas: &[ClipArea]) {
        let Some(first) = areas.first() else { return };
        for area in areas {
            if let Some(path) = area
                .path
                .clone()
                .transform(self.space.to_form(Transform::identity()))
            {
                self.trace_path(&path);
            }
        }
        self.content.push_str(if first.rule == FillRule::EvenOdd {
            "W* n\n"
        } else {
            "W n\n"
        });
    }

    fn set_color(&mut self, color: resvg::usvg::Color, operator: &str) {
        let [red, green, blue] =
            [color.red, color.green, color.blue].map(|it| FormNumber(f32::from(it) / 255.0));
        let _ = writeln!(self.content, "{red} {green} {blue} {operator}");
    }

    fn set_line_style(&mut self, stroke: &Stroke, scale: f32) {
        let cap = match stroke.linecap() {
            LineCap::Butt => 0,
            LineCap::Round => 1,
            LineCap::Square => 2,
        };
        let join = match stroke.linejoin() {
            LineJoin::Miter | LineJoin::MiterClip => 0,
            LineJoin::Round => 1,
            LineJoin::Bevel => 2,
        };
        let _ = writeln!(
            self.content,
            "{} w {cap} J {join} j {} M",
            FormNumber(stroke.width().get() * scale),
            FormNumber(stroke.miterlimit().get())
        );
        let dashes = stroke.dasharray().unwrap_or_default();
        if !dashes.is_empty() {
            let dashes: Vec<String> = dashes
                .iter()
                .map(|it| FormNumber(it * scale).to_string())
                .collect();
            let _ = writeln!(
                self.content,
                "[{}] {} d",
                dashes.join(" "),
                FormNumber(stroke.dashoffset() * scale)
            );
        }
    }

    fn trace_path(&mut self, path: &tiny_skia::Path) {
        let mut last = tiny_skia::Point::zero();
        for segment in path.segments() {
            let _ = match segment {
                PathSegment::MoveTo(to) => writeln!(self.content, "{} m", FormPoint(to)),
                PathSegment::LineTo(to) => writeln!(self.content, "{} l", FormPoint(to)),
                PathSegment::CubicTo(a, b, to) => {
                    writeln!(
                        self.content,
                        "{} {} {} c",
                        FormPoint(a),
                        FormPoint(b),
                        FormPoint(to)
                    )
                }
                // A quadratic curve is a cubic one whose control points are two thirds of the way
                // to its own.
                PathSegment::QuadTo(middle, to) => {
                    let towards = |from: tiny_skia::Point| {
                        let part = |from: f32, to: f32| from + (to - from) * 2.0 / 3.0;
                        FormPoint(tiny_skia::Point::from_xy(
                            part(from.x, middle.x),
                            part(from.y, middle.y),
                        ))
                    };
                    writeln!(
                        self.content,
                        "{} {} {} c",
                        towards(last),
                        towards(to),
                        FormPoint(to)
                    )
                }
                PathSegment::Close => writeln!(self.content, "h"),
            };
            match segment {
                PathSegment::MoveTo(to)
                | PathSegment::LineTo(to)
                | PathSegment::QuadTo(_, to)
                | PathSegment::CubicTo(_, _, to) => last = to,
                PathSegment::Close => {}
            }
        }
    }
}

/// By how much a transform makes everything larger; `None` if it does so by more in one direction
/// than in another.
fn uniform_scale(it: Transform) -> Option<f32> {
    let (wide, high) = it.get_scale();
    let skew = it.sx * it.kx + it.ky * it.sy;
    let is_one = (wide - high).abs() <= wide * 1e-3 && skew.abs() <= wide * high * 1e-3;
    is_one.then_some(wide)
}

/// A number with three decimals at most, within what every reader knows (ISO 19005-2, 6.1.13).
struct FormNumber(f32);

impl std::fmt::Display for FormNumber {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let rounded = (self.0.clamp(-1e6, 1e6) * 1000.0).round() / 1000.0;
        write!(out, "{}", if rounded.is_finite() { rounded } else { 0.0 })
    }
}

/// A place.
struct FormPoint(tiny_skia::Point);

impl std::fmt::Display for FormPoint {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{} {}", FormNumber(self.0.x), FormNumber(self.0.y))
    }
}
