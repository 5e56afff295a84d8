//! The file of a reference document: its parts and how they refer to each other, within limits.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use crate::ooxml::xml::{Element, XmlNode, parse_xml, unescape_xml};

/// What a reference document may be. Each limit has its own message.
pub(super) struct DocxLimits {
    /// Files in it.
    pub(super) entries: usize,
    /// Bytes of each part that is read, unpacked.
    pub(super) part: u64,
    /// Bytes of all parts that are read, unpacked.
    pub(super) total: u64,
    /// Elements of all parts that are read.
    pub(super) elements: usize,
    /// Styles, or list definitions.
    pub(super) definitions: usize,
    /// Pictures in its headers and footers.
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

/// A package that is being read.
pub(super) struct DocxArchive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// Bytes and elements that may still be read.
    bytes_left: u64,
    elements_left: usize,
}

/// What a part says about another.
pub(super) struct Relationship {
    pub(super) id: String,
    /// The last word of its type.
    pub(super) kind: String,
    /// The name of the part, or an address outside.
    pub(super) target: String,
    pub(super) external: bool,
}

impl<'a> DocxArchive<'a> {
    /// Opens a package.
    ///
    /// # Errors
    ///
    /// When it is none, or holds too many files.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, String> {
        let zip = ZipArchive::new(Cursor::new(bytes))
            .map_err(|why| format!("it is no .docx file: {why}"))?;
        if zip.len() > LIMITS.entries {
            return Err(format!(
                "it has {} files inside; the limit is {}",
                zip.len(),
                LIMITS.entries
            ));
        }
        Ok(Self {
            zip,
            bytes_left: LIMITS.total,
            elements_left: LIMITS.elements,
        })
    }

    /// The bytes of a part; `None` if there is no such file.
    ///
    /// # Errors
    ///
    /// When it is damaged, or passes a limit.
    pub(super) fn read_bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>, String> {
        let Ok(entry) = self.zip.by_name(name) else {
            return Ok(None);
        };
        let mut bytes = Vec::new();
        // What the archive says about the size need not be true.
        entry
            .take(LIMITS.part + 1)
            .read_to_end(&mut bytes)
            .map_err(|why| format!("{name}: {why}"))?;
        if bytes.len() as u64 > LIMITS.part {
            return Err(format!("{name} has more than {} bytes", LIMITS.part));
        }
        let left = self.bytes_left.checked_sub(bytes.len() as u64);
        self.bytes_left =
            left.ok_or_else(|| format!("its parts have more than {} bytes in all", LIMITS.total))?;
        Ok(Some(bytes))
    }

    /// A part; `None` if there is no such file.
    ///
    /// # Errors
    ///
    /// As [`DocxArchive::read_bytes`], and when it is no XML.
    pub(super) fn read_part(&mut self, name: &str) -> Result<Option<Element>, String> {
        let Some(bytes) = self.read_bytes(name)? else {
            return Ok(None);
        };
        let tags = bytes.iter().filter(|byte| **byte == b'<').count();
        let left = self.elements_left.checked_sub(tags);
        self.elements_left =
            left.ok_or_else(|| format!("its parts have more than {} elements", LIMITS.elements))?;
        let mut root = parse_xml(&bytes).map_err(|why| format!("{name}: {why}"))?;
        root.walk_mut(&mut remove_blank_text);
        Ok(Some(root))
    }

    /// What a part, or the package if `source` is empty, refers to.
    ///
    /// # Errors
    ///
    /// As [`DocxArchive::read_part`].
    pub(super) fn relationships_of(&mut self, source: &str) -> Result<Vec<Relationship>, String> {
        let (folder, file) = source.rsplit_once('/').unwrap_or(("", source));
        let prefix = if folder.is_empty() {
            String::new()
        } else {
            format!("{folder}/")
        };
        let root = self.read_part(&format!("{prefix}_rels/{file}.rels"))?;
        let one = |it: &Element| {
            let kind = it.get("Type")?.rsplit('/').next()?.to_owned();
            let external = it.get("TargetMode") == Some("External");
            let target = unescape_xml(it.get("Target")?);
            let target = if external {
                target
            } else {
                resolve_target(folder, &target)
            };
            Some(Relationship {
                id: it.get("Id")?.to_owned(),
                kind,
                target,
                external,
            })
        };
        Ok(root
            .iter()
            .flat_map(Element::elements)
            .filter_map(one)
            .collect())
    }
}

/// Leaves out white space between elements.
fn remove_blank_text(parent: &mut Element) {
    if parent.elements().next().is_some() {
        parent
            .children
            .retain(|node| !matches!(node, XmlNode::Text(text) if text.trim().is_empty()));
    }
}

/// The name of the part that a part in `folder` calls `target` (ECMA-376, part 2, 6.5.3).
fn resolve_target(folder: &str, target: &str) -> String {
    let start = if target.starts_with('/') { "" } else { folder };
    let mut out: Vec<&str> = Vec::new();
    for step in start.split('/').chain(target.split('/')) {
        match step {
            "" | "." => {}
            ".." => drop(out.pop()),
            step => out.push(step),
        }
    }
    out.join("/")
}

/// Whether anything in it refers to another part.
pub(super) fn has_relationships(root: &Element) -> bool {
    root.attributes
        .iter()
        .any(|(name, _)| name.starts_with("r:"))
        || root.elements().any(has_relationships)
}

/// Said of a file that no reader but a full one could take over.
pub(super) const NOT_WRITTEN_LIKE_WORD: &str =
    "it is not written the way Word does; open it in Word and save it as .docx";
