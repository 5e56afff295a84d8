//! The stages of making a document, as [`tracing`] spans that measure where the time goes.
//!
//! A span has level `TRACE`, the target [`TARGET`] and the name [`Stage::name`]. Stages nest: a
//! file is compressed while it is written, so a stage's own time is the time inside its spans minus
//! that of the spans inside them. Spans of one stage can nest, too, and an image with several pages
//! has spans on several threads. Without a subscriber a span costs a few nanoseconds.

use tracing::span::EnteredSpan;
use tracing::trace_span;

/// The target of all spans.
pub const TARGET: &str = "briefkit::stage";

/// A stage of making a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Reads and checks a brief; in a batch also everything it names.
    Read,
    /// Fills a template and reads a document from the result.
    Template,
    /// Lays out a document at full size: shapes text, breaks lines and places blocks, or divides a
    /// deck into slides. Covers the first attempt, and placing the result of the last one.
    Layout,
    /// Makes a document fit: every layout attempt after the first. Word documents have this stage
    /// and [`Stage::Layout`] only if they promise a length, because Word breaks lines itself.
    Fit,
    /// Paints pages: the operators and structure tree of a PDF, or the pixels of an image.
    Paint,
    /// Subsets fonts to the glyphs that a document uses.
    Subset,
    /// Compresses PDF streams, parts of a Word document and page images.
    Compress,
    /// Writes the file, apart from the stages nested in it: for Word the tree and its XML, for a
    /// deck its text.
    Write,
}

impl Stage {
    /// All stages, in the order in which a document passes them.
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

    /// The name of the spans of this stage.
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

    /// The stage of a layout attempt. Attempts are counted from 0.
    pub(crate) fn for_attempt(number: usize) -> Self {
        if number == 0 { Self::Layout } else { Self::Fit }
    }

    /// Starts a span, which ends when the returned guard is dropped.
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
