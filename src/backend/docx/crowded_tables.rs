//! Tables whose words do not fit side by side with the usual margins and type.
//!
//! [`fit_crowded_table`](BodyWriter::fit_crowded_table) measures the cells with the theme's fonts.
//! It tries narrower margins, then the smallest type, and shares the width so that numbers stay
//! whole. Words that still do not fit get soft hyphens ([`long_words`](super::long_words)).

use unicode_linebreak::linebreaks;

use super::body::BodyWriter;
use super::column_widths::{
    ColumnTextWidth, grow_columns, max_word_width, round_widths, share_width,
};
use super::height::font_width_factor;
use super::styles::CELL_GAP;
use super::visible_text::visible_inlines;
use super::wml::CellContent;
use crate::document::{Inline, plain_text};
use crate::hyphenation::{TokenKind, token_kind};
use crate::length::Pt;

/// The space between columns that have little room, in twentieths of a point: that of Word's own tables.
const NARROW_CELL_GAP: usize = 108;

/// The space between columns of numbers that would not fit otherwise, in twentieths of a point.
const LEAST_CELL_GAP: usize = 50;

/// A column needs this much for the parts of hyphenated words, in ems: about four letters and a
/// hyphen.
const MIN_WORD_PART: f32 = 2.8;

/// What rounding may take off a column, in twentieths of a point.
const ROUNDING: usize = 2;

/// How a table is set.
pub(super) struct TableFit {
    /// In twentieths of a point.
    pub(super) column_widths: Vec<usize>,
    /// Space between columns, in twentieths of a point.
    pub(super) cell_gap: usize,
    /// The size of type.
    pub(super) size: Pt,
}

impl TableFit {
    /// Whether the numbers of a column have room with their decimal signs below each other.
    pub(super) fn has_room_for_decimals(&self, column: usize, need: &ColumnTextWidth) -> bool {
        let inner = self.column_widths[column].saturating_sub(self.cell_gap);
        (need.decimals * self.size).twips() <= inner as f32
    }
}

/// The widest texts of a column, in ems.
#[derive(Clone, Copy, Default)]
struct WidestTexts {
    /// On one line.
    line: f32,
    word: f32,
    number: f32,
    /// An address, path or identifier, which may be cut anywhere.
    address: f32,
}

impl BodyWriter<'_> {
    /// Widths, margins and type of a table that has too little room. `needs` tells which columns
    /// take space that is left over.
    pub(super) fn fit_crowded_table(
        &self,
        needs: &[ColumnTextWidth],
        rows: &[Vec<CellContent<'_>>],
    ) -> TableFit {
        let mut texts = self.widest_texts(needs.len(), rows);
        for (text, need) in texts.iter_mut().zip(needs) {
            text.number = text.number.max(need.decimals);
        }
        let scale = &self.metrics.scale;
        let smallest = scale.floor.min(scale.small.size);
        let attempts = [
            (CELL_GAP, scale.small.size),
            (NARROW_CELL_GAP, scale.small.size),
            (NARROW_CELL_GAP, smallest),
        ];
        for (cell_gap, size) in attempts {
            let widths = TextWidths::new(&texts, size, cell_gap, self.width);
            if let Some(widths) = widths.without_hyphens(needs) {
                return TableFit {
                    column_widths: round_widths(&widths, self.width),
                    cell_gap,
                    size,
                };
            }
        }
        let widths_at = |cell_gap| TextWidths::new(&texts, smallest, cell_gap, self.width);
        // Words can be hyphenated, numbers cannot.
        let cell_gap = if widths_at(NARROW_CELL_GAP).has_room_for_numbers() {
            NARROW_CELL_GAP
        } else {
            LEAST_CELL_GAP
        };
        TableFit {
            column_widths: round_widths(&widths_at(cell_gap).with_hyphens(), self.width),
            cell_gap,
            size: smallest,
        }
    }

    fn widest_texts(&self, columns: usize, rows: &[Vec<CellContent<'_>>]) -> Vec<WidestTexts> {
        let mut texts = vec![WidestTexts::default(); columns];
        for cells in rows {
            for (cell, widest) in cells.iter().zip(&mut texts) {
                for paragraph in cell {
                    let bold = paragraph.style.measures(&self.metrics.scale).bold;
                    self.add_text(&visible_inlines(paragraph), bold, widest);
                }
            }
        }
        texts
    }

    fn add_text(&self, text: &[Inline], bold: bool, widest: &mut WidestTexts) {
        let factor = font_width_factor(self.metrics.font);
        let width = |text: &[Inline]| self.ruler.width(text, 1.0, bold) * factor;
        widest.line = widest.line.max(width(text));
        let has_strong = text.iter().any(|it| matches!(it, Inline::Strong { .. }));
        let piece_width = |piece: &str| {
            let inline = Inline::text(piece);
            if has_strong {
                width(&[Inline::Strong { body: vec![inline] }])
            } else {
                width(&[inline])
            }
        };
        for token in tokens(&plain_text(text)) {
            match token_kind(token) {
                TokenKind::Number => {
                    // Figures differ less in width than letters.
                    let slack = factor.recip().max(1.0);
                    widest.number = widest.number.max(piece_width(token) * slack);
                }
                TokenKind::Address => widest.address = widest.address.max(piece_width(token)),
                TokenKind::Word => {
                    let mut start = 0;
                    for (end, _) in linebreaks(token) {
                        widest.word = widest.word.max(piece_width(&token[start..end]));
                        start = end;
                    }
                }
            }
        }
    }
}

/// The parts of a text between blanks. A no-break space inside of a number is no blank.
fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut start = 0;
    let is_digit = |it: Option<char>| it.is_some_and(char::is_numeric);
    for (offset, blank) in text.match_indices(char::is_whitespace) {
        let end = offset + blank.len();
        let is_in_number = matches!(blank, "\u{a0}" | "\u{202f}")
            && is_digit(text[..offset].chars().next_back())
            && is_digit(text[end..].chars().next());
        if !is_in_number {
            tokens.push(&text[start..offset]);
            start = end;
        }
    }
    tokens.push(&text[start..]);
    tokens.retain(|token| !token.is_empty());
    tokens
}

/// What columns need at one size, in twentieths of a point with the space between columns.
struct TextWidths {
    /// For each cell on one line.
    lines: Vec<f32>,
    /// For whole words and numbers.
    words: Vec<f32>,
    /// For whole numbers and parts of words.
    parts: Vec<f32>,
    total: f32,
}

impl TextWidths {
    fn new(texts: &[WidestTexts], size: Pt, cell_gap: usize, total: usize) -> Self {
        let twips = |ems: f32| (ems * size).twips() + (cell_gap + ROUNDING) as f32;
        let max_address = max_word_width(texts.len(), total);
        let mut widths = Self {
            lines: Vec::with_capacity(texts.len()),
            words: Vec::with_capacity(texts.len()),
            parts: Vec::with_capacity(texts.len()),
            total: total as f32,
        };
        for text in texts {
            let address = twips(text.address).min(max_address);
            let words = twips(text.word.max(text.number)).max(address);
            let part = text.word.max(text.address).min(MIN_WORD_PART);
            widths.lines.push(twips(text.line).max(words));
            widths.words.push(words);
            widths.parts.push(twips(part.max(text.number)));
        }
        widths
    }

    /// Widths of columns in which every word is whole; `None` if there is too little room.
    fn without_hyphens(&self, needs: &[ColumnTextWidth]) -> Option<Vec<f32>> {
        let sum = |widths: &[f32]| widths.iter().sum::<f32>();
        if sum(&self.words) > self.total {
            return None;
        }
        let rest = self.total - sum(&self.lines);
        Some(if rest >= 0.0 {
            grow_columns(&self.lines, needs, rest)
        } else {
            share_width(&self.words, &self.lines, self.total)
        })
    }

    fn has_room_for_numbers(&self) -> bool {
        self.parts.iter().sum::<f32>() <= self.total
    }

    /// Widths of columns in which every number is whole, as far as there is room. What columns lack
    /// is shared.
    fn with_hyphens(&self) -> Vec<f32> {
        if self.has_room_for_numbers() {
            share_width(&self.parts, &self.words, self.total)
        } else {
            let nothing = vec![0.0; self.parts.len()];
            share_width(&nothing, &self.parts, self.total)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_with_spaces_between_their_groups_are_one_token() {
        let text = "Summe 1\u{202f}250\u{a0}000\u{a0}Euro 2 3";
        let parts = ["Summe", "1\u{202f}250\u{a0}000", "Euro", "2", "3"];
        assert_eq!(tokens(text), parts);
    }
}
