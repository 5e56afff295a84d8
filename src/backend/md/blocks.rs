//! Writes blocks as paragraphs of Markdown, and collects the files of their images.

use std::collections::BTreeMap;

use super::commonmark::{item, list, quote};
use super::text::{self, Marks, inline, line};
use crate::assets::{Assets, ImageCopy, ImageFile, ImageFormat, ImageLimits};
use crate::backend::ASSETS;
use crate::chart;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{
    Block, Chart, Document, Event, GroupItem, Image, Inline, Metric, Particular, Risk, Table,
};
use crate::length::Px;
use crate::risk_matrix::RiskMatrix;
use crate::slides::{
    Slide, SlideMeasurer, ask_heading, block_to_table, caption_with_credit, column_shares,
    geometry, metric_details, metric_value,
};
use crate::theme::{Theme, Type};

/// A part of a slide that dialects may write differently.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Part {
    /// A paragraph, a list, a heading or a quote.
    Words(String),
    /// Cells that are shown side by side where the dialect can do that.
    Cells { cells: Vec<String>, columns: usize },
    /// A table, and the widths of its columns in [`geometry::TOTAL_SHARES`]ths.
    Table { table: Table, shares: Vec<usize> },
    /// An image and its alternative text.
    Image { alt: String, file: String },
    /// A caption or note of the exhibit before it, or the sources of the slide.
    Below(String),
}

/// Writes blocks, and keeps the files of their images.
pub(super) struct Blocks<'a> {
    document: &'a Document,
    theme: &'a Theme,
    assets: &'a Assets,
    /// Measures blocks on slides.
    pub measurer: SlideMeasurer<'a>,
    marks: Marks,
    /// Level of headings inside blocks.
    pub level: usize,
    /// Type size of tables and charts.
    pub small: Type<Px>,
    /// The slide that is being written, which decides the height of a chart. Without a slide, a
    /// chart has half the height of one.
    pub slide: Option<&'a Slide>,
    /// Whether the dialect shows vector images.
    pub vectors: bool,
    /// Names and bytes of image files, in the order of their first use.
    pub files: Vec<(String, Vec<u8>)>,
    /// The names given to the images of the document, by file.
    names: BTreeMap<String, String>,
}

impl<'a> Blocks<'a> {
    pub fn new(
        document: &'a Document,
        measurer: SlideMeasurer<'a>,
        assets: &'a Assets,
        marks: Marks,
    ) -> Self {
        let theme = measurer.theme();
        let slide = &theme.slide;
        Self {
            document,
            theme,
            assets,
            measurer,
            marks,
            level: 3,
            small: slide.small,
            slide: None,
            vectors: true,
            files: Vec::new(),
            names: BTreeMap::new(),
        }
    }

    /// The text of a paragraph.
    pub fn inline(&self, text: &[Inline]) -> String {
        inline(text, self.marks)
    }

    /// A heading inside a block.
    pub fn heading(&self, text: &[Inline]) -> Part {
        Part::Words(format!(
            "{} {}",
            "#".repeat(self.level),
            line(text, self.marks)
        ))
    }

    /// `text` below an exhibit; `None` if it is empty.
    fn below(&self, text: &[Inline]) -> Option<Part> {
        (!text.is_empty()).then(|| Part::Below(self.inline(text)))
    }

    /// Several blocks.
    pub fn all(&mut self, blocks: &[Block]) -> Result<Vec<Part>, Diagnostic> {
        let mut out = Vec::new();
        for block in blocks {
            out.extend(self.block(block)?);
        }
        Ok(out)
    }

    /// A block that can be on a slide; nothing for the others.
    ///
    /// # Errors
    ///
    /// When an image is missing or cannot be shown.
    pub fn block(&mut self, block: &Block) -> Result<Vec<Part>, Diagnostic> {
        if let Block::Risks { items } = block
            && let Some(matrix) = RiskMatrix::from_risks(items)
        {
            return Ok(self.matrix(&matrix, items));
        }
        let one = |words: String| vec![Part::Words(words)];
        Ok(match block {
            Block::Heading { text, .. } => vec![self.heading(text)],
            Block::Paragraph { text } => one(self.inline(text)),
            Block::List { ordered, items } => one(list(items, *ordered, self.marks)),
            Block::BottomLine { body } => self.all(body)?,
            Block::Ask { text, by } => {
                let head = self.inline(&ask_heading(by.as_deref(), &self.document.labels));
                one(quote(&format!("**{head}**\n\n{}", self.inline(text))))
            }
            Block::Metrics { items } => {
                let cells = items.iter().map(|metric| self.metric(metric)).collect();
                vec![Part::Cells {
                    cells,
                    columns: geometry::metric_columns(items.len()),
                }]
            }
            Block::Group(group) => {
                let intro = (!group.text.is_empty()).then(|| Part::Words(self.inline(&group.text)));
                let cells: Vec<String> = group.items.iter().map(|it| self.group_item(it)).collect();
                let columns = geometry::grid_columns(cells.len());
                let cells = (!cells.is_empty()).then_some(Part::Cells { cells, columns });
                intro.into_iter().chain(cells).collect()
            }
            Block::Quote(it) => {
                let by = (!it.by.is_empty()).then(|| format!("— {}", self.inline(&it.by)));
                let text = (!it.text.is_empty()).then(|| self.inline(&it.text));
                one(quote(
                    &text.into_iter().chain(by).collect::<Vec<_>>().join("\n\n"),
                ))
            }
            Block::Questions { items } => {
                let mut out = Vec::new();
                for question in items {
                    out.push(self.heading(&question.question));
                    out.extend(self.all(&question.answer)?);
                }
                out
            }
            Block::Particulars { rows } => {
                let rows: Vec<String> = rows.iter().map(|row| self.particular(row)).collect();
                one(rows.join("\n"))
            }
            Block::Chart(chart) => {
                let note = self.below(&chart.note);
                std::iter::once(self.chart(chart)?).chain(note).collect()
            }
            Block::Image(image) => {
                let caption = self.below(&caption_with_credit(image, &self.document.labels));
                std::iter::once(self.image(image)?).chain(caption).collect()
            }
            Block::Timeline { items } if self.measurer.sets_events_in_row(items) => {
                let cells = items.iter().map(|event| self.event(event)).collect();
                vec![Part::Cells {
                    cells,
                    columns: items.len(),
                }]
            }
            Block::Table(_)
            | Block::People { .. }
            | Block::Timeline { .. }
            | Block::Options { .. }
            | Block::Risks { .. }
            | Block::Actions { .. }
            | Block::Glossary { .. }
            | Block::Contacts { .. } => block_to_table(block, &self.document.labels)
                .map(|it| self.table(it))
                .unwrap_or_default(),
            Block::Masthead
            | Block::Point(_)
            | Block::Columns { .. }
            | Block::Notes { .. }
            | Block::Sources
            | Block::Break => Vec::new(),
        })
    }

    fn metric(&self, metric: &Metric) -> String {
        let value = vec![Inline::Strong {
            body: metric_value(metric),
        }];
        self.inline(&[value, metric_details(metric)].join(&Inline::LineBreak))
    }

    fn group_item(&self, it: &GroupItem) -> String {
        let name = vec![Inline::Strong {
            body: it.name.clone(),
        }];
        let lines: Vec<_> = [name, it.text.clone()]
            .into_iter()
            .filter(|it| !it.is_empty())
            .collect();
        self.inline(&lines.join(&Inline::LineBreak))
    }

    /// A matrix of risks, after a numbered list of their names. The list comes first because Pandoc
    /// begins a new slide after a table.
    fn matrix(&self, matrix: &RiskMatrix, items: &[Risk]) -> Vec<Part> {
        let name = |risk: &Risk| {
            vec![Block::Paragraph {
                text: risk.risk.clone(),
            }]
        };
        let names: Vec<Vec<Block>> = items.iter().map(name).collect();
        let names = self
            .measurer
            .has_names_beside_matrix(items)
            .then(|| Part::Words(list(&names, true, self.marks)));
        let table = matrix.to_table(&self.document.labels, self.document.meta.direction);
        let shares = vec![geometry::TOTAL_SHARES / table.columns.len().max(1); table.columns.len()];
        names
            .into_iter()
            .chain([Part::Table { table, shares }])
            .collect()
    }

    fn event(&self, event: &Event) -> String {
        let date = vec![Inline::Strong {
            body: event.date.clone(),
        }];
        self.inline(&[date, event.text.clone()].join(&Inline::LineBreak))
    }

    fn particular(&self, it: &Particular) -> String {
        let label = Inline::Strong {
            body: vec![Inline::text(format!("{}:", it.label))],
        };
        item(
            "- ",
            &self.inline(&[&[label, Inline::text(" ")], it.text.as_slice()].concat()),
        )
    }

    fn table(&self, mut table: Table) -> Vec<Part> {
        let note = self.below(&std::mem::take(&mut table.note));
        let shares = column_shares(
            &table,
            &self.measurer.body,
            self.small,
            geometry::content_width(&self.theme.slide),
        );
        std::iter::once(Part::Table { table, shares })
            .chain(note)
            .collect()
    }

    /// Draws a chart.
    ///
    /// # Errors
    ///
    /// When it cannot be painted for a dialect without vector images.
    fn chart(&mut self, chart: &Chart) -> Result<Part, Diagnostic> {
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
            self.small.size.pt(),
        );
        let svg = chart::drawing_to_svg(&drawing, &chart.alt, &self.theme.fonts.body).into_bytes();
        let number = self
            .files
            .iter()
            .filter(|(name, _)| name.starts_with("chart-"))
            .count()
            + 1;
        let (name, bytes) = if self.vectors {
            (format!("chart-{number}.svg"), svg)
        } else {
            let name = format!("chart-{number}.png");
            let (file, _) =
                ImageFile::read(&name, &svg, ImageLimits::default(), self.assets.fonts())?;
            let copy = self.copy(&file).map_err(|why| {
                Diagnostic::error(
                    Code::InvalidChart,
                    format!("chart “{}” cannot be shown: {why}", chart.alt),
                )
            })?;
            (name, copy.bytes.to_vec())
        };
        self.files.push((name.clone(), bytes));
        Ok(Part::Image {
            alt: text::alt(&chart.alt, self.marks),
            file: format!("{ASSETS}/{name}"),
        })
    }

    fn image(&mut self, image: &Image) -> Result<Part, Diagnostic> {
        let name = match self.names.get(&image.file) {
            Some(name) => name.clone(),
            None => {
                let file = self.assets.images.get(&image.file);
                let file = file.ok_or_else(|| {
                    Diagnostic::error(
                        Code::MissingPicture,
                        format!("picture `{}` not found", image.file),
                    )
                })?;
                let copy = self.copy(file).map_err(|why| {
                    Diagnostic::error(
                        Code::DamagedPicture,
                        format!("picture `{}` cannot be shown: {why}", image.file),
                    )
                })?;
                let name = format!(
                    "picture-{}.{}",
                    self.names.len() + 1,
                    copy.format.extension()
                );
                self.files.push((name.clone(), copy.bytes.to_vec()));
                self.names.insert(image.file.clone(), name.clone());
                name
            }
        };
        Ok(Part::Image {
            alt: text::alt(&image.alt, self.marks),
            file: format!("{ASSETS}/{name}"),
        })
    }
}

impl Blocks<'_> {
    /// The file of an image for the dialect: the vector image, or pixels for the largest slide.
    fn copy(&self, file: &ImageFile) -> Result<ImageCopy, String> {
        let slide = &self.theme.slide;
        if file.format == ImageFormat::Svg && self.vectors {
            return Ok(ImageCopy {
                format: ImageFormat::Svg,
                bytes: file.svg_of_width(geometry::content_width(slide)),
            });
        }
        file.copy(file.pixels_for_slide(slide.width, slide.height))
    }
}
