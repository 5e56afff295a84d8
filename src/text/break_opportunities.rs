//! Where lines may end: between words (UAX #14), at syllables, and what each of these costs.

use std::ops::Range;
use std::sync::Arc;

use hypher::Lang;
use unicode_linebreak::{BreakClass, break_property, linebreaks};

use super::characters::{is_han, is_kept};
use super::faces::Faces;
use super::paragraph::{Break, Class, width};
use super::shaped::{Cluster, Kind, Shaped};
use super::span::{ParagraphSetting, TextSpan};

/// A hyphen at a line end costs as much as a line that is a third empty.
const HYPHEN: f32 = 0.12;
/// A hyphen where the author put a soft one.
const SOFT_HYPHEN: f32 = 0.05;
/// Between a number and its unit: rather one more line.
const UNIT: f32 = 1.2;
/// Between a number and the word it counts.
const COUNT: f32 = 0.02;
/// Between figures and the Han character that counts or dates by them.
const HAN_COUNT: f32 = 0.1;
/// Between a currency and its amount, or what is numbered and its number.
const NUMBERED: f32 = 0.2;
/// Before a dash that stands between spaces.
const BEFORE_DASH: f32 = 0.15;
/// After a word of one letter, or of two.
const SHORT_WORD: [f32; 2] = [0.03, 0.01];
/// After a hyphen or dash that is part of a word.
const DASH: f32 = 0.04;
/// After an en dash that joins two words, such as the ends of a line.
const JOINED: f32 = 0.12;
/// Between the figures of a range.
const RANGE: f32 = 0.3;
/// After a slash and the like.
const ADDRESS: f32 = 0.06;
/// Between the scheme of an address and the rest.
const SCHEME: f32 = 0.5;
/// Inside a word that is wider than the measure, at a mark.
const EMERGENCY_MARK: f32 = 0.3;
/// Inside a word that is wider than the measure, anywhere.
const EMERGENCY: f32 = 1.5;

/// Inside a word that is wider than the measure, where a line would begin or end with the wrong
/// mark.
const EMERGENCY_MISPLACED: f32 = 5.0;

/// Shorter words are never hyphenated.
const SHORTEST: usize = 6;
/// Longer ones are no words.
const LONGEST: usize = 60;
/// Letters that stay on the line, and that go to the next.
const LEFT_RIGHT: (usize, usize) = (2, 3);

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
const NUMBERS: &[&str] = &[
    "No.", "Nr.", "Art.", "Article", "Fig.", "Figure", "Table", "Section", "Chapter", "Annex",
    "p.", "pp.", "§", "vol.",
];

/// All places to break at, and the ranges of them between the author's own line breaks.
pub(super) fn find(
    faces: Faces<'_>,
    shaped: &Shaped,
    spans: &[TextSpan],
    setting: &ParagraphSetting<'_>,
) -> (Vec<Break>, Vec<Range<usize>>) {
    let mut finder = Finder::new(faces, shaped, spans, setting);
    finder.run();
    (finder.breaks, finder.segments)
}

struct Finder<'a> {
    shaped: &'a Shaped,
    hyphens: Hyphens<'a>,
    line: Measures,
    breaks: Vec<Break>,
    segments: Vec<Range<usize>>,
    segment: usize,
    /// Where the piece of text since the last break of the text began.
    piece: usize,
}

/// Sums over clusters, for the place before each of them and for the end.
pub(super) struct Measures {
    places: Vec<Place>,
}

#[derive(Clone, Copy, Default)]
struct Place {
    /// Where the cluster begins if all is in one line, after its gap.
    start: f64,
    /// Width of the spaces that end before it.
    spaces: f32,
    /// The last cluster before it that is no space, counted from 1.
    end: usize,
}

impl Measures {
    pub(super) fn new(clusters: &[Cluster]) -> Self {
        let mut places = Vec::with_capacity(clusters.len() + 1);
        let (mut x, mut spaces, mut end) = (0.0, 0.0, 0);
        for (at, cluster) in clusters.iter().enumerate() {
            x += f64::from(cluster.gap);
            places.push(Place {
                start: x,
                spaces,
                end,
            });
            x += f64::from(cluster.advance);
            match cluster.kind {
                Kind::Space | Kind::Newline => spaces += cluster.advance + cluster.gap,
                _ => (spaces, end) = (0.0, at + 1),
            }
        }
        places.push(Place {
            start: x,
            spaces,
            end,
        });
        Self { places }
    }

    /// A break before a cluster.
    pub(super) fn at(&self, shaped: &Shaped, at: usize, class: Class, penalty: f32) -> Break {
        let Place { start, spaces, end } = self.places.get(at).copied().unwrap_or_default();
        let next = shaped.clusters.get(at);
        let last = end.checked_sub(1).and_then(|it| shaped.clusters.get(it));
        // The gap before the next line's first cluster is behind `x`, so only the line that ends
        // here has to lose it.
        let gap = next.map_or(0.0, |it| it.gap);
        let hyphen = match class {
            Class::Hyphen => last
                .and_then(|it| shaped.looks.get(it.look)?.hyphen)
                .map_or(0.0, |it| it.1),
            Class::Plain | Class::Emergency => 0.0,
        };
        Break {
            at,
            class,
            penalty,
            x: start,
            lead: next.map_or(0.0, |it| it.start_trim),
            trail: gap + spaces + last.map_or(0.0, |it| it.end_trim) - hyphen,
        }
    }
}

impl<'a> Finder<'a> {
    fn new(
        faces: Faces<'a>,
        shaped: &'a Shaped,
        spans: &'a [TextSpan],
        setting: &'a ParagraphSetting,
    ) -> Self {
        let line = Measures::new(&shaped.clusters);
        let mixed = spans.iter().any(|span| span.lang.is_some());
        let hyphens = Hyphens {
            faces,
            shaped,
            spans,
            setting,
            mixed,
            code: code(setting.lang),
        };
        Self {
            shaped,
            hyphens,
            line,
            breaks: Vec::new(),
            segments: Vec::new(),
            segment: 0,
            piece: 0,
        }
    }

    fn run(&mut self) {
        let clusters = &self.shaped.clusters;
        if clusters.is_empty() {
            return;
        }
        self.push(0, Class::Plain, 0.0);
        let mut next = 0;
        for offset in opportunities(&self.shaped.text) {
            while clusters.get(next).is_some_and(|it| it.text.start < offset) {
                next += 1;
            }
            let hard = next > 0
                && clusters
                    .get(next - 1)
                    .is_some_and(|it| it.kind == Kind::Newline);
            if next < clusters.len() && !hard && self.begins_at(next, offset) {
                self.soft(next, offset);
            } else if hard {
                self.close(next, offset);
            }
        }
        if self.segment < self.breaks.len()
            && self.breaks.last().is_some_and(|it| it.at < clusters.len())
        {
            self.close(clusters.len(), self.shaped.text.len());
        }
    }

    /// Whether a break of the text is one between clusters: what lies between them is not drawn.
    fn begins_at(&self, next: usize, offset: usize) -> bool {
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
        !(inside && between.chars().any(is_kept))
    }

    fn soft(&mut self, next: usize, offset: usize) {
        self.hyphenate(offset);
        let text = self.shaped.text.get(..offset).unwrap_or_default();
        if text.ends_with('\u{ad}') {
            self.push(next, Class::Hyphen, SOFT_HYPHEN);
        } else {
            let after = self.shaped.text.get(offset..).unwrap_or_default();
            let before = self.shaped.text.get(self.piece..offset).unwrap_or_default();
            self.push(next, Class::Plain, penalty(before, after));
        }
        self.piece = offset;
    }

    /// Ends a segment before a cluster, and begins the next one there.
    fn close(&mut self, next: usize, offset: usize) {
        self.hyphenate(offset);
        self.push(next, Class::Plain, 0.0);
        self.segments.push(self.segment..self.breaks.len());
        self.segment = self.breaks.len();
        self.piece = offset;
        if next < self.shaped.clusters.len() {
            self.push(next, Class::Plain, 0.0);
        }
    }

    fn push(&mut self, at: usize, class: Class, penalty: f32) {
        let open = self.breaks.len() > self.segment;
        if !open || self.breaks.last().is_none_or(|last| last.at < at) {
            self.breaks
                .push(self.line.at(self.shaped, at, class, penalty));
        }
    }

    /// Adds the syllables of the words up to an offset.
    fn hyphenate(&mut self, offset: usize) {
        let first = self.breaks.last().map_or(0, |it| it.at);
        let Some(piece) = self.shaped.text.get(self.piece..offset) else {
            return;
        };
        if !self.hyphens.setting.hyphenate || piece.len() < SHORTEST {
            return;
        }
        let mut next = first;
        let start = self.piece;
        for syllable in self.hyphens.of(piece, start).iter().map(|it| start + it) {
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
            let hyphen = before.and_then(|it| self.shaped.looks.get(it.look)?.hyphen);
            if cluster.text.start == syllable && hyphen.is_some() {
                self.push(next, Class::Hyphen, HYPHEN);
            }
        }
    }
}

/// Break opportunities by UAX #14, and those beside quotation marks in Chinese that its later
/// versions have (LB19a).
fn opportunities(text: &str) -> impl Iterator<Item = usize> + '_ {
    let mut quotes = Vec::new();
    let mut before = [None, None];
    let all = if !text.is_ascii() && text.contains(is_wide) {
        text
    } else {
        ""
    };
    for (at, character) in all.char_indices() {
        let breaks = match before {
            [_, Some(last)] if is_opening_quote(character) => is_wide(last) && !is_opening(last),
            [Some(last), Some(quote)] if is_closing_quote(quote) => {
                is_wide(last) && is_wide(character) && !is_non_starter(character)
            }
            _ => false,
        };
        if breaks {
            quotes.push(at);
        }
        before = [before[1], Some(character)];
    }
    merge(linebreaks(text).map(|(at, _)| at), quotes.into_iter())
}

/// Two ascending sequences in one.
fn merge(
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
    is_han(character) || matches!(character, '\u{3001}'..='\u{303f}' | '\u{ff01}'..='\u{ff65}')
}

fn is_opening(character: char) -> bool {
    break_property(u32::from(character)) == BreakClass::OpenPunctuation
}

fn is_non_starter(character: char) -> bool {
    use BreakClass::{
        ClosePunctuation, ConditionalJapaneseStarter, Exclamation, InfixSeparator, NonStarter,
    };
    matches!(
        break_property(u32::from(character)),
        ClosePunctuation | ConditionalJapaneseStarter | Exclamation | InfixSeparator | NonStarter
    )
}

/// What a break between two texts costs.
fn penalty(before: &str, after: &str) -> f32 {
    let Some(last) = before.chars().next_back() else {
        return 0.0;
    };
    if last != ' ' {
        return match last {
            '0'..='9' if after.starts_with(is_han) => HAN_COUNT,
            '/' if before.ends_with("//") => SCHEME,
            '-' | '‐' | '–' if after.starts_with(|it: char| it.is_ascii_digit()) => RANGE,
            '–' => JOINED,
            '-' | '‐' | '—' => DASH,
            '/' | '.' | '?' | '&' | '=' | '_' | '\\' => ADDRESS,
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
            COUNT
        } else {
            0.0
        };
        return if UNITS.contains(&unit) { UNIT } else { counted };
    }
    if next.starts_with(['—', '–']) {
        return BEFORE_DASH;
    }
    if next.starts_with(|it: char| it.is_ascii_digit())
        && (word.ends_with(CURRENCIES) || NUMBERS.contains(&word))
    {
        return NUMBERED;
    }
    let bare = word.trim_start_matches(['(', '“', '‘', '"', '[']);
    let letters = bare
        .chars()
        .take(3)
        .filter(|it| it.is_alphabetic() && !is_han(*it))
        .count();
    let whole = bare.chars().take(3).count() == letters;
    match letters {
        1 | 2 if whole => SHORT_WORD[letters - 1],
        _ => 0.0,
    }
}

/// Syllables of words.
struct Hyphens<'a> {
    faces: Faces<'a>,
    shaped: &'a Shaped,
    spans: &'a [TextSpan],
    setting: &'a ParagraphSetting<'a>,
    /// Whether parts of the text are in a language of their own.
    mixed: bool,
    /// The setting's language.
    code: Option<[u8; 2]>,
}

impl Hyphens<'_> {
    /// Where the words of a piece without spaces, which begins at an offset of the text, can be
    /// parted.
    fn of(&self, piece: &str, offset: usize) -> Arc<Vec<usize>> {
        match self.code {
            _ if self.mixed => Arc::new(syllables(piece, |at| {
                Lang::from_iso(code(self.lang(offset + at)?)?)
            })),
            Some(code) => self
                .faces
                .syllables(code, piece, || syllables(piece, |_| Lang::from_iso(code))),
            None => Arc::default(),
        }
    }

    /// The language of the text at an offset.
    fn lang(&self, offset: usize) -> Option<&str> {
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
fn code(lang: &str) -> Option<[u8; 2]> {
    lang.split(['-', '_'])
        .next()?
        .to_ascii_lowercase()
        .as_bytes()
        .try_into()
        .ok()
}

/// Where the words of a piece without spaces can be parted; `lang` says by which patterns a word
/// that begins somewhere is.
fn syllables(piece: &str, lang: impl Fn(usize) -> Option<Lang>) -> Vec<usize> {
    let mut found = Vec::new();
    let address = piece.contains(['/', '@', '_', '\\', '=', '#', '&', '-', '‐']);
    if address
        || piece.contains(char::is_numeric)
        || piece.trim_end_matches(['.', ' ']).contains('.')
    {
        return found;
    }
    let is_letter = |it: char| {
        it.is_alphabetic()
            || unicode_script::UnicodeScript::script(&it) == unicode_script::Script::Inherited
    };
    let mut at = 0;
    for word in piece.split(|it: char| !is_letter(it)) {
        let start = at;
        at += word.len();
        at += piece
            .get(at..)
            .and_then(|rest| rest.chars().next())
            .map_or(0, char::len_utf8);
        let length = word.chars().count();
        let capitals = word.chars().skip(1).any(char::is_uppercase);
        if capitals || !(SHORTEST..=LONGEST).contains(&length) || word.chars().any(is_han) {
            continue;
        }
        let Some(lang) = lang(start) else { continue };
        let (left, right) = lang.bounds();
        let bounds = (left.max(LEFT_RIGHT.0), right.max(LEFT_RIGHT.1));
        let mut place = start;
        for syllable in hypher::hyphenate_bounded(word, lang, bounds.0, bounds.1) {
            if place > start {
                found.push(place);
            }
            place += syllable.len();
        }
    }
    found
}

/// Breaks with further ones inside the pieces that are wider than the room: at marks, at any
/// cluster.
pub(super) fn crack(shaped: &Shaped, breaks: &[Break], room: f32) -> Vec<Break> {
    let line = Measures::new(&shaped.clusters);
    let narrow = |it: &Break| {
        let before = it
            .at
            .checked_sub(1)
            .map(|at| line.at(shaped, at, Class::Emergency, 0.0));
        before.is_some_and(|before| width(&before, it) <= room)
    };
    let breaks: Vec<Break> = breaks
        .iter()
        .filter(|it| it.class != Class::Hyphen || narrow(it))
        .copied()
        .collect();
    let mut cracked: Vec<Break> = breaks.first().copied().into_iter().collect();
    for pair in breaks.windows(2) {
        let &[from, to] = pair else { continue };
        if width(&from, &to) > room {
            for at in from.at + 1..to.at {
                cracked.push(line.at(shaped, at, Class::Emergency, emergency(shaped, at)));
            }
        }
        cracked.push(to);
    }
    cracked
}

/// What it costs to break before a cluster where nothing allows it.
fn emergency(shaped: &Shaped, at: usize) -> f32 {
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
        (_, Some(next)) if is_non_starter(next) || is_closing_quote(next) => EMERGENCY_MISPLACED,
        (Some(last), _) if is_opening(last) || is_opening_quote(last) => EMERGENCY_MISPLACED,
        (Some('/' | '.' | '-' | '_' | '?' | '&' | '='), _) => EMERGENCY_MARK,
        _ => EMERGENCY,
    }
}
