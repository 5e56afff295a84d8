//! Lists, with bullets or numbers that hang in a column of their own.

use crate::document::{Block, Inline};
use crate::frame::{Frame, LinkArea, Role, TagId, Target};
use crate::layout::context::Context;
use crate::layout::galley::{Anchor, AnchorKind, Galley, Strip};
use crate::layout::inline::{Align, TextStyle};
use crate::length::Pt;

impl Context<'_> {
    pub(super) fn list(&mut self, ordered: bool, items: &[Vec<Block>], measure: Pt) -> Galley {
        let style = self.style(self.look.body);
        let label = self.theme.colors.accent;
        let indent = if ordered {
            number_width(items.len())
        } else {
            1.1
        } * style.size.size;
        let tag = self.new_tag(Role::List { ordered });
        let mut galley = Galley::default();
        // Items of a few words are one thing; items of several paragraphs are apart like
        // paragraphs.
        let between = self.units(if items.iter().all(|item| is_short(item)) {
            0.5
        } else {
            1.5
        });
        self.inside(tag, |context| {
            for (at, item) in items.iter().enumerate() {
                let mark = if ordered {
                    format!("{}.", at + 1)
                } else {
                    "•".to_owned()
                };
                let set = |context: &mut Context<'_>, measure: Pt| context.blocks(item, measure);
                let mark_style = TextStyle {
                    color: label,
                    ..style
                };
                let mut item = context.item(&mark, mark_style, indent, measure, set);
                if let Some(last) = item.strips.last_mut() {
                    last.below = Pt::ZERO;
                }
                galley.append(item.spaced(between, between));
            }
        });
        let after = self.units(1.5);
        galley.spaced(Pt::ZERO, after)
    }

    /// An item of a list: its label, then its body beside it.
    pub(super) fn item(
        &mut self,
        label: &str,
        style: TextStyle,
        indent: Pt,
        measure: Pt,
        body: impl FnOnce(&mut Self, Pt) -> Galley,
    ) -> Galley {
        let align = if label == "•" {
            Align::Start
        } else {
            Align::End
        };
        let set = |context: &mut Self, style, room, tag| {
            context.set_text(label, style, room, tag).stacked()
        };
        self.labelled(style.aligned(align), indent, measure, set, body)
    }

    /// An item of a list: what `label` sets in a style, a measure and a tag that it is given, then
    /// its body beside it.
    fn labelled(
        &mut self,
        style: TextStyle,
        indent: Pt,
        measure: Pt,
        label: impl FnOnce(&mut Self, TextStyle, Pt, TagId) -> Strip,
        body: impl FnOnce(&mut Self, Pt) -> Galley,
    ) -> Galley {
        self.within(Role::ListItem, |context| {
            let tag = context.new_tag(Role::Label);
            let mut label = label(
                context,
                style.tabular(),
                indent - 0.4 * style.size.size,
                tag,
            );
            let mut galley = context
                .within(Role::ListBody, |context| body(context, measure - indent))
                .indented(indent);
            match galley.strips.first_mut() {
                // The label first: it is read before the body.
                Some(first) => {
                    label.paint_over(Strip {
                        ink: first.ink.take(),
                        ..Strip::default()
                    });
                    first.ink = label.ink;
                }
                None => galley.push(label),
            }
            galley
        })
    }

    /// The list of what is cited, numbered as the citations are.
    pub(super) fn source_list(&mut self, measure: Pt) -> Galley {
        let document = self.document;
        let style = self.muted(self.look.source);
        let indent = number_width(document.sources.len()) * style.size.size;
        let tag = self.new_tag(Role::List { ordered: true });
        let mut galley = Galley::default();
        self.inside(tag, |context| {
            for (at, source) in document.sources.iter().enumerate() {
                let mut text = source.text.clone();
                if let Some(url) = &source.url {
                    text.push(Inline::text(" "));
                    text.push(Inline::Link {
                        url: url.clone(),
                        body: vec![Inline::text(shown(url))],
                    });
                }
                let set = |context: &mut Context<'_>, measure: Pt| {
                    context.paragraph(&text, style, measure)
                };
                let label = |context: &mut Context<'_>, style, room, tag| {
                    context.source_number(at, style, room, tag)
                };
                let mut item =
                    context.labelled(style.aligned(Align::End), indent, measure, label, set);
                if let Some(first) = item.strips.first_mut() {
                    context.ink(first, |ink| {
                        ink.anchors.push(Anchor {
                            y: Pt::ZERO,
                            kind: AnchorKind::Source(at),
                        })
                    });
                }
                let between = context.units(0.25);
                galley.append(item.spaced(between, between));
            }
        });
        let above = self.units(1.0);
        galley.spaced(above, above)
    }

    /// The number of a source; it leads back to where the source is cited, if it is.
    fn source_number(&mut self, at: usize, style: TextStyle, width: Pt, tag: TagId) -> Strip {
        let number = format!("{}.", at + 1);
        if !self.cited.contains(&at) {
            return self.set_text(&number, style, width, tag).stacked();
        }
        let tag = self.inside(tag, |context| context.new_tag(Role::Link));
        let style = TextStyle {
            color: self.theme.colors.accent,
            ..style
        };
        let mut strip = self.set_text(&number, style, width, tag).stacked();
        let description = self
            .document
            .labels
            .fill("back", &[("number", &(at + 1).to_string())]);
        let frame = Frame {
            x: Pt::ZERO,
            y: Pt::ZERO,
            width,
            height: style.size.leading,
        };
        self.ink(&mut strip, |ink| {
            ink.links.push(LinkArea {
                frame,
                tag,
                target: Target::Citation(at),
                description,
            });
        });
        strip
    }
}

/// Whether an item is one paragraph, with or without a list below it.
fn is_short(item: &[Block]) -> bool {
    matches!(
        item,
        [] | [Block::Paragraph { .. }] | [Block::Paragraph { .. }, Block::List { .. }]
    )
}

/// Room for the numbers up to `count` and a full stop, in ems.
fn number_width(count: usize) -> f32 {
    0.5 * count.max(1).to_string().len() as f32 + 0.75
}

/// An address as people write it.
fn shown(url: &str) -> &str {
    let bare = url
        .strip_prefix("https://")
        .or(url.strip_prefix("http://"))
        .or(url.strip_prefix("mailto:"));
    bare.unwrap_or(url).trim_end_matches('/')
}
