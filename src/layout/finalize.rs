//! Turns placed fragments into finished pages.
//!
//! [`finalize_pages`] merges the fragments of each page, makes bookmarks and destinations of their
//! anchors, and mirrors the pages of a document that runs from right to left.

use std::collections::BTreeMap;

use super::context::{LayoutContext, LayoutOutput};
use super::galley::{Content, Fragment, Galley, PageAnchorKind};
use super::paginate::paginate;
use crate::diagnostic::Diagnostic;
use crate::document::Direction;
use crate::drawing::Position;
use crate::frame::{Bookmark, Destination, Frame, Item, LinkTarget, Page, Pages};
use crate::length::Pt;
use crate::theme::Color;

/// A laid out document.
#[derive(Debug, Clone, PartialEq)]
pub struct LaidOut {
    /// The pages.
    pub pages: Pages,
    /// Warnings: what was changed so that the document fits.
    pub diagnostics: Vec<Diagnostic>,
}

/// Size and background of all pages.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Paper {
    pub width: Pt,
    pub height: Pt,
    /// `None` leaves the paper as it is.
    pub background: Option<Color>,
}

/// A fragment and where its top left corner is on the page.
pub(super) struct PlacedFragment {
    pub x: Pt,
    pub y: Pt,
    pub fragment: Fragment,
}

impl PlacedFragment {
    pub fn new(x: Pt, y: Pt, fragment: Fragment) -> Self {
        Self { x, y, fragment }
    }
}

/// Places fragments below each other, the first at `top`.
pub(super) fn place_column(galley: Galley, x: Pt, top: Pt) -> Vec<PlacedFragment> {
    let mut placed = Vec::new();
    for (y, fragment) in paginate(galley, Pt::MAX).into_iter().flatten() {
        placed.push(PlacedFragment::new(x, top + y, fragment));
    }
    placed
}

/// Makes pages of the fragments that were placed on each.
///
/// # Errors
///
/// When the context could not lay out something, such as an image that is not there.
pub(super) fn finalize_pages(
    context: LayoutContext<'_>,
    placed: Vec<Vec<PlacedFragment>>,
    paper: Paper,
) -> Result<Pages, Vec<Diagnostic>> {
    let LayoutOutput { tags, problems, .. } = context.output;
    if !problems.is_empty() {
        return Err(problems);
    }
    let source_count = context.document.sources.len();
    let mut sources: Vec<Option<Destination>> = vec![None; source_count];
    let mut citations: Vec<Option<Destination>> = vec![None; source_count];
    let mut blocks: BTreeMap<String, Destination> = BTreeMap::new();
    let mut bookmarks: Vec<Bookmark> = Vec::new();
    let mut pages = Vec::new();
    for (number, fragments) in placed.into_iter().enumerate() {
        let content = merge_content(fragments);
        for anchor in content.anchors {
            let destination = destination_on(number, anchor.y);
            match anchor.kind {
                PageAnchorKind::Heading(level, title) => {
                    // An outline cannot skip a level, as a bookmark needs a parent.
                    let deepest = match bookmarks.last() {
                        Some(before) => before.level + 1,
                        None => 1,
                    };
                    bookmarks.push(Bookmark {
                        level: level.min(deepest),
                        title,
                        destination,
                    });
                }
                PageAnchorKind::Source(source) => set_if_first(&mut sources, source, destination),
                PageAnchorKind::Block(id) => {
                    blocks.entry(id).or_insert(destination);
                }
            }
        }
        for link in &content.links {
            if let LinkTarget::Source(source) = link.target {
                let destination = destination_on(number, link.frame.y);
                set_if_first(&mut citations, source, destination);
            }
        }
        pages.push(Page {
            width: paper.width,
            height: paper.height,
            background: paper.background,
            items: content.items,
            links: content.links,
        });
    }
    // Last of all, when all coordinates are of the page.
    if context.document.meta.direction == Direction::Rtl {
        for page in &mut pages {
            mirror_page(page);
        }
    }
    Ok(Pages {
        pages,
        tags,
        bookmarks,
        sources: or_first_page(sources),
        citations: or_first_page(citations),
        blocks,
    })
}

/// All content of a page, with coordinates from the top left corner of the page.
fn merge_content(fragments: Vec<PlacedFragment>) -> Content {
    let mut page = Fragment::default();
    for PlacedFragment { x, y, fragment } in fragments {
        page.overlay(fragment.shifted(x, y));
    }
    page.content.map(|content| *content).unwrap_or_default()
}

fn destination_on(page: usize, y: Pt) -> Destination {
    Destination {
        page,
        y: y.max(Pt::ZERO),
    }
}

fn set_if_first(destinations: &mut [Option<Destination>], source: usize, destination: Destination) {
    if let Some(first) = destinations.get_mut(source) {
        first.get_or_insert(destination);
    }
}

/// A source that is not listed, or not cited, still needs a place that links to it can lead to.
fn or_first_page(destinations: Vec<Option<Destination>>) -> Vec<Destination> {
    let top = destination_on(0, Pt::ZERO);
    let mut complete = Vec::with_capacity(destinations.len());
    for destination in destinations {
        complete.push(destination.unwrap_or(top));
    }
    complete
}

/// Mirrors a page that was laid out from left to right: every frame changes sides, while glyphs and
/// images stay as they are.
fn mirror_page(page: &mut Page) {
    let width = page.width;
    // The right edge of a frame becomes its left edge.
    let mirror_frame = |frame: &mut Frame| frame.x = width - frame.x - frame.width;
    let mirrored = |at: Position| Position {
        x: width - at.x,
        y: at.y,
    };
    for placed in &mut page.items {
        match &mut placed.item {
            // The glyphs of a run are in visual order already; only its place changes.
            Item::Run(run) => {
                let advance = run.width();
                run.x = width - run.x - advance;
            }
            Item::Rect { frame, .. } | Item::Image { frame, .. } => mirror_frame(frame),
            Item::Path(path) => path.move_positions(mirrored),
        }
    }
    for link in &mut page.links {
        mirror_frame(&mut link.frame);
    }
}
