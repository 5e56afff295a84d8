//! Direct labels ([`DirectLabels`]): the names of stacked series beside the last column, in place
//! of a legend.

use super::bar_marks::BarMarks;
use super::canvas::{ChartCanvas, MIDDLE, PlacedText, needs_leader_line, spread_labels};
use super::data::{ChartData, SeriesData};
use super::ruler::ChartRuler;
use super::scale::ValueScale;
use crate::drawing::{Stroke, TextAnchor};
use crate::fonts::Weight;
use crate::length::Pt;

/// Labels take at most this share of the width.
const MAX_SHARE: f32 = 0.28;

/// From the last column to the labels, in ems.
const LEADER: f32 = 0.9;

/// At least this share of a category's band is free at the right of its column.
const BAND_MARGIN: f32 = 0.09;

/// The names of the series, each at the height of its mark in the last column.
pub(super) struct DirectLabels {
    /// One for each series.
    names: Vec<String>,
    /// The width that is reserved at the right end of the frame.
    pub width: Pt,
}

impl DirectLabels {
    /// `None` if a legend does better: the chart is no stack, a series has no mark in the last
    /// column to stand beside, or the names are too wide.
    pub fn for_stack(
        ruler: &ChartRuler,
        em: Pt,
        width: Pt,
        data: &ChartData,
        marks: &BarMarks,
    ) -> Option<Self> {
        let last = data.categories.len().checked_sub(1)?;
        if !marks.is_stacked {
            return None;
        }
        let mut names = Vec::new();
        for series in &data.series {
            if !has_visible_mark(series, last) {
                return None;
            }
            names.push(series.name.clone());
        }
        let widest = ruler.widest(names.iter().map(String::as_str), em, Weight::Regular);
        if widest > width * MAX_SHARE {
            return None;
        }
        // The labels begin inside the free margin of the last band. So the column ends at
        // `right * (1.0 - BAND_MARGIN / bands)`, and `right` follows from what is left of it.
        let bands = data.categories.len() as f32;
        let column_end = width - LEADER * em - widest;
        let right = column_end / (1.0 - BAND_MARGIN / bands);
        Some(Self {
            names,
            width: (width - right).max(Pt::ZERO),
        })
    }

    /// The middles of the labels by series, between `top` and `bottom`. `None` if they do not all
    /// fit.
    pub fn label_middles(
        &self,
        em: Pt,
        marks: &BarMarks,
        scale: &ValueScale,
        (top, bottom): (Pt, Pt),
    ) -> Option<Vec<Pt>> {
        let mut series_of_marks = Vec::new();
        let mut wanted = Vec::new();
        for (series, middle) in last_mark_middles(marks, scale) {
            series_of_marks.push(series);
            wanted.push(middle);
        }
        // Labels are spread from top to bottom, and drawn by series.
        let mut middles = vec![Pt::ZERO; self.names.len()];
        for (mark, middle) in spread_labels(&wanted, em, (top, bottom))? {
            let series = series_of_marks[mark];
            *middles.get_mut(series)? = middle;
        }
        Some(middles)
    }

    /// Writes the names at their middles, right of the column that ends at `edge`.
    pub fn draw_direct_labels(
        &self,
        canvas: &mut ChartCanvas,
        middles: &[Pt],
        marks: &BarMarks,
        scale: &ValueScale,
        edge: Pt,
    ) {
        let em = canvas.em;
        let x = edge + LEADER * em;
        for (series, mark) in last_mark_middles(marks, scale) {
            let Some(&middle) = middles.get(series) else {
                continue;
            };
            let Some(text) = self.names.get(series) else {
                continue;
            };
            let color = canvas.readable_color(canvas.series_color(series));
            canvas.write_if_room(PlacedText {
                text,
                x,
                baseline: middle + MIDDLE * em,
                anchor: TextAnchor::Start,
                weight: Weight::Regular,
                color,
            });
            if needs_leader_line(mark, middle, em) {
                let stroke = Stroke {
                    width: canvas.hairline(),
                    color,
                    dash: None,
                };
                let leader_start = (edge + 0.1 * em, mark);
                let leader_end = (x - 0.2 * em, middle);
                canvas.straight_line(leader_start, leader_end, stroke);
            }
        }
    }
}

/// Whether a series has a name, and a mark in a category that can be seen.
fn has_visible_mark(series: &SeriesData, category: usize) -> bool {
    match series.points.get(category) {
        Some(Some(point)) => point.number != 0.0 && !series.name.is_empty(),
        _ => false,
    }
}

/// Each series with the middle of its mark in the last column, in the order of the series.
fn last_mark_middles(marks: &BarMarks, scale: &ValueScale) -> Vec<(usize, Pt)> {
    let last = marks.bars.iter().map(|bar| bar.category).max();
    let mut middles = Vec::new();
    for bar in &marks.bars {
        if Some(bar.category) == last {
            let start = scale.position_of(bar.start);
            let end = scale.position_of(bar.end);
            middles.push((bar.series, Pt::midpoint(start, end)));
        }
    }
    // Callers find a label by its series, whatever order the bars are stacked in.
    middles.sort_by_key(|(series, _)| *series);
    middles
}
