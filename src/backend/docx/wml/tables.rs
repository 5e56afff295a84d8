//! Writes tables. The style has their borders, margins and colours.

use std::fmt::Write;

use super::story::{StoryWriter, push_value};
use super::{CellNode, HeaderCells, TableNode};
use crate::backend::docx::styles::CELL_GAP;
use crate::document::Direction;
use crate::ooxml::xml::push_empty_element;

impl<'a> StoryWriter<'a> {
    pub(super) fn write_table(&mut self, table: &'a TableNode<'a>) {
        self.out.push_str("<w:tbl>");
        self.write_table_properties(table);
        self.out.push_str("<w:tblGrid>");
        for width in &table.column_widths {
            // Writing to a `String` cannot fail, here and below.
            let _ = write!(self.out, "<w:gridCol w:w=\"{width}\"/>");
        }
        self.out.push_str("</w:tblGrid>");
        for (index, cells) in table.rows.iter().enumerate() {
            let is_header = index == 0 && table.format.header_cells.has_row();
            // Word would begin a row at the foot of a page and end it on the next one.
            self.out.push_str("<w:tr><w:trPr><w:cantSplit/>");
            if is_header {
                // Word repeats the row at the top of every page of the table.
                self.out.push_str("<w:tblHeader/>");
            }
            self.out.push_str("</w:trPr>");
            for (cell, width) in cells.iter().zip(&table.column_widths) {
                self.write_cell(cell, *width);
            }
            self.out.push_str("</w:tr>");
        }
        self.out.push_str("</w:tbl>");
    }

    fn write_table_properties(&mut self, table: &TableNode<'_>) {
        let format = &table.format;
        self.out.push_str("<w:tblPr>");
        let formatting = &self.package_writer.formatting;
        let style = formatting.style_id("table", format.style);
        push_value("w:tblStyle", style, &mut self.out);
        if self.package_writer.metrics.direction == Direction::Rtl {
            self.out.push_str("<w:bidiVisual/>");
        }
        let width: usize = table.column_widths.iter().sum();
        // Fixed: else Word would fit the columns to their content.
        let _ = write!(
            self.out,
            "<w:tblW w:w=\"{width}\" w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/>"
        );
        if table.cell_gap != CELL_GAP {
            let gap = table.cell_gap;
            let _ = write!(
                self.out,
                "<w:tblCellMar><w:left w:w=\"0\" w:type=\"dxa\"/>\
                 <w:right w:w=\"{gap}\" w:type=\"dxa\"/></w:tblCellMar>"
            );
        }
        push_table_look(format.header_cells, &mut self.out);
        if !format.title.is_empty() {
            push_empty_element("w:tblCaption", &[("w:val", &format.title)], &mut self.out);
        }
        self.out.push_str("</w:tblPr>");
    }

    fn write_cell(&mut self, cell: &'a CellNode<'a>, width: usize) {
        let _ = write!(
            self.out,
            "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>"
        );
        if let Some(shading) = &cell.shading {
            let _ = write!(
                self.out,
                "<w:shd w:val=\"{}\" w:color=\"{}\" w:fill=\"{}\"/>",
                shading.shd_type, shading.color, shading.fill
            );
        }
        self.out.push_str("</w:tcPr>");
        for paragraph in &cell.paragraphs {
            self.write_paragraph(paragraph);
        }
        self.out.push_str("</w:tc>");
    }
}

/// Switches the parts of a table style on that apply to header cells, and bands off (ECMA-376
/// part 1, 17.4.55). `w:val` repeats the flags as bits for older readers.
fn push_table_look(header_cells: HeaderCells, out: &mut String) {
    let (row, column) = (header_cells.has_row(), header_cells.has_column());
    let bits = 0x0600 | if row { 0x20 } else { 0 } | if column { 0x80 } else { 0 };
    let _ = write!(
        out,
        "<w:tblLook w:val=\"{bits:04X}\" w:firstRow=\"{}\" w:lastRow=\"0\" w:firstColumn=\"{}\" \
         w:lastColumn=\"0\" w:noHBand=\"1\" w:noVBand=\"1\"/>",
        u8::from(row),
        u8::from(column)
    );
}
