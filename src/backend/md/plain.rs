//! A document for people: its title, headings, lists, tables, quotes and pictures, and what a
//! speaker says as quotes.
//!
//! Nothing is planned, fitted or parted, as nothing has a size.

use super::blocks::{Blocks, Part};
use super::commonmark::{item, markdown_image, quote, table};
use super::notes;
use super::text::{self, Marks};
use crate::assets::Assets;
use crate::backend::Rendered;
use crate::chart;
use crate::diagnostic::Diagnostic;
use crate::document::{Block, Document, Inline, Point};
use crate::slides::{SlideMeasurer, block_to_table, numbered_source};
use crate::theme::Theme;

/// Markdown has no deeper heading.
const MAX_LEVEL: usize = 6;

/// Only what CommonMark takes for marks.
const MARKS: Marks = Marks {
    emoji: false,
    letters: false,
    note: false,
    braces: false,
};

/// Renders a document as it is read from top to bottom.
///
/// # Errors
///
/// A picture that is not there.
pub(super) fn render(
    document: &Document,
    theme: &Theme,
    assets: &Assets,
) -> Result<Rendered, Vec<Diagnostic>> {
    let measurer = SlideMeasurer::new(theme, assets.fonts(), &document.labels);
    let blocks = Blocks::new(document, measurer, assets, MARKS);
    let mut writer = Writer {
        document,
        blocks,
        paragraphs: Vec::new(),
        level: 1,
    };
    writer
        .write(&document.body)
        .map_err(|problem| vec![problem])?;
    // As on a page, the marking is at the top and at the bottom.
    writer.marking();
    let bytes = (writer.paragraphs.join("\n\n") + "\n").into_bytes();
    Ok(Rendered {
        bytes,
        assets: writer.blocks.files,
        diagnostics: chart::chart_warnings(&document.body),
        ..Rendered::default()
    })
}

struct Writer<'a> {
    document: &'a Document,
    blocks: Blocks<'a>,
    paragraphs: Vec<String>,
    /// Level of the heading that the next block stands below.
    level: usize,
}

impl Writer<'_> {
    fn write(&mut self, blocks: &[Block]) -> Result<(), Diagnostic> {
        blocks.iter().try_for_each(|block| self.block(block))
    }

    fn block(&mut self, block: &Block) -> Result<(), Diagnostic> {
        match block {
            Block::Masthead => self.masthead(),
            // What follows a break stands below the title of the document.
            Block::Break => self.level = 1,
            Block::Heading { level, text } => {
                self.level = usize::from(*level) + 1;
                self.heading(self.level, text);
            }
            Block::Point(point) => self.point(point)?,
            Block::Group(group) => {
                self.heading(self.level + 1, &group.heading);
                self.parts(block)?;
            }
            Block::Table(table) => {
                self.heading(self.level + 1, &table.title);
                self.parts(block)?;
            }
            Block::Chart(chart) => {
                self.heading(self.level + 1, &chart.title);
                self.parts(block)?;
            }
            Block::Columns { main, side } => {
                self.write(main)?;
                self.write(side)?;
            }
            Block::Notes { body } => self.notes(body),
            // Text has no places: the table says as much as a matrix.
            Block::Risks { .. } => {
                let table = block_to_table(block, &self.document.labels);
                table.map_or(Ok(()), |table| self.parts(&Block::Table(table)))?;
            }
            Block::Sources => self.sources(),
            Block::Particulars { .. }
            | Block::Paragraph { .. }
            | Block::List { .. }
            | Block::BottomLine { .. }
            | Block::Ask { .. }
            | Block::Metrics { .. }
            | Block::Quote(_)
            | Block::People { .. }
            | Block::Timeline { .. }
            | Block::Options { .. }
            | Block::Actions { .. }
            | Block::Questions { .. }
            | Block::Glossary { .. }
            | Block::Contacts { .. }
            | Block::Image(_) => self.parts(block)?,
        }
        Ok(())
    }

    fn push(&mut self, paragraph: String) {
        if !paragraph.trim().is_empty() {
            self.paragraphs.push(paragraph);
        }
    }

    fn paragraph(&mut self, text: &[Inline]) {
        self.push(text::inline(text, MARKS));
    }

    fn heading(&mut self, level: usize, text: &[Inline]) {
        if !text.is_empty() {
            self.push(format!(
                "{} {}",
                "#".repeat(level.min(MAX_LEVEL)),
                text::line(text, MARKS)
            ));
        }
    }

    /// Title, subtitle, marking; organization and reference, date and place.
    fn masthead(&mut self) {
        let meta = &self.document.meta;
        self.heading(1, &meta.title);
        self.marking();
        self.paragraph(&[Inline::Emph {
            body: meta.subtitle.clone(),
        }]);
        let about = [
            meta.organization.as_ref(),
            meta.reference.as_ref(),
            Some(&meta.date_text),
            meta.place.as_ref(),
        ];
        let about: Vec<&str> = about.into_iter().flatten().map(String::as_str).collect();
        self.paragraph(&[Inline::text(about.join(" · "))]);
    }

    fn marking(&mut self) {
        if let Some(marking) = &self.document.meta.marking {
            self.paragraph(&[Inline::Strong {
                body: vec![Inline::text(marking)],
            }]);
        }
    }

    fn point(&mut self, point: &Point) -> Result<(), Diagnostic> {
        self.heading(self.level + 1, &point.headline);
        self.paragraph(&point.text);
        self.level += 1;
        self.write(&point.detail)?;
        self.level -= 1;
        self.notes(&point.notes);
        Ok(())
    }

    /// What a speaker says, as a quote below its label.
    fn notes(&mut self, body: &[Block]) {
        let labels = &self.document.labels;
        let said = notes::markdown(body, labels, MARKS);
        if !said.is_empty() {
            let label = text::inline(
                &[Inline::Strong {
                    body: vec![Inline::text(labels.get("speaker-notes"))],
                }],
                MARKS,
            );
            self.push(quote(&format!("{label}\n\n{}", said.join("\n\n"))));
        }
    }

    /// The list of sources, numbered as they are cited.
    fn sources(&mut self) {
        let sources = self.document.sources.iter().enumerate();
        let sources = sources
            .map(|(at, source)| item("- ", &text::inline(&numbered_source(at, source), MARKS)));
        let sources: Vec<String> = sources.collect();
        self.push(sources.join("\n"));
    }

    /// A block that looks the same everywhere.
    fn parts(&mut self, block: &Block) -> Result<(), Diagnostic> {
        self.blocks.level = (self.level + 1).min(MAX_LEVEL);
        for part in self.blocks.block(block)? {
            let text = match part {
                Part::Words(words) | Part::Below(words) => words,
                Part::Cells { cells, .. } => cells
                    .iter()
                    .map(|cell| item("- ", cell))
                    .collect::<Vec<_>>()
                    .join("\n"),
                Part::Table { table: it, .. } => table(&it, MARKS, |_| 3),
                Part::Image { alt, file } => markdown_image(&alt, &file),
            };
            self.push(text);
        }
        Ok(())
    }
}
