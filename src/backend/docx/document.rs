//! The finishing pass: turns the builder's tree into the parts of a Word file.
//!
//! [`docx_rs`] serializes paragraphs, runs, tables, notes and fields. This pass inserts what the
//! library cannot express, which waits in [`DeferredContent`] under a number, and corrects what it
//! writes in the wrong order or numbers with a counter of the whole process.
//!
//! [`DeferredContent`]: super::deferred::DeferredContent

use docx_rs::{DocumentChild, Footnotes};

use super::finisher::Finisher;
use super::headers::HeaderFooterContent;
use super::part_names::DOCUMENT;
use super::part_names::content_type;
use super::reference_doc::{CombinedStyles, HeaderOrFooter, IdCounters};
use super::shared_parts::SharedParts;
use super::wml::StoryWriter;
use super::{numbering, settings};
use crate::ooxml::package::Package;
use crate::ooxml::properties;
use crate::ooxml::xml::{Element, element, parse_xml};

impl Finisher<'_> {
    /// Makes all parts of the file from the document's blocks and its headers and footers.
    ///
    /// # Errors
    ///
    /// When the tree builder wrote something that is not XML.
    pub(super) fn finish_package(
        &self,
        content: &HeaderFooterContent,
        blocks: Vec<DocumentChild>,
    ) -> Result<Package, String> {
        let mut package = Package::default();
        let shared = SharedParts::cached(self.metrics, self.languages, self.assets.protection)?;
        let combined = self.combine_with_reference_doc(&shared)?;
        let rename = |root: &mut Element| {
            if let Some(combined) = &combined {
                combined.rename_references(root);
            }
        };
        let mut ids = IdCounters {
            drawing: self.deferred.drawings.len(),
            control: REFERENCE_DOC_CONTROL_ID_BASE,
        };
        let mut references = Vec::new();
        for (kind, own_content) in [
            (HeaderOrFooter::Header, &content.headers),
            (HeaderOrFooter::Footer, &content.footers),
        ] {
            references.extend(self.add_headers_footers(
                kind,
                own_content,
                &mut ids,
                &mut package,
                &rename,
            )?);
        }
        self.add_document_part(blocks, &references, &mut package, &rename)?;
        let notes = self.footnotes_part(&mut package, &rename)?;
        add_main_part(&mut package, "footnotes", notes);
        self.add_formatting_parts(&shared, combined.as_ref(), &mut package);
        properties::add_properties(self.document, &self.languages.tag, DOCUMENT, &mut package);
        Ok(package)
    }

    /// Merges our styles and lists into those of the Word template, if there is one.
    fn combine_with_reference_doc(
        &self,
        shared: &SharedParts,
    ) -> Result<Option<CombinedStyles>, String> {
        let Some(reference_doc) = self.reference_doc else {
            return Ok(None);
        };
        let styles = parse_xml(shared.styles.as_bytes())?;
        let lists = &self.deferred.lists;
        let numbering = numbering::numbering_part(lists, self.metrics);
        let has_page_limit = self.document.fit.pages.is_some();
        Ok(Some(reference_doc.combine_styles(
            &styles,
            &numbering,
            lists,
            has_page_limit,
        )))
    }

    /// Adds the parts for formatting: ours, or those of the Word template.
    fn add_formatting_parts(
        &self,
        shared: &SharedParts,
        combined: Option<&CombinedStyles>,
        package: &mut Package,
    ) {
        let (numbering, styles) = match combined {
            Some(combined) => (combined.numbering.to_part(), combined.styles.to_part()),
            None => (
                shared.numbering_part(&self.deferred.lists),
                shared.styles.clone().into_bytes(),
            ),
        };
        add_main_part(package, "numbering", numbering);
        add_main_part(package, "styles", styles);

        let (mut settings, mut fonts, mut theme) = (
            shared.settings.clone(),
            shared.fonts.clone(),
            shared.theme.clone(),
        );
        if let Some(reference_doc) = self.reference_doc {
            let inherited = &reference_doc.settings;
            settings = settings::settings_part(self.languages, inherited, self.assets.protection)
                .to_part();
            if let Some(inherited) = &reference_doc.fonts {
                fonts = inherited.to_part();
            }
            if let Some(inherited) = &reference_doc.theme {
                theme = inherited.to_part();
            }
        }
        add_main_part(package, "settings", settings);
        add_main_part(package, "fontTable", fonts);
        package.add_typed_part(
            "word/theme/theme1.xml",
            "application/vnd.openxmlformats-officedocument.theme+xml",
            theme,
        );
        package.relate(DOCUMENT, "rIdtheme", "theme", "theme/theme1.xml");
    }

    /// Adds the part with the document's text, and the parts behind its drawings.
    fn add_document_part(
        &self,
        blocks: Vec<DocumentChild>,
        references: &[Element],
        package: &mut Package,
        rename: &dyn Fn(&mut Element),
    ) -> Result<(), String> {
        let mut story = StoryWriter::new(self, references, rename);
        let mut text = String::new();
        for block in blocks {
            story
                .write_block(&block, &mut text)
                .map_err(|why| format!("{DOCUMENT}: {why}"))?;
        }
        story.write_last_section(&mut text);
        let part = story.finish_part(
            "document",
            &docx_rs::Document::new(),
            DOCUMENT,
            &text,
            package,
        )?;
        package.add_typed_part(DOCUMENT, &content_type("document.main"), part);
        for (number, drawing) in self.deferred.drawings.iter().enumerate() {
            self.add_drawing_parts(number, drawing, package)?;
        }
        Ok(())
    }

    /// Returns the part with the footnotes. Word expects two separators before the first note
    /// (ECMA-376 part 1, 17.11.23), and a reference mark at the start of each note.
    fn footnotes_part(
        &self,
        package: &mut Package,
        rename: &dyn Fn(&mut Element),
    ) -> Result<Vec<u8>, String> {
        const NAME: &str = "word/footnotes.xml";
        let mut text = String::new();
        for (id, kind) in [("-1", "separator"), ("0", "continuationSeparator")] {
            let paragraph =
                element("w:p").child(element("w:r").child(element(&format!("w:{kind}"))));
            element("w:footnote")
                .with("w:type", kind)
                .with("w:id", id)
                .child(paragraph)
                .write(&mut text);
        }
        let style = element("w:rPr").child(element("w:rStyle").with("w:val", "FootnoteReference"));
        let mut mark = element("w:r").child(style).child(element("w:footnoteRef"));
        rename(&mut mark);
        let space =
            element("w:r").child(element("w:t").with("xml:space", "preserve").with_text(" "));
        let mut lead = String::new();
        mark.write(&mut lead);
        space.write(&mut lead);
        let mut story = StoryWriter::new(self, &[], rename);
        for note in &self.deferred.notes {
            story
                .write_footnote(note, &lead, &mut text)
                .map_err(|why| format!("{NAME}: {why}"))?;
        }
        story.finish_part("footnotes", &Footnotes::default(), NAME, &text, package)
    }
}

/// Adds a part beside the document that the document refers to.
fn add_main_part(package: &mut Package, kind: &str, bytes: Vec<u8>) {
    let file = format!("{kind}.xml");
    package.add_typed_part(&format!("word/{file}"), &content_type(kind), bytes);
    package.relate(DOCUMENT, &format!("rId{kind}"), kind, &file);
}

/// The id before that of the first content control in the headers and footers of a Word template.
/// Ids of our controls count from a million, so that the two do not collide.
const REFERENCE_DOC_CONTROL_ID_BASE: usize = 500_000;
