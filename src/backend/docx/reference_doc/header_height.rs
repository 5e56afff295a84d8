//! Estimates the height of a header or footer, so that margins can make room for it.
//!
//! It counts lines and images. It does not shape text, because lines of a header rarely wrap.

use crate::length::Pt;
use crate::ooxml::xml::Element;

/// The height of a line without an image.
const LINE_HEIGHT: Pt = Pt(15.0);

/// The height of the blocks of a header, a cell or a content control.
pub(super) fn content_height(parent: &Element) -> Pt {
    parent.elements().map(block_height).sum()
}

fn block_height(block: &Element) -> Pt {
    match block.name.as_str() {
        "w:p" => paragraph_height(block),
        "w:tbl" => block
            .elements()
            .filter(|row| row.name == "w:tr")
            .map(row_height)
            .sum(),
        "w:sdt" | "w:sdtContent" => content_height(block),
        _ => Pt::ZERO,
    }
}

/// The height of the tallest cell, or the row's own if that is more.
fn row_height(row: &Element) -> Pt {
    let own = row
        .find("w:trPr")
        .and_then(|properties| properties.find("w:trHeight"))
        .map_or(Pt::ZERO, |height| twips_attribute(height, "w:val"));
    row.elements()
        .filter(|cell| cell.name == "w:tc")
        .map(content_height)
        .fold(own, Pt::max)
}

fn paragraph_height(paragraph: &Element) -> Pt {
    let mut line = LINE_HEIGHT;
    let mut below = Pt::ZERO;
    paragraph.walk(&mut |element| match element.name.as_str() {
        "wp:inline" => line = line.max(drawing_height(element)),
        // Text goes around other drawings that are anchored.
        "wp:anchor" if element.find("wp:wrapTopAndBottom").is_some() => {
            below += drawing_height(element);
        }
        _ => {}
    });
    let spacing = paragraph
        .find("w:pPr")
        .and_then(|properties| properties.find("w:spacing"));
    let space = |name| spacing.map_or(Pt::ZERO, |spacing| twips_attribute(spacing, name));
    line + below + space("w:before") + space("w:after")
}

/// The height of a drawing, which its extent states in English Metric Units.
fn drawing_height(drawing: &Element) -> Pt {
    let extent = drawing.find("wp:extent");
    let emu = extent.and_then(|extent| extent.get("cy")?.parse::<f32>().ok());
    emu.unwrap_or(0.0) / Pt(1.0).emu() * Pt(1.0)
}

/// A length in twentieths of a point; zero if it is missing or malformed.
fn twips_attribute(element: &Element, name: &str) -> Pt {
    let twips = element.get(name).and_then(|twips| twips.parse().ok());
    Pt::from_twips(twips.unwrap_or(0))
}
