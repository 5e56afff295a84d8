//! Risks: a table, and above it a matrix in which each has its place.

use std::borrow::Cow;

use crate::document::{Degree, Inline, Medium, Risk};
use crate::frame::{Frame, Role, Scope};
use crate::layout::context::Context;
use crate::layout::galley::{Galley, Strip, beside};
use crate::layout::inline::{Align, TextStyle};
use crate::length::Pt;
use crate::risk_matrix::{DEGREES, RiskMatrix, axis_labels, cell_colors};
use crate::slides::SlideMeasurer;
use crate::slides::geometry::{MATRIX_CELL, MATRIX_WIDTH};

/// In a measure of fewer ems of small text there is no matrix.
const NARROWEST_EM: f32 = 24.0;

/// On flowing pages a matrix is no wider than this: 110 mm.
const WIDEST: Pt = Pt(312.0);

/// Between cells.
const GAP: Pt = Pt(1.5);

impl Context<'_> {
    pub(super) fn risks(&mut self, items: &[Risk], measure: Pt) -> Galley {
        let roomy = measure >= NARROWEST_EM * self.look.small.size;
        let matrix = RiskMatrix::from_risks(items).filter(|_| roomy && self.look.matrix);
        if let (Some(matrix), Medium::Slides) = (&matrix, self.look.medium) {
            return self.matrix_on_slide(matrix, items, measure);
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
        let width = if self.look.medium == Medium::Pages {
            measure.min(WIDEST)
        } else {
            measure
        };
        let height = 1.8 * self.look.small.leading;
        let drawn = matrix
            .as_ref()
            .map(|matrix| self.matrix(matrix, width, height));
        let (above, below) = (self.units(1.5), self.units(4.0));
        let mut galley = Galley {
            strips: drawn.into_iter().collect(),
        }
        .spaced(above, below)
        .kept(true);
        let labels = [
            "number",
            "risk",
            "likelihood",
            "impact",
            "mitigation",
            "owner",
        ];
        galley.append(self.record_table(&labels, rows, measure));
        galley
    }

    /// The matrix beside the names of the risks.
    fn matrix_on_slide(&mut self, matrix: &RiskMatrix, items: &[Risk], measure: Pt) -> Galley {
        let measurer = SlideMeasurer::new(self.theme, self.assets.fonts(), &self.document.labels);
        let height = MATRIX_CELL.pt();
        if !measurer.has_names_beside_matrix(items) {
            return self.matrix(matrix, measure, height).into();
        }
        let width = measure * MATRIX_WIDTH;
        let start = width + 1.5 * self.look.gutter;
        let style = self.style(self.look.small);
        let indent = 1.6 * style.size.size;
        let names = self.within(Role::List { ordered: true }, |context| {
            let mut names = Galley::default();
            for (at, risk) in items.iter().enumerate() {
                let set = |context: &mut Context<'_>, measure: Pt| {
                    context.paragraph(&risk.risk, style, measure)
                };
                let label = TextStyle {
                    color: context.theme.colors.accent,
                    ..style
                };
                let item =
                    context.item(&format!("{}.", at + 1), label, indent, measure - start, set);
                let between = context.units(1.0);
                names.append(item.spaced(between, Pt::ZERO));
            }
            names
        });
        let matrix = self.matrix(matrix, width, height);
        beside(vec![(start, names), (Pt::ZERO, matrix.into())]).into()
    }

    /// A table of nine cells: likelihood upwards, impact to the right.
    fn matrix(&mut self, matrix: &RiskMatrix, width: Pt, height: Pt) -> Strip {
        let labels = &self.document.labels;
        let words = |text: String| {
            if text.is_empty() {
                Vec::new()
            } else {
                vec![Inline::text(text)]
            }
        };
        let name = |degree: Degree| words(degree.label(labels).to_owned());
        let size = self.look.small;
        let head = TextStyle {
            hyphenate: false,
            ..self.muted(size)
        };
        let corner = axis_labels(labels, self.document.meta.direction);
        let widest = self.widths(&corner, head).1.max(5.0 * size.size) + Pt(6.0);
        let side = widest.min(width * 0.4);
        let cell = (width - side) / 3.0;
        let x = |at: usize| side + at as f32 * cell;
        let table = self.new_tag(Role::Table);
        let mut out = Strip::default();
        self.inside(table, |context| {
            let row = context.within(Role::TableHead, |context| {
                context.within(Role::TableRow, |context| {
                    let tag = context.new_tag(Role::HeaderCell(Scope::Column));
                    let mut cells =
                        vec![(Pt::ZERO, context.set(&corner, head, side, tag).stacked())];
                    for (at, degree) in DEGREES.into_iter().enumerate() {
                        let tag = context.new_tag(Role::HeaderCell(Scope::Column));
                        let style = head.aligned(Align::Center);
                        cells.push((
                            x(at),
                            context.set(&name(degree), style, cell - GAP, tag).stacked(),
                        ));
                    }
                    cells
                })
            });
            let high = row
                .iter()
                .map(|(_, strip)| strip.height)
                .fold(Pt::ZERO, Pt::max);
            for (x, strip) in row {
                let drop = high - strip.height;
                out.paint_over(strip.shifted(x, drop));
            }
            out.height = high + Pt(3.0);
            let body = context.new_tag(Role::TableBody);
            context.inside(body, |context| {
                for likelihood in DEGREES.into_iter().rev() {
                    let mut cells = Vec::new();
                    context.within(Role::TableRow, |context| {
                        let tag = context.new_tag(Role::HeaderCell(Scope::Row));
                        let style = head;
                        cells.push((
                            Pt::ZERO,
                            None,
                            context
                                .set(&name(likelihood), style, side - GAP, tag)
                                .stacked(),
                        ));
                        for (at, impact) in DEGREES.into_iter().enumerate() {
                            let (ground, ink) =
                                cell_colors(&context.theme.colors, likelihood, impact);
                            let tag = context.new_tag(Role::DataCell);
                            let style = TextStyle::new(size, ink)
                                .strong()
                                .tabular()
                                .aligned(Align::Center);
                            let numbers = words(matrix.risk_numbers(likelihood, impact, labels));
                            cells.push((
                                x(at),
                                Some(ground),
                                context.set(&numbers, style, cell - GAP, tag).stacked(),
                            ));
                        }
                    });
                    let tallest = cells
                        .iter()
                        .map(|(_, _, strip)| strip.height)
                        .fold(Pt::ZERO, Pt::max);
                    let height = height.max(tallest + Pt(6.0));
                    for (x, ground, strip) in cells {
                        if let Some(ground) = ground {
                            let frame = Frame {
                                x,
                                y: out.height,
                                width: cell - GAP,
                                height: height - GAP,
                            };
                            context.ink(&mut out, |ink| ink.rect(frame, ground));
                        }
                        let drop = out.height + (height - GAP - strip.height) / 2.0;
                        out.paint_over(strip.shifted(x, drop));
                    }
                    out.height += height;
                }
            });
        });
        out.height -= GAP;
        out
    }
}
