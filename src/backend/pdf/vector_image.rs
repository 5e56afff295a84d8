//! SVG pictures as PDF holds them: forms of paths, areas, gradients and clips (ISO 32000-1, 8.10).
//!
//! What PDF knows in another way than SVG, such as masks, filters, patterns and gradients that fade
//! out, is painted and placed as a picture among the paths, with the pixels of print.

mod clip;
mod form_builder;
mod gradient;
mod path;

use image::{DynamicImage, RgbaImage};
use printpdf::{DictItem, ExternalStream};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{BlendMode, Fill, Group, Node, Paint, Path, Stroke, Tree};

use super::raster_image::raster_xobject;
use crate::assets::{PixelSize, catch_painter_panic};
use form_builder::{FormBuilder, FormSpace, GraphicsState};

/// Graphics states inside of each other: PDF/A allows 28 with those of the page (ISO 19005-2,
/// 6.1.13).
const MAX_STATE_DEPTH: usize = 20;

/// If more than so many times the drawing's area would have to be painted, it is painted as a
/// whole.
const MAX_RASTERIZED: f32 = 3.0;

/// A drawing as a form that fills the unit square, as an image does. `pixels` are those of the
/// whole, for what has to be painted.
///
/// # Errors
///
/// When what has to be painted cannot be.
pub(super) fn form_xobject(
    tree: &Tree,
    pixels: Option<PixelSize>,
) -> Result<ExternalStream, String> {
    let space = FormSpace::new(tree.size(), pixels);
    let mut form = FormBuilder::new(&space, 0);
    let done = form.draw_group(tree.root(), Transform::identity());
    if done.is_err() || form.rasterized > MAX_RASTERIZED {
        form = FormBuilder::new(&space, 0);
        form.rasterize_drawing(tree)?;
    }
    let [width, height] = space.form_size();
    let mut form = form.into_xobject();
    let matrix = [1.0 / width, 0.0, 0.0, -1.0 / height, 0.0, 1.0];
    form.dict.insert(
        "Matrix".to_owned(),
        DictItem::Array(matrix.map(DictItem::Real).to_vec()),
    );
    Ok(form)
}

/// Why a drawing is painted as a whole.
struct RasterizeWhole;

/// Groups, and what has to be painted.
impl FormBuilder<'_> {
    /// The children of a group whose coordinates are those inside of `transform`.
    fn draw_group(&mut self, group: &Group, transform: Transform) -> Result<(), RasterizeWhole> {
        for node in group.children() {
            self.draw_node(node, transform)?;
        }
        Ok(())
    }

    fn draw_node(&mut self, node: &Node, outside: Transform) -> Result<(), RasterizeWhole> {
        if self.rasterized > MAX_RASTERIZED {
            return Err(RasterizeWhole);
        }
        match node {
            Node::Group(group) => self.draw_sub_group(node, group, outside),
            Node::Path(path) if !path.is_visible() => Ok(()),
            Node::Path(path) if has_pdf_paints(path) => {
                self.draw_path(path, outside);
                Ok(())
            }
            Node::Path(_) => self.rasterize_node(node, outside),
            Node::Text(text) => {
                let group = text.flattened();
                self.draw_group(group, outside.pre_concat(group.transform()))
            }
            // None is let in.
            Node::Image(_) => Ok(()),
        }
    }

    fn draw_sub_group(
        &mut self,
        node: &Node,
        group: &Group,
        outside: Transform,
    ) -> Result<(), RasterizeWhole> {
        let inside = outside.pre_concat(group.transform());
        if group.mask().is_some() || !group.filters().is_empty() || self.depth >= MAX_STATE_DEPTH {
            return self.rasterize_node(node, outside);
        }
        let state = GraphicsState {
            blend: blend_mode_name(group.blend_mode())?,
            ..GraphicsState::opacity(group.opacity().get())
        };
        let clips = match group.clip_path().map(|clip| clip::clip_areas(clip, inside)) {
            Some(None) => return self.rasterize_node(node, outside),
            Some(Some(clips)) => clips,
            None => Vec::new(),
        };
        if clips.iter().any(Vec::is_empty) {
            // Nothing is left of it.
            return Ok(());
        }
        let is_isolated =
            group.should_isolate() && (state != GraphicsState::opacity(1.0) || group.isolate());
        if clips.is_empty() && !is_isolated {
            return self.draw_group(group, inside);
        }
        self.save_state();
        for areas in &clips {
            self.clip_to_areas(areas);
        }
        if is_isolated {
            let mut form = FormBuilder::new(self.space, self.depth + 1);
            form.draw_group(group, inside)?;
            self.rasterized += form.rasterized;
            let object = form.into_xobject();
            self.set_state(state);
            self.show_xobject(object);
        } else {
            self.draw_group(group, inside)?;
        }
        self.restore_state();
        Ok(())
    }

    /// Paints a node and places the picture.
    fn rasterize_node(&mut self, node: &Node, outside: Transform) -> Result<(), RasterizeWhole> {
        let Some(bounds) = node.abs_layer_bounding_box() else {
            return Ok(());
        };
        let (size, density) = (self.space.size, self.space.density);
        // What lies outside of the drawing is not seen.
        let (left, top) = (
            bounds.x().clamp(0.0, size.width()),
            bounds.y().clamp(0.0, size.height()),
        );
        let (right, bottom) = (
            bounds.right().clamp(left, size.width()),
            bounds.bottom().clamp(top, size.height()),
        );
        let (width, height) = ((right - left) * density, (bottom - top) * density);
        if width <= 0.0 || height <= 0.0 {
            return Ok(());
        }
        self.rasterized += (right - left) * (bottom - top) / (size.width() * size.height());
        let (columns, rows) = (width.ceil().max(1.0), height.ceil().max(1.0));
        let transform = Transform::from_scale(columns / (right - left), rows / (bottom - top))
            .pre_translate(-left, -top)
            .pre_concat(outside)
            // The painter moves the node's bounds to the corner; they are to stay.
            .pre_translate(bounds.x(), bounds.y());
        let mut pixmap = Pixmap::new(columns as u32, rows as u32).ok_or(RasterizeWhole)?;
        let done =
            catch_painter_panic(|| resvg::render_node(node, transform, &mut pixmap.as_mut()));
        if done.map_err(|_| RasterizeWhole)?.is_none() {
            return Ok(());
        }
        let object = pixmap_xobject(pixmap).map_err(|_| RasterizeWhole)?;
        self.save_state();
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

    /// Paints a whole drawing.
    fn rasterize_drawing(&mut self, tree: &Tree) -> Result<(), String> {
        let (size, density) = (self.space.size, self.space.density);
        let side = |length: f32| (length * density).ceil().max(1.0);
        let (columns, rows) = (side(size.width()), side(size.height()));
        let mut pixmap =
            Pixmap::new(columns as u32, rows as u32).ok_or("there is no room to paint it")?;
        let scale = Transform::from_scale(columns / size.width(), rows / size.height());
        catch_painter_panic(|| resvg::render(tree, scale, &mut pixmap.as_mut()))?;
        self.save_state();
        self.place_image(
            pixmap_xobject(pixmap)?,
            [0.0, 0.0, size.width(), size.height()],
        );
        self.restore_state();
        Ok(())
    }

    /// Shows an image between edges in the drawing's units.
    fn place_image(&mut self, object: ExternalStream, edges: [f32; 4]) {
        let [left, top, right, bottom] = edges.map(|edge| edge * self.space.scale);
        self.concat_matrix(Transform::from_row(
            right - left,
            0.0,
            0.0,
            top - bottom,
            left,
            bottom,
        ));
        self.show_xobject(object);
    }
}

/// Whether PDF knows all that a path is painted with.
fn has_pdf_paints(path: &Path) -> bool {
    let paints = [
        path.fill().map(Fill::paint),
        path.stroke().map(Stroke::paint),
    ];
    paints.into_iter().flatten().all(|paint| match paint {
        Paint::Color(_) => true,
        Paint::LinearGradient(gradient) => gradient::can_be_shading(gradient),
        Paint::RadialGradient(gradient) => gradient::can_be_shading(gradient),
        Paint::Pattern(_) => false,
    })
}

/// What was painted, as an image.
fn pixmap_xobject(pixmap: Pixmap) -> Result<ExternalStream, String> {
    let (width, height) = (pixmap.width(), pixmap.height());
    let image = RgbaImage::from_raw(width, height, pixmap.take_demultiplied());
    raster_xobject(DynamicImage::from(image.ok_or("it cannot be painted")?))
}

/// The blend modes of both standards have the same meaning (ISO 32000-1, 11.3.5).
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
