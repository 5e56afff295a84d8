//! Text inside a block.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::status::StatusLevel;

/// Text inside a block.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "inline", rename_all = "kebab-case")]
pub enum Inline {
    /// Literal text. Only backends escape it.
    Text {
        /// The text.
        text: String,
    },
    /// Emphasis, usually italic.
    Emph {
        /// The emphasized text.
        body: Vec<Inline>,
    },
    /// Strong emphasis, usually semibold or bold.
    Strong {
        /// The emphasized text.
        body: Vec<Inline>,
    },
    /// Code.
    Code {
        /// The text.
        text: String,
    },
    /// A link to an address.
    Link {
        /// An absolute address (`https:`, `http:` or `mailto:`).
        url: String,
        /// The text of the link.
        body: Vec<Inline>,
    },
    /// A citation of one or more `Document::sources`.
    Cite {
        /// Indices into `Document::sources`. Documents print the index plus one.
        sources: Vec<usize>,
    },
    /// A word for the status of something, which is shown with a coloured sign before it.
    Status {
        /// What the word means.
        level: StatusLevel,
        /// The word as the author wrote it.
        body: Vec<Inline>,
    },
    /// A line break that the author made.
    LineBreak,
}

impl Inline {
    /// Literal text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text { text: text.into() }
    }
}

/// The words of `inlines` without any emphasis; citations are left out, line breaks become spaces.
#[must_use]
pub fn plain_text(inlines: &[Inline]) -> String {
    let mut out = String::new();
    push_plain(inlines, &mut out);
    out
}

fn push_plain(inlines: &[Inline], out: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text { text } | Inline::Code { text } => out.push_str(text),
            Inline::Emph { body }
            | Inline::Strong { body }
            | Inline::Link { body, .. }
            | Inline::Status { body, .. } => push_plain(body, out),
            Inline::Cite { .. } => {}
            Inline::LineBreak => out.push(' '),
        }
    }
}
