//! The operators of a page, buffer one to a line (ISO 32000-1, 7.8.2).

use crate::backend::pdf::serialize;

/// Operators, in the order in which they are painted.
#[derive(Default)]
pub(super) struct Operators {
    bytes: Vec<u8>,
    /// What of an operator that shows text is written.
    text_array: TextArray,
}

/// How far the array of text is that is being written.
#[derive(Default, PartialEq, Clone, Copy)]
enum TextArray {
    /// There is none.
    #[default]
    None,
    /// It has begun, and its last value is complete.
    AfterValue,
    /// It ends with a string that may go on.
    InString,
}

impl Operators {
    /// Where the operands of the next operator go, a space after each.
    pub(super) fn operands(&mut self) -> &mut Vec<u8> {
        self.end_text_array();
        &mut self.bytes
    }

    /// An operator, after its operands if it has any.
    pub(super) fn push_operator(&mut self, operator: &str) {
        self.end_text_array();
        self.bytes.extend_from_slice(operator.as_bytes());
        self.bytes.push(b'\n');
    }

    /// An operator whose operands are numbers.
    pub(super) fn push_numeric_operator(
        &mut self,
        operands: impl IntoIterator<Item = f32>,
        operator: &str,
    ) {
        let out = self.operands();
        for operand in operands {
            serialize::write_number(out, operand);
            out.push(b' ');
        }
        self.push_operator(operator);
    }

    /// Shows a code. Those that come next to each other share one operator.
    pub(super) fn show_code(&mut self, code: u16) {
        match self.text_array {
            TextArray::None => self.bytes.extend_from_slice(b"[("),
            TextArray::AfterValue => self.bytes.push(b'('),
            TextArray::InString => {}
        }
        // Half as long as in hexadecimal digits.
        serialize::write_literal_bytes(&mut self.bytes, &code.to_be_bytes());
        self.text_array = TextArray::InString;
    }

    /// Moves what is shown next to the left, by 1/1000 em.
    pub(super) fn move_left(&mut self, distance: f32) {
        match self.text_array {
            TextArray::None => self.bytes.push(b'['),
            TextArray::AfterValue => self.bytes.push(b' '),
            TextArray::InString => self.bytes.push(b')'),
        }
        serialize::write_number(&mut self.bytes, distance);
        self.text_array = TextArray::AfterValue;
    }

    /// Ends the operator that shows text.
    pub(super) fn end_text_array(&mut self) {
        match self.text_array {
            TextArray::None => return,
            TextArray::AfterValue => {}
            TextArray::InString => self.bytes.push(b')'),
        }
        self.bytes.extend_from_slice(b"] TJ\n");
        self.text_array = TextArray::None;
    }

    /// All of them.
    pub(super) fn into_bytes(mut self) -> Vec<u8> {
        self.end_text_array();
        self.bytes
    }
}
