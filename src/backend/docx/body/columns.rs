//! Two columns side by side, whose widths are chosen so that both end at about the same height.

use super::super::paragraph_style::ParagraphStyle;
use super::super::text::{empty_paragraph, plain_paragraph};
use super::super::wml::{BlockNode, Section};
use super::{BlockContext, BodyWriter, MeasuredPart};
use crate::document::{Block, Medium};
use crate::length::Pt;

/// Widths of two columns in twentieths of a point, and the height of the taller one.
#[derive(Clone, Copy)]
struct ColumnLayout {
    main_width: usize,
    side_width: usize,
    main_height: Pt,
    side_height: Pt,
}

impl ColumnLayout {
    fn taller_height(&self) -> Pt {
        self.main_height.max(self.side_height)
    }
}

impl<'a> BodyWriter<'a> {
    /// Writes two columns: side by side on a sheet, one below the other in a note.
    pub(super) fn write_columns(&mut self, main: &'a [Block], side: &'a [Block]) {
        let is_nested = self.width != self.metrics.width;
        let is_sheet = self.document().medium == Medium::Sheet;
        let layout = if is_sheet && !is_nested {
            self.balanced_columns(main, side)
        } else {
            None
        };
        let Some(layout) = layout else {
            self.write_blocks(main, BlockContext::Body);
            self.write_blocks(side, BlockContext::Body);
            return;
        };
        let height = self.estimated_height() + layout.taller_height();
        if !self.children.is_empty() {
            self.end_section(Section::default());
        }
        self.width = layout.main_width;
        self.write_blocks(main, BlockContext::Body);
        self.width = layout.side_width;
        // The break to the next column needs a paragraph, and a table is followed by none.
        if self.after_table {
            self.push_paragraph(empty_paragraph(ParagraphStyle::TableSpacing));
        }
        self.new_column = true;
        self.write_blocks(side, BlockContext::Body);
        if self.new_column {
            self.push_paragraph(empty_paragraph(ParagraphStyle::TableSpacing));
        }
        self.end_section(Section {
            columns: Some((layout.main_width, layout.side_width)),
        });
        self.width = self.metrics.width;
        self.measured = MeasuredPart {
            children: self.children.len(),
            height,
        };
    }

    /// Finds widths with which two columns end at about the same height. `None` if one is empty or
    /// they would run over the page, which would push the second column to the next page.
    fn balanced_columns(&self, main: &'a [Block], side: &'a [Block]) -> Option<ColumnLayout> {
        let total = self.metrics.width.saturating_sub(self.metrics.gutter);
        let attempt = |percent: usize| {
            let main_width = total * percent / 100;
            let side_width = total - main_width;
            ColumnLayout {
                main_width,
                side_width,
                main_height: self.trial_height(main, main_width),
                side_height: self.trial_height(side, side_width),
            }
        };
        let mut best = attempt(DEFAULT_PERCENT);
        if best.main_height.min(best.side_height) <= Pt::ZERO {
            return None;
        }
        let line = self.metrics.scale.body.leading;
        if (best.main_height - best.side_height).abs() > 2.0 * line {
            let others = if best.main_height > best.side_height {
                WIDER_PERCENTS
            } else {
                NARROWER_PERCENTS
            };
            for percent in others {
                let other = attempt(percent);
                // The default width looks better: another one has to save a line.
                if other.taller_height() + line < best.taller_height() {
                    best = other;
                }
            }
        }
        let available = Pt::from_twips(self.metrics.height) - self.estimated_height();
        (best.taller_height() < available).then_some(best)
    }

    /// The height that blocks would have in a column of a width.
    fn trial_height(&self, blocks: &'a [Block], width: usize) -> Pt {
        let mut body = BodyWriter::new(
            self.document(),
            self.metrics,
            self.assets,
            self.ruler,
            self.writer.east_asian,
        );
        body.width = width;
        body.write_blocks(blocks, BlockContext::Body);
        body.estimated_height()
    }

    /// Ends a section at the last paragraph, which holds its properties.
    fn end_section(&mut self, section: Section) {
        if !matches!(self.children.last(), Some(BlockNode::Paragraph(_))) {
            // Not an empty paragraph: LibreOffice drops it here, and then the table before it falls
            // out of its column.
            self.push_paragraph(plain_paragraph(ParagraphStyle::TableSpacing, " "));
        }
        if let Some(BlockNode::Paragraph(last)) = self.children.last_mut() {
            last.section.get_or_insert(section);
        }
    }
}

/// The main column's share of the width, in percent.
const DEFAULT_PERCENT: usize = 62;
/// Shares to try if the main column is the taller one.
const WIDER_PERCENTS: [usize; 2] = [66, 70];
/// Shares to try if the side column is the taller one.
const NARROWER_PERCENTS: [usize; 2] = [56, 50];
