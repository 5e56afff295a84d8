//! Fields in a reference document's headers: those that a page or the document's own properties answer.
//!
//! Others could fetch a file, run a macro or look for a place in a text that is not taken over. Of
//! them the result stays that Word saw last.

use std::collections::BTreeSet;

use crate::ooxml::xml::{Element, XmlNode};

/// Kinds of fields that are kept (ISO/IEC 29500-1, 17.16.5).
const SAFE_FIELDS: [&str; 19] = [
    "=",
    "AUTHOR",
    "COMMENTS",
    "CREATEDATE",
    "DATE",
    "IF",
    "KEYWORDS",
    "LASTSAVEDBY",
    "NUMPAGES",
    "PAGE",
    "PRINTDATE",
    "QUOTE",
    "SAVEDATE",
    "SECTION",
    "SECTIONPAGES",
    "STYLEREF",
    "SUBJECT",
    "TIME",
    "TITLE",
];

/// Takes away all fields but those that are kept, and leaves their results.
pub(super) fn remove_unsafe_fields(root: &mut Element) {
    let mut marks = FieldMarks::default();
    root.walk(&mut |it| marks.read(it));
    // A field that does not end is none.
    let left = marks.open.drain(..).flat_map(|field| field.marks);
    marks.removed.extend(left);
    remove_marks(root, &marks.removed, &mut 0);
}

fn is_safe(code: &str) -> bool {
    let word = code
        .split_whitespace()
        .next()
        .unwrap_or_default()
        .to_ascii_uppercase();
    SAFE_FIELDS.contains(&word.as_str()) || word.starts_with('=')
}

/// The marks of fields, by their place among all marks.
#[derive(Default)]
struct FieldMarks {
    count: usize,
    open: Vec<OpenField>,
    removed: BTreeSet<usize>,
}

#[derive(Default)]
struct OpenField {
    code: String,
    marks: Vec<usize>,
}

fn is_mark(element: &Element) -> bool {
    matches!(element.name.as_str(), "w:fldChar" | "w:instrText")
}

impl FieldMarks {
    fn read(&mut self, element: &Element) {
        if !is_mark(element) {
            return;
        }
        let at = self.count;
        self.count += 1;
        let kind = element.get("w:fldCharType");
        if kind == Some("begin") {
            self.open.push(OpenField::default());
        }
        let Some(field) = self.open.last_mut() else {
            self.removed.insert(at);
            return;
        };
        field.marks.push(at);
        field.code.push_str(&element.inner_text());
        if kind == Some("end")
            && let Some(field) = self.open.pop().filter(|field| !is_safe(&field.code))
        {
            self.removed.extend(field.marks);
        }
    }
}

/// Takes out marks that are removed, in the order in which they were read, and simple fields that are
/// not kept.
fn remove_marks(parent: &mut Element, removed: &BTreeSet<usize>, count: &mut usize) {
    for node in std::mem::take(&mut parent.children) {
        let XmlNode::Element(mut child) = node else {
            parent.children.push(node);
            continue;
        };
        if is_mark(&child) {
            let at = *count;
            *count += 1;
            if removed.contains(&at) {
                continue;
            }
        }
        remove_marks(&mut child, removed, count);
        if child.name == "w:fldSimple" && !is_safe(child.get("w:instr").unwrap_or_default()) {
            parent.children.append(&mut child.children);
        } else {
            parent.children.push(XmlNode::Element(child));
        }
    }
}
