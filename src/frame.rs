//! Placed pages: the result of the layout, and all that the writers of PDF and PNG paint from.
//!
//! [`Pages`] holds items at their final places, and beside them the logical structure that makes a
//! PDF accessible. Coordinates are in points; x runs to the right and y downwards from the top left
//! corner of the page.

use std::collections::BTreeMap;

use compact_str::CompactString;

use crate::drawing::VectorPath;
use crate::fonts::FaceId;
use crate::length::Pt;
use crate::theme::Color;

/// A laid out document.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Pages {
    /// At least one, in order.
    pub pages: Vec<Page>,
    /// The logical structure, parents before children and in reading order. The first is the
    /// document.
    ///
    /// Content inside a tag is read in the order in which it is painted, items and nested tags
    /// alike. A tag without items comes before the first sibling that was made after it.
    pub tags: Vec<Tag>,
    /// The outline of the document, in reading order.
    pub bookmarks: Vec<Bookmark>,
    /// For each source, where its entry in the list of sources is.
    pub sources: Vec<Destination>,
    /// For each source, where it is cited first: the top of the first page if it is not cited.
    pub citations: Vec<Destination>,
    /// Where the blocks are that have an id, by their ids.
    pub blocks: BTreeMap<String, Destination>,
}

/// One page or slide.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Page {
    /// Width of the paper.
    pub width: Pt,
    /// Height of the paper.
    pub height: Pt,
    /// `None` leaves the paper as it is.
    pub background: Option<Color>,
    /// In the order in which they are painted: later ones cover earlier ones.
    pub items: Vec<PlacedItem>,
    /// Areas that can be clicked.
    pub links: Vec<LinkArea>,
}

impl Page {
    /// Width and height of the paper in thousandths of a point, within the limits of PDF/A: 3 to
    /// 14,400 points (ISO 19005-2, 6.1.13).
    pub(crate) fn paper_size(&self) -> (Pt, Pt) {
        (paper_side(self.width), paper_side(self.height))
    }
}

fn paper_side(length: Pt) -> Pt {
    let rounded = (finite_points(length) * 1000.0).round() / 1000.0;
    Pt(rounded).clamp(Pt(3.0), Pt(14_400.0))
}

/// No page is larger than 14,400 points, so nothing farther out than this can be seen.
pub(crate) const MAX_COORDINATE: f32 = 100_000.0;

/// Sizes of text are kept within these limits in files and images, in points, so that a run of size
/// 0 makes no division by zero.
pub(crate) const MIN_TEXT_SIZE: f32 = 0.001;
pub(crate) const MAX_TEXT_SIZE: f32 = 10_000.0;

/// A length in points that can safely be written to a file: within [`MAX_COORDINATE`], and 0 for
/// NaN and infinity, so that one wrong length does not make a whole file unreadable.
pub(crate) fn finite_points(Pt(points): Pt) -> f32 {
    if points.is_finite() {
        points.clamp(-MAX_COORDINATE, MAX_COORDINATE)
    } else {
        0.0
    }
}

/// An item with its place in the logical structure.
#[derive(Debug, Clone, PartialEq)]
pub struct PlacedItem {
    /// `None` makes it an artifact, which is not read out: a rule, a background, the marking, a
    /// page number, a repeated table head.
    pub tag: Option<TagId>,
    /// What is painted.
    pub item: Item,
}

impl PlacedItem {
    /// An item outside of the logical structure.
    pub(crate) fn artifact(item: Item) -> Self {
        Self { tag: None, item }
    }
}

/// Something to paint.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// Shaped text.
    Run(GlyphRun),
    /// A filled rectangle.
    Rect {
        /// Where it is.
        frame: Frame,
        /// Colour of its area.
        fill: Color,
    },
    /// A line or an area. Joins and ends of lines are round if there is more than one segment.
    Path(VectorPath),
    /// An image, scaled to fill the frame.
    Image {
        /// Its key in [`Assets::images`](crate::assets::Assets::images).
        file: String,
        /// Where it is.
        frame: Frame,
    },
}

/// A rectangle with horizontal and vertical edges.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Frame {
    /// Left edge.
    pub x: Pt,
    /// Top edge.
    pub y: Pt,
    /// 0 or more.
    pub width: Pt,
    /// 0 or more.
    pub height: Pt,
}

impl Frame {
    /// A frame with its top left corner at 0, 0.
    pub(crate) const fn at_origin(width: Pt, height: Pt) -> Self {
        Self {
            x: Pt::ZERO,
            y: Pt::ZERO,
            width,
            height,
        }
    }
}

/// Glyphs of one face, size and colour on one baseline, in visual order from left to right.
#[derive(Debug, Clone, PartialEq)]
pub struct GlyphRun {
    /// Left end.
    pub x: Pt,
    /// Distance of the baseline from the top of the page.
    pub baseline: Pt,
    /// The face that the glyphs are from.
    pub face: FaceId,
    /// Size of the em.
    pub size: Pt,
    /// Colour of the glyphs.
    pub color: Color,
    /// Whether the glyphs are read from right to left.
    pub backwards: bool,
    /// From left to right.
    pub glyphs: Vec<Glyph>,
}

impl GlyphRun {
    /// The width of all glyphs.
    pub fn width(&self) -> Pt {
        self.glyphs.iter().map(|glyph| glyph.advance).sum()
    }
}

/// A glyph, its place and the characters that it shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Glyph {
    /// Index in the face; never 0, the glyph of missing characters.
    pub id: u16,
    /// Distance to the next glyph, with letter-spacing and justification.
    pub advance: Pt,
    /// Shift to the right.
    pub dx: Pt,
    /// Shift upwards.
    pub dy: Pt,
    /// The characters that it shows. A ligature has several; of the glyphs of one cluster, only the
    /// first has any.
    pub text: CompactString,
}

/// Index into [`Pages::tags`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TagId(pub usize);

/// An element of the logical structure (ISO 32000-1, 14.7).
#[derive(Debug, Clone, PartialEq)]
pub struct Tag {
    /// `None` for the document only.
    pub parent: Option<TagId>,
    /// What kind of element it is.
    pub role: Role,
    /// Its language as a BCP 47 tag, if it differs from its parent's.
    pub lang: Option<String>,
    /// Read out to those who cannot see it; every [`Role::Figure`] has one.
    pub alt: Option<String>,
}

/// The kind of a [`Tag`]. Each stands for one of the standard structure types of ISO 32000-1,
/// 14.8.4.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The whole document.
    Document,
    /// A part with a heading of its own, or an aside.
    Section,
    /// A heading of level 1 to 6; the document's title has level 1.
    Heading(u8),
    /// Running text.
    Paragraph,
    /// A list, numbered or not.
    List {
        /// Numbered from 1.
        ordered: bool,
    },
    /// An item of a list, with a label and a body inside.
    ListItem,
    /// The bullet or number of an item.
    Label,
    /// The text of an item.
    ListBody,
    /// A table, with a caption, a head and a body inside.
    Table,
    /// The header rows.
    TableHead,
    /// The other rows.
    TableBody,
    /// A row.
    TableRow,
    /// A cell that names its column or row.
    HeaderCell(HeaderScope),
    /// Any other cell.
    DataCell,
    /// The title of a table or figure.
    #[cfg_attr(
        not(test),
        expect(dead_code, reason = "written in PDF, laid out by nothing yet")
    )]
    Caption,
    /// An image or chart.
    Figure,
    /// A quotation.
    Quote,
    /// Text that can be clicked; each of its [`LinkArea`]s refers to it.
    Link,
    /// A citation: the numbers of notes, each of them a link.
    Reference,
    /// A part of a text with a language of its own.
    Span,
    /// An entry of the list of sources.
    #[cfg_attr(
        not(test),
        expect(dead_code, reason = "written in PDF, laid out by nothing yet")
    )]
    Source,
}

/// The cells that a [`Role::HeaderCell`] is the header of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeaderScope {
    /// The cells below it.
    Column,
    /// The cells beside it.
    Row,
}

/// An area that can be clicked. A link that goes on on the next line has several.
#[derive(Debug, Clone, PartialEq)]
pub struct LinkArea {
    /// Where it is on the page.
    pub frame: Frame,
    /// The tag of the link, a [`Role::Link`].
    pub tag: TagId,
    /// Where the link leads.
    pub target: LinkTarget,
    /// Read out to those who cannot see the link.
    pub description: String,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq)]
pub enum LinkTarget {
    /// An absolute URL.
    Url(String),
    /// An entry of the list of sources: an index into [`Pages::sources`].
    Source(usize),
    /// The first citation of a source: an index into [`Pages::citations`].
    Citation(usize),
    /// A block with this id: a key of [`Pages::blocks`].
    Block(String),
}

impl LinkTarget {
    /// The target of an address of [`Inline::Link`](crate::document::Inline::Link).
    #[must_use]
    pub fn of_address(url: &str) -> Self {
        match url.strip_prefix('#') {
            Some(id) => Self::Block(id.to_owned()),
            None => Self::Url(url.to_owned()),
        }
    }
}

/// A place in the document that links and bookmarks lead to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Destination {
    /// Index into [`Pages::pages`].
    pub page: usize,
    /// Distance from the top of the page.
    pub y: Pt,
}

/// An entry of the outline, which viewers show beside the pages.
#[derive(Debug, Clone, PartialEq)]
pub struct Bookmark {
    /// 1 for the outermost level; at most one deeper than the entry before.
    pub level: u8,
    /// The words of the heading.
    pub title: String,
    /// Where the heading is.
    pub destination: Destination,
}
