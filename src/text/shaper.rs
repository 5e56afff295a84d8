//! Styled text to shaped paragraphs.

use std::sync::Arc;

use super::faces::{Faces, ShapingCaches};
use super::paragraph::Paragraph;
use super::span::{ParagraphSetting, TextSpan};
use super::{break_opportunities, cache, cjk_spacing, shape};
use crate::fonts::Fonts;

/// Fonts, and the caches of text shaped with them: for all documents of a run, on all threads.
pub struct Shaper {
    fonts: Fonts,
    pub(super) caches: ShapingCaches,
}

impl Shaper {
    /// A shaper for a collection of fonts.
    #[must_use]
    pub fn new(fonts: Fonts) -> Self {
        let caches = ShapingCaches::new(fonts.faces().len());
        Self { fonts, caches }
    }

    /// The fonts that text is shaped with.
    #[must_use]
    pub fn fonts(&self) -> &Fonts {
        &self.fonts
    }

    /// Shapes text, or finds it among what was shaped before.
    pub fn paragraph(&self, spans: &[TextSpan], setting: &ParagraphSetting<'_>) -> Arc<Paragraph> {
        match cache::paragraph_key(spans, setting) {
            Some(key) => self
                .caches
                .paragraphs
                .get_or_insert_with(&key, || self.shape_paragraph(spans, setting)),
            None => Arc::new(self.shape_paragraph(spans, setting)),
        }
    }

    pub(super) fn faces(&self) -> Faces<'_> {
        Faces::new(&self.fonts, &self.caches)
    }

    /// Ascent and descent, both positive, of the first of `families` that there is, in ems.
    #[must_use]
    pub fn ascent_and_descent(&self, families: &[String]) -> (f32, f32) {
        self.faces()
            .first_face(families)
            .map_or((0.8, 0.2), |face| (face.ascent, face.descent))
    }

    /// Height of capital letters of the first of `families` that there is, in ems.
    #[must_use]
    pub fn cap_height(&self, families: &[String]) -> f32 {
        self.faces()
            .first_face(families)
            .map_or(0.7, |face| face.cap_height)
    }

    fn shape_paragraph(&self, spans: &[TextSpan], setting: &ParagraphSetting<'_>) -> Paragraph {
        let faces = self.faces();
        let mut shaped = shape::shape_text(faces, spans, setting);
        cjk_spacing::adjust_cjk_spacing(faces, &mut shaped);
        let (breaks, segments) = break_opportunities::find_breaks(faces, &shaped, spans, setting);
        let ParagraphSetting {
            direction,
            balance,
            justify,
            ..
        } = *setting;
        Paragraph {
            shaped,
            breaks,
            segments,
            direction,
            balance,
            justify,
        }
    }
}
