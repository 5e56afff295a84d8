//! Vertical bars, side by side or upon each other: names below, values above or inside.

use super::canvas::{BELOW, Canvas, LEADING, MIDDLE, Words};
use super::data::Data;
use super::drawing::Anchor;
use super::head::{Head, Legend};
use super::marks::{Mark, Marks};
use super::names::{Names, count_on};
use super::scale::{Scale, Ticks};
use super::text::Ruler;
use crate::fonts::Weight;
use crate::length::Pt;

/// The widest column, in ems.
const WIDEST: f32 = 5.0;

/// Lines of a name below a column.
const NAME_LINES: usize = 3;

/// Whether names find their place below columns, or can be thinned out because they count on.
pub(super) fn suit(ruler: &Ruler, em: Pt, width: Pt, data: &Data) -> bool {
    let names =
        Names::plan(ruler, em, &data.categories, &middles(data, Pt::ZERO, width), (Pt::ZERO, width), NAME_LINES);
    names.complete || count_on(&data.categories)
}

/// The height of head and names.
pub(super) fn margins(ruler: &Ruler, em: Pt, width: Pt, data: &Data) -> Pt {
    let names =
        Names::plan(ruler, em, &data.categories, &middles(data, Pt::ZERO, width), (Pt::ZERO, width), NAME_LINES);
    Head::plan(ruler, em, width, 4, data, legend(data)).height(em) + names.height(em)
}

pub(super) fn draw(canvas: &mut Canvas, data: &Data, marks: &Marks) {
    let em = canvas.em;
    let most = (canvas.height * 0.35 / (LEADING * em)).max(1.0) as usize;
    let top = Head::plan(canvas.ruler, em, canvas.width, most, data, legend(data)).draw(canvas);
    if data.categories.is_empty() {
        return;
    }
    let labelled = labelled(canvas, data, marks);
    let named = |left: Pt| {
        let (middles, frame) = (middles(data, left, canvas.width), (left, canvas.width));
        Names::plan(canvas.ruler, em, &data.categories, &middles, frame, NAME_LINES)
    };
    let (names, left, scale, bottom) = if labelled {
        let names = named(Pt::ZERO);
        let bottom = canvas.height - names.height(em);
        let above = if marks.stacked && marks.totals.is_empty() { 0.2 } else { LEADING };
        let below = if marks.range.0 < 0.0 && !marks.stacked { LEADING } else { 0.0 };
        let scale = Scale::new(marks.range, (bottom - below * em, (top + above * em).min(bottom)));
        (names, Pt::ZERO, scale, bottom)
    } else {
        let about = canvas.height - top - 1.5 * em;
        let ticks = Ticks::around(marks.range, (about / (2.6 * em)).clamp(1.0, 5.0) as usize);
        let widest = ticks.all().iter().map(|(_, text)| canvas.measure(text, Weight::Regular)).fold(Pt::ZERO, Pt::max);
        let left = (widest + 0.5 * em).min(canvas.width * 0.4);
        let names = named(left);
        let bottom = canvas.height - names.height(em).max(BELOW * em);
        let above = if marks.totals.is_empty() { 0.5 } else { LEADING };
        let scale = Scale::new(ticks.range(), (bottom - MIDDLE * em * 0.3, (top + above * em).min(bottom)));
        super::lines::grid(canvas, &ticks, &scale, (left, canvas.width), left - 0.5 * em);
        (names, left, scale, bottom)
    };
    names.draw(canvas, bottom);
    let band = (canvas.width - left) / data.categories.len() as f32;
    let bands = Bands { left, band };
    for bar in &marks.bars {
        let (start, end) = bands.lane(bar, marks.lanes, em);
        let (from, to) = (scale.at(bar.start), scale.at(bar.end));
        let seam = if marks.stacked && bar.start != 0.0 { canvas.hairline() * 1.5 } else { Pt::ZERO };
        let from = if bar.end < bar.start { (from + seam).min(to) } else { (from - seam).max(to) };
        canvas.rect((start, from), (end, to), canvas.series(bar.series));
    }
    let zero = scale.at(0.0);
    canvas.baseline((left, zero), (canvas.width, zero));
    write_values(canvas, data, marks, &bands, &scale, labelled);
}

fn legend(data: &Data) -> Legend {
    if data.series.len() > 1 { Legend::Squares } else { Legend::None }
}

fn middles(data: &Data, left: Pt, right: Pt) -> Vec<Pt> {
    let count = data.categories.len();
    let band = (right - left) / count.max(1) as f32;
    (0..count).map(|at| left + band * (at as f32 + 0.5)).collect()
}

/// Whether every value finds its place without an axis.
fn labelled(canvas: &Canvas, data: &Data, marks: &Marks) -> bool {
    let band = canvas.width / data.categories.len().max(1) as f32;
    let pitch = if marks.lanes > 1 { band * 0.84 / marks.lanes as f32 } else { band };
    let widest = canvas.ruler.widest(marks.bars.iter().map(|bar| &*bar.text), canvas.em, weight(data));
    let totals = marks.totals.iter().flatten().map(|cell| &*cell.text);
    let widest = widest.max(canvas.ruler.widest(totals, canvas.em, Weight::SemiBold));
    widest + 0.25 * canvas.em <= if marks.stacked { pitch * 0.68 } else { pitch }
}

struct Bands {
    left: Pt,
    band: Pt,
}

impl Bands {
    fn middle(&self, category: usize) -> Pt {
        self.left + self.band * (category as f32 + 0.5)
    }

    /// Left and right edge of a column.
    fn lane(&self, bar: &Mark, lanes: usize, em: Pt) -> (Pt, Pt) {
        let share = if lanes > 1 { 0.84 } else { 0.68 };
        let pitch = (self.band * share / lanes as f32).min(WIDEST * em);
        let start = self.middle(bar.category) + pitch * (bar.lane as f32 - lanes as f32 / 2.0);
        let seam = if lanes > 1 { pitch * 0.04 } else { Pt::ZERO };
        (start + seam, start + pitch - seam)
    }
}

fn weight(data: &Data) -> Weight {
    if data.series.len() == 1 { Weight::SemiBold } else { Weight::Regular }
}

fn write_values(canvas: &mut Canvas, data: &Data, marks: &Marks, bands: &Bands, scale: &Scale, labelled: bool) {
    let (em, weight) = (canvas.em, weight(data));
    for bar in &marks.bars {
        let (left, right) = bands.lane(bar, marks.lanes, em);
        let (x, from, to) = (Pt::midpoint(left, right), scale.at(bar.start), scale.at(bar.end));
        if marks.stacked {
            let fits = canvas.measure(&bar.text, weight) + 0.3 * em <= right - left && (to - from).abs() >= 1.1 * em;
            let color = canvas.ink_on(canvas.series(bar.series));
            if let Some(color) = color.filter(|_| fits) {
                let baseline = Pt::midpoint(from, to) + MIDDLE * em;
                canvas.write(Words { text: &bar.text, x, baseline, anchor: Anchor::Middle, weight, color });
            }
        } else if labelled {
            let baseline = if bar.end < 0.0 { to + 0.95 * em } else { to - 0.3 * em };
            let color = canvas.theme.colors.text;
            canvas.write(Words { text: &bar.text, x, baseline, anchor: Anchor::Middle, weight, color });
        }
    }
    for (at, total) in marks.totals.iter().enumerate() {
        let Some(total) = total else { continue };
        let (x, baseline) = (bands.middle(at), scale.at(total.number) - 0.3 * em);
        let (weight, color) = (Weight::SemiBold, canvas.theme.colors.text);
        canvas.write(Words { text: &total.text, x, baseline, anchor: Anchor::Middle, weight, color });
    }
}
