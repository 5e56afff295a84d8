//! SVG images as form XObjects (ISO 32000-1, 8.10) of paths, gradients and clips.
//!
//! Some parts of SVG mean something else in PDF or do not exist there: masks, filters, patterns,
//! and gradients that fade out. Such nodes are rasterized at print resolution, and the image takes
//! their place among the paths. If that happens to too much of an SVG image, all of it is
//! rasterized.

mod clip;
mod form_builder;
mod gradient;
mod path;

use image::{DynamicImage, RgbaImage};
use printpdf::ExternalStream;
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{BlendMode, Fill, Group, Node, Paint, Path, Stroke, Tree};

use super::dict_items::numbers_item;
use super::raster_image::raster_xobject;
use crate::assets::{PixelSize, catch_painter_panic};
use form_builder::{FormBuilder, FormSpace, GraphicsState};

/// The most graphics states that are saved inside each other. PDF/A allows 28, and the page needs
/// some of them (ISO 19005-2, 6.1.13).
const MAX_STATE_DEPTH: usize = 20;

/// The most that is rasterized node by node, in areas of the whole image.
const MAX_RASTERIZED: f32 = 3.0;

/// Why an SVG image is rasterized as a whole: something in it cannot be drawn or rasterized on its
/// own.
struct RasterizeWhole;

type DrawResult = Result<(), RasterizeWhole>;

/// Draws an SVG image as a form that fills the unit square, as raster images do. `pixels` is the
/// size in pixels of the whole image, for parts that are rasterized.
///
/// # Errors
///
/// When a part that must be rasterized makes the painter fail.
pub(super) fn form_xobject(
    tree: &Tree,
    pixels: Option<PixelSize>,
) -> Result<ExternalStream, String> {
    let space = FormSpace::new(tree.size(), pixels);
    let mut form = FormBuilder::new(&space, 0);
    let drawn = form.draw_group(tree.root(), Transform::identity());
    if drawn.is_err() || form.rasterized > MAX_RASTERIZED {
        // Parts that were drawn already would shine through, so the form starts again.
        form = FormBuilder::new(&space, 0);
        form.rasterize_whole(tree)?;
    }
    let mut xobject = form.into_xobject();
    let [width, height] = space.form_size();
    // SVG's y runs downwards, and that of the unit square upwards.
    let to_unit_square = [1.0 / width, 0.0, 0.0, -1.0 / height, 0.0, 1.0];
    let matrix = numbers_item(&to_unit_square);
    xobject.dict.insert("Matrix".to_owned(), matrix);
    Ok(xobject)
}

// `transform` always leads from the coordinates of a node to those of the whole image.
impl FormBuilder<'_> {
    /// Draws the children of a group.
    fn draw_group(&mut self, group: &Group, transform: Transform) -> DrawResult {
        for node in group.children() {
            self.draw_node(node, transform)?;
        }
        Ok(())
    }

    fn draw_node(&mut self, node: &Node, transform: Transform) -> DrawResult {
        if self.rasterized > MAX_RASTERIZED {
            return Err(RasterizeWhole);
        }
        match node {
            Node::Group(group) => self.draw_sub_group(node, group, transform),
            Node::Path(path) if !path.is_visible() => Ok(()),
            Node::Path(path) if has_pdf_paints(path) => {
                self.draw_path(path, transform);
                Ok(())
            }
            Node::Path(_) => self.rasterize_node(node, transform),
            Node::Text(text) => {
                let outlines = text.flattened();
                let transform = transform.pre_concat(outlines.transform());
                self.draw_group(outlines, transform)
            }
            // Images inside SVG are refused when the file is read.
            Node::Image(_) => Ok(()),
        }
    }

    /// Draws a group with its clip, opacity and blend mode.
    fn draw_sub_group(&mut self, node: &Node, group: &Group, outside: Transform) -> DrawResult {
        let has_effects = group.mask().is_some() || !group.filters().is_empty();
        if has_effects || self.depth >= MAX_STATE_DEPTH {
            return self.rasterize_node(node, outside);
        }
        let inside = outside.pre_concat(group.transform());
        let state = GraphicsState {
            blend: blend_mode_name(group.blend_mode())?,
            ..GraphicsState::opacity(group.opacity().get())
        };
        let clips = match group.clip_path() {
            Some(clip) => match clip::clip_areas(clip, inside) {
                Some(clips) => clips,
                None => return self.rasterize_node(node, outside),
            },
            None => Vec::new(),
        };
        if clips.iter().any(Vec::is_empty) {
            // A clip without any area hides the group.
            return Ok(());
        }
        // usvg also asks to isolate a group because of its clip, which needs no form of its own.
        let mixes_as_a_whole = state != GraphicsState::opacity(1.0) || group.isolate();
        let is_isolated = group.should_isolate() && mixes_as_a_whole;
        if clips.is_empty() && !is_isolated {
            return self.draw_group(group, inside);
        }
        self.save_state();
        for areas in &clips {
            self.clip_to_areas(areas);
        }
        if is_isolated {
            // Opacity and blend mode apply to the group as one object. So it becomes a form.
            let mut form = FormBuilder::new(self.space, self.depth + 1);
            form.draw_group(group, inside)?;
            self.rasterized += form.rasterized;
            self.set_state(state);
            self.show_xobject(form.into_xobject());
        } else {
            self.draw_group(group, inside)?;
        }
        self.restore_state();
        Ok(())
    }

    /// Shows a node as a raster image.
    fn rasterize_node(&mut self, node: &Node, transform: Transform) -> DrawResult {
        let Some(bounds) = node.abs_layer_bounding_box() else {
            return Ok(());
        };
        let whole_width = self.space.size.width();
        let whole_height = self.space.size.height();
        // The part of the node that is inside the image.
        let left = bounds.x().clamp(0.0, whole_width);
        let top = bounds.y().clamp(0.0, whole_height);
        let right = bounds.right().clamp(left, whole_width);
        let bottom = bounds.bottom().clamp(top, whole_height);
        let width = right - left;
        let height = bottom - top;
        if width <= 0.0 || height <= 0.0 {
            return Ok(());
        }
        self.rasterized += width * height / (whole_width * whole_height);
        let columns = self.space.pixel_count(width);
        let rows = self.space.pixel_count(height);
        let to_pixels = Transform::from_scale(columns / width, rows / height)
            .pre_translate(-left, -top)
            .pre_concat(transform)
            // resvg moves the node's bounds to the origin. This moves them back.
            .pre_translate(bounds.x(), bounds.y());
        let pixmap = Pixmap::new(columns as u32, rows as u32);
        let mut pixmap = pixmap.ok_or(RasterizeWhole)?;
        let rendered =
            catch_painter_panic(|| resvg::render_node(node, to_pixels, &mut pixmap.as_mut()));
        match rendered {
            Ok(Some(())) => {}
            // There is nothing to paint.
            Ok(None) => return Ok(()),
            Err(_) => return Err(RasterizeWhole),
        }
        let object = pixmap_xobject(pixmap).map_err(|_| RasterizeWhole)?;
        self.save_state();
        // Masks, filters and opacity are in the pixels already, but the blend mode is not: it
        // depends on what is below.
        if let Node::Group(group) = node {
            self.set_state(GraphicsState {
                blend: blend_mode_name(group.blend_mode())?,
                ..GraphicsState::opacity(1.0)
            });
        }
        self.place_image(object, [left, top, right, bottom]);
        self.restore_state();
        Ok(())
    }

    /// Shows the whole SVG image as one raster image.
    fn rasterize_whole(&mut self, tree: &Tree) -> Result<(), String> {
        let width = self.space.size.width();
        let height = self.space.size.height();
        let columns = self.space.pixel_count(width);
        let rows = self.space.pixel_count(height);
        let pixmap = Pixmap::new(columns as u32, rows as u32);
        let mut pixmap = pixmap.ok_or("it is too large to be painted")?;
        let scale = Transform::from_scale(columns / width, rows / height);
        catch_painter_panic(|| resvg::render(tree, scale, &mut pixmap.as_mut()))?;
        let object = pixmap_xobject(pixmap)?;
        self.save_state();
        self.place_image(object, [0.0, 0.0, width, height]);
        self.restore_state();
        Ok(())
    }

    /// Shows an image between its left, top, right and bottom edge in SVG units.
    fn place_image(&mut self, object: ExternalStream, edges: [f32; 4]) {
        let [left, top, right, bottom] = edges.map(|edge| edge * self.space.scale);
        // The height is negative, because the form's y runs downwards.
        let width = right - left;
        let height = top - bottom;
        let to_frame = Transform::from_row(width, 0.0, 0.0, height, left, bottom);
        self.concat_matrix(to_frame);
        self.show_xobject(object);
    }
}

/// Whether PDF has everything that a path is painted with.
fn has_pdf_paints(path: &Path) -> bool {
    let fill = path.fill().map(Fill::paint);
    let stroke = path.stroke().map(Stroke::paint);
    fill.is_none_or(is_pdf_paint) && stroke.is_none_or(is_pdf_paint)
}

fn is_pdf_paint(paint: &Paint) -> bool {
    match paint {
        Paint::Color(_) => true,
        Paint::LinearGradient(gradient) => gradient::can_be_shading(gradient),
        Paint::RadialGradient(gradient) => gradient::can_be_shading(gradient),
        Paint::Pattern(_) => false,
    }
}

fn pixmap_xobject(pixmap: Pixmap) -> Result<ExternalStream, String> {
    let (width, height) = (pixmap.width(), pixmap.height());
    let image = RgbaImage::from_raw(width, height, pixmap.take_demultiplied())
        .ok_or("it cannot be painted")?;
    raster_xobject(DynamicImage::from(image))
}

/// The name of a blend mode, which means the same in both standards (ISO 32000-1, 11.3.5).
fn blend_mode_name(mode: BlendMode) -> Result<&'static str, RasterizeWhole> {
    Ok(match mode {
        BlendMode::Normal => "Normal",
        BlendMode::Multiply => "Multiply",
        BlendMode::Screen => "Screen",
        BlendMode::Overlay => "Overlay",
        BlendMode::Darken => "Darken",
        BlendMode::Lighten => "Lighten",
        BlendMode::ColorDodge => "ColorDodge",
        BlendMode::ColorBurn => "ColorBurn",
        BlendMode::HardLight => "HardLight",
        BlendMode::SoftLight => "SoftLight",
        BlendMode::Difference => "Difference",
        BlendMode::Exclusion => "Exclusion",
        BlendMode::Hue => "Hue",
        BlendMode::Saturation => "Saturation",
        BlendMode::Color => "Color",
        BlendMode::Luminosity => "Luminosity",
        // PDF has no such mode.
        BlendMode::PlusLighter => return Err(RasterizeWhole),
    })
}
