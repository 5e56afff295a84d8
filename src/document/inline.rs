//! Text inside a block.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Text inside a block.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "inline", rename_all = "kebab-case")]
pub enum Inline {
    /// Literal text. Escaping it is the backend's job, and only the backend's.
    Text {
        /// The text.
        text: String,
    },
    /// Text that stands out: mostly italic.
    Emph {
        /// What stands out.
        body: Vec<Inline>,
    },
    /// Text that stands out more: mostly semibold or bold.
    Strong {
        /// What stands out.
        body: Vec<Inline>,
    },
    /// Text of a machine.
    Code {
        /// The text.
        text: String,
    },
    /// A link to somewhere outside.
    Link {
        /// An absolute address (`https:`, `http:` or `mailto:`).
        url: String,
        /// What is clicked.
        body: Vec<Inline>,
    },
    /// A citation of one or more `Document::sources`.
    Cite {
        /// Indices into `Document::sources`; readers see the index plus one.
        sources: Vec<usize>,
    },
    /// The end of a line that the author asked for.
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
            Inline::Emph { body } | Inline::Strong { body } | Inline::Link { body, .. } => {
                push_plain(body, out)
            }
            Inline::Cite { .. } => {}
            Inline::LineBreak => out.push(' '),
        }
    }
}
