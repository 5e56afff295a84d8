//! The value axis of upright charts: grid lines and their numbers at the left of the plot.

use super::canvas::{ABOVE, ChartCanvas, MIDDLE, PlacedText};
use super::scale::{Ticks, ValueScale};
use crate::drawing::TextAnchor;
use crate::fonts::Weight;
use crate::length::Pt;

/// Space between the numbers and the plot, in ems.
const GAP: f32 = 0.5;

/// The numbers take at most this share of the width.
const MAX_SHARE: f32 = 0.4;

/// The ticks of a plot below `top`, and the left edge of the plot: the numbers stand left of it.
pub(super) fn plan_value_axis(canvas: &ChartCanvas, range: (f64, f64), top: Pt) -> (Ticks, Pt) {
    let em = canvas.em;
    // The names below the plot have not been set yet: they count as one line and a half.
    let plot_height = canvas.height - top - 1.5 * em;
    let gaps_with_room = plot_height / (2.6 * em);
    let gaps = gaps_with_room.clamp(1.0, 5.0) as usize;
    let ticks = Ticks::covering(range, gaps);
    let mut widest = Pt::ZERO;
    for (_, text) in ticks.with_labels(canvas.numbers) {
        widest = widest.max(canvas.text_width(&text, Weight::Regular));
    }
    let left = (widest + GAP * em).min(canvas.width * MAX_SHARE);
    (ticks, left)
}

/// Draws grid lines from `left` to `right`, with their numbers left of them.
pub(super) fn draw_grid(
    canvas: &mut ChartCanvas,
    ticks: &Ticks,
    scale: &ValueScale,
    (left, right): (Pt, Pt),
) {
    canvas.has_value_axis = true;
    let color = canvas.readable_color(canvas.theme.colors.muted);
    for (number, text) in ticks.with_labels(canvas.numbers) {
        let y = scale.position_of(number);
        canvas.grid_line((left, y), (right, y));
        // The highest number moves down a little where the plot begins at the top of the frame.
        let highest = ABOVE * canvas.em;
        let baseline = (y + MIDDLE * canvas.em).max(highest);
        canvas.write_if_room(PlacedText {
            text: &text,
            x: left - GAP * canvas.em,
            baseline,
            anchor: TextAnchor::End,
            weight: Weight::Regular,
            color,
        });
    }
}
