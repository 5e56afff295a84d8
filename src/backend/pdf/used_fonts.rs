//! The part of each font that a document uses, and what its glyphs mean.
//!
//! A glyph is shown by a code. Where the same glyph stands for different texts (a space and a
//! no-break space, say) each text has a code of its own, so that the Unicode map of the font tells
//! the truth to every reader.

use std::cell::OnceCell;
use std::collections::{BTreeMap, HashMap};
use std::panic::{AssertUnwindSafe, catch_unwind};

use printpdf::{FontId, FontMetrics, FontType, ParsedFont, PdfFont, PdfFontMetricsStub};
use sha2::{Digest, Sha256};
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::{GlyphId, MetadataProvider};
use subsetter::GlyphRemapper;

use crate::diagnostic::{Code, Diagnostic};
use crate::fonts::{Face, FaceId, Fonts};
use crate::stage::Stage;

/// What the faces of a document are used for, face by face.
pub(super) struct UsedFonts<'f> {
    fonts: &'f Fonts,
    /// By face.
    faces: Vec<Option<UsedFace<'f>>>,
}

impl<'f> UsedFonts<'f> {
    pub(super) fn new(fonts: &'f Fonts) -> Self {
        Self {
            fonts,
            faces: fonts.faces().iter().map(|_| None).collect(),
        }
    }

    /// The use of one face.
    pub(super) fn used_face(&mut self, id: FaceId) -> &mut UsedFace<'f> {
        self.faces[id.0].get_or_insert_with(|| UsedFace::new(self.fonts.face(id)))
    }

    /// Every face that is used.
    pub(super) fn used_faces(&self) -> impl Iterator<Item = (FaceId, &UsedFace<'f>)> {
        self.faces
            .iter()
            .enumerate()
            .filter_map(|(id, face)| Some((FaceId(id), face.as_ref()?)))
    }
}

/// The name of a face among a document's resources. `F1` to `F14` are taken: they mean fonts of the
/// viewer.
pub(super) fn font_resource(id: FaceId) -> FontId {
    FontId(format!("T{}", id.0))
}

/// What one face is used for.
pub(super) struct UsedFace<'f> {
    /// The face.
    pub(super) face: &'f Face,
    metrics: GlyphMetrics<'f>,
    outline_format: OutlineFormat,
    glyphs: GlyphRemapper,
    /// By code; 0 stands for a missing character and is never shown.
    codes: Vec<GlyphCode>,
    /// The first code of each glyph, up to the last that is used; 0 for one that is not.
    first_codes: Vec<u16>,
    /// The further codes of each glyph.
    further_codes: BTreeMap<u16, Vec<u16>>,
    /// How many more glyphs may have a second code: as many as leave a first one for every glyph of
    /// the face.
    spare_codes: u32,
    characters: OnceCell<HashMap<u16, char>>,
}

/// One glyph in one meaning.
struct GlyphCode {
    /// Index into the subset.
    glyph: u16,
    text: Box<str>,
    /// In font units.
    advance: u16,
    /// How far it moves the pen, in 1/1000 em: as the file states it, cut to a whole number.
    width: f64,
}

enum OutlineFormat {
    /// Codes lead to glyphs by a map in the PDF file.
    TrueType,
    /// Codes lead to glyphs by the font program itself, one to one: a glyph has one code.
    Cff,
}

impl<'f> UsedFace<'f> {
    fn new(face: &'f Face) -> Self {
        let font = face.font();
        let metrics = font.glyph_metrics(Size::unscaled(), LocationRef::default());
        let cff = face.data().starts_with(b"OTTO");
        Self {
            face,
            spare_codes: if cff {
                0
            } else {
                u32::from(u16::MAX).saturating_sub(metrics.glyph_count())
            },
            outline_format: if cff {
                OutlineFormat::Cff
            } else {
                OutlineFormat::TrueType
            },
            metrics,
            glyphs: GlyphRemapper::new(),
            codes: vec![GlyphCode {
                glyph: 0,
                text: "".into(),
                advance: 0,
                width: 0.0,
            }],
            first_codes: Vec::new(),
            further_codes: BTreeMap::new(),
            characters: OnceCell::new(),
        }
    }

    /// The code that shows `glyph` with the meaning `text`, if there is one already.
    pub(super) fn find_code(&self, glyph: u16, text: &str) -> Option<u16> {
        let first = self.first_code(glyph);
        let means = |code: &u16| *code != 0 && self.code_text(*code) == text;
        Some(first)
            .filter(means)
            .or_else(|| self.further_codes.get(&glyph)?.iter().copied().find(means))
    }

    /// The code that shows `glyph`, best with the meaning `text`. Ask [`UsedFace::code_text`] which
    /// meaning it has.
    pub(super) fn code_for(&mut self, glyph: u16, text: &str) -> u16 {
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
            let at = usize::from(glyph);
            if at >= self.first_codes.len() {
                self.first_codes.resize(at + 1, 0);
            }
            self.first_codes[at] = code;
        } else {
            self.spare_codes -= 1;
            self.further_codes.entry(glyph).or_default().push(code);
        }
        let advance = self
            .metrics
            .advance_width(GlyphId::from(glyph))
            .unwrap_or(0.0) as u16;
        let width = (f32::from(advance) * 1000.0 / f32::from(self.face.units_per_em))
            .trunc()
            .into();
        self.codes.push(GlyphCode {
            glyph: self.glyphs.remap(glyph),
            text: text.into(),
            advance,
            width,
        });
        code
    }

    /// The first code of a glyph; 0 if it is not used.
    fn first_code(&self, glyph: u16) -> u16 {
        self.first_codes
            .get(usize::from(glyph))
            .copied()
            .unwrap_or(0)
    }

    /// What the Unicode map says of a code.
    pub(super) fn code_text(&self, code: u16) -> &str {
        self.codes.get(usize::from(code)).map_or("", |it| &it.text)
    }

    /// Every code that is shown, and what it means.
    pub(super) fn used_codes(&self) -> impl Iterator<Item = (u16, &str)> {
        self.codes
            .iter()
            .zip(0..)
            .skip(1)
            .map(|(code, number)| (number, &*code.text))
    }

    /// How far a code moves the pen, in 1/1000 em.
    pub(super) fn code_width(&self, code: u16) -> f64 {
        self.codes.get(usize::from(code)).map_or(0.0, |it| it.width)
    }

    /// The character that the face itself gives the glyph for; the first, if it does so for
    /// several.
    pub(super) fn glyph_character(&self, glyph: u16) -> Option<char> {
        let characters = self.characters.get_or_init(|| {
            let mut characters = HashMap::new();
            for (code_point, glyph) in self.face.font().charmap().mappings() {
                if let (Some(character), Ok(glyph)) =
                    (char::from_u32(code_point), u16::try_from(glyph.to_u32()))
                {
                    let first = characters.entry(glyph).or_insert(character);
                    *first = character.min(*first);
                }
            }
            characters
        });
        characters.get(&glyph).copied()
    }

    /// From codes to glyphs of the subset, two bytes each; `None` if they are the same.
    pub(super) fn cid_to_gid_map(&self) -> Option<Vec<u8>> {
        let same = self
            .codes
            .iter()
            .enumerate()
            .all(|(code, it)| code == usize::from(it.glyph));
        (!same).then(|| {
            self.codes
                .iter()
                .flat_map(|it| it.glyph.to_be_bytes())
                .collect()
        })
    }

    /// The name of the subset: six letters that no other subset of the face shares, and the face's
    /// own.
    pub(super) fn subset_name(&self) -> String {
        let mut digest = Sha256::new();
        self.glyphs
            .remapped_gids()
            .for_each(|glyph| digest.update(glyph.to_be_bytes()));
        let letters: String = digest
            .finalize()
            .iter()
            .take(6)
            .map(|byte| char::from(b'A' + byte % 26))
            .collect();
        let name: String = self
            .face
            .postscript_name
            .chars()
            .filter(|it| it.is_ascii_alphanumeric() || *it == '-')
            .collect();
        format!("{letters}+{name}")
    }

    /// The font as the writer takes it.
    ///
    /// # Errors
    ///
    /// When the font file is damaged.
    pub(super) fn subset_font(&self) -> Result<PdfFont, Diagnostic> {
        let _stage = Stage::Subset.enter();
        let damaged = |why: String| {
            Diagnostic::error(
                Code::InvalidFont,
                format!("font `{}` is damaged: {why}", self.face.postscript_name),
            )
        };
        // The subsetter takes some of what a file says of itself for granted.
        let bytes = catch_unwind(AssertUnwindSafe(|| {
            subsetter::subset(self.face.data(), 0, &self.glyphs)
        }))
        .map_err(|_| damaged("its tables contradict each other".to_owned()))?
        .map_err(|why| damaged(why.to_string()))?;
        let whole = self
            .face
            .font()
            .metrics(Size::unscaled(), LocationRef::default());
        let bounds = whole.bounds.unwrap_or_default();
        let slope = (-whole.italic_angle).to_radians().tan();
        let widths = self
            .codes
            .iter()
            .enumerate()
            .map(|(code, it)| (code as u16, it.advance));
        Ok(PdfFont::new(ParsedFont {
            original_bytes: bytes,
            font_index: 0,
            font_name: Some(self.subset_name()),
            codepoint_to_glyph: BTreeMap::new(),
            glyph_widths: widths.collect(),
            units_per_em: whole.units_per_em,
            font_metrics: FontMetrics {
                ascent: whole.ascent as i16,
                descent: whole.descent as i16,
            },
            font_type: match self.outline_format {
                OutlineFormat::TrueType => FontType::TrueType,
                OutlineFormat::Cff => FontType::OpenTypeCFF(()),
            },
            pdf_font_metrics: PdfFontMetricsStub {
                units_per_em: whole.units_per_em,
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
