//! Fonts, prepared for shaping once and kept.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use foldhash::fast::FixedState;
use harfrust::{Direction, Feature, Font, Language, Script, ShapePlan, ShaperFont, Tag};

use super::cache::Cache;
use super::paragraph::Paragraph;
use super::space_features::shapes_words_apart;
use super::words::Word;
use crate::fonts::{Face, FaceId, FontStyle, Fonts, needs_no_glyph};

/// What shaping has found out about a collection of fonts: for all documents of a run, on all
/// threads.
pub(super) struct ShapingCaches {
    fonts: Vec<OnceLock<Option<Font>>>,
    /// Whether each face shapes words apart.
    pub(super) apart: Vec<OnceLock<bool>>,
    plans: RwLock<Plans>,
    orders: RwLock<Vec<Known>>,
    words: Cache<Word>,
    /// Where words can be parted.
    syllables: Cache<Vec<usize>>,
    pub(super) paragraphs: Cache<Paragraph>,
}

#[derive(Default)]
struct Plans {
    known: HashMap<PlanKey, Arc<Plan>, FixedState>,
    /// How many were ever made.
    made: u32,
}

/// How text with a key is shaped.
pub(super) struct Plan {
    /// No other has it.
    number: u32,
    pub(super) key: PlanKey,
    pub(super) shape: ShapePlan,
}

/// An order, and what it is for.
struct Known {
    style: FontStyle,
    families: Vec<String>,
    order: Arc<Order>,
}

impl ShapingCaches {
    /// For a collection of so many faces.
    pub(super) fn new(faces: usize) -> Self {
        let fonts = (0..faces).map(|_| OnceLock::new()).collect();
        let apart = (0..faces).map(|_| OnceLock::new()).collect();
        let (words, syllables, paragraphs) = (
            Cache::new(WORDS),
            Cache::new(SYLLABLES),
            Cache::new(PARAGRAPHS),
        );
        Self {
            fonts,
            apart,
            plans: RwLock::default(),
            orders: RwLock::default(),
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

/// The faces that text in some families and a style is set in, in the order in which they are
/// tried.
pub(super) struct Order {
    faces: Vec<FaceId>,
    /// The first that has Han characters.
    pub(super) han: Option<FaceId>,
    /// The face of each character below [`COMMON`], by its code.
    common: Vec<Option<FaceId>>,
}

/// Characters of European alphabets end here.
const COMMON: u32 = 0x180;

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

/// Plans kept at most; languages come from the outside.
const MOST_PLANS: usize = 512;

/// Keys of paragraphs kept at most, in bytes; shaped text takes some twenty times as much.
const PARAGRAPHS: usize = 128 << 10;

/// Keys of words kept at most, in bytes; what they are shaped to takes some thirty times as much.
const WORDS: usize = 256 << 10;

/// Keys of divided words kept at most, in bytes; where they can be parted takes some five times as
/// much.
const SYLLABLES: usize = 256 << 10;

/// Orders kept at most; families come from the outside.
const MOST_ORDERS: usize = 64;

impl<'a> Faces<'a> {
    pub(super) fn new(fonts: &'a Fonts, caches: &'a ShapingCaches) -> Self {
        Self { fonts, caches }
    }

    /// The regular face that text in `families` is mostly set in.
    pub(super) fn first(self, families: &[String]) -> Option<&'a Face> {
        let id = self
            .order(families, FontStyle::default())
            .faces
            .first()
            .copied()?;
        self.fonts.faces().get(id.0)
    }

    /// The faces to try, in order.
    pub(super) fn order(self, families: &[String], style: FontStyle) -> Arc<Order> {
        let known = self
            .caches
            .orders
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = known
            .iter()
            .find(|it| it.style == style && it.families == families)
        {
            return Arc::clone(&known.order);
        }
        drop(known);
        let faces = self.fonts.fallback_order(families, style);
        let han = faces.iter().copied().find(|&face| self.covers(face, '一'));
        let mut order = Order {
            faces,
            han,
            common: Vec::new(),
        };
        order.common = (0..COMMON)
            .map(|code| self.face_of(&order, char::from_u32(code)?.encode_utf8(&mut [0; 4])))
            .collect();
        let order = Arc::new(order);
        let mut orders = self
            .caches
            .orders
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        if orders.len() >= MOST_ORDERS {
            orders.clear();
        }
        orders.push(Known {
            style,
            families: families.to_vec(),
            order: Arc::clone(&order),
        });
        order
    }

    /// The first face of an order that has all of a grapheme, or its base, or any of it; else the
    /// first. That one makes a space of any width by itself.
    pub(super) fn face_of(self, order: &Order, grapheme: &str) -> Option<FaceId> {
        let mut characters = grapheme.chars();
        if let (Some(only), None) = (characters.next(), characters.next())
            && let Some(known) = order.common.get(only as usize)
        {
            return *known;
        }
        let first = order.faces.first().copied();
        if grapheme
            .chars()
            .all(|it| matches!(it, '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}'))
        {
            return first;
        }
        let drawn = || grapheme.chars().filter(|&it| !needs_no_glyph(it));
        let find =
            |fits: &dyn Fn(FaceId) -> bool| order.faces.iter().copied().find(|&face| fits(face));
        find(&|face| drawn().all(|it| self.covers(face, it)))
            .or_else(|| find(&|face| drawn().next().is_some_and(|base| self.covers(face, base))))
            .or_else(|| find(&|face| drawn().any(|it| self.covers(face, it))))
            .or(first)
    }

    /// As [`face_of`](Self::face_of), of a grapheme that is one character.
    pub(super) fn face_of_character(self, order: &Order, character: char) -> Option<FaceId> {
        let known = order.common.get(character as usize).copied();
        known.unwrap_or_else(|| self.face_of(order, character.encode_utf8(&mut [0; 4])))
    }

    pub(super) fn font(self, id: FaceId) -> Option<&'a Font> {
        let face = self.fonts.faces().get(id.0)?;
        self.caches
            .fonts
            .get(id.0)?
            .get_or_init(|| Font::new(face.blob(), 0))
            .as_ref()
    }

    /// Whether a face has a glyph for a character.
    pub(super) fn covers(self, id: FaceId, character: char) -> bool {
        self.glyph(id, character).is_some()
    }

    pub(super) fn glyph(self, id: FaceId, character: char) -> Option<u16> {
        let glyph = self.font(id)?.charmap().map_unicode(character)?;
        u16::try_from(glyph.to_u32())
            .ok()
            .filter(|&glyph| glyph != 0)
    }

    /// Where the ink of a glyph begins and ends, in ems.
    pub(super) fn ink(self, id: FaceId, glyph: u16) -> Option<(f32, f32)> {
        let font = self.font(id)?;
        let extents = ShaperFont::new(font).glyph_extents(u32::from(glyph).into())?;
        let units = f32::from(font.units_per_em().max(1));
        Some((
            extents.x_bearing as f32 / units,
            (extents.x_bearing + extents.width) as f32 / units,
        ))
    }

    pub(super) fn plan(self, font: &Font, key: PlanKey) -> Arc<Plan> {
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
            if plans.known.len() >= MOST_PLANS {
                plans.known.clear();
            }
            plans.made += 1;
            let plan = Arc::new(Plan {
                number: plans.made,
                key: key.clone(),
                shape,
            });
            plans.known.insert(key, Arc::clone(&plan));
            plan
        })
    }

    /// Whether a face shapes each word of plain text by itself.
    pub(super) fn shapes_words_apart(self, id: FaceId) -> bool {
        let face = || {
            self.fonts
                .faces()
                .get(id.0)
                .is_some_and(|face| shapes_words_apart(&face.font()))
        };
        self.caches
            .apart
            .get(id.0)
            .is_some_and(|known| *known.get_or_init(face))
    }

    /// A word shaped by a plan, or what `shape` makes of it.
    pub(super) fn word(self, plan: &Plan, word: &str, shape: impl FnOnce() -> Word) -> Arc<Word> {
        self.caches.words.get_or_make_of(plan.number, word, shape)
    }

    /// Where a piece of text in a language can be parted, or what `find` finds.
    pub(super) fn syllables(
        self,
        lang: [u8; 2],
        piece: &str,
        find: impl FnOnce() -> Vec<usize>,
    ) -> Arc<Vec<usize>> {
        self.caches
            .syllables
            .get_or_make_of(u16::from_le_bytes(lang).into(), piece, find)
    }
}
