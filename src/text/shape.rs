//! Styled text to clusters of glyphs: faces, scripts and directions are told apart, then each run
//! is shaped.

use std::ops::Range;
use std::sync::Arc;

use harfrust::{Buffer, BufferFlags, Font, Language, Script, ShapeOptions, ShaperFont, Tag};
use unicode_bidi::{BidiInfo, Level};
use unicode_segmentation::UnicodeSegmentation;

use crate::document::Direction;
use crate::fonts::{FaceId, FontStyle};
use crate::lang;

use super::characters::{is_han, shapes};
use super::faces::{Faces, Order, Plan, PlanKey};
use super::shaped::{Cluster, Kind, Look, Shaped, ShapedGlyph};
use super::span::{ParagraphSetting, TextSpan};
use super::words::Word;

/// Space for a space that the face does not have, in ems.
const SPACE: f32 = 0.25;

pub(super) fn shape(
    faces: Faces<'_>,
    spans: &[TextSpan],
    setting: &ParagraphSetting<'_>,
) -> Shaped {
    let (text, starts) = join(spans);
    // No control character is left in it.
    let plain = text.is_ascii() || text.chars().all(is_plain);
    let levels = levels(&text, setting.direction, plain);
    let pieces = Itemizer::new(faces, &text, &starts, spans, setting, levels.as_deref()).run(plain);
    // Most characters have one glyph.
    let (glyphs, clusters) = (
        Vec::with_capacity(text.len()),
        Vec::with_capacity(text.len()),
    );
    let out = Shaped {
        glyphs,
        clusters,
        mixed: levels.is_some(),
        ..Shaped::default()
    };
    let mut shaping = Shaping {
        faces,
        setting,
        text: &text,
        plain,
        buffer: Buffer::new(),
        out,
    };
    for run in pieces.chunk_by(|a, b| a.key == b.key) {
        if let (Some(first), Some(last)) = (run.first(), run.last()) {
            shaping.run(first.range.start..last.range.end, first.key, spans);
        }
    }
    let out = shaping.out;
    Shaped {
        text,
        starts,
        ..out
    }
}

/// The spans' text in one, with white space made one space, and where each span starts in it.
fn join(spans: &[TextSpan]) -> (String, Vec<usize>) {
    let mut text = String::with_capacity(spans.iter().map(|span| span.text.len()).sum());
    let mut starts = Vec::with_capacity(spans.len());
    let mut carriage_return = false;
    for span in spans {
        starts.push(text.len());
        for character in span.text.chars() {
            let line_feed_of_pair = carriage_return && character == '\n';
            carriage_return = character == '\r';
            match character {
                '\n' if line_feed_of_pair => {}
                '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                    text.push('\n')
                }
                ' ' | '\t' if text.is_empty() || text.ends_with([' ', '\n']) => {}
                ' ' | '\t' => text.push(' '),
                _ if character.is_control() => {}
                _ => text.push(character),
            }
        }
    }
    (text, starts)
}

/// Embedding level of every byte, or `None` if all of it runs from left to right.
fn levels(text: &str, direction: Direction, plain: bool) -> Option<Vec<Level>> {
    let base = match direction {
        Direction::Ltr => Level::ltr(),
        Direction::Rtl => Level::rtl(),
    };
    if base.is_ltr() && (plain || text.chars().all(|it| it < '\u{590}')) {
        return None;
    }
    let levels = BidiInfo::new(text, Some(base)).levels;
    levels
        .iter()
        .any(|level| level.number() > 0)
        .then_some(levels)
}

/// Graphemes in a row that are shaped alike.
struct Piece {
    range: Range<usize>,
    key: Key,
}

#[derive(Clone, Copy, PartialEq)]
struct Key {
    span: usize,
    face: FaceId,
    script: unicode_script::Script,
    level: u8,
    newline: bool,
}

/// Parts text into graphemes that nothing splits, and finds a face and a script for each.
struct Itemizer<'a> {
    faces: Faces<'a>,
    text: &'a str,
    starts: &'a [usize],
    spans: &'a [TextSpan],
    setting: &'a ParagraphSetting<'a>,
    levels: Option<&'a [Level]>,
    quotes: Quotes,
    /// The order of faces for the last style.
    order: Option<(FontStyle, Arc<Order>)>,
    /// Face and script of the last grapheme that has a script of its own.
    last: Option<(FaceId, unicode_script::Script)>,
    pieces: Vec<Piece>,
}

impl<'a> Itemizer<'a> {
    fn new(
        faces: Faces<'a>,
        text: &'a str,
        starts: &'a [usize],
        spans: &'a [TextSpan],
        setting: &'a ParagraphSetting<'a>,
        levels: Option<&'a [Level]>,
    ) -> Self {
        let (quotes, pieces) = (Quotes::new(text), Vec::new());
        Self {
            faces,
            text,
            starts,
            spans,
            setting,
            levels,
            quotes,
            order: None,
            last: None,
            pieces,
        }
    }

    fn run(mut self, plain: bool) -> Vec<Piece> {
        if plain {
            self.push_characters();
        } else {
            self.text
                .grapheme_indices(true)
                .for_each(|(start, grapheme)| self.push_grapheme(start, grapheme));
        }
        resolve_scripts(&mut self.pieces);
        self.pieces
    }

    /// Pushes plain text, in which each character is a grapheme.
    fn push_characters(&mut self) {
        let ends = self.starts.iter().skip(1).copied().chain([self.text.len()]);
        for (span, (&start, end)) in self.starts.iter().zip(ends).enumerate() {
            let order = self.order(self.spans[span].style);
            for (at, character) in self.text[start..end].char_indices() {
                if let Some(face) = self.faces.face_of_character(&order, character) {
                    let at = start + at;
                    let script = self.resolve(face, lang::script(character));
                    self.push(
                        at..at + character.len_utf8(),
                        span,
                        face,
                        script,
                        character == '\n',
                    );
                }
            }
        }
    }

    fn push_grapheme(&mut self, start: usize, grapheme: &str) {
        let span = self.starts.partition_point(|&it| it <= start) - 1;
        let TextSpan { style, lang, .. } = &self.spans[span];
        let order = self.order(*style);
        let east_asian = self.quotes.is_east_asian(start, grapheme)
            && is_east_asian(lang.as_deref().unwrap_or(self.setting.lang));
        let own = || self.faces.face_of(&order, grapheme);
        if let Some(face) = if east_asian {
            order.han.or_else(own)
        } else {
            own()
        } {
            let script = self.resolve(
                face,
                if east_asian {
                    unicode_script::Script::Han
                } else {
                    script(grapheme)
                },
            );
            self.push(
                start..start + grapheme.len(),
                span,
                face,
                script,
                grapheme == "\n",
            );
        }
    }

    /// The faces for a style.
    fn order(&mut self, style: FontStyle) -> Arc<Order> {
        match &self.order {
            Some((known, order)) if *known == style => Arc::clone(order),
            _ => {
                let order = self.faces.order(self.setting.families, style);
                Arc::clone(&self.order.insert((style, order)).1)
            }
        }
    }

    fn push(
        &mut self,
        range: Range<usize>,
        span: usize,
        face: FaceId,
        script: unicode_script::Script,
        newline: bool,
    ) {
        let level = self
            .levels
            .and_then(|levels| levels.get(range.start))
            .map_or(0, Level::number);
        let key = Key {
            span,
            face,
            script,
            level,
            newline,
        };
        match self.pieces.last_mut() {
            Some(piece) if piece.key == key => piece.range.end = range.end,
            _ => self.pieces.push(Piece { range, key }),
        }
    }

    /// Characters that all scripts share take the script before them in the same face.
    fn resolve(&mut self, face: FaceId, script: unicode_script::Script) -> unicode_script::Script {
        match self.last {
            _ if is_real(script) => self.last = Some((face, script)),
            Some((before, script)) if before == face => return script,
            _ => {}
        }
        script
    }
}

/// Letters of alphabets written from left to right with common marks and signs, none of which joins
/// its neighbours.
fn is_plain(character: char) -> bool {
    matches!(character, ' '..='~' | '\n' | '\u{a0}'..='\u{ac}' | '\u{ae}'..'\u{300}'
        | '\u{370}'..'\u{483}' | '\u{48a}'..'\u{530}' | '\u{1e00}'..'\u{2000}'
        | '\u{2010}'..'\u{2028}' | '\u{2030}'..'\u{2044}' | '\u{20a0}'..='\u{20c0}' | '\u{2100}'..'\u{2300}')
}

/// The first character of a grapheme that belongs to a script decides.
fn script(grapheme: &str) -> unicode_script::Script {
    let mut scripts = grapheme.chars().map(lang::script);
    scripts
        .find(|&it| is_real(it))
        .unwrap_or(unicode_script::Script::Common)
}

fn is_real(script: unicode_script::Script) -> bool {
    use unicode_script::Script::{Common, Inherited, Unknown};
    !matches!(script, Common | Inherited | Unknown)
}

/// Characters that all scripts share and that have none before them take the script after them in
/// the same face.
fn resolve_scripts(pieces: &mut [Piece]) {
    let mut next: Option<(FaceId, unicode_script::Script)> = None;
    for piece in pieces.iter_mut().rev() {
        match next {
            _ if is_real(piece.key.script) => next = Some((piece.key.face, piece.key.script)),
            Some((face, script)) if face == piece.key.face => piece.key.script = script,
            _ => {}
        }
    }
}

/// Whether full-width marks are usual in a language.
fn is_east_asian(lang: &str) -> bool {
    matches!(lang.split(['-', '_']).next(), Some("zh" | "ja"))
}

/// Quotation marks, dashes and dots, which Chinese and Latin text share and set differently.
struct Quotes {
    /// Where the script changes between Latin and the like on the one hand and Han and the like on
    /// the other: from here on, letters are of the second kind or not.
    changes: Vec<(usize, bool)>,
}

impl Quotes {
    fn new(text: &str) -> Self {
        let mut changes: Vec<(usize, bool)> = Vec::new();
        if !text.is_ascii() && text.contains(is_han) && text.contains(is_shared_mark) {
            for (at, character) in text.char_indices().filter(|(_, it)| it.is_alphabetic()) {
                let han = is_han(character);
                if changes.last().is_none_or(|&(_, last)| last != han) {
                    changes.push((at, han));
                }
            }
        }
        Self { changes }
    }

    /// Whether a shared mark stands beside Han: the next letter before it or after it is.
    fn is_east_asian(&self, at: usize, grapheme: &str) -> bool {
        if !grapheme.starts_with(is_shared_mark) {
            return false;
        }
        let after = self.changes.partition_point(|&(start, _)| start <= at);
        let before = after
            .checked_sub(1)
            .and_then(|it| self.changes.get(it))
            .map(|it| it.1);
        before.unwrap_or(false) || self.changes.get(after).is_some_and(|it| it.1)
    }
}

fn is_shared_mark(character: char) -> bool {
    matches!(character, '‘' | '’' | '“' | '”' | '—' | '…' | '·')
}

struct Shaping<'a> {
    faces: Faces<'a>,
    setting: &'a ParagraphSetting<'a>,
    text: &'a str,
    /// Whether all of the text is plain.
    plain: bool,
    buffer: Buffer,
    out: Shaped,
}

/// A stretch of text that is shaped by itself.
#[derive(Clone, Copy)]
struct Stretch<'a> {
    /// Where it begins.
    start: usize,
    text: &'a str,
    /// Whether what is beside it does not matter.
    apart: bool,
}

impl<'a> Shaping<'a> {
    /// Shapes graphemes that have all in common.
    fn run(&mut self, range: Range<usize>, key: Key, spans: &[TextSpan]) {
        let Some(span) = spans.get(key.span) else {
            return;
        };
        if key.newline {
            let look = self.look(key.face, span, false);
            for at in range {
                self.push(
                    at..at + 1,
                    look,
                    Kind::Newline,
                    key.level,
                    0.0,
                    self.out.glyphs.len(),
                );
            }
            return;
        }
        let Some(font) = self.faces.font(key.face) else {
            return;
        };
        let stretches = self.stretches(range, key);
        let mut plan = self.faces.plan(font, self.plan_key(key, span, false));
        let mut drawn = false;
        if span.rise > 0.0 {
            let superiors = self.faces.plan(font, self.plan_key(key, span, true));
            drawn = stretches
                .clone()
                .all(|it| self.word(font, &superiors, it).changed);
            plan = if drawn { superiors } else { plan };
        }
        let look = self.look(key.face, span, drawn);
        let scale = if drawn { 1.0 } else { span.scale };
        let unit = scale / f32::from(font.units_per_em().max(1));
        for stretch in stretches {
            let word = self.word(font, &plan, stretch);
            self.take(&word, stretch.start, look, key.level, unit);
        }
    }

    /// The words of a run, each with the space after it, where they can be shaped apart; else all
    /// of it.
    fn stretches(
        &self,
        range: Range<usize>,
        key: Key,
    ) -> impl Iterator<Item = Stretch<'a>> + Clone + use<'a> {
        use unicode_script::Script::{Common, Cyrillic, Greek, Latin};
        let text = &self.text[range.clone()];
        let apart = (self.plain || text.chars().all(is_plain))
            && matches!(key.script, Common | Cyrillic | Greek | Latin)
            && key.level.is_multiple_of(2)
            && self.faces.shapes_words_apart(key.face);
        let mut next = range.start;
        text.split_inclusive(move |it| apart && it == ' ')
            .map(move |text| {
                let start = next;
                next += text.len();
                Stretch { start, text, apart }
            })
    }

    /// A stretch, shaped; one that is shaped apart is remembered.
    fn word(&mut self, font: &Font, plan: &Plan, stretch: Stretch<'_>) -> Arc<Word> {
        let faces = self.faces;
        let mut shape = || self.shape(font, plan, stretch);
        if stretch.apart {
            faces.word(plan, stretch.text, shape)
        } else {
            Arc::new(shape())
        }
    }

    fn shape(&mut self, font: &Font, plan: &Plan, stretch: Stretch<'_>) -> Word {
        self.fill(stretch, &plan.key);
        let options = ShapeOptions::new().plan(Some(&plan.shape));
        if harfrust::shape(&ShaperFont::new(font), &mut self.buffer, options).is_err() {
            self.buffer.reset();
        }
        let is_changed =
            |glyph, it| self.faces.glyph(plan.key.face, it).map(u32::from) != Some(glyph);
        Word::new(stretch.text, &self.buffer, plan.key.backwards, is_changed)
    }

    fn plan_key(&self, key: Key, span: &TextSpan, superiors: bool) -> PlanKey {
        let lang = span.lang.as_deref().unwrap_or(self.setting.lang);
        let script = Tag::from_be_bytes(key.script.as_iso15924_tag().to_be_bytes());
        PlanKey {
            face: key.face,
            script: Script::from_iso15924_tag(script).unwrap_or(Script::COMMON),
            backwards: key.level % 2 == 1,
            language: Language::new(lang),
            tabular: self.setting.tabular,
            ligatures: self.setting.tracking == 0.0,
            superiors,
        }
    }

    /// The look of a span in a face; `drawn` says that it is set in superiors.
    fn look(&mut self, face: FaceId, span: &TextSpan, drawn: bool) -> usize {
        let (scale, rise) = if drawn {
            (1.0, 0.0)
        } else {
            (span.scale, span.rise)
        };
        let hyphen = || {
            let font = self.faces.font(face)?;
            let glyph = self.faces.glyph(face, '-')?;
            let advance = ShaperFont::new(font).glyph_h_advance(u32::from(glyph).into()) as f32;
            Some((
                glyph,
                advance * scale / f32::from(font.units_per_em().max(1)),
            ))
        };
        let TextSpan { color, mark, .. } = *span;
        let same = |it: &Look| {
            it.face == face && (it.scale, it.rise, it.color, it.mark) == (scale, rise, color, mark)
        };
        if let Some(at) = self.out.looks.iter().rposition(same) {
            return at;
        }
        let hyphen = hyphen();
        self.out.looks.push(Look {
            face,
            scale,
            rise,
            color,
            mark,
            hyphen,
        });
        self.out.looks.len() - 1
    }

    fn fill(&mut self, stretch: Stretch<'_>, key: &PlanKey) {
        let Stretch { start, text, apart } = stretch;
        self.buffer.reset();
        self.buffer.reserve(text.len());
        self.buffer.set_pre_context(&self.text[..start]);
        self.buffer
            .set_post_context(&self.text[start + text.len()..]);
        let mut push = |at: usize, character: char| {
            if shapes(character) {
                self.buffer
                    .push(u32::from(character), u32::try_from(at).unwrap_or(u32::MAX));
            }
        };
        if apart {
            text.char_indices()
                .for_each(|(at, character)| push(at, character));
        } else {
            text.grapheme_indices(true)
                .for_each(|(at, grapheme)| grapheme.chars().for_each(|it| push(at, it)));
        }
        self.buffer.set_direction(key.direction());
        self.buffer.set_script(Some(key.script));
        self.buffer.set_language(key.language.clone());
        self.buffer.set_flags(
            BufferFlags::REMOVE_DEFAULT_IGNORABLES | BufferFlags::DO_NOT_INSERT_DOTTED_CIRCLE,
        );
    }

    /// Sets a word that begins at `start`.
    fn take(&mut self, word: &Word, start: usize, look: usize, level: u8, unit: f32) {
        let mut glyphs = word.glyphs.iter();
        for letters in &word.clusters {
            let first = self.out.glyphs.len();
            let mut advance = if letters.glyphs == 0 { SPACE } else { 0.0 };
            for glyph in glyphs.by_ref().take(letters.glyphs as usize) {
                let own = glyph.advance * unit;
                advance += own;
                let (dx, dy) = (glyph.dx * unit, glyph.dy * unit);
                self.out.glyphs.push(ShapedGlyph {
                    id: glyph.id,
                    advance: own,
                    dx,
                    dy,
                });
            }
            let text = start + letters.start as usize..start + letters.end as usize;
            self.push(text, look, letters.kind, level, advance, first);
        }
    }

    /// Ends a cluster of some advance, whose glyphs begin with the `first`.
    fn push(
        &mut self,
        text: Range<usize>,
        look: usize,
        kind: Kind,
        level: u8,
        advance: f32,
        first: usize,
    ) {
        // Letters of the scripts that run backwards are mostly joined.
        let tracking = if advance > 0.0 && level.is_multiple_of(2) {
            self.setting.tracking
        } else {
            0.0
        };
        if let Some(last) = self.out.glyphs.get_mut(first..).and_then(<[_]>::last_mut) {
            last.advance += tracking;
        }
        self.out.clusters.push(Cluster {
            text,
            glyphs: first..self.out.glyphs.len(),
            look,
            kind,
            level,
            advance: advance + tracking,
            end_trim: tracking,
            start_trim: 0.0,
            gap: 0.0,
        });
    }
}
