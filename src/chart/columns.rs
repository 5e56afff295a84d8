//! Vertical bars, side by side or stacked: names below them, values above or inside.

use super::bar_marks::{BarMark, BarMarks, value_weight};
use super::canvas::{BELOW, ChartCanvas, LEADING, MIDDLE, PlacedText};
use super::category_labels::{CategoryLabels, is_numbered_sequence};
use super::data::ChartData;
use super::direct_labels::DirectLabels;
use super::legend::{Legend, LegendKeys, MAX_LEGEND_LINES};
use super::ruler::ChartRuler;
use super::scale::{Ticks, ValueScale};
use super::value_axis::{draw_grid, plan_value_axis};
use crate::drawing::TextAnchor;
use crate::fonts::Weight;
use crate::length::Pt;

/// The widest column, in ems.
const WIDEST: f32 = 5.0;

/// Lines of a name below a column.
const NAME_LINES: usize = 3;

/// Space between values of neighbours, in ems.
const VALUE_GAP: f32 = 0.25;

/// Whether the names fit below columns, or are such that some can be left out.
pub(super) fn labels_fit_below(ruler: &ChartRuler, em: Pt, width: Pt, data: &ChartData) -> bool {
    labels_suffice(&names_below(ruler, em, (Pt::ZERO, width), data), data)
}

fn labels_suffice(names: &CategoryLabels, data: &ChartData) -> bool {
    names.is_complete || is_numbered_sequence(&data.categories)
}

/// Names below columns that stand between `left` and `right`.
fn names_below(
    ruler: &ChartRuler,
    em: Pt,
    (left, right): (Pt, Pt),
    data: &ChartData,
) -> CategoryLabels {
    let bands = ColumnBands::new(data, left, right);
    let middles: Vec<Pt> = (0..data.categories.len())
        .map(|category| bands.category_middle(category))
        .collect();
    CategoryLabels::new(
        ruler,
        em,
        &data.categories,
        &middles,
        (left, right),
        NAME_LINES,
    )
}

/// The height of legend and names.
pub(super) fn column_chart_margins(
    ruler: &ChartRuler,
    em: Pt,
    width: Pt,
    data: &ChartData,
    marks: &BarMarks,
) -> Pt {
    let (labels, names) = match plan_direct_labels(ruler, em, width, data, marks) {
        Some((labels, names)) => (Some(labels), names),
        None => (None, names_below(ruler, em, (Pt::ZERO, width), data)),
    };
    let keys = legend_keys(data, labels.as_ref());
    let legend = Legend::new(ruler, em, width, MAX_LEGEND_LINES, data, keys);
    legend.height(em) + names.height(em)
}

pub(super) fn draw_column_chart(canvas: &mut ChartCanvas, data: &ChartData, marks: &BarMarks) {
    if data.categories.is_empty() {
        let legend = Legend::for_canvas(canvas, data, legend_keys(data, None));
        legend.draw_legend(canvas);
        return;
    }
    let (plot, direct_labels) = plan_plot(canvas, data, marks);
    plot.legend.draw_legend(canvas);
    if let Some(ticks) = &plot.ticks {
        draw_grid(canvas, ticks, &plot.scale, (plot.left, plot.right));
    }
    plot.names.draw_labels(canvas, plot.bottom);
    let bands = ColumnBands::new(data, plot.left, plot.right);
    draw_columns(canvas, marks, &bands, &plot.scale);
    let zero = plot.scale.position_of(0.0);
    canvas.axis_line((plot.left, zero), (plot.right, zero));
    write_column_values(canvas, data, marks, &bands, &plot);
    if let Some((labels, middles)) = direct_labels
        && let Some(last_column) = marks.bars.last()
    {
        let (_, edge) = bands.column_edges(last_column, marks, canvas.em);
        labels.draw_direct_labels(canvas, &middles, marks, &plot.scale, edge);
    }
}

/// Direct labels and their middles.
type PlacedLabels = (DirectLabels, Vec<Pt>);

/// The plot with direct labels if they have room, and with a legend otherwise.
fn plan_plot(
    canvas: &ChartCanvas,
    data: &ChartData,
    marks: &BarMarks,
) -> (ColumnPlot, Option<PlacedLabels>) {
    let em = canvas.em;
    if let Some((labels, _)) = plan_direct_labels(canvas.ruler, em, canvas.width, data, marks) {
        let plot = ColumnPlot::new(canvas, data, marks, Some(&labels));
        let top = (plot.top - 0.3 * em).max(Pt::ZERO);
        let middles = labels.label_middles(em, marks, &plot.scale, (top, plot.bottom));
        if let Some(middles) = middles {
            return (plot, Some((labels, middles)));
        }
    }
    (ColumnPlot::new(canvas, data, marks, None), None)
}

/// Direct labels for the series, if the names of the categories fit into the width that is left,
/// and those names.
fn plan_direct_labels(
    ruler: &ChartRuler,
    em: Pt,
    width: Pt,
    data: &ChartData,
    marks: &BarMarks,
) -> Option<(DirectLabels, CategoryLabels)> {
    let labels = DirectLabels::for_stack(ruler, em, width, data, marks)?;
    let names = names_below(ruler, em, (Pt::ZERO, width - labels.width), data);
    labels_suffice(&names, data).then_some((labels, names))
}

/// Everything but the columns: where they stand, and what is around them.
struct ColumnPlot {
    legend: Legend,
    left: Pt,
    right: Pt,
    top: Pt,
    bottom: Pt,
    scale: ValueScale,
    names: CategoryLabels,
    /// The value axis; `None` if each column has its value.
    ticks: Option<Ticks>,
}

impl ColumnPlot {
    fn new(
        canvas: &ChartCanvas,
        data: &ChartData,
        marks: &BarMarks,
        direct_labels: Option<&DirectLabels>,
    ) -> Self {
        let legend = Legend::for_canvas(canvas, data, legend_keys(data, direct_labels));
        let right = canvas.width - direct_labels.map_or(Pt::ZERO, |labels| labels.width);
        if values_fit(canvas, data, marks, right) {
            Self::with_values(canvas, data, marks, legend, right)
        } else {
            Self::with_axis(canvas, data, marks, legend, right)
        }
    }

    fn with_values(
        canvas: &ChartCanvas,
        data: &ChartData,
        marks: &BarMarks,
        legend: Legend,
        right: Pt,
    ) -> Self {
        let em = canvas.em;
        let top = legend.height(em);
        let names = names_below(canvas.ruler, em, (Pt::ZERO, right), data);
        let bottom = canvas.height - names.height(em);
        // Room for the values at the ends of columns; stacked ones have theirs inside.
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
        let ends = (bottom - below * em, (top + above * em).min(bottom));
        Self {
            legend,
            left: Pt::ZERO,
            right,
            top,
            bottom,
            scale: ValueScale::new(marks.value_range, ends),
            names,
            ticks: None,
        }
    }

    fn with_axis(
        canvas: &ChartCanvas,
        data: &ChartData,
        marks: &BarMarks,
        legend: Legend,
        right: Pt,
    ) -> Self {
        let em = canvas.em;
        let top = legend.height(em);
        let (ticks, left) = plan_value_axis(canvas, marks.value_range, top);
        let names = names_below(canvas.ruler, em, (left, right), data);
        let bottom = canvas.height - names.height(em).max(BELOW * em);
        let above = if marks.totals.is_empty() {
            0.5
        } else {
            LEADING
        };
        let ends = (bottom - MIDDLE * em * 0.3, (top + above * em).min(bottom));
        Self {
            legend,
            left,
            right,
            top,
            bottom,
            scale: ValueScale::new(ticks.value_range(), ends),
            names,
            ticks: Some(ticks),
        }
    }
}

fn legend_keys(data: &ChartData, direct_labels: Option<&DirectLabels>) -> LegendKeys {
    if data.series.len() > 1 && direct_labels.is_none() {
        LegendKeys::Squares
    } else {
        LegendKeys::None
    }
}

/// Whether every value has room at its column, so that no axis is needed.
fn values_fit(canvas: &ChartCanvas, data: &ChartData, marks: &BarMarks, width: Pt) -> bool {
    let (ruler, em) = (canvas.ruler, canvas.em);
    let band = width / data.categories.len().max(1) as f32;
    let values = marks.bars.iter().map(|bar| &*bar.text);
    let widest = ruler
        .widest(values, em, value_weight(data))
        .max(widest_total(canvas, marks));
    widest + VALUE_GAP * em <= marks.value_room(band)
}

fn widest_total(canvas: &ChartCanvas, marks: &BarMarks) -> Pt {
    let totals = marks.totals.iter().flatten().map(|total| &*total.text);
    canvas.ruler.widest(totals, canvas.em, Weight::SemiBold)
}

/// The bands of the categories, all of one width.
struct ColumnBands {
    left: Pt,
    band: Pt,
}

impl ColumnBands {
    fn new(data: &ChartData, left: Pt, right: Pt) -> Self {
        let band = (right - left) / data.categories.len().max(1) as f32;
        Self { left, band }
    }

    fn category_middle(&self, category: usize) -> Pt {
        self.left + self.band * (category as f32 + 0.5)
    }

    /// The left and right edge of a column.
    fn column_edges(&self, bar: &BarMark, marks: &BarMarks, em: Pt) -> (Pt, Pt) {
        let band = (self.category_middle(bar.category), self.band);
        marks.bar_edges(bar, band, WIDEST * em, 0.04)
    }
}

fn draw_columns(
    canvas: &mut ChartCanvas,
    marks: &BarMarks,
    bands: &ColumnBands,
    scale: &ValueScale,
) {
    for bar in &marks.bars {
        let (left, right) = bands.column_edges(bar, marks, canvas.em);
        let gap = marks.stack_gap(bar, canvas.hairline());
        let (from, to) = (scale.position_of(bar.start), scale.position_of(bar.end));
        let from = if bar.end < bar.start {
            (from + gap).min(to)
        } else {
            (from - gap).max(to)
        };
        let color = canvas.mark_color(bar.series, bar.category);
        canvas.rect((left, from), (right, to), color);
    }
}

/// Writes values inside stacked columns, which have their totals above, and at the ends of others
/// if there is no axis.
fn write_column_values(
    canvas: &mut ChartCanvas,
    data: &ChartData,
    marks: &BarMarks,
    bands: &ColumnBands,
    plot: &ColumnPlot,
) {
    let em = canvas.em;
    for bar in &marks.bars {
        if marks.is_stacked {
            write_value_inside(canvas, data, marks, bands, &plot.scale, bar);
            continue;
        }
        if plot.ticks.is_some() {
            continue;
        }
        let (left, right) = bands.column_edges(bar, marks, em);
        let end = plot.scale.position_of(bar.end);
        canvas.write_if_room(PlacedText {
            text: &bar.text,
            x: Pt::midpoint(left, right),
            baseline: if bar.end < 0.0 {
                end + 0.95 * em
            } else {
                end - 0.3 * em
            },
            anchor: TextAnchor::Middle,
            weight: value_weight(data),
            color: canvas.theme.colors.text,
        });
    }
    // A total that is wider than its band would cover a higher column beside it. A few totals alone
    // would look as if they meant more than the others.
    if widest_total(canvas, marks) + VALUE_GAP * em > bands.band {
        return;
    }
    for (category, total) in marks.totals.iter().enumerate() {
        let Some(total) = total else { continue };
        canvas.write_if_room(PlacedText {
            text: &total.text,
            x: bands.category_middle(category),
            baseline: plot.scale.position_of(total.number) - 0.3 * em,
            anchor: TextAnchor::Middle,
            weight: Weight::SemiBold,
            color: canvas.theme.colors.text,
        });
    }
}

/// Writes the value of a stacked column inside of it, if it fits and can be read on its colour.
fn write_value_inside(
    canvas: &mut ChartCanvas,
    data: &ChartData,
    marks: &BarMarks,
    bands: &ColumnBands,
    scale: &ValueScale,
    bar: &BarMark,
) {
    let (em, weight) = (canvas.em, value_weight(data));
    let (left, right) = bands.column_edges(bar, marks, em);
    let (from, to) = (scale.position_of(bar.start), scale.position_of(bar.end));
    let fits = canvas.text_width(&bar.text, weight) + 0.3 * em <= right - left;
    if !fits || (to - from).abs() < 1.1 * em {
        return;
    }
    let fill = canvas.mark_color(bar.series, bar.category);
    let Some(color) = canvas.readable_color_on(fill) else {
        return;
    };
    canvas.write_if_room(PlacedText {
        text: &bar.text,
        x: Pt::midpoint(left, right),
        baseline: Pt::midpoint(from, to) + MIDDLE * em,
        anchor: TextAnchor::Middle,
        weight,
        color,
    });
}
