//! Headers and footers of a reference document: taken over as they are, with their images and links.
//!
//! What refers to a part that is not taken over (an embedded object, a picture elsewhere on the
//! network) is left out, and so are marks for places and comments, which are numbered through a
//! whole document.

use std::collections::{BTreeMap, BTreeSet};

use super::super::part_names::{DOCUMENT, content_type};
use super::super::schema_order;
use super::archive::{DocxArchive, LIMITS, NOT_WRITTEN_LIKE_WORD, Relationship};
use super::styles::is_switched_on;
use super::{fields, page};
use crate::document::Direction;
use crate::length::Pt;
use crate::ooxml::hyperlink::hyperlink_target;
use crate::ooxml::namespaces::{R, W};
use crate::ooxml::package::{IMAGE_CONTENT_TYPES, Package};
use crate::ooxml::xml::{Attribute, Element, XmlNode, element};

/// On which pages a header or footer stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum PageKind {
    /// All that have none of their own.
    Default,
    First,
    Even,
}

impl PageKind {
    /// What Word calls them.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::First => "first",
            Self::Even => "even",
        }
    }
}

/// A header or a footer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum HeaderOrFooter {
    Header,
    Footer,
}

impl HeaderOrFooter {
    /// The word of its part's name, type and relationship.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Header => "header",
            Self::Footer => "footer",
        }
    }

    fn root(self) -> &'static str {
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
    /// Pictures by the name of their part in the template.
    images: BTreeMap<String, Vec<u8>>,
    /// Whether the first page has its own.
    pub(crate) has_first_page: bool,
    /// Whether it runs from right to left, where it does not say otherwise.
    pub(super) right_to_left: bool,
    /// Whether even pages have their own.
    pub(crate) has_even_pages: bool,
}

struct HeaderFooterPart {
    root: Element,
    relationships: Vec<Relationship>,
}

impl HeadersFooters {
    /// Reads the headers and footers of a document's last section.
    pub(super) fn read(
        archive: &mut DocxArchive<'_>,
        main: &str,
        document: &Element,
        has_even_pages: bool,
        lang: Option<&Element>,
    ) -> Result<Self, String> {
        let sections = page::sections_of(document);
        let mut out = Self {
            has_first_page: sections
                .last()
                .is_some_and(|it| is_switched_on(it, "w:titlePg")),
            has_even_pages,
            ..Self::default()
        };
        let mut wanted = BTreeMap::new();
        // A section without a header of its own has that of the one before.
        for reference in sections.into_iter().flat_map(Element::elements) {
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
            wanted.insert((kind, pages), reference.get("r:id").unwrap_or_default());
        }
        let related = archive.relationships_of(main)?;
        for ((kind, pages), id) in wanted {
            let shown = match pages {
                PageKind::Default => true,
                PageKind::First => out.has_first_page,
                PageKind::Even => out.has_even_pages,
            };
            let part = related
                .iter()
                .find(|it| it.id == id && it.kind == kind.name() && !it.external);
            if let Some(part) = part.filter(|_| shown) {
                out.read_header_footer(archive, kind, pages, &part.target, lang)?;
            }
        }
        Ok(out)
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
        if root.name != kind.root() || root.get("xmlns:w") != Some(W) {
            return Err(NOT_WRITTEN_LIKE_WORD.to_owned());
        }
        let mut relationships = Vec::new();
        for mut it in archive.relationships_of(name)? {
            match it.kind.as_str() {
                "image" if !it.external && image_extension(&it.target).is_some() => {
                    if !self.images.contains_key(&it.target) {
                        let Some(bytes) = archive.read_bytes(&it.target)? else {
                            continue;
                        };
                        self.images.insert(it.target.clone(), bytes);
                    }
                }
                "hyperlink" if it.external => match hyperlink_target(&it.target) {
                    Some(address) => it.target = address,
                    None => continue,
                },
                _ => continue,
            }
            relationships.push(it);
        }
        if self.images.len() > LIMITS.images {
            return Err(format!(
                "its headers and footers have more than {} pictures",
                LIMITS.images
            ));
        }
        // A picture that is inside as well as elsewhere is taken from inside.
        root.walk_mut(&mut |it| {
            if it.get("r:embed").is_some() {
                it.attributes.retain(|(name, _)| name != "r:link");
            }
        });
        strip_dangling(
            &mut root,
            &relationships
                .iter()
                .map(|it| (it.id.as_str(), it.kind.as_str()))
                .collect(),
        );
        fields::remove_unsafe_fields(&mut root);
        let mut used = BTreeSet::new();
        root.walk(&mut |it| used.extend(it.attributes.iter().map(|(_, value)| value.as_str())));
        relationships.retain(|it| used.contains(it.id.as_str()));
        if let Some(lang) = lang {
            root.walk_mut(&mut |run| set_language(run, lang));
        }
        if root
            .elements()
            .all(|it| it.name != "w:p" && it.name != "w:tbl" && it.name != "w:sdt")
        {
            root.children.push(XmlNode::Element(element("w:p")));
        }
        self.parts.insert(
            (kind, pages),
            HeaderFooterPart {
                root,
                relationships,
            },
        );
        Ok(())
    }

    /// Takes its paragraphs out of lists: those of the template are not taken over.
    pub(super) fn without_lists(mut self) -> Self {
        let roots = self.parts.values_mut().map(|part| &mut part.root);
        roots.for_each(|root| root.walk_mut(&mut |it| it.remove(&["w:numPr"])));
        self
    }

    /// Whether the template has headers, or footers, at all.
    pub(crate) fn has_any(&self, kind: HeaderOrFooter) -> bool {
        self.parts.keys().any(|(own, _)| *own == kind)
    }

    /// About how tall the tallest of its headers or footers is.
    pub(crate) fn max_height(&self, kind: HeaderOrFooter) -> Pt {
        let own = self.parts.iter().filter(|((own, _), _)| *own == kind);
        own.map(|(_, part)| content_height(&part.root))
            .fold(Pt::ZERO, Pt::max)
    }

    /// Adds a part for each header, or footer, and says by what id which pages have it. `marking`
    /// is shown in each; `direction` is the document's.
    pub(crate) fn add_parts(
        &self,
        kind: HeaderOrFooter,
        marking: Option<&Element>,
        direction: Direction,
        ids: &mut IdCounters,
        package: &mut Package,
    ) -> Vec<(PageKind, String)> {
        let asked = [
            (PageKind::Default, true),
            (PageKind::First, self.has_first_page),
            (PageKind::Even, self.has_even_pages),
        ];
        let mut out = Vec::new();
        for (pages, _) in asked.into_iter().filter(|(_, asked)| *asked) {
            let part = self.parts.get(&(kind, pages));
            // Pages without one stay so, unless there is a marking.
            let mut root = match (part, marking) {
                (Some(part), _) => part.root.clone(),
                (None, Some(_)) => element(kind.root()).with("xmlns:w", W),
                (None, None) => continue,
            };
            if self.right_to_left != (direction == Direction::Rtl) {
                root.walk_mut(&mut |it| set_direction(it, self.right_to_left));
            }
            let at = if kind == HeaderOrFooter::Header {
                0
            } else {
                root.children.len()
            };
            root.children
                .splice(at..at, marking.cloned().map(XmlNode::Element));
            root.walk_mut(&mut |element| ids.assign(element));
            let name = format!("word/house-{}-{}.xml", kind.name(), pages.name());
            package.add_typed_part(&name, &content_type(kind.name()), root.to_part());
            for it in part.iter().flat_map(|part| &part.relationships) {
                match self.image_part(&it.target).filter(|_| !it.external) {
                    Some((target, bytes)) => {
                        package.add_part(&format!("word/{target}"), bytes.clone());
                        package.relate(&name, &it.id, "image", &target);
                    }
                    None => package.relate_external(&name, &it.id, &it.target),
                }
            }
            let id = format!("rIdHouse{}{}", kind.name(), pages.name());
            package.relate(DOCUMENT, &id, kind.name(), &name["word/".len()..]);
            out.push((pages, id));
        }
        out
    }

    /// Where a picture goes, beside the document, and its bytes.
    fn image_part(&self, part: &str) -> Option<(String, &Vec<u8>)> {
        let at = self.images.keys().position(|name| name == part)?;
        Some((
            format!("media/house{}.{}", at + 1, image_extension(part)?),
            self.images.get(part)?,
        ))
    }
}

/// Numbers that a document gives once: those of drawings and of content controls.
pub(crate) struct IdCounters {
    pub(crate) drawing: usize,
    pub(crate) control: usize,
}

impl IdCounters {
    fn assign(&mut self, element: &mut Element) {
        match element.name.as_str() {
            "wp:docPr" => {
                self.drawing += 1;
                element.set("id", &self.drawing.to_string());
            }
            "w:sdtPr" => {
                self.control += 1;
                element.remove(&["w:id"]);
                let id = crate::ooxml::xml::element("w:id").with("w:val", self.control.to_string());
                element.children.push(XmlNode::Element(id));
                schema_order::put_in_order(element);
            }
            _ => {}
        }
    }
}

/// The extension of a picture that Word shows, as its content type goes by it.
fn image_extension(part: &str) -> Option<&'static str> {
    let extension = part.rsplit_once('.')?.1.to_ascii_lowercase();
    IMAGE_CONTENT_TYPES
        .iter()
        .map(|(known, _)| *known)
        .find(|known| *known == extension)
}

/// What is numbered or known document-wide, and not taken over.
const DROPPED_ELEMENTS: [&str; 12] = [
    "w:altChunk",
    "w:bookmarkEnd",
    "w:bookmarkStart",
    "w:commentRangeEnd",
    "w:commentRangeStart",
    "w:customXmlDelRangeEnd",
    "w:customXmlDelRangeStart",
    "w:permEnd",
    "w:permStart",
    "w:placeholder",
    "w:proofErr",
    "w:subDoc",
];

/// What makes a run one that is not taken over.
const DROPPED_WITH_RUN: [&str; 3] = [
    "w:commentReference",
    "w:endnoteReference",
    "w:footnoteReference",
];

/// Stores whose values Word itself keeps: the document's properties.
const DOCUMENT_PROPERTY_STORES: [&str; 2] = [
    "{6C3C8BC8-F283-45AE-878A-BAB7291924A1}",
    "{6668398D-A668-4E3E-A5EB-62B293D839F1}",
];

/// The relationships that are kept: their kinds by id.
type KeptRelationships<'a> = BTreeMap<&'a str, &'a str>;

/// Leaves out what would refer to nothing.
fn strip_dangling(parent: &mut Element, known: &KeptRelationships<'_>) {
    // LibreOffice writes `ID` beside the `id` that a shape has in the schema.
    parent
        .attributes
        .retain(|(name, _)| !matches!(name.as_str(), "w14:paraId" | "w14:textId" | "ID"));
    for node in std::mem::take(&mut parent.children) {
        let XmlNode::Element(mut child) = node else {
            parent.children.push(node);
            continue;
        };
        let own_link = child.name == "w:hyperlink"
            && !child.attributes.iter().any(|it| is_dangling(it, known));
        match child.name.as_str() {
            name if DROPPED_ELEMENTS.contains(&name) => continue,
            "w:r" if is_dropped_run(&child, known) => continue,
            "w:dataBinding"
                if !child
                    .get("w:storeItemID")
                    .is_some_and(|id| DOCUMENT_PROPERTY_STORES.contains(&id)) =>
            {
                continue;
            }
            "w:hyperlink" if !own_link || child.get("w:anchor").is_some() => {
                strip_dangling(&mut child, known);
                parent.children.append(&mut child.children);
                continue;
            }
            _ if child.attributes.iter().any(|it| is_dangling(it, known)) => continue,
            _ => strip_dangling(&mut child, known),
        }
        parent.children.push(XmlNode::Element(child));
    }
}

fn is_dropped_run(run: &Element, known: &KeptRelationships<'_>) -> bool {
    let mut found = false;
    run.walk(&mut |inner| {
        found |= DROPPED_WITH_RUN.contains(&inner.name.as_str());
        found |= inner.attributes.iter().any(|it| is_dangling(it, known));
    });
    found
}

/// Whether an attribute names a relationship that is not kept, or hides that it names one.
fn is_dangling((name, value): &Attribute, known: &KeptRelationships<'_>) -> bool {
    match name.split_once(':') {
        Some(("r", "embed" | "link" | "pict") | ("o", "relid")) => {
            known.get(value.as_str()) != Some(&"image")
        }
        Some(("r", _)) => !known.contains_key(value.as_str()),
        Some(("xmlns", prefix)) => value == R && prefix != "r",
        _ => false,
    }
}

/// Says what language a run is in: the template's, whatever the document's is.
fn set_language(run: &mut Element, lang: &Element) {
    if run.name != "w:r" {
        return;
    }
    if run.find("w:rPr").is_none() {
        run.children.insert(0, XmlNode::Element(element("w:rPr")));
    }
    if let Some(properties) = run
        .find_mut("w:rPr")
        .filter(|it| it.find("w:lang").is_none())
    {
        properties.children.push(XmlNode::Element(lang.clone()));
        schema_order::put_in_order(properties);
    }
}

/// Says what direction a paragraph runs in: the template's, whatever the document's is.
fn set_direction(paragraph: &mut Element, right_to_left: bool) {
    if paragraph.name != "w:p" {
        return;
    }
    if paragraph.find("w:pPr").is_none() {
        paragraph
            .children
            .insert(0, XmlNode::Element(element("w:pPr")));
    }
    if let Some(properties) = paragraph
        .find_mut("w:pPr")
        .filter(|it| it.find("w:bidi").is_none())
    {
        let bidi = element("w:bidi").with("w:val", if right_to_left { "1" } else { "0" });
        properties.children.push(XmlNode::Element(bidi));
        schema_order::put_in_order(properties);
    }
}

/// What a line of a header takes, as long as nobody measures it.
const LINE_HEIGHT: Pt = Pt(15.0);

/// About how tall a header is: its lines, and the images that stand in them.
fn content_height(parent: &Element) -> Pt {
    let tall = |child: &Element| match child.name.as_str() {
        "w:p" => paragraph_height(child),
        "w:tbl" => child
            .elements()
            .filter(|it| it.name == "w:tr")
            .map(row_height)
            .sum(),
        "w:sdt" | "w:sdtContent" => content_height(child),
        _ => Pt::ZERO,
    };
    parent.elements().map(tall).sum()
}

fn row_height(row: &Element) -> Pt {
    let asked = row
        .find("w:trPr")
        .and_then(|it| it.find("w:trHeight"))
        .map_or(Pt::ZERO, |it| twips_attribute(it, "w:val"));
    row.elements()
        .filter(|it| it.name == "w:tc")
        .map(content_height)
        .fold(asked, Pt::max)
}

fn paragraph_height(paragraph: &Element) -> Pt {
    let mut line = LINE_HEIGHT;
    let mut below = Pt::ZERO;
    paragraph.walk(&mut |it| {
        let emu = || {
            it.find("wp:extent")
                .and_then(|size| size.get("cy")?.parse::<f32>().ok())
                .unwrap_or(0.0)
        };
        let tall = || emu() / Pt(1.0).emu() * Pt(1.0);
        match it.name.as_str() {
            "wp:inline" => line = line.max(tall()),
            "wp:anchor" if it.find("wp:wrapTopAndBottom").is_some() => below += tall(),
            _ => {}
        }
    });
    let spacing = paragraph.find("w:pPr").and_then(|it| it.find("w:spacing"));
    let space = |name| spacing.map_or(Pt::ZERO, |it| twips_attribute(it, name));
    line + below + space("w:before") + space("w:after")
}

/// A length that is written in twentieths of a point; none if it is not well written.
fn twips_attribute(element: &Element, name: &str) -> Pt {
    Pt::from_twips(
        element
            .get(name)
            .and_then(|it| it.parse().ok())
            .unwrap_or(0),
    )
}
