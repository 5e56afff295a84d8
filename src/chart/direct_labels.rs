//! The names of the series of a stack, beside its last column.

use super::bar_marks::BarMarks;
use super::canvas::{ChartCanvas, MIDDLE, PlacedText, needs_leader_line, spread_labels};
use super::data::ChartData;
use super::ruler::ChartRuler;
use super::scale::ValueScale;
use crate::drawing::{Stroke, TextAnchor};
use crate::fonts::Weight;
use crate::length::Pt;

/// CategoryLabels take at most this share of the width.
const WIDEST: f32 = 0.28;

/// From the last column to the names, in ems.
const LEAD: f32 = 0.9;

/// At least this share of what a category has, the axis included, is free at the right of its
/// column.
const MARGIN: f32 = 0.09;

/// CategoryLabels of series where the eye is when it needs them, in place of a legend.
pub(super) struct DirectLabels {
    /// One for each series.
    names: Vec<String>,
    /// Room at the right end of the frame.
    pub(super) width: Pt,
}

impl DirectLabels {
    /// `None` if a legend says it better: no stack, a series without a mark in the last column, no
    /// room.
    pub(super) fn for_stack(
        ruler: &ChartRuler,
        em: Pt,
        width: Pt,
        data: &ChartData,
        marks: &BarMarks,
    ) -> Option<Self> {
        let last = data.categories.len().checked_sub(1)?;
        let reached = |row: &super::data::SeriesData| {
            matches!(row.points.get(last), Some(Some(cell)) if cell.number != 0.0)
                && !row.name.is_empty()
        };
        if !marks.is_stacked || !data.series.iter().all(reached) {
            return None;
        }
        let room = width * WIDEST;
        let widest = ruler.widest(
            data.series.iter().map(|row| &*row.name),
            em,
            Weight::Regular,
        );
        let names = data.series.iter().map(|row| row.name.clone()).collect();
        let right = (width - LEAD * em - widest) / (1.0 - MARGIN / data.categories.len() as f32);
        (widest <= room).then(|| Self {
            names,
            width: (width - right).max(Pt::ZERO),
        })
    }

    /// The middles of the names in a room from its top to its bottom, by series; `None` if they do
    /// not all fit.
    pub(super) fn label_middles(
        &self,
        em: Pt,
        marks: &BarMarks,
        scale: &ValueScale,
        room: (Pt, Pt),
    ) -> Option<Vec<Pt>> {
        let ends = last_marks(marks, scale);
        let places: Vec<Pt> = ends.iter().map(|end| end.1).collect();
        let mut middles = vec![Pt::ZERO; self.names.len()];
        for (at, middle) in spread_labels(&places, em, room)? {
            *middles.get_mut(ends.get(at)?.0)? = middle;
        }
        Some(middles)
    }

    /// Sets the names at their middles, right of the column that ends at `edge`.
    pub(super) fn draw_direct_labels(
        &self,
        canvas: &mut ChartCanvas,
        middles: &[Pt],
        marks: &BarMarks,
        scale: &ValueScale,
        edge: Pt,
    ) {
        let em = canvas.em;
        let x = edge + LEAD * em;
        for (series, end) in last_marks(marks, scale) {
            let (Some(&middle), Some(text)) = (middles.get(series), self.names.get(series)) else {
                continue;
            };
            let color = canvas.readable_color(canvas.series_color(series));
            let baseline = middle + MIDDLE * em;
            canvas.write_if_room(PlacedText {
                text,
                x,
                baseline,
                anchor: TextAnchor::Start,
                weight: Weight::Regular,
                color,
            });
            if needs_leader_line(end, middle, em) {
                let stroke = Stroke {
                    width: canvas.hairline(),
                    color,
                    dash: None,
                };
                canvas.straight_line((edge + 0.1 * em, end), (x - 0.2 * em, middle), stroke);
            }
        }
    }
}

/// Each series, in their order, with the middle of its mark in the last column.
fn last_marks(marks: &BarMarks, scale: &ValueScale) -> Vec<(usize, Pt)> {
    let last = marks.bars.iter().map(|bar| bar.category).max();
    let of_last = marks.bars.iter().filter(|bar| Some(bar.category) == last);
    let mut ends: Vec<(usize, Pt)> = of_last
        .map(|bar| {
            (
                bar.series,
                Pt::midpoint(scale.position_of(bar.start), scale.position_of(bar.end)),
            )
        })
        .collect();
    ends.sort_by_key(|end| end.0);
    ends
}
