//! Vertical bars, side by side or stacked: names below them, values above or inside.

use super::bar_marks::{BarMark, BarMarks, value_weight, write_stack_values};
use super::canvas::{BELOW, ChartCanvas, LEADING, MIDDLE, PlacedText};
use super::category_labels::{CategoryLabels, Completeness};
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
    labels_suffice(&names_below(ruler, em, (Pt::ZERO, width), data))
}

fn labels_suffice(names: &CategoryLabels) -> bool {
    names.completeness != Completeness::Lacking
}

/// Names below columns that stand between `left` and `right`.
fn names_below(
    ruler: &ChartRuler,
    em: Pt,
    (left, right): (Pt, Pt),
    data: &ChartData,
) -> CategoryLabels {
    let bands = ColumnBands::new(data, left, right);
    let mut middles = Vec::new();
    for category in 0..data.categories.len() {
        middles.push(bands.category_middle(category));
    }
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
    // After the columns, whose edges would cover half of the line.
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
        // Only now is it known how high the columns are: names that fit beside them in width may
        // still be too many for the height.
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
    labels_suffice(&names).then_some((labels, names))
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
        let right = canvas.width - direct_labels.map_or(Pt::ZERO, |labels| labels.width);
        if values_fit(canvas, data, marks, right) {
            let plot = Self::with_or_without_axis(canvas, data, marks, direct_labels, false);
            let bands = ColumnBands::new(data, plot.left, plot.right);
            let all_written = marks.bars.iter().all(|bar| {
                bar.is_flat()
                    || value_inside(canvas, data, marks, &bands, &plot.scale, bar).is_some()
            });
            if !marks.is_stacked || all_written {
                return plot;
            }
        }
        Self::with_or_without_axis(canvas, data, marks, direct_labels, true)
    }

    fn with_or_without_axis(
        canvas: &ChartCanvas,
        data: &ChartData,
        marks: &BarMarks,
        direct_labels: Option<&DirectLabels>,
        has_axis: bool,
    ) -> Self {
        let em = canvas.em;
        let legend = Legend::for_canvas(canvas, data, legend_keys(data, direct_labels));
        let top = legend.height(em);
        let right = match direct_labels {
            Some(labels) => canvas.width - labels.width,
            None => canvas.width,
        };
        let mut left = Pt::ZERO;
        let mut ticks = None;
        if has_axis {
            let (axis_ticks, axis_width) = plan_value_axis(canvas, marks.value_range, top);
            left = axis_width;
            ticks = Some(axis_ticks);
        }
        let names = names_below(canvas.ruler, em, (left, right), data);
        let ends_room = ColumnEndsRoom::new(em, marks, ticks.is_some());
        // The number at the lowest line of an axis needs room even where there are no names.
        let mut names_height = names.height(em);
        let mut value_range = marks.value_range;
        if let Some(ticks) = &ticks {
            names_height = names_height.max(BELOW * em);
            value_range = ticks.value_range();
        }
        let bottom = canvas.height - names_height;
        let lowest = bottom - ends_room.below;
        // In a low frame the room above is all there is: the columns are flat then.
        let highest = (top + ends_room.above).min(bottom);
        Self {
            legend,
            left,
            right,
            top,
            bottom,
            scale: ValueScale::new(value_range, (lowest, highest)),
            names,
            ticks,
        }
    }
}

/// Room between the ends of the scale and the edges of the plot, for values and totals.
struct ColumnEndsRoom {
    above: Pt,
    below: Pt,
}

impl ColumnEndsRoom {
    fn new(em: Pt, marks: &BarMarks, has_axis: bool) -> Self {
        let has_totals = !marks.totals.is_empty();
        if has_axis {
            // Half of the highest number is above its line.
            let above = if has_totals { LEADING } else { 0.5 };
            return Self {
                above: above * em,
                below: MIDDLE * em * 0.3,
            };
        }
        // Values are at the ends of their columns, but inside if these are stacked.
        let above = if marks.is_stacked && !has_totals {
            0.2
        } else {
            LEADING
        };
        let (low, _) = marks.value_range;
        let below = if low < 0.0 && !marks.is_stacked {
            LEADING
        } else {
            0.0
        };
        Self {
            above: above * em,
            below: below * em,
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
    let em = canvas.em;
    let band = width / data.categories.len().max(1) as f32;
    let values = marks.bars.iter().map(|bar| &*bar.text);
    let widest_value = canvas.ruler.widest(values, em, value_weight(data));
    let widest = widest_value.max(widest_total(canvas, marks));
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
        let start = scale.position_of(bar.start);
        let end = scale.position_of(bar.end);
        // y grows downwards. A column that is lower than the gap vanishes.
        let start = if bar.end < bar.start {
            (start + gap).min(end)
        } else {
            (start - gap).max(end)
        };
        let color = canvas.mark_color(bar.series, bar.category);
        canvas.rect((left, start), (right, end), color);
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
    if marks.is_stacked {
        write_stack_values(canvas, marks, |canvas, bar| {
            value_inside(canvas, data, marks, bands, &plot.scale, bar)
        });
    }
    let has_end_values = !marks.is_stacked && plot.ticks.is_none();
    for bar in marks.bars.iter().filter(|_| has_end_values) {
        let (left, right) = bands.column_edges(bar, marks, em);
        let end = plot.scale.position_of(bar.end);
        // Below a column, the whole height of the digits is between its end and the baseline.
        let baseline = if bar.end < 0.0 {
            end + 0.95 * em
        } else {
            end - 0.3 * em
        };
        canvas.write_if_room(PlacedText {
            text: &bar.text,
            x: Pt::midpoint(left, right),
            baseline,
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

/// The value of a stacked column inside of it, if it fits and can be read on its colour.
fn value_inside<'m>(
    canvas: &ChartCanvas,
    data: &ChartData,
    marks: &'m BarMarks,
    bands: &ColumnBands,
    scale: &ValueScale,
    bar: &'m BarMark,
) -> Option<PlacedText<'m>> {
    let em = canvas.em;
    let weight = value_weight(data);
    let (left, right) = bands.column_edges(bar, marks, em);
    let start = scale.position_of(bar.start);
    let end = scale.position_of(bar.end);
    let needed = canvas.text_width(&bar.text, weight) + 0.3 * em;
    if needed > right - left || (end - start).abs() < 1.1 * em {
        return None;
    }
    let fill = canvas.mark_color(bar.series, bar.category);
    Some(PlacedText {
        text: &bar.text,
        x: Pt::midpoint(left, right),
        baseline: Pt::midpoint(start, end) + MIDDLE * em,
        anchor: TextAnchor::Middle,
        weight,
        color: canvas.readable_color_on(fill)?,
    })
}
