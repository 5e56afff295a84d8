//! A shaped paragraph: its text and the places where its lines may end.

use std::ops::Range;

use super::shaped::ClusteredText;
use crate::document::Direction;
use crate::length::Pt;

/// ClusteredText text, independent of size and measure.
pub struct Paragraph {
    pub(super) shaped: ClusteredText,
    /// Where lines may begin and end; each segment's begin with its start and end with its end.
    pub(super) breaks: Vec<BreakPoint>,
    /// The pieces between line breaks that the author asked for, as ranges of `breaks`.
    pub(super) segments: Vec<Range<usize>>,
    pub(super) direction: Direction,
    pub(super) balance: bool,
    pub(super) justify: bool,
}

impl Paragraph {
    /// The widest line if only the author's line breaks are kept.
    #[must_use]
    pub fn natural_width(&self, size: Pt) -> Pt {
        let segments = self.segments.iter().filter_map(|range| {
            let breaks = self.breaks.get(range.clone())?;
            Some(line_width(breaks.first()?, breaks.last()?))
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
                .filter(|it| it.kind == BreakKind::Plain);
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
    /// The cluster that begins the next line.
    pub(super) cluster: usize,
    pub(super) kind: BreakKind,
    /// What a line that ends here costs, apart from its raggedness; a line that is wholly empty
    /// costs 1.
    pub(super) penalty: f32,
    /// Where the next line begins if all is in one line.
    pub(super) x: f64,
    /// What a line that begins here loses.
    pub(super) start_trim: f32,
    /// What a line that ends here loses; negative for a hyphen.
    pub(super) end_trim: f32,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum BreakKind {
    /// Between words, or where the script allows.
    Plain,
    /// Inside a word, with a hyphen.
    Hyphen,
    /// Where nothing allows it, for want of room.
    Emergency,
}

/// Width of the line between two breaks.
pub(super) fn line_width(from: &BreakPoint, to: &BreakPoint) -> f32 {
    ((to.x - from.x) as f32 - from.start_trim - to.end_trim).max(0.0)
}
