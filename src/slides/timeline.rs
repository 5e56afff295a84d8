//! Events on a line: side by side where each fits in a column, otherwise one below the other.

use super::block_rules::block_to_table;
use super::geometry::{SlideSizes, TOTAL_SHARES, column_width};
use super::measure::{BlockSizes, SlideMeasurer, table_row_height};
use super::tables::column_shares;
use crate::document::{Block, Event, Inline};
use crate::length::Px;
use crate::theme::Type;
use crate::timeline::{TIMELINE_RAIL, can_be_event_row};

/// Lines that the text of an event may take if events are side by side.
const MAX_EVENT_LINES: usize = 6;

/// Higher than any slide: the height of events that do not fit side by side at a scale.
const TOO_HIGH: Px = Px(1e6);

impl SlideMeasurer<'_> {
    /// Whether events are set side by side on a line.
    ///
    /// Text of full size decides, so that a change of scale changes nothing else. Events that go on
    /// over several slides are never side by side, so that they look the same on each.
    #[must_use]
    pub fn sets_events_in_row(&self, items: &[Event]) -> bool {
        let full_size = SlideSizes::at_scale(&self.theme.slide, 1.0).small;
        self.on_one_slide && can_be_event_row(items) && self.fits_in_columns(items, full_size)
    }

    /// Whether every event fits in its column.
    fn fits_in_columns(&self, items: &[Event], text_type: Type<Px>) -> bool {
        let width = column_width(&self.theme.slide, items.len());
        let size = text_type.size;
        for event in items {
            // A date is one line, and no word is broken.
            if self.body.width(&event.date, size, true) > width {
                return false;
            }
            if self.body.longest_word_width(&event.text, size, false) > width {
                return false;
            }
            if self.event_lines(&event.text, text_type, width) > MAX_EVENT_LINES {
                return false;
            }
        }
        true
    }

    fn event_lines(&self, text: &[Inline], text_type: Type<Px>, width: Px) -> usize {
        self.body.line_count(text, text_type.size, false, width)
    }

    pub(super) fn timeline_height(&self, items: &[Event], sizes: &BlockSizes) -> Px {
        if self.sets_events_in_row(items) {
            self.event_row_height(items, sizes.small)
        } else {
            self.event_column_height(items, sizes)
        }
    }

    /// Height of events side by side: dates, the line, then texts.
    fn event_row_height(&self, items: &[Event], text_type: Type<Px>) -> Px {
        if !self.fits_in_columns(items, text_type) {
            return TOO_HIGH;
        }
        let width = column_width(&self.theme.slide, items.len());
        let mut lines = 0;
        for event in items {
            let event_lines = self.event_lines(&event.text, text_type, width);
            lines = lines.max(event_lines);
        }
        text_type.leading + TIMELINE_RAIL + lines as f32 * text_type.leading
    }

    /// Height of events one below the other: as their table, with the line between dates and texts.
    fn event_column_height(&self, items: &[Event], sizes: &BlockSizes) -> Px {
        let timeline = Block::Timeline {
            items: items.to_vec(),
        };
        let Some(table) = block_to_table(&timeline, self.labels) else {
            return Px::ZERO;
        };
        let text_type = sizes.small;
        let shares = column_shares(&table, &self.body, text_type, self.width());
        let cell_width =
            |column: usize| self.cell_width(shares.get(column).copied().unwrap_or(TOTAL_SHARES));
        let date_width = cell_width(0);
        let text_width = (cell_width(1) - TIMELINE_RAIL).max(text_type.size);
        // Markdown decks show this timeline as a table, which has a header.
        let mut height = table_row_height(1, sizes);
        for event in items {
            let date_lines = self
                .body
                .line_count(&event.date, text_type.size, true, date_width);
            let text_lines = self.event_lines(&event.text, text_type, text_width);
            height += table_row_height(date_lines.max(text_lines), sizes);
        }
        height
    }
}
