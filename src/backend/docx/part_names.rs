//! Names and content types of the parts of a Word document.

use crate::ooxml::package::Package;

/// The part with the document's text.
pub(super) const DOCUMENT: &str = "word/document.xml";

/// The content type of a part, from its kind, such as `styles` or `document.main`.
pub(super) fn content_type(kind: &str) -> String {
    format!("application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml")
}

/// Adds a part beside the document that the document refers to.
pub(super) fn add_main_part(package: &mut Package, kind: &str, bytes: Vec<u8>) {
    let file = format!("{kind}.xml");
    package.add_typed_part(&format!("word/{file}"), &content_type(kind), bytes);
    package.relate(DOCUMENT, &format!("rId{kind}"), kind, &file);
}

/// Prefixes of the parts that differ from document to document. The other parts repeat throughout a
/// batch, so that their compressed bytes can be cached.
pub(super) const DOCUMENT_SPECIFIC_PARTS: [&str; 4] = [
    "docProps/core.xml",
    "word/charts/chart",
    "word/document.xml",
    "word/media/",
];
