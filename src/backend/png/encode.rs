//! Encodes a painted page as a PNG file.

use png::{
    BitDepth, ColorType, DeflateCompression, Encoder, EncodingError, Filter, PixelDimensions,
    SrgbRenderingIntent, Unit,
};
use resvg::tiny_skia::Pixmap;

use super::scale::Scale;
use crate::diagnostic::{Code, Diagnostic};
use crate::stage::Stage;

/// Compression level of zlib, from 0 to 9. Higher ones take up to five times as long and save only
/// a tenth of the size.
const DEFLATE_LEVEL: u8 = 6;

/// Encodes an opaque page in sRGB. The file states its size on paper.
pub(super) fn encode_page(page: &Pixmap, scale: Scale) -> Result<Vec<u8>, Diagnostic> {
    let _stage = Stage::Compress.enter();
    encode_rgb(page, scale).map_err(|why| {
        Diagnostic::error(
            Code::UnwritableDocument,
            format!("a page cannot be written: {why}"),
        )
    })
}

fn encode_rgb(page: &Pixmap, scale: Scale) -> Result<Vec<u8>, EncodingError> {
    let mut samples = Vec::with_capacity(page.data().len() / 4 * 3);
    // The page is opaque, so premultiplied samples are the plain ones, and alpha can go.
    for pixel in page.pixels() {
        samples.extend_from_slice(&[pixel.red(), pixel.green(), pixel.blue()]);
    }
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, page.width(), page.height());
    encoder.set_color(ColorType::Rgb);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_source_srgb(SrgbRenderingIntent::RelativeColorimetric);
    let density = scale.pixels_per_metre();
    encoder.set_pixel_dims(Some(PixelDimensions {
        xppu: density,
        yppu: density,
        unit: Unit::Meter,
    }));
    encoder.set_deflate_compression(DeflateCompression::Level(DEFLATE_LEVEL));
    // Filters make pages of text larger by a third or more.
    encoder.set_filter(Filter::NoFilter);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&samples)?;
    writer.finish()?;
    Ok(bytes)
}
