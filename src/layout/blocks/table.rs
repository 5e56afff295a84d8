//! Tables: columns as wide as their text needs, rows that are not split, heads that are repeated.

use std::borrow::Cow;
use std::rc::Rc;

use super::table_decimals::DecimalColumn;
use super::table_widths::{share_scarce_widths, share_widths, sum_of_words};
use crate::column_shares::widths_by_share;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Column, ColumnAlign, Inline, Medium, Table, plain_text};
use crate::frame::{HeaderScope, Role};
use crate::layout::context::LayoutContext;
use crate::layout::galley::{Galley, side_by_side_breakable};
use crate::layout::measure_cache::TextWidths;
use crate::layout::text_style::{Align, TextStyle};
use crate::length::Pt;
use crate::slides::column_shares;
use crate::slides::geometry::{CELL_SIDE, TOTAL_SHARES};
use crate::text::ruler::TextRuler;
use crate::theme::Type;

/// If columns would become narrower than this many ems, or than their longest word if that is
/// shorter, the table is split into bands of columns.
const MIN_COLUMN_EMS: f32 = 4.0;

/// Least space between columns, in ems.
const MIN_GAP_EMS: f32 = 0.6;

/// Space between columns where there is enough of it, in ems.
const MAX_GAP_EMS: f32 = 2.0;

/// Space between columns takes at most this share of an equal part of the measure.
const MAX_GAP_SHARE: f32 = 0.25;

/// A table that is no higher than this is not cut at the foot of a page.
const MAX_UNBROKEN_TABLE: Pt = Pt(150.0);

/// Thickness of the rule below a row.
pub(super) const ROW_RULE: Pt = Pt(0.4);

/// Thickness of the rule below the head.
const HEAD_RULE: Pt = Pt(0.75);

/// The words of a cell: the document's own, or some made of them.
pub(super) type CellInlines<'t> = Cow<'t, [Inline]>;

/// The content and style of a table to lay out.
#[derive(Debug, Default)]
pub(super) struct TableSpec<'t> {
    /// Words of the header row; there is none if this is empty.
    pub headers: Vec<CellInlines<'t>>,
    pub rows: Vec<Vec<CellInlines<'t>>>,
    /// For each column, whether it holds numbers, which have digits of equal width.
    pub numeric: Vec<bool>,
    /// Where the cells of each column stand; at the start if it has no entry.
    pub aligns: Vec<ColumnAlign>,
    /// Whether the first cell of a row is its header.
    pub named_rows: bool,
    /// The shares of the columns in the width; empty if their text decides.
    pub shares: Vec<f32>,
}

impl<'t> TableSpec<'t> {
    fn column_count(&self) -> usize {
        // Particulars and glossaries have no headers, so the rows count, too.
        let mut count = self.headers.len();
        for row in &self.rows {
            count = count.max(row.len());
        }
        count
    }

    fn is_numeric(&self, column: usize) -> bool {
        self.numeric.get(column).copied().unwrap_or(false)
    }

    fn align(&self, column: usize) -> ColumnAlign {
        self.aligns.get(column).copied().unwrap_or_default()
    }

    fn is_row_header(&self, column: usize) -> bool {
        self.named_rows && column == 0
    }

    /// The same table with some of its columns.
    fn with_columns(&'t self, columns: &[usize]) -> Self {
        let mut band = Self {
            named_rows: self.named_rows,
            ..Self::default()
        };
        // No headers stay no headers: empty cells would make a header row.
        if !self.headers.is_empty() {
            band.headers = pick_cells(&self.headers, columns);
        }
        for row in &self.rows {
            band.rows.push(pick_cells(row, columns));
        }
        for &column in columns {
            band.numeric.push(self.is_numeric(column));
            band.aligns.push(self.align(column));
            band.shares.extend(self.shares.get(column));
        }
        band
    }
}

/// The warning for columns, by their names or numbers, that have no room for their decimal signs.
fn unaligned_decimals_warning(columns: &[String]) -> Diagnostic {
    let (noun, verb) = if columns.len() == 1 {
        ("column", "has")
    } else {
        ("columns", "have")
    };
    let columns = columns.join(", ");
    let message = format!("the {noun} {columns} {verb} no room to align the decimal signs");
    Diagnostic::warning(Code::TextTooWide, message)
        .hint("give the table fewer columns, or its cells shorter words")
}

/// The cells of a row that are in these columns; empty ones where the row is too short.
fn pick_cells<'t>(row: &'t [CellInlines<'t>], columns: &[usize]) -> Vec<CellInlines<'t>> {
    let mut picked = Vec::new();
    for &column in columns {
        let inlines: &[Inline] = match row.get(column) {
            Some(cell) => cell,
            None => &[],
        };
        picked.push(Cow::from(inlines));
    }
    picked
}

/// The columns of a table, and the style of its cells.
struct TableColumns {
    columns: Vec<TableColumn>,
    style: TextStyle,
}

/// Where a column is, and how its cells are aligned.
struct TableColumn {
    x: Pt,
    width: Pt,
    align: Align,
    /// How its numbers are aligned, if they are by their decimal signs.
    decimals: Option<DecimalColumn>,
}

impl TableColumn {
    /// The width that the cell of a row may take, if a cell at its end is as far from the end of the
    /// column as its decimals demand.
    fn cell_width(&self, row: usize) -> Pt {
        match &self.decimals {
            // Too narrow for all numbers, the column still has room for each.
            Some(decimals) if !self.lacks_room_for_decimals() => {
                self.width - decimals.insets.get(row).copied().unwrap_or_default()
            }
            _ => self.width,
        }
    }

    /// Whether the column is too narrow to align its numbers by their decimal signs.
    fn lacks_room_for_decimals(&self) -> bool {
        match &self.decimals {
            Some(decimals) => decimals.width > self.width,
            None => false,
        }
    }
}

impl LayoutContext<'_> {
    /// A table of the document, with its title and note.
    pub(super) fn lay_out_titled_table(&mut self, table: &Table, measure: Pt) -> Galley {
        let spec = spec_of_table(table);
        let title_style = self.text_style(self.metrics.small).as_heading();
        let title = self
            .lay_out_paragraph(&table.title, title_style, measure)
            .keep_with_next();
        let mut galley = self.with_space(title, 0.0, 0.5);
        galley.append(self.lay_out_table(&spec, measure));
        galley.append(self.lay_out_note_below(&table.note, measure));
        self.with_space(galley, 2.5, 2.5)
    }

    /// The note below a table or chart.
    pub(super) fn lay_out_note_below(&mut self, note: &[Inline], measure: Pt) -> Galley {
        let style = self.muted_style(self.metrics.source);
        let note = self.lay_out_paragraph(note, style, measure);
        self.with_space(note, 1.0, 0.0)
    }

    /// Lays out a table. One with more columns than fit side by side becomes several tables, one
    /// below the other.
    pub(super) fn lay_out_table(&mut self, spec: &TableSpec<'_>, measure: Pt) -> Galley {
        let style = self.text_style(self.metrics.small);
        let bands = self.column_bands(spec, style, measure);
        if bands.len() < 2 {
            return self.lay_out_whole_table(spec, style, measure);
        }
        let mut galley = Galley::default();
        for columns in bands {
            let band_spec = spec.with_columns(&columns);
            let band = self.lay_out_whole_table(&band_spec, style, measure);
            galley.append(self.with_space(band, 2.5, 2.5));
        }
        galley
    }

    /// The columns of each band. The first column tells the rows apart, so every band begins with
    /// it.
    fn column_bands(
        &mut self,
        spec: &TableSpec<'_>,
        style: TextStyle,
        measure: Pt,
    ) -> Vec<Vec<usize>> {
        let count = spec.column_count();
        let all_columns: Vec<usize> = (0..count).collect();
        let em = style.size.size;
        // Most tables end here: no text has to be measured for them.
        let all_fit = count as f32 * (MIN_COLUMN_EMS + MIN_GAP_EMS) * em <= measure;
        // Slides are planned with all columns of their tables.
        if all_fit || self.metrics.medium == Medium::Slides {
            return vec![all_columns];
        }
        let mut least_widths = Vec::new();
        for need in self.column_needs(spec, style) {
            least_widths.push(need.min.min(MIN_COLUMN_EMS * em));
        }
        let [first_width, other_widths @ ..] = least_widths.as_slice() else {
            return vec![all_columns];
        };
        // The other columns have a gap before each of them, which `others_width` counts as theirs.
        // So the gap after the first column is not taken off here.
        let gap = MIN_GAP_EMS * em;
        let room = measure - *first_width;
        let mut others_width = Pt::ZERO;
        let mut widest = em;
        for &width in other_widths {
            others_width += width + gap;
            widest = widest.max(width);
        }
        if others_width <= room {
            return vec![all_columns];
        }
        // One other column at least, even if it does not fit beside the first.
        let others_in_room = room / (widest + gap);
        let max_others = others_in_room.floor().max(1.0) as usize;
        // Bands of nearly equal width: seven columns are four and three, not six and one.
        let band_count = other_widths.len().div_ceil(max_others).max(1);
        let others_per_band = other_widths.len().div_ceil(band_count).max(1);
        let mut bands = Vec::new();
        for others in all_columns[1..].chunks(others_per_band) {
            bands.push([&[0], others].concat());
        }
        bands
    }

    fn lay_out_whole_table(
        &mut self,
        spec: &TableSpec<'_>,
        style: TextStyle,
        measure: Pt,
    ) -> Galley {
        let TableColumns { columns, style } = self.table_columns(spec, style, measure);
        self.warn_of_unaligned_decimals(spec, &columns);
        let mut galley = Galley::default();
        self.in_new_tag(Role::Table, |context| {
            galley.append(context.lay_out_table_head(spec, style, &columns, measure));
            // A head that can itself be cut is not repeated.
            let head = match galley.fragments.as_slice() {
                [head] => Some(Rc::new(head.clone())),
                _ => None,
            };
            context.in_new_tag(Role::TableBody, |context| {
                for at in 0..spec.rows.len() {
                    let mut row = context.lay_out_table_row(spec, at, style, &columns, measure);
                    for fragment in &mut row.fragments {
                        fragment.table_head.clone_from(&head);
                    }
                    galley.append(row);
                }
            });
        });
        if spec.rows.is_empty() {
            // There is no row to keep the head with.
            galley.release_last();
        }
        if galley.height() <= MAX_UNBROKEN_TABLE {
            return galley.keep_together();
        }
        // Keeps the last row from being alone at the top of a page. The head already keeps the first
        // row. With only one more row, that would leave no place to cut.
        let count = galley.fragments.len();
        if count > 3 {
            galley.fragments[count - 2].keep_with_next = true;
        }
        galley
    }

    /// Warns of the columns that are too narrow to align their decimal signs.
    fn warn_of_unaligned_decimals(&mut self, spec: &TableSpec<'_>, columns: &[TableColumn]) {
        let mut names = Vec::new();
        for (index, column) in columns.iter().enumerate() {
            if column.lacks_room_for_decimals() {
                match spec.headers.get(index) {
                    Some(header) if !header.is_empty() => {
                        names.push(format!("“{}”", plain_text(header)));
                    }
                    _ => names.push((index + 1).to_string()),
                }
            }
        }
        if !names.is_empty() {
            self.warn_once(unaligned_decimals_warning(&names));
        }
    }

    fn lay_out_table_head(
        &mut self,
        spec: &TableSpec<'_>,
        style: TextStyle,
        columns: &[TableColumn],
        measure: Pt,
    ) -> Galley {
        if spec.headers.is_empty() {
            return Galley::default();
        }
        let color = match self.metrics.medium {
            Medium::Slides => self.theme.colors.accent,
            Medium::Sheet | Medium::Pages => self.theme.colors.muted,
        };
        let style = TextStyle {
            hyphenate: false,
            color,
            ..style.strong()
        };
        let mut cells = Vec::new();
        self.in_new_tag(Role::TableHead, |context| {
            context.in_new_tag(Role::TableRow, |context| {
                for (text, column) in spec.headers.iter().zip(columns) {
                    let tag = context.new_tag(Role::HeaderCell(HeaderScope::Column));
                    let style = style.aligned(column.align);
                    let cell = context.lay_out_inlines(text, style, column.width, tag);
                    cells.push((column.x, cell));
                }
            });
        });
        // Shorter headers move down, so that all of them end just above the rule.
        let mut highest = Pt::ZERO;
        for (_, cell) in &cells {
            highest = highest.max(cell.height());
        }
        for (_, cell) in &mut cells {
            let drop = highest - cell.height();
            if let Some(first) = cell.fragments.first_mut() {
                first.lower(drop);
            }
        }
        let mut head = side_by_side_breakable(cells).keep_with_next();
        if let Some(last) = head.fragments.last_mut() {
            last.height += self.metrics.row_pad;
            let y = last.height;
            self.draw_rule(last, y, measure, HEAD_RULE, color);
        }
        head
    }

    fn lay_out_table_row(
        &mut self,
        spec: &TableSpec<'_>,
        row: usize,
        style: TextStyle,
        columns: &[TableColumn],
        measure: Pt,
    ) -> Galley {
        let mut cells = Vec::new();
        self.in_new_tag(Role::TableRow, |context| {
            for (index, (text, column)) in spec.rows[row].iter().zip(columns).enumerate() {
                let is_header = spec.is_row_header(index);
                let role = if is_header {
                    Role::HeaderCell(HeaderScope::Row)
                } else {
                    Role::DataCell
                };
                let tag = context.new_tag(role);
                let mut style = style.aligned(column.align);
                if spec.is_numeric(index) {
                    style = style.tabular();
                }
                if is_header {
                    style = style.strong();
                }
                let width = column.cell_width(row);
                let cell = context.lay_out_inlines(text, style, width, tag);
                cells.push((column.x, cell));
            }
        });
        // A very high row is several fragments: padding and rule go to its ends alone.
        let mut row = side_by_side_breakable(cells);
        let pad = self.metrics.row_pad;
        if let Some(first) = row.fragments.first_mut() {
            first.lower(pad);
        }
        if let Some(last) = row.fragments.last_mut() {
            last.height += pad;
            let y = last.height;
            self.draw_rule(last, y, measure, ROW_RULE, self.theme.colors.rule);
        }
        row
    }

    /// How the numbers of each column are aligned; `None` if they are not by their decimal signs.
    fn decimal_columns(
        &self,
        spec: &TableSpec<'_>,
        style: TextStyle,
    ) -> Vec<Option<DecimalColumn>> {
        let mut columns = Vec::new();
        for (column, align) in spec.aligns.iter().enumerate() {
            if *align != ColumnAlign::Decimal {
                columns.push(None);
                continue;
            }
            let mut cells: Vec<&[Inline]> = Vec::new();
            for row in &spec.rows {
                cells.push(row.get(column).map_or(&[], CellInlines::as_ref));
            }
            columns.push(Some(self.decimal_column(&cells, style)));
        }
        columns
    }

    /// What each column needs for its widest word, and to have every cell on one line.
    fn column_needs(&mut self, spec: &TableSpec<'_>, style: TextStyle) -> Vec<TextWidths> {
        let mut needs = vec![TextWidths::default(); spec.column_count()];
        for (need, header) in needs.iter_mut().zip(&spec.headers) {
            need.widen_to(self.inline_widths(header, style.strong()));
        }
        for row in &spec.rows {
            for (index, (need, cell)) in needs.iter_mut().zip(row).enumerate() {
                let style = if spec.is_row_header(index) {
                    style.strong()
                } else if spec.is_numeric(index) {
                    style.tabular()
                } else {
                    style
                };
                need.widen_to(self.inline_widths(cell, style));
            }
        }
        needs
    }

    /// The columns of a table, and the style of its cells. If its widest words do not fit, the
    /// space between columns shrinks first, then the type.
    fn table_columns(
        &mut self,
        spec: &TableSpec<'_>,
        style: TextStyle,
        measure: Pt,
    ) -> TableColumns {
        if self.metrics.medium == Medium::Slides {
            let decimals = self.decimal_columns(spec, style);
            let columns = self.planned_columns(spec, decimals, measure);
            return TableColumns { columns, style };
        }
        let (needs, decimals) = self.column_needs_of_numbers(spec, style);
        let count = spec.column_count();
        let gap_count = count.saturating_sub(1) as f32;
        let mut takes_slack = Vec::new();
        for column in 0..count {
            // Left-over width goes to columns of text, where it does not look like a hole. A table
            // of one column has no other that could take it.
            let names_rows = spec.is_row_header(column) && count > 1;
            takes_slack.push(!names_rows && !spec.is_numeric(column));
        }
        let max_gap = self.widest_gap(count, style, measure);
        let min_gap = max_gap.min(MIN_GAP_EMS * style.size.size);
        let words_width = sum_of_words(&needs);
        // As much space between columns as the words leave.
        let mut gap = max_gap;
        if gap_count > 0.0 && words_width + max_gap * gap_count > measure {
            gap = ((measure - words_width) / gap_count).max(min_gap);
        }
        let room = (measure - gap * gap_count).max(Pt(1.0));
        let widths = widths_of_shares(&spec.shares, &needs, room);
        if let Some(widths) = widths.or_else(|| share_widths(&needs, &takes_slack, room)) {
            let columns = place_columns(spec, widths, decimals, gap);
            return TableColumns { columns, style };
        }
        // A hair less, so that rounding does not break a word after all.
        let share = 0.999 * measure / (words_width + min_gap * gap_count);
        let style = TextStyle {
            size: self.metrics.smaller_type(style.size, share),
            ..style
        };
        let gap = MIN_GAP_EMS * style.size.size;
        let room = (measure - gap * gap_count).max(Pt(1.0));
        let (needs, decimals) = self.column_needs_of_numbers(spec, style);
        let widths = match share_widths(&needs, &takes_slack, room) {
            Some(widths) => widths,
            None => share_scarce_widths(&needs, &self.number_widths(spec, style), room),
        };
        let columns = place_columns(spec, widths, decimals, gap);
        TableColumns { columns, style }
    }

    /// What each column needs, with its numbers below each other, and where these stand.
    fn column_needs_of_numbers(
        &mut self,
        spec: &TableSpec<'_>,
        style: TextStyle,
    ) -> (Vec<TextWidths>, Vec<Option<DecimalColumn>>) {
        let decimals = self.decimal_columns(spec, style);
        let mut needs = self.column_needs(spec, style);
        for (need, column) in needs.iter_mut().zip(&decimals) {
            if let Some(column) = column {
                need.widen_to(TextWidths {
                    min: column.width,
                    natural: column.width,
                });
            }
        }
        (needs, decimals)
    }

    /// The space between columns where there is enough of it.
    fn widest_gap(&self, count: usize, style: TextStyle, measure: Pt) -> Pt {
        let equal_width = measure / count.max(1) as f32;
        (equal_width * MAX_GAP_SHARE).min(MAX_GAP_EMS * style.size.size)
    }

    /// The width that a table needs for the widest words of its columns, with little space between
    /// them.
    pub(in crate::layout) fn table_words_width(&mut self, table: &Table) -> Pt {
        let style = self.text_style(self.metrics.small);
        let spec = spec_of_table(table);
        let gap_count = spec.column_count().saturating_sub(1) as f32;
        let words_width = sum_of_words(&self.column_needs(&spec, style));
        words_width + MIN_GAP_EMS * style.size.size * gap_count
    }

    /// The width of the widest number in each column.
    fn number_widths(&self, spec: &TableSpec<'_>, style: TextStyle) -> Vec<Pt> {
        let mut widths = vec![Pt::ZERO; spec.column_count()];
        for (width, header) in widths.iter_mut().zip(&spec.headers) {
            *width = self.number_width(header, style.strong());
        }
        for row in &spec.rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = width.max(self.number_width(cell, style));
            }
        }
        widths
    }

    /// The columns of a table on a slide. Their widths are those that the slide planner chooses for
    /// the deck, so that the pages of a PDF match the deck's slides.
    fn planned_columns(
        &self,
        spec: &TableSpec<'_>,
        decimals: Vec<Option<DecimalColumn>>,
        measure: Pt,
    ) -> Vec<TableColumn> {
        // The planner measures in CSS pixels, as the deck does.
        let table = planner_table(spec);
        let fonts = self.assets.fonts();
        let ruler = TextRuler::new(fonts, &self.theme.fonts.body);
        let small = Type {
            size: self.metrics.small.size.px(),
            leading: self.metrics.small.leading.px(),
        };
        let shares = column_shares(&table, &ruler, small, measure.px());
        // A cell of the deck has this space right of its words, and its width includes it.
        let gap = CELL_SIDE.pt();
        let mut widths = Vec::new();
        for share in shares {
            let cell_width = measure * share as f32 / TOTAL_SHARES as f32;
            widths.push((cell_width - gap).max(Pt(1.0)));
        }
        place_columns(spec, widths, decimals, gap)
    }
}

/// The widths that the brief gives; `None` if it gives none, or the words do not fit.
fn widths_of_shares(shares: &[f32], needs: &[TextWidths], room: Pt) -> Option<Vec<Pt>> {
    if shares.len() != needs.len() {
        return None;
    }
    let least: Vec<f32> = needs.iter().map(|need| need.min.0).collect();
    let widths = widths_by_share(shares, &least, room.0)?;
    Some(widths.into_iter().map(Pt).collect())
}

fn spec_of_table(table: &Table) -> TableSpec<'_> {
    let mut spec = TableSpec::default();
    for column in &table.columns {
        spec.headers.push(Cow::from(&column.header));
        spec.numeric.push(column.numeric);
        spec.aligns.push(column.align);
    }
    spec.shares = table.width_shares().unwrap_or_default();
    for row in &table.rows {
        let cells = row.iter().map(Cow::from);
        spec.rows.push(cells.collect());
    }
    spec
}

/// The table of `spec` as a table of the document, which the slide planner takes.
fn planner_table(spec: &TableSpec<'_>) -> Table {
    let mut columns = Vec::new();
    for column in 0..spec.column_count() {
        let mut header = Vec::new();
        if let Some(inlines) = spec.headers.get(column) {
            header.extend_from_slice(inlines);
        }
        columns.push(Column {
            header,
            numeric: spec.is_numeric(column),
            align: spec.align(column),
            width: spec.shares.get(column).copied(),
        });
    }
    let mut rows = Vec::new();
    for row in &spec.rows {
        let mut cells = Vec::new();
        for cell in row {
            cells.push(cell.to_vec());
        }
        rows.push(cells);
    }
    Table {
        id: String::new(),
        title: Vec::new(),
        columns,
        rows,
        note: Vec::new(),
    }
}

/// Puts columns of these widths side by side.
fn place_columns(
    spec: &TableSpec<'_>,
    widths: Vec<Pt>,
    decimals: Vec<Option<DecimalColumn>>,
    gap: Pt,
) -> Vec<TableColumn> {
    let mut columns = Vec::new();
    let mut x = Pt::ZERO;
    let mut decimals = decimals.into_iter();
    for (index, width) in widths.into_iter().enumerate() {
        let align = match spec.align(index) {
            ColumnAlign::Start => Align::Start,
            ColumnAlign::Center => Align::Center,
            ColumnAlign::End | ColumnAlign::Decimal => Align::End,
        };
        columns.push(TableColumn {
            x,
            width,
            align,
            decimals: decimals.next().flatten(),
        });
        x += width + gap;
    }
    columns
}
