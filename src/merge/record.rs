//! The limits of a row, and what may be wrong with one, however its data are written.

use crate::diagnostic::Code;

/// Bytes of a row as it stands in the data.
pub const MAX_ROW_BYTES: usize = 1 << 20;

/// Columns of a row.
pub const MAX_COLUMNS: usize = 1024;

/// What is wrong with a row, and how many bytes into it.
pub(super) struct Wrong {
    pub at: usize,
    pub code: Code,
    pub message: String,
    pub hint: Option<String>,
}

impl Wrong {
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
