//! Tables: columns as wide as their text needs, rows that are not split, heads that are repeated.

use std::borrow::Cow;
use std::rc::Rc;

use super::table_widths::share_widths;
use crate::document::{Column, Inline, Medium, Table};
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

/// A table that is no higher than this is not cut at the foot of a page.
const MAX_UNBROKEN_TABLE: Pt = Pt(150.0);

/// Thickness of the rule below a row.
const ROW_RULE: Pt = Pt(0.4);

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
    /// For each column, whether it holds numbers: they are flush right, with digits of equal width.
    pub numeric: Vec<bool>,
    /// Whether the first cell of a row is its header.
    pub named_rows: bool,
}

impl<'t> TableSpec<'t> {
    fn column_count(&self) -> usize {
        let widest_row = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        widest_row.max(self.headers.len())
    }

    fn is_numeric(&self, column: usize) -> bool {
        self.numeric.get(column).copied().unwrap_or(false)
    }

    fn is_row_header(&self, column: usize) -> bool {
        self.named_rows && column == 0
    }

    /// The same table with some of its columns.
    fn with_columns(&'t self, columns: &[usize]) -> Self {
        let pick = |row: &'t Vec<CellInlines<'t>>| {
            let mut picked = Vec::new();
            for &column in columns {
                let cell: &[Inline] = row.get(column).map_or(&[], |cell| cell);
                picked.push(Cow::from(cell));
            }
            picked
        };
        Self {
            headers: if self.headers.is_empty() {
                Vec::new()
            } else {
                pick(&self.headers)
            },
            rows: self.rows.iter().map(pick).collect(),
            numeric: columns.iter().map(|&at| self.is_numeric(at)).collect(),
            named_rows: self.named_rows,
        }
    }
}

/// Where a column is, and how its cells are aligned.
struct TableColumn {
    x: Pt,
    width: Pt,
    align: Align,
}

impl LayoutContext<'_> {
    /// A table of the document, with its title and note.
    pub(super) fn lay_out_titled_table(&mut self, table: &Table, measure: Pt) -> Galley {
        let mut spec = TableSpec::default();
        for column in &table.columns {
            spec.headers.push(Cow::from(&column.header));
            spec.numeric.push(column.numeric);
        }
        for row in &table.rows {
            spec.rows.push(row.iter().map(Cow::from).collect());
        }
        let title_style = self.text_style(self.metrics.small).as_heading();
        let mut galley = self
            .lay_out_paragraph(&table.title, title_style, measure)
            .keep_with_next()
            .spaced(Pt::ZERO, self.units(0.5));
        galley.append(self.lay_out_table(&spec, measure));
        galley.append(self.lay_out_note_below(&table.note, measure));
        galley.spaced(self.units(2.5), self.units(2.5))
    }

    /// The note below a table or chart.
    pub(super) fn lay_out_note_below(&mut self, note: &[Inline], measure: Pt) -> Galley {
        let style = self.muted_style(self.metrics.source);
        self.lay_out_paragraph(note, style, measure)
            .spaced(self.units(1.0), Pt::ZERO)
    }

    /// Lays out a table. One with more columns than fit side by side becomes several tables, one
    /// below the other.
    pub(super) fn lay_out_table(&mut self, spec: &TableSpec<'_>, measure: Pt) -> Galley {
        let style = self.text_style(self.metrics.small);
        let bands = self.column_bands(spec, style, measure);
        if bands.len() < 2 {
            return self.lay_out_whole_table(spec, style, measure);
        }
        let space = self.units(2.5);
        let mut galley = Galley::default();
        for columns in bands {
            let band = self.lay_out_whole_table(&spec.with_columns(&columns), style, measure);
            galley.append(band.spaced(space, space));
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
        let all_fit = count as f32 * (MIN_COLUMN_EMS + MIN_GAP_EMS) * em <= measure;
        // Slides are planned with all columns of their tables.
        if all_fit || self.metrics.medium == Medium::Slides {
            return vec![all_columns];
        }
        let needs: Vec<Pt> = self
            .column_needs(spec, style)
            .iter()
            .map(|need| need.min.min(MIN_COLUMN_EMS * em))
            .collect();
        let [first_need, other_needs @ ..] = needs.as_slice() else {
            return vec![all_columns];
        };
        let gap = MIN_GAP_EMS * em;
        let room = measure + gap - (*first_need + gap);
        if other_needs.iter().map(|need| *need + gap).sum::<Pt>() <= room {
            return vec![all_columns];
        }
        let widest = other_needs.iter().copied().fold(em, Pt::max) + gap;
        let max_others = (room / widest).floor().max(1.0) as usize;
        // Bands of nearly equal width.
        let band_count = other_needs.len().div_ceil(max_others).max(1);
        let others_per_band = other_needs.len().div_ceil(band_count).max(1);
        all_columns[1..]
            .chunks(others_per_band)
            .map(|others| [&[0], others].concat())
            .collect()
    }

    fn lay_out_whole_table(
        &mut self,
        spec: &TableSpec<'_>,
        style: TextStyle,
        measure: Pt,
    ) -> Galley {
        let columns = self.table_columns(spec, style, measure);
        let mut galley = Galley::default();
        self.in_new_tag(Role::Table, |context| {
            galley.append(context.lay_out_table_head(spec, style, &columns, measure));
            // A head that can itself be cut is not repeated.
            let head = match galley.fragments.as_slice() {
                [head] => Some(Rc::new(head.clone())),
                _ => None,
            };
            context.in_new_tag(Role::TableBody, |context| {
                for row in &spec.rows {
                    let mut row = context.lay_out_table_row(row, spec, style, &columns, measure);
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
        // Keeps the last row from being alone at the top of a page.
        let count = galley.fragments.len();
        if count > 3 {
            galley.fragments[count - 2].keep_with_next = true;
        }
        galley
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
        let head_tag = self.new_tag(Role::TableHead);
        let row_tag = self.in_tag(head_tag, |context| context.new_tag(Role::TableRow));
        let mut cells = Vec::new();
        self.in_tag(row_tag, |context| {
            for (text, column) in spec.headers.iter().zip(columns) {
                let tag = context.new_tag(Role::HeaderCell(HeaderScope::Column));
                let style = style.aligned(column.align);
                let cell = context.lay_out_inlines(text, style, column.width, tag);
                cells.push((column.x, cell));
            }
        });
        // Shorter headers move down, so that all of them end just above the rule.
        let heights = cells.iter().map(|(_, cell)| cell.height());
        let height = heights.fold(Pt::ZERO, Pt::max);
        for (_, cell) in &mut cells {
            let drop = height - cell.height();
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
        row: &[CellInlines<'_>],
        spec: &TableSpec<'_>,
        style: TextStyle,
        columns: &[TableColumn],
        measure: Pt,
    ) -> Galley {
        let mut cells = Vec::new();
        self.in_new_tag(Role::TableRow, |context| {
            for (at, (text, column)) in row.iter().zip(columns).enumerate() {
                let is_header = spec.is_row_header(at);
                let tag = context.new_tag(if is_header {
                    Role::HeaderCell(HeaderScope::Row)
                } else {
                    Role::DataCell
                });
                let mut style = style.aligned(column.align);
                if column.align == Align::End {
                    style = style.tabular();
                }
                if is_header {
                    style = style.strong();
                }
                let cell = context.lay_out_inlines(text, style, column.width, tag);
                cells.push((column.x, cell));
            }
        });
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

    /// What each column needs for its widest word, and to have every cell on one line.
    fn column_needs(&mut self, spec: &TableSpec<'_>, style: TextStyle) -> Vec<TextWidths> {
        let mut needs = vec![TextWidths::default(); spec.column_count()];
        for (need, header) in needs.iter_mut().zip(&spec.headers) {
            need.widen_to(self.inline_widths(header, style.strong()));
        }
        for row in &spec.rows {
            for (at, (need, cell)) in needs.iter_mut().zip(row).enumerate() {
                let style = if spec.is_row_header(at) {
                    style.strong()
                } else {
                    style
                };
                need.widen_to(self.inline_widths(cell, style));
            }
        }
        needs
    }

    fn table_columns(
        &mut self,
        spec: &TableSpec<'_>,
        style: TextStyle,
        measure: Pt,
    ) -> Vec<TableColumn> {
        if self.metrics.medium == Medium::Slides {
            return self.planned_columns(spec, measure);
        }
        let count = spec.column_count();
        let gap = (2.0 * style.size.size).min(measure / (4.0 * count.max(1) as f32));
        let room = (measure - gap * count.saturating_sub(1) as f32).max(Pt(1.0));
        // Left-over width goes to columns of text, where it does not look like a hole.
        let takes_slack: Vec<bool> = (0..count)
            .map(|at| !(spec.is_numeric(at) || spec.is_row_header(at) && count > 1))
            .collect();
        let needs = self.column_needs(spec, style);
        place_columns(spec, share_widths(&needs, &takes_slack, room), gap)
    }

    /// The column widths that the slide planner measured with, so that slides in a PDF match the
    /// deck.
    fn planned_columns(&self, spec: &TableSpec<'_>, measure: Pt) -> Vec<TableColumn> {
        let header = |at: usize| match spec.headers.get(at) {
            Some(header) => header.to_vec(),
            None => Vec::new(),
        };
        let row_of = |row: &Vec<CellInlines<'_>>| row.iter().map(|cell| cell.to_vec()).collect();
        let table = Table {
            title: Vec::new(),
            columns: (0..spec.column_count())
                .map(|at| Column {
                    header: header(at),
                    numeric: spec.is_numeric(at),
                })
                .collect(),
            rows: spec.rows.iter().map(row_of).collect(),
            note: Vec::new(),
        };
        let ruler = TextRuler::new(self.assets.fonts(), &self.theme.fonts.body);
        let small = Type {
            size: self.metrics.small.size.px(),
            leading: self.metrics.small.leading.px(),
        };
        let gap = CELL_SIDE.pt();
        let mut widths = Vec::new();
        for share in column_shares(&table, &ruler, small, measure.px()) {
            let width = measure * share as f32 / TOTAL_SHARES as f32 - gap;
            widths.push(width.max(Pt(1.0)));
        }
        place_columns(spec, widths, gap)
    }
}

/// Puts columns of these widths side by side.
fn place_columns(spec: &TableSpec<'_>, widths: Vec<Pt>, gap: Pt) -> Vec<TableColumn> {
    let mut columns = Vec::new();
    let mut x = Pt::ZERO;
    for (at, width) in widths.into_iter().enumerate() {
        let align = if spec.is_numeric(at) {
            Align::End
        } else {
            Align::Start
        };
        columns.push(TableColumn { x, width, align });
        x += width + gap;
    }
    columns
}
