//! The parts that hold the properties of a document.

use super::package::Package;
use super::xml::element;
use crate::document::{Document, plain_text};
use crate::lang;

/// Adds the document's properties. Their dates are the brief's. `main_part` is the part that the
/// package leads to.
pub(crate) fn add_properties(
    document: &Document,
    language: &str,
    main_part: &str,
    package: &mut Package,
) {
    let meta = &document.meta;
    let title = plain_text(&meta.title);
    let subject = plain_text(&meta.subtitle);
    let author = meta
        .from
        .first()
        .or(meta.organization.as_ref())
        .map_or("", String::as_str);
    let keywords: Vec<&str> = [&meta.reference, &meta.organization]
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect();
    let text =
        |name: &str, text: &str| (!text.trim().is_empty()).then(|| element(name).with_text(text));
    let dated = lang::parse_date(&meta.date).map(|_| format!("{}T00:00:00Z", meta.date.trim()));
    let date = |name: &str| {
        dated.as_ref().map(|date| {
            element(name)
                .with("xsi:type", "dcterms:W3CDTF")
                .with_text(date)
        })
    };
    let core = element("cp:coreProperties")
        .with(
            "xmlns:cp",
            "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
        )
        .with("xmlns:dc", "http://purl.org/dc/elements/1.1/")
        .with("xmlns:dcterms", "http://purl.org/dc/terms/")
        .with("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance")
        .children(text("dc:title", &title))
        .children(text("dc:subject", &subject))
        .children(text("dc:creator", author))
        .children(text("cp:keywords", &keywords.join(", ")))
        .children(text("cp:lastModifiedBy", author))
        .children(date("dcterms:created"))
        .children(date("dcterms:modified"))
        .children(text(
            "cp:category",
            meta.marking.as_deref().unwrap_or_default(),
        ))
        .children(text("dc:language", language));
    package.add_typed_part(
        "docProps/core.xml",
        "application/vnd.openxmlformats-package.core-properties+xml",
        core.to_part(),
    );
    let company = meta.organization.as_deref().unwrap_or_default();
    let app = element("Properties")
        .with(
            "xmlns",
            "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties",
        )
        .child(element("Application").with_text(env!("CARGO_PKG_NAME")))
        .children((!company.is_empty()).then(|| element("Company").with_text(company)));
    package.add_typed_part(
        "docProps/app.xml",
        "application/vnd.openxmlformats-officedocument.extended-properties+xml",
        app.to_part(),
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
