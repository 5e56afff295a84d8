//! Metrics: numbers with their units, side by side in cells.

use crate::document::{Direction, Inline, Medium, Metric, Trend, plain_text};
use crate::frame::Role;
use crate::lang;
use crate::layout::context::LayoutContext;
use crate::layout::galley::Galley;
use crate::layout::text_style::TextStyle;
use crate::length::Pt;
use crate::slides::geometry::metric_columns;
use crate::slides::{has_short_unit, unit_alone};
use crate::theme::Type;

/// On paper, no more metrics than this are side by side.
const MAX_METRIC_COLUMNS: usize = 5;

/// A unit that would make the numbers smaller than this share of their size is below its number.
const MIN_NUMBER_SHARE: f32 = 0.7;

/// If units are below their numbers, the numbers are not smaller than this share of their size.
const MIN_LONE_NUMBER_SHARE: f32 = 0.5;

/// How the numbers of a row of metrics are set.
#[derive(Clone, Copy)]
struct NumberStyles {
    value: TextStyle,
    unit: TextStyle,
}

impl LayoutContext<'_> {
    pub(super) fn lay_out_metrics(&mut self, items: &[Metric], measure: Pt) -> Galley {
        let count = items.len();
        let grid = match self.metrics.medium {
            Medium::Slides => self.grid_of_columns(metric_columns(count), measure),
            Medium::Sheet | Medium::Pages => {
                let widest_word = self.widest_metric_word(items);
                self.grid_of_cells(count, MAX_METRIC_COLUMNS, widest_word, measure)
            }
        };
        let styles = self.number_styles(items, grid.cell_width);
        let mut cells = Vec::new();
        self.in_new_tag(Role::List { ordered: false }, |context| {
            for item in items {
                cells.push(context.lay_out_metric(item, styles, grid.cell_width));
            }
        });
        let rows = self.cell_rows(cells, grid);
        self.with_space(rows, 3.0, 3.0)
    }

    /// The width of the widest word below a number, or of the widest number in its smallest size.
    fn widest_metric_word(&self, items: &[Metric]) -> Pt {
        let style = self.text_style(self.metrics.caption);
        let value = self.number_style();
        let mut widest = Pt::ZERO;
        for metric in items {
            let number = self.inline_widths(&metric.value, value).natural;
            widest = widest.max(number * MIN_LONE_NUMBER_SHARE);
            for text in [&metric.label, &metric.change, &metric.as_of] {
                widest = widest.max(self.inline_widths(text, style).min);
            }
        }
        widest
    }

    fn number_style(&self) -> TextStyle {
        TextStyle::new(self.metrics.figure, self.theme.colors.accent)
            .strong()
            .tabular()
    }

    /// Chooses one size for the numbers of all cells, in which each fits on one line.
    fn number_styles(&mut self, items: &[Metric], width: Pt) -> NumberStyles {
        let value = self.number_style();
        let unit = TextStyle {
            size: self.metrics.body,
            ..value
        };
        let mut share = 1.0_f32;
        for metric in items {
            let number_width = self.inline_widths(&metric.value, value).natural;
            // An empty number must not make a division by zero.
            let number_width = number_width.max(Pt(1.0));
            let mut unit_width = Pt::ZERO;
            if !metric.unit.is_empty() {
                unit_width = self.inline_widths(&metric.unit, unit).natural;
            }
            let share_beside = (width - unit_width) / number_width;
            // A short unit, such as %, stays beside its number while both fit.
            let share_alone = if has_short_unit(metric) {
                share_beside
            } else {
                width / number_width
            };
            share = share.min(if share_beside > MIN_NUMBER_SHARE {
                share_beside
            } else {
                share_alone.max(MIN_LONE_NUMBER_SHARE)
            });
        }
        // The leading stays: a row of small numbers is as high as one of large numbers.
        let Type { size, leading } = value.size;
        let fitted_size = Type {
            // A hair less, so that rounding does not break the line after all.
            size: size * (0.999 * share),
            leading,
        };
        NumberStyles {
            value: TextStyle {
                size: fitted_size,
                ..value
            },
            unit,
        }
    }

    fn lay_out_metric(&mut self, metric: &Metric, styles: NumberStyles, width: Pt) -> Galley {
        let label_style = self.text_style(self.metrics.caption);
        let date_style = self.muted_style(self.metrics.caption);
        let cell = self.in_list_item(|context| {
            let number = context.lay_out_number(metric, styles, width);
            let label = context.lay_out_paragraph(&metric.label, label_style, width);
            let change = context.lay_out_change(metric, width);
            let date = context.lay_out_paragraph(&metric.as_of, date_style, width);
            let mut cell = number;
            cell.append(label);
            cell.append(change);
            cell.append(date);
            cell
        });
        let rule_color = match self.metrics.medium {
            Medium::Slides => self.theme.colors.accent,
            Medium::Sheet | Medium::Pages => self.theme.colors.rule,
        };
        self.with_rule_above(cell, width, rule_color)
    }

    /// The number, with its unit in a smaller size beside it or below.
    fn lay_out_number(&mut self, metric: &Metric, styles: NumberStyles, width: Pt) -> Galley {
        let tag = self.new_tag(Role::Paragraph);
        let number_width = self.inline_widths(&metric.value, styles.value).natural;
        let unit_width = self.inline_widths(&metric.unit, styles.unit).natural;
        let mut number = self.lay_out_inlines(&metric.value, styles.value, width, tag);
        if number_width + unit_width > width {
            let unit = unit_alone(metric);
            number.append(self.lay_out_inlines(&unit, styles.unit, width, tag));
            return number;
        }
        let rest = (width - number_width).max(Pt(1.0));
        let unit = self.lay_out_inlines(&metric.unit, styles.unit, rest, tag);
        // Number and unit have one baseline. The unit is smaller, so it is lowered.
        let drop = self.baseline_offset(styles.value) - self.baseline_offset(styles.unit);
        // The page is mirrored later. `−3.2%` still has its unit at the right.
        let has_unit_first = self.document.meta.direction == Direction::Rtl
            && lang::continues_left_to_right(&plain_text(&metric.value), &plain_text(&metric.unit));
        let (number_start, unit_start) = if has_unit_first {
            (unit_width, Pt::ZERO)
        } else {
            (Pt::ZERO, number_width)
        };
        let mut line = number.into_fragment().shifted(number_start, Pt::ZERO);
        line.overlay(unit.into_fragment().shifted(unit_start, drop));
        line.into()
    }

    /// The change since before. A shape shows its direction, and no colour judges it: whether a
    /// rise is good news depends on the metric.
    fn lay_out_change(&mut self, metric: &Metric, width: Pt) -> Galley {
        if metric.change.is_empty() {
            return Galley::default();
        }
        let colors = &self.theme.colors;
        // The no-break space keeps an arrow on the line of its number.
        let (arrow, color) = match metric.trend {
            Trend::Up => ("▲\u{a0}", colors.accent),
            Trend::Down => ("▼\u{a0}", colors.accent),
            Trend::Flat => ("", colors.muted),
        };
        let style = TextStyle::new(self.metrics.caption, color).strong();
        let mut words = vec![Inline::text(arrow)];
        words.extend_from_slice(&metric.change);
        self.lay_out_paragraph(&words, style, width)
    }
}
