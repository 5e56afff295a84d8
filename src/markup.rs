//! The Markdown that may stand inside a value: inline (`text`) or with paragraphs, lists and tables
//! (`rich`).
//!
//! Whatever else looks like Markdown in a value — headings, rules, raw HTML, fences, pictures — is
//! text like any other and shows as it was written. So no value can change the structure that a
//! template gives.

mod parsed;
mod verbatim;

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, Options, Tag, TagEnd};

use crate::document::{Block, Column, Inline, Table, plain_text};
use crate::lang;
use parsed::{CITE, events};
pub(crate) use verbatim::{EDGE, trimmed};
pub use verbatim::{spelled, verbatim};

/// Says which source an id of a citation means; `None` if there is none.
pub type Resolve<'a> = dyn FnMut(&str) -> Option<usize> + 'a;

/// Nesting of emphasis, and of lists, beyond which marks are text.
const MAX_DEPTH: usize = 8;

/// Put before each line of an inline text, so that nothing at a line's start opens a block. It is
/// white space to the rules of emphasis, but not among the blanks that Markdown strips; it is taken
/// away again after parsing.
const LINE_GUARD: char = '\u{1680}';

/// Put beside a run of `*` that a Chinese, Japanese or Korean character touches. It is a letter to
/// the rules of emphasis (CommonMark 0.31, section 6.2), which know only of scripts with blanks
/// between words: without it, punctuation inside the stars and a letter outside leave them as they
/// are. No text holds it, as Unicode keeps it for use inside programs; it is taken away again after
/// parsing.
const LETTER_GUARD: char = '\u{fdd2}';

/// Reads inline Markdown. Empty lines become line breaks. A text that says something gives
/// something to show: where its marks would leave nothing but blanks, it shows as it was written.
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

fn marked(text: &str, resolve: &mut Resolve<'_>) -> Vec<Inline> {
    if is_unmarked(text) {
        verbatim::inlines(text.trim())
    } else {
        parsed(text, resolve)
    }
}

/// Whether a text is one line without any character that could be a mark of inline Markdown, as
/// most are: it need not be parsed.
fn is_unmarked(text: &str) -> bool {
    let may_mark = |it: u8| {
        matches!(it, b'\\' | b'*' | b'_' | b'[' | b'<' | b'&' | b'`') || it.is_ascii_control()
    };
    let may_guard = |it: char| {
        matches!(it, LINE_GUARD | LETTER_GUARD | '\u{2028}' | '\u{2029}') || it.is_control()
    };
    // All bytes at once are faster to look at than one after the other up to a mark.
    let marked = text.bytes().fold(false, |found, it| found | may_mark(it));
    !marked && (text.is_ascii() || !text.contains(may_guard))
}

fn parsed(text: &str, resolve: &mut Resolve<'_>) -> Vec<Inline> {
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

/// Reads rich Markdown: paragraphs, lists and tables; anything else becomes paragraphs of text.
pub fn rich(text: &str, resolve: &mut Resolve<'_>) -> Vec<Block> {
    let blocks = blocks(text.trim_end(), resolve, false);
    if !blocks.is_empty() || text.trim().is_empty() {
        return blocks;
    }
    // Nothing but definitions of links, for example.
    vec![Block::Paragraph {
        text: inline(text, resolve),
    }]
}

/// Reads the Markdown of a template: what [`rich`] reads, and headings and slide breaks.
pub fn template(text: &str, resolve: &mut Resolve<'_>) -> Vec<Block> {
    blocks(text, resolve, true)
}

fn blocks(text: &str, resolve: &mut Resolve<'_>, structural: bool) -> Vec<Block> {
    // What begins with a letter is a paragraph.
    if text.starts_with(char::is_alphabetic) && is_unmarked(text) {
        return vec![Block::Paragraph {
            text: verbatim::inlines(text.trim_end_matches(' ')),
        }];
    }
    parsed_blocks(text, resolve, structural)
}

fn parsed_blocks(text: &str, resolve: &mut Resolve<'_>, structural: bool) -> Vec<Block> {
    let parsed = parsed::parsed(text);
    let mut events = parsed.events.iter().peekable();
    Rich {
        text: parsed.text(),
        resolve,
        structural,
    }
    .blocks(&mut events, 0)
}

/// Lets emphasis begin and end beside characters of scripts that are written without blanks: a run
/// of `*` that touches one opens unless a blank follows, and closes unless a blank precedes. Other
/// texts stay as they are.
fn guard_emphasis(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || !text.contains('*') || !text.chars().any(lang::is_east_asian) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some(at) = rest.find(['*', '\\']) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        if let Some(escaped) = from.strip_prefix('\\') {
            let length = escaped.chars().next().map_or(0, char::len_utf8);
            out.push_str(&from[..1 + length]);
            rest = &escaped[length..];
            continue;
        }
        let after = from.trim_start_matches('*');
        let run = &from[..from.len() - after.len()];
        let (left, right) = (out.chars().next_back(), after.chars().next());
        let is_word = |it: Option<char>| it.is_some_and(|it| !it.is_whitespace());
        let guarded = is_east_asian_edge(out.chars().rev()) || is_east_asian_edge(after.chars());
        if guarded && is_word(left) {
            out.push(LETTER_GUARD);
        }
        out.push_str(run);
        if guarded && is_word(right) {
            out.push(LETTER_GUARD);
        }
        rest = after;
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Whether the text that goes away from a run of `*` begins with an East Asian character, or with a
/// mark that is shared with other scripts, such as a curly quotation mark, and one behind it.
fn is_east_asian_edge(mut away: impl Iterator<Item = char>) -> bool {
    let Some(next) = away.next() else {
        return false;
    };
    lang::is_east_asian(next)
        || lang::is_shared_mark(next) && away.next().is_some_and(lang::is_east_asian)
}

/// The blocks of a rich text run together into inlines, for a place that holds only those.
#[must_use]
pub fn flatten(blocks: Vec<Block>) -> Vec<Inline> {
    let mut out = Vec::new();
    for block in blocks {
        let inlines = match block {
            Block::Paragraph { text } => text,
            Block::List { items, .. } => items
                .into_iter()
                .flat_map(|item| {
                    [
                        vec![Inline::text("• ")],
                        flatten(item),
                        vec![Inline::LineBreak],
                    ]
                    .concat()
                })
                .collect(),
            Block::Table(table) => table
                .rows
                .into_iter()
                .flat_map(|row| [row.join(&Inline::text(" · ")), vec![Inline::LineBreak]].concat())
                .collect(),
            // `rich` makes no others.
            _ => Vec::new(),
        };
        if !out.is_empty() && out.last() != Some(&Inline::LineBreak) {
            out.push(Inline::LineBreak);
        }
        out.extend(inlines);
    }
    if out.last() == Some(&Inline::LineBreak) {
        out.pop();
    }
    out
}

/// The words that a rich text shows, character references decoded.
#[must_use]
pub fn words(text: &str) -> String {
    plain_text(&flatten(rich(text, &mut |_| None)))
}

const MAIL: &str = "mailto:";

/// Whether a link may lead there: the web, or mail.
#[must_use]
pub fn is_link_address(url: &str) -> bool {
    ["https://", "http://", MAIL].iter().any(|scheme| {
        url.get(..scheme.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
            && url.len() > scheme.len()
    })
}

/// Every address that links of a text name, as written.
#[must_use]
pub fn link_addresses(text: &str) -> Vec<String> {
    events(text, Options::ENABLE_TABLES)
        .filter_map(|(event, _)| match event {
            Event::Start(Tag::Link { dest_url, .. }) if !dest_url.starts_with(CITE) => {
                Some(verbatim::address(&dest_url))
            }
            _ => None,
        })
        .collect()
}

/// Inlines being built: one frame for each open emphasis or link.
struct Frames<'a, 'r> {
    text: &'a str,
    resolve: &'a mut Resolve<'r>,
    frames: Vec<(Frame, Vec<Inline>)>,
    /// Ends of things whose contents show as written, or not at all.
    skip: usize,
}

enum Frame {
    Root,
    Emph,
    Strong,
    Link(String),
    /// A link that may lead nowhere, or emphasis that is nested too deeply.
    Plain,
}

impl<'a, 'r> Frames<'a, 'r> {
    fn new(text: &'a str, resolve: &'a mut Resolve<'r>) -> Self {
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
        // Most texts have nothing that stands for something else.
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

    fn event(&mut self, event: &Event<'_>, range: Range<usize>) {
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
            // Blocks are the caller's; with the options used, the parser makes no others.
            _ => {}
        }
    }

    /// A line break in the source is a space, except between characters of scripts that are written
    /// without.
    fn soft_break(&mut self, next: usize) {
        let mut rest = self.text.get(next..).unwrap_or_default().chars();
        let after = rest.find(|it| !matches!(*it, LINE_GUARD | LETTER_GUARD | EDGE | '*'));
        // A citation says nothing by itself; what stands before it counts.
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

    /// A citation clings to the word before it.
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

    fn finish(mut self) -> Vec<Inline> {
        while self.frames.len() > 1 {
            self.close();
        }
        self.frames.pop().map(|(_, body)| body).unwrap_or_default()
    }
}

/// The last character that a text shows.
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

/// An address of mail that is its own text shows without `mailto:`.
fn without_scheme(url: &str, body: Vec<Inline>) -> Vec<Inline> {
    match body.as_slice() {
        [Inline::Text { text }]
            if text == url && url.len() > MAIL.len() && url.is_char_boundary(MAIL.len()) =>
        {
            let (scheme, address) = url.split_at(MAIL.len());
            if scheme.eq_ignore_ascii_case(MAIL) {
                vec![Inline::text(address)]
            } else {
                body
            }
        }
        _ => body,
    }
}

type Events<'a> = std::iter::Peekable<std::slice::Iter<'a, (Event<'static>, Range<usize>)>>;

struct Rich<'a, 'r> {
    text: &'a str,
    resolve: &'a mut Resolve<'r>,
    /// Whether headings and rules mean something.
    structural: bool,
}

impl Rich<'_, '_> {
    /// Blocks up to the end of what is open.
    fn blocks(&mut self, events: &mut Events<'_>, depth: usize) -> Vec<Block> {
        let mut blocks = Vec::new();
        while let Some((event, range)) = events.peek() {
            let range = range.clone();
            match event {
                Event::End(TagEnd::Item | TagEnd::List(_)) => break,
                Event::Start(Tag::Paragraph) => {
                    events.next();
                    let text = self.inlines(events, |end| matches!(end, TagEnd::Paragraph));
                    push_paragraph(&mut blocks, text);
                }
                Event::Start(Tag::Heading { level, .. }) if self.structural => {
                    let level = *level as u8;
                    events.next();
                    let text = self.inlines(events, |end| matches!(end, TagEnd::Heading(_)));
                    blocks.push(Block::Heading {
                        level: level.min(3),
                        text,
                    });
                }
                Event::Rule if self.structural => {
                    events.next();
                    blocks.push(Block::Break);
                }
                Event::Start(Tag::List(first)) if depth < MAX_DEPTH => {
                    let ordered = first.is_some();
                    events.next();
                    blocks.push(Block::List {
                        ordered,
                        items: self.items(events, depth),
                    });
                }
                Event::Start(Tag::Table(_)) => {
                    events.next();
                    blocks.push(Block::Table(self.table(events)));
                }
                Event::Start(
                    Tag::Emphasis | Tag::Strong | Tag::Link { .. } | Tag::Image { .. },
                )
                | Event::Text(_)
                | Event::Code(_)
                | Event::InlineHtml(_)
                | Event::SoftBreak
                | Event::HardBreak => {
                    let text = self.tight(events);
                    push_paragraph(&mut blocks, text);
                }
                Event::Start(Tag::CodeBlock(_)) => {
                    skip(events);
                    self.lines_as_written(range, &mut blocks);
                }
                Event::Start(_) => {
                    skip(events);
                    self.as_written(range, &mut blocks);
                }
                Event::Rule | Event::Html(_) => {
                    events.next();
                    self.as_written(range, &mut blocks);
                }
                _ => {
                    events.next();
                }
            }
        }
        blocks
    }

    fn items(&mut self, events: &mut Events<'_>, depth: usize) -> Vec<Vec<Block>> {
        let mut items = Vec::new();
        while let Some((event, _)) = events.next() {
            match event {
                Event::Start(Tag::Item) => {
                    items.push(self.blocks(events, depth + 1));
                    events.next();
                }
                Event::End(TagEnd::List(_)) => break,
                _ => {}
            }
        }
        items
    }

    fn table(&mut self, events: &mut Events<'_>) -> Table {
        let mut rows: Vec<Vec<Vec<Inline>>> = vec![Vec::new()];
        while let Some((event, _)) = events.next() {
            match event {
                Event::Start(Tag::TableRow) => rows.push(Vec::new()),
                Event::Start(Tag::TableCell) => {
                    let cell = self.inlines(events, |end| matches!(end, TagEnd::TableCell));
                    if let Some(row) = rows.last_mut() {
                        row.push(cell);
                    }
                }
                Event::End(TagEnd::Table) => break,
                _ => {}
            }
        }
        let headers = rows.remove(0);
        table(Vec::new(), headers, rows, Vec::new())
    }

    /// Inlines up to the end that is looked for; the end is taken.
    fn inlines(&mut self, events: &mut Events<'_>, is_end: fn(&TagEnd) -> bool) -> Vec<Inline> {
        let mut frames = Frames::new(self.text, self.resolve);
        for (event, range) in events.by_ref() {
            match event {
                Event::End(end) if is_end(end) => break,
                other => frames.event(other, range.clone()),
            }
        }
        frames.finish()
    }

    /// The inlines that stand in a list item without a paragraph of their own.
    fn tight(&mut self, events: &mut Events<'_>) -> Vec<Inline> {
        let mut frames = Frames::new(self.text, self.resolve);
        let mut open = 0_usize;
        while let Some((event, _)) = events.peek() {
            match event {
                Event::Start(
                    Tag::Emphasis | Tag::Strong | Tag::Link { .. } | Tag::Image { .. },
                ) => open += 1,
                Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link | TagEnd::Image) => {
                    open -= 1
                }
                Event::Start(_) | Event::End(_) | Event::Rule | Event::Html(_) if open == 0 => {
                    break;
                }
                _ => {}
            }
            if let Some((event, range)) = events.next() {
                frames.event(event, range.clone());
            }
        }
        frames.finish()
    }

    /// A block that values cannot hold, as paragraphs of its own text.
    fn as_written(&mut self, range: Range<usize>, blocks: &mut Vec<Block>) {
        let lines = self.lines(range).join("\n");
        let text = inline(&lines, self.resolve);
        push_paragraph(blocks, text);
    }

    /// A block of code, as its own lines: its fences are text like any other, and no mark inside
    /// means anything.
    fn lines_as_written(&mut self, range: Range<usize>, blocks: &mut Vec<Block>) {
        let lines = self.lines(range);
        let lines = lines
            .into_iter()
            .filter(|line| !line.is_empty())
            .map(|line| verbatim::inlines(&line));
        push_paragraph(blocks, lines.collect::<Vec<_>>().join(&Inline::LineBreak));
    }

    /// The lines of a stretch of the text, as the author wrote them.
    fn lines(&self, range: Range<usize>) -> Vec<String> {
        let text = self.text.get(range).unwrap_or_default();
        text.lines()
            .map(|line| line.trim().replace(LETTER_GUARD, ""))
            .collect()
    }
}

/// Takes everything up to the end of what starts next.
fn skip(events: &mut Events<'_>) {
    let mut open = 0_usize;
    for (event, _) in events.by_ref() {
        match event {
            Event::Start(_) => open += 1,
            Event::End(_) => open -= 1,
            _ => {}
        }
        if open == 0 {
            break;
        }
    }
}

fn push_paragraph(blocks: &mut Vec<Block>, text: Vec<Inline>) {
    if !text.is_empty() {
        blocks.push(Block::Paragraph { text });
    }
}

/// A table whose rows all have as many cells as there are headers.
#[must_use]
pub fn table(
    title: Vec<Inline>,
    headers: Vec<Vec<Inline>>,
    mut rows: Vec<Vec<Vec<Inline>>>,
    note: Vec<Inline>,
) -> Table {
    rows.iter_mut()
        .for_each(|row| row.resize(headers.len(), Vec::new()));
    let columns = headers.into_iter().enumerate().map(|(at, header)| {
        let mut cells = rows
            .iter()
            .map(|row| plain_text(&row[at]))
            .filter(|cell| !cell.trim().is_empty())
            .peekable();
        let numeric = cells.peek().is_some() && cells.all(|cell| is_number(&cell));
        Column { header, numeric }
    });
    Table {
        title,
        columns: columns.collect(),
        rows,
        note,
    }
}

/// Whether a cell reads as a number: digits, with signs, separators, currency or a per cent sign
/// around them.
fn is_number(cell: &str) -> bool {
    let cell = cell.trim();
    cell.chars().any(|it| it.is_ascii_digit())
        && cell
            .chars()
            .all(|it| it.is_ascii_digit() || "+-\u{2212}.,\u{a0}\u{202f} %‰()£$€¥~≈<>".contains(it))
        || matches!(cell, "–" | "—" | "-" | "n/a")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{blocks, marked, parsed, parsed_blocks, rich};

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

        #[test]
        fn what_is_not_parsed_reads_as_if_it_were(
            text in "[ -~]{0,3}[ a-zA-Z0-9.,;:'\"!?@#%()>|~=+/\u{a0}\u{e9}\u{2013}\u{3000}\u{4e2d}\u{fdd3}\u{fdd4}-]{0,40}[ -~\n]{0,2}"
        ) {
            prop_assert_eq!(marked(&text, &mut |_| None), parsed(&text, &mut |_| None));
            prop_assert_eq!(blocks(&text, &mut |_| None, true), parsed_blocks(&text, &mut |_| None, true));
            let trimmed = parsed_blocks(text.trim_end(), &mut |_| None, false);
            prop_assert!(trimmed.is_empty() || rich(&text, &mut |_| None) == trimmed);
        }
    }
}
