//! Where the last values of several lines are labelled, so that no label covers another.

use crate::document::Series;

/// The last value of a line, and where its label is.
pub(super) struct LineEnd {
    pub(super) series: usize,
    pub(super) category: usize,
    number: f64,
    /// `ST_DLblPos` (ECMA-376 part 1, 21.2.3.11): right of its mark (`r`), above it (`t`) or below
    /// it (`b`).
    pub(super) position: &'static str,
}

/// Values that are nearer to each other than this share of the axis have no room for two labels
/// beside their marks.
const MIN_LABEL_GAP: f64 = 0.12;

/// The last values of lines that can be labelled, from the lowest to the highest. `rows` is the
/// number of categories.
///
/// Of two that are close, one is labelled above and one below; a third has no label. Below the
/// lowest values stand the names of the categories, so that the lower one of two is labelled at the
/// right there.
pub(super) fn label_line_ends(series: &[Series], rows: usize) -> Vec<LineEnd> {
    let min_gap = MIN_LABEL_GAP * half_axis_range(series, rows);
    let lowest = lowest_value(series, rows);
    let mut labelled: Vec<LineEnd> = Vec::new();
    for mut end in ends_from_low_to_high(series, rows) {
        if let Some(below) = labelled.last_mut() {
            // Lines may end in different categories. Labels of neighbouring ones can still meet.
            let near_categories = below.category.abs_diff(end.category) < 2;
            // Halved before they are subtracted: the difference of two huge numbers is infinite.
            let gap = end.number / 2.0 - below.number / 2.0;
            if near_categories && gap < min_gap {
                // The one below has given way upwards already, so that there is no room between.
                if below.position == "t" {
                    continue;
                }
                let is_at_names = below.number / 2.0 - lowest / 2.0 < min_gap;
                below.position = if is_at_names { "r" } else { "b" };
                end.position = "t";
            }
        }
        labelled.push(end);
    }
    labelled
}

fn lowest_value(series: &[Series], rows: usize) -> f64 {
    let values = series.iter().flat_map(|it| it.values.iter().take(rows));
    let numbers = values.flatten().map(|value| value.number);
    numbers.filter(|it| it.is_finite()).fold(f64::MAX, f64::min)
}

/// Half of what the axis shows: from the least to the largest value, and always zero.
fn half_axis_range(series: &[Series], rows: usize) -> f64 {
    let (mut low, mut high) = (0.0_f64, 0.0_f64);
    for series in series {
        for value in series.values.iter().take(rows).flatten() {
            if value.number.is_finite() {
                low = low.min(value.number);
                high = high.max(value.number);
            }
        }
    }
    high / 2.0 - low / 2.0
}

fn ends_from_low_to_high(series: &[Series], rows: usize) -> Vec<LineEnd> {
    let mut ends: Vec<LineEnd> = Vec::new();
    for (index, series) in series.iter().enumerate() {
        let mut last = None;
        for (category, value) in series.values.iter().take(rows).enumerate() {
            if let Some(value) = value
                && value.number.is_finite()
            {
                last = Some((category, value.number));
            }
        }
        // A series without any number has no line.
        if let Some((category, number)) = last {
            ends.push(LineEnd {
                series: index,
                category,
                number,
                position: "r",
            });
        }
    }
    ends.sort_by(|one, other| one.number.total_cmp(&other.number));
    ends
}
