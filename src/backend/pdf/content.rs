//! Pages to the operators that paint them, each stretch marked with the tag it belongs to.

use std::collections::BTreeMap;

use printpdf::{
    Codepoint, Color as PdfColor, DictItem, Op, PaintMode, PdfFontHandle, PdfPage, Pt, Rect, Rgb, TextItem, TextMatrix,
    WindingOrder, XObjectId, XObjectTransform,
};

use super::fonts::{self, FontUse};
use super::picture::Pictures;
use super::structure;
use super::values::{has_meaning, is_private, number, utf16};
use crate::chart::{Position, Segment, Stroke};
use crate::diagnostic::Diagnostic;
use crate::fonts::FaceId;
use crate::layout::page::{Frame, Glyph, Item, Page, Run, Tag, TagId};
use crate::theme::Color;

/// Stands for a glyph that adds nothing to the text before it: no reader shows it, no search stumbles over it.
const NOTHING: &str = "\u{2060}";

/// Text of one code: longer ones are told by an `/ActualText` alone.
const LONGEST_TEXT: usize = 64;

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
        Self { fonts, pictures, marked: Vec::new(), tags, page: 0 }
    }

    /// Paints the next page.
    ///
    /// # Errors
    ///
    /// When a picture cannot be shown.
    pub(super) fn page(&mut self, page: &Page) -> Result<PdfPage, Diagnostic> {
        let (width, height) = paper(page);
        let mut canvas = Canvas::new(self, height);
        if let Some(color) = page.ground {
            canvas.rectangle(None, Frame { x: 0.0, y: 0.0, width, height }, color);
        }
        for placed in &page.items {
            canvas.item(placed.tag, &placed.item)?;
        }
        canvas.unmark();
        let ops = canvas.ops;
        self.page += 1;
        let sheet = Rect::from_wh(Pt(width), Pt(height));
        Ok(PdfPage { media_box: sheet.clone(), trim_box: sheet.clone(), crop_box: sheet, ops })
    }
}

/// Width and height of the paper, within the limits of PDF/A (ISO 19005-2, 6.1.13).
pub(super) fn paper(page: &Page) -> (f32, f32) {
    (number(page.width).clamp(3.0, 14_400.0), number(page.height).clamp(3.0, 14_400.0))
}

/// One page while it is painted, with the state that a viewer has at that point.
struct Canvas<'p, 'a> {
    painter: &'p mut Painter<'a>,
    height: f32,
    ops: Vec<Op>,
    next_id: i64,
    mark: Option<Mark>,
    line: Option<Line>,
    in_text: bool,
    font: Option<(FaceId, f32)>,
    fill: Option<Color>,
    pen: Option<Pen>,
}

/// What is marked at the moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// Content of a tag.
    Tag(TagId),
    /// An artifact that repeats from page to page, such as the page number.
    Pagination,
    /// An artifact that adorns the page, such as a rule.
    Layout,
}

/// How lines are drawn at the moment.
#[derive(PartialEq, Clone, Copy)]
struct Pen {
    stroke: Stroke,
    round: bool,
}

/// Glyphs on one baseline that are not written yet.
struct Line {
    face: FaceId,
    size: f32,
    baseline: f32,
    /// Where it began.
    x: f32,
    /// Where the viewer's pen is, from `x` in 1/1000 em.
    pen: f64,
    items: Vec<TextItem>,
}

impl<'p, 'a> Canvas<'p, 'a> {
    fn new(painter: &'p mut Painter<'a>, height: f32) -> Self {
        Self {
            painter,
            height,
            ops: Vec::new(),
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
            Item::Path { from, segments, closed, fill, stroke } => {
                self.path(tag, *from, segments, *closed, (*fill, *stroke));
            }
            Item::Picture { file, frame } => {
                let picture = self.painter.pictures.resource(file)?;
                self.picture(tag, picture, *frame);
            }
        }
        Ok(())
    }
}

/// Marks.
impl Canvas<'_, '_> {
    /// Goes on with content of `tag`, or with an artifact.
    fn mark(&mut self, tag: Option<TagId>, artifact: Mark) {
        if self.mark != Some(tag.map_or(artifact, Mark::Tag)) {
            self.open_mark(tag, artifact, None);
        }
    }

    /// Begins a stretch of its own; `actual` is the text that a reader takes for it.
    fn open_mark(&mut self, tag: Option<TagId>, artifact: Mark, actual: Option<&str>) {
        self.unmark();
        let mut properties = BTreeMap::new();
        let (name, key, value) = match tag {
            Some(tag) => (self.type_name(tag), "MCID", DictItem::Int(self.next_mark(tag))),
            None => ("Artifact", "Type", DictItem::Name(artifact_type(artifact).to_vec())),
        };
        properties.insert(key.to_owned(), value);
        let name = if actual.is_some() { "Span" } else { name };
        if let Some(text) = actual {
            properties.insert("ActualText".to_owned(), DictItem::String { data: utf16(text), literal: false });
        }
        let properties = DictItem::Dict { map: properties };
        self.ops.push(Op::BeginMarkedContentWithProperties { tag: name.to_owned(), properties });
        self.mark = Some(tag.map_or(artifact, Mark::Tag));
    }

    fn next_mark(&mut self, tag: TagId) -> i64 {
        let id = self.next_id;
        self.next_id += 1;
        self.painter.marked.push(Marked { page: self.painter.page, id, tag });
        id
    }

    fn type_name(&self, tag: TagId) -> &'static str {
        structure::type_name(self.painter.tags, tag)
    }

    /// Ends the stretch that is marked.
    fn unmark(&mut self) {
        self.end_text();
        if self.mark.take().is_some() {
            self.ops.push(Op::EndMarkedContent);
        }
    }
}

/// The type of an artifact (ISO 32000-1, table 330).
fn artifact_type(mark: Mark) -> &'static [u8] {
    match mark {
        Mark::Pagination => b"Pagination",
        Mark::Layout | Mark::Tag(_) => b"Layout",
    }
}

/// Text.
impl Canvas<'_, '_> {
    fn run(&mut self, tag: Option<TagId>, run: &Run) {
        let size = number(run.size).clamp(0.001, 10_000.0);
        let mut at = f64::from(number(run.x));
        let mut rest = run.glyphs.as_slice();
        while let Some((cluster, after)) = split_cluster(rest) {
            let place = Place { face: run.face, size, color: run.color, x: at as f32, baseline: number(run.baseline) };
            self.cluster(tag, cluster, place);
            at += cluster.iter().map(|glyph| f64::from(number(glyph.advance))).sum::<f64>();
            rest = after;
        }
    }

    /// Shows the glyphs of one cluster and sees to it that a reader finds its text.
    fn cluster(&mut self, tag: Option<TagId>, cluster: &[Glyph], place: Place) {
        if let [glyph] = cluster
            && let Some(code) = self.painter.fonts.face(place.face).known(glyph.id, &glyph.text)
        {
            self.mark(tag, Mark::Pagination);
            return self.show(cluster, &[code], place);
        }
        let shown = self.encode(cluster, place.face);
        match shown.actual {
            None => {
                self.mark(tag, Mark::Pagination);
                self.show(cluster, &shown.codes, place);
            }
            // A mark of its own beside the others: some readers lose the text after one that is inside another.
            Some(actual) => {
                self.open_mark(tag, Mark::Pagination, Some(&actual));
                self.show(cluster, &shown.codes, place);
                self.unmark();
            }
        }
    }

    /// The codes for a cluster, and its text if their Unicode map alone does not tell it.
    fn encode(&mut self, cluster: &[Glyph], face: FaceId) -> Shown {
        let face = self.painter.fonts.face(face);
        let text = cluster.first().map_or("", |first| &first.text);
        let text: String = text.chars().filter(|it| has_meaning(*it)).map(public).collect();
        let meanings = match cluster {
            [_] => vec![short(&text)],
            several => own_characters(several.iter().map(|glyph| face.character(glyph.id)), &text)
                .unwrap_or_else(|| vec![short(&text)]),
        };
        let mut honest = true;
        let mut codes = Vec::with_capacity(cluster.len());
        for (at, glyph) in cluster.iter().enumerate() {
            let meaning = meanings.get(at).filter(|it| !it.is_empty()).map_or(NOTHING, String::as_str);
            let code = face.code(glyph.id, meaning);
            honest &= face.text(code) == meaning;
            codes.push(code);
        }
        honest &= meanings.len() == cluster.len() && text.chars().count() <= LONGEST_TEXT;
        Shown { codes, actual: (!honest && !text.is_empty()).then_some(text) }
    }

    fn show(&mut self, cluster: &[Glyph], codes: &[u16], place: Place) {
        self.begin_line(place);
        let scale = 1000.0 / f64::from(place.size);
        let Some(line) = &self.line else { return };
        let mut want = f64::from(place.x - line.x) * scale;
        for (glyph, code) in cluster.iter().zip(codes) {
            let rise = number(glyph.dy);
            if rise != 0.0 {
                self.flush();
                self.ops.push(Op::SetLineOffset { multiplier: rise });
            }
            self.put(*code, want + f64::from(number(glyph.dx)) * scale, place.face);
            if rise != 0.0 {
                self.flush();
                self.ops.push(Op::SetLineOffset { multiplier: 0.0 });
            }
            want += f64::from(number(glyph.advance)) * scale;
        }
    }

    /// Shows one code at `target`, in 1/1000 em from the beginning of the line.
    fn put(&mut self, code: u16, target: f64, face: FaceId) {
        let face = self.painter.fonts.face(face);
        let Some(line) = &mut self.line else { return };
        let back = (line.pen - target).round();
        if back != 0.0 {
            line.items.push(TextItem::Offset(back as f32));
            line.pen -= back;
        }
        let point = Codepoint { gid: code, offset: 0.0, cid: Some(face.text(code).to_owned()) };
        match line.items.last_mut() {
            Some(TextItem::GlyphIds(points)) => points.push(point),
            _ => line.items.push(TextItem::GlyphIds(vec![point])),
        }
        line.pen += face.width(code);
    }

    /// Goes on with the line that is open if it leads to `place`; else begins one there.
    fn begin_line(&mut self, place: Place) {
        if self.fill == Some(place.color) && self.line.as_ref().is_some_and(|line| line.leads_to(place)) {
            return;
        }
        self.flush();
        if !self.in_text {
            self.ops.push(Op::StartTextSection);
            self.in_text = true;
        }
        self.set_fill(place.color);
        if self.font != Some((place.face, place.size)) {
            let font = PdfFontHandle::External(fonts::resource(place.face));
            self.ops.push(Op::SetFont { font, size: Pt(place.size) });
            self.font = Some((place.face, place.size));
        }
        let x = number(place.x);
        let baseline = number(self.height - place.baseline);
        self.ops.push(Op::SetTextMatrix { matrix: TextMatrix::Raw([1.0, 0.0, 0.0, 1.0, x, baseline]) });
        self.line =
            Some(Line { face: place.face, size: place.size, baseline: place.baseline, x, pen: 0.0, items: Vec::new() });
    }

    /// Writes what the open line holds.
    fn flush(&mut self) {
        if let Some(line) = &mut self.line
            && !line.items.is_empty()
        {
            self.ops.push(Op::ShowText { items: std::mem::take(&mut line.items) });
        }
    }

    fn end_text(&mut self) {
        self.flush();
        self.line = None;
        if std::mem::take(&mut self.in_text) {
            self.ops.push(Op::EndTextSection);
        }
    }
}

/// Where and how glyphs are shown.
#[derive(Clone, Copy)]
struct Place {
    face: FaceId,
    size: f32,
    color: Color,
    x: f32,
    baseline: f32,
}

/// A cluster as codes.
struct Shown {
    codes: Vec<u16>,
    actual: Option<String>,
}

impl Line {
    /// Whether the glyphs at `place` are the next ones of the same line, less than an em away.
    fn leads_to(&self, place: Place) -> bool {
        let gap = f64::from(place.x - self.x) * 1000.0 / f64::from(self.size) - self.pen;
        (self.face, self.size, self.baseline) == (place.face, place.size, place.baseline) && gap.abs() < 1000.0
    }
}

/// The glyphs of the first cluster, and the rest.
fn split_cluster(glyphs: &[Glyph]) -> Option<(&[Glyph], &[Glyph])> {
    let (_, others) = glyphs.split_first()?;
    let more = others.iter().take_while(|glyph| glyph.text.is_empty()).count();
    glyphs.split_at_checked(more + 1)
}

/// The characters that the face gives the glyphs for, if together they are the text, from either end.
fn own_characters(characters: impl Iterator<Item = Option<char>>, text: &str) -> Option<Vec<String>> {
    let own: Vec<char> = characters.collect::<Option<_>>()?;
    let same = own.iter().copied().eq(text.chars()) || own.iter().rev().copied().eq(text.chars());
    same.then(|| own.iter().map(char::to_string).collect())
}

fn short(text: &str) -> String {
    text.chars().take(LONGEST_TEXT).collect()
}

/// A character for everyone: one of private meaning becomes a white square.
fn public(character: char) -> char {
    if is_private(character) { '\u{25A1}' } else { character }
}

/// Shapes and pictures.
impl Canvas<'_, '_> {
    fn rectangle(&mut self, tag: Option<TagId>, frame: Frame, fill: Color) {
        let (width, height) = (number(frame.width), number(frame.height));
        if width <= 0.0 || height <= 0.0 {
            return;
        }
        self.mark(tag, Mark::Layout);
        self.end_text();
        self.set_fill(fill);
        let rectangle = Rect {
            x: Pt(number(frame.x)),
            y: Pt(number(self.height - frame.y - frame.height)),
            width: Pt(width),
            height: Pt(height),
            mode: Some(PaintMode::Fill),
            winding_order: Some(WindingOrder::NonZero),
        };
        self.ops.push(Op::DrawRectangle { rectangle });
    }

    fn path(
        &mut self,
        tag: Option<TagId>,
        from: Position,
        segments: &[Segment],
        closed: bool,
        (fill, stroke): (Option<Color>, Option<Stroke>),
    ) {
        let Some(paint) = paint_operator(fill.is_some(), stroke.is_some()) else { return };
        if segments.is_empty() {
            return;
        }
        self.mark(tag, Mark::Layout);
        self.end_text();
        if let Some(color) = fill {
            self.set_fill(color);
        }
        if let Some(stroke) = stroke {
            self.set_pen(Pen { stroke, round: segments.len() > 1 });
        }
        self.operator("m", &[from]);
        for segment in segments {
            match segment {
                Segment::Line(to) => self.operator("l", &[*to]),
                Segment::Curve(first, second, to) => self.operator("c", &[*first, *second, *to]),
            }
        }
        if closed {
            self.operator("h", &[]);
        }
        self.operator(paint, &[]);
    }

    fn picture(&mut self, tag: Option<TagId>, id: XObjectId, frame: Frame) {
        self.mark(tag, Mark::Layout);
        self.end_text();
        let transform = XObjectTransform {
            translate_x: Some(Pt(number(frame.x))),
            translate_y: Some(Pt(number(self.height - frame.y - frame.height))),
            scale_x: Some(number(frame.width)),
            scale_y: Some(number(frame.height)),
            no_auto_scale: true,
            ..XObjectTransform::default()
        };
        self.ops.push(Op::UseXobject { id, transform });
    }

    fn set_fill(&mut self, color: Color) {
        if self.fill != Some(color) {
            self.flush();
            self.ops.push(Op::SetFillColor { col: rgb(color) });
            self.fill = Some(color);
        }
    }

    fn set_pen(&mut self, pen: Pen) {
        if self.pen == Some(pen) {
            return;
        }
        self.ops.push(Op::SetOutlineColor { col: rgb(pen.stroke.color) });
        self.ops.push(Op::SetOutlineThickness { pt: Pt(number(pen.stroke.width).max(0.0)) });
        self.raw("d", vec![DictItem::Array(dashes(pen.stroke)), DictItem::Int(0)]);
        self.raw("J", vec![DictItem::Int(pen.round.into())]);
        self.raw("j", vec![DictItem::Int(pen.round.into())]);
        self.pen = Some(pen);
    }

    /// An operator whose operands are places.
    fn operator(&mut self, name: &str, places: &[Position]) {
        let height = self.height;
        let operands = places.iter().flat_map(|it| [number(it.x), number(height - it.y)]).map(DictItem::Real).collect();
        self.raw(name, operands);
    }

    fn raw(&mut self, name: &str, operands: Vec<DictItem>) {
        self.ops.push(Op::Unknown { key: name.to_owned(), value: operands });
    }
}

fn paint_operator(fill: bool, stroke: bool) -> Option<&'static str> {
    match (fill, stroke) {
        (true, true) => Some("B"),
        (true, false) => Some("f"),
        (false, true) => Some("S"),
        (false, false) => None,
    }
}

/// The dash array; one that would never advance is solid.
fn dashes(stroke: Stroke) -> Vec<DictItem> {
    let lengths = stroke.dash.map_or([0.0; 2], |dash| [number(dash.on).max(0.0), number(dash.off).max(0.0)]);
    if lengths.iter().sum::<f32>() > 0.0 { lengths.map(DictItem::Real).to_vec() } else { Vec::new() }
}

fn rgb(color: Color) -> PdfColor {
    let part = |value: u8| number(f32::from(value) / 255.0);
    PdfColor::Rgb(Rgb { r: part(color.red), g: part(color.green), b: part(color.blue), icc_profile: None })
}
