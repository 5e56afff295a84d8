//! Risks: a table, and above it a matrix in which each has its place.

use std::borrow::Cow;

use crate::document::{Degree, Inline, Medium, Risk};
use crate::frame::{Frame, HeaderScope, Role};
use crate::layout::context::LayoutContext;
use crate::layout::galley::{Fragment, Galley, side_by_side};
use crate::layout::inline::{Align, TextStyle};
use crate::length::Pt;
use crate::risk_matrix::{DEGREES, RiskMatrix, axis_labels, cell_colors};
use crate::slides::SlideMeasurer;
use crate::slides::geometry::{MATRIX_CELL, MATRIX_WIDTH};

/// In a measure of fewer ems of small text there is no matrix.
const MIN_MATRIX_EMS: f32 = 24.0;

/// On flowing pages a matrix is no wider than this: 110 mm.
const MAX_MATRIX_WIDTH: Pt = Pt(312.0);

/// Between cells.
const CELL_GAP: Pt = Pt(1.5);

impl LayoutContext<'_> {
    pub(super) fn lay_out_risks(&mut self, items: &[Risk], measure: Pt) -> Galley {
        let roomy = measure >= MIN_MATRIX_EMS * self.metrics.small.size;
        let matrix = RiskMatrix::from_risks(items).filter(|_| roomy && self.metrics.risk_matrix);
        if let (Some(matrix), Medium::Slides) = (&matrix, self.metrics.medium) {
            return self.lay_out_matrix_on_slide(matrix, items, measure);
        }
        let labels = &self.document.labels;
        let rows = items.iter().enumerate().map(|(at, risk)| {
            let degree = |degree: Option<Degree>| {
                degree
                    .map(|it| vec![Inline::text(it.label(labels))])
                    .unwrap_or_default()
            };
            // Numbers say which place in the matrix is whose.
            let number = matrix
                .as_ref()
                .map(|_| vec![Inline::text((at + 1).to_string())])
                .unwrap_or_default();
            let (likelihood, impact) = (degree(risk.likelihood), degree(risk.impact));
            let [what, mitigation, owner] =
                [&risk.risk, &risk.mitigation, &risk.owner].map(Cow::from);
            vec![
                number.into(),
                what,
                likelihood.into(),
                impact.into(),
                mitigation,
                owner,
            ]
        });
        let rows = rows.collect();
        let width = if self.metrics.medium == Medium::Pages {
            measure.min(MAX_MATRIX_WIDTH)
        } else {
            measure
        };
        let height = 1.8 * self.metrics.small.leading;
        let drawn = matrix
            .as_ref()
            .map(|matrix| self.lay_out_matrix(matrix, width, height));
        let (above, below) = (self.units(1.5), self.units(4.0));
        let mut galley = Galley {
            fragments: drawn.into_iter().collect(),
        }
        .spaced(above, below)
        .keep_with_next();
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

    /// The matrix beside the names of the risks.
    fn lay_out_matrix_on_slide(
        &mut self,
        matrix: &RiskMatrix,
        items: &[Risk],
        measure: Pt,
    ) -> Galley {
        let measurer = SlideMeasurer::new(self.theme, self.assets.fonts(), &self.document.labels);
        let height = MATRIX_CELL.pt();
        if !measurer.has_names_beside_matrix(items) {
            return self.lay_out_matrix(matrix, measure, height).into();
        }
        let width = measure * MATRIX_WIDTH;
        let start = width + 1.5 * self.metrics.gutter;
        let style = self.text_style(self.metrics.small);
        let indent = 1.6 * style.size.size;
        let names = self.in_new_tag(Role::List { ordered: true }, |context| {
            let mut names = Galley::default();
            for (at, risk) in items.iter().enumerate() {
                let set = |context: &mut LayoutContext<'_>, measure: Pt| {
                    context.lay_out_paragraph(&risk.risk, style, measure)
                };
                let label = TextStyle {
                    color: context.theme.colors.accent,
                    ..style
                };
                let item = context.lay_out_item(
                    &format!("{}.", at + 1),
                    label,
                    indent,
                    measure - start,
                    set,
                );
                let between = context.units(1.0);
                names.append(item.spaced(between, Pt::ZERO));
            }
            names
        });
        let matrix = self.lay_out_matrix(matrix, width, height);
        side_by_side(vec![(start, names), (Pt::ZERO, matrix.into())]).into()
    }

    /// A table of nine cells: likelihood upwards, impact to the right.
    fn lay_out_matrix(&mut self, matrix: &RiskMatrix, width: Pt, height: Pt) -> Fragment {
        let labels = &self.document.labels;
        let words = |text: String| {
            if text.is_empty() {
                Vec::new()
            } else {
                vec![Inline::text(text)]
            }
        };
        let name = |degree: Degree| words(degree.label(labels).to_owned());
        let size = self.metrics.small;
        let head = TextStyle {
            hyphenate: false,
            ..self.muted_style(size)
        };
        let corner = axis_labels(labels, self.document.meta.direction);
        let widest = self.inline_widths(&corner, head).1.max(5.0 * size.size) + Pt(6.0);
        let side = widest.min(width * 0.4);
        let cell = (width - side) / 3.0;
        let x = |at: usize| side + at as f32 * cell;
        let table = self.new_tag(Role::Table);
        let mut out = Fragment::default();
        self.in_tag(table, |context| {
            let row = context.in_new_tag(Role::TableHead, |context| {
                context.in_new_tag(Role::TableRow, |context| {
                    let tag = context.new_tag(Role::HeaderCell(HeaderScope::Column));
                    let mut cells = vec![(
                        Pt::ZERO,
                        context
                            .lay_out_inlines(&corner, head, side, tag)
                            .into_fragment(),
                    )];
                    for (at, degree) in DEGREES.into_iter().enumerate() {
                        let tag = context.new_tag(Role::HeaderCell(HeaderScope::Column));
                        let style = head.aligned(Align::Center);
                        cells.push((
                            x(at),
                            context
                                .lay_out_inlines(&name(degree), style, cell - CELL_GAP, tag)
                                .into_fragment(),
                        ));
                    }
                    cells
                })
            });
            let high = row
                .iter()
                .map(|(_, fragment)| fragment.height)
                .fold(Pt::ZERO, Pt::max);
            for (x, fragment) in row {
                let drop = high - fragment.height;
                out.overlay(fragment.shifted(x, drop));
            }
            out.height = high + Pt(3.0);
            let body = context.new_tag(Role::TableBody);
            context.in_tag(body, |context| {
                for likelihood in DEGREES.into_iter().rev() {
                    let mut cells = Vec::new();
                    context.in_new_tag(Role::TableRow, |context| {
                        let tag = context.new_tag(Role::HeaderCell(HeaderScope::Row));
                        let style = head;
                        cells.push((
                            Pt::ZERO,
                            None,
                            context
                                .lay_out_inlines(&name(likelihood), style, side - CELL_GAP, tag)
                                .into_fragment(),
                        ));
                        for (at, impact) in DEGREES.into_iter().enumerate() {
                            let (ground, text_color) =
                                cell_colors(&context.theme.colors, likelihood, impact);
                            let tag = context.new_tag(Role::DataCell);
                            let style = TextStyle::new(size, text_color)
                                .strong()
                                .tabular()
                                .aligned(Align::Center);
                            let numbers = words(matrix.risk_numbers(likelihood, impact, labels));
                            cells.push((
                                x(at),
                                Some(ground),
                                context
                                    .lay_out_inlines(&numbers, style, cell - CELL_GAP, tag)
                                    .into_fragment(),
                            ));
                        }
                    });
                    let tallest = cells
                        .iter()
                        .map(|(_, _, fragment)| fragment.height)
                        .fold(Pt::ZERO, Pt::max);
                    let height = height.max(tallest + Pt(6.0));
                    for (x, ground, fragment) in cells {
                        if let Some(ground) = ground {
                            let frame = Frame {
                                x,
                                y: out.height,
                                width: cell - CELL_GAP,
                                height: height - CELL_GAP,
                            };
                            context.add_content(&mut out, |content| content.rect(frame, ground));
                        }
                        let drop = out.height + (height - CELL_GAP - fragment.height) / 2.0;
                        out.overlay(fragment.shifted(x, drop));
                    }
                    out.height += height;
                }
            });
        });
        out.height -= CELL_GAP;
        out
    }
}
