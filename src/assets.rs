//! Pictures, read once and shared by the backends that need them.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::path::Path;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::diagnostic::Diagnostic;
use crate::fonts::Fonts;

/// What a backend may use besides the document and the theme.
pub struct Assets {
    /// Fonts to set and measure with; shared by all documents of a run.
    pub fonts: Arc<Fonts>,
    /// Pictures by the name that the brief gives them.
    pub pictures: BTreeMap<String, Picture>,
    /// What the document was made from, for formats that can carry it; `None` unless it is asked for.
    pub source: Option<SourceFile>,
    /// A Word document whose styles, lists, fonts, colours, page, headers and footers Word documents are to have.
    pub reference: Option<Arc<[u8]>>,
    /// The theme's logo.
    pub logo: Option<Picture>,
    /// What Word lets its users do to Word documents; `None` for everything.
    pub protection: Option<Protection>,
}

/// What may be done to a Word document. Word enforces it, without a password: whoever means to can lift it.
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

/// Bytes of a [`Assets::reference`].
pub const MAX_REFERENCE_BYTES: u64 = 32 << 20;

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

/// What a picture file may be. Each limit has its own message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PictureLimits {
    /// Bytes of the file.
    pub bytes: u64,
    /// Pixels, width times height; known before anything is decoded.
    pub pixels: u64,
}

impl Default for PictureLimits {
    /// 32 MiB, 100 million pixels.
    fn default() -> Self {
        Self { bytes: 32 << 20, pixels: 100_000_000 }
    }
}

impl Picture {
    /// Reads what kind of picture some bytes are and how large, without decoding it.
    ///
    /// # Errors
    ///
    /// A message when they are neither PNG nor JPEG, or pass a limit.
    pub fn read(name: &str, bytes: Vec<u8>, limits: PictureLimits) -> Result<Self, Diagnostic> {
        if bytes.len() as u64 > limits.bytes {
            let message = format!("picture `{name}` has {} bytes; the limit is {}", bytes.len(), limits.bytes);
            return Err(Diagnostic::error(message));
        }
        let reader = image::ImageReader::new(Cursor::new(&bytes)).with_guessed_format();
        let reader = reader.map_err(|why| Diagnostic::error(format!("cannot read picture `{name}`: {why}")))?;
        let format = match reader.format() {
            Some(image::ImageFormat::Png) => PictureFormat::Png,
            Some(image::ImageFormat::Jpeg) => PictureFormat::Jpeg,
            _ => return Err(Diagnostic::error(format!("`{name}` is neither a PNG nor a JPEG picture"))),
        };
        let (width, height) =
            reader.into_dimensions().map_err(|why| Diagnostic::error(format!("picture `{name}` is damaged: {why}")))?;
        let pixels = u64::from(width) * u64::from(height);
        if pixels == 0 || pixels > limits.pixels {
            let message =
                format!("picture `{name}` has {width} × {height} pixels; the limit is {} in all", limits.pixels);
            return Err(Diagnostic::error(message));
        }
        Ok(Self { format, width, height, bytes: bytes.into() })
    }
}

/// Reads a regular file; the message of a problem does not name it.
///
/// # Errors
///
/// When it cannot be read, is no regular file, or is longer than `limit` bytes.
pub fn read_bytes(file: &Path, limit: u64) -> Result<Vec<u8>, Diagnostic> {
    let problem = |why: std::io::Error| Diagnostic::error(why.to_string());
    let about = std::fs::metadata(file).map_err(problem)?;
    if !about.is_file() {
        return Err(Diagnostic::error("it is not a regular file"));
    }
    let too_long = |size: u64| Diagnostic::error(format!("it has {size} bytes; the limit is {limit}"));
    if about.len() > limit {
        return Err(too_long(about.len()));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(about.len()).unwrap_or_default());
    let opened = std::fs::File::open(file).map_err(problem)?;
    // It may grow while it is read.
    opened.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(problem)?;
    if bytes.len() as u64 > limit { Err(too_long(bytes.len() as u64)) } else { Ok(bytes) }
}
