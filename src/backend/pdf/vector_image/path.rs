//! Paths: their areas and their lines.

use std::fmt::Write;

use resvg::tiny_skia::{self, PathSegment, Transform};
use resvg::usvg::{Fill, FillRule, LineCap, LineJoin, Paint, PaintOrder, Path, Stroke};

use super::clip::Area;
use super::form::{Canvas, State};
use super::gradient;

impl Canvas<'_> {
    /// A path whose coordinates are those inside of `transform`.
    pub(super) fn path(&mut self, path: &Path, transform: Transform) {
        let fill = path.fill().map(|fill| (path, fill));
        let stroke = path.stroke().map(|stroke| (path, stroke));
        match path.paint_order() {
            PaintOrder::FillAndStroke => {
                self.fill(fill, transform);
                self.stroke(stroke, transform);
            }
            PaintOrder::StrokeAndFill => {
                self.stroke(stroke, transform);
                self.fill(fill, transform);
            }
        }
    }

    fn fill(&mut self, fill: Option<(&Path, &Fill)>, transform: Transform) {
        if let Some((path, fill)) = fill {
            self.area(
                path.data(),
                fill.rule(),
                fill.paint(),
                fill.opacity().get(),
                transform,
            );
        }
    }

    fn stroke(&mut self, stroke: Option<(&Path, &Stroke)>, transform: Transform) {
        let Some((path, stroke)) = stroke else { return };
        if let (Paint::Color(color), Some(scale)) = (stroke.paint(), similarity(transform)) {
            let Some(data) = path.data().clone().transform(self.sheet.place(transform)) else {
                return;
            };
            self.begin();
            self.state(State::opacity(stroke.opacity().get()));
            self.color(*color, "RG");
            self.pen(stroke, scale * self.sheet.scale);
            self.outline(&data);
            self.content.push_str("S\n");
            self.end();
            return;
        }
        // A line that is wider in one direction, or that changes its colour, is an area.
        let pen = stroke.to_tiny_skia();
        let scale = transform.get_scale();
        let detail = scale.0.max(scale.1) * self.sheet.scale;
        let dashed = pen.dash.as_ref().map_or_else(
            || Some(path.data().clone()),
            |it| path.data().dash(it, detail),
        );
        let Some(area) = dashed.and_then(|path| path.stroke(&pen, detail)) else {
            return;
        };
        self.area(
            &area,
            FillRule::NonZero,
            stroke.paint(),
            stroke.opacity().get(),
            transform,
        );
    }

    fn area(
        &mut self,
        path: &tiny_skia::Path,
        rule: FillRule,
        paint: &Paint,
        opacity: f32,
        transform: Transform,
    ) {
        let Some(data) = path.clone().transform(self.sheet.place(transform)) else {
            return;
        };
        let shade = |canvas: &mut Self, shading, own: Transform, opacity: f32| {
            let matrix = canvas.sheet.place(transform).pre_concat(own);
            if !matrix.is_finite() {
                return;
            }
            canvas.begin();
            canvas.state(State::opacity(opacity));
            canvas.outline(&data);
            canvas.content.push_str(if rule == FillRule::EvenOdd {
                "W* n\n"
            } else {
                "W n\n"
            });
            canvas.matrix(matrix);
            // Writing to a string does not fail.
            let _ = writeln!(canvas.content, "/G{} sh", canvas.shadings.len());
            canvas.shadings.push(shading);
            canvas.end();
        };
        match paint {
            Paint::Color(color) => {
                self.begin();
                self.state(State::opacity(opacity));
                self.color(*color, "rg");
                self.outline(&data);
                self.content.push_str(if rule == FillRule::EvenOdd {
                    "f*\n"
                } else {
                    "f\n"
                });
                self.end();
            }
            Paint::LinearGradient(it) => {
                shade(
                    self,
                    gradient::linear(it),
                    it.transform(),
                    opacity * gradient::opacity(it),
                );
            }
            Paint::RadialGradient(it) => {
                shade(
                    self,
                    gradient::radial(it),
                    it.transform(),
                    opacity * gradient::opacity(it),
                );
            }
            // Whoever asks has had these painted.
            Paint::Pattern(_) => {}
        }
    }

    /// Leaves of what follows only what is in one of the areas.
    pub(super) fn clip(&mut self, areas: &[Area]) {
        let Some(first) = areas.first() else { return };
        for area in areas {
            if let Some(path) = area
                .path
                .clone()
                .transform(self.sheet.place(Transform::identity()))
            {
                self.outline(&path);
            }
        }
        self.content.push_str(if first.rule == FillRule::EvenOdd {
            "W* n\n"
        } else {
            "W n\n"
        });
    }

    fn color(&mut self, color: resvg::usvg::Color, operator: &str) {
        let [red, green, blue] =
            [color.red, color.green, color.blue].map(|it| Number(f32::from(it) / 255.0));
        let _ = writeln!(self.content, "{red} {green} {blue} {operator}");
    }

    fn pen(&mut self, stroke: &Stroke, scale: f32) {
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
            Number(stroke.width().get() * scale),
            Number(stroke.miterlimit().get())
        );
        let dashes = stroke.dasharray().unwrap_or_default();
        if !dashes.is_empty() {
            let dashes: Vec<String> = dashes
                .iter()
                .map(|it| Number(it * scale).to_string())
                .collect();
            let _ = writeln!(
                self.content,
                "[{}] {} d",
                dashes.join(" "),
                Number(stroke.dashoffset() * scale)
            );
        }
    }

    fn outline(&mut self, path: &tiny_skia::Path) {
        let mut last = tiny_skia::Point::zero();
        for segment in path.segments() {
            let _ = match segment {
                PathSegment::MoveTo(to) => writeln!(self.content, "{} m", At(to)),
                PathSegment::LineTo(to) => writeln!(self.content, "{} l", At(to)),
                PathSegment::CubicTo(a, b, to) => {
                    writeln!(self.content, "{} {} {} c", At(a), At(b), At(to))
                }
                // A quadratic curve is a cubic one whose control points are two thirds of the way
                // to its own.
                PathSegment::QuadTo(middle, to) => {
                    let towards = |from: tiny_skia::Point| {
                        let part = |from: f32, to: f32| from + (to - from) * 2.0 / 3.0;
                        At(tiny_skia::Point::from_xy(
                            part(from.x, middle.x),
                            part(from.y, middle.y),
                        ))
                    };
                    writeln!(
                        self.content,
                        "{} {} {} c",
                        towards(last),
                        towards(to),
                        At(to)
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
fn similarity(it: Transform) -> Option<f32> {
    let (wide, high) = it.get_scale();
    let skew = it.sx * it.kx + it.ky * it.sy;
    let is_one = (wide - high).abs() <= wide * 1e-3 && skew.abs() <= wide * high * 1e-3;
    is_one.then_some(wide)
}

/// A number with three decimals at most, within what every reader knows (ISO 19005-2, 6.1.13).
struct Number(f32);

impl std::fmt::Display for Number {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let rounded = (self.0.clamp(-1e6, 1e6) * 1000.0).round() / 1000.0;
        write!(out, "{}", if rounded.is_finite() { rounded } else { 0.0 })
    }
}

/// A place.
struct At(tiny_skia::Point);

impl std::fmt::Display for At {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{} {}", Number(self.0.x), Number(self.0.y))
    }
}
