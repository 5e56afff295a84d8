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
        let used: Vec<usize> = (0..labels.len())
            .filter(|&column| rows.iter().any(|row| !row[column].is_empty()))
            .collect();
        let mut spec = TableSpec::default();
        for &column in &used {
            let header = Inline::text(self.label_text(labels[column]));
            spec.headers.push(vec![header].into());
        }
        for mut row in rows {
            let cells = used.iter().map(|&column| std::mem::take(&mut row[column]));
            spec.rows.push(cells.collect());
        }
        let (above, below) = (self.units(1.0), self.units(3.0));
        self.lay_out_table(&spec, measure).spaced(above, below)
    }

    /// A table without a header, in which the first cell of a row names it.
    fn lay_out_named_rows(&mut self, rows: Vec<RecordRow<'_>>, measure: Pt) -> Galley {
        let spec = TableSpec {
            rows,
            named_rows: true,
            ..TableSpec::default()
        };
        let (above, below) = (self.units(1.0), self.units(3.0));
        self.lay_out_table(&spec, measure).spaced(above, below)
    }

    pub(super) fn lay_out_actions(&mut self, items: &[Action], measure: Pt) -> Galley {
        let mut rows = Vec::new();
        for item in items {
            let cells = [&item.action, &item.owner, &item.due, &item.status];
            rows.push(cells.map(Cow::from).into());
        }
        self.lay_out_record_table(&["action", "owner", "due", "status"], rows, measure)
    }

    pub(super) fn lay_out_glossary(&mut self, items: &[Term], measure: Pt) -> Galley {
        let mut rows = Vec::new();
        for item in items {
            rows.push([&item.term, &item.definition].map(Cow::from).into());
        }
        self.lay_out_named_rows(rows, measure)
    }

    pub(super) fn lay_out_contacts(&mut self, items: &[Contact], measure: Pt) -> Galley {
        let mut rows = Vec::new();
        for item in items {
            let cells = [&item.name, &item.role, &item.phone, &item.email];
            rows.push(cells.map(Cow::from).into());
        }
        self.lay_out_record_table(&["contact", "role", "phone", "email"], rows, measure)
    }
}
