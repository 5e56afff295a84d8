//! A shaped paragraph: its clusters, and the places where its lines may end.

use std::ops::Range;

use super::shaped::ClusteredText;
use crate::document::Direction;
use crate::length::Pt;

/// A shaped paragraph. It is independent of size and measure and can be broken into lines at any.
pub struct Paragraph {
    pub(super) shaped: ClusteredText,
    /// The places where lines may begin and end, segment by segment.
    pub(super) breaks: Vec<BreakPoint>,
    /// The segments between the line breaks that the author asked for, as ranges of `breaks`. The
    /// first break of each is its start, the last is its end.
    pub(super) segments: Vec<Range<usize>>,
    pub(super) direction: Direction,
    pub(super) balance: bool,
    pub(super) justify: bool,
}

impl Paragraph {
    /// Width of the widest line if lines only end where the author asked for it.
    #[must_use]
    pub fn natural_width(&self, size: Pt) -> Pt {
        let mut widest = 0.0_f32;
        for segment in &self.segments {
            if let [from, .., to] = &self.breaks[segment.clone()] {
                widest = widest.max(line_width(from, to));
            }
        }
        widest * size
    }

    /// Width of the widest piece of text between two break opportunities. Words are not hyphenated.
    #[must_use]
    pub fn min_width(&self, size: Pt) -> Pt {
        let mut widest = 0.0_f32;
        for segment in &self.segments {
            let breaks = self.breaks[segment.clone()].iter();
            // A column that is only as wide as a syllable would hyphenate every word.
            let mut plain = breaks.filter(|it| it.kind == BreakKind::Plain);
            let Some(mut from) = plain.next() else {
                continue;
            };
            for to in plain {
                widest = widest.max(line_width(from, to));
                from = to;
            }
        }
        widest * size
    }
}

/// A place where a line may end and the next one begin.
#[derive(Clone, Copy)]
pub(super) struct BreakPoint {
    /// Index of the cluster that begins the next line.
    pub cluster: usize,
    pub kind: BreakKind,
    /// The cost of ending a line here, apart from the cost of its raggedness. For comparison: a
    /// line that is completely empty costs 1.
    pub penalty: f32,
    /// Where the next line begins if the whole segment is set in one line, in ems.
    pub x: f64,
    /// How much narrower a line is that begins here, in ems.
    pub start_trim: f32,
    /// How much narrower a line is that ends here, in ems; negative if it gets a hyphen.
    pub end_trim: f32,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum BreakKind {
    /// Between words, or where the script allows it.
    Plain,
    /// Inside a word, with a hyphen.
    Hyphen,
    /// Where nothing allows it, because a word is wider than the measure.
    Emergency,
}

/// Width of the line between two breaks, in ems.
pub(super) fn line_width(from: &BreakPoint, to: &BreakPoint) -> f32 {
    ((to.x - from.x) as f32 - from.start_trim - to.end_trim).max(0.0)
}
