//! Sections: paper, margins, columns, and references to headers and footers.

use super::package_writer::PackageWriter;
use super::reference_doc::HeaderOrFooter;
use super::wml::Section;
use crate::document::Direction;
use crate::ooxml::xml::{Element, XmlNode, element};

impl PackageWriter<'_> {
    /// Whether the first page differs from the others in its header or footer. Ours always do; a
    /// Word template that has both decides for itself.
    pub(super) fn has_first_page_headers(&self) -> bool {
        let Some(reference_doc) = self.reference_doc else {
            return true;
        };
        let template = &reference_doc.headers_footers;
        template.has_first_page
            || !template.has_any(HeaderOrFooter::Header)
            || !template.has_any(HeaderOrFooter::Footer)
    }

    /// Writes the children of a section's `w:sectPr`: references to headers and footers, paper,
    /// margins and columns.
    pub(super) fn section_properties(
        &self,
        section: &Section,
        references: &[Element],
        continuous: bool,
    ) -> Vec<XmlNode> {
        let metrics = self.metrics;
        let page = &metrics.page;
        let mut children: Vec<Element> = references.to_vec();
        if continuous {
            children.push(element("w:type").with("w:val", "continuous"));
        }
        let mut paper = with_lengths("w:pgSz", &[("w:w", page.width), ("w:h", page.height)]);
        if page.width > page.height {
            paper.set("w:orient", "landscape");
        }
        children.push(paper);
        children.push(with_lengths(
            "w:pgMar",
            &[
                ("w:top", page.top),
                ("w:right", page.right),
                ("w:bottom", page.bottom),
                ("w:left", page.left),
                ("w:header", page.header),
                ("w:footer", page.footer),
                ("w:gutter", 0),
            ],
        ));
        children.push(match section.columns {
            None => with_lengths("w:cols", &[("w:space", metrics.gutter)]),
            Some((first, second)) => with_lengths("w:cols", &[("w:num", 2), ("w:equalWidth", 0)])
                .child(with_lengths(
                    "w:col",
                    &[("w:w", first), ("w:space", metrics.gutter)],
                ))
                .child(with_lengths("w:col", &[("w:w", second)])),
        });
        if self.has_first_page_headers() {
            children.push(element("w:titlePg"));
        }
        if let Some(reference_doc) = self.reference_doc {
            // A line grid or line numbers would change the height that was measured.
            let has_page_limit = self.document.fit.pages.is_some();
            for inherited in &reference_doc.setup {
                let keeps_height = matches!(inherited.name.as_str(), "w:pgBorders" | "w:paperSrc");
                if keeps_height || !has_page_limit {
                    children.push(inherited.clone());
                }
            }
        }
        if metrics.direction == Direction::Rtl {
            children.push(element("w:bidi"));
        }
        children.into_iter().map(XmlNode::Element).collect()
    }
}

/// An element whose attributes are numbers, mostly twentieths of a point.
fn with_lengths(name: &str, lengths: &[(&str, usize)]) -> Element {
    let mut out = element(name);
    for (attribute, length) in lengths {
        out.set(attribute, &length.to_string());
    }
    out
}
