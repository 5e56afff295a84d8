//! The nodes of a Word document: what the body writer makes of blocks and inlines, and what
//! [`story`] writes as XML.
//!
//! Properties and text are [`docx_rs`]'s, whose fields can be read. Runs, breaks, tables, drawings,
//! content controls and sections are our own, because the library cannot express them or keeps
//! their fields private. Each node holds all that its XML needs, so that nothing has to be looked
//! up by a number.

pub(super) mod story;
mod tables;

use docx_rs::{BookmarkStart, FieldChar, ParagraphProperty, RunProperty, Shading, Text};

use super::list_ids::NumberedList;
use super::paragraph_style::ParagraphStyle;
use crate::chart::NativeChartPlan;
use crate::document::{self, StatusLevel, TextMark};
use crate::length::Pt;

/// The nodes of a whole document.
#[derive(Default)]
pub(super) struct DocumentContent<'a> {
    pub(super) blocks: Vec<BlockNode<'a>>,
    /// In the order of their ids.
    pub(super) notes: Vec<FootnoteNode<'a>>,
    /// The ordered lists, each of which starts at 1.
    pub(super) lists: Vec<NumberedList>,
    pub(super) drawing_count: usize,
}

/// Content that takes the whole width of a column.
pub(super) enum BlockNode<'a> {
    Paragraph(ParagraphNode<'a>),
    Table(TableNode<'a>),
}

pub(super) struct ParagraphNode<'a> {
    pub(super) style: ParagraphStyle,
    /// The list, and whether the paragraph stays with the next one or begins a page. Other
    /// properties are not written: they belong in a style.
    pub(super) property: Option<Box<ParagraphProperty>>,
    /// The indent at the end of the lines that balances them, in twentieths of a point, with that of
    /// the style; `None` for the style's.
    pub(super) end_indent: Option<usize>,
    /// For a number in a cell, its distance from the right side of the cell in twentieths of a
    /// point, which is left free for the decimals of other cells.
    pub(super) decimals_indent: Option<usize>,
    /// The section that ends with this paragraph.
    pub(super) section: Option<Section>,
    pub(super) children: Vec<InlineNode<'a>>,
}

impl ParagraphNode<'_> {
    /// The runs, including those of links and content controls.
    pub(super) fn runs(&self) -> impl Iterator<Item = &RunNode> {
        self.children.iter().flat_map(InlineNode::runs)
    }

    pub(super) fn runs_mut(&mut self) -> impl Iterator<Item = &mut RunNode> {
        self.children.iter_mut().flat_map(InlineNode::runs_mut)
    }

    pub(super) fn property_mut(&mut self) -> &mut ParagraphProperty {
        self.property.get_or_insert_default()
    }
}

/// A part of the document with its own columns.
#[derive(Default)]
pub(super) struct Section {
    /// Widths of two columns, in twentieths of a point; `None` for a single column.
    pub(super) columns: Option<(usize, usize)>,
}

/// Content in a line of text.
pub(super) enum InlineNode<'a> {
    Run(RunNode),
    Link(LinkNode),
    Control(Box<ControlNode>),
    Drawing(Box<DrawingNode<'a>>),
    /// The sign of a status, before its word.
    Sign(StatusLevel),
}

impl InlineNode<'_> {
    pub(super) fn runs(&self) -> &[RunNode] {
        match self {
            Self::Run(run) => std::slice::from_ref(run),
            Self::Link(link) => &link.runs,
            Self::Control(control) => &control.runs,
            Self::Drawing(_) | Self::Sign(_) => &[],
        }
    }

    pub(super) fn runs_mut(&mut self) -> &mut [RunNode] {
        match self {
            Self::Run(run) => std::slice::from_mut(run),
            Self::Link(link) => &mut link.runs,
            Self::Control(control) => &mut control.runs,
            Self::Drawing(_) | Self::Sign(_) => &mut [],
        }
    }
}

/// Content with the same properties.
pub(super) struct RunNode {
    /// The character style, if it has one. Other properties are not written.
    pub(super) property: Option<Box<RunProperty>>,
    /// How the run is struck, raised or lowered.
    pub(super) marks: Vec<TextMark>,
    pub(super) content: RunContent,
}

pub(super) enum RunContent {
    /// Escaped text.
    Text(Text),
    Tab,
    LineBreak,
    ColumnBreak,
    /// The beginning, the middle or the end of a field.
    FieldChar(FieldChar),
    /// The code of a field, which needs no escaping.
    FieldCode(String),
    /// A place that links lead to.
    Bookmark(BookmarkStart),
    FootnoteReference {
        id: usize,
        /// The bookmark around the reference, by which later notes refer to this one.
        bookmark: Option<BookmarkStart>,
    },
}

impl RunContent {
    pub(super) fn is_footnote_reference(&self) -> bool {
        matches!(self, Self::FootnoteReference { .. })
    }
}

/// Runs that lead to an address.
pub(super) struct LinkNode {
    /// Counts the links of a document; one that is interrupted has the same number before and
    /// after.
    pub(super) number: usize,
    pub(super) address: String,
    pub(super) runs: Vec<RunNode>,
}

/// A content control: a field that readers fill in, with a tag that names the brief's key.
pub(super) struct ControlNode {
    /// For example `actions[0].owner`.
    pub(super) tag: String,
    /// The title that Word shows on its handle.
    pub(super) title: String,
    pub(super) kind: ControlKind,
    /// Whether it shows a prompt instead of content.
    pub(super) empty: bool,
    pub(super) runs: Vec<RunNode>,
}

/// The content that a [`ControlNode`] accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ControlKind {
    /// Text without emphasis.
    Plain,
    /// Text with styles, links and notes.
    Rich,
    /// A date, with a calendar to pick from.
    Date,
}

/// A chart or an image in a line of text.
pub(super) struct DrawingNode<'a> {
    /// Counts the drawings of a document, those in headers last.
    pub(super) number: usize,
    pub(super) kind: DrawingKind<'a>,
    /// Alternative text; empty if the image is decorative.
    pub(super) alt: String,
    pub(super) width: Pt,
    pub(super) height: Pt,
    /// Whether the file holds an SVG beside its PNG fallback.
    pub(super) vector: bool,
    /// What has room in a chart; `None` for other drawings.
    pub(super) chart_plan: Option<NativeChartPlan>,
}

#[derive(Clone, Copy)]
pub(super) enum DrawingKind<'a> {
    /// The theme's logo, in the header of the first page.
    Logo,
    Chart(&'a document::Chart),
    Image(&'a document::Image),
}

pub(super) struct FootnoteNode<'a> {
    /// Counted from 1.
    pub(super) id: usize,
    pub(super) paragraph: ParagraphNode<'a>,
}

pub(super) struct TableNode<'a> {
    pub(super) format: TableFormat,
    /// In twentieths of a point.
    pub(super) column_widths: Vec<usize>,
    /// Space between columns, in twentieths of a point. It is written if it is not the style's.
    pub(super) cell_gap: usize,
    /// No row has more cells than there are columns.
    pub(super) rows: Vec<Vec<CellNode<'a>>>,
}

/// The style of a table and its description for assistive technology.
pub(super) struct TableFormat {
    pub(super) style: &'static str,
    pub(super) header_cells: HeaderCells,
    /// The title that screen readers announce; may be empty.
    pub(super) title: String,
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

/// The paragraphs of a cell. At least one: Word demands that a cell ends with a paragraph.
pub(super) type CellContent<'a> = Vec<ParagraphNode<'a>>;

pub(super) struct CellNode<'a> {
    /// The background, if the table style's is not to be used.
    pub(super) shading: Option<Shading>,
    pub(super) paragraphs: CellContent<'a>,
}
