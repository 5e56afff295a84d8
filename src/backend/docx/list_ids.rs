//! Ids, levels and indents of lists, as styles, numbering definitions and text use them.

use super::paragraph_style::ParagraphStyle;
use crate::ooxml::xml::{Element, element};
use crate::theme::TypeScale;

/// Indent of a list level, in twentieths of a point.
pub(super) const LIST_INDENT: usize = 340;

/// Indent of an entry in the list of sources, in twentieths of a point.
pub(super) const SOURCE_INDENT: usize = 400;

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

/// The indent of a level of a list that styles refer to, in twentieths of a point. Lists of the
/// bottom line have that of their styles.
pub(super) fn list_indent(id: usize, level: usize, scale: &TypeScale) -> usize {
    match id {
        numbering_ids::BULLETS | numbering_ids::NUMBERS => LIST_INDENT * (level + 1),
        numbering_ids::SOURCES => SOURCE_INDENT,
        numbering_ids::CELL_BULLETS => scale.small.size.twips() as usize,
        numbering_ids::DOTS => EVENT_INDENT,
        _ => 0,
    }
}

/// A single ordered list.
pub(super) struct NumberedList {
    /// [`numbering_ids::FIRST_FREE`] or more.
    pub(super) id: usize,
    /// The definition that it follows, one of [`numbering_ids`].
    pub(super) definition: usize,
    /// The level of its items, from 0.
    pub(super) level: usize,
    /// The number of its first item.
    pub(super) first: u32,
}

impl NumberedList {
    /// The numbering instance (`w:num`), which starts its definition again at the first number.
    pub(super) fn to_num_element(&self) -> Element {
        let value = |name: &str, value: usize| element(name).with("w:val", value.to_string());
        let restart = element("w:lvlOverride")
            .with("w:ilvl", self.level.to_string())
            .child(element("w:startOverride").with("w:val", self.first.to_string()));
        element("w:num")
            .with("w:numId", self.id.to_string())
            .child(value("w:abstractNumId", self.definition))
            .child(restart)
    }

    /// The built-in list style whose numbers it restarts; `None` if its style is ours.
    pub(super) fn restarted_style(&self) -> Option<ParagraphStyle> {
        if self.definition != numbering_ids::NUMBERS {
            return None;
        }
        Some(ParagraphStyle::list_number(self.level))
    }
}
