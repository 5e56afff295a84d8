//! Numbers in the form of a language, by the Unicode CLDR: its digits, its decimal and group signs.

use icu_decimal::DecimalFormatter;
use icu_decimal::input::Decimal;
use icu_decimal::options::{DecimalFormatterOptions, GroupingStrategy};
use icu_locale::Locale;

/// U+2212, the minus sign of Unicode. The CLDR has a hyphen-minus for most languages.
pub(crate) const MINUS: char = '\u{2212}';

/// Which whole numbers are written in groups of digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Grouping {
    /// Those of the language: in English from 1,000, in Spanish from 10 000.
    OfLanguage,
    /// Those of five digits or more. A number of four digits may be a year.
    FromFiveDigits,
    /// All of four digits or more, also where the language begins with five: beside `12.345`,
    /// Spanish has `4.000` in a column.
    Always,
    /// None.
    Never,
}

/// Formats and reads the numbers of one language. Making it takes longer than formatting a number.
pub(crate) struct NumberForm {
    formatter: DecimalFormatter,
    /// For whole numbers of four digits; `None` if they are as others.
    without_groups: Option<DecimalFormatter>,
    /// The decimal sign, such as `,` in German.
    pub decimal: char,
    /// The sign between groups of digits; `None` for a language without groups.
    pub group: Option<char>,
    /// The digit zero. The other digits follow it.
    pub zero: char,
    /// Whether groups after the last have two digits, as in India.
    pub has_groups_of_two: bool,
    groups_all: bool,
    /// Whether an apostrophe is accepted between groups as well as a space.
    reads_apostrophes: bool,
}

/// What a text is as a number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum ReadNumber {
    /// One number, whatever the language.
    Number(f64),
    /// One number in the language's form and another one in that of YAML, such as `1.234` in
    /// German.
    Ambiguous,
    /// No number.
    None,
}

impl NumberForm {
    /// The form of the language `tag`. Without data, it is that of the CLDR's root.
    pub fn new(tag: &str, grouping: Grouping) -> Self {
        let strategy = match grouping {
            Grouping::Never => GroupingStrategy::Never,
            _ => GroupingStrategy::Auto,
        };
        let formatter = formatter(tag, strategy);
        let without_groups = match grouping {
            Grouping::OfLanguage | Grouping::Always | Grouping::Never => None,
            Grouping::FromFiveDigits => Some(self::formatter(tag, GroupingStrategy::Never)),
        };
        // Eight digits have three groups, and four in India.
        let sample = format_spelling(&formatter, "11111111.5").unwrap_or_default();
        let signs: Vec<char> = sample.chars().filter(|it| !it.is_numeric()).collect();
        let (decimal, group) = match signs.as_slice() {
            [decimal] => (*decimal, None),
            [group, .., decimal] => (*decimal, Some(*group)),
            [] => ('.', None),
        };
        let zero = format_spelling(&formatter, "0").unwrap_or_default();
        Self {
            formatter,
            without_groups,
            decimal,
            group,
            zero: zero.chars().next().unwrap_or('0'),
            has_groups_of_two: signs.len() > 3,
            groups_all: grouping == Grouping::Always,
            reads_apostrophes: is_swiss_french(tag),
        }
    }

    /// A number with all its digits, in the form of the language. `None` for a spelling that is the
    /// author's own: with leading zeros, an exponent, separators, or no number at all.
    pub fn format(&self, spelling: &str) -> Option<String> {
        let whole = plain_whole_digits(spelling)?;
        let has_fraction = spelling.contains('.');
        let formatter = match &self.without_groups {
            Some(without_groups) if whole.len() <= 4 && !has_fraction => without_groups,
            _ => &self.formatter,
        };
        let mut formatted = format_spelling(formatter, spelling)?;
        if self.groups_all && whole.len() == 4 {
            self.group_four_digits(&mut formatted);
        }
        Some(formatted)
    }

    /// Sets off the first of four digits, for which ICU4X follows the language whatever strategy
    /// is asked for.
    fn group_four_digits(&self, formatted: &mut String) {
        let Some(group) = self.group else {
            return;
        };
        let mut digits = formatted.char_indices().skip_while(|it| !it.1.is_numeric());
        if let (Some(_), Some((at, second))) = (digits.next(), digits.next())
            && second.is_numeric()
        {
            formatted.insert(at, group);
        }
    }

    /// Reads a number in the form of the language, or as YAML spells it.
    pub fn read(&self, text: &str) -> ReadNumber {
        let text = text.trim().trim_matches(is_direction_mark);
        // The parser does not know U+2212.
        let plain = text.replacen(MINUS, "-", 1).parse::<f64>();
        let plain = plain.ok().filter(|it| it.is_finite());
        match (self.read_form(text), plain) {
            (Some(own), Some(plain)) if own != plain => ReadNumber::Ambiguous,
            (Some(number), _) | (None, Some(number)) => ReadNumber::Number(number),
            (None, None) => ReadNumber::None,
        }
    }

    /// Reads a number in the form of the language: what [`NumberForm::format`] makes.
    pub fn read_form(&self, text: &str) -> Option<f64> {
        let number: f64 = self.spelling(text)?.parse().ok()?;
        number.is_finite().then_some(number)
    }

    /// The spelling in YAML of a number in the form of the language, with the same digits.
    pub fn spelling(&self, text: &str) -> Option<String> {
        let text = text.trim_matches(is_direction_mark);
        let (sign, digits) = split_sign(text);
        let digits = digits.trim_start_matches(is_direction_mark);
        let (whole, fraction) = match digits.split_once(self.decimal) {
            Some((whole, fraction)) => (whole, Some(fraction)),
            None => (digits, None),
        };
        let mut spelling = sign.to_owned();
        let groups: Vec<&str> = whole.split(|it| self.is_group_sign(it)).collect();
        let (last, others) = groups.split_last()?;
        // `0.125` has no groups.
        if !others.is_empty() && whole.starts_with(['0', self.zero]) {
            return None;
        }
        // The first group may be short; a group of two may stand before the last in India.
        let is_grouped = others.iter().enumerate().all(|(at, group)| {
            let length = group.chars().count();
            (at == 0 && (1..=3).contains(&length)) || length == 2 || length == 3
        });
        if !is_grouped || (!others.is_empty() && last.chars().count() != 3) {
            return None;
        }
        for group in &groups {
            self.push_digits(group, &mut spelling)?;
        }
        if let Some(fraction) = fraction {
            spelling.push('.');
            self.push_digits(fraction, &mut spelling)?;
        }
        Some(spelling)
    }

    /// Appends the ASCII digits of `digits`; `None` if there are none, or other characters.
    fn push_digits(&self, digits: &str, spelling: &mut String) -> Option<()> {
        if digits.is_empty() {
            return None;
        }
        for character in digits.chars() {
            let digit = match character.to_digit(10) {
                Some(digit) => digit,
                None => u32::from(character).checked_sub(u32::from(self.zero))?,
            };
            spelling.push(char::from_digit(digit, 10)?);
        }
        Some(())
    }

    /// Whether a character separates groups of digits, as the language or its authors have it.
    pub(super) fn is_group_sign(&self, character: char) -> bool {
        if Some(character) == self.group {
            return true;
        }
        // Authors also type an ordinary space, or a typographic apostrophe.
        match self.group {
            Some(_) if self.reads_apostrophes && matches!(character, '\'' | '’') => true,
            Some(group) if group.is_whitespace() => character.is_whitespace(),
            Some('\'') => character == '’',
            _ => false,
        }
    }
}

fn formatter(tag: &str, grouping: GroupingStrategy) -> DecimalFormatter {
    // French texts of the Swiss Confederation group by a space, where the CLDR has an apostrophe.
    let tag = if is_swiss_french(tag) { "fr" } else { tag };
    let locale = tag.parse::<Locale>().unwrap_or(Locale::UNKNOWN);
    let options = DecimalFormatterOptions::from(grouping);
    DecimalFormatter::try_new(locale.into(), options)
        .or_else(|_| DecimalFormatter::try_new(Locale::UNKNOWN.into(), options))
        .expect("the data have the root of all languages")
}

fn is_swiss_french(tag: &str) -> bool {
    tag.eq_ignore_ascii_case("fr-CH")
}

/// `None` if the number has too many digits for the formatter: 32,768.
fn format_spelling(formatter: &DecimalFormatter, spelling: &str) -> Option<String> {
    let number = Decimal::try_from_str(spelling).ok()?;
    let formatted = formatter.format(&number).to_string();
    // Languages that are written from right to left have a mark of direction before it.
    Some(formatted.replacen('-', "\u{2212}", 1))
}

/// The whole digits of a number without leading zeros, which are the author's own; `None` for any
/// other spelling.
fn plain_whole_digits(spelling: &str) -> Option<&str> {
    let digits = spelling.strip_prefix(['+', '-']).unwrap_or(spelling);
    let (whole, fraction) = match digits.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (digits, None),
    };
    let has_only_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let has_leading_zero = whole.len() > 1 && whole.starts_with('0');
    if !has_only_digits(whole) || has_leading_zero {
        return None;
    }
    match fraction {
        Some(fraction) if fraction.is_empty() || !has_only_digits(fraction) => None,
        None if whole.is_empty() => None,
        _ => Some(whole),
    }
}

/// Splits off a sign: `-`, `+` or nothing, and the rest.
fn split_sign(text: &str) -> (&'static str, &str) {
    if let Some(rest) = text.strip_prefix(['-', MINUS]) {
        ("-", rest)
    } else if let Some(rest) = text.strip_prefix('+') {
        ("+", rest)
    } else {
        ("", text)
    }
}

/// Marks that give the characters beside them a direction: U+200E, U+200F, U+061C.
pub(crate) fn is_direction_mark(character: char) -> bool {
    matches!(character, '\u{200e}' | '\u{200f}' | '\u{61c}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn formatted(tag: &str, spelling: &str) -> String {
        let form = NumberForm::new(tag, Grouping::FromFiveDigits);
        form.format(spelling).unwrap_or_else(|| spelling.to_owned())
    }

    #[test]
    fn numbers_have_the_form_of_their_language() {
        // 71.20, -0.5, 9999, 10000 and 1234567.891, by the CLDR.
        let languages = [
            ("en", "71.20 −0.5 9999 10,000 1,234,567.891"),
            ("en-IN", "71.20 −0.5 9999 10,000 12,34,567.891"),
            ("de", "71,20 −0,5 9999 10.000 1.234.567,891"),
            ("de-AT", "71,20 −0,5 9999 10_000 1_234_567,891"),
            ("de-CH", "71.20 −0.5 9999 10'000 1'234'567.891"),
            ("fr", "71,20 −0,5 9999 10~000 1~234~567,891"),
            ("fr-CH", "71,20 −0,5 9999 10~000 1~234~567,891"),
            ("es", "71,20 −0,5 9999 10.000 1.234.567,891"),
            ("es-MX", "71.20 −0.5 9999 10,000 1,234,567.891"),
            ("pt-BR", "71,20 −0,5 9999 10.000 1.234.567,891"),
            ("pt-PT", "71,20 −0,5 9999 10_000 1_234_567,891"),
            ("pl", "71,20 −0,5 9999 10_000 1_234_567,891"),
            ("cs", "71,20 −0,5 9999 10_000 1_234_567,891"),
            ("sv", "71,20 −0,5 9999 10_000 1_234_567,891"),
            ("nb", "71,20 −0,5 9999 10_000 1_234_567,891"),
            ("fi", "71,20 −0,5 9999 10_000 1_234_567,891"),
            ("ru", "71,20 −0,5 9999 10_000 1_234_567,891"),
            ("uk", "71,20 −0,5 9999 10_000 1_234_567,891"),
            ("tr", "71,20 −0,5 9999 10.000 1.234.567,891"),
            ("ar", "71.20 >−0.5 9999 10,000 1,234,567.891"),
            ("ar-EG", "٧١٫٢٠ <−٠٫٥ ٩٩٩٩ ١٠٬٠٠٠ ١٬٢٣٤٬٥٦٧٫٨٩١"),
            ("he", "71.20 >−0.5 9999 10,000 1,234,567.891"),
            ("hi", "71.20 −0.5 9999 10,000 12,34,567.891"),
            ("ja", "71.20 −0.5 9999 10,000 1,234,567.891"),
            ("zh", "71.20 −0.5 9999 10,000 1,234,567.891"),
            ("vi", "71,20 −0,5 9999 10.000 1.234.567,891"),
            ("id", "71,20 −0,5 9999 10.000 1.234.567,891"),
            ("tlh", "71.20 −0.5 9999 10,000 1,234,567.891"),
        ];
        for (tag, expected) in languages {
            let numbers = ["71.20", "-0.5", "9999", "10000", "1234567.891"];
            let shown = numbers.map(|it| formatted(tag, it)).join(" ");
            let shown = shown
                .replace('\u{a0}', "_")
                .replace('\u{202f}', "~")
                .replace('\u{200e}', ">")
                .replace('\u{61c}', "<");
            assert_eq!(shown, expected, "{tag}");
        }
    }

    #[test]
    fn signs_and_all_digits_stay() {
        assert_eq!(formatted("de", "0"), "0");
        assert_eq!(formatted("de", "+2.5"), "+2,5");
        assert_eq!(formatted("de", "-12000"), "−12.000");
        assert_eq!(formatted("de", ".5"), "0,5");
        assert_eq!(
            formatted("de", "0.12345678901234567890"),
            "0,12345678901234567890"
        );
        assert_eq!(
            formatted("en", "123456789012345678901234567890"),
            "123,456,789,012,345,678,901,234,567,890"
        );
        assert_eq!(formatted("en", "1234.5"), "1,234.5");
        let of_language = |tag| NumberForm::new(tag, Grouping::OfLanguage).format("1234");
        assert_eq!(of_language("en").as_deref(), Some("1,234"));
        assert_eq!(of_language("es").as_deref(), Some("1234"));
    }

    #[test]
    fn a_spelling_of_the_authors_own_is_no_plain_number() {
        for spelling in [
            "", "-", ".", "5.", "007", "-00.5", "1e6", "1_000", "0x1F", "1,200", "2.5.1", "−5",
            " 5", "5 ", "inf", "NaN", "١",
        ] {
            let form = NumberForm::new("de", Grouping::OfLanguage);
            assert_eq!(form.format(spelling), None, "{spelling}");
        }
    }

    #[test]
    fn numbers_are_read_in_the_form_of_the_language() {
        let read = |tag, text: &str| NumberForm::new(tag, Grouping::OfLanguage).read(text);
        let number = ReadNumber::Number;
        assert_eq!(read("de", "1.234,5"), number(1234.5));
        assert_eq!(read("de", "1234.5"), number(1234.5));
        assert_eq!(read("de", "-12.000"), ReadNumber::Ambiguous);
        assert_eq!(read("de", "−12.000"), ReadNumber::Ambiguous);
        assert_eq!(read("de", "−12.0"), number(-12.0));
        assert_eq!(read("de", "1.234"), ReadNumber::Ambiguous);
        assert_eq!(read("de", "0.125"), number(0.125));
        assert_eq!(read("de", "1234.567"), number(1234.567));
        assert_eq!(read("de", "1.234.567"), number(1_234_567.0));
        assert_eq!(read("en", "1,234"), number(1234.0));
        assert_eq!(read("en", "1.234"), number(1.234));
        assert_eq!(read("fr", "1 234,5"), number(1234.5));
        assert_eq!(read("de-CH", "1’234.5"), number(1234.5));
        assert_eq!(read("fr-CH", "1'234,5"), number(1234.5));
        assert_eq!(read("fr-CH", "1 234,5"), number(1234.5));
        assert_eq!(read("en-IN", "12,34,567"), number(1_234_567.0));
        assert_eq!(read("ar-EG", "١٬٢٣٤٫٥"), number(1234.5));
        assert_eq!(read("en", "1e6"), number(1e6));
        assert_eq!(read("en", "007"), number(7.0));
        for text in [
            "", "1,5", "12,3456", "1,,000", "about 7", "inf", "1e999", "5 t",
        ] {
            assert_eq!(read("en", text), ReadNumber::None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_formatted_number_is_the_same_number(
            spelling in "[+-]?(0|[1-9][0-9]{0,30})([.][0-9]{1,25})?",
            tag in prop::sample::select(&[
                "en", "en-IN", "de", "de-CH", "fr", "fr-CH", "es", "pl", "sv", "ru", "tr", "ar",
                "ar-EG", "fa", "he", "hi", "mr", "zh", "id",
            ][..]),
        ) {
            for grouping in [Grouping::OfLanguage, Grouping::FromFiveDigits] {
                let form = NumberForm::new(tag, grouping);
                let formatted = form.format(&spelling).expect("a plain number");
                prop_assert_eq!(form.spelling(&formatted), Some(spelling.clone()), "{}", formatted);
                prop_assert_eq!(form.read_form(&formatted), spelling.parse::<f64>().ok());
            }
        }

        #[test]
        fn any_text_can_be_read(text in ".{0,12}") {
            for tag in ["en", "de-CH", "ar-EG"] {
                let form = NumberForm::new(tag, Grouping::OfLanguage);
                let _ = form.format(&text);
                if let Some(spelling) = form.spelling(&text) {
                    prop_assert!(spelling.parse::<f64>().is_ok(), "{}", spelling);
                }
            }
        }
    }
}
