//! The finishing pass: from the builder's tree to the parts of a file.
//!
//! The builder spells paragraphs, runs, tables, notes and fields. What it cannot say waits in
//! [`DeferredContent`](super::deferred::Extras) by number and is put in its place here, and what it says in the wrong order or from a
//! counter of the whole process is put right. Nothing else has it spell anything, or looks at what
//! it spelled.

use docx_rs::{DocumentChild, Footnotes};

use super::finisher::Finisher;
use super::headers::HeaderFooterContent;
use super::part_names::DOCUMENT;
use super::part_names::content_type;
use super::reference_doc::{CombinedStyles, HeaderOrFooter, IdCounters, ReferenceDoc};
use super::shared_parts::SharedParts;
use super::wml::StoryWriter;
use super::{numbering, settings};
use crate::ooxml::package::Package;
use crate::ooxml::properties;
use crate::ooxml::xml::{Element, element, parse_xml};

impl Finisher<'_> {
    /// Makes the package's parts, of the blocks of a document and of what stands at the edges of
    /// its pages.
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
        let lists = &self.deferred.lists;
        let fitted = self.document.fit.pages.is_some();
        let combine = |reference_doc: &ReferenceDoc| -> Result<CombinedStyles, String> {
            let numbering = numbering::numbering_part(lists, self.metrics);
            Ok(reference_doc.combine(
                &parse_xml(shared.styles.as_bytes())?,
                &numbering,
                lists,
                fitted,
            ))
        };
        let combined = self.reference_doc.map(combine).transpose()?;
        let rename = |root: &mut Element| {
            combined
                .iter()
                .for_each(|combined| combined.rename_references(root))
        };
        let mut references = Vec::new();
        let mut ids = IdCounters {
            drawing: self.deferred.drawings.len(),
            control: FIRST_REFERENCE_DOC_CONTROL,
        };
        for (edge, list) in [
            (HeaderOrFooter::Header, &content.headers),
            (HeaderOrFooter::Footer, &content.footers),
        ] {
            references.extend(self.add_headers_footers(
                edge,
                list,
                &mut ids,
                &mut package,
                &rename,
            )?);
        }
        self.add_document_part(blocks, &references, &mut package, &rename)?;
        let notes = self.footnotes_part(&mut package, &rename)?;
        let (styles, numbering) = match combined {
            Some(combined) => (combined.styles.to_part(), combined.numbering.to_part()),
            None => (
                shared.styles.clone().into_bytes(),
                shared.numbering_part(lists),
            ),
        };
        let settings = self.reference_doc.map(|reference_doc| {
            settings::settings_part(
                self.languages,
                &reference_doc.settings,
                self.assets.protection,
            )
        });
        let theirs = |part: Option<&Element>, ours: &[u8]| {
            part.map_or_else(|| ours.to_vec(), Element::to_part)
        };
        let fonts = self.reference_doc.and_then(|it| it.fonts.as_ref());
        let theme = self.reference_doc.and_then(|it| it.theme.as_ref());
        let own = [
            ("footnotes", notes),
            ("numbering", numbering),
            ("styles", styles),
            ("settings", theirs(settings.as_ref(), &shared.settings)),
            ("fontTable", theirs(fonts, &shared.fonts)),
        ];
        for (kind, bytes) in own {
            package.add_typed_part(&format!("word/{kind}.xml"), &content_type(kind), bytes);
            package.relate(
                DOCUMENT,
                &format!("rId{kind}"),
                kind,
                &format!("{kind}.xml"),
            );
        }
        package.add_typed_part(
            "word/theme/theme1.xml",
            "application/vnd.openxmlformats-officedocument.theme+xml",
            theirs(theme, &shared.theme),
        );
        package.relate(DOCUMENT, "rIdtheme", "theme", "theme/theme1.xml");
        properties::add_properties(self.document, &self.languages.tag, DOCUMENT, &mut package);
        Ok(package)
    }

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
        for (at, drawing) in self.deferred.drawings.iter().enumerate() {
            self.add_drawing_parts(at, drawing, package)?;
        }
        Ok(())
    }

    /// The part of the notes. Word wants two separators among them, and in each its own mark.
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
        [mark, space].iter().for_each(|run| run.write(&mut lead));
        let mut story = StoryWriter::new(self, &[], rename);
        for note in &self.deferred.notes {
            story
                .write_footnote(note, &lead, &mut text)
                .map_err(|why| format!("{NAME}: {why}"))?;
        }
        story.finish_part("footnotes", &Footnotes::default(), NAME, &text, package)
    }
}

/// Numbers of content controls in a reference document's headers and footers begin here.
const FIRST_REFERENCE_DOC_CONTROL: usize = 500_000;
