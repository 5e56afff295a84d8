//! Writes the parts of a Word file from the nodes of its text.

use super::headers::HeaderFooterContent;
use super::package_writer::PackageWriter;
use super::part_names::{DOCUMENT, add_main_part, content_type};
use super::reference_doc::{HeaderOrFooter, IdCounters};
use super::wml::story::{StoryKind, StoryWriter};
use super::wml::{BlockNode, DocumentContent, DrawingNode, FootnoteNode, InlineNode};
use crate::ooxml::package::Package;
use crate::ooxml::properties;
use crate::ooxml::xml::Element;

impl PackageWriter<'_> {
    /// Writes all parts of the file.
    ///
    /// # Errors
    ///
    /// When a chart or an image cannot be written.
    pub(super) fn write_package(
        &self,
        headers_footers: &HeaderFooterContent,
        content: &DocumentContent<'_>,
    ) -> Result<Package, String> {
        let mut package = Package::default();
        let mut ids = IdCounters {
            drawing: content.drawing_count,
            control: REFERENCE_DOC_CONTROL_ID_BASE,
        };
        let mut references = Vec::new();
        for kind in [HeaderOrFooter::Header, HeaderOrFooter::Footer] {
            let added = self.add_headers_footers(kind, headers_footers, &mut ids, &mut package)?;
            references.extend(added);
        }
        self.add_document_part(&content.blocks, &references, &mut package)?;
        let notes = self.footnotes_part(&content.notes, &mut package);
        add_main_part(&mut package, "footnotes", notes);
        self.formatting.add_to(&mut package);
        properties::add_properties(self.document, &self.languages.tag, DOCUMENT, &mut package);
        Ok(package)
    }

    /// Adds the part with the document's text, and the parts behind its drawings.
    fn add_document_part(
        &self,
        blocks: &[BlockNode<'_>],
        references: &[Element],
        package: &mut Package,
    ) -> Result<(), String> {
        let mut story = StoryWriter::new(self, references);
        story.write_document(blocks);
        let part = story.into_part(StoryKind::Document, DOCUMENT, package);
        package.add_typed_part(DOCUMENT, &content_type("document.main"), part);
        let drawings = drawings_of(blocks);
        for drawing in &drawings {
            self.add_drawing_parts(drawing, &drawings, package)?;
        }
        Ok(())
    }

    fn footnotes_part(&self, notes: &[FootnoteNode<'_>], package: &mut Package) -> Vec<u8> {
        let mut story = StoryWriter::new(self, &[]);
        story.write_footnote_separators();
        for note in notes {
            story.write_footnote(note);
        }
        story.into_part(StoryKind::Footnotes, "word/footnotes.xml", package)
    }
}

/// The drawings of the document's text. Cells and notes have none.
fn drawings_of<'n>(blocks: &'n [BlockNode<'n>]) -> Vec<&'n DrawingNode<'n>> {
    let mut drawings = Vec::new();
    for block in blocks {
        let BlockNode::Paragraph(paragraph) = block else {
            continue;
        };
        for child in &paragraph.children {
            if let InlineNode::Drawing(drawing) = child {
                drawings.push(&**drawing);
            }
        }
    }
    drawings
}

/// The id before that of the first content control in the headers and footers of a Word template.
/// Ids of our controls count from a million, so that the two do not collide.
const REFERENCE_DOC_CONTROL_ID_BASE: usize = 500_000;
