//! How much painting a drawing takes.

use resvg::tiny_skia::PathSegment;
use resvg::usvg::filter::{Filter, Kind};
use resvg::usvg::{ClipPath, Group, Mask, Node, Paint, Path, Pattern, Rect, Tree};

use super::limits::{SvgLimits, too_many};

/// No layer is larger than so many times the picture: the painter sees to that.
const LARGEST_LAYER: f32 = 25.0;

/// Pixels of a side for which the work is reckoned: those of a page in print.
const SIDE: f32 = 3000.0;

/// No path reaches farther than so many pixels from the corner of the picture: the painter reckons
/// with no more.
const FARTHEST: f32 = 1e6;

/// So many dashes cost as much as a layer.
const DASHES: f32 = 100_000.0;

/// Says whether a drawing can be painted in reasonable time.
///
/// # Errors
///
/// When it passes a limit.
pub(super) fn check(tree: &Tree, limits: SvgLimits) -> Result<(), String> {
    let area = tree.size().width() * tree.size().height();
    let scale = SIDE / tree.size().width().max(tree.size().height());
    let mut work = Work {
        area,
        scale,
        layers: 0.0,
        steps: limits.elements.saturating_mul(4),
        limits,
    };
    work.group(tree.root(), 1.0)
}

struct Work {
    area: f32,
    scale: f32,
    layers: f32,
    /// Nodes that may still be seen.
    steps: u64,
    limits: SvgLimits,
}

impl Work {
    /// Adds layers of a size; `times` is how often what is inside is larger than on the picture.
    fn layer(&mut self, area: f32, factor: f32) -> Result<(), String> {
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

    fn group(&mut self, group: &Group, factor: f32) -> Result<(), String> {
        self.steps = self
            .steps
            .checked_sub(1)
            .ok_or_else(|| too_many(self.limits))?;
        let bounds = group.abs_layer_bounding_box();
        let area = bounds.width() * bounds.height();
        if group.should_isolate() {
            self.layer(area, factor)?;
        }
        if let Some(clip) = group.clip_path() {
            self.clip(clip, area, factor)?;
        }
        if let Some(mask) = group.mask() {
            self.mask(mask, area, factor)?;
        }
        for filter in group.filters() {
            self.filter(filter, area, factor)?;
        }
        for node in group.children() {
            match node {
                Node::Group(group) => self.group(group, factor)?,
                Node::Path(path) => self.path(path, factor)?,
                Node::Text(text) => self.group(text.flattened(), factor)?,
                // None is let in.
                Node::Image(_) => {}
            }
        }
        Ok(())
    }

    fn clip(&mut self, clip: &ClipPath, area: f32, factor: f32) -> Result<(), String> {
        self.layer(area, factor)?;
        self.group(clip.root(), factor)?;
        clip.clip_path()
            .map_or(Ok(()), |clip| self.clip(clip, area, factor))
    }

    fn mask(&mut self, mask: &Mask, area: f32, factor: f32) -> Result<(), String> {
        self.layer(area, factor * 2.0)?;
        self.group(mask.root(), factor)?;
        mask.mask()
            .map_or(Ok(()), |mask| self.mask(mask, area, factor))
    }

    fn path(&mut self, path: &Path, factor: f32) -> Result<(), String> {
        self.steps = self
            .steps
            .checked_sub(1)
            .ok_or_else(|| too_many(self.limits))?;
        let bounds = path.abs_stroke_bounding_box();
        let edges = [bounds.left(), bounds.top(), bounds.right(), bounds.bottom()];
        let reach = edges
            .map(|edge| edge.abs() * self.scale)
            .into_iter()
            .fold(0.0, f32::max);
        if reach > FARTHEST {
            return Err("has a path that reaches too far beyond it to be painted".to_owned());
        }
        let paints = [
            path.fill().map(|it| it.paint()),
            path.stroke().map(|it| it.paint()),
        ];
        for paint in paints.into_iter().flatten() {
            if let Paint::Pattern(pattern) = paint {
                self.pattern(pattern, path, factor)?;
            }
        }
        let Some(dashes) = path.stroke().and_then(|stroke| stroke.dasharray()) else {
            return Ok(());
        };
        let period = dashes.iter().sum::<f32>() / dashes.len().max(1) as f32;
        let count = length(path) / period.max(f32::MIN_POSITIVE);
        self.layer(self.area * (count / DASHES).min(LARGEST_LAYER), factor)
    }

    fn pattern(&mut self, pattern: &Pattern, path: &Path, factor: f32) -> Result<(), String> {
        let (wide, high) = path
            .abs_transform()
            .pre_concat(pattern.transform())
            .get_scale();
        let tile = pattern.rect().width() * wide * pattern.rect().height() * high;
        if tile / self.area > LARGEST_LAYER {
            // The painter does not bound tiles.
            return self.layer(self.area * LARGEST_LAYER, self.limits.layers);
        }
        self.layer(tile, factor)?;
        self.group(pattern.root(), factor)
    }

    fn filter(&mut self, filter: &Filter, area: f32, factor: f32) -> Result<(), String> {
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
                    self.group(it.root(), factor)?;
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
            self.layer(area, factor * passes)?;
        }
        Ok(())
    }
}

/// No less than the length of a path, in its own units: along its control points.
fn length(path: &Path) -> f32 {
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
