//! The texts, widths and glyphs that a font of the file gives to its codes.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Document, Object};
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, GlyphId, MetadataProvider};

use super::LintResult;

/// A composite font with two bytes for each code.
pub(super) struct EmbeddedFont {
    name: String,
    /// Codes to which the Unicode map gives a text.
    codes_with_text: BTreeSet<u16>,
    /// Widths of codes, in 1/1000 em.
    widths: BTreeMap<u16, f32>,
    /// The TrueType program; `None` for CFF.
    program: Option<Vec<u8>>,
    /// The map from codes to glyphs, two bytes each; `None` if they are the same.
    glyphs: Option<Vec<u8>>,
}

impl EmbeddedFont {
    pub(super) fn read(document: &Document, font: &Dictionary) -> LintResult<Self> {
        let name = font.get(b"BaseFont")?.as_name()?;
        let unicode_map = read_stream(document, font.get(b"ToUnicode")?)?;
        let descendants = resolve(document, font, b"DescendantFonts")?.as_array()?;
        let Some(descendant) = descendants.first() else {
            return Err(lopdf::Error::DictKey("DescendantFonts".to_owned()));
        };
        let (_, descendant) = document.dereference(descendant)?;
        let descendant = descendant.as_dict()?;
        let descriptor = resolve(document, descendant, b"FontDescriptor")?.as_dict()?;
        let program = match descriptor.get(b"FontFile2") {
            Ok(program) => Some(read_stream(document, program)?),
            Err(_) => None,
        };
        let glyphs = match descendant.get(b"CIDToGIDMap") {
            Ok(Object::Name(_)) | Err(_) => None,
            Ok(map) => Some(read_stream(document, map)?),
        };
        let widths = resolve(document, descendant, b"W")?.as_array()?;
        Ok(Self {
            name: String::from_utf8_lossy(name).into_owned(),
            codes_with_text: codes_with_text(&unicode_map),
            widths: read_widths(widths)?,
            program,
            glyphs,
        })
    }

    /// What is wrong with showing `code`. It needs no text if it `has_actual_text` around it.
    pub(super) fn code_problem(&self, code: u16, has_actual_text: bool) -> Option<String> {
        let name = &self.name;
        if !has_actual_text && !self.codes_with_text.contains(&code) {
            return Some(format!("shows code {code} of {name}, which has no text"));
        }
        let Some(width) = self.widths.get(&code) else {
            return Some(format!("shows code {code} of {name}, which has no width"));
        };
        let glyph = self.glyph_of_code(code).unwrap_or(0);
        if glyph == 0 {
            return Some(format!("shows code {code} of {name}, which has no glyph"));
        }
        let advance = self.glyph_advance(glyph)?;
        if (advance - width).abs() < 1.0 {
            return None;
        }
        Some(format!(
            "shows code {code} of {name}, {width} wide, but its glyph is {advance} wide"
        ))
    }

    fn glyph_of_code(&self, code: u16) -> Option<u16> {
        let Some(map) = &self.glyphs else {
            return Some(code);
        };
        let offset = usize::from(code) * 2;
        let bytes = map.get(offset..offset + 2)?;
        let bytes = bytes.try_into().ok()?;
        Some(u16::from_be_bytes(bytes))
    }

    /// The width that the font program gives to a glyph, in 1/1000 em.
    fn glyph_advance(&self, glyph: u16) -> Option<f32> {
        let font = FontRef::new(self.program.as_ref()?).ok()?;
        font.glyph_metrics(Size::new(1000.0), LocationRef::default())
            .advance_width(GlyphId::from(glyph))
    }
}

/// The value of an entry, which may be a reference.
fn resolve<'d>(
    document: &'d Document,
    entries: &'d Dictionary,
    key: &[u8],
) -> LintResult<&'d Object> {
    let (_, value) = document.dereference(entries.get(key)?)?;
    Ok(value)
}

fn read_stream(document: &Document, object: &Object) -> LintResult<Vec<u8>> {
    let (_, stream) = document.dereference(object)?;
    stream.as_stream()?.get_plain_content()
}

/// The codes of a Unicode map: the first of the two numbers in each line `<0001> <0066>`.
fn codes_with_text(map: &[u8]) -> BTreeSet<u16> {
    let map = String::from_utf8_lossy(map);
    let mut codes = BTreeSet::new();
    for block in map.split("beginbfchar").skip(1) {
        let pairs = block.split("endbfchar").next().unwrap_or_default();
        for line in pairs.lines() {
            let pair = line.trim().strip_prefix('<');
            let Some((code, text)) = pair.and_then(|pair| pair.split_once('>')) else {
                continue;
            };
            // An empty text is `<>`.
            if text.trim().len() > 2
                && let Ok(code) = u16::from_str_radix(code, 16)
            {
                codes.insert(code);
            }
        }
    }
    codes
}

/// Reads an array of widths (ISO 32000-1, 9.7.4.3), in which each list follows the code that it
/// begins with.
fn read_widths(array: &[Object]) -> LintResult<BTreeMap<u16, f32>> {
    let mut widths = BTreeMap::new();
    for pair in array.chunks_exact(2) {
        let first = pair[0].as_i64()?;
        for (code, width) in (first..).zip(pair[1].as_array()?) {
            widths.insert(u16::try_from(code)?, width.as_float()?);
        }
    }
    Ok(widths)
}
