//! The rules for timelines that pages, the planner of slides and the Markdown deck share: whether
//! events can be side by side, and the room for their line.

use std::ops::RangeInclusive;

use crate::document::Event;
use crate::length::Px;

/// How many events can be side by side on a line. Fewer or more are one below the other.
pub(crate) const EVENTS_IN_ROW: RangeInclusive<usize> = 3..=7;

/// Space across a timeline on a slide for its line.
pub(crate) const TIMELINE_RAIL: Px = Px(40.0);

/// Whether events can be side by side if each has enough room: they are neither too few nor too
/// many, and each has a date and a text.
pub(crate) fn can_be_event_row(items: &[Event]) -> bool {
    if !EVENTS_IN_ROW.contains(&items.len()) {
        return false;
    }
    for event in items {
        if event.date.is_empty() || event.text.is_empty() {
            return false;
        }
    }
    true
}
