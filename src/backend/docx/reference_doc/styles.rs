//! Reads the switches, names and defaults of styles.

use crate::ooxml::xml::Element;

/// Whether a switch is on: it is if it is there, unless it says otherwise.
pub(super) fn is_switched_on(parent: &Element, name: &str) -> bool {
    parent
        .find(name)
        .is_some_and(|it| !matches!(it.get("w:val"), Some("0" | "false" | "off")))
}

pub(super) fn style_kind_and_name(style: &Element) -> (String, String) {
    let kind = style.get("w:type").unwrap_or("paragraph").to_owned();
    (
        kind,
        style
            .child_value("w:name")
            .unwrap_or_default()
            .trim()
            .to_lowercase(),
    )
}

pub(super) fn is_style(element: &&Element) -> bool {
    element.name == "w:style" && element.get("w:styleId").is_some()
}

pub(super) fn is_default_style(style: &Element) -> bool {
    matches!(style.get("w:default"), Some("1" | "true" | "on"))
}

/// Whether text without a style of its own runs from right to left.
pub(super) fn defaults_to_right_to_left(styles: &Element) -> bool {
    let mut defaults = styles
        .elements()
        .filter(is_style)
        .filter(|it| is_default_style(it) && style_kind_and_name(it).0 == "paragraph");
    defaults.any(|it| {
        it.find("w:pPr")
            .is_some_and(|it| is_switched_on(it, "w:bidi"))
    })
}
