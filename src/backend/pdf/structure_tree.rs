//! The structure tree: what a reader who does not see the page is told, and in which order (ISO
//! 32000-1, 14.7).

use lopdf::{Document, Object, ObjectId, dictionary};

use super::object_buffer::ObjectBuffer;
use super::tags::{MarkedContent, structure_type};
use super::{serialize, values};
use crate::frame::{Frame, HeaderScope, Role, Tag, TagId};
use crate::stage::Stage;

/// A link as an object of the file.
pub(super) struct LinkAnnotation {
    /// The annotation.
    pub(super) object: ObjectId,
    /// Index of its page.
    pub(super) page: usize,
    /// Its tag.
    pub(super) tag: TagId,
}

/// All that the tree is built from.
pub(super) struct StructureTree<'a> {
    /// Parents before children; the first is the document.
    pub(super) tags: &'a [Tag],
    /// In order of painting.
    pub(super) marked_content: &'a [MarkedContent],
    /// In order of pages.
    pub(super) annotations: &'a [LinkAnnotation],
    /// The objects of the pages.
    pub(super) pages: &'a [ObjectId],
    /// Where each figure is on its page, by tag, in PDF's coordinates.
    pub(super) figure_bounds: &'a [Option<Frame>],
}

/// What is directly inside a tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum StructureKid {
    Content(MarkedContent),
    Tag(TagId),
    Annotation(usize),
}

impl StructureTree<'_> {
    /// Adds the tree to the file and gives its root. Pages and annotations get the keys under which
    /// they find it.
    ///
    /// Elements are most of a file's objects by far, so they are buffer at once.
    pub(super) fn write_tree(
        &self,
        document: &mut Document,
        buffer: &mut ObjectBuffer,
    ) -> ObjectId {
        let _stage = Stage::Paint.enter();
        let root = document.new_object_id();
        let objects: Vec<ObjectId> = self.tags.iter().map(|_| document.new_object_id()).collect();
        let kids_of = self.kids_in_reading_order();
        for (at, object) in objects.iter().enumerate() {
            self.write_element(
                buffer.begin_object(*object),
                TagId(at),
                &kids_of,
                &objects,
                root,
            );
        }
        let (parents, next_key) = self.write_parent_tree(document, buffer, &objects);
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
    fn parent_index(&self, at: usize) -> Option<usize> {
        if at == 0 {
            return None;
        }
        Some(
            self.tags[at]
                .parent
                .map_or(0, |parent| parent.0)
                .min(at - 1),
        )
    }

    /// What is inside each tag, in reading order: see
    /// [`Pages::tags`](crate::frame::Pages::tags).
    fn kids_in_reading_order(&self) -> Vec<Vec<StructureKid>> {
        let first = self.first_painted();
        let mut keyed: Vec<Vec<((usize, usize), StructureKid)>> = vec![Vec::new(); self.tags.len()];
        // From the last made to the first, so that an empty tag finds the place of its next
        // sibling.
        let mut next: Vec<usize> = vec![usize::MAX; self.tags.len()];
        for at in (1..self.tags.len()).rev() {
            let Some(parent) = self.parent_index(at) else {
                continue;
            };
            let key = match first[at] {
                Some(painted) => (painted, usize::MAX),
                None => (next[parent], at),
            };
            next[parent] = key.0;
            keyed[parent].push((key, StructureKid::Tag(TagId(at))));
        }
        for (at, marked) in self.marked_content.iter().enumerate() {
            keyed[marked.tag.0].push(((at, usize::MAX), StructureKid::Content(*marked)));
        }
        for (at, annotation) in self.annotations.iter().enumerate() {
            if let Some(kids) = keyed.get_mut(annotation.tag.0) {
                kids.push(((usize::MAX, usize::MAX), StructureKid::Annotation(at)));
            }
        }
        let in_order = |mut kids: Vec<((usize, usize), StructureKid)>| {
            kids.sort_by_key(|(key, _)| *key);
            kids.into_iter().map(|(_, kid)| kid).collect()
        };
        keyed.into_iter().map(in_order).collect()
    }

    /// When each tag, or a tag inside it, was first painted; `None` for those without any content.
    fn first_painted(&self) -> Vec<Option<usize>> {
        let mut first = vec![None; self.tags.len()];
        for (at, marked) in self.marked_content.iter().enumerate() {
            let mut tag = Some(marked.tag.0);
            while let Some(inside) = tag.filter(|tag| first[*tag].is_none()) {
                first[inside] = Some(at);
                tag = self.parent_index(inside);
            }
        }
        first
    }

    fn write_element(
        &self,
        out: &mut Vec<u8>,
        id: TagId,
        kids_of: &[Vec<StructureKid>],
        objects: &[ObjectId],
        root: ObjectId,
    ) {
        let tag = &self.tags[id.0];
        out.extend_from_slice(b"<</Type/StructElem/S/");
        out.extend_from_slice(structure_type(self.tags, id).as_bytes());
        out.extend_from_slice(b"/P ");
        serialize::write_reference(
            out,
            self.parent_index(id.0)
                .map_or(root, |parent| objects[parent]),
        );
        let kids = &kids_of[id.0];
        let page = kids.iter().find_map(|kid| match kid {
            StructureKid::Content(marked) => Some(marked.page),
            StructureKid::Tag(_) | StructureKid::Annotation(_) => None,
        });
        if let Some(page) = page {
            out.extend_from_slice(b"/Pg ");
            serialize::write_reference(out, self.pages[page]);
        }
        if !kids.is_empty() {
            out.extend_from_slice(b"/K[");
            for (at, kid) in kids.iter().enumerate() {
                if at > 0 {
                    out.push(b' ');
                }
                self.write_kid(out, *kid, page, objects);
            }
            out.push(b']');
        }
        if let Some(alt) = &tag.alt {
            out.extend_from_slice(b"/Alt");
            serialize::write_object(out, &values::text_string(alt));
        }
        if let Some(lang) = &tag.lang {
            out.extend_from_slice(b"/Lang");
            serialize::write_object(out, &values::text_string(lang));
        }
        self.write_attributes(out, id, kids_of);
        out.extend_from_slice(b">>");
    }

    fn write_kid(
        &self,
        out: &mut Vec<u8>,
        kid: StructureKid,
        page: Option<usize>,
        objects: &[ObjectId],
    ) {
        match kid {
            StructureKid::Tag(tag) => serialize::write_reference(out, objects[tag.0]),
            StructureKid::Content(marked) if Some(marked.page) == page => {
                serialize::write_integer(out, marked.mcid)
            }
            StructureKid::Content(marked) => {
                out.extend_from_slice(b"<</Type/MCR/Pg ");
                serialize::write_reference(out, self.pages[marked.page]);
                out.extend_from_slice(b"/MCID ");
                serialize::write_integer(out, marked.mcid);
                out.extend_from_slice(b">>");
            }
            StructureKid::Annotation(at) => {
                let annotation = &self.annotations[at];
                out.extend_from_slice(b"<</Type/OBJR/Pg ");
                serialize::write_reference(out, self.pages[annotation.page]);
                out.extend_from_slice(b"/Obj ");
                serialize::write_reference(out, annotation.object);
                out.extend_from_slice(b">>");
            }
        }
    }

    /// What a type alone does not say (ISO 32000-1, 14.8.5).
    fn write_attributes(&self, out: &mut Vec<u8>, id: TagId, kids_of: &[Vec<StructureKid>]) {
        let more: &[u8] = match self.tags[id.0].role {
            Role::HeaderCell(HeaderScope::Column) => b"/A<</O/Table/Scope/Column>>",
            Role::HeaderCell(HeaderScope::Row) => b"/A<</O/Table/Scope/Row>>",
            Role::List { ordered: true } => b"/A<</O/List/ListNumbering/Decimal>>",
            Role::List { ordered: false } if self.has_labels(id, kids_of) => {
                b"/A<</O/List/ListNumbering/Disc>>"
            }
            Role::List { ordered: false } => b"/A<</O/List/ListNumbering/None>>",
            Role::Figure => {
                let Some(frame) = self.figure_bounds.get(id.0).copied().flatten() else {
                    return;
                };
                out.extend_from_slice(b"/A<</O/Layout/BBox[");
                for corner in [
                    frame.x,
                    frame.y,
                    frame.x + frame.width,
                    frame.y + frame.height,
                ] {
                    serialize::write_number(out, values::coordinate(corner));
                    out.push(b' ');
                }
                b"]>>"
            }
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
            | Role::Source => b"",
        };
        out.extend_from_slice(more);
    }

    /// Whether the items of a list have bullets.
    fn has_labels(&self, list: TagId, kids_of: &[Vec<StructureKid>]) -> bool {
        let tags = |id: TagId| {
            kids_of[id.0].iter().filter_map(|kid| match kid {
                StructureKid::Tag(tag) => Some(*tag),
                StructureKid::Content(_) | StructureKid::Annotation(_) => None,
            })
        };
        tags(list)
            .flat_map(tags)
            .any(|id| self.tags[id.0].role == Role::Label)
    }

    /// From content and annotations back to their tags, and the first key that is free.
    fn write_parent_tree(
        &self,
        document: &mut Document,
        buffer: &mut ObjectBuffer,
        objects: &[ObjectId],
    ) -> (Vec<Object>, i64) {
        let mut numbers = Vec::new();
        let mut key = 0_i64;
        // Numbers count up from 0 on every page, and in order.
        let mut of_pages = self
            .marked_content
            .chunk_by(|a, b| a.page == b.page)
            .peekable();
        for (at, page) in self.pages.iter().enumerate() {
            let of_page = of_pages.next_if(|marked| marked.first().is_some_and(|it| it.page == at));
            let object = document.new_object_id();
            let out = buffer.begin_object(object);
            out.push(b'[');
            for marked in of_page.unwrap_or_default() {
                serialize::write_reference(out, objects[marked.tag.0]);
                out.push(b' ');
            }
            out.push(b']');
            numbers.extend([key.into(), object.into()]);
            set_integer(document, *page, "StructParents", key);
            key += 1;
        }
        for annotation in self.annotations {
            let Some(parent) = objects.get(annotation.tag.0) else {
                continue;
            };
            numbers.extend([key.into(), (*parent).into()]);
            set_integer(document, annotation.object, "StructParent", key);
            key += 1;
        }
        (numbers, key)
    }
}

fn set_integer(document: &mut Document, object: ObjectId, entry: &str, value: i64) {
    if let Ok(object) = document.get_dictionary_mut(object) {
        object.set(entry, value);
    }
}
