//! Reads a reference document.

use super::archive::{DocxArchive, LIMITS, NOT_WRITTEN_LIKE_WORD, Relationship, has_relationships};
use super::headers::HeadersFooters;
use super::page::{self, DocxPage};
use super::styles::{defaults_to_right_to_left, is_switched_on};
use crate::ooxml::namespaces::W;
use crate::ooxml::xml::Element;

/// What we take from a reference document.
pub(crate) struct ReferenceDoc {
    pub(super) styles: Element,
    pub(super) numbering: Option<Element>,
    /// The theme part: colours and fonts.
    pub(crate) theme: Option<Element>,
    /// The font table, without fonts that are embedded in the file.
    pub(crate) fonts: Option<Element>,
    /// Size and margins of the page of the last section.
    pub(crate) page: Option<DocxPage>,
    /// Other properties of the last section.
    pub(crate) setup: Vec<Element>,
    /// The [`COPIED_SETTINGS`].
    pub(crate) settings: Vec<Element>,
    pub(crate) headers_footers: HeadersFooters,
}

/// Settings of the pages, and those that headers and lists rely on.
const COPIED_SETTINGS: [&str; 9] = [
    "w:mirrorMargins",
    "w:gutterAtTop",
    "w:defaultTabStop",
    "w:autoHyphenation",
    "w:consecutiveHyphenLimit",
    "w:hyphenationZone",
    "w:doNotHyphenateCaps",
    "w:evenAndOddHeaders",
    "w:clrSchemeMapping",
];

impl ReferenceDoc {
    /// Reads a reference document from the bytes of its file.
    ///
    /// # Errors
    ///
    /// When it is not a Word document, is damaged, or passes a limit. The message is a
    /// clause about the file, such as `it has no styles`.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, String> {
        let mut archive = DocxArchive::open(bytes)?;
        // The main part need not be `word/document.xml`: its relationship tells.
        let package_relationships = archive.relationships_of("")?;
        let main = find_relationship(&package_relationships, "officeDocument")
            .ok_or("it is not a .docx file: it has no document")?;
        let main = main.target.clone();
        let relationships = archive.relationships_of(&main)?;
        let mut read = |kind: &str| read_related(&mut archive, &relationships, kind);
        let styles = read("styles")?.ok_or("it has no styles")?;
        let numbering = read("numbering")?;
        let theme = read("theme")?;
        let fonts = read("fontTable")?.map(without_embedded_fonts);
        let settings = read("settings")?.unwrap_or_default();
        let document = archive.read_part(&main)?.unwrap_or_default();
        check_definitions(&styles, "w:styles")?;
        if let Some(numbering) = &numbering {
            check_definitions(numbering, "w:numbering")?;
        }
        // Settings of other prefixes are no reason to refuse the file: they only fine-tune pages.
        let settings = if settings.get("xmlns:w") == Some(W) {
            settings
        } else {
            Element::default()
        };
        let mut headers_footers = HeadersFooters::read(
            &mut archive,
            &main,
            &document,
            is_switched_on(&settings, "w:evenAndOddHeaders"),
            default_language(&styles),
        )?;
        headers_footers.right_to_left = defaults_to_right_to_left(&styles);
        // Images as bullets are parts that are not taken over.
        let numbering = numbering.filter(|root| !has_image_bullets(root));
        if numbering.is_none() {
            headers_footers = headers_footers.without_lists();
        }
        // A theme with images of its own, for backgrounds, is not taken over at all.
        let theme = theme.filter(|theme| theme.name == "a:theme" && !has_relationships(theme));
        let mut page = None;
        let mut setup = Vec::new();
        if let Some(section) = page::sections_of(&document).last() {
            page = DocxPage::of_section(section);
            setup = page::page_setup(section);
        }
        Ok(Self {
            styles,
            numbering,
            theme,
            fonts,
            page,
            setup,
            settings: copied_settings(&settings),
            headers_footers,
        })
    }

    /// The font of text, if the theme part names one.
    pub(crate) fn body_font(&self) -> Option<&str> {
        const PATH: [&str; 4] = ["a:themeElements", "a:fontScheme", "a:minorFont", "a:latin"];
        let latin = self.theme.as_ref()?.find_path(&PATH)?;
        latin.get("typeface").filter(|name| !name.is_empty())
    }
}

fn has_image_bullets(numbering: &Element) -> bool {
    numbering.find("w:numPicBullet").is_some() || has_relationships(numbering)
}

/// The first relationship of a kind to another part.
fn find_relationship<'a>(
    relationships: &'a [Relationship],
    kind: &str,
) -> Option<&'a Relationship> {
    relationships
        .iter()
        .find(|it| it.kind == kind && !it.external)
}

/// Reads the part that the document refers to by a relationship of that kind.
fn read_related(
    archive: &mut DocxArchive<'_>,
    relationships: &[Relationship],
    kind: &str,
) -> Result<Option<Element>, String> {
    match find_relationship(relationships, kind) {
        Some(relationship) => archive.read_part(&relationship.target),
        None => Ok(None),
    }
}

/// Checks the root of the styles or of the numbering part.
fn check_definitions(root: &Element, name: &str) -> Result<(), String> {
    if root.name != name || root.get("xmlns:w") != Some(W) {
        return Err(NOT_WRITTEN_LIKE_WORD.to_owned());
    }
    let limit = LIMITS.definitions;
    if root.children.len() > limit {
        return Err(format!("it has more than {limit} styles or lists"));
    }
    Ok(())
}

fn copied_settings(settings: &Element) -> Vec<Element> {
    let mut copied = Vec::new();
    for setting in settings.elements() {
        if COPIED_SETTINGS.contains(&setting.name.as_str()) {
            copied.push(setting.clone());
        }
    }
    copied
}

/// The language of text that states none.
fn default_language(styles: &Element) -> Option<&Element> {
    styles.find_path(&["w:docDefaults", "w:rPrDefault", "w:rPr", "w:lang"])
}

/// A font table without references to fonts that are embedded in the file.
fn without_embedded_fonts(mut root: Element) -> Element {
    let embedded = [
        "w:embedRegular",
        "w:embedBold",
        "w:embedItalic",
        "w:embedBoldItalic",
    ];
    for font in root.elements_mut() {
        font.remove(&embedded);
    }
    root
}
