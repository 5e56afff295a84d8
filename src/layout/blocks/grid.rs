//! Things of a kind side by side: metrics, groups, options; and quotations.

use crate::document::{Choice, Group, Inline, Medium, Metric, Quote, Trend};
use crate::frame::{Frame, Role};
use crate::layout::context::LayoutContext;
use crate::layout::galley::{Content, Fragment, Galley, side_by_side_breakable};
use crate::layout::inline::{Align, TextStyle};
use crate::length::Pt;
use crate::slides::geometry::{grid_columns, metric_columns};
use crate::slides::has_short_unit;
use crate::theme::{Color, Type};

/// Cells narrower than this many ems of body text are stacked instead.
const MIN_CELL_EMS: f32 = 10.0;

/// Units stand below their numbers, rather than make numbers smaller than this share of their size.
const MIN_NUMBER_SHARE: f32 = 0.7;

/// Between a number and its unit, in ems of the unit.
const UNIT_GAP: f32 = 0.3;

/// How the numbers of a row of metrics are set.
#[derive(Clone, Copy)]
struct NumberStyles {
    value: TextStyle,
    unit: TextStyle,
    /// Whether all units stand beside the numbers; a short one does wherever it can.
    beside: bool,
}

impl LayoutContext<'_> {
    /// Cells in rows, tops aligned.
    pub(super) fn cell_rows(&self, cells: Vec<Galley>, columns: usize, width: Pt) -> Galley {
        let gutter = self.metrics.gutter;
        let mut rows = Galley::default();
        let mut cells = cells.into_iter().peekable();
        while cells.peek().is_some() {
            let row = cells.by_ref().take(columns.max(1)).enumerate();
            let row = row
                .map(|(at, cell)| (at as f32 * (width + gutter), cell))
                .collect();
            let above = self.units(2.5);
            rows.append(side_by_side_breakable(row).spaced(above, Pt::ZERO));
        }
        rows
    }

    /// How many of `count` cells stand in a row, and how wide each is.
    pub(super) fn cell_grid(&self, count: usize, most: usize, measure: Pt) -> (usize, Pt) {
        let gutter = self.metrics.gutter;
        let narrowest = match self.metrics.medium {
            Medium::Slides => MIN_CELL_EMS * self.theme.slide.small.size.pt(),
            Medium::Sheet | Medium::Pages => MIN_CELL_EMS * self.metrics.small.size,
        };
        let possible = ((measure + gutter) / (narrowest + gutter)).floor().max(1.0) as usize;
        let most = most.min(possible).max(1);
        // Rows of nearly equal length: five cells are three and two, not four and one.
        let rows = count.div_ceil(most).max(1);
        let columns = count.div_ceil(rows).max(1);
        (
            columns,
            (measure - gutter * (columns - 1) as f32) / columns as f32,
        )
    }

    /// The columns that the plan of a slide counts on, and how wide each is.
    fn planned_grid(&self, columns: usize, measure: Pt) -> (usize, Pt) {
        (
            columns,
            (measure - self.metrics.gutter * (columns - 1) as f32) / columns as f32,
        )
    }

    /// A rule over a cell, in a colour that ranks it.
    fn with_rule_above(&self, mut galley: Galley, width: Pt, color: Color) -> Galley {
        let drop = self.units(1.25);
        let height = if self.metrics.medium == Medium::Slides {
            Pt(3.0)
        } else {
            Pt(1.5)
        };
        if let Some(first) = galley.fragments.first_mut() {
            first.shift(Pt::ZERO, drop);
            first.height += drop;
            self.add_content(first, |content| {
                content.rect_behind(
                    Frame {
                        x: Pt::ZERO,
                        y: Pt::ZERO,
                        width,
                        height,
                    },
                    color,
                )
            });
        }
        galley
    }

    pub(super) fn lay_out_metrics(&mut self, items: &[Metric], measure: Pt) -> Galley {
        let (columns, width) = match self.metrics.medium {
            Medium::Slides => self.planned_grid(metric_columns(items.len()), measure),
            Medium::Sheet | Medium::Pages => self.cell_grid(items.len(), 5, measure),
        };
        let numbers = self.number_styles(items, width);
        let cells = self.in_new_tag(Role::List { ordered: false }, |context| {
            items
                .iter()
                .map(|item| context.lay_out_metric(item, numbers, width))
                .collect()
        });
        let space = self.units(3.0);
        self.cell_rows(cells, columns, width).spaced(space, space)
    }

    /// How numbers with their units are set in a size that all tiles share.
    fn number_styles(&mut self, items: &[Metric], width: Pt) -> NumberStyles {
        let value = TextStyle::new(self.metrics.figure, self.theme.colors.accent)
            .strong()
            .tabular();
        let unit = TextStyle {
            size: self.metrics.body,
            ..value
        };
        let gap = UNIT_GAP * unit.size.size;
        let (mut beside, mut alone) = (1.0_f32, 1.0_f32);
        for metric in items {
            let (_, number) = self.inline_widths(&metric.value, value);
            let (_, units) = self.inline_widths(&metric.unit, unit);
            let units = if metric.unit.is_empty() {
                Pt::ZERO
            } else {
                units + gap
            };
            beside = beside.min((width - units) / number.max(Pt(1.0)));
            let inseparable = if has_short_unit(metric) {
                units
            } else {
                Pt::ZERO
            };
            alone = alone.min((width - inseparable) / number.max(Pt(1.0)));
        }
        let beside_fits = beside > MIN_NUMBER_SHARE;
        // A hair less, so that rounding does not break the line after all.
        let share = 0.999 * if beside_fits { beside } else { alone.max(0.5) };
        let Type { size, leading } = value.size;
        NumberStyles {
            value: TextStyle {
                size: Type {
                    size: size * share,
                    leading,
                },
                ..value
            },
            unit,
            beside: beside_fits,
        }
    }

    fn lay_out_metric(&mut self, metric: &Metric, numbers: NumberStyles, width: Pt) -> Galley {
        let caption = self.text_style(self.metrics.caption);
        let galley = self.in_list_item(|context| {
            let mut galley = context.lay_out_value(metric, numbers, width);
            galley.append(context.lay_out_paragraph(&metric.label, caption, width));
            galley.append(context.lay_out_change(metric, width));
            galley.append(context.lay_out_paragraph(
                &metric.as_of,
                context.muted_style(context.metrics.caption),
                width,
            ));
            galley
        });
        let colors = &self.theme.colors;
        let rule = if self.metrics.medium == Medium::Slides {
            colors.accent
        } else {
            colors.rule
        };
        self.with_rule_above(galley, width, rule)
    }

    /// The number with its unit in a smaller size, beside it or below.
    fn lay_out_value(&mut self, metric: &Metric, numbers: NumberStyles, width: Pt) -> Galley {
        let NumberStyles {
            value,
            unit,
            beside,
        } = numbers;
        let tag = self.new_tag(Role::Paragraph);
        let (_, number) = self.inline_widths(&metric.value, value);
        let x = number + UNIT_GAP * unit.size.size;
        let inseparable =
            has_short_unit(metric) && x + self.inline_widths(&metric.unit, unit).1 <= width;
        if !(beside || inseparable) {
            let mut galley = self.lay_out_inlines(&metric.value, value, width, tag);
            galley.append(self.lay_out_inlines(&metric.unit, unit, width, tag));
            return galley;
        }
        let mut fragment = self
            .lay_out_inlines(&metric.value, value, width, tag)
            .into_fragment();
        let drop = self.baseline_offset(value) - self.baseline_offset(unit);
        let units = self
            .lay_out_inlines(&metric.unit, unit, (width - x).max(Pt(1.0)), tag)
            .into_fragment()
            .shifted(x, drop);
        fragment.overlay(units);
        fragment.into()
    }

    /// The change, its direction told by a shape: whether a rise or a fall is good news nobody
    /// knows here, so that no colour claims it.
    fn lay_out_change(&mut self, metric: &Metric, width: Pt) -> Galley {
        if metric.change.is_empty() {
            return Galley::default();
        }
        let colors = &self.theme.colors;
        let (mark, color) = match metric.trend {
            Trend::Up => ("▲\u{a0}", colors.accent),
            Trend::Down => ("▼\u{a0}", colors.accent),
            Trend::Flat => ("", colors.muted),
        };
        let style = TextStyle::new(self.metrics.caption, color).strong();
        let text = [&[Inline::text(mark)], metric.change.as_slice()].concat();
        self.lay_out_paragraph(&text, style, width)
    }

    /// An item of a list without a label of its own.
    fn in_list_item(&mut self, body: impl FnOnce(&mut Self) -> Galley) -> Galley {
        self.in_new_tag(Role::ListItem, |context| {
            context.in_new_tag(Role::ListBody, body)
        })
    }

    pub(super) fn lay_out_group(&mut self, group: &Group, measure: Pt) -> Galley {
        let mut galley = match self.metrics.medium {
            // The slide's title says it.
            Medium::Slides => Galley::default(),
            Medium::Sheet | Medium::Pages => {
                let size = self.metrics.headings[1];
                let style = TextStyle::new(size, self.theme.colors.accent).as_heading();
                let (above, below) = (self.units(4.0), self.units(0.5));
                self.lay_out_heading(2, &group.heading, style, measure)
                    .spaced(above, below)
            }
        };
        let body = self.text_style(self.metrics.body);
        let below = self.units(1.0);
        galley.append(
            self.lay_out_paragraph(&group.text, body, measure)
                .keep_with_next()
                .spaced(Pt::ZERO, below),
        );
        let (columns, width) = match self.metrics.medium {
            Medium::Slides => self.planned_grid(grid_columns(group.items.len()), measure),
            Medium::Sheet | Medium::Pages => self.cell_grid(group.items.len(), 4, measure),
        };
        let (name, text) = (
            self.text_style(self.metrics.body).as_heading(),
            self.text_style(self.metrics.small),
        );
        let accent = self.theme.colors.accent;
        let cells = self.in_new_tag(Role::List { ordered: false }, |context| {
            let cells = group.items.iter().map(|item| {
                let cell = context.in_list_item(|context| {
                    let below = context.units(0.25);
                    let mut cell = context
                        .lay_out_paragraph(&item.name, name, width)
                        .spaced(Pt::ZERO, below);
                    cell.append(context.lay_out_paragraph(&item.text, text, width));
                    cell
                });
                context.with_rule_above(cell, width, accent)
            });
            cells.collect()
        });
        let (above, below) = (self.units(1.5), self.units(3.0));
        galley.append(self.cell_rows(cells, columns, width).spaced(above, below));
        galley
    }

    pub(super) fn lay_out_options(&mut self, items: &[Choice], measure: Pt) -> Galley {
        let (columns, width) = self.cell_grid(items.len(), 3, measure);
        let mut options: Vec<Vec<Galley>> =
            self.in_new_tag(Role::List { ordered: false }, |context| {
                items
                    .iter()
                    .map(|item| context.lay_out_option(item, width))
                    .collect()
            });
        let space = self.units(0.5);
        // Slides stand for themselves, and have no line to spare.
        if self.metrics.medium != Medium::Slides {
            options
                .chunks_mut(columns)
                .for_each(|row| align_aspects(row, space));
        }
        let colors = &self.theme.colors;
        let cells = options.into_iter().zip(items).map(|(aspects, option)| {
            let cell = Galley {
                fragments: aspects
                    .into_iter()
                    .flat_map(|aspect| aspect.fragments)
                    .collect(),
            };
            self.with_rule_above(
                cell,
                width,
                if option.recommended {
                    colors.accent
                } else {
                    colors.rule
                },
            )
        });
        let (above, below) = (self.units(1.5), self.units(3.0));
        self.cell_rows(cells.collect(), columns, width)
            .spaced(above, below)
    }

    /// The aspects of an option, always the same number of them: its name and what it is, what
    /// speaks for and against it, cost and risk.
    fn lay_out_option(&mut self, option: &Choice, width: Pt) -> Vec<Galley> {
        let colors = &self.theme.colors;
        let (positive, negative) = (colors.positive, colors.negative);
        let text = self.text_style(self.metrics.small);
        self.in_new_tag(Role::ListItem, |context| {
            context.in_new_tag(Role::ListBody, |context| {
                // A name without a badge does not stand apart from its text for the sake of one
                // that has it.
                let mut head = context.lay_out_option_name(option, width);
                let space = context.units(0.5);
                head.append(
                    context
                        .lay_out_paragraph(&option.text, text, width)
                        .spaced(space, Pt::ZERO),
                );
                let mut aspects = vec![head];
                aspects.push(context.lay_out_arguments("pros", "+", &option.pros, positive, width));
                aspects.push(context.lay_out_arguments("cons", "−", &option.cons, negative, width));
                for (label, value) in [("cost", &option.cost), ("risk", &option.risk)] {
                    let label = Inline::Strong {
                        body: vec![Inline::text(context.label_text(label))],
                    };
                    let words = [&[label, Inline::text("\u{2002}")], value.as_slice()].concat();
                    aspects.push(if value.is_empty() {
                        Galley::default()
                    } else {
                        context.lay_out_paragraph(&words, text, width)
                    });
                }
                aspects
            })
        })
    }

    /// The name of an option, and whether it is recommended: at the end of the line if there is
    /// room, or below.
    fn lay_out_option_name(&mut self, option: &Choice, width: Pt) -> Galley {
        let style = self.text_style(self.metrics.body).as_heading();
        if !option.recommended {
            return self.lay_out_paragraph(&option.name, style, width);
        }
        let badge = TextStyle::new(self.metrics.caption, self.theme.colors.accent).strong();
        let words = [Inline::text(format!(
            "✓\u{a0}{}",
            self.label_text("recommended")
        ))];
        let (name_width, badge_width) = (
            self.inline_widths(&option.name, style).1,
            self.inline_widths(&words, badge).1,
        );
        let mut galley = self.lay_out_paragraph(&option.name, style, width);
        if name_width + badge_width + style.size.size > width {
            galley.append(self.lay_out_paragraph(&words, badge, width));
        } else if let Some(line) = galley.fragments.last_mut() {
            let drop = self.baseline_offset(style) - self.baseline_offset(badge);
            let badge = self
                .lay_out_paragraph(&words, badge.aligned(Align::End), width)
                .into_fragment();
            line.overlay(badge.shifted(Pt::ZERO, drop));
        }
        galley
    }

    /// What speaks for or against an option, each with its sign.
    fn lay_out_arguments(
        &mut self,
        label: &str,
        sign: &str,
        items: &[Vec<Inline>],
        color: Color,
        width: Pt,
    ) -> Galley {
        if items.is_empty() {
            return Galley::default();
        }
        let text = self.text_style(self.metrics.small);
        let mark = TextStyle {
            color,
            ..text.strong()
        };
        let words = [Inline::text(self.document.labels.get(label))];
        let space = self.units(0.5);
        let caption = TextStyle::new(self.metrics.caption, color).strong();
        let mut galley = self
            .lay_out_paragraph(&words, caption, width)
            .keep_with_next()
            .spaced(space, Pt::ZERO);
        let indent = 1.2 * text.size.size;
        self.in_new_tag(Role::List { ordered: false }, |context| {
            for item in items {
                let set = |context: &mut LayoutContext<'_>, measure: Pt| {
                    context.lay_out_paragraph(item, text, measure)
                };
                galley.append(context.lay_out_item(sign, mark, indent, width, set));
            }
        });
        galley
    }

    pub(super) fn lay_out_quote(&mut self, quote: &Quote, measure: Pt) -> Galley {
        let indent = self.units(2.5);
        let inner = measure - indent;
        let style = TextStyle {
            balance: false,
            ..self.text_style(self.metrics.lead)
        };
        let labels = &self.document.labels;
        let (open, close) = (
            Inline::text(labels.get("quote-open")),
            Inline::text(labels.get("quote-close")),
        );
        let words = [&[open], quote.text.as_slice(), &[close]].concat();
        let mut galley = self.in_new_tag(Role::Quote, |context| {
            let mut galley = context
                .lay_out_paragraph(&words, style, inner)
                .keep_with_next();
            let by = context.muted_style(context.metrics.caption);
            let above = context.units(0.75);
            galley.append(
                context
                    .lay_out_paragraph(&quote.by, by, inner)
                    .spaced(above, Pt::ZERO),
            );
            galley
        });
        galley = galley.indented(indent);
        let accent = self.theme.colors.accent;
        let (above, below) = (self.units(3.0), self.units(3.0));
        let bar = |content: &mut Content, frame: Frame, _| {
            content.rect_behind(
                Frame {
                    width: Pt(2.0),
                    ..frame
                },
                accent,
            )
        };
        self.on_background(galley, measure, [Pt::ZERO, Pt::ZERO], bar)
            .spaced(above, below)
    }
}

/// Makes each aspect of options that stand side by side as high as the highest of its kind, so that
/// like stands beside like; `space` parts one aspect from the next.
fn align_aspects(row: &mut [Vec<Galley>], space: Pt) {
    let aspects = row.iter().map(Vec::len).max().unwrap_or(0);
    for at in 0..aspects {
        let heights = row
            .iter()
            .filter_map(|option| option.get(at))
            .map(Galley::height);
        let height = heights.fold(Pt::ZERO, Pt::max);
        for aspect in row.iter_mut().filter_map(|option| option.get_mut(at)) {
            let short = height - aspect.height();
            if short > Pt::ZERO {
                aspect.push(Fragment {
                    height: short,
                    ..Fragment::default()
                });
            }
            if let Some(first) = aspect.fragments.first_mut().filter(|_| at > 0) {
                first.above = first.above.max(space);
            }
        }
    }
}
