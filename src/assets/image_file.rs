//! Image files ([`ImageFile`]): their format, their size and their pixels.

use std::io::Cursor;
use std::ops::RangeInclusive;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use image::imageops::FilterType;
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

/// Pixels in an inch of an image that does not say so itself, as on the web.
const DEFAULT_DENSITY: f32 = 96.0;

/// The pixels in an inch that a file may claim. Programs write lower numbers where they know none,
/// and no device has more.
const PLAUSIBLE_DENSITY: RangeInclusive<f32> = 36.0..=4800.0;

/// An image is painted with at most this many pixels.
const MAX_PAINTED_PIXELS: u64 = 100_000_000;

/// An image file without its metadata: where and when it was taken, by whom, and with what.
#[derive(Debug, Clone)]
pub struct ImageFile {
    /// How its bytes are encoded.
    pub format: ImageFormat,
    /// Width in pixels as it is shown, at least 1. Of SVG: in CSS pixels, rounded up.
    pub width: u32,
    /// Height in pixels as it is shown, at least 1. Of SVG: in CSS pixels, rounded up.
    pub height: u32,
    /// Width and height in print, from its own density. Without one it has 96 pixels to the inch.
    pub size: (Pt, Pt),
    /// How its samples have to be turned or mirrored to be shown.
    pub orientation: Orientation,
    /// The file. Of SVG: what is left after unsafe and undrawn parts were removed.
    pub bytes: Arc<[u8]>,
    /// The shapes of an SVG file.
    pub(crate) vector: Option<Arc<Tree>>,
}

/// How an [`ImageFile`] is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImageFormat {
    /// PNG.
    Png,
    /// JPEG.
    Jpeg,
    /// WebP. Of an animation the first frame is shown.
    WebP,
    /// SVG.
    Svg,
}

impl ImageFormat {
    /// The file extension, without the dot.
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

/// The limits for image files. Each has its own message.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ImageLimits {
    /// Bytes of the file.
    pub bytes: u64,
    /// Pixels, width times height. They are checked before anything is decoded.
    pub pixels: u64,
    /// Limits for SVG files.
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
    /// Reads the format and the size of an image, without decoding its samples. An SVG file is read
    /// completely, and its text is set in `fonts`. Also gives warnings about parts of an SVG file
    /// that are left out.
    ///
    /// `name` is the file's name for messages.
    ///
    /// # Errors
    ///
    /// If the bytes are no image, are damaged, or exceed a limit.
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
        if !is_svg(bytes) {
            return Ok((Self::read_samples(name, bytes, limits)?, Vec::new()));
        }
        let svg = svg::read_svg(bytes, limits.svg, fonts).map_err(|clause| {
            let message = format!("picture `{name}` {clause}");
            Diagnostic::error(Code::InvalidSvg, message)
        })?;
        let mut warnings = Vec::new();
        for clause in svg.warnings {
            let message = format!("picture `{name}` {clause}");
            warnings.push(Diagnostic::warning(Code::SvgPartsIgnored, message));
        }
        Ok((Self::from_svg_tree(svg.tree, svg.cleaned), warnings))
    }

    fn from_svg_tree(tree: Tree, cleaned: String) -> Self {
        let (width, height) = (tree.size().width(), tree.size().height());
        Self {
            format: ImageFormat::Svg,
            width: (width.ceil() as u32).max(1),
            height: (height.ceil() as u32).max(1),
            size: (Px(width).pt(), Px(height).pt()),
            orientation: Orientation::NoTransforms,
            bytes: cleaned.into_bytes().into(),
            vector: Some(Arc::new(tree)),
        }
    }

    fn read_samples(name: &str, bytes: &[u8], limits: ImageLimits) -> Result<Self, Diagnostic> {
        let (format, mut decoder) = open_decoder(name, bytes, limits)?;
        let (width, height) = decoder.dimensions();
        let pixels = u64::from(width) * u64::from(height);
        // Only the header has been read so far: a file of some bytes may claim gigabytes of pixels.
        if pixels == 0 || pixels > limits.pixels {
            let message = format!(
                "picture `{name}` has {width} × {height} pixels; the limit is {} in all",
                limits.pixels
            );
            return Err(Diagnostic::error(Code::PictureTooLarge, message));
        }
        // Damaged metadata are no reason to refuse an image: they are left out anyway.
        let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
        let exif_block = decoder.exif_metadata().ok().flatten();
        let Some((bytes, own_density)) = strip_file(format, bytes) else {
            return Err(damaged(name, "it is cut off"));
        };
        let density = first_plausible_density(own_density, exif_block.as_deref());
        // The decoder states the sides before the image is turned upright.
        let (width, height) = if swaps_sides(orientation) {
            (height, width)
        } else {
            (width, height)
        };
        let print_width = Pt(width as f32 * 72.0 / density);
        let print_height = Pt(height as f32 * 72.0 / density);
        Ok(Self {
            format,
            width,
            height,
            size: (print_width, print_height),
            orientation,
            bytes: bytes.into(),
            vector: None,
        })
    }

    /// Decodes the samples, turns them upright, and gives them with their colour profile.
    ///
    /// # Errors
    ///
    /// If they are damaged, or if there are none because the file is SVG.
    pub(crate) fn decode_upright(&self) -> Result<(DynamicImage, Option<Vec<u8>>), String> {
        let format = match self.format {
            ImageFormat::Png => Codec::Png,
            ImageFormat::Jpeg => Codec::Jpeg,
            ImageFormat::WebP => Codec::WebP,
            ImageFormat::Svg => return Err("it has no samples".to_owned()),
        };
        let reader = ImageReader::with_format(Cursor::new(&*self.bytes), format);
        let mut decoder = reader.into_decoder().map_err(|why| why.to_string())?;
        // Asked for before the decoder is used up.
        let profile = decoder.icc_profile().ok().flatten();
        let mut image = DynamicImage::from_decoder(decoder).map_err(|why| why.to_string())?;
        image.apply_orientation(self.orientation);
        Ok((image, profile))
    }

    /// Paints the image upright with `width` × `height` pixels, stretched if it has another shape.
    ///
    /// # Errors
    ///
    /// If its samples are damaged, or if `width` × `height` is zero or more than 100 million.
    pub fn rasterize(&self, width: u32, height: u32) -> Result<Pixmap, String> {
        let pixels = u64::from(width) * u64::from(height);
        let size = match IntSize::from_wh(width, height) {
            Some(size) if pixels <= MAX_PAINTED_PIXELS => size,
            _ => return Err(format!("{width} × {height} pixels cannot be painted")),
        };
        if let Some(tree) = &self.vector {
            return rasterize_svg(tree, size);
        }
        let (samples, _) = self.decode_upright()?;
        let mut samples = resize_image(&samples, width, height).into_rgba8();
        // Samples of a pixmap are premultiplied, those of a decoder are not.
        premultiply_alpha(&mut samples);
        match Pixmap::from_vec(samples.into_raw(), size) {
            Some(painted) => Ok(painted),
            None => Err("it cannot be painted".to_owned()),
        }
    }

    /// Whether its compression is lossy.
    pub(crate) fn is_lossy(&self) -> bool {
        match self.format {
            ImageFormat::Jpeg => true,
            ImageFormat::WebP => webp::is_lossy(&self.bytes),
            ImageFormat::Png | ImageFormat::Svg => false,
        }
    }
}

/// Pixels in an inch: those that the file states itself, or else those of its EXIF block.
fn first_plausible_density(own: Option<f32>, exif_block: Option<&[u8]>) -> f32 {
    if let Some(density) = own
        && PLAUSIBLE_DENSITY.contains(&density)
    {
        return density;
    }
    match exif_block.and_then(exif::exif_density) {
        Some(density) if PLAUSIBLE_DENSITY.contains(&density) => density,
        _ => DEFAULT_DENSITY,
    }
}

/// The format of a file, and a decoder that has read its header.
fn open_decoder<'a>(
    name: &str,
    bytes: &'a [u8],
    limits: ImageLimits,
) -> Result<(ImageFormat, impl ImageDecoder + 'a), Diagnostic> {
    // The format is guessed from the content: file names may lie.
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format();
    let reader = reader.map_err(|why| {
        let message = format!("cannot read picture `{name}`: {why}");
        Diagnostic::error(Code::DamagedPicture, message)
    })?;
    let format = match reader.format() {
        Some(Codec::Png) => ImageFormat::Png,
        Some(Codec::Jpeg) => ImageFormat::Jpeg,
        Some(Codec::WebP) => ImageFormat::WebP,
        _ => {
            let message = format!("`{name}` is not a PNG, JPEG, WebP or SVG picture");
            return Err(Diagnostic::error(Code::UnknownPictureFormat, message));
        }
    };
    match reader.into_decoder() {
        Ok(decoder) => Ok((format, decoder)),
        // The header claims more than any memory holds, and the error does not say how much.
        Err(ImageError::Limits(_)) => {
            let message = format!(
                "picture `{name}` has too many pixels; the limit is {} in all",
                limits.pixels
            );
            Err(Diagnostic::error(Code::PictureTooLarge, message))
        }
        Err(why) => Err(damaged(name, &why.to_string())),
    }
}

fn damaged(name: &str, why: &str) -> Diagnostic {
    let message = format!("picture `{name}` is damaged: {why}");
    Diagnostic::error(Code::DamagedPicture, message)
}

/// A file without its metadata, and the pixels in an inch that it states outside of them. `None` if
/// it is cut off.
fn strip_file(format: ImageFormat, bytes: &[u8]) -> Option<(Vec<u8>, Option<f32>)> {
    match format {
        ImageFormat::Jpeg => {
            let jpeg = Jpeg::read(bytes, true)?;
            Some((jpeg.content, jpeg.density))
        }
        ImageFormat::Png => Some((png::strip_metadata(bytes)?, png::png_density(bytes))),
        // A WebP file is decoded for every document, so its metadata reach none.
        ImageFormat::WebP | ImageFormat::Svg => Some((bytes.to_vec(), None)),
    }
}

/// Whether the image is shown as wide as its samples are high.
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

/// Whether a file may be SVG: it starts with a tag. Reading it tells whether it is.
#[must_use]
pub fn is_svg(bytes: &[u8]) -> bool {
    const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";
    let text = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes);
    text.trim_ascii_start().starts_with(b"<")
}

fn rasterize_svg(tree: &Tree, size: IntSize) -> Result<Pixmap, String> {
    let Some(mut canvas) = Pixmap::new(size.width(), size.height()) else {
        return Err("it is too large to be painted".to_owned());
    };
    let scale_x = size.width() as f32 / tree.size().width();
    let scale_y = size.height() as f32 / tree.size().height();
    let scale = Transform::from_scale(scale_x, scale_y);
    catch_painter_panic(|| resvg::render(tree, scale, &mut canvas.as_mut()))?;
    Ok(canvas)
}

/// Runs the SVG renderer. It relies on assertions that files with absurd numbers break.
///
/// # Errors
///
/// If it panics.
pub(crate) fn catch_painter_panic<T>(paint: impl FnOnce() -> T) -> Result<T, String> {
    // What `paint` leaves half done is not used after a panic, so that it need not be unwind safe.
    match catch_unwind(AssertUnwindSafe(paint)) {
        Ok(painted) => Ok(painted),
        Err(_) => Err("its numbers are beyond what can be painted".to_owned()),
    }
}

/// Resizes an image. Transparent pixels do not blend their invisible colour into others.
pub(crate) fn resize_image(image: &DynamicImage, width: u32, height: u32) -> DynamicImage {
    if (image.width(), image.height()) == (width, height) {
        return image.clone();
    }
    if !image.color().has_alpha() {
        return image.resize_exact(width, height, FilterType::Lanczos3);
    }
    let mut samples = image.to_rgba8();
    premultiply_alpha(&mut samples);
    let mut resized = DynamicImage::from(samples)
        .resize_exact(width, height, FilterType::Lanczos3)
        .into_rgba8();
    divide_by_alpha(&mut resized);
    resized.into()
}

fn premultiply_alpha(image: &mut RgbaImage) {
    for pixel in image.pixels_mut() {
        let alpha = u32::from(pixel.0[3]);
        for value in pixel.0.iter_mut().take(3) {
            // 127 is half of the divisor: it rounds to the nearest.
            let product = u32::from(*value) * alpha;
            *value = ((product + 127) / 255) as u8;
        }
    }
}

/// Reverts [`premultiply_alpha`]. Fully transparent pixels become black.
fn divide_by_alpha(image: &mut RgbaImage) {
    for pixel in image.pixels_mut() {
        let alpha = u32::from(pixel.0[3]);
        for value in pixel.0.iter_mut().take(3) {
            let scaled = u32::from(*value) * 255 + alpha / 2;
            *value = match scaled.checked_div(alpha) {
                // The filter may overshoot: values can be larger than their alpha.
                Some(color) => color.min(255) as u8,
                None => 0,
            };
        }
    }
}
