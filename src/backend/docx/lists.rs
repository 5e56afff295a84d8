//! Lists: their numbers, levels and indents.

use crate::ooxml::xml::{Element, element};

/// Levels of lists that have styles of their own; deeper ones look like the last.
pub(super) const LIST_LEVELS: usize = 5;

/// Indent of a list level, in twentieths of a point.
pub(super) const LIST_INDENT: usize = 340;

/// Indent of an event from the line of its timeline, in twentieths of a point.
pub(super) const EVENT_INDENT: usize = 200;

/// Numbering definitions that styles refer to; numbers of single lists follow.
pub(super) mod numbering_ids {
    /// Bulleted lists.
    pub(crate) const BULLETS: usize = 1;
    /// Numbered lists.
    pub(crate) const NUMBERS: usize = 2;
    /// The list of sources.
    pub(crate) const SOURCES: usize = 3;
    /// Bullets in table cells.
    pub(crate) const CELL_BULLETS: usize = 4;
    /// Bullets in the bottom line.
    pub(crate) const LEAD_BULLETS: usize = 5;
    /// Numbers in the bottom line.
    pub(crate) const LEAD_NUMBERS: usize = 6;
    /// Dots on the line of a timeline.
    pub(crate) const DOTS: usize = 7;
    /// The first number that is free for a list of its own.
    pub(crate) const FIRST_FREE: usize = 10;
}

/// An ordered list that starts at 1.
pub(super) struct NumberedList {
    /// Its number, [`numbering_ids::FIRST_FREE`] or more.
    pub(super) id: usize,
    /// The definition it follows, of [`list`].
    pub(super) definition: usize,
    /// Its level, from 0.
    pub(super) level: usize,
}

impl NumberedList {
    /// Its numbering, as it stands behind all that list styles refer to.
    pub(super) fn to_num_element(&self) -> Element {
        let value = |name: &str, value: usize| element(name).with("w:val", value.to_string());
        let restart = element("w:lvlOverride")
            .with("w:ilvl", self.level.to_string())
            .child(value("w:startOverride", 1));
        element("w:num")
            .with("w:numId", self.id.to_string())
            .child(value("w:abstractNumId", self.definition))
            .child(restart)
    }

    /// The id of the style whose numbers it starts again; `None` for one without a name of Word's
    /// own.
    pub(super) fn restarted_style(&self) -> Option<String> {
        (self.definition == numbering_ids::NUMBERS)
            .then(|| format!("ListNumber{}", level_suffix(self.level).trim()))
    }
}

/// Nothing for the first level, then ` 2` and so on, as Word names list styles.
pub(super) fn level_suffix(level: usize) -> String {
    if level == 0 {
        String::new()
    } else {
        format!(" {}", level + 1)
    }
}
