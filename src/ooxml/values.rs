//! Values in the form that parts have them: text on one line, and colours.

use super::xml::is_allowed;
use crate::theme::Color;

/// Text on one line, for properties, headers and names: white space and control characters become
/// single spaces.
pub(crate) fn one_line(text: &str) -> String {
    // Most texts are on one line already.
    let is_printable_ascii = text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    let has_extra_spaces = text.contains("  ") || text.trim() != text;
    if is_printable_ascii && !has_extra_spaces {
        return text.to_owned();
    }
    let mut visible = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_control() || !is_allowed(character) {
            visible.push(' ');
        } else {
            visible.push(character);
        }
    }
    let words: Vec<&str> = visible.split_whitespace().collect();
    words.join(" ")
}

/// A colour as six hexadecimal digits (`ST_HexColorRGB`), such as `1F3864`.
pub(crate) fn hex_color(color: Color) -> String {
    format!("{:02X}{:02X}{:02X}", color.red, color.green, color.blue)
}
