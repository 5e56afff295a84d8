//! The one pass over the file that printpdf makes, adding what it does not know: structure,
//! metadata, outline, links.
//!
//! This is the seam between the two libraries. What comes in are objects with pages, fonts and
//! pictures; what goes out are the bytes of a file that follows PDF 1.7, PDF/A and PDF/UA-1.

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

use super::attachment::{self, Attachment};
use super::file::{self, Spelled};
use super::fonts::FontUse;
use super::info::Info;
use super::structure::{Annotation, Structure};
use super::tags::Marked;
use super::{bounds, icc, outline, values, xmp};
use crate::assets::SourceFile;
use crate::diagnostic::{Code, Diagnostic};
use crate::frame::{Destination, LinkArea, LinkTarget, Pages};
use crate::length::Pt;

/// Finishes a file.
///
/// # Errors
///
/// When the file could not be put together, which would be a fault of this program.
pub(super) fn finish(
    mut document: Document,
    pages: &Pages,
    contents: Vec<Vec<u8>>,
    marked: &[Marked],
    fonts: &FontUse<'_>,
    info: &Info,
    source: Option<&SourceFile>,
) -> Result<Vec<u8>, Diagnostic> {
    let broken = |why: lopdf::Error| {
        Diagnostic::error(
            Code::UnwritableDocument,
            format!("the PDF file could not be put together: {why}"),
        )
    };
    let objects: Vec<ObjectId> = document.page_iter().collect();
    if objects.len() != pages.pages.len() {
        return Err(Diagnostic::error(
            Code::UnwritableDocument,
            "the PDF file could not be put together: pages are missing",
        ));
    }
    for (page, content) in objects.iter().zip(contents) {
        set_content(&mut document, *page, content).map_err(broken)?;
    }
    finish_fonts(&mut document, fonts).map_err(broken)?;
    let links = Links {
        pages,
        objects: &objects,
    };
    let annotations = links.write(&mut document).map_err(broken)?;
    let bounds = bounds::figures(pages);
    let structure = Structure {
        tags: &pages.tags,
        marked,
        annotations: &annotations,
        pages: &objects,
        bounds: &bounds,
    };
    let mut spelled = Spelled::default();
    let tree = structure.write(&mut document, &mut spelled);
    let outline = outline::write(&mut document, &pages.bookmarks, |bookmark| {
        links.destination(bookmark.destination)
    });
    let source = source.map(|source| attachment::write(&mut document, source, info));
    let entries = Entries {
        tree,
        outline,
        source,
        flowing: is_flowing(pages),
    };
    finish_catalog(&mut document, info, &entries).map_err(broken)?;
    finish_trailer(&mut document, info);
    file::write(document, spelled)
}

/// Objects that the catalog leads to.
struct Entries {
    tree: ObjectId,
    outline: Option<ObjectId>,
    source: Option<Attachment>,
    /// Whether it is read from page to page, as against a sheet or slides.
    flowing: bool,
}

/// Whether a document has several pages, and they are upright.
fn is_flowing(pages: &Pages) -> bool {
    pages.pages.len() > 1 && pages.pages.iter().all(|page| page.width < page.height)
}

fn finish_catalog(
    document: &mut Document,
    info: &Info,
    entries: &Entries,
) -> Result<(), lopdf::Error> {
    // Only the third part of PDF/A allows files of other kinds inside.
    let part = if entries.source.is_some() { 3 } else { 2 };
    let mut packet = Stream::new(
        dictionary! { "Type" => "Metadata", "Subtype" => "XML" },
        xmp::packet(info, part).into_bytes(),
    );
    // Programs that know nothing of PDF look for the packet.
    packet.allows_compression = false;
    let packet = document.add_object(packet);
    let profile = dictionary! { "N" => 3, "Filter" => "FlateDecode" };
    let profile = document.add_object(Stream::new(profile, icc::PACKED.clone()));
    let intent = dictionary! {
        "Type" => "OutputIntent",
        "S" => "GTS_PDFA1",
        "OutputConditionIdentifier" => values::text("sRGB IEC61966-2.1"),
        "RegistryName" => values::text("http://www.color.org"),
        "Info" => values::text("sRGB IEC61966-2.1"),
        "DestOutputProfile" => profile,
    };
    let catalog = document.catalog_mut()?;
    catalog.set("StructTreeRoot", entries.tree);
    catalog.set("MarkInfo", dictionary! { "Marked" => true });
    catalog.set("Lang", values::text(&info.lang));
    catalog.set("ViewerPreferences", info.viewer_preferences());
    catalog.set("Metadata", packet);
    catalog.set("OutputIntents", vec![Object::Dictionary(intent)]);
    catalog.set(
        "PageLayout",
        if entries.flowing {
            "OneColumn"
        } else {
            "SinglePage"
        },
    );
    if let Some(source) = &entries.source {
        let names = vec![source.name.clone(), source.object.into()];
        catalog.set(
            "Names",
            dictionary! { "EmbeddedFiles" => dictionary! { "Names" => names } },
        );
        catalog.set("AF", vec![Object::Reference(source.object)]);
    }
    if let Some(outline) = entries.outline {
        catalog.set("Outlines", outline);
        catalog.set(
            "PageMode",
            if entries.flowing {
                "UseOutlines"
            } else {
                "UseNone"
            },
        );
    }
    Ok(())
}

/// Replaces what printpdf says of the file by what the document says.
fn finish_trailer(document: &mut Document, info: &Info) {
    let old = document
        .trailer
        .get(b"Info")
        .and_then(Object::as_reference)
        .ok();
    let object = old.unwrap_or_else(|| document.new_object_id());
    document.set_object(object, info.dictionary());
    document.trailer.set("Info", object);
}

/// Puts operators in the place of those that printpdf has for a page.
fn set_content(
    document: &mut Document,
    page: ObjectId,
    content: Vec<u8>,
) -> Result<(), lopdf::Error> {
    let stream = document
        .get_dictionary(page)?
        .get(b"Contents")?
        .as_reference()?;
    document.set_object(stream, Stream::new(Dictionary::new(), content));
    Ok(())
}

/// Adds the height of capitals, and the map from codes to glyphs where they differ.
fn finish_fonts(document: &mut Document, fonts: &FontUse<'_>) -> Result<(), lopdf::Error> {
    for (_, face) in fonts.faces() {
        let name = face.name().into_bytes();
        let map = face
            .glyph_map()
            .map(|map| document.add_object(Stream::new(Dictionary::new(), map)));
        let capitals = (face.face.cap_height * 1000.0).round() as i64;
        for object in document.objects.values_mut() {
            let Object::Dictionary(entry) = object else {
                continue;
            };
            if entry
                .get(b"FontName")
                .and_then(Object::as_name)
                .is_ok_and(|it| it == name)
            {
                entry.set("CapHeight", capitals);
            }
            let (true, Some(map)) = (
                entry
                    .get(b"BaseFont")
                    .and_then(Object::as_name)
                    .is_ok_and(|it| it == name),
                map,
            ) else {
                continue;
            };
            if let Some(Object::Dictionary(descendant)) = entry
                .get_mut(b"DescendantFonts")?
                .as_array_mut()?
                .first_mut()
            {
                descendant.set("CIDToGIDMap", map);
            }
        }
    }
    Ok(())
}

/// Links as annotations of their pages.
struct Links<'a> {
    pages: &'a Pages,
    objects: &'a [ObjectId],
}

impl Links<'_> {
    fn write(&self, document: &mut Document) -> Result<Vec<Annotation>, lopdf::Error> {
        let mut annotations = Vec::new();
        for (page, (content, object)) in self.pages.pages.iter().zip(self.objects).enumerate() {
            let height = content.paper_size().1;
            let of_page: Vec<Annotation> = content
                .links
                .iter()
                .map(|area| {
                    let object = document.add_object(self.annotation(area, height, *object));
                    Annotation {
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

    fn annotation(&self, area: &LinkArea, height: Pt, page: ObjectId) -> Dictionary {
        let frame = area.frame;
        let corners = [
            frame.x,
            height - frame.y - frame.height,
            frame.x + frame.width,
            height - frame.y,
        ];
        let corners: Vec<Object> = corners
            .iter()
            .map(|it| Object::Real(values::number(*it)))
            .collect();
        let mut annotation = dictionary! {
            "Type" => "Annot",
            "Subtype" => "Link",
            "Rect" => corners,
            "Border" => vec![0.into(), 0.into(), 0.into()],
            // Shown on paper too, as PDF/A wants every annotation to be.
            "F" => 4,
            "P" => page,
            "Contents" => values::text(self.description(area)),
        };
        let place = |known: Option<&Destination>| {
            known.copied().unwrap_or(Destination {
                page: 0,
                y: Pt::ZERO,
            })
        };
        match &area.target {
            LinkTarget::Url(url) => {
                let url = Object::string_literal(values::address(url));
                annotation.set(
                    "A",
                    dictionary! { "Type" => "Action", "S" => "URI", "URI" => url },
                );
            }
            LinkTarget::Source(at) => {
                annotation.set("Dest", self.destination(place(self.pages.sources.get(*at))))
            }
            LinkTarget::Citation(at) => annotation.set(
                "Dest",
                self.destination(place(self.pages.citations.get(*at))),
            ),
        }
        annotation
    }

    /// What a link is; never empty.
    fn description<'a>(&self, area: &'a LinkArea) -> &'a str {
        match &area.target {
            LinkTarget::Url(url) if area.description.trim().is_empty() => url,
            LinkTarget::Url(_) | LinkTarget::Source(_) | LinkTarget::Citation(_) => {
                &area.description
            }
        }
    }

    /// A place as a destination that leaves the magnification alone.
    fn destination(&self, place: Destination) -> Object {
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
        let top = Object::Real(values::number(height - place.y));
        vec![page, "XYZ".into(), Object::Null, top, Object::Null].into()
    }
}
