//! Placed pages: what layout gives, and all that a writer of pages has to paint.
//!
//! x runs to the right and y downwards from the top left corner of the page.

use compact_str::CompactString;

use crate::drawing::{Position, Segment, Stroke};
use crate::fonts::FaceId;
use crate::length::Pt;
use crate::theme::Color;

/// A laid out document.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Pages {
    /// In order; at least one.
    pub pages: Vec<Page>,
    /// The logical structure, parents before children and in reading order. The first is the
    /// document.
    ///
    /// The order of what is inside a tag is the order in which its items, and those of the tags
    /// inside it, are painted; a tag without any item stands before the next sibling that was made
    /// after it.
    pub tags: Vec<Tag>,
    /// The outline, in reading order.
    pub bookmarks: Vec<Bookmark>,
    /// Where each entry of the list of sources stands.
    pub sources: Vec<Destination>,
    /// Where each source is cited first; the beginning for one that is not.
    pub citations: Vec<Destination>,
}

/// One page or slide.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Page {
    /// Paper width.
    pub width: Pt,
    /// Paper height.
    pub height: Pt,
    /// The ground; `None` leaves the paper as it is.
    pub background: Option<Color>,
    /// Painted in order: later ones cover earlier ones.
    pub items: Vec<PlacedItem>,
    /// What can be clicked.
    pub links: Vec<LinkArea>,
}

impl Page {
    /// Width and height of the paper: lengths that any page can have, within the limits of PDF/A
    /// (ISO 19005-2, 6.1.13).
    pub(crate) fn paper_size(&self) -> (Pt, Pt) {
        let side = |length| {
            Pt((finite_points(length) * 1000.0).round() / 1000.0).clamp(Pt(3.0), Pt(14_400.0))
        };
        (side(self.width), side(self.height))
    }
}

/// A length, in points, that is safe to reckon with: one that is none becomes 0, so that one wrong
/// length cannot make a file unreadable.
pub(crate) fn finite_points(Pt(points): Pt) -> f32 {
    if points.is_finite() {
        points.clamp(-MAX_COORDINATE, MAX_COORDINATE)
    } else {
        0.0
    }
}

/// No page is larger than 14,400 points, so nothing that is seen lies farther out.
pub(crate) const MAX_COORDINATE: f32 = 100_000.0;

/// An item with its place in the logical structure.
#[derive(Debug, Clone, PartialEq)]
pub struct PlacedItem {
    /// `None` is an artifact: rules, grounds, the marking, page numbers, repeated table heads.
    pub tag: Option<TagId>,
    /// What is painted.
    pub item: Item,
}

/// Something to paint.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// Shaped text.
    Run(GlyphRun),
    /// A filled rectangle.
    Rect {
        /// Where.
        frame: Frame,
        /// Its area.
        fill: Color,
    },
    /// A line through many places, or an area. Joins and ends are round if it has more than one
    /// segment.
    Path {
        /// Where it begins.
        from: Position,
        /// How it goes on.
        segments: Vec<Segment>,
        /// Whether it returns to where it began.
        closed: bool,
        /// Its area.
        fill: Option<Color>,
        /// Its outline, painted over the area.
        stroke: Option<Stroke>,
    },
    /// A picture, scaled to fill the frame.
    Image {
        /// Its key in [`Assets::pictures`](crate::assets::Assets::pictures).
        file: String,
        /// Where.
        frame: Frame,
    },
}

/// An upright rectangle.
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

/// Glyphs of one face, size and colour on one baseline, in visual order from left to right.
#[derive(Debug, Clone, PartialEq)]
pub struct GlyphRun {
    /// Left end.
    pub x: Pt,
    /// The line that letters stand on.
    pub baseline: Pt,
    /// The face.
    pub face: FaceId,
    /// Size of the em.
    pub size: Pt,
    /// Their colour.
    pub color: Color,
    /// Whether they are read from right to left.
    pub backwards: bool,
    /// The glyphs.
    pub glyphs: Vec<Glyph>,
}

/// A glyph with its place and what it stands for.
#[derive(Debug, Clone, PartialEq)]
pub struct Glyph {
    /// Index in the face; never 0, which stands for a missing character.
    pub id: u16,
    /// To the next glyph; letter-spacing and justification included.
    pub advance: Pt,
    /// Shift to the right.
    pub dx: Pt,
    /// Shift upwards.
    pub dy: Pt,
    /// The characters it stands for: several for a ligature, and none for every glyph of a cluster
    /// but its first.
    pub text: CompactString,
}

/// Index into [`Pages::tags`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TagId(pub usize);

/// An element of the logical structure.
#[derive(Debug, Clone, PartialEq)]
pub struct Tag {
    /// `None` for the document alone.
    pub parent: Option<TagId>,
    /// What it is.
    pub role: Role,
    /// Its language, where it differs from its parent's: a BCP 47 tag.
    pub lang: Option<String>,
    /// What a reader who cannot see it is told; set for every [`Role::Figure`].
    pub alt: Option<String>,
}

/// What a [`Tag`] is, by the standard structure types of ISO 32000-1, 14.8.4.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The whole.
    Document,
    /// A part with a heading of its own, or an aside.
    Section,
    /// A heading, 1 to 6; the document's title is the one of level 1.
    Heading(u8),
    /// Running text.
    Paragraph,
    /// A list, numbered or not.
    List {
        /// Numbered from 1.
        ordered: bool,
    },
    /// An item of a list; holds a label and a body.
    ListItem,
    /// Bullet or number.
    Label,
    /// What an item says.
    ListBody,
    /// A table; holds a caption, a head and a body.
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
    /// What a table or figure is called.
    #[cfg_attr(
        not(test),
        expect(dead_code, reason = "written in PDF, laid out by nothing yet")
    )]
    Caption,
    /// A picture or chart.
    Figure,
    /// Somebody's words.
    Quote,
    /// Something that can be clicked; each of its [`LinkArea`]s names it.
    Link,
    /// A stretch of text with a language or emphasis of its own.
    Span,
    /// An entry of the list of sources.
    #[cfg_attr(
        not(test),
        expect(dead_code, reason = "written in PDF, laid out by nothing yet")
    )]
    Source,
}

/// What a [`Role::HeaderCell`] names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeaderScope {
    /// The cells below.
    Column,
    /// The cells beside.
    Row,
}

/// Where a link can be clicked. A link that is broken over lines has several.
#[derive(Debug, Clone, PartialEq)]
pub struct LinkArea {
    /// Where.
    pub frame: Frame,
    /// Its [`Role::Link`].
    pub tag: TagId,
    /// Where it leads.
    pub target: LinkTarget,
    /// What it is, for those who cannot see it.
    pub description: String,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq)]
pub enum LinkTarget {
    /// An absolute address.
    Url(String),
    /// An entry of the list of sources: index into [`Pages::sources`].
    Source(usize),
    /// Where a source is cited first: index into [`Pages::citations`].
    Citation(usize),
}

/// A place in the document.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Destination {
    /// Index into [`Pages::pages`].
    pub page: usize,
    /// From the top.
    pub y: Pt,
}

/// An entry of the outline.
#[derive(Debug, Clone, PartialEq)]
pub struct Bookmark {
    /// 1 is the outermost; never more than one deeper than the entry before.
    pub level: u8,
    /// Its words.
    pub title: String,
    /// Where it leads.
    pub destination: Destination,
}
