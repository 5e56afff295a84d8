//! How wide words are, and how they are made to fit: broken into lines, or shortened.

use std::collections::BTreeSet;

use unicode_linebreak::BreakOpportunity;
use unicode_segmentation::UnicodeSegmentation;

use crate::fonts::{Advances, FontStyle, Fonts, Weight, needs_no_glyph};
use crate::length::Pt;

/// Measures text in the fonts that it will be set in: each character in the first face that has it.
pub(super) struct ChartRuler<'a> {
    regular: Vec<Advances<'a>>,
    strong: Vec<Advances<'a>>,
}

impl<'a> ChartRuler<'a> {
    pub(super) fn new(fonts: &'a Fonts, families: &[String]) -> Self {
        let faces = |weight| {
            let order = fonts.fallback_order(
                families,
                FontStyle {
                    weight,
                    italic: false,
                },
            );
            order
                .into_iter()
                .map(|id| fonts.face(id).advances())
                .collect()
        };
        Self {
            regular: faces(Weight::Regular),
            strong: faces(Weight::SemiBold),
        }
    }

    /// One that knows no fonts: rather too wide than too narrow.
    pub(super) fn without_fonts() -> Self {
        Self {
            regular: Vec::new(),
            strong: Vec::new(),
        }
    }

    /// Sum of the advances of `text`; kerning, which mostly tightens, is left out.
    pub(super) fn width(&self, text: &str, size: Pt, weight: Weight) -> Pt {
        let faces = match weight {
            Weight::Regular => &self.regular,
            Weight::SemiBold | Weight::Bold => &self.strong,
        };
        text.chars()
            .map(|character| advance_in_ems(faces, character))
            .sum::<f32>()
            * size
    }

    /// The widest of `texts`.
    pub(super) fn widest<'t>(
        &self,
        texts: impl IntoIterator<Item = &'t str>,
        size: Pt,
        weight: Weight,
    ) -> Pt {
        texts
            .into_iter()
            .map(|text| self.width(text, size, weight))
            .fold(Pt::ZERO, Pt::max)
    }

    /// `text` in at most `most` lines no wider than `room`, as even as they can be; `None` if a
    /// word would have to be broken or the lines do not suffice.
    pub(super) fn wrap_evenly(
        &self,
        text: &str,
        size: Pt,
        room: Pt,
        most: usize,
    ) -> Option<Vec<String>> {
        let breaks: Vec<usize> = unicode_linebreak::linebreaks(text)
            .filter(|(_, kind)| *kind != BreakOpportunity::Mandatory)
            .map(|(at, _)| at)
            .collect();
        let fill = |width, most| self.fill_lines(text, &breaks, size, width, most);
        let lines = fill(room, most)?;
        if lines.len() < 2 {
            return Some(lines);
        }
        let even = self.width(text, size, Weight::Regular) / lines.len() as f32;
        let tries = (0..8).map(|at| even + (room - even).max(Pt::ZERO) * at as f32 / 8.0);
        let evened = tries
            .filter(|width| *width < room)
            .find_map(|width| fill(width, lines.len()));
        evened.or(Some(lines))
    }

    /// Lines filled one after the other, broken at some of `breaks`.
    fn fill_lines(
        &self,
        text: &str,
        breaks: &[usize],
        size: Pt,
        room: Pt,
        most: usize,
    ) -> Option<Vec<String>> {
        let fits = |line: &str| self.width(line.trim_end(), size, Weight::Regular) <= room;
        let mut lines = Vec::new();
        let (mut start, mut end) = (0, 0);
        for &at in breaks {
            if !fits(&text[start..at]) && end > start {
                lines.push(text[start..end].trim_end().to_owned());
                start = end;
            }
            end = at;
            if !fits(&text[start..end]) || lines.len() >= most {
                return None;
            }
        }
        if !fits(&text[start..]) && end > start {
            lines.push(text[start..end].trim_end().to_owned());
            start = end;
        }
        lines.push(text[start..].trim_end().to_owned());
        (fits(&text[start..]) && lines.len() <= most).then_some(lines)
    }

    /// `text` in `most` lines no wider than `room`, the last of them shortened.
    pub(super) fn clip_to_lines(&self, text: &str, size: Pt, room: Pt, most: usize) -> Vec<String> {
        let mut lines = Vec::new();
        let mut rest = text;
        for _ in 1..most {
            let ends = unicode_linebreak::linebreaks(rest).map(|(at, _)| at);
            let fits =
                |at: &usize| self.width(rest[..*at].trim_end(), size, Weight::Regular) <= room;
            let end = ends
                .take_while(fits)
                .last()
                .or_else(|| self.break_inside_word(rest, size, room));
            let Some(end) = end.filter(|end| *end < rest.len()) else {
                break;
            };
            lines.push(rest[..end].trim_end().to_owned());
            rest = &rest[end..];
        }
        lines.push(self.shorten_one(rest, size, room, Weight::Regular, LeftOut::End));
        lines
    }

    /// Where to break a word that is wider than `room`: at least three letters stay on either side.
    fn break_inside_word(&self, text: &str, size: Pt, room: Pt) -> Option<usize> {
        let letters: Vec<(usize, &str)> = text.grapheme_indices(true).collect();
        let ends = letters
            .iter()
            .map(|(at, _)| *at)
            .skip(3)
            .take(letters.len().saturating_sub(5));
        ends.take_while(|end| self.width(&text[..*end], size, Weight::Regular) <= room)
            .last()
    }

    /// `names`, each no wider than `room`. Where names are too wide the end is left out; where that
    /// would make two the same, the middle or the beginning.
    pub(super) fn shorten_distinctly(
        &self,
        names: &[String],
        size: Pt,
        room: Pt,
        weight: Weight,
    ) -> Vec<String> {
        let ways = [LeftOut::End, LeftOut::Middle, LeftOut::Start];
        let shortened = |way| {
            names
                .iter()
                .map(|name| self.shorten_one(name, size, room, weight, way))
                .collect::<Vec<_>>()
        };
        let distinct = |names: &[String]| names.iter().collect::<BTreeSet<_>>().len();
        let all = distinct(names);
        let mut best: Option<(usize, Vec<String>)> = None;
        for way in ways {
            let texts = shortened(way);
            let count = distinct(&texts);
            if best.as_ref().is_none_or(|(most, _)| count > *most) {
                best = Some((count, texts));
            }
            if count == all {
                break;
            }
        }
        best.map(|(_, texts)| texts).unwrap_or_default()
    }

    fn shorten_one(&self, text: &str, size: Pt, room: Pt, weight: Weight, way: LeftOut) -> String {
        if self.width(text, size, weight) <= room {
            return text.to_owned();
        }
        let letters: Vec<&str> = text.graphemes(true).collect();
        let with = |kept: usize| {
            let head = match way {
                LeftOut::End => kept,
                LeftOut::Middle => kept.div_ceil(2),
                LeftOut::Start => 0,
            };
            let tail = letters.len() - (kept - head);
            let clean = |it: char| {
                it.is_whitespace() || matches!(it, ',' | '，' | '、' | '-' | '–' | '(' | '（')
            };
            let (head, tail) = (letters[..head].concat(), letters[tail..].concat());
            format!("{}…{}", head.trim_end_matches(clean), tail.trim_start())
        };
        let (mut fits, mut too_many) = (0, letters.len());
        while fits + 1 < too_many {
            let middle = usize::midpoint(fits, too_many);
            if self.width(&with(middle), size, weight) <= room {
                fits = middle
            } else {
                too_many = middle
            }
        }
        if fits == 0 { String::new() } else { with(fits) }
    }
}

/// Which part of a name is left out.
#[derive(Clone, Copy)]
enum LeftOut {
    End,
    Middle,
    Start,
}

/// Advance in ems; of a character that no face has, what is usual for its script.
fn advance_in_ems(faces: &[Advances], character: char) -> f32 {
    let known = faces.iter().find_map(|face| face.get(character));
    known.unwrap_or(match character {
        ' ' | '\u{a0}' => 0.3,
        _ if needs_no_glyph(character) => 0.0,
        '\u{2e80}'.. => 1.0,
        _ => 0.6,
    })
}
