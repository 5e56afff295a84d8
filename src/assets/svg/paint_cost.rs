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
        if let Some(fill) = path.fill() {
            self.add_paint(fill.paint(), path, factor)?;
        }
        let Some(stroke) = path.stroke() else {
            return Ok(());
        };
        self.add_paint(stroke.paint(), path, factor)?;
        let Some(dashes) = stroke.dasharray() else {
            return Ok(());
        };
        let total: f32 = dashes.iter().sum();
        let mean_dash = total / dashes.len().max(1) as f32;
        let count = path_length(path) / mean_dash.max(f32::MIN_POSITIVE);
        let layers = (count / DASHES_PER_LAYER).min(LARGEST_LAYER);
        self.add_layers(self.area * layers, factor)
    }

    fn add_paint(&mut self, paint: &Paint, path: &Path, factor: f32) -> Result<(), String> {
        match paint {
            Paint::Pattern(pattern) => self.add_pattern(pattern, path, factor),
            // These take no layer of their own.
            Paint::Color(_) | Paint::LinearGradient(_) | Paint::RadialGradient(_) => Ok(()),
        }
    }

    fn add_pattern(&mut self, pattern: &Pattern, path: &Path, factor: f32) -> Result<(), String> {
        // The renderer paints one tile, as large as the path shows it, and repeats its pixels.
        let transform = path.abs_transform().pre_concat(pattern.transform());
        let (scale_x, scale_y) = transform.get_scale();
        let rect = pattern.rect();
        let tile = rect.width() * scale_x * rect.height() * scale_y;
        if tile / self.area > LARGEST_LAYER {
            // The renderer has no limit for tiles, so this fails in any case.
            return self.add_layers(self.area * LARGEST_LAYER, self.limits.layers);
        }
        self.add_layers(tile, factor)?;
        self.add_group(pattern.root(), factor)
    }

    fn add_filter(&mut self, filter: &Filter, area: f32, factor: f32) -> Result<(), String> {
        for primitive in filter.primitives() {
            if let Kind::Image(image) = primitive.kind() {
                self.add_group(image.root(), factor)?;
            }
            let passes = filter_passes(primitive.kind(), self.scale);
            self.add_layers(area, factor * passes)?;
        }
        Ok(())
    }
}

/// How many times a step of a filter goes over its layer. `scale` is the pixels for each unit.
fn filter_passes(step: &Kind, scale: f32) -> f32 {
    match step {
        // Each pixel is compared with all in the rectangle around it, whose sides are twice the
        // radius.
        Kind::Morphology(morphology) => {
            let reach_x = morphology.radius_x().get() * scale + 1.0;
            let reach_y = morphology.radius_y().get() * scale + 1.0;
            reach_x * reach_y * 4.0
        }
        Kind::ConvolveMatrix(convolution) => {
            let matrix = convolution.matrix();
            matrix.columns() as f32 * matrix.rows() as f32
        }
        Kind::Turbulence(turbulence) => turbulence.num_octaves() as f32 * 8.0,
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
        | Kind::Image(_)
        | Kind::Offset(_)
        | Kind::Tile(_) => 1.0,
    }
}

/// An upper bound for the length of a path, in its own units: along its control points.
fn path_length(path: &Path) -> f32 {
    let mut total = 0.0;
    let mut last = (0.0, 0.0);
    for segment in path.data().segments() {
        // A curve is never longer than the way along its control points.
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
