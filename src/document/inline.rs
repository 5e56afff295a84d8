//! Text inside a block.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::isolates::without_isolates;
use super::status::StatusLevel;

/// Text inside a block.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "inline", rename_all = "kebab-case")]
pub enum Inline {
    /// Literal text. Only backends escape it.
    Text {
        /// The text. U+2066 to U+2068 begin a part with a direction of its own, and U+2069 ends it;
        /// each format has its own means for that.
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
    /// Text that is struck through, raised or lowered.
    Marked {
        /// How it differs from the text around it.
        mark: TextMark,
        /// The text.
        body: Vec<Inline>,
    },
    /// Code.
    Code {
        /// The text.
        text: String,
    },
    /// A link to an address.
    Link {
        /// An absolute address (`https:`, `http:` or `mailto:`), or `#` and the id of a block.
        url: String,
        /// The text of the link.
        body: Vec<Inline>,
    },
    /// A citation of one or more `Document::sources`.
    Cite {
        /// Indices into `Document::sources`. Documents print the index plus one.
        sources: Vec<usize>,
        /// The place in each source, such as `p. 12`, as printed; empty where the whole source is
        /// cited. The list is empty if no source has a place.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        places: Vec<String>,
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
    /// The inline elements inside this one, to change them; `None` for text, code and the like.
    pub(crate) fn body_mut(&mut self) -> Option<&mut Vec<Self>> {
        match self {
            Self::Emph { body }
            | Self::Strong { body }
            | Self::Marked { mark: _, body }
            | Self::Link { url: _, body }
            | Self::Status { level: _, body } => Some(body),
            Self::Text { text: _ }
            | Self::Code { text: _ }
            | Self::Cite {
                sources: _,
                places: _,
            }
            | Self::LineBreak => None,
        }
    }

    /// Literal text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text { text: text.into() }
    }
}

/// How the text of an [`Inline::Marked`] differs from the text around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TextMark {
    /// A line through it.
    Strikethrough,
    /// Smaller and raised.
    Superscript,
    /// Smaller and lowered.
    Subscript,
}

/// The words of `inlines` without any emphasis; citations and isolates are left out, line breaks
/// become spaces.
#[must_use]
pub fn plain_text(inlines: &[Inline]) -> String {
    let mut out = String::new();
    push_plain(inlines, &mut out);
    out
}

fn push_plain(inlines: &[Inline], out: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text { text } => out.push_str(&without_isolates(text)),
            Inline::Code { text } => out.push_str(text),
            Inline::Emph { body }
            | Inline::Strong { body }
            | Inline::Marked { body, .. }
            | Inline::Link { body, .. }
            | Inline::Status { body, .. } => push_plain(body, out),
            Inline::Cite { .. } => {}
            Inline::LineBreak => out.push(' '),
        }
    }
}

/// The sources of one citation under construction, each with its place.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CitationGroup {
    items: Vec<(usize, String)>,
}

impl CitationGroup {
    /// Adds a source with a place in it, unless the group has both already. A source without a place
    /// adds nothing to one with a place.
    pub fn add(&mut self, source: usize, place: String) {
        let is_known = |it: &(usize, String)| it.0 == source && (place.is_empty() || it.1 == place);
        if self.items.iter().any(is_known) {
            return;
        }
        self.items.retain(|it| it.0 != source || !it.1.is_empty());
        self.items.push((source, place));
    }

    /// Whether it cites nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Sorts the sources by their numbers. The places in one source keep their order.
    pub fn sort(&mut self) {
        self.items.sort_by_key(|it| it.0);
    }

    /// The citation.
    #[must_use]
    pub fn into_inline(self) -> Inline {
        let has_places = self.items.iter().any(|it| !it.1.is_empty());
        let (sources, mut places): (Vec<_>, Vec<_>) = self.items.into_iter().unzip();
        if !has_places {
            places.clear();
        }
        Inline::Cite { sources, places }
    }
}
