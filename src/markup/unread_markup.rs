//! Finds Markdown that is printed as typed, because the text cannot hold it or it is not closed.

use std::borrow::Cow;

use pulldown_cmark::{Event, Tag};

use super::events::markdown_events;
use super::inlines::{INLINE_OPTIONS, Resolve};
use super::literal::{formulas, keep_literal};
use super::parse_rich;
use super::pasted::may_hold_blocks;
use crate::document::{Block, Inline};

/// Something that is printed as typed although it looks like Markdown.
pub struct UnreadMarkup {
    /// The part of the text.
    pub typed: String,
    pub kind: UnreadMarkupKind,
}

/// Why something is printed as typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnreadMarkupKind {
    /// `**` that no other closes.
    OpenStrong,
    /// A formula between dollar signs.
    Formula,
    /// The address of a link with a blank in it, or after one.
    LinkWithBlank,
    /// `[^1]` without its note, or in a text that cannot have notes.
    LostFootnote,
    /// A line that begins with a single `#`.
    HashLine,
    /// An element of HTML.
    Html,
    /// A picture.
    Picture,
    /// A list or a table whose lines were joined to one.
    FoldedLines,
}

/// Elements of HTML that are shown as what they mean.
const READ_ELEMENTS: [&str; 9] = ["br", "sup", "sub", "s", "del", "b", "strong", "i", "em"];

/// Elements of HTML that people paste. Other words in angle brackets are their own, `<your name>`.
const PASTED_ELEMENTS: [&str; 22] = [
    "a",
    "blockquote",
    "center",
    "code",
    "div",
    "font",
    "h1",
    "h2",
    "h3",
    "hr",
    "img",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "small",
    "span",
    "table",
    "td",
    "u",
    "ul",
];

/// Finds the Markdown in a rich text that is printed as typed.
#[must_use]
pub fn find_unread_markup(text: &str) -> Vec<UnreadMarkup> {
    let mut found = Vec::new();
    push_folded(text, &mut found);
    if !text.contains(['*', '$', '[', '<', '#']) {
        return found;
    }
    let text = &*without_code(text);
    for formula in formulas(text) {
        found.push(UnreadMarkup::new(&text[formula], UnreadMarkupKind::Formula));
    }
    push_open_links(text, &mut found);
    for line in text.lines().filter(|line| line.starts_with("# ")) {
        if text.trim().contains('\n') {
            found.push(UnreadMarkup::new(line, UnreadMarkupKind::HashLine));
        }
    }
    push_events(text, &mut found);
    let is_escaped = text.contains("\\*") || text.contains("\\[");
    if !is_escaped && (text.contains("**") || text.contains("[^") || text.contains("^[")) {
        let resolve: &mut Resolve<'_> = &mut |_| None;
        push_shown_marks(&parse_rich(text, resolve), &mut found);
    }
    found
}

/// The text without its code, in which all is as typed.
fn without_code(text: &str) -> Cow<'_, str> {
    if !text.contains('`') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut end = 0;
    for (event, range) in markdown_events(text, INLINE_OPTIONS) {
        if matches!(event, Event::Code(_) | Event::Start(Tag::CodeBlock(_))) && range.start >= end {
            out.push_str(&text[end..range.start]);
            end = range.end;
        }
    }
    out.push_str(&text[end..]);
    Cow::Owned(out)
}

impl UnreadMarkup {
    fn new(typed: &str, kind: UnreadMarkupKind) -> Self {
        let typed = typed.to_owned();
        Self { typed, kind }
    }
}

/// `- a - b - c` and `| a | b | |---|---| | 1 | 2 |`, which YAML makes of lines below a `>`.
fn push_folded(text: &str, found: &mut Vec<UnreadMarkup>) {
    for line in text.lines() {
        let items = line
            .strip_prefix("- ")
            .map_or(0, |it| it.matches(" - ").count());
        let is_table =
            line.starts_with('|') && line.trim_start_matches(['|', ' ']).contains("|---");
        let has_heads = line.chars().any(char::is_alphanumeric);
        if items > 1 || is_table && has_heads {
            found.push(UnreadMarkup::new(line, UnreadMarkupKind::FoldedLines));
        }
    }
}

/// `[words] (https://…)` and `[words](https://… …)`.
fn push_open_links(text: &str, found: &mut Vec<UnreadMarkup>) {
    let mut from = 0;
    while let Some(at) = text[from..].find(']') {
        let end = from + at + 1;
        from = end;
        let rest = text[end..].trim_start_matches(' ');
        let Some(inner) = rest.strip_prefix('(') else {
            continue;
        };
        let Some(length) = inner.find(')') else {
            continue;
        };
        let address = inner[..length].trim();
        let is_address = ["http://", "https://", "mailto:", "www."]
            .iter()
            .any(|it| address.starts_with(it));
        // A title may follow the address: `[a](https://b "c")`.
        let has_blank = address
            .split_once(' ')
            .is_some_and(|(_, after)| !after.trim().starts_with(['"', '\'', '(']));
        let is_parted = rest.len() < text[end..].len();
        if is_address && (has_blank || is_parted) {
            found.push(UnreadMarkup::new(address, UnreadMarkupKind::LinkWithBlank));
        }
    }
}

fn push_events(text: &str, found: &mut Vec<UnreadMarkup>) {
    if !text.contains('<') && !text.contains("![") {
        return;
    }
    let text = keep_literal(text);
    for (event, range) in markdown_events(&text, INLINE_OPTIONS) {
        let typed = text.get(range).unwrap_or_default().trim();
        match event {
            Event::InlineHtml(html) | Event::Html(html) => {
                let html = html.trim();
                let word = html.trim_start_matches(['<', '/']);
                let end = word.find(|it: char| !it.is_ascii_alphanumeric());
                let name = word[..end.unwrap_or(word.len())].to_ascii_lowercase();
                let is_element = PASTED_ELEMENTS.contains(&&*name);
                if is_element && !READ_ELEMENTS.contains(&&*name) && !html.starts_with("</") {
                    found.push(UnreadMarkup::new(html, UnreadMarkupKind::Html));
                }
            }
            Event::Start(Tag::Image { dest_url, .. }) if !dest_url.starts_with("cite:") => {
                found.push(UnreadMarkup::new(typed, UnreadMarkupKind::Picture));
            }
            _ => {}
        }
    }
}

fn push_shown_marks(blocks: &[Block], found: &mut Vec<UnreadMarkup>) {
    for block in blocks {
        match block {
            Block::Paragraph { text } => push_marks_in(text, found),
            Block::Quote(quote) => push_marks_in(&quote.text, found),
            Block::List { items, .. } => {
                for item in items {
                    push_shown_marks(item, found);
                }
            }
            Block::Table(table) => {
                for cell in table.rows.iter().flatten() {
                    push_marks_in(cell, found);
                }
            }
            _ => {}
        }
    }
}

fn push_marks_in(text: &[Inline], found: &mut Vec<UnreadMarkup>) {
    for inline in text {
        if let Inline::Text { text } = inline {
            push_open_strong(text, found);
            for sign in ["[^", "^["] {
                if let Some(at) = text.find(sign)
                    && let Some(length) = text[at..].find(']')
                {
                    let typed = &text[at..=at + length];
                    found.push(UnreadMarkup::new(typed, UnreadMarkupKind::LostFootnote));
                }
            }
        }
        push_marks_in(inline.children(), found);
    }
}

fn push_open_strong(text: &str, found: &mut Vec<UnreadMarkup>) {
    for (at, _) in text.match_indices("**") {
        let before = text[..at].chars().next_back();
        let after = text[at + 2..].chars().next();
        let is_begun = before.is_none_or(|it| it.is_whitespace() || it == '(');
        if is_begun && after.is_some_and(char::is_alphabetic) {
            let word = text[at..].split(char::is_whitespace).next();
            let typed = word.unwrap_or("**");
            found.push(UnreadMarkup::new(typed, UnreadMarkupKind::OpenStrong));
            return;
        }
    }
}

/// A block in a value that is one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineBlock {
    /// Its items are lines.
    List,
    /// Its rows are lines.
    Table,
    /// Its text is bold.
    Heading,
    /// Its text has no indent.
    Quotation,
}

/// The first list, table, heading or quotation in a text that should be one line.
#[must_use]
pub fn block_in_line(text: &str) -> Option<LineBlock> {
    if !may_hold_blocks(text) {
        return None;
    }
    let blocks = parse_rich(text, &mut |_| None);
    blocks.iter().find_map(|block| match block {
        Block::List { .. } => Some(LineBlock::List),
        Block::Table(_) => Some(LineBlock::Table),
        Block::Heading { .. } => Some(LineBlock::Heading),
        Block::Quote(_) => Some(LineBlock::Quotation),
        _ => None,
    })
}
