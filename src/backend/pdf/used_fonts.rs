//! The fonts of a document: which glyphs it uses, the codes that show them, and the subset that is
//! embedded.
//!
//! The Unicode map of a font (ISO 32000-1, 9.10.3) gives one text to each code. So where the same
//! glyph stands for different texts, such as a space and a no-break space, each text has a code of
//! its own.

use std::cell::OnceCell;
use std::collections::{BTreeMap, HashMap};
use std::panic::{AssertUnwindSafe, catch_unwind};

use printpdf::{FontId, FontMetrics, FontType, ParsedFont, PdfFont, PdfFontMetricsStub};
use sha2::{Digest, Sha256};
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::{GlyphId, MetadataProvider, Tag};
use subsetter::GlyphRemapper;

use crate::diagnostic::{Code, Diagnostic};
use crate::fonts::{Face, FaceId, Fonts};
use crate::stage::Stage;

/// The faces that a document uses.
pub(super) struct UsedFonts<'f> {
    fonts: &'f Fonts,
    /// Indexed by [`FaceId`]; `None` for a face that is not used.
    faces: Vec<Option<UsedFace<'f>>>,
}

impl<'f> UsedFonts<'f> {
    pub fn new(fonts: &'f Fonts) -> Self {
        let mut faces = Vec::new();
        faces.resize_with(fonts.faces().len(), || None);
        Self { fonts, faces }
    }

    /// A face, which is used from now on.
    #[inline]
    pub fn used_face(&mut self, id: FaceId) -> &mut UsedFace<'f> {
        let fonts = self.fonts;
        self.faces[id.0].get_or_insert_with(|| UsedFace::new(fonts.face(id)))
    }

    /// Every face that is used.
    pub fn used_faces(&self) -> impl Iterator<Item = (FaceId, &UsedFace<'f>)> {
        let faces = self.faces.iter().enumerate();
        faces.filter_map(|(index, face)| {
            let face = face.as_ref()?;
            Some((FaceId(index), face))
        })
    }
}

/// The name of a face among a document's resources. Names such as `F1` are not possible: printpdf
/// uses `F1` to `F14` for the standard 14 fonts.
pub(super) fn font_resource(id: FaceId) -> FontId {
    FontId(format!("T{}", id.0))
}

/// A face with the codes that show its glyphs.
pub(super) struct UsedFace<'f> {
    /// The face.
    pub face: &'f Face,
    metrics: GlyphMetrics<'f>,
    outline_format: OutlineFormat,
    glyphs: GlyphRemapper,
    /// Indexed by code. Code 0 is the missing glyph and is never shown.
    codes: Vec<GlyphCode>,
    /// The first code of each glyph, up to the last glyph in use; 0 for a glyph that is not used.
    first_codes: Vec<u16>,
    /// The other codes of glyphs that stand for several texts.
    other_codes: BTreeMap<u16, Vec<u16>>,
    /// How many more codes may go to glyphs that have one already. The rest is kept so that every
    /// glyph of the face can have a first code.
    spare_codes: u32,
    /// Characters by glyph, see [`UsedFace::glyph_character`]. Made once, when a glyph needs it:
    /// otherwise each such glyph would cost a walk through all characters of the face.
    characters: OnceCell<HashMap<u16, char>>,
}

/// A glyph together with one of the texts that it stands for.
struct GlyphCode {
    /// Index in the subset.
    glyph: u16,
    text: Box<str>,
    /// In font units.
    advance: u16,
    /// How far it moves the pen, in 1/1000 em: a whole number, as printpdf writes it.
    width: f64,
}

enum OutlineFormat {
    /// A `CIDToGIDMap` in the file maps codes to glyphs.
    TrueType,
    /// The font program maps codes to glyphs one to one, so a glyph has only one code.
    Cff,
}

impl<'f> UsedFace<'f> {
    fn new(face: &'f Face) -> Self {
        let font = face.font();
        let metrics = font.glyph_metrics(Size::unscaled(), LocationRef::default());
        let is_cff = font.table_data(Tag::new(b"CFF ")).is_some();
        let (outline_format, spare_codes) = if is_cff {
            (OutlineFormat::Cff, 0)
        } else {
            let all_codes = u32::from(u16::MAX);
            let spare_codes = all_codes.saturating_sub(metrics.glyph_count());
            (OutlineFormat::TrueType, spare_codes)
        };
        Self {
            face,
            spare_codes,
            outline_format,
            metrics,
            glyphs: GlyphRemapper::new(),
            codes: vec![GlyphCode {
                glyph: 0,
                text: "".into(),
                advance: 0,
                width: 0.0,
            }],
            first_codes: Vec::new(),
            other_codes: BTreeMap::new(),
            characters: OnceCell::new(),
        }
    }

    /// The code that shows `glyph` and has this text, if there is one already.
    #[inline]
    pub fn find_code(&self, glyph: u16, text: &str) -> Option<u16> {
        let first = self.first_code(glyph);
        if first != 0 && self.code_text(first) == text {
            return Some(first);
        }
        for code in self.other_codes.get(&glyph)? {
            if self.code_text(*code) == text {
                return Some(*code);
            }
        }
        None
    }

    /// The code that shows `glyph` and has this text, or another text if no code is left:
    /// [`UsedFace::code_text`] tells. 0, the missing glyph, if there is no code for it at all.
    pub fn code_for(&mut self, glyph: u16, text: &str) -> u16 {
        if let Some(code) = self.find_code(glyph, text) {
            return code;
        }
        let first = self.first_code(glyph);
        if first != 0 && self.spare_codes == 0 {
            return first;
        }
        let Ok(code) = u16::try_from(self.codes.len()) else {
            return 0;
        };
        if first == 0 {
            self.set_first_code(glyph, code);
        } else {
            self.spare_codes -= 1;
            self.other_codes.entry(glyph).or_default().push(code);
        }
        let advance = self.metrics.advance_width(GlyphId::from(glyph));
        let advance = advance.unwrap_or(0.0) as u16;
        let units_per_em = f32::from(self.face.units_per_em);
        let width = f32::from(advance) * 1000.0 / units_per_em;
        self.codes.push(GlyphCode {
            glyph: self.glyphs.remap(glyph),
            text: text.into(),
            advance,
            // printpdf writes the whole part only. With the exact width, the pen of a viewer would
            // be elsewhere than the writer believes.
            width: width.trunc().into(),
        });
        code
    }

    /// The first code of a glyph; 0 if the glyph is not used.
    fn first_code(&self, glyph: u16) -> u16 {
        match self.first_codes.get(usize::from(glyph)) {
            Some(code) => *code,
            None => 0,
        }
    }

    fn set_first_code(&mut self, glyph: u16, code: u16) {
        let index = usize::from(glyph);
        if index >= self.first_codes.len() {
            self.first_codes.resize(index + 1, 0);
        }
        self.first_codes[index] = code;
    }

    /// The text that the Unicode map gives to a code.
    pub fn code_text(&self, code: u16) -> &str {
        match self.codes.get(usize::from(code)) {
            Some(code) => &code.text,
            None => "",
        }
    }

    /// Every code that is shown, with its text.
    pub fn used_codes(&self) -> impl Iterator<Item = (u16, &str)> {
        let codes = self.codes.iter().enumerate().skip(1);
        codes.map(|(number, code)| (number as u16, &*code.text))
    }

    /// How far a code moves the pen, in 1/1000 em.
    pub fn code_width(&self, code: u16) -> f64 {
        match self.codes.get(usize::from(code)) {
            Some(code) => code.width,
            None => 0.0,
        }
    }

    /// The character that the face maps to this glyph; the lowest, if there are several.
    pub fn glyph_character(&self, glyph: u16) -> Option<char> {
        let characters = self
            .characters
            .get_or_init(|| characters_by_glyph(self.face));
        characters.get(&glyph).copied()
    }

    /// The map from codes to glyphs of the subset, two bytes each (ISO 32000-1, 9.7.4.2); `None` if
    /// they are the same.
    pub fn cid_to_gid_map(&self) -> Option<Vec<u8>> {
        let mut map = Vec::with_capacity(2 * self.codes.len());
        let mut is_identity = true;
        for (number, code) in self.codes.iter().enumerate() {
            is_identity &= number == usize::from(code.glyph);
            map.extend_from_slice(&code.glyph.to_be_bytes());
        }
        (!is_identity).then_some(map)
    }

    /// The name of the subset: six letters that depend on the glyphs in it, and the name of the
    /// face (ISO 32000-1, 9.6.4).
    pub fn subset_name(&self) -> String {
        let mut digest = Sha256::new();
        for glyph in self.glyphs.remapped_gids() {
            digest.update(glyph.to_be_bytes());
        }
        let mut name = String::new();
        for byte in &digest.finalize()[..6] {
            name.push(char::from(b'A' + byte % 26));
        }
        name.push('+');
        for character in self.face.postscript_name.chars() {
            if character.is_ascii_alphanumeric() || character == '-' {
                name.push(character);
            }
        }
        name
    }

    /// The subset, in the form that printpdf embeds.
    ///
    /// # Errors
    ///
    /// When the font file is damaged.
    pub fn subset_font(&self) -> Result<PdfFont, Diagnostic> {
        let _stage = Stage::Subset.enter();
        // The subsetter panics at some tables that contradict each other.
        let subset = catch_unwind(AssertUnwindSafe(|| {
            subsetter::subset(self.face.data(), self.face.index(), &self.glyphs)
        }));
        let bytes = match subset {
            Ok(Ok(bytes)) => bytes,
            Ok(Err(why)) => {
                let why = why.to_string();
                return Err(damaged_font(self.face, &why));
            }
            Err(_) => {
                let why = "its tables contradict each other";
                return Err(damaged_font(self.face, why));
            }
        };
        let font = self.face.font();
        let metrics = font.metrics(Size::unscaled(), LocationRef::default());
        let bounds = metrics.bounds.unwrap_or_default();
        let slope = (-metrics.italic_angle).to_radians().tan();
        // To printpdf, the codes are the glyphs of the font.
        let mut widths = BTreeMap::new();
        for (number, code) in self.codes.iter().enumerate() {
            widths.insert(number as u16, code.advance);
        }
        Ok(PdfFont::new(ParsedFont {
            original_bytes: bytes,
            font_index: 0,
            font_name: Some(self.subset_name()),
            codepoint_to_glyph: BTreeMap::new(),
            glyph_widths: widths,
            units_per_em: metrics.units_per_em,
            font_metrics: FontMetrics {
                ascent: metrics.ascent as i16,
                descent: metrics.descent as i16,
            },
            font_type: match self.outline_format {
                OutlineFormat::TrueType => FontType::TrueType,
                OutlineFormat::Cff => FontType::OpenTypeCFF(()),
            },
            pdf_font_metrics: PdfFontMetricsStub {
                units_per_em: metrics.units_per_em,
                x_min: bounds.x_min as i16,
                y_min: bounds.y_min as i16,
                x_max: bounds.x_max as i16,
                y_max: bounds.y_max as i16,
                caret_slope_rise: 1000,
                caret_slope_run: (slope * 1000.0) as i16,
                us_weight_class: self.face.weight as u16,
            },
        }))
    }
}

fn damaged_font(face: &Face, why: &str) -> Diagnostic {
    let name = &face.postscript_name;
    Diagnostic::error(
        Code::InvalidFont,
        format!("font `{name}` is damaged: {why}"),
    )
}

/// The lowest character for each glyph that the face has a character for.
fn characters_by_glyph(face: &Face) -> HashMap<u16, char> {
    let mut characters = HashMap::new();
    for (code_point, glyph) in face.font().charmap().mappings() {
        let Some(character) = char::from_u32(code_point) else {
            continue;
        };
        let Ok(glyph) = u16::try_from(glyph.to_u32()) else {
            continue;
        };
        let lowest = characters.entry(glyph).or_insert(character);
        *lowest = character.min(*lowest);
    }
    characters
}
