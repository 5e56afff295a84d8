//! Estimates how much room text takes, from the advances of its characters and without shaping.
//!
//! For formats that set the text in fonts of their own, such as slides and Word documents: there a
//! fit must be known in advance, and an estimate on the safe side is as good as a measurement.

use std::borrow::Cow;
use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

use foldhash::fast::FixedState;
use unicode_linebreak::{BreakOpportunity, linebreaks};

use super::long_words::{HYPHEN_ADVANCE, LongWord, SOFT_HYPHEN, divide_word};
use crate::document::{Inline, plain_text};
use crate::fonts::{
    Advances, FontStyle, Fonts, HanForms, Weight, is_fixed_width_space, needs_no_glyph,
};
use crate::hyphenation::{
    Hyphenation, TokenKind, is_after_lone_letter, is_inside_number, is_inside_token, joins_figures,
    token_kind,
};
use crate::lang;
use crate::length::Length;
use crate::status_sign::SIGN_ADVANCE;

/// Advance of a character of [`Inline::Code`], in ems of the text around it. Fixed-width fonts have
/// 0.6.
const CODE_ADVANCE: f32 = 0.62;

/// Estimated widths are multiplied by this, so that text still fits in the viewer's own font.
pub(crate) const SAFETY_FACTOR: f32 = 1.05;

/// Estimates the room that text takes in given families, each character in the first face that has
/// it.
///
/// Clones share one cache.
#[derive(Clone)]
pub struct TextRuler<'a> {
    regular: Rc<FallbackAdvances<'a>>,
    strong: Rc<FallbackAdvances<'a>>,
    /// Caches measured texts. The slide planner tries the same texts in several sizes and widths:
    /// without this cache a batch costs 20 % more.
    regular_texts: MeasuredTexts,
    strong_texts: MeasuredTexts,
    hyphenation: Option<&'a Hyphenation<'a>>,
}

type MeasuredTexts = Rc<RefCell<HashMap<Vec<Inline>, Rc<MeasuredText>, FixedState>>>;

impl<'a> TextRuler<'a> {
    /// A ruler for text in `families`, followed by all other families there are.
    #[must_use]
    pub fn new(fonts: &'a Fonts, families: &[String]) -> Self {
        Self {
            regular: Rc::new(FallbackAdvances::new(fonts, families, Weight::Regular)),
            strong: Rc::new(FallbackAdvances::new(fonts, families, Weight::SemiBold)),
            regular_texts: Rc::default(),
            strong_texts: Rc::default(),
            hyphenation: None,
        }
    }

    /// A ruler that hyphenates words that are wider than their line. Without hyphenation, they
    /// break anywhere.
    #[must_use]
    pub fn with_hyphenation(self, hyphenation: &'a Hyphenation<'a>) -> Self {
        Self {
            // The lines of the cached texts are those without hyphens.
            regular_texts: Rc::default(),
            strong_texts: Rc::default(),
            hyphenation: Some(hyphenation),
            ..self
        }
    }

    /// Where `text` needs soft hyphens for words that are wider than `width`; none without
    /// hyphenation.
    #[must_use]
    pub fn soft_hyphens<L: Length>(
        &self,
        text: &[Inline],
        size: L,
        strong: bool,
        width: L,
    ) -> SoftHyphens {
        let measured = self.measured_text(text, strong);
        match self.hyphenation {
            Some(hyphenation) => {
                measured.soft_hyphens((width / (size * SAFETY_FACTOR)).max(0.0), hyphenation)
            }
            None => SoftHyphens::default(),
        }
    }

    /// The characters after which a program would break a number, though the number fits into
    /// `width`: the hyphens and dashes inside numbers, unless the text is on one line. In ascending
    /// order.
    #[must_use]
    pub fn joints_of_figures<L: Length>(
        &self,
        text: &[Inline],
        size: L,
        strong: bool,
        width: L,
    ) -> Vec<usize> {
        // Most texts have none, and need not be measured.
        if !has_joined_figures(text) {
            return Vec::new();
        }
        let measured = self.measured_text(text, strong);
        measured.joints_of_figures((width / (size * SAFETY_FACTOR)).max(0.0))
    }

    /// Width of `text` on one line.
    #[must_use]
    pub fn width<L: Length>(&self, text: &[Inline], size: L, strong: bool) -> L {
        size * self.measured_text(text, strong).width * SAFETY_FACTOR
    }

    /// The same for a short text that is measured once: a search in the cache would cost more.
    #[must_use]
    pub(crate) fn width_of_part<L: Length>(&self, text: &[Inline], size: L, strong: bool) -> L {
        let mut visible = VisibleText::default();
        self.push_inlines(text, strong, &mut visible);
        size * total_advance(&visible.characters) * SAFETY_FACTOR
    }

    /// Width of the widest piece of `text` between two break opportunities.
    #[must_use]
    pub fn longest_word_width<L: Length>(&self, text: &[Inline], size: L, strong: bool) -> L {
        size * self.measured_text(text, strong).longest_word_width * SAFETY_FACTOR
    }

    /// What `text` needs as the cell of a table.
    #[must_use]
    pub fn cell_widths<L: Length>(&self, text: &[Inline], size: L, strong: bool) -> CellWidths<L> {
        let measured = self.measured_text(text, strong);
        CellWidths {
            number: size * measured.widest_number_width() * SAFETY_FACTOR,
            word: size * measured.longest_word_width * SAFETY_FACTOR,
            line: size * measured.width * SAFETY_FACTOR,
        }
    }

    /// Breaks `text` into lines that are at most `width` wide. A wider word is hyphenated if the
    /// ruler has hyphenation, and else breaks anywhere.
    #[must_use]
    pub fn lines<L: Length>(
        &self,
        text: &[Inline],
        size: L,
        strong: bool,
        width: L,
    ) -> WrappedLines {
        self.with_line_ends(text, size, strong, width, |measured, ends| WrappedLines {
            ends: ends.to_vec(),
            sentence_ends: measured.sentence_ends(),
        })
    }

    /// A text that is broken into lines at several widths, without hyphens.
    pub(crate) fn line_trials(&self, text: &[Inline], strong: bool) -> LineTrials {
        LineTrials {
            text: self.measured_text(text, strong),
            lines: Vec::new(),
            same_lines: MeasureRange::default(),
        }
    }

    /// The number of lines that [`lines`](Self::lines) gives.
    #[must_use]
    pub fn line_count<L: Length>(&self, text: &[Inline], size: L, strong: bool, width: L) -> usize {
        self.with_line_ends(text, size, strong, width, |_, ends| ends.len())
    }

    /// Calls `read` with the ends of the lines of a text, which are cached by their width in ems.
    fn with_line_ends<L: Length, T>(
        &self,
        text: &[Inline],
        size: L,
        strong: bool,
        width: L,
        read: impl FnOnce(&MeasuredText, &[usize]) -> T,
    ) -> T {
        let measure = (width / (size * SAFETY_FACTOR)).max(0.0);
        let measured = self.measured_text(text, strong);
        // A text is tried in a handful of measures, for which a list is faster than a map.
        let mut cached = measured.lines.borrow_mut();
        for (cached_measure, ends) in cached.iter() {
            if *cached_measure == measure.to_bits() {
                return read(&measured, ends);
            }
        }
        let ends = measured.break_lines(measure, self.hyphenation);
        let result = read(&measured, &ends);
        cached.push((measure.to_bits(), ends));
        result
    }

    /// The measured text, from the cache if possible.
    fn measured_text(&self, text: &[Inline], strong: bool) -> Rc<MeasuredText> {
        let texts = if strong {
            &self.strong_texts
        } else {
            &self.regular_texts
        };
        let mut texts = texts.borrow_mut();
        if let Some(cached) = texts.get(text) {
            return Rc::clone(cached);
        }
        let measured = Rc::new(self.measure_text(text, strong));
        texts.insert(text.to_vec(), Rc::clone(&measured));
        measured
    }

    fn measure_text(&self, text: &[Inline], strong: bool) -> MeasuredText {
        let mut visible = VisibleText::default();
        self.push_inlines(text, strong, &mut visible);
        let breaks = visible.break_opportunities();
        let characters = visible.characters;
        MeasuredText {
            code: visible.code,
            sentence_ends: OnceCell::new(),
            width: total_advance(&characters),
            longest_word_width: longest_word_width(&characters, &breaks),
            has_line_breaks: breaks
                .iter()
                .any(|(_, kind)| *kind == BreakOpportunity::Mandatory),
            characters,
            breaks,
            widest_number_width: OnceCell::new(),
            lines: RefCell::default(),
        }
    }

    fn push_inlines(&self, text: &[Inline], strong: bool, out: &mut VisibleText) {
        let faces = if strong { &self.strong } else { &self.regular };
        for inline in text {
            match inline {
                Inline::Text { text } => out.push_text(text, faces),
                Inline::Code { text } => {
                    let start = out.characters.len();
                    out.push(text, code_advance);
                    out.code.push(start..out.characters.len());
                }
                Inline::Cite { sources, places } => {
                    out.push_text(&cite_text(sources, places), faces)
                }
                Inline::LineBreak => out.push_line_break(),
                Inline::Status { level: _, body } => {
                    let first = out.characters.len();
                    self.push_inlines(body, strong, out);
                    if let Some(word) = out.characters.get_mut(first) {
                        word.advance += SIGN_ADVANCE;
                    }
                }
                Inline::Emph { body } | Inline::Marked { body, .. } | Inline::Link { body, .. } => {
                    self.push_inlines(body, strong, out);
                }
                Inline::Strong { body } => self.push_inlines(body, true, out),
            }
        }
    }
}

/// The widths that a text needs in a cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CellWidths<L> {
    /// Of its widest number, which cannot be broken; 0 without numbers.
    pub number: L,
    /// Of its widest piece between two break opportunities.
    pub word: L,
    /// Of all of it on one line.
    pub line: L,
}

/// Where the lines of a text end, counted in visible characters as [`split_inlines`] counts them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrappedLines {
    /// One past the last character of each line. There is at least one line.
    pub ends: Vec<usize>,
    /// One past the last character of each sentence but the last.
    sentence_ends: Rc<[usize]>,
}

impl WrappedLines {
    /// The number of lines; at least 1.
    #[must_use]
    pub fn count(&self) -> usize {
        self.ends.len()
    }

    /// The best place to split the text so that at most `lines` lines come before it: the end of a
    /// sentence if that leaves at most a third of the room empty, else the end of a line.
    #[must_use]
    pub fn split_point(&self, lines: usize) -> usize {
        let line_end = self.end_of_line(lines);
        match self.last_sentence_end(lines) {
            // In whole numbers: at least two thirds of the characters that fit.
            Some(sentence_end) if sentence_end * 3 >= line_end * 2 => sentence_end,
            _ => line_end,
        }
    }

    /// Where the last sentence ends that is complete within the first `lines` lines; `None` if
    /// there is none.
    #[must_use]
    pub fn last_sentence_end(&self, lines: usize) -> Option<usize> {
        let line_end = self.end_of_line(lines);
        let mut sentence_ends = self.sentence_ends.iter().rev().copied();
        sentence_ends.find(|&end| end <= line_end)
    }

    /// Where a line ends, counted from 1; of a text with fewer lines, its last line.
    fn end_of_line(&self, line: usize) -> usize {
        let last = self.ends.last();
        match self.ends.get(line.max(1) - 1).or(last) {
            Some(end) => *end,
            None => 0,
        }
    }
}

/// A text that is broken into lines at several widths, one after the other.
pub(crate) struct LineTrials {
    text: Rc<MeasuredText>,
    /// The last lines.
    lines: Vec<LineShape>,
    /// The measures with these lines.
    same_lines: MeasureRange,
}

impl LineTrials {
    /// The lines of the text that are at most `width` wide, with their widths in ems.
    pub(crate) fn lines_at<L: Length>(&mut self, size: L, width: L) -> &[LineShape] {
        let measure = (width / (size * SAFETY_FACTOR)).max(0.0);
        // Lines change with a few of the widths only.
        if !self.same_lines.contains(measure) {
            (self.lines, self.same_lines) = self.text.line_shapes(measure);
        }
        &self.lines
    }
}

/// The measures at which a text has the same lines, in ems: everything fits that fitted at one of
/// them.
#[derive(Clone, Copy)]
struct MeasureRange {
    /// The widest that fitted.
    least: f32,
    /// The narrowest that did not fit.
    below: f32,
}

impl Default for MeasureRange {
    /// No measure at all.
    fn default() -> Self {
        Self {
            least: f32::INFINITY,
            below: f32::INFINITY,
        }
    }
}

impl MeasureRange {
    fn contains(self, measure: f32) -> bool {
        self.least <= measure && measure < self.below
    }
}

/// A line of text without the spaces that hang over its end.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct LineShape {
    /// In ems.
    pub(crate) width: f32,
    /// Whether its last character is punctuation or a dash.
    pub(crate) ends_with_punctuation: bool,
    /// Whether its last word is cut where no line may end.
    pub(crate) is_cut: bool,
}

/// Where a text needs soft hyphens, counted in visible characters as [`split_inlines`] counts them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SoftHyphens {
    /// The characters before which a soft hyphen belongs, in ascending order.
    pub places: Vec<usize>,
    /// The no-break spaces that have to become ordinary ones, in ascending order: what they join
    /// is wider than a line.
    pub loosened: Vec<usize>,
    /// The hyphens and dashes inside numbers that need a word joiner after them, in ascending
    /// order: see [`TextRuler::joints_of_figures`].
    pub joined: Vec<usize>,
    /// The words that are cut where no joint is known.
    pub cut_words: Vec<String>,
    /// The numbers that are wider than a line, and stay as they are.
    pub too_wide: Vec<String>,
}

impl SoftHyphens {
    /// Whether the text stays as it is.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.places.is_empty() && self.loosened.is_empty() && self.joined.is_empty()
    }
}

/// A text that is this much narrower than its line is surely on one line: other programs set it in
/// other fonts.
const ONE_LINE_SLACK: f32 = 1.1;

/// A text whose characters were measured.
struct MeasuredText {
    characters: Vec<MeasuredCharacter>,
    /// The characters of code, which is not hyphenated.
    code: Vec<Range<usize>>,
    /// Break opportunities (UAX 14) before characters, without the one at the end.
    breaks: Vec<(usize, BreakOpportunity)>,
    /// Whether the author asked for the end of a line.
    has_line_breaks: bool,
    /// As in [`WrappedLines`]. Found when a text is first divided, which few are.
    sentence_ends: OnceCell<Rc<[usize]>>,
    /// Width of the text on one line, in ems.
    width: f32,
    /// Width of the widest piece between two break opportunities, in ems.
    longest_word_width: f32,
    /// Width of the widest number, in ems. Measured when a table first asks: without this cache a
    /// deck costs 25 % more.
    widest_number_width: OnceCell<f32>,
    /// Caches the ends of lines by the bits of their measure in ems. Without it a batch costs 1.4 %
    /// more.
    lines: RefCell<Vec<(u32, Vec<usize>)>>,
}

struct MeasuredCharacter {
    character: char,
    /// In ems.
    advance: f32,
}

impl MeasuredText {
    fn sentence_ends(&self) -> Rc<[usize]> {
        let find = || sentence_ends(&self.characters).into();
        Rc::clone(self.sentence_ends.get_or_init(find))
    }

    /// The ends of the lines of the text at a measure in ems, as in [`WrappedLines`].
    fn break_lines(&self, measure: f32, hyphenation: Option<&Hyphenation<'_>>) -> Vec<usize> {
        let hyphens = match hyphenation {
            Some(hyphenation) => self.soft_hyphens(measure, hyphenation),
            None => SoftHyphens::default(),
        };
        self.line_ends(&hyphens, |width| width <= measure)
    }

    fn widest_number_width(&self) -> f32 {
        *self.widest_number_width.get_or_init(|| {
            let mut widest = 0.0_f32;
            let mut start = 0;
            let ends = self.breaks.iter().map(|(index, _)| *index);
            for end in ends.chain([self.characters.len()]) {
                widest = widest.max(number_width(&self.characters[start..end]));
                start = end;
            }
            widest
        })
    }

    /// The lines at a measure in ems without hyphens, and the measures that have the same lines.
    fn line_shapes(&self, measure: f32) -> (Vec<LineShape>, MeasureRange) {
        let mut same_lines = MeasureRange {
            least: 0.0,
            below: f32::INFINITY,
        };
        let ends = self.line_ends(&SoftHyphens::default(), |width| {
            if width <= measure {
                same_lines.least = same_lines.least.max(width);
                true
            } else {
                same_lines.below = same_lines.below.min(width);
                false
            }
        });
        let mut shapes = Vec::new();
        let mut start = 0;
        for end in ends {
            let mut line = &self.characters[start..end];
            while let [before @ .., last] = line
                && last.character.is_whitespace()
            {
                line = before;
            }
            let last = line.last().map_or(' ', |it| it.character);
            let is_break = self
                .breaks
                .binary_search_by_key(&end, |(at, _)| *at)
                .is_ok();
            shapes.push(LineShape {
                width: total_advance(line),
                ends_with_punctuation: ",;:.!?…–—،؛؟、。，；：！？".contains(last),
                is_cut: !is_break && end < self.characters.len(),
            });
            start = end;
        }
        (shapes, same_lines)
    }

    /// Soft hyphens for the words that are wider than a measure in ems.
    fn soft_hyphens(&self, measure: f32, hyphenation: &Hyphenation<'_>) -> SoftHyphens {
        let mut hyphens = SoftHyphens::default();
        if self.longest_word_width <= measure {
            return hyphens;
        }
        let mut start = 0;
        let word_ends = self.breaks.iter().map(|(index, _)| *index);
        for end in word_ends.chain([self.characters.len()]) {
            let is_code = self.code.iter().any(|it| it.start < end && start < it.end);
            if !is_code && word_width(&self.characters[start..end]) > measure {
                self.loosen_joins(start..end, &mut hyphens.loosened);
                self.divide_words(start..end, measure, hyphenation, &mut hyphens);
            }
            start = end;
        }
        hyphens
    }

    /// Collects the no-break spaces in a range that may become ordinary ones.
    fn loosen_joins(&self, range: Range<usize>, loosened: &mut Vec<usize>) {
        for at in range.start + 1..range.end.saturating_sub(1) {
            let before = self.characters[at - 1].character;
            let after = self.characters[at + 1].character;
            let parts_digits = before.is_numeric() && after.is_numeric();
            // Quotation marks and French punctuation must not stand alone.
            let parts_marks = "«‹„“".contains(before) || "»›”!?:;".contains(after);
            let is_joint = is_no_break_space(self.characters[at].character);
            if is_joint && !parts_digits && !parts_marks {
                loosened.push(at);
            }
        }
    }

    /// Divides the words in a range that has no other breaks.
    fn divide_words(
        &self,
        range: Range<usize>,
        measure: f32,
        hyphenation: &Hyphenation<'_>,
        hyphens: &mut SoftHyphens,
    ) {
        let mut start = range.start;
        let is_blank = |it: &MeasuredCharacter| it.character.is_whitespace();
        for word in self.characters[range].split_inclusive(is_blank) {
            let text: String = word.iter().map(|it| it.character).collect();
            let text = text.trim_end();
            let mut advances: Vec<f32> = word.iter().map(|it| it.advance).collect();
            advances.truncate(text.chars().count());
            // A part of an address may look like a word.
            let is_wide = advances.iter().sum::<f32>() > measure;
            let kind = if is_wide {
                token_kind(&self.token_around(start))
            } else {
                TokenKind::Address
            };
            // A range yields at its dash before it overflows.
            let mut numbers = word.split_inclusive(|it| it.character == '–');
            if kind == TokenKind::Number && numbers.any(|it| word_width(it) > measure) {
                hyphens.too_wide.push(text.to_owned());
            }
            if kind == TokenKind::Word {
                let word = LongWord {
                    text,
                    advances: &advances,
                };
                let divided = divide_word(&word, measure, hyphenation);
                for place in divided.places {
                    hyphens.places.push(start + place);
                }
                if divided.is_cut {
                    hyphens.cut_words.push(text.to_owned());
                }
            }
            start += word.len();
        }
    }

    fn joints_of_figures(&self, measure: f32) -> Vec<usize> {
        let mut joints = Vec::new();
        let mut start = 0;
        // The author's line breaks begin lines of their own.
        for line in self.characters.split_inclusive(|it| it.character == '\n') {
            if total_advance(line) * ONE_LINE_SLACK > measure {
                self.push_joints_of_line(start..start + line.len(), measure, &mut joints);
            }
            start += line.len();
        }
        joints
    }

    fn push_joints_of_line(&self, line: Range<usize>, measure: f32, joints: &mut Vec<usize>) {
        let first = line.start;
        let text: String = self.characters[line.clone()]
            .iter()
            .map(|it| it.character)
            .collect();
        let mut piece = first;
        let ends = self.breaks.iter().map(|(end, _)| *end);
        let mut ends = ends.skip_while(|end| *end <= first).peekable();
        for (index, (offset, character)) in (first..).zip(text.char_indices()) {
            while let Some(end) = ends.next_if(|end| *end <= index) {
                piece = end;
            }
            // Nothing breaks a line at a slash before a digit (UAX 14, rule LB25).
            let end = offset + character.len_utf8();
            let is_slash_in_number =
                character == '/' && text[end..].starts_with(|it: char| it.is_ascii_digit());
            let is_mark = joins_figures(character) && !is_slash_in_number;
            // Searches would no longer find `e-mail`.
            let is_word = is_after_lone_letter(&text, end);
            if !is_mark || is_word || !is_inside_token(&text, end) {
                continue;
            }
            let piece_end = ends.peek().copied().unwrap_or(self.characters.len());
            let is_code = self.code.iter().any(|it| it.contains(&index));
            if !is_code && word_width(&self.characters[piece..piece_end]) <= measure {
                joints.push(index);
            }
        }
    }

    /// The text between blanks to which a character belongs.
    fn token_around(&self, at: usize) -> String {
        let is_blank = |it: &MeasuredCharacter| it.character.is_whitespace();
        let before = self.characters[..at].iter().rposition(is_blank);
        let start = before.map_or(0, |blank| blank + 1);
        let token = self.characters[start..].iter().enumerate();
        let token = token.take_while(|(index, it)| start + index == at || !is_blank(it));
        token.map(|(_, it)| it.character).collect()
    }

    /// Whether a line that ends before a character shows a hyphen, by the author's soft hyphen.
    fn ends_with_soft_hyphen(&self, end: usize) -> bool {
        let last = end
            .checked_sub(1)
            .and_then(|last| self.characters.get(last));
        last.is_some_and(|it| it.character == SOFT_HYPHEN)
    }

    /// Fills one line after the other. Spaces never begin a line: they hang over its end. Lines may
    /// also end at each of `hyphens`.
    fn line_ends(&self, hyphens: &SoftHyphens, mut fits: impl FnMut(f32) -> bool) -> Vec<usize> {
        // Most texts fit on one line.
        if !self.has_line_breaks && fits(self.width) {
            return vec![self.characters.len()];
        }
        let mut breaks = self.breaks.iter().peekable();
        let mut places = hyphens.places.iter().peekable();
        let mut loosened = hyphens.loosened.iter().peekable();
        let mut ends = Vec::new();
        // The next character before which a line may end.
        let mut next_place = 0;
        let mut line_start = 0;
        let mut line_width = 0.0_f32;
        // The last place at which the line may end, and the width of the text since then.
        let mut last_break = 0;
        let mut width_since_break = 0.0_f32;
        for (index, MeasuredCharacter { character, advance }) in self.characters.iter().enumerate()
        {
            if index >= next_place {
                let takes_hyphen = places.next_if(|at| **at == index).is_some();
                let width_with_hyphen = line_width + HYPHEN_ADVANCE;
                let follows_loosened = loosened.next_if(|at| **at + 1 == index).is_some();
                if takes_hyphen && fits(width_with_hyphen) || follows_loosened {
                    (last_break, width_since_break) = (index, 0.0);
                }
                if let Some((_, kind)) = breaks.next_if(|(at, _)| *at == index) {
                    if !self.ends_with_soft_hyphen(index) || fits(width_with_hyphen) {
                        (last_break, width_since_break) = (index, 0.0);
                    }
                    if *kind == BreakOpportunity::Mandatory {
                        ends.push(index);
                        (line_start, line_width) = (index, 0.0);
                    }
                }
                let next_break = breaks.peek().map_or(usize::MAX, |(at, _)| *at);
                let next_hyphen = places.peek().map_or(usize::MAX, |at| **at);
                let next_loosened = loosened.peek().map_or(usize::MAX, |at| **at + 1);
                next_place = next_break.min(next_hyphen).min(next_loosened);
            }
            // A line has at least one character, so that a measure of 0 cannot make empty lines.
            if !fits(line_width + advance) && !character.is_whitespace() && index > line_start {
                if last_break > line_start {
                    ends.push(last_break);
                    (line_start, line_width) = (last_break, width_since_break);
                }
                // The rest of the line may be one word that is still too wide.
                if !fits(line_width + advance) && index > line_start {
                    ends.push(index);
                    (line_start, line_width) = (index, 0.0);
                    (last_break, width_since_break) = (index, 0.0);
                }
            }
            line_width += advance;
            width_since_break += advance;
        }
        ends.push(self.characters.len());
        ends
    }
}

/// The characters that inlines show, and their advances.
#[derive(Default)]
struct VisibleText {
    characters: Vec<MeasuredCharacter>,
    code: Vec<Range<usize>>,
    text: String,
}

impl VisibleText {
    fn push(&mut self, text: &str, advance: impl Fn(char) -> f32) {
        // Only [`Inline::LineBreak`] ends a line; a line feed inside a text counts as a space.
        let text = if text.contains('\n') {
            Cow::Owned(text.replace('\n', " "))
        } else {
            Cow::Borrowed(text)
        };
        self.characters.reserve(text.len());
        for character in text.chars() {
            let advance = match character {
                // A hyphen is only seen at the end of a line. Fonts give it an advance.
                SOFT_HYPHEN => 0.0,
                other => advance(other),
            };
            self.characters
                .push(MeasuredCharacter { character, advance });
        }
        self.text.push_str(&text);
    }

    fn push_text(&mut self, text: &str, faces: &FallbackAdvances<'_>) {
        self.push(text, |character| faces.advance_of(character));
    }

    fn push_line_break(&mut self) {
        self.characters.push(MeasuredCharacter {
            character: '\n',
            advance: 0.0,
        });
        self.text.push('\n');
    }

    /// The break opportunities (UAX 14), by the index of the character after them.
    fn break_opportunities(&self) -> Vec<(usize, BreakOpportunity)> {
        let mut breaks = Vec::new();
        let (mut last_offset, mut index) = (0, 0);
        for (offset, kind) in linebreaks(&self.text) {
            if offset >= self.text.len() {
                break;
            }
            index += self.text[last_offset..offset].chars().count();
            let (before, after) = self.text.split_at(offset);
            last_offset = offset;
            // A number is never broken.
            let is_inside = before.ends_with(' ') && is_inside_number(before, after)
                || is_inside_token(&self.text, offset);
            if !is_inside {
                breaks.push((index, kind));
            }
        }
        breaks
    }
}

/// Whether a text may have a mark that joins figures or a short form to a word.
fn has_joined_figures(text: &[Inline]) -> bool {
    text.iter().any(|inline| match inline {
        Inline::Text { text } => {
            let has_digit = text.bytes().any(|it| it.is_ascii_digit());
            let has_mark = has_digit && text.contains(['-', '\u{2010}', '–', ')', ']', '/']);
            let short_forms = [".-", ".–", "St-", "Ste-"];
            has_mark || short_forms.iter().any(|it| text.contains(it))
        }
        Inline::Emph { body }
        | Inline::Strong { body }
        | Inline::Marked { body, .. }
        | Inline::Link { body, .. }
        | Inline::Status { body, .. } => has_joined_figures(body),
        Inline::Code { .. } | Inline::Cite { .. } | Inline::LineBreak => false,
    })
}

/// Width of the widest piece between two break opportunities, without its spaces.
fn longest_word_width(
    characters: &[MeasuredCharacter],
    breaks: &[(usize, BreakOpportunity)],
) -> f32 {
    let mut longest = 0.0_f32;
    let mut word_start = 0;
    let word_ends = breaks.iter().map(|(index, _)| *index);
    for word_end in word_ends.chain([characters.len()]) {
        longest = longest.max(word_width(&characters[word_start..word_end]));
        word_start = word_end;
    }
    longest
}

/// Width of a piece between two break opportunities, without its spaces; 0 if it is no number.
fn number_width(characters: &[MeasuredCharacter]) -> f32 {
    // Most pieces have no digits.
    if !characters.iter().any(|it| it.character.is_numeric()) {
        return 0.0;
    }
    let text: String = characters.iter().map(|it| it.character).collect();
    if token_kind(text.trim()) != TokenKind::Number {
        return 0.0;
    }
    let printed = characters.iter().filter(|it| !it.character.is_whitespace());
    printed.map(|it| it.advance).sum()
}

/// Width of a piece between two break opportunities, without its spaces and with the hyphen that
/// shows at its soft hyphen.
fn word_width(characters: &[MeasuredCharacter]) -> f32 {
    let mut width = 0.0;
    for it in characters {
        if !it.character.is_whitespace() {
            width += it.advance;
        }
    }
    match characters.last() {
        Some(last) if last.character == SOFT_HYPHEN => width + HYPHEN_ADVANCE,
        _ => width,
    }
}

fn is_no_break_space(character: char) -> bool {
    matches!(character, '\u{a0}' | '\u{202f}')
}

fn total_advance(characters: &[MeasuredCharacter]) -> f32 {
    characters.iter().map(|it| it.advance).sum()
}

/// One past the last character of each sentence but the last, with the space after it.
fn sentence_ends(characters: &[MeasuredCharacter]) -> Vec<usize> {
    let mut ends = Vec::new();
    // Whether a sentence is complete, and a space or another sentence may follow.
    let mut is_complete = false;
    let mut needs_space = true;
    for (index, it) in characters.iter().enumerate() {
        let character = it.character;
        // A bracket closes the citation at the end of a sentence.
        if matches!(character, ';' | '；' | ']') || lang::is_sentence_end(character) {
            is_complete = true;
            needs_space = !lang::is_spaceless(character);
        } else if character == '\n' || (is_complete && character.is_whitespace()) {
            ends.push(index + 1);
            is_complete = false;
        } else if is_complete && !lang::is_sentence_closer(character) {
            if !needs_space {
                ends.push(index);
            }
            is_complete = false;
        }
    }
    // A sentence that ends with the text leaves nothing to split off.
    ends.retain(|&end| end < characters.len());
    ends
}

/// The advances of a list of faces; each character has that of the first face that covers it.
struct FallbackAdvances<'a> {
    faces: Vec<Advances<'a>>,
}

impl<'a> FallbackAdvances<'a> {
    fn new(fonts: &'a Fonts, families: &[String], weight: Weight) -> Self {
        let style = FontStyle {
            weight,
            italic: false,
        };
        let mut faces = Vec::new();
        for id in fonts.fallback_order(families, style, HanForms::Any) {
            faces.push(fonts.face(id).advances());
        }
        Self { faces }
    }

    /// The advance of a character in ems.
    fn advance_of(&self, character: char) -> f32 {
        for face in &self.faces {
            if let Some(advance) = face.get(character) {
                return advance;
            }
        }
        typical_advance(character)
    }
}

/// The typical advance in the script of a character that no face has, in ems.
fn typical_advance(character: char) -> f32 {
    match character {
        ' ' | '\u{a0}' => 0.25,
        _ if needs_no_glyph(character) => 0.0,
        _ if is_fixed_width_space(character) => 0.5,
        // Emoji and other pictographs.
        '\u{1f000}'.. => 1.4,
        // CJK.
        '\u{2e80}'.. => 1.0,
        _ => 0.7,
    }
}

/// The advance of a character of code, in ems of the text around it.
fn code_advance(character: char) -> f32 {
    if character.is_ascii() {
        CODE_ADVANCE
    } else {
        1.0
    }
}

/// How a citation is shown: the numbers of its sources in brackets, each with its place if it has
/// one, as in `[1, p. 12; 2]`.
#[must_use]
pub fn cite_text(sources: &[usize], places: &[String]) -> String {
    let mut cited = Vec::new();
    for (index, source) in sources.iter().enumerate() {
        let number = source + 1;
        cited.push(match places.get(index) {
            Some(place) if !place.is_empty() => format!("{number}, {place}"),
            _ => number.to_string(),
        });
    }
    let separator = if places.is_empty() { ", " } else { "; " };
    format!("[{}]", cited.join(separator))
}

/// Splits `text` before the visible character with the index `at`, which is counted as in
/// [`WrappedLines::ends`]. Citations stay whole. Spaces and line breaks at the start of the second part
/// are removed.
#[must_use]
pub fn split_inlines(text: &[Inline], at: usize) -> (Vec<Inline>, Vec<Inline>) {
    let mut left = at;
    let (head, mut tail) = split_after(text, &mut left);
    trim_leading_space(&mut tail);
    (head, tail)
}

/// Splits inlines after `left` characters, and takes the characters of the first part off `left`.
fn split_after(text: &[Inline], left: &mut usize) -> (Vec<Inline>, Vec<Inline>) {
    let mut head = Vec::new();
    let mut tail = Vec::new();
    for inline in text {
        if *left == 0 {
            tail.push(inline.clone());
            continue;
        }
        let (before, after) = split_inline(inline, left);
        head.extend(before);
        tail.extend(after);
    }
    (head, tail)
}

/// Splits one inline; a part that would be empty is `None`.
fn split_inline(inline: &Inline, left: &mut usize) -> (Option<Inline>, Option<Inline>) {
    match inline {
        Inline::Text { text } => split_text(text, left, |text| Inline::Text { text }),
        Inline::Code { text } => split_text(text, left, |text| Inline::Code { text }),
        Inline::Emph { body }
        | Inline::Strong { body }
        | Inline::Marked { body, .. }
        | Inline::Link { body, .. } => {
            let (head, tail) = split_after(body, left);
            (with_body(inline, head), with_body(inline, tail))
        }
        Inline::Cite { sources, places } => {
            // It stays whole, even where the split is between its brackets.
            *left -= cite_text(sources, places).chars().count().min(*left);
            (Some(inline.clone()), None)
        }
        Inline::Status { level: _, body } => {
            // Its second part would get a sign of its own.
            *left -= plain_text(body).chars().count().min(*left);
            (Some(inline.clone()), None)
        }
        Inline::LineBreak => {
            *left -= 1;
            (Some(inline.clone()), None)
        }
    }
}

fn split_text(
    text: &str,
    left: &mut usize,
    wrap: fn(String) -> Inline,
) -> (Option<Inline>, Option<Inline>) {
    let offset = match text.char_indices().nth(*left) {
        Some((offset, _)) => offset,
        None => text.len(),
    };
    let (head, tail) = text.split_at(offset);
    *left -= text.chars().count().min(*left);
    (wrap_nonempty(head, wrap), wrap_nonempty(tail, wrap))
}

fn wrap_nonempty(text: &str, wrap: fn(String) -> Inline) -> Option<Inline> {
    if text.is_empty() {
        return None;
    }
    Some(wrap(text.to_owned()))
}

/// An inline like the given one with a part of its body; `None` if that is empty.
fn with_body(inline: &Inline, body: Vec<Inline>) -> Option<Inline> {
    if body.is_empty() {
        return None;
    }
    match inline {
        Inline::Emph { .. } => Some(Inline::Emph { body }),
        Inline::Strong { .. } => Some(Inline::Strong { body }),
        Inline::Marked { mark, .. } => Some(Inline::Marked { mark: *mark, body }),
        Inline::Link { url, .. } => Some(Inline::Link {
            url: url.clone(),
            body,
        }),
        Inline::Text { .. }
        | Inline::Code { .. }
        | Inline::Cite { .. }
        | Inline::Status { .. }
        | Inline::LineBreak => None,
    }
}

fn trim_leading_space(text: &mut Vec<Inline>) {
    while let Some(first) = text.first_mut() {
        match first {
            Inline::Text { text: words } => {
                *words = words.trim_start().to_owned();
                if !words.is_empty() {
                    return;
                }
            }
            Inline::LineBreak => {}
            Inline::Emph { .. }
            | Inline::Strong { .. }
            | Inline::Marked { .. }
            | Inline::Code { .. }
            | Inline::Link { .. }
            | Inline::Cite { .. }
            | Inline::Status { .. } => return,
        }
        // Nothing is left of it.
        text.remove(0);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{TextRuler, split_inlines};
    use crate::document::{Inline, plain_text};
    use crate::fonts::Fonts;

    fn text(words: &str) -> Vec<Inline> {
        vec![Inline::text(words)]
    }

    #[test]
    fn breaks_at_words_and_inside_giant_ones() {
        let fonts = Fonts::built_in();
        let ruler = TextRuler::new(&fonts, &[]);
        let lines = |words: &str, width| ruler.lines(&text(words), 10.0, false, width).ends;
        assert_eq!(lines("", 100.0), [0]);
        assert_eq!(lines("one two", 1000.0), [7]);
        assert_eq!(lines("one two", 25.0), [4, 7]);
        assert_eq!(lines("mmmmmmmmmm", 25.0).len(), 5);
        assert_eq!(lines("开放合作", 21.5), [2, 4]);
        assert_eq!(lines("a b", 0.0), [2, 3]);
    }

    proptest! {
        #[test]
        fn lines_do_not_depend_on_the_widths_that_were_tried_before(
            words in "([a-z]{1,12}|[,.–—一\u{ad} ]){0,30}",
            widths in prop::collection::vec(0.0_f32..400.0, 1..12),
        ) {
            let fonts = Fonts::built_in();
            let ruler = TextRuler::new(&fonts, &[]);
            let text = text(&words);
            let mut trials = ruler.line_trials(&text, false);
            for width in widths {
                let tried = trials.lines_at(10.0, width).to_vec();
                let fresh = ruler.line_trials(&text, false).lines_at(10.0, width).to_vec();
                prop_assert_eq!(&tried, &fresh);
                prop_assert_eq!(tried.len(), ruler.line_count(&text, 10.0, false, width));
            }
        }
    }

    #[test]
    fn figures_are_joined_in_texts_of_several_lines() {
        let fonts = Fonts::built_in();
        let ruler = TextRuler::new(&fonts, &[]);
        let joints = |words: &str, ems: f32| ruler.joints_of_figures(&text(words), 1.0, false, ems);
        assert_eq!(
            joints("Call 030-555 or 9–14, L. 123-4", 8.0),
            vec![8, 17, 28]
        );
        assert!(joints("Call 030-555 or 9–14, L. 123-4", 30.0).is_empty());
        // The number itself is wider than the line.
        assert!(joints("Call 030-555-123-456", 4.0).is_empty());
        assert!(joints("The well-known Rhein-Main plan and 1/2 a-b", 8.0).is_empty());
        let lines = [
            Inline::text("A long line of words, that is"),
            Inline::LineBreak,
            Inline::text("SC-2025-117"),
        ];
        assert!(ruler.joints_of_figures(&lines, 1.0, false, 8.0).is_empty());
        let code = [
            Inline::text("a b c d "),
            Inline::Code {
                text: "1-2".to_owned(),
            },
        ];
        assert!(ruler.joints_of_figures(&code, 1.0, false, 3.0).is_empty());
    }

    #[test]
    fn a_line_break_begins_a_line() {
        let fonts = Fonts::built_in();
        let ruler = TextRuler::new(&fonts, &[]);
        let lines = ruler.lines(
            &[Inline::text("a"), Inline::LineBreak, Inline::text("b")],
            10.0,
            false,
            100.0,
        );
        assert_eq!(lines.ends, [2, 3]);
    }

    #[test]
    fn parts_text_inside_marks() {
        let strong = Inline::Strong {
            body: text("two three"),
        };
        let (head, tail) = split_inlines(&[Inline::text("one "), strong], 8);
        assert_eq!(plain_text(&head), "one two ");
        assert_eq!(
            tail,
            [Inline::Strong {
                body: text("three")
            }]
        );
    }

    #[test]
    fn prefers_the_end_of_a_sentence() {
        let fonts = Fonts::built_in();
        let ruler = TextRuler::new(&fonts, &[]);
        let lines = ruler.lines(
            &text("One two three. Four five six seven."),
            10.0,
            false,
            95.0,
        );
        assert_eq!(lines.split_point(1), "One two three. ".len());
    }

    #[test]
    fn finds_sentences_in_every_script() {
        let fonts = Fonts::built_in();
        let ruler = TextRuler::new(&fonts, &[]);
        for (first, second) in [
            ("One two. ", "Three four."),
            ("“One two.” ", "Three four."),
            ("一二。", "三四。"),
            ("「一二。」", "三四。"),
            ("एक दो। ", "तीन चार।"),
            ("واحد اثنان؟ ", "ثلاثة أربعة."),
            ("Մեկ երկու։ ", "Երեք չորս։"),
            ("አንድ ሁለት። ", "ሦስት አራት።"),
            ("មួយ ពីរ។ ", "បី បួន។"),
        ] {
            let both = format!("{first}{second}");
            let lines = ruler.lines(&text(&both), 10.0, false, 1e6);
            let end = first.chars().count();
            assert_eq!(lines.last_sentence_end(1), Some(end), "{both}");
        }
    }
}
