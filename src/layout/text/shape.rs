//! Styled text to clusters of glyphs: faces, scripts and directions are told apart, then each run is shaped.

use std::ops::Range;
use std::sync::Arc;

use harfrust::{Buffer, BufferFlags, Font, Language, Script, ShapeOptions, ShaperFont, Tag};
use unicode_bidi::{BidiInfo, Level};
use unicode_segmentation::UnicodeSegmentation;

use crate::document::Direction;
use crate::fonts::{FaceId, FontStyle, needs_no_glyph};
use crate::lang;

use super::faces::{Faces, Order, PlanKey};
use super::{Cluster, Kind, Look, Setting, Shaped, ShapedGlyph, Span};

/// Space for a space that the face does not have, in ems.
const SPACE: f32 = 0.25;

pub(super) fn shape(faces: Faces<'_>, spans: &[Span], setting: &Setting<'_>) -> Shaped {
    let (text, starts) = join(spans);
    let levels = levels(&text, setting.direction);
    let pieces = itemize(faces, &text, &starts, spans, setting, levels.as_deref());
    let mixed = levels.is_some();
    // Most graphemes have one glyph.
    let (glyphs, clusters) = (Vec::with_capacity(pieces.len()), Vec::with_capacity(pieces.len()));
    let out = Shaped { text, starts, mixed, glyphs, clusters, looks: Vec::new() };
    let mut shaping = Shaping { faces, setting, buffer: Buffer::new(), out };
    for run in pieces.chunk_by(|a, b| a.key == b.key) {
        shaping.run(run, spans);
    }
    shaping.out
}

/// The spans' text in one, with white space made one space, and where each span starts in it.
fn join(spans: &[Span]) -> (String, Vec<usize>) {
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
                '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => text.push('\n'),
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
fn levels(text: &str, direction: Direction) -> Option<Vec<Level>> {
    let base = match direction {
        Direction::Ltr => Level::ltr(),
        Direction::Rtl => Level::rtl(),
    };
    if base.is_ltr() && text.chars().all(|it| it < '\u{590}') {
        return None;
    }
    let levels = BidiInfo::new(text, Some(base)).levels;
    levels.iter().any(|level| level.number() > 0).then_some(levels)
}

/// A grapheme and how it is to be shaped.
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
fn itemize(
    faces: Faces<'_>,
    text: &str,
    starts: &[usize],
    spans: &[Span],
    setting: &Setting<'_>,
    levels: Option<&[Level]>,
) -> Vec<Piece> {
    let mut orders: Vec<(FontStyle, Arc<Order>)> = Vec::new();
    let mut pieces: Vec<Piece> = Vec::with_capacity(text.len());
    let quotes = Quotes::new(text);
    let mut span = 0;
    for (start, grapheme) in graphemes(text) {
        while starts.get(span + 1).is_some_and(|&next| next <= start) {
            span += 1;
        }
        let Some(style) = spans.get(span) else { break };
        let at = orders.iter().position(|(known, _)| *known == style.style).unwrap_or_else(|| {
            orders.push((style.style, faces.order(setting.families, style.style)));
            orders.len() - 1
        });
        let order = &orders[at].1;
        let east_asian =
            quotes.is_east_asian(start, grapheme) && is_east_asian(style.lang.as_deref().unwrap_or(setting.lang));
        let own = || faces.face_of(order, grapheme);
        let Some(face) = (if east_asian { order.han.or_else(own) } else { own() }) else { continue };
        let level = levels.and_then(|levels| levels.get(start)).map_or(0, Level::number);
        let own = if east_asian { unicode_script::Script::Han } else { script(grapheme) };
        let newline = grapheme == "\n";
        let key = Key { span, face, script: own, level, newline };
        pieces.push(Piece { range: start..start + grapheme.len(), key });
    }
    resolve_scripts(&mut pieces);
    pieces
}

/// The clusters of a text that are never parted (UAX 29, 3.1), with their places.
fn graphemes(text: &str) -> Box<dyn Iterator<Item = (usize, &str)> + '_> {
    // Letters of alphabets and common punctuation join nothing, and `join` leaves no pair of control characters.
    if text.chars().all(|it| matches!(it, '\0'..'\u{300}' | '\u{2010}'..'\u{2028}')) {
        return Box::new(text.char_indices().map(|(at, it)| (at, &text[at..at + it.len_utf8()])));
    }
    Box::new(text.grapheme_indices(true))
}

/// The first character of a grapheme that belongs to a script decides.
fn script(grapheme: &str) -> unicode_script::Script {
    let mut scripts = grapheme.chars().map(lang::script);
    scripts.find(|&it| is_real(it)).unwrap_or(unicode_script::Script::Common)
}

fn is_real(script: unicode_script::Script) -> bool {
    use unicode_script::Script::{Common, Inherited, Unknown};
    !matches!(script, Common | Inherited | Unknown)
}

/// Characters that all scripts share take the script before them in the same face, or else the one after.
fn resolve_scripts(pieces: &mut [Piece]) {
    let mut last: Option<(FaceId, unicode_script::Script)> = None;
    for piece in pieces.iter_mut() {
        match last {
            _ if is_real(piece.key.script) => last = Some((piece.key.face, piece.key.script)),
            Some((face, script)) if face == piece.key.face => piece.key.script = script,
            _ => {}
        }
    }
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
    /// Where the script changes between Latin and the like on the one hand and Han and the like on the other: from
    /// here on, letters are of the second kind or not.
    changes: Vec<(usize, bool)>,
}

impl Quotes {
    fn new(text: &str) -> Self {
        let mut changes: Vec<(usize, bool)> = Vec::new();
        if text.contains(is_shared_mark) {
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
        let before = after.checked_sub(1).and_then(|it| self.changes.get(it)).map(|it| it.1);
        before.unwrap_or(false) || self.changes.get(after).is_some_and(|it| it.1)
    }
}

fn is_shared_mark(character: char) -> bool {
    matches!(character, '‘' | '’' | '“' | '”' | '—' | '…' | '·')
}

/// Han, kana and bopomofo.
pub(super) fn is_han(character: char) -> bool {
    use unicode_script::Script::{Bopomofo, Han, Hiragana, Katakana};
    character > '\u{2e7f}' && matches!(lang::script(character), Han | Hiragana | Katakana | Bopomofo)
}

struct Shaping<'a> {
    faces: Faces<'a>,
    setting: &'a Setting<'a>,
    buffer: Buffer,
    out: Shaped,
}

impl Shaping<'_> {
    /// Shapes graphemes that have all in common.
    fn run(&mut self, run: &[Piece], spans: &[Span]) {
        let (Some(first), Some(last)) = (run.first(), run.last()) else { return };
        let key = first.key;
        let Some(span) = spans.get(key.span) else { return };
        let range = first.range.start..last.range.end;
        if key.newline {
            let look = self.look(key.face, span, false);
            for piece in run {
                self.push(piece.range.clone(), look, Kind::Newline, key.level, 0.0, self.out.glyphs.len());
            }
            return;
        }
        let Some(font) = self.faces.font(key.face) else { return };
        let plain = self.plan_key(key, span);
        let superiors = PlanKey { superiors: true, ..plain.clone() };
        let drawn = span.rise > 0.0 && self.glyphs(font, run, &range, &superiors) && self.are_superiors(key.face);
        if drawn || self.glyphs(font, run, &range, &plain) {
            let look = self.look(key.face, span, drawn);
            let scale = if drawn { 1.0 } else { span.scale };
            self.take(&range, look, key.level, scale / f32::from(font.units_per_em().max(1)));
        }
    }

    /// Shapes into the buffer; `false` if that cannot be done.
    fn glyphs(&mut self, font: &Font, run: &[Piece], range: &Range<usize>, key: &PlanKey) -> bool {
        let plan = self.faces.plan(font, key);
        self.fill(run, range, key);
        harfrust::shape(&ShaperFont::new(font), &mut self.buffer, ShapeOptions::new().plan(Some(&plan))).is_ok()
    }

    /// Whether every glyph in the buffer is another than the one that its character has in running text.
    fn are_superiors(&self, face: FaceId) -> bool {
        self.buffer.glyph_infos().iter().all(|info| {
            let character = self.out.text.get(info.cluster as usize..).and_then(|text| text.chars().next());
            character.is_some_and(|it| self.faces.glyph(face, it).map(u32::from) != Some(info.glyph_id))
        })
    }

    fn plan_key(&self, key: Key, span: &Span) -> PlanKey {
        let lang = span.lang.as_deref().unwrap_or(self.setting.lang);
        let script = Tag::from_be_bytes(key.script.as_iso15924_tag().to_be_bytes());
        PlanKey {
            face: key.face,
            script: Script::from_iso15924_tag(script).unwrap_or(Script::COMMON),
            backwards: key.level % 2 == 1,
            language: Language::new(lang),
            tabular: self.setting.tabular,
            ligatures: self.setting.tracking == 0.0,
            superiors: false,
        }
    }

    /// The look of a span in a face; `drawn` says that it is set in superiors.
    fn look(&mut self, face: FaceId, span: &Span, drawn: bool) -> usize {
        let (scale, rise) = if drawn { (1.0, 0.0) } else { (span.scale, span.rise) };
        let hyphen = || {
            let font = self.faces.font(face)?;
            let glyph = self.faces.glyph(face, '-')?;
            let advance = ShaperFont::new(font).glyph_h_advance(u32::from(glyph).into()) as f32;
            Some((glyph, advance * scale / f32::from(font.units_per_em().max(1))))
        };
        let Span { color, mark, .. } = *span;
        let same = |it: &Look| it.face == face && (it.scale, it.rise, it.color, it.mark) == (scale, rise, color, mark);
        if let Some(at) = self.out.looks.iter().rposition(same) {
            return at;
        }
        let hyphen = hyphen();
        self.out.looks.push(Look { face, scale, rise, color, mark, hyphen });
        self.out.looks.len() - 1
    }

    fn fill(&mut self, run: &[Piece], range: &Range<usize>, key: &PlanKey) {
        let text = &self.out.text;
        self.buffer.reset();
        self.buffer.reserve(run.len());
        self.buffer.set_pre_context(&text[..range.start]);
        self.buffer.set_post_context(&text[range.end..]);
        for piece in run {
            for character in text[piece.range.clone()].chars().filter(|&it| shapes(it)) {
                self.buffer.push(u32::from(character), u32::try_from(piece.range.start).unwrap_or(u32::MAX));
            }
        }
        self.buffer.set_direction(key.direction());
        self.buffer.set_script(Some(key.script));
        self.buffer.set_language(key.language.clone());
        self.buffer.set_flags(BufferFlags::REMOVE_DEFAULT_IGNORABLES | BufferFlags::DO_NOT_INSERT_DOTTED_CIRCLE);
    }

    /// Reads the shaped clusters of a run in logical order.
    fn take(&mut self, range: &Range<usize>, look: usize, level: u8, unit: f32) {
        let buffer = std::mem::take(&mut self.buffer);
        let (infos, positions) = (buffer.glyph_infos(), buffer.glyph_positions());
        let mut groups: Vec<Range<usize>> = Vec::with_capacity(infos.len());
        for group in infos.chunk_by(|a, b| a.cluster == b.cluster) {
            let start = groups.last().map_or(0, |before| before.end);
            groups.push(start..start + group.len());
        }
        if level % 2 == 1 {
            groups.reverse();
        }
        let start = |group: &Range<usize>| infos[group.start].cluster as usize;
        for (at, group) in groups.iter().enumerate() {
            let from = if at == 0 { range.start } else { start(group) };
            let to = groups.get(at + 1).map_or(range.end, start);
            let first = self.out.glyphs.len();
            for (info, position) in infos[group.clone()].iter().zip(&positions[group.clone()]) {
                if let Some(id) = u16::try_from(info.glyph_id).ok().filter(|&id| id != 0) {
                    let [advance, dx, dy] =
                        [position.x_advance, position.x_offset, position.y_offset].map(|it| it as f32 * unit);
                    self.out.glyphs.push(ShapedGlyph { id, advance: advance.max(0.0), dx, dy });
                }
            }
            let kind = kind(self.out.text.get(from..to).unwrap_or_default());
            let bare = first == self.out.glyphs.len();
            if bare && kind != Kind::Space {
                continue;
            }
            self.push(from..to, look, kind, level, if bare { SPACE } else { 0.0 }, first);
        }
        self.buffer = buffer;
    }

    /// Ends a cluster whose glyphs begin with the `first`; `bare` is what it advances besides them.
    fn push(&mut self, text: Range<usize>, look: usize, kind: Kind, level: u8, bare: f32, first: usize) {
        let glyphs = self.out.glyphs.get(first..).unwrap_or_default();
        let advance = bare + glyphs.iter().map(|glyph| glyph.advance).sum::<f32>();
        // Letters of the scripts that run backwards are mostly joined.
        let tracking = if advance > 0.0 && level.is_multiple_of(2) { self.setting.tracking } else { 0.0 };
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

/// Whether a character takes part in shaping: letters do, and what joins, parts or varies them.
fn shapes(character: char) -> bool {
    !needs_no_glyph(character)
        || matches!(character, ' ' | '\u{a0}' | '\u{34f}' | '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// Whether a character is kept in the text that a glyph stands for: all but what only steers the setting.
pub(super) fn is_kept(character: char) -> bool {
    shapes(character)
}

fn kind(text: &str) -> Kind {
    let Some(first) = text.chars().find(|&it| shapes(it)) else { return Kind::Word };
    match first {
        ' ' | '\u{1680}' | '\u{2000}'..='\u{2006}' | '\u{2008}'..='\u{200a}' | '\u{205f}' | '\u{3000}' => Kind::Space,
        '\u{a0}' | '\u{2007}' | '\u{202f}' => Kind::FixedSpace,
        '\u{3001}'..='\u{303f}' | '\u{ff01}'..='\u{ff65}' => Kind::Ideograph,
        _ if is_han(first) => Kind::Ideograph,
        _ => Kind::Word,
    }
}
