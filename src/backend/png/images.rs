//! Pictures on pages, each painted once for each size that it is shown in.

use std::collections::BTreeMap;

use resvg::tiny_skia::{FilterQuality, IntRect, Pixmap, PixmapPaint, Transform};

use crate::assets::{ImageFile, ImageFormat};
use crate::diagnostic::{Code, Diagnostic};

/// Samples that are enlarged as often as this stay squares, as viewers show them; fewer times, they
/// run into each other.
const NEAREST_SAMPLING_SCALE: u32 = 4;

/// The pictures that pages use.
pub(super) struct ImageCache<'a> {
    files: &'a BTreeMap<String, ImageFile>,
    rasterized: BTreeMap<(String, u32, u32), Pixmap>,
}

impl<'a> ImageCache<'a> {
    pub(super) fn new(files: &'a BTreeMap<String, ImageFile>) -> Self {
        Self {
            files,
            rasterized: BTreeMap::new(),
        }
    }

    /// Paints a picture so that it fills `area`.
    ///
    /// # Errors
    ///
    /// When there is no such picture, or it cannot be shown.
    pub(super) fn paint_image(
        &mut self,
        file: &str,
        area: IntRect,
        page: &mut Pixmap,
    ) -> Result<(), Diagnostic> {
        let missing = || {
            Diagnostic::error(
                Code::MissingPicture,
                format!("picture `{file}` was not loaded"),
            )
        };
        let image = self.files.get(file).ok_or_else(missing)?;
        let (width, height) = rasterized_size(image, area);
        let key = (file.to_owned(), width, height);
        if !self.rasterized.contains_key(&key) {
            let damaged = |why| {
                Diagnostic::error(
                    Code::DamagedPicture,
                    format!("picture `{file}` cannot be shown: {why}"),
                )
            };
            self.rasterized.insert(
                key.clone(),
                image.rasterize(width, height).map_err(damaged)?,
            );
        }
        let Some(rasterized) = self.rasterized.get(&key) else {
            return Err(missing());
        };
        let (across, down) = (
            area.width() as f32 / width as f32,
            area.height() as f32 / height as f32,
        );
        let quality =
            if (across, down) == (1.0, 1.0) || across.min(down) >= NEAREST_SAMPLING_SCALE as f32 {
                FilterQuality::Nearest
            } else {
                FilterQuality::Bilinear
            };
        let place = Transform::from_row(across, 0.0, 0.0, down, area.x() as f32, area.y() as f32);
        page.draw_pixmap(
            0,
            0,
            rasterized.as_ref(),
            &PixmapPaint {
                quality,
                ..PixmapPaint::default()
            },
            place,
            None,
        );
        Ok(())
    }
}

/// The size to paint a picture in: that of the area, and no more samples than it has.
fn rasterized_size(image: &ImageFile, area: IntRect) -> (u32, u32) {
    match image.format {
        ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::WebP => (
            area.width().min(image.width),
            area.height().min(image.height),
        ),
        ImageFormat::Svg => (area.width(), area.height()),
    }
}
