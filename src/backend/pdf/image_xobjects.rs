//! Image files as external objects (ISO 32000-1, 8.8), one for each different image: a JPEG file as
//! it is, other raster images as samples, SVG as a form.

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

/// The images that the pages of a document use.
pub(super) struct ImageXObjects<'a> {
    files: &'a BTreeMap<String, ImageFile>,
    used: Vec<UsedImage<'a>>,
}

/// An image among the document's resources.
struct UsedImage<'a> {
    image: &'a ImageFile,
    /// The size that it was reduced to, if it was.
    pixels: Option<PixelSize>,
    stream: ExternalStream,
    /// How it must be turned when it is painted.
    orientation: Orientation,
}

impl<'a> ImageXObjects<'a> {
    pub fn new(files: &'a BTreeMap<String, ImageFile>) -> Self {
        Self {
            files,
            used: Vec::new(),
        }
    }

    /// The name of an image among the document's resources, and how it must be turned. Files with
    /// equal content share a resource.
    ///
    /// # Errors
    ///
    /// When the file was not loaded, or is damaged.
    pub fn image_resource(
        &mut self,
        file: &str,
        frame: Frame,
    ) -> Result<(XObjectId, Orientation), Diagnostic> {
        let Some(image) = self.files.get(file) else {
            return Err(Diagnostic::error(
                Code::MissingPicture,
                format!("picture `{file}` was not loaded"),
            ));
        };
        let pixels = image.pixels_for_print(frame.width, frame.height);
        for (index, used) in self.used.iter().enumerate() {
            if used.pixels == pixels && used.image.bytes == image.bytes {
                return Ok((xobject_name(index), used.orientation));
            }
        }
        let (stream, orientation) = encode_image(image, pixels).map_err(|why| {
            Diagnostic::error(
                Code::DamagedPicture,
                format!("picture `{file}` cannot be shown: {why}"),
            )
        })?;
        let index = self.used.len();
        self.used.push(UsedImage {
            image,
            pixels,
            stream,
            orientation,
        });
        Ok((xobject_name(index), orientation))
    }

    /// Every image that is used, under its name.
    pub fn into_resources(self) -> impl Iterator<Item = (XObjectId, XObject)> {
        let with_index = self.used.into_iter().enumerate();
        with_index.map(|(index, image)| {
            let object = ExternalXObject {
                stream: image.stream,
                width: None,
                height: None,
                dpi: None,
            };
            (xobject_name(index), XObject::External(object))
        })
    }
}

fn xobject_name(index: usize) -> XObjectId {
    XObjectId(format!("P{index}"))
}

/// Encodes an image, reduced to `pixels` if given. Also returns how it must be turned.
fn encode_image(
    file: &ImageFile,
    pixels: Option<PixelSize>,
) -> Result<(ExternalStream, Orientation), String> {
    if let Some(tree) = &file.vector {
        let form = vector_image::form_xobject(tree, pixels)?;
        return Ok((form, Orientation::NoTransforms));
    }
    if file.format == ImageFormat::Jpeg
        && pixels.is_none()
        && let Some(stream) = embed_jpeg(&file.bytes)?
    {
        return Ok((stream, file.orientation));
    }
    if file.is_lossy() {
        // A lossy image is compressed with loss again: samples would be many times larger.
        let copy = file.copy(pixels)?;
        if copy.format == ImageFormat::Jpeg
            && let Some(stream) = embed_jpeg(&copy.bytes)?
        {
            return Ok((stream, Orientation::NoTransforms));
        }
    }
    let (mut image, _) = file.decode_upright()?;
    if let Some((width, height)) = pixels {
        image = resize_image(&image, width, height);
    }
    Ok((raster_xobject(image)?, Orientation::NoTransforms))
}

/// A JPEG file as it is; `None` if viewers would not show it correctly, so that it must be decoded.
///
/// Its colour profile is dropped: in PDF the image dictionary states the colour space, and viewers
/// do not look inside the file.
fn embed_jpeg(file: &Arc<[u8]>) -> Result<Option<ExternalStream>, String> {
    let Jpeg { content, frame, .. } =
        Jpeg::read(file, false).ok_or_else(|| "the file is cut off or damaged".to_owned())?;
    if !frame.is_widely_supported || frame.bits != 8 || !matches!(frame.channels, 1 | 3) {
        return Ok(None);
    }
    let size = (frame.width, frame.height);
    let dict = image_dictionary(size, frame.channels, "DCTDecode");
    Ok(Some(ExternalStream {
        dict,
        content,
        // It is compressed already.
        compress: false,
    }))
}
