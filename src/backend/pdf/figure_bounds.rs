//! Where figures are, for readers that zoom in on them or reflow the page.

use crate::drawing::{Position, Segment};
use crate::frame::{Frame, GlyphRun, Item, Pages, Role, TagId};
use crate::length::Pt;
use crate::stage::Stage;

/// The frame of each figure, by tag: all that is painted of it on the page where it begins, without
/// its caption. In PDF's coordinates: y runs upwards from the bottom, and a frame's `y` is its
/// lower edge.
pub(super) fn figure_bounds(pages: &Pages) -> Vec<Option<Frame>> {
    let _stage = Stage::Paint.enter();
    let mut bounds: Vec<Option<(usize, Frame)>> = vec![None; pages.tags.len()];
    for (number, page) in pages.pages.iter().enumerate() {
        let height = page.paper_size().1;
        for placed in &page.items {
            let Some(figure) = placed.tag.and_then(|tag| figure_of(pages, tag)) else {
                continue;
            };
            let mut frame = item_bounds(&placed.item);
            frame.y = height - frame.y - frame.height;
            let known = &mut bounds[figure];
            match known {
                None => *known = Some((number, frame)),
                Some((first, all)) if *first == number => *all = union(*all, frame),
                Some(_) => {}
            }
        }
    }
    bounds
        .into_iter()
        .map(|it| it.map(|(_, frame)| frame))
        .collect()
}

/// The figure that a tag belongs to, unless it is part of its caption.
fn figure_of(pages: &Pages, tag: TagId) -> Option<usize> {
    let mut at = tag.0;
    loop {
        let tag = pages.tags.get(at)?;
        match tag.role {
            Role::Figure => return Some(at),
            Role::Caption => return None,
            _ => {
                at = tag
                    .parent
                    .map(|parent| parent.0)
                    .filter(|parent| *parent < at)?
            }
        }
    }
}

fn item_bounds(item: &Item) -> Frame {
    match item {
        Item::Run(run) => run_bounds(run),
        Item::Rect { frame, .. } | Item::Image { frame, .. } => *frame,
        Item::Path { from, segments, .. } => {
            let start = Frame {
                x: from.x,
                y: from.y,
                width: Pt::ZERO,
                height: Pt::ZERO,
            };
            segments.iter().map(segment_bounds).fold(start, union)
        }
    }
}

/// A line of text, as high as most letters are.
fn run_bounds(run: &GlyphRun) -> Frame {
    let width = run.glyphs.iter().map(|glyph| glyph.advance).sum();
    Frame {
        x: run.x,
        y: run.baseline - run.size * 0.8,
        width,
        height: run.size,
    }
}

/// Around the end of a segment and its control points, between which the curve lies.
fn segment_bounds(segment: &Segment) -> Frame {
    let point = |at: Position| Frame {
        x: at.x,
        y: at.y,
        width: Pt::ZERO,
        height: Pt::ZERO,
    };
    match *segment {
        Segment::Line(to) => point(to),
        Segment::Curve(first, second, to) => union(union(point(first), point(second)), point(to)),
    }
}

fn union(a: Frame, b: Frame) -> Frame {
    let (x, y) = (a.x.min(b.x), a.y.min(b.y));
    let right = (a.x + a.width).max(b.x + b.width);
    let bottom = (a.y + a.height).max(b.y + b.height);
    Frame {
        x,
        y,
        width: right - x,
        height: bottom - y,
    }
}
