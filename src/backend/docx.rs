//! Word.

use super::{Backend, Rendered};
use crate::assets::Assets;
use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::theme::Theme;

/// See the [module](self).
pub struct Docx;

impl Backend for Docx {
    fn render(&self, _document: &Document, _theme: &Theme, _assets: &Assets) -> Result<Rendered, Vec<Diagnostic>> {
        Err(vec![Diagnostic::error("not built yet")])
    }
}
