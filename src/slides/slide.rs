//! Slides as backends get them: what each of them shows, and what was done to make it fit.

use crate::diagnostic::Diagnostic;
use crate::document::{Block, Inline, Labels};

/// Every slide of a document.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SlidePlan {
    /// In order; none is empty.
    pub slides: Vec<Slide>,
    /// What was done to keep the slide contract, one sentence each.
    pub ledger: Vec<Diagnostic>,
    /// What cannot be shown without loss.
    pub problems: Vec<Diagnostic>,
}

/// One slide.
#[derive(Debug, Clone, PartialEq)]
pub struct Slide {
    /// What it is for.
    pub kind: SlideKind,
    /// Its title, never empty, without its part. A title that is too long ends in `…`; all of it is
    /// in `blocks`.
    pub title: Vec<Inline>,
    /// How small the title is: an index into [`super::geometry::title_steps`].
    pub title_step: usize,
    /// Which part of how many, from 1, if what it shows goes on over several slides.
    pub part: Option<(usize, usize)>,
    /// What it shows, as few as possible; of the kinds that are no running text at most one.
    pub blocks: Vec<Block>,
    /// What a speaker says.
    pub notes: Vec<Block>,
    /// The share of the theme's sizes that its text is set at; one of [`super::geometry::text_scales`].
    pub scale: f32,
    /// What it cites: indices into [`Document::sources`], in order.
    pub sources: Vec<usize>,
    /// The same in small type for its foot; empty if it cites nothing.
    pub source_line: Vec<Inline>,
}

/// What a slide is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlideKind {
    /// The title of the deck; its last paragraph is organization, date and place.
    Title,
    /// The title of what follows.
    Section,
    /// A finding that needs no words below it.
    Statement,
    /// The bottom line, and the ask.
    Summary,
    /// A finding, and what supports it.
    Point,
    /// A finding, and one short text that supports it, set larger.
    Remark,
    /// Anything else.
    Content,
    /// One chart, picture or table.
    Exhibit,
    /// Somebody's words.
    Quote,
    /// Where the document's sources are listed.
    Sources,
}

impl Slide {
    /// The title with its part, as it is shown.
    #[must_use]
    pub fn shown_title(&self, labels: &Labels) -> Vec<Inline> {
        match self.part {
            None => self.title.clone(),
            Some((part, parts)) => title_with_part(&self.title, part, parts, labels),
        }
    }
}

pub(super) fn title_with_part(
    title: &[Inline],
    part: usize,
    parts: usize,
    labels: &Labels,
) -> Vec<Inline> {
    let label = labels
        .get("part-of")
        .replace("{part}", &part.to_string())
        .replace("{parts}", &parts.to_string());
    fill_title(&label, title)
}

/// `label` with its `{title}` replaced.
pub(super) fn fill_title(label: &str, title: &[Inline]) -> Vec<Inline> {
    let (before, after) = label.split_once("{title}").unwrap_or(("", ""));
    let text = |text: &str| (!text.is_empty()).then(|| Inline::text(text));
    text(before)
        .into_iter()
        .chain(title.iter().cloned())
        .chain(text(after))
        .collect()
}
