//! Tables of records: actions, a glossary, contacts, and whatever else has a row for each entry.

use std::borrow::Cow;

use super::table::{CellText, TableSpec};
use crate::document::{Action, Contact, Inline, Term};
use crate::layout::context::LayoutContext;
use crate::layout::galley::Galley;
use crate::length::Pt;

type RecordRow<'t> = Vec<CellText<'t>>;

impl<'a> LayoutContext<'a> {
    /// A table of the columns that anything stands in.
    pub(super) fn lay_out_record_table(
        &mut self,
        labels: &[&'a str],
        mut rows: Vec<RecordRow<'_>>,
        measure: Pt,
    ) -> Galley {
        let used: Vec<usize> = (0..labels.len())
            .filter(|at| rows.iter().any(|row| !row[*at].is_empty()))
            .collect();
        for row in &mut rows {
            let mut at = 0..;
            row.retain(|_| at.next().is_some_and(|at| used.contains(&at)));
        }
        let spec = TableSpec {
            headers: used
                .iter()
                .map(|at| vec![Inline::text(self.label_text(labels[*at]))].into())
                .collect(),
            rows,
            numeric: Vec::new(),
            named_rows: false,
        };
        let (above, below) = (self.units(1.0), self.units(3.0));
        self.lay_out_table(&spec, measure).spaced(above, below)
    }

    /// Rows of a name and what belongs to it.
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
        let rows = items.iter().map(|it| {
            [&it.action, &it.owner, &it.due, &it.status]
                .map(Cow::from)
                .into()
        });
        self.lay_out_record_table(
            &["action", "owner", "due", "status"],
            rows.collect(),
            measure,
        )
    }

    pub(super) fn lay_out_glossary(&mut self, items: &[Term], measure: Pt) -> Galley {
        let rows = items
            .iter()
            .map(|it| [&it.term, &it.definition].map(Cow::from).into())
            .collect();
        self.lay_out_named_rows(rows, measure)
    }

    pub(super) fn lay_out_contacts(&mut self, items: &[Contact], measure: Pt) -> Galley {
        let rows = items.iter().map(|it| {
            [&it.name, &it.role, &it.phone, &it.email]
                .map(Cow::from)
                .into()
        });
        self.lay_out_record_table(
            &["contact", "role", "phone", "email"],
            rows.collect(),
            measure,
        )
    }
}
