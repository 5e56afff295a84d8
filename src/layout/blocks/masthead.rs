//! The head of a document: masthead and particulars.

use std::borrow::Cow;

use crate::document::{Block, Inline, Medium, Particular};
use crate::layout::blocks::table::TableSpec;
use crate::layout::context::LayoutContext;
use crate::layout::galley::Galley;
use crate::layout::inline::TextStyle;
use crate::length::Pt;

impl LayoutContext<'_> {
    pub(super) fn lay_out_masthead(&mut self, measure: Pt) -> Galley {
        let document = self.document;
        let meta = &document.meta;
        let mut galley = Galley::default();
        let kicker = self.kicker();
        if !kicker.is_empty() {
            let style = TextStyle {
                hyphenate: false,
                ..self.muted_style(self.metrics.caption)
            };
            let below = self.units(0.5);
            galley.append(
                self.lay_out_paragraph(&kicker, style, measure)
                    .keep_with_next()
                    .spaced(Pt::ZERO, below),
            );
        }
        let title = TextStyle::new(self.metrics.title, self.theme.colors.text).as_heading();
        galley.append(self.lay_out_heading(1, &meta.title, title, measure));
        let subtitle = TextStyle {
            balance: true,
            ..self.muted_style(self.metrics.subtitle)
        };
        let above = self.units(0.5);
        galley.append(
            self.lay_out_paragraph(&meta.subtitle, subtitle, measure)
                .spaced(above, Pt::ZERO)
                .keep_with_next(),
        );
        let below = self.units(if self.metrics.medium == Medium::Sheet {
            2.5
        } else {
            4.0
        });
        galley.spaced(Pt::ZERO, below)
    }

    /// The line above the title: who, which, when, where.
    fn kicker(&self) -> Vec<Inline> {
        let meta = &self.document.meta;
        let has_particulars = self
            .document
            .body
            .iter()
            .any(|block| matches!(block, Block::Particulars { .. }));
        let date = Some(meta.date_text.clone()).filter(|text| !text.is_empty());
        let parts = match has_particulars {
            true => vec![meta.organization.clone()],
            false => vec![
                meta.organization.clone(),
                meta.reference.clone(),
                date,
                meta.place.clone(),
            ],
        };
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        if parts.is_empty() {
            Vec::new()
        } else {
            vec![Inline::text(parts.join("\u{2002}·\u{2002}"))]
        }
    }

    pub(super) fn lay_out_particulars(&mut self, rows: &[Particular], measure: Pt) -> Galley {
        let rows = rows
            .iter()
            .map(|row| vec![vec![Inline::text(&row.label)].into(), Cow::from(&row.text)]);
        let spec = TableSpec {
            rows: rows.collect(),
            named_rows: true,
            ..TableSpec::default()
        };
        let mut galley = self.lay_out_table(&spec, measure);
        if let Some(first) = galley.fragments.first_mut() {
            self.draw_rule(first, Pt::ZERO, measure, Pt(0.4), self.theme.colors.rule);
        }
        let (above, below) = (self.units(1.0), self.units(4.0));
        galley.spaced(above, below)
    }
}
