//! The package: named parts with their content types and relationships, written the same way byte for byte
//! (ECMA-376, part 2).

mod zip;

use std::collections::{BTreeMap, BTreeSet};

use super::xml::{Element, element};
pub(super) use zip::Zip;

const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";

/// Content types by extension, for parts that do not state their own.
const DEFAULTS: [(&str, &str); 3] = [
    ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("xml", "application/xml"),
];

/// Extensions and content types of the pictures that Word shows.
pub(super) const PICTURES: [(&str, &str); 10] = [
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
pub(super) struct Package {
    parts: BTreeMap<String, Vec<u8>>,
    types: BTreeMap<String, String>,
    relationships: BTreeMap<String, Vec<Element>>,
}

impl Package {
    /// Adds a part whose content type goes by its extension.
    pub(super) fn add(&mut self, name: &str, bytes: Vec<u8>) {
        self.parts.insert(name.to_owned(), bytes);
    }

    /// Whether there is such a part.
    pub(super) fn has(&self, name: &str) -> bool {
        self.parts.contains_key(name)
    }

    /// Adds a part with a content type of its own.
    pub(super) fn add_typed(&mut self, name: &str, content_type: &str, bytes: Vec<u8>) {
        self.types.insert(name.to_owned(), content_type.to_owned());
        self.add(name, bytes);
    }

    /// Relates a part (or the package, if `source` is empty) to another. `kind` is the last segment of an office
    /// relationship type, or a whole address.
    pub(super) fn relate(&mut self, source: &str, id: &str, kind: &str, target: &str) {
        let relationship = relationship(id, kind, target);
        self.relationships.entry(source.to_owned()).or_default().push(relationship);
    }

    /// Relates a part to an address outside.
    pub(super) fn link(&mut self, source: &str, id: &str, address: &str) {
        let relationship = relationship(id, "hyperlink", address).with("TargetMode", "External");
        self.relationships.entry(source.to_owned()).or_default().push(relationship);
    }

    /// Every part by name, with those that describe the package.
    pub(super) fn finish(mut self) -> BTreeMap<String, Vec<u8>> {
        for (source, list) in std::mem::take(&mut self.relationships) {
            let (folder, file) = source.rsplit_once('/').unwrap_or(("", &source));
            let folder = if folder.is_empty() { String::new() } else { format!("{folder}/") };
            let root = element("Relationships").with("xmlns", RELATIONSHIPS).children(list);
            self.parts.insert(format!("{folder}_rels/{file}.rels"), root.to_part());
        }
        let types = self.content_types().to_part();
        self.parts.insert(CONTENT_TYPES.to_owned(), types);
        self.parts
    }

    fn content_types(&self) -> Element {
        let extensions: BTreeSet<&str> = self.parts.keys().filter_map(|name| name.rsplit('.').next()).collect();
        let defaults = PICTURES.iter().chain(&DEFAULTS).filter(|(extension, _)| extensions.contains(extension));
        let defaults =
            defaults.map(|(extension, kind)| element("Default").with("Extension", extension).with("ContentType", kind));
        let overrides = self
            .types
            .iter()
            .map(|(name, kind)| element("Override").with("PartName", format!("/{name}")).with("ContentType", kind));
        element("Types")
            .with("xmlns", "http://schemas.openxmlformats.org/package/2006/content-types")
            .children(defaults)
            .children(overrides)
    }
}

const CONTENT_TYPES: &str = "[Content_Types].xml";

fn relationship(id: &str, kind: &str, target: &str) -> Element {
    let kind = if kind.contains("://") { kind.to_owned() } else { format!("{OFFICE}{kind}") };
    element("Relationship").with("Id", id).with("Type", kind).with("Target", target)
}

/// Where a document says what no other does. The other parts are much the same in all of a batch.
const OWN: [&str; 5] =
    ["docProps/core.xml", "word/charts/chart", "word/document.xml", "word/footnotes.xml", "word/media/"];

/// Writes parts as a ZIP file: content types first, then by name.
///
/// # Errors
///
/// When a part is larger than a ZIP file can hold.
pub(super) fn zip(parts: &BTreeMap<String, Vec<u8>>) -> Result<Vec<u8>, String> {
    let mut zip = Zip::default();
    let first = parts.get_key_value(CONTENT_TYPES);
    for (name, bytes) in first.into_iter().chain(parts.iter().filter(|(name, _)| *name != CONTENT_TYPES)) {
        zip.add(name, bytes, !OWN.iter().any(|own| name.starts_with(own)))?;
    }
    zip.finish()
}
