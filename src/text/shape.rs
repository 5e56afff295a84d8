//! Shapes a paragraph: from styled spans to clusters of glyphs.
//!
//! The text is divided into [items](super::itemize), and each item is shaped in units: its words
//! where the font can shape them separately, else the whole item.

use std::ops::Range;
use std::sync::Arc;

use harfrust::{
    Buffer, BufferFlags, ClusterLevel, Font, Language, Script, ShapeOptions, ShaperFont, Tag,
};
use unicode_segmentation::UnicodeSegmentation;

use super::characters::{is_shaped, is_skin_tone};
use super::faces::{CachedPlan, Faces, PlanKey};
use super::itemize::{ItemKey, TextItem, is_simple_character, itemize};
use super::shaped::{Cluster, ClusterKind, ClusteredText, GlyphStyle, ShapedGlyph};
use super::span::{ParagraphSetting, TextSpan};
use super::words::ShapedWord;
use crate::document::Direction;
use crate::fonts::FaceId;

/// The advance of a space that the face has no glyph for, in ems.
const MISSING_SPACE_ADVANCE: f32 = 0.25;

/// Shapes the text of the spans. The result is in ems of the paragraph.
pub(super) fn shape_text(
    faces: Faces<'_>,
    spans: &[TextSpan],
    setting: &ParagraphSetting<'_>,
) -> ClusteredText {
    let itemized = itemize(faces, spans, setting);
    let text = &itemized.text;
    let mut shaper = ItemShaper {
        faces,
        setting,
        text,
        is_simple: itemized.simple,
        buffer: Buffer::new(),
        out: ClusteredText {
            // Most characters have one glyph.
            glyphs: Vec::with_capacity(text.len()),
            clusters: Vec::with_capacity(text.len()),
            bidirectional: itemized.bidirectional,
            ..ClusteredText::default()
        },
    };
    // Neighbours may have become equal when they inherited the script after them.
    for items in itemized.items.chunk_by(|a, b| a.key == b.key) {
        if let [first, ..] = items
            && let [.., last] = items
        {
            let item = TextItem {
                range: first.range.start..last.range.end,
                key: first.key,
            };
            shaper.shape_item(item, spans);
        }
    }
    let mut out = shaper.out;
    out.text = itemized.text;
    out.span_starts = itemized.span_starts;
    add_leads(&mut out, spans, setting.direction);
    out
}

/// Makes room for the lead of each span that has one: at its left in a paragraph that runs from left
/// to right, else at its right.
fn add_leads(out: &mut ClusteredText, spans: &[TextSpan], direction: Direction) {
    for (index, span) in spans.iter().enumerate() {
        if span.lead <= 0.0 {
            continue;
        }
        let start = out.span_starts.get(index).copied().unwrap_or_default();
        let end = match out.span_starts.get(index + 1) {
            Some(next) => *next,
            None => out.text.len(),
        };
        let first = out.index_of_cluster_at(0, start);
        let last = out.index_of_cluster_at(first, end);
        let Some(clusters) = out.clusters.get_mut(first..last) else {
            continue;
        };
        let [head, ..] = clusters else {
            continue;
        };
        // A word in the other direction ends where the lines of the paragraph begin.
        let runs_along = (head.level % 2 == 1) == (direction == Direction::Rtl);
        let widened = if runs_along {
            clusters.first_mut()
        } else {
            clusters.last_mut()
        };
        let Some(cluster) = widened else { continue };
        cluster.advance += span.lead;
        match (&mut out.glyphs[cluster.glyphs.clone()], direction) {
            ([first, ..], Direction::Ltr) => {
                first.advance += span.lead;
                first.dx += span.lead;
            }
            ([.., last], Direction::Rtl) => last.advance += span.lead,
            ([], _) => {}
        }
    }
}

struct ItemShaper<'a> {
    faces: Faces<'a>,
    setting: &'a ParagraphSetting<'a>,
    text: &'a str,
    /// Whether all of its characters are [simple](is_simple_character).
    is_simple: bool,
    buffer: Buffer,
    out: ClusteredText,
}

/// A part of an item that is shaped by itself.
#[derive(Clone, Copy)]
struct ShapingUnit<'a> {
    /// Where it begins in the text of the paragraph.
    start: usize,
    text: &'a str,
    /// Whether the text around it has no influence on its shape, so that the result can be cached.
    separate: bool,
}

/// What all clusters of an item have in common.
#[derive(Clone, Copy)]
struct ClusterStyle {
    /// Index of the [`GlyphStyle`].
    index: usize,
    /// Embedding level (UAX 9).
    level: u8,
}

impl<'a> ItemShaper<'a> {
    /// Shapes an item and appends its clusters.
    fn shape_item(&mut self, item: TextItem, spans: &[TextSpan]) {
        let TextItem { range, key } = item;
        let Some(span) = spans.get(key.span) else {
            return;
        };
        if key.newline {
            self.append_newlines(range, key, span);
            return;
        }
        let Some(font) = self.faces.shaping_font(key.face) else {
            return;
        };
        let units = self.shaping_units(range, key);
        let plain_key = self.plan_key(key, span, false);
        let mut plan = self.faces.cached_plan(font, plain_key);
        let mut superior = false;
        if span.rise > 0.0 {
            // Superior glyphs are used for all of the item or for none of it: some beside figures
            // that are merely scaled and raised would look like a mistake.
            let superior_key = self.plan_key(key, span, true);
            let superior_plan = self.faces.cached_plan(font, superior_key);
            superior = self.all_substituted(font, &superior_plan, &units);
            if superior {
                plan = superior_plan;
            }
        }
        let shared = ClusterStyle {
            index: self.style_index(key, span, superior),
            level: key.level,
        };
        let scale = if superior { 1.0 } else { span.scale };
        let ems_per_unit = scale / f32::from(font.units_per_em().max(1));
        for unit in units {
            let word = self.shape_unit(font, &plan, unit);
            self.append_word(&word, unit.start, shared, ems_per_unit);
        }
    }

    /// Whether the plan gives every character another glyph than its usual one.
    fn all_substituted(
        &mut self,
        font: &Font,
        plan: &CachedPlan,
        units: &[ShapingUnit<'_>],
    ) -> bool {
        for &unit in units {
            if !self.shape_unit(font, plan, unit).all_substituted {
                return false;
            }
        }
        true
    }

    /// The words of an item, each with the space after it, if they can be shaped separately; else
    /// all of it.
    fn shaping_units(&self, range: Range<usize>, key: ItemKey) -> Vec<ShapingUnit<'a>> {
        use unicode_script::Script::{Common, Cyrillic, Greek, Latin};
        let text = &self.text[range.clone()];
        let is_simple = self.is_simple || text.chars().all(is_simple_character);
        // Letters of these scripts do not change with their neighbours across a space.
        let separate = is_simple
            && matches!(key.script, Common | Cyrillic | Greek | Latin)
            && key.level.is_multiple_of(2)
            && self.faces.can_shape_words_separately(key.face);
        let mut start = range.start;
        let mut units = Vec::new();
        for text in text.split_inclusive(|character| separate && character == ' ') {
            units.push(ShapingUnit {
                start,
                text,
                separate,
            });
            start += text.len();
        }
        units
    }

    /// Shapes a unit, or takes it from the cache.
    fn shape_unit(
        &mut self,
        font: &Font,
        plan: &CachedPlan,
        unit: ShapingUnit<'_>,
    ) -> Arc<ShapedWord> {
        let faces = self.faces;
        if unit.separate {
            faces.cached_word(plan, unit.text, || self.shape_uncached(font, plan, unit))
        } else {
            Arc::new(self.shape_uncached(font, plan, unit))
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
        // Only a buffer that does not match the plan is refused, which `fill_buffer` rules out.
        if harfrust::shape(&ShaperFont::new(font), &mut self.buffer, options).is_err() {
            self.buffer.reset();
        }
        let is_substituted = |glyph: u32, character: char| {
            let nominal = self.faces.glyph_id(plan.key.face, character);
            nominal.map(u32::from) != Some(glyph)
        };
        ShapedWord::new(unit.text, &self.buffer, plan.key.backwards, is_substituted)
    }

    /// The plan for an item: its features, script, language and direction. `superiors` asks for
    /// superior glyphs.
    fn plan_key(&self, key: ItemKey, span: &TextSpan, superiors: bool) -> PlanKey {
        let lang = span.lang.as_deref().unwrap_or(self.setting.lang);
        let script = Tag::from_be_bytes(key.script.as_iso15924_tag().to_be_bytes());
        PlanKey {
            face: key.face,
            script: Script::from_iso15924_tag(script).unwrap_or(Script::COMMON),
            backwards: key.level % 2 == 1,
            language: Language::new(lang),
            tabular: self.setting.tabular,
            // The letters of a ligature cannot be moved apart.
            ligatures: self.setting.tracking == 0.0,
            superiors,
        }
    }

    /// Puts a unit into the shaper's buffer, with the text around it.
    fn fill_buffer(&mut self, unit: ShapingUnit<'_>, key: &PlanKey) {
        let ShapingUnit { start, text, .. } = unit;
        self.buffer.reset();
        self.buffer.reserve(text.len());
        // Arabic letters, for example, join with letters that another style or face is set in.
        self.buffer.set_pre_context(&self.text[..start]);
        self.buffer
            .set_post_context(&self.text[start + text.len()..]);
        // All characters of a grapheme get its offset, so that no cluster splits it. The shaper must
        // not form graphemes of its own: it would join a sign to the space and joiner before it,
        // and the sign would vanish with the space at the end of a line.
        self.buffer
            .set_cluster_level(ClusterLevel::MonotoneCharacters);
        for (offset, grapheme) in text.grapheme_indices(true) {
            for (index, character) in grapheme.chars().enumerate() {
                // A sign in one colour has no tones, and rules of fonts join signs without them.
                if index == 0 || !is_skin_tone(character) {
                    self.push_to_buffer(character, offset);
                }
            }
        }
        // The shaper refuses a buffer whose direction or script is not that of the plan.
        self.buffer.set_direction(key.direction());
        self.buffer.set_script(Some(key.script));
        self.buffer.set_language(key.language.clone());
        self.buffer.set_flags(
            BufferFlags::REMOVE_DEFAULT_IGNORABLES | BufferFlags::DO_NOT_INSERT_DOTTED_CIRCLE,
        );
    }

    fn push_to_buffer(&mut self, character: char, offset: usize) {
        if is_shaped(character) {
            let cluster = u32::try_from(offset).unwrap_or(u32::MAX);
            self.buffer.push(u32::from(character), cluster);
        }
    }

    /// The index of the style of a span in a face. Superior glyphs are neither scaled nor raised.
    fn style_index(&mut self, key: ItemKey, span: &TextSpan, superior: bool) -> usize {
        let face = key.face;
        let (scale, rise) = if superior {
            (1.0, 0.0)
        } else {
            (span.scale, span.rise)
        };
        let mark = span.mark;
        let is_raised = span.rise > 0.0;
        let color = match key.hue {
            Some(hue) => hue.color_beside(span.color),
            None => span.color,
        };
        // Backwards, because most items have the style of one shortly before them.
        for (index, other) in self.out.styles.iter().enumerate().rev() {
            if (other.face, other.scale, other.rise) == (face, scale, rise)
                && (other.color, other.mark, other.is_raised) == (color, mark, is_raised)
            {
                return index;
            }
        }
        let hyphen = self.hyphen(face, scale);
        self.out.styles.push(GlyphStyle {
            face,
            scale,
            rise,
            color,
            mark,
            is_raised,
            hyphen,
        });
        self.out.styles.len() - 1
    }

    /// The hyphen of a face, and its advance at a scale.
    fn hyphen(&self, face: FaceId, scale: f32) -> Option<(u16, f32)> {
        let font = self.faces.shaping_font(face)?;
        // The hyphen-minus, because some faces lack the hyphen of Unicode (U+2010).
        let glyph = self.faces.glyph_id(face, '-')?;
        let units_per_em = f32::from(font.units_per_em().max(1));
        let advance = ShaperFont::new(font).glyph_h_advance(u32::from(glyph).into());
        Some((glyph, advance as f32 * scale / units_per_em))
    }

    fn append_newlines(&mut self, range: Range<usize>, key: ItemKey, span: &TextSpan) {
        let shared = ClusterStyle {
            index: self.style_index(key, span, false),
            level: key.level,
        };
        // A newline has a cluster, but no glyph.
        let first_glyph = self.out.glyphs.len();
        for offset in range {
            let text = offset..offset + 1;
            self.append_cluster(text, ClusterKind::Newline, shared, 0.0, first_glyph);
        }
    }

    /// Appends a word that begins at `start` in the text.
    fn append_word(
        &mut self,
        word: &ShapedWord,
        start: usize,
        shared: ClusterStyle,
        ems_per_unit: f32,
    ) {
        let mut glyphs = word.glyphs.iter();
        for cluster in &word.clusters {
            let first_glyph = self.out.glyphs.len();
            let mut advance = if cluster.glyphs == 0 {
                MISSING_SPACE_ADVANCE
            } else {
                0.0
            };
            for glyph in glyphs.by_ref().take(cluster.glyphs as usize) {
                let scaled = ShapedGlyph {
                    id: glyph.id,
                    advance: glyph.advance * ems_per_unit,
                    dx: glyph.dx * ems_per_unit,
                    dy: glyph.dy * ems_per_unit,
                };
                advance += scaled.advance;
                self.out.glyphs.push(scaled);
            }
            let text_start = start + cluster.start as usize;
            let text_end = start + cluster.end as usize;
            let text = text_start..text_end;
            self.append_cluster(text, cluster.kind, shared, advance, first_glyph);
        }
    }

    /// Appends the cluster of all glyphs from `first_glyph` on, and adds the letter-spacing.
    fn append_cluster(
        &mut self,
        text: Range<usize>,
        kind: ClusterKind,
        shared: ClusterStyle,
        advance: f32,
        first_glyph: usize,
    ) {
        // Most scripts that run from right to left join their letters, so they get no
        // letter-spacing.
        let is_left_to_right = shared.level.is_multiple_of(2);
        let tracking = if advance > 0.0 && is_left_to_right {
            self.setting.tracking
        } else {
            0.0
        };
        let glyphs = first_glyph..self.out.glyphs.len();
        // Letter-spacing is after the whole cluster, so its last glyph gets it.
        if let [.., last] = &mut self.out.glyphs[glyphs.clone()] {
            last.advance += tracking;
        }
        self.out.clusters.push(Cluster {
            text,
            glyphs,
            style: shared.index,
            kind,
            level: shared.level,
            advance: advance + tracking,
            end_trim: tracking,
            start_trim: 0.0,
            gap: 0.0,
        });
    }
}
