//! The words that backends and the planner show of a block in the same way.

use crate::document::{Block, Image, Inline, Labels, Metric, Source, Trend, plain_text};
use crate::markup::flatten;
use crate::text::ruler::cite_text;

/// The number of a metric as one line: short units, such as `%`, stand beside it.
#[must_use]
pub fn metric_value(metric: &Metric) -> Vec<Inline> {
    let mut out = metric.value.clone();
    if has_short_unit(metric) {
        out.push(Inline::text("\u{a0}"));
        out.extend(metric.unit.iter().cloned());
    }
    out
}

/// Whether the unit of a metric is a sign or so, which never parts from its number.
pub(crate) fn has_short_unit(metric: &Metric) -> bool {
    let length = plain_text(&metric.unit).chars().count();
    (1..=3).contains(&length)
}

/// What stands below the number of a metric: its unit unless it is short, what is counted, the
/// change, and the time with the citation, a line each.
#[must_use]
pub fn metric_details(metric: &Metric) -> Vec<Inline> {
    let arrow = match metric.trend {
        Trend::Up => "▲\u{a0}",
        Trend::Down => "▼\u{a0}",
        Trend::Flat => "",
    };
    let unit = if has_short_unit(metric) {
        Vec::new()
    } else {
        metric.unit.clone()
    };
    let change = if metric.change.is_empty() {
        Vec::new()
    } else {
        vec![Inline::Emph {
            body: [&[Inline::text(arrow)], metric.change.as_slice()].concat(),
        }]
    };
    let lines = [unit, metric.label.clone(), change, metric.as_of.clone()];
    lines
        .into_iter()
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join(&Inline::LineBreak)
}

/// The first line of the ask: that a decision is asked for, and by when.
#[must_use]
pub fn ask_heading(by: Option<&str>, labels: &Labels) -> Vec<Inline> {
    let ask = labels.get("ask").to_owned();
    let by = by.map(|by| format!(" · {}", labels.fill("ask-by", &[("date", by)])));
    vec![Inline::text(ask + &by.unwrap_or_default())]
}

/// The caption of a picture and who made it.
#[must_use]
pub fn caption_with_credit(image: &Image, labels: &Labels) -> Vec<Inline> {
    let mut out = image.caption.clone();
    if !image.credit.is_empty() {
        if !out.is_empty() {
            let is_sentence = plain_text(&out).ends_with(['.', '!', '?', '…', '。', '！', '？']);
            out.push(Inline::text(if is_sentence { " " } else { " · " }));
        }
        let (before, after) = labels
            .get("credit")
            .split_once("{credit}")
            .unwrap_or((labels.get("credit"), ""));
        out.push(Inline::text(before));
        out.extend(image.credit.iter().cloned());
        out.push(Inline::text(after));
        out.retain(|inline| *inline != Inline::text(""));
    }
    out
}

/// The words of a block that stands inside a list, where there is no room for its structure.
#[must_use]
pub fn flatten_block(block: &Block) -> Vec<Inline> {
    flatten(vec![block.clone()])
}

/// A source with the number that it is cited by, and its address.
#[must_use]
pub fn numbered_source(at: usize, source: &Source) -> Vec<Inline> {
    let mut text = vec![Inline::text(format!("{} ", cite_text(&[at])))];
    text.extend(source.text.iter().cloned());
    if let Some(url) = &source.url {
        text.push(Inline::text(" "));
        text.push(Inline::Link {
            url: url.clone(),
            body: vec![Inline::text(url)],
        });
    }
    text
}
