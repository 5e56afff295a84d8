//! Strips at their places to finished pages: anchors become places and bookmarks, and what runs
//! from right to left is mirrored.

use super::context::Context;
use super::galley::{AnchorKind, Strip, place_of};
use super::inline::{Align, TextStyle};
use crate::diagnostic::Diagnostic;
use crate::document::{Direction, Medium};
use crate::drawing::{Position, Segment};
use crate::frame::{Bookmark, Frame, Item, Page, Pages, Place, TagId, Target};
use crate::length::Pt;
use crate::theme::{Color, Type};

/// A laid out document and what is to be said about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Laid {
    /// The pages.
    pub pages: Pages,
    /// What was done to keep the page contract: warnings.
    pub diagnostics: Vec<Diagnostic>,
}

/// Size and ground of the pages.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Paper {
    pub width: Pt,
    pub height: Pt,
    pub ground: Option<Color>,
}

/// A strip with the place of its top left corner on the page.
pub(super) type At = (Pt, Pt, Strip);

/// Letter-spacing of the marking, in ems.
const MARKING_TRACKING: f32 = 0.08;

/// Size of the marking in print.
const MARKING: Type<Pt> = Type {
    size: Pt(8.0),
    leading: Pt(10.0),
};

/// Printers leave this much of a page's edge blank: 5 mm.
const CLEAR: Pt = Pt(14.2);

/// How many of its sizes can be read with ease.
const READABLE: usize = 3;

/// Room beside the marking for a page number.
const PAGE_NUMBER: Pt = Pt(80.0);

/// Makes pages of what stands on each.
///
/// # Errors
///
/// What the context could not set.
pub(super) fn press(
    context: Context<'_>,
    filled: Vec<Vec<At>>,
    paper: Paper,
) -> Result<Pages, Vec<Diagnostic>> {
    if !context.problems.is_empty() {
        return Err(context.problems);
    }
    let mut out = Pages::default();
    let mut sources: Vec<Option<Place>> = vec![None; context.document.sources.len()];
    let mut citations = sources.clone();
    for (number, strips) in filled.into_iter().enumerate() {
        let mut page = Strip::default();
        for (x, y, strip) in strips {
            page.paint_over(strip.shifted(x, y));
        }
        let ink = page.ink.map(|ink| *ink).unwrap_or_default();
        for anchor in &ink.anchors {
            let place = place_of(number, anchor.y);
            match &anchor.kind {
                AnchorKind::Heading(level, title) => {
                    let deepest = out
                        .bookmarks
                        .last()
                        .map_or(1, |before: &Bookmark| before.level + 1);
                    out.bookmarks.push(Bookmark {
                        level: (*level).min(deepest),
                        title: title.clone(),
                        place,
                    });
                }
                AnchorKind::Source(at) => {
                    if let Some(known) = sources.get_mut(*at) {
                        known.get_or_insert(place);
                    }
                }
            }
        }
        for link in &ink.links {
            if let Target::Source(at) = link.target
                && let Some(known) = citations.get_mut(at)
            {
                known.get_or_insert(place_of(number, link.frame.y));
            }
        }
        let Paper {
            width,
            height,
            ground,
        } = paper;
        out.pages.push(Page {
            width,
            height,
            ground,
            items: ink.items,
            links: ink.links,
        });
    }
    if context.document.meta.direction == Direction::Rtl {
        out.pages.iter_mut().for_each(mirror);
    }
    let top = Place {
        page: 0,
        y: Pt::ZERO,
    };
    let known = |places: Vec<Option<Place>>| {
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
fn mirror(page: &mut Page) {
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

impl Context<'_> {
    /// One line that belongs to the page and not to the text, with its middle at `middle`.
    pub fn furniture(&mut self, text: &str, style: TextStyle, measure: Pt) -> Strip {
        let strip = self.set_text(text, style, measure, TagId(0)).stacked();
        let ink = strip.ink.map(|ink| Box::new(ink.as_artifact()));
        Strip {
            height: strip.height,
            ink,
            ..Strip::default()
        }
    }

    /// The handling marking, centred in the top and the bottom margin.
    pub fn marking(&mut self, paper: Paper, margin: Pt) -> Vec<At> {
        let document = self.document;
        let Some(marking) = &document.meta.marking else {
            return Vec::new();
        };
        let color = self.theme.colors.marking;
        let style = TextStyle {
            tracking: MARKING_TRACKING,
            hyphenate: false,
            ..TextStyle::new(MARKING, color)
        };
        // A page number stands beside it.
        let number = if self.look.medium == Medium::Pages {
            PAGE_NUMBER
        } else {
            Pt::ZERO
        };
        let measure = paper.width - 2.0 * margin - 2.0 * number;
        // A long marking is set smaller, so that it stays in its margin.
        let full = if self.look.medium == Medium::Slides {
            self.look.source
        } else {
            MARKING
        };
        let sizes = [1.0, 0.92, 0.84, 0.65, 0.5, 0.35, 0.2].map(|share| full.scaled(share));
        let strips = sizes.map(|size| {
            let style = TextStyle {
                size,
                ..style.strong().aligned(Align::Center)
            };
            self.furniture(marking, style, measure)
        });
        let [first, ..] = &strips;
        // Clear of the edge if that can still be read, else inside the margin.
        let clear = strips
            .iter()
            .take(READABLE)
            .find(|strip| strip.height <= margin - 2.0 * CLEAR);
        let inside = || strips.iter().find(|strip| strip.height < margin * 0.9);
        let strip = clear.or_else(inside).unwrap_or(first).clone();
        let top = ((margin - strip.height) / 2.0).max(Pt::ZERO);
        let bottom = paper.height - margin + top;
        vec![
            (margin + number, top, strip.clone()),
            (margin + number, bottom, strip),
        ]
    }
}
