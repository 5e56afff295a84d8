//! Number formats of a native chart: codes such as `#,##0.00` (ECMA-376 part 1, 18.8.30), by which
//! Office prints a number as the document does.
//!
//! A code holds no signs of a language: `.` and `,` stand for the decimal and group signs of the
//! reader's system, or of the language that [`language_code`] names, for programs that heed it.

use super::language_code::language_code;
use crate::document::{Chart, Series, Value};
use crate::lang::{Grouping, MINUS, NumberForm, is_direction_mark};

/// Excel keeps 15 significant digits of a number, so that more would print as zeros.
const MAX_FRACTION_DIGITS: usize = 15;

/// The longest text in a code. Excel limits all of it to 255 characters.
const MAX_LITERAL_LENGTH: usize = 60;

/// The code for numbers that have none of their own.
pub(super) const GENERAL: &str = "General";

/// The number formats of one chart.
pub(crate) struct ChartNumberFormats {
    form: NumberForm,
    /// The language before each code, in brackets; empty if it has no number.
    language: String,
    /// Whether any value is printed in groups of digits. Then short ones have the same format.
    has_groups: bool,
    /// Whether any value is printed with U+2212. Then all have the same format.
    has_minus: bool,
    /// Whether any value is below zero.
    has_negative: bool,
    /// How far the values are from zero.
    largest: f64,
}

impl ChartNumberFormats {
    /// The formats of a chart in a document of `language`, a BCP 47 tag.
    pub fn new(chart: &Chart, language: &str) -> Self {
        let form = NumberForm::new(language, Grouping::OfLanguage);
        let language_prefix = match language_code(language) {
            // LibreOffice would set the digits of Arabic and Persian numbers in reverse order.
            Some(code) if form.zero == '0' => format!("[$-{code}]"),
            Some(_) | None => String::new(),
        };
        let mut formats = Self {
            form,
            language: language_prefix,
            has_groups: false,
            has_minus: false,
            has_negative: false,
            largest: 0.0,
        };
        let (mut low, mut high) = (0.0_f64, 0.0_f64);
        for value in chart.series.iter().flat_map(|it| &it.values).flatten() {
            formats.has_groups |= formats.is_grouped(&value.text);
            formats.has_minus |= value.text.contains(MINUS);
            low = low.min(value.number);
            high = high.max(value.number);
        }
        formats.has_negative = low < 0.0;
        formats.largest = high.max(-low);
        formats
    }

    /// The format of most values of a series.
    pub fn usual_format(&self, series: &Series) -> String {
        match series.values.iter().flatten().next() {
            Some(value) => self.value_format(value),
            None => GENERAL.to_owned(),
        }
    }

    /// The format that prints a value as the document does: `1,200` has `#,##0` in English.
    pub fn value_format(&self, value: &Value) -> String {
        let text = value.text.trim();
        self.form_code(text).unwrap_or_else(|| literal_code(text))
    }

    /// The code for a number in the form of the language; `None` for a spelling of the author's
    /// own, such as `007` or `about 7`.
    fn form_code(&self, text: &str) -> Option<String> {
        let spelling = self.form.spelling(text)?;
        let digits = spelling.trim_start_matches(['+', '-']);
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let has_leading_zero = whole.len() > 1 && whole.starts_with('0');
        if has_leading_zero || spelling.starts_with('+') || fraction.len() > MAX_FRACTION_DIGITS {
            return None;
        }
        let is_grouped = self.is_grouped(text) || (whole.len() <= 3 && self.has_groups);
        Some(self.code(is_grouped, fraction.len()))
    }

    /// The format of the label of a value. The code has the text of the document, for programs that
    /// use the signs of the reader's system, and the format of another number for when the value is
    /// edited.
    pub fn label_format(&self, value: &Value) -> String {
        let text = value.text.trim();
        let Some(code) = self.form_code(text) else {
            return literal_code(text);
        };
        let has_signs = text.contains(|it: char| !it.is_ascii_digit());
        let is_short = text.chars().count() <= MAX_LITERAL_LENGTH;
        // In Indian groups there are conditions already.
        if !has_signs || !is_short || code.starts_with("[>") || value.number.abs() >= 1e15 {
            return code;
        }
        let number = code.split(';').next().unwrap_or_default();
        let number_value = value.number;
        format!("[={number_value}]\"{text}\";[<0]\"{MINUS}\"{number};{number}")
    }

    /// The number format of an axis. Its `step` needs this number of `decimals`.
    pub fn axis_format(&self, step: f64, decimals: usize) -> String {
        if self.largest >= 1e12 || decimals > MAX_FRACTION_DIGITS {
            return GENERAL.to_owned();
        }
        let four_digits = self.form.format("1000").unwrap_or_default();
        let highest = self.largest + 2.0 * step;
        let groups_apply = self.has_groups || highest >= 10_000.0 || self.is_grouped(&four_digits);
        let is_grouped = highest >= 1000.0 && groups_apply;
        let written_out = match decimals {
            0 if is_grouped => self.written_out_groups(step),
            _ => None,
        };
        written_out.unwrap_or_else(|| self.code(is_grouped, decimals))
    }

    /// A code for whole numbers with the language's own sign between groups of digits, for programs
    /// that use the sign of the reader's system. `None` where two conditions, the most that a code
    /// has, are too few.
    fn written_out_groups(&self, step: f64) -> Option<String> {
        let sign = self.form.group.filter(|_| self.form.zero == '0')?;
        if self.form.has_groups_of_two {
            return None;
        }
        let thousands = format!("#\\{sign}##0");
        let millions = format!("#\\{sign}###\\{sign}##0");
        // Office may end the axis a step or two beyond the largest value.
        let highest = self.largest + 2.0 * step;
        if !self.has_negative && highest < 1e9 {
            return Some(format!("[>=1000000]{millions};[>=1000]{thousands};0"));
        }
        let (limit, number) = if step >= 1e6 && highest < 1e9 {
            (1_000_000, millions)
        } else if step >= 1e3 && highest < 1e6 {
            (1000, thousands)
        } else {
            return None;
        };
        // LibreOffice sets a sign of its own unless the condition is `<0`.
        Some(format!("[<0]\"{MINUS}\"{number};[>={limit}]{number};0"))
    }

    /// Whether a text is a number with signs between groups of digits.
    fn is_grouped(&self, text: &str) -> bool {
        if self.form.spelling(text.trim()).is_none() {
            return false;
        }
        let number = text
            .trim()
            .trim_start_matches(|it| is_direction_mark(it) || matches!(it, '+' | '-' | MINUS));
        number.contains(|it: char| it != self.form.decimal && !it.is_numeric())
    }

    fn code(&self, is_grouped: bool, decimals: usize) -> String {
        let language = &self.language;
        let fraction = match decimals {
            0 => String::new(),
            count => format!(".{}", "0".repeat(count)),
        };
        if is_grouped && self.form.has_groups_of_two && self.largest >= 100_000.0 {
            // Excel has no code for the groups of India: commas are written out.
            return format!(
                "[>=10000000]##\\,##\\,##\\,##0{fraction};\
                 [>=100000]##\\,##\\,##0{fraction};#,##0{fraction}"
            );
        }
        let number = if is_grouped { "#,##0" } else { "0" };
        if self.has_minus {
            format!("{language}{number}{fraction};{language}\"{MINUS}\"{number}{fraction}")
        } else {
            format!("{language}{number}{fraction}")
        }
    }
}

/// A code that prints a text instead of the number.
fn literal_code(text: &str) -> String {
    let is_short = text.chars().count() <= MAX_LITERAL_LENGTH;
    if text.is_empty() || !is_short || text.contains(['"', '\n']) {
        return GENERAL.to_owned();
    }
    format!("\"{text}\"")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{ChartKind, Highlight};

    /// The codes of values, those of their labels, and that of an axis with a step.
    fn formats(
        language: &str,
        texts: &[&str],
        (step, decimals): (f64, usize),
    ) -> (Vec<String>, Vec<String>, String) {
        let form = NumberForm::new(language, Grouping::OfLanguage);
        let value = |text: &&str| Value {
            number: form.read_form(text).unwrap_or(7.0),
            text: (*text).to_owned(),
        };
        let values: Vec<Value> = texts.iter().map(value).collect();
        let chart = Chart {
            id: String::new(),
            title: Vec::new(),
            kind: ChartKind::Bar,
            categories: texts.iter().map(|it| (*it).to_owned()).collect(),
            series: vec![Series {
                name: String::new(),
                values: values.iter().cloned().map(Some).collect(),
            }],
            highlight: Highlight::default(),
            unit: None,
            alt: String::new(),
            note: Vec::new(),
        };
        let formats = ChartNumberFormats::new(&chart, language);
        let codes = values.iter().map(|it| formats.value_format(it)).collect();
        let labels = values.iter().map(|it| formats.label_format(it)).collect();
        (codes, labels, formats.axis_format(step, decimals))
    }

    fn value_codes(language: &str, texts: &[&str]) -> Vec<String> {
        formats(language, texts, (1.0, 0)).0
    }

    fn axis_code(language: &str, texts: &[&str], step: f64, decimals: usize) -> String {
        formats(language, texts, (step, decimals)).2
    }

    #[test]
    fn a_format_prints_the_number_as_the_document_does() {
        assert_eq!(
            value_codes("de", &["1.234,5", "12.000", "999", "12.50"]),
            [
                "[$-407]#,##0.0",
                "[$-407]#,##0",
                "[$-407]#,##0",
                "\"12.50\""
            ]
        );
        assert_eq!(
            value_codes("en", &["0.5", "about 7", "007", "1e6"]),
            ["[$-409]0.0", "\"about 7\"", "\"007\"", "\"1e6\""]
        );
        assert_eq!(
            value_codes("fr", &["−0,5", "12"]),
            ["[$-40C]0.0;[$-40C]\"−\"0.0", "[$-40C]0;[$-40C]\"−\"0"]
        );
        assert_eq!(
            value_codes("es", &["1234", "12.000", "99"]),
            ["[$-C0A]0", "[$-C0A]#,##0", "[$-C0A]#,##0"]
        );
        assert_eq!(value_codes("ar-EG", &["١٢٫٥"]), ["0.0"]);
        assert_eq!(
            value_codes("hi", &["12,34,567"]),
            ["[>=10000000]##\\,##\\,##\\,##0;[>=100000]##\\,##\\,##0;#,##0"]
        );
    }

    #[test]
    fn a_label_has_the_text_of_the_document_until_its_value_is_edited() {
        let (_, labels, _) = formats("de-AT", &["1\u{a0}234,5", "−0,5", "40", "007"], (1.0, 0));
        assert_eq!(
            labels,
            [
                "[=1234.5]\"1\u{a0}234,5\";[<0]\"−\"[$-C07]#,##0.0;[$-C07]#,##0.0",
                "[=-0.5]\"−0,5\";[<0]\"−\"[$-C07]#,##0.0;[$-C07]#,##0.0",
                "[$-C07]#,##0;[$-C07]\"−\"#,##0",
                "\"007\"",
            ]
        );
    }

    #[test]
    fn an_axis_has_the_digits_of_its_step_and_the_signs_of_the_language() {
        assert_eq!(axis_code("de", &["3,05", "2"], 0.5, 1), "[$-407]0.0");
        assert_eq!(axis_code("de", &["3,05", "2"], 1.0, 0), "[$-407]0");
        assert_eq!(
            axis_code("de-AT", &["31\u{a0}000", "2"], 10_000.0, 0),
            "[>=1000000]#\\\u{a0}###\\\u{a0}##0;[>=1000]#\\\u{a0}##0;0"
        );
        assert_eq!(
            axis_code("de", &["31.000", "−2.200"], 10_000.0, 0),
            "[<0]\"−\"#\\.##0;[>=1000]#\\.##0;0"
        );
        assert_eq!(
            axis_code("en", &["2,500,000", "−700,000"], 500_000.0, 0),
            "[$-409]#,##0;[$-409]\"−\"#,##0"
        );
        // Spanish sets off no group of four digits.
        assert_eq!(axis_code("es", &["4500", "99"], 1000.0, 0), "[$-C0A]0");
        assert_eq!(axis_code("en", &["5,000,000,000,000"], 1e12, 0), GENERAL);
    }
}
