//! Conversion of values to those that PDF can hold: coordinates, text strings, URLs.

use std::ops::RangeInclusive;

use lopdf::{Object, StringFormat};

use crate::frame::finite_points;
use crate::length::Pt;

/// A length or coordinate in points that is safe to write: finite and rounded to thousandths.
pub(super) fn coordinate(length: Pt) -> f32 {
    round_to_thousandths(finite_points(length))
}

/// Rounds to three decimals. The result is never a negative zero.
pub(super) fn round_to_thousandths(value: f32) -> f32 {
    // Adding 0 removes the sign of a negative zero.
    (value * 1000.0).round() / 1000.0 + 0.0
}

/// A text string (ISO 32000-1, 7.9.2.2): ASCII is written as it is, anything else as UTF-16.
pub(super) fn text_string(value: &str) -> Object {
    let clean = printable_line(value);
    // These bytes mean the same in PDFDocEncoding, which strings without a byte order mark have.
    if clean.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        Object::String(clean.into_bytes(), StringFormat::Literal)
    } else {
        Object::String(utf16_with_bom(&clean), StringFormat::Hexadecimal)
    }
}

/// Big-endian UTF-16 with the byte order mark that text strings begin with.
pub(super) fn utf16_with_bom(value: &str) -> Vec<u8> {
    let mut bytes = vec![0xFE, 0xFF];
    for unit in value.encode_utf16() {
        bytes.extend_from_slice(&unit.to_be_bytes());
    }
    bytes
}

/// `value` on one line, without the characters that XML 1.0 and the Unicode maps of PDF do not
/// allow.
pub(super) fn printable_line(value: &str) -> String {
    let mut line = String::with_capacity(value.len());
    for character in value.chars() {
        match character {
            '\n' | '\r' | '\t' => line.push(' '),
            _ if is_text_character(character) => line.push(character),
            _ => {}
        }
    }
    line
}

/// Whether this character may be the text of a glyph: not a control character, byte order mark or
/// noncharacter.
pub(super) fn is_text_character(character: char) -> bool {
    // PDF/UA does not allow U+0000, U+FEFF and U+FFFE in Unicode maps (ISO 14289-1, 7.21.7), and
    // XML 1.0 most of the others. The last two code points of every plane are noncharacters.
    let is_plane_end = u32::from(character) & 0xFFFE == 0xFFFE;
    !character.is_control() && character != '\u{FEFF}' && !is_plane_end
}

/// The area for private use, and planes 15 and 16 without the noncharacters at their ends.
const PRIVATE_USE: [RangeInclusive<char>; 3] = [
    '\u{E000}'..='\u{F8FF}',
    '\u{F0000}'..='\u{FFFFD}',
    '\u{100000}'..='\u{10FFFD}',
];

/// Whether a character is for private use, so that readers do not know its meaning (Unicode,
/// 23.5).
pub(super) fn is_private_use(character: char) -> bool {
    PRIVATE_USE.iter().any(|range| range.contains(&character))
}

/// Visible characters of ASCII that URLs must not have. A percent sign is not among them: it begins
/// percent-encoding that exists.
const NOT_IN_URLS: &[u8] = b"\"<>\\^`{|}";

/// A URL in ASCII (RFC 3986): other characters are percent-encoded, and existing percent-encoding
/// stays as it is.
pub(super) fn percent_encode_url(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    for byte in url.bytes() {
        if byte.is_ascii_graphic() && !NOT_IN_URLS.contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::MAX_COORDINATE;

    #[test]
    fn numbers_are_finite_and_short() {
        assert_eq!(coordinate(Pt(1.0 / 3.0)).to_string(), "0.333");
        assert_eq!(coordinate(Pt(f32::NAN)), 0.0);
        assert_eq!(coordinate(Pt(f32::INFINITY)), 0.0);
        assert_eq!(coordinate(Pt(-1e30)), -MAX_COORDINATE);
        assert_eq!(coordinate(Pt(-0.000_1)).to_string(), "0");
    }

    #[test]
    fn text_strings_are_ascii_or_utf_16() {
        assert_eq!(
            text_string("plain\u{0}\n(x)"),
            Object::String(b"plain (x)".to_vec(), StringFormat::Literal)
        );
        assert_eq!(
            text_string("é"),
            Object::String(vec![0xFE, 0xFF, 0, 0xE9], StringFormat::Hexadecimal)
        );
    }

    #[test]
    fn urls_are_ascii() {
        assert_eq!(
            percent_encode_url("https://a.example/ü b?q=%20"),
            "https://a.example/%C3%BC%20b?q=%20"
        );
    }
}
