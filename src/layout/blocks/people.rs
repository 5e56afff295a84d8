//! People: a table where there is room, a list where not.

use std::borrow::Cow;

use crate::document::{Inline, Person};
use crate::frame::Role;
use crate::layout::context::LayoutContext;
use crate::layout::galley::Galley;
use crate::length::Pt;

/// Narrower than this many ems of small text, people are stacked and not tabulated.
const MIN_PEOPLE_TABLE_EMS: f32 = 34.0;

impl LayoutContext<'_> {
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
