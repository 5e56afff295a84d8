//! Isolates values that run against the direction of the text around them. Otherwise, `John Smith
//! Ltd. 12` in a Hebrew sentence would show the figure as a part of the name.

use std::borrow::Cow;

use super::left_to_right::is_right_to_left;
use crate::document::{Direction, FIRST_STRONG_ISOLATE, POP_ISOLATE};

/// A value inside a text of this direction, isolated if it has to be.
pub(crate) fn isolated(value: &str, direction: Direction) -> Cow<'_, str> {
    let name = value.trim();
    if !runs_against(name, direction) {
        return Cow::Borrowed(value);
    }
    let start = value.len() - value.trim_start().len();
    let (before, after) = (&value[..start], &value[start + name.len()..]);
    format!("{before}{FIRST_STRONG_ISOLATE}{name}{POP_ISOLATE}{after}").into()
}

/// Joins values that are each set in their own direction.
pub(crate) fn join_isolated(values: &[String], direction: Direction, separator: &str) -> String {
    let mut parts = Vec::new();
    for value in values {
        parts.push(isolated(value, direction));
    }
    parts.join(separator)
}

/// Whether a text has letters that run against a direction.
pub(crate) fn runs_against(text: &str, direction: Direction) -> bool {
    match direction {
        Direction::Ltr => !text.is_ascii() && text.contains(is_right_to_left),
        Direction::Rtl => text.contains(is_left_to_right),
    }
}

fn is_left_to_right(character: char) -> bool {
    character.is_alphabetic() && !is_right_to_left(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_that_run_the_other_way_are_isolated() {
        for (value, direction, expected) in [
            (
                "John Smith Ltd.",
                Direction::Rtl,
                "\u{2068}John Smith Ltd.\u{2069}",
            ),
            (" John ", Direction::Rtl, " \u{2068}John\u{2069} "),
            ("12/A", Direction::Rtl, "\u{2068}12/A\u{2069}"),
            ("דנה (IBM)", Direction::Rtl, "\u{2068}דנה (IBM)\u{2069}"),
            ("דנה לוי", Direction::Rtl, "דנה לוי"),
            ("12.5%", Direction::Rtl, "12.5%"),
            ("דנה לוי", Direction::Ltr, "\u{2068}דנה לוי\u{2069}"),
            ("شركة 12", Direction::Ltr, "\u{2068}شركة 12\u{2069}"),
            ("John Smith", Direction::Ltr, "John Smith"),
            ("Müller ₪ 5", Direction::Ltr, "Müller ₪ 5"),
            ("", Direction::Rtl, ""),
        ] {
            assert_eq!(isolated(value, direction), expected);
        }
    }
}
