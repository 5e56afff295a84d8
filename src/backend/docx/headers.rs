//! Headers and footers: the content of ours, and the parts for ours or for those of a Word
//! template.

use super::drawings::{add_image_parts, drawing_relationship_id};
use super::metrics::LOGO_HEIGHT;
use super::package_writer::PackageWriter;
use super::paragraph_style::ParagraphStyle;
use super::part_names::{DOCUMENT, content_type};
use super::reference_doc::{HeaderOrFooter, HeadersFooters, IdCounters, PageKind};
use super::text::{
    empty_paragraph, field_runs, plain_paragraph, plain_runs, styled_paragraph, truncate_at_word,
};
use super::wml::story::{StoryKind, StoryWriter};
use super::wml::{DrawingKind, DrawingNode, InlineNode, ParagraphNode};
use crate::assets::{ImageFile, ImageFormat};
use crate::document::{Document, plain_text};
use crate::length::Pt;
use crate::ooxml::package::Package;
use crate::ooxml::values::one_line;
use crate::ooxml::xml::{Element, element};

/// The most characters of the title in a header, and of the reference in a footer.
const MAX_RUNNING_TITLE: usize = 70;

/// The paragraphs of our headers and footers.
pub(super) struct HeaderFooterContent {
    /// For example a classification, on every page.
    marking: Option<ParagraphNode<'static>>,
    /// Title and date, from the second page on.
    header: ParagraphNode<'static>,
    /// A header needs a paragraph, even if it shows nothing.
    empty_header: ParagraphNode<'static>,
    /// The reference and page numbers.
    footer: ParagraphNode<'static>,
}

impl HeaderFooterContent {
    pub(super) fn new(document: &Document) -> Self {
        let meta = &document.meta;
        let marking = match meta.marking.as_deref().map(one_line) {
            Some(text) if !text.is_empty() => Some(plain_paragraph(ParagraphStyle::Marking, &text)),
            _ => None,
        };
        let title = one_line(&plain_text(&meta.title));
        let title = truncate_at_word(&title, MAX_RUNNING_TITLE);
        let reference = one_line(meta.reference.as_deref().unwrap_or_default());
        let reference = truncate_at_word(&reference, MAX_RUNNING_TITLE);
        Self {
            marking,
            header: tabbed_line(ParagraphStyle::Header, &title, plain_runs(&meta.date_text)),
            empty_header: empty_paragraph(ParagraphStyle::Header),
            footer: tabbed_line(
                ParagraphStyle::Footer,
                &reference,
                page_number_runs(document),
            ),
        }
    }

    /// The paragraphs on a kind of page, above its logo if it `has_logo`.
    fn paragraphs(
        &self,
        kind: HeaderOrFooter,
        page: PageKind,
        has_logo: bool,
    ) -> Vec<&ParagraphNode<'static>> {
        // The marking is next to the edge of the paper on both sides. The first page has title and
        // date in its text already.
        let marking = self.marking.as_ref();
        let mut out = Vec::new();
        match (kind, page) {
            (HeaderOrFooter::Header, PageKind::Default | PageKind::Even) => {
                out.extend(marking);
                out.push(&self.header);
            }
            // An empty line would only push the logo down.
            (HeaderOrFooter::Header, PageKind::First) if has_logo => out.extend(marking),
            (HeaderOrFooter::Header, PageKind::First) => {
                out.push(marking.unwrap_or(&self.empty_header));
            }
            (HeaderOrFooter::Footer, _) => {
                out.push(&self.footer);
                out.extend(marking);
            }
        }
        out
    }
}

/// Text at the left margin, a tab, and content at the right margin.
fn tabbed_line(
    style: ParagraphStyle,
    left: &str,
    right: Vec<InlineNode<'static>>,
) -> ParagraphNode<'static> {
    let mut inlines = plain_runs(left);
    inlines.extend(plain_runs("\t"));
    inlines.extend(right);
    styled_paragraph(style, inlines)
}

/// `Page X of Y` in the document's language, with fields for the numbers.
fn page_number_runs(document: &Document) -> Vec<InlineNode<'static>> {
    const FIELDS: [(&str, &str); 2] = [("{page}", "PAGE"), ("{pages}", "NUMPAGES")];
    let mut out = Vec::new();
    let mut rest = document.labels.get("page-of");
    while let Some(brace) = rest.find('{') {
        let (before, tail) = rest.split_at(brace);
        let field = FIELDS.iter().find(|(name, _)| tail.starts_with(name));
        let Some((name, code)) = field else {
            break;
        };
        out.extend(plain_runs(before));
        // Word computes fields of headers and footers whenever it lays out pages. Until then, and
        // in readers that do not, they show this number.
        out.extend(field_runs(code, "1"));
        rest = &tail[name.len()..];
    }
    out.extend(plain_runs(rest));
    out
}

impl PackageWriter<'_> {
    /// Adds the parts for all headers, or for all footers: those of the Word template with our
    /// marking, or else ours. Returns the references by which sections use these parts.
    pub(super) fn add_headers_footers(
        &self,
        kind: HeaderOrFooter,
        own_content: &HeaderFooterContent,
        ids: &mut IdCounters,
        package: &mut Package,
    ) -> Result<Vec<Element>, String> {
        let template = self.reference_doc.map(|it| &it.headers_footers);
        let mut pages = Vec::new();
        match template.filter(|it| it.has_any(kind)) {
            Some(template) => {
                let marking = own_content.marking.as_ref().map(|marking| {
                    let mut story = StoryWriter::new(self, &[]);
                    story.write_paragraph(marking);
                    story.into_xml()
                });
                let direction = self.metrics.direction;
                pages = template.add_parts(kind, marking.as_deref(), direction, ids, package);
            }
            None => {
                for page in [PageKind::Default, PageKind::First] {
                    let id = self.add_own_header_footer(kind, page, own_content, ids, package)?;
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
        content: &HeaderFooterContent,
        ids: &mut IdCounters,
        package: &mut Package,
    ) -> Result<String, String> {
        let number = if page == PageKind::Default { 1 } else { 2 };
        let file = format!("{}{number}.xml", kind.name());
        let name = format!("word/{file}");
        let mut letterhead = None;
        if kind == HeaderOrFooter::Header
            && page == PageKind::First
            && let Some(logo) = &self.assets.logo
        {
            letterhead = Some(self.letterhead_paragraph(logo, &name, ids, package)?);
        }
        let mut story = StoryWriter::new(self, &[]);
        for paragraph in content.paragraphs(kind, page, letterhead.is_some()) {
            story.write_paragraph(paragraph);
        }
        if let Some(letterhead) = &letterhead {
            story.write_paragraph(letterhead);
        }
        let story_kind = match kind {
            HeaderOrFooter::Header => StoryKind::Header,
            HeaderOrFooter::Footer => StoryKind::Footer,
        };
        let part = story.into_part(story_kind, &name, package);
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

    /// Makes the paragraph with the theme's logo and adds the image to the header `part`.
    fn letterhead_paragraph(
        &self,
        logo: &ImageFile,
        part: &str,
        ids: &mut IdCounters,
        package: &mut Package,
    ) -> Result<ParagraphNode<'static>, String> {
        let number = ids.drawing;
        ids.drawing += 1;
        let (width, height) = logo.size;
        // Wide logos are less high, so that they keep to half of the text's width.
        let max_width = Pt::from_twips(self.metrics.width / 2);
        let scale = (LOGO_HEIGHT / height).min(max_width / width);
        let (width, height) = (width * scale, height * scale);
        let organization = self.document.meta.organization.as_deref();
        let drawing = DrawingNode {
            number,
            kind: DrawingKind::Logo,
            alt: one_line(organization.unwrap_or_default()),
            width,
            height,
            vector: logo.format == ImageFormat::Svg,
            chart_plan: None,
        };
        add_image_parts(
            logo,
            (width, height),
            "media/logo",
            (part, &drawing_relationship_id(number)),
            package,
        )?;
        let drawing = InlineNode::Drawing(Box::new(drawing));
        Ok(styled_paragraph(ParagraphStyle::Letterhead, vec![drawing]))
    }
}
