//! A part that holds text: finished element by element, while it is read.

use std::collections::BTreeSet;

use super::super::Section;
use super::super::chart::R;
use super::super::order;
use super::super::package::Package;
use super::super::parts::W;
use super::super::xml::{Element, Node};
use super::{Finish, WP, built};

/// Finishes a part.
pub(super) struct Story<'a> {
    finish: &'a Finish<'a>,
    /// The headers and footers that sections refer to.
    references: &'a [Element],
    links: BTreeSet<String>,
    controls: usize,
    sections: usize,
}

/// The blocks of a document stand in its body, which stands in the root.
const AROUND_BLOCK: usize = 2;

impl<'a> Story<'a> {
    pub(super) fn new(finish: &'a Finish<'a>, references: &'a [Element]) -> Self {
        Self { finish, references, links: BTreeSet::new(), controls: 0, sections: 0 }
    }

    /// Reads and finishes the part `name`, and relates it to the addresses that it links to. `block` makes of each
    /// block of a document what stands in its place; in other parts, of what is in a paragraph.
    pub(super) fn read(
        mut self,
        bytes: &[u8],
        name: &str,
        package: &mut Package,
        mut block: impl FnMut(Element) -> Option<Node>,
    ) -> Result<Element, String> {
        let text = std::str::from_utf8(bytes).map_err(|why| format!("{name}: {why}"))?;
        let root = built::read(text, |mut element, around| {
            if order::is_noise(&element) {
                return None;
            }
            self.close(&mut element);
            if around == AROUND_BLOCK { block(element) } else { Some(Node::Element(element)) }
        });
        let mut root = root.map_err(|why| format!("{name}: {why}"))?;
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
        Ok(root)
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
