//! Placed pages to the bytes of a PDF file.

use std::borrow::Cow;
use std::collections::BTreeMap;

use printpdf::{
    Codepoint, Op, PdfDocument, PdfFontHandle, PdfPage, PdfParseErrorSeverity, PdfSaveOptions,
    PdfWarnMsg, Pt, Rect, TextItem,
};

use super::content::Painter;
use super::finish::finish;
use super::fonts::{FontUse, resource};
use super::image_xobjects::ImageXObjects;
use super::info::Info;
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
pub(super) fn write(
    pages: &Pages,
    meta: &Meta,
    fonts: &Fonts,
    images: &BTreeMap<String, ImageFile>,
    source: Option<&SourceFile>,
) -> Result<Vec<u8>, Diagnostic> {
    let _stage = Stage::Write.enter();
    let pages = rooted(pages);
    let info = Info::new(meta);
    let mut painter = Painter::new(FontUse::new(fonts), ImageXObjects::new(images), &pages.tags);
    let contents = pages
        .pages
        .iter()
        .map(|page| painter.page(page))
        .collect::<Result<_, _>>()?;
    let mut document = PdfDocument::new(&info.title);
    document.pages = pages.pages.iter().map(sheet).collect();
    if let Some(page) = document.pages.first_mut() {
        page.ops = all_codes(&painter.fonts);
    }
    for (id, face) in painter.fonts.faces() {
        document
            .resources
            .fonts
            .map
            .insert(resource(id), face.subset()?);
    }
    document
        .resources
        .xobjects
        .map
        .extend(painter.images.into_resources());
    let mut warnings = Vec::new();
    // Everything is small and in order already, and paths need operators that "secure" leaves out.
    let options = PdfSaveOptions {
        optimize: false,
        subset_fonts: false,
        secure: false,
        image_optimization: None,
    };
    let file = document.to_lopdf_document(&options, &mut warnings);
    check(&warnings)?;
    finish(
        file,
        &pages,
        contents,
        &painter.marked,
        &painter.fonts,
        &info,
        source,
    )
}

/// A page on which nothing is shown yet.
fn sheet(page: &Page) -> PdfPage {
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
fn all_codes(fonts: &FontUse<'_>) -> Vec<Op> {
    let shown = fonts.faces().flat_map(|(id, face)| {
        let font = Op::SetFont {
            font: PdfFontHandle::External(resource(id)),
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
                items: vec![TextItem::GlyphIds(face.codes().map(code).collect())],
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
fn rooted(pages: &Pages) -> Cow<'_, Pages> {
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
fn check(warnings: &[PdfWarnMsg]) -> Result<(), Diagnostic> {
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
