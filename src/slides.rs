//! A document as a sequence of slides that fit.
//!
//! The Markdown deck and the PDF of the same deck both show the slides planned here: the same ones,
//! in the same order, with the same titles. Blocks keep their meaning; how they look is the
//! backend's business, within the room that [`look`] states.
//!
//! The slide contract: text is set at its full size if that fits, else smaller in steps down to the
//! theme's floor, else it goes on over several slides. What was done is told in [`Plan::ledger`];
//! nothing is dropped.

mod cites;
mod draft;
mod evidence;
mod fit;
pub mod look;
mod matrix;
mod parts;
mod room;
mod tables;
mod timeline;

pub(crate) use cites::cited_in_block;
pub(crate) use room::has_short_unit;
pub use room::{Room, ask_head, metric_value, metric_words};
pub(crate) use tables::seen_as_table;
pub use tables::{as_table, column_shares};

use crate::chart;
use crate::diagnostic::Diagnostic;
use crate::document::{Block, Document, Image, Inline, Labels, Source, plain_text};
use crate::measure::cite_text;
use crate::stage::Stage;
use draft::Drafts;
use fit::Planner;

/// Every slide of a document.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Plan {
    /// In order; none is empty.
    pub slides: Vec<Slide>,
    /// What was done to keep the slide contract, one sentence each.
    pub ledger: Vec<String>,
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
    /// How small the title is: an index into [`look::title_steps`].
    pub title_step: usize,
    /// Which part of how many, from 1, if what it shows goes on over several slides.
    pub part: Option<(usize, usize)>,
    /// What it shows, as few as possible; of the kinds that are no running text at most one.
    pub blocks: Vec<Block>,
    /// What a speaker says.
    pub notes: Vec<Block>,
    /// The share of the theme's sizes that its text is set at; one of [`look::scales`].
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
    pub fn heading(&self, labels: &Labels) -> Vec<Inline> {
        match self.part {
            None => self.title.clone(),
            Some((part, parts)) => with_part(&self.title, part, parts, labels),
        }
    }
}

fn with_part(title: &[Inline], part: usize, parts: usize, labels: &Labels) -> Vec<Inline> {
    let label = labels
        .get("part-of")
        .replace("{part}", &part.to_string())
        .replace("{parts}", &parts.to_string());
    around(&label, title)
}

/// `label` with its `{title}` replaced.
fn around(label: &str, title: &[Inline]) -> Vec<Inline> {
    let (before, after) = label.split_once("{title}").unwrap_or(("", ""));
    let text = |text: &str| (!text.is_empty()).then(|| Inline::text(text));
    text(before)
        .into_iter()
        .chain(title.iter().cloned())
        .chain(text(after))
        .collect()
}

/// The caption of a picture and who made it.
#[must_use]
pub fn image_caption(image: &Image, labels: &Labels) -> Vec<Inline> {
    let mut out = image.caption.clone();
    if !image.credit.is_empty() {
        if !out.is_empty() {
            let is_sentence = plain_text(&out).ends_with(['.', '!', '?', '…', '。', '！', '？']);
            out.push(Inline::text(if is_sentence { " " } else { " · " }));
        }
        let (before, after) = labels
            .get("credit")
            .split_once("{credit}")
            .unwrap_or((labels.get("credit"), ""));
        out.push(Inline::text(before));
        out.extend(image.credit.iter().cloned());
        out.push(Inline::text(after));
        out.retain(|inline| *inline != Inline::text(""));
    }
    out
}

/// The words of a block that stands inside a list, where there is no room for its structure.
#[must_use]
pub fn run_together(block: &Block) -> Vec<Inline> {
    crate::markup::flatten(vec![block.clone()])
}

/// Plans the slides of `document` for the theme and the labels of `room`.
#[must_use]
pub fn plan(document: &Document, room: &Room<'_>) -> Plan {
    let _stage = Stage::Layout.enter();
    let mut plan = Planner::new(document, room.clone()).plan(Drafts::new(document).finish());
    plan.ledger.extend(chart::ledger(&document.body));
    plan
}

/// A source with the number that it is cited by, and its address.
#[must_use]
pub fn numbered_source(at: usize, source: &Source) -> Vec<Inline> {
    let mut text = vec![Inline::text(format!("{} ", cite_text(&[at])))];
    text.extend(source.text.iter().cloned());
    if let Some(url) = &source.url {
        text.push(Inline::text(" "));
        text.push(Inline::Link {
            url: url.clone(),
            body: vec![Inline::text(url)],
        });
    }
    text
}

/// Whether a block needs a look of its own, so that a slide can hold one such block only.
fn is_exhibit(block: &Block) -> bool {
    match block {
        Block::Metrics { .. }
        | Block::Group(_)
        | Block::Table(_)
        | Block::People { .. }
        | Block::Timeline { .. }
        | Block::Options { .. }
        | Block::Risks { .. }
        | Block::Actions { .. }
        | Block::Glossary { .. }
        | Block::Contacts { .. }
        | Block::Particulars { .. }
        | Block::Chart(_)
        | Block::Image(_)
        | Block::Sources => true,
        Block::Masthead
        | Block::Heading { .. }
        | Block::Paragraph { .. }
        | Block::List { .. }
        | Block::BottomLine { .. }
        | Block::Ask { .. }
        | Block::Point(_)
        | Block::Quote(_)
        | Block::Questions { .. }
        | Block::Columns { .. }
        | Block::Notes { .. }
        | Block::Break => false,
    }
}
