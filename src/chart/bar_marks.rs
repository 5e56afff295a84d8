//! Bars before they have a direction ([`BarMarks`]): where each begins and ends, and the value
//! beside it. Bars and columns are drawn from the same marks.

use std::collections::BTreeSet;

use super::canvas::{ChartCanvas, PlacedText};
use super::data::{ChartData, DataPoint};
use crate::fonts::Weight;
use crate::lang::NumberForm;
use crate::length::Pt;

/// The share of a category's band that bars side by side take together.
const GROUP_SHARE: f32 = 0.84;

/// The share of a category's band that a bar alone takes.
const BAR_SHARE: f32 = 0.68;

/// Sums of categories that differ by at most this share of the largest say nothing new.
const SIMILAR_SUMS: f64 = 0.02;

/// All bars of a chart, side by side or stacked.
pub(super) struct BarMarks {
    pub bars: Vec<BarMark>,
    /// Bars side by side in each category.
    pub lanes: usize,
    /// Whether the series of a category are stacked.
    pub is_stacked: bool,
    /// The sums of stacked values by category. Empty if they say nothing new.
    pub totals: Vec<Option<DataPoint>>,
    /// From the lowest to the highest end. Zero is between them.
    pub value_range: (f64, f64),
}

/// One bar.
pub(super) struct BarMark {
    pub category: usize,
    pub series: usize,
    /// Its place among the bars side by side.
    pub lane: usize,
    /// The value it starts at: zero, or the sum of the values below it in a stack.
    pub start: f64,
    pub end: f64,
    /// Its own value, as the brief spells it.
    pub text: String,
}

impl BarMark {
    /// Whether it has no area, as that of zero.
    pub fn is_flat(&self) -> bool {
        self.start == self.end
    }
}

impl BarMarks {
    pub fn side_by_side(data: &ChartData) -> Self {
        let mut bars = Vec::new();
        for (series, row) in data.series.iter().enumerate() {
            for (category, point) in row.points.iter().enumerate() {
                let Some(point) = point else { continue };
                bars.push(BarMark {
                    category,
                    series,
                    lane: series,
                    start: 0.0,
                    end: point.number,
                    text: point.text.clone(),
                });
            }
        }
        Self::new(bars, data.series.len().max(1), false, Vec::new())
    }

    /// Positive values are stacked upwards from zero and negative ones downwards. A single series
    /// is not stacked.
    pub fn stacked(data: &ChartData, numbers: Option<&NumberForm>) -> Self {
        if data.series.len() < 2 {
            return Self::side_by_side(data);
        }
        let mut bars = Vec::new();
        for category in 0..data.categories.len() {
            let (mut positive, mut negative) = (0.0, 0.0);
            for (series, row) in data.series.iter().enumerate() {
                let Some(Some(point)) = row.points.get(category) else {
                    continue;
                };
                // One sum for both signs would lay bars of different signs over each other.
                let sum = if point.number < 0.0 {
                    &mut negative
                } else {
                    &mut positive
                };
                let start = *sum;
                *sum += point.number;
                bars.push(BarMark {
                    category,
                    series,
                    lane: 0,
                    start,
                    end: *sum,
                    text: point.text.clone(),
                });
            }
        }
        Self::new(bars, 1, true, stack_totals(data, numbers))
    }

    fn new(
        bars: Vec<BarMark>,
        lanes: usize,
        is_stacked: bool,
        totals: Vec<Option<DataPoint>>,
    ) -> Self {
        // Bars start at zero, so the range has it even if all values are on one side. Starts need
        // no look: in a stack, each is the end of the bar below it.
        let (mut low, mut high) = (0.0_f64, 0.0_f64);
        for bar in &bars {
            low = low.min(bar.end);
            high = high.max(bar.end);
        }
        Self {
            bars,
            lanes,
            is_stacked,
            totals,
            value_range: (low, high),
        }
    }

    /// The width of a lane across the bars' direction, in a category's `band`.
    pub fn lane_width(&self, band: Pt) -> Pt {
        if self.lanes > 1 {
            band * GROUP_SHARE / self.lanes as f32
        } else {
            band
        }
    }

    /// The edges of a bar across its direction, in a category's `band` around `middle`. Between
    /// bars side by side is a gap of twice `gap_share` of a bar.
    pub fn bar_edges(
        &self,
        bar: &BarMark,
        (middle, band): (Pt, Pt),
        thickest: Pt,
        gap_share: f32,
    ) -> (Pt, Pt) {
        let is_group = self.lanes > 1;
        let share = if is_group { GROUP_SHARE } else { BAR_SHARE };
        let lanes = self.lanes as f32;
        let pitch = (band * share / lanes).min(thickest);
        // The lanes together are centred: half of them are before the middle.
        let lanes_from_middle = bar.lane as f32 - lanes / 2.0;
        let start = middle + pitch * lanes_from_middle;
        let gap = if is_group {
            pitch * gap_share
        } else {
            Pt::ZERO
        };
        (start + gap, start + pitch - gap)
    }

    /// The room across a bar's direction for its value. A stacked bar has its value inside.
    pub fn value_room(&self, band: Pt) -> Pt {
        let lane = self.lane_width(band);
        if self.is_stacked {
            lane * BAR_SHARE
        } else {
            lane
        }
    }

    /// The gap between a bar and the one below it in a stack.
    pub fn stack_gap(&self, bar: &BarMark, hairline: Pt) -> Pt {
        // The bar that starts at zero touches the axis. A gap there would look like a value.
        if self.is_stacked && bar.start != 0.0 {
            hairline * 1.5
        } else {
            Pt::ZERO
        }
    }
}

/// The weight of the values of bars. Only a single series has bold ones: many would be too loud.
pub(super) fn value_weight(data: &ChartData) -> Weight {
    if data.series.len() == 1 {
        Weight::SemiBold
    } else {
        Weight::Regular
    }
}

/// Writes the values inside stacked bars where `value_inside` places them. Of each series all are
/// written or none: single gaps would look like mistakes.
pub(super) fn write_stack_values<'m>(
    canvas: &mut ChartCanvas,
    marks: &'m BarMarks,
    value_inside: impl Fn(&ChartCanvas, &'m BarMark) -> Option<PlacedText<'m>>,
) {
    let mut values = Vec::new();
    let mut without_room = BTreeSet::new();
    for bar in marks.bars.iter().filter(|bar| !bar.is_flat()) {
        let value = value_inside(canvas, bar);
        if value.is_none() {
            without_room.insert(bar.series);
        }
        values.push((bar.series, value));
    }
    for (series, value) in values {
        if without_room.contains(&series) {
            canvas.unwritten_stack_values += 1;
        } else if let Some(value) = value {
            canvas.write_if_room(value);
        }
    }
}

/// The sum of each category, with as many decimals as the most precise of its values has.
///
/// Empty if a number is negative or is not in the form of the language, and if all sums are alike,
/// as those of percentages are.
fn stack_totals(data: &ChartData, numbers: Option<&NumberForm>) -> Vec<Option<DataPoint>> {
    let Some(numbers) = numbers else {
        return Vec::new();
    };
    let mut decimals = vec![0; data.categories.len()];
    for series in &data.series {
        for (point, decimals) in series.points.iter().zip(&mut decimals) {
            let Some(point) = point else { continue };
            let Some(spelling) = total_spelling(point, numbers) else {
                return Vec::new();
            };
            if let Some((_, fraction)) = spelling.split_once('.') {
                *decimals = fraction.len().max(*decimals);
            }
        }
    }
    let mut sums = Vec::new();
    let mut least = f64::INFINITY;
    let mut most = 0.0_f64;
    for (category, decimals) in decimals.into_iter().enumerate() {
        let sum = category_sum(data, category, decimals, numbers);
        if let Some(sum) = &sum {
            least = least.min(sum.number);
            most = most.max(sum.number);
        }
        sums.push(sum);
    }
    // Rounded percentages add up to 99 or 101 at times.
    if most - least <= most * SIMILAR_SUMS {
        return Vec::new();
    }
    sums
}

/// The plain spelling of a value, if a total can be computed from it. A unit would have to appear
/// in the total as well, and the digits of a sum must not exceed the 15 that `f64` holds.
fn total_spelling(point: &DataPoint, numbers: &NumberForm) -> Option<String> {
    let spelling = numbers.spelling(&point.text)?;
    let is_plain = spelling.chars().all(is_digit_or_point);
    (point.number >= 0.0 && spelling.len() <= 12 && is_plain).then_some(spelling)
}

fn is_digit_or_point(character: char) -> bool {
    character.is_ascii_digit() || character == '.'
}

/// `None` if no series has a number for the category.
fn category_sum(
    data: &ChartData,
    category: usize,
    decimals: usize,
    numbers: &NumberForm,
) -> Option<DataPoint> {
    let mut sum: Option<f64> = None;
    for series in &data.series {
        if let Some(Some(point)) = series.points.get(category) {
            sum = Some(sum.unwrap_or(0.0) + point.number);
        }
    }
    let number = sum?;
    let spelling = format!("{number:.decimals$}");
    Some(DataPoint {
        number,
        text: numbers.format(&spelling).unwrap_or(spelling),
    })
}
