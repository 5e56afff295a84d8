//! Finds fonts for text in SVG files ([`SvgFontResolver`]), among those of the run.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use resvg::usvg::fontdb::{Database, ID, Source};
use resvg::usvg::{Font, FontFamily, FontResolver, FontStyle};

use crate::fonts::{Face, FaceId, Fonts, built_in_family, needs_no_glyph};

/// A built-in family, for text whose font is not known.
pub(super) const SANS: &str = "Source Sans 3";

/// A built-in family, for text with serifs.
const SERIF: &str = "Source Serif 4";

/// Missing fonts and characters that a warning names, each.
const MAX_NAMED: usize = 3;

/// Finds fonts for text, and remembers for which families and characters there is none.
///
/// usvg calls it through shared references, so that what it remembers is behind a lock.
pub(super) struct SvgFontResolver<'a> {
    fonts: &'a Fonts,
    database: Arc<Database>,
    /// The ids of the faces in the database, in the order of the faces of `fonts`.
    ids: Vec<Option<ID>>,
    missing_families: Mutex<BTreeSet<String>>,
    missing_characters: Mutex<BTreeSet<char>>,
}

impl<'a> SvgFontResolver<'a> {
    pub fn new(fonts: &'a Fonts) -> Self {
        let mut database = Database::new();
        let mut ids = Vec::new();
        let mut last: Option<&Face> = None;
        let mut loaded: Vec<ID> = Vec::new();
        for face in fonts.faces() {
            // The database reads all faces of a collection at once.
            if !last.is_some_and(|last| last.is_in_file_of(face)) {
                let data: Arc<dyn AsRef<[u8]> + Send + Sync> = match face.shared_bytes() {
                    Ok(built_in) => Arc::new(built_in),
                    Err(file) => file,
                };
                loaded = database.load_font_source(Source::Binary(data)).to_vec();
            }
            last = Some(face);
            // It reads fonts with a parser of its own, which may refuse one of ours.
            let is_face = |id: &&ID| {
                let info = database.face(**id);
                info.is_some_and(|info| info.index == face.index())
            };
            ids.push(loaded.iter().find(is_face).copied());
        }
        Self {
            fonts,
            database: Arc::new(database),
            ids,
            missing_families: Mutex::default(),
            missing_characters: Mutex::default(),
        }
    }

    pub fn database(&self) -> Arc<Database> {
        Arc::clone(&self.database)
    }

    pub fn usvg_resolver(&self) -> FontResolver<'_> {
        FontResolver {
            select_font: Box::new(|font, _| self.select_face(font)),
            select_fallback: Box::new(|character, used, _| self.fallback_face(character, used)),
        }
    }

    /// The nearest face of the first family that exists. Generic families are built-in ones.
    fn select_face(&self, font: &Font) -> Option<ID> {
        let mut first_missing = None;
        for family in font.families() {
            let name = match family {
                FontFamily::Named(name) => name.as_str(),
                FontFamily::Serif => SERIF,
                FontFamily::SansSerif
                | FontFamily::Cursive
                | FontFamily::Fantasy
                | FontFamily::Monospace => SANS,
            };
            if let Some(id) = self.nearest_face(name, font) {
                return Some(id);
            }
            first_missing.get_or_insert(name);
        }
        // The others are alternatives, which files name for systems that lack the first.
        if let Some(name) = first_missing {
            lock(&self.missing_families).insert(name.to_owned());
        }
        self.nearest_face(SANS, font)
    }

    /// The face of a family with the right slant if there is one, and then the nearest weight.
    fn nearest_face(&self, family: &str, font: &Font) -> Option<ID> {
        let family = built_in_family(family);
        let is_slanted = font.style() != FontStyle::Normal;
        let weight = f32::from(font.weight());
        let mut nearest: Option<(f32, Option<ID>)> = None;
        for (face, id) in self.fonts.faces().iter().zip(&self.ids) {
            if !face.family.eq_ignore_ascii_case(family) {
                continue;
            }
            let mut distance = (face.weight - weight).abs();
            // Weights differ by less than 1000, so that the slant comes first.
            if face.italic != is_slanted {
                distance += 1000.0;
            }
            if nearest.is_none_or(|(least, _)| distance.total_cmp(&least).is_lt()) {
                nearest = Some((distance, *id));
            }
        }
        let (_, id) = nearest?;
        id
    }

    /// The first face that has a character and was not `used` for it before.
    fn fallback_face(&self, character: char, used: &[ID]) -> Option<ID> {
        for (index, id) in self.ids.iter().enumerate() {
            if let Some(id) = id
                && !used.contains(id)
                && self.fonts.covers(FaceId(index), character)
            {
                return Some(*id);
            }
        }
        if !needs_no_glyph(character) {
            lock(&self.missing_characters).insert(character);
        }
        None
    }

    /// Warnings about missing fonts and characters, as clauses that follow the file's name.
    pub fn warnings(&self) -> Vec<String> {
        let mut warnings = Vec::new();
        for family in lock(&self.missing_families).iter().take(MAX_NAMED) {
            warnings.push(format!(
                "names the font `{}`, which no font folder has; its text is set in another",
                name_excerpt(family)
            ));
        }
        let mut characters = Vec::new();
        for character in lock(&self.missing_characters).iter() {
            // A control character would garble the terminal that the message is printed on.
            if characters.len() < MAX_NAMED && !character.is_control() {
                let code = u32::from(*character);
                characters.push(format!("`{character}` (U+{code:04X})"));
            }
        }
        if !characters.is_empty() {
            let characters = characters.join(", ");
            warnings.push(format!("has {characters}, which no font has"));
        }
        warnings
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The first 40 characters of a name from a file, for a message.
fn name_excerpt(name: &str) -> String {
    name.chars()
        .filter(|character| !character.is_control())
        .take(40)
        .collect()
}
