//! Numbers that a comma has divided: in the row `[Roads, 1,733]` YAML sees three cells, and in
//! `pros: [Saves 3,300 a year]` two texts.

use super::positions::Positions;
use crate::diagnostic::{Code, Diagnostic, SourceText};
use crate::yaml::{Node, NodeKind};

/// The keys with lists of texts in their values.
const KEYS_WITH_LISTS: [&str; 5] = ["options", "to", "cc", "charts", "sections"];

/// Warnings for rows that have as many cells as their table has columns, but whose cells look like
/// two halves of a number. Checking the brief reports the other rows.
pub(crate) fn split_number_warnings(positions: &Positions) -> Vec<Diagnostic> {
    let mut warnings = Vec::new();
    for key in KEYS_WITH_LISTS {
        if let Some((source, value)) = positions.get(key) {
            split_text_warnings(source, value, &mut warnings);
        }
    }
    let Some((source, tables)) = positions.get("tables") else {
        return warnings;
    };
    for table in tables.items() {
        for row in table.get("rows").map(Node::items).unwrap_or_default() {
            // `[1,2,3]` without any blank is the author's way to write rows.
            let cells = row.items();
            if cells.windows(2).all(|pair| gap(source, pair) == ",") {
                continue;
            }
            let Some(number) = split_number(source, row) else {
                continue;
            };
            let message = format!("`{number}` is two cells: a comma parts cells");
            let warning = Diagnostic::warning(Code::InvalidNumber, message);
            warnings.push(
                warning
                    .at(row.span(source))
                    .hint(split_number_hint(&number)),
            );
        }
    }
    warnings
}

/// What to write for a number that is two cells.
pub(super) fn split_number_hint(number: &str) -> String {
    format!("for one number write \"{number}\"; for two cells put a blank after the comma")
}

/// Adds warnings for lists of texts in a value, two of which look like two halves of a number.
fn split_text_warnings(source: &SourceText, value: &Node, warnings: &mut Vec<Diagnostic>) {
    match &value.kind {
        NodeKind::Scalar(..) => {}
        NodeKind::Mapping(entries) => {
            for (_, entry) in entries {
                split_text_warnings(source, entry, warnings);
            }
        }
        NodeKind::Sequence(items) => {
            let is_split = |pair: &&[Node]| gap(source, pair) == "," && are_text_halves(pair);
            if let Some(pair) = items.windows(2).find(is_split) {
                let typed = source.text.get(pair[0].start..pair[1].end);
                let typed = typed.unwrap_or_default();
                let message = format!("`{typed}` is two texts: a comma parts the items of a list");
                let hint =
                    format!("for one text write \"{typed}\"; for two put a blank after the comma");
                let warning = Diagnostic::warning(Code::InvalidNumber, message);
                warnings.push(warning.at(pair[0].span(source)).hint(hint));
            }
            for item in items {
                split_text_warnings(source, item, warnings);
            }
        }
    }
}

/// Whether one text ends with a figure and the next begins with a group of three, and one of them
/// has words: `Saves 3` and `300 a year`.
fn are_text_halves(pair: &[Node]) -> bool {
    let is_digit = |it: char| it.is_ascii_digit();
    let (NodeKind::Scalar(first, true), NodeKind::Scalar(second, true)) =
        (&pair[0].kind, &pair[1].kind)
    else {
        return false;
    };
    let words = first.trim_end_matches(is_digit);
    let rest = second.trim_start_matches(is_digit);
    // A letter before the figures makes a code of them: `A3`.
    let is_number = !words.ends_with(|it: char| it.is_ascii_alphabetic() || it == '-');
    let has_words = |text: &str| text.contains(char::is_alphabetic);
    (1..=3).contains(&(first.len() - words.len()))
        && second.len() - rest.len() == 3
        && is_number
        && (has_words(words) || has_words(rest))
}

/// Two cells of a row that are one number as typed, with nothing but a comma between them: `1,733`.
pub(super) fn split_number(source: &SourceText, row: &Node) -> Option<String> {
    let cells = row.items();
    let pair = cells
        .windows(2)
        .find(|pair| gap(source, pair) == "," && are_halves(source, pair))?;
    source
        .text
        .get(pair[0].start..pair[1].end)
        .map(str::to_owned)
}

/// What stands between two cells.
fn gap<'s>(source: &'s SourceText, pair: &[Node]) -> &'s str {
    let gap = pair[0].end..pair[1].start;
    source.text.get(gap).unwrap_or_default()
}

/// Whether one cell is a whole number as typed, and the next begins with a figure.
fn are_halves(source: &SourceText, pair: &[Node]) -> bool {
    let is_digit = |it: char| it.is_ascii_digit();
    // The texts of bare numbers may be formatted by now.
    let typed = |cell: &Node| source.text.get(cell.start..cell.end).unwrap_or_default();
    let is_before_digits =
        |it: char| !it.is_alphanumeric() && !matches!(it, '"' | '\'' | '[' | '{');
    let whole = typed(&pair[0]).trim_start_matches(is_before_digits);
    let is_whole = !whole.is_empty() && whole.chars().all(is_digit);
    is_whole && typed(&pair[1]).starts_with(is_digit)
}
