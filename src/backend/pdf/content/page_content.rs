//! The page that is painted, with the state that a viewer has, and its marks.

use super::operators::Operators;
use crate::backend::pdf::image_xobjects::ImageXObjects;
use crate::backend::pdf::serialize;
use crate::backend::pdf::tags::{MarkedContent, structure_type};
use crate::backend::pdf::used_fonts::UsedFonts;
use crate::backend::pdf::values::{round_to_thousandths, utf16_with_bom};
use crate::drawing::Stroke;
use crate::fonts::FaceId;
use crate::frame::{Tag, TagId};
use crate::length::Pt;
use crate::theme::Color;

/// Paints pages one after another and remembers what they use.
pub(crate) struct ContentWriter<'a> {
    /// Fonts that were used.
    pub fonts: UsedFonts<'a>,
    /// Pictures that were used.
    pub images: ImageXObjects<'a>,
    /// What was marked, in order of painting.
    pub marked_content: Vec<MarkedContent>,
    pub tags: &'a [Tag],
    pub page: usize,
}

impl<'a> ContentWriter<'a> {
    /// Begins a document with this structure.
    pub fn new(fonts: UsedFonts<'a>, images: ImageXObjects<'a>, tags: &'a [Tag]) -> Self {
        Self {
            fonts,
            images,
            marked_content: Vec::new(),
            tags,
            page: 0,
        }
    }
}

/// One page while it is painted, with the state that a viewer has at that point.
pub(super) struct PageContent<'p, 'a> {
    pub writer: &'p mut ContentWriter<'a>,
    pub height: Pt,
    pub operators: Operators,
    pub next_mcid: i64,
    pub mark: Option<ContentMark>,
    pub line: Option<OpenLine>,
    pub in_text_object: bool,
    pub font: Option<(FaceId, Pt)>,
    pub fill: Option<Color>,
    pub stroke: Option<StrokeState>,
}

/// What is marked at the moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ContentMark {
    /// Content of a tag.
    Tag(TagId),
    /// Content of a tag whose characters are read from the last that is shown to the first (ISO
    /// 32000-1, 14.8.2.3.3).
    Reversed(TagId),
    /// What no tag has.
    Artifact(ArtifactType),
}

/// The type of an artifact (ISO 32000-1, table 330).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ArtifactType {
    /// Repeats from page to page, such as the page number.
    Pagination,
    /// Adorns the page, such as a rule.
    Layout,
}

/// Glyphs on one baseline that are not written yet.
pub(super) struct OpenLine {
    pub face: FaceId,
    pub size: Pt,
    pub baseline: Pt,
    /// Where it began.
    pub x: Pt,
    /// Where the viewer's pen is, from `x` in 1/1000 em.
    pub pen_offset: f64,
}

/// How lines are drawn at the moment.
#[derive(PartialEq, Clone, Copy)]
pub(super) struct StrokeState {
    pub stroke: Stroke,
    pub round: bool,
}

impl<'p, 'a> PageContent<'p, 'a> {
    pub fn new(writer: &'p mut ContentWriter<'a>, height: Pt) -> Self {
        Self {
            writer,
            height,
            operators: Operators::default(),
            next_mcid: 0,
            mark: None,
            line: None,
            in_text_object: false,
            font: None,
            fill: None,
            stroke: None,
        }
    }
}

/// Marks, and what text and shapes share.
impl PageContent<'_, '_> {
    /// Goes on with content of `tag`, or with an artifact.
    pub fn mark_content(&mut self, mark: ContentMark) {
        if self.mark != Some(mark) {
            self.begin_marked_content(mark, None);
        }
    }

    /// Begins a stretch of its own; `actual` is the text that a reader takes for it.
    pub fn begin_marked_content(&mut self, mark: ContentMark, actual: Option<&str>) {
        self.end_marked_content();
        let name = match mark {
            _ if actual.is_some() => "Span",
            ContentMark::Tag(tag) => self.structure_type(tag),
            ContentMark::Reversed(_) => "ReversedChars",
            ContentMark::Artifact(_) => "Artifact",
        };
        let out = self.operators.operands();
        out.push(b'/');
        out.extend_from_slice(name.as_bytes());
        out.extend_from_slice(b" <<");
        if let Some(text) = actual {
            out.extend_from_slice(b"/ActualText");
            serialize::write_hexadecimal_string(out, &utf16_with_bom(text));
        }
        match mark {
            ContentMark::Tag(tag) | ContentMark::Reversed(tag) => {
                out.extend_from_slice(b"/MCID ");
                serialize::write_integer(out, self.next_mcid);
                self.writer.marked_content.push(MarkedContent {
                    page: self.writer.page,
                    mcid: self.next_mcid,
                    tag,
                });
                self.next_mcid += 1;
            }
            ContentMark::Artifact(artifact) => {
                out.extend_from_slice(b"/Type/");
                out.extend_from_slice(artifact.pdf_name());
            }
        }
        out.extend_from_slice(b">> ");
        self.operators.push_operator("BDC");
        self.mark = Some(mark);
    }

    fn structure_type(&self, tag: TagId) -> &'static str {
        structure_type(self.writer.tags, tag)
    }

    /// Ends the stretch that is marked.
    pub fn end_marked_content(&mut self) {
        self.end_text_object();
        if self.mark.take().is_some() {
            self.operators.push_operator("EMC");
        }
    }

    pub fn end_text_object(&mut self) {
        self.line = None;
        if std::mem::take(&mut self.in_text_object) {
            self.operators.push_operator("ET");
        }
    }

    pub fn set_fill_color(&mut self, color: Color) {
        if self.fill != Some(color) {
            self.operators
                .push_numeric_operator(rgb_operands(color), "rg");
            self.fill = Some(color);
        }
    }
}

impl ContentMark {
    pub fn for_tag(tag: Option<TagId>, artifact: ArtifactType) -> Self {
        tag.map_or(Self::Artifact(artifact), Self::Tag)
    }

    pub fn reversed(self) -> Self {
        match self {
            Self::Tag(tag) => Self::Reversed(tag),
            Self::Reversed(_) | Self::Artifact(_) => self,
        }
    }
}

impl ArtifactType {
    fn pdf_name(self) -> &'static [u8] {
        match self {
            Self::Pagination => b"Pagination",
            Self::Layout => b"Layout",
        }
    }
}

pub(super) fn rgb_operands(color: Color) -> [f32; 3] {
    [color.red, color.green, color.blue].map(|value| round_to_thousandths(f32::from(value) / 255.0))
}
