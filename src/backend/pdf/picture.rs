//! Pictures as PDF holds them: a JPEG file as it is, a PNG file decoded, one copy of each.

use std::collections::BTreeMap;
use std::io::Cursor;

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{DynamicImage, ExtendedColorType, ImageEncoder, ImageFormat, ImageReader, RgbaImage};
use printpdf::{DictItem, ExternalStream, ExternalXObject, XObject, XObjectId};

use crate::assets::{Picture, PictureFormat};
use crate::diagnostic::Diagnostic;

/// The pictures of a document that its pages use.
pub(super) struct Pictures<'a> {
    all: &'a BTreeMap<String, Picture>,
    used: Vec<(&'a Picture, ExternalStream)>,
}

impl<'a> Pictures<'a> {
    pub(super) fn new(all: &'a BTreeMap<String, Picture>) -> Self {
        Self { all, used: Vec::new() }
    }

    /// The name of a picture among the document's resources. Equal files share one.
    ///
    /// # Errors
    ///
    /// When there is no such picture, or it cannot be shown.
    pub(super) fn resource(&mut self, file: &str) -> Result<XObjectId, Diagnostic> {
        let missing = || Diagnostic::error(format!("picture `{file}` was not loaded"));
        let picture = self.all.get(file).ok_or_else(missing)?;
        let known = self.used.iter().position(|(known, _)| known.bytes == picture.bytes);
        let at = match known {
            Some(at) => at,
            None => {
                let damaged = |why| Diagnostic::error(format!("picture `{file}` cannot be shown: {why}"));
                self.used.push((picture, encode(picture).map_err(damaged)?));
                self.used.len() - 1
            }
        };
        Ok(name(at))
    }

    /// Every picture that is used, under its name.
    pub(super) fn into_resources(self) -> impl Iterator<Item = (XObjectId, XObject)> {
        self.used.into_iter().enumerate().map(|(at, (_, stream))| {
            (name(at), XObject::External(ExternalXObject { stream, width: None, height: None, dpi: None }))
        })
    }
}

fn name(at: usize) -> XObjectId {
    XObjectId(format!("P{at}"))
}

fn encode(picture: &Picture) -> Result<ExternalStream, String> {
    match picture.format {
        PictureFormat::Jpeg => match jpeg(&picture.bytes)? {
            Some(stream) => Ok(stream),
            None => samples(picture),
        },
        PictureFormat::Png => samples(picture),
    }
}

/// The decoded samples of a picture.
fn samples(picture: &Picture) -> Result<ExternalStream, String> {
    let format = match picture.format {
        PictureFormat::Png => ImageFormat::Png,
        PictureFormat::Jpeg => ImageFormat::Jpeg,
    };
    let image =
        ImageReader::with_format(Cursor::new(&*picture.bytes), format).decode().map_err(|why| why.to_string())?;
    let size = (image.width(), image.height());
    let mask = opacity(&image).map(|mask| packed(&mask, ExtendedColorType::L8, size)).transpose()?;
    let mut color = if image.color().has_color() {
        packed(image.into_rgb8().as_raw(), ExtendedColorType::Rgb8, size)?
    } else {
        packed(image.into_luma8().as_raw(), ExtendedColorType::L8, size)?
    };
    if let Some(stream) = mask {
        color.dict.insert("SMask".to_owned(), DictItem::Stream { stream });
    }
    Ok(color)
}

/// How opaque each pixel is; `None` if all are fully so.
fn opacity(image: &DynamicImage) -> Option<Vec<u8>> {
    if !image.color().has_alpha() {
        return None;
    }
    let alpha = |image: &RgbaImage| image.pixels().map(|pixel| pixel.0[3]).collect::<Vec<u8>>();
    let mask = image.as_rgba8().map_or_else(|| alpha(&image.to_rgba8()), alpha);
    mask.iter().any(|value| *value != u8::MAX).then_some(mask)
}

/// Samples of 8 bits, filtered line by line as PNG does it, which PDF knows as predictor 15 (ISO 32000-1, 7.4.4.4).
fn packed(samples: &[u8], kind: ExtendedColorType, size: (u32, u32)) -> Result<ExternalStream, String> {
    let mut file = Vec::new();
    PngEncoder::new_with_quality(&mut file, CompressionType::Default, FilterType::Adaptive)
        .write_image(samples, size.0, size.1, kind)
        .map_err(|why| why.to_string())?;
    let channels = kind.channel_count();
    let predictor = [("Predictor", 15), ("Colors", channels.into()), ("Columns", size.0.into())];
    let parameters = predictor.map(|(key, value)| (key.to_owned(), DictItem::Int(value)));
    let mut dict = image_dictionary(size, channels, "FlateDecode");
    dict.insert("DecodeParms".to_owned(), DictItem::Dict { map: parameters.into() });
    Ok(ExternalStream { dict, content: image_data(&file), compress: false })
}

/// What the `IDAT` chunks of a PNG file hold.
fn image_data(file: &[u8]) -> Vec<u8> {
    let mut data = Vec::with_capacity(file.len());
    let mut rest = file.get(8..).unwrap_or_default();
    while let Some((length, after)) = rest.split_first_chunk() {
        let length = u32::from_be_bytes(*length) as usize;
        let Some((kind, after)) = after.split_first_chunk::<4>() else { break };
        let Some((body, after)) = after.split_at_checked(length) else { break };
        if kind == b"IDAT" {
            data.extend_from_slice(body);
        }
        rest = after.get(4..).unwrap_or_default();
    }
    data
}

fn image_dictionary(size: (u32, u32), channels: u8, filter: &str) -> BTreeMap<String, DictItem> {
    let space = if channels == 1 { "DeviceGray" } else { "DeviceRGB" };
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

/// A JPEG file as it is; `None` if viewers would not show it right, so that it has to be decoded.
///
/// Comments and metadata stay behind: a photograph tells where it was taken, and by whom.
fn jpeg(file: &[u8]) -> Result<Option<ExternalStream>, String> {
    let damaged = || "the file is cut off or damaged".to_owned();
    let mut rest = file.strip_prefix(&[0xFF, 0xD8]).ok_or_else(damaged)?;
    let mut content = vec![0xFF, 0xD8];
    let mut shape = None;
    loop {
        let segment = Segment::read(rest).ok_or_else(damaged)?;
        rest = segment.after;
        match segment.marker {
            // Baseline, extended and progressive, each with Huffman coding; PDF knows no other.
            0xC0..=0xC2 => shape = Some(Shape::read(segment.body).ok_or_else(damaged)?),
            0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF => return Ok(None),
            _ => {}
        }
        if !is_metadata(segment.marker) {
            content.extend_from_slice(segment.whole);
        }
        if segment.marker == 0xDA {
            break;
        }
    }
    let shape = shape.ok_or_else(damaged)?;
    if shape.bits != 8 || !matches!(shape.channels, 1 | 3) {
        return Ok(None);
    }
    content.extend_from_slice(scans(rest).ok_or_else(damaged)?);
    let dict = image_dictionary((shape.width, shape.height), shape.channels, "DCTDecode");
    Ok(Some(ExternalStream { dict, content, compress: false }))
}

/// Application data and comments, but for those that say how colours are meant: JFIF's and Adobe's.
fn is_metadata(marker: u8) -> bool {
    matches!(marker, 0xE1..=0xED | 0xEF | 0xFE)
}

/// What a JPEG file says of its samples.
struct Shape {
    bits: u8,
    width: u32,
    height: u32,
    channels: u8,
}

impl Shape {
    fn read(frame: &[u8]) -> Option<Self> {
        let &[bits, h1, h0, w1, w0, channels, ..] = frame else { return None };
        let shape = Self {
            bits,
            width: u16::from_be_bytes([w1, w0]).into(),
            height: u16::from_be_bytes([h1, h0]).into(),
            channels,
        };
        (shape.width > 0 && shape.height > 0).then_some(shape)
    }
}

/// A part of the head of a JPEG file.
struct Segment<'a> {
    marker: u8,
    /// Marker, length and body.
    whole: &'a [u8],
    body: &'a [u8],
    after: &'a [u8],
}

impl<'a> Segment<'a> {
    fn read(rest: &'a [u8]) -> Option<Self> {
        // Any number of 0xFF may stand before a marker.
        let fill = rest.iter().take_while(|byte| **byte == 0xFF).count();
        let rest = rest.get(fill.checked_sub(1)?..)?;
        let (&[_, marker, l1, l0], _) = rest.split_first_chunk::<4>()?;
        let (whole, after) = rest.split_at_checked(2 + usize::from(u16::from_be_bytes([l1, l0])))?;
        Some(Self { marker, whole, body: whole.get(4..)?, after })
    }
}

/// The compressed samples to the end of the picture; what cameras put after it stays behind.
fn scans(rest: &[u8]) -> Option<&[u8]> {
    let mut at = 0;
    loop {
        at += rest.get(at..)?.iter().position(|byte| *byte == 0xFF)?;
        match rest.get(at + 1)? {
            0xD9 => return rest.get(..at + 2),
            // Stuffing, restart markers and fill bytes are part of the samples.
            0x00 | 0x01 | 0xD0..=0xD7 => at += 2,
            0xFF => at += 1,
            _ => at += Segment::read(rest.get(at..)?)?.whole.len(),
        }
    }
}
