//! The names of the series of a stack, beside its last column.

use super::canvas::{Canvas, MIDDLE, Words, spread};
use super::data::Data;
use super::drawing::{Anchor, Stroke};
use super::marks::Marks;
use super::scale::Scale;
use super::text::Ruler;
use crate::fonts::Weight;
use crate::length::Pt;

/// Names take at most this share of the width.
const WIDEST: f32 = 0.28;

/// Height of a name with the space around it, in ems.
const PITCH: f32 = 1.12;

/// From the last column to the names, in ems.
const LEAD: f32 = 0.9;

/// At least this share of what a category has, the axis included, is free at the right of its column.
const MARGIN: f32 = 0.09;

/// Names of series where the eye is when it needs them, in place of a legend.
pub(super) struct Beside {
    /// One for each series.
    names: Vec<String>,
    /// Room at the right end of the frame.
    pub(super) width: Pt,
}

impl Beside {
    /// `None` if a legend says it better: no stack, a series without a mark in the last column, no room.
    pub(super) fn plan(ruler: &Ruler, em: Pt, width: Pt, data: &Data, marks: &Marks) -> Option<Self> {
        let last = data.categories.len().checked_sub(1)?;
        let reached = |row: &super::data::Row| {
            matches!(row.cells.get(last), Some(Some(cell)) if cell.number != 0.0) && !row.name.is_empty()
        };
        if !marks.stacked || !data.series.iter().all(reached) {
            return None;
        }
        let room = width * WIDEST;
        let widest = ruler.widest(data.series.iter().map(|row| &*row.name), em, Weight::Regular);
        let names = data.series.iter().map(|row| row.name.clone()).collect();
        let right = (width - LEAD * em - widest) / (1.0 - MARGIN / data.categories.len() as f32);
        (widest <= room).then(|| Self { names, width: (width - right).max(Pt::ZERO) })
    }

    /// The middles of the names between `top` and `bottom`, by series; `None` if they do not all fit.
    pub(super) fn middles(&self, em: Pt, marks: &Marks, scale: &Scale, (top, bottom): (Pt, Pt)) -> Option<Vec<Pt>> {
        let mut ends = last(marks, scale);
        ends.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
        let wanted: Vec<Pt> = ends.iter().map(|end| end.1).collect();
        let spread = spread(&wanted, &vec![PITCH * em; ends.len()], top, bottom)?;
        let mut middles = vec![Pt::ZERO; self.names.len()];
        for ((series, _), middle) in ends.iter().zip(spread) {
            *middles.get_mut(*series)? = middle;
        }
        Some(middles)
    }

    /// Sets the names at their middles, right of the column that ends at `edge`.
    pub(super) fn draw(&self, canvas: &mut Canvas, middles: &[Pt], marks: &Marks, scale: &Scale, edge: Pt) {
        let em = canvas.em;
        let x = edge + LEAD * em;
        for (series, end) in last(marks, scale) {
            let (Some(&middle), Some(text)) = (middles.get(series), self.names.get(series)) else { continue };
            let color = canvas.ink(canvas.series(series));
            let baseline = middle + MIDDLE * em;
            canvas.write(Words { text, x, baseline, anchor: Anchor::Start, weight: Weight::Regular, color });
            if (middle - end).abs() > 0.45 * em {
                let stroke = Stroke { width: canvas.hairline(), color, dash: None };
                canvas.line((edge + 0.1 * em, end), (x - 0.2 * em, middle), stroke);
            }
        }
    }
}

/// Each series with the middle of its mark in the last column.
fn last(marks: &Marks, scale: &Scale) -> Vec<(usize, Pt)> {
    let last = marks.bars.iter().map(|bar| bar.category).max();
    let of_last = marks.bars.iter().filter(|bar| Some(bar.category) == last);
    of_last.map(|bar| (bar.series, Pt::midpoint(scale.at(bar.start), scale.at(bar.end)))).collect()
}
