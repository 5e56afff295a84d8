//! Shaped text: clusters of glyphs with all lengths in ems of the paragraph.

use std::ops::Range;

use crate::fonts::FaceId;
use crate::theme::Color;

/// The widest gap between two characters, in ems, in which no reader of PDF files sees a space: 0.1
/// in Poppler, 0.102 in pdf.js, 0.15 in MuPDF and 0.167 in PDFium.
pub(super) const MAX_GAP: f32 = 0.095;

/// The shaped text of a paragraph.
#[derive(Default)]
pub(super) struct ClusteredText {
    pub text: String,
    /// Where each span starts in the text.
    pub span_starts: Vec<usize>,
    /// The styles that clusters refer to.
    pub styles: Vec<GlyphStyle>,
    pub glyphs: Vec<ShapedGlyph>,
    /// In logical order.
    pub clusters: Vec<Cluster>,
    /// Whether any of the text runs from right to left.
    pub bidirectional: bool,
}

impl ClusteredText {
    /// The characters of a cluster.
    pub fn text_of(&self, cluster: &Cluster) -> &str {
        self.text.get(cluster.text.clone()).unwrap_or_default()
    }

    /// The glyphs of a cluster in visual order.
    pub fn glyphs_of(&self, cluster: &Cluster) -> &[ShapedGlyph] {
        self.glyphs.get(cluster.glyphs.clone()).unwrap_or_default()
    }

    /// The glyph of a hyphen in the style of a cluster and its advance, if the face has one.
    pub fn hyphen_after(&self, cluster: &Cluster) -> Option<(u16, f32)> {
        let style = self.styles.get(cluster.style)?;
        style.hyphen
    }

    /// The cluster before the one with this index.
    pub fn cluster_before(&self, index: usize) -> Option<&Cluster> {
        self.clusters.get(index.checked_sub(1)?)
    }

    /// The index of the first cluster that begins at or after an offset of the text, searched from
    /// an index on.
    pub fn index_of_cluster_at(&self, mut index: usize, offset: usize) -> usize {
        while let Some(cluster) = self.clusters.get(index)
            && cluster.text.start < offset
        {
            index += 1;
        }
        index
    }
}

/// The face and style that glyphs of one span and face share.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct GlyphStyle {
    pub face: FaceId,
    pub scale: f32,
    pub rise: f32,
    pub color: Color,
    pub mark: u32,
    /// Whether it is raised, also by superior glyphs.
    pub is_raised: bool,
    /// The glyph of the hyphen and its advance, if the face has one.
    pub hyphen: Option<(u16, f32)>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct ShapedGlyph {
    pub id: u16,
    pub advance: f32,
    pub dx: f32,
    pub dy: f32,
}

/// Characters that are drawn together, between which no line can end.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Cluster {
    /// Its characters, as a range of the text.
    pub text: Range<usize>,
    /// Its glyphs in visual order, as a range of all glyphs.
    pub glyphs: Range<usize>,
    /// Index of its style.
    pub style: usize,
    pub kind: ClusterKind,
    /// Embedding level (UAX 9); odd levels run from right to left.
    pub level: u8,
    /// Includes letter-spacing.
    pub advance: f32,
    /// The part of the advance that disappears at the end of a line: letter-spacing, and the empty
    /// half of full-width punctuation.
    pub end_trim: f32,
    /// The part of the advance that disappears at the start of a line: the empty half of full-width
    /// punctuation.
    pub start_trim: f32,
    /// Space before the cluster unless it begins a line.
    pub gap: f32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ClusterKind {
    /// Letters, figures, punctuation.
    Word,
    /// A space at which no line ends.
    NoBreakSpace,
    /// A space that disappears at the end of a line.
    Space,
    /// Han, kana or full-width punctuation; justification may add space beside it.
    Ideograph,
    /// A line break that the author asked for.
    Newline,
}
