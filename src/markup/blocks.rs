//! Parses Markdown with blocks: paragraphs, lists and tables; in templates also headings and
//! breaks.

use std::borrow::Cow;
use std::iter::Peekable;
use std::ops::Range;

use pulldown_cmark::{Alignment, CodeBlockKind, Event, HeadingLevel, Options, Tag, TagEnd};

use super::events::{MarkdownEvents, markdown_events};
use super::flatten::flatten_blocks;
use super::guard::{LETTER_GUARD, guard_emphasis};
use super::inlines::{
    INLINE_OPTIONS, InlineBuilder, MAX_NESTING, Resolve, footnote_mark, is_comment, parse_inline,
};
use super::literal::keep_literal;
use super::pasted::{move_inline_notes, read_pasted};
use super::tables::build_table;
use super::verbatim;
use crate::document::{Block, ColumnAlign, Inline, Quote, SECTION_LEVELS, Table, plain_text};

pub(super) fn parse_marked_blocks(
    text: &str,
    resolve: &mut Resolve<'_>,
    structural: bool,
) -> Vec<Block> {
    let pasted = if structural {
        Cow::Borrowed(text)
    } else {
        read_pasted(text)
    };
    let text = if structural {
        pasted
    } else {
        let text = move_inline_notes(&pasted);
        Cow::Owned(keep_literal(&text).into_owned())
    };
    let text = guard_emphasis(&text);
    let options = if structural {
        Options::ENABLE_TABLES
    } else {
        RICH_OPTIONS
    };
    let mut events = markdown_events(&text, options).peekable();
    let footnotes = if structural {
        Vec::new()
    } else {
        footnote_labels(&text)
    };
    let mut parser = BlockParser {
        text: &text,
        resolve,
        structural,
        footnotes: &footnotes,
        notes: Vec::new(),
        open_headings: Vec::new(),
    };
    let mut blocks = parser.parse_blocks(&mut events, 0);
    parser.notes.sort_by_key(|(number, _)| *number);
    for (_, note) in parser.notes {
        blocks.extend(note);
    }
    blocks
}

type Events<'a> = Peekable<MarkdownEvents<'a>>;

struct BlockParser<'a, 'r> {
    text: &'a str,
    resolve: &'a mut Resolve<'r>,
    /// Whether headings and rules are parsed.
    structural: bool,
    /// The labels of the footnotes in the order of their marks.
    footnotes: &'a [String],
    /// The footnotes, which stand below the text.
    notes: Vec<(usize, Vec<Block>)>,
    /// The headings of the text that the next block is below, from the outermost.
    open_headings: Vec<HeadingLevel>,
}

/// The innermost level of headings in a document.
const MAX_HEADING_LEVEL: u8 = 6;

/// What rich texts have in addition to CommonMark.
const RICH_OPTIONS: Options = INLINE_OPTIONS
    .union(Options::ENABLE_TABLES)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_DEFINITION_LIST);

impl BlockParser<'_, '_> {
    /// Reads blocks up to the end of the open element.
    fn parse_blocks(&mut self, events: &mut Events<'_>, depth: usize) -> Vec<Block> {
        let mut blocks = Vec::new();
        while let Some((event, range)) = events.peek() {
            let range = range.clone();
            match event {
                // The caller consumes the end.
                Event::End(
                    TagEnd::Item
                    | TagEnd::List(_)
                    | TagEnd::BlockQuote(_)
                    | TagEnd::FootnoteDefinition
                    | TagEnd::DefinitionListDefinition,
                ) => break,
                Event::Start(Tag::Paragraph) => {
                    events.next();
                    let text = self.parse_inlines_until_end(events);
                    push_paragraph(&mut blocks, text);
                }
                Event::Start(Tag::Heading { level, .. }) if self.structural => {
                    let level = (*level as u8).min(SECTION_LEVELS);
                    events.next();
                    let text = self.parse_inlines_until_end(events);
                    blocks.push(Block::Heading {
                        id: String::new(),
                        level,
                        text,
                    });
                }
                Event::Rule if self.structural => {
                    events.next();
                    blocks.push(Block::Break);
                }
                Event::Start(Tag::List(first)) if depth < MAX_NESTING => {
                    let ordered = first.is_some();
                    events.next();
                    let list = self.parse_list_items(events, depth);
                    self.push_list(ordered, range, list, &mut blocks);
                }
                Event::Start(Tag::Table(alignments)) => {
                    let aligns: Vec<_> = alignments.iter().map(column_align).collect();
                    events.next();
                    blocks.push(Block::Table(self.parse_table(events, &aligns)));
                }
                // Items of a tight list have no paragraphs.
                Event::Start(
                    Tag::Emphasis
                    | Tag::Strong
                    | Tag::Strikethrough
                    | Tag::Link { .. }
                    | Tag::Image { .. },
                )
                | Event::TaskListMarker(_)
                | Event::FootnoteReference(_)
                | Event::Text(_)
                | Event::Code(_)
                | Event::InlineHtml(_)
                | Event::SoftBreak
                | Event::HardBreak => {
                    let text = self.parse_tight_inlines(events);
                    push_paragraph(&mut blocks, text);
                }
                _ => self.parse_marked_block(events, range, depth, &mut blocks),
            }
        }
        blocks
    }

    /// Reads a block that is neither a paragraph nor a list or table, or passes over an event.
    fn parse_marked_block(
        &mut self,
        events: &mut Events<'_>,
        range: Range<usize>,
        depth: usize,
        blocks: &mut Vec<Block>,
    ) {
        let Some((event, _)) = events.peek() else {
            return;
        };
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => {
                skip_element(events);
                // Four blanks are what is left of a pasted indent.
                let text = self.source_lines(range).join("\n");
                blocks.extend(parse_marked_blocks(&text, self.resolve, self.structural));
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))) => {
                events.next();
                self.push_code(events, blocks);
            }
            Event::Start(Tag::Heading { level, .. }) if self.is_sub_heading(*level, &range) => {
                let level = *level;
                events.next();
                let text = self.parse_inlines_until_end(events);
                if !text.is_empty() {
                    let level = self.level_inside_text(level);
                    let id = String::new();
                    blocks.push(Block::Heading { id, level, text });
                }
            }
            Event::Start(Tag::BlockQuote(_)) if self.is_quote(&range, depth) => {
                events.next();
                let body = self.parse_blocks(events, depth + 1);
                events.next();
                push_quote(body, blocks);
            }
            Event::Start(Tag::FootnoteDefinition(label)) => {
                let number = self.footnotes.iter().position(|it| **it == **label);
                events.next();
                let mut note = self.parse_blocks(events, depth + 1);
                events.next();
                let number = number.unwrap_or(self.footnotes.len());
                mark_note(number, &mut note);
                self.notes.push((number, note));
            }
            Event::Start(Tag::DefinitionList) if is_definition_list(self.source(&range)) => {
                events.next();
                self.push_definitions(events, depth, blocks);
            }
            Event::Start(Tag::HtmlBlock) if is_comment(self.source(&range)) => {
                skip_element(events);
            }
            Event::Start(_) => {
                skip_element(events);
                self.push_as_text(range, blocks);
            }
            Event::Rule | Event::Html(_) => {
                let is_rule = matches!(event, Event::Rule) && !self.source(&range).contains('_');
                events.next();
                // A rule parts two paragraphs, as the space between them does. One of underscores is
                // a line to write on.
                if is_rule && !blocks.is_empty() && events.peek().is_some() {
                    return;
                }
                self.push_as_text(range, blocks);
            }
            _ => {
                events.next();
            }
        }
    }

    fn source(&self, range: &Range<usize>) -> &str {
        self.text.get(range.clone()).unwrap_or_default().trim()
    }

    /// Whether a heading is one below those of the document: `##` and deeper. A single `#` stands
    /// before numbers and comments, and a line of dashes is no heading.
    fn is_sub_heading(&self, level: HeadingLevel, range: &Range<usize>) -> bool {
        !self.structural && level != HeadingLevel::H1 && self.source(range).starts_with('#')
    }

    /// The level in the document of a heading inside of a text. None is skipped: `###` is of the
    /// first level unless `##` stands before it.
    fn level_inside_text(&mut self, level: HeadingLevel) -> u8 {
        while self.open_headings.last().is_some_and(|it| *it >= level) {
            self.open_headings.pop();
        }
        self.open_headings.push(level);
        let depth = u8::try_from(self.open_headings.len()).unwrap_or(u8::MAX);
        SECTION_LEVELS.saturating_add(depth).min(MAX_HEADING_LEVEL)
    }

    /// Whether lines that begin with `>` are a quotation, not a figure such as `> 80 dB`.
    fn is_quote(&self, range: &Range<usize>, depth: usize) -> bool {
        let are_figures = self.source(range).lines().all(is_quoted_figure);
        !self.structural && depth < MAX_NESTING && !are_figures
    }

    /// The terms of a definition list, each with its definitions below it.
    fn push_definitions(&mut self, events: &mut Events<'_>, depth: usize, blocks: &mut Vec<Block>) {
        let mut term = Vec::new();
        while let Some((event, _)) = events.next() {
            match event {
                Event::Start(Tag::DefinitionListTitle) => {
                    let body = self.parse_inlines_until_end(events);
                    term = vec![Inline::Strong { body }];
                }
                Event::Start(Tag::DefinitionListDefinition) => {
                    let mut definition = self.parse_blocks(events, depth + 1);
                    events.next();
                    let mut term = std::mem::take(&mut term);
                    if let Some(Block::Paragraph { text }) = definition.first_mut() {
                        if !term.is_empty() {
                            term.push(Inline::LineBreak);
                        }
                        term.append(text);
                        *text = term;
                    } else {
                        push_paragraph(blocks, term);
                    }
                    blocks.append(&mut definition);
                }
                Event::End(TagEnd::DefinitionList) => break,
                _ => {}
            }
        }
    }

    fn parse_list_items(&mut self, events: &mut Events<'_>, depth: usize) -> Vec<MarkedItem> {
        let mut items = Vec::new();
        while let Some((event, range)) = events.next() {
            match event {
                Event::Start(Tag::Item) => {
                    let start = range.start;
                    let source = self.text.get(range).unwrap_or_default();
                    items.push(MarkedItem {
                        start,
                        marker: list_marker_of(source),
                        blocks: self.parse_blocks(events, depth + 1),
                    });
                    events.next();
                }
                Event::End(TagEnd::List(_)) => break,
                _ => {}
            }
        }
        items
    }

    /// Adds a list, or several: an empty line before a number that does not count on ends one.
    fn push_list(
        &self,
        ordered: bool,
        range: Range<usize>,
        items: Vec<MarkedItem>,
        blocks: &mut Vec<Block>,
    ) {
        let mut start = range.start;
        let mut list: Vec<MarkedItem> = Vec::new();
        for item in items {
            let is_next = match list.last() {
                Some(before) => item.counts_on_from(before),
                None => true,
            };
            if ordered && !self.structural && !is_next && self.follows_empty_line(item.start) {
                self.push_one_list(ordered, start, std::mem::take(&mut list), blocks);
                start = item.start;
            }
            list.push(item);
        }
        self.push_one_list(ordered, start, list, blocks);
    }

    fn follows_empty_line(&self, start: usize) -> bool {
        let before = self.text.get(..start).unwrap_or_default();
        before.trim_end_matches([' ', '\t']).ends_with("\n\n")
    }

    /// Adds a list. What only looks like one is added as paragraphs, with its marks as typed.
    fn push_one_list(
        &self,
        ordered: bool,
        start: usize,
        items: Vec<MarkedItem>,
        blocks: &mut Vec<Block>,
    ) {
        let before = self.text.get(..start).unwrap_or_default();
        let goes_on = ends_in_text(before);
        let is_list = self.structural
            || match items.as_slice() {
                [item] => !is_text_with_mark(ordered, item, before),
                items => !ordered || is_counted(items),
            };
        if is_list {
            let first = items.first().and_then(MarkedItem::number);
            let items = items.into_iter().map(|item| item.blocks).collect();
            blocks.push(Block::List {
                ordered,
                first: first.unwrap_or(1),
                items,
            });
            return;
        }
        for item in items {
            push_with_mark(item, goes_on, blocks);
        }
    }

    fn parse_table(&mut self, events: &mut Events<'_>, aligns: &[Option<ColumnAlign>]) -> Table {
        let mut rows: Vec<Vec<Vec<Inline>>> = vec![Vec::new()];
        while let Some((event, _)) = events.next() {
            match event {
                Event::Start(Tag::TableRow) => rows.push(Vec::new()),
                Event::Start(Tag::TableCell) => {
                    let cell = self.parse_inlines_until_end(events);
                    if let Some(row) = rows.last_mut() {
                        row.push(cell);
                    }
                }
                Event::End(TagEnd::Table) => break,
                _ => {}
            }
        }
        // The header row has no `TableRow` of its own, so its cells are in the first one.
        let headers = rows.remove(0);
        let mut table = build_table(Vec::new(), headers, aligns, rows, Vec::new());
        if self.structural {
            // The cells are tokens for values, so their columns are decided when the values are
            // bound: see `explicit_aligns`.
            for (column, align) in table.columns.iter_mut().zip(aligns) {
                column.numeric = align.is_none();
            }
        }
        table
    }

    /// Reads the inline text of a paragraph, heading or cell, and consumes its end.
    fn parse_inlines_until_end(&mut self, events: &mut Events<'_>) -> Vec<Inline> {
        let mut builder =
            InlineBuilder::new(self.text, self.resolve).with_footnotes(self.footnotes);
        for (event, range) in events.by_ref() {
            // These elements do not nest, so the next such end is that of this one.
            if let Event::End(
                TagEnd::Paragraph
                | TagEnd::Heading(_)
                | TagEnd::TableCell
                | TagEnd::DefinitionListTitle,
            ) = event
            {
                break;
            }
            builder.push_event(&event, range);
        }
        builder.finish()
    }

    /// Reads the inline text of a list item without a paragraph.
    fn parse_tight_inlines(&mut self, events: &mut Events<'_>) -> Vec<Inline> {
        let mut builder =
            InlineBuilder::new(self.text, self.resolve).with_footnotes(self.footnotes);
        let mut open = 0_usize;
        while let Some((event, _)) = events.peek() {
            match event {
                Event::Start(
                    Tag::Emphasis
                    | Tag::Strong
                    | Tag::Strikethrough
                    | Tag::Link { .. }
                    | Tag::Image { .. },
                ) => open += 1,
                Event::End(
                    TagEnd::Emphasis
                    | TagEnd::Strong
                    | TagEnd::Strikethrough
                    | TagEnd::Link
                    | TagEnd::Image,
                ) => open -= 1,
                Event::Start(_) | Event::End(_) | Event::Rule | Event::Html(_) if open == 0 => {
                    break;
                }
                _ => {}
            }
            if let Some((event, range)) = events.next() {
                builder.push_event(&event, range);
            }
        }
        builder.finish()
    }

    /// A block that is not allowed in values, as paragraphs of its source text.
    fn push_as_text(&mut self, range: Range<usize>, blocks: &mut Vec<Block>) {
        let lines = self.source_lines(range).join("\n");
        let text = parse_inline(&lines, self.resolve);
        push_paragraph(blocks, text);
    }

    /// The lines of a block of code, with their indents.
    fn push_code(&self, events: &mut Events<'_>, blocks: &mut Vec<Block>) {
        let mut code = String::new();
        for (event, _) in events.by_ref() {
            match event {
                Event::Text(text) => code.push_str(&text),
                Event::End(TagEnd::CodeBlock) => break,
                _ => {}
            }
        }
        let mut lines = Vec::new();
        for line in code.trim_end().lines() {
            let line = verbatim::code_text(&line.replace(LETTER_GUARD, "").replace('\t', "    "));
            let words = line.trim_start_matches(' ');
            let indent = "\u{a0}".repeat(line.len() - words.len());
            lines.push(if words.is_empty() {
                Vec::new()
            } else {
                vec![Inline::Code {
                    text: format!("{indent}{words}"),
                }]
            });
        }
        push_paragraph(blocks, lines.join(&Inline::LineBreak));
    }

    /// The source lines of a range of the text.
    fn source_lines(&self, range: Range<usize>) -> Vec<String> {
        let source = self.text.get(range).unwrap_or_default();
        let mut lines = Vec::new();
        for line in source.lines() {
            lines.push(line.trim().replace(LETTER_GUARD, ""));
        }
        lines
    }
}

/// The labels of footnotes in the order of their first marks.
fn footnote_labels(text: &str) -> Vec<String> {
    let mut labels: Vec<String> = Vec::new();
    if !text.contains("[^") {
        return labels;
    }
    for (event, _) in markdown_events(text, RICH_OPTIONS) {
        if let Event::FootnoteReference(label) = event
            && !labels.iter().any(|it| **it == *label)
        {
            labels.push(label.to_string());
        }
    }
    labels
}

/// Puts the mark of a footnote before its text.
fn mark_note(number: usize, note: &mut Vec<Block>) {
    let mark = [footnote_mark(number), Inline::text("\u{a0}")];
    match note.first_mut() {
        Some(Block::Paragraph { text }) => {
            text.splice(0..0, mark);
        }
        _ => note.insert(
            0,
            Block::Paragraph {
                text: mark.to_vec(),
            },
        ),
    }
}

fn push_quote(body: Vec<Block>, blocks: &mut Vec<Block>) {
    let text = flatten_blocks(body);
    if !text.is_empty() {
        let by = Vec::new();
        blocks.push(Block::Quote(Quote {
            id: String::new(),
            text,
            by,
        }));
    }
}

/// The alignment of a column by the colons below its header, or `None` without colons.
fn column_align(alignment: &Alignment) -> Option<ColumnAlign> {
    match alignment {
        Alignment::None => None,
        Alignment::Left => Some(ColumnAlign::Start),
        Alignment::Center => Some(ColumnAlign::Center),
        Alignment::Right => Some(ColumnAlign::End),
    }
}

/// The alignments that a template sets for the columns of `table`, which comes from
/// [`parse_template`](super::parse_template).
pub fn explicit_aligns(table: &Table) -> Vec<Option<ColumnAlign>> {
    let mut aligns = Vec::new();
    for column in &table.columns {
        aligns.push((!column.numeric).then_some(column.align));
    }
    aligns
}

/// An item of a list and what marks it: `24.`, `3)`, `-`.
struct MarkedItem {
    marker: String,
    /// Where it begins in the text.
    start: usize,
    blocks: Vec<Block>,
}

impl MarkedItem {
    fn counts_on_from(&self, before: &Self) -> bool {
        let (Some(number), Some(last)) = (self.number(), before.number()) else {
            return true;
        };
        number == last || last.checked_add(1) == Some(number)
    }

    fn number(&self) -> Option<u32> {
        self.marker.trim_end_matches(['.', ')']).parse().ok()
    }
}

/// The mark at the beginning of the source of an item.
fn list_marker_of(source: &str) -> String {
    let source = source.trim_start();
    let digits = source.bytes().take_while(u8::is_ascii_digit).count();
    source.chars().take(digits + 1).collect()
}

/// Whether the numbers of a list count up by one, or are all the same, which is how Markdown is
/// written where the numbers do not matter.
fn is_counted(items: &[MarkedItem]) -> bool {
    let numbers: Vec<u32> = items.iter().filter_map(MarkedItem::number).collect();
    let step = |by: u32| {
        numbers
            .windows(2)
            .all(|pair| pair[0].checked_add(by) == Some(pair[1]))
    };
    step(1) || step(0)
}

/// Whether a text ends in a line with words that does not introduce a list with a colon.
fn ends_in_text(before: &str) -> bool {
    let line = before.trim_end_matches([' ', '\t']);
    match line.strip_suffix('\n') {
        Some(rest) => {
            let last = rest.trim_end_matches([' ', '\t', '\r']);
            !last.is_empty() && !last.ends_with(['\n', ':', '：'])
        }
        None => false,
    }
}

/// Whether a list of one item is a text whose first word looks like the mark of an item: a date
/// (`24. Oktober`), a figure with its sign (`- 5 °C`), a note (`* without freight`). An item inside
/// another one, or below a line with a colon, is a list.
fn is_text_with_mark(ordered: bool, item: &MarkedItem, before: &str) -> bool {
    let words = match item.blocks.as_slice() {
        [] => String::new(),
        [Block::Paragraph { text }] => plain_text(text),
        _ => return false,
    };
    let begins_line = before.is_empty() || before.ends_with('\n');
    if ordered || item.marker == "*" && begins_line {
        return true;
    }
    let is_announced = before.trim_end().ends_with([':', '：']);
    begins_line && !is_announced && begins_with_figure(&words)
}

/// Whether a text begins with a figure, with or without a currency sign before it.
fn begins_with_figure(text: &str) -> bool {
    let text = text.trim_start_matches(|it: char| "$€£¥<>~≈".contains(it));
    text.trim_start().starts_with(char::is_numeric)
}

/// Whether a line with `>` before it begins with a figure that does not number it.
fn is_quoted_figure(line: &str) -> bool {
    let words = line.trim_start_matches(['>', ' ']);
    let marker = list_marker_of(words);
    let is_number = marker.ends_with(['.', ')']) && words[marker.len()..].starts_with(' ');
    begins_with_figure(line) && !is_number
}

/// Adds an item as text with its mark; if the text before it `goes_on`, in the same
/// paragraph.
fn push_with_mark(item: MarkedItem, goes_on: bool, blocks: &mut Vec<Block>) {
    let MarkedItem {
        marker,
        blocks: mut content,
        ..
    } = item;
    let label = if content.is_empty() {
        Inline::text(marker)
    } else {
        Inline::text(format!("{marker} "))
    };
    match content.first_mut() {
        Some(Block::Paragraph { text }) => match text.first_mut() {
            Some(Inline::Text { text: words }) => {
                if let Inline::Text { text: label } = label {
                    words.insert_str(0, &label);
                }
            }
            _ => text.insert(0, label),
        },
        _ => content.insert(0, Block::Paragraph { text: vec![label] }),
    }
    if goes_on
        && let Some(Block::Paragraph { text: before }) = blocks.last_mut()
        && let Some(Block::Paragraph { text }) = content.first_mut()
    {
        match (before.last_mut(), text.first_mut()) {
            (Some(Inline::Text { text: end }), Some(Inline::Text { text: start })) => {
                end.push(' ');
                end.push_str(start);
                before.extend(text.drain(..).skip(1));
            }
            _ => {
                before.push(Inline::text(" "));
                before.append(text);
            }
        }
        content.remove(0);
    }
    blocks.append(&mut content);
}

/// Skips events up to the end of the element that starts next.
fn skip_element(events: &mut Events<'_>) {
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

/// Whether each colon that begins a line has a blank after it. Without one, as in `:::`, it is text.
fn is_definition_list(source: &str) -> bool {
    source.lines().all(|line| {
        let after_colon = line.trim_start().strip_prefix(':');
        after_colon.is_none_or(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace))
    })
}
