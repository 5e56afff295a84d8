//! Copies of images for documents: upright, in a format that every reader knows, and no larger than
//! is of use.

use std::sync::Arc;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::metadata::Orientation;
use image::{DynamicImage, ImageEncoder};

use super::image_file::{ImageFile, ImageFormat, resize_image};
use crate::length::{Pt, Px};

/// Pixels in an inch of print: as many as the eye can tell apart at arm's length.
const PRINT_DENSITY: f32 = 300.0;

/// Pixels for each pixel of a slide: screens have up to two.
const SCREEN_DENSITY: f32 = 2.0;

/// An image is made smaller if it has more than this many times the pixels that are of use, in each
/// direction.
const TOLERATED_EXCESS: f32 = 2.0;

/// The quality of a JPEG copy, of 100. The loss cannot be seen.
const JPEG_QUALITY: u8 = 92;

/// The longer side of a painted SVG file has at most this many pixels.
const MAX_SIDE: f32 = 8000.0;

/// An image as it goes into a document.
#[derive(Debug, Clone)]
pub struct ImageCopy {
    /// PNG, JPEG or SVG.
    pub format: ImageFormat,
    /// The encoded file.
    pub bytes: Arc<[u8]>,
}

/// Width and height in pixels.
pub type PixelSize = (u32, u32);

impl ImageFile {
    /// The pixels of a copy that is printed with this size. `None` if the image's own will do.
    ///
    /// An image with more than 600 pixels in an inch gets 300, and SVG always does.
    #[must_use]
    pub fn pixels_for_print(&self, width: Pt, height: Pt) -> Option<PixelSize> {
        let inch = Pt(72.0);
        let pixels_across = width / inch * PRINT_DENSITY;
        let pixels_down = height / inch * PRINT_DENSITY;
        self.reduced_pixels(pixels_across, pixels_down)
    }

    /// The pixels of a copy that is shown on a slide and fits into this size. `None` if the image's
    /// own will do.
    ///
    /// An image with more than four pixels for each pixel of the slide, in each direction, gets
    /// two, and SVG always does.
    #[must_use]
    pub fn pixels_for_slide(&self, width: Px, height: Px) -> Option<PixelSize> {
        let (own_width, own_height) = (self.width as f32, self.height as f32);
        // The side that fills the size decides; the other keeps the proportions.
        let fit = (width.0 / own_width).min(height.0 / own_height);
        let scale = fit * SCREEN_DENSITY;
        self.reduced_pixels(own_width * scale, own_height * scale)
    }

    /// `width` × `height` for SVG, and for images with far more pixels than these.
    fn reduced_pixels(&self, width: f32, height: f32) -> Option<PixelSize> {
        let is_svg = self.format == ImageFormat::Svg;
        let has_excess = self.width as f32 > width * TOLERATED_EXCESS
            && self.height as f32 > height * TOLERATED_EXCESS;
        if !is_svg && !has_excess {
            return None;
        }
        // An image may be printed so small that it would have no pixel at all.
        let width = width.clamp(1.0, MAX_SIDE).round();
        let height = height.clamp(1.0, MAX_SIDE).round();
        Some((width as u32, height as u32))
    }

    /// A copy for readers that show only PNG and JPEG, with `pixels` if they are given. The file
    /// itself if it needs no change.
    ///
    /// # Errors
    ///
    /// If its samples are damaged.
    pub fn copy(&self, pixels: Option<PixelSize>) -> Result<ImageCopy, String> {
        let is_known = matches!(self.format, ImageFormat::Png | ImageFormat::Jpeg);
        let is_upright = self.orientation == Orientation::NoTransforms;
        if is_known && is_upright && pixels.is_none() {
            return Ok(ImageCopy {
                format: self.format,
                bytes: Arc::clone(&self.bytes),
            });
        }
        if self.vector.is_some() {
            return self.copy_svg_as_png(pixels);
        }
        let (mut image, profile) = self.decode_upright()?;
        if let Some((width, height)) = pixels {
            image = resize_image(&image, width, height);
        }
        let profile = profile.filter(|profile| profile_fits(profile, &image));
        // JPEG has no transparency.
        let encoded = if self.is_lossy() && !is_translucent(&image) {
            encode_jpeg(&image, profile)
        } else {
            encode_png(image, profile)
        };
        encoded.map_err(|why| why.to_string())
    }

    fn copy_svg_as_png(&self, pixels: Option<PixelSize>) -> Result<ImageCopy, String> {
        let (width, height) = pixels.unwrap_or((self.width, self.height));
        let painted = self.rasterize(width, height)?;
        let bytes = painted.encode_png().map_err(|why| why.to_string())?;
        Ok(ImageCopy {
            format: ImageFormat::Png,
            bytes: bytes.into(),
        })
    }

    /// An SVG file whose natural width is `width`, for readers that are not told a size. The bytes
    /// of other files do not change.
    #[must_use]
    pub fn svg_of_width(&self, width: Px) -> Arc<[u8]> {
        let Some(tree) = &self.vector else {
            return Arc::clone(&self.bytes);
        };
        let own = tree.size();
        // The root tag as the SVG writer spells it: its size comes before its namespaces.
        let text = std::str::from_utf8(&self.bytes).unwrap_or_default();
        let (_, rest) = text.split_once(" xmlns=").unwrap_or_default();
        let width = width.0;
        let height = width * own.height() / own.width();
        let view_box = format!("0 0 {} {}", own.width(), own.height());
        let file = format!(
            "<svg width=\"{width}\" height=\"{height}\" viewBox=\"{view_box}\" xmlns={rest}"
        );
        file.into_bytes().into()
    }
}

fn is_translucent(image: &DynamicImage) -> bool {
    // Many files have an alpha channel and no transparent pixel, such as screenshots.
    image.color().has_alpha() && image.to_rgba8().pixels().any(|pixel| pixel.0[3] != u8::MAX)
}

/// Whether a colour profile is for the colour space of a decoded image. The profile of a CMYK file
/// is not: its samples were decoded to RGB.
fn profile_fits(profile: &[u8], image: &DynamicImage) -> bool {
    // The colour space of the data, at byte 16 of the header (ICC.1, 7.2).
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
        // Without the profile, which an encoder may refuse, the colours are read as sRGB.
        let _ = encoder.set_icc_profile(profile);
    }
    // The encoder takes eight bits a channel; a decoded image may have sixteen, or opaque alpha.
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
        // As in `encode_jpeg`.
        let _ = encoder.set_icc_profile(profile);
    }
    image.write_with_encoder(encoder)?;
    Ok(ImageCopy {
        format: ImageFormat::Png,
        bytes: bytes.into(),
    })
}
