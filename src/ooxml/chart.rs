//! The chart part: a chart that Office programs draw themselves (ECMA-376 part 1, 21.2).
//!
//! [`chart_part`] writes it. The numbers behind it, for "Edit Data", are a workbook of its own in
//! [`workbook`](super::workbook). Which kind of chart is drawn, which marks stand out and whether
//! columns lie are decided in [`crate::chart`], for all formats.

mod elements;
mod line_ends;

use super::namespaces::{A, C, R};
use super::number_format::{ChartNumberFormats, GENERAL};
use super::values::{hex_color, one_line};
use super::workbook::{SHEET_NAME, column_name};
use super::xml::{Element, element};
use crate::chart::palette::{Emphasis, Palette};
use crate::chart::{NativeChartPlan, drawn_kind};
use crate::document::{Chart, ChartKind, Direction, Series};
use crate::length::Pt;
use crate::theme::Colors;
use elements::{
    data_reference, number_cache, number_format_element, scheme_color_fill, shape_without_outline,
    string_cache, tone_fill, value_element,
};
use line_ends::label_line_ends;

/// What a chart part is written from, besides the chart.
pub(crate) struct ChartPartSetting<'a> {
    pub formats: &'a ChartNumberFormats,
    pub plan: &'a NativeChartPlan,
    pub colors: &'a Colors,
    pub label_size: Pt,
    /// The BCP 47 tag of its words.
    pub language: &'a str,
    /// The direction of its document.
    pub direction: Direction,
}

/// The part of a chart. Its relationship `rId1` must lead to its workbook.
pub(crate) fn chart_part(chart: &Chart, setting: &ChartPartSetting<'_>) -> Element {
    let writer = ChartWriter {
        chart,
        formats: setting.formats,
        plan: setting.plan,
        kind: drawn_kind(chart),
        has_horizontal_bars: setting.plan.has_horizontal_bars,
        emphasis: Emphasis::new(&chart.highlight, chart.series.len()),
        colors: setting.colors,
        label_size: setting.label_size,
        language: setting.language,
        is_right_to_left: setting.direction == Direction::Rtl,
    };
    let workbook = element("c:externalData")
        .with("r:id", "rId1")
        .with_value("c:autoUpdate", "0");
    element("c:chartSpace")
        .with("xmlns:c", C)
        .with("xmlns:a", A)
        .with("xmlns:r", R)
        .with_value("c:lang", setting.language)
        .with_value("c:roundedCorners", "0")
        .child(writer.chart_element())
        .child(shape_without_outline(element("a:noFill")))
        .child(writer.name_properties("tx1"))
        .child(workbook)
}

struct ChartWriter<'a> {
    chart: &'a Chart,
    formats: &'a ChartNumberFormats,
    plan: &'a NativeChartPlan,
    /// The kind that is drawn, which can differ from the one that the brief asks for.
    kind: ChartKind,
    has_horizontal_bars: bool,
    emphasis: Emphasis<'a>,
    colors: &'a Colors,
    label_size: Pt,
    language: &'a str,
    is_right_to_left: bool,
}

impl<'a> ChartWriter<'a> {
    fn chart_element(&self) -> Element {
        let mut chart = element("c:chart");
        // Without it, Office may set a name above the plot of its own accord.
        let title = self.single_series_title();
        let has_title = title.is_some();
        chart = chart
            .children(title)
            .with_value("c:autoTitleDeleted", if has_title { "0" } else { "1" })
            .child(self.plot_area());
        let has_legend = self.plotted_series().len() > 1 || self.kind.shows_parts_of_a_whole();
        if has_legend {
            let legend = element("c:legend")
                .with_value("c:legendPos", "b")
                .with_value("c:overlay", "0")
                .child(self.name_properties("tx2"));
            chart = chart.child(legend);
        }
        chart
            .with_value("c:plotVisOnly", "1")
            .with_value("c:dispBlanksAs", "gap")
    }

    /// The name of a single series above the plot, as in other formats: there is no legend for it.
    fn single_series_title(&self) -> Option<Element> {
        let [series] = self.plotted_series() else {
            return None;
        };
        let name = one_line(&series.name);
        let unit = self.chart.unit.as_deref().unwrap_or_default();
        if name.is_empty() || name.to_lowercase() == one_line(unit).to_lowercase() {
            return None;
        }
        let run = element("a:r")
            .child(
                self.run_properties("a:rPr", "tx1", "1")
                    .with("lang", self.language),
            )
            .child(element("a:t").with_text(&name));
        let rich = element("c:rich")
            .child(element("a:bodyPr"))
            .child(element("a:lstStyle"))
            .child(
                element("a:p")
                    .children(self.is_right_to_left.then(right_to_left_paragraph))
                    .child(run),
            );
        let title = element("c:title")
            .child(element("c:tx").child(rich))
            .with_value("c:overlay", "0");
        Some(title)
    }

    /// The series that are drawn: a pie has one.
    fn plotted_series(&self) -> &'a [Series] {
        let series = &self.chart.series;
        if self.chart.kind.shows_parts_of_a_whole() {
            series.get(..1).unwrap_or_default()
        } else {
            series
        }
    }

    fn plot_area(&self) -> Element {
        let area = element("c:plotArea").child(element("c:layout"));
        let mut series = Vec::new();
        for (index, plotted) in self.plotted_series().iter().enumerate() {
            series.push(self.series_element(index, plotted));
        }
        let plot = match self.kind {
            ChartKind::Bar | ChartKind::Column => self.bar_chart("clustered", series),
            ChartKind::Stacked => self.bar_chart("stacked", series),
            ChartKind::Line => element("c:lineChart")
                .with_value("c:grouping", "standard")
                .with_value("c:varyColors", "0")
                .children(series)
                .with_value("c:marker", "1")
                .children(axis_ids()),
            ChartKind::Pie => {
                let pie = element("c:pieChart")
                    .with_value("c:varyColors", "1")
                    .children(series)
                    .with_value("c:firstSliceAng", "0");
                // A pie has no axes.
                return area.child(pie);
            }
        };
        area.child(plot)
            .child(self.category_axis())
            .child(self.value_axis())
    }

    fn bar_chart(&self, grouping: &str, series: Vec<Element>) -> Element {
        let direction = if self.has_horizontal_bars {
            "bar"
        } else {
            "col"
        };
        let mut chart = element("c:barChart")
            .with_value("c:barDir", direction)
            .with_value("c:grouping", grouping)
            .with_value("c:varyColors", "0")
            .children(series)
            .with_value("c:gapWidth", "60");
        // Without it, Office draws the bars of a stack side by side.
        if grouping == "stacked" {
            chart.push(value_element("c:overlap", "100"));
        }
        chart.children(axis_ids())
    }

    fn series_element(&self, at: usize, series: &Series) -> Element {
        let rows = self.chart.categories.len();
        let (categories, values) = self.data_elements(at, series);
        let labels = self.data_labels(at, series);
        let fill = tone_fill(self.emphasis.series_tone(at));
        let number = at.to_string();
        let mut out = element("c:ser")
            .with_value("c:idx", &number)
            .with_value("c:order", &number)
            .child(element("c:tx").child(series_name(at, series)));
        // The schema has an order of its own for the series of each kind of chart.
        match self.kind {
            ChartKind::Line => {
                // Two points wide, in English Metric Units.
                let line = element("a:ln")
                    .with("w", "25400")
                    .with("cap", "rnd")
                    .child(fill.clone())
                    .child(element("a:round"));
                let marker = element("c:marker")
                    .with_value("c:symbol", "circle")
                    .with_value("c:size", "5")
                    .child(shape_without_outline(fill));
                out.child(element("c:spPr").child(line))
                    .child(marker)
                    .children(labels)
                    .children(categories)
                    .children(values)
                    .with_value("c:smooth", "0")
            }
            ChartKind::Pie => {
                for slice in 0..rows {
                    out.push(self.pie_slice(slice));
                }
                out.children(labels).children(categories).children(values)
            }
            ChartKind::Bar | ChartKind::Column | ChartKind::Stacked => out
                .child(element("c:spPr").child(fill))
                // Left out, it counts as on: Office would fill bars below zero with white.
                .with_value("c:invertIfNegative", "0")
                .children(self.highlighted_points(at, rows))
                .children(labels)
                .children(categories)
                .children(values),
        }
    }

    /// The names of the categories and the values of a series; `None` without any category.
    fn data_elements(&self, at: usize, series: &Series) -> (Option<Element>, Option<Element>) {
        let rows = self.chart.categories.len();
        if rows == 0 {
            return (None, None);
        }
        // The first row has the names of the series, the first column those of the categories.
        let last_row = rows + 1;
        let column = column_name(at + 1);
        let name_cells = format!("{SHEET_NAME}!$A$2:$A${last_row}");
        let value_cells = format!("{SHEET_NAME}!${column}$2:${column}${last_row}");

        let names: Vec<String> = match &self.plan.shown_names {
            // The cells have the names alone, in one line.
            Some(shown_names) => shown_names.clone(),
            None => self
                .chart
                .categories
                .iter()
                .map(|it| one_line(it))
                .collect(),
        };
        let names = data_reference("c:strRef", &name_cells, string_cache(names));
        let numbers = number_cache(series, rows, self.formats);
        let numbers = data_reference("c:numRef", &value_cells, numbers);
        let categories = element("c:cat").child(names);
        let values = element("c:val").child(numbers);
        (Some(categories), Some(values))
    }

    fn pie_slice(&self, slice: usize) -> Element {
        // A line in the colour of the page parts slices of similar colours.
        let outline = element("a:ln")
            .with("w", "12700")
            .child(scheme_color_fill("bg1"));
        let shape = element("c:spPr")
            .child(tone_fill(self.emphasis.part_tone(slice)))
            .child(outline);
        element("c:dPt")
            .with_value("c:idx", &slice.to_string())
            .with_value("c:bubble3D", "0")
            .child(shape)
    }

    /// The bars of a series that do not have its colour.
    fn highlighted_points(&self, series: usize, rows: usize) -> Vec<Element> {
        let series_tone = self.emphasis.series_tone(series);
        let mut out = Vec::new();
        for row in 0..rows {
            let tone = self.emphasis.mark_tone(series, row);
            if tone == series_tone {
                continue;
            }
            let point = element("c:dPt")
                .with_value("c:idx", &row.to_string())
                .with_value("c:invertIfNegative", "0")
                .with_value("c:bubble3D", "0")
                .child(element("c:spPr").child(tone_fill(tone)));
            out.push(point);
        }
        out
    }

    fn has_many_lines(&self) -> bool {
        self.kind.draws_lines() && self.plotted_series().len() > 1
    }

    /// The values of a series beside their marks, as the brief writes them. Where there are several
    /// lines, each is labelled at its last value alone: more labels would cover the lines.
    fn data_labels(&self, at: usize, series: &Series) -> Option<Element> {
        let has_many_lines = self.has_many_lines();
        if !has_many_lines && !self.plan.has_values {
            return None;
        }
        // Word calls a file damaged whose labels have a position that their kind of chart does not
        // know: stacked bars have no `outEnd`.
        let position = match self.kind {
            ChartKind::Stacked => "ctr",
            ChartKind::Line => "t",
            ChartKind::Bar | ChartKind::Column | ChartKind::Pie => "outEnd",
        };
        let usual_format = self.formats.usual_format(series);
        let mut labels = element("c:dLbls");
        for (category, position) in self.single_labels(at, series, position) {
            let index = value_element("c:idx", &category.to_string());
            let label = element("c:dLbl").child(index);
            if self.plan.small_marks.contains(&(at, category)) {
                labels.push(label.with_value("c:delete", "1"));
                continue;
            }
            let value = series.values.get(category).and_then(Option::as_ref);
            let format = match value {
                Some(value) => self.formats.label_format(value),
                None => usual_format.clone(),
            };
            labels.push(self.with_label_properties(label, at, &format, position, true));
        }
        let shows_all = !has_many_lines;
        Some(self.with_label_properties(labels, at, &usual_format, position, shows_all))
    }

    /// The categories whose labels have settings of their own, with the positions of these labels.
    fn single_labels<'p>(
        &self,
        at: usize,
        series: &Series,
        position: &'p str,
    ) -> Vec<(usize, &'p str)> {
        let rows = self.chart.categories.len();
        let mut single = Vec::new();
        if self.has_many_lines() {
            for end in label_line_ends(self.plotted_series(), rows) {
                if end.series == at {
                    single.push((end.category, end.position));
                }
            }
            return single;
        }
        // Some readers do not know the format of a single value in the cache.
        let usual_format = self.formats.usual_format(series);
        for (category, value) in series.values.iter().take(rows).enumerate() {
            let is_small = self.plan.small_marks.contains(&(at, category));
            if let Some(value) = value
                && (is_small || self.formats.label_format(value) != usual_format)
            {
                single.push((category, position));
            }
        }
        single
    }

    /// Adds to one label, or to all labels of a series, how they look and whether they show the
    /// value.
    fn with_label_properties(
        &self,
        labels: Element,
        at: usize,
        format: &str,
        position: &str,
        shows_value: bool,
    ) -> Element {
        let mut out = labels
            .child(number_format_element(format, false))
            .child(shape_without_outline(element("a:noFill")))
            .child(self.label_properties(self.label_color(at)))
            .with_value("c:dLblPos", position);
        for flag in LABEL_FLAGS {
            // Readers differ in what a flag means that is left out.
            let is_on = shows_value && flag == "c:showVal";
            out.push(value_element(flag, if is_on { "1" } else { "0" }));
        }
        out
    }

    /// The colour of a series' labels: inside a dark mark they have the colour of the page.
    fn label_color(&self, at: usize) -> &'static str {
        let colors = self.colors;
        let mark = Palette(colors).tone_color(self.emphasis.series_tone(at));
        let is_dark = colors.ground.contrast(mark) > colors.text.contrast(mark);
        if self.kind.stacks_series() && is_dark {
            "bg1"
        } else {
            "tx1"
        }
    }

    fn category_axis(&self) -> Element {
        // Bars are read from the top, in the order of the brief. Office counts from the bottom.
        let (orientation, position) = match (self.has_horizontal_bars, self.is_right_to_left) {
            (true, false) => (REVERSED, "l"),
            (true, true) => (REVERSED, "r"),
            (false, false) => (FORWARD, "b"),
            (false, true) => (REVERSED, "b"),
        };
        axis("c:catAx", "1", orientation)
            .with_value("c:delete", "0")
            .with_value("c:axPos", position)
            .child(number_format_element(GENERAL, false))
            .children(no_tick_marks())
            // Below all bars: next to the axis, bars below zero would cover the names.
            .with_value("c:tickLblPos", "low")
            .child(self.rule_shape())
            .child(self.category_properties())
            .with_value("c:crossAx", "2")
            .with_value("c:crosses", "autoZero")
            .with_value("c:auto", "0")
            .with_value("c:lblAlgn", "ctr")
            .with_value("c:lblOffset", "100")
            .with_value("c:noMultiLvlLbl", "1")
    }

    /// The axis of values. It has no title: the unit is in the caption.
    fn value_axis(&self) -> Element {
        let has_value_labels = self.plan.has_values && self.plan.small_marks.is_empty();
        // Where every mark has its value beside it, the axis would only repeat them.
        let is_hidden = has_value_labels && !self.chart.kind.draws_lines();
        let has_grid = !has_value_labels || self.kind.draws_lines();
        // Where categories count from the top, their end is the lower edge.
        let (orientation, position, crosses) =
            match (self.has_horizontal_bars, self.is_right_to_left) {
                (true, false) => (FORWARD, "b", "max"),
                (true, true) => (REVERSED, "b", "max"),
                (false, false) => (FORWARD, "l", "autoZero"),
                (false, true) => (FORWARD, "r", "autoZero"),
            };
        let no_line = element("a:ln").child(element("a:noFill"));
        let mut axis = axis("c:valAx", "2", orientation);
        if !self.chart.kind.draws_lines()
            && let Some(scaling) = axis.find_mut("c:scaling")
        {
            if let Some(bound) = self.bound_at_zero() {
                scaling.push(value_element(bound, "0"));
            }
            if let Some(low) = self.plan.low_bound {
                scaling.push(value_element("c:min", &low.to_string()));
            }
        }
        let mut axis = axis
            .with_value("c:delete", if is_hidden { "1" } else { "0" })
            .with_value("c:axPos", position);
        if has_grid {
            let grid = element("c:majorGridlines").child(self.rule_shape());
            axis.push(grid);
        }
        let format = self
            .formats
            .axis_format(self.plan.step, self.plan.step_decimals);
        axis.child(number_format_element(&format, false))
            .children(no_tick_marks())
            .with_value("c:tickLblPos", "nextTo")
            .child(element("c:spPr").child(no_line))
            .child(self.text_properties("tx2"))
            .with_value("c:crossAx", "1")
            .with_value("c:crosses", crosses)
            .with_value("c:crossBetween", "between")
            // The number format has the digits that this step needs.
            .with_value("c:majorUnit", &self.plan.step.to_string())
    }

    /// The end of the axis that is zero, so that the lengths of bars can be compared. Office begins
    /// the axis at a larger number where all values are close to each other.
    fn bound_at_zero(&self) -> Option<&'static str> {
        let values = self.chart.series.iter().flat_map(|series| &series.values);
        let numbers: Vec<f64> = values.flatten().map(|value| value.number).collect();
        if numbers.iter().all(|&number| number >= 0.0) {
            Some("c:min")
        } else if numbers.iter().all(|&number| number <= 0.0) {
            Some("c:max")
        } else {
            None
        }
    }

    /// A hairline in the theme's colour for them, which the theme part has no name for.
    fn rule_shape(&self) -> Element {
        let color = element("a:srgbClr").with("val", hex_color(self.colors.rule));
        let line = element("a:ln")
            .with("w", "6350")
            .child(element("a:solidFill").child(color));
        element("c:spPr").child(line)
    }

    /// The type of values, which are not broken into lines.
    fn label_properties(&self, color: &str) -> Element {
        let mut properties = self.text_properties(color);
        if let Some(body) = properties.find_mut("a:bodyPr") {
            body.set("wrap", "none");
        }
        properties
    }

    /// The type of the names below an axis. Names that have been broken into lines are not turned.
    fn category_properties(&self) -> Element {
        let mut properties = self.name_properties("tx1");
        if self.plan.shown_names.is_some()
            && let Some(body) = properties.find_mut("a:bodyPr")
        {
            body.set("rot", "0");
            body.set("vert", "horz");
        }
        properties
    }

    /// The type of names, which run in the direction of the document.
    fn name_properties(&self, color: &str) -> Element {
        let mut properties = self.text_properties(color);
        if self.is_right_to_left
            && let Some(paragraph) = properties.find_mut("a:p")
            && let Some(setting) = paragraph.find_mut("a:pPr")
        {
            setting.set("rtl", "1");
        }
        properties
    }

    /// The type of numbers, in a colour of the theme.
    fn text_properties(&self, color: &str) -> Element {
        let run = self.run_properties("a:defRPr", color, "0");
        let paragraph = element("a:p")
            .child(element("a:pPr").child(run))
            .child(element("a:endParaRPr").with("lang", self.language));
        element("c:txPr")
            .child(element("a:bodyPr"))
            .child(element("a:lstStyle"))
            .child(paragraph)
    }

    /// The type of a run, in a colour of the theme; `bold` is `0` or `1`.
    fn run_properties(&self, name: &str, color: &str, bold: &str) -> Element {
        // DrawingML counts sizes of type in hundredths of a point.
        let hundredths = (self.label_size.0 * 100.0).round();
        element(name)
            .with("sz", hundredths.to_string())
            .with("b", bold)
            .child(scheme_color_fill(color))
            .child(element("a:latin").with("typeface", "+mn-lt"))
            .child(element("a:ea").with("typeface", "+mn-ea"))
            .child(element("a:cs").with("typeface", "+mn-cs"))
    }
}

/// What a label can show, in the order of the schema (`Group_DLbls`).
const LABEL_FLAGS: [&str; 6] = [
    "c:showLegendKey",
    "c:showVal",
    "c:showCatName",
    "c:showSerName",
    "c:showPercent",
    "c:showBubbleSize",
];

/// The name of a series, in the first row of its column.
fn series_name(at: usize, series: &Series) -> Element {
    let cell = format!("{SHEET_NAME}!${}$1", column_name(at + 1));
    let name = string_cache([one_line(&series.name)]);
    data_reference("c:strRef", &cell, name)
}

/// The properties of a paragraph that runs from right to left.
fn right_to_left_paragraph() -> Element {
    element("a:pPr").with("rtl", "1")
}

/// The orientation of an axis that counts from the left or from the bottom.
const FORWARD: &str = "minMax";
/// The orientation of an axis that counts from the right or from the top.
const REVERSED: &str = "maxMin";

/// Ties a plot to its two axes.
fn axis_ids() -> [Element; 2] {
    [value_element("c:axId", "1"), value_element("c:axId", "2")]
}

fn axis(name: &str, id: &str, orientation: &str) -> Element {
    let scaling = element("c:scaling").with_value("c:orientation", orientation);
    element(name).with_value("c:axId", id).child(scaling)
}

fn no_tick_marks() -> [Element; 2] {
    [
        value_element("c:majorTickMark", "none"),
        value_element("c:minorTickMark", "none"),
    ]
}
