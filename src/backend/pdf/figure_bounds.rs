//! The bounding boxes of figures, for readers that zoom in on them or reflow the page (ISO
//! 32000-1, 14.8.5.4.3).

use crate::drawing::{Position, Segment, VectorPath};
use crate::frame::{Frame, GlyphRun, Item, Pages, Role, TagId};
use crate::length::Pt;
use crate::stage::Stage;

/// How far above its baseline the bounding box of a run begins, in its size. Glyphs are not
/// measured: few of them are higher.
const RUN_ASCENT: f32 = 0.8;

/// The bounding box of each figure, indexed by tag: everything that is painted for it, except its
/// caption, on the first page that it is on.
///
/// The boxes are in PDF's coordinates: y runs upwards from the bottom of the page, and a frame's
/// `y` is its lower edge.
pub(super) fn figure_bounds(pages: &Pages) -> Vec<Option<Frame>> {
    let _stage = Stage::Paint.enter();
    let mut bounds = vec![None; pages.tags.len()];
    let mut first_pages = vec![0; pages.tags.len()];
    for (number, page) in pages.pages.iter().enumerate() {
        let page_height = page.paper_size().1;
        for placed in &page.items {
            let Some(tag) = placed.tag else { continue };
            let Some(figure) = figure_of(pages, tag) else {
                continue;
            };
            let mut frame = item_bounds(&placed.item);
            frame.y = page_height - frame.y - frame.height;
            match bounds[figure] {
                None => {
                    bounds[figure] = Some(frame);
                    first_pages[figure] = number;
                }
                Some(so_far) if first_pages[figure] == number => {
                    bounds[figure] = Some(union(so_far, frame));
                }
                // The box is required only of figures that are on one page, and lies on one page.
                Some(_) => {}
            }
        }
    }
    bounds
}

/// The figure that a tag is inside of, unless it is part of the caption.
fn figure_of(pages: &Pages, tag: TagId) -> Option<usize> {
    let mut index = tag.0;
    loop {
        let tag = pages.tags.get(index)?;
        match tag.role {
            Role::Figure => return Some(index),
            Role::Caption => return None,
            _ => {}
        }
        // Parents come before their children, so the walk ends even if tags are wrong.
        let parent = tag.parent.filter(|parent| parent.0 < index)?;
        index = parent.0;
    }
}

fn item_bounds(item: &Item) -> Frame {
    match item {
        Item::Run(run) => run_bounds(run),
        Item::Rect { frame, .. } | Item::Image { frame, .. } => *frame,
        Item::Path(path) => path_bounds(path),
    }
}

fn path_bounds(path: &VectorPath) -> Frame {
    let mut bounds = point_bounds(path.from);
    for segment in &path.segments {
        bounds = union(bounds, segment_bounds(segment));
    }
    bounds
}

fn run_bounds(run: &GlyphRun) -> Frame {
    Frame {
        x: run.x,
        y: run.baseline - run.size * RUN_ASCENT,
        width: run.width(),
        height: run.size,
    }
}

/// Bounds of a segment's end and control points. A curve lies within them.
fn segment_bounds(segment: &Segment) -> Frame {
    match *segment {
        Segment::Line(to) => point_bounds(to),
        Segment::Curve(first, second, to) => {
            let controls = union(point_bounds(first), point_bounds(second));
            union(controls, point_bounds(to))
        }
    }
}

fn point_bounds(point: Position) -> Frame {
    Frame {
        x: point.x,
        y: point.y,
        width: Pt::ZERO,
        height: Pt::ZERO,
    }
}

fn union(a: Frame, b: Frame) -> Frame {
    let x = a.x.min(b.x);
    let y = a.y.min(b.y);
    let right = (a.x + a.width).max(b.x + b.width);
    let bottom = (a.y + a.height).max(b.y + b.height);
    Frame {
        x,
        y,
        width: right - x,
        height: bottom - y,
    }
}
