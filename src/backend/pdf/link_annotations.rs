//! Links as annotations of their pages.

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};

use super::structure_tree::LinkAnnotation;
use super::values;
use crate::frame::{Destination, LinkArea, LinkTarget, Pages};
use crate::length::Pt;

/// Links as annotations of their pages.
pub(super) struct LinkAnnotations<'a> {
    pub(super) pages: &'a Pages,
    pub(super) objects: &'a [ObjectId],
}

impl LinkAnnotations<'_> {
    pub(super) fn write_annotations(
        &self,
        document: &mut Document,
    ) -> Result<Vec<LinkAnnotation>, lopdf::Error> {
        let mut annotations = Vec::new();
        for (page, (content, object)) in self.pages.pages.iter().zip(self.objects).enumerate() {
            let height = content.paper_size().1;
            let of_page: Vec<LinkAnnotation> = content
                .links
                .iter()
                .map(|area| {
                    let object =
                        document.add_object(self.annotation_dictionary(area, height, *object));
                    LinkAnnotation {
                        object,
                        page,
                        tag: area.tag,
                    }
                })
                .collect();
            let entry = document.get_dictionary_mut(*object)?;
            // The order of the structure, for those who go from link to link with the keyboard.
            entry.set("Tabs", "S");
            if of_page.is_empty() {
                entry.remove(b"Annots");
            } else {
                entry.set(
                    "Annots",
                    of_page
                        .iter()
                        .map(|it| Object::Reference(it.object))
                        .collect::<Vec<_>>(),
                );
            }
            annotations.extend(of_page);
        }
        Ok(annotations)
    }

    fn annotation_dictionary(&self, area: &LinkArea, height: Pt, page: ObjectId) -> Dictionary {
        let frame = area.frame;
        let corners = [
            frame.x,
            height - frame.y - frame.height,
            frame.x + frame.width,
            height - frame.y,
        ];
        let corners: Vec<Object> = corners
            .iter()
            .map(|it| Object::Real(values::coordinate(*it)))
            .collect();
        let mut annotation = dictionary! {
            "Type" => "Annot",
            "Subtype" => "Link",
            "Rect" => corners,
            "Border" => vec![0.into(), 0.into(), 0.into()],
            // Shown on paper too, as PDF/A wants every annotation to be.
            "F" => 4,
            "P" => page,
            "Contents" => values::text_string(self.link_description(area)),
        };
        let place = |known: Option<&Destination>| {
            known.copied().unwrap_or(Destination {
                page: 0,
                y: Pt::ZERO,
            })
        };
        match &area.target {
            LinkTarget::Url(url) => {
                let url = Object::string_literal(values::percent_encode_url(url));
                annotation.set(
                    "A",
                    dictionary! { "Type" => "Action", "S" => "URI", "URI" => url },
                );
            }
            LinkTarget::Source(at) => annotation.set(
                "Dest",
                self.destination_array(place(self.pages.sources.get(*at))),
            ),
            LinkTarget::Citation(at) => annotation.set(
                "Dest",
                self.destination_array(place(self.pages.citations.get(*at))),
            ),
        }
        annotation
    }

    /// What a link is; never empty.
    fn link_description<'a>(&self, area: &'a LinkArea) -> &'a str {
        match &area.target {
            LinkTarget::Url(url) if area.description.trim().is_empty() => url,
            LinkTarget::Url(_) | LinkTarget::Source(_) | LinkTarget::Citation(_) => {
                &area.description
            }
        }
    }

    /// A place as a destination that leaves the magnification alone.
    pub(super) fn destination_array(&self, place: Destination) -> Object {
        let at = place.page.min(self.objects.len().saturating_sub(1));
        let page = self
            .objects
            .get(at)
            .map_or(Object::Null, |it| Object::Reference(*it));
        let height = self
            .pages
            .pages
            .get(at)
            .map_or(Pt::ZERO, |page| page.paper_size().1);
        let top = Object::Real(values::coordinate(height - place.y));
        vec![page, "XYZ".into(), Object::Null, top, Object::Null].into()
    }
}
