//! How tall paragraphs and tables are. Word lays pages out itself, with fonts of its own: lines are
//! broken here by the metrics of the theme's fonts, and taken to be as much wider and taller as
//! Word's may be.

use docx_rs::{
    DocumentChild, Footnote, Paragraph, ParagraphChild, Run, RunChild, StructuredDataTagChild,
    TableCellContent, TableChild, TableRowChild,
};

use super::column_widths::is_wide_character;
use super::deferred::{DRAWING_STYLE_PREFIX, InlineDrawing};
use super::lists::{EVENT_INDENT, LIST_INDENT};
use super::metrics::DocxMetrics;
use super::styles::{BOX_INSET, BOX_PADDING, CELL_GAP};
use crate::document::Inline;
use crate::length::Pt;
use crate::text::ruler::TextRuler;
use crate::theme::Type;

/// Measures what was written for one look.
pub(super) struct HeightEstimator<'a> {
    pub(super) metrics: &'a DocxMetrics<'a>,
    pub(super) ruler: &'a TextRuler<'a>,
    pub(super) drawings: &'a [InlineDrawing<'a>],
    pub(super) notes: &'a [Footnote],
}

/// What counts of a style.
struct StyleMetrics {
    kind: Type<Pt>,
    strong: bool,
    /// Space before and after, in the theme's units.
    units: f32,
    /// What it takes from the width, in twentieths of a point.
    indent: usize,
    /// What it takes besides lines and space.
    frame: Pt,
}

/// The line of a table's rule.
const RULE: Pt = Pt(0.75);

/// The natural height of a line in Word's Latin fonts, in ems: Calibri's, which is the largest of
/// the usual ones.
const LATIN_LINE: f32 = 1.22;

/// The same for fonts of Chinese, Japanese and Korean: Noto's, which is larger than Microsoft's.
const WIDE_LINE: f32 = 1.45;

impl HeightEstimator<'_> {
    /// The height of what stands in a column `width` twentieths of a point wide, notes included.
    pub(super) fn estimate(&self, children: &[DocumentChild], width: usize) -> Pt {
        children
            .iter()
            .map(|child| self.block_height(child, width))
            .sum()
    }

    fn block_height(&self, child: &DocumentChild, width: usize) -> Pt {
        match child {
            DocumentChild::Paragraph(paragraph) => self.paragraph_height(paragraph, width),
            DocumentChild::Table(table) => {
                let rows = table.rows.iter().map(|TableChild::TableRow(row)| {
                    let cells = row.cells.iter().zip(&table.grid).map(
                        |(TableRowChild::TableCell(cell), width)| {
                            let width = width.saturating_sub(CELL_GAP);
                            let paragraphs = cell.children.iter().map(|content| match content {
                                TableCellContent::Paragraph(paragraph) => {
                                    self.paragraph_height(paragraph, width)
                                }
                                _ => Pt::ZERO,
                            });
                            paragraphs.sum::<Pt>()
                        },
                    );
                    cells.fold(Pt::ZERO, Pt::max) + RULE
                });
                rows.sum()
            }
            _ => Pt::ZERO,
        }
    }

    fn paragraph_height(&self, paragraph: &Paragraph, width: usize) -> Pt {
        let style = paragraph
            .property
            .style
            .as_ref()
            .map_or("", |style| style.val.as_str());
        let StyleMetrics {
            kind,
            strong,
            units,
            indent,
            frame,
        } = style_metrics(style, self.metrics);
        let mut content = ParagraphContent::default();
        content.add_paragraph(paragraph);
        let drawn = content
            .drawings
            .iter()
            .filter_map(|number| self.drawings.get(*number));
        let drawn = drawn.map(|drawing| drawing.height).fold(Pt::ZERO, Pt::max);
        // They are numbered from 1.
        let notes = content
            .notes
            .iter()
            .filter_map(|id| self.notes.get(id.checked_sub(1)?));
        let notes = notes
            .flat_map(|note| &note.content)
            .map(|note| self.paragraph_height(note, self.metrics.width))
            .sum::<Pt>();
        let room =
            Pt::from_twips(width.saturating_sub(indent)) / font_width_factor(&self.metrics.font);
        let natural = if content.text.chars().any(is_wide_character) {
            WIDE_LINE
        } else {
            LATIN_LINE
        } * kind.size;
        let lines = self
            .ruler
            .lines(
                &[Inline::Text { text: content.text }],
                kind.size,
                strong,
                room,
            )
            .count();
        (lines as f32 * kind.leading.max(natural)).max(drawn)
            + self.metrics.space(units)
            + frame
            + notes
    }
}

/// How much wider a font of Word is than the one that lines are measured in.
fn font_width_factor(font: &str) -> f32 {
    match font {
        "Calibri" | "Carlito" | "Times New Roman" | "Garamond" => 0.96,
        "Cambria" | "Candara" | "Corbel" | "Aptos" | "Segoe UI" => 1.04,
        "Verdana" => 1.25,
        _ => 1.12,
    }
}

/// What a paragraph holds, as far as it takes room.
#[derive(Default)]
struct ParagraphContent {
    text: String,
    drawings: Vec<usize>,
    notes: Vec<usize>,
}

impl ParagraphContent {
    fn add_paragraph(&mut self, paragraph: &Paragraph) {
        for child in &paragraph.children {
            match child {
                ParagraphChild::Run(run) => self.add_run(run),
                ParagraphChild::Hyperlink(link) => link.children.iter().for_each(|child| {
                    if let ParagraphChild::Run(run) = child {
                        self.add_run(run);
                    }
                }),
                ParagraphChild::StructuredDataTag(tag) => tag.children.iter().for_each(|child| {
                    if let StructuredDataTagChild::Run(run) = child {
                        self.add_run(run);
                    }
                }),
                // Bookmarks and the like take no room; nothing else is written.
                _ => {}
            }
        }
    }

    fn add_run(&mut self, run: &Run) {
        let style = run
            .run_property
            .style
            .as_ref()
            .map(|style| style.val.as_str());
        let slot = style.and_then(|style| style.strip_prefix(DRAWING_STYLE_PREFIX));
        self.drawings
            .extend(slot.and_then(|number| number.parse::<usize>().ok()));
        for child in &run.children {
            match child {
                RunChild::Text(text) => self.text.push_str(&text.text),
                RunChild::Tab(_) => self.text.push_str("    "),
                RunChild::Break(_) => self.text.push('\n'),
                RunChild::FootnoteReference(note) => {
                    self.text.push('1');
                    self.notes.push(note.id);
                }
                _ => {}
            }
        }
    }
}

fn style_metrics(style: &str, metrics: &DocxMetrics) -> StyleMetrics {
    let scale = &metrics.scale;
    let plain = |kind, units| StyleMetrics {
        kind,
        units,
        strong: false,
        indent: 0,
        frame: Pt::ZERO,
    };
    let strong = |kind, units| StyleMetrics {
        strong: true,
        ..plain(kind, units)
    };
    let boxed = |style_metrics: StyleMetrics| StyleMetrics {
        indent: BOX_INSET,
        ..style_metrics
    };
    let level = style
        .chars()
        .last()
        .and_then(|last| last.to_digit(10))
        .unwrap_or(1) as usize;
    match style {
        "Kicker" => plain(scale.caption, 1.5),
        "Title" => strong(scale.title, 1.0),
        "Subtitle" => plain(scale.subtitle, 2.0),
        "Heading1" => strong(scale.heading_1, 8.0),
        "Heading2" => strong(scale.heading_2, 5.0),
        "Heading3" => strong(scale.heading_3, 4.0),
        "BottomLineLabel" => StyleMetrics {
            frame: BOX_PADDING,
            ..boxed(strong(scale.small, 3.0))
        },
        "BottomLine" => boxed(plain(scale.lead, 1.0)),
        "BottomLineJoined" => StyleMetrics {
            frame: BOX_PADDING,
            ..boxed(plain(scale.lead, 0.0))
        },
        "BottomLineBullet" | "BottomLineNumber" => StyleMetrics {
            indent: BOX_INSET + LIST_INDENT,
            ..plain(scale.lead, 1.0)
        },
        "BottomLineBulletJoined" | "BottomLineNumberJoined" => StyleMetrics {
            indent: BOX_INSET + LIST_INDENT,
            frame: BOX_PADDING,
            ..plain(scale.lead, 0.0)
        },
        "AskLabel" => boxed(strong(scale.small, 4.0)),
        "Ask" => boxed(strong(scale.lead, 3.0)),
        "Quote" => StyleMetrics {
            indent: 568,
            ..plain(scale.body, 2.5)
        },
        "QuoteSource" => StyleMetrics {
            indent: 568,
            ..plain(scale.small, 2.5)
        },
        "Figure" => plain(scale.body, 3.5),
        "Caption" => strong(scale.small, 4.0),
        "FigureCaption" => strong(scale.small, 1.5),
        "TableNote" => plain(scale.caption, 4.0),
        "TableSpacing" => plain(
            Type {
                size: Pt(4.0),
                leading: Pt(8.0),
            },
            0.0,
        ),
        "Bibliography" => StyleMetrics {
            indent: 400,
            ..plain(scale.source, 1.0)
        },
        "FootnoteText" => StyleMetrics {
            indent: 100,
            ..plain(scale.source, 0.5)
        },
        "MetricValue" => strong(scale.figure, 0.0),
        "MetricLabel" => strong(scale.caption, 1.0),
        "MetricUnit" => strong(scale.caption, 0.5),
        "MetricDate" => plain(scale.caption, 0.5),
        "MetricChange" => plain(scale.small, 0.25),
        "SpeakerNotesLabel" => StyleMetrics {
            indent: 340,
            ..strong(scale.caption, 2.5)
        },
        "SpeakerNotes" => StyleMetrics {
            indent: 340,
            ..plain(scale.small, 1.5)
        },
        "TableHeading" | "TableHeadingNumber" => strong(scale.small, 1.5),
        "TableBullet" => StyleMetrics {
            indent: scale.small.size.twips() as usize,
            ..plain(scale.small, 1.5)
        },
        "MatrixNumber" | "MatrixNumberInverse" => strong(scale.small, 3.0),
        "MatrixLabel" => plain(scale.small, 3.0),
        "TimelineDate" => strong(scale.small, 1.5),
        "TimelineText" => StyleMetrics {
            indent: EVENT_INDENT,
            ..plain(scale.small, 1.5)
        },
        _ if style.starts_with("Table") => plain(scale.small, 1.5),
        _ if style.starts_with("List") => StyleMetrics {
            indent: LIST_INDENT * level,
            ..plain(scale.body, 1.25)
        },
        _ => plain(scale.body, 1.75),
    }
}
