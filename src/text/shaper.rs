//! The entry to this module: turns styled text into shaped paragraphs.

use std::sync::Arc;

use super::faces::{Faces, ShapingCaches};
use super::paragraph::Paragraph;
use super::span::{ParagraphSetting, TextSpan};
use super::{break_opportunities, cache, cjk_spacing, shape};
use crate::fonts::{FaceId, Fonts};

/// Shapes text with a collection of fonts, and caches the results.
///
/// One shaper serves all documents of a run, on all threads.
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

    /// Shapes a paragraph, or finds it in the cache.
    pub(crate) fn paragraph(
        &self,
        spans: &[TextSpan],
        setting: &ParagraphSetting<'_>,
    ) -> Arc<Paragraph> {
        match cache::paragraph_key(spans, setting) {
            Some(key) => self
                .caches
                .paragraphs
                .get_or_insert_with(&key, || self.shape_paragraph(spans, setting)),
            None => Arc::new(self.shape_paragraph(spans, setting)),
        }
    }

    /// Ascent and descent of the first face for `families`, in ems; both are positive. 0.8 and 0.2
    /// if there is no face at all.
    #[must_use]
    pub fn ascent_and_descent(&self, families: &[String]) -> (f32, f32) {
        match self.faces().first_face(families) {
            Some(face) => (face.ascent, face.descent),
            None => (0.8, 0.2),
        }
    }

    /// Height of capital letters in the first face for `families`, in ems. 0.7 if there is no face
    /// at all.
    #[must_use]
    pub fn cap_height(&self, families: &[String]) -> f32 {
        let face = self.faces().first_face(families);
        face.map_or(0.7, |face| face.cap_height)
    }

    /// The glyph of the space in a face, if it has one.
    pub(crate) fn space_glyph(&self, face: FaceId) -> Option<u16> {
        self.faces().glyph_id(face, ' ')
    }

    pub(super) fn faces(&self) -> Faces<'_> {
        Faces::new(&self.fonts, &self.caches)
    }

    fn shape_paragraph(&self, spans: &[TextSpan], setting: &ParagraphSetting<'_>) -> Paragraph {
        let faces = self.faces();
        let mut shaped = shape::shape_text(faces, spans, setting);
        // Spacing changes advances, and the breaks are measured with them.
        cjk_spacing::adjust_cjk_spacing(faces, &mut shaped);
        let (breaks, segments) = break_opportunities::find_breaks(&shaped, setting.balance);
        let mut span_langs = Vec::new();
        if spans.iter().any(|span| span.lang.is_some()) {
            for span in spans {
                span_langs.push(span.lang.as_deref().map(Box::from));
            }
        }
        Paragraph {
            shaped,
            breaks,
            segments,
            direction: setting.direction,
            lang: setting.lang.into(),
            span_langs,
            hyphenate: setting.hyphenate,
            balance: setting.balance,
            justify: setting.justify,
        }
    }
}
