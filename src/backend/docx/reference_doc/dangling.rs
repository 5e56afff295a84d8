//! Removes from headers and footers what refers to something that is not taken over: embedded
//! objects, images elsewhere on the network, comments, notes, and data of custom XML parts.
//!
//! Bookmarks go as well, for their names and numbers belong to the whole document.

use std::collections::BTreeMap;

use super::archive::Relationship;
use crate::ooxml::namespaces::R;
use crate::ooxml::xml::{Attribute, Element, XmlNode};

/// Elements that are dropped: their ids or what they refer to belong to the whole document.
const DROPPED_ELEMENTS: [&str; 12] = [
    "w:altChunk",
    "w:bookmarkEnd",
    "w:bookmarkStart",
    "w:commentRangeEnd",
    "w:commentRangeStart",
    "w:customXmlDelRangeEnd",
    "w:customXmlDelRangeStart",
    "w:permEnd",
    "w:permStart",
    "w:placeholder",
    "w:proofErr",
    "w:subDoc",
];

/// Elements that are dropped with the run they are in.
const DROPPED_WITH_RUN: [&str; 3] = [
    "w:commentReference",
    "w:endnoteReference",
    "w:footnoteReference",
];

/// Data stores that Word itself keeps: the core and the extended properties of the document.
const DOCUMENT_PROPERTY_STORES: [&str; 2] = [
    "{6C3C8BC8-F283-45AE-878A-BAB7291924A1}",
    "{6668398D-A668-4E3E-A5EB-62B293D839F1}",
];

/// Kinds of the relationships that are taken over, by id.
type KeptRelationships<'a> = BTreeMap<&'a str, &'a str>;

/// Removes what refers to none of `relationships`. The text of links that lead nowhere stays.
pub(super) fn remove_dangling_content(root: &mut Element, relationships: &[Relationship]) {
    let mut kept = KeptRelationships::new();
    for relationship in relationships {
        kept.insert(&relationship.id, &relationship.kind);
    }
    clean_children(root, &kept);
}

fn clean_children(parent: &mut Element, kept: &KeptRelationships<'_>) {
    // Ids of paragraphs belong to the whole document. LibreOffice writes `ID` beside the `id` that
    // a shape has in the schema.
    parent
        .attributes
        .retain(|(name, _)| !matches!(name.as_str(), "w14:paraId" | "w14:textId" | "ID"));
    for node in std::mem::take(&mut parent.children) {
        let XmlNode::Element(mut child) = node else {
            parent.children.push(node);
            continue;
        };
        match fate_of(&child, kept) {
            Fate::Keep => {
                clean_children(&mut child, kept);
                parent.push(child);
            }
            Fate::Unwrap => {
                clean_children(&mut child, kept);
                parent.children.append(&mut child.children);
            }
            Fate::Drop => {}
        }
    }
}

/// What becomes of an element.
enum Fate {
    Keep,
    /// Its children take its place.
    Unwrap,
    Drop,
}

fn fate_of(element: &Element, kept: &KeptRelationships<'_>) -> Fate {
    let name = element.name.as_str();
    if DROPPED_ELEMENTS.contains(&name) {
        return Fate::Drop;
    }
    let dangles = element.attributes.iter().any(|it| is_dangling(it, kept));
    match name {
        "w:r" if is_dropped_run(element, kept) => Fate::Drop,
        "w:dataBinding" if !is_bound_to_properties(element) => Fate::Drop,
        // An anchor is a bookmark, and bookmarks are dropped.
        "w:hyperlink" if dangles || element.get("w:anchor").is_some() => Fate::Unwrap,
        _ if dangles => Fate::Drop,
        _ => Fate::Keep,
    }
}

fn is_bound_to_properties(binding: &Element) -> bool {
    match binding.get("w:storeItemID") {
        Some(store) => DOCUMENT_PROPERTY_STORES.contains(&store),
        None => false,
    }
}

fn is_dropped_run(run: &Element, kept: &KeptRelationships<'_>) -> bool {
    let mut is_dropped = false;
    run.walk(&mut |inner| {
        is_dropped |= DROPPED_WITH_RUN.contains(&inner.name.as_str());
        is_dropped |= inner.attributes.iter().any(|it| is_dangling(it, kept));
    });
    is_dropped
}

/// Whether an attribute names a relationship that is not kept, or hides that it names one behind
/// another prefix.
fn is_dangling((name, value): &Attribute, kept: &KeptRelationships<'_>) -> bool {
    match name.split_once(':') {
        // A hyperlink of that id would make an image of an address elsewhere on the network.
        Some(("r", "embed" | "link" | "pict") | ("o", "relid")) => {
            kept.get(value.as_str()) != Some(&"image")
        }
        Some(("r", _)) => !kept.contains_key(value.as_str()),
        Some(("xmlns", prefix)) => value == R && prefix != "r",
        _ => false,
    }
}
