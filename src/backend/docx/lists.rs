//! Ids, levels and indents of lists, as styles, numbering definitions and text use them.

use crate::ooxml::xml::{Element, element};

/// The number of list levels that have styles. Deeper levels use the style of the last.
pub(super) const LIST_LEVELS: usize = 5;

/// Indent of a list level, in twentieths of a point.
pub(super) const LIST_INDENT: usize = 340;

/// Indent of an event from the line of a timeline, in twentieths of a point.
pub(super) const EVENT_INDENT: usize = 200;

/// Ids of the numbering definitions that styles refer to. Ids of a document's own lists follow.
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
    /// The first id of a document's own lists.
    pub(crate) const FIRST_FREE: usize = 10;
}

/// A single ordered list, which starts at 1.
pub(super) struct NumberedList {
    /// [`numbering_ids::FIRST_FREE`] or more.
    pub(super) id: usize,
    /// The definition that it follows, one of [`numbering_ids`].
    pub(super) definition: usize,
    /// The level of its items, from 0.
    pub(super) level: usize,
}

impl NumberedList {
    /// The numbering instance (`w:num`), which restarts its definition at 1.
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

    /// The id of the built-in list style whose numbers it restarts; `None` if its style is ours.
    pub(super) fn restarted_style(&self) -> Option<String> {
        if self.definition != numbering_ids::NUMBERS {
            return None;
        }
        Some(format!("ListNumber{}", level_suffix(self.level).trim()))
    }
}

/// The end of Word's name of a list style: nothing for the first level, then ` 2`, ` 3` and so on.
pub(super) fn level_suffix(level: usize) -> String {
    if level == 0 {
        String::new()
    } else {
        format!(" {}", level + 1)
    }
}
