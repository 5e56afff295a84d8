//! Risks: a matrix of likelihood and impact, and below it a table.

use super::body::BodyWriter;
use super::column_widths::WIDTH_SLACK;
use super::height::font_width_factor;
use super::paragraph_style::ParagraphStyle;
use super::styles::CELL_GAP;
use super::text::plain_paragraph;
use super::wml::{CellContent, HeaderCells, TableFormat};
use crate::document::{Inline, Risk};
use crate::risk_matrix::{DEGREES, RiskMatrix, axis_labels, cell_colors};

/// The largest width of a matrix, in twentieths of a point: 110 mm.
const MAX_WIDTH: usize = 6240;

/// The smallest width of a matrix, in twentieths of a point: 80 mm. Narrower columns show only the
/// table.
const MIN_WIDTH: usize = 4535;

/// The share of the width that the names of rows take at least and at most, in percent.
const MIN_NAMES_PERCENT: usize = 22;
const MAX_NAMES_PERCENT: usize = 40;

impl<'a> BodyWriter<'a> {
    pub(super) fn write_risks(&mut self, items: &'a [Risk]) {
        let has_room = self.metrics.matrix && self.width >= MIN_WIDTH;
        let matrix = RiskMatrix::from_risks(items).filter(|_| has_room);
        if let Some(matrix) = &matrix {
            self.write_risk_matrix(matrix, self.width.min(MAX_WIDTH));
        }
        self.write_risk_table(items, matrix.is_some());
    }

    /// The width of the column with the names of rows, whose head names the axes.
    fn matrix_names_width(&self, axes: &[Inline], width: usize) -> usize {
        let style = ParagraphStyle::TableLabel.measures(&self.metrics.scale);
        let word = self
            .ruler
            .longest_word_width(axes, style.font.size, style.bold);
        let word = word * font_width_factor(self.metrics.font) * WIDTH_SLACK;
        let needed = word.twips().ceil() as usize;
        let least = width * MIN_NAMES_PERCENT / 100;
        (needed + CELL_GAP).clamp(least, width * MAX_NAMES_PERCENT / 100)
    }

    /// Writes a table of nine cells, likelihood upwards and impact to the right, with the numbers
    /// of risks.
    fn write_risk_matrix(&mut self, matrix: &RiskMatrix, width: usize) {
        let labels = &self.document().labels;
        let colors = &self.metrics.theme.colors;
        let axes = axis_labels(labels, self.metrics.direction);
        let mut header = vec![vec![
            self.writer.paragraph(ParagraphStyle::TableLabel, &axes),
        ]];
        for impact in DEGREES {
            header.push(vec![plain_paragraph(
                ParagraphStyle::MatrixHeading,
                impact.label(labels),
            )]);
        }
        let mut rows: Vec<Vec<CellContent<'a>>> = vec![header];
        for likelihood in DEGREES.into_iter().rev() {
            let mut cells = vec![vec![plain_paragraph(
                ParagraphStyle::MatrixLabel,
                likelihood.label(labels),
            )]];
            for impact in DEGREES {
                let (_, text_color) = cell_colors(colors, likelihood, impact);
                let style = if text_color == colors.text {
                    ParagraphStyle::MatrixNumber
                } else {
                    ParagraphStyle::MatrixNumberInverse
                };
                let numbers = matrix.risk_numbers(likelihood, impact, labels);
                cells.push(vec![plain_paragraph(style, &numbers)]);
            }
            rows.push(cells);
        }

        // The first row and column are headers without a background.
        let background = |row: usize, column: usize| {
            let likelihood = DEGREES.iter().rev().nth(row.checked_sub(1)?)?;
            let impact = DEGREES.get(column.checked_sub(1)?)?;
            Some(cell_colors(colors, *likelihood, *impact).0)
        };
        let names_width = self.matrix_names_width(&axes, width);
        let cell_width = (width - names_width) / 3;
        let column_widths = vec![width - 3 * cell_width, cell_width, cell_width, cell_width];
        let format = TableFormat {
            style: "BriefMatrix",
            header_cells: HeaderCells::Both,
            title: format!(
                "{}{}{} × {}",
                self.label("risks"),
                self.document().labels.colon(),
                self.label("likelihood"),
                self.label("impact")
            ),
        };
        self.push_tinted_table(format, column_widths, rows, background);
    }
}
