//! Fields in the headers and footers of a reference document.
//!
//! Fields that a page or the properties of the document answer are kept. Others could fetch a file,
//! run a macro or refer to text that is not taken over: [`remove_unsafe_fields`] leaves the result
//! that Word saw last.

use std::collections::BTreeSet;

use crate::ooxml::xml::{Element, XmlNode};

/// Fields that are kept (ECMA-376 part 1, 17.16.5).
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

/// Removes all fields that are not safe, and fields that do not end. Their results stay as text.
pub(super) fn remove_unsafe_fields(root: &mut Element) {
    let mut marks = FieldMarks::default();
    root.walk(&mut |element| marks.read(element));
    // A field that does not end is no field.
    for field in marks.open {
        marks.removed.extend(field.marks);
    }
    remove_marks(root, &marks.removed, &mut 0);
}

fn is_safe(code: &str) -> bool {
    let name = code.split_whitespace().next().unwrap_or_default();
    let name = name.to_ascii_uppercase();
    // A formula may follow its sign at once, as in `=2*3`.
    SAFE_FIELDS.contains(&name.as_str()) || name.starts_with('=')
}

/// The marks of complex fields (ECMA-376 part 1, 17.16.18) in the order of the part. A field is
/// made of marks in several runs, and fields can be inside each other.
#[derive(Default)]
struct FieldMarks {
    count: usize,
    /// Fields that have begun and not ended, the innermost last.
    open: Vec<OpenField>,
    /// Positions of the marks to remove.
    removed: BTreeSet<usize>,
}

#[derive(Default)]
struct OpenField {
    code: String,
    /// Positions of its marks.
    marks: Vec<usize>,
}

fn is_mark(element: &Element) -> bool {
    matches!(element.name.as_str(), "w:fldChar" | "w:instrText")
}

impl FieldMarks {
    /// Takes note of an element, and decides about its field if the field ends there.
    fn read(&mut self, element: &Element) {
        if !is_mark(element) {
            return;
        }
        // A position finds a mark again; a reference into the tree would keep it from being edited.
        let position = self.count;
        self.count += 1;
        let kind = element.get("w:fldCharType");
        if kind == Some("begin") {
            self.open.push(OpenField::default());
        }
        let Some(field) = self.open.last_mut() else {
            // A mark outside of any field.
            self.removed.insert(position);
            return;
        };
        field.marks.push(position);
        // Word may split the code over several runs.
        field.code.push_str(&element.inner_text());
        if kind == Some("end")
            && let Some(field) = self.open.pop()
            && !is_safe(&field.code)
        {
            self.removed.extend(field.marks);
        }
    }
}

/// Removes the marks at these positions, which are counted as [`FieldMarks::read`] does, and
/// unwraps simple fields that are not safe.
fn remove_marks(parent: &mut Element, removed: &BTreeSet<usize>, count: &mut usize) {
    for node in std::mem::take(&mut parent.children) {
        let XmlNode::Element(mut child) = node else {
            parent.children.push(node);
            continue;
        };
        if is_mark(&child) {
            let position = *count;
            *count += 1;
            if removed.contains(&position) {
                continue;
            }
        }
        remove_marks(&mut child, removed, count);
        let is_simple_field = child.name == "w:fldSimple";
        // Its children are the result that Word saw last.
        if is_simple_field && !is_safe(child.get("w:instr").unwrap_or_default()) {
            parent.children.append(&mut child.children);
        } else {
            parent.push(child);
        }
    }
}
