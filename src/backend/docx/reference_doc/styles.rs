//! Reads styles: their types, names, defaults and switches.

use crate::ooxml::xml::Element;

/// Whether a switch such as `w:bidi` is on (`CT_OnOff`): without a value it is.
pub(super) fn is_switched_on(parent: &Element, name: &str) -> bool {
    parent
        .find(name)
        .is_some_and(|switch| !matches!(switch.get("w:val"), Some("0" | "false" | "off")))
}

/// Whether an element is a style that others can refer to.
pub(super) fn is_style(element: &&Element) -> bool {
    element.name == "w:style" && element.get("w:styleId").is_some()
}

/// The type of a style: `paragraph`, `character`, `table` or `numbering`.
pub(super) fn style_kind(style: &Element) -> &str {
    style.get("w:type").unwrap_or("paragraph")
}

/// The name of a style in lower case: Word matches names whatever their case is.
pub(super) fn style_name(style: &Element) -> String {
    let name = style.child_value("w:name").unwrap_or_default();
    name.trim().to_lowercase()
}

/// The id of a style, by which paragraphs and other styles refer to it.
pub(super) fn style_id(style: &Element) -> &str {
    style.get("w:styleId").unwrap_or_default()
}

/// Whether a style is the one for all that name none.
pub(super) fn is_default_style(style: &Element) -> bool {
    matches!(style.get("w:default"), Some("1" | "true" | "on"))
}

/// Whether paragraphs without a style run from right to left.
pub(super) fn defaults_to_right_to_left(styles: &Element) -> bool {
    for style in styles.elements().filter(is_style) {
        if !is_default_style(style) || style_kind(style) != "paragraph" {
            continue;
        }
        let properties = style.find("w:pPr");
        if properties.is_some_and(|properties| is_switched_on(properties, "w:bidi")) {
            return true;
        }
    }
    false
}
