//! Styles of tables. None has shaded rows: hairlines part them.

use super::properties::{Ink, border_color};
use crate::theme::Colors;

/// Space between the columns of a table, in twentieths of a point.
pub(crate) const CELL_GAP: usize = 160;

struct TableStyle {
    id: &'static str,
    name: &'static str,
    /// In the order of the schema (`CT_TblBorders`).
    borders: &'static [Border],
    first_row: Option<FirstRow>,
    /// Padding of cells at the start and end of their lines, in twentieths of a point.
    padding: [usize; 2],
}

struct Border {
    side: &'static str,
    /// In eighths of a point.
    size: usize,
    ink: Ink,
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
        ink: Ink::Rule,
    }
}

/// A border in the colour of the page, which parts coloured cells.
const fn gap(side: &'static str) -> Border {
    Border {
        side,
        size: 12,
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
        borders: &[hairline("bottom"), hairline("insideH")],
        first_row: Some(FirstRow {
            is_underlined: true,
            vertical_alignment: "bottom",
        }),
        padding: FLUSH,
    },
    TableStyle {
        id: "BriefFacts",
        name: "Brief Facts",
        borders: &[hairline("top"), hairline("bottom"), hairline("insideH")],
        first_row: None,
        padding: FLUSH,
    },
    TableStyle {
        id: "BriefTimeline",
        name: "Brief Timeline",
        // The line of the timeline runs between dates and events.
        borders: &[Border {
            side: "insideV",
            size: 12,
            ink: Ink::Rule,
        }],
        first_row: None,
        padding: FLUSH,
    },
    TableStyle {
        id: "BriefComparison",
        name: "Brief Comparison",
        borders: &[hairline("bottom"), hairline("insideH")],
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
        borders: &[gap("insideH"), gap("insideV")],
        first_row: FIGURE_LABELS,
        padding: FLUSH,
    },
    TableStyle {
        id: "BriefFigures",
        name: "Brief Figures",
        borders: &[
            Border {
                side: "top",
                size: 12,
                ink: Ink::Accent,
            },
            hairline("bottom"),
        ],
        first_row: FIGURE_LABELS,
        padding: FLUSH,
    },
];

pub(super) fn write_table_styles(colors: &Colors, out: &mut String) {
    for style in &TABLE_STYLES {
        let TableStyle { id, name, .. } = style;
        let [left, right] = style.padding;
        let mut borders = String::new();
        for border in style.borders {
            borders.push_str(&border_element(border, colors));
        }
        let first_row = match &style.first_row {
            Some(row) => first_row_properties(row, colors),
            None => String::new(),
        };
        // `dxa` are twentieths of a point.
        out.push_str(&format!(
            "<w:style w:type=\"table\" w:customStyle=\"1\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/>\
             <w:basedOn w:val=\"TableNormal\"/><w:uiPriority w:val=\"47\"/><w:qFormat/><w:tblPr>\
             <w:tblBorders>{borders}</w:tblBorders><w:tblCellMar><w:left w:w=\"{left}\" w:type=\"dxa\"/>\
             <w:right w:w=\"{right}\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr>{first_row}</w:style>"
        ));
    }
}

fn border_element(border: &Border, colors: &Colors) -> String {
    let Border { side, size, ink } = border;
    let color = border_color(*ink, colors);
    format!("<w:{side} w:val=\"single\" w:sz=\"{size}\" w:space=\"0\" {color}/>")
}

fn first_row_properties(row: &FirstRow, colors: &Colors) -> String {
    let mut cell = String::new();
    if row.is_underlined {
        let line = Border {
            side: "bottom",
            size: 8,
            ink: Ink::Text,
        };
        let line = border_element(&line, colors);
        cell.push_str(&format!("<w:tcBorders>{line}</w:tcBorders>"));
    }
    cell.push_str(&format!("<w:vAlign w:val=\"{}\"/>", row.vertical_alignment));
    format!("<w:tblStylePr w:type=\"firstRow\"><w:tblPr/><w:tcPr>{cell}</w:tcPr></w:tblStylePr>")
}
