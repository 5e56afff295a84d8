//! PDF.

mod assemble;
mod attachment;
mod content;
mod figure_bounds;
mod icc;
mod image_xobjects;
mod info;
mod link_annotations;
#[cfg(test)]
mod lint;
mod object_buffer;
mod outline;
mod pdf_file;
mod raster_image;
mod serialize;
mod structure_tree;
mod tags;
#[cfg(test)]
mod test_pages;
#[cfg(test)]
mod tests;
mod used_fonts;
mod values;
mod vector_image;
mod write;
mod xmp;

use super::{Backend, Rendered};
use crate::assets::Assets;
use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::layout::{self, LaidOut};
use crate::theme::Theme;

/// See the [module](self).
pub struct Pdf;

impl Backend for Pdf {
    fn render(
        &self,
        document: &Document,
        theme: &Theme,
        assets: &Assets,
    ) -> Result<Rendered, Vec<Diagnostic>> {
        let LaidOut { pages, diagnostics } = layout::lay_out(document, theme, assets)?;
        let bytes = write::write_pdf(
            &pages,
            &document.meta,
            assets.fonts(),
            &assets.images,
            assets.source.as_ref(),
        )
        .map_err(|problem| vec![problem])?;
        Ok(Rendered {
            bytes,
            pages: Some(pages.pages.len()),
            diagnostics,
            ..Rendered::default()
        })
    }
}
