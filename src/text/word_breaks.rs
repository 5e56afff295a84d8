//! Adds the places inside words where lines may end: with hyphens in text that has loose lines, and
//! in words that are wider than the measure.
//!
//! A word that is too wide is broken at its joints ([`Hyphenation`]), or else between two clusters
//! with a hyphen. Addresses are broken without a hyphen, which would seem to belong to them, and
//! numbers are not broken at all.

use std::ops::Range;

use super::break_opportunities::PrefixWidths;
use super::break_penalty::{
    MAIL_HYPHEN_PENALTY, NO_BREAK_SPACE_PENALTY, RANGE_PENALTY, emergency_penalty, joint_penalty,
    wide_joint_penalty,
};
use super::dictionary_breaks::breaks_with_those_of_compounds;
use super::paragraph::{BreakKind, BreakPoint, Paragraph, line_width};
use crate::hyphenation::{
    Hyphenation, Joint, JointQuality, TokenKind, is_mail_address, token_kind,
};
use crate::lang;
use unicode_script::Script;

/// Shorter texts are not hyphenated to fill a line, in bytes.
const MIN_HYPHENATED_BYTES: usize = 8;

/// The language tag of text in no language, such as code (ISO 639-2).
pub const NO_LANGUAGE: &str = "zxx";

/// Finds breaks inside the words of a paragraph.
pub(super) struct WordBreaker<'a> {
    paragraph: &'a Paragraph,
    hyphenation: &'a Hyphenation<'a>,
    widths: PrefixWidths,
}

/// How far a word that is too wide may be broken against the rules.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Effort {
    /// With at least four letters before and after a hyphen, or at a better joint.
    Syllables,
    /// At any syllable.
    ShortSyllables,
    /// Between any two clusters.
    Clusters,
}

impl<'a> WordBreaker<'a> {
    pub fn new(paragraph: &'a Paragraph, hyphenation: &'a Hyphenation<'a>) -> Self {
        Self {
            paragraph,
            hyphenation,
            widths: PrefixWidths::new(&paragraph.shaped.clusters),
        }
    }

    /// The breaks of a segment, with more of them in all words that may be hyphenated.
    pub fn with_joints_of_all_words(&self, breaks: &[BreakPoint]) -> Vec<BreakPoint> {
        let mut all = Vec::with_capacity(breaks.len() + 8);
        for &to in breaks {
            if let Some(&from) = all.last() {
                self.push_joints_between(&from, &to, &mut all);
            }
            all.push(to);
        }
        all
    }

    /// The breaks of a segment, with more of them in the words that are wider than the measure.
    pub fn with_breaks_of_wide_words(
        &self,
        breaks: &[BreakPoint],
        measure: f32,
    ) -> Vec<BreakPoint> {
        let mut all = breaks.to_vec();
        for effort in [Effort::Syllables, Effort::ShortSyllables, Effort::Clusters] {
            let mut more: Vec<BreakPoint> = Vec::with_capacity(all.len());
            let mut is_too_wide = false;
            for &to in &all {
                if let Some(&from) = more.last()
                    && line_width(&from, &to) > measure
                {
                    self.push_breaks_of_wide_piece(&from, &to, effort, &mut more);
                    is_too_wide = true;
                }
                more.push(to);
            }
            all = more;
            if !is_too_wide {
                break;
            }
        }
        all
    }

    /// Adds the joints of the word between two neighbouring breaks.
    fn push_joints_between(&self, from: &BreakPoint, to: &BreakPoint, out: &mut Vec<BreakPoint>) {
        let piece = self.text_between(from, to);
        let Some(text) = self.paragraph.shaped.text.get(piece.clone()) else {
            return;
        };
        // A compound that has a hyphen would mislead with another one.
        if text.len() < MIN_HYPHENATED_BYTES
            || self.paragraph.token_around(piece.start).contains('-')
        {
            return;
        }
        for token in tokens(text) {
            let start = piece.start + token.start;
            for joint in self.token_joints(start..piece.start + token.end) {
                if joint.quality <= JointQuality::Syllable {
                    let penalty = joint_penalty(joint.quality);
                    self.push_hyphen(start + joint.offset, penalty, to, out);
                }
            }
        }
    }

    /// Adds breaks to a piece that is wider than the measure.
    fn push_breaks_of_wide_piece(
        &self,
        from: &BreakPoint,
        to: &BreakPoint,
        effort: Effort,
        out: &mut Vec<BreakPoint>,
    ) {
        let piece = self.text_between(from, to);
        let text = self.paragraph.shaped.text.get(piece.clone());
        for token in tokens(text.unwrap_or_default()) {
            let token = piece.start + token.start..piece.start + token.end;
            if token.start > piece.start {
                self.push_break_after_no_break_space(token.start, to, out);
            }
            match self.kind_of(&token) {
                TokenKind::Number => self.push_breaks_of_range(&token, to, out),
                TokenKind::Address => self.push_bare_breaks(&token, to, out),
                TokenKind::Word if effort < Effort::Clusters => {
                    self.push_wide_joints(&token, effort, to, out);
                }
                TokenKind::Word if is_divided_without_hyphen(self.text_of(&token)) => {
                    self.push_bare_breaks(&token, to, out);
                }
                TokenKind::Word => self.push_cuts(&token, to, out),
            }
        }
    }

    fn push_wide_joints(
        &self,
        token: &Range<usize>,
        effort: Effort,
        to: &BreakPoint,
        out: &mut Vec<BreakPoint>,
    ) {
        self.push_parts_of_compound(token, to, out);
        let worst = if effort == Effort::Syllables {
            JointQuality::Syllable
        } else {
            JointQuality::ShortSyllable
        };
        // Joints of the whole word, also if it has soft hyphens, at which the token ends.
        let whole = self.paragraph.token_range_around(token.start);
        for joint in self.token_joints(whole.clone()) {
            let offset = whole.start + joint.offset;
            if joint.quality <= worst && token.start < offset && offset < token.end {
                self.push_hyphen(offset, wide_joint_penalty(joint.quality), to, out);
            }
        }
    }

    /// Adds breaks between the parts of a compound in a script without blanks, which have no hyphens.
    fn push_parts_of_compound(
        &self,
        token: &Range<usize>,
        to: &BreakPoint,
        out: &mut Vec<BreakPoint>,
    ) {
        let penalty = wide_joint_penalty(JointQuality::Syllable);
        for offset in breaks_with_those_of_compounds(self.text_of(token)) {
            let last = out.last().map_or(0, |it| it.cluster);
            let next = (self.paragraph.shaped).index_of_cluster_at(last, token.start + offset);
            self.push_break(next, BreakKind::Emergency, penalty, to, out);
        }
    }

    /// Adds a break with a hyphen before the cluster at an offset. A line cannot break inside a
    /// ligature.
    fn push_hyphen(&self, offset: usize, penalty: f32, to: &BreakPoint, out: &mut Vec<BreakPoint>) {
        let shaped = &self.paragraph.shaped;
        let last = out.last().map_or(0, |it| it.cluster);
        let next = shaped.index_of_cluster_at(last, offset);
        let begins_cluster = shaped.clusters.get(next);
        if begins_cluster.is_none_or(|cluster| cluster.text.start != offset) {
            return;
        }
        self.push_break(next, BreakKind::Hyphen, penalty, to, out);
    }

    /// Adds a break after the dash of a range of numbers, which is wider than the measure. A number
    /// is not broken.
    fn push_breaks_of_range(
        &self,
        token: &Range<usize>,
        to: &BreakPoint,
        out: &mut Vec<BreakPoint>,
    ) {
        for (dash, text) in self.text_of(token).match_indices('–') {
            let offset = token.start + dash + text.len();
            let last = out.last().map_or(0, |it| it.cluster);
            let next = self.paragraph.shaped.index_of_cluster_at(last, offset);
            self.push_break(next, BreakKind::Emergency, RANGE_PENALTY, to, out);
        }
    }

    /// Adds breaks between all clusters of an address.
    fn push_bare_breaks(&self, token: &Range<usize>, to: &BreakPoint, out: &mut Vec<BreakPoint>) {
        let shaped = &self.paragraph.shaped;
        let is_mail = is_mail_address(self.paragraph.token_around(token.start));
        for cluster in self.clusters_inside(token) {
            // The hyphen of a mail address would seem to be one of the line.
            let last = shaped.cluster_before(cluster).map(|it| shaped.text_of(it));
            let penalty = match last {
                Some("-") if is_mail => MAIL_HYPHEN_PENALTY,
                _ => emergency_penalty(shaped, cluster),
            };
            self.push_break(cluster, BreakKind::Emergency, penalty, to, out);
        }
    }

    /// Adds breaks with hyphens between all clusters of a word.
    fn push_cuts(&self, token: &Range<usize>, to: &BreakPoint, out: &mut Vec<BreakPoint>) {
        let shaped = &self.paragraph.shaped;
        for cluster in self.clusters_inside(token) {
            let touches_mark = [cluster - 1, cluster].into_iter().any(|at| {
                let text = shaped.clusters.get(at).map(|it| shaped.text_of(it));
                text.is_some_and(|text| !text.contains(char::is_alphanumeric))
            });
            let penalty = emergency_penalty(shaped, cluster);
            // A hyphen between a letter and a mark would seem to belong to the mark.
            let kind = if touches_mark {
                BreakKind::Emergency
            } else {
                BreakKind::Cut
            };
            self.push_break(cluster, kind, penalty, to, out);
        }
    }

    /// Adds a break after a no-break space, unless it is one inside of a number: what it joins would
    /// not fit on one line.
    fn push_break_after_no_break_space(
        &self,
        offset: usize,
        to: &BreakPoint,
        out: &mut Vec<BreakPoint>,
    ) {
        let text = &self.paragraph.shaped.text;
        let before = text[..offset].trim_end().chars().next_back();
        let after = text[offset..].chars().next();
        let is_digit = |it: Option<char>| it.is_some_and(char::is_numeric);
        // Ordinary blanks may also stand between the numbers of a list.
        let is_ordinary = text[..offset].ends_with(' ');
        if is_digit(before) && is_digit(after) && !is_ordinary {
            return;
        }
        let last = out.last().map_or(0, |it| it.cluster);
        let next = self.paragraph.shaped.index_of_cluster_at(last, offset);
        self.push_break(next, BreakKind::Emergency, NO_BREAK_SPACE_PENALTY, to, out);
    }

    /// Adds a break before a cluster, between the last break and `to`.
    fn push_break(
        &self,
        cluster: usize,
        kind: BreakKind,
        penalty: f32,
        to: &BreakPoint,
        out: &mut Vec<BreakPoint>,
    ) {
        let last = out.last().map_or(0, |it| it.cluster);
        if last < cluster && cluster < to.cluster {
            let shaped = &self.paragraph.shaped;
            out.push(self.widths.break_before(shaped, cluster, kind, penalty));
        }
    }

    /// The clusters that begin inside a range of the text, without the first.
    fn clusters_inside(&self, range: &Range<usize>) -> Range<usize> {
        let clusters = &self.paragraph.shaped.clusters;
        let first = clusters.partition_point(|it| it.text.start < range.start);
        let end = clusters.partition_point(|it| it.text.start < range.end);
        (first + 1).min(end)..end
    }

    /// The text between two breaks, with the spaces at its end.
    fn text_between(&self, from: &BreakPoint, to: &BreakPoint) -> Range<usize> {
        let shaped = &self.paragraph.shaped;
        let start_of = |cluster: usize| match shaped.clusters.get(cluster) {
            Some(cluster) => cluster.text.start,
            None => shaped.text.len(),
        };
        start_of(from.cluster)..start_of(to.cluster)
    }

    fn text_of(&self, range: &Range<usize>) -> &str {
        let text = self.paragraph.shaped.text.get(range.clone());
        text.unwrap_or_default()
    }

    /// How a token may be broken, by the text without blanks that it is a part of.
    fn kind_of(&self, token: &Range<usize>) -> TokenKind {
        if self.paragraph.language_at(token.start) == NO_LANGUAGE {
            return TokenKind::Address;
        }
        match token_kind(self.paragraph.token_around(token.start)) {
            TokenKind::Address => TokenKind::Address,
            TokenKind::Word | TokenKind::Number => token_kind(self.text_of(token)),
        }
    }

    fn token_joints(&self, token: Range<usize>) -> Vec<Joint> {
        let lang = self.paragraph.language_at(token.start);
        self.hyphenation.joints_in(lang, self.text_of(&token))
    }
}

/// The parts of a text between blanks, as ranges.
fn tokens(text: &str) -> Vec<Range<usize>> {
    let mut tokens = Vec::new();
    let mut start = 0;
    for part in text.split_inclusive(char::is_whitespace) {
        let token = part.trim_end();
        if !token.is_empty() {
            tokens.push(start..start + token.len());
        }
        start += part.len();
    }
    tokens
}

/// Whether a text is in a script that divides words without a hyphen: Korean, or one that has no
/// blanks between words.
fn is_divided_without_hyphen(text: &str) -> bool {
    text.chars().any(|character| {
        matches!(
            lang::script(character),
            Script::Thai
                | Script::Lao
                | Script::Khmer
                | Script::Myanmar
                | Script::Tibetan
                | Script::Tai_Le
                | Script::New_Tai_Lue
                | Script::Tai_Tham
                | Script::Tai_Viet
                | Script::Javanese
                | Script::Balinese
                | Script::Han
                | Script::Hiragana
                | Script::Katakana
                | Script::Hangul
        )
    })
}
