//! How much room text takes, from the fonts' own metrics and without shaping it.
//!
//! For places where a fit must be known before anything is set: slides, which a viewer sets with
//! fonts of its own.

use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;

use unicode_linebreak::{BreakOpportunity, linebreaks};

use crate::document::Inline;
use crate::fonts::{Advances, FontStyle, Fonts, Weight, needs_no_glyph};
use crate::length::Length;
use crate::text::memo::{HashEnds, Memo};

/// Advance of a character of [`Inline::Code`], in ems of the text around it: fixed-width fonts have
/// 0.6.
const CODE_ADVANCE: f32 = 0.62;

/// Text is taken to be this much wider than its metrics say, so that a viewer's own font still
/// fits.
const SAFETY_FACTOR: f32 = 1.05;

/// Measures text in the fonts that it will be set in: each character in the first face that has it.
///
/// A clone knows what the ruler has measured, and the other way round.
#[derive(Clone)]
pub struct TextRuler<'a> {
    regular: Rc<FallbackAdvances<'a>>,
    strong: Rc<FallbackAdvances<'a>>,
    /// Texts that were measured before: a plan tries the same ones in several sizes.
    cache: Rc<RefCell<Memo<Rc<MeasuredText>>>>,
}

/// A text that was measured.
struct MeasuredText {
    text: Vec<Inline>,
    strong: bool,
    characters: Vec<MeasuredCharacter>,
    /// Where it may break, as [`linebreaks`] gives it, by the number of the character that comes
    /// next.
    breaks: Vec<(usize, BreakOpportunity)>,
    /// Where sentence_ends end, in the same way.
    sentence_ends: Rc<[usize]>,
    /// Of all of it on one line, in ems.
    width: f32,
    /// Of the longest piece that does not break, in ems.
    longest_word: f32,
    /// Its lines by the room they have in ems, as bits.
    lines: RefCell<Vec<(u32, LineEnds)>>,
}

struct FallbackAdvances<'a> {
    faces: Vec<Advances<'a>>,
}

/// Where the lines of a text end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineEnds {
    /// One past the last character of each line, counted as [`split_inlines`] counts; at least one line.
    pub ends: Vec<usize>,
    /// Among them and between them, where a sentence ends.
    sentence_ends: Rc<[usize]>,
}

impl LineEnds {
    /// How many lines there are; at least 1.
    #[must_use]
    pub fn count(&self) -> usize {
        self.ends.len()
    }

    /// The best place to part the text so that at most `lines` lines come before it: the end of a
    /// sentence, if that does not leave more than a third of the room empty, else of a line.
    #[must_use]
    pub fn split_point(&self, lines: usize) -> usize {
        let end = self
            .ends
            .get(lines.max(1) - 1)
            .or(self.ends.last())
            .copied()
            .unwrap_or(0);
        let sentence = self.last_sentence(lines);
        sentence.filter(|at| *at * 3 >= end * 2).unwrap_or(end)
    }

    /// Where the last sentence ends that is whole within the first `lines` lines, if there is one.
    #[must_use]
    pub fn last_sentence(&self, lines: usize) -> Option<usize> {
        let end = self
            .ends
            .get(lines.max(1) - 1)
            .or(self.ends.last())
            .copied()
            .unwrap_or(0);
        self.sentence_ends
            .iter()
            .rev()
            .find(|at| **at <= end)
            .copied()
    }
}

/// One character as it is shown.
struct MeasuredCharacter {
    character: char,
    /// In ems.
    advance: f32,
}

/// A text as it is shown, and what each of its characters takes.
#[derive(Default)]
struct VisibleText {
    characters: Vec<MeasuredCharacter>,
    text: String,
}

impl<'a> TextRuler<'a> {
    /// A ruler for text in `families`, then in whatever else there is.
    #[must_use]
    pub fn new(fonts: &'a Fonts, families: &[String]) -> Self {
        let faces = |weight| Rc::new(FallbackAdvances::new(fonts, families, weight));
        Self {
            regular: faces(Weight::Regular),
            strong: faces(Weight::SemiBold),
            cache: Rc::default(),
        }
    }

    /// A text, ready to be broken.
    fn measured_text(&self, text: &[Inline], strong: bool) -> Rc<MeasuredText> {
        let is_same = |known: &Rc<MeasuredText>| known.strong == strong && known.text == text;
        let mut known = self.cache.borrow_mut();
        Rc::clone(known.get_or_insert_with(HashEnds(text), is_same, || {
            Rc::new(self.measure_text(text, strong))
        }))
    }

    fn measure_text(&self, text: &[Inline], strong: bool) -> MeasuredText {
        let mut shown = VisibleText::default();
        self.push(text, strong, &mut shown);
        let VisibleText {
            characters,
            text: shown,
        } = shown;
        let is_ascii = characters.len() == shown.len();
        let (mut before, mut index) = (0, 0);
        let breaks = linebreaks(&shown)
            .filter(|(at, _)| *at < shown.len())
            .map(|(at, kind)| {
                index += if is_ascii {
                    at - before
                } else {
                    shown[before..at].chars().count()
                };
                before = at;
                (index, kind)
            });
        let breaks: Vec<_> = breaks.collect();
        let sentence_ends = sentence_ends(&characters).into();
        let width = characters.iter().map(|it| it.advance).sum();
        let longest_word = longest_word(&characters, &breaks);
        let lines = RefCell::default();
        MeasuredText {
            text: text.to_vec(),
            strong,
            characters,
            breaks,
            sentence_ends,
            width,
            longest_word,
            lines,
        }
    }

    /// Width of `text` on one line.
    #[must_use]
    pub fn width<L: Length>(&self, text: &[Inline], size: L, strong: bool) -> L {
        size * self.measured_text(text, strong).width * SAFETY_FACTOR
    }

    /// Width of the longest piece of `text` that does not break.
    #[must_use]
    pub fn longest_word<L: Length>(&self, text: &[Inline], size: L, strong: bool) -> L {
        size * self.measured_text(text, strong).longest_word * SAFETY_FACTOR
    }

    /// Width of the longest piece of `text` that does not break, and of all of it on one line.
    #[must_use]
    pub fn min_and_natural_width<L: Length>(
        &self,
        text: &[Inline],
        size: L,
        strong: bool,
    ) -> (L, L) {
        let measured = self.measured_text(text, strong);
        (
            size * measured.longest_word * SAFETY_FACTOR,
            size * measured.width * SAFETY_FACTOR,
        )
    }

    /// Breaks `text` into lines of at most `width`. A word that is wider breaks anywhere.
    #[must_use]
    pub fn lines<L: Length>(&self, text: &[Inline], size: L, strong: bool, width: L) -> LineEnds {
        self.with_cached_lines(text, size, strong, width, LineEnds::clone)
    }

    /// How many lines of at most `width` there are in `text`.
    #[must_use]
    pub fn line_count<L: Length>(&self, text: &[Inline], size: L, strong: bool, width: L) -> usize {
        self.with_cached_lines(text, size, strong, width, LineEnds::count)
    }

    fn with_cached_lines<L: Length, T>(
        &self,
        text: &[Inline],
        size: L,
        strong: bool,
        width: L,
        read: impl FnOnce(&LineEnds) -> T,
    ) -> T {
        let room = (width / (size * SAFETY_FACTOR)).max(0.0);
        let measured = self.measured_text(text, strong);
        let mut known = measured.lines.borrow_mut();
        if let Some((_, lines)) = known.iter().find(|(known, _)| *known == room.to_bits()) {
            return read(lines);
        }
        let lines = measured.break_into_lines(room);
        let result = read(&lines);
        known.push((room.to_bits(), lines));
        result
    }

    fn push(&self, text: &[Inline], strong: bool, out: &mut VisibleText) {
        let faces = if strong { &self.strong } else { &self.regular };
        for inline in text {
            match inline {
                Inline::Text { text } => out.push(text, |it| faces.advance_of(it)),
                Inline::Code { text } => out.push(text, code_advance),
                Inline::Cite { sources } => {
                    out.push(&cite_text(sources), |it| faces.advance_of(it))
                }
                Inline::LineBreak => out.push_break(),
                Inline::Emph { body } | Inline::Link { body, .. } => self.push(body, strong, out),
                Inline::Strong { body } => self.push(body, true, out),
            }
        }
    }
}

impl VisibleText {
    fn push(&mut self, text: &str, advance: impl Fn(char) -> f32) {
        // A line ends where the author asked for it; a line feed inside a text is a space like any
        // other.
        let text = if text.contains('\n') {
            text.replace('\n', " ").into()
        } else {
            Cow::Borrowed(text)
        };
        self.characters
            .extend(text.chars().map(|character| MeasuredCharacter {
                character,
                advance: advance(character),
            }));
        self.text.push_str(&text);
    }

    fn push_break(&mut self) {
        self.characters.push(MeasuredCharacter {
            character: '\n',
            advance: 0.0,
        });
        self.text.push('\n');
    }
}

impl MeasuredText {
    /// Its lines in a room in ems.
    fn break_into_lines(&self, room: f32) -> LineEnds {
        // Most texts that are tried fit on one line.
        if self.width <= room
            && self
                .breaks
                .iter()
                .all(|(_, kind)| *kind == BreakOpportunity::Allowed)
        {
            return LineEnds {
                ends: vec![self.characters.len()],
                sentence_ends: Rc::clone(&self.sentence_ends),
            };
        }
        let mut breaks = self.breaks.iter();
        let mut next_break = breaks.next();
        let mut ends = Vec::new();
        // `used` is the line's width so far, `since` that of what follows the last place where it
        // may break.
        let (mut start, mut used, mut since, mut may_break) = (0, 0.0_f32, 0.0_f32, 0);
        for (index, MeasuredCharacter { character, advance }) in self.characters.iter().enumerate()
        {
            if let Some((_, kind)) = next_break.filter(|(next, _)| *next == index) {
                (since, may_break) = (0.0, index);
                if *kind == BreakOpportunity::Mandatory {
                    ends.push(index);
                    (start, used) = (index, 0.0);
                }
                next_break = breaks.next();
            }
            if used + advance > room && !character.is_whitespace() && index > start {
                if may_break > start {
                    ends.push(may_break);
                    (start, used) = (may_break, since);
                }
                // What is left of the line may be one word that is still too wide.
                if used + advance > room && index > start {
                    ends.push(index);
                    (start, used, since, may_break) = (index, 0.0, 0.0, index);
                }
            }
            used += advance;
            since += advance;
        }
        ends.push(self.characters.len());
        LineEnds {
            ends,
            sentence_ends: Rc::clone(&self.sentence_ends),
        }
    }
}

fn longest_word(characters: &[MeasuredCharacter], breaks: &[(usize, BreakOpportunity)]) -> f32 {
    let (mut longest, mut start) = (0.0_f32, 0);
    for end in breaks.iter().map(|(at, _)| *at).chain([characters.len()]) {
        let word = characters[start..end]
            .iter()
            .filter(|it| !it.character.is_whitespace());
        longest = longest.max(word.map(|it| it.advance).sum());
        start = end;
    }
    longest
}

/// Where a sentence ends and another begins.
fn sentence_ends(characters: &[MeasuredCharacter]) -> Vec<usize> {
    let (mut out, mut before) = (Vec::new(), ' ');
    for (at, it) in characters
        .iter()
        .enumerate()
        .take(characters.len().saturating_sub(1))
    {
        let is_end = match it.character {
            '。' | '！' | '？' | '；' | '\n' => true,
            space if space.is_whitespace() => matches!(before, '.' | '!' | '?' | ';' | ']'),
            _ => false,
        };
        if is_end {
            out.push(at + 1);
        }
        before = it.character;
    }
    out
}

impl<'a> FallbackAdvances<'a> {
    fn new(fonts: &'a Fonts, families: &[String], weight: Weight) -> Self {
        let order = fonts.fallback_order(
            families,
            FontStyle {
                weight,
                italic: false,
            },
        );
        Self {
            faces: order
                .into_iter()
                .map(|id| fonts.face(id).advances())
                .collect(),
        }
    }

    /// Advance in ems.
    fn advance_of(&self, character: char) -> f32 {
        let known = self.faces.iter().find_map(|face| face.get(character));
        known.unwrap_or_else(|| missing_advance(character))
    }
}

/// The advance that is usual for the script of a character that no face has, in ems.
fn missing_advance(character: char) -> f32 {
    match character {
        ' ' | '\u{a0}' => 0.25,
        _ if needs_no_glyph(character) => 0.0,
        '\u{1f000}'.. => 1.4,
        '\u{2e80}'.. => 1.0,
        _ => 0.7,
    }
}

/// The advance of a character of code, in ems.
fn code_advance(character: char) -> f32 {
    CODE_ADVANCE.max(if character.is_ascii() { 0.0 } else { 1.0 })
}

/// How a citation shows: the numbers of its sources in brackets.
#[must_use]
pub fn cite_text(sources: &[usize]) -> String {
    let numbers: Vec<String> = sources
        .iter()
        .map(|source| (source + 1).to_string())
        .collect();
    format!("[{}]", numbers.join(", "))
}

/// Parts `text` before its character number `at`, counted as [`LineEnds::ends`] counts. A citation
/// stays whole; blanks at the cut go.
#[must_use]
pub fn split_inlines(text: &[Inline], at: usize) -> (Vec<Inline>, Vec<Inline>) {
    let mut left = at;
    let (head, mut tail) = split_at(text, &mut left);
    trim_leading_space(&mut tail);
    (head, tail)
}

fn split_at(text: &[Inline], left: &mut usize) -> (Vec<Inline>, Vec<Inline>) {
    let (mut head, mut tail) = (Vec::new(), Vec::new());
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

fn split_inline(inline: &Inline, left: &mut usize) -> (Option<Inline>, Option<Inline>) {
    let part = |text: &str, left: &mut usize| {
        let at = text
            .char_indices()
            .nth(*left)
            .map_or(text.len(), |(at, _)| at);
        *left -= text.chars().count().min(*left);
        let (head, tail) = text.split_at(at);
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        (some(head), some(tail))
    };
    let body = |body: &[Inline], left: &mut usize| {
        let (head, tail) = split_at(body, left);
        let some = |body: Vec<Inline>| (!body.is_empty()).then_some(body);
        (some(head), some(tail))
    };
    match inline {
        Inline::Text { text } => {
            let (head, tail) = part(text, left);
            (
                head.map(|text| Inline::Text { text }),
                tail.map(|text| Inline::Text { text }),
            )
        }
        Inline::Code { text } => {
            let (head, tail) = part(text, left);
            (
                head.map(|text| Inline::Code { text }),
                tail.map(|text| Inline::Code { text }),
            )
        }
        Inline::Emph { body: inner } => {
            let (head, tail) = body(inner, left);
            (
                head.map(|body| Inline::Emph { body }),
                tail.map(|body| Inline::Emph { body }),
            )
        }
        Inline::Strong { body: inner } => {
            let (head, tail) = body(inner, left);
            (
                head.map(|body| Inline::Strong { body }),
                tail.map(|body| Inline::Strong { body }),
            )
        }
        Inline::Link { url, body: inner } => {
            let (head, tail) = body(inner, left);
            let link = |body| Inline::Link {
                url: url.clone(),
                body,
            };
            (head.map(link), tail.map(link))
        }
        Inline::Cite { sources } => {
            *left -= cite_text(sources).chars().count().min(*left);
            (Some(inline.clone()), None)
        }
        Inline::LineBreak => {
            *left -= 1;
            (Some(inline.clone()), None)
        }
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
            | Inline::Code { .. }
            | Inline::Link { .. }
            | Inline::Cite { .. } => return,
        }
        text.remove(0);
    }
}

#[cfg(test)]
mod tests {
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
}
