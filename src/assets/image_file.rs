//! Pictures: what they are, how large, and their pixels.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat as Codec, ImageReader, RgbaImage};
use resvg::tiny_skia::{IntSize, Pixmap, Transform};
use resvg::usvg::Tree;

use super::jpeg::Jpeg;
use super::svg::{self, SvgLimits};
use super::{exif, png, webp};
use crate::diagnostic::{Code, Diagnostic};
use crate::fonts::Fonts;
use crate::length::{Pt, Px};

/// Pixels of a picture in an inch if it does not say so itself: those of the web.
const DEFAULT_DENSITY: f32 = 96.0;

/// Pixels in an inch that are plausible. Less is a stand-in that programs write, more no device
/// takes.
const PLAUSIBLE_DENSITY: std::ops::RangeInclusive<f32> = 36.0..=4800.0;

/// Pixels that are painted at once.
const MAX_PAINTED_PIXELS: u64 = 100_000_000;

/// A picture file, without what does not belong to the picture: where and when it was taken, by
/// whom, with what.
#[derive(Debug, Clone)]
pub struct ImageFile {
    /// How its bytes are encoded.
    pub format: ImageFormat,
    /// Width in pixels as it is shown, at least 1. Of SVG: in CSS pixels, rounded up.
    pub width: u32,
    /// Height in pixels as it is shown, at least 1.
    pub height: u32,
    /// Width and height in print, from its own density: 96 pixels to the inch if it does not say.
    pub size: (Pt, Pt),
    /// How its samples are turned before they are shown.
    pub orientation: Orientation,
    /// The file. Of SVG: what is left when it has been read.
    pub bytes: Arc<[u8]>,
    /// What an SVG file draws.
    pub(crate) vector: Option<Arc<Tree>>,
}

/// How a [`ImageFile`] is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImageFormat {
    /// PNG.
    Png,
    /// JPEG.
    Jpeg,
    /// WebP; of an animation the first frame.
    WebP,
    /// SVG.
    Svg,
}

impl ImageFormat {
    /// The extension of its files, without the dot.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpg",
            Self::WebP => "webp",
            Self::Svg => "svg",
        }
    }
}

/// What a picture file may be. Each limit has its own message.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ImageLimits {
    /// Bytes of the file.
    pub bytes: u64,
    /// Pixels, width times height; known before anything is decoded.
    pub pixels: u64,
    /// What an SVG file may be.
    pub svg: SvgLimits,
}

impl Default for ImageLimits {
    /// 32 MiB, 100 million pixels.
    fn default() -> Self {
        Self {
            bytes: 32 << 20,
            pixels: 100_000_000,
            svg: SvgLimits::default(),
        }
    }
}

impl ImageFile {
    /// Reads what kind of picture some bytes are and how large, without decoding it. An SVG file is
    /// read whole; its text is set in `fonts`. With the picture comes what of it cannot be drawn:
    /// warnings.
    ///
    /// # Errors
    ///
    /// A message when they are no picture, damaged, or pass a limit.
    pub fn read(
        name: &str,
        bytes: &[u8],
        limits: ImageLimits,
        fonts: &Fonts,
    ) -> Result<(Self, Vec<Diagnostic>), Diagnostic> {
        if bytes.len() as u64 > limits.bytes {
            let message = format!(
                "picture `{name}` has {} bytes; the limit is {}",
                bytes.len(),
                limits.bytes
            );
            return Err(Diagnostic::error(Code::PictureTooLarge, message));
        }
        if is_svg(bytes) {
            let named = |why: String| format!("picture `{name}` {why}");
            let read = svg::read_svg(bytes, limits.svg, fonts)
                .map_err(|why| Diagnostic::error(Code::InvalidSvg, named(why)))?;
            let warnings = read
                .warnings
                .into_iter()
                .map(|why| Diagnostic::warning(Code::SvgPartsIgnored, named(why)))
                .collect();
            return Ok((Self::from_svg_tree(read.tree, read.clean), warnings));
        }
        Ok((Self::from_samples(name, bytes, limits)?, Vec::new()))
    }

    fn from_svg_tree(tree: Tree, clean: String) -> Self {
        let (width, height) = (tree.size().width(), tree.size().height());
        Self {
            format: ImageFormat::Svg,
            width: (width.ceil() as u32).max(1),
            height: (height.ceil() as u32).max(1),
            size: (Px(width).pt(), Px(height).pt()),
            orientation: Orientation::NoTransforms,
            bytes: clean.into_bytes().into(),
            vector: Some(Arc::new(tree)),
        }
    }

    fn from_samples(name: &str, bytes: &[u8], limits: ImageLimits) -> Result<Self, Diagnostic> {
        let damaged = |why: String| {
            Diagnostic::error(
                Code::DamagedPicture,
                format!("picture `{name}` is damaged: {why}"),
            )
        };
        let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format();
        let reader = reader.map_err(|why| {
            Diagnostic::error(
                Code::DamagedPicture,
                format!("cannot read picture `{name}`: {why}"),
            )
        })?;
        let format = match reader.format() {
            Some(Codec::Png) => ImageFormat::Png,
            Some(Codec::Jpeg) => ImageFormat::Jpeg,
            Some(Codec::WebP) => ImageFormat::WebP,
            _ => {
                return Err(Diagnostic::error(
                    Code::UnknownPictureFormat,
                    format!("`{name}` is not a PNG, JPEG, WebP or SVG picture"),
                ));
            }
        };
        let mut decoder = reader.into_decoder().map_err(|why| match why {
            // What has more than fit into any memory has no size that could be told.
            ImageError::Limits(_) => {
                let message = format!(
                    "picture `{name}` has too many pixels; the limit is {} in all",
                    limits.pixels
                );
                Diagnostic::error(Code::PictureTooLarge, message)
            }
            why => damaged(why.to_string()),
        })?;
        let (width, height) = decoder.dimensions();
        let pixels = u64::from(width) * u64::from(height);
        if pixels == 0 || pixels > limits.pixels {
            let message = format!(
                "picture `{name}` has {width} × {height} pixels; the limit is {} in all",
                limits.pixels
            );
            return Err(Diagnostic::error(Code::PictureTooLarge, message));
        }
        let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
        let exif_density = decoder
            .exif_metadata()
            .ok()
            .flatten()
            .and_then(|block| exif::exif_density(&block));
        let truncated = || damaged("it is cut off".to_owned());
        let (bytes, file_density) = match format {
            ImageFormat::Jpeg => {
                let jpeg = Jpeg::read(bytes, true).ok_or_else(truncated)?;
                (jpeg.content, jpeg.density)
            }
            ImageFormat::Png => (
                png::strip_metadata(bytes).ok_or_else(truncated)?,
                png::png_density(bytes),
            ),
            ImageFormat::WebP | ImageFormat::Svg => (bytes.to_vec(), None),
        };
        let plausible = |density: &f32| PLAUSIBLE_DENSITY.contains(density);
        let density = file_density
            .filter(plausible)
            .or(exif_density.filter(plausible))
            .unwrap_or(DEFAULT_DENSITY);
        let (width, height) = if swaps_sides(orientation) {
            (height, width)
        } else {
            (width, height)
        };
        let size = (
            Pt(width as f32 * 72.0 / density),
            Pt(height as f32 * 72.0 / density),
        );
        Ok(Self {
            format,
            width,
            height,
            size,
            orientation,
            bytes: bytes.into(),
            vector: None,
        })
    }

    /// Its samples, upright.
    ///
    /// # Errors
    ///
    /// When they are damaged, or the picture has none: it is SVG.
    pub(crate) fn decode_upright(&self) -> Result<(DynamicImage, Option<Vec<u8>>), String> {
        let format = match self.format {
            ImageFormat::Png => Codec::Png,
            ImageFormat::Jpeg => Codec::Jpeg,
            ImageFormat::WebP => Codec::WebP,
            ImageFormat::Svg => return Err("it has no samples".to_owned()),
        };
        let reader = ImageReader::with_format(Cursor::new(&*self.bytes), format);
        let mut decoder = reader.into_decoder().map_err(|why| why.to_string())?;
        let profile = decoder.icc_profile().ok().flatten();
        let mut image = DynamicImage::from_decoder(decoder).map_err(|why| why.to_string())?;
        image.apply_orientation(self.orientation);
        Ok((image, profile))
    }

    /// The picture as it is shown, `width` × `height` pixels large, for whoever paints pages:
    /// upright, and stretched if those are not of its own shape.
    ///
    /// # Errors
    ///
    /// When its samples are damaged, or it would have none or more than 100 million pixels.
    pub fn rasterize(&self, width: u32, height: u32) -> Result<Pixmap, String> {
        let size = IntSize::from_wh(width, height)
            .filter(|_| u64::from(width) * u64::from(height) <= MAX_PAINTED_PIXELS);
        let size = size.ok_or_else(|| format!("{width} × {height} pixels cannot be painted"))?;
        if let Some(tree) = &self.vector {
            return rasterize_svg(tree, size);
        }
        let mut image = resize_image(&self.decode_upright()?.0, width, height).into_rgba8();
        premultiply_alpha(&mut image);
        Pixmap::from_vec(image.into_raw(), size).ok_or_else(|| "it cannot be painted".to_owned())
    }

    /// Whether samples were lost when it was packed.
    pub(crate) fn is_lossy(&self) -> bool {
        match self.format {
            ImageFormat::Jpeg => true,
            ImageFormat::WebP => webp::is_lossy(&self.bytes),
            ImageFormat::Png | ImageFormat::Svg => false,
        }
    }
}

/// Whether what is shown is as wide as the samples are high.
fn swaps_sides(orientation: Orientation) -> bool {
    match orientation {
        Orientation::Rotate90
        | Orientation::Rotate270
        | Orientation::Rotate90FlipH
        | Orientation::Rotate270FlipH => true,
        Orientation::NoTransforms
        | Orientation::Rotate180
        | Orientation::FlipHorizontal
        | Orientation::FlipVertical => false,
    }
}

/// Whether a file may be SVG: its first tag comes before anything else. Which it is, is seen when
/// it is read.
#[must_use]
pub fn is_svg(bytes: &[u8]) -> bool {
    let text = bytes
        .strip_prefix(b"\xEF\xBB\xBF")
        .unwrap_or(bytes)
        .trim_ascii_start();
    text.starts_with(b"<")
}

fn rasterize_svg(tree: &Tree, size: IntSize) -> Result<Pixmap, String> {
    let mut canvas = Pixmap::new(size.width(), size.height())
        .ok_or_else(|| "there is no room to paint it".to_owned())?;
    let scale = Transform::from_scale(
        size.width() as f32 / tree.size().width(),
        size.height() as f32 / tree.size().height(),
    );
    catch_painter_panic(|| resvg::render(tree, scale, &mut canvas.as_mut()))?;
    Ok(canvas)
}

/// Paints. The painter takes its own assumptions for granted, which a drawing with absurd numbers
/// may not meet.
///
/// # Errors
///
/// When it gives up.
pub(crate) fn catch_painter_panic<T>(paint: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(paint))
        .map_err(|_| "the painter does not know what to make of its numbers".to_owned())
}

/// An image in another size. What cannot be seen through lends no colour to what can.
pub(crate) fn resize_image(image: &DynamicImage, width: u32, height: u32) -> DynamicImage {
    const FILTER: image::imageops::FilterType = image::imageops::FilterType::Lanczos3;
    if (image.width(), image.height()) == (width, height) {
        return image.clone();
    }
    if !image.color().has_alpha() {
        return image.resize_exact(width, height, FILTER);
    }
    let mut samples = image.to_rgba8();
    premultiply_alpha(&mut samples);
    let mut samples = DynamicImage::from(samples)
        .resize_exact(width, height, FILTER)
        .into_rgba8();
    samples.pixels_mut().for_each(|pixel| {
        let alpha = u32::from(pixel.0[3]);
        for value in pixel.0.iter_mut().take(3) {
            *value = (u32::from(*value) * 255 + alpha / 2)
                .checked_div(alpha)
                .map_or(0, |it| it.min(255) as u8);
        }
    });
    samples.into()
}

fn premultiply_alpha(image: &mut RgbaImage) {
    for pixel in image.pixels_mut() {
        let alpha = u32::from(pixel.0[3]);
        for value in pixel.0.iter_mut().take(3) {
            *value = ((u32::from(*value) * alpha + 127) / 255) as u8;
        }
    }
}
