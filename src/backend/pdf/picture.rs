//! Pictures as PDF holds them: a JPEG file as it is, samples of others, drawings as forms; one copy
//! of each.

use std::collections::BTreeMap;
use std::sync::Arc;

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::metadata::Orientation;
use image::{DynamicImage, ExtendedColorType, ImageEncoder, RgbaImage};
use printpdf::{DictItem, ExternalStream, ExternalXObject, XObject, XObjectId};

use super::drawing;
use crate::assets::jpeg::Jpeg;
use crate::assets::{Picture, PictureFormat, Pixels, png, scaled};
use crate::diagnostic::Diagnostic;
use crate::frame::Frame;

/// The pictures of a document that its pages use.
pub(super) struct Pictures<'a> {
    all: &'a BTreeMap<String, Picture>,
    used: Vec<Used<'a>>,
}

/// A picture among the document's resources.
struct Used<'a> {
    picture: &'a Picture,
    pixels: Option<Pixels>,
    stream: ExternalStream,
    turn: Orientation,
}

impl<'a> Pictures<'a> {
    pub(super) fn new(all: &'a BTreeMap<String, Picture>) -> Self {
        Self {
            all,
            used: Vec::new(),
        }
    }

    /// The name of a picture among the document's resources, and how it has to be turned. Equal
    /// files share one.
    ///
    /// # Errors
    ///
    /// When there is no such picture, or it cannot be shown.
    pub(super) fn resource(
        &mut self,
        file: &str,
        frame: Frame,
    ) -> Result<(XObjectId, Orientation), Diagnostic> {
        let missing = || Diagnostic::error(format!("picture `{file}` was not loaded"));
        let picture = self.all.get(file).ok_or_else(missing)?;
        let pixels = picture.for_print(frame.width, frame.height);
        let is_same = |used: &Used| used.pixels == pixels && used.picture.bytes == picture.bytes;
        let at = match self.used.iter().position(is_same) {
            Some(at) => at,
            None => {
                let damaged =
                    |why| Diagnostic::error(format!("picture `{file}` cannot be shown: {why}"));
                let (stream, turn) = encode(picture, pixels).map_err(damaged)?;
                self.used.push(Used {
                    picture,
                    pixels,
                    stream,
                    turn,
                });
                self.used.len() - 1
            }
        };
        Ok((
            name(at),
            self.used
                .get(at)
                .map_or(Orientation::NoTransforms, |used| used.turn),
        ))
    }

    /// Every picture that is used, under its name.
    pub(super) fn into_resources(self) -> impl Iterator<Item = (XObjectId, XObject)> {
        self.used
            .into_iter()
            .enumerate()
            .map(|(at, Used { stream, .. })| {
                (
                    name(at),
                    XObject::External(ExternalXObject {
                        stream,
                        width: None,
                        height: None,
                        dpi: None,
                    }),
                )
            })
    }
}

fn name(at: usize) -> XObjectId {
    XObjectId(format!("P{at}"))
}

/// A picture, with `pixels` if those are told, and how it has to be turned.
fn encode(
    picture: &Picture,
    pixels: Option<Pixels>,
) -> Result<(ExternalStream, Orientation), String> {
    if let Some(tree) = &picture.drawing {
        return Ok((drawing::form(tree, pixels)?, Orientation::NoTransforms));
    }
    if picture.format == PictureFormat::Jpeg
        && pixels.is_none()
        && let Some(stream) = passed_through(&picture.bytes)?
    {
        return Ok((stream, picture.turn));
    }
    if picture.is_lossy() {
        // What was packed with loss is packed so again: samples would be many times larger.
        let copy = picture.copy(pixels)?;
        if copy.format == PictureFormat::Jpeg
            && let Some(stream) = passed_through(&copy.bytes)?
        {
            return Ok((stream, Orientation::NoTransforms));
        }
    }
    let mut image = picture.decoded()?.0;
    if let Some((width, height)) = pixels {
        image = scaled(&image, width, height);
    }
    Ok((samples(image)?, Orientation::NoTransforms))
}

/// A JPEG file as it is; `None` if viewers would not show it right, so that it has to be decoded.
///
/// Colour profiles stay behind as well: PDF gives an image's colours beside it, and viewers do not
/// look inside.
fn passed_through(file: &Arc<[u8]>) -> Result<Option<ExternalStream>, String> {
    let Jpeg { content, shape, .. } =
        Jpeg::read(file, false).ok_or_else(|| "the file is cut off or damaged".to_owned())?;
    if !shape.is_common || shape.bits != 8 || !matches!(shape.channels, 1 | 3) {
        return Ok(None);
    }
    let dict = image_dictionary((shape.width, shape.height), shape.channels, "DCTDecode");
    Ok(Some(ExternalStream {
        dict,
        content,
        compress: false,
    }))
}

/// The samples of a picture.
pub(super) fn samples(image: DynamicImage) -> Result<ExternalStream, String> {
    let size = (image.width(), image.height());
    let mask = opacity(&image)
        .map(|mask| packed(&mask, ExtendedColorType::L8, size))
        .transpose()?;
    let mut color = if image.color().has_color() {
        packed(image.into_rgb8().as_raw(), ExtendedColorType::Rgb8, size)?
    } else {
        packed(image.into_luma8().as_raw(), ExtendedColorType::L8, size)?
    };
    if let Some(stream) = mask {
        color
            .dict
            .insert("SMask".to_owned(), DictItem::Stream { stream });
    }
    Ok(color)
}

/// How opaque each pixel is; `None` if all are fully so.
fn opacity(image: &DynamicImage) -> Option<Vec<u8>> {
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
fn packed(
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

fn image_dictionary(size: (u32, u32), channels: u8, filter: &str) -> BTreeMap<String, DictItem> {
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
