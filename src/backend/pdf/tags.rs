//! The link between content streams and the structure tree: marked content, and the standard
//! structure types of tags.

use crate::frame::{Role, Tag, TagId};

/// A marked-content sequence that belongs to a tag (ISO 32000-1, 14.7.4.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct MarkedContent {
    /// Index of its page.
    pub page: usize,
    /// Marked-content identifier: a number that is unique on the page, counted from 0.
    pub mcid: i64,
    /// The tag that it belongs to.
    pub tag: TagId,
}

/// The name of a tag's standard structure type (ISO 32000-1, 14.8.4).
pub(super) fn structure_type(tags: &[Tag], id: TagId) -> &'static str {
    let Some(tag) = tags.get(id.0) else {
        return "NonStruct";
    };
    match tag.role {
        Role::Document => "Document",
        Role::Section => "Sect",
        Role::Heading(0 | 1) => "H1",
        Role::Heading(2) => "H2",
        Role::Heading(3) => "H3",
        Role::Heading(4) => "H4",
        Role::Heading(5) => "H5",
        Role::Heading(6..) => "H6",
        Role::Paragraph => "P",
        Role::List { .. } => "L",
        Role::ListItem => "LI",
        Role::Label => "Lbl",
        Role::ListBody => "LBody",
        Role::Table => "Table",
        Role::TableHead => "THead",
        Role::TableBody => "TBody",
        Role::TableRow => "TR",
        Role::HeaderCell(_) => "TH",
        Role::DataCell => "TD",
        Role::Caption => "Caption",
        Role::Figure => "Figure",
        Role::Quote if is_inside_text(tags, tag) => "Quote",
        Role::Quote => "BlockQuote",
        Role::Link => "Link",
        Role::Reference => "Reference",
        Role::Span => "Span",
        Role::Source if is_inside_text(tags, tag) => "BibEntry",
        Role::Source => "P",
    }
}

/// Whether a tag is inside a line of text rather than a block of its own.
fn is_inside_text(tags: &[Tag], tag: &Tag) -> bool {
    let Some(TagId(parent)) = tag.parent else {
        return false;
    };
    let Some(parent) = tags.get(parent) else {
        return false;
    };
    match parent.role {
        Role::Heading(_)
        | Role::Paragraph
        | Role::Label
        | Role::Caption
        | Role::Link
        | Role::Reference
        | Role::Span
        | Role::Quote => true,
        Role::Document
        | Role::Section
        | Role::List { .. }
        | Role::ListItem
        | Role::ListBody
        | Role::Table
        | Role::TableHead
        | Role::TableBody
        | Role::TableRow
        | Role::HeaderCell(_)
        | Role::DataCell
        | Role::Figure
        | Role::Source => false,
    }
}
