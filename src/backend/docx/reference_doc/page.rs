//! The page of a reference document.

use super::archive::has_relationships;
use crate::ooxml::xml::Element;

/// A page, in twentieths of a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct DocxPage {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) left: usize,
    pub(crate) right: usize,
    pub(crate) top: usize,
    pub(crate) bottom: usize,
    pub(crate) header: usize,
    pub(crate) footer: usize,
}

/// The least and the most that Word takes for the side of a page: 1 and 22 inches.
const PAGE_SIDES: std::ops::RangeInclusive<usize> = 1440..=31_680;

/// What else a section says about its pages and may be taken over as it is.
const PAGE_SETUP_ELEMENTS: [&str; 5] = [
    "w:paperSrc",
    "w:pgBorders",
    "w:lnNumType",
    "w:pgNumType",
    "w:docGrid",
];

impl DocxPage {
    /// The page of a section; `None` if it is none that can be used.
    pub(super) fn of_section(section: &Element) -> Option<Self> {
        let (size, margins) = (section.find("w:pgSz")?, section.find("w:pgMar")?);
        let length = |element: &Element, name: &str| {
            element
                .get(name)?
                .parse::<f32>()
                .ok()
                .map(|it| it.abs() as usize)
        };
        let margin = |name: &str| length(margins, name);
        let gutter = margin("w:gutter").unwrap_or(0);
        let page = Self {
            width: length(size, "w:w")?,
            height: length(size, "w:h")?,
            left: margin("w:left")
                .or_else(|| margin("w:start"))?
                .saturating_add(gutter),
            right: margin("w:right").or_else(|| margin("w:end"))?,
            top: margin("w:top")?,
            bottom: margin("w:bottom")?,
            header: margin("w:header").unwrap_or(720),
            footer: margin("w:footer").unwrap_or(720),
        };
        // A column narrower than half of the paper holds none of our tables.
        let usable = PAGE_SIDES.contains(&page.width)
            && PAGE_SIDES.contains(&page.height)
            && page.left.saturating_add(page.right) <= page.width / 2
            && page.top.saturating_add(page.bottom) <= page.height / 2
            && page.header.max(page.footer) < page.height / 2;
        usable.then_some(page)
    }
}

/// What a section says about its pages besides their size: borders, numbers, lines, the tray of the
/// paper.
pub(super) fn page_setup(section: &Element) -> Vec<Element> {
    let taken = section
        .elements()
        .filter(|it| PAGE_SETUP_ELEMENTS.contains(&it.name.as_str()));
    taken.filter(|it| !has_relationships(it)).cloned().collect()
}

/// The sections of a document, in order.
pub(super) fn sections_of(document: &Element) -> Vec<&Element> {
    let Some(body) = document.find("w:body") else {
        return Vec::new();
    };
    let mut out = Vec::new();
    body.walk(&mut |element| match element.name.as_str() {
        "w:body" | "w:pPr" => out.extend(element.elements().filter(|it| it.name == "w:sectPr")),
        _ => {}
    });
    // The body's own comes last in it, and is met first.
    if body.find("w:sectPr").is_some() && !out.is_empty() {
        out.rotate_left(1);
    }
    out
}
