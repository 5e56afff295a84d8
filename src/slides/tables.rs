//! Tables on slides: numbered rows, tables with too many columns, and the widths of columns.

use super::geometry::{CELL_SIDE, TOTAL_SHARES};
use crate::cell_number::integer_ends;
use crate::column_shares::widths_by_share;
use crate::document::{Column, ColumnAlign, Inline, Labels, Table, plain_text};
use crate::length::Px;
use crate::text::ruler::{TextRuler, split_inlines};
use crate::theme::Type;

/// Tables with more columns are split into several that each begin with the first column.
const MAX_COLUMNS: usize = 7;

/// The most that the longest line of a column counts, as a share of the table's width.
const MAX_LINE_SHARE: f32 = 0.6;

/// The least width of a column, as a share of the table's.
const MIN_COLUMN_SHARE: f32 = 0.04;

/// A column is not broken into lines if it takes no more of the table's width than this share.
const UNBROKEN_SHARE: f32 = 0.2;

/// `table` with its rows numbered from 1 in a new first column.
pub(super) fn with_row_numbers(mut table: Table, labels: &Labels) -> Table {
    let number_column = Column::of_text(vec![Inline::text(labels.get("number"))]);
    table.columns.insert(0, number_column);
    for (index, row) in table.rows.iter_mut().enumerate() {
        let number = (index + 1).to_string();
        row.insert(0, vec![Inline::text(number)]);
    }
    table
}

/// Splits a table with more columns than a slide holds. Each part begins with the first column; the
/// note stays below the last part.
pub(super) fn split_wide_table(table: Table) -> Vec<Table> {
    if table.columns.len() <= MAX_COLUMNS {
        return vec![table];
    }
    let other_columns = Vec::from_iter(1..table.columns.len());
    let mut parts = Vec::new();
    // Of eight columns, the parts have five and four rather than seven and two.
    let part_count = other_columns.len().div_ceil(MAX_COLUMNS - 1);
    for chunk in other_columns.chunks(other_columns.len().div_ceil(part_count)) {
        let selected = [&[0], chunk].concat();
        let mut rows = Vec::new();
        for row in &table.rows {
            rows.push(select_items(row, &selected));
        }
        parts.push(Table {
            id: String::new(),
            title: table.title.clone(),
            columns: select_items(&table.columns, &selected),
            rows,
            note: Vec::new(),
        });
    }
    if let Some(last) = parts.last_mut() {
        last.note = table.note;
    }
    parts
}

/// The items at `indices`, as far as there are such.
fn select_items<T: Clone>(items: &[T], indices: &[usize]) -> Vec<T> {
    let mut selected = Vec::new();
    for index in indices {
        selected.extend(items.get(*index).cloned());
    }
    selected
}

/// How much width a column needs.
struct WidthNeed {
    /// For its widest number, which cannot be broken.
    number: Px,
    /// For its longest word.
    word: Px,
    /// For its longest word, and for short cells on one line.
    least: Px,
    /// For its longest cell on one line.
    whole: Px,
}

/// Which texts of a table fit in its columns without a break inside of them; the best is last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum FittingTexts {
    Some,
    Numbers,
    NumbersAndWords,
}

/// Which texts fit in the columns of a table that is `width` wide.
pub(super) fn fitting_texts(
    table: &Table,
    ruler: &TextRuler<'_>,
    text_type: Type<Px>,
    width: Px,
) -> FittingTexts {
    let needs = column_needs(table, ruler, text_type, width);
    if fit_in_shares(needs.iter().map(|need| need.word), width) {
        FittingTexts::NumbersAndWords
    } else if fit_in_shares(needs.iter().map(|need| need.number), width) {
        FittingTexts::Numbers
    } else {
        FittingTexts::Some
    }
}

fn column_needs(
    table: &Table,
    ruler: &TextRuler<'_>,
    text_type: Type<Px>,
    width: Px,
) -> Vec<WidthNeed> {
    let mut needs = Vec::new();
    for column in 0..table.columns.len() {
        needs.push(column_need(table, column, ruler, text_type, width));
    }
    if !fit_in_shares(needs.iter().map(|need| need.least), width) {
        // Short cells are broken between their words before any word is broken.
        for need in &mut needs {
            need.least = need.word;
        }
        break_longest_words(&mut needs, width);
    }
    needs
}

/// If the words do not fit, the columns with the longest ones become narrower, but none narrower
/// than its numbers.
fn break_longest_words(needs: &mut [WidthNeed], width: Px) {
    let least_at = |need: &WidthNeed, cap: Px| need.word.min(cap).max(need.number);
    // The highest cap at which all columns fit lies between these two. After 20 halvings they differ
    // by less than a hundredth of a pixel.
    let (mut low, mut high) = (Px::ZERO, width);
    for _ in 0..20 {
        let middle = Px::midpoint(low, high);
        let widths = needs.iter().map(|need| least_at(need, middle));
        if fit_in_shares(widths, width) {
            low = middle;
        } else {
            high = middle;
        }
    }
    if !fit_in_shares(needs.iter().map(|need| need.word), width) {
        for need in needs {
            need.least = least_at(need, low);
        }
    }
}

/// Whether columns of these widths fit in a table that is `width` wide, each rounded up to shares.
fn fit_in_shares(widths: impl Iterator<Item = Px>, width: Px) -> bool {
    let share = width / TOTAL_SHARES as f32;
    let shares: usize = widths.map(|it| (it / share).ceil() as usize).sum();
    shares <= TOTAL_SHARES
}

/// How wide each column of `table` is, in [`TOTAL_SHARES`]ths of `width`; together they take all of
/// it.
///
/// Each column gets the width of its longest word; the rest goes to the columns with the most text.
#[must_use]
pub fn column_shares(
    table: &Table,
    ruler: &TextRuler<'_>,
    text_type: Type<Px>,
    width: Px,
) -> Vec<usize> {
    let needs = column_needs(table, ruler, text_type, width);
    if let Some(shares) = given_shares(table, &needs, width) {
        return shares;
    }
    let least_sum: Px = needs.iter().map(|need| need.least).sum();
    let whole_sum: Px = needs.iter().map(|need| need.whole).sum();
    let share = width / TOTAL_SHARES as f32;
    let mut shares = Vec::new();
    let mut min_shares = Vec::new();
    let mut number_shares = Vec::new();
    for need in &needs {
        number_shares.push((need.number / share).ceil() as usize);
        // Rounded up, so that the longest word is not broken.
        let least = (need.least / share).ceil() as usize;
        let min = least.max(1);
        let wanted = wanted_width(need, least_sum, whole_sum, width) / share;
        shares.push(min.max(wanted.round() as usize));
        min_shares.push(min);
    }
    adjust_to_total(&mut shares, [&min_shares, &number_shares]);
    shares
}

/// The shares that the brief gives, but room for each column's longest word; `None` if it gives
/// none, or the words do not fit.
fn given_shares(table: &Table, needs: &[WidthNeed], width: Px) -> Option<Vec<usize>> {
    let given = table.width_shares()?;
    let share = width / TOTAL_SHARES as f32;
    let mut least = Vec::new();
    for need in needs {
        least.push((need.word.max(need.number) / share).ceil().max(1.0));
    }
    let widths = widths_by_share(&given, &least, TOTAL_SHARES as f32)?;
    let mut shares: Vec<usize> = widths.iter().map(|it| it.round() as usize).collect();
    let least: Vec<usize> = least.iter().map(|it| *it as usize).collect();
    adjust_to_total(&mut shares, [&least, &least]);
    Some(shares)
}

/// The width for a column of a table that is `width` wide. The sums are of all columns.
fn wanted_width(need: &WidthNeed, least_sum: Px, whole_sum: Px, width: Px) -> Px {
    // A divisor close to zero would give one column all of the width.
    let at_least_one = |length: Px| length.max(Px(1.0));
    if whole_sum <= width {
        // Every cell fits on one line: what is left over is shared in proportion.
        return width * (need.whole / at_least_one(whole_sum));
    }
    if least_sum >= width {
        // Not even the numbers fit, so every column lacks the same share.
        return width * (need.least / at_least_one(least_sum));
    }
    let missing = at_least_one(whole_sum - least_sum);
    let filled = (width - least_sum) / missing;
    need.least + (need.whole - need.least) * filled
}

/// Makes `shares` add up to [`TOTAL_SHARES`], which rounding may have missed. The widest column
/// gives or takes the difference; as long as possible, columns keep the first of `kept`, which hold
/// their longest words, and then the second, which hold their numbers.
fn adjust_to_total(shares: &mut [usize], kept: [&[usize]; 2]) {
    loop {
        let sum: usize = shares.iter().sum();
        // A table without columns has nothing to adjust.
        let Some(widest) = widest_column(shares, |_| true) else {
            return;
        };
        if sum <= TOTAL_SHARES {
            shares[widest] += TOTAL_SHARES - sum;
            return;
        }
        let [words, numbers] =
            kept.map(|kept| widest_column(shares, |column| shares[column] > kept[column]));
        let column = words.or(numbers).unwrap_or(widest);
        // More columns than shares: the table is too wide, but a column of no width would vanish.
        if shares[column] <= 1 {
            return;
        }
        shares[column] -= 1;
    }
}

/// The first of the widest columns that fulfil `condition`.
fn widest_column(shares: &[usize], condition: impl Fn(usize) -> bool) -> Option<usize> {
    let mut widest = None;
    let mut most = 0;
    for (column, share) in shares.iter().enumerate() {
        let is_wider = widest.is_none() || *share > most;
        if is_wider && condition(column) {
            widest = Some(column);
            most = *share;
        }
    }
    widest
}

fn column_need(
    table: &Table,
    column: usize,
    ruler: &TextRuler<'_>,
    text_type: Type<Px>,
    width: Px,
) -> WidthNeed {
    let mut word = Px::ZERO;
    let mut line = Px::ZERO;
    let mut number = Px::ZERO;
    let mut measure_text = |text: &[Inline], strong: bool| {
        let widths = ruler.cell_widths(text, text_type.size, strong);
        word = word.max(widths.word);
        line = line.max(widths.line);
        number = number.max(widths.number);
    };
    if let Some(column) = table.columns.get(column) {
        measure_text(&column.header, true);
    }
    for row in &table.rows {
        if let Some(cell) = row.get(column) {
            measure_text(cell, false);
        }
    }
    if let Some(width) = decimals_width(table, column, ruler, text_type.size) {
        word = word.max(width);
        line = line.max(width);
    }
    // A cell of many lines should not starve the other columns.
    let whole = line.min(MAX_LINE_SHARE * width) + CELL_SIDE;
    let whole = whole.max(MIN_COLUMN_SHARE * width);
    let word = (word + CELL_SIDE).max(MIN_COLUMN_SHARE * width);
    let whole = whole.max(word);
    // Short cells, such as names and dates, stay on one line.
    let least = if whole <= UNBROKEN_SHARE * width {
        whole
    } else {
        word
    };
    WidthNeed {
        number: number + CELL_SIDE,
        word,
        least,
        whole,
    }
}

/// What the widest integer and the widest rest of a column need beside each other, if its decimal
/// signs are aligned.
fn decimals_width(table: &Table, column: usize, ruler: &TextRuler<'_>, size: Px) -> Option<Px> {
    if table.columns.get(column)?.align != ColumnAlign::Decimal {
        return None;
    }
    let mut cells: Vec<&[Inline]> = Vec::new();
    let mut texts = Vec::new();
    for row in &table.rows {
        let cell = row.get(column).map_or(&[][..], Vec::as_slice);
        cells.push(cell);
        texts.push(plain_text(cell));
    }
    let mut widest_integer = Px::ZERO;
    let mut widest_rest = Px::ZERO;
    // Where only the language tells a decimal sign, the full stop is near enough.
    for ((cell, text), end) in cells.into_iter().zip(&texts).zip(integer_ends(&texts, '.')) {
        let Some(end) = end else {
            continue;
        };
        let (integer, _) = split_inlines(cell, text[..end].chars().count());
        let integer_width = ruler.width(&integer, size, false);
        let rest_width = ruler.width(cell, size, false) - integer_width;
        widest_integer = widest_integer.max(integer_width);
        widest_rest = widest_rest.max(rest_width);
    }
    Some(widest_integer + widest_rest)
}
