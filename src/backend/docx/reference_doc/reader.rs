//! Reads a reference document.

use super::archive::{DocxArchive, LIMITS, NOT_WRITTEN_LIKE_WORD, has_relationships};
use super::headers::HeadersFooters;
use super::page::{self, DocxPage};
use super::styles::{defaults_to_right_to_left, is_switched_on};
use crate::ooxml::namespaces::W;
use crate::ooxml::xml::Element;

/// What is taken from a reference document.
pub(crate) struct ReferenceDoc {
    pub(super) styles: Element,
    pub(super) numbering: Option<Element>,
    /// Colours and fonts.
    pub(crate) theme: Option<Element>,
    /// What to look for where a font is missing.
    pub(crate) fonts: Option<Element>,
    /// Size of the paper and margins.
    pub(crate) page: Option<DocxPage>,
    /// What else its last section says about its pages.
    pub(crate) setup: Vec<Element>,
    /// What it says about the whole document's pages.
    pub(crate) settings: Vec<Element>,
    /// Headers and footers.
    pub(crate) headers_footers: HeadersFooters,
}

/// Settings that belong to the page, or that headers and lists rely on.
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
    /// Reads a reference document.
    ///
    /// # Errors
    ///
    /// When it is no Word document, is damaged, or passes a limit.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, String> {
        let mut archive = DocxArchive::open(bytes)?;
        let package = archive.relationships_of("")?;
        let main = package
            .into_iter()
            .find(|it| it.kind == "officeDocument" && !it.external);
        let main = main
            .ok_or("it is no .docx file: it has no document")?
            .target;
        let related = archive.relationships_of(&main)?;
        let mut part = |kind: &str| {
            let found = related.iter().find(|it| it.kind == kind && !it.external);
            found
                .map(|it| archive.read_part(&it.target))
                .transpose()
                .map(Option::flatten)
        };
        let styles = part("styles")?.ok_or("it has no styles")?;
        let numbering = part("numbering")?;
        let theme =
            part("theme")?.filter(|theme| theme.name == "a:theme" && !has_relationships(theme));
        let fonts = part("fontTable")?.map(without_embedded_fonts);
        let settings = part("settings")?
            .filter(|it| it.get("xmlns:w") == Some(W))
            .unwrap_or_default();
        let document = archive.read_part(&main)?.unwrap_or_default();
        for (root, name) in [
            (Some(&styles), "w:styles"),
            (numbering.as_ref(), "w:numbering"),
        ] {
            let Some(root) = root else { continue };
            if root.name != name || root.get("xmlns:w") != Some(W) {
                return Err(NOT_WRITTEN_LIKE_WORD.to_owned());
            }
            if root.children.len() > LIMITS.definitions {
                return Err(format!(
                    "it has more than {} styles or lists",
                    LIMITS.definitions
                ));
            }
        }
        let section = page::sections_of(&document).last().copied();
        let (page, setup) = (
            section.and_then(DocxPage::of_section),
            section.map(page::page_setup).unwrap_or_default(),
        );
        let even = is_switched_on(&settings, "w:evenAndOddHeaders");
        let mut headers_footers = HeadersFooters::read(
            &mut archive,
            &main,
            &document,
            even,
            default_language(&styles),
        )?;
        headers_footers.right_to_left = defaults_to_right_to_left(&styles);
        let settings = settings
            .elements()
            .filter(|it| COPIED_SETTINGS.contains(&it.name.as_str()))
            .cloned()
            .collect();
        // Pictures as bullets are parts that are not taken over.
        let numbering = numbering
            .filter(|root| root.find("w:numPicBullet").is_none() && !has_relationships(root));
        let headers_footers = if numbering.is_some() {
            headers_footers
        } else {
            headers_footers.without_lists()
        };
        Ok(Self {
            styles,
            numbering,
            theme,
            fonts,
            page,
            setup,
            settings,
            headers_footers,
        })
    }

    /// The font of its text, if its theme names one.
    pub(crate) fn body_font(&self) -> Option<&str> {
        let fonts = self
            .theme
            .as_ref()?
            .find("a:themeElements")?
            .find("a:fontScheme")?;
        fonts
            .find("a:minorFont")?
            .find("a:latin")?
            .get("typeface")
            .filter(|name| !name.is_empty())
    }
}

/// What language its text is in, unless it says so.
fn default_language(styles: &Element) -> Option<&Element> {
    styles
        .find("w:docDefaults")?
        .find("w:rPrDefault")?
        .find("w:rPr")?
        .find("w:lang")
}

/// A table of fonts without those that are inside the template.
fn without_embedded_fonts(mut root: Element) -> Element {
    let embedded = [
        "w:embedRegular",
        "w:embedBold",
        "w:embedItalic",
        "w:embedBoldItalic",
    ];
    root.elements_mut().for_each(|font| font.remove(&embedded));
    root
}
