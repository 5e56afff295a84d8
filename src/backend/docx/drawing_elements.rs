//! What the elements of all drawings share: pictures, charts and the signs of statuses.

use crate::length::Pt;
use crate::ooxml::namespaces::A;
use crate::ooxml::xml::{Element, element};

/// Adds Office's extension for decorative drawings ([MS-ODRAWXML] 2.27.1.1) to the properties of a
/// drawing. Without it, an empty description counts as a missing one.
pub(super) fn mark_as_decorative(properties: Element) -> Element {
    let mark = element("adec:decorative")
        .with(
            "xmlns:adec",
            "http://schemas.microsoft.com/office/drawing/2017/decorative",
        )
        .with("val", "1");
    let extension = element("a:ext")
        .with("uri", "{C183D7F6-B498-43B3-948B-1728B52AA6E4}")
        .child(mark);
    properties.child(element("a:extLst").with("xmlns:a", A).child(extension))
}

/// A length in English Metric Units, at least 1: Word rejects drawings without extent.
pub(super) fn emu(length: Pt) -> String {
    (length.emu().round() as i64).max(1).to_string()
}
