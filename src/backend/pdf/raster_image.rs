//! Raster images as compressed samples (ISO 32000-1, 8.9).

use std::collections::BTreeMap;

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{DynamicImage, ExtendedColorType, ImageEncoder, RgbaImage};
use printpdf::{DictItem, ExternalStream};

use super::dict_items::{dict_entries, dict_item, name_item};
use crate::assets::png;

/// An image in 8-bit grey or RGB. Transparency, if there is any, becomes a soft mask (ISO 32000-1,
/// 11.6.5.3).
pub(super) fn raster_xobject(image: DynamicImage) -> Result<ExternalStream, String> {
    let size = (image.width(), image.height());
    let mask = match alpha_channel(&image) {
        Some(mask) => Some(deflate_samples(&mask, ExtendedColorType::L8, size)?),
        None => None,
    };
    let mut color = if image.color().has_color() {
        deflate_samples(image.into_rgb8().as_raw(), ExtendedColorType::Rgb8, size)?
    } else {
        deflate_samples(image.into_luma8().as_raw(), ExtendedColorType::L8, size)?
    };
    if let Some(stream) = mask {
        let mask = DictItem::Stream { stream };
        color.dict.insert("SMask".to_owned(), mask);
    }
    Ok(color)
}

/// The opacity of each pixel; `None` if all are opaque.
fn alpha_channel(image: &DynamicImage) -> Option<Vec<u8>> {
    if !image.color().has_alpha() {
        return None;
    }
    let mask: Vec<u8> = match image.as_rgba8() {
        Some(image) => alpha_samples(image),
        None => alpha_samples(&image.to_rgba8()),
    };
    let has_transparency = mask.iter().any(|value| *value != u8::MAX);
    has_transparency.then_some(mask)
}

fn alpha_samples(image: &RgbaImage) -> Vec<u8> {
    image.pixels().map(|pixel| pixel.0[3]).collect()
}

/// Compresses 8-bit samples. They are filtered line by line as in PNG, which PDF calls predictor 15
/// (ISO 32000-1, 7.4.4.4), so a PNG encoder does the work.
fn deflate_samples(
    samples: &[u8],
    kind: ExtendedColorType,
    (width, height): (u32, u32),
) -> Result<ExternalStream, String> {
    let mut file = Vec::new();
    let encoder =
        PngEncoder::new_with_quality(&mut file, CompressionType::Default, FilterType::Adaptive);
    encoder
        .write_image(samples, width, height, kind)
        .map_err(|why| why.to_string())?;
    let channels = kind.channel_count();
    let mut dict = image_dictionary((width, height), channels, "FlateDecode");
    // With these, a viewer can undo the filters. The defaults are for a single column.
    let parameters = dict_item([
        ("Predictor", DictItem::Int(15)),
        ("Colors", DictItem::Int(channels.into())),
        ("Columns", DictItem::Int(width.into())),
    ]);
    dict.insert("DecodeParms".to_owned(), parameters);
    Ok(ExternalStream {
        dict,
        content: png::image_data(&file),
        compress: false,
    })
}

/// The entries that every image has.
pub(super) fn image_dictionary(
    (width, height): (u32, u32),
    channels: u8,
    filter: &str,
) -> BTreeMap<String, DictItem> {
    let space = if channels == 1 {
        "DeviceGray"
    } else {
        "DeviceRGB"
    };
    dict_entries([
        ("Type", name_item("XObject")),
        ("Subtype", name_item("Image")),
        ("Width", DictItem::Int(width.into())),
        ("Height", DictItem::Int(height.into())),
        ("BitsPerComponent", DictItem::Int(8)),
        ("ColorSpace", name_item(space)),
        ("Filter", name_item(filter)),
    ])
}
