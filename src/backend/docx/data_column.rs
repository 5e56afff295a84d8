//! The columns of a table of the brief: their alignment, and the decimal signs of their numbers.
//!
//! Decimal signs are aligned by an indent at the right of each cell. A decimal tab would need the
//! decimal sign of the reader's system, which may be another than that of the document, and spaces
//! would be copied with the number.

use super::body::BodyWriter;
use super::paragraph_style::ParagraphStyle;
use crate::cell_number::integer_ends;
use crate::document::{ColumnAlign, Direction, Inline, Table, plain_text};
use crate::length::Pt;
use crate::text::ruler::{SAFETY_FACTOR, split_inlines};

/// The width of a digit in the number of a note, in sizes of the text.
const NOTE_DIGIT: f32 = 0.35;

/// A column of a table of the brief.
pub(super) struct DataColumn<'a> {
    pub(super) header: &'a [Inline],
    /// From top to bottom; an empty text where a row is too short.
    pub(super) cells: Vec<&'a [Inline]>,
    pub(super) numeric: bool,
    /// Its share of the table's width, if the brief gives it.
    pub(super) width: Option<f32>,
    align: ColumnAlign,
    /// What its widest integer and its widest rest need together, if decimal signs are aligned.
    pub(super) decimals_width: Pt,
    /// For each cell, its distance from the right side in twentieths of a point, if decimal signs
    /// are aligned.
    indents: Vec<usize>,
}

impl<'a> DataColumn<'a> {
    pub(super) fn of(table: &'a Table, at: usize) -> Self {
        let column = table.columns.get(at);
        let mut cells = Vec::with_capacity(table.rows.len());
        for row in &table.rows {
            cells.push(row.get(at).map_or(&[][..], Vec::as_slice));
        }
        let width = column.and_then(|it| it.width);
        Self {
            header: column.map_or(&[], |it| &it.header),
            cells,
            numeric: column.is_some_and(|it| it.numeric),
            width,
            align: column.map_or(ColumnAlign::Start, |it| it.align),
            decimals_width: Pt::ZERO,
            indents: Vec::new(),
        }
    }

    pub(super) fn header_style(&self) -> ParagraphStyle {
        match self.align {
            ColumnAlign::Start => ParagraphStyle::TableHeading,
            ColumnAlign::Center => ParagraphStyle::TableHeadingCenter,
            ColumnAlign::End => ParagraphStyle::TableHeadingEnd,
            ColumnAlign::Decimal => ParagraphStyle::TableHeadingNumber,
        }
    }

    pub(super) fn cell_style(&self) -> ParagraphStyle {
        match self.align {
            ColumnAlign::Start => ParagraphStyle::TableText,
            ColumnAlign::Center => ParagraphStyle::TableCenter,
            ColumnAlign::End => ParagraphStyle::TableEnd,
            ColumnAlign::Decimal => ParagraphStyle::TableNumber,
        }
    }

    /// The distance of a cell from the right side, if there is one.
    pub(super) fn indent(&self, row: usize) -> Option<usize> {
        self.indents.get(row).copied().filter(|&indent| indent > 0)
    }
}

impl BodyWriter<'_> {
    /// Finds out how far the numbers of a column stand from its right side.
    pub(super) fn measure_decimals(&self, column: &mut DataColumn<'_>) {
        if column.align != ColumnAlign::Decimal {
            return;
        }
        let texts: Vec<String> = column.cells.iter().map(|cell| plain_text(cell)).collect();
        let mut widest_left = Pt::ZERO;
        let mut widest_right = Pt::ZERO;
        let mut rights = Vec::new();
        for ((cell, text), end) in column
            .cells
            .iter()
            .zip(&texts)
            .zip(integer_ends(&texts, self.decimal_sign))
        {
            let Some(end) = end else {
                rights.push(None);
                continue;
            };
            let (left, _) = split_inlines(cell, text[..end].chars().count());
            let left_width = self.unpadded_width(&left);
            let right = match self.document().meta.direction {
                Direction::Ltr => self.cell_width(cell) - left_width,
                Direction::Rtl => self.decimals_width(&text[end..]),
            };
            widest_left = widest_left.max(left_width);
            widest_right = widest_right.max(right);
            rights.push(Some(right));
        }
        column.decimals_width = widest_left + widest_right;
        for right in rights {
            let indent = widest_right - right.unwrap_or(widest_right);
            column.indents.push(indent.twips().round() as usize);
        }
    }

    /// The width of a cell. The numbers of notes are raised and small in Word.
    fn cell_width(&self, cell: &[Inline]) -> Pt {
        let mut text = Vec::new();
        let mut digits = 0.0;
        for inline in cell {
            match inline {
                Inline::Cite { sources, places: _ } => digits += sources.len() as f32,
                other => text.push(other.clone()),
            }
        }
        self.unpadded_width(&text) + self.metrics.scale.small.size * NOTE_DIGIT * digits
    }

    /// The width of decimals at the right of an integer in a text that runs from right to left,
    /// whose words go on at the left.
    fn decimals_width(&self, rest: &str) -> Pt {
        let is_word = |it: char| it.is_whitespace() || it.is_alphabetic();
        let decimals = rest.split(is_word).next().unwrap_or_default();
        self.unpadded_width(&[Inline::text(decimals)])
    }

    /// The width of a text in a cell, without the room that is added where a text must fit.
    fn unpadded_width(&self, text: &[Inline]) -> Pt {
        let size = self.metrics.scale.small.size;
        self.ruler.width_of_part(text, size, false) / SAFETY_FACTOR
    }
}
