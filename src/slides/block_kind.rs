//! What the planner asks of a block by its kind.

use crate::document::Block;

/// Whether a block needs a look of its own, so that a slide can hold one such block only.
pub(super) fn is_exhibit(block: &Block) -> bool {
    match block {
        Block::Metrics { .. }
        | Block::Group(_)
        | Block::Table(_)
        | Block::People { .. }
        | Block::Timeline { .. }
        | Block::Options { .. }
        | Block::Risks { .. }
        | Block::Actions { .. }
        | Block::Glossary { .. }
        | Block::Contacts { .. }
        | Block::Particulars { .. }
        | Block::Chart(_)
        | Block::Image(_)
        | Block::Sources => true,
        Block::Masthead
        | Block::Heading { .. }
        | Block::Paragraph { .. }
        | Block::List { .. }
        | Block::BottomLine { .. }
        | Block::Ask { .. }
        | Block::Point(_)
        | Block::Quote(_)
        | Block::Questions { .. }
        | Block::Columns { .. }
        | Block::Notes { .. }
        | Block::Break => false,
    }
}
