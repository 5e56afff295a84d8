//! Where the time goes: the stages of making a document, for whoever wants to measure them.
//!
//! Each stage is a span of the [`tracing`] crate at level `TRACE`, with [`TARGET`] as its target
//! and [`Stage::name`] as its name. A stage can lie in another, as a file is compressed while it is
//! written: what it takes by itself is the time within its spans and in none inside them. Spans of
//! one stage may lie in one another too, and those of a picture of several pages are on several
//! threads. Where nobody subscribes, a span costs some nanoseconds.

use tracing::span::EnteredSpan;
use tracing::trace_span;

/// The target of all spans.
pub const TARGET: &str = "briefkit::stage";

/// A stage in the making of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Reading a brief and checking it; in a batch with all that it names.
    Read,
    /// Filling a template, and reading a document from that.
    Template,
    /// Setting a document: shaping its texts, breaking lines, placing blocks; for a deck, dividing
    /// it into slides. It is what this takes when everything fits at once: the first attempt, and
    /// placing what the last one has found.
    Layout,
    /// Finding out how a document fits: every attempt but the first at setting it. A Word document
    /// has this stage and the one before only if it promises its length: Word itself breaks its
    /// lines.
    Fit,
    /// Painting pages: the operators of a PDF and the tree of its tags, or the pixels of a picture.
    Paint,
    /// Making fonts that have only the glyphs that a document uses.
    Subset,
    /// Compressing streams of a PDF, parts of a Word document, pictures of pages.
    Compress,
    /// Writing a file, but for what the stages inside it take: for Word the tree, its XML and the
    /// finishing pass, for a deck its text.
    Write,
}

impl Stage {
    /// All, in the order in which a document comes to them.
    pub const ALL: [Self; 8] = [
        Self::Read,
        Self::Template,
        Self::Layout,
        Self::Fit,
        Self::Paint,
        Self::Subset,
        Self::Compress,
        Self::Write,
    ];

    /// The name of its spans.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Template => "template",
            Self::Layout => "layout",
            Self::Fit => "fit",
            Self::Paint => "paint",
            Self::Subset => "subset",
            Self::Compress => "compress",
            Self::Write => "write",
        }
    }

    /// The stage of an attempt at setting something, from 0.
    pub(crate) fn for_attempt(number: usize) -> Self {
        if number == 0 { Self::Layout } else { Self::Fit }
    }

    /// Enters it, until what is given goes.
    pub(crate) fn enter(self) -> EnteredSpan {
        macro_rules! span {
            ($stage:ident) => {
                trace_span!(target: TARGET, Stage::$stage.name()).entered()
            };
        }
        match self {
            Self::Read => span!(Read),
            Self::Template => span!(Template),
            Self::Layout => span!(Layout),
            Self::Fit => span!(Fit),
            Self::Paint => span!(Paint),
            Self::Subset => span!(Subset),
            Self::Compress => span!(Compress),
            Self::Write => span!(Write),
        }
    }
}
