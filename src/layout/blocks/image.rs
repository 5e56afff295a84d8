//! Images with their captions, alone or side by side.

use super::chart::MAX_FIGURE_HEIGHT;
use crate::assets::ImageFormat;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Image, Medium};
use crate::frame::{Frame, Item, PlacedItem, Role};
use crate::layout::context::LayoutContext;
use crate::layout::galley::{Fragment, Galley};
use crate::length::{Pt, Px};
use crate::slides::caption_with_credit;

/// No image is higher than this on a sheet, which has to hold everything.
const MAX_SHEET_IMAGE_HEIGHT: Pt = Pt(160.0);

/// No more images than this are side by side.
const MAX_IMAGES_IN_ROW: usize = 3;

/// Images side by side are made as high as the lowest, if that leaves the highest more than this
/// share of its height.
const MIN_HEIGHT_SHARE: f32 = 0.6;

/// How large an image is laid out.
#[derive(Clone, Copy)]
struct ImageSize {
    width: Pt,
    height: Pt,
}

impl ImageSize {
    fn with_height(self, height: Pt) -> Self {
        Self {
            width: self.width * (height / self.height),
            height,
        }
    }
}

impl LayoutContext<'_> {
    /// An image as large as there is room for. One that is not there is an error of the layout.
    pub(super) fn lay_out_image(&mut self, image: &Image, measure: Pt) -> Galley {
        let Some(size) = self.image_size(image, measure) else {
            let message = format!("picture `{}` not found", image.file);
            let problem = Diagnostic::error(Code::MissingPicture, message);
            self.output.problems.push(problem);
            return Galley::default();
        };
        self.lay_out_sized_image(image, size, measure)
    }

    /// Images side by side, of one height if their shapes allow that.
    pub fn lay_out_images(&mut self, images: &[&Image], measure: Pt) -> Galley {
        let grid = self.grid_of_cells(images.len(), MAX_IMAGES_IN_ROW, Pt::ZERO, measure);
        let mut cells = Vec::new();
        for row in images.chunks(grid.columns) {
            let mut sizes = Vec::new();
            let (mut lowest, mut highest) = (Pt::MAX, Pt::ZERO);
            for image in row {
                let size = self.image_size(image, grid.cell_width);
                if let Some(ImageSize { height, .. }) = size {
                    lowest = lowest.min(height);
                    highest = highest.max(height);
                }
                sizes.push(size);
            }
            // Heights that differ much would leave the highest image tiny.
            let share_height = lowest > MIN_HEIGHT_SHARE * highest;
            for (image, size) in row.iter().zip(sizes) {
                let mut cell = match size {
                    Some(size) if share_height => {
                        let size = size.with_height(lowest);
                        self.lay_out_sized_image(image, size, grid.cell_width)
                    }
                    Some(size) => self.lay_out_sized_image(image, size, grid.cell_width),
                    None => self.lay_out_image(image, grid.cell_width),
                };
                if let Some(first) = cell.fragments.first_mut() {
                    self.add_block_anchor(&image.id, first);
                }
                cells.push(cell);
            }
        }
        let rows = self.cell_rows(cells, grid);
        self.with_space(rows, 3.0, 3.0)
    }

    /// How large an image is laid out in a measure; `None` if it is not there.
    fn image_size(&self, image: &Image, measure: Pt) -> Option<ImageSize> {
        let file = self.assets.images.get(&image.file)?;
        // An image without pixels must not make a division by zero.
        let pixels_wide = file.width.max(1) as f32;
        let pixels_high = file.height.max(1) as f32;
        let max_height = match self.metrics.medium {
            Medium::Sheet => MAX_SHEET_IMAGE_HEIGHT,
            Medium::Pages => MAX_FIGURE_HEIGHT,
            Medium::Slides => self.metrics.figure_height,
        };
        let natural_width = match self.metrics.medium {
            // Slides are seen from afar: they show a drawing as large as they can, and a photograph
            // with pixels as large as their own.
            Medium::Slides if file.format == ImageFormat::Svg => measure,
            Medium::Slides => Px(pixels_wide).pt(),
            Medium::Sheet | Medium::Pages => file.size.0,
        };
        // Both limits keep the shape of the image.
        let widest = max_height * pixels_wide / pixels_high;
        let width = natural_width.min(measure).min(widest);
        Some(ImageSize {
            width,
            height: width * pixels_high / pixels_wide,
        })
    }

    /// An image in this size, with its caption.
    fn lay_out_sized_image(&mut self, image: &Image, size: ImageSize, measure: Pt) -> Galley {
        let tag = if image.decorative {
            None
        } else {
            Some(self.new_figure_tag(&image.alt))
        };
        let mut fragment = Fragment {
            height: size.height,
            keep_with_next: true,
            ..Fragment::default()
        };
        self.add_content(&mut fragment, |content| {
            let item = Item::Image {
                file: image.file.clone(),
                frame: Frame::at_origin(size.width, size.height),
            };
            content.items.push(PlacedItem { tag, item });
        });
        let mut galley = Galley::from(fragment);
        let words = caption_with_credit(image, &self.document.labels);
        let style = self.muted_style(self.metrics.caption);
        // Outside of the figure's tag: the alternative text of a figure replaces all that is in it.
        let caption = self.in_new_tag(Role::Section, |context| {
            context.lay_out_paragraph(&words, style, measure)
        });
        galley.append(self.with_space(caption, 0.75, 0.0));
        galley.release_last();
        self.with_space(galley, 3.0, 3.0)
    }
}
