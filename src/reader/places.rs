//! The places in sources, such as `p. 12`, as documents print them.
//!
//! A place is printed as the author typed it. Only English words are put into the language of the
//! document, by its labels `locator-page` and so on: `pp. 3-5` becomes `S. 3–5` in German.

use crate::document::Labels;

/// English words before a place, and the label with the word of each language. All are in lower
/// case without their stop. The names are those of the Citation Style Language 1.0.2.
const ENGLISH_WORDS: [(&str, &[&str], &[&str]); 12] = [
    (
        "locator-page",
        &["p", "pg", "page"],
        &["pp", "pgs", "pages"],
    ),
    (
        "locator-chapter",
        &["ch", "chap", "chapter"],
        &["chs", "chaps", "chapters"],
    ),
    (
        "locator-section",
        &["sec", "sect", "section"],
        &["secs", "sects", "sections"],
    ),
    (
        "locator-paragraph",
        &["para", "paragraph"],
        &["paras", "paragraphs"],
    ),
    (
        "locator-article",
        &["art", "article"],
        &["arts", "articles"],
    ),
    ("locator-volume", &["vol", "volume"], &["vols", "volumes"]),
    ("locator-part", &["pt", "part"], &["pts", "parts"]),
    ("locator-figure", &["fig", "figure"], &["figs", "figures"]),
    ("locator-table", &["tbl", "table"], &["tbls", "tables"]),
    ("locator-line", &["line"], &["ll", "lines"]),
    ("locator-note", &["note"], &["nn", "notes"]),
    (
        "locator-appendix",
        &["app", "appendix"],
        &["apps", "appendices"],
    ),
];

/// The place that stands where a label has its number.
const PLACE: &str = "{place}";

/// A place in a source, with its word in the language of the labels.
pub(super) fn printed_place(typed: &str, tag: &str, labels: &Labels) -> String {
    let mut printed = Vec::new();
    for part in typed.split("; ") {
        let translated = match tag.split('-').next() {
            Some("en") => None,
            _ => translated_place(part, labels),
        };
        let place = translated.unwrap_or_else(|| part.to_owned());
        printed.push(join_number(&with_dashes(&place)));
    }
    printed.join(labels.semicolon())
}

/// A place whose English word is replaced by that of the labels; `None` if it has no such word.
fn translated_place(typed: &str, labels: &Labels) -> Option<String> {
    let is_letter = |it: char| it.is_alphabetic() || it == '.';
    let end = typed.find(|it| !is_letter(it))?;
    let (word, rest) = typed.split_at(end);
    let number = rest.trim_start();
    if !begins_with_number(number) || is_own_word(word, labels) {
        return None;
    }
    let word = word.trim_end_matches('.').to_lowercase();
    let (name, _, several) = ENGLISH_WORDS
        .iter()
        .find(|(_, one, several)| one.contains(&&*word) || several.contains(&&*word))?;
    let is_several = several.contains(&&*word) || names_several(number);
    let form = if is_several { "other" } else { "one" };
    Some(labels.fill_plural(name, form, &[("place", number)]))
}

/// Whether a word is one of the language itself, as `par.` is in Italian.
fn is_own_word(word: &str, labels: &Labels) -> bool {
    ENGLISH_WORDS.iter().any(|(name, ..)| {
        let one = labels.fill_plural(name, "one", &[]);
        let several = labels.get(name);
        [&*one, several].iter().any(|pattern| {
            let own = pattern.split(PLACE).next().unwrap_or_default().trim();
            own.eq_ignore_ascii_case(word)
        })
    })
}

/// Whether a text begins with a figure, a Roman numeral or a single letter.
fn begins_with_number(text: &str) -> bool {
    let is_part = |it: &char| it.is_alphanumeric();
    let first: Vec<char> = text.chars().take_while(is_part).collect();
    let is_roman = first.iter().all(|it| "ivxlcdmIVXLCDM".contains(*it));
    match first.as_slice() {
        [] => false,
        [start, ..] if start.is_numeric() => true,
        [letter] => letter.is_alphabetic(),
        _ => is_roman,
    }
}

/// Whether the numbers of a place are more than one: `3–5`, `3, 7`, `3 and 7`.
fn names_several(number: &str) -> bool {
    let is_joint = |it: char| matches!(it, '-' | '–' | ',' | '&');
    number.trim_end_matches(['.', ',']).contains(is_joint) || number.contains(" and ")
}

/// Hyphens between two figures become dashes, as page ranges have them in the Citation Style
/// Language in all of its languages.
fn with_dashes(place: &str) -> String {
    let mut out = String::with_capacity(place.len());
    let mut rest = place.chars().peekable();
    let mut before = ' ';
    while let Some(character) = rest.next() {
        let is_range = character == '-'
            && before.is_numeric()
            && rest.peek().is_some_and(|it| it.is_numeric());
        out.push(if is_range { '–' } else { character });
        before = character;
    }
    out
}

/// No line ends between a word and its number, or in `12 f.`
fn join_number(place: &str) -> String {
    let mut out = String::with_capacity(place.len());
    for (at, character) in place.char_indices() {
        let rest = &place[at + character.len_utf8()..];
        let is_before_number = rest.starts_with(char::is_numeric) && !out.ends_with(',');
        let word = rest.split(' ').next().unwrap_or_default();
        let follows = matches!(word.trim_end_matches(['.', ',', ';']), "f" | "ff");
        let joins = is_before_number || (follows && out.ends_with(char::is_numeric));
        out.push(if character == ' ' && joins {
            '\u{a0}'
        } else {
            character
        });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::labels::built_in_for;

    fn printed(typed: &str, tag: &str) -> String {
        let labels = built_in_for(tag).unwrap();
        printed_place(typed, tag, &labels).replace('\u{a0}', "~")
    }

    #[test]
    fn the_word_follows_the_language() {
        for (tag, one, several) in [
            ("de", "S.~12", "S.~3–5"),
            ("es", "p.~12", "pp.~3–5"),
            ("fr", "p.~12", "p.~3–5"),
            ("it", "p.~12", "pp.~3–5"),
            ("pl", "s.~12", "s.~3–5"),
            ("ru", "с.~12", "с.~3–5"),
            ("tr", "s.~12", "ss.~3–5"),
            ("vi", "tr.~12", "tr.~3–5"),
            ("ja", "12ページ", "3–5ページ"),
            ("ko", "12쪽", "3–5쪽"),
            ("zh-Hans", "第12页", "第3–5页"),
            ("zh-Hant", "第12頁", "第3–5頁"),
        ] {
            assert_eq!(printed("p. 12", tag), one, "{tag}");
            assert_eq!(printed("pp. 3-5", tag), several, "{tag}");
            assert_eq!(printed("Pages 3–5", tag), several, "{tag}");
        }
        assert_eq!(printed("ch. 2", "de"), "Kap.~2");
        assert_eq!(printed("para. 7", "fr"), "paragr.~7");
        assert_eq!(printed("section 4.1", "es"), "sec.~4.1");
        assert_eq!(printed("vols. 1, 3", "de"), "Bde.~1, 3");
        assert_eq!(printed("p. iv", "de"), "S. iv");
        assert_eq!(printed("app. B", "nl"), "bijl. B");
        assert_eq!(printed("fig. 3; table 2", "de"), "Abb.~3; Tab.~2");
    }

    #[test]
    fn what_is_no_english_word_stays_as_typed() {
        for (typed, tag, shown) in [
            ("p. 12", "en", "p.~12"),
            ("pages 3-5", "en", "pages~3–5"),
            ("ch. 2", "en-GB", "ch.~2"),
            ("S. 44 f.", "de", "S.~44~f."),
            ("S. 44 ff., Rn. 3", "de", "S.~44~ff., Rn.~3"),
            ("p. 4 f. and 7 for all", "en", "p.~4~f. and~7 for all"),
            ("Rn. 17", "de", "Rn.~17"),
            ("§ 5 Abs. 2", "de", "§~5 Abs.~2"),
            ("第12页", "zh-Hans", "第12页"),
            ("par. 3", "it", "par.~3"),
            ("part of the annex", "de", "part of the annex"),
            ("passim", "de", "passim"),
            ("2:15", "fr", "2:15"),
            ("A-12", "de", "A-12"),
            ("12", "fr", "12"),
        ] {
            assert_eq!(printed(typed, tag), shown);
        }
    }
}
