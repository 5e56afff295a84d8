//! How objects are spelled (ISO 32000-1, 7.3).

use std::io::Write;

use lopdf::{Dictionary, Object, ObjectId, StringFormat};

/// Up to here numbers of single precision lie closer together than thousandths, so that three
/// decimals tell each of those from the others.
const EXACT: f32 = 8192.0;

/// An object; of a stream what is before its content.
pub(super) fn object(out: &mut Vec<u8>, value: &Object) {
    match value {
        Object::Null => out.extend_from_slice(b"null"),
        Object::Boolean(true) => out.extend_from_slice(b"true"),
        Object::Boolean(false) => out.extend_from_slice(b"false"),
        Object::Integer(value) => integer(out, *value),
        Object::Real(value) => number(out, *value),
        Object::Name(value) => name(out, value),
        Object::String(value, StringFormat::Literal) => literal(out, value),
        Object::String(value, StringFormat::Hexadecimal) => hexadecimal(out, value),
        Object::Array(values) => array(out, values),
        Object::Dictionary(entries) => dictionary(out, entries),
        Object::Stream(stream) => dictionary(out, &stream.dict),
        Object::Reference(id) => reference(out, *id),
    }
}

fn array(out: &mut Vec<u8>, values: &[Object]) {
    out.push(b'[');
    for (at, value) in values.iter().enumerate() {
        if at > 0 && !is_delimited(value) {
            out.push(b' ');
        }
        object(out, value);
    }
    out.push(b']');
}

/// A dictionary.
pub(super) fn dictionary(out: &mut Vec<u8>, entries: &Dictionary) {
    out.extend_from_slice(b"<<");
    for (key, value) in entries {
        name(out, key);
        if !is_delimited(value) {
            out.push(b' ');
        }
        object(out, value);
    }
    out.extend_from_slice(b">>");
}

/// Whether nothing is needed to tell it from what is before it.
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

/// A whole number.
pub(super) fn integer(out: &mut Vec<u8>, value: i64) {
    if value < 0 {
        out.push(b'-');
    }
    digits(out, value.unsigned_abs());
}

/// A number, as short as can be.
pub(super) fn number(out: &mut Vec<u8>, value: f32) {
    let thousandths = (value.abs() * 1000.0 + 0.5) as u32;
    if value.abs() >= EXACT || thousandths as f32 / 1000.0 != value.abs() {
        // Writing to a vector does not fail.
        let _ = write!(out, "{value}");
        return;
    }
    if value < 0.0 {
        out.push(b'-');
    }
    digits(out, u64::from(thousandths / 1000));
    let rest = thousandths % 1000;
    let decimals = [rest / 100, rest / 10 % 10, rest % 10].map(|digit| b'0' + digit as u8);
    match decimals {
        [b'0', b'0', b'0'] => {}
        [first, b'0', b'0'] => out.extend_from_slice(&[b'.', first]),
        [first, second, b'0'] => out.extend_from_slice(&[b'.', first, second]),
        [first, second, third] => out.extend_from_slice(&[b'.', first, second, third]),
    }
}

fn digits(out: &mut Vec<u8>, mut value: u64) {
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

fn name(out: &mut Vec<u8>, value: &[u8]) {
    out.push(b'/');
    // Nearly all names are keys that have only letters.
    if value.iter().all(u8::is_ascii_alphanumeric) {
        out.extend_from_slice(value);
        return;
    }
    for byte in value {
        if byte.is_ascii_graphic() && !b"()<>[]{}/%#".contains(byte) {
            out.push(*byte);
        } else {
            out.extend_from_slice(&[b'#', digit(byte >> 4), digit(byte & 15)]);
        }
    }
}

fn literal(out: &mut Vec<u8>, value: &[u8]) {
    out.push(b'(');
    literal_bytes(out, value);
    out.push(b')');
}

/// What is inside of a string that is written as it is.
pub(super) fn literal_bytes(out: &mut Vec<u8>, value: &[u8]) {
    for byte in value {
        match byte {
            b'(' | b')' | b'\\' => out.extend_from_slice(&[b'\\', *byte]),
            b'\r' => out.extend_from_slice(b"\\r"),
            _ => out.push(*byte),
        }
    }
}

/// A string in hexadecimal digits.
pub(super) fn hexadecimal(out: &mut Vec<u8>, value: &[u8]) {
    out.push(b'<');
    for byte in value {
        out.extend_from_slice(&[digit(byte >> 4), digit(byte & 15)]);
    }
    out.push(b'>');
}

fn digit(value: u8) -> u8 {
    b"0123456789ABCDEF"[usize::from(value)]
}

/// A reference to an object.
pub(super) fn reference(out: &mut Vec<u8>, (number, generation): ObjectId) {
    digits(out, number.into());
    out.push(b' ');
    digits(out, generation.into());
    out.extend_from_slice(b" R");
}

#[cfg(test)]
mod tests {
    use lopdf::{Object, dictionary};

    use super::*;

    fn spelled(value: impl Into<Object>) -> String {
        let mut out = Vec::new();
        object(&mut out, &value.into());
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn objects_are_as_short_as_can_be() {
        let text = Object::string_literal("a (b\\");
        let all = dictionary! {
            "A#b" => vec![1.into(), true.into(), "N".into(), Object::Null, (7, 0).into()],
            "T" => text,
            "H" => Object::String(vec![0, 0xAF], StringFormat::Hexadecimal),
        };
        assert_eq!(
            spelled(all),
            "<</A#23b[1 true/N null 7 0 R]/T(a \\(b\\\\)/H<00AF>>>"
        );
        assert_eq!(spelled(i64::MIN), i64::MIN.to_string());
    }

    #[test]
    fn numbers_are_those_that_were_meant() {
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
            assert_eq!(spelled(value), value.to_string());
        }
        for thousandths in (-8_200_000..8_200_000).step_by(97) {
            let value = thousandths as f32 / 1000.0;
            assert_eq!(spelled(value), value.to_string());
        }
    }
}
