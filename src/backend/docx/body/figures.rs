//! Charts and pictures, with their captions and those of tables.

use docx_rs::{Paragraph, Run};

use super::super::deferred::{DrawingKind, InlineDrawing, drawing_placeholder_style};
use super::super::text::{InlinePiece, field_pieces, styled_paragraph};
use super::{BodyWriter, plain_pieces};
use crate::assets::ImageFormat;
use crate::chart;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Chart, Image, Inline};
use crate::length::Pt;
use crate::ooxml::values::one_line;

impl<'a> BodyWriter<'a> {
    /// A caption: its label, its number as a field, its words.
    pub(crate) fn push_caption(
        &mut self,
        style: &str,
        kind: &'static str,
        inlines: &[Inline],
        keep_next: bool,
    ) {
        let label = self.label(kind);
        let number = match kind {
            "table" => &mut self.table_count,
            _ => &mut self.figure_count,
        };
        *number += 1;
        let number = number.to_string();
        let mut pieces = plain_pieces(label);
        if !label.is_empty() {
            pieces.extend(plain_pieces("\u{a0}"));
        }
        let code = format!("SEQ {} \\* ARABIC", sequence_name(label));
        pieces.extend(field_pieces(&code, &number));
        if !inlines.is_empty() {
            pieces.extend(plain_pieces("\u{2002}"));
            pieces.extend(self.writer.inline_pieces(inlines));
        }
        let mut caption = styled_paragraph(style, pieces);
        if keep_next {
            caption.property.keep_next = Some(true);
        }
        self.push_paragraph(caption);
    }

    pub(super) fn write_chart(&mut self, chart: &'a Chart) {
        let width = Pt::from_twips(self.width);
        let text = self.metrics.scale.caption.size;
        let most = Pt::from_twips(self.metrics.height) * MAX_PAGE_SHARE;
        let height = chart::preferred_height(chart, width, text).clamp(Pt(100.0).min(most), most);
        self.push_drawing(InlineDrawing {
            kind: DrawingKind::Chart(chart),
            alt: one_line(&chart.alt),
            width,
            height,
            vector: false,
        });
        let mut title = chart.title.clone();
        if let Some(unit) = chart
            .unit
            .as_deref()
            .map(one_line)
            .filter(|unit| !unit.is_empty())
        {
            title.push(Inline::text(format!(" ({unit})")));
        }
        self.push_caption("FigureCaption", "figure", &title, !chart.note.is_empty());
        if !chart.note.is_empty() {
            self.push_text("TableNote", &chart.note);
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
        let (most_width, most_height) = (
            Pt::from_twips(self.width),
            Pt::from_twips(self.metrics.height) * MAX_PAGE_SHARE,
        );
        let (width, height) = file.size;
        let scale = (most_width / width).min(most_height / height).min(1.0);
        let alt = if image.decorative {
            String::new()
        } else {
            one_line(&image.alt)
        };
        let kind = DrawingKind::Image(image);
        let vector = file.format == ImageFormat::Svg;
        self.push_drawing(InlineDrawing {
            kind,
            alt,
            width: width * scale,
            height: height * scale,
            vector,
        });
        let credit = (!image.credit.is_empty()).then(|| self.credit_paragraph(&image.credit));
        if !image.caption.is_empty() {
            self.push_caption("FigureCaption", "figure", &image.caption, credit.is_some());
        }
        if let Some(credit) = credit {
            self.push_paragraph(credit);
        }
    }

    fn credit_paragraph(&mut self, credit: &[Inline]) -> Box<Paragraph> {
        let template = self.label("credit");
        let (before, after) = template.split_once("{credit}").unwrap_or((template, ""));
        let mut pieces = plain_pieces(before);
        pieces.extend(self.writer.inline_pieces(credit));
        pieces.extend(plain_pieces(after));
        styled_paragraph("TableNote", pieces)
    }

    fn push_drawing(&mut self, drawing: InlineDrawing<'a>) {
        let number = self.writer.deferred.add_drawing(drawing);
        let run = Run::new()
            .style(&drawing_placeholder_style(number))
            .add_text("");
        self.push_paragraph(styled_paragraph(
            "Figure",
            vec![InlinePiece::Run(Box::new(run))],
        ));
    }
}

/// How much of a page's height a figure may take.
const MAX_PAGE_SHARE: f32 = 0.6;

/// The name of a sequence of captions: Word lists captions by their label, and wants a letter first
/// and no spaces.
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
