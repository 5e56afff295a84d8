//! Inlines to lines of text with their tags and links.

use std::sync::Arc;

use unicode_script::Script;

use super::context::Context;
use super::galley::{Galley, Ink, Strip};
use super::measure_cache::Cut;
use crate::document::{Inline, plain_text};
use crate::fonts::{FontStyle, Weight};
use crate::frame::{Frame, Item, LinkArea, Placed, Role, TagId, Target};
use crate::lang;
use crate::length::Pt;
use crate::text::{Line, Paragraph, Setting, Span};
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
    pub fn heading(self) -> Self {
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
struct Mark {
    /// The innermost tag.
    tag: TagId,
    link: Option<Link>,
    code: bool,
}

/// Something that can be clicked.
#[derive(Clone)]
struct Link {
    tag: TagId,
    target: Target,
    description: String,
}

/// Inlines being turned into spans.
struct Spans<'c, 'a> {
    context: &'c mut Context<'a>,
    style: TextStyle,
    spans: Vec<Span>,
    marks: Vec<Mark>,
}

/// How deep inside emphasis a text stands.
#[derive(Clone, Copy)]
struct Voice {
    italic: bool,
    strong: bool,
    color: Color,
    mark: u32,
}

impl Context<'_> {
    /// Sets inlines inside `tag`, one strip a line.
    pub fn set(&mut self, inlines: &[Inline], style: TextStyle, measure: Pt, tag: TagId) -> Galley {
        let size = style.size.size;
        let mut galley = if self.measuring {
            let (measurements, raised, height) =
                (self.measurements, self.raised(size), style.size.leading);
            let cut = |cites: bool| cut(style, if cites { raised } else { 1.0 });
            let count = measurements
                .line_count(inlines, cut, size, measure, || self.shaped(inlines, style));
            Galley {
                strips: (0..count)
                    .map(|_| Strip {
                        height,
                        ..Strip::default()
                    })
                    .collect(),
            }
        } else {
            let (spans, marks) = self.inside(tag, |context| context.spans(inlines, style));
            let lines = self
                .shaper
                .paragraph(&spans, &self.setting(style))
                .lines(size, measure);
            Galley {
                strips: lines
                    .into_iter()
                    .map(|line| self.strip(line, style, measure, &marks))
                    .collect(),
            }
        };
        prevent_widows(&mut galley);
        galley
    }

    /// Sets a text that has no markup inside `tag`.
    pub fn set_text(&mut self, text: &str, style: TextStyle, measure: Pt, tag: TagId) -> Galley {
        self.set(&[Inline::text(text)], style, measure, tag)
    }

    /// A paragraph with a tag of its own.
    pub fn paragraph(&mut self, inlines: &[Inline], style: TextStyle, measure: Pt) -> Galley {
        if inlines.is_empty() {
            return Galley::default();
        }
        let tag = self.new_tag(Role::Paragraph);
        self.set(inlines, style, measure, tag)
    }

    /// The widths that inlines need: of their widest unbreakable piece, and of all in one line.
    pub fn widths(&mut self, inlines: &[Inline], style: TextStyle) -> (Pt, Pt) {
        let (size, raised) = (style.size.size, self.raised(style.size.size));
        let cut = |cites: bool| cut(style, if cites { raised } else { 1.0 });
        self.measurements
            .widths(inlines, cut, size, || self.shaped(inlines, style))
    }

    /// Shaped inlines that are not going to be placed.
    fn shaped(&mut self, inlines: &[Inline], style: TextStyle) -> Arc<Paragraph> {
        let (spans, _) = self.trial(|context| context.spans(inlines, style));
        self.shaper.paragraph(&spans, &self.setting(style))
    }

    /// Size of raised numbers, as a share of the size of the text that they stand in.
    fn raised(&self, size: Pt) -> f32 {
        (self.look.raised / size).clamp(0.68, 1.0)
    }

    fn setting(&self, style: TextStyle) -> Setting<'_> {
        let fonts = &self.theme.fonts;
        Setting {
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
            justify: is_han(&self.document.meta.lang) && style.hyphenate && !style.balance,
        }
    }

    fn spans(&mut self, inlines: &[Inline], style: TextStyle) -> (Vec<Span>, Vec<Mark>) {
        let marks = vec![Mark {
            tag: self.tag(),
            link: None,
            code: false,
        }];
        let mut spans = Spans {
            context: self,
            style,
            spans: Vec::new(),
            marks,
        };
        spans.push_all(
            inlines,
            Voice {
                italic: false,
                strong: false,
                color: style.color,
                mark: 0,
            },
        );
        (spans.spans, spans.marks)
    }

    /// Height of a line's letters above its top when its leading is shared out above and below.
    pub fn baseline(&self, style: TextStyle) -> Pt {
        let fonts = &self.theme.fonts;
        let (ascent, descent) = self.shaper.vertical(if style.heading {
            &fonts.heading
        } else {
            &fonts.body
        });
        let Type { size, leading } = style.size;
        (leading - (ascent + descent) * size) / 2.0 + ascent * size
    }

    fn strip(&self, mut line: Line, style: TextStyle, measure: Pt, marks: &[Mark]) -> Strip {
        let slack = measure - line.width;
        let x = match style.align {
            Align::Start => Pt::ZERO,
            Align::Center => slack / 2.0,
            Align::End => slack,
        };
        let mirrored = self.document.meta.direction == crate::document::Direction::Rtl;
        let baseline = self.baseline(style);
        let mut ink = Ink::default();
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
                ink.rect(
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
                push_link(&mut ink, frame, link);
            }
            ink.items.push(Placed {
                tag: Some(mark.tag),
                item: Item::Run(run),
            });
        }
        Strip {
            height: style.size.leading,
            ink: Some(Box::new(ink)),
            ..Strip::default()
        }
    }
}

/// Of a style, what the shapes of letters depend on.
fn cut(style: TextStyle, raised: f32) -> Cut {
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
    Cut {
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
fn push_link(ink: &mut Ink, frame: Frame, link: &Link) {
    if let Some(before) = ink.links.last_mut()
        && before.tag == link.tag
        && (before.frame.x + before.frame.width - frame.x).abs() < Pt(1.0)
    {
        before.frame.width = frame.x + frame.width - before.frame.x;
        return;
    }
    let Link {
        tag,
        target,
        description,
    } = link.clone();
    ink.links.push(LinkArea {
        frame,
        tag,
        target,
        description,
    });
}

/// The first two and the last two lines of a paragraph stay together.
fn prevent_widows(galley: &mut Galley) {
    let lines = galley.strips.len();
    for at in [0, lines.wrapping_sub(2)] {
        if lines > 1
            && let Some(strip) = galley.strips.get_mut(at)
        {
            strip.keep = true;
        }
    }
}

impl Spans<'_, '_> {
    fn push_all(&mut self, inlines: &[Inline], voice: Voice) {
        for inline in inlines {
            match inline {
                Inline::Text { text } => self.push_text(text, voice),
                Inline::Emph { body } => self.push_all(
                    body,
                    Voice {
                        italic: true,
                        ..voice
                    },
                ),
                Inline::Strong { body } => self.push_all(
                    body,
                    Voice {
                        strong: true,
                        ..voice
                    },
                ),
                Inline::Code { text } => {
                    let mark = Mark {
                        code: true,
                        ..self.current(voice)
                    };
                    let mark = self.mark(mark);
                    self.push_text(text, Voice { mark, ..voice });
                }
                Inline::Link { url, body } => {
                    let voice = self.link(Target::Url(url.clone()), plain_text(body), voice);
                    self.push_all(body, voice);
                }
                Inline::Cite { sources } => self.push_cite(sources, voice),
                Inline::LineBreak => self.push_text("\n", voice),
            }
        }
    }

    fn mark(&mut self, mark: Mark) -> u32 {
        self.marks.push(mark);
        u32::try_from(self.marks.len() - 1).unwrap_or(0)
    }

    fn current(&self, voice: Voice) -> Mark {
        self.marks
            .get(voice.mark as usize)
            .cloned()
            .unwrap_or(Mark {
                tag: TagId(0),
                link: None,
                code: false,
            })
    }

    /// The voice of what is inside a link.
    fn link(&mut self, target: Target, description: String, voice: Voice) -> Voice {
        let outer = self.current(voice).tag;
        let tag = self
            .context
            .inside(outer, |context| context.new_tag(Role::Link));
        let mark = self.mark(Mark {
            tag,
            link: Some(Link {
                tag,
                target,
                description,
            }),
            code: false,
        });
        Voice {
            mark,
            color: self.context.theme.colors.accent,
            ..voice
        }
    }

    /// Numbers of sources, raised; each leads to its source.
    fn push_cite(&mut self, sources: &[usize], voice: Voice) {
        for (at, source) in sources.iter().enumerate() {
            if at > 0 {
                self.push_raised(",", voice);
            }
            if !self.context.measuring {
                self.context.cited.insert(*source);
            }
            let number = (source + 1).to_string();
            let title = self
                .context
                .document
                .sources
                .get(*source)
                .map(|source| plain_text(&source.text));
            let description = format!("{number}: {}", title.unwrap_or_default());
            let linked = self.link(Target::Source(*source), description, voice);
            self.push_raised(&number, linked);
        }
    }

    fn push_raised(&mut self, text: &str, voice: Voice) {
        let scale = self.context.raised(self.style.size.size);
        let span = self.span(
            text.to_owned(),
            Voice {
                italic: false,
                ..voice
            },
            None,
        );
        self.spans.push(Span {
            scale,
            rise: 0.34,
            ..span
        });
    }

    /// Parts text where another script begins whose language is not the document's.
    fn push_text(&mut self, text: &str, voice: Voice) {
        // Latin, and what all scripts share: most texts have nothing else.
        let latin = |it| matches!(it, '\0'..'\u{300}' | '\u{2010}'..'\u{2028}');
        if !text.is_empty() && (text.is_ascii() || text.chars().all(latin)) {
            let span = self.span(text.to_owned(), voice, None);
            self.spans.push(span);
            return;
        }
        let own = main_script(&self.context.document.meta.lang);
        for (stretch, script) in stretches(text) {
            let lang = script
                .filter(|script| Some(*script) != own)
                .and_then(language_of);
            let voice = match lang {
                Some(lang) => {
                    let outer = self.current(voice);
                    let tag = self
                        .context
                        .inside(outer.tag, |context| context.new_span(lang));
                    Voice {
                        mark: self.mark(Mark { tag, ..outer }),
                        ..voice
                    }
                }
                None => voice,
            };
            let span = self.span(stretch.to_owned(), voice, lang.map(str::to_owned));
            self.spans.push(span);
        }
    }

    fn span(&self, text: String, voice: Voice, lang: Option<String>) -> Span {
        let base = self.style.weight;
        let weight = match (voice.strong, base) {
            (true, Weight::Regular) => Weight::SemiBold,
            (true, _) => Weight::Bold,
            (false, base) => base,
        };
        let style = FontStyle {
            weight,
            italic: voice.italic,
        };
        Span {
            text,
            style,
            scale: 1.0,
            rise: 0.0,
            color: voice.color,
            lang,
            mark: voice.mark,
        }
    }
}

/// Whether a language is written in Han characters, which stand on a grid of their own.
pub(super) fn is_han(lang: &str) -> bool {
    main_script(lang) == Some(Script::Han)
}

/// The script that a language is written in, where it is one of those that fonts and readers treat
/// apart.
fn main_script(lang: &str) -> Option<Script> {
    match lang.split('-').next().unwrap_or_default() {
        "zh" | "ja" => Some(Script::Han),
        "ko" => Some(Script::Hangul),
        "ar" | "fa" | "ur" => Some(Script::Arabic),
        "he" | "yi" => Some(Script::Hebrew),
        _ => None,
    }
}

/// The language that a text in a script is most likely in, for readers that speak.
fn language_of(script: Script) -> Option<&'static str> {
    match script {
        Script::Han => Some("zh"),
        Script::Hiragana | Script::Katakana => Some("ja"),
        Script::Hangul => Some("ko"),
        Script::Arabic => Some("ar"),
        Script::Hebrew => Some("he"),
        Script::Greek => Some("el"),
        _ => None,
    }
}

/// Text parted where a script of its own language begins or ends; characters that all scripts share
/// go with what is before them.
fn stretches(text: &str) -> Vec<(&str, Option<Script>)> {
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
            _ => Some(script).filter(|script| language_of(*script).is_some()),
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
