//! The package: named parts with their content types and relationships, written the same way byte
//! for byte (ECMA-376, part 2).

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::xml::{XML_DECLARATION, push_empty_element};
use super::zip::ZipWriter;

const RELATIONSHIPS_NAMESPACE: &str =
    "http://schemas.openxmlformats.org/package/2006/relationships";
const TYPES_NAMESPACE: &str = "http://schemas.openxmlformats.org/package/2006/content-types";
const OFFICE_RELATIONSHIPS: &str =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";

/// Content types by extension, for parts that do not state their own.
const DEFAULT_TYPES: [(&str, &str); 3] = [
    (
        "rels",
        "application/vnd.openxmlformats-package.relationships+xml",
    ),
    (
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    ("xml", "application/xml"),
];

/// Extensions and content types of the pictures that Word shows.
pub(crate) const IMAGE_CONTENT_TYPES: [(&str, &str); 10] = [
    ("bmp", "image/bmp"),
    ("emf", "image/x-emf"),
    ("gif", "image/gif"),
    ("jpeg", "image/jpeg"),
    ("jpg", "image/jpeg"),
    ("png", "image/png"),
    ("svg", "image/svg+xml"),
    ("tif", "image/tiff"),
    ("tiff", "image/tiff"),
    ("wmf", "image/x-wmf"),
];

/// Parts by name, without a leading slash.
#[derive(Default)]
pub(crate) struct Package {
    parts: BTreeMap<String, Vec<u8>>,
    types: BTreeMap<String, String>,
    /// What is written of them, by the part that has them.
    relationships: BTreeMap<String, String>,
}

impl Package {
    /// Adds a part whose content type goes by its extension.
    pub(crate) fn add_part(&mut self, name: &str, bytes: Vec<u8>) {
        self.parts.insert(name.to_owned(), bytes);
    }

    /// Whether there is such a part.
    pub(crate) fn contains_part(&self, name: &str) -> bool {
        self.parts.contains_key(name)
    }

    /// Adds a part with a content type of its own.
    pub(crate) fn add_typed_part(&mut self, name: &str, content_type: &str, bytes: Vec<u8>) {
        self.types.insert(name.to_owned(), content_type.to_owned());
        self.add_part(name, bytes);
    }

    /// Relates a part (or the package, if `source` is empty) to another. `kind` is the last segment
    /// of an office relationship type, or a whole address.
    pub(crate) fn relate(&mut self, source: &str, id: &str, kind: &str, target: &str) {
        let kind: Cow<'_, str> = if kind.contains("://") {
            kind.into()
        } else {
            format!("{OFFICE_RELATIONSHIPS}{kind}").into()
        };
        let attributes = [("Id", id), ("Type", &*kind), ("Target", target)];
        push_empty_element(
            "Relationship",
            &attributes,
            self.relationships.entry(source.to_owned()).or_default(),
        );
    }

    /// Relates a part to an address outside.
    pub(crate) fn relate_external(&mut self, source: &str, id: &str, address: &str) {
        let kind = format!("{OFFICE_RELATIONSHIPS}hyperlink");
        let attributes = [
            ("Id", id),
            ("Type", &*kind),
            ("Target", address),
            ("TargetMode", "External"),
        ];
        push_empty_element(
            "Relationship",
            &attributes,
            self.relationships.entry(source.to_owned()).or_default(),
        );
    }

    /// Every part by name, with those that describe the package.
    pub(crate) fn into_parts(mut self) -> BTreeMap<String, Vec<u8>> {
        for (source, list) in std::mem::take(&mut self.relationships) {
            let (folder, file) = source.rsplit_once('/').unwrap_or(("", &source));
            let folder = if folder.is_empty() {
                String::new()
            } else {
                format!("{folder}/")
            };
            let part = format!(
                "{XML_DECLARATION}<Relationships xmlns=\"{RELATIONSHIPS_NAMESPACE}\">{list}</Relationships>"
            );
            self.parts
                .insert(format!("{folder}_rels/{file}.rels"), part.into_bytes());
        }
        let types = self.content_types().into_bytes();
        self.parts.insert(CONTENT_TYPES_PART.to_owned(), types);
        self.parts
    }

    fn content_types(&self) -> String {
        let extensions: BTreeSet<&str> = self
            .parts
            .keys()
            .filter_map(|name| name.rsplit('.').next())
            .collect();
        let mut out = format!("{XML_DECLARATION}<Types xmlns=\"{TYPES_NAMESPACE}\">");
        for (extension, kind) in IMAGE_CONTENT_TYPES
            .iter()
            .chain(&DEFAULT_TYPES)
            .filter(|(it, _)| extensions.contains(it))
        {
            push_empty_element(
                "Default",
                &[("Extension", extension), ("ContentType", kind)],
                &mut out,
            );
        }
        for (name, kind) in &self.types {
            push_empty_element(
                "Override",
                &[("PartName", &format!("/{name}")), ("ContentType", kind)],
                &mut out,
            );
        }
        out.push_str("</Types>");
        out
    }
}

const CONTENT_TYPES_PART: &str = "[Content_Types].xml";

/// Writes parts as a ZIP file: content types first, then by name. Those whose names begin as one of
/// `own` are compressed for this document alone.
///
/// # Errors
///
/// When a part is larger than a ZIP file can hold.
pub(crate) fn zip_parts(
    parts: &BTreeMap<String, Vec<u8>>,
    unshared: &[&str],
) -> Result<Vec<u8>, String> {
    let mut zip = ZipWriter::default();
    let first = parts.get_key_value(CONTENT_TYPES_PART);
    for (name, bytes) in first
        .into_iter()
        .chain(parts.iter().filter(|(name, _)| *name != CONTENT_TYPES_PART))
    {
        zip.add_entry(
            name,
            bytes,
            !unshared.iter().any(|prefix| name.starts_with(prefix)),
        )?;
    }
    zip.into_bytes()
}
