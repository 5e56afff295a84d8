//! Describes a chart in a sentence or two, for readers who cannot see it.

use super::category_labels::is_numbered_sequence;
use super::data::{ChartData, DataPoint, SeriesData};
use crate::document::{ChartKind, Labels};
use crate::lang::{self, PluralForms};

/// A description has the single values of longer series only if it then is no longer than this, in
/// characters.
const MAX_LENGTH_WITH_VALUES: usize = 900;

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
    let mut lists = Vec::new();
    for series in with_values.iter().take(shown) {
        let known = known_points(data, series);
        let name = series_name(series, words);
        if is_listed(data, kind, &known) {
            sentences.push(list_values(&known, name, words));
        } else {
            sentences.push(summarize(data, kind, &known, name, words));
            lists.push(list_values(&known, name, words));
        }
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
    let joint = words.labels.get("chart-joint");
    let summary = sentences.join(joint);
    sentences.append(&mut lists);
    let with_values = sentences.join(joint);
    if with_values.chars().count() <= MAX_LENGTH_WITH_VALUES {
        with_values
    } else {
        summary
    }
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
        &[("kind", kind_name), ("title", title), ("unit", &data.unit)],
    )
}

fn known_points<'d>(data: &'d ChartData, series: &'d SeriesData) -> Vec<NamedPoint<'d>> {
    let mut known = Vec::new();
    for (category, point) in data.categories.iter().zip(&series.points) {
        if let Some(point) = point {
            known.push(NamedPoint { category, point });
        }
    }
    known
}

fn series_name<'d>(series: &'d SeriesData, words: ChartWords<'d>) -> &'d str {
    if series.name.is_empty() {
        words.labels.get("value")
    } else {
        &series.name
    }
}

/// Whether the values of a series are listed one by one at once, as they are few. Others have their
/// course over time, or their highest and lowest value, before a list.
fn is_listed(data: &ChartData, kind: ChartKind, known: &[NamedPoint]) -> bool {
    let is_few = known.len() <= MAX_VALUES;
    known.len() == 1 || is_few && !is_course(data, kind, known)
}

/// Lines show a course by their nature, many years or quarters in another chart as well.
fn is_course(data: &ChartData, kind: ChartKind, known: &[NamedPoint]) -> bool {
    kind.draws_lines() || known.len() > MAX_VALUES && is_numbered_sequence(&data.categories)
}

fn list_values(known: &[NamedPoint], name: &str, words: ChartWords<'_>) -> String {
    let mut values = Vec::new();
    for named in known {
        let pair = [("category", named.category), ("value", &*named.point.text)];
        values.push(words.labels.fill("chart-value", &pair));
    }
    let values = values.join(words.labels.get("separator"));
    words
        .labels
        .fill("chart-values", &[("name", name), ("values", &values)])
}

/// Empty if there are no values.
fn summarize(
    data: &ChartData,
    kind: ChartKind,
    known: &[NamedPoint],
    name: &str,
    words: ChartWords<'_>,
) -> String {
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
    let sentence = if !is_course(data, kind, known) {
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
            ("name", name),
            ("first", &first.point.text),
            ("from", first.category),
            ("last", &last.point.text),
            ("to", last.category),
            ("most", &highest.point.text),
            ("most-at", highest.category),
            ("least", &lowest.point.text),
            ("least-at", lowest.category),
            ("count", &known.len().to_string()),
        ],
    )
}
