//! Tables with a row for each entry of a list: actions, a glossary, contacts, and what the other
//! blocks show as such a table.

use std::borrow::Cow;

use super::table::{CellInlines, TableSpec};
use crate::document::{Action, Contact, Inline, Term};
use crate::layout::context::LayoutContext;
use crate::layout::galley::Galley;
use crate::length::Pt;

/// The cells of an entry, one for each column.
pub(super) type RecordRow<'t> = Vec<CellInlines<'t>>;

impl<'a> LayoutContext<'a> {
    /// A table with a header of `labels`, but without the columns in which all cells are empty.
    pub(super) fn lay_out_record_table(
        &mut self,
        labels: &[&'a str],
        rows: Vec<RecordRow<'_>>,
        measure: Pt,
    ) -> Galley {
        // Hardly any brief gives all parts of a record, and an empty column takes room from others.
        let mut is_used = vec![false; labels.len()];
        for row in &rows {
            for (column, cell) in row.iter().enumerate() {
                is_used[column] |= !cell.is_empty();
            }
        }
        let mut spec = TableSpec::default();
        for (column, &label) in labels.iter().enumerate() {
            if is_used[column] {
                let header = Inline::text(self.label_text(label));
                spec.headers.push(Cow::from(vec![header]));
            }
        }
        for row in rows {
            let mut cells = Vec::new();
            for (column, cell) in row.into_iter().enumerate() {
                if is_used[column] {
                    cells.push(cell);
                }
            }
            spec.rows.push(cells);
        }
        self.lay_out_spaced_table(&spec, measure)
    }

    /// A table without a header, in which the first cell of a row names it.
    fn lay_out_named_rows(&mut self, rows: Vec<RecordRow<'_>>, measure: Pt) -> Galley {
        let spec = TableSpec {
            rows,
            named_rows: true,
            ..TableSpec::default()
        };
        self.lay_out_spaced_table(&spec, measure)
    }

    /// A table with the space around it that all records have.
    fn lay_out_spaced_table(&mut self, spec: &TableSpec<'_>, measure: Pt) -> Galley {
        let table = self.lay_out_table(spec, measure);
        self.with_space(table, 1.0, 3.0)
    }

    pub(super) fn lay_out_actions(&mut self, items: &[Action], measure: Pt) -> Galley {
        let mut rows = Vec::new();
        for item in items {
            let cells = [&item.action, &item.owner, &item.due, &item.status];
            rows.push(cells.map(Cow::from).into());
        }
        let labels = ["action", "owner", "due", "status"];
        self.lay_out_record_table(&labels, rows, measure)
    }

    pub(super) fn lay_out_glossary(&mut self, items: &[Term], measure: Pt) -> Galley {
        let mut rows = Vec::new();
        for item in items {
            let cells = [&item.term, &item.definition];
            rows.push(cells.map(Cow::from).into());
        }
        self.lay_out_named_rows(rows, measure)
    }

    pub(super) fn lay_out_contacts(&mut self, items: &[Contact], measure: Pt) -> Galley {
        let mut rows = Vec::new();
        for item in items {
            let cells = [&item.name, &item.role, &item.phone, &item.email];
            rows.push(cells.map(Cow::from).into());
        }
        let labels = ["contact", "role", "phone", "email"];
        self.lay_out_record_table(&labels, rows, measure)
    }
}
