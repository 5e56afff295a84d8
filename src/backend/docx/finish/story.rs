//! A part that holds text, finished while it is read.
//!
//! The tree builder takes long for each paragraph and each cell, and writes most of them as it has written others. So
//! it spells the first of each look, and those that are like it are filled from that ([`Patterns`]).

use std::collections::BTreeSet;

use docx_rs::{BuildXML, DocumentChild, Paragraph, Table, TableCell, TableCellContent, TableChild, TableRowChild};

use super::super::Section;
use super::super::chart::R;
use super::super::order;
use super::super::package::Package;
use super::super::parts::W;
use super::super::xml::{Element, Node};
use super::patterns::{Blank, Patterns};
use super::{Finish, WP, built};

/// Finishes a part.
pub(in super::super) struct Story<'a> {
    finish: &'a Finish<'a>,
    /// The headers and footers that sections refer to.
    references: &'a [Element],
    /// Gives styles and lists the names that the house template has for them.
    rename: &'a dyn Fn(&mut Element),
    patterns: Patterns,
    links: BTreeSet<String>,
    controls: usize,
    sections: usize,
}

impl<'a> Story<'a> {
    pub(in super::super) fn new(
        finish: &'a Finish<'a>,
        references: &'a [Element],
        rename: &'a dyn Fn(&mut Element),
    ) -> Self {
        // A house template has names of its own for what they hold.
        let patterns = if finish.house.is_some() { Patterns::default() } else { Patterns::shared() };
        Self { finish, references, rename, patterns, links: BTreeSet::new(), controls: 0, sections: 0 }
    }

    /// Reads and finishes the part `name`, or what stands around its `blocks`, which are finished; and relates it to
    /// the addresses that it links to.
    pub(super) fn part(
        mut self,
        bytes: &[u8],
        name: &str,
        blocks: Option<String>,
        package: &mut Package,
    ) -> Result<Element, String> {
        let mut root = self.element(bytes).map_err(|why| format!("{name}: {why}"))?;
        if let Some(blocks) = blocks {
            let body = root.find_mut("w:body").ok_or("it has no body")?;
            body.children.retain(|node| matches!(node, Node::Element(child) if child.name == "w:sectPr"));
            body.children.insert(0, Node::Text(blocks));
        }
        root.attributes.retain(|(name, _)| !name.starts_with("xmlns") && !name.starts_with("mc:"));
        // Pandoc finds alternative texts by the prefix of the root.
        for (prefix, namespace) in [("w", W), ("r", R), ("wp", WP)] {
            root.set(&format!("xmlns:{prefix}"), namespace);
        }
        for (at, address) in self.finish.extras.links.iter().enumerate() {
            let id = format!("rIdLink{at}");
            if self.links.contains(&id) {
                package.link(name, &id, address);
            }
        }
        if self.finish.house.is_none() {
            self.patterns.share();
        }
        Ok(root)
    }

    /// Writes a block of a document, finished.
    pub(in super::super) fn block(&mut self, block: DocumentChild, out: &mut String) -> Result<(), String> {
        match block {
            DocumentChild::Paragraph(paragraph) => self.paragraph(&paragraph, out),
            DocumentChild::Table(table) => self.table(*table, out),
            other => self.whole(&other, out),
        }
    }

    /// Writes something as the builder spells it, finished.
    pub(in super::super) fn whole(&mut self, built: &impl BuildXML, out: &mut String) -> Result<(), String> {
        let mut element = self.element(&built.build())?;
        (self.rename)(&mut element);
        element.write(out);
        Ok(())
    }

    fn paragraph(&mut self, paragraph: &Paragraph, out: &mut String) -> Result<(), String> {
        let Some(blank) = Blank::of(paragraph, self.finish.languages) else { return self.whole(paragraph, out) };
        if !self.patterns.knows(&blank) {
            let mut spelled = String::new();
            self.whole(&blank.emptied(), &mut spelled)?;
            self.patterns.learn(&blank, &spelled);
        }
        if self.patterns.fill(&blank, out) { Ok(()) } else { self.whole(paragraph, out) }
    }

    /// A table is spelled without its cells, each cell without its text.
    fn table(&mut self, mut table: Table, out: &mut String) -> Result<(), String> {
        let rows = table.rows.iter_mut().map(|TableChild::TableRow(row)| std::mem::take(&mut row.cells));
        let rows: Vec<Vec<TableRowChild>> = rows.collect();
        let mut element = self.element(&table.build())?;
        (self.rename)(&mut element);
        let places = element.elements_mut().filter(|child| child.name == "w:tr");
        for (place, cells) in places.zip(rows) {
            let mut text = String::new();
            for TableRowChild::TableCell(cell) in cells {
                self.cell(cell, &mut text)?;
            }
            place.children.push(Node::Text(text));
        }
        element.write(out);
        Ok(())
    }

    fn cell(&mut self, mut cell: TableCell, out: &mut String) -> Result<(), String> {
        let content = std::mem::take(&mut cell.children);
        if content.is_empty() || content.iter().any(|it| !matches!(it, TableCellContent::Paragraph(_))) {
            cell.children = content;
            return self.whole(&cell, out);
        }
        let (before, after) = match self.patterns.cell(&cell.property) {
            Some(known) => known,
            None => {
                let mut element = self.element(&cell.build())?;
                (self.rename)(&mut element);
                // The builder gives a cell without text an empty paragraph.
                element.remove(&["w:p"]);
                let learned = self.patterns.learn_cell(&cell.property, element);
                learned.ok_or("a cell has no place for its content")?
            }
        };
        out.push_str(&before);
        for content in &content {
            if let TableCellContent::Paragraph(paragraph) = content {
                self.paragraph(paragraph, out)?;
            }
        }
        out.push_str(&after);
        Ok(())
    }

    /// Reads what the builder wrote of an element and finishes it, from the inside out.
    fn element(&mut self, bytes: &[u8]) -> Result<Element, String> {
        let text = std::str::from_utf8(bytes).map_err(|why| why.to_string())?;
        built::read(text, |mut element| {
            if order::is_noise(&element) {
                return None;
            }
            self.close(&mut element);
            Some(element)
        })
    }

    /// Finishes an element that holds only what is finished.
    fn close(&mut self, element: &mut Element) {
        if matches!(element.name.as_str(), "w:p" | "w:hyperlink" | "w:sdtContent") {
            self.finish.languages.mark(element);
        }
        match element.name.as_str() {
            "w:tbl" => self.finish.table(element),
            "w:sdt" => {
                self.controls += 1;
                self.finish.control(element, self.controls);
            }
            "w:hyperlink" => self.links.extend(element.get("r:id").map(str::to_owned)),
            "w:r" => self.finish.text_run(element),
            "w:gridCol" => element.attributes.retain(|(name, _)| name != "w:type"),
            "w:sectPr" => {
                let own = self.finish.extras.sections.get(self.sections).unwrap_or(&Section { columns: None });
                element.children = self.finish.section(own, self.references, self.sections > 0);
                element.attributes.clear();
                self.sections += 1;
                order::normalise(element);
            }
            "w:p" => self.finish.languages.direct(element),
            _ => {}
        }
        order::arrange(element);
    }
}
