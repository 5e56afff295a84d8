//! Caches images: each is rasterized once for each size in which it is shown.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use resvg::tiny_skia::{FilterQuality, IntRect, Pixmap, PixmapPaint, Transform};

use crate::assets::{ImageFile, ImageFormat};
use crate::diagnostic::{Code, Diagnostic};

/// From this enlargement on, pixels stay sharp squares, as PDF viewers show them. Below it they are
/// interpolated.
const NEAREST_SAMPLING_SCALE: f32 = 4.0;

/// The images of a document, with those that were rasterized already.
pub(super) struct ImageCache<'a> {
    files: &'a BTreeMap<String, ImageFile>,
    /// By name, width and height in pixels.
    rasterized: BTreeMap<(String, u32, u32), Pixmap>,
}

impl<'a> ImageCache<'a> {
    pub fn new(files: &'a BTreeMap<String, ImageFile>) -> Self {
        Self {
            files,
            rasterized: BTreeMap::new(),
        }
    }

    /// Paints an image so that it fills `area` of the page.
    ///
    /// # Errors
    ///
    /// When the file was not loaded, or is damaged.
    pub fn paint_image(
        &mut self,
        file: &str,
        area: IntRect,
        page: &mut Pixmap,
    ) -> Result<(), Diagnostic> {
        let Some(image) = self.files.get(file) else {
            return Err(Diagnostic::error(
                Code::MissingPicture,
                format!("picture `{file}` was not loaded"),
            ));
        };
        let (width, height) = rasterized_size(image, area);
        let key = (file.to_owned(), width, height);
        let rasterized = match self.rasterized.entry(key) {
            Entry::Occupied(entry) => entry.into_mut(),
            Entry::Vacant(entry) => {
                let pixmap = image.rasterize(width, height).map_err(|why| {
                    Diagnostic::error(
                        Code::DamagedPicture,
                        format!("picture `{file}` cannot be shown: {why}"),
                    )
                })?;
                entry.insert(pixmap)
            }
        };
        let across = area.width() as f32 / width as f32;
        let down = area.height() as f32 / height as f32;
        let has_own_size = across == 1.0 && down == 1.0;
        // At its own size, interpolation would take time and change nothing.
        let quality = if has_own_size || across.min(down) >= NEAREST_SAMPLING_SCALE {
            FilterQuality::Nearest
        } else {
            FilterQuality::Bilinear
        };
        let paint = PixmapPaint {
            quality,
            ..PixmapPaint::default()
        };
        let left = area.x() as f32;
        let top = area.y() as f32;
        let transform = Transform::from_row(across, 0.0, 0.0, down, left, top);
        page.draw_pixmap(0, 0, rasterized.as_ref(), &paint, transform, None);
        Ok(())
    }
}

/// The size in which an image is rasterized: that of the area, but no more pixels than a raster
/// image has.
fn rasterized_size(image: &ImageFile, area: IntRect) -> (u32, u32) {
    match image.format {
        ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::WebP => {
            let width = area.width().min(image.width);
            let height = area.height().min(image.height);
            (width, height)
        }
        ImageFormat::Svg => (area.width(), area.height()),
    }
}
