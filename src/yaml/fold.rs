//! Line breaks that YAML folds into blanks, where the script has none between words.

use crate::lang;

/// `text` without the blanks that stand for line breaks of `raw`, its spelling in the file, between
/// two characters of scripts that are written without blanks; `None` if there are none. A blank
/// that the author typed stays.
pub(super) fn unfolded(text: &str, raw: &str) -> Option<String> {
    if text.is_ascii()
        || !text.contains(lang::is_spaceless)
        || !text.contains(' ')
        || !raw.contains('\n')
    {
        return None;
    }
    let words = |text: &str| {
        text.chars()
            .filter(|it| !it.is_whitespace())
            .collect::<Vec<_>>()
    };
    if words(text) != words(raw) {
        // Escapes, so that the two cannot be held against each other.
        return None;
    }
    let folds = folds(raw);
    let mut out = String::with_capacity(text.len());
    let mut count = 0;
    for (at, character) in text.char_indices() {
        let is_fold = character == ' ' && folds.binary_search(&count).is_ok();
        if is_fold && joins(&text[..at], &text[at + 1..]) {
            continue;
        }
        count += usize::from(!character.is_whitespace());
        out.push(character);
    }
    (out.len() < text.len()).then_some(out)
}

/// How many characters that are not white space stand before each line break that is folded into a
/// blank.
fn folds(raw: &str) -> Vec<usize> {
    let (mut folds, mut count, mut blank) = (Vec::new(), 0, true);
    for line in raw.lines() {
        let length = line.chars().filter(|it| !it.is_whitespace()).count();
        if length > 0 && !blank {
            folds.push(count);
        }
        blank = length == 0;
        count += length;
    }
    folds
}

/// Whether a line that ends so and one that begins so join without a blank. Stars of emphasis and a
/// citation say nothing by themselves; but stars that meet stars would mean something else.
fn joins(before: &str, after: &str) -> bool {
    if before.ends_with('*') && after.starts_with('*') {
        return false;
    }
    let before = before.trim_end_matches('*');
    let cited = before
        .strip_suffix(']')
        .and_then(|open| open.rfind("[@"))
        .map_or(before, |at| &before[..at]);
    let (last, first) = (
        cited.chars().next_back(),
        after.trim_start_matches('*').chars().next(),
    );
    last.zip(first)
        .is_some_and(|(last, first)| lang::joins_without_space(last, first))
}
