//! Risks: a table, and above it a matrix in which each has its place.

use super::body::{BodyWriter, words};
use super::deferred::{HeaderCells, TableFormat};
use super::tables::CellContent;
use crate::document::Risk;
use crate::risk_matrix::{DEGREES, RiskMatrix, axis_labels, cell_colors};

/// The most and the least width of a matrix, in twentieths of a point: 110 and 80 mm.
const WIDTHS: [usize; 2] = [6240, 4535];

/// The share of its width that the names of its rows take, in percent.
const NAMES: usize = 22;

impl<'a> BodyWriter<'a> {
    pub(super) fn risks(&mut self, items: &'a [Risk]) {
        let [most, least] = WIDTHS;
        let matrix =
            RiskMatrix::from_risks(items).filter(|_| self.look.matrix && self.width >= least);
        if let Some(matrix) = &matrix {
            self.matrix(matrix, self.width.min(most));
        }
        self.risk_table(items, matrix.is_some());
    }

    /// Nine cells: likelihood upwards, impact to the right.
    fn matrix(&mut self, matrix: &RiskMatrix, width: usize) {
        let labels = &self.document().labels;
        let colors = &self.look.theme.colors;
        let corner = self
            .writer
            .paragraph("TableLabel", &axis_labels(labels, self.look.direction));
        let column_headings =
            DEGREES.map(|degree| vec![words("MatrixHeading", degree.label(labels))]);
        let mut rows: Vec<Vec<CellContent>> = vec![
            std::iter::once(vec![corner])
                .chain(column_headings)
                .collect(),
        ];
        for likelihood in DEGREES.into_iter().rev() {
            let name = vec![words("MatrixLabel", likelihood.label(labels))];
            let cells = DEGREES.map(|impact| {
                let (_, ink) = cell_colors(colors, likelihood, impact);
                let style = if ink == colors.text {
                    "MatrixNumber"
                } else {
                    "MatrixNumberInverse"
                };
                vec![words(
                    style,
                    &matrix.risk_numbers(likelihood, impact, labels),
                )]
            });
            rows.push(std::iter::once(name).chain(cells).collect());
        }
        let names = width * NAMES / 100;
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
        let look = TableFormat {
            style: "BriefMatrix",
            header_cells: HeaderCells::Both,
            title,
            right_to_left: false,
        };
        self.tinted_table(look, vec![width - 3 * cell, cell, cell, cell], rows, ground);
    }
}
