//! Pictures, read once and shared by the backends that need them.

mod copy;
mod exif;
mod image_file;
pub(crate) mod jpeg;
pub(crate) mod png;
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
pub use svg::SvgLimits;

pub use crate::text::shaper::Shaper;

/// What a backend may use besides the document and the theme.
pub struct Assets {
    /// Fonts to set and measure with, and the text that was shaped with them; shared by all
    /// documents of a run.
    pub shaper: Arc<Shaper>,
    /// Pictures by the name that the brief gives them.
    pub images: BTreeMap<String, ImageFile>,
    /// What the document was made from, for formats that can carry it; `None` unless it is asked
    /// for.
    pub source: Option<SourceFile>,
    /// A Word document whose styles, lists, fonts, colours, page, headers and footers Word
    /// documents are to have.
    pub reference_doc: Option<Arc<[u8]>>,
    /// The theme's logo.
    pub logo: Option<ImageFile>,
    /// What Word lets its users do to Word documents; `None` for everything.
    pub protection: Option<Protection>,
}

impl Assets {
    /// Fonts, and nothing else.
    #[must_use]
    pub fn new(shaper: impl Into<Arc<Shaper>>) -> Self {
        Self {
            shaper: shaper.into(),
            images: BTreeMap::new(),
            source: None,
            reference_doc: None,
            logo: None,
            protection: None,
        }
    }

    /// The fonts of its shaper.
    #[must_use]
    pub fn fonts(&self) -> &Fonts {
        self.shaper.fonts()
    }
}

/// What may be done to a Word document. Word enforces it, without a password: whoever means to can
/// lift it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Protection {
    /// Commenting on it alone.
    Comments,
}

/// A brief as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Its file name, without folders.
    pub name: String,
    /// The file.
    pub bytes: Arc<[u8]>,
}

/// Bytes of a [`Assets::reference_doc`].
pub const MAX_REFERENCE_DOC_BYTES: u64 = 32 << 20;
