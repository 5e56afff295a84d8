//! Records: people, actions, questions, terms, contacts. Tables where there is room, lists where
//! not.

use std::borrow::Cow;

use super::table::{CellText, TableSpec};
use crate::document::{Action, Contact, Inline, Medium, Person, Question, Term};
use crate::frame::Role;
use crate::layout::context::LayoutContext;
use crate::layout::galley::Galley;
use crate::layout::inline::TextStyle;
use crate::length::Pt;

/// Narrower than this many ems of small text, people are stacked and not tabulated.
const MIN_PEOPLE_TABLE_EMS: f32 = 34.0;

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

    pub(super) fn lay_out_people(&mut self, items: &[Person], measure: Pt) -> Galley {
        if measure < MIN_PEOPLE_TABLE_EMS * self.metrics.small.size {
            return self.lay_out_people_list(items, measure);
        }
        let rows = items.iter().map(|person| {
            let name = join_nonempty(" ", [&person.name, &person.native_name]);
            vec![
                name.into(),
                Cow::from(&person.role),
                Cow::from(&person.organization),
            ]
        });
        self.lay_out_record_table(&["person", "role", "organization"], rows.collect(), measure)
    }

    fn lay_out_people_list(&mut self, items: &[Person], measure: Pt) -> Galley {
        let (name, rest) = (
            self.text_style(self.metrics.small).strong(),
            self.muted_style(self.metrics.small),
        );
        let separator = self.label_text("separator");
        let mut galley = Galley::default();
        let tag = self.new_tag(Role::List { ordered: false });
        self.in_tag(tag, |context| {
            for person in items {
                let names = join_nonempty(" ", [&person.name, &person.native_name]);
                let role = join_nonempty(separator, [&person.role, &person.organization]);
                let above = context.units(0.75);
                let item = context.in_new_tag(Role::ListItem, |context| {
                    context.in_new_tag(Role::ListBody, |context| {
                        let mut item = context
                            .lay_out_paragraph(&names, name, measure)
                            .keep_with_next();
                        item.append(context.lay_out_paragraph(&role, rest, measure));
                        item
                    })
                });
                galley.append(item.spaced(above, Pt::ZERO));
            }
        });
        let below = self.units(3.0);
        galley.spaced(Pt::ZERO, below)
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

    pub(super) fn lay_out_questions(&mut self, items: &[Question], measure: Pt) -> Galley {
        let mut galley = Galley::default();
        let size = if self.metrics.medium == Medium::Sheet {
            self.metrics.body
        } else {
            self.metrics.headings[2]
        };
        for question in items {
            let style = TextStyle::new(size, self.heading_color(3)).as_heading();
            let (above, below) = (self.units(2.5), self.units(0.5));
            galley.append(
                self.lay_out_heading(3, &question.question, style, measure)
                    .spaced(above, below),
            );
            galley.append(self.lay_out_blocks(&question.answer, measure));
            if let Some(last) = galley.fragments.last_mut() {
                last.keep_with_next = false;
            }
        }
        galley
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

/// What is not empty, with a separator between.
fn join_nonempty<const N: usize>(separator: &str, parts: [&Vec<Inline>; N]) -> Vec<Inline> {
    let parts: Vec<&[Inline]> = parts
        .into_iter()
        .map(Vec::as_slice)
        .filter(|part| !part.is_empty())
        .collect();
    parts.join(&Inline::text(separator))
}
