//! The fonts of symbols and emoji in Word.
//!
//! Left to itself, Word chooses a font in which status circles differ only in colour. The file
//! therefore embeds a font for them, and names the fonts of Windows for emoji and symbols. If a
//! reader lacks such a font, Word and LibreOffice use another one that has the sign.

use unicode_segmentation::UnicodeSegmentation;

use crate::colored_sign::SignHue;
use crate::fonts::{FontStyle, Fonts, STATUS_FAMILY};
use crate::ooxml::namespaces::{R, W};
use crate::ooxml::package::Package;
use crate::ooxml::values::hex_color;
use crate::ooxml::xml::push_empty_element;
use crate::theme::Color;

/// The font of a sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct SignFont {
    pub(super) family: &'static str,
    hue: Option<SignHue>,
}

impl SignFont {
    /// Appends the font as a property of a run.
    pub(super) fn push_font(self, out: &mut String) {
        // One for each group of scripts: Word decides by its own rules which group a sign is in.
        let attributes = ["w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"];
        let attributes = attributes.map(|name| (name, self.family));
        push_empty_element("w:rFonts", &attributes, out);
    }

    /// Appends the colour as a property of a run, for the colour of the document's text.
    pub(super) fn push_color(self, text: Color, out: &mut String) {
        if let Some(hue) = self.hue {
            let color = hex_color(hue.color_beside(text));
            push_empty_element("w:color", &[("w:val", &*color)], out);
        }
    }
}

/// Whether a text may have symbols or emoji. Most have none.
pub(super) fn may_have_signs(text: &str) -> bool {
    !text.is_ascii() && text.contains(may_be_sign)
}

/// Splits escaped text at its symbols and emoji. With `keeps_symbols`, the text's own font has the
/// symbols, as those for Chinese have.
pub(super) fn stretches_of_signs<'t>(
    text: &'t str,
    fonts: &Fonts,
    keeps_symbols: bool,
) -> Vec<(Option<SignFont>, &'t str)> {
    let mut stretches: Vec<(Option<SignFont>, &str)> = Vec::new();
    let mut start = 0;
    let mut current = None;
    for (at, grapheme) in text.grapheme_indices(true) {
        let font = font_of_grapheme(grapheme, fonts, keeps_symbols);
        if font != current {
            stretches.push((current, &text[start..at]));
            (start, current) = (at, font);
        }
    }
    stretches.push((current, &text[start..]));
    stretches.retain(|(_, stretch)| !stretch.is_empty());
    stretches
}

/// Letter-like symbols up to the supplements of arrows and shapes, the emoji, and the box around
/// keycaps.
fn may_be_sign(character: char) -> bool {
    matches!(character, KEYCAP | '\u{2100}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}')
}

const KEYCAP: char = '\u{20e3}';

/// Asks for the coloured form of the symbol before it.
const EMOJI_SELECTOR: char = '\u{fe0f}';

fn font_of_grapheme(grapheme: &str, fonts: &Fonts, keeps_symbols: bool) -> Option<SignFont> {
    let hue = SignHue::of(grapheme);
    if grapheme.contains(KEYCAP) {
        return Some(SignFont { family: EMOJI, hue });
    }
    let first = grapheme.chars().next().filter(|it| may_be_sign(*it))?;
    let family = match fonts.built_in_symbol_family(first)? {
        STATUS_FAMILY => STATUS_FAMILY,
        "Briefkit Emoji" => EMOJI,
        // Fonts for text have the currency signs.
        "Briefkit Currency" => return None,
        _ if grapheme.contains(EMOJI_SELECTOR) => EMOJI,
        _ if keeps_symbols => return None,
        _ => SYMBOL,
    };
    Some(SignFont { family, hue })
}

const EMOJI: &str = "Segoe UI Emoji";
const SYMBOL: &str = "Segoe UI Symbol";

/// The part with the font for status signs.
pub(super) const STATUS_FONT_PART: &str = "word/fonts/status.odttf";

/// The relationship of the table of fonts to it.
const STATUS_FONT_ID: &str = "rIdStatusFont";

/// The key that obfuscates the font.
const FONT_KEY: &str = "{6B1F2C5A-0D3E-4E7A-9C41-52A8B7D06E13}";

/// Adds the font for status signs to a package.
pub(super) fn add_status_font(fonts: &Fonts, package: &mut Package) {
    if package.contains_part(STATUS_FONT_PART) {
        return;
    }
    let Some(face) = fonts.nearest_face(STATUS_FAMILY, FontStyle::default()) else {
        return;
    };
    let bytes = obfuscated_font(fonts.face(face).data());
    let content_type = "application/vnd.openxmlformats-officedocument.obfuscatedFont";
    package.add_typed_part(STATUS_FONT_PART, content_type, bytes);
    let target = "fonts/status.odttf";
    package.relate("word/fontTable.xml", STATUS_FONT_ID, "font", target);
}

/// A table of fonts with the font for status signs at its end.
pub(super) fn with_status_font(table: &[u8]) -> Vec<u8> {
    let font = format!(
        "<w:font xmlns:w=\"{W}\" xmlns:r=\"{R}\" w:name=\"{STATUS_FAMILY}\"><w:charset w:val=\"00\"/><w:family w:val=\"swiss\"/><w:pitch w:val=\"variable\"/><w:embedRegular r:id=\"{STATUS_FONT_ID}\" w:fontKey=\"{FONT_KEY}\"/></w:font>"
    );
    let table = String::from_utf8_lossy(table);
    let end = "</w:fonts>";
    table.replacen(end, &format!("{font}{end}"), 1).into_bytes()
}

/// An obfuscated font: the first 32 bytes are combined with the key by XOR, starting with the last
/// byte of the key (ECMA-376 part 1, 17.8.1).
fn obfuscated_font(font: &[u8]) -> Vec<u8> {
    let digits: String = FONT_KEY.chars().filter(char::is_ascii_hexdigit).collect();
    let key = u128::from_str_radix(&digits, 16).unwrap_or_default();
    let key = key.to_le_bytes();
    let mut bytes = font.to_vec();
    for (byte, mask) in bytes.iter_mut().take(32).zip(key.iter().cycle()) {
        *byte ^= mask;
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn families(text: &str, keeps_symbols: bool) -> Vec<(Option<&'static str>, &str)> {
        let fonts = Fonts::built_in();
        let stretches = stretches_of_signs(text, &fonts, keeps_symbols).into_iter();
        let named = stretches.map(|(font, stretch)| (font.map(|it| it.family), stretch));
        named.collect()
    }

    #[test]
    fn each_sign_has_a_font_that_has_it() {
        let status = Some(STATUS_FAMILY);
        assert_eq!(
            families("On track → 5 € ₪", false),
            [(None, "On track → 5 € ₪")]
        );
        assert_eq!(
            families("A 🔴&amp;🟢🟡 ☎ 1️⃣2", false),
            [
                (None, "A "),
                (status, "🔴"),
                (None, "&amp;"),
                (status, "🟢"),
                (status, "🟡"),
                (None, " "),
                (Some(SYMBOL), "☎"),
                (None, " "),
                (Some(EMOJI), "1️⃣"),
                (None, "2"),
            ]
        );
        assert_eq!(families("👩‍💻", false), [(Some(EMOJI), "👩‍💻")]);
        assert_eq!(families("①", true), [(None, "①")]);
        assert_eq!(families("⚠️", true), [(Some(EMOJI), "⚠️")]);
    }

    #[test]
    fn the_key_is_mixed_into_the_first_bytes() {
        let font = obfuscated_font(&[0; 40]);
        assert_eq!(font[..4], [0x13, 0x6e, 0xd0, 0xb7]);
        assert_eq!(font[16..20], font[..4]);
        assert_eq!(font[32..], [0; 8]);
    }
}
