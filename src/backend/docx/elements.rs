//! Puts right what the tree builder spells wrongly in single elements: runs and tables.

use super::deferred::{DRAWING_STYLE_PREFIX, TABLE_STYLE_PREFIX, TableFormat};
use super::finisher::Finisher;
use super::{drawings, schema_order};
use crate::ooxml::xml::{Element, XmlNode, element};

impl Finisher<'_> {
    pub(super) fn finish_run(&self, run: &mut Element) {
        let style = run
            .find("w:rPr")
            .and_then(|properties| properties.child_value("w:rStyle"));
        if let Some(number) = style.and_then(|style| style.strip_prefix(DRAWING_STYLE_PREFIX)) {
            let drawing = number
                .parse()
                .ok()
                .and_then(|at: usize| Some((at, self.deferred.drawings.get(at)?)));
            run.children = drawing
                .map(|(at, drawing)| XmlNode::Element(drawings::inline_drawing(at, drawing)))
                .into_iter()
                .collect();
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

    /// Lets the table's style speak: the builder always writes borders of its own, which would win.
    pub(super) fn finish_table(&self, table: &mut Element) {
        let Some(properties) = table.find_mut("w:tblPr") else {
            return;
        };
        let slot = properties
            .child_value("w:tblStyle")
            .and_then(|style| style.strip_prefix(TABLE_STYLE_PREFIX));
        let Some(format) =
            slot.and_then(|number| self.deferred.tables.get(number.parse::<usize>().ok()?))
        else {
            return;
        };
        let TableFormat {
            style,
            header_cells,
            title: _,
            right_to_left,
        } = format;
        let (header, names) = (header_cells.has_row(), header_cells.has_column());
        properties.remove(&[
            "w:tblBorders",
            "w:jc",
            "w:tblStyle",
            "w:tblLook",
            "w:tblCellMar",
        ]);
        let flag = |on: bool| if on { "1" } else { "0" };
        let bits = 0x0600 | if header { 0x20 } else { 0 } | if names { 0x80 } else { 0 };
        let mut add = |child| properties.children.push(XmlNode::Element(child));
        add(element("w:tblStyle").with("w:val", style));
        add(element("w:tblLook")
            .with("w:val", format!("{bits:04X}"))
            .with("w:firstRow", flag(header))
            .with("w:lastRow", "0")
            .with("w:firstColumn", flag(names))
            .with("w:lastColumn", "0")
            .with("w:noHBand", "1")
            .with("w:noVBand", "1"));
        format.title_element().into_iter().for_each(&mut add);
        if *right_to_left {
            add(element("w:bidiVisual"));
        }
        schema_order::sort_children(properties);
        if header && let Some(row) = table.find_mut("w:tr") {
            mark_as_header_row(row);
        }
    }
}

/// Has a row stand at the head of every page of its table.
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
