//! Parses Markdown with blocks: paragraphs, lists and tables; in templates also headings and
//! breaks.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::guard::LETTER_GUARD;
use super::inlines::{Frames, MAX_DEPTH, Resolve, inline};
use super::parsed::parsed;
use super::tables::table;
use super::verbatim;
use crate::document::{Block, Inline, Table};

pub(super) fn parsed_blocks(text: &str, resolve: &mut Resolve<'_>, structural: bool) -> Vec<Block> {
    let parsed = parsed(text);
    let mut events = parsed.events.iter().peekable();
    Rich {
        text: parsed.text(),
        resolve,
        structural,
    }
    .blocks(&mut events, 0)
}

type Events<'a> = std::iter::Peekable<std::slice::Iter<'a, (Event<'static>, Range<usize>)>>;

struct Rich<'a, 'r> {
    text: &'a str,
    resolve: &'a mut Resolve<'r>,
    /// Whether headings and rules are parsed.
    structural: bool,
}

impl Rich<'_, '_> {
    /// Reads blocks up to the end of the open element.
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

    /// Reads inline text up to `end`, and consumes `end`.
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

    /// Reads the inline text of a list item without a paragraph.
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

    /// A block that is not allowed in values, as paragraphs of its source text.
    fn as_written(&mut self, range: Range<usize>, blocks: &mut Vec<Block>) {
        let lines = self.lines(range).join("\n");
        let text = inline(&lines, self.resolve);
        push_paragraph(blocks, text);
    }

    /// A block of code as its source lines. Its fences are ordinary text, and nothing inside is
    /// parsed.
    fn lines_as_written(&mut self, range: Range<usize>, blocks: &mut Vec<Block>) {
        let lines = self.lines(range);
        let lines = lines
            .into_iter()
            .filter(|line| !line.is_empty())
            .map(|line| verbatim::inlines(&line));
        push_paragraph(blocks, lines.collect::<Vec<_>>().join(&Inline::LineBreak));
    }

    /// The source lines of a range of the text.
    fn lines(&self, range: Range<usize>) -> Vec<String> {
        let text = self.text.get(range).unwrap_or_default();
        text.lines()
            .map(|line| line.trim().replace(LETTER_GUARD, ""))
            .collect()
    }
}

/// Skips events up to the end of the element that starts next.
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
