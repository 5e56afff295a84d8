//! Content that [`docx_rs`] cannot express, and the placeholders that mark its position.
//!
//! The text writers store such content here and put its number into the tree: in a style name
//! (`drawing-3`, `table-7`), in the alias of a content control or in a relationship id
//! (`rIdLink2`). The finishing pass looks the number up and writes the content in its place.

use docx_rs::Footnote;

use super::lists::NumberedList;
use crate::document;
use crate::length::Pt;
use crate::ooxml::xml::{Element, element};

/// Content that the finishing pass inserts. Each list is indexed by the numbers in the tree.
#[derive(Default)]
pub(super) struct DeferredContent<'a> {
    /// Footnotes. Their ids are numbers counted from 1.
    pub(super) notes: Vec<Footnote>,
    /// Addresses of hyperlinks.
    pub(super) links: Vec<String>,
    pub(super) controls: Vec<ContentControl>,
    pub(super) tables: Vec<TableFormat>,
    pub(super) drawings: Vec<InlineDrawing<'a>>,
    pub(super) lists: Vec<NumberedList>,
    /// Sections in order, but for the last, which ends with the document.
    pub(super) sections: Vec<Section>,
}

/// Each method stores a value and returns its number.
impl<'a> DeferredContent<'a> {
    pub(super) fn add_link(&mut self, address: String) -> usize {
        self.links.push(address);
        self.links.len() - 1
    }

    pub(super) fn add_control(&mut self, control: ContentControl) -> usize {
        self.controls.push(control);
        self.controls.len() - 1
    }

    pub(super) fn add_table(&mut self, format: TableFormat) -> usize {
        self.tables.push(format);
        self.tables.len() - 1
    }

    pub(super) fn add_drawing(&mut self, drawing: InlineDrawing<'a>) -> usize {
        self.drawings.push(drawing);
        self.drawings.len() - 1
    }
}

/// A content control: a field that readers fill in, with a tag that names the brief's key.
pub(super) struct ContentControl {
    /// For example `actions[0].owner`.
    pub(super) tag: String,
    /// The title that Word shows on its handle.
    pub(super) title: String,
    pub(super) kind: ControlKind,
    /// Whether it shows a prompt instead of content.
    pub(super) empty: bool,
}

/// The content that a [`ContentControl`] accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ControlKind {
    /// Text without emphasis.
    Plain,
    /// Text with styles, links and notes.
    Rich,
    /// A date, with a calendar to pick from.
    Date,
}

/// The style of a table and its description for assistive technology.
pub(super) struct TableFormat {
    pub(super) style: &'static str,
    pub(super) header_cells: HeaderCells,
    /// The title that screen readers announce; may be empty.
    pub(super) title: String,
    pub(super) right_to_left: bool,
}

impl TableFormat {
    /// The title as an element of the table's properties.
    pub(super) fn title_element(&self) -> Option<Element> {
        (!self.title.is_empty()).then(|| element("w:tblCaption").with("w:val", &self.title))
    }
}

/// Which cells of a table are headers.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum HeaderCells {
    FirstRow,
    FirstColumn,
    Both,
}

impl HeaderCells {
    pub(super) fn has_row(self) -> bool {
        self != Self::FirstColumn
    }

    pub(super) fn has_column(self) -> bool {
        self != Self::FirstRow
    }
}

/// A chart or an image in a line of text.
pub(super) struct InlineDrawing<'a> {
    pub(super) kind: DrawingKind<'a>,
    /// Alternative text; empty if the image is decorative.
    pub(super) alt: String,
    pub(super) width: Pt,
    pub(super) height: Pt,
    /// Whether the file holds an SVG beside its PNG fallback.
    pub(super) vector: bool,
}

pub(super) enum DrawingKind<'a> {
    /// The theme's logo, in the header of the first page.
    Logo,
    Chart(&'a document::Chart),
    Image(&'a document::Image),
}

/// A part of the document with its own columns.
pub(super) struct Section {
    /// Widths of two columns, in twentieths of a point; `None` for a single column.
    pub(super) columns: Option<(usize, usize)>,
}

/// The style of a run that the finishing pass replaces by the drawing of that number.
pub(super) const DRAWING_STYLE_PREFIX: &str = "drawing-";

/// The style of a table whose [`TableFormat`] has that number.
pub(super) const TABLE_STYLE_PREFIX: &str = "table-";

/// The id of the relationship to the hyperlink of that number.
pub(super) const LINK_ID_PREFIX: &str = "rIdLink";

pub(super) fn drawing_placeholder_style(number: usize) -> String {
    format!("{DRAWING_STYLE_PREFIX}{number}")
}

pub(super) fn table_placeholder_style(number: usize) -> String {
    format!("{TABLE_STYLE_PREFIX}{number}")
}
