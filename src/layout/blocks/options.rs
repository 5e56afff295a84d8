//! Options side by side, aspect beside aspect.

use crate::document::{Choice, Inline, Medium};
use crate::frame::Role;
use crate::layout::context::LayoutContext;
use crate::layout::galley::{Fragment, Galley};
use crate::layout::inline::{Align, TextStyle};
use crate::length::Pt;
use crate::theme::Color;

impl LayoutContext<'_> {
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
