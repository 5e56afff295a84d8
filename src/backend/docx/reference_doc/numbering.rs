//! Lists of a reference document and of ours in one numbering part.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::super::list_ids::{NumberedList, numbering_ids};
use super::super::schema_order;
use super::reader::ReferenceDoc;
use super::style_ids::StyleIds;
use super::styles::find_style;
use crate::ooxml::namespaces::W;
use crate::ooxml::xml::{Element, element};

/// How our lists are called in the combined numbering part.
#[derive(Default)]
pub(super) struct ListNumbers {
    /// What is added to our numbers of lists.
    offset: usize,
    /// Levels by our number of the list, where the reference document's style is on another level
    /// than ours.
    levels: BTreeMap<usize, String>,
}

/// The list that a style numbers its paragraphs with.
pub(super) struct StyleNumbering {
    definition: String,
    level: String,
}

/// Numbers above this are not counted on from: Word reads 32 bits.
const MAX_LIST_NUMBER: usize = 1 << 30;

impl ListNumbers {
    /// Our lists come after those of the reference document.
    pub(super) fn after(reference_doc: &ReferenceDoc) -> Self {
        let last = largest_number(reference_doc.numbering.as_ref(), "w:num", "w:numId");
        Self {
            offset: last.min(MAX_LIST_NUMBER),
            levels: BTreeMap::new(),
        }
    }

    /// The number of one of our lists, and the level of its items.
    pub(super) fn reference(&self, number: usize, level: usize) -> (usize, Cow<'_, str>) {
        let level = match self.levels.get(&number) {
            Some(theirs) => Cow::Borrowed(theirs.as_str()),
            None => Cow::Owned(level.to_string()),
        };
        (number.saturating_add(self.offset), level)
    }

    /// Replaces our number of a list, and its level, in a style's `w:numPr`.
    pub(super) fn renumber(&self, properties: &mut Element) {
        let Some(number) = parsed_number(properties.child_value("w:numId")) else {
            return;
        };
        if let Some(id) = properties.find_mut("w:numId") {
            let shifted = number.saturating_add(self.offset);
            id.set("w:val", &shifted.to_string());
        }
        let Some(level) = self.levels.get(&number) else {
            return;
        };
        if let Some(element) = properties.find_mut("w:ilvl") {
            element.set_escaped_value(level);
        }
    }

    /// The numbers of all lists that a style may refer to.
    pub(super) fn defined_lists(&self, reference_doc: &ReferenceDoc) -> BTreeSet<String> {
        let mut lists = BTreeSet::new();
        if let Some(numbering) = &reference_doc.numbering {
            for list in numbering.elements() {
                if list.name == "w:num" {
                    lists.extend(list.get("w:numId").map(str::to_owned));
                }
            }
        }
        for id in 1..numbering_ids::FIRST_FREE {
            lists.insert((id + self.offset).to_string());
        }
        lists
    }

    /// Adds our numbering to the reference document's. `lists` are ours that start again at 1; where
    /// the style of such a list has numbers in the reference document, the list takes those.
    pub(super) fn combine(
        &mut self,
        reference_doc: &ReferenceDoc,
        ours: &Element,
        lists: &[NumberedList],
        ids: &StyleIds,
    ) -> Element {
        let theirs = reference_doc.numbering.as_ref();
        let last_definition = largest_number(theirs, "w:abstractNum", "w:abstractNumId");
        let definition_offset = last_definition.min(MAX_LIST_NUMBER) + 1;
        let mut root = match theirs {
            Some(theirs) => theirs.clone(),
            None => element("w:numbering").with("xmlns:w", W),
        };
        for child in ours.elements() {
            let mut child = child.clone();
            if child.name == "w:abstractNum" {
                let id = shifted_number(child.get("w:abstractNumId"), definition_offset);
                child.set("w:abstractNumId", &id);
                link_levels_to_styles(&mut child, reference_doc, ids);
                root.push(child);
                continue;
            }
            let number = parsed_number(child.get("w:numId"));
            let id = shifted_number(child.get("w:numId"), self.offset);
            child.set("w:numId", &id);
            let list = lists.iter().find(|list| Some(list.id) == number);
            match list.and_then(|list| reference_numbering(list, reference_doc, ids)) {
                Some((list, theirs)) => self.follow_reference(&mut child, list, &theirs),
                None => {
                    let ours = child.child_value("w:abstractNumId");
                    let definition = shifted_number(ours, definition_offset);
                    set_definition(&mut child, &definition);
                }
            }
            root.push(child);
        }
        // Their lists come before our definitions now, which the schema does not allow.
        schema_order::put_in_order(&mut root);
        root
    }

    /// Makes one of our lists start the numbers of the reference document's style again.
    fn follow_reference(
        &mut self,
        list_element: &mut Element,
        list: &NumberedList,
        theirs: &StyleNumbering,
    ) {
        set_definition(list_element, &theirs.definition);
        // Only the level that an override names starts again at 1.
        if let Some(restart) = list_element.find_mut("w:lvlOverride") {
            restart.set("w:ilvl", &theirs.level);
        }
        self.levels.insert(list.id, theirs.level.clone());
    }
}

fn set_definition(list: &mut Element, definition: &str) {
    if let Some(reference) = list.find_mut("w:abstractNumId") {
        reference.set_escaped_value(definition);
    }
}

/// The number of a list or definition, `offset` further; what is not a number counts as 0.
fn shifted_number(number: Option<&str>, offset: usize) -> String {
    let number = parsed_number(number).unwrap_or(0);
    number.saturating_add(offset).to_string()
}

fn parsed_number(number: Option<&str>) -> Option<usize> {
    number?.parse().ok()
}

/// The numbering that the reference document's style has for a list.
fn reference_numbering<'a>(
    list: &'a NumberedList,
    reference_doc: &ReferenceDoc,
    ids: &StyleIds,
) -> Option<(&'a NumberedList, StyleNumbering)> {
    let id = ids.new_id("paragraph", list.restarted_style()?.id())?;
    Some((list, numbering_of_style(reference_doc, id)?))
}

/// The numbering of a style in the reference document, if it has one that is taken over.
pub(super) fn numbering_of_style(reference_doc: &ReferenceDoc, id: &str) -> Option<StyleNumbering> {
    let style = find_style(&reference_doc.styles, id)?;
    let number = style.find_path(&["w:pPr", "w:numPr"])?;
    let list_id = number.child_value("w:numId")?;
    let mut lists = reference_doc.numbering.as_ref()?.elements();
    let list = lists.find(|list| list.name == "w:num" && list.get("w:numId") == Some(list_id))?;
    Some(StyleNumbering {
        definition: list.child_value("w:abstractNumId")?.to_owned(),
        level: number.child_value("w:ilvl").unwrap_or("0").to_owned(),
    })
}

/// Has the levels of one of our definitions name the styles that use them. A style that has the
/// reference document's numbers does not use them.
fn link_levels_to_styles(definition: &mut Element, reference_doc: &ReferenceDoc, ids: &StyleIds) {
    for level in definition.elements_mut() {
        if level.name != "w:lvl" {
            continue;
        }
        let Some(style) = level.find_mut("w:pStyle") else {
            continue;
        };
        let ours = style.get("w:val").unwrap_or_default();
        match ids.new_id("paragraph", ours) {
            // Word wants the style and the level to name each other.
            Some(id) if numbering_of_style(reference_doc, id).is_none() => {
                style.set_escaped_value(id);
            }
            _ => level.remove(&["w:pStyle"]),
        }
    }
}

fn largest_number(root: Option<&Element>, name: &str, attribute: &str) -> usize {
    let Some(root) = root else {
        return 0;
    };
    let mut largest = 0;
    for element in root.elements() {
        if element.name == name {
            let number = parsed_number(element.get(attribute));
            largest = largest.max(number.unwrap_or(0));
        }
    }
    largest
}
