//! Vertical bars, side by side or upon each other: names below, values above or inside.

use super::canvas::{BELOW, Canvas, LEADING, MIDDLE, Words};
use super::category_labels::{Names, count_on};
use super::data::Data;
use super::direct_labels::Beside;
use super::legend::{Head, Legend};
use super::marks::{Mark, Marks};
use super::ruler::Ruler;
use super::scale::{Scale, Ticks};
use crate::drawing::TextAnchor;
use crate::fonts::Weight;
use crate::length::Pt;

/// The widest column, in ems.
const WIDEST: f32 = 5.0;

/// Lines of a name below a column.
const NAME_LINES: usize = 3;

/// Whether names find their place below columns, or can be thinned out because they count on.
pub(super) fn suit(ruler: &Ruler, em: Pt, width: Pt, data: &Data) -> bool {
    suits(&names_below(ruler, em, (Pt::ZERO, width), data), data)
}

fn suits(names: &Names, data: &Data) -> bool {
    names.complete || count_on(&data.categories)
}

/// Names below columns that stand between two places.
fn names_below(ruler: &Ruler, em: Pt, (left, right): (Pt, Pt), data: &Data) -> Names {
    Names::plan(
        ruler,
        em,
        &data.categories,
        &middles(data, left, right),
        (left, right),
        NAME_LINES,
    )
}

/// The height of head and names.
pub(super) fn margins(ruler: &Ruler, em: Pt, width: Pt, data: &Data, marks: &Marks) -> Pt {
    let (beside, names) = beside(ruler, em, width, data, marks).unzip();
    let names = names.unwrap_or_else(|| names_below(ruler, em, (Pt::ZERO, width), data));
    Head::plan(ruler, em, width, 4, data, legend(data, beside.as_ref())).height(em)
        + names.height(em)
}

pub(super) fn draw(canvas: &mut Canvas, data: &Data, marks: &Marks) {
    let em = canvas.em;
    if data.categories.is_empty() {
        head(canvas, data, None).draw(canvas);
        return;
    }
    let placed = beside(canvas.ruler, em, canvas.width, data, marks).and_then(|(beside, _)| {
        let plot = Plot::plan(canvas, data, marks, Some(&beside));
        let room = (plot.top - 0.3 * em, plot.bottom);
        let middles = beside.middles(em, marks, &plot.scale, (room.0.max(Pt::ZERO), room.1))?;
        Some((beside, middles, plot))
    });
    let (named, plot) = match placed {
        Some((beside, middles, plot)) => (Some((beside, middles)), plot),
        None => (None, Plot::plan(canvas, data, marks, None)),
    };
    plot.head.draw(canvas);
    if let Some(ticks) = &plot.ticks {
        super::lines::grid(
            canvas,
            ticks,
            &plot.scale,
            (plot.left, plot.right),
            plot.left - 0.5 * em,
        );
    }
    plot.names.draw(canvas, plot.bottom);
    let band = (plot.right - plot.left) / data.categories.len() as f32;
    let bands = Bands {
        left: plot.left,
        band,
    };
    for bar in &marks.bars {
        let (start, end) = bands.lane(bar, marks.lanes, em);
        let (from, to) = (plot.scale.at(bar.start), plot.scale.at(bar.end));
        let seam = if marks.stacked && bar.start != 0.0 {
            canvas.hairline() * 1.5
        } else {
            Pt::ZERO
        };
        let from = if bar.end < bar.start {
            (from + seam).min(to)
        } else {
            (from - seam).max(to)
        };
        canvas.rect(
            (start, from),
            (end, to),
            canvas.tone(canvas.emphasis.mark(bar.series, bar.category)),
        );
    }
    let zero = plot.scale.at(0.0);
    canvas.baseline((plot.left, zero), (plot.right, zero));
    write_values(
        canvas,
        data,
        marks,
        &bands,
        &plot.scale,
        plot.ticks.is_none(),
    );
    if let (Some((beside, middles)), Some(bar)) = (named, marks.bars.last()) {
        let (_, edge) = bands.lane(bar, marks.lanes, em);
        beside.draw(canvas, &middles, marks, &plot.scale, edge);
    }
}

/// Names of series beside the last column, if names of categories find their place in what is left;
/// and those.
fn beside(ruler: &Ruler, em: Pt, width: Pt, data: &Data, marks: &Marks) -> Option<(Beside, Names)> {
    let beside = Beside::plan(ruler, em, width, data, marks)?;
    let names = names_below(ruler, em, (Pt::ZERO, width - beside.width), data);
    suits(&names, data).then_some((beside, names))
}

/// Where columns stand.
struct Plot {
    head: Head,
    left: Pt,
    right: Pt,
    top: Pt,
    bottom: Pt,
    scale: Scale,
    names: Names,
    /// The axis, where values do not stand at their columns.
    ticks: Option<Ticks>,
}

impl Plot {
    fn plan(canvas: &Canvas, data: &Data, marks: &Marks, beside: Option<&Beside>) -> Self {
        let em = canvas.em;
        let head = head(canvas, data, beside);
        let top = head.height(em);
        let right = canvas.width - beside.map_or(Pt::ZERO, |it| it.width);
        let named = |left: Pt| names_below(canvas.ruler, em, (left, right), data);
        if labelled(canvas, data, marks, right) {
            let names = named(Pt::ZERO);
            let bottom = canvas.height - names.height(em);
            let above = if marks.stacked && marks.totals.is_empty() {
                0.2
            } else {
                LEADING
            };
            let below = if marks.range.0 < 0.0 && !marks.stacked {
                LEADING
            } else {
                0.0
            };
            let scale = Scale::new(
                marks.range,
                (bottom - below * em, (top + above * em).min(bottom)),
            );
            return Self {
                head,
                left: Pt::ZERO,
                right,
                top,
                bottom,
                scale,
                names,
                ticks: None,
            };
        }
        let about = canvas.height - top - 1.5 * em;
        let ticks = Ticks::around(marks.range, (about / (2.6 * em)).clamp(1.0, 5.0) as usize);
        let widest = ticks
            .all()
            .iter()
            .map(|(_, text)| canvas.measure(text, Weight::Regular))
            .fold(Pt::ZERO, Pt::max);
        let left = (widest + 0.5 * em).min(canvas.width * 0.4);
        let names = named(left);
        let bottom = canvas.height - names.height(em).max(BELOW * em);
        let above = if marks.totals.is_empty() {
            0.5
        } else {
            LEADING
        };
        let scale = Scale::new(
            ticks.range(),
            (bottom - MIDDLE * em * 0.3, (top + above * em).min(bottom)),
        );
        Self {
            head,
            left,
            right,
            top,
            bottom,
            scale,
            names,
            ticks: Some(ticks),
        }
    }
}

/// Title and legend, in a third of the height.
fn head(canvas: &Canvas, data: &Data, beside: Option<&Beside>) -> Head {
    let most = (canvas.height * 0.35 / (LEADING * canvas.em)).max(1.0) as usize;
    Head::plan(
        canvas.ruler,
        canvas.em,
        canvas.width,
        most,
        data,
        legend(data, beside),
    )
}

fn legend(data: &Data, beside: Option<&Beside>) -> Legend {
    if data.series.len() > 1 && beside.is_none() {
        Legend::Squares
    } else {
        Legend::None
    }
}

fn middles(data: &Data, left: Pt, right: Pt) -> Vec<Pt> {
    let count = data.categories.len();
    let band = (right - left) / count.max(1) as f32;
    (0..count)
        .map(|at| left + band * (at as f32 + 0.5))
        .collect()
}

/// Whether every value finds its place without an axis.
fn labelled(canvas: &Canvas, data: &Data, marks: &Marks, width: Pt) -> bool {
    let band = width / data.categories.len().max(1) as f32;
    let pitch = if marks.lanes > 1 {
        band * 0.84 / marks.lanes as f32
    } else {
        band
    };
    let widest = canvas.ruler.widest(
        marks.bars.iter().map(|bar| &*bar.text),
        canvas.em,
        weight(data),
    );
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
    if data.series.len() == 1 {
        Weight::SemiBold
    } else {
        Weight::Regular
    }
}

fn write_values(
    canvas: &mut Canvas,
    data: &Data,
    marks: &Marks,
    bands: &Bands,
    scale: &Scale,
    labelled: bool,
) {
    let (em, weight) = (canvas.em, weight(data));
    for bar in &marks.bars {
        let (left, right) = bands.lane(bar, marks.lanes, em);
        let (x, from, to) = (
            Pt::midpoint(left, right),
            scale.at(bar.start),
            scale.at(bar.end),
        );
        if marks.stacked {
            let fits = canvas.measure(&bar.text, weight) + 0.3 * em <= right - left
                && (to - from).abs() >= 1.1 * em;
            let color = canvas.ink_on(canvas.tone(canvas.emphasis.mark(bar.series, bar.category)));
            if let Some(color) = color.filter(|_| fits) {
                let baseline = Pt::midpoint(from, to) + MIDDLE * em;
                canvas.write(Words {
                    text: &bar.text,
                    x,
                    baseline,
                    anchor: TextAnchor::Middle,
                    weight,
                    color,
                });
            }
        } else if labelled {
            let baseline = if bar.end < 0.0 {
                to + 0.95 * em
            } else {
                to - 0.3 * em
            };
            let color = canvas.theme.colors.text;
            canvas.write(Words {
                text: &bar.text,
                x,
                baseline,
                anchor: TextAnchor::Middle,
                weight,
                color,
            });
        }
    }
    // Beside a higher column a total wider than its place would lie on it: all of them, or none.
    let widest = canvas.ruler.widest(
        marks.totals.iter().flatten().map(|cell| &*cell.text),
        em,
        Weight::SemiBold,
    );
    let totals = if widest + 0.25 * em <= bands.band {
        &marks.totals[..]
    } else {
        &[]
    };
    for (at, total) in totals.iter().enumerate() {
        let Some(total) = total else { continue };
        let (x, baseline) = (bands.middle(at), scale.at(total.number) - 0.3 * em);
        let (weight, color) = (Weight::SemiBold, canvas.theme.colors.text);
        canvas.write(Words {
            text: &total.text,
            x,
            baseline,
            anchor: TextAnchor::Middle,
            weight,
            color,
        });
    }
}
