//! Sections: their pages, and the headers and footers that stand on them.

use super::deferred::Section;
use super::finisher::Finisher;
use super::reference_doc::{HeaderOrFooter, HeadersFooters};
use crate::document::Direction;
use crate::ooxml::xml::{Element, XmlNode, element};

impl Finisher<'_> {
    /// Whether the first page has headers or footers of its own: ours has, a reference document says
    /// so.
    pub(super) fn has_first_page_headers(&self) -> bool {
        let all = |it: &HeadersFooters| {
            it.has_any(HeaderOrFooter::Header) && it.has_any(HeaderOrFooter::Footer)
        };
        self.reference_doc
            .map(|it| &it.headers_footers)
            .is_none_or(|it| it.has_first_page || !all(it))
    }

    /// What is to be said of a section: its page, its header and its footer.
    pub(super) fn section_properties(
        &self,
        section: &Section,
        references: &[Element],
        continuous: bool,
    ) -> Vec<XmlNode> {
        let metrics = self.metrics;
        let size = |name: &str, value: usize| (format!("w:{name}"), value.to_string());
        let sized = |name: &str, values: Vec<(String, String)>| {
            values
                .into_iter()
                .fold(element(name), |out, (name, value)| out.with(&name, value))
        };
        let mut children: Vec<Element> = references.to_vec();
        if continuous {
            children.push(element("w:type").with("w:val", "continuous"));
        }
        let mut paper = vec![
            size("w", metrics.page.width),
            size("h", metrics.page.height),
        ];
        if metrics.page.width > metrics.page.height {
            paper.push(("w:orient".to_owned(), "landscape".to_owned()));
        }
        children.push(sized("w:pgSz", paper));
        let margins = [
            ("top", metrics.page.top),
            ("right", metrics.page.right),
            ("bottom", metrics.page.bottom),
            ("left", metrics.page.left),
            ("header", metrics.page.header),
            ("footer", metrics.page.footer),
            ("gutter", 0),
        ];
        children.push(sized(
            "w:pgMar",
            margins.map(|(name, value)| size(name, value)).to_vec(),
        ));
        children.push(match section.columns {
            None => sized("w:cols", vec![size("space", metrics.gutter)]),
            Some((first, second)) => {
                let column = |width| sized("w:col", vec![size("w", width)]);
                sized("w:cols", vec![size("num", 2), size("equalWidth", 0)])
                    .child(column(first).with("w:space", metrics.gutter.to_string()))
                    .child(column(second))
            }
        });
        if self.has_first_page_headers() {
            children.push(element("w:titlePg"));
        }
        // Lines on a grid, or with numbers, would not be as they were measured.
        let fitted = self.document.fit.pages.is_some();
        let setup = self.reference_doc.iter().flat_map(|it| &it.setup);
        children.extend(
            setup
                .filter(|it| !fitted || it.name == "w:pgBorders" || it.name == "w:paperSrc")
                .cloned(),
        );
        if metrics.direction == Direction::Rtl {
            children.push(element("w:bidi"));
        }
        children.into_iter().map(XmlNode::Element).collect()
    }
}
