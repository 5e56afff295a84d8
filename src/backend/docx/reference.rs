//! The house template: a Word document whose styles, lists, colours, fonts and page are used
//! instead of ours.
//!
//! Styles are the same if their names are, whatever the case: their ids differ with the language of
//! the Word that made them. What the template has wins; what it lacks is added. Its headers and
//! footers stand on our pages, with their pictures; its text is not taken over.

mod archive;
mod fields;
mod furniture;
mod merge;
mod page;

use super::numbering::NumberedList;
use super::parts::W;
use super::xml::Element;
use archive::{Archive, LIMITS};
pub(super) use furniture::{Edge, Furniture, Numbers, Pages};
use merge::Merge;
pub(super) use merge::Merged;
pub(super) use page::Page;

/// What is taken from a house template.
pub(super) struct Reference {
    styles: Element,
    numbering: Option<Element>,
    /// Colours and fonts.
    pub(super) theme: Option<Element>,
    /// What to look for where a font is missing.
    pub(super) fonts: Option<Element>,
    /// Size of the paper and margins.
    pub(super) page: Option<Page>,
    /// What else its last section says about its pages.
    pub(super) setup: Vec<Element>,
    /// What it says about the whole document's pages.
    pub(super) settings: Vec<Element>,
    /// Headers and footers.
    pub(super) furniture: Furniture,
}

/// Settings that belong to the page, or that headers and lists rely on.
const SETTINGS: [&str; 9] = [
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

/// Said of a file that no reader but a full one could take over.
const FOREIGN: &str = "it is not written the way Word does; open it in Word and save it as .docx";

impl Reference {
    /// Reads a house template.
    ///
    /// # Errors
    ///
    /// When it is no Word document, is damaged, or passes a limit.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, String> {
        let mut archive = Archive::open(bytes)?;
        let package = archive.related("")?;
        let main = package
            .into_iter()
            .find(|it| it.kind == "officeDocument" && !it.external);
        let main = main
            .ok_or("it is no .docx file: it has no document")?
            .target;
        let related = archive.related(&main)?;
        let mut part = |kind: &str| {
            let found = related.iter().find(|it| it.kind == kind && !it.external);
            found
                .map(|it| archive.part(&it.target))
                .transpose()
                .map(Option::flatten)
        };
        let styles = part("styles")?.ok_or("it has no styles")?;
        let numbering = part("numbering")?;
        let theme =
            part("theme")?.filter(|theme| theme.name == "a:theme" && !has_relationships(theme));
        let fonts = part("fontTable")?.map(without_embedded);
        let settings = part("settings")?
            .filter(|it| it.get("xmlns:w") == Some(W))
            .unwrap_or_default();
        let document = archive.part(&main)?.unwrap_or_default();
        for (root, name) in [
            (Some(&styles), "w:styles"),
            (numbering.as_ref(), "w:numbering"),
        ] {
            let Some(root) = root else { continue };
            if root.name != name || root.get("xmlns:w") != Some(W) {
                return Err(FOREIGN.to_owned());
            }
            if root.children.len() > LIMITS.definitions {
                return Err(format!(
                    "it has more than {} styles or lists",
                    LIMITS.definitions
                ));
            }
        }
        let section = page::sections(&document).last().copied();
        let (page, setup) = (
            section.and_then(Page::of),
            section.map(page::setup).unwrap_or_default(),
        );
        let even = furniture::is_on(&settings, "w:evenAndOddHeaders");
        let mut furniture =
            Furniture::read(&mut archive, &main, &document, even, language(&styles))?;
        furniture.right_to_left = merge::is_right_to_left(&styles);
        let settings = settings
            .elements()
            .filter(|it| SETTINGS.contains(&it.name.as_str()))
            .cloned()
            .collect();
        // Pictures as bullets are parts that are not taken over.
        let numbering = numbering
            .filter(|root| root.find("w:numPicBullet").is_none() && !has_relationships(root));
        let furniture = if numbering.is_some() {
            furniture
        } else {
            furniture.without_lists()
        };
        Ok(Self {
            styles,
            numbering,
            theme,
            fonts,
            page,
            setup,
            settings,
            furniture,
        })
    }

    /// The font of its text, if its theme names one.
    pub(super) fn font(&self) -> Option<&str> {
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

    /// Puts our styles and lists into the template's. In a document that was `fitted` to a number
    /// of pages, sizes of type and space between paragraphs stay ours.
    pub(super) fn merge(
        &self,
        ours: &Element,
        numbering: &Element,
        lists: &[NumberedList],
        fitted: bool,
    ) -> Merged {
        let mut merge = Merge::new(self, ours);
        if fitted {
            merge.sizes(ours);
        }
        merge.tabs(ours);
        merge.language(ours);
        merge.styles(ours);
        merge.numbering(numbering, lists);
        merge.out
    }
}

/// What language its text is in, unless it says so.
fn language(styles: &Element) -> Option<&Element> {
    styles
        .find("w:docDefaults")?
        .find("w:rPrDefault")?
        .find("w:rPr")?
        .find("w:lang")
}

/// Whether anything in it refers to another part.
fn has_relationships(root: &Element) -> bool {
    root.attributes
        .iter()
        .any(|(name, _)| name.starts_with("r:"))
        || root.elements().any(has_relationships)
}

/// A table of fonts without those that are inside the template.
fn without_embedded(mut root: Element) -> Element {
    let embedded = [
        "w:embedRegular",
        "w:embedBold",
        "w:embedItalic",
        "w:embedBoldItalic",
    ];
    root.elements_mut().for_each(|font| font.remove(&embedded));
    root
}
