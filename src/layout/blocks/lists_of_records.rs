//! Records: people, actions, questions, terms, contacts. Tables where there is room, lists where
//! not.

use std::borrow::Cow;

use super::table::{Cell, Spec};
use crate::document::{Action, Contact, Inline, Medium, Person, Question, Term};
use crate::frame::Role;
use crate::layout::context::Context;
use crate::layout::galley::Galley;
use crate::layout::inline::TextStyle;
use crate::length::Pt;

/// Narrower than this many ems of small text, people are stacked and not tabulated.
const TABLE_EM: f32 = 34.0;

type Row<'t> = Vec<Cell<'t>>;

impl<'a> Context<'a> {
    /// A table of the columns that anything stands in.
    pub(super) fn record_table(
        &mut self,
        labels: &[&'a str],
        mut rows: Vec<Row<'_>>,
        measure: Pt,
    ) -> Galley {
        let used: Vec<usize> = (0..labels.len())
            .filter(|at| rows.iter().any(|row| !row[*at].is_empty()))
            .collect();
        for row in &mut rows {
            let mut at = 0..;
            row.retain(|_| at.next().is_some_and(|at| used.contains(&at)));
        }
        let spec = Spec {
            headers: used
                .iter()
                .map(|at| vec![Inline::text(self.label(labels[*at]))].into())
                .collect(),
            rows,
            numeric: Vec::new(),
            named_rows: false,
        };
        let (above, below) = (self.units(1.0), self.units(3.0));
        self.table(&spec, measure).spaced(above, below)
    }

    /// Rows of a name and what belongs to it.
    fn pairs(&mut self, rows: Vec<Row<'_>>, measure: Pt) -> Galley {
        let spec = Spec {
            rows,
            named_rows: true,
            ..Spec::default()
        };
        let (above, below) = (self.units(1.0), self.units(3.0));
        self.table(&spec, measure).spaced(above, below)
    }

    pub(super) fn people(&mut self, items: &[Person], measure: Pt) -> Galley {
        if measure < TABLE_EM * self.look.small.size {
            return self.people_list(items, measure);
        }
        let rows = items.iter().map(|person| {
            let name = joined(" ", [&person.name, &person.native_name]);
            vec![
                name.into(),
                Cow::from(&person.role),
                Cow::from(&person.organization),
            ]
        });
        self.record_table(&["person", "role", "organization"], rows.collect(), measure)
    }

    fn people_list(&mut self, items: &[Person], measure: Pt) -> Galley {
        let (name, rest) = (
            self.style(self.look.small).strong(),
            self.muted(self.look.small),
        );
        let separator = self.label("separator");
        let mut galley = Galley::default();
        let tag = self.new_tag(Role::List { ordered: false });
        self.inside(tag, |context| {
            for person in items {
                let names = joined(" ", [&person.name, &person.native_name]);
                let role = joined(separator, [&person.role, &person.organization]);
                let above = context.units(0.75);
                let item = context.within(Role::ListItem, |context| {
                    context.within(Role::ListBody, |context| {
                        let mut item = context.paragraph(&names, name, measure).kept(true);
                        item.append(context.paragraph(&role, rest, measure));
                        item
                    })
                });
                galley.append(item.spaced(above, Pt::ZERO));
            }
        });
        let below = self.units(3.0);
        galley.spaced(Pt::ZERO, below)
    }

    pub(super) fn actions(&mut self, items: &[Action], measure: Pt) -> Galley {
        let rows = items.iter().map(|it| {
            [&it.action, &it.owner, &it.due, &it.status]
                .map(Cow::from)
                .into()
        });
        self.record_table(
            &["action", "owner", "due", "status"],
            rows.collect(),
            measure,
        )
    }

    pub(super) fn questions(&mut self, items: &[Question], measure: Pt) -> Galley {
        let mut galley = Galley::default();
        let size = if self.look.medium == Medium::Sheet {
            self.look.body
        } else {
            self.look.headings[2]
        };
        for question in items {
            let style = TextStyle::new(size, self.heading_color(3)).heading();
            let (above, below) = (self.units(2.5), self.units(0.5));
            galley.append(
                self.heading(3, &question.question, style, measure)
                    .spaced(above, below),
            );
            galley.append(self.blocks(&question.answer, measure));
            if let Some(last) = galley.strips.last_mut() {
                last.keep = false;
            }
        }
        galley
    }

    pub(super) fn glossary(&mut self, items: &[Term], measure: Pt) -> Galley {
        let rows = items
            .iter()
            .map(|it| [&it.term, &it.definition].map(Cow::from).into())
            .collect();
        self.pairs(rows, measure)
    }

    pub(super) fn contacts(&mut self, items: &[Contact], measure: Pt) -> Galley {
        let rows = items.iter().map(|it| {
            [&it.name, &it.role, &it.phone, &it.email]
                .map(Cow::from)
                .into()
        });
        self.record_table(
            &["contact", "role", "phone", "email"],
            rows.collect(),
            measure,
        )
    }
}

/// What is not empty, with a separator between.
fn joined<const N: usize>(separator: &str, parts: [&Vec<Inline>; N]) -> Vec<Inline> {
    let parts: Vec<&[Inline]> = parts
        .into_iter()
        .map(Vec::as_slice)
        .filter(|part| !part.is_empty())
        .collect();
    parts.join(&Inline::text(separator))
}
