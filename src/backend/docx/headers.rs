//! Headers and footers: what ours say, and the parts that hold them or those of the reference document.

use docx_rs::{BuildXML, Footer, Header, Paragraph};

use super::body::{empty_paragraph, plain_paragraph, plain_pieces};
use super::deferred::{DrawingKind, InlineDrawing};
use super::drawings::{add_image_parts, drawing_relationship_id, inline_drawing};
use super::finisher::Finisher;
use super::metrics::LOGO_HEIGHT;
use super::part_names::{DOCUMENT, content_type};
use super::reference_doc::{HeaderOrFooter, IdCounters, PageKind};
use super::text::{InlinePiece, field_pieces, styled_paragraph, truncate_at_word};
use super::wml::StoryWriter;
use crate::assets::{ImageFile, ImageFormat};
use crate::document::{Document, plain_text};
use crate::length::Pt;
use crate::ooxml::package::Package;
use crate::ooxml::values::one_line;
use crate::ooxml::xml::{Element, element};

/// Characters of the title in the header of the pages after the first, and of the reference in the
/// footer.
const MAX_RUNNING_TITLE: usize = 70;

/// What stands at the edges of pages: of most of them, and of the first.
pub(super) struct HeaderFooterContent {
    pub(super) headers: [Vec<Paragraph>; 2],
    pub(super) footers: [Vec<Paragraph>; 2],
}

/// Headers and footers: the marking on every page, the title from the second page on, page numbers.
pub(super) fn header_footer_content(document: &Document) -> HeaderFooterContent {
    let meta = &document.meta;
    let marking = meta
        .marking
        .as_deref()
        .map(one_line)
        .filter(|text| !text.is_empty());
    let marking = marking.map(|text| *plain_paragraph("Marking", &text));
    let title = truncate_at_word(&one_line(&plain_text(&meta.title)), MAX_RUNNING_TITLE);
    let line = |style: &str, left: &str, right: Vec<InlinePiece>| {
        let mut pieces = plain_pieces(left);
        pieces.extend(plain_pieces("\t"));
        pieces.extend(right);
        *styled_paragraph(style, pieces)
    };
    let reference = truncate_at_word(
        &meta.reference.as_deref().map(one_line).unwrap_or_default(),
        MAX_RUNNING_TITLE,
    );
    let running = line("Header", &title, plain_pieces(&meta.date_text));
    let header: Vec<Paragraph> = marking.clone().into_iter().chain([running]).collect();
    let page = line("Footer", &reference, page_number_pieces(document));
    let footer: Vec<Paragraph> = [page].into_iter().chain(marking.clone()).collect();
    let first = vec![marking.unwrap_or_else(|| *empty_paragraph("Header"))];
    HeaderFooterContent {
        headers: [header, first],
        footers: [footer.clone(), footer],
    }
}

/// `Page X of Y` in the document's language, its numbers as fields.
fn page_number_pieces(document: &Document) -> Vec<InlinePiece> {
    let mut out = Vec::new();
    let mut rest = document.labels.get("page-of");
    while let Some(at) = rest.find('{') {
        let (before, tail) = rest.split_at(at);
        let known = [("{page}", "PAGE"), ("{pages}", "NUMPAGES")];
        let Some((name, code)) = known.into_iter().find(|(name, _)| tail.starts_with(name)) else {
            break;
        };
        out.extend(plain_pieces(before));
        out.extend(field_pieces(code, "1"));
        rest = &tail[name.len()..];
    }
    out.extend(plain_pieces(rest));
    out
}

/// The style of the marking.
const MARKING: &str = "Marking";

impl Finisher<'_> {
    /// Adds the headers, or the footers, and says which pages have which: the reference document's with
    /// our marking, else ours. `ours` holds that of most pages, and that of the first.
    pub(super) fn add_headers_footers(
        &self,
        edge: HeaderOrFooter,
        ours: &[Vec<Paragraph>],
        ids: &mut IdCounters,
        package: &mut Package,
        rename: &dyn Fn(&mut Element),
    ) -> Result<Vec<Element>, String> {
        let reference_doc = self.reference_doc.map(|it| &it.headers_footers);
        let mut pages = Vec::new();
        let is_marking = |it: &&Paragraph| {
            it.property
                .style
                .as_ref()
                .is_some_and(|style| style.val == MARKING)
        };
        for (at, paragraphs) in ours.iter().enumerate() {
            let part = format!("{}{}.xml", edge.name(), at + 1);
            let name = format!("word/{part}");
            let mut story = StoryWriter::new(self, &[], rename);
            let marking = paragraphs.iter().find(is_marking);
            if let Some(reference_doc) = reference_doc.filter(|it| it.has_any(edge)) {
                let marking = marking
                    .map(|marking| story.finish_element(&marking.build()))
                    .transpose()?;
                pages = reference_doc.add_parts(
                    edge,
                    marking.as_ref(),
                    self.metrics.direction,
                    ids,
                    package,
                );
                break;
            }
            let logo = self
                .assets
                .logo
                .as_ref()
                .filter(|_| edge == HeaderOrFooter::Header && at == 1);
            let mut text = String::new();
            for paragraph in paragraphs
                .iter()
                .filter(|_| logo.is_none() || marking.is_some())
            {
                story
                    .write_paragraph(paragraph, "", &mut text)
                    .map_err(|why| format!("{name}: {why}"))?;
            }
            if let Some(logo) = logo {
                let mut letterhead = self.letterhead_paragraph(logo, &name, ids, package)?;
                rename(&mut letterhead);
                letterhead.write(&mut text);
            }
            let bytes = match edge {
                HeaderOrFooter::Header => {
                    story.finish_part(edge.name(), &Header::new(), &name, &text, package)?
                }
                HeaderOrFooter::Footer => {
                    story.finish_part(edge.name(), &Footer::new(), &name, &text, package)?
                }
            };
            let id = format!("rId{}{}", edge.name(), at + 1);
            package.add_typed_part(&name, &content_type(edge.name()), bytes);
            package.relate(DOCUMENT, &id, edge.name(), &part);
            pages.push((
                if at == 0 {
                    PageKind::Default
                } else {
                    PageKind::First
                },
                id,
            ));
        }
        // Pages that have something of their own at the other edge are as most pages are at this
        // one.
        let most = pages
            .iter()
            .find(|(pages, _)| *pages == PageKind::Default)
            .map(|(_, id)| id.clone());
        let theirs = reference_doc.is_some_and(|it| it.has_any(edge));
        for own in [PageKind::First, PageKind::Even] {
            let left_out = match own {
                PageKind::First => {
                    theirs
                        && self.has_first_page_headers()
                        && reference_doc.is_some_and(|it| !it.has_first_page)
                }
                _ => !theirs && reference_doc.is_some_and(|it| it.has_even_pages),
            };
            pages.extend(most.clone().filter(|_| left_out).map(|id| (own, id)));
        }
        let reference = |(pages, id): (PageKind, String)| {
            element(&format!("w:{}Reference", edge.name()))
                .with("w:type", pages.name())
                .with("r:id", id)
        };
        Ok(pages.into_iter().map(reference).collect())
    }

    /// The line with the theme's logo, for the header `part`.
    fn letterhead_paragraph(
        &self,
        logo: &ImageFile,
        part: &str,
        ids: &mut IdCounters,
        package: &mut Package,
    ) -> Result<Element, String> {
        let at = ids.drawing;
        ids.drawing += 1;
        let (width, height) = logo.size;
        let most = Pt::from_twips(self.metrics.width / 2);
        let scale = (LOGO_HEIGHT / height).min(most / width);
        let alt = self
            .document
            .meta
            .organization
            .as_deref()
            .map(one_line)
            .unwrap_or_default();
        let (width, height) = (width * scale, height * scale);
        let vector = logo.format == ImageFormat::Svg;
        let drawing = InlineDrawing {
            kind: DrawingKind::Logo,
            alt,
            width,
            height,
            vector,
        };
        add_image_parts(
            logo,
            (width, height),
            "media/logo",
            (part, &drawing_relationship_id(at)),
            package,
        )?;
        let style = element("w:pPr").child(element("w:pStyle").with("w:val", "Letterhead"));
        Ok(element("w:p")
            .child(style)
            .child(element("w:r").child(inline_drawing(at, &drawing))))
    }
}
