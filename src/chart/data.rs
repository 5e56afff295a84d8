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
        let mut categories = Vec::new();
        for name in &chart.categories {
            categories.push(one_line(name));
        }
        let mut series = Vec::new();
        for given in &chart.series {
            series.push(SeriesData::new(given, categories.len()));
        }
        let title = plain_text(&chart.title);
        let unit = chart.unit.as_deref().unwrap_or_default();
        Self {
            title: one_line(&title),
            categories,
            series,
            unit: one_line(unit),
        }
    }

    /// The numbers of all series.
    pub fn all_numbers(&self) -> impl Iterator<Item = f64> + '_ {
        self.series.iter().flat_map(SeriesData::numbers)
    }

    pub fn series_names(&self) -> Vec<String> {
        let mut names = Vec::new();
        for series in &self.series {
            names.push(series.name.clone());
        }
        names
    }

    /// The same categories with the first series alone.
    pub fn first_series(mut self) -> Self {
        self.series.truncate(1);
        self
    }
}

impl SeriesData {
    fn new(series: &Series, category_count: usize) -> Self {
        let mut points = Vec::new();
        // A document made in code may have more or fewer values than categories.
        for category in 0..category_count {
            let point = match series.values.get(category) {
                Some(Some(value)) => DataPoint::new(value),
                _ => None,
            };
            points.push(point);
        }
        Self {
            name: one_line(&series.name),
            points,
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
        // The text stays as it is, so a reader sees the number that the brief gives.
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
    // Most texts are on one line, with a blank between two words.
    let is_simple = text.bytes().all(|it| matches!(it, b' '..=b'~'));
    if is_simple && !text.contains("  ") && text.trim_ascii().len() == text.len() {
        return text.to_owned();
    }
    let mut out = String::new();
    for word in text.split(is_separator) {
        if word.is_empty() {
            continue;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

fn is_separator(character: char) -> bool {
    // A no-break space joins a number to its unit. As a separator it would let them part.
    if character == '\u{a0}' {
        return false;
    }
    character.is_whitespace() || character.is_control()
}
