//! Pictures as PDF holds them: a JPEG file as it is, samples of others, drawings as forms; one copy
//! of each.

use std::collections::BTreeMap;
use std::sync::Arc;

use image::metadata::Orientation;
use printpdf::{ExternalStream, ExternalXObject, XObject, XObjectId};

use super::raster_image::{image_dictionary, raster_xobject};
use super::vector_image;
use crate::assets::jpeg::Jpeg;
use crate::assets::{ImageFile, ImageFormat, PixelSize, resize_image};
use crate::diagnostic::{Code, Diagnostic};
use crate::frame::Frame;

/// The pictures of a document that its pages use.
pub(super) struct ImageXObjects<'a> {
    all: &'a BTreeMap<String, ImageFile>,
    used: Vec<UsedImage<'a>>,
}

/// A picture among the document's resources.
struct UsedImage<'a> {
    image: &'a ImageFile,
    pixels: Option<PixelSize>,
    stream: ExternalStream,
    orientation: Orientation,
}

impl<'a> ImageXObjects<'a> {
    pub(super) fn new(all: &'a BTreeMap<String, ImageFile>) -> Self {
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
    pub(super) fn image_resource(
        &mut self,
        file: &str,
        frame: Frame,
    ) -> Result<(XObjectId, Orientation), Diagnostic> {
        let missing = || {
            Diagnostic::error(
                Code::MissingPicture,
                format!("picture `{file}` was not loaded"),
            )
        };
        let image = self.all.get(file).ok_or_else(missing)?;
        let pixels = image.pixels_for_print(frame.width, frame.height);
        let is_same = |used: &UsedImage| used.pixels == pixels && used.image.bytes == image.bytes;
        let index = match self.used.iter().position(is_same) {
            Some(index) => index,
            None => {
                let damaged = |why| {
                    Diagnostic::error(
                        Code::DamagedPicture,
                        format!("picture `{file}` cannot be shown: {why}"),
                    )
                };
                let (stream, orientation) = encode_image(image, pixels).map_err(damaged)?;
                self.used.push(UsedImage {
                    image,
                    pixels,
                    stream,
                    orientation,
                });
                self.used.len() - 1
            }
        };
        Ok((
            xobject_name(index),
            self.used
                .get(index)
                .map_or(Orientation::NoTransforms, |used| used.orientation),
        ))
    }

    /// Every picture that is used, under its name.
    pub(super) fn into_resources(self) -> impl Iterator<Item = (XObjectId, XObject)> {
        self.used
            .into_iter()
            .enumerate()
            .map(|(index, UsedImage { stream, .. })| {
                (
                    xobject_name(index),
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

fn xobject_name(index: usize) -> XObjectId {
    XObjectId(format!("P{index}"))
}

/// A picture, with `pixels` if those are told, and how it has to be turned.
fn encode_image(
    file: &ImageFile,
    pixels: Option<PixelSize>,
) -> Result<(ExternalStream, Orientation), String> {
    if let Some(tree) = &file.vector {
        return Ok((
            vector_image::form_xobject(tree, pixels)?,
            Orientation::NoTransforms,
        ));
    }
    if file.format == ImageFormat::Jpeg
        && pixels.is_none()
        && let Some(stream) = embed_jpeg(&file.bytes)?
    {
        return Ok((stream, file.orientation));
    }
    if file.is_lossy() {
        // What was packed with loss is packed so again: samples would be many times larger.
        let copy = file.copy(pixels)?;
        if copy.format == ImageFormat::Jpeg
            && let Some(stream) = embed_jpeg(&copy.bytes)?
        {
            return Ok((stream, Orientation::NoTransforms));
        }
    }
    let mut image = file.decode_upright()?.0;
    if let Some((width, height)) = pixels {
        image = resize_image(&image, width, height);
    }
    Ok((raster_xobject(image)?, Orientation::NoTransforms))
}

/// A JPEG file as it is; `None` if viewers would not show it right, so that it has to be decoded.
///
/// Colour profiles stay behind as well: PDF gives an image's colours beside it, and viewers do not
/// look inside.
fn embed_jpeg(file: &Arc<[u8]>) -> Result<Option<ExternalStream>, String> {
    let Jpeg { content, frame, .. } =
        Jpeg::read(file, false).ok_or_else(|| "the file is cut off or damaged".to_owned())?;
    if !frame.is_widely_supported || frame.bits != 8 || !matches!(frame.channels, 1 | 3) {
        return Ok(None);
    }
    let dict = image_dictionary((frame.width, frame.height), frame.channels, "DCTDecode");
    Ok(Some(ExternalStream {
        dict,
        content,
        compress: false,
    }))
}
