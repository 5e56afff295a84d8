//! Placed pages to the bytes of a PDF file.

use std::borrow::Cow;
use std::collections::BTreeMap;

use printpdf::{
    Codepoint, Op, PdfDocument, PdfFontHandle, PdfPage, PdfParseErrorSeverity, PdfSaveOptions,
    PdfWarnMsg, Pt, Rect, TextItem,
};

use super::assemble::assemble_pdf;
use super::content::ContentWriter;
use super::image_xobjects::ImageXObjects;
use super::info::DocumentInfo;
use super::used_fonts::{UsedFonts, font_resource};
use crate::assets::{ImageFile, SourceFile};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::Meta;
use crate::fonts::Fonts;
use crate::frame::{Page, Pages, Role, Tag};
use crate::stage::Stage;

/// Writes pages as PDF 1.7 that follows PDF/UA-1 and PDF/A-2a, or PDF/A-3a if the source is
/// attached.
///
/// # Errors
///
/// When a picture or a font is damaged.
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
    let contents = pages
        .pages
        .iter()
        .map(|page| writer.write_page(page))
        .collect::<Result<_, _>>()?;
    let mut document = PdfDocument::new(&info.title);
    document.pages = pages.pages.iter().map(empty_page).collect();
    if let Some(page) = document.pages.first_mut() {
        page.ops = operators_showing_all_codes(&writer.fonts);
    }
    for (id, face) in writer.fonts.used_faces() {
        document
            .resources
            .fonts
            .map
            .insert(font_resource(id), face.subset_font()?);
    }
    document
        .resources
        .xobjects
        .map
        .extend(writer.images.into_resources());
    let mut warnings = Vec::new();
    // Everything is small and in order already, and paths need operators that "secure" leaves out.
    let options = PdfSaveOptions {
        optimize: false,
        subset_fonts: false,
        secure: false,
        image_optimization: None,
    };
    let file = document.to_lopdf_document(&options, &mut warnings);
    check_writer_warnings(&warnings)?;
    assemble_pdf(
        file,
        &pages,
        contents,
        &writer.marked_content,
        &writer.fonts,
        &info,
        source,
    )
}

/// A page on which nothing is shown yet.
fn empty_page(page: &Page) -> PdfPage {
    let (width, height) = page.paper_size();
    let sheet = Rect::from_wh(Pt(width.0), Pt(height.0));
    PdfPage {
        media_box: sheet.clone(),
        trim_box: sheet.clone(),
        crop_box: sheet,
        ops: Vec::new(),
    }
}

/// Operators that show every code of every font once: printpdf embeds only what it finds shown. The
/// content of the page takes their place later.
fn operators_showing_all_codes(fonts: &UsedFonts<'_>) -> Vec<Op> {
    let shown = fonts.used_faces().flat_map(|(id, face)| {
        let font = Op::SetFont {
            font: PdfFontHandle::External(font_resource(id)),
            size: Pt(1.0),
        };
        let code = |(gid, text): (u16, &str)| Codepoint {
            gid,
            offset: 0.0,
            cid: Some(text.to_owned()),
        };
        [
            font,
            Op::ShowText {
                items: vec![TextItem::GlyphIds(face.used_codes().map(code).collect())],
            },
        ]
    });
    [Op::StartTextSection]
        .into_iter()
        .chain(shown)
        .chain([Op::EndTextSection])
        .collect()
}

/// The pages with a structure that has a root.
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

/// What the writer warns of is a fault in the file.
fn check_writer_warnings(warnings: &[PdfWarnMsg]) -> Result<(), Diagnostic> {
    match warnings
        .iter()
        .find(|warning| warning.severity != PdfParseErrorSeverity::Info)
    {
        Some(warning) => Err(Diagnostic::error(
            Code::UnwritableDocument,
            format!("the PDF file could not be put together: {}", warning.msg),
        )),
        None => Ok(()),
    }
}
