//! Characters put into a text before it is parsed, so that it is read as values are meant to be.

use std::borrow::Cow;

use crate::lang;

/// Put before each line of an inline text, so that nothing at a line's start opens a block. It is
/// white space to the rules of emphasis, but not among the blanks that Markdown strips; it is taken
/// away again after parsing.
pub(super) const LINE_GUARD: char = '\u{1680}';

/// Put beside a run of `*` that a Chinese, Japanese or Korean character touches. It is a letter to
/// the rules of emphasis (CommonMark 0.31, section 6.2), which know only of scripts with blanks
/// between words: without it, punctuation inside the stars and a letter outside leave them as they
/// are. No text holds it, as Unicode keeps it for use inside programs; it is taken away again after
/// parsing.
pub(super) const LETTER_GUARD: char = '\u{fdd2}';

/// Lets emphasis begin and end beside characters of scripts that are written without blanks: a run
/// of `*` that touches one opens unless a blank follows, and closes unless a blank precedes. Other
/// texts stay as they are.
pub(super) fn guard_emphasis(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || !text.contains('*') || !text.chars().any(lang::is_east_asian) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some(at) = rest.find(['*', '\\']) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        if let Some(escaped) = from.strip_prefix('\\') {
            let length = escaped.chars().next().map_or(0, char::len_utf8);
            out.push_str(&from[..1 + length]);
            rest = &escaped[length..];
            continue;
        }
        let after = from.trim_start_matches('*');
        let run = &from[..from.len() - after.len()];
        let (left, right) = (out.chars().next_back(), after.chars().next());
        let is_word = |it: Option<char>| it.is_some_and(|it| !it.is_whitespace());
        let guarded = is_east_asian_edge(out.chars().rev()) || is_east_asian_edge(after.chars());
        if guarded && is_word(left) {
            out.push(LETTER_GUARD);
        }
        out.push_str(run);
        if guarded && is_word(right) {
            out.push(LETTER_GUARD);
        }
        rest = after;
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Whether the text that goes away from a run of `*` begins with an East Asian character, or with a
/// mark that is shared with other scripts, such as a curly quotation mark, and one behind it.
fn is_east_asian_edge(mut away: impl Iterator<Item = char>) -> bool {
    let Some(next) = away.next() else {
        return false;
    };
    lang::is_east_asian(next)
        || lang::is_shared_mark(next) && away.next().is_some_and(lang::is_east_asian)
}
