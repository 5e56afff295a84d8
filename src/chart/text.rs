//! How wide words are.

use skrifa::MetadataProvider;
use skrifa::charmap::Charmap;
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;

use crate::fonts::{FontStyle, Fonts, Weight, needs_no_glyph};

/// Measures text in the fonts that it will be set in: each character in the first face that has it.
pub(super) struct Ruler<'a> {
    regular: Vec<FaceRuler<'a>>,
    strong: Vec<FaceRuler<'a>>,
}

struct FaceRuler<'a> {
    charmap: Charmap<'a>,
    metrics: GlyphMetrics<'a>,
}

impl<'a> Ruler<'a> {
    pub(super) fn new(fonts: &'a Fonts, families: &[String]) -> Self {
        let faces = |weight| {
            let order = fonts.fallback(families, FontStyle { weight, italic: false });
            order.into_iter().map(|id| FaceRuler::new(fonts.face(id))).collect()
        };
        Self { regular: faces(Weight::Regular), strong: faces(Weight::SemiBold) }
    }

    /// Sum of the advances of `text` in points; kerning, which mostly tightens, is left out.
    pub(super) fn width(&self, text: &str, size: f32, weight: Weight) -> f32 {
        let faces = match weight {
            Weight::Regular => &self.regular,
            Weight::SemiBold | Weight::Bold => &self.strong,
        };
        text.chars().map(|character| advance(faces, character)).sum::<f32>() * size
    }
}

impl<'a> FaceRuler<'a> {
    fn new(face: &'a crate::fonts::Face) -> Self {
        let font = face.font();
        Self { charmap: font.charmap(), metrics: font.glyph_metrics(Size::new(1.0), LocationRef::default()) }
    }

    fn advance(&self, character: char) -> Option<f32> {
        let glyph = self.charmap.map(character).filter(|glyph| glyph.to_u32() != 0)?;
        self.metrics.advance_width(glyph)
    }
}

/// Advance in ems; of a character that no face has, what is usual for its script.
fn advance(faces: &[FaceRuler], character: char) -> f32 {
    let known = faces.iter().find_map(|face| face.advance(character));
    known.unwrap_or(match character {
        _ if needs_no_glyph(character) => 0.0,
        '\u{2e80}'.. => 1.0,
        _ => 0.6,
    })
}
