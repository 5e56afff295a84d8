//! Tables: the brief's own, and the blocks that are best read as one.

use std::borrow::Cow;

use docx_rs::{
    Paragraph, Shading, ShdType, TableCell, TableCellContent, TableLayoutType, TableRow, WidthType,
};

use super::body::{BodyWriter, empty_paragraph, plain_paragraph, plain_pieces};
use super::column_widths::{ColumnNeed, MAX_COLUMNS, column_widths, width_in_ems};
use super::deferred::{ControlKind, HeaderCells, TableFormat, table_placeholder_style};
use super::styles::CELL_GAP;
use super::text::styled_paragraph;
use crate::document::{
    Action, Contact, Degree, Event, Inline, Medium, Metric, Person, Risk, Table, Term, Trend,
    plain_text,
};
use crate::ooxml::values::hex_color;
use crate::theme::Color;

/// Rows that a table may have and still be kept on one page.
const MAX_UNBROKEN_ROWS: usize = 8;

/// How much wider dates may be than they seem: they are bold, and ugly when broken.
const DATE_SLACK: f32 = 1.25;

/// The most that dates take of the width, in percent.
const MAX_DATE_PERCENT: usize = 45;

/// The paragraphs of a cell.
pub(super) type CellContent = Vec<Box<Paragraph>>;

/// Takes the text of a cell from a thing.
type CellText<'f, T> = Box<dyn Fn(&T) -> Cow<'_, [Inline]> + 'f>;

/// A column of a table that is made from a list of things.
pub(super) struct RecordColumn<'f, T> {
    header: &'f str,
    text: CellText<'f, T>,
    /// The name of a field, if the column is a place to write, and what may be written there.
    field: Option<(&'static str, ControlKind)>,
    /// Shown even if nothing has anything there.
    always: bool,
}

impl<'f, T> RecordColumn<'f, T> {
    /// A column of texts that things have.
    pub(super) fn borrowed(header: &'f str, text: impl Fn(&T) -> &[Inline] + 'f) -> Self {
        Self {
            header,
            text: Box::new(move |it| text(it).into()),
            field: None,
            always: false,
        }
    }

    /// A column of texts that are made of things.
    pub(super) fn computed(header: &'f str, text: impl Fn(&T) -> Vec<Inline> + 'f) -> Self {
        Self {
            header,
            text: Box::new(move |it| text(it).into()),
            field: None,
            always: false,
        }
    }

    fn fillable(self, field: &'static str, kind: ControlKind) -> Self {
        Self {
            field: Some((field, kind)),
            ..self
        }
    }

    pub(super) fn always_shown(self) -> Self {
        Self {
            always: true,
            ..self
        }
    }
}

/// Whether a unit stands below its number: a sign such as % stands beside it.
fn is_word(unit: &str) -> bool {
    unit.starts_with(char::is_alphanumeric)
}

impl<'a> BodyWriter<'a> {
    /// Lays rows out. `needs` has as many columns as every row has cells.
    fn push_sized_table(
        &mut self,
        format: TableFormat,
        needs: &[ColumnNeed],
        rows: Vec<Vec<CellContent>>,
    ) {
        if needs.is_empty() || rows.is_empty() {
            return;
        }
        let column_widths = column_widths(needs, self.width, self.metrics.scale.small.size);
        self.push_plain_table(format, column_widths, rows);
    }

    fn push_plain_table(
        &mut self,
        format: TableFormat,
        column_widths: Vec<usize>,
        rows: Vec<Vec<CellContent>>,
    ) {
        self.push_tinted_table(format, column_widths, rows, |_, _| None);
    }

    /// A table whose cells have the ground that `tint` says for their row and column.
    pub(super) fn push_tinted_table(
        &mut self,
        format: TableFormat,
        column_widths: Vec<usize>,
        mut rows: Vec<Vec<CellContent>>,
        tint: impl Fn(usize, usize) -> Option<Color>,
    ) {
        let total = column_widths.iter().sum();
        if self.document().medium != Medium::Sheet {
            // A short table stays on one page, and no header at the end of one: rows hold on to the
            // next.
            let kept = if rows.len() <= MAX_UNBROKEN_ROWS {
                rows.len().saturating_sub(1)
            } else {
                usize::from(format.header_cells != HeaderCells::FirstColumn)
            };
            for paragraph in rows.iter_mut().take(kept).flatten().flatten() {
                paragraph.property.keep_next = Some(true);
            }
        }
        let rows = rows.into_iter().enumerate().map(|(row, cells)| {
            let cells = cells.into_iter().zip(&column_widths).enumerate().map(
                |(column, (paragraphs, width))| {
                    let mut cell = TableCell::new().width(*width, WidthType::Dxa);
                    if let Some(color) = tint(row, column) {
                        cell = cell.shading(
                            Shading::new()
                                .shd_type(ShdType::Clear)
                                .fill(hex_color(color)),
                        );
                    }
                    let filled = if paragraphs.is_empty() {
                        vec![empty_paragraph("TableText")]
                    } else {
                        paragraphs
                    };
                    cell.children
                        .extend(filled.into_iter().map(TableCellContent::Paragraph));
                    cell
                },
            );
            TableRow::new(cells.collect()).cant_split()
        });
        let rows: Vec<TableRow> = rows.collect();
        let number = self.writer.deferred.add_table(TableFormat {
            right_to_left: self.is_right_to_left(),
            ..format
        });
        let table = docx_rs::Table::new(rows)
            .style(table_placeholder_style(number))
            .set_grid(column_widths)
            .width(total, WidthType::Dxa)
            .layout(TableLayoutType::Fixed);
        self.push_table(table);
    }

    /// A table of two columns without a header: names of things, and the things.
    pub(super) fn push_facts_table(
        &mut self,
        title: &str,
        labels: &[&str],
        rows: Vec<Vec<CellContent>>,
    ) {
        let first = self.name_column_width(labels, 1.1, 32);
        self.push_named_rows("BriefFacts", title, first, rows);
    }

    /// How wide a column of names is, which may be `slack` times as wide as they seem, and take
    /// `most` percent of the width.
    pub(super) fn name_column_width(&self, names: &[&str], slack: f32, most: usize) -> usize {
        let size = self.metrics.scale.small.size;
        let longest = names
            .iter()
            .map(|name| width_in_ems(name))
            .fold(0.0, f32::max);
        let wanted = ((longest * size).twips() * slack) as usize + CELL_GAP;
        wanted.clamp(self.width * 15 / 100, self.width * most / 100)
    }

    fn push_named_rows(
        &mut self,
        style: &'static str,
        title: &str,
        first: usize,
        rows: Vec<Vec<CellContent>>,
    ) {
        if rows.is_empty() {
            return;
        }
        let format = TableFormat {
            style,
            header_cells: HeaderCells::FirstColumn,
            title: title.to_owned(),
            right_to_left: false,
        };
        self.push_plain_table(format, vec![first, self.width - first], rows);
    }

    /// A table of the brief. One with more columns than Word can hold goes on in another, with its
    /// first column again.
    pub(super) fn write_data_table(&mut self, table: &'a Table) {
        if !table.title.is_empty() {
            self.push_caption("Caption", "table", &table.title, true);
        }
        let longest = table
            .rows
            .iter()
            .map(Vec::len)
            .max()
            .unwrap_or(0)
            .max(table.columns.len());
        let all: Vec<usize> = (0..longest).collect();
        let pieces: Vec<Vec<usize>> = if longest <= MAX_COLUMNS {
            vec![all]
        } else {
            all[1..]
                .chunks(MAX_COLUMNS - 1)
                .map(|columns| [&[0], columns].concat())
                .collect()
        };
        for columns in pieces {
            self.write_data_columns(table, &columns);
        }
        if !table.note.is_empty() {
            self.push_text("TableNote", &table.note);
        }
    }

    fn write_data_columns(&mut self, table: &'a Table, columns: &[usize]) {
        let numeric = |at: usize| table.columns.get(at).is_some_and(|column| column.numeric);
        let mut needs: Vec<ColumnNeed> = columns
            .iter()
            .map(|at| ColumnNeed {
                grows: !numeric(*at),
                ..ColumnNeed::default()
            })
            .collect();
        let header = columns.iter().zip(&mut needs).map(|(at, need)| {
            let text = table
                .columns
                .get(*at)
                .map_or(&[][..], |column| &column.header);
            need.add(&plain_text(text));
            let style = if numeric(*at) {
                "TableHeadingNumber"
            } else {
                "TableHeading"
            };
            vec![self.writer.paragraph(style, text)]
        });
        let mut rows = vec![header.collect::<Vec<CellContent>>()];
        for row in &table.rows {
            let cells = columns.iter().zip(&mut needs).map(|(at, need)| {
                let text = row.get(*at).map_or(&[][..], Vec::as_slice);
                need.add(&plain_text(text));
                let style = if numeric(*at) {
                    "TableNumber"
                } else {
                    "TableText"
                };
                vec![self.writer.paragraph(style, text)]
            });
            rows.push(cells.collect());
        }
        let title = Self::plain_line(&table.title);
        self.push_sized_table(
            TableFormat {
                style: "BriefTable",
                header_cells: HeaderCells::FirstRow,
                title,
                right_to_left: false,
            },
            &needs,
            rows,
        );
    }

    /// Figures side by side: what is counted, the number, its change, its date. Read as a table,
    /// each column is one.
    pub(super) fn write_metrics(&mut self, items: &'a [Metric]) {
        let most = if self.document().medium == Medium::Sheet {
            5
        } else {
            4
        };
        let widest = items
            .iter()
            .map(|item| self.metric_value_width(item))
            .max()
            .unwrap_or_default();
        // A number is not broken: wide ones have fewer beside them.
        let most = most.min(self.width / (widest + CELL_GAP)).max(1);
        let rows = items.len().div_ceil(most).max(1);
        for chunk in items.chunks(items.len().div_ceil(rows).max(1)) {
            self.write_metrics_row(chunk);
        }
    }

    fn write_metrics_row(&mut self, items: &'a [Metric]) {
        let filled = |cell: &dyn Fn(&mut Self, &'a Metric) -> Box<Paragraph>, body: &mut Self| {
            items
                .iter()
                .map(|item| vec![cell(body, item)])
                .collect::<Vec<CellContent>>()
        };
        let mut rows = vec![
            filled(
                &|body, item| body.writer.paragraph("MetricLabel", &item.label),
                self,
            ),
            filled(&Self::metric_value, self),
        ];
        if items
            .iter()
            .any(|item| is_word(&Self::plain_line(&item.unit)))
        {
            rows.push(filled(&Self::metric_unit, self));
        }
        if items.iter().any(|item| !item.change.is_empty()) {
            rows.push(filled(&Self::metric_change, self));
        }
        if items.iter().any(|item| !item.as_of.is_empty()) {
            let as_of = |body: &mut Self, item: &'a Metric| {
                body.writer.paragraph("MetricDate", &item.as_of)
            };
            rows.push(filled(&as_of, self));
        }
        let count = items.len();
        let mut column_widths = vec![self.width / count.max(1); count];
        if let Some(last) = column_widths.last_mut() {
            *last += self.width % count.max(1);
        }
        let title = self.label("metrics").to_owned();
        self.push_plain_table(
            TableFormat {
                style: "BriefFigures",
                header_cells: HeaderCells::FirstRow,
                title,
                right_to_left: false,
            },
            column_widths,
            rows,
        );
    }

    /// The width of a number on one line, in twips.
    fn metric_value_width(&self, item: &Metric) -> usize {
        let mut text = item.value.clone();
        if !is_word(&Self::plain_line(&item.unit)) {
            text.extend(item.unit.iter().cloned());
        }
        self.ruler
            .width(&text, self.metrics.scale.figure.size, true)
            .twips()
            .max(0.0)
            .ceil() as usize
    }

    fn metric_value(&mut self, item: &'a Metric) -> Box<Paragraph> {
        let mut pieces = self.writer.inline_pieces(&item.value);
        if !is_word(&Self::plain_line(&item.unit)) {
            pieces.extend(self.writer.inline_pieces(&item.unit));
        }
        styled_paragraph("MetricValue", pieces)
    }

    fn metric_unit(&mut self, item: &'a Metric) -> Box<Paragraph> {
        let unit = if is_word(&Self::plain_line(&item.unit)) {
            &item.unit[..]
        } else {
            &[]
        };
        self.writer.paragraph("MetricUnit", unit)
    }

    fn metric_change(&mut self, item: &'a Metric) -> Box<Paragraph> {
        let arrow = match item.trend {
            _ if item.change.is_empty() => "",
            Trend::Up => "▲ ",
            Trend::Down => "▼ ",
            Trend::Flat => "",
        };
        let mut pieces = plain_pieces(arrow);
        pieces.extend(self.writer.inline_pieces(&item.change));
        styled_paragraph("MetricChange", pieces)
    }

    pub(super) fn write_people(&mut self, items: &'a [Person]) {
        let columns = vec![
            RecordColumn::borrowed(self.label("person"), |it: &Person| &it.name).always_shown(),
            RecordColumn::borrowed(self.label("native-name"), |it: &Person| &it.native_name),
            RecordColumn::borrowed(self.label("role"), |it: &Person| &it.role),
            RecordColumn::borrowed(self.label("organization"), |it: &Person| &it.organization),
        ];
        self.write_records("people", items, columns, 0);
    }

    pub(super) fn write_contacts(&mut self, items: &'a [Contact]) {
        let columns = vec![
            RecordColumn::borrowed(self.label("contact"), |it: &Contact| &it.name).always_shown(),
            RecordColumn::borrowed(self.label("role"), |it: &Contact| &it.role),
            RecordColumn::borrowed(self.label("phone"), |it: &Contact| &it.phone),
            RecordColumn::borrowed(self.label("email"), |it: &Contact| &it.email),
        ];
        self.write_records("contacts", items, columns, 0);
    }

    /// A line with a dot for each event: dates on one side, what happens then on the other.
    pub(super) fn write_timeline(&mut self, items: &'a [Event]) {
        let dates: Vec<String> = items
            .iter()
            .map(|event| Self::plain_line(&event.date))
            .collect();
        let dates: Vec<&str> = dates.iter().map(String::as_str).collect();
        let rows = items.iter().map(|event| {
            let date = self.writer.paragraph("TimelineDate", &event.date);
            vec![
                vec![date],
                vec![self.writer.paragraph("TimelineText", &event.text)],
            ]
        });
        let rows = rows.collect();
        let title = self.label("timeline");
        let first = self.name_column_width(&dates, DATE_SLACK, MAX_DATE_PERCENT);
        self.push_named_rows("BriefTimeline", title, first, rows);
    }

    pub(super) fn write_glossary(&mut self, items: &'a [Term]) {
        let columns = vec![
            RecordColumn::computed(self.label("term"), |it: &Term| {
                vec![Inline::Strong {
                    body: it.term.clone(),
                }]
            })
            .always_shown(),
            RecordColumn::borrowed(self.label("definition"), |it: &Term| &it.definition)
                .always_shown(),
        ];
        self.write_records("glossary", items, columns, 0);
    }

    /// The table of risks. Their numbers say which place in a matrix above it is whose.
    pub(super) fn write_risk_table(&mut self, items: &'a [Risk], numbered: bool) {
        let labels = &self.document().labels;
        let degree = move |degree: Option<Degree>| {
            let Some(degree) = degree else {
                return Vec::new();
            };
            let word = vec![Inline::text(degree.label(labels))];
            if degree == Degree::High {
                vec![Inline::Strong { body: word }]
            } else {
                word
            }
        };
        type Numbered<'r> = (usize, &'r Risk);
        let number = move |(at, _): &Numbered| {
            if numbered {
                vec![Inline::text((at + 1).to_string())]
            } else {
                Vec::new()
            }
        };
        let columns = vec![
            RecordColumn::computed(self.label("number"), number),
            RecordColumn::borrowed(self.label("risk"), |(_, it): &Numbered| &it.risk)
                .always_shown(),
            RecordColumn::computed(self.label("likelihood"), move |(_, it): &Numbered| {
                degree(it.likelihood)
            }),
            RecordColumn::computed(self.label("impact"), move |(_, it): &Numbered| {
                degree(it.impact)
            }),
            RecordColumn::borrowed(self.label("mitigation"), |(_, it): &Numbered| {
                &it.mitigation
            }),
            RecordColumn::borrowed(self.label("owner"), |(_, it): &Numbered| &it.owner)
                .fillable("owner", ControlKind::Plain),
        ];
        let all: Vec<Numbered> = items.iter().enumerate().collect();
        self.write_records("risks", &all, columns, self.risks_so_far);
        self.risks_so_far += items.len();
    }

    /// Who does what by when. An owner or a date that is missing is a gap to be filled; a status
    /// comes with time.
    pub(super) fn write_action_table(&mut self, items: &'a [Action]) {
        let columns = vec![
            RecordColumn::borrowed(self.label("action"), |it: &Action| &it.action).always_shown(),
            RecordColumn::borrowed(self.label("owner"), |it: &Action| &it.owner)
                .fillable("owner", ControlKind::Plain)
                .always_shown(),
            RecordColumn::borrowed(self.label("due"), |it: &Action| &it.due)
                .fillable("due", ControlKind::Date)
                .always_shown(),
            RecordColumn::borrowed(self.label("status"), |it: &Action| &it.status)
                .fillable("status", ControlKind::Plain),
        ];
        self.write_records("actions", items, columns, self.actions_so_far);
        self.actions_so_far += items.len();
    }

    /// A table with a row for each thing and a column for each of its sides that anything has.
    /// `list` is the brief's field that holds the things, and their label; `first` is the number of
    /// the first, for the tags of places to write.
    pub(super) fn write_records<T>(
        &mut self,
        list: &'static str,
        items: &[T],
        mut columns: Vec<RecordColumn<'_, T>>,
        first: usize,
    ) {
        columns.retain(|column| {
            column.always || items.iter().any(|item| !(column.text)(item).is_empty())
        });
        if items.is_empty() {
            return;
        }
        let mut needs: Vec<ColumnNeed> = columns
            .iter()
            .map(|_| ColumnNeed {
                grows: true,
                ..ColumnNeed::default()
            })
            .collect();
        let header = columns.iter().zip(&mut needs).map(|(column, need)| {
            need.add(column.header);
            vec![plain_paragraph("TableHeading", column.header)]
        });
        let mut rows = vec![header.collect::<Vec<CellContent>>()];
        for (at, item) in items.iter().enumerate() {
            let cells = columns.iter().zip(&mut needs).map(|(column, need)| {
                let text = (column.text)(item);
                need.add(&plain_text(&text));
                let filled = match column.field {
                    Some((field, kind)) => {
                        need.add(&format!("[{}]", column.header));
                        let tag = format!("{list}[{}].{field}", first + at);
                        styled_paragraph(
                            "TableText",
                            vec![self.writer.content_control(tag, column.header, kind, &text)],
                        )
                    }
                    None => self.writer.paragraph("TableText", &text),
                };
                vec![filled]
            });
            rows.push(cells.collect());
        }
        let format = TableFormat {
            style: "BriefTable",
            header_cells: HeaderCells::FirstRow,
            title: self.label(list).to_owned(),
            right_to_left: false,
        };
        self.push_sized_table(format, &needs, rows);
    }
}
