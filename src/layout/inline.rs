//! Inlines to lines of text with their tags and links.

use std::sync::Arc;

use unicode_script::Script;

use super::context::LayoutContext;
use super::galley::{Content, Fragment, Galley};
use super::measure_cache::ShapeKey;
use crate::document::{Inline, plain_text};
use crate::fonts::{FontStyle, Weight};
use crate::frame::{Frame, Item, LinkArea, LinkTarget, PlacedItem, Role, TagId};
use crate::lang::{self, is_written_in_han, language_of_script, main_script};
use crate::length::Pt;
use crate::text::{Paragraph, ParagraphSetting, TextLine, TextSpan};
use crate::theme::{Color, Type};

/// How a paragraph is set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct TextStyle {
    pub size: Type<Pt>,
    pub color: Color,
    pub weight: Weight,
    pub align: Align,
    /// In the heading families.
    pub heading: bool,
    /// Letter-spacing in ems.
    pub tracking: f32,
    /// Digits of equal width.
    pub tabular: bool,
    /// Lines of nearly equal length.
    pub balance: bool,
    /// Whether words may be divided.
    pub hyphenate: bool,
}

/// Where lines stand in their measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Align {
    Start,
    Center,
    End,
}

impl TextStyle {
    pub fn new(size: Type<Pt>, color: Color) -> Self {
        Self {
            size,
            color,
            weight: Weight::Regular,
            align: Align::Start,
            heading: false,
            tracking: 0.0,
            tabular: false,
            balance: false,
            hyphenate: true,
        }
    }

    pub fn strong(self) -> Self {
        Self {
            weight: Weight::SemiBold,
            ..self
        }
    }

    /// A title or heading: in the heading families, not divided, in lines of nearly equal length.
    pub fn as_heading(self) -> Self {
        Self {
            heading: true,
            balance: true,
            hyphenate: false,
            ..self.strong()
        }
    }

    pub fn aligned(self, align: Align) -> Self {
        Self { align, ..self }
    }

    pub fn tabular(self) -> Self {
        Self {
            tabular: true,
            hyphenate: false,
            ..self
        }
    }
}

/// What a stretch of text belongs to, besides its paragraph.
#[derive(Clone)]
struct SpanMark {
    /// The innermost tag.
    tag: TagId,
    link: Option<SpanLink>,
    code: bool,
}

/// Something that can be clicked.
#[derive(Clone)]
struct SpanLink {
    tag: TagId,
    target: LinkTarget,
    description: String,
}

/// Inlines being turned into spans.
struct SpanBuilder<'c, 'a> {
    context: &'c mut LayoutContext<'a>,
    style: TextStyle,
    spans: Vec<TextSpan>,
    marks: Vec<SpanMark>,
}

/// How deep inside emphasis a text stands.
#[derive(Clone, Copy)]
struct InlineStyle {
    italic: bool,
    strong: bool,
    color: Color,
    mark: u32,
}

impl LayoutContext<'_> {
    /// Sets inlines inside `tag`, one fragment a line.
    pub fn lay_out_inlines(
        &mut self,
        inlines: &[Inline],
        style: TextStyle,
        measure: Pt,
        tag: TagId,
    ) -> Galley {
        let size = style.size.size;
        let mut galley = if self.measuring {
            let (measure_cache, raised, height) = (
                self.measure_cache,
                self.superscript_scale(size),
                style.size.leading,
            );
            let shape_key = |cites: bool| shape_key(style, if cites { raised } else { 1.0 });
            let count = measure_cache.line_count(inlines, shape_key, size, measure, || {
                self.shape_inlines(inlines, style)
            });
            Galley {
                fragments: (0..count)
                    .map(|_| Fragment {
                        height,
                        ..Fragment::default()
                    })
                    .collect(),
            }
        } else {
            let (spans, marks) = self.in_tag(tag, |context| context.build_spans(inlines, style));
            let lines = self
                .shaper
                .paragraph(&spans, &self.text_setting(style))
                .lines(size, measure);
            Galley {
                fragments: lines
                    .into_iter()
                    .map(|line| self.line_fragment(line, style, measure, &marks))
                    .collect(),
            }
        };
        prevent_widows(&mut galley);
        galley
    }

    /// Sets a text that has no markup inside `tag`.
    pub fn lay_out_text(
        &mut self,
        text: &str,
        style: TextStyle,
        measure: Pt,
        tag: TagId,
    ) -> Galley {
        self.lay_out_inlines(&[Inline::text(text)], style, measure, tag)
    }

    /// A paragraph with a tag of its own.
    pub fn lay_out_paragraph(
        &mut self,
        inlines: &[Inline],
        style: TextStyle,
        measure: Pt,
    ) -> Galley {
        if inlines.is_empty() {
            return Galley::default();
        }
        let tag = self.new_tag(Role::Paragraph);
        self.lay_out_inlines(inlines, style, measure, tag)
    }

    /// The widths that inlines need: of their widest unbreakable piece, and of all in one line.
    pub fn inline_widths(&mut self, inlines: &[Inline], style: TextStyle) -> (Pt, Pt) {
        let (size, raised) = (style.size.size, self.superscript_scale(style.size.size));
        let shape_key = |cites: bool| shape_key(style, if cites { raised } else { 1.0 });
        self.measure_cache
            .text_widths(inlines, shape_key, size, || {
                self.shape_inlines(inlines, style)
            })
    }

    /// Shaped inlines that are not going to be placed.
    fn shape_inlines(&mut self, inlines: &[Inline], style: TextStyle) -> Arc<Paragraph> {
        let (spans, _) = self.measure_only(|context| context.build_spans(inlines, style));
        self.shaper.paragraph(&spans, &self.text_setting(style))
    }

    /// Size of raised numbers, as a share of the size of the text that they stand in.
    fn superscript_scale(&self, size: Pt) -> f32 {
        (self.metrics.min_superscript / size).clamp(0.68, 1.0)
    }

    fn text_setting(&self, style: TextStyle) -> ParagraphSetting<'_> {
        let fonts = &self.theme.fonts;
        ParagraphSetting {
            families: if style.heading {
                &fonts.heading
            } else {
                &fonts.body
            },
            lang: &self.document.meta.lang,
            direction: self.document.meta.direction,
            tracking: style.tracking,
            tabular: style.tabular,
            hyphenate: style.hyphenate,
            balance: style.balance,
            // Han characters stand on a grid of their own; a ragged edge looks like a mistake.
            justify: is_written_in_han(&self.document.meta.lang)
                && style.hyphenate
                && !style.balance,
        }
    }

    fn build_spans(
        &mut self,
        inlines: &[Inline],
        style: TextStyle,
    ) -> (Vec<TextSpan>, Vec<SpanMark>) {
        let marks = vec![SpanMark {
            tag: self.current_tag(),
            link: None,
            code: false,
        }];
        let mut spans = SpanBuilder {
            context: self,
            style,
            spans: Vec::new(),
            marks,
        };
        spans.push_inlines(
            inlines,
            InlineStyle {
                italic: false,
                strong: false,
                color: style.color,
                mark: 0,
            },
        );
        (spans.spans, spans.marks)
    }

    /// Height of a line's letters above its top when its leading is shared out above and below.
    pub fn baseline_offset(&self, style: TextStyle) -> Pt {
        let fonts = &self.theme.fonts;
        let (ascent, descent) = self.shaper.ascent_and_descent(if style.heading {
            &fonts.heading
        } else {
            &fonts.body
        });
        let Type { size, leading } = style.size;
        (leading - (ascent + descent) * size) / 2.0 + ascent * size
    }

    fn line_fragment(
        &self,
        mut line: TextLine,
        style: TextStyle,
        measure: Pt,
        marks: &[SpanMark],
    ) -> Fragment {
        let slack = measure - line.width;
        let x = match style.align {
            Align::Start => Pt::ZERO,
            Align::Center => slack / 2.0,
            Align::End => slack,
        };
        let mirrored = self.document.meta.direction == crate::document::Direction::Rtl;
        let baseline = self.baseline_offset(style);
        let mut content = Content::default();
        // What is painted first is read first.
        line.runs.sort_by_key(|piece| piece.order);
        for piece in line.runs {
            let mut run = piece.run;
            let width: Pt = run.glyphs.iter().map(|glyph| glyph.advance).sum();
            // A page that runs from right to left is mirrored as a whole in the end, its lines are
            // not.
            let start = if mirrored {
                line.width - run.x - width
            } else {
                run.x
            };
            run.x = x + start;
            run.baseline += baseline;
            let Some(mark) = marks.get(piece.mark as usize) else {
                continue;
            };
            if mark.code {
                let height = style.size.size * 1.2;
                let y = baseline - style.size.size * 0.92;
                content.rect(
                    Frame {
                        x: run.x,
                        y,
                        width,
                        height,
                    },
                    self.theme.colors.tint,
                );
            }
            if let Some(link) = &mark.link {
                let frame = Frame {
                    x: run.x,
                    y: Pt::ZERO,
                    width,
                    height: style.size.leading,
                };
                push_link_area(&mut content, frame, link);
            }
            content.items.push(PlacedItem {
                tag: Some(mark.tag),
                item: Item::Run(run),
            });
        }
        Fragment {
            height: style.size.leading,
            content: Some(Box::new(content)),
            ..Fragment::default()
        }
    }
}

/// Of a style, what the shapes of letters depend on.
fn shape_key(style: TextStyle, raised: f32) -> ShapeKey {
    let TextStyle {
        size: _,
        weight,
        heading,
        tracking,
        tabular,
        balance,
        hyphenate,
        color: _,
        align: _,
    } = style;
    ShapeKey {
        weight,
        heading,
        tracking,
        raised,
        tabular,
        balance,
        hyphenate,
    }
}

/// Adds an area; one that touches the area before it and leads to the same place is made part of
/// that.
fn push_link_area(content: &mut Content, frame: Frame, link: &SpanLink) {
    if let Some(before) = content.links.last_mut()
        && before.tag == link.tag
        && (before.frame.x + before.frame.width - frame.x).abs() < Pt(1.0)
    {
        before.frame.width = frame.x + frame.width - before.frame.x;
        return;
    }
    let SpanLink {
        tag,
        target,
        description,
    } = link.clone();
    content.links.push(LinkArea {
        frame,
        tag,
        target,
        description,
    });
}

/// The first two and the last two lines of a paragraph stay together.
fn prevent_widows(galley: &mut Galley) {
    let lines = galley.fragments.len();
    for at in [0, lines.wrapping_sub(2)] {
        if lines > 1
            && let Some(fragment) = galley.fragments.get_mut(at)
        {
            fragment.keep_with_next = true;
        }
    }
}

impl SpanBuilder<'_, '_> {
    fn push_inlines(&mut self, inlines: &[Inline], style: InlineStyle) {
        for inline in inlines {
            match inline {
                Inline::Text { text } => self.push_plain_text(text, style),
                Inline::Emph { body } => self.push_inlines(
                    body,
                    InlineStyle {
                        italic: true,
                        ..style
                    },
                ),
                Inline::Strong { body } => self.push_inlines(
                    body,
                    InlineStyle {
                        strong: true,
                        ..style
                    },
                ),
                Inline::Code { text } => {
                    let mark = SpanMark {
                        code: true,
                        ..self.current_mark(style)
                    };
                    let mark = self.add_mark(mark);
                    self.push_plain_text(text, InlineStyle { mark, ..style });
                }
                Inline::Link { url, body } => {
                    let style =
                        self.open_link(LinkTarget::Url(url.clone()), plain_text(body), style);
                    self.push_inlines(body, style);
                }
                Inline::Cite { sources } => self.push_citation(sources, style),
                Inline::LineBreak => self.push_plain_text("\n", style),
            }
        }
    }

    fn add_mark(&mut self, mark: SpanMark) -> u32 {
        self.marks.push(mark);
        u32::try_from(self.marks.len() - 1).unwrap_or(0)
    }

    fn current_mark(&self, style: InlineStyle) -> SpanMark {
        self.marks
            .get(style.mark as usize)
            .cloned()
            .unwrap_or(SpanMark {
                tag: TagId(0),
                link: None,
                code: false,
            })
    }

    /// The style of what is inside a link.
    fn open_link(
        &mut self,
        target: LinkTarget,
        description: String,
        style: InlineStyle,
    ) -> InlineStyle {
        let outer = self.current_mark(style).tag;
        let tag = self
            .context
            .in_tag(outer, |context| context.new_tag(Role::Link));
        let mark = self.add_mark(SpanMark {
            tag,
            link: Some(SpanLink {
                tag,
                target,
                description,
            }),
            code: false,
        });
        InlineStyle {
            mark,
            color: self.context.theme.colors.accent,
            ..style
        }
    }

    /// Numbers of sources, raised; each leads to its source.
    fn push_citation(&mut self, sources: &[usize], style: InlineStyle) {
        for (at, source) in sources.iter().enumerate() {
            if at > 0 {
                self.push_superscript(",", style);
            }
            if !self.context.measuring {
                self.context.cited_sources.insert(*source);
            }
            let number = (source + 1).to_string();
            let title = self
                .context
                .document
                .sources
                .get(*source)
                .map(|source| plain_text(&source.text));
            let description = format!("{number}: {}", title.unwrap_or_default());
            let linked = self.open_link(LinkTarget::Source(*source), description, style);
            self.push_superscript(&number, linked);
        }
    }

    fn push_superscript(&mut self, text: &str, style: InlineStyle) {
        let scale = self.context.superscript_scale(self.style.size.size);
        let span = self.new_span(
            text.to_owned(),
            InlineStyle {
                italic: false,
                ..style
            },
            None,
        );
        self.spans.push(TextSpan {
            scale,
            rise: 0.34,
            ..span
        });
    }

    /// Parts text where another script begins whose language is not the document's.
    fn push_plain_text(&mut self, text: &str, style: InlineStyle) {
        // Latin, and what all scripts share: most texts have nothing else.
        let latin = |it| matches!(it, '\0'..'\u{300}' | '\u{2010}'..'\u{2028}');
        if !text.is_empty() && (text.is_ascii() || text.chars().all(latin)) {
            let span = self.new_span(text.to_owned(), style, None);
            self.spans.push(span);
            return;
        }
        let own = main_script(&self.context.document.meta.lang);
        for (part, script) in split_by_script(text) {
            let lang = script
                .filter(|script| Some(*script) != own)
                .and_then(language_of_script);
            let style = match lang {
                Some(lang) => {
                    let outer = self.current_mark(style);
                    let tag = self
                        .context
                        .in_tag(outer.tag, |context| context.new_span_tag(lang));
                    InlineStyle {
                        mark: self.add_mark(SpanMark { tag, ..outer }),
                        ..style
                    }
                }
                None => style,
            };
            let span = self.new_span(part.to_owned(), style, lang.map(str::to_owned));
            self.spans.push(span);
        }
    }

    fn new_span(&self, text: String, style: InlineStyle, lang: Option<String>) -> TextSpan {
        let base = self.style.weight;
        let weight = match (style.strong, base) {
            (true, Weight::Regular) => Weight::SemiBold,
            (true, _) => Weight::Bold,
            (false, base) => base,
        };
        let font_style = FontStyle {
            weight,
            italic: style.italic,
        };
        TextSpan {
            text,
            style: font_style,
            scale: 1.0,
            rise: 0.0,
            color: style.color,
            lang,
            mark: style.mark,
        }
    }
}

/// Text parted where a script of its own language begins or ends; characters that all scripts share
/// go with what is before them.
fn split_by_script(text: &str) -> Vec<(&str, Option<Script>)> {
    let mut out: Vec<(usize, Option<Script>)> = Vec::new();
    for (at, character) in text.char_indices() {
        let script = lang::script(character);
        let script = match script {
            Script::Common | Script::Inherited | Script::Unknown => {
                if out.is_empty() {
                    out.push((0, None));
                }
                continue;
            }
            _ => Some(script).filter(|script| language_of_script(*script).is_some()),
        };
        match out.last_mut() {
            Some((_, known)) if *known == script => {}
            // Punctuation before the first letter goes with it.
            Some((0, known @ None))
                if text[..at]
                    .chars()
                    .all(|it| lang::script(it) == Script::Common && !it.is_whitespace()) =>
            {
                *known = script;
            }
            Some(_) => out.push((at, script)),
            None => out.push((0, script)),
        }
    }
    let ends = out
        .iter()
        .skip(1)
        .map(|(at, _)| *at)
        .chain([text.len()])
        .collect::<Vec<_>>();
    out.iter()
        .zip(ends)
        .map(|((start, script), end)| (&text[*start..end], *script))
        .collect()
}
