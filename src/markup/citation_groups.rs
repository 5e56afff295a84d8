//! Citations in brackets: `[@id]`, `[@id, p. 12]` and `[@id, pp. 3–5; @other, ch. 2]`.

use super::verbatim::unescape_verbatim;

/// One source of a citation.
#[derive(Debug, PartialEq)]
pub struct CitedItem {
    /// The id of the source.
    pub id: String,
    /// The place in it as the author wrote it; empty for the whole source.
    pub place: String,
}

/// Parses the content of the brackets, starting at the first `@`.
///
/// A part without `@` is an id if it is one word with a letter. Otherwise it goes on with the place
/// before it: `[@r, p. 3; p. 7]`.
#[must_use]
pub fn parse_citation(cited: &str) -> Vec<CitedItem> {
    let mut items: Vec<CitedItem> = Vec::new();
    for part in cited.split([';', '；']) {
        let part = unescape_verbatim(part.trim());
        let part = part.trim();
        if part.is_empty() {
            continue;
        }
        match items.last_mut() {
            Some(before) if !is_source(part) => {
                if !before.place.is_empty() {
                    before.place.push_str("; ");
                }
                before.place.push_str(part);
            }
            _ => items.push(parse_item(part.trim_start_matches('@'))),
        }
    }
    items
}

fn is_source(part: &str) -> bool {
    let is_word = part.chars().all(is_id_character) && part.contains(char::is_alphabetic);
    part.starts_with('@') || is_word
}

/// An id and, after a comma or a blank, the place.
fn parse_item(text: &str) -> CitedItem {
    let end = text.find(|it| !is_id_character(it)).unwrap_or(text.len());
    let (id, place) = text.split_at(end);
    let is_separator = |it: char| it.is_whitespace() || matches!(it, ',' | '，' | '、' | '،');
    // Another character cannot be in an id, so that the id is reported as unknown.
    if !place.is_empty() && !place.starts_with(is_separator) {
        return CitedItem {
            id: text.to_owned(),
            place: String::new(),
        };
    }
    let place = place.trim_start_matches(is_separator).trim_end();
    CitedItem {
        id: id.to_owned(),
        place: place.split_whitespace().collect::<Vec<_>>().join(" "),
    }
}

/// Whether the id of a source may have this character.
#[must_use]
pub fn is_id_character(character: char) -> bool {
    character.is_alphanumeric() || "-_.:".contains(character)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn items(cited: &str) -> Vec<(String, String)> {
        let items = parse_citation(cited);
        items.into_iter().map(|it| (it.id, it.place)).collect()
    }

    fn item(id: &str, place: &str) -> (String, String) {
        (id.to_owned(), place.to_owned())
    }

    #[test]
    fn places_follow_a_comma_or_a_blank() {
        assert_eq!(items("@r"), [item("r", "")]);
        assert_eq!(items("@r, p. 12"), [item("r", "p. 12")]);
        assert_eq!(items("@r p. 12"), [item("r", "p. 12")]);
        assert_eq!(items("@stats，第12页"), [item("stats", "第12页")]);
        assert_eq!(
            items("@eu.2024:1,  art. 5(2)\n lit. a"),
            [item("eu.2024:1", "art. 5(2) lit. a")]
        );
        assert_eq!(
            items("@r, pp. 3–5, 9; @s, ch. 2"),
            [item("r", "pp. 3–5, 9"), item("s", "ch. 2")]
        );
    }

    #[test]
    fn a_part_without_a_sign_is_an_id_or_goes_on_with_the_place() {
        assert_eq!(items("@a; b"), [item("a", ""), item("b", "")]);
        assert_eq!(items("@a, p. 3; p. 7"), [item("a", "p. 3; p. 7")]);
        assert_eq!(items("@a, 3; 7; @b"), [item("a", "3; 7"), item("b", "")]);
        assert_eq!(items("@a;; @b;"), [item("a", ""), item("b", "")]);
    }

    #[test]
    fn what_cannot_be_an_id_stays_one_to_report() {
        assert_eq!(items("@a/b, p. 3"), [item("a/b, p. 3", "")]);
    }

    proptest! {
        #[test]
        fn nothing_is_lost(text in "@[a-c@;,. 0-9p–]{0,30}") {
            let kept: String = items(&text).into_iter().flat_map(|(id, place)| [id, place]).collect();
            let shown = |text: &str| text.replace([' ', ',', ';', '@'], "");
            prop_assert_eq!(shown(&kept), shown(&text));
        }
    }
}
