//! briefkit turns a YAML brief into a PDF one-pager, a Word briefing note and a Markdown slide deck.

pub mod assets;
pub mod backend;
pub mod batch;
pub mod brief;
pub mod chart;
pub mod diagnostic;
pub mod document;
pub mod fonts;
pub mod lang;
pub mod layout;
pub mod markup;
pub mod measure;
pub mod project;
pub mod reader;
pub mod report;
pub mod slides;
pub mod template;
pub mod theme;
pub mod yaml;
