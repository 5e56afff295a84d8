//! Copies of pictures for the files that show them: upright, of a kind that every reader knows, and
//! no larger than is of use.

use std::sync::Arc;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::metadata::Orientation;
use image::{DynamicImage, ImageEncoder};

use super::image_file::{ImageFile, ImageFormat, resize_image};
use crate::length::{Pt, Px};

/// Pixels in an inch of print: what the eye can tell apart at arm's length.
const PRINT_DENSITY: f32 = 300.0;

/// Pixels for each of a slide's: screens have up to two.
const SCREEN_DENSITY: f32 = 2.0;

/// How many times as many pixels as are of use a picture may have, in each direction, before it is
/// made smaller.
const TOLERATED_EXCESS: f32 = 2.0;

/// Quality of a JPEG picture that has to be packed again, of 100: its own loss is not seen.
const JPEG_QUALITY: u8 = 92;

/// No copy of a drawing has a longer side, in pixels.
const MAX_SIDE: f32 = 8000.0;

/// A picture as it goes into a file.
#[derive(Debug, Clone)]
pub struct ImageCopy {
    /// PNG, JPEG or SVG.
    pub format: ImageFormat,
    /// Its file.
    pub bytes: Arc<[u8]>,
}

/// The pixels of a copy.
pub type PixelSize = (u32, u32);

impl ImageFile {
    /// The pixels that a copy is to have for print in a size; `None` if the picture's own will do.
    ///
    /// A picture with more than 600 pixels in an inch is made one of 300. A drawing always gets
    /// 300.
    #[must_use]
    pub fn pixels_for_print(&self, width: Pt, height: Pt) -> Option<PixelSize> {
        self.reduced_pixels(
            width / Pt(72.0) * PRINT_DENSITY,
            height / Pt(72.0) * PRINT_DENSITY,
        )
    }

    /// The pixels that a copy is to have on a slide of a size: as [`ImageFile::pixels_for_print`], with two
    /// for each of the slide's.
    #[must_use]
    pub fn pixels_for_slide(&self, width: Px, height: Px) -> Option<PixelSize> {
        let scale =
            (width.0 / self.width as f32).min(height.0 / self.height as f32) * SCREEN_DENSITY;
        self.reduced_pixels(self.width as f32 * scale, self.height as f32 * scale)
    }

    fn reduced_pixels(&self, width: f32, height: f32) -> Option<PixelSize> {
        let is_drawing = self.format == ImageFormat::Svg;
        let far_beyond = self.width as f32 > width * TOLERATED_EXCESS
            && self.height as f32 > height * TOLERATED_EXCESS;
        let whole = |length: f32| (length.clamp(1.0, MAX_SIDE).round()) as u32;
        (is_drawing || far_beyond).then(|| (whole(width), whole(height)))
    }

    /// A copy for readers that show PNG and JPEG and nothing else, with `pixels` if those are told:
    /// else the file itself if it will do.
    ///
    /// # Errors
    ///
    /// When its samples are damaged.
    pub fn copy(&self, pixels: Option<PixelSize>) -> Result<ImageCopy, String> {
        let plain = matches!(self.format, ImageFormat::Png | ImageFormat::Jpeg);
        if plain && self.orientation == Orientation::NoTransforms && pixels.is_none() {
            return Ok(ImageCopy {
                format: self.format,
                bytes: Arc::clone(&self.bytes),
            });
        }
        if self.vector.is_some() {
            let (width, height) = pixels.unwrap_or((self.width, self.height));
            let bytes = self
                .rasterize(width, height)?
                .encode_png()
                .map_err(|why| why.to_string())?;
            return Ok(ImageCopy {
                format: ImageFormat::Png,
                bytes: bytes.into(),
            });
        }
        let (image, profile) = self.decode_upright()?;
        let image = match pixels {
            Some((width, height)) => resize_image(&image, width, height),
            None => image,
        };
        let is_translucent = image.color().has_alpha()
            && image.to_rgba8().pixels().any(|pixel| pixel.0[3] != u8::MAX);
        let profile = profile.filter(|profile| profile_fits(profile, &image));
        let encoded = if self.is_lossy() && !is_translucent {
            encode_jpeg(&image, profile)
        } else {
            encode_png(image, profile)
        };
        encoded.map_err(|why| why.to_string())
    }

    /// An SVG picture as a file, `width` pixels wide where nothing else says how large it is.
    /// Others as they are.
    #[must_use]
    pub fn svg_of_width(&self, width: Px) -> Arc<[u8]> {
        let Some(tree) = &self.vector else {
            return Arc::clone(&self.bytes);
        };
        let own = tree.size();
        let rest = std::str::from_utf8(&self.bytes).unwrap_or_default();
        let rest = rest.split_once(" xmlns=").map_or("", |(_, rest)| rest);
        let (width, height) = (width.0, width.0 * own.height() / own.width());
        let head = format!(
            "<svg width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {} {}\"",
            own.width(),
            own.height()
        );
        format!("{head} xmlns={rest}").into_bytes().into()
    }
}

/// Whether a colour profile is for the colours that an image has: those of four inks have become
/// three lights.
fn profile_fits(profile: &[u8], image: &DynamicImage) -> bool {
    let space: &[u8] = if image.color().has_color() {
        b"RGB "
    } else {
        b"GRAY"
    };
    profile.get(16..20) == Some(space)
}

fn encode_jpeg(image: &DynamicImage, profile: Option<Vec<u8>>) -> image::ImageResult<ImageCopy> {
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY);
    if let Some(profile) = profile {
        // An encoder that cannot hold one leaves it out: the colours are then those of the web.
        let _ = encoder.set_icc_profile(profile);
    }
    if image.color().has_color() {
        encoder.encode_image(&image.to_rgb8())?;
    } else {
        encoder.encode_image(&image.to_luma8())?;
    }
    Ok(ImageCopy {
        format: ImageFormat::Jpeg,
        bytes: bytes.into(),
    })
}

fn encode_png(image: DynamicImage, profile: Option<Vec<u8>>) -> image::ImageResult<ImageCopy> {
    let mut bytes = Vec::new();
    let mut encoder =
        PngEncoder::new_with_quality(&mut bytes, CompressionType::Default, FilterType::Adaptive);
    if let Some(profile) = profile {
        // As with JPEG.
        let _ = encoder.set_icc_profile(profile);
    }
    image.write_with_encoder(encoder)?;
    Ok(ImageCopy {
        format: ImageFormat::Png,
        bytes: bytes.into(),
    })
}
