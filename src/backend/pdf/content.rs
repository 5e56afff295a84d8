//! Pages to the operators that paint them, each stretch marked with the tag it belongs to.

mod operators;
mod shapes;
mod text;

use super::fonts::FontUse;
use super::picture::Pictures;
use super::values::utf16;
use super::{spell, structure};
use crate::diagnostic::Diagnostic;
use crate::fonts::FaceId;
use crate::frame::{Frame, Item, Page, Tag, TagId};
use crate::length::Pt;
use crate::stage::Stage;
use crate::theme::Color;
use operators::Operators;
use shapes::Pen;
use text::Line;

/// A stretch of content that belongs to a tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Marked {
    /// Index of its page.
    pub(super) page: usize,
    /// Its number on that page.
    pub(super) id: i64,
    /// Its tag.
    pub(super) tag: TagId,
}

/// Paints pages one after another and remembers what they use.
pub(super) struct Painter<'a> {
    /// Fonts that were used.
    pub(super) fonts: FontUse<'a>,
    /// Pictures that were used.
    pub(super) pictures: Pictures<'a>,
    /// What was marked, in order of painting.
    pub(super) marked: Vec<Marked>,
    tags: &'a [Tag],
    page: usize,
}

impl<'a> Painter<'a> {
    /// Begins a document with this structure.
    pub(super) fn new(fonts: FontUse<'a>, pictures: Pictures<'a>, tags: &'a [Tag]) -> Self {
        Self {
            fonts,
            pictures,
            marked: Vec::new(),
            tags,
            page: 0,
        }
    }

    /// Paints the next page and gives its content.
    ///
    /// # Errors
    ///
    /// When a picture cannot be shown.
    pub(super) fn page(&mut self, page: &Page) -> Result<Vec<u8>, Diagnostic> {
        let _stage = Stage::Paint.enter();
        let (width, height) = page.paper();
        let mut canvas = Canvas::new(self, height);
        if let Some(color) = page.ground {
            canvas.rectangle(
                None,
                Frame {
                    width,
                    height,
                    ..Frame::default()
                },
                color,
            );
        }
        for placed in &page.items {
            canvas.item(placed.tag, &placed.item)?;
        }
        canvas.unmark();
        let content = canvas.out.into_bytes();
        self.page += 1;
        Ok(content)
    }
}

/// One page while it is painted, with the state that a viewer has at that point.
struct Canvas<'p, 'a> {
    painter: &'p mut Painter<'a>,
    height: Pt,
    out: Operators,
    next_id: i64,
    mark: Option<Mark>,
    line: Option<Line>,
    in_text: bool,
    font: Option<(FaceId, Pt)>,
    fill: Option<Color>,
    pen: Option<Pen>,
}

/// What is marked at the moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// Content of a tag.
    Tag(TagId),
    /// Content of a tag whose characters are read from the last that is shown to the first (ISO
    /// 32000-1, 14.8.2.3.3).
    Reversed(TagId),
    /// What no tag has.
    Artifact(Artifact),
}

/// The type of an artifact (ISO 32000-1, table 330).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Artifact {
    /// Repeats from page to page, such as the page number.
    Pagination,
    /// Adorns the page, such as a rule.
    Layout,
}

impl<'p, 'a> Canvas<'p, 'a> {
    fn new(painter: &'p mut Painter<'a>, height: Pt) -> Self {
        Self {
            painter,
            height,
            out: Operators::default(),
            next_id: 0,
            mark: None,
            line: None,
            in_text: false,
            font: None,
            fill: None,
            pen: None,
        }
    }

    fn item(&mut self, tag: Option<TagId>, item: &Item) -> Result<(), Diagnostic> {
        let tag = tag.filter(|tag| tag.0 < self.painter.tags.len());
        match item {
            Item::Run(run) => self.run(tag, run),
            Item::Rect { frame, fill } => self.rectangle(tag, *frame, *fill),
            Item::Path {
                from,
                segments,
                closed,
                fill,
                stroke,
            } => {
                self.path(tag, *from, segments, *closed, (*fill, *stroke));
            }
            Item::Picture { file, frame } => {
                let (picture, turn) = self.painter.pictures.resource(file, *frame)?;
                self.picture(tag, &picture, turn, *frame);
            }
        }
        Ok(())
    }
}

/// Marks.
impl Canvas<'_, '_> {
    /// Goes on with content of `tag`, or with an artifact.
    fn mark(&mut self, mark: Mark) {
        if self.mark != Some(mark) {
            self.open_mark(mark, None);
        }
    }

    /// Begins a stretch of its own; `actual` is the text that a reader takes for it.
    fn open_mark(&mut self, mark: Mark, actual: Option<&str>) {
        self.unmark();
        let name = match mark {
            _ if actual.is_some() => "Span",
            Mark::Tag(tag) => self.type_name(tag),
            Mark::Reversed(_) => "ReversedChars",
            Mark::Artifact(_) => "Artifact",
        };
        let out = self.out.operands();
        out.push(b'/');
        out.extend_from_slice(name.as_bytes());
        out.extend_from_slice(b" <<");
        if let Some(text) = actual {
            out.extend_from_slice(b"/ActualText");
            spell::hexadecimal(out, &utf16(text));
        }
        match mark {
            Mark::Tag(tag) | Mark::Reversed(tag) => {
                out.extend_from_slice(b"/MCID ");
                spell::integer(out, self.next_id);
                self.painter.marked.push(Marked {
                    page: self.painter.page,
                    id: self.next_id,
                    tag,
                });
                self.next_id += 1;
            }
            Mark::Artifact(artifact) => {
                out.extend_from_slice(b"/Type/");
                out.extend_from_slice(artifact.name());
            }
        }
        out.extend_from_slice(b">> ");
        self.out.operator("BDC");
        self.mark = Some(mark);
    }

    fn type_name(&self, tag: TagId) -> &'static str {
        structure::type_name(self.painter.tags, tag)
    }

    /// Ends the stretch that is marked.
    fn unmark(&mut self) {
        self.end_text();
        if self.mark.take().is_some() {
            self.out.operator("EMC");
        }
    }
}

impl Mark {
    fn of(tag: Option<TagId>, artifact: Artifact) -> Self {
        tag.map_or(Self::Artifact(artifact), Self::Tag)
    }

    fn backwards(self) -> Self {
        match self {
            Self::Tag(tag) => Self::Reversed(tag),
            Self::Reversed(_) | Self::Artifact(_) => self,
        }
    }
}

impl Artifact {
    fn name(self) -> &'static [u8] {
        match self {
            Self::Pagination => b"Pagination",
            Self::Layout => b"Layout",
        }
    }
}
