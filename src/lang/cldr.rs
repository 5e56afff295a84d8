//! Data of the Unicode CLDR that ICU4X does not provide, in tables that `cldr/extract.mjs` writes.

mod amounts;
mod punctuation;

use amounts::{CURRENCIES, DECIMAL_SIGNS, SCALES};
use punctuation::PUNCTUATION;

/// How a language punctuates quotations and numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Punctuation {
    /// Opening and closing quotation marks, without the spaces inside them that French wants.
    pub quotes: (&'static str, &'static str),
    /// The same for a quotation inside a quotation.
    pub inner_quotes: (&'static str, &'static str),
    /// What stands before and after a number of percent, with its no-break space.
    pub percent: (&'static str, &'static str),
    /// What stands before and after an amount of money, with its no-break space; `¤` is the
    /// currency.
    pub currency: (&'static str, &'static str),
}

impl Punctuation {
    /// The punctuation of the first of `tags` that the CLDR knows, else of English. `tags` are
    /// those that a language falls back to, best first.
    pub fn of_first_known(tags: &[String]) -> &'static Self {
        let rows = tags.iter().filter_map(|tag| find_row(tag));
        rows.chain(find_row("en"))
            .next()
            .expect("the table has English")
    }
}

fn find_row(tag: &str) -> Option<&'static Punctuation> {
    let row = PUNCTUATION.binary_search_by(|(known, _)| (*known).cmp(tag));
    Some(&PUNCTUATION[row.ok()?].1)
}

/// Whether this is the code or the sign of a currency, such as EUR, € or US$.
pub(crate) fn is_currency(word: &str) -> bool {
    let mut characters = word.chars();
    match (characters.next(), characters.next()) {
        // The signs of Unicode's category Sc.
        (Some(sign), None) => matches!(
            sign,
            '$' | '¢'..='¥' | '\u{58f}' | '\u{60b}' | '\u{9f2}' | '\u{9f3}' | '\u{e3f}' | '\u{17db}'
                | '\u{20a0}'..='\u{20c1}' | '\u{fdfc}' | '\u{ff04}' | '\u{ffe0}' | '\u{ffe1}'
                | '\u{ffe5}' | '\u{ffe6}' | '元' | '円' | '圆' | '원'
        ),
        // The Swiss Federal Chancellery's Schreibweisungen allow Fr. beside CHF.
        _ => word == "Fr." || CURRENCIES.binary_search(&word).is_ok(),
    }
}

/// Whether this word multiplies a number, such as million, Mrd. or 億, with or without its stop.
pub(crate) fn is_scale(word: &str) -> bool {
    // The CLDR has no abbreviation of Tausend; this is Duden's.
    let is_known = |word: &str| word == "Tsd." || SCALES.binary_search(&word).is_ok();
    is_known(word) || is_known(&format!("{word}."))
}

/// The sign between an integer and its decimals in Western digits; the full stop if the CLDR does
/// not know the language.
pub(crate) fn decimal_sign(tag: &str) -> char {
    for tag in super::fallback_tags(tag) {
        if let Ok(row) = DECIMAL_SIGNS.binary_search_by(|(known, _)| (*known).cmp(&tag)) {
            return DECIMAL_SIGNS[row].1;
        }
    }
    '.'
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::fallback_tags;

    #[test]
    fn languages_fall_back_to_those_that_they_resemble() {
        let quotes = |tag| Punctuation::of_first_known(&fallback_tags(tag)).quotes;
        assert_eq!(quotes("de"), ("„", "“"));
        assert_eq!(quotes("de-AT"), ("„", "“"));
        assert_eq!(quotes("fr-CA"), ("«", "»"));
        assert_eq!(quotes("zh-TW"), ("「", "」"));
        assert_eq!(quotes("zh-CN"), ("“", "”"));
        assert_eq!(quotes("pt-PT"), ("«", "»"));
        assert_eq!(quotes("nn"), ("«", "»"));
        assert_eq!(quotes("tlh"), ("“", "”"));
        let percent = |tag| Punctuation::of_first_known(&fallback_tags(tag)).percent;
        assert_eq!(percent("de"), ("", "\u{a0}%"));
        assert_eq!(percent("de-CH"), ("", "%"));
        assert_eq!(percent("tr"), ("%", ""));
    }

    #[test]
    fn decimal_signs_follow_the_region() {
        let tags = [
            "en", "de", "de-CH", "fr", "es-MX", "es", "pt-BR", "hi", "tlh",
        ];
        let signs = tags.map(decimal_sign);
        assert_eq!(signs, ['.', ',', '.', ',', '.', ',', ',', '.', '.']);
    }

    #[test]
    fn tables_are_sorted() {
        assert!(PUNCTUATION.is_sorted_by_key(|(tag, _)| tag));
        assert!(DECIMAL_SIGNS.is_sorted_by_key(|(tag, _)| tag));
        assert!(CURRENCIES.is_sorted());
        assert!(SCALES.is_sorted());
    }
}
