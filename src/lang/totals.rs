//! Sums of amounts as tables print them: `€ 5` and `€ 7.20` are `€ 12.20`.

use super::cldr::is_currency;
use super::numbers::{MINUS, NumberForm, is_direction_mark};

/// Marks of a note, which are no part of an amount.
const NOTE_MARKS: [char; 3] = ['*', '†', '‡'];

/// A number in a cell, with what stands around it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Amount {
    /// For example a currency. Without the sign of the number.
    before: String,
    /// For example a unit.
    after: String,
    /// As YAML spells it.
    spelling: String,
    /// Whether it has signs between groups of digits.
    is_grouped: bool,
    /// Whether it would be another number in YAML.
    pub is_ambiguous: bool,
}

impl NumberForm {
    /// Reads the text of a cell that is one amount; `None` for another text.
    pub fn read_amount(&self, text: &str) -> Option<Amount> {
        let text = text.trim();
        let start = text.find(char::is_numeric)?;
        let (last, digit) = text.char_indices().rfind(|(_, it)| it.is_numeric())?;
        let end = last + digit.len_utf8();
        let (before, digits, after) = (&text[..start], &text[start..end], &text[end..]);
        let is_minus = |it: char| matches!(it, '-' | '–' | MINUS);
        let is_sign = |it: char| is_minus(it) || it == '+' || is_direction_mark(it);
        // Accountants write negative numbers in parentheses.
        let is_in_parentheses = before.contains('(') && after.contains(')');
        let is_negative = before.contains(is_minus) || is_in_parentheses;
        let sign = if is_negative { "-" } else { "" };
        let (before, after) = (before.replace('(', ""), after.replacen(')', "", 1));
        let before = before.replace(is_sign, "").trim_start().to_owned();
        // Words before a number make it a text: `about 7`.
        if before.contains(char::is_alphabetic) && !is_currency(before.trim()) {
            return None;
        }
        let is_plain = digits.bytes().all(|it| it.is_ascii_digit() || it == b'.');
        let plain = digits.parse::<f64>().ok().filter(|_| is_plain);
        let own = self.spelling(digits);
        let is_ambiguous = match (&own, plain) {
            (Some(own), Some(plain)) => own.parse() != Ok(plain),
            _ => false,
        };
        let is_grouped = own.is_some() && digits.contains(|it| Some(it) == self.group);
        let spelling = own.or_else(|| plain.map(|_| digits.to_owned()))?;
        Some(Amount {
            before,
            after: after.trim_end_matches(NOTE_MARKS).trim_end().to_owned(),
            spelling: format!("{sign}{spelling}"),
            is_grouped,
            is_ambiguous,
        })
    }
}

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
    before: String,
    after: String,
    is_grouped: bool,
    has_amounts: bool,
}

impl Total {
    /// Adds an amount. One without a unit has that of the others.
    pub fn add(&mut self, amount: &Amount) -> Result<(), TotalProblem> {
        for (own, other) in [
            (&mut self.before, &amount.before),
            (&mut self.after, &amount.after),
        ] {
            if own.is_empty() {
                own.clone_from(other);
            } else if !other.is_empty() && own.trim() != other.trim() {
                return Err(TotalProblem::OtherUnit);
            }
        }
        self.has_amounts = true;
        self.is_grouped |= amount.is_grouped;
        self.add_number(&amount.spelling)
            .ok_or(TotalProblem::TooLong)
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

    /// The sum in the form of a language, with the unit of the amounts; `None` without any amount.
    /// `short` is the form for amounts of which none has groups of digits.
    pub fn text(&self, grouped: &NumberForm, short: &NumberForm) -> Option<String> {
        if !self.has_amounts {
            return None;
        }
        let digits = self.sum.unsigned_abs().to_string();
        let digits = format!("{digits:0>width$}", width = self.decimals + 1);
        let (whole, fraction) = digits.split_at(digits.len() - self.decimals);
        let sign = if self.sum < 0 { "-" } else { "" };
        let point = if fraction.is_empty() { "" } else { "." };
        let form = if self.is_grouped { grouped } else { short };
        let mut text = form.format(&format!("{sign}{whole}{point}{fraction}"))?;
        super::units::put_before(&self.before, &mut text);
        text.push_str(&self.after);
        Some(text)
    }
}

/// `number` in units that are `decimals` places smaller.
fn scale(number: i128, decimals: usize) -> Option<i128> {
    let factor = 10_i128.checked_pow(decimals.try_into().ok()?)?;
    number.checked_mul(factor)
}

#[cfg(test)]
mod tests {
    use super::super::Grouping;
    use super::*;

    fn total(tag: &str, cells: &[&str]) -> Result<String, TotalProblem> {
        let grouped = NumberForm::new(tag, Grouping::OfLanguage);
        let short = NumberForm::new(tag, Grouping::FromFiveDigits);
        let mut total = Total::default();
        for cell in cells {
            let amount = grouped.read_amount(cell).expect("an amount");
            total.add(&amount)?;
        }
        Ok(total.text(&grouped, &short).unwrap_or_default())
    }

    #[test]
    fn a_total_has_the_most_decimals_and_the_unit() {
        let sum = |tag, cells: &[&str]| total(tag, cells).expect("a sum");
        assert_eq!(sum("en", &["1.5", "2.25", "3"]), "6.75");
        assert_eq!(sum("en", &["0.1", "0.2"]), "0.3");
        assert_eq!(sum("de", &["1.234,50 €", "−34,5 €"]), "1.200,00 €");
        assert_eq!(sum("en", &["$5", "7", "−$20"]), "−$8");
        assert_eq!(sum("nl", &["€ 5", "€ -7"]), "€ −2");
        assert_eq!(sum("en", &["800", "900"]), "1700");
        assert_eq!(sum("en", &["1,200", "900"]), "2,100");
        assert_eq!(sum("en", &["12*", "5"]), "17");
        assert_eq!(sum("en", &["-0.05", "0.02"]), "−0.03");
        assert_eq!(sum("ar-EG", &["١٢٫٥", "٢"]), "١٤٫٥");
        assert_eq!(sum("en", &["(1,733)", "33"]), "−1,700");
        assert_eq!(sum("en", &[]), "");
        assert_eq!(total("en", &["5 t", "7 kg"]), Err(TotalProblem::OtherUnit));
        let long = "9".repeat(38);
        assert_eq!(total("en", &[&long, &long]), Err(TotalProblem::TooLong));
    }

    #[test]
    fn other_texts_are_no_amounts() {
        let form = NumberForm::new("en", Grouping::OfLanguage);
        for text in [
            "", "about", "about 7", "10–12", "1/2", "1,5", "5 of 7", "2026-05",
        ] {
            assert_eq!(form.read_amount(text), None, "{text}");
        }
        assert!(!form.read_amount("1.234").expect("an amount").is_ambiguous);
        let german = NumberForm::new("de", Grouping::OfLanguage);
        assert!(german.read_amount("1.234").expect("an amount").is_ambiguous);
    }
}
