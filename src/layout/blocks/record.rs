//! Records: people, actions, questions, terms, contacts. Tables where there is room, lists where not.

use super::table::Spec;
use crate::document::{Action, Contact, Inline, Medium, Person, Question, Term};
use crate::layout::context::Context;
use crate::layout::galley::Galley;
use crate::layout::inline::TextStyle;
use crate::layout::page::Role;
use crate::length::Pt;

/// Narrower than this many ems of small text, people are stacked and not tabulated.
const TABLE_EM: f32 = 34.0;

type Row = Vec<Vec<Inline>>;

impl<'a> Context<'a> {
    /// A table of the columns that anything stands in.
    pub(super) fn record_table(&mut self, labels: &[&'a str], rows: Vec<Row>, measure: Pt) -> Galley {
        let used: Vec<usize> = (0..labels.len()).filter(|at| rows.iter().any(|row| !row[*at].is_empty())).collect();
        let pick = |row: Row| used.iter().filter_map(|at| row.get(*at).cloned()).collect();
        let spec = Spec {
            headers: used.iter().map(|at| vec![Inline::text(self.label(labels[*at]))]).collect(),
            rows: rows.into_iter().map(pick).collect(),
            numeric: Vec::new(),
            named_rows: false,
        };
        let (above, below) = (self.units(1.0), self.units(3.0));
        self.table(&spec, measure).spaced(above, below)
    }

    /// Rows of a name and what belongs to it.
    fn pairs(&mut self, rows: Vec<Row>, measure: Pt) -> Galley {
        let spec = Spec { rows, named_rows: true, ..Spec::default() };
        let (above, below) = (self.units(1.0), self.units(3.0));
        self.table(&spec, measure).spaced(above, below)
    }

    pub(super) fn people(&mut self, items: &[Person], measure: Pt) -> Galley {
        if measure < TABLE_EM * self.look.small.size {
            return self.people_list(items, measure);
        }
        let row = |person: &Person| {
            let name = joined(" ", [person.name.clone(), person.native_name.clone()]);
            vec![name, person.role.clone(), person.organization.clone()]
        };
        self.record_table(&["person", "role", "organization"], items.iter().map(row).collect(), measure)
    }

    fn people_list(&mut self, items: &[Person], measure: Pt) -> Galley {
        let (name, rest) = (self.style(self.look.small).strong(), self.muted(self.look.small));
        let separator = self.label("separator");
        let mut galley = Galley::default();
        let tag = self.new_tag(Role::List { ordered: false });
        self.inside(tag, |context| {
            for person in items {
                let names = joined(" ", [person.name.clone(), person.native_name.clone()]);
                let role = joined(separator, [person.role.clone(), person.organization.clone()]);
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
        let row = |action: &Action| {
            vec![action.action.clone(), action.owner.clone(), action.due.clone(), action.status.clone()]
        };
        self.record_table(&["action", "owner", "due", "status"], items.iter().map(row).collect(), measure)
    }

    pub(super) fn questions(&mut self, items: &[Question], measure: Pt) -> Galley {
        let mut galley = Galley::default();
        let size = if self.look.medium == Medium::Sheet { self.look.body } else { self.look.headings[2] };
        for question in items {
            let style = TextStyle::new(size, self.heading_color(3)).heading();
            let (above, below) = (self.units(2.5), self.units(0.5));
            galley.append(self.heading(3, &question.question, style, measure).spaced(above, below));
            galley.append(self.blocks(&question.answer, measure));
            if let Some(last) = galley.strips.last_mut() {
                last.keep = false;
            }
        }
        galley
    }

    pub(super) fn glossary(&mut self, items: &[Term], measure: Pt) -> Galley {
        let rows = items.iter().map(|term| vec![term.term.clone(), term.definition.clone()]).collect();
        self.pairs(rows, measure)
    }

    pub(super) fn contacts(&mut self, items: &[Contact], measure: Pt) -> Galley {
        let row = |contact: &Contact| {
            vec![contact.name.clone(), contact.role.clone(), contact.phone.clone(), contact.email.clone()]
        };
        self.record_table(&["contact", "role", "phone", "email"], items.iter().map(row).collect(), measure)
    }
}

/// What is not empty, with a separator between.
fn joined<const N: usize>(separator: &str, parts: [Vec<Inline>; N]) -> Vec<Inline> {
    let parts: Vec<Vec<Inline>> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(&Inline::text(separator))
}
