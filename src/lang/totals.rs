//! Sums of amounts as tables print them: `€ 5` and `€ 7.20` are `€ 12.20`.

mod amounts;

#[cfg(test)]
mod tests;

use super::cldr::{is_currency, is_scale};
use super::numbers::NumberForm;

pub(crate) use amounts::Amount;

/// The most letters that the ending of a plural adds: day, days; Stelle, Stellen.
const MAX_ENDING: usize = 2;

/// The fewest letters of a noun whose plural is known by its ending. Symbols are shorter.
const MIN_NOUN: usize = 3;

/// Why an amount cannot be added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TotalProblem {
    /// Its unit is not that of the others.
    OtherUnit,
    /// The sum has more than 38 digits.
    TooLong,
}

/// A sum, with as many decimals as the amount that has most.
#[derive(Debug, Clone, Default)]
pub(crate) struct Total {
    /// In units of the last decimal.
    sum: i128,
    decimals: usize,
    /// The first amount, with the unit of all.
    model: Option<Amount>,
    /// Whether an amount has no unit.
    has_bare: bool,
    is_grouped: bool,
    /// Whether an amount has four digits or more, and no groups.
    has_long_ungrouped: bool,
    /// What the amounts have for their decimals where that is a dash, the `,–` of `5,–`, and nothing
    /// where they have none.
    empty_decimals: Vec<String>,
    /// Whether a negative sum has brackets, and whether they enclose the unit after it.
    brackets: Option<bool>,
    decimal_signs: Vec<char>,
    group_signs: Vec<char>,
}

impl Total {
    /// Adds an amount. One without a unit may stand among those that have only a currency.
    pub fn add(&mut self, amount: &Amount) -> Result<(), TotalProblem> {
        self.add_unit(amount).ok_or(TotalProblem::OtherUnit)?;
        self.is_grouped |= amount.is_grouped;
        self.has_long_ungrouped |= amount.is_long_without_groups();
        if self.empty_decimals.last() != Some(&amount.empty_decimals) {
            self.empty_decimals.push(amount.empty_decimals.clone());
        }
        self.brackets = self.brackets.or(amount.brackets);
        self.decimal_signs.extend(amount.decimal_sign);
        self.group_signs.extend(amount.group_sign);
        self.add_number(&amount.spelling)
            .ok_or(TotalProblem::TooLong)
    }

    fn add_unit(&mut self, amount: &Amount) -> Option<()> {
        let is_bare = amount.is_without_unit();
        let Some(model) = &mut self.model else {
            self.model = Some(amount.clone());
            self.has_bare = is_bare && !amount.is_any_zero();
            return Some(());
        };
        // Nothing of a currency is nothing in every scale of it: `$0` and `$1.2m`.
        let is_one_currency = model.currency == amount.currency
            || (model.is_any_zero() && model.currency.is_empty())
            || (amount.is_any_zero() && amount.currency.is_empty());
        if is_one_currency && amount.is_any_zero() {
            return Some(());
        }
        if is_one_currency && model.is_any_zero() && !self.has_bare {
            model.clone_from(amount);
            self.has_bare = is_bare;
            return Some(());
        }
        let (model_is_bare, has_bare) = (model.is_without_unit(), self.has_bare || is_bare);
        let has_more_than_currency = !model.words.is_empty() || !amount.words.is_empty();
        if has_bare && has_more_than_currency {
            return None;
        }
        self.has_bare = has_bare;
        if model_is_bare {
            model.clone_from(amount);
        } else if !is_bare {
            let is_same = model.currency == amount.currency
                && model.words.len() == amount.words.len()
                && (model.words.iter().zip(&amount.words)).all(|(a, b)| is_same_word(a, b));
            if !is_same {
                return None;
            }
            // Of `1 day` and `2 days`, the sum has the longer unit.
            if amount.before == model.before && amount.after.len() > model.after.len() {
                model.after.clone_from(&amount.after);
                model.words.clone_from(&amount.words);
            }
        }
        Some(())
    }

    fn add_number(&mut self, spelling: &str) -> Option<()> {
        let (whole, fraction) = spelling.split_once('.').unwrap_or((spelling, ""));
        let number: i128 = format!("{whole}{fraction}").parse().ok()?;
        let decimals = self.decimals.max(fraction.len());
        let own = scale(self.sum, decimals - self.decimals)?;
        let other = scale(number, decimals - fraction.len())?;
        self.sum = own.checked_add(other)?;
        self.decimals = decimals;
        Some(())
    }

    /// The sum with the unit and the signs of the amounts, otherwise in the form of a language;
    /// `None` if there are no amounts. The digits of the sum are grouped as those of the amounts
    /// are. `short` is the form to use if all amounts are too short for groups.
    pub fn text(&self, grouped: &NumberForm, short: &NumberForm) -> Option<String> {
        let model = self.model.as_ref()?;
        let digits = self.sum.unsigned_abs().to_string();
        let digits = format!("{digits:0>width$}", width = self.decimals + 1);
        let (whole, fraction) = digits.split_at(digits.len() - self.decimals);
        // The cents of `5,–` have two digits.
        let has_empty_decimals = self.empty_decimals.iter().any(|it| !it.is_empty());
        let has_cents = has_empty_decimals && self.decimals > 0;
        let width = if has_cents { 2 } else { 0 };
        let point = if fraction.is_empty() { "" } else { "." };
        let has_brackets = self.sum < 0 && self.brackets.is_some();
        let sign = if self.sum < 0 && !has_brackets {
            "-"
        } else {
            ""
        };
        let form = if self.is_grouped { grouped } else { short };
        let formatted = form.format(&format!("{sign}{whole}{point}{fraction:0<width$}"))?;
        let mut text = self.with_signs_of_amounts(&formatted, form);
        if let ([dash], 0) = (self.empty_decimals.as_slice(), self.decimals) {
            text.push_str(dash);
        }
        super::units::put_before(&model.before, &mut text);
        let after = &model.after;
        Some(match self.brackets.filter(|_| has_brackets) {
            Some(true) => format!("({text}{after})"),
            Some(false) => format!("({text}){after}"),
            None => format!("{text}{after}"),
        })
    }

    /// Puts the decimal and group signs of the amounts in the place of those of the language, if
    /// the amounts agree.
    fn with_signs_of_amounts(&self, formatted: &str, form: &NumberForm) -> String {
        // Beside `2.500.000`, `1.5` tells nothing about the decimal sign.
        let mut decimals = self.decimal_signs.iter();
        if decimals.any(|it| self.group_signs.contains(it)) {
            return formatted.to_owned();
        }
        let decimal = common_sign(&self.decimal_signs).unwrap_or(form.decimal);
        let group = common_sign(&self.group_signs).or(form.group);
        let group = match (group, decimal) {
            (Some(same), '.') if same == decimal => Some(','),
            (Some(same), _) if same == decimal => Some('.'),
            _ => group,
        };
        let has_groups = self.is_grouped || !self.has_long_ungrouped;
        let mut text = String::new();
        for character in formatted.chars() {
            if !has_groups && Some(character) == form.group {
                continue;
            }
            text.push(match group {
                _ if character == form.decimal => decimal,
                Some(group) if Some(character) == form.group => group,
                _ => character,
            });
        }
        text
    }
}

/// The one sign of the list, if all are the same.
fn common_sign(signs: &[char]) -> Option<char> {
    let (first, others) = signs.split_first()?;
    others.iter().all(|it| it == first).then_some(*first)
}

/// Whether two words are the same unit: but for a full stop, or as singular and plural.
fn is_same_word(one: &str, other: &str) -> bool {
    let (one, other) = (one.trim_end_matches('.'), other.trim_end_matches('.'));
    let (short, long) = if one.len() <= other.len() {
        (one, other)
    } else {
        (other, one)
    };
    let Some(ending) = long.strip_prefix(short) else {
        return false;
    };
    let is_symbol = |it: &str| is_scale(it) || is_currency(it) || it.chars().count() < MIN_NOUN;
    ending.is_empty()
        || (ending.chars().count() <= MAX_ENDING
            && long.chars().all(char::is_alphabetic)
            && !is_symbol(short)
            && !is_symbol(long))
}

/// `number` in units that are `decimals` places smaller.
fn scale(number: i128, decimals: usize) -> Option<i128> {
    let factor = 10_i128.checked_pow(decimals.try_into().ok()?)?;
    number.checked_mul(factor)
}
