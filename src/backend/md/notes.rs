//! Speaker notes: a comment at the end of a slide, as text that a speaker reads from a plain window.

use crate::document::{Block, Document, Inline, Labels, plain_text};
use crate::measure::cite_text;
use crate::slides::{Slide, SlideKind, as_table, ask_head, cited_in_block, image_caption, metric_value, metric_words};

/// The notes of a slide with its sources in full; `None` if there is nothing to say.
pub(super) fn comment(slide: &Slide, document: &Document) -> Option<String> {
    let labels = &document.labels;
    let mut paragraphs = blocks(&slide.notes, labels);
    paragraphs.extend(sources(slide, document));
    let text = paragraphs.join("\n\n");
    let text = harmless(text.trim());
    if text.is_empty() {
        return None;
    }
    let head = if may_be_instruction(&text) { format!("{}\n\n", labels.get("speaker-notes")) } else { String::new() };
    Some(format!("<!--\n{head}{text}\n-->"))
}

/// Every source that the slide or its notes cite, in full.
fn sources(slide: &Slide, document: &Document) -> Option<String> {
    let mut cited = slide.sources.clone();
    slide.notes.iter().for_each(|block| cited_in_block(block, &mut cited));
    if cited.is_empty() || slide.kind == SlideKind::Sources {
        return None;
    }
    let lines = cited.iter().filter_map(|at| {
        let source = document.sources.get(*at)?;
        let url = source.url.as_ref().map(|url| format!(" {url}")).unwrap_or_default();
        Some(format!("{} {}{url}", cite_text(&[*at]), words(&source.text)))
    });
    let lines: Vec<String> = lines.collect();
    (!lines.is_empty()).then(|| format!("{}\n{}", document.labels.get("sources"), lines.join("\n")))
}

/// Text in which nothing ends the comment: `-->` and `--!>` get a joiner inside.
fn harmless(text: &str) -> String {
    let text: String = text.chars().map(|it| if it.is_control() && it != '\n' { ' ' } else { it }).collect();
    text.replace("->", "-\u{2060}>").replace("-!>", "-\u{2060}!>").replace("<!-", "<\u{2060}!-")
}

/// Whether Marp could take a comment for instructions: it does if all of it is a YAML mapping, and for a few tools'
/// own comments. A mapping shows in its first line; a first line of plain words makes everything after it plain.
fn may_be_instruction(text: &str) -> bool {
    let first = text.lines().next().unwrap_or_default().trim();
    let plain_start =
        first.chars().next().is_some_and(|it| it.is_alphanumeric() || matches!(it, '“' | '‘' | '(' | '['));
    let word = first.split(|it: char| it.is_whitespace() || it == '-').next().unwrap_or_default();
    !plain_start
        || first.starts_with('[')
        || first.contains(':')
        || matches!(word, "markdownlint" | "prettier" | "lint" | "fit")
}

fn blocks(blocks: &[Block], labels: &Labels) -> Vec<String> {
    blocks.iter().flat_map(|block| self::block(block, labels)).filter(|text| !text.trim().is_empty()).collect()
}

/// A block as paragraphs of plain text.
fn block(block: &Block, labels: &Labels) -> Vec<String> {
    match block {
        Block::Heading { text, .. } | Block::Paragraph { text } => vec![words(text)],
        Block::List { ordered, items } => vec![list(items, *ordered, labels, "")],
        Block::BottomLine { body } | Block::Notes { body } => blocks(body, labels),
        Block::Ask { text, by } => vec![words(&ask_head(by.as_deref(), labels)), words(text)],
        Block::Metrics { items } => items
            .iter()
            .map(|it| [metric_value(it), vec![Inline::LineBreak], metric_words(it)].concat())
            .map(|it| words(&it))
            .collect(),
        Block::Point(point) => {
            let shown = [words(&point.headline), words(&point.text)];
            shown.into_iter().chain(blocks(&point.detail, labels)).chain(blocks(&point.notes, labels)).collect()
        }
        Block::Group(group) => {
            let items = group.items.iter().map(|it| format!("- {}\n  {}", words(&it.name), words(&it.text)));
            vec![words(&group.heading), words(&group.text), items.collect::<Vec<_>>().join("\n")]
        }
        Block::Quote(quote) => vec![words(&quote.text), words(&quote.by)],
        Block::Questions { items } => {
            items.iter().flat_map(|it| std::iter::once(words(&it.question)).chain(blocks(&it.answer, labels))).collect()
        }
        Block::Particulars { rows } => {
            vec![rows.iter().map(|it| format!("{}: {}", it.label, words(&it.text))).collect::<Vec<_>>().join("\n")]
        }
        Block::Chart(chart) => vec![words(&chart.title), chart.alt.clone(), words(&chart.note)],
        Block::Image(image) => vec![image.alt.clone(), words(&image_caption(image, labels))],
        Block::Columns { main, side } => blocks(main, labels).into_iter().chain(blocks(side, labels)).collect(),
        Block::Table(_)
        | Block::People { .. }
        | Block::Timeline { .. }
        | Block::Options { .. }
        | Block::Risks { .. }
        | Block::Actions { .. }
        | Block::Glossary { .. }
        | Block::Contacts { .. } => as_table(block, labels).map(|it| table(&it)).unwrap_or_default(),
        Block::Masthead | Block::Sources | Block::Break => Vec::new(),
    }
}

fn list(items: &[Vec<Block>], ordered: bool, labels: &Labels, indent: &str) -> String {
    let inner = format!("{indent}  ");
    let one = |(at, item): (usize, &Vec<Block>)| {
        let marker = if ordered { format!("{}. ", at + 1) } else { "- ".to_owned() };
        let texts = item.iter().map(|it| match it {
            Block::List { ordered, items } => list(items, *ordered, labels, &inner),
            other => block(other, labels).join(" "),
        });
        format!("{indent}{marker}{}", texts.collect::<Vec<_>>().join("\n"))
    };
    items.iter().enumerate().map(one).collect::<Vec<_>>().join("\n")
}

/// A table row by row, each value with the name of its column.
fn table(table: &crate::document::Table) -> Vec<String> {
    let row = |cells: &Vec<Vec<Inline>>| {
        let cells = table.columns.iter().zip(cells).filter(|(_, cell)| !cell.is_empty());
        let named = cells.map(|(column, cell)| match words(&column.header) {
            name if name.is_empty() => words(cell),
            name => format!("{name}: {}", words(cell)),
        });
        format!("- {}", named.collect::<Vec<_>>().join("; "))
    };
    let rows = table.rows.iter().map(row).collect::<Vec<_>>().join("\n");
    vec![words(&table.title), rows, words(&table.note)]
}

/// The words of a text with its citations.
fn words(text: &[Inline]) -> String {
    let mut out = String::new();
    push_words(text, &mut out);
    out.trim().to_owned()
}

fn push_words(text: &[Inline], out: &mut String) {
    for inline in text {
        match inline {
            Inline::Cite { sources } => {
                if out.ends_with(|last: char| !last.is_whitespace()) {
                    out.push(' ');
                }
                out.push_str(&cite_text(sources));
            }
            Inline::Link { url, body } => {
                push_words(body, out);
                let shown = plain_text(body);
                if !url.ends_with(shown.as_str()) {
                    out.push_str(&format!(" ({url})"));
                }
            }
            Inline::Emph { body } | Inline::Strong { body } => push_words(body, out),
            Inline::LineBreak => out.push('\n'),
            Inline::Text { text } | Inline::Code { text } => out.push_str(text),
        }
    }
}
