//! Writes a document for people: title, headings, lists, tables, quotes and images, with the
//! speaker's notes as quotes.
//!
//! Nothing is fitted or split, because the document has no pages.

use super::blocks::{BlockWriter, MarkdownPart};
use super::commonmark::{MIN_DASHES, block_quote, cells_as_list, markdown_image, markdown_table};
use super::decimals::CellPads;
use super::notes;
use super::signs::SignMarkup;
use super::text::{self, DialectEscapes, SlideLinks};
use crate::assets::Assets;
use crate::backend::Rendered;
use crate::chart;
use crate::diagnostic::Diagnostic;
use crate::document::{Block, Document, Inline, Point, levels_inside_text, record_block};
use crate::lang;
use crate::slides::{SlideMeasurer, block_to_table, numbered_source};
use crate::theme::Theme;

/// The deepest heading of Markdown.
const MAX_HEADING_LEVEL: usize = 6;

/// Only the delimiters of CommonMark are escaped.
const ESCAPES: DialectEscapes = DialectEscapes {
    emoji: false,
    letters: false,
    shifts: false,
    note: false,
    braces: false,
    signs: SignMarkup::None,
    slide_links: SlideLinks::None,
    isolates: None,
    lang: None,
};

/// Renders a document from top to bottom. Charts and images become files beside it.
///
/// # Errors
///
/// When an image is missing.
pub(super) fn render_plain(
    document: &Document,
    theme: &Theme,
    assets: &Assets,
) -> Result<Rendered, Vec<Diagnostic>> {
    let measurer = SlideMeasurer::new(theme, assets.fonts(), &document.labels);
    let blocks = BlockWriter::new(document, measurer, assets, ESCAPES);
    let mut writer = PlainWriter {
        document,
        blocks,
        paragraphs: Vec::new(),
        level: 1,
    };
    writer.write_blocks(&document.body)?;
    // As on a page, the marking is at the top and at the bottom.
    writer.write_marking();
    let bytes = (writer.paragraphs.join("\n\n") + "\n").into_bytes();
    let mut diagnostics = chart::chart_warnings(&document.body);
    diagnostics.append(&mut writer.blocks.chart_problems);
    Ok(Rendered {
        bytes,
        assets: writer.blocks.files,
        diagnostics,
        ..Rendered::default()
    })
}

struct PlainWriter<'a> {
    document: &'a Document,
    blocks: BlockWriter<'a>,
    paragraphs: Vec<String>,
    /// Level of the heading above the next block.
    level: usize,
}

impl PlainWriter<'_> {
    fn write_blocks(&mut self, blocks: &[Block]) -> Result<(), Diagnostic> {
        for block in blocks {
            self.write_block(block)?;
        }
        Ok(())
    }

    fn write_block(&mut self, block: &Block) -> Result<(), Diagnostic> {
        match block {
            Block::Masthead => self.write_masthead(),
            // After a break, blocks are below the title of the document again.
            Block::Break => self.level = 1,
            Block::Heading { level, text, .. } => {
                if let Some(depth) = levels_inside_text(*level) {
                    self.write_heading(self.level + usize::from(depth), text);
                    return Ok(());
                }
                self.level = usize::from(*level) + 1;
                self.write_heading(self.level, text);
            }
            Block::Point(point) => self.write_point(point)?,
            Block::Group(group) => {
                // The parts of these blocks have no titles: on a slide, they are the slide's.
                self.write_heading(self.level + 1, &group.heading);
                self.write_parts(block)?;
            }
            Block::Table(table) => {
                self.write_heading(self.level + 1, &table.title);
                self.write_parts(block)?;
            }
            Block::Chart(chart) => {
                self.write_heading(self.level + 1, &chart.title);
                self.write_parts(block)?;
            }
            Block::Columns { main, side } => {
                self.write_blocks(main)?;
                self.write_blocks(side)?;
            }
            Block::Notes { body } => self.write_notes(body),
            // In plain text a matrix shows no more than the table.
            Block::Risks { .. } => {
                if let Some(table) = block_to_table(block, &self.document.labels) {
                    self.write_parts(&Block::Table(table))?;
                }
            }
            Block::Sources => self.write_sources(),
            Block::Particulars { .. }
            | Block::Paragraph { .. }
            | Block::List { .. }
            | Block::BottomLine { .. }
            | Block::Ask { .. }
            | Block::Metrics { .. }
            | Block::Quote(_)
            | record_block!()
            | Block::Timeline { .. }
            | Block::Options { .. }
            | Block::Questions { .. }
            | Block::Image(_) => self.write_parts(block)?,
        }
        Ok(())
    }

    fn push_paragraph(&mut self, paragraph: String) {
        if !paragraph.trim().is_empty() {
            self.paragraphs.push(paragraph);
        }
    }

    fn write_paragraph(&mut self, text: &[Inline]) {
        self.push_paragraph(text::paragraph_text(text, ESCAPES));
    }

    fn write_heading(&mut self, level: usize, text: &[Inline]) {
        if text.is_empty() {
            return;
        }
        // Markdown reads seven hashes as text.
        let hashes = "#".repeat(level.min(MAX_HEADING_LEVEL));
        let title = text::line_text(text, ESCAPES);
        self.push_paragraph(format!("{hashes} {title}"));
    }

    /// Title, subtitle, marking; organization, reference and date; the event.
    fn write_masthead(&mut self) {
        let meta = &self.document.meta;
        self.write_heading(1, &meta.title);
        self.write_marking();
        let body = meta.subtitle.clone();
        self.write_paragraph(&[Inline::Emph { body }]);
        let details = [
            meta.organization.as_deref(),
            meta.reference.as_deref(),
            Some(meta.date_text.as_str()),
            meta.place_beside_date().map(String::as_str),
        ];
        let details: Vec<&str> = details.into_iter().flatten().collect();
        self.write_paragraph(&[Inline::text(details.join(" · "))]);
        self.write_paragraph(&[Inline::text(lang::join_isolated(
            &meta.event,
            meta.direction,
            " · ",
        ))]);
    }

    fn write_marking(&mut self) {
        if let Some(marking) = &self.document.meta.marking {
            let body = vec![Inline::text(marking)];
            self.write_paragraph(&[Inline::Strong { body }]);
        }
    }

    fn write_point(&mut self, point: &Point) -> Result<(), Diagnostic> {
        self.write_heading(self.level + 1, &point.headline);
        self.write_paragraph(&point.text);
        self.level += 1;
        self.write_blocks(&point.detail)?;
        self.level -= 1;
        self.write_notes(&point.notes);
        Ok(())
    }

    /// The speaker's notes, as a quote below their label.
    fn write_notes(&mut self, body: &[Block]) {
        let labels = &self.document.labels;
        let paragraphs = notes::blocks_to_markdown(body, labels, ESCAPES);
        if paragraphs.is_empty() {
            return;
        }
        let body = vec![Inline::text(labels.get("speaker-notes"))];
        let label = text::paragraph_text(&[Inline::Strong { body }], ESCAPES);
        let notes = paragraphs.join("\n\n");
        self.push_paragraph(block_quote(&format!("{label}\n\n{notes}")));
    }

    /// The list of sources, with the numbers of their citations.
    fn write_sources(&mut self) {
        let mut lines = Vec::new();
        for (index, source) in self.document.sources.iter().enumerate() {
            let text = numbered_source(index, source, &self.document.labels, false);
            lines.push(text::paragraph_text(&text, ESCAPES));
        }
        // Not a numbered list: sources have the numbers by which they are cited in their text.
        self.push_paragraph(cells_as_list(&lines));
    }

    /// A block that all dialects write in the same way.
    fn write_parts(&mut self, block: &Block) -> Result<(), Diagnostic> {
        self.blocks.heading_level = (self.level + 1).min(MAX_HEADING_LEVEL);
        for part in self.blocks.block_to_parts(block)? {
            let text = match part {
                MarkdownPart::Text(words) | MarkdownPart::Caption(words) => words,
                MarkdownPart::Cells { cells, .. } => cells_as_list(&cells),
                MarkdownPart::Table { table, .. } => {
                    markdown_table(&table, ESCAPES, &CellPads::default(), |_| MIN_DASHES)
                }
                MarkdownPart::Image { alt, file } => markdown_image(&alt, &file),
            };
            self.push_paragraph(text);
        }
        Ok(())
    }
}
