//! A painted page as the bytes of a PNG file.

use png::{BitDepth, ColorType, Compression, Encoder, EncodingError, PixelDimensions, SrgbRenderingIntent, Unit};
use resvg::tiny_skia::Pixmap;

use super::scale::Scale;
use crate::diagnostic::Diagnostic;

/// Writes a page, which covers all that is below it, in sRGB and with the size that it has on paper.
pub(super) fn write(page: &Pixmap, scale: Scale) -> Result<Vec<u8>, Diagnostic> {
    encode(page, scale).map_err(|why| Diagnostic::error(format!("a page cannot be written: {why}")))
}

fn encode(page: &Pixmap, scale: Scale) -> Result<Vec<u8>, EncodingError> {
    let samples: Vec<u8> = page.data().chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, page.width(), page.height());
    encoder.set_color(ColorType::Rgb);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_source_srgb(SrgbRenderingIntent::RelativeColorimetric);
    let density = scale.pixels_per_metre();
    encoder.set_pixel_dims(Some(PixelDimensions { xppu: density, yppu: density, unit: Unit::Meter }));
    encoder.set_compression(Compression::Balanced);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&samples)?;
    writer.finish()?;
    Ok(bytes)
}
