//! Charts, and the shapes that their drawings consist of.

use crate::chart::{self, ChartFrame};
use crate::document::{Chart, Direction, Medium};
use crate::drawing::{Position, Segment, Shape, Stroke, TextAnchor, VectorPath};
use crate::fonts::FontStyle;
use crate::frame::{Frame, Item, PlacedItem, TagId};
use crate::lang;
use crate::layout::context::LayoutContext;
use crate::layout::galley::{Content, Fragment, Galley};
use crate::length::Pt;
use crate::text::{Balance, ParagraphSetting, TextSpan};
use crate::theme::Color;

/// No chart or image is higher than this on a page.
pub(super) const MAX_FIGURE_HEIGHT: Pt = Pt(360.0);

/// No chart is wider than this on flowing pages: 130 mm. A wider one is bigger and says no more.
const MAX_CHART_WIDTH: Pt = Pt(368.5);

/// The least size of type in a chart in print.
const MIN_CHART_TYPE_SIZE: Pt = Pt(6.5);

/// Distance of a Bézier curve's control points from its ends, in radii, for a quarter of a circle.
const QUARTER_CIRCLE_CONTROL: f32 = 0.552_285;

impl LayoutContext<'_> {
    pub(super) fn lay_out_chart(&mut self, chart: &Chart, measure: Pt) -> Galley {
        let mut galley = match self.metrics.medium {
            // The slide's title says it.
            Medium::Slides => Galley::default(),
            Medium::Sheet | Medium::Pages => {
                let style = self.text_style(self.metrics.small).as_heading();
                let title = self
                    .lay_out_paragraph(&chart.title, style, measure)
                    .keep_with_next();
                self.with_space(title, 0.0, 0.75)
            }
        };
        let width = match self.metrics.medium {
            Medium::Pages => measure.min(MAX_CHART_WIDTH),
            Medium::Sheet | Medium::Slides => measure,
        };
        let text_size = self.chart_text_size();
        let cache = self.measure_cache;
        let hyphenation = self.hyphenation;
        let preferred_height = || cache.chart_height(chart, hyphenation, width, text_size);
        let height = match self.metrics.medium {
            Medium::Slides => self.metrics.figure_height,
            Medium::Sheet => preferred_height().min(MAX_FIGURE_HEIGHT / 2.0),
            Medium::Pages => preferred_height().min(MAX_FIGURE_HEIGHT),
        };
        // A drawing may need more width than there is; then all of it is scaled down.
        let (drawn_width, drawn_height) = chart::drawing_size(width, height, text_size);
        let drawn_width = drawn_width.max(Pt(1.0));
        let scale = (width / drawn_width).min(1.0);
        let tag = self.new_figure_tag(&chart.alt);
        let mut fragment = Fragment {
            height: drawn_height * scale,
            keep_with_next: !chart.note.is_empty(),
            ..Fragment::default()
        };
        // Attempts at a fit need the height alone, so the chart is drawn inside the closure.
        let mut problems = Vec::new();
        self.add_content(&mut fragment, |content| {
            let frame = ChartFrame {
                width,
                height,
                text_size,
                least_text_size: self.least_chart_text_size(),
            };
            let fonts = self.assets.fonts();
            let drawn = chart::draw_chart(chart, self.theme, fonts, self.hyphenation, frame);
            for shape in &drawn.drawing.shapes {
                self.draw_shape(shape, scale, tag, content);
            }
            problems = drawn.problems;
        });
        self.output.warnings.append(&mut problems);
        galley.push(fragment);
        galley.append(self.lay_out_note_below(&chart.note, measure));
        self.with_space(galley, 3.0, 3.0)
    }

    /// In print a little smaller than small text, but not smaller than the sources.
    fn chart_text_size(&self) -> Pt {
        let small = self.metrics.small.size;
        match self.metrics.medium {
            Medium::Slides => small,
            Medium::Sheet | Medium::Pages => {
                // Sources larger than small text must not enlarge the words of a chart.
                let least = self.metrics.source.size.min(small);
                (small * 0.9).max(least)
            }
        }
    }

    /// For names that would not fit otherwise.
    fn least_chart_text_size(&self) -> Pt {
        match self.metrics.medium {
            Medium::Slides => self.theme.slide.caption.size.pt(),
            Medium::Sheet | Medium::Pages => MIN_CHART_TYPE_SIZE,
        }
    }

    /// Adds a shape of a chart's drawing, which is scaled down from the top left corner.
    fn draw_shape(&self, shape: &Shape, scale: f32, tag: TagId, content: &mut Content) {
        let scaled = |position: Position| scaled_position(position, scale);
        let item = match shape {
            Shape::Rect {
                x,
                y,
                width,
                height,
                fill,
            } => Item::Rect {
                frame: Frame {
                    x: *x * scale,
                    y: *y * scale,
                    width: *width * scale,
                    height: *height * scale,
                },
                fill: *fill,
            },
            Shape::Line { from, to, stroke } => Item::Path(VectorPath {
                from: scaled(*from),
                segments: vec![Segment::Line(scaled(*to))],
                closed: false,
                fill: None,
                stroke: Some(scaled_stroke(*stroke, scale)),
            }),
            Shape::Path(path) => {
                let mut path = path.clone();
                path.move_positions(scaled);
                path.stroke = path.stroke.map(|stroke| scaled_stroke(stroke, scale));
                Item::Path(path)
            }
            Shape::Circle {
                center,
                radius,
                fill,
            } => filled_circle(scaled(*center), *radius * scale, *fill),
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
        let own_lang = self.document.meta.lang.as_str();
        let span = TextSpan {
            text: String::new(),
            style: FontStyle {
                weight: *weight,
                italic: false,
            },
            scale: 1.0,
            rise: 0.0,
            color: *color,
            lead: 0.0,
            lang: None,
            mark: 0,
        };
        let spans = split_by_language(text, own_lang, &span);
        let setting = ParagraphSetting {
            families: &self.theme.fonts.body,
            lang: own_lang,
            direction: self.document.meta.direction,
            tracking: 0.0,
            tabular: true,
            hyphenate: false,
            balance: Balance::None,
            justify: false,
        };
        let paragraph = self.shaper.paragraph(&spans, &setting);
        // The chart has broken its texts itself: each is one line, however wide.
        for mut line in paragraph.lines(*size * scale, Pt::MAX, self.hyphenation) {
            // Readers follow the order of painting, not the places.
            line.runs.sort_by_key(|piece| piece.order);
            // The shaped width, not that of the drawing, which leaves out kerning.
            let anchor_offset = match anchor {
                TextAnchor::Start => Pt::ZERO,
                TextAnchor::Middle => -line.width / 2.0,
                TextAnchor::End => -line.width,
            };
            for mut piece in line.runs {
                // The page is mirrored in the end; the line must not be.
                if setting.direction == Direction::Rtl {
                    piece.run.x = line.width - piece.run.x - piece.run.width();
                }
                piece.run.x += *x * scale + anchor_offset;
                piece.run.baseline += *baseline * scale;
                content.items.push(PlacedItem {
                    tag: Some(tag),
                    item: Item::Run(piece.run),
                });
            }
        }
    }
}

fn scaled_position(position: Position, scale: f32) -> Position {
    Position {
        x: position.x * scale,
        y: position.y * scale,
    }
}

fn scaled_stroke(stroke: Stroke, scale: f32) -> Stroke {
    let mut scaled = Stroke {
        width: stroke.width * scale,
        ..stroke
    };
    if let Some(dash) = &mut scaled.dash {
        dash.on = dash.on * scale;
        dash.off = dash.off * scale;
    }
    scaled
}

/// A circle of four Bézier curves.
pub(super) fn filled_circle(center: Position, radius: Pt, fill: Color) -> Item {
    // `right` and `down` are from the center, in radii.
    let at = |right: f32, down: f32| Position {
        x: center.x + right * radius,
        y: center.y + down * radius,
    };
    let k = QUARTER_CIRCLE_CONTROL;
    // Clockwise from the right. The tangent at a corner points to the next one, as seen from the
    // centre.
    let corners = [(1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0), (1.0, 0.0)];
    let mut segments = Vec::new();
    for pair in corners.windows(2) {
        let (ax, ay) = pair[0];
        let (bx, by) = pair[1];
        let first_control = at(ax + bx * k, ay + by * k);
        let second_control = at(bx + ax * k, by + ay * k);
        segments.push(Segment::Curve(first_control, second_control, at(bx, by)));
    }
    Item::Path(VectorPath {
        from: at(1.0, 0.0),
        segments,
        closed: true,
        fill: Some(fill),
        stroke: None,
    })
}

/// Spans like `span` for the parts of a text, whose languages decide in which forms Han characters
/// are shown.
fn split_by_language(text: &str, own_lang: &str, span: &TextSpan) -> Vec<TextSpan> {
    let new_span = |(text, lang): (&str, Option<&str>)| TextSpan {
        text: text.to_owned(),
        lang: lang.map(str::to_owned),
        ..span.clone()
    };
    if !text.contains(lang::is_east_asian) {
        return vec![new_span((text, None))];
    }
    let stretches = lang::foreign_stretches(text, own_lang).into_iter();
    stretches.map(new_span).collect()
}
