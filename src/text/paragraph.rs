//! A shaped paragraph: its clusters, and the places where its lines may end.

use std::ops::Range;

use super::shaped::ClusteredText;
use super::span::Balance;
use crate::document::Direction;
use crate::hyphenation::{TokenKind, token_kind};
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
    /// The language of the paragraph, as a BCP 47 tag.
    pub(super) lang: Box<str>,
    /// The language of each span that has one of its own; empty if none has.
    pub(super) span_langs: Vec<Option<Box<str>>>,
    pub(super) hyphenate: bool,
    pub(super) balance: Balance,
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

    /// Width of the widest number, which cannot be broken.
    #[must_use]
    pub fn number_width(&self, size: Pt) -> Pt {
        let mut widest = 0.0_f32;
        for segment in &self.segments {
            for pair in self.breaks[segment.clone()].windows(2) {
                let width = line_width(&pair[0], &pair[1]);
                if width > widest && self.is_number_between(&pair[0], &pair[1]) {
                    widest = width;
                }
            }
        }
        widest * size
    }

    fn is_number_between(&self, from: &BreakPoint, to: &BreakPoint) -> bool {
        let start_of = |it: &BreakPoint| match self.shaped.clusters.get(it.cluster) {
            Some(cluster) => cluster.text.start,
            None => self.shaped.text.len(),
        };
        let piece = self.shaped.text.get(start_of(from)..start_of(to));
        token_kind(piece.unwrap_or_default().trim()) == TokenKind::Number
    }

    /// The text without blanks around an offset.
    pub(super) fn token_range_around(&self, offset: usize) -> Range<usize> {
        let (before, after) = self.shaped.text.split_at(offset);
        let start = before
            .trim_end_matches(|it: char| !it.is_whitespace())
            .len();
        let end = match after.find(char::is_whitespace) {
            Some(length) => offset + length,
            None => self.shaped.text.len(),
        };
        start..end
    }

    pub(super) fn token_around(&self, offset: usize) -> &str {
        let range = self.token_range_around(offset);
        self.shaped.text.get(range).unwrap_or_default()
    }

    /// The language tag of the text at an offset.
    pub(super) fn language_at(&self, offset: usize) -> &str {
        if self.span_langs.is_empty() {
            return &self.lang;
        }
        let starts = &self.shaped.span_starts;
        let next_span = starts.partition_point(|&start| start <= offset);
        let span = next_span
            .checked_sub(1)
            .and_then(|at| self.span_langs.get(at));
        match span {
            Some(Some(lang)) => lang,
            _ => &self.lang,
        }
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
    /// Inside a word, with a hyphen where its language allows it.
    Hyphen,
    /// Inside an address that is wider than the measure, without a hyphen.
    Emergency,
    /// Inside a word that is wider than the measure, with a hyphen where nothing allows it.
    Cut,
}

impl BreakKind {
    /// Whether the line ends with a hyphen that is not in the text.
    pub fn adds_hyphen(self) -> bool {
        matches!(self, Self::Hyphen | Self::Cut)
    }
}

/// Width of the line between two breaks, in ems.
pub(super) fn line_width(from: &BreakPoint, to: &BreakPoint) -> f32 {
    ((to.x - from.x) as f32 - from.start_trim - to.end_trim).max(0.0)
}
