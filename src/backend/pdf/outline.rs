//! The document outline (ISO 32000-1, 12.3.3): nested bookmarks, all of them open. What becomes a
//! bookmark is decided in [`finalize`](crate::layout).

use lopdf::{Document, Object, ObjectId, dictionary};

use super::values::text_string;
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
            "Title" => text_string(&bookmark.title),
            "Dest" => destination(bookmark),
        });
    }
    let mut objects = Vec::with_capacity(entries.len());
    for _ in &entries {
        objects.push(document.new_object_id());
    }
    let kids_of = bookmark_kids(bookmarks);
    let counts = descendant_counts(&kids_of);
    for (parent, kids) in kids_of.iter().enumerate() {
        if let [first, ..] = *kids.as_slice()
            && let [.., last] = *kids.as_slice()
        {
            entries[parent].set("First", objects[first]);
            entries[parent].set("Last", objects[last]);
            // A positive count means that the entry is open (ISO 32000-1, 12.3.3).
            entries[parent].set("Count", counts[parent]);
        }
        for kid in kids {
            entries[*kid].set("Parent", objects[parent]);
        }
        for pair in kids.windows(2) {
            let [previous, next] = [pair[0], pair[1]];
            entries[previous].set("Next", objects[next]);
            entries[next].set("Prev", objects[previous]);
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
    // Entries of the bookmarks that the next one may be inside of, the outermost first.
    let mut ancestors: Vec<usize> = Vec::new();
    for (index, bookmark) in bookmarks.iter().enumerate() {
        // The bookmark of an entry is one place before it, because entry 0 is the root.
        ancestors.retain(|entry| bookmarks[entry - 1].level < bookmark.level);
        let parent = ancestors.last().copied().unwrap_or(0);
        let entry = index + 1;
        kids_of[parent].push(entry);
        ancestors.push(entry);
    }
    kids_of
}

/// How many entries are inside each entry, at any depth.
fn descendant_counts(kids_of: &[Vec<usize>]) -> Vec<i64> {
    let mut counts = vec![0; kids_of.len()];
    // Children come after their parents, so they are counted first.
    for parent in (0..kids_of.len()).rev() {
        for kid in &kids_of[parent] {
            counts[parent] += 1 + counts[*kid];
        }
    }
    counts
}
