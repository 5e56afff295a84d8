//! The page that is painted, with the state that a viewer has, and its marks.

use super::operators::Operators;
use crate::backend::pdf::fonts::FontUse;
use crate::backend::pdf::image_xobjects::ImageXObjects;
use crate::backend::pdf::serialize;
use crate::backend::pdf::tags::{Marked, type_name};
use crate::backend::pdf::values::{rounded, utf16};
use crate::drawing::Stroke;
use crate::fonts::FaceId;
use crate::frame::{Tag, TagId};
use crate::length::Pt;
use crate::theme::Color;

/// Paints pages one after another and remembers what they use.
pub(crate) struct Painter<'a> {
    /// Fonts that were used.
    pub fonts: FontUse<'a>,
    /// Pictures that were used.
    pub images: ImageXObjects<'a>,
    /// What was marked, in order of painting.
    pub marked: Vec<Marked>,
    pub tags: &'a [Tag],
    pub page: usize,
}

impl<'a> Painter<'a> {
    /// Begins a document with this structure.
    pub fn new(fonts: FontUse<'a>, images: ImageXObjects<'a>, tags: &'a [Tag]) -> Self {
        Self {
            fonts,
            images,
            marked: Vec::new(),
            tags,
            page: 0,
        }
    }
}

/// One page while it is painted, with the state that a viewer has at that point.
pub(super) struct Canvas<'p, 'a> {
    pub painter: &'p mut Painter<'a>,
    pub height: Pt,
    pub out: Operators,
    pub next_id: i64,
    pub mark: Option<Mark>,
    pub line: Option<Line>,
    pub in_text: bool,
    pub font: Option<(FaceId, Pt)>,
    pub fill: Option<Color>,
    pub pen: Option<Pen>,
}

/// What is marked at the moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
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
pub(super) enum Artifact {
    /// Repeats from page to page, such as the page number.
    Pagination,
    /// Adorns the page, such as a rule.
    Layout,
}

/// Glyphs on one baseline that are not written yet.
pub(super) struct Line {
    pub face: FaceId,
    pub size: Pt,
    pub baseline: Pt,
    /// Where it began.
    pub x: Pt,
    /// Where the viewer's pen is, from `x` in 1/1000 em.
    pub pen: f64,
}

/// How lines are drawn at the moment.
#[derive(PartialEq, Clone, Copy)]
pub(super) struct Pen {
    pub stroke: Stroke,
    pub round: bool,
}

impl<'p, 'a> Canvas<'p, 'a> {
    pub fn new(painter: &'p mut Painter<'a>, height: Pt) -> Self {
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
}

/// Marks, and what text and shapes share.
impl Canvas<'_, '_> {
    /// Goes on with content of `tag`, or with an artifact.
    pub fn mark(&mut self, mark: Mark) {
        if self.mark != Some(mark) {
            self.open_mark(mark, None);
        }
    }

    /// Begins a stretch of its own; `actual` is the text that a reader takes for it.
    pub fn open_mark(&mut self, mark: Mark, actual: Option<&str>) {
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
            serialize::hexadecimal(out, &utf16(text));
        }
        match mark {
            Mark::Tag(tag) | Mark::Reversed(tag) => {
                out.extend_from_slice(b"/MCID ");
                serialize::integer(out, self.next_id);
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
        type_name(self.painter.tags, tag)
    }

    /// Ends the stretch that is marked.
    pub fn unmark(&mut self) {
        self.end_text();
        if self.mark.take().is_some() {
            self.out.operator("EMC");
        }
    }

    pub fn end_text(&mut self) {
        self.line = None;
        if std::mem::take(&mut self.in_text) {
            self.out.operator("ET");
        }
    }

    pub fn set_fill(&mut self, color: Color) {
        if self.fill != Some(color) {
            self.out.numbers(rgb(color), "rg");
            self.fill = Some(color);
        }
    }
}

impl Mark {
    pub fn of(tag: Option<TagId>, artifact: Artifact) -> Self {
        tag.map_or(Self::Artifact(artifact), Self::Tag)
    }

    pub fn backwards(self) -> Self {
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

pub(super) fn rgb(color: Color) -> [f32; 3] {
    [color.red, color.green, color.blue].map(|value| rounded(f32::from(value) / 255.0))
}
