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
        "w:tbl" => {
            let rows = block.elements().filter(|row| row.name == "w:tr");
            rows.map(row_height).sum()
        }
        "w:sdt" | "w:sdtContent" => content_height(block),
        _ => Pt::ZERO,
    }
}

/// The height of the tallest cell, or the row's own if that is more.
fn row_height(row: &Element) -> Pt {
    let mut tallest = match row.find_path(&["w:trPr", "w:trHeight"]) {
        Some(height) => twips_attribute(height, "w:val"),
        None => Pt::ZERO,
    };
    for cell in row.elements() {
        if cell.name == "w:tc" {
            tallest = tallest.max(content_height(cell));
        }
    }
    tallest
}

fn paragraph_height(paragraph: &Element) -> Pt {
    let mut line = LINE_HEIGHT;
    // Drawings that text does not run beside: they push the lines down.
    let mut below = Pt::ZERO;
    paragraph.walk(&mut |element| match element.name.as_str() {
        "wp:inline" => line = line.max(drawing_height(element)),
        // Text goes around other drawings that are anchored.
        "wp:anchor" if element.find("wp:wrapTopAndBottom").is_some() => {
            below += drawing_height(element);
        }
        _ => {}
    });
    let Some(spacing) = paragraph.find_path(&["w:pPr", "w:spacing"]) else {
        return line + below;
    };
    let before = twips_attribute(spacing, "w:before");
    let after = twips_attribute(spacing, "w:after");
    line + below + before + after
}

/// The height of a drawing, which its extent states in English Metric Units.
fn drawing_height(drawing: &Element) -> Pt {
    let Some(extent) = drawing.find("wp:extent") else {
        return Pt::ZERO;
    };
    let emu = extent.get("cy").unwrap_or_default().parse::<f32>();
    let emu_per_point = Pt(1.0).emu();
    emu.unwrap_or(0.0) / emu_per_point * Pt(1.0)
}

/// A length in twentieths of a point; zero if it is missing or malformed.
fn twips_attribute(element: &Element, name: &str) -> Pt {
    let twips = element.get(name).and_then(|twips| twips.parse().ok());
    Pt::from_twips(twips.unwrap_or(0))
}
