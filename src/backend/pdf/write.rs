//! Writes placed pages as the bytes of a PDF file.
//!
//! printpdf makes the objects for pages, fonts and images. Everything that it does not know is
//! added by [`assemble`](super::assemble).

use std::borrow::Cow;
use std::collections::BTreeMap;

use printpdf::{
    Codepoint, Op, PdfDocument, PdfFontHandle, PdfPage, PdfParseErrorSeverity, PdfSaveOptions,
    PdfWarnMsg, Pt, Rect, TextItem,
};

use super::assemble::{PaintedPages, assemble_pdf, incomplete_file};
use super::content::ContentWriter;
use super::image_xobjects::ImageXObjects;
use super::info::DocumentInfo;
use super::used_fonts::{UsedFonts, font_resource};
use crate::assets::{ImageFile, SourceFile};
use crate::diagnostic::Diagnostic;
use crate::document::Meta;
use crate::fonts::Fonts;
use crate::frame::{Page, Pages, Role, Tag};
use crate::stage::Stage;

/// Writes pages as PDF 1.7 that follows PDF/UA-1 and PDF/A-2a, or PDF/A-3a if the source is
/// attached.
///
/// # Errors
///
/// When an image or a font is damaged, or the file would be larger than 4 GiB.
pub(super) fn write_pdf(
    pages: &Pages,
    meta: &Meta,
    fonts: &Fonts,
    images: &BTreeMap<String, ImageFile>,
    source: Option<&SourceFile>,
) -> Result<Vec<u8>, Diagnostic> {
    let _stage = Stage::Write.enter();
    let pages = with_root_tag(pages);
    let info = DocumentInfo::new(meta);
    let mut writer = ContentWriter::new(
        UsedFonts::new(fonts),
        ImageXObjects::new(images),
        &pages.tags,
    );
    let mut streams = Vec::with_capacity(pages.pages.len());
    for page in &pages.pages {
        streams.push(writer.write_page(page)?);
    }
    let ContentWriter {
        fonts,
        images,
        marked_content,
        ..
    } = writer;

    // Fonts and images are complete only now, after the content of all pages.
    let mut document = PdfDocument::new(&info.title);
    document.pages = pages.pages.iter().map(empty_page).collect();
    if let Some(page) = document.pages.first_mut() {
        page.ops = operators_showing_all_codes(&fonts);
    }
    for (id, face) in fonts.used_faces() {
        let font = face.subset_font()?;
        let resources = &mut document.resources.fonts.map;
        resources.insert(font_resource(id), font);
    }
    let xobjects = &mut document.resources.xobjects.map;
    xobjects.extend(images.into_resources());

    let mut warnings = Vec::new();
    let options = PdfSaveOptions {
        // Streams are small and ordered already, and fonts are subset.
        optimize: false,
        subset_fonts: false,
        // "Secure" drops operators that paths need.
        secure: false,
        image_optimization: None,
    };
    let document = document.to_lopdf_document(&options, &mut warnings);
    check_writer_warnings(&warnings)?;
    let painted = PaintedPages {
        streams,
        marked_content,
        fonts,
    };
    assemble_pdf(document, &pages, painted, &info, source)
}

/// The pages with a structure tree that has at least a root, which PDF/UA requires of every file.
fn with_root_tag(pages: &Pages) -> Cow<'_, Pages> {
    if !pages.tags.is_empty() {
        return Cow::Borrowed(pages);
    }
    let mut pages = pages.clone();
    pages.tags.push(Tag {
        parent: None,
        role: Role::Document,
        lang: None,
        alt: None,
    });
    Cow::Owned(pages)
}

/// A page of the right size without content, which `assemble_pdf` fills.
fn empty_page(page: &Page) -> PdfPage {
    let (width, height) = page.paper_size();
    let paper = Rect::from_wh(Pt(width.0), Pt(height.0));
    PdfPage {
        media_box: paper.clone(),
        trim_box: paper.clone(),
        crop_box: paper,
        ops: Vec::new(),
    }
}

/// Operators that show every code of every font once.
///
/// printpdf embeds only the glyphs that it sees on a page, and it does not see the content streams
/// that are written here. These operators are replaced by the real content later.
fn operators_showing_all_codes(fonts: &UsedFonts<'_>) -> Vec<Op> {
    let mut operators = vec![Op::StartTextSection];
    for (id, face) in fonts.used_faces() {
        let mut codes = Vec::new();
        for (code, text) in face.used_codes() {
            codes.push(Codepoint {
                gid: code,
                offset: 0.0,
                cid: Some(text.to_owned()),
            });
        }
        operators.push(Op::SetFont {
            font: PdfFontHandle::External(font_resource(id)),
            size: Pt(1.0),
        });
        operators.push(Op::ShowText {
            items: vec![TextItem::GlyphIds(codes)],
        });
    }
    operators.push(Op::EndTextSection);
    operators
}

/// Turns a warning of printpdf into an error: it means that the file is incomplete.
fn check_writer_warnings(warnings: &[PdfWarnMsg]) -> Result<(), Diagnostic> {
    for warning in warnings {
        if warning.severity != PdfParseErrorSeverity::Info {
            return Err(incomplete_file(&warning.msg));
        }
    }
    Ok(())
}
