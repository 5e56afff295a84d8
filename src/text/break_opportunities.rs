//! Finds the places where the lines of a paragraph may end: break opportunities between words
//! (UAX 14, and [dictionaries](super::dictionary_breaks)) and at soft hyphens, each with a
//! [penalty](super::break_penalty).
//!
//! [`find_breaks`] does so once for a paragraph, at any measure. Those inside words are found where
//! they are needed, in [`word_breaks`](super::word_breaks).

use std::ops::Range;

use unicode_linebreak::linebreaks;

use crate::lang;

use super::break_penalty::{
    BETWEEN_CJK_PENALTY, DICTIONARY_PENALTY, SOFT_HYPHEN_PENALTY, UNPUNCTUATED_PENALTY,
    break_penalty,
};
use super::characters::{
    cannot_start_line, is_cjk, is_closing_quote, is_fullwidth_punctuation, is_hangul,
    is_open_punctuation, is_opening_quote, is_shaped,
};
use super::dictionary_breaks::{
    begins_with_repetition_mark, dictionary_breaks, is_in_dictionary_script,
};
use super::paragraph::{BreakKind, BreakPoint};
use super::shaped::{Cluster, ClusterKind, ClusteredText};
use super::span::Balance;
use crate::hyphenation::{is_after_hyphen_of_mail, is_inside_number, is_inside_token};

/// All breaks of a paragraph, and its segments as ranges of them: the stretches between the line
/// breaks that the author asked for.
pub(super) fn find_breaks(
    shaped: &ClusteredText,
    balance: Balance,
) -> (Vec<BreakPoint>, Vec<Range<usize>>) {
    let mut finder = BreakFinder {
        shaped,
        prefers_punctuation: balance != Balance::None,
        widths: PrefixWidths::new(&shaped.clusters),
        breaks: Vec::new(),
        segments: Vec::new(),
        segment_start: 0,
        word_start: 0,
    };
    finder.find_all();
    (finder.breaks, finder.segments)
}

struct BreakFinder<'a> {
    shaped: &'a ClusteredText,
    /// Whether lines rather end after punctuation.
    prefers_punctuation: bool,
    widths: PrefixWidths,
    breaks: Vec<BreakPoint>,
    segments: Vec<Range<usize>>,
    /// Index of the first break of the current segment.
    segment_start: usize,
    /// Where the text since the last break opportunity begins.
    word_start: usize,
}

impl BreakFinder<'_> {
    fn find_all(&mut self) {
        let clusters = &self.shaped.clusters;
        if clusters.is_empty() {
            return;
        }
        self.push_break(0, BreakKind::Plain, 0.0);
        let mut next = 0;
        for offset in break_offsets(&self.shaped.text) {
            next = self.shaped.index_of_cluster_at(next, offset);
            if let Some(before) = self.shaped.cluster_before(next)
                && before.kind == ClusterKind::Newline
            {
                self.end_segment(next, offset);
            } else if next < clusters.len() && self.is_between_clusters(next, offset) {
                self.push_opportunity(next, offset);
            }
        }
        // UAX 14 breaks at the end of the text as well (rule LB3). The loop ignores that, so the
        // last segment is still open here unless the text ends with a line break.
        let is_open = self.segment_start < self.breaks.len();
        if let Some(last) = self.breaks.last()
            && is_open
            && last.cluster < clusters.len()
        {
            self.end_segment(clusters.len(), self.shaped.text.len());
        }
    }

    /// Whether a break opportunity lies between two clusters and not inside one: only characters
    /// that are not shaped may lie between it and the next cluster.
    fn is_between_clusters(&self, next: usize, offset: usize) -> bool {
        let (Some(before), Some(after)) = (
            self.shaped.cluster_before(next),
            self.shaped.clusters.get(next),
        ) else {
            return true;
        };
        if before.text.end <= offset {
            return true;
        }
        // Characters that are not shaped, such as zero-width spaces, belong to the cluster before
        // them, but a line may end between them.
        let between = self.shaped.text.get(offset..after.text.start);
        !between.unwrap_or_default().chars().any(is_shaped)
    }

    /// Adds the break before a cluster that UAX 14 allows at an offset.
    fn push_opportunity(&mut self, next: usize, offset: usize) {
        let text = &self.shaped.text;
        let before = text.get(self.word_start..offset).unwrap_or_default();
        let after = text.get(offset..).unwrap_or_default();
        // A number is never broken.
        if before.ends_with(' ') && is_inside_number(before, after)
            || is_inside_token(text, offset)
            || is_after_hyphen_of_mail(text, offset)
        {
            return;
        }
        // A mark of a note stays with what it follows, also in scripts without blanks.
        if self.is_raised(next) && !before.ends_with(char::is_whitespace) {
            return;
        }
        if is_inside_korean_word(before, after) || begins_with_repetition_mark(after) {
            return;
        }
        // No glyph is kept of a soft hyphen, so a line that ends at one gets a hyphen of its own.
        if before.ends_with('\u{ad}') {
            self.push_break(next, BreakKind::Hyphen, SOFT_HYPHEN_PENALTY);
        } else {
            let mut penalty = break_penalty(before, after);
            // A blank in these scripts ends a phrase.
            if before.ends_with(is_in_dictionary_script) {
                penalty += DICTIONARY_PENALTY;
            }
            if self.prefers_punctuation && !ends_clause(before) {
                let is_between_cjk = before.ends_with(is_cjk) && after.starts_with(is_cjk);
                penalty += if is_between_cjk {
                    BETWEEN_CJK_PENALTY
                } else {
                    UNPUNCTUATED_PENALTY
                };
            }
            self.push_break(next, BreakKind::Plain, penalty);
        }
        self.word_start = offset;
    }

    fn is_raised(&self, cluster: usize) -> bool {
        let style = self.shaped.clusters.get(cluster).map(|it| it.style);
        let style = style.and_then(|it| self.shaped.styles.get(it));
        style.is_some_and(|it| it.is_raised)
    }

    /// Ends the segment before a cluster, and begins the next one there.
    fn end_segment(&mut self, next: usize, offset: usize) {
        self.push_break(next, BreakKind::Plain, 0.0);
        self.segments.push(self.segment_start..self.breaks.len());
        self.segment_start = self.breaks.len();
        self.word_start = offset;
        if next < self.shaped.clusters.len() {
            self.push_break(next, BreakKind::Plain, 0.0);
        }
    }

    /// Adds a break before a cluster unless the segment has one there.
    fn push_break(&mut self, cluster: usize, kind: BreakKind, penalty: f32) {
        // Characters that are not shaped can put two opportunities before one cluster. A segment
        // may begin at the cluster at which the last one ended, though.
        let begins_segment = self.breaks.len() <= self.segment_start;
        if let Some(last) = self.breaks.last()
            && !begins_segment
            && last.cluster >= cluster
        {
            return;
        }
        let new = self
            .widths
            .break_before(self.shaped, cluster, kind, penalty);
        self.breaks.push(new);
    }
}

/// Whether a text ends with punctuation that ends a clause, apart from its blanks.
fn ends_clause(text: &str) -> bool {
    let marks = [
        ',', ';', ':', '.', '!', '?', '–', '—', ')', '、', '，', '。', '：', '；', '·',
    ];
    text.trim_end()
        .ends_with(|it| marks.contains(&it) || lang::is_sentence_end(it))
}

/// Whether an opportunity lies inside a word of Korean, which has blanks between words. UAX 14
/// breaks between any two syllables (KLREQ 2.3 knows both ways). Lines that end at words are easier
/// to read, and narrow columns have [breaks of wide words](super::word_breaks).
fn is_inside_korean_word(before: &str, after: &str) -> bool {
    let (Some(last), Some(next)) = (before.chars().next_back(), after.chars().next()) else {
        return false;
    };
    (is_hangul(last) && next.is_alphanumeric()) || (is_hangul(next) && last.is_alphanumeric())
}

/// Offsets of the break opportunities by UAX 14, of those beside quotation marks in Chinese that
/// only its later versions have (rule LB19a), and of those that need a dictionary.
fn break_offsets(text: &str) -> impl Iterator<Item = usize> + '_ {
    // The kind of break is not needed: a mandatory one follows a cluster of its own kind.
    let by_uax14 = linebreaks(text).map(|(offset, _)| offset);
    let others = if text.is_ascii() {
        Vec::new()
    } else {
        let beside_quotation_marks = quotation_mark_breaks(text).into_iter();
        merge_sorted(beside_quotation_marks, dictionary_breaks(text).into_iter()).collect()
    };
    merge_sorted(by_uax14, others.into_iter())
}

/// Offsets before opening and after closing quotation marks between CJK characters.
fn quotation_mark_breaks(text: &str) -> Vec<usize> {
    let mut offsets = Vec::new();
    // Most texts have no such character at all.
    if text.is_ascii() {
        return offsets;
    }
    let (mut second_last, mut last) = (None, None);
    for (offset, character) in text.char_indices() {
        let breaks = match (second_last, last) {
            (_, Some(last)) if is_opening_quote(character) => {
                is_wide(last) && !is_open_punctuation(last)
            }
            (Some(before_quote), Some(last)) if is_closing_quote(last) => {
                is_wide(before_quote) && is_wide(character) && !cannot_start_line(character)
            }
            _ => false,
        };
        if breaks {
            offsets.push(offset);
        }
        (second_last, last) = (last, Some(character));
    }
    offsets
}

fn is_wide(character: char) -> bool {
    is_cjk(character) || is_fullwidth_punctuation(character)
}

/// Merges two ascending sequences into one without duplicates.
fn merge_sorted<A, B>(a: A, b: B) -> impl Iterator<Item = usize>
where
    A: Iterator<Item = usize>,
    B: Iterator<Item = usize>,
{
    let mut a = a.peekable();
    let mut b = b.peekable();
    std::iter::from_fn(move || match (a.peek(), b.peek()) {
        (Some(left), Some(right)) if right < left => b.next(),
        (Some(left), Some(right)) if right == left => {
            b.next();
            a.next()
        }
        (Some(_), _) => a.next(),
        (None, _) => b.next(),
    })
}

/// Widths of all clusters before each cluster, so that the width of any line is a subtraction.
pub(super) struct PrefixWidths {
    /// One entry for each cluster, and one for the end.
    widths: Vec<PrefixWidth>,
}

#[derive(Clone, Copy, Default)]
struct PrefixWidth {
    /// Where the cluster begins if all clusters are set in one line, after its gap. In `f64`,
    /// because the sum over a long paragraph would lose precision.
    start: f64,
    /// Width of the spaces directly before it, which disappear at a line end.
    spaces: f32,
    /// Number of clusters up to the last one before it that is not a space.
    visible_clusters: usize,
}

impl PrefixWidths {
    pub fn new(clusters: &[Cluster]) -> Self {
        let mut widths = Vec::with_capacity(clusters.len() + 1);
        let mut sum = PrefixWidth::default();
        for (index, cluster) in clusters.iter().enumerate() {
            sum.start += f64::from(cluster.gap);
            widths.push(sum);
            sum.start += f64::from(cluster.advance);
            match cluster.kind {
                ClusterKind::Space | ClusterKind::Newline => {
                    sum.spaces += cluster.advance + cluster.gap;
                }
                ClusterKind::Word | ClusterKind::NoBreakSpace | ClusterKind::Ideograph => {
                    sum.spaces = 0.0;
                    sum.visible_clusters = index + 1;
                }
            }
        }
        widths.push(sum);
        Self { widths }
    }

    /// A break before a cluster, or at the end.
    pub fn break_before(
        &self,
        shaped: &ClusteredText,
        cluster: usize,
        kind: BreakKind,
        penalty: f32,
    ) -> BreakPoint {
        let width = self.widths.get(cluster).copied().unwrap_or_default();
        let mut start_trim = 0.0;
        let mut end_trim = width.spaces;
        if let Some(next) = shaped.clusters.get(cluster) {
            start_trim = next.start_trim;
            // `x` is after the gap before the next cluster, so that the next line begins without
            // it. The line that ends here has to lose it, too.
            end_trim = next.gap + width.spaces;
        }
        // The last cluster that the line shows: spaces at its end disappear.
        if let Some(last) = shaped.cluster_before(width.visible_clusters) {
            end_trim += last.end_trim;
            if kind.adds_hyphen()
                && let Some((_, advance)) = shaped.hyphen_after(last)
            {
                end_trim -= advance;
            }
        }
        BreakPoint {
            cluster,
            kind,
            penalty,
            x: width.start,
            start_trim,
            end_trim,
        }
    }
}
