//! Combines our styles with those of a reference document.
//!
//! *Ours* are the styles of a document without a reference document, *theirs* are those of the
//! reference document. The *new id* of a style is its id in the combined part.
//!
//! [`ReferenceDoc::combine_styles`] gives a [`CombinedStyles`]: the parts, and the names that our
//! styles and lists have in them. A style that the reference document has wins; the language and
//! direction of the text stay ours.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::super::list_ids::NumberedList;
use super::super::schema_order;
use super::headers::HeaderOrFooter;
use super::numbering::{ListNumbers, numbering_of_style};
use super::reader::ReferenceDoc;
use super::style_ids::{StyleIds, StyleKey, style_key};
use super::styles::{
    defaults_to_right_to_left, find_style, find_style_mut, is_default_style, is_style, style_id,
    style_kind,
};
use crate::ooxml::xml::{Element, element};

/// Styles and lists of a reference document and of ours in one.
#[derive(Default)]
pub(crate) struct CombinedStyles {
    /// The root of the styles part.
    pub(crate) styles: Element,
    /// The root of the numbering part.
    pub(crate) numbering: Element,
    ids: StyleIds,
    lists: ListNumbers,
}

impl CombinedStyles {
    /// The new id of our style of a type: `paragraph`, `character` or `table`.
    pub(crate) fn style_id<'s>(&'s self, kind: &str, ours: &'s str) -> &'s str {
        match self.ids.new_id(kind, ours) {
            Some(id) => id,
            None => ours,
        }
    }

    /// The number of one of our lists in the combined part, and the level of its items.
    pub(crate) fn list_reference(&self, number: usize, level: usize) -> (usize, Cow<'_, str>) {
        self.lists.reference(number, level)
    }
}

impl ReferenceDoc {
    /// Puts our styles and lists into the reference document's. `our_lists` are those that start
    /// again at 1. In a document that was `fitted` to a number of pages, sizes of type and space
    /// between paragraphs stay ours: they were measured.
    pub(crate) fn combine_styles(
        &self,
        our_styles: &Element,
        our_numbering: &Element,
        our_lists: &[NumberedList],
        fitted: bool,
    ) -> CombinedStyles {
        let mut combiner = StyleCombiner {
            reference_doc: self,
            ours: our_styles,
            out: CombinedStyles {
                styles: self.styles.clone(),
                ids: StyleIds::matched_by_name(&self.styles, our_styles),
                lists: ListNumbers::after(self),
                ..CombinedStyles::default()
            },
        };
        // Before our styles are added, which have our sizes and language already.
        if fitted {
            combiner.keep_our_sizes();
        }
        combiner.keep_our_tabs();
        combiner.keep_our_language();
        combiner.keep_our_direction();
        combiner.add_styles();
        let CombinedStyles { ids, lists, .. } = &mut combiner.out;
        combiner.out.numbering = lists.combine(self, our_numbering, our_lists, ids);
        combiner.out
    }
}

struct StyleCombiner<'a> {
    reference_doc: &'a ReferenceDoc,
    ours: &'a Element,
    out: CombinedStyles,
}

/// Space around paragraphs.
const SPACING_PROPERTIES: [&str; 2] = ["w:spacing", "w:contextualSpacing"];

/// Sizes of type.
const SIZE_PROPERTIES: [&str; 2] = ["w:sz", "w:szCs"];

impl StyleCombiner<'_> {
    /// Gives the reference document's styles our sizes and spaces.
    fn keep_our_sizes(&mut self) {
        let mut ours_by_new_id: BTreeMap<&str, &Element> = BTreeMap::new();
        for style in self.ours.elements().filter(is_style) {
            let (kind, id) = (style_kind(style), style_id(style));
            if let Some(new_id) = self.out.ids.new_id(kind, id)
                && self.out.ids.is_matched(kind, id)
            {
                ours_by_new_id.insert(new_id, style);
            }
        }
        let our_defaults = self.ours.find("w:docDefaults").cloned().unwrap_or_default();
        for child in self.out.styles.elements_mut() {
            if child.name == "w:docDefaults" {
                replace_default_sizes(child, &our_defaults);
                continue;
            }
            let Some(id) = child.get("w:styleId") else {
                continue;
            };
            if let Some(ours) = ours_by_new_id.get(id) {
                replace_properties(child, ours, "w:pPr", &SPACING_PROPERTIES);
                replace_properties(child, ours, "w:rPr", &SIZE_PROPERTIES);
            }
        }
    }

    /// Keeps our tab stops in headers and footers with our text, because they depend on the width
    /// of our pages.
    fn keep_our_tabs(&mut self) {
        for (id, kind) in [
            ("Header", HeaderOrFooter::Header),
            ("Footer", HeaderOrFooter::Footer),
        ] {
            if self.reference_doc.headers_footers.has_any(kind) {
                continue;
            }
            let Some(new_id) = self.out.ids.new_id("paragraph", id) else {
                continue;
            };
            let our_style = find_style(self.ours, id);
            let their_style = find_style_mut(&mut self.out.styles, new_id);
            if let (Some(ours), Some(theirs)) = (our_style, their_style) {
                replace_properties(theirs, ours, "w:pPr", &["w:tabs"]);
            }
        }
    }

    /// Keeps the language of the document instead of that of the reference document.
    fn keep_our_language(&mut self) {
        let our_run_defaults = self.ours.find_path(&["w:docDefaults", "w:rPrDefault"]);
        let our_run_defaults = our_run_defaults.cloned().unwrap_or_default();
        let matched = self.matched_new_ids();
        for child in self.out.styles.elements_mut() {
            if child.name == "w:docDefaults" {
                edit_child(child, "w:rPrDefault", |theirs| {
                    set_default_language(theirs, &our_run_defaults);
                });
                continue;
            }
            if !matched.contains(style_id(child)) {
                continue;
            }
            // A language of the style would win over that of the defaults.
            if let Some(run) = child.find_mut("w:rPr") {
                run.remove(&["w:lang"]);
            }
        }
    }

    /// Keeps the direction of the document instead of that of the reference document.
    fn keep_our_direction(&mut self) {
        let right_to_left = defaults_to_right_to_left(self.ours);
        let normal = self.new_id_of_normal();
        let matched = self.matched_new_ids();
        for style in self.out.styles.elements_mut() {
            let id = style_id(style);
            if !matched.contains(id) {
                continue;
            }
            let is_normal = Some(id) == normal.as_deref() && style_kind(style) == "paragraph";
            if let Some(paragraph) = style.find_mut("w:pPr") {
                paragraph.remove(&["w:bidi"]);
            }
            // All other styles of paragraphs inherit it.
            if right_to_left && is_normal {
                let bidi = element("w:bidi");
                edit_child(style, "w:pPr", |properties| properties.push(bidi));
            }
        }
    }

    /// The new id of the style that paragraphs without a style have.
    fn new_id_of_normal(&self) -> Option<String> {
        for style in self.ours.elements().filter(is_style) {
            if is_default_style(style) && style_kind(style) == "paragraph" {
                return self.out.ids.new_id("paragraph", style_id(style)).cloned();
            }
        }
        None
    }

    /// Ids of the reference document's styles that stand for one of ours.
    fn matched_new_ids(&self) -> BTreeSet<String> {
        let ids = &self.out.ids;
        let mut out = BTreeSet::new();
        for style in self.ours.elements().filter(is_style) {
            let (kind, id) = (style_kind(style), style_id(style));
            if ids.is_matched(kind, id) {
                out.extend(ids.new_id(kind, id).cloned());
            }
        }
        out
    }

    /// Adds our styles that the reference document lacks.
    fn add_styles(&mut self) {
        for style in self.ours.elements().filter(is_style) {
            if self.out.ids.is_matched(style_kind(style), style_id(style)) {
                self.lend_numbering(style);
                continue;
            }
            let style = self.renamed_style(style);
            self.out.styles.push(style);
        }
        // Last, because styles may refer to styles that come after them.
        self.remove_dangling_references();
        schema_order::put_in_order(&mut self.out.styles);
    }

    /// One of our styles, with the names that it and others have in the combined parts.
    fn renamed_style(&self, style: &Element) -> Element {
        let (kind, ids) = (style_kind(style), &self.out.ids);
        let mut out = style.clone();
        // The reference document has its own defaults, and there may be one of each type.
        out.attributes.retain(|(name, _)| name != "w:default");
        if let Some(new_id) = ids.new_id(kind, style_id(style)) {
            for (name, value) in &mut out.attributes {
                // Ids come from a part, so that they are escaped already.
                if name == "w:styleId" {
                    *value = new_id.into();
                }
            }
        }
        for name in ["w:basedOn", "w:next", "w:link"] {
            let Some(reference) = out.find_mut(name) else {
                continue;
            };
            let ours = reference.get("w:val").unwrap_or_default();
            if let Some(new_id) = ids.new_id(kind, ours) {
                reference.set_escaped_value(new_id);
            }
        }
        out.walk_mut(&mut |element| {
            if element.name == "w:numPr" {
                self.out.lists.renumber(element);
            }
        });
        out
    }

    /// Gives our numbering to a style that matches one of our list styles and has none of its own.
    fn lend_numbering(&mut self, our_style: &Element) {
        let Some(number) = our_style.find_path(&["w:pPr", "w:numPr"]) else {
            return;
        };
        let (kind, id) = (style_kind(our_style), style_id(our_style));
        let Some(new_id) = self.out.ids.new_id(kind, id) else {
            return;
        };
        if numbering_of_style(self.reference_doc, new_id).is_some() {
            return;
        }
        let mut number = number.clone();
        self.out.lists.renumber(&mut number);
        if let Some(style) = find_style_mut(&mut self.out.styles, new_id) {
            edit_child(style, "w:pPr", |properties| {
                properties.remove(&["w:numPr"]);
                properties.push(number);
            });
        }
    }

    /// Removes references to lists that are not taken over, and to styles that the reference
    /// document itself lacks.
    fn remove_dangling_references(&mut self) {
        let styles = self.out.styles.elements().filter(is_style);
        let existing: BTreeSet<StyleKey> = styles.map(style_key).collect();
        let defined_lists = self.out.lists.defined_lists(self.reference_doc);
        for style in self.out.styles.elements_mut() {
            for name in ["w:basedOn", "w:next", "w:link"] {
                let kind = referenced_kind(style, name);
                let Some(id) = style.child_value(name) else {
                    continue;
                };
                if !existing.contains(&(kind.to_owned(), id.to_owned())) {
                    style.remove(&[name]);
                }
            }
            remove_dangling_number(style, &defined_lists);
        }
    }
}

/// The kind of the styles that a style refers to by the element `name`.
fn referenced_kind<'a>(style: &'a Element, name: &str) -> &'a str {
    match (name, style_kind(style)) {
        // A style of paragraphs is linked with one of characters, and the other way round: together
        // they are one style that fits both.
        ("w:link", "character") => "paragraph",
        ("w:link", _) => "character",
        (_, kind) => kind,
    }
}

/// Removes the number of a list that is not among `defined_lists`.
fn remove_dangling_number(style: &mut Element, defined_lists: &BTreeSet<String>) {
    let Some(properties) = style.find_mut("w:pPr") else {
        return;
    };
    let Some(number) = properties.find("w:numPr") else {
        return;
    };
    match number.child_value("w:numId") {
        // Number 0 takes a paragraph out of lists.
        None | Some("0") => {}
        Some(id) if defined_lists.contains(id) => {}
        Some(_) => properties.remove(&["w:numPr"]),
    }
}

/// Gives `w:docDefaults` our sizes and spaces.
fn replace_default_sizes(theirs: &mut Element, ours: &Element) {
    for (name, container, properties) in [
        ("w:pPrDefault", "w:pPr", &SPACING_PROPERTIES),
        ("w:rPrDefault", "w:rPr", &SIZE_PROPERTIES),
    ] {
        let ours = ours.find(name).cloned().unwrap_or_default();
        edit_child(theirs, name, |theirs| {
            replace_properties(theirs, &ours, container, properties);
        });
    }
}

/// Gives `w:rPrDefault` our languages, and our `w:hint`, which tells in which language's font to
/// set punctuation that several scripts share.
fn set_default_language(theirs: &mut Element, ours: &Element) {
    replace_properties(theirs, ours, "w:rPr", &["w:lang"]);
    let Some(our_fonts) = ours.find_path(&["w:rPr", "w:rFonts"]) else {
        return;
    };
    let Some(hint) = our_fonts.get("w:hint") else {
        return;
    };
    let their_run = theirs.find_mut("w:rPr");
    if let Some(fonts) = their_run.and_then(|run| run.find_mut("w:rFonts")) {
        fonts.set("w:hint", hint);
    }
}

/// Replaces some properties in the container `container` of a style with ours.
fn replace_properties(style: &mut Element, ours: &Element, container: &str, names: &[&str]) {
    edit_child(style, container, |properties| {
        properties.remove(names);
        let Some(ours) = ours.find(container) else {
            return;
        };
        for property in ours.elements() {
            if names.contains(&property.name.as_str()) {
                properties.push(property.clone());
            }
        }
    });
}

/// Edits the first child of that name, which is added if it is missing.
fn edit_child(parent: &mut Element, name: &str, edit: impl FnOnce(&mut Element)) {
    if parent.find(name).is_none() {
        parent.push(element(name));
    }
    if let Some(child) = parent.find_mut(name) {
        edit(child);
    }
}
