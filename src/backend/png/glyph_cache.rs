//! GlyphCache, each read once, and each painted once for each size and place in a pixel.

use std::collections::HashMap;

use resvg::tiny_skia::{FillRule, Mask, Path, PathBuilder, Pixmap, Transform};
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlineGlyphCollection, OutlinePen};
use skrifa::{GlyphId, MetadataProvider};

use crate::fonts::{FaceId, Fonts};
use crate::theme::Color;

/// Pixels of a [`GlyphStamp`]; larger glyphs are rare, and painted each time.
const MAX_STAMP_PIXELS: u32 = 1 << 16;

/// The glyphs of the faces of a document.
pub(super) struct GlyphCache<'f> {
    fonts: &'f Fonts,
    faces: HashMap<FaceId, FaceGlyphs<'f>>,
}

/// The glyphs of one face.
pub(super) struct FaceGlyphs<'f> {
    /// Units of the design grid in an em.
    pub(super) units_per_em: f32,
    /// The lowest place of any glyph and the highest, in font units.
    pub(super) vertical_extent: (f32, f32),
    collection: OutlineGlyphCollection<'f>,
    outlines: HashMap<u16, Option<Path>>,
    stamps: HashMap<StampKey, Option<GlyphStamp>>,
}

/// A glyph, its pixels in a font unit, as bits, and the quarters of a pixel that it begins at.
type StampKey = (u16, u32, u8);

/// How much of each pixel a glyph covers, from 0 to 255.
pub(super) struct GlyphStamp {
    /// From the pixel that the glyph stands on.
    left: i32,
    /// From the pixel that the glyph stands on.
    top: i32,
    mask: Mask,
}

impl<'f> GlyphCache<'f> {
    pub(super) fn new(fonts: &'f Fonts) -> Self {
        Self {
            fonts,
            faces: HashMap::new(),
        }
    }

    /// Those of a face; `None` if there is no such face.
    pub(super) fn face_glyphs(&mut self, id: FaceId) -> Option<&mut FaceGlyphs<'f>> {
        let face = self.fonts.faces().get(id.0)?;
        let new = || {
            let font = face.font();
            let bounds = font
                .metrics(Size::unscaled(), LocationRef::default())
                .bounds
                .unwrap_or_default();
            let units_per_em = f32::from(face.units_per_em);
            FaceGlyphs {
                units_per_em,
                vertical_extent: (bounds.y_min, bounds.y_max),
                collection: font.outline_glyphs(),
                outlines: HashMap::new(),
                stamps: HashMap::new(),
            }
        };
        Some(self.faces.entry(id).or_insert_with(new))
    }
}

impl FaceGlyphs<'_> {
    /// The outline of a glyph in font units, y upwards; `None` if there is nothing to paint.
    pub(super) fn glyph_outline(&mut self, id: u16) -> Option<&Path> {
        let outline = || {
            let glyph = self.collection.get(GlyphId::from(id))?;
            let mut pen = OutlineBuilder(PathBuilder::new());
            let settings = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
            glyph.draw(settings, &mut pen).ok()?;
            pen.0.finish()
        };
        self.outlines.entry(id).or_insert_with(outline).as_ref()
    }

    /// A glyph with `scale` pixels in a font unit, `quarters` of a pixel to the right; `None` if
    /// there is nothing to paint, or too much to keep.
    pub(super) fn glyph_stamp(&mut self, id: u16, scale: f32, quarters: u8) -> Option<&GlyphStamp> {
        let key = (id, scale.to_bits(), quarters);
        if !self.stamps.contains_key(&key) {
            let stamp = self
                .glyph_outline(id)
                .and_then(|outline| GlyphStamp::new(outline, scale, f32::from(quarters) / 4.0));
            self.stamps.insert(key, stamp);
        }
        self.stamps.get(&key)?.as_ref()
    }
}

impl GlyphStamp {
    fn new(outline: &Path, scale: f32, shift: f32) -> Option<Self> {
        let bounds = outline.bounds();
        // The outline's y runs upwards.
        let (left, right) = (
            (bounds.left() * scale + shift).floor(),
            (bounds.right() * scale + shift).ceil(),
        );
        let (top, bottom) = (
            (-bounds.bottom() * scale).floor(),
            (-bounds.top() * scale).ceil(),
        );
        let (width, height) = (right - left, bottom - top);
        if width * height > MAX_STAMP_PIXELS as f32 {
            return None;
        }
        let mut mask = Mask::new((width as u32).max(1), (height as u32).max(1))?;
        let place = Transform::from_row(scale, 0.0, 0.0, -scale, shift - left, -top);
        mask.fill_path(outline, FillRule::Winding, true, place);
        Some(Self {
            left: left as i32,
            top: top as i32,
            mask,
        })
    }

    /// Paints it on an opaque page, standing on the pixel at (`x`, `y`).
    pub(super) fn paint_on(&self, page: &mut Pixmap, (x, y): (i32, i32), color: Color) {
        let (left, top) = (x.saturating_add(self.left), y.saturating_add(self.top));
        let (page_width, width) = (page.width() as usize, self.mask.width() as usize);
        let channels = [color.red, color.green, color.blue].map(u32::from);
        let lines = page.data_mut().chunks_exact_mut(page_width * 4);
        let lines = lines.skip(top.max(0) as usize);
        let masks = self
            .mask
            .data()
            .chunks_exact(width)
            .skip(top.min(0).unsigned_abs() as usize);
        for (line, mask) in lines.zip(masks) {
            let pixels = line.chunks_exact_mut(4).skip(left.max(0) as usize);
            for (pixel, cover) in pixels.zip(mask.iter().skip(left.min(0).unsigned_abs() as usize))
            {
                let cover = u32::from(*cover);
                if cover > 0 {
                    for (value, channels) in pixel.iter_mut().zip(channels) {
                        *value = ((u32::from(*value) * (255 - cover) + channels * cover + 127)
                            / 255) as u8;
                    }
                }
            }
        }
    }
}

struct OutlineBuilder(PathBuilder);

impl OutlinePen for OutlineBuilder {
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
