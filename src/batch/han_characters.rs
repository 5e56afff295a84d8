//! Finds out in which regional forms the Han characters of a brief are to be shown, and warns where
//! pages show them in others.

use std::collections::{BTreeMap, BTreeSet};

use unicode_script::Script;

use super::character_names::{character_name, more_characters};
use crate::brief::Positions;
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::font_needs::font_suggestion;
use crate::fonts::{Fonts, HanForms, is_general_standard_han, is_simplified_han};
use crate::lang::{self, foreign_stretches, forms_of_stretch, primary_language};
use crate::markup;
use crate::project::SETTINGS_FILE;

/// No Han character is before this one, the first of the radicals.
const FIRST_HAN: char = '\u{2e80}';

/// The Han characters of a brief, by the forms that they need. Those of [`HanForms::Any`] stand in
/// a text in another script, and nothing tells of which language they are.
#[derive(Default)]
pub(super) struct HanCharacters(BTreeMap<HanForms, BTreeSet<char>>);

impl HanCharacters {
    /// Those of a brief in the language `lang`. `characters` are all of its texts, labels and dates.
    pub fn find(positions: &Positions, lang: &str, characters: &BTreeSet<char>) -> Self {
        let own = lang::han_forms(lang);
        let mut later = characters.range(FIRST_HAN..);
        if !later.any(|it| lang::script(*it) == Script::Han) {
            return Self::default();
        }
        let mut by_forms: BTreeMap<HanForms, BTreeSet<char>> = BTreeMap::new();
        let mut in_texts = BTreeSet::new();
        positions.each_text(&mut |_, _, text| {
            for (stretch, forms) in stretches_by_forms(&markup::text_as_shown(text), lang, own) {
                let han = stretch
                    .chars()
                    .filter(|it| lang::script(*it) == Script::Han);
                let han: Vec<char> = han.collect();
                in_texts.extend(han.iter().copied());
                by_forms.entry(forms).or_default().extend(han);
            }
        });
        // Labels and dates are in the language of the brief.
        let others = characters.difference(&in_texts).copied();
        let others = others.filter(|it| lang::script(*it) == Script::Han);
        by_forms.entry(own).or_default().extend(others);
        by_forms.retain(|_, characters| !characters.is_empty());
        Self(by_forms)
    }

    /// Whether all of them may be shown in the forms that are built in.
    pub fn allow_simplified(&self) -> bool {
        self.0.keys().all(|it| it.allow_simplified())
    }

    /// They by the forms that they need.
    pub fn by_forms(&self) -> &BTreeMap<HanForms, BTreeSet<char>> {
        &self.0
    }

    /// Warns about those that pages show in the forms of another language, or in those of
    /// simplified Chinese without anything telling that this is their language.
    pub fn warnings(
        &self,
        positions: &Positions,
        lang: &str,
        fonts: &Fonts,
        families: &[String],
    ) -> Vec<Diagnostic> {
        let place =
            |characters: &BTreeSet<char>, forms| first_place(positions, lang, characters, forms);
        let mut warnings = Vec::new();
        for (&wanted, characters) in &self.0 {
            let foreign = fonts.characters_in_other_forms(characters, families, wanted);
            if !foreign.is_empty() {
                let (first, span) = place(&foreign.keys().copied().collect(), wanted);
                let warning = warn_about_foreign_forms(lang, wanted, &foreign, first);
                warnings.push(warning.at(span));
            }
        }
        if let Some(unknown) = self.0.get(&HanForms::Any) {
            let built_in = fonts.characters_in_built_in_forms(unknown, families);
            warnings.extend(warn_about_unknown_language(lang, &built_in, place));
        }
        warnings
    }
}

/// Warns about characters that pages show in the forms of another language; `named` is one of them.
fn warn_about_foreign_forms(
    lang: &str,
    wanted: HanForms,
    foreign: &BTreeMap<char, HanForms>,
    named: char,
) -> Diagnostic {
    let name = character_name(named);
    let more = more_characters(Script::Han, foreign.len() - 1);
    let shown = foreign
        .get(&named)
        .map_or("another language", |it| it.name());
    // In `en-JP` only the region tells the forms.
    let needed = match lang::han_forms(primary_language(lang)) {
        HanForms::Any => wanted.name().to_owned(),
        _ if wanted == lang::han_forms(lang) => format!("`{lang}`"),
        _ => wanted.name().to_owned(),
    };
    let message =
        format!("no font has {name}{more} in the forms of {needed}; pages show those of {shown}");
    let hint = format!(
        "put a font for this language into a folder named by `fonts:` in {SETTINGS_FILE}{}",
        font_suggestion(Script::Han, wanted)
    );
    Diagnostic::warning(Code::NoFont, message).hint(hint)
}

/// Says that characters are taken for simplified Chinese: as a warning if some of them are not used
/// there, else as a note, unless some of them are used there alone.
fn warn_about_unknown_language(
    lang: &str,
    built_in: &BTreeSet<char>,
    place: impl Fn(&BTreeSet<char>, HanForms) -> (char, Option<Span>),
) -> Option<Diagnostic> {
    if built_in.is_empty() {
        return None;
    }
    let mut unusual = built_in.clone();
    unusual.retain(|it| !is_general_standard_han(*it));
    if unusual.is_empty() && built_in.iter().any(|it| is_simplified_han(*it)) {
        return None;
    }
    let (named, is_warning) = match unusual.is_empty() {
        true => (built_in, false),
        false => (&unusual, true),
    };
    let (first, span) = place(named, HanForms::Any);
    let name = character_name(first);
    let more = more_characters(Script::Han, named.len() - 1);
    let problem = match is_warning {
        true => Diagnostic::warning(
            Code::NoFont,
            format!(
                "{name}{more} may be Japanese, Korean or traditional Chinese; pages show the forms \
                 of simplified Chinese"
            ),
        ),
        false => Diagnostic::note(
            Code::NoFont,
            format!("pages show {name}{more} in the forms of simplified Chinese"),
        ),
    };
    let language = primary_language(lang);
    let hint = format!(
        "name the region in `lang`: `{language}-CN`, `{language}-TW`, `{language}-HK`, \
         `{language}-JP` or `{language}-KR`; or a font for it in `fonts.body` of the theme"
    );
    Some(problem.at(span).hint(hint))
}

/// The first of `characters` that needs `forms` in a text, and its place.
fn first_place(
    positions: &Positions,
    lang: &str,
    characters: &BTreeSet<char>,
    forms: HanForms,
) -> (char, Option<Span>) {
    let own = lang::han_forms(lang);
    let mut found = None;
    positions.each_text(&mut |source, node, text| {
        if found.is_some() || !text.contains(|it| characters.contains(&it)) {
            return;
        }
        for (stretch, stretch_forms) in stretches_by_forms(&markup::text_as_shown(text), lang, own)
        {
            let first = stretch.chars().find(|it| characters.contains(it));
            if let Some(first) = first.filter(|_| stretch_forms == forms && found.is_none()) {
                found = Some((first, node.narrowed(source, &first.to_string())));
            }
        }
    });
    // Labels and dates have no place in the brief.
    let first = characters.first().copied().unwrap_or_default();
    found.unwrap_or((first, None))
}

fn stretches_by_forms<'t>(text: &'t str, lang: &str, own: HanForms) -> Vec<(&'t str, HanForms)> {
    if !text.contains(|it| it >= FIRST_HAN) {
        return Vec::new();
    }
    let stretches = foreign_stretches(text, lang).into_iter();
    stretches
        .map(|(stretch, lang)| (stretch, forms_of_stretch(lang, own)))
        .collect()
}
