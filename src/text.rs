//! Text setting: from styled text to lines of placed glyphs.
//!
//! A [`Shaper`] shapes a paragraph once, in ems. The [`Paragraph`] can then be broken into lines at
//! any size and measure. Nothing here knows about blocks, pages or file formats.
//!
//! A text takes these steps: [`itemize`] divides it by style, face, script and direction; [`shape`]
//! turns each item into clusters of glyphs; [`cjk_spacing`] adjusts the space in CJK text;
//! [`break_opportunities`] finds the places where lines may end, and [`word_breaks`] those inside of
//! words; [`linebreak`] chooses among them; [`line`] places the glyphs of each line.
//!
//! [`ruler`] is separate: it estimates widths without shaping, for programs that break the lines
//! themselves. For these, [`long_words`] and [`soft_hyphens`] hyphenate what is wider than a line.
//!
//! Bare numbers are ems of the paragraph. x runs to the right and y downwards.

mod break_opportunities;
mod break_penalty;
mod cache;
mod characters;
mod cjk_spacing;
mod dictionary_breaks;
mod faces;
mod itemize;
mod joined_signs;
mod line;
mod linebreak;
pub(crate) mod long_words;
mod paragraph;
pub mod ruler;
mod shape;
mod shaped;
pub(crate) mod shaper;
pub(crate) mod soft_hyphens;
mod space_features;
mod span;
#[cfg(test)]
mod tests;
mod word_breaks;
mod words;

pub(crate) use characters::is_skin_tone;
pub use line::{LineDefect, TextLine};
pub use paragraph::Paragraph;
pub use shaper::Shaper;
pub use span::{Balance, ParagraphSetting, TextSpan};
pub use word_breaks::NO_LANGUAGE;
