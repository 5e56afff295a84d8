//! About how tall paragraphs and tables are: Word lays out pages itself, and nothing better is known before it does.

use docx_rs::{DocumentChild, Paragraph, ParagraphChild, RunChild, TableCellContent, TableChild, TableRowChild};

use super::grid::{SLACK, ems};
use super::look::Look;
use super::styles::CELL_GAP;
use super::{DRAWING_SLOT, Drawing};
use crate::theme::Type;

/// The height, in points, of what stands in a column `width` twentieths of a point wide, notes included.
pub(super) fn height(children: &[DocumentChild], drawings: &[Drawing], look: &Look, width: usize) -> f32 {
    children.iter().map(|child| child_height(child, drawings, look, width)).sum()
}

fn child_height(child: &DocumentChild, drawings: &[Drawing], look: &Look, width: usize) -> f32 {
    match child {
        DocumentChild::Paragraph(paragraph) => paragraph_height(paragraph, drawings, look, width),
        DocumentChild::Table(table) => {
            let rows = table.rows.iter().map(|TableChild::TableRow(row)| {
                let cells = row.cells.iter().zip(&table.grid).map(|(TableRowChild::TableCell(cell), width)| {
                    let width = width.saturating_sub(CELL_GAP);
                    let paragraphs = cell.children.iter().map(|content| match content {
                        TableCellContent::Paragraph(paragraph) => paragraph_height(paragraph, drawings, look, width),
                        _ => 0.0,
                    });
                    paragraphs.sum::<f32>()
                });
                cells.fold(0.0, f32::max) + 0.5
            });
            rows.sum()
        }
        _ => 0.0,
    }
}

fn paragraph_height(paragraph: &Paragraph, drawings: &[Drawing], look: &Look, width: usize) -> f32 {
    let style = paragraph.property.style.as_ref().map_or("", |style| style.val.as_str());
    let (kind, units) = measures(style, look);
    let mut notes = 0;
    let mut drawn = 0.0_f32;
    for child in &paragraph.children {
        let ParagraphChild::Run(run) = child else { continue };
        notes += run.children.iter().filter(|it| matches!(it, RunChild::FootnoteReference(_))).count();
        let slot = run.run_property.style.as_ref().and_then(|style| style.val.strip_prefix(DRAWING_SLOT));
        if let Some(drawing) = slot.and_then(|number| drawings.get(number.parse::<usize>().ok()?)) {
            drawn = drawn.max(drawing.height);
        }
    }
    let line = (width as f32 / 20.0 / kind.size / SLACK * 1.08).max(1.0);
    let lines = (ems(&paragraph.raw_text()) / line).ceil().max(1.0);
    (lines * kind.leading).max(drawn) + look.space(units) + notes as f32 * look.scale.source.leading
}

/// A style's type, and the space before and after it in the theme's units.
fn measures(style: &str, look: &Look) -> (Type, f32) {
    let scale = &look.scale;
    match style {
        "Kicker" => (scale.caption, 1.5),
        "Title" => (scale.title, 1.0),
        "Subtitle" => (scale.subtitle, 2.0),
        "Heading1" => (scale.heading_1, 8.0),
        "Heading2" => (scale.heading_2, 5.0),
        "Heading3" => (scale.heading_3, 4.0),
        "BottomLineLabel" => (scale.small, 6.0),
        "BottomLine" | "BottomLineBullet" | "BottomLineNumber" | "Ask" => (scale.lead, 3.0),
        "AskLabel" => (scale.small, 4.0),
        "Quote" | "Figure" => (scale.body, 3.0),
        "QuoteSource" => (scale.small, 2.5),
        "Caption" => (scale.small, 4.0),
        "FigureCaption" => (scale.small, 1.5),
        "TableNote" => (scale.caption, 4.0),
        "TableSpacing" => (Type { size: 4.0, leading: 8.0 }, 0.0),
        "Bibliography" => (scale.source, 1.0),
        "MetricValue" => (scale.figure, 0.0),
        "MetricLabel" | "MetricDate" | "MetricUnit" => (scale.caption, 1.0),
        "MetricChange" => (scale.small, 0.25),
        "SpeakerNotes" | "SpeakerNotesLabel" => (scale.small, 2.0),
        _ if style.starts_with("Table") => (scale.small, 1.5),
        _ => (scale.body, 1.75),
    }
}
