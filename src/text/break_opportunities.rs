//! Where lines may end: between words (UAX #14), at syllables, and what each of these costs.

use std::ops::Range;
use std::sync::Arc;

use hypher::Lang;
use unicode_linebreak::{BreakClass, break_property, linebreaks};

use super::characters::{is_cjk, is_shaped};
use super::faces::Faces;
use super::paragraph::{BreakKind, BreakPoint, line_width};
use super::shaped::{Cluster, ClusterKind, ClusteredText};
use super::span::{ParagraphSetting, TextSpan};

/// A hyphen at a line end costs as much as a line that is a third empty.
const HYPHEN_PENALTY: f32 = 0.12;
/// A hyphen where the author put a soft one.
const SOFT_HYPHEN_PENALTY: f32 = 0.05;
/// Between a number and its unit: rather one more line.
const UNIT_PENALTY: f32 = 1.2;
/// Between a number and the word it counts.
const COUNT_PENALTY: f32 = 0.02;
/// Between figures and the Han character that counts or dates by them.
const CJK_COUNT_PENALTY: f32 = 0.1;
/// Between a currency and its amount, or what is numbered and its number.
const NUMBERED_PENALTY: f32 = 0.2;
/// Before a dash that stands between spaces.
const BEFORE_DASH_PENALTY: f32 = 0.15;
/// After a word of one letter, or of two.
const SHORT_WORD_PENALTY: [f32; 2] = [0.03, 0.01];
/// After a hyphen or dash that is part of a word.
const DASH_PENALTY: f32 = 0.04;
/// After an en dash that joins two words, such as the ends of a line.
const JOINED_PENALTY: f32 = 0.12;
/// Between the figures of a range.
const RANGE_PENALTY: f32 = 0.3;
/// After a slash and the like.
const URL_PENALTY: f32 = 0.06;
/// Between the scheme of an address and the rest.
const SCHEME_PENALTY: f32 = 0.5;
/// Inside a word that is wider than the measure, at a mark.
const EMERGENCY_MARK_PENALTY: f32 = 0.3;
/// Inside a word that is wider than the measure, anywhere.
const EMERGENCY_PENALTY: f32 = 1.5;

/// Inside a word that is wider than the measure, where a line would begin or end with the wrong
/// mark.
const EMERGENCY_MISPLACED_PENALTY: f32 = 5.0;

/// Shorter words are never hyphenated.
const MIN_HYPHENATED_LETTERS: usize = 6;
/// Longer ones are no words.
const MAX_HYPHENATED_LETTERS: usize = 60;
/// Letters that stay on the line, and that go to the next.
const MIN_LETTERS_AROUND_HYPHEN: (usize, usize) = (2, 3);

/// Units that keep to their number.
const UNITS: &[&str] = &[
    "%", "‰", "°C", "°F", "°", "pp", "bp", "bps", "bn", "mn", "tn", "m", "km", "cm", "mm", "kg",
    "g", "t", "Mt", "Gt", "MW", "GW", "kW", "kWh", "MWh", "GWh", "TWh", "ha", "l", "s", "ms", "h",
    "min", "pt", "px", "GB", "MB", "TB", "kB", "Hz", "million", "billion", "trillion", "percent",
    "thousand", "am", "pm",
];

/// Signs that stand before an amount.
const CURRENCIES: [char; 4] = ['$', '€', '£', '¥'];

/// Words that are mostly followed by a number.
const NUMBERED_NOUNS: &[&str] = &[
    "No.", "Nr.", "Art.", "Article", "Fig.", "Figure", "Table", "Section", "Chapter", "Annex",
    "p.", "pp.", "§", "vol.",
];

/// All places to break at, and the ranges of them between the author's own line breaks.
pub(super) fn find_breaks(
    faces: Faces<'_>,
    shaped: &ClusteredText,
    spans: &[TextSpan],
    setting: &ParagraphSetting<'_>,
) -> (Vec<BreakPoint>, Vec<Range<usize>>) {
    let mut finder = BreakFinder::new(faces, shaped, spans, setting);
    finder.find_all();
    (finder.breaks, finder.segments)
}

struct BreakFinder<'a> {
    shaped: &'a ClusteredText,
    hyphenator: Hyphenator<'a>,
    widths: PrefixWidths,
    breaks: Vec<BreakPoint>,
    segments: Vec<Range<usize>>,
    segment: usize,
    /// Where the piece of text since the last break of the text began.
    word_start: usize,
}

/// Sums over clusters, for the place before each of them and for the end.
pub(super) struct PrefixWidths {
    widths: Vec<PrefixWidth>,
}

#[derive(Clone, Copy, Default)]
struct PrefixWidth {
    /// Where the cluster begins if all is in one line, after its gap.
    start: f64,
    /// Width of the spaces that end before it.
    spaces: f32,
    /// The last cluster before it that is no space, counted from 1.
    end: usize,
}

impl PrefixWidths {
    pub(super) fn new(clusters: &[Cluster]) -> Self {
        let mut widths = Vec::with_capacity(clusters.len() + 1);
        let (mut x, mut spaces, mut end) = (0.0, 0.0, 0);
        for (at, cluster) in clusters.iter().enumerate() {
            x += f64::from(cluster.gap);
            widths.push(PrefixWidth {
                start: x,
                spaces,
                end,
            });
            x += f64::from(cluster.advance);
            match cluster.kind {
                ClusterKind::Space | ClusterKind::Newline => {
                    spaces += cluster.advance + cluster.gap
                }
                _ => (spaces, end) = (0.0, at + 1),
            }
        }
        widths.push(PrefixWidth {
            start: x,
            spaces,
            end,
        });
        Self { widths }
    }

    /// A break before a cluster.
    pub(super) fn break_before(
        &self,
        shaped: &ClusteredText,
        at: usize,
        kind: BreakKind,
        penalty: f32,
    ) -> BreakPoint {
        let PrefixWidth { start, spaces, end } = self.widths.get(at).copied().unwrap_or_default();
        let next = shaped.clusters.get(at);
        let last = end.checked_sub(1).and_then(|it| shaped.clusters.get(it));
        // The gap before the next line's first cluster is behind `x`, so only the line that ends
        // here has to lose it.
        let gap = next.map_or(0.0, |it| it.gap);
        let hyphen = match kind {
            BreakKind::Hyphen => last
                .and_then(|it| shaped.styles.get(it.style)?.hyphen)
                .map_or(0.0, |it| it.1),
            BreakKind::Plain | BreakKind::Emergency => 0.0,
        };
        BreakPoint {
            cluster: at,
            kind,
            penalty,
            x: start,
            start_trim: next.map_or(0.0, |it| it.start_trim),
            end_trim: gap + spaces + last.map_or(0.0, |it| it.end_trim) - hyphen,
        }
    }
}

impl<'a> BreakFinder<'a> {
    fn new(
        faces: Faces<'a>,
        shaped: &'a ClusteredText,
        spans: &'a [TextSpan],
        setting: &'a ParagraphSetting,
    ) -> Self {
        let widths = PrefixWidths::new(&shaped.clusters);
        let multilingual = spans.iter().any(|span| span.lang.is_some());
        let hyphenator = Hyphenator {
            faces,
            shaped,
            spans,
            setting,
            multilingual,
            code: language_code(setting.lang),
        };
        Self {
            shaped,
            hyphenator,
            widths,
            breaks: Vec::new(),
            segments: Vec::new(),
            segment: 0,
            word_start: 0,
        }
    }

    fn find_all(&mut self) {
        let clusters = &self.shaped.clusters;
        if clusters.is_empty() {
            return;
        }
        self.push_break(0, BreakKind::Plain, 0.0);
        let mut next = 0;
        for offset in break_offsets(&self.shaped.text) {
            while clusters.get(next).is_some_and(|it| it.text.start < offset) {
                next += 1;
            }
            let hard = next > 0
                && clusters
                    .get(next - 1)
                    .is_some_and(|it| it.kind == ClusterKind::Newline);
            if next < clusters.len() && !hard && self.is_between_clusters(next, offset) {
                self.push_opportunity(next, offset);
            } else if hard {
                self.end_segment(next, offset);
            }
        }
        if self.segment < self.breaks.len()
            && self
                .breaks
                .last()
                .is_some_and(|it| it.cluster < clusters.len())
        {
            self.end_segment(clusters.len(), self.shaped.text.len());
        }
    }

    /// Whether a break of the text is one between clusters: what lies between them is not drawn.
    fn is_between_clusters(&self, next: usize, offset: usize) -> bool {
        let start = self
            .shaped
            .clusters
            .get(next)
            .map_or(offset, |it| it.text.start);
        let between = self.shaped.text.get(offset..start).unwrap_or_default();
        let inside = next
            .checked_sub(1)
            .and_then(|it| self.shaped.clusters.get(it))
            .is_some_and(|it| it.text.end > offset);
        !(inside && between.chars().any(is_shaped))
    }

    fn push_opportunity(&mut self, next: usize, offset: usize) {
        self.push_syllable_breaks(offset);
        let text = self.shaped.text.get(..offset).unwrap_or_default();
        if text.ends_with('\u{ad}') {
            self.push_break(next, BreakKind::Hyphen, SOFT_HYPHEN_PENALTY);
        } else {
            let after = self.shaped.text.get(offset..).unwrap_or_default();
            let before = self
                .shaped
                .text
                .get(self.word_start..offset)
                .unwrap_or_default();
            self.push_break(next, BreakKind::Plain, break_penalty(before, after));
        }
        self.word_start = offset;
    }

    /// Ends a segment before a cluster, and begins the next one there.
    fn end_segment(&mut self, next: usize, offset: usize) {
        self.push_syllable_breaks(offset);
        self.push_break(next, BreakKind::Plain, 0.0);
        self.segments.push(self.segment..self.breaks.len());
        self.segment = self.breaks.len();
        self.word_start = offset;
        if next < self.shaped.clusters.len() {
            self.push_break(next, BreakKind::Plain, 0.0);
        }
    }

    fn push_break(&mut self, at: usize, kind: BreakKind, penalty: f32) {
        let open = self.breaks.len() > self.segment;
        if !open || self.breaks.last().is_none_or(|last| last.cluster < at) {
            self.breaks
                .push(self.widths.break_before(self.shaped, at, kind, penalty));
        }
    }

    /// Adds the syllables of the words up to an offset.
    fn push_syllable_breaks(&mut self, offset: usize) {
        let first = self.breaks.last().map_or(0, |it| it.cluster);
        let Some(word_text) = self.shaped.text.get(self.word_start..offset) else {
            return;
        };
        if !self.hyphenator.setting.hyphenate || word_text.len() < MIN_HYPHENATED_LETTERS {
            return;
        }
        let mut next = first;
        let start = self.word_start;
        for syllable in self
            .hyphenator
            .syllable_offsets(word_text, start)
            .iter()
            .map(|it| start + it)
        {
            while self
                .shaped
                .clusters
                .get(next)
                .is_some_and(|it| it.text.start < syllable)
            {
                next += 1;
            }
            let Some(cluster) = self.shaped.clusters.get(next) else {
                return;
            };
            let before = next
                .checked_sub(1)
                .and_then(|it| self.shaped.clusters.get(it));
            let hyphen = before.and_then(|it| self.shaped.styles.get(it.style)?.hyphen);
            if cluster.text.start == syllable && hyphen.is_some() {
                self.push_break(next, BreakKind::Hyphen, HYPHEN_PENALTY);
            }
        }
    }
}

/// Break opportunities by UAX #14, and those beside quotation marks in Chinese that its later
/// versions have (LB19a).
fn break_offsets(text: &str) -> impl Iterator<Item = usize> + '_ {
    let mut quotes = Vec::new();
    let mut before = [None, None];
    let all = if !text.is_ascii() && text.contains(is_wide) {
        text
    } else {
        ""
    };
    for (at, character) in all.char_indices() {
        let breaks = match before {
            [_, Some(last)] if is_opening_quote(character) => {
                is_wide(last) && !is_open_punctuation(last)
            }
            [Some(last), Some(quote)] if is_closing_quote(quote) => {
                is_wide(last) && is_wide(character) && !cannot_start_line(character)
            }
            _ => false,
        };
        if breaks {
            quotes.push(at);
        }
        before = [before[1], Some(character)];
    }
    merge_sorted(linebreaks(text).map(|(at, _)| at), quotes.into_iter())
}

/// Two ascending sequences in one.
fn merge_sorted(
    a: impl Iterator<Item = usize>,
    b: impl Iterator<Item = usize>,
) -> impl Iterator<Item = usize> {
    let (mut a, mut b) = (a.peekable(), b.peekable());
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

fn is_opening_quote(character: char) -> bool {
    matches!(character, '“' | '‘')
}

fn is_closing_quote(character: char) -> bool {
    matches!(character, '”' | '’')
}

/// Han, kana and full-width marks.
fn is_wide(character: char) -> bool {
    is_cjk(character) || matches!(character, '\u{3001}'..='\u{303f}' | '\u{ff01}'..='\u{ff65}')
}

fn is_open_punctuation(character: char) -> bool {
    break_property(u32::from(character)) == BreakClass::OpenPunctuation
}

fn cannot_start_line(character: char) -> bool {
    use BreakClass::{
        ClosePunctuation, ConditionalJapaneseStarter, Exclamation, InfixSeparator, NonStarter,
    };
    matches!(
        break_property(u32::from(character)),
        ClosePunctuation | ConditionalJapaneseStarter | Exclamation | InfixSeparator | NonStarter
    )
}

/// What a break between two texts costs.
fn break_penalty(before: &str, after: &str) -> f32 {
    let Some(last) = before.chars().next_back() else {
        return 0.0;
    };
    if last != ' ' {
        return match last {
            '0'..='9' if after.starts_with(is_cjk) => CJK_COUNT_PENALTY,
            '/' if before.ends_with("//") => SCHEME_PENALTY,
            '-' | '‐' | '–' if after.starts_with(|it: char| it.is_ascii_digit()) => {
                RANGE_PENALTY
            }
            '–' => JOINED_PENALTY,
            '-' | '‐' | '—' => DASH_PENALTY,
            '/' | '.' | '?' | '&' | '=' | '_' | '\\' => URL_PENALTY,
            _ => 0.0,
        };
    }
    let word = before.trim_end();
    let next = after
        .split([' ', '\u{a0}', '\n'])
        .next()
        .unwrap_or_default();
    let unit = next.trim_end_matches(['.', ',', ';', ':', ')']);
    if word.ends_with(|it: char| it.is_ascii_digit()) {
        let counted = if next.starts_with(char::is_alphabetic) {
            COUNT_PENALTY
        } else {
            0.0
        };
        return if UNITS.contains(&unit) {
            UNIT_PENALTY
        } else {
            counted
        };
    }
    if next.starts_with(['—', '–']) {
        return BEFORE_DASH_PENALTY;
    }
    if next.starts_with(|it: char| it.is_ascii_digit())
        && (word.ends_with(CURRENCIES) || NUMBERED_NOUNS.contains(&word))
    {
        return NUMBERED_PENALTY;
    }
    let bare = word.trim_start_matches(['(', '“', '‘', '"', '[']);
    let letters = bare
        .chars()
        .take(3)
        .filter(|it| it.is_alphabetic() && !is_cjk(*it))
        .count();
    let whole = bare.chars().take(3).count() == letters;
    match letters {
        1 | 2 if whole => SHORT_WORD_PENALTY[letters - 1],
        _ => 0.0,
    }
}

/// Syllables of words.
struct Hyphenator<'a> {
    faces: Faces<'a>,
    shaped: &'a ClusteredText,
    spans: &'a [TextSpan],
    setting: &'a ParagraphSetting<'a>,
    /// Whether parts of the text are in a language of their own.
    multilingual: bool,
    /// The setting's language.
    code: Option<[u8; 2]>,
}

impl Hyphenator<'_> {
    /// Where the words of a piece without spaces, which begins at an offset of the text, can be
    /// parted.
    fn syllable_offsets(&self, word_text: &str, offset: usize) -> Arc<Vec<usize>> {
        match self.code {
            _ if self.multilingual => Arc::new(find_syllables(word_text, |at| {
                Lang::from_iso(language_code(self.lang_at(offset + at)?)?)
            })),
            Some(code) => self.faces.cached_syllables(code, word_text, || {
                find_syllables(word_text, |_| Lang::from_iso(code))
            }),
            None => Arc::default(),
        }
    }

    /// The language of the text at an offset.
    fn lang_at(&self, offset: usize) -> Option<&str> {
        let span = self
            .shaped
            .starts
            .partition_point(|&start| start <= offset)
            .checked_sub(1)?;
        Some(
            self.spans
                .get(span)?
                .lang
                .as_deref()
                .unwrap_or(self.setting.lang),
        )
    }
}

/// The code that a language's patterns have, if it has one of two letters.
fn language_code(lang: &str) -> Option<[u8; 2]> {
    lang.split(['-', '_'])
        .next()?
        .to_ascii_lowercase()
        .as_bytes()
        .try_into()
        .ok()
}

/// Where the words of a piece without spaces can be parted; `lang` says by which patterns a word
/// that begins somewhere is.
fn find_syllables(word_text: &str, lang: impl Fn(usize) -> Option<Lang>) -> Vec<usize> {
    let mut offsets = Vec::new();
    let address = word_text.contains(['/', '@', '_', '\\', '=', '#', '&', '-', '‐']);
    if address
        || word_text.contains(char::is_numeric)
        || word_text.trim_end_matches(['.', ' ']).contains('.')
    {
        return offsets;
    }
    let is_letter = |it: char| {
        it.is_alphabetic()
            || unicode_script::UnicodeScript::script(&it) == unicode_script::Script::Inherited
    };
    let mut at = 0;
    for word in word_text.split(|it: char| !is_letter(it)) {
        let start = at;
        at += word.len();
        at += word_text
            .get(at..)
            .and_then(|rest| rest.chars().next())
            .map_or(0, char::len_utf8);
        let length = word.chars().count();
        let capitals = word.chars().skip(1).any(char::is_uppercase);
        if capitals
            || !(MIN_HYPHENATED_LETTERS..=MAX_HYPHENATED_LETTERS).contains(&length)
            || word.chars().any(is_cjk)
        {
            continue;
        }
        let Some(lang) = lang(start) else { continue };
        let (left, right) = lang.bounds();
        let bounds = (
            left.max(MIN_LETTERS_AROUND_HYPHEN.0),
            right.max(MIN_LETTERS_AROUND_HYPHEN.1),
        );
        let mut place = start;
        for syllable in hypher::hyphenate_bounded(word, lang, bounds.0, bounds.1) {
            if place > start {
                offsets.push(place);
            }
            place += syllable.len();
        }
    }
    offsets
}

/// Breaks with further ones inside the pieces that are wider than the measure: at marks, at any
/// cluster.
pub(super) fn add_emergency_breaks(
    shaped: &ClusteredText,
    breaks: &[BreakPoint],
    measure: f32,
) -> Vec<BreakPoint> {
    let widths = PrefixWidths::new(&shaped.clusters);
    let narrow = |it: &BreakPoint| {
        let before = it
            .cluster
            .checked_sub(1)
            .map(|at| widths.break_before(shaped, at, BreakKind::Emergency, 0.0));
        before.is_some_and(|before| line_width(&before, it) <= measure)
    };
    let breaks: Vec<BreakPoint> = breaks
        .iter()
        .filter(|it| it.kind != BreakKind::Hyphen || narrow(it))
        .copied()
        .collect();
    let mut breaks_with_emergencies: Vec<BreakPoint> =
        breaks.first().copied().into_iter().collect();
    for pair in breaks.windows(2) {
        let &[from, to] = pair else { continue };
        if line_width(&from, &to) > measure {
            for at in from.cluster + 1..to.cluster {
                breaks_with_emergencies.push(widths.break_before(
                    shaped,
                    at,
                    BreakKind::Emergency,
                    emergency_penalty(shaped, at),
                ));
            }
        }
        breaks_with_emergencies.push(to);
    }
    breaks_with_emergencies
}

/// What it costs to break before a cluster where nothing allows it.
fn emergency_penalty(shaped: &ClusteredText, at: usize) -> f32 {
    let text = |at: usize| {
        shaped
            .clusters
            .get(at)
            .and_then(|it| shaped.text.get(it.text.clone()))
            .unwrap_or_default()
    };
    let last = at
        .checked_sub(1)
        .and_then(|at| text(at).chars().next_back());
    let next = text(at).chars().next();
    match (last, next) {
        (_, Some(next)) if cannot_start_line(next) || is_closing_quote(next) => {
            EMERGENCY_MISPLACED_PENALTY
        }
        (Some(last), _) if is_open_punctuation(last) || is_opening_quote(last) => {
            EMERGENCY_MISPLACED_PENALTY
        }
        (Some('/' | '.' | '-' | '_' | '?' | '&' | '='), _) => EMERGENCY_MARK_PENALTY,
        _ => EMERGENCY_PENALTY,
    }
}
