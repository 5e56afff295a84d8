//! Two columns side by side, as wide as lets them end together.

use docx_rs::{DocumentChild, SectionProperty};

use super::super::deferred::Section;
use super::{BlockContext, BodyWriter, empty_paragraph, plain_paragraph};
use crate::document::{Block, Medium};
use crate::length::Pt;

impl<'a> BodyWriter<'a> {
    /// Columns stand side by side on a sheet, and one below the other on pages.
    pub(super) fn write_columns(&mut self, main: &'a [Block], side: &'a [Block]) {
        let nested = self.width != self.metrics.width;
        let sheet = self.document().medium == Medium::Sheet && !nested;
        let widths = if sheet {
            self.balanced_columns(main, side)
        } else {
            None
        };
        let Some((wide, narrow, height)) = widths else {
            self.write_blocks(main, BlockContext::Body);
            self.write_blocks(side, BlockContext::Body);
            return;
        };
        let settled = self.estimated_height() + height;
        if !self.children.is_empty() {
            self.end_section(Section { columns: None });
        }
        self.width = wide;
        self.write_blocks(main, BlockContext::Body);
        self.width = narrow;
        if self.after_table {
            self.push_paragraph(empty_paragraph("TableSpacing"));
        }
        self.new_column = true;
        self.write_blocks(side, BlockContext::Body);
        if self.new_column {
            self.push_paragraph(empty_paragraph("TableSpacing"));
        }
        self.end_section(Section {
            columns: Some((wide, narrow)),
        });
        self.width = self.metrics.width;
        self.settled = (self.children.len(), settled);
    }

    /// Widths of two columns that end about together, and the height of the taller one; `None` if
    /// they cannot stand side by side.
    fn balanced_columns(&self, main: &'a [Block], side: &'a [Block]) -> Option<(usize, usize, Pt)> {
        let width = self.metrics.width.saturating_sub(self.metrics.gutter);
        let tried = |percent: usize| {
            let wide = width * percent / 100;
            (
                wide,
                self.trial_height(main, wide),
                self.trial_height(side, width - wide),
            )
        };
        let (mut wide, mut left, mut right) = tried(DEFAULT_PERCENT);
        let line = self.metrics.scale.body.leading;
        let others = if left > right {
            WIDER_PERCENTS
        } else {
            NARROWER_PERCENTS
        };
        let uneven = left.min(right) > Pt::ZERO && (left - right).abs() > 2.0 * line;
        for percent in others.into_iter().filter(|_| uneven) {
            let (other, main, side) = tried(percent);
            // The usual width looks better: another one has to save a line.
            if main.max(side) + line < left.max(right) {
                (wide, left, right) = (other, main, side);
            }
        }
        // A column that ran over the page would push the other one to the next.
        let room = Pt::from_twips(self.metrics.height) - self.estimated_height();
        (left.min(right) > Pt::ZERO && left.max(right) < room)
            .then(|| (wide, width - wide, left.max(right)))
    }

    /// The height that blocks would have in a column of that width.
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

    /// Ends a section with the last paragraph.
    fn end_section(&mut self, section: Section) {
        if !matches!(self.children.last(), Some(DocumentChild::Paragraph(_))) {
            // LibreOffice drops an empty paragraph here, and then the table before it falls out of
            // its column.
            self.push_paragraph(plain_paragraph("TableSpacing", " "));
        }
        if let Some(DocumentChild::Paragraph(last)) = self.children.last_mut() {
            if last.property.section_property.is_some() {
                return;
            }
            last.property.section_property = Some(SectionProperty::new());
            self.writer.deferred.sections.push(section);
        }
    }
}

/// Shares of the width that the main one of two columns may have, in percent: as a rule, if it is
/// the taller one, and if the other is.
const DEFAULT_PERCENT: usize = 62;
const WIDER_PERCENTS: [usize; 2] = [66, 70];
const NARROWER_PERCENTS: [usize; 2] = [56, 50];
