//! Measures text for charts ([`ChartRuler`]), and makes names fit: wrapped into lines, or
//! shortened.
//!
//! It adds up the advances of characters and shapes nothing, so that a chart costs little. Text
//! layout has a ruler of its own.

use std::collections::BTreeSet;

use unicode_linebreak::BreakOpportunity;
use unicode_script::Script;
use unicode_segmentation::UnicodeSegmentation;

use crate::fonts::{
    Advances, FontStyle, Fonts, HanForms, Weight, is_fixed_width_space, needs_no_glyph,
};
use crate::hyphenation::{Hyphenation, TokenKind, is_inside_token, token_kind};
use crate::lang::script;
use crate::length::Pt;

/// Letters of a broken word that stay on the line, at least.
const LETTERS_BEFORE_BREAK: usize = 3;

/// Widths that are tried to make lines even.
const EVEN_TRIES: usize = 8;

/// Measures each character in the first face that has it.
pub(super) struct ChartRuler<'a> {
    regular: Vec<Advances<'a>>,
    strong: Vec<Advances<'a>>,
    /// `None` for names that are not hyphenated.
    hyphenation: Option<&'a Hyphenation<'a>>,
}

/// A place where a line of a name may end.
#[derive(Clone, Copy)]
struct NameBreak {
    offset: usize,
    has_hyphen: bool,
}

/// Which part of a name an ellipsis stands for.
#[derive(Clone, Copy)]
enum LeftOut {
    End,
    Middle,
    Start,
}

impl<'a> ChartRuler<'a> {
    pub fn new(
        fonts: &'a Fonts,
        families: &[String],
        hyphenation: Option<&'a Hyphenation<'a>>,
    ) -> Self {
        Self {
            regular: advances_in_order(fonts, families, Weight::Regular),
            strong: advances_in_order(fonts, families, Weight::SemiBold),
            hyphenation,
        }
    }

    /// A ruler for estimates, which rather gives too much than too little.
    pub fn without_fonts(hyphenation: &'a Hyphenation<'a>) -> Self {
        Self {
            regular: Vec::new(),
            strong: Vec::new(),
            hyphenation: Some(hyphenation),
        }
    }

    /// The BCP 47 tag of the names' language; `None` if they are not hyphenated.
    pub fn language(&self) -> Option<&str> {
        self.hyphenation.map(Hyphenation::language)
    }

    /// `name` in at most `max_lines` lines no wider than `room`: with whole words, or else with
    /// hyphens in wide ones. `None` if it needs more lines.
    pub fn name_lines(
        &self,
        name: &str,
        size: Pt,
        room: Pt,
        max_lines: usize,
    ) -> Option<Vec<String>> {
        self.wrap_evenly(name, size, room, max_lines)
            .or_else(|| self.wrap_with_hyphens(name, size, room, max_lines))
    }

    /// The sum of the advances of `text`. Kerning is left out; it mostly makes text narrower.
    pub fn width(&self, text: &str, size: Pt, weight: Weight) -> Pt {
        let faces = match weight {
            Weight::Regular => &self.regular,
            Weight::SemiBold | Weight::Bold => &self.strong,
        };
        let ems: f32 = text.chars().map(|c| advance_in_ems(faces, c)).sum();
        ems * size
    }

    /// The width of the widest of `texts`.
    pub fn widest<'t>(
        &self,
        texts: impl IntoIterator<Item = &'t str>,
        size: Pt,
        weight: Weight,
    ) -> Pt {
        let mut widest = Pt::ZERO;
        for text in texts {
            widest = widest.max(self.width(text, size, weight));
        }
        widest
    }

    /// `text` in at most `max_lines` lines no wider than `room`, as even as they can be. `None` if
    /// a word would have to be broken, or if it needs more lines.
    pub fn wrap_evenly(
        &self,
        text: &str,
        size: Pt,
        room: Pt,
        max_lines: usize,
    ) -> Option<Vec<String>> {
        self.wrap_at_breaks(text, &word_breaks(text), size, room, max_lines)
    }

    /// As [`wrap_evenly`](Self::wrap_evenly), with hyphens in the words that are wider than `room`.
    pub fn wrap_with_hyphens(
        &self,
        text: &str,
        size: Pt,
        room: Pt,
        max_lines: usize,
    ) -> Option<Vec<String>> {
        let hyphenation = self.hyphenation?;
        let mut breaks = Vec::new();
        let mut start = 0;
        let end_of_text = NameBreak {
            offset: text.len(),
            has_hyphen: false,
        };
        for end in word_breaks(text).into_iter().chain([end_of_text]) {
            let word = &text[start..end.offset];
            if self.width(word.trim_end(), size, Weight::Regular) > room {
                let first = breaks.len();
                for joint in hyphenation.joints(word) {
                    breaks.push(NameBreak {
                        offset: start + joint.offset,
                        has_hyphen: true,
                    });
                }
                for (offset, _) in unicode_linebreak::linebreaks(word) {
                    if forbids_break(word, offset) {
                        breaks.push(NameBreak {
                            offset: start + offset,
                            has_hyphen: false,
                        });
                    }
                }
                breaks[first..].sort_by_key(|it| it.offset);
            }
            start = end.offset;
            if start < text.len() {
                breaks.push(end);
            }
        }
        self.wrap_at_breaks(text, &breaks, size, room, max_lines)
    }

    fn wrap_at_breaks(
        &self,
        text: &str,
        breaks: &[NameBreak],
        size: Pt,
        room: Pt,
        max_lines: usize,
    ) -> Option<Vec<String>> {
        let lines = self.fill_lines(text, breaks, size, room, max_lines)?;
        if lines.len() < 2 {
            return Some(lines);
        }
        // The narrowest lines of the same count are the most even ones.
        let mean = self.width(text, size, Weight::Regular) / lines.len() as f32;
        let spare = (room - mean).max(Pt::ZERO);
        for at in 0..EVEN_TRIES {
            let width = mean + spare * at as f32 / EVEN_TRIES as f32;
            if width < room
                && let Some(even) = self.fill_lines(text, breaks, size, width, lines.len())
            {
                return Some(even);
            }
        }
        Some(lines)
    }

    /// Fills one line after the other with as many words as fit; `breaks` are where lines may end.
    fn fill_lines(
        &self,
        text: &str,
        breaks: &[NameBreak],
        size: Pt,
        room: Pt,
        max_lines: usize,
    ) -> Option<Vec<String>> {
        let fits = |line: &str| self.width(line, size, Weight::Regular) <= room;
        let mut lines = Vec::new();
        let mut line_start = 0;
        // The last place where the line may end and still fits, and the line up to there.
        let mut line_end = 0;
        let mut line = String::new();
        let end_of_text = NameBreak {
            offset: text.len(),
            has_hyphen: false,
        };
        for at in breaks.iter().chain([&end_of_text]) {
            let mut longer = name_line(&text[line_start..at.offset], at.has_hyphen);
            if !fits(&longer) && line_end > line_start {
                lines.push(line);
                line_start = line_end;
                longer = name_line(&text[line_start..at.offset], at.has_hyphen);
            }
            line_end = at.offset;
            line = longer;
            // Either a single word is too wide, or this line is one too many.
            if !fits(&line) || lines.len() >= max_lines {
                return None;
            }
        }
        lines.push(line);
        Some(lines)
    }

    /// `text` in at most `max_lines` lines no wider than `room`, the last of them shortened. A word
    /// that is wider than a line is divided with a hyphen.
    pub fn clip_to_lines(&self, text: &str, size: Pt, room: Pt, max_lines: usize) -> Vec<String> {
        let mut lines = Vec::new();
        let mut rest = text;
        for _ in 1..max_lines {
            let mut end = None;
            for (offset, _) in unicode_linebreak::linebreaks(rest) {
                if self.width(rest[..offset].trim_end(), size, Weight::Regular) > room {
                    break;
                }
                if forbids_break(rest, offset) {
                    continue;
                }
                end = Some(NameBreak {
                    offset,
                    has_hyphen: false,
                });
            }
            if end.is_none() {
                end = self.break_inside_word(rest, size, room);
            }
            match end {
                Some(end) if end.offset < rest.len() => {
                    lines.push(name_line(&rest[..end.offset], end.has_hyphen));
                    rest = &rest[end.offset..];
                }
                _ => break,
            }
        }
        lines.push(self.shorten_one(rest, size, room, Weight::Regular, LeftOut::End));
        lines
    }

    /// Where to divide the first word of a text, which is wider than `room`: at its last joint that
    /// fits, or else with at least three letters on either side. A number is not divided.
    fn break_inside_word(&self, text: &str, size: Pt, room: Pt) -> Option<NameBreak> {
        let word = text.split(char::is_whitespace).next().unwrap_or_default();
        let kind = token_kind(word);
        if kind == TokenKind::Number {
            return None;
        }
        let has_hyphen = kind == TokenKind::Word;
        let fits = |end: usize| {
            let line = name_line(&text[..end], has_hyphen);
            self.width(&line, size, Weight::Regular) <= room
        };
        let joints = self.hyphenation.map(|it| it.joints(word));
        let joints = joints.unwrap_or_default();
        if let Some(joint) = joints.iter().rfind(|joint| fits(joint.offset)) {
            return Some(NameBreak {
                offset: joint.offset,
                has_hyphen,
            });
        }
        let letters: Vec<(usize, &str)> = text.grapheme_indices(true).collect();
        let last = letters.len().checked_sub(LETTERS_BEFORE_BREAK)?;
        let mut best = None;
        for (end, _) in letters.get(LETTERS_BEFORE_BREAK..=last)? {
            if !fits(*end) {
                break;
            }
            best = Some(NameBreak {
                offset: *end,
                has_hyphen: has_hyphen && *end < word.len(),
            });
        }
        best
    }

    /// `names`, each no wider than `room`. The ends of wide names are left out; if that makes names
    /// alike, the middles or the beginnings.
    pub fn shorten_distinctly(
        &self,
        names: &[String],
        size: Pt,
        room: Pt,
        weight: Weight,
    ) -> Vec<String> {
        let distinct_names = count_distinct(names);
        let mut best = Vec::new();
        let mut most_distinct = 0;
        for left_out in [LeftOut::End, LeftOut::Middle, LeftOut::Start] {
            let mut short_names = Vec::new();
            for name in names {
                short_names.push(self.shorten_one(name, size, room, weight, left_out));
            }
            let distinct = count_distinct(&short_names);
            if distinct > most_distinct {
                most_distinct = distinct;
                best = short_names;
            }
            if distinct == distinct_names {
                break;
            }
        }
        best
    }

    /// As many letters of `text` as fit into `room`, and an ellipsis. Empty if not even one fits.
    fn shorten_one(
        &self,
        text: &str,
        size: Pt,
        room: Pt,
        weight: Weight,
        left_out: LeftOut,
    ) -> String {
        if self.width(text, size, weight) <= room {
            return text.to_owned();
        }
        // Cuts between grapheme clusters, which keep an accent with its letter. A binary search
        // finds where, because names can be long.
        let letters: Vec<&str> = text.graphemes(true).collect();
        let (mut fits, mut too_many) = (0, letters.len());
        while fits + 1 < too_many {
            let middle = usize::midpoint(fits, too_many);
            let short = with_ellipsis(&letters, middle, left_out);
            if self.width(&short, size, weight) <= room {
                fits = middle;
            } else {
                too_many = middle;
            }
        }
        if fits == 0 {
            String::new()
        } else {
            with_ellipsis(&letters, fits, left_out)
        }
    }
}

/// The places between words where the lines of a name may end.
fn word_breaks(text: &str) -> Vec<NameBreak> {
    let mut breaks = Vec::new();
    for (offset, opportunity) in unicode_linebreak::linebreaks(text) {
        // Names have no line breaks. The only mandatory break is the end of the text.
        if opportunity == BreakOpportunity::Allowed && !forbids_break(text, offset) {
            let has_hyphen = text[..offset].ends_with('\u{ad}');
            breaks.push(NameBreak { offset, has_hyphen });
        }
    }
    breaks
}

/// Whether no line of a name ends at a break opportunity.
fn forbids_break(text: &str, offset: usize) -> bool {
    is_inside_count(text, offset) || is_inside_token(text, offset)
}

/// Whether an offset lies between figures and a Chinese or Japanese character, which is a part of a
/// date or counts something, as in `2023年` and `12万`, or between `第` and its number. UAX 14 has
/// break opportunities there.
fn is_inside_count(text: &str, offset: usize) -> bool {
    let (before, after) = text.split_at(offset);
    let begins_with_ideograph = after.starts_with(|it| script(it) == Script::Han);
    before.ends_with(|it: char| it.is_ascii_digit()) && begins_with_ideograph
        || before.ends_with('第') && after.starts_with(|it: char| it.is_ascii_digit())
}

fn name_line(text: &str, has_hyphen: bool) -> String {
    let mut line = text.trim_end().trim_end_matches('\u{ad}').to_owned();
    if has_hyphen {
        line.push('-');
    }
    line
}

/// `kept` of the letters of a name, without spaces and punctuation before the ellipsis.
fn with_ellipsis(letters: &[&str], kept: usize, left_out: LeftOut) -> String {
    let at_start = match left_out {
        LeftOut::End => kept,
        LeftOut::Middle => kept.div_ceil(2),
        LeftOut::Start => 0,
    };
    let at_end = kept - at_start;
    let head = letters[..at_start].concat();
    let tail = letters[letters.len() - at_end..].concat();
    let head = head.trim_end_matches(is_loose_before_ellipsis);
    let tail = tail.trim_start();
    format!("{head}…{tail}")
}

fn is_loose_before_ellipsis(character: char) -> bool {
    let is_punctuation = matches!(character, ',' | '，' | '、' | '-' | '–' | '(' | '（');
    is_punctuation || character.is_whitespace()
}

fn count_distinct(names: &[String]) -> usize {
    let distinct: BTreeSet<&String> = names.iter().collect();
    distinct.len()
}

/// The advances of all faces of a weight, in the order in which text falls back on them.
fn advances_in_order<'a>(
    fonts: &'a Fonts,
    families: &[String],
    weight: Weight,
) -> Vec<Advances<'a>> {
    let style = FontStyle {
        weight,
        italic: false,
    };
    let mut advances = Vec::new();
    for id in fonts.fallback_order(families, style, HanForms::Any) {
        advances.push(fonts.face(id).advances());
    }
    advances
}

/// The advance of a character. If no face has it, the usual one of its script: an em for the wide
/// characters of East Asia (from U+2E80 on).
fn advance_in_ems(faces: &[Advances], character: char) -> f32 {
    for face in faces {
        if let Some(advance) = face.get(character) {
            return advance;
        }
    }
    // Rather too wide than too narrow: most letters of Latin script are narrower than 0.6 em.
    match character {
        ' ' | '\u{a0}' => 0.3,
        _ if needs_no_glyph(character) => 0.0,
        _ if is_fixed_width_space(character) => 0.5,
        '\u{2e80}'.. => 1.0,
        _ => 0.6,
    }
}
