//! Corrects what the tree builder writes wrongly in runs and tables, and fills in the placeholders
//! of drawings and table formats.

use super::deferred::{DRAWING_STYLE_PREFIX, HeaderCells, TABLE_STYLE_PREFIX};
use super::finisher::Finisher;
use super::{drawings, schema_order};
use crate::ooxml::xml::{Element, XmlNode, element};

impl Finisher<'_> {
    /// Corrects a run, or replaces its content by a drawing if it is a placeholder.
    pub(super) fn finish_run(&self, run: &mut Element) {
        let properties = run.find("w:rPr");
        let style = properties.and_then(|it| it.child_value("w:rStyle"));
        if let Some(number) = style.and_then(|style| style.strip_prefix(DRAWING_STYLE_PREFIX)) {
            let number = number.parse::<usize>().unwrap_or(usize::MAX);
            run.children = match self.deferred.drawings.get(number) {
                Some(drawing) => vec![XmlNode::Element(drawings::inline_drawing(number, drawing))],
                None => Vec::new(),
            };
            return;
        }
        for child in run.elements_mut() {
            match child.name.as_str() {
                "w:br" if child.get("w:type") == Some("textWrapping") => child.attributes.clear(),
                "w:fldChar" => child.attributes.retain(|(name, _)| name != "w:dirty"),
                "w:instrText" => child.set("xml:space", "preserve"),
                _ => {}
            }
        }
    }

    /// Gives a table its style and its header cells. The builder always writes borders and cell
    /// margins into the table itself, where they would win over the style's.
    pub(super) fn finish_table(&self, table: &mut Element) {
        let Some(properties) = table.find_mut("w:tblPr") else {
            return;
        };
        let style = properties.child_value("w:tblStyle").unwrap_or_default();
        let Some(number) = style.strip_prefix(TABLE_STYLE_PREFIX) else {
            return;
        };
        let number = number.parse::<usize>().unwrap_or(usize::MAX);
        let Some(format) = self.deferred.tables.get(number) else {
            return;
        };
        let header_cells = format.header_cells;
        properties.remove(&[
            "w:tblBorders",
            "w:jc",
            "w:tblStyle",
            "w:tblLook",
            "w:tblCellMar",
        ]);
        let mut children = vec![
            element("w:tblStyle").with("w:val", format.style),
            table_look(header_cells),
        ];
        children.extend(format.title_element());
        if format.right_to_left {
            children.push(element("w:bidiVisual"));
        }
        let children = children.into_iter().map(XmlNode::Element);
        properties.children.extend(children);
        schema_order::sort_children(properties);
        if header_cells.has_row()
            && let Some(row) = table.find_mut("w:tr")
        {
            mark_as_header_row(row);
        }
    }
}

/// Switches the parts of a table style on that apply to header cells, and bands off (ECMA-376
/// part 1, 17.4.55). `w:val` repeats the flags as bits for older readers.
fn table_look(header_cells: HeaderCells) -> Element {
    let flag = |on: bool| if on { "1" } else { "0" };
    let (row, column) = (header_cells.has_row(), header_cells.has_column());
    let bits = 0x0600 | if row { 0x20 } else { 0 } | if column { 0x80 } else { 0 };
    element("w:tblLook")
        .with("w:val", format!("{bits:04X}"))
        .with("w:firstRow", flag(row))
        .with("w:lastRow", "0")
        .with("w:firstColumn", flag(column))
        .with("w:lastColumn", "0")
        .with("w:noHBand", "1")
        .with("w:noVBand", "1")
}

/// Makes Word repeat a row at the top of every page of its table.
pub(super) fn mark_as_header_row(row: &mut Element) {
    if row.find("w:trPr").is_none() {
        row.children.insert(0, XmlNode::Element(element("w:trPr")));
    }
    if let Some(properties) = row.find_mut("w:trPr") {
        properties
            .children
            .push(XmlNode::Element(element("w:tblHeader")));
    }
}
