//! Charts as drawings: a [`Chart`] becomes lines, areas and words at fixed places, which any backend can paint.
//!
//! The title (the finding), the note and the source of a chart are text of the document and are set by the backend;
//! the drawing holds the unit, the names of series and categories, the values and the marks.

mod drawing;
mod svg;
mod text;

use crate::document::{Chart, Labels, plain_text};
use crate::fonts::{Fonts, Weight};
use crate::theme::Theme;

pub use drawing::{Anchor, Dash, Drawing, Position, Segment, Shape, Stroke};
pub use svg::svg;

use text::Ruler;

/// The narrowest drawing, in ems of its text.
pub const MIN_WIDTH_EM: f32 = 14.0;

/// The lowest drawing, in ems of its text.
pub const MIN_HEIGHT_EM: f32 = 8.0;

/// Draws `chart` in a frame of `width_pt` by `height_pt` points with words of `text_size_pt`.
///
/// A frame smaller than [`MIN_WIDTH_EM`] by [`MIN_HEIGHT_EM`] is drawn at that size: its user scales it down. Below
/// [`preferred_height`] names and values are thinned out until they fit; nothing leaves the frame, and no two texts
/// overlap.
#[must_use]
pub fn draw(chart: &Chart, theme: &Theme, fonts: &Fonts, width_pt: f32, height_pt: f32, text_size_pt: f32) -> Drawing {
    let width = width_pt.max(MIN_WIDTH_EM * text_size_pt);
    let height = height_pt.max(MIN_HEIGHT_EM * text_size_pt);
    let ruler = Ruler::new(fonts, &theme.fonts.body);
    let mut shapes = Vec::new();
    let row = height / chart.categories.len().max(1) as f32;
    let values = || chart.series.iter().take(1).flat_map(|series| &series.values);
    let most = values().flatten().map(|value| value.number).filter(|it| it.is_finite()).fold(0.0, f64::max);
    for (at, (category, value)) in chart.categories.iter().zip(values()).enumerate() {
        let baseline = row * (at as f32 + 0.5) + 0.3 * text_size_pt;
        shapes.push(Shape::Text {
            x: 0.0,
            baseline,
            anchor: Anchor::Start,
            width: ruler.width(category, text_size_pt, Weight::Regular),
            size: text_size_pt,
            weight: Weight::Regular,
            color: theme.colors.text,
            text: category.clone(),
        });
        let share = value.as_ref().map_or(0.0, |value| (value.number / most).clamp(0.0, 1.0) as f32);
        shapes.push(Shape::Rect {
            x: width * 0.4,
            y: row * (at as f32 + 0.2),
            width: width * 0.6 * share,
            height: row * 0.6,
            fill: theme.colors.accent,
        });
    }
    Drawing { width, height, shapes }
}

/// The height, in points, at which every name and value of `chart` finds its place in a frame `width_pt` wide.
#[must_use]
pub fn preferred_height(chart: &Chart, width_pt: f32, text_size_pt: f32) -> f32 {
    let rows = 2.0 * text_size_pt * (chart.categories.len() as f32 + 1.0);
    rows.clamp(0.3 * width_pt, 0.6 * width_pt).max(MIN_HEIGHT_EM * text_size_pt)
}

/// What a reader who cannot see `chart` is told, made from its data.
#[must_use]
pub fn describe(chart: &Chart, labels: &Labels) -> String {
    labels.fill("chart-alt", &[("title", &plain_text(&chart.title))])
}
