//! Embeds the brief in the file that was made from it (ISO 19005-3, 6.8).

use lopdf::{Document, Object, ObjectId, Stream, dictionary};

use super::info::DocumentInfo;
use super::values::text_string;
use crate::assets::SourceFile;

/// An embedded file.
pub(super) struct Attachment {
    /// The file's name as a text string.
    pub name: Object,
    /// The file specification dictionary (ISO 32000-1, 7.11.3).
    pub file_specification: ObjectId,
}

/// Adds the source of a document to `document` as an embedded file stream.
pub(super) fn embed_source(
    document: &mut Document,
    source: &SourceFile,
    info: &DocumentInfo,
) -> Attachment {
    let size = i64::try_from(source.bytes.len()).unwrap_or(i64::MAX);
    let mut parameters = dictionary! { "Size" => size };
    if let Some(date) = info.pdf_date() {
        parameters.set("ModDate", Object::string_literal(date));
    }
    let entries = dictionary! {
        "Type" => "EmbeddedFile",
        // Registered by RFC 9512.
        "Subtype" => "application/yaml",
        "Params" => parameters,
    };
    let file = document.add_object(Stream::new(entries, source.bytes.to_vec()));
    let name = text_string(&source.name);
    let file_specification = document.add_object(dictionary! {
        "Type" => "Filespec",
        "F" => name.clone(),
        "UF" => name.clone(),
        "EF" => dictionary! { "F" => file, "UF" => file },
        "AFRelationship" => "Source",
        "Desc" => text_string("The brief that this document was made from"),
    });
    Attachment {
        name,
        file_specification,
    }
}
