//! The page of a reference document: its size, margins and other properties of its last section.

use super::archive::has_relationships;
use crate::ooxml::xml::Element;

/// The geometry of a page, in twentieths of a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct DocxPage {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) left: usize,
    pub(crate) right: usize,
    pub(crate) top: usize,
    pub(crate) bottom: usize,
    /// From the upper edge of the paper to the header.
    pub(crate) header: usize,
    /// From the lower edge of the paper to the footer.
    pub(crate) footer: usize,
}

/// The sides of a page that Word accepts: 1 to 22 inches.
const PAGE_SIDES: std::ops::RangeInclusive<usize> = 1440..=31_680;

/// The distance of headers and footers from the edge in a section that states none: half an inch.
const DEFAULT_EDGE_DISTANCE: usize = 720;

impl DocxPage {
    /// The page of a section; `None` if it states no size or margins, or has no room for our
    /// tables.
    pub(super) fn of_section(section: &Element) -> Option<Self> {
        let size = section.find("w:pgSz")?;
        let margins = section.find("w:pgMar")?;
        // The gutter is the space for a binding, in addition to the margin.
        let gutter = length_attribute(margins, "w:gutter").unwrap_or(0);
        let header = length_attribute(margins, "w:header");
        let footer = length_attribute(margins, "w:footer");
        let page = Self {
            width: length_attribute(size, "w:w")?,
            height: length_attribute(size, "w:h")?,
            left: side_margin(margins, "w:left", "w:start")?.saturating_add(gutter),
            right: side_margin(margins, "w:right", "w:end")?,
            top: length_attribute(margins, "w:top")?,
            bottom: length_attribute(margins, "w:bottom")?,
            header: header.unwrap_or(DEFAULT_EDGE_DISTANCE),
            footer: footer.unwrap_or(DEFAULT_EDGE_DISTANCE),
        };
        if !page.is_usable() {
            return None;
        }
        Some(page)
    }

    /// Whether at least half of the paper is left for text, in both directions.
    fn is_usable(&self) -> bool {
        PAGE_SIDES.contains(&self.width)
            && PAGE_SIDES.contains(&self.height)
            && self.left.saturating_add(self.right) <= self.width / 2
            && self.top.saturating_add(self.bottom) <= self.height / 2
            && self.header.max(self.footer) < self.height / 2
    }
}

/// A margin by its name in the transitional schema, or else by that in the strict one.
fn side_margin(margins: &Element, transitional: &str, strict: &str) -> Option<usize> {
    match length_attribute(margins, transitional) {
        Some(margin) => Some(margin),
        None => length_attribute(margins, strict),
    }
}

/// A length of twentieths of a point. A negative margin means that headers may overlap the text;
/// its size counts.
fn length_attribute(element: &Element, name: &str) -> Option<usize> {
    // Google Docs writes fractions.
    let length = element.get(name)?.parse::<f32>().ok()?;
    Some(length.abs() as usize)
}

/// Properties of a section that are taken over as they are: the tray of the paper, borders, and the
/// numbers of lines and pages.
const PAGE_SETUP_ELEMENTS: [&str; 5] = [
    "w:paperSrc",
    "w:pgBorders",
    "w:lnNumType",
    "w:pgNumType",
    "w:docGrid",
];

/// The [`PAGE_SETUP_ELEMENTS`] of a section. Those that refer to other parts, such as borders made
/// of images, are left out.
pub(super) fn page_setup(section: &Element) -> Vec<Element> {
    let mut setup = Vec::new();
    for property in section.elements() {
        let is_setup = PAGE_SETUP_ELEMENTS.contains(&property.name.as_str());
        if is_setup && !has_relationships(property) {
            setup.push(property.clone());
        }
    }
    setup
}

/// The properties of a document's sections, in order. Those of all but the last are in the last
/// paragraph of their section (ECMA-376 part 1, 17.6.18).
pub(super) fn sections_of(document: &Element) -> Vec<&Element> {
    let Some(body) = document.find("w:body") else {
        return Vec::new();
    };
    let mut out = Vec::new();
    body.walk(&mut |element| match element.name.as_str() {
        "w:body" | "w:pPr" => out.extend(element.elements().filter(|it| it.name == "w:sectPr")),
        _ => {}
    });
    // The walk meets the body's own, which is the last section's, before all others.
    if body.find("w:sectPr").is_some() && !out.is_empty() {
        out.rotate_left(1);
    }
    out
}
