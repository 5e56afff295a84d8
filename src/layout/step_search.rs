//! Finds the step at which a document begins, or ceases, to fit, in few attempts.
//!
//! A step is a size, a space or a number of omissions. Each attempt lays the whole document out, so
//! the search guesses where the overflow is 0 rather than halving the range each time.

use crate::length::Pt;

/// A step that was tried.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct TriedStep {
    pub index: usize,
    /// How much too long the document is; 0 or less fits.
    pub overflow: Pt,
}

impl TriedStep {
    fn fits(self) -> bool {
        self.overflow <= Pt::ZERO
    }
}

/// Two neighbouring steps, of which only one fits.
struct Bracket {
    /// The last step on the same side as step 0: it fits if step 0 fits, and is too long otherwise.
    before: TriedStep,
    /// The one after it; `None` if `before` is the last of all.
    after: Option<TriedStep>,
}

/// The last step up to `last` that fits. Step 0 fits, with an overflow of `at_first`, and no step
/// fits after one that does not. `growth` is how much overflow probably grows with each step.
pub(super) fn last_fitting(
    last: usize,
    at_first: Pt,
    growth: Option<Pt>,
    overflow: impl FnMut(usize) -> Pt,
) -> TriedStep {
    bracket_root(last, at_first, growth, overflow).before
}

/// The first step up to `last` that fits, or the overflow of the last step. Step 0 does not fit,
/// with an overflow of `at_first`, and every step fits after one that does. `saved` is how much
/// overflow probably falls with each step.
pub(super) fn first_fitting(
    last: usize,
    at_first: Pt,
    saved: Pt,
    overflow: impl FnMut(usize) -> Pt,
) -> Result<TriedStep, Pt> {
    let bracket = bracket_root(last, at_first, Some(-saved), overflow);
    bracket.after.ok_or(bracket.before.overflow)
}

/// Finds where the overflow changes its sign among the steps from 0 to `last`, by the secant method
/// with bisections in between.
fn bracket_root(
    last: usize,
    at_first: Pt,
    mut slope: Option<Pt>,
    mut overflow: impl FnMut(usize) -> Pt,
) -> Bracket {
    let first = TriedStep {
        index: 0,
        overflow: at_first,
    };
    let mut before = first;
    let mut after: Option<TriedStep> = None;
    for attempt in 1.. {
        let end = after.map_or(last + 1, |step| step.index);
        if before.index + 1 >= end {
            break;
        }
        let steps_to_root = slope.map(|slope| -before.overflow / slope);
        let guess = match steps_to_root {
            // Every third attempt halves the range, so that an overflow that changes unevenly
            // cannot make the search a slow one.
            _ if attempt % 3 == 0 => usize::midpoint(before.index, end),
            Some(steps) if steps >= 0.0 => before.index.saturating_add(steps as usize),
            // The slope leads away from the root, or nowhere.
            Some(_) => last,
            None => 0,
        };
        let index = guess.clamp(before.index + 1, end - 1);
        let step = TriedStep {
            index,
            overflow: overflow(index),
        };
        slope = Some((step.overflow - before.overflow) / (index - before.index) as f32);
        if step.fits() == first.fits() {
            before = step;
        } else {
            after = Some(step);
        }
    }
    Bracket { before, after }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{TriedStep, first_fitting, last_fitting};
    use crate::length::Pt;

    proptest! {
        #[test]
        fn the_last_step_that_fits_is_found_in_few_attempts(
            room in 0.0_f32..200.0,
            growth in prop::collection::vec(0.0_f32..40.0, 0..60),
            expected_growth in prop::option::of(-5.0_f32..50.0),
        ) {
            let overflows = running_sums(-room, &growth);
            let mut attempts = 0;
            let found = last_fitting(overflows.len(), Pt(-room), expected_growth.map(Pt), |step| {
                attempts += 1;
                overflows[step - 1]
            });
            let index = overflows.iter().take_while(|overflow| **overflow <= Pt::ZERO).count();
            let overflow = if index == 0 { Pt(-room) } else { overflows[index - 1] };
            prop_assert_eq!(found, TriedStep { index, overflow });
            prop_assert!(attempts <= max_attempts(overflows.len()), "{} attempts for {} steps", attempts, overflows.len());
        }

        #[test]
        fn the_first_step_that_fits_is_found_in_few_attempts(
            at_first in 0.1_f32..400.0,
            saved in prop::collection::vec(0.0_f32..40.0, 0..60),
            expected_saving in -5.0_f32..50.0,
        ) {
            let falls: Vec<f32> = saved.iter().map(|saved| -saved).collect();
            let overflows = running_sums(at_first, &falls);
            let mut attempts = 0;
            let found = first_fitting(overflows.len(), Pt(at_first), Pt(expected_saving), |step| {
                attempts += 1;
                overflows[step - 1]
            });
            let expected = match overflows.iter().position(|overflow| *overflow <= Pt::ZERO) {
                Some(at) => Ok(TriedStep { index: at + 1, overflow: overflows[at] }),
                None => Err(overflows.last().copied().unwrap_or(Pt(at_first))),
            };
            prop_assert_eq!(found, expected);
            prop_assert!(attempts <= max_attempts(overflows.len()), "{} attempts for {} steps", attempts, overflows.len());
        }
    }

    /// The overflow of each step from 1 on, if it changes by these amounts.
    fn running_sums(at_first: f32, changes: &[f32]) -> Vec<Pt> {
        let mut sums = Vec::new();
        let mut sum = at_first;
        for change in changes {
            sum += change;
            sums.push(Pt(sum));
        }
        sums
    }

    /// Three for each halving of the range.
    fn max_attempts(steps: usize) -> u32 {
        3 * (usize::BITS - steps.leading_zeros())
    }
}
