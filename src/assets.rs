//! What backends need besides the document and the theme ([`Assets`]): fonts, image files, the
//! logo, and a reference document for Word. Image files are read and checked here.

mod copy;
mod exif;
mod image_file;
pub(crate) mod jpeg;
pub(crate) mod png;
mod run_caches;
mod svg;
#[cfg(test)]
mod tests;
mod webp;

use std::collections::BTreeMap;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::fonts::Fonts;

pub use copy::{ImageCopy, PixelSize};
pub use image_file::{ImageFile, ImageFormat, ImageLimits, is_svg};
pub(crate) use image_file::{catch_painter_panic, resize_image};
pub use run_caches::RunCaches;
pub use svg::SvgLimits;

pub use crate::text::shaper::Shaper;

/// The files and settings that a backend may use besides the document and the theme.
pub struct Assets {
    /// The fonts that text is set and measured with, and the caches that all documents of a run
    /// share.
    pub caches: Arc<RunCaches>,
    /// Image files, by the path that the brief gives for them.
    pub images: BTreeMap<String, ImageFile>,
    /// The brief to embed, in formats that can hold it. `None` if the document does not embed it.
    pub source: Option<SourceFile>,
    /// A `.docx` file that Word documents take styles, lists, fonts, colours, page setup, headers
    /// and footers from.
    pub reference_doc: Option<Arc<[u8]>>,
    /// The theme's logo.
    pub logo: Option<ImageFile>,
    /// The editing that Word allows in Word documents; `None` for all of it.
    pub protection: Option<Protection>,
}

impl Assets {
    /// Fonts alone, without images and settings.
    #[must_use]
    pub fn new(caches: impl Into<Arc<RunCaches>>) -> Self {
        Self {
            caches: caches.into(),
            images: BTreeMap::new(),
            source: None,
            reference_doc: None,
            logo: None,
            protection: None,
        }
    }

    /// The fonts that text is set and measured with.
    #[must_use]
    pub fn fonts(&self) -> &Fonts {
        self.caches.fonts()
    }
}

/// The editing that Word allows in a document. There is no password, so every user can lift it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Protection {
    /// Only comments.
    Comments,
}

/// The file of a brief.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// The file name, without folders.
    pub name: String,
    /// The content of the file.
    pub bytes: Arc<[u8]>,
}

/// The largest [`Assets::reference_doc`], in bytes: 32 MiB.
pub const MAX_REFERENCE_DOC_BYTES: u64 = 32 << 20;
