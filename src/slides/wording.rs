//! Words made from a block that the planner and the backends must agree on.

use crate::document::{Block, Image, Inline, Labels, Metric, Source, Trend, plain_text};
use crate::lang;
use crate::markup::flatten_blocks;
use crate::text::ruler::cite_text;

/// The value of a metric in one line. A short unit, such as `%`, is beside it.
#[must_use]
pub fn metric_value(metric: &Metric) -> Vec<Inline> {
    let mut value = metric.value.clone();
    if !has_short_unit(metric) {
        return value;
    }
    match (value.as_mut_slice(), metric.unit.as_slice()) {
        // One text: in a document that runs from right to left, `−3.2%` runs from left to right as a
        // whole.
        ([.., Inline::Text { text }], [Inline::Text { text: unit }]) => text.push_str(unit),
        (_, unit) => value.extend_from_slice(unit),
    }
    value
}

/// Whether a metric's unit is short enough (1 to 3 characters) to be kept beside its value.
pub(crate) fn has_short_unit(metric: &Metric) -> bool {
    let unit = plain_text(&metric.unit);
    let length = unit.trim().chars().count();
    (1..=3).contains(&length)
}

/// A metric's unit without the space that parts it from the number.
pub(crate) fn unit_alone(metric: &Metric) -> Vec<Inline> {
    let mut unit = metric.unit.clone();
    if let Some(Inline::Text { text }) = unit.first_mut() {
        *text = text.trim_start().to_owned();
    }
    unit
}

/// The lines below a metric's value: its unit unless that is short, its label, the change, and the
/// date with the citation.
#[must_use]
pub fn metric_details(metric: &Metric) -> Vec<Inline> {
    let mut lines = Vec::new();
    if !has_short_unit(metric) {
        lines.push(unit_alone(metric));
    }
    lines.push(metric.label.clone());
    if !metric.change.is_empty() {
        let arrow = match metric.trend {
            Trend::Up => "▲\u{a0}",
            Trend::Down => "▼\u{a0}",
            Trend::Flat => "",
        };
        let mut body = vec![Inline::text(arrow)];
        body.extend_from_slice(&metric.change);
        lines.push(vec![Inline::Emph { body }]);
    }
    lines.push(metric.as_of.clone());
    lines.retain(|line| !line.is_empty());
    lines.join(&Inline::LineBreak)
}

/// The first line of the ask: that a decision is needed, and by when.
#[must_use]
pub fn ask_heading(by: Option<&str>, labels: &Labels) -> Vec<Inline> {
    let mut heading = labels.get("ask").to_owned();
    if let Some(date) = by {
        heading.push_str(" · ");
        let deadline = labels.fill("ask-by", &[("date", date)]);
        heading.push_str(&deadline);
    }
    vec![Inline::text(heading)]
}

/// The caption of an image with its credit.
#[must_use]
pub fn caption_with_credit(image: &Image, labels: &Labels) -> Vec<Inline> {
    let mut caption = image.caption.clone();
    if image.credit.is_empty() {
        return caption;
    }
    if !caption.is_empty() {
        let separator = lang::separator_after(&plain_text(&caption));
        caption.push(Inline::text(separator));
    }
    // A label without the placeholder is shown before the credit.
    let label = labels.get("credit");
    let (before, after) = label.split_once("{credit}").unwrap_or((label, ""));
    caption.push(Inline::text(before));
    caption.extend_from_slice(&image.credit);
    caption.push(Inline::text(after));
    caption.retain(|inline| *inline != Inline::text(""));
    caption
}

/// A title with the number of its part, such as “Results (2/3)”.
pub(super) fn title_with_part(
    title: &[Inline],
    part: usize,
    parts: usize,
    labels: &Labels,
) -> Vec<Inline> {
    let label = labels
        .get("part-of")
        .replace("{part}", &part.to_string())
        .replace("{parts}", &parts.to_string());
    fill_title(&label, title)
}

/// `label` with `title` in place of its `{title}`.
pub(super) fn fill_title(label: &str, title: &[Inline]) -> Vec<Inline> {
    let (before, after) = label.split_once("{title}").unwrap_or(("", ""));
    let mut filled = Vec::new();
    if !before.is_empty() {
        filled.push(Inline::text(before));
    }
    filled.extend_from_slice(title);
    if !after.is_empty() {
        filled.push(Inline::text(after));
    }
    filled
}

/// The words of a block inside a list item, which has no room for the block's structure.
#[must_use]
pub fn flatten_block(block: &Block) -> Vec<Inline> {
    flatten_blocks(vec![block.clone()])
}

/// A source after the number by which it is cited, or after a label if it has none, with its URL.
/// `index` is that of [`Document::sources`](crate::document::Document::sources); numbers begin at
/// 1. `with_places` adds the places that are cited, where citations do not show them.
#[must_use]
pub fn numbered_source(
    index: usize,
    source: &Source,
    labels: &Labels,
    with_places: bool,
) -> Vec<Inline> {
    let mut text = vec![match source.numbered {
        true => Inline::text(format!("{} ", cite_text(&[index], &[]))),
        false => Inline::text(format!("{}{}", labels.get("source"), labels.colon())),
    }];
    text.extend(match with_places {
        true => source.text_with_places(labels),
        false => source.text.clone(),
    });
    if let Some(url) = &source.url {
        text.push(Inline::text(" "));
        text.push(Inline::Link {
            url: url.clone(),
            body: vec![Inline::text(url)],
        });
    }
    text
}

/// The beginning of a title, for messages.
pub(super) fn shortened_title(title: &str) -> String {
    const MAX_CHARACTERS: usize = 60;
    let mut short: String = title.chars().take(MAX_CHARACTERS).collect();
    if short.len() < title.len() {
        short.push('…');
    }
    short
}
