//! The fonts that text is set and measured with.
//!
//! Five styles of Source Sans 3, and one of Source Serif 4 for headings, are part of the program;
//! further fonts are read from the folders that the caller names. Which folders those are is the
//! command's business: a library user decides for itself.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use harfrust::font::Blob;
use skrifa::charmap::Charmap;
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::string::StringId;
use skrifa::{FontRef, MetadataProvider};

use crate::diagnostic::{Code, Diagnostic};
use crate::io::read_bytes;

const BUILT_IN: [&[u8]; 6] = [
    include_bytes!("../fonts/source-sans-3/SourceSans3-Regular.ttf"),
    include_bytes!("../fonts/source-sans-3/SourceSans3-Italic.ttf"),
    include_bytes!("../fonts/source-sans-3/SourceSans3-SemiBold.ttf"),
    include_bytes!("../fonts/source-sans-3/SourceSans3-Bold.ttf"),
    include_bytes!("../fonts/source-sans-3/SourceSans3-BoldItalic.ttf"),
    include_bytes!("../fonts/source-serif-4/SourceSerif4-SemiBold.ttf"),
];

/// Bytes of a font file.
pub const MAX_FILE_BYTES: u64 = 64 << 20;

/// How heavy and how slanted text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct FontStyle {
    /// Which weight.
    pub weight: Weight,
    /// Whether it is slanted.
    pub italic: bool,
}

/// How heavy text is. A family without a weight gives the nearest it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Weight {
    /// 400.
    #[default]
    Regular,
    /// 600.
    SemiBold,
    /// 700.
    Bold,
}

impl Weight {
    fn value(self) -> f32 {
        match self {
            Self::Regular => 400.0,
            Self::SemiBold => 600.0,
            Self::Bold => 700.0,
        }
    }
}

/// A face of a [`Fonts`]; good for that collection only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FaceId(pub usize);

/// One font file, ready to be asked.
pub struct Face {
    /// Its typographic family, for example `Source Sans 3`.
    pub family: String,
    /// `PostScript` name, for example `SourceSans3-Regular`.
    pub postscript_name: String,
    /// 100 to 900.
    pub weight: f32,
    /// Whether it is slanted.
    pub italic: bool,
    /// Units of the design grid in an em.
    pub units_per_em: u16,
    /// Above the baseline, in ems.
    pub ascent: f32,
    /// Below the baseline, in ems; positive.
    pub descent: f32,
    /// Height of capital letters, in ems.
    pub cap_height: f32,
    data: FontData,
    /// Advances of the characters below [`COMMON_END`], once someone has asked.
    common: OnceLock<Box<[Option<f32>]>>,
}

/// Latin, with the letters and marks that European languages add: most of most texts.
const COMMON_END: u32 = 0x250;

#[derive(Clone)]
enum FontData {
    BuiltIn(&'static [u8]),
    /// As it was read: a slice of its own would be a second copy of millions of bytes.
    File(Arc<Vec<u8>>),
}

impl Face {
    /// The font file.
    #[must_use]
    pub fn data(&self) -> &[u8] {
        match &self.data {
            FontData::BuiltIn(bytes) => bytes,
            FontData::File(bytes) => bytes,
        }
    }

    /// The font file for a shaper that keeps it: shared, not copied.
    #[must_use]
    pub fn blob(&self) -> Blob {
        match &self.data {
            FontData::BuiltIn(bytes) => Blob::Static(bytes),
            FontData::File(bytes) => Blob::Shared(Arc::clone(bytes) as _),
        }
    }

    /// The font file for whoever keeps it, shared, not copied: one inside the program, or one that
    /// was read.
    pub(crate) fn shared_bytes(&self) -> Result<&'static [u8], Arc<Vec<u8>>> {
        match &self.data {
            FontData::BuiltIn(bytes) => Ok(bytes),
            FontData::File(bytes) => Err(Arc::clone(bytes)),
        }
    }

    /// The parsed font. Cheap: only the table directory is read.
    ///
    /// # Panics
    ///
    /// Never: the file was parsed when it was loaded.
    #[must_use]
    pub fn font(&self) -> FontRef<'_> {
        FontRef::new(self.data()).expect("checked when it was loaded")
    }

    /// How wide its characters are.
    #[must_use]
    pub fn advances(&self) -> Advances<'_> {
        Advances {
            common: self.common_advances(),
            ..self.uncached_advances()
        }
    }

    /// Advances that are looked up in its tables one by one.
    fn uncached_advances(&self) -> Advances<'_> {
        let font = self.font();
        let metrics = font.glyph_metrics(Size::new(1.0), LocationRef::default());
        Advances {
            charmap: font.charmap(),
            metrics,
            common: &[],
        }
    }

    fn common_advances(&self) -> &[Option<f32>] {
        self.common.get_or_init(|| {
            let advances = self.uncached_advances();
            (0..COMMON_END)
                .map(|code| advances.get(char::from_u32(code)?))
                .collect()
        })
    }

    /// Whether it has a glyph for a character.
    fn covers(&self, character: char) -> bool {
        match self.common_advances().get(character as usize) {
            Some(advance) => advance.is_some(),
            None => self.uncached_advances().get(character).is_some(),
        }
    }

    fn parse(data: FontData) -> Option<Self> {
        let bytes = match &data {
            FontData::BuiltIn(bytes) => bytes,
            FontData::File(bytes) => bytes.as_slice(),
        };
        let font = FontRef::new(bytes).ok()?;
        let name = |id| {
            font.localized_strings(id)
                .english_or_first()
                .map(|name| name.to_string())
        };
        let family =
            name(StringId::TYPOGRAPHIC_FAMILY_NAME).or_else(|| name(StringId::FAMILY_NAME))?;
        let postscript_name = name(StringId::POSTSCRIPT_NAME)?;
        let attributes = font.attributes();
        let metrics = font.metrics(Size::new(1.0), LocationRef::default());
        // What a file that claims to be a font must have before text is measured with it; the range
        // of the em is that of the OpenType specification's `head` table.
        let usable = (16..=16384).contains(&metrics.units_per_em)
            && metrics.glyph_count > 0
            && [metrics.ascent, metrics.descent]
                .iter()
                .all(|it| it.is_finite() && it.abs() < 10.0)
            && font.charmap().mappings().next().is_some();
        if !usable {
            return None;
        }
        Some(Self {
            family,
            postscript_name,
            weight: attributes.weight.value(),
            italic: attributes.style != skrifa::attribute::Style::Normal,
            units_per_em: metrics.units_per_em,
            ascent: metrics.ascent,
            descent: -metrics.descent,
            cap_height: metrics.cap_height.unwrap_or(metrics.ascent * 0.7),
            data: data.clone(),
            common: OnceLock::new(),
        })
    }
}

/// How wide the characters of a face are; kerning is left out.
pub struct Advances<'a> {
    charmap: Charmap<'a>,
    metrics: GlyphMetrics<'a>,
    common: &'a [Option<f32>],
}

impl Advances<'_> {
    /// The advance of a character in ems; `None` if the face does not have it.
    #[must_use]
    pub fn get(&self, character: char) -> Option<f32> {
        if let Some(known) = self.common.get(character as usize) {
            return *known;
        }
        let glyph = self
            .charmap
            .map(character)
            .filter(|glyph| glyph.to_u32() != 0)?;
        self.metrics.advance_width(glyph)
    }
}

/// The collection of faces that a run of the program knows.
pub struct Fonts {
    faces: Vec<Face>,
    /// Folders that were read, for messages.
    folders: Vec<PathBuf>,
}

impl Fonts {
    /// The fonts inside the program.
    ///
    /// # Panics
    ///
    /// Never: the files are part of the program.
    #[must_use]
    pub fn built_in() -> Self {
        let faces = BUILT_IN
            .iter()
            .map(|bytes| {
                Face::parse(FontData::BuiltIn(bytes)).expect("a built-in font is well-formed")
            })
            .collect();
        Self {
            faces,
            folders: Vec::new(),
        }
    }

    /// Adds every `.ttf` and `.otf` file in `folder` and its sub-folders, in order of their paths.
    /// A face that is there already, by its `PostScript` name, stays.
    ///
    /// # Errors
    ///
    /// When the folder or a file in it cannot be read, or a file is no font.
    pub fn add_folder(&mut self, folder: &Path) -> Result<(), Diagnostic> {
        for entry in walkdir::WalkDir::new(folder)
            .max_depth(4)
            .sort_by_file_name()
        {
            let entry = entry.map_err(|why| {
                Diagnostic::error(
                    Code::MissingFontFolder,
                    format!("cannot read the font folder: {why}"),
                )
            })?;
            let path = entry.path();
            let extension = path
                .extension()
                .and_then(|it| it.to_str())
                .map(str::to_ascii_lowercase);
            if !matches!(extension.as_deref(), Some("ttf" | "otf")) {
                continue;
            }
            let bytes = read_bytes(path, MAX_FILE_BYTES).map_err(|why| {
                Diagnostic::error(
                    Code::InvalidFont,
                    format!("cannot read font `{}`: {}", path.display(), why.message),
                )
            })?;
            let face = Face::parse(FontData::File(Arc::new(bytes))).ok_or_else(|| {
                Diagnostic::error(
                    Code::InvalidFont,
                    format!("`{}` is not a font that can be used", path.display()),
                )
            })?;
            if !self
                .faces
                .iter()
                .any(|known| known.postscript_name == face.postscript_name)
            {
                self.faces.push(face);
            }
        }
        self.folders.push(folder.to_owned());
        Ok(())
    }

    /// A face.
    #[must_use]
    pub fn face(&self, id: FaceId) -> &Face {
        &self.faces[id.0]
    }

    /// Every face, in the order they are tried.
    #[must_use]
    pub fn faces(&self) -> &[Face] {
        &self.faces
    }

    /// Folders that were read.
    #[must_use]
    pub fn folders(&self) -> &[PathBuf] {
        &self.folders
    }

    /// The face of `family` nearest to `style`.
    #[must_use]
    pub fn nearest_face(&self, family: &str, style: FontStyle) -> Option<FaceId> {
        let distance = |face: &Face| {
            let slant = if face.italic == style.italic {
                0.0
            } else {
                1000.0
            };
            slant + (face.weight - style.weight.value()).abs()
        };
        (0..self.faces.len())
            .filter(|&at| self.faces[at].family.eq_ignore_ascii_case(family))
            .min_by(|&a, &b| distance(&self.faces[a]).total_cmp(&distance(&self.faces[b])))
            .map(FaceId)
    }

    /// Every face in the order in which it is tried for text of `style`: the named families first,
    /// then the others.
    #[must_use]
    pub fn fallback_order(&self, families: &[String], style: FontStyle) -> Vec<FaceId> {
        let mut order: Vec<FaceId> = families
            .iter()
            .filter_map(|family| self.nearest_face(family, style))
            .collect();
        let mut seen: Vec<&str> = families.iter().map(String::as_str).collect();
        for face in &self.faces {
            if !seen
                .iter()
                .any(|family| family.eq_ignore_ascii_case(&face.family))
            {
                seen.push(&face.family);
                order.extend(self.nearest_face(&face.family, style));
            }
        }
        order
    }

    /// Whether `face` has a glyph for `character`.
    #[must_use]
    pub fn covers(&self, face: FaceId, character: char) -> bool {
        self.face(face).covers(character)
    }

    /// Those of `characters` that no face has and that need one.
    #[must_use]
    pub fn missing_characters(&self, characters: &BTreeSet<char>) -> BTreeSet<char> {
        let mut wanting: BTreeSet<char> = characters
            .iter()
            .copied()
            .filter(|it| !needs_no_glyph(*it))
            .collect();
        for face in &self.faces {
            // The first has all of most texts.
            if wanting.is_empty() {
                break;
            }
            let advances = face.advances();
            wanting.retain(|character| advances.get(*character).is_none());
        }
        wanting
    }

    /// Family names with how many faces each has, for messages.
    #[must_use]
    pub fn families(&self) -> BTreeMap<&str, usize> {
        let mut families = BTreeMap::new();
        for face in &self.faces {
            *families.entry(face.family.as_str()).or_insert(0) += 1;
        }
        families
    }
}

/// Characters that shape or part text and are never drawn: controls, joiners, variation selectors,
/// directional marks.
#[must_use]
pub fn needs_no_glyph(character: char) -> bool {
    // Most are letters, and asked for one by one.
    !matches!(character, '!'..='~')
        && matches!(character,
        '\u{0}'..='\u{20}' | '\u{7f}'..='\u{a0}' | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{e0000}'..='\u{e0fff}')
}
