//! The samples of pictures as PDF holds them.

use std::collections::BTreeMap;

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{DynamicImage, ExtendedColorType, ImageEncoder, RgbaImage};
use printpdf::{DictItem, ExternalStream};

use crate::assets::png;

/// The samples of a picture.
pub(super) fn raster_xobject(image: DynamicImage) -> Result<ExternalStream, String> {
    let size = (image.width(), image.height());
    let mask = alpha_channel(&image)
        .map(|mask| deflate_samples(&mask, ExtendedColorType::L8, size))
        .transpose()?;
    let mut color = if image.color().has_color() {
        deflate_samples(image.into_rgb8().as_raw(), ExtendedColorType::Rgb8, size)?
    } else {
        deflate_samples(image.into_luma8().as_raw(), ExtendedColorType::L8, size)?
    };
    if let Some(stream) = mask {
        color
            .dict
            .insert("SMask".to_owned(), DictItem::Stream { stream });
    }
    Ok(color)
}

/// How opaque each pixel is; `None` if all are fully so.
fn alpha_channel(image: &DynamicImage) -> Option<Vec<u8>> {
    if !image.color().has_alpha() {
        return None;
    }
    let alpha = |image: &RgbaImage| image.pixels().map(|pixel| pixel.0[3]).collect::<Vec<u8>>();
    let mask = image
        .as_rgba8()
        .map_or_else(|| alpha(&image.to_rgba8()), alpha);
    mask.iter().any(|value| *value != u8::MAX).then_some(mask)
}

/// Samples of 8 bits, filtered line by line as PNG does it, which PDF knows as predictor 15 (ISO
/// 32000-1, 7.4.4.4).
fn deflate_samples(
    samples: &[u8],
    kind: ExtendedColorType,
    size: (u32, u32),
) -> Result<ExternalStream, String> {
    let mut file = Vec::new();
    PngEncoder::new_with_quality(&mut file, CompressionType::Default, FilterType::Adaptive)
        .write_image(samples, size.0, size.1, kind)
        .map_err(|why| why.to_string())?;
    let channels = kind.channel_count();
    let predictor = [
        ("Predictor", 15),
        ("Colors", channels.into()),
        ("Columns", size.0.into()),
    ];
    let parameters = predictor.map(|(key, value)| (key.to_owned(), DictItem::Int(value)));
    let mut dict = image_dictionary(size, channels, "FlateDecode");
    dict.insert(
        "DecodeParms".to_owned(),
        DictItem::Dict {
            map: parameters.into(),
        },
    );
    Ok(ExternalStream {
        dict,
        content: png::image_data(&file),
        compress: false,
    })
}

/// The entries that any image has.
pub(super) fn image_dictionary(
    size: (u32, u32),
    channels: u8,
    filter: &str,
) -> BTreeMap<String, DictItem> {
    let space = if channels == 1 {
        "DeviceGray"
    } else {
        "DeviceRGB"
    };
    let name = |value: &str| DictItem::Name(value.as_bytes().to_vec());
    let entries = [
        ("Type", name("XObject")),
        ("Subtype", name("Image")),
        ("Width", DictItem::Int(size.0.into())),
        ("Height", DictItem::Int(size.1.into())),
        ("BitsPerComponent", DictItem::Int(8)),
        ("ColorSpace", name(space)),
        ("Filter", name(filter)),
    ];
    entries.map(|(key, value)| (key.to_owned(), value)).into()
}
