//! Data of the Unicode CLDR that ICU4X does not provide, in tables that `cldr/extract.mjs` writes.

mod amounts;
mod number_words;
mod punctuation;
mod rows;
mod sign_names;

pub(crate) use amounts::CURRENCIES;
use amounts::{DECIMAL_SIGNS, SCALES};
use number_words::{ENGLISH_UNITS, NUMBER_WORDS};
use punctuation::PUNCTUATION;
pub(crate) use rows::{NumberWords, Punctuation};
use sign_names::{NAMED_SIGNS, SIGN_NAMES};

impl Punctuation {
    /// The punctuation of the first of `tags` that the CLDR knows, else of English. `tags` are
    /// those that a language falls back to, best first.
    pub fn of_first_known(tags: &[String]) -> &'static Self {
        first_known(PUNCTUATION, tags)
    }
}

/// Whether a sign such as 🟢 has a [`sign_name`].
pub(crate) fn has_sign_name(sign: char) -> bool {
    // Scripts are below and between the signs.
    let is_in_script = sign < NAMED_SIGNS[0] || ('\u{2e80}'..'\u{1f000}').contains(&sign);
    !is_in_script && NAMED_SIGNS.binary_search(&sign).is_ok()
}

/// The name of a status sign for screen readers, such as “green circle”, in the first of `tags` that
/// has names, else in English; with the tag of that language.
pub(crate) fn sign_name(sign: char, tags: &[String]) -> Option<(&'static str, &str)> {
    let index = NAMED_SIGNS.binary_search(&sign).ok()?;
    for tag in tags {
        if let Some(names) = find_row(SIGN_NAMES, tag) {
            return Some((names[index], tag));
        }
    }
    Some((find_row(SIGN_NAMES, "en")?[index], "en"))
}

/// Symbols of the SI and signs that the CLDR has in other units only, sorted.
const COMMON_UNITS: &[&str] = &["%", "A", "h", "l", "s", "°", "°C", "°F", "µg", "µm", "‰"];

impl NumberWords {
    /// The words of the first of `tags` that the CLDR knows, else of English.
    pub fn of_first_known(tags: &[String]) -> &'static Self {
        first_known(NUMBER_WORDS, tags)
    }

    /// Whether a word is the name of a month, spelled as in the middle of a sentence.
    pub fn is_month(&self, word: &str) -> bool {
        self.months.binary_search(&word).is_ok()
    }

    /// Whether a word is a unit, or a word such as “million” that belongs to a number.
    pub fn is_unit(&self, word: &str) -> bool {
        let mut lists = self.unit_lists().into_iter();
        lists.any(|list| list.binary_search(&word).is_ok())
    }

    /// The sorted lists of the words of [`NumberWords::is_unit`].
    pub fn unit_lists(&self) -> [&'static [&'static str]; 3] {
        [COMMON_UNITS, ENGLISH_UNITS, self.units]
    }
}

/// The row of the first of `tags` that a table knows, else of English.
fn first_known<T>(table: &'static [(&'static str, T)], tags: &[String]) -> &'static T {
    let rows = tags.iter().filter_map(|tag| find_row(table, tag));
    rows.chain(find_row(table, "en"))
        .next()
        .expect("each table has English")
}

fn find_row<T>(table: &'static [(&'static str, T)], tag: &str) -> Option<&'static T> {
    let row = table.binary_search_by(|(known, _)| (*known).cmp(tag));
    Some(&table[row.ok()?].1)
}

/// The bytes of the longest one of [`CURRENCIES`].
const MAX_CURRENCY: usize = 9;

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
        _ if word.len() > MAX_CURRENCY => false,
        _ => word == "Fr." || CURRENCIES.binary_search(&word).is_ok(),
    }
}

/// Whether this word multiplies a number, such as million, Mrd. or 億, with or without its stop.
pub(crate) fn is_scale(word: &str) -> bool {
    // The CLDR has no abbreviation of Tausend; this is Duden's.
    if matches!(word, "Tsd" | "Tsd.") || SCALES.binary_search(&word).is_ok() {
        return true;
    }
    let with_stop = || word.bytes().chain([b'.']);
    let compare = |known: &&str| known.bytes().cmp(with_stop());
    SCALES.binary_search_by(compare).is_ok()
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
    fn signs_have_names_in_the_language() {
        for (sign, tag, expected) in [
            ('🟢', "en-AU", ("green circle", "en-GB")),
            ('🟢', "de-AT", ("grüner Punkt", "de")),
            ('🔴', "zh-CN", ("红色圆", "zh-Hans")),
            ('🔴', "tlh", ("red circle", "en")),
        ] {
            assert_eq!(sign_name(sign, &fallback_tags(tag)), Some(expected));
        }
        assert_eq!(sign_name('●', &fallback_tags("en")), None);
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
    fn words_beside_numbers_depend_on_the_language() {
        let words = |tag| NumberWords::of_first_known(&fallback_tags(tag));
        for (tag, month) in [
            ("en-GB", "May"),
            ("de-AT", "Jänner"),
            ("fr-CH", "février"),
            ("pl", "maja"),
            ("cs", "května"),
            ("ru", "мая"),
            ("pt-PT", "janeiro"),
        ] {
            assert!(words(tag).is_month(month), "{tag}: {month}");
        }
        assert!(!words("en").is_month("may"));
        for (tag, unit) in [
            ("en", "million"),
            ("en", "°C"),
            ("en", "%"),
            ("de", "Mrd."),
            ("fr", "km/h"),
            ("fr", "milliards"),
            ("ru", "млн"),
            ("nl", "uur"),
        ] {
            assert!(words(tag).is_unit(unit), "{tag}: {unit}");
        }
        // A preposition far more often than inches.
        assert!(!words("en").is_unit("in"));
        assert!(!words("en").is_unit("people"));
    }

    #[test]
    fn the_tables_are_sorted() {
        assert!(PUNCTUATION.is_sorted_by_key(|(tag, _)| tag));
        assert!(NUMBER_WORDS.is_sorted_by_key(|(tag, _)| tag));
        assert!(SIGN_NAMES.is_sorted_by_key(|(tag, _)| tag) && NAMED_SIGNS.is_sorted());
        assert!(DECIMAL_SIGNS.is_sorted_by_key(|(tag, _)| tag));
        assert!(CURRENCIES.is_sorted() && SCALES.is_sorted());
        let longest = CURRENCIES.iter().map(|it| it.len()).max();
        assert_eq!(longest, Some(MAX_CURRENCY));
        assert!(COMMON_UNITS.is_sorted() && ENGLISH_UNITS.is_sorted());
        for (tag, words) in NUMBER_WORDS {
            assert!(words.months.is_sorted() && words.units.is_sorted(), "{tag}");
        }
    }
}
