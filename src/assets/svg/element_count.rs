//! Counts the elements of an SVG file as often as they are drawn ([`check_element_count`]). A small
//! file can repeat its parts, and the repeated parts theirs, billions of times.
//!
//! This runs on the XML tree, before the shapes are expanded.

use std::collections::{BTreeMap, BTreeSet};

use resvg::usvg::roxmltree::{Document, Node};

use super::limits::{SvgLimits, too_many_elements};

/// Style rules times elements at most, as the parser compares each rule with each element.
const MAX_MATCHES: usize = 20_000_000;

/// Checks how many elements a file has, and how deep they are nested, with all repetitions.
///
/// # Errors
///
/// If it exceeds a limit, or an element refers to itself.
pub(super) fn check_element_count(document: &Document, limits: SvgLimits) -> Result<(), String> {
    let styles = StyleSheets::read(document);
    let elements = document.descendants().filter(Node::is_element).count();
    if elements as u64 > limits.elements {
        return Err(too_many_elements(limits));
    }
    if styles.rules.saturating_mul(elements) > MAX_MATCHES {
        return Err(format!(
            "has {} style rules for {elements} elements, which is too many",
            styles.rules
        ));
    }
    let mut ids = BTreeMap::new();
    for node in document.descendants() {
        if let Some(id) = node.attribute("id") {
            ids.entry(id).or_insert(node);
        }
    }
    let mut counter = ElementCounter {
        ids,
        styles,
        limits,
        sizes: BTreeMap::new(),
        ancestors: BTreeSet::new(),
    };
    let size = counter.expanded_size(document.root_element(), 1)?;
    if size.elements > limits.elements as f64 {
        return Err(too_many_elements(limits));
    }
    Ok(())
}

/// The size of an element with all that it repeats. Counts are `f64`, as they may exceed integers.
#[derive(Debug, Clone, Copy, Default)]
struct ExpandedSize {
    elements: f64,
    /// The points of paths at which a marker may be drawn.
    marker_positions: f64,
    /// Levels below the element, itself included.
    depth: usize,
}

/// Counts elements as often as they are drawn.
struct ElementCounter<'a, 'input> {
    ids: BTreeMap<&'a str, Node<'a, 'input>>,
    styles: StyleSheets,
    limits: SvgLimits,
    /// The sizes that are known, by node id. Without them repetitions would be counted one by one.
    sizes: BTreeMap<u32, ExpandedSize>,
    /// The elements that contain or repeat the current one. An element among its own ancestors
    /// refers to itself.
    ancestors: BTreeSet<u32>,
}

impl<'a, 'input> ElementCounter<'a, 'input> {
    fn expanded_size(
        &mut self,
        node: Node<'a, 'input>,
        depth: usize,
    ) -> Result<ExpandedSize, String> {
        let id = node.id().get();
        if let Some(size) = self.sizes.get(&id).copied() {
            self.check_depth(depth + size.depth)?;
            return Ok(size);
        }
        self.check_depth(depth)?;
        if !self.ancestors.insert(id) {
            let name = node.tag_name().name();
            return Err(format!("has a `{name}` that refers to itself"));
        }
        let mut size = ExpandedSize {
            elements: 1.0,
            marker_positions: max_marker_positions(node),
            depth: 1,
        };
        for child in node.children().filter(Node::is_element) {
            let child = self.expanded_size(child, depth + 1)?;
            size.add(child);
        }
        self.add_references(node, depth, &mut size)?;
        self.ancestors.remove(&id);
        self.sizes.insert(id, size);
        Ok(size)
    }

    /// Adds the elements that `node` refers to.
    fn add_references(
        &mut self,
        node: Node<'a, 'input>,
        depth: usize,
        size: &mut ExpandedSize,
    ) -> Result<(), String> {
        let (mut in_patterns, mut in_markers) = (0.0, 0.0);
        for id in self.referenced_ids(node) {
            let Some(target) = self.ids.get(id.as_str()).copied() else {
                continue;
            };
            if is_gradient(target) {
                continue;
            }
            let target_size = self.expanded_size(target, depth + 1)?;
            size.depth = size.depth.max(target_size.depth + 1);
            match target.tag_name().name() {
                "pattern" => in_patterns += target_size.elements,
                "marker" => in_markers += target_size.elements,
                _ => size.add(target_size),
            }
        }
        // Everything inside the element inherits its patterns and markers.
        size.elements += in_patterns * size.elements + in_markers * size.marker_positions;
        Ok(())
    }

    fn check_depth(&self, depth: usize) -> Result<(), String> {
        if depth > self.limits.depth {
            return Err(format!(
                "is nested deeper than {} levels, counting what it repeats",
                self.limits.depth
            ));
        }
        Ok(())
    }

    /// The ids that an element refers to, in its own attributes and through style sheets.
    fn referenced_ids(&self, node: Node<'a, 'input>) -> Vec<String> {
        // Gradients refer to others only for their stops, which adds one step for each gradient.
        if is_gradient(node) {
            return Vec::new();
        }
        let mut ids = Vec::new();
        for attribute in node.attributes() {
            let value = attribute.value();
            if attribute.name() == "href" {
                if let Some(id) = value.trim().strip_prefix('#') {
                    ids.push(id.to_owned());
                }
            } else {
                ids.extend(url_ids(value));
            }
        }
        ids.extend(self.styles.referenced_ids(node));
        ids
    }
}

impl ExpandedSize {
    fn add(&mut self, other: Self) {
        self.elements += other.elements;
        self.marker_positions += other.marker_positions;
        self.depth = self.depth.max(other.depth + 1);
    }
}

fn is_gradient(node: Node) -> bool {
    matches!(node.tag_name().name(), "linearGradient" | "radialGradient")
}

/// An upper bound for the points of a path: each needs four characters or more.
fn max_marker_positions(node: Node) -> f64 {
    let mut length = 0;
    for attribute in ["d", "points"] {
        length += node.attribute(attribute).unwrap_or_default().len();
    }
    (length as f64 / 4.0).ceil() + 1.0
}

/// The ids in `url(#…)`.
fn url_ids(value: &str) -> Vec<String> {
    let mut ids = Vec::new();
    for rest in value.split("url(").skip(1) {
        let url = rest.split(')').next().unwrap_or_default();
        let url = url.trim().trim_matches(['"', '\'']).trim();
        if let Some(id) = url.strip_prefix('#') {
            ids.push(id.to_owned());
        }
    }
    ids
}

/// The ids that style sheets refer to, with the classes they are meant for. Selectors are not
/// evaluated: more elements may count as meant than are.
struct StyleSheets {
    rules: usize,
    references: Vec<StyleReference>,
}

struct StyleReference {
    /// The classes in a selector. Without classes it is meant for all elements.
    classes: BTreeSet<String>,
    /// The ids in its declarations.
    ids: Vec<String>,
}

impl StyleReference {
    fn applies_to(&self, classes: &BTreeSet<&str>) -> bool {
        if self.classes.is_empty() {
            return true;
        }
        // One class of several is enough: `.a.b` and `.a .b` need not be told apart here.
        for class in &self.classes {
            if classes.contains(class.as_str()) {
                return true;
            }
        }
        false
    }
}

impl StyleSheets {
    fn read(document: &Document) -> Self {
        let mut sheets = Self {
            rules: 0,
            references: Vec::new(),
        };
        for style in document.descendants() {
            if style.tag_name().name() != "style" {
                continue;
            }
            // Only text nodes: the text of an element is that of its first child, once more.
            let texts = style.descendants().filter(Node::is_text);
            for text in texts.filter_map(|node| node.text()) {
                sheets.read_sheet(text);
            }
        }
        sheets
    }

    fn read_sheet(&mut self, text: &str) {
        for rule in without_comments(text).split('}') {
            self.rules += 1;
            let ids = url_ids(rule);
            if ids.is_empty() {
                continue;
            }
            // The last brace: the first may open a block such as `@media` around the rule.
            let selectors = match rule.rsplit_once('{') {
                Some((selectors, _)) => selectors,
                None => rule,
            };
            for selector in selectors.split(',') {
                self.references.push(StyleReference {
                    classes: selector_classes(selector),
                    ids: ids.clone(),
                });
            }
        }
    }

    fn referenced_ids(&self, node: Node) -> Vec<String> {
        if self.references.is_empty() || !can_be_styled(node) {
            return Vec::new();
        }
        let classes = node.attribute("class").unwrap_or_default();
        let classes: BTreeSet<&str> = classes.split_ascii_whitespace().collect();
        let mut ids = Vec::new();
        for reference in &self.references {
            if reference.applies_to(&classes) {
                ids.extend_from_slice(&reference.ids);
            }
        }
        ids
    }
}

/// Whether a style can change how the element is painted.
fn can_be_styled(node: Node) -> bool {
    !matches!(
        node.tag_name().name(),
        "style" | "title" | "desc" | "metadata" | "defs" | "stop" | "script"
    )
}

/// A style sheet with each comment as a space.
fn without_comments(text: &str) -> String {
    let mut parts = text.split("/*");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push(' ');
        // A comment that is not closed goes on to the end.
        if let Some((_, rest)) = part.split_once("*/") {
            out.push_str(rest);
        }
    }
    out
}

/// The names after the dots of a selector.
fn selector_classes(selector: &str) -> BTreeSet<String> {
    let mut classes = BTreeSet::new();
    for rest in selector.split('.').skip(1) {
        let end = rest.find(ends_css_name).unwrap_or(rest.len());
        classes.insert(rest[..end].to_owned());
    }
    classes
}

/// Whether a character ends a name in CSS. All that are not ASCII belong to names.
fn ends_css_name(character: char) -> bool {
    character.is_ascii() && !character.is_ascii_alphanumeric() && !matches!(character, '-' | '_')
}
