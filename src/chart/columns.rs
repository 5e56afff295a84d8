//! Vertical bars, side by side or upon each other: names below, values above or inside.

use super::bar_marks::{BarMark, BarMarks};
use super::canvas::{BELOW, ChartCanvas, LEADING, MIDDLE, PlacedText};
use super::category_labels::{CategoryLabels, is_numbered_sequence};
use super::data::ChartData;
use super::direct_labels::DirectLabels;
use super::legend::{Legend, LegendKeys};
use super::ruler::ChartRuler;
use super::scale::{Ticks, ValueScale};
use crate::drawing::TextAnchor;
use crate::fonts::Weight;
use crate::length::Pt;

/// The widest column, in ems.
const WIDEST: f32 = 5.0;

/// Lines of a name below a column.
const NAME_LINES: usize = 3;

/// Whether names find their place below columns, or can be thinned out because they count on.
pub(super) fn labels_fit_below(ruler: &ChartRuler, em: Pt, width: Pt, data: &ChartData) -> bool {
    labels_suffice(&names_below(ruler, em, (Pt::ZERO, width), data), data)
}

fn labels_suffice(names: &CategoryLabels, data: &ChartData) -> bool {
    names.complete || is_numbered_sequence(&data.categories)
}

/// CategoryLabels below columns that stand between two places.
fn names_below(
    ruler: &ChartRuler,
    em: Pt,
    (left, right): (Pt, Pt),
    data: &ChartData,
) -> CategoryLabels {
    CategoryLabels::new(
        ruler,
        em,
        &data.categories,
        &band_middles(data, left, right),
        (left, right),
        NAME_LINES,
    )
}

/// The height of head and names.
pub(super) fn column_chart_margins(
    ruler: &ChartRuler,
    em: Pt,
    width: Pt,
    data: &ChartData,
    marks: &BarMarks,
) -> Pt {
    let (beside, names) = plan_direct_labels(ruler, em, width, data, marks).unzip();
    let names = names.unwrap_or_else(|| names_below(ruler, em, (Pt::ZERO, width), data));
    Legend::new(
        ruler,
        em,
        width,
        4,
        data,
        legend_keys(data, beside.as_ref()),
    )
    .height(em)
        + names.height(em)
}

pub(super) fn draw_column_chart(canvas: &mut ChartCanvas, data: &ChartData, marks: &BarMarks) {
    let em = canvas.em;
    if data.categories.is_empty() {
        plan_legend(canvas, data, None).draw_legend(canvas);
        return;
    }
    let placed =
        plan_direct_labels(canvas.ruler, em, canvas.width, data, marks).and_then(|(beside, _)| {
            let plot = ColumnPlot::new(canvas, data, marks, Some(&beside));
            let room = (plot.top - 0.3 * em, plot.bottom);
            let middles =
                beside.label_middles(em, marks, &plot.scale, (room.0.max(Pt::ZERO), room.1))?;
            Some((beside, middles, plot))
        });
    let (named, plot) = match placed {
        Some((beside, middles, plot)) => (Some((beside, middles)), plot),
        None => (None, ColumnPlot::new(canvas, data, marks, None)),
    };
    plot.legend.draw_legend(canvas);
    if let Some(ticks) = &plot.ticks {
        super::lines::draw_grid(
            canvas,
            ticks,
            &plot.scale,
            (plot.left, plot.right),
            plot.left - 0.5 * em,
        );
    }
    plot.names.draw_labels(canvas, plot.bottom);
    let band = (plot.right - plot.left) / data.categories.len() as f32;
    let bands = ColumnBands {
        left: plot.left,
        band,
    };
    for bar in &marks.bars {
        let (start, end) = bands.bar_edges(bar, marks.lanes, em);
        let (from, to) = (
            plot.scale.position_of(bar.start),
            plot.scale.position_of(bar.end),
        );
        let seam = if marks.is_stacked && bar.start != 0.0 {
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
            canvas.tone_color(canvas.emphasis.mark_tone(bar.series, bar.category)),
        );
    }
    let zero = plot.scale.position_of(0.0);
    canvas.axis_line((plot.left, zero), (plot.right, zero));
    write_column_values(
        canvas,
        data,
        marks,
        &bands,
        &plot.scale,
        plot.ticks.is_none(),
    );
    if let (Some((beside, middles)), Some(bar)) = (named, marks.bars.last()) {
        let (_, edge) = bands.bar_edges(bar, marks.lanes, em);
        beside.draw_direct_labels(canvas, &middles, marks, &plot.scale, edge);
    }
}

/// CategoryLabels of series beside the last column, if names of categories find their place in what is left;
/// and those.
fn plan_direct_labels(
    ruler: &ChartRuler,
    em: Pt,
    width: Pt,
    data: &ChartData,
    marks: &BarMarks,
) -> Option<(DirectLabels, CategoryLabels)> {
    let beside = DirectLabels::for_stack(ruler, em, width, data, marks)?;
    let names = names_below(ruler, em, (Pt::ZERO, width - beside.width), data);
    labels_suffice(&names, data).then_some((beside, names))
}

/// Where columns stand.
struct ColumnPlot {
    legend: Legend,
    left: Pt,
    right: Pt,
    top: Pt,
    bottom: Pt,
    scale: ValueScale,
    names: CategoryLabels,
    /// The axis, where values do not stand at their columns.
    ticks: Option<Ticks>,
}

impl ColumnPlot {
    fn new(
        canvas: &ChartCanvas,
        data: &ChartData,
        marks: &BarMarks,
        beside: Option<&DirectLabels>,
    ) -> Self {
        let em = canvas.em;
        let legend = plan_legend(canvas, data, beside);
        let top = legend.height(em);
        let right = canvas.width - beside.map_or(Pt::ZERO, |it| it.width);
        let named = |left: Pt| names_below(canvas.ruler, em, (left, right), data);
        if values_fit(canvas, data, marks, right) {
            let names = named(Pt::ZERO);
            let bottom = canvas.height - names.height(em);
            let above = if marks.is_stacked && marks.totals.is_empty() {
                0.2
            } else {
                LEADING
            };
            let below = if marks.value_range.0 < 0.0 && !marks.is_stacked {
                LEADING
            } else {
                0.0
            };
            let scale = ValueScale::new(
                marks.value_range,
                (bottom - below * em, (top + above * em).min(bottom)),
            );
            return Self {
                legend,
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
        let ticks = Ticks::covering(
            marks.value_range,
            (about / (2.6 * em)).clamp(1.0, 5.0) as usize,
        );
        let widest = ticks
            .with_labels()
            .iter()
            .map(|(_, text)| canvas.text_width(text, Weight::Regular))
            .fold(Pt::ZERO, Pt::max);
        let left = (widest + 0.5 * em).min(canvas.width * 0.4);
        let names = named(left);
        let bottom = canvas.height - names.height(em).max(BELOW * em);
        let above = if marks.totals.is_empty() {
            0.5
        } else {
            LEADING
        };
        let scale = ValueScale::new(
            ticks.value_range(),
            (bottom - MIDDLE * em * 0.3, (top + above * em).min(bottom)),
        );
        Self {
            legend,
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
fn plan_legend(canvas: &ChartCanvas, data: &ChartData, beside: Option<&DirectLabels>) -> Legend {
    let most = (canvas.height * 0.35 / (LEADING * canvas.em)).max(1.0) as usize;
    Legend::new(
        canvas.ruler,
        canvas.em,
        canvas.width,
        most,
        data,
        legend_keys(data, beside),
    )
}

fn legend_keys(data: &ChartData, beside: Option<&DirectLabels>) -> LegendKeys {
    if data.series.len() > 1 && beside.is_none() {
        LegendKeys::Squares
    } else {
        LegendKeys::None
    }
}

fn band_middles(data: &ChartData, left: Pt, right: Pt) -> Vec<Pt> {
    let count = data.categories.len();
    let band = (right - left) / count.max(1) as f32;
    (0..count)
        .map(|at| left + band * (at as f32 + 0.5))
        .collect()
}

/// Whether every value finds its place without an axis.
fn values_fit(canvas: &ChartCanvas, data: &ChartData, marks: &BarMarks, width: Pt) -> bool {
    let band = width / data.categories.len().max(1) as f32;
    let pitch = if marks.lanes > 1 {
        band * 0.84 / marks.lanes as f32
    } else {
        band
    };
    let widest = canvas.ruler.widest(
        marks.bars.iter().map(|bar| &*bar.text),
        canvas.em,
        value_weight(data),
    );
    let totals = marks.totals.iter().flatten().map(|cell| &*cell.text);
    let widest = widest.max(canvas.ruler.widest(totals, canvas.em, Weight::SemiBold));
    widest + 0.25 * canvas.em
        <= if marks.is_stacked {
            pitch * 0.68
        } else {
            pitch
        }
}

struct ColumnBands {
    left: Pt,
    band: Pt,
}

impl ColumnBands {
    fn category_middle(&self, category: usize) -> Pt {
        self.left + self.band * (category as f32 + 0.5)
    }

    /// Left and right edge of a column.
    fn bar_edges(&self, bar: &BarMark, lanes: usize, em: Pt) -> (Pt, Pt) {
        let share = if lanes > 1 { 0.84 } else { 0.68 };
        let pitch = (self.band * share / lanes as f32).min(WIDEST * em);
        let start =
            self.category_middle(bar.category) + pitch * (bar.lane as f32 - lanes as f32 / 2.0);
        let seam = if lanes > 1 { pitch * 0.04 } else { Pt::ZERO };
        (start + seam, start + pitch - seam)
    }
}

fn value_weight(data: &ChartData) -> Weight {
    if data.series.len() == 1 {
        Weight::SemiBold
    } else {
        Weight::Regular
    }
}

fn write_column_values(
    canvas: &mut ChartCanvas,
    data: &ChartData,
    marks: &BarMarks,
    bands: &ColumnBands,
    scale: &ValueScale,
    labelled: bool,
) {
    let (em, weight) = (canvas.em, value_weight(data));
    for bar in &marks.bars {
        let (left, right) = bands.bar_edges(bar, marks.lanes, em);
        let (x, from, to) = (
            Pt::midpoint(left, right),
            scale.position_of(bar.start),
            scale.position_of(bar.end),
        );
        if marks.is_stacked {
            let fits = canvas.text_width(&bar.text, weight) + 0.3 * em <= right - left
                && (to - from).abs() >= 1.1 * em;
            let color = canvas.readable_color_on(
                canvas.tone_color(canvas.emphasis.mark_tone(bar.series, bar.category)),
            );
            if let Some(color) = color.filter(|_| fits) {
                let baseline = Pt::midpoint(from, to) + MIDDLE * em;
                canvas.write_if_room(PlacedText {
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
            canvas.write_if_room(PlacedText {
                text: &bar.text,
                x,
                baseline,
                anchor: TextAnchor::Middle,
                weight,
                color,
            });
        }
    }
    // DirectLabels a higher column a total wider than its place would lie on it: all of them, or none.
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
        let (x, baseline) = (
            bands.category_middle(at),
            scale.position_of(total.number) - 0.3 * em,
        );
        let (weight, color) = (Weight::SemiBold, canvas.theme.colors.text);
        canvas.write_if_room(PlacedText {
            text: &total.text,
            x,
            baseline,
            anchor: TextAnchor::Middle,
            weight,
            color,
        });
    }
}
