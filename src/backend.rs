//! The contract between a document and a file format: the trait [`Backend`] and its result.
//!
//! The table of all backends is in [`crate::formats`].

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
    /// Renders `document`. Whatever the format cannot show, and every change made to keep a page
    /// limit, is reported in [`Rendered::diagnostics`].
    ///
    /// # Errors
    ///
    /// When the document cannot be shown without loss: it does not fit, or no font has a character.
    fn render(
        &self,
        document: &Document,
        theme: &Theme,
        assets: &Assets,
    ) -> Result<Rendered, Vec<Diagnostic>>;
}

/// A finished file and the warnings about it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rendered {
    /// The file.
    pub bytes: Vec<u8>,
    /// The files of the second and further pages, in order, for a format with a file for each page;
    /// `bytes` is the first page.
    pub further: Vec<Vec<u8>>,
    /// Files in the folder `STEM.assets/` beside it: name and bytes, in order. References to them
    /// in `bytes` begin with [`ASSETS`], which the caller replaces by the name of the folder.
    pub assets: Vec<(String, Vec<u8>)>,
    /// The number of pages or slides, if the format has them.
    pub pages: Option<usize>,
    /// Warnings: changes made to keep a page limit, and content that the format cannot show.
    pub diagnostics: Vec<Diagnostic>,
}

/// Placeholder for the folder of [`Rendered::assets`] in the bytes of a backend.
pub const ASSETS: &str = "briefkit-assets-folder";
