//! Options: compared side by side in a table if they fit, else one after the other.

use super::body::BodyWriter;
use super::column_widths::{WIDTH_SLACK, width_in_ems};
use super::paragraph_style::ParagraphStyle;
use super::styles::CELL_GAP;
use super::tables::RecordColumn;
use super::text::{plain_paragraph, plain_runs, styled_paragraph, styled_runs};
use super::wml::{CellContent, HeaderCells, TableFormat};
use crate::document::{Choice, Inline, Medium};

/// The numbers of options that are compared side by side.
const COMPARABLE_COUNTS: std::ops::RangeInclusive<usize> = 2..=4;

/// The smallest width of an option's column, in twentieths of a point: 38 mm.
const MIN_COLUMN_WIDTH: usize = 2154;

/// Something that the brief says about an option.
struct Aspect {
    /// The brief's key, which is also the name of its label.
    key: &'static str,
    is_given: fn(&Choice) -> bool,
    texts: fn(&Choice) -> Vec<&[Inline]>,
}

impl Aspect {
    /// Whether an option has no text for it.
    fn is_blank(&self, option: &Choice) -> bool {
        let texts = (self.texts)(option);
        texts.into_iter().all(<[Inline]>::is_empty)
    }
}

/// The aspects by which options are compared.
const ASPECTS: [Aspect; 4] = [
    Aspect {
        key: "pros",
        is_given: |option| !option.pros.is_empty(),
        texts: |option| option.pros.iter().map(Vec::as_slice).collect(),
    },
    Aspect {
        key: "cons",
        is_given: |option| !option.cons.is_empty(),
        texts: |option| option.cons.iter().map(Vec::as_slice).collect(),
    },
    Aspect {
        key: "cost",
        is_given: |option| !option.cost.is_empty(),
        texts: |option| vec![&option.cost],
    },
    Aspect {
        key: "risk",
        is_given: |option| !option.risk.is_empty(),
        texts: |option| vec![&option.risk],
    },
];

fn has_aspects(option: &Choice) -> bool {
    ASPECTS.iter().any(|aspect| (aspect.is_given)(option))
}

impl<'a> BodyWriter<'a> {
    pub(super) fn write_options(&mut self, items: &'a [Choice]) {
        if let Some(column_widths) = self.comparison_column_widths(items) {
            self.write_comparison(items, column_widths);
        } else if self.document().medium == Medium::Sheet {
            self.write_option_table(items);
        } else {
            for option in items {
                self.write_option(option);
            }
        }
    }

    /// Widths of the columns of a table that compares options; `None` if their longest words do not
    /// fit into columns side by side, or if they have no aspects to compare.
    fn comparison_column_widths(&self, items: &[Choice]) -> Option<Vec<usize>> {
        if !COMPARABLE_COUNTS.contains(&items.len()) || !items.iter().any(has_aspects) {
            return None;
        }
        let labels = ASPECTS.map(|aspect| self.label(aspect.key));
        let names_width = self.name_column_width(&labels, 1.1, 20);
        let option_width = self.width.saturating_sub(names_width) / items.len();
        let size = self.metrics.scale.small.size;
        let mut widest = 0.0_f32;
        for option in items {
            widest = widest.max(longest_word(option));
        }
        // The word may stand in a list, after a bullet that is as wide as the type is high.
        let word = (widest * WIDTH_SLACK * size).twips() as usize;
        let bullet = size.twips() as usize;
        let needed = word + CELL_GAP + bullet;
        if option_width < MIN_COLUMN_WIDTH || needed > option_width {
            return None;
        }
        // The first column has what dividing has left, so that the table is as wide as the text.
        let mut widths = vec![option_width; items.len() + 1];
        widths[0] = self.width.saturating_sub(option_width * items.len());
        Some(widths)
    }

    /// Writes a table with a column for each option and a row for each aspect. The recommended
    /// option has a coloured background.
    fn write_comparison(&mut self, items: &'a [Choice], column_widths: Vec<usize>) {
        let mut header = vec![vec![plain_paragraph(
            ParagraphStyle::TableHeading,
            self.label("option"),
        )]];
        for option in items {
            header.push(self.option_header_cell(option));
        }
        let mut rows: Vec<Vec<CellContent<'a>>> = vec![header];
        for aspect in &ASPECTS {
            // A row for an aspect that no option has would only be empty.
            if items.iter().all(|option| aspect.is_blank(option)) {
                continue;
            }
            let mut cells = vec![self.label_cell(aspect.key)];
            for option in items {
                let texts = (aspect.texts)(option);
                cells.push(self.text_cell(&texts));
            }
            rows.push(cells);
        }
        // The first column names the aspects: options start in the second.
        let tint = self.metrics.theme.colors.tint;
        let background = |_, column: usize| {
            let option = items.get(column.checked_sub(1)?)?;
            option.recommended.then_some(tint)
        };
        let format = TableFormat {
            style: "BriefComparison",
            header_cells: HeaderCells::Both,
            title: self.label("options").to_owned(),
        };
        self.push_tinted_table(format, column_widths, rows, background);
    }

    /// The name of an option, whether it is recommended, and its text.
    fn option_header_cell(&mut self, option: &'a Choice) -> CellContent<'a> {
        let mut cell = vec![
            self.writer
                .paragraph(ParagraphStyle::TableHeading, &option.name),
        ];
        if option.recommended {
            let badge = format!("✓\u{a0}{}", self.label("recommended"));
            let badge = styled_runs(&badge, "Recommended");
            cell.push(styled_paragraph(ParagraphStyle::TableText, badge));
        }
        if !option.text.is_empty() {
            cell.push(
                self.writer
                    .paragraph(ParagraphStyle::TableText, &option.text),
            );
        }
        cell
    }

    /// One text as a paragraph, several as a bulleted list.
    fn text_cell(&mut self, texts: &[&[Inline]]) -> CellContent<'a> {
        // A bullet before a single text would only take room.
        let style = if texts.len() > 1 {
            ParagraphStyle::TableBullet
        } else {
            ParagraphStyle::TableText
        };
        let mut cell = Vec::with_capacity(texts.len());
        for text in texts {
            cell.push(self.writer.paragraph(style, text));
        }
        cell
    }

    /// Writes a table with a row for each option, for a sheet, where options one after the other
    /// would take too much of the page.
    fn write_option_table(&mut self, items: &'a [Choice]) {
        let recommended = self.label("recommended");
        let name = move |option: &Choice| name_and_text(option, recommended);
        let columns = vec![
            RecordColumn::computed(self.label("option"), name).always_shown(),
            RecordColumn::computed(self.label("pros"), |it: &Choice| one_per_line(&it.pros)),
            RecordColumn::computed(self.label("cons"), |it: &Choice| one_per_line(&it.cons)),
            RecordColumn::borrowed(self.label("cost"), |it: &Choice| &it.cost),
            RecordColumn::borrowed(self.label("risk"), |it: &Choice| &it.risk),
        ];
        self.write_records("options", items, columns, 0);
    }

    /// Writes an option with a heading, its text and a table of its aspects.
    fn write_option(&mut self, option: &'a Choice) {
        let mut nodes = self.writer.inline_nodes(&option.name);
        if option.recommended {
            nodes.extend(plain_runs(" · "));
            nodes.extend(styled_runs(self.label("recommended"), "Recommended"));
        }
        let heading = ParagraphStyle::heading(self.inner_heading_level());
        self.push_paragraph(styled_paragraph(heading, nodes));
        if !option.text.is_empty() {
            let mut text = self
                .writer
                .paragraph(ParagraphStyle::BodyText, &option.text);
            // Otherwise the table of aspects could be alone on the next page, without its option.
            if has_aspects(option) {
                text.property_mut().keep_next = Some(true);
            }
            self.push_paragraph(text);
        }
        self.write_option_facts(option);
    }

    /// Writes the table of an option's aspects.
    fn write_option_facts(&mut self, option: &'a Choice) {
        let mut labels = Vec::new();
        let mut rows = Vec::new();
        for aspect in &ASPECTS {
            if !(aspect.is_given)(option) {
                continue;
            }
            labels.push(self.label(aspect.key));
            let texts = (aspect.texts)(option);
            let text = self.text_cell(&texts);
            rows.push(vec![self.label_cell(aspect.key), text]);
        }
        let title = Self::plain_line(&option.name);
        self.push_facts_table(&title, &labels, rows);
    }

    fn label_cell(&self, label: &'static str) -> CellContent<'a> {
        vec![plain_paragraph(
            ParagraphStyle::TableLabel,
            self.label(label),
        )]
    }
}

/// The name of an option, whether it is recommended, and its text on a line of its own.
fn name_and_text(option: &Choice, recommended: &str) -> Vec<Inline> {
    let mut out = vec![Inline::Strong {
        body: option.name.clone(),
    }];
    if option.recommended {
        out.push(Inline::text(format!(" · {recommended}")));
    }
    if !option.text.is_empty() {
        out.push(Inline::LineBreak);
        out.extend(option.text.iter().cloned());
    }
    out
}

fn one_per_line(texts: &[Vec<Inline>]) -> Vec<Inline> {
    texts.join(&Inline::LineBreak)
}

/// The width of the longest word of an option, in ems.
fn longest_word(option: &Choice) -> f32 {
    let mut longest = 0.0_f32;
    let single_texts = [&option.name, &option.text, &option.cost, &option.risk];
    for text in option.pros.iter().chain(&option.cons).chain(single_texts) {
        for word in BodyWriter::plain_line(text).split_whitespace() {
            longest = longest.max(width_in_ems(word));
        }
    }
    longest
}
