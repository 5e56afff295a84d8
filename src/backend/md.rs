//! Markdown slides for Marp: one file with its look inside, and the pictures beside it.
//!
//! The text is plain CommonMark with tables, so that it reads well as it is: a slide is a heading and what follows, up
//! to a rule; a class in a comment says how it looks; speaker notes are comments. Everything that the look needs is in
//! the front matter, and nothing comes from the network.

mod notes;
mod style;
mod text;

use std::collections::BTreeMap;

use super::{ASSETS, Backend, Rendered};
use crate::assets::Assets;
use crate::chart;
use crate::diagnostic::Diagnostic;
use crate::document::{Block, Chart, Document, Image, Inline, Table};
use crate::slides::{
    Room, Slide, SlideKind, as_table, ask_head, column_shares, image_caption, look, metric_value, metric_words, plan,
    run_together,
};
use crate::theme::Theme;

use text::{cell, inline, line};

/// See the [module](self).
pub struct Markdown;

impl Backend for Markdown {
    fn render(&self, document: &Document, theme: &Theme, assets: &Assets) -> Result<Rendered, Vec<Diagnostic>> {
        let plan = plan(document, theme, &assets.fonts);
        let mut problems = plan.problems;
        let room = Room::new(theme, &assets.fonts, &document.labels);
        problems.extend(marking_problem(document, theme, &room));
        let mut writer = Writer { document, theme, assets, room, out: Rendered::default(), pictures: BTreeMap::new() };
        let slides: Vec<String> =
            plan.slides.iter().filter_map(|slide| writer.slide(slide).map_err(|why| problems.push(why)).ok()).collect();
        if problems.iter().any(Diagnostic::is_error) {
            return Err(problems);
        }
        let head = style::front_matter(document, theme, &plan.slides, &writer.room);
        let mut out = writer.out;
        out.bytes = format!("{head}\n{}", slides.join("\n---\n\n")).into_bytes();
        out.pages = Some(slides.len());
        out.ledger = plan.ledger;
        out.warnings.extend(problems);
        Ok(out)
    }
}

/// The marking stands in the margin, in at most two lines.
fn marking_problem(document: &Document, theme: &Theme, room: &Room<'_>) -> Option<Diagnostic> {
    let marking = vec![Inline::text(document.meta.marking.clone()?)];
    let lines = room.body.lines(&marking, theme.slide.caption.size, true, style::marking_width(theme)).count();
    (lines > style::MARKING_LINES).then(|| {
        Diagnostic::error(format!(
            "the marking takes {lines} lines on a slide; there is room for {}",
            style::MARKING_LINES
        ))
    })
}

struct Writer<'a> {
    document: &'a Document,
    theme: &'a Theme,
    assets: &'a Assets,
    room: Room<'a>,
    out: Rendered,
    /// The names that picture files were given.
    pictures: BTreeMap<String, String>,
}

impl Writer<'_> {
    fn slide(&mut self, slide: &Slide) -> Result<String, Diagnostic> {
        let level = if slide.kind == SlideKind::Title { "#" } else { "##" };
        let heading = line(&slide.heading(&self.document.labels));
        let mut paragraphs =
            vec![format!("<!-- _class: {} -->", style::classes(slide, &self.room)), format!("{level} {heading}")];
        for block in &slide.blocks {
            paragraphs.extend(self.block(block, slide)?);
        }
        if !slide.source_line.is_empty() {
            paragraphs.push(inline(&slide.source_line));
        }
        paragraphs.extend(notes::comment(slide, self.document));
        Ok(paragraphs.join("\n\n") + "\n")
    }

    /// A block as paragraphs of Markdown.
    fn block(&mut self, block: &Block, slide: &Slide) -> Result<Vec<String>, Diagnostic> {
        Ok(match block {
            Block::Heading { text, .. } => vec![format!("### {}", line(text))],
            Block::Paragraph { text } => vec![inline(text)],
            Block::List { ordered, items } => vec![list(items, *ordered)],
            Block::BottomLine { body } => self.blocks(body, slide)?,
            Block::Ask { text, by } => {
                let head = format!("**{}**", inline(&ask_head(by.as_deref(), &self.document.labels)));
                vec![quoted(&format!("{head}\n\n{}", inline(text)))]
            }
            Block::Metrics { items } => {
                let tile = |metric| {
                    let lines = [vec![Inline::Strong { body: metric_value(metric) }], metric_words(metric)];
                    item("- ", &inline(&lines.join(&Inline::LineBreak)))
                };
                vec![items.iter().map(tile).collect::<Vec<_>>().join("\n")]
            }
            Block::Group(group) => {
                let cell = |it: &crate::document::GroupItem| {
                    let name = vec![Inline::Strong { body: it.name.clone() }];
                    let lines = [name, it.text.clone()].into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>();
                    item("- ", &inline(&lines.join(&Inline::LineBreak)))
                };
                let intro = (!group.text.is_empty()).then(|| inline(&group.text));
                let cells = group.items.iter().map(cell).collect::<Vec<_>>().join("\n");
                intro.into_iter().chain((!cells.is_empty()).then_some(cells)).collect()
            }
            Block::Quote(quote) => {
                let by = (!quote.by.is_empty()).then(|| format!("— {}", inline(&quote.by)));
                let text = (!quote.text.is_empty()).then(|| inline(&quote.text));
                vec![quoted(&text.into_iter().chain(by).collect::<Vec<_>>().join("\n\n"))]
            }
            Block::Questions { items } => {
                let mut out = Vec::new();
                for question in items {
                    out.push(format!("### {}", line(&question.question)));
                    out.extend(self.blocks(&question.answer, slide)?);
                }
                out
            }
            Block::Particulars { rows } => {
                let row = |it: &crate::document::Particular| {
                    let label = Inline::Strong { body: vec![Inline::text(format!("{}:", it.label))] };
                    item("- ", &inline(&[vec![label, Inline::text(" ")], it.text.clone()].concat()))
                };
                vec![rows.iter().map(row).collect::<Vec<_>>().join("\n")]
            }
            Block::Chart(chart) => {
                let note = (!chart.note.is_empty()).then(|| inline(&chart.note));
                std::iter::once(self.chart(chart, slide)).chain(note).collect()
            }
            Block::Image(image) => {
                let caption = image_caption(image, &self.document.labels);
                let caption = (!caption.is_empty()).then(|| inline(&caption));
                std::iter::once(self.image(image)?).chain(caption).collect()
            }
            Block::Table(_)
            | Block::People { .. }
            | Block::Timeline { .. }
            | Block::Options { .. }
            | Block::Risks { .. }
            | Block::Actions { .. }
            | Block::Glossary { .. }
            | Block::Contacts { .. } => {
                let Some(it) = as_table(block, &self.document.labels) else { return Ok(Vec::new()) };
                let note = (!it.note.is_empty()).then(|| inline(&it.note));
                std::iter::once(table(&it)).chain(note).collect()
            }
            // The planner puts none of these on a slide.
            Block::Masthead
            | Block::Point(_)
            | Block::Columns { .. }
            | Block::Notes { .. }
            | Block::Sources
            | Block::Break => Vec::new(),
        })
    }

    fn blocks(&mut self, blocks: &[Block], slide: &Slide) -> Result<Vec<String>, Diagnostic> {
        let mut out = Vec::new();
        for block in blocks {
            out.extend(self.block(block, slide)?);
        }
        Ok(out)
    }

    /// Draws a chart at the size that it has on its slide.
    fn chart(&mut self, chart: &Chart, slide: &Slide) -> String {
        let geometry = &self.theme.slide;
        let width = look::width(geometry).pt();
        let height = self.room.picture_height(slide).pt();
        let size = look::Sizes::at(geometry, slide.scale).small.size.pt();
        let drawing = chart::draw(chart, self.theme, &self.assets.fonts, width, height, size);
        let svg = chart::svg(&drawing, &chart.alt, &self.theme.fonts.body);
        let number = self.out.assets.iter().filter(|(name, _)| name.starts_with("chart-")).count() + 1;
        let name = format!("chart-{number}.svg");
        self.out.assets.push((name.clone(), svg.into_bytes()));
        format!("![{}]({ASSETS}/{name})", text::alt(&chart.alt))
    }

    fn image(&mut self, image: &Image) -> Result<String, Diagnostic> {
        let name = match self.pictures.get(&image.file) {
            Some(name) => name.clone(),
            None => {
                let picture = self.assets.pictures.get(&image.file);
                let picture =
                    picture.ok_or_else(|| Diagnostic::error(format!("picture `{}` not found", image.file)))?;
                let name = format!("picture-{}.{}", self.pictures.len() + 1, picture.format.extension());
                self.out.assets.push((name.clone(), picture.bytes.to_vec()));
                self.pictures.insert(image.file.clone(), name.clone());
                name
            }
        };
        Ok(format!("![{}]({ASSETS}/{name})", text::alt(&image.alt)))
    }
}

/// A list, with the lists inside it.
fn list(items: &[Vec<Block>], ordered: bool) -> String {
    let loose =
        items.iter().any(|blocks| blocks.iter().filter(|block| !matches!(block, Block::List { .. })).count() > 1);
    let one = |(at, blocks): (usize, &Vec<Block>)| {
        let inner = blocks.iter().map(|block| match block {
            Block::List { ordered, items } => list(items, *ordered),
            Block::Paragraph { text } | Block::Heading { text, .. } => inline(text),
            other => inline(&run_together(other)),
        });
        let inner = inner.collect::<Vec<_>>().join(if loose { "\n\n" } else { "\n" });
        item(&if ordered { format!("{}. ", at + 1) } else { "- ".to_owned() }, &inner)
    };
    items.iter().enumerate().map(one).collect::<Vec<_>>().join(if loose { "\n\n" } else { "\n" })
}

/// Text behind a list marker, its further lines below its first word.
fn item(marker: &str, text: &str) -> String {
    let indent = " ".repeat(marker.len());
    let mut out = String::from(marker);
    for (at, line) in text.lines().enumerate() {
        if at > 0 {
            out.push('\n');
            if !line.is_empty() {
                out.push_str(&indent);
            }
        }
        out.push_str(line);
    }
    out
}

fn quoted(text: &str) -> String {
    text.lines()
        .map(|line| if line.is_empty() { ">".to_owned() } else { format!("> {line}") })
        .collect::<Vec<_>>()
        .join("\n")
}

fn table(table: &Table) -> String {
    let row = |cells: Vec<String>| {
        let cells = cells.iter().map(|it| if it.is_empty() { " ".to_owned() } else { format!(" {it} ") });
        format!("|{}|", cells.collect::<Vec<_>>().join("|"))
    };
    let head = row(table.columns.iter().map(|column| cell(&column.header)).collect());
    let rule = row(table.columns.iter().map(|column| if column.numeric { "---:" } else { "---" }.to_owned()).collect());
    let rows = table.rows.iter().map(|cells| row(cells.iter().map(|it| cell(it)).collect()));
    [head, rule].into_iter().chain(rows).collect::<Vec<_>>().join("\n")
}

/// Widths of the columns of the table on a slide, if it has one.
fn shares(
    slide: &Slide,
    room: &Room<'_>,
    document_labels: &crate::document::Labels,
    theme: &Theme,
) -> Option<Vec<usize>> {
    let table = slide.blocks.iter().find_map(|block| as_table(block, document_labels))?;
    let set = look::Sizes::at(&theme.slide, slide.scale).small;
    Some(column_shares(&table, &room.body, set, look::width(&theme.slide)))
}
