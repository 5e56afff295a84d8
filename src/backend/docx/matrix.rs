//! Risks: a table, and above it a matrix in which each has its place.

use super::body::{BodyWriter, plain_paragraph};
use super::deferred::{HeaderCells, TableFormat};
use super::tables::CellContent;
use crate::document::Risk;
use crate::risk_matrix::{DEGREES, RiskMatrix, axis_labels, cell_colors};

/// The most and the least width of a matrix, in twentieths of a point: 110 and 80 mm.
const MAX_AND_MIN_WIDTH: [usize; 2] = [6240, 4535];

/// The share of its width that the names of its rows take, in percent.
const NAME_COLUMN_PERCENT: usize = 22;

impl<'a> BodyWriter<'a> {
    pub(super) fn write_risks(&mut self, items: &'a [Risk]) {
        let [most, least] = MAX_AND_MIN_WIDTH;
        let matrix =
            RiskMatrix::from_risks(items).filter(|_| self.metrics.matrix && self.width >= least);
        if let Some(matrix) = &matrix {
            self.write_risk_matrix(matrix, self.width.min(most));
        }
        self.write_risk_table(items, matrix.is_some());
    }

    /// Nine cells: likelihood upwards, impact to the right.
    fn write_risk_matrix(&mut self, matrix: &RiskMatrix, width: usize) {
        let labels = &self.document().labels;
        let colors = &self.metrics.theme.colors;
        let corner = self
            .writer
            .paragraph("TableLabel", &axis_labels(labels, self.metrics.direction));
        let column_headings =
            DEGREES.map(|degree| vec![plain_paragraph("MatrixHeading", degree.label(labels))]);
        let mut rows: Vec<Vec<CellContent>> = vec![
            std::iter::once(vec![corner])
                .chain(column_headings)
                .collect(),
        ];
        for likelihood in DEGREES.into_iter().rev() {
            let name = vec![plain_paragraph("MatrixLabel", likelihood.label(labels))];
            let cells = DEGREES.map(|impact| {
                let (_, ink) = cell_colors(colors, likelihood, impact);
                let style = if ink == colors.text {
                    "MatrixNumber"
                } else {
                    "MatrixNumberInverse"
                };
                vec![plain_paragraph(
                    style,
                    &matrix.risk_numbers(likelihood, impact, labels),
                )]
            });
            rows.push(std::iter::once(name).chain(cells).collect());
        }
        let names = width * NAME_COLUMN_PERCENT / 100;
        let cell = (width - names) / 3;
        let ground = |row: usize, column: usize| {
            let likelihood = DEGREES.iter().rev().nth(row.checked_sub(1)?)?;
            Some(cell_colors(colors, *likelihood, *DEGREES.get(column.checked_sub(1)?)?).0)
        };
        let title = format!(
            "{}: {} × {}",
            self.label("risks"),
            self.label("likelihood"),
            self.label("impact")
        );
        let format = TableFormat {
            style: "BriefMatrix",
            header_cells: HeaderCells::Both,
            title,
            right_to_left: false,
        };
        self.push_tinted_table(
            format,
            vec![width - 3 * cell, cell, cell, cell],
            rows,
            ground,
        );
    }
}
