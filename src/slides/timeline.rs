//! Events on a line: side by side where each has room, else one below the other.

use super::block_rules::block_to_table;
use super::geometry::{self, EVENTS_IN_ROW, SlideSizes, TIMELINE_RAIL, TOTAL_SHARES};
use super::measure::SlideMeasurer;
use super::tables::column_shares;
use crate::document::{Block, Event, Inline};
use crate::length::Px;
use crate::theme::Type;

/// Lines that the text of an event may take where events stand side by side.
const MAX_LINES: usize = 6;

/// Higher than any slide: what cannot be set at a size.
const TOO_HIGH: Px = Px(1e6);

impl SlideMeasurer<'_> {
    /// Whether events stand side by side on a line. It is text of full size that decides, so that
    /// larger text does not change it; and events that go on over several slides look the same on
    /// each.
    #[must_use]
    pub fn sets_events_in_row(&self, items: &[Event]) -> bool {
        let full = SlideSizes::at_scale(&self.theme.slide, 1.0).small;
        self.on_one_slide
            && EVENTS_IN_ROW.contains(&items.len())
            && self.fits_in_columns(items, full)
    }

    /// Whether every event fits in its column.
    fn fits_in_columns(&self, items: &[Event], set: Type<Px>) -> bool {
        let width = geometry::column_width(&self.theme.slide, items.len());
        items.iter().all(|event| {
            !event.date.is_empty()
                && !event.text.is_empty()
                && self.body.width(&event.date, set.size, true) <= width
                && self.body.longest_word(&event.text, set.size, false) <= width
                && self.line_count(&event.text, set, false, width) <= MAX_LINES
        })
    }

    fn line_count(&self, text: &[Inline], set: Type<Px>, strong: bool, width: Px) -> usize {
        self.body.line_count(text, set.size, strong, width)
    }

    /// Height of a timeline.
    pub(super) fn timeline_height(&self, items: &[Event], sizes: &SlideSizes) -> Px {
        let set = sizes.small;
        if self.sets_events_in_row(items) {
            if !self.fits_in_columns(items, set) {
                return TOO_HIGH;
            }
            let width = geometry::column_width(&self.theme.slide, items.len());
            let lines = items
                .iter()
                .map(|event| self.line_count(&event.text, set, false, width))
                .max();
            return set.leading + TIMELINE_RAIL + lines.unwrap_or(0) as f32 * set.leading;
        }
        let Some(table) = block_to_table(
            &Block::Timeline {
                items: items.to_vec(),
            },
            self.labels,
        ) else {
            return Px::ZERO;
        };
        let shares = column_shares(&table, &self.body, set, self.width());
        let cell = |at: usize| self.cell_width(shares.get(at).copied().unwrap_or(TOTAL_SHARES));
        let rows = items.iter().map(|event| {
            let dates = self.line_count(&event.date, set, true, cell(0));
            dates.max(self.line_count(
                &event.text,
                set,
                false,
                (cell(1) - TIMELINE_RAIL).max(set.size),
            ))
        });
        let row = |lines: usize| lines as f32 * set.leading + 2.0 * sizes.cell_pad + Px(1.0);
        row(1) + rows.map(row).sum::<Px>()
    }
}
