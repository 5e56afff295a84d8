//! Pictures, read once and shared by the backends that need them.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::fonts::Fonts;

/// What a backend may use besides the document and the theme.
pub struct Assets {
    /// Fonts to set and measure with; shared by all documents of a run.
    pub fonts: Arc<Fonts>,
    /// Pictures by the name that the brief gives them.
    pub pictures: BTreeMap<String, Picture>,
}

/// A picture file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// How its bytes are encoded.
    pub format: PictureFormat,
    /// Width in pixels, at least 1.
    pub width: u32,
    /// Height in pixels, at least 1.
    pub height: u32,
    /// The file.
    pub bytes: Arc<[u8]>,
}

/// How a [`Picture`] is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PictureFormat {
    /// PNG.
    Png,
    /// JPEG.
    Jpeg,
}

impl PictureFormat {
    /// The extension of its files, without the dot.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpg",
        }
    }
}
