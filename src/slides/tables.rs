//! Tables on slides: their cells, and how wide their columns are.

use std::cmp::Ordering;

use super::geometry::{CELL_SIDE, TOTAL_SHARES};
use crate::document::{Choice, Column, Degree, Inline, Labels, Table};
use crate::length::Px;
use crate::text::ruler::TextRuler;
use crate::theme::Type;

/// More columns than this are parted into tables that each begin with the first column.
const MAX_COLUMNS: usize = 7;

pub(super) fn table_without_empty_columns(
    headers: &[&str],
    rows: Vec<Vec<Vec<Inline>>>,
    labels: &Labels,
) -> Table {
    let filled: Vec<bool> = (0..headers.len())
        .map(|at| {
            at == 0
                || rows
                    .iter()
                    .any(|row| row.get(at).is_some_and(|it| !it.is_empty()))
        })
        .collect();
    let keep = |at: usize| filled.get(at).copied().unwrap_or(false);
    let columns = headers.iter().enumerate().filter(|(at, _)| keep(*at));
    Table {
        title: Vec::new(),
        columns: columns
            .map(|(_, name)| Column {
                header: vec![Inline::text(labels.get(name))],
                numeric: false,
            })
            .collect(),
        rows: rows
            .into_iter()
            .map(|row| {
                row.into_iter()
                    .enumerate()
                    .filter(|(at, _)| keep(*at))
                    .map(|(_, cell)| cell)
                    .collect()
            })
            .collect(),
        note: Vec::new(),
    }
}

/// `table` with its rows numbered from 1.
pub(super) fn with_row_numbers(mut table: Table, labels: &Labels) -> Table {
    let header = vec![Inline::text(labels.get("number"))];
    table.columns.insert(
        0,
        Column {
            header,
            numeric: false,
        },
    );
    for (at, row) in table.rows.iter_mut().enumerate() {
        row.insert(0, vec![Inline::text((at + 1).to_string())]);
    }
    table
}

pub(super) fn strong_cell(text: Vec<Inline>) -> Vec<Inline> {
    if text.is_empty() {
        text
    } else {
        vec![Inline::Strong { body: text }]
    }
}

pub(super) fn bulleted_cell(texts: &[Vec<Inline>]) -> Vec<Inline> {
    let bullet = |text: &Vec<Inline>| [&[Inline::text("• ")], text.as_slice()].concat();
    match texts {
        [one] => one.clone(),
        many => many
            .iter()
            .map(bullet)
            .collect::<Vec<_>>()
            .join(&Inline::LineBreak),
    }
}

/// An option's name, whether it is recommended, and what it is.
pub(super) fn option_cell(choice: &Choice, labels: &Labels) -> Vec<Inline> {
    let mut out = strong_cell(choice.name.clone());
    if choice.recommended {
        out.extend([
            Inline::LineBreak,
            Inline::Emph {
                body: vec![Inline::text(format!(
                    "✓\u{a0}{}",
                    labels.get("recommended")
                ))],
            },
        ]);
    }
    if !choice.text.is_empty() {
        out.push(Inline::LineBreak);
        out.extend(choice.text.iter().cloned());
    }
    out
}

/// The words for a degree.
pub(super) fn degree_cell(degree: Option<Degree>, labels: &Labels) -> Vec<Inline> {
    degree
        .map(|it| vec![Inline::text(it.label(labels))])
        .unwrap_or_default()
}

/// Parts a table with more columns than a slide can hold; each part begins with the first column.
pub(super) fn split_wide_table(table: Table) -> Vec<Table> {
    if table.columns.len() <= MAX_COLUMNS {
        return vec![table];
    }
    let rest: Vec<usize> = (1..table.columns.len()).collect();
    let parts = rest.chunks(MAX_COLUMNS - 1);
    let last = parts.len().saturating_sub(1);
    parts
        .enumerate()
        .map(|(part, chunk)| {
            let keep: Vec<usize> = std::iter::once(0).chain(chunk.iter().copied()).collect();
            let pick = |row: &Vec<Vec<Inline>>| {
                keep.iter().filter_map(|at| row.get(*at).cloned()).collect()
            };
            Table {
                title: table.title.clone(),
                columns: keep
                    .iter()
                    .filter_map(|at| table.columns.get(*at).cloned())
                    .collect(),
                rows: table.rows.iter().map(pick).collect(),
                note: if part == last {
                    table.note.clone()
                } else {
                    Vec::new()
                },
            }
        })
        .collect()
}

/// How wide each column of `table` is, in [`TOTAL_SHARES`]ths of the slide's width; they add up to all of
/// it.
///
/// Each column gets what its longest word needs, and the rest goes to the columns with the most
/// text.
#[must_use]
pub fn column_shares(table: &Table, ruler: &TextRuler<'_>, set: Type<Px>, width: Px) -> Vec<usize> {
    let unit = width / TOTAL_SHARES as f32;
    let needs: Vec<(Px, Px)> = (0..table.columns.len())
        .map(|at| column_needs(table, at, ruler, set, width))
        .collect();
    let whole: Px = needs.iter().map(|(_, whole)| whole).sum();
    let least: Px = needs.iter().map(|(word, _)| word).sum();
    let wanted: Vec<Px> = needs
        .iter()
        .map(|(word, all)| {
            if whole <= width {
                // Everything fits on one line: the columns share what is left evenly, by their
                // width.
                width * (*all / whole.max(Px(1.0)))
            } else if least >= width {
                width * (*word / least.max(Px(1.0)))
            } else {
                *word + (*all - *word) * ((width - least) / (whole - least).max(Px(1.0)))
            }
        })
        .collect();
    let floor = |at: usize| {
        needs
            .get(at)
            .map_or(1, |(word, _)| ((*word / unit).ceil() as usize).max(1))
    };
    let mut shares: Vec<usize> = wanted
        .iter()
        .enumerate()
        .map(|(at, wanted)| ((*wanted / unit).round() as usize).max(floor(at)))
        .collect();
    // Rounding leaves a difference; the widest column takes it, as long as its longest word still
    // fits.
    loop {
        let sum: usize = shares.iter().sum();
        let spare = |at: &usize| shares[*at] > floor(*at);
        let widest = |at: &usize| (shares[*at], TOTAL_SHARES - at);
        let most = (0..shares.len()).max_by_key(widest);
        match (
            sum.cmp(&TOTAL_SHARES),
            (0..shares.len()).filter(spare).max_by_key(widest).or(most),
            most,
        ) {
            (Ordering::Greater, Some(at), _) if shares[at] > 1 => shares[at] -= 1,
            (Ordering::Less, _, Some(at)) => shares[at] += TOTAL_SHARES - sum,
            _ => break,
        }
    }
    shares
}

/// Width that a column needs for its longest word, and for all of its longest cell (up to half a
/// slide).
fn column_needs(
    table: &Table,
    at: usize,
    ruler: &TextRuler<'_>,
    set: Type<Px>,
    width: Px,
) -> (Px, Px) {
    let header = table.columns.get(at).map(|column| (&column.header, true));
    let cells = table
        .rows
        .iter()
        .filter_map(|row| row.get(at))
        .map(|cell| (cell, false));
    let (mut word, mut whole) = (Px::ZERO, Px::ZERO);
    for (text, strong) in header.into_iter().chain(cells) {
        let (own_word, own_whole) = ruler.min_and_natural_width(text, set.size, strong);
        word = word.max(own_word);
        whole = whole.max(own_whole);
    }
    // A cell of many lines should not starve the others.
    let whole = (whole.min(0.6 * width) + CELL_SIDE).max(0.04 * width);
    // Short cells, such as names and dates, stay on one line.
    let least = if whole <= 0.2 * width {
        whole
    } else {
        (word.min(0.25 * width) + CELL_SIDE).min(whole)
    };
    (least, whole)
}
