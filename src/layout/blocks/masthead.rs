//! What stands at the head of a document: masthead, particulars, bottom line, ask.

use std::borrow::Cow;

use crate::document::{Block, Inline, Medium, Particular};
use crate::frame::{Frame, Role};
use crate::layout::blocks::table::Spec;
use crate::layout::context::Context;
use crate::layout::galley::Galley;
use crate::layout::inline::TextStyle;
use crate::length::Pt;

/// Thickness of the accent bar beside the bottom line.
const BAR: Pt = Pt(3.0);

impl Context<'_> {
    pub(super) fn masthead(&mut self, measure: Pt) -> Galley {
        let document = self.document;
        let meta = &document.meta;
        let mut galley = Galley::default();
        let kicker = self.kicker();
        if !kicker.is_empty() {
            let style = TextStyle {
                hyphenate: false,
                ..self.muted(self.look.caption)
            };
            let below = self.units(0.5);
            galley.append(
                self.paragraph(&kicker, style, measure)
                    .kept(true)
                    .spaced(Pt::ZERO, below),
            );
        }
        let title = TextStyle::new(self.look.title, self.theme.colors.text).heading();
        galley.append(self.heading(1, &meta.title, title, measure));
        let subtitle = TextStyle {
            balance: true,
            ..self.muted(self.look.subtitle)
        };
        let above = self.units(0.5);
        galley.append(
            self.paragraph(&meta.subtitle, subtitle, measure)
                .spaced(above, Pt::ZERO)
                .kept(true),
        );
        let below = self.units(if self.look.medium == Medium::Sheet {
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

    pub(super) fn particulars(&mut self, rows: &[Particular], measure: Pt) -> Galley {
        let rows = rows
            .iter()
            .map(|row| vec![vec![Inline::text(&row.label)].into(), Cow::from(&row.text)]);
        let spec = Spec {
            rows: rows.collect(),
            named_rows: true,
            ..Spec::default()
        };
        let mut galley = self.table(&spec, measure);
        if let Some(first) = galley.strips.first_mut() {
            self.rule(first, Pt::ZERO, measure, Pt(0.4), self.theme.colors.rule);
        }
        let (above, below) = (self.units(1.0), self.units(4.0));
        galley.spaced(above, below)
    }

    /// A small heading over a box.
    pub(super) fn label_line(&mut self, words: &[Inline], measure: Pt) -> Galley {
        let style = TextStyle::new(self.look.caption, self.theme.colors.accent).strong();
        let below = self.units(0.5);
        self.paragraph(words, style, measure)
            .kept(true)
            .spaced(Pt::ZERO, below)
    }

    pub(super) fn bottom_line(&mut self, body: &[Block], measure: Pt) -> Galley {
        let padding = [3.0, 2.25].map(|units| self.units(units));
        let inner = measure - 2.0 * padding[0] - BAR;
        let words = [Inline::text(self.label("bottom-line"))];
        let mut galley = self.within(Role::Section, |context| {
            let mut galley = match context.look.medium {
                // The slide's title says it.
                Medium::Slides => Galley::default(),
                Medium::Sheet | Medium::Pages => context.label_line(&words, inner),
            };
            galley.append(context.leading_blocks(body, inner));
            galley
        });
        if let Some(last) = galley.strips.last_mut() {
            last.below = Pt::ZERO;
        }
        let colors = &self.theme.colors;
        let (tint, accent, tinted) = (colors.tint, colors.accent, colors.tint != colors.ground);
        let galley = self.on_ground(galley.indented(BAR), measure, padding, |ink, frame, _| {
            ink.ground(
                Frame {
                    width: BAR,
                    ..frame
                },
                accent,
            );
            if tinted {
                ink.ground(frame, tint);
            }
        });
        let space = self.units(2.5);
        galley.spaced(space, space)
    }

    /// Blocks with running text in the size of a lead.
    fn leading_blocks(&mut self, body: &[Block], measure: Pt) -> Galley {
        let body_size = std::mem::replace(&mut self.look.body, self.look.lead);
        let galley = self.blocks(body, measure);
        self.look.body = body_size;
        galley
    }

    pub(super) fn ask(&mut self, text: &[Inline], by: Option<&str>, measure: Pt) -> Galley {
        let padding = [3.0, 1.75].map(|units| self.units(units));
        let inner = measure - 2.0 * padding[0] - BAR;
        let mut words = self.label("ask").to_owned();
        if let Some(by) = by {
            words.push_str("\u{2002}·\u{2002}");
            words.push_str(&self.document.labels.fill("ask-by", &[("date", by)]));
        }
        let style = self.style(self.look.lead).strong();
        let galley = self.within(Role::Section, |context| {
            let mut galley = context.label_line(&[Inline::text(words)], inner);
            galley.append(context.paragraph(text, style, inner));
            galley
        });
        let (color, thin) = (self.theme.colors.accent, Pt(0.75));
        let galley = self.on_ground(
            galley.indented(BAR),
            measure,
            padding,
            |ink, frame, [first, last]| {
                let side = Frame {
                    width: thin,
                    ..frame
                };
                let edge = Frame {
                    height: thin,
                    ..frame
                };
                ink.rect(side, color);
                ink.rect(
                    Frame {
                        x: frame.width - thin,
                        ..side
                    },
                    color,
                );
                if first {
                    ink.rect(edge, color);
                }
                if last {
                    ink.rect(
                        Frame {
                            y: frame.height - thin,
                            ..edge
                        },
                        color,
                    );
                }
            },
        );
        let space = self.units(2.5);
        galley.spaced(space, space)
    }
}
