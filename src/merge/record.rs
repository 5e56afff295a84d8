//! Limits and problems of a row, for all data formats.

use crate::diagnostic::Code;

/// The most bytes of a row in the data.
pub const MAX_ROW_BYTES: usize = 1 << 20;

/// The most columns of a row.
pub const MAX_COLUMNS: usize = 1024;

/// A problem with a row, and its position in bytes from the start of the row.
pub(super) struct RowProblem {
    pub at: usize,
    pub code: Code,
    pub message: String,
    pub hint: Option<String>,
}

impl RowProblem {
    pub fn at(at: usize, code: Code, message: impl Into<String>) -> Self {
        Self {
            at,
            code,
            message: message.into(),
            hint: None,
        }
    }

    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self {
            hint: Some(hint.into()),
            ..self
        }
    }
}
