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
    let mut left_out = BTreeSet::new();
    for node in document.descendants().filter(Node::is_element) {
        left_out.extend(undrawn_element(node));
        if node
            .attributes()
            .any(|it| is_event_handler(it.name(), it.value()))
        {
            left_out.insert("a script");
        }
        if node
            .attributes()
            .any(|it| paints_with_other_file(it.value()))
        {
            left_out.insert("a part of another file");
        }
    }
    left_out
        .into_iter()
        .map(|content| format!("has {content}, which is left out"))
        .collect()
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
    node.attributes()
        .any(|it| it.name() == "href" && !it.value().trim().starts_with('#'))
}

/// Whether an attribute is `onclick` or the like, with code.
fn is_event_handler(name: &str, value: &str) -> bool {
    name.starts_with("on") && value.contains(['(', '=', ';'])
}

/// Whether an attribute has a `url()` that is not in the file itself.
fn paints_with_other_file(value: &str) -> bool {
    value.split("url(").skip(1).any(|url| {
        let url = url.trim_start().trim_start_matches(['"', '\'']);
        !url.starts_with('#')
    })
}
