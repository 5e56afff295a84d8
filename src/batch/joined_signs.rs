//! Warns about emoji of several characters that pages show otherwise than as one sign.

use std::collections::BTreeSet;

use unicode_script::Script;
use unicode_segmentation::UnicodeSegmentation;

use crate::brief::Positions;
use crate::diagnostic::{Code, Diagnostic};
use crate::text::{Shaper, is_skin_tone};
use crate::{lang, markup};

/// Characters that join others to one emoji (UTS 51): the zero-width joiner, the box around a
/// keycap, the letters of flags, tones of skin, and the tags of flags.
const JOINING: [(char, char); 5] = [
    ('\u{200d}', '\u{200d}'),
    (KEYCAP, KEYCAP),
    ('\u{1f1e6}', '\u{1f1ff}'),
    ('\u{1f3fb}', '\u{1f3ff}'),
    ('\u{e0020}', '\u{e007f}'),
];

const KEYCAP: char = '\u{20e3}';

/// Warns about the emoji of a brief that pages show by some of their parts, or without a tone of
/// skin, with the place of the first of each. `characters` are all of the brief.
pub(super) fn warn_about_joined_signs(
    positions: &Positions,
    characters: &BTreeSet<char>,
    shaper: &Shaper,
    families: &[String],
) -> Vec<Diagnostic> {
    let mut ranges = JOINING.into_iter();
    if !ranges.any(|(first, last)| characters.range(first..=last).next().is_some()) {
        return Vec::new();
    }
    let mut warnings = Vec::new();
    let mut seen = BTreeSet::new();
    let mut names_tone = false;
    positions.each_text(&mut |source, node, text| {
        for sign in markup::text_as_shown(text).graphemes(true) {
            if !is_joined_emoji(sign) || !seen.insert(sign.to_owned()) {
                continue;
            }
            let place = || node.narrowed(source, sign);
            if let Some(message) = message_about(sign, shaper, families) {
                let warning = Diagnostic::warning(Code::SignInParts, message);
                warnings.push(warning.at(place()));
            } else if sign.contains(is_skin_tone) && !names_tone {
                // One warning covers all tones: authors choose the sign, rarely its tone.
                names_tone = true;
                let message =
                    format!("pages show `{sign}` without its tone of skin: signs have one colour");
                warnings.push(Diagnostic::warning(Code::SignInParts, message).at(place()));
            }
        }
    });
    warnings
}

fn message_about(sign: &str, shaper: &Shaper, families: &[String]) -> Option<String> {
    let shown = shaper.shown_instead_of(sign, families)?;
    Some(match &*shown {
        "?" => format!("`{sign}` is the flag of no country; pages show a flag with `?`"),
        "" => format!("pages cannot show `{sign}`"),
        _ => format!("no font has `{sign}` as one sign; pages show `{shown}`"),
    })
}

/// Whether a grapheme is an emoji of several characters that can be joined.
fn is_joined_emoji(grapheme: &str) -> bool {
    let mut characters = grapheme.chars();
    let Some(first) = characters.next() else {
        return false;
    };
    let is_joining = |it: char| {
        JOINING
            .iter()
            .any(|(low, high)| (*low..=*high).contains(&it))
    };
    // Some scripts join their letters with the zero-width joiner.
    characters.any(is_joining)
        && (grapheme.contains(KEYCAP) || lang::script(first) == Script::Common)
}
