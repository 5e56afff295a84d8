//! What the tree builder cannot say, and what stands for it in the tree until it is finished.

use docx_rs::Footnote;

use super::lists::NumberedList;
use crate::document;
use crate::length::Pt;
use crate::ooxml::xml::{Element, element};

/// What the tree builder cannot say, by number.
#[derive(Default)]
pub(super) struct DeferredContent<'a> {
    pub(super) notes: Vec<Footnote>,
    pub(super) links: Vec<String>,
    pub(super) controls: Vec<ContentControl>,
    pub(super) tables: Vec<TableFormat>,
    pub(super) drawings: Vec<InlineDrawing<'a>>,
    pub(super) lists: Vec<NumberedList>,
    pub(super) sections: Vec<Section>,
}

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

/// A place to write: a content control with a tag that names the brief's field.
pub(super) struct ContentControl {
    /// For example `actions[0].owner`.
    pub(super) tag: String,
    /// What Word shows on its handle.
    pub(super) title: String,
    pub(super) kind: ControlKind,
    /// Whether it shows a prompt instead of content.
    pub(super) empty: bool,
}

/// What may be written into a [`ContentControl`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ControlKind {
    /// Text without emphasis.
    Plain,
    /// Anything.
    Rich,
    /// A date, with a calendar to pick from.
    Date,
}

/// How a table is marked up.
pub(super) struct TableFormat {
    pub(super) style: &'static str,
    pub(super) header_cells: HeaderCells,
    /// What a reader who cannot see it is told it is.
    pub(super) title: String,
    pub(super) right_to_left: bool,
}

impl TableFormat {
    /// What is said in the table's properties of what it is.
    pub(super) fn title_element(&self) -> Option<Element> {
        (!self.title.is_empty()).then(|| element("w:tblCaption").with("w:val", &self.title))
    }
}

/// What names the cells of a table.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum HeaderCells {
    /// Its first row.
    FirstRow,
    /// Its first column.
    FirstColumn,
    /// Both.
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

/// A chart or a picture in the text.
pub(super) struct InlineDrawing<'a> {
    pub(super) kind: DrawingKind<'a>,
    /// Empty for a decorative one.
    pub(super) alt: String,
    pub(super) width: Pt,
    pub(super) height: Pt,
    /// Whether a vector picture goes with the one of pixels.
    pub(super) vector: bool,
}

pub(super) enum DrawingKind<'a> {
    /// The theme's logo, which stands in a header.
    Logo,
    Chart(&'a document::Chart),
    Image(&'a document::Image),
}

/// A stretch of the document with columns of its own.
pub(super) struct Section {
    /// Widths of two columns, in twentieths of a point.
    pub(super) columns: Option<(usize, usize)>,
}

/// Stands for a drawing until the finishing pass puts it there.
pub(super) const DRAWING_STYLE_PREFIX: &str = "drawing-";

/// Stands for what is known of a table until the finishing pass.
pub(super) const TABLE_STYLE_PREFIX: &str = "table-";

pub(super) fn drawing_placeholder_style(number: usize) -> String {
    format!("{DRAWING_STYLE_PREFIX}{number}")
}

/// Begins the id of the relationship to an address; its number follows.
pub(super) const LINK_ID_PREFIX: &str = "rIdLink";

pub(super) fn table_placeholder_style(number: usize) -> String {
    format!("{TABLE_STYLE_PREFIX}{number}")
}
