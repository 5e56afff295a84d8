//! People: a table where there is room, a list where there is none.

use std::borrow::Cow;

use super::record_table::RecordRow;
use crate::document::{Inline, Person};
use crate::frame::Role;
use crate::layout::context::LayoutContext;
use crate::layout::galley::Galley;
use crate::length::Pt;

/// In a measure of fewer ems of small text, people are a list.
const MIN_PEOPLE_TABLE_EMS: f32 = 34.0;

impl LayoutContext<'_> {
    pub(super) fn lay_out_people(&mut self, items: &[Person], measure: Pt) -> Galley {
        if measure < MIN_PEOPLE_TABLE_EMS * self.metrics.small.size {
            return self.lay_out_people_list(items, measure);
        }
        let mut rows: Vec<RecordRow> = Vec::new();
        for person in items {
            rows.push(vec![
                Cow::from(full_name(person)),
                Cow::from(&person.role),
                Cow::from(&person.organization),
            ]);
        }
        let labels = ["person", "role", "organization"];
        self.lay_out_record_table(&labels, rows, measure)
    }

    fn lay_out_people_list(&mut self, items: &[Person], measure: Pt) -> Galley {
        let name_style = self.text_style(self.metrics.small).strong();
        let role_style = self.muted_style(self.metrics.small);
        let separator = self.label_text("separator");
        let galley = self.in_new_tag(Role::List { ordered: false }, |context| {
            let mut galley = Galley::default();
            for person in items {
                let name = full_name(person);
                let role = join_nonempty(separator, [&person.role, &person.organization]);
                let item = context.in_list_item(|context| {
                    let name = context.lay_out_paragraph(&name, name_style, measure);
                    let role = context.lay_out_paragraph(&role, role_style, measure);
                    // A page must not end between a name and its role.
                    let mut item = name.keep_with_next();
                    item.append(role);
                    item
                });
                galley.append(context.with_space(item, 0.75, 0.0));
            }
            galley
        });
        self.with_space(galley, 0.0, 3.0)
    }
}

/// A name, followed by the same name in its own script.
fn full_name(person: &Person) -> Vec<Inline> {
    join_nonempty(" ", [&person.name, &person.native_name])
}

/// Joins the parts that are not empty.
fn join_nonempty<const N: usize>(separator: &str, parts: [&Vec<Inline>; N]) -> Vec<Inline> {
    let mut joined = Vec::new();
    for part in parts {
        if part.is_empty() {
            continue;
        }
        if !joined.is_empty() {
            joined.push(Inline::text(separator));
        }
        joined.extend_from_slice(part);
    }
    joined
}
