//! Values as PDF spells them: numbers, text strings, addresses, dates.

use lopdf::{Object, StringFormat};

use crate::frame::finite_points;
use crate::length::Pt;

/// A length or coordinate that is safe to write: finite, in thousandths of a point.
pub(super) fn coordinate(length: Pt) -> f32 {
    round_to_thousandths(finite_points(length))
}

/// A number in thousandths.
pub(super) fn round_to_thousandths(value: f32) -> f32 {
    // Adding 0 takes the sign off a negative zero.
    (value * 1000.0).round() / 1000.0 + 0.0
}

/// A text string (ISO 32000-1, 7.9.2.2): ASCII as it is, all else in UTF-16.
pub(super) fn text_string(value: &str) -> Object {
    let clean = printable_line(value);
    if clean.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        Object::String(clean.into_bytes(), StringFormat::Literal)
    } else {
        Object::String(utf16_with_bom(&clean), StringFormat::Hexadecimal)
    }
}

/// UTF-16 with its byte order mark, as text strings have it.
pub(super) fn utf16_with_bom(value: &str) -> Vec<u8> {
    [0xFEFF]
        .into_iter()
        .chain(value.encode_utf16())
        .flat_map(u16::to_be_bytes)
        .collect()
}

/// `value` on one line and without the characters that XML 1.0 and Unicode maps in PDF have no
/// place for.
pub(super) fn printable_line(value: &str) -> String {
    value
        .chars()
        .map(|it| {
            if matches!(it, '\n' | '\r' | '\t') {
                ' '
            } else {
                it
            }
        })
        .filter(|it| is_text_character(*it))
        .collect()
}

/// Whether text may hold this character: no control, no byte order mark, no noncharacter (ISO
/// 14289-1, 7.21.7).
pub(super) fn is_text_character(character: char) -> bool {
    !character.is_control() && character != '\u{FEFF}' && u32::from(character) & 0xFFFE != 0xFFFE
}

/// Whether a character means only what two parties have agreed on (Unicode, 23.5).
pub(super) fn is_private_use(character: char) -> bool {
    matches!(character, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{FFFFD}' | '\u{100000}'..='\u{10FFFD}')
}

/// An address in ASCII, as RFC 3986 wants it: other characters percent-encoded, what is encoded
/// already left alone.
pub(super) fn percent_encode_url(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    for byte in url.bytes() {
        match byte {
            b'"' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}' | ..=b' ' | 0x7F.. => {
                out.push_str(&format!("%{byte:02X}"));
            }
            _ => out.push(char::from(byte)),
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
    fn addresses_are_ascii() {
        assert_eq!(
            percent_encode_url("https://a.example/ü b?q=%20"),
            "https://a.example/%C3%BC%20b?q=%20"
        );
    }
}
