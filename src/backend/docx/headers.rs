//! Headers and footers: the content of ours, and the parts for ours or for those of a Word
//! template.

use docx_rs::{BuildXML, Footer, Header, Paragraph};

use super::deferred::{DrawingKind, InlineDrawing};
use super::drawings::{add_image_parts, drawing_relationship_id, inline_drawing};
use super::finisher::Finisher;
use super::metrics::LOGO_HEIGHT;
use super::part_names::{DOCUMENT, content_type};
use super::reference_doc::{HeaderOrFooter, HeadersFooters, IdCounters, PageKind};
use super::text::{
    InlinePiece, empty_paragraph, field_pieces, plain_paragraph, plain_pieces, styled_paragraph,
    truncate_at_word,
};
use super::wml::StoryWriter;
use crate::assets::{ImageFile, ImageFormat};
use crate::document::{Document, plain_text};
use crate::length::Pt;
use crate::ooxml::package::Package;
use crate::ooxml::values::one_line;
use crate::ooxml::xml::{Element, element};

/// The most characters of the title in a header, and of the reference in a footer.
const MAX_RUNNING_TITLE: usize = 70;

/// The style of the marking, such as a classification.
const MARKING_STYLE: &str = "Marking";

/// Our headers and footers: for most pages, and for the first page.
pub(super) struct HeaderFooterContent {
    pub(super) headers: [Vec<Paragraph>; 2],
    pub(super) footers: [Vec<Paragraph>; 2],
}

/// Writes our headers and footers: the marking on every page, title and date from the second page
/// on, the reference and page numbers at the foot.
pub(super) fn header_footer_content(document: &Document) -> HeaderFooterContent {
    let meta = &document.meta;
    let marking = match meta.marking.as_deref().map(one_line) {
        Some(text) if !text.is_empty() => Some(*plain_paragraph(MARKING_STYLE, &text)),
        _ => None,
    };
    let title = one_line(&plain_text(&meta.title));
    let title = truncate_at_word(&title, MAX_RUNNING_TITLE);
    let reference = one_line(meta.reference.as_deref().unwrap_or_default());
    let reference = truncate_at_word(&reference, MAX_RUNNING_TITLE);

    // The marking is next to the edge of the paper on both sides.
    let mut header = Vec::from_iter(marking.clone());
    let date = plain_pieces(&meta.date_text);
    header.push(tabbed_line("Header", &title, date));
    let page_number = page_number_pieces(document);
    let mut footer = vec![tabbed_line("Footer", &reference, page_number)];
    footer.extend(marking.clone());
    // The first page has title and date in its text already.
    let first_header = match marking {
        Some(marking) => marking,
        None => *empty_paragraph("Header"),
    };
    HeaderFooterContent {
        headers: [header, vec![first_header]],
        footers: [footer.clone(), footer],
    }
}

/// Text at the left margin, a tab, and content at the right margin.
fn tabbed_line(style: &str, left: &str, right: Vec<InlinePiece>) -> Paragraph {
    let mut pieces = plain_pieces(left);
    pieces.extend(plain_pieces("\t"));
    pieces.extend(right);
    *styled_paragraph(style, pieces)
}

/// `Page X of Y` in the document's language, with fields for the numbers.
fn page_number_pieces(document: &Document) -> Vec<InlinePiece> {
    const FIELDS: [(&str, &str); 2] = [("{page}", "PAGE"), ("{pages}", "NUMPAGES")];
    let mut out = Vec::new();
    let mut rest = document.labels.get("page-of");
    while let Some(brace) = rest.find('{') {
        let (before, tail) = rest.split_at(brace);
        let field = FIELDS.iter().find(|(name, _)| tail.starts_with(name));
        let Some((name, code)) = field else {
            break;
        };
        out.extend(plain_pieces(before));
        // Word computes fields of headers and footers whenever it lays out pages. Until then, and
        // in readers that do not, they show this number.
        out.extend(field_pieces(code, "1"));
        rest = &tail[name.len()..];
    }
    out.extend(plain_pieces(rest));
    out
}

impl Finisher<'_> {
    /// Adds the parts for all headers, or for all footers: those of the Word template with our
    /// marking, or else ours. `own_content` holds the content for most pages and for the first.
    /// Returns the references by which sections use these parts.
    pub(super) fn add_headers_footers(
        &self,
        kind: HeaderOrFooter,
        own_content: &[Vec<Paragraph>; 2],
        ids: &mut IdCounters,
        package: &mut Package,
        rename: &dyn Fn(&mut Element),
    ) -> Result<Vec<Element>, String> {
        let template = self.reference_doc.map(|it| &it.headers_footers);
        let mut pages = Vec::new();
        match template.filter(|it| it.has_any(kind)) {
            Some(template) => {
                let mut story = StoryWriter::new(self, &[], rename);
                let [most_pages, _] = own_content;
                let marking = match most_pages.iter().find(|it| is_marking(it)) {
                    Some(marking) => Some(story.finish_element(&marking.build())?),
                    None => None,
                };
                let direction = self.metrics.direction;
                pages = template.add_parts(kind, marking.as_ref(), direction, ids, package);
            }
            None => {
                let page_kinds = [PageKind::Default, PageKind::First];
                for (page, paragraphs) in page_kinds.into_iter().zip(own_content) {
                    let id =
                        self.add_own_header_footer(kind, page, paragraphs, ids, package, rename)?;
                    pages.push((page, id));
                }
            }
        }
        self.repeat_default(kind, template, &mut pages);
        let name = format!("w:{}Reference", kind.name());
        let mut references = Vec::new();
        for (page, id) in pages {
            let reference = element(&name).with("w:type", page.name()).with("r:id", id);
            references.push(reference);
        }
        Ok(references)
    }

    /// Adds the part for one of our headers or footers and returns the id of its relationship.
    fn add_own_header_footer(
        &self,
        kind: HeaderOrFooter,
        page: PageKind,
        paragraphs: &[Paragraph],
        ids: &mut IdCounters,
        package: &mut Package,
        rename: &dyn Fn(&mut Element),
    ) -> Result<String, String> {
        let number = if page == PageKind::Default { 1 } else { 2 };
        let file = format!("{}{number}.xml", kind.name());
        let name = format!("word/{file}");
        let mut story = StoryWriter::new(self, &[], rename);
        let has_logo = kind == HeaderOrFooter::Header && page == PageKind::First;
        let logo = self.assets.logo.as_ref().filter(|_| has_logo);
        let mut text = String::new();
        // The first page's empty line would only push the logo down.
        if logo.is_none() || paragraphs.iter().any(is_marking) {
            for paragraph in paragraphs {
                story
                    .write_paragraph(paragraph, "", &mut text)
                    .map_err(|why| format!("{name}: {why}"))?;
            }
        }
        if let Some(logo) = logo {
            let mut letterhead = self.letterhead_paragraph(logo, &name, ids, package)?;
            // The story writer renames the styles of its own paragraphs only.
            rename(&mut letterhead);
            letterhead.write(&mut text);
        }
        let part = match kind {
            HeaderOrFooter::Header => {
                story.finish_part(kind.name(), &Header::new(), &name, &text, package)?
            }
            HeaderOrFooter::Footer => {
                story.finish_part(kind.name(), &Footer::new(), &name, &text, package)?
            }
        };
        let id = format!("rId{}{number}", kind.name());
        package.add_typed_part(&name, &content_type(kind.name()), part);
        package.relate(DOCUMENT, &id, kind.name(), &file);
        Ok(id)
    }

    /// Repeats the default header, or footer, on first and even pages that differ from other pages
    /// only in their footer, or header. Word would show nothing there: `w:titlePg` and
    /// `w:evenAndOddHeaders` apply to headers and footers at once.
    fn repeat_default(
        &self,
        kind: HeaderOrFooter,
        template: Option<&HeadersFooters>,
        pages: &mut Vec<(PageKind, String)>,
    ) {
        let default = pages.iter().find(|(page, _)| *page == PageKind::Default);
        let (Some((_, default)), Some(template)) = (default.cloned(), template) else {
            return;
        };
        if template.has_any(kind) {
            // At the other edge are ours, which have a first page of their own.
            if self.has_first_page_headers() && !template.has_first_page {
                pages.push((PageKind::First, default));
            }
        } else if template.has_even_pages {
            pages.push((PageKind::Even, default));
        }
    }

    /// Writes the paragraph with the theme's logo and adds the image to the header `part`.
    fn letterhead_paragraph(
        &self,
        logo: &ImageFile,
        part: &str,
        ids: &mut IdCounters,
        package: &mut Package,
    ) -> Result<Element, String> {
        let number = ids.drawing;
        ids.drawing += 1;
        let (width, height) = logo.size;
        // Wide logos are less high, so that they keep to half of the text's width.
        let max_width = Pt::from_twips(self.metrics.width / 2);
        let scale = (LOGO_HEIGHT / height).min(max_width / width);
        let (width, height) = (width * scale, height * scale);
        let organization = self.document.meta.organization.as_deref();
        let drawing = InlineDrawing {
            kind: DrawingKind::Logo,
            alt: one_line(organization.unwrap_or_default()),
            width,
            height,
            vector: logo.format == ImageFormat::Svg,
        };
        add_image_parts(
            logo,
            (width, height),
            "media/logo",
            (part, &drawing_relationship_id(number)),
            package,
        )?;
        let style = element("w:pStyle").with("w:val", "Letterhead");
        let properties = element("w:pPr").child(style);
        let run = element("w:r").child(inline_drawing(number, &drawing));
        Ok(element("w:p").child(properties).child(run))
    }
}

fn is_marking(paragraph: &Paragraph) -> bool {
    match &paragraph.property.style {
        Some(style) => style.val == MARKING_STYLE,
        None => false,
    }
}
