//! Options side by side, each aspect beside the same aspect of the others.

use crate::document::{Choice, Inline, Medium};
use crate::frame::Role;
use crate::layout::context::LayoutContext;
use crate::layout::galley::{Fragment, Galley};
use crate::layout::text_style::{Align, TextStyle};
use crate::length::Pt;
use crate::theme::Color;

/// No more options than this are side by side.
const MAX_OPTION_COLUMNS: usize = 3;

/// Width of the column of plus and minus signs, in ems.
const SIGN_INDENT: f32 = 1.2;

/// What is laid out of an option, one galley for each aspect: name with text, pros, cons, cost and
/// risk. All options have the same aspects; one that is not given is empty.
type OptionAspects = [Galley; ASPECT_COUNT];

const ASPECT_COUNT: usize = 5;

impl LayoutContext<'_> {
    pub(super) fn lay_out_options(&mut self, items: &[Choice], measure: Pt) -> Galley {
        let widest_word = self.widest_option_word(items);
        let grid = self.grid_of_cells(items.len(), MAX_OPTION_COLUMNS, widest_word, measure);
        let width = grid.cell_width;
        let mut options: Vec<OptionAspects> = Vec::new();
        // All options before any cell: aspects are aligned with those of the whole row.
        self.in_new_tag(Role::List { ordered: false }, |context| {
            for item in items {
                let aspects = context.in_list_item(|context| context.lay_out_option(item, width));
                options.push(aspects);
            }
        });
        // A slide has no line to spare.
        if self.metrics.medium != Medium::Slides {
            for row in options.chunks_mut(grid.columns) {
                align_aspects(row, self.units(0.5));
            }
        }
        let mut cells = Vec::new();
        for (aspects, option) in options.into_iter().zip(items) {
            let mut cell = Galley::default();
            for aspect in aspects {
                cell.append(aspect);
            }
            let rule_color = if option.recommended {
                self.theme.colors.accent
            } else {
                self.theme.colors.rule
            };
            cells.push(self.with_rule_above(cell, width, rule_color));
        }
        let rows = self.cell_rows(cells, grid);
        self.with_space(rows, 1.5, 3.0)
    }

    /// The width of the widest word of all options.
    fn widest_option_word(&self, items: &[Choice]) -> Pt {
        let name_style = self.text_style(self.metrics.body).as_heading();
        let text_style = self.text_style(self.metrics.small);
        let sign_room = SIGN_INDENT * text_style.size.size;
        let mut widest = Pt::ZERO;
        for option in items {
            widest = widest.max(self.inline_widths(&option.name, name_style).min);
            for text in [&option.text, &option.cost, &option.risk] {
                widest = widest.max(self.inline_widths(text, text_style).min);
            }
            for argument in option.pros.iter().chain(&option.cons) {
                let width = self.inline_widths(argument, text_style).min;
                widest = widest.max(width + sign_room);
            }
        }
        widest
    }

    fn lay_out_option(&mut self, option: &Choice, width: Pt) -> OptionAspects {
        let text_style = self.text_style(self.metrics.small);
        let positive = self.theme.colors.positive;
        let negative = self.theme.colors.negative;
        // Name and text are one aspect: a badge below one name does not move the texts of the other
        // options away from their names.
        let mut head = self.lay_out_option_name(option, width);
        let text = self.lay_out_paragraph(&option.text, text_style, width);
        head.append(self.with_space(text, 0.5, 0.0));
        [
            head,
            self.lay_out_arguments("pros", "+", &option.pros, positive, width),
            self.lay_out_arguments("cons", "−", &option.cons, negative, width),
            self.lay_out_labelled_text("cost", &option.cost, text_style, width),
            self.lay_out_labelled_text("risk", &option.risk, text_style, width),
        ]
    }

    /// The name of an option, and whether it is recommended: at the end of the last line if there
    /// is room, else below.
    fn lay_out_option_name(&mut self, option: &Choice, width: Pt) -> Galley {
        let name_style = self.text_style(self.metrics.body).as_heading();
        if !option.recommended {
            return self.lay_out_paragraph(&option.name, name_style, width);
        }
        let accent = self.theme.colors.accent;
        let badge_style = TextStyle::new(self.metrics.caption, accent).strong();
        let badge_text = format!("✓\u{a0}{}", self.label_text("recommended"));
        let badge = [Inline::text(badge_text)];
        let name_width = self.inline_widths(&option.name, name_style).natural;
        let badge_width = self.inline_widths(&badge, badge_style).natural;
        let gap = name_style.size.size;
        let mut galley = self.lay_out_paragraph(&option.name, name_style, width);
        // The width of the whole name: one of two lines has its badge below it.
        if name_width + badge_width + gap > width {
            galley.append(self.lay_out_paragraph(&badge, badge_style, width));
        } else if let Some(line) = galley.fragments.last_mut() {
            let drop = self.baseline_offset(name_style) - self.baseline_offset(badge_style);
            let badge_style = badge_style.aligned(Align::End);
            let badge = self.lay_out_paragraph(&badge, badge_style, width);
            line.overlay(badge.into_fragment().shifted(Pt::ZERO, drop));
        }
        galley
    }

    /// Arguments for or against an option, each with a plus or minus.
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
        let text_style = self.text_style(self.metrics.small);
        let sign_style = TextStyle {
            color,
            ..text_style.strong()
        };
        let indent = SIGN_INDENT * text_style.size.size;
        let heading = [Inline::text(self.document.labels.get(label))];
        let heading_style = TextStyle::new(self.metrics.caption, color).strong();
        let heading = self
            .lay_out_paragraph(&heading, heading_style, width)
            .keep_with_next();
        let mut galley = self.with_space(heading, 0.5, 0.0);
        self.in_new_tag(Role::List { ordered: false }, |context| {
            for item in items {
                let lay_out_text = |context: &mut LayoutContext<'_>, measure| {
                    context.lay_out_paragraph(item, text_style, measure)
                };
                let item = context.lay_out_item(sign, sign_style, indent, width, lay_out_text);
                galley.append(item);
            }
        });
        galley
    }

    /// A text behind a label; nothing if there is no text.
    fn lay_out_labelled_text(
        &mut self,
        label: &str,
        text: &[Inline],
        style: TextStyle,
        width: Pt,
    ) -> Galley {
        if text.is_empty() {
            return Galley::default();
        }
        let label = Inline::text(self.document.labels.get(label));
        let label = Inline::Strong { body: vec![label] };
        let mut words = vec![label, Inline::text("\u{2002}")];
        words.extend_from_slice(text);
        self.lay_out_paragraph(&words, style, width)
    }
}

/// Makes each aspect as high as the highest of its kind in the row, and puts `space` above all but
/// the first.
fn align_aspects(row: &mut [OptionAspects], space: Pt) {
    for kind in 0..ASPECT_COUNT {
        let mut highest = Pt::ZERO;
        for option in row.iter() {
            highest = highest.max(option[kind].height());
        }
        for option in row.iter_mut() {
            let aspect = &mut option[kind];
            let missing = highest - aspect.height();
            // An empty aspect becomes a blank, so that those below it are at one height, too.
            if missing > Pt::ZERO {
                aspect.push(Fragment::blank(missing));
            }
            if kind > 0
                && let Some(first) = aspect.fragments.first_mut()
            {
                first.above = first.above.max(space);
            }
        }
    }
}
