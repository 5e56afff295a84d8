//! Parses inline Markdown: emphasis, code, links and citations.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Tag, TagEnd};

use super::addresses::{link_inlines, may_hold_address};
use super::citation_groups::parse_citation;
use super::events::{CITE, markdown_events};
use super::guard::{LETTER_GUARD, LINE_GUARD, guard_emphasis};
use super::links::{MAIL, is_link_address, is_link_to_id, is_no_address, without_mail_scheme};
use super::literal::keep_literal;
use super::verbatim::{self, SUBSCRIPT, SUPERSCRIPT, VERBATIM_EDGE};
use crate::document::{CitationGroup, Inline, TextMark};
use crate::lang;

/// Resolves the id of a citation to a source; `None` for an unknown id.
pub type Resolve<'a> = dyn FnMut(&str) -> Option<usize> + 'a;

/// What is read in addition to CommonMark.
pub(super) const INLINE_OPTIONS: Options = Options::ENABLE_STRIKETHROUGH;

/// The deepest nesting of emphasis and of lists. Deeper delimiters are shown as text.
pub(super) const MAX_NESTING: usize = 8;

/// Parses inline Markdown. Empty lines become line breaks. A text whose delimiters would leave only
/// blanks is shown as it was written, so that no text disappears.
pub fn parse_inline(text: &str, resolve: &mut Resolve<'_>) -> Vec<Inline> {
    let mut inlines = parse_if_marked(text, resolve);
    if may_hold_address(text) {
        link_inlines(&mut inlines, text);
    }
    let text = text.trim();
    if text.is_empty() || shows_something(&inlines) {
        inlines
    } else {
        verbatim::verbatim_to_inlines(text)
    }
}

/// Whether a text is a comment as a whole.
pub(super) fn is_comment(text: &str) -> bool {
    text.strip_prefix("<!--")
        .and_then(|rest| rest.strip_suffix("-->"))
        .is_some_and(|inner| !inner.contains("-->"))
}

fn shows_something(inlines: &[Inline]) -> bool {
    inlines.iter().any(|inline| match inline {
        Inline::Text { text } | Inline::Code { text } => !text.trim().is_empty(),
        Inline::Emph { body }
        | Inline::Strong { body }
        | Inline::Marked { body, .. }
        | Inline::Link { body, .. }
        | Inline::Status { body, .. } => shows_something(body),
        Inline::Cite { .. } => true,
        Inline::LineBreak => false,
    })
}

pub(super) fn parse_if_marked(text: &str, resolve: &mut Resolve<'_>) -> Vec<Inline> {
    if is_single_plain_line(text) {
        verbatim::verbatim_to_inlines(text.trim())
    } else {
        parse_marked(text, resolve)
    }
}

/// Whether a text is one line without Markdown characters, like most texts. It need not be parsed:
/// parsing all texts costs a batch 2.7 % more.
pub(super) fn is_single_plain_line(text: &str) -> bool {
    let has_markup = text.bytes().any(|byte| MAY_BE_MARKUP[usize::from(byte)]);
    !has_markup && (text.is_ascii() || !text.contains(is_changed_by_parsing))
}

/// For each byte, whether Markdown may give it a meaning. A table, because each text is looked
/// through: comparing each byte with each of these characters costs a batch 2 %.
const MAY_BE_MARKUP: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = matches!(
            byte as u8,
            b'\\' | b'*' | b'_' | b'[' | b'<' | b'&' | b'`' | b'~' | b'^'
        ) || (byte as u8).is_ascii_control();
        byte += 1;
    }
    table
};

/// Whether a character that is not ASCII would not come out of the parser as it is.
fn is_changed_by_parsing(character: char) -> bool {
    const LINE_SEPARATOR: char = '\u{2028}';
    const PARAGRAPH_SEPARATOR: char = '\u{2029}';
    matches!(
        character,
        LINE_GUARD | LETTER_GUARD | LINE_SEPARATOR | PARAGRAPH_SEPARATOR
    ) || character.is_control()
}

pub(super) fn parse_marked(text: &str, resolve: &mut Resolve<'_>) -> Vec<Inline> {
    let text = keep_literal(text);
    let mut guarded = String::with_capacity(text.len() + 8);
    for (index, line) in text.trim().lines().enumerate() {
        if index > 0 {
            guarded.push('\n');
        }
        // In Markdown, two blanks at the end are a line break, which is invisible in the source.
        let line = line.trim_end();
        if !line.is_empty() {
            guarded.push(LINE_GUARD);
            guarded.push_str(line);
        }
    }
    let guarded = guard_emphasis(&guarded);
    let mut builder = InlineBuilder::new(&guarded, resolve);
    let mut paragraphs = 0;
    for (event, range) in markdown_events(&guarded, INLINE_OPTIONS) {
        match event {
            Event::Start(Tag::Paragraph) => {
                if paragraphs > 0 {
                    builder.push(Inline::LineBreak);
                }
                paragraphs += 1;
            }
            Event::End(TagEnd::Paragraph) => {}
            other => builder.push_event(&other, range),
        }
    }
    builder.finish()
}

/// Inline text under construction, with one frame for each open emphasis or link.
pub(super) struct InlineBuilder<'a, 'r> {
    text: &'a str,
    resolve: &'a mut Resolve<'r>,
    /// The labels of the footnotes in the order of their marks.
    footnotes: &'a [String],
    open: Vec<(OpenInline, Vec<Inline>)>,
    /// Ends of elements whose contents are shown as written, or not at all.
    skipped_depth: usize,
}

#[derive(PartialEq)]
enum OpenInline {
    Root,
    Emph,
    Strong,
    Marked(TextMark),
    Link(String),
    /// A link with a forbidden address, or emphasis that is nested too deeply.
    Plain,
}

impl<'a, 'r> InlineBuilder<'a, 'r> {
    pub(super) fn new(text: &'a str, resolve: &'a mut Resolve<'r>) -> Self {
        Self {
            text,
            resolve,
            footnotes: &[],
            open: vec![(OpenInline::Root, Vec::new())],
            skipped_depth: 0,
        }
    }

    pub(super) fn with_footnotes(mut self, footnotes: &'a [String]) -> Self {
        self.footnotes = footnotes;
        self
    }

    fn push(&mut self, inline: Inline) {
        let Some((_, body)) = self.open.last_mut() else {
            return;
        };
        match (body.last_mut(), inline) {
            (Some(Inline::Text { text }), Inline::Text { text: more }) => text.push_str(&more),
            (_, inline) => body.push(inline),
        }
    }

    fn push_text(&mut self, more: &str) {
        match self.open.last_mut().and_then(|(_, body)| body.last_mut()) {
            Some(Inline::Text { text }) => text.push_str(more),
            _ => self.push(Inline::text(more)),
        }
    }

    fn push_literal(&mut self, text: &str, at: usize) {
        let mut text = text;
        if self.line_starts_at(at) {
            text = text.strip_prefix(LINE_GUARD).unwrap_or(text);
        }
        if text.is_empty() {
            return;
        }
        // Most texts are one line without placeholders. They are not copied.
        let is_one_line = !text.contains('\n');
        if is_one_line && (text.is_ascii() || !text.contains(is_guard_or_stand_in)) {
            self.push_text(text);
            return;
        }
        let text = text
            .replace(&format!("\n{LINE_GUARD}"), "\n")
            .replace('\n', " ")
            .replace(LETTER_GUARD, "");
        let mut from = 0;
        for (at, shift) in text.match_indices(is_shift_mark) {
            self.push_verbatim(&text[from..at]);
            from = at + shift.len();
            match shift.chars().next() {
                Some(mark) if mark == SUPERSCRIPT[0] => {
                    self.open_inline(OpenInline::Marked(TextMark::Superscript));
                }
                Some(mark) if mark == SUBSCRIPT[0] => {
                    self.open_inline(OpenInline::Marked(TextMark::Subscript));
                }
                _ => self.close_inline(),
            }
        }
        self.push_verbatim(&text[from..]);
    }

    fn push_verbatim(&mut self, text: &str) {
        for inline in verbatim::verbatim_to_inlines(text) {
            self.push(inline);
        }
    }

    /// An element of HTML: line breaks, raised, lowered and struck text mean what they say, comments
    /// are left out, and others are shown as written.
    fn push_html(&mut self, html: &str, range: Range<usize>) {
        let rest = self.text.get(range.end..).unwrap_or_default();
        if html.starts_with("<!--") {
            if rest.starts_with([' ', '\n']) || rest.is_empty() {
                self.trim_end();
            }
            return;
        }
        let name = html.trim_matches(['<', '>', '/', ' ']).to_ascii_lowercase();
        let frame = match name.as_str() {
            "br" if !html.starts_with("</") => {
                self.trim_end();
                self.push(Inline::LineBreak);
                return;
            }
            "sup" => OpenInline::Marked(TextMark::Superscript),
            "sub" => OpenInline::Marked(TextMark::Subscript),
            "s" | "del" => OpenInline::Marked(TextMark::Strikethrough),
            "b" | "strong" => OpenInline::Strong,
            "i" | "em" => OpenInline::Emph,
            _ => return self.push_literal(html, range.start),
        };
        let is_open = self.open.last().is_some_and(|(open, _)| *open == frame);
        if html.starts_with("</") && is_open {
            self.close_inline();
        } else if !html.starts_with("</") && is_closed_without_marks(rest, &name) {
            self.open_inline(frame);
        } else {
            self.push_literal(html, range.start);
        }
    }

    fn trim_end(&mut self) {
        if let Some((_, body)) = self.open.last_mut()
            && let Some(Inline::Text { text }) = body.last_mut()
        {
            text.truncate(text.trim_end_matches(' ').len());
        }
    }

    /// The mark of a footnote is a letter, as numbers mark sources.
    fn push_footnote_mark(&mut self, label: &str) {
        let number = self.footnotes.iter().position(|it| it == label);
        self.push(footnote_mark(number.unwrap_or(0)));
    }

    fn line_starts_at(&self, at: usize) -> bool {
        at == 0 || self.text.as_bytes().get(at.wrapping_sub(1)) == Some(&b'\n')
    }

    pub(super) fn push_event(&mut self, event: &Event<'_>, range: Range<usize>) {
        if self.skipped_depth > 0 {
            match event {
                Event::Start(_) => self.skipped_depth += 1,
                Event::End(_) => self.skipped_depth -= 1,
                _ => {}
            }
            return;
        }
        match event {
            Event::Text(text) => self.push_literal(text, range.start),
            Event::InlineHtml(text) | Event::Html(text) => self.push_html(text, range),
            Event::TaskListMarker(is_done) => {
                self.push_text(if *is_done { "☑ " } else { "☐ " })
            }
            Event::FootnoteReference(label) => self.push_footnote_mark(label),
            Event::Code(text) => {
                let text = text
                    .replace(&format!(" {LINE_GUARD}"), " ")
                    .replace(LETTER_GUARD, "");
                self.push(Inline::Code {
                    text: verbatim::code_text(&text),
                });
            }
            Event::SoftBreak => self.soft_break(range.end),
            Event::HardBreak => self.push(Inline::LineBreak),
            Event::Start(Tag::Emphasis) => self.open_inline(OpenInline::Emph),
            Event::Start(Tag::Strong) => self.open_inline(OpenInline::Strong),
            Event::Start(Tag::Strikethrough) => {
                self.open_inline(OpenInline::Marked(TextMark::Strikethrough))
            }
            Event::Start(Tag::Link { dest_url, .. }) => {
                self.open_link(&dest_url.replace(LETTER_GUARD, ""), range)
            }
            // `![@id]`: a citation after an exclamation mark.
            Event::Start(Tag::Image { dest_url, .. }) if dest_url.starts_with(CITE) => {
                self.push_text("!");
                self.open_link(
                    &dest_url.replace(LETTER_GUARD, ""),
                    range.start + 1..range.end,
                );
            }
            // Images are shown as they were written; a brief has images as blocks of their own.
            Event::Start(Tag::Image { .. }) => {
                let source = self.text.get(range.clone()).unwrap_or_default();
                self.push_literal(source, range.start);
                self.skipped_depth = 1;
            }
            Event::End(
                TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link,
            ) => self.close_inline(),
            // The caller handles blocks; with these options the parser makes no other inline
            // events.
            _ => {}
        }
    }

    /// A line break in the source is a space, except between characters of scripts without spaces.
    fn soft_break(&mut self, next: usize) {
        let mut rest = self.text.get(next..).unwrap_or_default().chars();
        let after = rest.find(is_shown);
        let before = match self.open.last() {
            // A citation has no character of its own; the text before it decides.
            Some((_, body)) => last_shown(&body[body.len().saturating_sub(2)..]),
            None => None,
        };
        let joins_without_space = match (before, after) {
            (Some(before), Some(after)) => lang::joins_without_space(before, after),
            _ => false,
        };
        if !joins_without_space {
            self.push_text(" ");
        }
    }

    fn open_inline(&mut self, frame: OpenInline) {
        let frame = if self.open.len() > MAX_NESTING {
            OpenInline::Plain
        } else {
            frame
        };
        self.open.push((frame, Vec::new()));
    }

    fn open_link(&mut self, url: &str, range: Range<usize>) {
        if let Some(cited) = url.strip_prefix(CITE) {
            self.push_text_of_citation(range);
            self.push_citation(cited);
            // The text of the link is the citation as it was written.
            self.skipped_depth = 1;
            return;
        }
        let url = verbatim::percent_encode_address(url);
        if is_link_address(&url) || is_link_to_id(&url) {
            self.open_inline(OpenInline::Link(url));
        } else if url.contains('@') && !url.contains([':', '/', ' ']) {
            // CommonMark also makes links of e-mail addresses in `<…>`, without a scheme.
            self.open_inline(OpenInline::Link(format!("{MAIL}{url}")));
        } else if is_no_address(&url) {
            let source = self.text.get(range.clone()).unwrap_or_default();
            self.push_literal(source, range.start);
            self.skipped_depth = 1;
        } else {
            self.open.push((OpenInline::Plain, Vec::new()));
        }
    }

    /// Adds the content of the first brackets of `[…][@id]`, which CommonMark parses as one link:
    /// either another citation or words.
    fn push_text_of_citation(&mut self, range: Range<usize>) {
        let source = self.text.get(range).unwrap_or_default().to_owned();
        let Some((first, _)) = source.strip_prefix('[').and_then(|it| it.split_once("][")) else {
            return;
        };
        if first.starts_with('@') {
            self.push_citation(first);
        } else {
            self.push_text("[");
            self.push_literal(first, usize::MAX);
            self.push_text("]");
        }
    }

    /// Adds the sources of `@a; @b, p. 3`. Unknown ids are reported where briefs are checked.
    fn push_citation(&mut self, cited: &str) {
        let cited = cited.replace(LINE_GUARD, "");
        let mut citation = CitationGroup::default();
        for item in parse_citation(&cited) {
            if let Some(source) = (self.resolve)(&item.id) {
                citation.add(source, item.place);
            }
        }
        if !citation.is_empty() {
            self.attach_cite(citation.into_inline());
        }
    }

    /// No line break is allowed between a citation and the word before it.
    fn attach_cite(&mut self, citation: Inline) {
        self.trim_end();
        self.push(citation);
    }

    fn close_inline(&mut self) {
        if self.open.len() < 2 {
            return;
        }
        let Some((frame, body)) = self.open.pop() else {
            return;
        };
        match frame {
            OpenInline::Emph => self.push(Inline::Emph { body }),
            OpenInline::Strong => self.push(Inline::Strong { body }),
            OpenInline::Marked(mark) => self.push(Inline::Marked { mark, body }),
            OpenInline::Link(url) => self.push(Inline::Link {
                body: without_mail_scheme(&url, body),
                url,
            }),
            // Pushed one by one, so that texts that are now adjacent become one.
            OpenInline::Root | OpenInline::Plain => {
                for inline in body {
                    self.push(inline);
                }
            }
        }
    }

    pub(super) fn finish(mut self) -> Vec<Inline> {
        while self.open.len() > 1 {
            self.close_inline();
        }
        match self.open.pop() {
            Some((_, body)) => body,
            None => Vec::new(),
        }
    }
}

/// The mark of the footnote at `index`: a, b … z, aa, ab …
pub(super) fn footnote_mark(index: usize) -> Inline {
    let mut letters = String::new();
    let mut left = index + 1;
    while left > 0 {
        let letter = u8::try_from((left - 1) % 26).unwrap_or(0);
        letters.insert(0, char::from(b'a' + letter));
        left = (left - 1) / 26;
    }
    Inline::Marked {
        mark: TextMark::Superscript,
        body: vec![Inline::text(letters)],
    }
}

/// Whether the element `name` is closed in the same paragraph, with nothing in it but words.
fn is_closed_without_marks(rest: &str, name: &str) -> bool {
    match rest.to_ascii_lowercase().split_once(&format!("</{name}>")) {
        Some((inner, _)) => !inner.is_empty() && !inner.contains(['*', '_', '[', '<', '`', '~']),
        None => false,
    }
}

fn is_shift_mark(character: char) -> bool {
    SUPERSCRIPT.contains(&character) || SUBSCRIPT.contains(&character)
}

fn is_guard_or_stand_in(character: char) -> bool {
    matches!(character, LINE_GUARD | LETTER_GUARD) || verbatim::is_stand_in(character)
}

/// Whether a character of the source is text, not a guard or the mark of emphasis.
fn is_shown(character: &char) -> bool {
    ![LINE_GUARD, LETTER_GUARD, VERBATIM_EDGE, '*'].contains(character)
}

/// The last visible character of a text.
fn last_shown(text: &[Inline]) -> Option<char> {
    text.iter().rev().find_map(|inline| match inline {
        Inline::Text { text } | Inline::Code { text } => text.chars().next_back(),
        Inline::Emph { body }
        | Inline::Strong { body }
        | Inline::Marked { body, .. }
        | Inline::Link { body, .. }
        | Inline::Status { body, .. } => last_shown(body),
        Inline::Cite { .. } => None,
        Inline::LineBreak => Some(' '),
    })
}
