//! Risks: a table, and above it a matrix in which each risk has its place. On a slide, the matrix
//! is beside the names of the risks instead.

use std::borrow::Cow;

use super::record_table::RecordRow;
use crate::document::{Degree, Inline, Medium, Rating, Risk};
use crate::frame::{Frame, HeaderScope, Role};
use crate::layout::context::LayoutContext;
use crate::layout::galley::{Fragment, Galley, side_by_side};
use crate::layout::text_style::{Align, TextStyle};
use crate::length::Pt;
use crate::risk_matrix::{DEGREES, RiskMatrix, axis_labels, cell_colors};
use crate::slides::SlideMeasurer;
use crate::slides::geometry::{MATRIX_CELL, MATRIX_WIDTH};
use crate::theme::Color;

/// In a measure of fewer ems of small text there is no matrix.
const MIN_MATRIX_EMS: f32 = 24.0;

/// On flowing pages a matrix is no wider than this: 110 mm.
const MAX_MATRIX_WIDTH: Pt = Pt(312.0);

/// Space between the cells of a matrix.
const CELL_GAP: Pt = Pt(1.5);

/// Width of the column of headers: at least this many ems of small text, at most this share of the
/// matrix.
const MIN_HEADER_EMS: f32 = 5.0;
const MAX_HEADER_SHARE: f32 = 0.4;

/// Space above and below the words in a cell, taken together.
const CELL_PADDING: Pt = Pt(6.0);

impl LayoutContext<'_> {
    pub(super) fn lay_out_risks(&mut self, items: &[Risk], measure: Pt) -> Galley {
        // A sheet that is too full for the matrix does without: the table has all it says.
        let has_room = measure >= MIN_MATRIX_EMS * self.metrics.small.size;
        let matrix = if has_room && self.metrics.risk_matrix {
            RiskMatrix::from_risks(items)
        } else {
            None
        };
        let rows = self.risk_rows(items, matrix.is_some());
        let mut galley = Galley::default();
        if let Some(matrix) = &matrix {
            let width = match self.metrics.medium {
                Medium::Slides => return self.lay_out_matrix_on_slide(matrix, items, measure),
                Medium::Pages => measure.min(MAX_MATRIX_WIDTH),
                Medium::Sheet => measure,
            };
            let row_height = 1.8 * self.metrics.small.leading;
            let matrix = Galley::from(self.lay_out_matrix(matrix, width, row_height));
            galley = self.with_space(matrix, 1.5, 4.0).keep_with_next();
        }
        let labels = [
            "number",
            "risk",
            "likelihood",
            "impact",
            "mitigation",
            "owner",
        ];
        galley.append(self.lay_out_record_table(&labels, rows, measure));
        galley
    }

    /// Rows for the table of risks. They are numbered if there is a matrix, which has the numbers
    /// in its cells.
    fn risk_rows<'t>(&self, items: &'t [Risk], numbered: bool) -> Vec<RecordRow<'t>> {
        let mut rows = Vec::new();
        for (index, risk) in items.iter().enumerate() {
            let mut number = Vec::new();
            if numbered {
                number.push(Inline::text((index + 1).to_string()));
            }
            let likelihood = self.rating_words(risk.likelihood.as_ref());
            let impact = self.rating_words(risk.impact.as_ref());
            rows.push(vec![
                Cow::from(number),
                Cow::from(&risk.risk),
                Cow::from(likelihood),
                Cow::from(impact),
                Cow::from(&risk.mitigation),
                Cow::from(&risk.owner),
            ]);
        }
        rows
    }

    fn rating_words(&self, rating: Option<&Rating>) -> Vec<Inline> {
        let words = rating.map(|it| it.shown(&self.document.labels));
        words.unwrap_or_default()
    }

    /// The matrix beside the names of the risks, or alone if the planner found no room for names.
    fn lay_out_matrix_on_slide(
        &mut self,
        matrix: &RiskMatrix,
        items: &[Risk],
        measure: Pt,
    ) -> Galley {
        let fonts = self.assets.fonts();
        let measurer = SlideMeasurer::new(self.theme, fonts, &self.document.labels)
            .with_hyphenation(self.hyphenation);
        let row_height = MATRIX_CELL.pt();
        if !measurer.has_names_beside_matrix(items) {
            return self.lay_out_matrix(matrix, measure, row_height).into();
        }
        let matrix_width = measure * MATRIX_WIDTH;
        let names_x = matrix_width + 1.5 * self.metrics.gutter;
        let names = self.lay_out_risk_names(items, measure - names_x);
        let matrix = self.lay_out_matrix(matrix, matrix_width, row_height);
        // The names are painted, and so read, first: they explain the numbers.
        let columns = vec![(names_x, names), (Pt::ZERO, matrix.into())];
        side_by_side(columns).into()
    }

    fn lay_out_risk_names(&mut self, items: &[Risk], measure: Pt) -> Galley {
        let style = self.text_style(self.metrics.small);
        let label_style = TextStyle {
            color: self.theme.colors.accent,
            ..style
        };
        let indent = 1.6 * style.size.size;
        let mut names = Galley::default();
        self.in_new_tag(Role::List { ordered: true }, |context| {
            for (index, risk) in items.iter().enumerate() {
                // The numbers are those in the cells of the matrix.
                let label = format!("{}.", index + 1);
                let lay_out_name = |context: &mut LayoutContext<'_>, measure| {
                    context.lay_out_paragraph(&risk.risk, style, measure)
                };
                let item = context.lay_out_item(&label, label_style, indent, measure, lay_out_name);
                names.append(context.with_space(item, 1.0, 0.0));
            }
        });
        names
    }

    /// A table of nine cells below and beside its headers: likelihood upwards, impact to the right.
    fn lay_out_matrix(&mut self, matrix: &RiskMatrix, width: Pt, row_height: Pt) -> Fragment {
        let size = self.metrics.small;
        let header_style = TextStyle {
            hyphenate: false,
            ..self.muted_style(size)
        };
        let document = self.document;
        let corner = axis_labels(&document.labels, document.meta.direction);
        let corner_width = self.inline_widths(&corner, header_style).natural;
        let min_header_width = MIN_HEADER_EMS * size.size;
        let wanted_width = corner_width.max(min_header_width) + CELL_PADDING;
        // The corner is on one line if that leaves most of the width to the cells.
        let header_width = wanted_width.min(width * MAX_HEADER_SHARE);
        let grid = MatrixGrid {
            header_style,
            header_width,
            column_width: (width - header_width) / DEGREES.len() as f32,
            row_height,
        };
        let mut table = Fragment::default();
        self.in_new_tag(Role::Table, |context| {
            context.in_new_tag(Role::TableHead, |context| {
                context.add_matrix_head(&mut table, &corner, &grid);
            });
            context.in_new_tag(Role::TableBody, |context| {
                for likelihood in DEGREES.into_iter().rev() {
                    context.add_matrix_row(&mut table, matrix, likelihood, &grid);
                }
            });
        });
        // Each row has a gap below it, and the last one needs none.
        table.height -= CELL_GAP;
        table
    }

    /// Adds the corner, which names both axes, and the degrees of impact. All end at the bottom of
    /// the row.
    fn add_matrix_head(&mut self, table: &mut Fragment, corner: &[Inline], grid: &MatrixGrid) {
        let mut cells = Vec::new();
        self.in_new_tag(Role::TableRow, |context| {
            let role = Role::HeaderCell(HeaderScope::Column);
            let corner =
                context.lay_out_matrix_cell(role, corner, grid.header_style, grid.header_width);
            cells.push((Pt::ZERO, corner));
            let style = grid.header_style.aligned(Align::Center);
            let width = grid.cell_width();
            for (column, impact) in DEGREES.into_iter().enumerate() {
                let name = words_or_none(impact.label(&context.document.labels));
                let cell = context.lay_out_matrix_cell(role, &name, style, width);
                cells.push((grid.column_x(column), cell));
            }
        });
        let mut highest = Pt::ZERO;
        for (_, cell) in &cells {
            highest = highest.max(cell.height);
        }
        for (x, cell) in cells {
            let drop = highest - cell.height;
            table.overlay(cell.shifted(x, drop));
        }
        table.height = highest + CELL_PADDING / 2.0;
    }

    /// Adds the name of a likelihood, and for each impact the numbers of the risks on a background
    /// that shows how severe they are.
    fn add_matrix_row(
        &mut self,
        table: &mut Fragment,
        matrix: &RiskMatrix,
        likelihood: Degree,
        grid: &MatrixGrid,
    ) {
        let document = self.document;
        let mut cells = Vec::new();
        self.in_new_tag(Role::TableRow, |context| {
            let role = Role::HeaderCell(HeaderScope::Row);
            let name = words_or_none(likelihood.label(&document.labels));
            let width = grid.header_width - CELL_GAP;
            let words = context.lay_out_matrix_cell(role, &name, grid.header_style, width);
            cells.push(MatrixCell {
                x: Pt::ZERO,
                background: None,
                words,
            });
            let width = grid.cell_width();
            for (column, impact) in DEGREES.into_iter().enumerate() {
                let (background, color) = cell_colors(&context.theme.colors, likelihood, impact);
                let style = TextStyle::new(context.metrics.small, color)
                    .strong()
                    .tabular()
                    .aligned(Align::Center);
                let numbers = matrix.risk_numbers(likelihood, impact, &document.labels);
                let words = words_or_none(&numbers);
                // A cell without risks has a tag, too: all rows of a table have the same cells.
                let words = context.lay_out_matrix_cell(Role::DataCell, &words, style, width);
                cells.push(MatrixCell {
                    x: grid.column_x(column),
                    background: Some(background),
                    words,
                });
            }
        });
        let mut highest = Pt::ZERO;
        for cell in &cells {
            highest = highest.max(cell.words.height);
        }
        let row_height = grid.row_height.max(highest + CELL_PADDING);
        // The background of each cell is added before its words, and so is behind them.
        for cell in cells {
            if let Some(background) = cell.background {
                let frame = Frame {
                    x: cell.x,
                    y: table.height,
                    width: grid.cell_width(),
                    height: row_height - CELL_GAP,
                };
                self.add_content(table, |content| content.rect(frame, background));
            }
            let spare = row_height - CELL_GAP - cell.words.height;
            let drop = table.height + spare / 2.0;
            table.overlay(cell.words.shifted(cell.x, drop));
        }
        table.height += row_height;
    }

    fn lay_out_matrix_cell(
        &mut self,
        role: Role,
        words: &[Inline],
        style: TextStyle,
        width: Pt,
    ) -> Fragment {
        let tag = self.new_tag(role);
        self.lay_out_inlines(words, style, width, tag)
            .into_fragment()
    }
}

/// Measures of a matrix.
struct MatrixGrid {
    header_style: TextStyle,
    /// Width of the column of headers.
    header_width: Pt,
    /// Distance from one column to the next.
    column_width: Pt,
    /// Least distance from one row to the next.
    row_height: Pt,
}

impl MatrixGrid {
    /// The left edge of a column, counted without the headers.
    fn column_x(&self, column: usize) -> Pt {
        self.header_width + column as f32 * self.column_width
    }

    /// Width of a cell: its column without the gap.
    fn cell_width(&self) -> Pt {
        self.column_width - CELL_GAP
    }
}

struct MatrixCell {
    x: Pt,
    background: Option<Color>,
    words: Fragment,
}

/// A text as inlines; none if it is empty.
fn words_or_none(text: &str) -> Vec<Inline> {
    if text.is_empty() {
        Vec::new()
    } else {
        vec![Inline::text(text)]
    }
}
