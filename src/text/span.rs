//! Styled text as the caller gives it: spans, and the setting of the paragraph they make.

use crate::document::Direction;
use crate::fonts::FontStyle;
use crate::theme::Color;

/// A stretch of text in one style.
///
/// Runs of spaces and tabs are one space; `'\n'` is a line break that the author asked for; other
/// control characters are left out.
#[derive(Debug, Clone, PartialEq)]
pub struct TextSpan {
    /// The words.
    pub text: String,
    /// Weight and slant.
    pub style: FontStyle,
    /// Size relative to the paragraph's; more than 0, mostly 1.
    pub scale: f32,
    /// Above the baseline, in ems of the paragraph. Raised text is set in the superiors of its face
    /// where that has them for all of it (OpenType `sups`), and then neither scaled nor moved.
    pub rise: f32,
    /// Its colour.
    pub color: Color,
    /// BCP 47 tag; `None` is the setting's.
    pub lang: Option<String>,
    /// The caller's own number: runs are cut where it changes.
    pub mark: u32,
}

impl TextSpan {
    /// Regular text of the paragraph's size and language.
    #[must_use]
    pub fn new(text: impl Into<String>, color: Color) -> Self {
        let style = FontStyle::default();
        Self {
            text: text.into(),
            style,
            scale: 1.0,
            rise: 0.0,
            color,
            lang: None,
            mark: 0,
        }
    }
}

/// What holds for a paragraph as a whole.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ParagraphSetting<'a> {
    /// Tried in order for each cluster of characters; all other families follow.
    pub families: &'a [String],
    /// BCP 47 tag.
    pub lang: &'a str,
    /// Main direction.
    pub direction: Direction,
    /// Letter-spacing, in ems. Anything but 0 turns ligatures off.
    pub tracking: f32,
    /// Lining figures of equal width.
    pub tabular: bool,
    /// Whether words may be hyphenated, where their language has patterns.
    pub hyphenate: bool,
    /// Lines of nearly equal length, for titles.
    pub balance: bool,
    /// Lines as wide as the measure, where the spaces in them do not become too wide.
    pub justify: bool,
}

impl Default for ParagraphSetting<'_> {
    /// English, left to right, ragged, not hyphenated, in whatever family comes first.
    fn default() -> Self {
        Self {
            families: &[],
            lang: "en",
            direction: Direction::Ltr,
            tracking: 0.0,
            tabular: false,
            hyphenate: false,
            balance: false,
            justify: false,
        }
    }
}
