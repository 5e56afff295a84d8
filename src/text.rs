//! Text setting: styled text to lines of placed glyphs.
//!
//! A [`Shaper`] shapes a paragraph once, in ems; the [`Paragraph`] is then broken into lines at any
//! size and measure. Nothing here knows about blocks, pages or a file format. Bare numbers are ems
//! of the paragraph; x runs to the right and y downwards.

mod break_opportunities;
mod cache;
mod cjk_spacing;
mod faces;
mod line;
mod linebreak;
pub(crate) mod memo;
pub mod ruler;
mod shape;
mod space_features;
#[cfg(test)]
mod tests;
mod words;

use std::ops::Range;
use std::sync::Arc;

pub(crate) use faces::Prepared;

use crate::document::Direction;
use crate::fonts::{FaceId, FontStyle, Fonts};
use crate::frame::Run;
use crate::length::Pt;
use crate::theme::Color;

/// A stretch of text in one style.
///
/// Runs of spaces and tabs are one space; `'\n'` is a line break that the author asked for; other
/// control characters are left out.
#[derive(Debug, Clone, PartialEq)]
pub struct Span {
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

impl Span {
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
pub struct Setting<'a> {
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

impl Default for Setting<'_> {
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

/// Shapes paragraphs. What it has shaped is known to all shapers of the same fonts, on all threads.
pub struct Shaper {
    fonts: Arc<Fonts>,
}

impl Shaper {
    /// A shaper for a collection of fonts.
    #[must_use]
    pub fn new(fonts: Arc<Fonts>) -> Self {
        Self { fonts }
    }

    /// Shapes text, or finds it among what was shaped before.
    pub fn paragraph(&self, spans: &[Span], setting: &Setting<'_>) -> Arc<Paragraph> {
        match cache::key(spans, setting) {
            Some(key) => self
                .fonts
                .prepared()
                .paragraphs
                .get_or_make(&key, || self.shape(spans, setting)),
            None => Arc::new(self.shape(spans, setting)),
        }
    }

    fn faces(&self) -> faces::Faces<'_> {
        faces::Faces::of(&self.fonts)
    }

    /// Ascent and descent, both positive, of the first of `families` that there is, in ems.
    #[must_use]
    pub fn vertical(&self, families: &[String]) -> (f32, f32) {
        self.faces()
            .first(families)
            .map_or((0.8, 0.2), |face| (face.ascent, face.descent))
    }

    /// Height of capital letters of the first of `families` that there is, in ems.
    #[must_use]
    pub fn cap_height(&self, families: &[String]) -> f32 {
        self.faces()
            .first(families)
            .map_or(0.7, |face| face.cap_height)
    }

    fn shape(&self, spans: &[Span], setting: &Setting<'_>) -> Paragraph {
        let faces = self.faces();
        let mut shaped = shape::shape(faces, spans, setting);
        cjk_spacing::adjust(faces, &mut shaped);
        let (breaks, segments) = break_opportunities::find(faces, &shaped, spans, setting);
        let Setting {
            direction,
            balance,
            justify,
            ..
        } = *setting;
        Paragraph {
            shaped,
            breaks,
            segments,
            direction,
            balance,
            justify,
        }
    }
}

/// Shaped text, independent of size and measure.
pub struct Paragraph {
    shaped: Shaped,
    /// Where lines may begin and end; each segment's begin with its start and end with its end.
    breaks: Vec<Break>,
    /// The pieces between line breaks that the author asked for, as ranges of `breaks`.
    segments: Vec<Range<usize>>,
    direction: Direction,
    balance: bool,
    justify: bool,
}

/// Text as clusters of glyphs.
#[derive(Default)]
struct Shaped {
    text: String,
    /// Where each span starts in the text.
    starts: Vec<usize>,
    looks: Vec<Look>,
    glyphs: Vec<ShapedGlyph>,
    /// In logical order.
    clusters: Vec<Cluster>,
    /// Whether any of it runs from right to left.
    mixed: bool,
}

/// What the glyphs of a run have in common.
#[derive(Clone, Copy, PartialEq)]
struct Look {
    face: FaceId,
    scale: f32,
    rise: f32,
    color: Color,
    mark: u32,
    /// Its hyphen and how wide that is.
    hyphen: Option<(u16, f32)>,
}

/// A glyph; in ems of the paragraph.
#[derive(Debug, Clone, Copy, PartialEq)]
struct ShapedGlyph {
    id: u16,
    advance: f32,
    dx: f32,
    dy: f32,
}

/// Characters that are drawn together and never parted; in ems of the paragraph.
#[derive(Debug, Clone, PartialEq)]
struct Cluster {
    /// In the text.
    text: Range<usize>,
    /// In the glyphs, in visual order.
    glyphs: Range<usize>,
    look: usize,
    kind: Kind,
    /// Embedding level; odd is from right to left.
    level: u8,
    /// Letter-spacing included.
    advance: f32,
    /// What the advance loses at the end of a line: letter-spacing, and the empty half of a
    /// full-width mark.
    end_trim: f32,
    /// What the advance loses at the start of a line: the empty half of a full-width mark.
    start_trim: f32,
    /// Space before it, unless it begins a line.
    gap: f32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Letters, figures, marks.
    Word,
    /// Stays a space inside a line, but no line ends before it.
    FixedSpace,
    /// Vanishes at the end of a line.
    Space,
    /// Han, kana and full-width marks: can be parted by justification.
    Ideograph,
    /// A line break that the author asked for.
    Newline,
}

/// A place where a line may end and the next one begin.
#[derive(Clone, Copy)]
struct Break {
    /// The cluster that begins the next line.
    at: usize,
    class: Class,
    /// What a line that ends here costs, apart from its raggedness; a line that is wholly empty
    /// costs 1.
    penalty: f32,
    /// Where the next line begins if all is in one line.
    x: f64,
    /// What a line that begins here loses.
    lead: f32,
    /// What a line that ends here loses; negative for a hyphen.
    trail: f32,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    /// Between words, or where the script allows.
    Plain,
    /// Inside a word, with a hyphen.
    Hyphen,
    /// Where nothing allows it, for want of room.
    Emergency,
}

/// Width of the line between two breaks.
fn width(from: &Break, to: &Break) -> f32 {
    ((to.x - from.x) as f32 - from.lead - to.trail).max(0.0)
}

impl Paragraph {
    /// Lines of text in a size and no wider than a measure; only a single cluster can be wider.
    /// Empty text has no lines.
    #[must_use]
    pub fn lines(&self, size: Pt, measure: Pt) -> Vec<Line> {
        let room = ems(size, measure);
        let cuts = linebreak::cuts(self, room);
        let ends = |at: usize| cuts.get(at + 1).is_none_or(|next| next.first);
        cuts.iter()
            .enumerate()
            .map(|(at, cut)| line::line(self, cut, ends(at), size, room))
            .collect()
    }

    /// How many lines [`lines`](Self::lines) gives.
    #[must_use]
    pub fn line_count(&self, size: Pt, measure: Pt) -> usize {
        linebreak::count(self, ems(size, measure))
    }

    /// The widest line if only the author's line breaks are kept.
    #[must_use]
    pub fn natural_width(&self, size: Pt) -> Pt {
        let segments = self.segments.iter().filter_map(|range| {
            let breaks = self.breaks.get(range.clone())?;
            Some(width(breaks.first()?, breaks.last()?))
        });
        segments.fold(0.0, f32::max) * size
    }

    /// The widest piece that is not broken without need: words are whole.
    #[must_use]
    pub fn min_width(&self, size: Pt) -> Pt {
        let mut widest = 0.0_f32;
        for range in &self.segments {
            let mut plain = self.breaks[range.clone()]
                .iter()
                .filter(|it| it.class == Class::Plain);
            let Some(mut from) = plain.next() else {
                continue;
            };
            for to in plain {
                widest = widest.max(width(from, to));
                from = to;
            }
        }
        widest * size
    }
}

/// A measure in ems, with room for the error of adding up.
fn ems(size: Pt, measure: Pt) -> f32 {
    let room = measure / size;
    if room.is_nan() || size <= Pt::ZERO {
        f32::MAX
    } else {
        room.max(0.0) * 1.000_01
    }
}

/// A line of text.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// From its left end to its right one, without the space that a line break swallows.
    pub width: Pt,
    /// In visual order from left to right.
    pub runs: Vec<Piece>,
}

/// A run of a line.
#[derive(Debug, Clone, PartialEq)]
pub struct Piece {
    /// Its span's.
    pub mark: u32,
    /// Pieces of a line are read in ascending order.
    pub order: usize,
    /// Embedding level (UAX #9); odd is from right to left.
    pub level: u8,
    /// `x` is from the line's left end, `baseline` from the line's: negative where it is raised.
    pub run: Run,
}
