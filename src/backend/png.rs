//! PNG: a picture of each page or slide, for previews, pull requests and pages on the web.
//!
//! What is painted are the pages that the PDF has. Links, tags and properties have no place in a
//! picture.

mod encode;
mod glyph_cache;
mod images;
mod page_canvas;
pub(crate) mod scale;
#[cfg(test)]
mod tests;

use rayon::prelude::*;

use super::{Backend, Rendered};
use crate::assets::Assets;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::Document;
use crate::frame::Pages;
use crate::layout::{self, LaidOut};
use crate::options::FormatOptions;
use crate::theme::Theme;
use page_canvas::PagePainter;
pub use scale::Scale;

/// See the [module](self).
pub struct Png {
    /// How large the pictures are.
    pub scale: Scale,
}

impl Png {
    /// Pictures of the size that the options name.
    #[must_use]
    pub fn new(options: &FormatOptions) -> Self {
        Self {
            scale: options.scale.unwrap_or_default(),
        }
    }

    /// The options that its files depend on, as the manifest records them.
    pub(crate) fn recorded_options(options: &FormatOptions) -> FormatOptions {
        FormatOptions {
            scale: Some(options.scale.unwrap_or_default()),
            ..FormatOptions::default()
        }
    }
}

impl Backend for Png {
    fn render(
        &self,
        document: &Document,
        theme: &Theme,
        assets: &Assets,
    ) -> Result<Rendered, Vec<Diagnostic>> {
        let LaidOut { pages, diagnostics } = layout::lay_out(document, theme, assets)?;
        let mut files = paint_pages(&pages, assets, self.scale)?.into_iter();
        let bytes = files.next().ok_or_else(|| {
            vec![Diagnostic::error(
                Code::UnwritableDocument,
                "there is no page to paint",
            )]
        })?;
        let further = files.collect();
        Ok(Rendered {
            bytes,
            further,
            pages: Some(pages.pages.len()),
            diagnostics,
            ..Rendered::default()
        })
    }
}

/// The pictures of all pages, in order.
///
/// # Errors
///
/// When a page would be too large, or a picture on it cannot be shown; a problem of each page that
/// has one.
fn paint_pages(
    pages: &Pages,
    assets: &Assets,
    scale: Scale,
) -> Result<Vec<Vec<u8>>, Vec<Diagnostic>> {
    let painted: Vec<Result<Vec<u8>, Diagnostic>> = (pages.pages.par_iter().enumerate())
        .map_init(
            || PagePainter::new(assets.fonts(), &assets.images, scale),
            |painter, (at, page)| {
                scale.check_page_size(page, at + 1)?;
                encode::encode_page(&painter.paint_page(page)?, scale)
            },
        )
        .collect();
    let (files, problems): (Vec<_>, Vec<_>) = painted.into_iter().partition(Result::is_ok);
    if problems.is_empty() {
        Ok(files.into_iter().flatten().collect())
    } else {
        Err(problems.into_iter().filter_map(Result::err).collect())
    }
}
