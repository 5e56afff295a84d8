//! The numbers of a chart, fit to be drawn.

use crate::document::{Chart, plain_text};

/// Numbers farther from zero are drawn at it, so that no difference of two leaves the range of
/// `f64`.
const LARGEST: f64 = 1e300;

/// Numbers nearer to zero are drawn as zero, so that no step between ticks vanishes.
const SMALLEST: f64 = 1e-290;

/// What a chart shows: every series has a cell for every category, every number is finite, every
/// text is one line.
pub(super) struct Data {
    pub(super) title: String,
    pub(super) categories: Vec<String>,
    pub(super) series: Vec<Row>,
    pub(super) unit: String,
}

/// One series.
pub(super) struct Row {
    pub(super) name: String,
    pub(super) cells: Vec<Option<Cell>>,
}

/// A number and how the brief spells it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Cell {
    pub(super) number: f64,
    pub(super) text: String,
}

impl Data {
    pub(super) fn new(chart: &Chart) -> Self {
        let categories: Vec<String> = chart.categories.iter().map(|name| one_line(name)).collect();
        let row = |series: &crate::document::Series| {
            let cell = |at: usize| {
                let value = series.values.get(at)?.as_ref()?;
                let number = drawable(value.number)?;
                Some(Cell {
                    number,
                    text: one_line(&value.text),
                })
            };
            Row {
                name: one_line(&series.name),
                cells: (0..categories.len()).map(cell).collect(),
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
    pub(super) fn numbers(&self) -> impl Iterator<Item = f64> + '_ {
        self.series
            .iter()
            .flat_map(|row| &row.cells)
            .flatten()
            .map(|cell| cell.number)
    }

    /// The same categories with the first series alone.
    pub(super) fn first_series(mut self) -> Self {
        self.series.truncate(1);
        self
    }
}

fn drawable(number: f64) -> Option<f64> {
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
