//! Charts and pictures.

use crate::assets::ImageFormat;
use crate::chart;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Chart, Image, Medium};
use crate::drawing::{Dash, Position, Segment, Shape, Stroke, TextAnchor};
use crate::fonts::FontStyle;
use crate::frame::{Frame, Item, PlacedItem, Role, TagId};
use crate::layout::context::LayoutContext;
use crate::layout::galley::{Content, Fragment, Galley};
use crate::length::{Pt, Px};
use crate::slides::caption_with_credit;
use crate::text::{ParagraphSetting, TextSpan};

/// No chart or picture is higher than this on a page.
const MAX_FIGURE_HEIGHT: Pt = Pt(360.0);

/// No picture is higher than this on a page that has to hold everything.
const MAX_SHEET_IMAGE_HEIGHT: Pt = Pt(160.0);

/// So many pictures stand in a row at most.
const MAX_IMAGES_IN_ROW: usize = 3;

/// Pictures in a row are made as high as the lowest, unless that takes more than this share from
/// the highest.
const MIN_HEIGHT_SHARE: f32 = 0.6;

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

    pub(super) fn lay_out_image(&mut self, image: &Image, measure: Pt) -> Galley {
        let Some(size) = self.image_size(image, measure) else {
            self.problems.push(Diagnostic::error(
                Code::MissingPicture,
                format!("picture `{}` not found", image.file),
            ));
            return Galley::default();
        };
        self.lay_out_sized_image(image, size, measure)
    }

    /// Pictures side by side, of one height where their shapes allow.
    pub fn lay_out_images(&mut self, images: &[&Image], measure: Pt) -> Galley {
        let (columns, cell) = self.cell_grid(images.len(), MAX_IMAGES_IN_ROW, measure);
        let mut cells = Vec::new();
        for row in images.chunks(columns) {
            let sizes: Vec<_> = row
                .iter()
                .map(|image| self.image_size(image, cell))
                .collect();
            let heights = || sizes.iter().flatten().map(|(_, height)| *height);
            let (least, most) = (
                heights().fold(Pt::MAX, Pt::min),
                heights().fold(Pt::ZERO, Pt::max),
            );
            for (image, size) in row.iter().zip(&sizes) {
                let galley = match size {
                    Some((width, height)) if least > MIN_HEIGHT_SHARE * most => {
                        self.lay_out_sized_image(image, (*width * (least / *height), least), cell)
                    }
                    Some(size) => self.lay_out_sized_image(image, *size, cell),
                    None => self.lay_out_image(image, cell),
                };
                cells.push(galley);
            }
        }
        let space = self.units(3.0);
        self.cell_rows(cells, columns, cell).spaced(space, space)
    }

    /// How large a picture is set in a measure; `None` if there is no such picture.
    fn image_size(&self, image: &Image, measure: Pt) -> Option<(Pt, Pt)> {
        let file = self.assets.images.get(&image.file)?;
        let (wide, high) = (file.width.max(1) as f32, file.height.max(1) as f32);
        let tallest = match self.metrics.medium {
            Medium::Sheet => MAX_SHEET_IMAGE_HEIGHT,
            Medium::Pages => MAX_FIGURE_HEIGHT,
            Medium::Slides => self.metrics.figure_height,
        };
        let natural = match self.metrics.medium {
            // A slide shows a drawing as large as it can, for it is seen from afar; pixels as those
            // of the slide.
            Medium::Slides if file.format == ImageFormat::Svg => measure,
            Medium::Slides => Px(wide).pt(),
            Medium::Sheet | Medium::Pages => file.size.0,
        };
        let width = natural.min(measure).min(tallest * wide / high);
        Some((width, width * high / wide))
    }

    /// A picture in a size, with its caption.
    fn lay_out_sized_image(
        &mut self,
        image: &Image,
        (width, height): (Pt, Pt),
        measure: Pt,
    ) -> Galley {
        let frame = Frame {
            x: Pt::ZERO,
            y: Pt::ZERO,
            width,
            height,
        };
        let tag = if image.decorative {
            None
        } else {
            Some(self.new_figure_tag(&image.alt))
        };
        let mut fragment = Fragment {
            height: frame.height,
            keep_with_next: true,
            ..Fragment::default()
        };
        self.add_content(&mut fragment, |content| {
            content.items.push(PlacedItem {
                tag,
                item: Item::Image {
                    file: image.file.clone(),
                    frame,
                },
            });
        });
        let mut galley = Galley::from(fragment);
        let words = caption_with_credit(image, &self.document.labels);
        let (style, after) = (self.muted_style(self.metrics.caption), self.units(0.75));
        galley.append(
            self.in_new_tag(Role::Section, |context| {
                context.lay_out_paragraph(&words, style, measure)
            })
            .spaced(after, Pt::ZERO),
        );
        if let Some(last) = galley.fragments.last_mut() {
            last.keep_with_next = false;
        }
        let (above, below) = (self.units(3.0), self.units(3.0));
        galley.spaced(above, below)
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
