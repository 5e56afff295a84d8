//! Isolates: parts of a text that are set in their own direction, whatever is around them (UAX 9,
//! 2.4).
//!
//! A document has the characters U+2066 to U+2069 for them. Each format shows isolates by its own
//! means, and none has the characters.

use std::borrow::Cow;

/// Begins an isolate in the direction of its first letter.
pub(crate) const FIRST_STRONG_ISOLATE: char = '\u{2068}';
/// Ends an isolate.
pub(crate) const POP_ISOLATE: char = '\u{2069}';

/// Whether a character begins or ends an isolate.
pub(crate) fn is_isolate_control(character: char) -> bool {
    matches!(character, '\u{2066}'..='\u{2069}')
}

/// Whether a text has isolates.
pub(crate) fn has_isolates(text: &str) -> bool {
    !text.is_ascii() && text.contains(is_isolate_control)
}

/// The text without the characters for isolates, where there is no other means for them.
pub(crate) fn without_isolates(text: &str) -> Cow<'_, str> {
    if !has_isolates(text) {
        return Cow::Borrowed(text);
    }
    text.replace(is_isolate_control, "").into()
}

/// The inside of a text that is one isolate as a whole; otherwise the text itself. Alone, it needs
/// none.
pub(crate) fn without_outer_isolate(text: &str) -> &str {
    let inner = text.strip_prefix(FIRST_STRONG_ISOLATE);
    match inner.and_then(|inner| inner.strip_suffix(POP_ISOLATE)) {
        Some(inner) if !inner.contains(is_isolate_control) => inner,
        _ => text,
    }
}

/// A part of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct IsolatePart<'a> {
    pub text: &'a str,
    pub is_isolated: bool,
}

/// Divides a text into its isolates, and what is between them. Isolates inside of others belong to
/// these; the characters for them are in no part.
pub(crate) fn isolate_parts(text: &str) -> Vec<IsolatePart<'_>> {
    let mut parts = Vec::new();
    let (mut start, mut depth) = (0, 0_usize);
    for (at, control) in text.match_indices(is_isolate_control) {
        parts.push(IsolatePart {
            text: &text[start..at],
            is_isolated: depth > 0,
        });
        start = at + control.len();
        depth = match control.starts_with(POP_ISOLATE) {
            true => depth.saturating_sub(1),
            false => depth + 1,
        };
    }
    parts.push(IsolatePart {
        text: &text[start..],
        // It does not end: what began it was a part of another text.
        is_isolated: false,
    });
    parts.retain(|part| !part.text.is_empty());
    parts
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_a_text_that_is_one_isolate_loses_it() {
        for (text, expected) in [
            ("\u{2068}John\u{2069}", "John"),
            (
                "\u{2068}a\u{2069} \u{2068}b\u{2069}",
                "\u{2068}a\u{2069} \u{2068}b\u{2069}",
            ),
            ("\u{2068}a\u{2069}, b", "\u{2068}a\u{2069}, b"),
        ] {
            assert_eq!(without_outer_isolate(text), expected);
        }
    }

    proptest! {
        #[test]
        fn parts_have_all_of_a_text_but_the_controls(
            text in "([a1 .,א]|\u{2066}|\u{2068}|\u{2069}){0,16}",
        ) {
            let parts = isolate_parts(&text);
            let joined: String = parts.iter().map(|part| part.text).collect();
            prop_assert_eq!(joined, without_isolates(&text));
        }
    }
}
