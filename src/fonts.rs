//! The fonts that text is measured and set in.
//!
//! [`Fonts`] is a collection of faces. Five styles of Source Sans 3, one of Source Serif 4 for
//! headings, three subsets of Noto Sans SC for Chinese, and six fonts of symbols and emoji are
//! part of the library; [`Fonts::add_folder`] adds others. This module knows no default font
//! folders: the `gen` command chooses them, and so does any other caller.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use harfrust::font::Blob;
use skrifa::charmap::Charmap;
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::{GlyphMetrics, Metrics};
use skrifa::outline::{DrawSettings, OutlineGlyphCollection, OutlinePen};
use skrifa::raw::FileRef;
use skrifa::string::StringId;
use skrifa::{FontRef, GlyphId, MetadataProvider, Tag};
use unicode_script::Script;

use crate::diagnostic::{Code, Diagnostic};
use crate::io::read_bytes;
use crate::lang;
pub use crate::lang::HanForms;
use regional_forms::{FormsMatch, forms_of_font, match_forms};

mod regional_forms;
#[cfg(test)]
mod tests;

/// Embeds a font file of the repository.
macro_rules! embed {
    ($group:ident, $path:literal) => {
        (
            FaceGroup::$group,
            include_bytes!(concat!("../fonts/", $path)),
        )
    };
}

/// They are not compressed: the system reads only the pages of memory that a document needs.
const BUILT_IN: [(FaceGroup, &[u8]); 15] = [
    embed!(Text, "source-sans-3/SourceSans3-Regular.ttf"),
    embed!(Text, "source-sans-3/SourceSans3-Italic.ttf"),
    embed!(Text, "source-sans-3/SourceSans3-SemiBold.ttf"),
    embed!(Text, "source-sans-3/SourceSans3-Bold.ttf"),
    embed!(Text, "source-sans-3/SourceSans3-BoldItalic.ttf"),
    embed!(Text, "source-serif-4/SourceSerif4-SemiBold.ttf"),
    embed!(SimplifiedHan, "briefkit-han/BriefkitHan-Regular.ttf"),
    embed!(SimplifiedHan, "briefkit-han/BriefkitHan-Bold.ttf"),
    embed!(SimplifiedHan, "briefkit-han/BriefkitHanRare-Regular.ttf"),
    (FaceGroup::Symbols, STATUS_FONT),
    embed!(Symbols, "briefkit-symbols/BriefkitSymbols-Regular.ttf"),
    embed!(Symbols, "briefkit-symbols/BriefkitSymbols2-Regular.ttf"),
    embed!(Symbols, "briefkit-symbols/BriefkitMath-Regular.ttf"),
    embed!(Symbols, "briefkit-symbols/BriefkitCurrency-Regular.ttf"),
    embed!(Symbols, "briefkit-symbols/BriefkitEmoji-Regular.ttf"),
];

/// The font of [`STATUS_FAMILY`], 3 KB.
pub(crate) const STATUS_FONT: &[u8] =
    include_bytes!("../fonts/briefkit-symbols/BriefkitStatus-Regular.ttf");

/// The built-in family for coloured circles, squares and diamonds.
pub(crate) const STATUS_FAMILY: &str = "Briefkit Status";

/// The built-in family for simplified Chinese.
const HAN_FAMILY: &str = "Briefkit Han";

/// The family that [`HAN_FAMILY`] is a subset of. Themes name it, and readers of slides have it.
const FULL_HAN_FAMILY: &str = "Noto Sans SC";

/// The most bytes of a font file, 64 MiB. Larger files are refused.
pub const MAX_FILE_BYTES: u64 = 64 << 20;

/// The most bytes of a file with several fonts, 256 MiB. Larger files are refused.
pub const MAX_COLLECTION_BYTES: u64 = 256 << 20;

/// Weight and slant of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct FontStyle {
    /// The weight.
    pub weight: Weight,
    /// Whether the text is italic or oblique.
    pub italic: bool,
}

/// The weight of text. A family that does not have a weight is used in the nearest one it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Weight {
    /// 400 on the scale of OpenType and CSS.
    #[default]
    Regular,
    /// 600 on that scale.
    SemiBold,
    /// 700 on that scale.
    Bold,
}

impl Weight {
    /// The weight on the scale of OpenType and CSS.
    fn value(self) -> f32 {
        match self {
            Self::Regular => 400.0,
            Self::SemiBold => 600.0,
            Self::Bold => 700.0,
        }
    }
}

/// What a face serves for, which decides how early text falls back on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FaceGroup {
    /// Built in, for Latin, Greek and Cyrillic text.
    Text,
    /// Built in, for Han characters in the forms of simplified Chinese.
    SimplifiedHan,
    /// Built in, for symbols and emoji.
    Symbols,
    /// Read from a folder.
    Folder,
}

impl FaceGroup {
    /// The order in which text falls back on the groups. Built-in ones come before folders, so that
    /// documents do not depend on the machine.
    fn fallback_order(forms: HanForms) -> [Self; 4] {
        match forms {
            // The symbols of Chinese text are as wide as its characters.
            HanForms::Simplified => [Self::Text, Self::SimplifiedHan, Self::Symbols, Self::Folder],
            HanForms::Any => [Self::Text, Self::Symbols, Self::SimplifiedHan, Self::Folder],
            HanForms::Traditional | HanForms::HongKong | HanForms::Japanese | HanForms::Korean => {
                [Self::Text, Self::Symbols, Self::Folder, Self::SimplifiedHan]
            }
        }
    }
}

/// Identifies a face of one [`Fonts`] collection by its index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FaceId(pub usize);

/// A face: one font of a file, and its most important properties.
pub struct Face {
    /// Typographic family, for example `Source Sans 3`.
    pub family: String,
    /// `PostScript` name, for example `SourceSans3-Regular`.
    pub postscript_name: String,
    /// Weight from 1 to 1000, usually 100 to 900.
    pub weight: f32,
    /// Whether the face is italic or oblique.
    pub italic: bool,
    /// Units of the design grid in an em, from 16 to 16384.
    pub units_per_em: u16,
    /// Height above the baseline, in ems.
    pub ascent: f32,
    /// Depth below the baseline, in ems. Positive if the face has a descent at all.
    pub descent: f32,
    /// Height of capital letters, in ems.
    pub cap_height: f32,
    /// The file that it was read from; `None` if it is part of the library.
    pub file: Option<PathBuf>,
    group: FaceGroup,
    data: FontData,
    /// Whether some of its glyphs may be pictures or layers of colour beside the outlines.
    has_colored_glyphs: bool,
    /// Its index in its file, which may be a collection.
    index: u32,
    /// The forms of its Han characters, as far as it tells.
    han_forms: Option<HanForms>,
    /// Caches the advances of the characters below [`COMMON_END`], by their code point. Without it
    /// a batch costs 3.9 % more.
    common_advances: OnceLock<Box<[Option<f32>]>>,
    /// The opened tables of a built-in font.
    built_in_advances: OnceLock<Advances<'static>>,
}

/// The Unicode blocks Basic Latin to Latin Extended-B end here. They hold most characters of most
/// texts.
const COMMON_END: u32 = 0x250;

/// The characters that simplified Chinese alone uses, in lines.
const SIMPLIFIED_HAN: &str = include_str!("../fonts/briefkit-han/simplified-characters.txt");

/// The characters of the Table of General Standard Chinese Characters, in lines.
const GENERAL_STANDARD_HAN: &str =
    include_str!("../fonts/briefkit-han/general-standard-characters.txt");

#[derive(Clone)]
enum FontData {
    BuiltIn(&'static [u8]),
    /// In the `Vec` that the file was read into: an `Arc<[u8]>` would copy its megabytes once more.
    File(Arc<Vec<u8>>),
}

impl Face {
    /// The bytes of the font file.
    #[must_use]
    pub fn data(&self) -> &[u8] {
        match &self.data {
            FontData::BuiltIn(bytes) => bytes,
            FontData::File(bytes) => bytes,
        }
    }

    /// The bytes of the font file for the shaper, shared and not copied.
    #[must_use]
    pub(crate) fn blob(&self) -> Blob {
        match &self.data {
            FontData::BuiltIn(bytes) => Blob::Static(bytes),
            FontData::File(bytes) => Blob::Shared(Arc::clone(bytes) as _),
        }
    }

    /// The bytes of the font file to keep, shared and not copied: `Ok` if they are part of the
    /// library, `Err` if they were read from a file.
    pub(crate) fn shared_bytes(&self) -> Result<&'static [u8], Arc<Vec<u8>>> {
        match &self.data {
            FontData::BuiltIn(bytes) => Ok(bytes),
            FontData::File(bytes) => Err(Arc::clone(bytes)),
        }
    }

    /// The parsed font. This is cheap, because only the table directory is read.
    ///
    /// # Panics
    ///
    /// Never: the same bytes were parsed when the face was loaded.
    #[must_use]
    pub fn font(&self) -> FontRef<'_> {
        parsed_before(self.data(), self.index)
    }

    /// Its index in its file: 0, unless the file is a collection.
    #[must_use]
    pub fn index(&self) -> u32 {
        self.index
    }

    /// Whether both faces are of one file that was read.
    pub(crate) fn is_in_file_of(&self, other: &Self) -> bool {
        match (&self.data, &other.data) {
            (FontData::File(own), FontData::File(other)) => Arc::ptr_eq(own, other),
            _ => false,
        }
    }

    /// How well its Han characters suit a language.
    fn match_forms(&self, wanted: HanForms) -> FormsMatch {
        match_forms(&self.font(), self.han_forms, wanted)
    }

    /// The advances of its characters.
    #[must_use]
    pub fn advances(&self) -> Advances<'_> {
        Advances {
            common: self.common_advances(),
            ..self.advances_from_tables()
        }
    }

    /// Advances that are looked up in the tables of the font one by one. Those of a built-in font
    /// are opened once: a deck has several lists of all faces.
    fn advances_from_tables(&self) -> Advances<'_> {
        match &self.data {
            FontData::BuiltIn(bytes) => {
                let font = || parsed_before(bytes, self.index);
                let tables = || Advances::open(&font(), self.has_colored_glyphs);
                self.built_in_advances.get_or_init(tables).clone()
            }
            FontData::File(_) => Advances::open(&self.font(), self.has_colored_glyphs),
        }
    }

    /// Whether pages can show a glyph that the face has for a character. That fails for glyphs
    /// that a font has as pictures or layers of colour alone, which would leave a blank.
    pub(crate) fn can_paint(&self, character: char, glyph: GlyphId) -> bool {
        !self.has_colored_glyphs
            || character.is_whitespace()
            || has_outline(&self.font().outline_glyphs(), glyph)
    }

    fn common_advances(&self) -> &[Option<f32>] {
        self.common_advances.get_or_init(|| {
            let advances = self.advances_from_tables();
            // All code points up to here are characters, so that the code point is the index.
            let characters = (0..COMMON_END).filter_map(char::from_u32);
            characters.map(|it| advances.get(it)).collect()
        })
    }

    /// Whether the face has a glyph for a character.
    fn covers(&self, character: char) -> bool {
        match self.common_advances().get(character as usize) {
            Some(advance) => advance.is_some(),
            None => self.advances_from_tables().get(character).is_some(),
        }
    }

    /// Parses a font of a file; `None` if text cannot be set in it.
    fn parse(data: FontData, index: u32, group: FaceGroup) -> Option<Self> {
        let bytes = match &data {
            FontData::BuiltIn(bytes) => bytes,
            FontData::File(bytes) => bytes.as_slice(),
        };
        let font = FontRef::from_index(bytes, index).ok()?;
        let metrics = font.metrics(Size::new(1.0), LocationRef::default());
        if !is_usable(&font, &metrics) {
            return None;
        }
        // The plain family name of a semibold face names its weight as well, because older programs
        // know no more than four styles of a family.
        let family = match font_name(&font, StringId::TYPOGRAPHIC_FAMILY_NAME) {
            Some(family) => family,
            None => font_name(&font, StringId::FAMILY_NAME)?,
        };
        let postscript_name = font_name(&font, StringId::POSTSCRIPT_NAME)?;
        let attributes = font.attributes();
        let han_forms = match group {
            FaceGroup::SimplifiedHan => Some(HanForms::Simplified),
            FaceGroup::Text | FaceGroup::Symbols => None,
            FaceGroup::Folder => forms_of_font(&font, &family),
        };
        Some(Self {
            family,
            postscript_name,
            weight: attributes.weight.value(),
            italic: attributes.style != skrifa::attribute::Style::Normal,
            units_per_em: metrics.units_per_em,
            ascent: metrics.ascent,
            // Fonts count downwards from the baseline in negative numbers.
            descent: -metrics.descent,
            // Old versions of the OS/2 table have no height of capitals.
            cap_height: metrics.cap_height.unwrap_or(metrics.ascent * 0.7),
            file: None,
            group,
            data: data.clone(),
            has_colored_glyphs: has_any_table(&font, &COLORED_GLYPH_TABLES),
            index,
            han_forms,
            common_advances: OnceLock::new(),
            built_in_advances: OnceLock::new(),
        })
    }
}

/// Whether text can be measured with a font: it has glyphs and characters, its em is in the range
/// of the OpenType `head` table, and its ascent and descent are plausible.
fn is_usable(font: &FontRef<'_>, metrics: &Metrics) -> bool {
    let has_characters = font.charmap().mappings().next().is_some();
    has_characters
        && metrics.glyph_count > 0
        && (16..=16384).contains(&metrics.units_per_em)
        && is_plausible_height(metrics.ascent)
        && is_plausible_height(metrics.descent)
}

/// The family of a font whose signs are all pictures or layers of colour, without outlines.
fn family_of_pictures(bytes: &[u8], index: u32) -> Option<String> {
    let font = FontRef::from_index(bytes, index).ok()?;
    if !has_any_table(&font, &COLORED_GLYPH_TABLES) {
        return None;
    }
    let outlines = font.outline_glyphs();
    // Such a font may have outlines for the digits of keycaps.
    let mut signs = font.charmap().mappings().filter(|(code, _)| *code > 0x7f);
    if signs.any(|(_, glyph)| has_outline(&outlines, glyph)) {
        return None;
    }
    let family = font_name(&font, StringId::TYPOGRAPHIC_FAMILY_NAME);
    family.or_else(|| font_name(&font, StringId::FAMILY_NAME))
}

/// The tables with glyphs of layers, drawings or pictures (OpenType, "Tables related to color
/// fonts" and "to bitmap glyphs").
const COLORED_GLYPH_TABLES: [&[u8; 4]; 4] = [b"COLR", b"SVG ", b"CBDT", b"sbix"];

fn has_any_table(font: &FontRef<'_>, tables: &[&[u8; 4]]) -> bool {
    let mut tables = tables.iter();
    tables.any(|tag| font.table_data(Tag::new(tag)).is_some())
}

/// Whether a glyph has an outline that encloses an area. Some fonts in colour give their glyphs the
/// line between two corners, as a size without ink.
fn has_outline(outlines: &OutlineGlyphCollection<'_>, glyph: GlyphId) -> bool {
    let Some(outline) = outlines.get(glyph) else {
        return false;
    };
    let mut area = AreaPen::default();
    let settings = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
    // A glyph that cannot be read shows nothing either.
    outline.draw(settings, &mut area).is_ok() && area.encloses_any
}

/// Finds out whether any contour encloses an area, of the polygon of all its points.
#[derive(Default)]
struct AreaPen {
    first: (f32, f32),
    last: (f32, f32),
    /// Twice the area of the contour so far, by the shoelace formula.
    doubled_area: f32,
    encloses_any: bool,
}

impl AreaPen {
    fn add_point(&mut self, x: f32, y: f32) {
        self.doubled_area += self.last.0 * y - x * self.last.1;
        self.last = (x, y);
    }
}

impl OutlinePen for AreaPen {
    fn move_to(&mut self, x: f32, y: f32) {
        (self.first, self.last, self.doubled_area) = ((x, y), (x, y), 0.0);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.add_point(x, y);
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.add_point(cx, cy);
        self.add_point(x, y);
    }

    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        self.add_point(cx0, cy0);
        self.quad_to(cx1, cy1, x, y);
    }

    fn close(&mut self) {
        self.add_point(self.first.0, self.first.1);
        self.encloses_any |= self.doubled_area != 0.0;
    }
}

fn is_plausible_height(ems: f32) -> bool {
    ems.is_finite() && ems.abs() < 10.0
}

fn font_name(font: &FontRef<'_>, id: StringId) -> Option<String> {
    let name = font.localized_strings(id).english_or_first()?;
    Some(name.to_string())
}

/// A font whose bytes were parsed when its face was loaded.
fn parsed_before(bytes: &[u8], index: u32) -> FontRef<'_> {
    FontRef::from_index(bytes, index).expect("the font was parsed when it was loaded")
}

/// The advances of the characters of a face, without kerning.
#[derive(Clone)]
pub struct Advances<'a> {
    charmap: Charmap<'a>,
    metrics: GlyphMetrics<'a>,
    /// The outlines, if the face has glyphs without one.
    outlines: Option<OutlineGlyphCollection<'a>>,
    /// The cached advances of the characters below [`COMMON_END`]; may be empty.
    common: &'a [Option<f32>],
}

impl<'a> Advances<'a> {
    /// Without cached advances.
    fn open(font: &FontRef<'a>, has_colored_glyphs: bool) -> Self {
        Self {
            outlines: has_colored_glyphs.then(|| font.outline_glyphs()),
            charmap: font.charmap(),
            metrics: font.glyph_metrics(Size::new(1.0), LocationRef::default()),
            common: &[],
        }
    }

    /// The advance of a character in ems; `None` if the face does not have it.
    #[must_use]
    pub fn get(&self, character: char) -> Option<f32> {
        if let Some(cached) = self.common.get(character as usize) {
            return *cached;
        }
        let glyph = self.charmap.map(character)?;
        // Glyph 0 is `.notdef`, the box that stands for a missing character. Some fonts map
        // characters to it that they do not have.
        if glyph.to_u32() == 0 {
            return None;
        }
        if let Some(outlines) = &self.outlines
            && !character.is_whitespace()
            && !has_outline(outlines, glyph)
        {
            return None;
        }
        self.metrics.advance_width(glyph)
    }
}

/// A collection of faces.
pub struct Fonts {
    faces: Vec<Face>,
    /// Fonts in folders whose signs are pictures alone.
    pictured: Vec<PicturedFont>,
    /// The folders that were read, for messages.
    folders: Vec<PathBuf>,
}

/// A font whose signs are pictures or layers of colour, without outlines. Pages cannot show them, so
/// it is no [`Face`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PicturedFont {
    /// The font file.
    pub path: PathBuf,
    /// Its family, for example `Noto Color Emoji`.
    pub family: String,
}

impl Fonts {
    /// The fonts that are part of the library.
    ///
    /// # Panics
    ///
    /// Never: the files do not change after the library is built.
    #[must_use]
    pub fn built_in() -> Self {
        let mut faces = Vec::with_capacity(BUILT_IN.len());
        for (group, bytes) in BUILT_IN {
            let face = Face::parse(FontData::BuiltIn(bytes), 0, group);
            faces.push(face.expect("a built-in font is well-formed"));
        }
        Self {
            faces,
            pictured: Vec::new(),
            folders: Vec::new(),
        }
    }

    /// Adds the fonts of every `.ttf`, `.otf`, `.ttc` and `.otc` file in `folder`, and in its
    /// sub-folders down to the third level, in the order of their paths. If there already is a face
    /// with the same `PostScript` name, that one is kept. A font without outlines is kept in
    /// [`pictured`](Self::pictured).
    ///
    /// # Errors
    ///
    /// If the folder or a file in it cannot be read, or if a file is not a font, or not one that
    /// text can be set in. Files before it have been added.
    pub fn add_folder(&mut self, folder: &Path) -> Result<(), Diagnostic> {
        // The folder itself counts as the first of four levels. Sorting makes the order the same
        // on all file systems: it decides between faces of equal name.
        let entries = walkdir::WalkDir::new(folder)
            .max_depth(4)
            .sort_by_file_name();
        for entry in entries {
            let entry = entry.map_err(|why| {
                let message = format!("cannot read the font folder: {why}");
                Diagnostic::error(Code::MissingFontFolder, message)
            })?;
            if is_font_file(entry.path()) {
                self.add_file(entry.path())?;
            }
        }
        self.folders.push(folder.to_owned());
        Ok(())
    }

    fn add_file(&mut self, path: &Path) -> Result<(), Diagnostic> {
        let is_collection = has_extension(path, &COLLECTION_EXTENSIONS);
        let most_bytes = if is_collection {
            MAX_COLLECTION_BYTES
        } else {
            MAX_FILE_BYTES
        };
        let bytes = read_bytes(path, most_bytes).map_err(|why| {
            let message = format!("cannot read font `{}`: {}", path.display(), why.message);
            Diagnostic::error(Code::InvalidFont, message)
        })?;
        let bytes = Arc::new(bytes);
        let count = match FileRef::new(&bytes) {
            Ok(FileRef::Collection(collection)) => collection.len(),
            Ok(FileRef::Font(_)) | Err(_) => 1,
        };
        let mut is_usable = false;
        for index in 0..count.min(MAX_COLLECTION_FACES) {
            if let Some(family) = family_of_pictures(&bytes, index) {
                is_usable = true;
                let path = path.to_owned();
                self.pictured.push(PicturedFont { path, family });
                continue;
            }
            let data = FontData::File(Arc::clone(&bytes));
            if let Some(mut face) = Face::parse(data, index, FaceGroup::Folder) {
                is_usable = true;
                face.file = Some(path.to_owned());
                self.add_face(face);
            }
        }
        if is_usable {
            return Ok(());
        }
        let message = format!("`{}` is not a font that can be used", path.display());
        Err(Diagnostic::error(Code::InvalidFont, message))
    }

    /// Adds a face unless there is one with its name.
    fn add_face(&mut self, face: Face) {
        for known in &self.faces {
            if known.postscript_name == face.postscript_name {
                return;
            }
        }
        self.faces.push(face);
    }

    /// The face with an id of this collection.
    ///
    /// # Panics
    ///
    /// If the id belongs to a larger collection.
    #[must_use]
    pub fn face(&self, id: FaceId) -> &Face {
        &self.faces[id.0]
    }

    /// All faces: the built-in ones, then those of the folders in the order in which they were added.
    #[must_use]
    pub fn faces(&self) -> &[Face] {
        &self.faces
    }

    /// The fonts in folders that no text can be set in, as they have no outlines.
    #[must_use]
    pub fn pictured(&self) -> &[PicturedFont] {
        &self.pictured
    }

    /// The folders that were added.
    #[must_use]
    pub fn folders(&self) -> &[PathBuf] {
        &self.folders
    }

    /// The face of `family` that is nearest to `style`: first in slant, then in weight. The names of
    /// families are compared without regard to ASCII case. `None` if there is no such family.
    ///
    /// Noto Sans SC is the built-in subset of it, whether or not a folder has the full family.
    #[must_use]
    pub fn nearest_face(&self, family: &str, style: FontStyle) -> Option<FaceId> {
        self.nearest_in_family(built_in_family(family), style)
    }

    fn nearest_in_family(&self, family: &str, style: FontStyle) -> Option<FaceId> {
        let mut nearest: Option<(f32, FaceId)> = None;
        for (index, face) in self.faces.iter().enumerate() {
            if !face.family.eq_ignore_ascii_case(family) {
                continue;
            }
            let mut distance = (face.weight - style.weight.value()).abs();
            // Weights differ by less than 1000, so that the slant comes first.
            if face.italic != style.italic {
                distance += 1000.0;
            }
            // Of equal ones the first stays, so that built-in faces win over those of folders.
            if nearest.is_none_or(|(least, _)| distance.total_cmp(&least).is_lt()) {
                nearest = Some((distance, FaceId(index)));
            }
        }
        let (_, id) = nearest?;
        Some(id)
    }

    /// The order in which faces are tried for text in `style`: the nearest face of each of
    /// `families`, then that of each other family. Where the built-in Chinese family stands among
    /// the others depends on the forms of Han characters that the language needs, and so does the
    /// order of the families of folders.
    #[must_use]
    pub fn fallback_order(
        &self,
        families: &[String],
        style: FontStyle,
        forms: HanForms,
    ) -> Vec<FaceId> {
        let mut order: Vec<FaceId> = Vec::new();
        let mut seen: Vec<&str> = Vec::new();
        for (position, family) in families.iter().enumerate() {
            let family = built_in_family(family);
            let Some(nearest) = self.nearest_in_family(family, style) else {
                continue;
            };
            // The theme's Chinese family would give other languages the wrong forms. A family of
            // the user's that is named first also has the Latin letters of the theme.
            let has_other_forms = self.face(nearest).match_forms(forms) == FormsMatch::Other;
            if has_other_forms && (position > 0 || family == HAN_FAMILY) {
                continue;
            }
            seen.push(family);
            order.push(nearest);
        }
        for group in FaceGroup::fallback_order(forms) {
            for face in self.faces_of_group(group, forms) {
                let is_same_family = |family: &&str| family.eq_ignore_ascii_case(&face.family);
                if !seen.iter().any(is_same_family) {
                    seen.push(&face.family);
                    order.extend(self.nearest_in_family(&face.family, style));
                }
            }
        }
        order
    }

    /// The faces of a group, those first whose Han characters suit a language best.
    fn faces_of_group(&self, group: FaceGroup, forms: HanForms) -> Vec<&Face> {
        let faces = self.faces.iter().filter(|face| face.group == group);
        let mut faces: Vec<&Face> = faces.collect();
        if group == FaceGroup::Folder {
            // Stable, so that equal ones stay in the order of their folders.
            faces.sort_by_cached_key(|face| face.match_forms(forms));
        }
        faces
    }

    /// Whether `face` has a glyph for `character`.
    #[must_use]
    pub fn covers(&self, face: FaceId, character: char) -> bool {
        self.face(face).covers(character)
    }

    /// The characters among `characters` that need a glyph and have none in any face.
    #[must_use]
    pub fn missing_characters(&self, characters: &BTreeSet<char>) -> BTreeSet<char> {
        let mut missing = characters.clone();
        missing.retain(|it| !needs_no_glyph(*it) && !is_fixed_width_space(*it));
        for face in &self.faces {
            // The first face covers most texts, so the others are rarely looked at.
            if missing.is_empty() {
                break;
            }
            let advances = face.advances();
            missing.retain(|character| advances.get(*character).is_none());
        }
        missing
    }

    /// The built-in family of symbols that text falls back on for a character; `None` if the
    /// built-in fonts for text have it.
    pub(crate) fn built_in_symbol_family(&self, character: char) -> Option<&str> {
        for face in &self.faces {
            if matches!(face.group, FaceGroup::Text | FaceGroup::Symbols) && face.covers(character)
            {
                return (face.group == FaceGroup::Symbols).then_some(&*face.family);
            }
        }
        None
    }

    /// The first family that has a character in colour alone, which pages cannot show.
    pub(crate) fn family_in_color(&self, character: char) -> Option<&str> {
        let has_it = |face: &&Face| {
            let glyph = face.font().charmap().map(character);
            face.has_colored_glyphs && glyph.is_some_and(|it| it.to_u32() != 0)
        };
        let face = self.faces.iter().find(has_it)?;
        Some(&face.family)
    }

    /// The Han characters among `characters` that text in `families` would have in other forms than
    /// `wanted`, each with these forms.
    pub(crate) fn characters_in_other_forms(
        &self,
        characters: &BTreeSet<char>,
        families: &[String],
        wanted: HanForms,
    ) -> BTreeMap<char, HanForms> {
        let mut found = BTreeMap::new();
        let mut han = characters.clone();
        han.retain(|character| lang::script(*character) == Script::Han);
        if han.is_empty() || wanted == HanForms::Any {
            return found;
        }
        for id in self.fallback_order(families, FontStyle::default(), wanted) {
            let face = self.face(id);
            let other = match (face.match_forms(wanted), face.han_forms) {
                (FormsMatch::Other, Some(forms)) => Some(forms),
                _ => None,
            };
            han.retain(|character| {
                let is_covered = face.covers(*character);
                if let Some(forms) = other
                    && is_covered
                {
                    found.insert(*character, forms);
                }
                !is_covered
            });
        }
        found
    }

    /// The Han characters among `characters` that text in `families` has from the built-in family
    /// where their language is unknown.
    pub(crate) fn characters_in_built_in_forms(
        &self,
        characters: &BTreeSet<char>,
        families: &[String],
    ) -> BTreeSet<char> {
        let mut found = BTreeSet::new();
        let mut rest = characters.clone();
        for id in self.fallback_order(families, FontStyle::default(), HanForms::Any) {
            let face = self.face(id);
            rest.retain(|character| {
                let is_covered = face.covers(*character);
                if is_covered && face.group == FaceGroup::SimplifiedHan {
                    found.insert(*character);
                }
                !is_covered
            });
        }
        found
    }

    /// The names of all families, each with the number of its faces; for messages.
    #[must_use]
    pub fn families(&self) -> BTreeMap<&str, usize> {
        let mut families = BTreeMap::new();
        for face in &self.faces {
            *families.entry(face.family.as_str()).or_insert(0) += 1;
        }
        families
    }
}

/// Whether a character is in the Table of General Standard Chinese Characters, so that it may be one
/// of simplified Chinese. All others are Japanese, Korean, traditional, or rare.
pub(crate) fn is_general_standard_han(character: char) -> bool {
    // All Han characters in the comments of the file are in the table.
    GENERAL_STANDARD_HAN.contains(character)
}

/// Whether a character is one that simplified Chinese alone uses, as 们 and 广.
pub(crate) fn is_simplified_han(character: char) -> bool {
    SIMPLIFIED_HAN.contains(character)
}

/// The family that stands for a name: that of the built-in subset for that of the full font.
pub(crate) fn built_in_family(name: &str) -> &str {
    if name.eq_ignore_ascii_case(FULL_HAN_FAMILY) {
        return HAN_FAMILY;
    }
    name
}

/// The extensions of files with one font.
const FONT_EXTENSIONS: [&str; 2] = ["ttf", "otf"];

/// The extensions of files with several fonts that share their glyphs.
const COLLECTION_EXTENSIONS: [&str; 2] = ["ttc", "otc"];

/// The most fonts of a collection that are read. The largest known ones have 60.
const MAX_COLLECTION_FACES: u32 = 256;

/// Whether a path has the extension of a font file, in upper or lower case.
fn is_font_file(path: &Path) -> bool {
    has_extension(path, &FONT_EXTENSIONS) || has_extension(path, &COLLECTION_EXTENSIONS)
}

fn has_extension(path: &Path, extensions: &[&str]) -> bool {
    let Some(extension) = path.extension() else {
        return false;
    };
    extensions
        .iter()
        .any(|known| extension.eq_ignore_ascii_case(known))
}

/// Whether a character is one of the spaces of a fixed width (Unicode 16.0, section 6.2), such as the
/// en space, or the narrow no-break space. If a font has none, the shaper uses its ordinary space.
#[must_use]
pub fn is_fixed_width_space(character: char) -> bool {
    match character {
        '\u{2000}'..='\u{200a}' => true,
        _ => character == '\u{202f}' || character == '\u{205f}',
    }
}

/// Whether a character is never drawn: controls, spaces, joiners, variation selectors and
/// directional marks.
#[must_use]
pub fn needs_no_glyph(character: char) -> bool {
    // Most characters are printable ASCII, and this is called for each character of a text.
    if matches!(character, '!'..='~') {
        return false;
    }
    matches!(character,
        '\u{0}'..='\u{20}' | '\u{7f}'..='\u{a0}' | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{e0000}'..='\u{e0fff}')
}
