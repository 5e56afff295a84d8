//! Estimates the height of paragraphs and tables, for documents with a page limit.
//!
//! Word lays pages out itself, with fonts that we do not have. [`HeightEstimator`] breaks lines
//! with the theme's fonts and adds as much as Word's may be wider and taller.

use docx_rs::{
    DocumentChild, Footnote, Paragraph, ParagraphChild, Run, RunChild, StructuredDataTagChild,
    Table, TableCell, TableCellContent, TableChild, TableRow, TableRowChild,
};

use super::column_widths::is_wide_character;
use super::deferred::{DRAWING_STYLE_PREFIX, InlineDrawing};
use super::lists::{EVENT_INDENT, LIST_INDENT};
use super::metrics::DocxMetrics;
use super::styles::{BOX_INSET, BOX_PADDING, CELL_GAP};
use crate::document::Inline;
use crate::length::Pt;
use crate::text::ruler::TextRuler;
use crate::theme::{Type, TypeScale};

/// Measures the builder's tree.
pub(super) struct HeightEstimator<'a> {
    pub(super) metrics: &'a DocxMetrics<'a>,
    pub(super) ruler: &'a TextRuler<'a>,
    pub(super) drawings: &'a [InlineDrawing<'a>],
    pub(super) notes: &'a [Footnote],
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
    pub(super) fn estimate(&self, blocks: &[DocumentChild], width: usize) -> Pt {
        blocks
            .iter()
            .map(|block| self.block_height(block, width))
            .sum()
    }

    fn block_height(&self, block: &DocumentChild, width: usize) -> Pt {
        match block {
            DocumentChild::Paragraph(paragraph) => self.paragraph_height(paragraph, width),
            DocumentChild::Table(table) => self.table_height(table),
            // The body writer makes no other blocks.
            _ => Pt::ZERO,
        }
    }

    fn table_height(&self, table: &Table) -> Pt {
        let mut height = Pt::ZERO;
        for TableChild::TableRow(row) in &table.rows {
            height += self.row_height(row, &table.grid) + RULE;
        }
        height
    }

    /// The height of the tallest cell.
    fn row_height(&self, row: &TableRow, grid: &[usize]) -> Pt {
        let mut height = Pt::ZERO;
        for (TableRowChild::TableCell(cell), width) in row.cells.iter().zip(grid) {
            height = height.max(self.cell_height(cell, width.saturating_sub(CELL_GAP)));
        }
        height
    }

    fn cell_height(&self, cell: &TableCell, width: usize) -> Pt {
        let mut height = Pt::ZERO;
        for content in &cell.children {
            if let TableCellContent::Paragraph(paragraph) = content {
                height += self.paragraph_height(paragraph, width);
            }
        }
        height
    }

    fn paragraph_height(&self, paragraph: &Paragraph, width: usize) -> Pt {
        let style = paragraph.property.style.as_ref();
        let style = style.map_or("", |style| style.val.as_str());
        let style = style_metrics(style, &self.metrics.scale);
        let mut content = ParagraphContent::default();
        content.add_paragraph(paragraph);

        let text_width = Pt::from_twips(width.saturating_sub(style.indent))
            / font_width_factor(&self.metrics.font);
        let has_wide_text = content.text.chars().any(is_wide_character);
        let natural_line = if has_wide_text { WIDE_LINE } else { LATIN_LINE };
        let size = style.font.size;
        let line = style.font.leading.max(natural_line * size);
        let text = [Inline::Text { text: content.text }];
        let lines = self.ruler.line_count(&text, size, style.bold, text_width);

        // A drawing enlarges its line.
        let mut drawn = Pt::ZERO;
        for number in content.drawings {
            if let Some(drawing) = self.drawings.get(number) {
                drawn = drawn.max(drawing.height);
            }
        }
        let mut notes = Pt::ZERO;
        for id in content.notes {
            // Ids count from 1.
            let note = id.checked_sub(1).and_then(|index| self.notes.get(index));
            for paragraph in note.iter().flat_map(|note| &note.content) {
                notes += self.paragraph_height(paragraph, self.metrics.width);
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

/// The parts of a paragraph that take up space.
#[derive(Default)]
struct ParagraphContent {
    text: String,
    /// Numbers of drawings.
    drawings: Vec<usize>,
    /// Ids of footnotes.
    notes: Vec<usize>,
}

impl ParagraphContent {
    fn add_paragraph(&mut self, paragraph: &Paragraph) {
        for child in &paragraph.children {
            match child {
                ParagraphChild::Run(run) => self.add_run(run),
                ParagraphChild::Hyperlink(link) => {
                    for child in &link.children {
                        if let ParagraphChild::Run(run) = child {
                            self.add_run(run);
                        }
                    }
                }
                ParagraphChild::StructuredDataTag(control) => {
                    for child in &control.children {
                        if let StructuredDataTagChild::Run(run) = child {
                            self.add_run(run);
                        }
                    }
                }
                // Bookmarks take no space, and the writers make no other children.
                _ => {}
            }
        }
    }

    fn add_run(&mut self, run: &Run) {
        let style = run.run_property.style.as_ref();
        let style = style.map_or("", |style| style.val.as_str());
        if let Some(number) = style.strip_prefix(DRAWING_STYLE_PREFIX) {
            self.drawings.extend(number.parse::<usize>());
        }
        for child in &run.children {
            match child {
                RunChild::Text(text) => self.text.push_str(&text.text),
                RunChild::Tab(_) => self.text.push_str("    "),
                RunChild::Break(_) => self.text.push('\n'),
                RunChild::FootnoteReference(note) => {
                    self.text.push('1');
                    self.notes.push(note.id);
                }
                _ => {}
            }
        }
    }
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
