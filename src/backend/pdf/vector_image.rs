//! SVG pictures as PDF holds them: forms of paths, areas, gradients and clips (ISO 32000-1, 8.10).
//!
//! What PDF knows in another way than SVG, such as masks, filters, patterns and gradients that fade
//! out, is painted and placed as a picture among the paths, with the pixels of print.

mod clip;
mod form;
mod gradient;
mod path;

use image::{DynamicImage, RgbaImage};
use printpdf::{DictItem, ExternalStream};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{BlendMode, Fill, Group, Node, Paint, Path, Stroke, Tree};

use super::samples::samples;
use crate::assets::{PixelSize, catch_painter_panic};
use form::{Canvas, Sheet, State};

/// Graphics states inside of each other: PDF/A allows 28 with those of the page (ISO 19005-2,
/// 6.1.13).
const DEEPEST: usize = 20;

/// If more than so many times the drawing's area would have to be painted, it is painted as a
/// whole.
const MOST_PAINTED: f32 = 3.0;

/// A drawing as a form that fills the unit square, as an image does. `pixels` are those of the
/// whole, for what has to be painted.
///
/// # Errors
///
/// When what has to be painted cannot be.
pub(super) fn form(tree: &Tree, pixels: Option<PixelSize>) -> Result<ExternalStream, String> {
    let sheet = Sheet::new(tree.size(), pixels);
    let mut canvas = Canvas::new(&sheet, 0);
    let done = canvas.group(tree.root(), Transform::identity());
    if done.is_err() || canvas.painted > MOST_PAINTED {
        canvas = Canvas::new(&sheet, 0);
        canvas.all(tree)?;
    }
    let [width, height] = sheet.sides();
    let mut form = canvas.finish();
    let matrix = [1.0 / width, 0.0, 0.0, -1.0 / height, 0.0, 1.0];
    form.dict.insert(
        "Matrix".to_owned(),
        DictItem::Array(matrix.map(DictItem::Real).to_vec()),
    );
    Ok(form)
}

/// Why a drawing is painted as a whole.
struct TooMuch;

/// Groups, and what has to be painted.
impl Canvas<'_> {
    /// The children of a group whose coordinates are those inside of `transform`.
    fn group(&mut self, group: &Group, transform: Transform) -> Result<(), TooMuch> {
        for node in group.children() {
            self.node(node, transform)?;
        }
        Ok(())
    }

    fn node(&mut self, node: &Node, outside: Transform) -> Result<(), TooMuch> {
        if self.painted > MOST_PAINTED {
            return Err(TooMuch);
        }
        match node {
            Node::Group(group) => self.sub_group(node, group, outside),
            Node::Path(path) if !path.is_visible() => Ok(()),
            Node::Path(path) if is_plain(path) => {
                self.path(path, outside);
                Ok(())
            }
            Node::Path(_) => self.paint(node, outside),
            Node::Text(text) => {
                let group = text.flattened();
                self.group(group, outside.pre_concat(group.transform()))
            }
            // None is let in.
            Node::Image(_) => Ok(()),
        }
    }

    fn sub_group(&mut self, node: &Node, group: &Group, outside: Transform) -> Result<(), TooMuch> {
        let inside = outside.pre_concat(group.transform());
        if group.mask().is_some() || !group.filters().is_empty() || self.depth >= DEEPEST {
            return self.paint(node, outside);
        }
        let mixes = State {
            blend: blend_name(group.blend_mode())?,
            ..State::opacity(group.opacity().get())
        };
        let clips = match group.clip_path().map(|clip| clip::areas(clip, inside)) {
            Some(None) => return self.paint(node, outside),
            Some(Some(clips)) => clips,
            None => Vec::new(),
        };
        if clips.iter().any(Vec::is_empty) {
            // Nothing is left of it.
            return Ok(());
        }
        let is_apart = group.should_isolate() && (mixes != State::opacity(1.0) || group.isolate());
        if clips.is_empty() && !is_apart {
            return self.group(group, inside);
        }
        self.begin();
        for areas in &clips {
            self.clip(areas);
        }
        if is_apart {
            let mut canvas = Canvas::new(self.sheet, self.depth + 1);
            canvas.group(group, inside)?;
            self.painted += canvas.painted;
            let object = canvas.finish();
            self.state(mixes);
            self.show(object);
        } else {
            self.group(group, inside)?;
        }
        self.end();
        Ok(())
    }

    /// Paints a node and places the picture.
    fn paint(&mut self, node: &Node, outside: Transform) -> Result<(), TooMuch> {
        let Some(bounds) = node.abs_layer_bounding_box() else {
            return Ok(());
        };
        let (size, density) = (self.sheet.size, self.sheet.density);
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
        self.painted += (right - left) * (bottom - top) / (size.width() * size.height());
        let (columns, rows) = (width.ceil().max(1.0), height.ceil().max(1.0));
        let transform = Transform::from_scale(columns / (right - left), rows / (bottom - top))
            .pre_translate(-left, -top)
            .pre_concat(outside)
            // The painter moves the node's bounds to the corner; they are to stay.
            .pre_translate(bounds.x(), bounds.y());
        let mut canvas = Pixmap::new(columns as u32, rows as u32).ok_or(TooMuch)?;
        let done =
            catch_painter_panic(|| resvg::render_node(node, transform, &mut canvas.as_mut()));
        if done.map_err(|_| TooMuch)?.is_none() {
            return Ok(());
        }
        let object = painted(canvas).map_err(|_| TooMuch)?;
        self.begin();
        if let Node::Group(group) = node {
            self.state(State {
                blend: blend_name(group.blend_mode())?,
                ..State::opacity(1.0)
            });
        }
        self.place(object, [left, top, right, bottom]);
        self.end();
        Ok(())
    }

    /// Paints a whole drawing.
    fn all(&mut self, tree: &Tree) -> Result<(), String> {
        let (size, density) = (self.sheet.size, self.sheet.density);
        let side = |length: f32| (length * density).ceil().max(1.0);
        let (columns, rows) = (side(size.width()), side(size.height()));
        let mut canvas =
            Pixmap::new(columns as u32, rows as u32).ok_or("there is no room to paint it")?;
        let scale = Transform::from_scale(columns / size.width(), rows / size.height());
        catch_painter_panic(|| resvg::render(tree, scale, &mut canvas.as_mut()))?;
        self.begin();
        self.place(painted(canvas)?, [0.0, 0.0, size.width(), size.height()]);
        self.end();
        Ok(())
    }

    /// Shows an image between edges in the drawing's units.
    fn place(&mut self, object: ExternalStream, edges: [f32; 4]) {
        let [left, top, right, bottom] = edges.map(|edge| edge * self.sheet.scale);
        self.matrix(Transform::from_row(
            right - left,
            0.0,
            0.0,
            top - bottom,
            left,
            bottom,
        ));
        self.show(object);
    }
}

/// Whether PDF knows all that a path is painted with.
fn is_plain(path: &Path) -> bool {
    let paints = [
        path.fill().map(Fill::paint),
        path.stroke().map(Stroke::paint),
    ];
    paints.into_iter().flatten().all(|paint| match paint {
        Paint::Color(_) => true,
        Paint::LinearGradient(gradient) => gradient::is_plain(gradient),
        Paint::RadialGradient(gradient) => gradient::is_plain(gradient),
        Paint::Pattern(_) => false,
    })
}

/// What was painted, as an image.
fn painted(canvas: Pixmap) -> Result<ExternalStream, String> {
    let (width, height) = (canvas.width(), canvas.height());
    let image = RgbaImage::from_raw(width, height, canvas.take_demultiplied());
    samples(DynamicImage::from(image.ok_or("it cannot be painted")?))
}

/// The blend modes of both standards have the same meaning (ISO 32000-1, 11.3.5).
fn blend_name(mode: BlendMode) -> Result<&'static str, TooMuch> {
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
        BlendMode::PlusLighter => return Err(TooMuch),
    })
}
