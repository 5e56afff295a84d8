//! ClusteredText text: clusters of glyphs, in ems of the paragraph.

use std::ops::Range;

use crate::fonts::FaceId;
use crate::theme::Color;

/// Text as clusters of glyphs.
#[derive(Default)]
pub(super) struct ClusteredText {
    pub(super) text: String,
    /// Where each span starts in the text.
    pub(super) starts: Vec<usize>,
    pub(super) styles: Vec<GlyphStyle>,
    pub(super) glyphs: Vec<ShapedGlyph>,
    /// In logical order.
    pub(super) clusters: Vec<Cluster>,
    /// Whether any of it runs from right to left.
    pub(super) mixed: bool,
}

/// What the glyphs of a run have in common.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct GlyphStyle {
    pub(super) face: FaceId,
    pub(super) scale: f32,
    pub(super) rise: f32,
    pub(super) color: Color,
    pub(super) mark: u32,
    /// Its hyphen and how wide that is.
    pub(super) hyphen: Option<(u16, f32)>,
}

/// A glyph; in ems of the paragraph.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct ShapedGlyph {
    pub(super) id: u16,
    pub(super) advance: f32,
    pub(super) dx: f32,
    pub(super) dy: f32,
}

/// Characters that are drawn together and never parted; in ems of the paragraph.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Cluster {
    /// In the text.
    pub(super) text: Range<usize>,
    /// In the glyphs, in visual order.
    pub(super) glyphs: Range<usize>,
    pub(super) style: usize,
    pub(super) kind: ClusterKind,
    /// Embedding level; odd is from right to left.
    pub(super) level: u8,
    /// Letter-spacing included.
    pub(super) advance: f32,
    /// What the advance loses at the end of a line: letter-spacing, and the empty half of a
    /// full-width mark.
    pub(super) end_trim: f32,
    /// What the advance loses at the start of a line: the empty half of a full-width mark.
    pub(super) start_trim: f32,
    /// Space before it, unless it begins a line.
    pub(super) gap: f32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ClusterKind {
    /// WordCluster, figures, marks.
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
