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
    /// How far the values are apart, zero included.
    extent: f64,
    /// How far they are from zero.
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
            extent: 0.0,
            largest: 0.0,
        };
        let (mut low, mut high) = (0.0_f64, 0.0_f64);
        for value in chart.series.iter().flat_map(|it| &it.values).flatten() {
            formats.has_groups |= formats.is_grouped(&value.text);
            formats.has_minus |= value.text.contains(MINUS);
            low = low.min(value.number);
            high = high.max(value.number);
        }
        formats.extent = high - low;
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

    /// The format of the numbers on the axis, whose steps Office chooses.
    pub fn axis_format(&self) -> String {
        // From here on, steps are whole numbers. Below, they may need decimals.
        if self.extent >= 50.0 && self.largest < 1e12 {
            let is_grouped = self.largest >= 1000.0;
            self.code(is_grouped, 0)
        } else {
            GENERAL.to_owned()
        }
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

    fn formats(language: &str, texts: &[&str]) -> (Vec<String>, String) {
        let form = NumberForm::new(language, Grouping::OfLanguage);
        let value = |text: &&str| Value {
            number: form.read_form(text).unwrap_or(7.0),
            text: (*text).to_owned(),
        };
        let values: Vec<Value> = texts.iter().map(value).collect();
        let chart = Chart {
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
        (codes, formats.axis_format())
    }

    #[test]
    fn a_format_prints_the_number_as_the_document_does() {
        let (codes, axis) = formats("de", &["1.234,5", "12.000", "999", "12.50"]);
        assert_eq!(
            codes,
            [
                "[$-407]#,##0.0",
                "[$-407]#,##0",
                "[$-407]#,##0",
                "\"12.50\""
            ]
        );
        assert_eq!(axis, "[$-407]#,##0");
        let (codes, axis) = formats("en", &["0.5", "about 7", "007", "1e6"]);
        assert_eq!(codes, ["[$-409]0.0", "\"about 7\"", "\"007\"", "\"1e6\""]);
        assert_eq!(axis, GENERAL);
        let (codes, _) = formats("fr", &["−0,5", "12"]);
        assert_eq!(
            codes,
            ["[$-40C]0.0;[$-40C]\"−\"0.0", "[$-40C]0;[$-40C]\"−\"0"]
        );
        let (codes, _) = formats("es", &["1234", "12.000", "99"]);
        assert_eq!(codes, ["[$-C0A]0", "[$-C0A]#,##0", "[$-C0A]#,##0"]);
        let (codes, _) = formats("ar-EG", &["١٢٫٥"]);
        assert_eq!(codes, ["0.0"]);
        let (codes, _) = formats("hi", &["12,34,567"]);
        assert_eq!(
            codes,
            ["[>=10000000]##\\,##\\,##\\,##0;[>=100000]##\\,##\\,##0;#,##0"]
        );
    }
}
