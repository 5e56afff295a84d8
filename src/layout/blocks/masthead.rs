//! The head of a document: masthead and particulars.

use std::borrow::Cow;

use super::table::{ROW_RULE, TableSpec};
use crate::document::{Block, Inline, Medium, Particular};
use crate::lang;
use crate::layout::context::LayoutContext;
use crate::layout::galley::Galley;
use crate::layout::text_style::TextStyle;
use crate::length::Pt;
use crate::text::Balance;

impl LayoutContext<'_> {
    /// Kicker, title and subtitle.
    pub(super) fn lay_out_masthead(&mut self, measure: Pt) -> Galley {
        let meta = &self.document.meta;
        let kicker_style = TextStyle {
            hyphenate: false,
            ..self.muted_style(self.metrics.caption)
        };
        let title_style = self.text_style(self.metrics.title).as_heading();
        let subtitle_style = TextStyle {
            balance: Balance::AllLines,
            ..self.muted_style(self.metrics.subtitle)
        };
        let space = self.units(0.5);
        let kicker = self.kicker();
        let mut galley = self
            .lay_out_paragraph(&kicker, kicker_style, measure)
            .keep_with_next()
            .spaced(Pt::ZERO, space);
        galley.append(self.lay_out_heading(1, &meta.title, title_style, measure));
        let subtitle = self
            .lay_out_paragraph(&meta.subtitle, subtitle_style, measure)
            .keep_with_next()
            .spaced(space, Pt::ZERO);
        galley.append(subtitle);
        let below = match self.metrics.medium {
            Medium::Sheet => self.units(2.5),
            Medium::Pages | Medium::Slides => self.units(4.0),
        };
        galley.spaced(Pt::ZERO, below)
    }

    /// The lines above the title: organization, reference and date, and below them the event.
    /// Particulars have all but the first.
    fn kicker(&self) -> Vec<Inline> {
        let meta = &self.document.meta;
        let mut has_particulars = false;
        for block in &self.document.body {
            has_particulars |= matches!(block, Block::Particulars { .. });
        }
        let mut parts: Vec<&str> = Vec::new();
        parts.extend(meta.organization.as_deref());
        if !has_particulars {
            parts.extend(meta.reference.as_deref());
            if !meta.date_text.is_empty() {
                parts.push(&meta.date_text);
            }
            parts.extend(meta.place_beside_date().map(String::as_str));
        }
        // En spaces: wider than those between words, and a line may still end there.
        let separator = "\u{2002}·\u{2002}";
        let mut lines = Vec::new();
        if !parts.is_empty() {
            let parts: Vec<Cow<'_, str>> = parts
                .iter()
                .map(|part| lang::isolated(part, meta.direction))
                .collect();
            lines.push(vec![Inline::text(parts.join(separator))]);
        }
        if !has_particulars && !meta.event.is_empty() {
            lines.push(vec![Inline::text(lang::join_isolated(
                &meta.event,
                meta.direction,
                separator,
            ))]);
        }
        lines.join(&Inline::LineBreak)
    }

    pub(super) fn lay_out_particulars(&mut self, items: &[Particular], measure: Pt) -> Galley {
        let mut rows = Vec::new();
        for item in items {
            let label = vec![Inline::text(&item.label)];
            let text = Cow::from(&item.text);
            rows.push(vec![Cow::from(label), text]);
        }
        let spec = TableSpec {
            rows,
            named_rows: true,
            ..TableSpec::default()
        };
        let mut galley = self.lay_out_table(&spec, measure);
        // Rows have rules below them only, and there is no head with a rule above the first row.
        if let Some(first) = galley.fragments.first_mut() {
            self.draw_rule(first, Pt::ZERO, measure, ROW_RULE, self.theme.colors.rule);
        }
        self.with_space(galley, 1.0, 4.0)
    }
}
