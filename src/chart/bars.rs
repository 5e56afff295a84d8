//! Horizontal bars: names at the left, values at the ends.

use std::collections::BTreeSet;

use super::canvas::{ABOVE, BELOW, Canvas, LEADING, MIDDLE, Words};
use super::data::Data;
use super::legend::{Head, Legend};
use super::marks::{Mark, Marks};
use super::ruler::Ruler;
use super::scale::{Scale, Ticks};
use crate::drawing::TextAnchor;
use crate::fonts::Weight;
use crate::length::Pt;

/// Names take at most this share of the width.
const NAMES: f32 = 0.42;

/// Space between a bar and its value, in ems.
const GAP: f32 = 0.35;

/// The thickest bar, in ems.
const THICKEST: f32 = 1.9;

/// Lines of a name at most.
const NAME_LINES: usize = 3;

/// The height at which every name and value finds its place.
pub(super) fn height(ruler: &Ruler, em: Pt, width: Pt, data: &Data, marks: &Marks) -> Pt {
    let head = Head::plan(ruler, em, width, 4, data, legend(data));
    let names = names(ruler, em, width, data, NAME_LINES);
    let row = needed(em, &names) + 0.4 * em;
    let row = row.max(
        if marks.lanes > 1 {
            marks.lanes as f32 * 1.2 + 0.6
        } else {
            1.75
        } * em,
    );
    let (above, below) = pads(em, &names, row);
    head.height(em) + above + row * names.len().max(1) as f32 + below
}

/// The row at which names of neighbours do not touch: a long one reaches into what a short one
/// beside it leaves.
fn needed(em: Pt, names: &[Vec<String>]) -> Pt {
    let pairs = names
        .windows(2)
        .map(|pair| Pt::midpoint(lines_height(em, &pair[0]), lines_height(em, &pair[1])));
    pairs.fold(LEADING * em, Pt::max)
}

/// Room above the first row and below the last for names that are higher than a row.
fn pads(em: Pt, names: &[Vec<String>], row: Pt) -> (Pt, Pt) {
    let over = |name: Option<&Vec<String>>| {
        name.map_or(Pt::ZERO, |lines| {
            ((lines_height(em, lines) - row) / 2.0).max(Pt::ZERO)
        })
    };
    (over(names.first()), over(names.last()))
}

fn lines_height(em: Pt, lines: &[String]) -> Pt {
    lines.len() as f32 * LEADING * em
}

pub(super) fn draw(canvas: &mut Canvas, data: &Data, marks: &Marks) {
    let em = canvas.em;
    let most = (canvas.height * 0.35 / (LEADING * em)).max(1.0) as usize;
    let top = Head::plan(canvas.ruler, em, canvas.width, most, data, legend(data)).draw(canvas);
    let count = data.categories.len();
    if count == 0 {
        return;
    }
    let full_row = (canvas.height - top) / count as f32;
    let pitch = if marks.lanes > 1 {
        full_row * 0.84 / marks.lanes as f32
    } else {
        full_row
    };
    let mut labelled = pitch >= (ABOVE + BELOW) * em;
    let axis = (LEADING + 0.2) * em;
    let names_below = |top: Pt| {
        let fewer = (1..=NAME_LINES)
            .rev()
            .map(|most| names(canvas.ruler, em, canvas.width, data, most));
        let mut fitting = fewer
            .filter(|names| Rows::plan(em, names, top, canvas.height).row >= needed(em, names));
        let names = fitting
            .next()
            .unwrap_or_else(|| names(canvas.ruler, em, canvas.width, data, 1));
        let gutter = names
            .iter()
            .flatten()
            .map(|line| canvas.measure(line, Weight::Regular))
            .fold(Pt::ZERO, Pt::max);
        (
            names,
            if gutter > Pt::ZERO {
                gutter + 0.7 * em
            } else {
                Pt::ZERO
            },
        )
    };
    let (mut names, mut left) = names_below(if labelled { top } else { top + axis });
    let scale = if labelled {
        fit(canvas, data, marks, left, canvas.width - left)
    } else {
        None
    };
    if labelled && scale.is_none() {
        (names, left) = names_below(top + axis);
    }
    labelled = scale.is_some();
    let (top, bottom) = (top + if labelled { Pt::ZERO } else { axis }, canvas.height);
    let scale = scale.unwrap_or_else(|| {
        ticks(
            canvas,
            marks,
            (left, canvas.width - 0.5 * em),
            (top, bottom),
        )
    });
    let rows = Rows::plan(em, &names, top, bottom);
    write_names(canvas, &names, &rows);
    for bar in &marks.bars {
        let (start, end) = rows.lane(bar, marks.lanes, em);
        let color = canvas.tone(canvas.emphasis.mark(bar.series, bar.category));
        let seam = if marks.stacked && bar.start != 0.0 {
            canvas.hairline() * 1.5
        } else {
            Pt::ZERO
        };
        let (from, to) = (scale.at(bar.start), scale.at(bar.end));
        let from = if bar.end < bar.start {
            (from - seam).max(to)
        } else {
            (from + seam).min(to)
        };
        canvas.rect((from, start), (to, end), color);
    }
    let zero = scale
        .at(0.0)
        .clamp(canvas.hairline(), canvas.width - canvas.hairline());
    canvas.baseline((zero, top), (zero, bottom));
    if labelled || marks.stacked {
        write_values(canvas, data, marks, &rows, &scale);
    }
}

fn legend(data: &Data) -> Legend {
    if data.series.len() > 1 {
        Legend::Squares
    } else {
        Legend::None
    }
}

/// Each name in at most so many lines; shortened if it does not fit.
fn names(ruler: &Ruler, em: Pt, width: Pt, data: &Data, most: usize) -> Vec<Vec<String>> {
    let room = width * NAMES;
    let clipped = |name: &String| {
        ruler
            .wrap(name, em, room, most)
            .unwrap_or_else(|| ruler.clip(name, em, room, most))
    };
    let names: Vec<Vec<String>> = data.categories.iter().map(clipped).collect();
    let distinct = |names: &mut dyn Iterator<Item = String>| names.collect::<BTreeSet<_>>().len();
    let told_apart = distinct(&mut names.iter().map(|lines| lines.concat()));
    if told_apart >= distinct(&mut data.categories.iter().cloned()) {
        return names;
    }
    let short = ruler.shorten(&data.categories, em, room, Weight::Regular);
    let clear = |(lines, short): (Vec<String>, String)| {
        if lines.concat().ends_with('…') {
            vec![short]
        } else {
            lines
        }
    };
    names.into_iter().zip(short).map(clear).collect()
}

struct Rows {
    top: Pt,
    row: Pt,
}

impl Rows {
    /// A row for each name between `top` and `bottom`.
    fn plan(em: Pt, names: &[Vec<String>], top: Pt, bottom: Pt) -> Self {
        let count = names.len().max(1) as f32;
        let mut row = (bottom - top) / count;
        let mut above = Pt::ZERO;
        // Smaller rows need more room around them; the steps shrink with the count of rows.
        for _ in 0..16 {
            let (over, under) = pads(em, names, row);
            (above, row) = (over, ((bottom - top - over - under) / count).max(Pt::ZERO));
        }
        Self {
            top: top + above,
            row,
        }
    }

    fn middle(&self, category: usize) -> Pt {
        self.top + self.row * (category as f32 + 0.5)
    }

    /// Upper and lower edge of a bar.
    fn lane(&self, bar: &Mark, lanes: usize, em: Pt) -> (Pt, Pt) {
        let share = if lanes > 1 { 0.84 } else { 0.68 };
        let pitch = (self.row * share / lanes as f32).min(THICKEST * em);
        let start = self.middle(bar.category) + pitch * (bar.lane as f32 - lanes as f32 / 2.0);
        let seam = if lanes > 1 { pitch * 0.06 } else { Pt::ZERO };
        (start + seam, start + pitch - seam)
    }
}

/// The scale at which every bar and its value fit side by side; `None` if values would take most of
/// the room.
fn fit(canvas: &Canvas, data: &Data, marks: &Marks, left: Pt, room: Pt) -> Option<Scale> {
    let (low, high) = marks.range;
    let extent = (high / 2.0 - low / 2.0) * 2.0;
    let extent = if extent > 0.0 { extent } else { 1.0 };
    let ends: Vec<(f64, Pt)> = if marks.stacked {
        let label = |at: usize| {
            marks
                .totals
                .get(at)?
                .as_ref()
                .map(|cell| canvas.measure(&cell.text, Weight::SemiBold))
        };
        marks
            .bars
            .iter()
            .map(|bar| {
                (
                    bar.end,
                    label(bar.category).map_or(Pt::ZERO, |it| it + GAP * canvas.em),
                )
            })
            .collect()
    } else {
        let wide = |bar: &Mark| canvas.measure(&bar.text, weight(data)) + GAP * canvas.em;
        marks.bars.iter().map(|bar| (bar.end, wide(bar))).collect()
    };
    let side = |size: Pt, below: bool| {
        let on_side = ends.iter().filter(|(end, _)| (*end < 0.0) == below);
        on_side
            .map(|(end, label)| (end / extent).abs() as f32 * size + *label)
            .fold(Pt::ZERO, Pt::max)
    };
    let fits = |size: Pt| side(size, true) + side(size, false) <= room;
    if !fits(room * 0.3) {
        return None;
    }
    let (mut size, mut too_large) = (room * 0.3, room);
    for _ in 0..30 {
        let middle = Pt::midpoint(size, too_large);
        if fits(middle) {
            size = middle
        } else {
            too_large = middle
        }
    }
    let zero = left + side(size, true);
    let start = zero + (low / extent) as f32 * size;
    Some(Scale::new(
        (low, if high > low { high } else { low + 1.0 }),
        (start, start + size),
    ))
}

/// Grid lines with their numbers above, where bars have no values.
fn ticks(
    canvas: &mut Canvas,
    marks: &Marks,
    (left, right): (Pt, Pt),
    (top, bottom): (Pt, Pt),
) -> Scale {
    let em = canvas.em;
    let ticks = Ticks::around(
        marks.range,
        ((right - left) / (5.0 * em)).clamp(1.0, 5.0) as usize,
    );
    let scale = Scale::new(ticks.range(), (left, right));
    let color = canvas.ink(canvas.theme.colors.muted);
    for (number, text) in ticks.all() {
        let x = scale.at(number);
        canvas.grid((x, top), (x, bottom));
        let half = canvas.measure(&text, Weight::Regular) / 2.0;
        let x = x.min(canvas.width - half).max(half);
        let baseline = top - (BELOW + 0.1) * em;
        canvas.write(Words {
            text: &text,
            x,
            baseline,
            anchor: TextAnchor::Middle,
            weight: Weight::Regular,
            color,
        });
    }
    scale
}

fn write_names(canvas: &mut Canvas, names: &[Vec<String>], rows: &Rows) {
    let (em, color) = (canvas.em, canvas.theme.colors.text);
    let stride = ((ABOVE + BELOW) * em / rows.row).ceil().max(1.0) as usize;
    for (at, lines) in names.iter().enumerate().step_by(stride) {
        let first = rows.middle(at) + MIDDLE * em - LEADING * em * (lines.len() as f32 - 1.0) / 2.0;
        let lowest = canvas.height - BELOW * em - LEADING * em * (lines.len() as f32 - 1.0);
        let first = first.max(ABOVE * em).min(lowest);
        for (line, text) in lines.iter().enumerate() {
            let baseline = first + LEADING * em * line as f32;
            canvas.write(Words {
                text,
                x: Pt::ZERO,
                baseline,
                anchor: TextAnchor::Start,
                weight: Weight::Regular,
                color,
            });
        }
    }
}

fn weight(data: &Data) -> Weight {
    if data.series.len() == 1 {
        Weight::SemiBold
    } else {
        Weight::Regular
    }
}

fn write_values(canvas: &mut Canvas, data: &Data, marks: &Marks, rows: &Rows, scale: &Scale) {
    let (em, weight) = (canvas.em, weight(data));
    for bar in &marks.bars {
        let (top, bottom) = rows.lane(bar, marks.lanes, em);
        let baseline = Pt::midpoint(top, bottom) + MIDDLE * em;
        let (from, to) = (scale.at(bar.start), scale.at(bar.end));
        if marks.stacked {
            let color = canvas.ink_on(canvas.tone(canvas.emphasis.mark(bar.series, bar.category)));
            let fits = canvas.measure(&bar.text, weight) + 0.4 * em <= (to - from).abs()
                && bottom - top >= em;
            if let Some(color) = color.filter(|_| fits) {
                let x = Pt::midpoint(from, to);
                canvas.write(Words {
                    text: &bar.text,
                    x,
                    baseline,
                    anchor: TextAnchor::Middle,
                    weight,
                    color,
                });
            }
            continue;
        }
        let (x, anchor) = if bar.end < 0.0 {
            (to - GAP * em, TextAnchor::End)
        } else {
            (to + GAP * em, TextAnchor::Start)
        };
        canvas.write(Words {
            text: &bar.text,
            x,
            baseline,
            anchor,
            weight,
            color: canvas.theme.colors.text,
        });
    }
    for (at, total) in marks.totals.iter().enumerate() {
        let Some(total) = total else { continue };
        let (x, baseline) = (
            scale.at(total.number) + GAP * em,
            rows.middle(at) + MIDDLE * em,
        );
        let color = canvas.theme.colors.text;
        let weight = Weight::SemiBold;
        canvas.write(Words {
            text: &total.text,
            x,
            baseline,
            anchor: TextAnchor::Start,
            weight,
            color,
        });
    }
}
