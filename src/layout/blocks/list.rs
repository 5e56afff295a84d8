//! Lists, with bullets or numbers that hang in a column of their own, and the list of sources.

use crate::document::{Block, Inline, Labels, Source, item_number};
use crate::frame::{Frame, LinkArea, LinkTarget, Role, TagId};
use crate::layout::context::LayoutContext;
use crate::layout::galley::{Fragment, Galley, PageAnchor, PageAnchorKind};
use crate::layout::text_style::{Align, TextStyle};
use crate::length::Pt;
use crate::markup::LINK_SCHEMES;

const BULLET: &str = "•";

/// Width of the column of bullets, in ems.
const BULLET_INDENT: f32 = 1.1;

/// Space between a label and the body of its item, in ems.
const LABEL_GAP: f32 = 0.4;

impl LayoutContext<'_> {
    /// A list that is numbered from `first`, or has bullets.
    pub(super) fn lay_out_list(
        &mut self,
        first: Option<u32>,
        items: &[Vec<Block>],
        measure: Pt,
    ) -> Galley {
        let style = self.text_style(self.metrics.body);
        let label_style = TextStyle {
            color: self.theme.colors.accent,
            ..style
        };
        let indent_in_ems = match first {
            Some(first) => number_width_in_ems(item_number(first, items.len().saturating_sub(1))),
            None => BULLET_INDENT,
        };
        let indent = indent_in_ems * style.size.size;
        // Short items are close together; long ones are as far apart as paragraphs.
        let all_short = items.iter().all(|item| is_short(item));
        let space = if all_short {
            self.units(0.5)
        } else {
            self.units(1.5)
        };
        let mut galley = Galley::default();
        self.in_new_tag(
            Role::List {
                ordered: first.is_some(),
            },
            |context| {
                for (index, item) in items.iter().enumerate() {
                    let label = match first {
                        Some(first) => format!("{}.", item_number(first, index)),
                        None => BULLET.to_owned(),
                    };
                    let lay_out_body = |context: &mut LayoutContext<'_>, measure| {
                        context.lay_out_blocks(item, measure)
                    };
                    let mut item =
                        context.lay_out_item(&label, label_style, indent, measure, lay_out_body);
                    // The space below a paragraph would part short items as far as long ones.
                    if let Some(last) = item.fragments.last_mut() {
                        last.below = Pt::ZERO;
                    }
                    galley.append(item.spaced(space, space));
                }
            },
        );
        self.with_space(galley, 0.0, 1.5)
    }

    /// An item of a list: its label, and beside it what `lay_out_body` makes of the rest of the
    /// measure.
    pub(super) fn lay_out_item(
        &mut self,
        label: &str,
        style: TextStyle,
        indent: Pt,
        measure: Pt,
        lay_out_body: impl FnOnce(&mut Self, Pt) -> Galley,
    ) -> Galley {
        let align = if label == BULLET {
            Align::Start
        } else {
            Align::End
        };
        let label_style = style.aligned(align).tabular();
        let label_width = label_width(indent, style);
        self.lay_out_labelled_item(
            indent,
            |context, tag| {
                let label = context.lay_out_text(label, label_style, label_width, tag);
                label.into_fragment()
            },
            |context| lay_out_body(context, measure - indent),
        )
    }

    /// An item of a list, with its tags. `lay_out_label` gets the tag of the label.
    fn lay_out_labelled_item(
        &mut self,
        indent: Pt,
        lay_out_label: impl FnOnce(&mut Self, TagId) -> Fragment,
        lay_out_body: impl FnOnce(&mut Self) -> Galley,
    ) -> Galley {
        self.in_new_tag(Role::ListItem, |context| {
            let tag = context.new_tag(Role::Label);
            let mut label = lay_out_label(context, tag);
            let mut galley = context
                .in_new_tag(Role::ListBody, lay_out_body)
                .indented(indent);
            match galley.fragments.first_mut() {
                // The label goes below the body's first line, as what is painted first is read
                // first.
                Some(first) => {
                    label.overlay(Fragment {
                        content: first.content.take(),
                        ..Fragment::default()
                    });
                    first.content = label.content;
                }
                // An empty item still has its number, or the list would seem to skip one.
                None => galley.push(label),
            }
            galley
        })
    }

    /// The list of sources, numbered as their citations are.
    pub(super) fn lay_out_source_list(&mut self, measure: Pt) -> Galley {
        let sources = &self.document.sources;
        let style = self.muted_style(self.metrics.source);
        let indent = number_width_in_ems(sources.len()) * style.size.size;
        let space = self.units(0.25);
        // A source without a number is the only one, and no list.
        if let [source] = sources.as_slice()
            && !source.numbered
        {
            let text = source_text(source, &self.document.labels);
            let galley = self.lay_out_only_source(text, style, measure);
            return self.with_space(galley, 1.0, 1.0);
        }
        let mut galley = Galley::default();
        self.in_new_tag(Role::List { ordered: true }, |context| {
            for (index, source) in sources.iter().enumerate() {
                let text = source_text(source, &context.document.labels);
                let item = context.lay_out_source(index, &text, style, indent, measure);
                galley.append(item.spaced(space, space));
            }
        });
        self.with_space(galley, 1.0, 1.0)
    }

    /// A source without a number, after its label.
    fn lay_out_only_source(
        &mut self,
        mut text: Vec<Inline>,
        style: TextStyle,
        measure: Pt,
    ) -> Galley {
        let labels = &self.document.labels;
        let label = format!("{}{}", labels.get("source"), labels.colon());
        text.insert(0, Inline::text(label));
        self.lay_out_paragraph(&text, style, measure)
    }

    fn lay_out_source(
        &mut self,
        source: usize,
        text: &[Inline],
        style: TextStyle,
        indent: Pt,
        measure: Pt,
    ) -> Galley {
        let mut item = self.lay_out_labelled_item(
            indent,
            |context, tag| context.lay_out_source_number(source, style, indent, tag),
            |context| context.lay_out_paragraph(text, style, measure - indent),
        );
        if let Some(first) = item.fragments.first_mut() {
            let anchor = PageAnchor {
                y: Pt::ZERO,
                kind: PageAnchorKind::Source(source),
            };
            self.add_content(first, |content| content.anchors.push(anchor));
        }
        item
    }

    /// The number of a source, which leads back to the first citation of it if there is one.
    fn lay_out_source_number(
        &mut self,
        source: usize,
        style: TextStyle,
        indent: Pt,
        tag: TagId,
    ) -> Fragment {
        let width = label_width(indent, style);
        let style = style.aligned(Align::End).tabular();
        let number = (source + 1).to_string();
        let text = format!("{number}.");
        // Only a source that is cited above this list has a place to lead back to.
        if !self.output.cited_sources.contains(&source) {
            return self.lay_out_text(&text, style, width, tag).into_fragment();
        }
        let link_tag = self.in_tag(tag, |context| context.new_tag(Role::Link));
        let link_style = TextStyle {
            color: self.theme.colors.accent,
            ..style
        };
        let mut fragment = self
            .lay_out_text(&text, link_style, width, link_tag)
            .into_fragment();
        let labels = &self.document.labels;
        // PDF/UA wants a description of each link, and “1.” alone describes nothing.
        let link = LinkArea {
            frame: Frame::at_origin(width, style.size.leading),
            tag: link_tag,
            target: LinkTarget::Citation(source),
            description: labels.fill("back", &[("number", &number)]),
        };
        self.add_content(&mut fragment, |content| content.links.push(link));
        fragment
    }
}

/// Width of the labels in a column that is `indent` wide.
fn label_width(indent: Pt, style: TextStyle) -> Pt {
    indent - LABEL_GAP * style.size.size
}

/// Width of the column of numbers up to `last`, each with a full stop, in ems.
fn number_width_in_ems(last: usize) -> f32 {
    let digits = last.max(1).to_string().len();
    // Half an em for each digit; the rest is for the full stop and the gap behind it.
    0.5 * digits as f32 + 0.75
}

/// Whether an item is one paragraph, with or without a list below it.
fn is_short(item: &[Block]) -> bool {
    matches!(
        item,
        [] | [Block::Paragraph { .. }] | [Block::Paragraph { .. }, Block::List { .. }]
    )
}

/// The text of a source, followed by the places in it that are cited and its URL.
fn source_text(source: &Source, labels: &Labels) -> Vec<Inline> {
    let mut text = source.text_with_places(labels);
    if let Some(url) = &source.url {
        text.push(Inline::text(" "));
        text.push(Inline::Link {
            url: url.clone(),
            body: vec![Inline::text(displayed_url(url))],
        });
    }
    text
}

/// A URL as people write it.
fn displayed_url(url: &str) -> &str {
    let mut bare = url;
    for scheme in LINK_SCHEMES {
        if let Some(rest) = url.strip_prefix(scheme) {
            bare = rest;
            break;
        }
    }
    bare.trim_end_matches('/')
}
