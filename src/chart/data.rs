//! The numbers of a chart, fit to be drawn.

use crate::document::{Chart, plain_text};

/// Numbers farther from zero are drawn at it, so that no difference of two leaves the range of
/// `f64`.
const LARGEST: f64 = 1e300;

/// Numbers nearer to zero are drawn as zero, so that no step between ticks vanishes.
const SMALLEST: f64 = 1e-290;

/// What a chart shows: every series has a cell for every category, every number is finite, every
/// text is one line.
pub(super) struct ChartData {
    pub(super) title: String,
    pub(super) categories: Vec<String>,
    pub(super) series: Vec<SeriesData>,
    pub(super) unit: String,
}

/// One series.
pub(super) struct SeriesData {
    pub(super) name: String,
    pub(super) points: Vec<Option<DataPoint>>,
}

/// A number and how the brief spells it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct DataPoint {
    pub(super) number: f64,
    pub(super) text: String,
}

impl ChartData {
    pub(super) fn new(chart: &Chart) -> Self {
        let categories: Vec<String> = chart.categories.iter().map(|name| one_line(name)).collect();
        let row = |series: &crate::document::Series| {
            let cell = |at: usize| {
                let value = series.values.get(at)?.as_ref()?;
                let number = drawable_number(value.number)?;
                Some(DataPoint {
                    number,
                    text: one_line(&value.text),
                })
            };
            SeriesData {
                name: one_line(&series.name),
                points: (0..categories.len()).map(cell).collect(),
            }
        };
        Self {
            title: one_line(&plain_text(&chart.title)),
            series: chart.series.iter().map(row).collect(),
            unit: one_line(chart.unit.as_deref().unwrap_or_default()),
            categories,
        }
    }

    /// Every number there is.
    pub(super) fn all_numbers(&self) -> impl Iterator<Item = f64> + '_ {
        self.series
            .iter()
            .flat_map(|row| &row.points)
            .flatten()
            .map(|cell| cell.number)
    }

    /// The same categories with the first series alone.
    pub(super) fn first_series(mut self) -> Self {
        self.series.truncate(1);
        self
    }
}

fn drawable_number(number: f64) -> Option<f64> {
    let number = number
        .is_finite()
        .then_some(number)?
        .clamp(-LARGEST, LARGEST);
    Some(if number.abs() < SMALLEST { 0.0 } else { number })
}

/// `text` with its white space and control characters as single spaces.
fn one_line(text: &str) -> String {
    let parts = text.split(|it: char| it.is_whitespace() && it != '\u{a0}' || it.is_control());
    parts
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}
