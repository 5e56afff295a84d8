//! Strips at their places to finished pages: anchors become places and bookmarks, and what runs
//! from right to left is mirrored.

use super::context::LayoutContext;
use super::galley::{Fragment, PageAnchorKind, destination_on};
use super::inline::{Align, TextStyle};
use crate::diagnostic::Diagnostic;
use crate::document::{Direction, Medium};
use crate::drawing::{Position, Segment};
use crate::frame::{Bookmark, Destination, Frame, Item, LinkTarget, Page, Pages, TagId};
use crate::length::Pt;
use crate::theme::{Color, Type};

/// A laid out document and what is to be said about it.
#[derive(Debug, Clone, PartialEq)]
pub struct LaidOut {
    /// The pages.
    pub pages: Pages,
    /// What was done to keep the page contract: warnings.
    pub diagnostics: Vec<Diagnostic>,
}

/// Size and background of the pages.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Paper {
    pub width: Pt,
    pub height: Pt,
    pub background: Option<Color>,
}

/// A fragment and where its top left corner lies on the page.
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

/// Letter-spacing of the marking, in ems.
const MARKING_TRACKING: f32 = 0.08;

/// Size of the marking in print.
const MARKING_TYPE: Type<Pt> = Type {
    size: Pt(8.0),
    leading: Pt(10.0),
};

/// Printers leave this much of a page's edge blank: 5 mm.
const PRINTER_MARGIN: Pt = Pt(14.2);

/// How many of its sizes can be read with ease.
const READABLE_SIZES: usize = 3;

/// Room beside the marking for a page number.
const PAGE_NUMBER_WIDTH: Pt = Pt(80.0);

/// Makes pages of what stands on each.
///
/// # Errors
///
/// What the context could not set.
pub(super) fn finalize_pages(
    context: LayoutContext<'_>,
    placed: Vec<Vec<PlacedFragment>>,
    paper: Paper,
) -> Result<Pages, Vec<Diagnostic>> {
    if !context.problems.is_empty() {
        return Err(context.problems);
    }
    let mut out = Pages::default();
    let mut sources: Vec<Option<Destination>> = vec![None; context.document.sources.len()];
    let mut citations = sources.clone();
    for (number, fragments) in placed.into_iter().enumerate() {
        let mut page = Fragment::default();
        for PlacedFragment { x, y, fragment } in fragments {
            page.overlay(fragment.shifted(x, y));
        }
        let content = page.content.map(|content| *content).unwrap_or_default();
        for anchor in &content.anchors {
            let place = destination_on(number, anchor.y);
            match &anchor.kind {
                PageAnchorKind::Heading(level, title) => {
                    let deepest = out
                        .bookmarks
                        .last()
                        .map_or(1, |before: &Bookmark| before.level + 1);
                    out.bookmarks.push(Bookmark {
                        level: (*level).min(deepest),
                        title: title.clone(),
                        destination: place,
                    });
                }
                PageAnchorKind::Source(at) => {
                    if let Some(known) = sources.get_mut(*at) {
                        known.get_or_insert(place);
                    }
                }
            }
        }
        for link in &content.links {
            if let LinkTarget::Source(at) = link.target
                && let Some(known) = citations.get_mut(at)
            {
                known.get_or_insert(destination_on(number, link.frame.y));
            }
        }
        let Paper {
            width,
            height,
            background,
        } = paper;
        out.pages.push(Page {
            width,
            height,
            background,
            items: content.items,
            links: content.links,
        });
    }
    if context.document.meta.direction == Direction::Rtl {
        out.pages.iter_mut().for_each(mirror_page);
    }
    let top = Destination {
        page: 0,
        y: Pt::ZERO,
    };
    let known = |places: Vec<Option<Destination>>| {
        places
            .into_iter()
            .map(|place| place.unwrap_or(top))
            .collect()
    };
    (out.sources, out.citations) = (known(sources), known(citations));
    out.tags = context.tags;
    Ok(out)
}

/// Turns a page that was set from left to right into one that runs the other way: every frame
/// changes sides, glyphs and pictures stay as they are.
fn mirror_page(page: &mut Page) {
    let width = page.width;
    let frame = |frame: &mut Frame| frame.x = width - frame.x - frame.width;
    let turned = |at: Position| Position {
        x: width - at.x,
        y: at.y,
    };
    for placed in &mut page.items {
        match &mut placed.item {
            Item::Run(run) => {
                let advance: Pt = run.glyphs.iter().map(|glyph| glyph.advance).sum();
                run.x = width - run.x - advance;
            }
            Item::Rect { frame: it, .. } | Item::Image { frame: it, .. } => frame(it),
            Item::Path { from, segments, .. } => {
                *from = turned(*from);
                for segment in segments {
                    *segment = match *segment {
                        Segment::Line(to) => Segment::Line(turned(to)),
                        Segment::Curve(a, b, to) => {
                            Segment::Curve(turned(a), turned(b), turned(to))
                        }
                    };
                }
            }
        }
    }
    page.links
        .iter_mut()
        .for_each(|link| frame(&mut link.frame));
}

impl LayoutContext<'_> {
    /// One line that belongs to the page and not to the text, with its middle at `middle`.
    pub fn furniture_line(&mut self, text: &str, style: TextStyle, measure: Pt) -> Fragment {
        let fragment = self
            .lay_out_text(text, style, measure, TagId(0))
            .into_fragment();
        let content = fragment
            .content
            .map(|content| Box::new(content.as_artifact()));
        Fragment {
            height: fragment.height,
            content,
            ..Fragment::default()
        }
    }

    /// The handling marking, centred in the top and the bottom margin.
    pub fn handling_marking(&mut self, paper: Paper, margin: Pt) -> Vec<PlacedFragment> {
        let document = self.document;
        let Some(marking) = &document.meta.marking else {
            return Vec::new();
        };
        let color = self.theme.colors.marking;
        let style = TextStyle {
            tracking: MARKING_TRACKING,
            hyphenate: false,
            ..TextStyle::new(MARKING_TYPE, color)
        };
        // A page number stands beside it.
        let number = if self.metrics.medium == Medium::Pages {
            PAGE_NUMBER_WIDTH
        } else {
            Pt::ZERO
        };
        let measure = paper.width - 2.0 * margin - 2.0 * number;
        // A long marking is set smaller, so that it stays in its margin.
        let full = if self.metrics.medium == Medium::Slides {
            self.metrics.source
        } else {
            MARKING_TYPE
        };
        let sizes = [1.0, 0.92, 0.84, 0.65, 0.5, 0.35, 0.2].map(|share| full.scaled(share));
        let fragments = sizes.map(|size| {
            let style = TextStyle {
                size,
                ..style.strong().aligned(Align::Center)
            };
            self.furniture_line(marking, style, measure)
        });
        let [first, ..] = &fragments;
        // Clear of the edge if that can still be read, else inside the margin.
        let clear = fragments
            .iter()
            .take(READABLE_SIZES)
            .find(|fragment| fragment.height <= margin - 2.0 * PRINTER_MARGIN);
        let inside = || {
            fragments
                .iter()
                .find(|fragment| fragment.height < margin * 0.9)
        };
        let fragment = clear.or_else(inside).unwrap_or(first).clone();
        let top = ((margin - fragment.height) / 2.0).max(Pt::ZERO);
        let bottom = paper.height - margin + top;
        vec![
            PlacedFragment::new(margin + number, top, fragment.clone()),
            PlacedFragment::new(margin + number, bottom, fragment),
        ]
    }
}
