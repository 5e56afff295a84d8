//! The key `statuses` of a brief.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What happens to words for a status, such as `overdue`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Statuses {
    /// A value that is such a word gets a coloured sign. This is the default.
    #[default]
    Signs,
    /// They are printed like other texts.
    AsWritten,
}
