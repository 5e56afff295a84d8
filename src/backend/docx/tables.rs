//! Tables: those of the brief, and those that show lists of people, contacts, events and so on.
//!
//! [`write_records`](BodyWriter::write_records) makes a table from a list of values and a
//! [`RecordColumn`] for each of their fields.

use std::borrow::Cow;

use docx_rs::{Shading, ShdType};

use super::body::BodyWriter;
use super::column_widths::{ColumnTextWidth, MAX_COLUMNS, roomy_column_widths, width_in_ems};
use super::crowded_tables::TableFit;
use super::data_column::DataColumn;
use super::emphasis::METRIC_UNIT;
use super::height::font_width_factor;
use super::paragraph_style::ParagraphStyle;
use super::styles::CELL_GAP;
use super::text::{empty_paragraph, plain_paragraph, plain_runs, styled_paragraph};
use super::wml::{
    CellContent, CellNode, ControlKind, HeaderCells, InlineNode, ParagraphNode, TableFormat,
    TableNode,
};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{
    Action, Contact, Degree, Event, Inline, Medium, Metric, Person, Rating, Risk, Table, Term,
    Trend, plain_text,
};
use crate::length::Pt;
use crate::ooxml::values::hex_color;
use crate::slides::{has_short_unit, metric_value};
use crate::theme::Color;

/// The most rows of a table that is kept on one page.
const MAX_UNBROKEN_ROWS: usize = 8;

/// How much wider dates may be than measured: they are bold, and look bad when broken.
const DATE_SLACK: f32 = 1.25;

/// The largest share of a timeline's width that dates take, in percent.
const MAX_DATE_PERCENT: usize = 45;

/// Metrics are not set in fewer columns for the sake of their labels.
const MIN_METRICS_PER_ROW: usize = 2;

/// Returns the text of a cell for a value.
type RecordText<'f, T> = Box<dyn Fn(&T) -> Cow<'_, [Inline]> + 'f>;

/// A column of a table with a row for each value of a list.
pub(super) struct RecordColumn<'f, T> {
    header: &'f str,
    text: RecordText<'f, T>,
    /// The name of the field and its kind, if readers fill the cells in.
    field: Option<(&'static str, ControlKind)>,
    /// Whether the column is shown even if all its cells are empty.
    always_shown: bool,
}

impl<'f, T> RecordColumn<'f, T> {
    /// A column of texts that are fields of the values.
    pub(super) fn borrowed(header: &'f str, text: impl Fn(&T) -> &[Inline] + 'f) -> Self {
        Self {
            header,
            text: Box::new(move |it| text(it).into()),
            field: None,
            always_shown: false,
        }
    }

    /// A column of texts that are made from the values.
    pub(super) fn computed(header: &'f str, text: impl Fn(&T) -> Vec<Inline> + 'f) -> Self {
        Self {
            header,
            text: Box::new(move |it| text(it).into()),
            field: None,
            always_shown: false,
        }
    }

    /// Turns the cells into content controls.
    fn fillable(self, field: &'static str, kind: ControlKind) -> Self {
        Self {
            field: Some((field, kind)),
            ..self
        }
    }

    /// Shows the column even if all its cells are empty.
    pub(super) fn always_shown(self) -> Self {
        Self {
            always_shown: true,
            ..self
        }
    }
}

impl<'a> BodyWriter<'a> {
    /// Adds a table with columns as wide as their text needs. `needs` has an entry for each column.
    fn push_sized_table(
        &mut self,
        format: TableFormat,
        needs: &[ColumnTextWidth],
        mut rows: Vec<Vec<CellContent<'a>>>,
    ) {
        if needs.is_empty() || rows.is_empty() {
            return;
        }
        let size = self.metrics.scale.small.size;
        if let Some(widths) = roomy_column_widths(needs, self.width, size) {
            self.push_plain_table(format, widths, rows);
            return;
        }
        let fit = self.fit_crowded_table(needs, &rows);
        self.fit_decimals(&fit, needs, &mut rows, &format.title);
        let mut table = self.table_node(format, fit.column_widths, rows, |_, _| None);
        table.cell_gap = fit.cell_gap;
        if fit.size < size {
            let cells = table.rows.iter_mut().flatten();
            for paragraph in cells.flat_map(|cell| &mut cell.paragraphs) {
                paragraph.style = paragraph.style.smallest();
            }
        }
        self.push_table(table);
    }

    /// Makes the indents of numbers fit the size of type. Where the width is too short for them,
    /// numbers are not indented into it.
    fn fit_decimals(
        &mut self,
        fit: &TableFit,
        needs: &[ColumnTextWidth],
        rows: &mut [Vec<CellContent<'a>>],
        title: &str,
    ) {
        let ratio = fit.size / self.metrics.scale.small.size;
        let mut lost = Vec::new();
        for (at, need) in needs.iter().enumerate() {
            let has_room = fit.has_room_for_decimals(at, need);
            let mut had_indent = false;
            for paragraph in rows.iter_mut().filter_map(|row| row.get_mut(at)).flatten() {
                had_indent |= paragraph.decimals_indent.is_some();
                let indent = paragraph.decimals_indent.filter(|_| has_room);
                paragraph.decimals_indent = indent.map(|it| (it as f32 * ratio).round() as usize);
            }
            if had_indent && !has_room {
                lost.push((at + 1).to_string());
            }
        }
        if !lost.is_empty() {
            self.warnings.push(unaligned_decimals(title, &lost));
        }
    }

    fn push_plain_table(
        &mut self,
        format: TableFormat,
        column_widths: Vec<usize>,
        rows: Vec<Vec<CellContent<'a>>>,
    ) {
        self.push_tinted_table(format, column_widths, rows, |_, _| None);
    }

    /// Adds a table. `background` gives the colour of a cell by its row and column, if the style's
    /// is not to be used.
    pub(super) fn push_tinted_table(
        &mut self,
        format: TableFormat,
        column_widths: Vec<usize>,
        rows: Vec<Vec<CellContent<'a>>>,
        background: impl Fn(usize, usize) -> Option<Color>,
    ) {
        let table = self.table_node(format, column_widths, rows, background);
        self.push_table(table);
    }

    fn table_node(
        &self,
        format: TableFormat,
        column_widths: Vec<usize>,
        mut rows: Vec<Vec<CellContent<'a>>>,
        background: impl Fn(usize, usize) -> Option<Color>,
    ) -> TableNode<'a> {
        if self.document().medium != Medium::Sheet {
            keep_rows_together(&mut rows, format.header_cells);
        }
        let mut table_rows = Vec::with_capacity(rows.len());
        for (row, cells) in rows.into_iter().enumerate() {
            let mut table_cells = Vec::with_capacity(cells.len());
            for (column, content) in cells.into_iter().take(column_widths.len()).enumerate() {
                table_cells.push(cell_node(content, background(row, column)));
            }
            table_rows.push(table_cells);
        }
        TableNode {
            format,
            column_widths,
            cell_gap: CELL_GAP,
            rows: table_rows,
        }
    }

    /// Adds a table of names and facts: two columns without a header.
    pub(super) fn push_facts_table(
        &mut self,
        title: &str,
        names: &[&str],
        rows: Vec<Vec<CellContent<'a>>>,
    ) {
        let first = self.name_column_width(names, 1.1, 32);
        self.push_named_rows("BriefFacts", title, first, rows);
    }

    /// The width of a column of names that may be `slack` times as wide as measured, and take
    /// `max_percent` of the width.
    pub(super) fn name_column_width(
        &self,
        names: &[&str],
        slack: f32,
        max_percent: usize,
    ) -> usize {
        let size = self.metrics.scale.small.size;
        let mut longest = 0.0_f32;
        for name in names {
            longest = longest.max(width_in_ems(name));
        }
        let wanted = ((longest * size).twips() * slack) as usize + CELL_GAP;
        wanted.clamp(self.width * 15 / 100, self.width * max_percent / 100)
    }

    fn push_named_rows(
        &mut self,
        style: &'static str,
        title: &str,
        first: usize,
        rows: Vec<Vec<CellContent<'a>>>,
    ) {
        if rows.is_empty() {
            return;
        }
        let format = TableFormat {
            style,
            header_cells: HeaderCells::FirstColumn,
            title: title.to_owned(),
        };
        self.push_plain_table(format, vec![first, self.width - first], rows);
    }

    /// Writes a table of the brief. If it has more columns than Word allows, the others follow in
    /// more tables that repeat the first column.
    pub(super) fn write_data_table(&mut self, table: &'a Table) {
        if !table.title.is_empty() {
            self.push_caption(ParagraphStyle::Caption, "table", &table.title, true);
        }
        let longest_row = table.rows.iter().map(Vec::len).max();
        let count = longest_row.unwrap_or(0).max(table.columns.len());
        if count <= MAX_COLUMNS {
            let columns: Vec<usize> = (0..count).collect();
            self.write_data_columns(table, &columns);
        } else {
            let others: Vec<usize> = (1..count).collect();
            for columns in others.chunks(MAX_COLUMNS - 1) {
                self.write_data_columns(table, &[&[0], columns].concat());
            }
        }
        if !table.note.is_empty() {
            self.push_text(ParagraphStyle::TableNote, &table.note);
        }
    }

    /// Writes some columns of a table, by their index.
    fn write_data_columns(&mut self, table: &'a Table, columns: &[usize]) {
        let mut needs: Vec<ColumnTextWidth> = Vec::with_capacity(columns.len());
        let mut data_columns = Vec::with_capacity(columns.len());
        for &at in columns {
            let mut column = DataColumn::of(table, at);
            self.measure_decimals(&mut column);
            needs.push(self.data_column_need(&column));
            data_columns.push(column);
        }
        // Row by row, as the numbers of footnotes follow the order of the text.
        let mut header = Vec::with_capacity(columns.len());
        for column in &data_columns {
            let paragraph = self.writer.paragraph(column.header_style(), column.header);
            header.push(vec![paragraph]);
        }
        let mut rows = vec![header];
        for row in 0..table.rows.len() {
            let mut cells = Vec::with_capacity(columns.len());
            for column in &data_columns {
                let mut paragraph = self
                    .writer
                    .paragraph(column.cell_style(), column.cells[row]);
                paragraph.decimals_indent = column.indent(row);
                cells.push(vec![paragraph]);
            }
            rows.push(cells);
        }
        let format = TableFormat {
            style: "BriefTable",
            header_cells: HeaderCells::FirstRow,
            title: Self::plain_line(&table.title),
        };
        self.push_sized_table(format, &needs, rows);
    }

    fn data_column_need(&self, column: &DataColumn<'_>) -> ColumnTextWidth {
        let mut need = ColumnTextWidth {
            grows: !column.numeric,
            share: column.width,
            ..ColumnTextWidth::default()
        };
        need.add(&plain_text(column.header));
        for cell in &column.cells {
            need.add_inlines(cell);
        }
        let decimals = column.decimals_width / self.metrics.scale.small.size;
        need.word = need.word.max(decimals);
        need.line = need.line.max(decimals);
        need.decimals = decimals;
        need
    }

    /// Writes figures side by side, as a table with a column for each: label, number, unit, change
    /// and date.
    pub(super) fn write_metrics(&mut self, items: &'a [Metric]) {
        let max_count = if self.document().medium == Medium::Sheet {
            5
        } else {
            4
        };
        let widths = items.iter().map(|item| self.metric_value_width(item));
        let widest = widths.max().unwrap_or_default();
        // Numbers are not broken, so that fewer wide ones fit into a row.
        let max_count = max_count.min(self.width / (widest + CELL_GAP)).max(1);
        let per_row = self.metrics_per_row(items, max_count);
        let row_count = items.len().div_ceil(per_row).max(1);
        // Rows of about the same length: 3 and 2 rather than 4 and 1.
        for row in items.chunks(items.len().div_ceil(row_count).max(1)) {
            self.write_metrics_row(row);
        }
    }

    /// How many metrics stand side by side: at most `max_count`, and fewer if more words of their
    /// labels fit then. A sheet has no room for more rows.
    fn metrics_per_row(&self, items: &[Metric], max_count: usize) -> usize {
        if self.document().medium == Medium::Sheet {
            return max_count;
        }
        let style = ParagraphStyle::MetricLabel.measures(&self.metrics.scale);
        let (size, bold) = (style.font.size, style.bold);
        let mut word_widths = Vec::with_capacity(items.len());
        for item in items {
            let width = self.ruler.longest_word_width(&item.label, size, bold);
            word_widths.push(width * font_width_factor(self.metrics.font));
        }
        let count_of_too_wide = |per_row: usize| {
            let row_count = items.len().div_ceil(per_row);
            let columns = items.len().div_ceil(row_count.max(1)).max(1);
            let column = Pt::from_twips((self.width / columns).saturating_sub(CELL_GAP));
            word_widths.iter().filter(|width| **width > column).count()
        };
        let mut best = max_count;
        for per_row in (MIN_METRICS_PER_ROW..max_count).rev() {
            if count_of_too_wide(per_row) < count_of_too_wide(best) {
                best = per_row;
            }
        }
        best
    }

    fn write_metrics_row(&mut self, items: &'a [Metric]) {
        let has_changes = items.iter().any(|item| !item.change.is_empty());
        let has_dates = items.iter().any(|item| !item.as_of.is_empty());
        let mut rows = vec![
            self.metric_cells(items, |body, item| {
                body.writer
                    .paragraph(ParagraphStyle::MetricLabel, &item.label)
            }),
            self.metric_cells(items, Self::metric_value),
        ];
        if has_changes {
            rows.push(self.metric_cells(items, Self::metric_change));
        }
        if has_dates {
            rows.push(self.metric_cells(items, |body, item| {
                body.writer
                    .paragraph(ParagraphStyle::MetricDate, &item.as_of)
            }));
        }
        let count = items.len().max(1);
        let mut column_widths = vec![self.width / count; items.len()];
        if let Some(last) = column_widths.last_mut() {
            *last += self.width % count;
        }
        let format = TableFormat {
            style: "BriefFigures",
            header_cells: HeaderCells::FirstRow,
            title: self.label("metrics").to_owned(),
        };
        self.push_plain_table(format, column_widths, rows);
    }

    /// A row with a paragraph for each metric.
    fn metric_cells(
        &mut self,
        items: &'a [Metric],
        paragraph: impl Fn(&mut Self, &'a Metric) -> ParagraphNode<'a>,
    ) -> Vec<CellContent<'a>> {
        let mut cells = Vec::with_capacity(items.len());
        for item in items {
            cells.push(vec![paragraph(self, item)]);
        }
        cells
    }

    /// The width of a number with its short unit, or with the first word of its unit, on one line,
    /// in twentieths of a point.
    fn metric_value_width(&self, item: &Metric) -> usize {
        let scale = &self.metrics.scale;
        let number = self.ruler.width(&item.value, scale.figure.size, true);
        let unit = if has_short_unit(item) {
            self.ruler.width(&item.unit, scale.figure.size, true)
        } else {
            let unit = Self::plain_line(&item.unit);
            let first_word = unit.split(' ').next().unwrap_or_default();
            let first_word = [Inline::text(first_word)];
            self.ruler.width(&first_word, scale.body.size, true)
        };
        (number + unit).twips().max(0.0).ceil() as usize
    }

    /// A number and its unit, which is smaller if it is a word.
    fn metric_value(&mut self, item: &'a Metric) -> ParagraphNode<'a> {
        let mut nodes = self.writer.inline_nodes(&metric_value(item));
        if !has_short_unit(item) {
            let mut unit = self.writer.inline_nodes(&item.unit);
            for run in unit.iter_mut().flat_map(InlineNode::runs_mut) {
                run.set_style_if_none(METRIC_UNIT);
            }
            nodes.extend(unit);
        }
        styled_paragraph(ParagraphStyle::MetricValue, nodes)
    }

    fn metric_change(&mut self, item: &'a Metric) -> ParagraphNode<'a> {
        let arrow = match item.trend {
            _ if item.change.is_empty() => "",
            Trend::Up => "▲ ",
            Trend::Down => "▼ ",
            Trend::Flat => "",
        };
        let mut nodes = plain_runs(arrow);
        nodes.extend(self.writer.inline_nodes(&item.change));
        styled_paragraph(ParagraphStyle::MetricChange, nodes)
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

    /// Writes a line with a dot for each event, dates on one side and texts on the other.
    pub(super) fn write_timeline(&mut self, items: &'a [Event]) {
        let mut dates = Vec::with_capacity(items.len());
        let mut rows = Vec::with_capacity(items.len());
        for event in items {
            dates.push(Self::plain_line(&event.date));
            let date = self
                .writer
                .paragraph(ParagraphStyle::TimelineDate, &event.date);
            let text = self
                .writer
                .paragraph(ParagraphStyle::TimelineText, &event.text);
            rows.push(vec![vec![date], vec![text]]);
        }
        let dates: Vec<&str> = dates.iter().map(String::as_str).collect();
        let first = self.name_column_width(&dates, DATE_SLACK, MAX_DATE_PERCENT);
        self.push_named_rows("BriefTimeline", self.label("timeline"), first, rows);
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

    /// Writes the table of risks. `numbered` adds the numbers by which a matrix above refers to
    /// them.
    pub(super) fn write_risk_table(&mut self, items: &'a [Risk], numbered: bool) {
        let labels = &self.document().labels;
        let rating_words = move |rating: &Option<Rating>| {
            let Some(rating) = rating else {
                return Vec::new();
            };
            let body = rating.shown(labels);
            match rating.degree() {
                Some(Degree::High) => vec![Inline::Strong { body }],
                _ => body,
            }
        };
        type Numbered<'r> = (usize, &'r Risk);
        let number = move |(index, _): &Numbered| match numbered {
            true => vec![Inline::text((index + 1).to_string())],
            false => Vec::new(),
        };
        let columns = vec![
            RecordColumn::computed(self.label("number"), number),
            RecordColumn::borrowed(self.label("risk"), |(_, it): &Numbered| &it.risk)
                .always_shown(),
            RecordColumn::computed(self.label("likelihood"), move |(_, it): &Numbered| {
                rating_words(&it.likelihood)
            }),
            RecordColumn::computed(self.label("impact"), move |(_, it): &Numbered| {
                rating_words(&it.impact)
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

    /// Writes the table of actions. The columns of owners and dates are there to be filled in; the
    /// status is shown once an action has one.
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

    /// Writes a table with a row for each item, and with the columns that have any text.
    ///
    /// `list` is the brief's key for the items, and the label that becomes the table's title.
    /// `first` is the number of the first item among all that the document shows of that kind: tags
    /// of content controls contain it.
    pub(super) fn write_records<T>(
        &mut self,
        list: &'static str,
        items: &[T],
        mut columns: Vec<RecordColumn<'_, T>>,
        first: usize,
    ) {
        if items.is_empty() {
            return;
        }
        columns.retain(|column| {
            column.always_shown || items.iter().any(|item| !(column.text)(item).is_empty())
        });
        let mut needs = Vec::with_capacity(columns.len());
        let mut header = Vec::with_capacity(columns.len());
        for column in &columns {
            let mut need = ColumnTextWidth {
                grows: true,
                ..ColumnTextWidth::default()
            };
            need.add(column.header);
            needs.push(need);
            header.push(vec![plain_paragraph(
                ParagraphStyle::TableHeading,
                column.header,
            )]);
        }
        let mut rows = vec![header];
        for (index, item) in items.iter().enumerate() {
            let mut cells = Vec::with_capacity(columns.len());
            for (column, need) in columns.iter().zip(&mut needs) {
                let text = (column.text)(item);
                need.add_inlines(&text);
                let paragraph = match column.field {
                    None => self.writer.paragraph(ParagraphStyle::TableText, &text),
                    Some((field, kind)) => {
                        if text.is_empty() && matches!(kind, ControlKind::Date) {
                            // A date that is filled in looks like that of the document.
                            need.add(&self.document().meta.date_text);
                        }
                        let tag = format!("{list}[{}].{field}", first + index);
                        let control = self.writer.content_control(tag, column.header, kind, &text);
                        let mut nodes = Vec::new();
                        if let [Inline::Status { level, .. }, ..] = &*text {
                            nodes.push(InlineNode::Sign(*level));
                        }
                        nodes.push(control);
                        styled_paragraph(ParagraphStyle::TableText, nodes)
                    }
                };
                cells.push(vec![paragraph]);
            }
            rows.push(cells);
        }
        let format = TableFormat {
            style: "BriefTable",
            header_cells: HeaderCells::FirstRow,
            title: self.label(list).to_owned(),
        };
        self.push_sized_table(format, &needs, rows);
    }
}

/// Keeps a short table on one page, and the header of a long one with its first row: Word keeps
/// paragraphs with the next one, but knows no such property of tables or rows.
fn keep_rows_together(rows: &mut [Vec<CellContent<'_>>], header_cells: HeaderCells) {
    let kept = if rows.len() <= MAX_UNBROKEN_ROWS {
        rows.len().saturating_sub(1)
    } else {
        usize::from(header_cells.has_row())
    };
    for paragraph in rows.iter_mut().take(kept).flatten().flatten() {
        paragraph.property_mut().keep_next = Some(true);
    }
}

fn cell_node(mut content: CellContent<'_>, background: Option<Color>) -> CellNode<'_> {
    if content.is_empty() {
        content.push(empty_paragraph(ParagraphStyle::TableText));
    }
    let shading = background.map(|color| {
        let shading = Shading::new().shd_type(ShdType::Clear);
        shading.fill(hex_color(color))
    });
    CellNode {
        shading,
        paragraphs: content,
    }
}

/// The warning for columns, by their numbers, that have no room to align their decimal signs.
fn unaligned_decimals(title: &str, columns: &[String]) -> Diagnostic {
    let noun = if columns.len() == 1 {
        "column"
    } else {
        "columns"
    };
    let columns = columns.join(", ");
    let table = match title {
        "" => "a table".to_owned(),
        title => format!("the table “{title}”"),
    };
    let message =
        format!("{table} has no room to align the decimal signs of {noun} {columns} in Word");
    Diagnostic::warning(Code::TextTooWide, message).hint("give it fewer columns or shorter words")
}
