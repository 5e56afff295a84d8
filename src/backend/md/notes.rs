//! Speaker's notes, as plain text in a comment or as Markdown.

use std::borrow::Cow;

use super::commonmark::{MIN_DASHES, list_marker, markdown_list, markdown_table};
use super::decimals::CellPads;
use super::text::{self, DialectEscapes};
use crate::document::{
    Block, Document, Group, Inline, Labels, Metric, Particular, Table, is_block_link, plain_text,
    record_block,
};
use crate::slides::{
    Slide, SlideKind, ask_heading, block_as_table, caption_with_credit, metric_details,
    metric_value, numbered_source,
};
use crate::text::ruler::cite_text;

/// The notes of a slide, followed by its sources in full.
pub(super) struct SlideNotes<'a> {
    pub slide: &'a Slide,
    pub document: &'a Document,
}

impl SlideNotes<'_> {
    /// As a comment that Marp does not read as directives; `None` without notes.
    pub fn to_marp_comment(&self) -> Option<String> {
        let text = self.to_plain_text()?;
        let label = self.document.labels.get("speaker-notes");
        let head = if may_be_directives(&text) {
            format!("{label}\n\n")
        } else {
            String::new()
        };
        Some(format!("<!--\n{head}{text}\n-->"))
    }

    /// As a comment; `None` without notes.
    pub fn to_comment(&self) -> Option<String> {
        let text = self.to_plain_text()?;
        Some(format!("<!--\n{text}\n-->"))
    }

    /// As plain text for a comment.
    fn to_plain_text(&self) -> Option<String> {
        let labels = &self.document.labels;
        let mut paragraphs = plain_blocks(&self.slide.notes, labels);
        let sources = self.numbered_sources();
        if !sources.is_empty() {
            let mut lines = vec![labels.get("sources").to_owned()];
            for source in &sources {
                lines.push(text_with_addresses(source));
            }
            paragraphs.push(lines.join("\n"));
        }
        let text = paragraphs.join("\n\n");
        let text = escape_comment(text.trim());
        (!text.is_empty()).then_some(text)
    }

    /// As paragraphs of Markdown. They have no headings, which would begin a slide.
    pub fn to_markdown(&self, escapes: DialectEscapes) -> Vec<String> {
        let labels = &self.document.labels;
        let mut paragraphs = blocks_to_markdown(&self.slide.notes, labels, escapes);
        let sources = self.numbered_sources();
        if !sources.is_empty() {
            let label = Inline::Strong {
                body: vec![Inline::text(labels.get("sources"))],
            };
            let mut lines = vec![vec![label]];
            lines.extend(sources);
            let lines = lines.join(&Inline::LineBreak);
            paragraphs.push(text::paragraph_text(&lines, escapes));
        }
        paragraphs
    }

    /// Every source that the slide or its notes cite, in full, one a line.
    fn numbered_sources(&self) -> Vec<Vec<Inline>> {
        // The list of sources is on that slide itself.
        if self.slide.kind == SlideKind::Sources {
            return Vec::new();
        }
        let mut cited = self.slide.sources.clone();
        for block in &self.slide.notes {
            block.collect_citations(&mut cited);
        }
        let mut lines = Vec::new();
        for index in cited {
            if let Some(source) = self.document.sources.get(index) {
                lines.push(numbered_source(index, source, &self.document.labels, false));
            }
        }
        lines
    }
}

/// Blocks as paragraphs of Markdown. Blocks without a form in Markdown become plain text.
pub(super) fn blocks_to_markdown(
    blocks: &[Block],
    labels: &Labels,
    escapes: DialectEscapes,
) -> Vec<String> {
    let mut paragraphs = Vec::new();
    for block in blocks {
        paragraphs.extend(block_to_markdown(block, labels, escapes));
    }
    without_blank(paragraphs)
}

fn block_to_markdown(block: &Block, labels: &Labels, escapes: DialectEscapes) -> Vec<String> {
    match block {
        Block::Heading { text, .. } => {
            let strong = Inline::Strong { body: text.clone() };
            vec![text::paragraph_text(&[strong], escapes)]
        }
        Block::Paragraph { text } => vec![text::paragraph_text(text, escapes)],
        Block::List {
            ordered,
            first,
            items,
        } => vec![markdown_list(items, ordered.then_some(*first), escapes)],
        Block::BottomLine { body } | Block::Notes { body } => {
            blocks_to_markdown(body, labels, escapes)
        }
        other => match block_as_table(other, labels) {
            Some(table) => vec![
                text::paragraph_text(&table.title, escapes),
                markdown_table(&table, escapes, &CellPads::default(), |_| MIN_DASHES),
                text::paragraph_text(&table.note, escapes),
            ],
            None => {
                let mut paragraphs = Vec::new();
                for paragraph in plain_block(other, labels) {
                    paragraphs.push(lines_to_markdown(&paragraph, escapes));
                }
                paragraphs
            }
        },
    }
}

/// Plain text as a paragraph of Markdown that keeps its lines.
fn lines_to_markdown(text: &str, escapes: DialectEscapes) -> String {
    let mut lines = Vec::new();
    for line in text.lines() {
        lines.push(vec![Inline::text(line)]);
    }
    text::paragraph_text(&lines.join(&Inline::LineBreak), escapes)
}

fn without_blank(mut paragraphs: Vec<String>) -> Vec<String> {
    paragraphs.retain(|paragraph| !paragraph.trim().is_empty());
    paragraphs
}

/// Text that cannot end its comment or its slide. A word joiner is put into `-->` and `--!>`, and
/// before rules, fences and `<<<` includes, which Slidev interprets even in comments.
fn escape_comment(text: &str) -> String {
    let mut text = Cow::Borrowed(text);
    if text.bytes().any(may_begin_control) {
        text = text.replace(is_control_in_line, " ").into();
    }
    // HTML ends a comment at `-->` and at `--!>`, and a nested `<!--` is an error.
    if text.contains(['<', '>']) {
        text = text
            .replace("->", "-\u{2060}>")
            .replace("-!>", "-\u{2060}!>")
            .replace("<!-", "<\u{2060}!-")
            .into();
    }
    let mut out = String::with_capacity(text.len());
    for (index, line) in text.split('\n').enumerate() {
        if index > 0 {
            out.push('\n');
        }
        let content = line.trim_start();
        // Slidev would end the slide, or read code or a file.
        let is_rule = content.starts_with("---");
        let is_fence = content.starts_with("```");
        let is_include = content.starts_with("<<<");
        if is_rule || is_fence || is_include {
            out.extend(["\u{2060}", content]);
        } else {
            out.push_str(line);
        }
    }
    out
}

/// Whether a byte may begin a control character other than the end of a line. In UTF-8 these are
/// ASCII, or begin with the byte C2. Few texts have either.
fn may_begin_control(byte: u8) -> bool {
    byte.is_ascii_control() && byte != b'\n' || byte == 0xc2
}

fn is_control_in_line(character: char) -> bool {
    character.is_control() && character != '\n'
}

/// Whether Marp could read a comment as directives. It does if the whole comment is a YAML mapping,
/// or begins like the comments of some other tools. The first line decides: after a line of plain
/// words, a comment is not a mapping.
fn may_be_directives(text: &str) -> bool {
    let first = text.lines().next().unwrap_or_default().trim();
    // Other characters may begin a list or a mapping, `[` included.
    let starts_plain =
        first.starts_with(char::is_alphanumeric) || first.starts_with(['“', '‘', '(']);
    if !starts_plain || first.contains(':') {
        return true;
    }
    // Comments of linters and formatters, and Marp's own `fit`.
    let word_end = first.find(|character: char| character.is_whitespace() || character == '-');
    let word = &first[..word_end.unwrap_or(first.len())];
    ["markdownlint", "prettier", "lint", "fit"].contains(&word)
}

fn plain_blocks(blocks: &[Block], labels: &Labels) -> Vec<String> {
    let mut paragraphs = Vec::new();
    for block in blocks {
        paragraphs.extend(plain_block(block, labels));
    }
    without_blank(paragraphs)
}

/// A block as paragraphs of plain text.
fn plain_block(block: &Block, labels: &Labels) -> Vec<String> {
    match block {
        Block::Heading { text, .. } | Block::Paragraph { text } => vec![text_with_addresses(text)],
        Block::List {
            ordered,
            first,
            items,
        } => vec![plain_list(items, ordered.then_some(*first), labels, "")],
        Block::BottomLine { body } | Block::Notes { body } => plain_blocks(body, labels),
        Block::Ask { text, by, body } => {
            let heading = ask_heading(by.as_deref(), labels);
            let mut paragraphs = vec![text_with_addresses(&heading), text_with_addresses(text)];
            paragraphs.extend(plain_blocks(body, labels));
            paragraphs
        }
        Block::Metrics { items } => items.iter().map(plain_metric).collect(),
        Block::Point(point) => {
            let mut paragraphs = vec![
                text_with_addresses(&point.headline),
                text_with_addresses(&point.text),
            ];
            paragraphs.extend(plain_blocks(&point.detail, labels));
            paragraphs.extend(plain_blocks(&point.notes, labels));
            paragraphs
        }
        Block::Group(group) => plain_group(group),
        Block::Quote(quote) => vec![
            text_with_addresses(&quote.text),
            text_with_addresses(&quote.by),
        ],
        Block::Questions { items } => {
            let mut paragraphs = Vec::new();
            for question in items {
                paragraphs.push(text_with_addresses(&question.question));
                paragraphs.extend(plain_blocks(&question.answer, labels));
            }
            paragraphs
        }
        Block::Particulars { rows } => {
            let lines: Vec<String> = rows
                .iter()
                .map(|row| plain_particular(row, labels))
                .collect();
            vec![lines.join("\n")]
        }
        Block::Chart(chart) => vec![
            text_with_addresses(&chart.title),
            chart.alt.clone(),
            text_with_addresses(&chart.note),
        ],
        Block::Image(image) => vec![
            image.alt.clone(),
            text_with_addresses(&caption_with_credit(image, labels)),
        ],
        Block::Columns { main, side } => {
            [plain_blocks(main, labels), plain_blocks(side, labels)].concat()
        }
        Block::Table(_)
        | record_block!()
        | Block::Timeline { .. }
        | Block::Options { .. }
        | Block::Risks { .. } => match block_as_table(block, labels) {
            Some(table) => plain_table(&table, labels),
            None => Vec::new(),
        },
        Block::Masthead | Block::Sources | Block::Break => Vec::new(),
    }
}

fn plain_particular(row: &Particular, labels: &Labels) -> String {
    let text = text_with_addresses(&row.text);
    format!("{}{}{text}", row.label, labels.colon())
}

fn plain_metric(metric: &Metric) -> String {
    let mut text = metric_value(metric);
    text.push(Inline::LineBreak);
    text.extend(metric_details(metric));
    text_with_addresses(&text)
}

fn plain_group(group: &Group) -> Vec<String> {
    let mut items = Vec::new();
    for item in &group.items {
        let name = text_with_addresses(&item.name);
        let text = text_with_addresses(&item.text);
        items.push(format!("- {name}\n  {text}"));
    }
    vec![
        text_with_addresses(&group.heading),
        text_with_addresses(&group.text),
        items.join("\n"),
    ]
}

fn plain_list(items: &[Vec<Block>], first: Option<u32>, labels: &Labels, indent: &str) -> String {
    let inner_indent = format!("{indent}  ");
    let mut lines = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let mut texts = Vec::new();
        for block in item {
            texts.push(match block {
                Block::List {
                    ordered,
                    first,
                    items,
                } => plain_list(items, ordered.then_some(*first), labels, &inner_indent),
                other => plain_block(other, labels).join(" "),
            });
        }
        let marker = list_marker(first, index);
        lines.push(format!("{indent}{marker}{}", texts.join("\n")));
    }
    lines.join("\n")
}

/// A table row by row, each value after the name of its column.
fn plain_table(table: &Table, labels: &Labels) -> Vec<String> {
    let mut names = Vec::new();
    for column in &table.columns {
        names.push(text_with_addresses(&column.header));
    }
    let (colon, semicolon) = (labels.colon(), labels.semicolon());
    let mut rows = Vec::new();
    for cells in &table.rows {
        rows.push(plain_row(&names, cells, colon, semicolon));
    }
    vec![
        text_with_addresses(&table.title),
        rows.join("\n"),
        text_with_addresses(&table.note),
    ]
}

fn plain_row(names: &[String], cells: &[Vec<Inline>], colon: &str, semicolon: &str) -> String {
    let mut values = Vec::new();
    for (name, cell) in names.iter().zip(cells) {
        if cell.is_empty() {
            continue;
        }
        let value = text_with_addresses(cell);
        values.push(if name.is_empty() {
            value
        } else {
            [name, colon, &value].concat()
        });
    }
    format!("- {}", values.join(semicolon))
}

/// The words of a text, with its citations and addresses.
fn text_with_addresses(text: &[Inline]) -> String {
    let mut out = String::new();
    push_text_with_addresses(text, &mut out);
    out.trim().to_owned()
}

fn push_text_with_addresses(text: &[Inline], out: &mut String) {
    for inline in text {
        match inline {
            Inline::Cite { sources, places } => {
                let ends_in_blank = out.is_empty() || out.ends_with(char::is_whitespace);
                if !ends_in_blank {
                    out.push(' ');
                }
                out.push_str(&cite_text(sources, places));
            }
            Inline::Link { url, body } => {
                push_text_with_addresses(body, out);
                let shown = plain_text(body);
                // An address that is shown already, such as an e-mail address, is not repeated.
                if !is_block_link(url) && !url.ends_with(shown.as_str()) {
                    out.push_str(&format!(" ({url})"));
                }
            }
            Inline::Emph { body }
            | Inline::Strong { body }
            | Inline::Marked { body, .. }
            | Inline::Status { body, .. } => push_text_with_addresses(body, out),
            Inline::LineBreak => out.push('\n'),
            Inline::Text { text } | Inline::Code { text } => out.push_str(text),
        }
    }
}
