//! Estimates the height of paragraphs and tables, for documents with a page limit.
//!
//! Word lays pages out itself, with fonts that we do not have. [`HeightEstimator`] breaks lines
//! with the theme's fonts and adds as much as Word's may be wider and taller.

use super::column_widths::is_wide_character;
use super::lists::{EVENT_INDENT, LIST_INDENT};
use super::metrics::DocxMetrics;
use super::styles::{BOX_INSET, BOX_PADDING, CELL_GAP};
use super::wml::{BlockNode, FootnoteNode, InlineNode, ParagraphNode, RunContent, TableNode};
use crate::document::Inline;
use crate::length::Pt;
use crate::text::ruler::TextRuler;
use crate::theme::{Type, TypeScale};

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
        blocks
            .iter()
            .map(|block| self.block_height(block, width))
            .sum()
    }

    fn block_height(&self, block: &BlockNode<'_>, width: usize) -> Pt {
        match block {
            BlockNode::Paragraph(paragraph) => self.paragraph_height(paragraph, width),
            BlockNode::Table(table) => self.table_height(table),
        }
    }

    /// The sum of the rows, each as high as its tallest cell.
    fn table_height(&self, table: &TableNode<'_>) -> Pt {
        let mut height = Pt::ZERO;
        for cells in &table.rows {
            let mut tallest = Pt::ZERO;
            for (cell, width) in cells.iter().zip(&table.column_widths) {
                let text_width = width.saturating_sub(CELL_GAP);
                let paragraphs = cell.paragraphs.iter();
                let cell_height = paragraphs.map(|it| self.paragraph_height(it, text_width));
                tallest = tallest.max(cell_height.sum());
            }
            height += tallest + RULE;
        }
        height
    }

    fn paragraph_height(&self, paragraph: &ParagraphNode<'_>, width: usize) -> Pt {
        let style = style_metrics(paragraph.style(), &self.metrics.scale);
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
        (lines as f32 * line).max(drawn) + self.metrics.space(style.space) + style.frame + notes
    }
}

/// How much wider a Word font is than the fonts in which lines are measured.
fn font_width_factor(font: &str) -> f32 {
    match font {
        "Calibri" | "Carlito" | "Times New Roman" | "Garamond" => 0.96,
        "Cambria" | "Candara" | "Corbel" | "Aptos" | "Segoe UI" => 1.04,
        "Verdana" => 1.25,
        _ => 1.12,
    }
}

/// The text of a paragraph as it is measured. It is escaped, so that `&` takes more room than it
/// needs; sheets were fitted so since the first edition.
fn measured_text(paragraph: &ParagraphNode<'_>) -> String {
    let mut out = String::new();
    for run in paragraph.runs() {
        match &run.content {
            RunContent::Text(text) => out.push_str(&text.text),
            RunContent::Tab => out.push_str("    "),
            RunContent::LineBreak | RunContent::ColumnBreak => out.push('\n'),
            RunContent::FootnoteReference { .. } => out.push('1'),
            RunContent::FieldChar(_) | RunContent::FieldCode(_) => {}
        }
    }
    out
}

/// The properties of a paragraph style that determine heights.
#[derive(Clone, Copy)]
struct StyleMetrics {
    font: Type<Pt>,
    bold: bool,
    /// Space before and after, in the theme's units.
    space: f32,
    /// The part of the width that is not available for text, in twentieths of a point.
    indent: usize,
    /// The height of the padding around a frame.
    frame: Pt,
}

/// A row of [`STYLES`]: as [`StyleMetrics`], with a function that takes the font from a type scale.
struct StyleRow {
    style: &'static str,
    font: fn(&TypeScale) -> Type<Pt>,
    bold: bool,
    space: f32,
    indent: usize,
    frame: Pt,
}

/// A row for a regular style without indent or frame.
const fn row(style: &'static str, font: fn(&TypeScale) -> Type<Pt>, space: f32) -> StyleRow {
    StyleRow {
        style,
        font,
        bold: false,
        space,
        indent: 0,
        frame: Pt::ZERO,
    }
}

impl StyleRow {
    const fn bold(mut self) -> Self {
        self.bold = true;
        self
    }

    const fn indented(mut self, indent: usize) -> Self {
        self.indent = indent;
        self
    }

    const fn framed(mut self) -> Self {
        self.frame = BOX_PADDING;
        self
    }
}

/// Type, space and indents of our paragraph styles. They repeat the styles part in
/// [`super::styles`], and must change with it.
const STYLES: &[StyleRow] = &[
    row("Kicker", |it| it.caption, 1.5),
    row("Title", |it| it.title, 1.0).bold(),
    row("Subtitle", |it| it.subtitle, 2.0),
    row("Heading1", |it| it.heading_1, 8.0).bold(),
    row("Heading2", |it| it.heading_2, 5.0).bold(),
    row("Heading3", |it| it.heading_3, 4.0).bold(),
    row("BottomLineLabel", |it| it.small, 3.0)
        .bold()
        .indented(BOX_INSET)
        .framed(),
    row("BottomLine", |it| it.lead, 1.0).indented(BOX_INSET),
    row("BottomLineJoined", |it| it.lead, 0.0)
        .indented(BOX_INSET)
        .framed(),
    row("BottomLineBullet", |it| it.lead, 1.0).indented(BOX_INSET + LIST_INDENT),
    row("BottomLineNumber", |it| it.lead, 1.0).indented(BOX_INSET + LIST_INDENT),
    row("BottomLineBulletJoined", |it| it.lead, 0.0)
        .indented(BOX_INSET + LIST_INDENT)
        .framed(),
    row("BottomLineNumberJoined", |it| it.lead, 0.0)
        .indented(BOX_INSET + LIST_INDENT)
        .framed(),
    row("AskLabel", |it| it.small, 4.0)
        .bold()
        .indented(BOX_INSET),
    row("Ask", |it| it.lead, 3.0).bold().indented(BOX_INSET),
    row("Quote", |it| it.body, 2.5).indented(568),
    row("QuoteSource", |it| it.small, 2.5).indented(568),
    row("Figure", |it| it.body, 3.5),
    row("Caption", |it| it.small, 4.0).bold(),
    row("FigureCaption", |it| it.small, 1.5).bold(),
    row("TableNote", |it| it.caption, 4.0),
    row("TableSpacing", |_| TABLE_SPACING, 0.0),
    row("Bibliography", |it| it.source, 1.0).indented(400),
    row("FootnoteText", |it| it.source, 0.5).indented(100),
    row("MetricValue", |it| it.figure, 0.0).bold(),
    row("MetricLabel", |it| it.caption, 1.0).bold(),
    row("MetricUnit", |it| it.caption, 0.5).bold(),
    row("MetricDate", |it| it.caption, 0.5),
    row("MetricChange", |it| it.small, 0.25),
    row("SpeakerNotesLabel", |it| it.caption, 2.5)
        .bold()
        .indented(340),
    row("SpeakerNotes", |it| it.small, 1.5).indented(340),
    row("TableHeading", |it| it.small, 1.5).bold(),
    row("TableHeadingNumber", |it| it.small, 1.5).bold(),
    row("MatrixNumber", |it| it.small, 3.0).bold(),
    row("MatrixNumberInverse", |it| it.small, 3.0).bold(),
    row("MatrixLabel", |it| it.small, 3.0),
    row("TimelineDate", |it| it.small, 1.5).bold(),
    row("TimelineText", |it| it.small, 1.5).indented(EVENT_INDENT),
];

/// All other styles whose names begin with `Table`.
const TABLE_TEXT: StyleRow = row("Table", |it| it.small, 1.5);
/// Styles of lists, before their indent.
const LIST: StyleRow = row("List", |it| it.body, 1.25);
/// All other styles.
const BODY_TEXT: StyleRow = row("BodyText", |it| it.body, 1.75);

const TABLE_SPACING: Type<Pt> = Type {
    size: Pt(4.0),
    leading: Pt(8.0),
};

fn style_metrics(style: &str, scale: &TypeScale) -> StyleMetrics {
    let listed = STYLES.iter().find(|row| row.style == style);
    let row = match listed {
        Some(row) => row,
        None if style.starts_with("Table") => &TABLE_TEXT,
        None if style.starts_with("List") => &LIST,
        None => &BODY_TEXT,
    };
    let mut metrics = StyleMetrics {
        font: (row.font)(scale),
        bold: row.bold,
        space: row.space,
        indent: row.indent,
        frame: row.frame,
    };
    if style == "TableBullet" {
        metrics.indent = scale.small.size.twips() as usize;
    } else if listed.is_none() && style.starts_with("List") {
        metrics.indent = LIST_INDENT * list_level(style);
    }
    metrics
}

/// The level of a list style, counted from 1: `ListBullet`, `ListBullet2`.
fn list_level(style: &str) -> usize {
    let last = style.chars().last();
    last.and_then(|last| last.to_digit(10)).unwrap_or(1) as usize
}
