//! Things of a kind side by side: metrics, groups, options; and quotations.

use crate::document::{Choice, Group, Inline, Medium, Metric, Quote, Trend};
use crate::frame::{Frame, Role};
use crate::layout::context::Context;
use crate::layout::galley::{Galley, Ink, Strip, abreast};
use crate::layout::inline::{Align, TextStyle};
use crate::length::Pt;
use crate::slides::geometry::{grid_columns, metric_columns};
use crate::slides::has_short_unit;
use crate::theme::{Color, Type};

/// Cells narrower than this many ems of body text are stacked instead.
const NARROWEST_EM: f32 = 10.0;

/// Units stand below their numbers, rather than make numbers smaller than this share of their size.
const SMALLEST_NUMBER: f32 = 0.7;

/// Between a number and its unit, in ems of the unit.
const UNIT_GAP: f32 = 0.3;

/// How the numbers of a row of metrics are set.
#[derive(Clone, Copy)]
struct Numbers {
    value: TextStyle,
    unit: TextStyle,
    /// Whether all units stand beside the numbers; a short one does wherever it can.
    beside: bool,
}

impl Context<'_> {
    /// Cells in rows, tops aligned.
    pub(super) fn cells(&self, cells: Vec<Galley>, columns: usize, width: Pt) -> Galley {
        let gutter = self.look.gutter;
        let mut rows = Galley::default();
        let mut cells = cells.into_iter().peekable();
        while cells.peek().is_some() {
            let row = cells.by_ref().take(columns.max(1)).enumerate();
            let row = row
                .map(|(at, cell)| (at as f32 * (width + gutter), cell))
                .collect();
            let above = self.units(2.5);
            rows.append(abreast(row).spaced(above, Pt::ZERO));
        }
        rows
    }

    /// How many of `count` cells stand in a row, and how wide each is.
    pub(super) fn cell_grid(&self, count: usize, most: usize, measure: Pt) -> (usize, Pt) {
        let gutter = self.look.gutter;
        let narrowest = match self.look.medium {
            Medium::Slides => NARROWEST_EM * self.theme.slide.small.size.pt(),
            Medium::Sheet | Medium::Pages => NARROWEST_EM * self.look.small.size,
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
            (measure - self.look.gutter * (columns - 1) as f32) / columns as f32,
        )
    }

    /// A rule over a cell, in a colour that ranks it.
    fn under_rule(&self, mut galley: Galley, width: Pt, color: Color) -> Galley {
        let drop = self.units(1.25);
        let height = if self.look.medium == Medium::Slides {
            Pt(3.0)
        } else {
            Pt(1.5)
        };
        if let Some(first) = galley.strips.first_mut() {
            first.shift(Pt::ZERO, drop);
            first.height += drop;
            self.ink(first, |ink| {
                ink.ground(
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

    pub(super) fn metrics(&mut self, items: &[Metric], measure: Pt) -> Galley {
        let (columns, width) = match self.look.medium {
            Medium::Slides => self.planned_grid(metric_columns(items.len()), measure),
            Medium::Sheet | Medium::Pages => self.cell_grid(items.len(), 5, measure),
        };
        let numbers = self.numbers(items, width);
        let cells = self.within(Role::List { ordered: false }, |context| {
            items
                .iter()
                .map(|item| context.metric(item, numbers, width))
                .collect()
        });
        let space = self.units(3.0);
        self.cells(cells, columns, width).spaced(space, space)
    }

    /// How numbers with their units are set in a size that all tiles share.
    fn numbers(&mut self, items: &[Metric], width: Pt) -> Numbers {
        let value = TextStyle::new(self.look.figure, self.theme.colors.accent)
            .strong()
            .tabular();
        let unit = TextStyle {
            size: self.look.body,
            ..value
        };
        let gap = UNIT_GAP * unit.size.size;
        let (mut beside, mut alone) = (1.0_f32, 1.0_f32);
        for metric in items {
            let (_, number) = self.widths(&metric.value, value);
            let (_, units) = self.widths(&metric.unit, unit);
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
        let beside_fits = beside > SMALLEST_NUMBER;
        // A hair less, so that rounding does not break the line after all.
        let share = 0.999 * if beside_fits { beside } else { alone.max(0.5) };
        let Type { size, leading } = value.size;
        Numbers {
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

    fn metric(&mut self, metric: &Metric, numbers: Numbers, width: Pt) -> Galley {
        let caption = self.style(self.look.caption);
        let galley = self.in_item(|context| {
            let mut galley = context.value_line(metric, numbers, width);
            galley.append(context.paragraph(&metric.label, caption, width));
            galley.append(context.change(metric, width));
            galley.append(context.paragraph(
                &metric.as_of,
                context.muted(context.look.caption),
                width,
            ));
            galley
        });
        let colors = &self.theme.colors;
        let rule = if self.look.medium == Medium::Slides {
            colors.accent
        } else {
            colors.rule
        };
        self.under_rule(galley, width, rule)
    }

    /// The number with its unit in a smaller size, beside it or below.
    fn value_line(&mut self, metric: &Metric, numbers: Numbers, width: Pt) -> Galley {
        let Numbers {
            value,
            unit,
            beside,
        } = numbers;
        let tag = self.new_tag(Role::Paragraph);
        let (_, number) = self.widths(&metric.value, value);
        let x = number + UNIT_GAP * unit.size.size;
        let inseparable = has_short_unit(metric) && x + self.widths(&metric.unit, unit).1 <= width;
        if !(beside || inseparable) {
            let mut galley = self.set(&metric.value, value, width, tag);
            galley.append(self.set(&metric.unit, unit, width, tag));
            return galley;
        }
        let mut strip = self.set(&metric.value, value, width, tag).stacked();
        let drop = self.baseline(value) - self.baseline(unit);
        let units = self
            .set(&metric.unit, unit, (width - x).max(Pt(1.0)), tag)
            .stacked()
            .shifted(x, drop);
        strip.paint_over(units);
        strip.into()
    }

    /// The change, its direction told by a shape: whether a rise or a fall is good news nobody
    /// knows here, so that no colour claims it.
    fn change(&mut self, metric: &Metric, width: Pt) -> Galley {
        if metric.change.is_empty() {
            return Galley::default();
        }
        let colors = &self.theme.colors;
        let (mark, color) = match metric.trend {
            Trend::Up => ("▲\u{a0}", colors.accent),
            Trend::Down => ("▼\u{a0}", colors.accent),
            Trend::Flat => ("", colors.muted),
        };
        let style = TextStyle::new(self.look.caption, color).strong();
        let text = [&[Inline::text(mark)], metric.change.as_slice()].concat();
        self.paragraph(&text, style, width)
    }

    /// An item of a list without a label of its own.
    fn in_item(&mut self, body: impl FnOnce(&mut Self) -> Galley) -> Galley {
        self.within(Role::ListItem, |context| {
            context.within(Role::ListBody, body)
        })
    }

    pub(super) fn group(&mut self, group: &Group, measure: Pt) -> Galley {
        let mut galley = match self.look.medium {
            // The slide's title says it.
            Medium::Slides => Galley::default(),
            Medium::Sheet | Medium::Pages => {
                let size = self.look.headings[1];
                let style = TextStyle::new(size, self.theme.colors.accent).heading();
                let (above, below) = (self.units(4.0), self.units(0.5));
                self.heading(2, &group.heading, style, measure)
                    .spaced(above, below)
            }
        };
        let body = self.style(self.look.body);
        let below = self.units(1.0);
        galley.append(
            self.paragraph(&group.text, body, measure)
                .kept(true)
                .spaced(Pt::ZERO, below),
        );
        let (columns, width) = match self.look.medium {
            Medium::Slides => self.planned_grid(grid_columns(group.items.len()), measure),
            Medium::Sheet | Medium::Pages => self.cell_grid(group.items.len(), 4, measure),
        };
        let (name, text) = (
            self.style(self.look.body).heading(),
            self.style(self.look.small),
        );
        let accent = self.theme.colors.accent;
        let cells = self.within(Role::List { ordered: false }, |context| {
            let cells = group.items.iter().map(|item| {
                let cell = context.in_item(|context| {
                    let below = context.units(0.25);
                    let mut cell = context
                        .paragraph(&item.name, name, width)
                        .spaced(Pt::ZERO, below);
                    cell.append(context.paragraph(&item.text, text, width));
                    cell
                });
                context.under_rule(cell, width, accent)
            });
            cells.collect()
        });
        let (above, below) = (self.units(1.5), self.units(3.0));
        galley.append(self.cells(cells, columns, width).spaced(above, below));
        galley
    }

    pub(super) fn options(&mut self, items: &[Choice], measure: Pt) -> Galley {
        let (columns, width) = self.cell_grid(items.len(), 3, measure);
        let mut options: Vec<Vec<Galley>> = self.within(Role::List { ordered: false }, |context| {
            items
                .iter()
                .map(|item| context.option(item, width))
                .collect()
        });
        let space = self.units(0.5);
        // Slides stand for themselves, and have no line to spare.
        if self.look.medium != Medium::Slides {
            options
                .chunks_mut(columns)
                .for_each(|row| align(row, space));
        }
        let colors = &self.theme.colors;
        let cells = options.into_iter().zip(items).map(|(aspects, option)| {
            let cell = Galley {
                strips: aspects
                    .into_iter()
                    .flat_map(|aspect| aspect.strips)
                    .collect(),
            };
            self.under_rule(
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
        self.cells(cells.collect(), columns, width)
            .spaced(above, below)
    }

    /// The aspects of an option, always the same number of them: its name and what it is, what
    /// speaks for and against it, cost and risk.
    fn option(&mut self, option: &Choice, width: Pt) -> Vec<Galley> {
        let colors = &self.theme.colors;
        let (positive, negative) = (colors.positive, colors.negative);
        let text = self.style(self.look.small);
        self.within(Role::ListItem, |context| {
            context.within(Role::ListBody, |context| {
                // A name without a badge does not stand apart from its text for the sake of one
                // that has it.
                let mut head = context.option_name(option, width);
                let space = context.units(0.5);
                head.append(
                    context
                        .paragraph(&option.text, text, width)
                        .spaced(space, Pt::ZERO),
                );
                let mut aspects = vec![head];
                aspects.push(context.arguments("pros", "+", &option.pros, positive, width));
                aspects.push(context.arguments("cons", "−", &option.cons, negative, width));
                for (label, value) in [("cost", &option.cost), ("risk", &option.risk)] {
                    let label = Inline::Strong {
                        body: vec![Inline::text(context.label(label))],
                    };
                    let words = [&[label, Inline::text("\u{2002}")], value.as_slice()].concat();
                    aspects.push(if value.is_empty() {
                        Galley::default()
                    } else {
                        context.paragraph(&words, text, width)
                    });
                }
                aspects
            })
        })
    }

    /// The name of an option, and whether it is recommended: at the end of the line if there is
    /// room, or below.
    fn option_name(&mut self, option: &Choice, width: Pt) -> Galley {
        let style = self.style(self.look.body).heading();
        if !option.recommended {
            return self.paragraph(&option.name, style, width);
        }
        let badge = TextStyle::new(self.look.caption, self.theme.colors.accent).strong();
        let words = [Inline::text(format!(
            "✓\u{a0}{}",
            self.label("recommended")
        ))];
        let (name_width, badge_width) = (
            self.widths(&option.name, style).1,
            self.widths(&words, badge).1,
        );
        let mut galley = self.paragraph(&option.name, style, width);
        if name_width + badge_width + style.size.size > width {
            galley.append(self.paragraph(&words, badge, width));
        } else if let Some(line) = galley.strips.last_mut() {
            let drop = self.baseline(style) - self.baseline(badge);
            let badge = self
                .paragraph(&words, badge.aligned(Align::End), width)
                .stacked();
            line.paint_over(badge.shifted(Pt::ZERO, drop));
        }
        galley
    }

    /// What speaks for or against an option, each with its sign.
    fn arguments(
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
        let text = self.style(self.look.small);
        let mark = TextStyle {
            color,
            ..text.strong()
        };
        let words = [Inline::text(self.document.labels.get(label))];
        let space = self.units(0.5);
        let caption = TextStyle::new(self.look.caption, color).strong();
        let mut galley = self
            .paragraph(&words, caption, width)
            .kept(true)
            .spaced(space, Pt::ZERO);
        let indent = 1.2 * text.size.size;
        self.within(Role::List { ordered: false }, |context| {
            for item in items {
                let set =
                    |context: &mut Context<'_>, measure: Pt| context.paragraph(item, text, measure);
                galley.append(context.item(sign, mark, indent, width, set));
            }
        });
        galley
    }

    pub(super) fn quote(&mut self, quote: &Quote, measure: Pt) -> Galley {
        let indent = self.units(2.5);
        let inner = measure - indent;
        let style = TextStyle {
            balance: false,
            ..self.style(self.look.lead)
        };
        let labels = &self.document.labels;
        let (open, close) = (
            Inline::text(labels.get("quote-open")),
            Inline::text(labels.get("quote-close")),
        );
        let words = [&[open], quote.text.as_slice(), &[close]].concat();
        let mut galley = self.within(Role::Quote, |context| {
            let mut galley = context.paragraph(&words, style, inner).kept(true);
            let by = context.muted(context.look.caption);
            let above = context.units(0.75);
            galley.append(
                context
                    .paragraph(&quote.by, by, inner)
                    .spaced(above, Pt::ZERO),
            );
            galley
        });
        galley = galley.indented(indent);
        let accent = self.theme.colors.accent;
        let (above, below) = (self.units(3.0), self.units(3.0));
        let bar = |ink: &mut Ink, frame: Frame, _| {
            ink.ground(
                Frame {
                    width: Pt(2.0),
                    ..frame
                },
                accent,
            )
        };
        self.on_ground(galley, measure, [Pt::ZERO, Pt::ZERO], bar)
            .spaced(above, below)
    }
}

/// Makes each aspect of options that stand side by side as high as the highest of its kind, so that
/// like stands beside like; `space` parts one aspect from the next.
fn align(row: &mut [Vec<Galley>], space: Pt) {
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
                aspect.push(Strip {
                    height: short,
                    ..Strip::default()
                });
            }
            if let Some(first) = aspect.strips.first_mut().filter(|_| at > 0) {
                first.above = first.above.max(space);
            }
        }
    }
}
