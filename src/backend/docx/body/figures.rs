//! Charts and images, and the captions of figures and tables.

use super::super::paragraph_style::ParagraphStyle;
use super::super::text::{field_runs, plain_runs, styled_paragraph};
use super::super::wml::{DrawingKind, DrawingNode, InlineNode, ParagraphNode};
use super::BodyWriter;
use crate::assets::ImageFormat;
use crate::chart::{self, NativeFrame};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Chart, Image, Inline, Labels, plain_text};
use crate::hyphenation::Hyphenation;
use crate::length::Pt;
use crate::ooxml::values::one_line;

impl<'a> BodyWriter<'a> {
    /// Adds a caption: its label, a field with its number, and its text. `label_name` is
    /// `figure` or `table`.
    pub(crate) fn push_caption(
        &mut self,
        style: ParagraphStyle,
        label_name: &'static str,
        inlines: &[Inline],
        keep_next: bool,
    ) {
        let label = self.label(label_name);
        let count = match label_name {
            "table" => &mut self.table_count,
            _ => &mut self.figure_count,
        };
        *count += 1;
        let number = *count;
        let code = format!("SEQ {} \\* ARABIC", sequence_name(label));
        let field = field_runs(&code, &number.to_string());
        let mut nodes = plain_runs(label);
        match unnumbered_caption(inlines, label_name, number, &self.document().labels) {
            // The caption has the number that links print: its figure becomes the field.
            Some((before, after, rest)) => {
                nodes = plain_runs(&before);
                nodes.extend(field);
                nodes.extend(plain_runs(&after));
                nodes.extend(self.writer.inline_nodes(&rest));
            }
            None => {
                if !label.is_empty() {
                    nodes.extend(plain_runs("\u{a0}"));
                }
                nodes.extend(field);
                if !inlines.is_empty() {
                    nodes.extend(plain_runs("\u{2002}"));
                    nodes.extend(self.writer.inline_nodes(inlines));
                }
            }
        }
        let mut caption = styled_paragraph(style, nodes);
        if keep_next {
            caption.property_mut().keep_next = Some(true);
        }
        self.push_paragraph(caption);
    }

    pub(super) fn write_chart(&mut self, chart: &'a Chart) {
        let width = Pt::from_twips(self.width);
        let text_size = self.metrics.scale.caption.size;
        let max_height = Pt::from_twips(self.metrics.height) * MAX_PAGE_SHARE;
        let min_height = Pt(100.0).min(max_height);
        let hyphenation = Hyphenation::of_document(self.document());
        let height = chart::preferred_height(chart, &hyphenation, width, text_size);
        let above_and_below = text_size * chart_margins_in_ems(chart);
        let height = (height + above_and_below).clamp(min_height, max_height);
        let frame = NativeFrame {
            width,
            height,
            text_size,
        };
        let fonts = self.assets.fonts();
        let families = &self.metrics.theme.fonts.body;
        let plan = chart::plan_native_chart(chart, families, fonts, &hyphenation, frame);
        if plan.has_horizontal_bars && chart.kind.draws_upright_bars() {
            let title = plain_text(&chart.title);
            self.warnings.push(chart::lying_columns_note(&title));
        }
        self.push_drawing(DrawingNode {
            number: self.drawing_count,
            kind: DrawingKind::Chart(chart),
            alt: one_line(&chart.alt),
            width,
            height,
            vector: false,
            chart_plan: Some(plan),
        });
        let mut title = chart.title.clone();
        let unit = one_line(chart.unit.as_deref().unwrap_or_default());
        if !unit.is_empty() {
            let labels = &self.document().labels;
            title.push(Inline::text(
                labels.fill("chart-data-unit", &[("unit", &unit)]),
            ));
        }
        self.push_caption(
            ParagraphStyle::FigureCaption,
            "figure",
            &title,
            !chart.note.is_empty(),
        );
        if !chart.note.is_empty() {
            self.push_text(ParagraphStyle::TableNote, &chart.note);
        }
    }

    pub(super) fn write_image(&mut self, image: &'a Image) {
        let Some(file) = self.assets.images.get(&image.file) else {
            self.problems.push(Diagnostic::error(
                Code::MissingPicture,
                format!("picture `{}` not found", image.file),
            ));
            return;
        };
        let max_width = Pt::from_twips(self.width);
        let max_height = Pt::from_twips(self.metrics.height) * MAX_PAGE_SHARE;
        let (width, height) = file.size;
        let scale = (max_width / width).min(max_height / height).min(1.0);
        let alt = if image.decorative {
            String::new()
        } else {
            one_line(&image.alt)
        };
        self.push_drawing(DrawingNode {
            number: self.drawing_count,
            kind: DrawingKind::Image(image),
            alt,
            width: width * scale,
            height: height * scale,
            vector: file.format == ImageFormat::Svg,
            chart_plan: None,
        });
        let credit = if image.credit.is_empty() {
            None
        } else {
            Some(self.credit_paragraph(&image.credit))
        };
        if !image.caption.is_empty() {
            self.push_caption(
                ParagraphStyle::FigureCaption,
                "figure",
                &image.caption,
                credit.is_some(),
            );
        }
        if let Some(credit) = credit {
            self.push_paragraph(credit);
        }
    }

    fn credit_paragraph(&mut self, credit: &[Inline]) -> ParagraphNode<'a> {
        let template = self.label("credit");
        let (before, after) = template.split_once("{credit}").unwrap_or((template, ""));
        let mut nodes = plain_runs(before);
        nodes.extend(self.writer.inline_nodes(credit));
        nodes.extend(plain_runs(after));
        styled_paragraph(ParagraphStyle::TableNote, nodes)
    }

    /// Adds a paragraph with a drawing.
    fn push_drawing(&mut self, drawing: DrawingNode<'a>) {
        self.drawing_count += 1;
        let drawing = InlineNode::Drawing(Box::new(drawing));
        self.push_paragraph(styled_paragraph(ParagraphStyle::Figure, vec![drawing]));
    }
}

/// The height, in ems, of what Word sets around a plot and other formats do not.
fn chart_margins_in_ems(chart: &Chart) -> f32 {
    let title = if chart.series.len() == 1 { 1.6 } else { 0.0 };
    // The names of a pie's parts are below it, two or three in a line.
    let legend = if chart::drawn_kind(chart).shows_parts_of_a_whole() {
        3.0
    } else {
        0.0
    };
    title + legend
}

/// The largest share of a page's height that a figure takes.
const MAX_PAGE_SHARE: f32 = 0.6;

/// The words before and after the figure of a caption that begins with its number, and the rest of
/// the caption. `None` for a caption without a number.
fn unnumbered_caption(
    caption: &[Inline],
    label_name: &str,
    number: usize,
    labels: &Labels,
) -> Option<(String, String, Vec<Inline>)> {
    let [Inline::Text { text }, others @ ..] = caption else {
        return None;
    };
    let name = match label_name {
        "table" => "numbered-table",
        _ => "numbered-figure",
    };
    let numbered = labels.caption_number(name, number);
    let after = text.strip_prefix(&*numbered)?;
    if after.starts_with(|it: char| it.is_ascii_digit()) {
        return None;
    }
    let (before, between) = numbered.rsplit_once(&number.to_string())?;
    let mut rest = vec![Inline::text(after)];
    rest.extend_from_slice(others);
    Some((before.to_owned(), between.to_owned(), rest))
}

/// The name of a sequence of captions for a `SEQ` field: the label, as Word expects for its lists
/// of captions, but with a letter first and without spaces.
fn sequence_name(label: &str) -> String {
    let name: String = label
        .chars()
        .filter(|it| it.is_alphanumeric())
        .take(40)
        .collect();
    if name.starts_with(char::is_alphabetic) {
        name
    } else {
        format!("F{name}")
    }
}
