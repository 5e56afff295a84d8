//! Parses inline Markdown: emphasis, code, links and citations.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Tag, TagEnd};

use super::guard::{LETTER_GUARD, LINE_GUARD, guard_emphasis};
use super::links::{MAIL, is_link_address, without_scheme};
use super::parsed::{CITE, events};
use super::verbatim::{self, EDGE, spelled};
use crate::document::Inline;
use crate::lang;

/// Resolves the id of a citation to a source; `None` for an unknown id.
pub type Resolve<'a> = dyn FnMut(&str) -> Option<usize> + 'a;

/// The deepest nesting of emphasis and of lists. Deeper delimiters are shown as text.
pub(super) const MAX_DEPTH: usize = 8;

/// Parses inline Markdown. Empty lines become line breaks. A text whose delimiters would leave only
/// blanks is shown as it was written, so that no text disappears.
pub fn inline(text: &str, resolve: &mut Resolve<'_>) -> Vec<Inline> {
    let inlines = marked(text, resolve);
    let text = text.trim();
    if text.is_empty() || says_something(&inlines) {
        inlines
    } else {
        verbatim::inlines(text)
    }
}

fn says_something(inlines: &[Inline]) -> bool {
    inlines.iter().any(|inline| match inline {
        Inline::Text { text } | Inline::Code { text } => !text.trim().is_empty(),
        Inline::Emph { body } | Inline::Strong { body } | Inline::Link { body, .. } => {
            says_something(body)
        }
        Inline::Cite { .. } => true,
        Inline::LineBreak => false,
    })
}

pub(super) fn marked(text: &str, resolve: &mut Resolve<'_>) -> Vec<Inline> {
    if is_unmarked(text) {
        verbatim::inlines(text.trim())
    } else {
        parsed(text, resolve)
    }
}

/// Whether a text is one line without Markdown characters, like most texts. It need not be parsed.
pub(super) fn is_unmarked(text: &str) -> bool {
    let may_mark = |it: u8| {
        matches!(it, b'\\' | b'*' | b'_' | b'[' | b'<' | b'&' | b'`') || it.is_ascii_control()
    };
    let may_guard = |it: char| {
        matches!(it, LINE_GUARD | LETTER_GUARD | '\u{2028}' | '\u{2029}') || it.is_control()
    };
    // Testing all bytes is faster than stopping at the first match.
    let marked = text.bytes().fold(false, |found, it| found | may_mark(it));
    !marked && (text.is_ascii() || !text.contains(may_guard))
}

pub(super) fn parsed(text: &str, resolve: &mut Resolve<'_>) -> Vec<Inline> {
    let mut guarded = String::with_capacity(text.len() + 8);
    for (at, line) in text.trim().lines().map(str::trim_end).enumerate() {
        if at > 0 {
            guarded.push('\n');
        }
        if !line.is_empty() {
            guarded.push(LINE_GUARD);
            guarded.push_str(line);
        }
    }
    let guarded = guard_emphasis(&guarded);
    let mut frames = Frames::new(&guarded, resolve);
    let mut paragraphs = 0;
    for (event, range) in events(&guarded, Options::empty()) {
        match event {
            Event::Start(Tag::Paragraph) => {
                if paragraphs > 0 {
                    frames.push(Inline::LineBreak);
                }
                paragraphs += 1;
            }
            Event::End(TagEnd::Paragraph) => {}
            other => frames.event(&other, range),
        }
    }
    frames.finish()
}

/// Inline text under construction, with one frame for each open emphasis or link.
pub(super) struct Frames<'a, 'r> {
    text: &'a str,
    resolve: &'a mut Resolve<'r>,
    frames: Vec<(Frame, Vec<Inline>)>,
    /// Ends of elements whose contents are shown as written, or not at all.
    skip: usize,
}

enum Frame {
    Root,
    Emph,
    Strong,
    Link(String),
    /// A link with a forbidden address, or emphasis that is nested too deeply.
    Plain,
}

impl<'a, 'r> Frames<'a, 'r> {
    pub(super) fn new(text: &'a str, resolve: &'a mut Resolve<'r>) -> Self {
        Self {
            text,
            resolve,
            frames: vec![(Frame::Root, Vec::new())],
            skip: 0,
        }
    }

    fn push(&mut self, inline: Inline) {
        let Some((_, body)) = self.frames.last_mut() else {
            return;
        };
        match (body.last_mut(), inline) {
            (Some(Inline::Text { text }), Inline::Text { text: more }) => text.push_str(&more),
            (_, inline) => body.push(inline),
        }
    }

    fn push_text(&mut self, more: &str) {
        match self.frames.last_mut().and_then(|(_, body)| body.last_mut()) {
            Some(Inline::Text { text }) => text.push_str(more),
            _ => self.push(Inline::text(more)),
        }
    }

    fn literal(&mut self, text: &str, at: usize) {
        let text = if self.line_starts_at(at) {
            text.strip_prefix(LINE_GUARD).unwrap_or(text)
        } else {
            text
        };
        // Most texts contain no placeholder.
        let stands =
            |it: char| matches!(it, LINE_GUARD | LETTER_GUARD) || verbatim::is_stand_in(it);
        if !text.is_empty() && !text.contains('\n') && (text.is_ascii() || !text.contains(stands)) {
            return self.push_text(text);
        }
        let text = text
            .replace(&format!("\n{LINE_GUARD}"), "\n")
            .replace('\n', " ")
            .replace(LETTER_GUARD, "");
        verbatim::inlines(&text)
            .into_iter()
            .for_each(|inline| self.push(inline));
    }

    fn line_starts_at(&self, at: usize) -> bool {
        at == 0 || self.text.as_bytes().get(at - 1) == Some(&b'\n')
    }

    pub(super) fn event(&mut self, event: &Event<'_>, range: Range<usize>) {
        if self.skip > 0 {
            match event {
                Event::Start(_) => self.skip += 1,
                Event::End(_) => self.skip -= 1,
                _ => {}
            }
            return;
        }
        match event {
            Event::Text(text) | Event::InlineHtml(text) | Event::Html(text) => {
                self.literal(text, range.start)
            }
            Event::Code(text) => {
                let text = text
                    .replace(&format!(" {LINE_GUARD}"), " ")
                    .replace(LETTER_GUARD, "");
                self.push(Inline::Code {
                    text: verbatim::code(&text),
                });
            }
            Event::SoftBreak => self.soft_break(range.end),
            Event::HardBreak => self.push(Inline::LineBreak),
            Event::Start(Tag::Emphasis) => self.open(Frame::Emph),
            Event::Start(Tag::Strong) => self.open(Frame::Strong),
            Event::Start(Tag::Link { dest_url, .. }) => {
                self.open_link(&dest_url.replace(LETTER_GUARD, ""))
            }
            Event::Start(Tag::Image { .. }) => {
                let text = self.text;
                self.literal(text.get(range.clone()).unwrap_or_default(), range.start);
                self.skip = 1;
            }
            Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link) => self.close(),
            // The caller handles blocks; with these options the parser makes no other inline
            // events.
            _ => {}
        }
    }

    /// A line break in the source is a space, except between characters of scripts without spaces.
    fn soft_break(&mut self, next: usize) {
        let mut rest = self.text.get(next..).unwrap_or_default().chars();
        let after = rest.find(|it| !matches!(*it, LINE_GUARD | LETTER_GUARD | EDGE | '*'));
        // A citation has no character of its own; the text before it decides.
        let body = self.frames.last().map_or(&[][..], |(_, body)| body);
        let before = last_shown(&body[body.len().saturating_sub(2)..]);
        if !before
            .zip(after)
            .is_some_and(|(before, after)| lang::joins_without_space(before, after))
        {
            self.push_text(" ");
        }
    }

    fn open(&mut self, frame: Frame) {
        let frame = if self.frames.len() > MAX_DEPTH {
            Frame::Plain
        } else {
            frame
        };
        self.frames.push((frame, Vec::new()));
    }

    fn open_link(&mut self, url: &str) {
        if let Some(cited) = url.strip_prefix(CITE) {
            let mut sources = Vec::new();
            for id in cited
                .split(';')
                .map(|id| spelled(id.trim().trim_start_matches('@')))
            {
                if let Some(source) = (self.resolve)(&id).filter(|source| !sources.contains(source))
                {
                    sources.push(source);
                }
            }
            if !sources.is_empty() {
                self.attach_cite(sources);
            }
            self.skip = 1;
            return;
        }
        let url = verbatim::address(url);
        if is_link_address(&url) {
            self.open(Frame::Link(url));
        } else if is_link_address(&format!("{MAIL}{url}"))
            && url.contains('@')
            && !url.contains([':', '/', ' '])
        {
            self.open(Frame::Link(format!("{MAIL}{url}")));
        } else {
            self.frames.push((Frame::Plain, Vec::new()));
        }
    }

    /// No line break is allowed between a citation and the word before it.
    fn attach_cite(&mut self, sources: Vec<usize>) {
        if let Some((_, body)) = self.frames.last_mut()
            && let Some(Inline::Text { text }) = body.last_mut()
        {
            text.truncate(text.trim_end_matches(' ').len());
        }
        self.push(Inline::Cite { sources });
    }

    fn close(&mut self) {
        if self.frames.len() < 2 {
            return;
        }
        let Some((frame, body)) = self.frames.pop() else {
            return;
        };
        match frame {
            Frame::Emph => self.push(Inline::Emph { body }),
            Frame::Strong => self.push(Inline::Strong { body }),
            Frame::Link(url) => self.push(Inline::Link {
                body: without_scheme(&url, body),
                url,
            }),
            Frame::Root | Frame::Plain => body.into_iter().for_each(|inline| self.push(inline)),
        }
    }

    pub(super) fn finish(mut self) -> Vec<Inline> {
        while self.frames.len() > 1 {
            self.close();
        }
        self.frames.pop().map(|(_, body)| body).unwrap_or_default()
    }
}

/// The last visible character of a text.
fn last_shown(text: &[Inline]) -> Option<char> {
    text.iter().rev().find_map(|inline| match inline {
        Inline::Text { text } | Inline::Code { text } => text.chars().next_back(),
        Inline::Emph { body } | Inline::Strong { body } | Inline::Link { body, .. } => {
            last_shown(body)
        }
        Inline::Cite { .. } => None,
        Inline::LineBreak => Some(' '),
    })
}
