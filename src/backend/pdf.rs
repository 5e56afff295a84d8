//! PDF.

mod attachment;
mod bounds;
mod content;
mod file;
mod finish;
mod fonts;
mod icc;
mod image_xobjects;
mod info;
#[cfg(any(test, debug_assertions))]
pub mod lint;
mod outline;
#[cfg(test)]
mod sample;
mod samples;
mod serialize;
mod structure;
mod tags;
#[cfg(test)]
mod tests;
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
        let bytes = write::write(
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
