//! The data of a chart, cleaned for drawing ([`ChartData`]).

use crate::document::{Chart, Series, Value, plain_text};

/// Numbers farther from zero are drawn at this distance, so that no difference of two numbers
/// leaves the range of `f64`.
const LARGEST: f64 = 1e300;

/// Numbers nearer to zero are drawn as zero, so that no step between ticks becomes zero.
const SMALLEST: f64 = 1e-290;

/// What a chart shows: every series has a point for every category, every number is finite, and
/// every text is one line.
pub(super) struct ChartData {
    pub title: String,
    pub categories: Vec<String>,
    pub series: Vec<SeriesData>,
    /// Empty if the chart has none.
    pub unit: String,
}

pub(super) struct SeriesData {
    pub name: String,
    /// One for each category; `None` where the brief gives no number.
    pub points: Vec<Option<DataPoint>>,
}

/// A number, and how the brief spells it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct DataPoint {
    pub number: f64,
    pub text: String,
}

impl ChartData {
    pub fn new(chart: &Chart) -> Self {
        let categories: Vec<String> = chart.categories.iter().map(|name| one_line(name)).collect();
        let series = chart
            .series
            .iter()
            .map(|series| SeriesData::new(series, categories.len()))
            .collect();
        Self {
            title: one_line(&plain_text(&chart.title)),
            series,
            unit: one_line(chart.unit.as_deref().unwrap_or_default()),
            categories,
        }
    }

    /// The numbers of all series.
    pub fn all_numbers(&self) -> impl Iterator<Item = f64> + '_ {
        self.series.iter().flat_map(SeriesData::numbers)
    }

    /// The same categories with the first series alone.
    pub fn first_series(mut self) -> Self {
        self.series.truncate(1);
        self
    }
}

impl SeriesData {
    fn new(series: &Series, categories: usize) -> Self {
        let point = |category: usize| DataPoint::new(series.values.get(category)?.as_ref()?);
        Self {
            name: one_line(&series.name),
            points: (0..categories).map(point).collect(),
        }
    }

    pub fn numbers(&self) -> impl Iterator<Item = f64> + '_ {
        self.points.iter().flatten().map(|point| point.number)
    }
}

impl DataPoint {
    /// `None` if the number is infinite or not a number.
    fn new(value: &Value) -> Option<Self> {
        if !value.number.is_finite() {
            return None;
        }
        let mut number = value.number.clamp(-LARGEST, LARGEST);
        if number.abs() < SMALLEST {
            number = 0.0;
        }
        Some(Self {
            number,
            text: one_line(&value.text),
        })
    }
}

/// `text` with each run of white space and control characters as one space. No-break spaces stay.
fn one_line(text: &str) -> String {
    let is_separator = |c: char| c.is_whitespace() && c != '\u{a0}' || c.is_control();
    let words: Vec<&str> = text
        .split(is_separator)
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ")
}
