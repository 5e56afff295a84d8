//! briefkit turns a YAML brief into a PDF one-pager, a Word briefing note and a Markdown slide deck.

pub mod assets;
pub mod backend;
pub mod chart;
pub mod diagnostic;
pub mod document;
pub mod fonts;
pub mod theme;
