//! Styled text to clusters of glyphs: faces, scripts and directions are told separate, then each run
//! is shaped.

use std::ops::Range;
use std::sync::Arc;

use harfrust::{Buffer, BufferFlags, Font, Language, Script, ShapeOptions, ShaperFont, Tag};
use unicode_bidi::{BidiInfo, Level};
use unicode_segmentation::UnicodeSegmentation;

use crate::document::Direction;
use crate::fonts::{FaceId, FontStyle};
use crate::lang;

use super::characters::{is_cjk, is_shaped};
use super::faces::{CachedPlan, Faces, FontStack, PlanKey};
use super::shaped::{Cluster, ClusterKind, ClusteredText, GlyphStyle, ShapedGlyph};
use super::span::{ParagraphSetting, TextSpan};
use super::words::ShapedWord;

/// Space for a space that the face does not have, in ems.
const SPACE: f32 = 0.25;

pub(super) fn shape_text(
    faces: Faces<'_>,
    spans: &[TextSpan],
    setting: &ParagraphSetting<'_>,
) -> ClusteredText {
    let (text, starts) = join_spans(spans);
    // No control character is left in it.
    let simple = text.is_ascii() || text.chars().all(is_simple_character);
    let levels = bidi_levels(&text, setting.direction, simple);
    let items =
        Itemizer::new(faces, &text, &starts, spans, setting, levels.as_deref()).itemize(simple);
    // Most characters have one glyph.
    let (glyphs, clusters) = (
        Vec::with_capacity(text.len()),
        Vec::with_capacity(text.len()),
    );
    let out = ClusteredText {
        glyphs,
        clusters,
        mixed: levels.is_some(),
        ..ClusteredText::default()
    };
    let mut shaper = ItemShaper {
        faces,
        setting,
        text: &text,
        simple,
        buffer: Buffer::new(),
        out,
    };
    for run in items.chunk_by(|a, b| a.key == b.key) {
        if let (Some(first), Some(last)) = (run.first(), run.last()) {
            shaper.shape_item(first.range.start..last.range.end, first.key, spans);
        }
    }
    let out = shaper.out;
    ClusteredText {
        text,
        starts,
        ..out
    }
}

/// The spans' text in one, with white space made one space, and where each span starts in it.
fn join_spans(spans: &[TextSpan]) -> (String, Vec<usize>) {
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
fn bidi_levels(text: &str, direction: Direction, simple: bool) -> Option<Vec<Level>> {
    let base = match direction {
        Direction::Ltr => Level::ltr(),
        Direction::Rtl => Level::rtl(),
    };
    if base.is_ltr() && (simple || text.chars().all(|it| it < '\u{590}')) {
        return None;
    }
    let levels = BidiInfo::new(text, Some(base)).levels;
    levels
        .iter()
        .any(|level| level.number() > 0)
        .then_some(levels)
}

/// Graphemes in a row that are shaped alike.
struct TextItem {
    range: Range<usize>,
    key: ItemKey,
}

#[derive(Clone, Copy, PartialEq)]
struct ItemKey {
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
    punctuation: SharedPunctuation,
    /// The stack of faces for the last style.
    font_stack: Option<(FontStyle, Arc<FontStack>)>,
    /// Face and script of the last grapheme that has a script of its own.
    last: Option<(FaceId, unicode_script::Script)>,
    items: Vec<TextItem>,
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
        let (punctuation, items) = (SharedPunctuation::new(text), Vec::new());
        Self {
            faces,
            text,
            starts,
            spans,
            setting,
            levels,
            punctuation,
            font_stack: None,
            last: None,
            items,
        }
    }

    fn itemize(mut self, simple: bool) -> Vec<TextItem> {
        if simple {
            self.push_characters();
        } else {
            self.text
                .grapheme_indices(true)
                .for_each(|(start, grapheme)| self.push_grapheme(start, grapheme));
        }
        inherit_following_scripts(&mut self.items);
        self.items
    }

    /// Pushes simple text, in which each character is a grapheme.
    fn push_characters(&mut self) {
        let ends = self.starts.iter().skip(1).copied().chain([self.text.len()]);
        for (span, (&start, end)) in self.starts.iter().zip(ends).enumerate() {
            let stack = self.font_stack(self.spans[span].style);
            for (at, character) in self.text[start..end].char_indices() {
                if let Some(face) = self.faces.face_for_character(&stack, character) {
                    let at = start + at;
                    let script = self.inherit_script(face, lang::script(character));
                    self.push_item(
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
        let stack = self.font_stack(*style);
        let east_asian = self.punctuation.stands_beside_han(start, grapheme)
            && uses_fullwidth_punctuation(lang.as_deref().unwrap_or(self.setting.lang));
        let fallback = || self.faces.face_for_grapheme(&stack, grapheme);
        if let Some(face) = if east_asian {
            stack.han.or_else(fallback)
        } else {
            fallback()
        } {
            let script = self.inherit_script(
                face,
                if east_asian {
                    unicode_script::Script::Han
                } else {
                    grapheme_script(grapheme)
                },
            );
            self.push_item(
                start..start + grapheme.len(),
                span,
                face,
                script,
                grapheme == "\n",
            );
        }
    }

    /// The faces for a style.
    fn font_stack(&mut self, style: FontStyle) -> Arc<FontStack> {
        match &self.font_stack {
            Some((known, stack)) if *known == style => Arc::clone(stack),
            _ => {
                let stack = self.faces.font_stack(self.setting.families, style);
                Arc::clone(&self.font_stack.insert((style, stack)).1)
            }
        }
    }

    fn push_item(
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
        let key = ItemKey {
            span,
            face,
            script,
            level,
            newline,
        };
        match self.items.last_mut() {
            Some(item) if item.key == key => item.range.end = range.end,
            _ => self.items.push(TextItem { range, key }),
        }
    }

    /// Characters that all scripts share take the script before them in the same face.
    fn inherit_script(
        &mut self,
        face: FaceId,
        script: unicode_script::Script,
    ) -> unicode_script::Script {
        match self.last {
            _ if is_specific(script) => self.last = Some((face, script)),
            Some((before, script)) if before == face => return script,
            _ => {}
        }
        script
    }
}

/// WordCluster of alphabets written from left to right with common marks and signs, none of which joins
/// its neighbours.
fn is_simple_character(character: char) -> bool {
    matches!(character, ' '..='~' | '\n' | '\u{a0}'..='\u{ac}' | '\u{ae}'..'\u{300}'
        | '\u{370}'..'\u{483}' | '\u{48a}'..'\u{530}' | '\u{1e00}'..'\u{2000}'
        | '\u{2010}'..'\u{2028}' | '\u{2030}'..'\u{2044}' | '\u{20a0}'..='\u{20c0}' | '\u{2100}'..'\u{2300}')
}

/// The first character of a grapheme that belongs to a script decides.
fn grapheme_script(grapheme: &str) -> unicode_script::Script {
    let mut scripts = grapheme.chars().map(lang::script);
    scripts
        .find(|&it| is_specific(it))
        .unwrap_or(unicode_script::Script::Common)
}

fn is_specific(script: unicode_script::Script) -> bool {
    use unicode_script::Script::{Common, Inherited, Unknown};
    !matches!(script, Common | Inherited | Unknown)
}

/// Characters that all scripts share and that have none before them take the script after them in
/// the same face.
fn inherit_following_scripts(items: &mut [TextItem]) {
    let mut next: Option<(FaceId, unicode_script::Script)> = None;
    for item in items.iter_mut().rev() {
        match next {
            _ if is_specific(item.key.script) => next = Some((item.key.face, item.key.script)),
            Some((face, script)) if face == item.key.face => item.key.script = script,
            _ => {}
        }
    }
}

/// Whether full-width marks are usual in a language.
fn uses_fullwidth_punctuation(lang: &str) -> bool {
    matches!(lang.split(['-', '_']).next(), Some("zh" | "ja"))
}

/// Quotation marks, dashes and dots, which Chinese and Latin text share and set differently.
struct SharedPunctuation {
    /// Where the script changes between Latin and the like on the one hand and Han and the like on
    /// the other: from here on, letters are of the second kind or not.
    changes: Vec<(usize, bool)>,
}

impl SharedPunctuation {
    fn new(text: &str) -> Self {
        let mut changes: Vec<(usize, bool)> = Vec::new();
        if !text.is_ascii() && text.contains(is_cjk) && text.contains(is_shared_punctuation) {
            for (at, character) in text.char_indices().filter(|(_, it)| it.is_alphabetic()) {
                let han = is_cjk(character);
                if changes.last().is_none_or(|&(_, last)| last != han) {
                    changes.push((at, han));
                }
            }
        }
        Self { changes }
    }

    /// Whether a shared mark stands beside Han: the next letter before it or after it is.
    fn stands_beside_han(&self, at: usize, grapheme: &str) -> bool {
        if !grapheme.starts_with(is_shared_punctuation) {
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

fn is_shared_punctuation(character: char) -> bool {
    matches!(character, '‘' | '’' | '“' | '”' | '—' | '…' | '·')
}

struct ItemShaper<'a> {
    faces: Faces<'a>,
    setting: &'a ParagraphSetting<'a>,
    text: &'a str,
    /// Whether all of the text is simple.
    simple: bool,
    buffer: Buffer,
    out: ClusteredText,
}

/// A unit of text that is shaped by itself.
#[derive(Clone, Copy)]
struct ShapingUnit<'a> {
    /// Where it begins.
    start: usize,
    text: &'a str,
    /// Whether what is beside it does not matter.
    separate: bool,
}

impl<'a> ItemShaper<'a> {
    /// Shapes graphemes that have all in common.
    fn shape_item(&mut self, range: Range<usize>, key: ItemKey, spans: &[TextSpan]) {
        let Some(span) = spans.get(key.span) else {
            return;
        };
        if key.newline {
            let style = self.glyph_style(key.face, span, false);
            for at in range {
                self.append_cluster(
                    at..at + 1,
                    style,
                    ClusterKind::Newline,
                    key.level,
                    0.0,
                    self.out.glyphs.len(),
                );
            }
            return;
        }
        let Some(font) = self.faces.shaping_font(key.face) else {
            return;
        };
        let units = self.shaping_units(range, key);
        let mut plan = self
            .faces
            .cached_plan(font, self.plan_key(key, span, false));
        let mut superior = false;
        if span.rise > 0.0 {
            let superiors = self.faces.cached_plan(font, self.plan_key(key, span, true));
            superior = units
                .clone()
                .all(|it| self.shape_unit(font, &superiors, it).all_substituted);
            plan = if superior { superiors } else { plan };
        }
        let style = self.glyph_style(key.face, span, superior);
        let scale = if superior { 1.0 } else { span.scale };
        let ems_per_unit = scale / f32::from(font.units_per_em().max(1));
        for unit in units {
            let word = self.shape_unit(font, &plan, unit);
            self.append_word(&word, unit.start, style, key.level, ems_per_unit);
        }
    }

    /// The words of a run, each with the space after it, where they can be shaped separate; else all
    /// of it.
    fn shaping_units(
        &self,
        range: Range<usize>,
        key: ItemKey,
    ) -> impl Iterator<Item = ShapingUnit<'a>> + Clone + use<'a> {
        use unicode_script::Script::{Common, Cyrillic, Greek, Latin};
        let text = &self.text[range.clone()];
        let separate = (self.simple || text.chars().all(is_simple_character))
            && matches!(key.script, Common | Cyrillic | Greek | Latin)
            && key.level.is_multiple_of(2)
            && self.faces.can_shape_words_separately(key.face);
        let mut next = range.start;
        text.split_inclusive(move |it| separate && it == ' ')
            .map(move |text| {
                let start = next;
                next += text.len();
                ShapingUnit {
                    start,
                    text,
                    separate,
                }
            })
    }

    /// A unit, shaped; one that is shaped separate is remembered.
    fn shape_unit(
        &mut self,
        font: &Font,
        plan: &CachedPlan,
        unit: ShapingUnit<'_>,
    ) -> Arc<ShapedWord> {
        let faces = self.faces;
        let mut shape = || self.shape_uncached(font, plan, unit);
        if unit.separate {
            faces.cached_word(plan, unit.text, shape)
        } else {
            Arc::new(shape())
        }
    }

    fn shape_uncached(
        &mut self,
        font: &Font,
        plan: &CachedPlan,
        unit: ShapingUnit<'_>,
    ) -> ShapedWord {
        self.fill_buffer(unit, &plan.key);
        let options = ShapeOptions::new().plan(Some(&plan.shape_plan));
        if harfrust::shape(&ShaperFont::new(font), &mut self.buffer, options).is_err() {
            self.buffer.reset();
        }
        let is_substituted =
            |glyph, it| self.faces.glyph_id(plan.key.face, it).map(u32::from) != Some(glyph);
        ShapedWord::new(unit.text, &self.buffer, plan.key.backwards, is_substituted)
    }

    fn plan_key(&self, key: ItemKey, span: &TextSpan, superiors: bool) -> PlanKey {
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

    /// The look of a span in a face; `superior` says that it is set in superiors.
    fn glyph_style(&mut self, face: FaceId, span: &TextSpan, superior: bool) -> usize {
        let (scale, rise) = if superior {
            (1.0, 0.0)
        } else {
            (span.scale, span.rise)
        };
        let hyphen = || {
            let font = self.faces.shaping_font(face)?;
            let glyph = self.faces.glyph_id(face, '-')?;
            let advance = ShaperFont::new(font).glyph_h_advance(u32::from(glyph).into()) as f32;
            Some((
                glyph,
                advance * scale / f32::from(font.units_per_em().max(1)),
            ))
        };
        let TextSpan { color, mark, .. } = *span;
        let same = |it: &GlyphStyle| {
            it.face == face && (it.scale, it.rise, it.color, it.mark) == (scale, rise, color, mark)
        };
        if let Some(at) = self.out.styles.iter().rposition(same) {
            return at;
        }
        let hyphen = hyphen();
        self.out.styles.push(GlyphStyle {
            face,
            scale,
            rise,
            color,
            mark,
            hyphen,
        });
        self.out.styles.len() - 1
    }

    fn fill_buffer(&mut self, unit: ShapingUnit<'_>, key: &PlanKey) {
        let ShapingUnit {
            start,
            text,
            separate,
        } = unit;
        self.buffer.reset();
        self.buffer.reserve(text.len());
        self.buffer.set_pre_context(&self.text[..start]);
        self.buffer
            .set_post_context(&self.text[start + text.len()..]);
        let mut push = |at: usize, character: char| {
            if is_shaped(character) {
                self.buffer
                    .push(u32::from(character), u32::try_from(at).unwrap_or(u32::MAX));
            }
        };
        if separate {
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
    fn append_word(
        &mut self,
        word: &ShapedWord,
        start: usize,
        style: usize,
        level: u8,
        ems_per_unit: f32,
    ) {
        let mut glyphs = word.glyphs.iter();
        for letters in &word.clusters {
            let first = self.out.glyphs.len();
            let mut advance = if letters.glyphs == 0 { SPACE } else { 0.0 };
            for glyph in glyphs.by_ref().take(letters.glyphs as usize) {
                let own = glyph.advance * ems_per_unit;
                advance += own;
                let (dx, dy) = (glyph.dx * ems_per_unit, glyph.dy * ems_per_unit);
                self.out.glyphs.push(ShapedGlyph {
                    id: glyph.id,
                    advance: own,
                    dx,
                    dy,
                });
            }
            let text = start + letters.start as usize..start + letters.end as usize;
            self.append_cluster(text, style, letters.kind, level, advance, first);
        }
    }

    /// Ends a cluster of some advance, whose glyphs begin with the `first`.
    fn append_cluster(
        &mut self,
        text: Range<usize>,
        style: usize,
        kind: ClusterKind,
        level: u8,
        advance: f32,
        first: usize,
    ) {
        // WordCluster of the scripts that run backwards are mostly joined.
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
            style,
            kind,
            level,
            advance: advance + tracking,
            end_trim: tracking,
            start_trim: 0.0,
            gap: 0.0,
        });
    }
}
