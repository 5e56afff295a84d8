//! The parts that hold a document's properties, such as its title and author.

use super::package::Package;
use super::xml::{Element, element};
use crate::document::{Document, Meta, plain_text};
use crate::lang;

/// Adds the core properties (ECMA-376 part 2) and the extended ones (part 1, 22.2), and relates the
/// package to them and to `main_part`, the part with the text.
///
/// `language` is the BCP 47 tag of the document. The dates are the brief's, so that equal briefs
/// give equal files.
pub(crate) fn add_properties(
    document: &Document,
    language: &str,
    main_part: &str,
    package: &mut Package,
) {
    package.add_typed_part(
        "docProps/core.xml",
        "application/vnd.openxmlformats-package.core-properties+xml",
        core_properties(&document.meta, language).to_part(),
    );
    package.add_typed_part(
        "docProps/app.xml",
        "application/vnd.openxmlformats-officedocument.extended-properties+xml",
        extended_properties(&document.meta).to_part(),
    );
    package.relate("", "rId1", "officeDocument", main_part);
    package.relate(
        "",
        "rId2",
        "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
        "docProps/core.xml",
    );
    package.relate("", "rId3", "extended-properties", "docProps/app.xml");
}

fn core_properties(meta: &Meta, language: &str) -> Element {
    let author = match meta.from.first() {
        Some(author) => author,
        None => meta.organization.as_deref().unwrap_or_default(),
    };
    let mut keywords: Vec<&str> = Vec::new();
    keywords.extend(meta.reference.as_deref());
    keywords.extend(meta.organization.as_deref());
    element("cp:coreProperties")
        .with(
            "xmlns:cp",
            "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
        )
        .with("xmlns:dc", "http://purl.org/dc/elements/1.1/")
        .with("xmlns:dcterms", "http://purl.org/dc/terms/")
        .with("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance")
        .children(text_element("dc:title", &plain_text(&meta.title)))
        .children(text_element("dc:subject", &plain_text(&meta.subtitle)))
        .children(text_element("dc:creator", author))
        .children(text_element("cp:keywords", &keywords.join(", ")))
        .children(text_element("cp:lastModifiedBy", author))
        .children(date_element("dcterms:created", &meta.date))
        .children(date_element("dcterms:modified", &meta.date))
        .children(text_element(
            "cp:category",
            meta.marking.as_deref().unwrap_or_default(),
        ))
        .children(text_element("dc:language", language))
}

/// An element with the brief's date. `None` if it is no date: the type would make it invalid.
fn date_element(name: &str, date: &str) -> Option<Element> {
    lang::parse_date(date)?;
    // A brief knows no time of day.
    let midnight = format!("{}T00:00:00Z", date.trim());
    let element = element(name).with("xsi:type", "dcterms:W3CDTF");
    Some(element.with_text(&midnight))
}

/// An element with text; `None` if the text is blank.
fn text_element(name: &str, text: &str) -> Option<Element> {
    if text.trim().is_empty() {
        return None;
    }
    Some(element(name).with_text(text))
}

fn extended_properties(meta: &Meta) -> Element {
    let mut properties = element("Properties")
        .with(
            "xmlns",
            "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties",
        )
        .child(element("Application").with_text(env!("CARGO_PKG_NAME")));
    let company = meta.organization.as_deref().unwrap_or_default();
    if !company.is_empty() {
        properties.push(element("Company").with_text(company));
    }
    properties
}
