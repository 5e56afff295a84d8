//! Inlines to spans of text: emphasis, links, citations, and the languages of foreign scripts.

use super::context::LayoutContext;
use super::text_style::TextStyle;
use crate::document::{Direction, Inline, StatusLevel, TextMark, plain_text};
use crate::fonts::{FontStyle, Weight};
use crate::frame::{LinkTarget, Role, TagId};
use crate::lang::cldr::{has_sign_name, sign_name};
use crate::lang::{self, foreign_stretches, primary_language};
use crate::status_sign::SIGN_ADVANCE;
use crate::text::{NO_LANGUAGE, TextSpan};
use crate::theme::Color;

/// The zero-width joiner, which makes one sign of several.
const JOINER: char = '\u{200d}';

/// How far the numbers of sources are raised, in ems of the text.
const SUPERSCRIPT_RISE: f32 = 0.34;

/// How far subscripts are lowered, in ems of the text.
const SUBSCRIPT_RISE: f32 = -0.14;

/// Room before the number of a source, in ems of the text: that of the space that is copied there.
/// Poppler joins what is less than 0.03 em apart, even with a space between.
pub(super) const CITATION_LEAD: f32 = 0.05;

const LEFT_TO_RIGHT_ISOLATE: &str = "\u{2066}";
const POP_ISOLATE: &str = "\u{2069}";

/// What a span belongs to, besides its paragraph.
#[derive(Clone)]
pub(super) struct SpanMark {
    /// The innermost tag.
    pub tag: TagId,
    pub link: Option<SpanLink>,
    pub code: bool,
    /// Whether a line goes through it.
    pub struck: bool,
    /// The sign before its first letter.
    pub sign: Option<StatusLevel>,
    /// The place of a source's number among those that are cited together.
    pub citation: Option<CitationPart>,
}

/// The place of a number in a citation. In copied text the numbers stand in brackets after a space,
/// as otherwise one would become a part of the figure before it.
#[derive(Debug, Clone, Copy)]
pub(super) struct CitationPart {
    pub is_first: bool,
    pub is_last: bool,
}

/// A link that can be clicked.
#[derive(Clone)]
pub(super) struct SpanLink {
    pub tag: TagId,
    pub target: LinkTarget,
    /// Read out to those who cannot see the link.
    pub description: String,
}

impl LayoutContext<'_> {
    /// The spans of inlines inside the current tag, and the marks that the spans refer to by index.
    pub fn build_spans(
        &mut self,
        inlines: &[Inline],
        style: TextStyle,
    ) -> (Vec<TextSpan>, Vec<SpanMark>) {
        let paragraph = SpanMark {
            tag: self.current_tag(),
            link: None,
            code: false,
            struck: false,
            sign: None,
            citation: None,
        };
        let mut builder = SpanBuilder {
            context: self,
            style,
            spans: Vec::new(),
            marks: vec![paragraph],
            sign: None,
        };
        let inline_style = InlineStyle {
            italic: false,
            strong: false,
            color: style.color,
            shift: None,
            mark: 0,
        };
        builder.push_inlines(inlines, inline_style);
        (builder.spans, builder.marks)
    }
}

struct SpanBuilder<'c, 'a> {
    context: &'c mut LayoutContext<'a>,
    style: TextStyle,
    spans: Vec<TextSpan>,
    marks: Vec<SpanMark>,
    /// The sign before the next span.
    sign: Option<StatusLevel>,
}

/// How a piece of a paragraph differs from the rest of it.
#[derive(Clone, Copy)]
struct InlineStyle {
    italic: bool,
    strong: bool,
    color: Color,
    /// Whether it is raised or lowered.
    shift: Option<TextMark>,
    /// Index of its [`SpanMark`].
    mark: u32,
}

/// The sources of a citation, each once, with the places in it.
fn numbered_sources<'p>(sources: &[usize], places: &'p [String]) -> Vec<(usize, Vec<&'p str>)> {
    let mut numbered: Vec<(usize, Vec<&str>)> = Vec::new();
    for (index, source) in sources.iter().enumerate() {
        let place = places.get(index).map(String::as_str);
        let place = place.filter(|it| !it.is_empty());
        match numbered.iter_mut().find(|it| it.0 == *source) {
            Some((_, known)) => known.extend(place),
            None => numbered.push((*source, place.into_iter().collect())),
        }
    }
    numbered
}

impl SpanBuilder<'_, '_> {
    fn push_inlines(&mut self, inlines: &[Inline], style: InlineStyle) {
        for inline in inlines {
            match inline {
                Inline::Text { text } => self.push_plain_text(text, style),
                Inline::Emph { body } => {
                    let italic = true;
                    self.push_inlines(body, InlineStyle { italic, ..style });
                }
                Inline::Strong { body } => {
                    let strong = true;
                    self.push_inlines(body, InlineStyle { strong, ..style });
                }
                Inline::Code { text } => {
                    let outer = self.mark_of(style);
                    let mark = self.add_mark(SpanMark {
                        code: true,
                        ..outer
                    });
                    let style = InlineStyle { mark, ..style };
                    if is_latin(text) && !text.is_empty() {
                        // Code has no language, so it is not hyphenated.
                        let lang = Some(NO_LANGUAGE.to_owned());
                        let span = self.new_span(text.clone(), style, lang);
                        self.spans.push(span);
                    } else {
                        self.push_plain_text(text, style);
                    }
                }
                Inline::Marked { mark, body } => self.push_marked(*mark, body, style),
                Inline::Link { url, body } => {
                    let target = LinkTarget::of_address(url);
                    let linked = self.add_link(target, plain_text(body), None, style);
                    self.push_inlines(body, linked);
                }
                Inline::Cite { sources, places } => self.push_citation(sources, places, style),
                Inline::Status { level, body } => self.push_status(*level, body, style),
                Inline::LineBreak => self.push_plain_text("\n", style),
            }
        }
    }

    fn push_marked(&mut self, mark: TextMark, body: &[Inline], style: InlineStyle) {
        let style = match mark {
            TextMark::Strikethrough => {
                let outer = self.mark_of(style);
                let struck = true;
                InlineStyle {
                    mark: self.add_mark(SpanMark { struck, ..outer }),
                    ..style
                }
            }
            TextMark::Superscript | TextMark::Subscript => InlineStyle {
                shift: Some(mark),
                ..style
            },
        };
        self.push_inlines(body, style);
    }

    fn add_mark(&mut self, mark: SpanMark) -> u32 {
        self.marks.push(mark);
        u32::try_from(self.marks.len() - 1).unwrap_or(0)
    }

    fn mark_of(&self, style: InlineStyle) -> SpanMark {
        let mark = self.marks.get(style.mark as usize);
        mark.cloned().unwrap_or(SpanMark {
            tag: TagId(0),
            link: None,
            code: false,
            struck: false,
            sign: None,
            citation: None,
        })
    }

    /// Adds a link; the result is the style of the text in it.
    fn add_link(
        &mut self,
        target: LinkTarget,
        description: String,
        citation: Option<CitationPart>,
        style: InlineStyle,
    ) -> InlineStyle {
        let outer = self.mark_of(style);
        let struck = outer.struck;
        let tag = self
            .context
            .in_tag(outer.tag, |context| context.new_tag(Role::Link));
        let link = SpanLink {
            tag,
            target,
            description,
        };
        let mark = self.add_mark(SpanMark {
            tag,
            link: Some(link),
            code: false,
            struck,
            sign: None,
            citation,
        });
        InlineStyle {
            mark,
            color: self.context.theme.colors.accent,
            ..style
        }
    }

    /// A word for a status, with the room for its sign.
    fn push_status(&mut self, level: StatusLevel, body: &[Inline], style: InlineStyle) {
        self.sign = Some(level);
        self.push_inlines(body, style);
        self.sign = None;
    }

    /// Numbers of sources as superscripts; each leads to its source, where the places are listed.
    fn push_citation(&mut self, sources: &[usize], places: &[String], style: InlineStyle) {
        let numbered = numbered_sources(sources, places);
        let outer = style;
        // In text that runs from right to left, a number would go on with the figure before it.
        self.push_direction_mark(LEFT_TO_RIGHT_ISOLATE, outer);
        let style = self.add_reference_mark(outer);
        for (index, (source, places)) in numbered.iter().enumerate() {
            let part = CitationPart {
                is_first: index == 0,
                is_last: index + 1 == numbered.len(),
            };
            if !part.is_first {
                self.push_superscript(",", 0.0, style);
            }
            // Attempts may cite what is left out in the end.
            if !self.context.measuring {
                self.context.output.cited_sources.insert(*source);
            }
            let number = (source + 1).to_string();
            let listed = self.context.document.sources.get(*source);
            let title = listed.map(|source| plain_text(&source.text));
            let note = self.context.label_text("note");
            let mut description = format!("{note} {number}: {}", title.unwrap_or_default());
            let separator = self.context.document.labels.get("separator");
            for place in places {
                description.push_str(separator);
                description.push_str(place);
            }
            let target = LinkTarget::Source(*source);
            let linked = self.add_link(target, description, Some(part), style);
            let lead = if part.is_first { CITATION_LEAD } else { 0.0 };
            self.push_superscript(&number, lead, linked);
        }
        self.push_direction_mark(POP_ISOLATE, outer);
    }

    fn push_direction_mark(&mut self, mark: &str, style: InlineStyle) {
        if self.context.document.meta.direction == Direction::Rtl {
            let span = self.new_span(mark.to_owned(), style, None);
            self.spans.push(span);
        }
    }

    /// Adds a tag for a reference to notes, which screen readers announce as such.
    fn add_reference_mark(&mut self, style: InlineStyle) -> InlineStyle {
        let outer = self.mark_of(style);
        let tag = self
            .context
            .in_tag(outer.tag, |context| context.new_tag(Role::Reference));
        InlineStyle {
            mark: self.add_mark(SpanMark { tag, ..outer }),
            ..style
        }
    }

    fn push_superscript(&mut self, text: &str, lead: f32, style: InlineStyle) {
        // Numbers of sources look the same wherever they are.
        let upright = InlineStyle {
            italic: false,
            ..style
        };
        let span = self.new_span(text.to_owned(), upright, None);
        self.spans.push(TextSpan {
            scale: self.context.superscript_scale(self.style.size.size),
            rise: SUPERSCRIPT_RISE,
            lead: lead.max(span.lead),
            ..span
        });
    }

    /// Adds a span for every part of the text that is in a script of its own. Such a part gets the
    /// language that is most likely, unless it is in the script of the document's language.
    fn push_plain_text(&mut self, text: &str, style: InlineStyle) {
        if text.is_empty() {
            return;
        }
        if is_latin(text) {
            let span = self.new_span(text.to_owned(), style, None);
            self.spans.push(span);
            return;
        }
        let mut rest = text;
        while let Some((before, sign, after)) = split_at_named_sign(rest) {
            self.push_scripts(before, style);
            self.push_named_sign(sign, style);
            rest = after;
        }
        self.push_scripts(rest, style);
    }

    /// Adds a sign such as 🟢, with its name for those who cannot see it.
    fn push_named_sign(&mut self, sign: &str, style: InlineStyle) {
        let own_lang = &self.context.document.meta.lang;
        let tags = lang::fallback_tags(own_lang);
        let name = sign.chars().next().and_then(|it| sign_name(it, &tags));
        let mut sign_style = style;
        if let Some((name, lang)) = name {
            let is_own = primary_language(lang) == primary_language(own_lang);
            let lang = (!is_own).then_some(lang);
            let outer = self.mark_of(style);
            let tag = self
                .context
                .in_tag(outer.tag, |context| context.new_sign_tag(name, lang));
            sign_style.mark = self.add_mark(SpanMark { tag, ..outer });
        }
        let span = self.new_span(sign.to_owned(), sign_style, None);
        self.spans.push(span);
    }

    fn push_scripts(&mut self, text: &str, style: InlineStyle) {
        if text.is_empty() {
            return;
        }
        let own_lang = self.context.document.meta.lang.as_str();
        for (part, lang) in foreign_stretches(text, own_lang) {
            let part_style = match lang {
                Some(lang) => self.add_foreign_mark(lang, style),
                None => style,
            };
            let span = self.new_span(part.to_owned(), part_style, lang.map(str::to_owned));
            self.spans.push(span);
        }
    }

    /// Adds a tag for text in another language, which screen readers then pronounce as such.
    fn add_foreign_mark(&mut self, lang: &str, style: InlineStyle) -> InlineStyle {
        let outer = self.mark_of(style);
        let tag = self
            .context
            .in_tag(outer.tag, |context| context.new_span_tag(lang));
        InlineStyle {
            mark: self.add_mark(SpanMark { tag, ..outer }),
            ..style
        }
    }

    fn new_span(&mut self, text: String, style: InlineStyle, lang: Option<String>) -> TextSpan {
        let mut mark = style.mark;
        let mut lead = 0.0;
        if let Some(level) = self.sign.take() {
            let outer = self.mark_of(style);
            mark = self.add_mark(SpanMark {
                sign: Some(level),
                ..outer
            });
            lead = SIGN_ADVANCE;
        }
        // Strong text inside of text that is strong already has to stand out from that.
        let weight = match (style.strong, self.style.weight) {
            (true, Weight::Regular) => Weight::SemiBold,
            (true, _) => Weight::Bold,
            (false, weight) => weight,
        };
        let shifted = self.context.superscript_scale(self.style.size.size);
        let (scale, rise) = match style.shift {
            Some(TextMark::Superscript) => (shifted, SUPERSCRIPT_RISE),
            Some(TextMark::Subscript) => (shifted, SUBSCRIPT_RISE),
            _ => (1.0, 0.0),
        };
        TextSpan {
            text,
            style: FontStyle {
                weight,
                italic: style.italic,
            },
            scale,
            rise,
            color: style.color,
            lead,
            lang,
            mark,
        }
    }
}

/// Whether a text has nothing but Latin letters, their marks, and common punctuation, as most have.
fn is_latin(text: &str) -> bool {
    if text.is_ascii() {
        return true;
    }
    for character in text.chars() {
        match character {
            // Up to the combining marks, and the dashes, quotation marks and dots of all scripts.
            '\0'..'\u{300}' | '\u{2010}'..'\u{2028}' => {}
            _ => return false,
        }
    }
    true
}

/// Splits a text at its first sign that has a name: before it, the sign with its selector, and after
/// it. A sign that is joined to others has another name.
fn split_at_named_sign(text: &str) -> Option<(&str, &str, &str)> {
    for (start, sign) in text.char_indices() {
        if !has_sign_name(sign) {
            continue;
        }
        let (before, rest) = text.split_at(start);
        let after = &rest[sign.len_utf8()..];
        let after = after.strip_prefix('\u{fe0f}').unwrap_or(after);
        let is_joined = before.ends_with(JOINER) || after.starts_with(JOINER);
        if !is_joined {
            let sign = &rest[..rest.len() - after.len()];
            return Some((before, sign, after));
        }
    }
    None
}
