//! Chooses the widths of a table's columns from the text of their cells. [`column_widths`] is the
//! main function.
//!
//! Text is measured roughly, with average character widths: Word lays tables out with fonts that we
//! do not have.

use unicode_script::Script;

use super::styles::CELL_GAP;
use crate::lang;
use crate::length::Pt;

/// The most columns that Word allows in a table.
pub(super) const MAX_COLUMNS: usize = 63;

/// The width that a column needs for its text, in ems.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct ColumnTextWidth {
    /// The longest line, unbroken.
    pub(super) line: f32,
    /// The longest word.
    pub(super) word: f32,
    /// Whether the column may take space that no column needs.
    pub(super) grows: bool,
}

impl ColumnTextWidth {
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

/// Widths of columns in twentieths of a point that add up to `total`. `size` is the size of type.
///
/// Columns that need less than an equal share get what they need, and the others share the rest.
/// No column is narrower than its longest word as long as the table has room for that.
pub(super) fn column_widths(needs: &[ColumnTextWidth], total: usize, size: Pt) -> Vec<usize> {
    let total_width = total as f32;
    // One endless word must not leave the other columns without room.
    let max_word = 2.0 * total_width / (needs.len().max(1) as f32 + 1.0);
    let mut wanted = Vec::with_capacity(needs.len());
    let mut least = Vec::with_capacity(needs.len());
    for need in needs {
        let line = cell_width(need.line, size);
        let word = cell_width(need.word, size);
        wanted.push(line.min(total_width));
        least.push(word.min(max_word));
    }
    let sum: f32 = wanted.iter().sum();
    let widths = if sum <= total_width {
        grow_columns(&wanted, needs, total_width - sum)
    } else {
        share_width(&wanted, &least, total_width)
    };

    let scale = total_width / widths.iter().sum::<f32>().max(1.0);
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
fn grow_columns(wanted: &[f32], needs: &[ColumnTextWidth], rest: f32) -> Vec<f32> {
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

/// Distributes a width that is too small for all columns: settles one column after the other, as
/// long as one needs less than an equal share of the rest, or its longest word needs more.
fn share_width(wanted: &[f32], least: &[f32], total: f32) -> Vec<f32> {
    let mut settled: Vec<Option<f32>> = vec![None; wanted.len()];
    let mut rest = total;
    let mut unsettled = wanted.len();
    // Settling a column changes the equal share of the others, so the search starts again.
    while unsettled > 0 {
        let share = rest / unsettled as f32;
        let mut next = None;
        for (index, width) in settled.iter().enumerate() {
            if width.is_some() {
                continue;
            }
            if wanted[index] <= share {
                next = Some((index, wanted[index]));
                break;
            }
            if least[index] > share && least[index] < rest {
                next = Some((index, least[index]));
                break;
            }
        }
        let Some((index, width)) = next else {
            break;
        };
        settled[index] = Some(width);
        rest -= width;
        unsettled -= 1;
    }
    let share = rest / unsettled.max(1) as f32;
    let mut widths = Vec::with_capacity(settled.len());
    for width in settled {
        widths.push(width.unwrap_or(share));
    }
    widths
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
        wide if is_wide_character(wide) => 1.0,
        _ => DEFAULT_CHAR_WIDTH,
    }
}

const DEFAULT_CHAR_WIDTH: f32 = 0.5;

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
