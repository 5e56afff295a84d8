//! Tables: their look, their columns, their rows and their cells.

use docx_rs::{
    Table, TableCell, TableCellContent, TableChild, TableGrid, TableRow, TableRowChild, WidthType,
};

use super::super::deferred::table_slot;
use super::super::elements::make_header;
use super::patterns::{NUMBER, PLACE, cut};
use super::{StoryWriter, push_number};
use crate::ooxml::xml::Node;

impl StoryWriter<'_> {
    pub(super) fn table(&mut self, table: &Table, out: &mut String) -> Result<(), String> {
        let (builder, number, width) = (self.builder, self.tables, table.grid.iter().sum());
        self.tables += 1;
        // What it has in common with all that are alike.
        let common = table
            .property
            .clone()
            .style("")
            .width(NUMBER, WidthType::Dxa);
        let filled = common
            .clone()
            .style(table_slot(number))
            .width(width, WidthType::Dxa);
        let is_regular = table
            .rows
            .iter()
            .all(|TableChild::TableRow(row)| row.cells.len() <= table.grid.len());
        let look = builder
            .finisher
            .deferred
            .tables
            .get(number)
            .filter(|_| is_regular && filled == table.property);
        let Some(look) = look else {
            return self.whole(table, out);
        };
        let key = (common, look.style, look.header_cells, look.right_to_left);
        let spell = || {
            let property = key.0.clone().style(table_slot(number));
            let mut table = builder.spell(&Table {
                property,
                ..Table::new(Vec::new())
            })?;
            if let Some(properties) = table.find_mut("w:tblPr") {
                properties.remove(&["w:tblCaption"]);
            }
            for part in table.elements_mut() {
                part.children.push(Node::Text(PLACE.to_owned()));
            }
            table.children.push(Node::Text(PLACE.to_owned()));
            Ok((key.clone(), cut(&table)?))
        };
        let pattern = self.patterns.tables.get(|known| *known == key, spell)?;
        let [before, properties, columns, rows, after] = &pattern.1;
        out.push_str(before);
        push_number(width, out);
        out.push_str(properties);
        if let Some(title) = look.caption() {
            title.write(out);
        }
        out.push_str(columns);
        for width in &table.grid {
            self.column(*width, out)?;
        }
        out.push_str(rows);
        for (at, TableChild::TableRow(row)) in table.rows.iter().enumerate() {
            self.row(
                row,
                at == 0 && look.header_cells.has_row(),
                &table.grid,
                out,
            )?;
        }
        out.push_str(after);
        Ok(())
    }

    fn column(&mut self, width: usize, out: &mut String) -> Result<(), String> {
        let builder = self.builder;
        let spell = || {
            let grid = builder.spell(&TableGrid::new(vec![NUMBER]))?;
            Ok((
                (),
                cut(grid.elements().next().ok_or("a grid has no columns")?)?,
            ))
        };
        let pattern = self.patterns.columns.get(|()| true, spell)?;
        let [before, after] = &pattern.1;
        out.push_str(before);
        push_number(width, out);
        out.push_str(after);
        Ok(())
    }

    fn row(
        &mut self,
        row: &TableRow,
        is_header: bool,
        grid: &[usize],
        out: &mut String,
    ) -> Result<(), String> {
        let builder = self.builder;
        let spell = || {
            let emptied = TableRow {
                property: row.property.clone(),
                ..TableRow::new(Vec::new())
            };
            let mut spelled = builder.spell(&emptied)?;
            if is_header {
                make_header(&mut spelled);
            }
            spelled.children.push(Node::Text(PLACE.to_owned()));
            Ok(((row.property.clone(), is_header), cut(&spelled)?))
        };
        let like = |(known, header): &(_, bool)| *header == is_header && *known == row.property;
        let pattern = self.patterns.rows.get(like, spell)?;
        let [before, after] = &pattern.1;
        out.push_str(before);
        for (TableRowChild::TableCell(cell), width) in row.cells.iter().zip(grid) {
            self.cell(cell, *width, out)?;
        }
        out.push_str(after);
        Ok(())
    }

    fn cell(&mut self, cell: &TableCell, width: usize, out: &mut String) -> Result<(), String> {
        let common = cell.property.clone().width(NUMBER, WidthType::Dxa);
        let is_empty = cell.children.is_empty();
        if is_empty || common.clone().width(width, WidthType::Dxa) != cell.property {
            return self.whole(cell, out);
        }
        let builder = self.builder;
        let spell = || {
            let mut spelled = builder.spell(&TableCell {
                property: common.clone(),
                ..TableCell::new()
            })?;
            // The builder gives a cell without text an empty paragraph.
            spelled.remove(&["w:p"]);
            spelled.children.push(Node::Text(PLACE.to_owned()));
            Ok((common.clone(), cut(&spelled)?))
        };
        let pattern = self.patterns.cells.get(|known| *known == common, spell)?;
        let [before, between, after] = &pattern.1;
        out.push_str(before);
        push_number(width, out);
        out.push_str(between);
        for content in &cell.children {
            match content {
                TableCellContent::Paragraph(paragraph) => self.paragraph(paragraph, "", out)?,
                TableCellContent::Table(table) => self.table(table, out)?,
                TableCellContent::StructuredDataTag(tag) => self.whole(tag, out)?,
                TableCellContent::TableOfContents(contents) => self.whole(contents, out)?,
            }
        }
        out.push_str(after);
        Ok(())
    }
}
