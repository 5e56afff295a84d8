//! The names of the series of a stack, beside its last column.

use super::canvas::{Canvas, MIDDLE, Words, needs_leader, spread_names};
use super::data::Data;
use super::marks::Marks;
use super::ruler::Ruler;
use super::scale::Scale;
use crate::drawing::{Stroke, TextAnchor};
use crate::fonts::Weight;
use crate::length::Pt;

/// Names take at most this share of the width.
const WIDEST: f32 = 0.28;

/// From the last column to the names, in ems.
const LEAD: f32 = 0.9;

/// At least this share of what a category has, the axis included, is free at the right of its
/// column.
const MARGIN: f32 = 0.09;

/// Names of series where the eye is when it needs them, in place of a legend.
pub(super) struct Beside {
    /// One for each series.
    names: Vec<String>,
    /// Room at the right end of the frame.
    pub(super) width: Pt,
}

impl Beside {
    /// `None` if a legend says it better: no stack, a series without a mark in the last column, no
    /// room.
    pub(super) fn plan(
        ruler: &Ruler,
        em: Pt,
        width: Pt,
        data: &Data,
        marks: &Marks,
    ) -> Option<Self> {
        let last = data.categories.len().checked_sub(1)?;
        let reached = |row: &super::data::Row| {
            matches!(row.cells.get(last), Some(Some(cell)) if cell.number != 0.0)
                && !row.name.is_empty()
        };
        if !marks.stacked || !data.series.iter().all(reached) {
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
    pub(super) fn middles(
        &self,
        em: Pt,
        marks: &Marks,
        scale: &Scale,
        room: (Pt, Pt),
    ) -> Option<Vec<Pt>> {
        let ends = last(marks, scale);
        let places: Vec<Pt> = ends.iter().map(|end| end.1).collect();
        let mut middles = vec![Pt::ZERO; self.names.len()];
        for (at, middle) in spread_names(&places, em, room)? {
            *middles.get_mut(ends.get(at)?.0)? = middle;
        }
        Some(middles)
    }

    /// Sets the names at their middles, right of the column that ends at `edge`.
    pub(super) fn draw(
        &self,
        canvas: &mut Canvas,
        middles: &[Pt],
        marks: &Marks,
        scale: &Scale,
        edge: Pt,
    ) {
        let em = canvas.em;
        let x = edge + LEAD * em;
        for (series, end) in last(marks, scale) {
            let (Some(&middle), Some(text)) = (middles.get(series), self.names.get(series)) else {
                continue;
            };
            let color = canvas.ink(canvas.series(series));
            let baseline = middle + MIDDLE * em;
            canvas.write(Words {
                text,
                x,
                baseline,
                anchor: TextAnchor::Start,
                weight: Weight::Regular,
                color,
            });
            if needs_leader(end, middle, em) {
                let stroke = Stroke {
                    width: canvas.hairline(),
                    color,
                    dash: None,
                };
                canvas.line((edge + 0.1 * em, end), (x - 0.2 * em, middle), stroke);
            }
        }
    }
}

/// Each series, in their order, with the middle of its mark in the last column.
fn last(marks: &Marks, scale: &Scale) -> Vec<(usize, Pt)> {
    let last = marks.bars.iter().map(|bar| bar.category).max();
    let of_last = marks.bars.iter().filter(|bar| Some(bar.category) == last);
    let mut ends: Vec<(usize, Pt)> = of_last
        .map(|bar| {
            (
                bar.series,
                Pt::midpoint(scale.at(bar.start), scale.at(bar.end)),
            )
        })
        .collect();
    ends.sort_by_key(|end| end.0);
    ends
}
