//! The PNG backend: an image of each page or slide, for previews, pull requests and web pages.
//!
//! The pages are the same as in the PDF, and look the same. Links, tags and properties are left
//! out.

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

/// Paints each page as a PNG file; see the [module](self).
pub struct Png {
    /// The size of the images.
    pub scale: Scale,
}

impl Png {
    /// A backend with the scale that the options ask for, else the default one.
    #[must_use]
    pub fn new(options: &FormatOptions) -> Self {
        Self {
            scale: options.scale.unwrap_or_default(),
        }
    }

    /// The options that PNG files depend on, as the manifest records them.
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
        // The first page is the file itself; the others come beside it.
        let Some(bytes) = files.next() else {
            return Err(vec![Diagnostic::error(
                Code::UnwritableDocument,
                "there is no page to paint",
            )]);
        };
        Ok(Rendered {
            bytes,
            further: files.collect(),
            pages: Some(pages.pages.len()),
            diagnostics,
            ..Rendered::default()
        })
    }
}

/// Paints all pages and encodes each as a PNG file, in order.
///
/// # Errors
///
/// One problem for each page that is too large, or shows an image that is missing or damaged.
fn paint_pages(
    pages: &Pages,
    assets: &Assets,
    scale: Scale,
) -> Result<Vec<Vec<u8>>, Vec<Diagnostic>> {
    // Each thread has a painter of its own, because a painter caches glyphs and images.
    let new_painter = || PagePainter::new(assets.fonts(), &assets.images, scale);
    let painted: Vec<Result<Vec<u8>, Diagnostic>> = pages
        .pages
        .par_iter()
        .enumerate()
        .map_init(new_painter, |painter, (index, page)| {
            scale.check_page_size(page, index + 1)?;
            encode::encode_page(&painter.paint_page(page)?, scale)
        })
        .collect();
    let mut files = Vec::with_capacity(painted.len());
    let mut problems = Vec::new();
    for result in painted {
        match result {
            Ok(file) => files.push(file),
            Err(problem) => problems.push(problem),
        }
    }
    if problems.is_empty() {
        Ok(files)
    } else {
        Err(problems)
    }
}
