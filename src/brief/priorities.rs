//! The words for a priority: `high`, `medium` and `low`, and those of the brief's language.

use crate::document::Labels;
use crate::labels;
use crate::yaml::{Node, NodeKind};

/// The labels with the words, and the priority that they mean.
const WORDS: [(&str, &str); 3] = [
    ("priority-high", "1"),
    ("priority-medium", "3"),
    ("priority-low", "5"),
];

/// Replaces words for the priority of points by numbers. Other words stay, and are reported later.
pub(super) fn read_priority_words(brief: &mut Node, language: &str) {
    let Some(points) = brief.get_mut("points") else {
        return;
    };
    let NodeKind::Sequence(points) = &mut points.kind else {
        return;
    };
    let mut known: Option<Vec<Labels>> = None;
    for point in points {
        let Some(priority) = point.get_mut("priority") else {
            continue;
        };
        let NodeKind::Scalar(text, is_bare) = &mut priority.kind else {
            continue;
        };
        if !text.contains(char::is_alphabetic) {
            continue;
        }
        // Few briefs have words, so that their labels are read here only.
        let labels = known.get_or_insert_with(|| {
            let own = labels::built_in_for(language);
            own.into_iter()
                .chain(labels::built_in_labels("en"))
                .collect()
        });
        if let Some(number) = priority_of(text, labels) {
            *text = number.to_owned();
            *is_bare = true;
        }
    }
}

fn priority_of(word: &str, languages: &[Labels]) -> Option<&'static str> {
    let word = word.trim().to_lowercase();
    for labels in languages {
        for (label, number) in WORDS {
            let mut words = labels.get(label).split(',');
            if words.any(|it| it.trim() == word) {
                return Some(number);
            }
        }
    }
    None
}
