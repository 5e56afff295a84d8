//! Where the unit of a number stands: `$m` with 7 is `$7m` in English and `7 $m` in German. By the
//! Unicode CLDR, or as a label file says.

use super::cldr::{Punctuation, is_currency};
use super::numbers::{MINUS, is_direction_mark};
use super::{fallback_tags, is_east_asian};
use crate::document::Labels;

/// The longest name of a currency, in characters, such as `MOP$`.
const MAX_CURRENCY_LENGTH: usize = 5;

/// What stands around a number, with the no-break spaces between.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PlacedUnit {
    /// Directly before the number.
    pub before: String,
    /// Directly after it.
    pub after: String,
}

/// Places `unit` around a number in the language `tag`.
pub(crate) fn place_unit(unit: &str, tag: &str, labels: &Labels) -> PlacedUnit {
    let unit = &with_joined_words(unit.trim());
    let first = unit.chars().next();
    if first == Some('¢') || (unit == "p" && tag.starts_with("en")) {
        // Pence and cents follow the number also where pounds and dollars do not.
        let (_, after) = currency_form(tag, labels);
        let joint = after.split_once('¤').map_or("", |(joint, _)| joint);
        return PlacedUnit {
            before: String::new(),
            after: format!("{joint}{unit}"),
        };
    }
    if let Some(sign @ ('%' | '‰' | '٪' | '؉')) = first {
        let form = percent_form(tag, labels);
        return place_sign(sign.encode_utf8(&mut [0; 4]), unit, &form);
    }
    if let Some(currency) = leading_currency(unit) {
        let form = currency_form(tag, labels);
        return place_sign(currency, unit, &form);
    }
    let joint = if stands_close(unit) { "" } else { "\u{a0}" };
    PlacedUnit {
        before: String::new(),
        after: format!("{joint}{unit}"),
    }
}

/// What of `unit` stands after a `number` that has a unit already. Nothing of `$` and `$m` after
/// `$0.9m`, and ` USD`, which tells the dollars apart. `None` if the number lacks its unit.
pub(crate) fn unit_beside_amount(unit: &str, number: &str) -> Option<String> {
    let unit = unit.trim();
    if unit.is_empty() {
        return None;
    }
    if has_word(number, unit) {
        return Some(String::new());
    }
    let currency = leading_currency(unit).or_else(|| is_currency(unit).then_some(unit))?;
    if has_word(number, currency) {
        let rest = unit[currency.len()..].trim_start();
        let rest = if has_word(number, rest) { "" } else { rest };
        let joint = if unit[currency.len()..].starts_with(' ') && !rest.is_empty() {
            "\u{a0}"
        } else {
            ""
        };
        return Some(format!("{joint}{rest}"));
    }
    let mut signs = [0; 4];
    let has_sign = number
        .chars()
        .any(|it| !it.is_alphabetic() && is_currency(it.encode_utf8(&mut signs)));
    let mut words = number.split(|it: char| !it.is_ascii_uppercase());
    let has_code = words.any(|it| it.len() == CODE_LENGTH && is_currency(it));
    (has_sign || has_code).then(|| format!("\u{a0}{unit}"))
}

/// The length of a code of ISO 4217.
const CODE_LENGTH: usize = 3;

/// Whether a text has a word, or a sign, that is no part of a longer word.
fn has_word(text: &str, word: &str) -> bool {
    let is_letter = |it: Option<char>| it.is_some_and(char::is_alphabetic);
    let (first, last) = (word.chars().next(), word.chars().next_back());
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        !(is_letter(before) && is_letter(first) || is_letter(after) && is_letter(last))
    })
}

/// Puts a unit before the digits of a number, after its sign: `−$5`. Where a space follows the unit,
/// the sign stays with the number: `CHF −5`. Words and other signs stay before it: `over $5`, `>$5`,
/// `($5)`.
pub(crate) fn put_before(unit: &str, number: &mut String) {
    let is_plus_or_minus =
        |it: char| is_direction_mark(it) || matches!(it, '+' | '-' | '±' | MINUS);
    let digits = number.find(char::is_numeric).unwrap_or_default();
    let mut at = digits;
    if let Some(lead) = number[..digits].strip_suffix(['.', ','])
        && !lead.ends_with(char::is_alphanumeric)
    {
        // `.5`
        at = lead.len();
    }
    if unit.ends_with(char::is_whitespace) {
        // `- 5`
        let sign_end = number[..at].trim_end().len();
        if number[..sign_end].ends_with(is_plus_or_minus) {
            number.replace_range(sign_end..at, "");
            at = number[..sign_end].trim_end_matches(is_plus_or_minus).len();
        }
    }
    number.insert_str(at, unit);
}

/// The longest unit whose two words stay together, in characters: `Mio. €`, `sq ft`.
const MAX_JOINED_UNIT: usize = 8;

/// A unit without a blank in `° F`, and with a no-break space between two short words.
fn with_joined_words(unit: &str) -> String {
    if let Some(scale) = unit.strip_prefix('°')
        && let scale @ ("C" | "F") = scale.trim_start()
    {
        return format!("°{scale}");
    }
    let is_part =
        |it: char| it.is_alphabetic() || it == '.' || is_currency(it.encode_utf8(&mut [0; 4]));
    match unit.split_once(' ') {
        Some((first, second))
            if unit.chars().count() <= MAX_JOINED_UNIT
                && first.chars().all(is_part)
                && second.chars().all(is_part) =>
        {
            format!("{first}\u{a0}{second}")
        }
        _ => unit.to_owned(),
    }
}

/// The text before and after the number in a pattern, one of which holds the sign, as `¤`.
fn percent_form(tag: &str, labels: &Labels) -> (String, String) {
    if let Some((before, after)) = labels.get("percent-form").split_once("{number}") {
        return (before.replace('%', "¤"), after.replace('%', "¤"));
    }
    let (before, after) = Punctuation::of_first_known(&fallback_tags(tag)).percent;
    // Arabic has a sign of its own.
    (
        before.replace(['%', '٪'], "¤"),
        after.replace(['%', '٪'], "¤"),
    )
}

fn currency_form(tag: &str, labels: &Labels) -> (String, String) {
    if let Some((before, after)) = labels.get("currency-form").split_once("{number}") {
        let sign = |it: &str| it.replace("{currency}", "¤").replace(' ', "\u{a0}");
        return (sign(before), sign(after));
    }
    let (before, after) = Punctuation::of_first_known(&fallback_tags(tag)).currency;
    (before.to_owned(), after.to_owned())
}

/// Places a unit that begins with `sign`, such as `$m` with `$`.
fn place_sign(sign: &str, unit: &str, (before, after): &(String, String)) -> PlacedUnit {
    let Some((_, joint)) = before.split_once('¤') else {
        // The pattern has what stands between the number and the sign.
        let joint = after.split('¤').next().unwrap_or_default();
        return PlacedUnit {
            before: String::new(),
            after: format!("{}{unit}", joint.replace(' ', "\u{a0}")),
        };
    };
    // Letters do not touch digits: `USD 120` beside `$120`.
    let ends_with_letter = sign.ends_with(char::is_alphabetic);
    let joint = if joint.is_empty() && ends_with_letter {
        "\u{a0}"
    } else {
        joint
    };
    let rest = &unit[sign.len()..];
    let rest = match rest.strip_prefix(char::is_whitespace) {
        Some(words) => format!("\u{a0}{}", words.trim_start()),
        None => rest.to_owned(),
    };
    PlacedUnit {
        before: format!("{sign}{joint}"),
        after: rest,
    }
}

/// The sign or code of a currency at the beginning of a unit: `US$` of `US$ m`.
fn leading_currency(unit: &str) -> Option<&str> {
    let first = unit.chars().next()?;
    // Words in small letters, such as `kr` and `zł`, follow the number in any language, and so do
    // those of Chinese and Korean.
    if first.is_lowercase() || (first.is_alphabetic() && !first.is_uppercase()) {
        return None;
    }
    let mut ends = Vec::new();
    for (at, character) in unit.char_indices().take(MAX_CURRENCY_LENGTH) {
        ends.push(at + character.len_utf8());
    }
    for end in ends.into_iter().rev() {
        let (word, rest) = unit.split_at(end);
        let ends_with_letter = word.ends_with(char::is_alphanumeric);
        let goes_on = rest.starts_with(char::is_alphanumeric);
        // In Turkish, `TL` follows the number, and `₺` stands before it.
        if is_currency(word) && word != "TL" && !(ends_with_letter && goes_on) {
            return Some(word);
        }
    }
    None
}

/// Whether a unit stands next to its number without a space: `45°`, `12×`, `5亿元`, `7/10`.
fn stands_close(unit: &str) -> bool {
    let mut characters = unit.chars();
    match (characters.next(), characters.next()) {
        (Some('°' | '×' | '′' | '″' | '\'' | '"'), None) => true,
        (Some(first), _) => is_east_asian(first) || matches!(first, '/' | '-' | ',' | '.'),
        (None, _) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(tag: &str, number: &str, unit: &str) -> String {
        let placed = place_unit(unit, tag, &Labels::default());
        let text = format!("{}{number}{}", placed.before, placed.after);
        text.replace(['\u{a0}', '\u{202f}'], "_")
    }

    #[test]
    fn a_unit_that_the_number_has_is_not_repeated() {
        for (number, unit, expected) in [
            ("$0.9m", "USD", Some("_USD")),
            ("$0.9m", "$", Some("")),
            ("$0.9m", "$m", Some("")),
            ("$0.9", "$m", Some("m")),
            ("$0.9", "$ million", Some("_million")),
            ("USD 0.9m", "USD", Some("")),
            ("0,9 Mio. €", "EUR", Some("_EUR")),
            ("5 EUR", "€", Some("_€")),
            ("5 kr", "kr", Some("")),
            ("−15%", "%", Some("")),
            ("12 km", "km", Some("")),
            ("12k", "km", None),
            ("12 months", "m", None),
            ("0.9", "USD", None),
            ("0.9m", "$", None),
            ("15%", "pp", None),
        ] {
            let rest = unit_beside_amount(unit, number);
            let rest = rest.map(|it| it.replace('\u{a0}', "_"));
            assert_eq!(rest.as_deref(), expected, "{number} {unit}");
        }
    }

    #[test]
    fn units_stand_where_the_language_has_them() {
        for (tag, number, unit, expected) in [
            ("en", "7,167", "$m", "$7,167m"),
            ("en", "2.8", "£ billion", "£2.8_billion"),
            ("en", "120", "USD", "USD_120"),
            ("en", "120", "EUR million", "EUR_120_million"),
            ("en", "85", "€/MWh", "€85/MWh"),
            ("en", "5", "US$", "US$5"),
            ("en", "3", "$T", "$T_3"),
            ("en", "46", "%", "46%"),
            ("en", "46", "% of GDP", "46% of GDP"),
            ("en", "12", "m²", "12_m²"),
            ("en", "5", "kr", "5_kr"),
            ("en", "5", "MWh", "5_MWh"),
            ("en", "5", "EURm", "5_EURm"),
            ("en", "21", "°C", "21_°C"),
            ("en", "45", "°", "45°"),
            ("en", "3", "×", "3×"),
            ("en", "71.20", "Euro", "71.20_Euro"),
            ("de", "46", "%", "46_%"),
            ("de", "2", "‰", "2_‰"),
            ("de", "5", "€", "5_€"),
            ("de", "5", "EUR", "5_EUR"),
            ("de", "7.167", "$m", "7.167_$m"),
            ("de", "5", "Mio. €", "5_Mio._€"),
            ("en", "5", "¢", "5¢"),
            ("en", "5", "¢/kWh", "5¢/kWh"),
            ("en-GB", "5", "p", "5p"),
            ("en", "5", "pp", "5_pp"),
            ("fr-CA", "5", "¢", "5_¢"),
            ("de", "5", "ct", "5_ct"),
            ("en", "5", "sq ft", "5_sq_ft"),
            ("en", "68", "° F", "68_°F"),
            ("de", "20", "° C", "20_°C"),
            ("de-AT", "5", "€", "€_5"),
            ("de-CH", "5", "CHF", "CHF_5"),
            ("de-CH", "46", "%", "46%"),
            ("fr", "46", "%", "46_%"),
            ("fr", "5", "€", "5_€"),
            ("fr", "5", "$US", "5_$US"),
            ("nl", "5", "€", "€_5"),
            ("nl", "46", "%", "46%"),
            ("pt-BR", "5", "R$ mi", "R$_5_mi"),
            ("tr", "46", "%", "%46"),
            ("tr", "5", "₺", "₺5"),
            ("tr", "5", "TL", "5_TL"),
            ("id", "5.000", "Rp", "Rp_5.000"),
            ("pl", "5", "zł", "5_zł"),
            ("sv", "5", "kr", "5_kr"),
            ("zh", "5", "亿元", "5亿元"),
            ("zh", "5", "元", "5元"),
            ("zh", "5", "¥", "¥5"),
            ("ja", "5", "円", "5円"),
            ("ko", "5", "명", "5명"),
            ("ar", "46", "%", "46%"),
            ("he", "5", "₪", "5_₪"),
            ("hi", "5", "₹ करोड़", "₹5_करोड़"),
        ] {
            assert_eq!(shown(tag, number, unit), expected, "{tag}: {unit}");
        }
    }

    #[test]
    fn a_unit_stands_between_signs_and_digits() {
        for (unit, number, expected) in [
            ("$", "5", "$5"),
            ("$", "-5", "-$5"),
            ("$", ">5", ">$5"),
            ("$", "> 5", "> $5"),
            ("$", "~5", "~$5"),
            ("$", "≤-5", "≤-$5"),
            ("$", "(1,733)", "($1,733)"),
            ("$", "5-6", "$5-6"),
            ("$", "5–6", "$5–6"),
            ("$", ".5", "$.5"),
            ("$", "-.5", "-$.5"),
            ("$", "about 5", "about $5"),
            ("$", "up to -5", "up to -$5"),
            ("$", "No.5", "No.$5"),
            ("CHF ", "-5", "CHF -5"),
            ("CHF ", "- 5", "CHF -5"),
            ("CHF ", "(5)", "(CHF 5)"),
            ("CHF ", ">5", ">CHF 5"),
            ("CHF ", "rund 5", "rund CHF 5"),
            ("$", "\u{200e}\u{2212}5", "\u{200e}\u{2212}$5"),
        ] {
            let mut shown = number.to_owned();
            put_before(unit, &mut shown);
            assert_eq!(shown, expected, "{unit}: {number}");
        }
    }

    #[test]
    fn a_label_file_may_say_otherwise() {
        let mut labels = Labels::default();
        let forms = [
            ("percent-form", "{number}%"),
            ("currency-form", "{currency} {number}"),
        ];
        for (name, form) in forms {
            labels.0.insert(name.to_owned(), form.to_owned());
        }
        let placed = place_unit("%", "de", &labels);
        assert_eq!((placed.before.as_str(), placed.after.as_str()), ("", "%"));
        let placed = place_unit("€ Mio.", "de", &labels);
        assert_eq!(placed.before, "€\u{a0}");
        assert_eq!(placed.after, "\u{a0}Mio.");
    }
}
