//! Outlines of glyphs, each read once.

use std::collections::HashMap;

use resvg::tiny_skia::{Path, PathBuilder};
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlineGlyphCollection, OutlinePen};
use skrifa::{GlyphId, MetadataProvider};

use crate::fonts::{FaceId, Fonts};

/// The outlines of the faces of a document.
pub(super) struct Outlines<'f> {
    fonts: &'f Fonts,
    faces: HashMap<FaceId, FaceOutlines<'f>>,
}

/// The outlines of one face.
pub(super) struct FaceOutlines<'f> {
    /// Units of the design grid in an em.
    pub(super) units_per_em: f32,
    /// From the lowest place of any glyph to the highest, in ems.
    pub(super) extent: f32,
    all: OutlineGlyphCollection<'f>,
    known: HashMap<u16, Option<Path>>,
}

impl<'f> Outlines<'f> {
    pub(super) fn new(fonts: &'f Fonts) -> Self {
        Self { fonts, faces: HashMap::new() }
    }

    /// Those of a face; `None` if there is no such face.
    pub(super) fn face(&mut self, id: FaceId) -> Option<&mut FaceOutlines<'f>> {
        let face = self.fonts.faces().get(id.0)?;
        let new = || {
            let font = face.font();
            let bounds = font.metrics(Size::unscaled(), LocationRef::default()).bounds.unwrap_or_default();
            let units_per_em = f32::from(face.units_per_em);
            FaceOutlines {
                units_per_em,
                extent: (bounds.y_max - bounds.y_min) / units_per_em,
                all: font.outline_glyphs(),
                known: HashMap::new(),
            }
        };
        Some(self.faces.entry(id).or_insert_with(new))
    }
}

impl FaceOutlines<'_> {
    /// The outline of a glyph in font units, y upwards; `None` if there is nothing to paint.
    pub(super) fn glyph(&mut self, id: u16) -> Option<&Path> {
        let outline = || {
            let glyph = self.all.get(GlyphId::from(id))?;
            let mut pen = Pen(PathBuilder::new());
            let settings = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
            glyph.draw(settings, &mut pen).ok()?;
            pen.0.finish()
        };
        self.known.entry(id).or_insert_with(outline).as_ref()
    }
}

struct Pen(PathBuilder);

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.0.line_to(x, y);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.0.quad_to(x1, y1, x, y);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.0.cubic_to(x1, y1, x2, y2, x, y);
    }

    fn close(&mut self) {
        self.0.close();
    }
}
