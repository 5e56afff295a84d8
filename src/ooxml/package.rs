//! A package: named parts with their content types and relationships (ECMA-376 part 2).
//!
//! [`Package`] collects the parts, and [`zip_parts`] writes them to a file. Equal parts give equal
//! bytes, in whatever order they were added.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::xml::{XML_DECLARATION, push_empty_element};
use super::zip::{CompressionCache, ZipWriter};

const RELATIONSHIPS_NAMESPACE: &str =
    "http://schemas.openxmlformats.org/package/2006/relationships";
const TYPES_NAMESPACE: &str = "http://schemas.openxmlformats.org/package/2006/content-types";

/// What the types of relationships between parts of an Office document begin with.
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

/// Extensions and content types of the images that Word shows.
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

/// A package in the making. Names of parts have no leading slash.
#[derive(Default)]
pub(crate) struct Package {
    parts: BTreeMap<String, Vec<u8>>,
    /// Content types by part, where the extension does not tell.
    types: BTreeMap<String, String>,
    /// Relationships as XML, by the part that has them; the package's own have an empty name.
    relationships: BTreeMap<String, String>,
}

impl Package {
    /// Adds a part whose extension tells its content type. One of the same name is replaced.
    pub(crate) fn add_part(&mut self, name: &str, bytes: Vec<u8>) {
        self.parts.insert(name.to_owned(), bytes);
    }

    pub(crate) fn contains_part(&self, name: &str) -> bool {
        self.parts.contains_key(name)
    }

    /// Adds a part with a content type of its own.
    pub(crate) fn add_typed_part(&mut self, name: &str, content_type: &str, bytes: Vec<u8>) {
        self.types.insert(name.to_owned(), content_type.to_owned());
        self.add_part(name, bytes);
    }

    /// Relates a part to another one. An empty `source` stands for the package itself. `kind` is
    /// the type of the relationship: the last segment of an Office type, such as `styles`, or a
    /// whole URI. `target` is relative to the folder of the source.
    pub(crate) fn relate(&mut self, source: &str, id: &str, kind: &str, target: &str) {
        // The types of the package itself, such as that of its core properties, begin otherwise
        // than those of Office.
        let kind: Cow<'_, str> = if kind.contains("://") {
            kind.into()
        } else {
            format!("{OFFICE_RELATIONSHIPS}{kind}").into()
        };
        let attributes = [("Id", id), ("Type", &*kind), ("Target", target)];
        self.add_relationship(source, &attributes);
    }

    /// Relates a part to an address outside of the package: the target of a hyperlink.
    pub(crate) fn relate_external(&mut self, source: &str, id: &str, address: &str) {
        let kind = format!("{OFFICE_RELATIONSHIPS}hyperlink");
        let attributes = [
            ("Id", id),
            ("Type", &*kind),
            ("Target", address),
            ("TargetMode", "External"),
        ];
        self.add_relationship(source, &attributes);
    }

    fn add_relationship(&mut self, source: &str, attributes: &[(&str, &str)]) {
        let out = self.relationships.entry(source.to_owned()).or_default();
        push_empty_element("Relationship", attributes, out);
    }

    /// Every part by name, including those that describe the package: its content types, and a part
    /// of relationships beside each part that has some.
    pub(crate) fn into_parts(mut self) -> BTreeMap<String, Vec<u8>> {
        for (source, relationships) in std::mem::take(&mut self.relationships) {
            let part = format!(
                "{XML_DECLARATION}<Relationships xmlns=\"{RELATIONSHIPS_NAMESPACE}\">{relationships}</Relationships>"
            );
            let name = match source.rsplit_once('/') {
                Some((folder, file)) => format!("{folder}/_rels/{file}.rels"),
                None => format!("_rels/{source}.rels"),
            };
            self.parts.insert(name, part.into_bytes());
        }
        let types = self.content_types().into_bytes();
        self.parts.insert(CONTENT_TYPES_PART.to_owned(), types);
        self.parts
    }

    fn content_types(&self) -> String {
        let mut extensions = BTreeSet::new();
        for name in self.parts.keys() {
            extensions.extend(name.rsplit('.').next());
        }
        let mut out = format!("{XML_DECLARATION}<Types xmlns=\"{TYPES_NAMESPACE}\">");
        // A part may have both: its `Override` wins over the `Default` of its extension.
        for (extension, kind) in IMAGE_CONTENT_TYPES.iter().chain(&DEFAULT_TYPES) {
            if extensions.contains(extension) {
                let attributes = [("Extension", *extension), ("ContentType", kind)];
                push_empty_element("Default", &attributes, &mut out);
            }
        }
        for (name, kind) in &self.types {
            let name = format!("/{name}");
            let attributes = [("PartName", &*name), ("ContentType", kind)];
            push_empty_element("Override", &attributes, &mut out);
        }
        out.push_str("</Types>");
        out
    }
}

const CONTENT_TYPES_PART: &str = "[Content_Types].xml";

/// Writes parts as a ZIP file: content types first, as readers of streams want them, then by name.
///
/// Parts whose names begin with one of `unshared` differ from document to document. All others are
/// compressed once for all documents with this cache.
///
/// # Errors
///
/// When a part is larger than a ZIP file can hold.
pub(crate) fn zip_parts(
    parts: &BTreeMap<String, Vec<u8>>,
    unshared: &[&str],
    cache: &CompressionCache,
) -> Result<Vec<u8>, String> {
    let mut zip = ZipWriter::new(cache);
    if let Some(types) = parts.get(CONTENT_TYPES_PART) {
        zip.add_entry(CONTENT_TYPES_PART, types, true)?;
    }
    for (name, bytes) in parts {
        if name == CONTENT_TYPES_PART {
            continue;
        }
        let is_unshared = unshared.iter().any(|prefix| name.starts_with(prefix));
        zip.add_entry(name, bytes, !is_unshared)?;
    }
    zip.into_bytes()
}
