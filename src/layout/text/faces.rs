//! Fonts, prepared for shaping once and kept.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use harfrust::{Direction, Feature, Font, Language, Script, ShapePlan, ShaperFont, Tag};

use crate::fonts::{Face, FaceId, FontStyle, Fonts};

/// The faces of a collection and how each of them shapes.
pub(super) struct Faces {
    fonts: Arc<Fonts>,
    prepared: Vec<OnceLock<Option<Font>>>,
    plans: RwLock<HashMap<PlanKey, Arc<ShapePlan>>>,
}

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
        if self.backwards { Direction::RightToLeft } else { Direction::LeftToRight }
    }
}

/// Plans kept at most; languages come from the outside.
const MOST_PLANS: usize = 512;

impl Faces {
    pub(super) fn new(fonts: Arc<Fonts>) -> Self {
        let prepared = fonts.faces().iter().map(|_| OnceLock::new()).collect();
        Self { fonts, prepared, plans: RwLock::default() }
    }

    #[cfg(test)]
    pub(super) fn fonts(&self) -> &Fonts {
        &self.fonts
    }

    /// The regular face that text in `families` is mostly set in.
    pub(super) fn first(&self, families: &[String]) -> Option<&Face> {
        let id = self.order(families, FontStyle::default()).first().copied()?;
        self.fonts.faces().get(id.0)
    }

    /// The faces to try, in order.
    pub(super) fn order(&self, families: &[String], style: FontStyle) -> Vec<FaceId> {
        self.fonts.fallback(families, style)
    }

    pub(super) fn font(&self, id: FaceId) -> Option<&Font> {
        let face = self.fonts.faces().get(id.0)?;
        self.prepared.get(id.0)?.get_or_init(|| Font::new(face.blob(), 0)).as_ref()
    }

    /// Whether a face has a glyph for a character.
    pub(super) fn covers(&self, id: FaceId, character: char) -> bool {
        self.glyph(id, character).is_some()
    }

    pub(super) fn glyph(&self, id: FaceId, character: char) -> Option<u16> {
        let glyph = self.font(id)?.charmap().map_unicode(character)?;
        u16::try_from(glyph.to_u32()).ok().filter(|&glyph| glyph != 0)
    }

    /// Where the ink of a glyph begins and ends, in ems.
    pub(super) fn ink(&self, id: FaceId, glyph: u16) -> Option<(f32, f32)> {
        let font = self.font(id)?;
        let extents = ShaperFont::new(font).glyph_extents(u32::from(glyph).into())?;
        let units = f32::from(font.units_per_em().max(1));
        Some((extents.x_bearing as f32 / units, (extents.x_bearing + extents.width) as f32 / units))
    }

    pub(super) fn plan(&self, font: &Font, key: &PlanKey) -> Arc<ShapePlan> {
        let known = self.plans.read().unwrap_or_else(PoisonError::into_inner).get(key).cloned();
        known.unwrap_or_else(|| {
            let (script, language) = (Some(key.script), key.language.as_ref());
            let plan = Arc::new(ShapePlan::new(font, key.direction(), script, language, &key.features()));
            let mut plans = self.plans.write().unwrap_or_else(PoisonError::into_inner);
            if plans.len() >= MOST_PLANS {
                plans.clear();
            }
            plans.insert(key.clone(), Arc::clone(&plan));
            plan
        })
    }
}
