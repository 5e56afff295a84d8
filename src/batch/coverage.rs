//! Chooses the fonts for a brief and reports the characters that no font has.

use std::collections::BTreeSet;

use unicode_script::Script;

use super::character_names::{character_name, more_characters};
use super::han_characters::HanCharacters;
use super::joined_signs::warn_about_joined_signs;
use super::shared::{FontSelection, LoadedLabels, SharedResources};
use crate::brief::Positions;
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::font_needs::font_suggestion;
use crate::fonts::{Fonts, HanForms};
use crate::project::SETTINGS_FILE;
use crate::theme::Theme;
use crate::{lang, markup};

/// How many missing characters of a script a message names. It counts the others.
const MAX_NAMED_CHARACTERS: usize = 3;

/// A character that no font has.
struct MissingCharacter {
    character: char,
    /// Where the brief uses it first; `None` if labels or dates use it, or if no message names it.
    span: Option<Span>,
}

/// The missing characters of one script, in the order of their first use.
struct MissingInScript {
    script: Script,
    characters: Vec<MissingCharacter>,
}

/// The fonts for a brief, and what they lack.
pub(super) struct BriefFonts {
    /// The characters of the brief's texts, labels and dates.
    pub characters: BTreeSet<char>,
    /// The Han characters among them and those of SVG images.
    pub han: HanCharacters,
    pub selection: FontSelection,
    /// Problems with characters that no font has.
    pub missing_characters: Vec<Diagnostic>,
    /// Warns about what pages show in the form of another language, or in parts.
    pub page_warnings: Vec<Diagnostic>,
    /// Warns about fonts in folders that are left out.
    pub pictured_fonts: Vec<Diagnostic>,
}

/// Chooses the fonts for a brief in the language `lang`, and reports what they lack.
///
/// `svg_characters` influence the choice, but missing ones are not reported here: reading the image
/// does that.
pub(super) fn choose_brief_fonts(
    positions: &Positions,
    lang: &str,
    labels: &LoadedLabels,
    svg_characters: BTreeSet<char>,
    theme: &Theme,
    shared: &SharedResources,
) -> Result<BriefFonts, Diagnostic> {
    let mut characters = labels.characters.clone();
    add_text_characters(positions, &mut characters);
    let mut all = svg_characters;
    all.extend(&characters);
    let forms = lang::han_forms(lang);
    let han = HanCharacters::find(positions, lang, &all);
    let selection = shared.choose_fonts(&all, theme, han.allow_simplified())?;
    let fonts = selection.caches.fonts();
    let mut missing = BTreeSet::new();
    // The built-in fonts are chosen alone only if they have all characters.
    if selection.includes_folders {
        missing = fonts.missing_characters(&characters);
    }
    let mut page_warnings = han.warnings(positions, lang, fonts, &theme.fonts.body);
    page_warnings.extend(warn_about_joined_signs(
        positions,
        &characters,
        selection.caches.shaper(),
        &theme.fonts.body,
    ));
    Ok(BriefFonts {
        missing_characters: report_missing_characters(positions, missing, fonts, forms),
        pictured_fonts: warn_about_pictured_fonts(fonts),
        selection,
        page_warnings,
        characters,
        han,
    })
}

/// Warns about fonts that have no outlines. Their folders are read only for a brief that needs them.
fn warn_about_pictured_fonts(fonts: &Fonts) -> Vec<Diagnostic> {
    let mut warnings = Vec::new();
    for font in fonts.pictured() {
        let file = font.path.display();
        let message = format!("`{file}` is not used: its signs are pictures or layers of colour");
        let hint = "pages show signs from fonts with outlines, such as Noto Emoji; symbols and emoji are built in";
        warnings.push(Diagnostic::warning(Code::InvalidFont, message).hint(hint));
    }
    warnings
}

/// Adds the characters of all texts of a brief.
fn add_text_characters(positions: &Positions, characters: &mut BTreeSet<char>) {
    // Most characters are ASCII. Without this array, a batch costs 2.4 % more.
    let mut ascii = [false; 128];
    positions.each_text(&mut |_, _, text| {
        for character in markup::text_as_shown(text).chars() {
            match ascii.get_mut(character as usize) {
                Some(seen) => *seen = true,
                None => drop(characters.insert(character)),
            }
        }
    });
    for (code, is_used) in (0_u8..).zip(ascii) {
        if is_used {
            characters.insert(char::from(code));
        }
    }
}

/// Reports missing characters with the place where each is used first. Characters of one script are
/// reported together, because a font usually covers all of a script or none of it.
fn report_missing_characters(
    positions: &Positions,
    mut missing: BTreeSet<char>,
    fonts: &Fonts,
    forms: HanForms,
) -> Vec<Diagnostic> {
    if missing.is_empty() {
        return Vec::new();
    }
    let mut scripts: Vec<MissingInScript> = Vec::new();
    positions.each_text(&mut |source, node, text| {
        for character in markup::text_as_shown(text).chars() {
            if !missing.remove(&character) {
                continue;
            }
            let characters = characters_of_script(&mut scripts, character);
            // Only named characters need a position, and finding one is slow.
            let span = if characters.len() < MAX_NAMED_CHARACTERS {
                node.narrowed(source, &character.to_string())
            } else {
                None
            };
            characters.push(MissingCharacter { character, span });
        }
    });
    // The rest is in labels and dates.
    for character in missing {
        let characters = characters_of_script(&mut scripts, character);
        characters.push(MissingCharacter {
            character,
            span: None,
        });
    }
    let mut problems = Vec::new();
    for missing in &scripts {
        problems.push(no_font_diagnostic(missing, fonts, forms));
    }
    problems
}

/// The list of the characters that have the script of this character.
fn characters_of_script(
    scripts: &mut Vec<MissingInScript>,
    character: char,
) -> &mut Vec<MissingCharacter> {
    let script = lang::script(character);
    let index = match scripts.iter().position(|known| known.script == script) {
        Some(index) => index,
        None => {
            scripts.push(MissingInScript {
                script,
                characters: Vec::new(),
            });
            scripts.len() - 1
        }
    };
    &mut scripts[index].characters
}

fn no_font_diagnostic(missing: &MissingInScript, fonts: &Fonts, forms: HanForms) -> Diagnostic {
    let MissingInScript { script, characters } = missing;
    let first_span = match characters.first() {
        Some(first) => first.span.clone(),
        None => None,
    };
    let first_line = first_span.as_ref().map(first_line_of);
    let mut names = Vec::new();
    for missing in characters.iter().take(MAX_NAMED_CHARACTERS) {
        let name = character_name(missing.character);
        // The line of the first character is shown with the message.
        match missing.span.as_ref().map(first_line_of) {
            Some(line) if Some(line) != first_line => names.push(format!("{name} in line {line}")),
            _ => names.push(name),
        }
    }
    let more = more_characters(*script, characters.len() - names.len());
    let names = names.join(", ");
    let families: Vec<&str> = fonts.families().into_keys().collect();
    let families = families.join(", ");
    let mut hint = format!(
        "put a font that has it into a folder named by `fonts:` in {SETTINGS_FILE}{}",
        font_suggestion(*script, forms)
    );
    let mut in_color = characters
        .iter()
        .map(|it| fonts.family_in_color(it.character));
    if let Some(family) = in_color.find_map(|family| family) {
        hint.push_str(&format!(
            "; `{family}` has it in colour alone, which pages cannot show"
        ));
    }
    Diagnostic::error(Code::NoFont, format!("no font has {names}{more}"))
        .at(first_span)
        .label(format!("tried: {families}"))
        .hint(hint)
}

/// The number of the line in which a span begins.
fn first_line_of(span: &Span) -> usize {
    let (line, _) = span.source.line_column(span.start);
    line
}
