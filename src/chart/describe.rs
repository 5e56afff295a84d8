//! A chart in a sentence or two, for those who cannot see it.

use super::data::{ChartData, DataPoint, SeriesData};
use crate::document::{ChartKind, Labels};

/// The longest description, in characters.
pub(super) const LONGEST: usize = 900;

/// The longest title in it.
const LONGEST_TITLE: usize = 240;

/// The longest name or value in it.
const LONGEST_NAME: usize = 60;

/// Series that are described; the others are counted.
const MOST_SERIES: usize = 4;

/// Values that are told one by one; of more only the first and last or the highest and lowest.
const MOST_VALUES: usize = 6;

pub(super) fn describe_data(data: &ChartData, kind: ChartKind, labels: &Labels) -> String {
    let title = data.title.trim_end_matches(['.', '。', '!', '！', '…']);
    let kind_name = labels.get(match kind {
        ChartKind::Bar => "chart-kind-bar",
        ChartKind::Column => "chart-kind-column",
        ChartKind::Line => "chart-kind-line",
        ChartKind::Stacked => "chart-kind-stacked",
        ChartKind::Pie => "chart-kind-pie",
    });
    let about = [
        ("kind", kind_name),
        ("title", &truncate_text(title, LONGEST_TITLE)),
        ("unit", &shorten_name(&data.unit)),
    ];
    let mut sentences = vec![labels.fill(
        if data.unit.is_empty() {
            "chart-alt"
        } else {
            "chart-alt-unit"
        },
        &about,
    )];
    let shown = if kind.shows_parts_of_a_whole() {
        1
    } else {
        MOST_SERIES
    };
    let rows: Vec<&SeriesData> = data
        .series
        .iter()
        .filter(|row| row.points.iter().any(Option::is_some))
        .collect();
    sentences.extend(
        rows.iter()
            .take(shown)
            .map(|row| describe_series(data, row, kind, labels)),
    );
    if rows.is_empty() {
        sentences.push(labels.get("chart-empty").to_owned());
    } else if !kind.shows_parts_of_a_whole() && rows.len() > shown {
        sentences.push(labels.fill(
            "chart-more",
            &[("count", &(rows.len() - shown).to_string())],
        ));
    }
    truncate_text(&sentences.join(labels.get("chart-joint")), LONGEST)
}

fn describe_series(data: &ChartData, row: &SeriesData, kind: ChartKind, labels: &Labels) -> String {
    let known: Vec<(&String, &DataPoint)> = data
        .categories
        .iter()
        .zip(&row.points)
        .filter_map(|(name, cell)| Some((name, cell.as_ref()?)))
        .collect();
    let row_name = if row.name.is_empty() {
        labels.get("value").to_owned()
    } else {
        shorten_name(&row.name)
    };
    let course = kind.draws_lines()
        || known.len() > MOST_VALUES
            && super::category_labels::is_numbered_sequence(&data.categories);
    if !course && known.len() <= MOST_VALUES || known.len() == 1 {
        let each = known.iter().map(|(category, cell)| {
            labels.fill(
                "chart-value",
                &[
                    ("category", &shorten_name(category)),
                    ("value", &shorten_name(&cell.text)),
                ],
            )
        });
        let values = each.collect::<Vec<_>>().join(labels.get("separator"));
        return labels.fill("chart-values", &[("name", &row_name), ("values", &values)]);
    }
    let (Some(begin), Some(end)) = (known.first(), known.last()) else {
        return String::new();
    };
    let ((from, first), (to, last)) = (begin, end);
    let extreme = |most: bool| {
        let order = |a: &&(&String, &DataPoint), b: &&(&String, &DataPoint)| {
            a.1.number.total_cmp(&b.1.number)
        };
        // Of equals the first.
        if most {
            known.iter().rev().max_by(order)
        } else {
            known.iter().min_by(order)
        }
    };
    let (most, least) = (
        extreme(true).unwrap_or(begin),
        extreme(false).unwrap_or(begin),
    );
    let words = [
        ("name", row_name),
        ("first", shorten_name(&first.text)),
        ("from", shorten_name(from)),
        ("last", shorten_name(&last.text)),
        ("to", shorten_name(to)),
        ("most", shorten_name(&most.1.text)),
        ("most-at", shorten_name(most.0)),
        ("least", shorten_name(&least.1.text)),
        ("least-at", shorten_name(least.0)),
        ("count", known.len().to_string()),
    ];
    let words: Vec<(&str, &str)> = words.iter().map(|(key, text)| (*key, &**text)).collect();
    if !course {
        return labels.fill("chart-ranked", &words);
    }
    let key = if last.number > first.number {
        "chart-rises"
    } else if last.number < first.number {
        "chart-falls"
    } else if most.1.number > least.1.number {
        "chart-returns"
    } else {
        return labels.fill("chart-steady", &words);
    };
    labels.fill(key, &words)
}

fn shorten_name(text: &str) -> String {
    truncate_text(text, LONGEST_NAME)
}

/// At most so many characters, the last an ellipsis where some were left out.
fn truncate_text(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most - 1).chain(['…']).collect()
}
