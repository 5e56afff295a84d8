//! What an SVG clip leaves, as PDF's clipping paths.

use resvg::tiny_skia::{Path, Rect, Transform};
use resvg::usvg::{ClipPath, FillRule, Group, Node};

/// An area that is left.
pub(super) struct ClipArea {
    /// In the drawing's units.
    pub path: Path,
    pub rule: FillRule,
}

/// The areas of a clip, which is inside of `outside`, and of those that it is clipped by in turn:
/// what is in one of each list is left. `None` if PDF cannot say it.
pub(super) fn clip_areas(clip: &ClipPath, outside: Transform) -> Option<Vec<Vec<ClipArea>>> {
    let mut all = Vec::new();
    let mut next = Some(clip);
    while let Some(clip) = next {
        let mut areas = Vec::new();
        collect_areas(
            clip.root(),
            outside.pre_concat(clip.transform()),
            &mut areas,
        )?;
        // Paths that overlap could leave holes in each other.
        let together = areas.iter().enumerate().all(|(at, area)| {
            areas.iter().take(at).all(|other| {
                other.rule == area.rule && have_disjoint_bounds(&other.path, &area.path)
            })
        });
        if !together {
            return None;
        }
        all.push(areas);
        next = clip.clip_path();
    }
    Some(all)
}

fn collect_areas(group: &Group, inside: Transform, out: &mut Vec<ClipArea>) -> Option<()> {
    for node in group.children() {
        match node {
            Node::Group(group) if group.clip_path().is_some() => return None,
            Node::Group(group) => collect_areas(group, inside.pre_concat(group.transform()), out)?,
            Node::Text(text) => {
                let group = text.flattened();
                collect_areas(group, inside.pre_concat(group.transform()), out)?;
            }
            Node::Path(path) if path.is_visible() => {
                let rule = path.fill()?.rule();
                out.push(ClipArea {
                    path: path.data().clone().transform(inside)?,
                    rule,
                });
            }
            Node::Path(_) | Node::Image(_) => {}
        }
    }
    Some(())
}

fn have_disjoint_bounds(a: &Path, b: &Path) -> bool {
    let (a, b): (Rect, Rect) = (a.bounds(), b.bounds());
    a.right() < b.left() || b.right() < a.left() || a.bottom() < b.top() || b.bottom() < a.top()
}
