//! Links as annotations of their pages (ISO 32000-1, 12.5.6.5).

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};

use super::structure_tree::TaggedAnnotation;
use super::values::{coordinate, percent_encode_url, text_string};
use crate::frame::{Destination, LinkArea, LinkTarget, Pages};
use crate::length::Pt;

/// The annotation flag "Print", which PDF/A requires of every annotation (ISO 19005-2, 6.3.2).
const PRINT_FLAG: i64 = 4;

/// Writes the links of a document.
pub(super) struct LinkAnnotations<'a> {
    pub pages: &'a Pages,
    /// The page objects, in the order of `pages`.
    pub page_ids: &'a [ObjectId],
}

impl LinkAnnotations<'_> {
    /// Adds an annotation for each link area and returns them in the order of pages.
    pub fn write_annotations(
        &self,
        document: &mut Document,
    ) -> Result<Vec<TaggedAnnotation>, lopdf::Error> {
        let mut annotations = Vec::new();
        let pages = self.pages.pages.iter().zip(self.page_ids);
        for (index, (page, page_id)) in pages.enumerate() {
            let (_, height) = page.paper_size();
            let mut references = Vec::new();
            for area in &page.links {
                let annotation = self.annotation_dictionary(area, height, *page_id);
                let object = document.add_object(annotation);
                references.push(Object::Reference(object));
                annotations.push(TaggedAnnotation {
                    object,
                    page: index,
                    tag: area.tag,
                });
            }
            let entries = document.get_dictionary_mut(*page_id)?;
            // The tab key moves through links in the order of the structure tree (ISO 14289-1,
            // 7.18.3).
            entries.set("Tabs", "S");
            if references.is_empty() {
                entries.remove(b"Annots");
            } else {
                entries.set("Annots", references);
            }
        }
        Ok(annotations)
    }

    fn annotation_dictionary(&self, area: &LinkArea, height: Pt, page: ObjectId) -> Dictionary {
        let frame = area.frame;
        let left = frame.x;
        let right = frame.x + frame.width;
        let top = height - frame.y;
        let bottom = top - frame.height;
        let edges = [left, bottom, right, top];
        let rectangle = edges.map(|edge| Object::Real(coordinate(edge)));
        let mut annotation = dictionary! {
            "Type" => "Annot",
            "Subtype" => "Link",
            "Rect" => rectangle.to_vec(),
            // Without this, viewers draw a line around the link (ISO 32000-1, 12.5.2).
            "Border" => vec![0.into(), 0.into(), 0.into()],
            "F" => PRINT_FLAG,
            "P" => page,
            "Contents" => text_string(link_description(area)),
        };
        let destination = match &area.target {
            LinkTarget::Url(url) => {
                let url = Object::string_literal(percent_encode_url(url));
                let action = dictionary! { "Type" => "Action", "S" => "URI", "URI" => url };
                annotation.set("A", action);
                return annotation;
            }
            LinkTarget::Source(index) => self.pages.sources.get(*index),
            LinkTarget::Citation(index) => self.pages.citations.get(*index),
            LinkTarget::Block(id) => self.pages.blocks.get(id),
        };
        let start_of_document = Destination {
            page: 0,
            y: Pt::ZERO,
        };
        let destination = destination.copied().unwrap_or(start_of_document);
        annotation.set("Dest", self.destination_array(destination));
        annotation
    }

    /// An explicit destination (ISO 32000-1, 12.3.2.2) that leaves the zoom as it is.
    pub fn destination_array(&self, destination: Destination) -> Object {
        let last_page = self.page_ids.len().saturating_sub(1);
        let index = destination.page.min(last_page);
        let page = match self.page_ids.get(index) {
            Some(id) => Object::Reference(*id),
            None => Object::Null,
        };
        let height = match self.pages.pages.get(index) {
            Some(page) => page.paper_size().1,
            None => Pt::ZERO,
        };
        let top = Object::Real(coordinate(height - destination.y));
        vec![page, "XYZ".into(), Object::Null, top, Object::Null].into()
    }
}

/// What a screen reader says about a link (ISO 14289-1, 7.18.5): the URL if nothing better is
/// known.
fn link_description(area: &LinkArea) -> &str {
    match &area.target {
        LinkTarget::Url(url) if area.description.trim().is_empty() => url,
        LinkTarget::Url(_)
        | LinkTarget::Source(_)
        | LinkTarget::Citation(_)
        | LinkTarget::Block(_) => &area.description,
    }
}
