//! How wide the columns of a table are: from what stands in them, adding up to the width of the
//! text.

use unicode_script::Script;

use super::styles::CELL_GAP;
use crate::lang;
use crate::length::Pt;

/// Columns that a table of Word can have.
pub(super) const MAX_COLUMNS: usize = 63;

/// What a column needs, in ems.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct ColumnNeed {
    /// Its longest line, unbroken.
    pub(super) line: f32,
    /// Its longest word.
    pub(super) word: f32,
    /// Whether it may take space that no column needs.
    pub(super) grows: bool,
}

impl ColumnNeed {
    /// Takes a cell's text into account.
    pub(super) fn add(&mut self, text: &str) {
        for line in text.lines() {
            self.line = self.line.max(width_in_ems(line));
        }
        for word in text.split_whitespace() {
            self.word = self.word.max(if word.chars().any(is_wide_character) {
                1.0
            } else {
                width_in_ems(word)
            });
        }
    }
}

/// Widths of columns in twentieths of a point; they add up to `total`. `size` is the type's.
///
/// Columns that are content with less than an equal share get what they need, the others share the
/// rest; but none is narrower than its longest word as long as that leaves room.
pub(super) fn column_widths(needs: &[ColumnNeed], total: usize, size: Pt) -> Vec<usize> {
    let count = needs.len().max(1);
    let twips = |ems: f32| (ems * size).twips() * WIDTH_SLACK + CELL_GAP as f32;
    let total_width = total as f32;
    let wanted: Vec<f32> = needs
        .iter()
        .map(|need| twips(need.line).min(total_width))
        .collect();
    let least: Vec<f32> = needs
        .iter()
        .map(|need| twips(need.word).min(2.0 * total_width / (count as f32 + 1.0)))
        .collect();
    let sum: f32 = wanted.iter().sum();
    let mut out = if sum <= total_width {
        grow_columns(&wanted, needs, total_width - sum)
    } else {
        share_width(&wanted, &least, total_width)
    };
    let scale = total_width / out.iter().sum::<f32>().max(1.0);
    out.iter_mut().for_each(|width| *width *= scale);
    let mut whole: Vec<usize> = out.iter().map(|width| (*width as usize).max(1)).collect();
    let others: usize = whole.iter().rev().skip(1).sum();
    if let Some(last) = whole.last_mut() {
        *last = total.saturating_sub(others).max(1);
    }
    whole
}

/// Gives what is left to the columns that may grow, by what they need.
fn grow_columns(wanted: &[f32], needs: &[ColumnNeed], rest: f32) -> Vec<f32> {
    // Columns of short words do not need it, next to one of sentences.
    let longest = needs
        .iter()
        .filter(|need| need.grows)
        .map(|need| need.line)
        .fold(0.0, f32::max);
    let any = needs.iter().any(|need| need.grows);
    let takes = |need: &ColumnNeed| !any || need.grows && need.line >= 0.6 * longest;
    let weight = |at: usize| {
        if takes(&needs[at]) {
            wanted[at]
        } else {
            0.2 * wanted[at]
        }
    };
    let sum: f32 = (0..wanted.len()).map(weight).sum::<f32>().max(1.0);
    (0..wanted.len())
        .map(|at| wanted[at] + rest * weight(at) / sum)
        .collect()
}

/// Shares too little among columns that want more.
fn share_width(wanted: &[f32], least: &[f32], total: f32) -> Vec<f32> {
    let mut out = vec![None; wanted.len()];
    let (mut rest, mut open) = (total, wanted.len());
    // Each round settles at least one column, or ends.
    while open > 0 {
        let share = rest / open as f32;
        let settled: Vec<(usize, f32)> = (0..wanted.len())
            .filter(|&at| out[at].is_none())
            .filter_map(|at| match () {
                () if wanted[at] <= share => Some((at, wanted[at])),
                () if least[at] > share && least[at] < rest => Some((at, least[at])),
                () => None,
            })
            .take(1)
            .collect();
        let Some(&(at, width)) = settled.first() else {
            break;
        };
        out[at] = Some(width);
        rest -= width;
        open -= 1;
    }
    let share = rest / open.max(1) as f32;
    out.into_iter()
        .map(|width| width.unwrap_or(share))
        .collect()
}

/// How much wider text may be than it is taken to be: headers are bold, and fonts differ.
pub(super) const WIDTH_SLACK: f32 = 1.15;

/// How wide a text is about, in ems: Word has its own fonts, so that nothing better is known.
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

/// How wide the characters of ASCII are about, in ems.
const ASCII_WIDTHS: [f32; 128] = {
    let mut out = [DEFAULT_CHAR_WIDTH; 128];
    let mut at = 0;
    while at < out.len() {
        out[at] = match at as u8 {
            b'i' | b'j' | b'l' | b't' | b'f' | b'r' | b'I' | b'.' | b',' | b':' | b';' | b'\''
            | b'|' | b' ' => 0.28,
            b'm' | b'w' | b'M' | b'W' | b'%' | b'@' => 0.85,
            b'0'..=b'9' => 0.51,
            b'A'..=b'Z' => 0.6,
            _ => DEFAULT_CHAR_WIDTH,
        };
        at += 1;
    }
    out
};

pub(super) fn is_wide_character(character: char) -> bool {
    // No script with wide characters comes before, and most characters do.
    if character < '\u{1100}' {
        return false;
    }
    let script = lang::script(character);
    matches!(
        script,
        Script::Han | Script::Hiragana | Script::Katakana | Script::Hangul
    ) || matches!(character, '\u{3000}'..='\u{303f}' | '\u{ff01}'..='\u{ff60}')
}
