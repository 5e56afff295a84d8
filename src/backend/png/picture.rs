//! Pictures on pages, at the size in which they are shown.

use std::collections::BTreeMap;
use std::io::Cursor;

use image::imageops::{FilterType, resize};
use image::{ImageFormat, ImageReader, RgbaImage};
use resvg::tiny_skia::{IntSize, Pixmap};

use crate::assets::{Picture, PictureFormat};
use crate::diagnostic::Diagnostic;

/// The pictures that pages use, each decoded once for each size that it is shown in.
pub(super) struct Pictures<'a> {
    all: &'a BTreeMap<String, Picture>,
    scaled: BTreeMap<(String, u32, u32), Pixmap>,
}

impl<'a> Pictures<'a> {
    pub(super) fn new(all: &'a BTreeMap<String, Picture>) -> Self {
        Self { all, scaled: BTreeMap::new() }
    }

    /// A picture in so many pixels.
    ///
    /// # Errors
    ///
    /// When there is no such picture, or it cannot be shown.
    pub(super) fn scaled(&mut self, file: &str, width: u32, height: u32) -> Result<&Pixmap, Diagnostic> {
        let key = (file.to_owned(), width, height);
        if !self.scaled.contains_key(&key) {
            let missing = || Diagnostic::error(format!("picture `{file}` was not loaded"));
            let picture = self.all.get(file).ok_or_else(missing)?;
            let damaged = |why| Diagnostic::error(format!("picture `{file}` cannot be shown: {why}"));
            let made = decode(picture).and_then(|image| fit(image, width, height)).map_err(damaged)?;
            self.scaled.insert(key.clone(), made);
        }
        self.scaled.get(&key).ok_or_else(|| Diagnostic::error(format!("picture `{file}` was not loaded")))
    }
}

fn decode(picture: &Picture) -> Result<RgbaImage, String> {
    let format = match picture.format {
        PictureFormat::Png => ImageFormat::Png,
        PictureFormat::Jpeg => ImageFormat::Jpeg,
    };
    let reader = ImageReader::with_format(Cursor::new(&*picture.bytes), format);
    Ok(reader.decode().map_err(|why| why.to_string())?.into_rgba8())
}

/// Scales with a filter that looks at every pixel. Clear pixels have no say in the colour of those beside them.
fn fit(mut image: RgbaImage, width: u32, height: u32) -> Result<Pixmap, String> {
    for pixel in image.pixels_mut() {
        let [red, green, blue, alpha] = pixel.0;
        let weighed = |value: u8| ((u16::from(value) * u16::from(alpha) + 127) / 255) as u8;
        pixel.0 = [weighed(red), weighed(green), weighed(blue), alpha];
    }
    if image.dimensions() != (width, height) {
        image = resize(&image, width, height, FilterType::CatmullRom);
    }
    // The filter goes a little beyond what it finds at edges.
    for pixel in image.pixels_mut() {
        let [red, green, blue, alpha] = pixel.0;
        pixel.0 = [red.min(alpha), green.min(alpha), blue.min(alpha), alpha];
    }
    let size = IntSize::from_wh(width, height);
    size.and_then(|size| Pixmap::from_vec(image.into_raw(), size)).ok_or_else(|| "it has no size".to_owned())
}
