//! The contract between a document and a file format.

pub(crate) mod docx;
pub(crate) mod json;
pub(crate) mod md;
pub(crate) mod pdf;
pub(crate) mod png;

use crate::assets::Assets;
use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::theme::Theme;

/// Turns a document into the bytes of one file format.
///
/// It sees no clock, network or environment: equal input gives equal bytes.
pub trait Backend: Sync {
    /// Renders `document`. What the format cannot show, and what a page contract cost, is told in
    /// [`Rendered::diagnostics`], never dropped in silence.
    ///
    /// # Errors
    ///
    /// When the document cannot be shown without loss: it does not fit, or a character has no font.
    fn render(
        &self,
        document: &Document,
        theme: &Theme,
        assets: &Assets,
    ) -> Result<Rendered, Vec<Diagnostic>>;
}

/// A finished file and what is to be said about it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rendered {
    /// The file.
    pub bytes: Vec<u8>,
    /// The files of its second and further pages, in order, if the format has a file for each page;
    /// `bytes` is then the first.
    pub further: Vec<Vec<u8>>,
    /// Files that belong beside it: name inside `STEM.assets/` and bytes, in order. References in
    /// `bytes` begin with [`ASSETS`], which the caller replaces by the folder's real name.
    pub assets: Vec<(String, Vec<u8>)>,
    /// Pages or slides, if the format has them.
    pub pages: Option<usize>,
    /// What was done to keep the page contract, and what the format cannot show: warnings.
    pub diagnostics: Vec<Diagnostic>,
}

/// Stands for the folder of [`Rendered::assets`] in the bytes that a backend gives.
pub const ASSETS: &str = "briefkit-assets-folder";
