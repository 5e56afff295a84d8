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

/// No picture is higher than this on a page that has to hold everything.
const MAX_SHEET_IMAGE_HEIGHT: Pt = Pt(160.0);

/// So many pictures stand in a row at most.
const MAX_IMAGES_IN_ROW: usize = 3;

/// Pictures in a row are made as high as the lowest, unless that takes more than this share from
/// the highest.
const MIN_HEIGHT_SHARE: f32 = 0.6;

impl LayoutContext<'_> {
    pub(super) fn lay_out_image(&mut self, image: &Image, measure: Pt) -> Galley {
        let Some(size) = self.image_size(image, measure) else {
            self.problems.push(Diagnostic::error(
                Code::MissingPicture,
                format!("picture `{}` not found", image.file),
            ));
            return Galley::default();
        };
        self.lay_out_sized_image(image, size, measure)
    }

    /// Pictures side by side, of one height where their shapes allow.
    pub fn lay_out_images(&mut self, images: &[&Image], measure: Pt) -> Galley {
        let (columns, cell) = self.cell_grid(images.len(), MAX_IMAGES_IN_ROW, measure);
        let mut cells = Vec::new();
        for row in images.chunks(columns) {
            let sizes: Vec<_> = row
                .iter()
                .map(|image| self.image_size(image, cell))
                .collect();
            let heights = || sizes.iter().flatten().map(|(_, height)| *height);
            let (least, most) = (
                heights().fold(Pt::MAX, Pt::min),
                heights().fold(Pt::ZERO, Pt::max),
            );
            for (image, size) in row.iter().zip(&sizes) {
                let galley = match size {
                    Some((width, height)) if least > MIN_HEIGHT_SHARE * most => {
                        self.lay_out_sized_image(image, (*width * (least / *height), least), cell)
                    }
                    Some(size) => self.lay_out_sized_image(image, *size, cell),
                    None => self.lay_out_image(image, cell),
                };
                cells.push(galley);
            }
        }
        let space = self.units(3.0);
        self.cell_rows(cells, columns, cell).spaced(space, space)
    }

    /// How large a picture is set in a measure; `None` if there is no such picture.
    fn image_size(&self, image: &Image, measure: Pt) -> Option<(Pt, Pt)> {
        let file = self.assets.images.get(&image.file)?;
        let (wide, high) = (file.width.max(1) as f32, file.height.max(1) as f32);
        let tallest = match self.metrics.medium {
            Medium::Sheet => MAX_SHEET_IMAGE_HEIGHT,
            Medium::Pages => MAX_FIGURE_HEIGHT,
            Medium::Slides => self.metrics.figure_height,
        };
        let natural = match self.metrics.medium {
            // A slide shows a drawing as large as it can, for it is seen from afar; pixels as those
            // of the slide.
            Medium::Slides if file.format == ImageFormat::Svg => measure,
            Medium::Slides => Px(wide).pt(),
            Medium::Sheet | Medium::Pages => file.size.0,
        };
        let width = natural.min(measure).min(tallest * wide / high);
        Some((width, width * high / wide))
    }

    /// A picture in a size, with its caption.
    fn lay_out_sized_image(
        &mut self,
        image: &Image,
        (width, height): (Pt, Pt),
        measure: Pt,
    ) -> Galley {
        let frame = Frame {
            x: Pt::ZERO,
            y: Pt::ZERO,
            width,
            height,
        };
        let tag = if image.decorative {
            None
        } else {
            Some(self.new_figure_tag(&image.alt))
        };
        let mut fragment = Fragment {
            height: frame.height,
            keep_with_next: true,
            ..Fragment::default()
        };
        self.add_content(&mut fragment, |content| {
            content.items.push(PlacedItem {
                tag,
                item: Item::Image {
                    file: image.file.clone(),
                    frame,
                },
            });
        });
        let mut galley = Galley::from(fragment);
        let words = caption_with_credit(image, &self.document.labels);
        let (style, after) = (self.muted_style(self.metrics.caption), self.units(0.75));
        galley.append(
            self.in_new_tag(Role::Section, |context| {
                context.lay_out_paragraph(&words, style, measure)
            })
            .spaced(after, Pt::ZERO),
        );
        if let Some(last) = galley.fragments.last_mut() {
            last.keep_with_next = false;
        }
        let (above, below) = (self.units(3.0), self.units(3.0));
        galley.spaced(above, below)
    }
}
