//! The faces of a font collection as shaping needs them, and the caches of everything that shaping
//! finds out about them.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use foldhash::fast::FixedState;
use harfrust::{Direction, Feature, Font, Language, Script, ShapePlan, ShaperFont, Tag};

use super::cache::ShardedCache;
use super::paragraph::Paragraph;
use super::space_features::can_shape_words_separately;
use super::words::ShapedWord;
use crate::fonts::{
    Face, FaceId, FontStyle, Fonts, HanForms, is_fixed_width_space, needs_no_glyph,
};

/// Characters of European alphabets are below this code point: Basic Latin to Latin Extended-A.
const COMMON_END: u32 = 0x180;

/// The most cached shape plans. Languages come from briefs, so their number is not bounded.
const MAX_PLANS: usize = 512;

/// The most cached font stacks. Families come from themes, so their number is not bounded.
const MAX_FONT_STACKS: usize = 64;

/// The most bytes of paragraph keys; the shaped paragraphs take about twenty times as much.
const MAX_PARAGRAPH_KEY_BYTES: usize = 128 << 10;

/// The most bytes of word keys; the shaped words take about thirty times as much.
const MAX_WORD_KEY_BYTES: usize = 256 << 10;

/// Caches for one collection of fonts, shared by all documents of a run and by all threads.
pub(super) struct ShapingCaches {
    /// Caches the parsed font of each face, by the index of the face. Without it a batch costs over
    /// 40 % more.
    fonts: Vec<OnceLock<Option<Font>>>,
    /// Caches whether each face can shape words separately, by the index of the face. That takes
    /// a walk through all rules of the font: without this cache a batch costs twice as much.
    pub separate_words: Vec<OnceLock<bool>>,
    /// Caches shape plans by [`PlanKey`]: face, script, direction, language and features. Without
    /// it a batch costs a third more.
    plans: RwLock<PlanCache>,
    /// Caches font stacks by families and style. Without it a batch costs more than twice as much.
    font_stacks: RwLock<Vec<CachedFontStack>>,
    /// Caches shaped words by the number of their shape plan and their text. Without it and the
    /// division of texts into words, a batch costs 12 % more.
    words: ShardedCache<ShapedWord>,
    /// Caches shaped paragraphs by their spans and setting. Without it a batch costs 8 % more:
    /// texts that were measured are placed later.
    pub paragraphs: ShardedCache<Paragraph>,
}

#[derive(Default)]
struct PlanCache {
    by_key: HashMap<PlanKey, Arc<CachedPlan>, FixedState>,
    /// How many plans were made, including those that were dropped since.
    made: u32,
}

/// A shape plan of harfrust, with the key that it was made for.
pub(super) struct CachedPlan {
    /// Identifies the plan in the cache of words. It is never used again for another plan.
    number: u32,
    pub key: PlanKey,
    pub shape_plan: ShapePlan,
}

struct CachedFontStack {
    style: FontStyle,
    forms: HanForms,
    families: Vec<String>,
    stack: Arc<FontStack>,
}

impl ShapingCaches {
    /// Empty caches for a collection of `face_count` faces.
    pub fn new(face_count: usize) -> Self {
        Self {
            fonts: (0..face_count).map(|_| OnceLock::new()).collect(),
            separate_words: (0..face_count).map(|_| OnceLock::new()).collect(),
            plans: RwLock::default(),
            font_stacks: RwLock::default(),
            words: ShardedCache::new(MAX_WORD_KEY_BYTES),
            paragraphs: ShardedCache::new(MAX_PARAGRAPH_KEY_BYTES),
        }
    }
}

/// The faces that text in some families and a style is set in.
pub(super) struct FontStack {
    /// In the order in which they are tried.
    faces: Vec<FaceId>,
    /// The first face with Han characters. Searching for it parses large fonts, which most
    /// documents do not need.
    han: OnceLock<Option<FaceId>>,
    /// The face of each character below [`COMMON_END`], by its code point. Without this table a
    /// batch costs 3.4 % more.
    common_faces: Vec<Option<FaceId>>,
    /// The face of all printable characters of ASCII, if they share one.
    pub ascii_face: Option<FaceId>,
}

/// Everything that a shape plan depends on.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct PlanKey {
    pub face: FaceId,
    pub script: Script,
    pub backwards: bool,
    pub language: Option<Language>,
    pub tabular: bool,
    pub ligatures: bool,
    pub superiors: bool,
}

impl PlanKey {
    /// The OpenType features that differ from the shaper's defaults.
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

    pub fn direction(&self) -> Direction {
        if self.backwards {
            Direction::RightToLeft
        } else {
            Direction::LeftToRight
        }
    }
}

/// A collection of fonts, and the caches that belong to it.
#[derive(Clone, Copy)]
pub(super) struct Faces<'a> {
    fonts: &'a Fonts,
    caches: &'a ShapingCaches,
}

impl<'a> Faces<'a> {
    pub fn new(fonts: &'a Fonts, caches: &'a ShapingCaches) -> Self {
        Self { fonts, caches }
    }

    /// The first face for regular text in `families`.
    pub fn first_face(self, families: &[String]) -> Option<&'a Face> {
        let stack = self.font_stack(families, FontStyle::default(), HanForms::Any);
        let id = stack.faces.first()?;
        self.fonts.faces().get(id.0)
    }

    /// The faces to try for text in `families` and a style, with these forms of Han characters.
    pub fn font_stack(
        self,
        families: &[String],
        style: FontStyle,
        forms: HanForms,
    ) -> Arc<FontStack> {
        if let Some(stack) = self.find_font_stack(families, style, forms) {
            return stack;
        }
        let stack = Arc::new(self.build_font_stack(families, style, forms));
        let stacks = self.caches.font_stacks.write();
        let mut stacks = stacks.unwrap_or_else(PoisonError::into_inner);
        if stacks.len() >= MAX_FONT_STACKS {
            stacks.clear();
        }
        stacks.push(CachedFontStack {
            style,
            forms,
            families: families.to_vec(),
            stack: Arc::clone(&stack),
        });
        stack
    }

    fn find_font_stack(
        self,
        families: &[String],
        style: FontStyle,
        forms: HanForms,
    ) -> Option<Arc<FontStack>> {
        let stacks = self.caches.font_stacks.read();
        let stacks = stacks.unwrap_or_else(PoisonError::into_inner);
        for cached in stacks.iter() {
            if cached.style == style && cached.forms == forms && cached.families == families {
                return Some(Arc::clone(&cached.stack));
            }
        }
        None
    }

    fn build_font_stack(self, families: &[String], style: FontStyle, forms: HanForms) -> FontStack {
        let faces = self.fonts.fallback_order(families, style, forms);
        let mut stack = FontStack {
            faces,
            han: OnceLock::new(),
            common_faces: Vec::new(),
            ascii_face: None,
        };
        // The table is empty while it is made, so that each face is really searched for.
        let mut common_faces = Vec::with_capacity(COMMON_END as usize);
        for character in (0..COMMON_END).filter_map(char::from_u32) {
            let mut bytes = [0; 4];
            common_faces.push(self.face_for_grapheme(&stack, character.encode_utf8(&mut bytes)));
        }
        let of_ascii = &common_faces[usize::from(b' ')..=usize::from(b'~')];
        if let [first, others @ ..] = of_ascii
            && others.iter().all(|face| face == first)
        {
            stack.ascii_face = *first;
        }
        stack.common_faces = common_faces;
        stack
    }

    fn first_face_with(self, faces: &[FaceId], character: char) -> Option<FaceId> {
        let mut faces = faces.iter().copied();
        faces.find(|&face| self.has_glyph(face, character))
    }

    /// The first face of a stack with Han characters.
    pub fn han_face(self, stack: &FontStack) -> Option<FaceId> {
        // The character for “one”, which every face for Chinese or Japanese has.
        let find = || self.first_face_with(&stack.faces, '一');
        *stack.han.get_or_init(find)
    }

    /// The first face that has all characters of a grapheme; else the first that has its base; else
    /// the first that has any of it; else the first of the stack.
    pub fn face_for_grapheme(self, stack: &FontStack, grapheme: &str) -> Option<FaceId> {
        let mut characters = grapheme.chars();
        if let (Some(only), None) = (characters.next(), characters.next())
            && let Some(face) = stack.common_faces.get(only as usize)
        {
            return *face;
        }
        let first = stack.faces.first().copied();
        // The shaper makes these spaces itself, of any face, so that none has to be searched for.
        if grapheme.chars().all(is_fixed_width_space) {
            return first;
        }
        let drawn = grapheme.chars().filter(|&it| !needs_no_glyph(it));
        for &face in &stack.faces {
            if drawn.clone().all(|it| self.has_glyph(face, it)) {
                return Some(face);
            }
        }
        // A letter whose accent is missing can still be read; an accent without its letter cannot.
        if let Some(base) = drawn.clone().next()
            && let Some(face) = self.first_face_with(&stack.faces, base)
        {
            return Some(face);
        }
        for &face in &stack.faces {
            if drawn.clone().any(|it| self.has_glyph(face, it)) {
                return Some(face);
            }
        }
        first
    }

    /// Like [`face_for_grapheme`](Self::face_for_grapheme), for a grapheme of one character.
    pub fn face_for_character(self, stack: &FontStack, character: char) -> Option<FaceId> {
        match stack.common_faces.get(character as usize) {
            Some(face) => *face,
            None => self.face_for_grapheme(stack, character.encode_utf8(&mut [0; 4])),
        }
    }

    /// The parsed font of a face; `None` if the shaper cannot read it.
    pub fn shaping_font(self, id: FaceId) -> Option<&'a Font> {
        let face = self.fonts.faces().get(id.0)?;
        let cached = self.caches.fonts.get(id.0)?;
        let font = cached.get_or_init(|| Font::new(face.blob(), face.index()));
        font.as_ref()
    }

    /// Whether a face has a glyph for a character.
    fn has_glyph(self, id: FaceId, character: char) -> bool {
        self.glyph_id(id, character).is_some()
    }

    /// The usual glyph of a character, before any feature substitutes it.
    pub fn glyph_id(self, id: FaceId, character: char) -> Option<u16> {
        let found = self.shaping_font(id)?.charmap().map_unicode(character)?;
        let glyph = u16::try_from(found.to_u32()).ok()?;
        // Glyph 0 is `.notdef`.
        let is_shown = glyph != 0 && self.fonts.face(id).can_paint(character, glyph.into());
        is_shown.then_some(glyph)
    }

    /// Where the ink of a glyph begins and ends, in ems from its origin to the right.
    pub fn ink_extent(self, id: FaceId, glyph: u16) -> Option<(f32, f32)> {
        let font = self.shaping_font(id)?;
        let extents = ShaperFont::new(font).glyph_extents(u32::from(glyph).into())?;
        let units = f32::from(font.units_per_em().max(1));
        let start = extents.x_bearing as f32 / units;
        let end = (extents.x_bearing + extents.width) as f32 / units;
        Some((start, end))
    }

    /// The shape plan for a key, which is expensive to make.
    pub fn cached_plan(self, font: &Font, key: PlanKey) -> Arc<CachedPlan> {
        let plans = &self.caches.plans;
        let cached_plans = plans.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(plan) = cached_plans.by_key.get(&key) {
            return Arc::clone(plan);
        }
        // The plan is made without a lock. If two threads make the same one, the later one stays.
        drop(cached_plans);
        let shape_plan = ShapePlan::new(
            font,
            key.direction(),
            Some(key.script),
            key.language.as_ref(),
            &key.features(),
        );
        let mut plans = plans.write().unwrap_or_else(PoisonError::into_inner);
        if plans.by_key.len() >= MAX_PLANS {
            plans.by_key.clear();
        }
        plans.made += 1;
        let plan = Arc::new(CachedPlan {
            number: plans.made,
            key: key.clone(),
            shape_plan,
        });
        plans.by_key.insert(key, Arc::clone(&plan));
        plan
    }

    /// Whether a face can shape each word of simple text separately.
    pub fn can_shape_words_separately(self, id: FaceId) -> bool {
        let Some(cached) = self.caches.separate_words.get(id.0) else {
            return false;
        };
        *cached.get_or_init(|| match self.fonts.faces().get(id.0) {
            Some(face) => can_shape_words_separately(&face.font()),
            None => false,
        })
    }

    /// A word shaped by a plan: from the cache, or else made by `shape`.
    pub fn cached_word(
        self,
        plan: &CachedPlan,
        word: &str,
        shape: impl FnOnce() -> ShapedWord,
    ) -> Arc<ShapedWord> {
        let words = &self.caches.words;
        words.get_or_insert_word(plan.number, word, shape)
    }
}
