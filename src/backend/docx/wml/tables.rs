//! Tables: their look, their columns, their rows and their cells.

use docx_rs::{
    Table, TableCell, TableCellContent, TableChild, TableGrid, TableRow, TableRowChild, WidthType,
};

use super::super::deferred::table_placeholder_style;
use super::super::elements::mark_as_header_row;
use super::patterns::{NUMBER_PLACEHOLDER, PLACEHOLDER, split_at_placeholders};
use super::{StoryWriter, push_number};
use crate::ooxml::xml::XmlNode;

impl StoryWriter<'_> {
    pub(super) fn write_table(&mut self, table: &Table, out: &mut String) -> Result<(), String> {
        let (builder, number, width) = (self.builder, self.tables, table.grid.iter().sum());
        self.tables += 1;
        // What it has in common with all that are alike.
        let common = table
            .property
            .clone()
            .style("")
            .width(NUMBER_PLACEHOLDER, WidthType::Dxa);
        let filled = common
            .clone()
            .style(table_placeholder_style(number))
            .width(width, WidthType::Dxa);
        let is_regular = table
            .rows
            .iter()
            .all(|TableChild::TableRow(row)| row.cells.len() <= table.grid.len());
        let format = builder
            .finisher
            .deferred
            .tables
            .get(number)
            .filter(|_| is_regular && filled == table.property);
        let Some(format) = format else {
            return self.write_without_pattern(table, out);
        };
        let key = (
            common,
            format.style,
            format.header_cells,
            format.right_to_left,
        );
        let build = || {
            let property = key.0.clone().style(table_placeholder_style(number));
            let mut table = builder.build(&Table {
                property,
                ..Table::new(Vec::new())
            })?;
            if let Some(properties) = table.find_mut("w:tblPr") {
                properties.remove(&["w:tblCaption"]);
            }
            for part in table.elements_mut() {
                part.children.push(XmlNode::Text(PLACEHOLDER.to_owned()));
            }
            table.children.push(XmlNode::Text(PLACEHOLDER.to_owned()));
            Ok((key.clone(), split_at_placeholders(&table)?))
        };
        let pattern = self
            .patterns
            .tables
            .get_or_build(|known| *known == key, build)?;
        let [before, properties, columns, rows, after] = &pattern.1;
        out.push_str(before);
        push_number(width, out);
        out.push_str(properties);
        if let Some(title) = format.title_element() {
            title.write(out);
        }
        out.push_str(columns);
        for width in &table.grid {
            self.write_grid_column(*width, out)?;
        }
        out.push_str(rows);
        for (at, TableChild::TableRow(row)) in table.rows.iter().enumerate() {
            self.write_row(
                row,
                at == 0 && format.header_cells.has_row(),
                &table.grid,
                out,
            )?;
        }
        out.push_str(after);
        Ok(())
    }

    fn write_grid_column(&mut self, width: usize, out: &mut String) -> Result<(), String> {
        let builder = self.builder;
        let build = || {
            let grid = builder.build(&TableGrid::new(vec![NUMBER_PLACEHOLDER]))?;
            Ok((
                (),
                split_at_placeholders(grid.elements().next().ok_or("a grid has no columns")?)?,
            ))
        };
        let pattern = self.patterns.grid_columns.get_or_build(|()| true, build)?;
        let [before, after] = &pattern.1;
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
            let emptied = TableRow {
                property: row.property.clone(),
                ..TableRow::new(Vec::new())
            };
            let mut built = builder.build(&emptied)?;
            if is_header {
                mark_as_header_row(&mut built);
            }
            built.children.push(XmlNode::Text(PLACEHOLDER.to_owned()));
            Ok((
                (row.property.clone(), is_header),
                split_at_placeholders(&built)?,
            ))
        };
        let like = |(known, header): &(_, bool)| *header == is_header && *known == row.property;
        let pattern = self.patterns.rows.get_or_build(like, build)?;
        let [before, after] = &pattern.1;
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
        let common = cell
            .property
            .clone()
            .width(NUMBER_PLACEHOLDER, WidthType::Dxa);
        let is_empty = cell.children.is_empty();
        if is_empty || common.clone().width(width, WidthType::Dxa) != cell.property {
            return self.write_without_pattern(cell, out);
        }
        let builder = self.builder;
        let build = || {
            let mut built = builder.build(&TableCell {
                property: common.clone(),
                ..TableCell::new()
            })?;
            // The builder gives a cell without text an empty paragraph.
            built.remove(&["w:p"]);
            built.children.push(XmlNode::Text(PLACEHOLDER.to_owned()));
            Ok((common.clone(), split_at_placeholders(&built)?))
        };
        let pattern = self
            .patterns
            .cells
            .get_or_build(|known| *known == common, build)?;
        let [before, between, after] = &pattern.1;
        out.push_str(before);
        push_number(width, out);
        out.push_str(between);
        for content in &cell.children {
            match content {
                TableCellContent::Paragraph(paragraph) => {
                    self.write_paragraph(paragraph, "", out)?
                }
                TableCellContent::Table(table) => self.write_table(table, out)?,
                TableCellContent::StructuredDataTag(tag) => self.write_without_pattern(tag, out)?,
                TableCellContent::TableOfContents(contents) => {
                    self.write_without_pattern(contents, out)?
                }
            }
        }
        out.push_str(after);
        Ok(())
    }
}
