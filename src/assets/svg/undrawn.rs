//! The parts of an SVG file that are not drawn ([`undrawn_content_warnings`]).

use std::collections::BTreeSet;

use resvg::usvg::roxmltree::{Document, Node};

/// Elements that change with time.
const ANIMATION: [&str; 6] = [
    "animate",
    "animateColor",
    "animateMotion",
    "animateTransform",
    "set",
    "mpath",
];

/// A warning for each kind of content that is left out, as a clause that follows the file's name.
pub(super) fn undrawn_content_warnings(document: &Document) -> Vec<String> {
    // A set, so that a file with a thousand animations gets one warning.
    let mut left_out = BTreeSet::new();
    for node in document.descendants().filter(Node::is_element) {
        left_out.extend(undrawn_element(node));
        for attribute in node.attributes() {
            if is_event_handler(attribute.name(), attribute.value()) {
                left_out.insert("a script");
            }
            if paints_with_other_file(attribute.value()) {
                left_out.insert("a part of another file");
            }
        }
    }
    let mut warnings = Vec::new();
    for content in left_out {
        warnings.push(format!("has {content}, which is left out"));
    }
    warnings
}

fn undrawn_element(node: Node) -> Option<&'static str> {
    match node.tag_name().name() {
        "script" => Some("a script"),
        "foreignObject" => Some("text or a page inside of it (`foreignObject`)"),
        "image" | "feImage" => Some("a picture inside of it"),
        "style" if imports_style(node) => Some("a style sheet or a font from elsewhere"),
        "use" if links_to_other_file(node) => Some("a part of another file"),
        name if ANIMATION.contains(&name) => Some("an animation"),
        _ => None,
    }
}

fn imports_style(node: Node) -> bool {
    let text = node.text().unwrap_or_default();
    text.contains("@import") || text.contains("@font-face")
}

fn links_to_other_file(node: Node) -> bool {
    // `href` of SVG 2 and `xlink:href` of SVG 1.1 have the same local name.
    for attribute in node.attributes() {
        if attribute.name() == "href" && !attribute.value().trim().starts_with('#') {
            return true;
        }
    }
    false
}

/// Whether an attribute is `onclick` or the like, with code.
fn is_event_handler(name: &str, value: &str) -> bool {
    // Other attributes may begin with `on` as well; code has one of these signs.
    name.starts_with("on") && value.contains(['(', '=', ';'])
}

/// Whether an attribute has a `url()` that is not in the file itself.
fn paints_with_other_file(value: &str) -> bool {
    for url in value.split("url(").skip(1) {
        let url = url.trim_start().trim_start_matches(['"', '\'']);
        if !url.starts_with('#') {
            return true;
        }
    }
    false
}
