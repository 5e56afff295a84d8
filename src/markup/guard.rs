//! Characters that are put into a text before it is parsed and removed afterwards, because
//! CommonMark would read values differently than their authors expect.

use std::borrow::Cow;

use crate::lang;

/// Put before each line of an inline text, so that no line opens a block. The rules of emphasis
/// treat it as white space, but Markdown does not strip it.
pub(super) const LINE_GUARD: char = '\u{1680}';

/// Put beside a run of `*` next to a Chinese, Japanese or Korean character. The rules of emphasis
/// (CommonMark 0.31, section 6.2) assume blanks between words: punctuation inside the asterisks and
/// a letter outside would keep them from opening or closing. The rules treat this character as a
/// letter. It is a noncharacter, so no text contains it.
pub(super) const LETTER_GUARD: char = '\u{fdd2}';

/// Lets emphasis begin and end next to characters of scripts without blanks: a run of `*` next to
/// such a character opens unless a blank follows, and closes unless a blank precedes. Other texts
/// are not changed.
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
            // An escaped asterisk is no delimiter, so the backslash and what it escapes are copied.
            let mut characters = escaped.chars();
            out.push('\\');
            out.extend(characters.next());
            rest = characters.as_str();
            continue;
        }
        let after = from.trim_start_matches('*');
        let run = &from[..from.len() - after.len()];
        let (left, right) = (out.chars().next_back(), after.chars().next());
        let guarded = is_east_asian_edge(out.chars().rev()) || is_east_asian_edge(after.chars());
        // Where there is a blank, the run must not open or close on that side.
        if guarded && is_visible(left) {
            out.push(LETTER_GUARD);
        }
        out.push_str(run);
        if guarded && is_visible(right) {
            out.push(LETTER_GUARD);
        }
        rest = after;
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Whether there is a character, and it is not white space.
fn is_visible(character: Option<char>) -> bool {
    match character {
        Some(character) => !character.is_whitespace(),
        None => false,
    }
}

/// Whether the text on one side of a run of `*` begins with an East Asian character, or with
/// punctuation that other scripts share, such as a curly quotation mark, followed by one.
fn is_east_asian_edge(mut away: impl Iterator<Item = char>) -> bool {
    let Some(next) = away.next() else {
        return false;
    };
    lang::is_east_asian(next)
        || lang::is_shared_mark(next) && away.next().is_some_and(lang::is_east_asian)
}
