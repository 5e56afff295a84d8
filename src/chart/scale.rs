//! From numbers to places, and the round numbers between.

use crate::length::Pt;

/// Maps a range of numbers to a stretch of the drawing.
#[derive(Debug, Clone, Copy)]
pub(super) struct ValueScale {
    low: f64,
    high: f64,
    /// Where `low` is.
    start: Pt,
    /// Where `high` is.
    end: Pt,
}

impl ValueScale {
    /// A range without extent is widened: its number lies at the start.
    pub(super) fn new((low, high): (f64, f64), (start, end): (Pt, Pt)) -> Self {
        let high = if high > low {
            high
        } else {
            low + low.abs().max(1.0)
        };
        Self {
            low,
            high,
            start,
            end,
        }
    }

    /// Where a number is; never outside of the stretch.
    pub(super) fn position_of(&self, number: f64) -> Pt {
        let share = ((number - self.low) / (self.high - self.low)).clamp(0.0, 1.0) as f32;
        self.start + (self.end - self.start) * share
    }
}

/// Round numbers that divide a range.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Ticks {
    step: f64,
    first: f64,
    count: usize,
}

impl Ticks {
    /// The multiples of a step of 1, 2 or 5 times a power of ten from at or below `low` to at or
    /// above `high`, with about `most` gaps between them.
    pub(super) fn covering((low, high): (f64, f64), most: usize) -> Self {
        let high = if low == 0.0 && high == 0.0 { 1.0 } else { high };
        let extent = high - low;
        // A range that the digits of its numbers cannot divide is taken as flat.
        let flat = extent <= low.abs().max(high.abs()) * 1e-9;
        let extent = if flat {
            low.abs().max(high.abs())
        } else {
            extent
        };
        let extent = if extent > 0.0 { extent } else { 1.0 };
        let rough = extent / most.max(1) as f64;
        let power = 10f64.powf(rough.log10().floor());
        let step = [1.0, 2.0, 5.0, 10.0]
            .into_iter()
            .map(|it| it * power)
            .find(|it| *it >= rough * 0.999);
        let step = step.unwrap_or(power * 10.0);
        let (first, last) = ((low / step + 1e-6).floor(), (high / step - 1e-6).ceil());
        let last = if last > first { last } else { first + 1.0 };
        Self {
            step,
            first,
            count: (last - first).min(100.0) as usize + 1,
        }
    }

    /// From the first to the last.
    pub(super) fn value_range(&self) -> (f64, f64) {
        (
            self.first * self.step,
            (self.first + (self.count - 1) as f64) * self.step,
        )
    }

    /// Each number and its spelling.
    pub(super) fn with_labels(&self) -> Vec<(f64, String)> {
        let (low, high) = self.value_range();
        let largest = low.abs().max(high.abs());
        (0..self.count)
            .map(|at| (self.first + at as f64) * self.step)
            .map(|number| (number, format_tick(number, self.step, largest)))
            .collect()
    }
}

/// `number`, a multiple of `step`, with the digits that the step needs; as a power of ten where
/// these would be many.
fn format_tick(number: f64, step: f64, largest: f64) -> String {
    if number.abs() < step / 2.0 {
        return "0".to_owned();
    }
    let decimals = decimals_for_step(step);
    let digits = if largest >= 1e9 || decimals > 5 {
        let power = largest.log10().floor();
        let unit = 10f64.powf(power);
        let digits = format!(
            "{:.*}",
            decimals_for_step(step / unit).min(6),
            number.abs() / unit
        );
        format!("{digits}×10{}", superscript(power as i32))
    } else {
        group_thousands(&format!("{:.decimals$}", number.abs()))
    };
    if number < 0.0 {
        format!("−{digits}")
    } else {
        digits
    }
}

/// Digits behind the point that a step needs.
fn decimals_for_step(step: f64) -> usize {
    (-(step.log10() + 1e-6).floor()).clamp(0.0, 300.0) as usize
}

/// Thousands set apart by a space, as ISO 80000-1 has it, from five digits on.
fn group_thousands(number: &str) -> String {
    let (whole, rest) = number.split_at(number.find('.').unwrap_or(number.len()));
    if whole.len() < 5 {
        return number.to_owned();
    }
    let mut out = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            out.push('\u{a0}');
        }
        out.push(digit);
    }
    out + rest
}

fn superscript(power: i32) -> String {
    let raised = |digit: char| match digit {
        '-' => '⁻',
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        '4' => '⁴',
        '5' => '⁵',
        '6' => '⁶',
        '7' => '⁷',
        '8' => '⁸',
        '9' => '⁹',
        _ => '⁰',
    };
    power.to_string().chars().map(raised).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tick_labels(range: (f64, f64)) -> Vec<String> {
        Ticks::covering(range, 4)
            .with_labels()
            .into_iter()
            .map(|(_, text)| text)
            .collect()
    }

    #[test]
    fn ticks_are_round() {
        assert_eq!(tick_labels((0.0, 9.9)), ["0", "5", "10"]);
        assert_eq!(tick_labels((-3.0, 7.0)), ["−5", "0", "5", "10"]);
        assert_eq!(tick_labels((0.0, 0.37)), ["0", "0.1", "0.2", "0.3", "0.4"]);
        assert_eq!(
            tick_labels((0.0, 38_000.0)),
            [
                "0",
                "10\u{a0}000",
                "20\u{a0}000",
                "30\u{a0}000",
                "40\u{a0}000"
            ]
        );
        assert_eq!(
            tick_labels((0.0, 3.1e12)),
            ["0", "1×10¹²", "2×10¹²", "3×10¹²", "4×10¹²"]
        );
        assert_eq!(tick_labels((0.0, 0.0)), ["0", "0.5", "1.0"]);
    }

    #[test]
    fn a_tiny_range_far_from_zero_is_flat() {
        assert!(tick_labels((1e15, 1e15 + 0.1)).len() < 10);
    }
}
