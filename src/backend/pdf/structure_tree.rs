//! The structure tree (ISO 32000-1, 14.7): the content of the pages in reading order, for screen
//! readers and for programs that reflow or convert a file.

use lopdf::{Document, Object, ObjectId, dictionary};

use super::object_buffer::ObjectBuffer;
use super::serialize::{write_integer, write_number, write_object, write_reference};
use super::tags::{MarkedContent, structure_type};
use super::values::{coordinate, text_string};
use crate::frame::{Frame, HeaderScope, Role, Tag, TagId};
use crate::stage::Stage;

/// A link annotation in the file, and the tag that it belongs to.
pub(super) struct TaggedAnnotation {
    /// The annotation's object.
    pub object: ObjectId,
    /// Index of its page.
    pub page: usize,
    /// The tag of the link, with [`Role::Link`].
    pub tag: TagId,
}

/// Everything that the structure tree is built from.
pub(super) struct StructureTree<'a> {
    /// Parents before children; the first is the document.
    pub tags: &'a [Tag],
    /// In order of painting.
    pub marked_content: &'a [MarkedContent],
    /// In order of pages.
    pub annotations: &'a [TaggedAnnotation],
    /// The objects of the pages.
    pub page_ids: &'a [ObjectId],
    /// The bounding box of each figure on its page, indexed by tag, in PDF's coordinates.
    pub figure_bounds: &'a [Option<Frame>],
}

/// A direct child of a structure element; the standard calls them kids (ISO 32000-1, table 323).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum StructureKid {
    Content(MarkedContent),
    Tag(TagId),
    /// Index into [`StructureTree::annotations`].
    Annotation(usize),
}

/// Sorts the kids of one structure element.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct ReadingOrder {
    /// Index of the marked content that a kid begins with. An empty tag has that of the sibling
    /// after it.
    painted: usize,
    /// Puts empty tags before that sibling, in the order in which they were made.
    empty_tag: usize,
}

#[derive(Clone)]
struct OrderedKid {
    order: ReadingOrder,
    kid: StructureKid,
}

/// A structure tree with the order of its elements and their object numbers decided.
struct NumberedTree<'a> {
    tree: &'a StructureTree<'a>,
    root: ObjectId,
    /// The structure element of each tag.
    elements: Vec<ObjectId>,
    /// The kids of each tag, in reading order.
    kids_of: Vec<Vec<StructureKid>>,
}

impl StructureTree<'_> {
    /// Adds the tree to the file and returns its root. Pages and annotations get the keys of their
    /// entries in the parent tree.
    ///
    /// Structure elements are by far the most objects of a file, so they are serialized at once
    /// instead of being built as objects.
    pub fn write_tree(&self, document: &mut Document, buffer: &mut ObjectBuffer) -> ObjectId {
        let _stage = Stage::Paint.enter();
        let root = document.new_object_id();
        let numbered = NumberedTree {
            tree: self,
            root,
            elements: self.tags.iter().map(|_| document.new_object_id()).collect(),
            kids_of: self.kids_in_reading_order(),
        };
        for (index, object) in numbered.elements.iter().enumerate() {
            numbered.write_element(buffer.begin_object(*object), TagId(index));
        }
        let (parents, next_key) = numbered.write_parent_tree(document, buffer);
        let parents = document.add_object(dictionary! { "Nums" => parents });
        let document_element = match numbered.elements.first() {
            Some(element) => Object::Reference(*element),
            None => Object::Null,
        };
        let tree = dictionary! {
            "Type" => "StructTreeRoot",
            "K" => document_element,
            "ParentTree" => parents,
            "ParentTreeNextKey" => next_key,
        };
        document.set_object(root, tree);
        root
    }

    /// The parent of a tag; `None` for the document. A tag without a parent goes into the document.
    /// One whose parent does not come before it goes into the tag before it, so that there are no
    /// cycles.
    fn parent_index(&self, index: usize) -> Option<usize> {
        let tag_before = index.checked_sub(1)?;
        match self.tags[index].parent {
            Some(parent) => Some(parent.0.min(tag_before)),
            None => Some(0),
        }
    }

    /// The kids of each tag in the order that [`Pages::tags`](crate::frame::Pages::tags) defines:
    /// by when each was first painted. Annotations come last.
    fn kids_in_reading_order(&self) -> Vec<Vec<StructureKid>> {
        let first_painted = self.first_painted();
        let mut unsorted: Vec<Vec<OrderedKid>> = vec![Vec::new(); self.tags.len()];
        // From the last tag to the first, so that an empty tag finds the place of its next sibling.
        let mut next_sibling = vec![ReadingOrder::LAST; self.tags.len()];
        for index in (1..self.tags.len()).rev() {
            let Some(parent) = self.parent_index(index) else {
                continue;
            };
            let order = match first_painted[index] {
                Some(painted) => ReadingOrder::of_content(painted),
                None => ReadingOrder {
                    empty_tag: index,
                    ..next_sibling[parent]
                },
            };
            next_sibling[parent] = order;
            unsorted[parent].push(OrderedKid {
                order,
                kid: StructureKid::Tag(TagId(index)),
            });
        }
        for (index, marked) in self.marked_content.iter().enumerate() {
            unsorted[marked.tag.0].push(OrderedKid {
                order: ReadingOrder::of_content(index),
                kid: StructureKid::Content(*marked),
            });
        }
        for (index, annotation) in self.annotations.iter().enumerate() {
            let Some(kids) = unsorted.get_mut(annotation.tag.0) else {
                continue;
            };
            kids.push(OrderedKid {
                order: ReadingOrder::LAST,
                kid: StructureKid::Annotation(index),
            });
        }
        let mut kids_of = Vec::with_capacity(unsorted.len());
        for mut kids in unsorted {
            // The sort is stable, which keeps annotations in the order of pages.
            kids.sort_by_key(|kid| kid.order);
            kids_of.push(kids.into_iter().map(|kid| kid.kid).collect());
        }
        kids_of
    }

    /// For each tag, the index of the first marked content in it or in a tag inside it; `None` for
    /// a tag without content.
    fn first_painted(&self) -> Vec<Option<usize>> {
        let mut first = vec![None; self.tags.len()];
        for (index, marked) in self.marked_content.iter().enumerate() {
            let mut next = Some(marked.tag.0);
            while let Some(tag) = next {
                // The ancestors of a tag that was painted before were painted before, too.
                if first[tag].is_some() {
                    break;
                }
                first[tag] = Some(index);
                next = self.parent_index(tag);
            }
        }
        first
    }
}

impl ReadingOrder {
    /// After all content.
    const LAST: Self = Self::of_content(usize::MAX);

    const fn of_content(painted: usize) -> Self {
        Self {
            painted,
            empty_tag: usize::MAX,
        }
    }
}

impl NumberedTree<'_> {
    fn write_element(&self, out: &mut Vec<u8>, id: TagId) {
        let tag = &self.tree.tags[id.0];
        let parent = match self.tree.parent_index(id.0) {
            Some(parent) => self.elements[parent],
            None => self.root,
        };
        out.extend_from_slice(b"<</Type/StructElem/S/");
        out.extend_from_slice(structure_type(self.tree.tags, id).as_bytes());
        out.extend_from_slice(b"/P ");
        write_reference(out, parent);
        self.write_kids(out, &self.kids_of[id.0]);
        if let Some(alt) = &tag.alt {
            out.extend_from_slice(b"/Alt");
            write_object(out, &text_string(alt));
        }
        if let Some(lang) = &tag.lang {
            out.extend_from_slice(b"/Lang");
            write_object(out, &text_string(lang));
        }
        self.write_attributes(out, id);
        out.extend_from_slice(b">>");
    }

    fn write_kids(&self, out: &mut Vec<u8>, kids: &[StructureKid]) {
        if kids.is_empty() {
            return;
        }
        // Content on the element's page is written as a bare number. Only content on other pages
        // names its page.
        let page = first_content_page(kids);
        if let Some(page) = page {
            out.extend_from_slice(b"/Pg ");
            write_reference(out, self.tree.page_ids[page]);
        }
        out.extend_from_slice(b"/K[");
        for (index, kid) in kids.iter().enumerate() {
            if index > 0 {
                out.push(b' ');
            }
            self.write_kid(out, *kid, page);
        }
        out.push(b']');
    }

    fn write_kid(&self, out: &mut Vec<u8>, kid: StructureKid, element_page: Option<usize>) {
        match kid {
            StructureKid::Tag(tag) => write_reference(out, self.elements[tag.0]),
            StructureKid::Content(marked) if Some(marked.page) == element_page => {
                write_integer(out, marked.mcid)
            }
            StructureKid::Content(marked) => {
                out.extend_from_slice(b"<</Type/MCR/Pg ");
                write_reference(out, self.tree.page_ids[marked.page]);
                out.extend_from_slice(b"/MCID ");
                write_integer(out, marked.mcid);
                out.extend_from_slice(b">>");
            }
            StructureKid::Annotation(index) => {
                let annotation = &self.tree.annotations[index];
                out.extend_from_slice(b"<</Type/OBJR/Pg ");
                write_reference(out, self.tree.page_ids[annotation.page]);
                out.extend_from_slice(b"/Obj ");
                write_reference(out, annotation.object);
                out.extend_from_slice(b">>");
            }
        }
    }

    /// Attributes that a structure type requires (ISO 32000-1, 14.8.5; ISO 14289-1, 7.5 and 7.6).
    fn write_attributes(&self, out: &mut Vec<u8>, id: TagId) {
        let attributes: &[u8] = match self.tree.tags[id.0].role {
            Role::HeaderCell(HeaderScope::Column) => b"/A<</O/Table/Scope/Column>>",
            Role::HeaderCell(HeaderScope::Row) => b"/A<</O/Table/Scope/Row>>",
            Role::List { ordered: true } => b"/A<</O/List/ListNumbering/Decimal>>",
            Role::List { ordered: false } if self.has_labels(id) => {
                b"/A<</O/List/ListNumbering/Disc>>"
            }
            Role::List { ordered: false } => b"/A<</O/List/ListNumbering/None>>",
            Role::Figure => return self.write_bounding_box(out, id),
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
            | Role::Reference
            | Role::Span
            | Role::Source => b"",
        };
        out.extend_from_slice(attributes);
    }

    fn write_bounding_box(&self, out: &mut Vec<u8>, figure: TagId) {
        // A figure in which nothing is painted has no box.
        let Some(Some(frame)) = self.tree.figure_bounds.get(figure.0) else {
            return;
        };
        let right = frame.x + frame.width;
        let top = frame.y + frame.height;
        out.extend_from_slice(b"/A<</O/Layout/BBox[");
        for corner in [frame.x, frame.y, right, top] {
            write_number(out, coordinate(corner));
            out.push(b' ');
        }
        out.extend_from_slice(b"]>>");
    }

    /// Whether the items of a list have bullets.
    fn has_labels(&self, list: TagId) -> bool {
        for item in self.child_tags(list) {
            for part in self.child_tags(item) {
                if self.tree.tags[part.0].role == Role::Label {
                    return true;
                }
            }
        }
        false
    }

    fn child_tags(&self, id: TagId) -> impl Iterator<Item = TagId> {
        self.kids_of[id.0].iter().filter_map(|kid| match kid {
            StructureKid::Tag(tag) => Some(*tag),
            StructureKid::Content(_) | StructureKid::Annotation(_) => None,
        })
    }

    /// Writes the parent tree, which leads from content and annotations back to their elements
    /// (ISO 32000-1, 14.7.4.4). Returns its entries and the next free key.
    fn write_parent_tree(
        &self,
        document: &mut Document,
        buffer: &mut ObjectBuffer,
    ) -> (Vec<Object>, i64) {
        let mut entries = Vec::new();
        let mut key = 0_i64;
        // A page's entry is an array that is indexed by MCID. These count up from 0 on every page,
        // so the order of painting is already the order of the array.
        let on_same_page = |a: &MarkedContent, b: &MarkedContent| a.page == b.page;
        let mut chunks = self.tree.marked_content.chunk_by(on_same_page).peekable();
        for (index, page_id) in self.tree.page_ids.iter().enumerate() {
            let on_page = chunks.next_if(|marked| marked[0].page == index);
            let object = document.new_object_id();
            let out = buffer.begin_object(object);
            out.push(b'[');
            for marked in on_page.unwrap_or_default() {
                write_reference(out, self.elements[marked.tag.0]);
                out.push(b' ');
            }
            out.push(b']');
            entries.extend([key.into(), object.into()]);
            set_integer(document, *page_id, "StructParents", key);
            key += 1;
        }
        for annotation in self.tree.annotations {
            let Some(element) = self.elements.get(annotation.tag.0) else {
                continue;
            };
            entries.extend([key.into(), (*element).into()]);
            set_integer(document, annotation.object, "StructParent", key);
            key += 1;
        }
        (entries, key)
    }
}

/// The page of the first content among the kids of an element.
fn first_content_page(kids: &[StructureKid]) -> Option<usize> {
    for kid in kids {
        if let StructureKid::Content(marked) = kid {
            return Some(marked.page);
        }
    }
    None
}

fn set_integer(document: &mut Document, object: ObjectId, key: &str, value: i64) {
    if let Ok(entries) = document.get_dictionary_mut(object) {
        entries.set(key, value);
    }
}
