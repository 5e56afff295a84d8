//! The one pass over the file that printpdf makes, adding what it does not know: structure,
//! metadata, outline, links.
//!
//! This is the seam between the two libraries. What comes in are objects with pages, fonts and
//! pictures; what goes out are the bytes of a file that follows PDF 1.7, PDF/A and PDF/UA-1.

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

use super::attachment::{self, Attachment};
use super::info::DocumentInfo;
use super::link_annotations::LinkAnnotations;
use super::object_buffer::ObjectBuffer;
use super::pdf_file;
use super::structure_tree::StructureTree;
use super::tags::MarkedContent;
use super::used_fonts::UsedFonts;
use super::{figure_bounds, icc, outline, values, xmp};
use crate::assets::SourceFile;
use crate::diagnostic::{Code, Diagnostic};
use crate::frame::Pages;

/// Finishes a file.
///
/// # Errors
///
/// When the file could not be put together, which would be a fault of this program.
pub(super) fn assemble_pdf(
    mut document: Document,
    pages: &Pages,
    contents: Vec<Vec<u8>>,
    marked_content: &[MarkedContent],
    fonts: &UsedFonts<'_>,
    info: &DocumentInfo,
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
        replace_page_content(&mut document, *page, content).map_err(broken)?;
    }
    complete_fonts(&mut document, fonts).map_err(broken)?;
    let links = LinkAnnotations {
        pages,
        objects: &objects,
    };
    let annotations = links.write_annotations(&mut document).map_err(broken)?;
    let bounds = figure_bounds::figure_bounds(pages);
    let structure_tree = StructureTree {
        tags: &pages.tags,
        marked_content,
        annotations: &annotations,
        pages: &objects,
        figure_bounds: &bounds,
    };
    let mut buffer = ObjectBuffer::default();
    let tree = structure_tree.write_tree(&mut document, &mut buffer);
    let outline = outline::write_outline(&mut document, &pages.bookmarks, |bookmark| {
        links.destination_array(bookmark.destination)
    });
    let source = source.map(|source| attachment::embed_source(&mut document, source, info));
    let entries = CatalogEntries {
        tree,
        outline,
        source,
        flowing: is_flowing(pages),
    };
    complete_catalog(&mut document, info, &entries).map_err(broken)?;
    replace_info(&mut document, info);
    pdf_file::write_file(document, buffer)
}

/// Objects that the catalog leads to.
struct CatalogEntries {
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

fn complete_catalog(
    document: &mut Document,
    info: &DocumentInfo,
    entries: &CatalogEntries,
) -> Result<(), lopdf::Error> {
    // Only the third part of PDF/A allows files of other kinds inside.
    let part = if entries.source.is_some() { 3 } else { 2 };
    let mut packet = Stream::new(
        dictionary! { "Type" => "Metadata", "Subtype" => "XML" },
        xmp::xmp_packet(info, part).into_bytes(),
    );
    // Programs that know nothing of PDF look for the packet.
    packet.allows_compression = false;
    let packet = document.add_object(packet);
    let profile = dictionary! { "N" => 3, "Filter" => "FlateDecode" };
    let profile = document.add_object(Stream::new(profile, icc::DEFLATED_SRGB_PROFILE.clone()));
    let intent = dictionary! {
        "Type" => "OutputIntent",
        "S" => "GTS_PDFA1",
        "OutputConditionIdentifier" => values::text_string("sRGB IEC61966-2.1"),
        "RegistryName" => values::text_string("http://www.color.org"),
        "Info" => values::text_string("sRGB IEC61966-2.1"),
        "DestOutputProfile" => profile,
    };
    let catalog = document.catalog_mut()?;
    catalog.set("StructTreeRoot", entries.tree);
    catalog.set("MarkInfo", dictionary! { "Marked" => true });
    catalog.set("Lang", values::text_string(&info.lang));
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
fn replace_info(document: &mut Document, info: &DocumentInfo) {
    let old = document
        .trailer
        .get(b"Info")
        .and_then(Object::as_reference)
        .ok();
    let object = old.unwrap_or_else(|| document.new_object_id());
    document.set_object(object, info.info_dictionary());
    document.trailer.set("Info", object);
}

/// Puts operators in the place of those that printpdf has for a page.
fn replace_page_content(
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
fn complete_fonts(document: &mut Document, fonts: &UsedFonts<'_>) -> Result<(), lopdf::Error> {
    for (_, face) in fonts.used_faces() {
        let name = face.subset_name().into_bytes();
        let map = face
            .cid_to_gid_map()
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
