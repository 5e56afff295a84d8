//! The fonts of the run for text in SVG files.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use resvg::usvg::fontdb::{Database, ID, Source};
use resvg::usvg::{Font, FontFamily, FontResolver, FontStyle};

use crate::fonts::{Face, FaceId, Fonts, needs_no_glyph};

/// A family inside the program, for text whose font is not known.
pub(super) const SANS: &str = "Source Sans 3";

/// A family inside the program, for text that is to have serifs.
const SERIF: &str = "Source Serif 4";

/// Finds fonts for text, and remembers what there was none for.
pub(super) struct SvgFontResolver<'a> {
    fonts: &'a Fonts,
    database: Arc<Database>,
    /// The faces of the fonts as the database knows them, in the same order.
    ids: Vec<Option<ID>>,
    missing_families: Mutex<BTreeSet<String>>,
    missing_characters: Mutex<BTreeSet<char>>,
}

impl<'a> SvgFontResolver<'a> {
    pub fn new(fonts: &'a Fonts) -> Self {
        let mut database = Database::new();
        let load = |face: &Face| {
            let data: Arc<dyn AsRef<[u8]> + Send + Sync> = match face.shared_bytes() {
                Ok(inside) => Arc::new(inside),
                Err(file) => file,
            };
            database
                .load_font_source(Source::Binary(data))
                .first()
                .copied()
        };
        let ids = fonts.faces().iter().map(load).collect();
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

    /// The nearest face of the first family that there is; those inside the program stand for
    /// families by kind.
    fn select_face(&self, font: &Font) -> Option<ID> {
        let mut unknown = Vec::new();
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
            unknown.push(name.to_owned());
        }
        if let Some(name) = unknown.into_iter().next() {
            self.missing_families
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .insert(name);
        }
        self.nearest_face(SANS, font)
    }

    fn nearest_face(&self, family: &str, font: &Font) -> Option<ID> {
        let slanted = font.style() != FontStyle::Normal;
        let distance = |face: &Face| {
            let slant = if face.italic == slanted { 0.0 } else { 1000.0 };
            slant + (face.weight - f32::from(font.weight())).abs()
        };
        let faces = self.fonts.faces().iter().zip(&self.ids);
        let faces = faces.filter(|(face, _)| face.family.eq_ignore_ascii_case(family));
        faces
            .min_by(|(a, _), (b, _)| distance(a).total_cmp(&distance(b)))
            .and_then(|(_, id)| *id)
    }

    fn fallback_face(&self, character: char, used: &[ID]) -> Option<ID> {
        let known = self.ids.iter().enumerate().find(|(at, id)| {
            id.is_some_and(|id| !used.contains(&id)) && self.fonts.covers(FaceId(*at), character)
        });
        let id = known.and_then(|(_, id)| *id);
        if id.is_none() && !needs_no_glyph(character) {
            self.missing_characters
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .insert(character);
        }
        id
    }

    /// What there was no font for.
    pub fn warnings(&self) -> Vec<String> {
        let families = self
            .missing_families
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let families = families.iter().take(3).map(|family| {
            format!(
                "names the font `{}`, which no font folder has; its text is set in another",
                name_excerpt(family)
            )
        });
        let characters = self
            .missing_characters
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let code = |it: &char| format!("`{it}` (U+{:04X})", u32::from(*it));
        let characters: Vec<String> = characters
            .iter()
            .filter(|it| !it.is_control())
            .take(3)
            .map(code)
            .collect();
        let characters = (!characters.is_empty())
            .then(|| format!("has {}, which no font has", characters.join(", ")));
        families.chain(characters).collect()
    }
}

/// The beginning of a name, for a message.
fn name_excerpt(name: &str) -> String {
    name.chars()
        .filter(|it| !it.is_control())
        .take(40)
        .collect()
}
