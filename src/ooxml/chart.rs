//! Charts that Word draws itself (ISO/IEC 29500-1, 21.2).

use super::namespaces::A;
use super::namespaces::{C, R};
use super::values::{hex_color, one_line};
use super::workbook::{SHEET_NAME, column_name, number_format};
use super::xml::{Element, element};
use crate::chart::palette::{Emphasis, GREYS, PALE, Palette, Tone};
use crate::chart::{columns_become_bars, drawn_kind};
use crate::document::{Chart, ChartKind, Series, Value};
use crate::length::Pt;
use crate::theme::Colors;

/// Values that are written out beside their marks; with more, the axis tells them.
const MAX_VALUE_LABELS: usize = 24;

/// The part of a chart `width` wide; `rId1` is its workbook.
pub(crate) fn chart_part(
    chart: &Chart,
    width: Pt,
    colors: &Colors,
    label_size: Pt,
    language: &str,
) -> Element {
    let emphasis = Emphasis::new(&chart.highlight, chart.series.len());
    let has_horizontal_bars =
        drawn_kind(chart).draws_horizontal_bars() || columns_become_bars(chart, width, label_size);
    let writer = ChartWriter {
        chart,
        kind: drawn_kind(chart),
        has_horizontal_bars,
        emphasis,
        colors,
        label_size,
        language,
    };
    let mut body = element("c:chart")
        .child(value_element("c:autoTitleDeleted", "1"))
        .child(writer.plot_area());
    if writer.plotted_series().len() > 1 || writer.kind.shows_parts_of_a_whole() {
        let legend = element("c:legend")
            .child(value_element("c:legendPos", "b"))
            .child(value_element("c:overlay", "0"))
            .child(writer.text_properties("text2"));
        body = body.child(legend);
    }
    let body = body
        .child(value_element("c:plotVisOnly", "1"))
        .child(value_element("c:dispBlanksAs", "gap"));
    let unfilled = element("c:spPr")
        .child(element("a:noFill"))
        .child(element("a:ln").child(element("a:noFill")));
    element("c:chartSpace")
        .with("xmlns:c", C)
        .with("xmlns:a", A)
        .with("xmlns:r", R)
        .child(value_element("c:roundedCorners", "0"))
        .child(body)
        .child(unfilled)
        .child(writer.text_properties("text1"))
        .child(
            element("c:externalData")
                .with("r:id", "rId1")
                .child(value_element("c:autoUpdate", "0")),
        )
}

/// What a label may say, in the order of the standard.
const LABEL_FLAGS: [&str; 6] = [
    "c:showLegendKey",
    "c:showVal",
    "c:showCatName",
    "c:showSerName",
    "c:showPercent",
    "c:showBubbleSize",
];

/// Values that are nearer to each other, as a share of all that the axis shows, do not both fit
/// beside their marks.
const MIN_LABEL_GAP: f64 = 0.12;

/// The last value of a line.
struct LineEnd {
    series: usize,
    category: usize,
    /// Where it stands, by the names of the standard (21.2.3.10): right of its mark, above it or
    /// below.
    position: &'static str,
}

struct ChartWriter<'a> {
    chart: &'a Chart,
    /// How it is drawn, which may be otherwise than it asks.
    kind: ChartKind,
    /// Whether its bars run along the lines of text.
    has_horizontal_bars: bool,
    emphasis: Emphasis<'a>,
    colors: &'a Colors,
    label_size: Pt,
    language: &'a str,
}

impl<'a> ChartWriter<'a> {
    /// A pie has one.
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
        let axes = || [value_element("c:axId", "1"), value_element("c:axId", "2")];
        let series = self
            .plotted_series()
            .iter()
            .enumerate()
            .map(|(at, series)| self.series_element(at, series));
        let bars = |grouping: &str| {
            let stacked = (grouping == "stacked").then(|| value_element("c:overlap", "100"));
            element("c:barChart")
                .child(value_element(
                    "c:barDir",
                    if self.has_horizontal_bars {
                        "bar"
                    } else {
                        "col"
                    },
                ))
                .child(value_element("c:grouping", grouping))
                .child(value_element("c:varyColors", "0"))
                .children(series.clone())
                .child(value_element("c:gapWidth", "60"))
                .children(stacked)
                .children(axes())
        };
        match self.kind {
            ChartKind::Bar | ChartKind::Column => {
                area.child(bars("clustered")).children(self.axis_elements())
            }
            ChartKind::Stacked => area.child(bars("stacked")).children(self.axis_elements()),
            ChartKind::Line => {
                let lines = element("c:lineChart")
                    .child(value_element("c:grouping", "standard"))
                    .child(value_element("c:varyColors", "0"))
                    .children(series)
                    .child(value_element("c:marker", "1"))
                    .children(axes());
                area.child(lines).children(self.axis_elements())
            }
            ChartKind::Pie => {
                let pie = element("c:pieChart")
                    .child(value_element("c:varyColors", "1"))
                    .children(series)
                    .child(value_element("c:firstSliceAng", "0"));
                area.child(pie)
            }
        }
    }

    fn series_element(&self, at: usize, series: &Series) -> Element {
        let rows = self.chart.categories.len();
        let column = column_name(at + 1);
        let name = data_reference(
            "c:strRef",
            &format!("{SHEET_NAME}!${column}$1"),
            string_cache([one_line(&series.name)]),
        );
        let categories = string_cache(self.chart.categories.iter().map(|name| one_line(name)));
        let categories = data_reference(
            "c:strRef",
            &format!("{SHEET_NAME}!$A$2:$A${}", rows + 1),
            categories,
        );
        let values = number_cache(series, rows);
        let values = data_reference(
            "c:numRef",
            &format!("{SHEET_NAME}!${column}$2:${column}${}", rows + 1),
            values,
        );
        let out = element("c:ser")
            .child(value_element("c:idx", &at.to_string()))
            .child(value_element("c:order", &at.to_string()))
            .child(element("c:tx").child(name));
        let categories = (rows > 0).then(|| element("c:cat").child(categories));
        let values = (rows > 0).then(|| element("c:val").child(values));
        match self.kind {
            ChartKind::Line => {
                let line = element("a:ln")
                    .with("w", "25400")
                    .with("cap", "rnd")
                    .child(tone_fill(self.emphasis.series_tone(at)));
                let marker = element("c:marker")
                    .child(value_element("c:symbol", "circle"))
                    .child(value_element("c:size", "5"))
                    .child(
                        element("c:spPr")
                            .child(tone_fill(self.emphasis.series_tone(at)))
                            .child(element("a:ln").child(element("a:noFill"))),
                    );
                out.child(element("c:spPr").child(line.child(element("a:round"))))
                    .child(marker)
                    .children(self.data_labels(at, series))
                    .children(categories)
                    .children(values)
                    .child(value_element("c:smooth", "0"))
            }
            ChartKind::Pie => {
                let white = element("a:ln")
                    .with("w", "12700")
                    .child(scheme_color_fill("bg1"));
                let slices = (0..rows).map(|slice| {
                    element("c:dPt")
                        .child(value_element("c:idx", &slice.to_string()))
                        .child(value_element("c:bubble3D", "0"))
                        .child(
                            element("c:spPr")
                                .child(tone_fill(self.emphasis.part_tone(slice)))
                                .child(white.clone()),
                        )
                });
                out.children(slices)
                    .children(self.data_labels(at, series))
                    .children(categories)
                    .children(values)
            }
            ChartKind::Bar | ChartKind::Column | ChartKind::Stacked => out
                .child(element("c:spPr").child(tone_fill(self.emphasis.series_tone(at))))
                .child(value_element("c:invertIfNegative", "0"))
                .children(self.points_set_apart(at, rows))
                .children(self.data_labels(at, series))
                .children(categories)
                .children(values),
        }
    }

    /// Values beside their marks, as the brief spells them. Of several lines the last one each:
    /// more would run into other lines.
    fn data_labels(&self, at: usize, series: &Series) -> Option<Element> {
        let lines = self.kind.draws_lines() && self.plotted_series().len() > 1;
        if !lines && self.plotted_series().len() * self.chart.categories.len() > MAX_VALUE_LABELS {
            return None;
        }
        let position = match self.kind {
            ChartKind::Stacked => "ctr",
            ChartKind::Line => "t",
            ChartKind::Bar | ChartKind::Column | ChartKind::Pie => "outEnd",
        };
        // Where all values are spelled alike, readers that don't know the format of a point know
        // that of the labels.
        let mut formats: Vec<String> = series.values.iter().flatten().map(number_format).collect();
        formats.dedup();
        let format = match formats.as_slice() {
            [one] => element("c:numFmt")
                .with("formatCode", one)
                .with("sourceLinked", "0"),
            _ => element("c:numFmt")
                .with("formatCode", "General")
                .with("sourceLinked", "1"),
        };
        // On a dark mark a word needs the page's colour.
        let colors = self.colors;
        let mark = Palette(colors).tone_color(self.emphasis.series_tone(at));
        let dark =
            self.kind.stacks_series() && colors.ground.contrast(mark) > colors.text.contrast(mark);
        let look = |labels: Element, position: &str, shown: bool| {
            let unfilled = element("c:spPr").child(element("a:noFill"));
            labels
                .child(format.clone())
                .child(unfilled.child(element("a:ln").child(element("a:noFill"))))
                .child(self.text_properties(if dark { "bg1" } else { "text1" }))
                .child(value_element("c:dLblPos", position))
                .children(LABEL_FLAGS.map(|part| {
                    value_element(
                        part,
                        if shown && part == "c:showVal" {
                            "1"
                        } else {
                            "0"
                        },
                    )
                }))
        };
        let ends = if lines { self.line_ends() } else { Vec::new() };
        let ends = ends.into_iter().filter(|end| end.series == at).map(|end| {
            let label = element("c:dLbl").child(value_element("c:idx", &end.category.to_string()));
            look(label, end.position, true)
        });
        Some(look(element("c:dLbls").children(ends), position, !lines))
    }

    /// The last values of lines, each where it stands clear of the others.
    fn line_ends(&self) -> Vec<LineEnd> {
        let rows = self.chart.categories.len();
        let numbers = || {
            self.plotted_series()
                .iter()
                .flat_map(|series| series.values.iter().take(rows).flatten())
        };
        let bounds = numbers()
            .map(|value| value.number)
            .filter(|number| number.is_finite());
        let (low, high) = bounds.fold((0.0_f64, 0.0_f64), |(low, high), it| {
            (low.min(it), high.max(it))
        });
        let mut ends: Vec<(f64, LineEnd)> = (self.plotted_series().iter().enumerate())
            .filter_map(|(at, series)| {
                let known = |it: &(usize, &Option<Value>)| matches!(it.1, Some(value) if value.number.is_finite());
                let (category, last) = series.values.iter().take(rows).enumerate().rfind(known)?;
                Some((last.as_ref()?.number, LineEnd { series: at, category, position: "r" }))
            })
            .collect();
        ends.sort_by(|a, b| a.0.total_cmp(&b.0));
        let close = |a: &(f64, LineEnd), b: &(f64, LineEnd)| {
            a.1.category.abs_diff(b.1.category) < 2
                && (b.0 / 2.0 - a.0 / 2.0) < MIN_LABEL_GAP * (high / 2.0 - low / 2.0)
        };
        let mut clear: Vec<(f64, LineEnd)> = Vec::new();
        for mut end in ends {
            if let Some(below) = clear.last_mut().filter(|below| close(below, &end)) {
                // Between a pair there is no room for a third.
                if below.1.position == "t" {
                    continue;
                }
                (below.1.position, end.1.position) = ("b", "t");
            }
            clear.push(end);
        }
        clear.into_iter().map(|(_, end)| end).collect()
    }

    fn axis_elements(&self) -> [Element; 2] {
        let bars = self.has_horizontal_bars;
        let labeled = self.plotted_series().len() * self.chart.categories.len() <= MAX_VALUE_LABELS;
        let line =
            |fill: Element| element("c:spPr").child(element("a:ln").with("w", "6350").child(fill));
        let rule = || {
            element("a:solidFill")
                .child(element("a:srgbClr").with("val", hex_color(self.colors.rule)))
        };
        let axis = |kind: &str, id: &str| {
            // Bars are read from the top, as the brief lists them.
            let reversed = bars && kind == "c:catAx";
            let orientation = if reversed { "maxMin" } else { "minMax" };
            element(kind)
                .child(value_element("c:axId", id))
                .child(element("c:scaling").child(value_element("c:orientation", orientation)))
        };
        let ticks = || {
            [
                value_element("c:majorTickMark", "none"),
                value_element("c:minorTickMark", "none"),
            ]
        };
        let categories = axis("c:catAx", "1")
            .child(value_element("c:delete", "0"))
            .child(value_element("c:axPos", if bars { "l" } else { "b" }))
            .child(
                element("c:numFmt")
                    .with("formatCode", "General")
                    .with("sourceLinked", "0"),
            )
            .children(ticks())
            .child(value_element("c:tickLblPos", "low"))
            .child(line(rule()))
            .child(self.text_properties("text1"))
            .child(value_element("c:crossAx", "2"))
            .child(value_element("c:crosses", "autoZero"))
            .child(value_element("c:auto", "0"))
            .child(value_element("c:lblAlgn", "ctr"))
            .child(value_element("c:lblOffset", "100"))
            .child(value_element("c:noMultiLvlLbl", "1"));
        let grid = (!labeled || self.kind.draws_lines())
            .then(|| element("c:majorGridlines").child(line(rule())));
        // Where every mark has its value, the axis would only say it again. The unit is in the
        // caption.
        let hidden = labeled && !self.chart.kind.draws_lines();
        let values = axis("c:valAx", "2")
            .child(value_element("c:delete", if hidden { "1" } else { "0" }))
            .child(value_element("c:axPos", if bars { "b" } else { "l" }))
            .children(grid)
            .child(
                element("c:numFmt")
                    .with("formatCode", "General")
                    .with("sourceLinked", "0"),
            )
            .children(ticks())
            .child(value_element("c:tickLblPos", "nextTo"))
            .child(element("c:spPr").child(element("a:ln").child(element("a:noFill"))))
            .child(self.text_properties("text2"))
            .child(value_element("c:crossAx", "1"))
            .child(value_element(
                "c:crosses",
                if bars { "max" } else { "autoZero" },
            ))
            .child(value_element("c:crossBetween", "between"));
        [categories, values]
    }

    fn text_properties(&self, color: &str) -> Element {
        let paragraph = element("a:p")
            .child(element("a:pPr").child(self.run_properties("a:defRPr", color)))
            .child(element("a:endParaRPr").with("lang", self.language));
        element("c:txPr")
            .child(element("a:bodyPr"))
            .child(element("a:lstStyle"))
            .child(paragraph)
    }

    fn run_properties(&self, name: &str, color: &str) -> Element {
        let color = match color {
            "text1" => "tx1",
            "text2" => "tx2",
            other => other,
        };
        let hundredths = (self.label_size.0 * 100.0).round();
        element(name)
            .with("sz", hundredths.to_string())
            .with("b", "0")
            .child(scheme_color_fill(color))
            .child(element("a:latin").with("typeface", "+mn-lt"))
            .child(element("a:ea").with("typeface", "+mn-ea"))
            .child(element("a:cs").with("typeface", "+mn-cs"))
    }

    /// The bars of a series that do not have its colour.
    fn points_set_apart(&self, series: usize, rows: usize) -> Vec<Element> {
        let own = self.emphasis.series_tone(series);
        let tones = (0..rows)
            .map(|row| (row, self.emphasis.mark_tone(series, row)))
            .filter(|(_, tone)| *tone != own);
        let points = tones.map(|(row, tone)| {
            element("c:dPt")
                .child(value_element("c:idx", &row.to_string()))
                .child(value_element("c:invertIfNegative", "0"))
                .child(value_element("c:bubble3D", "0"))
                .child(element("c:spPr").child(tone_fill(tone)))
        });
        points.collect()
    }
}

/// The theme's accents in turn, lighter from the seventh on; its second text colour, lighter, as
/// grey.
fn tone_fill(tone: Tone) -> Element {
    let accent = |at: usize| (format!("accent{}", at % 6 + 1), 0.25 * (at / 6 % 4) as f32);
    let (name, paler) = match tone {
        Tone::Full(at) => accent(at),
        Tone::Pale(at) => (accent(at).0, PALE),
        Tone::Grey(at) => ("tx2".to_owned(), GREYS[at % GREYS.len()]),
    };
    let color = element("a:schemeClr").with("val", name);
    let keep = (100_000.0 * (1.0 - paler)).round() as u32;
    let color = match keep {
        100_000 => color,
        keep => color
            .child(value_element("a:lumMod", &keep.to_string()))
            .child(value_element("a:lumOff", &(100_000 - keep).to_string())),
    };
    element("a:solidFill").child(color)
}

fn scheme_color_fill(color: &str) -> Element {
    element("a:solidFill").child(element("a:schemeClr").with("val", color))
}

fn value_element(name: &str, value: &str) -> Element {
    element(name).with("val", value)
}

fn data_reference(kind: &str, formula: &str, cache: Element) -> Element {
    element(kind)
        .child(element("c:f").with_text(formula))
        .child(cache)
}

fn string_cache(texts: impl IntoIterator<Item = String>) -> Element {
    let points: Vec<Element> = texts
        .into_iter()
        .enumerate()
        .map(|(at, text)| {
            element("c:pt")
                .with("idx", at.to_string())
                .child(element("c:v").with_text(&text))
        })
        .collect();
    element("c:strCache")
        .child(value_element("c:ptCount", &points.len().to_string()))
        .children(points)
}

fn number_cache(series: &Series, rows: usize) -> Element {
    let values = || {
        series
            .values
            .iter()
            .take(rows)
            .enumerate()
            .filter_map(|(at, value)| Some((at, value.as_ref()?)))
    };
    let usual = values()
        .next()
        .map_or_else(|| "General".to_owned(), |(_, value)| number_format(value));
    let points = values()
        .filter(|(_, value)| value.number.is_finite())
        .map(|(at, value)| {
            let format = number_format(value);
            let point = element("c:pt").with("idx", at.to_string());
            let point = if format == usual {
                point
            } else {
                point.with("formatCode", &format)
            };
            point.child(element("c:v").with_text(&value.number.to_string()))
        });
    element("c:numCache")
        .child(element("c:formatCode").with_text(&usual))
        .child(value_element("c:ptCount", &rows.to_string()))
        .children(points)
}
