//! The fonts that show a brief, and the characters that none of them has.

use std::collections::BTreeSet;

use unicode_script::Script;

use super::shared::{FontSelection, LoadedLabels, SharedResources};
use crate::brief::Positions;
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::fonts::Fonts;
use crate::project::SETTINGS_FILE;
use crate::theme::Theme;
use crate::{lang, markup};

/// The fonts for a brief, and what is to be said of characters that none of them has. `pictures`
/// are characters of pictures, of which is told where they are read.
pub(super) fn choose_brief_fonts(
    positions: &Positions,
    labels: &LoadedLabels,
    images: BTreeSet<char>,
    theme: &Theme,
    shared: &SharedResources,
) -> Result<(FontSelection, Vec<Diagnostic>), Diagnostic> {
    let mut characters: BTreeSet<char> = labels.characters.clone();
    // A set of all characters is dear to build from a text that has few different ones.
    let mut ascii = [false; 128];
    positions.each_text(&mut |_, _, text| {
        for character in text_as_shown(text).chars() {
            match ascii.get_mut(character as usize) {
                Some(seen) => *seen = true,
                None => drop(characters.insert(character)),
            }
        }
    });
    characters.extend((0..128_u8).map(char::from).filter(|it| ascii[*it as usize]));
    let mut all = images;
    all.extend(&characters);
    let (found, mut wanting) = shared.choose_fonts(&all, theme)?;
    wanting.retain(|character| characters.contains(character));
    let missing = report_missing_characters(positions, wanting, found.shaper.fonts());
    Ok((found, missing))
}

/// Says where characters stand that no font has, by script, as one font mostly has all of one.
fn report_missing_characters(
    positions: &Positions,
    mut wanting: BTreeSet<char>,
    fonts: &Fonts,
) -> Vec<Diagnostic> {
    if wanting.is_empty() {
        return Vec::new();
    }
    let mut scripts: Vec<(Script, Vec<MissingCharacter>)> = Vec::new();
    let mut miss = |character: char, place: &dyn Fn() -> Option<Span>| {
        let script = lang::script(character);
        match scripts.iter_mut().find(|(known, _)| *known == script) {
            Some((_, characters)) => {
                let place = (characters.len() < MAX_NAMED_CHARACTERS)
                    .then(place)
                    .flatten();
                characters.push((character, place));
            }
            None => scripts.push((script, vec![(character, place())])),
        }
    };
    positions.each_text(&mut |source, node, text| {
        for character in text_as_shown(text).chars() {
            if wanting.remove(&character) {
                miss(character, &|| node.narrowed(source, &character.to_string()));
            }
        }
    });
    wanting
        .iter()
        .for_each(|character| miss(*character, &|| None));
    scripts
        .iter()
        .map(|(script, them)| no_font_diagnostic(*script, them, fonts))
        .collect()
}

/// A text with what its character references stand for.
fn text_as_shown(text: &str) -> std::borrow::Cow<'_, str> {
    if text.contains('&') {
        markup::words(text).into()
    } else {
        markup::spelled(text)
    }
}

/// A character with its code point; one that nothing shows, as those of private use, by its code
/// point alone.
fn character_name(character: char) -> String {
    let code = format!("U+{:04X}", u32::from(character));
    match character {
        '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}' => format!("{code} (of private use)"),
        _ => format!("`{character}` ({code})"),
    }
}

/// How many of the characters that no font has are named; of the others the count is told.
const MAX_NAMED_CHARACTERS: usize = 3;

/// A character that no font has, and where it stands first.
type MissingCharacter = (char, Option<Span>);

/// Says that no font has some characters of one script.
fn no_font_diagnostic(
    script: Script,
    characters: &[MissingCharacter],
    fonts: &Fonts,
) -> Diagnostic {
    let families = fonts.families().into_keys().collect::<Vec<_>>().join(", ");
    let line = |place: &Option<Span>| {
        place
            .as_ref()
            .map(|span| span.source.line_column(span.start).0)
    };
    let first = characters.first().and_then(|(_, place)| place.clone());
    let shown = line(&first);
    let name = |(character, place): &MissingCharacter| match line(place) {
        // The line of the first is shown anyway.
        Some(line) if Some(line) != shown => {
            format!("{} in line {line}", character_name(*character))
        }
        _ => character_name(*character),
    };
    let names = characters
        .iter()
        .take(MAX_NAMED_CHARACTERS)
        .map(name)
        .collect::<Vec<_>>()
        .join(", ");
    let more = match characters.len().saturating_sub(MAX_NAMED_CHARACTERS) {
        0 => String::new(),
        more if matches!(script, Script::Common | Script::Inherited | Script::Unknown) => {
            format!(" and {more} more")
        }
        more => format!(
            " and {more} more of the {} script",
            script.full_name().replace('_', " ")
        ),
    };
    let hint = format!(
        "put a font that has it into a folder named by `fonts:` in {SETTINGS_FILE}, or see docs/fonts.md"
    );
    Diagnostic::error(Code::NoFont, format!("no font has {names}{more}"))
        .at(first)
        .label(format!("tried: {families}"))
        .hint(hint)
}
