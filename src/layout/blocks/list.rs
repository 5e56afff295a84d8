//! Lists, with bullets or numbers that hang in a column of their own.

use crate::document::{Block, Inline};
use crate::frame::{Frame, LinkArea, LinkTarget, Role, TagId};
use crate::layout::context::LayoutContext;
use crate::layout::galley::{Fragment, Galley, PageAnchor, PageAnchorKind};
use crate::layout::inline::{Align, TextStyle};
use crate::length::Pt;

impl LayoutContext<'_> {
    pub(super) fn lay_out_list(
        &mut self,
        ordered: bool,
        items: &[Vec<Block>],
        measure: Pt,
    ) -> Galley {
        let style = self.text_style(self.metrics.body);
        let label = self.theme.colors.accent;
        let indent = if ordered {
            number_width_in_ems(items.len())
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
        self.in_tag(tag, |context| {
            for (at, item) in items.iter().enumerate() {
                let mark = if ordered {
                    format!("{}.", at + 1)
                } else {
                    "•".to_owned()
                };
                let set = |context: &mut LayoutContext<'_>, measure: Pt| {
                    context.lay_out_blocks(item, measure)
                };
                let mark_style = TextStyle {
                    color: label,
                    ..style
                };
                let mut item = context.lay_out_item(&mark, mark_style, indent, measure, set);
                if let Some(last) = item.fragments.last_mut() {
                    last.below = Pt::ZERO;
                }
                galley.append(item.spaced(between, between));
            }
        });
        let after = self.units(1.5);
        galley.spaced(Pt::ZERO, after)
    }

    /// An item of a list: its label, then its body beside it.
    pub(super) fn lay_out_item(
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
            context
                .lay_out_text(label, style, room, tag)
                .into_fragment()
        };
        self.lay_out_labelled_item(style.aligned(align), indent, measure, set, body)
    }

    /// An item of a list: what `label` sets in a style, a measure and a tag that it is given, then
    /// its body beside it.
    fn lay_out_labelled_item(
        &mut self,
        style: TextStyle,
        indent: Pt,
        measure: Pt,
        label: impl FnOnce(&mut Self, TextStyle, Pt, TagId) -> Fragment,
        body: impl FnOnce(&mut Self, Pt) -> Galley,
    ) -> Galley {
        self.in_new_tag(Role::ListItem, |context| {
            let tag = context.new_tag(Role::Label);
            let mut label = label(
                context,
                style.tabular(),
                indent - 0.4 * style.size.size,
                tag,
            );
            let mut galley = context
                .in_new_tag(Role::ListBody, |context| body(context, measure - indent))
                .indented(indent);
            match galley.fragments.first_mut() {
                // The label first: it is read before the body.
                Some(first) => {
                    label.overlay(Fragment {
                        content: first.content.take(),
                        ..Fragment::default()
                    });
                    first.content = label.content;
                }
                None => galley.push(label),
            }
            galley
        })
    }

    /// The list of what is cited_sources, numbered as the citations are.
    pub(super) fn lay_out_source_list(&mut self, measure: Pt) -> Galley {
        let document = self.document;
        let style = self.muted_style(self.metrics.source);
        let indent = number_width_in_ems(document.sources.len()) * style.size.size;
        let tag = self.new_tag(Role::List { ordered: true });
        let mut galley = Galley::default();
        self.in_tag(tag, |context| {
            for (at, source) in document.sources.iter().enumerate() {
                let mut text = source.text.clone();
                if let Some(url) = &source.url {
                    text.push(Inline::text(" "));
                    text.push(Inline::Link {
                        url: url.clone(),
                        body: vec![Inline::text(displayed_url(url))],
                    });
                }
                let set = |context: &mut LayoutContext<'_>, measure: Pt| {
                    context.lay_out_paragraph(&text, style, measure)
                };
                let label = |context: &mut LayoutContext<'_>, style, room, tag| {
                    context.lay_out_source_number(at, style, room, tag)
                };
                let mut item = context.lay_out_labelled_item(
                    style.aligned(Align::End),
                    indent,
                    measure,
                    label,
                    set,
                );
                if let Some(first) = item.fragments.first_mut() {
                    context.add_content(first, |content| {
                        content.anchors.push(PageAnchor {
                            y: Pt::ZERO,
                            kind: PageAnchorKind::Source(at),
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

    /// The number of a source; it leads back to where the source is cited_sources, if it is.
    fn lay_out_source_number(
        &mut self,
        at: usize,
        style: TextStyle,
        width: Pt,
        tag: TagId,
    ) -> Fragment {
        let number = format!("{}.", at + 1);
        if !self.cited_sources.contains(&at) {
            return self
                .lay_out_text(&number, style, width, tag)
                .into_fragment();
        }
        let tag = self.in_tag(tag, |context| context.new_tag(Role::Link));
        let style = TextStyle {
            color: self.theme.colors.accent,
            ..style
        };
        let mut fragment = self
            .lay_out_text(&number, style, width, tag)
            .into_fragment();
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
        self.add_content(&mut fragment, |content| {
            content.links.push(LinkArea {
                frame,
                tag,
                target: LinkTarget::Citation(at),
                description,
            });
        });
        fragment
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
fn number_width_in_ems(count: usize) -> f32 {
    0.5 * count.max(1).to_string().len() as f32 + 0.75
}

/// An address as people write it.
fn displayed_url(url: &str) -> &str {
    let bare = url
        .strip_prefix("https://")
        .or(url.strip_prefix("http://"))
        .or(url.strip_prefix("mailto:"));
    bare.unwrap_or(url).trim_end_matches('/')
}
