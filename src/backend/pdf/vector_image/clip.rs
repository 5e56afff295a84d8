//! SVG clips as clipping paths (ISO 32000-1, 8.5.4).

use resvg::tiny_skia::{Path, Transform};
use resvg::usvg::{ClipPath, FillRule, Group, Node};

/// An area in which a clip leaves content visible.
pub(super) struct ClipArea {
    /// In SVG units.
    pub path: Path,
    pub rule: FillRule,
}

/// The areas of a clip, and in further lists those of the clips that it is clipped by. Content is
/// visible if it is in at least one area of every list.
///
/// `outside` leads from the coordinates of the clip to those of the whole image. `None` if a
/// clipping path cannot show the clip.
pub(super) fn clip_areas(clip: &ClipPath, outside: Transform) -> Option<Vec<Vec<ClipArea>>> {
    let mut lists = Vec::new();
    // A clip can be clipped by another, and so on.
    let mut next = Some(clip);
    while let Some(clip) = next {
        let mut areas = Vec::new();
        let inside = outside.pre_concat(clip.transform());
        collect_areas(clip.root(), inside, &mut areas)?;
        if !can_share_path(&areas) {
            return None;
        }
        lists.push(areas);
        next = clip.clip_path();
    }
    Some(lists)
}

fn collect_areas(group: &Group, transform: Transform, areas: &mut Vec<ClipArea>) -> Option<()> {
    for node in group.children() {
        match node {
            // The areas of this group alone are clipped, so they cannot share a path with others.
            Node::Group(group) if group.clip_path().is_some() => return None,
            Node::Group(group) => {
                let inside = transform.pre_concat(group.transform());
                collect_areas(group, inside, areas)?;
            }
            Node::Text(text) => {
                let outlines = text.flattened();
                let inside = transform.pre_concat(outlines.transform());
                collect_areas(outlines, inside, areas)?;
            }
            Node::Path(path) if path.is_visible() => areas.push(ClipArea {
                path: path.data().clone().transform(transform)?,
                rule: path.fill()?.rule(),
            }),
            Node::Path(_) | Node::Image(_) => {}
        }
    }
    Some(())
}

/// Whether the areas can be parts of one path. They need the same fill rule, and must not overlap,
/// because overlapping parts could leave holes in each other.
fn can_share_path(areas: &[ClipArea]) -> bool {
    for (index, area) in areas.iter().enumerate() {
        for earlier in &areas[..index] {
            let have_same_rule = earlier.rule == area.rule;
            if !have_same_rule || !have_disjoint_bounds(&earlier.path, &area.path) {
                return false;
            }
        }
    }
    true
}

fn have_disjoint_bounds(a: &Path, b: &Path) -> bool {
    let a = a.bounds();
    let b = b.bounds();
    let are_side_by_side = a.right() < b.left() || b.right() < a.left();
    let are_above_each_other = a.bottom() < b.top() || b.bottom() < a.top();
    are_side_by_side || are_above_each_other
}
