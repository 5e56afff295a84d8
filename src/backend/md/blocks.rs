//! Writes blocks as paragraphs of Markdown, and collects the files of their images.

use std::collections::{BTreeMap, BTreeSet};

use super::commonmark::{block_quote, list_item, markdown_list};
use super::decimals::{CellPads, decimal_pads};
use super::text::{self, DialectEscapes};
use crate::assets::{Assets, ImageCopy, ImageFile, ImageFormat, ImageLimits};
use crate::backend::ASSETS;
use crate::chart::{self, ChartFrame};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{
    Block, Chart, Document, Event, Group, GroupItem, Image, Inline, Metric, Particular, Quote,
    Risk, Table, levels_inside_text, record_block,
};
use crate::hyphenation::Hyphenation;
use crate::length::Px;
use crate::risk_matrix::RiskMatrix;
use crate::slides::{
    Slide, SlideHyphenator, SlideMeasurer, ask_heading, block_to_table, caption_with_credit,
    column_shares, geometry, metric_details, metric_value,
};
use crate::theme::{Theme, Type};

/// A part of a slide or document that dialects may write differently.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum MarkdownPart {
    /// A paragraph, a list, a heading or a quote.
    Text(String),
    /// Cells that are shown side by side where the dialect can do that.
    Cells { cells: Vec<String>, columns: usize },
    /// A table.
    Table {
        table: Table,
        /// The widths of its columns in [`geometry::TOTAL_SHARES`]ths.
        shares: Vec<usize>,
        /// Spaces beside the numbers of its cells.
        pads: CellPads,
    },
    /// An image and its alternative text.
    Image { alt: String, file: String },
    /// A caption or note of the exhibit before it, or the sources of the slide.
    Caption(String),
}

/// Writes blocks, and keeps the files of their images.
pub(super) struct BlockWriter<'a> {
    document: &'a Document,
    theme: &'a Theme,
    assets: &'a Assets,
    /// Measures blocks on slides.
    pub measurer: SlideMeasurer<'a>,
    escapes: DialectEscapes<'a>,
    /// Level of headings inside blocks.
    pub heading_level: usize,
    /// Type size of tables and charts.
    pub small_type: Type<Px>,
    /// The slide that is being written, which decides the height of a chart. Without a slide, a
    /// chart has half the height of one.
    pub slide: Option<&'a Slide>,
    /// Hyphenates the tables of the slide.
    pub hyphenator: Option<SlideHyphenator<'a>>,
    /// Words that were cut where no joint is known.
    pub cut_words: BTreeSet<String>,
    /// Numbers that are wider than their columns.
    pub too_wide: BTreeSet<String>,
    /// What charts have no room for.
    pub chart_problems: Vec<Diagnostic>,
    /// Whether the dialect shows vector images.
    pub shows_vectors: bool,
    /// Names and bytes of image files, in the order of their first use.
    pub files: Vec<(String, Vec<u8>)>,
    /// The names given to the images of the document, by file.
    image_names: BTreeMap<String, String>,
    /// How many charts have a file.
    chart_count: usize,
}

impl<'a> BlockWriter<'a> {
    pub fn new(
        document: &'a Document,
        measurer: SlideMeasurer<'a>,
        assets: &'a Assets,
        escapes: DialectEscapes<'a>,
    ) -> Self {
        let theme = measurer.theme();
        let slide = &theme.slide;
        Self {
            document,
            theme,
            assets,
            measurer,
            escapes,
            heading_level: 3,
            small_type: slide.small,
            slide: None,
            hyphenator: None,
            cut_words: BTreeSet::new(),
            too_wide: BTreeSet::new(),
            chart_problems: Vec::new(),
            shows_vectors: true,
            files: Vec::new(),
            image_names: BTreeMap::new(),
            chart_count: 0,
        }
    }

    /// The text of a paragraph.
    pub fn paragraph(&self, text: &[Inline]) -> String {
        text::paragraph_text(text, self.escapes)
    }

    /// A heading inside a block.
    pub fn inner_heading(&self, text: &[Inline]) -> MarkdownPart {
        self.heading_below_title(1, text)
    }

    /// A heading that is `depth` levels below the title of the slide.
    fn heading_below_title(&self, depth: usize, text: &[Inline]) -> MarkdownPart {
        // Markdown reads seven hashes as text.
        let hashes = "#".repeat((self.heading_level + depth - 1).min(6));
        let title = text::line_text(text, self.escapes);
        MarkdownPart::Text(format!("{hashes} {title}"))
    }

    /// An exhibit with `text` below it, if there is any.
    fn with_text_below(&self, exhibit: MarkdownPart, text: &[Inline]) -> Vec<MarkdownPart> {
        let mut parts = vec![exhibit];
        if !text.is_empty() {
            parts.push(MarkdownPart::Caption(self.paragraph(text)));
        }
        parts
    }

    /// Several blocks.
    pub fn blocks_to_parts(&mut self, blocks: &[Block]) -> Result<Vec<MarkdownPart>, Diagnostic> {
        let mut parts = Vec::new();
        for block in blocks {
            parts.extend(self.block_to_parts(block)?);
        }
        Ok(parts)
    }

    /// A block that can be on a slide; nothing for the others.
    ///
    /// # Errors
    ///
    /// When an image is missing or cannot be shown.
    pub fn block_to_parts(&mut self, block: &Block) -> Result<Vec<MarkdownPart>, Diagnostic> {
        if let Block::Risks { items } = block
            && let Some(matrix) = RiskMatrix::from_risks(items)
        {
            return Ok(self.risk_matrix_parts(&matrix, items));
        }
        Ok(match block {
            Block::Heading { level, text, .. } => {
                let depth = levels_inside_text(*level).unwrap_or(1);
                vec![self.heading_below_title(usize::from(depth), text)]
            }
            Block::Paragraph { text } => text_part(self.paragraph(text)),
            Block::List {
                ordered,
                first,
                items,
            } => {
                let first = ordered.then_some(*first);
                text_part(markdown_list(items, first, self.escapes))
            }
            Block::BottomLine { body } => self.blocks_to_parts(body)?,
            Block::Ask { text, by, body } => text_part(self.ask_quote(text, by.as_deref(), body)),
            Block::Metrics { items } => self.metric_parts(items),
            Block::Group(group) => self.group_parts(group),
            Block::Quote(quote) => text_part(self.quote_with_author(quote)),
            Block::Questions { items } => {
                let mut parts = Vec::new();
                for question in items {
                    parts.push(self.inner_heading(&question.question));
                    parts.extend(self.blocks_to_parts(&question.answer)?);
                }
                parts
            }
            Block::Particulars { rows } => {
                let mut lines = Vec::new();
                for row in rows {
                    lines.push(self.particular_line(row));
                }
                text_part(lines.join("\n"))
            }
            Block::Chart(chart) => {
                let exhibit = self.chart_part(chart)?;
                self.with_text_below(exhibit, &chart.note)
            }
            Block::Image(image) => {
                let exhibit = self.image_part(image)?;
                let caption = caption_with_credit(image, &self.document.labels);
                self.with_text_below(exhibit, &caption)
            }
            Block::Timeline { items } if self.measurer.sets_events_in_row(items) => {
                self.event_parts(items)
            }
            Block::Table(_)
            | record_block!()
            | Block::Timeline { .. }
            | Block::Options { .. }
            | Block::Risks { .. } => match block_to_table(block, &self.document.labels) {
                Some(table) => self.table_parts(table),
                None => Vec::new(),
            },
            // The planner puts none of these on a slide, and the plain document writes them itself.
            Block::Masthead
            | Block::Point(_)
            | Block::Columns { .. }
            | Block::Notes { .. }
            | Block::Sources
            | Block::Break => Vec::new(),
        })
    }

    /// The ask as a quote, which the style sheet of a deck sets in a box.
    fn ask_quote(&self, text: &[Inline], by: Option<&str>, body: &[Block]) -> String {
        let labels = &self.document.labels;
        let heading = self.paragraph(&ask_heading(by, labels));
        let mut parts = vec![format!("**{heading}**")];
        if !text.is_empty() {
            parts.push(self.paragraph(text));
        }
        parts.extend(super::notes::blocks_to_markdown(body, labels, self.escapes));
        block_quote(&parts.join("\n\n"))
    }

    fn metric_parts(&self, items: &[Metric]) -> Vec<MarkdownPart> {
        let cells = items.iter().map(|metric| self.metric_cell(metric));
        vec![MarkdownPart::Cells {
            cells: cells.collect(),
            columns: geometry::metric_columns(items.len()),
        }]
    }

    fn metric_cell(&self, metric: &Metric) -> String {
        let value = strong_text(metric_value(metric));
        self.paragraph(&[value, metric_details(metric)].join(&Inline::LineBreak))
    }

    fn group_parts(&self, group: &Group) -> Vec<MarkdownPart> {
        let mut parts = Vec::new();
        if !group.text.is_empty() {
            parts.push(MarkdownPart::Text(self.paragraph(&group.text)));
        }
        if !group.items.is_empty() {
            let cells = group.items.iter().map(|item| self.group_item_cell(item));
            parts.push(MarkdownPart::Cells {
                cells: cells.collect(),
                columns: geometry::grid_columns(group.items.len()),
            });
        }
        parts
    }

    fn quote_with_author(&self, quote: &Quote) -> String {
        let mut paragraphs = Vec::new();
        if !quote.text.is_empty() {
            paragraphs.push(self.paragraph(&quote.text));
        }
        if !quote.by.is_empty() {
            paragraphs.push(format!("— {}", self.paragraph(&quote.by)));
        }
        block_quote(&paragraphs.join("\n\n"))
    }

    fn group_item_cell(&self, item: &GroupItem) -> String {
        let mut lines = vec![strong_text(item.name.clone())];
        if !item.text.is_empty() {
            lines.push(item.text.clone());
        }
        self.paragraph(&lines.join(&Inline::LineBreak))
    }

    /// A matrix of risks, after a numbered list of their names. The list comes first because Pandoc
    /// begins a new slide after a table.
    fn risk_matrix_parts(&self, matrix: &RiskMatrix, items: &[Risk]) -> Vec<MarkdownPart> {
        let mut parts = Vec::new();
        if self.measurer.has_names_beside_matrix(items) {
            let mut names = Vec::new();
            for risk in items {
                let text = risk.risk.clone();
                names.push(vec![Block::Paragraph { text }]);
            }
            parts.push(MarkdownPart::Text(markdown_list(
                &names,
                Some(1),
                self.escapes,
            )));
        }
        let table = matrix.to_table(&self.document.labels, self.document.meta.direction);
        let columns = table.columns.len();
        let share = geometry::TOTAL_SHARES / columns.max(1);
        let shares = vec![share; columns];
        parts.push(MarkdownPart::Table {
            table,
            shares,
            pads: CellPads::default(),
        });
        parts
    }

    /// Events side by side.
    fn event_parts(&self, items: &[Event]) -> Vec<MarkdownPart> {
        let cells = items.iter().map(|event| self.event_cell(event));
        vec![MarkdownPart::Cells {
            cells: cells.collect(),
            columns: items.len(),
        }]
    }

    fn event_cell(&self, event: &Event) -> String {
        let date = strong_text(event.date.clone());
        self.paragraph(&[date, event.text.clone()].join(&Inline::LineBreak))
    }

    fn particular_line(&self, row: &Particular) -> String {
        let colon = self.document.labels.colon().trim_end();
        let mut text = strong_text(vec![Inline::text(format!("{}{colon}", row.label))]);
        text.push(Inline::text(" "));
        text.extend_from_slice(&row.text);
        list_item("- ", &self.paragraph(&text))
    }

    fn table_parts(&mut self, mut table: Table) -> Vec<MarkdownPart> {
        let note = std::mem::take(&mut table.note);
        let width = geometry::content_width(&self.theme.slide);
        let shares = column_shares(&table, &self.measurer.body, self.small_type, width);
        if let Some(hyphenator) = &mut self.hyphenator {
            hyphenator.table(&mut table, &shares);
        }
        let pads = decimal_pads(&table, self.document);
        let part = MarkdownPart::Table {
            table,
            shares,
            pads,
        };
        self.with_text_below(part, &note)
    }

    /// Draws a chart.
    ///
    /// # Errors
    ///
    /// When it cannot be painted for a dialect without vector images.
    fn chart_part(&mut self, chart: &Chart) -> Result<MarkdownPart, Diagnostic> {
        let slide = &self.theme.slide;
        let width = geometry::content_width(slide);
        let height = match self.slide {
            Some(slide) => self.measurer.figure_height(slide),
            None => geometry::content_height(slide) / 2.0,
        };
        let text_size = self.small_type.size.pt();
        let frame = ChartFrame {
            width: width.pt(),
            height: height.pt(),
            text_size,
            least_text_size: slide.caption.size.pt(),
        };
        let hyphenation = Hyphenation::of_document(self.document);
        let fonts = self.assets.fonts();
        let mut drawn = chart::draw_chart(chart, self.theme, fonts, &hyphenation, frame);
        self.chart_problems.append(&mut drawn.problems);
        let svg =
            chart::drawing_to_svg(&drawn.drawing, &chart.alt, &self.theme.fonts.body).into_bytes();
        self.chart_count += 1;
        let number = self.chart_count;
        let (name, bytes) = if self.shows_vectors {
            (format!("chart-{number}.svg"), svg)
        } else {
            let name = format!("chart-{number}.png");
            let limits = ImageLimits::default();
            let (file, _) = ImageFile::read(&name, &svg, limits, self.assets.fonts())?;
            let copy = match self.copy_for_dialect(&file) {
                Ok(copy) => copy,
                Err(why) => {
                    let message = format!("chart “{}” cannot be shown: {why}", chart.alt);
                    return Err(Diagnostic::error(Code::InvalidChart, message));
                }
            };
            (name, copy.bytes.to_vec())
        };
        self.files.push((name.clone(), bytes));
        Ok(MarkdownPart::Image {
            alt: text::alt_text(&chart.alt, self.escapes),
            file: format!("{ASSETS}/{name}"),
        })
    }

    fn image_part(&mut self, image: &Image) -> Result<MarkdownPart, Diagnostic> {
        let name = match self.image_names.get(&image.file) {
            Some(name) => name.clone(),
            None => self.add_image_file(&image.file)?,
        };
        Ok(MarkdownPart::Image {
            alt: text::alt_text(&image.alt, self.escapes),
            file: format!("{ASSETS}/{name}"),
        })
    }

    /// Adds the file of an image, and returns the name that it gets.
    fn add_image_file(&mut self, path: &str) -> Result<String, Diagnostic> {
        let Some(file) = self.assets.images.get(path) else {
            let message = format!("picture `{path}` not found");
            return Err(Diagnostic::error(Code::MissingPicture, message));
        };
        let copy = match self.copy_for_dialect(file) {
            Ok(copy) => copy,
            Err(why) => {
                let message = format!("picture `{path}` cannot be shown: {why}");
                return Err(Diagnostic::error(Code::DamagedPicture, message));
            }
        };
        let number = self.image_names.len() + 1;
        let name = format!("picture-{number}.{}", copy.format.extension());
        self.files.push((name.clone(), copy.bytes.to_vec()));
        self.image_names.insert(path.to_owned(), name.clone());
        Ok(name)
    }

    /// The file of an image for the dialect: the vector image, or pixels for the largest slide.
    fn copy_for_dialect(&self, file: &ImageFile) -> Result<ImageCopy, String> {
        let slide = &self.theme.slide;
        if file.format == ImageFormat::Svg && self.shows_vectors {
            return Ok(ImageCopy {
                format: ImageFormat::Svg,
                bytes: file.svg_of_width(geometry::content_width(slide)),
            });
        }
        file.copy(file.pixels_for_slide(slide.width, slide.height))
    }
}

fn text_part(words: String) -> Vec<MarkdownPart> {
    vec![MarkdownPart::Text(words)]
}

fn strong_text(body: Vec<Inline>) -> Vec<Inline> {
    vec![Inline::Strong { body }]
}
