//! Serializes the operators of a content stream, one to a line (ISO 32000-1, 7.8.2).

use crate::backend::pdf::serialize::{LITERAL_ESCAPES, write_literal_bytes, write_number};

/// Serialized operators, in the order of painting.
///
/// Glyphs that follow each other share one `TJ` operator, so its array stays open until another
/// operator comes.
#[derive(Default)]
pub(super) struct Operators {
    bytes: Vec<u8>,
    /// How much of the operator that shows text is written.
    text_array: TextArray,
}

/// The state of the array of a `TJ` operator (ISO 32000-1, table 109).
#[derive(Default, PartialEq, Clone, Copy)]
enum TextArray {
    /// No array is open.
    #[default]
    None,
    /// The array is open, and its last value is complete.
    AfterValue,
    /// The array is open and ends with a string that may go on.
    InString,
}

impl Operators {
    /// The buffer for the operands of the next operator. Each is followed by a space.
    pub fn operands(&mut self) -> &mut Vec<u8> {
        self.end_text_array();
        &mut self.bytes
    }

    /// Pushes an operator, whose operands were pushed before.
    pub fn push_operator(&mut self, operator: &str) {
        self.end_text_array();
        self.bytes.extend_from_slice(operator.as_bytes());
        self.bytes.push(b'\n');
    }

    /// Pushes an operator whose operands are numbers.
    pub fn push_numeric_operator(
        &mut self,
        operands: impl IntoIterator<Item = f32>,
        operator: &str,
    ) {
        let out = self.operands();
        for operand in operands {
            write_number(out, operand);
            out.push(b' ');
        }
        self.push_operator(operator);
    }

    /// Shows the glyph of a code.
    #[inline]
    pub fn show_code(&mut self, code: u16) {
        match self.text_array {
            TextArray::None => self.bytes.extend_from_slice(b"[("),
            TextArray::AfterValue => self.bytes.push(b'('),
            TextArray::InString => {}
        }
        // A literal string is half as long as a hexadecimal one.
        let bytes = code.to_be_bytes();
        // Nearly all codes are written as they are. To write these byte by byte costs more.
        if bytes.iter().any(|it| LITERAL_ESCAPES.contains(it)) {
            write_literal_bytes(&mut self.bytes, &bytes);
        } else {
            self.bytes.extend_from_slice(&bytes);
        }
        self.text_array = TextArray::InString;
    }

    /// Moves the next glyph to the left, by a distance in 1/1000 em.
    pub fn move_left(&mut self, distance: f32) {
        match self.text_array {
            TextArray::None => self.bytes.push(b'['),
            // Two numbers in a row need a space; a string ends with a delimiter.
            TextArray::AfterValue => self.bytes.push(b' '),
            TextArray::InString => self.bytes.push(b')'),
        }
        write_number(&mut self.bytes, distance);
        self.text_array = TextArray::AfterValue;
    }

    /// Ends the `TJ` operator, if one is open.
    pub fn end_text_array(&mut self) {
        match self.text_array {
            TextArray::None => return,
            TextArray::AfterValue => {}
            TextArray::InString => self.bytes.push(b')'),
        }
        self.bytes.extend_from_slice(b"] TJ\n");
        self.text_array = TextArray::None;
    }

    /// The content stream.
    pub fn into_bytes(mut self) -> Vec<u8> {
        self.end_text_array();
        self.bytes
    }
}
