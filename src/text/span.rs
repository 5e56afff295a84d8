//! Styled text as the caller gives it: spans, and the setting of the paragraph that they make up.

use crate::document::Direction;
use crate::fonts::FontStyle;
use crate::theme::Color;

/// A stretch of text in one style.
#[derive(Debug, Clone, PartialEq)]
pub struct TextSpan {
    /// The text. Runs of spaces and tabs count as one space, `'\n'` is a line break that the author
    /// asked for, and other control characters are left out.
    pub text: String,
    /// Weight and slant.
    pub style: FontStyle,
    /// Size relative to that of the paragraph; greater than 0, usually 1.
    pub scale: f32,
    /// Height above the baseline, in ems of the paragraph. Raised text uses the superior glyphs of
    /// its face (OpenType feature `sups`) if there is one for every character; then it is neither
    /// scaled nor raised.
    pub rise: f32,
    /// Text colour.
    pub color: Color,
    /// Room before the first character, for something that is drawn there, in ems of the paragraph.
    pub lead: f32,
    /// BCP 47 language tag; `None` for the language of the paragraph.
    pub lang: Option<String>,
    /// A number of the caller's choice, which the runs of this span have, too. Spans with different
    /// marks never share a run.
    pub mark: u32,
}

#[cfg(test)]
impl TextSpan {
    /// Regular text in the size and language of the paragraph, with mark 0.
    pub(super) fn new(text: impl Into<String>, color: Color) -> Self {
        Self {
            text: text.into(),
            style: FontStyle::default(),
            scale: 1.0,
            rise: 0.0,
            color,
            lead: 0.0,
            lang: None,
            mark: 0,
        }
    }
}

/// Which lines of a paragraph are made equally long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Balance {
    /// None: each line is as full as it can be.
    #[default]
    None,
    /// The last line, which is at least 40 % as long as the longest, if its breaks allow it.
    LastLine,
    /// All lines, as in titles.
    AllLines,
}

/// Settings for a whole paragraph.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ParagraphSetting<'a> {
    /// Font families in the order in which they are tried; all other families follow.
    pub families: &'a [String],
    /// BCP 47 language tag.
    pub lang: &'a str,
    /// Main direction.
    pub direction: Direction,
    /// Letter-spacing in ems. Any value but 0 turns ligatures off.
    pub tracking: f32,
    /// Whether figures are lining and equally wide (OpenType features `lnum` and `tnum`).
    pub tabular: bool,
    /// Whether words may be hyphenated where a line would be loose, if there are patterns for their
    /// language. A word that is wider than the measure is hyphenated in any case.
    pub hyphenate: bool,
    /// Which lines are made equally long.
    pub balance: Balance,
    /// Whether lines are stretched to the measure, unless their spaces would become too wide.
    pub justify: bool,
}

impl Default for ParagraphSetting<'_> {
    /// English text from left to right, ragged and not hyphenated, in the first family there is.
    fn default() -> Self {
        Self {
            families: &[],
            lang: "en",
            direction: Direction::Ltr,
            tracking: 0.0,
            tabular: false,
            hyphenate: false,
            balance: Balance::None,
            justify: false,
        }
    }
}
