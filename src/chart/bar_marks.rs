//! Bars before they have a direction: where each begins and ends, and what stands at it.

use super::data::{ChartData, DataPoint};

/// Bars side by side or upon each other.
pub(super) struct BarMarks {
    pub(super) bars: Vec<BarMark>,
    /// Bars side by side in each category.
    pub(super) lanes: usize,
    /// Whether the series of a category lie upon each other.
    pub(super) is_stacked: bool,
    /// Sums by category, at the ends of their bars; none where they say nothing new.
    pub(super) totals: Vec<Option<DataPoint>>,
    /// From the lowest to the highest end; zero is between them.
    pub(super) value_range: (f64, f64),
}

/// One bar.
pub(super) struct BarMark {
    pub(super) category: usize,
    pub(super) series: usize,
    pub(super) lane: usize,
    pub(super) start: f64,
    pub(super) end: f64,
    pub(super) text: String,
}

impl BarMarks {
    pub(super) fn side_by_side(data: &ChartData) -> Self {
        let bars = data.series.iter().enumerate().flat_map(|(series, row)| {
            row.points
                .iter()
                .enumerate()
                .filter_map(move |(category, cell)| {
                    let DataPoint { number, text } = cell.clone()?;
                    Some(BarMark {
                        category,
                        series,
                        lane: series,
                        start: 0.0,
                        end: number,
                        text,
                    })
                })
        });
        Self::new(bars.collect(), data.series.len().max(1), false, Vec::new())
    }

    /// What is above zero upwards, what is below it downwards.
    pub(super) fn stacked(data: &ChartData) -> Self {
        if data.series.len() < 2 {
            return Self::side_by_side(data);
        }
        let mut bars = Vec::new();
        for category in 0..data.categories.len() {
            let (mut above, mut below) = (0.0, 0.0);
            for (series, row) in data.series.iter().enumerate() {
                let Some(DataPoint { number, text }) = row.points.get(category).cloned().flatten()
                else {
                    continue;
                };
                let base = if number < 0.0 { &mut below } else { &mut above };
                let start = *base;
                *base += number;
                bars.push(BarMark {
                    category,
                    series,
                    lane: 0,
                    start,
                    end: *base,
                    text,
                });
            }
        }
        Self::new(bars, 1, true, stack_totals(data))
    }

    fn new(
        bars: Vec<BarMark>,
        lanes: usize,
        stacked: bool,
        totals: Vec<Option<DataPoint>>,
    ) -> Self {
        let low = bars.iter().map(|bar| bar.end).fold(0.0, f64::min);
        let high = bars.iter().map(|bar| bar.end).fold(0.0, f64::max);
        Self {
            bars,
            lanes,
            is_stacked: stacked,
            totals,
            value_range: (low, high),
        }
    }
}

/// Sums of whole and decimal numbers, with as many decimals as the longest has. None where a number
/// is negative or spelled otherwise, or all sums are alike, as shares of a hundred are.
fn stack_totals(data: &ChartData) -> Vec<Option<DataPoint>> {
    let points = || data.series.iter().flat_map(|row| &row.points).flatten();
    let plain = |cell: &DataPoint| {
        cell.number >= 0.0
            && cell.text.len() <= 12
            && cell.text.chars().all(|it| it.is_ascii_digit() || it == '.')
    };
    if !points().all(plain) {
        return Vec::new();
    }
    let decimals = points()
        .filter_map(|cell| Some(cell.text.split_once('.')?.1.len()))
        .max()
        .unwrap_or(0);
    let sum = |category: usize| {
        let numbers = data
            .series
            .iter()
            .filter_map(|row| Some(row.points.get(category)?.as_ref()?.number));
        let (count, sum) = numbers.fold((0, 0.0), |(count, sum), number| (count + 1, sum + number));
        (count > 0).then(|| DataPoint {
            number: sum,
            text: format!("{sum:.decimals$}"),
        })
    };
    let sums: Vec<Option<DataPoint>> = (0..data.categories.len()).map(sum).collect();
    let all_sums = || sums.iter().flatten().map(|cell| cell.number);
    let (least, most) = (
        all_sums().fold(f64::INFINITY, f64::min),
        all_sums().fold(0.0, f64::max),
    );
    if most - least <= most * 0.02 {
        Vec::new()
    } else {
        sums
    }
}
