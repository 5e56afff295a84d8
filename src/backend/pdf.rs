//! The PDF backend: a tagged PDF 1.7 file (ISO 32000-1) that follows PDF/UA-1 (ISO 14289-1) and
//! PDF/A-2a (ISO 19005-2), or PDF/A-3a (ISO 19005-3) if it carries its source.
//!
//! Layout decides where everything is; this backend only writes placed pages. `write` has the steps:
//! content streams (`content`), fonts (`used_fonts`) and images (`image_xobjects`), then structure
//! tree, metadata, outline and links (`assemble`), and at last the bytes (`pdf_file`).

mod assemble;
mod attachment;
mod content;
mod dict_items;
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

/// Writes a tagged PDF file; see the [module](self) for the standards it follows.
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
        )?;
        Ok(Rendered {
            bytes,
            pages: Some(pages.pages.len()),
            diagnostics,
            ..Rendered::default()
        })
    }
}
