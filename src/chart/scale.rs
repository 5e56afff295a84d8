//! Value scales: from numbers to positions in the drawing ([`ValueScale`]), and the round numbers
//! on an axis ([`Ticks`]).

use crate::lang::NumberForm;
use crate::length::Pt;

/// Maps a range of numbers to a range of positions.
#[derive(Debug, Clone, Copy)]
pub(super) struct ValueScale {
    low: f64,
    high: f64,
    /// The position of `low`.
    start: Pt,
    /// The position of `high`.
    end: Pt,
}

impl ValueScale {
    /// A range of one number is widened: the number lies at the start.
    pub fn new((low, high): (f64, f64), (start, end): (Pt, Pt)) -> Self {
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

    /// The position of a number, never outside of the range.
    pub fn position_of(&self, number: f64) -> Pt {
        let share = (number - self.low) / (self.high - self.low);
        let share = share.clamp(0.0, 1.0) as f32;
        self.start + (self.end - self.start) * share
    }
}

/// Round numbers at equal steps.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Ticks {
    step: f64,
    /// The first number, in steps from zero.
    first: f64,
    count: usize,
}

impl Ticks {
    /// The multiples of 1, 2 or 5 times a power of ten that cover the range from `low` to `high`,
    /// with about `gaps` gaps between them.
    pub fn covering((low, high): (f64, f64), gaps: usize) -> Self {
        let high = if low == 0.0 && high == 0.0 { 1.0 } else { high };
        let largest = low.abs().max(high.abs());
        let mut extent = high - low;
        // The digits of an `f64` cannot show steps within so small a part of its numbers.
        if extent <= largest * 1e-9 {
            extent = largest;
        }
        if extent <= 0.0 {
            extent = 1.0;
        }
        let step = round_step(extent / gaps.max(1) as f64);
        // Rounding errors of the division add no tick.
        let first = (low / step + 1e-6).floor();
        let last = (high / step - 1e-6).ceil().max(first + 1.0);
        // Errors of `f64` far from zero must not make endless ticks.
        let gap_count = (last - first).min(100.0) as usize;
        Self {
            step,
            first,
            count: gap_count + 1,
        }
    }

    /// The first and the last number.
    pub fn value_range(&self) -> (f64, f64) {
        // Multiples of the step, not sums of steps, whose errors would add up.
        let last = self.first + (self.count - 1) as f64;
        (self.first * self.step, last * self.step)
    }

    /// The difference of two numbers that follow each other.
    pub fn step(&self) -> f64 {
        self.step
    }

    /// The digits after the decimal sign that the step needs.
    pub fn decimals(&self) -> usize {
        decimals_for_step(self.step)
    }

    /// Each number, and the text for it.
    pub fn with_labels(&self, form: &NumberForm) -> Vec<(f64, String)> {
        let (low, high) = self.value_range();
        let largest = low.abs().max(high.abs());
        let mut labels = Vec::new();
        for at in 0..self.count {
            let number = (self.first + at as f64) * self.step;
            labels.push((number, format_tick(number, self.step, largest, form)));
        }
        labels
    }
}

/// The first of 1, 2 and 5 times a power of ten that is no less than `rough`, or hardly less.
fn round_step(rough: f64) -> f64 {
    let power = 10f64.powf(rough.log10().floor());
    for factor in [1.0, 2.0, 5.0] {
        if factor * power >= rough * 0.999 {
            return factor * power;
        }
    }
    10.0 * power
}

/// `number`, a multiple of `step`, with the digits that the step needs. Numbers with many digits
/// are written as multiples of a power of ten: that of `largest`, so that all ticks have the same.
fn format_tick(number: f64, step: f64, largest: f64, form: &NumberForm) -> String {
    // A plain spelling has a form in every language.
    let in_form = |spelling: String| form.format(&spelling).unwrap_or(spelling);
    // Zero needs neither decimals nor a power of ten.
    if number.abs() < step / 2.0 {
        return in_form("0".to_owned());
    }
    let decimals = decimals_for_step(step);
    if largest < 1e9 && decimals <= 5 {
        return in_form(format!("{number:.decimals$}"));
    }
    let power = largest.log10().floor();
    let unit = 10f64.powf(power);
    let decimals = decimals_for_step(step / unit).min(6);
    let multiple = in_form(format!("{:.decimals$}", number / unit));
    format!("{multiple}×10{}", superscript(power as i32))
}

/// The digits after the decimal point that a step needs.
fn decimals_for_step(step: f64) -> usize {
    // The logarithm of 0.001 may be a little less than -3, which would be one digit too many.
    let power = (step.log10() + 1e-6).floor();
    let decimals = -power;
    decimals.clamp(0.0, 300.0) as usize
}

fn superscript(power: i32) -> String {
    power.to_string().chars().map(superscript_digit).collect()
}

fn superscript_digit(character: char) -> char {
    // Unicode has 1, 2 and 3 from Latin-1, apart from the other digits.
    match character {
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
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Grouping;

    fn tick_labels(range: (f64, f64)) -> Vec<String> {
        tick_labels_in("en", range)
    }

    fn tick_labels_in(language: &str, range: (f64, f64)) -> Vec<String> {
        Ticks::covering(range, 4)
            .with_labels(&NumberForm::new(language, Grouping::OfLanguage))
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
            ["0", "10,000", "20,000", "30,000", "40,000"]
        );
        assert_eq!(
            tick_labels((0.0, 3.1e12)),
            ["0", "1×10¹²", "2×10¹²", "3×10¹²", "4×10¹²"]
        );
        assert_eq!(tick_labels((0.0, 0.0)), ["0", "0.5", "1.0"]);
    }

    #[test]
    fn ticks_have_the_form_of_the_language() {
        assert_eq!(
            tick_labels_in("de", (0.0, 3800.0)),
            ["0", "1.000", "2.000", "3.000", "4.000"]
        );
        assert_eq!(
            tick_labels_in("fr", (-0.2, 0.3)),
            ["−0,2", "0", "0,2", "0,4"]
        );
        assert_eq!(tick_labels_in("ar-EG", (0.0, 9.9)), ["٠", "٥", "١٠"]);
        assert_eq!(
            tick_labels_in("de", (0.0, 1.4e12)),
            ["0", "0,5×10¹²", "1,0×10¹²", "1,5×10¹²"]
        );
    }

    #[test]
    fn a_tiny_range_far_from_zero_is_flat() {
        assert!(tick_labels((1e15, 1e15 + 0.1)).len() < 10);
    }
}
