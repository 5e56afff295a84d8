//! Tables: columns as wide as their text asks for, rows that do not split, heads that are repeated.

use std::borrow::Cow;
use std::rc::Rc;

use crate::document::{Column, Inline, Medium, Table};
use crate::frame::{HeaderScope, Role};
use crate::layout::context::LayoutContext;
use crate::layout::galley::{Galley, side_by_side_breakable};
use crate::layout::inline::{Align, TextStyle};
use crate::length::Pt;
use crate::slides::column_shares;
use crate::slides::geometry::{CELL_SIDE, TOTAL_SHARES};
use crate::text::ruler::TextRuler;
use crate::theme::Type;

/// What stands in a cell: the document's own words, or some that were made of them.
pub(super) type CellText<'t> = Cow<'t, [Inline]>;

/// A table as it is to be set.
#[derive(Debug, Default)]
pub(super) struct TableSpec<'t> {
    /// Words for the header row; no row if empty.
    pub headers: Vec<CellText<'t>>,
    pub rows: Vec<Vec<CellText<'t>>>,
    /// TableColumns of numbers, set flush right in tabular figures.
    pub numeric: Vec<bool>,
    /// Whether the first cell of a row names it.
    pub named_rows: bool,
}

/// TableColumns of text are cut into bands rather than made narrower than this, in ems; those of shorter
/// words can be.
const MIN_COLUMN_EMS: f32 = 4.0;

/// Least space between columns, in ems.
const MIN_GAP_EMS: f32 = 0.6;

impl<'t> TableSpec<'t> {
    fn column_count(&self) -> usize {
        self.rows
            .iter()
            .map(Vec::len)
            .chain([self.headers.len()])
            .max()
            .unwrap_or(0)
    }

    /// The same table with some of its columns.
    fn with_columns(&'t self, columns: &[usize]) -> Self {
        let cell = |row: &'t [CellText<'t>], at: usize| {
            row.get(at)
                .map_or(Cow::Borrowed([].as_slice()), |it| (&**it).into())
        };
        let pick = |row: &'t Vec<CellText<'t>>| columns.iter().map(|at| cell(row, *at)).collect();
        Self {
            headers: if self.headers.is_empty() {
                Vec::new()
            } else {
                pick(&self.headers)
            },
            rows: self.rows.iter().map(pick).collect(),
            numeric: columns
                .iter()
                .map(|at| self.numeric.get(*at).copied().unwrap_or(false))
                .collect(),
            named_rows: self.named_rows,
        }
    }
}

/// A table no higher than this is not cut at the foot of a page.
const MAX_UNBROKEN_TABLE: Pt = Pt(150.0);

/// How each column is set, and where.
struct TableColumns {
    x: Vec<Pt>,
    width: Vec<Pt>,
    align: Vec<Align>,
}

impl LayoutContext<'_> {
    pub(super) fn lay_out_titled_table(&mut self, table: &Table, measure: Pt) -> Galley {
        let spec = TableSpec {
            headers: table
                .columns
                .iter()
                .map(|column| Cow::from(&column.header))
                .collect(),
            rows: table
                .rows
                .iter()
                .map(|row| row.iter().map(Cow::from).collect())
                .collect(),
            numeric: table.columns.iter().map(|column| column.numeric).collect(),
            named_rows: false,
        };
        let (above, below) = (self.units(2.5), self.units(2.5));
        let title = self.text_style(self.metrics.small).as_heading();
        let after_title = self.units(0.5);
        let mut galley = self
            .lay_out_paragraph(&table.title, title, measure)
            .keep_with_next()
            .spaced(Pt::ZERO, after_title);
        galley.append(self.lay_out_table(&spec, measure));
        galley.append(self.lay_out_note_below(&table.note, measure));
        galley.spaced(above, below)
    }

    /// A remark below a table or figure; it stays with it.
    pub(super) fn lay_out_note_below(&mut self, note: &[Inline], measure: Pt) -> Galley {
        let style = self.muted_style(self.metrics.source);
        let above = self.units(1.0);
        self.lay_out_paragraph(note, style, measure)
            .spaced(above, Pt::ZERO)
    }

    /// Sets a table; one with more columns than can stand side by side becomes several, one below
    /// the other.
    pub(super) fn lay_out_table(&mut self, spec: &TableSpec<'_>, measure: Pt) -> Galley {
        let style = TextStyle {
            hyphenate: true,
            ..self.text_style(self.metrics.small)
        };
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

    /// TableColumns that stand side by side, band by band. The first column, which tells the rows apart,
    /// begins each band.
    fn column_bands(
        &mut self,
        spec: &TableSpec<'_>,
        style: TextStyle,
        measure: Pt,
    ) -> Vec<Vec<usize>> {
        let count = spec.column_count();
        let em = style.size.size;
        // Slides are planned with all columns of their tables.
        if self.metrics.medium == Medium::Slides
            || count as f32 * (MIN_COLUMN_EMS + MIN_GAP_EMS) * em <= measure
        {
            return vec![(0..count).collect()];
        }
        let needs = self.column_needs(spec, style);
        let needs: Vec<Pt> = needs
            .iter()
            .map(|(word, _)| word.min(MIN_COLUMN_EMS * em))
            .collect();
        let gap = MIN_GAP_EMS * em;
        let room = measure + gap - needs.first().map_or(Pt::ZERO, |first| *first + gap);
        let widest = needs.iter().skip(1).copied().fold(em, Pt::max) + gap;
        if needs.iter().skip(1).map(|need| *need + gap).sum::<Pt>() <= room {
            return vec![(0..count).collect()];
        }
        let most = (room / widest).floor().max(1.0) as usize;
        let others: Vec<usize> = (1..count).collect();
        let even = others
            .len()
            .div_ceil(others.len().div_ceil(most).max(1))
            .max(1);
        others
            .chunks(even)
            .map(|band| [&[0], band].concat())
            .collect()
    }

    fn lay_out_whole_table(
        &mut self,
        spec: &TableSpec<'_>,
        style: TextStyle,
        measure: Pt,
    ) -> Galley {
        let columns = self.table_columns(spec, style, measure);
        self.in_new_tag(Role::Table, |context| {
            let mut galley = context.lay_out_table_head(spec, style, &columns, measure);
            // A head that is itself cut is not repeated.
            let head = match galley.fragments.as_slice() {
                [one] => Some(Rc::new(one.clone())),
                _ => None,
            };
            let body = context.new_tag(Role::TableBody);
            context.in_tag(body, |context| {
                for row in &spec.rows {
                    let mut fragments =
                        context.lay_out_table_row(row, spec, style, &columns, measure);
                    fragments
                        .fragments
                        .iter_mut()
                        .for_each(|fragment| fragment.table_head.clone_from(&head));
                    galley.append(fragments);
                }
            });
            // A head is never alone at the foot of a page, nor a last row at the top of one.
            let rows = galley.fragments.len();
            if spec.rows.is_empty()
                && let Some(last) = galley.fragments.last_mut()
            {
                last.keep_with_next = false;
            }
            if galley.height() <= MAX_UNBROKEN_TABLE {
                return galley.keep_together();
            }
            if rows > 3
                && let Some(before_last) = galley.fragments.get_mut(rows - 2)
            {
                before_last.keep_with_next = true;
            }
            galley
        })
    }

    fn lay_out_table_head(
        &mut self,
        spec: &TableSpec<'_>,
        style: TextStyle,
        columns: &TableColumns,
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
            ..style
        }
        .strong();
        let head = self.new_tag(Role::TableHead);
        let row = self.in_tag(head, |context| context.new_tag(Role::TableRow));
        let cells = self.in_tag(row, |context| {
            let cells = spec.headers.iter().enumerate().map(|(at, text)| {
                let tag = context.new_tag(Role::HeaderCell(HeaderScope::Column));
                let style = style.aligned(columns.align.get(at).copied().unwrap_or(Align::Start));
                let width = columns.width.get(at).copied().unwrap_or(Pt::ZERO);
                (
                    columns.x.get(at).copied().unwrap_or(Pt::ZERO),
                    context.lay_out_inlines(text, style, width, tag),
                )
            });
            cells.collect::<Vec<_>>()
        });
        // Short heads stand on the rule, beside long ones.
        let height = cells
            .iter()
            .map(|(_, cell)| cell.height())
            .fold(Pt::ZERO, Pt::max);
        let cells = cells.into_iter().map(|(x, mut cell)| {
            let drop = height - cell.height();
            if let Some(first) = cell.fragments.first_mut() {
                first.shift(Pt::ZERO, drop);
                first.height += drop;
            }
            (x, cell)
        });
        let mut galley = side_by_side_breakable(cells.collect()).keep_with_next();
        let pad = self.metrics.row_pad;
        if let Some(last) = galley.fragments.last_mut() {
            last.height += pad;
            let y = last.height;
            self.draw_rule(last, y, measure, Pt(0.75), color);
        }
        galley
    }

    fn lay_out_table_row(
        &mut self,
        row: &[CellText<'_>],
        spec: &TableSpec<'_>,
        style: TextStyle,
        columns: &TableColumns,
        measure: Pt,
    ) -> Galley {
        let cells = self.in_new_tag(Role::TableRow, |context| {
            let cells = row.iter().enumerate().map(|(at, text)| {
                let names = spec.named_rows && at == 0;
                let tag = context.new_tag(if names {
                    Role::HeaderCell(HeaderScope::Row)
                } else {
                    Role::DataCell
                });
                let align = columns.align.get(at).copied().unwrap_or(Align::Start);
                let mut style = style.aligned(align);
                if align == Align::End {
                    style = style.tabular();
                }
                if names {
                    style = style.strong();
                }
                let width = columns.width.get(at).copied().unwrap_or(Pt::ZERO);
                (
                    columns.x.get(at).copied().unwrap_or(Pt::ZERO),
                    context.lay_out_inlines(text, style, width, tag),
                )
            });
            cells.collect::<Vec<_>>()
        });
        let pad = self.metrics.row_pad;
        let (rule, color) = (Pt(0.4), self.theme.colors.rule);
        let fragments = side_by_side_breakable(cells).fragments;
        let last = fragments.len().saturating_sub(1);
        let fragments = fragments.into_iter().enumerate().map(|(at, mut fragment)| {
            if at == 0 {
                fragment.shift(Pt::ZERO, pad);
                fragment.height += pad;
            }
            if at == last {
                fragment.height += pad;
                let y = fragment.height;
                self.draw_rule(&mut fragment, y, measure, rule, color);
            }
            fragment
        });
        Galley {
            fragments: fragments.collect(),
        }
    }

    /// What each column needs: for its widest word, and to have every cell on one line.
    fn column_needs(&mut self, spec: &TableSpec<'_>, style: TextStyle) -> Vec<(Pt, Pt)> {
        let need = |at: usize| {
            let mut need = (Pt::ZERO, Pt::ZERO);
            let header = spec.headers.get(at).map(|text| (&**text, style.strong()));
            let named = spec.named_rows && at == 0;
            let cell_style = if named { style.strong() } else { style };
            let cells = spec
                .rows
                .iter()
                .filter_map(|row| row.get(at))
                .map(|text| (&**text, cell_style));
            for (text, style) in header.into_iter().chain(cells) {
                let (min, natural) = self.inline_widths(text, style);
                need = (need.0.max(min), need.1.max(natural));
            }
            need
        };
        (0..spec.column_count()).map(need).collect()
    }

    fn table_columns(
        &mut self,
        spec: &TableSpec<'_>,
        style: TextStyle,
        measure: Pt,
    ) -> TableColumns {
        let count = spec.column_count();
        if self.metrics.medium == Medium::Slides {
            return self.planned_columns(spec, measure);
        }
        let gap = (2.0 * style.size.size).min(measure / (4.0 * count.max(1) as f32));
        let room = (measure - gap * count.saturating_sub(1) as f32).max(Pt(1.0));
        let needs = self.column_needs(spec, style);
        let is_numeric = |at: usize| spec.numeric.get(at).copied().unwrap_or(false);
        // Space that is left over goes to columns of text, in which it reads as space and not as a
        // hole.
        let takes_slack = |at: usize| !(is_numeric(at) || spec.named_rows && at == 0 && count > 1);
        let width = share_widths(&needs, room, takes_slack);
        TableColumns::new(width, gap, spec)
    }

    /// The columns that the plan of a slide counts on, in a deck as in a PDF of it.
    fn planned_columns(&self, spec: &TableSpec<'_>, measure: Pt) -> TableColumns {
        let column = |at: usize| Column {
            header: spec
                .headers
                .get(at)
                .map(|header| header.to_vec())
                .unwrap_or_default(),
            numeric: spec.numeric.get(at).copied().unwrap_or(false),
        };
        let table = Table {
            title: Vec::new(),
            columns: (0..spec.column_count()).map(column).collect(),
            rows: spec
                .rows
                .iter()
                .map(|row| row.iter().map(|cell| cell.to_vec()).collect())
                .collect(),
            note: Vec::new(),
        };
        let ruler = TextRuler::new(self.assets.fonts(), &self.theme.fonts.body);
        let small = Type {
            size: self.metrics.small.size.px(),
            leading: self.metrics.small.leading.px(),
        };
        let shares = column_shares(&table, &ruler, small, measure.px());
        let gap = CELL_SIDE.pt();
        let widths = shares
            .into_iter()
            .map(|share| (measure * share as f32 / TOTAL_SHARES as f32 - gap).max(Pt(1.0)));
        TableColumns::new(widths.collect(), gap, spec)
    }
}

impl TableColumns {
    /// TableColumns of these widths with a gap between them.
    fn new(width: Vec<Pt>, gap: Pt, spec: &TableSpec<'_>) -> Self {
        let before = |at: usize| width.iter().take(at).map(|width| *width + gap).sum();
        let is_numeric = |at: usize| spec.numeric.get(at).copied().unwrap_or(false);
        let align = |at: usize| {
            if is_numeric(at) {
                Align::End
            } else {
                Align::Start
            }
        };
        Self {
            x: (0..width.len()).map(before).collect(),
            align: (0..width.len()).map(align).collect(),
            width,
        }
    }
}

/// TableColumns whose text in one line takes no more than this share of a table's width are not broken;
/// the first that leaves room for the others counts.
const UNBROKEN_COLUMN_SHARES: [f32; 4] = [0.3, 0.22, 0.15, 0.1];

/// Widths of columns that fill `room`: no narrower than their widest word where that is possible,
/// and the more a column has to say, the wider.
fn share_widths(needs: &[(Pt, Pt)], room: Pt, takes_slack: impl Fn(usize) -> bool) -> Vec<Pt> {
    let natural: Pt = needs.iter().map(|need| need.1).sum();
    if natural <= room {
        let left = room - natural;
        // Also a column with little to say takes some, so that short ones do not huddle at one
        // side.
        let appetite = |at: usize| {
            if takes_slack(at) {
                needs[at].1 + 0.15 * room
            } else {
                Pt::ZERO
            }
        };
        let taking: Pt = (0..needs.len()).map(appetite).sum();
        let widen = |(at, need): (usize, &(Pt, Pt))| match taking > Pt::ZERO {
            true if takes_slack(at) => need.1 + left * (appetite(at) / taking),
            true => need.1,
            false => need.1 + left / needs.len() as f32,
        };
        return needs.iter().enumerate().map(widen).collect();
    }
    // No column may push the others together with one long word.
    let cap = room * 0.45;
    // Dates, names and numbers are short, and ugly when broken: the shorter, the less room they
    // take to stay whole.
    let whole = |short: f32| -> Vec<Pt> {
        let least = |need: &(Pt, Pt)| {
            if need.1 <= room * short {
                need.1
            } else {
                need.0.min(cap)
            }
        };
        needs.iter().map(least).collect()
    };
    let fits = |least: &Vec<Pt>| least.iter().sum::<Pt>() < room;
    let least = UNBROKEN_COLUMN_SHARES
        .into_iter()
        .map(whole)
        .find(fits)
        .unwrap_or_else(|| whole(0.0));
    let least_sum: Pt = least.iter().sum();
    if least_sum >= room {
        return least
            .iter()
            .map(|width| room * (*width / least_sum))
            .collect();
    }
    // Long texts are broken anyway: the square root keeps one from starving the others.
    let mut width = least;
    let mut growing: Vec<usize> = (0..needs.len())
        .filter(|at| needs[*at].1 > width[*at])
        .collect();
    let mut spare = room - least_sum;
    while spare > Pt(0.1) && !growing.is_empty() {
        let wishes = growing
            .iter()
            .map(|at| (needs[*at].1 - width[*at]).0.max(0.0).sqrt());
        let sum: f32 = wishes.clone().sum::<f32>().max(f32::EPSILON);
        let shares: Vec<Pt> = wishes.map(|wish| spare * wish / sum).collect();
        for (at, share) in growing.iter().zip(shares) {
            let grown = (width[*at] + share).min(needs[*at].1);
            spare -= grown - width[*at];
            width[*at] = grown;
        }
        growing.retain(|at| needs[*at].1 > width[*at] + Pt(0.01));
    }
    width
}
