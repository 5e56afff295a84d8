//! Fonts, prepared for shaping once and kept.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use foldhash::fast::FixedState;
use harfrust::{Direction, Feature, Font, Language, Script, ShapePlan, ShaperFont, Tag};

use super::cache::ShardedCache;
use super::paragraph::Paragraph;
use super::space_features::can_shape_words_separately;
use super::words::ShapedWord;
use crate::fonts::{Face, FaceId, FontStyle, Fonts, needs_no_glyph};

/// What shaping has found out about a collection of fonts: for all documents of a run, on all
/// threads.
pub(super) struct ShapingCaches {
    fonts: Vec<OnceLock<Option<Font>>>,
    /// Whether each face shapes words separate_words.
    pub(super) separate_words: Vec<OnceLock<bool>>,
    plans: RwLock<PlanCache>,
    font_stacks: RwLock<Vec<CachedFontStack>>,
    words: ShardedCache<ShapedWord>,
    /// Where words can be parted.
    syllables: ShardedCache<Vec<usize>>,
    pub(super) paragraphs: ShardedCache<Paragraph>,
}

#[derive(Default)]
struct PlanCache {
    known: HashMap<PlanKey, Arc<CachedPlan>, FixedState>,
    /// How many were ever made.
    made: u32,
}

/// How text with a key is shaped.
pub(super) struct CachedPlan {
    /// No other has it.
    id: u32,
    pub(super) key: PlanKey,
    pub(super) shape_plan: ShapePlan,
}

/// An stack, and what it is for.
struct CachedFontStack {
    style: FontStyle,
    families: Vec<String>,
    stack: Arc<FontStack>,
}

impl ShapingCaches {
    /// For a collection of so many faces.
    pub(super) fn new(faces: usize) -> Self {
        let fonts = (0..faces).map(|_| OnceLock::new()).collect();
        let separate_words = (0..faces).map(|_| OnceLock::new()).collect();
        let (words, syllables, paragraphs) = (
            ShardedCache::new(MAX_WORD_KEY_BYTES),
            ShardedCache::new(MAX_SYLLABLE_KEY_BYTES),
            ShardedCache::new(MAX_PARAGRAPH_KEY_BYTES),
        );
        Self {
            fonts,
            separate_words,
            plans: RwLock::default(),
            font_stacks: RwLock::default(),
            words,
            syllables,
            paragraphs,
        }
    }
}

/// The faces of a collection and how each of them shapes.
#[derive(Clone, Copy)]
pub(super) struct Faces<'a> {
    fonts: &'a Fonts,
    caches: &'a ShapingCaches,
}

/// The faces that text in some families and a style is set in, in the stack in which they are
/// tried.
pub(super) struct FontStack {
    faces: Vec<FaceId>,
    /// The first that has Han characters.
    pub(super) han: Option<FaceId>,
    /// The face of each character below [`COMMON_END`], by its code.
    common_faces: Vec<Option<FaceId>>,
}

/// Characters of European alphabets end here.
const COMMON_END: u32 = 0x180;

/// What a shape plan depends on.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct PlanKey {
    pub(super) face: FaceId,
    pub(super) script: Script,
    pub(super) backwards: bool,
    pub(super) language: Option<Language>,
    pub(super) tabular: bool,
    pub(super) ligatures: bool,
    pub(super) superiors: bool,
}

impl PlanKey {
    fn features(&self) -> Vec<Feature> {
        let feature = |tag, value| Feature::new(Tag::new(tag), value, ..);
        let mut features = Vec::new();
        if self.tabular {
            features.extend([feature(b"tnum", 1), feature(b"lnum", 1)]);
        }
        if !self.ligatures {
            features.extend([feature(b"liga", 0), feature(b"clig", 0)]);
        }
        if self.superiors {
            features.push(feature(b"sups", 1));
        }
        features
    }

    pub(super) fn direction(&self) -> Direction {
        if self.backwards {
            Direction::RightToLeft
        } else {
            Direction::LeftToRight
        }
    }
}

/// PlanCache kept at most; languages come from the outside.
const MAX_PLANS: usize = 512;

/// Keys of paragraphs kept at most, in bytes; shaped text takes some twenty times as much.
const MAX_PARAGRAPH_KEY_BYTES: usize = 128 << 10;

/// Keys of words kept at most, in bytes; what they are shaped to takes some thirty times as much.
const MAX_WORD_KEY_BYTES: usize = 256 << 10;

/// Keys of divided words kept at most, in bytes; where they can be parted takes some five times as
/// much.
const MAX_SYLLABLE_KEY_BYTES: usize = 256 << 10;

/// Orders kept at most; families come from the outside.
const MAX_FONT_STACKS: usize = 64;

impl<'a> Faces<'a> {
    pub(super) fn new(fonts: &'a Fonts, caches: &'a ShapingCaches) -> Self {
        Self { fonts, caches }
    }

    /// The regular face that text in `families` is mostly set in.
    pub(super) fn first_face(self, families: &[String]) -> Option<&'a Face> {
        let id = self
            .font_stack(families, FontStyle::default())
            .faces
            .first()
            .copied()?;
        self.fonts.faces().get(id.0)
    }

    /// The faces to try, in stack.
    pub(super) fn font_stack(self, families: &[String], style: FontStyle) -> Arc<FontStack> {
        let known = self
            .caches
            .font_stacks
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = known
            .iter()
            .find(|it| it.style == style && it.families == families)
        {
            return Arc::clone(&known.stack);
        }
        drop(known);
        let faces = self.fonts.fallback_order(families, style);
        let han = faces.iter().copied().find(|&face| self.covers(face, '一'));
        let mut stack = FontStack {
            faces,
            han,
            common_faces: Vec::new(),
        };
        stack.common_faces = (0..COMMON_END)
            .map(|code| {
                self.face_for_grapheme(&stack, char::from_u32(code)?.encode_utf8(&mut [0; 4]))
            })
            .collect();
        let stack = Arc::new(stack);
        let mut font_stacks = self
            .caches
            .font_stacks
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        if font_stacks.len() >= MAX_FONT_STACKS {
            font_stacks.clear();
        }
        font_stacks.push(CachedFontStack {
            style,
            families: families.to_vec(),
            stack: Arc::clone(&stack),
        });
        stack
    }

    /// The first face of an stack that has all of a grapheme, or its base, or any of it; else the
    /// first. That one makes a space of any width by itself.
    pub(super) fn face_for_grapheme(self, stack: &FontStack, grapheme: &str) -> Option<FaceId> {
        let mut characters = grapheme.chars();
        if let (Some(only), None) = (characters.next(), characters.next())
            && let Some(known) = stack.common_faces.get(only as usize)
        {
            return *known;
        }
        let first = stack.faces.first().copied();
        if grapheme
            .chars()
            .all(|it| matches!(it, '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}'))
        {
            return first;
        }
        let drawn = || grapheme.chars().filter(|&it| !needs_no_glyph(it));
        let find =
            |fits: &dyn Fn(FaceId) -> bool| stack.faces.iter().copied().find(|&face| fits(face));
        find(&|face| drawn().all(|it| self.covers(face, it)))
            .or_else(|| find(&|face| drawn().next().is_some_and(|base| self.covers(face, base))))
            .or_else(|| find(&|face| drawn().any(|it| self.covers(face, it))))
            .or(first)
    }

    /// As [`face_for_grapheme`](Self::face_for_grapheme), of a grapheme that is one character.
    pub(super) fn face_for_character(self, stack: &FontStack, character: char) -> Option<FaceId> {
        let known = stack.common_faces.get(character as usize).copied();
        known.unwrap_or_else(|| self.face_for_grapheme(stack, character.encode_utf8(&mut [0; 4])))
    }

    pub(super) fn shaping_font(self, id: FaceId) -> Option<&'a Font> {
        let face = self.fonts.faces().get(id.0)?;
        self.caches
            .fonts
            .get(id.0)?
            .get_or_init(|| Font::new(face.blob(), 0))
            .as_ref()
    }

    /// Whether a face has a glyph for a character.
    pub(super) fn covers(self, id: FaceId, character: char) -> bool {
        self.glyph_id(id, character).is_some()
    }

    pub(super) fn glyph_id(self, id: FaceId, character: char) -> Option<u16> {
        let glyph = self.shaping_font(id)?.charmap().map_unicode(character)?;
        u16::try_from(glyph.to_u32())
            .ok()
            .filter(|&glyph| glyph != 0)
    }

    /// Where the ink of a glyph begins and ends, in ems.
    pub(super) fn ink_extent(self, id: FaceId, glyph: u16) -> Option<(f32, f32)> {
        let font = self.shaping_font(id)?;
        let extents = ShaperFont::new(font).glyph_extents(u32::from(glyph).into())?;
        let units = f32::from(font.units_per_em().max(1));
        Some((
            extents.x_bearing as f32 / units,
            (extents.x_bearing + extents.width) as f32 / units,
        ))
    }

    pub(super) fn cached_plan(self, font: &Font, key: PlanKey) -> Arc<CachedPlan> {
        let known = self
            .caches
            .plans
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .known
            .get(&key)
            .cloned();
        known.unwrap_or_else(|| {
            let (script, language) = (Some(key.script), key.language.as_ref());
            let shape = ShapePlan::new(font, key.direction(), script, language, &key.features());
            let mut plans = self
                .caches
                .plans
                .write()
                .unwrap_or_else(PoisonError::into_inner);
            if plans.known.len() >= MAX_PLANS {
                plans.known.clear();
            }
            plans.made += 1;
            let plan = Arc::new(CachedPlan {
                id: plans.made,
                key: key.clone(),
                shape_plan: shape,
            });
            plans.known.insert(key, Arc::clone(&plan));
            plan
        })
    }

    /// Whether a face shapes each word of plain text by itself.
    pub(super) fn can_shape_words_separately(self, id: FaceId) -> bool {
        let face = || {
            self.fonts
                .faces()
                .get(id.0)
                .is_some_and(|face| can_shape_words_separately(&face.font()))
        };
        self.caches
            .separate_words
            .get(id.0)
            .is_some_and(|known| *known.get_or_init(face))
    }

    /// A word shaped by a plan, or what `shape` makes of it.
    pub(super) fn cached_word(
        self,
        plan: &CachedPlan,
        word: &str,
        shape: impl FnOnce() -> ShapedWord,
    ) -> Arc<ShapedWord> {
        self.caches.words.get_or_insert_word(plan.id, word, shape)
    }

    /// Where a piece of text in a language can be parted, or what `find` finds.
    pub(super) fn cached_syllables(
        self,
        lang: [u8; 2],
        piece: &str,
        find: impl FnOnce() -> Vec<usize>,
    ) -> Arc<Vec<usize>> {
        self.caches
            .syllables
            .get_or_insert_word(u16::from_le_bytes(lang).into(), piece, find)
    }
}
