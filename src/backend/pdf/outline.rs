//! The outline (ISO 32000-1, 12.3.3): bookmarks inside bookmarks, all of them open.

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};

use super::values;
use crate::frame::Bookmark;

/// Adds the outline to the file; `None` if there are no bookmarks.
pub(super) fn write_outline(
    document: &mut Document,
    bookmarks: &[Bookmark],
    destination: impl Fn(&Bookmark) -> Object,
) -> Option<ObjectId> {
    if bookmarks.is_empty() {
        return None;
    }
    // The root, and then one for each bookmark.
    let objects: Vec<ObjectId> = (0..=bookmarks.len())
        .map(|_| document.new_object_id())
        .collect();
    let kids = bookmark_kids(bookmarks);
    let counts = descendant_counts(&kids);
    let mut entries = vec![dictionary! { "Type" => "Outlines" }];
    entries.extend(bookmarks.iter().map(|bookmark| {
        dictionary! { "Title" => values::text_string(&bookmark.title), "Dest" => destination(bookmark) }
    }));
    for (parent, kids) in kids.iter().enumerate() {
        if let (Some(first), Some(last)) = (kids.first(), kids.last()) {
            entries[parent].set("First", objects[*first]);
            entries[parent].set("Last", objects[*last]);
            entries[parent].set("Count", counts[parent]);
        }
        for kid in kids {
            entries[*kid].set("Parent", objects[parent]);
        }
        for pair in kids.windows(2) {
            entries[pair[0]].set("Next", objects[pair[1]]);
            entries[pair[1]].set("Prev", objects[pair[0]]);
        }
    }
    let add = |(object, entry): (&ObjectId, Dictionary)| document.set_object(*object, entry);
    objects.iter().zip(entries).for_each(add);
    objects.first().copied()
}

/// What is directly inside the root, which is 0, and inside each bookmark, which counts from 1.
fn bookmark_kids(bookmarks: &[Bookmark]) -> Vec<Vec<usize>> {
    let mut kids = vec![Vec::new(); bookmarks.len() + 1];
    let mut open: Vec<(u8, usize)> = Vec::new();
    for (at, bookmark) in bookmarks.iter().enumerate() {
        open.retain(|(level, _)| *level < bookmark.level);
        let parent = open.last().map_or(0, |(_, parent)| *parent);
        kids[parent].push(at + 1);
        open.push((bookmark.level, at + 1));
    }
    kids
}

/// How many entries are inside each one, at any depth.
fn descendant_counts(kids: &[Vec<usize>]) -> Vec<i64> {
    let mut counts = vec![0; kids.len()];
    for parent in (0..kids.len()).rev() {
        counts[parent] = kids[parent].iter().map(|kid| 1 + counts[*kid]).sum();
    }
    counts
}
