//! Reads the file of a reference document: its parts and their relationships, within limits.
//!
//! The file comes from outside, so [`DocxArchive`] trusts none of the sizes it states.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use crate::ooxml::xml::{Element, XmlNode, parse_xml, unescape_xml};

/// The limits of a reference document. Each has a message of its own.
pub(super) struct DocxLimits {
    /// Files in the archive.
    pub(super) entries: usize,
    /// Bytes of each part that is read, unpacked.
    pub(super) part: u64,
    /// Bytes of all parts that are read, unpacked.
    pub(super) total: u64,
    /// Elements of all parts that are read.
    pub(super) elements: usize,
    /// Styles, and definitions of lists.
    pub(super) definitions: usize,
    /// Images in headers and footers.
    pub(super) images: usize,
}

pub(super) const LIMITS: DocxLimits = DocxLimits {
    entries: 4000,
    part: 8 << 20,
    total: 32 << 20,
    elements: 500_000,
    definitions: 4000,
    images: 40,
};

/// A package, and how much may still be read from it.
pub(super) struct DocxArchive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    bytes_left: u64,
    elements_left: usize,
}

/// A relationship of a part to another one.
pub(super) struct Relationship {
    pub(super) id: String,
    /// The last segment of its type, such as `image`.
    pub(super) kind: String,
    /// The name of the part, or an address outside of the package.
    pub(super) target: String,
    pub(super) external: bool,
}

impl<'a> DocxArchive<'a> {
    /// Opens a package.
    ///
    /// # Errors
    ///
    /// When it is not a ZIP file, or holds too many files.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, String> {
        let zip = ZipArchive::new(Cursor::new(bytes))
            .map_err(|why| format!("it is not a .docx file: {why}"))?;
        let (entries, limit) = (zip.len(), LIMITS.entries);
        if entries > limit {
            return Err(format!(
                "it has {entries} files inside; the limit is {limit}"
            ));
        }
        Ok(Self {
            zip,
            bytes_left: LIMITS.total,
            elements_left: LIMITS.elements,
        })
    }

    /// Reads the bytes of a part; `None` if there is no such file.
    ///
    /// # Errors
    ///
    /// When it is damaged, or passes a limit.
    pub(super) fn read_bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>, String> {
        let Ok(entry) = self.zip.by_name(name) else {
            return Ok(None);
        };
        let mut bytes = Vec::new();
        // The size that the archive states may be wrong. One byte more than the limit shows that
        // the part is too large, however much it would unpack to.
        let mut unpacked = entry.take(LIMITS.part + 1);
        unpacked
            .read_to_end(&mut bytes)
            .map_err(|why| format!("{name}: {why}"))?;
        let size = bytes.len() as u64;
        if size > LIMITS.part {
            return Err(format!("{name} has more than {} bytes", LIMITS.part));
        }
        match self.bytes_left.checked_sub(size) {
            Some(left) => self.bytes_left = left,
            None => {
                let limit = LIMITS.total;
                return Err(format!("its parts have more than {limit} bytes in all"));
            }
        }
        Ok(Some(bytes))
    }

    /// Reads the root of a part; `None` if there is no such file.
    ///
    /// # Errors
    ///
    /// As [`DocxArchive::read_bytes`], and when it is not well-formed XML.
    pub(super) fn read_part(&mut self, name: &str) -> Result<Option<Element>, String> {
        let Some(bytes) = self.read_bytes(name)? else {
            return Ok(None);
        };
        // Counted before the tree is built, which takes far more memory than its text.
        let tags = bytes.iter().filter(|byte| **byte == b'<').count();
        match self.elements_left.checked_sub(tags) {
            Some(left) => self.elements_left = left,
            None => {
                let limit = LIMITS.elements;
                return Err(format!("its parts have more than {limit} elements"));
            }
        }
        let mut root = parse_xml(&bytes).map_err(|why| format!("{name}: {why}"))?;
        root.walk_mut(&mut remove_blank_text);
        Ok(Some(root))
    }

    /// The relationships of a part, or of the package if `source` is empty. Malformed ones are left
    /// out.
    ///
    /// # Errors
    ///
    /// As [`DocxArchive::read_part`].
    pub(super) fn relationships_of(&mut self, source: &str) -> Result<Vec<Relationship>, String> {
        let (folder, name) = match source.rsplit_once('/') {
            Some((folder, file)) => (folder, format!("{folder}/_rels/{file}.rels")),
            None => ("", format!("_rels/{source}.rels")),
        };
        let Some(root) = self.read_part(&name)? else {
            return Ok(Vec::new());
        };
        let mut out = Vec::new();
        for element in root.elements() {
            out.extend(relationship(element, folder));
        }
        Ok(out)
    }
}

/// A relationship of a part in `folder`; `None` if it is malformed.
fn relationship(element: &Element, folder: &str) -> Option<Relationship> {
    let external = element.get("TargetMode") == Some("External");
    let mut target = unescape_xml(element.get("Target")?);
    if !external {
        target = resolve_target(folder, &target);
    }
    Some(Relationship {
        id: element.get("Id")?.to_owned(),
        kind: element.get("Type")?.rsplit('/').next()?.to_owned(),
        target,
        external,
    })
}

/// Removes white space between elements, which indents XML for people.
fn remove_blank_text(parent: &mut Element) {
    // An element without children may hold a space that is text, such as `w:t`.
    if parent.elements().next().is_none() {
        return;
    }
    parent.children.retain(|node| match node {
        XmlNode::Text(text) => !text.trim().is_empty(),
        XmlNode::Element(_) => true,
    });
}

/// The name of the part that `target` means in a part in `folder` (ECMA-376 part 2).
fn resolve_target(folder: &str, target: &str) -> String {
    let start = if target.starts_with('/') { "" } else { folder };
    let mut out: Vec<&str> = Vec::new();
    for step in start.split('/').chain(target.split('/')) {
        match step {
            "" | "." => {}
            // There is nothing above the package: further steps up stay at its root.
            ".." => drop(out.pop()),
            step => out.push(step),
        }
    }
    out.join("/")
}

/// Whether an element, or anything in it, refers to another part.
pub(super) fn has_relationships(root: &Element) -> bool {
    let mut names = root.attributes.iter().map(|(name, _)| name);
    names.any(|name| name.starts_with("r:")) || root.elements().any(has_relationships)
}

/// The error for a part that only a full XML reader could take over: its names have other prefixes
/// than Word's.
pub(super) const NOT_WRITTEN_LIKE_WORD: &str =
    "its XML is not written like Word's; open it in Word and save it as .docx";
