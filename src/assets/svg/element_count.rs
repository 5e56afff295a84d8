//! What an SVG file holds, before it is read as a drawing: how much it repeats, how deep, and what
//! is not drawn.

use std::collections::{BTreeMap, BTreeSet};

use resvg::usvg::roxmltree::{Document, Node};

use super::limits::{SvgLimits, too_many_elements};

/// Elements that change with time.
const ANIMATION: [&str; 6] = [
    "animate",
    "animateColor",
    "animateMotion",
    "animateTransform",
    "set",
    "mpath",
];

/// Rules of style sheets times elements, each of which is held against each.
const MAX_MATCHES: usize = 20_000_000;

/// Counts a file.
///
/// # Errors
///
/// When it passes a limit, or refers to itself.
pub(super) fn check_element_count(document: &Document, limits: SvgLimits) -> Result<(), String> {
    let sheet = StyleSheets::read(document);
    let elements = document.descendants().filter(Node::is_element).count();
    if elements as u64 > limits.elements {
        return Err(too_many_elements(limits));
    }
    if sheet.rules.saturating_mul(elements) > MAX_MATCHES {
        return Err(format!(
            "has {} style rules for {elements} elements, which is too many",
            sheet.rules
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
        sheet,
        limits,
        sizes: BTreeMap::new(),
        open: BTreeSet::new(),
    };
    let size = counter.expanded_size(document.root_element(), 1)?;
    if size.elements > limits.elements as f64 {
        return Err(too_many_elements(limits));
    }
    Ok(())
}
/// How much an element comes to, with all that it repeats. Numbers that no integer holds are no
/// error here.
#[derive(Debug, Clone, Copy, Default)]
struct ExpandedSize {
    elements: f64,
    /// Places on paths at which a marker may stand.
    positions: f64,
    /// Levels below it, itself included.
    depth: usize,
}

/// Counts elements as often as they are drawn.
struct ElementCounter<'a, 'input> {
    ids: BTreeMap<&'a str, Node<'a, 'input>>,
    sheet: StyleSheets,
    limits: SvgLimits,
    sizes: BTreeMap<u32, ExpandedSize>,
    /// Elements on the way to the one in hand.
    open: BTreeSet<u32>,
}

impl<'a, 'input> ElementCounter<'a, 'input> {
    fn expanded_size(
        &mut self,
        node: Node<'a, 'input>,
        depth: usize,
    ) -> Result<ExpandedSize, String> {
        let too_deep = || {
            format!(
                "is nested deeper than {} levels, counting what it repeats",
                self.limits.depth
            )
        };
        if let Some(known) = self.sizes.get(&node.id().get()) {
            return if depth + known.depth > self.limits.depth {
                Err(too_deep())
            } else {
                Ok(*known)
            };
        }
        if depth > self.limits.depth {
            return Err(too_deep());
        }
        if !self.open.insert(node.id().get()) {
            return Err(format!(
                "has a `{}` that refers to itself",
                node.tag_name().name()
            ));
        }
        let mut size = ExpandedSize {
            elements: 1.0,
            positions: marker_positions(node),
            depth: 1,
        };
        let (mut tiles, mut markers) = (0.0, 0.0);
        for child in node.children().filter(Node::is_element) {
            let child = self.expanded_size(child, depth + 1)?;
            size.add(child);
        }
        for id in self.referenced_ids(node) {
            let Some(target) = self.ids.get(id.as_str()).copied() else {
                continue;
            };
            let kind = target.tag_name().name();
            if matches!(kind, "linearGradient" | "radialGradient") {
                continue;
            }
            let target = self.expanded_size(target, depth + 1)?;
            size.depth = size.depth.max(target.depth + 1);
            match kind {
                // These are handed down to all that is inside.
                "pattern" => tiles += target.elements,
                "marker" => markers += target.elements,
                _ => size.add(target),
            }
        }
        size.elements += tiles * size.elements + markers * size.positions;
        self.open.remove(&node.id().get());
        self.sizes.insert(node.id().get(), size);
        Ok(size)
    }

    /// Ids that an element names, in its own attributes and through style sheets.
    fn referenced_ids(&self, node: Node<'a, 'input>) -> Vec<String> {
        let mut out = Vec::new();
        for attribute in node.attributes() {
            match attribute.name() {
                "href" => out.extend(
                    attribute
                        .value()
                        .trim()
                        .strip_prefix('#')
                        .map(str::to_owned),
                ),
                _ => out.extend(url_ids(attribute.value())),
            }
        }
        out.extend(self.sheet.referenced_ids(node));
        // A gradient's `href` hands down stops: that is no more than one step for each gradient.
        if matches!(node.tag_name().name(), "linearGradient" | "radialGradient") {
            Vec::new()
        } else {
            out
        }
    }
}

impl ExpandedSize {
    fn add(&mut self, other: Self) {
        self.elements += other.elements;
        self.positions += other.positions;
        self.depth = self.depth.max(other.depth + 1);
    }
}

/// No more places than a path has numbers.
fn marker_positions(node: Node) -> f64 {
    let length = |name| node.attribute(name).map_or(0, str::len);
    ((length("d") + length("points")) as f64 / 4.0).ceil() + 1.0
}

/// The ids in `url(#…)`.
fn url_ids(value: &str) -> impl Iterator<Item = String> {
    value.split("url(").skip(1).filter_map(|rest| {
        let inside = rest
            .split(')')
            .next()?
            .trim()
            .trim_matches(['"', '\''])
            .trim();
        inside.strip_prefix('#').map(str::to_owned)
    })
}

/// What style sheets name, by the classes that they name it for. More elements may be taken for
/// meant than are.
struct StyleSheets {
    rules: usize,
    /// The classes of a selector, of which there may be none, and the ids in its declarations.
    named: Vec<(BTreeSet<String>, Vec<String>)>,
}

impl StyleSheets {
    fn read(document: &Document) -> Self {
        let styles = document
            .descendants()
            .filter(|node| node.tag_name().name() == "style");
        // The element would give the text of its first child once more.
        let texts = styles.flat_map(|node| {
            node.descendants()
                .filter(Node::is_text)
                .filter_map(|it| it.text())
        });
        let (mut rules, mut named) = (0, Vec::new());
        for text in texts {
            for rule in without_comments(text).split('}') {
                rules += 1;
                let ids: Vec<String> = url_ids(rule).collect();
                let selectors = rule.rsplit_once('{').map_or(rule, |(head, _)| head);
                if !ids.is_empty() {
                    named.extend(
                        selectors
                            .split(',')
                            .map(|it| (selector_classes(it), ids.clone())),
                    );
                }
            }
        }
        Self { rules, named }
    }

    fn referenced_ids(&self, node: Node) -> Vec<String> {
        if self.named.is_empty() || !can_be_styled(node) {
            return Vec::new();
        }
        let own: BTreeSet<&str> = node
            .attribute("class")
            .unwrap_or_default()
            .split_ascii_whitespace()
            .collect();
        let meant = |classes: &BTreeSet<String>| {
            classes.is_empty() || classes.iter().any(|class| own.contains(class.as_str()))
        };
        let named = self.named.iter().filter(|(classes, _)| meant(classes));
        named.flat_map(|(_, ids)| ids.iter().cloned()).collect()
    }
}

/// Whether a style can say how the element is painted.
fn can_be_styled(node: Node) -> bool {
    !matches!(
        node.tag_name().name(),
        "style" | "title" | "desc" | "metadata" | "defs" | "stop" | "script"
    )
}

fn without_comments(text: &str) -> String {
    let mut parts = text.split("/*");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |out, part| {
        out + " " + part.split_once("*/").map_or("", |(_, rest)| rest)
    })
}

fn selector_classes(selector: &str) -> BTreeSet<String> {
    let names = selector.split('.').skip(1);
    let is_inside = |it: char| it.is_alphanumeric() || matches!(it, '-' | '_') || !it.is_ascii();
    names
        .map(|name| name.chars().take_while(|it| is_inside(*it)).collect())
        .collect()
}

/// Says what a file has that is not drawn.
pub(super) fn undrawn_content_warnings(document: &Document) -> Vec<String> {
    let mut found = BTreeMap::new();
    let mut find = |what: &'static str| *found.entry(what).or_insert(0_usize) += 1;
    for node in document.descendants().filter(Node::is_element) {
        match node.tag_name().name() {
            "script" => find("a script"),
            "foreignObject" => find("text or a page inside of it (`foreignObject`)"),
            "image" | "feImage" => find("a picture inside of it"),
            name if ANIMATION.contains(&name) => find("an animation"),
            "style"
                if node.text().is_some_and(|text| {
                    text.contains("@import") || text.contains("@font-face")
                }) =>
            {
                find("a style sheet or a font from elsewhere");
            }
            "use"
                if node
                    .attributes()
                    .any(|it| it.name() == "href" && !it.value().trim().starts_with('#')) =>
            {
                find("a part of another file");
            }
            _ => {}
        }
        if node
            .attributes()
            .any(|it| it.name().starts_with("on") && it.value().contains(['(', '=', ';']))
        {
            find("a script");
        }
        if node.attributes().any(|it| refers_to_other_file(it.value())) {
            find("a part of another file");
        }
    }
    found
        .into_keys()
        .map(|what| format!("has {what}, which is left out"))
        .collect()
}

/// Whether a value paints with something in another file.
fn refers_to_other_file(value: &str) -> bool {
    value.split("url(").skip(1).any(|rest| {
        !rest
            .trim_start()
            .trim_start_matches(['"', '\''])
            .starts_with('#')
    })
}
