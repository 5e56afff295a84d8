//! Options: one table that compares them where they have room side by side, else one after the
//! other.

use super::body::{BodyWriter, heading_style, plain_paragraph, plain_pieces};
use super::column_widths::{WIDTH_SLACK, width_in_ems};
use super::deferred::{HeaderCells, TableFormat};
use super::styles::CELL_GAP;
use super::tables::{CellContent, RecordColumn};
use super::text::{styled_paragraph, styled_runs};
use crate::document::{Choice, Inline, Medium};

/// So many options can stand side by side.
const COMPARABLE_COUNTS: std::ops::RangeInclusive<usize> = 2..=4;

/// The least width of an option's column, in twentieths of a point: 38 mm.
const MIN_COLUMN_WIDTH: usize = 2154;

impl<'a> BodyWriter<'a> {
    pub(super) fn write_options(&mut self, items: &'a [Choice]) {
        match self.comparison_column_widths(items) {
            Some(column_widths) => self.write_comparison(items, column_widths),
            None if self.document().medium == Medium::Sheet => self.write_option_table(items),
            None => items.iter().for_each(|option| self.write_option(option)),
        }
    }

    /// Widths of the columns of a table that compares options; `None` if they have no room for
    /// that, or nothing to compare.
    fn comparison_column_widths(&self, items: &[Choice]) -> Option<Vec<usize>> {
        let aspects: Vec<&str> = ["pros", "cons", "cost", "risk"]
            .map(|name| self.label(name))
            .to_vec();
        let names = self.name_column_width(&aspects, 1.1, 20);
        let each = self.width.saturating_sub(names) / items.len().max(1);
        let texts = items.iter().flat_map(|it| {
            let lists = it.pros.iter().chain(&it.cons);
            lists.chain([&it.name, &it.text, &it.cost, &it.risk])
        });
        let longest = texts.flat_map(|text| {
            Self::plain_line(text)
                .split_whitespace()
                .map(width_in_ems)
                .collect::<Vec<_>>()
        });
        let longest = longest.fold(0.0, f32::max) * WIDTH_SLACK * self.metrics.scale.small.size;
        let bullet = self.metrics.scale.small.size.twips() as usize;
        let compares = items.iter().any(|it| {
            !(it.pros.is_empty() && it.cons.is_empty() && it.cost.is_empty() && it.risk.is_empty())
        });
        let fits = each >= MIN_COLUMN_WIDTH && longest.twips() as usize + CELL_GAP + bullet <= each;
        let rest = self.width.saturating_sub(each * items.len());
        (compares && fits && COMPARABLE_COUNTS.contains(&items.len())).then(|| {
            std::iter::once(rest)
                .chain(items.iter().map(|_| each))
                .collect()
        })
    }

    /// Options as columns, what is to be said about each as rows. The recommended one stands on a
    /// ground of its own, and says so.
    fn write_comparison(&mut self, items: &'a [Choice], column_widths: Vec<usize>) {
        let head = std::iter::once(vec![plain_paragraph("TableHeading", self.label("option"))]);
        let names: Vec<CellContent> = items
            .iter()
            .map(|option| self.option_header_cell(option))
            .collect();
        let mut rows: Vec<Vec<CellContent>> = vec![head.chain(names).collect()];
        type Texts = for<'o> fn(&'o Choice) -> Vec<&'o [Inline]>;
        let lists: [(&'static str, Texts); 4] = [
            ("pros", |it| it.pros.iter().map(Vec::as_slice).collect()),
            ("cons", |it| it.cons.iter().map(Vec::as_slice).collect()),
            ("cost", |it| vec![&it.cost]),
            ("risk", |it| vec![&it.risk]),
        ];
        for (name, texts) in lists {
            if items
                .iter()
                .all(|option| texts(option).iter().all(|text| text.is_empty()))
            {
                continue;
            }
            let cells = items.iter().map(|option| self.text_cell(&texts(option)));
            let cells: Vec<CellContent> = cells.collect();
            rows.push(
                std::iter::once(self.label_cell(name))
                    .chain(cells)
                    .collect(),
            );
        }
        let tint = self.metrics.theme.colors.tint;
        let ground = |_, column: usize| {
            let option = column.checked_sub(1).and_then(|at| items.get(at));
            option.filter(|option| option.recommended).map(|_| tint)
        };
        let title = self.label("options").to_owned();
        let format = TableFormat {
            style: "BriefComparison",
            header_cells: HeaderCells::Both,
            title,
            right_to_left: false,
        };
        self.push_tinted_table(format, column_widths, rows, ground);
    }

    fn option_header_cell(&mut self, option: &'a Choice) -> CellContent {
        let mut cell = vec![self.writer.paragraph("TableHeading", &option.name)];
        if option.recommended {
            let badge = styled_runs(
                &format!("✓\u{a0}{}", self.label("recommended")),
                Some("Recommended"),
            );
            cell.push(styled_paragraph("TableText", badge));
        }
        if !option.text.is_empty() {
            cell.push(self.writer.paragraph("TableText", &option.text));
        }
        cell
    }

    /// Texts below each other: several have bullets.
    fn text_cell(&mut self, texts: &[&[Inline]]) -> CellContent {
        let style = if texts.len() > 1 {
            "TableBullet"
        } else {
            "TableText"
        };
        texts
            .iter()
            .map(|text| self.writer.paragraph(style, text))
            .collect()
    }

    /// Options side by side, for a sheet that has no room for one below the other.
    fn write_option_table(&mut self, items: &'a [Choice]) {
        let recommended = self.label("recommended");
        let name = move |it: &Choice| {
            let mut out = vec![Inline::Strong {
                body: it.name.clone(),
            }];
            if it.recommended {
                out.push(Inline::text(format!(" · {recommended}")));
            }
            if !it.text.is_empty() {
                out.push(Inline::LineBreak);
                out.extend(it.text.iter().cloned());
            }
            out
        };
        let lines = |texts: &[Vec<Inline>]| texts.join(&Inline::LineBreak);
        let columns = vec![
            RecordColumn::computed(self.label("option"), name).always_shown(),
            RecordColumn::computed(self.label("pros"), move |it: &Choice| lines(&it.pros)),
            RecordColumn::computed(self.label("cons"), move |it: &Choice| lines(&it.cons)),
            RecordColumn::borrowed(self.label("cost"), |it: &Choice| &it.cost),
            RecordColumn::borrowed(self.label("risk"), |it: &Choice| &it.risk),
        ];
        self.write_records("options", items, columns, 0);
    }

    /// What speaks for and against an option, what it costs, what could go wrong.
    pub(super) fn write_option_facts(&mut self, option: &'a Choice) {
        let mut labels = Vec::new();
        let mut rows = Vec::new();
        for (name, texts) in [("pros", &option.pros), ("cons", &option.cons)] {
            if !texts.is_empty() {
                let style = if texts.len() > 1 {
                    "TableBullet"
                } else {
                    "TableText"
                };
                let text = texts
                    .iter()
                    .map(|text| self.writer.paragraph(style, text))
                    .collect();
                labels.push(self.label(name));
                rows.push(vec![self.label_cell(name), text]);
            }
        }
        for (name, text) in [("cost", &option.cost), ("risk", &option.risk)] {
            if !text.is_empty() {
                let text = vec![self.writer.paragraph("TableText", text)];
                labels.push(self.label(name));
                rows.push(vec![self.label_cell(name), text]);
            }
        }
        let title = Self::plain_line(&option.name);
        self.push_facts_table(&title, &labels, rows);
    }

    fn label_cell(&self, name: &'static str) -> CellContent {
        vec![plain_paragraph("TableLabel", self.label(name))]
    }

    /// One option after the other.
    fn write_option(&mut self, option: &'a Choice) {
        let mut pieces = self.writer.inline_pieces(&option.name);
        if option.recommended {
            pieces.extend(plain_pieces(" · "));
            let label = styled_runs(self.label("recommended"), Some("Recommended"));
            pieces.extend(label);
        }
        self.push_paragraph(styled_paragraph(
            heading_style(self.inner_heading_level()),
            pieces,
        ));
        if !option.text.is_empty() {
            let mut text = self.writer.paragraph("BodyText", &option.text);
            let facts = [
                option.pros.is_empty(),
                option.cons.is_empty(),
                option.cost.is_empty(),
                option.risk.is_empty(),
            ];
            if facts.contains(&false) {
                text.property.keep_next = Some(true);
            }
            self.push_paragraph(text);
        }
        self.write_option_facts(option);
    }
}
