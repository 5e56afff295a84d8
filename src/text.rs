//! Text setting: styled text to lines of placed glyphs.
//!
//! A [`Shaper`] shapes a paragraph once, in ems; the [`Paragraph`] is then broken into lines at any
//! size and measure. Nothing here knows about blocks, pages or a file format. Bare numbers are ems
//! of the paragraph; x runs to the right and y downwards.

mod break_opportunities;
mod break_penalty;
mod cache;
mod characters;
mod cjk_spacing;
mod faces;
mod hyphenation;
mod itemize;
mod line;
mod linebreak;
pub(crate) mod memo;
mod paragraph;
pub mod ruler;
mod shape;
mod shaped;
pub(crate) mod shaper;
mod space_features;
mod span;
#[cfg(test)]
mod tests;
mod words;

pub use line::TextLine;
pub use paragraph::Paragraph;
pub use shaper::Shaper;
pub use span::{ParagraphSetting, TextSpan};
