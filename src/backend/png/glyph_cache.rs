//! Caches glyphs: each outline is read once, and painted once for each size and position within a
//! pixel.

use std::collections::HashMap;

use resvg::tiny_skia::{FillRule, Mask, Path, PathBuilder, Pixmap, Transform};
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlineGlyphCollection, OutlinePen};
use skrifa::{GlyphId, MetadataProvider};

use crate::fonts::{FaceId, Fonts};
use crate::theme::Color;

/// How many positions within a pixel a glyph may begin at.
pub(super) const STEPS_PER_PIXEL: f32 = 4.0;

/// The most pixels of a [`GlyphStamp`]. Larger glyphs are rare; they are painted each time.
const MAX_STAMP_PIXELS: u32 = 1 << 16;

/// The glyphs of the faces of a document.
pub(super) struct GlyphCache<'f> {
    fonts: &'f Fonts,
    faces: HashMap<FaceId, FaceGlyphs<'f>>,
}

/// The glyphs of one face.
pub(super) struct FaceGlyphs<'f> {
    /// Font units in an em.
    pub units_per_em: f32,
    /// The lowest and the highest point of any glyph, in font units.
    pub vertical_extent: (f32, f32),
    collection: OutlineGlyphCollection<'f>,
    outlines: HashMap<u16, Option<Path>>,
    stamps: HashMap<StampKey, Option<GlyphStamp>>,
}

/// Identifies a [`GlyphStamp`] among those of a face.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct StampKey {
    glyph: u16,
    /// Pixels in a font unit, as bits.
    scale: u32,
    /// How far it is moved to the right, in parts of a pixel.
    step: u8,
}

/// A painted glyph: how much it covers of each pixel, from 0 to 255.
pub(super) struct GlyphStamp {
    /// Pixels from the origin of the glyph to the left edge of the mask.
    left: i32,
    /// Pixels from the baseline down to the top edge of the mask; mostly negative.
    top: i32,
    mask: Mask,
}

impl<'f> GlyphCache<'f> {
    pub fn new(fonts: &'f Fonts) -> Self {
        Self {
            fonts,
            faces: HashMap::new(),
        }
    }

    /// The glyphs of a face; `None` if there is no such face.
    pub fn face_glyphs(&mut self, id: FaceId) -> Option<&mut FaceGlyphs<'f>> {
        let face = self.fonts.faces().get(id.0)?;
        Some(self.faces.entry(id).or_insert_with(|| {
            let font = face.font();
            let metrics = font.metrics(Size::unscaled(), LocationRef::default());
            let bounds = metrics.bounds.unwrap_or_default();
            FaceGlyphs {
                units_per_em: f32::from(face.units_per_em),
                vertical_extent: (bounds.y_min, bounds.y_max),
                collection: font.outline_glyphs(),
                outlines: HashMap::new(),
                stamps: HashMap::new(),
            }
        }))
    }
}

impl FaceGlyphs<'_> {
    /// The outline of a glyph in font units, with y upwards; `None` if there is nothing to paint.
    pub fn glyph_outline(&mut self, id: u16) -> Option<&Path> {
        let collection = &self.collection;
        let outline = self.outlines.entry(id);
        outline
            .or_insert_with(|| read_outline(collection, id))
            .as_ref()
    }

    /// A glyph painted with `scale` pixels in a font unit, moved to the right by `step` of
    /// [`STEPS_PER_PIXEL`]; `None` if there is nothing to paint, or if it has more than [`MAX_STAMP_PIXELS`].
    pub fn glyph_stamp(&mut self, id: u16, scale: f32, step: u8) -> Option<&GlyphStamp> {
        let key = StampKey {
            glyph: id,
            scale: scale.to_bits(),
            step,
        };
        if !self.stamps.contains_key(&key) {
            let shift = f32::from(step) / STEPS_PER_PIXEL;
            let outline = self.glyph_outline(id);
            let stamp = outline.and_then(|outline| GlyphStamp::new(outline, scale, shift));
            self.stamps.insert(key, stamp);
        }
        self.stamps.get(&key)?.as_ref()
    }
}

impl GlyphStamp {
    fn new(outline: &Path, scale: f32, shift: f32) -> Option<Self> {
        let bounds = outline.bounds();
        let left = (bounds.left() * scale + shift).floor();
        let right = (bounds.right() * scale + shift).ceil();
        // The outline's y runs upwards, so its bottom is the top of the mask.
        let top = (-bounds.bottom() * scale).floor();
        let bottom = (-bounds.top() * scale).ceil();
        let width = right - left;
        let height = bottom - top;
        if width * height > MAX_STAMP_PIXELS as f32 {
            return None;
        }
        // A mask has at least one pixel, even for an outline without an area.
        let columns = (width as u32).max(1);
        let rows = (height as u32).max(1);
        let mut mask = Mask::new(columns, rows)?;
        let to_mask = Transform::from_row(scale, 0.0, 0.0, -scale, shift - left, -top);
        mask.fill_path(outline, FillRule::Winding, true, to_mask);
        Some(Self {
            left: left as i32,
            top: top as i32,
            mask,
        })
    }

    /// Paints the glyph on an opaque page, with its origin at the pixel (`x`, `y`).
    pub fn paint_on(&self, page: &mut Pixmap, (x, y): (i32, i32), color: Color) {
        // Glyphs far outside of the page have coordinates that do not fit.
        let left = x.saturating_add(self.left);
        let top = y.saturating_add(self.top);
        let channels = [color.red, color.green, color.blue].map(u32::from);
        let page_width = page.width() as usize;
        let mask_width = self.mask.width() as usize;
        // Pixels before the page's edge are skipped in the mask, and others on the page.
        let (page_top, mask_top) = skipped_pixels(top);
        let (page_left, mask_left) = skipped_pixels(left);
        let page_rows = page.data_mut().chunks_exact_mut(page_width * 4);
        let mask_rows = self.mask.data().chunks_exact(mask_width);
        let rows = page_rows.skip(page_top).zip(mask_rows.skip(mask_top));
        // Each ends with the shorter of the two, which cuts off what is beyond the other edges.
        for (page_row, mask_row) in rows {
            let pixels = page_row.chunks_exact_mut(4).skip(page_left);
            for (pixel, coverage) in pixels.zip(mask_row.iter().skip(mask_left)) {
                if *coverage > 0 {
                    blend_pixel(pixel, channels, u32::from(*coverage));
                }
            }
        }
    }
}

/// How many pixels of the page, and of a mask that begins at `edge`, lie before the first pixel
/// that both have.
fn skipped_pixels(edge: i32) -> (usize, usize) {
    let on_page = edge.max(0) as usize;
    let on_mask = edge.min(0).unsigned_abs() as usize;
    (on_page, on_mask)
}

/// Mixes a colour into an opaque pixel by its coverage, from 0 to 255.
fn blend_pixel(pixel: &mut [u8], color: [u32; 3], coverage: u32) {
    for (value, channel) in pixel.iter_mut().zip(color) {
        let mixed = u32::from(*value) * (255 - coverage) + channel * coverage;
        // Half of the divisor rounds to the nearest.
        *value = ((mixed + 127) / 255) as u8;
    }
}

/// Reads an outline in font units; `None` if the glyph is missing, empty or damaged.
fn read_outline(collection: &OutlineGlyphCollection<'_>, id: u16) -> Option<Path> {
    let glyph = collection.get(GlyphId::from(id))?;
    let mut pen = OutlineBuilder(PathBuilder::new());
    let settings = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
    glyph.draw(settings, &mut pen).ok()?;
    pen.0.finish()
}

/// Converts an outline of skrifa to a path of tiny-skia.
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
