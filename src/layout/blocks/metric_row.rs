//! Metrics: numbers with their units, side by side in cells.

use crate::document::{Inline, Medium, Metric, Trend};
use crate::frame::Role;
use crate::layout::context::LayoutContext;
use crate::layout::galley::Galley;
use crate::layout::inline::TextStyle;
use crate::length::Pt;
use crate::slides::geometry::metric_columns;
use crate::slides::has_short_unit;
use crate::theme::Type;

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
}
