//! Describes a chart in a sentence or two, for readers who cannot see it.

use super::category_labels::is_numbered_sequence;
use super::data::{ChartData, DataPoint, SeriesData};
use crate::document::{ChartKind, Labels};
use crate::lang::{self, PluralForms};

/// The longest description, in characters.
pub(super) const MAX_LENGTH: usize = 900;

/// The longest title in a description, in characters.
const MAX_TITLE_LENGTH: usize = 240;

/// The longest name or value in a description, in characters.
const MAX_NAME_LENGTH: usize = 60;

/// Series that are described. Others are only counted.
const MAX_SERIES: usize = 4;

/// Values of a series that are listed one by one. Of more only the first and last, or the highest
/// and lowest, are named.
const MAX_VALUES: usize = 6;

/// The words of descriptions.
#[derive(Clone, Copy)]
pub(super) struct ChartWords<'w> {
    pub labels: &'w Labels,
    pub plurals: &'w PluralForms,
}

/// A category and its value.
#[derive(Clone, Copy)]
struct NamedPoint<'d> {
    category: &'d str,
    point: &'d DataPoint,
}

pub(super) fn describe_data(data: &ChartData, kind: ChartKind, words: ChartWords<'_>) -> String {
    let mut sentences = vec![describe_subject(data, kind, words)];
    let shown = if kind.shows_parts_of_a_whole() {
        1
    } else {
        MAX_SERIES
    };
    let mut with_values = Vec::new();
    for series in &data.series {
        if series.numbers().next().is_some() {
            with_values.push(series);
        }
    }
    for series in with_values.iter().take(shown) {
        sentences.push(describe_series(data, series, kind, words));
    }
    if with_values.is_empty() {
        sentences.push(words.labels.get("chart-empty").to_owned());
    } else if !kind.shows_parts_of_a_whole() && with_values.len() > shown {
        let count = with_values.len() - shown;
        let form = words.plurals.form(count);
        let values = [("count", &*count.to_string())];
        let sentence = words.labels.fill_plural("chart-more", form, &values);
        sentences.push(sentence);
    }
    truncate_text(&sentences.join(words.labels.get("chart-joint")), MAX_LENGTH)
}

/// A question keeps its mark.
const QUESTION_MARKS: [char; 3] = ['?', '？', '؟'];

/// What kind of chart it is, its title and its unit.
fn describe_subject(data: &ChartData, kind: ChartKind, words: ChartWords<'_>) -> String {
    let kind_name = words.labels.get(match kind {
        ChartKind::Bar => "chart-kind-bar",
        ChartKind::Column => "chart-kind-column",
        ChartKind::Line => "chart-kind-line",
        ChartKind::Stacked => "chart-kind-stacked",
        ChartKind::Pie => "chart-kind-pie",
    });
    // The sentence brings its own full stop.
    let is_stop =
        |it: char| it == '…' || (lang::is_sentence_end(it) && !QUESTION_MARKS.contains(&it));
    let title = data.title.trim_end_matches(is_stop);
    let sentence = if data.unit.is_empty() {
        "chart-alt"
    } else {
        "chart-alt-unit"
    };
    words.labels.fill(
        sentence,
        &[
            ("kind", kind_name),
            ("title", &truncate_text(title, MAX_TITLE_LENGTH)),
            ("unit", &shorten_name(&data.unit)),
        ],
    )
}

/// The values of a series one by one if they are few; otherwise its course over time, or its
/// highest and lowest value.
fn describe_series(
    data: &ChartData,
    series: &SeriesData,
    kind: ChartKind,
    words: ChartWords<'_>,
) -> String {
    let mut known: Vec<NamedPoint> = Vec::new();
    for (category, point) in data.categories.iter().zip(&series.points) {
        if let Some(point) = point {
            known.push(NamedPoint { category, point });
        }
    }
    let name = if series.name.is_empty() {
        words.labels.get("value").to_owned()
    } else {
        shorten_name(&series.name)
    };
    let is_few = known.len() <= MAX_VALUES;
    // Lines show a course by their nature, many years or quarters in another chart as well.
    let is_course = kind.draws_lines() || !is_few && is_numbered_sequence(&data.categories);
    if !is_course && is_few || known.len() == 1 {
        return list_values(&known, &name, words);
    }
    summarize(&known, name, is_course, words)
}

fn list_values(known: &[NamedPoint], name: &str, words: ChartWords<'_>) -> String {
    let mut values = Vec::new();
    for named in known {
        let category = shorten_name(named.category);
        let value = shorten_name(&named.point.text);
        values.push(
            words
                .labels
                .fill("chart-value", &[("category", &category), ("value", &value)]),
        );
    }
    let values = values.join(words.labels.get("separator"));
    words
        .labels
        .fill("chart-values", &[("name", name), ("values", &values)])
}

/// Empty if there are no values.
fn summarize(known: &[NamedPoint], name: String, is_course: bool, words: ChartWords<'_>) -> String {
    let (Some(&first), Some(&last)) = (known.first(), known.last()) else {
        return String::new();
    };
    let mut highest = first;
    let mut lowest = first;
    // Of equal values the first counts.
    for &named in known {
        if named.point.number > highest.point.number {
            highest = named;
        }
        if named.point.number < lowest.point.number {
            lowest = named;
        }
    }
    let sentence = if !is_course {
        "chart-ranked"
    } else if last.point.number > first.point.number {
        "chart-rises"
    } else if last.point.number < first.point.number {
        "chart-falls"
    } else if highest.point.number > lowest.point.number {
        "chart-returns"
    } else {
        "chart-steady"
    };
    // The sentence of each language takes the words that it needs.
    words.labels.fill_plural(
        sentence,
        words.plurals.form(known.len()),
        &[
            ("name", &name),
            ("first", &shorten_name(&first.point.text)),
            ("from", &shorten_name(first.category)),
            ("last", &shorten_name(&last.point.text)),
            ("to", &shorten_name(last.category)),
            ("most", &shorten_name(&highest.point.text)),
            ("most-at", &shorten_name(highest.category)),
            ("least", &shorten_name(&lowest.point.text)),
            ("least-at", &shorten_name(lowest.category)),
            ("count", &known.len().to_string()),
        ],
    )
}

fn shorten_name(text: &str) -> String {
    truncate_text(text, MAX_NAME_LENGTH)
}

/// At most `most` characters, the last of them an ellipsis if some were left out.
fn truncate_text(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let mut out: String = text.chars().take(most - 1).collect();
    out.push('…');
    out
}
