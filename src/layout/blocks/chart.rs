//! Charts, and the shapes of which their drawings consist.

use crate::chart;
use crate::document::{Chart, Medium};
use crate::drawing::{Dash, Position, Segment, Shape, Stroke, TextAnchor};
use crate::fonts::FontStyle;
use crate::frame::{Frame, Item, PlacedItem, TagId};
use crate::layout::context::LayoutContext;
use crate::layout::galley::{Content, Fragment, Galley};
use crate::length::Pt;
use crate::text::{ParagraphSetting, TextSpan};

/// No chart is higher than this on a page.
pub(super) const MAX_FIGURE_HEIGHT: Pt = Pt(360.0);

/// No chart is wider than this on flowing pages: 130 mm. Wider ones are bigger and say no more.
const MAX_CHART_WIDTH: Pt = Pt(368.5);

/// How far a control point of a quarter circle lies from its end, in radii.
const QUARTER_CIRCLE_CONTROL: f32 = 0.552_285;

impl LayoutContext<'_> {
    pub(super) fn lay_out_chart(&mut self, chart: &Chart, measure: Pt) -> Galley {
        let (above, below) = (self.units(3.0), self.units(3.0));
        let mut galley = match self.metrics.medium {
            // The slide's title says it.
            Medium::Slides => Galley::default(),
            Medium::Sheet | Medium::Pages => {
                let style = self.text_style(self.metrics.small).as_heading();
                let after = self.units(0.75);
                self.lay_out_paragraph(&chart.title, style, measure)
                    .keep_with_next()
                    .spaced(Pt::ZERO, after)
            }
        };
        let size = match self.metrics.medium {
            Medium::Slides => self.metrics.small.size,
            Medium::Sheet | Medium::Pages => (self.metrics.small.size * 0.9)
                .max(self.metrics.source.size.min(self.metrics.small.size)),
        };
        let width = if self.metrics.medium == Medium::Pages {
            measure.min(MAX_CHART_WIDTH)
        } else {
            measure
        };
        let height = match self.metrics.medium {
            Medium::Slides => self.metrics.figure_height,
            Medium::Sheet => self
                .measure_cache
                .chart_height(chart, width, size)
                .min(MAX_FIGURE_HEIGHT / 2.0),
            Medium::Pages => self
                .measure_cache
                .chart_height(chart, width, size)
                .min(MAX_FIGURE_HEIGHT),
        };
        let tag = self.new_figure_tag(&chart.alt);
        let (drawn_width, drawn_height) = chart::drawing_size(width, height, size);
        let scale = (width / drawn_width.max(Pt(1.0))).min(1.0);
        let mut fragment = Fragment {
            height: drawn_height * scale,
            keep_with_next: !chart.note.is_empty(),
            ..Fragment::default()
        };
        self.add_content(&mut fragment, |content| {
            for shape in &self.chart_drawing(chart, width, height, size).shapes {
                self.draw_shape(shape, scale, tag, content);
            }
        });
        galley.push(fragment);
        galley.append(self.lay_out_note_below(&chart.note, measure));
        galley.spaced(above, below)
    }

    fn draw_shape(&self, shape: &Shape, scale: f32, tag: TagId, content: &mut Content) {
        let at = |position: Position| Position {
            x: position.x * scale,
            y: position.y * scale,
        };
        let thin = |stroke: Stroke| Stroke {
            width: stroke.width * scale,
            dash: stroke.dash.map(|dash| Dash {
                on: dash.on * scale,
                off: dash.off * scale,
            }),
            ..stroke
        };
        let item = match shape {
            Shape::Rect {
                x,
                y,
                width,
                height,
                fill,
            } => {
                let [x, y, width, height] = [x, y, width, height].map(|it| *it * scale);
                Item::Rect {
                    frame: Frame {
                        x,
                        y,
                        width,
                        height,
                    },
                    fill: *fill,
                }
            }
            Shape::Line { from, to, stroke } => Item::Path {
                from: at(*from),
                segments: vec![Segment::Line(at(*to))],
                closed: false,
                fill: None,
                stroke: Some(thin(*stroke)),
            },
            Shape::Path {
                from,
                segments,
                closed,
                fill,
                stroke,
            } => Item::Path {
                from: at(*from),
                segments: segments
                    .iter()
                    .map(|segment| match *segment {
                        Segment::Line(to) => Segment::Line(at(to)),
                        Segment::Curve(a, b, to) => Segment::Curve(at(a), at(b), at(to)),
                    })
                    .collect(),
                closed: *closed,
                fill: *fill,
                stroke: stroke.map(thin),
            },
            Shape::Circle {
                center,
                radius,
                fill,
            } => filled_circle(at(*center), *radius * scale, *fill),
            Shape::Text { .. } => return self.draw_chart_text(shape, scale, tag, content),
        };
        content.items.push(PlacedItem {
            tag: Some(tag),
            item,
        });
    }

    fn draw_chart_text(&self, shape: &Shape, scale: f32, tag: TagId, content: &mut Content) {
        let Shape::Text {
            x,
            baseline,
            anchor,
            width: _,
            size,
            weight,
            color,
            text,
        } = shape
        else {
            return;
        };
        let style = FontStyle {
            weight: *weight,
            italic: false,
        };
        let span = TextSpan {
            text: text.clone(),
            style,
            scale: 1.0,
            rise: 0.0,
            color: *color,
            lang: None,
            mark: 0,
        };
        let setting = ParagraphSetting {
            families: &self.theme.fonts.body,
            lang: &self.document.meta.lang,
            direction: self.document.meta.direction,
            tracking: 0.0,
            tabular: true,
            hyphenate: false,
            balance: false,
            justify: false,
        };
        let paragraph = self.shaper.paragraph(&[span], &setting);
        for line in paragraph.lines(*size * scale, Pt::MAX) {
            let start = match anchor {
                TextAnchor::Start => Pt::ZERO,
                TextAnchor::Middle => -line.width / 2.0,
                TextAnchor::End => -line.width,
            };
            for mut piece in line.runs {
                piece.run.x += *x * scale + start;
                piece.run.baseline += *baseline * scale;
                content.items.push(PlacedItem {
                    tag: Some(tag),
                    item: Item::Run(piece.run),
                });
            }
        }
    }
}

/// A filled circle.
pub(super) fn filled_circle(center: Position, radius: Pt, fill: crate::theme::Color) -> Item {
    let Position { x, y } = center;
    let at = |dx: f32, dy: f32| Position {
        x: x + dx * radius,
        y: y + dy * radius,
    };
    let quarter = |(ax, ay): (f32, f32), (bx, by): (f32, f32)| {
        let a = at(
            ax + bx * QUARTER_CIRCLE_CONTROL,
            ay + by * QUARTER_CIRCLE_CONTROL,
        );
        let b = at(
            bx + ax * QUARTER_CIRCLE_CONTROL,
            by + ay * QUARTER_CIRCLE_CONTROL,
        );
        Segment::Curve(a, b, at(bx, by))
    };
    let corners = [(1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0)];
    let segments = (0..4)
        .map(|at| quarter(corners[at], corners[(at + 1) % 4]))
        .collect();
    Item::Path {
        from: at(1.0, 0.0),
        segments,
        closed: true,
        fill: Some(fill),
        stroke: None,
    }
}
