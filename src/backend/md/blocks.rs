//! Writes blocks as paragraphs of Markdown, and collects the files of their images.

use std::collections::BTreeMap;

use super::commonmark::{block_quote, list_item, markdown_list};
use super::text::{self, DialectEscapes};
use crate::assets::{Assets, ImageCopy, ImageFile, ImageFormat, ImageLimits};
use crate::backend::ASSETS;
use crate::chart;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{
    Block, Chart, Document, Event, Group, GroupItem, Image, Inline, Metric, Particular, Quote,
    Risk, Table, record_block,
};
use crate::length::Px;
use crate::risk_matrix::RiskMatrix;
use crate::slides::{
    Slide, SlideMeasurer, ask_heading, block_to_table, caption_with_credit, column_shares,
    geometry, metric_details, metric_value,
};
use crate::theme::{Theme, Type};

/// A part of a slide or document that dialects may write differently.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum MarkdownPart {
    /// A paragraph, a list, a heading or a quote.
    Text(String),
    /// Cells that are shown side by side where the dialect can do that.
    Cells { cells: Vec<String>, columns: usize },
    /// A table, and the widths of its columns in [`geometry::TOTAL_SHARES`]ths.
    Table { table: Table, shares: Vec<usize> },
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
    escapes: DialectEscapes,
    /// Level of headings inside blocks.
    pub heading_level: usize,
    /// Type size of tables and charts.
    pub small_type: Type<Px>,
    /// The slide that is being written, which decides the height of a chart. Without a slide, a
    /// chart has half the height of one.
    pub slide: Option<&'a Slide>,
    /// Whether the dialect shows vector images.
    pub shows_vectors: bool,
    /// Names and bytes of image files, in the order of their first use.
    pub files: Vec<(String, Vec<u8>)>,
    /// The names given to the images of the document, by file.
    image_names: BTreeMap<String, String>,
}

impl<'a> BlockWriter<'a> {
    pub fn new(
        document: &'a Document,
        measurer: SlideMeasurer<'a>,
        assets: &'a Assets,
        escapes: DialectEscapes,
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
            shows_vectors: true,
            files: Vec::new(),
            image_names: BTreeMap::new(),
        }
    }

    /// The text of a paragraph.
    pub fn paragraph(&self, text: &[Inline]) -> String {
        text::paragraph_text(text, self.escapes)
    }

    /// A heading inside a block.
    pub fn inner_heading(&self, text: &[Inline]) -> MarkdownPart {
        MarkdownPart::Text(format!(
            "{} {}",
            "#".repeat(self.heading_level),
            text::line_text(text, self.escapes)
        ))
    }

    /// `text` below an exhibit; `None` if it is empty.
    fn text_below(&self, text: &[Inline]) -> Option<MarkdownPart> {
        (!text.is_empty()).then(|| MarkdownPart::Caption(self.paragraph(text)))
    }

    /// Several blocks.
    pub fn blocks_to_parts(&mut self, blocks: &[Block]) -> Result<Vec<MarkdownPart>, Diagnostic> {
        let mut out = Vec::new();
        for block in blocks {
            out.extend(self.block_to_parts(block)?);
        }
        Ok(out)
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
        let one = |words: String| vec![MarkdownPart::Text(words)];
        Ok(match block {
            Block::Heading { text, .. } => vec![self.inner_heading(text)],
            Block::Paragraph { text } => one(self.paragraph(text)),
            Block::List { ordered, items } => one(markdown_list(items, *ordered, self.escapes)),
            Block::BottomLine { body } => self.blocks_to_parts(body)?,
            Block::Ask { text, by } => {
                let head = self.paragraph(&ask_heading(by.as_deref(), &self.document.labels));
                one(block_quote(&format!(
                    "**{head}**\n\n{}",
                    self.paragraph(text)
                )))
            }
            Block::Metrics { items } => {
                let cells = items
                    .iter()
                    .map(|metric| self.metric_cell(metric))
                    .collect();
                vec![MarkdownPart::Cells {
                    cells,
                    columns: geometry::metric_columns(items.len()),
                }]
            }
            Block::Group(group) => self.group_parts(group),
            Block::Quote(quote) => one(self.quote_with_author(quote)),
            Block::Questions { items } => {
                let mut out = Vec::new();
                for question in items {
                    out.push(self.inner_heading(&question.question));
                    out.extend(self.blocks_to_parts(&question.answer)?);
                }
                out
            }
            Block::Particulars { rows } => {
                let rows: Vec<String> = rows.iter().map(|row| self.particular_line(row)).collect();
                one(rows.join("\n"))
            }
            Block::Chart(chart) => {
                let note = self.text_below(&chart.note);
                std::iter::once(self.chart_part(chart)?)
                    .chain(note)
                    .collect()
            }
            Block::Image(image) => {
                let caption = self.text_below(&caption_with_credit(image, &self.document.labels));
                std::iter::once(self.image_part(image)?)
                    .chain(caption)
                    .collect()
            }
            Block::Timeline { items } if self.measurer.sets_events_in_row(items) => {
                let cells = items.iter().map(|event| self.event_cell(event)).collect();
                vec![MarkdownPart::Cells {
                    cells,
                    columns: items.len(),
                }]
            }
            Block::Table(_)
            | record_block!()
            | Block::Timeline { .. }
            | Block::Options { .. }
            | Block::Risks { .. } => block_to_table(block, &self.document.labels)
                .map(|it| self.table_parts(it))
                .unwrap_or_default(),
            Block::Masthead
            | Block::Point(_)
            | Block::Columns { .. }
            | Block::Notes { .. }
            | Block::Sources
            | Block::Break => Vec::new(),
        })
    }

    fn metric_cell(&self, metric: &Metric) -> String {
        let value = vec![Inline::Strong {
            body: metric_value(metric),
        }];
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

    fn group_item_cell(&self, it: &GroupItem) -> String {
        let name = vec![Inline::Strong {
            body: it.name.clone(),
        }];
        let lines: Vec<_> = [name, it.text.clone()]
            .into_iter()
            .filter(|it| !it.is_empty())
            .collect();
        self.paragraph(&lines.join(&Inline::LineBreak))
    }

    /// A matrix of risks, after a numbered list of their names. The list comes first because Pandoc
    /// begins a new slide after a table.
    fn risk_matrix_parts(&self, matrix: &RiskMatrix, items: &[Risk]) -> Vec<MarkdownPart> {
        let name = |risk: &Risk| {
            vec![Block::Paragraph {
                text: risk.risk.clone(),
            }]
        };
        let names: Vec<Vec<Block>> = items.iter().map(name).collect();
        let names = self
            .measurer
            .has_names_beside_matrix(items)
            .then(|| MarkdownPart::Text(markdown_list(&names, true, self.escapes)));
        let table = matrix.to_table(&self.document.labels, self.document.meta.direction);
        let shares = vec![geometry::TOTAL_SHARES / table.columns.len().max(1); table.columns.len()];
        names
            .into_iter()
            .chain([MarkdownPart::Table { table, shares }])
            .collect()
    }

    fn event_cell(&self, event: &Event) -> String {
        let date = vec![Inline::Strong {
            body: event.date.clone(),
        }];
        self.paragraph(&[date, event.text.clone()].join(&Inline::LineBreak))
    }

    fn particular_line(&self, it: &Particular) -> String {
        let label = Inline::Strong {
            body: vec![Inline::text(format!("{}:", it.label))],
        };
        list_item(
            "- ",
            &self.paragraph(&[&[label, Inline::text(" ")], it.text.as_slice()].concat()),
        )
    }

    fn table_parts(&self, mut table: Table) -> Vec<MarkdownPart> {
        let note = self.text_below(&std::mem::take(&mut table.note));
        let shares = column_shares(
            &table,
            &self.measurer.body,
            self.small_type,
            geometry::content_width(&self.theme.slide),
        );
        std::iter::once(MarkdownPart::Table { table, shares })
            .chain(note)
            .collect()
    }

    /// Draws a chart.
    ///
    /// # Errors
    ///
    /// When it cannot be painted for a dialect without vector images.
    fn chart_part(&mut self, chart: &Chart) -> Result<MarkdownPart, Diagnostic> {
        let geometry = &self.theme.slide;
        let half = geometry::content_height(geometry) / 2.0;
        let (width, height) = (
            geometry::content_width(geometry),
            self.slide
                .map_or(half, |slide| self.measurer.figure_height(slide)),
        );
        let drawing = chart::draw_chart(
            chart,
            self.theme,
            self.assets.fonts(),
            width.pt(),
            height.pt(),
            self.small_type.size.pt(),
        );
        let svg = chart::drawing_to_svg(&drawing, &chart.alt, &self.theme.fonts.body).into_bytes();
        let number = self
            .files
            .iter()
            .filter(|(name, _)| name.starts_with("chart-"))
            .count()
            + 1;
        let (name, bytes) = if self.shows_vectors {
            (format!("chart-{number}.svg"), svg)
        } else {
            let name = format!("chart-{number}.png");
            let (file, _) =
                ImageFile::read(&name, &svg, ImageLimits::default(), self.assets.fonts())?;
            let copy = self.copy_for_dialect(&file).map_err(|why| {
                Diagnostic::error(
                    Code::InvalidChart,
                    format!("chart “{}” cannot be shown: {why}", chart.alt),
                )
            })?;
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
            None => {
                let file = self.assets.images.get(&image.file);
                let file = file.ok_or_else(|| {
                    Diagnostic::error(
                        Code::MissingPicture,
                        format!("picture `{}` not found", image.file),
                    )
                })?;
                let copy = self.copy_for_dialect(file).map_err(|why| {
                    Diagnostic::error(
                        Code::DamagedPicture,
                        format!("picture `{}` cannot be shown: {why}", image.file),
                    )
                })?;
                let name = format!(
                    "picture-{}.{}",
                    self.image_names.len() + 1,
                    copy.format.extension()
                );
                self.files.push((name.clone(), copy.bytes.to_vec()));
                self.image_names.insert(image.file.clone(), name.clone());
                name
            }
        };
        Ok(MarkdownPart::Image {
            alt: text::alt_text(&image.alt, self.escapes),
            file: format!("{ASSETS}/{name}"),
        })
    }
}

impl BlockWriter<'_> {
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
