//! Whether a reader can guess names that are left out of an axis ([`can_be_guessed`]), as those of
//! years and months.

use std::collections::BTreeSet;

use crate::lang::cldr::NumberWords;
use crate::lang::fallback_tags;

/// Fewer names show no rule by which a reader could guess others.
const FEWEST_NAMES: usize = 4;

/// Whether names follow each other by a rule: their numbers go on in equal steps, and again from
/// the first where the next year begins; their words are the same, or months of the language
/// `tag`. Without a tag, any words may differ.
pub(super) fn can_be_guessed(names: &[String], tag: Option<&str>) -> bool {
    if names.len() < FEWEST_NAMES {
        return false;
    }
    let mut parts = Vec::new();
    for name in names {
        let Some(part) = NameParts::new(name) else {
            return false;
        };
        parts.push(part);
    }
    let have_same_words = parts.windows(2).all(|pair| pair[0].words == pair[1].words);
    let have_numbers = parts.iter().all(|part| !part.numbers.is_empty());
    if have_same_words {
        return have_numbers && go_in_steps(&parts);
    }
    let are_months = match tag {
        Some(tag) => {
            let known = NumberWords::of_first_known(&fallback_tags(tag));
            let mut words = parts.iter().flat_map(|part| &part.words);
            words.all(|word| is_month(known, word))
        }
        None => have_numbers,
    };
    are_months && go_in_steps(&parts)
}

/// The words and the numbers of a name, in their order.
struct NameParts {
    words: Vec<String>,
    numbers: Vec<i64>,
}

impl NameParts {
    /// `None` for a name with a number too large to be one of a sequence.
    fn new(name: &str) -> Option<Self> {
        let mut words = Vec::new();
        let mut numbers = Vec::new();
        for token in name.split(|it: char| !it.is_alphanumeric()) {
            // One token may hold several numbers, as in `2023年9月`, and words, as in `Q1`.
            let digit_runs = token.split(|it: char| !it.is_ascii_digit());
            for digits in digit_runs.filter(|it| !it.is_empty()) {
                numbers.push(digits.parse().ok()?);
            }
            let word = token.replace(|it: char| it.is_ascii_digit(), "");
            if !word.is_empty() {
                words.push(word);
            }
        }
        Some(Self { words, numbers })
    }
}

/// Whether the numbers of names change in at most two ways: by a step, and where the next year
/// begins.
fn go_in_steps(parts: &[NameParts]) -> bool {
    let mut steps = BTreeSet::new();
    for pair in parts.windows(2) {
        let (from, to) = (&pair[0].numbers, &pair[1].numbers);
        if from.len() != to.len() {
            return false;
        }
        let mut step = Vec::new();
        for (from, to) in from.iter().zip(to) {
            step.push(to.saturating_sub(*from));
        }
        let stands_still = step.iter().all(|it| *it == 0) && pair[0].words == pair[1].words;
        if stands_still {
            return false;
        }
        steps.insert(step);
    }
    steps.len() <= 2
}

/// Whether a word is a month, in the spelling of a line's start or middle, with or without its stop.
fn is_month(known: &NumberWords, word: &str) -> bool {
    let in_sentence = word.to_lowercase();
    [word, &in_sentence]
        .iter()
        .any(|it| known.is_month(it) || known.is_month(&format!("{it}.")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guessable(tag: &str, names: &[&str]) -> bool {
        let names: Vec<String> = names.iter().map(|it| (*it).to_owned()).collect();
        can_be_guessed(&names, Some(tag))
    }

    #[test]
    fn years_quarters_and_months_can_be_guessed() {
        assert!(guessable("en", &["2019", "2020", "2021", "2022"]));
        assert!(guessable("en", &["2000", "2005", "2010", "2015"]));
        assert!(guessable(
            "en",
            &["2019/20", "2020/21", "2021/22", "2022/23"]
        ));
        assert!(guessable(
            "en",
            &["Q3 2024", "Q4 2024", "Q1 2025", "Q2 2025"]
        ));
        assert!(guessable(
            "en",
            &["11/2024", "12/2024", "01/2025", "02/2025"]
        ));
        assert!(guessable("de", &["Januar", "Februar", "März", "April"]));
        assert!(guessable(
            "de",
            &["Nov. 2024", "Dez. 2024", "Jan. 2025", "Feb. 2025"]
        ));
        assert!(guessable(
            "zh-Hans",
            &["2023年11月", "2023年12月", "2024年1月", "2024年2月"]
        ));
        assert!(guessable("ja", &["20時", "22時", "0時", "2時", "4時"]));
        assert!(guessable(
            "pl",
            &["sty 2025", "lut 2025", "mar 2025", "kwi 2025"]
        ));
    }

    #[test]
    fn other_names_cannot_be_guessed() {
        assert!(!guessable("en", &["2019", "2020", "2021"]));
        assert!(!guessable("en", &["2000", "2003", "2010", "2024"]));
        assert!(!guessable("zh", &["3号线", "7号线", "12号线", "20号线"]));
        assert!(!guessable(
            "en",
            &["Ward 3", "Ward 7", "Ward 12", "Ward 20"]
        ));
        assert!(!guessable(
            "en",
            &["Oslo 1", "Bergen 2", "Stavanger 3", "Bodø 4"]
        ));
        assert!(!guessable("en", &["Oslo", "Bergen", "Stavanger", "Bodø"]));
        assert!(!guessable("en", &["", "", "", ""]));
        assert!(!guessable("en", &["7", "7", "7", "7"]));
    }
}
