//! Data of the Unicode CLDR that ICU4X does not provide, in tables that `cldr/extract.mjs` writes.

mod punctuation;

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
    fn the_table_is_sorted() {
        assert!(PUNCTUATION.is_sorted_by_key(|(tag, _)| tag));
    }
}
