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
const CAUTION: f32 = 1.05;

/// Measures text in the fonts that it will be set in: each character in the first face that has it.
///
/// A clone knows what the ruler has measured, and the other way round.
#[derive(Clone)]
pub struct TextRuler<'a> {
    regular: Rc<Faces<'a>>,
    strong: Rc<Faces<'a>>,
    /// Texts that were measured before: a plan tries the same ones in several sizes.
    known: Rc<RefCell<Memo<Rc<Measured>>>>,
}

/// A text that was measured.
struct Measured {
    text: Vec<Inline>,
    strong: bool,
    cells: Vec<Cell>,
    /// Where it may break, as [`linebreaks`] gives it, by the number of the character that comes
    /// next.
    breaks: Vec<(usize, BreakOpportunity)>,
    /// Where sentences end, in the same way.
    sentences: Rc<[usize]>,
    /// Of all of it on one line, in ems.
    width: f32,
    /// Of the longest piece that does not break, in ems.
    longest_word: f32,
    /// Its lines by the room they have in ems, as bits.
    lines: RefCell<Vec<(u32, LineEnds)>>,
}

struct Faces<'a> {
    faces: Vec<Advances<'a>>,
}

/// Where the lines of a text end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineEnds {
    /// One past the last character of each line, counted as [`split_inlines`] counts; at least one line.
    pub ends: Vec<usize>,
    /// Among them and between them, where a sentence ends.
    sentences: Rc<[usize]>,
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
        self.sentences.iter().rev().find(|at| **at <= end).copied()
    }
}

/// One character as it is shown.
struct Cell {
    character: char,
    /// In ems.
    advance: f32,
}

/// A text as it is shown, and what each of its characters takes.
#[derive(Default)]
struct Shown {
    cells: Vec<Cell>,
    text: String,
}

impl<'a> TextRuler<'a> {
    /// A ruler for text in `families`, then in whatever else there is.
    #[must_use]
    pub fn new(fonts: &'a Fonts, families: &[String]) -> Self {
        let faces = |weight| Rc::new(Faces::new(fonts, families, weight));
        Self {
            regular: faces(Weight::Regular),
            strong: faces(Weight::SemiBold),
            known: Rc::default(),
        }
    }

    /// A text, ready to be broken.
    fn measured(&self, text: &[Inline], strong: bool) -> Rc<Measured> {
        let is_same = |known: &Rc<Measured>| known.strong == strong && known.text == text;
        let mut known = self.known.borrow_mut();
        Rc::clone(known.get_or_make(HashEnds(text), is_same, || {
            Rc::new(self.measure(text, strong))
        }))
    }

    fn measure(&self, text: &[Inline], strong: bool) -> Measured {
        let mut shown = Shown::default();
        self.push(text, strong, &mut shown);
        let Shown { cells, text: shown } = shown;
        let is_ascii = cells.len() == shown.len();
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
        let sentences = sentences(&cells).into();
        let width = cells.iter().map(|cell| cell.advance).sum();
        let longest_word = longest_word(&cells, &breaks);
        let lines = RefCell::default();
        Measured {
            text: text.to_vec(),
            strong,
            cells,
            breaks,
            sentences,
            width,
            longest_word,
            lines,
        }
    }

    /// Width of `text` on one line.
    #[must_use]
    pub fn width<L: Length>(&self, text: &[Inline], size: L, strong: bool) -> L {
        size * self.measured(text, strong).width * CAUTION
    }

    /// Width of the longest piece of `text` that does not break.
    #[must_use]
    pub fn longest_word<L: Length>(&self, text: &[Inline], size: L, strong: bool) -> L {
        size * self.measured(text, strong).longest_word * CAUTION
    }

    /// Width of the longest piece of `text` that does not break, and of all of it on one line.
    #[must_use]
    pub fn widths<L: Length>(&self, text: &[Inline], size: L, strong: bool) -> (L, L) {
        let measured = self.measured(text, strong);
        (
            size * measured.longest_word * CAUTION,
            size * measured.width * CAUTION,
        )
    }

    /// Breaks `text` into lines of at most `width`. A word that is wider breaks anywhere.
    #[must_use]
    pub fn lines<L: Length>(&self, text: &[Inline], size: L, strong: bool, width: L) -> LineEnds {
        self.with_lines(text, size, strong, width, LineEnds::clone)
    }

    /// How many lines of at most `width` there are in `text`.
    #[must_use]
    pub fn line_count<L: Length>(&self, text: &[Inline], size: L, strong: bool, width: L) -> usize {
        self.with_lines(text, size, strong, width, LineEnds::count)
    }

    fn with_lines<L: Length, T>(
        &self,
        text: &[Inline],
        size: L,
        strong: bool,
        width: L,
        read: impl FnOnce(&LineEnds) -> T,
    ) -> T {
        let room = (width / (size * CAUTION)).max(0.0);
        let measured = self.measured(text, strong);
        let mut known = measured.lines.borrow_mut();
        if let Some((_, lines)) = known.iter().find(|(known, _)| *known == room.to_bits()) {
            return read(lines);
        }
        let lines = measured.broken(room);
        let result = read(&lines);
        known.push((room.to_bits(), lines));
        result
    }

    fn push(&self, text: &[Inline], strong: bool, out: &mut Shown) {
        let faces = if strong { &self.strong } else { &self.regular };
        for inline in text {
            match inline {
                Inline::Text { text } => out.push(text, |it| faces.advance(it)),
                Inline::Code { text } => out.push(text, code_advance),
                Inline::Cite { sources } => out.push(&cite_text(sources), |it| faces.advance(it)),
                Inline::LineBreak => out.push_break(),
                Inline::Emph { body } | Inline::Link { body, .. } => self.push(body, strong, out),
                Inline::Strong { body } => self.push(body, true, out),
            }
        }
    }
}

impl Shown {
    fn push(&mut self, text: &str, advance: impl Fn(char) -> f32) {
        // A line ends where the author asked for it; a line feed inside a text is a space like any
        // other.
        let text = if text.contains('\n') {
            text.replace('\n', " ").into()
        } else {
            Cow::Borrowed(text)
        };
        self.cells.extend(text.chars().map(|character| Cell {
            character,
            advance: advance(character),
        }));
        self.text.push_str(&text);
    }

    fn push_break(&mut self) {
        self.cells.push(Cell {
            character: '\n',
            advance: 0.0,
        });
        self.text.push('\n');
    }
}

impl Measured {
    /// Its lines in a room in ems.
    fn broken(&self, room: f32) -> LineEnds {
        // Most texts that are tried fit on one line.
        if self.width <= room
            && self
                .breaks
                .iter()
                .all(|(_, kind)| *kind == BreakOpportunity::Allowed)
        {
            return LineEnds {
                ends: vec![self.cells.len()],
                sentences: Rc::clone(&self.sentences),
            };
        }
        let mut breaks = self.breaks.iter();
        let mut next_break = breaks.next();
        let mut ends = Vec::new();
        // `used` is the line's width so far, `since` that of what follows the last place where it
        // may break.
        let (mut start, mut used, mut since, mut may_break) = (0, 0.0_f32, 0.0_f32, 0);
        for (index, Cell { character, advance }) in self.cells.iter().enumerate() {
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
        ends.push(self.cells.len());
        LineEnds {
            ends,
            sentences: Rc::clone(&self.sentences),
        }
    }
}

fn longest_word(cells: &[Cell], breaks: &[(usize, BreakOpportunity)]) -> f32 {
    let (mut longest, mut start) = (0.0_f32, 0);
    for end in breaks.iter().map(|(at, _)| *at).chain([cells.len()]) {
        let word = cells[start..end]
            .iter()
            .filter(|cell| !cell.character.is_whitespace());
        longest = longest.max(word.map(|cell| cell.advance).sum());
        start = end;
    }
    longest
}

/// Where a sentence ends and another begins.
fn sentences(cells: &[Cell]) -> Vec<usize> {
    let (mut out, mut before) = (Vec::new(), ' ');
    for (at, cell) in cells.iter().enumerate().take(cells.len().saturating_sub(1)) {
        let is_end = match cell.character {
            '。' | '！' | '？' | '；' | '\n' => true,
            space if space.is_whitespace() => matches!(before, '.' | '!' | '?' | ';' | ']'),
            _ => false,
        };
        if is_end {
            out.push(at + 1);
        }
        before = cell.character;
    }
    out
}

impl<'a> Faces<'a> {
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
    fn advance(&self, character: char) -> f32 {
        let known = self.faces.iter().find_map(|face| face.get(character));
        known.unwrap_or_else(|| usual_advance(character))
    }
}

/// The advance that is usual for the script of a character that no face has, in ems.
fn usual_advance(character: char) -> f32 {
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
    trim_start(&mut tail);
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

fn trim_start(text: &mut Vec<Inline>) {
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
