//! Folded line breaks in scripts without blanks between words.

use crate::lang;

/// Removes the blanks in `text` that YAML made of line breaks in `raw`, its spelling in the file,
/// between two characters of scripts without blanks. `None` if there are none. Blanks that the
/// author typed stay.
pub(super) fn unfolded(text: &str, raw: &str) -> Option<String> {
    // Most scalars are on one line.
    if text.is_ascii()
        || !raw.contains('\n')
        || !text.contains(' ')
        || !text.contains(lang::is_spaceless)
    {
        return None;
    }
    // With escapes such as `\n` in quotation marks, the two texts cannot be compared.
    if !without_blanks(text).eq(without_blanks(raw)) {
        return None;
    }
    let folds = folded_breaks(raw);
    let mut out = String::with_capacity(text.len());
    // Blanks differ between the two texts, so places are counted in other characters.
    let mut count = 0;
    for (offset, character) in text.char_indices() {
        let is_fold = character == ' ' && folds.binary_search(&count).is_ok();
        if is_fold && joins_without_blank(&text[..offset], &text[offset + 1..]) {
            continue;
        }
        if !character.is_whitespace() {
            count += 1;
        }
        out.push(character);
    }
    (out.len() < text.len()).then_some(out)
}

fn without_blanks(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|it| !it.is_whitespace())
}

/// The number of characters other than white space before each line break that is folded into a
/// blank, in ascending order.
fn folded_breaks(raw: &str) -> Vec<usize> {
    let mut folds = Vec::new();
    let mut count = 0;
    let mut after_empty_line = true;
    for line in raw.lines() {
        let length = without_blanks(line).count();
        // YAML keeps the line breaks around empty lines.
        if length > 0 && !after_empty_line {
            folds.push(count);
        }
        after_empty_line = length == 0;
        count += length;
    }
    folds
}

/// Whether two lines are joined without a blank. Asterisks of emphasis and citations are skipped,
/// because the characters beside them decide; but adjacent asterisks would merge, so they keep the
/// blank.
fn joins_without_blank(before: &str, after: &str) -> bool {
    if before.ends_with('*') && after.starts_with('*') {
        return false;
    }
    let before = without_last_citation(before.trim_end_matches('*'));
    let after = after.trim_start_matches('*');
    match (before.chars().next_back(), after.chars().next()) {
        (Some(last), Some(first)) => lang::joins_without_space(last, first),
        _ => false,
    }
}

/// The text before the citation that it ends with, such as `[@id]`.
fn without_last_citation(text: &str) -> &str {
    if let Some(open) = text.strip_suffix(']')
        && let Some(at) = open.rfind("[@")
    {
        return &text[..at];
    }
    text
}
