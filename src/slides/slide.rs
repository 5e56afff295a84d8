//! The plan of a deck: its slides as backends get them, and what was done to make them fit.

use super::wording::title_with_part;
use crate::diagnostic::Diagnostic;
use crate::document::{Block, Inline, Labels};

/// All slides of a document.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SlidePlan {
    /// In the order in which they are shown. Every slide has a title.
    pub slides: Vec<Slide>,
    /// What was done to keep the slide contract, one sentence each.
    pub ledger: Vec<Diagnostic>,
    /// Content that cannot be shown without loss.
    pub problems: Vec<Diagnostic>,
}

/// One slide.
#[derive(Debug, Clone, PartialEq)]
pub struct Slide {
    /// The kind of slide, which decides its layout.
    pub kind: SlideKind,
    /// Its title, never empty, without the number of its part. A title that is too long ends in
    /// `…`, and `blocks` begin with all of it.
    pub title: Vec<Inline>,
    /// How small the title is: an index into [`super::geometry::title_steps`].
    pub title_step: usize,
    /// The number of this part, from 1, and of all parts, if the content goes on over several
    /// slides.
    pub part: Option<(usize, usize)>,
    /// The content. At most one block is an exhibit, such as a table or a chart.
    pub blocks: Vec<Block>,
    /// Notes for the speaker.
    pub notes: Vec<Block>,
    /// Factor on the theme's sizes of text; one of [`super::geometry::text_scales`].
    pub scale: f32,
    /// The sources that it cites: indices into
    /// [`Document::sources`](crate::document::Document::sources), in the order in which they are
    /// cited.
    pub sources: Vec<usize>,
    /// The ids of what it shows, to which links lead.
    pub ids: Vec<String>,
    /// The same sources as a line for its foot; empty if it cites none, or too many for a line.
    pub source_line: Vec<Inline>,
}

/// What a slide is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlideKind {
    /// The title of the deck. Its last paragraph has the authors, the organization, the date and
    /// the place.
    Title,
    /// The title of the slides that follow.
    Section,
    /// A finding that needs no words below it.
    Statement,
    /// The bottom line and the ask.
    Summary,
    /// A finding and what supports it.
    Point,
    /// A finding and one short text that supports it, set larger.
    Remark,
    /// Any other content.
    Content,
    /// One chart, image or table.
    Exhibit,
    /// A quotation.
    Quote,
    /// The list of the document's sources.
    Sources,
}

impl Slide {
    /// The title as it is shown: with the number of its part, if it has one.
    #[must_use]
    pub fn shown_title(&self, labels: &Labels) -> Vec<Inline> {
        match self.part {
            None => self.title.clone(),
            Some((part, parts)) => title_with_part(&self.title, part, parts, labels),
        }
    }
}
