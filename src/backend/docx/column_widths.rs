//! Chooses the widths of a table's columns from the text of their cells. [`roomy_column_widths`]
//! is the main function.
//!
//! Text is measured roughly, with average character widths: Word lays tables out with fonts that we
//! do not have.

use unicode_script::Script;

use super::styles::CELL_GAP;
use crate::column_shares::widths_by_share;
use crate::document::{Inline, plain_text};
use crate::lang;
use crate::length::Pt;
use crate::status_sign::SIGN_ADVANCE;

/// The most columns that Word allows in a table.
pub(super) const MAX_COLUMNS: usize = 63;

/// The width that a column needs for its text, in ems.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct ColumnTextWidth {
    /// The longest line, unbroken.
    pub(super) line: f32,
    /// The longest word.
    pub(super) word: f32,
    /// Its widest integer and its widest rest beside each other, if decimal signs are aligned.
    pub(super) decimals: f32,
    /// Whether the column may take space that no column needs.
    pub(super) grows: bool,
    /// Its share of the width, if the brief gives it.
    pub(super) share: Option<f32>,
}

impl ColumnTextWidth {
    /// Takes a cell's inlines into account.
    pub(super) fn add_inlines(&mut self, inlines: &[Inline]) {
        let mut cell = Self::default();
        cell.add(&plain_text(inlines));
        if let [Inline::Status { .. }, ..] = inlines {
            cell.line += SIGN_ADVANCE;
            cell.word += SIGN_ADVANCE;
        }
        self.line = self.line.max(cell.line);
        self.word = self.word.max(cell.word);
    }

    /// Takes a cell's text into account.
    pub(super) fn add(&mut self, text: &str) {
        for line in text.lines() {
            self.line = self.line.max(width_in_ems(line));
        }
        for word in text.split_whitespace() {
            // Chinese, Japanese and Korean text may break after each character.
            let width = if word.chars().any(is_wide_character) {
                1.0
            } else {
                width_in_ems(word)
            };
            self.word = self.word.max(width);
        }
    }
}

/// Widths of columns in twentieths of a point that add up to `total`, for words of a usual length.
/// `size` is the size of type. `None` if some word might not fit: such a table is measured with
/// more care.
///
/// Columns that need less than an equal share get what they need, and the others share the rest.
/// No column is narrower than its longest word.
pub(super) fn roomy_column_widths(
    needs: &[ColumnTextWidth],
    total: usize,
    size: Pt,
) -> Option<Vec<usize>> {
    let total_width = total as f32;
    let max_word = max_word_width(needs.len(), total);
    let mut wanted = Vec::with_capacity(needs.len());
    let mut least = Vec::with_capacity(needs.len());
    for need in needs {
        let line = cell_width(need.line, size);
        let word = cell_width(need.word, size);
        if word > max_word {
            return None;
        }
        wanted.push(line.min(total_width));
        least.push(word);
    }
    if least.iter().sum::<f32>() > total_width {
        return None;
    }
    if needs.iter().any(|need| need.share.is_some()) {
        let shares: Vec<f32> = needs.iter().map(|it| it.share.unwrap_or(1.0)).collect();
        let widths = widths_by_share(&shares, &least, total_width)?;
        return Some(round_widths(&widths, total));
    }
    let sum: f32 = wanted.iter().sum();
    let widths = if sum <= total_width {
        grow_columns(&wanted, needs, total_width - sum)
    } else {
        share_width(&least, &wanted, total_width)
    };
    Some(round_widths(&widths, total))
}

/// The widest word that may widen a column: one endless word must not leave the others without
/// room.
pub(super) fn max_word_width(columns: usize, total: usize) -> f32 {
    2.0 * total as f32 / (columns.max(1) as f32 + 1.0)
}

/// Makes widths whole numbers that add up to `total`.
pub(super) fn round_widths(widths: &[f32], total: usize) -> Vec<usize> {
    let scale = total as f32 / widths.iter().sum::<f32>().max(1.0);
    let mut rounded = Vec::with_capacity(widths.len());
    for width in widths {
        rounded.push(((width * scale) as usize).max(1));
    }
    // The last column takes what rounding has left.
    let others: usize = rounded.iter().rev().skip(1).sum();
    if let Some(last) = rounded.last_mut() {
        *last = total.saturating_sub(others).max(1);
    }
    rounded
}

/// The width of a cell with text that is `ems` wide, in twentieths of a point.
fn cell_width(ems: f32, size: Pt) -> f32 {
    (ems * size).twips() * WIDTH_SLACK + CELL_GAP as f32
}

/// Distributes the `rest` of the width. Columns of sentences get most of it, each in proportion to
/// its need; columns of short words and numbers get little.
pub(super) fn grow_columns(wanted: &[f32], needs: &[ColumnTextWidth], rest: f32) -> Vec<f32> {
    let mut any_grows = false;
    let mut longest = 0.0_f32;
    for need in needs {
        if need.grows {
            any_grows = true;
            longest = longest.max(need.line);
        }
    }
    let mut weights = Vec::with_capacity(needs.len());
    for (need, wanted) in needs.iter().zip(wanted) {
        let has_sentences = need.grows && need.line >= 0.6 * longest;
        // Where no column may grow, all do: the table is as wide as the text in any case.
        let share = if has_sentences || !any_grows {
            1.0
        } else {
            0.2
        };
        weights.push(share * wanted);
    }
    let sum = weights.iter().sum::<f32>().max(1.0);
    let mut grown = Vec::with_capacity(needs.len());
    for (wanted, weight) in wanted.iter().zip(weights) {
        grown.push(wanted + rest * weight / sum);
    }
    grown
}

/// Distributes a width between `least`, which fits into it, and `most`, which does not: no column is
/// wider than the widest of those that lack something, except for its least width.
pub(super) fn share_width(least: &[f32], most: &[f32], total: f32) -> Vec<f32> {
    let at_level = |level: f32| -> Vec<f32> {
        let ranges = least.iter().zip(most);
        ranges
            .map(|(&least, &most)| level.min(most).max(least))
            .collect()
    };
    // The sum grows with the level, which is halved in until it is exact to a hundredth of a twip.
    let (mut low, mut high) = (0.0, total);
    while high - low > 0.01 {
        let middle = low.midpoint(high);
        if at_level(middle).iter().sum::<f32>() > total {
            high = middle;
        } else {
            low = middle;
        }
    }
    at_level(low)
}

/// How much wider text may be than measured: headers are bold, and fonts differ.
pub(super) const WIDTH_SLACK: f32 = 1.15;

/// The approximate width of a text, in ems.
pub(super) fn width_in_ems(text: &str) -> f32 {
    text.chars().map(char_width_in_ems).sum()
}

fn char_width_in_ems(character: char) -> f32 {
    match character {
        '\0'..='\u{7f}' => ASCII_WIDTHS[character as usize],
        '\u{400}'..='\u{52f}' => CYRILLIC_WIDTH,
        wide if is_wide_character(wide) => 1.0,
        _ => DEFAULT_CHAR_WIDTH,
    }
}

const DEFAULT_CHAR_WIDTH: f32 = 0.5;

/// Cyrillic letters are wider than Latin ones, on average.
const CYRILLIC_WIDTH: f32 = 0.57;

/// Approximate widths of the ASCII characters, in ems.
const ASCII_WIDTHS: [f32; 128] = {
    let mut out = [DEFAULT_CHAR_WIDTH; 128];
    let mut code = 0;
    while code < out.len() {
        out[code] = match code as u8 {
            b'i' | b'j' | b'l' | b't' | b'f' | b'r' | b'I' | b'.' | b',' | b':' | b';' | b'\''
            | b'|' | b' ' => 0.28,
            b'm' | b'w' | b'M' | b'W' | b'%' | b'@' => 0.85,
            b'0'..=b'9' => 0.51,
            b'A'..=b'Z' => 0.6,
            _ => DEFAULT_CHAR_WIDTH,
        };
        code += 1;
    }
    out
};

/// Whether a character is as wide as it is high: Chinese, Japanese or Korean, or their punctuation.
pub(super) fn is_wide_character(character: char) -> bool {
    // A shortcut for most characters: scripts of wide characters begin with Hangul Jamo.
    if character < '\u{1100}' {
        return false;
    }
    match lang::script(character) {
        Script::Han | Script::Hiragana | Script::Katakana | Script::Hangul => true,
        // CJK Symbols and Punctuation, and the full-width forms: no script has them alone.
        _ => matches!(character, '\u{3000}'..='\u{303f}' | '\u{ff01}'..='\u{ff60}'),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_columns_lack_is_shared() {
        let widths = share_width(&[5.0, 40.0, 40.0], &[30.0, 300.0, 300.0], 100.0);
        assert!((widths[0] - 20.0).abs() < 0.1, "{widths:?}");
        assert!((widths[1] - 40.0).abs() < 0.1 && (widths[2] - 40.0).abs() < 0.1);
        let widths = share_width(&[0.0; 3], &[10.0, 100.0, 100.0], 100.0);
        assert!((widths[0] - 10.0).abs() < 0.1 && (widths[1] - 45.0).abs() < 0.1);
    }

    proptest! {
        #[test]
        fn widths_add_up_and_no_column_is_below_its_least(
            columns in prop::collection::vec((1.0_f32..500.0, 0.0_f32..3000.0), 1..20),
            total in 5_000_usize..20_000,
        ) {
            let least: Vec<f32> = columns.iter().map(|(least, _)| *least).collect();
            let most: Vec<f32> = columns.iter().map(|(least, more)| least + more).collect();
            prop_assume!(least.iter().sum::<f32>() <= total as f32);
            prop_assume!(most.iter().sum::<f32>() > total as f32);
            let shared = share_width(&least, &most, total as f32);
            for (width, least) in shared.iter().zip(&least) {
                prop_assert!(width >= least);
            }
            prop_assert_eq!(round_widths(&shared, total).iter().sum::<usize>(), total);
        }
    }
}
