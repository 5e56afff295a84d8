//! Tables, filled into patterns.

use docx_rs::{
    Table, TableCell, TableCellContent, TableChild, TableGrid, TableRow, TableRowChild, WidthType,
};

use super::super::deferred::{TableFormat, table_placeholder_style};
use super::super::elements::mark_as_header_row;
use super::patterns::{NUMBER_PLACEHOLDER, PLACEHOLDER, TableKey};
use super::{StoryWriter, push_number};
use crate::ooxml::xml::XmlNode;

impl StoryWriter<'_> {
    pub(super) fn write_table(&mut self, table: &Table, out: &mut String) -> Result<(), String> {
        let builder = self.builder;
        let number = self.table_count;
        self.table_count += 1;
        let format = builder.finisher.deferred.tables.get(number);
        let key = format.and_then(|format| table_key(table, number, format));
        let (Some(format), Some(key)) = (format, key) else {
            return self.write_without_pattern(table, out);
        };
        let build = || {
            let property = key.property.clone();
            let mut empty = builder.build(&Table {
                property: property.style(table_placeholder_style(number)),
                ..Table::new(Vec::new())
            })?;
            if let Some(properties) = empty.find_mut("w:tblPr") {
                properties.remove(&["w:tblCaption"]);
            }
            // The title goes to the end of `w:tblPr`, the columns into `w:tblGrid`.
            for child in empty.elements_mut() {
                child.children.push(placeholder());
            }
            empty.children.push(placeholder());
            Ok((key.clone(), empty))
        };
        let pattern = self
            .patterns
            .tables
            .get_or_build(|other| *other == key, build)?;
        let [
            before_width,
            before_title,
            before_columns,
            before_rows,
            after,
        ] = &*pattern;
        out.push_str(before_width);
        push_number(table.grid.iter().sum(), out);
        out.push_str(before_title);
        if let Some(title) = format.title_element() {
            title.write(out);
        }
        out.push_str(before_columns);
        for width in &table.grid {
            self.write_grid_column(*width, out)?;
        }
        out.push_str(before_rows);
        for (index, TableChild::TableRow(row)) in table.rows.iter().enumerate() {
            let is_header = index == 0 && format.header_cells.has_row();
            self.write_row(row, is_header, &table.grid, out)?;
        }
        out.push_str(after);
        Ok(())
    }

    fn write_grid_column(&mut self, width: usize, out: &mut String) -> Result<(), String> {
        let builder = self.builder;
        let build = || {
            let grid = builder.build(&TableGrid::new(vec![NUMBER_PLACEHOLDER]))?;
            let column = grid.elements().next().ok_or("a grid has no columns")?;
            Ok(((), column.clone()))
        };
        let pattern = self.patterns.grid_columns.get_or_build(|()| true, build)?;
        let [before, after] = &*pattern;
        out.push_str(before);
        push_number(width, out);
        out.push_str(after);
        Ok(())
    }

    fn write_row(
        &mut self,
        row: &TableRow,
        is_header: bool,
        grid: &[usize],
        out: &mut String,
    ) -> Result<(), String> {
        let builder = self.builder;
        let build = || {
            let mut empty = builder.build(&TableRow {
                property: row.property.clone(),
                ..TableRow::new(Vec::new())
            })?;
            if is_header {
                mark_as_header_row(&mut empty);
            }
            empty.children.push(placeholder());
            Ok(((row.property.clone(), is_header), empty))
        };
        let pattern = self.patterns.rows.get_or_build(
            |(property, header)| *header == is_header && *property == row.property,
            build,
        )?;
        let [before, after] = &*pattern;
        out.push_str(before);
        for (TableRowChild::TableCell(cell), width) in row.cells.iter().zip(grid) {
            self.write_cell(cell, *width, out)?;
        }
        out.push_str(after);
        Ok(())
    }

    fn write_cell(
        &mut self,
        cell: &TableCell,
        width: usize,
        out: &mut String,
    ) -> Result<(), String> {
        // Cells with the same pattern differ in their width, which must be that of the column.
        let without_width = cell
            .property
            .clone()
            .width(NUMBER_PLACEHOLDER, WidthType::Dxa);
        let expected = without_width.clone().width(width, WidthType::Dxa);
        if cell.children.is_empty() || expected != cell.property {
            return self.write_without_pattern(cell, out);
        }
        let builder = self.builder;
        let build = || {
            let mut empty = builder.build(&TableCell {
                property: without_width.clone(),
                ..TableCell::new()
            })?;
            // The library gives an empty cell a paragraph.
            empty.remove(&["w:p"]);
            empty.children.push(placeholder());
            Ok((without_width.clone(), empty))
        };
        let pattern = self
            .patterns
            .cells
            .get_or_build(|property| *property == without_width, build)?;
        let [before_width, before_content, after] = &*pattern;
        out.push_str(before_width);
        push_number(width, out);
        out.push_str(before_content);
        for content in &cell.children {
            match content {
                TableCellContent::Paragraph(paragraph) => {
                    self.write_paragraph(paragraph, "", out)?;
                }
                TableCellContent::Table(table) => self.write_table(table, out)?,
                TableCellContent::StructuredDataTag(control) => {
                    self.write_without_pattern(control, out)?;
                }
                TableCellContent::TableOfContents(contents) => {
                    self.write_without_pattern(contents, out)?;
                }
            }
        }
        out.push_str(after);
        Ok(())
    }
}

/// The key of a table's pattern. `None` if the table does not have the placeholder style of
/// `number` and the width of its grid, or if a row has more cells than there are columns.
fn table_key(table: &Table, number: usize, format: &TableFormat) -> Option<TableKey> {
    let width: usize = table.grid.iter().sum();
    let property = table.property.clone().style("");
    let property = property.width(NUMBER_PLACEHOLDER, WidthType::Dxa);
    let expected = property.clone().style(table_placeholder_style(number));
    let has_columns = table
        .rows
        .iter()
        .all(|TableChild::TableRow(row)| row.cells.len() <= table.grid.len());
    if !has_columns || expected.width(width, WidthType::Dxa) != table.property {
        return None;
    }
    Some(TableKey {
        property,
        style: format.style,
        header_cells: format.header_cells,
        right_to_left: format.right_to_left,
    })
}

fn placeholder() -> XmlNode {
    XmlNode::Text(PLACEHOLDER.to_owned())
}
