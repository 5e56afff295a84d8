//! One content stream while it is written: its marked content, and the graphics state that a
//! viewer has at that point, so that operators that change nothing are left out.

use super::operators::Operators;
use crate::backend::pdf::image_xobjects::ImageXObjects;
use crate::backend::pdf::serialize::{write_hexadecimal_string, write_integer};
use crate::backend::pdf::tags::{MarkedContent, structure_type};
use crate::backend::pdf::used_fonts::UsedFonts;
use crate::backend::pdf::values::{round_to_thousandths, utf16_with_bom};
use crate::drawing::Stroke;
use crate::fonts::FaceId;
use crate::frame::{Tag, TagId};
use crate::length::Pt;
use crate::theme::Color;

/// Writes content streams one after another, and collects the fonts, images and marks in them.
pub(crate) struct ContentWriter<'a> {
    /// Fonts in use.
    pub fonts: UsedFonts<'a>,
    /// Images in use.
    pub images: ImageXObjects<'a>,
    /// In order of painting.
    pub marked_content: Vec<MarkedContent>,
    /// The structure of the document.
    pub tags: &'a [Tag],
    /// Index of the page that is written.
    pub page: usize,
}

impl<'a> ContentWriter<'a> {
    /// A writer for the pages of a document with the structure `tags`.
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

/// The content stream of one page.
pub(super) struct PageContent<'p, 'a> {
    pub writer: &'p mut ContentWriter<'a>,
    /// Height of the page, from which y is measured downwards in layout and upwards in PDF.
    pub height: Pt,
    pub operators: Operators,
    /// The next marked-content identifier.
    pub next_mcid: i64,
    /// The mark of the open marked-content sequence.
    pub mark: Option<ContentMark>,
    /// `None` when the next glyphs need a text matrix.
    pub line: Option<OpenLine>,
    pub in_text_object: bool,
    pub font: Option<(FaceId, Pt)>,
    pub fill: Option<Color>,
    pub stroke: Option<StrokeState>,
}

/// What a marked-content sequence belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ContentMark {
    /// Content of a tag.
    Tag(TagId),
    /// Content of a tag that is read from the last character shown to the first, because it runs
    /// from right to left (ISO 32000-1, 14.8.2.3.3).
    Reversed(TagId),
    /// Content without a tag, which screen readers skip.
    Artifact(ArtifactType),
}

/// The type of an artifact (ISO 32000-1, table 330).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ArtifactType {
    /// Repeated from page to page, such as the page number.
    Pagination,
    /// Decoration, such as a rule.
    Layout,
}

/// The line of text that the next glyphs may continue without a new text matrix.
pub(super) struct OpenLine {
    pub face: FaceId,
    pub size: Pt,
    pub baseline: Pt,
    /// Where the text matrix puts its beginning.
    pub x: Pt,
    /// How far the viewer's pen is from `x`, in 1/1000 em.
    pub pen_offset: f64,
}

/// The part of the graphics state that strokes depend on.
#[derive(PartialEq, Clone, Copy)]
pub(super) struct StrokeState {
    pub stroke: Stroke,
    /// Whether ends and joins are round.
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

impl PageContent<'_, '_> {
    /// Continues the current marked-content sequence if it has this mark, else begins a new one.
    pub fn mark_content(&mut self, mark: ContentMark) {
        if self.mark != Some(mark) {
            self.begin_marked_content(mark, None);
        }
    }

    /// Begins a new marked-content sequence. `actual_text` replaces the text of its glyphs (ISO
    /// 32000-1, 14.9.4).
    pub fn begin_marked_content(&mut self, mark: ContentMark, actual_text: Option<&str>) {
        self.end_marked_content();
        let name = match mark {
            // Only sequences of this name have a replacement text.
            _ if actual_text.is_some() => "Span",
            ContentMark::Tag(tag) => structure_type(self.writer.tags, tag),
            ContentMark::Reversed(_) => "ReversedChars",
            ContentMark::Artifact(_) => "Artifact",
        };
        let out = self.operators.operands();
        out.push(b'/');
        out.extend_from_slice(name.as_bytes());
        out.extend_from_slice(b" <<");
        if let Some(text) = actual_text {
            out.extend_from_slice(b"/ActualText");
            write_hexadecimal_string(out, &utf16_with_bom(text));
        }
        match mark {
            ContentMark::Tag(tag) | ContentMark::Reversed(tag) => {
                out.extend_from_slice(b"/MCID ");
                write_integer(out, self.next_mcid);
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

    /// Ends the current marked-content sequence, if there is one.
    pub fn end_marked_content(&mut self) {
        // A text object that began inside the sequence must end inside it (ISO 32000-1, 14.6.1).
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
            let operands = rgb_operands(color);
            self.operators.push_numeric_operator(operands, "rg");
            self.fill = Some(color);
        }
    }
}

impl ContentMark {
    /// The mark for content of `tag`, or for an artifact if there is no tag.
    pub fn for_tag(tag: Option<TagId>, artifact: ArtifactType) -> Self {
        match tag {
            Some(tag) => Self::Tag(tag),
            None => Self::Artifact(artifact),
        }
    }

    /// The same mark for text that runs from right to left.
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

/// The operands of `rg` and `RG`, from 0 to 1.
pub(super) fn rgb_operands(color: Color) -> [f32; 3] {
    let channels = [color.red, color.green, color.blue];
    channels.map(|channel| round_to_thousandths(f32::from(channel) / 255.0))
}
