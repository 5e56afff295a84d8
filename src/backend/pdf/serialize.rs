//! Serializes PDF objects (ISO 32000-1, 7.3) in as few bytes as the syntax allows.
//!
//! Each function appends to a buffer. No space is written between tokens that delimiters separate
//! already (ISO 32000-1, 7.2.2).

use std::io::Write;

use lopdf::{Dictionary, Object, ObjectId, StringFormat};

/// Below this limit, neighbouring single-precision numbers are less than a thousandth apart, so
/// that every number with three decimals has a value of its own.
const EXACT_THOUSANDTHS: f32 = 8192.0;

/// An object. Of a stream, only its dictionary is written.
pub(super) fn write_object(out: &mut Vec<u8>, value: &Object) {
    match value {
        Object::Null => out.extend_from_slice(b"null"),
        Object::Boolean(true) => out.extend_from_slice(b"true"),
        Object::Boolean(false) => out.extend_from_slice(b"false"),
        Object::Integer(value) => write_integer(out, *value),
        Object::Real(value) => write_number(out, *value),
        Object::Name(value) => write_name(out, value),
        Object::String(value, StringFormat::Literal) => write_literal_string(out, value),
        Object::String(value, StringFormat::Hexadecimal) => write_hexadecimal_string(out, value),
        Object::Array(values) => write_array(out, values),
        Object::Dictionary(entries) => write_dictionary(out, entries),
        Object::Stream(stream) => write_dictionary(out, &stream.dict),
        Object::Reference(id) => write_reference(out, *id),
    }
}

fn write_array(out: &mut Vec<u8>, values: &[Object]) {
    out.push(b'[');
    for (index, value) in values.iter().enumerate() {
        if index > 0 && !is_delimited(value) {
            out.push(b' ');
        }
        write_object(out, value);
    }
    out.push(b']');
}

/// A dictionary, with its entries in their own order.
pub(super) fn write_dictionary(out: &mut Vec<u8>, entries: &Dictionary) {
    out.extend_from_slice(b"<<");
    for (key, value) in entries {
        write_name(out, key);
        if !is_delimited(value) {
            out.push(b' ');
        }
        write_object(out, value);
    }
    out.extend_from_slice(b">>");
}

/// Whether the value begins with a delimiter, so that no space is needed before it.
fn is_delimited(value: &Object) -> bool {
    match value {
        Object::Name(_)
        | Object::String(..)
        | Object::Array(_)
        | Object::Dictionary(_)
        | Object::Stream(_) => true,
        Object::Null
        | Object::Boolean(_)
        | Object::Integer(_)
        | Object::Real(_)
        | Object::Reference(_) => false,
    }
}

/// An integer.
pub(super) fn write_integer(out: &mut Vec<u8>, value: i64) {
    if value < 0 {
        out.push(b'-');
    }
    write_digits(out, value.unsigned_abs());
}

/// A real number in its shortest form, such as `0.5` or `3`.
pub(super) fn write_number(out: &mut Vec<u8>, value: f32) {
    // Nearly all numbers are coordinates in thousandths. Without formatting these by hand, a batch
    // costs 1.9 % more.
    let thousandths = (value.abs() * 1000.0 + 0.5) as u32;
    if value.abs() >= EXACT_THOUSANDTHS || thousandths as f32 / 1000.0 != value.abs() {
        // Writing to a vector does not fail. Rust displays no number with an exponent, which PDF
        // does not allow (ISO 32000-1, 7.3.3).
        let _ = write!(out, "{value}");
        return;
    }
    if value < 0.0 {
        out.push(b'-');
    }
    write_digits(out, u64::from(thousandths / 1000));
    let rest = thousandths % 1000;
    let decimals = [rest / 100, rest / 10 % 10, rest % 10];
    match decimals.map(|digit| b'0' + digit as u8) {
        [b'0', b'0', b'0'] => {}
        [first, b'0', b'0'] => out.extend_from_slice(&[b'.', first]),
        [first, second, b'0'] => out.extend_from_slice(&[b'.', first, second]),
        [first, second, third] => out.extend_from_slice(&[b'.', first, second, third]),
    }
}

fn write_digits(out: &mut Vec<u8>, mut value: u64) {
    // The largest value has 20 digits.
    let mut digits = [0; 20];
    let mut first = digits.len();
    loop {
        first -= 1;
        digits[first] = b'0' + (value % 10) as u8;
        value /= 10;
        if value == 0 {
            break;
        }
    }
    out.extend_from_slice(&digits[first..]);
}

fn write_name(out: &mut Vec<u8>, value: &[u8]) {
    out.push(b'/');
    for byte in value {
        if byte.is_ascii_graphic() && !b"()<>[]{}/%#".contains(byte) {
            out.push(*byte);
        } else {
            // A delimiter would end the name (ISO 32000-1, 7.3.5).
            out.push(b'#');
            write_hexadecimal_byte(out, *byte);
        }
    }
}

fn write_literal_string(out: &mut Vec<u8>, value: &[u8]) {
    out.push(b'(');
    write_literal_bytes(out, value);
    out.push(b')');
}

/// The bytes that are escaped inside of a literal string.
pub(super) const LITERAL_ESCAPES: [u8; 4] = *b"()\\\r";

/// The inside of a literal string (ISO 32000-1, 7.3.4.2).
pub(super) fn write_literal_bytes(out: &mut Vec<u8>, value: &[u8]) {
    for byte in value {
        match byte {
            b'(' | b')' | b'\\' => out.extend_from_slice(&[b'\\', *byte]),
            // Readers turn a carriage return into a line feed unless it is escaped.
            b'\r' => out.extend_from_slice(b"\\r"),
            _ => out.push(*byte),
        }
    }
}

/// A hexadecimal string (ISO 32000-1, 7.3.4.3).
pub(super) fn write_hexadecimal_string(out: &mut Vec<u8>, value: &[u8]) {
    out.push(b'<');
    for byte in value {
        write_hexadecimal_byte(out, *byte);
    }
    out.push(b'>');
}

fn write_hexadecimal_byte(out: &mut Vec<u8>, value: u8) {
    out.push(hex_digit(value >> 4));
    out.push(hex_digit(value & 15));
}

fn hex_digit(value: u8) -> u8 {
    b"0123456789ABCDEF"[usize::from(value)]
}

/// A reference to an indirect object.
pub(super) fn write_reference(out: &mut Vec<u8>, (number, generation): ObjectId) {
    write_digits(out, number.into());
    out.push(b' ');
    write_digits(out, generation.into());
    out.extend_from_slice(b" R");
}

#[cfg(test)]
mod tests {
    use lopdf::{Object, dictionary};

    use super::*;

    fn serialized(value: impl Into<Object>) -> String {
        let mut out = Vec::new();
        write_object(&mut out, &value.into());
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn objects_are_as_short_as_possible() {
        let text = Object::string_literal("a (b\\");
        let all = dictionary! {
            "A#b" => vec![1.into(), true.into(), "N".into(), Object::Null, (7, 0).into()],
            "T" => text,
            "H" => Object::String(vec![0, 0xAF], StringFormat::Hexadecimal),
        };
        assert_eq!(
            serialized(all),
            "<</A#23b[1 true/N null 7 0 R]/T(a \\(b\\\\)/H<00AF>>>"
        );
        assert_eq!(serialized(i64::MIN), i64::MIN.to_string());
    }

    #[test]
    fn numbers_keep_their_exact_value() {
        for value in [
            0.0,
            0.333,
            -0.05,
            1e-7,
            1.0 / 3.0,
            8191.999,
            8192.001,
            -100_000.0,
            f32::MAX,
            -2.5,
            120.0,
        ] {
            assert_eq!(serialized(value), value.to_string());
        }
        for thousandths in (-8_200_000..8_200_000).step_by(97) {
            let value = thousandths as f32 / 1000.0;
            assert_eq!(serialized(value), value.to_string());
        }
    }
}
