//! Headers and footers of a reference document, taken over with their images and links.
//!
//! [`HeadersFooters::read`] takes them from the file and [`HeadersFooters::add_parts`] adds them to
//! ours. What refers to a part that is not taken over is dropped by [`dangling`](super::dangling),
//! and fields that could reach outside by [`fields`](super::fields).

use std::collections::{BTreeMap, BTreeSet};

use super::super::part_names::{DOCUMENT, content_type};
use super::super::schema_order;
use super::archive::{DocxArchive, LIMITS, NOT_WRITTEN_LIKE_WORD, Relationship};
use super::dangling::remove_dangling_content;
use super::header_height::content_height;
use super::styles::is_switched_on;
use super::{fields, page};
use crate::document::Direction;
use crate::length::Pt;
use crate::ooxml::hyperlink::hyperlink_target;
use crate::ooxml::namespaces::W;
use crate::ooxml::package::{IMAGE_CONTENT_TYPES, Package};
use crate::ooxml::xml::{self, Element, XmlNode, element};

/// The pages that a header or footer is for (`ST_HdrFtr`, ECMA-376 part 1, 17.18.36).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum PageKind {
    /// All pages that have none of their own.
    Default,
    First,
    Even,
}

impl PageKind {
    /// Its name in WordprocessingML.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::First => "first",
            Self::Even => "even",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum HeaderOrFooter {
    Header,
    Footer,
}

impl HeaderOrFooter {
    /// The word for it in names of parts, content types and relationships.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Header => "header",
            Self::Footer => "footer",
        }
    }

    /// The name of its root element.
    fn root_name(self) -> &'static str {
        match self {
            Self::Header => "w:hdr",
            Self::Footer => "w:ftr",
        }
    }
}

/// The headers and footers of a reference document.
#[derive(Default)]
pub(crate) struct HeadersFooters {
    parts: BTreeMap<(HeaderOrFooter, PageKind), HeaderFooterPart>,
    /// Bytes of images by the name of their part in the reference document.
    images: BTreeMap<String, Vec<u8>>,
    /// Whether the first page has headers or footers of its own, or none.
    pub(crate) has_first_page: bool,
    /// Whether even pages have headers or footers of their own, or none.
    pub(crate) has_even_pages: bool,
    /// Whether paragraphs that state no direction run from right to left.
    pub(super) right_to_left: bool,
}

struct HeaderFooterPart {
    root: Element,
    relationships: Vec<Relationship>,
}

impl HeadersFooters {
    /// Reads the headers and footers of the last section of `document`, the root of the part
    /// `main`. `lang` is the element with the language of runs that state none.
    ///
    /// # Errors
    ///
    /// When a part is not written like Word's, is damaged, or passes a limit.
    pub(super) fn read(
        archive: &mut DocxArchive<'_>,
        main: &str,
        document: &Element,
        has_even_pages: bool,
        lang: Option<&Element>,
    ) -> Result<Self, String> {
        let sections = page::sections_of(document);
        // A first page is a matter of one section, even pages are one of the whole document.
        let has_first_page = match sections.last() {
            Some(last) => is_switched_on(last, "w:titlePg"),
            None => false,
        };
        let mut out = Self {
            has_first_page,
            has_even_pages,
            ..Self::default()
        };
        let relationships = archive.relationships_of(main)?;
        for ((kind, pages), id) in references_of(&sections) {
            if !out.has_pages(pages) {
                continue;
            }
            for part in &relationships {
                if part.id == id && part.kind == kind.name() && !part.external {
                    out.read_header_footer(archive, kind, pages, &part.target, lang)?;
                    break;
                }
            }
        }
        Ok(out)
    }

    /// Whether pages of that kind differ from others. If not, Word does not show their headers and
    /// footers.
    fn has_pages(&self, pages: PageKind) -> bool {
        match pages {
            PageKind::Default => true,
            PageKind::First => self.has_first_page,
            PageKind::Even => self.has_even_pages,
        }
    }

    fn read_header_footer(
        &mut self,
        archive: &mut DocxArchive<'_>,
        kind: HeaderOrFooter,
        pages: PageKind,
        name: &str,
        lang: Option<&Element>,
    ) -> Result<(), String> {
        let Some(mut root) = archive.read_part(name)? else {
            return Ok(());
        };
        if root.name != kind.root_name() || root.get("xmlns:w") != Some(W) {
            return Err(NOT_WRITTEN_LIKE_WORD.to_owned());
        }
        let mut relationships = self.read_relationships(archive, name)?;
        // Before dangling content goes: it would take an image along whose link is not kept.
        prefer_embedded_images(&mut root);
        remove_dangling_content(&mut root, &relationships);
        fields::remove_unsafe_fields(&mut root);
        // What was removed leaves relationships that nothing refers to.
        let values = attribute_values(&root);
        relationships.retain(|it| values.contains(it.id.as_str()));
        if let Some(lang) = lang {
            root.walk_mut(&mut |run| set_language(run, lang));
        }
        // Readers want at least one paragraph, which may be in a table or a content control.
        if !root.elements().any(is_block) {
            root.push(element("w:p"));
        }
        let part = HeaderFooterPart {
            root,
            relationships,
        };
        self.parts.insert((kind, pages), part);
        Ok(())
    }

    /// The relationships of a part that are taken over: those to images in the file, which are read
    /// here, and those to addresses that Word can open.
    fn read_relationships(
        &mut self,
        archive: &mut DocxArchive<'_>,
        part: &str,
    ) -> Result<Vec<Relationship>, String> {
        let mut out = Vec::new();
        for mut relationship in archive.relationships_of(part)? {
            let target = &relationship.target;
            match relationship.kind.as_str() {
                "image" if !relationship.external && image_extension(target).is_some() => {
                    if !self.images.contains_key(target) {
                        let Some(bytes) = archive.read_bytes(target)? else {
                            continue;
                        };
                        self.images.insert(target.clone(), bytes);
                    }
                }
                "hyperlink" if relationship.external => match hyperlink_target(target) {
                    Some(address) => relationship.target = address,
                    None => continue,
                },
                _ => continue,
            }
            out.push(relationship);
        }
        if self.images.len() > LIMITS.images {
            return Err(format!(
                "its headers and footers have more than {} pictures",
                LIMITS.images
            ));
        }
        Ok(out)
    }

    /// Takes the paragraphs out of lists, for a document without the reference document's lists.
    pub(super) fn without_lists(mut self) -> Self {
        for part in self.parts.values_mut() {
            let root = &mut part.root;
            root.walk_mut(&mut |element| element.remove(&["w:numPr"]));
        }
        self
    }

    /// Whether the reference document has any header, or any footer.
    pub(crate) fn has_any(&self, kind: HeaderOrFooter) -> bool {
        self.parts.keys().any(|(part_kind, _)| *part_kind == kind)
    }

    /// An estimate of the height of the tallest header, or footer.
    pub(crate) fn max_height(&self, kind: HeaderOrFooter) -> Pt {
        let mut tallest = Pt::ZERO;
        for ((part_kind, _), part) in &self.parts {
            if *part_kind == kind {
                tallest = tallest.max(content_height(&part.root));
            }
        }
        tallest
    }

    /// Adds a part for each header, or footer, and gives the ids of their relationships to the
    /// document. Each shows `marking`; `direction` is that of our document.
    pub(crate) fn add_parts(
        &self,
        kind: HeaderOrFooter,
        marking: Option<&str>,
        direction: Direction,
        ids: &mut IdCounters,
        package: &mut Package,
    ) -> Vec<(PageKind, String)> {
        let mut out = Vec::new();
        for pages in [PageKind::Default, PageKind::First, PageKind::Even] {
            if !self.has_pages(pages) {
                continue;
            }
            let part = self.parts.get(&(kind, pages));
            // Pages without a header or footer stay so, unless there is a marking.
            let mut root = match (part, marking) {
                (Some(part), _) => part.root.clone(),
                (None, Some(_)) => element(kind.root_name()).with("xmlns:w", W),
                (None, None) => continue,
            };
            // The default style has the direction of our document, which theirs relied on.
            if self.right_to_left != (direction == Direction::Rtl) {
                root.walk_mut(&mut |it| set_direction(it, self.right_to_left));
            }
            if let Some(marking) = marking {
                add_marking(&mut root, kind, marking);
            }
            root.walk_mut(&mut |element| ids.assign(element));
            let file = format!("house-{}-{}.xml", kind.name(), pages.name());
            let name = format!("word/{file}");
            package.add_typed_part(&name, &content_type(kind.name()), root.to_part());
            if let Some(part) = part {
                self.add_relationships(part, &name, package);
            }
            let id = format!("rIdHouse{}{}", kind.name(), pages.name());
            package.relate(DOCUMENT, &id, kind.name(), &file);
            out.push((pages, id));
        }
        out
    }

    /// Adds the relationships of a part called `name`, and the images they lead to.
    fn add_relationships(&self, part: &HeaderFooterPart, name: &str, package: &mut Package) {
        for relationship in &part.relationships {
            let (id, target) = (&relationship.id, &relationship.target);
            let image = if relationship.external {
                None
            } else {
                self.image_part(target)
            };
            match image {
                Some((file, bytes)) => {
                    package.add_part(&format!("word/{file}"), bytes.clone());
                    package.relate(name, id, "image", &file);
                }
                None => package.relate_external(name, id, target),
            }
        }
    }

    /// The file that an image gets beside our document, and its bytes. `part` is its name in the
    /// reference document.
    fn image_part(&self, part: &str) -> Option<(String, &Vec<u8>)> {
        let number = self.images.keys().position(|name| name == part)? + 1;
        let extension = image_extension(part)?;
        let file = format!("media/house{number}.{extension}");
        Some((file, self.images.get(part)?))
    }
}

/// The ids of relationships to the headers and footers that the last section shows: a section
/// without its own has those of the section before (ECMA-376 part 1, 17.10.2 and 17.10.5).
fn references_of<'a>(sections: &[&'a Element]) -> BTreeMap<(HeaderOrFooter, PageKind), &'a str> {
    let mut out = BTreeMap::new();
    for section in sections {
        for reference in section.elements() {
            let kind = match reference.name.as_str() {
                "w:headerReference" => HeaderOrFooter::Header,
                "w:footerReference" => HeaderOrFooter::Footer,
                _ => continue,
            };
            let pages = match reference.get("w:type") {
                Some("first") => PageKind::First,
                Some("even") => PageKind::Even,
                _ => PageKind::Default,
            };
            // A later section replaces what an earlier one has.
            let id = reference.get("r:id").unwrap_or_default();
            out.insert((kind, pages), id);
        }
    }
    out
}

fn is_block(element: &Element) -> bool {
    matches!(element.name.as_str(), "w:p" | "w:tbl" | "w:sdt")
}

/// The values of all attributes. Relationships are referred to by attributes of many names.
fn attribute_values(root: &Element) -> BTreeSet<&str> {
    let mut values = BTreeSet::new();
    root.walk(&mut |element| {
        for (_, value) in &element.attributes {
            values.insert(value.as_str());
        }
    });
    values
}

/// Removes the link of images that are in the file as well as elsewhere.
fn prefer_embedded_images(root: &mut Element) {
    root.walk_mut(&mut |element| {
        if element.get("r:embed").is_some() {
            element.attributes.retain(|(name, _)| name != "r:link");
        }
    });
}

/// Adds the marking at the edge of the paper: above a header, below a footer.
fn add_marking(root: &mut Element, kind: HeaderOrFooter, marking: &str) {
    let marking = XmlNode::Text(marking.to_owned());
    match kind {
        HeaderOrFooter::Header => root.children.insert(0, marking),
        HeaderOrFooter::Footer => root.children.push(marking),
    }
}

/// Counts ids that must be unique in a document: those of drawings and of content controls.
pub(crate) struct IdCounters {
    pub(crate) drawing: usize,
    pub(crate) control: usize,
}

impl IdCounters {
    /// Gives a drawing or a content control the next free id.
    fn assign(&mut self, element: &mut Element) {
        match element.name.as_str() {
            "wp:docPr" => {
                self.drawing += 1;
                element.set("id", &self.drawing.to_string());
            }
            "w:sdtPr" => {
                self.control += 1;
                let id = xml::element("w:id").with("w:val", self.control.to_string());
                element.remove(&["w:id"]);
                element.push(id);
                schema_order::put_in_order(element);
            }
            _ => {}
        }
    }
}

/// The extension of an image that Word shows. Its content type depends on it.
fn image_extension(part: &str) -> Option<&'static str> {
    let (_, extension) = part.rsplit_once('.')?;
    for (known, _) in &IMAGE_CONTENT_TYPES {
        if extension.eq_ignore_ascii_case(known) {
            return Some(*known);
        }
    }
    None
}

/// Gives a run the reference document's language if it states none: our document's default may be
/// another.
fn set_language(run: &mut Element, lang: &Element) {
    if run.name != "w:r" {
        return;
    }
    run.edit_properties("w:rPr", |properties| {
        if properties.find("w:lang").is_none() {
            properties.push(lang.clone());
            schema_order::put_in_order(properties);
        }
    });
}

/// Gives a paragraph the reference document's direction if it states none: our document's default
/// is another.
fn set_direction(paragraph: &mut Element, right_to_left: bool) {
    if paragraph.name != "w:p" {
        return;
    }
    paragraph.edit_properties("w:pPr", |properties| {
        if properties.find("w:bidi").is_none() {
            let value = if right_to_left { "1" } else { "0" };
            properties.push(element("w:bidi").with("w:val", value));
            schema_order::put_in_order(properties);
        }
    });
}
