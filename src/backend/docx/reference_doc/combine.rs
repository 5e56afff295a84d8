//! Styles and lists of a reference document and of a document in one, by name.

use std::collections::{BTreeMap, BTreeSet};

use super::super::lists::{NumberedList, numbering_ids};
use super::super::schema_order;
use super::super::wml::patterns::contains_placeholder;
use super::headers::HeaderOrFooter;
use super::reader::ReferenceDoc;
use super::styles::{defaults_to_right_to_left, is_default_style, is_style, style_kind_and_name};
use crate::ooxml::namespaces::W;
use crate::ooxml::xml::{Element, XmlNode, element};

/// Styles and lists of template and document in one, and how to call ours.
#[derive(Default)]
pub(crate) struct CombinedStyles {
    pub(crate) styles: Element,
    pub(crate) numbering: Element,
    /// Ids of styles by type and our id.
    ids: BTreeMap<(String, String), String>,
    /// What is added to our list numbers.
    offset: usize,
    /// Levels of lists of their own, by our number, where the template's style has another than
    /// ours.
    levels: BTreeMap<usize, String>,
}

impl CombinedStyles {
    /// Calls styles and lists in a part that holds text by their new names.
    pub(crate) fn rename_references(&self, root: &mut Element) {
        root.walk_mut(&mut |element| {
            let kind = match element.name.as_str() {
                "w:pStyle" => "paragraph",
                "w:rStyle" => "character",
                "w:tblStyle" => "table",
                "w:numPr" => return self.renumber_list(element),
                _ => return,
            };
            if let Some(id) = element.get("w:val").and_then(|id| self.new_id(kind, id)) {
                set_escaped_value(element, id);
            }
        });
    }

    fn new_id(&self, kind: &str, id: &str) -> Option<&String> {
        self.ids.get(&(kind.to_owned(), id.to_owned()))
    }

    fn renumber_list(&self, properties: &mut Element) {
        let Some(number) = properties
            .child_value("w:numId")
            .and_then(|id| id.parse::<usize>().ok())
        else {
            return;
        };
        if let Some(id) = properties.find_mut("w:numId") {
            id.set("w:val", &number.saturating_add(self.offset).to_string());
        }
        if let (Some(level), Some(it)) = (self.levels.get(&number), properties.find_mut("w:ilvl")) {
            set_escaped_value(it, level);
        }
    }
}

/// Sets a `w:val` that is escaped already.
fn set_escaped_value(element: &mut Element, value: &str) {
    if let Some((_, old)) = element
        .attributes
        .iter_mut()
        .find(|(name, _)| name == "w:val")
    {
        *old = value.into();
    }
}

pub(super) struct StyleCombiner<'a> {
    reference_doc: &'a ReferenceDoc,
    /// Ids of our styles that the template has, by type.
    known: BTreeSet<(String, String)>,
    pub(super) out: CombinedStyles,
}

fn largest_number(root: Option<&Element>, name: &str, attribute: &str) -> usize {
    let found = root
        .into_iter()
        .flat_map(Element::elements)
        .filter(|it| it.name == name);
    found
        .filter_map(|it| it.get(attribute)?.parse().ok())
        .max()
        .unwrap_or(0)
}

impl ReferenceDoc {
    /// Puts our styles and lists into the template's. In a document that was `fitted` to a number
    /// of pages, sizes of type and space between paragraphs stay ours.
    pub(crate) fn combine(
        &self,
        ours: &Element,
        numbering: &Element,
        lists: &[NumberedList],
        fitted: bool,
    ) -> CombinedStyles {
        let mut combiner = StyleCombiner::new(self, ours);
        if fitted {
            combiner.set_sizes(ours);
        }
        combiner.set_tabs(ours);
        combiner.set_language_and_direction(ours);
        combiner.add_styles(ours);
        combiner.add_numbering(numbering, lists);
        combiner.out
    }
}

impl<'a> StyleCombiner<'a> {
    pub(super) fn new(reference_doc: &'a ReferenceDoc, ours: &Element) -> Self {
        let mut by_name = BTreeMap::new();
        let mut defaults = BTreeMap::new();
        let mut taken = BTreeSet::new();
        for style in reference_doc.styles.elements().filter(is_style) {
            let id = style.get("w:styleId").unwrap_or_default().to_owned();
            let (kind, name) = style_kind_and_name(style);
            taken.insert(id.to_lowercase());
            if contains_placeholder(&id) {
                continue;
            }
            if is_default_style(style) {
                defaults.entry(kind.clone()).or_insert_with(|| id.clone());
            }
            by_name.entry((kind, name)).or_insert(id);
        }
        let (mut known, mut ids) = (BTreeSet::new(), BTreeMap::new());
        for style in ours.elements().filter(is_style) {
            let (kind, name) = style_kind_and_name(style);
            let own = (
                kind.clone(),
                style.get("w:styleId").unwrap_or_default().to_owned(),
            );
            let named = by_name.get(&(kind.clone(), name));
            let id = match named.or_else(|| defaults.get(&kind).filter(|_| is_default_style(style)))
            {
                Some(id) => {
                    known.insert(own.clone());
                    id.clone()
                }
                None => {
                    let free = (0..).map(|at| {
                        if at == 0 {
                            own.1.clone()
                        } else {
                            format!("{}{at}", own.1)
                        }
                    });
                    let id = free
                        .into_iter()
                        .find(|id| !taken.contains(&id.to_lowercase()));
                    let id = id.unwrap_or_else(|| own.1.clone());
                    taken.insert(id.to_lowercase());
                    id
                }
            };
            ids.insert(own, id);
        }
        // A template without lists has no numbers either.
        let offset = largest_number(reference_doc.numbering.as_ref(), "w:num", "w:numId")
            .min(MAX_LIST_NUMBER);
        let out = CombinedStyles {
            styles: reference_doc.styles.clone(),
            ids,
            offset,
            ..CombinedStyles::default()
        };
        Self {
            reference_doc,
            known,
            out,
        }
    }

    pub(super) fn add_styles(&mut self, ours: &Element) {
        for style in ours.elements().filter(is_style) {
            let (kind, id) = (
                style_kind_and_name(style).0,
                style.get("w:styleId").unwrap_or_default().to_owned(),
            );
            let number = style.find("w:pPr").and_then(|it| it.find("w:numPr"));
            if self.known.contains(&(kind.clone(), id.clone())) {
                if let Some(number) = number {
                    self.give_list_number(&kind, &id, number);
                }
                continue;
            }
            let mut style = style.clone();
            style.attributes.retain(|(name, _)| name != "w:default");
            if let (Some(new), Some((_, old))) = (
                self.out.new_id(&kind, &id).cloned(),
                style
                    .attributes
                    .iter_mut()
                    .find(|(name, _)| name == "w:styleId"),
            ) {
                *old = new.into();
            }
            for name in ["w:basedOn", "w:next", "w:link"] {
                let Some(reference) = style.find_mut(name) else {
                    continue;
                };
                if let Some(new) = reference
                    .get("w:val")
                    .and_then(|id| self.out.new_id(&kind, id))
                {
                    set_escaped_value(reference, new);
                }
            }
            style.walk_mut(&mut |element| {
                if element.name == "w:numPr" {
                    self.out.renumber_list(element);
                }
            });
            self.out.styles.children.push(XmlNode::Element(style));
        }
        self.remove_dangling();
        schema_order::put_in_order(&mut self.out.styles);
    }

    /// Takes back what refers to nothing: lists that are not taken over, styles that the template
    /// itself lacks.
    fn remove_dangling(&mut self) {
        let all = self.out.styles.elements().filter(is_style);
        let there: BTreeSet<(String, String)> = all
            .map(|it| {
                (
                    style_kind_and_name(it).0,
                    it.get("w:styleId").unwrap_or_default().to_owned(),
                )
            })
            .collect();
        let defined: BTreeSet<String> = self.defined_lists();
        self.out.styles.elements_mut().for_each(|style| {
            let kind = style_kind_and_name(style).0;
            let linked = if kind == "character" {
                "paragraph"
            } else {
                "character"
            };
            for (name, kind) in [
                ("w:basedOn", kind.as_str()),
                ("w:next", &kind),
                ("w:link", linked),
            ] {
                if style
                    .child_value(name)
                    .is_some_and(|id| !there.contains(&(kind.to_owned(), id.to_owned())))
                {
                    style.remove(&[name]);
                }
            }
            let Some(properties) = style.find_mut("w:pPr") else {
                return;
            };
            let number = properties
                .find("w:numPr")
                .and_then(|it| it.child_value("w:numId"));
            if number.is_some_and(|id| id != "0" && !defined.contains(id)) {
                properties.remove(&["w:numPr"]);
            }
        });
    }

    /// A header or footer that holds our text has its tabs where the width of the page wants them.
    pub(super) fn set_tabs(&mut self, ours: &Element) {
        for (id, edge) in [
            ("Header", HeaderOrFooter::Header),
            ("Footer", HeaderOrFooter::Footer),
        ] {
            if self.reference_doc.headers_footers.has_any(edge) {
                continue;
            }
            let own = ours.elements().find(|it| it.get("w:styleId") == Some(id));
            let named = self.out.new_id("paragraph", id).cloned();
            let theirs = self
                .out
                .styles
                .elements_mut()
                .find(|it| it.get("w:styleId") == named.as_deref());
            if let (Some(own), Some(theirs)) = (own, theirs) {
                replace_properties(theirs, own, "w:pPr", &["w:tabs"]);
            }
        }
    }

    /// The text is in the document's language, and runs in its direction, whatever the template's
    /// is.
    pub(super) fn set_language_and_direction(&mut self, ours: &Element) {
        let known: BTreeSet<String> = self
            .known
            .iter()
            .filter_map(|own| self.out.ids.get(own))
            .cloned()
            .collect();
        let normal = ours
            .elements()
            .filter(is_style)
            .find(|style| is_default_style(style) && style_kind_and_name(style).0 == "paragraph");
        let right_to_left = defaults_to_right_to_left(ours);
        let normal = normal
            .and_then(|it| self.out.new_id("paragraph", it.get("w:styleId")?))
            .cloned();
        let defaults = ours
            .find("w:docDefaults")
            .and_then(|it| it.find("w:rPrDefault"))
            .cloned()
            .unwrap_or_default();
        let hint = defaults
            .find("w:rPr")
            .and_then(|it| it.find("w:rFonts")?.get("w:hint"));
        for child in self.out.styles.elements_mut() {
            if child.name == "w:docDefaults" {
                edit_child(child, "w:rPrDefault", &mut |theirs| {
                    replace_properties(theirs, &defaults, "w:rPr", &["w:lang"]);
                    let fonts = theirs
                        .find_mut("w:rPr")
                        .and_then(|it| it.find_mut("w:rFonts"));
                    if let (Some(fonts), Some(hint)) = (fonts, hint) {
                        fonts.set("w:hint", hint);
                    }
                });
            } else if let Some(id) = child
                .get("w:styleId")
                .filter(|id| known.contains(*id))
                .map(str::to_owned)
            {
                if let Some(run) = child.find_mut("w:rPr") {
                    run.remove(&["w:lang"]);
                }
                if let Some(paragraph) = child.find_mut("w:pPr") {
                    paragraph.remove(&["w:bidi"]);
                }
                if right_to_left
                    && Some(&id) == normal.as_ref()
                    && style_kind_and_name(child).0 == "paragraph"
                {
                    let bidi = || XmlNode::Element(element("w:bidi"));
                    edit_child(child, "w:pPr", &mut |properties| {
                        properties.children.push(bidi())
                    });
                }
            }
        }
    }

    /// Gives the template's styles our sizes: what was measured must hold.
    pub(super) fn set_sizes(&mut self, ours: &Element) {
        let known: BTreeMap<String, &Element> = ours
            .elements()
            .filter(is_style)
            .filter_map(|style| {
                let own = (
                    style_kind_and_name(style).0,
                    style.get("w:styleId")?.to_owned(),
                );
                self.known
                    .contains(&own)
                    .then(|| self.out.ids.get(&own).map(|id| (id.clone(), style)))?
            })
            .collect();
        for child in self.out.styles.elements_mut() {
            if child.name == "w:docDefaults" {
                let pair =
                    |child: &Element, outer: &str| child.find(outer).cloned().unwrap_or_default();
                let own = ours.find("w:docDefaults").cloned().unwrap_or_default();
                for (outer, inner, sizes) in [
                    ("w:pPrDefault", "w:pPr", SPACING_PROPERTIES.as_slice()),
                    ("w:rPrDefault", "w:rPr", SIZE_PROPERTIES.as_slice()),
                ] {
                    let own = pair(&own, outer);
                    edit_child(child, outer, &mut |theirs| {
                        replace_properties(theirs, &own, inner, sizes)
                    });
                }
            } else if let Some(own) = child.get("w:styleId").and_then(|id| known.get(id)) {
                replace_properties(child, own, "w:pPr", &SPACING_PROPERTIES);
                replace_properties(child, own, "w:rPr", &SIZE_PROPERTIES);
            }
        }
    }

    /// The numbers that a style may refer to: the template's and ours.
    fn defined_lists(&self) -> BTreeSet<String> {
        let theirs = self
            .reference_doc
            .numbering
            .iter()
            .flat_map(Element::elements)
            .filter(|it| it.name == "w:num");
        let theirs = theirs.filter_map(|it| it.get("w:numId").map(str::to_owned));
        theirs
            .chain((1..numbering_ids::FIRST_FREE).map(|id| (id + self.out.offset).to_string()))
            .collect()
    }

    /// Makes a list of the template's style for lists if it is none.
    fn give_list_number(&mut self, kind: &str, id: &str, number: &Element) {
        let Some(theirs) = self.out.new_id(kind, id).cloned() else {
            return;
        };
        if self.numbering_of_style(&theirs).is_some() {
            return;
        }
        let mut number = number.clone();
        self.out.renumber_list(&mut number);
        let style = self
            .out
            .styles
            .elements_mut()
            .find(|it| it.get("w:styleId") == Some(&theirs));
        let Some(style) = style else { return };
        edit_child(style, "w:pPr", &mut |properties| {
            properties.remove(&["w:numPr"]);
            properties.children.push(XmlNode::Element(number.clone()));
        });
    }

    /// The definition and the level that a style of the template numbers its paragraphs with.
    fn numbering_of_style(&self, id: &str) -> Option<(String, String)> {
        let style = self
            .reference_doc
            .styles
            .elements()
            .find(|it| it.get("w:styleId") == Some(id))?;
        let number = style.find("w:pPr")?.find("w:numPr")?;
        let list = self.reference_doc.numbering.as_ref()?.elements();
        let wanted = number.child_value("w:numId")?;
        let mut list = list.filter(|it| it.name == "w:num" && it.get("w:numId") == Some(wanted));
        let definition = list.next()?.child_value("w:abstractNumId")?;
        Some((
            definition.to_owned(),
            number.child_value("w:ilvl").unwrap_or("0").to_owned(),
        ))
    }

    pub(super) fn add_numbering(&mut self, ours: &Element, lists: &[NumberedList]) {
        let theirs = self.reference_doc.numbering.as_ref();
        let definitions =
            largest_number(theirs, "w:abstractNum", "w:abstractNumId").min(MAX_LIST_NUMBER) + 1;
        let mut root = theirs
            .cloned()
            .unwrap_or_else(|| element("w:numbering").with("xmlns:w", W));
        let shifted = |value: Option<&str>, by: usize| {
            value
                .and_then(|id| id.parse::<usize>().ok())
                .unwrap_or(0)
                .saturating_add(by)
                .to_string()
        };
        for child in ours.elements() {
            let mut child = child.clone();
            if child.name == "w:abstractNum" {
                let id = shifted(child.get("w:abstractNumId"), definitions);
                child.set("w:abstractNumId", &id);
                self.link_levels_to_styles(&mut child);
            } else {
                let own = child.get("w:numId").and_then(|id| id.parse::<usize>().ok());
                child.set("w:numId", &shifted(child.get("w:numId"), self.out.offset));
                let definition = shifted(child.child_value("w:abstractNumId"), definitions);
                let list = lists.iter().find(|list| Some(list.id) == own);
                // A list that starts again does so with the template's numbers, if its style has
                // some.
                let borrowed = list.and_then(|list| {
                    self.numbering_of_style(self.out.new_id("paragraph", &list.restarted_style()?)?)
                });
                let (definition, level) =
                    borrowed.map_or((definition, None), |(it, level)| (it, Some(level)));
                if let Some(reference) = child.find_mut("w:abstractNumId") {
                    set_escaped_value(reference, &definition);
                }
                if let (Some(level), Some(list)) = (level, list) {
                    if let Some(restart) = child.find_mut("w:lvlOverride") {
                        restart.set("w:ilvl", &level);
                    }
                    self.out.levels.insert(list.id, level);
                }
            }
            root.children.push(XmlNode::Element(child));
        }
        schema_order::put_in_order(&mut root);
        self.out.numbering = root;
    }

    /// Levels of our definitions name the styles that use them; not those that have the template's
    /// numbers.
    fn link_levels_to_styles(&self, definition: &mut Element) {
        for level in definition.elements_mut().filter(|it| it.name == "w:lvl") {
            let Some(style) = level.find_mut("w:pStyle") else {
                continue;
            };
            let id = style
                .get("w:val")
                .and_then(|id| self.out.new_id("paragraph", id))
                .cloned();
            match id.filter(|id| self.numbering_of_style(id).is_none()) {
                Some(id) => set_escaped_value(style, &id),
                None => level.remove(&["w:pStyle"]),
            }
        }
    }
}

/// What says how much space a paragraph takes.
const SPACING_PROPERTIES: [&str; 2] = ["w:spacing", "w:contextualSpacing"];

/// What says how large type is.
const SIZE_PROPERTIES: [&str; 2] = ["w:sz", "w:szCs"];

/// Does something to a child, which is made if it is missing.
fn edit_child(parent: &mut Element, name: &str, then: &mut dyn FnMut(&mut Element)) {
    if parent.find(name).is_none() {
        parent.children.push(XmlNode::Element(element(name)));
    }
    if let Some(child) = parent.find_mut(name) {
        then(child);
    }
}

/// Puts our `sizes`, or other properties, into the properties `inner` in place of the template's.
fn replace_properties(theirs: &mut Element, ours: &Element, inner: &str, sizes: &[&str]) {
    let own = ours
        .find(inner)
        .into_iter()
        .flat_map(Element::elements)
        .filter(|it| sizes.contains(&it.name.as_str()));
    let own: Vec<Element> = own.cloned().collect();
    edit_child(theirs, inner, &mut |properties| {
        properties.remove(sizes);
        properties
            .children
            .extend(own.iter().cloned().map(XmlNode::Element));
    });
}

/// Numbers of lists and definitions above it are not counted on from: Word knows 32 bits.
const MAX_LIST_NUMBER: usize = 1 << 30;
