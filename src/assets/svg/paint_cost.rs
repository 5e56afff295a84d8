//! How much painting a drawing takes.

use resvg::tiny_skia::PathSegment;
use resvg::usvg::filter::{Filter, Kind};
use resvg::usvg::{ClipPath, Group, Mask, Node, Paint, Path, Pattern, Rect, Tree};

use super::limits::{SvgLimits, too_many_elements};

/// No layer is larger than so many times the picture: the painter sees to that.
const LARGEST_LAYER: f32 = 25.0;

/// Pixels of a side for which the work is reckoned: those of a page in print.
const RENDERED_SIDE: f32 = 3000.0;

/// No path reaches farther than so many pixels from the corner of the picture: the painter reckons
/// with no more.
const MAX_REACH: f32 = 1e6;

/// So many dashes cost as much as a layer.
const DASHES_PER_LAYER: f32 = 100_000.0;

/// Says whether a drawing can be painted in reasonable time.
///
/// # Errors
///
/// When it passes a limit.
pub(super) fn check_paint_cost(tree: &Tree, limits: SvgLimits) -> Result<(), String> {
    let area = tree.size().width() * tree.size().height();
    let scale = RENDERED_SIDE / tree.size().width().max(tree.size().height());
    let mut cost = PaintCost {
        area,
        scale,
        layers: 0.0,
        nodes_left: limits.elements.saturating_mul(4),
        limits,
    };
    cost.add_group(tree.root(), 1.0)
}

struct PaintCost {
    area: f32,
    scale: f32,
    layers: f32,
    /// Nodes that may still be seen.
    nodes_left: u64,
    limits: SvgLimits,
}

impl PaintCost {
    /// Adds layers of a size; `times` is how often what is inside is larger than on the picture.
    fn add_layers(&mut self, area: f32, factor: f32) -> Result<(), String> {
        // Not a number is too much as well.
        self.layers += (area / self.area).min(LARGEST_LAYER) * factor;
        if self.layers <= self.limits.layers {
            return Ok(());
        }
        Err(format!(
            "takes more than {} layers of its size to paint: masks, filters, patterns, dashes or transparent groups",
            self.limits.layers
        ))
    }

    fn add_group(&mut self, group: &Group, factor: f32) -> Result<(), String> {
        self.nodes_left = self
            .nodes_left
            .checked_sub(1)
            .ok_or_else(|| too_many_elements(self.limits))?;
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
                // None is let in.
                Node::Image(_) => {}
            }
        }
        Ok(())
    }

    fn add_clip(&mut self, clip: &ClipPath, area: f32, factor: f32) -> Result<(), String> {
        self.add_layers(area, factor)?;
        self.add_group(clip.root(), factor)?;
        clip.clip_path()
            .map_or(Ok(()), |clip| self.add_clip(clip, area, factor))
    }

    fn add_mask(&mut self, mask: &Mask, area: f32, factor: f32) -> Result<(), String> {
        self.add_layers(area, factor * 2.0)?;
        self.add_group(mask.root(), factor)?;
        mask.mask()
            .map_or(Ok(()), |mask| self.add_mask(mask, area, factor))
    }

    fn add_path(&mut self, path: &Path, factor: f32) -> Result<(), String> {
        self.nodes_left = self
            .nodes_left
            .checked_sub(1)
            .ok_or_else(|| too_many_elements(self.limits))?;
        let bounds = path.abs_stroke_bounding_box();
        let edges = [bounds.left(), bounds.top(), bounds.right(), bounds.bottom()];
        let reach = edges
            .map(|edge| edge.abs() * self.scale)
            .into_iter()
            .fold(0.0, f32::max);
        if reach > MAX_REACH {
            return Err("has a path that reaches too far beyond it to be painted".to_owned());
        }
        let paints = [
            path.fill().map(|it| it.paint()),
            path.stroke().map(|it| it.paint()),
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
        self.add_layers(
            self.area * (count / DASHES_PER_LAYER).min(LARGEST_LAYER),
            factor,
        )
    }

    fn add_pattern(&mut self, pattern: &Pattern, path: &Path, factor: f32) -> Result<(), String> {
        let (wide, high) = path
            .abs_transform()
            .pre_concat(pattern.transform())
            .get_scale();
        let tile = pattern.rect().width() * wide * pattern.rect().height() * high;
        if tile / self.area > LARGEST_LAYER {
            // The painter does not bound tiles.
            return self.add_layers(self.area * LARGEST_LAYER, self.limits.layers);
        }
        self.add_layers(tile, factor)?;
        self.add_group(pattern.root(), factor)
    }

    fn add_filter(&mut self, filter: &Filter, area: f32, factor: f32) -> Result<(), String> {
        for primitive in filter.primitives() {
            let pixels = |length: f32| length * self.scale + 1.0;
            let passes = match primitive.kind() {
                Kind::Morphology(it) => {
                    pixels(it.radius_x().get()) * pixels(it.radius_y().get()) * 4.0
                }
                Kind::ConvolveMatrix(it) => {
                    it.matrix().columns() as f32 * it.matrix().rows() as f32
                }
                Kind::Turbulence(it) => it.num_octaves() as f32 * 8.0,
                Kind::Image(it) => {
                    self.add_group(it.root(), factor)?;
                    1.0
                }
                Kind::Merge(it) => it.inputs().len() as f32,
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

/// No less than the length of a path, in its own units: along its control points.
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
    // A path that is closed goes back as far at most.
    let bounds: Rect = path.bounding_box();
    total + bounds.width().hypot(bounds.height())
}
