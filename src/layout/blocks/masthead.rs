//! The head of a document: masthead and particulars.

use std::borrow::Cow;

use super::table::TableSpec;
use crate::document::{Block, Inline, Medium, Particular};
use crate::layout::context::LayoutContext;
use crate::layout::galley::Galley;
use crate::layout::text_style::TextStyle;
use crate::length::Pt;

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
            balance: true,
            ..self.muted_style(self.metrics.subtitle)
        };
        let mut galley = self
            .lay_out_paragraph(&self.kicker(), kicker_style, measure)
            .keep_with_next()
            .spaced(Pt::ZERO, self.units(0.5));
        galley.append(self.lay_out_heading(1, &meta.title, title_style, measure));
        let subtitle = self.lay_out_paragraph(&meta.subtitle, subtitle_style, measure);
        galley.append(subtitle.spaced(self.units(0.5), Pt::ZERO).keep_with_next());
        let below = match self.metrics.medium {
            Medium::Sheet => self.units(2.5),
            Medium::Pages | Medium::Slides => self.units(4.0),
        };
        galley.spaced(Pt::ZERO, below)
    }

    /// The line above the title: who, which, when, where. Particulars tell all but the first.
    fn kicker(&self) -> Vec<Inline> {
        let meta = &self.document.meta;
        let is_particulars = |block: &Block| matches!(block, Block::Particulars { .. });
        let mut parts: Vec<&str> = Vec::new();
        parts.extend(meta.organization.as_deref());
        if !self.document.body.iter().any(is_particulars) {
            parts.extend(meta.reference.as_deref());
            if !meta.date_text.is_empty() {
                parts.push(&meta.date_text);
            }
            parts.extend(meta.place.as_deref());
        }
        if parts.is_empty() {
            Vec::new()
        } else {
            vec![Inline::text(parts.join("\u{2002}·\u{2002}"))]
        }
    }

    pub(super) fn lay_out_particulars(&mut self, items: &[Particular], measure: Pt) -> Galley {
        let mut rows = Vec::new();
        for item in items {
            let label = vec![Inline::text(&item.label)];
            rows.push(vec![label.into(), Cow::from(&item.text)]);
        }
        let spec = TableSpec {
            rows,
            named_rows: true,
            ..TableSpec::default()
        };
        let mut galley = self.lay_out_table(&spec, measure);
        if let Some(first) = galley.fragments.first_mut() {
            self.draw_rule(first, Pt::ZERO, measure, Pt(0.4), self.theme.colors.rule);
        }
        galley.spaced(self.units(1.0), self.units(4.0))
    }
}
