//! PDF.

mod bounds;
mod content;
mod finish;
mod fonts;
mod icc;
mod info;
#[cfg(any(test, debug_assertions))]
pub mod lint;
mod outline;
mod picture;
#[cfg(test)]
mod sample;
mod structure;
#[cfg(test)]
mod tests;
mod values;
mod write;
mod xmp;

use super::{Backend, Rendered};
use crate::assets::Assets;
use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::theme::Theme;

/// See the [module](self).
pub struct Pdf;

impl Backend for Pdf {
    fn render(&self, _document: &Document, _theme: &Theme, _assets: &Assets) -> Result<Rendered, Vec<Diagnostic>> {
        Err(vec![Diagnostic::error("not built yet")])
    }
}
