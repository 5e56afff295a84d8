//! The cost of painting an SVG file ([`check_paint_cost`]), counted in layers as large as the
//! image.

use resvg::tiny_skia::PathSegment;
use resvg::usvg::filter::{Filter, Kind};
use resvg::usvg::{ClipPath, Group, Mask, Node, Paint, Path, Pattern, Tree};

use super::limits::{SvgLimits, too_many_elements};

/// The renderer makes no layer larger than this many images.
const LARGEST_LAYER: f32 = 25.0;

/// The longer side for which costs are computed, in pixels: that of a printed page.
const RENDERED_SIDE: f32 = 3000.0;

/// How far a path may reach from the origin, in pixels. The renderer's arithmetic handles no more.
const MAX_REACH: f32 = 1e6;

/// This many dashes cost as much as a layer.
const DASHES_PER_LAYER: f32 = 100_000.0;

/// Checks that a file can be painted in reasonable time.
///
/// # Errors
///
/// If it exceeds a limit.
pub(super) fn check_paint_cost(tree: &Tree, limits: SvgLimits) -> Result<(), String> {
    let (width, height) = (tree.size().width(), tree.size().height());
    let mut cost = PaintCost {
        area: width * height,
        scale: RENDERED_SIDE / width.max(height),
        layers: 0.0,
        nodes_left: limits.elements.saturating_mul(4),
        limits,
    };
    cost.add_group(tree.root(), 1.0)
}

/// The cost so far. Each method adds a part of the file, or fails with a limit that it exceeds.
/// `factor` is how often a part is painted.
struct PaintCost {
    /// The area of the image, in its own units.
    area: f32,
    /// Pixels for each of its units.
    scale: f32,
    layers: f32,
    /// Nodes that may still be visited. Patterns and masks are visited for each use.
    nodes_left: u64,
    limits: SvgLimits,
}

impl PaintCost {
    /// Adds `factor` layers of an area.
    fn add_layers(&mut self, area: f32, factor: f32) -> Result<(), String> {
        self.layers += (area / self.area).min(LARGEST_LAYER) * factor;
        // Written so that a sum that is not a number fails, too.
        if self.layers <= self.limits.layers {
            return Ok(());
        }
        Err(format!(
            "takes more than {} layers of its size to paint: masks, filters, patterns, dashes or \
             transparent groups",
            self.limits.layers
        ))
    }

    fn count_node(&mut self) -> Result<(), String> {
        match self.nodes_left.checked_sub(1) {
            Some(left) => self.nodes_left = left,
            None => return Err(too_many_elements(self.limits)),
        }
        Ok(())
    }

    fn add_group(&mut self, group: &Group, factor: f32) -> Result<(), String> {
        self.count_node()?;
        let bounds = group.abs_layer_bounding_box();
        let area = bounds.width() * bounds.height();
        if group.should_isolate() {
            self.add_layers(area, factor)?;
        }
        if let Some(clip) = group.clip_path() {
            self.add_clip(clip, area, factor)?;
        }
        if let Some(mask) = group.mask() {
            self.add_mask(mask, area, factor)?;
        }
        for filter in group.filters() {
            self.add_filter(filter, area, factor)?;
        }
        for node in group.children() {
            match node {
                Node::Group(group) => self.add_group(group, factor)?,
                Node::Path(path) => self.add_path(path, factor)?,
                Node::Text(text) => self.add_group(text.flattened(), factor)?,
                // The parser left images out.
                Node::Image(_) => {}
            }
        }
        Ok(())
    }

    fn add_clip(&mut self, clip: &ClipPath, area: f32, factor: f32) -> Result<(), String> {
        self.add_layers(area, factor)?;
        self.add_group(clip.root(), factor)?;
        match clip.clip_path() {
            Some(outer) => self.add_clip(outer, area, factor),
            None => Ok(()),
        }
    }

    fn add_mask(&mut self, mask: &Mask, area: f32, factor: f32) -> Result<(), String> {
        // One layer for the mask, and one for the content.
        self.add_layers(area, factor * 2.0)?;
        self.add_group(mask.root(), factor)?;
        match mask.mask() {
            Some(outer) => self.add_mask(outer, area, factor),
            None => Ok(()),
        }
    }

    fn add_path(&mut self, path: &Path, factor: f32) -> Result<(), String> {
        self.count_node()?;
        let bounds = path.abs_stroke_bounding_box();
        let mut reach = 0.0_f32;
        for edge in [bounds.left(), bounds.top(), bounds.right(), bounds.bottom()] {
            reach = reach.max(edge.abs() * self.scale);
        }
        if reach > MAX_REACH {
            return Err("has a path that reaches too far beyond it to be painted".to_owned());
        }
        let paints = [
            path.fill().map(|fill| fill.paint()),
            path.stroke().map(|stroke| stroke.paint()),
        ];
        for paint in paints.into_iter().flatten() {
            if let Paint::Pattern(pattern) = paint {
                self.add_pattern(pattern, path, factor)?;
            }
        }
        let Some(dashes) = path.stroke().and_then(|stroke| stroke.dasharray()) else {
            return Ok(());
        };
        let period = dashes.iter().sum::<f32>() / dashes.len().max(1) as f32;
        let count = path_length(path) / period.max(f32::MIN_POSITIVE);
        let layers = (count / DASHES_PER_LAYER).min(LARGEST_LAYER);
        self.add_layers(self.area * layers, factor)
    }

    fn add_pattern(&mut self, pattern: &Pattern, path: &Path, factor: f32) -> Result<(), String> {
        let (wide, high) = path
            .abs_transform()
            .pre_concat(pattern.transform())
            .get_scale();
        let tile = pattern.rect().width() * wide * pattern.rect().height() * high;
        if tile / self.area > LARGEST_LAYER {
            // The renderer has no limit for tiles, so this fails in any case.
            return self.add_layers(self.area * LARGEST_LAYER, self.limits.layers);
        }
        self.add_layers(tile, factor)?;
        self.add_group(pattern.root(), factor)
    }

    fn add_filter(&mut self, filter: &Filter, area: f32, factor: f32) -> Result<(), String> {
        for primitive in filter.primitives() {
            let pixels = |length: f32| length * self.scale + 1.0;
            let passes = match primitive.kind() {
                Kind::Morphology(morphology) => {
                    let (x, y) = (morphology.radius_x().get(), morphology.radius_y().get());
                    pixels(x) * pixels(y) * 4.0
                }
                Kind::ConvolveMatrix(convolution) => {
                    let matrix = convolution.matrix();
                    matrix.columns() as f32 * matrix.rows() as f32
                }
                Kind::Turbulence(turbulence) => turbulence.num_octaves() as f32 * 8.0,
                Kind::Image(image) => {
                    self.add_group(image.root(), factor)?;
                    1.0
                }
                Kind::Merge(merge) => merge.inputs().len() as f32,
                Kind::GaussianBlur(_)
                | Kind::DropShadow(_)
                | Kind::DiffuseLighting(_)
                | Kind::SpecularLighting(_) => 4.0,
                Kind::Blend(_)
                | Kind::ColorMatrix(_)
                | Kind::ComponentTransfer(_)
                | Kind::Composite(_)
                | Kind::DisplacementMap(_)
                | Kind::Flood(_)
                | Kind::Offset(_)
                | Kind::Tile(_) => 1.0,
            };
            self.add_layers(area, factor * passes)?;
        }
        Ok(())
    }
}

/// An upper bound for the length of a path, in its own units: along its control points.
fn path_length(path: &Path) -> f32 {
    let mut total = 0.0;
    let mut last = (0.0, 0.0);
    for segment in path.data().segments() {
        let points = match segment {
            PathSegment::MoveTo(to) => {
                last = (to.x, to.y);
                continue;
            }
            PathSegment::LineTo(to) => vec![to],
            PathSegment::QuadTo(a, to) => vec![a, to],
            PathSegment::CubicTo(a, b, to) => vec![a, b, to],
            PathSegment::Close => Vec::new(),
        };
        for point in points {
            total += f32::hypot(point.x - last.0, point.y - last.1);
            last = (point.x, point.y);
        }
    }
    // A closed path returns over no more than the diagonal of its box.
    let bounds = path.bounding_box();
    total + bounds.width().hypot(bounds.height())
}
