//! Names and content types of the parts of a Word document.

/// The part that holds the text.
pub(super) const DOCUMENT: &str = "word/document.xml";

/// Content type of a part of a Word document.
pub(super) fn content_type(kind: &str) -> String {
    format!("application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml")
}

/// Where a document says what no other does. The other parts are much the same in all of a batch.
pub(super) const DOCUMENT_SPECIFIC_PARTS: [&str; 4] = [
    "docProps/core.xml",
    "word/charts/chart",
    "word/document.xml",
    "word/media/",
];
