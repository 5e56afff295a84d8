//! Turns printpdf's objects into a complete file.
//!
//! This is the seam between the two PDF libraries: printpdf made pages, fonts and images, and from
//! here on they are lopdf objects. [`assemble_pdf`] puts in the content streams and adds what
//! printpdf does not know: structure tree, metadata, outline, links and the attached source.

use std::fmt::Display;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

use super::attachment::{self, Attachment};
use super::info::DocumentInfo;
use super::link_annotations::LinkAnnotations;
use super::object_buffer::ObjectBuffer;
use super::pdf_file;
use super::structure_tree::StructureTree;
use super::tags::MarkedContent;
use super::used_fonts::{UsedFace, UsedFonts};
use super::values::text_string;
use super::{figure_bounds, icc, outline, xmp};
use crate::assets::SourceFile;
use crate::diagnostic::{Code, Diagnostic};
use crate::frame::Pages;

/// The pages as content streams, and the fonts and marks that these refer to.
pub(super) struct PaintedPages<'f> {
    /// One content stream for each page.
    pub streams: Vec<Vec<u8>>,
    /// In order of painting.
    pub marked_content: Vec<MarkedContent>,
    pub fonts: UsedFonts<'f>,
}

/// Completes the objects in `document` and serializes them as a file.
///
/// # Errors
///
/// When an object that printpdf should have made is missing, or the file would be larger than
/// 4 GiB.
pub(super) fn assemble_pdf(
    mut document: Document,
    pages: &Pages,
    painted: PaintedPages<'_>,
    info: &DocumentInfo,
    source: Option<&SourceFile>,
) -> Result<Vec<u8>, Diagnostic> {
    if document.page_iter().count() != pages.pages.len() {
        return Err(incomplete_file("pages are missing"));
    }
    let mut buffer = ObjectBuffer::default();
    complete_document(&mut document, &mut buffer, pages, painted, info, source)
        .map_err(incomplete_file)?;
    pdf_file::write_file(document, buffer)
}

/// The problem that a file would lack something.
pub(super) fn incomplete_file(reason: impl Display) -> Diagnostic {
    Diagnostic::error(
        Code::UnwritableDocument,
        format!("the PDF file could not be put together: {reason}"),
    )
}

/// Adds everything that the catalog, the pages and the fonts still lack.
///
/// Object numbers are given in the order of these calls, so the order decides the bytes.
fn complete_document(
    document: &mut Document,
    buffer: &mut ObjectBuffer,
    pages: &Pages,
    painted: PaintedPages<'_>,
    info: &DocumentInfo,
    source: Option<&SourceFile>,
) -> Result<(), lopdf::Error> {
    let page_ids: Vec<ObjectId> = document.page_iter().collect();
    for (page, stream) in page_ids.iter().zip(painted.streams) {
        replace_page_content(document, *page, stream)?;
    }
    for (_, face) in painted.fonts.used_faces() {
        complete_font(document, face)?;
    }
    let links = LinkAnnotations {
        pages,
        page_ids: &page_ids,
    };
    let annotations = links.write_annotations(document)?;
    let structure_tree = StructureTree {
        tags: &pages.tags,
        marked_content: &painted.marked_content,
        annotations: &annotations,
        page_ids: &page_ids,
        figure_bounds: &figure_bounds::figure_bounds(pages),
    };
    let entries = CatalogEntries {
        structure_tree: structure_tree.write_tree(document, buffer),
        outline: outline::write_outline(document, &pages.bookmarks, |bookmark| {
            links.destination_array(bookmark.destination)
        }),
        source: source.map(|source| attachment::embed_source(document, source, info)),
        is_flowing: is_flowing(pages),
    };
    complete_catalog(document, info, &entries)?;
    replace_info(document, info);
    Ok(())
}

/// Replaces the content stream that printpdf made for a page.
fn replace_page_content(
    document: &mut Document,
    page: ObjectId,
    content: Vec<u8>,
) -> Result<(), lopdf::Error> {
    let page = document.get_dictionary(page)?;
    let stream = page.get(b"Contents")?.as_reference()?;
    document.set_object(stream, Stream::new(Dictionary::new(), content));
    Ok(())
}

/// Adds the height of capitals to a font's descriptor, and to its CIDFont the map from codes to
/// glyphs (ISO 32000-1, 9.7.4.2) if they differ.
fn complete_font(document: &mut Document, face: &UsedFace<'_>) -> Result<(), lopdf::Error> {
    let name = face.subset_name().into_bytes();
    let map = match face.cid_to_gid_map() {
        Some(map) => {
            let stream = Stream::new(Dictionary::new(), map);
            Some(document.add_object(stream))
        }
        None => None,
    };
    let cap_height = (face.face.cap_height * 1000.0).round() as i64;
    // printpdf does not tell which objects it made for a font, so they are found by its name. Of
    // those with a /BaseFont, only the composite font is an object of its own: its CIDFont is
    // written inside it.
    for object in document.objects.values_mut() {
        let Object::Dictionary(entries) = object else {
            continue;
        };
        if has_name(entries, b"FontName", &name) {
            // Descriptors of fonts with Latin letters must have it (ISO 32000-1, 9.8.1).
            entries.set("CapHeight", cap_height);
        }
        if let Some(map) = map
            && has_name(entries, b"BaseFont", &name)
        {
            let descendants = entries.get_mut(b"DescendantFonts")?.as_array_mut()?;
            if let Some(Object::Dictionary(cid_font)) = descendants.first_mut() {
                cid_font.set("CIDToGIDMap", map);
            }
        }
    }
    Ok(())
}

fn has_name(entries: &Dictionary, key: &[u8], name: &[u8]) -> bool {
    match entries.get(key) {
        Ok(Object::Name(value)) => value == name,
        Ok(_) | Err(_) => false,
    }
}

/// Objects that the catalog refers to.
struct CatalogEntries {
    structure_tree: ObjectId,
    outline: Option<ObjectId>,
    source: Option<Attachment>,
    /// Whether the document is read from page to page, unlike a single sheet or slides.
    is_flowing: bool,
}

/// Whether a document has several pages, all of them in portrait format.
fn is_flowing(pages: &Pages) -> bool {
    let mut pages = pages.pages.iter();
    pages.len() > 1 && pages.all(|page| page.width < page.height)
}

/// Sets the entries of the catalog (ISO 32000-1, 7.7.2) that PDF/UA and PDF/A require, and those
/// that tell a viewer how to open the file.
fn complete_catalog(
    document: &mut Document,
    info: &DocumentInfo,
    entries: &CatalogEntries,
) -> Result<(), lopdf::Error> {
    // Only PDF/A-3 allows embedded files that are not PDF/A themselves (ISO 19005-3, 6.8).
    let part = if entries.source.is_some() { 3 } else { 2 };
    let metadata = add_metadata(document, info, part);
    let output_intent = add_output_intent(document);
    let (page_layout, page_mode) = if entries.is_flowing {
        ("OneColumn", "UseOutlines")
    } else {
        ("SinglePage", "UseNone")
    };
    let catalog = document.catalog_mut()?;
    catalog.set("StructTreeRoot", entries.structure_tree);
    // This makes it a tagged file (ISO 19005-2, 6.7.2.2).
    catalog.set("MarkInfo", dictionary! { "Marked" => true });
    catalog.set("Lang", text_string(&info.lang));
    catalog.set("ViewerPreferences", info.viewer_preferences());
    catalog.set("Metadata", metadata);
    catalog.set("OutputIntents", vec![Object::Dictionary(output_intent)]);
    catalog.set("PageLayout", page_layout);
    if let Some(source) = &entries.source {
        let file = Object::from(source.file_specification);
        let names = vec![source.name.clone(), file];
        let embedded_files = dictionary! { "Names" => names };
        catalog.set("Names", dictionary! { "EmbeddedFiles" => embedded_files });
        // PDF/A-3 requires that an embedded file belongs to a part of the document. The catalog
        // stands for all of it (ISO 19005-3, 6.8).
        catalog.set("AF", vec![Object::Reference(source.file_specification)]);
    }
    if let Some(outline) = entries.outline {
        catalog.set("Outlines", outline);
        // The panel of the outline would be empty in a file without one.
        catalog.set("PageMode", page_mode);
    }
    Ok(())
}

/// Adds the XMP packet as a metadata stream (ISO 32000-1, 14.3.2).
fn add_metadata(document: &mut Document, info: &DocumentInfo, pdfa_part: u8) -> ObjectId {
    let mut stream = Stream::new(
        dictionary! { "Type" => "Metadata", "Subtype" => "XML" },
        xmp::xmp_packet(info, pdfa_part).into_bytes(),
    );
    // Programs that cannot read PDF scan the file for the packet, so it stays plain text.
    stream.allows_compression = false;
    document.add_object(stream)
}

/// An output intent that gives the device colours of the file the meaning of sRGB (ISO 19005-2,
/// 6.2.3 and 6.2.4.3). Its profile is added to the document.
fn add_output_intent(document: &mut Document) -> Dictionary {
    let profile = Stream::new(
        dictionary! { "N" => 3, "Filter" => "FlateDecode" },
        icc::DEFLATED_SRGB_PROFILE.clone(),
    );
    let profile = document.add_object(profile);
    dictionary! {
        "Type" => "OutputIntent",
        "S" => "GTS_PDFA1",
        "OutputConditionIdentifier" => text_string("sRGB IEC61966-2.1"),
        "RegistryName" => text_string("http://www.color.org"),
        "Info" => text_string("sRGB IEC61966-2.1"),
        "DestOutputProfile" => profile,
    }
}

/// Replaces the document information dictionary, so that everything in it comes from the document.
fn replace_info(document: &mut Document, info: &DocumentInfo) {
    let existing = document.trailer.get(b"Info").and_then(Object::as_reference);
    let id = match existing {
        Ok(id) => id,
        Err(_) => document.new_object_id(),
    };
    document.set_object(id, info.info_dictionary());
    document.trailer.set("Info", id);
}
