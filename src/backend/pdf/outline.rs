//! The document outline (ISO 32000-1, 12.3.3): nested bookmarks, all of them open.

use lopdf::{Document, Object, ObjectId, dictionary};

use super::values;
use crate::frame::Bookmark;

/// Adds the outline to the file and returns its root; `None` if there are no bookmarks.
pub(super) fn write_outline(
    document: &mut Document,
    bookmarks: &[Bookmark],
    destination: impl Fn(&Bookmark) -> Object,
) -> Option<ObjectId> {
    if bookmarks.is_empty() {
        return None;
    }
    let mut entries = vec![dictionary! { "Type" => "Outlines" }];
    for bookmark in bookmarks {
        entries.push(dictionary! {
            "Title" => values::text_string(&bookmark.title),
            "Dest" => destination(bookmark),
        });
    }
    let objects: Vec<ObjectId> = entries.iter().map(|_| document.new_object_id()).collect();
    let kids_of = bookmark_kids(bookmarks);
    let counts = descendant_counts(&kids_of);
    for (parent, kids) in kids_of.iter().enumerate() {
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
    for (object, entry) in objects.iter().zip(entries) {
        document.set_object(*object, entry);
    }
    objects.first().copied()
}

/// The direct children of each entry. Entry 0 is the root, and entry `n` the `n`th bookmark.
fn bookmark_kids(bookmarks: &[Bookmark]) -> Vec<Vec<usize>> {
    let mut kids_of = vec![Vec::new(); bookmarks.len() + 1];
    // Level and entry of the bookmarks that the next one may be inside of.
    let mut ancestors: Vec<(u8, usize)> = Vec::new();
    for (entry, bookmark) in (1..).zip(bookmarks) {
        ancestors.retain(|(level, _)| *level < bookmark.level);
        let parent = ancestors.last().map_or(0, |(_, ancestor)| *ancestor);
        kids_of[parent].push(entry);
        ancestors.push((bookmark.level, entry));
    }
    kids_of
}

/// How many entries are inside each entry, at any depth.
fn descendant_counts(kids_of: &[Vec<usize>]) -> Vec<i64> {
    let mut counts = vec![0; kids_of.len()];
    // Children come after their parents, so they are counted first.
    for parent in (0..kids_of.len()).rev() {
        counts[parent] = kids_of[parent].iter().map(|kid| 1 + counts[*kid]).sum();
    }
    counts
}
