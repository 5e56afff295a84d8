//! Tells script by script which fonts show a set of characters.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use serde::Serialize;
use unicode_script::Script;

use crate::fonts::{FontStyle, Fonts, needs_no_glyph};
use crate::lang::{self, HanForms};
pub use noto_families::NotoFamily;
use noto_families::noto_family;

mod noto_families;

/// The characters of a script, and the fonts that show them.
#[derive(Debug, Clone, Serialize)]
pub struct ScriptFonts {
    /// The script's name in Unicode, such as `Thai`; `Common` for digits, punctuation and signs.
    pub script: &'static str,
    /// How many different characters there are.
    pub characters: usize,
    /// The families that show them, the first one first.
    pub families: Vec<UsedFamily>,
    /// The characters that no font has.
    pub missing: String,
    /// The characters that are shown in the forms of another language.
    pub in_other_forms: String,
    /// A font to get, if characters are missing or in other forms.
    pub get: Option<NotoFamily>,
}

/// A family that shows characters of a script.
#[derive(Debug, Clone, Serialize)]
pub struct UsedFamily {
    /// The name of the family.
    pub family: String,
    /// Its regular file; `None` if it is part of the program.
    pub file: Option<PathBuf>,
    /// How many of the characters it shows.
    pub characters: usize,
}

impl ScriptFonts {
    fn new(script: Script) -> Self {
        Self {
            script: script.full_name(),
            characters: 0,
            families: Vec::new(),
            missing: String::new(),
            in_other_forms: String::new(),
            get: None,
        }
    }

    fn count_family(&mut self, family: &str, file: Option<PathBuf>) {
        self.characters += 1;
        match self.families.iter_mut().find(|it| it.family == family) {
            Some(known) => known.characters += 1,
            None => self.families.push(UsedFamily {
                family: family.to_owned(),
                file,
                characters: 1,
            }),
        }
    }
}

/// Which fonts show `characters` in text in `families` of a language: for each script those that
/// pages use, and one to get where there is none. `han` has Han characters by the forms that they
/// need; others need those of the language.
#[must_use]
pub(crate) fn fonts_by_script(
    fonts: &Fonts,
    characters: &BTreeSet<char>,
    families: &[String],
    lang: &str,
    han: &BTreeMap<HanForms, BTreeSet<char>>,
) -> Vec<ScriptFonts> {
    let own_forms = lang::han_forms(lang);
    let mut orders = BTreeMap::new();
    let mut foreign: BTreeSet<char> = BTreeSet::new();
    for (&forms, characters) in han {
        let order = fonts.fallback_order(families, FontStyle::default(), forms);
        orders.insert(forms, order);
        foreign.extend(
            fonts
                .characters_in_other_forms(characters, families, forms)
                .keys(),
        );
    }
    let own_order = fonts.fallback_order(families, FontStyle::default(), own_forms);
    let mut scripts: BTreeMap<&str, ScriptFonts> = BTreeMap::new();
    for &character in characters {
        if needs_no_glyph(character) {
            continue;
        }
        let script = match lang::script(character) {
            // Marks of several scripts and signs of none.
            Script::Inherited | Script::Unknown => Script::Common,
            script => script,
        };
        let entry = scripts.entry(script.full_name());
        let entry = entry.or_insert_with(|| ScriptFonts::new(script));
        let forms = han.iter().find(|(_, it)| it.contains(&character));
        let forms = forms.map_or(own_forms, |(forms, _)| *forms);
        let order = orders.get(&forms).unwrap_or(&own_order);
        match order.iter().find(|&&id| fonts.covers(id, character)) {
            Some(&id) => {
                let face = fonts.face(id);
                entry.count_family(&face.family, face.file.clone());
            }
            None => {
                entry.characters += 1;
                entry.missing.push(character);
            }
        }
        if foreign.contains(&character) {
            entry.in_other_forms.push(character);
        }
        let is_complete = entry.missing.is_empty() && entry.in_other_forms.is_empty();
        if entry.get.is_none() && !is_complete {
            entry.get = noto_family(script, forms);
        }
    }
    scripts.into_values().collect()
}

/// The end of a hint to put a font into a folder: which one, or where to read more.
pub(crate) fn font_suggestion(script: Script, forms: HanForms) -> String {
    match noto_family(script, forms) {
        Some(NotoFamily { family, .. }) => {
            format!(", such as {family}; `gen fonts` says where to get it")
        }
        None => ", or see docs/fonts.md".to_owned(),
    }
}
