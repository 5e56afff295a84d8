//! Where the last values of several lines are labelled, so that no label covers another.

use crate::document::Series;

/// The last value of a line, and where its label is.
pub(super) struct LineEnd {
    pub(super) series: usize,
    pub(super) category: usize,
    /// `ST_DLblPos` (ECMA-376 part 1, 21.2.3.10): right of its mark (`r`), above it (`t`) or below
    /// it (`b`).
    pub(super) position: &'static str,
}

/// Values that are nearer to each other than this share of the axis have no room for two labels
/// beside their marks.
const MIN_LABEL_GAP: f64 = 0.12;

/// The last values of lines that can be labelled, from the lowest to the highest. `rows` is the
/// number of categories.
///
/// Of two that are close, one is labelled above and one below; a third has no label.
pub(super) fn label_line_ends(series: &[Series], rows: usize) -> Vec<LineEnd> {
    let min_gap = MIN_LABEL_GAP * half_axis_range(series, rows);
    let mut clear: Vec<(f64, LineEnd)> = Vec::new();
    for (number, mut end) in ends_from_low_to_high(series, rows) {
        if let Some((number_below, below)) = clear.last_mut() {
            let near_categories = below.category.abs_diff(end.category) < 2;
            // Halved before they are subtracted: the difference of two huge numbers is infinite.
            if near_categories && number / 2.0 - *number_below / 2.0 < min_gap {
                if below.position == "t" {
                    continue;
                }
                below.position = "b";
                end.position = "t";
            }
        }
        clear.push((number, end));
    }
    clear.into_iter().map(|(_, end)| end).collect()
}

/// Half of what the axis shows: from the least to the largest value, and always zero.
fn half_axis_range(series: &[Series], rows: usize) -> f64 {
    let (mut low, mut high) = (0.0_f64, 0.0_f64);
    for value in series
        .iter()
        .flat_map(|series| series.values.iter().take(rows).flatten())
    {
        if value.number.is_finite() {
            low = low.min(value.number);
            high = high.max(value.number);
        }
    }
    high / 2.0 - low / 2.0
}

fn ends_from_low_to_high(series: &[Series], rows: usize) -> Vec<(f64, LineEnd)> {
    let mut ends: Vec<(f64, LineEnd)> = Vec::new();
    for (at, series) in series.iter().enumerate() {
        let values = series.values.iter().take(rows).enumerate();
        let last = values
            .filter_map(|(category, value)| Some((category, value.as_ref()?.number)))
            .rfind(|(_, number)| number.is_finite());
        if let Some((category, number)) = last {
            let end = LineEnd {
                series: at,
                category,
                position: "r",
            };
            ends.push((number, end));
        }
    }
    ends.sort_by(|one, other| one.0.total_cmp(&other.0));
    ends
}
