//! Speaker's notes, as plain text in a comment or as Markdown.

use std::borrow::Cow;

use super::commonmark::{markdown_list, markdown_table};
use super::text::{self, DialectEscapes};
use crate::document::{
    Block, Document, Group, GroupItem, Inline, Labels, Metric, Particular, plain_text, record_block,
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
        self.to_plain_text()
            .map(|text| format!("<!--\n{text}\n-->"))
    }

    /// As plain text for a comment.
    fn to_plain_text(&self) -> Option<String> {
        let labels = &self.document.labels;
        let mut paragraphs = plain_blocks(&self.slide.notes, labels);
        let sources = self.numbered_sources();
        if !sources.is_empty() {
            let lines: Vec<String> = sources
                .iter()
                .map(|source| text_with_addresses(source))
                .collect();
            paragraphs.push(format!("{}\n{}", labels.get("sources"), lines.join("\n")));
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
            let label = vec![Inline::Strong {
                body: vec![Inline::text(labels.get("sources"))],
            }];
            let lines: Vec<_> = std::iter::once(label).chain(sources).collect();
            paragraphs.push(text::paragraph_text(
                &lines.join(&Inline::LineBreak),
                escapes,
            ));
        }
        paragraphs
    }

    /// Every source that the slide or its notes cite, in full, one a line.
    fn numbered_sources(&self) -> Vec<Vec<Inline>> {
        let mut cited = self.slide.sources.clone();
        self.slide
            .notes
            .iter()
            .for_each(|block| block.collect_citations(&mut cited));
        if self.slide.kind == SlideKind::Sources {
            return Vec::new();
        }
        let lines = cited
            .iter()
            .filter_map(|at| Some(numbered_source(*at, self.document.sources.get(*at)?)));
        lines.collect()
    }
}

/// Blocks as paragraphs of Markdown. Blocks without a form in Markdown become plain text.
pub(super) fn blocks_to_markdown(
    blocks: &[Block],
    labels: &Labels,
    escapes: DialectEscapes,
) -> Vec<String> {
    let lines = |text: String| {
        let lines: Vec<_> = text.lines().map(|line| vec![Inline::text(line)]).collect();
        text::paragraph_text(&lines.join(&Inline::LineBreak), escapes)
    };
    let one = |it: &Block| match it {
        Block::Heading { text, .. } => vec![text::paragraph_text(
            &[Inline::Strong { body: text.clone() }],
            escapes,
        )],
        Block::Paragraph { text } => vec![text::paragraph_text(text, escapes)],
        Block::List { ordered, items } => vec![markdown_list(items, *ordered, escapes)],
        Block::BottomLine { body } | Block::Notes { body } => {
            blocks_to_markdown(body, labels, escapes)
        }
        other => match block_as_table(other, labels) {
            Some(table) => {
                let around =
                    [&table.title, &table.note].map(|text| text::paragraph_text(text, escapes));
                let [title, note] = around;
                vec![title, markdown_table(&table, escapes, |_| 3), note]
            }
            None => plain_block(other, labels).into_iter().map(lines).collect(),
        },
    };
    blocks
        .iter()
        .flat_map(one)
        .filter(|text| !text.trim().is_empty())
        .collect()
}

/// Text that cannot end its comment or its slide. A word joiner is put into `-->` and `--!>`, and
/// before rules, fences and `<<<` includes, which Slidev interprets even in comments.
fn escape_comment(text: &str) -> String {
    // Control characters are ASCII, or begin with the byte C2 in UTF-8; few texts have either.
    let may_control = |it: u8| it.is_ascii_control() && it != b'\n' || it == 0xc2;
    let text = if text.bytes().any(may_control) {
        text.replace(|it: char| it.is_control() && it != '\n', " ")
            .into()
    } else {
        Cow::Borrowed(text)
    };
    let text = if text.contains(['<', '>']) {
        text.replace("->", "-\u{2060}>")
            .replace("-!>", "-\u{2060}!>")
            .replace("<!-", "<\u{2060}!-")
            .into()
    } else {
        text
    };
    let mut out = String::with_capacity(text.len());
    for (at, line) in text.split('\n').enumerate() {
        if at > 0 {
            out.push('\n');
        }
        match line.trim_start() {
            inner
                if ["---", "```", "<<<"]
                    .iter()
                    .any(|mark| inner.starts_with(mark)) =>
            {
                out.extend(["\u{2060}", inner]);
            }
            _ => out.push_str(line),
        }
    }
    out
}

/// Whether Marp could read a comment as directives. It does if the whole comment is a YAML mapping,
/// or begins like the comments of some other tools. The first line decides: after a line of plain
/// words, a comment is not a mapping.
fn may_be_directives(text: &str) -> bool {
    let first = text.lines().next().unwrap_or_default().trim();
    let plain_start = first
        .chars()
        .next()
        .is_some_and(|it| it.is_alphanumeric() || matches!(it, '“' | '‘' | '(' | '['));
    let word = first
        .split(|it: char| it.is_whitespace() || it == '-')
        .next()
        .unwrap_or_default();
    !plain_start
        || first.starts_with('[')
        || first.contains(':')
        || matches!(word, "markdownlint" | "prettier" | "lint" | "fit")
}

fn plain_blocks(blocks: &[Block], labels: &Labels) -> Vec<String> {
    blocks
        .iter()
        .flat_map(|block| plain_block(block, labels))
        .filter(|text| !text.trim().is_empty())
        .collect()
}

/// A block as paragraphs of plain text.
fn plain_block(block: &Block, labels: &Labels) -> Vec<String> {
    match block {
        Block::Heading { text, .. } | Block::Paragraph { text } => vec![text_with_addresses(text)],
        Block::List { ordered, items } => vec![plain_list(items, *ordered, labels, "")],
        Block::BottomLine { body } | Block::Notes { body } => plain_blocks(body, labels),
        Block::Ask { text, by } => vec![
            text_with_addresses(&ask_heading(by.as_deref(), labels)),
            text_with_addresses(text),
        ],
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
            let line =
                |row: &Particular| format!("{}: {}", row.label, text_with_addresses(&row.text));
            vec![rows.iter().map(line).collect::<Vec<_>>().join("\n")]
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
        | Block::Risks { .. } => block_as_table(block, labels)
            .map(|it| plain_table(&it))
            .unwrap_or_default(),
        Block::Masthead | Block::Sources | Block::Break => Vec::new(),
    }
}

fn plain_metric(metric: &Metric) -> String {
    let details = metric_details(metric);
    text_with_addresses(&[metric_value(metric), vec![Inline::LineBreak], details].concat())
}

fn plain_group(group: &Group) -> Vec<String> {
    let item = |item: &GroupItem| {
        let (name, text) = (
            text_with_addresses(&item.name),
            text_with_addresses(&item.text),
        );
        format!("- {name}\n  {text}")
    };
    vec![
        text_with_addresses(&group.heading),
        text_with_addresses(&group.text),
        group.items.iter().map(item).collect::<Vec<_>>().join("\n"),
    ]
}

fn plain_list(items: &[Vec<Block>], ordered: bool, labels: &Labels, indent: &str) -> String {
    let inner = format!("{indent}  ");
    let one = |(at, item): (usize, &Vec<Block>)| {
        let marker = if ordered {
            format!("{}. ", at + 1)
        } else {
            "- ".to_owned()
        };
        let texts = item.iter().map(|it| match it {
            Block::List { ordered, items } => plain_list(items, *ordered, labels, &inner),
            other => plain_block(other, labels).join(" "),
        });
        format!("{indent}{marker}{}", texts.collect::<Vec<_>>().join("\n"))
    };
    items
        .iter()
        .enumerate()
        .map(one)
        .collect::<Vec<_>>()
        .join("\n")
}

/// A table row by row, each value after the name of its column.
fn plain_table(table: &crate::document::Table) -> Vec<String> {
    let names: Vec<String> = table
        .columns
        .iter()
        .map(|column| text_with_addresses(&column.header))
        .collect();
    let row = |cells: &Vec<Vec<Inline>>| {
        let cells = names.iter().zip(cells).filter(|(_, cell)| !cell.is_empty());
        let named = cells.map(|(name, cell)| match name.as_str() {
            "" => text_with_addresses(cell),
            name => format!("{name}: {}", text_with_addresses(cell)),
        });
        format!("- {}", named.collect::<Vec<_>>().join("; "))
    };
    let rows = table.rows.iter().map(row).collect::<Vec<_>>().join("\n");
    vec![
        text_with_addresses(&table.title),
        rows,
        text_with_addresses(&table.note),
    ]
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
            Inline::Cite { sources } => {
                if out.ends_with(|last: char| !last.is_whitespace()) {
                    out.push(' ');
                }
                out.push_str(&cite_text(sources));
            }
            Inline::Link { url, body } => {
                push_text_with_addresses(body, out);
                let shown = plain_text(body);
                if !url.ends_with(shown.as_str()) {
                    out.push_str(&format!(" ({url})"));
                }
            }
            Inline::Emph { body } | Inline::Strong { body } => push_text_with_addresses(body, out),
            Inline::LineBreak => out.push('\n'),
            Inline::Text { text } | Inline::Code { text } => out.push_str(text),
        }
    }
}
