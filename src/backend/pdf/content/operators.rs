//! The operators of a page, spelled one to a line (ISO 32000-1, 7.8.2).

use crate::backend::pdf::serialize;

/// Operators, in the order in which they are painted.
#[derive(Default)]
pub(super) struct Operators {
    bytes: Vec<u8>,
    /// What of an operator that shows text is written.
    shown: Shown,
}

/// How far the array of text is that is being written.
#[derive(Default, PartialEq, Clone, Copy)]
enum Shown {
    /// There is none.
    #[default]
    Nothing,
    /// It has begun, and its last value is complete.
    Values,
    /// It ends with a string that may go on.
    Codes,
}

impl Operators {
    /// Where the operands of the next operator go, a space after each.
    pub(super) fn operands(&mut self) -> &mut Vec<u8> {
        self.end_shown();
        &mut self.bytes
    }

    /// An operator, after its operands if it has any.
    pub(super) fn operator(&mut self, operator: &str) {
        self.end_shown();
        self.bytes.extend_from_slice(operator.as_bytes());
        self.bytes.push(b'\n');
    }

    /// An operator whose operands are numbers.
    pub(super) fn numbers(&mut self, operands: impl IntoIterator<Item = f32>, operator: &str) {
        let out = self.operands();
        for operand in operands {
            serialize::number(out, operand);
            out.push(b' ');
        }
        self.operator(operator);
    }

    /// Shows a code. Those that come next to each other share one operator.
    pub(super) fn show(&mut self, code: u16) {
        match self.shown {
            Shown::Nothing => self.bytes.extend_from_slice(b"[("),
            Shown::Values => self.bytes.push(b'('),
            Shown::Codes => {}
        }
        // Half as long as in hexadecimal digits.
        serialize::literal_bytes(&mut self.bytes, &code.to_be_bytes());
        self.shown = Shown::Codes;
    }

    /// Moves what is shown next to the left, by 1/1000 em.
    pub(super) fn move_back(&mut self, back: f32) {
        match self.shown {
            Shown::Nothing => self.bytes.push(b'['),
            Shown::Values => self.bytes.push(b' '),
            Shown::Codes => self.bytes.push(b')'),
        }
        serialize::number(&mut self.bytes, back);
        self.shown = Shown::Values;
    }

    /// Ends the operator that shows text.
    pub(super) fn end_shown(&mut self) {
        match self.shown {
            Shown::Nothing => return,
            Shown::Values => {}
            Shown::Codes => self.bytes.push(b')'),
        }
        self.bytes.extend_from_slice(b"] TJ\n");
        self.shown = Shown::Nothing;
    }

    /// All of them.
    pub(super) fn into_bytes(mut self) -> Vec<u8> {
        self.end_shown();
        self.bytes
    }
}
