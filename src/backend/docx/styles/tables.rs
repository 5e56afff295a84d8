//! Styles of tables. None has shaded rows: hairlines part them.

use super::properties::{Border, Ink};
use crate::ooxml::xml::{Element, element, value_element};
use crate::theme::Colors;

/// Space between the columns of a table, in twentieths of a point: more than the size of the text, so
/// that numbers do not touch the words of the next column.
pub(crate) const CELL_GAP: usize = 220;

struct TableStyle {
    id: &'static str,
    name: &'static str,
    /// In the order of the schema (`CT_TblBorders`).
    borders: &'static [Border],
    first_row: Option<FirstRow>,
    /// Padding of cells at the start and end of their lines, in twentieths of a point.
    padding: [usize; 2],
}

/// How the first row differs from the others.
struct FirstRow {
    is_underlined: bool,
    vertical_alignment: &'static str,
}

const fn hairline(side: &'static str) -> Border {
    Border {
        side,
        size: 4,
        space: 0,
        ink: Ink::Rule,
    }
}

/// A border in the colour of the page, which parts coloured cells.
const fn gap(side: &'static str) -> Border {
    Border {
        side,
        size: 12,
        space: 0,
        ink: Ink::Ground,
    }
}

/// Text starts at the edge of the column and ends before the next cell.
const FLUSH: [usize; 2] = [0, CELL_GAP];

/// Labels above figures end on one line, however many lines they take.
const FIGURE_LABELS: Option<FirstRow> = Some(FirstRow {
    is_underlined: false,
    vertical_alignment: "bottom",
});

const TABLE_STYLES: [TableStyle; 6] = [
    TableStyle {
        id: "BriefTable",
        name: "Brief Table",
        borders: &[hairline("w:bottom"), hairline("w:insideH")],
        first_row: Some(FirstRow {
            is_underlined: true,
            vertical_alignment: "bottom",
        }),
        padding: FLUSH,
    },
    TableStyle {
        id: "BriefFacts",
        name: "Brief Facts",
        borders: &[
            hairline("w:top"),
            hairline("w:bottom"),
            hairline("w:insideH"),
        ],
        first_row: None,
        padding: FLUSH,
    },
    TableStyle {
        id: "BriefTimeline",
        name: "Brief Timeline",
        // The line of the timeline runs between dates and events.
        borders: &[Border {
            side: "w:insideV",
            size: 12,
            space: 0,
            ink: Ink::Rule,
        }],
        first_row: None,
        padding: FLUSH,
    },
    TableStyle {
        id: "BriefComparison",
        name: "Brief Comparison",
        borders: &[hairline("w:bottom"), hairline("w:insideH")],
        // Descriptions of options start at one height.
        first_row: Some(FirstRow {
            is_underlined: true,
            vertical_alignment: "top",
        }),
        // The recommended option has a background, whose edge its text must not touch.
        padding: [CELL_GAP / 2; 2],
    },
    TableStyle {
        id: "BriefMatrix",
        name: "Brief Matrix",
        borders: &[gap("w:insideH"), gap("w:insideV")],
        first_row: FIGURE_LABELS,
        padding: FLUSH,
    },
    TableStyle {
        id: "BriefFigures",
        name: "Brief Figures",
        borders: &[
            Border {
                side: "w:top",
                size: 12,
                space: 0,
                ink: Ink::Accent,
            },
            hairline("w:bottom"),
        ],
        first_row: FIGURE_LABELS,
        padding: FLUSH,
    },
];

pub(super) fn push_table_styles(colors: &Colors, out: &mut Element) {
    for style in &TABLE_STYLES {
        let mut borders = element("w:tblBorders");
        for border in style.borders {
            borders.push(border.to_element(colors));
        }
        let [left, right] = style.padding;
        let padding = element("w:tblCellMar")
            .child(width_element("w:left", left))
            .child(width_element("w:right", right));
        let mut table_style = element("w:style")
            .with("w:type", "table")
            .with("w:customStyle", "1")
            .with("w:styleId", style.id)
            .child(value_element("w:name", style.name))
            .child(value_element("w:basedOn", "TableNormal"))
            .child(value_element("w:uiPriority", "47"))
            .child(element("w:qFormat"))
            .child(element("w:tblPr").child(borders).child(padding));
        if let Some(row) = &style.first_row {
            table_style.push(first_row_properties(row, colors));
        }
        out.push(table_style);
    }
}

/// A width, such as the padding of cells at a side.
pub(super) fn width_element(side: &str, width: usize) -> Element {
    // `dxa` are twentieths of a point.
    element(side)
        .with("w:w", width.to_string())
        .with("w:type", "dxa")
}

fn first_row_properties(row: &FirstRow, colors: &Colors) -> Element {
    let mut cell = element("w:tcPr");
    if row.is_underlined {
        let line = Border {
            side: "w:bottom",
            size: 8,
            space: 0,
            ink: Ink::Text,
        };
        cell.push(element("w:tcBorders").child(line.to_element(colors)));
    }
    cell.push(value_element("w:vAlign", row.vertical_alignment));
    element("w:tblStylePr")
        .with("w:type", "firstRow")
        .child(element("w:tblPr"))
        .child(cell)
}
