//! Two columns side by side, as wide as lets them end together.

use docx_rs::{DocumentChild, SectionProperty};

use super::super::deferred::Section;
use super::{BlockContext, BodyWriter, empty, words};
use crate::document::{Block, Medium};
use crate::length::Pt;

impl<'a> BodyWriter<'a> {
    /// Columns stand side by side on a sheet, and one below the other on pages.
    pub(super) fn columns(&mut self, main: &'a [Block], side: &'a [Block]) {
        let nested = self.width != self.look.width;
        let sheet = self.document().medium == Medium::Sheet && !nested;
        let widths = if sheet {
            self.column_widths(main, side)
        } else {
            None
        };
        let Some((wide, narrow, height)) = widths else {
            self.blocks(main, BlockContext::Body);
            self.blocks(side, BlockContext::Body);
            return;
        };
        let settled = self.height() + height;
        if !self.children.is_empty() {
            self.end_section(Section { columns: None });
        }
        self.width = wide;
        self.blocks(main, BlockContext::Body);
        self.width = narrow;
        if self.after_table {
            self.push(empty("TableSpacing"));
        }
        self.new_column = true;
        self.blocks(side, BlockContext::Body);
        if self.new_column {
            self.push(empty("TableSpacing"));
        }
        self.end_section(Section {
            columns: Some((wide, narrow)),
        });
        self.width = self.look.width;
        self.settled = (self.children.len(), settled);
    }

    /// Widths of two columns that end about together, and the height of the taller one; `None` if
    /// they cannot stand side by side.
    fn column_widths(&self, main: &'a [Block], side: &'a [Block]) -> Option<(usize, usize, Pt)> {
        let width = self.look.width.saturating_sub(self.look.gutter);
        let tried = |percent: usize| {
            let wide = width * percent / 100;
            (wide, self.trial(main, wide), self.trial(side, width - wide))
        };
        let (mut wide, mut left, mut right) = tried(USUAL_SHARE);
        let line = self.look.scale.body.leading;
        let others = if left > right {
            WIDER_SHARES
        } else {
            NARROWER_SHARES
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
        let room = Pt::from_twips(self.look.height) - self.height();
        (left.min(right) > Pt::ZERO && left.max(right) < room)
            .then(|| (wide, width - wide, left.max(right)))
    }

    /// The height that blocks would have in a column of that width.
    fn trial(&self, blocks: &'a [Block], width: usize) -> Pt {
        let mut body = BodyWriter::new(
            self.document(),
            self.look,
            self.assets,
            self.ruler,
            self.writer.east_asian,
        );
        body.width = width;
        body.blocks(blocks, BlockContext::Body);
        body.height()
    }

    /// Ends a section with the last paragraph.
    fn end_section(&mut self, section: Section) {
        if !matches!(self.children.last(), Some(DocumentChild::Paragraph(_))) {
            // LibreOffice drops an empty paragraph here, and then the table before it falls out of
            // its column.
            self.push(words("TableSpacing", " "));
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
const USUAL_SHARE: usize = 62;
const WIDER_SHARES: [usize; 2] = [66, 70];
const NARROWER_SHARES: [usize; 2] = [56, 50];
