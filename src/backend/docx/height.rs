//! Estimates the height of paragraphs and tables, for documents with a page limit.
//!
//! Word lays pages out itself, with fonts that we do not have. [`HeightEstimator`] breaks lines
//! with the theme's fonts and adds as much as Word's may be wider and taller.

use super::column_widths::is_wide_character;
use super::metrics::DocxMetrics;
use super::paragraph_style::ParagraphStyle;
use super::styles::{BOX_PADDING, StyleMeasures};
use super::wml::{BlockNode, FootnoteNode, InlineNode, ParagraphNode, RunContent, TableNode};
use crate::document::Inline;
use crate::length::Pt;
use crate::text::ruler::TextRuler;
use crate::theme::TypeScale;

/// Measures the nodes of a document.
pub(super) struct HeightEstimator<'a> {
    pub(super) metrics: &'a DocxMetrics<'a>,
    pub(super) ruler: &'a TextRuler<'a>,
    pub(super) notes: &'a [FootnoteNode<'a>],
}

/// The thickness of the rule below a table row.
const RULE: Pt = Pt(0.75);

/// The natural height of a line in Word's Latin fonts, in ems: that of Calibri, the tallest of the
/// usual ones.
const LATIN_LINE: f32 = 1.22;

/// The same for Chinese, Japanese and Korean: that of Noto, which is taller than Microsoft's fonts.
const WIDE_LINE: f32 = 1.45;

impl HeightEstimator<'_> {
    /// The height of blocks in a column of a width in twentieths of a point, with their footnotes.
    pub(super) fn estimate(&self, blocks: &[BlockNode<'_>], width: usize) -> Pt {
        let mut height = Pt::ZERO;
        for block in blocks {
            height += match block {
                BlockNode::Paragraph(paragraph) => self.paragraph_height(paragraph, width),
                BlockNode::Table(table) => self.table_height(table),
            };
        }
        height
    }

    /// The sum of the rows, each as high as its tallest cell.
    fn table_height(&self, table: &TableNode<'_>) -> Pt {
        let mut height = Pt::ZERO;
        for cells in &table.rows {
            let mut tallest = Pt::ZERO;
            for (cell, width) in cells.iter().zip(&table.column_widths) {
                let text_width = width.saturating_sub(table.cell_gap);
                let mut cell_height = Pt::ZERO;
                for paragraph in &cell.paragraphs {
                    cell_height += self.paragraph_height(paragraph, text_width);
                }
                tallest = tallest.max(cell_height);
            }
            height += tallest + RULE;
        }
        height
    }

    fn paragraph_height(&self, paragraph: &ParagraphNode<'_>, width: usize) -> Pt {
        let style = estimated_measures(paragraph.style, &self.metrics.scale);
        let text = measured_text(paragraph);
        let text_width = Pt::from_twips(width.saturating_sub(style.indent))
            / font_width_factor(self.metrics.font);
        let has_wide_text = text.chars().any(is_wide_character);
        let natural_line = if has_wide_text { WIDE_LINE } else { LATIN_LINE };
        let size = style.font.size;
        let line = style.font.leading.max(natural_line * size);
        let text = [Inline::Text { text }];
        let lines = self.ruler.line_count(&text, size, style.bold, text_width);

        // A drawing enlarges its line.
        let mut drawn = Pt::ZERO;
        for child in &paragraph.children {
            if let InlineNode::Drawing(drawing) = child {
                drawn = drawn.max(drawing.height);
            }
        }
        let mut notes = Pt::ZERO;
        for run in paragraph.runs() {
            if let RunContent::FootnoteReference { id, .. } = &run.content {
                // Ids count from 1.
                let note = id.checked_sub(1).and_then(|index| self.notes.get(index));
                if let Some(note) = note {
                    notes += self.paragraph_height(&note.paragraph, self.metrics.width);
                }
            }
        }
        (lines as f32 * line).max(drawn)
            + self.metrics.space(style.space)
            + frame_padding(paragraph.style)
            + notes
    }
}

/// How much wider a Word font is than the fonts in which lines are measured.
pub(super) fn font_width_factor(font: &str) -> f32 {
    match font {
        "Calibri" | "Carlito" | "Times New Roman" | "Garamond" => 0.96,
        "Cambria" | "Candara" | "Corbel" | "Aptos" | "Segoe UI" => 1.04,
        "Verdana" => 1.25,
        _ => 1.12,
    }
}

/// The text of a paragraph as it is measured. It is escaped, so that `&` takes more room than it
/// needs: to measure it without would fit other type to a page.
fn measured_text(paragraph: &ParagraphNode<'_>) -> String {
    let mut out = String::new();
    for run in paragraph.runs() {
        match &run.content {
            RunContent::Text(text) => out.push_str(&text.text),
            RunContent::Tab => out.push_str("    "),
            RunContent::LineBreak | RunContent::ColumnBreak => out.push('\n'),
            RunContent::FootnoteReference { .. } => out.push('1'),
            RunContent::Bookmark(_) | RunContent::FieldChar(_) | RunContent::FieldCode(_) => {}
        }
    }
    out
}

/// The measures of a style in estimates. They differ from those in Word for two styles, which is
/// not mended: it would fit other type to a page.
fn estimated_measures(style: ParagraphStyle, scale: &TypeScale) -> StyleMeasures {
    let mut measures = style.measures(scale);
    match style {
        // The number takes room in the first line.
        ParagraphStyle::FootnoteText => measures.indent += 100,
        ParagraphStyle::MetricChange => measures.bold = false,
        ParagraphStyle::MatrixHeading => return ParagraphStyle::BodyText.measures(scale),
        _ => {}
    }
    measures
}

/// The height of the padding of a frame with a background. Word draws one frame around paragraphs
/// with equal indents; another one begins after a joined paragraph.
fn frame_padding(style: ParagraphStyle) -> Pt {
    match style {
        ParagraphStyle::BottomLineLabel
        | ParagraphStyle::BottomLineJoined
        | ParagraphStyle::BottomLineBulletJoined
        | ParagraphStyle::BottomLineNumberJoined => BOX_PADDING,
        _ => Pt::ZERO,
    }
}
