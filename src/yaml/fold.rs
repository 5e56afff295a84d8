//! Folded line breaks in scripts without blanks between words.

use crate::lang;

/// Removes the blanks in `text` that YAML made of line breaks in `raw`, its spelling in the file,
/// between two characters of scripts without blanks. `None` if there are none. Blanks that the
/// author typed stay.
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
        // With escapes, the two texts cannot be compared.
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

/// The number of characters other than white space before each line break that is folded into a
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

/// Whether two lines are joined without a blank. Asterisks of emphasis and citations are skipped,
/// because the characters beside them decide; but adjacent asterisks would merge, so they keep the
/// blank.
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
