//! The structure tree: what a reader who does not see the page is told, and in which order (ISO 32000-1, 14.7).

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};

use super::content::Marked;
use super::values;
use crate::layout::page::{Frame, Role, Scope, Tag, TagId};

/// The name of a tag's standard structure type.
pub(super) fn type_name(tags: &[Tag], id: TagId) -> &'static str {
    let Some(tag) = tags.get(id.0) else { return "NonStruct" };
    match tag.role {
        Role::Document => "Document",
        Role::Section => "Sect",
        Role::Heading(0 | 1) => "H1",
        Role::Heading(2) => "H2",
        Role::Heading(3) => "H3",
        Role::Heading(4) => "H4",
        Role::Heading(5) => "H5",
        Role::Heading(6..) => "H6",
        Role::Paragraph => "P",
        Role::List { .. } => "L",
        Role::ListItem => "LI",
        Role::Label => "Lbl",
        Role::ListBody => "LBody",
        Role::Table => "Table",
        Role::TableHead => "THead",
        Role::TableBody => "TBody",
        Role::TableRow => "TR",
        Role::HeaderCell(_) => "TH",
        Role::DataCell => "TD",
        Role::Caption => "Caption",
        Role::Figure => "Figure",
        Role::Quote if is_inside_text(tags, tag) => "Quote",
        Role::Quote => "BlockQuote",
        Role::Link => "Link",
        Role::Span => "Span",
        Role::Source if is_inside_text(tags, tag) => "BibEntry",
        Role::Source => "P",
    }
}

/// Whether a tag is part of a line of text, and no block of its own.
fn is_inside_text(tags: &[Tag], tag: &Tag) -> bool {
    match tag.parent.and_then(|parent| tags.get(parent.0)).map(|parent| parent.role) {
        Some(
            Role::Heading(_) | Role::Paragraph | Role::Label | Role::Caption | Role::Link | Role::Span | Role::Quote,
        ) => true,
        Some(
            Role::Document
            | Role::Section
            | Role::List { .. }
            | Role::ListItem
            | Role::ListBody
            | Role::Table
            | Role::TableHead
            | Role::TableBody
            | Role::TableRow
            | Role::HeaderCell(_)
            | Role::DataCell
            | Role::Figure
            | Role::Source,
        )
        | None => false,
    }
}

/// A link as an object of the file.
pub(super) struct Annotation {
    /// The annotation.
    pub(super) object: ObjectId,
    /// Index of its page.
    pub(super) page: usize,
    /// Its tag.
    pub(super) tag: TagId,
}

/// All that the tree is built from.
pub(super) struct Structure<'a> {
    /// Parents before children; the first is the document.
    pub(super) tags: &'a [Tag],
    /// In order of painting.
    pub(super) marked: &'a [Marked],
    /// In order of pages.
    pub(super) annotations: &'a [Annotation],
    /// The objects of the pages.
    pub(super) pages: &'a [ObjectId],
    /// Where each figure is on its page, by tag, in PDF's coordinates.
    pub(super) bounds: &'a [Option<Frame>],
}

/// What is directly inside a tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kid {
    Content(Marked),
    Tag(TagId),
    Annotation(usize),
}

impl Structure<'_> {
    /// Adds the tree to the file and gives its root. Pages and annotations get the keys under which they find it.
    pub(super) fn write(&self, document: &mut Document) -> ObjectId {
        let root = document.new_object_id();
        let objects: Vec<ObjectId> = self.tags.iter().map(|_| document.new_object_id()).collect();
        let kids_of = self.kids();
        for (at, kids) in kids_of.iter().enumerate() {
            let mut element = self.element(TagId(at), kids, &objects, root);
            if let Some(attributes) = self.attributes(TagId(at), &kids_of) {
                element.set("A", attributes);
            }
            document.set_object(objects[at], element);
        }
        let (parents, next_key) = self.parent_tree(document, &objects);
        let parents = document.add_object(dictionary! { "Nums" => parents });
        let tree = dictionary! {
            "Type" => "StructTreeRoot",
            "K" => objects.first().map_or(Object::Null, |it| Object::Reference(*it)),
            "ParentTree" => parents,
            "ParentTreeNextKey" => next_key,
        };
        document.set_object(root, tree);
        root
    }

    /// The parent of a tag; the document for one that names none that came before it.
    fn parent(&self, at: usize) -> Option<usize> {
        if at == 0 {
            return None;
        }
        Some(self.tags[at].parent.map_or(0, |parent| parent.0).min(at - 1))
    }

    /// What is inside each tag, in reading order: see [`Pages::tags`](crate::layout::page::Pages::tags).
    fn kids(&self) -> Vec<Vec<Kid>> {
        let first = self.first_painted();
        let mut keyed: Vec<Vec<((usize, usize), Kid)>> = vec![Vec::new(); self.tags.len()];
        // From the last made to the first, so that an empty tag finds the place of its next sibling.
        let mut next: Vec<usize> = vec![usize::MAX; self.tags.len()];
        for at in (1..self.tags.len()).rev() {
            let Some(parent) = self.parent(at) else { continue };
            let key = match first[at] {
                Some(painted) => (painted, usize::MAX),
                None => (next[parent], at),
            };
            next[parent] = key.0;
            keyed[parent].push((key, Kid::Tag(TagId(at))));
        }
        for (at, marked) in self.marked.iter().enumerate() {
            keyed[marked.tag.0].push(((at, usize::MAX), Kid::Content(*marked)));
        }
        for (at, annotation) in self.annotations.iter().enumerate() {
            if let Some(kids) = keyed.get_mut(annotation.tag.0) {
                kids.push(((usize::MAX, usize::MAX), Kid::Annotation(at)));
            }
        }
        let in_order = |mut kids: Vec<((usize, usize), Kid)>| {
            kids.sort_by_key(|(key, _)| *key);
            kids.into_iter().map(|(_, kid)| kid).collect()
        };
        keyed.into_iter().map(in_order).collect()
    }

    /// When each tag, or a tag inside it, was first painted; `None` for those without any content.
    fn first_painted(&self) -> Vec<Option<usize>> {
        let mut first = vec![None; self.tags.len()];
        for (at, marked) in self.marked.iter().enumerate() {
            let mut tag = Some(marked.tag.0);
            while let Some(inside) = tag.filter(|tag| first[*tag].is_none()) {
                first[inside] = Some(at);
                tag = self.parent(inside);
            }
        }
        first
    }

    fn element(&self, id: TagId, kids: &[Kid], objects: &[ObjectId], root: ObjectId) -> Dictionary {
        let tag = &self.tags[id.0];
        let mut element = dictionary! {
            "Type" => "StructElem",
            "S" => type_name(self.tags, id),
            "P" => self.parent(id.0).map_or(root, |parent| objects[parent]),
        };
        let page = kids.iter().find_map(|kid| match kid {
            Kid::Content(marked) => Some(marked.page),
            Kid::Tag(_) | Kid::Annotation(_) => None,
        });
        if let Some(page) = page {
            element.set("Pg", self.pages[page]);
        }
        if !kids.is_empty() {
            element.set("K", kids.iter().map(|kid| self.kid(*kid, page, objects)).collect::<Vec<_>>());
        }
        if let Some(alt) = &tag.alt {
            element.set("Alt", values::text(alt));
        }
        if let Some(lang) = &tag.lang {
            element.set("Lang", values::text(lang));
        }
        element
    }

    fn kid(&self, kid: Kid, page: Option<usize>, objects: &[ObjectId]) -> Object {
        match kid {
            Kid::Tag(tag) => objects[tag.0].into(),
            Kid::Content(marked) if Some(marked.page) == page => marked.id.into(),
            Kid::Content(marked) => {
                dictionary! { "Type" => "MCR", "Pg" => self.pages[marked.page], "MCID" => marked.id }.into()
            }
            Kid::Annotation(at) => {
                let annotation = &self.annotations[at];
                dictionary! { "Type" => "OBJR", "Pg" => self.pages[annotation.page], "Obj" => annotation.object }.into()
            }
        }
    }

    /// What a type alone does not say (ISO 32000-1, 14.8.5).
    fn attributes(&self, id: TagId, kids_of: &[Vec<Kid>]) -> Option<Dictionary> {
        match self.tags[id.0].role {
            Role::HeaderCell(scope) => {
                let scope = match scope {
                    Scope::Column => "Column",
                    Scope::Row => "Row",
                };
                Some(dictionary! { "O" => "Table", "Scope" => scope })
            }
            Role::List { ordered } => {
                let numbering = match ordered {
                    true => "Decimal",
                    false if self.has_labels(id, kids_of) => "Disc",
                    false => "None",
                };
                Some(dictionary! { "O" => "List", "ListNumbering" => numbering })
            }
            Role::Figure => self.bounds.get(id.0).copied().flatten().map(|frame| {
                let corners = [frame.x, frame.y, frame.x + frame.width, frame.y + frame.height];
                let corners: Vec<Object> = corners.iter().map(|it| Object::Real(values::number(*it))).collect();
                dictionary! { "O" => "Layout", "BBox" => corners }
            }),
            Role::Document
            | Role::Section
            | Role::Heading(_)
            | Role::Paragraph
            | Role::ListItem
            | Role::Label
            | Role::ListBody
            | Role::Table
            | Role::TableHead
            | Role::TableBody
            | Role::TableRow
            | Role::DataCell
            | Role::Caption
            | Role::Quote
            | Role::Link
            | Role::Span
            | Role::Source => None,
        }
    }

    /// Whether the items of a list have bullets.
    fn has_labels(&self, list: TagId, kids_of: &[Vec<Kid>]) -> bool {
        let tags = |id: TagId| {
            kids_of[id.0].iter().filter_map(|kid| match kid {
                Kid::Tag(tag) => Some(*tag),
                Kid::Content(_) | Kid::Annotation(_) => None,
            })
        };
        tags(list).flat_map(tags).any(|id| self.tags[id.0].role == Role::Label)
    }

    /// From content and annotations back to their tags, and the first key that is free.
    fn parent_tree(&self, document: &mut Document, objects: &[ObjectId]) -> (Vec<Object>, i64) {
        let mut of_pages: Vec<Vec<Object>> = vec![Vec::new(); self.pages.len()];
        for marked in self.marked {
            // Numbers count up from 0 on every page, and in order.
            of_pages[marked.page].push(objects[marked.tag.0].into());
        }
        let mut numbers = Vec::new();
        let mut key = 0_i64;
        for (page, parents) in self.pages.iter().zip(of_pages) {
            let parents = document.add_object(parents);
            numbers.extend([key.into(), parents.into()]);
            set(document, *page, "StructParents", key);
            key += 1;
        }
        for annotation in self.annotations {
            let Some(parent) = objects.get(annotation.tag.0) else { continue };
            numbers.extend([key.into(), (*parent).into()]);
            set(document, annotation.object, "StructParent", key);
            key += 1;
        }
        (numbers, key)
    }
}

fn set(document: &mut Document, object: ObjectId, entry: &str, value: i64) {
    if let Ok(object) = document.get_dictionary_mut(object) {
        object.set(entry, value);
    }
}
