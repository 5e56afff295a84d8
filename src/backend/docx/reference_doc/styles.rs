//! Reads styles: their types, names, defaults and switches.

use crate::ooxml::xml::Element;

/// Whether a switch such as `w:bidi` is on (`CT_OnOff`): without a value it is.
pub(super) fn is_switched_on(parent: &Element, name: &str) -> bool {
    let Some(switch) = parent.find(name) else {
        return false;
    };
    !matches!(switch.get("w:val"), Some("0" | "false" | "off"))
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

/// The first style of an id, whatever its type.
pub(super) fn find_style<'a>(styles: &'a Element, id: &str) -> Option<&'a Element> {
    styles
        .elements()
        .find(|style| style.get("w:styleId") == Some(id))
}

pub(super) fn find_style_mut<'a>(styles: &'a mut Element, id: &str) -> Option<&'a mut Element> {
    styles
        .elements_mut()
        .find(|style| style.get("w:styleId") == Some(id))
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
        if let Some(properties) = style.find("w:pPr")
            && is_switched_on(properties, "w:bidi")
        {
            return true;
        }
    }
    false
}
