//! The brief inside the file that was made from it (ISO 19005-3, 6.8).

use lopdf::{Document, Object, ObjectId, Stream, dictionary};

use super::info::DocumentInfo;
use super::values;
use crate::assets::SourceFile;

/// An embedded file: its name, and the file specification that holds it.
pub(super) struct Attachment {
    pub(super) name: Object,
    pub(super) object: ObjectId,
}

/// Embeds the source of a document.
pub(super) fn embed_source(
    document: &mut Document,
    source: &SourceFile,
    info: &DocumentInfo,
) -> Attachment {
    let mut facts = dictionary! { "Size" => i64::try_from(source.bytes.len()).unwrap_or(i64::MAX) };
    if let Some(date) = info.pdf_date() {
        facts.set("ModDate", Object::string_literal(date));
    }
    // Registered by RFC 9512.
    let about = dictionary! { "Type" => "EmbeddedFile", "Subtype" => "application/yaml", "Params" => facts };
    let file = document.add_object(Stream::new(about, source.bytes.to_vec()));
    let name = values::text_string(&source.name);
    let object = document.add_object(dictionary! {
        "Type" => "Filespec",
        "F" => name.clone(),
        "UF" => name.clone(),
        "EF" => dictionary! { "F" => file, "UF" => file },
        "AFRelationship" => "Source",
        "Desc" => values::text_string("The brief that this document was made from"),
    });
    Attachment { name, object }
}
